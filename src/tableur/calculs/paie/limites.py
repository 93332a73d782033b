"""Limites qu'un bulletin peut dépasser sans le savoir : protection complémentaire, réduction générale."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.enregistrements import Etablissement, LigneDeBulletin
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Euros
from tableur.socle.marques import formule

SANTE, PREVOYANCE = "sante_complementaire", "prevoyance"
AT_IMPUTABLE = "paie_reductions.at_mp_imputable"
REDUITES = (
    "maladie",
    "at_mp",
    "vieillesse_plafonnee",
    "vieillesse_deplafonnee",
    "allocations_familiales",
    "chomage",
    "csa",
    "fnal",
    "agirc_arrco",
    "ceg",
)
"""Lignes dont la part patronale est dans le champ de la réduction générale (CSS, art. L241-13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitesDeLaProtection:
    """Ce que la santé et la prévoyance d'une année peuvent coûter sans cotisations, et sans impôt."""

    exoneration_sociale: Euros
    deduction_fiscale: Euros


@formule
def limites_de_la_protection(brut_annuel: Euros, le: date) -> LimitesDeLaProtection:
    """Limites annuelles de la santé et de la prévoyance : exonération sociale, déduction fiscale.

    Sociale, pour la part patronale : 6 % du plafond annuel et 1,5 % du brut, sans dépasser 12 % du plafond (CSS,
    art. L242-1, II, 4° et D242-1). Fiscale, pour la prévoyance des deux parts et la part salariale de santé : 5 %
    du plafond et 2 % du brut, sans dépasser 2 % de huit plafonds (CGI, art. 83, 1° quater).

    Args:
        brut_annuel: Rémunération brute de l'année.
        le: Un jour de cette année.

    Raises:
        ValeurInvalide: Le brut est négatif.

    >>> limites_de_la_protection(Decimal(30000), date(2026, 7, 1))
    LimitesDeLaProtection(exoneration_sociale=Decimal('3333.60'), deduction_fiscale=Decimal('3003.00'))
    """
    if brut_annuel < ZERO:
        raise ValeurInvalide(f"Le brut annuel ne peut pas être négatif : {nombre_ecrit(brut_annuel)} reçu.")
    plafond = baremes.nombre("paie.plafond_annuel", le)
    sociale = parametres("paie_cotisations.protection_exoneree", le)
    fiscale = parametres("paie_impot.protection_deductible", le)
    return LimitesDeLaProtection(
        exoneration_sociale=_limite(sociale, plafond, brut_annuel),
        deduction_fiscale=_limite(fiscale, plafond, brut_annuel),
    )


def _limite(regle: Mapping[str, Decimal], plafond: Decimal, brut: Decimal) -> Decimal:
    libre = regle["part_du_plafond"] * plafond + regle["part_du_brut"] * brut
    return arrondir_centime(min(libre, regle["maximum_en_plafonds"] * plafond))


def alertes_de_limites(
    le: date,
    etablissement: Etablissement,
    lignes: Sequence[LigneDeBulletin],
    brut: Decimal,
    reduction: Decimal,
) -> tuple[str, ...]:
    """Alertes d'un mois : le calcul est fait sans ces limites, qui se jugent sur l'année ou sur le texte.

    Args:
        le: Premier jour du mois de paie.
        etablissement: L'établissement.
        lignes: Lignes du bulletin.
        brut: Brut du mois.
        reduction: Réduction générale du mois.
    """
    return (
        *_protection(le, lignes, brut),
        *_taux_at(le, etablissement, reduction),
        *_reduction(lignes, reduction),
    )


def _protection(le: date, lignes: Sequence[LigneDeBulletin], brut: Decimal) -> Iterator[str]:
    """La limite est annuelle : un mois la juge par son douzième, sur le brut du mois."""
    protection = [une for une in lignes if une.code in (SANTE, PREVOYANCE)]
    patronale = sum((une.part_patronale for une in protection), ZERO)
    deduite = sum((une.part_salariale for une in protection), ZERO)
    deduite += sum((une.part_patronale for une in protection if une.code == PREVOYANCE), ZERO)
    if not patronale and not deduite:
        return
    limites = limites_de_la_protection(max(brut, ZERO) * 12, le)
    sociale, fiscale = (
        arrondir_centime(limite / 12) for limite in (limites.exoneration_sociale, limites.deduction_fiscale)
    )
    if patronale > sociale:
        yield (
            f"Santé et prévoyance : {montant_ecrit(patronale)} de part patronale, pour une limite d'exonération "
            f"de {montant_ecrit(sociale)} par mois ; si l'année la dépasse, l'excédent "
            f"({montant_ecrit(patronale - sociale)} ce mois-ci) entre dans l'assiette des cotisations."
        )
    if deduite > fiscale:
        yield (
            f"Santé et prévoyance : {montant_ecrit(deduite)} déduits de l'imposable, pour une limite de "
            f"{montant_ecrit(fiscale)} par mois ; si l'année la dépasse, l'excédent "
            f"({montant_ecrit(deduite - fiscale)} ce mois-ci) est imposable."
        )


def _taux_at(le: date, etablissement: Etablissement, reduction: Decimal) -> Iterator[str]:
    taux = etablissement.taux_at
    if not reduction or taux is None or not baremes.est_en_vigueur(AT_IMPUTABLE, le):
        return
    compris = baremes.nombre(AT_IMPUTABLE, le)
    if taux < compris:
        yield (
            f"Taux AT/MP de {nombre_ecrit(taux * 100)} % : la réduction générale en suppose "
            f"{nombre_ecrit(compris * 100)} % ; son coefficient maximal serait moindre, à confirmer à l'Urssaf."
        )


def _reduction(lignes: Sequence[LigneDeBulletin], reduction: Decimal) -> Iterator[str]:
    """Une réduction ne peut pas dépasser ce sur quoi elle s'impute ; une régularisation peut y mener."""
    dues = sum((une.part_patronale for une in lignes if une.code in REDUITES), ZERO)
    if reduction > dues + 1:
        yield (
            f"Réduction générale de {montant_ecrit(reduction)} pour {montant_ecrit(dues)} de cotisations "
            "patronales qu'elle peut réduire ce mois-ci : le reste ne s'impute pas."
        )
