"""Factures électroniques : ce qui est lu, ce qui est refusé, et les totaux qui ne se suivent pas."""

import io
import sys
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest

from tableur.echanges.factures.controles import controler_la_facture
from tableur.echanges.factures.lecture import XML_MAXIMAL, lire_facture
from tableur.socle.erreurs import Refus

D = Decimal

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext>
 <ram:BusinessProcessSpecifiedDocumentContextParameter><ram:ID>{cadre}</ram:ID>
 </ram:BusinessProcessSpecifiedDocumentContextParameter>
 <ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID>
 </ram:GuidelineSpecifiedDocumentContextParameter>
</rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>{numero}</ram:ID><ram:TypeCode>{genre}</ram:TypeCode>
 <ram:IssueDateTime><udt:DateTimeString format="102">{jour}</udt:DateTimeString></ram:IssueDateTime>
</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
 <ram:ApplicableHeaderTradeAgreement>
  <ram:SellerTradeParty><ram:Name>{vendeur}</ram:Name>
   <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{siren}</ram:ID></ram:SpecifiedLegalOrganization>
   <ram:PostalTradeAddress><ram:CountryID>{pays}</ram:CountryID></ram:PostalTradeAddress>
   <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{tva_vendeur}</ram:ID></ram:SpecifiedTaxRegistration>
  </ram:SellerTradeParty>
  <ram:BuyerTradeParty><ram:Name>L'acheteur</ram:Name>
   <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{acheteur}</ram:ID></ram:SpecifiedLegalOrganization>
  </ram:BuyerTradeParty>
 </ram:ApplicableHeaderTradeAgreement>
 <ram:ApplicableHeaderTradeDelivery/>
 <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
  <ram:ApplicableTradeTax><ram:CalculatedAmount>{tva}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
   <ram:BasisAmount>{base}</ram:BasisAmount><ram:CategoryCode>{categorie}</ram:CategoryCode>
   <ram:RateApplicablePercent>{taux}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
  <ram:SpecifiedTradePaymentTerms>
   <ram:DueDateDateTime><udt:DateTimeString format="102">20261231</udt:DateTimeString></ram:DueDateDateTime>
  </ram:SpecifiedTradePaymentTerms>
  <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
   <ram:TaxBasisTotalAmount>{base}</ram:TaxBasisTotalAmount>
   <ram:TaxTotalAmount currencyID="USD">9.99</ram:TaxTotalAmount>
   <ram:TaxTotalAmount currencyID="EUR">{tva}</ram:TaxTotalAmount>
   <ram:GrandTotalAmount>{ttc}</ram:GrandTotalAmount><ram:DuePayableAmount>{ttc}</ram:DuePayableAmount>
  </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  {origine}
 </ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""
VALEURS = {
    "numero": "F42", "genre": "380", "jour": "20261105", "cadre": "B1", "vendeur": "Papeterie de l'Ouest",
    "siren": "732829320", "pays": "FR", "tva_vendeur": "FR44732829320", "acheteur": "404833048",
    "categorie": "S", "taux": "20.00", "base": "100.00", "tva": "20.00", "ttc": "120.00", "origine": "",
}  # fmt: skip

ORIGINE = (
    "<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>F40</ram:IssuerAssignedID>"
    "</ram:InvoiceReferencedDocument>"
)


def xml(**valeurs: str) -> bytes:
    """XML d'une facture d'essai."""
    return CII.format(**{**VALEURS, **valeurs}).encode()


def ecrire(dossier: Path, contenu: bytes, nom: str = "facture.xml") -> Path:
    """Fichier d'essai."""
    fichier = dossier / nom
    fichier.write_bytes(contenu)
    return fichier


def pdf(contenu: bytes, nom: str = "factur-x.xml") -> bytes:
    """PDF d'une page qui porte une pièce jointe."""
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments[nom] = pikepdf.AttachedFileSpec(document, contenu, filename=nom)
    tampon = io.BytesIO()
    document.save(tampon)
    return tampon.getvalue()


def _bombe(pdf_d_un_petit: bytes, clair: bytes) -> bytes:
    """Le même PDF, dont la pièce jointe est un flux très comprimé."""
    with pikepdf.open(io.BytesIO(pdf_d_un_petit)) as document:
        flux = document.attachments["factur-x.xml"].get_file().obj
        flux.write(zlib.compress(clair, 9), filter=pikepdf.Name.FlateDecode)
        tampon = io.BytesIO()
        document.save(tampon, compress_streams=False, recompress_flate=False)
    return tampon.getvalue()


def test_une_facture_est_lue_en_entier(tmp_path: Path) -> None:
    facture = lire_facture(ecrire(tmp_path, xml()))
    assert ("F42", "380", date(2026, 11, 5), date(2026, 12, 31)) == (
        facture.numero, facture.type_de_document, facture.date, facture.echeance
    )  # fmt: skip
    assert (D("100.00"), D("20.00"), D("120.00"), "biens") == (
        facture.total_ht, facture.total_tva, facture.total_ttc, facture.cadre
    )  # fmt: skip
    assert ("732829320", "FR44732829320", "FR") == (
        facture.vendeur.siren, facture.vendeur.numero_tva, facture.vendeur.pays
    )  # fmt: skip
    assert [("S", D("0.2"), D("100.00"))] == [(v.categorie, v.taux, v.base) for v in facture.ventilation]
    assert [] == controler_la_facture(facture)


def test_la_meme_facture_dans_un_pdf_est_la_meme(tmp_path: Path) -> None:
    seule = lire_facture(ecrire(tmp_path, xml(), "f.xml"))
    for nom in ("factur-x.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml"):
        incorporee = lire_facture(ecrire(tmp_path, pdf(xml(), nom), "f.pdf"))
        assert seule.ventilation == incorporee.ventilation
        assert (seule.numero, "f.pdf") == (incorporee.numero, incorporee.fichier)


def test_un_avoir_compte_en_negatif(tmp_path: Path) -> None:
    avoir = lire_facture(ecrire(tmp_path, xml(genre="381", origine=ORIGINE)))
    assert (True, -1, ("F40",)) == (avoir.est_un_avoir, avoir.signe, avoir.origines)
    negative = lire_facture(ecrire(tmp_path, xml(base="-100.00", tva="-20.00", ttc="-120.00")))
    assert (False, 1) == (negative.est_un_avoir, negative.signe)


@pytest.mark.parametrize(
    ("valeurs", "regle"),
    [({"ttc": "121.00"}, "BR-CO-15"), ({"tva": "19.00", "ttc": "119.00"}, "BR-CO-17")],
)
def test_des_totaux_qui_ne_se_suivent_pas_sont_dits(tmp_path: Path, valeurs: dict[str, str], regle: str) -> None:
    alertes = controler_la_facture(lire_facture(ecrire(tmp_path, xml(**valeurs))))
    assert [regle] == [alerte.regle for alerte in alertes]


def test_toutes_les_fautes_d_une_facture_sont_dites_a_la_fois(tmp_path: Path) -> None:
    with pytest.raises(Refus) as refuse:
        lire_facture(ecrire(tmp_path, xml(numero="", jour="20261341", base="cent")))
    assert {"numéro absent", "date illisible", "date absente", "montant illisible"} == {
        anomalie.regle for anomalie in refuse.value.anomalies
    }


BOMBE = b"<?xml version='1.0'?><!DOCTYPE f [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><f>&b;</f>"


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "vide"),
        (BOMBE, "DOCTYPE, interdite dans une facture"),
        (BOMBE.decode().encode("utf-16"), "DOCTYPE|illisible"),
        (b'<!DOCTYPE f SYSTEM "file:///etc/passwd"><f/>', "DOCTYPE"),
        (b"<a><b></a>", "illisible"),
        (b"<facture/>", "n'est pas une facture CII ou UBL"),
        (b"<x:CrossIndustryDocument xmlns:x='urn:ferd:CrossIndustryDocument:invoice:1p0'/>", "ZUGFeRD 1.0"),
        (b"bonjour", "illisible"),
        (b"%PDF-1.7\nabime", "abîmé"),
    ],
)
def test_ce_qui_n_est_pas_une_facture_est_refuse(tmp_path: Path, contenu: bytes, phrase: str) -> None:
    with pytest.raises(Refus, match=phrase):
        lire_facture(ecrire(tmp_path, contenu))


def test_un_pdf_sans_facture_ou_chiffre_est_dit(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="simple PDF"):
        lire_facture(ecrire(tmp_path, pdf(xml(), "autre.xml")))
    document = pikepdf.new()
    document.add_blank_page()
    chiffre = tmp_path / "chiffre.pdf"
    document.save(chiffre, encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(Refus, match="mot de passe"):
        lire_facture(chiffre)


def test_une_bombe_dans_un_pdf_n_est_pas_decomprimee(tmp_path: Path) -> None:
    clair = b"<a>" + b" " * (XML_MAXIMAL + 10) + b"</a>"
    bombe = _bombe(pdf(b"<a/>"), clair)
    assert len(bombe) < XML_MAXIMAL // 100
    with pytest.raises(Refus, match="20 Mo"):
        lire_facture(ecrire(tmp_path, bombe, "bombe.pdf"))


def test_un_xml_trop_gros_est_refuse(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="ne dépasse pas 20 Mo"):
        lire_facture(ecrire(tmp_path, b" " * (XML_MAXIMAL + 1)))


def test_un_fichier_absent_est_dit(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="n'existe pas"):
        lire_facture(tmp_path / "rien.pdf")


def test_sans_pikepdf_la_phrase_dit_quoi_installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fichier = ecrire(tmp_path, pdf(xml()), "f.pdf")
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(Refus, match=r"tableur\[factures\]"):
        lire_facture(fichier)
