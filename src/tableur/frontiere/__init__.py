"""La frontière : le seul endroit qui convertit, entre la cellule, le texte tapé et le domaine."""

from tableur.frontiere.arguments import (
    element_de_liste,
    en_grille,
    est_enregistrement,
    est_scalaire,
    lire_argument,
    une_cellule,
)
from tableur.frontiere.ecriture import ecrire, ecrire_cellule, ecrire_json, numero_de_serie
from tableur.frontiere.lecture import facultatif_et_nu, lecteur, lire, metadonnees, type_simple
from tableur.frontiere.noms import plier
from tableur.frontiere.tables import Champ, Lignes, champs_de, grille_de, lire_table
from tableur.frontiere.valeurs import (
    FORMULE_SANS_VALEUR,
    ErreurDeCellule,
    FormuleSansValeur,
    Grille,
    ValeurIllisible,
    est_vide,
    montre,
)

__all__ = [
    "FORMULE_SANS_VALEUR",
    "Champ",
    "ErreurDeCellule",
    "FormuleSansValeur",
    "Grille",
    "Lignes",
    "ValeurIllisible",
    "champs_de",
    "ecrire",
    "ecrire_cellule",
    "ecrire_json",
    "element_de_liste",
    "en_grille",
    "est_enregistrement",
    "est_scalaire",
    "est_vide",
    "facultatif_et_nu",
    "grille_de",
    "lecteur",
    "lire",
    "lire_argument",
    "lire_table",
    "metadonnees",
    "montre",
    "numero_de_serie",
    "plier",
    "type_simple",
    "une_cellule",
]
