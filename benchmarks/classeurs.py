"""Écriture de 100 000 lignes × 12 colonnes dans un modèle, en rapport à openpyxl : durée et mémoire.

Chaque côté est un processus entier, données comprises : lire le modèle, remplir la table, enregistrer.
"""

import datetime
import resource
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from mesures import imprimer

LIGNES = 100_000
PREMIERE = 5
TEXTES = ("Code", "Libellé", "Sens", "Dépôt", "Tiers", "Pièce")
NOMBRES = ("Quantité", "Prix", "Frais")
ESSAIS = 3


def modele(chemin: Path) -> None:
    """Un modèle : table avec formats, colonne calculée, barres, liste, total sur une autre feuille, graphique."""
    livre = xlsxwriter.Workbook(str(chemin))
    feuille, synthese = livre.add_worksheet("Mouvements"), livre.add_worksheet("Synthèse")
    jour, argent = livre.add_format({"num_format": "dd/mm/yyyy"}), livre.add_format({"num_format": "#,##0.00"})
    formule = "=Mouvements[[#This Row],[Quantité]]*Mouvements[[#This Row],[Prix]]"
    colonnes = [
        {"header": "Date", "format": jour},
        *({"header": nom} for nom in TEXTES),
        {"header": "Saisi le", "format": jour},
        *({"header": nom, "format": argent} for nom in NOMBRES),
        {"header": "Montant", "format": argent, "formula": formule},
    ]
    feuille.add_table(3, 0, 5, 11, {"name": "Mouvements", "columns": colonnes})
    feuille.conditional_format("I5:I6", {"type": "data_bar", "data_bar_2010": True})
    feuille.data_validation("D5:D6", {"validate": "list", "source": ["Entrée", "Sortie"]})
    synthese.write_formula("A1", "=SUM(Mouvements!L5:L6)")
    graphique = livre.add_chart({"type": "line"})
    graphique.add_series({"values": "=Mouvements!$I$5:$I$6"})
    synthese.insert_chart("C3", graphique)
    livre.close()


def donnees() -> dict[str, list[object]]:
    """Les onze colonnes tapées : huit de textes et de dates, trois de décimaux."""
    debut = datetime.date(2026, 1, 1)
    jours: list[object] = [debut + datetime.timedelta(days=rang % 365) for rang in range(LIGNES)]
    colonnes: dict[str, list[object]] = {"Date": jours}
    for rang, nom in enumerate(TEXTES):
        colonnes[nom] = [f"{nom} {ligne % (7 ** (rang + 1))}" for ligne in range(LIGNES)]
    colonnes["Saisi le"] = jours[::-1]
    for rang, nom in enumerate(NOMBRES, 3):
        colonnes[nom] = [Decimal(ligne % 10**rang) / 100 for ligne in range(LIGNES)]
    return colonnes


def par_tableur(entree: Path, sortie: Path) -> None:
    """Remplit le modèle par la retouche."""
    from tableur.classeurs.retouche import Retouche

    retouche = Retouche(entree)
    retouche.ecrire("Mouvements", donnees())
    retouche.enregistrer(sortie)


def par_openpyxl(entree: Path, sortie: Path) -> None:
    """Remplit le modèle par openpyxl, qui en perd une partie."""
    import warnings

    import openpyxl

    warnings.simplefilter("ignore", UserWarning)
    livre = openpyxl.load_workbook(entree)
    feuille = livre["Mouvements"]
    colonnes = list(donnees().values())
    for ligne, valeurs in enumerate(zip(*colonnes, strict=True), PREMIERE):
        for colonne, valeur in enumerate(valeurs, 1):
            feuille.cell(ligne, colonne, valeur)
        feuille.cell(ligne, len(colonnes) + 1, f"=I{ligne}*J{ligne}")
    feuille.tables["Mouvements"].ref = f"A4:L{PREMIERE + LIGNES - 1}"
    livre.save(sortie)


def lancer(cote: str, entree: Path, sortie: Path) -> tuple[float, float]:
    """Secondes et mégaoctets d'un processus."""
    debut = time.perf_counter()
    fait = subprocess.run(
        [sys.executable, __file__, cote, str(entree), str(sortie)], check=True, capture_output=True, text=True
    )
    return time.perf_counter() - debut, float(fait.stdout)


def principal() -> None:
    """Mesure les deux côtés en alternance, et garde le meilleur essai de chacun."""
    with tempfile.TemporaryDirectory() as dossier:
        entree = Path(dossier) / "modele.xlsx"
        modele(entree)
        mesures: dict[str, list[tuple[float, float]]] = {"openpyxl": [], "tableur": []}
        for essai in range(ESSAIS):
            for cote, faites in mesures.items():
                faites.append(lancer(cote, entree, Path(dossier) / f"{cote}{essai}.xlsx"))
    (reference, memoire), (duree, pic) = (tuple(map(min, zip(*m, strict=True))) for m in mesures.values())
    imprimer(
        f"Remplir un modèle de {LIGNES} lignes × 12 colonnes (lire, remplir, enregistrer)",
        ("openpyxl : load_workbook, cell, save", reference),
        [("tableur : Retouche.ecrire, enregistrer", duree, 0.2)],
    )
    print(f"  mémoire au plus haut : openpyxl {memoire:.0f} Mo, tableur {pic:.0f} Mo, × {pic / memoire:.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        {"tableur": par_tableur, "openpyxl": par_openpyxl}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        principal()
