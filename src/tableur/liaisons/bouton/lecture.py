"""Lecture d'un classeur ouvert : la même surface que celle d'un fichier fermé, servie par l'hôte.

Le repérage des tables, leur lecture et leurs cohérences sont donc ceux du fichier fermé.
"""

from pathlib import Path

from tableur.classeurs.lecture import Annexes, ClasseurLu
from tableur.frontiere import Grille
from tableur.liaisons.bouton.hote import ClasseurOuvert, Etat


class ClasseurOuvertLu(ClasseurLu):
    """Classeur ouvert dans l'hôte ; chaque feuille ne lui est demandée qu'une fois."""

    def __init__(self, ouvert: ClasseurOuvert, etat: Etat | None = None) -> None:
        """Demande à l'hôte les feuilles et les noms ; aucune cellule n'est encore lue.

        Args:
            ouvert: Le classeur de l'hôte.
            etat: Son état, s'il est déjà connu.
        """
        self.hote = ouvert
        self.etat = ouvert.etat() if etat is None else etat
        self.chemin = self.etat.chemin or Path(self.etat.nom)
        noms = {nom: (z.feuille, z.ligne, z.colonne) for nom, z in self.etat.noms.items()}
        self.annexes = Annexes({}, {}, noms, self.etat.proprietes, {})
        self.feuilles = self.etat.feuilles
        self.noms = {nom.casefold(): place for nom, place in noms.items()}
        self._grilles: dict[str, Grille] = {}

    def _lire(self, feuille: str) -> Grille:
        return self.hote.valeurs(self.hote.etendue(feuille))
