"""Classement ABC, ratio de discrimination, et lots à écouler."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.stock.classement import (
    ACheval,
    avis_de_discrimination,
    classement_abc,
    ratio_de_discrimination,
)
from tableur.calculs.stock.enregistrements import Lot, TypeDeDate, ValeurDArticle
from tableur.calculs.stock.lots import lots_a_ecouler
from tableur.socle.erreurs import DivisionImpossible, ValeurInvalide

D = Decimal
valeurs_a_classer = st.lists(st.decimals(0, 10_000, places=2), min_size=1, max_size=30).filter(any)


def articles(*valeurs: object) -> list[ValeurDArticle]:
    return [
        ValeurDArticle(code_article=f"A{rang}", valeur=D(str(valeur))) for rang, valeur in enumerate(valeurs, 1)
    ]


def classes(*valeurs: object, a_cheval: ACheval = "classe_suivante") -> str:
    return "".join(ligne.classe for ligne in classement_abc(articles(*valeurs), a_cheval=a_cheval))


@given(valeurs_a_classer, st.sampled_from(["classe_suivante", "classe_precedente"]))
def test_les_parts_font_le_tout_et_les_classes_se_suivent(valeurs: list[Decimal], a_cheval: ACheval) -> None:
    lignes = classement_abc(articles(*valeurs), a_cheval=a_cheval)
    assert D(1) == lignes[-1].cumul
    assert abs(sum((ligne.part for ligne in lignes), D(0)) - 1) < D("1e-20")
    assert sorted(valeurs, reverse=True) == [ligne.valeur for ligne in lignes]
    assert list(range(1, len(valeurs) + 1)) == [ligne.rang for ligne in lignes]
    suite = [ligne.classe for ligne in lignes]
    assert sorted(suite) == suite


@given(valeurs_a_classer)
def test_garder_l_article_a_cheval_dans_la_classe_precedente_ne_declasse_personne(valeurs: list[Decimal]) -> None:
    suivante = classement_abc(articles(*valeurs))
    precedente = classement_abc(articles(*valeurs), a_cheval="classe_precedente")
    assert all(p.classe <= s.classe for p, s in zip(precedente, suivante, strict=True))


def test_un_cumul_de_80_pour_cent_pile_reste_en_a() -> None:
    assert "AABC" == classes(50, 30, 15, 5)


def test_l_article_a_cheval_change_de_classe_selon_l_option() -> None:
    assert "ABC" == classes(60, 30, 10)
    assert "AAB" == classes(60, 30, 10, a_cheval="classe_precedente")


def test_80_pour_cent_pile_reste_pile_meme_quand_les_parts_ne_tombent_pas_juste() -> None:
    assert "AAAAC" == classes(3, 3, 3, 3, 3)


def test_un_article_sans_valeur_est_en_c() -> None:
    assert "C" == classement_abc(articles(80, 20, 0))[-1].classe


@pytest.mark.parametrize(("a", "b"), [("0.95", "0.80"), ("0.8", "0.8"), ("80", "95"), ("0", "0.95")])
def test_des_seuils_desordonnes_ou_hors_de_0_a_1_sont_refuses(a: str, b: str) -> None:
    with pytest.raises(ValeurInvalide, match="euil"):
        classement_abc(articles(1), D(a), D(b))


def test_une_valeur_totale_nulle_ne_se_classe_pas() -> None:
    for valeurs in ([], [0, 0]):
        with pytest.raises(DivisionImpossible, match="rien à classer"):
            classement_abc(articles(*valeurs))
    with pytest.raises(ValeurInvalide, match="n° 2"):
        classement_abc(articles(1, -1))


@given(valeurs_a_classer)
def test_le_ratio_va_de_0_a_1_et_les_rectangles_ajoutent_un_article(valeurs: list[Decimal]) -> None:
    trapezes = ratio_de_discrimination(valeurs)
    rectangles = ratio_de_discrimination(valeurs, "rectangles")
    assert D("-1e-20") <= trapezes < 1
    assert abs(rectangles - trapezes - D(1) / len(valeurs)) < D("1e-20")


def test_des_articles_egaux_ne_se_distinguent_pas() -> None:
    assert abs(ratio_de_discrimination([D(5)] * 8)) < D("1e-20")
    assert "non discriminant" in avis_de_discrimination(D(0))


def test_l_ordre_des_valeurs_ne_change_pas_le_ratio() -> None:
    assert ratio_de_discrimination([D(70), D(10), D(20)]) == ratio_de_discrimination([D(10), D(20), D(70)])


def test_le_ratio_de_l_exercice_iset_est_de_0_771_par_les_trapezes() -> None:
    # Refait à part, en flottants, sur la courbe des vingt points : 0,77149 et 0,82149.
    valeurs = [
        D(v) for v in ["550000", "179800", "80500", "59925", "49770", "30047.5", "30000", "20000", "10065", "8100"]
    ]
    valeurs += [D(v) for v in ["7000", "6030", "6000", "6000", "4840", "4000", "2989", "2494", "1950", "500"]]
    assert D("0.77149") == ratio_de_discrimination(valeurs).quantize(D("0.00001"))
    assert D("0.82149") == ratio_de_discrimination(valeurs, "rectangles").quantize(D("0.00001"))


@pytest.mark.parametrize(
    ("ratio", "avis"),
    [
        ("0.95", "zone 1"),
        ("0.85", "zone 2"),
        ("0.81", "zone 3"),
        ("0.7959", "zone 3"),
        ("0.65", "zone 4"),
        ("0.62", "peu discriminant"),
        ("0.60", "non discriminant"),
    ],
)
def test_l_avis_suit_les_zones_de_l_enseignement(ratio: str, avis: str) -> None:
    assert avis in avis_de_discrimination(D(ratio))


def test_un_ratio_de_80_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match="80 reçu"):
        avis_de_discrimination(D(80))


LE = date(2026, 3, 10)


def lot(nom: str, limite: date, genre: TypeDeDate = "DLC", quantite: int = 5, entre_le: date | None = None) -> Lot:
    return Lot(lot=nom, type_de_date=genre, date_limite=limite, quantite=D(quantite), entre_le=entre_le)


def test_une_dlc_se_consomme_jusqu_au_jour_meme_et_perime_le_lendemain() -> None:
    jour_meme, veille = lots_a_ecouler([lot("JOUR", LE), lot("VEILLE", date(2026, 3, 9))], LE)[::-1]
    assert ("a_ecouler", 0) == (jour_meme.etat, jour_meme.jours_restants)
    assert ("perime", -1) == (veille.etat, veille.jours_restants)
    assert "aujourd'hui" in jour_meme.conseil
    assert "retirer" in veille.conseil


def test_une_ddm_passee_reste_a_ecouler_en_le_signalant() -> None:
    depasse = lots_a_ecouler([lot("BOITE", date(2026, 1, 1), "DDM")], LE)[0]
    assert "date_depassee" == depasse.etat
    assert "encore consommable" in depasse.conseil


def test_les_lots_sortent_par_date_limite_puis_date_d_entree_puis_ordre_donne() -> None:
    lots = [
        lot("C", date(2026, 3, 20), entre_le=date(2026, 2, 2)),
        lot("D", date(2026, 3, 20), entre_le=date(2026, 2, 2)),
        lot("B", date(2026, 3, 20), entre_le=date(2026, 2, 1)),
        lot("A", date(2026, 3, 15)),
        lot("VIDE", date(2026, 3, 11), quantite=0),
        lot("LOIN", date(2026, 4, 10)),
    ]
    assert ["A", "B", "C", "D"] == [ligne.lot for ligne in lots_a_ecouler(lots, LE)]
    assert "LOIN" == lots_a_ecouler(lots, LE, 31)[-1].lot


def test_un_nombre_de_jours_negatif_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match="-1 reçu"):
        lots_a_ecouler([], LE, -1)


def test_une_dlc_du_29_fevrier_compte_ses_jours() -> None:
    ligne = lots_a_ecouler([lot("BISSEXTE", date(2028, 2, 29))], date(2028, 2, 28))[0]
    assert "demain (29/02/2028)" in ligne.conseil
