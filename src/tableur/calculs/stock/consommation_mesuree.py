"""Consommation mesurée sur les mouvements : par jour, sur la période réellement suivie."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tableur.calculs.stock.etat import Comptes
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO


@dataclass(frozen=True, slots=True)
class ConsommationMesuree:
    """Consommation d'un article.

    Args:
        jours: Jours réellement suivis dans la période, tous comptés, même sans mouvement.
        quantite: Sorties de vente, de consommation ou sans motif, moins les retours.
        valeur: Les mêmes, au CUMP du moment.
        par_jour: Quantité ÷ jours ; 0 si les retours l'emportent ou si aucun jour n'est suivi.
        ecart_type: Écart type (population) de la consommation d'une journée.
    """

    jours: int
    quantite: Decimal
    valeur: Decimal
    par_jour: Decimal
    ecart_type: Decimal


def consommation_mesuree(comptes: Comptes, code_article: str, periode: int) -> ConsommationMesuree:
    """Consommation d'un article sur les derniers jours de la période.

    La période finit à la date des comptes, ce jour compris. Elle commence au plus tôt le lendemain de la reprise
    de l'article, à défaut le premier jour suivi dans l'entreprise : on ne divise pas par des jours inconnus.

    Raises:
        ValeurInvalide: La période n'a pas au moins un jour.
    """
    if periode < 1:
        raise ValeurInvalide(f"La période compte au moins un jour : {periode} reçu.")
    le, suivi = comptes.le, comptes.suivi_depuis(code_article)
    debut = le - timedelta(days=periode - 1)
    if suivi is None or suivi > le:
        return ConsommationMesuree(0, ZERO, ZERO, ZERO, ZERO)
    debut = max(debut, suivi)
    jours = (le - debut).days + 1
    retenues = [c for c in comptes.compte(code_article).consommations if c[0] >= debut]
    quantite = sum((q for _, q, _ in retenues), ZERO)
    valeur = sum((v for _, _, v in retenues), ZERO)
    par_jour = max(quantite, ZERO) / jours
    return ConsommationMesuree(jours, quantite, valeur, par_jour, _ecart_type(retenues, quantite / jours, jours))


def _ecart_type(consommations: list[tuple[date, Decimal, Decimal]], moyenne: Decimal, jours: int) -> Decimal:
    """Écart type de la consommation d'une journée, les jours sans mouvement comptant pour zéro."""
    par_date: dict[date, Decimal] = {}
    for jour, quantite, _ in consommations:
        par_date[jour] = par_date.get(jour, ZERO) + quantite
    carres = sum(((quantite - moyenne) ** 2 for quantite in par_date.values()), ZERO)
    carres += (jours - len(par_date)) * moyenne**2
    return (carres / jours).sqrt()
