"""D'un hôte à l'autre : noms des fonctions, valeurs, macros de la personne, et ce qui ne passe pas."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from tableur.classeurs.lecture import ClasseurLu
from tableur.fichiers.ressources import ressource
from tableur.liaisons.excel.conversion import convertir
from tableur.liaisons.excel.noms_de_formule import changer_l_odf, changer_le_xlsx, traducteur
from tableur.socle.erreurs import Refus

NOMS = {"POINT_DE_COMMANDE", "STOCK_MOYEN"}


@pytest.mark.parametrize(
    ("formule", "excel", "calc"),
    [
        ("=TABLEUR.STOCK_MOYEN(A1,B1)", "=STOCK_MOYEN(A1,B1)", "=TABLEUR.STOCK_MOYEN(A1,B1)"),
        ("=1+stock_moyen (A1)", "=1+STOCK_MOYEN (A1)", "=1+TABLEUR.STOCK_MOYEN (A1)"),
        ('="STOCK_MOYEN("&A1', '="STOCK_MOYEN("&A1', '="STOCK_MOYEN("&A1'),
        ("='STOCK_MOYEN(x'!A1", "='STOCK_MOYEN(x'!A1", "='STOCK_MOYEN(x'!A1"),
        ("=MON_STOCK_MOYEN(1)+autre.STOCK_MOYEN(2)",) * 3,
        ("=EXPLICATION_DE(A1)", "=EXPLICATION_DE(A1)", "=TABLEUR.EXPLICATION_DE_CELLULE(A1)"),
        ('=EXPLICATION_DE("X(1)")', '=EXPLICATION_DE("X(1)")', '=TABLEUR.EXPLICATION_DE("X(1)")'),
        (
            "=TABLEUR.EXPLICATION_DE_CELLULE(A1)",
            "=EXPLICATION_DE(A1)",
            "=TABLEUR.EXPLICATION_DE_CELLULE(A1)",
        ),
    ],
)
def test_seul_le_nom_de_nos_fonctions_change(formule: str, excel: str, calc: str) -> None:
    vers_excel, vers_calc = traducteur(NOMS, "excel"), traducteur(NOMS, "calc")
    assert (excel, calc) == (vers_excel(formule), vers_calc(formule))
    assert vers_calc(vers_excel(formule)) == vers_calc(formule)


def test_le_xml_garde_ses_octets_hors_des_formules() -> None:
    partie = b'<c r="A1" t="str"><f>IF(A1&gt;0,STOCK_MOYEN(1,2),"&amp;")</f><v>STOCK_MOYEN(</v></c><f/>'
    voulu = b'<c r="A1" t="str"><f>IF(A1&gt;0,TABLEUR.STOCK_MOYEN(1,2),"&amp;")</f><v>STOCK_MOYEN(</v></c><f/>'
    assert (voulu, 1) == changer_le_xlsx(partie, traducteur(NOMS, "calc"))
    odf = b'<x table:formula="of:=tableur.stock_moyen([.A1];&quot;a&quot;)" office:value="STOCK_MOYEN(1)"/>'
    voulu = b'<x table:formula="of:=TABLEUR.STOCK_MOYEN([.A1];&quot;a&quot;)" office:value="STOCK_MOYEN(1)"/>'
    assert (voulu, 1) == changer_l_odf(odf, traducteur(NOMS, "calc"))


@pytest.fixture
def perso(tmp_path: Path) -> Path:
    """Classeur d'une personne, où nos fonctions sont partout où une formule peut être."""
    livre = Workbook()
    feuille = livre.active
    assert feuille is not None
    feuille.title = "Été & hiver"
    feuille["A1"], feuille["A2"] = 20, 5
    feuille["A3"] = "=TABLEUR.POINT_DE_COMMANDE(A1,A2,30)"
    feuille["A4"] = '=IF(A1>0,"POINT_DE_COMMANDE(",0)'
    feuille["A5"] = "'=1+1"
    livre.defined_names["seuil"] = DefinedName("seuil", attr_text="TABLEUR.POINT_DE_COMMANDE(1,2,3)")
    regle = FormulaRule(  # type: ignore[no-untyped-call]
        formula=["TABLEUR.POINT_DE_COMMANDE(A1,1)>2"], fill=PatternFill(bgColor="FF0000")
    )
    feuille.conditional_formatting.add("A1:A3", regle)
    controle = DataValidation(type="custom", formula1="TABLEUR.POINT_DE_COMMANDE(B1,1)>2")
    controle.add("B1")
    feuille.add_data_validation(controle)
    livre.create_sheet("Autre")["B2"] = "seule"
    fichier = tmp_path / "perso.xlsx"
    livre.save(fichier)
    return fichier


def test_vers_excel_les_formules_de_toutes_sortes_changent_de_nom(perso: Path) -> None:
    source = perso.read_bytes()
    produit, phrases = convertir(perso, "excel")
    assert source == perso.read_bytes()
    assert perso.with_suffix(".xlsm") == produit
    assert any("4 formules" in phrase for phrase in phrases)
    lu = load_workbook(produit, keep_vba=True)
    feuille = lu["Été & hiver"]
    assert "=POINT_DE_COMMANDE(A1,A2,30)" == feuille["A3"].value
    assert '=IF(A1>0,"POINT_DE_COMMANDE(",0)' == feuille["A4"].value
    assert "POINT_DE_COMMANDE(1,2,3)" == lu.defined_names["seuil"].attr_text
    (regles,) = feuille.conditional_formatting
    assert ["POINT_DE_COMMANDE(A1,1)>2"] == regles.rules[0].formula
    assert "POINT_DE_COMMANDE(B1,1)>2" == feuille.data_validations.dataValidation[0].formula1
    assert "seule" == lu["Autre"]["B2"].value


def test_une_sortie_qui_existe_n_est_jamais_ecrasee(perso: Path) -> None:
    perso.with_suffix(".xlsm").write_bytes(b"x")
    with pytest.raises(Refus):
        convertir(perso, "excel")
    assert b"x" == perso.with_suffix(".xlsm").read_bytes()


@pytest.mark.parametrize(("nom", "phrase"), [("a.ods", "déjà un classeur de Calc"), ("a.csv", "extension")])
def test_ce_qui_ne_se_convertit_pas_est_dit(nom: str, phrase: str, tmp_path: Path) -> None:
    (tmp_path / nom).write_bytes(b"x")
    with pytest.raises(Refus, match=phrase):
        convertir(tmp_path / nom, "calc")


@pytest.mark.libreoffice
def test_vers_calc_et_retour_les_valeurs_sont_calculees_et_rien_ne_manque(perso: Path, tmp_path: Path) -> None:
    ods, phrases = convertir(perso, "calc")
    assert not any(phrase.startswith("Attention") for phrase in phrases if "Été" not in phrase), phrases
    assert 130.0 == ClasseurLu(ods).grille("Été & hiver")[2][0]
    xlsm, phrases = convertir(ods, "excel", tmp_path / "retour.xlsm")
    assert [] == [phrase for phrase in phrases if phrase.startswith("Attention")]
    assert 130.0 == ClasseurLu(xlsm).grille("Été & hiver")[2][0]
    feuille = load_workbook(xlsm, keep_vba=True)["Été & hiver"]
    assert "=POINT_DE_COMMANDE(A1,A2,30)" == feuille["A3"].value


@pytest.mark.libreoffice
def test_vers_calc_les_macros_de_la_personne_sont_dites(tmp_path: Path) -> None:
    from pyopenvba import ExcelFile, VBAModuleKind  # type: ignore[import-untyped]

    fichier = tmp_path / "macros.xlsm"
    with ExcelFile.create_new(fichier) as neuf:
        neuf.vba_project().add_module("MesMacros", "Sub Mienne()\r\nEnd Sub\r\n", kind=VBAModuleKind.standard)
        neuf.save(fichier)
    _, phrases = convertir(fichier, "calc")
    assert any("MesMacros" in phrase for phrase in phrases)


@pytest.mark.libreoffice
def test_vers_calc_un_classeur_de_modele_recoit_ses_boutons(tmp_path: Path) -> None:
    fichier = tmp_path / "stocks.xlsx"
    fichier.write_bytes(ressource("templates_xlsx", "stocks.xlsx").read_bytes())
    ods, phrases = convertir(fichier, "calc")
    with zipfile.ZipFile(ods) as archive:
        contenu = archive.read("content.xml").decode()
    assert "org.tableur:reapprovisionner" in contenu
    assert any("boutons : ils marchent après" in phrase for phrase in phrases)
    assert [ods, fichier] == sorted(tmp_path.iterdir())
