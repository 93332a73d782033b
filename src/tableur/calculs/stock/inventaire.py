"""Inventaire physique : la feuille de comptage, puis les écarts avec le stock théorique."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tableur.calculs.stock.enregistrements import (
    Article,
    Comptage,
    EcartInventaire,
    LigneDeComptage,
    Mouvement,
    Reprise,
)
from tableur.calculs.stock.etat import comptes_au
from tableur.calculs.stock.gardes import exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.grandeurs import ZERO
from tableur.socle.marques import formule


@formule
def feuille_de_comptage(articles: list[Article], emplacement: str = "") -> list[LigneDeComptage]:
    """Feuille de comptage d'un inventaire, dans l'ordre des emplacements, sans le stock théorique.

    Le stock théorique n'y est pas, pour que l'on compte sans le savoir. Tri par emplacement, puis code d'article.

    Args:
        articles: Articles tenus en stock.
        emplacement: Seul emplacement à compter. Vide : tous.

    >>> feuille_de_comptage([Article(code_article="VIS", designation="Vis", delai=D(10), emplacement="B2"),
    ...     Article(code_article="CLOU", designation="Clou", delai=D(10), emplacement="A1")])[0].code_article
    'CLOU'
    """
    retenus = [article for article in articles if not emplacement or article.emplacement == emplacement]
    return [
        LigneDeComptage(
            emplacement=article.emplacement,
            code_article=article.code_article,
            designation=article.designation,
            unite=article.unite,
            quantite_comptee=None,
            compte_par="",
        )
        for article in sorted(retenus, key=lambda article: (article.emplacement, article.code_article))
    ]


@formule
def ecarts_d_inventaire(
    comptages: list[Comptage],
    articles: list[Article],
    mouvements: list[Mouvement],
    reprises: list[Reprise] | None,
    au: date,
    du: date | None = None,
) -> list[EcartInventaire]:
    """Écart entre le stock compté et le stock théorique de chaque article, en quantité et en valeur.

    Écart = compté − théorique, valorisé au CUMP (à défaut au prix d'achat). Les comptages d'un article
    s'ajoutent d'un emplacement à l'autre ; à un même emplacement, ceux du dernier jour remplacent les
    précédents. Un article qui n'a pas été compté paraît sans quantité ni écart : il n'est pas réputé absent.

    Args:
        comptages: Quantités comptées ; une ligne sans quantité n'est pas un comptage.
        articles: Articles tenus en stock.
        mouvements: Entrées et sorties de tous les articles.
        reprises: Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.
        au: Date de l'inventaire : celle du stock théorique, et le dernier jour des comptages.
        du: Premier jour des comptages de cet inventaire. Vide : tous les comptages jusqu'à sa date.

    Raises:
        ValeurInvalide: Une quantité ou un coût est négatif.

    >>> ecarts_d_inventaire([Comptage(date=date(2026, 1, 31), code_article="VIS", quantite_comptee=D(10))],
    ...     [Article(code_article="VIS", designation="Vis", delai=D(10))],
    ...     [Mouvement(date=date(2026, 1, 30), code_article="VIS", sens="sortie", quantite=D(90))],
    ...     [Reprise(code_article="VIS", date=date(2025, 12, 31), quantite=D(102), cout_unitaire=D(2))],
    ...     date(2026, 1, 31))[0].valeur_ecart
    Decimal('-4.00')
    """
    comptes = comptes_au(mouvements, reprises, au)
    physiques = _quantites_comptees(comptages, au, du or date.min)
    ecarts = []
    for article in articles:
        compte = comptes.compte(article.code_article)
        emplacements = physiques.get(article.code_article, {})
        comptee = sum((quantite for _, quantite in emplacements.values()), ZERO) if emplacements else None
        ecarts.append(_ecart(article, sorted(emplacements), comptee, compte.quantite, compte.cump))
    return ecarts


def _quantites_comptees(
    comptages: Sequence[Comptage], au: date, du: date
) -> dict[str, dict[str, tuple[date, Decimal]]]:
    """Par article et par emplacement : jour du dernier comptage, et somme des quantités de ce jour."""
    comptes: dict[str, dict[str, tuple[date, Decimal]]] = {}
    for comptage in comptages:
        quantite = comptage.quantite_comptee
        if quantite is None or not du <= comptage.date <= au:
            continue
        exiger_positif(f"La quantité comptée de {comptage.code_article}", quantite)
        emplacements = comptes.setdefault(comptage.code_article, {})
        jour, deja = emplacements.get(comptage.emplacement, (comptage.date, ZERO))
        if comptage.date > jour:
            emplacements[comptage.emplacement] = (comptage.date, quantite)
        elif comptage.date == jour:
            emplacements[comptage.emplacement] = (jour, deja + quantite)
    return comptes


def _ecart(
    article: Article,
    emplacements: list[str],
    comptee: Decimal | None,
    theorique: Decimal,
    cump: Decimal | None,
) -> EcartInventaire:
    cout = cump if cump is not None else article.prix_achat
    ecart = None if comptee is None else comptee - theorique
    return EcartInventaire(
        code_article=article.code_article,
        designation=article.designation,
        emplacement=", ".join(filter(None, emplacements)) or article.emplacement,
        quantite_comptee=comptee,
        quantite_theorique=theorique,
        ecart=ecart,
        cout_unitaire=cout,
        valeur_ecart=None if ecart is None or cout is None else arrondir_centime(ecart * cout),
        taux_ecart=None if ecart is None or theorique == ZERO else ecart / theorique,
    )
