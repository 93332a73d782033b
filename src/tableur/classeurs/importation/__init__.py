"""Import de l'export d'un autre logiciel dans une table d'un classeur de l'entreprise."""

from tableur.classeurs.importation.conversion import Conversion, LigneConvertie, convertir
from tableur.classeurs.importation.correspondance import (
    Association,
    Correspondance,
    Doute,
    d_un_objet,
    en_objet,
)
from tableur.classeurs.importation.formes import FORMES, forme_de, lire_forme
from tableur.classeurs.importation.importation import Apercu, Bilan, Cible, Mode, apercu, importer
from tableur.classeurs.importation.proposition import proposer

__all__ = [
    "FORMES",
    "Apercu",
    "Association",
    "Bilan",
    "Cible",
    "Conversion",
    "Correspondance",
    "Doute",
    "LigneConvertie",
    "Mode",
    "apercu",
    "convertir",
    "d_un_objet",
    "en_objet",
    "forme_de",
    "importer",
    "lire_forme",
    "proposer",
]
