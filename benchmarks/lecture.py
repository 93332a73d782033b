"""Lecture de 100 000 lignes × 12 colonnes : lignes typées contre openpyxl, DataFrame contre pandas et openpyxl.

Les deux côtés tournent dans la même exécution, en alternance, un processus par lecture. La mesure est le temps
de processeur de la lecture seule, bibliothèques chargées, le plus petit des essais : la machine est partagée.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import xlsxwriter

from mesures import imprimer
from tableur.socle.grandeurs import Cle, Code, Euros, Quantite

LIGNES = 100_000
ENTETES = (
    "Numéro", "Date", "Date de pièce", "Journal", "Compte", "Libellé", "Tiers", "Référence",
    "Quantité", "Prix", "Débit", "Crédit",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecriture:
    """Écriture du banc : huit textes et dates, quatre nombres."""

    numero: Annotated[Code, Cle()]
    date: date
    date_de_piece: date
    journal: Code
    compte: Code
    libelle: str
    tiers: Code
    reference: Code
    quantite: Quantite
    prix: Euros
    debit: Euros
    credit: Euros


def ecrire_le_classeur(fichier: Path) -> None:
    """Classeur du banc, toujours le même."""
    with xlsxwriter.Workbook(fichier, {"constant_memory": True}) as livre:
        feuille, jour = livre.add_worksheet("Ecritures"), livre.add_format({"num_format": "dd/mm/yyyy"})
        feuille.write_row(0, 0, ENTETES)
        debut = datetime(2026, 1, 1)  # noqa: DTZ001 - une date de cellule n'a pas de fuseau
        for rang in range(1, LIGNES + 1):
            feuille.write_string(rang, 0, f"E{rang:06d}")
            feuille.write_datetime(rang, 1, debut + timedelta(days=rang % 365), jour)
            feuille.write_datetime(rang, 2, debut + timedelta(days=rang * 7 % 365), jour)
            textes = (
                "AVBO"[rang % 4],
                f"4{rang % 9999:05d}",
                f"Facture n° {rang} du client",
                f"Client {rang % 800}",
            )
            for colonne, texte in enumerate((*textes, f"FA-{rang}"), 3):
                feuille.write_string(rang, colonne, texte)
            for colonne, facteur in enumerate((0.25, 0.01, 0.01, 0.01), 8):
                feuille.write_number(rang, colonne, (rang * 7919 * (colonne + 1) % 999_983 + 1) * facteur)


def par_openpyxl(fichier: Path) -> Callable[[], int]:
    """Lecture d'openpyxl, la plus rapide qu'il ait."""
    import openpyxl

    return lambda: len(
        list(openpyxl.load_workbook(fichier, read_only=True)["Ecritures"].iter_rows(values_only=True))
    )


def en_lignes(fichier: Path) -> Callable[[], int]:
    """Lignes typées et contrôlées."""
    from tableur.classeurs.tables_de_fichier import lire_une_table

    return lambda: len(lire_une_table(fichier, "Ecritures").en_lignes(Ecriture)) + 1


def par_pandas(fichier: Path) -> Callable[[], int]:
    """DataFrame de pandas, qui lit par openpyxl."""
    import openpyxl
    import pandas

    return lambda: len(pandas.read_excel(fichier, engine=openpyxl.__name__)) + 1


def en_dataframe(fichier: Path) -> Callable[[], int]:
    """DataFrame de pandas, lu par tableur."""
    import pandas  # noqa: F401 - chargé d'avance, comme en face

    from tableur.classeurs import tables_de_fichier as tables

    return lambda: len(tables.en_dataframe(tables.lire_une_table(fichier, "Ecritures"))) + 1


LECTURES = {lecture.__name__: lecture for lecture in (par_openpyxl, en_lignes, par_pandas, en_dataframe)}


def une_lecture(nom: str, fichier: Path) -> float:
    """Temps de processeur d'une lecture, en secondes."""
    lire = LECTURES[nom](fichier)
    debut = time.process_time()
    lues = lire()
    duree = time.process_time() - debut
    if lues != LIGNES + 1:
        raise RuntimeError(f"{nom} a lu {lues} lignes")
    return duree


def mesurer(fichier: Path, essais: int = 3) -> dict[str, float]:
    """Plus petit temps de chaque lecture, chacune dans son processus."""
    durees: dict[str, list[float]] = {nom: [] for nom in LECTURES}
    for _ in range(essais):
        for nom, siennes in durees.items():
            mots = [sys.executable, __file__, nom, str(fichier)]
            siennes.append(float(subprocess.run(mots, check=True, capture_output=True, text=True).stdout))
    return {nom: min(siennes) for nom, siennes in durees.items()}


def principal() -> None:
    """Mesure les quatre lectures et imprime les rapports."""
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "ecritures.xlsx"
        ecrire_le_classeur(fichier)
        durees = mesurer(fichier)
    titre = f"Lecture de {LIGNES} lignes × {len(ENTETES)} colonnes"
    lignes = ("lignes typées et contrôlées", durees["en_lignes"], 0.25)
    imprimer(titre, ("openpyxl, read_only", durees["par_openpyxl"]), [lignes])
    imprimer(titre, ("pandas et openpyxl", durees["par_pandas"]), [("DataFrame", durees["en_dataframe"], 1 / 6)])


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(une_lecture(sys.argv[1], Path(sys.argv[2])))
    else:
        principal()
