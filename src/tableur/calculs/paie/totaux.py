"""Totaux d'un bulletin : sommes des lignes arrondies, nets, prélèvement, coût ; et cumuls à reporter."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tableur.calculs.paie.allegements import Allegements
from tableur.calculs.paie.assiettes import Assiettes
from tableur.calculs.paie.droit import smic_mensuel
from tableur.calculs.paie.enregistrements import Cumuls, LigneDeBulletin, Salarie, TotauxDeBulletin, Variables
from tableur.calculs.paie.gains import Gains
from tableur.calculs.paie.nets import (
    base_du_taux_neutre,
    exoneration_d_impot_apprenti,
    montant_net_social,
    net_imposable,
    prelevement_a_la_source,
    taux_neutre,
)
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO

DECIMALES_DES_HEURES = 6
DECIMALES_DU_SMIC = 6
NON_DEDUCTIBLES = ("csg_crds_non_deductible", "csg_crds_hs", "csg_crds_non_deductible_ppv")


@dataclass(frozen=True, slots=True)
class Nets:
    """Nets d'un mois, et la part du net d'un apprenti que l'impôt épargne."""

    social: Decimal
    imposable: Decimal
    soumis_au_pas: Decimal
    exonere_apprenti: Decimal
    a_payer_avant_impot: Decimal
    taux: Decimal
    neutre: Decimal
    prelevement: Decimal
    prelevement_neutre: Decimal


def nets_du_mois(
    periode: Mois,
    salarie: Salarie,
    variables: Variables,
    gains: Gains,
    deja: Cumuls,
    lignes: Sequence[LigneDeBulletin],
    reduction_salariale: Decimal,
    heures_exonerees: Decimal,
) -> Nets:
    """Montant net social, net imposable, net à payer avant impôt et prélèvement d'un mois (règle d'or 12).

    Les indemnités journalières subrogées ne sont pas du net imposable de l'employeur, la caisse les déclare ; leur
    part imposable subit le prélèvement avec lui (BOI-IR-PAS-20-10-10, § 80 à 110 ; DSN, S21.G00.50.002 et 013).
    """
    salariales = sum((une.part_salariale for une in lignes), ZERO)
    perdues = sum((une.part_salariale for une in lignes if une.code in NON_DEDUCTIBLES), ZERO)
    sante = sum((une.part_patronale for une in lignes if une.code == "sante_complementaire"), ZERO)
    ajoutes = variables.prime_partage_valeur + variables.ijss_subrogees
    social = montant_net_social(gains.brut, salariales, ajoutes, reduction_salariale)
    imposable = net_imposable(gains.brut, salariales - perdues, sante, heures_exonerees, reduction_salariale)
    if variables.prime_partage_valeur_imposable:
        imposable += variables.prime_partage_valeur
    exonere = ZERO
    if salarie.contrat in ("apprentissage", "stage"):
        exonere = exoneration_d_impot_apprenti(imposable, periode, deja.exonere_apprenti)
    imposable -= exonere
    soumis = imposable + variables.ijss_imposables
    le = variables.date_paiement or periode.fin
    base = base_du_taux_neutre(soumis, salarie, le)
    neutre = taux_neutre(base, le, salarie.zone_fiscale)
    prelevement_neutre = prelevement_a_la_source(base, le, neutre)
    if salarie.taux_pas is None:
        taux, prelevement, soumis = neutre, prelevement_neutre, base
    else:
        taux, prelevement = salarie.taux_pas, prelevement_a_la_source(soumis, le, salarie.taux_pas)
    return Nets(
        social=social,
        imposable=imposable,
        soumis_au_pas=soumis,
        exonere_apprenti=exonere,
        a_payer_avant_impot=social
        - variables.avantages_en_nature
        + variables.remboursements
        - variables.retenues_diverses,
        taux=taux,
        neutre=neutre,
        prelevement=prelevement,
        prelevement_neutre=prelevement_neutre,
    )


def totaux_du_bulletin(
    periode: Mois,
    variables: Variables,
    gains: Gains,
    assiettes: Assiettes,
    lignes: Sequence[LigneDeBulletin],
    allegements: Allegements,
    nets: Nets,
    heures_exonerees: Decimal,
) -> TotauxDeBulletin:
    """Totaux : chacun est une somme de lignes arrondies, jamais le produit d'un total (règle d'or 2)."""
    salariales = sum((une.part_salariale for une in lignes), ZERO)
    patronales = sum((une.part_patronale for une in lignes), ZERO)
    patronal = patronales - allegements.generale.reduction - allegements.deduction
    csg = next((une.base for une in lignes if une.code == "csg_deductible"), ZERO)
    return TotauxDeBulletin(
        brut=gains.brut,
        assiette=assiettes.soumis,
        assiette_csg=csg,
        plafond_applique=assiettes.plafond,
        tranche_1=assiettes.tranche_1,
        tranche_2=assiettes.tranche_2,
        smic_mensuel=arrondir_centime(smic_mensuel(periode.debut)),
        heures_mois=arrondir(gains.heures_mois, DECIMALES_DES_HEURES),
        remuneration_heures_sup=gains.heures_sup,
        remuneration_heures_complementaires=gains.heures_complementaires,
        retenue_absence=gains.retenue,
        retenue_conges=gains.retenue_conges,
        indemnite_conges_pris=gains.retenue_conges + variables.complement_conges,
        indemnite_fin_contrat=gains.indemnite_fin_contrat,
        total_lignes_salariales=salariales,
        total_lignes_patronales=patronales,
        reduction_salariale_heures_sup=allegements.salariale,
        reduction_generale_coefficient=allegements.generale.coefficient,
        reduction_generale=allegements.generale.reduction,
        reduction_generale_urssaf=allegements.generale.part_urssaf,
        reduction_generale_agirc_arrco=allegements.generale.part_agirc_arrco,
        deduction_patronale_heures_sup=allegements.deduction,
        total_salarial=salariales - allegements.salariale,
        total_patronal=patronal,
        montant_net_social=nets.social,
        net_imposable=nets.imposable,
        soumis_au_pas=nets.soumis_au_pas,
        heures_exonerees_impot=heures_exonerees,
        net_a_payer_avant_impot=nets.a_payer_avant_impot,
        taux_pas=nets.taux,
        taux_neutre=nets.neutre,
        prelevement_a_la_source=nets.prelevement,
        prelevement_source_taux_neutre=nets.prelevement_neutre,
        net_a_payer=nets.a_payer_avant_impot - nets.prelevement - variables.acomptes - variables.saisies,
        cout_total_avant_aides=gains.brut + variables.prime_partage_valeur + patronal,
    )


def cumuls_a_reporter(
    periode: Mois,
    variables: Variables,
    gains: Gains,
    assiettes: Assiettes,
    deja: Cumuls,
    allegements: Allegements,
    nets: Nets,
    heures_exonerees: Decimal,
) -> Cumuls:
    """Cumuls de l'année, ce mois compris : ce que le bulletin suivant reçoit."""
    return Cumuls(
        mois=periode,
        brut=deja.brut + assiettes.soumis,
        plafond=deja.plafond + assiettes.plafond,
        plafond_entier=(deja.plafond if deja.plafond_entier is None else deja.plafond_entier)
        + assiettes.plafond_entier,
        smic=arrondir(deja.smic + assiettes.smic_reduction, DECIMALES_DU_SMIC),
        prime_partage_valeur=deja.prime_partage_valeur + variables.prime_partage_valeur,
        reduction_generale=deja.reduction_generale + allegements.generale.reduction,
        heures_supplementaires=deja.heures_supplementaires
        + variables.heures_supplementaires_25
        + variables.heures_supplementaires_50,
        heures_exonerees_impot=deja.heures_exonerees_impot + heures_exonerees,
        net_imposable=deja.net_imposable + nets.imposable,
        exonere_apprenti=deja.exonere_apprenti + nets.exonere_apprenti,
        prelevement_a_la_source=deja.prelevement_a_la_source + nets.prelevement,
        montant_net_social=deja.montant_net_social + nets.social,
        brut_du_contrat=deja.brut_du_contrat
        + gains.brut
        - gains.indemnite_fin_contrat
        - variables.indemnite_conges,
    )
