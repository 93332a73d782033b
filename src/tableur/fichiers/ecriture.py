"""Écriture d'un fichier, entier ou rien, avec sauvegarde ; verrous des tableurs ; noms de fichiers sûrs."""

import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from tableur.socle.erreurs import Ou, Refus, refus

SAUVEGARDES = "sauvegardes"
INCONNU = "quelqu'un"
LONGUEUR_MAXIMALE = 120  # caractères ; 480 octets au pire, ramenés sous la limite en octets
OCTETS_MAXIMUM = 200  # la limite des systèmes est 255, et une sauvegarde ajoute sa date

_INTERDITS = re.compile(r'[<>:"/\\|?*\[\]]')  # les crochets : Excel les refuse dans un nom de classeur
_RESERVES = re.compile(
    r"(CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])(?=$|[ .])", re.IGNORECASE
)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")

_CHAMP_DE_VERROU = re.compile(r"((?:\\.|[^,;\\])*)[,;]")


@contextmanager
def ecriture_atomique(chemin: Path, *, remplacer: bool = False, sauvegarde: Path | None = None) -> Iterator[Path]:
    """Chemin provisoire où écrire ; à la fin du bloc, il devient le fichier. Une erreur ne laisse rien.

    Args:
        chemin: Fichier à produire.
        remplacer: Vrai pour remplacer un fichier existant, après l'avoir copié.
        sauvegarde: Dossier de cette copie ; par défaut `sauvegardes/`, à côté du fichier.

    Raises:
        Refus: Le fichier existe déjà, il est ouvert ailleurs, ou le dossier ne permet pas d'écrire.
    """
    chemin = Path(os.path.realpath(chemin))
    verifier_ecriture(chemin, remplacer=remplacer)
    provisoire = _reserver(chemin)
    try:
        yield provisoire
        _synchroniser(provisoire)
        verifier_ecriture(chemin, remplacer=remplacer)
        _installer(provisoire, chemin, sauvegarde or chemin.parent / SAUVEGARDES)
    finally:
        with suppress(OSError):
            provisoire.unlink(missing_ok=True)


def verifier_ecriture(chemin: Path, *, remplacer: bool = False) -> None:
    """Refuse d'avance un fichier que l'on ne pourrait pas écrire, avant un long calcul.

    Raises:
        Refus: Dossier absent, fichier existant sans `remplacer`, ou fichier ouvert ailleurs.
    """
    if not chemin.parent.is_dir():
        raise _refus(chemin, "dossier absent", f"Le dossier « {chemin.parent} » n'existe pas : le créer.")
    if chemin.is_dir():
        raise _refus(chemin, "dossier", "Un dossier porte déjà ce nom : choisir un autre nom.")
    if chemin.exists() and not remplacer:
        raise _refus(chemin, "fichier existant", "Ce fichier existe déjà : choisir un autre nom, ou le remplacer.")
    if chemin.exists() and not os.access(chemin, os.W_OK):
        raise _refus(chemin, "lecture seule", "Ce fichier est en lecture seule : choisir un autre nom.")
    qui, verrou = ouvert_par(chemin), _verrou(chemin)
    if qui is not None and verrou is not None:
        message = f"Ce fichier est ouvert par {qui} : le fermer, puis recommencer (verrou « {verrou.name} »)."
        raise _refus(chemin, "fichier ouvert", message, qui)


def ouvert_par(chemin: Path) -> str | None:
    """Nom de la personne qui tient le fichier ouvert dans LibreOffice ou Office, ou None.

    Le nom est celui que donne le verrou, « .~lock.NOM# » ou « ~$NOM », et « quelqu'un » s'il n'en donne pas.
    """
    verrou = _verrou(chemin)
    if verrou is None:
        return None
    try:
        with verrou.open("rb") as flux:
            octets = flux.read(4096)
    except OSError:  # Office garde son verrou pour lui sous Windows
        return INCONNU
    nom = _nom_libreoffice(octets) if verrou.name.startswith(".") else _nom_office(octets)
    return nom or INCONNU


def nom_sur(texte: str, defaut: str = "sans nom") -> str:
    """Nom de fichier sûr, le plus proche possible du texte ; l'appliquer deux fois ne change rien.

    Les caractères interdits deviennent « _ », les caractères invisibles disparaissent, un nom réservé de Windows
    est précédé de « _ », un nom trop long est coupé devant son extension.

    Args:
        texte: Nom voulu, extension comprise : « Facture 12/2026 : Dupont.pdf ».
        defaut: Nom donné quand il ne reste rien.

    >>> nom_sur("Facture 12/2026 : Dupont.pdf"), nom_sur("con.xlsx"), nom_sur(" ... ")
    ('Facture 12_2026 _ Dupont.pdf', '_con.xlsx', 'sans nom')
    """
    blancs = "".join(" " if c.isspace() else c for c in texte)
    visibles = "".join(c for c in blancs if unicodedata.category(c)[0] != "C")
    propre = " ".join(_INTERDITS.sub("_", unicodedata.normalize("NFC", visibles)).split())
    propre = propre.strip(" .")
    return _couper(f"_{propre}" if _RESERVES.match(propre) else propre) or defaut


def _refus(chemin: Path, regle: str, message: str, trouve: str = "") -> Refus:
    return refus(Ou(fichier=chemin.name), regle, message, attendu="fichier à écrire", trouve=trouve)


def _non_inscriptible(chemin: Path, erreur: OSError) -> Refus:
    message = f"Impossible d'écrire dans le dossier « {chemin.parent} » : vérifier les droits et la place libre."
    return _refus(chemin, "écriture impossible", message, erreur.strerror or "")


def _reserver(chemin: Path) -> Path:
    provisoire = chemin.with_name(f"{chemin.name[:60]}.{secrets.token_hex(4)}.part")
    try:
        _creer(provisoire)
    except OSError as erreur:
        raise _non_inscriptible(chemin, erreur) from erreur
    return provisoire


def _synchroniser(provisoire: Path) -> None:
    with provisoire.open("rb+") as flux:
        os.fsync(flux.fileno())


def _installer(provisoire: Path, chemin: Path, dossier: Path) -> None:
    copie: Path | None = None
    try:
        if chemin.exists():
            copie = _sauvegarder(chemin, dossier)
            shutil.copymode(chemin, provisoire)
        os.replace(provisoire, chemin)
    except OSError as erreur:
        if copie is not None:
            copie.unlink(missing_ok=True)
            with suppress(OSError):
                dossier.rmdir()  # seulement s'il est vide
        if chemin.exists() and isinstance(erreur, PermissionError):
            message = "Ce fichier est ouvert dans un autre programme, ou protégé : le fermer, puis recommencer."
            raise _refus(chemin, "fichier ouvert", message) from erreur
        raise _non_inscriptible(chemin, erreur) from erreur
    if os.name == "posix":
        _synchroniser_dossier(chemin.parent)


def _synchroniser_dossier(dossier: Path) -> None:
    with suppress(OSError):  # des dossiers partagés ne le permettent pas ; le fichier, lui, est entier
        descripteur = os.open(dossier, os.O_RDONLY)
        try:
            os.fsync(descripteur)
        finally:
            os.close(descripteur)


def _sauvegarder(chemin: Path, dossier: Path) -> Path:
    """Copie datée du fichier, sous un nom qui n'existe pas encore."""
    dossier.mkdir(parents=True, exist_ok=True)
    date = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %Hh%Mm%S")
    noms = (f"{nom_sur(chemin.stem)} {date}{suite}{chemin.suffix}" for suite in _suites())
    copie = next(copie for copie in map(dossier.joinpath, noms) if _creer(copie))
    try:
        shutil.copy2(chemin, copie)
        _synchroniser(copie)
    except OSError:
        copie.unlink(missing_ok=True)
        raise
    return copie


def _suites() -> Iterator[str]:
    yield ""
    yield from (f" ({rang})" for rang in count(2))


def _creer(chemin: Path) -> bool:
    """Vrai si le fichier vient d'être créé, faux s'il existait."""
    try:
        os.close(os.open(chemin, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except FileExistsError:
        return False
    return True


def _verrou(chemin: Path) -> Path | None:
    nom = chemin.name
    possibles = [f".~lock.{nom}#", f"~${nom}"]
    if chemin.suffix.lower().startswith(".doc"):
        possibles.append(f"~${nom[2:]}")  # Word remplace les deux premiers caractères d'un nom long
    return next((verrou for verrou in map(chemin.with_name, possibles) if verrou.is_file()), None)


def _nom_libreoffice(octets: bytes) -> str:
    """Premier champ rempli parmi le nom de l'utilisateur et son compte."""
    champs = _CHAMP_DE_VERROU.findall(octets.decode("utf-8", "replace"))
    noms = [re.sub(r"\\(.)", r"\1", champ).strip() for champ in champs[:2]]
    return next((nom for nom in noms if nom), "")


def _nom_office(octets: bytes) -> str:
    """Nom en UTF-16 placé après les 55 octets de sa copie en cp1252, ou cette copie."""
    if len(octets) >= 57:
        longueur = int.from_bytes(octets[55:57], "little")
        nom = octets[57 : 57 + 2 * longueur].decode("utf-16-le", "replace").strip(" \0")
        if nom:
            return nom
    return octets[1 : 1 + octets[0]].decode("cp1252", "replace").strip(" \0") if octets else ""


def _couper(nom: str) -> str:
    """Nom coupé à la longueur permise, extension gardée."""
    extension = trouvee.group() if (trouvee := _EXTENSION.search(nom)) else ""
    souche = nom[: len(nom) - len(extension)][: LONGUEUR_MAXIMALE - len(extension)]
    while len((souche + extension).encode()) > OCTETS_MAXIMUM:
        souche = souche[:-1]
    return souche.rstrip(" .") + extension
