"""Les arrondis : la moitié s'éloigne de zéro, et aucune répartition ne perd un centime."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.socle.arrondis import arrondir, arrondir_au_multiple, arrondir_centime, arrondir_euro, repartir
from tableur.socle.erreurs import ValeurInvalide

montants = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
poids = st.lists(st.decimals(min_value=0, max_value=1000, places=3), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("exact", "attendu"),
    [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1.0049999", "1.00"), ("0", "0.00")],
)
def test_le_demi_centime_s_eloigne_de_zero(exact: str, attendu: str) -> None:
    assert arrondir_centime(Decimal(exact)) == Decimal(attendu)


@pytest.mark.parametrize(
    ("exact", "attendu"), [("0.5", "1"), ("1.5", "2"), ("2.5", "3"), ("-2.5", "-3"), ("2.49", "2")]
)
def test_l_euro_n_est_pas_arrondi_au_pair(exact: str, attendu: str) -> None:
    assert arrondir_euro(Decimal(exact)) == Decimal(attendu)


def test_un_arrondi_nul_n_a_pas_de_signe() -> None:
    minuscule = Decimal("-0.001")
    assert [str(a) for a in (arrondir_centime(minuscule), arrondir_euro(minuscule), arrondir(minuscule, 1))] == [
        "0.00",
        "0",
        "0.0",
    ]


def test_arrondir_a_trois_decimales() -> None:
    assert arrondir(Decimal("12.34550"), 3) == Decimal("12.346")


@pytest.mark.parametrize(
    ("valeur", "multiple", "attendu"), [("0", "12", "0"), ("0.1", "12", "12"), ("2.5", "0.5", "2.5")]
)
def test_le_multiple_superieur_couvre_le_besoin(valeur: str, multiple: str, attendu: str) -> None:
    assert arrondir_au_multiple(Decimal(valeur), Decimal(multiple)) == Decimal(attendu)


def test_le_multiple_inferieur_ne_depasse_pas() -> None:
    assert arrondir_au_multiple(Decimal(25), Decimal(12), "inferieur") == Decimal(24)


def test_un_multiple_nul_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match="supérieur à 0 : 0 reçu"):
        arrondir_au_multiple(Decimal(1), Decimal(0))


@given(montants, poids)
def test_les_parts_font_le_total_et_s_ecartent_de_moins_d_un_centime(total: Decimal, poids: list[Decimal]) -> None:
    somme = sum(poids, Decimal(0))
    if somme == 0:
        with pytest.raises(ValeurInvalide, match="au moins un poids"):
            repartir(total, poids)
        return
    parts = repartir(total, poids)
    assert sum(parts, Decimal(0)) == total
    assert all(abs(part - total * p / somme) < Decimal("0.01") for part, p in zip(parts, poids, strict=True))


def test_les_centimes_vont_aux_plus_forts_restes() -> None:
    assert repartir(Decimal("10.00"), [Decimal(1), Decimal(2), Decimal(4)]) == (
        Decimal("1.43"),
        Decimal("2.86"),
        Decimal("5.71"),
    )


@pytest.mark.parametrize(("total", "poids"), [("1.005", ["1"]), ("1", ["-1", "2"]), ("1", [])])
def test_une_repartition_impossible_est_refusee(total: str, poids: list[str]) -> None:
    with pytest.raises(ValeurInvalide):
        repartir(Decimal(total), [Decimal(p) for p in poids])
