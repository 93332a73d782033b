"""Adresses, plages et formules d'Excel : lire, décaler, agrandir, sans rien changer d'autre au texte.

Lignes et colonnes se comptent ici à partir de 1, comme dans le fichier. Une formule est parcourue morceau par
morceau : ni les textes entre guillemets, ni les références structurées, ni les noms n'y passent pour des adresses.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape
from typing import NamedTuple

LIGNES_MAXIMUM = 1_048_576
COLONNES_MAXIMUM = 16_384

_ADRESSE = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_COLONNES = re.compile(r"(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})")
_LIGNES = re.compile(r"(\$?)([0-9]{1,7}):(\$?)([0-9]{1,7})")
_MORCEAU = re.compile(
    r"""
    (?P<texte>"(?:[^"]|"")*")
    |(?P<erreur>\#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!))
    |(?P<feuille>(?:'(?:[^']|'')+'|(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?|\[\d+\])!)?
     (?P<plage>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?
        |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}
        |\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w(.!\[\\?])
    |(?P<apostrophe>'(?:[^']|'')+'!)
    |(?P<crochet>\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])
    |(?P<mot>[\w.\\?]+!?)
    """,
    re.VERBOSE,
)


class Zone(NamedTuple):
    """Rectangle de cellules, bornes comprises."""

    l1: int
    c1: int
    l2: int
    c2: int

    def __str__(self) -> str:
        """Écriture « B2:D9 », ou « B2 » pour une seule cellule."""
        debut = f"{lettres(self.c1)}{self.l1}"
        return debut if self[:2] == self[2:] else f"{debut}:{lettres(self.c2)}{self.l2}"

    def coupe(self, autre: "Zone") -> bool:
        """Vrai si les deux rectangles ont une cellule commune."""
        return self.l1 <= autre.l2 and autre.l1 <= self.l2 and self.c1 <= autre.c2 and autre.c1 <= self.c2

    def contient(self, ligne: int, colonne: int) -> bool:
        """Vrai si la cellule est dans le rectangle."""
        return self.l1 <= ligne <= self.l2 and self.c1 <= colonne <= self.c2


@lru_cache(maxsize=COLONNES_MAXIMUM)
def lettres(colonne: int) -> str:
    """Lettres d'une colonne.

    >>> lettres(1), lettres(28), lettres(16384)
    ('A', 'AB', 'XFD')
    """
    ecrites = ""
    while colonne:
        colonne, reste = divmod(colonne - 1, 26)
        ecrites = chr(65 + reste) + ecrites
    return ecrites


@lru_cache(maxsize=COLONNES_MAXIMUM)
def colonne_de(ecrite: str) -> int:
    """Numéro d'une colonne.

    >>> colonne_de("A"), colonne_de("xfd")
    (1, 16384)
    """
    numero = 0
    for lettre in ecrite.upper():
        numero = numero * 26 + ord(lettre) - 64
    return numero


def lire_adresse(adresse: str) -> tuple[int, int] | None:
    """Ligne et colonne d'une adresse, ou None si ce n'en est pas une.

    >>> lire_adresse("$B$7"), lire_adresse("TVA_20"), lire_adresse("ZZZ1")
    ((7, 2), None, None)
    """
    trouvee = _ADRESSE.fullmatch(adresse)
    if trouvee is None:
        return None
    ligne, colonne = int(trouvee[4]), colonne_de(trouvee[2])
    return (ligne, colonne) if 1 <= ligne <= LIGNES_MAXIMUM and colonne <= COLONNES_MAXIMUM else None


def lire_zone(plage: str) -> Zone | None:
    """Rectangle d'une plage écrite « B2:D9 », « B2 », « B:D » ou « 2:9 » ; None si ce n'en est pas une."""
    if trouvee := _COLONNES.fullmatch(plage):
        return Zone(1, colonne_de(trouvee[2]), LIGNES_MAXIMUM, colonne_de(trouvee[4]))
    if trouvee := _LIGNES.fullmatch(plage):
        return Zone(int(trouvee[2]), 1, int(trouvee[4]), COLONNES_MAXIMUM)
    debut, deux_points, fin = plage.partition(":")
    haut = lire_adresse(debut)
    bas = lire_adresse(fin) if deux_points else haut
    if haut is None or bas is None:
        return None
    return Zone(min(haut[0], bas[0]), min(haut[1], bas[1]), max(haut[0], bas[0]), max(haut[1], bas[1]))


def lire_zones(sqref: str) -> list[Zone]:
    """Rectangles d'une liste « B2:B9 D4 » ; ce qui n'en est pas un est laissé de côté."""
    return [zone for morceau in sqref.split() if (zone := lire_zone(morceau)) is not None]


def nom_nu(feuille: str) -> str:
    """Nom d'une feuille cité dans une formule, sans « ! » ni apostrophes.

    >>> nom_nu("'L''été'!"), nom_nu("Stock!")
    ("L'été", 'Stock')
    """
    nom = feuille.removesuffix("!")
    if nom.startswith("'") and nom.endswith("'") and len(nom) > 1:
        nom = nom[1:-1].replace("''", "'")
    return nom


def references(formule: str) -> Iterator[tuple[str | None, str]]:
    """Références d'une formule : nom de feuille cité (None pour la feuille même) et plage telle qu'écrite."""
    for morceau in _MORCEAU.finditer(formule):
        if morceau["plage"]:
            feuille = morceau["feuille"]
            yield (nom_nu(feuille) if feuille else None), morceau["plage"]


def remplacer_references(formule: str, changer: Callable[[str | None, str], str]) -> str:
    """Formule dont chaque plage est remplacée ; tout le reste est gardé tel quel.

    Args:
        formule: Formule du fichier, sans « = ».
        changer: Reçoit le nom de feuille cité ou None, et la plage ; rend la plage à écrire, ou « #REF! ».
    """

    def un_morceau(morceau: "re.Match[str]") -> str:
        plage = morceau["plage"]
        if not plage:
            return morceau[0]
        feuille = morceau["feuille"] or ""
        return feuille + changer(nom_nu(feuille) if feuille else None, plage)

    return _MORCEAU.sub(un_morceau, formule)


def _coins(plage: str) -> list[tuple[str, str, str, str]] | None:
    coins = [_ADRESSE.fullmatch(coin) for coin in plage.split(":")]
    return None if None in coins else [(c[1], c[2], c[3], c[4]) for c in coins if c]


def decaler(formule: str, lignes: int, colonnes: int = 0, *, boucler: bool = False) -> str:
    """Formule recopiée ailleurs : ses références relatives suivent, les absolues restent.

    Args:
        formule: Formule du fichier, sans « = ».
        lignes: Nombre de lignes vers le bas.
        colonnes: Nombre de colonnes vers la droite.
        boucler: Vrai pour une formule partagée, dont les références font le tour de la feuille.

    >>> decaler('SUM($B$2:B2)&"B2"', 3)
    'SUM($B$2:B5)&"B2"'
    """

    def bouger(valeur: int, pas: int, fixe: bool, maximum: int) -> int:
        voulue = valeur if fixe else valeur + pas
        return (voulue - 1) % maximum + 1 if boucler else voulue

    def une_plage(_feuille: str | None, plage: str) -> str:
        bouts = []
        for bout in plage.split(":"):
            fixe_c, lettre, fixe_l, ligne = _bout(bout)
            c = bouger(colonne_de(lettre), colonnes, bool(fixe_c), COLONNES_MAXIMUM) if lettre else 1
            n = bouger(int(ligne), lignes, bool(fixe_l), LIGNES_MAXIMUM) if ligne else 1
            if not (1 <= c <= COLONNES_MAXIMUM and 1 <= n <= LIGNES_MAXIMUM):
                return "#REF!"
            bouts.append((fixe_c + lettres(c) if lettre else "") + (fixe_l + str(n) if ligne else ""))
        return ":".join(bouts)

    return remplacer_references(formule, une_plage) if lignes or colonnes else formule


def _bout(bout: str) -> tuple[str, str, str, str]:
    if coin := _ADRESSE.fullmatch(bout):
        return coin[1], coin[2], coin[3], coin[4]
    nu = bout.lstrip("$")
    fixe = bout[: len(bout) - len(nu)]
    return ("", "", fixe, nu) if nu.isdigit() else (fixe, nu, "", "")


class Gabarit:
    """Formule d'une ligne, prête à être écrite pour beaucoup d'autres lignes de la même colonne."""

    def __init__(self, formule: str, ligne: int) -> None:
        """Prépare les morceaux fixes, déjà protégés pour le XML, et les lignes relatives.

        Args:
            formule: Formule du fichier, sans « = », telle qu'on la lit sur sa ligne.
            ligne: Ligne où elle se lit.
        """
        self._morceaux: list[str | int] = []
        texte = ""
        place = 0
        for trouve in re.finditer(r"\x00(-?\d+)\x00", self._marquer(formule, ligne)):
            texte = trouve.string[place : trouve.start()]
            self._morceaux += [escape(texte, quote=False), int(trouve[1])]
            place = trouve.end()
        self._morceaux.append(escape(self._marquer(formule, ligne)[place:], quote=False))

    @staticmethod
    def _marquer(formule: str, ligne: int) -> str:
        def une_plage(_feuille: str | None, plage: str) -> str:
            bouts = []
            for bout in plage.split(":"):
                fixe_c, lettre, fixe_l, numero = _bout(bout)
                relative = f"\x00{int(numero) - ligne}\x00" if numero and not fixe_l else fixe_l + numero
                bouts.append(fixe_c + lettre + relative)
            return ":".join(bouts)

        return remplacer_references(formule, une_plage)

    def pour(self, ligne: int) -> str:
        """Texte XML de la formule sur une autre ligne."""
        if len(self._morceaux) == 1:
            return str(self._morceaux[0])
        return "".join([m if type(m) is str else str(ligne + int(m)) for m in self._morceaux])


class Croissance(NamedTuple):
    """Ce qui arrive aux lignes d'une table : les plages qui la couvraient doivent suivre.

    Args:
        feuille: Nom de sa feuille.
        c1: Première colonne.
        c2: Dernière colonne.
        debut: Première ligne de données.
        avant: Dernière ligne de données, avant.
        apres: Dernière ligne de données, après.
        total_avant: Ligne de total, avant.
        total_apres: Ligne de total, après.
    """

    feuille: str
    c1: int
    c2: int
    debut: int
    avant: int
    apres: int
    total_avant: int | None = None
    total_apres: int | None = None

    def zone(self, zone: Zone) -> Zone:
        """Rectangle après croissance ; inchangé s'il ne couvrait pas en entier la table ou une de ses colonnes."""
        dedans = self.c1 <= zone.c1 and zone.c2 <= self.c2
        if not dedans and not (zone.c1 <= self.c1 and self.c2 <= zone.c2):
            return zone
        if self.total_apres is not None and dedans and zone.l1 == zone.l2 == self.total_avant:
            return zone._replace(l1=self.total_apres, l2=self.total_apres)
        if zone.l1 > self.debut or zone.l2 < self.avant:
            return zone
        return zone._replace(l2=self._fin(zone.l2))

    def _fin(self, fin: int) -> int:
        if fin == self.avant:
            return self.apres
        if fin == self.total_avant and self.total_apres is not None:
            return self.total_apres
        return max(fin, self.total_apres or self.apres)

    def liste(self, sqref: str) -> str:
        """Liste de plages d'un format conditionnel ou d'une validation, après croissance."""
        ecrites = []
        for morceau in sqref.split():
            zone = lire_zone(morceau)
            nouvelle = None if zone is None else self.zone(zone)
            ecrites.append(morceau if nouvelle in (None, zone) else str(nouvelle))
        return " ".join(ecrites)

    def formule(self, formule: str, feuille: str, *, seules: bool = False, hote: int = 0) -> str:
        """Formule dont les plages suivent la table.

        Args:
            formule: Formule du fichier, sans « = ».
            feuille: Feuille où elle se trouve ; vide s'il n'y en a pas.
            seules: Vrai si une référence d'une seule cellule est la plage d'une table d'une seule ligne.
            hote: Ligne de la formule, si elle est dans la feuille de la table : une plage qui finit à cette
                ligne par une référence relative est un cumul, qui ne s'étend pas.
        """
        visee = self.feuille.casefold()

        def une_plage(citee: str | None, plage: str) -> str:
            if (feuille if citee is None else citee).casefold() != visee:
                return plage
            return self._plage(plage, seules, hote)

        return remplacer_references(formule, une_plage)

    def _plage(self, plage: str, seules: bool, hote: int) -> str:
        coins, zone = _coins(plage), lire_zone(plage)
        if not coins or zone is None:
            return plage
        if len(coins) == 1:
            if not seules and zone.l1 != self.total_avant:
                return plage
            coins = [coins[0], coins[0]]
        nouvelle = self.zone(zone)
        haut, bas = coins if int(coins[0][3]) <= int(coins[1][3]) else coins[::-1]
        if nouvelle == zone or (zone.l2 == hote == self.avant and not bas[2]):
            return plage
        debut = "".join((haut[0], haut[1], haut[2], str(nouvelle.l1)))
        fin = "".join((bas[0], bas[1], bas[2], str(nouvelle.l2)))
        return debut if debut == fin and ":" not in plage else f"{debut}:{fin}"
