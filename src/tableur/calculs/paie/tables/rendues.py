"""Enregistrements des tables que les actions écrivent dans le classeur de paie."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tableur.socle.dates import Mois
from tableur.socle.grandeurs import Code, Entier, Euros, Heures, Jours, Nombre, Taux

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
ResultatDeControle = Literal["juste", "ecart", "non_controle", "sans_reponse"]
Changement = Literal["nouveau", "inchange", "modifie", "retire"]


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
    retenue_conges: Euros
    indemnite_conges_pris: Euros
    salaire_maintenu: Euros
    prime_partage_valeur: Euros
    ijss_subrogees: Euros
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
    conges_acquis_n_1: Jours | None = None
    conges_pris_n_1: Jours | None = None
    conges_solde_n_1: Jours | None = None
    conges_remuneration_n_1: Euros | None = None
    conges_acquis_n: Jours | None = None
    conges_pris_n: Jours | None = None
    conges_solde_n: Jours | None = None
    conges_remuneration_n: Euros | None = None


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
    """Élément du mois à transmettre au cabinet, relu et signé avant l'envoi ; « rien » n'est pas un changement."""

    matricule: Code
    nom: str
    nature: NatureTransmise
    element: str
    quantite: Nombre | None
    unite: str = ""
    montant: Euros | None
    debut: date | None
    fin: date | None
    justificatif: str = ""
    changement: Changement | None
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
    unite: str = ""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeBulletinRecu:
    """Ce que le contrôle d'un bulletin reçu du cabinet a donné : juste, un écart et sa cause, ou une réserve."""

    matricule: Code = ""
    nom: str = ""
    resultat: ResultatDeControle
    libelle: str = ""
    element: str = ""
    recu: Euros | None = None
    attendu: Euros | None = None
    ecart: Euros | None = None
    cause: str = ""
    regle: str = ""
    source: str = ""
