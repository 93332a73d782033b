"""La TVA de « tableur demo » : trois mois de l'entreprise d'exemple, contrôlés, calculés et comparés."""

import shutil
from datetime import date
from pathlib import Path

import click

from tableur.catalogue import lancer
from tableur.cli.recueil import fonction
from tableur.fichiers.ressources import ressource

EXEMPLE = "tva-exemple.xlsx"
CLASSEUR = "tva.xlsx"
ACTIONS = ("controler", "calculer", "comparer")
POINTS_MONTRES = 3


def calculer_la_tva(arrivee: Path, le: date) -> str:
    """Copie le classeur de TVA de l'exemple, y calcule la période ouverte, et rend ce qu'il y a à ouvrir.

    Args:
        arrivee: Dossier de la démonstration.
        le: Jour de la démonstration.

    Raises:
        Refus: Un fichier livré ne se lit pas, ou le classeur ne s'écrit pas.
    """
    from tableur.classeurs.fabrique import ouvrir

    fichier = arrivee / CLASSEUR
    shutil.copyfile(ressource("examples", EXEMPLE), fichier)
    click.echo(f"La TVA, d'après {fichier}…")
    with ouvrir(fichier) as classeur:
        for rang, nom in enumerate(ACTIONS, 1):
            compte_rendu = lancer(fonction(f"tva.{nom}"), classeur, {}, le)
            click.echo(f"{rang}/{len(ACTIONS)} {compte_rendu.titre}")
            for point in compte_rendu.points[:POINTS_MONTRES]:
                click.echo(f"      {point}")
    return f"{fichier} (feuille « Déclaration » : chaque case mène à ses lignes)"
