"""Formulaire d'un classeur existant : les cases de son modèle qu'il n'a pas."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tableur.classeurs.lecture import ClasseurLu
    from tableur.classeurs.modeles import Feuille


def differences_du_formulaire(lu: "ClasseurLu", feuille: "Feuille", nom: str) -> Iterator[str]:
    """Ce qu'un formulaire déjà là n'a pas de son modèle : il ne se complète pas sur place.

    Args:
        lu: Le classeur.
        feuille: Sa feuille, selon le modèle.
        nom: Nom de cette feuille dans le classeur.
    """
    if feuille.formulaire is None:
        return
    presentes = {str(ligne[0]).strip() for ligne in lu.grille(nom) if ligne}
    absentes = [x.case for x in feuille.formulaire.lignes if x.case and x.case not in presentes]
    if absentes:
        yield (
            f"feuille « {nom} » : les cases {', '.join(absentes)} y manquent, et un formulaire ne se complète pas "
            "sur place ; renommer cette feuille, puis recommencer : la nouvelle s'ajoutera à côté"
        )
