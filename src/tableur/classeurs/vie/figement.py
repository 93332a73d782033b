"""Formules d'un classeur à figer : celles qui restent, celles que leur valeur remplace, celles que l'on vide.

Une formule `TABLEUR.*`, ou d'une macro, ne se calcule pas chez un autre : sa valeur la remplace. De même pour
celle qui cite une feuille que l'on n'envoie pas ou un autre fichier. Ce qui se déduit d'une colonne retirée part
avec elle, sauf un total d'au moins cinq lignes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tableur.classeurs.retouche.references import LIGNES_MAXIMUM, Zone, lire_zone, references
from tableur.classeurs.vie.chemins_ecrits import DISQUE
from tableur.classeurs.vie.feuilles_xml import FeuilleXml, Place
from tableur.frontiere import plier

LIGNES_D_UN_TOTAL = 5

_TEXTES = re.compile(r'"(?:[^"]|"")*"')
_APPEL = re.compile(r"(?<![\w.!'\]])((?:_xll\.|_xlfn\.|_xlws\.|_xludf\.|_xlpm\.)*)([A-Za-z_][\w.]*)\(")
_TABLEUR = re.compile(r"(?<![\w.])(?:_xll\.|_xludf\.)*(?:[\w.]*\.)?TABLEUR[.!]", re.IGNORECASE)
_EXTERNE = re.compile(
    r"'(?:[^'\[\]]*\\)?\[[^\]]+\](?:[^'\[\]]|'')*'!|(?<![\w\]'])\[\d+\][\w. ]*!"
    r"|[\w.]\|'?[^'!]*'?!|![A-Za-z_][\w.]*\("
)
_AILLEURS = re.compile(
    r"\b(?:GETPIVOTDATA|CUBE[A-Z]+|RTD|WEBSERVICE|SQL\.REQUEST|CALL|REGISTER\.ID)\(", re.IGNORECASE
)
_CHEMIN = re.compile(r"\b(?:CELL|INFO)\(", re.IGNORECASE)
_MOT = re.compile(r"[^\W\d][\w.\\?]*")
_FEUILLES_3D = re.compile(r"'((?:[^'\[\]]|'')+?):((?:[^'\[\]]|'')+)'!|([^\W\d][\w.]*):([^\W\d][\w.]*)!")
_CROCHET = re.compile(r"\[((?:'.|[^\[\]'])+)\]")
_TOTAL = re.compile(r"=?(?:SUM|SUBTOTAL|COUNT|COUNTA|AVERAGE|AGGREGATE)\((?:\d+,)*([^(),]+)\)", re.IGNORECASE)


@dataclass
class Interdits:
    """Ce qu'une formule qui reste ne doit pas citer.

    Args:
        feuilles: Feuilles que l'on n'envoie pas, en minuscules.
        noms: Noms définis et tables qui ne seront plus là, ou qui sont des macros, en minuscules.
        fonctions_connues: Noms définis qui sont des fonctions du classeur (LAMBDA), en minuscules.
    """

    feuilles: frozenset[str] = frozenset()
    noms: frozenset[str] = frozenset()
    fonctions_connues: frozenset[str] = frozenset()


def sans_textes(formule: str) -> str:
    """Formule dont les textes entre guillemets sont vidés."""
    return _TEXTES.sub('""', formule)


def est_a_figer(formule: str, interdits: Interdits) -> bool:
    """Vrai pour une formule qui ne pourra pas se calculer chez celui qui reçoit le classeur."""
    nue = sans_textes(formule)
    if _TABLEUR.search(nue) or "_xll." in nue or _EXTERNE.search(nue) or _AILLEURS.search(nue):
        return True
    if DISQUE.search(formule):
        return True
    for prefixe, nom in _APPEL.findall(nue):
        est_du_tableur = nom == nom.upper() and "_" not in nom
        if "_xlpm." not in prefixe and not est_du_tableur and nom.casefold() not in interdits.fonctions_connues:
            return True
    if interdits.feuilles:
        if any((f or "").casefold() in interdits.feuilles for f, _ in references(nue)):
            return True
        if any(_FEUILLES_3D.finditer(nue)):
            return True  # des feuilles qui se suivent : l'une d'elles peut ne plus y être
    return bool(interdits.noms) and any(m.casefold() in interdits.noms for m in _MOT.findall(nue))


def montre_le_chemin(formule: str) -> bool:
    """Vrai pour une formule dont la valeur peut être le chemin du fichier."""
    return _CHEMIN.search(sans_textes(formule)) is not None


@dataclass
class Retirees:
    """Cellules des colonnes retirées, et de ce qui s'en déduit.

    Args:
        colonnes: Lignes retirées, par feuille (en minuscules) et par colonne.
        en_tetes: En-têtes des colonnes retirées des tables Excel, par nom de table, tous pliés.
        noms: Noms définis qui désignent une cellule retirée, en minuscules.
    """

    colonnes: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    en_tetes: dict[str, set[str]] = field(default_factory=dict)
    noms: set[str] = field(default_factory=set)

    def ajouter(self, feuille: str, colonne: int, lignes: Iterable[int]) -> None:
        """Ajoute des cellules d'une colonne."""
        self.colonnes.setdefault((feuille.casefold(), colonne), set()).update(lignes)

    def contient(self, feuille: str, place: Place) -> bool:
        """Vrai pour une cellule retirée."""
        return place[0] in self.colonnes.get((feuille.casefold(), place[1]), ())

    def coupees(self, feuille: str, zone: Zone) -> int:
        """Nombre de cellules retirées d'un rectangle."""
        nombre = 0
        for (nom, colonne), lignes in self.colonnes.items():
            if nom == feuille.casefold() and zone.c1 <= colonne <= zone.c2:
                petite = zone.l2 - zone.l1 < len(lignes)
                nombre += (
                    sum(ligne in lignes for ligne in range(zone.l1, zone.l2 + 1))
                    if petite
                    else sum(zone.l1 <= ligne <= zone.l2 for ligne in lignes)
                )
        return nombre

    def citees(self, formule: str, feuille: str, table: str = "") -> int:
        """Nombre de cellules retirées que cite une formule ; une colonne de table compte pour toutes ses lignes.

        Args:
            formule: La formule.
            feuille: Sa feuille.
            table: Table Excel où elle se trouve, pour « [@Colonne] ».
        """
        nue = sans_textes(formule)
        nombre = 0
        for citee, plage in references(nue):
            zone = lire_zone(plage.replace("$", ""))
            if zone is not None:
                nombre += self.coupees(citee if citee is not None else feuille, zone)
        mots = {m.casefold() for m in _MOT.findall(nue)}
        if self.noms & mots:
            nombre += 1
        visees = {t for t in self.en_tetes if t in mots or t == table.casefold()}
        if visees and "[" in nue:
            cites = {plier(m.replace("'", "").lstrip("@")) for m in _CROCHET.findall(nue)}
            for visee in visees:
                if cites & self.en_tetes[visee]:
                    ligne = "#This Row" in nue or "@" in nue
                    nombre += 1 if ligne else LIGNES_MAXIMUM
        return nombre


@dataclass
class Decision:
    """Ce que deviennent les formules d'une feuille : leurs places."""

    figees: set[Place] = field(default_factory=set)
    videes: set[Place] = field(default_factory=set)
    chemins: set[Place] = field(default_factory=set)


def decider(
    feuilles: Iterable[FeuilleXml],
    interdits: Interdits,
    retirees: Retirees,
    tables: Mapping[str, Mapping[str, Zone]],
) -> dict[str, Decision]:
    """Sort de chaque formule des feuilles envoyées ; `retirees` s'étend à ce qui s'en déduit.

    Args:
        feuilles: Les feuilles envoyées.
        interdits: Ce qu'une formule ne doit plus citer.
        retirees: Cellules retirées.
        tables: Étendue de chaque table Excel, par feuille puis par nom.
    """
    feuilles = list(feuilles)
    decisions = {feuille.nom: Decision() for feuille in feuilles}
    for feuille in feuilles:
        decision = decisions[feuille.nom]
        for place, formule in feuille.formules.items():
            if montre_le_chemin(formule):
                decision.chemins.add(place)
            if est_a_figer(formule, interdits):
                decision.figees.add(place)
    while retirees.colonnes:
        if not sum([_etendre(f, decisions[f.nom], retirees, tables.get(f.nom, {})) for f in feuilles]):
            break
    return decisions


def _etendre(feuille: FeuilleXml, decision: Decision, retirees: Retirees, tables: Mapping[str, Zone]) -> int:
    """Un tour de plus : formules nouvellement vidées."""
    nouvelles = 0
    for place, formule in feuille.formules.items():
        if place in decision.videes or retirees.contient(feuille.nom, place):
            continue
        table = next((nom for nom, zone in tables.items() if zone.contient(*place)), "")
        citees = retirees.citees(formule, feuille.nom, table)
        if not citees:
            continue
        if citees >= LIGNES_D_UN_TOTAL and _TOTAL.fullmatch(formule.replace(" ", "")):
            decision.figees.add(place)
        else:
            decision.videes.add(place)
            retirees.ajouter(feuille.nom, place[1], [place[0]])
            nouvelles += 1
    return nouvelles
