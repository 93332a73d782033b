"""Avantages en nature, titres-restaurant et frais professionnels."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.paie.avantages import avantage_en_nature, avantage_vehicule, titres_restaurant
from tableur.calculs.paie.frais import indemnite_de_repas, indemnite_kilometrique, remboursement_transport
from tableur.socle.erreurs import BaremeAbsent, ValeurInvalide, ValeurManquante

D = Decimal
MARS, JUIN = date(2026, 3, 31), date(2026, 6, 30)
PLAFOND = D(4005)
euros = st.decimals("0", "500", places=2)


def test_le_repas_d_hotel_est_le_minimum_garanti_du_jour() -> None:
    montants = [avantage_en_nature("repas_hotel_cafe_restaurant", le, D(22)) for le in (MARS, JUIN)]
    assert [D("93.50"), D("95.70")] == montants


@pytest.mark.parametrize(
    ("part", "attendu"),
    [
        ("0.4999", "79.70"),
        ("0.5", "93.00"),
        ("0.6999", "106.20"),
        ("0.7", "119.40"),
        ("1.4999", "199.40"),
        ("3", "225.60"),
    ],
)
def test_le_logement_suit_les_tranches_de_plafond(part: str, attendu: str) -> None:
    assert D(attendu) == avantage_en_nature("logement", MARS, remuneration=PLAFOND * D(part))


@given(st.decimals("0", "12000", places=2), st.integers(1, 8))
def test_le_logement_croit_avec_le_salaire(salaire: Decimal, pieces: int) -> None:
    petit = avantage_en_nature("logement", MARS, D(pieces), remuneration=salaire)
    grand = avantage_en_nature("logement", MARS, D(pieces), remuneration=salaire + 500)
    assert D(0) < petit <= grand


def test_l_avantage_moins_la_retenue_ne_descend_pas_sous_zero() -> None:
    assert D(0) == avantage_en_nature("repas", MARS, D(1), retenue=D(10))
    assert D("10.00") == avantage_en_nature("outil_numerique", MARS, valeur=D(1200))
    with pytest.raises(ValeurManquante, match="rémunération"):
        avantage_en_nature("logement", MARS, D(2))
    with pytest.raises(ValeurManquante, match="valeur"):
        avantage_en_nature("outil_numerique", MARS)
    with pytest.raises(ValeurInvalide, match="entier de pièces"):
        avantage_en_nature("logement", MARS, D("2.5"), remuneration=D(2000))


def test_une_location_ne_vaut_pas_plus_que_l_achat() -> None:
    depuis = date(2025, 3, 1)
    assert D("500.00") == avantage_vehicule(depuis, "location", D(12000))
    assert D("375.00") == avantage_vehicule(depuis, "location", D(12000), prix_de_reference=D(30000))
    assert D("250.00") == avantage_vehicule(depuis, "achat", D(30000), plus_de_cinq_ans=True)


def test_l_abattement_electrique_a_un_plafond_annuel() -> None:
    depuis = date(2025, 3, 1)
    assert D("112.50") == avantage_vehicule(depuis, "achat", D(30000), electrique=True)  # 4 500 × 30 % ÷ 12
    assert D("868.17") == avantage_vehicule(depuis, "achat", D(100000), electrique=True)  # (15 000 − 4 582) ÷ 12
    with pytest.raises(BaremeAbsent):
        avantage_vehicule(date(2028, 1, 1), "achat", D(30000), electrique=True)


@given(euros, st.integers(0, 23), st.decimals("0.01", "1", places=2))
def test_les_parts_d_un_titre_font_sa_valeur(valeur: Decimal, nombre: int, part: Decimal) -> None:
    obtenu = titres_restaurant(valeur, D(nombre), part, MARS)
    assert valeur * nombre == obtenu.part_salariale + obtenu.part_patronale
    assert obtenu.part_patronale == obtenu.exoneree + obtenu.soumise
    assert obtenu.exoneree <= D("7.32") * nombre


@pytest.mark.parametrize(
    ("valeur", "part", "soumise"),
    [
        ("12.20", "0.60", "0"),
        ("14.64", "0.50", "0"),
        ("14.66", "0.50", "0.01"),
        ("10", "0.49", "4.90"),
        ("10", "0.70", "1.00"),
    ],
)
def test_la_part_soumise_d_un_titre(valeur: str, part: str, soumise: str) -> None:
    assert D(soumise) == titres_restaurant(D(valeur), D(1), D(part), MARS).soumise


def test_une_part_tapee_60_est_refusee_avec_ce_qu_il_faut_ecrire() -> None:
    with pytest.raises(ValeurInvalide, match="écrire 0,60 pour 60 %"):
        titres_restaurant(D(10), D(1), D(60), MARS)


@pytest.mark.parametrize(
    ("km", "puissance", "vehicule", "attendu"),
    [
        (0, 5, "voiture", "0"),
        (5000, 3, "voiture", "2645.00"),
        (5001, 3, "voiture", "2645.32"),
        (20000, 4, "voiture", "8130.00"),
        (20001, 4, "voiture", "8140.41"),
        (20000, 12, "voiture", "9395.00"),
        (3000, 2, "moto", "1185.00"),
        (6000, 5, "moto", "1650.00"),
        (6001, 6, "moto", "2058.34"),
        (3000, 1, "cyclomoteur", "945.00"),
        (5000, 1, "cyclomoteur", "1106.00"),
    ],
)
def test_le_bareme_kilometrique_a_ses_bornes(km: int, puissance: int, vehicule: str, attendu: str) -> None:
    assert D(attendu) == indemnite_kilometrique(D(km), puissance, MARS, vehicule)  # type: ignore[arg-type]


@given(st.integers(0, 40_000), st.integers(0, 5_000), st.integers(1, 12))
def test_rouler_plus_ne_rapporte_jamais_moins(km: int, de_plus: int, puissance: int) -> None:
    # au passage d'une borne, les coefficients arrondis font un saut d'au plus vingt euros
    avant = indemnite_kilometrique(D(km), puissance, MARS)
    assert avant - 20 <= indemnite_kilometrique(D(km + de_plus), puissance, MARS)


@given(st.integers(0, 40_000), st.integers(1, 12), euros)
def test_l_electrique_vaut_un_cinquieme_de_plus(km: int, puissance: int, verse: Decimal) -> None:
    thermique = indemnite_kilometrique(D(km), puissance, MARS)
    assert abs(thermique * D("1.2") - indemnite_kilometrique(D(km), puissance, MARS, electrique=True)) <= D("0.01")
    assert thermique - verse == indemnite_kilometrique(D(km), puissance, MARS, deja_verse=verse)


def test_une_puissance_nulle_ou_des_kilometres_negatifs_sont_refuses() -> None:
    with pytest.raises(ValeurInvalide, match="au moins 1 cheval"):
        indemnite_kilometrique(D(10), 0, MARS)
    with pytest.raises(ValeurInvalide, match="négatif"):
        indemnite_kilometrique(D(-10), 5, MARS)


@given(st.integers(0, 23), euros)
def test_le_repas_se_partage_au_forfait(nombre: int, par_repas: Decimal) -> None:
    obtenu = indemnite_de_repas("restaurant", D(nombre), MARS, par_repas)
    assert par_repas * nombre == obtenu.montant == obtenu.exonere + obtenu.soumis
    assert obtenu.exonere <= D("21.40") * nombre


def test_le_transport_d_un_tiers_de_temps_est_au_prorata_du_mi_temps() -> None:
    montants = [remboursement_transport(D(90), MARS, D(h)).montant for h in ("35", "17.5", "12", "0")]
    assert [D("45.00"), D("45.00"), D("30.86"), D("0.00")] == montants
    tout = remboursement_transport(D(90), MARS, taux=D(1))
    assert (D("90.00"), D("67.50"), D("22.50")) == (tout.montant, tout.exonere, tout.soumis)
    with pytest.raises(ValeurInvalide, match="au moins 0,5"):
        remboursement_transport(D(90), MARS, taux=D("0.40"))
