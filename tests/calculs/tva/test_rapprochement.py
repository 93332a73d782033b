"""Rapprochement des comptes 445 et des cases ; catégories des factures électroniques."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.tva.categories import Sens, nature_proposee
from tableur.calculs.tva.rapprochement import (
    CaseDeclaree,
    CompteDeTva,
    LigneDeRapprochement,
    MouvementDeTva,
    poste_de,
    racines_de_tva,
    rapprochement_de_tva,
)
from tableur.socle.erreurs import ResultatIntrouvable

D = Decimal
AU = date(2026, 11, 30)
MONTANTS = st.decimals(0, 10**7, places=2)


def _postes(
    mouvements: list[MouvementDeTva], cases: dict[str, str], comptes: list[CompteDeTva] | None = None
) -> dict[str, LigneDeRapprochement]:
    lues = [CaseDeclaree(case=case, taxe=D(taxe)) for case, taxe in cases.items()]
    return {ligne.poste: ligne for ligne in rapprochement_de_tva(mouvements, lues, AU, comptes)}


def _m(compte: str, solde: str, liquidation: bool = False) -> MouvementDeTva:
    """Mouvement débiteur s'il est positif, créditeur s'il est négatif."""
    valeur = D(solde)
    return MouvementDeTva(
        compte=compte, debit=max(valeur, D(0)), credit=max(-valeur, D(0)), liquidation=liquidation
    )


def test_l_ecriture_usuelle_de_la_ca3_se_rapproche_en_entier() -> None:
    """Collectée 3 000, intracom 120, immobilisations 1 200, biens et services 1 810 : 110 à payer."""
    mouvements = [
        _m("44571", "-3000"), _m("4452", "-120"), _m("44562", "1200"), _m("44566", "1810"),
        _m("44571", "3000", True), _m("4452", "120", True), _m("44562", "-1200", True), _m("44566", "-1810", True),
        _m("44551", "-110", True),
    ]  # fmt: skip
    postes = _postes(mouvements, {"16": "3120", "17": "120", "19": "1200", "20": "1810", "28": "110"})
    assert {(D(0), "")} == {(ligne.ecart, ligne.cause) for ligne in postes.values()}


def test_sans_la_case_16_les_taxes_du_cadre_b_s_ajoutent() -> None:
    postes = _postes([_m("44571", "-300")], {"08": "200", "9B": "55", "9": "45"})
    assert D(0) == postes["TVA brute"].ecart


def test_la_tva_a_reverser_ne_compte_pas_deux_fois() -> None:
    """16 comprend 15 : la TVA reversée est au crédit du 44566, non au 44571."""
    postes = _postes([_m("44571", "-200"), _m("44566", "90")], {"16": "210", "15": "10", "20": "100"})
    assert {D(0)} == {ligne.ecart for ligne in postes.values()}


def test_le_credit_reporte_est_le_solde_de_22_et_de_27() -> None:
    mouvements = [
        _m("44567", "-500", True),
        _m("44567", "700", True),
        _m("44566", "-200", True),
        _m("44566", "200"),
    ]
    postes = _postes(mouvements, {"20": "200", "22": "500", "27": "700"})
    assert (D(200), D(0)) == (postes["Crédit de TVA"].comptabilise, postes["Crédit de TVA"].ecart)


@pytest.mark.parametrize(
    ("mouvements", "cases", "poste", "cause"),
    [
        ([_m("44571", "-200.49")], {"16": "200"}, "TVA brute", "Arrondi"),
        (
            [_m("44566", "140"), _m("44562", "60")],
            {"20": "100", "19": "100"},
            "TVA sur immobilisations",
            "confondues",
        ),
        ([_m("4452", "-50"), _m("44566", "50")], {}, "TVA brute", "autoliquidation d'un seul côté"),
        ([_m("44571", "-200"), _m("44587", "-80")], {"16": "120"}, "TVA brute", "non déclaré"),
        ([_m("44571", "-200"), _m("44587", "80")], {"16": "120"}, "TVA brute", "en attente"),
        ([], {"16": "120"}, "TVA brute", "aucune écriture"),
        ([_m("44571", "-120")], {}, "TVA brute", "rien de déclaré"),
        ([_m("44571", "-120")], {"16": "500"}, "TVA brute", "Déclaré et non comptabilisé"),
        ([_m("44571", "-120")], {"28": "120"}, "TVA à décaisser", "à passer"),
    ],
)
def test_la_cause_de_l_ecart_est_dite(
    mouvements: list[MouvementDeTva], cases: dict[str, str], poste: str, cause: str
) -> None:
    assert cause in _postes(mouvements, cases)[poste].cause


@given(MONTANTS, MONTANTS, MONTANTS)
def test_ce_qui_est_declare_comme_comptabilise_n_a_pas_d_ecart(
    brute: Decimal, immo: Decimal, biens: Decimal
) -> None:
    mouvements = [
        MouvementDeTva(compte="445710", credit=brute),
        MouvementDeTva(compte="445620", debit=immo),
        MouvementDeTva(compte="445661", debit=biens),
    ]
    cases = {"16": str(brute), "19": str(immo), "20": str(biens)}
    assert {D(0)} == {ligne.ecart for ligne in _postes(mouvements, cases).values()}


def test_la_racine_la_plus_longue_l_emporte() -> None:
    racines = racines_de_tva(AU)
    assert ["TVA brute", "TVA sur immobilisations", "Remboursement demandé", "En attente", "Hors TVA", None] == [
        poste_de(compte, racines) for compte in ("44571200", "445620", "445830", "44587", "445780", "411000")
    ]


def test_une_racine_de_la_maison_l_emporte_sur_le_plan() -> None:
    maison = [CompteDeTva(racine="445661", poste="TVA sur immobilisations")]
    postes = _postes([_m("445661", "10")], {"19": "10"}, maison)
    assert {D(0)} == {ligne.ecart for ligne in postes.values()}


@pytest.mark.parametrize(
    ("sens", "categorie", "cadre", "pays", "nature"),
    [
        ("ventes", "S", "biens", "FR", "Vente de biens"),
        ("ventes", "AE", "services", "FR", "Travaux en sous-traitance (autoliquidation)"),
        ("ventes", "AE", "services", "ES", "Prestation de services UE"),
        ("ventes", "K", "biens", "ES", "Livraison de biens UE"),
        ("ventes", "G", "biens", "US", "Exportation hors UE"),
        ("ventes", "E", "", "", "Opération exonérée"),
        ("achats", "S", "services", "MC", "Prestation de services"),
        ("achats", "AE", "", "GB", "Prestation de services hors UE"),
    ],
)
def test_la_categorie_et_le_pays_donnent_la_nature(
    sens: Sens, categorie: str, cadre: str, pays: str, nature: str
) -> None:
    assert nature == nature_proposee(sens, categorie, cadre, pays, AU).nature


def test_une_categorie_sans_nature_est_refusee() -> None:
    with pytest.raises(ResultatIntrouvable, match="« M »"):
        nature_proposee("achats", "M", "biens", "ES", AU)
