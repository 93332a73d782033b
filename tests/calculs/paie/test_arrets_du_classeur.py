"""Les arrêts du classeur de paie : droits et montants, mois par mois. Les attendus sont faits à la main."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tableur.calculs.paie.maintien import maintien_de_salaire
from tableur.calculs.paie.tables.enchainement import arrets_de
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    NatureDAbsence,
    VariablesTapees,
)
from tableur.socle.dates import Mois
from tests.calculs.paie.arrets_d_essai import DU_9_AU_20, NOVEMBRE, ROZENN, ZERO, D, arret, dits, livre, maintiens


def test_un_arret_sans_montant_recoit_le_minimum_legal() -> None:
    # Carence du 9 au 15 ; 5 jours sur 21 : 492,86 à 90 %, moins 5 × 37,81 (2 300 × 3 × 50 % ÷ 91,25).
    payes, controles = livre(DU_9_AU_20)
    paye = payes[NOVEMBRE]
    assert D("303.81") == paye.variables.salaire_maintenu
    assert D("1508.57") == paye.bulletin.totaux.brut  # 2 300 − 1 095,24 + 303,81
    assert ZERO == paye.variables.ijss_subrogees
    (estime,) = dits(controles, "maintien de salaire")
    assert "estimation, 37,81\u00a0€ bruts par jour d'après les bruts de 2026-08 à 2026-10" in estime


def test_le_decompte_de_la_caisse_remplace_l_estimation() -> None:
    payes, controles = livre(replace(DU_9_AU_20, ijss_par_jour=D(36)))
    assert D("312.86") == payes[NOVEMBRE].variables.salaire_maintenu  # 492,86 − 5 × 36
    assert not controles


def test_un_arret_de_trois_mois_se_paie_chaque_mois() -> None:
    # Du 5 janvier au 31 mars : carence jusqu'au 11 ; 90 % du 12/01 au 10/02, deux tiers jusqu'au 12/03.
    long = arret(date(2026, 1, 5), date(2026, 3, 31), ijss_par_jour=D(30))
    payes, _ = livre(long, mois=Mois(2026, 3))
    janvier = D("1411.36") - 20 * 30  # 2 300 × 15 ÷ 22 × 90 %
    fevrier = D("724.50") - 10 * 30 + D("996.67") - 18 * 30  # 7 jours sur 20 à 90 %, 13 aux deux tiers
    mars = D("627.27") - 12 * 30  # 9 jours sur 22 aux deux tiers
    assert {"2026-01": janvier, "2026-02": fevrier, "2026-03": mars} == maintiens(payes)
    entier = maintien_de_salaire(
        D(2300), ROZENN.entree, long.debut, long.debut, long.fin, D(30), base="heures_reelles"
    )
    assert entier.complement == janvier + fevrier + mars


@settings(max_examples=40, deadline=None)
@given(
    st.decimals("1900", "4500", places=2),
    st.dates(date(2026, 1, 5), date(2026, 7, 1)),
    st.integers(0, 110),
    st.decimals("0", "45", places=2),
    st.sampled_from(("maladie", "accident_du_travail")),
)
def test_en_une_fois_ou_mois_par_mois_la_somme_est_la_meme_et_jamais_plus_que_le_salaire(
    salaire: Decimal, debut: date, jours: int, ijss: Decimal, nature: NatureDAbsence
) -> None:
    absence = arret(debut, debut + timedelta(days=jours), nature, ijss_par_jour=ijss)
    fiche = replace(ROZENN, salaire_mensuel=salaire)
    payes, _ = livre(absence, fiche=fiche, mois=Mois(2026, 11))
    if nature == "maladie":
        entier = maintien_de_salaire(salaire, fiche.entree, debut, debut, absence.fin, ijss, base="heures_reelles")
        assert entier.complement == sum(maintiens(payes).values(), ZERO)
        # Une ligne par mois, comme des prolongations, donne la même chose qu'une seule ligne.
        assert maintiens(livre(*_coupee(absence), fiche=fiche)[0]) == maintiens(payes)
    for paye in payes.values():
        assert paye.bulletin.totaux.brut <= salaire
        assert ZERO <= paye.variables.salaire_maintenu <= paye.bulletin.totaux.retenue_absence


def _coupee(absence: Absence) -> list[Absence]:
    """La même absence, une ligne par mois."""
    lignes, debut = [], absence.debut
    while debut <= absence.fin:
        fin = min(absence.fin, Mois.de(debut).fin)
        lignes.append(replace(absence, debut=debut, fin=fin))
        debut = fin + timedelta(days=1)
    return lignes


def test_un_arret_a_cheval_sur_l_annee_garde_sa_carence_et_ses_droits() -> None:
    # Du 21/12/2026 au 10/01/2027, carence jusqu'au 27/12 : 4 jours sur 23 en décembre, 6 sur 21 en janvier.
    absence = arret(date(2026, 12, 21), date(2027, 1, 10), ijss_par_jour=D(30))
    payes, _ = livre(absence, mois=Mois(2027, 1), suivi=Mois(2026, 9))
    assert {"2026-12": D("360.00") - 120, "2027-01": D("591.43") - 300} == maintiens(payes)
    # Suivi seulement depuis janvier, l'arrêt commencé avant compte toujours.
    assert {"2027-01": D("291.43")} == maintiens(livre(absence, mois=Mois(2027, 1))[0])


def test_deux_arrets_dans_les_douze_mois_se_partagent_les_droits() -> None:
    # Mars : 24 jours à 90 % (du 9/03 au 1/04). Novembre : 6 encore à 90 %, le reste aux deux tiers.
    premier = arret(date(2026, 3, 2), date(2026, 4, 1), ijss_par_jour=D(30))
    second = arret(date(2026, 11, 2), date(2026, 11, 30), ijss_par_jour=D(30))
    (absence,) = livre(premier, second)[0][NOVEMBRE].absences
    assert [("premier_taux", 6), ("second_taux", 16)] == [(part.taux, part.jours) for part in absence.parts]
    assert (date(2026, 11, 9), date(2026, 11, 15)) == (absence.parts[0].debut, absence.parts[1].debut)
    # Un premier arrêt que l'employeur n'a pas indemnisé n'entame rien.
    (seule,) = livre(replace(premier, maintien=ZERO), second)[0][NOVEMBRE].absences
    assert [("premier_taux", 22)] == [(part.taux, part.jours) for part in seule.parts]


def test_les_douze_mois_glissent_avec_la_paie() -> None:
    # D1226-4 : les douze mois qui précèdent la période de paie. En novembre 2026, ceux du 1er novembre 2025.
    ancien = arret(date(2025, 10, 1), date(2025, 11, 2), ijss_par_jour=D(30))  # 8/10 au 2/11 : 2 jours y tombent
    neuf = arret(date(2026, 11, 2), date(2026, 12, 31), ijss_par_jour=D(30))
    payes, _ = livre(ancien, neuf, mois=Mois(2026, 12))
    novembre, decembre = payes[NOVEMBRE].absences[0], payes[Mois(2026, 12)].absences[0]
    assert [("premier_taux", 22)] == [(part.taux, part.jours) for part in novembre.parts]
    # En décembre, le vieil arrêt est sorti de la fenêtre : 8 jours restent à 90 %.
    assert [("premier_taux", 8), ("second_taux", 23)] == [(part.taux, part.jours) for part in decembre.parts]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 120), st.integers(0, 90), st.sampled_from(("maladie", "accident_du_travail"))),
        min_size=1,
        max_size=6,
    )
)
def test_aucune_paie_n_indemnise_plus_que_la_duree_legale_en_douze_mois(
    tires: list[tuple[int, int, NatureDAbsence]],
) -> None:
    lignes, debut = list[Absence](), date(2025, 5, 1)
    for ecart, duree, nature in tires:
        debut += timedelta(days=ecart)
        lignes.append(arret(debut, debut + timedelta(days=duree), nature))
        debut = lignes[-1].fin + timedelta(days=1)
    trouves = arrets_de(replace(ROZENN, entree=date(2024, 2, 1)), list(enumerate(lignes)))
    jours = sorted(jour for un in trouves for jour in un.jours)
    for jour in jours:
        fenetre = (Mois.de(jour) + -12).debut
        assert sum(fenetre <= autre < jour for autre in jours) < 60
    assert {"premier_taux", "second_taux"} >= {taux for un in trouves for taux in un.jours.values()}


def test_une_rechute_le_lundi_prolonge_et_un_jour_travaille_rouvre_la_carence() -> None:
    vendredi = arret(date(2026, 11, 2), date(2026, 11, 6), ijss_par_jour=D(30))
    lundi = arret(date(2026, 11, 9), date(2026, 11, 20))
    (_, suite) = livre(vendredi, lundi)[0][NOVEMBRE].absences
    assert (12, D(30)) == (suite.parts[0].jours, suite.indemnite.premiere)  # carence finie le dimanche 8
    mardi = replace(lundi, debut=date(2026, 11, 10), ijss_par_jour=D(30), subrogation=True)
    (_, rechute) = livre(vendredi, mardi)[0][NOVEMBRE].absences
    assert 4 == rechute.parts[0].jours  # sept jours de carence pour l'employeur : du 17 au 20
    assert 8 == rechute.subrogees.jours  # trois pour la caisse : la reprise a duré plus de 48 heures
    en_semaine = (
        arret(date(2026, 11, 2), date(2026, 11, 10), ijss_par_jour=D(30)),
        arret(date(2026, 11, 12), date(2026, 11, 20), ijss_par_jour=D(30), subrogation=True),
    )
    (_, apres) = livre(*en_semaine)[0][NOVEMBRE].absences
    assert (2, 9) == (
        apres.parts[0].jours,
        apres.subrogees.jours,
    )  # une journée de reprise : sans carence de caisse


def test_l_accident_du_travail_se_maintient_des_le_premier_jour_et_change_de_taux_apres_28_jours() -> None:
    accident = arret(date(2026, 10, 1), date(2026, 11, 10), "accident_du_travail", subrogation=True)
    payes, controles = livre(accident)
    # 2 300 × 60 % ÷ 30,42 = 45,36 ; après 28 jours, 79 % (gain net) : 59,73. Du 29 au 31 octobre, trois jours.
    octobre, novembre = payes[Mois(2026, 10)], payes[NOVEMBRE]
    brut = 28 * D("45.36") + 3 * D("59.73")
    assert brut == octobre.absences[0].subrogees.brut
    assert novembre.absences[0].subrogees.brut == 10 * D("59.73")
    # La moitié est imposable, moins la CSG déductible, sans limite de durée.
    assert (brut / 2 * D("0.962")).quantize(D("0.01")) == octobre.variables.ijss_imposables
    assert "59,73\u00a0€" in dits(controles, "maintien de salaire")[0]
    # 30 jours à 90 %, tous ceux où octobre se travaille : 2 070 ; le samedi 31, aux deux tiers, ne doit rien.
    assert D("2070.00") - 28 * D("45.36") - 2 * D("59.73") == octobre.variables.salaire_maintenu
    assert 0 == octobre.absences[0].jours_non_payes


def test_des_jours_que_la_caisse_paie_mieux_que_la_garantie_ne_sont_pas_payes_par_l_employeur() -> None:
    accident = arret(date(2026, 10, 12), date(2026, 11, 30), "accident_du_travail")
    paye = livre(accident, fiche=replace(ROZENN, salaire_mensuel=D(1910)))[0][NOVEMBRE]
    # 90 % jusqu'au 10 : 7 jours sur 21, 573,00 ; indemnités 8 × 37,67 et 2 × 49,60. Ensuite 848,89 contre 992,00.
    assert D("573.00") - 8 * D("37.67") - 2 * D("49.60") == paye.variables.salaire_maintenu
    assert 20 == paye.absences[0].jours_non_payes


def test_qui_n_a_pas_de_droit_n_a_pas_de_maintien() -> None:
    for fiche in (
        replace(ROZENN, entree=date(2025, 11, 10)),  # il manque un jour d'ancienneté
        replace(ROZENN, sans_maintien_legal=True),
        replace(ROZENN, contrat="stage", salaire_mensuel=D(700)),
    ):
        payes, controles = livre(DU_9_AU_20, fiche=fiche)
        assert ZERO == payes[NOVEMBRE].variables.salaire_maintenu
        assert not dits(controles, "maintien de salaire")
    reprise = replace(ROZENN, entree=date(2026, 2, 2), anciennete_depuis=date(2019, 11, 9))
    (absence,) = livre(DU_9_AU_20, fiche=reprise)[0][NOVEMBRE].absences
    assert absence.calcule


def test_en_alsace_moselle_le_salaire_est_entier_et_la_duree_incertaine_est_dite() -> None:
    fiche = replace(ROZENN, entree=date(2026, 8, 3), alsace_moselle=True)
    payes, controles = livre(replace(DU_9_AU_20, ijss_par_jour=D(36)), fiche=fiche)
    # Dix jours ouvrés sur 21 au salaire entier : 1 095,24 ; indemnités du 12 au 20 : 9 × 36.
    assert D("1095.24") - 324 == payes[NOVEMBRE].variables.salaire_maintenu
    assert 0 == payes[NOVEMBRE].absences[0].jours_non_payes
    (incertain,) = dits(controles, "maintien de salaire")
    assert "durée relativement sans importance" in incertain
    assert "non_controle" == controles[0].gravite
    commis = replace(fiche, commis_commercial=True)
    assert not livre(replace(DU_9_AU_20, ijss_par_jour=D(36)), fiche=commis)[1]


def test_en_alsace_moselle_la_carence_de_la_caisse_est_a_l_employeur_sans_rien_demander() -> None:
    # Embauchée le mois même, deux jours de grippe : ni brut de référence, ni indemnité ; 2 sur 21, 219,05.
    fiche = replace(ROZENN, entree=date(2026, 11, 2), alsace_moselle=True, commis_commercial=True)
    payes, controles = livre(arret(date(2026, 11, 9), date(2026, 11, 10)), fiche=fiche)
    assert D("219.05") == payes[NOVEMBRE].variables.salaire_maintenu
    assert D(2300) == payes[NOVEMBRE].bulletin.totaux.brut
    assert not controles


def test_en_alsace_moselle_apres_six_semaines_vient_le_droit_commun() -> None:
    fiche = replace(ROZENN, alsace_moselle=True)
    payes, _ = livre(arret(date(2026, 9, 1), date(2026, 11, 30), ijss_par_jour=D(30)), fiche=fiche)
    octobre = payes[Mois(2026, 10)].absences[0]
    # 42 jours jusqu'au 12/10 ; le droit commun a commencé le 8/09 : deux tiers du 13/10 au 6/11.
    assert [("entier", 12), ("second_taux", 19)] == [(part.taux, part.jours) for part in octobre.parts]
    assert [("second_taux", 6)] == [(part.taux, part.jours) for part in payes[NOVEMBRE].absences[0].parts]


def test_des_heures_tapees_se_maintiennent_a_leur_mesure() -> None:
    # Trente-cinq heures d'absence du 9 au 20 : 17,5 sont dans les jours maintenus, un demi-horaire.
    payes, _ = livre(replace(DU_9_AU_20, heures=D(35), ijss_par_jour=D(10)))
    assert D("246.43") - 50 == payes[NOVEMBRE].variables.salaire_maintenu  # 2 300 × 17,5 ÷ 147 × 90 %
    assert 0 == payes[NOVEMBRE].absences[0].jours_non_payes


def test_un_mois_d_arret_compte_entier_dans_l_estimation_suivante() -> None:
    # Octobre est en arrêt : le brut de référence est rétabli à 2 300 (CSS, art. R323-8).
    octobre = arret(date(2026, 10, 5), date(2026, 10, 16), ijss_par_jour=D(30))
    (absence,) = livre(octobre, DU_9_AU_20)[0][NOVEMBRE].absences
    assert D("37.81") == absence.indemnite.premiere


def test_une_augmentation_change_le_salaire_maintenu_du_mois() -> None:
    hausse = VariablesTapees(mois=NOVEMBRE, matricule="005", salaire_mensuel=D(2520))
    payes, _ = livre(replace(DU_9_AU_20, ijss_par_jour=D(36)), variables=[hausse])
    assert D("540.00") - 180 == payes[NOVEMBRE].variables.salaire_maintenu  # 2 520 × 5 ÷ 21 × 90 %


def test_un_arret_plus_vieux_que_le_bareme_est_dit_et_ne_refuse_pas_la_paie() -> None:
    vieux = arret(date(2021, 6, 1), date(2026, 11, 30))
    fiche = replace(ROZENN, entree=date(2015, 1, 5))
    payes, controles = livre(vieux, fiche=fiche)
    assert ZERO == payes[NOVEMBRE].variables.salaire_maintenu
    assert any("maintien légal inconnu" in controle.message for controle in controles)
