"""`tableur classeur creer --excel` et `convertir --vers` : le classeur d'un hôte ou de l'autre."""

import sys
from pathlib import Path
from typing import Literal

import click

from tableur.cli import FAIT
from tableur.cli.groupes import Commande

_HORS_DE_WINDOWS = (
    "Ce classeur porte le chemin du Python de cette machine, qui n'est pas sous Windows : sur un Mac, seuls ses "
    "boutons fonctionnent ; pour Windows, le refaire là-bas par « tableur classeur convertir --vers excel »."
)


def creer_pour_excel(nom: str, sortie: str | None, remplacer: bool) -> int:
    """Écrit le classeur .xlsm vierge d'un modèle, formules et boutons compris."""
    from tableur.fichiers.chemins import chemin_recu
    from tableur.liaisons.excel.creation import creer

    chemin = chemin_recu(sortie) if sortie else Path(f"{nom}.xlsm")
    for phrase in creer(nom, chemin, remplacer=remplacer):
        click.echo(phrase)
    click.echo(f"Classeur vierge écrit : {chemin}")
    _dire_l_endroit()
    return FAIT


def _convertir(fichier: str, vers: Literal["excel", "calc"], sortie: str | None) -> int:
    from tableur.fichiers.chemins import chemin_recu
    from tableur.liaisons.excel.conversion import convertir

    source = chemin_recu(fichier)
    produit, phrases = convertir(source, vers, chemin_recu(sortie) if sortie else None)
    click.echo(f"Classeur écrit : {produit}")
    for phrase in phrases:
        click.echo(phrase)
    if vers == "excel":
        _dire_l_endroit()
    return FAIT


def _dire_l_endroit() -> None:
    if sys.platform != "win32":
        click.echo(_HORS_DE_WINDOWS)


convertir = Commande(
    "convertir",
    callback=_convertir,
    help=(
        "Fait d'un classeur celui d'Excel (.xlsm, avec formules et boutons) ou celui de Calc (.ods).\n\n"
        "La source n'est pas touchée, une sortie qui existe n'est jamais écrasée, ce qui ne passe pas est dit.\n\n"
        "Exemple : tableur classeur convertir stocks.xlsx --vers excel"
    ),
    params=[
        click.Argument(["fichier"], metavar="FICHIER"),
        click.Option(["--vers"], type=click.Choice(["excel", "calc"]), required=True, help="Hôte visé."),
        click.Option(["--sortie"], metavar="FICHIER", help="Classeur à écrire ; sinon, à côté de la source."),
    ],
)
