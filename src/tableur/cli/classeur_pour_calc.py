"""`tableur classeur creer MODELE --ods` : le classeur d'un modèle, converti par LibreOffice pour Calc."""

import shutil
import tempfile
from pathlib import Path

import click

from tableur.socle.erreurs import ErreurTableur


def creer_pour_calc(modele: str, sortie: Path, *, remplacer: bool = False) -> int:
    """Écrit le classeur vierge d'un modèle au format .ods, formules calculées, boutons posés, et le dit.

    Args:
        modele: Nom du modèle : « stocks ».
        sortie: Classeur à écrire ; son nom finit par .ods.
        remplacer: Vrai pour remplacer une sortie déjà là, après copie.

    Raises:
        ErreurTableur: Le modèle est inconnu, ou le nom de la sortie ne finit pas par .ods.
        Refus: La sortie ne peut pas être écrite.
        LibreOfficeAbsent: LibreOffice, qui convertit, n'est pas installé.
    """
    from tableur import classeurs
    from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
    from tableur.fichiers.libreoffice import recalculer, trouver_soffice
    from tableur.liaisons.calc.boutons import poser_les_boutons

    if sortie.suffix.lower() != ".ods":
        raise ErreurTableur(f"Un classeur de Calc porte l'extension .ods : « {sortie.name} » reçu.")
    verifier_ecriture(sortie, remplacer=remplacer)
    trouver_soffice()
    with tempfile.TemporaryDirectory(prefix="tableur-") as atelier:
        classeur = Path(atelier) / f"{modele}.xlsx"
        classeurs.creer(modele, classeur)
        brut = recalculer(classeur, Path(atelier) / f"{modele}.ods")
        boutons = poser_les_boutons(brut, classeurs.modele(modele))
        with ecriture_atomique(sortie, remplacer=remplacer) as provisoire:
            shutil.copyfile(brut, provisoire)
    click.echo(f"Classeur vierge écrit pour Calc : {sortie}")
    if boutons:
        click.echo("Ses boutons marchent après « tableur installer --calc », dans un dossier approuvé.")
    return 0
