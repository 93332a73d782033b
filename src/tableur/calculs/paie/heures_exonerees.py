"""Heures supplémentaires : réduction de cotisations salariales, déduction patronale, part exonérée d'impôt."""

from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.droit import borne, selon
from tableur.socle.arrondis import arrondir_centime, arrondir_euro
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Effectif, Euros, Heures, Taux
from tableur.socle.marques import formule


@formule
def reduction_salariale_heures_sup(remuneration: Euros, le: date, taux_effectif: Taux | None = None) -> Euros:
    """Réduction de cotisations salariales sur les heures supplémentaires et complémentaires.

    Rémunération × le plus petit de 11,31 % et du taux de retraite du salarié (CSS, art. L241-17 et D241-21).

    Args:
        remuneration: Rémunération des heures supplémentaires et complémentaires, majorations comprises.
        le: Mois de paie, par un de ses jours.
        taux_effectif: Cotisations de retraite du salarié rapportées à son brut ; vide pour le taux maximal.

    Raises:
        ValeurInvalide: La rémunération est négative.

    >>> reduction_salariale_heures_sup(Decimal("131.87"), date(2026, 7, 1))
    Decimal('14.91')
    """
    if remuneration < ZERO:
        raise ValeurInvalide(f"La rémunération des heures ne peut pas être négative : {remuneration} reçu.")
    maximal = baremes.nombre("paie_reductions.heures_sup_salariales", le)
    return arrondir_centime(remuneration * (maximal if taux_effectif is None else min(maximal, taux_effectif)))


@formule
def deduction_patronale_heures_sup(heures: Heures, effectif: Effectif, le: date) -> Euros:
    """Déduction forfaitaire de cotisations patronales pour les heures supplémentaires du mois.

    1,50 € par heure sous 20 salariés, 0,50 € au-delà ; les 250 salariés et plus depuis 2026 (CSS, art. L241-18 et
    L241-18-1 ; LFSS 2026).

    Args:
        heures: Heures supplémentaires du mois ; les heures complémentaires n'y ont pas droit.
        effectif: Effectif retenu pour les seuils de 20 et de 250.
        le: Mois de paie, par un de ses jours.

    Raises:
        ValeurInvalide: Le nombre d'heures est négatif.

    >>> deduction_patronale_heures_sup(Decimal("17.33"), 15, date(2026, 7, 1))
    Decimal('26.00')
    """
    if heures < ZERO:
        raise ValeurInvalide(f"Le nombre d'heures ne peut pas être négatif : {heures} reçu.")
    return arrondir_centime(heures * Decimal(selon("paie_reductions.heures_sup_patronales", le, effectif)))


def part_exoneree_d_impot(remuneration: Decimal, deja: Decimal, le: date) -> Decimal:
    """Part de la rémunération des heures qui est exonérée d'impôt, dans la limite nette de l'année.

    La limite est nette de CSG déductible : 7 500 € nets font 8 037 € bruts, à l'euro le plus proche (CGI, art. 81
    quater ; net-entreprises, fiche DSN 2110).

    >>> part_exoneree_d_impot(Decimal(500), Decimal(8000), date(2026, 12, 1))
    Decimal('37')
    """
    nette = baremes.nombre("paie_reductions.heures_sup_impot", le)
    csg = baremes.nombre("paie_cotisations.csg_deductible", le)
    abattement = baremes.nombre("paie_cotisations.abattement_csg", le)
    limite = arrondir_euro(nette / (UN - csg * (UN - abattement)))
    return borne(min(remuneration, limite - deja))
