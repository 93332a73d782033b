"""Fichiers provisoires « .part » : un fichier s'y écrit entier avant de prendre sa place.

Le nom dit le processus et la machine qui écrivent : ce qu'un arrêt brutal a laissé est reconnu, puis effacé à
l'ouverture suivante ; ce qu'un autre est en train d'écrire ne l'est jamais.
"""

import hashlib
import os
import re
import secrets
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_OCTETS_DU_NOM = 160  # le reste du nom provisoire en prend une quarantaine, et la limite est 255
_NOM = re.compile(r"\.tableur-([1-9][0-9]{0,9})-([0-9a-f]{8})-([0-9a-f]{8})\.part")
_actifs: set[str] = set()  # ceux de ce processus : un numéro de processus resservi ne trompe pas


@contextmanager
def provisoire(chemin: Path, *, prive: bool = False) -> Iterator[Path]:
    """Fichier vide à côté de `chemin`, effacé à la fin du bloc s'il n'a pas pris sa place.

    Args:
        chemin: Fichier à produire.
        prive: Vrai pour que personne d'autre ne lise le provisoire : le fichier à remplacer n'est pas public.

    Raises:
        OSError: Le dossier ne permet pas d'écrire.
    """
    marque = secrets.token_hex(4)
    souche = chemin.name.encode()[:_OCTETS_DU_NOM].decode("utf-8", "ignore")
    part = chemin.with_name(f"{souche}.tableur-{os.getpid()}-{_machine()}-{marque}.part")
    _actifs.add(marque)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600 if prive else 0o666))
        yield part
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        _actifs.discard(marque)


def nettoyer(*dossiers: Path) -> list[Path]:
    """Efface des dossiers les provisoires d'un processus mort de cette machine ; rend leurs chemins."""
    effaces: list[Path] = []
    for dossier in dossiers:
        with suppress(OSError):  # dossier absent ou en lecture seule : ils attendront
            for entree in os.scandir(dossier):
                if _est_orphelin(entree.name) and entree.is_file(follow_symlinks=False):
                    os.unlink(entree.path)
                    effaces.append(Path(entree.path))
    return effaces


def synchroniser(part: Path) -> None:
    """Attend que le contenu soit sur le disque."""
    with part.open("rb+") as flux:
        os.fsync(flux.fileno())


def synchroniser_dossier(dossier: Path) -> None:
    """Attend que les noms du dossier soient sur le disque, là où le système sait le faire."""
    if os.name != "posix":
        return
    with suppress(OSError):  # des dossiers partagés ne le permettent pas ; le fichier, lui, est entier
        descripteur = os.open(dossier, os.O_RDONLY)
        try:
            os.fsync(descripteur)
        finally:
            os.close(descripteur)


def poser_sans_ecraser(part: Path, cible: Path) -> bool:
    """Donne au provisoire son nom définitif ; faux, sans rien faire, si ce nom est pris."""
    try:
        if os.name == "nt":
            os.rename(part, cible)  # Windows refuse d'écraser
            return True
        os.link(part, cible)
    except FileExistsError:
        return False
    except OSError:  # clés USB et partages n'ont pas de liens
        if os.name == "nt" or os.path.lexists(cible):
            raise
        os.rename(part, cible)
        return True
    part.unlink()
    return True


def _est_orphelin(nom: str) -> bool:
    trouve = _NOM.search(nom)
    if trouve is None or trouve.end() != len(nom):
        return False
    processus, machine, marque = trouve.groups()
    if machine != _machine() or marque in _actifs:
        return False
    return int(processus) == os.getpid() or not _est_vivant(int(processus))


def _machine() -> str:
    return hashlib.sha256(socket.gethostname().casefold().encode()).hexdigest()[:8]


def _est_vivant(processus: int) -> bool:
    """Vrai si ce processus existe, ou si l'on n'en sait rien."""
    if sys.platform == "win32":  # os.kill y arrêterait le processus
        import ctypes

        noyau = ctypes.windll.kernel32
        poignee = noyau.OpenProcess(0x1000, False, processus)  # interroger, rien d'autre
        if not poignee:
            return bool(noyau.GetLastError() != 87)  # 87 : aucun processus de ce numéro
        code = ctypes.c_ulong()
        noyau.GetExitCodeProcess(poignee, ctypes.byref(code))
        noyau.CloseHandle(poignee)
        return code.value == 259  # encore actif
    try:
        os.kill(processus, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
