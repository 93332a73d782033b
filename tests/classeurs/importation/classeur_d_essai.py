"""Classeur tenu en mémoire, pour essayer l'import sans écrire de fichier."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from tableur.classeurs.importation import Mode
from tableur.frontiere import Lignes, champs_de
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou

R = TypeVar("R")


class ClasseurDEssai:
    """Tables en mémoire ; « fusionner » remplace par clé et ajoute le reste, « ajouter » ajoute."""

    def __init__(self, tables: Mapping[type, Sequence[Any]], anomalies: Sequence[Anomalie] = ()) -> None:
        """Range les tables de départ."""
        self.tables = {type_: list(lignes) for type_, lignes in tables.items()}
        self.ecritures: list[Mode] = []
        self._anomalies = anomalies

    def lire(self, type_: type[R]) -> Lignes[R]:
        """Lignes d'une table."""
        if type_ not in self.tables:
            raise ErreurTableur(f"pas de table pour {type_.__name__}")
        lignes = self.tables[type_]
        return Lignes(
            lignes, range(2, 2 + len(lignes)), Ou(fichier="essai.xlsx"), {}, self._anomalies, len(lignes)
        )

    def ecrire(self, type_: type[R], lignes: Sequence[R], *, mode: Mode) -> None:
        """Écrit des lignes."""
        self.ecritures.append(mode)
        table = self.tables[type_]
        if mode == "ajouter":
            table.extend(lignes)
            return
        cle = next(champ.nom for champ in champs_de(type_) if champ.est_cle)
        nouvelles = {getattr(ligne, cle): ligne for ligne in lignes}
        self.tables[type_] = [nouvelles.pop(getattr(ligne, cle), ligne) for ligne in table] + [*nouvelles.values()]
