"""Bilan d'un publipostage, écrit sur la sortie ou en JSON ; options communes de ces commandes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from tableur.actions.bilan_de_courriers import ATTENDUES, bilan
from tableur.cli import ANOMALIES, FAIT

if TYPE_CHECKING:
    from tableur.actions.courriers import Resultat
    from tableur.actions.lignes_de_courriers import Laissee


def ecrire_en_json(valeur: object) -> None:
    """Écrit une valeur JSON sur la sortie ; ce qui l'écrit ne se charge qu'alors."""
    from tableur.cli.calcul import ecrire_en_json as ecrire

    ecrire(valeur)


def rendre_compte(resultat: "Resultat", *, en_json: bool, unite: str = "document") -> int:
    """Écrit le bilan, et rend le code : 1 si une ligne est laissée de côté sans qu'on l'ait demandé."""
    if en_json:
        ecrire_en_json(bilan_en_json(resultat))
    else:
        click.echo(bilan(resultat, unite))
    return ANOMALIES if any(laissee.genre not in ATTENDUES for laissee in resultat.laissees) else FAIT


def bilan_en_json(resultat: "Resultat") -> dict[str, object]:
    """Bilan en valeurs JSON."""
    return {
        "lues": resultat.lues,
        "laissees": laissees_en_json(resultat.laissees),
        "produits": resultat.produits,
        "inchanges": resultat.inchanges,
        "fichiers": [str(fichier) for fichier in resultat.fichiers],
        "pdf": [str(fichier) for fichier in resultat.pdf],
        "avertissements": resultat.avertissements,
    }


def laissees_en_json(laissees: "Iterable[Laissee]") -> list[dict[str, object]]:
    """Lignes laissées de côté, en valeurs JSON."""
    return [
        {
            "ligne": la.ou.ligne,
            "ou": str(la.ou),
            "cle": la.cle,
            "champ": la.champ,
            "genre": la.genre,
            "raison": la.raison,
        }
        for la in laissees
    ]


def options_de_lignes() -> list[click.Parameter]:
    """Options qui disent quelles lignes prendre, et comment les nommer."""
    return [
        click.Option(["--feuille"], metavar="FEUILLE", default="", help="Feuille ou table du classeur."),
        click.Option(["--ou"], metavar="CONDITION", default="", help="Lignes à prendre : \"ville='Rennes'\"."),
        click.Option(["--trier"], metavar="COLONNE", default="", help="Colonne de tri."),
        click.Option(["--cle"], metavar="COLONNE", default="", help="Colonne qui désigne une ligne."),
        click.Option(
            ["--corrections"], metavar="FICHIER", default="", help="CSV « à corriger », rempli."
        ),
        click.Option(
            ["--prospection"], is_flag=True, help="Applique les règles de la prospection à ce modèle."
        ),
        click.Option(
            ["--destinataires"],
            type=click.Choice(["", "consommateurs", "professionnels"]),
            default="",
            help="À qui l'on écrit, si les données ne le disent pas.",
        ),
    ]  # fmt: skip


def options_de_pdf() -> list[click.Parameter]:
    """Options qui demandent des PDF."""
    return [
        click.Option(["--pdf"], is_flag=True, help="Produit aussi les PDF."),
        click.Option(["--pdfa"], is_flag=True, help="Produit des PDF/A, faits pour l'archivage."),
    ]


def option_json() -> click.Option:
    """Option `--json`."""
    return click.Option(["--json", "en_json"], is_flag=True, help="Écrit le résultat en JSON.")


def option_remplacer() -> click.Option:
    """Option `--remplacer`."""
    return click.Option(["--remplacer"], is_flag=True, help="Remplace la sortie qui existe, après une copie.")
