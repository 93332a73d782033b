"""Enregistrements de la paie : salarié, établissement et variables que les gens tapent, cumuls, bulletin."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO, Cle, Code, Effectif, Euros, Heures, Jours, Nombre, Taux

Contrat = Literal["CDI", "CDD", "apprentissage", "stage"]
ZoneFiscale = Literal["metropole", "guadeloupe_reunion_martinique", "guyane_mayotte"]
Rubrique = Literal[
    "Santé",
    "Accidents du travail et maladies professionnelles",
    "Retraite",
    "Famille",
    "Assurance chômage",
    "Apec",
    "Autres contributions dues par l'employeur",
    "CSG déductible de l'impôt sur le revenu",
    "CSG et CRDS non déductibles de l'impôt sur le revenu",
    "Exonérations et allègements de cotisations",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Salarie:
    """Salarié, et ce que son contrat dit de sa paie ; un défaut qui est du droit est lu dans le barème du mois.

    `heures_semaine` vide, c'est la durée légale ; `taux_pas` vide, la grille neutre ; `part_employeur_sante`
    vide, la moitié. `sante_mensuelle` est la cotisation entière, employeur et salarié. `part_du_smic` est celle
    d'un apprenti (0,43), et `date_contrat` le jour où son contrat est signé : elle choisit son seuil
    d'exonération. `entree` et `sortie` sont le premier et le dernier jour du contrat ; sans elles, le mois est
    entier. Un CDD sans `sortie` a son indemnité de fin de contrat chaque mois.
    """

    matricule: Annotated[Code, Cle()] = ""
    nom: str = ""
    cadre: bool = False
    contrat: Contrat = "CDI"
    date_contrat: date | None = None
    heures_semaine: Heures | None = None
    alsace_moselle: bool = False
    sante_mensuelle: Euros = ZERO
    part_employeur_sante: Taux | None = None
    taux_prevoyance_cadre: Taux | None = None
    taux_prevoyance_patronal: Taux = ZERO
    taux_prevoyance_salarial: Taux = ZERO
    taux_pas: Taux | None = None
    zone_fiscale: ZoneFiscale = "metropole"
    part_du_smic: Taux | None = None
    regime_particulier: Code = ""
    entree: date | None = None
    sortie: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Etablissement:
    """Établissement : son effectif (par seuil si le gel de cinq ans joue), ses taux propres, sa convention.

    `taux_at`, notifié par la Carsat, est demandé : sans lui, le bulletin est refusé. `taux_csa_alternance` est
    la part d'alternants, à partir de 250 salariés ; `taux_chomage` vide, c'est le taux de droit commun. Les
    `effectif_…` vides valent l'effectif.
    """

    effectif: Effectif
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
    regime_particulier: Code = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """Éléments du mois ; `brut` est le salaire mensuel du contrat, avant heures supplémentaires et absences.
    `retenue_absence` vide se calcule sur les heures réelles du mois ; tapée, elle sert telle quelle.
    `jours_absence` est en jours calendaires, qui réduisent le plafond ; vide, ils se déduisent des heures.
    `primes` s'ajoute au brut. `indemnite_fin_contrat` vide se calcule à la fin d'un CDD ; 0 si elle n'est pas
    due. La prime de partage de la valeur n'est pas dans `primes`. `acomptes` et `saisies` ôtent du net à payer.

    `heures_conges` sont celles des congés payés pris : retenues, puis rendues par l'indemnité, que
    `complement_conges` porte au-delà du salaire maintenu quand le dixième l'emporte. `indemnite_conges` est la
    compensatrice. `salaire_maintenu` est la part de l'employeur pendant les arrêts, indemnités journalières
    déduites : il compte dans la rémunération versée, que le SMIC de la réduction générale suit. `date_paiement`
    choisit la grille du prélèvement à la source ; la fin du mois à défaut.
    """

    brut: Euros
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cumuls:
    """Cumuls depuis le 1er janvier, ou l'embauche : ceux du bulletin précédent, ou ceux d'une reprise.

    `brut` est le brut soumis à cotisations, `smic` celui de la réduction générale (à six décimales), `plafond` la
    somme des plafonds des mois ; les tranches s'en déduisent. `plafond_entier` ne compte pas le temps partiel (il
    sert à la prévoyance des cadres) ; vide, c'est `plafond`.

    Les autres contrats de la même personne chez le même employeur, successifs ou non, partagent son plafond :
    leurs cumuls de l'année, ce mois compris s'il est déjà payé, et le plafond qu'ils ont pris ce mois-ci (BOSS,
    assiette générale, communiqué du 31/03/2021). La réduction générale, elle, se calcule par contrat.
    """

    mois: Mois | None = None
    brut: Euros = ZERO
    plafond: Euros = ZERO
    plafond_entier: Euros | None = None
    smic: Euros = ZERO
    prime_partage_valeur: Euros = ZERO
    reduction_generale: Euros = ZERO
    heures_supplementaires: Heures = ZERO
    heures_exonerees_impot: Euros = ZERO
    net_imposable: Euros = ZERO
    exonere_apprenti: Euros = ZERO
    prelevement_a_la_source: Euros = ZERO
    montant_net_social: Euros = ZERO
    brut_du_contrat: Euros = ZERO
    brut_autres_contrats: Euros = ZERO
    plafond_autres_contrats: Euros = ZERO
    plafond_pris_ce_mois: Euros = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeBulletin:
    """Ligne de cotisations : parts arrondies au centime ; un taux vide quand plusieurs s'y appliquent."""

    code: Code
    libelle: str
    rubrique: Rubrique
    base: Euros
    taux_salarial: Taux | None
    part_salariale: Euros
    taux_patronal: Taux | None
    part_patronale: Euros
    bareme: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TotauxDeBulletin:
    """Totaux d'un bulletin : sommes de lignes arrondies, et grandeurs qui ont servi au calcul."""

    brut: Euros
    assiette: Euros
    assiette_csg: Euros
    plafond_applique: Euros
    tranche_1: Euros
    tranche_2: Euros
    smic_mensuel: Euros
    heures_mois: Heures
    remuneration_heures_sup: Euros
    remuneration_heures_complementaires: Euros
    retenue_absence: Euros
    retenue_conges: Euros
    indemnite_conges_pris: Euros
    indemnite_fin_contrat: Euros
    total_lignes_salariales: Euros
    total_lignes_patronales: Euros
    reduction_salariale_heures_sup: Euros
    reduction_generale_coefficient: Nombre
    reduction_generale: Euros
    reduction_generale_urssaf: Euros
    reduction_generale_agirc_arrco: Euros
    deduction_patronale_heures_sup: Euros
    total_salarial: Euros
    total_patronal: Euros
    montant_net_social: Euros
    net_imposable: Euros
    soumis_au_pas: Euros
    heures_exonerees_impot: Euros
    net_a_payer_avant_impot: Euros
    taux_pas: Taux
    taux_neutre: Taux
    prelevement_a_la_source: Euros
    prelevement_source_taux_neutre: Euros
    net_a_payer: Euros
    cout_total_avant_aides: Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """Bulletin d'un mois : lignes, allègements (négatifs), totaux, cumuls à reporter, et ce qu'il faut savoir.

    `mentions` porte les alertes (le calcul est fait) et ce qui n'a pas pu être contrôlé.
    """

    periode: Mois
    matricule: Code
    lignes: tuple[LigneDeBulletin, ...]
    allegements: tuple[LigneDeBulletin, ...]
    totaux: TotauxDeBulletin
    cumuls: Cumuls
    mentions: tuple[str, ...]
