"""Valorisation du stock à une date, par article et par famille, comparée à l'année d'avant."""

from datetime import date
from decimal import Decimal

from tableur.calculs.stock.enregistrements import (
    Article,
    LigneValorisation,
    Mouvement,
    Reprise,
    ValeurDeFamille,
)
from tableur.calculs.stock.etat import Comptes, comptes_au
from tableur.calculs.stock.surveillance import est_dormant
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Entier
from tableur.socle.marques import formule

SANS_FAMILLE = "(sans famille)"


@formule
def valorisation_du_stock(
    articles: list[Article],
    mouvements: list[Mouvement],
    reprises: list[Reprise] | None,
    au: date,
    jours_dormant: Entier = 180,
) -> list[LigneValorisation]:
    """Valeur du stock de chaque article à une date, au CUMP, et un an plus tôt.

    L'année d'avant est la même date (le 28 février pour un 29). Sa valeur est inconnue, donc vide, si l'article
    n'était pas encore suivi : date antérieure à sa reprise ou, sans reprise, au premier jour suivi dans
    l'entreprise. Un stock négatif a une valeur négative, qui diminue le total : il est signalé par
    ALERTES_DU_STOCK.

    Args:
        articles: Articles tenus en stock.
        mouvements: Entrées et sorties de tous les articles.
        reprises: Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.
        au: Date de l'inventaire ; les mouvements de ce jour comptent.
        jours_dormant: Jours sans vente ni consommation au-delà desquels un stock est dormant.

    Raises:
        ValeurInvalide: Une quantité, un coût ou le nombre de jours est négatif.

    >>> valorisation_du_stock([Article(code_article="VIS", designation="Vis", delai=D(10))],
    ...     [Mouvement(date=date(2026, 1, 30), code_article="VIS", sens="sortie", quantite=D(90))],
    ...     [Reprise(code_article="VIS", date=date(2025, 12, 31), quantite=D(102), cout_unitaire=D(2))],
    ...     date(2026, 1, 31))[0].valeur
    Decimal('24.00')
    """
    if jours_dormant < 0:
        raise ValeurInvalide(f"Le nombre de jours ne peut pas être négatif : {jours_dormant} reçu.")
    comptes = comptes_au(mouvements, reprises, au)
    il_y_a_un_an = comptes_au(mouvements, reprises, un_an_plus_tot(au))
    lignes = []
    for article in articles:
        compte = comptes.compte(article.code_article)
        valeur_n_1 = _valeur_connue(il_y_a_un_an, comptes, article.code_article)
        lignes.append(
            LigneValorisation(
                code_article=article.code_article,
                designation=article.designation,
                famille=article.famille,
                quantite=compte.quantite,
                cout_unitaire=compte.cump,
                valeur=compte.valeur,
                valeur_n_1=valeur_n_1,
                ecart=None if valeur_n_1 is None else compte.valeur - valeur_n_1,
                derniere_sortie=compte.derniere_sortie,
                dormant=est_dormant(compte, au, jours_dormant),
            )
        )
    return lignes


@formule
def valeurs_par_famille(lignes: list[LigneValorisation]) -> list[ValeurDeFamille]:
    """Valeur du stock de chaque famille, dans l'ordre alphabétique, et un an plus tôt.

    La valeur d'il y a un an n'est donnée que si elle est connue pour tous les articles de la famille.

    Args:
        lignes: Valorisation de chaque article.

    >>> valeurs_par_famille([LigneValorisation(code_article="VIS", designation="Vis", famille="Quincaillerie",
    ...     quantite=D(12), cout_unitaire=D(2), valeur=D(24), valeur_n_1=D(20), ecart=D(4), derniere_sortie=None,
    ...     dormant=False)])[0].ecart
    Decimal('4')
    """
    familles: dict[str, list[LigneValorisation]] = {}
    for ligne in lignes:
        familles.setdefault(ligne.famille or SANS_FAMILLE, []).append(ligne)
    return [_famille(nom, familles[nom]) for nom in sorted(familles)]


def un_an_plus_tot(jour: date) -> date:
    """Même date un an plus tôt ; le 28 février pour un 29.

    >>> un_an_plus_tot(date(2024, 2, 29))
    datetime.date(2023, 2, 28)
    """
    if (jour.month, jour.day) == (2, 29):
        return date(jour.year - 1, 2, 28)
    return jour.replace(year=jour.year - 1)


def _valeur_connue(alors: Comptes, comptes: Comptes, code_article: str) -> Decimal | None:
    """Valeur d'il y a un an, None si l'article n'était pas encore suivi."""
    if alors.compte(code_article).depuis is not None:
        return alors.compte(code_article).valeur
    suivi = comptes.suivi_depuis(code_article)
    return alors.compte(code_article).valeur if suivi is not None and suivi <= alors.le else None


def _famille(nom: str, lignes: list[LigneValorisation]) -> ValeurDeFamille:
    valeur = sum((ligne.valeur for ligne in lignes), ZERO)
    connues = [ligne.valeur_n_1 for ligne in lignes if ligne.valeur_n_1 is not None]
    valeur_n_1 = sum(connues, ZERO) if len(connues) == len(lignes) else None
    return ValeurDeFamille(
        famille=nom,
        articles=len(lignes),
        valeur=valeur,
        valeur_n_1=valeur_n_1,
        ecart=None if valeur_n_1 is None else valeur - valeur_n_1,
        valeur_dormante=sum((ligne.valeur for ligne in lignes if ligne.dormant), ZERO),
    )
