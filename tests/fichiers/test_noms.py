"""Noms de fichiers sûrs."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.fichiers.noms import nom_sur


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Facture n° 2026-001.pdf", "Facture n° 2026-001.pdf"),
        ("Reçu 12/2026 : « Dupont & fils » ?.pdf", "Reçu 12_2026 _ « Dupont & fils » _.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("CON", "_CON"),
        ("lpt1.txt", "_lpt1.txt"),
        ("aux .pdf", "_aux.pdf"),
        ("Console.pdf", "Console.pdf"),
        ("nom. . .", "nom"),
        (".cache", "cache"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("a\tb\u00a0\u202fc\nd.txt", "a b c d.txt"),
        ("stocks [v2].xlsx", "stocks _v2_.xlsx"),
        ("", "sans nom"),
        ("\u0000\u200b", "sans nom"),
    ],
)
def test_le_nom_sur_reste_proche_du_texte(texte: str, attendu: str) -> None:
    assert attendu == nom_sur(texte)


def test_un_nom_trop_long_garde_son_extension() -> None:
    nom = nom_sur("é" * 300 + ".xlsx")
    assert nom.endswith("é.xlsx")
    assert 200 >= len(nom.encode())
    assert 200 >= len(nom_sur("𝄞" * 300).encode())


TEXTES = st.text() | st.text(alphabet='CONAUXnul1². /\\:*"<>|?\u0301éà\u00a0\u202e[]~$\t', max_size=300)


@given(TEXTES)
def test_un_nom_sur_convient_a_tous_les_systemes(texte: str) -> None:
    nom = nom_sur(texte)
    assert nom == nom_sur(nom)
    assert nom == unicodedata.normalize("NFC", nom)
    assert 0 < len(nom.encode()) <= 200
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', nom)
    assert not nom.startswith((".", " "))
    assert not nom.endswith((".", " "))
    assert not re.fullmatch(r"(?i)(CON|PRN|AUX|NUL|COM\d|LPT\d) *(\..*)?", nom)
