"""Lecture : une valeur brute de cellule devient une valeur du domaine, selon le type annoté.

Un nombre de cellule est lu à 15 chiffres significatifs, ce que montre Excel. Un texte est lu comme on le tape
en France : « 1 234,56 », « 31/12/2026 ». Vide n'est pas zéro, et une cellule en erreur est refusée.
"""

import math
import re
import types
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from importlib import import_module
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from tableur.frontiere.noms import plier
from tableur.frontiere.valeurs import (
    CelluleInutilisable,
    CelluleVide,
    ErreurDeCellule,
    FormuleSansValeur,
    ValeurIllisible,
    est_vide,
    montre,
)
from tableur.socle.dates import Exercice, Mois
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import Effectif, Identifiant, Taux, Unite

Lecteur = Callable[[object], Any]

EPOQUE = date(1899, 12, 30)
DERNIER_JOUR = 2_958_465  # 31/12/9999
CHIFFRES_DE_CELLULE = ".15g"

_ESPACES = str.maketrans("", "", " \u00a0\u202f\u2009")
_NOMBRE = re.compile(r"[+-]?(?:\d+|\d{1,3}(?: \d{3})+)?(?:,\d+)?")
_POINT = re.compile(r"[+-]?(\d+)\.(\d+)")
_JOUR = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_JOUR_COURT = re.compile(r"\d{1,2}/\d{1,2}/\d{2}")
_EXERCICE = re.compile(r"(?:du )?(\S+) au (\S+)")

_VRAI = frozenset({"vrai", "oui", "true", "1", "x"})
_FAUX = frozenset({"faux", "non", "false", "0"})


def lire(brut: object, type_: Any) -> Any:
    """Valeur du domaine lue dans une cellule.

    Args:
        brut: Ce que l'hôte donne : None, booléen, nombre, texte, date, ou une erreur de cellule.
        type_: Le type annoté du paramètre ou de la colonne.

    Raises:
        ValeurInvalide: La valeur n'est pas du type attendu.
        ValeurManquante: La cellule est vide et le type ne l'admet pas.

    >>> lire("1 234,56", Decimal), lire(46022.0, date)
    (Decimal('1234.56'), datetime.date(2025, 12, 31))
    """
    return lecteur(type_)(brut)


@lru_cache(maxsize=512)
def lecteur(type_: Any) -> Lecteur:
    """Fonction qui lit une cellule pour un type, construite une fois par type.

    Raises:
        TypeError: Aucune lecture n'existe pour ce type (faute de programmation).
    """
    facultatif, nu = facultatif_et_nu(type_)
    base = _lecteur_de_base(nu)

    def lire_cellule(brut: object) -> Any:
        if brut is None or (type(brut) is str and not brut.strip()):
            if facultatif:
                return None
            raise CelluleVide
        if isinstance(brut, ErreurDeCellule | FormuleSansValeur):
            raise CelluleInutilisable(brut)
        return base(brut)

    return lire_cellule


@lru_cache(maxsize=512)
def lecteur_de_colonne(type_: Any) -> Callable[[Sequence[object]], list[Any]]:
    """Fonction qui lit d'un coup toutes les cellules d'une colonne, et lève comme `lecteur` à la première faute.

    Une colonne dont toutes les cellules sont du même genre, le cas courant, est lue sans appel par cellule.
    """
    lire_une = lecteur(type_)
    _, nu = facultatif_et_nu(type_)
    identifiant = any(isinstance(meta, Identifiant) for meta in metadonnees(nu))
    rapide = None if identifiant else _COLONNES.get(type_simple(nu))

    def lire_colonne(cellules: Sequence[object]) -> list[Any]:
        lues = rapide(cellules, set(map(type, cellules))) if rapide is not None else None
        return list(map(lire_une, cellules)) if lues is None else lues

    return lire_colonne


def _colonne_de_decimaux(cellules: Sequence[Any], genres: set[type]) -> list[Any] | None:
    if genres != {float} or not all(map(math.isfinite, cellules)):
        return None
    return list(map(Decimal, map(_A_QUINZE_CHIFFRES, cellules)))


def _colonne_de_textes(cellules: Sequence[Any], genres: set[type]) -> list[Any] | None:
    if genres != {str}:
        return None
    textes = list(map(str.strip, cellules))
    return textes if all(textes) else None


def _colonne_de_dates(cellules: Sequence[Any], genres: set[type]) -> list[Any] | None:
    return list(cellules) if genres == {date} else None


def facultatif_et_nu(type_: Any) -> tuple[bool, Any]:
    """Sépare `X | None` en (vrai, X) ; rend (faux, X) pour tout autre type."""
    if get_origin(type_) in (Union, types.UnionType):
        reste = [t for t in get_args(type_) if t is not type(None)]
        if len(reste) == 1:
            return True, reste[0]
    return False, type_


def metadonnees(type_: Any) -> tuple[Any, ...]:
    """Ce qu'un type annoté porte : unité, identifiant, clé, renvoi."""
    _, nu = facultatif_et_nu(type_)
    return tuple(get_args(nu)[1:]) if get_origin(nu) is Annotated else ()


def type_simple(type_: Any) -> Any:
    """Type Python sous les annotations : `Decimal` pour `Euros | None`."""
    _, nu = facultatif_et_nu(type_)
    return get_args(nu)[0] if get_origin(nu) is Annotated else nu


def _lecteur_de_base(nu: Any) -> Lecteur:
    simple = type_simple(nu)
    for meta in metadonnees(nu):
        if isinstance(meta, Identifiant):
            return lambda brut: _lire_identifiant(brut, meta)
    if get_origin(simple) is Literal:
        return _lecteur_de_choix(get_args(simple))
    if simple is Decimal and any(m in metadonnees(nu) for m in _UNITES_DE_TAUX):
        return _lire_taux
    if simple is int and any(m in metadonnees(nu) for m in _UNITES_D_EFFECTIF):
        return _lire_effectif
    if simple in _LECTEURS:
        return _LECTEURS[simple]
    raise TypeError(f"aucune lecture n'est prévue pour le type {nu!r}")


def _lire_decimal(brut: object) -> Decimal:
    genre = type(brut)
    if genre is float:
        nombre = Decimal(format(cast("float", brut), CHIFFRES_DE_CELLULE))
        if nombre.is_finite():
            return nombre
    elif genre is int:
        return Decimal(cast("int", brut))
    elif isinstance(brut, Decimal) and brut.is_finite():
        return brut
    elif isinstance(brut, str):
        return _nombre_tape(brut)
    raise ValeurIllisible("un nombre", montre(brut))


def _nombre_tape(texte: str) -> Decimal:
    """Nombre tapé à la française ; un point n'est admis que s'il ne peut pas séparer des milliers."""
    propre = texte.strip().replace("\u2212", "-").removesuffix("€").rstrip()
    propre = propre.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ").strip()
    if propre and _NOMBRE.fullmatch(propre) and propre.strip("+-"):
        return Decimal(propre.replace(" ", "").replace(",", "."))
    point = _POINT.fullmatch(propre)
    if point is None:
        raise ValeurIllisible("un nombre", montre(texte))
    entier, fraction = point.groups()
    if len(fraction) == 3 and entier.strip("0"):
        conseil = f"écrire {entier},{fraction} ou {entier}{fraction} : le point est ambigu"
        raise ValeurIllisible("un nombre", montre(texte), "nombre ambigu", conseil)
    return Decimal(propre)


def _lire_taux(brut: object) -> Decimal:
    if isinstance(brut, str) and brut.rstrip().endswith("%"):
        return _nombre_tape(brut.rstrip()[:-1]) / 100
    return _lire_decimal(brut)


def _lire_entier(brut: object) -> int:
    try:
        nombre = _lire_decimal(brut)
    except ValeurIllisible as erreur:
        raise ValeurIllisible("un nombre entier", montre(brut), erreur.regle) from None
    if nombre != nombre.to_integral_value():
        raise ValeurIllisible("un nombre entier", montre(brut))
    return int(nombre)


def _lire_effectif(brut: object) -> int:
    """Effectif moyen, que l'Urssaf donne à deux décimales : un seuil est entier, 10,85 n'atteint pas 11."""
    return int(_lire_decimal(brut).to_integral_value(ROUND_FLOOR))


def _lire_texte(brut: object) -> str:
    if isinstance(brut, str):
        return brut.strip()
    if isinstance(brut, bool):
        return "VRAI" if brut else "FAUX"
    if isinstance(brut, int | float | Decimal):
        return _texte_de_nombre(_lire_decimal(brut))
    if isinstance(brut, date):
        return f"{brut.day:02d}/{brut.month:02d}/{brut.year:04d}"
    raise ValeurIllisible("un texte", montre(brut))


def _texte_de_nombre(nombre: Decimal) -> str:
    """Nombre écrit sans exposant, avec la virgule : 75001 et 12,5."""
    texte = format(nombre, "f")
    texte = texte.rstrip("0").rstrip(".") if "." in texte else texte
    return texte.replace(".", ",")


def _lire_booleen(brut: object) -> bool:
    if isinstance(brut, bool):
        return brut
    texte = _texte_de_nombre(_lire_decimal(brut)) if isinstance(brut, int | float | Decimal) else brut
    if isinstance(texte, str):
        plie = plier(texte)
        if plie in _VRAI or plie in _FAUX:
            return plie in _VRAI
    raise ValeurIllisible("VRAI ou FAUX (ou oui, non)", montre(brut))


def _lire_date(brut: object) -> date:
    if isinstance(brut, datetime):
        return brut.date()
    if isinstance(brut, date):
        return brut
    if isinstance(brut, int | float | Decimal) and not isinstance(brut, bool):
        serie = int(_lire_decimal(brut))
        if 1 <= serie <= DERNIER_JOUR:
            return EPOQUE + timedelta(days=serie)
    if isinstance(brut, str):
        return _date_tapee(brut)
    raise ValeurIllisible("une date", montre(brut), conseil="comme 31/12/2026")


def _date_tapee(texte: str) -> date:
    propre = texte.strip()
    trouve = _JOUR.fullmatch(propre)
    if trouve is None:
        court = _JOUR_COURT.fullmatch(propre) is not None
        conseil = "écrire l'année en quatre chiffres" if court else "comme 31/12/2026"
        raise ValeurIllisible("une date", montre(texte), conseil=conseil)
    jour, mois, annee, annee_iso, mois_iso, jour_iso = trouve.groups()
    try:
        return date(int(annee or annee_iso), int(mois or mois_iso), int(jour or jour_iso))
    except ValueError:
        raise ValeurIllisible("une date", montre(texte), conseil="ce jour n'existe pas") from None


def _lire_mois(brut: object) -> Mois:
    if isinstance(brut, Mois):
        return brut
    if isinstance(brut, str):
        try:
            return Mois.lire(brut)
        except ValeurInvalide:
            raise ValeurIllisible("un mois", montre(brut), conseil="comme 2026-10 ou 10/2026") from None
    return Mois.de(_lire_date(brut))


def _lire_exercice(brut: object) -> Exercice:
    if isinstance(brut, Exercice):
        return brut
    if isinstance(brut, str):
        trouve = _EXERCICE.fullmatch(brut.strip())
        if trouve is not None:
            return Exercice(_date_tapee(trouve.group(1)), _date_tapee(trouve.group(2)))
    try:
        annee = _lire_entier(brut)
    except ValeurInvalide:
        annee = 0
    if not 1900 <= annee <= 9999:
        raise ValeurIllisible("un exercice", montre(brut), conseil="comme 2026 ou 01/07/2025 au 30/06/2026")
    return Exercice.civil(annee)


def _lecteur_de_choix(choix: tuple[str, ...]) -> Lecteur:
    plies = {plier(c): c for c in choix}

    def lire_choix(brut: object) -> str:
        texte = plier(_lire_texte(brut))
        if texte in plies:
            return plies[texte]
        debuts = [c for plie, c in plies.items() if texte and plie.startswith(texte)]
        if len(debuts) == 1:
            return debuts[0]
        raise ValeurIllisible(f"un choix parmi {', '.join(choix)}", montre(brut), "choix attendu")

    return lire_choix


def _lire_identifiant(brut: object, identifiant: Identifiant) -> str:
    """Texte compact, zéros gardés, dont la clé est vérifiée par python-stdnum."""
    texte = _lire_texte(brut).translate(_ESPACES).upper()
    if identifiant.longueur and isinstance(brut, int | float | Decimal):
        texte = texte.zfill(identifiant.longueur)
    if identifiant.stdnum:
        module, fautes = import_module(identifiant.stdnum), import_module("stdnum.exceptions")
        try:
            module.validate(texte)
        except fautes.ValidationError as faute:
            conseil = f"comme {identifiant.exemple}"
            if isinstance(faute, fautes.InvalidChecksum):
                conseil = f"clé de contrôle fausse : un chiffre est mal tapé ; {conseil}"
            raise ValeurIllisible(f"un {identifiant.nom}", montre(brut), "clé fausse", conseil) from None
        return cast("str", module.compact(texte))
    if identifiant.longueur and len(texte) != identifiant.longueur:
        conseil = f"{identifiant.longueur} caractères, comme {identifiant.exemple}"
        raise ValeurIllisible(f"un {identifiant.nom}", montre(brut), conseil=conseil)
    return texte


_UNITES_D_EFFECTIF: tuple[Unite, ...] = tuple(m for m in metadonnees(Effectif) if isinstance(m, Unite))
_UNITES_DE_TAUX: tuple[Unite, ...] = tuple(m for m in metadonnees(Taux) if isinstance(m, Unite))
_A_QUINZE_CHIFFRES = f"{{:{CHIFFRES_DE_CELLULE}}}".format
_COLONNES: dict[Any, Callable[[Sequence[Any], set[type]], list[Any] | None]] = {
    Decimal: _colonne_de_decimaux,
    str: _colonne_de_textes,
    date: _colonne_de_dates,
}
_LECTEURS: dict[Any, Lecteur] = {
    Decimal: _lire_decimal,
    int: _lire_entier,
    str: _lire_texte,
    bool: _lire_booleen,
    date: _lire_date,
    Mois: _lire_mois,
    Exercice: _lire_exercice,
    object: lambda brut: brut,
    Any: lambda brut: brut,
}

__all__ = ["Lecteur", "est_vide", "lecteur", "lecteur_de_colonne", "lire"]
