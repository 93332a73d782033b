"""LibreOffice recalcule le classeur et l'imprime : mêmes valeurs que Python, une page de large."""

import re
from pathlib import Path

import openpyxl
import pytest

from tableur.classeurs import construire, ouvrir
from tableur.classeurs.formules import places
from tableur.classeurs.modeles import Modele
from tableur.fichiers.libreoffice import convertir, recalculer
from tests.classeurs.stock_d_essai import contenu_de, se_valent, stock_d_essai

pytestmark = pytest.mark.libreoffice


@pytest.fixture(scope="module", params=[3, 11])
def classeurs(
    request: pytest.FixtureRequest, stocks: Modele, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Modele, dict[str, int], Path, Path]:
    """Modèle, nombre de lignes par table, classeur construit, et le même recalculé par LibreOffice."""
    dossier = tmp_path_factory.mktemp("recalcul")
    contenu = contenu_de(stocks, stock_d_essai(60, 400, request.param))
    construit = dossier / "stocks.xlsx"
    construire(stocks, construit, contenu)
    recalcule = recalculer(construit, dossier / "recalcule.xlsx")
    return stocks, {nom: corps.lignes for nom, corps in contenu.tables.items()}, construit, recalcule


def test_chaque_formule_native_vaut_sur_chaque_ligne_ce_que_python_a_calcule(
    classeurs: tuple[Modele, dict[str, int], Path, Path],
) -> None:
    modele, lignes, construit, recalcule = classeurs
    python, libreoffice = (openpyxl.load_workbook(f, data_only=True) for f in (construit, recalcule))
    comparees = 0
    for feuille in modele.feuilles:
        placees = places(feuille, lignes)
        assert python[feuille.nom]["A2"].value == libreoffice[feuille.nom]["A2"].value
        for table in feuille.tables:
            place = placees[table.nom]
            for colonne in table.colonnes:
                rangs = range(place.debut + 1, place.derniere + 2) if colonne.formule else ()
                totaux = [place.entete] if colonne.total else []
                for ligne in (*totaux, *rangs):
                    case = {"row": ligne, "column": place.colonnes[colonne.nom] + 1}
                    attendu = python[feuille.nom].cell(**case).value
                    obtenu = libreoffice[feuille.nom].cell(**case).value
                    ou = f"{feuille.nom}, {colonne.libelle}, ligne {ligne} : {attendu} et {obtenu}"
                    assert se_valent(attendu, obtenu), ou
                    comparees += 1
    assert comparees > 500


def test_une_vue_avertit_que_ses_donnees_ont_change(classeur_rempli: Path, stocks: Modele, tmp_path: Path) -> None:
    modifie = tmp_path / "modifie.xlsx"
    classeur = openpyxl.load_workbook(classeur_rempli)
    classeur["Mouvements"]["E9"] = 0.01
    classeur.save(modifie)
    recalcule = recalculer(modifie, tmp_path / "recalcule.xlsx")
    relu = openpyxl.load_workbook(recalcule, data_only=True)
    mention = "Calculé le 24/11/2026 sur 40 articles"
    perimee = f"À recalculer, les données ont changé. {mention}"
    assert {nom: relu[nom]["A2"].value for nom in ("Alertes", "Feuille de comptage")} == {
        "Alertes": perimee,
        "Feuille de comptage": mention,  # elle ne dépend que des articles
    }
    with ouvrir(recalcule, tmp_path / "suite.xlsx") as suite:
        suite.poser("periode", 90)
    assert openpyxl.load_workbook(tmp_path / "suite.xlsx", data_only=True)["Alertes"]["A2"].value == perimee


def test_chaque_feuille_s_imprime_sur_une_page_de_large(
    stocks: Modele, tmp_path: Path, classeur_rempli: Path
) -> None:
    court = tmp_path / "court.xlsx"
    construire(stocks, court, contenu_de(stocks, stock_d_essai(9, 20)))
    (pdf,) = convertir([court], "pdf", tmp_path / "pdf")
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))
    assert pages == len(stocks.feuilles) + 2  # une par feuille, avec « Lisez-moi » et « Sources »


def test_les_feuilles_et_les_reglages_survivent_a_un_enregistrement_par_calc(
    classeur_rempli: Path, tmp_path: Path
) -> None:
    (ods,) = convertir([classeur_rempli], "ods", tmp_path)
    (xlsx,) = convertir([ods], "xlsx:Calc MS Excel 2007 XML", tmp_path)
    origine = ouvrir(classeur_rempli)
    for fichier in (ods, xlsx):
        relu = ouvrir(fichier)
        assert relu.modele.nom == "stocks"
        assert relu.valeur("seuil_a") == 0.8
        assert relu.non_repris == []
        for feuille, table in relu.modele.tables():
            if feuille.genre == "S":
                assert list(relu.lire(table.type)) == list(origine.lire(table.type))
                assert relu.lire(table.type).anomalies == ()
