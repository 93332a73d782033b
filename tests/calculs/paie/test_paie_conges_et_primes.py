"""Congés payés et primes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.calendrier import est_jour_ferie
from tableur.calculs.paie.conges import (
    conges_acquis,
    indemnite_de_conges,
    jours_de_fractionnement,
    jours_decomptes,
    mois_de_travail_equivalents,
)
from tableur.calculs.paie.primes import prime_de_partage_de_la_valeur, prime_proratisee
from tableur.socle.erreurs import DivisionImpossible, ValeurInvalide

D = Decimal
MAI = date(2026, 5, 31)
ANNEE = (date(2026, 1, 1), date(2026, 12, 31))
euros = st.decimals("0", "60000", places=2)


@given(st.integers(0, 12), st.integers(0, 12))
def test_les_conges_acquis_vont_de_zero_a_trente(travail: int, maladie: int) -> None:
    if travail + maladie <= 12:
        jours = conges_acquis(D(travail), MAI, D(maladie))
        assert D(0) <= jours <= 30
        assert jours == jours.to_integral_value()
        assert conges_acquis(D(travail), MAI) <= jours <= conges_acquis(D(travail + maladie), MAI)


def test_le_compteur_en_cours_garde_ses_decimales_et_le_droit_passe_au_jour_superieur() -> None:
    assert D("7.5") == conges_acquis(D(3), MAI, arrondir_au_jour=False)
    assert D(8) == conges_acquis(D(3), MAI)
    assert D("2.0833") == round_4(conges_acquis(D(1), MAI, decompte="ouvres", arrondir_au_jour=False))
    assert D(0) == conges_acquis(D(0), MAI)


def round_4(valeur: Decimal) -> Decimal:
    return valeur.quantize(D("0.0001"))


def test_une_periode_de_plus_de_douze_mois_est_refusee() -> None:
    with pytest.raises(ValeurInvalide, match="douze mois au plus : 13"):
        conges_acquis(D(10), MAI, D(3))
    with pytest.raises(ValeurInvalide, match="négatif"):
        conges_acquis(D(-1), MAI)
    with pytest.raises(DivisionImpossible):
        mois_de_travail_equivalents(D(20), D(0), MAI)


@given(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(1, 60))
def test_les_jours_decomptes_sont_ceux_qu_on_compte_un_a_un(premier: date, duree: int) -> None:
    jours = [premier + timedelta(days=rang) for rang in range(duree)]
    reprise = premier + timedelta(days=duree)
    for decompte, par_semaine in (("ouvrables", 6), ("ouvres", 5)):
        attendu = sum(jour.weekday() < par_semaine and not est_jour_ferie(jour) for jour in jours)
        assert attendu == jours_decomptes(premier, reprise, decompte)  # type: ignore[arg-type]


def test_la_reprise_suit_le_premier_jour() -> None:
    with pytest.raises(ValeurInvalide, match="doit suivre"):
        jours_decomptes(MAI, MAI)


@given(euros, st.integers(1, 30), euros)
def test_l_indemnite_est_le_plus_fort_des_deux_calculs(reference: Decimal, pris: int, maintien: Decimal) -> None:
    obtenu = indemnite_de_conges(reference, D(30), D(pris), maintien, MAI)
    assert obtenu.indemnite == max(obtenu.dixieme, obtenu.maintien)
    assert maintien <= obtenu.indemnite


@given(euros, st.integers(0, 30))
def test_les_dixiemes_de_deux_prises_font_le_dixieme_entier_a_un_centime_pres(
    reference: Decimal, pris: int
) -> None:
    premier = indemnite_de_conges(reference, D(30), D(pris), D(0), MAI).dixieme
    second = indemnite_de_conges(reference, D(30), D(30 - pris), D(0), MAI).dixieme
    assert abs(premier + second - indemnite_de_conges(reference, D(30), D(30), D(0), MAI).dixieme) <= D("0.01")


def test_le_demi_centime_du_dixieme_monte() -> None:
    assert D("0.01") == indemnite_de_conges(D("0.05"), D(1), D(1), D(0), MAI).dixieme


@pytest.mark.parametrize(("jours", "attendu"), [("0", 0), ("2.5", 0), ("3", 1), ("5", 1), ("6", 2), ("24", 2)])
def test_le_fractionnement_donne_un_ou_deux_jours(jours: str, attendu: int) -> None:
    assert D(attendu) == jours_de_fractionnement(D(jours), MAI)


@given(euros, st.dates(*ANNEE), st.integers(0, 400))
def test_une_prime_proratisee_ne_depasse_pas_la_prime(montant: Decimal, entree: date, absence: int) -> None:
    assert D(0) <= prime_proratisee(montant, *ANNEE, entree=entree, jours_d_absence=D(absence)) <= montant
    assert montant == prime_proratisee(montant, *ANNEE)


@given(st.dates(date(2026, 1, 2), date(2026, 12, 31)))
def test_celui_qui_part_et_celui_qui_le_remplace_se_partagent_la_prime(entree: date) -> None:
    parti = prime_proratisee(D(2400), *ANNEE, sortie=entree - timedelta(days=1))
    arrive = prime_proratisee(D(2400), *ANNEE, entree=entree)
    assert abs(parti + arrive - 2400) <= D("0.01")


def test_les_cas_limites_d_une_prime_proratisee() -> None:
    assert D(0) == prime_proratisee(D(2400), *ANNEE, entree=date(2027, 1, 1))
    assert D("1200.00") == prime_proratisee(D(2400), *ANNEE, sortie=date(2026, 6, 30), methode="mois_complets")
    assert D("6.56") == prime_proratisee(D(2400), date(2024, 1, 1), date(2024, 12, 31), entree=date(2024, 12, 31))
    with pytest.raises(ValeurInvalide, match="choisir la méthode"):
        prime_proratisee(D(2400), *ANNEE, jours_d_absence=D(3), methode="mois_complets")
    with pytest.raises(ValeurInvalide, match="précède"):
        prime_proratisee(D(2400), *ANNEE, entree=date(2026, 6, 1), sortie=date(2026, 5, 1))


NOVEMBRE = date(2026, 11, 30)


@given(euros, st.integers(1, 500), euros, st.booleans(), euros)
def test_la_prime_se_partage_en_exoneree_et_soumise(
    montant: Decimal, effectif: int, salaire: Decimal, accord: bool, deja: Decimal
) -> None:
    obtenu = prime_de_partage_de_la_valeur(montant, NOVEMBRE, effectif, salaire, accord, deja)
    assert montant == obtenu.part_exoneree + obtenu.part_soumise == obtenu.reduction_generale
    assert obtenu.part_exoneree <= (6000 if accord else 3000)
    assert obtenu.assiette_csg_crds in (0, obtenu.part_exoneree)


def test_le_regime_de_faveur_tient_a_trois_smic_a_cinquante_salaries_et_a_2026() -> None:
    trois_smic = D("12.31") * 1820 * 3  # 67 212,60 €
    cas = [
        (NOVEMBRE, 49, trois_smic - D("0.01"), D(0)),
        (NOVEMBRE, 49, trois_smic, D(1000)),
        (NOVEMBRE, 50, D(20000), D(1000)),
    ]
    for le, effectif, salaire, assiette in cas:
        assert assiette == prime_de_partage_de_la_valeur(D(1000), le, effectif, salaire).assiette_csg_crds
    assert D(1000) == prime_de_partage_de_la_valeur(D(1000), date(2027, 1, 31), 20, D(20000)).assiette_csg_crds


def test_le_forfait_social_commence_a_deux_cent_cinquante_salaries() -> None:
    forfaits = [
        prime_de_partage_de_la_valeur(D(1000), NOVEMBRE, effectif, D(20000)).forfait_social
        for effectif in (249, 250)
    ]
    assert [D(0), D(200)] == forfaits
    placee = prime_de_partage_de_la_valeur(D(1000), NOVEMBRE, 250, D(20000), placee=True)
    assert D(0) == placee.imposable
    with pytest.raises(ValeurInvalide, match="au moins 1"):
        prime_de_partage_de_la_valeur(D(1000), NOVEMBRE, 0, D(20000))
