"""Allègements d'un bulletin : réduction générale, réduction salariale et déduction patronale des heures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.assiettes import Assiettes, base_salariale
from tableur.calculs.paie.droit import citation
from tableur.calculs.paie.effectifs import effectif_des_heures_sup, effectif_pour
from tableur.calculs.paie.enregistrements import Cumuls, Etablissement, LigneDeBulletin, Salarie, Variables
from tableur.calculs.paie.gains import Gains
from tableur.calculs.paie.heures_exonerees import deduction_patronale_heures_sup, reduction_salariale_heures_sup
from tableur.calculs.paie.lignes import deux_parts, ligne_de_parts
from tableur.calculs.paie.reductions import FILLON, RGDU, ReductionGenerale, reduction_generale
from tableur.socle.grandeurs import ZERO

AUCUNE = ReductionGenerale(coefficient=ZERO, reduction=ZERO, part_urssaf=ZERO, part_agirc_arrco=ZERO, cumul=ZERO)
PPV_COMPTEE = "paie_reductions.ppv_dans_la_remuneration"


@dataclass(frozen=True, slots=True)
class Allegements:
    """Allègements d'un mois, en montants positifs quand ils réduisent ce qui est dû."""

    generale: ReductionGenerale
    salariale: Decimal
    deduction: Decimal


def allegements_du_mois(
    le: date,
    salarie: Salarie,
    etablissement: Etablissement,
    variables: Variables,
    gains: Gains,
    assiettes: Assiettes,
    deja: Cumuls,
    patronales: Decimal,
) -> Allegements:
    """Allègements d'un mois ; un stagiaire n'y a pas droit.

    La déduction des heures ne dépasse pas ce qui reste dû après la réduction générale (CSS, art. L241-18).

    Args:
        le: Premier jour du mois de paie.
        salarie: Le salarié.
        etablissement: L'établissement.
        variables: Éléments du mois.
        gains: Éléments du brut.
        assiettes: Assiettes du mois.
        deja: Cumuls des mois précédents de l'année.
        patronales: Somme des parts patronales du mois.
    """
    if salarie.contrat == "stage":
        return Allegements(AUCUNE, ZERO, ZERO)
    comptee = baremes.est_en_vigueur(PPV_COMPTEE, le)
    generale = reduction_generale(
        assiettes.soumis + (variables.prime_partage_valeur if comptee else ZERO),
        assiettes.smic_reduction,
        effectif_pour(etablissement, 50),
        le,
        deja.brut + (deja.prime_partage_valeur if comptee else ZERO),
        deja.smic,
        deja.reduction_generale,
    )
    heures = variables.heures_supplementaires_25 + variables.heures_supplementaires_50
    payees = gains.heures_sup + gains.heures_complementaires
    salariale = reduction_salariale_heures_sup(payees, le, _taux_de_retraite(le, assiettes)) if payees else ZERO
    deduction = (
        deduction_patronale_heures_sup(heures, effectif_des_heures_sup(etablissement), le) if heures else ZERO
    )
    return Allegements(generale, salariale, min(deduction, max(patronales - generale.reduction, ZERO)))


def _taux_de_retraite(le: date, assiettes: Assiettes) -> Decimal:
    """Taux effectif des cotisations de retraite du salarié : base, Agirc-Arrco, CEG et CET (CSS, art. D241-21)."""
    if assiettes.soumis <= ZERO:
        return ZERO
    tranche_1, soumis, technique = base_salariale(assiettes)
    bases = {
        "vieillesse_plafonnee": tranche_1,
        "vieillesse_deplafonnee": soumis,
        "agirc_arrco_t1": tranche_1,
        "agirc_arrco_t2": assiettes.tranche_2,
        "ceg_t1": tranche_1,
        "ceg_t2": assiettes.tranche_2,
        "cet": technique,
    }
    dues = sum((base * deux_parts(f"paie_cotisations.{nom}", le)[1] for nom, base in bases.items()), ZERO)
    return max(dues / assiettes.soumis, ZERO)


def lignes_d_allegements(
    le: date, allegements: Allegements, assiettes: Assiettes, gains: Gains
) -> tuple[LigneDeBulletin, ...]:
    """Lignes de la rubrique des allègements : parts négatives, absentes quand elles sont nulles."""
    payees = gains.heures_sup + gains.heures_complementaires
    lignes = (
        _ligne(
            "reduction_generale",
            "Réduction générale des cotisations patronales",
            assiettes.soumis,
            ZERO,
            allegements.generale.reduction,
            RGDU if baremes.est_en_vigueur(RGDU, le) else FILLON,
            le,
        ),
        _ligne(
            "reduction_salariale_heures_sup",
            "Réduction de cotisations salariales, heures supplémentaires",
            payees,
            allegements.salariale,
            ZERO,
            "paie_reductions.heures_sup_salariales",
            le,
        ),
        _ligne(
            "deduction_patronale_heures_sup",
            "Déduction patronale, heures supplémentaires",
            payees,
            ZERO,
            allegements.deduction,
            "paie_reductions.heures_sup_patronales",
            le,
        ),
    )
    return tuple(une for une in lignes if une is not None)


def _ligne(
    code: str, libelle: str, base: Decimal, salariale: Decimal, patronale: Decimal, nom: str, le: date
) -> LigneDeBulletin | None:
    if not salariale and not patronale:
        return None
    lue = baremes.valeur_datee(nom, le)
    return ligne_de_parts(
        code,
        libelle,
        "Exonérations et allègements de cotisations",
        base,
        -salariale,
        -patronale,
        bareme=citation(lue),
        source=lue.source,
    )
