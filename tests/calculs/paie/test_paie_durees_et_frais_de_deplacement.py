"""Durées maximales, contrepartie en repos, grand déplacement, télétravail, départ à la retraite."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.paie.durees import contrepartie_en_repos, durees_depassees
from tableur.calculs.paie.frais import allocation_de_teletravail, indemnite_de_grand_deplacement
from tableur.calculs.paie.heures import JourDeTravail
from tableur.calculs.paie.sortie import indemnite_de_depart_a_la_retraite
from tableur.socle.erreurs import ValeurInvalide

D = Decimal
LUNDI = date(2026, 3, 2)
MARS = date(2026, 3, 31)


def semaines(*heures_par_semaine: str) -> list[JourDeTravail]:
    """Semaines de six jours égaux."""
    return [
        JourDeTravail(date=LUNDI + timedelta(weeks=rang, days=jour), heures=D(total) / 6)
        for rang, total in enumerate(heures_par_semaine)
        for jour in range(6)
    ]


def test_dix_heures_par_jour_sont_permises_et_un_quart_d_heure_de_plus_ne_l_est_pas() -> None:
    def regles(heures: str) -> list[str]:
        return [d.regle for d in durees_depassees([JourDeTravail(date=LUNDI, heures=D(heures))])]

    assert ([], ["jour"]) == (regles("10"), regles("10.25"))


def test_quarante_huit_heures_par_semaine_sont_permises() -> None:
    assert [] == durees_depassees(semaines("48"))
    [depassee] = durees_depassees(semaines("48.6"))
    assert ("semaine", LUNDI + timedelta(days=6), D(48)) == (depassee.regle, depassee.jusqu_au, depassee.maximum)


def test_la_moyenne_se_juge_sur_toute_suite_de_douze_semaines() -> None:
    assert [] == durees_depassees(semaines(*["44.4"] * 11))
    assert [] == durees_depassees(semaines(*["44.4"] * 11, "39.6"))
    depassees = durees_depassees(semaines("30", *["44.4"] * 12))
    assert [("moyenne_de_douze_semaines", LUNDI + timedelta(weeks=13, days=-1))] == [
        (d.regle, d.jusqu_au) for d in depassees
    ]


def test_un_conge_n_est_pas_du_travail_pour_les_maximums() -> None:
    jours = [JourDeTravail(date=LUNDI, heures=D(9)), JourDeTravail(date=LUNDI, heures=D(4), nature="conges_payes")]
    assert [] == durees_depassees(jours) == durees_depassees([])


@given(st.lists(st.integers(0, 60).map(str), max_size=20))
def test_chaque_depassement_passe_son_maximum(heures: list[str]) -> None:
    assert all(d.trouve > d.maximum for d in durees_depassees(semaines(*heures)))


def test_le_repos_est_de_moitie_jusqu_a_vingt_salaries() -> None:
    assert [D("3.0"), D("6")] == [contrepartie_en_repos(D(6), effectif, MARS) for effectif in (20, 21)]
    with pytest.raises(ValeurInvalide, match="au moins 1"):
        contrepartie_en_repos(D(6), 0, MARS)


@pytest.mark.parametrize(
    ("mois", "attendu"), [(1, "56.80"), (3, "56.80"), (4, "48.30"), (24, "48.30"), (25, "39.80")]
)
def test_le_grand_deplacement_baisse_avec_le_temps(mois: int, attendu: str) -> None:
    assert D(attendu) == indemnite_de_grand_deplacement("logement_ailleurs", D(1), mois, MARS).exonere


def test_le_grand_deplacement_s_arrete_a_six_ans() -> None:
    with pytest.raises(ValeurInvalide, match="de 1 à 72 : 73"):
        indemnite_de_grand_deplacement("repas", D(1), 73, MARS)
    assert D("3.60") == indemnite_de_grand_deplacement("repas", D(1), 1, MARS, D(25)).soumis


@given(st.integers(0, 31), st.decimals("0", "200", places=2), st.booleans())
def test_le_teletravail_se_partage_a_sa_limite(jours: int, allocation: Decimal, accord: bool) -> None:
    obtenu = allocation_de_teletravail(D(jours), MARS, allocation, accord)
    assert allocation == obtenu.exonere + obtenu.soumis
    assert obtenu.exonere <= (D("72.60") if accord else D("59.40"))
    assert allocation_de_teletravail(D(jours), MARS, accord=accord).soumis == 0


@pytest.mark.parametrize(("annees", "demi_mois"), [(9, 0), (10, 1), (14, 1), (15, 2), (20, 3), (29, 3), (30, 4)])
def test_le_depart_a_la_retraite_suit_l_anciennete(annees: int, demi_mois: int) -> None:
    assert D(500) * demi_mois == indemnite_de_depart_a_la_retraite(D(1000), annees * 12, MARS)
