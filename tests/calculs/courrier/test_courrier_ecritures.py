"""Numéros groupés, civilités, accords, élisions."""

from decimal import Decimal

import pytest

from tableur.calculs.courrier.ecritures import (
    civilite_ecrite,
    code_postal_ecrit,
    complement_elide,
    forme_accordee,
    iban_ecrit,
    montant_ecrit,
    nir_ecrit,
    siren_ecrit,
    siret_ecrit,
    telephone_ecrit,
)
from tableur.socle.erreurs import ValeurInvalide


@pytest.mark.parametrize(
    "tape",
    [
        "0612345678", "06 12 34 56 78", "06.12.34.56.78", "+33 6 12 34 56 78", "+33 (0)6.12.34.56.78",
        "0033612345678",
        "612345678", "612345678.0", "612345678,0", "06-12-34-56-78",
    ],
)  # fmt: skip
def test_un_telephone_francais_se_groupe_par_deux(tape: str) -> None:
    assert "06\u00a012\u00a034\u00a056\u00a078" == telephone_ecrit(tape)


def test_un_telephone_etranger_reste_et_un_faux_est_refuse() -> None:
    assert "+32 2 123 45 67" == telephone_ecrit("+32 2 123 45 67")
    for faux in ("061234567", "06123456789", "abc", "+33 12"):
        with pytest.raises(ValeurInvalide, match="dix chiffres"):
            telephone_ecrit(faux)


def test_un_code_postal_retrouve_son_zero() -> None:
    assert ["01000", "01000", "75001", "B-1000", "SW1A 1AA"] == [
        code_postal_ecrit(c) for c in ("1000", "01000", "75 001", "B-1000", "SW1A 1AA")
    ]
    with pytest.raises(ValeurInvalide, match="cinq chiffres"):
        code_postal_ecrit("123456")


@pytest.mark.parametrize("civilite", ["Mme", "mme.", "MADAME", "F", "Femme", "Mlle", "féminin"])
def test_une_civilite_feminine(civilite: str) -> None:
    assert ("Madame", "Mme", "née") == (
        civilite_ecrite(civilite), civilite_ecrite(civilite, "abregee"), forme_accordee(civilite, "né", "née"),
    )  # fmt: skip


@pytest.mark.parametrize("civilite", ["M.", "m", "Mr", "Monsieur", "H", "homme"])
def test_une_civilite_masculine(civilite: str) -> None:
    assert ("Monsieur", "M.", "né") == (
        civilite_ecrite(civilite), civilite_ecrite(civilite, "abregee"), forme_accordee(civilite, "né", "née"),
    )  # fmt: skip


def test_une_civilite_inconnue_ne_se_devine_pas() -> None:
    with pytest.raises(ValeurInvalide, match="Madame ou Monsieur"):
        forme_accordee("Dr", "né", "née")


@pytest.mark.parametrize(
    ("nom", "mot", "attendu"),
    [
        ("Élodie", "de", "d’Élodie"), ("Paul", "de", "de Paul"), ("Hélène", "de", "d’Hélène"),
        ("œuvre", "la", "l’œuvre"),
        ("Yves", "de", "d’Yves"), ("Yann", "de", "de Yann"), ("huit", "de", "de huit"), ("il", "que", "qu’il"),
        ("onze", "le", "le onze"), ("hôtel", "le", "l’hôtel"), ("Hollande", "la", "la Hollande"),
    ],
)  # fmt: skip
def test_l_elision_suit_l_oreille(nom: str, mot: str, attendu: str) -> None:
    obtenu = complement_elide(nom, mot)
    assert attendu == obtenu


def test_les_numeros_se_groupent() -> None:
    espace = "\u00a0"
    assert "732 829 320 00074" == siret_ecrit("73282932000074").replace(espace, " ")
    assert "732 829 320" == siren_ecrit("732829320").replace(espace, " ")
    assert "2 95 10 99 126 111 93" == nir_ecrit("295109912611193").replace(espace, " ")
    assert "FR76 3000 6000 0112 3456 7890 189" == iban_ecrit("FR7630006000011234567890189").replace(espace, " ")
    assert "−80,01\u00a0€" == montant_ecrit(Decimal("-80.005"))
