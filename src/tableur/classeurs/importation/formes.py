"""Formes de dates et de nombres qu'un export peut employer, admises quand la correspondance le dit."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tableur.frontiere import ValeurIllisible, est_vide, lecteur, montre, type_simple
from tableur.socle.erreurs import ErreurTableur

SIECLE = 69  # une année de deux chiffres est de ce siècle jusqu'à 68, du précédent ensuite : la règle de POSIX

_SEPARE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?:[ T].*)?")
_COURTE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2})(?:[ T].*)?")
_COLLEE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ESPACES = str.maketrans("", "", " \u00a0\u202f\u2009'’")
_MONNAIE = re.compile(r"^(?:€|EUR)|(?:€|EUR|EUROS?)$", re.IGNORECASE)
_A_VIRGULE = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d*)?|,\d+")
_A_POINT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+")
_TROIS_CHIFFRES = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")

Lecture = Callable[[str], Any]


def _date_separee(texte: str) -> date:
    jour, mois, annee = _groupes(_SEPARE, texte, "jj/mm/aaaa")
    return _jour(annee, mois, jour, texte)


def _date_courte(texte: str) -> date:
    jour, mois, annee = _groupes(_COURTE, texte, "jj/mm/aa")
    return _jour(annee + (2000 if annee < SIECLE else 1900), mois, jour, texte)


def _date_collee(texte: str) -> date:
    annee, mois, jour = _groupes(_COLLEE, texte, "aaaammjj")
    return _jour(annee, mois, jour, texte)


def _date_americaine(texte: str) -> date:
    mois, jour, annee = _groupes(_SEPARE, texte, "mm/jj/aaaa")
    return _jour(annee, mois, jour, texte)


def _groupes(forme: re.Pattern[str], texte: str, nom: str) -> tuple[int, int, int]:
    trouve = forme.fullmatch(texte)
    if trouve is None:
        raise ValeurIllisible("une date", montre(texte), conseil=f"de la forme {nom}")
    premier, deuxieme, troisieme = map(int, trouve.groups())
    return premier, deuxieme, troisieme


def _jour(annee: int, mois: int, jour: int, texte: str) -> date:
    try:
        return date(annee, mois, jour)
    except ValueError:
        raise ValeurIllisible("une date", montre(texte), conseil="ce jour n'existe pas") from None


def _nombre_a_virgule(texte: str) -> Decimal:
    return _nombre(texte, _A_VIRGULE, ".", "1 234,50")


def _nombre_a_point(texte: str) -> Decimal:
    return _nombre(texte, _A_POINT, ",", "1,234.50")


def _nombre(texte: str, forme: re.Pattern[str], milliers: str, exemple: str) -> Decimal:
    """Nombre dont le signe est devant, derrière, ou une parenthèse : « -12 », « 12- », « (12) »."""
    nu = _MONNAIE.sub("", texte.translate(_ESPACES).replace("\u2212", "-"))
    negatif = False
    if nu.startswith("(") and nu.endswith(")"):
        nu, negatif = _MONNAIE.sub("", nu[1:-1]), True
    elif nu[:1] in ("+", "-"):
        nu, negatif = nu[1:], nu[0] == "-"
    elif nu[-1:] in ("+", "-"):
        nu, negatif = _MONNAIE.sub("", nu[:-1]), nu[-1] == "-"
    if not nu or forme.fullmatch(nu) is None:
        raise ValeurIllisible("un nombre", montre(texte), conseil=f"de la forme {exemple}")
    nombre = Decimal(nu.replace(milliers, "").replace(",", "."))
    return -nombre if negatif else nombre


FORMES_DE_DATE: Mapping[str, Lecture] = {
    "jj/mm/aaaa": _date_separee,
    "jj/mm/aa": _date_courte,
    "aaaammjj": _date_collee,
    "mm/jj/aaaa": _date_americaine,
}
FORMES_DE_NOMBRE: Mapping[str, Lecture] = {"virgule": _nombre_a_virgule, "point": _nombre_a_point}
FORMES: Mapping[str, Lecture] = {**FORMES_DE_DATE, **FORMES_DE_NOMBRE}


def lire_forme(brut: object, forme: str) -> object:
    """Valeur d'une cellule lue selon une forme ; ce qui n'est pas un texte est déjà une valeur, et le reste.

    Args:
        brut: Contenu de la cellule.
        forme: Nom d'une forme : « jj/mm/aaaa », « jj/mm/aa », « aaaammjj », « mm/jj/aaaa », « virgule » ou
            « point ».

    Raises:
        ValeurIllisible: Le texte n'a pas cette forme.

    >>> lire_forme("(1.234,50 €)", "virgule"), lire_forme("20261231", "aaaammjj")
    (Decimal('-1234.50'), datetime.date(2026, 12, 31))
    """
    if forme == "aaaammjj" and isinstance(brut, int | float) and not isinstance(brut, bool):
        brut = str(int(brut))
    return FORMES[forme](brut.strip()) if isinstance(brut, str) and brut.strip() else brut


def forme_de(valeurs: Sequence[object], type_: Any) -> str | None:
    """Forme d'une colonne : vide si la lecture ordinaire suffit, None si aucune forme ne lit toutes ses cellules.

    Args:
        valeurs: Valeurs brutes de la colonne.
        type_: Type annoté du champ.

    Raises:
        ErreurTableur: Plusieurs formes lisent tout, et ne donnent pas les mêmes valeurs.
    """
    simple = type_simple(type_)
    if simple not in (Decimal, int, date):
        return ""
    pleines = [valeur for valeur in valeurs if not est_vide(valeur)]
    if _collees(pleines, simple):
        return "aaaammjj" if _lues(pleines, lambda brut: lire_forme(brut, "aaaammjj")) is not None else None
    if _lues(pleines, lecteur(type_)) is not None:
        return ""
    formes = FORMES_DE_DATE if simple is date else FORMES_DE_NOMBRE
    lues: dict[str, list[Any]] = {}
    for nom in formes:
        valeurs_lues = _lues(pleines, lambda brut, nom=nom: lire_forme(brut, nom))  # type: ignore[misc]
        if valeurs_lues is not None:
            lues[nom] = valeurs_lues
    if len(lues) > 1 and any(autre != next(iter(lues.values())) for autre in lues.values()):
        if simple is date and "jj/mm/aaaa" in lues:
            return "jj/mm/aaaa"  # en France, le jour est devant
        raise ErreurTableur("le point y sépare des milliers ou des décimales, et rien ne dit lequel")
    return next(iter(lues), None)


def _collees(valeurs: Sequence[object], simple: Any) -> bool:
    """Vrai pour des dates « 20261231 » rangées comme des nombres : la lecture ordinaire y verrait des séries."""
    return simple is date and any(isinstance(v, int | float) and v > 10_000_000 for v in valeurs)


def _lues(valeurs: Sequence[object], lire: Callable[[object], Any]) -> list[Any] | None:
    try:
        return [lire(valeur) for valeur in valeurs]
    except ErreurTableur:
        return None
