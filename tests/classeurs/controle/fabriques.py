"""Petits classeurs d'essai du contrôle, faits par XlsxWriter : un texte qui commence par = est une formule."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from tableur.classeurs.controle import Constat, Rapport, verifier

Lignes = list[list[object]]
Retouche = Callable[[Any, dict[str, Any]], None]


def classeur(chemin: Path, feuilles: dict[str, Lignes], faire: Retouche | None = None) -> Path:
    """Classeur dont les formules ont la valeur 1, et les dates un format jj/mm/aaaa."""
    livre = xlsxwriter.Workbook(str(chemin))
    jour = livre.add_format({"num_format": "dd/mm/yyyy"})
    ouvertes = {nom: livre.add_worksheet(nom) for nom in feuilles}
    for nom, lignes in feuilles.items():
        for i, ligne in enumerate(lignes):
            for j, valeur in enumerate(ligne):
                poser(ouvertes[nom], i, j, valeur, jour)
    if faire:
        faire(livre, ouvertes)
    livre.close()
    return chemin


def poser(feuille: Any, i: int, j: int, valeur: object, jour: Any) -> None:
    """Une cellule, selon le genre de sa valeur."""
    if isinstance(valeur, str) and valeur.startswith("="):
        feuille.write_formula(i, j, valeur, None, 1)
    elif isinstance(valeur, str):
        feuille.write_string(i, j, valeur)
    elif isinstance(valeur, date):
        feuille.write_datetime(i, j, valeur, jour)
    elif isinstance(valeur, bool):
        feuille.write_boolean(i, j, valeur)
    elif isinstance(valeur, int | float):
        feuille.write_number(i, j, valeur)


def controle(chemin: Path, feuilles: dict[str, Lignes], faire: Retouche | None = None) -> Rapport:
    """Contrôle d'un classeur d'essai."""
    return verifier(classeur(chemin, feuilles, faire))


def codes(rapport: Rapport) -> set[str]:
    """Codes des constats."""
    return {constat.code for constat in rapport.constats}


def seul(rapport: Rapport, code: str) -> Constat:
    """Le seul constat de ce code."""
    (trouve,) = [constat for constat in rapport.constats if constat.code == code]
    return trouve


def factures(lignes: int = 12) -> Lignes:
    """Liste saine : numéro, date, client, ville, quantité, prix, HT, TVA, TTC, et une ligne de total."""
    corps: Lignes = [
        [
            f"F{n:04d}",
            date(2026, 1 + n % 12, 1 + n % 28),
            f"Client {n % 5}",
            ["Lyon", "Paris", "Nice"][n % 3],
            n,
            12.5 + n,
            f"=E{n}*F{n}",
            f"=ROUND(G{n}*Taux!$B$1,2)",
            f"=G{n}+H{n}",
        ]
        for n in range(2, lignes + 2)
    ]
    fin = lignes + 1
    total: list[object] = ["Total", None, None, None, f"=SUM(E2:E{fin})", None]
    total += [f"=SUM({c}2:{c}{fin})" for c in "GHI"]
    return [["N° facture", "Date", "Client", "Ville", "Quantité", "PU", "HT", "TVA", "TTC"], *corps, total]


TAUX: dict[str, Lignes] = {"Taux": [["TVA", 0.2]]}
