"""Fonction du catalogue : ce que la signature, les types et la docstring disent déjà, relevé une fois."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from tableur.frontiere import (
    champs_de,
    element_de_liste,
    est_enregistrement,
    est_scalaire,
    facultatif_et_nu,
    lecteur,
    type_simple,
)
from tableur.socle.erreurs import ErreurTableur
from tableur.socle.marques import Marque, marque_de

AIDE_MAXIMALE = 255
NOMS_D_ARGUMENTS_MAXIMUM = 254
RESUME_MAXIMAL = 100

_MOTS_VBA = """
addressof alias and any as attribute boolean byref byte byval call case cbool cbyte ccur cdate cdbl cint clng
const csng cstr currency cvar cverr date debug decimal declare default dim do double each else elseif empty
end enum erase error event exit false fix for friend function get global gosub goto if imp implements in input
int integer is len let lib like local long longlong loop lset me mod name new next not nothing null object on
open option optional or paramarray preserve print private property public put raiseevent redim rem resume
return rset seek select set shared single static step stop string sub tab then time to true type typeof until
variant wend while with withevents write xor
"""
MOTS_RESERVES_VBA = frozenset(_MOTS_VBA.split())

_ADRESSE = re.compile(r"[A-Z]{1,3}\d{1,7}|R\d*C\d*|L\d*C\d*")
_SECTION = re.compile(r"^(Args|Raises|Returns|Example|Note):\s*$")
_ENTREE = re.compile(r"^ {4}(\w+): ?(.*)$")


class MarqueInvalide(ErreurTableur):
    """Une fonction marquée ne respecte pas les règles du catalogue : toutes ses fautes, une par ligne."""


@dataclass(frozen=True, slots=True)
class Argument:
    """Argument d'une fonction : nom, type annoté, aide, et valeur par défaut s'il est facultatif."""

    nom: str
    type: Any
    aide: str
    obligatoire: bool
    defaut: object

    @property
    def est_scalaire(self) -> bool:
        """Vrai si l'argument tient dans une cellule."""
        return est_scalaire(self.type)


@dataclass(frozen=True, slots=True)
class Documentation:
    """Parties d'une docstring : résumé, règle, aides des arguments, erreurs, et lignes d'exemple."""

    resume: str
    description: str
    aides: dict[str, str]
    erreurs: dict[str, str]
    exemples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fonction:
    """Fonction marquée, telle que les portes la montrent."""

    nom: str
    marque: Marque
    famille: str
    documentation: Documentation
    arguments: tuple[Argument, ...]
    retour: Any
    py: Callable[..., Any]

    @property
    def resume(self) -> str:
        """Ce que le résultat est, en une ligne."""
        return self.documentation.resume

    @property
    def nom_de_cellule(self) -> str:
        """Nom dans Excel et dans Calc : « TABLEUR.POINT_DE_COMMANDE »."""
        return f"TABLEUR.{self.nom.upper()}"

    @property
    def nom_de_commande(self) -> str:
        """Nom dans la commande : « point-de-commande »."""
        return self.nom.replace("_", "-")

    @property
    def rend_une_table(self) -> bool:
        """Vrai si le résultat occupe plusieurs cellules."""
        return element_de_liste(self.retour) is not None or est_enregistrement(self.retour)


def fonction_de(py: Callable[..., Any], famille: str) -> Fonction:
    """Fonction du catalogue tirée d'une fonction Python marquée.

    Raises:
        MarqueInvalide: Le nom, l'aide ou un type ne convient pas.
    """
    marque = marque_de(py)
    if marque is None:
        raise MarqueInvalide(f"{py.__name__} ne porte aucune marque.")
    documentation = lire_documentation(inspect.getdoc(py) or "")
    types = get_type_hints(py, include_extras=True)
    parametres = [p for p in inspect.signature(py).parameters.values() if _est_argument(p, marque)]
    arguments = tuple(
        Argument(
            parametre.name,
            types[parametre.name],
            documentation.aides.get(parametre.name, ""),
            parametre.default is inspect.Parameter.empty and not facultatif_et_nu(types[parametre.name])[0],
            None if parametre.default is inspect.Parameter.empty else parametre.default,
        )
        for parametre in parametres
    )
    fonction = Fonction(py.__name__, marque, famille, documentation, arguments, types.get("return"), py)
    fautes = list(_fautes(fonction))
    if fautes:
        raise MarqueInvalide("\n".join(f"{py.__name__} : {faute}" for faute in fautes))
    return fonction


def _est_argument(parametre: inspect.Parameter, marque: Marque) -> bool:
    """Les arguments d'une action sont ses options, nommées ; le classeur lui est donné par la porte."""
    return marque.genre == "formule" or parametre.kind is inspect.Parameter.KEYWORD_ONLY


def _fautes(fonction: Fonction) -> list[str]:
    fautes = []
    nom = fonction.nom.upper()
    if fonction.marque.genre == "formule" and "_" not in fonction.nom.strip("_"):
        fautes.append("le nom d'une formule a au moins deux mots, donc un « _ »")
    if fonction.nom in MOTS_RESERVES_VBA:
        fautes.append("ce nom est un mot réservé de VBA")
    if _ADRESSE.fullmatch(nom) or not re.fullmatch(r"[A-Z][A-Z0-9_]*", nom):
        fautes.append("ce nom est une adresse de cellule, ou n'est pas fait de lettres, de chiffres et de « _ »")
    if not fonction.resume or len(fonction.resume) > RESUME_MAXIMAL:
        fautes.append(f"la première ligne de la docstring est vide ou passe {RESUME_MAXIMAL} caractères")
    if fonction.marque.genre == "formule" and not fonction.documentation.exemples:
        fautes.append("la docstring n'a pas d'exemple exécuté (>>>)")
    scalaires = [argument.nom for argument in fonction.arguments if argument.est_scalaire]
    perdus = [mot for mot in fonction.marque.mots if mot not in scalaires]
    fautes += [f"« {mot} », donné en simple mot, n'est pas un de ses réglages" for mot in perdus]
    for argument in fonction.arguments:
        if argument.nom.lower() in MOTS_RESERVES_VBA:
            fautes.append(f"l'argument « {argument.nom} » est un mot réservé de VBA")
        if not _est_lisible(argument.type):
            fautes.append(f"le type de « {argument.nom} » n'est pas de ceux que la frontière sait lire")
        if not argument.aide:
            fautes.append(f"l'argument « {argument.nom} » n'a pas d'aide dans « Args: »")
        if len(argument.aide) > AIDE_MAXIMALE:
            fautes.append(f"l'aide de « {argument.nom} » passe {AIDE_MAXIMALE} caractères")
    noms = ", ".join(argument.nom for argument in fonction.arguments)
    if len(noms) > NOMS_D_ARGUMENTS_MAXIMUM:
        fautes.append(f"les noms des arguments passent {NOMS_D_ARGUMENTS_MAXIMUM} caractères ensemble")
    return fautes


def _est_lisible(type_: Any) -> bool:
    """Vrai si la frontière sait lire ce type, ou chaque champ de cet enregistrement."""
    nu = element_de_liste(type_) or type_
    try:
        champs_de(type_simple(nu)) if est_enregistrement(nu) else lecteur(nu)
    except TypeError:
        return False
    return True


def lire_documentation(texte: str) -> Documentation:
    """Parties d'une docstring écrite comme dans CONTRIBUTING : résumé, règle, Args, Raises, exemple."""
    resume, _, corps = texte.strip().partition("\n")
    description: list[str] = []
    entrees: dict[str, dict[str, str]] = {"Args": {}, "Raises": {}}
    exemples: list[str] = []
    section, dernier = "", ""
    for ligne in corps.splitlines():
        titre = _SECTION.match(ligne)
        if titre is not None:
            section, dernier = titre.group(1), ""
        elif ligne.startswith((">>>", "...")) or (exemples and section == "exemple" and ligne):
            section = "exemple"
            exemples.append(ligne)
        elif section in entrees and ligne.startswith("    "):
            entree = _ENTREE.match(ligne)
            if entree is not None:
                dernier = entree.group(1)
                entrees[section][dernier] = entree.group(2)
            elif dernier:
                entrees[section][dernier] += " " + ligne.strip()
        elif ligne.strip() or section == "":
            section = ""
            description.append(ligne)
    return Documentation(
        resume.strip(), "\n".join(description).strip(), entrees["Args"], entrees["Raises"], tuple(exemples)
    )
