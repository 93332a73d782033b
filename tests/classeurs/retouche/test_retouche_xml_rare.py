"""Feuilles écrites autrement qu'Excel ne les écrit : préfixes, adresses absentes, UTF-16, formules partagées…"""

import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tableur.classeurs.retouche import Plage, Retouche
from tableur.socle.erreurs import Refus
from tests.classeurs.retouche.classeurs_d_essai import differentes, formule, ouvrir, partie, recoudre

FEUILLE = "xl/worksheets/sheet1.xml"
ESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TETE = f'<worksheet xmlns="{ESPACE}">'


def _classeur(dossier: Path, feuille: str | bytes) -> Path:
    base = dossier / "base.xlsx"
    livre = xlsxwriter.Workbook(str(base))
    livre.add_worksheet("F")
    livre.close()
    octets = feuille if isinstance(feuille, bytes) else feuille.encode()
    return recoudre(base, dossier / "rare.xlsx", {FEUILLE: octets})


def _poser(fichier: Path, **valeurs: object) -> Path:
    retouche = Retouche(fichier)
    for adresse, valeur in valeurs.items():
        retouche.poser(("F", adresse), valeur, ecraser_formule=True)
    sortie = fichier.with_name("sortie.xlsx")
    retouche.enregistrer(sortie)
    return sortie


def test_une_feuille_a_prefixe_le_garde(tmp_path: Path) -> None:
    xml = (
        f'<x:worksheet xmlns:x="{ESPACE}"><x:dimension ref="A1"/><x:sheetData><x:row r="1" spans="1:2">'
        '<x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    sortie = _poser(_classeur(tmp_path, xml), B1="é", A3=4)
    assert ["1", "é", "4"] == [str(ouvrir(sortie)["F"][a].value) for a in ("A1", "B1", "A3")]
    assert '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="inlineStr">' in partie(sortie, FEUILLE)


@pytest.mark.parametrize("donnees", ["<sheetData/>", "<sheetData></sheetData>", "<sheetData >\n </sheetData>"])
def test_une_feuille_vide_se_remplit(tmp_path: Path, donnees: str) -> None:
    sortie = _poser(_classeur(tmp_path, f"{TETE}{donnees}</worksheet>"), C5=1)
    assert 1 == ouvrir(sortie)["F"]["C5"].value


def test_des_rangees_et_des_cellules_sans_adresse_gardent_leur_place(tmp_path: Path) -> None:
    donnees = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c r='B2'><v>3</v></c><c><v>4</v></c></row>"
    sortie = _poser(_classeur(tmp_path, f"{TETE}<sheetData>{donnees}</sheetData></worksheet>"), B1=20, D2=5)
    feuille = ouvrir(sortie)["F"]
    assert [1, 20, 3, 4, 5] == [feuille[a].value for a in ("A1", "B1", "B2", "C2", "D2")]


def test_un_xml_mis_en_page_se_lit(tmp_path: Path) -> None:
    xml = (
        f"{TETE}\r\n <sheetData>\n  <row r = '1' >\n   <c r='A1'\n s='0' >\n<f>1+1</f>\n<v>2</v>\n</c>\n"
        "   <c r='B1' t='inlineStr'><is><t>x</t></is></c>\n  </row>\n </sheetData>\n</worksheet>"
    )
    sortie = _poser(_classeur(tmp_path, xml), C1=3)
    feuille = ouvrir(sortie)["F"]
    assert ["=1+1", "x", 3] == [feuille[a].value for a in ("A1", "B1", "C1")]
    assert "<v>2</v>" in partie(sortie, FEUILLE)  # rien de ce qu'elle voit n'a changé


@pytest.mark.parametrize("encodage", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_un_autre_encodage_devient_utf8(tmp_path: Path, encodage: str) -> None:
    declare = encodage.removesuffix("-sig")
    xml = (
        f'<?xml version="1.0" encoding="{declare}"?>{TETE}<sheetData><row r="1"><c r="A1" t="str"><v>été</v></c>'
        "</row></sheetData></worksheet>"
    )
    sortie = _poser(_classeur(tmp_path, xml.encode(encodage)), B1="à")
    assert ("été", "à") == (ouvrir(sortie)["F"]["A1"].value, ouvrir(sortie)["F"]["B1"].value)


def test_un_cdata_ou_un_commentaire_ne_trompe_pas_la_decoupe(tmp_path: Path) -> None:
    donnees = (
        '<row r="1"><c r="A1" t="str"><v><![CDATA[</row></sheetData>]]></v></c></row><!-- <row r="9"> -->'
        '<row r="2"><c r="A2"><v>2</v></c></row>'
    )
    sortie = _poser(_classeur(tmp_path, f"{TETE}<sheetData>{donnees}</sheetData></worksheet>"), A3=3)
    feuille = ouvrir(sortie)["F"]
    assert ["</row></sheetData>", 2, 3] == [feuille[f"A{n}"].value for n in (1, 2, 3)]


def test_ce_que_l_on_ne_connait_pas_reste(tmp_path: Path) -> None:
    xml = (
        f'{TETE[:-1]} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="z" '
        'xmlns:z="urn:z" z:uid="{1}"><sheetPr codeName="Feuil1"/><sheetData><row r="1" z:dy="2"><c r="A1" s="0" '
        'vm="1" cm="1"><v>1</v></c><extLst><ext uri="u"/></extLst></row></sheetData><extLst><ext uri="{X}"><z:y/>'
        "</ext></extLst></worksheet>"
    )
    fichier = _classeur(tmp_path, xml)
    sortie = partie(_poser(fichier, B1=2), FEUILLE)
    for garde in (
        'mc:Ignorable="z"',
        'z:uid="{1}"',
        'z:dy="2"',
        'vm="1" cm="1"',
        '<extLst><ext uri="u"/></extLst></row>',
        "<z:y/>",
    ):
        assert garde in sortie
    assert "cm=" not in partie(_poser(fichier, A1=2), FEUILLE)


PARTAGEE = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B4" si="0">A1*$A$1</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>'
)


def test_retirer_la_maitresse_d_une_formule_partagee_rend_les_autres_entieres(tmp_path: Path) -> None:
    fichier = _classeur(tmp_path, f"{TETE}<sheetData>{PARTAGEE}</sheetData></worksheet>")
    sortie = _poser(fichier, B1="fixe")
    assert ["fixe", "=A2*$A$1", "=A3*$A$1"] == [ouvrir(sortie)["F"][f"B{n}"].value for n in (1, 2, 3)]
    assert "shared" not in partie(sortie, FEUILLE)


def test_une_formule_partagee_non_touchee_reste_partagee(tmp_path: Path) -> None:
    fichier = _classeur(tmp_path, f"{TETE}<sheetData>{PARTAGEE}</sheetData></worksheet>")
    sortie = partie(_poser(fichier, A1=5), FEUILLE)
    assert 3 == sortie.count('t="shared"')
    assert '<f t="shared" si="0"/></c>' in sortie


def test_une_plage_dont_les_formules_sont_partagees_se_prolonge(tmp_path: Path) -> None:
    entetes = '<row r="1"><c r="A1" t="str"><v>x</v></c><c r="B1" t="str"><v>y</v></c></row>'
    lignes = re.sub(
        r'r="([AB]?)(\d)"', lambda m: f'r="{m[1]}{int(m[2]) + 1}"', PARTAGEE.replace("A1*$A$1", "A2*$A$2")
    )
    lignes = lignes.replace("B1:B4", "B2:B4")
    fichier = _classeur(tmp_path, f"{TETE}<sheetData>{entetes}{lignes}</sheetData></worksheet>")
    retouche = Retouche(fichier)
    retouche.ecrire(Plage("F", 1, "A:B", 2, 4), {"x": [9, 8]}, "ajouter")
    sortie = fichier.with_name("sortie.xlsx")
    retouche.enregistrer(sortie)
    assert [f"A{n}*$A$2" for n in range(2, 7)] == [formule(sortie, FEUILLE, f"B{n}") for n in range(2, 7)]


def test_une_formule_matricielle_ou_une_table_de_donnees_ne_se_coupe_pas(tmp_path: Path) -> None:
    donnees = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>1</v></c>'
        '<c r="C1"><f t="dataTable" ref="C1:D2"'
        ' dt2D="1" r1="E1" r2="E2"/><v>1</v></c><c r="F1" cm="1"><f t="array" ref="F1">SUM(B1:B2)</f><v>1</v></c>'
        '</row><row r="2"><c r="A2"><v>1</v></c><c r="D2"><v>1</v></c></row>'
    )
    fichier = _classeur(tmp_path, f"{TETE}<sheetData>{donnees}</sheetData></worksheet>")
    retouche = Retouche(fichier)
    for adresse, quoi in (("A2", "une formule matricielle"), ("D2", "une table de données")):
        with pytest.raises(Refus, match=f"La cellule {adresse} appartient à {quoi}"):
            retouche.poser(("F", adresse), 1, ecraser_formule=True)
    sortie = _poser(fichier, F1=3)
    assert '<c r="F1"><v>3</v></c>' in partie(sortie, FEUILLE)


def test_une_rangee_masquee_ou_mise_en_forme_garde_ses_attributs(tmp_path: Path) -> None:
    donnees = (
        '<row r="2" spans="1:3" s="0" customFormat="1" ht="30" customHeight="1" hidden="1" outlineLevel="2"/>'
    )
    sortie = _poser(_classeur(tmp_path, f"{TETE}<sheetData>{donnees}</sheetData></worksheet>"), B2=1)
    attendue = (
        '<row r="2" s="0" customFormat="1" ht="30" customHeight="1" hidden="1" outlineLevel="2"><c r="B2" s="0">'
    )
    assert attendue in partie(sortie, FEUILLE)


def test_les_membres_intacts_gardent_leurs_octets_compresses_leur_ordre_et_leur_date(tmp_path: Path) -> None:
    fichier = _classeur(tmp_path, f"{TETE}<sheetData/></worksheet>")
    sortie = _poser(fichier, A1=1)
    with zipfile.ZipFile(fichier) as avant, zipfile.ZipFile(sortie) as apres:
        assert avant.namelist() == apres.namelist()
        assert apres.testzip() is None
        for un, autre in zip(avant.infolist(), apres.infolist(), strict=True):
            assert (un.date_time, un.external_attr) == (autre.date_time, autre.external_attr)
            if un.filename not in differentes(fichier, sortie):
                assert _bruts(fichier, un) == _bruts(sortie, autre)


def _bruts(fichier: Path, membre: zipfile.ZipInfo) -> bytes:
    octets = fichier.read_bytes()[membre.header_offset :]
    debut = 30 + int.from_bytes(octets[26:28], "little") + int.from_bytes(octets[28:30], "little")
    return octets[debut : debut + membre.compress_size]


def test_un_zip_ecrit_en_flux_se_recopie(tmp_path: Path) -> None:
    source = _classeur(tmp_path, f"{TETE}<sheetData/></worksheet>")
    flux = tmp_path / "flux.xlsx"
    with zipfile.ZipFile(source) as lu, flux.open("wb") as brut:

        class SansRetour:
            def write(self, octets: bytes) -> int:
                return brut.write(octets)

            def flush(self) -> None:
                brut.flush()

        with zipfile.ZipFile(SansRetour(), "w", zipfile.ZIP_DEFLATED) as ecrit:  # type: ignore[call-overload]
            for nom in lu.namelist():
                ecrit.writestr(nom, lu.read(nom))
    sortie = _poser(flux, A1=1)
    with zipfile.ZipFile(sortie) as archive:
        assert archive.testzip() is None
        assert not any(membre.flag_bits & 8 for membre in archive.infolist())
    assert 1 == ouvrir(sortie)["F"]["A1"].value
