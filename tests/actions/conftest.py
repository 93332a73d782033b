"""La fabrique du petit classeur de stock."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tableur.classeurs import construire, modele
from tableur.classeurs.contenu import Contenu, corps_de
from tests.actions.donnees import ARTICLES, COMPTAGES, FOURNISSEURS, LOTS, MOUVEMENTS, REPRISES, Fabrique


@pytest.fixture
def classeur(tmp_path: Path) -> Fabrique:
    """Fabrique d'un classeur de stock : chaque table a son contenu, remplaçable par mot-clé."""

    def fabriquer(nom: str = "stocks.xlsx", **tables: Sequence[object]) -> Path:
        stocks = modele("stocks")
        lignes: dict[str, Sequence[object]] = {
            "Fournisseur": FOURNISSEURS,
            "Article": ARTICLES,
            "Reprise": REPRISES,
            "Mouvement": MOUVEMENTS,
            "Lot": LOTS,
            "Comptage": COMPTAGES,
            **tables,
        }
        corps = {
            table.nom: corps_de(table, lignes[table.nom])
            for feuille in stocks.feuilles
            for table in feuille.tables
            if table.nom in lignes
        }
        construire(stocks, tmp_path / nom, Contenu(tables=corps))
        return tmp_path / nom

    return fabriquer
