"""Tables de la TVA que les gens tapent, et les opérations qui en viennent.

Les natures tapées sont les mots du métier ; le barème `tva_natures` dit, pour chacune, l'opération de la
déclaration, le moment de l'exigibilité et la part récupérable. Un montant en devise se tape dans sa devise, avec
le cours (euros pour une unité) ; tout le reste est en euros. Un avoir se tape en négatif, avec la pièce d'origine.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from tableur.socle.grandeurs import UN, ZERO, Code, Euros, Nombre, Taux

Jour: TypeAlias = date  # dans une table qui a une colonne « date », le type s'écrit autrement
Zone = Literal["metropole", "corse", "dom", "guadeloupe", "martinique", "reunion", "guyane", "mayotte"]
NatureDeVente = Literal[
    "Vente de biens",
    "Prestation de services",
    "Acompte sur biens",
    "Acompte sur services",
    "Cession d'immobilisation",
    "Travaux en sous-traitance (autoliquidation)",
    "Exportation hors UE",
    "Livraison de biens UE",
    "Prestation de services UE",
    "Prestation de services hors UE",
    "Opération exonérée",
    "Créance irrécouvrable",
]
NatureDAchat = Literal[
    "Achat de marchandises",
    "Achat de matières et fournitures",
    "Prestation de services",
    "Immobilisation",
    "Achat de marchandises UE",
    "Immobilisation UE",
    "Prestation de services UE",
    "Prestation de services hors UE",
    "Achat en France à un fournisseur étranger",
    "Sous-traitant du bâtiment",
    "Importation",
    "Immobilisation importée",
    "Carburant de voiture (part récupérable 80 %)",
    "Carburant d'utilitaire",
    "Voiture de tourisme",
    "Location ou entretien de voiture",
    "Hébergement du personnel",
    "Transport de personnes",
    "Cadeau",
    "Achat sans TVA",
    "TVA à reverser",
]
NatureDOperation = Literal[
    "vente",
    "export",
    "autre_non_imposable",
    "livraison_intracom",
    "acquisition_intracom",
    "service_recu_etranger",
    "achat_etranger",
    "autoliquidation_interne",
    "import",
    "achat",
    "reversement",
]
Exigibilite = Literal["livraison", "encaissement", "acompte", "debit", "facture", "import"]
RegimeDExigibilite = Literal["encaissements", "debits"]
Mode = Literal["Virement", "Chèque", "Carte", "Prélèvement", "Espèces", "Effet"]
TypeDeReprise = Literal["Facture client impayée", "Facture fournisseur impayée", "Crédit de TVA reporté"]
Regime = Literal["mensuel", "trimestriel"]
EtatDePeriode = Literal["close", "rouverte"]
Gravite = Literal["refus", "alerte"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vente:
    """Ligne de vente, une par facture et par taux ; un avoir est négatif et nomme la facture qu'il corrige.

    `livre_le` est la date de livraison ou de fin de prestation, celle de la facture à défaut ; `debits` vrai si
    la facture porte l'option pour les débits ; `tva` n'est tapée que si elle diffère de ht × taux.
    """

    date: date
    piece: Code
    client: str = ""
    nature: NatureDeVente
    designation: str = ""
    ht: Euros
    taux: Taux | None = None
    tva: Euros | None = None
    livre_le: Jour | None = None
    debits: bool = False
    zone: Zone = "metropole"
    monaco: bool = False
    avoir_de: Code = ""
    numero_tva_client: Code = ""
    vies_le: Jour | None = None
    vies_reference: Code = ""
    preuve_export: Code = ""
    devise: Code = "EUR"
    cours: Nombre | None = None
    compte: Code = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Achat:
    """Ligne d'achat, une par facture et par taux ; un avoir est négatif et nomme la facture qu'il corrige.

    `recu_le` est le jour où la facture est arrivée, sa date à défaut ; `part_recuperable`, si elle est tapée,
    l'emporte sur celle de la nature ; `fournisseur_aux_debits` vrai si la facture de services le mentionne.
    """

    date: date
    piece: Code
    fournisseur: str = ""
    nature: NatureDAchat
    designation: str = ""
    ht: Euros
    taux: Taux | None = None
    tva: Euros | None = None
    livre_le: Jour | None = None
    recu_le: Jour | None = None
    part_recuperable: Taux | None = None
    fournisseur_aux_debits: bool = False
    zone: Zone = "metropole"
    avoir_de: Code = ""
    numero_tva_fournisseur: Code = ""
    devise: Code = "EUR"
    cours: Nombre | None = None
    compte: Code = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encaissement:
    """Somme reçue d'un client pour une facture ; un règlement de plusieurs factures fait plusieurs lignes.

    Les lignes d'un même règlement portent la même `reference`. `montant` est ce qui arrive sur le compte, `frais`
    la commission retenue : le client a payé montant + frais. Sans pièce, ou au-delà de la facture : une avance.
    `date` : inscription au compte pour un virement ou une carte, remise en banque pour un chèque.
    """

    date: date
    reference: Code = ""
    piece: Code = ""
    client: str = ""
    montant: Euros
    frais: Euros = ZERO
    mode: Mode = "Virement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decaissement:
    """Somme payée à un fournisseur pour une facture ; mêmes règles qu'un encaissement."""

    date: date
    reference: Code = ""
    piece: Code = ""
    fournisseur: str = ""
    montant: Euros
    frais: Euros = ZERO
    mode: Mode = "Virement"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepriseDeTva:
    """Ce qui vient d'avant la tenue : facture de services encore impayée, ou crédit de TVA à reporter.

    Pour une facture, `ht`, `taux` et `tva` sont ceux de ce qui reste à payer ; pour un crédit, `montant` seul.
    """

    type: TypeDeReprise
    date: date
    piece: Code = ""
    tiers: str = ""
    ht: Euros = ZERO
    taux: Taux | None = None
    tva: Euros | None = None
    montant: Euros = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Opération exigible ou déductible de la période ; `omission` met ligne 21 la TVA d'un achat d'avant.

    `ht` ne manque qu'à un achat ou à un reversement dont la TVA est tapée ; `coefficient` est la part récupérable.
    """

    nature: NatureDOperation
    ht: Euros | None = None
    taux: Taux | None = None
    tva: Euros | None = None
    coefficient: Taux = UN
    immobilisation: bool = False
    monaco: bool = False
    zone: Zone = "metropole"
    omission: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationDatee:
    """Opération avec ses dates, avant qu'on sache quand elle est exigible.

    `date` est celle de la facture, `livre_le` celle du fait générateur, `recu_le` celle de l'arrivée d'un achat.
    """

    date: date
    piece: Code
    tiers: str = ""
    libelle: str = ""
    nature: NatureDOperation
    exigibilite: Exigibilite = "livraison"
    ht: Euros = ZERO
    taux: Taux | None = None
    tva: Euros | None = None
    livre_le: Jour | None = None
    recu_le: Jour | None = None
    coefficient: Nombre = UN
    immobilisation: bool = False
    monaco: bool = False
    zone: Zone = "metropole"
    omission: bool = False
    motif: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reglement:
    """Somme réglée sur une pièce, frais compris ; le tiers distingue deux pièces de même numéro."""

    date: date
    piece: Code
    montant: Euros
    reference: Code = ""
    tiers: str = ""
