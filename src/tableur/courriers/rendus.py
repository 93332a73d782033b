"""Rendu d'un groupe de lignes, ici ou dans un autre processus."""

from functools import lru_cache

from tableur.courriers.assemblage import Codec
from tableur.courriers.endroits import LigneEcartee
from tableur.courriers.filtres import Ligne
from tableur.courriers.journal import Etat
from tableur.courriers.modele import Modele, compiler
from tableur.socle.erreurs import ErreurTableur

Rendu = bytes | tuple[Etat, str]


def rendre_groupe(
    octets: bytes, colonnes: tuple[str, ...], codec: Codec, lignes: list[tuple[int, Ligne]]
) -> list[Rendu]:
    """Documents d'un groupe de lignes ; se lance dans un autre processus, qui garde le modèle compilé."""
    return rendre_lignes(_compile(octets, colonnes, codec), lignes)


@lru_cache(maxsize=4)
def _compile(octets: bytes, colonnes: tuple[str, ...], codec: Codec) -> Modele:
    return compiler(octets, colonnes, codec=codec)


def rendre_lignes(modele: Modele, lignes: list[tuple[int, Ligne]]) -> list[Rendu]:
    """Document de chaque ligne, ou l'état et la raison qui l'en privent."""
    rendus: list[Rendu] = []
    for rang, ligne in lignes:
        try:
            rendus.append(modele.rendre(ligne, rang=rang))
        except LigneEcartee as erreur:
            rendus.append(("ecarte", str(erreur)))
        except ErreurTableur as erreur:
            rendus.append(("erreur", str(erreur)))
    return rendus
