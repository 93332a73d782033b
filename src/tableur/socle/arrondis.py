"""Arrondis de la gestion : au plus proche, et la moitié vers le haut en valeur absolue."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO

CENTIME = Decimal("0.01")

# « + ZERO » ôte le signe d'un zéro négatif : -0,001 s'arrondit à 0,00 et non à -0,00.


def arrondir(valeur: Decimal, decimales: int) -> Decimal:
    """Valeur arrondie au plus proche ; la moitié s'éloigne de zéro, comme ARRONDI dans la cellule.

    Args:
        valeur: Nombre à arrondir.
        decimales: Décimales gardées, 0 pour un entier.

    >>> arrondir(Decimal("2.345"), 2), arrondir(Decimal("-0.5"), 0)
    (Decimal('2.35'), Decimal('-1'))
    """
    return valeur.quantize(UN.scaleb(-decimales), rounding=ROUND_HALF_UP) + ZERO


def arrondir_centime(montant: Decimal) -> Decimal:
    """Montant arrondi au centime, le demi-centime vers le haut.

    >>> arrondir_centime(Decimal("1.005"))
    Decimal('1.01')
    """
    return montant.quantize(CENTIME, rounding=ROUND_HALF_UP) + ZERO


def arrondir_euro(montant: Decimal) -> Decimal:
    """Montant arrondi à l'euro, les cinquante centimes vers le haut.

    >>> arrondir_euro(Decimal("10.50")), arrondir_euro(Decimal("-10.50"))
    (Decimal('11'), Decimal('-11'))
    """
    return montant.quantize(UN, rounding=ROUND_HALF_UP) + ZERO


def arrondir_au_multiple(
    valeur: Decimal, multiple: Decimal, sens: Literal["superieur", "inferieur"] = "superieur"
) -> Decimal:
    """Plus proche multiple au-dessus (ou au-dessous) de la valeur.

    Args:
        valeur: Nombre à arrondir.
        multiple: Pas, strictement positif : un carton de 12.
        sens: « superieur » couvre la valeur, « inferieur » ne la dépasse pas.

    Raises:
        ValeurInvalide: Le multiple n'est pas strictement positif.

    >>> arrondir_au_multiple(Decimal(25), Decimal(12)), arrondir_au_multiple(Decimal(24), Decimal(12))
    (Decimal('36'), Decimal('24'))
    """
    if multiple <= ZERO:
        raise ValeurInvalide(f"Le multiple doit être supérieur à 0 : {multiple} reçu.")
    arrondi = ROUND_CEILING if sens == "superieur" else ROUND_FLOOR
    return (valeur / multiple).to_integral_value(rounding=arrondi) * multiple


def repartir(total: Decimal, poids: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Parts d'un total au prorata des poids, au centime près, dont la somme est exactement le total.

    Chaque part est tronquée au centime ; les centimes qui restent vont aux plus forts restes, et, à restes
    égaux, aux premières parts.

    Args:
        total: Montant à répartir, au centime ; il peut être négatif.
        poids: Poids de chaque part, positifs ou nuls, non tous nuls.

    Raises:
        ValeurInvalide: Le total n'est pas au centime, un poids est négatif ou tous sont nuls.

    >>> repartir(Decimal("100.00"), [Decimal(1), Decimal(1), Decimal(1)])
    (Decimal('33.34'), Decimal('33.33'), Decimal('33.33'))
    """
    if total != arrondir_centime(total):
        raise ValeurInvalide(f"Le total à répartir doit être au centime : {total} reçu.")
    if any(p < ZERO for p in poids):
        raise ValeurInvalide("Les poids d'une répartition ne peuvent pas être négatifs.")
    somme = sum(poids, ZERO)
    if somme == ZERO:
        raise ValeurInvalide("Une répartition demande au moins un poids supérieur à 0.")
    signe = -1 if total < ZERO else 1
    centimes = int(abs(total) / CENTIME)
    exacts = [centimes * p / somme for p in poids]
    parts = [int(exact) for exact in exacts]
    reste = centimes - sum(parts)
    ordre = sorted(range(len(poids)), key=lambda rang: (parts[rang] - exacts[rang], rang))
    for rang in ordre[:reste]:
        parts[rang] += 1
    return tuple(signe * part * CENTIME for part in parts)
