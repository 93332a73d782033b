"""Alertes, valorisation, inventaire, ABC des consommations, contrôles des tables."""

from datetime import date, timedelta
from typing import Any

import pytest

from tableur.calculs.stock.besoins import besoins_de_reapprovisionnement
from tableur.calculs.stock.classement import classement_abc_des_consommations
from tableur.calculs.stock.controles import alertes_du_stock, valeurs_refusees
from tableur.calculs.stock.enregistrements import (
    Comptage,
    Fournisseur,
    LigneAlerte,
    Lot,
)
from tableur.calculs.stock.inventaire import ecarts_d_inventaire, feuille_de_comptage
from tableur.calculs.stock.lots import restes_des_lots
from tableur.calculs.stock.surveillance import articles_a_surveiller
from tableur.calculs.stock.valorisation import valeurs_par_famille, valorisation_du_stock
from tableur.socle.erreurs import Ou, ValeurInvalide
from tests.calculs.stock.mouvements_d_essai import LE, REPRISE, D, article, entree, janvier, reprise, sortie

# Alertes


def motifs(alertes: list[LigneAlerte]) -> list[tuple[str, str, str]]:
    return [(alerte.motif, alerte.code_article, alerte.lot) for alerte in alertes]


def test_chaque_article_est_au_plus_une_fois_par_motif_avec_sa_valeur() -> None:
    articles = [article("VIS"), article("CLOU"), article("COLLE"), article("LAIT"), article("OK")]
    mouvements = [
        sortie(janvier(9), 30, "VIS"),
        sortie(janvier(9), 60, "CLOU"),
        sortie(janvier(9), 3, "OK"),
    ]
    reprises = [
        reprise(30, 2, "VIS"),
        reprise(70, 3, "CLOU"),
        reprise(10, 50, "COLLE", date(2025, 6, 30)),
        reprise(8, 1, "LAIT", date(2026, 1, 20)),
        reprise(500, 1, "OK"),
    ]
    lots = [
        Lot(code_article="LAIT", lot="L1", type_de_date="DLC", date_limite=janvier(29), quantite=D(3)),
        Lot(code_article="LAIT", lot="L2", type_de_date="DLC", date_limite=janvier(30), quantite=D(5)),
        Lot(code_article="COLLE", lot="L3", type_de_date="DDM", date_limite=janvier(1), quantite=D(2)),
        Lot(code_article="OK", lot="L4", type_de_date="DLC", date_limite=date(2026, 6, 1), quantite=D(9)),
    ]
    alertes = articles_a_surveiller(articles, mouvements, reprises, lots, LE)
    assert [
        ("rupture", "VIS", ""),
        ("sous_le_point_de_commande", "CLOU", ""),
        ("sous_le_point_de_commande", "VIS", ""),
        ("perime", "LAIT", "L1"),
        ("a_ecouler", "COLLE", "L3"),
        ("a_ecouler", "LAIT", "L2"),
        ("dormant", "COLLE", ""),
    ] == motifs(alertes)
    assert [D(0), D(30), D(0), D(3), D(100), D(5), D(500)] == [alerte.valeur for alerte in alertes]
    assert len(set(motifs(alertes))) == len(alertes)
    assert D(20) == alertes[1].seuil
    assert D(60) / D(40) == alertes[1].rotation  # 60 sortis, stock moyen (70 + 10) ÷ 2
    assert D(5) == alertes[1].couverture


def test_le_reste_d_un_lot_suit_ses_mouvements_depuis_la_reprise() -> None:
    lots = [Lot(code_article="VIS", lot="L1", type_de_date="DLC", date_limite=LE, quantite=D(5))]
    mouvements = [
        entree(REPRISE, 99, 1, lot="L1"),
        entree(janvier(2), 10, 1, lot="L1"),
        sortie(janvier(3), 12, lot="L1"),
        sortie(janvier(3), 7, lot="INCONNU"),
        sortie(LE + timedelta(days=1), 3, lot="L1"),
    ]
    assert {("VIS", "L1"): D(3)} == restes_des_lots(lots, mouvements, [reprise(5)], LE)
    vide = [*mouvements, sortie(LE, 3, lot="L1")]
    assert "a_ecouler" not in [a.motif for a in articles_a_surveiller([article()], vide, [reprise(5)], lots, LE)]


@pytest.mark.parametrize(("jours_dormant", "attendu"), [(30, False), (29, True)])
def test_un_article_est_dormant_apres_plus_de_tant_de_jours(jours_dormant: int, attendu: bool) -> None:
    alertes = articles_a_surveiller([article()], [], [reprise(5)], [], LE, jours_dormant=jours_dormant)
    assert attendu == any(alerte.motif == "dormant" for alerte in alertes)


def test_une_perte_ne_reveille_pas_un_article_dormant_mais_une_vente_si() -> None:
    perte = [sortie(LE, 1, motif="perte")]
    vente = [sortie(LE, 1, motif="vente")]
    assert "dormant" in [a.motif for a in articles_a_surveiller([article()], perte, [reprise(5)], [], LE, 10)]
    assert "dormant" not in [a.motif for a in articles_a_surveiller([article()], vente, [reprise(5)], [], LE, 10)]


def test_une_rupture_attendue_invite_a_relancer_le_fournisseur() -> None:
    alertes = articles_a_surveiller([article(en_commande=D(40))], [], [reprise(0)], [], LE)
    assert "Relancer le fournisseur ; 40 en commande." == alertes[0].conseil


# Valorisation


def test_la_valeur_d_il_y_a_un_an_est_inconnue_avant_la_reprise() -> None:
    ligne = valorisation_du_stock([article()], [sortie(janvier(9), 3)], [reprise(10)], LE)[0]
    assert (D(14), None, None) == (ligne.valeur, ligne.valeur_n_1, ligne.ecart)
    assert (D(7), janvier(9), False) == (ligne.quantite, ligne.derniere_sortie, ligne.dormant)


def test_un_an_apres_la_reprise_la_valeur_d_alors_est_celle_de_la_reprise() -> None:
    le = date(2026, 12, 31)
    ligne = valorisation_du_stock([article()], [sortie(janvier(9), 3)], [reprise(10)], le)[0]
    assert (D(20), D(-6), True) == (ligne.valeur_n_1, ligne.ecart, ligne.dormant)


def test_un_29_fevrier_se_compare_au_28() -> None:
    mouvements = [entree(date(2027, 2, 28), 5, 10), entree(date(2027, 3, 1), 1, 10)]
    ligne = valorisation_du_stock([article()], mouvements, [], date(2028, 2, 29))[0]
    assert (D(60), D(50)) == (ligne.valeur, ligne.valeur_n_1)


def test_un_article_recent_d_une_entreprise_suivie_depuis_longtemps_valait_zero() -> None:
    mouvements = [entree(date(2025, 1, 2), 5, 10, "CLOU"), entree(janvier(2), 5, 10)]
    ligne = valorisation_du_stock([article()], mouvements, [], LE)[0]
    assert (D(50), D(0)) == (ligne.valeur, ligne.valeur_n_1)


def test_les_familles_font_le_total_et_taisent_une_annee_incomplete() -> None:
    articles = [article("A", famille="X"), article("B", famille="X"), article("C")]
    reprises = [reprise(10, 2, "A", date(2025, 1, 1)), reprise(10, 3, "B"), reprise(1, 5, "C", date(2025, 1, 1))]
    lignes = valorisation_du_stock(articles, [], reprises, LE, 60)
    familles = valeurs_par_famille(lignes)
    assert ["(sans famille)", "X"] == [famille.famille for famille in familles]
    assert sum((ligne.valeur for ligne in lignes), D(0)) == sum((f.valeur for f in familles), D(0))
    assert (D(5), D(0)) == (familles[0].valeur_n_1, familles[0].ecart)
    assert (2, None, None, D(20)) == (
        familles[1].articles,
        familles[1].valeur_n_1,
        familles[1].ecart,
        familles[1].valeur_dormante,
    )


# Inventaire


def test_la_feuille_de_comptage_suit_les_emplacements_sans_le_theorique() -> None:
    articles = [article("C", emplacement="B1"), article("B", emplacement="A1"), article("A", emplacement="B1")]
    feuille = feuille_de_comptage(articles)
    assert ["B", "A", "C"] == [ligne.code_article for ligne in feuille]
    assert ["A", "C"] == [ligne.code_article for ligne in feuille_de_comptage(articles, "B1")]
    assert {"emplacement", "code_article", "designation", "unite", "quantite_comptee", "compte_par"} == set(
        type(feuille[0]).__dataclass_fields__
    )


def comptage(jour: date, quantite: int | None, emplacement: str = "", code: str = "VIS") -> Comptage:
    compte = None if quantite is None else D(quantite)
    return Comptage(date=jour, code_article=code, emplacement=emplacement, quantite_comptee=compte)


def test_les_comptages_d_un_article_s_ajoutent_d_un_emplacement_a_l_autre() -> None:
    comptages = [comptage(LE, 4, "A1"), comptage(LE, 5, "B2"), comptage(LE, None, "C3")]
    ecart = ecarts_d_inventaire(comptages, [article()], [sortie(janvier(9), 2)], [reprise(12)], LE)[0]
    assert (D(9), D(10), D(-1), D(-2), D("-0.1"), "A1, B2") == (
        ecart.quantite_comptee,
        ecart.quantite_theorique,
        ecart.ecart,
        ecart.valeur_ecart,
        ecart.taux_ecart,
        ecart.emplacement,
    )


def test_un_recomptage_remplace_le_precedent_et_un_vieil_inventaire_s_ecarte() -> None:
    comptages = [comptage(janvier(28), 4, "A1"), comptage(LE, 6, "A1"), comptage(janvier(2), 99, "B2")]
    ecarts = ecarts_d_inventaire(comptages, [article()], [], [reprise(12)], LE, janvier(20))
    assert D(6) == ecarts[0].quantite_comptee
    assert D(105) == ecarts_d_inventaire(comptages, [article()], [], [reprise(12)], LE)[0].quantite_comptee


def test_un_article_non_compte_n_est_pas_repute_absent() -> None:
    comptages = [comptage(LE + timedelta(days=1), 4)]
    ecart = ecarts_d_inventaire(comptages, [article(emplacement="A1")], [], [reprise(12)], LE)[0]
    assert (None, None, None, None, "A1") == (
        ecart.quantite_comptee,
        ecart.ecart,
        ecart.valeur_ecart,
        ecart.taux_ecart,
        ecart.emplacement,
    )


def test_un_article_compte_a_zero_est_absent() -> None:
    ecart = ecarts_d_inventaire([comptage(LE, 0)], [article()], [], [reprise(12)], LE)[0]
    assert (D(-12), D(-24), D(-1)) == (ecart.ecart, ecart.valeur_ecart, ecart.taux_ecart)


def test_sans_cump_l_ecart_est_au_prix_d_achat_et_son_taux_inconnu() -> None:
    ecart = ecarts_d_inventaire([comptage(LE, 3)], [article(prix_achat=D("1.115"))], [], [], LE)[0]
    assert (D("3.35"), None) == (ecart.valeur_ecart, ecart.taux_ecart)


# ABC des consommations


def test_l_abc_des_consommations_valorise_au_cump_de_la_sortie() -> None:
    mouvements = [
        sortie(janvier(2), 10, "VIS"),
        entree(janvier(3), 90, 4, "VIS"),
        sortie(janvier(4), 10, "VIS"),
        sortie(janvier(4), 1, "CLOU"),
    ]
    articles = [article("CLOU"), article("VIS"), article("COLLE")]
    reprises = [reprise(100, 2, "VIS"), reprise(5, 1, "CLOU")]
    lignes = classement_abc_des_consommations(articles, mouvements, reprises, LE)
    # 10 × 2 €, puis 10 × (90 × 2 + 90 × 4) ÷ 180 = 10 × 3 €.
    assert [("VIS", D(50)), ("CLOU", D(1)), ("COLLE", D(0))] == [(x.code_article, x.valeur) for x in lignes]
    assert [] == classement_abc_des_consommations(articles, [], reprises, LE)


def test_un_nombre_de_jours_negatif_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match="négatif"):
        articles_a_surveiller([], [], None, None, LE, jours_dormant=-1)
    with pytest.raises(ValeurInvalide, match="-1 reçu"):
        valorisation_du_stock([], [], None, LE, -1)


def test_sans_reprise_ni_lot_tout_part_de_zero() -> None:
    mouvements = [entree(janvier(2), 5, 10)]
    assert [] == articles_a_surveiller([article()], mouvements, None, None, LE)
    assert D(50) == valorisation_du_stock([article()], mouvements, None, LE)[0].valeur
    assert D(5) == besoins_de_reapprovisionnement([article()], mouvements, None, LE)[0].physique


# Contrôles


def test_les_alertes_disent_ce_qui_est_ecarte_suppose_ou_etrange() -> None:
    mouvements = [
        entree(REPRISE, 1, 1),
        sortie(janvier(3), 5),
        sortie(LE + timedelta(days=1), 1),
        entree(janvier(4), 5, None, "CLOU"),
        sortie(janvier(5), 1, "FANTOME"),
        sortie(janvier(5), 1, "CLOU", lot="L9"),
    ]
    reprises = [reprise(4), reprise(1, 1, "COLLE", LE + timedelta(days=9)), reprise(-3, 1, "GANT")]
    articles = [article("VIS"), article("CLOU", delai=D(0)), article("COLLE"), article("GANT")]
    lots = [Lot(code_article="CLOU", lot="L1", type_de_date="DLC", date_limite=LE)]
    alertes = alertes_du_stock(articles, mouvements, reprises, LE, lots)
    assert {
        "1 mouvement du jour de la reprise de leur article ou d'avant : déjà compris dans la reprise",
        "1 mouvement d'après le 30/01/2026 : non comptés",
        "la reprise de COLLE est du 08/02/2026, après le 30/01/2026 : elle ne sert pas",
        "la reprise de GANT est négative : -3",
        "le stock de VIS devient négatif le 03/01/2026 : -1",
        "le stock de FANTOME devient négatif le 05/01/2026 : -1",
        "l'entrée de CLOU du 04/01/2026 n'a pas de coût, et aucun coût moyen n'est connu : valeur nulle",
        "l'article FANTOME est absent de la table des articles : ses mouvements ne servent pas",
        "le lot L9 de CLOU est absent de la table des lots",
        "le délai de CLOU est nul : son point de commande ne couvre aucune attente",
    } == {alerte.message for alerte in alertes}
    assert {"alerte"} == {alerte.gravite for alerte in alertes}


def test_une_alerte_est_situee_par_qui_sait_ou_est_la_ligne() -> None:
    def lieu(rang: int, champ: str) -> Ou:
        return Ou("stocks.xlsx", "Mouvements", rang + 2, champ)

    alertes = alertes_du_stock([article()], [sortie(janvier(3), 5)], [], LE, lieu_mouvement=lieu)
    assert Ou("stocks.xlsx", "Mouvements", 2, "quantite") == alertes[0].ou


@pytest.mark.parametrize(
    ("ligne", "champs"),
    [
        (article(), []),
        (article(delai=D(-1), reserve=D(-2)), ["delai", "reserve"]),
        (article(multiple=D(0)), ["multiple"]),
        (article(delai_maximal=D(9)), ["delai_maximal"]),
        (sortie(LE, -1), ["quantite"]),
        (entree(LE, 1, -1), ["cout_unitaire"]),
        (reprise(-5), []),
        (comptage(LE, -1), ["quantite_comptee"]),
        (Fournisseur(code_fournisseur="F", nom="F", franco=D(-1)), ["franco"]),
    ],
)
def test_les_valeurs_impossibles_sont_toutes_refusees_avec_leur_champ(ligne: Any, champs: list[str]) -> None:
    anomalies = valeurs_refusees([ligne], lambda rang, champ: Ou(ligne=rang, colonne=champ))
    assert champs == [anomalie.ou.colonne for anomalie in anomalies]
    assert all(anomalie.gravite == "refus" for anomalie in anomalies)
