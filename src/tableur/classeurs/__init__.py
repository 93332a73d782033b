"""Les classeurs : leurs modèles, leur construction, leur lecture, et le port par où les actions y passent.

Ces noms ne chargent leur module qu'au premier emploi : une action qui n'importe que le port reste légère.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tableur.classeurs.construction import construire, creer, reconstruire
    from tableur.classeurs.declaration import lire_declaration, modele
    from tableur.classeurs.fabrique import ouvrir
    from tableur.classeurs.ferme import ClasseurFerme
    from tableur.classeurs.port import Classeur

_MODULES = {
    "Classeur": "port",
    "ClasseurFerme": "ferme",
    "construire": "construction",
    "creer": "construction",
    "lire_declaration": "declaration",
    "modele": "declaration",
    "ouvrir": "fabrique",
    "reconstruire": "construction",
}

__all__ = [
    "Classeur",
    "ClasseurFerme",
    "construire",
    "creer",
    "lire_declaration",
    "modele",
    "ouvrir",
    "reconstruire",
]


def __getattr__(nom: str) -> Any:
    """Nom du paquet, pris dans son module au premier emploi."""
    if nom not in _MODULES:
        raise AttributeError(nom)
    return getattr(import_module(f"{__name__}.{_MODULES[nom]}"), nom)
