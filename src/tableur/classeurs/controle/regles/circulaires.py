"""Règle : références circulaires, directes ou par d'autres cellules."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from tableur.classeurs.controle.constats import Constat, constat
from tableur.classeurs.controle.feuilles import ClasseurVu
from tableur.classeurs.controle.formules import analyser, formule_de
from tableur.classeurs.controle.plages import Plage, adresse
from tableur.classeurs.controle.regles.commun import Contexte

Case = tuple[int, int, int]  # rang de feuille, ligne, colonne

CASES_MAXIMUM = 60_000  # cellules suivies une à une
VOISINES_MAXIMUM = 2_000  # cellules à formule d'une même plage que l'on suit

_SANS_LECTURE = frozenset(
    {"ROW", "ROWS", "COLUMN", "COLUMNS", "CELL", "OFFSET", "ADDRESS", "FORMULATEXT", "ISFORMULA"}
)


def circulaires(contexte: Contexte) -> Iterator[Constat]:
    """Cellules qui dépendent d'elles-mêmes."""
    vu = contexte.vu
    trouvees = set(_directes(vu))
    groupes = [[case] for case in sorted(trouvees)]
    suivies = sum(f.formules for f in vu.feuilles)
    if suivies <= CASES_MAXIMUM:
        groupes += [boucle for boucle in _boucles(vu) if not trouvees & set(boucle)]
    for boucle in groupes:
        feuille = vu.feuilles[boucle[0][0]]
        cases = [(ligne, rang) for f, ligne, rang in boucle if f == feuille.rang]
        ligne, rang = cases[0]
        forme = feuille.forme(ligne, rang) or ""
        ou = contexte.ou(feuille, contexte.nom_de_colonne(feuille, ligne, rang))
        if len(boucle) == 1:
            message = "cette formule se contient elle-même (référence circulaire) : l'ôter de sa propre plage"
        else:
            chemin = " → ".join(_dite(vu, case, boucle[0][0]) for case in [*boucle[:5], boucle[0]])
            message = f"ces formules tournent en rond (référence circulaire) : {chemin} ; couper la boucle"
        if vu.calcul_iteratif:
            message += " (le calcul itératif est permis dans ce classeur)"
        yield constat(
            "alerte" if vu.calcul_iteratif else "refus",
            "reference-circulaire",
            "référence circulaire",
            ou,
            message,
            cases=cases,
            trouve=f"={formule_de(forme, ligne, rang)}",
        )


def _dite(vu: ClasseurVu, case: Case, ici: int) -> str:
    rang, ligne, colonne = case
    nom = "" if rang == ici else f"{vu.feuilles[rang].nom}!"
    return f"{nom}{adresse(ligne, colonne)}"


def _directes(vu: ClasseurVu) -> Iterator[Case]:
    for feuille in vu.feuilles:
        for rang, colonne in feuille.colonnes.items():
            douteuses = {
                forme
                for forme in set(colonne.formules.values())
                if not analyser(forme).fonctions & _SANS_LECTURE
                and any(
                    _peut_se_viser(r.plage(0, rang), rang) for r in analyser(forme).references if not r.feuille
                )
            }
            for ligne, forme in colonne.formules.items() if douteuses else ():
                if forme in douteuses and any(
                    r.plage(ligne, rang).contient(ligne, rang) for r in analyser(forme).references if not r.feuille
                ):
                    yield feuille.rang, ligne, rang


def _peut_se_viser(plage: Plage, rang: int) -> bool:
    return plage.colonne1 <= rang <= plage.colonne2


def _boucles(vu: ClasseurVu) -> Iterator[list[Case]]:
    """Boucles de deux cellules ou plus, par composantes fortement connexes (Tarjan, sans récursion)."""
    rangees = {
        f.rang: {rang: sorted(c.formules) for rang, c in f.colonnes.items() if c.formules} for f in vu.feuilles
    }
    noms = {f.nom.casefold(): f.rang for f in vu.feuilles}
    voisines: dict[Case, list[Case]] = {}
    for feuille in vu.feuilles:
        for rang, colonne in feuille.colonnes.items():
            for ligne, forme in colonne.formules.items():
                voisines[feuille.rang, ligne, rang] = list(
                    _visees(forme, feuille.rang, ligne, rang, rangees, noms)
                )
    yield from _composantes(voisines)


def _visees(
    forme: str, ici: int, ligne: int, rang: int, rangees: dict[int, dict[int, list[int]]], noms: dict[str, int]
) -> Iterator[Case]:
    analyse = analyser(forme)
    if analyse.fonctions & _SANS_LECTURE:
        return
    for reference in analyse.references:
        feuille = noms.get(reference.feuille.casefold(), -1) if reference.feuille else ici
        colonnes = rangees.get(feuille)
        if not colonnes:
            continue
        plage = reference.plage(ligne, rang)
        retenues = (
            [plage.colonne1]
            if plage.colonne1 == plage.colonne2
            else [c for c in colonnes if plage.colonne1 <= c <= plage.colonne2]
        )
        for colonne in retenues:
            lignes = colonnes.get(colonne, ())
            debut, fin = bisect_left(lignes, plage.ligne1), bisect_right(lignes, plage.ligne2)
            for n in lignes[debut : min(fin, debut + VOISINES_MAXIMUM)]:
                yield feuille, n, colonne


def _composantes(voisines: dict[Case, list[Case]]) -> Iterator[list[Case]]:
    rangs: dict[Case, int] = {}
    bas: dict[Case, int] = {}
    pile: list[Case] = []
    dedans: set[Case] = set()
    for depart in voisines:
        if depart in rangs:
            continue
        travail: list[tuple[Case, Iterator[Case]]] = [(depart, iter(voisines[depart]))]
        rangs[depart] = bas[depart] = len(rangs)
        pile.append(depart)
        dedans.add(depart)
        while travail:
            case, suite = travail[-1]
            for autre in suite:
                if autre not in rangs:
                    rangs[autre] = bas[autre] = len(rangs)
                    pile.append(autre)
                    dedans.add(autre)
                    travail.append((autre, iter(voisines.get(autre, ()))))
                    break
                if autre in dedans:
                    bas[case] = min(bas[case], rangs[autre])
            else:
                travail.pop()
                if travail:
                    bas[travail[-1][0]] = min(bas[travail[-1][0]], bas[case])
                if bas[case] == rangs[case]:
                    composante = _depiler(pile, dedans, case)
                    if len(composante) > 1:
                        yield _en_boucle(composante, voisines)


def _depiler(pile: list[Case], dedans: set[Case], jusqu_a: Case) -> list[Case]:
    composante = []
    while True:
        case = pile.pop()
        dedans.discard(case)
        composante.append(case)
        if case == jusqu_a:
            return composante


def _en_boucle(composante: list[Case], voisines: dict[Case, list[Case]]) -> list[Case]:
    """Une boucle de la composante, dans l'ordre des références, depuis sa première cellule."""
    membres, depart = set(composante), min(composante)
    parents: dict[Case, Case] = {}
    file = [depart]
    for case in file:
        for autre in voisines[case]:
            if autre == depart:
                chemin = [case]
                while chemin[-1] != depart:
                    chemin.append(parents[chemin[-1]])
                return chemin[::-1]
            if autre in membres and autre not in parents:
                parents[autre] = case
                file.append(autre)
    return sorted(composante)
