"""Enregistrements des tables que l'on tape dans le classeur de paie."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from tableur.calculs.paie.enregistrements import Contrat, ZoneFiscale
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import (
    ZERO,
    Cle,
    Code,
    CodePostal,
    Entier,
    Euros,
    Heures,
    Jours,
    Nir,
    Quantite,
    Renvoi,
    Taux,
)

Matricule = Annotated[Code, Renvoi("FicheSalarie")]
NatureDAbsence = Literal[
    "conges_payes",
    "maladie",
    "accident_du_travail",
    "maternite_paternite",
    "sans_solde",
    "injustifiee",
]
NatureDeForfait = Literal["heures_semaine", "heures_mois", "heures_an", "jours_an"]
NatureDePrime = Literal[
    "prime",
    "prime_annuelle",
    "treizieme_mois",
    "anciennete",
    "indemnite_conges",
    "indemnite_fin_contrat",
    "partage_valeur",
    "partage_valeur_imposable",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheSalarie:
    """Contrat d'un salarié ; deux contrats d'une même personne ont deux matricules et le même NIR."""

    matricule: Annotated[Code, Cle()]
    nom: str
    prenom: str = ""
    entree: date
    sortie: date | None = None
    contrat: Contrat = "CDI"
    emploi: str = ""
    classification: str = ""
    cadre: bool = False
    salaire_mensuel: Euros
    heures_semaine: Heures | None = None
    jours_travailles: str = ""
    taux_pas: Taux | None = None
    sante_mensuelle: Euros | None = None
    part_employeur_sante: Taux | None = None
    taux_prevoyance_cadre: Taux | None = None
    taux_prevoyance_patronal: Taux = ZERO
    taux_prevoyance_salarial: Taux = ZERO
    taux_at: Taux | None = None
    date_contrat: date | None = None
    part_du_smic: Taux | None = None
    anciennete_depuis: date | None = None
    sans_maintien_legal: bool = False
    alsace_moselle: bool = False
    commis_commercial: bool = False
    zone_fiscale: ZoneFiscale = "metropole"
    regime_particulier: Code = ""
    nir: Nir | None = None
    adresse: str = ""
    code_postal: CodePostal | None = None
    ville: str = ""
    forfait: NatureDeForfait | None = None
    volume_du_forfait: Quantite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariablesTapees:
    """Éléments d'un salarié pour un mois ; salaire et taux du PAS valent jusqu'au prochain qui est tapé."""

    mois: Mois
    matricule: Matricule
    salaire_mensuel: Euros | None = None
    taux_pas: Taux | None = None
    heures_supplementaires_25: Heures = ZERO
    heures_supplementaires_50: Heures = ZERO
    heures_complementaires_10: Heures = ZERO
    heures_complementaires_25: Heures = ZERO
    heures_de_stage: Heures | None = None
    jours_de_conges_ajoutes: Jours = ZERO
    avantages_en_nature: Euros = ZERO
    remboursements: Euros = ZERO
    titres_restaurant: Entier = 0
    retenues_diverses: Euros = ZERO
    acomptes: Euros = ZERO
    saisies: Euros = ZERO
    date_paiement: date | None = None
    commentaire: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Absence d'un salarié ; les heures sont celles du lundi au vendredi si elles ne sont pas tapées.

    Un montant vide se calcule, un montant tapé sert tel quel, 0 compris. `ijss_par_jour` est l'indemnité
    journalière brute du décompte de la caisse ; vide, elle s'estime d'après les bruts des mois suivis.
    """

    matricule: Matricule
    nature: NatureDAbsence
    debut: date
    fin: date
    heures: Heures | None = None
    maintien: Euros | None = None
    subrogation: bool | None = None
    ijss_par_jour: Euros | None = None
    ijss_subrogees: Euros | None = None
    ijss_imposables: Euros | None = None
    affection_longue_duree: bool = False
    justificatif: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prime:
    """Prime ou indemnité versée avec la paie d'un mois."""

    mois: Mois
    matricule: Matricule
    nature: NatureDePrime
    montant: Euros
    libelle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepriseDePaie:
    """Cumuls d'un salarié recopiés du bulletin d'un mois : le suivi commence au mois d'après."""

    matricule: Annotated[Matricule, Cle()]
    mois: Mois
    brut: Euros
    plafond: Euros
    plafond_entier: Euros | None = None
    smic: Euros
    reduction_generale: Euros
    prime_partage_valeur: Euros = ZERO
    heures_supplementaires: Heures = ZERO
    heures_exonerees_impot: Euros = ZERO
    net_imposable: Euros = ZERO
    exonere_apprenti: Euros = ZERO
    prelevement_a_la_source: Euros = ZERO
    montant_net_social: Euros = ZERO
    brut_du_contrat: Euros = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class RepriseDeConges:
    """Compteurs de congés payés d'un salarié à la fin d'un mois : N-1, la période finie, et N, celle en cours.

    Les rémunérations sont celles du dixième, maladie comptée à 80 % ; vide, le dixième n'est pas comparé.
    """

    matricule: Annotated[Matricule, Cle()]
    mois: Mois
    acquis_n_1: Jours | None = None
    pris_n_1: Jours = ZERO
    remuneration_n_1: Euros | None = None
    acquis_n: Jours | None = None
    pris_n: Jours = ZERO
    remuneration_n: Euros | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDuCabinet:
    """Code du logiciel du cabinet pour un élément ; « absence maladie » se distingue de « absence »."""

    element: Annotated[str, Cle()]
    code: Code
    unite: str = ""
