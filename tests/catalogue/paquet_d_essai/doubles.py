"""Une fonction dont le nom est déjà pris."""

from decimal import Decimal

from tableur.socle.marques import formule


@formule
def prix_moyen(valeur: Decimal) -> Decimal:
    """Un doublon.

    Args:
        valeur: Une valeur.

    >>> prix_moyen(Decimal(1))
    Decimal('1')
    """
    return valeur
