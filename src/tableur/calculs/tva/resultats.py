"""Tables de la TVA que les calculs rendent."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tableur.calculs.tva.saisies import EtatDePeriode, Gravite, NatureDOperation, Regime, Zone
from tableur.socle.grandeurs import UN, ZERO, Code, Entier, Euros, Nombre, Taux


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationExigible:
    """Part d'une opération exigible (ou déductible) dans une période, et pourquoi."""

    date_exigibilite: date
    piece: Code
    tiers: str = ""
    libelle: str = ""
    nature: NatureDOperation
    ht: Euros
    taux: Taux | None = None
    tva: Euros | None = None
    coefficient: Nombre = UN
    immobilisation: bool = False
    monaco: bool = False
    zone: Zone = "metropole"
    omission: bool = False
    part: Taux = UN
    motif: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeDeclaration:
    """Case de la déclaration : base et taxe en euros entiers, lignes qui la nourrissent, et pourquoi."""

    case: Code
    libelle: str
    base: Euros | None = None
    taxe: Euros | None = None
    nombre_de_lignes: Entier = 0
    texte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeCase:
    """Ligne qui nourrit une case : le rang de l'opération (à partir de 1), sa base et sa taxe exactes."""

    case: Code
    rang: Entier
    nature: NatureDOperation
    base: Euros | None = None
    taxe: Euros | None = None
    texte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneCollectee:
    """Vente ou autoliquidation exigible dans la période, et les cases qu'elle nourrit."""

    case: Code
    ligne_de_taux: Code = ""
    date_exigibilite: date
    piece: Code
    tiers: str = ""
    libelle: str = ""
    ht: Euros
    taux: Taux | None = None
    tva: Euros = ZERO
    monaco: bool = False
    motif: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeductible:
    """TVA déduite dans la période, sa part récupérable et sa raison ; une omission est montrée à part."""

    case: Code
    date_deduction: date
    piece: Code
    tiers: str = ""
    libelle: str = ""
    ht: Euros
    tva: Euros = ZERO
    coefficient: Nombre = UN
    tva_deductible: Euros = ZERO
    omission: bool = False
    importation: bool = False
    motif: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneIntracom:
    """Ligne d'un état récapitulatif : état TVA (biens livrés) ou DES (services), par client et par mois."""

    etat: Literal["État récapitulatif TVA", "DES"]
    mois: Code
    numero_tva: Code
    tiers: str = ""
    montant: Euros
    pieces: Entier = 1
    verification: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeControle:
    """Anomalie d'une ligne tapée, et la réparation proposée."""

    gravite: Gravite
    feuille: str
    ligne: Entier
    piece: Code = ""
    regle: str
    constat: str
    reparation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodeDeclaree:
    """Période close de l'historique ; une période rouverte garde sa ligne, et la suivante s'y ajoute.

    `inscrite_le` est le jour de la clôture ou de la réouverture ; `copie`, le classeur gardé ;
    `empreinte_de_la_copie`, son SHA-256. `empreinte` couvre la ligne, ses cases, ses lignes figées et l'empreinte
    de la ligne d'avant.
    """

    periode: Code
    regime: Regime = "mensuel"
    etat: EtatDePeriode = "close"
    depose_le: date | None = None
    accuse: Code = ""
    tva_brute: Euros = ZERO
    tva_deductible: Euros = ZERO
    tva_nette: Euros = ZERO
    credit: Euros = ZERO
    remboursement: Euros = ZERO
    a_payer: Euros = ZERO
    motif: str = ""
    inscrite_le: date | None = None
    copie: str = ""
    empreinte_de_la_copie: Code = ""
    empreinte: Code = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneFigee:
    """Ligne d'une période close, telle qu'elle a été déclarée : la pièce, la case, la base et la taxe."""

    periode: Code
    case: Code
    piece: Code
    tiers: str = ""
    ht: Euros
    tva: Euros = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDEcriture:
    """Ligne de l'écriture comptable de la déclaration."""

    compte: Code
    libelle: str
    debit: Euros = ZERO
    credit: Euros = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Retardataire:
    """Pièce d'une période close, arrivée ou trouvée après elle : ce qu'on en fait, et le texte à écrire."""

    piece: Code
    tiers: str = ""
    date_exigibilite: date
    nature: NatureDOperation
    ht: Euros
    tva: Euros = ZERO
    sort: Literal["ligne 21", "déclaration courante", "déclaration rectificative", "hors délai"]
    limite: date | None = None
    texte: str = ""
