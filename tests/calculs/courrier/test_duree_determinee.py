"""Essai le plus long et délai de carence d'un contrat à durée déterminée."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.courrier.duree_determinee import delai_de_carence_cdd, essai_maximal_cdd
from tableur.socle.erreurs import ValeurInvalide

DEBUT = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("fin", "jours"),
    [
        (date(2026, 1, 6), 0),  # six jours : pas une semaine
        (date(2026, 1, 7), 1),  # une semaine : un jour
        (date(2026, 1, 31), 4),  # quatre semaines et trois jours
        (date(2026, 4, 1), 13),  # treize semaines : sous les deux semaines
        (date(2026, 6, 30), 14),  # six mois exactement : deux semaines au plus
        (date(2026, 7, 1), 26),  # six mois et un jour, vingt-six semaines : vingt-six jours, sous le mois
        (date(2026, 12, 31), 31),  # un an : un mois au plus
    ],
)
def test_l_essai_suit_l_article_l1242_10(fin: date, jours: int) -> None:
    assert jours == essai_maximal_cdd(DEBUT, fin)


@pytest.mark.parametrize(("duree", "jours"), [(1, 1), (8, 4), (13, 7), (14, 5), (30, 10), (90, 30), (91, 31)])
def test_la_carence_est_la_moitie_puis_le_tiers(duree: int, jours: int) -> None:
    assert jours == delai_de_carence_cdd(DEBUT, DEBUT + timedelta(days=duree - 1))


@pytest.mark.parametrize("calcul", [essai_maximal_cdd, delai_de_carence_cdd])
def test_un_contrat_qui_finit_avant_de_commencer_est_refuse(calcul: object) -> None:
    assert callable(calcul)
    with pytest.raises(ValeurInvalide, match="avant son premier jour"):
        calcul(DEBUT, date(2025, 12, 31))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 700), st.integers(0, 60))
def test_un_contrat_plus_long_n_a_jamais_un_essai_plus_court(debut: date, duree: int, de_plus: int) -> None:
    fin = debut + timedelta(days=duree)
    assert essai_maximal_cdd(debut, fin) <= essai_maximal_cdd(debut, fin + timedelta(days=de_plus)) <= 31
