"""`tableur classeur ecrire` : met les lignes d'un fichier dans une table d'un classeur, sans rien en perdre."""

from pathlib import Path

import click

from tableur.cli import FAIT
from tableur.cli.groupes import Commande
from tableur.cli.saisie import demander_le_mot_de_passe
from tableur.socle.ecriture import compte_ecrit


def _ecrire(
    fichier: str,
    table: str,
    donnees: str,
    mode: str,
    cle: str | None,
    sortie: str | None,
    simuler: bool,
    remplacer: bool,
) -> int:
    from tableur.classeurs.ecriture_de_table import ecrire_une_table
    from tableur.classeurs.tables_de_fichier import lire_une_table
    from tableur.fichiers.ouverture import ouvrir_fichier

    chemin, _, nom = donnees.partition("#")
    lues = lire_une_table(Path(chemin), nom)
    bilan = ecrire_une_table(
        ouvrir_fichier(fichier, demander_le_mot_de_passe()),
        table,
        lues,
        mode=mode,
        cle=cle,
        sortie=Path(sortie) if sortie else None,
        remplacer=remplacer,
        simuler=simuler,
    )
    click.echo(
        f"{bilan.table} : {compte_ecrit(len(lues.lignes), 'ligne')} reçues, {bilan.creees} créées, "
        f"{bilan.mises_a_jour} mises à jour, {bilan.inchangees} inchangées, {bilan.retirees} retirées."
    )
    for avertissement in bilan.avertissements:
        click.echo(f"  • {avertissement}")
    click.echo("Rien n'a été écrit : --simuler." if simuler else f"Écrit : {sortie or fichier}")
    return FAIT


ecrire = Commande(
    "ecrire",
    callback=_ecrire,
    help="Met les lignes d'un fichier dans une table d'un classeur, sans rien perdre du reste.\n\n"
    "La table est une table Excel, un nom défini ou une feuille. Ses plages, ses formats, ses formules et ses\n"
    "graphiques grandissent avec elle.\n\n"
    "Exemple : tableur classeur ecrire stocks.xlsx Lots --donnees lots.csv --mode fusionner --cle Lot",
    params=[
        click.Argument(["fichier"], metavar="FICHIER"),
        click.Argument(["table"], metavar="TABLE"),
        click.Option(
            ["--donnees"],
            metavar="FICHIER[#TABLE]",
            required=True,
            help="Lignes à écrire : CSV, .xlsx, .ods, .xls.",
        ),
        click.Option(
            ["--mode"],
            type=click.Choice(["remplacer", "ajouter", "fusionner"]),
            default="remplacer",
            show_default="remplacer",
            help="Remplace les lignes, en ajoute, ou met à jour celles de même clé.",
        ),
        click.Option(["--cle"], metavar="EN-TÊTE", help="Colonne qui désigne une ligne."),
        click.Option(["--sortie"], metavar="FICHIER", help="Classeur à produire ; sinon, le fichier lui-même."),
        click.Option(["--simuler"], is_flag=True, help="Dit ce qui serait écrit, sans rien écrire."),
        click.Option(["--remplacer"], is_flag=True, help="Remplace la sortie qui existe, après une copie."),
    ],
)
