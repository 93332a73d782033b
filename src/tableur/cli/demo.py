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
from tableur.socle.dates import date_ecrite

AUJOURD_HUI = date(2026, 11, 24)
"""Jour de la démonstration : le dernier que les données de l'exemple connaissent."""

ENTREE = "stocks-exemple.xlsx"
SORTIE = f"stocks-calcules-{AUJOURD_HUI.isoformat()}.xlsx"
ACTIONS = ("reapprovisionner", "alerter", "valoriser")
POINTS_MONTRES = 3


@click.command("demo", cls=Commande)
@click.option("--dossier", default="demo-tableur", metavar="DOSSIER", help="Dossier créé pour la démonstration.")
def demo(dossier: str) -> int:
    """Lance la démonstration sur une entreprise inventée.

    Copie le classeur de l'exemple dans un dossier, y calcule le réapprovisionnement, les alertes et la valeur du
    stock, et dit quoi ouvrir.
    """
    arrivee = Path(dossier)
    arrivee.mkdir(parents=True, exist_ok=True)
    entree, sortie = arrivee / ENTREE, arrivee / SORTIE
    shutil.copyfile(ressource("examples", ENTREE), entree)
    click.echo(f"Le Comptoir de Kerfictif, le {date_ecrite(AUJOURD_HUI)} : lecture de {entree}…")
    _calculer(entree, sortie)
    click.echo(f"À ouvrir : {sortie} (le résultat), {entree} (les données de départ).")
    return FAIT


def _calculer(entree: Path, sortie: Path) -> None:
    """Les trois actions sur le même classeur, dites au fur et à mesure et écrites ensemble."""
    from tableur.classeurs.fabrique import ouvrir

    with ouvrir(entree, sortie, remplacer=True) as classeur:
        for rang, nom in enumerate(ACTIONS, 1):
            compte_rendu = lancer(fonction(nom), classeur, {}, AUJOURD_HUI)
            click.echo(f"{rang}/{len(ACTIONS)} {compte_rendu.titre}")
            for point in compte_rendu.points[:POINTS_MONTRES]:
                click.echo(f"      {point}")
        click.echo("Écriture du classeur…")
