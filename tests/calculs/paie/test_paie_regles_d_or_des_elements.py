"""Règles d'or de la paie, pour le temps, le brut, les congés et la sortie : un test nomme chaque règle."""

from datetime import date
from decimal import Decimal

import pytest

from tableur.calculs.paie.absences import retenue_pour_absence
from tableur.calculs.paie.avantages import avantage_vehicule
from tableur.calculs.paie.conges import conges_acquis, indemnite_de_conges
from tableur.calculs.paie.fin_de_contrat import solde_de_tout_compte
from tableur.calculs.paie.frais import indemnite_kilometrique
from tableur.calculs.paie.heures import salaire_des_heures_supplementaires
from tableur.calculs.paie.indemnites_journalieres import indemnite_journaliere
from tableur.calculs.paie.saisie import quotite_saisissable
from tableur.calculs.paie.sortie import duree_du_preavis, indemnite_de_rupture_conventionnelle
from tableur.calculs.paie.temps import heures_mensuelles, salaire_mensualise, taux_horaire
from tableur.calculs.paie.temps_partiel import heures_complementaires
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.erreurs import BaremeAbsent, ResultatIntrouvable, ValeurInvalide

D = Decimal
MARS = date(2026, 3, 31)


def test_regle_1_le_demi_centime_monte_meme_apres_des_tiers() -> None:
    # 18,6667 + 35,4167 + 71,1667 + 88,125 + 117,7778 + 7,2222 = 338,375 exactement
    assert D("338.38") == quotite_saisissable(D(1800), MARS)
    # 0,005 € de l'heure, 1 heure par semaine : 0,005 × 52 ÷ 12 = 0,021666…
    assert D("0.02") == salaire_mensualise(D("0.005"), D(1))
    assert D("0.13") == retenue_pour_absence(D("1.00"), D(1), D(8))


def test_regle_2_chaque_ligne_au_centime_et_le_total_est_leur_somme() -> None:
    lignes = solde_de_tout_compte(D("1999.99"), D(154), D("7.5"), conges=D("333.335"), preavis=D("0.005"))
    *details, total = lignes
    assert all(ligne.montant == arrondir_centime(ligne.montant) for ligne in lignes)
    assert total.montant == sum(ligne.montant for ligne in details)
    partiel = heures_complementaires(D(24), D(29), D("12.3456"), MARS)
    assert partiel.montant == partiel.montant_dans_la_limite + partiel.montant_au_dela


def test_regle_3_le_taux_horaire_a_quatre_decimales() -> None:
    exact = taux_horaire(D(2000), D(35))
    assert D("13.1868") == exact
    a_quatre = salaire_des_heures_supplementaires(exact, D(8), D(0), MARS)
    a_deux = salaire_des_heures_supplementaires(arrondir(exact, 2), D(8), D(0), MARS)
    assert (D("131.87"), D("131.90")) == (a_quatre, a_deux)  # trois centimes sur huit heures


def test_regle_4_la_mensualisation_est_exacte_et_151_67_n_est_qu_un_affichage() -> None:
    assert D("151.67") == arrondir(heures_mensuelles(D(35)), 2)
    assert D("1823.03") == salaire_mensualise(D("12.02"), D(35))
    assert D("1823.07") == arrondir_centime(D("12.02") * D("151.67"))  # ce que donnerait 151,67


def test_regle_9_l_absence_se_retient_en_heures_reelles_par_defaut() -> None:
    assert D("2000") == retenue_pour_absence(D(2000), D(154), D(154))
    assert retenue_pour_absence(D(2000), D(7), D(154)) == retenue_pour_absence(
        D(2000), D(7), D(154), "heures_reelles"
    )
    assert D("93.33") == retenue_pour_absence(D(2000), D("1.4"), methode="trentiemes")


def test_regle_10_la_date_qui_compte_est_celle_du_texte() -> None:
    avant, apres = date(2025, 1, 31), date(2025, 2, 1)  # mise à disposition du véhicule
    assert D("225.00") == avantage_vehicule(avant, "achat", D(30000))
    assert D("375.00") == avantage_vehicule(apres, "achat", D(30000))
    en_2025, en_2026 = date(2025, 12, 31), date(2026, 1, 1)  # rupture du contrat
    contributions = [
        indemnite_de_rupture_conventionnelle(D(2000), date(2020, 1, 1), fin, D(10000)).contribution_patronale
        for fin in (en_2025, en_2026)
    ]
    assert [D("3000.00"), D("4000.00")] == contributions
    maximums = [  # mois qui précède l'arrêt
        indemnite_journaliere("maladie", [D(9000)] * 3, arret)
        for arret in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert [D("41.47"), D("41.95"), D("41.95"), D("42.97")] == maximums


def test_regle_14_le_dixieme_et_le_maintien_se_comparent_a_chaque_prise() -> None:
    prises = [indemnite_de_conges(D(26500), D(30), D(6), maintien, MARS) for maintien in (D(500), D(600))]
    assert [("dixieme", D("530.00")), ("maintien", D("600.00"))] == [(p.methode, p.indemnite) for p in prises]
    avec_maladie = indemnite_de_conges(D(20000), D(29), D(29), D(0), MARS, remuneration_de_maladie=D(4000))
    assert D("2320.00") == avec_maladie.dixieme  # (20 000 + 80 % × 4 000) ÷ 10
    assert [D(24), D(29), D(30)] == [
        conges_acquis(D(0), MARS, D(12)),
        conges_acquis(D(10), MARS, D(2)),
        conges_acquis(D(2), MARS, mois_d_accident=D(10)),
    ]


def test_regle_15_le_kilometrage_se_paie_par_difference_sur_le_cumul() -> None:
    verse = D(0)
    for cumul in range(400, 24_400, 400):
        verse += indemnite_kilometrique(D(cumul), 5, MARS, deja_verse=verse)
        assert verse == indemnite_kilometrique(D(cumul), 5, MARS)
    assert arrondir_centime(D(24_000) * D("0.427")) == verse


def test_regle_17_refuser_plutot_que_deviner() -> None:
    with pytest.raises(ResultatIntrouvable, match="convention collective"):
        duree_du_preavis(date(2026, 1, 1), MARS)
    with pytest.raises(BaremeAbsent, match="01/01/2023"):
        indemnite_kilometrique(D(100), 5, date(2022, 12, 31))
    with pytest.raises(BaremeAbsent):
        avantage_vehicule(date(2023, 5, 1), "achat", D(30000), electrique=True)
    with pytest.raises(ValeurInvalide, match="sous 35 heures"):
        heures_complementaires(D(35), D(36), D(12), MARS)
