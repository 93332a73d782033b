"""La roue construite s'installe seule dans un environnement neuf, et y fait le travail principal."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import tableur

RACINE = Path(__file__).parents[2]


def _lancer(*mots: str, dossier: Path) -> str:
    environnement = {nom: valeur for nom, valeur in os.environ.items() if nom not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    fait = subprocess.run(mots, cwd=dossier, env=environnement, capture_output=True, text=True, check=False)
    assert fait.returncode == 0, fait.stdout + fait.stderr
    return fait.stdout


@pytest.fixture(scope="module")
def programmes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Dossier des programmes d'un environnement neuf où seule la roue est installée."""
    atelier = tmp_path_factory.mktemp("roue")
    _lancer(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(atelier), dossier=RACINE)
    (roue,) = atelier.glob("*.whl")
    venv.create(atelier / "env", with_pip=True)
    dossier = atelier / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    _lancer(str(dossier / "python"), "-m", "pip", "install", "--quiet", str(roue), dossier=atelier)
    return dossier


def test_la_version_est_celle_du_paquet(programmes: Path, tmp_path: Path) -> None:
    assert (
        _lancer(str(programmes / "tableur"), "--version", dossier=tmp_path).strip()
        == f"tableur {tableur.__version__}"
    )


def test_les_formules_sont_listees(programmes: Path, tmp_path: Path) -> None:
    liste = _lancer(str(programmes / "tableur"), "formules", dossier=tmp_path)
    assert "point-de-commande" in liste


def test_la_demonstration_produit_ses_fichiers(programmes: Path, tmp_path: Path) -> None:
    recit = _lancer(str(programmes / "tableur"), "demo", "--dossier", "essai", dossier=tmp_path)
    produits = {chemin.name for chemin in (tmp_path / "essai").iterdir()}
    assert {"sauvegardes", "stocks.xlsx", "courriers.xlsx", "relances", "contrats", "clients"} <= produits
    assert "stocks.xlsx, rempli sur place" in recit
