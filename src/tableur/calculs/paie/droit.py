"""Valeurs de droit du mois, demandées au barème et typées : taux par part, paramètres, valeur selon l'effectif."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from tableur import baremes
from tableur.baremes import ValeurDatee
from tableur.socle.dates import date_ecrite
from tableur.socle.grandeurs import ZERO

MOIS_PAR_AN = 12
SEMAINES_PAR_AN = 52


def parametres(nom: str, le: date) -> Mapping[str, Any]:
    """Table de paramètres d'une série à une date."""
    return cast("Mapping[str, Any]", baremes.valeur(nom, le))


def selon(nom: str, le: date, grandeur: Decimal | int) -> Any:
    """Valeur de la tranche où tombe une grandeur : effectif, part d'alternants, base mensuelle."""
    mesure = Decimal(grandeur)
    return next(t.valeur for t in baremes.tranches(nom, le) if t.couvre(mesure))


def citation(valeur: ValeurDatee) -> str:
    """Nom de la série et date d'effet, tels que la ligne du bulletin les montre."""
    return _citee(valeur.nom, valeur.depuis)


@lru_cache(maxsize=1024)
def _citee(nom: str, depuis: date) -> str:
    return f"{nom}, {date_ecrite(depuis)}"


def mensualiser(heures_semaine: Decimal) -> Decimal:
    """Heures d'un mois moyen : heures de la semaine × 52 / 12, sans arrondi (règle d'or 4).

    >>> mensualiser(Decimal(35)).quantize(Decimal("0.0001"))
    Decimal('151.6667')
    """
    return heures_semaine * SEMAINES_PAR_AN / MOIS_PAR_AN


def smic_mensuel(le: date, nom: str = "paie.smic_horaire") -> Decimal:
    """SMIC d'un mois à la durée légale, non arrondi ; celui de la réduction générale porte un autre nom.

    >>> smic_mensuel(date(2026, 7, 1)).quantize(Decimal("0.01"))
    Decimal('1867.02')
    """
    return baremes.nombre(nom, le) * mensualiser(baremes.nombre("paie.duree_legale", le))


def borne(valeur: Decimal, basse: Decimal = ZERO, haute: Decimal | None = None) -> Decimal:
    """Valeur ramenée entre deux bornes."""
    plancher = max(valeur, basse)
    return plancher if haute is None else min(plancher, haute)
