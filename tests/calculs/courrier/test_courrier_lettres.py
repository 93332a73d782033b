"""Nombres, montants et dates en lettres : cas écrits à la main, d'après Grevisse et l'Académie."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.courrier.lettres import (
    NOMBRE_MAXIMAL,
    date_en_lettres,
    date_longue,
    montant_en_lettres,
    nombre_en_lettres,
)
from tableur.socle.erreurs import ValeurInvalide

MOTS = {
    "zéro": 0, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100,
}  # fmt: skip
GRANDS = {"mille": 10**3, "million": 10**6, "milliard": 10**9, "billion": 10**12}


def relu(texte: str) -> int:
    """Nombre relu mot à mot, par une autre voie que celle qui l'écrit."""
    total = partie = 0
    precedent = ""
    for mot in texte.replace("-", " ").split():
        simple = mot if mot in MOTS or mot in GRANDS else mot.rstrip("s")
        if mot == "et":
            continue
        if simple in GRANDS:
            total += max(partie, 1) * GRANDS[simple]
            partie = 0
        elif simple == "cent":
            partie = max(partie, 1) * 100
        elif simple == "vingt" and precedent == "quatre":
            partie += 80 - 4
        else:
            partie += MOTS[simple]
        precedent = simple
    return total + partie


@pytest.mark.parametrize(
    ("nombre", "attendu"),
    [
        (0, "zéro"), (17, "dix-sept"), (21, "vingt et un"), (31, "trente et un"), (70, "soixante-dix"),
        (71, "soixante et onze"), (72, "soixante-douze"), (80, "quatre-vingts"), (81, "quatre-vingt-un"),
        (90, "quatre-vingt-dix"), (91, "quatre-vingt-onze"), (99, "quatre-vingt-dix-neuf"), (100, "cent"),
        (101, "cent un"), (180, "cent quatre-vingts"), (200, "deux cents"), (201, "deux cent un"), (1000, "mille"),
        (1100, "mille cent"), (2000, "deux mille"), (2026, "deux mille vingt-six"), (80_000, "quatre-vingt mille"),
        (200_000, "deux cent mille"), (1_000_000, "un million"), (80_000_000, "quatre-vingts millions"),
        (200_000_000, "deux cents millions"), (10**9, "un milliard"), (-5, "moins cinq"),
    ],
)  # fmt: skip
def test_un_nombre_s_ecrit_en_toutes_lettres(nombre: int, attendu: str) -> None:
    assert attendu == nombre_en_lettres(nombre)


@given(st.integers(0, NOMBRE_MAXIMAL))
def test_un_nombre_en_lettres_se_relit(nombre: int) -> None:
    assert nombre == relu(nombre_en_lettres(nombre))


def test_un_nombre_trop_grand_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match="15 chiffres"):
        nombre_en_lettres(10**15)


@pytest.mark.parametrize(
    ("montant", "attendu"),
    [
        ("1000", "mille euros"),
        ("1000000", "un million d'euros"),
        ("2000000", "deux millions d'euros"),
        ("1000000000", "un milliard d'euros"),
        ("1200000", "un million deux cent mille euros"),
        ("0", "zéro euro"),
        ("1", "un euro"),
        ("1.01", "un euro et un centime"),
        ("0.50", "cinquante centimes"),
        ("0.01", "un centime"),
        ("2.675", "deux euros et soixante-huit centimes"),
        ("-80.005", "moins quatre-vingts euros et un centime"),
        ("280.80", "deux cent quatre-vingts euros et quatre-vingts centimes"),
    ],
)
def test_un_montant_s_ecrit_en_toutes_lettres(montant: str, attendu: str) -> None:
    assert attendu == montant_en_lettres(Decimal(montant))


@given(st.decimals(0, 10**9, places=2))
def test_un_montant_dit_ses_euros_et_ses_centimes(montant: Decimal) -> None:
    parties = re.split(r" d'euros?| euros?| centimes?", montant_en_lettres(montant).replace("euros et ", "euros "))
    dits = [partie.removeprefix(" et ").strip() for partie in parties if partie.strip()]
    en_euros = "euro" in montant_en_lettres(montant)
    relus = sum(relu(dit) * (100 if en_euros and rang == 0 else 1) for rang, dit in enumerate(dits))
    assert int(montant * 100) == relus


def test_une_date_s_ecrit_pour_une_lettre_ou_pour_un_acte() -> None:
    assert "1er\u00a0janvier 2026" == date_longue(date(2026, 1, 1))
    assert "samedi 29\u00a0février 2020" == date_longue(date(2020, 2, 29), True)
    assert "vingt et un août mille neuf cent quatre-vingt-dix-neuf" == date_en_lettres(date(1999, 8, 21))
