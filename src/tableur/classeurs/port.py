"""Le port des classeurs : ce qu'une action peut demander à un classeur, fermé ou vivant."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self, TypeVar

from tableur.frontiere import Lignes
from tableur.socle.erreurs import Anomalie

R = TypeVar("R")

Mode = Literal["remplacer", "ajouter", "fusionner"]


class Classeur(Protocol):
    """Classeur lu et écrit par tables : un bloc `with` écrit tout, ou rien.

    Une table est désignée par l'enregistrement de ses lignes : `classeur.lire(Article)`.
    """

    @property
    def fichier(self) -> Path:
        """Fichier du classeur : ce que l'action lit à côté de lui s'y rapporte."""
        ...

    @property
    def simuler(self) -> bool:
        """Vrai si rien ne sera écrit."""
        ...

    @property
    def sur_place(self) -> bool:
        """Vrai si ce que l'action écrit va dans le classeur lu lui-même, et s'y relira."""
        ...

    def lire(self, type_: type[R]) -> Lignes[R]:
        """Lignes de la table d'un enregistrement, avec toutes leurs anomalies, renvois et doublons compris.

        Args:
            type_: L'enregistrement : `Mouvement`.
        """
        ...

    def ecrire(self, type_: type[R], lignes: Sequence[R], *, mention: str = "", mode: Mode = "remplacer") -> None:
        """Écrit la table d'un enregistrement.

        Une table calculée se remplace. Une table tapée ne se remplace pas : on y ajoute des lignes, ou l'on met à
        jour par leur clé celles qui y sont.

        Args:
            type_: L'enregistrement : `LigneAbc`.
            lignes: Ses lignes, dans l'ordre de la feuille.
            mention: Ce que la feuille dit de ce calcul : « Calculé le 31/12/2026 sur 400 articles ».
            mode: « remplacer », « ajouter » ou « fusionner ».
        """
        ...

    def valeur(self, nom: str) -> object | None:
        """Valeur brute d'un réglage de la feuille Paramètres, None s'il est vide ou absent.

        Args:
            nom: Nom défini de la cellule : « taux_de_service ».
        """
        ...

    def poser(self, nom: str, valeur: object) -> None:
        """Change un réglage de la feuille Paramètres.

        Args:
            nom: Nom défini de la cellule.
            valeur: Valeur du domaine : `Decimal`, `date`, texte.
        """
        ...

    def refuser_les_anomalies(self, autres: Sequence[Anomalie] = ()) -> None:
        """Arrête tout si une table lue a des anomalies.

        Args:
            autres: Anomalies que l'action a trouvées elle-même ; elles sont dites avec celles de la lecture.

        Raises:
            Refus: Toutes les anomalies de toutes les tables lues.
        """
        ...

    def __enter__(self) -> Self:
        """Ouvre le bloc dont les écritures se feront ensemble."""
        ...

    def __exit__(
        self, type_: type[BaseException] | None, erreur: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Écrit tout, ou rien si le bloc a échoué."""
        ...
