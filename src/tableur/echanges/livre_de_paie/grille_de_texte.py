"""Page de texte mise en grille : les nombres font les colonnes, les mots vont au-dessus d'eux ou à gauche."""

import re
from collections.abc import Sequence

from tableur.echanges.livre_de_paie.colonnes import CHIFFRES, champ_de_colonne
from tableur.echanges.livre_de_paie.texte import MONTANT, NOMBRE, decimal_imprime

_MORCEAU = re.compile(r"\S+(?: \S+)*")

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
    if not colonnes:
        return [[ligne] for ligne in page]
    bord = min(_bord_des_libelles(page), colonnes[0][0])
    etendues = _etendues(page, colonnes, bord)
    return [_ligne(ligne, colonnes, etendues, bord) for ligne in page]


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


def _bord_des_libelles(page: Sequence[str]) -> int:
    """Fin du plus long libellé qui précède des nombres : ce qui commence après est un titre de colonne."""
    avant = [ligne[: montants[0].start()].rstrip() for ligne in page if (montants := _montants(ligne))]
    return max(map(len, avant), default=0)


def _etendues(page: Sequence[str], colonnes: Sequence[Intervalle], bord: int) -> list[Intervalle]:
    """Colonnes étendues à leurs titres « Base », « Taux », « Salarial » : un nom se cale parfois sur eux."""
    etendues = list(colonnes)
    for ligne in page:
        morceaux = [m for m in _MORCEAU.finditer(ligne) if m.start() >= bord]
        connus = sum(1 for m in morceaux if champ_de_colonne(m.group()) in CHIFFRES)
        if _montants(ligne) or connus < 2 or len(morceaux) > len(colonnes):
            continue
        for morceau, rang in zip(morceaux, _au_dessus(morceaux, colonnes), strict=True):
            gauche, droite = etendues[rang]
            etendues[rang] = (min(gauche, morceau.start()), max(droite, morceau.end()))
    return etendues


def _ligne(ligne: str, colonnes: Sequence[Intervalle], etendues: Sequence[Intervalle], bord: int) -> list[object]:
    cellules: list[object] = [""] * (len(colonnes) + 1)
    for trouve in _montants(ligne):
        rang = next(r for r, (debut, fin) in enumerate(colonnes) if debut <= trouve.start() < fin)
        cellules[rang + 1] = decimal_imprime(trouve.group())
        ligne = ligne[: trouve.start()] + " " * len(trouve.group()) + ligne[trouve.end() :]
    morceaux = [m for m in _MORCEAU.finditer(ligne) if m.start() >= bord]
    cellules[0] = " ".join(ligne[: morceaux[0].start() if morceaux else None].split())
    for morceau, rang in zip(morceaux, _au_dessus(morceaux, etendues), strict=True):
        place = cellules[rang + 1]
        if isinstance(place, str):
            cellules[rang + 1] = f"{place} {morceau.group()}".strip()
    return cellules


def _au_dessus(morceaux: Sequence["re.Match[str]"], colonnes: Sequence[Intervalle]) -> list[int]:
    """Colonne de chaque titre : dans l'ordre, une chacun, au plus près en tout ; sinon la plus proche."""
    if len(morceaux) > len(colonnes):
        return [min(range(len(colonnes)), key=lambda r: _ecart(m, colonnes[r])) for m in morceaux]
    couts: list[list[tuple[float, int]]] = []
    for numero, morceau in enumerate(morceaux):
        ligne: list[tuple[float, int]] = []
        meilleur: tuple[float, int] = (0.0, -1) if numero == 0 else (float("inf"), -1)
        for rang, colonne in enumerate(colonnes):
            if numero and rang and couts[-1][rang - 1][0] < meilleur[0]:
                meilleur = (couts[-1][rang - 1][0], rang - 1)
            ligne.append((meilleur[0] + _ecart(morceau, colonne), meilleur[1]))
        couts.append(ligne)
    choisis: list[int] = []
    rang = min(range(len(colonnes)), key=lambda r: couts[-1][r][0]) if couts else -1
    for ligne in reversed(couts):
        choisis.append(rang)
        rang = ligne[rang][1]
    return choisis[::-1]


def _ecart(morceau: "re.Match[str]", colonne: Intervalle) -> float:
    """Distance d'un titre à une colonne, calée à gauche, au milieu ou à droite."""
    (debut, fin), (gauche, droite) = morceau.span(), colonne
    return min(abs(debut - gauche), abs(fin - droite), abs((debut + fin - gauche - droite) / 2))
