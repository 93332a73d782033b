"""Tables : une grille de cellules devient des enregistrements, et toutes les anomalies sont situées."""

import dataclasses
import types
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import repeat
from typing import Any, Generic, TypeVar, get_type_hints, overload

from tableur.frontiere.ecriture import ecrire_cellule
from tableur.frontiere.lecture import Lecteur, facultatif_et_nu, lecteur, lecteur_de_colonne, metadonnees
from tableur.frontiere.noms import plier
from tableur.frontiere.valeurs import CelluleVide, Grille, ValeurIllisible, est_vide, montre
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou
from tableur.socle.grandeurs import Cle

R = TypeVar("R")

_RATE = object()
_LIGNE_VIDE = "ligne vide au milieu de la table : la remplir ou la supprimer"
_refus = partial(Anomalie, "refus")


@dataclass(frozen=True, slots=True)
class Champ:
    """Champ d'un enregistrement : son nom, son type, et la fonction qui le lit."""

    nom: str
    type: Any
    obligatoire: bool
    defaut: object
    lire: Lecteur
    lire_colonne: Callable[[Sequence[object]], list[Any]]

    @property
    def est_cle(self) -> bool:
        """Vrai pour la colonne qui désigne la ligne."""
        return any(isinstance(m, Cle) for m in metadonnees(self.type))


def champs_de(type_: Any) -> tuple[Champ, ...]:
    """Champs d'un enregistrement, dans l'ordre des colonnes."""
    return _champs_de(type_)


@lru_cache(maxsize=256)
def _champs_de(type_: Any) -> tuple[Champ, ...]:
    annotes = get_type_hints(type_, include_extras=True)
    return tuple(_champ(champ, annotes[champ.name]) for champ in dataclasses.fields(type_))


def _champ(champ: "dataclasses.Field[Any]", type_: Any) -> Champ:
    obligatoire = champ.default is dataclasses.MISSING and champ.default_factory is dataclasses.MISSING
    defaut = None if obligatoire else champ.default
    return Champ(
        champ.name,
        type_,
        obligatoire and not facultatif_et_nu(type_)[0],
        defaut,
        lecteur(type_),
        lecteur_de_colonne(type_),
    )


class Lignes(Sequence[R], Generic[R]):
    """Enregistrements lus dans une table ; chacun garde l'endroit d'où il vient.

    Args:
        enregistrements: Les enregistrements lisibles, dans l'ordre.
        numeros: Le numéro de ligne de chacun dans la feuille.
        ou: La table : fichier et feuille.
        libelles: En-tête vu par la personne, par champ.
        anomalies: Tout ce qui n'a pas pu être lu.
        lues: Nombre de lignes remplies de la table.
    """

    def __init__(
        self,
        enregistrements: Sequence[R],
        numeros: Sequence[int],
        ou: Ou,
        libelles: Mapping[str, str],
        anomalies: Sequence[Anomalie] = (),
        lues: int = 0,
    ) -> None:
        """Range les enregistrements et leurs endroits."""
        self._enregistrements = tuple(enregistrements)
        self._numeros = tuple(numeros)
        self._ou = ou
        self._libelles = libelles
        self.anomalies = tuple(anomalies)
        self.lues = lues

    def ou(self, rang: int, champ: str = "") -> Ou:
        """Endroit de l'enregistrement de rang donné, et de son champ."""
        return self._ou.precise(ligne=self._numeros[rang], colonne=self._libelles.get(champ, champ))

    @overload
    def __getitem__(self, rang: int) -> R: ...
    @overload
    def __getitem__(self, rang: slice) -> Sequence[R]: ...
    def __getitem__(self, rang: int | slice) -> R | Sequence[R]:
        """Enregistrement de ce rang, ou tranche d'enregistrements."""
        return self._enregistrements[rang]

    def __len__(self) -> int:
        """Nombre d'enregistrements lisibles."""
        return len(self._enregistrements)

    def __iter__(self) -> Iterator[R]:
        """Parcourt les enregistrements."""
        return iter(self._enregistrements)


def lire_table(
    grille: Sequence[Sequence[object]],
    type_: type[R],
    ou: Ou,
    libelles: Mapping[str, str] | None = None,
    premiere_ligne: int = 1,
) -> Lignes[R]:
    """Enregistrements lus dans une grille, avec toutes les anomalies situées.

    Les colonnes sont reconnues par le nom du champ ou par son libellé ; sans en-têtes, par leur ordre.
    Les lignes vides de la fin sont ignorées ; une ligne vide au milieu est une anomalie.

    Args:
        grille: Lignes de cellules ; la première porte les en-têtes.
        type_: L'enregistrement à lire.
        ou: Fichier et feuille, pour situer les anomalies.
        libelles: En-tête attendu par champ, celui que la personne voit.
        premiere_ligne: Numéro, dans la feuille, de la première ligne de la grille.
    """
    libelles = libelles or {}
    if not grille:
        return Lignes([], [], ou, libelles)
    champs = champs_de(type_)
    colonnes, anomalies, entetes = _colonnes(grille[0], champs, ou, libelles, premiere_ligne)
    debut = 1 if entetes else 0
    lignes, numeros, vides = _lignes_remplies(grille[debut:], premiere_ligne + debut)
    anomalies += [
        _refus(ou.precise(ligne=numero), "ligne vide", "une ligne remplie", "ligne vide", _LIGNE_VIDE)
        for numero in vides
    ]
    if any(a.regle in {"colonne absente", "colonne en double"} for a in anomalies):
        return Lignes([], [], ou, libelles, anomalies, len(lignes))
    vus = {champ.nom: str(grille[0][rang]) for champ, rang in colonnes if entetes}
    libelles = {**libelles, **vus}
    lecture = _Lecture(lignes, numeros, ou, libelles)
    valeurs = {champ.nom: lecture.colonne(champ, rang) for champ, rang in colonnes}
    enregistrements, gardes = _enregistrements(type_, valeurs, numeros, complets=not lecture.anomalies)
    anomalies += sorted(lecture.anomalies, key=lambda a: a.ou.ligne or 0)
    return Lignes(enregistrements, gardes, ou, libelles, anomalies, len(lignes))


def _colonnes(
    entetes: Sequence[object], champs: tuple[Champ, ...], ou: Ou, libelles: Mapping[str, str], ligne: int
) -> tuple[list[tuple[Champ, int]], list[Anomalie], bool]:
    """Rang de la colonne de chaque champ, anomalies des en-têtes, et vrai si la ligne est bien d'en-têtes."""
    rangs: dict[str, list[int]] = {}
    for rang, entete in enumerate(entetes):
        if isinstance(entete, str):
            rangs.setdefault(plier(entete), []).append(rang)
    noms = {c.nom: {plier(c.nom), plier(libelles.get(c.nom, c.nom))} for c in champs}
    trouves = {c.nom: sorted({r for n in noms[c.nom] for r in rangs.get(n, [])}) for c in champs}
    if not any(trouves.values()) and not libelles:
        return (
            list(zip(champs, range(len(entetes)), strict=False)),
            _absentes(champs[len(entetes) :], ou, ligne),
            False,
        )
    anomalies = _absentes([c for c in champs if not trouves[c.nom]], ou, ligne, libelles)
    for champ in champs:
        if len(trouves[champ.nom]) > 1:
            libelle = libelles.get(champ.nom, champ.nom)
            place = ou.precise(ligne=ligne, colonne=libelle)
            trouve, message = f"{len(trouves[champ.nom])} colonnes", f"la colonne « {libelle} » est en double"
            anomalies.append(_refus(place, "colonne en double", "une seule colonne", trouve, message))
    return [(c, trouves[c.nom][0]) for c in champs if trouves[c.nom]], anomalies, True


def _absentes(
    champs: Sequence[Champ], ou: Ou, ligne: int, libelles: Mapping[str, str] | None = None
) -> list[Anomalie]:
    noms = [(libelles or {}).get(champ.nom, champ.nom) for champ in champs if champ.obligatoire]
    message = "la colonne « {} » est absente ou a changé de nom"
    return [
        _refus(ou.precise(ligne=ligne, colonne=nom), "colonne absente", nom, "", message.format(nom))
        for nom in noms
    ]


def _lignes_remplies(
    grille: Sequence[Sequence[object]], premiere: int
) -> tuple[list[Sequence[object]], list[int], list[int]]:
    """Lignes remplies, leurs numéros, et les numéros des lignes vides qui les séparent."""
    lignes, numeros, vides = [], [], []
    for numero, ligne in enumerate(grille, premiere):
        for cellule in ligne:
            if cellule is not None and cellule != "" and (type(cellule) is not str or cellule.strip()):
                lignes.append(ligne)
                numeros.append(numero)
                break
        else:
            vides.append(numero)
    derniere = numeros[-1] if numeros else 0
    return lignes, numeros, [numero for numero in vides if numero < derniere]


class _Lecture:
    """Lit colonne par colonne ; les cellules illisibles deviennent des anomalies."""

    def __init__(
        self, lignes: Sequence[Sequence[object]], numeros: Sequence[int], ou: Ou, libelles: Mapping[str, str]
    ) -> None:
        self._lignes, self._numeros, self._ou, self._libelles = lignes, numeros, ou, libelles
        regulieres = len(set(map(len, lignes))) == 1
        self._colonnes = list(zip(*lignes, strict=True)) if regulieres else None
        self.anomalies: list[Anomalie] = []

    def colonne(self, champ: Champ, rang: int) -> list[object]:
        cellules = self._cellules(rang)
        lire, defaut = champ.lire_colonne, champ.defaut
        try:
            if champ.obligatoire or (None not in cellules and "" not in cellules):
                return lire(cellules)
            pleines = iter(lire([cellule for cellule in cellules if cellule is not None and cellule != ""]))
            return [defaut if cellule is None or cellule == "" else next(pleines) for cellule in cellules]
        except ErreurTableur:
            pass
        return [self._cellule(champ, i, cellule) for i, cellule in enumerate(cellules)]

    def _cellules(self, rang: int) -> Sequence[object]:
        if self._colonnes is None:
            return [ligne[rang] if rang < len(ligne) else None for ligne in self._lignes]
        return self._colonnes[rang] if rang < len(self._colonnes) else [None] * len(self._lignes)

    def _cellule(self, champ: Champ, rang: int, cellule: object) -> object:
        if est_vide(cellule) and not champ.obligatoire:
            return champ.defaut
        try:
            return champ.lire(cellule)
        except ErreurTableur as erreur:
            libelle = self._libelles.get(champ.nom, champ.nom)
            place = self._ou.precise(ligne=self._numeros[rang], colonne=libelle)
            self.anomalies.append(anomalie_de_lecture(erreur, place, cellule))
            return _RATE


def anomalie_de_lecture(erreur: ErreurTableur, ou: Ou, brut: object) -> Anomalie:
    """Anomalie qui situe une erreur de lecture."""
    if isinstance(erreur, ValeurIllisible | CelluleVide):
        return Anomalie("refus", ou, erreur.regle, erreur.attendu, erreur.trouve, str(erreur))
    return Anomalie("refus", ou, "valeur refusée", "", montre(brut), str(erreur))


def _enregistrements(
    type_: type[R], valeurs: dict[str, list[object]], numeros: Sequence[int], *, complets: bool
) -> tuple[list[R], Sequence[int]]:
    """Enregistrements et leurs numéros ; les lignes qui ont une cellule ratée sont laissées de côté."""
    noms = list(valeurs)
    cible: Any = type_
    if complets and valeurs and _se_remplit(cible):
        return _remplis(cible, valeurs, len(numeros)), numeros
    enregistrements, gardes = [], []
    for numero, ligne in zip(numeros, zip(*valeurs.values(), strict=True), strict=True):
        if _RATE not in ligne:
            enregistrements.append(type_(**dict(zip(noms, ligne, strict=True))))
            gardes.append(numero)
    return enregistrements, gardes


@lru_cache(maxsize=256)
def _se_remplit(type_: Any) -> bool:
    """Vrai si construire l'enregistrement n'est que poser ses champs : ni contrôle propre, ni valeur fabriquée."""
    champs = dataclasses.fields(type_)
    return (
        not hasattr(type_, "__post_init__")
        and type_.__new__ is object.__new__
        and all(c.init and c.default_factory is dataclasses.MISSING for c in champs)
        and all(isinstance(vars(type_).get(c.name), types.MemberDescriptorType) for c in champs)
    )


def _remplis(type_: type[R], valeurs: Mapping[str, Sequence[object]], nombre: int) -> list[R]:
    """Enregistrements remplis colonne par colonne : cinq fois plus vite que de les construire un par un."""
    enregistrements = [object.__new__(type_) for _ in range(nombre)]
    for champ in champs_de(type_):
        colonne = valeurs.get(champ.nom) or repeat(champ.defaut, nombre)
        deque(map(vars(type_)[champ.nom].__set__, enregistrements, colonne), maxlen=0)
    return enregistrements


def grille_de(lignes: Sequence[R], type_: type[R]) -> Grille:
    """Grille d'une table : la ligne d'en-têtes (noms des champs), puis une ligne par enregistrement."""
    noms = [champ.nom for champ in champs_de(type_)]
    return [list(noms), *([ecrire_cellule(getattr(ligne, nom)) for nom in noms] for ligne in lignes)]
