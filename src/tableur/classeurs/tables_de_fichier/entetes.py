"""Repérage de la ligne d'en-têtes et de la fin d'une table, dans une grille dont on ne sait rien d'avance."""

import math
import re
from collections.abc import Sequence
from datetime import date, time

from tableur.classeurs.tables_de_fichier.mots_d_entete import MOTS_D_ENTETE
from tableur.classeurs.tables_de_fichier.situees import LigneEcartee, Motif
from tableur.frontiere import ErreurDeCellule, Grille, est_vide, plier

LIGNES_FOUILLEES = 40
LONGUEUR_D_ENTETE = 120

_ANNEE = re.compile(r"(?:19|20)\d\d")
_NOMBRE = re.compile(r"[(+\-−]?\s*[\d  \u202f.,']*\d[\d  \u202f.,']*\s*[)\-−]?\s*(?:€|EUR|%)?", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}(?:[ T][\d:.]+)?")
_TOTAL = re.compile(
    r"(?:grand)?s?(?:ous)?tota(?:l|ux)(?:general|generaux|ht|ttc|tva|debit|credit|"
    r"(?:d[eu]|classe|compte|groupe|famille|rayon|page|journal|mois|periode|annee)\w*)?"
)
_INITIALES_SUSPECTES = frozenset({"", *"tTsSgG \t\r\n\u00a0\u202f\u2009"})
_DEBUT_DE_TOTAL = ("total", "totaux", "sous-total", "sous total", "s/total", "s/s total", "grand total")
_SOLDE = re.compile(
    r"(?:(?:ancien|nouveau)solde.*|soldes?|soldes?(?:au|du|a|en|le|initial|final|precedent|crediteur|debiteur|"
    r"comptable|ancien|nouveau|disponible|avant|apres)\w*.*)"
)

_NOMBRES = (float, int)  # calamine rend les entiers d'un .xls en int
_SOLDE_DATE = re.compile(r"(?:ancien|nouveau)?solde[a-z]*?(?:au|le|du|en)\d+(?:eur|euros)?")


def est_un_mot(cellule: object) -> bool:
    """Vrai pour un texte qui peut être un en-tête : ni nombre, ni date, ni phrase."""
    if not isinstance(cellule, str):
        return False
    texte = cellule.strip()
    if not texte or len(texte) > LONGUEUR_D_ENTETE:
        return False
    return bool(plier(texte)) and not _NOMBRE.fullmatch(texte) and not _DATE.fullmatch(texte)


def ligne_d_entetes(grille: Sequence[Sequence[object]], limite: int = LIGNES_FOUILLEES) -> int | None:
    """Rang de la ligne d'en-têtes, None si aucune ligne n'en a l'air.

    C'est la ligne faite de mots seulement qui en a le plus ; un mot connu de la gestion compte double, et la
    première l'emporte à égalité. Une ligne de données, qui a des nombres ou des dates, n'en est jamais une.
    """
    large = max((len(remplies(ligne)) for ligne in grille[: 4 * limite]), default=0)
    meilleur, trouve = 0, None
    for rang, ligne in enumerate(grille[:limite]):
        score = _score(ligne, large)
        if score > meilleur:
            meilleur, trouve = score, rang
    return trouve


def _score(ligne: Sequence[object], large: int) -> int:
    cellules = remplies(ligne)
    mots = [cellule for cellule in cellules if est_un_mot(cellule)]
    if not mots or not all(est_un_mot(c) or _est_une_annee(c) for c in cellules):
        return 0
    connus = sum(1 for mot in mots if plier(str(mot)) in MOTS_D_ENTETE)
    if large > 1 and len(cellules) < 2:
        return 0
    return len(mots) + connus + (1 if len({plier(str(m)) for m in mots}) == len(mots) else 0)


def _est_une_annee(cellule: object) -> bool:
    if isinstance(cellule, float | int) and not isinstance(cellule, bool):
        return cellule == int(cellule) and 1900 <= cellule <= 2100
    return isinstance(cellule, str) and _ANNEE.fullmatch(cellule.strip()) is not None


def remplies(ligne: Sequence[object]) -> list[object]:
    """Cellules remplies d'une ligne."""
    return [cellule for cellule in ligne if cellule is not None and cellule != "" and not est_vide(cellule)]


def bornes(entetes: Sequence[object]) -> tuple[int, int]:
    """Première colonne remplie d'une ligne d'en-têtes, et celle qui suit la dernière."""
    rangs = [rang for rang, cellule in enumerate(entetes) if not est_vide(cellule)]
    return (rangs[0], rangs[-1] + 1) if rangs else (0, 0)


def trier(
    lignes: Grille, numeros: Sequence[int], *, avec_pied: bool
) -> tuple[Grille, Sequence[int], list[LigneEcartee]]:
    """Lignes de données et leurs numéros, et les lignes écartées : vides, totaux, soldes, pied de page.

    Args:
        lignes: Lignes sous les en-têtes, réduites aux colonnes de la table.
        numeros: Leur numéro dans le fichier.
        avec_pied: Vrai pour chercher une autre table, des totaux et un pied de page.
    """
    fin = len(lignes)
    while fin and _est_blanche(lignes[fin - 1]):
        fin -= 1
    suspectes = [rang for rang, ligne in enumerate(lignes[:fin]) if _est_suspecte(ligne)]
    vides = [rang for rang in suspectes if _est_blanche(lignes[rang])]
    ecartees: list[LigneEcartee] = []
    if avec_pied:
        suite = next(
            (r + 1 for r in vides if r and not _est_blanche(lignes[r + 1]) and _recommence(lignes[r + 1])), fin
        )
        ecartees += _ecarter(lignes, numeros, range(suite, fin), "autre table")
        pied = _pied(lignes, suite)
        ecartees += [LigneEcartee(numeros[rang], motif, _texte(lignes[rang])) for rang, motif in pied.items()]
        fin = min([suite, *(rang for rang in pied if rang > 0)]) if pied else suite
        debut = 1 if 0 in pied else 0
    else:
        debut = 0
    while fin > debut and _est_blanche(lignes[fin - 1]):
        fin -= 1
    milieu: dict[int, Motif] = dict.fromkeys((rang for rang in vides if debut <= rang < fin), "ligne vide")
    if avec_pied:
        milieu |= dict.fromkeys(_sous_totaux(lignes, [r for r in suspectes if debut <= r < fin]), "total")
    ecartees += [LigneEcartee(numeros[rang], motif, _texte(lignes[rang])) for rang, motif in milieu.items()]
    ecartees.sort(key=lambda ecartee: ecartee.numero)
    if not milieu:
        return (
            (lignes, numeros, ecartees)
            if (debut, fin) == (0, len(lignes))
            else (
                lignes[debut:fin],
                numeros[debut:fin],
                ecartees,
            )
        )
    gardes = [rang for rang in range(debut, fin) if rang not in milieu]
    return [lignes[rang] for rang in gardes], [numeros[rang] for rang in gardes], ecartees


def _ecarter(lignes: Grille, numeros: Sequence[int], rangs: Sequence[int], motif: Motif) -> list[LigneEcartee]:
    return [LigneEcartee(numeros[rang], motif, _texte(lignes[rang])) for rang in rangs]


def _est_suspecte(ligne: Sequence[object]) -> bool:
    """Vrai si la ligne peut être vide ou un total ; sa première cellule suffit le plus souvent à dire que non."""
    premiere = ligne[0] if ligne else None
    return premiere is None or (type(premiere) is str and premiere[:1] in _INITIALES_SUSPECTES)


def _est_blanche(ligne: Sequence[object]) -> bool:
    for cellule in ligne:
        if cellule is not None and cellule != "" and (type(cellule) is not str or cellule.strip()):
            return False
    return True


def _recommence(ligne: Sequence[object]) -> bool:
    """Vrai si une ligne, après un vide, est la ligne d'en-têtes d'une autre table."""
    cellules = remplies(ligne)
    connus = sum(1 for c in cellules if isinstance(c, str) and plier(c) in MOTS_D_ENTETE)
    return len(cellules) > 1 and connus > 1 and all(map(est_un_mot, cellules))


def _pied(lignes: Grille, fin: int) -> dict[int, Motif]:
    """Rang et motif des lignes de la fin qui ne sont pas des données, et du solde qui ouvre un relevé."""
    trouves: dict[int, Motif] = {}
    rang, large = fin - 1, max((len(remplies(ligne)) for ligne in lignes[:50]), default=0)
    notes: dict[int, Motif] = {}
    while rang > 0:
        if _est_blanche(lignes[rang]):
            trouves |= notes  # un texte seul, séparé par une ligne vide, est un pied de page
            notes = {}
        else:
            motif = motif_de_fin(lignes[rang], large) or _motif_de_somme(lignes, rang)
            if motif is None and large >= 3 and _est_une_note(lignes[rang]):
                notes[rang] = "pied de page"
            elif motif is None:
                break
            else:
                trouves |= {rang: motif, **notes}
                notes = {}
        rang -= 1
    if fin and motif_de_fin(lignes[0], large) == "solde":
        trouves[0] = "solde"
    return trouves


def _motif_de_somme(lignes: Grille, rang: int) -> Motif | None:
    """« total » pour une ligne sans texte dont chaque nombre est la somme de ceux qui le précèdent."""
    places = [colonne for colonne, cellule in enumerate(lignes[rang]) if not est_vide(cellule)]
    if rang < 2 or not all(type(lignes[rang][colonne]) in _NOMBRES for colonne in places):
        return None
    for colonne in places:
        dessus = [ligne[colonne] for ligne in lignes[:rang]]
        somme = math.fsum(float(str(cellule)) for cellule in dessus if type(cellule) in _NOMBRES)
        if not somme or not math.isclose(somme, float(str(lignes[rang][colonne])), rel_tol=1e-9):
            return None
    return "total" if len(places) < len(lignes[rang]) else None


def _sous_totaux(lignes: Grille, rangs: Sequence[int]) -> list[int]:
    """Rangs des sous-totaux glissés entre les données : les laisser compterait deux fois les mêmes montants."""
    large = max((len(remplies(ligne)) for ligne in lignes[:50]), default=0)
    return [rang for rang in rangs if large > 2 and _est_un_sous_total(lignes[rang], large)]


def _est_un_sous_total(ligne: Sequence[object], large: int) -> bool:
    premiere = next((cellule for cellule in ligne if cellule is not None and cellule != ""), None)
    if not isinstance(premiere, str) or not premiere.lstrip().lower().startswith(_DEBUT_DE_TOTAL):
        return False
    return motif_de_fin(ligne, large) == "total"


def _est_une_note(ligne: Sequence[object]) -> bool:
    cellules = remplies(ligne)
    return len(cellules) == 1 and isinstance(cellules[0], str)


def motif_de_fin(ligne: Sequence[object], large: int) -> Motif | None:
    """« total » ou « solde » pour une ligne qui n'a qu'un texte, et c'est celui-là ; None pour une donnée.

    Un client « Total » ou un libellé « Solde facture 12 » sont des données : leur ligne a d'autres textes, ou
    autant de cellules remplies que les autres.
    """
    cellules = remplies(ligne)
    textes = [c for c in cellules if isinstance(c, str) and est_un_mot(c)]
    if len(textes) != 1 or any(isinstance(c, ErreurDeCellule) for c in cellules):
        return None
    plie = plier(textes[0])
    if _SOLDE_DATE.fullmatch(plie):
        return "solde"
    if large > 2 and len(cellules) >= large and any(map(_est_une_date, cellules)):
        return None
    if _TOTAL.fullmatch(plie):
        return "total"
    return "solde" if _SOLDE.fullmatch(plie) else None


def _est_une_date(cellule: object) -> bool:
    if isinstance(cellule, str):
        return _DATE.fullmatch(cellule.strip()) is not None
    return isinstance(cellule, date | time)


def _texte(ligne: Sequence[object]) -> str:
    texte = " ".join(str(cellule).strip() for cellule in remplies(ligne))
    return texte if len(texte) <= 80 else texte[:77] + "…"


def preambule(grille: Grille, numeros: Sequence[int], entete: int) -> list[LigneEcartee]:
    """Lignes remplies qui précèdent les en-têtes."""
    return [
        LigneEcartee(numeros[rang], "préambule", _texte(grille[rang]))
        for rang in range(entete)
        if not _est_blanche(grille[rang])
    ]
