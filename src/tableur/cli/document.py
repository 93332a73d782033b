"""`tableur document produire` : le document d'une seule personne."""

import click

from tableur.cli.bilan_de_courriers import option_json, option_remplacer, options_de_pdf, rendre_compte
from tableur.cli.groupes import Commande, Groupe
from tableur.cli.saisie import demander_le_mot_de_passe

groupe = Groupe("document", help="Produit le document d'une personne.")


def _produire(
    modele: str,
    donnees: str,
    ligne: str,
    feuille: str,
    cle: str,
    nom: str,
    sortie: str,
    pdf: bool,
    pdfa: bool,
    remplacer: bool,
    en_json: bool,
) -> int:
    from datetime import datetime

    from tableur.actions.courriers import produire_une
    from tableur.actions.lignes_de_courriers import Demande

    demande = Demande(modele, donnees, sortie, feuille=feuille, cle=cle, nom=nom, pdf=pdf, pdfa=pdfa)
    aujourd_hui = datetime.now().astimezone().date()
    resultat = produire_une(
        demande, ligne, le=aujourd_hui, remplacer=remplacer, demander=demander_le_mot_de_passe()
    )
    return rendre_compte(resultat, en_json=en_json)


groupe.add_command(
    Commande(
        "produire",
        callback=_produire,
        help="Produit le document d'une ligne.\n\n"
        "Exemple : tableur document produire contrat.docx --donnees salaries.xlsx --cle matricule --ligne 0012",
        params=[
            click.Argument(["modele"], metavar="MODELE"),
            click.Option(["--donnees"], metavar="FICHIER", required=True, help="Classeur, CSV ou JSON."),
            click.Option(
                ["--ligne"], metavar="CLE", default="", help="La ligne : sa clé avec --cle, sinon son rang."
            ),
            click.Option(["--feuille"], metavar="FEUILLE", default="", help="Feuille ou table du classeur."),
            click.Option(["--cle"], metavar="COLONNE", default="", help="Colonne qui désigne une ligne."),
            click.Option(
                ["--nom"], metavar="MOTIF", default="", help='Nom du document : "{{ ref }} - {{ nom }}".'
            ),
            click.Option(["--sortie"], metavar="FICHIER", default="", help="Document ou dossier ; sinon, ici."),
            *options_de_pdf(),
            option_remplacer(),
            option_json(),
        ],
    )
)
