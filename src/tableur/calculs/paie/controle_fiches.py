"""Fiche de contrôle : ce que l'on sait d'un salarié pour un mois, et les totaux tapés de son bulletin."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from tableur.calculs.paie.controle_enregistrements import TotauxRecus
from tableur.calculs.paie.enregistrements import Contrat, Cumuls, Etablissement, Salarie, Variables, ZoneFiscale
from tableur.calculs.paie.hypotheses import Situation
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO, Code, Effectif, Euros, Heures, Jours, Taux


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheDeControle:
    """Salarié et mois à contrôler ; les totaux, vides s'ils viennent du livre de paie, sont ceux du bulletin reçu.

    `salaire_mensuel` est celui du contrat, avant heures supplémentaires et absences. Les cumuls sont ceux du
    bulletin précédent, sans ce mois ; vides, rien n'est régularisé, et le contrôle le dit.
    """

    matricule: Code = ""
    nom: str = ""
    mois: Mois
    salaire_mensuel: Euros
    effectif: Effectif
    contrat: Contrat = "CDI"
    date_contrat: date | None = None
    entree: date | None = None
    sortie: date | None = None
    cadre: bool = False
    heures_semaine: Heures | None = None
    alsace_moselle: bool = False
    part_du_smic: Taux | None = None
    sante_mensuelle: Euros = ZERO
    part_employeur_sante: Taux | None = None
    taux_prevoyance_cadre: Taux | None = None
    taux_prevoyance_patronal: Taux = ZERO
    taux_prevoyance_salarial: Taux = ZERO
    taux_pas: Taux | None = None
    zone_fiscale: ZoneFiscale = "metropole"
    regime_particulier: Code = ""
    taux_at: Taux | None = None
    taux_versement_mobilite: Taux = ZERO
    taux_versement_mobilite_regional: Taux = ZERO
    taux_csa_alternance: Taux = ZERO
    taux_chomage: Taux | None = None
    contributions_annuelles_mensualisees: bool = False
    association_non_lucrative: bool = False
    effectif_mobilite: Effectif | None = None
    effectif_seuil_11: Effectif | None = None
    effectif_seuil_20: Effectif | None = None
    effectif_seuil_50: Effectif | None = None
    effectif_seuil_250: Effectif | None = None
    convention_collective: str = ""
    heures_supplementaires_25: Heures = ZERO
    heures_supplementaires_50: Heures = ZERO
    heures_complementaires_10: Heures = ZERO
    heures_complementaires_25: Heures = ZERO
    heures_absence: Heures = ZERO
    jours_absence: Jours | None = None
    retenue_absence: Euros | None = None
    heures_conges: Heures = ZERO
    complement_conges: Euros = ZERO
    salaire_maintenu: Euros = ZERO
    primes: Euros = ZERO
    avantages_en_nature: Euros = ZERO
    indemnite_fin_contrat: Euros | None = None
    indemnite_conges: Euros = ZERO
    prime_partage_valeur: Euros = ZERO
    prime_partage_valeur_imposable: bool = False
    ijss_subrogees: Euros = ZERO
    ijss_imposables: Euros = ZERO
    remboursements: Euros = ZERO
    retenues_diverses: Euros = ZERO
    acomptes: Euros = ZERO
    saisies: Euros = ZERO
    heures_de_stage: Heures | None = None
    date_paiement: date | None = None
    cumul_mois: Mois | None = None
    cumul_brut: Euros | None = None
    cumul_plafond: Euros | None = None
    cumul_smic: Euros | None = None
    cumul_reduction_generale: Euros | None = None
    brut: Euros | None = None
    total_salarial: Euros | None = None
    total_patronal: Euros | None = None
    reduction_generale: Euros | None = None
    montant_net_social: Euros | None = None
    net_imposable: Euros | None = None
    net_a_payer_avant_impot: Euros | None = None
    net_a_payer: Euros | None = None
    prelevement_a_la_source: Euros | None = None
    cout_total_avant_aides: Euros | None = None
    plafond_applique: Euros | None = None
    tranche_1: Euros | None = None
    tranche_2: Euros | None = None


def situation_de(fiche: FicheDeControle) -> Situation:
    """Situation que la fiche décrit ; les cumuls ne comptent que si le brut cumulé est donné."""
    return Situation(
        fiche.mois,
        Salarie(**_communs(fiche, Salarie)),
        Etablissement(**_communs(fiche, Etablissement)),
        Variables(**{**_communs(fiche, Variables), "brut": fiche.salaire_mensuel}),
        _cumuls(fiche),
    )


def totaux_de(fiche: FicheDeControle) -> TotauxRecus:
    """Totaux tapés sur la fiche."""
    return TotauxRecus(**_communs(fiche, TotauxRecus))


def _communs(fiche: FicheDeControle, type_: Any) -> dict[str, Any]:
    connus = {champ.name for champ in fields(fiche)}
    return {nom: getattr(fiche, nom) for nom in type_.__dataclass_fields__ if nom in connus}


def _cumuls(fiche: FicheDeControle) -> Cumuls | None:
    if fiche.cumul_brut is None:
        return None
    return Cumuls(
        mois=fiche.cumul_mois or fiche.mois + -1,
        brut=fiche.cumul_brut,
        plafond=fiche.cumul_plafond or ZERO,
        smic=fiche.cumul_smic or ZERO,
        reduction_generale=fiche.cumul_reduction_generale or ZERO,
    )


_ACCENTUES = {
    "entree": "Entrée", "part_du_smic": "Part du SMIC", "sante_mensuelle": "Santé mensuelle",
    "part_employeur_sante": "Part employeur santé", "taux_at": "Taux AT", "taux_pas": "Taux PAS",
    "taux_prevoyance_cadre": "Taux prévoyance cadre", "taux_prevoyance_patronal": "Taux prévoyance patronal",
    "taux_prevoyance_salarial": "Taux prévoyance salarial", "regime_particulier": "Régime particulier",
    "taux_versement_mobilite": "Taux versement mobilité", "taux_chomage": "Taux chômage",
    "taux_versement_mobilite_regional": "Taux versement mobilité régional",
    "taux_csa_alternance": "Taux CSA alternance", "effectif_mobilite": "Effectif mobilité",
    "contributions_annuelles_mensualisees": "Contributions annuelles mensualisées",
    "heures_supplementaires_25": "Heures supplémentaires 25",
    "heures_supplementaires_50": "Heures supplémentaires 50",
    "heures_complementaires_10": "Heures complémentaires 10",
    "heures_complementaires_25": "Heures complémentaires 25", "indemnite_fin_contrat": "Indemnité fin contrat",
    "indemnite_conges": "Indemnité congés", "ijss_subrogees": "IJSS subrogées",
    "ijss_imposables": "IJSS imposables", "cumul_smic": "Cumul SMIC",
    "cumul_reduction_generale": "Cumul réduction générale", "reduction_generale": "Réduction générale",
    "net_a_payer_avant_impot": "Net à payer avant impôt", "net_a_payer": "Net à payer",
    "prelevement_a_la_source": "Prélèvement à la source", "cout_total_avant_aides": "Coût total avant aides",
    "plafond_applique": "Plafond appliqué",
}  # fmt: skip
EN_TETES = {
    nom: _ACCENTUES.get(nom, nom.replace("_", " ").capitalize()) for nom in FicheDeControle.__dataclass_fields__
}
"""En-tête de chaque colonne, tel que la personne l'écrit."""
