"""Page de texte mise en grille : les nombres font les colonnes, les mots se rangent au-dessus d'eux ou à gauche."""

import re
from collections.abc import Sequence

from tableur.echanges.livre_de_paie.texte import MONTANT, NOMBRE, decimal_imprime

_MORCEAU = re.compile(r"\S+(?: \S+)*")
MARGE = 12
"""Espaces dont un titre peut déborder, à gauche, la première colonne de nombres."""

Intervalle = tuple[int, int]


def grille_d_une_page(page: Sequence[str]) -> list[list[object]]:
    """Grille d'une page : le libellé d'abord, puis une cellule par colonne de nombres.

    Deux nombres dont les places se recouvrent sont de la même colonne, car une colonne s'imprime calée.

    Args:
        page: Lignes de la page, espacées comme à l'impression.

    >>> grille_d_une_page(["Rubrique      Base     Louarn", "Maladie    2500,00     325,00"])
    [['Rubrique', 'Base', 'Louarn'], ['Maladie', Decimal('2500.00'), Decimal('325.00')]]
    """
    colonnes = _colonnes(page)
    return [_ligne(ligne, colonnes) for ligne in page] if colonnes else [[ligne] for ligne in page]


def _montants(ligne: str) -> list["re.Match[str]"]:
    return [m for m in NOMBRE.finditer(ligne) if MONTANT.search(m.group()) and m.start() > 2]


def _colonnes(page: Sequence[str]) -> list[Intervalle]:
    """Intervalles que les nombres occupent, réunis quand ils se recouvrent."""
    places = sorted((m.start(), m.end()) for ligne in page for m in _montants(ligne))
    reunis: list[Intervalle] = []
    for debut, fin in places:
        if reunis and debut < reunis[-1][1]:
            reunis[-1] = (reunis[-1][0], max(fin, reunis[-1][1]))
        else:
            reunis.append((debut, fin))
    return reunis


def _ligne(ligne: str, colonnes: Sequence[Intervalle]) -> list[object]:
    cellules: list[object] = [""] * (len(colonnes) + 1)
    montants = _montants(ligne)
    for trouve in montants:
        rang = next(r for r, (debut, fin) in enumerate(colonnes) if debut <= trouve.start() < fin)
        cellules[rang + 1] = decimal_imprime(trouve.group())
    reste = ligne
    for trouve in montants:
        reste = reste[: trouve.start()] + " " * (trouve.end() - trouve.start()) + reste[trouve.end() :]
    for morceau in _MORCEAU.finditer(reste):
        rang = _au_dessus(morceau.start(), morceau.end(), colonnes)
        if cellules[rang] == "":
            cellules[rang] = morceau.group()
        elif isinstance(cellules[rang], str):
            cellules[rang] = f"{cellules[rang]} {morceau.group()}"
    return cellules


def _au_dessus(debut: int, fin: int, colonnes: Sequence[Intervalle]) -> int:
    """Colonne d'un morceau de texte : 0 pour un libellé, sinon celle dont le milieu est le plus près."""
    if debut < colonnes[0][0] - MARGE or fin <= MARGE:
        return 0
    milieu = (debut + fin) / 2
    return 1 + min(range(len(colonnes)), key=lambda r: abs((colonnes[r][0] + colonnes[r][1]) / 2 - milieu))
