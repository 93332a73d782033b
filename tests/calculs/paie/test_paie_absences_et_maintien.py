"""Retenue pour absence, indemnités journalières, maintien de salaire."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.paie.absences import MethodeDeRetenue, retenue_pour_absence
from tableur.calculs.paie.indemnites_journalieres import ijss_subrogees, indemnite_journaliere
from tableur.calculs.paie.maintien import jours_de_maintien, maintien_de_salaire, mois_complets
from tableur.calculs.paie.maintien_legal import BaseDuJour, RegimeDeMaintien
from tableur.socle.dates import Mois
from tableur.socle.erreurs import BaremeAbsent, DivisionImpossible, ValeurInvalide, ValeurManquante

D = Decimal
ENTREE, ARRET = date(2024, 1, 8), date(2026, 3, 2)
salaires = st.decimals("1000", "6000", places=2)


@given(salaires, st.integers(0, 154), st.integers(0, 20))
def test_la_retenue_croit_avec_l_absence_sans_depasser_le_salaire(
    salaire: Decimal, absence: int, plus: int
) -> None:
    longue = min(154, absence + plus)
    courte = retenue_pour_absence(salaire, D(absence), D(154))
    assert D(0) <= courte <= retenue_pour_absence(salaire, D(longue), D(154)) <= salaire
    assert salaire == retenue_pour_absence(salaire, D(154), D(154))


@pytest.mark.parametrize(
    ("methode", "absence", "duree", "attendu"),
    [
        ("heures_reelles", "35", "154", "454.55"),
        ("heures_moyennes", "35", "35", "461.54"),
        ("jours_ouvres_reels", "5", "22", "454.55"),
        ("jours_ouvres_moyens", "5", None, "461.54"),
        ("jours_ouvrables_reels", "6", "26", "461.54"),
        ("jours_ouvrables_moyens", "6", None, "461.54"),
        ("jours_calendaires", "7", "31", "451.61"),
        ("trentiemes", "7", None, "466.67"),
    ],
)
def test_les_huit_methodes_pour_la_meme_semaine(
    methode: MethodeDeRetenue, absence: str, duree: str | None, attendu: str
) -> None:
    assert D(attendu) == retenue_pour_absence(D(2000), D(absence), D(duree) if duree else None, methode)


def test_les_absences_impossibles_sont_refusees() -> None:
    with pytest.raises(ValeurInvalide, match="dépasse le mois"):
        retenue_pour_absence(D(2000), D(155), D(154))
    with pytest.raises(ValeurManquante, match="durée réelle du mois"):
        retenue_pour_absence(D(2000), D(7))
    with pytest.raises(DivisionImpossible):
        retenue_pour_absence(D(2000), D(0), D(0))
    with pytest.raises(ValeurInvalide, match="négative"):
        retenue_pour_absence(D(2000), D(-7), D(154))
    assert D(2000) == retenue_pour_absence(D(2000), D(31), methode="trentiemes")  # 31 jours, mois au trentième


@given(st.lists(salaires, min_size=3, max_size=3), st.dates(date(2025, 5, 1), date(2026, 10, 31)))
def test_l_indemnite_journaliere_ne_passe_pas_la_moitie_du_gain(bruts: list[Decimal], arret: date) -> None:
    assert indemnite_journaliere("maladie", bruts, arret) <= sum(bruts) / D("182.5") + D("0.005")


def test_un_arret_en_janvier_se_calcule_sur_les_valeurs_de_decembre() -> None:
    assert D("101.94") == indemnite_journaliere(
        "maternite", [D(5000)] * 3, date(2026, 1, 15)
    )  # 3 925 × 3 ÷ 91,25 × 79 %
    with pytest.raises(ValeurInvalide, match="3 salaires"):
        indemnite_journaliere("maladie", [D(2000)], ARRET)
    with pytest.raises(BaremeAbsent):
        indemnite_journaliere("maladie", [D(2000)] * 3, date(2024, 6, 3))


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 59))
def test_deux_periodes_font_les_jours_de_l_arret_entier(jours: int, suite: int, coupe: int) -> None:
    fin = ARRET + timedelta(days=jours + suite)
    milieu = ARRET + timedelta(days=min(coupe, max(0, jours + suite - 1)))
    entier = ijss_subrogees(D("30.00"), ARRET, ARRET, fin)
    premiere = ijss_subrogees(D("30.00"), ARRET, ARRET, milieu)
    if milieu < fin:
        seconde = ijss_subrogees(D("30.00"), ARRET, milieu + timedelta(days=1), fin)
        assert (entier.jours, entier.brut) == (premiere.jours + seconde.jours, premiere.brut + seconde.brut)
    assert entier.brut == entier.net + entier.csg_crds


def test_la_carence_de_la_secu_est_de_trois_jours_pour_la_seule_maladie() -> None:
    trois_jours = ARRET + timedelta(days=2)
    assert 0 == ijss_subrogees(D(30), ARRET, ARRET, trois_jours).jours
    assert 3 == ijss_subrogees(D(30), ARRET, ARRET, trois_jours, "accident_du_travail").jours


@pytest.mark.parametrize(
    ("annees", "jours"),
    [(0, 0), (1, 30), (5, 30), (6, 40), (11, 50), (16, 60), (21, 70), (26, 80), (31, 90), (45, 90)],
)
def test_la_duree_du_maintien_suit_l_anciennete(annees: int, jours: int) -> None:
    assert jours == jours_de_maintien(date(2026 - annees, 3, 2), ARRET)


def test_il_manque_un_jour_d_anciennete_et_le_maintien_n_est_pas_du() -> None:
    assert 0 == jours_de_maintien(ARRET.replace(year=2025) + timedelta(days=1), ARRET)
    aucun = maintien_de_salaire(D(2000), date(2025, 3, 3), ARRET, ARRET, date(2026, 3, 31))
    assert (0, D(0)) == (aucun.jours_au_premier_taux, aucun.complement)


def test_le_29_fevrier_fait_un_an_le_28() -> None:
    assert 12 == mois_complets(date(2024, 2, 29), date(2025, 2, 28))
    assert 30 == jours_de_maintien(date(2024, 2, 29), date(2025, 2, 28))


def test_trente_jours_a_quatre_vingt_dix_puis_trente_aux_deux_tiers() -> None:
    # carence du 2 au 8 mars ; 90 % du 9 mars au 7 avril ; deux tiers du 8 avril au 7 mai
    obtenu = maintien_de_salaire(D(3100), ENTREE, ARRET, ARRET, date(2026, 6, 30))
    assert (30, 30) == (obtenu.jours_au_premier_taux, obtenu.jours_au_second_taux)
    # 23 jours de mars à 100 €, 7 d'avril à 103,333… ; puis 23 d'avril et 7 de mai à 100 €
    attendu = (D(2300) + D(7) * 3100 / 30) * D("0.9") + (D(23) * 3100 / 30 + D(700)) * 2 / 3
    assert abs(attendu - obtenu.montant_garanti) < D("0.01")
    trentieme = maintien_de_salaire(D(3000), ENTREE, ARRET, ARRET, date(2026, 6, 30), base="trentieme")
    assert D("4700.00") == trentieme.montant_garanti  # 30 × 90 + 30 × 66,666…


def test_les_jours_deja_indemnises_entament_le_premier_taux_d_abord() -> None:
    obtenu = maintien_de_salaire(
        D(3000), ENTREE, ARRET, ARRET, date(2026, 6, 30), jours_deja_indemnises=40, base="trentieme"
    )
    assert (0, 20) == (obtenu.jours_au_premier_taux, obtenu.jours_au_second_taux)


def test_l_accident_du_travail_n_a_pas_de_carence() -> None:
    obtenu = maintien_de_salaire(D(3100), ENTREE, ARRET, ARRET, date(2026, 3, 8), nature="accident_du_travail")
    assert (7, D("630.00")) == (obtenu.jours_au_premier_taux, obtenu.montant_garanti)


@given(salaires, st.integers(0, 120), st.decimals("0", "200", places=2))
def test_le_complement_n_est_jamais_negatif_ni_au_dela_du_garanti(
    salaire: Decimal, jours: int, ijss: Decimal
) -> None:
    obtenu = maintien_de_salaire(salaire, ENTREE, ARRET, ARRET, ARRET + timedelta(days=jours), ijss)
    assert D(0) <= obtenu.complement <= obtenu.montant_garanti


def test_une_periode_qui_precede_l_arret_est_refusee() -> None:
    with pytest.raises(ValeurInvalide, match="précède l'arrêt"):
        maintien_de_salaire(D(2000), ENTREE, ARRET, date(2026, 3, 1), date(2026, 3, 31))
    with pytest.raises(ValeurInvalide, match="précède l'entrée"):
        jours_de_maintien(ARRET, ENTREE)


@given(
    salaires,
    st.integers(0, 150),
    st.decimals("0", "60", places=2),
    st.sampled_from(("calendaire", "trentieme", "heures_reelles")),
    st.sampled_from(("droit_commun", "alsace_moselle", "commis_alsace_moselle")),
)
def test_le_maintien_paye_mois_par_mois_est_celui_de_l_arret_entier(
    salaire: Decimal, jours: int, ijss: Decimal, base: BaseDuJour, regime: RegimeDeMaintien
) -> None:
    fin = ARRET + timedelta(days=jours)

    def maintien(debut: date, dernier: date) -> Decimal:
        return maintien_de_salaire(
            salaire, ENTREE, ARRET, debut, dernier, ijss, base=base, regime=regime
        ).complement

    parts, debut = D(0), ARRET
    while debut <= fin:
        dernier = min(fin, Mois.de(debut).fin)
        du_mois = maintien(debut, dernier)
        assert D(0) <= du_mois <= salaire * (31 if base == "trentieme" else 30) / 30
        parts, debut = parts + du_mois, dernier + timedelta(days=1)
    assert parts == maintien(ARRET, fin)


def test_le_droit_local_donne_six_semaines_entieres_puis_laisse_le_droit_commun() -> None:
    # 42 jours du 2 mars au 12 avril ; le droit commun va du 9 mars au 7 mai : 25 jours restent, aux deux tiers.
    local = maintien_de_salaire(D(3100), ENTREE, ARRET, ARRET, date(2026, 6, 30), regime="alsace_moselle")
    comptes = (local.jours_au_taux_entier, local.jours_au_premier_taux, local.jours_au_second_taux)
    assert (42, 0, 25) == comptes
    assert "durée relativement sans importance" in local.reserve
    recent = maintien_de_salaire(D(3100), ARRET, ARRET, ARRET, date(2026, 6, 30), regime="commis_alsace_moselle")
    assert (42, 0, "") == (recent.jours_au_taux_entier, recent.jours_au_second_taux, recent.reserve)


@pytest.mark.parametrize(("jour", "attendu"), [(28, "49.31"), (29, "64.92")])
def test_l_indemnite_d_accident_ne_passe_pas_le_gain_net(jour: int, attendu: str) -> None:
    obtenue = indemnite_journaliere("accident_du_travail", [D(2500)], date(2026, 3, 2), jour > 28)
    assert D(attendu) == obtenue
