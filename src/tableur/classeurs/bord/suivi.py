"""Tableau de bord d'un classeur existant : ce qu'il a de différent de son modèle."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tableur.classeurs.bord.ecriture import LIGNE_D_ENTETES
from tableur.frontiere import est_vide

if TYPE_CHECKING:
    from tableur.classeurs.lecture import ClasseurLu
    from tableur.classeurs.modeles import Feuille


def differences_du_bord(lu: "ClasseurLu", feuille: "Feuille", nom: str) -> Iterator[str]:
    """Ce qu'un tableau de bord déjà là n'a pas de son modèle : la personne l'a remanié, il n'est jamais réécrit.

    Args:
        lu: Le classeur.
        feuille: Sa feuille de tableau de bord, selon le modèle.
        nom: Nom de cette feuille dans le classeur.
    """
    if feuille.tableau is None:
        return
    lignes = lu.grille(nom)[LIGNE_D_ENTETES + 1 :]
    presents = {str(ligne[0]).strip() for ligne in lignes if ligne and not est_vide(ligne[0])}
    absents = [i.libelle for i in feuille.tableau.indicateurs if i.libelle not in presents]
    perdus = [p.libelle for p in feuille.parametres if p.nom.casefold() not in lu.noms]
    if absents or perdus:
        quoi = ", ".join(f"« {libelle} »" for libelle in [*absents, *perdus])
        yield (
            f"feuille « {nom} » : {quoi} y manque, et un tableau de bord ne se complète pas sur place ; renommer "
            "cette feuille, puis recommencer : la nouvelle s'ajoutera à côté"
        )
