"""Ce qu'un hôte, Excel ou Calc, sait faire d'un classeur ouvert pour un bouton, et comment il parle à la personne.

Les rangs se comptent à partir de 0. Une grille a la forme de sa zone. Rien ici ne sait ce qu'est un stock.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tableur.frontiere import Grille

Formules = list[list[str]]


@dataclass(frozen=True, slots=True)
class Zone:
    """Rectangle de cellules d'une feuille, coins compris."""

    feuille: str
    ligne: int
    colonne: int
    derniere_ligne: int
    derniere_colonne: int

    @property
    def hauteur(self) -> int:
        """Nombre de lignes."""
        return self.derniere_ligne - self.ligne + 1

    @property
    def largeur(self) -> int:
        """Nombre de colonnes."""
        return self.derniere_colonne - self.colonne + 1

    def contient(self, ligne: int, colonne: int) -> bool:
        """Vrai si la cellule est dans la zone."""
        dans = self.ligne <= ligne <= self.derniere_ligne
        return dans and self.colonne <= colonne <= self.derniere_colonne


@dataclass(frozen=True, slots=True)
class TableOuverte:
    """Table de l'hôte (table d'Excel, plage de base de données de Calc), en-têtes compris, totaux exclus."""

    nom: str
    zone: Zone


@dataclass(frozen=True, slots=True)
class Etat:
    """Ce qu'il faut savoir d'un classeur ouvert avant de le lire.

    Args:
        nom: Nom montré à la personne.
        chemin: Son fichier sur ce poste ou sur un partage ; None s'il n'a jamais été enregistré, ou si son adresse
            de réseau n'est pas celle d'un fichier.
        adresse: Son adresse telle que l'hôte la dit, vide s'il n'a jamais été enregistré.
        lecture_seule: Vrai si rien ne peut y être écrit.
        feuilles: Ses feuilles, dans l'ordre des onglets.
        noms: Cellule de chaque nom défini qui n'en désigne qu'une.
        tables: Ses tables.
        proprietes: Ses propriétés personnalisées : « modele », « modele_version ».
    """

    nom: str
    chemin: Path | None
    adresse: str
    lecture_seule: bool
    feuilles: tuple[str, ...]
    noms: dict[str, Zone]
    tables: tuple[TableOuverte, ...]
    proprietes: dict[str, str]


class ClasseurOuvert(Protocol):
    """Le classeur ouvert dans l'hôte. Chaque appel coûte un aller et retour : demander des zones entières.

    Toute méthode lève `ErreurTableur`, avec une phrase pour la personne, quand l'hôte ne peut pas la servir.
    """

    def etat(self) -> Etat:
        """Noms, feuilles, tables et droits du classeur."""
        ...

    def etendue(self, feuille: str) -> Zone:
        """Zone de A1 à la dernière cellule remplie."""
        ...

    def valeurs(self, zone: Zone) -> Grille:
        """Valeurs calculées : nombre (une date aussi), texte, booléen, None si vide, `ErreurDeCellule`."""
        ...

    def formules(self, zone: Zone) -> Formules:
        """Contenu de chaque cellule tel que l'hôte le relit : « =… » pour une formule, sinon le texte.

        Remis par `remettre`, il rend exactement la cellule : un texte qui ressemble à un nombre y garde sa marque.
        """
        ...

    def poser(self, zone: Zone, valeurs: Sequence[Sequence[object]]) -> None:
        """Pose des valeurs : nombre, texte (jamais lu comme une formule), None pour vider ; l'aspect demeure."""
        ...

    def poser_formules(self, zone: Zone, formules: Sequence[Sequence[str]]) -> None:
        """Pose des formules écrites comme dans un .xlsx : en anglais, la virgule sépare, « 'Feuille'!A1 »."""
        ...

    def remettre(self, zone: Zone, contenus: Sequence[Sequence[str]]) -> None:
        """Remet des contenus que `formules` a rendus."""
        ...

    def etendre_l_aspect(self, zone: Zone) -> None:
        """Donne à toute la zone l'aspect (format, couleurs, contrôles) de sa première ligne ; rien d'autre."""
        ...

    def etendre_la_formule(self, zone: Zone) -> None:
        """Recopie vers le bas la formule de la première ligne de la zone, ses références relatives suivant."""
        ...

    def redimensionner(self, table: str, zone: Zone) -> None:
        """Change l'étendue d'une table de l'hôte."""
        ...

    def est_protegee(self, feuille: str) -> bool:
        """Vrai si la feuille est protégée."""
        ...

    def selection(self) -> Zone:
        """La cellule choisie, ou la zone choisie."""
        ...

    def lignes_visibles(self, zone: Zone) -> list[tuple[int, int]]:
        """Première et dernière ligne de chaque suite de lignes que ni un filtre ni la personne ne masque."""
        ...

    def montrer(self, feuille: str) -> None:
        """Met une feuille devant la personne."""
        ...

    def copier(self, chemin: Path) -> None:
        """Enregistre une copie de ce qui est à l'écran ; le fichier ouvert ne change pas."""
        ...

    def ecriture(self) -> AbstractContextManager[None]:
        """Bloc pendant lequel l'écran et le calcul attendent ; à la fin, tout est recalculé et montré."""
        ...


class Hote(Protocol):
    """Comment l'hôte parle à la personne."""

    def message(self, texte: str, *, grave: bool = False) -> None:
        """Montre un message final, avec un bouton OK."""
        ...

    def question(self, texte: str) -> bool:
        """Pose une question à laquelle on répond par oui ou par non."""
        ...

    def progres(self, texte: str) -> None:
        """Dit où l'on en est, dans la barre d'état ; vide pour l'effacer."""
        ...
