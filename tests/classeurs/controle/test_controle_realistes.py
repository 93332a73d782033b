"""Classeurs comme on en trouve au bureau : sains, ils n'ont ni refus ni alerte ; chaque faute est vue."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tableur.classeurs.controle import Rapport
from tests.classeurs.controle.fabriques import Lignes, controle, seul

MOIS = ["Janv", "Févr", "Mars", "Avr", "Mai", "Juin", "Juil", "Août", "Sept", "Oct", "Nov", "Déc"]
COLONNES = "BCDEFGHIJKLM"


def budget() -> Lignes:
    """Budget de l'année : postes, sous-totaux, total général, colonne de total et d'écart."""
    lignes: Lignes = [["Budget 2026"], [], ["Poste", *MOIS, "Total", "Prévu", "Écart"]]
    for bloc, depart in (("Charges", 4), ("Produits", 9)):
        for n in range(4):
            ligne = depart + n
            valeurs: list[Any] = [100.0 * (n + 1) + m for m in range(12)]
            ecart = [f"=SUM(B{ligne}:M{ligne})", 1200.0 * (n + 1), f"=N{ligne}-O{ligne}"]
            lignes.append([f"{bloc} {n + 1}", *valeurs, *ecart])
        fin = depart + 3
        lignes.append([f"Total {bloc.lower()}", *[f"=SUM({c}{depart}:{c}{fin})" for c in COLONNES + "NOP"]])
    lignes.append(["Résultat", *[f"={c}13-{c}8" for c in COLONNES + "NOP"]])
    return lignes


def echeancier() -> Lignes:
    """Tableau d'amortissement : la première ligne part du capital, les suivantes de la ligne d'avant."""
    lignes: Lignes = [
        ["Capital", 100000.0],
        ["Taux annuel", 0.04],
        ["Durée (mois)", 60.0],
        ["Mensualité", "=-PMT(B2/12,B3,B1)"],
    ]
    lignes += [[], ["N°", "Date", "Capital dû", "Intérêts", "Amorti", "Reste dû"]]
    for n in range(60):
        ligne = 7 + n
        du = "=$B$1" if n == 0 else f"=F{ligne - 1}"
        jour = date(2026, 1, 5) + timedelta(days=30 * n)
        lignes.append([n + 1, jour, du, f"=ROUND(C{ligne}*$B$2/12,2)", f"=$B$4-D{ligne}", f"=C{ligne}-E{ligne}"])
    return lignes


def facture() -> Lignes:
    """Facture : en-tête libre, lignes, total en cascade, mentions."""
    lignes: Lignes = [["Atelier du Bois"], ["12 rue des Lilas"], ["69003 Lyon"], ["SIRET : 732 829 320 00074"], []]
    lignes += [["Facture n° F2026-0012", None, None, date(2026, 3, 4)], []]
    lignes.append(["Désignation", "Quantité", "Prix unitaire HT", "Montant HT"])
    lignes += [[f"Article {n}", n, 12.5 * n, f"=B{n + 8}*C{n + 8}"] for n in range(1, 7)]
    lignes += [[], [None, None, "Total HT", "=SUM(D9:D14)"], [None, None, "TVA", "=ROUND(D16*Taux!$B$1,2)"]]
    lignes += [
        [None, None, "Total TTC", "=D16+D17"],
        [],
        ["Payable à 30 jours. Pénalités : 3 fois le taux légal."],
    ]
    return lignes


def banque() -> Lignes:
    """Suivi de banque : solde courant, débits et crédits sur deux colonnes, report en première ligne."""
    lignes: Lignes = [["Date", "Libellé", "Pièce", "Débit", "Crédit", "Solde"]]
    lignes.append([date(2026, 1, 1), "Report", None, None, None, 5230.12])
    for n in range(3, 43):
        debit, credit = (None, 10.5 * n) if n % 3 else (33.3 * n, None)
        jour = date(2026, 1, 1) + timedelta(days=n)
        lignes.append([jour, f"Opération {n}", f"P{n:03d}", debit, credit, f"=F{n - 1}-D{n}+E{n}"])
    return lignes


def effectif() -> Lignes:
    """Effectif : comptes par service et par année, en-têtes en nombres, taux d'évolution sans première année."""
    lignes: Lignes = [["Service", 2023, 2024, 2025, 2026, "Évolution"]]
    lignes += [[f"Service {n}", 10 + n, 11 + n, 12 + n, 13 + n, f"=E{n + 1}/B{n + 1}-1"] for n in range(1, 9)]
    lignes.append(["Ensemble", *[f"=SUM({c}2:{c}9)" for c in "BCDE"], "=E10/B10-1"])
    return lignes


def planning() -> Lignes:
    """Planning : jours en colonnes, codes d'absence, heures par personne."""
    jours: list[Any] = [date(2026, 3, n) for n in range(2, 7)]
    lignes: Lignes = [["Nom", *jours, "Heures"]]
    lignes += [[f"Personne {n}", "M", "M", "AM", "RTT" if n == 3 else "M", "M", 35] for n in range(1, 9)]
    return lignes


CLASSEURS: dict[str, Any] = {
    "budget": budget, "échéancier": echeancier, "facture": facture, "banque": banque, "effectif": effectif,
    "planning": planning,
}  # fmt: skip
TAUX: Lignes = [["TVA", 0.2]]


def rapport_de(chemin: Path, lignes: Lignes) -> Rapport:
    """Contrôle d'un classeur d'une feuille et de sa feuille de taux."""
    return controle(chemin, {"F": lignes, "Taux": TAUX})


@pytest.mark.parametrize("nom", CLASSEURS)
def test_un_classeur_sain_n_a_ni_refus_ni_alerte(tmp_path: Path, nom: str) -> None:
    rapport = rapport_de(tmp_path / "a.xlsx", CLASSEURS[nom]())
    assert [] == [str(c) for c in rapport.constats if c.niveau != "information"]


@pytest.mark.parametrize(
    ("nom", "ligne", "rang", "valeur", "code", "cellule"),
    [
        ("budget", 7, 4, 1000.0, "formule-ecrasee", "E8"),
        ("budget", 4, 13, 2500.0, "formule-ecrasee", "N5"),
        ("budget", 12, 6, "=SUM(G9:G11)", "total-incomplet", "G13"),
        ("budget", 13, 3, "=D13+D8", "formule-incoherente", "D14"),
        ("échéancier", 30, 3, 150.0, "formule-ecrasee", "D31"),
        ("échéancier", 40, 5, "=C41+E41", "formule-incoherente", "F41"),
        ("facture", 10, 3, 60.0, "formule-ecrasee", "D11"),
        ("facture", 15, 3, "=SUM(D9:D13)", "total-incomplet", "D16"),
        ("banque", 20, 5, 4000.0, "formule-ecrasee", "F21"),
        ("banque", 25, 4, "262,5 €", "nombre-en-texte", "E26"),
        ("banque", 25, 0, "29/01/2026", "date-en-texte", "A26"),
        ("effectif", 5, 5, 0.3, "formule-ecrasee", "F6"),
        ("effectif", 9, 4, "=SUM(E2:E8)", "total-incomplet", "E10"),
    ],
)
def test_une_faute_dans_un_classeur_reel_est_vue_a_sa_place(
    tmp_path: Path, nom: str, ligne: int, rang: int, valeur: object, code: str, cellule: str
) -> None:
    lignes: Lignes = CLASSEURS[nom]()
    lignes[ligne][rang] = valeur
    rapport = rapport_de(tmp_path / "a.xlsx", lignes)
    assert (cellule,) == seul(rapport, code).cellules
    assert [code] == [c.code for c in rapport.constats if c.niveau != "information"]
