"""Le compagnon des tests de Calc, qui exécute en plus les macros du classeur ouvert.

Usage : compagnon_des_macros.py SOFFICE PROFIL, comme `tests/liaisons/calc/compagnon.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "calc"))

import compagnon  # type: ignore[import-not-found]

Seance: Any = compagnon.Seance

_SANS_DEMANDER = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN


class SeanceAvecMacros(Seance):  # type: ignore[misc]
    """Séance dont les classeurs s'ouvrent avec leurs macros."""

    classeur: Any

    def ouvrir(self, adresse: str) -> None:
        """Ferme le classeur en cours et en ouvre un autre."""
        if self.classeur is not None:
            self.classeur.close(True)
        reglages = (self._propriete("Hidden", True), self._propriete("MacroExecutionMode", _SANS_DEMANDER))
        self.classeur = self.bureau.loadComponentFromURL(adresse, "_blank", 0, reglages)


if __name__ == "__main__":
    compagnon.Seance = SeanceAvecMacros
    compagnon.principal(*sys.argv[1:])
