"""`tableur modele` : lister, copier, lire et vérifier les modèles de courrier."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tableur.cli import ANOMALIES, FAIT
from tableur.cli.bilan_de_courriers import ecrire_en_json, option_json, option_remplacer
from tableur.cli.groupes import Commande, Groupe, completions
from tableur.cli.saisie import demander_le_mot_de_passe

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

groupe = Groupe("modele", help="Copie et vérifie un modèle de courrier Word.")


def _lister(en_json: bool) -> int:
    from tableur.actions.modeles_de_courrier import modeles_livres

    livres = modeles_livres()
    if en_json:
        ecrire_en_json([{"id": m.identifiant, "titre": m.titre} for m in livres])
        return FAIT
    largeur = max((len(m.identifiant) for m in livres), default=0)
    for modele in livres:
        click.echo(f"{modele.identifiant.ljust(largeur)}  {modele.titre}")
    if not livres:
        click.echo("Aucun modèle n'est livré avec cette version : partir d'un document Word à soi.")
    return FAIT


def _champs(modele: str, en_json: bool) -> int:
    from tableur.actions.modeles_de_courrier import champs

    demandes = champs(modele)
    if en_json:
        ecrire_en_json(demandes)
    else:
        click.echo("\n".join(demandes) or "Ce modèle n'a aucun champ.")
    return FAIT


def _verifier(
    modele: str, donnees: str, feuille: str, cle: str, annoter: str | None, remplacer: bool, en_json: bool
) -> int:
    from tableur.actions.modeles_de_courrier import verifier

    rapport = verifier(
        modele,
        donnees,
        feuille=feuille,
        cle=cle,
        annotee=Path(annoter) if annoter else None,
        remplacer=remplacer,
        demander=demander_le_mot_de_passe(),
    )
    if en_json:
        ecrire_en_json(rapport.en_json())
    else:
        click.echo(rapport.texte())
        if annoter:
            click.echo(f"Copie annotée : {annoter}")
    return FAIT if rapport.utilisable and not rapport.refusees else ANOMALIES


def _creer(identifiant: str, sortie: str | None, remplacer: bool) -> int:
    from datetime import datetime

    from tableur.actions.modeles_de_courrier import creer

    aujourd_hui = datetime.now().astimezone().date()
    for ecrit in creer(identifiant, Path(sortie) if sortie else None, le=aujourd_hui, remplacer=remplacer):
        click.echo(f"Écrit : {ecrit}")
    return FAIT


def _completer(ctx: click.Context, param: click.Parameter, incomplet: str) -> "list[CompletionItem]":
    from tableur.actions.modeles_de_courrier import modeles_livres

    return completions(incomplet, {m.identifiant: m.titre for m in modeles_livres()})


_MODELE = click.Argument(["modele"], metavar="MODELE")

groupe.add_command(Commande("lister", callback=_lister, help="Liste les modèles livrés.", params=[option_json()]))
groupe.add_command(
    Commande("champs", callback=_champs, help="Liste les champs d'un modèle.", params=[_MODELE, option_json()])
)
groupe.add_command(
    Commande(
        "verifier",
        callback=_verifier,
        help="Dit ce qui manque ou ne va pas dans un modèle, et les lignes qu'il refuserait.\n\n"
        "Exemple : tableur modele verifier relance.docx clients.xlsx --annoter relance-annotee.docx",
        params=[
            _MODELE,
            click.Argument(["donnees"], metavar="[DONNEES]", default=""),
            click.Option(["--feuille"], metavar="FEUILLE", default="", help="Feuille ou table du classeur."),
            click.Option(["--cle"], metavar="COLONNE", default="", help="Colonne qui relie les feuilles filles."),
            click.Option(
                ["--annoter"], metavar="FICHIER", help="Copie du modèle, commentée aux endroits fautifs."
            ),
            option_remplacer(),
            option_json(),
        ],
    )
)
groupe.add_command(
    Commande(
        "creer",
        callback=_creer,
        help="Copie un modèle livré, pour le mettre à sa main dans Word.",
        params=[
            click.Argument(["identifiant"], metavar="ID", shell_complete=_completer),
            click.Option(["--sortie"], metavar="FICHIER", help="Document à écrire ; sinon, ID.docx, ici."),
            option_remplacer(),
        ],
    )
)
