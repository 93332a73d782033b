"""Un petit classeur de stock, dont chaque résultat se vérifie à la main."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from tableur.calculs.stock.enregistrements import Article, Comptage, Fournisseur, Lot, Mouvement, Reprise

D = Decimal
Fabrique = Callable[..., Path]

FOURNISSEURS = [
    Fournisseur(code_fournisseur="F1", nom="Durand", minimum_de_commande=D(100), franco=D(300)),
    Fournisseur(code_fournisseur="F2", nom="Martin"),
]
ARTICLES = [
    Article(
        code_article="0001",
        designation="Farine",
        famille="Épicerie",
        unite="sac",
        code_fournisseur="F1",
        emplacement="B-02",
        delai=D(10),
        delai_maximal=D(15),
        multiple=D(12),
    ),
    Article(code_article="0002", designation="Sucre", famille="Épicerie", emplacement="A-01", delai=D(5)),
]
REPRISES = [
    Reprise(code_article="0001", date=date(2025, 12, 31), quantite=D(100), cout_unitaire=D(10)),
    Reprise(code_article="0002", date=date(2025, 12, 31), quantite=D(40), cout_unitaire=D(2)),
]
MOUVEMENTS = [
    Mouvement(
        date=date(2026, 1, 5),
        code_article="0001",
        sens="entree",
        quantite=D(50),
        cout_unitaire=D(13),
        motif="achat",
        lot="L1",
    ),
    Mouvement(date=date(2026, 1, 20), code_article="0001", sens="sortie", quantite=D(90), motif="vente", lot="L1"),
]
LOTS = [Lot(code_article="0001", lot="L1", type_de_date="DLC", date_limite=date(2026, 1, 25), quantite=D(100))]
COMPTAGES = [Comptage(date=date(2026, 1, 30), code_article="0001", emplacement="B-02", quantite_comptee=D(58))]
