"""Adresses et plages en notation A1 ; lignes et colonnes sont comptées à partir de 1."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, Self

LIGNES_MAXIMUM = 1_048_576
COLONNES_MAXIMUM = 16_384

_ADRESSE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_COTE = re.compile(r"\$?([A-Za-z]{1,3})?\$?(\d{1,7})?")


@lru_cache(maxsize=COLONNES_MAXIMUM)
def lettres(colonne: int) -> str:
    """Lettres d'une colonne.

    >>> lettres(1), lettres(28)
    ('A', 'AB')
    """
    texte = ""
    while colonne > 0:
        colonne, reste = divmod(colonne - 1, 26)
        texte = chr(65 + reste) + texte
    return texte


def rang(texte: str) -> int:
    """Rang d'une colonne donnée par ses lettres : 1 pour A."""
    total = 0
    for lettre in texte.upper():
        total = total * 26 + ord(lettre) - 64
    return total


def adresse(ligne: int, colonne: int) -> str:
    """Adresse d'une case : « C5 »."""
    return f"{lettres(colonne)}{ligne}"


def case(texte: str) -> tuple[int, int]:
    """Ligne et colonne d'une adresse.

    Raises:
        ValueError: Ce n'est pas une adresse.
    """
    trouvee = _ADRESSE.fullmatch(texte)
    if trouvee is None:
        raise ValueError(texte)
    return int(trouvee[2]), rang(trouvee[1])


class Plage(NamedTuple):
    """Rectangle de cases, bornes comprises."""

    ligne1: int
    colonne1: int
    ligne2: int
    colonne2: int

    @classmethod
    def lire(cls, texte: str) -> Self:
        """Plage d'un texte : « A1:C5 », « A1 », « A:C » ou « 2:9 », avec ou sans $.

        Raises:
            ValueError: Ce n'est pas une plage.
        """
        debut, _, fin = texte.partition(":")
        bornes = []
        for cote, ligne, colonne in ((debut, 1, 1), (fin or debut, LIGNES_MAXIMUM, COLONNES_MAXIMUM)):
            trouve = _COTE.fullmatch(cote)
            if trouve is None or not (trouve[1] or trouve[2]):
                raise ValueError(texte)
            bornes += [int(trouve[2]) if trouve[2] else ligne, rang(trouve[1]) if trouve[1] else colonne]
        l1, c1, l2, c2 = bornes
        return cls(min(l1, l2), min(c1, c2), max(l1, l2), max(c1, c2))

    def __str__(self) -> str:
        """La plage en notation A1."""
        debut, fin = adresse(self.ligne1, self.colonne1), adresse(self.ligne2, self.colonne2)
        return debut if debut == fin else f"{debut}:{fin}"

    def contient(self, ligne: int, colonne: int) -> bool:
        """Vrai si la case est dans la plage."""
        return self.ligne1 <= ligne <= self.ligne2 and self.colonne1 <= colonne <= self.colonne2

    def croise(self, autre: "Plage") -> bool:
        """Vrai si les deux plages ont une case commune."""
        return (
            self.ligne1 <= autre.ligne2
            and autre.ligne1 <= self.ligne2
            and self.colonne1 <= autre.colonne2
            and autre.colonne1 <= self.colonne2
        )

    @property
    def taille(self) -> int:
        """Nombre de cases."""
        return (self.ligne2 - self.ligne1 + 1) * (self.colonne2 - self.colonne1 + 1)


def plages_de(texte: str) -> list[Plage]:
    """Plages d'un `sqref`, séparées d'espaces ; ce qui est illisible est laissé."""
    trouvees = []
    for morceau in texte.split():
        try:
            trouvees.append(Plage.lire(morceau))
        except ValueError:
            continue
    return trouvees


def regrouper(cases: Iterable[tuple[int, int]]) -> list[Plage]:
    """Cases réunies en plages d'une colonne, dans l'ordre de la feuille.

    >>> [str(p) for p in regrouper([(2, 3), (3, 3), (5, 3)])]
    ['C2:C3', 'C5']
    """
    trouvees: list[Plage] = []
    for ligne, colonne in sorted(set(cases), key=lambda c: (c[1], c[0])):
        derniere = trouvees[-1] if trouvees else None
        if derniere and derniere.colonne2 == colonne and derniere.ligne2 == ligne - 1:
            trouvees[-1] = derniere._replace(ligne2=ligne)
        else:
            trouvees.append(Plage(ligne, colonne, ligne, colonne))
    return sorted(trouvees)
