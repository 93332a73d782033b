"""LibreOffice recalcule le classeur et l'imprime : mêmes valeurs que Python, une page de large."""

import re
from pathlib import Path

import openpyxl
import pytest

from tableur.classeurs import construire
from tableur.classeurs.formules import places
from tableur.classeurs.modeles import Modele
from tableur.fichiers.libreoffice import convertir, recalculer
from tests.classeurs.stock_d_essai import chiffres, contenu_de, stock_d_essai

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
        for table in feuille.tables:
            place = placees[table.nom]
            for colonne in table.colonnes:
                rangs = range(place.debut + 1, place.derniere + 2) if colonne.formule else ()
                totaux = [place.entete] if colonne.total else []
                for ligne in (*totaux, *rangs):
                    case = {"row": ligne, "column": place.colonnes[colonne.nom] + 1}
                    attendu = chiffres(python[feuille.nom].cell(**case).value)
                    obtenu = chiffres(libreoffice[feuille.nom].cell(**case).value)
                    assert attendu == obtenu, f"{feuille.nom}, {colonne.libelle}, ligne {ligne}"
                    comparees += 1
    assert comparees > 600


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
    from tableur.classeurs import ouvrir

    (ods,) = convertir([classeur_rempli], "ods", tmp_path)
    (xlsx,) = convertir([ods], "xlsx:Calc MS Excel 2007 XML", tmp_path)
    origine = ouvrir(classeur_rempli)
    for fichier in (ods, xlsx):
        relu = ouvrir(fichier)
        assert relu.modele.nom == "stocks"
        assert relu.valeur("seuil_a") == 0.8
        assert relu.non_repris == []
        for _, table in relu.modele.tables():
            assert list(relu.lire(table.type)) == list(origine.lire(table.type))
            assert relu.lire(table.type).anomalies == ()
