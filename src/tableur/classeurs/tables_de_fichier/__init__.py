"""Les tables d'un fichier reçu, quel qu'il soit : classeur Excel ou Calc, ancien .xls, CSV et autres textes."""

from tableur.classeurs.tables_de_fichier.delimitation import GrilleDeFichier
from tableur.classeurs.tables_de_fichier.lecture import lire_les_grilles, lire_une_table, lister_les_tables
from tableur.classeurs.tables_de_fichier.situees import LigneEcartee, TableDeFichier, TableLue
from tableur.classeurs.tables_de_fichier.sorties import en_csv, en_dataframe, en_json

__all__ = [
    "GrilleDeFichier",
    "LigneEcartee",
    "TableDeFichier",
    "TableLue",
    "en_csv",
    "en_dataframe",
    "en_json",
    "lire_les_grilles",
    "lire_une_table",
    "lister_les_tables",
]
