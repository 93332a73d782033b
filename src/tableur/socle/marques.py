"""Les deux marques qui ouvrent une fonction aux cellules, aux boutons et aux commandes.

Une marque ne fait que poser un attribut : la fonction reste appelable, typée et vérifiable telle quelle.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar, overload

F = TypeVar("F", bound=Callable[..., object])

ATTRIBUT = "__tableur__"


@dataclass(frozen=True, slots=True)
class Marque:
    """Ce que la marque dit de la fonction.

    Args:
        genre: « formule » (valeur → valeur, pure) ou « action » (tables → tables et fichiers).
        avance: Vrai pour une fonction réservée aux cas moins courants.
        mots: Réglages d'une action qui se donnent aussi sans leur nom, dans cet ordre, après le fichier.
    """

    genre: Literal["formule", "action"]
    avance: bool = False
    mots: tuple[str, ...] = ()


def _marquer(fonction: F, marque: Marque) -> F:
    setattr(fonction, ATTRIBUT, marque)
    return fonction


@overload
def formule(fonction: F) -> F: ...
@overload
def formule(*, avance: bool = False) -> Callable[[F], F]: ...
def formule(fonction: F | None = None, *, avance: bool = False) -> F | Callable[[F], F]:
    """Marque une fonction pure : formule de cellule, commande et page de documentation.

    Args:
        fonction: La fonction marquée.
        avance: Vrai pour la ranger parmi les fonctions « avancées ».
    """
    marque = Marque("formule", avance)
    return _marquer(fonction, marque) if fonction is not None else lambda f: _marquer(f, marque)


@overload
def action(fonction: F) -> F: ...
@overload
def action(*, mots: tuple[str, ...] = ()) -> Callable[[F], F]: ...
def action(fonction: F | None = None, *, mots: tuple[str, ...] = ()) -> F | Callable[[F], F]:
    """Marque une action : elle lit des tables, calcule, écrit des tables et des fichiers.

    Args:
        fonction: L'action ; son premier paramètre est le classeur.
        mots: Réglages que la commande prend aussi en simples mots, après le fichier : tous, ou aucun.
    """
    marque = Marque("action", mots=mots)
    return _marquer(fonction, marque) if fonction is not None else lambda f: _marquer(f, marque)


def marque_de(objet: object) -> Marque | None:
    """Marque posée sur un objet, s'il en porte une."""
    marque = getattr(objet, ATTRIBUT, None)
    return marque if isinstance(marque, Marque) else None
