"""Régimes, franchise, retardataires, déduction, états de l'UE, écriture, périodes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tableur.calculs.tva.declaration import declaration_ca3
from tableur.calculs.tva.deduction import coefficient_de_deduction, limite_de_deduction, tva_deductible
from tableur.calculs.tva.ecriture import ComptesDeTva, SoldesDeTva, ecriture_de_tva
from tableur.calculs.tva.enregistrements import LigneFigee, Operation, OperationExigible, Vente
from tableur.calculs.tva.etats_ue import etats_recapitulatifs, limite_des_etats_ue
from tableur.calculs.tva.exigibilite import operations_declarees
from tableur.calculs.tva.montants import montant_tva, taux_de_tva
from tableur.calculs.tva.periodes import periode_lue
from tableur.calculs.tva.regimes import (
    Recette,
    fin_du_regime_simplifie,
    franchise_en_base,
    regime_de_declaration,
)
from tableur.calculs.tva.retards import (
    controles_des_periodes_closes,
    operations_reprises,
    operations_retardataires,
)
from tableur.calculs.tva.zones import lecture_de_taux
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ResultatIntrouvable, ValeurInvalide

D = Decimal


def exigible(piece: str, le: date, nature: Any = "achat", ht: str = "100", tva: str = "20") -> OperationExigible:
    """Une opération exigible."""
    return OperationExigible(
        date_exigibilite=le,
        piece=piece,
        nature=nature,
        ht=D(ht),
        tva=D(tva),
        taux=D("0.20") if nature == "vente" else None,
    )


@pytest.mark.parametrize(
    ("categorie", "zone", "le", "attendu"),
    [
        ("normal", "metropole", date(2013, 12, 31), "0.196"),
        ("normal", "metropole", date(2014, 1, 1), "0.20"),
        ("intermediaire", "metropole", date(2012, 1, 1), "0.07"),
        ("particulier", "metropole", date(2026, 1, 1), "0.021"),
        ("petrole", "corse", date(2026, 1, 1), "0.13"),
        ("particulier", "corse", date(2026, 1, 1), "0.009"),
        ("reduit", "martinique", date(2026, 1, 1), "0.021"),
        ("animaux", "dom", date(2026, 1, 1), "0.0175"),
    ],
)
def test_le_taux_suit_la_date_et_la_zone(categorie: Any, zone: Any, le: date, attendu: str) -> None:
    assert D(attendu) == taux_de_tva(categorie, le, zone)


def test_un_taux_qui_n_existe_pas_est_refuse_et_la_zone_sans_tva_aussi() -> None:
    with pytest.raises(ResultatIntrouvable, match="Pas de taux « petrole » en métropole"):
        taux_de_tva("petrole", date(2026, 1, 1))
    with pytest.raises(ResultatIntrouvable, match="Aucune TVA n'est due à Mayotte"):
        taux_de_tva("normal", date(2026, 1, 1), "mayotte")
    with pytest.raises(ValeurInvalide, match="écrire 0,20 pour 20 %"):
        montant_tva(D(100), D(20))


def test_un_taux_a_deux_lectures_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match="a deux lectures, 50 % et 0,5 % : l'écrire avec le signe %"):
        lecture_de_taux(D("0.5"), date(2026, 1, 1), permis=frozenset({D("0.5"), D("0.005")}))


@pytest.mark.parametrize(
    ("texte", "regime", "attendu"),
    [
        ("2026-03", "mensuel", "2026-03"),
        ("31/03/2026", "mensuel", "2026-03"),
        ("2026-03-31", "mensuel", "2026-03"),
        ("Février 2026", "mensuel", "2026-02"),
        ("2026-T1", "trimestriel", "2026-T1"),
        ("T4 2026", "trimestriel", "2026-T4"),
        ("1er trimestre 2026", "trimestriel", "2026-T1"),
        ("2T2026", "trimestriel", "2026-T2"),
        ("11/2026", "trimestriel", "2026-T4"),
    ],
)
def test_une_periode_se_lit_comme_on_la_tape(texte: str, regime: Any, attendu: str) -> None:
    assert attendu == str(periode_lue(texte, regime))


def test_une_periode_illisible_est_refusee() -> None:
    with pytest.raises(ValeurInvalide, match="Période attendue"):
        periode_lue("mars")
    assert "2025-12" == str(periode_lue("2026-01").precedente)
    assert "2025-T4" == str(periode_lue("2026-T1", "trimestriel").precedente)


def test_la_periodicite_change_au_1er_janvier_2027() -> None:
    ancien = regime_de_declaration(date(2026, 12, 31), D(60000), D(900000))
    nouveau = regime_de_declaration(date(2027, 1, 1), D(60000), D(900000))
    assert ("mensuel", "trimestriel") == (ancien.regime, nouveau.regime)
    assert "trimestriel" == regime_de_declaration(date(2026, 1, 1), D(3999), D(50000)).regime
    assert "mensuel" == regime_de_declaration(date(2026, 1, 1), D(4000), D(50000)).regime
    assert "mensuel" == regime_de_declaration(date(2027, 1, 1), D(0), D(900000), option_mensuelle=True).regime
    assert "mensuel" == regime_de_declaration(date(2027, 1, 1), D(0), D("1000000.01")).regime
    assert "trimestriel" == regime_de_declaration(date(2027, 9, 1), D(0), D(1000000), D(1100000)).regime
    assert "mensuel" == regime_de_declaration(date(2027, 9, 1), D(0), D(1000000), D("1100000.01")).regime


def test_la_fin_du_simplifie_attend_l_exercice_suivant() -> None:
    assert date(2027, 4, 1) == fin_du_regime_simplifie(date(2025, 4, 1))
    assert date(2028, 4, 1) == fin_du_regime_simplifie(date(2028, 4, 1))


def test_un_depassement_de_franchise_a_sa_date_d_effet() -> None:
    def franchise(
        *recettes: tuple[date, int], avant: int = 0, le: date = date(2026, 12, 31), activite: Any = "services"
    ) -> Any:
        return franchise_en_base(D(avant), [Recette(date=j, montant=D(m)) for j, m in recettes], le, activite)

    sous = franchise((date(2026, 5, 1), 37500))
    assert (True, None) == (sous.en_franchise, sous.tva_due_le)
    simple = franchise((date(2026, 5, 1), 37501))
    assert (True, date(2027, 1, 1)) == (simple.en_franchise, simple.tva_due_le)
    majore = franchise((date(2026, 5, 1), 40000), (date(2026, 10, 9), 1251))
    assert (False, date(2026, 10, 9)) == (majore.en_franchise, majore.tva_due_le)
    assert date(2026, 1, 1) == franchise(avant=37501).tva_due_le
    ancien = franchise((date(2024, 10, 9), 39101), le=date(2024, 12, 31))
    assert date(2024, 10, 1) == ancien.tva_due_le


def test_un_achat_de_septembre_arrive_en_novembre_va_ligne_21() -> None:
    achat, autre = exigible("B1", date(2026, 9, 5)), exigible("B2", date(2026, 9, 8))
    figees = [LigneFigee(periode="2026-09", case="20", piece="B2", ht=D(100), tva=D(20))]
    retards = operations_retardataires([achat, autre], figees, "2026-11", date(2026, 1, 1))
    assert [("B1", "ligne 21", date(2028, 12, 31))] == [(r.piece, r.sort, r.limite) for r in retards]
    reprises = operations_reprises([achat, autre], retards, periode_lue("2026-11"))
    taxes = {x.case: x.taxe for x in declaration_ca3(operations_declarees(reprises), "2026-11")}
    assert (D(20), None) == (taxes["21"], taxes.get("20"))


def test_une_deduction_omise_se_perd_apres_le_31_decembre_de_la_deuxieme_annee() -> None:
    achat = exigible("B1", date(2026, 9, 5))
    assert "ligne 21" == operations_retardataires([achat], [], "2028-12", date(2028, 1, 1))[0].sort
    assert "hors délai" == operations_retardataires([achat], [], "2029-01", date(2029, 1, 1))[0].sort
    assert date(2028, 12, 31) == limite_de_deduction(date(2026, 1, 1))


def test_une_vente_oubliee_suit_le_seuil_de_4_000_euros() -> None:
    def sort(tva: str, **autres: Any) -> str:
        oubliee = exigible("F1", date(2025, 11, 3), "vente", ht="20000", tva=tva)
        return operations_retardataires([oubliee], [], "2026-03", date(2026, 1, 1), **autres)[0].sort

    assert "déclaration courante" == sort("4000")
    assert "déclaration rectificative" == sort("4000.01")
    assert "déclaration courante" == sort("9000", origine_creditrice=True)
    assert "déclaration rectificative" == sort("100", origine_creditrice=True, rembourse_depuis=True)
    texte = operations_retardataires([exigible("F1", date(2026, 2, 3), "vente")], [], "2026-03", date(2026, 1, 1))[
        0
    ].texte
    assert "Cadre réservé à la correspondance" in texte
    assert "au taux de 20 %" in texte
    assert "03/02/2026" in texte


def test_une_ligne_close_changee_montre_ses_deux_valeurs() -> None:
    def figee(periode: str = "2026-01", ht: str = "100", case: str = "A1") -> LigneFigee:
        return LigneFigee(periode=periode, case=case, piece="F1", ht=D(ht), tva=D(20))

    deux_taux = [figee(), figee(ht="40"), figee(case="08"), figee(ht="40", case="9B")]
    assert [] == controles_des_periodes_closes(deux_taux, deux_taux[::-1])
    (change,) = controles_des_periodes_closes([figee()], [figee(ht="150")])
    assert "ligne close changée" == change.regle
    assert "100,00" in change.constat
    assert "150,00" in change.constat
    (double,) = controles_des_periodes_closes([figee(), figee("2026-02")], [figee()])
    assert ("refus", "pièce dans deux périodes") == (double.gravite, double.regle)
    (tardif,) = controles_des_periodes_closes([figee()], [figee(), figee("2026-02", "60")])
    assert "2026-02, case A1 : 0,00" in tardif.constat
    partiels = [figee(ht="60"), figee("2026-02", "40")]
    assert [] == controles_des_periodes_closes(partiels, partiels)


def test_la_part_recuperable_dit_sa_raison() -> None:
    voiture = tva_deductible(D(4000), "Voiture de tourisme", date(2026, 3, 1))
    assert (D(0), D("0.00"), "19") == (voiture.part, voiture.tva_deductible, voiture.case)
    assert "206" in voiture.raison
    cadeau = tva_deductible(D(16), "Cadeau", date(2026, 3, 1), valeur_ttc=D(96))
    assert D("0.00") == cadeau.tva_deductible
    assert "à confirmer" in cadeau.raison
    assert D("12.17") == tva_deductible(D("12.17"), "Cadeau", date(2025, 3, 1), valeur_ttc=D(73)).tva_deductible
    with pytest.raises(ValeurInvalide, match="La valeur TTC du cadeau"):
        tva_deductible(D(16), "Cadeau", date(2026, 3, 1))
    assert D("0.30") == coefficient_de_deduction(D("0.75"), D("0.391"))


def test_l_etat_des_biens_egale_la_ligne_f2_et_deduit_les_avoirs() -> None:
    def ue(piece: str, ht: str, nature: Any = "Livraison de biens UE", **autres: Any) -> Vente:
        return Vente(
            date=date(2026, 3, 9), piece=piece, nature=nature, ht=D(ht), numero_tva_client="DE 136695976", **autres
        )

    ventes = [
        ue("F1", "1500", vies_le=date(2026, 3, 2), vies_reference="W1"),
        ue("A1", "-200", avoir_de="F1"),
        ue("F2", "800", "Prestation de services UE"),
        ue("F3", "90", livre_le=date(2026, 4, 2)),
    ]
    etats = etats_recapitulatifs(ventes, Mois(2026, 3))
    assert [("DES", D(800)), ("État récapitulatif TVA", D(1300))] == [(x.etat, x.montant) for x in etats]
    assert ["à vérifier sur VIES", "VIES du 02/03/2026, référence W1"] == [x.verification for x in etats]
    with pytest.raises(ValeurInvalide, match=r"La pièce F9 .* n'a pas le numéro de TVA"):
        etats_recapitulatifs(
            [Vente(date=date(2026, 3, 9), piece="F9", nature="Livraison de biens UE", ht=D(1))], Mois(2026, 3)
        )


def test_les_etats_se_deposent_le_dixieme_jour_ouvrable() -> None:
    assert date(2026, 4, 13) == limite_des_etats_ue(Mois(2026, 3))  # lundi de Pâques le 6 avril
    # 2, 4 à 7, 9, 11 à 13, puis 15 mai : le 1er, le 8 et le 14 (Ascension) sont fériés
    assert date(2026, 5, 15) == limite_des_etats_ue(Mois(2026, 4))


def test_les_calendriers_publies_par_la_douane_sont_suivis() -> None:
    """Dates de dépôt de 2021 (edouane.com, d'après la douane) et de 2012 (lemoci.com), mois par mois."""
    en_2021 = (11, 11, 13, 15, 11, 12, 12, 11, 12, 13, 11)  # de février à décembre
    en_2012 = (11, 12, 13, 14, 12, 12, 11, 12, 11, 13, 12)
    for annee, jours in ((2021, en_2021), (2012, en_2012)):
        attendues = [date(annee, rang + 2, jour) for rang, jour in enumerate(jours)]
        assert attendues == [limite_des_etats_ue(Mois(annee, mois)) for mois in range(1, 12)], annee


def test_l_ecriture_est_equilibree_avec_les_comptes_de_l_entreprise() -> None:
    operations = [
        Operation(nature="vente", ht=D("1000.40"), taux=D("0.20")),
        Operation(nature="acquisition_intracom", ht=D(500), taux=D("0.20")),
        Operation(nature="achat", tva=D("900.60")),
    ]
    declaration = declaration_ca3(operations, "2026-03", credit_anterieur=D(100), remboursement_demande=D(760))
    soldes = SoldesDeTva(collectee=D("200.08"), autoliquidee=D(100), deductible=D("1000.60"))
    lignes = ecriture_de_tva(
        declaration, soldes, "2026-03", comptes=ComptesDeTva(collectee="445710", remboursement="445830")
    )
    assert sum(x.debit for x in lignes) == sum(x.credit for x in lignes)
    assert {"445710", "4452", "44566", "44567", "445830", "658"} >= {x.compte for x in lignes} - {"758"}
    assert D(760) == next(x.debit for x in lignes if x.compte == "445830")
    with pytest.raises(ValeurInvalide, match="rapprocher les comptes 445"):
        ecriture_de_tva(declaration, SoldesDeTva(collectee=D(100)), "2026-03")
