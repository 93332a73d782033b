"""LibreOffice, qui ne sait rien de xlwings, ouvre le .xlsm et exécute les enveloppes VBA construites pour lui."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from tableur.fichiers.soffice import ProfilPrive, Reglage, trouver_soffice
from tableur.liaisons.calc import installation
from tableur.liaisons.excel.creation import creer
from tableur.liaisons.excel.vba import projet
from tableur.liaisons.excel.xlsm import Projet, equiper
from tests.liaisons.calc.seance import Calc, environnement

pytestmark = pytest.mark.libreoffice
COMPAGNON = Path(__file__).with_name("compagnon_des_macros.py")


@pytest.fixture(scope="module")
def calc_avec_macros(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calc]:
    """Calc ouvert, extension comprise, dans un profil privé qui exécute les macros."""
    dossier = tmp_path_factory.mktemp("macros")
    securite = "/org.openoffice.Office.Common/Security/Scripting"
    ProfilPrive(dossier).regler([Reglage(securite, "MacroSecurityLevel", 0)])
    installation.ajouter_l_extension(dossier / "profil")
    soffice = trouver_soffice()
    python = str(installation.python_avec_uno(soffice))
    commande = [python, str(COMPAGNON), str(soffice), str(dossier / "profil")]
    with subprocess.Popen(
        commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environnement()
    ) as processus:
        yield Calc(processus)
        assert processus.stdin is not None
        processus.stdin.close()
        processus.wait(60)


def test_les_enveloppes_rendent_ce_que_l_extension_rend(calc_avec_macros: Calc, tmp_path: Path) -> None:
    livre = Workbook()
    feuille = livre.active
    assert feuille is not None
    feuille.title = "Essais"
    feuille["A1"], feuille["A2"] = 20, 10
    feuille["B1"] = "=POINT_DE_COMMANDE(A1,5,30)"
    feuille["B2"] = "=POINT_DE_COMMANDE(A1,5)"
    feuille["B3"] = "=POINT_DE_COMMANDE(-1,5)"
    feuille["B4"] = "=SUM(POINT_DE_COMMANDE(A1,5),1)"
    feuille["B5"] = "=IFERROR(POINT_DE_COMMANDE(-1,5),7)"
    fichier = tmp_path / "pont.xlsx"
    livre.save(fichier)
    octets, _ = equiper(fichier, Projet(projet(pour_calc=True)))
    pont = tmp_path / "pont.xlsm"
    pont.write_bytes(octets)
    calc_avec_macros.demander("ouvrir_fichier", chemin=str(pont))
    rendus = calc_avec_macros.lire("Essais", "B1", "B2", "B3", "B4", "B5")
    assert [130.0, 100.0] == rendus[:2]
    assert str(rendus[2]).startswith("erreur")
    assert [101.0, 7.0] == rendus[3:]


def test_libreoffice_ouvre_le_classeur_du_stock(calc_avec_macros: Calc, tmp_path: Path) -> None:
    fichier = tmp_path / "stocks.xlsm"
    creer("stocks", fichier)
    calc_avec_macros.demander("ouvrir_fichier", chemin=str(fichier))
    (titre,) = calc_avec_macros.lire("Lisez-moi", "A1")
    assert "Stocks et approvisionnements" == titre
