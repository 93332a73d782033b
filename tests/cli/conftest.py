"""Outils des tests de la commande : le paquet d'essai, un dossier d'état jetable, et l'appel lui-même."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tableur.cli import recueil
from tableur.cli.execution import executer

RACINE = Path(__file__).resolve().parents[2]


class Issue(NamedTuple):
    """Ce qu'une commande a donné."""

    code: int
    sortie: str
    erreurs: str


Lancer = Callable[..., Issue]


@pytest.fixture(autouse=True)
def dossier_d_etat_jetable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Le journal des tests ne touche pas celui de la personne."""
    etat = tmp_path / "etat"
    monkeypatch.setenv("XDG_STATE_HOME", str(etat))
    monkeypatch.setenv("LOCALAPPDATA", str(etat))
    return etat


@pytest.fixture
def essais(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Remplace nos familles par le paquet d'essai."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(recueil, "PAQUETS", ("paquet_factice",))
    recueil.catalogue.cache_clear()
    recueil.catalogue_de_l_entreprise.cache_clear()
    yield
    recueil.catalogue.cache_clear()
    recueil.catalogue_de_l_entreprise.cache_clear()


@pytest.fixture
def lancer(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lancer:
    """Lance la commande dans ce processus : code, sortie, erreurs."""

    def lancer_la_commande(*mots: str, entree: str | bytes = b"") -> Issue:
        octets = entree.encode() if isinstance(entree, str) else entree
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(octets), encoding="utf-8"))
        code = executer(list(mots))
        return Issue(code, *capsys.readouterr())

    return lancer_la_commande


@pytest.fixture
def processus(tmp_path: Path) -> Lancer:
    """Lance la vraie commande dans un autre processus : code, sortie, erreurs."""

    def lancer_le_processus(*mots: str, entree: bytes = b"", **variables: str) -> Issue:
        environ = {**os.environ, "PYTHONPATH": str(RACINE / "src"), **variables}
        fait = subprocess.run(
            [sys.executable, "-m", "tableur", *mots], input=entree, capture_output=True, env=environ, check=False
        )
        return Issue(fait.returncode, fait.stdout.decode("utf-8"), fait.stderr.decode("utf-8"))

    return lancer_le_processus
