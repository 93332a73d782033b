"""Choix, tri et aperçu des lignes."""

from datetime import date
from decimal import Decimal

import pytest

from tableur.courriers.apercu import Ecart, apercevoir
from tableur.courriers.modele import compiler
from tableur.courriers.selection import condition, trier
from tableur.socle.erreurs import Refus
from tests.courriers.fabrique import modele, p

LIGNES: list[dict[str, object]] = [
    {"N° client": "1", "Ville": "Rennes", "Montant": "1500", "Date": date(2026, 1, 2)},
    {"N° client": "2", "Ville": "Écully", "Montant": Decimal("99.5"), "Date": date(2025, 3, 4)},
    {"N° client": "10", "Ville": "", "Montant": None, "Date": None},
    {"N° client": "3", "Ville": "rennes", "Montant": 200, "Date": date(2026, 1, 1)},
]


@pytest.mark.parametrize(
    ("expression", "attendus"),
    [
        ("ville='Rennes'", ["1"]),
        ("ville = «\u00a0Rennes\u00a0»", ["1"]),
        ("VILLE == 'Rennes' ou N° client = 10", ["1", "10"]),
        ("montant > 100", ["1", "3"]),
        ("montant >= 99,5".replace(",", "."), ["1", "2", "3"]),
        ("montant > 100 et non ville = 'Rennes'", ["3"]),
        ("ville <> ''", ["1", "2", "3"]),
        ("ville", ["1", "2", "3"]),
        ("ville in ['Rennes', 'Écully']", ["1", "2"]),
        ("(ville | lower) = 'rennes'", ["1", "3"]),
        ("ville = 'Ren*'", ["1"]),
    ],
)
def test_une_condition_choisit_les_lignes(expression: str, attendus: list[str]) -> None:
    retenir = condition(expression, LIGNES[0])
    assert attendus == [ligne["N° client"] for ligne in LIGNES if retenir(ligne)]


@pytest.mark.parametrize(
    ("expression", "attendu"),
    [
        ("vile = 'x'", "« vile » n'est pas une colonne : peut-être « Ville »"),
        ("ville = ", "mal écrite"),
        ("ville.__class__", "interdit"),
        ("f(ville)", "interdite"),
        ("ville | inconnu", "n'existe pas"),
    ],
)
def test_une_condition_mal_ecrite_est_refusee(expression: str, attendu: str) -> None:
    with pytest.raises(Refus, match=attendu):
        condition(expression, LIGNES[0])


@pytest.mark.parametrize(
    ("colonne", "attendus"),
    [
        ("ville", ["2", "1", "3", "10"]),
        ("montant", ["2", "3", "1", "10"]),
        ("n° client", ["1", "2", "3", "10"]),
        ("date", ["2", "3", "1", "10"]),
    ],
)
def test_le_tri_suit_la_valeur_et_met_les_vides_a_la_fin(colonne: str, attendus: list[str]) -> None:
    assert attendus == [ligne["N° client"] for ligne in trier(LIGNES, colonne)]


def test_le_tri_sur_une_colonne_absente_est_refuse() -> None:
    with pytest.raises(Refus, match="pas de colonne « vile » où trier : peut-être « Ville »"):
        trier(LIGNES, "vile")
    assert [] == trier([], "x")


def test_l_apercu_compte_et_choisit_les_lettres_a_regarder() -> None:
    octets = modele(p("À {{ ville }}"), p("{%p if montant == 200 %}"), p("Promotion"), p("{%p endif %}"))
    lignes = [*LIGNES, {**LIGNES[0], "Adresse": "1 rue\nBât. A"}]
    apercu = apercevoir(compiler(octets, lignes[0]), lignes, cle="N° client")
    assert (5, 4, 1) == (apercu.lues, apercu.produites, apercu.premiere)
    assert [(3, "ville")] == [(e.rang, e.champ) for e in apercu.ecarts]
    assert isinstance(apercu.ecarts[0], Ecart)
    assert [(5, 1)] == apercu.doublons
    assert 5 == apercu.plus_longue_adresse
    assert [(1, 3), (4, 1)] == apercu.variantes
