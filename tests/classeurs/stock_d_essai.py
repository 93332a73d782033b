"""Un petit stock déterministe, avec des trous, et le classeur qui le contient."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tableur.calculs.stock.besoins import besoins_de_reapprovisionnement
from tableur.calculs.stock.classement import classement_abc_des_consommations
from tableur.calculs.stock.enregistrements import (
    Article,
    CommandeFournisseur,
    Comptage,
    EcartInventaire,
    Fournisseur,
    LigneAbc,
    LigneAlerte,
    LigneDeComptage,
    LigneDeFiche,
    LigneReapprovisionnement,
    LigneValorisation,
    Lot,
    Mouvement,
    Reprise,
    ValeurDeFamille,
)
from tableur.calculs.stock.fiche import fiche_d_un_article
from tableur.calculs.stock.fournisseurs import commandes_par_fournisseur
from tableur.calculs.stock.inventaire import ecarts_d_inventaire, feuille_de_comptage
from tableur.calculs.stock.surveillance import articles_a_surveiller
from tableur.calculs.stock.valorisation import valeurs_par_famille, valorisation_du_stock
from tableur.classeurs.contenu import Contenu, Corps, corps_de
from tableur.classeurs.modeles import Modele

LE = date(2026, 11, 24)
_FAMILLES = ("Papeterie", "Emballage", "Entretien", "Informatique", "")
_DESIGNATIONS = (
    "Ramette de papier A4 80 g",
    "Carton double cannelure 40 × 30 × 30",
    "Nettoyant multi-usages 5 L",
    "Cartouche d'encre noire grande capacité",
    "Gants nitrile taille M (boîte de 100)",
)


@dataclass(frozen=True)
class Stock:
    """Les tables tapées d'un stock."""

    fournisseurs: list[Fournisseur]
    articles: list[Article]
    mouvements: list[Mouvement]
    reprises: list[Reprise]
    lots: list[Lot]
    comptages: list[Comptage]

    def tables(self) -> dict[type, Sequence[object]]:
        """Lignes par enregistrement."""
        return {
            Fournisseur: self.fournisseurs,
            Article: self.articles,
            Mouvement: self.mouvements,
            Reprise: self.reprises,
            Lot: self.lots,
            Comptage: self.comptages,
        }

    def vues(self) -> dict[type, Sequence[object]]:
        """Lignes des tables calculées, par enregistrement."""
        articles, mouvements, reprises = self.articles, self.mouvements, self.reprises
        besoins = besoins_de_reapprovisionnement(articles, mouvements, reprises, LE)
        valorisation = valorisation_du_stock(articles, mouvements, reprises, LE)
        return {
            LigneReapprovisionnement: besoins,
            CommandeFournisseur: commandes_par_fournisseur(besoins, self.fournisseurs),
            LigneDeFiche: fiche_d_un_article(articles[0].code_article, mouvements, reprises, LE),
            LigneAlerte: articles_a_surveiller(articles, mouvements, reprises, self.lots, LE),
            LigneAbc: classement_abc_des_consommations(articles, mouvements, reprises, LE),
            ValeurDeFamille: valeurs_par_famille(valorisation),
            LigneValorisation: valorisation,
            LigneDeComptage: feuille_de_comptage(articles),
            EcartInventaire: ecarts_d_inventaire(self.comptages, articles, mouvements, reprises, LE),
        }


def stock_d_essai(articles: int = 40, mouvements: int = 60, graine: int = 7) -> Stock:
    """Stock tiré au sort, toujours le même pour une graine."""
    hasard = random.Random(graine)  # noqa: S311 - un tirage reproductible, rien de secret
    fournisseurs = [
        Fournisseur(code_fournisseur=code, nom=nom, minimum_de_commande=Decimal(minimum), franco=Decimal(franco))
        for code, nom, minimum, franco in (
            ("0012", "Papeterie Durand & Fils", 150, 400),
            ("12", "Ouest Emballages", 200, 0),
            ("F03", "Hygiène Pro", 0, 300),
        )
    ]
    tires = [_article(hasard, rang, fournisseurs) for rang in range(articles)]
    reprises = [
        Reprise(
            code_article=article.code_article,
            date=date(2025, 6, 30),
            quantite=Decimal(hasard.randrange(0, 200)),
            cout_unitaire=Decimal(hasard.randrange(100, 5000)) / 100,
        )
        for article in tires[:-3]
    ]
    mouvementes = tires[: max(1, articles - 4)]
    tous = [_mouvement(hasard, rang, hasard.choice(mouvementes)) for rang in range(mouvements)]
    lots = [
        Lot(
            code_article=tires[0].code_article,
            lot=f"L{rang}",
            type_de_date=hasard.choice(("DLC", "DDM")),
            date_limite=date(2026, 11, 1) + timedelta(days=10 * rang),
            quantite=Decimal(12),
        )
        for rang in range(5)
    ]
    comptages = [
        Comptage(
            date=LE,
            code_article=article.code_article,
            emplacement=article.emplacement,
            quantite_comptee=Decimal(hasard.randrange(0, 100)) if hasard.random() > 0.2 else None,
            compte_par="A. Le Goff",
        )
        for article in tires[:20]
    ]
    return Stock(fournisseurs, tires, tous, reprises, lots, comptages)


def _article(hasard: random.Random, rang: int, fournisseurs: list[Fournisseur]) -> Article:
    return Article(
        code_article=f"{rang:04d}",
        designation=f"{_DESIGNATIONS[rang % 5]} n° {rang}",
        famille=hasard.choice(_FAMILLES),
        unite=hasard.choice(("pièce", "boîte", "kg")),
        code_fournisseur=hasard.choice(fournisseurs).code_fournisseur if hasard.random() > 0.15 else "",
        emplacement=f"{hasard.choice('ABC')}-{hasard.randrange(1, 20):02d}",
        delai=Decimal(hasard.randrange(2, 20)),
        delai_maximal=Decimal(25) if hasard.random() > 0.4 else None,
        prix_achat=Decimal(hasard.randrange(50, 9000)) / 100 if hasard.random() > 0.3 else None,
        multiple=Decimal(hasard.choice((1, 6, 12))),
        minimum=Decimal(hasard.choice((0, 10))),
        en_commande=Decimal(hasard.choice((0, 0, 20))),
        reserve=Decimal(hasard.choice((0, 3))) / 4,
    )


def _mouvement(hasard: random.Random, rang: int, article: Article) -> Mouvement:
    entree = hasard.random() < 0.3
    return Mouvement(
        date=date(2025, 7, 1) + timedelta(days=hasard.randrange(510)),
        code_article=article.code_article,
        sens="entree" if entree else "sortie",
        quantite=Decimal(hasard.randrange(1, 80)) / hasard.choice((1, 1, 2, 8)),
        cout_unitaire=Decimal(hasard.randrange(100, 5000)) / 100 if entree else None,
        motif="achat" if entree else hasard.choice(("vente", "consommation", None)),
        piece=f"BL{rang:05d}",
    )


def contenu_de(modele: Modele, stock: Stock, *, vues: bool = True) -> Contenu:
    """Contenu du classeur d'un stock."""
    tables: dict[str, Corps] = {}
    mentions = {}
    for type_, lignes in stock.tables().items():
        _, table = modele.table_lue(type_)
        tables[table.nom] = corps_de(table, lignes)
    for type_, lignes in (stock.vues() if vues else {}).items():
        feuille, table = modele.table_ecrite(type_)
        tables[table.nom] = corps_de(table, lignes)
        mentions[feuille.nom] = f"Calculé le 24/11/2026 sur {len(stock.articles)} articles"
    return Contenu(tables, {}, mentions)


def se_valent(attendu: object, obtenu: object) -> bool:
    """Vrai si deux cellules se valent ; LibreOffice enregistre quinze chiffres, le dernier arrondi deux fois."""
    if isinstance(attendu, int | float) and isinstance(obtenu, int | float):
        return math.isclose(attendu, obtenu, rel_tol=1e-14)
    return (attendu or None) == (obtenu or None)
