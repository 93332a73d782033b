"""Un LibreOffice pour tous les tests de Calc, dans un profil privé où l'extension est installée."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tableur.fichiers.soffice import trouver_soffice
from tableur.liaisons.calc import installation
from tests.liaisons.calc.seance import Calc, environnement, noter_l_interpreteur


@pytest.fixture(scope="session")
def profil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Profil privé où l'extension est installée."""
    dossier = tmp_path_factory.mktemp("calc")
    with pytest.MonkeyPatch.context() as contexte:
        contexte.setenv("XDG_CONFIG_HOME", str(dossier / "configuration"))
        contexte.setenv("APPDATA", str(dossier / "configuration"))
        installation.installer(dossier / "profil")
    return dossier / "profil"


@pytest.fixture(scope="session")
def calc(profil: Path) -> Iterator[Calc]:
    """Calc ouvert, extension comprise."""
    soffice = trouver_soffice()
    python = str(installation.python_avec_uno(soffice))
    commande = [python, str(Path(__file__).with_name("compagnon.py")), str(soffice), str(profil)]
    configuration = str(profil.parent / "configuration")
    variables = environnement() | {"XDG_CONFIG_HOME": configuration, "APPDATA": configuration}
    with subprocess.Popen(
        commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=variables
    ) as processus:
        yield Calc(processus)
        assert processus.stdin is not None
        processus.stdin.close()
        processus.wait(60)


@pytest.fixture
def interpreteur(calc: Calc, profil: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """L'interpréteur noté là où l'extension le lit ; le classeur ouvert se ferme à la fin."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(profil.parent / "configuration"))
    monkeypatch.setenv("APPDATA", str(profil.parent / "configuration"))
    yield noter_l_interpreteur(profil.parent)
    calc.demander("ouvrir", adresse="private:factory/scalc")
