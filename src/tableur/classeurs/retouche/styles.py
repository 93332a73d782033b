"""Styles de date : le style de la cellule s'il montre une date, sinon le même avec un format de date.

`styles.xml` n'est touché que si aucun style existant ne convient : on y ajoute alors un `xf`, à la fin.
"""

import copy
import re
from typing import TYPE_CHECKING

from tableur.classeurs.retouche.paquet import Paquet

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMATS = {"date": "14", "instant": "22", "duree": "46"}
_DE_DATE = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_HORS_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DE_TEMPS = re.compile(r"[dmyhsaj]|\[[hms]+\]", re.IGNORECASE)


class Styles:
    """Les formats de cellule du classeur."""

    def __init__(self, paquet: Paquet) -> None:
        """Repère la partie des styles, sans la lire."""
        self._paquet = paquet
        liens = (lien for lien in paquet.relations(paquet.principale) if lien.genre == "styles")
        self._partie = next((lien.cible for lien in liens if lien.cible in paquet), "")
        self._racine: _Element | None = None
        self._connus: dict[tuple[str, str], str] = {}
        self._deverrouilles: dict[str, bool] = {}

    def pour(self, style: str, aspect: str) -> str:
        """Style à donner à une cellule.

        Args:
            style: Style qu'elle a, vide pour aucun.
            aspect: « date », « instant », « duree », ou vide pour tout autre contenu.
        """
        if not aspect or not self._partie:
            return style
        cle = style, aspect
        if cle not in self._connus:
            self._connus[cle] = self._chercher(style or "0", aspect)
        return self._connus[cle]

    def deverrouille(self, style: str) -> bool:
        """Vrai si une feuille protégée laisse changer les cellules de ce style."""
        if not self._partie:
            return False
        if style not in self._deverrouilles:
            formats = self._formats()
            xf = formats[int(style)] if style.isdigit() and int(style) < len(formats) else None
            protection = None if xf is None else xf.find("{*}protection")
            self._deverrouilles[style] = protection is not None and protection.get("locked") in ("0", "false")
        return self._deverrouilles[style]

    def _formats(self) -> "list[_Element]":
        if self._racine is None:
            self._racine = self._paquet.arbre(self._partie)
        return list(self._racine.iterfind("{*}cellXfs/{*}xf"))

    def _chercher(self, style: str, aspect: str) -> str:
        formats = self._formats()
        if not formats or not style.isdigit() or int(style) >= len(formats):
            return style
        modele = formats[int(style)]
        if self._montre_une_date(modele.get("numFmtId", "0")):
            return style
        voulu = copy.deepcopy(modele)
        voulu.set("numFmtId", _FORMATS[aspect])
        voulu.set("applyNumberFormat", "1")
        for rang, xf in enumerate(formats):
            if xf.get("numFmtId") == _FORMATS[aspect] and _pareils(xf, voulu):
                return str(rang)
        liste = modele.getparent()
        if liste is None or self._racine is None:
            return style
        liste.append(voulu)
        liste.set("count", str(len(formats) + 1))
        self._paquet.garder(self._partie, self._racine)
        return str(len(formats))

    def _montre_une_date(self, numero: str) -> bool:
        if numero.isdigit() and int(numero) in _DE_DATE:
            return True
        if self._racine is None:
            return False
        for element in self._racine.iterfind("{*}numFmts/{*}numFmt"):
            if element.get("numFmtId") == numero:
                code = _HORS_FORMAT.sub("", element.get("formatCode", "").replace("General", ""))
                return _DE_TEMPS.search(code) is not None
        return False


def _pareils(un: "_Element", autre: "_Element") -> bool:
    def empreinte(xf: "_Element") -> tuple[object, ...]:
        attributs = {n: v for n, v in xf.attrib.items() if n != "applyNumberFormat"}
        return attributs, [(e.tag, dict(e.attrib)) for e in xf.iter() if e is not xf]

    return empreinte(un) == empreinte(autre)
