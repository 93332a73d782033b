"""L'interpréteur de Python que les boutons d'un hôte lanceront : noté à l'installation, relu ensuite. Embarqué."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tableur import __version__
from tableur.baremes.consultation import VARIABLE as VARIABLE_DES_BAREMES
from tableur.baremes.consultation import dossier_local
from tableur.socle.erreurs import ErreurTableur

Hote = Literal["calc", "excel"]
OPTIONS: dict[Hote, str] = {"calc": "--calc", "excel": "--excel"}


@dataclass(frozen=True, slots=True)
class Interpreteur:
    """Programme Python noté, et version de `tableur` qui l'a noté ; vides si la note est illisible."""

    programme: str
    version: str


def fichier_de_reglage(hote: Hote) -> Path:
    """Fichier de l'utilisateur où l'installation note l'interpréteur : « calc.json »."""
    variables = {nom: valeur for nom, valeur in os.environ.items() if nom != VARIABLE_DES_BAREMES}
    return Path(dossier_local(variables)).parent / f"{hote}.json"


def retenir(hote: Hote) -> Path:
    """Note l'interpréteur de ce processus, et rend le fichier écrit.

    Raises:
        ErreurTableur: Le dossier ne permet pas d'écrire.
    """
    reglage = fichier_de_reglage(hote)
    contenu = {"interpreteur": sys.executable, "version": __version__}
    try:
        reglage.parent.mkdir(parents=True, exist_ok=True)
        reglage.write_text(json.dumps(contenu, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as erreur:
        raise ErreurTableur(
            f"L'interpréteur n'a pas pu être noté dans « {reglage} » ({erreur.strerror}) : rendre à ce dossier le "
            "droit d'écriture, puis recommencer."
        ) from erreur
    return reglage


def retenu(hote: Hote) -> Interpreteur | None:
    """Interpréteur noté pour cet hôte, ou None s'il n'y en a pas."""
    reglage = fichier_de_reglage(hote)
    if not reglage.is_file():
        return None
    try:
        contenu = json.loads(reglage.read_text("utf-8"))
        return Interpreteur(str(contenu["interpreteur"]), str(contenu.get("version", "")))
    except (OSError, ValueError, KeyError, TypeError):
        return Interpreteur("", "")


def defaut(hote: Hote) -> str:
    """Ce qui empêche l'interpréteur noté de servir, et quoi faire, en une phrase ; vide si tout va bien."""
    note = retenu(hote)
    if note is None:
        return ""
    remede = f"relancer « tableur installer {OPTIONS[hote]} »"
    if not note.programme:
        return f"La note de l'interpréteur est illisible : {remede}."
    if not Path(note.programme).is_file():
        return (
            "Le Python noté à l'installation n'est plus à sa place (déplacé ou supprimé) : relancer "
            f"l'installateur, puis {remede}."
        )
    if note.version != __version__:
        return (
            f"L'interpréteur a été noté par tableur {note.version}, et ceci est tableur {__version__} : {remede}."
        )
    return ""


def exige(hote: Hote) -> Interpreteur:
    """Interpréteur noté, prêt à être lancé.

    Raises:
        ErreurTableur: Il n'est pas noté, ou il n'est plus à sa place.
    """
    reprendre = f"lancer « tableur installer {OPTIONS[hote]} », puis rouvrir le classeur"
    note = retenu(hote)
    if note is None or not note.programme:
        fichier = fichier_de_reglage(hote)
        raise ErreurTableur(
            f"Les boutons ne savent pas quel Python lancer ({fichier} manque ou ne se lit pas) : {reprendre}."
        )
    if not Path(note.programme).is_file():
        raise ErreurTableur(
            f"Le Python de tableur n'est plus à sa place ({note.programme}) : réinstaller tableur, {reprendre}."
        )
    return note


def oublier(hote: Hote) -> list[str]:
    """Efface la note, et son dossier s'il est vide ; rend ce qui a été fait."""
    reglage = fichier_de_reglage(hote)
    if not reglage.is_file():
        return []
    reglage.unlink()
    if not any(reglage.parent.iterdir()):
        reglage.parent.rmdir()
    return [f"Réglage effacé : {reglage}."]
