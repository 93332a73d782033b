"""Dépendances : quelles formules une écriture a périmées, et lesquelles gardent leur valeur enregistrée.

La recherche est prudente : une formule dont on ne sait pas tout lire (nom inconnu, référence structurée,
fonction qui calcule ses références) est tenue pour périmée. Les cellules périmées sont retenues par colonne, de
la première à la dernière ligne : une formule saine est parfois recalculée pour rien, jamais l'inverse.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tableur.classeurs.retouche.references import Zone, lire_zone, references

Case = tuple[str, int, int]  # feuille (casse repliée), ligne, colonne

_IMPREVISIBLE = re.compile(
    r"\[|(?<![\w.])(?:INDIRECT|OFFSET|CELL|INFO|NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|GETPIVOTDATA)\s*\(",
    re.IGNORECASE,
)
_STRUCTUREE = re.compile(r"([^\W\d][\w.]*)\[(?:[^\[\]]|\[[^\[\]]*\])*\]")
_TEXTE = re.compile(r'"(?:[^"]|"")*"')
_MOT = re.compile(r"(?<![\w.!'$])([^\W\d][\w.\\?]*)(?![\w.\\?]*[(!'])")
_ADRESSE = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}|[A-Za-z]{1,3}|TRUE|FALSE", re.IGNORECASE)


Zones = Sequence[tuple[str, Zone]]
Resoudre = Callable[[str, str], Zones | None]


class FormuleSituee(NamedTuple):
    """Formule et la place qu'elle remplit : une cellule, ou le rectangle d'une formule matricielle."""

    feuille: str
    zone: Zone
    texte: str


class _Lecture(NamedTuple):
    formule: FormuleSituee
    vues: list[tuple[str, Zone]]
    imprevisible: bool


class _Perimees:
    """Cellules périmées, par feuille et par colonne : première et dernière ligne."""

    def __init__(self) -> None:
        self._bornes: dict[str, dict[int, tuple[int, int]]] = {}

    def ajouter(self, feuille: str, zone: Zone) -> bool:
        """Ajoute un rectangle ; vrai si quelque chose a changé."""
        colonnes = self._bornes.setdefault(feuille, {})
        change = False
        for colonne in range(zone.c1, zone.c2 + 1):
            haut, bas = colonnes.get(colonne, (zone.l1, zone.l2))
            neuf = min(haut, zone.l1), max(bas, zone.l2)
            change |= colonnes.get(colonne) != neuf
            colonnes[colonne] = neuf
        return change

    def touche(self, feuille: str, zone: Zone) -> bool:
        """Vrai si le rectangle a une cellule périmée."""
        colonnes = self._bornes.get(feuille)
        if not colonnes:
            return False
        rangs = colonnes if len(colonnes) < zone.c2 - zone.c1 else range(zone.c1, zone.c2 + 1)
        for colonne in rangs:
            bornes = colonnes.get(colonne)
            if bornes and zone.c1 <= colonne <= zone.c2 and zone.l1 <= bornes[1] and bornes[0] <= zone.l2:
                return True
        return False


def formules_perimees(
    formules: Iterable[FormuleSituee],
    ecrites: Zones,
    zones_de_nom: Resoudre,
) -> set[Case]:
    """Cases des formules dont la valeur enregistrée ne vaut plus.

    Args:
        formules: Toutes les formules du classeur.
        ecrites: Rectangles écrits, par feuille.
        zones_de_nom: Rectangles que désigne, vu d'une feuille, un nom défini ou une table ; None s'il est inconnu
            ou calculé.
    """
    lues = [_lire(formule, zones_de_nom) for formule in formules]
    perimees = _Perimees()
    for feuille, zone in ecrites:
        perimees.ajouter(feuille.casefold(), zone)
    retenues: set[int] = set()
    nouvelles = True
    while nouvelles:
        nouvelles = False
        for rang, lue in enumerate(lues):
            if rang in retenues:
                continue
            if lue.imprevisible or any(perimees.touche(feuille, zone) for feuille, zone in lue.vues):
                retenues.add(rang)
                perimees.ajouter(lue.formule.feuille.casefold(), lue.formule.zone)
                nouvelles = True
    return {
        (lues[rang].formule.feuille.casefold(), lues[rang].formule.zone.l1, lues[rang].formule.zone.c1)
        for rang in retenues
    }


def _lire(formule: FormuleSituee, zones_de_nom: Resoudre) -> _Lecture:
    nue = _TEXTE.sub('""', formule.texte)
    vues: list[tuple[str, Zone]] = []
    for table in _STRUCTUREE.findall(nue):
        zones = zones_de_nom(table, formule.feuille)
        if zones is None:
            return _Lecture(formule, [], True)
        vues += [(feuille.casefold(), zone) for feuille, zone in zones]
    nue = _STRUCTUREE.sub("", nue)
    if _IMPREVISIBLE.search(nue):
        return _Lecture(formule, [], True)
    for citee, plage in references(formule.texte):
        zone = lire_zone(plage)
        if zone is None or (citee is not None and ":" in citee):
            return _Lecture(formule, [], True)
        vues.append(((formule.feuille if citee is None else citee).casefold(), zone))
    for mot in _MOT.findall(nue):
        if _ADRESSE.fullmatch(mot):
            continue
        zones = zones_de_nom(mot, formule.feuille)
        if zones is None:
            return _Lecture(formule, [], True)
        vues += [(feuille.casefold(), zone) for feuille, zone in zones]
    return _Lecture(formule, vues, False)
