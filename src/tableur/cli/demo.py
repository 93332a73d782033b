"""« tableur demo » : le travail principal sur l'entreprise d'exemple, du classeur au classeur."""

import shutil
from datetime import date
from pathlib import Path

import click

from tableur.catalogue import lancer
from tableur.cli import FAIT
from tableur.cli.groupes import Commande
from tableur.cli.recueil import fonction
from tableur.fichiers.ressources import ressource
from tableur.fichiers.sauvegardes import sauvegardes_de
from tableur.socle.dates import date_ecrite

AUJOURD_HUI = date(2026, 11, 24)
"""Jour de la démonstration : le dernier que les données de l'exemple connaissent."""

EXEMPLE = "stocks-exemple.xlsx"
CLASSEUR = "stocks.xlsx"
ACTIONS = ("reapprovisionner", "alerter", "valoriser")
POINTS_MONTRES = 3


@click.command("demo", cls=Commande)
@click.option("--dossier", default="demo-tableur", metavar="DOSSIER", help="Dossier créé pour la démonstration.")
def demo(dossier: str) -> int:
    """Lance la démonstration sur une entreprise inventée.

    Copie dans un dossier le classeur de l'exemple, que ses utilisateurs ont remanié, y calcule sur place le
    réapprovisionnement, les alertes et la valeur du stock, et dit quoi ouvrir.
    """
    arrivee = Path(dossier)
    arrivee.mkdir(parents=True, exist_ok=True)
    classeur = arrivee / CLASSEUR
    shutil.copyfile(ressource("examples", EXEMPLE), classeur)
    click.echo(f"Le Comptoir de Kerfictif, le {date_ecrite(AUJOURD_HUI)} : lecture de {classeur}…")
    _calculer(classeur)
    avant = sauvegardes_de(classeur)[0]
    click.echo(f"À ouvrir : {classeur}, rempli sur place ; le fichier d'avant est dans {avant}.")
    return FAIT


def _calculer(fichier: Path) -> None:
    """Les trois actions sur le même classeur, dites au fur et à mesure et écrites ensemble."""
    from tableur.classeurs.fabrique import ouvrir

    with ouvrir(fichier) as classeur:
        for rang, nom in enumerate(ACTIONS, 1):
            compte_rendu = lancer(fonction(nom), classeur, {}, AUJOURD_HUI)
            click.echo(f"{rang}/{len(ACTIONS)} {compte_rendu.titre}")
            for point in compte_rendu.points[:POINTS_MONTRES]:
                click.echo(f"      {point}")
        click.echo("Écriture du classeur…")
