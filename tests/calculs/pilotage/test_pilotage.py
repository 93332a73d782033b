"""Indicateurs, périodes et activité : cas calculés à la main, coins, et propriétés du métier."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.pilotage.activite import (
    chiffre_d_affaires_par_client,
    chiffre_d_affaires_par_famille,
    chiffre_d_affaires_par_mois,
)
from tableur.calculs.pilotage.enregistrements import Objectif, Sens, ValeurDatee, Vente
from tableur.calculs.pilotage.indicateurs import feu_de_l_indicateur, indicateur_du_mois, tendance_en_barres
from tableur.calculs.pilotage.periodes import mois_en_toutes_lettres, periodes_du_mois
from tableur.calculs.pilotage.stocks import stock_par_famille, stock_par_mois
from tableur.calculs.stock.enregistrements import Article, Mouvement, Reprise
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide

D = Decimal
JOURS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
MONTANTS = st.decimals(-10_000, 10_000, places=2)
VENTES = st.lists(
    st.builds(
        Vente,
        date=JOURS,
        client=st.sampled_from(["", "Durand", "durand", "Martin"]),
        famille=st.sampled_from(["", "Farines", "FARINES", "Sucre"]),
        montant_ht=MONTANTS,
    ),
    max_size=30,
)


def test_un_mois_acheve_se_compare_au_mois_entier_de_l_an_dernier() -> None:
    p = periodes_du_mois(date(2026, 2, 15), date(2026, 3, 5))
    assert (date(2026, 2, 1), date(2026, 2, 28)) == (p.debut, p.fin)
    assert (date(2025, 2, 1), date(2025, 2, 28)) == (p.debut_n_1, p.fin_n_1)
    assert not p.inacheve


def test_un_29_fevrier_inacheve_ou_non_ne_deborde_pas_en_mars() -> None:
    acheve = periodes_du_mois(date(2028, 2, 1), date(2028, 2, 29))
    assert (False, date(2027, 2, 28)) == (acheve.inacheve, acheve.fin_n_1)
    inacheve = periodes_du_mois(date(2028, 2, 1), date(2028, 2, 28))
    assert (True, date(2027, 2, 28)) == (inacheve.inacheve, inacheve.fin_n_1)
    suivant = periodes_du_mois(date(2029, 2, 1), date(2029, 2, 27))
    assert date(2028, 2, 27) == suivant.fin_n_1


def test_l_exercice_qui_part_de_juillet_a_cheval_sur_deux_annees() -> None:
    p = periodes_du_mois(date(2027, 3, 1), date(2027, 3, 31), 7)
    assert (date(2026, 7, 1), date(2025, 7, 1)) == (p.debut_d_exercice, p.debut_d_exercice_n_1)


@pytest.mark.parametrize("premier", [0, 13])
def test_un_premier_mois_impossible_est_refuse(premier: int) -> None:
    with pytest.raises(ValeurInvalide, match="de 1 à 12"):
        periodes_du_mois(date(2026, 1, 1), date(2026, 1, 31), premier)


def test_un_n_1_nul_ou_absent_n_a_pas_d_evolution() -> None:
    nul = [ValeurDatee(date=date(2025, 10, 1), valeur=D(0)), ValeurDatee(date=date(2026, 10, 1), valeur=D(5))]
    assert indicateur_du_mois(nul, date(2026, 10, 1), date(2026, 12, 1)).evolution is None
    assert indicateur_du_mois(nul[1:], date(2026, 10, 1), date(2026, 12, 1)).mois_n_1 is None


def test_une_charge_negative_un_an_plus_tot_garde_le_sens_de_l_evolution() -> None:
    valeurs = [
        ValeurDatee(date=date(2025, 10, 1), valeur=D(-100)),
        ValeurDatee(date=date(2026, 10, 1), valeur=D(-50)),
    ]
    assert D("0.5") == indicateur_du_mois(valeurs, date(2026, 10, 1), date(2026, 12, 1)).evolution


def test_un_niveau_est_sa_derniere_valeur_et_additionne_les_comptes_d_un_meme_jour() -> None:
    valeurs = [
        ValeurDatee(date=date(2026, 11, 3), valeur=D(900)),
        ValeurDatee(date=date(2026, 11, 10), valeur=D(100)),
        ValeurDatee(date=date(2026, 11, 10), valeur=D(50)),
        ValeurDatee(date=date(2026, 11, 28), valeur=D(7)),
    ]
    lu = indicateur_du_mois(valeurs, date(2026, 11, 1), date(2026, 11, 24), D(150), "niveau")
    assert (D(150), None, "● Atteint") == (lu.mois, lu.cumul, lu.feu)


@pytest.mark.parametrize(
    ("valeur", "objectif", "sens", "feu"),
    [
        (D(100), D(100), "plus", "● Atteint"),
        (D(95), D(100), "plus", "▲ À surveiller"),
        (D("94.99"), D(100), "plus", "■ Alerte"),
        (D(105), D(100), "moins", "▲ À surveiller"),
        (D(106), D(100), "moins", "■ Alerte"),
        (D(-1), D(0), "plus", "■ Alerte"),
        (None, D(100), "plus", "Pas de donnée"),
        (D(100), None, "plus", "Sans objectif"),
    ],
)
def test_le_feu_porte_un_signe_et_un_mot(valeur: D | None, objectif: D | None, sens: Sens, feu: str) -> None:
    assert feu == feu_de_l_indicateur(valeur, objectif, sens)


def test_une_tolerance_tapee_en_pour_cent_est_refusee() -> None:
    with pytest.raises(ValeurInvalide, match="0,05 pour 5 %"):
        feu_de_l_indicateur(D(1), D(1), tolerance=D(5))


@given(VENTES, JOURS, JOURS)
def test_les_familles_font_ensemble_le_chiffre_d_affaires_du_mois(
    ventes: list[Vente], mois: date, au: date
) -> None:
    familles = chiffre_d_affaires_par_famille(ventes, mois, au)
    du_mois = chiffre_d_affaires_par_mois(ventes, mois, au)[-1]
    assert du_mois.ca == sum((f.mois for f in familles), D(0))
    assert du_mois.ca_n_1 == sum((f.mois_n_1 for f in familles), D(0))


@given(VENTES, JOURS, JOURS, st.integers(1, 12))
def test_l_indicateur_et_la_table_des_mois_disent_la_meme_chose(
    ventes: list[Vente], mois: date, au: date, premier: int
) -> None:
    valeurs = [ValeurDatee(date=v.date, valeur=v.montant_ht) for v in ventes]
    lu = indicateur_du_mois(valeurs, mois, au, premier_mois=premier)
    ligne = chiffre_d_affaires_par_mois(ventes, mois, au)[-1]
    assert (lu.mois or D(0), lu.mois_n_1 or D(0)) == (ligne.ca, ligne.ca_n_1)


@given(JOURS, JOURS, st.integers(1, 12))
def test_un_mois_inacheve_se_compare_a_autant_de_jours(mois: date, au: date, premier: int) -> None:
    p = periodes_du_mois(mois, au, premier)
    if p.inacheve:
        assert p.fin - p.debut == p.fin_n_1 - p.debut_n_1
    assert p.debut_d_exercice <= p.debut < p.debut_d_exercice + timedelta(days=366)


@given(VENTES, JOURS)
def test_les_clients_sont_ranges_par_cumul_et_toujours_dix(ventes: list[Vente], mois: date) -> None:
    clients = chiffre_d_affaires_par_client(ventes, mois, date(2027, 12, 31))
    cumuls = [c.cumul for c in clients if c.cumul is not None]
    assert 10 == len(clients)
    assert sorted(cumuls, reverse=True) == cumuls


def test_les_objectifs_d_un_meme_mois_s_additionnent() -> None:
    objectifs = [Objectif(mois=date(2026, 11, 1), montant=D(10)), Objectif(mois=date(2026, 11, 30), montant=D(5))]
    ligne = chiffre_d_affaires_par_mois([], date(2026, 11, 1), date(2026, 11, 24), objectifs)[-1]
    assert D(15) == ligne.objectif


def test_une_tendance_plate_ou_negative_se_dessine() -> None:
    assert "▁▁" == tendance_en_barres([D(0), D(0)])
    assert "▁█" == tendance_en_barres([D(-5), D(5)])


def test_les_mois_s_ecrivent_en_francais() -> None:
    ecrits = [mois_en_toutes_lettres(date(2026, m, 1)) for m in (2, 8, 12)]
    assert ["février 2026", "août 2026", "décembre 2026"] == ecrits


def test_le_stock_est_releve_aux_fins_de_mois_au_jour_des_donnees_et_un_an_plus_tot() -> None:
    articles = [Article(code_article="VIS", designation="Vis", famille="Quincaillerie", delai=D(5))]
    reprises = [Reprise(code_article="VIS", date=date(2025, 10, 31), quantite=D(10), cout_unitaire=D(2))]
    mouvements = [Mouvement(date=date(2026, 11, 20), code_article="VIS", sens="sortie", quantite=D(10))]
    releves = stock_par_mois(articles, mouvements, reprises, date(2026, 11, 24))
    jours = [r.date for r in releves]
    assert [date(2025, 10, 31), date(2025, 11, 24), date(2025, 11, 30)] == jours[:3]
    assert (date(2026, 11, 24), D(0), 1) == (releves[-1].date, releves[-1].valeur, releves[-1].ruptures)
    assert D(20) == releves[1].valeur
    assert all(jour == Mois.de(jour).fin or (jour.day, jour.month) == (24, 11) for jour in jours)
    assert D(0) == stock_par_famille(articles, mouvements, reprises, date(2026, 11, 24))[0].valeur
    assert [] == stock_par_mois(articles, [], [], date(2026, 11, 24))
