"""Noms des champs : ce que le modèle écrit et ce que la colonne s'appelle se rencontrent.

« N° client », « n_client » et « Numéro client » sont le même champ ; deux colonnes que rien ne distingue sont
refusées. Word remplace lui-même par « _ » les caractères qu'il n'admet pas dans un nom de champ.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache

from tableur.frontiere import plier
from tableur.socle.erreurs import Anomalie, Ou, Refus

_NUMERO = re.compile(r"\bn[°º]\s*|№\s*", re.IGNORECASE)
_NUMERO_DE_WORD = re.compile(r"\bn_+(?=[^\W_])", re.IGNORECASE)
_SUPERFLUS = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)
def cle_de_champ(nom: str) -> str:
    """Nom plié d'un champ : casse, accents, espaces, apostrophes et « n° » n'y comptent pas.

    >>> cle_de_champ("N° client") == cle_de_champ("numéro_client") == cle_de_champ("N_client")
    True
    """
    ecrit = _NUMERO_DE_WORD.sub("numero ", _NUMERO.sub("numero ", nom))
    return _SUPERFLUS.sub("", plier(ecrit))


class Colonnes:
    """Colonnes d'une table, retrouvées par leur nom plié."""

    def __init__(self, noms: Iterable[str]) -> None:
        """Retient les colonnes, dans leur ordre.

        Raises:
            Refus: Deux colonnes ont le même nom plié.
        """
        self.noms = tuple(noms)
        self._par_cle: dict[str, str] = {}
        heurts: list[Anomalie] = []
        for nom in self.noms:
            autre = self._par_cle.setdefault(cle_de_champ(nom), nom)
            if autre != nom:
                message = f"Les colonnes « {autre} » et « {nom} » ne se distinguent pas : en renommer une."
                heurts.append(Anomalie("refus", Ou(colonne=nom), "colonnes", "noms distincts", nom, message))
        if heurts:
            raise Refus(heurts)

    def trouver(self, nom: str) -> str | None:
        """Colonne que désigne un nom de champ, ou None."""
        return self._par_cle.get(cle_de_champ(nom))

    def proches(self, nom: str, *, seuil: float = 0.6) -> list[str]:
        """Colonnes au nom voisin, la plus proche d'abord."""
        cles = get_close_matches(cle_de_champ(nom), self._par_cle, n=3, cutoff=seuil)
        return [self._par_cle[cle] for cle in cles]


@lru_cache(maxsize=64)
def colonnes_de(noms: tuple[str, ...]) -> Colonnes:
    """Colonnes d'une ligne, retenues d'une ligne à l'autre."""
    return Colonnes(noms)


def suggestion(proches: Iterable[str]) -> str:
    """Fin de phrase qui propose des noms : « peut-être « Prénom » »."""
    noms = [f"« {nom} »" for nom in proches]
    return f" : peut-être {' ou '.join(noms)}" if noms else ""


class Fiche(dict[str, object]):
    """Ligne d'une table fille, ou objet : ses champs se retrouvent par leur nom plié."""

    def __missing__(self, nom: str) -> object:
        """Valeur de la colonne dont le nom plié est celui-ci.

        Raises:
            KeyError: Aucune colonne ne correspond.
        """
        if isinstance(nom, str):
            colonne = colonnes_de(tuple(self)).trouver(nom)
            if colonne is not None:
                return self[colonne]
        raise KeyError(nom)


def en_fiches(valeur: object) -> object:
    """Tables filles et objets d'une ligne, rendus lisibles par nom plié ; toute autre valeur est inchangée."""
    if isinstance(valeur, Mapping):
        return Fiche({str(nom): en_fiches(v) for nom, v in valeur.items()})
    if isinstance(valeur, list | tuple):
        return [en_fiches(v) for v in valeur]
    return valeur
