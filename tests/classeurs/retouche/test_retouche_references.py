"""Références et formules : openpyxl sert de témoin pour le décalage."""

import re

import hypothesis.strategies as st
import pytest
from hypothesis import given
from openpyxl.formula.translate import Translator

from tableur.classeurs.retouche.references import (
    Croissance,
    Gabarit,
    Zone,
    decaler,
    lire_adresse,
    lire_zone,
    references,
)

TABLE = Croissance("Stock", 2, 7, 4, 6, 11, 7, 12)
SANS_TOTAL = Croissance("Stock", 2, 7, 4, 6, 11)


@pytest.mark.parametrize(
    "formule",
    [
        "SUM($B$2:B2)*A1",
        "'L''été'!C3+Stock!$D4",
        'IF(A1="B2","C3",LOG10(A1)+TVA20)',
        "Table1[[#This Row],[A1]]*B2",
        "SUM(A:A)+SUM(3:5)",
        "_xlfn.XLOOKUP(A1,B1:B9,C$1:C$9)",
        "[1]Feuil1!A1+[2]Feuil1!$A$1",
        "#REF!+A1+1E5",
        "Feuil1:Feuil3!A1",
        "INDEX(B2:B9,1):B9",
    ],
)
def test_une_formule_recopiee_se_decale_comme_openpyxl_le_fait(formule: str) -> None:
    temoin = Translator("=" + formule, "F10").translate_formula("F13")[1:]
    assert temoin == decaler(formule, 3)
    assert temoin == Gabarit(formule, 10).pour(13).replace("&lt;", "<").replace("&amp;", "&")


coins = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "$"]),
    st.sampled_from(["A", "Z", "AB", "XFD"]),
    st.sampled_from(["", "$"]),
    st.integers(20, 9000),
)


@given(st.lists(coins, min_size=1, max_size=4), st.integers(-15, 2000))
def test_decaler_toutes_sortes_de_references(cellules: list[str], pas: int) -> None:
    formule = "SUM(" + ",".join(cellules) + f',"{cellules[0]}")'
    temoin = Translator("=" + formule, "B20").translate_formula(f"B{20 + pas}")[1:]
    assert temoin == decaler(formule, pas)
    assert temoin == Gabarit(formule, 20).pour(20 + pas)


def test_une_reference_qui_sort_de_la_feuille_devient_une_erreur() -> None:
    assert "#REF!+1" == decaler("A2+1", -2)
    assert "A1048576+1" == decaler("A2+1", -2, boucler=True)


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("SUM(Stock!B4:B6)", "SUM(Stock!B4:B11)"),
        ("SUM(stock!$B$4:$B$6)", "SUM(stock!$B$4:$B$11)"),
        ("SUM(Stock!B3:B6)", "SUM(Stock!B3:B11)"),
        ("SUM(Stock!B4:B7)", "SUM(Stock!B4:B12)"),
        ("SUM(Stock!B4:B9)", "SUM(Stock!B4:B12)"),
        ("SUM(Stock!B4:B99)", "SUM(Stock!B4:B99)"),
        ("SUM(Stock!B:B)", "SUM(Stock!B:B)"),
        ("Stock!C7", "Stock!C12"),
        ("Stock!A1:Z6", "Stock!A1:Z11"),
        ("Stock!B5:B6", "Stock!B5:B6"),
        ("Stock!H4:H6", "Stock!H4:H6"),
        ("Stock!A4:C6", "Stock!A4:C6"),
        ("Autre!B4:B6", "Autre!B4:B6"),
        ("B4:B6", "B4:B6"),
        ('"Stock!B4:B6"', '"Stock!B4:B6"'),
        ("[1]Stock!B4:B6", "[1]Stock!B4:B6"),
        ("Stock!B4", "Stock!B4"),
        ("Stock!B6:B4", "Stock!B4:B11"),
    ],
)
def test_une_formule_suit_la_table_si_elle_la_couvrait(avant: str, apres: str) -> None:
    assert apres == TABLE.formule(avant, "Synthèse")


def test_un_cumul_ne_s_etend_pas_mais_une_plage_fixe_si() -> None:
    assert "SUM($B$4:B6)" == SANS_TOTAL.formule("SUM($B$4:B6)", "Stock", hote=6)
    assert "B6/SUM($B$4:$B$11)" == SANS_TOTAL.formule("B6/SUM($B$4:$B$6)", "Stock", hote=6)


def test_une_liste_de_plages_suit_la_table() -> None:
    assert "B4:B11 D1 F4:G11" == SANS_TOTAL.liste("B4:B6 D1 F4:G6")


def test_les_plages_d_une_formule_sont_enumerees_sans_les_textes() -> None:
    formule = "'L''été'!A1+SUM(B2:C3)&\"D4\"&Table1[E5]&nom"
    assert [("L'été", "A1"), (None, "B2:C3")] == list(references(formule))


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_une_zone_se_relit_telle_qu_elle_s_ecrit(ligne: int, colonne: int) -> None:
    zone = Zone(1, 1, ligne, colonne)
    assert zone == lire_zone(str(zone))
    seule = Zone(ligne, colonne, ligne, colonne)
    assert (ligne, colonne) == lire_adresse(str(seule))
    assert re.fullmatch("[A-Z]+[0-9]+", str(seule))
