"""Aspect des classeurs : couleurs sobres, lisibles en noir et blanc, et formats de nombre."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tableur.classeurs.modeles import Colonne

POLICE = "Calibri"
ENCRE = "#1F2933"
GRIS = "#5F6B76"
FILET = "#C9CFD6"

TITRE: Mapping[str, Any] = {"bold": True, "font_size": 15, "font_color": ENCRE}
MENTION: Mapping[str, Any] = {"italic": True, "font_color": GRIS}
LIEN: Mapping[str, Any] = {"font_color": "#1F4E79", "underline": 1}
SOUS_TITRE: Mapping[str, Any] = {"bold": True, "font_size": 12, "font_color": ENCRE}
TOTAL: Mapping[str, Any] = {"bold": True, "top": 1, "bottom": 1, "top_color": GRIS, "bottom_color": GRIS}
CORPS: Mapping[str, Any] = {"valign": "top", "bottom": 4, "bottom_color": FILET}
FONDS_D_ENTETE = {"S": "#DCE6F1", "V": "#E7E9EC", "P": "#E2EFDA"}
ONGLETS = {"S": "#4F81BD", "V": "#7F7F7F", "P": "#70AD47"}

STYLES: dict[str, dict[str, Any]] = {
    "fort": {"bold": True},
    "alerte": {"bold": True, "font_color": "#9C0006", "bg_color": "#FBE3E4"},
    "attention": {"font_color": "#7F4F00", "bg_color": "#FFF0CC"},
    "bien": {"font_color": "#1E5B2A", "bg_color": "#E3F1E3"},
    "discret": {"font_color": "#7F8790"},
}

FORMAT_DATE = "dd/mm/yyyy"
FORMAT_INSTANT = "dd/mm/yyyy hh:mm"
FORMAT_DUREE = "[h]:mm"


def entete(genre: str, colonne: Colonne | None = None) -> dict[str, Any]:
    """Format d'un en-tête de table ; le fond dit si la feuille se tape, se calcule ou se règle."""
    aligne = alignement(colonne) if colonne is not None else {"align": "left", "indent": 1}
    return {
        **({"align": "center"} if aligne["align"] == "right" else aligne),
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "font_color": ENCRE,
        "bg_color": FONDS_D_ENTETE[genre],
        "bottom": 2,
        "bottom_color": GRIS,
    }


def format_de_nombre(colonne: Colonne, valeurs: Iterable[object] = ()) -> str:
    """Format de nombre d'une colonne.

    « #,##0.### » montrerait « 12, » pour un entier : les décimales facultatives sont celles des valeurs.

    Args:
        colonne: La colonne.
        valeurs: Les valeurs de ses cellules.
    """
    if colonne.simple is date:
        return FORMAT_DATE
    if colonne.simple is str:
        return "@"
    if colonne.unite is None:
        return ""
    return format_fixe(colonne.unite.format_cellule, valeurs, colonne.decimales)


def format_de_vue(colonne: Colonne) -> str:
    """Format de nombre d'une colonne calculée, dont on ne connaît pas encore les valeurs.

    Des décimales facultatives s'y voient par le format standard : un second format conditionnel, dans LibreOffice,
    cacherait la couleur d'une alerte.
    """
    return (
        "General" if colonne.decimales is None and a_decimales_facultatives(colonne) else format_de_nombre(colonne)
    )


def alignement(colonne: Colonne) -> dict[str, Any]:
    """Alignement d'une colonne : les textes à gauche et en retrait, les dates au centre, les nombres à droite."""
    if colonne.simple is date:
        return {"align": "center"}
    if colonne.est_un_nombre:
        return {"align": "right"}
    return {"align": "left", "indent": 1}


def format_fixe(format_cellule: str, valeurs: Iterable[object] = (), au_plus: int | None = None) -> str:
    """Format dont les décimales facultatives sont remplacées par celles que montrent les valeurs.

    Args:
        format_cellule: Format de l'unité.
        valeurs: Valeurs des cellules.
        au_plus: Nombre de décimales à ne pas dépasser, None pour celui du format.

    >>> format_fixe("#,##0.###", [1.0, 2.5]), format_fixe("#,##0.###", [1.0])
    ('#,##0.0', '#,##0')
    """
    base, point, facultatives = format_cellule.partition(".")
    if not point or set(facultatives) != {"#"}:
        return format_cellule
    maximum = len(facultatives) if au_plus is None else au_plus
    nombre = max((_decimales(v, maximum) for v in valeurs), default=0)
    return f"{base}.{'0' * nombre}" if nombre else base


def a_decimales_facultatives(colonne: Colonne) -> bool:
    """Vrai si le nombre de décimales d'une colonne dépend de ses valeurs."""
    unite = colonne.unite
    return unite is not None and format_fixe(unite.format_cellule) != unite.format_cellule


def _decimales(valeur: object, maximum: int) -> int:
    if not isinstance(valeur, float) or valeur.is_integer():
        return 0
    return len(f"{valeur:.{maximum}f}".rstrip("0").partition(".")[2])
