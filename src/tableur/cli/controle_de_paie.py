"""`tableur paie controler` : ce que le cabinet renvoie, contrôlé montant par montant."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tableur.cli import ANOMALIES, FAIT
from tableur.cli.bilan_de_courriers import option_json
from tableur.cli.groupes import Commande
from tableur.socle.dates import Mois

if TYPE_CHECKING:
    from tableur.actions.paie_controle import BilanDeControle


def _controler(
    fiches: str,
    mois: str,
    feuille: str,
    livre: str,
    feuille_du_livre: str,
    codes: str,
    questions: str,
    remplacer: bool,
    en_json: bool,
) -> int:
    from tableur.actions import paie_controle
    from tableur.cli.compte_rendu import rendu
    from tableur.cli.saisie import demander_le_mot_de_passe

    bilan = paie_controle.controler_des_fiches(
        Path(fiches),
        feuille,
        Path(livre) if livre else None,
        feuille_du_livre,
        Path(codes) if codes else None,
        demander_le_mot_de_passe(),
        Mois.lire(mois) if mois else None,
    )
    compte_rendu = paie_controle.compte_rendu(bilan)
    texte = paie_controle.questions(bilan)
    if questions and texte:
        from tableur.fichiers.ecriture import ecriture_atomique

        with ecriture_atomique(Path(questions), remplacer=remplacer) as part:
            part.write_text(texte, encoding="utf-8")
        compte_rendu.fichiers.append(Path(questions))
    if en_json:
        _ecrire_en_json(bilan, compte_rendu)
    else:
        click.echo(rendu(compte_rendu))
        if texte and not questions:
            click.echo(f"\nQuestion pour le cabinet :\n\n{texte}")
    return ANOMALIES if compte_rendu.anomalies else FAIT


def _ecrire_en_json(bilan: "BilanDeControle", compte_rendu: Any) -> None:
    from tableur.cli.calcul import ecrire_en_json
    from tableur.cli.compte_rendu import en_json
    from tableur.frontiere import ecrire_json

    ecrire_en_json({**en_json(compte_rendu), "controles": [ecrire_json(fait) for fait, _ in bilan.controles]})


controler = Commande(
    "controler",
    callback=_controler,
    short_help="Contrôle les bulletins reçus du cabinet, et dit d'où vient chaque écart.",
    help="Contrôle les bulletins reçus du cabinet, et dit d'où vient chaque écart.\n\n"
    "FICHES est une table (classeur ou CSV), une ligne par personne et par mois : salaire du contrat, effectif, "
    "taux, heures, et, sans livre de paie, les totaux tapés du bulletin. Une cause n'est dite que si le calcul "
    "refait avec la faute retrouve les chiffres reçus.",
    params=[
        click.Argument(["fiches"], metavar="FICHES"),
        click.Option(
            ["--mois"], metavar="MOIS", default="", help="Mois à contrôler : FICHES est le classeur de paie."
        ),
        click.Option(["--feuille"], metavar="FEUILLE", default="", help="Feuille ou table des fiches."),
        click.Option(
            ["--livre"], metavar="FICHIER", default="", help="Livre de paie du cabinet : classeur, CSV ou PDF."
        ),
        click.Option(["--feuille-du-livre"], metavar="FEUILLE", default="", help="Feuille ou table du livre."),
        click.Option(
            ["--codes"], metavar="FICHIER", default="", help="Table : leur libellé ou leur code, puis notre code."
        ),
        click.Option(["--questions"], metavar="FICHIER", default="", help="Écrit les questions dans ce fichier."),
        click.Option(["--remplacer"], is_flag=True, help="Remplace le fichier des questions, après une copie."),
        option_json(),
    ],
)
