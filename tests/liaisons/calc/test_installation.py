"""Installer et retirer l'extension, en utilisateur ordinaire et en root, dans un vrai LibreOffice."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tableur.fichiers.soffice import trouver_soffice
from tableur.liaisons.calc import installation
from tests.liaisons.calc.seance import SOURCES, environnement

pytestmark = pytest.mark.libreoffice

PERSONNE = 65534
EST_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Dossier de configuration de l'utilisateur, jetable."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    return tmp_path / "configuration"


def test_installer_puis_desinstaller_ne_laisse_rien(configuration: Path, tmp_path: Path) -> None:
    profil = tmp_path / "profil"
    assert not installation.est_installee(profil)
    phrases = installation.installer(profil)
    assert "TABLEUR" in phrases[0]
    assert installation.est_installee(profil)
    reglage = json.loads((configuration / "tableur" / "calc.json").read_text("utf-8"))
    assert sys.executable == reglage["interpreteur"]
    assert any(profil.rglob("composant_tableur.py"))
    installation.desinstaller(profil)
    assert not installation.est_installee(profil)
    assert not (configuration / "tableur").exists()
    assert not list(profil.rglob("composant_tableur.py"))


@pytest.mark.skipif(EST_ROOT, reason="en root, le test précédent a déjà pris ce chemin")
def test_le_gestionnaire_d_extensions_sert_tout_utilisateur(configuration: Path, tmp_path: Path) -> None:
    """Le chemin de root, qui marche aussi pour un autre : essayé quel que soit celui qui lance les tests."""
    monde = pytest.MonkeyPatch()
    monde.setattr(os, "geteuid", lambda: 0)
    try:
        installation.installer(tmp_path / "profil")
        assert installation.est_installee(tmp_path / "profil")
    finally:
        monde.undo()


@pytest.mark.skipif(not EST_ROOT, reason="seul root peut devenir un autre ; sinon, voir le premier test")
def test_un_utilisateur_ordinaire_installe_et_retire_dans_son_propre_profil() -> None:
    maison = Path("/tmp") / f"tableur-maison-{os.getpid()}"  # noqa: S108 - lisible par un autre utilisateur
    try:
        _preparer(maison)
        essai = (
            "from tableur.liaisons.calc.installation import *\n"
            "installer(); print(est_installee()); desinstaller(); print(est_installee())\n"
        )
        variables = {nom: v for nom, v in environnement().items() if not nom.startswith("XDG_")}
        variables |= {"HOME": str(maison), "PYTHONPATH": str(maison / "sources"), "TMPDIR": str(maison)}
        fini = subprocess.run(
            [str(installation.python_avec_uno(trouver_soffice())), "-c", essai],
            env=variables,
            user=PERSONNE,
            group=PERSONNE,
            extra_groups=[],
            cwd=maison,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ("True\nFalse\n", 0) == (fini.stdout, fini.returncode), fini.stderr
    finally:
        shutil.rmtree(maison, ignore_errors=True)


def _preparer(maison: Path) -> None:
    """Maison d'un autre utilisateur, avec une copie lisible du paquet, modèles compris, et de stdnum."""
    stdnum = find_spec("stdnum")
    assert stdnum is not None
    assert stdnum.origin is not None
    sans = shutil.ignore_patterns("__pycache__", ".pytest_cache")
    shutil.copytree(SOURCES / "tableur", maison / "sources" / "tableur", ignore=sans)
    modeles = maison / "sources" / "tableur" / "_embarque" / "templates_xlsx"
    shutil.copytree(SOURCES.parent / "templates_xlsx", modeles)
    shutil.copytree(Path(stdnum.origin).parent, maison / "sources" / "stdnum", ignore=sans)
    for chemin in (maison, *maison.rglob("*")):
        os.chown(chemin, PERSONNE, PERSONNE)


def test_libreoffice_ouvert_demande_de_le_fermer(tmp_path: Path) -> None:
    (tmp_path / ".lock").write_text("", encoding="utf-8")
    with pytest.raises(installation.InstallationImpossible, match="fermer LibreOffice, puis recommencer"):
        installation.installer(tmp_path)


def test_desinstaller_ce_qui_n_est_pas_installe_le_dit(configuration: Path, tmp_path: Path) -> None:
    assert ["L'extension TABLEUR n'est pas installée dans LibreOffice."] == installation.desinstaller(tmp_path)


def test_un_refus_de_libreoffice_est_dit(tmp_path: Path) -> None:
    abimee = tmp_path / "abimee.oxt"
    abimee.write_bytes(b"rien")
    with pytest.raises(installation.InstallationImpossible, match="refusé"):
        installation._agir(trouver_soffice(), tmp_path / "profil", "ajouter", str(abimee))


def test_un_delai_passe_est_dit() -> None:
    attente = [sys.executable, "-c", "import time; time.sleep(5)"]
    with pytest.raises(installation.InstallationImpossible, match="répondu"):
        installation._lancer(attente, 0.1)
