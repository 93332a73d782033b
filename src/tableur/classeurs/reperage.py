"""Repérage d'une table dans un classeur lu : sa feuille, sa ligne d'en-têtes, ses colonnes et sa fin."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Colonne, Feuille, Modele, Table
from tableur.frontiere import Grille, est_vide, plier
from tableur.socle.erreurs import Anomalie, Ou

LIGNES_D_ENTETE = 20
_TOTAUX = frozenset(map(plier, ("Total", "Totaux", "Total général", "Sous-total")))


@dataclass(frozen=True, slots=True)
class TableTrouvee:
    """Table repérée dans une feuille.

    Args:
        feuille: Nom de la feuille dans le classeur.
        entete: Rang de la ligne d'en-têtes.
        grille: La ligne d'en-têtes et les lignes de la table, réduites à ses colonnes.
        champs: Champ de chaque colonne de la grille.
        ajoutees: En-têtes des colonnes que le modèle ne connaît pas.
        rangs: Rang, dans la feuille, de chaque colonne de la grille.
    """

    feuille: str
    entete: int
    grille: Grille
    champs: tuple[str, ...]
    ajoutees: tuple[str, ...]
    rangs: tuple[int, ...]

    @property
    def premiere_ligne(self) -> int:
        """Numéro, compté à partir de 1, de la première ligne sous les en-têtes."""
        return self.entete + 2

    def libelle(self, champ: str) -> str:
        """En-tête d'une colonne tel qu'il est dans la feuille, vide si elle n'y est pas."""
        return str(self.grille[0][self.champs.index(champ)]) if champ in self.champs else ""

    def colonne(self, champ: str) -> list[object] | None:
        """Valeurs brutes d'une colonne, None si elle n'est pas dans la feuille."""
        if champ not in self.champs:
            return None
        rang = self.champs.index(champ)
        return [ligne[rang] for ligne in self.grille[1:]]


def feuille_du_classeur(lu: ClasseurLu, feuille: Feuille) -> str | None:
    """Nom, dans le classeur, de la feuille d'un modèle ; None si elle n'y est pas."""
    voulus = {plier(feuille.nom), *(plier(table.nom) for table in feuille.tables[:1])}
    exact = [nom for nom in lu.feuilles if plier(nom) == plier(feuille.nom)]
    proches = [nom for nom in lu.feuilles if plier(nom) in voulus]
    return next(iter([*exact, *proches]), None)


def reperer(lu: ClasseurLu, modele: Modele, feuille: Feuille, table: Table) -> TableTrouvee | Anomalie:
    """Table d'un modèle dans un classeur, ou l'anomalie qui dit ce qui manque."""
    nom = feuille_du_classeur(lu, feuille)
    if nom is None:
        return _feuille_absente(lu, modele, feuille, table)
    grille = lu.grille(nom)
    premiere = table is feuille.tables[0]
    entete = _ligne_d_entetes(grille, table, LIGNES_D_ENTETE if premiere else len(grille))
    if entete is None:
        return _entetes_introuvables(lu, nom, table)
    rangs = [
        (champ, rang) for champ, rang in _rangs(grille[entete], table) if not _calculee(feuille, table, champ)
    ]
    s_arrete = feuille.genre == "V" or len(feuille.tables) > 1  # à la première ligne vide : une autre table suit
    fin = _fin(lu, nom, grille, entete, [rang for _, rang in rangs], calculee=s_arrete)
    colonnes = [rang for _, rang in rangs]
    ajoutees = tuple(
        str(cellule)
        for rang, cellule in enumerate(grille[entete])
        if rang not in colonnes
        and not est_vide(cellule)
        and not _est_d_une_autre(cellule, feuille, table)
        and not any(_calculee(feuille, table, champ) for champ, _ in _rangs([cellule], table))
    )
    lignes = _reduire(grille[entete:fin], colonnes)
    return TableTrouvee(nom, entete, lignes, tuple(champ for champ, _ in rangs), ajoutees, tuple(colonnes))


def entetes_reconnus(ligne: Sequence[object], colonnes: Sequence[Colonne]) -> int:
    """Nombre de colonnes dont une ligne porte le libellé ou le nom."""
    plies = {plier(cellule) for cellule in ligne if isinstance(cellule, str)}
    return sum(1 for c in colonnes if plier(c.libelle) in plies or plier(c.nom) in plies)


def _ligne_d_entetes(grille: Grille, table: Table, limite: int) -> int | None:
    scores = [(entetes_reconnus(ligne, table.colonnes), -rang) for rang, ligne in enumerate(grille[:limite])]
    meilleur, rang = max(scores, default=(0, 0))
    return -rang if meilleur else None


def _rangs(entetes: Sequence[object], table: Table) -> list[tuple[str, int]]:
    """Champ et rang des colonnes reconnues, dans l'ordre de la feuille ; un doublon y est deux fois."""
    noms = {plier(c.nom): c.nom for c in table.colonnes} | {plier(c.libelle): c.nom for c in table.colonnes}
    plies = [plier(cellule) if isinstance(cellule, str) else "" for cellule in entetes]
    return [(noms[plie], rang) for rang, plie in enumerate(plies) if plie in noms]


def _calculee(feuille: Feuille, table: Table, champ: str) -> bool:
    """Vrai pour une formule qu'une table tapée ajoute à son enregistrement : on ne la lit ni ne l'écrit."""
    return feuille.genre == "S" and table.est_de_trop(table.colonne(champ))


def _fin(
    lu: ClasseurLu, feuille: str, grille: Grille, entete: int, colonnes: Sequence[int], *, calculee: bool
) -> int:
    """Rang d'après la dernière ligne : la première ligne vide d'une vue, la fin d'une feuille tapée."""
    totaux = lu.annexes.totaux.get(feuille, {}).get(entete)
    if totaux is not None:
        return min(totaux, len(grille))
    fin = len(grille)
    if calculee:
        return next((r for r in range(entete + 1, fin) if _est_vide(grille[r], colonnes)), fin)
    while fin > entete + 1 and _est_vide(grille[fin - 1], colonnes):
        fin -= 1
    derniere = grille[fin - 1]
    premiere = next((derniere[c] for c in colonnes if c < len(derniere) and not est_vide(derniere[c])), None)
    if fin - 1 > entete and isinstance(premiere, str) and plier(premiere) in _TOTAUX:
        fin -= 1
    return fin


def _est_vide(ligne: Sequence[object], colonnes: Sequence[int]) -> bool:
    return all(colonne >= len(ligne) or est_vide(ligne[colonne]) for colonne in colonnes)


def _reduire(lignes: Grille, colonnes: list[int]) -> Grille:
    if not colonnes:
        return [[] for _ in lignes]
    large = max(colonnes) + 1
    choisir = itemgetter(*colonnes) if len(colonnes) > 1 else lambda ligne: (ligne[colonnes[0]],)
    return [list(choisir(ligne if len(ligne) >= large else [*ligne, *[None] * large])) for ligne in lignes]


def _est_d_une_autre(cellule: object, feuille: Feuille, table: Table) -> bool:
    return any(entetes_reconnus([cellule], autre.colonnes) for autre in feuille.tables if autre is not table)


def _cite(noms: Sequence[str]) -> str:
    return ", ".join(f"« {nom} »" for nom in noms) or "aucune"


def _feuille_absente(lu: ClasseurLu, modele: Modele, feuille: Feuille, table: Table) -> Anomalie:
    message = f"la feuille « {feuille.nom} » est absente ; feuilles présentes : {_cite(lu.feuilles)}"
    proche = _feuille_proche(lu, modele, feuille, table)
    if proche:
        message += f". « {proche} » lui ressemble : la renommer « {feuille.nom} »"
    ou = Ou(fichier=lu.chemin.name, feuille=feuille.nom)
    return Anomalie("refus", ou, "feuille absente", feuille.nom, ", ".join(lu.feuilles), message)


def _feuille_proche(lu: ClasseurLu, modele: Modele, feuille: Feuille, table: Table) -> str:
    """Feuille étrangère au modèle dont le nom, ou à défaut les en-têtes, ressemblent à ceux que l'on cherche."""
    connues = {plier(f.nom) for f in modele.feuilles}
    libres = {plier(nom): nom for nom in lu.feuilles if plier(nom) not in connues}
    proches = difflib.get_close_matches(plier(feuille.nom), libres, 1, 0.6)
    if proches:
        return libres[proches[0]]
    scores = {
        nom: max(
            (entetes_reconnus(ligne, table.colonnes) for ligne in lu.grille(nom)[:LIGNES_D_ENTETE]), default=0
        )
        for nom in libres.values()
    }
    meilleure = max(scores, key=lambda nom: scores[nom], default="")
    return meilleure if meilleure and scores[meilleure] * 2 >= len(table.colonnes) else ""


def _entetes_introuvables(lu: ClasseurLu, nom: str, table: Table) -> Anomalie:
    attendus = [colonne.libelle for colonne in table.colonnes]
    premieres = f"les {LIGNES_D_ENTETE} premières lignes"
    message = f"aucune ligne d'en-têtes dans {premieres} ; colonnes attendues : {_cite(attendus)}"
    ou = Ou(fichier=lu.chemin.name, feuille=nom)
    return Anomalie("refus", ou, "en-têtes introuvables", ", ".join(attendus), "", message)
