"""Mensualisation, heures théoriques, heures supplémentaires et complémentaires."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.paie.heures import (
    JourDeTravail,
    SemaineComptee,
    heures_supplementaires,
    salaire_des_heures_supplementaires,
)
from tableur.calculs.paie.temps import heures_mensuelles, heures_theoriques, salaire_mensualise, taux_horaire
from tableur.calculs.paie.temps_partiel import heures_complementaires
from tableur.socle.erreurs import BaremeAbsent, DivisionImpossible, ValeurInvalide

D = Decimal
LUNDI = date(2026, 3, 2)
TAUX = D("13.1868")
quarts = st.integers(0, 40).map(lambda n: D(n) / 4)


def semaine(*heures: str, lundi: date = LUNDI, nature: str = "travail") -> list[JourDeTravail]:
    return [
        JourDeTravail(date=lundi + timedelta(days=rang), heures=D(h), nature=nature)  # type: ignore[arg-type]
        for rang, h in enumerate(heures)
    ]


def comptee(jours: list[JourDeTravail]) -> SemaineComptee:
    [unique] = heures_supplementaires(jours, TAUX)
    return unique


@given(st.decimals("5", "60", places=4), st.integers(1, 48))
def test_le_taux_rend_le_salaire_au_plus_a_un_centime_pres_des_quatre_decimales(
    taux: Decimal, heures: int
) -> None:
    salaire = salaire_mensualise(taux, D(heures))
    ecart = abs(taux_horaire(salaire, D(heures)) - taux)
    assert ecart <= D("0.005") / heures_mensuelles(D(heures)) + D("0.00005")


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 800), st.lists(quarts, max_size=7))
def test_les_heures_theoriques_sont_la_somme_des_jours(debut: date, duree: int, horaire: list[Decimal]) -> None:
    complet = [*horaire, *[D(0)] * (7 - len(horaire))]
    jours = [debut + timedelta(days=rang) for rang in range(duree + 1)]
    assert sum(complet[jour.weekday()] for jour in jours) == heures_theoriques(debut, jours[-1], horaire)


def test_fevrier_bissextile_compte_son_29() -> None:
    horaire = [D(7)] * 5
    assert D(147) == heures_theoriques(date(2024, 2, 1), date(2024, 2, 29), horaire)
    assert D(7) == heures_theoriques(date(2024, 2, 29), date(2024, 2, 29), horaire)


@given(st.lists(quarts, min_size=1, max_size=7))
def test_les_heures_comptees_se_partagent_sans_perte(heures: list[Decimal]) -> None:
    total = sum(heures, D(0))
    lignes = heures_supplementaires(semaine(*map(str, heures)), TAUX)
    [unique] = lignes
    assert max(D(0), total - 35) == unique.premieres_heures + unique.heures_suivantes
    assert unique.premieres_heures <= 8
    assert unique.montant == salaire_des_heures_supplementaires(
        TAUX, unique.premieres_heures, unique.heures_suivantes, LUNDI
    )


def test_une_semaine_civile_va_du_lundi_au_dimanche() -> None:
    jours = semaine("8", "8", "8", "8", "3", "0", "4") + semaine("7", lundi=LUNDI + timedelta(days=7))
    premiere, seconde = heures_supplementaires(list(reversed(jours)), TAUX)
    assert (LUNDI, D(4)) == (premiere.lundi, premiere.premieres_heures)
    assert (LUNDI + timedelta(days=7), D(0)) == (seconde.lundi, seconde.premieres_heures)


@pytest.mark.parametrize("nature", ["maladie", "ferie_chome", "autre_absence"])
def test_ni_maladie_ni_ferie_ni_absence_ne_comptent_dans_le_seuil(nature: str) -> None:
    jours = semaine("9", "9", "9", "9") + semaine("7", lundi=LUNDI + timedelta(days=4), nature=nature)
    assert (D(36), D(1)) == (comptee(jours).heures_comptees, comptee(jours).premieres_heures)


def test_le_conge_paye_compte_pour_une_semaine_qui_finit_apres_l_arret() -> None:
    conge = date(2025, 9, 12)  # la semaine du 8 finit le 14, après l'arrêt du 10
    jours = semaine("9", "9", "9", "9", lundi=date(2025, 9, 8)) + semaine("7", lundi=conge, nature="conges_payes")
    assert D(8) == comptee(jours).premieres_heures
    assert D(0) == comptee(jours).heures_suivantes
    avant = semaine("9", "9", "9", lundi=date(2025, 9, 1)) + semaine(
        "7", "7", lundi=date(2025, 9, 4), nature="conges_payes"
    )
    assert D(27) == comptee(avant).heures_comptees


def test_le_contingent_ne_compte_que_le_travail_et_repart_en_janvier() -> None:
    jours = semaine("10", "10", "10", "10") + semaine("7", lundi=LUNDI + timedelta(days=4), nature="conges_payes")
    [unique] = heures_supplementaires(jours, TAUX, contingent_deja_pris=D(217))
    assert (D(12), D(222), D(2)) == (
        unique.premieres_heures + unique.heures_suivantes,
        unique.cumul_du_contingent,
        unique.hors_contingent,
    )
    annees = semaine(*["8"] * 5, lundi=date(2025, 12, 22)) + semaine(*["8"] * 5, lundi=date(2026, 1, 5))
    assert [D(105), D(5)] == [
        s.cumul_du_contingent for s in heures_supplementaires(annees, TAUX, contingent_deja_pris=D(100))
    ]


def test_un_depassement_ne_compte_hors_contingent_qu_une_fois() -> None:
    jours = semaine(*["8"] * 5) + semaine(*["8"] * 5, lundi=LUNDI + timedelta(days=7))
    hors = [s.hors_contingent for s in heures_supplementaires(jours, TAUX, D(0), contingent=D(3))]
    assert [D(2), D(5)] == hors


def test_un_accord_peut_changer_les_majorations_mais_pas_sous_dix_pour_cent() -> None:
    assert D("110.00") == salaire_des_heures_supplementaires(D(10), D(10), D(0), LUNDI, taux_premieres=D("0.10"))
    with pytest.raises(ValeurInvalide, match="au moins 0,1"):
        salaire_des_heures_supplementaires(D(10), D(10), D(0), LUNDI, taux_premieres=D("0.09"))


@pytest.mark.parametrize(
    ("heures", "attendu"),
    [
        ("24", ("0", "0", "0")),
        ("26.4", ("2.4", "0", "0")),
        ("28", ("2.4", "1.6", "1.6")),
        ("36", ("2.4", "9.6", "9.6")),
    ],
)
def test_les_heures_complementaires_sans_accord(heures: str, attendu: tuple[str, str, str]) -> None:
    obtenu = heures_complementaires(D(24), D(heures), D(10), LUNDI)
    assert tuple(map(D, attendu)) == (obtenu.dans_la_limite, obtenu.au_dela, obtenu.irregulieres)


def test_avec_accord_la_limite_est_le_tiers_et_la_duree_legale_reste_une_borne() -> None:
    assert D(0) == heures_complementaires(D(24), D(32), D(10), LUNDI, accord=True).irregulieres
    assert D(1) == heures_complementaires(D(24), D(33), D(10), LUNDI, accord=True).irregulieres
    assert D(1) == heures_complementaires(D(33), D(36), D(10), LUNDI, accord=True).irregulieres


@given(st.integers(4, 34), quarts)
def test_les_heures_complementaires_font_le_travail_au_dela_du_contrat(contrat: int, de_plus: Decimal) -> None:
    obtenu = heures_complementaires(D(contrat), D(contrat) + de_plus, D(10), LUNDI)
    assert de_plus == obtenu.dans_la_limite + obtenu.au_dela
    assert D(10) * de_plus <= obtenu.montant


def test_les_valeurs_impossibles_sont_refusees() -> None:
    with pytest.raises(ValeurInvalide, match="celles du mois"):
        salaire_mensualise(D(12), D("168.5"))
    with pytest.raises(DivisionImpossible):
        taux_horaire(D(2000), D(0))
    with pytest.raises(ValeurInvalide, match="24 heures au plus"):
        comptee(semaine("13") + semaine("12"))
    with pytest.raises(ValeurInvalide, match="négative"):
        comptee(semaine("-1"))
    with pytest.raises(ValeurInvalide, match="sept jours"):
        heures_theoriques(LUNDI, LUNDI, [D(1)] * 8)
    with pytest.raises(BaremeAbsent):
        comptee(semaine("7", lundi=date(2010, 1, 4)))
    assert [] == heures_supplementaires([], TAUX)
