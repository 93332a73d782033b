"""Réapprovisionnement : ce qu'il faut commander, article par article, puis fournisseur par fournisseur."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tableur.calculs.stock.commande import quantite_a_commander
from tableur.calculs.stock.consommation_mesuree import ConsommationMesuree, consommation_mesuree
from tableur.calculs.stock.enregistrements import (
    Article,
    LigneReapprovisionnement,
    Mouvement,
    Reprise,
)
from tableur.calculs.stock.etat import comptes_au
from tableur.calculs.stock.gardes import exiger_positif
from tableur.calculs.stock.service import coefficient_de_service
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.grandeurs import UN, ZERO, Entier, Jours, Quantite, Taux
from tableur.socle.marques import formule

DECIMALES_DES_SEUILS = 6
TRENTE_JOURS = Decimal(30)


@dataclass(frozen=True, slots=True)
class Seuils:
    """Stock de sécurité et point de commande d'un article."""

    securite: Quantite
    point_de_commande: Quantite


@formule
def besoins_de_reapprovisionnement(
    articles: list[Article],
    mouvements: list[Mouvement],
    reprises: list[Reprise] | None,
    le: date,
    periode: Entier = 365,
    taux_de_service: Taux | None = None,
    jours_a_couvrir: Jours = TRENTE_JOURS,
) -> list[LigneReapprovisionnement]:
    """Besoin de chaque article à une date : disponible, point de commande, et quantité à commander.

    Consommation par jour : sorties de vente, de consommation ou sans motif, moins les retours, sur les jours
    suivis de la période (au plus tôt le lendemain de la reprise). Sécurité : z × σ × √délai si un taux de
    service est donné, sinon (délai maximal − délai) × consommation. Disponible = physique − réservé + en
    commande ; égal au point de commande ou en dessous, on commande jusqu'au stock cible de l'article (au moins
    le point de commande) ou, s'il est vide, jusqu'au point de commande plus la consommation des jours à couvrir
    ; au moins le minimum, arrondi au multiple supérieur.

    Args:
        articles: Articles tenus en stock.
        mouvements: Entrées et sorties de tous les articles.
        reprises: Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.
        le: Date du calcul ; les mouvements de ce jour comptent.
        periode: Jours d'historique de la consommation.
        taux_de_service: Part des cycles sans rupture, 0,95 pour 95 %. Vide : règle du délai maximal.
        jours_a_couvrir: Jours de consommation commandés au-delà du point de commande, faute de stock cible.

    Raises:
        ValeurInvalide: Une quantité, un coût ou un délai est négatif, ou le taux n'est pas entre 0,5 et 1.

    >>> besoins_de_reapprovisionnement(
    ...     [Article(code_article="VIS", designation="Vis", delai=D(10), multiple=D(12))],
    ...     [Mouvement(date=date(2026, 1, 30), code_article="VIS", sens="sortie", quantite=D(90))],
    ...     [Reprise(code_article="VIS", date=date(2025, 12, 31), quantite=D(102), cout_unitaire=D(2))],
    ...     date(2026, 1, 30))[0].a_commander
    Decimal('108')
    """
    exiger_positif("Le nombre de jours à couvrir", jours_a_couvrir)
    comptes = comptes_au(mouvements, reprises, le)
    z = None if taux_de_service is None else coefficient_de_service(taux_de_service)
    lignes = []
    for article in articles:
        compte = comptes.compte(article.code_article)
        consommation = consommation_mesuree(comptes, article.code_article, periode)
        prix = compte.dernier_prix if compte.dernier_prix is not None else article.prix_achat
        lignes.append(_ligne(article, compte.quantite, consommation, prix, z, jours_a_couvrir))
    return lignes


def seuils_de(article: Article, consommation: ConsommationMesuree, z: Decimal | None) -> Seuils:
    """Stock de sécurité et point de commande d'un article.

    Le point de commande est arrondi au millionième d'unité : 10 ÷ 30 × 3 vaut 1, pas 0,999…

    Args:
        article: L'article, pour ses délais.
        consommation: Sa consommation mesurée.
        z: Coefficient de service, None pour la règle du délai maximal.

    Raises:
        ValeurInvalide: Le délai est négatif.
    """
    exiger_positif(f"Le délai de l'article {article.code_article}", article.delai)
    retard = max(article.delai_maximal - article.delai, ZERO) if article.delai_maximal is not None else ZERO
    securite = retard * consommation.par_jour
    if z is not None:
        securite = max(z, ZERO) * consommation.ecart_type * article.delai.sqrt()
    point = consommation.par_jour * article.delai + securite
    return Seuils(securite, arrondir(point, DECIMALES_DES_SEUILS))


def disponible_de(article: Article, physique: Decimal) -> Decimal:
    """Stock disponible : physique − réservé + en commande."""
    return physique - article.reserve + article.en_commande


def couverture_de(disponible: Decimal, consommation: ConsommationMesuree) -> Decimal | None:
    """Jours de consommation que le disponible peut servir ; None sans consommation."""
    if not consommation.par_jour:
        return None
    return disponible / consommation.par_jour if disponible else ZERO


def _ligne(
    article: Article,
    physique: Decimal,
    consommation: ConsommationMesuree,
    prix: Decimal | None,
    z: Decimal | None,
    jours_a_couvrir: Decimal,
) -> LigneReapprovisionnement:
    seuils = seuils_de(article, consommation, z)
    cible = _cible(article, seuils.point_de_commande, consommation.par_jour * jours_a_couvrir)
    a_commander = quantite_a_commander(
        physique,
        seuils.point_de_commande,
        cible,
        article.en_commande,
        article.reserve,
        article.multiple,
        article.minimum,
    )
    disponible = disponible_de(article, physique)
    return LigneReapprovisionnement(
        code_article=article.code_article,
        designation=article.designation,
        code_fournisseur=article.code_fournisseur,
        physique=physique,
        reserve=article.reserve,
        en_commande=article.en_commande,
        disponible=disponible,
        consommation_par_jour=consommation.par_jour,
        couverture=couverture_de(disponible, consommation),
        stock_de_securite=seuils.securite,
        point_de_commande=seuils.point_de_commande,
        a_commander=a_commander,
        dernier_prix=prix,
        montant=None if prix is None else arrondir_centime(a_commander * prix),
        pourquoi=_pourquoi(article, disponible, consommation.par_jour, seuils, cible, a_commander),
    )


def _cible(article: Article, point_de_commande: Decimal, consommation_a_couvrir: Decimal) -> Decimal:
    """Stock cible de l'article, au moins le point de commande ; à défaut, de quoi couvrir les jours demandés."""
    if article.stock_cible is not None:
        return max(article.stock_cible, point_de_commande)
    return arrondir(point_de_commande + consommation_a_couvrir, DECIMALES_DES_SEUILS)


def _pourquoi(
    article: Article,
    disponible: Decimal,
    par_jour: Decimal,
    seuils: Seuils,
    cible: Decimal,
    a_commander: Decimal,
) -> str:
    """La décision en une phrase, avec ses chiffres."""
    signe = "≤" if disponible <= seuils.point_de_commande else ">"
    phrase = (
        f"Disponible {_court(disponible)} {signe} point de commande {_court(seuils.point_de_commande)} "
        f"({_court(par_jour)}/jour × {_court(article.delai)} j + sécurité {_court(seuils.securite)})"
    )
    if not a_commander:
        return f"{phrase} : rien à commander"
    phrase += f" : commander {nombre_ecrit(a_commander)}"
    if article.multiple != UN:
        phrase += f" par multiples de {nombre_ecrit(article.multiple)}"
    if cible - disponible < article.minimum:
        phrase += f", minimum {nombre_ecrit(article.minimum)}"
    return f"{phrase}, pour une cible de {_court(cible)}"


def _court(nombre: Decimal) -> str:
    """Nombre lisible : une décimale, ou deux sous 10."""
    return nombre_ecrit(arrondir(nombre, 1 if abs(nombre) >= 10 else 2))
