"""Le .xlsm, relu par olevba, par le contrôle de pyOpenVBA et par openpyxl."""

import io
import re
import warnings
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from pyopenvba import ExcelFile, VBAModuleKind  # type: ignore[import-untyped]
from pyopenvba.integrity import check_file  # type: ignore[import-untyped]

from tableur.classeurs import modele
from tableur.classeurs.macros.paquet import FEUILLE_DE_REGLAGE
from tableur.classeurs.vie.declarer import declarer
from tableur.cli.commande import tableur
from tableur.liaisons.excel import vba
from tableur.liaisons.excel.creation import creer
from tableur.liaisons.excel.xlsm import equiper, projet_pour_excel
from tableur.socle.erreurs import Refus


@pytest.fixture(scope="module")
def stocks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le classeur de stock d'Excel."""
    fichier = tmp_path_factory.mktemp("xlsm") / "stocks.xlsm"
    assert [] == creer("stocks", fichier)
    return fichier


def _sources(fichier: Path) -> dict[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ceux d'oletools et de pyparsing, entre eux
        from oletools.olevba import VBA_Parser  # type: ignore[import-untyped]

        lecteur = VBA_Parser(str(fichier))
        try:
            return {nom.rpartition(".")[0]: source for _, _, nom, source in lecteur.extract_macros()}
        finally:
            lecteur.close()


def test_olevba_lit_chaque_module_tel_qu_il_est_livre(stocks: Path) -> None:
    lues = _sources(stocks)
    for nom, texte in vba.projet().items():
        attendu = [ligne for ligne in vba.en_cp1252(texte).splitlines() if not ligne.startswith("Attribute VB_")]
        obtenu = [ligne for ligne in lues[nom].splitlines() if not ligne.startswith("Attribute VB_")]
        assert attendu == obtenu[: len(attendu)], nom
    assert "XLWINGS_VERSION" in lues["xlwings"]


def test_le_paquet_est_sain_et_chaque_feuille_a_son_module(stocks: Path) -> None:
    rapport = check_file(stocks)
    assert ((), ()) == (rapport.errors, rapport.warnings)
    lu = load_workbook(stocks, keep_vba=True)
    noms = [feuille.sheet_properties.codeName for feuille in lu.worksheets]
    assert ["ThisWorkbook", *noms] == list(_sources(stocks))[: len(noms) + 1]
    with zipfile.ZipFile(stocks) as archive:
        types = archive.read("[Content_Types].xml").decode()
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types
    assert "application/vnd.ms-office.vbaProject" in types


def test_chaque_bouton_declare_est_dessine_et_lance_une_macro_du_projet(stocks: Path) -> None:
    macros = set(re.findall(r"Public Sub (\w+)\(", vba.lire_module("TABLEUR_Boutons")))
    with zipfile.ZipFile(stocks) as archive:
        vml = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".vml"))
        formes = re.findall(r'id="(_x0000_s\d+)"', vml)
    lances = re.findall(r"\[0\]!TABLEUR_Boutons\.(\w+)<", vml)
    assert set(lances) <= macros
    assert sum(len(bouton.feuilles) for bouton in modele("stocks").boutons) == len(lances)
    assert len(formes) == len(set(formes))


def test_l_interpreteur_est_absolu_et_le_dossier_du_classeur_n_est_jamais_execute(stocks: Path) -> None:
    feuille = load_workbook(stocks)[FEUILLE_DE_REGLAGE]
    reglages = {ligne[0]: ligne[1] for ligne in feuille.iter_rows(max_col=2, values_only=True)}
    assert "hidden" == feuille.sheet_state
    assert "INTERPRETER_WIN" == feuille["A1"].value
    assert Path(str(reglages["INTERPRETER_WIN"])).is_absolute()
    assert "false" == reglages["ADD_WORKBOOK_TO_PYTHONPATH"]
    assert {"CONDA PATH", "LICENSE_KEY", "PYTHONPATH"} <= set(reglages)


def test_la_feuille_de_reglage_n_est_pas_de_la_personne(stocks: Path) -> None:
    assert FEUILLE_DE_REGLAGE not in declarer(stocks)
    rendu = CliRunner().invoke(tableur, ["classeur", "mettre-a-jour", str(stocks), "--simuler"])
    assert FEUILLE_DE_REGLAGE not in rendu.output
    rendu = CliRunner().invoke(tableur, ["classeur", "verifier", str(stocks)])
    assert FEUILLE_DE_REGLAGE not in rendu.output


def test_rien_d_autre_ne_change_dans_le_classeur_d_une_personne(tmp_path: Path) -> None:
    fichier = tmp_path / "perso.xlsx"
    livre = Workbook()
    livre.active["A1"] = "=SUM(B1:B3)"  # type: ignore[index]
    livre.save(fichier)
    octets, phrases = equiper(fichier, projet_pour_excel())
    assert [] == phrases
    with zipfile.ZipFile(fichier) as avant, zipfile.ZipFile(io.BytesIO(octets)) as apres:
        touchees = {n for n in avant.namelist() if avant.read(n) != apres.read(n)}
    assert touchees <= {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
    }


def test_les_macros_de_la_personne_restent_et_le_disent(tmp_path: Path) -> None:
    fichier = tmp_path / "macros.xlsm"
    with ExcelFile.create_new(fichier) as neuf:
        projet = neuf.vba_project()
        projet.get_module("ThisWorkbook").body = 'Private Sub Workbook_Open()\r\n    MsgBox "à moi"\r\nEnd Sub\r\n'
        projet.add_module("MesMacros", "Sub Mienne()\r\nEnd Sub\r\n", kind=VBAModuleKind.standard)
        neuf.save(fichier)
    octets, phrases = equiper(fichier, projet_pour_excel())
    produit = tmp_path / "produit.xlsm"
    produit.write_bytes(octets)
    lues = _sources(produit)
    assert "à moi" in lues["ThisWorkbook"]
    assert "Sub Mienne" in lues["MesMacros"]
    assert "TABLEUR_Pont" in lues
    assert any("contient déjà du code" in phrase for phrase in phrases)
    assert check_file(produit).ok


def test_la_commande_ecrit_le_classeur_et_n_ecrase_rien(tmp_path: Path) -> None:
    fichier = tmp_path / "s.xlsm"
    appel = ["classeur", "creer", "stocks", "--excel", "--sortie", str(fichier)]
    assert 0 == CliRunner().invoke(tableur, appel).exit_code
    avant = fichier.read_bytes()
    rendu = CliRunner().invoke(tableur, appel)
    assert isinstance(rendu.exception, Refus)
    assert avant == fichier.read_bytes()
    rendu = CliRunner().invoke(tableur, [*appel[:-1], str(tmp_path / "s.xlsx")])
    assert ".xlsm" in str(rendu.exception)
