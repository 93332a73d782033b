"""Ce qu'une table tapée a de plus : ses colonnes de formules, et ses listes prises dans une autre table."""

import re
from typing import Any

from tableur.classeurs.formules import Place, lettre_de_colonne, traduire
from tableur.classeurs.mise_en_page import Atelier
from tableur.classeurs.modeles import Colonne, Feuille, Table

# Ce qu'une feuille protégée laisse faire. Excel n'y trie que les cellules déverrouillées.
PERMIS = {
    "autofilter": True,
    "sort": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
_A_ECHAPPER = re.compile(r"(['\[\]#@])")


def completer_la_table(atelier: Atelier, onglet: Any, feuille: Feuille, table: Table) -> None:
    """Dit à Excel les formules d'une table tapée, qui suivent ses nouvelles lignes, et pose ses listes."""
    place = atelier.places[table.nom]
    for rang, colonne in enumerate(table.colonnes):
        if table.colonnes_calculees and colonne.formule:
            onglet.tables[-1]["columns"][rang]["formula"] = formule_de_colonne(colonne, table, atelier.places)
        if feuille.genre == "S" and colonne.liste_de:
            onglet.data_validation(place.debut, rang, place.fin, rang, regle_de_liste(colonne, atelier.places))


def formule_de_colonne(colonne: Colonne, table: Table, toutes: dict[str, Place]) -> str:
    """Formule d'une colonne entière, telle que la garde une table Excel, sans « = »."""
    place = toutes[table.nom]
    formule = traduire(colonne.formule, table, toutes)(place.debut).removeprefix("=")
    for autre in table.colonnes:
        lettre = lettre_de_colonne(place.colonnes[autre.nom])
        libelle = _A_ECHAPPER.sub(r"'\1", autre.libelle)
        ici = f"Table_{table.nom}[[#This Row],[{libelle}]]"
        motif = re.compile(rf'("(?:[^"]|"")*")|(?<![\w!$:]){re.escape("$" + lettre)}{place.debut + 1}(?!\d)')
        cumul = re.compile(rf'("(?:[^"]|"")*")|(?<=:){re.escape("$" + lettre)}{place.debut + 1}(?!\d)')
        for cherche in (motif, cumul):
            formule = cherche.sub(lambda m, ici=ici: m[1] or ici, formule)  # type: ignore[misc]
    return formule


def regle_de_liste(colonne: Colonne, toutes: dict[str, Place]) -> dict[str, Any]:
    """Contrôle de saisie dont les valeurs sont celles d'une colonne d'une autre table."""
    table, _, champ = colonne.liste_de.partition(".")
    place = toutes[table]
    plage = place.plage(champ)
    return {
        "validate": "list",
        "source": f"=OFFSET({plage.partition(':')[0]},0,0,MAX(1,COUNTA({plage})),1)",
        "error_title": colonne.libelle[:32],
        "error_message": f"Choisir dans la liste : elle se règle dans la feuille « {place.feuille} ».",
        "error_type": "warning" if colonne.simple is str else "stop",
    }
