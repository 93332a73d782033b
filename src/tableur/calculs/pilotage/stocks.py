"""Stock vu du tableau de bord : sa valeur à chaque fin de mois, et par famille au jour des données."""

from datetime import date
from decimal import Decimal

from tableur.calculs.pilotage.enregistrements import StockDeFamille, StockDuMois
from tableur.calculs.pilotage.periodes import mois_court
from tableur.calculs.stock.enregistrements import Article, Mouvement, Reprise
from tableur.calculs.stock.etat import comptes_au
from tableur.calculs.stock.surveillance import est_dormant
from tableur.calculs.stock.valorisation import un_an_plus_tot, valeurs_par_famille, valorisation_du_stock
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Entier
from tableur.socle.marques import formule

FINS_DE_MOIS = 24


@formule
def stock_par_mois(
    articles: list[Article],
    mouvements: list[Mouvement],
    reprises: list[Reprise] | None,
    au: date,
    jours_dormant: Entier = 180,
    mois: Entier = FINS_DE_MOIS,
) -> list[StockDuMois]:
    """Valeur du stock, part dormante et ruptures à chaque fin de mois, et au jour des données.

    Le même jour un an plus tôt y est aussi : un mois inachevé s'y compare. Rien n'est dit d'avant le suivi.

    Args:
        articles: Articles tenus en stock.
        mouvements: Entrées et sorties de tous les articles.
        reprises: Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.
        au: Dernier jour dont les mouvements sont connus.
        jours_dormant: Jours sans vente ni consommation au-delà desquels un stock est dormant.
        mois: Nombre de fins de mois.

    Raises:
        ValeurInvalide: Une quantité, un coût ou un nombre de jours est négatif.

    >>> [(s.libelle, s.valeur) for s in stock_par_mois(
    ...     [Article(code_article="VIS", designation="Vis", delai=D(10))],
    ...     [Mouvement(date=date(2026, 10, 2), code_article="VIS", sens="sortie", quantite=D(4))],
    ...     [Reprise(code_article="VIS", date=date(2026, 9, 30), quantite=D(10), cout_unitaire=D(2))],
    ...     date(2026, 10, 15))]
    [('sept. 26', Decimal('20.00')), ('15/10/26', Decimal('12.00'))]
    """
    if jours_dormant < 0 or mois < 1:
        raise ValeurInvalide("Le nombre de jours ne peut pas être négatif, et il faut au moins un mois.")
    connus = [*(r.date for r in reprises or ()), *(m.date for m in mouvements)]
    if not connus:
        return []
    fins = {(Mois.de(au) + -rang).fin for rang in range(mois + 1)}
    jours = sorted(jour for jour in {*fins, au, un_an_plus_tot(au)} if min(connus) <= jour <= au)
    return [_releve(articles, mouvements, reprises, jour, jours_dormant) for jour in jours]


@formule
def stock_par_famille(
    articles: list[Article],
    mouvements: list[Mouvement],
    reprises: list[Reprise] | None,
    au: date,
    jours_dormant: Entier = 180,
) -> list[StockDeFamille]:
    """Valeur du stock de chaque famille, de la plus grande à la plus petite, et un an plus tôt.

    Args:
        articles: Articles tenus en stock.
        mouvements: Entrées et sorties de tous les articles.
        reprises: Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.
        au: Date de la valeur ; les mouvements de ce jour comptent.
        jours_dormant: Jours sans vente ni consommation au-delà desquels un stock est dormant.

    Raises:
        ValeurInvalide: Une quantité, un coût ou le nombre de jours est négatif.

    >>> stock_par_famille([Article(code_article="VIS", designation="Vis", famille="Visserie", delai=D(10))],
    ...     [Mouvement(date=date(2026, 10, 2), code_article="VIS", sens="sortie", quantite=D(4))],
    ...     [Reprise(code_article="VIS", date=date(2026, 9, 30), quantite=D(10), cout_unitaire=D(2))],
    ...     date(2026, 10, 15))[0].valeur
    Decimal('12.00')
    """
    familles = valeurs_par_famille(valorisation_du_stock(articles, mouvements, reprises, au, jours_dormant))
    lignes = [
        StockDeFamille(
            famille=f.famille,
            articles=f.articles,
            valeur=f.valeur,
            valeur_n_1=f.valeur_n_1,
            ecart=f.ecart,
            valeur_dormante=f.valeur_dormante,
        )
        for f in familles
    ]
    return sorted(lignes, key=lambda ligne: (-ligne.valeur, ligne.famille))


def _releve(
    articles: list[Article], mouvements: list[Mouvement], reprises: list[Reprise] | None, jour: date, dormant: int
) -> StockDuMois:
    comptes = comptes_au(mouvements, reprises, jour)
    suivis = [comptes.compte(article.code_article) for article in articles]
    valeur: Decimal = sum((compte.valeur for compte in suivis), ZERO)
    au_dernier_jour = jour == Mois.de(jour).fin
    return StockDuMois(
        date=jour,
        libelle=mois_court(jour) if au_dernier_jour else f"{jour.day:02d}/{jour.month:02d}/{jour.year % 100:02d}",
        valeur=valeur,
        dormant=sum((compte.valeur for compte in suivis if est_dormant(compte, jour, dormant)), ZERO),
        ruptures=sum(compte.quantite <= ZERO for compte in suivis),
    )
