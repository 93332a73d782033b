"""Le catalogue : les fonctions marquées, leurs noms, leur aide, leurs exemples, et la façon de les appeler."""

from tableur.catalogue.appel import appeler, calculer, lancer, lier, lire_arguments
from tableur.catalogue.fonctions import Argument, Documentation, Fonction, MarqueInvalide
from tableur.catalogue.recensement import Catalogue, famille_de, recenser

__all__ = [
    "Argument",
    "Catalogue",
    "Documentation",
    "Fonction",
    "MarqueInvalide",
    "appeler",
    "calculer",
    "famille_de",
    "lancer",
    "lier",
    "lire_arguments",
    "recenser",
]
