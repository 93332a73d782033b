"""Règles d'or de la paie, nommées : celles des cotisations (14 et 15, congés et frais, sont ailleurs)."""

import ast
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import tableur.calculs.paie as famille
from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.droit import mensualiser
from tableur.calculs.paie.effectifs import EffectifAnnuel, effectif_par_obligation
from tableur.calculs.paie.enregistrements import Bulletin, Cumuls, Etablissement, Salarie, Variables
from tableur.calculs.paie.plafonds import plafond_du_mois, tranches_de_salaire
from tableur.calculs.paie.reductions import coefficient_de_reduction, reduction_generale, smic_de_la_reduction
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide
from tests.calculs.paie.cas import ETABLISSEMENT, annee

JUILLET = Mois(2026, 7)


def paie(
    variables: Variables,
    salarie: Salarie | None = None,
    periode: Mois = JUILLET,
    etablissement: Etablissement = ETABLISSEMENT,
    cumuls: Cumuls | None = None,
) -> Bulletin:
    return bulletin_de_paie(periode, salarie or Salarie(), etablissement, variables, cumuls)


def test_regle_1_tout_est_decimal_et_aucun_float_n_est_ecrit() -> None:
    dossier = Path(famille.__file__).parent
    for fichier in dossier.glob("*.py"):
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            assert not (isinstance(noeud, ast.Constant) and isinstance(noeud.value, float)), fichier.name
            assert not (isinstance(noeud, ast.Name) and noeud.id in ("float", "round")), fichier.name
    totaux = paie(Variables(brut=Decimal("2500.10"))).totaux
    assert {Decimal} == {type(getattr(totaux, champ.name)) for champ in fields(totaux)}


def test_regle_2_les_totaux_sont_la_somme_des_lignes_arrondies() -> None:
    bulletin = paie(
        Variables(brut=Decimal("3333.33"), heures_supplementaires_25=Decimal(8)),
        Salarie(sante_mensuelle=Decimal(60)),
    )
    totaux = bulletin.totaux
    assert sum(une.part_salariale for une in bulletin.lignes) == totaux.total_lignes_salariales
    assert sum(une.part_patronale for une in bulletin.lignes) == totaux.total_lignes_patronales
    assert (
        totaux.brut - totaux.total_lignes_salariales + totaux.reduction_salariale_heures_sup
        == totaux.net_a_payer_avant_impot
    )
    for une in bulletin.lignes:
        assert arrondir_centime(une.part_salariale) == une.part_salariale
        assert arrondir_centime(une.part_patronale) == une.part_patronale


def test_regle_3_le_taux_horaire_garde_quatre_decimales() -> None:
    # 2 000 / 151,6667 = 13,1868 ; × 1,25 × 8 = 131,87. À deux décimales, 13,19 donnerait 131,90.
    assert (
        Decimal("131.87")
        == paie(Variables(brut=Decimal(2000), heures_supplementaires_25=Decimal(8))).totaux.remuneration_heures_sup
    )


def test_regle_4_un_mois_fait_35_fois_52_sur_12_heures() -> None:
    assert Decimal(1820) / 12 == mensualiser(Decimal(35))
    # 151,67 h donneraient 0,1000.
    assert Decimal("0.0999") == coefficient_de_reduction(
        Decimal(3000), Decimal("12.02") * 1820 / 12, 15, date(2026, 1, 1)
    )


def test_regle_5_le_mois_est_le_cumul_moins_le_deja_pratique() -> None:
    bulletins = list(annee([Decimal(2500), Decimal(2500), Decimal(8500)]))
    assert [Decimal("429.75"), Decimal("429.75"), Decimal("-485.55")] == [
        b.totaux.reduction_generale for b in bulletins
    ]
    assert Decimal("0.0277") == bulletins[-1].totaux.reduction_generale_coefficient


def test_regle_6_le_smic_de_la_reduction_suit_les_heures_l_absence_et_l_apprenti() -> None:
    le, mensuel = date(2026, 7, 1), Decimal("12.02") * 1820 / 12
    assert mensuel == smic_de_la_reduction(le)
    assert mensuel + 8 * Decimal("12.02") == smic_de_la_reduction(le, heures_en_plus=Decimal(8))
    assert mensuel / 2 == smic_de_la_reduction(le, Decimal("17.5"))
    assert mensuel / 4 == smic_de_la_reduction(le, None, Decimal(600), Decimal(2400))
    assert mensuel == smic_de_la_reduction(le, part_du_smic=Decimal("0.43"))


def test_regle_6_le_maintien_partiel_compte_dans_le_salaire_verse_et_les_indemnites_non() -> None:
    # Dix jours ouvrés sur 23 : 1 086,96 retenus, 400 maintenus ; BOSS, allègements généraux, § 850.
    variables = Variables(brut=Decimal(2500), heures_absence=Decimal(70), salaire_maintenu=Decimal(400))
    attendu = smic_de_la_reduction(date(2026, 7, 1), None, Decimal("1813.04"), Decimal(2500))
    for indemnites in (Decimal(0), Decimal(500)):
        un = paie(replace(variables, ijss_subrogees=indemnites, jours_absence=Decimal(0)))
        assert Decimal("1813.04") == un.totaux.brut
        assert arrondir_centime(attendu) == arrondir_centime(un.cumuls.smic)


def test_regle_6_un_apprenti_compte_au_smic_entier_dans_la_reduction() -> None:
    # BOSS depuis le 01/07/2022 ; le cas 2026-07 « apprenti à 80 % du SMIC » de l'oracle a ce même coefficient.
    salarie = Salarie(contrat="apprentissage", date_contrat=date(2025, 6, 1), part_du_smic=Decimal("0.8"))
    totaux = paie(Variables(brut=Decimal("1493.62")), salarie).totaux
    assert Decimal("0.3981") == totaux.reduction_generale_coefficient
    assert Decimal("594.61") == totaux.reduction_generale


def test_regle_7_la_prime_de_partage_compte_dans_la_reduction_et_pas_dans_l_assiette() -> None:
    sans, avec = (
        paie(Variables(brut=Decimal(2500))),
        paie(Variables(brut=Decimal(2500), prime_partage_valeur=Decimal(1000))),
    )
    assert sans.totaux.total_lignes_salariales == avec.totaux.total_lignes_salariales
    assert sans.totaux.net_a_payer_avant_impot + 1000 == avec.totaux.net_a_payer_avant_impot
    attendue = reduction_generale(Decimal(3500), Decimal("12.02") * 1820 / 12, 15, date(2026, 7, 1)).reduction
    assert attendue == avec.totaux.reduction_generale
    assert avec.totaux.reduction_generale < sans.totaux.reduction_generale


def test_regle_8_le_plafond_compte_les_jours_reels_et_le_temps_partiel() -> None:
    assert arrondir_centime(Decimal(4005) * 14 / 28) == plafond_du_mois(Mois(2026, 2), None, date(2026, 2, 15))
    assert Decimal("3204.00") == plafond_du_mois(JUILLET, Decimal(28))
    assert Decimal("4005.00") == plafond_du_mois(JUILLET, Decimal(28), heures_complementaires=Decimal(60))
    bissextile = plafond_du_mois(Mois(2024, 2), None, date(2024, 2, 29))
    assert arrondir_centime(Decimal(3864) / 29) == bissextile


def test_regle_8_la_tranche_2_peut_etre_negative_et_le_cet_se_decide_sur_le_cumul() -> None:
    tranches = tranches_de_salaire(Decimal(2500), Decimal(4005), Decimal(13500), Decimal(12015), date(2026, 4, 1))
    assert (Decimal(3985), Decimal(-1485)) == (tranches.tranche_1, tranches.tranche_2)
    bulletins = list(annee([Decimal(2500), Decimal(2500), Decimal(8500), Decimal(2500)]))
    cet = [next((une.base for une in b.lignes if une.code == "cet"), Decimal(0)) for b in bulletins]
    assert [0, 0, 13500, -13500] == cet  # dû en mars sur tout le cumul, rendu en avril


def test_regle_9_une_absence_se_retient_en_heures_reelles_du_mois() -> None:
    totaux = paie(Variables(brut=Decimal(2400), heures_absence=Decimal(21)), periode=Mois(2026, 5)).totaux
    assert Decimal("342.86") == totaux.retenue_absence  # 21 h sur 147
    tapee = paie(
        Variables(brut=Decimal(2400), heures_absence=Decimal(21), retenue_absence=Decimal("332.31")),
        periode=Mois(2026, 5),
    )
    assert Decimal("332.31") == tapee.totaux.retenue_absence  # une autre méthode, pour contrôler un bulletin


def test_regle_10_la_date_de_versement_choisit_la_grille_du_prelevement() -> None:
    # Taux de 0,5 % dès 1 591 € dans la grille d'avril 2025, dès 1 620 € dans celle de mai.
    avril, mai = (
        paie(Variables(brut=Decimal(1960), date_paiement=jour), periode=Mois(2025, 4)).totaux
        for jour in (date(2025, 4, 30), date(2025, 5, 5))
    )
    assert avril.net_imposable == mai.net_imposable
    assert 1591 <= avril.net_imposable < 1620
    assert (Decimal("0.005"), Decimal(0)) == (avril.taux_neutre, mai.taux_neutre)


def test_regle_11_un_seuil_franchi_ne_joue_qu_apres_cinq_annees() -> None:
    suite = [EffectifAnnuel(annee=a, effectif=Decimal(60)) for a in range(2022, 2026)]
    quatre = {o.obligation: o for o in effectif_par_obligation(suite, 2026)}
    cinq = {
        o.obligation: o
        for o in effectif_par_obligation([*suite, EffectifAnnuel(annee=2026, effectif=Decimal(60))], 2027)
    }
    fnal = "Fnal, réduction générale, effort de construction"
    assert (False, 49, 4) == (quatre[fnal].due, quatre[fnal].effectif_retenu, quatre[fnal].annees_de_suite)
    assert (True, 60, 5) == (cinq[fnal].due, cinq[fnal].effectif_retenu, cinq[fnal].annees_de_suite)


def test_regle_11_un_seuil_tape_l_emporte_sur_l_effectif() -> None:
    gele = replace(ETABLISSEMENT, effectif=60, effectif_seuil_50=49)
    fnal = next(
        une for une in paie(Variables(brut=Decimal(5000)), etablissement=gele).lignes if une.code == "fnal"
    )
    assert (Decimal(4005), Decimal("0.001")) == (fnal.base, fnal.taux_patronal)


def test_regle_12_le_net_imposable_ne_prend_que_la_sante_patronale() -> None:
    sans, avec = (
        paie(Variables(brut=Decimal(2500))),
        paie(Variables(brut=Decimal(2500)), Salarie(sante_mensuelle=Decimal(60))),
    )
    csg_imposee = arrondir_centime(Decimal(30) * Decimal("0.068"))
    # La part salariale (30 €) se déduit, la part patronale (30 €) s'ajoute ; la CSG suit la part patronale.
    assert abs(sans.totaux.net_imposable - csg_imposee - avec.totaux.net_imposable) <= Decimal("0.01")
    assert avec.totaux.montant_net_social < sans.totaux.montant_net_social - 30


def test_regle_12_le_net_social_compte_les_indemnites_subrogees() -> None:
    sans, avec = (
        paie(Variables(brut=Decimal(2500), ijss_subrogees=montant)).totaux
        for montant in (Decimal(0), Decimal(300))
    )
    assert sans.montant_net_social + 300 == avec.montant_net_social


def test_regle_13_les_contributions_annuelles_ne_sont_pas_sur_le_bulletin_du_mois() -> None:
    annuelles = {"taxe_apprentissage_solde", "csa_apprentissage", "peec"}
    chez = replace(ETABLISSEMENT, effectif=300, taux_csa_alternance=Decimal("0.001"))
    sans = paie(Variables(brut=Decimal(2500)), etablissement=chez)
    avec = paie(
        Variables(brut=Decimal(2500)), etablissement=replace(chez, contributions_annuelles_mensualisees=True)
    )
    assert annuelles == {une.code for une in avec.lignes} - {une.code for une in sans.lignes}
    ecart = sum(une.part_patronale for une in avec.lignes if une.code in annuelles)
    assert sans.totaux.cout_total_avant_aides + ecart == avec.totaux.cout_total_avant_aides


def test_regle_16_la_somme_des_mois_est_la_reduction_de_l_annee() -> None:
    # Autres propriétés : test_proprietes_de_la_paie ; écarts aux deux moteurs : test_bulletins_publics.
    bruts = [Decimal(2200)] * 11 + [Decimal(4400)]
    bulletins = list(annee(bruts))
    attendue = reduction_generale(sum(bruts, Decimal(0)), Decimal("12.02") * 1820, 15, date(2026, 12, 1)).reduction
    assert Decimal("5625.62") == attendue == sum(b.totaux.reduction_generale for b in bulletins)


@pytest.mark.parametrize("regime", ["BTP", "VRP", "LODEOM", "Mayotte", "JEI", "agricole", "marin pêcheur"])
def test_regle_17_hors_perimetre_est_une_phrase_et_non_un_chiffre(regime: str) -> None:
    with pytest.raises(ValeurInvalide, match=f"Hors périmètre, « {regime} »"):
        paie(Variables(brut=Decimal(2500)), Salarie(regime_particulier=regime))
    with pytest.raises(ValeurInvalide, match="aucun chiffre rendu"):
        paie(Variables(brut=Decimal(2500)), etablissement=replace(ETABLISSEMENT, regime_particulier=regime))
