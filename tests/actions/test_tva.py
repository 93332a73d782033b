"""Les actions de la TVA, d'un classeur à un autre ; les valeurs attendues sont calculées à la main."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tableur.actions.tva_cloture import reports_a_la_cloture
from tableur.calculs.tva.enregistrements import Achat, Decaissement, Encaissement, RepriseDeTva, Vente
from tableur.classeurs import ouvrir
from tableur.classeurs.vie.exercice import nouvel_exercice
from tableur.socle.erreurs import Refus, ValeurInvalide
from tests.actions.tva_d_essai import (
    ACHATS,
    CASES_FIGEES,
    ENCAISSEMENTS,
    LIGNES_FIGEES,
    PERIODES,
    VENTES,
    VINGT,
    cases_montrees,
    classeur_de_tva,
    feuille,
    lancer_la_tva,
)

D = Decimal
CLOSE: dict[str, Any] = {"PeriodeDeclaree": PERIODES, "CaseFigee": CASES_FIGEES, "LigneFigee": LIGNES_FIGEES}


@pytest.mark.libreoffice
def test_calculer_remplit_le_detail_et_la_declaration_suit(tmp_path: Path) -> None:
    # Exigible : 1 000,40 livrés + 1 000 encaissés sur 2 000 (1 200 TTC sur 2 400) ; UE : 300 autoliquidés.
    # 08 : base 2 300,40 → 2 300, taxe 460 ; déductible : 100 + 60 ; les 100 de services impayés attendent.
    sortie = tmp_path / "sortie.xlsx"
    compte_rendu = lancer_la_tva("calculer", classeur_de_tva(tmp_path / "tva.xlsx"), sortie, jour_limite="19")
    cases = cases_montrees(sortie)
    servies = {case: montants for case, montants in cases.items() if montants != (0, 0)}
    assert {
        "A1": (2000, 0),
        "B2": (300, 0),
        "F2": (700, 0),
        "08": (2300, 460),
        "16": (0, 460),
        "17": (0, 60),
        "20": (0, 160),
        "23": (0, 160),
        "TD": (0, 300),
        "28": (0, 300),
        "32": (0, 300),
    } == servies
    assert compte_rendu.points == [
        "TVA brute 460,00\u00a0€, déductible 160,00\u00a0€.",
        "À payer : 300,00\u00a0€, au plus tard le 19/04/2026.",
        "Pas encore exigible : 200,00\u00a0€ collectée, 20,00\u00a0€ déductible.",
    ]
    collectee = feuille(sortie, "Collectée")
    assert [(x["Case"], x["Ligne de taux"], x["Pièce"], x["TVA (€)"]) for x in collectee] == [
        ("A1", "08", "F1", 200.08),
        ("A1", "08", "F2", 200),
        ("B2", "08", "A2", 60),
        ("F2", None, "F3", 0),
    ]
    ecriture = feuille(sortie, "Écriture")
    assert sum(x["Débit (€)"] for x in ecriture) == sum(x["Crédit (€)"] for x in ecriture)
    assert [(x["État"], x["Montant HT (€)"]) for x in feuille(sortie, "Intracom")] == [
        ("État récapitulatif TVA", 700)
    ]


@pytest.mark.libreoffice
def test_un_achat_d_une_periode_close_vient_ligne_21_et_le_credit_est_reporte(tmp_path: Path) -> None:
    oublie = Achat(
        date=date(2026, 2, 10), piece="A9", fournisseur="Tardif", nature="Immobilisation", ht=D(200), taux=VINGT
    )
    recu_tard = replace(oublie, piece="A8", recu_le=date(2026, 3, 12))
    entree = classeur_de_tva(tmp_path / "tva.xlsx", Achat=[*ACHATS, oublie, recu_tard], **CLOSE)
    compte_rendu = lancer_la_tva("calculer", entree, tmp_path / "sortie.xlsx")
    cases = cases_montrees(tmp_path / "sortie.xlsx")
    assert ((0, 80), (0, 50), (0, 0)) == (cases["21"], cases["22"], cases["19"])
    assert (0, 460 - 160 - 80 - 50) == cases["TD"]
    omises = [x for x in feuille(tmp_path / "sortie.xlsx", "Déductible") if x["Retardataire"] == "Oui"]
    assert {"A8", "A9"} == {x["Pièce"] for x in omises}
    assert any(point.startswith("Retardataire A9 (Tardif) : ligne 21.") for point in compte_rendu.points)


def test_rien_ne_s_ecrit_dans_une_periode_close(tmp_path: Path) -> None:
    entree = classeur_de_tva(tmp_path / "tva.xlsx", **CLOSE)
    avant = entree.read_bytes()
    with pytest.raises(Refus, match="2026-02 est close, déposée le 20/03/2026 : rien n'y est écrit"):
        lancer_la_tva("calculer", entree, tmp_path / "sortie.xlsx", periode="2026-02")
    assert avant == entree.read_bytes()
    assert not (tmp_path / "sortie.xlsx").exists()
    rouverte = [*PERIODES, replace(PERIODES[0], etat="rouverte", motif="facture oubliée")]
    entree = classeur_de_tva(tmp_path / "rouverte.xlsx", PeriodeDeclaree=rouverte)
    lancer_la_tva("calculer", entree, None, periode="2026-02")


def test_controler_dit_la_feuille_la_ligne_et_la_reparation(tmp_path: Path) -> None:
    ventes = [
        *VENTES,
        Vente(date=date(2026, 3, 11), piece="F4", nature="Exportation hors UE", ht=D(90)),
        replace(VENTES[0], piece="F5", ht=D(-40)),
        replace(VENTES[2], piece="F6", vies_le=None, vies_reference=""),
    ]
    trop = [replace(ENCAISSEMENTS[0], reference="V2", montant=D(9000))]
    entree = classeur_de_tva(tmp_path / "tva.xlsx", Vente=ventes, Encaissement=trop)
    compte_rendu = lancer_la_tva("controler", entree, tmp_path / "sortie.xlsx")
    dites = {(x["Feuille"], x["Ligne"]): x for x in feuille(tmp_path / "sortie.xlsx", "Contrôles")}
    assert {("Ventes", 8), ("Ventes", 9), ("Ventes", 10), ("Encaissements", 5)} <= set(dites)
    assert "Refus" == dites["Ventes", 9]["Gravité"]
    assert all(x["Réparation proposée"] for x in dites.values())
    assert any("tva.xlsx, feuille « Ventes », ligne 9" in str(a) for a in compte_rendu.anomalies)


def test_controler_montre_les_deux_valeurs_d_une_ligne_close_qui_a_change(tmp_path: Path) -> None:
    changee = Vente(
        date=date(2026, 2, 3), piece="F0", client="Durand", nature="Vente de biens", ht=D(650), taux=VINGT
    )
    entree = classeur_de_tva(tmp_path / "tva.xlsx", Vente=[*VENTES, changee], **CLOSE)
    compte_rendu = lancer_la_tva("controler", entree)
    (dite,) = [a for a in compte_rendu.anomalies if a.regle == "ligne close changée"]
    assert "500,00\u00a0€" in str(dite)
    assert "650,00\u00a0€" in str(dite)
    assert "2026-02" in str(dite)


def test_comparer_explique_par_case_par_taux_et_par_tiers(tmp_path: Path) -> None:
    ancienne = Vente(
        date=date(2026, 2, 3), piece="F0", client="Ancien", nature="Vente de biens", ht=D(500), taux=VINGT
    )
    close = {**CLOSE, "LigneFigee": [replace(figee, tiers="Ancien") for figee in LIGNES_FIGEES]}
    entree = classeur_de_tva(tmp_path / "tva.xlsx", Vente=[*VENTES, ancienne], **close)
    lancer_la_tva("comparer", entree, tmp_path / "sortie.xlsx")
    lignes = feuille(tmp_path / "sortie.xlsx", "Comparaison")
    par = {(x["Angle"], x["Quoi"]): x for x in lignes}
    assert (100, 460) == tuple(par["Case", "08 Taux normal 20 %"][c] for c in ("Taxe avant (€)", "Taxe après (€)"))
    assert (lignes[0]["Base après (€)"] - lignes[0]["Base avant (€)"]) == lignes[0]["Écart de base (€)"]
    assert 500 == par["Ligne disparue", "Ancien (ventes taxées)"]["Base avant (€)"]
    assert 60 == par["Ligne nouvelle", "Van Damme (achats de biens dans l'UE)"]["Taxe après (€)"]


@pytest.mark.parametrize("verbe", ["calculer", "controler", "comparer"])
def test_simuler_n_ecrit_rien(tmp_path: Path, verbe: str) -> None:
    entree = classeur_de_tva(tmp_path / "tva.xlsx")
    avant = {chemin: chemin.read_bytes() for chemin in tmp_path.iterdir()}
    lancer_la_tva(verbe, entree)
    assert avant == {chemin: chemin.read_bytes() for chemin in tmp_path.iterdir()}


def test_deux_fournisseurs_peuvent_avoir_le_meme_numero_de_facture(tmp_path: Path) -> None:
    achats = [replace(ACHATS[2], piece="2026-1"), replace(ACHATS[2], piece="2026-1", fournisseur="Autre")]
    paye = Decaissement(date=date(2026, 3, 30), piece="2026-1", fournisseur="Autre", montant=D(120))
    entree = classeur_de_tva(tmp_path / "tva.xlsx", Achat=achats, Decaissement=[paye])
    compte_rendu = lancer_la_tva("calculer", entree)
    assert "déductible 20,00" in compte_rendu.points[0]


def test_une_reprise_devient_exigible_a_son_encaissement(tmp_path: Path) -> None:
    reprise = RepriseDeTva(
        type="Facture client impayée", date=date(2025, 12, 1), piece="R1", tiers="Vieux", ht=D(300), taux=VINGT
    )
    credit = RepriseDeTva(type="Crédit de TVA reporté", date=date(2026, 2, 28), montant=D(7))
    recu = Encaissement(date=date(2026, 3, 3), piece="R1", client="Vieux", montant=D(180))
    entree = classeur_de_tva(
        tmp_path / "tva.xlsx", Vente=[], Achat=[], Encaissement=[recu], RepriseDeTva=[reprise, credit]
    )
    points = lancer_la_tva("calculer", entree).points
    assert "TVA brute 30,00\u00a0€, déductible 7,00\u00a0€, dont 7,00\u00a0€ de crédit antérieur." == points[0]


def test_une_ligne_sans_zone_prend_celle_de_l_entreprise(tmp_path: Path) -> None:
    vente = replace(VENTES[0], taux=D("0.085"))
    entree = classeur_de_tva(tmp_path / "tva.xlsx", {"zone": "DOM"}, Vente=[vente], Achat=[])
    assert "TVA brute 85,00" in lancer_la_tva("calculer", entree).points[0]


def test_les_mauvaises_entrees_sont_dites_avec_leur_ligne_et_rien_n_est_ecrit(tmp_path: Path) -> None:
    ventes = [
        replace(VENTES[0], taux=D("0.196"), piece="F7"),
        replace(VENTES[0], devise="USD", piece="F8"),
        VENTES[0],
    ]
    achats = [replace(ACHATS[0], taux=None)]
    entree = classeur_de_tva(tmp_path / "tva.xlsx", Vente=ventes, Achat=achats)
    with pytest.raises(Refus) as refus:
        lancer_la_tva("calculer", entree, tmp_path / "sortie.xlsx")
    phrases = str(refus.value).splitlines()
    for debut, suite in (
        ("tva.xlsx, feuille « Ventes », ligne 6", "la devise USD demande son cours"),
        ("tva.xlsx, feuille « Achats », ligne 5", "taper le taux ou la TVA de l'achat"),
    ):
        assert [p for p in phrases if p.startswith(debut) and suite in p], (debut, phrases)
    assert not (tmp_path / "sortie.xlsx").exists()


def test_une_ligne_fausse_de_la_periode_arrete_le_calcul_celle_d_une_autre_non(tmp_path: Path) -> None:
    sans_avoir = replace(VENTES[0], piece="F9", ht=D(-40))
    entree = classeur_de_tva(tmp_path / "tva.xlsx", Vente=[*VENTES, sans_avoir])
    with pytest.raises(Refus, match="feuille « Ventes », ligne 8 : pièce F9 : montant négatif"):
        lancer_la_tva("calculer", entree)
    ailleurs = replace(sans_avoir, date=date(2026, 1, 8))
    lancer_la_tva("calculer", classeur_de_tva(tmp_path / "autre.xlsx", Vente=[*VENTES, ailleurs]))


def test_un_taux_que_l_on_ne_connait_pas_est_refuse(tmp_path: Path) -> None:
    entree = classeur_de_tva(tmp_path / "tva.xlsx", Vente=[replace(VENTES[0], taux=D("0.17"))])
    with pytest.raises(Refus, match=r"feuille « Ventes », ligne 5.*n'est pas un taux de TVA en vigueur"):
        lancer_la_tva("calculer", entree)


def test_une_date_en_texte_est_une_anomalie_situee(tmp_path: Path) -> None:
    entree = classeur_de_tva(tmp_path / "tva.xlsx")
    classeur = load_workbook(entree)
    classeur["Ventes"]["A5"] = "le deux mars"
    classeur.save(entree)
    with pytest.raises(Refus, match="feuille « Ventes », ligne 5, colonne « Date de facture »"):
        lancer_la_tva("calculer", entree)


def test_les_reglages_hors_de_leur_domaine_sont_refuses(tmp_path: Path) -> None:
    entree = classeur_de_tva(tmp_path / "tva.xlsx")
    with pytest.raises(ValeurInvalide, match="du 15 au 24 du mois suivant : 31 reçu"):
        lancer_la_tva("calculer", entree, jour_limite="31")
    with pytest.raises(ValeurInvalide, match="Période attendue"):
        lancer_la_tva("calculer", entree, periode="hier")
    with pytest.raises(ValeurInvalide, match="remboursement"):
        lancer_la_tva("calculer", entree, remboursement_demande="10")


def test_une_periode_vide_ou_inachevee_se_signale(tmp_path: Path) -> None:
    entree = classeur_de_tva(tmp_path / "tva.xlsx")
    vides = lancer_la_tva("calculer", entree, periode="2026-05").anomalies
    assert {"période vide", "période inachevée"} == {a.regle for a in vides}


@pytest.mark.libreoffice
def test_le_nouvel_exercice_reprend_ce_qui_reste_a_encaisser_et_garde_l_historique(tmp_path: Path) -> None:
    entree = classeur_de_tva(tmp_path / "tva 2026.xlsx", **CLOSE)
    with ouvrir(entree, simuler=True) as classeur:
        reports = reports_a_la_cloture(classeur, le=date(2026, 3, 31))
    assert ["F2"] == [v.piece for v in reports[Vente]]  # type: ignore[attr-defined]
    assert ["A3"] == [a.piece for a in reports[Achat]]  # type: ignore[attr-defined]
    sortie = tmp_path / "tva 2027.xlsx"
    nouvel_exercice(entree, "2027", sortie, reports)
    suite = Encaissement(date=date(2026, 4, 20), reference="V9", piece="F2", client="Martin", montant=D(1200))
    with ouvrir(sortie) as classeur:
        classeur.ecrire(Encaissement, [suite], mode="ajouter")
    points = lancer_la_tva("calculer", sortie, None, date(2026, 5, 4), periode="2026-04").points
    assert points[0].startswith("TVA brute 200,00")  # le reste de F2, et lui seul
    assert ["2026-02"] == [x.periode for x in ouvrir(sortie).lire(type(PERIODES[0]))]
    assert [] == [a for a in lancer_la_tva("controler", sortie).anomalies if "close" in a.regle]


def test_un_trimestre_se_calcule_et_se_compare_a_l_annee_d_avant(tmp_path: Path) -> None:
    entree = classeur_de_tva(tmp_path / "tva.xlsx", {"regime": "Trimestriel", "periode": "2026-T1"})
    compte_rendu = lancer_la_tva("calculer", entree, tmp_path / "sortie.xlsx")
    assert "TVA de la période 2026-T1" == compte_rendu.titre
    produit = ouvrir(tmp_path / "sortie.xlsx")
    assert ("2025-T4", "2025-T1") == (produit.valeur("periode_precedente"), produit.valeur("periode_un_an_avant"))
    assert "TVA : ce qui a changé de 2025-T1 à 2026-T1" == lancer_la_tva("comparer", entree, avec="M-12").titre


@pytest.mark.libreoffice
def test_la_declaration_montre_le_mois_d_avant_et_l_ecart_avec_la_balance(tmp_path: Path) -> None:
    reglages = {"solde_70": 3700, "solde_44571": 460}
    lancer_la_tva("calculer", classeur_de_tva(tmp_path / "tva.xlsx", reglages, **CLOSE), tmp_path / "sortie.xlsx")
    onglet: Any = load_workbook(tmp_path / "sortie.xlsx", data_only=True)["Déclaration"]
    par_case = {x[0]: x for x in onglet.iter_rows(values_only=True) if x[0]}
    assert (100, 500) == (par_case["08"][6], par_case["A1"][6])
    cotes = {x[-2]: x[-1] for x in par_case.values() if x[-2]}
    assert 1000 == cotes["Écart avec les comptes 70"]  # F2 facturée 2 000, encaissée à moitié
    assert 0 == cotes["Écart avec la ligne 16"]
    assert 200 == cotes["TVA collectée pas encore exigible"]
    assert "à déposer" == cotes["État de la période"]


def test_l_ecriture_prend_les_comptes_de_la_maison(tmp_path: Path) -> None:
    reglages = {"compte_collectee": "445710", "compte_a_decaisser": 4455100, "compte_deductible": None}
    lancer_la_tva("calculer", classeur_de_tva(tmp_path / "tva.xlsx", reglages), tmp_path / "sortie.xlsx")
    comptes = {ligne["Compte"] for ligne in feuille(tmp_path / "sortie.xlsx", "Écriture")}
    assert {"445710", "4455100", "44566"} <= comptes
    assert not {"44571", "44551"} & comptes
