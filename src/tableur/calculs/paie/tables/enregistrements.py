"""Enregistrements des tables du classeur de paie : celles que l'on tape, puis celles que les actions écrivent."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from tableur.calculs.paie.enregistrements import Contrat, ZoneFiscale
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO, Cle, Code, CodePostal, Entier, Euros, Heures, Nir, Nombre, Renvoi, Taux

Matricule = Annotated[Code, Renvoi("FicheSalarie")]
NatureDAbsence = Literal[
    "conges_payes",
    "maladie",
    "accident_du_travail",
    "maternite_paternite",
    "sans_solde",
    "injustifiee",
]
NatureDePrime = Literal[
    "prime",
    "treizieme_mois",
    "anciennete",
    "indemnite_conges",
    "indemnite_fin_contrat",
    "partage_valeur",
    "partage_valeur_imposable",
]
Gravite = Literal["alerte", "refus", "non_controle"]
NatureTransmise = Literal[
    "entree",
    "sortie",
    "salaire",
    "heures_sup_25",
    "heures_sup_50",
    "heures_comp_10",
    "heures_comp_25",
    "absence",
    "prime",
    "avantage",
    "frais",
    "titres_restaurant",
    "retenue",
    "acompte",
    "saisie",
    "rien",
]
Changement = Literal["nouveau", "inchange", "modifie", "retire"]


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
    taux_pas: Taux | None = None
    sante_mensuelle: Euros | None = None
    part_employeur_sante: Taux | None = None
    taux_prevoyance_cadre: Taux | None = None
    taux_prevoyance_patronal: Taux = ZERO
    taux_prevoyance_salarial: Taux = ZERO
    taux_at: Taux | None = None
    date_contrat: date | None = None
    part_du_smic: Taux | None = None
    alsace_moselle: bool = False
    zone_fiscale: ZoneFiscale = "metropole"
    regime_particulier: Code = ""
    nir: Nir | None = None
    adresse: str = ""
    code_postal: CodePostal | None = None
    ville: str = ""


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
    """Absence d'un salarié ; les heures sont celles du lundi au vendredi si elles ne sont pas tapées."""

    matricule: Matricule
    nature: NatureDAbsence
    debut: date
    fin: date
    heures: Heures | None = None
    maintien: Euros = ZERO
    ijss_subrogees: Euros = ZERO
    ijss_imposables: Euros = ZERO
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
class CodeDuCabinet:
    """Code du logiciel du cabinet pour un élément ; « absence maladie » se distingue de « absence »."""

    element: Annotated[str, Cle()]
    code: Code
    unite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDuLivre:
    """Bulletin d'un salarié pour un mois, en une ligne du livre de paie."""

    mois: Mois
    matricule: Code
    nom: str
    brut: Euros
    assiette: Euros
    tranche_1: Euros
    tranche_2: Euros
    heures_mois: Heures
    retenue_absence: Euros
    prime_partage_valeur: Euros
    total_salarial: Euros
    reduction_generale: Euros
    total_patronal: Euros
    montant_net_social: Euros
    net_imposable: Euros
    net_avant_impot: Euros
    taux_pas: Taux
    prelevement_a_la_source: Euros
    acomptes: Euros
    saisies: Euros
    net_a_payer: Euros
    cout_employeur: Euros
    mentions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeCotisation:
    """Ligne de cotisations d'un bulletin du mois, allègements compris."""

    mois: Mois
    matricule: Code
    nom: str
    code: Code
    libelle: str
    rubrique: str
    base: Euros
    taux_salarial: Taux | None
    part_salariale: Euros
    taux_patronal: Taux | None
    part_patronale: Euros
    bareme: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeRecapitulatif:
    """Une personne : ce mois, le mois d'avant, l'écart du net à payer et ce qui l'explique, au centime."""

    matricules: Code
    nom: str
    brut: Euros
    brut_avant: Euros
    net: Euros
    net_avant: Euros
    ecart: Euros
    par_presence: Euros
    par_variables: Euros
    par_absences: Euros
    par_contrat: Euros
    par_bareme: Euros
    inexplique: Euros
    cout: Euros
    explication: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControleDuLivre:
    """Total du livre de paie, comparé à la somme de ce qui le compose."""

    rang: Entier
    total: str
    livre: Euros
    detail: Euros
    ecart: Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeCumuls:
    """Cumuls d'un salarié à la fin d'un mois : ce que le bulletin suivant reçoit, et ce qu'une reprise demande."""

    matricule: Code
    nom: str
    mois: Mois
    brut: Euros
    plafond: Euros
    plafond_entier: Euros | None
    smic: Euros
    reduction_generale: Euros
    prime_partage_valeur: Euros
    heures_supplementaires: Heures
    heures_exonerees_impot: Euros
    net_imposable: Euros
    exonere_apprenti: Euros
    prelevement_a_la_source: Euros
    montant_net_social: Euros
    brut_du_contrat: Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeControle:
    """Ce qui ne va pas, ce qui est à savoir, ou ce qui n'a pas pu être contrôlé, avec sa feuille et sa ligne."""

    gravite: Gravite
    matricule: Code = ""
    nom: str = ""
    feuille: str = ""
    ligne: Entier | None
    regle: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDsn:
    """Élément à recopier dans le logiciel déclarant : bloc, rubrique, valeur. Ce n'est pas une DSN."""

    mois: Mois
    matricule: Code
    nom: str
    bloc: Code
    rubrique: Code
    type_: Code = ""
    libelle: str
    montant: Euros | None
    mesure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaremeApplique:
    """Barème qu'un bulletin du mois a appliqué : sa date d'effet et son texte."""

    libelle: str
    bareme: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneATransmettre:
    """Élément du mois à transmettre au cabinet, relu et signé avant l'envoi."""

    matricule: Code
    nom: str
    nature: NatureTransmise
    element: str
    quantite: Nombre | None
    montant: Euros | None
    debut: date | None
    fin: date | None
    justificatif: str = ""
    changement: Changement
    avant: str = ""
    visa: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneEnvoyee:
    """Élément envoyé au cabinet ; ce qui est parti est gardé tel quel."""

    envoi: Entier
    envoye_le: date
    mois: Mois
    matricule: Code
    nom: str
    nature: NatureTransmise
    element: str
    code: Code = ""
    quantite: Nombre | None
    montant: Euros | None
    debut: date | None
    fin: date | None
    justificatif: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneComparee:
    """Ligne d'un bulletin dans deux mois, et ce qui l'a changée."""

    matricule: Code
    nom: str
    libelle: str
    base_1: Euros
    base_2: Euros
    taux_1: Taux | None
    taux_2: Taux | None
    montant_1: Euros
    montant_2: Euros
    effet_sur_le_net: Euros
    cause: str = ""
