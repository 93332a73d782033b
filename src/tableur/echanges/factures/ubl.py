"""Facture ou avoir en UBL 2.1 : Invoice et CreditNote."""

from typing import TYPE_CHECKING

from tableur.echanges.factures.modele import FactureLue, LigneDeFacture, Partie, VentilationDeTva
from tableur.echanges.factures.noeuds import Lecteur, cadre_de, partie
from tableur.socle.erreurs import Ou
from tableur.socle.grandeurs import ZERO

if TYPE_CHECKING:
    from lxml.etree import _Element

_OASIS = "urn:oasis:names:specification:ubl:schema:xsd:"
RACINES = {f"{{{_OASIS}Invoice-2}}Invoice": "Invoice", f"{{{_OASIS}CreditNote-2}}CreditNote": "CreditNote"}
_ESPACES = {"cac": f"{_OASIS}CommonAggregateComponents-2", "cbc": f"{_OASIS}CommonBasicComponents-2"}


def lire_ubl(racine: "_Element", ou: Ou) -> FactureLue:
    """Facture d'un XML UBL.

    Args:
        racine: Racine Invoice ou CreditNote.
        ou: Le fichier.

    Raises:
        Refus: Un montant ou une date ne se lit pas, ou un total manque ; toutes les fautes sont dites.
    """
    genre = RACINES[str(racine.tag)]
    lecteur = Lecteur(ou, _ESPACES)
    totaux = lecteur.un(racine, "cac:LegalMonetaryTotal")
    devise = lecteur.texte(racine, "cbc:DocumentCurrencyCode") or "EUR"
    jour, numero = lecteur.date(racine, "cbc:IssueDate"), lecteur.texte(racine, "cbc:ID")
    if jour is None:
        lecteur.relever("date absente", "cbc:IssueDate", "La date de la facture manque.", "")
    if not numero:
        lecteur.relever("numéro absent", "cbc:ID", "Le numéro de la facture manque.", "")
    total_ht = lecteur.montant_exige(totaux, "cbc:TaxExclusiveAmount", "Le total hors taxes")
    total_ttc = lecteur.montant_exige(totaux, "cbc:TaxInclusiveAmount", "Le total toutes taxes comprises")
    a_payer = lecteur.montant_exige(totaux, "cbc:PayableAmount", "Le montant à payer")
    taxes = [t for t in lecteur.tous(racine, "cac:TaxTotal") if _devise(lecteur, t) in ("", devise)]
    taxe = lecteur.montant(taxes[0], "cbc:TaxAmount") if taxes else None
    ventilation = tuple(_ventilation(lecteur, n) for t in taxes for n in lecteur.tous(t, "cac:TaxSubtotal"))
    lignes = tuple(_ligne(lecteur, noeud, genre) for noeud in lecteur.tous(racine, f"cac:{genre}Line"))
    echeance = lecteur.date(racine, "cbc:DueDate") or lecteur.date(racine, "cac:PaymentMeans/cbc:PaymentDueDate")
    livre_le = lecteur.date(racine, "cac:Delivery/cbc:ActualDeliveryDate")
    total_des_lignes = lecteur.montant(totaux, "cbc:LineExtensionAmount")
    noms = ("AllowanceTotal", "ChargeTotal", "Prepaid", "PayableRounding")
    remises, frais, paye, arrondi = (lecteur.montant(totaux, f"cbc:{nom}Amount") for nom in noms)
    lecteur.conclure()
    assert jour is not None  # conclure() a refusé une facture sans date
    origines = lecteur.tous(racine, "cac:BillingReference/cac:InvoiceDocumentReference")
    return FactureLue(
        fichier=ou.fichier,
        syntaxe="UBL",
        profil=lecteur.texte(racine, "cbc:CustomizationID"),
        numero=numero,
        type_de_document=lecteur.texte(racine, f"cbc:{genre}TypeCode") or {"Invoice": "380"}.get(genre, "381"),
        date=jour,
        echeance=echeance,
        livraison=livre_le,
        devise=devise,
        cadre=cadre_de(lecteur.texte(racine, "cbc:ProfileID")),
        vendeur=_partie(lecteur, lecteur.un(racine, "cac:AccountingSupplierParty/cac:Party")),
        acheteur=_partie(lecteur, lecteur.un(racine, "cac:AccountingCustomerParty/cac:Party")),
        lignes=lignes,
        ventilation=ventilation,
        total_des_lignes=total_des_lignes,
        remises=remises or ZERO,
        frais=frais or ZERO,
        total_ht=total_ht,
        total_tva=taxe or ZERO,
        total_ttc=total_ttc,
        deja_paye=paye or ZERO,
        arrondi=arrondi or ZERO,
        a_payer=a_payer,
        origines=tuple(filter(None, (lecteur.texte(noeud, "cbc:ID") for noeud in origines))),
    )


def _devise(lecteur: Lecteur, taxe: "_Element") -> str:
    montant = lecteur.un(taxe, "cbc:TaxAmount")
    return (montant.get("currencyID") or "") if montant is not None else ""


def _partie(lecteur: Lecteur, noeud: "_Element | None") -> Partie:
    legaux = [
        (lu.get("schemeID", ""), (lu.text or "").strip())
        for chemin in ("cac:PartyLegalEntity/cbc:CompanyID", "cac:PartyIdentification/cbc:ID")
        for lu in lecteur.tous(noeud, chemin)
    ]
    inscrit = lecteur.texte(noeud, "cac:PartyTaxScheme[cac:TaxScheme]/cbc:CompanyID")
    for schema in lecteur.tous(noeud, "cac:PartyTaxScheme"):
        if lecteur.texte(schema, "cac:TaxScheme/cbc:ID").upper() == "VAT":
            inscrit = lecteur.texte(schema, "cbc:CompanyID")
            break
    nom = lecteur.texte(noeud, "cac:PartyLegalEntity/cbc:RegistrationName")
    pays = lecteur.texte(noeud, "cac:PostalAddress/cac:Country/cbc:IdentificationCode")
    return partie(nom or lecteur.texte(noeud, "cac:PartyName/cbc:Name"), pays, legaux, inscrit)


def _ligne(lecteur: Lecteur, noeud: "_Element", genre: str) -> LigneDeFacture:
    """Ligne ; le profil étendu français dit par un code si elle regroupe ou informe (EXT-FR-FE-163)."""
    quantites = {"Invoice": "cbc:InvoicedQuantity", "CreditNote": "cbc:CreditedQuantity"}
    quantite = lecteur.un(noeud, quantites[genre])
    statut = lecteur.texte(noeud, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:DocumentStatusCode")
    categorie = "cac:Item/cac:ClassifiedTaxCategory"
    return LigneDeFacture(
        numero=lecteur.texte(noeud, "cbc:ID"),
        designation=lecteur.texte(noeud, "cac:Item/cbc:Name"),
        quantite=lecteur.montant(noeud, quantites[genre]),
        unite=(quantite.get("unitCode") or "") if quantite is not None else "",
        prix=lecteur.montant(noeud, "cac:Price/cbc:PriceAmount"),
        montant=lecteur.montant_exige(noeud, "cbc:LineExtensionAmount", "Le montant d'une ligne"),
        categorie=lecteur.texte(noeud, f"{categorie}/cbc:ID"),
        taux=lecteur.taux(noeud, f"{categorie}/cbc:Percent"),
        genre="" if statut.upper() == "DETAIL" else statut.upper(),
    )


def _ventilation(lecteur: Lecteur, noeud: "_Element") -> VentilationDeTva:
    categorie = lecteur.un(noeud, "cac:TaxCategory")
    return VentilationDeTva(
        categorie=lecteur.texte(categorie, "cbc:ID"),
        taux=lecteur.taux(categorie, "cbc:Percent"),
        base=lecteur.montant_exige(noeud, "cbc:TaxableAmount", "La base d'un taux"),
        tva=lecteur.montant_exige(noeud, "cbc:TaxAmount", "La taxe d'un taux"),
        motif=lecteur.texte(categorie, "cbc:TaxExemptionReason"),
        code_motif=lecteur.texte(categorie, "cbc:TaxExemptionReasonCode"),
    )
