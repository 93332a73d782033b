"""Montants et dates d'un FEC, convertis par colonnes entières : des centimes et des jours, jamais de flottant."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tableur.echanges.fec.octets import Categories, Champ, Entiers, Texte

Booleens = NDArray[np.bool_]

CHIFFRES_MAXIMUM = 15
"""Chiffres d'un montant, centimes compris : au-delà, les sommes ne tiendraient plus dans un entier de 64 bits."""

ABSENTE, ILLISIBLE = 0, -1
"""Date vide, et date qui n'en est pas une ; les autres sont des nombres AAAAMMJJ."""


@dataclass(frozen=True, slots=True)
class Montants:
    """Une colonne de montants.

    Args:
        centimes: Montant de chaque ligne ; 0 s'il est vide ou illisible.
        vides: Lignes sans montant.
        illisibles: Lignes dont le texte n'est pas un nombre.
        points: Lignes dont le séparateur décimal est un point.
        trop_precis: Lignes qui ont plus de deux décimales, non nulles au-delà.
    """

    centimes: Entiers
    vides: Booleens
    illisibles: Booleens
    points: Booleens
    trop_precis: Booleens


def montants(texte: Texte, champ: Champ) -> Montants:
    """Centimes d'une colonne : signe facultatif, chiffres, puis virgule ou point et décimales.

    Args:
        texte: Le fichier.
        champ: La colonne.
    """
    nombre = len(champ.debut)
    valeur = np.zeros(nombre, dtype=np.int64)
    chiffres = np.zeros(nombre, dtype=np.int8)
    decimales = np.full(nombre, -1, dtype=np.int8)  # -1 : pas encore de séparateur
    negatif, faux, points, precis = (np.zeros(nombre, dtype=np.bool_) for _ in range(4))
    faux |= champ.longueur > 2 * CHIFFRES_MAXIMUM
    for rang in range(min(int(champ.longueur.max(initial=0)), 2 * CHIFFRES_MAXIMUM)):
        ici = np.flatnonzero(champ.longueur > rang)
        lu = texte.octets[champ.debut[ici] + rang]
        chiffre = (lu - np.uint8(48)).astype(np.int64)
        est_chiffre = chiffre <= 9
        apres = decimales[ici] >= 0
        garde = est_chiffre & (decimales[ici] < 2)
        precis[ici] |= est_chiffre & ~garde & (chiffre > 0)
        retenus = ici[garde]
        valeur[retenus] = valeur[retenus] * 10 + chiffre[garde]
        chiffres[retenus] += valeur[retenus] > 0
        decimales[ici[apres & est_chiffre]] = np.minimum(decimales[ici[apres & est_chiffre]] + 1, 2)
        separateur = (lu == ord(",")) | (lu == ord("."))
        points[ici] |= lu == ord(".")
        decimales[ici[separateur & ~apres]] = 0
        signe = ((lu == ord("-")) | (lu == ord("+"))) if rang == 0 else np.zeros(len(ici), dtype=np.bool_)
        negatif[ici] |= signe & (lu == ord("-"))
        faux[ici] |= ~est_chiffre & ~(separateur & ~apres) & ~signe
    return _conclure(champ, valeur, chiffres, decimales, negatif, faux, points, precis)


def _conclure(
    champ: Champ,
    valeur: Entiers,
    chiffres: NDArray[np.int8],
    decimales: NDArray[np.int8],
    negatif: Booleens,
    faux: Booleens,
    points: Booleens,
    precis: Booleens,
) -> Montants:
    """Ramène aux centimes, écarte ce qui n'a aucun chiffre ou en a trop."""
    vides = champ.longueur == 0
    ajoutes = np.where(decimales < 0, 2, 2 - decimales)
    faux = ~vides & (faux | (chiffres.astype(np.int64) + ajoutes > CHIFFRES_MAXIMUM))
    signes = negatif.astype(np.int64) + (decimales >= 0)
    faux |= ~vides & (champ.longueur <= signes)  # « - », « , » : aucun chiffre
    centimes = valeur * np.array([1, 10, 100], dtype=np.int64)[ajoutes]
    centimes = np.where(negatif, -centimes, centimes)
    centimes[faux | vides] = 0
    return Montants(centimes, vides, faux, points & ~faux, precis & ~faux)


def dates(texte: Texte, champ: Champ, distinctes: Categories) -> Entiers:
    """Dates d'une colonne, en nombres AAAAMMJJ ; `ABSENTE` pour un champ vide, `ILLISIBLE` si ce n'en est pas une.

    Args:
        texte: Le fichier.
        champ: La colonne.
        distinctes: Ses valeurs distinctes : chacune n'est lue qu'une fois.
    """
    lues = [date_lue(texte.lire(champ, place)) for place in distinctes.premieres.tolist()]
    return np.array(lues, dtype=np.int64)[distinctes.codes] if lues else np.zeros(0, dtype=np.int64)


def date_lue(mot: str) -> int:
    """Nombre AAAAMMJJ d'une date écrite ainsi.

    >>> date_lue("20260229"), date_lue(""), date_lue("20261124")
    (-1, 0, 20261124)
    """
    if not mot:
        return ABSENTE
    if len(mot) != 8 or not (mot.isascii() and mot.isdigit()):
        return ILLISIBLE
    try:
        date(int(mot[:4]), int(mot[4:6]), int(mot[6:]))
    except ValueError:
        return ILLISIBLE
    return int(mot)


def en_date(nombre: int) -> date:
    """Date d'un nombre AAAAMMJJ.

    >>> en_date(20261124)
    datetime.date(2026, 11, 24)
    """
    return date(nombre // 10_000, nombre // 100 % 100, nombre % 100)


def en_nombre(jour: date) -> int:
    """Nombre AAAAMMJJ d'une date."""
    return jour.year * 10_000 + jour.month * 100 + jour.day


def centimes_ecrits(centimes: int) -> str:
    """Montant d'un nombre de centimes, tel qu'on l'écrit dans un FEC.

    >>> centimes_ecrits(-123456), centimes_ecrits(5)
    ('-1234,56', '0,05')
    """
    return f"{'-' if centimes < 0 else ''}{abs(centimes) // 100},{abs(centimes) % 100:02d}"
