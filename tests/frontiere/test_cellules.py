"""La frontière lit ce que les gens tapent, et ce qu'elle écrit se relit à l'identique."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule, ecrire, ecrire_json, lire
from tableur.socle.dates import Exercice, Mois
from tableur.socle.erreurs import ValeurInvalide, ValeurManquante
from tableur.socle.grandeurs import CodePostal, Effectif, Entier, Euros, Iban, Nir, Quantite, Siren, Siret, Taux

decimaux_de_cellule = st.integers(-(10**15) + 1, 10**15 - 1).flatmap(
    lambda n: st.integers(0, 6).map(lambda e: Decimal(n).scaleb(-e))
)


@pytest.mark.parametrize(
    ("tape", "attendu"),
    [
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("-12,5", "-12.5"),
        ("\u221212", "-12"),
        ("+3", "3"),
        ("12,50 €", "12.50"),
        (",5", "0.5"),
        ("12.5", "12.5"),
        ("0.125", "0.125"),
        ("  7 ", "7"),
    ],
)
def test_un_nombre_tape_en_france_est_lu(tape: str, attendu: str) -> None:
    assert lire(tape, Decimal) == Decimal(attendu)


@pytest.mark.parametrize(
    "tape", ["abc", "12-", "(12,00)", "1 23", "1.234,56", "12,5,0", "-", "€", "1e3", "VRAI", "nan", "--1"]
)
def test_une_autre_ecriture_est_refusee(tape: str) -> None:
    with pytest.raises(ValeurInvalide, match=r"il faut un nombre, « .* reçu"):
        lire(tape, Quantite)


def test_un_point_qui_pourrait_separer_des_milliers_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match="écrire 1,234 ou 1234 : le point est ambigu"):
        lire("1.234", Euros)


def test_un_nombre_de_cellule_est_lu_a_quinze_chiffres() -> None:
    assert lire(0.1 + 0.2, Decimal) == Decimal("0.3")
    assert lire(1.005, Euros) == Decimal("1.005")


@pytest.mark.parametrize("brut", [True, float("nan"), float("inf"), date(2026, 1, 1), [[1]]])
def test_ce_qui_n_est_pas_un_nombre_est_refuse(brut: object) -> None:
    with pytest.raises(ValeurInvalide, match="il faut un nombre"):
        lire(brut, Decimal)


@pytest.mark.parametrize("vide", [None, "", "  ", "\u00a0"])
def test_vide_n_est_pas_zero(vide: object) -> None:
    with pytest.raises(ValeurManquante):
        lire(vide, Euros)
    assert lire(vide, Euros | None) is None


@pytest.mark.parametrize("type_", [Decimal, str, date, bool, Mois, Literal["a"]])
def test_une_cellule_en_erreur_est_refusee(type_: Any) -> None:
    with pytest.raises(ValeurInvalide, match=r"la cellule est en erreur \(#N/A\)"):
        lire(ErreurDeCellule("#N/A"), type_)
    with pytest.raises(ValeurInvalide, match="la formule n'a pas de valeur enregistrée"):
        lire(FORMULE_SANS_VALEUR, type_)


def test_un_taux_se_tape_en_pourcent() -> None:
    assert lire("5,5 %", Taux) == Decimal("0.055")
    with pytest.raises(ValeurInvalide):
        lire("5,5 %", Euros)


@pytest.mark.parametrize(
    "brut",
    ["31/12/2026", "2026-12-31", 46387.0, 46387.75, datetime(2026, 12, 31, 8, 0), date(2026, 12, 31)],  # noqa: DTZ001
)
def test_une_date_est_lue(brut: object) -> None:
    assert lire(brut, date) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("brut", "phrase"),
    [
        ("31/12/26", "l'année en quatre chiffres"),
        ("31/02/2026", "ce jour n'existe pas"),
        ("demain", "comme 31/12/2026"),
        (0, "comme 31/12/2026"),
        (3_000_000.0, "comme 31/12/2026"),
    ],
)
def test_une_date_impossible_est_refusee(brut: object, phrase: str) -> None:
    with pytest.raises(ValeurInvalide, match=phrase):
        lire(brut, date)


@pytest.mark.parametrize(
    ("brut", "attendu"), [("oui", True), ("FAUX", False), (1.0, True), (0, False), (True, True), ("x", True)]
)
def test_un_booleen_est_lu(brut: object, attendu: bool) -> None:
    assert lire(brut, bool) is attendu


@pytest.mark.parametrize("brut", [2, "peut-être", date(2026, 1, 1)])
def test_un_autre_booleen_est_refuse(brut: object) -> None:
    with pytest.raises(ValeurInvalide, match="VRAI ou FAUX"):
        lire(brut, bool)


@pytest.mark.parametrize("brut", ["entree", "Entrée", "ENTRÉE ", "e", "E"])
def test_un_choix_se_tape_sans_accent_en_casse_libre_ou_par_son_debut(brut: str) -> None:
    assert lire(brut, Literal["entree", "sortie"]) == "entree"


def test_un_debut_ambigu_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match="il faut un choix parmi cump, cump_de_la_periode, « cu » reçu"):
        lire("cu", Literal["cump", "cump_de_la_periode"])


def test_un_entier_refuse_la_virgule() -> None:
    assert lire(3.0, Entier) == 3
    for brut in (3.5, "trois"):
        with pytest.raises(ValeurInvalide, match="il faut un nombre entier"):
            lire(brut, Entier)


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [(75001.0, "75001"), (12.5, "12,5"), (True, "VRAI"), ("  00123 ", "00123"), (date(2026, 1, 2), "02/01/2026")],
)
def test_un_texte_garde_ce_qui_est_ecrit(brut: object, attendu: str) -> None:
    assert lire(brut, str) == attendu


@pytest.mark.parametrize(
    ("brut", "type_", "attendu"),
    [
        ("732 829 320", Siren, "732829320"),
        (5520242.0, Siren, "005520242"),
        ("732 829 320 00074", Siret, "73282932000074"),
        ("2 95 10 99 126 111 93", Nir, "295109912611193"),
        ("FR76 3000 6000 0112 3456 7890 189", Iban, "FR7630006000011234567890189"),
        (1000, CodePostal, "01000"),
    ],
)
def test_un_identifiant_garde_ses_zeros(brut: object, type_: Any, attendu: str) -> None:
    assert lire(brut, type_) == attendu


@pytest.mark.parametrize(
    ("brut", "type_", "nom"),
    [
        ("732829321", Siren, "SIREN"),
        ("FR7630006000011234567890188", Iban, "IBAN"),
        ("750", CodePostal, "code postal"),
    ],
)
def test_un_identifiant_a_la_cle_fausse_est_refuse(brut: str, type_: Any, nom: str) -> None:
    with pytest.raises(ValeurInvalide, match=f"il faut un .*{nom}, "):
        lire(brut, type_)


@pytest.mark.parametrize(
    ("brut", "attendu"), [("2026-10", Mois(2026, 10)), (46296.0, Mois(2026, 10)), (Mois(2026, 1), Mois(2026, 1))]
)
def test_un_mois_est_lu(brut: object, attendu: Mois) -> None:
    assert lire(brut, Mois) == attendu


@pytest.mark.parametrize(
    "brut", ["2026", 2026.0, "01/01/2026 au 31/12/2026", "du 01/01/2026 au 31/12/2026", Exercice.civil(2026)]
)
def test_un_exercice_est_lu(brut: object) -> None:
    assert lire(brut, Exercice) == Exercice.civil(2026)


@pytest.mark.parametrize("brut", ["bientôt", 12, "2026,5"])
def test_un_exercice_illisible_est_refuse(brut: object) -> None:
    with pytest.raises(ValeurInvalide, match="il faut un exercice"):
        lire(brut, Exercice)


@given(decimaux_de_cellule)
def test_un_decimal_ecrit_se_relit(nombre: Decimal) -> None:
    assert lire(ecrire(nombre), Decimal) == nombre


@given(st.dates(min_value=date(1900, 3, 1)))
def test_une_date_ecrite_se_relit(jour: date) -> None:
    assert lire(ecrire(jour), date) == jour
    assert lire(ecrire_json(jour), date) == jour


@given(
    st.dates(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1),
)
def test_les_autres_types_ecrits_se_relisent(jour: date, booleen: bool, entier: int, texte: str) -> None:
    mois, exercice = Mois.de(jour), Exercice(jour, date(9999, 12, 31))
    assert lire(ecrire(mois), Mois) == mois
    assert lire(ecrire(exercice), Exercice) == exercice
    assert lire(ecrire(booleen), bool) is booleen
    assert lire(ecrire(entier), Entier) == entier
    assert lire(ecrire(texte), str) == texte


def test_un_type_inconnu_est_une_faute_de_programmation() -> None:
    with pytest.raises(TypeError, match="aucune lecture"):
        lire(1, complex)
    with pytest.raises(TypeError, match="aucune écriture"):
        ecrire(1j)
    with pytest.raises(TypeError, match="aucune écriture JSON"):
        ecrire_json(1j)


def test_le_json_n_a_ni_exposant_ni_flottant() -> None:
    assert ecrire_json([Decimal("1E+3"), Decimal("0.10"), True, None, Mois(2026, 10)]) == [
        "1000",
        "0.10",
        True,
        None,
        "2026-10",
    ]


def test_un_effectif_moyen_se_lit_avec_ses_decimales_et_ne_depasse_pas_son_entier() -> None:
    assert [10, 11, 49, 15] == [lire(brut, Effectif) for brut in (10.85, "11,00", "49,99", 15)]
    assert -1 == lire("-0,5", Effectif)  # négatif, donc refusé par ce qui le reçoit
