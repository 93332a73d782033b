"""Lecture d'un classeur ouvert : la même surface que celle d'un fichier fermé, servie par l'hôte.

Le repérage des tables, leur lecture et leurs cohérences sont donc ceux du fichier fermé.
"""

from pathlib import Path

from tableur.classeurs.lecture import Annexes, ClasseurLu
from tableur.frontiere import Grille
from tableur.liaisons.bouton.hote import ClasseurOuvert, Etat

FORMATS_LUS = (".xlsx", ".xlsm", ".ods")


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


def copier_l_ecran(ouvert: ClasseurOuvert, nom: Path, dossier: Path) -> Path:
    """Copie de ce qui est à l'écran, sous le nom du classeur, dans un format que nous lisons.

    Args:
        ouvert: Le classeur ouvert.
        nom: Son nom, ou son fichier.
        dossier: Où copier.
    """
    suffixe = nom.suffix.lower()
    copie = dossier / f"{nom.stem or 'classeur'}{suffixe if suffixe in FORMATS_LUS else '.xlsx'}"
    ouvert.copier(copie)
    return copie
