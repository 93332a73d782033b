"""`tableur classeur` : créer, lire, remplir, vérifier, faire vivre un classeur."""

from pathlib import Path

import click

from tableur.cli.groupes import Commande, Groupe, completions, ecrire_liste, importer
from tableur.socle.erreurs import ErreurTableur

_AILLEURS = {
    "lire": ("tableur.cli.import_de_classeur", "lire", "Montre les tables d'un fichier, ou les lignes de l'une."),
    "importer": ("tableur.cli.import_de_classeur", "importer", "Importe l'export d'un autre logiciel."),
    "ecrire": ("tableur.cli.ecriture_de_table", "ecrire", "Met les lignes d'un fichier dans une table."),
    "verifier": (
        "tableur.cli.controle_de_classeur",
        "verifier",
        "Dit ce qui est faux ou douteux dans un classeur.",
    ),
    "reparer": (
        "tableur.cli.controle_de_classeur",
        "reparer",
        "Répare formules, listes et formats, dans une copie.",
    ),
    "recalculer": (
        "tableur.cli.controle_de_classeur",
        "recalculer",
        "Donne leur valeur aux formules, par LibreOffice.",
    ),
    "declarer": ("tableur.cli.vie_de_classeur", "declarer", "Écrit le modèle d'un classeur existant."),
    "mettre-a-jour": (
        "tableur.cli.vie_de_classeur",
        "mettre_a_jour",
        "Applique à un classeur un modèle plus récent.",
    ),
    "nouvel-exercice": (
        "tableur.cli.vie_de_classeur",
        "nouvel_exercice",
        "Ouvre le classeur de l'exercice suivant.",
    ),
    "convertir": ("tableur.cli.hotes_de_classeur", "convertir", "Fait d'un classeur celui d'Excel ou de Calc."),
    "figer": ("tableur.cli.vie_de_classeur", "figer", "Prépare la copie à envoyer au cabinet."),
}


class _GroupeDeClasseur(Groupe):
    """Groupe dont les commandes écrites ailleurs ne s'importent que si on les appelle."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commandes d'ici, puis d'ailleurs."""
        return [*super().list_commands(ctx), *_AILLEURS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Importe la commande de ce nom."""
        if cmd_name in _AILLEURS:
            module, attribut, _ = _AILLEURS[cmd_name]
            return importer(module, attribut)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Liste les commandes sans les importer."""
        ici = [(nom, commande.get_short_help_str()) for nom, commande in self.commands.items()]
        ecrire_liste(formatter, "Commandes", [*ici, *((nom, resume) for nom, (_, _, resume) in _AILLEURS.items())])


groupe = _GroupeDeClasseur("classeur", help="Crée, lit, remplit, vérifie et fait vivre un classeur.")


def _modeles() -> list[str]:
    from tableur.fichiers.ressources import lister_ressources

    return [chemin.stem for chemin in lister_ressources("templates_xlsx", "*.toml")]


def _creer(nom: str, sortie: str | None, remplacer: bool, excel: bool, ods: bool) -> int:
    if excel and ods:
        raise ErreurTableur("--excel et --ods font chacun leur classeur : n'en donner qu'un.")
    if excel:
        from tableur.cli.hotes_de_classeur import creer_pour_excel

        return creer_pour_excel(nom, sortie, remplacer)
    from tableur import classeurs

    if ods:
        from tableur.cli.classeur_pour_calc import creer_pour_calc

        return creer_pour_calc(nom, Path(sortie or f"{nom}.ods"), remplacer=remplacer)
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
            click.Option(
                ["--excel"], is_flag=True, help="Classeur .xlsm, avec les formules et les boutons d'Excel."
            ),
            click.Option(["--ods"], is_flag=True, help="Au format de LibreOffice Calc, .ods, valeurs calculées."),
        ],
    )
)
groupe.add_command(Commande("modeles", callback=_lister, help="Liste les modèles de classeur livrés."))
