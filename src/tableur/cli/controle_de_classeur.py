"""`tableur classeur verifier`, `reparer` et `recalculer` : trouver ce qui est faux, le réparer, recalculer."""

from pathlib import Path

import click

from tableur.cli import ANOMALIES, FAIT
from tableur.cli.calcul import ecrire_en_json
from tableur.cli.groupes import Commande
from tableur.cli.saisie import demander_le_mot_de_passe

_FICHIER = click.Argument(["fichier"], metavar="FICHIER")


def _verifier(
    fichier: str, nom_de_modele: str | None, copie: str | None, remplacer: bool, en_json: bool, tout: bool
) -> int:
    from tableur.classeurs import controle, modele

    rapport = controle.verifier(Path(fichier), modele(nom_de_modele) if nom_de_modele else None)
    if copie:
        controle.copie_annotee(Path(fichier), rapport, Path(copie), remplacer=remplacer)
    if en_json:
        ecrire_en_json(controle.en_json(rapport))
    else:
        click.echo(controle.texte(rapport, tout=tout))
        if copie:
            click.echo(f"Copie annotée : {copie}")
    return ANOMALIES if rapport.comptes["refus"] or rapport.comptes["alerte"] else FAIT


def _reparer(
    fichier: str, sortie: str | None, simuler: bool, aussi: tuple[str, ...], remplacer: bool, en_json: bool
) -> int:
    from tableur.classeurs import controle

    rapport = controle.verifier(Path(fichier))
    produit = Path(sortie) if sortie else Path(fichier).with_stem(f"{Path(fichier).stem} - réparé")
    fait = controle.reparer(
        Path(fichier), rapport, None if simuler else produit, simuler=simuler, aussi=aussi, remplacer=remplacer
    )
    if en_json:
        ecrire_en_json(controle.reparations_en_json(fait))
    else:
        click.echo(controle.texte_des_reparations(fait, simule=simuler))
    if fait.formules and not simuler:
        _completer(produit, en_json=en_json)
    return FAIT


def _completer(produit: Path, *, en_json: bool) -> None:
    """Recalcule ce qui vient d'être réparé, ou dit que le tableur le fera."""
    from tableur.classeurs.recalcul import recalculer_le_classeur
    from tableur.fichiers.libreoffice import LibreOfficeAbsent
    from tableur.fichiers.ouverture import ouvrir_fichier

    try:
        recalculer_le_classeur(ouvrir_fichier(produit))
    except LibreOfficeAbsent:
        phrase = "Sans LibreOffice, les formules remises prendront leur valeur à l'ouverture dans le tableur."
        click.echo(phrase, err=en_json)


def _recalculer(fichier: str, sortie: str | None, remplacer: bool) -> int:
    from tableur.classeurs.recalcul import recalculer_le_classeur
    from tableur.fichiers.ouverture import ouvrir_fichier

    ouvert = ouvrir_fichier(fichier, demander_le_mot_de_passe())
    nombre = recalculer_le_classeur(ouvert, Path(sortie) if sortie else None, remplacer=remplacer)
    if nombre:
        pluriel = "s ont reçu leur" if nombre > 1 else " a reçu sa"
        click.echo(f"{nombre} formule{pluriel} valeur : {sortie or fichier}")
    else:
        click.echo("Toutes les formules ont déjà une valeur : rien n'a été écrit.")
    return FAIT


def _remplacer() -> click.Option:
    return click.Option(["--remplacer"], is_flag=True, help="Remplace la sortie qui existe, après une copie.")


def _json() -> click.Option:
    return click.Option(["--json", "en_json"], is_flag=True, help="Écrit le résultat en JSON.")


verifier = Commande(
    "verifier",
    callback=_verifier,
    help="Dit ce qui est faux ou douteux dans un classeur, cellule par cellule.\n\n"
    "N'importe quel classeur : .xlsx, .xlsm, .ods, et les valeurs d'un .xls. Le fichier lu ne change jamais.",
    params=[
        _FICHIER,
        click.Option(
            ["--modele", "nom_de_modele"], metavar="MODELE", help="Contrôle aussi la conformité à ce modèle."
        ),
        click.Option(
            ["--copie"], metavar="FICHIER", help="Écrit une copie annotée : couleurs, commentaires, relevé."
        ),
        _remplacer(),
        click.Option(["--tout"], is_flag=True, help="Montre tous les constats, sans en abréger la liste."),
        _json(),
    ],
)

reparer = Commande(
    "reparer",
    callback=_reparer,
    help="Remet les formules écrasées, les listes et les formats perdus, dans une copie.\n\n"
    "Avec --simuler, montre chaque réparation, avant et après, sans rien écrire.",
    params=[
        _FICHIER,
        click.Option(["--sortie"], metavar="FICHIER", help="Copie réparée ; sinon, à côté du fichier."),
        click.Option(["--simuler"], is_flag=True, help="Montre ce qui serait réparé, sans rien écrire."),
        click.Option(["--aussi"], multiple=True, metavar="CODE", help="Répare aussi les constats de ce code."),
        _remplacer(),
        _json(),
    ],
)

recalculer = Commande(
    "recalculer",
    callback=_recalculer,
    help="Donne leur valeur aux formules qui n'en ont pas, par LibreOffice, sans toucher au reste.",
    params=[
        _FICHIER,
        click.Option(["--sortie"], metavar="FICHIER", help="Classeur à produire ; sinon, le fichier lui-même."),
        _remplacer(),
    ],
)
