"""Unités de la paie, fractions exactes et ordre des dates."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import Unite

EurosParHeure = Annotated[Decimal, Unite("taux horaire", "€ par heure", '#,##0.0000\\ "€"')]
NombreDeJours = Annotated[int, Unite("nombre de jours", "jours", "#,##0")]
NombreDeMois = Annotated[int, Unite("nombre de mois", "mois", "#,##0")]


_DECIMALES_SURES = 12


def au_centime(montant: Decimal) -> Decimal:
    """Montant au centime, où un prorata sans fin ne fait pas manquer un demi-centime.

    Le SMIC mensuel, 1 823,0333…, est coupé à vingt-huit chiffres : ce qui en vient est repris à douze décimales.

    >>> au_centime((Decimal("1049.85") - Decimal("12.02") * 1820 / 12 / 2) * Decimal("0.069"))
    Decimal('9.55')
    """
    return arrondir_centime(arrondir(montant, _DECIMALES_SURES))


def part(montant: Decimal, fraction: object) -> Decimal:
    """Fraction d'un montant, écrite « 1/3 » ou 0.10 dans le barème ; une seule division, à la fin.

    >>> part(Decimal(2000), "1/4"), part(Decimal(2000), Decimal("0.10"))
    (Decimal('500'), Decimal('200'))
    """
    exacte = Fraction(str(fraction))
    return montant * exacte.numerator / exacte.denominator


def decimale(exacte: Fraction) -> Decimal:
    """Décimale d'une fraction exacte : la seule division d'un calcul, pour que le demi-centime soit vu.

    >>> decimale(Fraction(1, 8))
    Decimal('0.125')
    """
    return Decimal(exacte.numerator) / Decimal(exacte.denominator)


def exiger_ordre(debut: date, fin: date, nom_du_debut: str, nom_de_la_fin: str) -> None:
    """Refuse une fin qui précède son début.

    Args:
        debut: Premier jour.
        fin: Dernier jour.
        nom_du_debut: Ce qu'est le premier jour : « l'entrée ».
        nom_de_la_fin: Ce qu'est le dernier : « La sortie ».

    Raises:
        ValeurInvalide: La fin précède le début.
    """
    if fin < debut:
        raise ValeurInvalide(
            f"{nom_de_la_fin}, le {date_ecrite(fin)}, précède {nom_du_debut}, le {date_ecrite(debut)}."
        )
