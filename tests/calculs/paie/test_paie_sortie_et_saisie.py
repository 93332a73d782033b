"""Départ du salarié, contrat à durée déterminée, saisie des rémunérations."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.paie.fin_de_contrat import indemnite_de_conges_cdd, prime_de_precarite, solde_de_tout_compte
from tableur.calculs.paie.saisie import quotite_saisissable
from tableur.calculs.paie.sortie import (
    duree_du_preavis,
    indemnite_de_licenciement,
    indemnite_de_rupture_conventionnelle,
    mois_d_anciennete,
    salaire_de_reference,
)
from tableur.socle.erreurs import ResultatIntrouvable, ValeurInvalide

D = Decimal
LE = date(2026, 3, 31)
ENTREE = date(2014, 4, 1)
euros = st.decimals("0", "9000", places=2)


@given(st.dates(date(1980, 1, 1), date(2026, 1, 1)), st.integers(0, 15_000))
def test_l_anciennete_croit_d_un_mois_au_plus_par_mois(entree: date, jours: int) -> None:
    fin = entree + timedelta(days=jours)
    mois = mois_d_anciennete(entree, fin)
    assert mois <= mois_d_anciennete(entree, fin + timedelta(days=31)) <= mois + 2


@pytest.mark.parametrize(
    ("entree", "fin", "mois"),
    [
        (date(2026, 1, 1), date(2026, 1, 30), 0),
        (date(2026, 1, 1), date(2026, 1, 31), 1),
        (date(2024, 2, 29), date(2025, 2, 27), 12),
        (date(2024, 2, 29), date(2024, 3, 28), 1),
        (date(2026, 1, 15), date(2026, 1, 15), 0),
    ],
)
def test_seuls_les_mois_entiers_comptent(entree: date, fin: date, mois: int) -> None:
    assert mois == mois_d_anciennete(entree, fin)


def test_la_suspension_se_retire_dans_la_limite_du_contrat() -> None:
    assert 138 == mois_d_anciennete(ENTREE, LE, mois_suspendus=6)
    with pytest.raises(ValeurInvalide, match="vont de 0 à 144"):
        mois_d_anciennete(ENTREE, LE, mois_suspendus=145)
    with pytest.raises(ValeurInvalide, match="précède l'entrée"):
        mois_d_anciennete(LE, ENTREE)


def test_le_salaire_de_reference_prend_la_meilleure_moyenne() -> None:
    assert D("2000.00") == salaire_de_reference(D(24000), D(5400))
    assert D("2100.00") == salaire_de_reference(D(24000), D(6300))
    assert D("2000.00") == salaire_de_reference(D(18000), D(5000), mois_de_service=9)
    with pytest.raises(ValeurInvalide, match="de 1 à 12 : 13"):
        salaire_de_reference(D(1), D(1), mois_de_service=13)


def test_douze_ans_font_deux_mois_et_demi_et_deux_tiers() -> None:
    # 2 000 × (10 × ¼ + 2 × ⅓) = 6 333,33
    assert D("6333.33") == indemnite_de_licenciement(D(2000), ENTREE, date(2026, 1, 28), LE)
    assert D("12666.67") == indemnite_de_licenciement(
        D(2000), ENTREE, date(2026, 1, 28), LE, inaptitude_professionnelle=True
    )
    assert D(0) == indemnite_de_licenciement(D(2000), ENTREE, date(2026, 1, 28), LE, faute_grave=True)


def test_le_demi_centime_d_une_annee_incomplete_monte() -> None:
    # 1,20 € × 7 mois ÷ 12 × ¼ = 0,175 exactement
    assert D("0.18") == indemnite_de_rupture_conventionnelle(D("1.20"), date(2025, 9, 1), LE).minimum


def test_il_faut_huit_mois_a_la_notification() -> None:
    notification = date(2026, 1, 28)
    juste, court = date(2025, 5, 28), date(2025, 5, 29)
    assert D(0) < indemnite_de_licenciement(D(2000), juste, notification, LE)
    assert D(0) == indemnite_de_licenciement(D(2000), court, notification, LE)
    assert D(0) == indemnite_de_licenciement(D(2000), juste, notification, LE, mois_suspendus=1)


@given(euros, st.integers(0, 14_000), st.integers(0, 2_000))
def test_l_indemnite_croit_avec_l_anciennete(salaire: Decimal, jours: int, de_plus: int) -> None:
    recente = LE - timedelta(days=jours + 300)
    ancienne = recente - timedelta(days=de_plus)
    notification = LE - timedelta(days=30)
    assert indemnite_de_licenciement(salaire, recente, notification, LE) <= indemnite_de_licenciement(
        salaire, ancienne, notification, LE
    )


@given(euros, st.decimals("0", "600000", places=2), euros)
def test_la_rupture_conventionnelle_se_partage(salaire: Decimal, de_plus: Decimal, autres: Decimal) -> None:
    minimum = indemnite_de_rupture_conventionnelle(salaire, ENTREE, LE).minimum
    obtenu = indemnite_de_rupture_conventionnelle(
        salaire, ENTREE, LE, minimum + de_plus, autres_indemnites_exonerees=autres
    )
    assert obtenu.montant == obtenu.exoneree_de_cotisations + obtenu.soumise_a_cotisations
    assert obtenu.exoneree_de_cotisations <= 96120
    assert abs(obtenu.exoneree_de_cotisations * D("0.4") - obtenu.contribution_patronale) <= D("0.005")


def test_au_dela_de_deux_plafonds_puis_de_dix() -> None:
    parts = [
        indemnite_de_rupture_conventionnelle(D(2000), ENTREE, LE, D(montant)).exoneree_de_cotisations
        for montant in (96120, 100000, 480600, 480601)
    ]
    assert [D(96120), D(96120), D(96120), D(0)] == parts
    with pytest.raises(ValeurInvalide, match="indemnité légale"):
        indemnite_de_rupture_conventionnelle(D(2000), ENTREE, LE, D(6000))


@pytest.mark.parametrize(
    ("entree", "handicap", "mois"),
    [
        (date(2025, 9, 30), False, 1),
        (date(2024, 4, 1), False, 1),
        (date(2024, 3, 31), False, 2),
        (date(2025, 9, 30), True, 2),
        (date(2024, 3, 31), True, 3),
    ],
)
def test_le_preavis_suit_l_anciennete(entree: date, handicap: bool, mois: int) -> None:
    assert mois == duree_du_preavis(entree, LE, handicap)


def test_sous_six_mois_la_loi_ne_fixe_pas_de_preavis() -> None:
    with pytest.raises(ResultatIntrouvable, match="voir la convention"):
        duree_du_preavis(date(2025, 10, 1), LE)


def test_la_precarite_n_est_due_qu_au_terme() -> None:
    assert D("600.00") == prime_de_precarite(D(10000), LE, taux=D("0.06"))
    assert D(0) == prime_de_precarite(D(10000), LE, "cdi_accepte")
    with pytest.raises(ValeurInvalide, match="au moins 0,06"):
        prime_de_precarite(D(10000), LE, taux=D("0.05"))


@given(euros)
def test_un_cdd_sans_conge_coute_un_cinquieme_et_un_centieme_de_plus(brut: Decimal) -> None:
    precarite = prime_de_precarite(brut, LE)
    total = precarite + indemnite_de_conges_cdd(brut, precarite, LE)
    assert abs(total - brut * D("0.21")) <= D("0.02")


@given(euros, st.integers(0, 154), euros, euros)
def test_le_solde_est_la_somme_de_ses_lignes(
    salaire: Decimal, heures: int, conges: Decimal, avance: Decimal
) -> None:
    *lignes, total = solde_de_tout_compte(salaire, D(154), D(heures), conges=conges, retenues=avance)
    assert total.montant == sum((ligne.montant for ligne in lignes), D(0))
    assert "Total brut" == total.libelle


def test_un_solde_refuse_un_montant_negatif_en_le_nommant() -> None:
    with pytest.raises(ValeurInvalide, match="Prime de précarité"):
        solde_de_tout_compte(D(2000), D(154), precarite=D(-1))


@given(euros, euros, st.integers(0, 6))
def test_la_quotite_croit_avec_le_net_et_baisse_avec_les_charges(
    net: Decimal, de_plus: Decimal, charges: int
) -> None:
    quotite = quotite_saisissable(net, LE, charges)
    assert D(0) <= quotite <= quotite_saisissable(net + de_plus, LE, charges)
    assert quotite_saisissable(net, LE, charges + 1) <= quotite
    assert net - quotite >= min(net, D("646.52"))
    assert quotite <= quotite_saisissable(net, LE, charges, pension_alimentaire=True)


def test_le_rsa_reste_au_salarie() -> None:
    assert D(0) == quotite_saisissable(D("646.52"), LE)
    assert D("353.48") == quotite_saisissable(D(1000), LE, pension_alimentaire=True)
    assert D("348.31") == quotite_saisissable(D(1000), date(2026, 4, 1), pension_alimentaire=True)
    with pytest.raises(ValeurInvalide, match="personnes à charge"):
        quotite_saisissable(D(1000), LE, -1)
