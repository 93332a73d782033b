"""`tableur classeur` : crée un classeur vierge d'après un modèle, et liste les modèles."""

from pathlib import Path

import click

from tableur.cli.groupes import Commande, Groupe, completions

groupe = Groupe("classeur", help="Crée un classeur vierge d'après un modèle livré.")


def _modeles() -> list[str]:
    from tableur.fichiers.ressources import lister_ressources

    return [chemin.stem for chemin in lister_ressources("templates_xlsx", "*.toml")]


def _creer(nom: str, sortie: str | None, remplacer: bool) -> int:
    from tableur import classeurs

    chemin = Path(sortie) if sortie else Path(f"{nom}.xlsx")
    classeurs.creer(nom, chemin, remplacer=remplacer)
    click.echo(f"Classeur vierge écrit : {chemin}")
    return 0


def _lister() -> int:
    for nom in _modeles():
        click.echo(nom)
    return 0


groupe.add_command(
    Commande(
        "creer",
        callback=_creer,
        help="Crée un classeur vierge d'après un modèle.\n\nExemple : tableur classeur creer stocks",
        params=[
            click.Argument(
                ["nom"],
                metavar="MODELE",
                shell_complete=lambda ctx, param, incomplet: completions(incomplet, dict.fromkeys(_modeles(), "")),
            ),
            click.Option(["--sortie"], metavar="FICHIER", help="Classeur à écrire ; sinon, MODELE.xlsx, ici."),
            click.Option(["--remplacer"], is_flag=True, help="Remplace la sortie qui existe, après une copie."),
        ],
    )
)
groupe.add_command(Commande("modeles", callback=_lister, help="Liste les modèles de classeur livrés."))
