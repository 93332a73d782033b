"""Ce que l'extension lance quand on presse un bouton : `python -m tableur.liaisons.calc.service BOUTON VERSION`.

Le fil passe par les tubes du processus ; tout ce qui s'y écrirait d'autre est détourné.
"""

import os
import sys
from datetime import UTC, datetime

from tableur import __version__
from tableur.liaisons.bouton.lancement import appuyer
from tableur.liaisons.calc.fil import CalcFerme, ClasseurDeCalc, Fil, HoteDeCalc


def principal(arguments: list[str]) -> int:
    """Fait ce que dit le bouton ; 0 si son message a été montré, 1 si Calc s'est fermé."""
    bouton, version = arguments
    tube = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    entree = os.fdopen(os.dup(sys.stdin.fileno()), encoding="utf-8", newline="\n")
    fil = Fil(entree, tube)
    hote = HoteDeCalc(fil)
    try:
        if version != __version__:
            hote.message(
                f"L'extension de LibreOffice est celle de tableur {version}, et la version installée est "
                f"{__version__} : fermer LibreOffice, lancer « tableur installer --calc », puis recommencer.",
                grave=True,
            )
        else:
            appuyer(bouton, ClasseurDeCalc(fil), hote, datetime.now(UTC).astimezone().date())
    except CalcFerme:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(principal(sys.argv[1:]))
