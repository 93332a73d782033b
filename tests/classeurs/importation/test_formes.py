"""Formes de dates et de nombres admises quand la correspondance le dit."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.classeurs.importation import forme_de, lire_forme
from tableur.frontiere import ValeurIllisible
from tableur.socle.erreurs import ErreurTableur


@pytest.mark.parametrize(
    ("texte", "forme", "attendu"),
    [
        ("1 234,50-", "virgule", "-1234.50"),
        ("1.234,50 €", "virgule", "1234.50"),
        ("(12,00)", "virgule", "-12.00"),
        ("(1 234,50 €)", "virgule", "-1234.50"),
        ("€ 12", "virgule", "12"),
        ("-1\u202f234,5", "virgule", "-1234.5"),
        ("12,5 EUR", "virgule", "12.5"),
        ("1.234", "virgule", "1234"),
        (",50", "virgule", "0.50"),
        ("1,234.50", "point", "1234.50"),
        ("12.5-", "point", "-12.5"),
        ("1.234", "point", "1.234"),
    ],
)
def test_les_nombres_des_exports_se_lisent(texte: str, forme: str, attendu: str) -> None:
    assert Decimal(attendu) == lire_forme(texte, forme)


@pytest.mark.parametrize(
    ("texte", "forme", "attendu"),
    [
        ("31/12/26", "jj/mm/aa", date(2026, 12, 31)),
        ("01/02/69", "jj/mm/aa", date(1969, 2, 1)),
        ("01/02/68", "jj/mm/aa", date(2068, 2, 1)),
        ("20261231", "aaaammjj", date(2026, 12, 31)),
        ("12/31/2026", "mm/jj/aaaa", date(2026, 12, 31)),
        ("31.12.2026", "jj/mm/aaaa", date(2026, 12, 31)),
        ("31-12-2026 14:05:00", "jj/mm/aaaa", date(2026, 12, 31)),
    ],
)
def test_les_dates_des_exports_se_lisent(texte: str, forme: str, attendu: date) -> None:
    assert attendu == lire_forme(texte, forme)


def test_un_nombre_de_huit_chiffres_est_une_date_collee_et_non_une_serie() -> None:
    assert date(2026, 12, 31) == lire_forme(20261231.0, "aaaammjj")
    assert "aaaammjj" == forme_de([20261231.0, 20260101.0], date)


@pytest.mark.parametrize(
    ("texte", "forme"),
    [
        ("31/12/2026", "mm/jj/aaaa"),
        ("31/02/26", "jj/mm/aa"),
        ("12,5.0", "virgule"),
        ("12-5", "virgule"),
        ("()", "point"),
    ],
)
def test_ce_qui_n_a_pas_la_forme_dite_est_refuse(texte: str, forme: str) -> None:
    with pytest.raises(ValeurIllisible):
        lire_forme(texte, forme)


@pytest.mark.parametrize(
    ("valeurs", "type_", "forme"),
    [
        (["12,50", "1 234,5"], Decimal, ""),
        ([12.5, 3.0], Decimal, ""),
        (["1.234,50", "12,00"], Decimal, "virgule"),
        (["12,00-"], Decimal, "virgule"),
        (["1,234.50", "12.00"], Decimal, "point"),
        (["31/12/2026", "2026-12-31"], date, ""),
        (["31/12/26"], date, "jj/mm/aa"),
        (["20261231"], date, "aaaammjj"),
        (["12/31/2026", "01/02/2026"], date, "mm/jj/aaaa"),
        (["01.02.2026"], date, "jj/mm/aaaa"),
        (["bientôt"], date, None),
        (["A", "B"], str, ""),
    ],
)
def test_la_forme_d_une_colonne_est_reconnue(valeurs: list[object], type_: Any, forme: str | None) -> None:
    assert forme == forme_de(valeurs, type_)


def test_un_point_qui_peut_separer_des_milliers_n_est_pas_devine() -> None:
    with pytest.raises(ErreurTableur, match="rien ne dit lequel"):
        forme_de(["1.234", "5.678"], Decimal)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_un_montant_ecrit_a_la_francaise_se_relit_exactement(montant: Decimal) -> None:
    ecrit = format(abs(montant), ",.2f").replace(",", " ").replace(".", ",")
    for texte in (f"({ecrit} €)", f"{ecrit}-", f"-{ecrit.replace(' ', '.')} €"):
        assert -abs(montant) == lire_forme(texte, "virgule")
