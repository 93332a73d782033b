"""Un grand texte à champs, gardé en octets : où commence et finit chaque champ, sans un objet par ligne.

Les champs d'une colonne se comparent, se comptent et se convertissent par mots de huit octets, pris à leur place
dans le fichier : rien n'est copié ni décodé, hors de ce que l'on montre.
"""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Entiers = NDArray[np.int64]
Octets = NDArray[np.uint8]
Mots = NDArray[np.uint64]
Places = NDArray[Any]
"""Places dans le fichier : sur 32 bits, ou 64 au-delà de deux gigaoctets."""

MARGE = 16
"""Octets nuls ajoutés à la fin : un mot pris au dernier champ ne sort pas du tableau."""

_BLOC = 1 << 24
_ESPACE = ord(" ")
_NON_ASCII, _LATIN = 0x80, 0xA0
_MASQUES = np.array([(1 << (8 * n)) - 1 for n in range(8)] + [(1 << 64) - 1], dtype=np.uint64)
_MELANGE = np.uint64(0x9E3779B97F4A7C15)
_DECALAGE = np.uint64(29)


@dataclass(frozen=True, slots=True)
class Champ:
    """Champs d'une colonne : début et longueur de chacun, en octets, blancs de bord ôtés."""

    debut: Entiers
    longueur: Entiers


@dataclass(frozen=True, slots=True)
class Categories:
    """Valeurs distinctes d'une colonne.

    Args:
        codes: Rang de la valeur de chaque ligne.
        premieres: Première ligne de chaque valeur.
    """

    codes: Entiers
    premieres: Entiers

    def __len__(self) -> int:
        """Nombre de valeurs distinctes."""
        return len(self.premieres)


@dataclass(frozen=True, slots=True)
class Texte:
    """Les octets d'un fichier, et ce qui les lit par mots."""

    octets: Octets
    encodage: str

    @property
    def mots(self) -> Mots:
        """Le mot de huit octets qui commence à chaque octet."""
        return np.ndarray((len(self.octets) - 7,), dtype="<u8", buffer=self.octets.data, strides=(1,))

    def champ(self, debut: Entiers, fin: Entiers) -> Champ:
        """Colonne bornée, sans les espaces qui bordent ses champs."""
        debut, longueur = debut.copy(), fin - debut
        while (blancs := (longueur > 0) & (self.octets[debut + longueur - 1] == _ESPACE)).any():
            longueur[blancs] -= 1
        while (blancs := (longueur > 0) & (self.octets[debut] == _ESPACE)).any():
            debut[blancs] += 1
            longueur[blancs] -= 1
        return Champ(debut, longueur)

    def lire(self, champ: Champ, place: int) -> str:
        """Texte d'un champ."""
        debut = int(champ.debut[place])
        return self.octets[debut : debut + int(champ.longueur[place])].tobytes().decode(self.encodage, "replace")

    def lire_plusieurs(self, champ: Champ, places: Iterable[int]) -> list[str]:
        """Textes de quelques champs."""
        return [self.lire(champ, place) for place in places]

    def empreinte(self, champ: Champ) -> Mots:
        """Nombre de 64 bits de chaque champ : le champ lui-même jusqu'à huit octets, un mélange au-delà.

        Deux champs différents d'un million de lignes se confondraient une fois sur trente millions de fichiers.
        """
        mots = self.mots
        mele: Mots = mots[champ.debut] & _MASQUES[np.minimum(champ.longueur, 8)]
        rang = 8
        longs: Entiers = np.flatnonzero(champ.longueur > rang)
        while len(longs):
            suite = mots[champ.debut[longs] + rang] & _MASQUES[np.minimum(champ.longueur[longs] - rang, 8)]
            mele[longs] = meler(mele[longs], suite)
            rang += 8
            longs = longs[champ.longueur[longs] > rang]
        return mele


def meler(mele: Mots, suite: Mots) -> Mots:
    """Mélange deux suites d'empreintes en une."""
    produit: Mots = (mele ^ (suite + _MELANGE)) * _MELANGE
    return produit ^ (produit >> _DECALAGE)


def categories(cles: Mots | Entiers) -> Categories:
    """Valeurs distinctes d'une suite de clés, dans l'ordre où elles paraissent."""
    codes, uniques = pd.factorize(cles)
    premieres = np.empty(len(uniques), dtype=np.int64)
    premieres[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return Categories(codes.astype(np.int64, copy=False), premieres)


def places_de(octets: Octets, *voulus: int) -> Places:
    """Places des octets d'une de ces valeurs, dans l'ordre ; le fichier est parcouru par blocs."""
    genre = np.int32 if len(octets) < np.iinfo(np.int32).max else np.int64
    trouvees = [np.empty(0, dtype=genre)]
    for depart in range(0, len(octets), _BLOC):
        bloc = octets[depart : depart + _BLOC]
        vus = bloc == voulus[0]
        for autre in voulus[1:]:
            vus |= bloc == autre
        trouvees.append((np.flatnonzero(vus) + depart).astype(genre))
    return np.concatenate(trouvees)


def compte_de(octets: Octets, voulu: int) -> int:
    """Nombre d'octets de cette valeur."""
    blocs = range(0, len(octets), _BLOC)
    return sum(int(np.count_nonzero(octets[depart : depart + _BLOC] == voulu)) for depart in blocs)


def encodage_de(octets: Octets) -> str:
    """Encodage d'un texte : ascii, utf-8, à défaut iso8859-15, ou cp1252 s'il en a les caractères."""
    blocs = [octets[depart : depart + _BLOC] for depart in range(0, len(octets), _BLOC)]
    if all(int(bloc.max(initial=0)) < _NON_ASCII for bloc in blocs):
        return "ascii"
    decodeur = codecs.getincrementaldecoder("utf-8")()
    try:
        for bloc in blocs:
            decodeur.decode(bloc.tobytes())
        decodeur.decode(b"", final=True)
    except UnicodeDecodeError:
        windows = any(((bloc >= _NON_ASCII) & (bloc < _LATIN)).any() for bloc in blocs)
        return "cp1252" if windows else "iso8859-15"
    return "utf-8"
