"""Un .xlsx partagé avec Excel, ouvert dans Calc, actionné, enregistré et rouvert : ce qui reste."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tableur.classeurs import construire, modele
from tests.classeurs.stock_d_essai import contenu_de, stock_d_essai
from tests.liaisons.calc.seance import Calc, noter_l_interpreteur

pytestmark = pytest.mark.libreoffice

XLSX = "Calc MS Excel 2007 XML"


@pytest.fixture(autouse=True)
def interpreteur(calc: Calc, profil: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(profil.parent / "configuration"))
    monkeypatch.setenv("APPDATA", str(profil.parent / "configuration"))
    yield noter_l_interpreteur(profil.parent)
    calc.demander("ouvrir", adresse="private:factory/scalc")


def inventaire(classeur: Path) -> dict[str, int]:
    """Ce qu'un .xlsx contient, compté dans ses parties."""
    archive = zipfile.ZipFile(classeur)
    noms = archive.namelist()
    feuilles = b"".join(archive.read(nom) for nom in noms if re.match(r"xl/worksheets/sheet\d+\.xml", nom))
    return {
        "tables": sum(nom.startswith("xl/tables/") for nom in noms),
        "graphiques": sum(nom.startswith("xl/charts/chart") for nom in noms),
        "commentaires": sum(archive.read(n).count(b"<comment ") for n in noms if n.startswith("xl/comments")),
        "contrôles de saisie": feuilles.count(b"<dataValidation "),
        "formats conditionnels": feuilles.count(b"<conditionalFormatting"),
        "noms définis": archive.read("xl/workbook.xml").count(b"<definedName"),
        "propriétés": archive.read("docProps/custom.xml").count(b"<property ")
        if "docProps/custom.xml" in noms
        else 0,
        "VBA": sum(nom.endswith("vbaProject.bin") for nom in noms),
    }


def test_un_xlsx_actionne_et_enregistre_par_calc_garde_ses_tables_listes_formats_et_graphiques(
    calc: Calc, tmp_path: Path
) -> None:
    stocks, partage, rendu = modele("stocks"), tmp_path / "partagé.xlsx", tmp_path / "rendu.xlsx"
    construire(stocks, partage, contenu_de(stocks, stock_d_essai(), vues=False))
    calc.demander("ouvrir_pour_agir", chemin=str(partage))
    (message,) = calc.demander("presser", bouton="reapprovisionner")
    assert "Feuilles remplies" in message
    calc.demander("enregistrer", chemin=str(rendu), filtre=XLSX)
    calc.demander("ouvrir_pour_agir", chemin=str(rendu))
    assert "0001" in calc.lire("Réapprovisionnement", *(f"A{rang}" for rang in range(5, 45)))
    avant, apres = inventaire(partage), inventaire(rendu)
    assert avant == apres
