"""Écriture d'un fichier, entier ou rien ; remplacement d'un fichier lu, si personne ne l'a changé depuis.

Le nouveau contenu s'écrit à côté, dans un « .part » ; l'ancien est copié dans `sauvegardes/` ; puis le nouveau
prend sa place d'un coup. Un arrêt brutal laisse donc l'ancien fichier ou le nouveau, jamais un morceau.
"""

import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from tableur.fichiers.chemins import est_tenu, est_trop_long, trop_long
from tableur.fichiers.chiffrement import est_chiffre
from tableur.fichiers.provisoires import (
    nettoyer,
    poser_sans_ecraser,
    provisoire,
    synchroniser,
    synchroniser_dossier,
)
from tableur.fichiers.sauvegardes import GARDEES, SAUVEGARDES, Empreinte, elaguer, sauvegarder
from tableur.fichiers.verrous import verrou_de
from tableur.socle.erreurs import ErreurTableur, Ou, Refus, refus

ATTENTE = 30.0  # secondes laissées à un autre `tableur` qui remplace le même fichier

_PLEIN = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_ECRITURE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@contextmanager
def ecriture_atomique(
    chemin: Path, *, remplacer: bool = False, sauvegarde: Path | None = None, gardees: int = GARDEES
) -> Iterator[Path]:
    """Chemin provisoire où écrire ; à la fin du bloc, il devient le fichier. Une erreur ne laisse rien.

    Args:
        chemin: Fichier à produire ; si c'est un lien, le fichier visé est écrit et le lien reste.
        remplacer: Vrai pour remplacer un fichier existant, après l'avoir copié.
        sauvegarde: Dossier de cette copie ; par défaut `sauvegardes/`, à côté du fichier.
        gardees: Nombre de copies gardées, au moins 1.

    Raises:
        Refus: Le fichier existe déjà, il est ouvert ailleurs, le disque est plein, ou le dossier ne permet pas
            d'écrire.
    """
    with _ecriture(chemin, None, sauvegarde, gardees, remplacer=remplacer) as part:
        yield part


@contextmanager
def remplacement_sur(
    chemin: Path,
    lue: Empreinte,
    *,
    chiffre: bool = False,
    sauvegarde: Path | None = None,
    gardees: int = GARDEES,
) -> Iterator[Path]:
    """Chemin provisoire où écrire le nouveau contenu d'un fichier lu ; à la fin du bloc, il le remplace.

    Args:
        chemin: Fichier lu ; si c'est un lien, le fichier visé est écrit et le lien reste.
        lue: Son empreinte, prise avant de le lire.
        chiffre: Vrai si le bloc écrit un contenu chiffré ; exigé pour remplacer un fichier chiffré.
        sauvegarde: Dossier de la copie de l'ancien ; par défaut `sauvegardes/`, à côté du fichier.
        gardees: Nombre de copies gardées, au moins 1.

    Raises:
        Refus: Le fichier a changé depuis sa lecture, il est ouvert ailleurs, en lecture seule ou chiffré, ou le
            disque est plein : rien n'a été changé.
    """
    if not chiffre and est_chiffre(chemin):
        message = "Ce fichier est chiffré : il ne peut être remplacé que par un fichier chiffré."
        raise _refus(chemin, "fichier chiffré", message)
    with _ecriture(chemin, lue, sauvegarde, gardees, remplacer=True) as part:
        yield part
        if chiffre and not est_chiffre(part):
            message = "Le nouveau contenu n'est pas chiffré : rien n'a été changé."
            raise _refus(chemin, "fichier chiffré", message)


def verifier_ecriture(chemin: Path, *, remplacer: bool = False) -> None:
    """Refuse d'avance un fichier que l'on ne pourrait pas écrire, avant un long calcul.

    Raises:
        Refus: Dossier absent ou sans droit ; fichier existant sans `remplacer`, en lecture seule ou ouvert
            ailleurs.
    """
    visee = Path(os.path.realpath(chemin))
    existe = _existe(visee)
    if not visee.parent.is_dir():
        raise _refus(chemin, "dossier absent", f"Le dossier « {visee.parent} » n'existe pas : le créer.")
    if visee.is_dir():
        raise _refus(chemin, "dossier", "Un dossier porte déjà ce nom : choisir un autre nom.")
    if existe:
        if not remplacer:
            message = "Ce fichier existe déjà : choisir un autre nom, ou le remplacer."
            raise _refus(chemin, "fichier existant", message)
        _verifier_inscriptible(visee)
    if (verrou := verrou_de(chemin)) is not None:
        nom = verrou.fichier.name
        message = f"Ce fichier est ouvert par {verrou} : le fermer, puis recommencer (verrou « {nom} »)."
        raise _refus(chemin, "fichier ouvert", message, verrou.qui)
    if not os.access(visee.parent, os.W_OK):
        issue = "écrire le résultat dans un autre dossier" if existe else "choisir un autre dossier"
        message = f"Impossible d'écrire dans le dossier « {visee.parent} », qui est en lecture seule : {issue}."
        raise _refus(chemin, "écriture impossible", message)


@contextmanager
def _ecriture(
    chemin: Path, lue: Empreinte | None, sauvegarde: Path | None, gardees: int, *, remplacer: bool
) -> Iterator[Path]:
    if gardees < 1:
        raise ErreurTableur(f"Le nombre de sauvegardes gardées doit être d'au moins 1 : {gardees} reçu.")
    verifier_ecriture(chemin, remplacer=remplacer)
    visee = Path(os.path.realpath(chemin))
    dossier = sauvegarde or visee.parent / SAUVEGARDES
    nettoyer(visee.parent, dossier)
    with ExitStack() as pile:
        with _erreurs_dites(visee):
            part = pile.enter_context(provisoire(visee, prive=visee.exists()))
        with _erreurs_dites(visee, seulement=_PLEIN):
            yield part
        verifier_ecriture(chemin, remplacer=remplacer)
        with _erreurs_dites(visee):
            synchroniser(part)
            if not remplacer or (lue is None and not visee.exists()):
                _poser(part, visee)
            else:
                _remplacer(part, visee, lue, dossier, gardees)


def _poser(part: Path, chemin: Path) -> None:
    if not poser_sans_ecraser(part, chemin):
        message = "Ce fichier existe déjà : il vient d'être créé par quelqu'un d'autre."
        raise _refus(chemin, "fichier existant", message)
    synchroniser_dossier(chemin.parent)


def _remplacer(part: Path, chemin: Path, lue: Empreinte | None, dossier: Path, gardees: int) -> None:
    with _seul(chemin):
        copie, copiee = sauvegarder(chemin, dossier)
        try:
            if lue is not None and not lue.meme_contenu(copiee):
                raise _change(chemin)
            _garder_attributs(chemin, part)
            synchroniser(part)
            if not copiee.est_encore_celle_de(chemin):
                raise _change(chemin)
            verifier_ecriture(chemin, remplacer=True)
            os.replace(part, chemin)
        except BaseException:
            if part.exists():  # l'ancien fichier est encore à sa place : sa copie ne sert à rien
                with suppress(OSError):
                    copie.unlink()
                    dossier.rmdir()  # seulement s'il est vide
            raise
    synchroniser_dossier(chemin.parent)
    elaguer(chemin, dossier, copie, gardees)


@contextmanager
def _seul(chemin: Path) -> Iterator[None]:
    """Fait attendre les autres `tableur` qui écriraient ce fichier, jusqu'à la fin du bloc ou du processus."""
    if sys.platform == "win32":  # un fichier ouvert n'y serait pas remplaçable
        yield
        return
    limite = time.monotonic() + ATTENTE
    while True:
        with chemin.open("rb") as flux:
            tient = _verrouiller(flux)
            if tient and os.path.samestat(os.fstat(flux.fileno()), chemin.stat()):
                yield
                return
        if time.monotonic() > limite:
            raise _tenu(chemin)
        if not tient:
            time.sleep(0.02)


def _verrouiller(flux: BinaryIO) -> bool:
    """Faux si un autre tient déjà le fichier ; vrai aussi là où rien ne permet de le tenir, sur un partage."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(flux, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
    return True


def _garder_attributs(ancien: Path, nouveau: Path) -> None:
    """Donne au nouveau fichier le propriétaire, les droits et les attributs étendus de l'ancien, non sa date."""
    etat = ancien.stat()
    if sys.platform != "win32":
        with suppress(OSError):  # le groupe peut être permis quand le propriétaire ne l'est pas
            os.chown(nouveau, -1, etat.st_gid)
        with suppress(OSError):
            os.chown(nouveau, etat.st_uid, -1)
    shutil.copystat(ancien, nouveau)
    os.utime(nouveau)


def _existe(chemin: Path) -> bool:
    try:
        return chemin.exists()
    except OSError as erreur:  # un nom trop long
        raise _impossible(chemin, erreur) from erreur


def _verifier_inscriptible(chemin: Path) -> None:
    lecture_seule = "Ce fichier est en lecture seule : choisir un autre nom, ou lui rendre le droit d'écriture."
    if not chemin.stat().st_mode & _ECRITURE or not os.access(chemin, os.W_OK):
        raise _refus(chemin, "lecture seule", lecture_seule)
    try:
        with chemin.open("r+b"):
            pass
    except OSError as erreur:
        if est_tenu(erreur):
            raise _tenu(chemin) from erreur
        raise _refus(chemin, "lecture seule", lecture_seule, erreur.strerror or "") from erreur


@contextmanager
def _erreurs_dites(chemin: Path, *, seulement: Collection[int] = ()) -> Iterator[None]:
    """Change en refus les erreurs du système, toutes ou seulement celles-ci."""
    try:
        yield
    except OSError as erreur:
        if seulement and erreur.errno not in seulement:
            raise
        raise _impossible(chemin, erreur) from erreur


def _impossible(chemin: Path, erreur: OSError) -> Refus:
    raison = erreur.strerror or ""
    if erreur.errno in _PLEIN:
        message = "Le disque est plein, et rien n'a été changé : libérer de la place, puis recommencer."
        return _refus(chemin, "disque plein", message, raison)
    if est_trop_long(erreur):
        message = f"Ce fichier n'a pas pu être écrit : {trop_long(chemin)}."
        return _refus(chemin, "chemin trop long", message, raison)
    if isinstance(erreur, FileNotFoundError) and chemin.parent.is_dir() and not chemin.exists():
        return _change(chemin)
    if est_tenu(erreur) or (isinstance(erreur, PermissionError) and erreur.filename2 and chemin.exists()):
        return _tenu(chemin)  # deux noms : c'est le remplacement lui-même que le système a refusé
    message = f"Impossible d'écrire dans le dossier « {chemin.parent} » : vérifier les droits et la place libre."
    return _refus(chemin, "écriture impossible", message, raison)


def _tenu(chemin: Path) -> Refus:
    message = "Ce fichier est ouvert dans un autre programme, ou protégé : le fermer, puis recommencer."
    return _refus(chemin, "fichier ouvert", message)


def _change(chemin: Path) -> Refus:
    message = (
        "Ce fichier a été changé, déplacé ou supprimé depuis qu'il a été lu, et rien n'a été écrit : recommencer, "
        "pour repartir de ce qu'il contient maintenant."
    )
    return _refus(chemin, "fichier changé", message)


def _refus(chemin: Path, regle: str, message: str, trouve: str = "") -> Refus:
    return refus(Ou(fichier=chemin.name), regle, message, attendu="fichier à écrire", trouve=trouve)
