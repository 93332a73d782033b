"""CSG et CRDS : assiette abattue jusqu'à quatre plafonds, part des heures exonérées d'impôt mise à part."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.mesures import au_centime
from tableur.socle.arrondis import arrondir_au_multiple
from tableur.socle.grandeurs import UN, ZERO, Euros
from tableur.socle.marques import formule

UNITE_D_ARRONDI = "paie_reductions.heures_sup_arrondi"


@dataclass(frozen=True, slots=True, kw_only=True)
class CsgCrds:
    """CSG et CRDS d'un mois, chacune arrondie ; la CRDS des heures exonérées est avec la part non déductible."""

    assiette: Euros
    assiette_heures: Euros
    csg_deductible: Euros
    csg_crds_non_deductible: Euros
    csg_crds_hs: Euros


@formule
def csg_crds(
    brut: Euros,
    contributions_patronales: Euros,
    plafond: Euros,
    le: date,
    heures_exonerees: Euros = ZERO,
    brut_deja: Euros = ZERO,
    plafond_deja: Euros = ZERO,
) -> CsgCrds:
    """CSG et CRDS d'un mois, sur 98,25 % du brut jusqu'à quatre plafonds cumulés, et sur tout au-delà.

    Les contributions patronales de santé et de prévoyance s'ajoutent sans abattement ; la CSG des heures exonérées
    d'impôt n'est pas déductible (CSS, art. L136-1-1 et L136-8 ; CGI, art. 154 quinquies).

    Args:
        brut: Brut soumis du mois.
        contributions_patronales: Contributions patronales de santé et de prévoyance du mois.
        plafond: Plafond du mois.
        le: Mois de paie, par un de ses jours.
        heures_exonerees: Rémunération des heures exonérée d'impôt, comprise dans le brut : elle n'y compte jamais
            pour plus que le brut soumis (absence d'un mois, part exonérée d'un apprenti).
        brut_deja: Brut soumis des mois précédents de l'année.
        plafond_deja: Plafonds des mois précédents de l'année.

    >>> csg_crds(Decimal(2500), Decimal(30), Decimal(4005), date(2026, 7, 1))
    CsgCrds(assiette=Decimal('2486.2500'), assiette_heures=Decimal('0.0000'), csg_deductible=Decimal('169.07'),
            csg_crds_non_deductible=Decimal('72.10'), csg_crds_hs=Decimal('0.00'))
    """
    abattement = baremes.nombre("paie_cotisations.abattement_csg", le)
    limite = parametres("paie_cotisations.tranches", le)["abattement_csg"]
    abattu = min(brut_deja + brut, limite * (plafond_deja + plafond)) - min(brut_deja, limite * plafond_deja)
    assiette_heures = min(_au_plus_proche(heures_exonerees, le), max(brut, ZERO)) * (UN - abattement)
    assiette = brut - abattement * abattu - assiette_heures + contributions_patronales
    deductible = baremes.nombre("paie_cotisations.csg_deductible", le)
    non_deductible = baremes.nombre("paie_cotisations.csg_non_deductible", le)
    crds = baremes.nombre("paie_cotisations.crds", le)
    return CsgCrds(
        assiette=assiette,
        assiette_heures=assiette_heures,
        csg_deductible=au_centime(assiette * deductible),
        csg_crds_non_deductible=au_centime(assiette * (non_deductible + crds) + assiette_heures * crds),
        csg_crds_hs=au_centime(assiette_heures * (deductible + non_deductible)),
    )


def _au_plus_proche(heures_exonerees: Decimal, le: date) -> Decimal:
    """Rémunération exonérée arrondie à l'unité du barème, l'euro ou le centime, la moitié vers le haut."""
    if heures_exonerees == ZERO:
        return ZERO
    unite = baremes.nombre(UNITE_D_ARRONDI, le)
    return arrondir_au_multiple(heures_exonerees + unite / 2, unite, "inferieur")
