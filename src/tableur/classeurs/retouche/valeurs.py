"""Valeurs de cellule en XML : nombres exacts, textes protégés, dates en numéros de série, jamais de formule."""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from tableur.classeurs.cellules import ERREURS
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule, ecrire_cellule, numero_de_serie
from tableur.socle.erreurs import ValeurInvalide

TEXTE_MAXIMUM = 32_767
ECART_1904 = 1462
_CHIFFRES_MAXIMUM = 17
_PLUS_GRAND = Decimal("1.7976931348623157E+308")
_DERNIER_JOUR = date(9999, 12, 31)
_SECONDES_PAR_JOUR = 86_400

A_PROTEGER = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ENTITES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ERREURS_DE_FICHIER = {dite: ecrite for ecrite, dite in ERREURS.items()}
_CODES = {"#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#DIV/0!", "#N/A", "#REF!", "#SPILL!", "#CALC!"}


class Ecrite(NamedTuple):
    """Contenu d'une cellule : son genre (« n », « b », « e », « inlineStr », « » si vide), et son texte XML."""

    genre: str
    texte: str
    aspect: str = ""  # « date », « instant » ou « duree » : le format qu'il lui faut


VIDE = Ecrite("", "")


def texte_xml(texte: str) -> str:
    """Texte protégé : entités, et « _xHHHH_ » pour ce que le XML interdit.

    >>> texte_xml("a<b\\r"), texte_xml("_x0041_")
    ('a&lt;b_x000D_', '_x005F_x0041_')
    """
    return A_PROTEGER.sub(_proteger, texte) if A_PROTEGER.search(texte) else texte


def _proteger(trouve: "re.Match[str]") -> str:
    return _ENTITES.get(trouve[0]) or f"_x{ord(trouve[0]):04X}_"


def texte_lu(texte: str) -> str:
    """Texte dont les codes « _xHHHH_ » sont rendus à leur caractère."""
    return _CODE.sub(lambda trouve: chr(int(trouve[1], 16)), texte) if "_x" in texte else texte


def ecrire_valeur(valeur: object, *, depuis_1904: bool = False) -> Ecrite:
    """Contenu de cellule d'une valeur du domaine.

    Args:
        valeur: Nombre, texte, booléen, date, instant, durée, erreur, None, ou autre valeur de la frontière.
        depuis_1904: Vrai si le classeur compte ses jours à partir de 1904.

    Raises:
        ValeurInvalide: Texte trop long, nombre infini, date que le classeur ne sait pas écrire.
    """
    if valeur is None or valeur == "" or valeur is FORMULE_SANS_VALEUR:
        return VIDE
    if isinstance(valeur, str):
        return Ecrite("inlineStr", _texte(valeur))
    if isinstance(valeur, bool):
        return Ecrite("b", "1" if valeur else "0")
    if isinstance(valeur, int | float | Decimal):
        return Ecrite("n", nombre_xml(valeur))
    if isinstance(valeur, date | time | timedelta):
        return _temps(valeur, depuis_1904)
    if isinstance(valeur, ErreurDeCellule):
        code = _ERREURS_DE_FICHIER.get(valeur.code, valeur.code)
        return Ecrite("e", code if code in _CODES else "#VALUE!")
    return ecrire_valeur(ecrire_cellule(valeur), depuis_1904=depuis_1904)


def _texte(texte: str) -> str:
    if len(texte) > TEXTE_MAXIMUM // 2 and len(texte.encode("utf-16-le", "surrogatepass")) // 2 > TEXTE_MAXIMUM:
        raise ValeurInvalide(
            f"ce texte a {len(texte)} caractères, une cellule en contient {TEXTE_MAXIMUM} au plus"
        )
    return texte_xml(texte)


def nombre_xml(nombre: int | float | Decimal) -> str:
    """Nombre tel que le fichier l'écrit : exact, dix-sept chiffres au plus, sans exposant s'il n'est pas démesuré.

    >>> nombre_xml(Decimal("1E+3")), nombre_xml(0.1), nombre_xml(Decimal("-12.50")), nombre_xml(1e-7)
    ('1000', '0.1', '-12.50', '0.0000001')

    Raises:
        ValeurInvalide: Le nombre est infini, indéfini ou trop grand.
    """
    if isinstance(nombre, int):
        ecrit = str(nombre)
        return ecrit if len(ecrit) <= _CHIFFRES_MAXIMUM else nombre_xml(Decimal(nombre))
    if isinstance(nombre, float):
        if not math.isfinite(nombre):
            raise ValeurInvalide("ce nombre est infini ou indéfini : aucune cellule ne peut le contenir")
        ecrit = repr(nombre)
        if "e" not in ecrit:
            return ecrit.removesuffix(".0")
        return format(Decimal(ecrit), "f") if 1e-20 < abs(nombre) < 1e20 else ecrit.upper()
    if not nombre.is_finite() or abs(nombre) > _PLUS_GRAND:
        raise ValeurInvalide("ce nombre est infini, indéfini ou trop grand : aucune cellule ne peut le contenir")
    if len(nombre.as_tuple().digits) > _CHIFFRES_MAXIMUM:
        return nombre_xml(float(nombre))
    ecrit = format(nombre, "f")
    return "0" if nombre == 0 else ecrit


def _temps(valeur: date | time | timedelta, depuis_1904: bool) -> Ecrite:
    if isinstance(valeur, datetime):
        instant = valeur.replace(tzinfo=None)
        fraction = (instant - datetime.combine(instant.date(), time())).total_seconds() / _SECONDES_PAR_JOUR
        serie = _jour(instant.date(), depuis_1904)
        return Ecrite("n", nombre_xml(serie + fraction if fraction else serie), "instant" if fraction else "date")
    if isinstance(valeur, date):
        return Ecrite("n", str(_jour(valeur, depuis_1904)), "date")
    if isinstance(valeur, time):
        valeur = timedelta(
            hours=valeur.hour, minutes=valeur.minute, seconds=valeur.second, microseconds=valeur.microsecond
        )
    return Ecrite("n", nombre_xml(valeur.total_seconds() / _SECONDES_PAR_JOUR), "duree")


def _jour(jour: date, depuis_1904: bool) -> int:
    serie = numero_de_serie(jour)
    if depuis_1904:
        serie -= ECART_1904
    elif serie <= 60:
        serie -= 1  # Excel compte un 29 février 1900
    if serie < (0 if depuis_1904 else 1):
        depart = 1904 if depuis_1904 else 1900
        raise ValeurInvalide(f"la date {jour:%d/%m/%Y} précède le 1er janvier {depart}, où commence ce classeur")
    return serie


def cellule_xml(p: str, adresse: str, attributs: str, ecrite: Ecrite) -> str:
    """XML d'une cellule.

    Args:
        p: Préfixe d'espace de noms, « x: » ou vide.
        adresse: Adresse.
        attributs: Autres attributs, chacun précédé d'une espace : « s="3" ».
        ecrite: Contenu.
    """
    genre, texte, _ = ecrite
    if genre == "n":
        return f'<{p}c r="{adresse}"{attributs}><{p}v>{texte}</{p}v></{p}c>'
    if not genre:
        return f'<{p}c r="{adresse}"{attributs}/>'
    return f'<{p}c r="{adresse}"{attributs} t="{genre}">{contenu_xml(p, ecrite)}</{p}c>'


def contenu_xml(p: str, ecrite: Ecrite) -> str:
    """XML de l'intérieur d'une cellule."""
    if not ecrite.genre:
        return ""
    if ecrite.genre == "inlineStr":
        return f'<{p}is><{p}t xml:space="preserve">{ecrite.texte}</{p}t></{p}is>'
    return f"<{p}v>{ecrite.texte}</{p}v>"
