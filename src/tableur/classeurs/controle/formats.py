"""Formats de nombre d'un classeur .xlsx : ce que chaque style de cellule affiche, et l'ordre de ses dates."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tableur.fichiers.archives import Archive, analyser_xml
from tableur.socle.erreurs import Ou

GenreDeFormat = Literal["standard", "nombre", "date", "heure", "texte"]

_CONNUS = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_DATES_LOCALES = {*range(27, 37), *range(50, 59)}
_LITTERAUX = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """Style d'une cellule, réduit à son format de nombre."""

    code: str
    genre: GenreDeFormat
    apostrophe: bool = False


STANDARD = Style("General", "standard")


@lru_cache(maxsize=4096)
def genre_de_format(code: str) -> GenreDeFormat:
    """Ce qu'affiche un code de format.

    >>> genre_de_format("#,##0.00 [$€-40C]"), genre_de_format("[$-40C]d mmmm yyyy"), genre_de_format("[h]:mm")
    ('nombre', 'date', 'heure')
    """
    positif = _LITTERAUX.sub("", code).split(";")[0].lower().replace("general", "").replace("standard", "")
    if "@" in positif:
        return "texte"
    if re.search(r"[dyj]|a{3}|m{3}", positif) or re.fullmatch(r"\W*m{1,2}\W*", positif):
        return "date"
    if re.search(r"[hs]", positif):
        return "heure"
    return "nombre" if re.search(r"[0#?]", positif) else "standard"


def ordre_de_date(code: str) -> str:
    """Ordre du jour et du mois d'un format de date en chiffres : « jm », « mj », ou vide.

    >>> ordre_de_date("dd/mm/yyyy"), ordre_de_date("m/d/yy"), ordre_de_date("d mmm")
    ('jm', 'mj', '')
    """
    propre = _LITTERAUX.sub("", code).lower()
    if "mmm" in propre:
        return ""
    jour, mois = re.search(r"[dj]", propre), re.search("m", propre)
    if jour is None or mois is None or "h" in propre[: mois.start()]:
        return ""
    return "jm" if jour.start() < mois.start() else "mj"


def styles_de(archive: Archive, partie: str, ou: Ou) -> list[Style]:
    """Styles de cellule du classeur, par numéro."""
    if partie not in archive:
        return [STANDARD]
    racine = analyser_xml(archive.lire_membre(partie), ou)
    codes: dict[int, str] = {}
    for format_ in racine.iterfind("{*}numFmts/{*}numFmt"):
        codes[_entier(format_.get("numFmtId"))] = format_.get("formatCode", "")
    styles = []
    for xf in racine.iterfind("{*}cellXfs/{*}xf"):
        numero = _entier(xf.get("numFmtId"))
        code = codes.get(numero, "dd/mm/yyyy" if numero in _DATES_LOCALES else _CONNUS.get(numero, "General"))
        genre = genre_de_format(code)
        styles.append(Style(code, genre, xf.get("quotePrefix") in ("1", "true")))
    return styles or [STANDARD]


def _entier(texte: str | None) -> int:
    return int(texte) if texte and texte.isdigit() else 0
