"""Bulletin de paie d'un mois : lignes de cotisations, allègements, totaux, nets et cumuls à reporter."""

from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.allegements import allegements_du_mois, lignes_d_allegements
from tableur.calculs.paie.assiettes import Assiettes, assiettes_du_mois
from tableur.calculs.paie.controles import exiger_le_calculable, mentions_du_bulletin
from tableur.calculs.paie.cotisations import lignes_du_mois
from tableur.calculs.paie.enregistrements import (
    Bulletin,
    Cumuls,
    Etablissement,
    LigneDeBulletin,
    Salarie,
    Variables,
)
from tableur.calculs.paie.gains import Gains, gains_du_mois
from tableur.calculs.paie.heures_exonerees import part_exoneree_d_impot
from tableur.calculs.paie.limites import alertes_de_limites
from tableur.calculs.paie.partage import lignes_de_la_prime
from tableur.calculs.paie.totaux import cumuls_a_reporter, nets_du_mois, totaux_du_bulletin
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO
from tableur.socle.marques import formule

A_SURVEILLER = ("paie.smic_horaire", "paie.smic_reduction_generale", "paie.plafond_mensuel")


@formule
def bulletin_de_paie(
    periode: Mois,
    salarie: Salarie,
    etablissement: Etablissement,
    variables: Variables,
    cumuls: Cumuls | None = None,
) -> Bulletin:
    """Bulletin de paie d'un mois, régularisé sur les cumuls de l'année s'ils sont donnés.

    Chaque part est arrondie au centime, les totaux sont la somme des lignes ; taux, plafonds et SMIC sont ceux du
    mois de paie. Secteur privé, régime général, métropole et Alsace-Moselle.

    Args:
        periode: Mois de paie.
        salarie: Salarié et contrat.
        etablissement: Établissement : effectif, taux AT/MP, versement mobilité.
        variables: Éléments du mois : brut du contrat, heures, absences, primes.
        cumuls: Cumuls du bulletin précédent, ou d'une reprise ; vide pour un mois isolé.

    Raises:
        ValeurInvalide: Régime hors périmètre, sortie avant entrée, nombre négatif, cumuls qui ne se suivent pas.
        ValeurManquante: Le taux AT/MP, ou la date d'un contrat d'apprentissage, n'est pas connu.

    >>> paie = bulletin_de_paie(
    ...     Mois(2026, 7),
    ...     Salarie(sante_mensuelle=Decimal(60)),
    ...     Etablissement(effectif=15, taux_at=Decimal("0.02"), taux_versement_mobilite=Decimal("0.015")),
    ...     Variables(brut=Decimal(2500)),
    ... )
    >>> paie.totaux.reduction_generale, paie.totaux.net_a_payer_avant_impot
    (Decimal('429.75'), Decimal('1946.08'))
    """
    return _bulletin(periode, salarie, etablissement, variables, cumuls)


@baremes.lecture_groupee()
def _bulletin(
    periode: Mois,
    salarie: Salarie,
    etablissement: Etablissement,
    variables: Variables,
    cumuls: Cumuls | None,
) -> Bulletin:
    exiger_le_calculable(periode, salarie, etablissement, variables, cumuls or Cumuls())
    le, deja = periode.debut, cumuls_de_l_annee(cumuls, periode)
    gains, assiettes, exonerees, lignes = _bases(periode, salarie, etablissement, variables, deja)
    patronales = sum((une.part_patronale for une in lignes), ZERO)
    allegements = allegements_du_mois(le, salarie, etablissement, variables, gains, assiettes, deja, patronales)
    nets = nets_du_mois(periode, salarie, variables, gains, deja, lignes, allegements.salariale, exonerees)
    lues = tuple(baremes.valeur_datee(nom, le) for nom in A_SURVEILLER)
    return Bulletin(
        periode=periode,
        matricule=salarie.matricule,
        lignes=tuple(lignes),
        allegements=lignes_d_allegements(le, allegements, assiettes, gains),
        totaux=totaux_du_bulletin(periode, variables, gains, assiettes, lignes, allegements, nets, exonerees),
        cumuls=cumuls_a_reporter(periode, variables, gains, assiettes, deja, allegements, nets, exonerees),
        mentions=(
            *alertes_de_limites(le, etablissement, lignes, gains.brut, allegements.generale.reduction),
            *mentions_du_bulletin(periode, salarie, etablissement, variables, cumuls, lues),
        ),
    )


@formule
def lignes_de_cotisations(
    periode: Mois,
    salarie: Salarie,
    etablissement: Etablissement,
    variables: Variables,
    cumuls: Cumuls | None = None,
) -> list[LigneDeBulletin]:
    """Lignes de cotisations d'un bulletin, dans son ordre : base, taux, parts, barème et source.

    Mêmes règles et mêmes refus que `bulletin_de_paie`.

    Args:
        periode: Mois de paie.
        salarie: Salarié et contrat.
        etablissement: Établissement.
        variables: Éléments du mois.
        cumuls: Cumuls du bulletin précédent ; vide pour un mois isolé.

    Raises:
        ValeurInvalide: Comme `bulletin_de_paie`.
        ValeurManquante: Comme `bulletin_de_paie`.

    >>> chez = Etablissement(effectif=15, taux_at=Decimal("0.02"))
    >>> lignes = lignes_de_cotisations(Mois(2026, 7), Salarie(), chez, Variables(brut=Decimal(2500)))
    >>> [(une.code, une.part_patronale) for une in lignes][:2]
    [('maladie', Decimal('325.00')), ('at_mp', Decimal('50.00'))]
    """
    exiger_le_calculable(periode, salarie, etablissement, variables, cumuls or Cumuls())
    return _bases(periode, salarie, etablissement, variables, cumuls_de_l_annee(cumuls, periode))[3]


def _bases(
    periode: Mois, salarie: Salarie, etablissement: Etablissement, variables: Variables, deja: Cumuls
) -> tuple[Gains, Assiettes, Decimal, list[LigneDeBulletin]]:
    """Brut, assiettes, heures exonérées d'impôt et lignes d'un mois."""
    le = periode.debut
    gains = gains_du_mois(periode, salarie, variables, deja)
    assiettes = assiettes_du_mois(periode, salarie, etablissement, variables, gains, deja)
    payees = gains.heures_sup + gains.heures_complementaires
    exonerees = part_exoneree_d_impot(payees, deja.heures_exonerees_impot, le) if payees else ZERO
    lignes = [
        *lignes_du_mois(le, salarie, etablissement, assiettes, exonerees),
        *lignes_de_la_prime(le, etablissement, variables),
    ]
    return gains, assiettes, exonerees, lignes


def cumuls_de_l_annee(cumuls: Cumuls | None, periode: Mois) -> Cumuls:
    """Cumuls à continuer : ceux de l'année, et le brut du contrat que l'année ne remet pas à zéro."""
    if cumuls is None:
        return Cumuls()
    if cumuls.mois is not None and cumuls.mois.annee < periode.annee:
        return Cumuls(
            mois=cumuls.mois,
            brut_du_contrat=cumuls.brut_du_contrat,
            brut_autres_contrats=cumuls.brut_autres_contrats,
            plafond_autres_contrats=cumuls.plafond_autres_contrats,
            plafond_pris_ce_mois=cumuls.plafond_pris_ce_mois,
        )
    return cumuls
