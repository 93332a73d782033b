"""Compte rendu d'une action : ce qui a été lu, écarté et pourquoi, écrit, et les fichiers produits."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tableur.socle.erreurs import Anomalie

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class CompteRendu:
    """Bilan d'une action, affiché par la commande ou par le bouton.

    Args:
        titre: Ce qui a été fait, en une phrase.
        lignes_lues: Nombre de lignes lues par table.
        ecartes: Ce qui a été laissé de côté, une phrase par cas.
        lignes_ecrites: Nombre de lignes écrites par table.
        points: Les résultats à lire d'abord, une phrase chacun.
        anomalies: Anomalies rencontrées, alertes comprises.
        fichiers: Fichiers produits.
    """

    titre: str
    lignes_lues: dict[str, int] = field(default_factory=dict)
    ecartes: list[str] = field(default_factory=list)
    lignes_ecrites: dict[str, int] = field(default_factory=dict)
    points: list[str] = field(default_factory=list)
    anomalies: list[Anomalie] = field(default_factory=list)
    fichiers: "list[Path]" = field(default_factory=list)
