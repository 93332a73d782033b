"""Contrôle d'un classeur quelconque : ce qui y est faux ou douteux, une copie annotée, et des réparations.

Ces noms ne chargent leur module qu'au premier emploi.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tableur.classeurs.controle.annotation import copie_annotee
    from tableur.classeurs.controle.constats import Constat, Correction, Rapport
    from tableur.classeurs.controle.rendu import en_json, texte
    from tableur.classeurs.controle.reparation import (
        Reparations,
        reparations_en_json,
        reparer,
        texte_des_reparations,
    )
    from tableur.classeurs.controle.verification import verifier

_MODULES = {
    "Constat": "constats",
    "Correction": "constats",
    "Rapport": "constats",
    "Reparations": "reparation",
    "copie_annotee": "annotation",
    "en_json": "rendu",
    "reparations_en_json": "reparation",
    "reparer": "reparation",
    "texte": "rendu",
    "texte_des_reparations": "reparation",
    "verifier": "verification",
}

__all__ = [
    "Constat",
    "Correction",
    "Rapport",
    "Reparations",
    "copie_annotee",
    "en_json",
    "reparations_en_json",
    "reparer",
    "texte",
    "texte_des_reparations",
    "verifier",
]


def __getattr__(nom: str) -> Any:
    """Nom du paquet, pris dans son module au premier emploi."""
    if nom not in _MODULES:
        raise AttributeError(nom)
    return getattr(import_module(f"{__name__}.{_MODULES[nom]}"), nom)
