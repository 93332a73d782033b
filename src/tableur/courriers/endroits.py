"""Endroits d'un document Word et erreurs qui les disent : partie, paragraphe, tableau, ligne, colonne, extrait."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tableur.fichiers.archives import analyser_xml
from tableur.socle.erreurs import Anomalie, ErreurTableur, Gravite, Ou

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EXTRAIT = 60

_NOMS_DE_PARTIES = (
    (re.compile(r"header(\d*)\.xml$"), "en-tête"),
    (re.compile(r"footer(\d*)\.xml$"), "pied de page"),
    (re.compile(r"footnotes(\d*)\.xml$"), "notes de bas de page"),
    (re.compile(r"endnotes(\d*)\.xml$"), "notes de fin"),
    (re.compile(r"comments(\d*)\.xml$"), "commentaires"),
    (re.compile(r"docProps/()"), "propriétés du document"),
    (re.compile(r"charts/chart(\d*)\.xml$"), "graphique"),
)


def q(nom: str) -> str:
    """Nom complet d'un élément ou d'un attribut de WordprocessingML : `q("p")`."""
    return f"{{{W}}}{nom}"


@dataclass(frozen=True, slots=True)
class Endroit:
    """Endroit d'un modèle, compté comme une personne le compte : à partir de 1.

    Args:
        partie: Nom de la partie, « corps », « en-tête 1 ».
        paragraphe: Rang du paragraphe dans la partie ; dans un tableau, il se dit par le tableau.
        tableau: Rang du tableau dans la partie, 0 hors d'un tableau.
        ligne: Rang de la ligne dans le tableau.
        colonne: Rang de la cellule dans la ligne.
        extrait: Début du texte du paragraphe.
        membre: Nom du membre de l'archive, « word/document.xml ».
        rang: Rang du paragraphe parmi tous ceux du membre, de 1 ; 0 si l'endroit n'est pas un paragraphe.
    """

    partie: str
    paragraphe: int = 0
    tableau: int = 0
    ligne: int = 0
    colonne: int = 0
    extrait: str = ""
    membre: str = ""
    rang: int = 0

    def __str__(self) -> str:
        """« corps, tableau 1, ligne 2, colonne 3 (« Montant : … ») »."""
        dit = [self.partie]
        if self.tableau:
            dit.append(f"tableau {self.tableau}, ligne {self.ligne}, colonne {self.colonne}")
        elif self.paragraphe:
            dit.append(f"paragraphe {self.paragraphe}")
        extrait = f" (« {self.extrait} »)" if self.extrait else ""
        return ", ".join(dit) + extrait


class ErreurDeDocument(ErreurTableur):
    """Un document ne peut pas être produit : la phrase dit où et pourquoi ; les autres documents continuent."""

    def __init__(self, message: str, endroit: Endroit | None = None, *, regle: str = "", champ: str = "") -> None:
        """Garde l'endroit et le champ en cause."""
        self.message, self.endroit, self.regle, self.champ = message, endroit, regle, champ
        super().__init__(f"{endroit} : {message}" if endroit else message)


class LigneEcartee(ErreurTableur):
    """Le modèle lui-même écarte cette ligne (champ SKIPIF)."""


@dataclass(frozen=True, slots=True)
class Faute:
    """Ce qui ne va pas dans un modèle.

    Args:
        gravite: « refus » empêche de s'en servir, « alerte » non.
        regle: Nom court : « champ inconnu », « balise non fermée ».
        message: La phrase pour la personne.
        endroit: L'endroit du modèle, s'il est connu.
        suggestion: Ce qu'il faudrait écrire, vide si rien ne se propose.
        champ: Nom du champ en cause, vide si ce n'en est pas un.
    """

    gravite: Gravite
    regle: str
    message: str
    endroit: Endroit | None = None
    suggestion: str = ""
    champ: str = ""

    def __str__(self) -> str:
        """La phrase, endroit compris."""
        return f"{self.endroit} : {self.message}" if self.endroit else self.message

    def en_anomalie(self, fichier: str) -> Anomalie:
        """La même chose, comme le reste de `tableur` la dit."""
        return Anomalie(self.gravite, Ou(fichier), self.regle, self.suggestion, self.champ, str(self))


def nom_de_partie(membre: str) -> str:
    """Nom que l'on dit d'un membre de l'archive : « corps », « en-tête 2 »."""
    for motif, nom in _NOMS_DE_PARTIES:
        trouve = motif.search(membre)
        if trouve:
            return f"{nom} {trouve.group(1)}".rstrip()
    return "corps"


def situer(membre: str, octets: bytes, rang: int) -> Endroit:
    """Endroit du paragraphe de ce rang (de 1) d'une partie ; la partie seule s'il n'existe pas."""
    if not octets:
        return Endroit(membre)
    for numero, (paragraphe, tableau) in enumerate(_paragraphes_situes(analyser_xml(octets)), 1):
        if numero == rang:
            extrait = extrait_de(paragraphe)
            endroit = Endroit(nom_de_partie(membre), numero, extrait=extrait, membre=membre, rang=rang)
            return _dans_le_tableau(endroit, paragraphe, tableau) if tableau else endroit
    return Endroit(nom_de_partie(membre), membre=membre)


def extrait_de(paragraphe: "_Element") -> str:
    """Début du texte d'un paragraphe."""
    texte = " ".join("".join(t.text or "" for t in paragraphe.iter(q("t"))).split())
    return texte if len(texte) <= EXTRAIT else f"{texte[: EXTRAIT - 1]}…"


def _paragraphes_situes(racine: "_Element") -> "Iterator[tuple[_Element, int]]":
    """Paragraphes dans l'ordre, avec le rang du tableau qui les contient (0 sinon)."""
    tableaux: dict[_Element, int] = {}
    for element in racine.iter(q("p"), q("tbl")):
        if element.tag == q("tbl"):
            tableaux[element] = len(tableaux) + 1
            continue
        tableau = next(element.iterancestors(q("tbl")), None)
        yield element, 0 if tableau is None else tableaux[tableau]


def _dans_le_tableau(endroit: Endroit, paragraphe: "_Element", tableau: int) -> Endroit:
    cellule = next(paragraphe.iterancestors(q("tc")), None)
    rangee = next(paragraphe.iterancestors(q("tr")), None)
    if cellule is None or rangee is None:
        return replace(endroit, tableau=tableau)
    parent = rangee.getparent()
    ligne = 1 + sum(1 for r in rangee.itersiblings(q("tr"), preceding=True)) if parent is not None else 1
    colonne = 1 + sum(1 for c in cellule.itersiblings(q("tc"), preceding=True))
    return replace(endroit, tableau=tableau, ligne=ligne, colonne=colonne)
