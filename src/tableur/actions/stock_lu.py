"""Ce que toute action du stock lit d'abord, et ce qu'elle refuse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tableur.calculs.stock.controles import Enregistrement, alertes_du_stock, valeurs_refusees
from tableur.calculs.stock.enregistrements import Article, Lot, Mouvement, Reprise
from tableur.classeurs.port import Classeur
from tableur.frontiere import Lignes
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie

E = TypeVar("E", bound=Enregistrement)


@dataclass(frozen=True, slots=True)
class StockLu:
    """Les trois tables dont tout part, et les alertes qu'elles appellent."""

    articles: Lignes[Article]
    mouvements: Lignes[Mouvement]
    reprises: Lignes[Reprise]

    def alertes(self, le: date, lots: Sequence[Lot] = ()) -> list[Anomalie]:
        """Ce que les calculs écartent, supposent ou trouvent étrange, à une date."""
        lieux = (self.articles.ou, self.mouvements.ou, self.reprises.ou)
        return alertes_du_stock(self.articles, self.mouvements, self.reprises, le, lots, *lieux)

    @property
    def lues(self) -> dict[str, int]:
        """Lignes lues par table."""
        tables: dict[str, Sequence[object]] = {
            "Articles": self.articles,
            "Mouvements": self.mouvements,
            "Reprise": self.reprises,
        }
        return {nom: len(lignes) for nom, lignes in tables.items()}

    @property
    def sources(self) -> str:
        """Ce sur quoi porte le calcul, pour la mention de la feuille."""
        return (
            f"{compte_ecrit(len(self.articles), 'article')} et {compte_ecrit(len(self.mouvements), 'mouvement')}"
        )


def lire_le_stock(classeur: Classeur) -> StockLu:
    """Articles, mouvements et reprises d'un classeur de stock."""
    return StockLu(classeur.lire(Article), classeur.lire(Mouvement), classeur.lire(Reprise))


def refuser_le_stock(classeur: Classeur, stock: StockLu, *autres: Lignes[E]) -> None:
    """Arrête tout si une table lue a des anomalies de lecture ou des valeurs qu'aucun calcul n'admet."""
    tables: tuple[Lignes[E] | Lignes[Article] | Lignes[Mouvement] | Lignes[Reprise], ...] = (
        stock.articles,
        stock.mouvements,
        stock.reprises,
        *autres,
    )
    classeur.refuser_les_anomalies([a for table in tables for a in valeurs_refusees(table, table.ou)])
