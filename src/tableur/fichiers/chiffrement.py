"""Classeurs chiffrés par un mot de passe d'ouverture : reconnus, déchiffrés et rechiffrés en mémoire seulement.

Le format est celui d'ECMA-376 (« agile » depuis Excel 2010, « standard » pour Excel 2007 et LibreOffice). Le
contenu en clair n'est jamais écrit sur le disque. Source : [MS-OFFCRYPTO], §2.3.4.
"""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, Literal

from tableur.fichiers.archives import SIGNATURE_OLE, TAILLE_MAXIMALE
from tableur.fichiers.chemins import lecture_impossible
from tableur.socle.erreurs import Ou, Refus, refus

Protection = Literal["agile", "standard", "inconnue", "droits", "xls", "ods"]

TAILLE_MINIMALE = 4096  # octets ; en dessous, le fichier chiffré serait mal formé

_ENTETE_MAXIMAL = 1 << 20
_MANIFESTE = "META-INF/manifest.xml"
_MANIFESTE_MAXIMAL = 10 << 20
_FILEPASS, _FIN_DE_BLOC = 0x2F, 0x0A
# Au SHA-1 (Excel 2010), msoffcrypto compare 20 octets à 32 : le mot de passe n'y est jugé que sur le résultat.
_HACHAGES_VERIFIABLES = {"SHA256", "SHA384", "SHA512"}
_CLES_ETRANGERES = b"keyEncryptor/certificate"
_A_OUVRIR = {
    "droits": "Ce classeur est protégé par une gestion de droits (IRM, étiquette de confidentialité) : "
    "l'ouvrir dans Excel, et en enregistrer une copie sans cette protection.",
    "xls": "Ce classeur .xls est chiffré : l'ouvrir, l'enregistrer en .xlsx avec le même mot de passe.",
    "ods": "Ce classeur .ods est chiffré, et tableur n'ouvre chiffrés que les .xlsx et les .xlsm : l'ouvrir, puis "
    "l'enregistrer en .xlsx avec le même mot de passe, ou sans mot de passe.",
    "inconnue": "Ce classeur est chiffré par une méthode que tableur ne connaît pas : l'ouvrir, puis "
    "l'enregistrer sans elle.",
}


class MotDePasseFaux(Refus):
    """Le mot de passe n'ouvre pas ce classeur."""


def est_chiffre(chemin: Path) -> bool:
    """Vrai si le fichier est chiffré, de quelque façon que ce soit.

    Raises:
        Refus: Le fichier ne peut pas être lu.
    """
    return protection_de(chemin) is not None


def protection_de(chemin: Path) -> Protection | None:
    """Façon dont le fichier est chiffré, None s'il est en clair, absent ou d'un autre format.

    Raises:
        Refus: Le fichier ne peut pas être lu.
    """
    if not chemin.is_file():
        return None
    try:
        with chemin.open("rb") as flux:
            debut = flux.read(8)
            if debut == SIGNATURE_OLE:
                return _protection_ole(flux)
            return "ods" if debut.startswith(b"PK") and _est_ods_chiffre(flux) else None
    except OSError as erreur:
        raise lecture_impossible(chemin, erreur) from erreur


def dechiffrer(chemin: Path, mot_de_passe: str) -> bytes:
    """Contenu en clair d'un classeur .xlsx ou .xlsm chiffré, en mémoire.

    Args:
        chemin: Le classeur.
        mot_de_passe: Son mot de passe d'ouverture.

    Raises:
        MotDePasseFaux: Ce n'est pas son mot de passe.
        Refus: Le classeur n'est pas chiffré, l'est d'une façon inconnue, ou il est abîmé.
    """
    protection = protection_de(chemin)
    if protection is None:
        raise _refus(chemin.name, "Ce classeur n'est pas chiffré.")
    if protection not in ("agile", "standard"):
        raise _refus(chemin.name, _A_OUVRIR[protection])
    try:
        octets = chemin.read_bytes()
    except OSError as erreur:
        raise lecture_impossible(chemin, erreur) from erreur
    return _en_clair(octets, mot_de_passe, chemin.name)


def chiffrer(clair: bytes, mot_de_passe: str, nom: str) -> bytes:
    """Contenu chiffré (agile, AES-256, SHA-512), rouvert et comparé au contenu en clair avant d'être rendu.

    Args:
        clair: Contenu d'un classeur .xlsx ou .xlsm.
        mot_de_passe: Mot de passe d'ouverture.
        nom: Nom de fichier que disent les phrases.

    Raises:
        Refus: Le contenu chiffré ne redonne pas le contenu en clair.
    """
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

    if len(clair) < TAILLE_MINIMALE:
        raise _refus(nom, "Ce classeur est trop petit pour être chiffré : il n'a pas été écrit.")
    sortie = io.BytesIO()
    OOXMLFile(io.BytesIO(clair)).encrypt(mot_de_passe, sortie)
    chiffre = sortie.getvalue()
    if _en_clair(chiffre, mot_de_passe, nom) != clair:
        raise _refus(nom, "Une fois chiffré, ce classeur ne se rouvrait pas à l'identique : il n'a pas été écrit.")
    return chiffre


def verifier_rechiffrable(chemin: Path) -> None:
    """Refuse un classeur chiffré dont une clé se perdrait : il s'ouvre aussi par un certificat.

    Raises:
        Refus: Le classeur a une telle clé.
    """
    import olefile  # type: ignore[import-untyped]

    with olefile.OleFileIO(str(chemin)) as ole:
        entete = _flux(ole, "EncryptionInfo")
    if _CLES_ETRANGERES in entete.partition(b"<keyEncryptors")[2]:
        message = "Ce classeur s'ouvre aussi par un certificat, que tableur ne saurait pas lui rendre."
        raise _refus(chemin.name, f"{message} Écrire le résultat dans un autre fichier.")


def _protection_ole(flux: BinaryIO) -> Protection | None:
    import olefile

    try:
        with olefile.OleFileIO(flux) as ole:
            if ole.exists("EncryptionInfo") and ole.exists("EncryptedPackage"):
                return _methode(_flux(ole, "EncryptionInfo"))
            if ole.exists("EncryptedPackage") or ole.exists("\x09DRMContent"):
                return "droits"
            nom = next((nom for nom in ("Workbook", "Book") if ole.exists(nom)), None)
            return "xls" if nom and _a_un_filepass(ole.openstream(nom).read(_ENTETE_MAXIMAL)) else None
    except Exception:  # noqa: BLE001 - bibliothèque tierce devant un fichier abîmé : il n'est pas déclaré chiffré
        return None


def _flux(ole: Any, nom: str) -> bytes:
    contenu = ole.openstream(nom).read(_ENTETE_MAXIMAL)
    return bytes(contenu)


def _methode(entete: bytes) -> Protection:
    """Méthode d'après les numéros de version du flux EncryptionInfo."""
    if len(entete) < 4 or b"<!DOCTYPE" in entete:
        return "inconnue"
    majeure, mineure = struct.unpack("<HH", entete[:4])
    if (majeure, mineure) == (4, 4):
        return "agile"
    return "standard" if majeure in (2, 3, 4) and mineure == 2 else "inconnue"


def _a_un_filepass(flux: bytes) -> bool:
    """Vrai si un enregistrement FILEPASS suit le début d'un classeur .xls."""
    place = 0
    while place + 4 <= len(flux):
        genre, longueur = struct.unpack_from("<HH", flux, place)
        if genre == _FILEPASS:
            return True
        if genre == _FIN_DE_BLOC:
            return False
        place += 4 + longueur
    return False


def _est_ods_chiffre(flux: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(flux) as archive:
            noms = archive.namelist()
            if "encrypted-package" in noms:
                return True
            if _MANIFESTE not in noms or archive.getinfo(_MANIFESTE).file_size > _MANIFESTE_MAXIMAL:
                return False
            return b":encryption-data" in archive.read(_MANIFESTE)
    except Exception:  # noqa: BLE001 - un zip abîmé lève de tout ; `ouvrir_archive` dira ce qui ne va pas
        return False


def _en_clair(octets: bytes, mot_de_passe: str, nom: str) -> bytes:
    from msoffcrypto.exceptions import InvalidKeyError  # type: ignore[import-untyped]
    from msoffcrypto.format.ooxml import OOXMLFile

    faux = MotDePasseFaux(_refus(nom, "Le mot de passe n'ouvre pas ce classeur.").anomalies)
    if not mot_de_passe or len(octets) > TAILLE_MAXIMALE:
        raise faux
    sortie = io.BytesIO()
    try:
        classeur = OOXMLFile(io.BytesIO(octets))
        verifiable = classeur.type == "standard" or classeur.info["passwordHashAlgorithm"] in _HACHAGES_VERIFIABLES
        try:
            classeur.load_key(password=mot_de_passe, verify_password=verifiable)
        except InvalidKeyError as erreur:
            raise faux from erreur
        try:
            classeur.decrypt(sortie, verify_integrity=verifiable and classeur.type == "agile")
        except InvalidKeyError as erreur:
            if not verifiable:
                raise faux from erreur
            raise
    except Refus:
        raise
    except Exception as erreur:  # bibliothèque tierce devant un fichier abîmé
        message = (
            "Ce classeur chiffré est abîmé : le recopier, le télécharger à nouveau ou reprendre une sauvegarde."
        )
        raise _refus(nom, message) from erreur
    return sortie.getvalue()


def _refus(nom: str, message: str) -> Refus:
    return refus(Ou(fichier=nom), "chiffrement", message, attendu="classeur .xlsx ou .xlsm")
