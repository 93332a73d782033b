"""Le contrôle d'un livre de paie faux, dans la démonstration : trois bulletins reçus, deux fautes retrouvées."""

import shutil
from pathlib import Path

import click

from tableur.fichiers.ressources import ressource

FICHES = "controle-de-paie-fiches.csv"
LIVRE = "controle-de-paie-livre.csv"
QUESTIONS = "questions-au-cabinet.txt"
DOSSIER = "controle-de-paie"


def demontrer_un_controle(arrivee: Path) -> list[str]:
    """Contrôle le livre d'exemple, dit les fautes trouvées, écrit les questions ; rend ce qui est à ouvrir.

    Args:
        arrivee: Dossier de la démonstration ; le contrôle s'écrit dans un dossier neuf, « controle-de-paie ».

    Raises:
        Refus: Un fichier d'exemple ne se lit pas, ou le dossier ne permet pas d'écrire.
    """
    from tableur.actions.courriers import creer_le_dossier
    from tableur.actions.paie_controle import compte_rendu, controler_des_fiches, questions
    from tableur.fichiers.ecriture import ecriture_atomique

    dossier = arrivee / DOSSIER
    creer_le_dossier(dossier)
    for nom in (FICHES, LIVRE):
        shutil.copyfile(ressource("examples", nom), dossier / nom)
    bilan = controler_des_fiches(dossier / FICHES, livre=dossier / LIVRE)
    rendu = compte_rendu(bilan)
    click.echo(f"Paie : {rendu.titre}")
    for point in rendu.points:
        click.echo(f"      {point}")
    with ecriture_atomique(dossier / QUESTIONS) as part:
        part.write_text(questions(bilan), encoding="utf-8")
    return [
        f"{dossier / QUESTIONS} : les questions à envoyer au cabinet",
        f"{dossier / LIVRE} : le livre contrôlé",
    ]
