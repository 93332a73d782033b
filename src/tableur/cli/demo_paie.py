"""La paie de « tableur demo » : une année de douze personnes, l'écart de juin, et l'envoi au cabinet."""

import shutil
from datetime import date
from pathlib import Path

import click

from tableur.catalogue import lancer
from tableur.cli.recueil import fonction
from tableur.fichiers.ressources import ressource

JOUR_DE_PAIE = date(2026, 12, 28)
MOIS_DE_PAIE = "2026-12"
EXEMPLE = "paie-exemple.xlsx"
CLASSEUR = "paie.xlsx"
ETAPES: tuple[tuple[str, dict[str, object]], ...] = (
    ("paie.calculer", {"mois_de_paie": MOIS_DE_PAIE}),
    ("paie.comparer", {"du_mois": "2026-05", "mois_de_paie": "2026-06"}),
    ("paie.collecter", {"mois_de_paie": MOIS_DE_PAIE, "envoyer": True}),
)
"""Actions montrées, dans l'ordre : la paie de décembre, ce que juin a changé, ce qui part au cabinet."""

POINTS_MONTRES = 4


def montrer_la_paie(arrivee: Path) -> list[str]:
    """Calcule la paie de l'exemple dans un dossier, la dit au fur et à mesure, et rend ce qu'il y a à ouvrir.

    Args:
        arrivee: Dossier de la démonstration.

    Raises:
        Refus: Le classeur livré ne se lit pas, ou ne s'écrit pas.
    """
    from tableur.classeurs.fabrique import ouvrir

    fichier = arrivee / CLASSEUR
    shutil.copyfile(ressource("examples", EXEMPLE), fichier)
    click.echo(f"La paie de douze personnes, de janvier à décembre 2026 : lecture de {fichier}…")
    produits: list[Path] = []
    with ouvrir(fichier) as classeur:
        for nom, options in ETAPES:
            compte_rendu = lancer(fonction(nom), classeur, options, JOUR_DE_PAIE)
            click.echo(compte_rendu.titre)
            for point in compte_rendu.points[:POINTS_MONTRES]:
                click.echo(f"      {point}")
            produits += compte_rendu.fichiers
    return [f"{fichier}, feuilles « Récapitulatif » et « À transmettre »", *(str(produit) for produit in produits)]
