"""Facture en CII (Cross Industry Invoice D16B et D22B) : celle de Factur-X et de ZUGFeRD 2."""

from typing import TYPE_CHECKING

from tableur.echanges.factures.modele import FactureLue, LigneDeFacture, Partie, VentilationDeTva
from tableur.echanges.factures.noeuds import Lecteur, cadre_de, partie
from tableur.socle.erreurs import Ou
from tableur.socle.grandeurs import ZERO

if TYPE_CHECKING:
    from lxml.etree import _Element

_UN = "urn:un:unece:uncefact:data:standard:"
RACINE = f"{{{_UN}CrossIndustryInvoice:100}}CrossIndustryInvoice"
_ESPACES = {
    "rsm": f"{_UN}CrossIndustryInvoice:100",
    "ram": f"{_UN}ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_UN}UnqualifiedDataType:100",
    "qdt": f"{_UN}QualifiedDataType:100",
}
_TVA = "ram:ApplicableTradeTax[ram:TypeCode='VAT']"


def lire_cii(racine: "_Element", ou: Ou) -> FactureLue:
    """Facture d'un XML CII.

    Args:
        racine: Racine CrossIndustryInvoice.
        ou: Le fichier.

    Raises:
        Refus: Un montant ou une date ne se lit pas, ou un total manque ; toutes les fautes sont dites.
    """
    lecteur = Lecteur(ou, _ESPACES)
    contexte = lecteur.un(racine, "rsm:ExchangedDocumentContext")
    document = lecteur.un(racine, "rsm:ExchangedDocument")
    transaction = lecteur.un(racine, "rsm:SupplyChainTradeTransaction")
    accord = lecteur.un(transaction, "ram:ApplicableHeaderTradeAgreement")
    livraison = lecteur.un(transaction, "ram:ApplicableHeaderTradeDelivery")
    reglement = lecteur.un(transaction, "ram:ApplicableHeaderTradeSettlement")
    totaux = lecteur.un(reglement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    devise = lecteur.texte(reglement, "ram:InvoiceCurrencyCode") or "EUR"
    jour = lecteur.date(document, "ram:IssueDateTime/udt:DateTimeString")
    numero = lecteur.texte(document, "ram:ID")
    if jour is None:
        lecteur.relever("date absente", "ram:IssueDateTime", "La date de la facture manque.", "")
    if not numero:
        lecteur.relever("numéro absent", "ram:ID", "Le numéro de la facture manque.", "")
    total_ht = lecteur.montant_exige(totaux, "ram:TaxBasisTotalAmount", "Le total hors taxes")
    total_ttc = lecteur.montant_exige(totaux, "ram:GrandTotalAmount", "Le total toutes taxes comprises")
    taxe = lecteur.montant(totaux, f"ram:TaxTotalAmount[@currencyID='{devise}']")
    if taxe is None:
        taxe = lecteur.montant(totaux, "ram:TaxTotalAmount")
    a_payer = lecteur.montant_exige(totaux, "ram:DuePayableAmount", "Le montant à payer")
    lignes = tuple(
        _ligne(lecteur, noeud) for noeud in lecteur.tous(transaction, "ram:IncludedSupplyChainTradeLineItem")
    )
    ventilation = tuple(_ventilation(lecteur, noeud) for noeud in lecteur.tous(reglement, _TVA))
    echeance = lecteur.date(reglement, "ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString")
    livre = "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString"
    livre_le = lecteur.date(livraison, livre)
    total_des_lignes = lecteur.montant(totaux, "ram:LineTotalAmount")
    remises, frais = (lecteur.montant(totaux, f"ram:{nom}TotalAmount") for nom in ("Allowance", "Charge"))
    paye, arrondi = (lecteur.montant(totaux, f"ram:{nom}Amount") for nom in ("TotalPrepaid", "Rounding"))
    lecteur.conclure()
    assert jour is not None  # conclure() a refusé une facture sans date
    origines = lecteur.tous(reglement, "ram:InvoiceReferencedDocument")
    return FactureLue(
        fichier=ou.fichier,
        syntaxe="CII",
        profil=lecteur.texte(contexte, "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"),
        numero=numero,
        type_de_document=lecteur.texte(document, "ram:TypeCode"),
        date=jour,
        echeance=echeance,
        livraison=livre_le,
        devise=devise,
        cadre=cadre_de(lecteur.texte(contexte, "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID")),
        vendeur=_partie(lecteur, lecteur.un(accord, "ram:SellerTradeParty")),
        acheteur=_partie(lecteur, lecteur.un(accord, "ram:BuyerTradeParty")),
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
        origines=tuple(filter(None, (lecteur.texte(noeud, "ram:IssuerAssignedID") for noeud in origines))),
    )


def _partie(lecteur: Lecteur, noeud: "_Element | None") -> Partie:
    legaux = [
        (lu.get("schemeID", ""), (lu.text or "").strip())
        for chemin in ("ram:SpecifiedLegalOrganization/ram:ID", "ram:GlobalID")
        for lu in lecteur.tous(noeud, chemin)
    ]
    tva = next(
        (
            (lu.text or "").strip()
            for lu in lecteur.tous(noeud, "ram:SpecifiedTaxRegistration/ram:ID")
            if lu.get("schemeID") in ("VA", "VAT")
        ),
        "",
    )
    pays = lecteur.texte(noeud, "ram:PostalTradeAddress/ram:CountryID")
    return partie(lecteur.texte(noeud, "ram:Name"), pays, legaux, tva)


def _ligne(lecteur: Lecteur, noeud: "_Element") -> LigneDeFacture:
    document = lecteur.un(noeud, "ram:AssociatedDocumentLineDocument")
    reglement = lecteur.un(noeud, "ram:SpecifiedLineTradeSettlement")
    quantite = lecteur.un(noeud, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")
    genre = lecteur.texte(document, "ram:LineStatusReasonCode").upper()
    total = "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
    montant = lecteur.montant(reglement, total)
    if montant is None and genre in ("", "DETAIL"):
        lecteur.montant_exige(reglement, total, "Le montant d'une ligne")
    return LigneDeFacture(
        numero=lecteur.texte(document, "ram:LineID"),
        designation=lecteur.texte(noeud, "ram:SpecifiedTradeProduct/ram:Name"),
        quantite=lecteur.montant(noeud, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"),
        unite=(quantite.get("unitCode") or "") if quantite is not None else "",
        prix=lecteur.montant(
            noeud, "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount"
        ),
        montant=montant or ZERO,
        categorie=lecteur.texte(reglement, f"{_TVA}/ram:CategoryCode"),
        taux=lecteur.taux(reglement, f"{_TVA}/ram:RateApplicablePercent"),
        genre="" if genre == "DETAIL" else genre,
    )


def _ventilation(lecteur: Lecteur, noeud: "_Element") -> VentilationDeTva:
    return VentilationDeTva(
        categorie=lecteur.texte(noeud, "ram:CategoryCode"),
        taux=lecteur.taux(noeud, "ram:RateApplicablePercent"),
        base=lecteur.montant_exige(noeud, "ram:BasisAmount", "La base d'un taux"),
        tva=lecteur.montant_exige(noeud, "ram:CalculatedAmount", "La taxe d'un taux"),
        motif=lecteur.texte(noeud, "ram:ExemptionReason"),
        code_motif=lecteur.texte(noeud, "ram:ExemptionReasonCode"),
        exigibilite={"5": "débits", "72": "encaissements"}.get(lecteur.texte(noeud, "ram:DueDateTypeCode"), ""),
    )
