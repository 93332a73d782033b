"""Tout ce qui grandit avec une table : noms, formules, filtres, formats, validations, sparklines, liens."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from tableur.classeurs.retouche import formules_de_feuille
from tableur.classeurs.retouche.feuille import Feuille
from tableur.classeurs.retouche.lignes import Ligne
from tableur.classeurs.retouche.paquet import Paquet
from tableur.classeurs.retouche.references import Croissance, lire_zone
from tableur.classeurs.retouche.tables import Cadre

if TYPE_CHECKING:
    from lxml.etree import _Element

_HAUTEUR = re.compile(rb"""\s(?:ht|customHeight)\s*=\s*(?:"[^"]*"|'[^']*')""")
_A_SQREF = ("conditionalFormatting", "dataValidation", "protectedRange", "ignoredError")
_A_REF = ("autoFilter", "sortState", "sortCondition")
_A_FORMULE = ("formula", "formula1", "formula2", "f")


def agrandir_la_feuille(feuille: Feuille, croissance: Croissance) -> None:
    """Étend les formules d'une feuille ; et, si c'est celle de la table, ce qui y couvrait la table."""
    formules_de_feuille.agrandir(feuille, croissance)
    for nom in _A_FORMULE:
        for element in feuille.elements(nom):
            parent = element.getparent()
            une_a_une = parent is not None and str(parent.tag).endswith("}sparkline")
            etendue = croissance.formule(element.text or "", feuille.nom, seules=une_a_une)
            if etendue != (element.text or ""):
                element.text = etendue
                _changee(feuille)
    for element in feuille.elements("cfvo"):
        if ":" in element.get("val", ""):
            _changer(feuille, element, "val", croissance.formule(element.get("val", ""), feuille.nom))
    if feuille.nom.casefold() != croissance.feuille.casefold():
        return
    for attribut, noms in (("sqref", _A_SQREF), ("ref", _A_REF)):
        for nom in noms:
            for element in feuille.elements(nom):
                if element.get(attribut):
                    _changer(feuille, element, attribut, croissance.liste(element.get(attribut, "")))
    for element in feuille.elements("sqref"):
        parent = element.getparent()
        if parent is None or not str(parent.tag).endswith("}sparkline"):
            etendue = croissance.liste(element.text or "")
            if etendue != (element.text or ""):
                element.text = etendue
                _changee(feuille)


def _changer(feuille: Feuille, element: "_Element", attribut: str, valeur: str) -> None:
    if element.get(attribut) != valeur:
        element.set(attribut, valeur)
        _changee(feuille)


def _changee(feuille: Feuille) -> None:
    feuille.bords_changes = True


def deplacer_les_liens(
    paquet: Paquet, cadre: Cadre, places: Mapping[int, int], perimes: Collection[tuple[int, int]]
) -> None:
    """Fait suivre leur ligne aux liens hypertextes d'une table ; ceux d'une ligne retirée partent avec elle.

    Args:
        paquet: Le classeur.
        cadre: La table.
        places: Nouvelle ligne de chaque ligne gardée.
        perimes: Lignes et colonnes des cellules dont le contenu a changé : leurs liens ne valent plus.
    """
    feuille = cadre.feuille
    for liste in feuille.racine.findall("{*}hyperlinks"):
        for lien in list(liste):
            zone = lire_zone(lien.get("ref", "")) if isinstance(lien.tag, str) else None
            if zone is None or zone.l1 != zone.l2 or not (cadre.c1 <= zone.c1 and zone.c2 <= cadre.c2):
                continue
            if not cadre.debut <= zone.l1 <= cadre.fin:
                continue
            place = places.get(zone.l1)
            if place is None or (place, zone.c1) in perimes:
                liste.remove(lien)
                _oter_la_relation(paquet, feuille, lien)
                _changee(feuille)
            elif place != zone.l1:
                _changer(feuille, lien, "ref", str(zone._replace(l1=place, l2=place)))
        if len(liste) == 0:
            feuille.racine.remove(liste)
            _changee(feuille)


def regler_les_hauteurs(cadre: Cadre, plan: Sequence[Ligne], hauteurs: Sequence[float]) -> bool:
    """Donne leur hauteur aux lignes écrites d'une table ; vrai si l'une a changé.

    LibreOffice n'ajuste pas, à l'ouverture, la hauteur d'une ligne dont un texte passe à la ligne : sans cela,
    les textes se recouvrent.

    Args:
        cadre: La table.
        plan: Ses lignes.
        hauteurs: Hauteur de chaque ligne donnée, en points ; vide pour n'en changer aucune.
    """
    rangees, change = cadre.feuille.rangees, False
    for numero, ligne in enumerate(plan if hauteurs else (), cadre.debut):
        xml = rangees.get(numero)
        if ligne.donnee is None or xml is None:
            continue
        tete, fin, reste = xml.partition(b"/>" if xml.find(b">") == xml.find(b"/>") + 1 else b">")
        reglee = _HAUTEUR.sub(b"", tete) + b' ht="%g" customHeight="1"' % hauteurs[ligne.donnee]
        if reglee != tete:
            rangees[numero] = reglee + fin + reste
            change = cadre.feuille.touchee = True
    return change


def _oter_la_relation(paquet: Paquet, feuille: Feuille, lien: "_Element") -> None:
    identifiant = next((v for nom, v in lien.attrib.items() if str(nom).endswith("}id")), "")
    ailleurs = (
        autre
        for autre in feuille.racine.iter()
        if isinstance(autre.tag, str)
        and any(str(nom).startswith("{") and v == identifiant for nom, v in autre.attrib.items())
    )
    if identifiant and next(ailleurs, None) is None:
        paquet.oter_relation(feuille.partie, str(identifiant))
