"""Article, reprise et mouvements d'essai, que chaque test précise à sa façon."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tableur.calculs.stock.enregistrements import Article, Mouvement, Reprise

D = Decimal
REPRISE = date(2025, 12, 31)
LE = date(2026, 1, 30)  # trente jours suivis depuis la reprise


def article(code: str = "VIS", **champs: Any) -> Article:
    base = Article(code_article=code, designation=code.capitalize(), delai=D(10))
    return replace(base, **champs)


def reprise(quantite: int, cout: int = 2, code: str = "VIS", le: date = REPRISE) -> Reprise:
    return Reprise(code_article=code, date=le, quantite=D(quantite), cout_unitaire=D(cout))


def entree(jour: date, quantite: int, cout: int | None = None, code: str = "VIS", **champs: Any) -> Mouvement:
    prix = None if cout is None else D(cout)
    return Mouvement(
        date=jour, code_article=code, sens="entree", quantite=D(quantite), cout_unitaire=prix, **champs
    )


def sortie(jour: date, quantite: int, code: str = "VIS", **champs: Any) -> Mouvement:
    return Mouvement(date=jour, code_article=code, sens="sortie", quantite=D(quantite), **champs)


def janvier(jour: int) -> date:
    return date(2026, 1, jour)
