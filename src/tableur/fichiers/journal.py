"""Journal des erreurs inattendues, un par utilisateur, sans donnée personnelle : ni valeurs, ni dossiers."""

import logging
import os
import platform
import secrets
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from tableur import __version__

NOM = "tableur.log"
TAILLE = 256 << 10
COPIES = 3


def dossier_d_etat() -> Path:
    """Dossier où le système veut qu'un programme garde son journal."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "tableur" / "journal"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs" / "tableur"
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".local" / "state") / "tableur"


def fichiers_du_journal() -> list[Path]:
    """Fichiers du journal qui existent, du plus récent au plus ancien."""
    noms = [NOM, *(f"{NOM}.{rang}" for rang in range(1, COPIES + 1))]
    return [fichier for fichier in map(dossier_d_etat().joinpath, noms) if fichier.is_file()]


def consigner(erreur: BaseException) -> str:
    """Écrit une erreur dans le journal et rend son numéro ; si le journal ne s'écrit pas, le numéro seul."""
    numero = secrets.token_hex(4)
    try:
        dossier = dossier_d_etat()
        dossier.mkdir(parents=True, exist_ok=True)
        porteur = RotatingFileHandler(dossier / NOM, maxBytes=TAILLE, backupCount=COPIES, encoding="utf-8")
    except (OSError, RuntimeError):
        return numero
    porteur.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    systeme = f"tableur {__version__}, Python {platform.python_version()}, {platform.system()}"
    texte = "\n  ".join([f"n° {numero} {systeme}", *recit(erreur)])
    try:
        porteur.emit(logging.LogRecord("tableur", logging.ERROR, "", 0, texte, None, None))
    finally:
        porteur.close()
    return numero


def recit(erreur: BaseException) -> list[str]:
    """Type de l'erreur et de ses causes, et pile de chacune, sans message ni valeur."""
    lignes: list[str] = []
    vues: set[int] = set()
    courante: BaseException | None = erreur
    while courante is not None and id(courante) not in vues:
        vues.add(id(courante))
        genre = type(courante)
        lignes.append(f"{'cause : ' if lignes else ''}{genre.__module__}.{genre.__qualname__}")
        lignes += [
            f"  {_court(cadre.filename)}:{cadre.lineno} {cadre.name}"
            for cadre in traceback.extract_tb(courante.__traceback__)
        ]
        courante = courante.__cause__ or (None if courante.__suppress_context__ else courante.__context__)
    return lignes


def origine_de(erreur: BaseException) -> tuple[object, ...]:
    """Ce qui fait que deux erreurs n'en sont qu'une : le type, et la dernière ligne de code."""
    cadres = traceback.extract_tb(erreur.__traceback__)
    return (type(erreur), *((cadres[-1].filename, cadres[-1].lineno) if cadres else ()))


def _court(fichier: str) -> str:
    """Fin d'un chemin de code, à partir du paquet : un dossier personnel peut porter un nom."""
    morceaux = Path(fichier).parts
    for repere in ("site-packages", "src", "lib"):
        if repere in morceaux:
            rang = len(morceaux) - 1 - morceaux[::-1].index(repere)
            return "/".join(morceaux[rang + 1 :])
    return morceaux[-1] if morceaux else fichier
