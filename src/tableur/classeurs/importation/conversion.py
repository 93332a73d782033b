"""Conversion des lignes d'un fichier en enregistrements, selon une correspondance ; chaque faute est située."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Generic, TypeVar, cast

from tableur.classeurs.importation.correspondance import Association, Correspondance
from tableur.classeurs.importation.formes import lire_forme
from tableur.classeurs.tables_de_fichier import TableLue
from tableur.frontiere import est_vide, lire, lire_table, montre, plier
from tableur.frontiere.tables import anomalie_de_lecture
from tableur.socle.erreurs import Anomalie, ErreurTableur
from tableur.socle.grandeurs import ZERO
from tableur.socle.ramassage import sans_ramassage

R = TypeVar("R")

_RATE = object()


@dataclass(frozen=True, slots=True)
class LigneConvertie(Generic[R]):
    """Enregistrement venu d'une ligne du fichier.

    Args:
        numero: Numéro de la ligne dans le fichier.
        enregistrement: L'enregistrement, valeurs par défaut comprises.
        remplis: Champs que le fichier remplit ; les autres ne changent rien à une ligne qui existe déjà.
    """

    numero: int
    enregistrement: R
    remplis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversion(Generic[R]):
    """Lignes converties et lignes refusées d'un fichier.

    Args:
        lignes: Lignes converties, dans l'ordre du fichier.
        anomalies: Fautes des lignes refusées, situées dans le fichier.
        lues: Nombre de lignes de données du fichier.
    """

    lignes: tuple[LigneConvertie[R], ...]
    anomalies: tuple[Anomalie, ...]
    lues: int

    @property
    def refusees(self) -> int:
        """Nombre de lignes refusées."""
        return self.lues - len(self.lignes)


def convertir(source: TableLue, correspondance: Correspondance, type_: type[R]) -> Conversion[R]:
    """Enregistrements d'une table de fichier ; toutes les fautes sont rassemblées.

    Args:
        source: La table du fichier.
        correspondance: D'où vient chaque champ ; `Correspondance.exiger` l'a acceptée.
        type_: L'enregistrement.
    """
    with sans_ramassage():
        lecture = _Lecture(source)
        colonnes = {a.champ: lecture.colonne(a) for a in correspondance.associations}
    pleines = [rang for rang in range(len(source.lignes)) if rang not in lecture.ecartees]
    remplies = {champ: [not est_vide(cellule) for cellule in cellules] for champ, cellules in colonnes.items()}
    vides = [rang for rang in pleines if not any(cases[rang] for cases in remplies.values())]
    anomalies = [*lecture.anomalies.values(), *(_sans_donnee(source, rang) for rang in vides)]
    anomalies += [a for a in source.anomalies if a.regle == "ligne trop longue"]
    gardes = [rang for rang in pleines if rang not in set(vides)]
    avec_defauts = {a.champ: _avec_defaut(colonnes[a.champ], a) for a in correspondance.associations}
    grille: list[Sequence[object]] = [list(colonnes)]
    grille += [[cellules[rang] for cellules in avec_defauts.values()] for rang in gardes]
    with sans_ramassage():
        lues = lire_table(grille, type_, source.place, {champ: champ for champ in colonnes}, 1)
    entetes = {a.champ: " / ".join(a.colonnes) or a.champ for a in correspondance.associations}
    for anomalie in lues.anomalies:
        rang = gardes[(anomalie.ou.ligne or 2) - 2]
        if (rang, anomalie.ou.colonne) not in lecture.anomalies:
            colonne = entetes.get(anomalie.ou.colonne, anomalie.ou.colonne)
            anomalies.append(replace(anomalie, ou=source.ou(rang, colonne)))
    converties = []
    for i, enregistrement in enumerate(lues):
        rang = gardes[(lues.ou(i).ligne or 2) - 2]
        remplis = tuple(champ for champ, cases in remplies.items() if cases[rang])
        converties.append(LigneConvertie(source.numeros[rang], enregistrement, remplis))
    anomalies.sort(key=lambda a: a.ou.ligne or 0)
    return Conversion(tuple(converties), tuple(anomalies), len(source.lignes))


class _Lecture:
    """Colonnes du fichier, traduites ; une cellule illisible est une anomalie, et sa case est ratée."""

    def __init__(self, source: TableLue) -> None:
        self._source = source
        self._rangs = {plier(entete): rang for rang, entete in reversed(list(enumerate(source.entetes)))}
        self.anomalies: dict[tuple[int, str], Anomalie] = {}
        longues = {a.ou.ligne for a in source.anomalies if a.regle == "ligne trop longue"}
        self.ecartees = (
            {rang for rang, numero in enumerate(source.numeros) if numero in longues} if longues else set()
        )

    def colonne(self, association: Association) -> list[object]:
        if association.debit or association.credit:
            return self._montants(association)
        if not association.colonne:
            return [None] * len(self._source.lignes)
        cellules = self._brutes(association.colonne)
        if association.valeurs:
            cellules = [_traduite(cellule, association.valeurs) for cellule in cellules]
        if association.forme:
            return self._lire_forme(cellules, association, association.colonne)
        return cellules

    def _brutes(self, entete: str) -> list[object]:
        rang = self._rangs[plier(entete)]
        return [ligne[rang] for ligne in self._source.lignes]

    def _lire_forme(self, cellules: list[object], association: Association, entete: str) -> list[object]:
        lues: list[object] = []
        for rang, cellule in enumerate(cellules):
            try:
                lues.append(lire_forme(cellule, association.forme))
            except ErreurTableur as erreur:
                self._rater(rang, association.champ, entete, erreur, cellule)
                lues.append(_RATE)
        return lues

    def _montants(self, association: Association) -> list[object]:
        """Montants signés de deux colonnes ; une colonne déjà négative partout l'est par nature, pas deux fois."""
        debits, credits_ = (
            self._nombres(association, entete) if entete else [None] * len(self._source.lignes)
            for entete in (association.debit, association.credit)
        )
        signe = 1 if association.positif == "credit" else -1
        debits = _en_positif(debits)
        credits_ = _en_positif(credits_)
        montants: list[object] = []
        for rang, (debit, credit) in enumerate(zip(debits, credits_, strict=True)):
            if debit is _RATE or credit is _RATE:
                montants.append(_RATE)
            elif debit and credit:
                faute = ErreurTableur("la ligne a un débit et un crédit : il n'en faut qu'un")
                entete = f"{association.debit} / {association.credit}"
                self._rater(rang, association.champ, entete, faute, f"{debit} / {credit}")
                montants.append(_RATE)
            elif debit is None and credit is None:
                montants.append(None)
            else:
                montants.append(signe * ((credit or ZERO) - (debit or ZERO)))
        return montants

    def _nombres(self, association: Association, entete: str) -> list[Any]:
        cellules = self._brutes(entete)
        if association.forme:
            cellules = self._lire_forme(cellules, association, entete)
        nombres: list[Any] = []
        for rang, cellule in enumerate(cellules):
            if cellule is _RATE or est_vide(cellule):
                nombres.append(cellule if cellule is _RATE else None)
                continue
            try:
                nombres.append(lire(cellule, Decimal))
            except ErreurTableur as erreur:
                self._rater(rang, association.champ, entete, erreur, cellule)
                nombres.append(_RATE)
        return nombres

    def _rater(self, rang: int, champ: str, entete: str, erreur: ErreurTableur, brut: object) -> None:
        self.anomalies[rang, champ] = anomalie_de_lecture(erreur, self._source.ou(rang, entete), brut)


def _traduite(cellule: object, valeurs: Mapping[str, str]) -> object:
    """Valeur traduite ; « - » et « + » sont des valeurs, que leur nom plié ne distinguerait pas du vide."""
    if not isinstance(cellule, str) or est_vide(cellule):
        return cellule
    exacte = valeurs.get(cellule.strip())
    if exacte is not None or not plier(cellule):
        return cellule if exacte is None else exacte
    return next((apres for avant, apres in valeurs.items() if plier(avant) == plier(cellule)), cellule)


def _en_positif(nombres: list[Any]) -> list[Any]:
    pleins = [
        cast("Decimal", nombre) for nombre in nombres if nombre is not None and nombre is not _RATE and nombre
    ]
    if pleins and all(nombre < 0 for nombre in pleins):
        return [-nombre if isinstance(nombre, Decimal) else nombre for nombre in nombres]
    return nombres


def _avec_defaut(cellules: list[object], association: Association) -> list[object]:
    if not association.defaut:
        return cellules
    return [association.defaut if est_vide(cellule) else cellule for cellule in cellules]


def _sans_donnee(source: TableLue, rang: int) -> Anomalie:
    message = "la ligne n'a rien dans les colonnes importées"
    trouve = montre(next((c for c in source.lignes[rang] if not est_vide(c)), ""))
    return Anomalie("refus", source.ou(rang), "ligne sans donnée", "une donnée", trouve, message)


def libelles_vus(correspondance: Correspondance) -> Mapping[str, str]:
    """En-tête du fichier, par champ."""
    return {a.champ: " / ".join(a.colonnes) for a in correspondance.associations if a.colonnes}
