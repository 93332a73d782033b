"""Ce que Word n'admet pas dans un document rendu : cellule ou tableau vide, grille fausse, dessins homonymes."""

import itertools
import re
from typing import TYPE_CHECKING

from tableur.courriers.endroits import q
from tableur.fichiers.archives import analyser_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_FIN_DE_CELLULE_VIDE = ("</w:tcPr></w:tc>", "<w:tcPr/></w:tc>", "<w:tc></w:tc>", "</w:tbl></w:tc>")
_TABLEAU_SANS_RANGEE = "</w:tblGrid></w:tbl>"
_CADRE_VIDE = "<w:txbxContent></w:txbxContent>"
_TABLEAU_VIDE = re.compile(r"<w:tbl>(?:(?!<w:tr[ >]|<w:tbl>).)*?</w:tbl>", re.DOTALL)
_DESSIN = re.compile(r'(<wp:docPr [^>]*?\bid=")\d+"')


def reparer(texte: str, videes: frozenset[str], *, dessins: bool) -> str:
    """Partie rendue, telle que Word l'ouvre sans la dire abîmée.

    Args:
        texte: Partie rendue.
        videes: Ce que le modèle peut laisser vide : « cellule », « cadre », « tableau », « en_tete », « pied » ;
            « grille » si le nombre de colonnes d'un tableau peut changer.
        dessins: Vrai si un dessin peut être répété.
    """
    if "tableau" in videes and _TABLEAU_SANS_RANGEE in texte:
        texte = _TABLEAU_VIDE.sub("", texte)
        videes |= {"cellule"}  # il était peut-être seul dans la sienne
    if "cellule" in videes:
        for vide in _FIN_DE_CELLULE_VIDE:
            texte = texte.replace(vide, f"{vide.removesuffix('</w:tc>')}<w:p/></w:tc>")
    if "cadre" in videes:
        texte = texte.replace(_CADRE_VIDE, "<w:txbxContent><w:p/></w:txbxContent>")
    if videes & {"en_tete", "pied"} and "<w:p" not in texte:
        texte = f"{texte[:-8]}<w:p/>{texte[-8:]}"  # avant </w:hdr> ou </w:ftr>
    if "grille" in videes:
        texte = _regler_les_grilles(texte)
    if dessins:
        numeros = itertools.count(1)
        texte = _DESSIN.sub(lambda t: f'{t[1]}{next(numeros)}"', texte)
    return texte


def _regler_les_grilles(texte: str) -> str:
    """Donne à chaque tableau autant de colonnes que sa rangée la plus longue, dans la même largeur."""
    from lxml import etree

    racine = analyser_xml(texte.encode())
    for tableau in racine.iter(q("tbl")):
        grille = tableau.find(q("tblGrid"))
        largeur = max(
            (sum(map(_etendue, r.iterchildren(q("tc")))) for r in tableau.iterchildren(q("tr"))), default=0
        )
        if grille is not None and largeur:
            _regler(grille, largeur)
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + etree.tostring(racine, encoding="unicode")


def _regler(grille: "_Element", nombre: int) -> None:
    colonnes = list(grille.iterchildren(q("gridCol")))
    if len(colonnes) == nombre:
        return
    total = sum(int(c.get(q("w")) or 0) for c in colonnes)
    for colonne in colonnes:
        grille.remove(colonne)
    for rang in range(nombre):
        neuve = grille.makeelement(q("gridCol"), {}, None)
        if total:
            neuve.set(q("w"), str(total // nombre))
        grille.insert(rang, neuve)


def _etendue(cellule: "_Element") -> int:
    fusion = cellule.find(f"{q('tcPr')}/{q('gridSpan')}")
    valeur = fusion.get(q("val")) if fusion is not None else None
    return int(valeur) if valeur and valeur.isdigit() else 1
