"""Les barèmes de paie relevés pour 2025 et 2026 sont tous livrés, à leur date, au chiffre près.

`paie_2025_2026.json` est tiré du relevé d'où le projet est parti, et non des fichiers livrés : série, date, chemin
dans la valeur, valeur attendue. « selon:15 » choisit la tranche où tombe 15.
"""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tableur import baremes
from tableur.baremes import Tranche
from tableur.socle.erreurs import BaremeAbsent

ATTENDUS = json.loads(Path(__file__).with_name("paie_2025_2026.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _sans_valeur_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLEUR_BAREMES", str(tmp_path))


def _au_bout(valeur: Any, chemin: list[str]) -> Any:
    for pas in chemin:
        if pas.startswith("selon:"):
            mesure = Decimal(pas.removeprefix("selon:"))
            valeur = next(tranche.valeur for tranche in valeur if tranche.couvre(mesure))
        elif pas == "bornes":
            valeur = tuple(tranche.borne for tranche in valeur if tranche.borne is not None)
        elif isinstance(valeur, tuple) and all(isinstance(element, Tranche) for element in valeur):
            valeur = tuple(tranche.valeur for tranche in valeur)
        elif isinstance(valeur, tuple):
            valeur = tuple(element[pas] for element in valeur)
        else:
            valeur = valeur[pas]
    return valeur


def _nombre(valeur: Any) -> Any:
    """Nombre exact, pour comparer 0,05 à « 0.050 » et « 1/3 » à « 1/3 »."""
    if isinstance(valeur, bool) or valeur is None:
        return valeur
    if isinstance(valeur, list | tuple):
        return tuple(_nombre(element) for element in valeur)
    return Fraction(str(valeur))


@pytest.mark.parametrize(
    ("serie", "le", "chemin", "attendu"), ATTENDUS, ids=[f"{a[0]} {a[1]} {'.'.join(a[2])}" for a in ATTENDUS]
)
def test_une_valeur_relevee_est_livree(serie: str, le: str, chemin: list[str], attendu: Any) -> None:
    jour = date.fromisoformat(le)
    if attendu is None:
        with pytest.raises(BaremeAbsent, match="aboli depuis"):
            baremes.valeur(serie, jour)
        return
    assert _nombre(attendu) == _nombre(_au_bout(baremes.valeur(serie, jour), chemin))


def test_le_releve_couvre_chaque_famille() -> None:
    familles = {serie.partition(".")[0] for serie, *_ in ATTENDUS}
    assert {"paie", "paie_cotisations", "paie_reductions", "paie_elements", "paie_alternance"} <= familles
    assert {"paie_impot", "paie_activite_partielle", "paie_complements", "frais"} <= familles
    assert 320 < len(ATTENDUS)
