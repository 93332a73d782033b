"""Le dessin des boutons d'une feuille d'Excel : des boutons de formulaire, en VML."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from tableur.classeurs.balayage import rang_de_colonne
from tableur.classeurs.formules import lettre_de_colonne
from tableur.classeurs.modeles import Bouton

if TYPE_CHECKING:
    from lxml.etree import _Element

DESSIN = "application/vnd.openxmlformats-officedocument.vmlDrawing"

BLOC = 900  # les numéros de formes d'un dessin vont par blocs de 1 024 ; ceux d'Excel partent de 1
PIXELS_PAR_CENTIMETRE = 96 / 2.54
_LARGEUR = 64  # pixels d'une colonne que rien ne règle
_HAUTEUR_MAXIMALE = 30
_LIGNES_REGARDEES = 60
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
    '<v:shape id="_x0000_s{numero}" type="#_x0000_t201" alt={aide} '
    'style="position:absolute;z-index:{rang};mso-wrap-style:tight" o:button="t" '
    'fillcolor="buttonFace [67]" strokecolor="windowText [64]" o:insetmode="auto">'
    '<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/><o:lock v:ext="edit" rotation="t"/>'
    '<v:textbox style="mso-direction-alt:auto" o:singleclick="f"><div style="text-align:center">'
    '<font face="Calibri" size="180" color="#000000">{texte}</font></div></v:textbox>'
    '<x:ClientData ObjectType="Button"><x:Anchor>{ancre}</x:Anchor><x:PrintObject>False</x:PrintObject>'
    "<x:AutoFill>False</x:AutoFill><x:FmlaMacro>[0]!TABLEUR_Boutons.{macro}</x:FmlaMacro>"
    "<x:TextHAlign>Center</x:TextHAlign><x:TextVAlign>Center</x:TextVAlign></x:ClientData></v:shape>"
)

BOUTONS_DE_TOUS = {"verifier": "Vérifier", "pourquoi": "Pourquoi ?", "annuler": "Annuler la dernière action"}
"""Boutons qui ont un sens dans tout classeur : leur nom et leur texte."""


def macro(action: str) -> str:
    """Nom de la macro d'un bouton.

    >>> macro("nouvel_exercice")
    'NouvelExercice'
    """
    return "".join(mot.capitalize() for mot in action.split("_"))


def dessiner(boutons: Sequence[Bouton], feuille: "_Element", ancien: bytes = b"", *, bloc: int = BLOC) -> bytes:
    """Dessin VML d'une feuille, avec les boutons.

    Args:
        boutons: Boutons de cette feuille, chacun avec la cellule où il se pose.
        feuille: Racine de la feuille : ses colonnes et ses lignes disent la place.
        ancien: Dessin que la feuille a déjà, et qui garde ses formes.
        bloc: Bloc de numéros de formes d'un dessin neuf.
    """
    trouve = re.search(rb'idmap[^>]*\bdata="(\d+)', ancien)
    bloc = int(trouve[1]) if trouve else bloc
    formes = "".join(_forme(bouton, rang, bloc, feuille) for rang, bouton in enumerate(boutons))
    if not ancien:
        return (_DEBUT.format(n=bloc) + _GENRE + formes + "</xml>").encode()
    genre = b"" if b'id="_x0000_t201"' in ancien else _GENRE.encode()
    place = ancien.rindex(b"</xml>")
    return ancien[:place] + genre + formes.encode() + ancien[place:]


def boutons_de_tout_classeur(feuille: "_Element", nom: str) -> list[Bouton]:
    """Boutons qui ont un sens partout, à droite de ce qu'une feuille contient.

    Args:
        feuille: Racine de la feuille.
        nom: Son nom.
    """
    lettre = lettre_de_colonne(_colonne_libre(feuille))
    return [
        Bouton(action, texte, (nom,), f"{lettre}{2 + 2 * rang}", largeur=5.2)
        for rang, (action, texte) in enumerate(BOUTONS_DE_TOUS.items())
    ]


def _forme(bouton: Bouton, rang: int, bloc: int, feuille: "_Element") -> str:
    return _BOUTON.format(
        numero=1024 * bloc + 500 + rang,  # loin des numéros que prennent les commentaires
        rang=rang + 1,
        texte=escape(bouton.libelle),
        aide=quoteattr(bouton.aide or bouton.libelle),
        ancre=", ".join(map(str, _ancre(bouton, feuille))),
        macro=macro(bouton.action),
    )


def _ancre(bouton: Bouton, feuille: "_Element") -> tuple[int, ...]:
    """Coins du bouton : colonne, pixels, ligne, pixels ; deux fois."""
    trouve = re.fullmatch(r"([A-Z]+)(\d+)", bouton.cellule)
    colonne, ligne = (rang_de_colonne(trouve[1]), int(trouve[2]) - 1) if trouve else (0, 0)
    reste = round(bouton.largeur * PIXELS_PAR_CENTIMETRE)
    droite, largeurs = colonne, _largeurs(feuille)
    while reste > (ici := largeurs.get(droite, _LARGEUR)):
        reste -= ici
        droite += 1
    bas = min(_hauteur(feuille, ligne), _HAUTEUR_MAXIMALE) - 2
    return colonne, 2, ligne, 2, droite, reste, ligne, bas


def _largeurs(feuille: "_Element") -> dict[int, int]:
    """Largeur en pixels des colonnes réglées, par rang."""
    largeurs: dict[int, int] = {}
    for colonne in feuille.iterfind("{*}cols/{*}col"):
        pixels = 0 if colonne.get("hidden") in ("1", "true") else round(7 * float(colonne.get("width", "9")) + 5)
        premiere, derniere = int(colonne.get("min", "1")), int(colonne.get("max", "1"))
        largeurs |= {rang - 1: max(pixels, 1) for rang in range(premiere, min(derniere, 512) + 1)}
    return largeurs


def _hauteur(feuille: "_Element", ligne: int) -> int:
    for trouvee in feuille.iterfind("{*}sheetData/{*}row"):
        if trouvee.get("r") == str(ligne + 1) and trouvee.get("ht"):
            return round(float(trouvee.get("ht", "15")) * 96 / 72)
    return 20


def _colonne_libre(feuille: "_Element") -> int:
    """Rang de la colonne qui suit la dernière remplie dans les premières lignes, compté à partir de 0."""
    derniere = 0
    for ligne in feuille.iterfind("{*}sheetData/{*}row"):
        if int(ligne.get("r", "0")) > _LIGNES_REGARDEES:
            break
        for cellule in ligne:
            lettres = re.match(r"[A-Z]+", cellule.get("r", "A"))
            if len(cellule) and lettres:
                derniere = max(derniere, rang_de_colonne(lettres[0]))
    return derniere + 1
