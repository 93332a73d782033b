"""« tableur demo » : le travail principal sur l'entreprise d'exemple, du classeur au classeur et aux courriers."""

import shutil
from datetime import date
from pathlib import Path

import click

from tableur.catalogue import lancer
from tableur.cli import FAIT
from tableur.cli.demo_bulletins import demontrer_les_bulletins
from tableur.cli.demo_controle_de_paie import demontrer_un_controle
from tableur.cli.demo_courriers import produire_les_courriers
from tableur.cli.demo_paie import JOUR_DE_PAIE, MOIS_DE_PAIE, montrer_la_paie
from tableur.cli.demo_tva import calculer_la_tva
from tableur.cli.groupes import Commande
from tableur.cli.recueil import fonction
from tableur.dossier import Dossier
from tableur.fichiers.ressources import ressource
from tableur.fichiers.sauvegardes import sauvegardes_de
from tableur.socle.dates import date_ecrite

AUJOURD_HUI = date(2026, 11, 24)
"""Jour de la démonstration : le dernier que les données de l'exemple connaissent."""

EXEMPLE = "stocks-exemple.xlsx"
CLASSEUR = "stocks.xlsx"
ACTIONS = ("reapprovisionner", "alerter", "valoriser")
POINTS_MONTRES = 3
IDENTITE = {
    "identite.siren": "732829320",
    "identite.siret": "73282932000074",
    "identite.naf": "46.38B",
    "identite.forme": "SARL",
    "identite.adresse": "12 quai des Brumes",
    "identite.code_postal": "35000",
    "identite.ville": "Rennes",
}
"""Identité de l'entreprise d'exemple, inventée : ses bulletins la portent."""


@click.command("demo", cls=Commande)
@click.option("--dossier", default="demo-tableur", metavar="DOSSIER", help="Dossier créé pour la démonstration.")
def demo(dossier: str) -> int:
    """Lance la démonstration sur une entreprise inventée.

    Copie dans un dossier le classeur de l'exemple, que ses utilisateurs ont remanié, y calcule sur place le
    réapprovisionnement, les alertes et la valeur du stock ; contrôle et calcule trois mois de TVA, jusqu'à la
    déclaration ; paie l'année de douze personnes, prépare l'envoi au cabinet, écrit les bulletins et contrôle un
    livre de paie faux ; écrit les relances, deux contrats et un publipostage, en .docx et, avec LibreOffice, en
    PDF ; puis dit quoi ouvrir. Relancée, elle n'écrase rien.
    """
    arrivee = _dossier_neuf(Path(dossier))
    classeur = arrivee / CLASSEUR
    shutil.copyfile(ressource("examples", EXEMPLE), classeur)
    Dossier.creer(arrivee, "Le Comptoir de Kerfictif", IDENTITE)
    click.echo(f"Le Comptoir de Kerfictif, le {date_ecrite(AUJOURD_HUI)} : lecture de {classeur}…")
    _calculer(classeur)
    avant = sauvegardes_de(classeur)[0]
    a_ouvrir = [
        calculer_la_tva(arrivee, AUJOURD_HUI),
        *montrer_la_paie(arrivee),
        *demontrer_les_bulletins(arrivee / "paie.xlsx", JOUR_DE_PAIE, MOIS_DE_PAIE),
        *demontrer_un_controle(arrivee),
        *produire_les_courriers(arrivee),
    ]
    click.echo(f"À ouvrir : {classeur}, rempli sur place ; le fichier d'avant est dans {avant}.")
    for chose in a_ouvrir:
        click.echo(f"           {chose}")
    return FAIT


def _dossier_neuf(demande: Path) -> Path:
    """Dossier demandé s'il est vide ou absent, sinon « essai-2 », « essai-3 »… dans ce dossier."""
    from tableur.actions.courriers import creer_le_dossier

    candidat, essai = demande, 1
    while candidat.exists() and (not candidat.is_dir() or any(candidat.iterdir())):
        essai += 1
        candidat = demande / f"essai-{essai}"
    creer_le_dossier(candidat)
    return candidat


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
