"""Ce que le contrôle voit d'un classeur : ses feuilles rangées par colonnes, ses noms, ses liens."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tableur.classeurs.controle.formats import STANDARD, Style
from tableur.classeurs.controle.plages import Plage
from tableur.socle.erreurs import Ou

Etat = Literal["visible", "masquée", "très masquée"]


@dataclass(slots=True)
class Colonne:
    """Cellules remplies d'une colonne, de haut en bas.

    Args:
        rang: Rang de la colonne, 1 pour A.
        lignes: Numéros de ligne.
        valeurs: Valeurs brutes : nombre, texte, booléen, erreur, formule sans valeur.
        styles: Numéro de style de chaque cellule.
        formules: Forme de la formule de chaque ligne qui en porte une.
        vides_formates: Nombre de cellules vides qui portent un format.
        derniere_formatee: Ligne de la dernière d'entre elles.
    """

    rang: int
    lignes: list[int] = field(default_factory=list)
    valeurs: list[object] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)
    formules: dict[int, str] = field(default_factory=dict)
    vides_formates: int = 0
    derniere_formatee: int = 0

    def valeur(self, ligne: int) -> object | None:
        """Valeur d'une ligne, None si la cellule est vide."""
        i = bisect_left(self.lignes, ligne)
        return self.valeurs[i] if i < len(self.lignes) and self.lignes[i] == ligne else None

    def tranche(self, debut: int, fin: int) -> tuple[int, int]:
        """Rangs, dans les listes, des lignes comprises entre deux numéros."""
        return bisect_left(self.lignes, debut), bisect_right(self.lignes, fin)

    def entre(self, debut: int, fin: int) -> Iterator[tuple[int, object, int]]:
        """Ligne, valeur et style des cellules remplies entre deux lignes."""
        i, j = self.tranche(debut, fin)
        return zip(self.lignes[i:j], self.valeurs[i:j], self.styles[i:j], strict=True)


@dataclass(frozen=True, slots=True)
class TableVue:
    """Table Excel : son nom, son étendue, ses en-têtes et ses formules de colonne."""

    nom: str
    etendue: Plage
    entetes: int
    totaux: int
    colonnes: tuple[str, ...]
    calculees: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Validation:
    """Règle de validation d'une feuille, telle que le fichier l'écrit."""

    genre: str
    operateur: str
    formule1: str
    formule2: str
    plages: tuple[Plage, ...]
    vide_admis: bool
    bloquante: bool
    rang: int

    def couvre(self, ligne: int, colonne: int) -> bool:
        """Vrai si une cellule y est soumise."""
        return any(plage.contient(ligne, colonne) for plage in self.plages)


@dataclass(slots=True)
class FeuilleVue:
    """Une feuille du classeur."""

    nom: str
    rang: int
    partie: str = ""
    etat: Etat = "visible"
    colonnes: dict[int, Colonne] = field(default_factory=dict)
    tables: list[TableVue] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    fusions: list[Plage] = field(default_factory=list)
    matrices: list[Plage] = field(default_factory=list)
    lignes_masquees: list[int] = field(default_factory=list)
    colonnes_masquees: list[Plage] = field(default_factory=list)
    filtrees: list[Plage] = field(default_factory=list)
    ignorees: list[tuple[Plage, frozenset[str]]] = field(default_factory=list)
    regles_cassees: int = 0
    protegee: bool = False
    a_un_dessin: bool = False
    derniere_ligne_formatee: int = 0
    lignes_formatees: int = 0

    @property
    def cellules(self) -> int:
        """Nombre de cellules remplies."""
        return sum(len(colonne.lignes) for colonne in self.colonnes.values())

    @property
    def formules(self) -> int:
        """Nombre de formules."""
        return sum(len(colonne.formules) for colonne in self.colonnes.values())

    @property
    def derniere_ligne(self) -> int:
        """Dernière ligne remplie, 0 pour une feuille vide."""
        return max((colonne.lignes[-1] for colonne in self.colonnes.values() if colonne.lignes), default=0)

    def valeur(self, ligne: int, colonne: int) -> object | None:
        """Valeur d'une case, None si elle est vide."""
        trouvee = self.colonnes.get(colonne)
        return trouvee.valeur(ligne) if trouvee else None

    def forme(self, ligne: int, colonne: int) -> str | None:
        """Forme de la formule d'une case, None si elle n'en porte pas."""
        trouvee = self.colonnes.get(colonne)
        return trouvee.formules.get(ligne) if trouvee else None

    def est_ignoree(self, ligne: int, colonne: int, genre: str) -> bool:
        """Vrai si la personne a dit à Excel d'ignorer cette alerte dans cette cellule."""
        return any(genre in genres and plage.contient(ligne, colonne) for plage, genres in self.ignorees)

    def dans_une_matrice(self, ligne: int, colonne: int) -> bool:
        """Vrai si la cellule est remplie par une formule matricielle ou propagée."""
        return any(plage.contient(ligne, colonne) for plage in self.matrices)


@dataclass(frozen=True, slots=True)
class NomDefini:
    """Nom défini du classeur : ce qu'il désigne, et sa feuille s'il n'est pas global."""

    nom: str
    cible: str
    feuille: str = ""
    masque: bool = False


@dataclass(slots=True)
class ClasseurVu:
    """Le classeur entier, en lecture."""

    chemin: Path
    feuilles: list[FeuilleVue] = field(default_factory=list)
    styles: list[Style] = field(default_factory=lambda: [STANDARD])
    noms: list[NomDefini] = field(default_factory=list)
    liens: list[str] = field(default_factory=list)
    macros: bool = False
    protege: bool = False
    calcul_manuel: bool = False
    calcul_iteratif: bool = False
    depuis_1904: bool = False
    remarques: list[str] = field(default_factory=list)

    @property
    def ou(self) -> Ou:
        """Le fichier, pour situer un constat."""
        return Ou(fichier=self.chemin.name)

    def feuille(self, nom: str) -> FeuilleVue | None:
        """Feuille de ce nom, casse ignorée."""
        return next((f for f in self.feuilles if f.nom.casefold() == nom.casefold()), None)

    def style(self, numero: int) -> Style:
        """Format d'un numéro de style ; un numéro inconnu vaut le format standard."""
        return self.styles[numero] if 0 <= numero < len(self.styles) else STANDARD
