"""Colonnes d'un fichier texte : lesquelles sont des nombres ou des dates ; dans le doute, c'est du texte."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from tableur.frontiere import ErreurDeCellule, FormuleSansValeur, lecteur, plier
from tableur.socle.erreurs import ErreurTableur

Nature = Literal["nombre", "date", "texte"]

CHIFFRES_MAXIMUM = 15  # au-delà, un tableur arrondit : c'est un identifiant

_NOMBRE = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:,\d+)?|[+-]?\d+(?:,\d+)?|[+-]?(?:0|\d+)\.\d+")
_IDENTIFIANT = re.compile(
    r"(?:code|num|n(?:o|°)?(?:$|\d)|ref|compte|siren|siret|cp$|tel|portable|fax|iban|rib|bic|id$|lot$|piece|facture|"
    r"journal|date|jour$|ean|sku|nir$|matricule)|.*(?:num|code|ref|date)$"
)
_ZERO_DE_TETE = re.compile(r"[+-]?0\d")


def nature_de(valeurs: Sequence[object], entete: str = "") -> Nature:
    """Nature d'une colonne de textes : « nombre » ou « date » si toutes ses cellules remplies le sont.

    Un code postal, un numéro de plus de quinze chiffres, une colonne « Compte » ou « N° » restent du texte.

    >>> nature_de(["12,50", "", "1 234"]), nature_de(["01000", "69003"]), nature_de(["31/12/2026"])
    ('nombre', 'texte', 'date')
    """
    textes = [valeur.strip() for valeur in valeurs if isinstance(valeur, str) and valeur.strip()]
    if not textes:
        return "texte"
    if _IDENTIFIANT.match(plier(entete)) and all(map(str.isdigit, textes)):
        return "texte"
    if all(map(_est_un_nombre, textes)) and _se_lisent(textes, Decimal):
        return "nombre"
    return "date" if _se_lisent(textes, date) else "texte"


def typees(valeurs: Sequence[object], entete: str = "") -> list[object]:
    """Valeurs d'une colonne de textes, changées en `Decimal` ou en dates si toutes s'y prêtent ; vide : None."""
    nature = nature_de(valeurs, entete)
    if nature == "texte":
        return [valeur if valeur != "" else None for valeur in valeurs]
    lire = lecteur(Decimal if nature == "nombre" else date)
    return [lire(valeur) if isinstance(valeur, str) and valeur.strip() else None for valeur in valeurs]


def utiles(valeurs: Sequence[object]) -> Sequence[object]:
    """Valeurs d'une colonne de classeur : vide, erreur et formule sans valeur deviennent None."""
    genres = set(map(type, valeurs))
    if genres.isdisjoint(_SANS_VALEUR) and (str not in genres or "" not in valeurs):
        return valeurs
    return [None if valeur == "" or type(valeur) in _SANS_VALEUR else valeur for valeur in valeurs]


_SANS_VALEUR = frozenset({ErreurDeCellule, FormuleSansValeur})


def _est_un_nombre(texte: str) -> bool:
    chiffres = sum(caractere.isdigit() for caractere in texte)
    return (
        chiffres <= CHIFFRES_MAXIMUM
        and _NOMBRE.fullmatch(texte) is not None
        and _ZERO_DE_TETE.match(texte) is None
    )


def _se_lisent(textes: Sequence[str], type_: type) -> bool:
    lire = lecteur(type_)
    try:
        for texte in textes:
            lire(texte)
    except ErreurTableur:
        return False
    return True
