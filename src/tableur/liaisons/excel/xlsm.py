"""Le classeur .xlsm : un classeur .xlsx, plus le projet VBA, les boutons, et la feuille de réglage de xlwings.

Rien de la personne ne bouge : on ajoute des parties au paquet. Le projet est écrit par pyOpenVBA, et `xlwings.bas`
est celui du xlwings installé, dont la version est épinglée au nom de sa dll.
"""

import io
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tableur import __version__
from tableur.classeurs.macros.paquet import (
    AVEC_MACROS,
    CONTENU_DE_PROJET,
    LIEN_DE_PROJET,
    noms_de_code,
    poser_les_boutons,
    poser_les_reglages,
)
from tableur.classeurs.modeles import Bouton
from tableur.classeurs.vie.parties import CLASSEUR, Parties
from tableur.liaisons.excel.projet_vba import projet_ecrit
from tableur.liaisons.excel.vba import projet
from tableur.socle.erreurs import ErreurTableur

if TYPE_CHECKING:
    pass

_PROJET = "vbaProject"


@dataclass(frozen=True, slots=True)
class Projet:
    """Ce qu'un classeur reçoit.

    Args:
        modules: Texte de chaque module ; `ThisWorkbook` est celui du classeur.
        boutons: Boutons à dessiner, s'il y en a.
        reglages: Feuille de réglage de xlwings ; vide pour un projet qui n'en a pas besoin.
    """

    modules: Mapping[str, str]
    boutons: tuple[Bouton, ...] = ()
    reglages: Mapping[str, str] = field(default_factory=dict)


def projet_pour_excel(boutons: Iterable[Bouton] = ()) -> Projet:
    """Projet entier, pour Excel : formules, boutons, contrôle à l'ouverture, xlwings.

    Args:
        boutons: Boutons à dessiner.

    Raises:
        ErreurTableur: xlwings n'est pas installé, ou un module n'est pas livré.
    """
    dossier = _dossier_de_xlwings()
    siens = {nom: (dossier / fichier).read_text("utf-8") for nom, fichier in _MODULES_DE_XLWINGS.items()}
    return Projet({**projet(), **siens}, tuple(boutons), reglages_de_xlwings())


_MODULES_DE_XLWINGS = {"xlwings": "xlwings.bas", "Dictionary": "addin/Dictionary.cls"}


def _dossier_de_xlwings() -> Path:
    """Dossier du xlwings installé, trouvé sans l'importer."""
    trouve = find_spec("xlwings")
    if trouve is None or trouve.origin is None:
        raise ErreurTableur(
            'xlwings n\'est pas installé : installer tableur avec « pip install "tableur[excel]" ».'
        )
    return Path(trouve.origin).parent


def reglages_de_xlwings() -> dict[str, str]:
    """Réglages que xlwings lit dans le classeur, avant tout fichier de réglage posé à côté de lui.

    L'interpréteur est absolu, et le premier. Le dossier du classeur n'entre pas dans les chemins de Python : un
    fichier `tableur.py` posé près du classeur ne doit jamais être exécuté.
    """
    paquet = find_spec("tableur")
    racine = str(Path(paquet.origin).resolve().parents[1]) if paquet and paquet.origin else ""
    return {
        "INTERPRETER_WIN": sys.executable,
        "INTERPRETER_MAC": sys.executable,
        "TABLEUR_VERSION": __version__,
        "ADD_WORKBOOK_TO_PYTHONPATH": "false",
        "PYTHONPATH": racine,
        "USE UDF SERVER": "False",
        "DEBUG UDFS": "False",
        "SHOW CONSOLE": "False",
        "UDF MODULES": "",
        "CONDA PATH": "",
        "CONDA ENV": "",
        "LICENSE_KEY": "",
    }


def equiper(source: Path | bytes, a_poser: Projet, nom: str = "") -> tuple[bytes, list[str]]:
    """Octets du .xlsm fait d'un .xlsx ou d'un .xlsm, et ce qu'il faut en dire.

    Args:
        source: Le classeur, ou ses octets.
        a_poser: Ce qu'il reçoit.
        nom: Nom que disent les phrases, pour des octets.

    Raises:
        Refus: Le classeur ne se lit pas.
        ErreurTableur: pyOpenVBA n'est pas installé, ou n'a pas su écrire le projet.
    """
    parties = Parties(io.BytesIO(source) if isinstance(source, bytes) else source, nom)
    phrases = []
    if parties.genre(parties.principale) == CLASSEUR:
        parties.typer(parties.principale, AVEC_MACROS)
    if a_poser.reglages:
        poser_les_reglages(parties, a_poser.reglages)
    if a_poser.boutons:
        phrases += poser_les_boutons(parties, a_poser.boutons)
    phrases += _poser_le_projet(parties, a_poser.modules)
    flux = io.BytesIO()
    parties.ecrire(flux)
    return flux.getvalue(), phrases


def _poser_le_projet(parties: Parties, modules: Mapping[str, str]) -> list[str]:
    """Donne au classeur le projet VBA qui porte nos modules ; ceux de la personne restent."""
    phrases: list[str] = []
    present = next(iter(parties.cibles(parties.principale, _PROJET)), "")
    ancien = parties.lire(present) if present else None
    noms = [] if ancien else noms_de_code(parties)
    octets = projet_ecrit(noms, ancien, modules, phrases)
    partie = present or "xl/vbaProject.bin"
    parties.poser(partie, octets, CONTENU_DE_PROJET)
    if not present:
        parties.lier(parties.principale, LIEN_DE_PROJET, partie)
    for signature in parties.cibles(partie, "vbaProjectSignature"):
        parties.retirer(signature)
        phrases.append("La signature numérique du projet VBA ne vaut plus : elle est ôtée.")
    return phrases
