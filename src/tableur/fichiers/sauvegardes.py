"""Sauvegardes d'un fichier avant qu'il soit remplacé : copies exactes, datées, dont les plus vieilles s'effacent.

Une copie est faite octet pour octet : celle d'un fichier chiffré est chiffrée.
"""

import hashlib
import os
import re
import shutil
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import BinaryIO

from tableur.fichiers.noms import nom_sur
from tableur.fichiers.provisoires import poser_sans_ecraser, provisoire, synchroniser, synchroniser_dossier

SAUVEGARDES = "sauvegardes"
GARDEES = 10

_DATE = "%Y-%m-%d %Hh%Mm%S"
_MORCEAU = 1 << 20


@dataclass(frozen=True, slots=True)
class Empreinte:
    """Ce à quoi un fichier lu se reconnaît : sa taille, sa date en nanosecondes, et le SHA-256 de son contenu."""

    taille: int
    modifie: int
    sha256: str

    def meme_contenu(self, autre: "Empreinte") -> bool:
        """Vrai pour le même contenu, même si une synchronisation en a changé la date."""
        return (self.taille, self.sha256) == (autre.taille, autre.sha256)

    def est_encore_celle_de(self, chemin: Path) -> bool:
        """Vrai si le fichier a toujours cette taille et cette date, sans le relire."""
        try:
            etat = chemin.stat()
        except OSError:
            return False
        return (self.taille, self.modifie) == (etat.st_size, etat.st_mtime_ns)


def empreinte_de(chemin: Path) -> Empreinte:
    """Empreinte d'un fichier, à prendre avant de le lire : un changement survenu pendant la lecture se verra.

    Raises:
        OSError: Le fichier ne peut pas être lu.
    """
    with chemin.open("rb") as flux:
        return _recopier(flux, None)


def sauvegarder(chemin: Path, dossier: Path) -> tuple[Path, Empreinte]:
    """Copie datée du fichier, sous un nom qui n'existe pas encore, et l'empreinte de ce qui a été copié.

    Raises:
        OSError: La copie n'a pas pu se faire ; rien n'en reste.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    date = datetime.now(UTC).astimezone().strftime(_DATE)
    with provisoire(dossier / chemin.name, prive=True) as part:
        with chemin.open("rb") as flux, part.open("wb") as sortie:
            empreinte = _recopier(flux, sortie)
        shutil.copystat(chemin, part)
        synchroniser(part)
        premier = 1 + max((rang for autre, rang in _dates(chemin, dossier).values() if autre == date), default=0)
        suites = (f" ({rang})" if rang > 1 else "" for rang in count(premier))
        noms = (dossier / f"{_souche(chemin)} {date}{suite}{chemin.suffix}" for suite in suites)
        copie = next(copie for copie in noms if poser_sans_ecraser(part, copie))
    synchroniser_dossier(dossier)
    return copie, empreinte


def sauvegardes_de(chemin: Path, dossier: Path | None = None) -> list[Path]:
    """Sauvegardes d'un fichier, de la plus récente à la plus vieille.

    Args:
        chemin: Le fichier sauvegardé.
        dossier: Leur dossier ; par défaut `sauvegardes/`, à côté du fichier.
    """
    dossier = dossier or chemin.parent / SAUVEGARDES
    dates = _dates(chemin, dossier)
    return [dossier / nom for nom in sorted(dates, key=dates.__getitem__, reverse=True)]


def elaguer(chemin: Path, dossier: Path, derniere: Path, gardees: int) -> None:
    """Efface les plus vieilles sauvegardes du fichier ; `derniere` reste, même si l'horloge a reculé."""
    autres = [copie for copie in sauvegardes_de(chemin, dossier) if copie != derniere]
    for copie in autres[gardees - 1 :]:
        with suppress(OSError):  # ouverte par quelqu'un : elle s'effacera une autre fois
            copie.unlink()


def _recopier(flux: BinaryIO, sortie: BinaryIO | None) -> Empreinte:
    calcul, taille = hashlib.sha256(), 0
    modifie = os.fstat(flux.fileno()).st_mtime_ns
    while morceau := flux.read(_MORCEAU):
        calcul.update(morceau)
        taille += len(morceau)
        if sortie is not None:
            sortie.write(morceau)
    return Empreinte(taille, modifie, calcul.hexdigest())


def _dates(chemin: Path, dossier: Path) -> dict[str, tuple[str, int]]:
    """Date, puis rang dans la seconde, de chaque sauvegarde du fichier, par nom."""
    debut, fin = re.escape(_souche(chemin)), re.escape(chemin.suffix)
    motif = re.compile(rf"{debut} (\d{{4}}-\d\d-\d\d \d\dh\d\dm\d\d)(?: \((\d+)\))?{fin}")
    try:
        noms = os.listdir(dossier)
    except OSError:
        return {}
    return {nom: (trouve[1], int(trouve[2] or 1)) for nom in noms if (trouve := motif.fullmatch(nom))}


def _souche(chemin: Path) -> str:
    """Début du nom des sauvegardes ; un nom raccourci ou corrigé porte sa marque, pour n'être qu'à lui."""
    voulue = unicodedata.normalize("NFC", chemin.stem)
    sure = nom_sur(voulue)
    return sure if sure == voulue else f"{sure} {hashlib.sha256(voulue.encode()).hexdigest()[:8]}"
