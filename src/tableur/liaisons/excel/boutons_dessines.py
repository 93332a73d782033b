"""Le dessin des boutons d'une feuille d'Excel : des boutons de formulaire, en VML, à droite du tableau."""

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tableur.liaisons.excel.vba import Bouton

if TYPE_CHECKING:
    from lxml.etree import _Element

DESSIN = "application/vnd.openxmlformats-officedocument.vmlDrawing"

_PREMIERE_LIGNE = 2
_LIGNES_PAR_BOUTON = 2
_DEBUT = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{n}"/></o:shapelayout>'
)
_GENRE = (
    '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" '
    'o:connecttype="rect"/><o:lock v:ext="edit" shapetype="t"/></v:shapetype>'
)
_BOUTON = (
    '<v:shape id="_x0000_s{numero}" type="#_x0000_t201" '
    'style="position:absolute;z-index:{rang};mso-wrap-style:tight" o:button="t" '
    'fillcolor="buttonFace [67]" strokecolor="windowText [64]" o:insetmode="auto">'
    '<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/><o:lock v:ext="edit" rotation="t"/>'
    '<v:textbox style="mso-direction-alt:auto" o:singleclick="f"><div style="text-align:center">'
    '<font face="Calibri" size="220" color="#000000">{texte}</font></div></v:textbox>'
    '<x:ClientData ObjectType="Button"><x:Anchor>{ancre}</x:Anchor><x:PrintObject>False</x:PrintObject>'
    "<x:AutoFill>False</x:AutoFill><x:FmlaMacro>[0]!TABLEUR_Boutons.{macro}</x:FmlaMacro>"
    "<x:TextHAlign>Center</x:TextHAlign><x:TextVAlign>Center</x:TextVAlign></x:ClientData></v:shape>"
)


def dessiner(boutons: tuple[Bouton, ...], feuille: "_Element", ancien: bytes = b"") -> bytes:
    """Dessin VML d'une feuille, avec les boutons.

    Args:
        boutons: Boutons, de haut en bas.
        feuille: Racine de la feuille : ils vont à droite de sa dernière colonne remplie.
        ancien: Dessin que la feuille a déjà, et qui garde ses formes.
    """
    colonne = _colonne_libre(feuille)
    bloc = _bloc(ancien)
    formes = "".join(_forme(bouton, rang, bloc, colonne) for rang, bouton in enumerate(boutons))
    if not ancien:
        return (_DEBUT.format(n=bloc) + _GENRE + formes + "</xml>").encode()
    genre = b"" if b'id="_x0000_t201"' in ancien else _GENRE.encode()
    place = ancien.rindex(b"</xml>")
    return ancien[:place] + genre + formes.encode() + ancien[place:]


def _forme(bouton: Bouton, rang: int, bloc: int, colonne: int) -> str:
    ligne = _PREMIERE_LIGNE + rang * _LIGNES_PAR_BOUTON
    ancre = f"{colonne}, 8, {ligne}, 2, {colonne + 2}, 40, {ligne + 1}, 14"
    return _BOUTON.format(
        numero=1024 * bloc + 500 + rang,  # loin des numéros que prennent les commentaires
        rang=rang + 1,
        texte=escape(bouton.texte),
        ancre=ancre,
        macro=escape(bouton.macro),
    )


def _bloc(ancien: bytes) -> int:
    """Bloc de numéros de formes du dessin : le sien, ou un qui ne heurte pas ceux que l'on rencontre."""
    trouve = re.search(rb'idmap[^>]*\bdata="(\d+)', ancien)
    return int(trouve[1]) if trouve else 90


def _colonne_libre(feuille: "_Element") -> int:
    """Rang de la colonne qui suit la dernière remplie dans les premières lignes, compté à partir de 0."""
    derniere = 0
    for ligne in feuille.iterfind("{*}sheetData/{*}row"):
        if int(ligne.get("r", "0")) > 60:
            break
        for cellule in ligne:
            lettres = re.match(r"[A-Z]+", cellule.get("r", "A"))
            if len(cellule) and lettres:
                derniere = max(derniere, _rang(lettres[0]))
    return derniere + 1


def _rang(lettres: str) -> int:
    rang = 0
    for lettre in lettres:
        rang = rang * 26 + ord(lettre) - 64
    return rang - 1
