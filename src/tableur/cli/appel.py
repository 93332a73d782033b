"""Appel d'une formule par la commande : `appeler`, `expliquer`, et la commande de chaque formule."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from tableur.catalogue import Argument, Fonction
from tableur.cli.calcul import afficher, calculer_recus, ecrire_en_json, refus_situes
from tableur.cli.genres import choix, est_nombre, libelle_d_unite, nature
from tableur.cli.groupes import Commande, Groupe, completions, ecrire_liste
from tableur.cli.mots import Recus, ranger
from tableur.cli.recueil import formule, noms
from tableur.frontiere import ecrire_json
from tableur.socle.erreurs import ErreurTableur

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Faire = Callable[[Fonction, Recus, bool], int]
Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]

_PREFIXE = "argument_"
_JSON = "Écrit le résultat en JSON ; sans aucune valeur, lit sur l'entrée une liste JSON d'objets."


class CommandeDeFormule(Commande):
    """Commande d'une formule : ses valeurs dans l'ordre, par `argument=valeur` ou par `--argument valeur`."""

    def __init__(self, fonction: Fonction, faire: Faire | None = None, *, par_lots: bool = True) -> None:
        """Tire les options et l'aide de la fonction du catalogue ; par défaut, la commande affiche le résultat."""
        self.fonction, self._faire, self._par_lots = fonction, faire or _afficher, par_lots
        mots = click.Argument(["mots"], nargs=-1, type=click.UNPROCESSED, metavar=_usage(fonction))
        en_json = click.Option(["--json", "en_json"], is_flag=True, help=_JSON)
        super().__init__(
            fonction.nom_de_commande,
            params=[mots, *map(_option, fonction.arguments), en_json],
            callback=self._lancer,
            short_help=fonction.resume,
            context_settings={"ignore_unknown_options": True},
        )

    def _lancer(self, mots: tuple[str, ...], en_json: bool, **options: str | None) -> int:
        donnees = {nom.removeprefix(_PREFIXE): mot for nom, mot in options.items() if mot is not None}
        for mot in mots:
            if mot.startswith("--") and "=" not in mot:
                possibles = [f"--{argument.nom.replace('_', '-')}" for argument in self.fonction.arguments]
                raise click.NoSuchOption(mot, possibilities=possibles)
        if en_json and self._par_lots and not mots and not donnees:
            return _traiter_un_lot(self.fonction)
        try:
            return self._faire(self.fonction, ranger(self.fonction, mots, donnees), en_json)
        except ErreurTableur as erreur:
            if en_json:
                ecrire_en_json({"erreur": str(erreur)})
            raise

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Résumé et règle de la fonction, tels que sa docstring les donne."""
        documentation = self.fonction.documentation
        with formatter.indentation():
            for paragraphe in (documentation.resume, *documentation.description.split("\n\n")):
                formatter.write_paragraph()
                formatter.write_text(paragraphe)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Arguments avec leur unité et leur défaut, erreurs, exemple, puis les options."""
        arguments = [(f"--{a.nom.replace('_', '-')}", aide_d_argument(a)) for a in self.fonction.arguments]
        ecrire_liste(formatter, "Arguments, dans l'ordre ou par leur nom", arguments)
        ecrire_les_erreurs(self.fonction, formatter)
        ecrire_exemple(self.fonction, formatter)
        autres = [p for p in self.get_params(ctx) if not (p.name or "").startswith(_PREFIXE)]
        records = [p.get_help_record(ctx) for p in autres if isinstance(p, click.Option)]
        ecrire_liste(formatter, "Options", [record for record in records if record is not None])

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Rien : les arguments sont écrits avec leurs options."""


class GroupeDeFormules(Groupe):
    """Groupe dont chaque formule du catalogue est une commande : `appeler NOM`, `expliquer NOM`."""

    def __init__(self, nom: str, faire: Faire, *, par_lots: bool, **mots: Any) -> None:
        """Retient ce qu'il faut faire de la formule nommée."""
        super().__init__(nom, subcommand_metavar="NOM [VALEURS]…", **mots)
        self._faire, self._par_lots = faire, par_lots

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Commande de la formule de ce nom ; un nom inconnu est refusé par le catalogue."""
        if cmd_name.startswith("-") or (ctx.resilient_parsing and cmd_name.replace("-", "_") not in noms()):
            return None
        return CommandeDeFormule(formule(cmd_name), self._faire, par_lots=self._par_lots)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Noms du catalogue, sans importer leurs modules."""
        return [nom.replace("_", "-") for nom in noms()]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Dit où trouver les noms, trop nombreux pour être répétés ici."""
        formatter.write_paragraph()
        formatter.write_text("Les noms : tableur formules. L'aide d'une formule : tableur appeler NOM --aide.")

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Complète les noms de formules."""
        return completions(incomplete, dict.fromkeys(self.list_commands(ctx), ""))


def _usage(fonction: Fonction) -> str:
    noms_ecrits = ((a.nom.upper(), "@" if not a.est_scalaire else "", a.obligatoire) for a in fonction.arguments)
    return " ".join(f"{arobase}{nom}" if voulu else f"[{arobase}{nom}]" for nom, arobase, voulu in noms_ecrits)


def _option(argument: Argument) -> click.Option:
    nom = argument.nom.replace("_", "-")
    return click.Option(
        [f"--{nom}", f"{_PREFIXE}{argument.nom}"],
        metavar=metavariable(argument),
        help=argument.aide,
        shell_complete=completer_les_choix(argument),
    )


def completer_les_choix(argument: Argument) -> Completer | None:
    """Complétion des choix d'un argument, None s'il n'en a pas."""
    possibles = choix(argument.type)
    if not possibles:
        return None
    return lambda ctx, param, incomplet: completions(incomplet, dict.fromkeys(possibles, ""))


def metavariable(argument: Argument) -> str:
    """Ce qu'on tape après l'option, en un mot."""
    if choix(argument.type):
        return "CHOIX"
    if est_nombre(argument.type):
        return "NOMBRE"
    mot = nature(argument.type).upper()
    return mot if mot.isalpha() else "VALEURS" if not argument.est_scalaire else "TEXTE"


def aide_d_argument(argument: Argument) -> str:
    """Aide d'un argument, suivie de ce qu'elle ne dit pas : unité, choix, et valeur par défaut."""
    from tableur.cli.affichage import valeur

    precisions = []
    possibles, unite = choix(argument.type), libelle_d_unite(argument.type)
    if possibles:
        precisions += [] if all(un in argument.aide for un in possibles) else [" | ".join(possibles)]
    elif unite and unite not in argument.aide:
        precisions.append(unite)
    elif not unite:
        precisions.append(nature(argument.type))
    if not argument.obligatoire:
        vide = argument.defaut is None or argument.defaut == "" or argument.defaut == ()
        precisions.append("facultatif" if vide else f"par défaut : {valeur(argument.defaut, argument.type)}")
    return f"{argument.aide} [{' ; '.join(precisions)}]" if precisions else argument.aide


def ecrire_les_erreurs(fonction: Fonction, formatter: click.HelpFormatter) -> None:
    """Cas que la fonction refuse, une phrase par ligne."""
    if fonction.documentation.erreurs:
        with formatter.section("Refus"):
            for phrase in fonction.documentation.erreurs.values():
                formatter.write_text(phrase)


def ecrire_exemple(fonction: Fonction, formatter: click.HelpFormatter) -> None:
    """Exemple de la docstring, comme commande et comme cellule."""
    from tableur.catalogue.exemples import exemple_de

    if fonction.documentation.exemples:
        exemple = exemple_de(fonction)
        ecrire_liste(formatter, "Exemple", [("commande", exemple.commande), ("cellule", exemple.cellule)])


def _traiter_un_lot(fonction: Fonction) -> int:
    from tableur.cli.lots import lire_lot, reponses

    trouvees = reponses(fonction, lire_lot(sys.stdin.buffer.read()))
    ecrire_en_json(trouvees)
    return 1 if any("erreur" in reponse for reponse in trouvees) else 0


def _afficher(fonction: Fonction, recus: Recus, en_json: bool) -> int:
    return afficher(fonction, recus, en_json=en_json)


def _expliquer(fonction: Fonction, recus: Recus, en_json: bool) -> int:
    """Calcule, et affiche comment : les lignes du calcul, la règle, les barèmes."""
    from tableur.catalogue.explication import expliquer as expliquer_le_resultat

    with refus_situes(recus):
        explication = expliquer_le_resultat(fonction, recus.valeurs)
    if en_json:
        champs = ("titre", "donnees", "lignes", "erreur", "regle", "baremes")
        resultat = None if explication.erreur else ecrire_json(calculer_recus(fonction, recus))
        ecrire_en_json({"resultat": resultat} | {champ: getattr(explication, champ) for champ in champs})
    else:
        click.echo(explication.texte)
    return 0


appeler = GroupeDeFormules(
    "appeler",
    _afficher,
    par_lots=True,
    help=(
        "Calcule une formule et affiche son résultat.\n\nLes valeurs se donnent dans l'ordre, ou par "
        "« argument=valeur » ; une table est « @fichier.csv », une liste « 10;20;30 »."
    ),
)
expliquer = GroupeDeFormules(
    "expliquer",
    _expliquer,
    par_lots=False,
    help="Calcule une formule et dit comment : le calcul développé, la règle et les barèmes consultés.",
)
