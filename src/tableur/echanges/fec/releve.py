"""Relevé des anomalies d'un grand fichier : toutes comptées, les premières de chaque règle gardées et situées."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tableur.socle.erreurs import Anomalie, Gravite, Ou

GARDEES = 20
"""Anomalies gardées par règle : au-delà, elles sont comptées."""


@dataclass(frozen=True, slots=True)
class Constat:
    """Ce qu'une règle a trouvé dans tout le fichier.

    Args:
        regle: Nom court de la règle : « équilibre ».
        gravite: « refus » pour un fichier non conforme, « alerte » pour ce qui est à regarder.
        nombre: Nombre d'anomalies, en entier.
        anomalies: Les premières, situées.
    """

    regle: str
    gravite: Gravite
    nombre: int
    anomalies: tuple[Anomalie, ...]


@dataclass(slots=True)
class Releve:
    """Anomalies d'un fichier, par règle, dans l'ordre où les contrôles les trouvent."""

    fichier: str
    gardees: int = GARDEES
    constats: list[Constat] = field(default_factory=list)

    def noter(
        self,
        regle: str,
        gravite: Gravite,
        places: Sequence[int] | NDArray[np.int64],
        dire: Callable[[int], Anomalie],
    ) -> None:
        """Compte les places, et n'écrit que les premières phrases.

        Args:
            regle: Nom court de la règle.
            gravite: Sa gravité.
            places: Rang de chaque anomalie, dans l'ordre du fichier ou des écritures.
            dire: Anomalie d'un rang.
        """
        if len(places):
            dites = tuple(dire(int(place)) for place in places[: self.gardees])
            self.constats.append(Constat(regle, gravite, len(places), dites))

    def ajouter(self, gravite: Gravite, regle: str, message: str, **details: object) -> None:
        """Note une anomalie du fichier entier, ou d'une ligne et d'une colonne données.

        Args:
            gravite: Sa gravité.
            regle: Nom court de la règle.
            message: La phrase.
            details: ligne, colonne, attendu, trouve.
        """
        self.constats.append(Constat(regle, gravite, 1, (self.anomalie(gravite, regle, message, **details),)))

    def anomalie(self, gravite: Gravite, regle: str, message: str, **details: object) -> Anomalie:
        """Anomalie située dans ce fichier."""
        ligne = details.get("ligne")
        ou = Ou(self.fichier, "", ligne if isinstance(ligne, int) else None, str(details.get("colonne", "")))
        attendu, trouve = str(details.get("attendu", "")), str(details.get("trouve", ""))
        return Anomalie(gravite, ou, regle, attendu, trouve, message)

    @property
    def anomalies(self) -> list[Anomalie]:
        """Les anomalies gardées, refus d'abord."""
        triees = sorted(self.constats, key=lambda constat: constat.gravite != "refus")
        return [anomalie for constat in triees for anomalie in constat.anomalies]

    @property
    def total(self) -> int:
        """Nombre de toutes les anomalies, gardées ou non."""
        return sum(constat.nombre for constat in self.constats)

    def nombre(self, regle: str) -> int:
        """Nombre des anomalies d'une règle."""
        return sum(constat.nombre for constat in self.constats if constat.regle == regle)
