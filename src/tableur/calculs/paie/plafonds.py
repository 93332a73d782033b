"""Plafond du mois et tranches de salaire, en jours calendaires et sur le cumul."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.droit import MOIS_PAR_AN, SEMAINES_PAR_AN, parametres
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Euros, Heures, Jours
from tableur.socle.marques import formule

JOURS_PAR_SEMAINE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranches:
    """Tranches de salaire d'un mois, par différence de cumuls : la deuxième peut être négative."""

    tranche_1: Euros
    tranche_2: Euros


@formule
def plafond_du_mois(
    periode: Mois,
    heures_semaine: Heures | None = None,
    entree: date | None = None,
    sortie: date | None = None,
    jours_absence: Jours = ZERO,
    heures_complementaires: Heures = ZERO,
) -> Euros:
    """Plafond de la sécurité sociale d'un salarié pour un mois, au prorata de sa présence et de sa durée.

    Jours calendaires d'emploi sur jours calendaires du mois (CSS, art. R242-2) : règle d'or 8. Une absence que
    l'employeur paie, même en partie, ne le réduit pas ; seules comptent les journées entières. Au temps partiel,
    heures du contrat et heures complémentaires sur la durée légale, sans dépasser un plafond (CSS, art. R242-7).

    Args:
        periode: Mois de paie.
        heures_semaine: Heures du contrat par semaine ; vide pour la durée légale.
        entree: Premier jour du contrat, s'il est dans le mois.
        sortie: Dernier jour du contrat, s'il est dans le mois.
        jours_absence: Jours calendaires d'absence non payée.
        heures_complementaires: Heures complémentaires du mois, au temps partiel.

    Raises:
        ValeurInvalide: La sortie précède l'entrée, ou le mois est hors du contrat.

    >>> plafond_du_mois(Mois(2026, 3), entree=date(2026, 3, 12))
    Decimal('2583.87')
    """
    jours = max(Decimal(jours_d_emploi(periode, entree, sortie)) - jours_absence, ZERO)
    entier = baremes.nombre("paie.plafond_mensuel", periode.debut)
    legale = baremes.nombre("paie.duree_legale", periode.debut)
    contrat, complet = (legale if heures_semaine is None else heures_semaine), legale * SEMAINES_PAR_AN
    annuelles = min(contrat * SEMAINES_PAR_AN + heures_complementaires * MOIS_PAR_AN, complet)
    # Une seule division, à la fin : le demi-centime est vu.
    return arrondir_centime(entier * annuelles * jours / (complet * jours_du_mois(periode)))


@formule
def tranches_de_salaire(
    brut: Euros,
    plafond: Euros,
    brut_deja: Euros = ZERO,
    plafond_deja: Euros = ZERO,
    le: date | None = None,
) -> Tranches:
    """Tranches 1 et 2 du mois, régularisées sur le cumul : la tranche 2 peut être négative.

    Tranche 1 du mois = le plus petit du cumul de brut et du cumul de plafonds, moins la tranche 1 déjà déclarée ;
    la tranche 2 va jusqu'à huit plafonds (CSS, art. R243-10 ; ANI du 17/11/2017) : règle d'or 8.

    Args:
        brut: Brut soumis du mois.
        plafond: Plafond du mois.
        brut_deja: Brut soumis des mois précédents de l'année.
        plafond_deja: Plafonds des mois précédents de l'année.
        le: Date du droit ; vide pour les limites les plus récentes.

    >>> tranches_de_salaire(Decimal(2500), Decimal(4005), Decimal(13500), Decimal(12015))
    Tranches(tranche_1=Decimal('3985'), tranche_2=Decimal('-1485'))
    """
    jour = le or baremes.historique("paie_cotisations.tranches")[-1].depuis
    limite = parametres("paie_cotisations.tranches", jour)["tranche_2"]
    avant = _cumulees(brut_deja, plafond_deja, limite)
    apres = _cumulees(brut_deja + brut, plafond_deja + plafond, limite)
    return Tranches(tranche_1=apres[0] - avant[0], tranche_2=apres[1] - avant[1])


def _cumulees(brut: Decimal, plafond: Decimal, limite: Decimal) -> tuple[Decimal, Decimal]:
    premiere = min(brut, plafond)
    return premiere, min(brut, limite * plafond) - premiere


def jours_du_mois(periode: Mois) -> int:
    """Jours calendaires d'un mois : 28 à 31.

    >>> jours_du_mois(Mois(2028, 2))
    29
    """
    return calendar.monthrange(periode.annee, periode.mois)[1]


def jours_d_emploi(periode: Mois, entree: date | None, sortie: date | None) -> int:
    """Jours calendaires du mois qui sont dans le contrat.

    Raises:
        ValeurInvalide: La sortie précède l'entrée, ou le mois est hors du contrat.
    """
    debut, fin = bornes_d_emploi(periode, entree, sortie)
    return (fin - debut).days + 1


def bornes_d_emploi(periode: Mois, entree: date | None, sortie: date | None) -> tuple[date, date]:
    """Premier et dernier jours du mois qui sont dans le contrat."""
    if entree is not None and sortie is not None and sortie < entree:
        raise ValeurInvalide(f"La sortie, le {date_ecrite(sortie)}, précède l'entrée, le {date_ecrite(entree)}.")
    debut = periode.debut if entree is None else max(entree, periode.debut)
    fin = periode.fin if sortie is None else min(sortie, periode.fin)
    if fin < debut:
        raise ValeurInvalide(f"Le mois {periode} est hors du contrat : rien à payer ce mois-là.")
    return debut, fin


def jours_ouvres(debut: date, fin: date) -> int:
    """Jours du lundi au vendredi entre deux dates comprises, fériés compris.

    >>> jours_ouvres(date(2026, 5, 1), date(2026, 5, 31))
    21
    """
    if fin < debut:
        return 0
    semaines, reste = divmod((fin - debut).days + 1, 7)
    return semaines * JOURS_PAR_SEMAINE + sum(
        (debut + timedelta(days=rang)).weekday() < JOURS_PAR_SEMAINE for rang in range(reste)
    )
