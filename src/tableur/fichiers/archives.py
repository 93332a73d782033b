"""Ouverture sûre des fichiers de bureau, qui sont des archives zip pleines de XML : .xlsx, .ods, .docx, .oxt.

Un fichier reçu peut être abîmé, chiffré, ancien ou piégé. Tout est vérifié à l'ouverture, en lisant l'archive
entière sans la garder en mémoire : ce qui passe peut être confié tel quel à un autre lecteur.
"""

import copy
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tableur.fichiers.chemins import lecture_impossible
from tableur.socle.erreurs import Ou, Refus, refus

if TYPE_CHECKING:
    from lxml.etree import _Element

TAILLE_MAXIMALE = 1 << 30  # octets décompressés ; 100 Mo de XML font déjà deux millions de cellules
RATIO_MAXIMAL = 250  # un classeur réel ne dépasse guère 50, une bombe approche 1000
TAILLE_SANS_RATIO = 20 << 20  # sous cette taille, une archive très comprimée ne menace personne
MEMBRES_MAXIMUM = 20_000
SIGNATURE_OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # fichier composé : ancien Office, ou classeur chiffré

_MORCEAU = 1 << 20
_SIGNATURE_ZIP = b"PK\x03\x04"
_METHODES = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_CHIFFRE = 0x1
_NOM_PIEGE = re.compile(r"[\x00-\x1f]|^/|^[A-Za-z]:|(^|/)\.\.(/|$)")
_ABIME = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_MOT_DE_PASSE = (
    "Ce fichier est protégé par un mot de passe : l'ouvrir, retirer le mot de passe demandé à l'ouverture, "
    "puis l'enregistrer."
)
_FLUX_OLE = {
    "EncryptedPackage": _MOT_DE_PASSE,
    "WordDocument": "C'est un document .doc de Word 97-2003 : l'enregistrer en .docx.",
    "Workbook": "C'est un classeur .xls d'Excel 97-2003 : l'enregistrer en .xlsx.",
    "Book": "C'est un classeur .xls d'Excel 5 ou 95 : l'enregistrer en .xlsx.",
}


@dataclass(frozen=True, slots=True)
class Archive:
    """Archive vérifiée, ouverte en lecture.

    Args:
        chemin: Le fichier ; pour des octets en mémoire, le nom donné.
        membres: Noms des membres, dans l'ordre de l'archive, sans les dossiers.
    """

    chemin: Path
    membres: tuple[str, ...]
    _zip: zipfile.ZipFile

    def __contains__(self, nom: str) -> bool:
        """Vrai si l'archive a un membre de ce nom."""
        return nom in self.membres

    def lire_membre(self, nom: str) -> bytes:
        """Contenu d'un membre, borné par la taille vérifiée à l'ouverture.

        Raises:
            Refus: Le membre manque ou n'est plus lisible.
        """
        if nom not in self.membres:
            raise _refus(self.chemin, "membre absent", f"Il manque « {nom} » dans ce fichier.", trouve=nom)
        try:
            return self._zip.read(nom)
        except _ABIME as erreur:
            raise _abime(self.chemin, nom) from erreur


@contextmanager
def ouvrir_archive(source: Path | BinaryIO, nom: str = "") -> Iterator[Archive]:
    """Archive d'un fichier de bureau, vérifiée de bout en bout, fermée à la fin du bloc.

    Args:
        source: Fichier .xlsx, .xlsm, .ods, .docx, .odt ou .oxt ; ou ses octets en mémoire, s'il a été déchiffré.
        nom: Nom que disent les phrases, pour des octets en mémoire.

    Raises:
        Refus: Le fichier est absent, vide, tronqué, abîmé, chiffré, d'un ancien format ou piégé.
    """
    chemin = source if isinstance(source, Path) else Path(nom or "classeur")
    taille = _verifier_debut(chemin, source)
    try:
        archive = zipfile.ZipFile(source)
    except _ABIME as erreur:
        raise _abime(chemin) from erreur
    with archive:
        membres = archive.infolist()
        _verifier_repertoire(chemin, taille, membres)
        for membre in membres:
            _verifier_contenu(chemin, archive, membre)
        noms = tuple(membre.filename for membre in membres if not membre.is_dir())
        ouverte = Archive(chemin, noms, archive)
        _verifier_odf_en_clair(ouverte)
        yield ouverte


def analyser_xml(octets: bytes, ou: Ou | None = None) -> "_Element":
    """Racine d'un XML, lu sans DTD, sans entité et sans réseau.

    Args:
        octets: Le XML entier.
        ou: Fichier d'où il vient, pour l'erreur.

    Raises:
        Refus: Le XML est mal formé, ou il contient une déclaration DOCTYPE.
    """
    from lxml import etree

    ou = ou or Ou()
    interdit = refus(ou, "DOCTYPE", "Ce fichier contient une déclaration DOCTYPE, interdite dans un classeur.")
    if b"<!DOCTYPE" in octets:
        raise interdit
    analyseur = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        racine = etree.fromstring(octets, analyseur)
    except (etree.XMLSyntaxError, ValueError) as erreur:
        raise refus(ou, "XML", "Ce fichier est abîmé : son XML est illisible.", trouve=str(erreur)) from erreur
    if racine.getroottree().docinfo.internalDTD is not None:
        raise interdit
    return racine


def _refus(chemin: Path, regle: str, message: str, *, trouve: str = "") -> Refus:
    return refus(Ou(fichier=chemin.name), regle, message, attendu="fichier de bureau lisible", trouve=trouve)


def _abime(chemin: Path, membre: str = "") -> Refus:
    message = "Ce fichier est tronqué ou abîmé : le recopier ou le télécharger à nouveau."
    return _refus(chemin, "archive abîmée", message, trouve=membre)


def _piege(chemin: Path, regle: str, detail: str) -> Refus:
    return _refus(chemin, regle, f"Ce fichier est refusé, car il peut être piégé : {detail}.", trouve=detail)


def _verifier_debut(chemin: Path, source: Path | BinaryIO) -> int:
    """Taille du fichier, s'il commence comme une archive."""
    if not isinstance(source, Path):
        return _verifier_signature(chemin, source)
    try:
        if source.is_dir():
            raise _refus(chemin, "dossier", "C'est un dossier, et non un fichier.")
        if not source.is_file():
            absent = f"Ce fichier n'existe pas dans le dossier « {chemin.parent} »."
            raise _refus(chemin, "fichier absent", absent)
        with source.open("rb") as flux:
            return _verifier_signature(chemin, flux)
    except OSError as erreur:
        raise lecture_impossible(chemin, erreur) from erreur


def _verifier_signature(chemin: Path, flux: BinaryIO) -> int:
    taille = flux.seek(0, os.SEEK_END)
    flux.seek(0)
    debut = flux.read(8)
    if not debut:
        raise _refus(chemin, "fichier vide", "Ce fichier est vide (0 octet).")
    if debut == SIGNATURE_OLE:
        raise _refus(chemin, "ancien format", _message_ole(flux))
    if not debut.startswith(_SIGNATURE_ZIP):
        if _SIGNATURE_ZIP.startswith(debut):
            raise _abime(chemin)
        message = "Ce n'est pas un fichier .xlsx, .ods ou .docx, malgré son nom : l'enregistrer dans ce format."
        raise _refus(chemin, "format inconnu", message)
    return taille


def _message_ole(flux: BinaryIO) -> str:
    """Phrase d'un fichier composé, d'après les noms de flux trouvés dans ses octets."""
    vus: set[str] = set()
    flux.seek(0)
    reste = b""
    while morceau := flux.read(_MORCEAU):
        octets = reste + morceau
        vus |= {nom for nom in _FLUX_OLE if octets.find(f"{nom}\0".encode("utf-16-le")) >= 0}
        reste = octets[-64:]  # un nom peut chevaucher deux morceaux
    inconnu = "C'est un fichier d'une version d'Office de 2003 ou plus ancienne : l'enregistrer en .xlsx ou .docx."
    return next((message for nom, message in _FLUX_OLE.items() if nom in vus), inconnu)


def _verifier_repertoire(chemin: Path, taille: int, membres: list[zipfile.ZipInfo]) -> None:
    if len(membres) > MEMBRES_MAXIMUM:
        raise _piege(chemin, "trop de membres", f"il contient {len(membres)} parties")
    vus: set[str] = set()
    for membre in membres:
        nom = membre.orig_filename.replace("\\", "/")
        if _NOM_PIEGE.search(nom):
            raise _piege(chemin, "chemin piégé", f"une partie sort du fichier, « {membre.filename} »")
        if nom.casefold() in vus:
            raise _piege(chemin, "doublon", f"la partie « {membre.filename} » y est deux fois")
        vus.add(nom.casefold())
        if membre.flag_bits & _CHIFFRE:
            raise _refus(chemin, "mot de passe", _MOT_DE_PASSE)
        if membre.compress_type not in _METHODES:
            raise _refus(chemin, "compression", "Ce fichier emploie une compression inconnue des tableurs.")
    total = sum(membre.file_size for membre in membres)
    if total > TAILLE_MAXIMALE:
        raise _piege(chemin, "trop gros", f"il occuperait {total >> 20} Mo une fois ouvert")
    if total > TAILLE_SANS_RATIO and total > RATIO_MAXIMAL * taille:
        raise _piege(chemin, "trop comprimé", f"il grossirait jusqu'à {total >> 20} Mo")


def _verifier_contenu(chemin: Path, archive: zipfile.ZipFile, membre: zipfile.ZipInfo) -> None:
    """Refuse un membre dont la somme de contrôle ou la taille annoncée est fausse."""
    temoin = copy.copy(membre)
    temoin.file_size += 1  # zipfile s'arrête à la taille annoncée : un octet de plus trahit un mensonge
    lus = 0
    try:
        with archive.open(temoin) as flux:
            while morceau := flux.read(_MORCEAU):
                lus += len(morceau)
    except _ABIME as erreur:
        raise _abime(chemin, membre.filename) from erreur
    if lus != membre.file_size:
        raise _abime(chemin, membre.filename)


def _verifier_odf_en_clair(archive: Archive) -> None:
    manifeste = "META-INF/manifest.xml"
    if "encrypted-package" in archive or (
        manifeste in archive and b":encryption-data" in archive.lire_membre(manifeste)
    ):
        raise _refus(archive.chemin, "mot de passe", _MOT_DE_PASSE)
