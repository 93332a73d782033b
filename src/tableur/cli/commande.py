"""La commande `tableur` : le groupe principal, ses commandes et ses familles."""

from typing import TYPE_CHECKING, Any

import click

from tableur import __version__
from tableur.cli import FAIT, REFUS
from tableur.cli.execution import TuyauFerme
from tableur.cli.groupes import Groupe, completions, ecrire_liste, importer, suggestion

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDES = {
    "formules": ("tableur.cli.liste", "formules", "Liste les formules, par famille."),
    "appeler": ("tableur.cli.appel", "appeler", "Calcule une formule et affiche son résultat."),
    "expliquer": ("tableur.cli.appel", "expliquer", "Calcule une formule et dit comment."),
    "baremes": ("tableur.cli.baremes", "groupe", "Consulte les valeurs de droit, avec leur date et leur source."),
    "classeur": ("tableur.cli.classeur", "groupe", "Crée, lit, remplit, vérifie et fait vivre un classeur."),
    "modele": ("tableur.cli.modele", "groupe", "Copie et vérifie un modèle de courrier Word."),
    "document": ("tableur.cli.document", "groupe", "Produit le document d'une personne."),
    "publipostage": ("tableur.cli.publipostage", "groupe", "Produit les courriers de toute une liste."),
    "fec": ("tableur.cli.fec", "groupe", "Contrôle un fichier des écritures comptables."),
    "dossier": ("tableur.cli.dossier", "groupe", "Crée et règle le dossier d'une organisation."),
    "demo": ("tableur.cli.demo", "demo", "Lance la démonstration sur une entreprise inventée."),
    "installer": ("tableur.cli.systeme", "installer", "Branche tableur sur Calc ou sur Excel."),
    "desinstaller": ("tableur.cli.systeme", "desinstaller", "Défait tout ce que « installer » a fait."),
    "diagnostic": ("tableur.cli.systeme", "diagnostic", "Décrit l'installation, pour demander de l'aide."),
    "completion": ("tableur.cli.systeme", "completion", "Donne le script de complétion du terminal."),
}


class Tableur(Groupe):
    """Groupe principal : nos commandes, et une commande par famille de fonctions."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commandes, puis familles."""
        from tableur.cli.recueil import familles

        return [*COMMANDES, *(famille for famille in familles() if famille not in COMMANDES)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Importe la commande, ou le groupe de la famille, de ce nom."""
        if cmd_name in COMMANDES:
            module, attribut, _ = COMMANDES[cmd_name]
            return importer(module, attribut)
        from tableur.cli.recueil import familles

        if cmd_name in familles():
            from tableur.cli.familles import GroupeDeFamille

            return GroupeDeFamille(cmd_name)
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Liste les commandes et les familles, sans rien importer d'elles."""
        resumes = self._resumes(ctx)
        ecrire_liste(formatter, "Commandes", [(nom, resumes[nom]) for nom in COMMANDES])
        ecrire_liste(formatter, "Familles", [paire for paire in resumes.items() if paire[0] not in COMMANDES])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Complète les commandes et les familles sans les importer, puis les options."""
        return completions(incomplete, self._resumes(ctx)) + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> Any:
        """Lance la commande ; un tuyau fermé passe outre click, qui en ferait un échec."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as erreur:
            raise TuyauFerme from erreur

    def phrase_d_inconnue(self, ctx: click.Context, nom: str) -> str:
        """Pour le nom d'une formule ou d'une action, dit la commande qui convient."""
        from tableur.cli.recueil import noms

        if nom.replace("-", "_").lower() in noms():
            return f"« {nom} » est une fonction, pas une commande : tableur appeler {nom}."
        return f"La commande « {nom} » n'existe pas.{suggestion(nom, self.list_commands(ctx))}"

    def _resumes(self, ctx: click.Context) -> dict[str, str]:
        from tableur.cli.familles import resume_de_famille

        return {
            nom: COMMANDES[nom][2] if nom in COMMANDES else resume_de_famille(nom)
            for nom in self.list_commands(ctx)
        }


def _version(ctx: click.Context, param: click.Parameter, voulue: bool) -> None:
    if voulue and not ctx.resilient_parsing:
        click.echo(f"tableur {__version__}")
        ctx.exit()


tableur = Tableur(
    "tableur",
    help="Les calculs de gestion de l'assistant de gestion : stock, TVA, paie, courriers.",
    epilog="L'aide d'une commande : tableur COMMANDE --aide.",
    params=[
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Version."
        )
    ],
)


def lancer(arguments: list[str]) -> int:
    """Lance la commande et rend son code ; une faute de frappe est dite sur la sortie d'erreur.

    Raises:
        ErreurTableur: La commande est refusée.
        KeyboardInterrupt: La personne l'a interrompue.
    """
    try:
        code = tableur.main(arguments, prog_name="tableur", standalone_mode=False)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as erreur:
        erreur.show()
        return REFUS
    return code if isinstance(code, int) else FAIT
