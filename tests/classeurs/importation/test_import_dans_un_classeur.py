"""Importer dans un vrai classeur de stock : deux fois ne change rien, et le reste du classeur demeure."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tableur.calculs.stock.enregistrements import Article, Mouvement
from tableur.classeurs import creer, ouvrir
from tableur.classeurs.importation import Bilan, importer, proposer
from tableur.classeurs.tables_de_fichier import lire_une_table

ARTICLES = "Réf;Libellé;Délai de livraison\n001;Vis inox;7\n002;Écrou;3,5\n003;;x\n"
MOUVEMENTS = "Date;Code article;Sens;Quantité\n05/01/2026;001;E;10\n06/01/2026;001;S;4\n06/01/2026;001;S;4\n"


@pytest.fixture
def stocks(tmp_path: Path) -> Path:
    """Un classeur de stock vierge."""
    return creer("stocks", tmp_path / "stocks.xlsx")


def _importer(stocks: Path, texte: str, type_: type) -> "Bilan[object]":
    source = stocks.parent / "export.csv"
    source.write_text(texte, encoding="utf-8")
    lue = lire_une_table(source)
    with ouvrir(stocks) as classeur:
        _, table = classeur.modele.table_lue(type_)
        return importer(classeur, lue, proposer(lue, type_, table.libelles), type_, table.libelles)


def test_les_lignes_bonnes_entrent_et_les_autres_sont_situees(stocks: Path) -> None:
    bilan = _importer(stocks, ARTICLES, Article)
    assert (bilan.lus, bilan.crees, bilan.modifies, bilan.inchanges, bilan.refuses) == (3, 2, 0, 0, 1)
    assert [a.ou.ligne for a in bilan.anomalies] == [4, 4]
    with ouvrir(stocks, simuler=True) as classeur:
        assert [a.code_article for a in classeur.lire(Article)] == ["001", "002"]


def test_importer_deux_fois_ne_change_pas_un_octet(stocks: Path) -> None:
    _importer(stocks, ARTICLES, Article)
    _importer(stocks, MOUVEMENTS, Mouvement)
    avant = stocks.read_bytes()
    bilan = _importer(stocks, ARTICLES, Article)
    assert (bilan.crees, bilan.modifies, bilan.inchanges) == (0, 0, 2)
    jumelles = _importer(stocks, MOUVEMENTS, Mouvement)
    assert (jumelles.crees, jumelles.inchanges) == (0, 3)  # deux sorties jumelles restent deux
    assert stocks.read_bytes() == avant


def test_le_reste_du_classeur_demeure(stocks: Path) -> None:
    avant = {nom: zipfile.ZipFile(stocks).read(nom) for nom in zipfile.ZipFile(stocks).namelist()}
    _importer(stocks, ARTICLES, Article)
    apres = {nom: zipfile.ZipFile(stocks).read(nom) for nom in zipfile.ZipFile(stocks).namelist()}
    changees = {nom for nom in avant if avant[nom] != apres.get(nom)}
    assert changees <= {"xl/worksheets/sheet2.xml", "xl/tables/table1.xml", "xl/workbook.xml"}
    validations = load_workbook(stocks)["Articles"].data_validations.dataValidation
    assert len(validations) > 3
