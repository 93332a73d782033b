"""Facture lue d'un fichier électronique, quelle que soit sa syntaxe (sémantique de la norme EN 16931)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Jour: TypeAlias = date  # dans un enregistrement qui a un champ « date », le type s'écrit autrement
Cadre = Literal["biens", "services", "mixte", ""]

AVOIRS = frozenset({"261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"})
"""Types de document (UNTDID 1001) qui sont des avoirs."""

ACOMPTES = frozenset({"386", "500"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Partie:
    """Vendeur ou acheteur.

    Args:
        nom: Raison sociale.
        siren: SIREN, vide s'il n'est pas donné.
        siret: SIRET, vide s'il n'est pas donné.
        numero_tva: N° de TVA intracommunautaire, vide s'il n'est pas donné.
        pays: Code à deux lettres.
    """

    nom: str = ""
    siren: str = ""
    siret: str = ""
    numero_tva: str = ""
    pays: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeFacture:
    """Ligne de la facture ; `taux` est une fraction, None si la ligne n'en porte pas.

    `genre` : vide pour une ligne ordinaire, « GROUP » ou « INFORMATION » pour une ligne qui ne s'ajoute pas.
    """

    numero: str
    designation: str
    quantite: Decimal | None = None
    unite: str = ""
    prix: Decimal | None = None
    montant: Decimal
    categorie: str = ""
    taux: Decimal | None = None
    genre: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VentilationDeTva:
    """Base et taxe d'une catégorie et d'un taux ; `taux` est une fraction."""

    categorie: str
    taux: Decimal | None
    base: Decimal
    tva: Decimal
    motif: str = ""
    code_motif: str = ""
    exigibilite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactureLue:
    """Facture telle que son émetteur l'a écrite : les montants gardent leur signe, un avoir 381 est donc positif.

    Args:
        fichier: Nom du fichier.
        syntaxe: « CII » ou « UBL ».
        profil: Identifiant du profil : « urn:cen.eu:en16931:2017 ».
        numero: Numéro de la facture.
        type_de_document: Code UNTDID 1001 : 380 facture, 381 avoir, 386 acompte.
        date: Date de la facture.
        echeance: Date d'échéance, None si elle n'est pas donnée.
        livraison: Date de livraison ou d'exécution, None si elle n'est pas donnée.
        devise: Devise des montants.
        cadre: Biens, services ou les deux, d'après le cadre de facturation (BT-23) ; vide s'il ne le dit pas.
        vendeur: Qui facture.
        acheteur: Qui est facturé.
        lignes: Les lignes ; aucune dans les profils MINIMUM et BASIC WL.
        ventilation: Base et taxe par catégorie et par taux ; aucune dans le profil MINIMUM.
        total_des_lignes: Somme des lignes, None si elle n'est pas donnée.
        remises: Remises du document.
        frais: Frais du document.
        total_ht: Total hors taxes.
        total_tva: Total de la taxe, dans la devise de la facture.
        total_ttc: Total toutes taxes comprises.
        deja_paye: Ce qui a été payé d'avance.
        arrondi: Arrondi du total à payer.
        a_payer: Ce qui reste à payer.
        origines: Factures que celle-ci corrige.
    """

    fichier: str
    syntaxe: Literal["CII", "UBL"]
    profil: str
    numero: str
    type_de_document: str
    date: date
    echeance: Jour | None = None
    livraison: Jour | None = None
    devise: str = "EUR"
    cadre: Cadre = ""
    vendeur: Partie
    acheteur: Partie
    lignes: tuple[LigneDeFacture, ...] = ()
    ventilation: tuple[VentilationDeTva, ...] = ()
    total_des_lignes: Decimal | None = None
    remises: Decimal = Decimal(0)
    frais: Decimal = Decimal(0)
    total_ht: Decimal
    total_tva: Decimal
    total_ttc: Decimal
    deja_paye: Decimal = Decimal(0)
    arrondi: Decimal = Decimal(0)
    a_payer: Decimal
    origines: tuple[str, ...] = ()

    @property
    def est_un_avoir(self) -> bool:
        """Vrai pour un avoir : ses montants se retranchent."""
        return self.type_de_document in AVOIRS

    @property
    def est_un_acompte(self) -> bool:
        """Vrai pour une facture d'acompte."""
        return self.type_de_document in ACOMPTES

    @property
    def signe(self) -> int:
        """Ce par quoi multiplier les montants pour qu'un avoir soit négatif."""
        return -1 if self.est_un_avoir and self.total_ttc >= 0 else 1
