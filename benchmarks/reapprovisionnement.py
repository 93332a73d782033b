"""Réapprovisionnement entier (400 articles, 20 000 mouvements), en rapport à la seule lecture par openpyxl."""

import tempfile
from pathlib import Path

from mesures import chronometrer, commande, imprimer
from tableur.fichiers.ressources import ressource

LECTURE = (
    "import sys, openpyxl; [list(f.iter_rows(values_only=True)) for f in openpyxl.load_workbook(sys.argv[1])]"
)


def principal() -> None:
    """Mesure, en processus entiers, la lecture par openpyxl et la commande complète, écriture comprise."""
    exemple = str(ressource("examples", "stocks-exemple.xlsx"))
    with tempfile.TemporaryDirectory() as dossier:
        sortie = str(Path(dossier) / "reapprovisionnement.xlsx")
        lecture, action = chronometrer(
            commande("-c", LECTURE, exemple),
            commande("-m", "tableur", "stock", "reapprovisionner", exemple, "--sortie", sortie, "--remplacer"),
            essais=5,
        )
    imprimer(
        "Réapprovisionnement de 400 articles et 20 000 mouvements",
        ("openpyxl : lire le classeur, rien d'autre", lecture),
        [("tableur stock reapprovisionner, du fichier au fichier", action, 1.0)],
    )


if __name__ == "__main__":
    principal()
