"""Fonctions mal marquées : chacune enfreint une règle."""

from decimal import Decimal

from tableur.socle.marques import formule


@formule
def seul(valeur: Decimal) -> Decimal:
    """Un mot seul.

    Args:
        valeur: Une valeur.

    >>> seul(Decimal(1))
    Decimal('1')
    """
    return valeur


@formule
def sans_aide(valeur: Decimal, next: complex, aide_longue: Decimal) -> Decimal:  # noqa: A002 - mot réservé voulu
    """Sans aide.

    Args:
        next: Un argument.
        aide_longue: aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide
            aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide
            aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide aide
    """
    return valeur
