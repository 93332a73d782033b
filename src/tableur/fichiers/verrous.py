"""Verrous que les tableurs posent à côté d'un fichier ouvert : qui le tient, depuis quand, et s'il y est encore.

Excel écrit « ~$NOM », LibreOffice « .~lock.NOM# ». Une panne les laisse derrière elle : un verrou périmé ne compte
pas, mais personne d'autre que son tableur ne l'efface.
"""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

INCONNU = "quelqu'un"
# Âge d'un verrou d'Excel périmé. Sous Windows, un verrou tenu ne s'ouvre pas en écriture, même par le réseau : un
# jour suffit. Ailleurs, rien ne le dit : il faut un temps où personne ne laisse un classeur ouvert.
JOURS_DE_PEREMPTION = 1 if os.name == "nt" else 7

_CHAMP = re.compile(r"((?:\\.|[^,;\\])*)[,;]")
_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d)")
_PROGRAMMES = re.compile(r"soffice|oosplash", re.IGNORECASE)
_DELAI = 10.0  # secondes laissées à la liste des processus


@dataclass(frozen=True, slots=True)
class Verrou:
    """Verrou trouvé à côté d'un fichier.

    Args:
        fichier: Le fichier de verrou.
        qui: Personne qui tient le fichier, « quelqu'un » si le verrou ne la nomme pas.
        machine: Sa machine, vide si le verrou ne la nomme pas.
        depuis: Date et heure de l'ouverture, « 24/11/2026 08:00 », vide si on l'ignore.
        perime: Vrai si plus rien ne tient le fichier.
    """

    fichier: Path
    qui: str
    machine: str
    depuis: str
    perime: bool

    def __str__(self) -> str:
        """Le détenteur tel qu'on le dit : « Marie Dupont, sur POSTE-4, depuis le 24/11/2026 08:00 »."""
        machine = f", sur {self.machine}" if self.machine else ""
        depuis = f", depuis le {self.depuis}" if self.depuis else ""
        return f"{self.qui}{machine}{depuis}"


def verrous_de(chemin: Path) -> list[Verrou]:
    """Verrous posés sur le fichier, périmés compris, celui de LibreOffice d'abord."""
    lecteurs = {True: _verrou_de_libreoffice, False: _verrou_d_office}
    trouves = [verrou for verrou in _possibles(chemin) if os.path.isfile(verrou)]
    return [lecteurs[verrou.name.startswith(".")](verrou) for verrou in trouves]


def verrou_de(chemin: Path) -> Verrou | None:
    """Verrou qui empêche d'écrire le fichier, ou None ; un verrou périmé n'empêche rien."""
    return next((verrou for verrou in verrous_de(chemin) if not verrou.perime), None)


def ouvert_par(chemin: Path) -> str | None:
    """Nom de la personne qui tient le fichier ouvert dans LibreOffice ou Office, ou None."""
    verrou = verrou_de(chemin)
    return verrou.qui if verrou else None


def libreoffice_tourne() -> bool | None:
    """Vrai si un LibreOffice, de quiconque, tourne sur cette machine ; None si on ne peut pas le savoir."""
    if os.path.isdir("/proc/self"):
        noms = [_lu(processus / "comm") for processus in Path("/proc").glob("[0-9]*")]
        if not any(map(_PROGRAMMES.search, noms)) and not os.path.isdir("/proc/1"):
            return None  # des systèmes cachent les processus des autres
    else:
        commande = ["tasklist", "/FO", "CSV", "/NH"] if os.name == "nt" else ["ps", "-A", "-o", "comm="]
        try:
            sortie = subprocess.run(commande, capture_output=True, check=True, timeout=_DELAI)  # noqa: S603 - fixe
        except (OSError, subprocess.SubprocessError):
            return None
        noms = sortie.stdout.decode("utf-8", "replace").splitlines()
    return any(map(_PROGRAMMES.search, noms))


def _possibles(chemin: Path) -> Iterator[Path]:
    """Noms de verrous possibles, à côté du lien et à côté du fichier visé."""
    for vu in dict.fromkeys((chemin, Path(os.path.realpath(chemin)))):
        noms = [f".~lock.{vu.name}#", f"~${vu.name}"]
        if vu.suffix.lower().startswith(".doc"):
            noms.append(f"~${vu.name[2:]}")  # Word remplace les deux premiers caractères d'un nom long
        yield from (vu.with_name(nom) for nom in noms)


def _verrou_de_libreoffice(verrou: Path) -> Verrou:
    """Champs : nom, compte, machine, date, profil ; périmé si cette machine est la sienne, sans LibreOffice."""
    champs = [re.sub(r"\\(.)", r"\1", champ).strip() for champ in _CHAMP.findall(_lu(verrou))]
    nom, compte, machine, date = (*champs, "", "", "", "")[:4]
    depuis = f"{d[1]}/{d[2]}/{d[3]} {d[4]}" if (d := _DATE.match(date)) else date
    perime = _est_cette_machine(machine) and libreoffice_tourne() is False
    return Verrou(verrou, nom or compte or INCONNU, machine, depuis, perime)


def _verrou_d_office(verrou: Path) -> Verrou:
    """Nom seul ; périmé si rien ne tient le verrou, et qu'il est vieux."""
    try:
        with verrou.open("rb") as flux:
            octets, pose = flux.read(4096), os.fstat(flux.fileno()).st_mtime
    except OSError:  # Office garde son verrou pour lui sous Windows
        return Verrou(verrou, INCONNU, "", "", perime=False)
    depuis = datetime.fromtimestamp(pose, UTC).astimezone().strftime("%d/%m/%Y %H:%M")
    vieux = time.time() - pose > JOURS_DE_PEREMPTION * 86400
    return Verrou(verrou, _nom_office(octets) or INCONNU, "", depuis, vieux and not _est_tenu(verrou))


def _est_tenu(verrou: Path) -> bool:
    try:
        with verrou.open("r+b"):
            return False
    except OSError:
        return True


def _est_cette_machine(nom: str) -> bool:
    """Vrai pour le nom de cette machine, avec ou sans son domaine."""
    court = nom.casefold().partition(".")[0]
    return bool(court) and court == socket.gethostname().casefold().partition(".")[0]


def _lu(chemin: Path) -> str:
    try:
        with chemin.open("rb") as flux:
            return flux.read(4096).decode("utf-8", "replace")
    except OSError:
        return ""


def _nom_office(octets: bytes) -> str:
    """Nom en UTF-16 placé après les 55 octets de sa copie en cp1252, ou cette copie."""
    if len(octets) >= 57:
        longueur = int.from_bytes(octets[55:57], "little")
        nom = octets[57 : 57 + 2 * longueur].decode("utf-16-le", "replace").strip(" \0")
        if nom:
            return nom
    return octets[1 : 1 + octets[0]].decode("cp1252", "replace").strip(" \0") if octets else ""
