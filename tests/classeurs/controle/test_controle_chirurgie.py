"""Retouche du XML d'une feuille : la cellule voulue change, le reste garde ses octets."""

import pytest

from tableur.classeurs.controle.chirurgie import Retouche, element_de, inserer, retoucher, styles_de

DEBUT = b'<worksheet xmlns="m"><sheetData>'
FIN = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><pageMargins left="1"/></worksheet>'
CELLULES = b'<c r="A2" s="4" t="s"><v>0</v></c><c r="C2"><f>A2&gt;1</f><v>2</v></c>'
LIGNES = b'<row r="2" spans="1:3">' + CELLULES + b'</row><row r="5"/>'
FEUILLE = DEBUT + LIGNES + FIN
ROUGE = Retouche(style=9)
FORMULE = Retouche(contenu="<f>A1+1</f>")


@pytest.mark.parametrize(
    ("case", "retouche", "avant", "apres"),
    [
        ((2, 1), ROUGE, b'<c r="A2" s="4" t="s">', b'<c r="A2" t="s" s="9">'),
        ((2, 3), ROUGE, b'<c r="C2">', b'<c r="C2" s="9">'),
        ((2, 3), FORMULE, b"<f>A2&gt;1</f><v>2</v>", b"<f>A1+1</f>"),
        ((2, 2), ROUGE, b'<c r="C2">', b'<c r="B2" s="9"/><c r="C2">'),
        ((2, 4), FORMULE, b'</row><row r="5"/>', b'<c r="D2"><f>A1+1</f></c></row><row r="5"/>'),
        ((3, 1), ROUGE, b'<row r="5"/>', b'<row r="3"><c r="A3" s="9"/></row><row r="5"/>'),
        ((5, 1), ROUGE, b'<row r="5"/>', b'<row r="5"><c r="A5" s="9"/></row>'),
        ((8, 2), ROUGE, b"</sheetData>", b'<row r="8"><c r="B8" s="9"/></row></sheetData>'),
    ],
)
def test_une_seule_cellule_change(case: tuple[int, int], retouche: Retouche, avant: bytes, apres: bytes) -> None:
    attendue = FEUILLE.replace(avant, apres)
    obtenue = retoucher(FEUILLE, {case: retouche})
    assert attendue.replace(b' spans="1:3"', b"") == obtenue.replace(b' spans="1:3"', b"")


def test_une_feuille_sans_cellule_en_recoit() -> None:
    attendue = b'<worksheet><sheetData><row r="1"><c r="A1" s="9"/></row></sheetData></worksheet>'
    assert attendue == retoucher(b"<worksheet><sheetData/></worksheet>", {(1, 1): ROUGE})


def test_sans_retouche_la_feuille_est_la_meme() -> None:
    assert FEUILLE == retoucher(FEUILLE, {})


def test_les_styles_presents_se_lisent() -> None:
    assert {(2, 1): 4, (2, 3): 0} == styles_de(FEUILLE, {(2, 1), (2, 3), (9, 9)})


def test_un_element_s_insere_a_la_place_que_le_format_lui_donne() -> None:
    assert b"</mergeCells><hyperlinks/><pageMargins" in inserer(FEUILLE, "hyperlinks", b"<hyperlinks/>")
    assert inserer(FEUILLE, "legacyDrawing", b"<legacyDrawing/>").endswith(b"<legacyDrawing/></worksheet>")
    assert b"</sheetData><sheetProtection/><merge" in inserer(FEUILLE, "sheetProtection", b"<sheetProtection/>")
    place = element_de(FEUILLE, "mergeCells")
    assert place is not None
    assert FEUILLE[slice(*place)].startswith(b"<mergeCells")
    assert element_de(FEUILLE, "hyperlinks") is None


def test_un_element_pareil_mais_plus_profond_ne_trompe_pas() -> None:
    profond = b"<worksheet><sheetData/><extLst><ext><drawing/></ext></extLst></worksheet>"
    assert profond.replace(b"<extLst>", b"<drawing/><extLst>") == inserer(profond, "drawing", b"<drawing/>")
