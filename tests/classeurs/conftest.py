"""Ce que les essais des classeurs partagent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tableur.classeurs import construire, modele
from tableur.classeurs.modeles import Modele
from tests.classeurs.stock_d_essai import contenu_de, stock_d_essai


@pytest.fixture(scope="session")
def stocks() -> Modele:
    """Le modèle livré « stocks »."""
    return modele("stocks")


@pytest.fixture(scope="session")
def classeur_rempli(stocks: Modele, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Classeur de stock tenu par tableur, vues comprises."""
    fichier = tmp_path_factory.mktemp("classeurs") / "stocks de l'atelier.xlsx"
    construire(stocks, fichier, contenu_de(stocks, stock_d_essai()))
    return fichier


Grilles = dict[str, list[list[object]]]


@pytest.fixture
def saisie(stocks: Modele) -> Callable[..., Grilles]:
    """Feuilles tapées d'un classeur fait à la main : en-têtes vus par la personne, et deux ou trois lignes."""

    def grilles(**remplacees: list[list[object]]) -> Grilles:
        articles: list[list[object]] = [
            ["Code article", "Désignation", "Délai de livraison (jours)"],
            ["VIS", "Vis inox", 5],
            ["CLOU", "Clous", 8],
        ]
        mouvements: list[list[object]] = [
            ["Date", "Code article", "Sens", "Quantité"],
            ["12/01/2026", "VIS", "Entrée", 100],
            ["15/01/2026", "VIS", "Sortie", 30],
        ]
        completes: Grilles = {"Articles": articles, "Mouvements": mouvements}
        for feuille in stocks.feuilles:
            if feuille.genre == "S" and feuille.nom not in completes:
                completes[feuille.nom] = [[colonne.libelle for colonne in feuille.tables[0].colonnes]]
        return {**completes, **remplacees}

    return grilles
