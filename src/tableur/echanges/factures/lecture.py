"""Lecture d'une facture électronique reçue : PDF Factur-X, XML CII ou UBL. Un fichier piégé est refusé."""

import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tableur.echanges.factures.cii import RACINE, lire_cii
from tableur.echanges.factures.modele import FactureLue
from tableur.echanges.factures.ubl import RACINES, lire_ubl
from tableur.fichiers.archives import analyser_xml
from tableur.fichiers.chemins import chemin_recu, lecture_impossible
from tableur.socle.erreurs import Ou, Refus, refus

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_MAXIMAL = 20 << 20  # octets ; une facture de dix mille lignes en fait dix millions
PDF_MAXIMAL = 200 << 20
NOMS = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
"""Noms du XML incorporé, casse ignorée : celui de Factur-X, et les anciens."""

_ANCIENNE = "urn:ferd:CrossIndustryDocument"


def lire_facture(chemin: str | os.PathLike[str]) -> FactureLue:
    """Facture lue d'un PDF Factur-X, ou d'un XML CII ou UBL.

    Args:
        chemin: Le fichier.

    Raises:
        Refus: Le fichier ne se lit pas, n'est pas une facture électronique, ou il peut être piégé.
    """
    fichier = chemin_recu(chemin)
    ou = Ou(fichier.name)
    if not fichier.is_file():
        dit = "C'est un dossier." if fichier.is_dir() else f"Ce fichier n'existe pas dans « {fichier.parent} »."
        raise refus(ou, "fichier absent", dit, attendu="facture")
    try:
        with fichier.open("rb") as flux:
            debut = flux.read(1024)
        if b"%PDF-" in debut:
            return lire_xml(_xml_du_pdf(fichier, ou), ou)
        _borner(fichier.stat().st_size, XML_MAXIMAL, ou)
        octets = fichier.read_bytes()
    except OSError as erreur:
        raise lecture_impossible(fichier, erreur) from erreur
    if not octets:
        raise refus(ou, "fichier vide", "Ce fichier est vide (0 octet).", attendu="facture")
    return lire_xml(octets, ou)


def lire_xml(octets: bytes, ou: Ou) -> FactureLue:
    """Facture lue d'un XML CII ou UBL.

    Args:
        octets: Le XML.
        ou: Le fichier d'où il vient.

    Raises:
        Refus: Le XML est illisible, piégé, ou n'est pas celui d'une facture.
    """
    racine = _racine(octets, ou)
    nom = str(racine.tag)
    if nom == RACINE:
        return lire_cii(racine, ou)
    if nom in RACINES:
        return lire_ubl(racine, ou)
    if _ANCIENNE in nom:
        message = "C'est une facture ZUGFeRD 1.0, d'avant Factur-X : la demander en Factur-X."
    else:
        message = f"Ce XML n'est pas une facture CII ou UBL : sa racine est « {nom.rsplit('}', 1)[-1]} »."
    raise refus(ou, "format de facture", message, attendu="CII ou UBL", trouve=nom)


def _racine(octets: bytes, ou: Ou) -> "_Element":
    try:
        racine = analyser_xml(octets, ou)
    except Refus as erreur:
        if erreur.anomalies[0].regle != "DOCTYPE":
            raise
        message = "Ce fichier contient une déclaration DOCTYPE, interdite dans une facture : il peut être piégé."
        raise refus(ou, "DOCTYPE", message) from None
    return racine


def _borner(taille: int, maximum: int, ou: Ou) -> None:
    if taille > maximum:
        message = f"Ce fichier fait {taille >> 20} Mo : une facture ne dépasse pas {maximum >> 20} Mo."
        raise refus(ou, "trop gros", message, attendu=f"{maximum >> 20} Mo", trouve=f"{taille >> 20} Mo")


def _xml_du_pdf(fichier: Path, ou: Ou) -> bytes:
    """XML de la facture, incorporé dans le PDF."""
    try:
        import pikepdf
    except ImportError as erreur:
        message = "Lire un PDF Factur-X demande pikepdf : pip install 'tableur[factures]', ou donner le XML seul."
        raise refus(ou, "pikepdf absent", message) from erreur
    _borner(fichier.stat().st_size, PDF_MAXIMAL, ou)
    try:
        with pikepdf.open(fichier) as pdf:
            for cle, piece in pdf.attachments.items():
                if (piece.filename or cle).lower() in NOMS or cle.lower() in NOMS:
                    return _decomprimer(piece.get_file().obj, ou)
    except pikepdf.PasswordError as erreur:
        message = "Ce PDF est protégé par un mot de passe : l'enregistrer sans lui."
        raise refus(ou, "mot de passe", message) from erreur
    except (pikepdf.PdfError, zlib.error, ValueError, KeyError) as erreur:
        message = "Ce PDF est tronqué ou abîmé : le demander à nouveau."
        raise refus(ou, "PDF abîmé", message, trouve=str(erreur)[:80]) from erreur
    message = "Ce PDF ne contient pas de facture électronique (factur-x.xml) : c'est un simple PDF, à saisir."
    raise refus(ou, "facture absente", message, attendu="factur-x.xml")


def _decomprimer(flux: Any, ou: Ou) -> bytes:
    """Contenu d'un flux, borné avant d'être décomprimé : une bombe n'est jamais ouverte."""
    brut = bytes(flux.read_raw_bytes())
    _borner(len(brut), XML_MAXIMAL, ou)
    filtre = str(flux.get("/Filter", ""))
    if filtre == "":
        return brut
    if filtre == "/FlateDecode" and "/DecodeParms" not in flux:
        lus = zlib.decompressobj().decompress(brut, XML_MAXIMAL + 1)
        _borner(len(lus), XML_MAXIMAL, ou)
        return lus
    message = f"La facture est incorporée dans un filtre inattendu, {filtre} : ce PDF peut être piégé."
    raise refus(ou, "filtre du PDF", message, attendu="/FlateDecode", trouve=filtre)
