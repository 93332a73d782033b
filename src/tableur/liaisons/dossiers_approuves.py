"""Dossiers approuvés : lesquels on accepte d'approuver, et la note de ceux que `tableur` a posés.

Un fichier d'un dossier approuvé s'ouvre sans avertissement de macros. Un dossier trop large, ou que d'autres
remplissent, ôterait donc une protection : il est refusé. La note dit ce qui a été posé, pour défaire cela et rien
d'autre.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PureWindowsPath

from tableur.fichiers.chemins import chemin_recu
from tableur.fichiers.journal import dossier_d_etat
from tableur.liaisons.interpreteur import Hote
from tableur.socle.erreurs import ErreurTableur

NOM_DE_LA_NOTE = "dossiers_approuves.json"

_RESEAUX = {"9p", "afpfs", "cifs", "fuse.rclone", "fuse.sshfs", "nfs", "nfs4", "smb3", "smbfs", "webdav", "davfs"}
_TELECHARGEMENTS = {"downloads", "téléchargements"}
_LECTEUR_DU_RESEAU = 4  # DRIVE_REMOTE de Windows
_A_CHOISIR = "choisir un dossier réservé aux classeurs de tableur, par exemple « Documents/Tableur »"


class DossierRefuse(ErreurTableur):
    """Ce dossier ne peut pas être approuvé : la phrase dit pourquoi, et lequel choisir."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Un dossier approuvé par `tableur` : l'hôte, le dossier tel qu'il a été écrit, et où."""

    hote: Hote
    dossier: str
    endroit: str


def dossier_a_approuver(texte: str) -> Path:
    """Chemin absolu du dossier, s'il est de ceux que l'on peut approuver.

    Args:
        texte: Chemin tapé ou collé.

    Raises:
        DossierRefuse: Il n'existe pas, c'est un fichier, il est sur le réseau ou trop large.
        Refus: C'est une adresse sur Internet.
    """
    recu = texte.strip().strip('"')
    if not recu:
        raise DossierRefuse("Aucun dossier reçu après --dossier-approuve : donner son chemin.")
    if PureWindowsPath(recu).drive.startswith("\\\\") or recu.startswith("//"):
        raise _sur_le_reseau(recu)
    chemin = chemin_recu(os.path.expanduser(recu))
    if not chemin.exists():
        raise DossierRefuse(f"Le dossier « {chemin} » n'existe pas : le créer, puis recommencer.")
    if not chemin.is_dir():
        raise DossierRefuse(f"« {chemin} » est un fichier : donner le dossier qui le contient.")
    chemin = chemin.resolve()
    if est_sur_le_reseau(chemin):
        raise _sur_le_reseau(str(chemin))
    if raison := _trop_large(chemin):
        raise DossierRefuse(f"Le dossier « {chemin} » ne peut pas être approuvé : {raison} ; {_A_CHOISIR}.")
    return chemin


def est_sur_le_reseau(chemin: Path) -> bool:
    """Vrai si le dossier est un partage, ou un lecteur du réseau.

    Args:
        chemin: Dossier existant, en chemin absolu.
    """
    if str(chemin).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(chemin.anchor) == _LECTEUR_DU_RESEAU)
    return ".gvfs" in chemin.parts or "gvfs" in chemin.parts or _systeme_de_fichiers(chemin) in _RESEAUX


def notees() -> list[Pose]:
    """Dossiers que `tableur` a approuvés, tels que notés ; aucun si la note manque.

    Raises:
        ErreurTableur: La note est illisible : on ne saurait pas quoi défaire.
    """
    fichier = dossier_d_etat() / NOM_DE_LA_NOTE
    if not fichier.is_file():
        return []
    try:
        return [Pose(**element) for element in json.loads(fichier.read_text("utf-8"))]
    except (OSError, ValueError, TypeError) as erreur:
        raise ErreurTableur(
            f"La note des dossiers approuvés, « {fichier} », est illisible : retirer ces dossiers à la main dans "
            "les options de sécurité d'Excel ou de LibreOffice, puis effacer ce fichier."
        ) from erreur


def noter(pose: Pose) -> None:
    """Ajoute un dossier à la note, **avant** de le poser : une coupure laisse une note de trop, jamais un oubli.

    Raises:
        ErreurTableur: La note ne peut pas être écrite.
    """
    _ecrire([*(autre for autre in notees() if autre != pose), pose])


def oublier(pose: Pose) -> None:
    """Ôte un dossier de la note ; la note disparaît avec le dernier.

    Raises:
        ErreurTableur: La note ne peut pas être écrite.
    """
    _ecrire([autre for autre in notees() if autre != pose])


def _ecrire(poses: Iterable[Pose]) -> None:
    fichier = dossier_d_etat() / NOM_DE_LA_NOTE
    contenu = [asdict(pose) for pose in poses]
    try:
        if not contenu:
            fichier.unlink(missing_ok=True)
            return
        fichier.parent.mkdir(parents=True, exist_ok=True)
        nouveau = fichier.with_suffix(".part")
        nouveau.write_text(json.dumps(contenu, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(nouveau, fichier)
    except OSError as erreur:
        raise ErreurTableur(
            f"La note des dossiers approuvés n'a pas pu être écrite dans « {fichier.parent} » ({erreur.strerror}) "
            ": rendre à ce dossier le droit d'écriture, puis recommencer ; rien d'autre n'a été changé."
        ) from erreur


def _sur_le_reseau(dossier: str) -> DossierRefuse:
    return DossierRefuse(
        f"Le dossier « {dossier} » est sur le réseau : d'autres peuvent y déposer des macros ; copier les "
        "classeurs dans un dossier de ce poste, ou demander au service informatique d'approuver ce partage."
    )


def _trop_large(chemin: Path) -> str:
    maison = Path.home().resolve()
    if chemin == Path(chemin.anchor):
        return "c'est la racine du disque"
    if chemin == maison or chemin in maison.parents:
        return "il contient tous vos fichiers"
    if any(morceau.casefold() in _TELECHARGEMENTS for morceau in _sous(chemin, maison)[:1]):
        return "ce qui vient d'Internet y arrive"
    if chemin == Path(tempfile.gettempdir()).resolve():
        return "tout programme y dépose des fichiers"
    return ""


def _sous(chemin: Path, maison: Path) -> tuple[str, ...]:
    return chemin.relative_to(maison).parts if chemin.is_relative_to(maison) else ()


def _systeme_de_fichiers(chemin: Path) -> str:
    """Système de fichiers du plus proche point de montage, là où /proc le dit ; vide ailleurs."""
    try:
        lignes = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    trouve, longueur = "", -1
    for ligne in lignes:
        _, point, genre, *_ = ligne.split(" ")
        montage = Path(point.replace("\\040", " "))
        if chemin.is_relative_to(montage) and len(montage.parts) > longueur:
            trouve, longueur = genre, len(montage.parts)
    return trouve
