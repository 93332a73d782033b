"""Durées que la loi fixe au contrat à durée déterminée : essai le plus long, délai de carence."""

import calendar
from datetime import date
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Annotated, Any, cast

from tableur import baremes
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import Unite
from tableur.socle.marques import formule

NombreDeJours = Annotated[int, Unite("nombre de jours", "jours", "#,##0")]


@formule
def essai_maximal_cdd(debut: date, fin: date) -> NombreDeJours:
    """Durée maximale de la période d'essai d'un contrat à durée déterminée, en jours calendaires.

    Un jour par semaine de contrat, dans la limite de deux semaines si le contrat dure six mois ou moins, d'un mois
    au-delà (C. trav., art. L1242-10). Une semaine incomplète ne compte pas.

    Args:
        debut: Premier jour du contrat.
        fin: Dernier jour du contrat, ou de sa durée minimale.

    Raises:
        ValeurInvalide: Le contrat finit avant de commencer.

    >>> essai_maximal_cdd(date(2026, 12, 1), date(2027, 3, 22))
    14
    """
    duree = _duree(debut, fin)
    regle = cast("dict[str, Any]", baremes.valeur("contrats.essai_cdd", debut))
    jours = duree // 7 * int(regle["jours_par_semaine"])
    if fin < plus_des_mois(debut, int(regle["contrat_court_en_mois"])):
        return min(jours, int(regle["plafond_court_en_jours"]))
    return min(jours, (plus_des_mois(debut, int(regle["plafond_long_en_mois"])) - debut).days)


@formule
def delai_de_carence_cdd(debut: date, fin: date) -> NombreDeJours:
    """Délai à respecter avant un autre contrat à durée déterminée sur le même poste, en jours d'ouverture.

    Le tiers de la durée du contrat, renouvellement compris, s'il dure quatorze jours ou plus, la moitié sinon, à
    défaut d'accord de branche (C. trav., art. L1244-3-1) ; arrondi au jour supérieur, par prudence.

    Args:
        debut: Premier jour du contrat.
        fin: Dernier jour du contrat, renouvellement compris.

    Raises:
        ValeurInvalide: Le contrat finit avant de commencer.

    >>> delai_de_carence_cdd(date(2026, 12, 1), date(2026, 12, 30))
    10
    """
    duree = Decimal(_duree(debut, fin))
    tranche = next(t for t in baremes.tranches("contrats.carence_cdd", fin) if t.couvre(duree))
    part = Fraction(str(tranche.valeur))
    return int((duree * part.numerator / part.denominator).to_integral_value(ROUND_CEILING))


def plus_des_mois(jour: date, nombre: int) -> date:
    """Même quantième, un nombre de mois plus tard ; le dernier jour du mois s'il n'y existe pas."""
    rang = jour.year * 12 + jour.month - 1 + nombre
    annee, mois = rang // 12, rang % 12 + 1
    return date(annee, mois, min(jour.day, calendar.monthrange(annee, mois)[1]))


def _duree(debut: date, fin: date) -> int:
    """Durée du contrat en jours, bornes comprises."""
    if fin < debut:
        raise ValeurInvalide(
            f"Le contrat finit le {date_ecrite(fin)}, avant son premier jour, le {date_ecrite(debut)}."
        )
    return (fin - debut).days + 1
