"""Groupes de commandes qui n'importent une commande que si on l'appelle, et réglages communs à toutes."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from tableur.cli.francais import traduire_click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

traduire_click()  # ici, parce que toute commande passe par ici

REGLAGES: dict[str, Any] = {
    "help_option_names": ["--aide", "--help"],
    "max_content_width": 100,
    "token_normalize_func": lambda mot: mot.replace("_", "-"),
}
METAVARIABLE = "COMMANDE [VALEURS]…"


class Commande(click.Command):
    """Commande aux réglages de la maison : `--aide`, tirets et soulignés confondus."""

    def __init__(self, *args: Any, **mots: Any) -> None:
        """Ajoute les réglages communs."""
        mots["context_settings"] = {**REGLAGES, **mots.get("context_settings", {})}
        super().__init__(*args, **mots)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Lit les mots ; une option inconnue propose d'abord celles qui commencent comme elle."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as inconnue:
            options = sorted(option for p in self.get_params(ctx) for option in p.opts if option.startswith("--"))
            commencees = [option for option in options if option.startswith(inconnue.option_name)]
            if not commencees:
                raise
            dite = f"L'option « {inconnue.option_name} » n'existe pas. Peut-être : {', '.join(commencees)}."
            raise click.NoSuchOption(inconnue.option_name, dite, ctx=ctx) from None


class Groupe(click.Group):
    """Groupe dont l'appel sans rien affiche l'aide, et dont une commande inconnue est dite en français."""

    command_class = Commande

    def __init__(self, *args: Any, **mots: Any) -> None:
        """Ajoute les réglages communs."""
        mots["context_settings"] = {**REGLAGES, **mots.get("context_settings", {})}
        mots.setdefault("subcommand_metavar", METAVARIABLE)
        super().__init__(*args, **mots)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Sans aucun mot, affiche l'aide."""
        return super().parse_args(ctx, args or (args if ctx.resilient_parsing else ["--aide"]))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Commande du premier mot ; à défaut, la phrase qui aide à la trouver."""
        nom = args[0]
        commande = self.get_command(ctx, nom) or self.get_command(ctx, nom.replace("_", "-"))
        if commande is not None or ctx.resilient_parsing:
            return nom if commande is not None else None, commande, args[1:]
        if nom.startswith("-"):
            self.parse_args(ctx, args)
        raise click.UsageError(self.phrase_d_inconnue(ctx, nom), ctx)

    def phrase_d_inconnue(self, ctx: click.Context, nom: str) -> str:
        """Phrase pour une commande qui n'existe pas."""
        return f"La commande « {nom} » n'existe pas.{suggestion(nom, self.list_commands(ctx))}"


def importer(module: str, attribut: str) -> click.Command | None:
    """Commande d'un module, importé à cette occasion."""
    commande = getattr(import_module(module), attribut)
    if isinstance(commande, click.Group):
        commande.subcommand_metavar = METAVARIABLE
    return commande if isinstance(commande, click.Command) else None


def ecrire_liste(formatter: click.HelpFormatter, titre: str, lignes: Sequence[tuple[str, str]]) -> None:
    """Écrit une section de l'aide, si elle n'est pas vide."""
    if lignes:
        with formatter.section(titre):
            formatter.write_dl(lignes)


def suggestion(nom: str, connus: Iterable[str]) -> str:
    """« Peut-être : … », ou rien si aucun nom n'est proche."""
    from difflib import get_close_matches

    tirets = {connu.replace("_", "-"): connu for connu in connus}
    proches = get_close_matches(nom.replace("_", "-").lower(), tirets, n=3, cutoff=0.6)
    return f" Peut-être : {', '.join(proches)}." if proches else ""


def completions(incomplet: str, resumes: "dict[str, str]") -> "list[CompletionItem]":
    """Propositions de complétion : les noms qui commencent ainsi, tirets et soulignés confondus."""
    from click.shell_completion import CompletionItem

    debut = incomplet.replace("_", "-").lower()
    return [CompletionItem(nom, help=resume or None) for nom, resume in resumes.items() if nom.startswith(debut)]
