"""Chemins reçus : ce qu'une personne tape, colle ou dépose devient le fichier qu'elle désigne, ou une phrase.

Un accent s'écrit de deux façons (composé sous Windows et Linux, décomposé sur un Mac), Windows borne un chemin à
260 caractères, un dossier synchronisé se donne par son adresse https : personne d'autre n'a à y penser.
"""

import errno
import os
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tableur.socle.erreurs import Ou, Refus, refus

LONGUEUR_COURTE = 180  # caractères ; au-delà, la sauvegarde et sa date dépasseraient les 260 de Windows

_ADRESSE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:[\\/]+")  # deux lettres au moins : « C:\ » est un chemin
_CHEMIN_DE_WINDOWS = re.compile(r"[A-Za-z]:\\|\\\\[^\\?]+\\")
_DOSSIERS_SYNCHRONISES = ("OneDriveCommercial", "OneDriveConsumer", "OneDrive")
_EN_LIGNE_WINDOWS = 0x1000 | 0x40000 | 0x400000  # OFFLINE, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS
_EN_LIGNE_MAC = 0x40000000  # SF_DATALESS
_TROP_LONG = 206  # code de Windows
_TENU = {32, 33}  # codes de Windows : violation de partage, zone verrouillée


def chemin_recu(texte: str | os.PathLike[str]) -> Path:
    """Chemin du fichier désigné, accents tels que le disque les écrit ; le fichier peut ne pas exister.

    Args:
        texte: Chemin, ou adresse « file:///… » telle que LibreOffice la donne.

    Raises:
        Refus: C'est une adresse sur Internet, un chemin de Windows lu ailleurs, ou le verrou d'un tableur.
    """
    brut = os.fspath(texte)
    if brut.lower().startswith("file:"):
        from urllib.request import url2pathname  # charge tout HTTP : seulement pour une adresse

        adresse = urlsplit(brut)
        hote = "" if adresse.netloc.lower() in ("", "localhost") else f"//{unquote(adresse.netloc)}"
        brut = url2pathname(hote + adresse.path)
    if _ADRESSE.match(brut):
        raise _adresse_refusee(brut)
    chemin = _retrouver(Path(brut))
    if chemin.name.startswith(("~$", ".~lock.")):
        message = "C'est le verrou d'un classeur ouvert, et non un classeur : donner le classeur lui-même."
        raise _refus(chemin.name, "verrou", message)
    if os.name == "posix" and _CHEMIN_DE_WINDOWS.match(brut) and not os.path.lexists(chemin):
        message = (
            "C'est un chemin de Windows : donner le chemin où ce lecteur ou ce partage est monté sur ce poste."
        )
        raise _refus(brut, "chemin de Windows", message)
    if os.name == "nt" and len(str(chemin.absolute())) > LONGUEUR_COURTE:
        return Path(chemin_long(str(chemin.absolute())))
    return chemin


def chemin_long(chemin: str) -> str:
    r"""Chemin absolu de Windows, précédé de ce qui lève la limite de 260 caractères.

    >>> print(chemin_long(r"C:\Compta\stocks.xlsx"), chemin_long(r"\\serveur\partage\stocks.xlsx"))
    \\?\C:\Compta\stocks.xlsx \\?\UNC\serveur\partage\stocks.xlsx
    """
    if chemin.startswith("\\\\?\\"):
        return chemin
    chemin = chemin.replace("/", "\\")
    return f"\\\\?\\UNC\\{chemin[2:]}" if chemin.startswith("\\\\") else f"\\\\?\\{chemin}"


def est_en_ligne_seulement(chemin: Path) -> bool:
    """Vrai si le fichier d'un dossier synchronisé n'est pas encore sur ce poste (« fichier à la demande »)."""
    try:
        etat = os.stat(chemin)
    except OSError:
        return False
    windows, mac = getattr(etat, "st_file_attributes", 0), getattr(etat, "st_flags", 0)
    return bool(windows & _EN_LIGNE_WINDOWS or mac & _EN_LIGNE_MAC)


def est_tenu(erreur: OSError) -> bool:
    """Vrai si Windows a refusé parce qu'un autre programme tient le fichier ouvert."""
    return getattr(erreur, "winerror", None) in _TENU


def lecture_impossible(chemin: Path, erreur: OSError) -> Refus:
    """Refus d'un fichier que le système n'a pas laissé lire, avec la raison et l'issue."""
    if est_trop_long(erreur):
        raison = f"{trop_long(chemin)}."
    elif est_tenu(erreur):
        raison = "un autre programme le tient ouvert : l'y fermer, puis recommencer."
    elif est_en_ligne_seulement(chemin):
        raison = (
            "il n'est pas encore sur ce poste : dans le dossier synchronisé, choisir "
            "« Toujours conserver sur cet appareil »."
        )
    else:
        raison = "vérifier les droits."
    message = f"Ce fichier n'a pas pu être lu : {raison}"
    return _refus(chemin.name, "lecture impossible", message, erreur.strerror or "")


def est_trop_long(erreur: OSError) -> bool:
    """Vrai si le système a refusé un chemin trop long."""
    return erreur.errno == errno.ENAMETOOLONG or getattr(erreur, "winerror", None) == _TROP_LONG


def trop_long(chemin: Path) -> str:
    """Fin de phrase : « son chemin est trop long (312 caractères) : … »."""
    return (
        f"son chemin est trop long ({len(str(chemin.absolute()))} caractères) : "
        "raccourcir le nom du fichier ou de ses dossiers, ou le déplacer (Excel s'arrête à 218 caractères)"
    )


def _refus(nom: str, regle: str, message: str, trouve: str = "") -> Refus:
    return refus(Ou(fichier=nom), regle, message, attendu="fichier de ce poste", trouve=trouve)


def _adresse_refusee(adresse: str) -> Refus:
    """Refus d'une adresse, avec l'endroit où le fichier est sans doute sur ce poste."""
    nom = unquote(urlsplit(adresse).path.replace("\\", "/")).rstrip("/").rpartition("/")[2]
    if not adresse.lower().startswith("http"):
        message = "C'est une adresse, et non un fichier de ce poste : donner le chemin où il est enregistré."
        return _refus(nom, "adresse", message, adresse)
    message = (
        "Ce fichier est désigné par son adresse sur Internet (OneDrive, SharePoint) : ouvrir le dossier "
        "synchronisé sur ce poste, et donner le chemin du fichier dans ce dossier"
    )
    local = _copie_synchronisee(adresse)
    issue = f", sans doute « {local} »." if local else "."
    return _refus(nom, "adresse", message + issue, adresse)


def _copie_synchronisee(adresse: str) -> Path | None:
    """Fichier d'un dossier OneDrive de ce poste qui porte la plus longue fin de l'adresse."""
    morceaux = [m for m in unquote(urlsplit(adresse).path).replace("\\", "/").split("/") if m not in ("", "..")]
    bases = [Path(base) for nom in _DOSSIERS_SYNCHRONISES if (base := os.environ.get(nom))]
    candidats = (base.joinpath(*morceaux[debut:]) for debut in range(len(morceaux)) for base in bases)
    return next((candidat for candidat in candidats if os.path.isfile(candidat)), None)


def _retrouver(chemin: Path) -> Path:
    """Le même chemin, où un morceau absent cède la place à celui qui n'en diffère que par la forme des accents."""
    if str(chemin).isascii() or os.path.lexists(chemin):
        return chemin
    trouve = Path(chemin.anchor)
    for morceau in chemin.parts[1:] if chemin.anchor else chemin.parts:
        jumeaux = [morceau] if os.path.lexists(trouve / morceau) else _jumeaux(trouve, morceau)
        if len(jumeaux) != 1:
            return chemin
        trouve /= jumeaux[0]
    return trouve


def _jumeaux(dossier: Path, nom: str) -> list[str]:
    try:
        voisins = os.listdir(dossier)
    except OSError:
        return []
    return [voisin for voisin in voisins if _compose(voisin) == _compose(nom)]


def _compose(texte: str) -> str:
    return unicodedata.normalize("NFC", texte)
