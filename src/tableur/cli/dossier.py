"""`tableur dossier` : crée le dossier d'une organisation, le règle, le met à jour, et dit ce qu'il contient."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tableur.cli import FAIT
from tableur.cli.groupes import Commande, Groupe
from tableur.socle.erreurs import ErreurTableur

if TYPE_CHECKING:
    from tableur.dossier import Dossier

groupe = Groupe("dossier", help="Crée et règle le dossier d'une organisation : son tableur.toml.")

_OPTION_DE_DOSSIER = click.Option(
    ["--dossier"], metavar="DOSSIER", help="Dossier ; sinon, celui d'ici ou d'au-dessus."
)


def _creer(chemin: str, nom: str | None, siren: str | None, tva: str | None) -> int:
    from tableur.dossier import Dossier

    racine = Path(chemin)
    donnes = {"identite.siren": siren, "regime.tva": tva}
    reglages = {cle: valeur for cle, valeur in donnes.items() if valeur}
    dossier = Dossier.creer(racine, nom or racine.resolve().name, reglages)
    click.echo(f"Dossier « {dossier.nom} » créé : {dossier.racine}")
    return FAIT


def _regler(reglages: tuple[str, ...], dossier: str | None) -> int:
    from tableur.dossier import valeur_reglee

    trouve = dossier_de(dossier)
    paires = [reglage.partition("=") for reglage in reglages]
    for cle, egal, _ in paires:
        if not egal:
            raise ErreurTableur(f"« {cle} » ne règle rien : écrire CLE=VALEUR, comme identite.siren=732829320.")
    for cle, _, valeur in paires:  # tout est contrôlé avant d'écrire quoi que ce soit
        valeur_reglee(cle.strip(), valeur)
    for cle, _, valeur in paires:
        trouve = trouve.regler(cle.strip(), valeur)
        click.echo(f"{cle.strip()} = {trouve.reglage(cle.strip()) or '(effacé)'}")
    return FAIT


def _migrer(dossier: str | None) -> int:
    trouve = dossier_de(dossier)
    faits = trouve.migrer()
    for fait in faits:
        click.echo(fait[0].upper() + fait[1:])
    if not faits:
        click.echo(f"Le dossier « {trouve.nom} » est à jour.")
    return FAIT


def _montrer(dossier: str | None, en_json: bool) -> int:
    trouve = dossier_de(dossier)
    gardees = {source: list(tables) for source, tables in trouve.correspondances.items()}
    if en_json:
        objet = {
            "racine": str(trouve.racine),
            "version": trouve.version,
            **trouve.reglages,
            "correspondances": gardees,
        }
        click.echo(json.dumps(objet, ensure_ascii=False, indent=2))
        return FAIT
    click.echo(f"{trouve.nom} ({trouve.racine})")
    for section, valeurs in trouve.reglages.items():
        for nom, valeur in valeurs.items():
            click.echo(f"  {section}.{nom} = {valeur}")
    for source, tables in gardees.items():
        click.echo(f"  correspondances de « {source} » : {', '.join(tables)}")
    return FAIT


def dossier_de(chemin: str | None) -> "Dossier":
    """Dossier donné, ou celui où l'on est, cherché en remontant.

    Raises:
        Refus: Aucun dossier ne s'y trouve, ou son `tableur.toml` est fautif.
    """
    from tableur.dossier import Dossier

    return Dossier.ouvrir(Path(chemin)) if chemin else Dossier.trouver(Path.cwd())


groupe.add_command(
    Commande(
        "creer",
        callback=_creer,
        help="Crée un dossier, avec son tableur.toml.\n\nExemple : tableur dossier creer Atelier --nom 'Roux'",
        params=[
            click.Argument(["chemin"], metavar="DOSSIER"),
            click.Option(["--nom"], metavar="NOM", help="Nom de l'organisation ; sinon, celui du dossier."),
            click.Option(["--siren"], metavar="SIREN", help="Numéro SIREN."),
            click.Option(["--tva"], metavar="REGIME", help="franchise, reel_simplifie ou reel_normal."),
        ],
    )
)
groupe.add_command(
    Commande(
        "regler",
        callback=_regler,
        help="Change des réglages du dossier.\n\nExemple : tableur dossier regler classeurs.stocks=stocks.xlsx",
        params=[
            click.Argument(["reglages"], metavar="CLE=VALEUR…", nargs=-1, required=True),
            _OPTION_DE_DOSSIER,
        ],
    )
)
groupe.add_command(
    Commande(
        "migrer",
        callback=_migrer,
        help="Met le dossier à la version de ce tableur.",
        params=[_OPTION_DE_DOSSIER],
    )
)
groupe.add_command(
    Commande(
        "montrer",
        callback=_montrer,
        help="Montre les réglages et les correspondances du dossier.",
        params=[
            _OPTION_DE_DOSSIER,
            click.Option(["--json", "en_json"], is_flag=True, help="Sortie en JSON, pour un autre programme."),
        ],
    )
)
