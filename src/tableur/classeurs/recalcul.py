"""Valeurs des formules : LibreOffice calcule une copie, et ses valeurs complètent le classeur."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tableur.classeurs.formules import lettre_de_colonne
from tableur.classeurs.lecture import ClasseurLu
from tableur.fichiers.libreoffice import LibreOfficeAbsent, recalculer, trouver_soffice
from tableur.fichiers.ouverture import FichierOuvert
from tableur.frontiere import FORMULE_SANS_VALEUR
from tableur.socle.erreurs import Ou, refus

if TYPE_CHECKING:
    from tableur.classeurs.retouche import Retouche


def completer(retouche: "Retouche", extension: str) -> bool:
    """Donne aux formules sans valeur celle que LibreOffice calcule ; faux s'il n'est pas installé.

    Sans LibreOffice, le tableur recalculera à l'ouverture : le classeur le lui demande.

    Args:
        retouche: Retouche finie, dont des formules n'ont plus de valeur.
        extension: Extension du classeur, point compris.

    Raises:
        ErreurTableur: LibreOffice n'a pas su lire le classeur.
    """
    with tempfile.TemporaryDirectory() as dossier:
        copie, calculee = Path(dossier) / f"copie{extension}", Path(dossier) / "calcule.xlsx"
        retouche.enregistrer(copie)
        try:
            recalculer(copie, calculee)
        except LibreOfficeAbsent:
            return False
        lu = ClasseurLu(calculee)
        for feuille in retouche.feuilles:
            if feuille in lu.feuilles:
                retouche.connaitre_valeurs(feuille, _valeurs(lu, feuille))
    retouche.finir()
    return True


def recalculer_le_classeur(ouvert: FichierOuvert, sortie: Path | None = None, *, remplacer: bool = False) -> int:
    """Donne leur valeur aux formules d'un classeur qui n'en ont pas, sans toucher au reste.

    Args:
        ouvert: Classeur .xlsx ou .xlsm.
        sortie: Classeur à produire ; None pour compléter le classeur lui-même, après une copie.
        remplacer: Vrai pour remplacer une sortie existante, après l'avoir copiée.

    Returns:
        Nombre de formules qui ont reçu une valeur.

    Raises:
        Refus: Le classeur est chiffré, illisible, ou ne peut pas être écrit.
        LibreOfficeAbsent: LibreOffice n'est pas installé.
        ErreurTableur: LibreOffice n'a pas su lire le classeur.
    """
    from tableur.classeurs.retouche import Retouche

    if ouvert.est_chiffre:
        message = "Un classeur chiffré ne se recalcule pas ici : il passerait en clair sur le disque."
        raise refus(Ou(fichier=ouvert.chemin.name), "classeur chiffré", message)
    trouver_soffice()
    retouche = Retouche(ouvert.source, ouvert.chemin.name)
    avant = retouche.compter_les_formules_sans_valeur()
    if not avant:
        return 0
    completer(retouche, ouvert.chemin.suffix)
    with ouvert.copie(sortie, remplacer=remplacer) if sortie else ouvert.remplacement() as flux:
        retouche.ecrire_dans(flux)
    return avant - retouche.formules_sans_valeur


def _valeurs(lu: ClasseurLu, feuille: str) -> dict[str, object]:
    """Valeur de chaque cellule remplie, par adresse."""
    return {
        f"{lettre_de_colonne(colonne)}{ligne + 1}": valeur
        for ligne, rangee in enumerate(lu.grille(feuille))
        for colonne, valeur in enumerate(rangee)
        if valeur is not FORMULE_SANS_VALEUR
    }
