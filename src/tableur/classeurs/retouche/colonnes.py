"""Colonnes de lignes neuves, écrites au plus vite quand toutes leurs valeurs sont du même type."""

import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tableur.classeurs.retouche.valeurs import (
    A_PROTEGER,
    ECART_1904,
    TEXTE_MAXIMUM,
    cellule_xml,
    ecrire_valeur,
)

_RIEN = type(None)
_ORDINAL_ZERO = date(1899, 12, 30).toordinal()
_CERTAINES = date(1904, 1, 2)  # à partir d'elle, les deux calendriers comptent sans exception
_CHIFFRES_SURS = 17
_EXPOSANT = re.compile("[EeNn]")

Attributs = Callable[[int, str], str]


def sures(valeurs: Sequence[object]) -> bool:
    """Vrai si toutes les valeurs d'une colonne s'écrivent à coup sûr ; faux s'il faut les essayer une à une."""
    par_type: dict[type, list[Any]] = {}
    genres = set(map(type, valeurs))
    if not genres <= {str, float, int, Decimal, date, bool, _RIEN}:
        return False
    for genre in genres - {_RIEN, bool}:
        par_type[genre] = list(valeurs) if len(genres) == 1 else [v for v in valeurs if type(v) is genre]
    return all(_toutes_sures(genre, siennes) for genre, siennes in par_type.items())


def _toutes_sures(genre: type, valeurs: list[Any]) -> bool:
    if genre is str:
        return max(map(len, valeurs)) <= TEXTE_MAXIMUM // 2
    if genre is float:
        return all(map(math.isfinite, valeurs))
    if genre is Decimal:
        return all(map(Decimal.is_finite, valeurs)) and bool(max(map(Decimal.adjusted, valeurs)) < 300)
    if genre is int:
        return bool(max(map(abs, valeurs)) < 10**_CHIFFRES_SURS)
    return bool(min(valeurs) >= _CERTAINES)


def colonne_xml(
    p: str, lettre: str, premiere: int, valeurs: Sequence[object], attributs: Attributs, depuis_1904: bool
) -> list[str]:
    """XML des cellules d'une colonne de lignes neuves.

    Args:
        p: Préfixe d'espace de noms.
        lettre: Colonne.
        premiere: Première ligne.
        valeurs: Valeurs, de haut en bas.
        attributs: Attributs de la cellule d'une ligne, d'après l'aspect qu'il lui faut.
        depuis_1904: Vrai si le classeur compte ses jours à partir de 1904.
    """
    genres = set(map(type, valeurs)) - {_RIEN}
    textes = _textes(genres.pop(), valeurs, depuis_1904) if len(genres) == 1 else None
    if textes is None:
        cellules = []
        for ligne, valeur in enumerate(valeurs, premiere):
            ecrite = ecrire_valeur(valeur, depuis_1904=depuis_1904)
            cellules.append(cellule_xml(p, f"{lettre}{ligne}", attributs(ligne, ecrite.aspect), ecrite))
        return cellules
    genre, aspect, ecrits = textes
    if genre == "inlineStr":
        avant, apres = f' t="inlineStr"><{p}is><{p}t xml:space="preserve">', f"</{p}t></{p}is></{p}c>"
    else:
        avant, apres = (f' t="{genre}"' if genre else "") + f"><{p}v>", f"</{p}v></{p}c>"
    pleins = [attributs(premiere + i, aspect) for i in (0, 1)]  # les lignes alternent au plus de deux en deux
    vides = [f'"{a}/>' if (a := attributs(premiere + i, "")) else "" for i in (0, 1)]
    debut = f'<{p}c r="{lettre}'
    fins = [f'"{plein}{avant}' for plein in pleins]
    return [
        f"{debut}{premiere + i}{fins[i & 1]}{ecrit}{apres}" if ecrit else _vide(debut, premiere + i, vides[i & 1])
        for i, ecrit in enumerate(ecrits)
    ]


def _vide(debut: str, ligne: int, fin: str) -> str:
    return f"{debut}{ligne}{fin}" if fin else ""


def _textes(genre: type, valeurs: Sequence[Any], depuis_1904: bool) -> tuple[str, str, list[str]] | None:
    """Genre de cellule, aspect et textes XML d'une colonne d'un seul type, vides pour rien ; None sinon."""
    if genre is str:
        ecrits = [v or "" for v in valeurs]
        rare = A_PROTEGER.search("".join(ecrits)) or max(map(len, ecrits)) > TEXTE_MAXIMUM // 2
        return None if rare else ("inlineStr", "", ecrits)
    if genre in (Decimal, float, int):
        ecrits = ["" if v is None else str(v) for v in valeurs]
        rare = genre is not float and max(map(len, ecrits)) > _CHIFFRES_SURS
        return None if rare or _EXPOSANT.search("".join(ecrits)) else ("", "", ecrits)
    if genre is date and min(v for v in valeurs if v is not None) >= _CERTAINES:
        zero = _ORDINAL_ZERO + (ECART_1904 if depuis_1904 else 0)
        return "", "date", ["" if v is None else str(v.toordinal() - zero) for v in valeurs]
    return None
