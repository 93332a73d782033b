"""Assiettes d'un mois de paie, régularisées sur le cumul : tout ce que les lignes du bulletin multiplient."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.droit import parametres, selon, smic_mensuel
from tableur.calculs.paie.effectifs import effectif_pour
from tableur.calculs.paie.enregistrements import Cumuls, Etablissement, Salarie, Variables
from tableur.calculs.paie.gains import Gains
from tableur.calculs.paie.plafonds import jours_d_emploi, jours_du_mois, plafond_du_mois, tranches_de_salaire
from tableur.calculs.paie.reductions import FILLON, remuneration_limite, smic_de_la_reduction
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurManquante
from tableur.socle.grandeurs import UN, ZERO

MALADIE_REDUITE = "paie_cotisations.maladie_taux_reduit"
FAMILLE_REDUITE = "paie_cotisations.allocations_familiales_taux_reduit"


@dataclass(frozen=True, slots=True)
class Assiettes:
    """Assiettes du mois ; les compléments sont celles de la part que le taux réduit de 2025 épargne."""

    brut: Decimal
    soumis: Decimal
    plafond: Decimal
    tranche_1: Decimal
    tranche_2: Decimal
    plafond_entier: Decimal
    prevoyance: Decimal
    quatre_plafonds: Decimal
    technique: Decimal
    complement_maladie: Decimal | None
    complement_famille: Decimal | None
    smic_reduction: Decimal
    exonere_salarial: Decimal
    taxe_apprentissage: Decimal
    contributions_formation: bool
    brut_deja: Decimal
    plafond_deja: Decimal


def assiettes_du_mois(
    periode: Mois,
    salarie: Salarie,
    etablissement: Etablissement,
    variables: Variables,
    gains: Gains,
    deja: Cumuls,
) -> Assiettes:
    """Assiettes d'un mois : celles du cumul, moins celles des mois précédents (règles d'or 5 et 8).

    Les tranches font masse de tous les contrats de la personne ; le SMIC et les taux réduits, de celui-ci seul.
    """
    le = periode.debut
    complementaires = variables.heures_complementaires_10 + variables.heures_complementaires_25
    plafond = plafond_du_mois(
        periode,
        salarie.heures_semaine,
        salarie.entree,
        salarie.sortie,
        gains.jours_absence,
        complementaires,
    )
    libre = plafond_libre(le, deja)
    plafond = min(plafond, libre)
    stage = salarie.contrat == "stage"
    soumis = max(gains.brut - franchise_de_stage(variables, plafond, le), ZERO) if stage else gains.brut
    brut_deja, plafond_deja = masse_des_contrats(deja)
    tranches = tranches_de_salaire(soumis, plafond, brut_deja, plafond_deja, le)
    smic = smic_de_la_reduction(
        le,
        salarie.heures_semaine,
        gains.salaire - gains.retenue + variables.salaire_maintenu,
        gains.salaire,
        gains.heures_en_plus,
        UN if salarie.part_du_smic is None else salarie.part_du_smic,
    )
    avant, apres = (brut_deja, plafond_deja), (brut_deja + soumis, plafond_deja + plafond)
    entier = plafond
    if salarie.heures_semaine is not None:
        entier = plafond_du_mois(periode, None, salarie.entree, salarie.sortie, gains.jours_absence)
        entier = min(entier, libre)
    entier_deja = deja.plafond if deja.plafond_entier is None else deja.plafond_entier
    entier_deja += deja.plafond_autres_contrats
    limites = parametres("paie_cotisations.tranches", le)
    quatre, huit = limites["chomage_et_apec"], limites["tranche_2"]
    abattement, formation = _apprentissage(salarie, etablissement, le)
    return Assiettes(
        brut=gains.brut,
        soumis=soumis,
        plafond=plafond,
        tranche_1=tranches.tranche_1,
        tranche_2=tranches.tranche_2,
        plafond_entier=entier,
        prevoyance=min(apres[0], entier_deja + entier) - min(avant[0], entier_deja),
        quatre_plafonds=min(apres[0], quatre * apres[1]) - min(avant[0], quatre * avant[1]),
        technique=_technique(*apres, huit) - _technique(*avant, huit),
        complement_maladie=None if stage else _complement(MALADIE_REDUITE, soumis, smic, deja, le),
        complement_famille=None if stage else _complement(FAMILLE_REDUITE, soumis, smic, deja, le),
        smic_reduction=smic,
        exonere_salarial=part_salariale_exoneree(periode, salarie),
        taxe_apprentissage=max(soumis - abattement, ZERO) if abattement else soumis,
        contributions_formation=formation,
        brut_deja=brut_deja,
        plafond_deja=plafond_deja,
    )


def masse_des_contrats(deja: Cumuls) -> tuple[Decimal, Decimal]:
    """Brut et plafond déjà comptés cette année, tous contrats de la personne confondus."""
    return deja.brut + deja.brut_autres_contrats, deja.plafond + deja.plafond_autres_contrats


def plafond_libre(le: date, deja: Cumuls) -> Decimal:
    """Ce que les autres contrats de la personne laissent du plafond du mois : à eux tous, ils n'en ont qu'un."""
    return max(baremes.nombre("paie.plafond_mensuel", le) - deja.plafond_pris_ce_mois, ZERO)


def franchise_de_stage(variables: Variables, plafond: Decimal, le: date) -> Decimal:
    """Gratification de stage exonérée : par heure de présence, ou 15 % du plafond du mois si elles manquent."""
    if variables.heures_de_stage is not None:
        return variables.heures_de_stage * baremes.nombre("paie_alternance.stage_gratification", le)
    return plafond * baremes.nombre("paie_alternance.stage_part_du_plafond", le)


def part_salariale_exoneree(periode: Mois, salarie: Salarie) -> Decimal:
    """Salaire d'apprenti exonéré de cotisations salariales : 79 % ou 50 % du SMIC, selon la date du contrat.

    Ni temps partiel ni absence ne le réduisent ; l'entrée et la sortie, si (règle d'or 10 ; D. 2025-290).
    """
    if salarie.contrat != "apprentissage":
        return ZERO
    seuil = baremes.nombre("paie_alternance.apprenti_seuil_salarial", date_du_contrat(salarie))
    present = Decimal(jours_d_emploi(periode, salarie.entree, salarie.sortie)) / jours_du_mois(periode)
    return seuil * smic_mensuel(periode.debut) * present


def base_salariale(assiettes: Assiettes) -> tuple[Decimal, Decimal, Decimal]:
    """Tranche 1, brut et assiette du CET où le salarié cotise : l'apprenti, au-delà de sa part exonérée.

    L'exonération couvre toutes les cotisations salariales d'origine légale et conventionnelle (C. trav., art.
    L6243-2), CET compris.
    """
    exonere, technique = assiettes.exonere_salarial, assiettes.technique
    if not exonere:
        return assiettes.tranche_1, assiettes.soumis, technique
    return (
        max(assiettes.tranche_1 - exonere, ZERO),
        max(assiettes.soumis - exonere, ZERO),
        max(technique - exonere, ZERO) if technique > ZERO else technique,
    )


def date_du_contrat(salarie: Salarie) -> date:
    """Date de conclusion du contrat d'apprentissage ; la date d'entrée à défaut.

    Raises:
        ValeurManquante: Ni l'une ni l'autre n'est connue : la date du contrat décide du seuil.
    """
    jour = salarie.date_contrat or salarie.entree
    if jour is None:
        raise ValeurManquante(
            "date_contrat manque : cette date décide de l'exonération de l'apprenti (79 % ou 50 % du SMIC)."
        )
    return jour


def _technique(brut: Decimal, plafond: Decimal, limite: Decimal) -> Decimal:
    """Assiette cumulée du CET : les deux tranches, dès que le brut dépasse le plafond (règle d'or 8)."""
    return min(brut, limite * plafond) if brut > plafond else ZERO


def _complement(nom: str, soumis: Decimal, smic: Decimal, deja: Cumuls, le: date) -> Decimal | None:
    """Assiette du mois au taux plein, quand un taux réduit existe ; None sinon.

    Raises:
        BaremeAbsent: Le mois est d'un temps où un taux réduit existait, et où il n'est pas connu.
    """
    if not baremes.est_en_vigueur(nom, le):
        if baremes.est_en_vigueur(FILLON, le):
            baremes.valeur(nom, le)  # refuse : avant la réduction unique, il y avait toujours un taux réduit
        return None
    apres, avant = remuneration_limite(nom, deja.smic + smic, le), remuneration_limite(nom, deja.smic, le)
    cumul = deja.brut + soumis
    return (cumul if cumul > apres else ZERO) - (deja.brut if deja.brut > avant else ZERO)


def _apprentissage(salarie: Salarie, etablissement: Etablissement, le: date) -> tuple[Decimal, bool]:
    """Part du SMIC hors taxe d'apprentissage, et vrai si formation et taxe sont dues."""
    if salarie.contrat != "apprentissage":
        return ZERO, True
    due = bool(selon("paie_alternance.apprenti_formation", le, effectif_pour(etablissement, 11)))
    return baremes.nombre("paie_alternance.apprenti_abattement_taxe", le) * smic_mensuel(le), due
