"""Les simples mots d'une action : son classeur, puis les réglages que sa marque prend sans leur nom.

`tableur paie comparer paie.xlsx 2026-05 2026-06`, ou `tableur paie comparer 2026-05 2026-06` dans un dossier. Les
mots sont tous donnés, ou aucun : un mois seul, parmi deux, ne dirait pas lequel.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tableur.catalogue import Fonction
from tableur.cli.genres import choix
from tableur.cli.groupes import completions
from tableur.socle.erreurs import ErreurTableur, ValeurInvalide

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def argument_des_mots(action: Fonction) -> click.Argument:
    """Argument de la commande : le FICHIER, puis les mots de l'action s'il y en a."""

    def completer(ctx: click.Context, param: click.Parameter, incomplet: str) -> "list[CompletionItem]":
        return _completer(action, tuple(ctx.params.get("mots") or ()), incomplet)

    noms = " ".join(nom.upper() for nom in action.marque.mots)
    return click.Argument(
        ["mots"],
        nargs=-1 if noms else 1,
        required=False,
        metavar=f"[FICHIER] [{noms}]" if noms else "[FICHIER]",
        shell_complete=completer,
    )


def fichier_et_reglages(action: Fonction, mots: Sequence[str]) -> tuple[str | None, dict[str, str]]:
    """Fichier, None s'il n'est pas donné, et réglages des mots d'une action.

    Args:
        action: L'action du catalogue.
        mots: Mots de la commande, dans l'ordre.

    Raises:
        ValeurInvalide: Il y a trop de mots, ou il en manque.
    """
    noms = action.marque.mots
    donne = bool(mots) and (len(mots) == len(noms) + 1 or _est_un_fichier(mots[0]))
    fichier, valeurs = (mots[0], mots[1:]) if donne else (None, mots)
    if valeurs and len(valeurs) != len(noms):
        raise _mauvais_nombre(action, fichier, valeurs)
    return fichier, dict(zip(noms, valeurs, strict=False))


def exemple_des_mots(action: Fonction) -> str:
    """Mots d'une action, tels que son aide les montre ; vide si elle n'en a pas."""
    return " ".join(nom.upper() for nom in action.marque.mots)


def _est_un_fichier(mot: str) -> bool:
    """Vrai pour un nom qui porte une extension ou un dossier, ou qui existe : « 05/2026 » n'en est pas un."""
    chemin = Path(mot)
    return chemin.is_file() or (any(map(str.isalpha, mot)) and (len(chemin.parts) > 1 or bool(chemin.suffix)))


def _mauvais_nombre(action: Fonction, fichier: str | None, valeurs: Sequence[str]) -> ErreurTableur:
    """Phrase qui dit les mots attendus, et comment n'en donner qu'un."""
    noms = action.marque.mots
    ecrits = " ".join(nom.upper() for nom in noms)
    commande = f"tableur {action.famille} {action.nom_de_commande}"
    recus = ", ".join(f"« {valeur} »" for valeur in valeurs)
    if len(valeurs) > len(noms):
        return ValeurInvalide(f"Trop de mots, {recus} : écrire « {commande} {fichier or 'FICHIER'} {ecrits} ».")
    if fichier is None and any(map(str.isalpha, valeurs[0])):
        return ValeurInvalide(
            f"Il n'y a pas de fichier « {valeurs[0]} » ici : donner le FICHIER, « {commande} FICHIER {ecrits} »."
        )
    phrase = (
        f"{recus} : {ecrits.replace(' ', ' et ')} vont ensemble, « {commande} {fichier or 'FICHIER'} {ecrits} »."
    )
    option = noms[-1].replace("_", "-")
    return ValeurInvalide(f"{phrase} Pour n'en donner qu'un : « --{option} {valeurs[0]} ».")


def _completer(action: Fonction, deja: tuple[str, ...], incomplet: str) -> "list[CompletionItem]":
    """Noms de fichiers au premier rang ; ensuite, les choix du réglage qui vient, s'il en a."""
    from click.shell_completion import CompletionItem

    fichiers = [] if deja else [CompletionItem(incomplet, type="file")]
    rang = len(deja) - (1 if deja and _est_un_fichier(deja[0]) else 0)
    suivant = action.marque.mots[rang : rang + 1]
    types = [argument.type for argument in action.arguments if argument.nom in suivant]
    possibles = [un for type_ in types for un in choix(type_)]
    return fichiers + completions(incomplet, dict.fromkeys(possibles, ""))
