"""La commande `tableur`. Ce module n'importe rien de lourd : `tableur --version` répond avant click."""

import sys
from typing import NoReturn

from tableur import __version__

FAIT, ANOMALIES, REFUS, INTERROMPU = 0, 1, 2, 130


def principal() -> NoReturn:
    """Point d'entrée : lance la commande et sort avec son code (0 fait, 1 anomalies, 2 refus)."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"tableur {__version__}\n")
        sys.exit(FAIT)
    try:
        from tableur.cli.execution import executer

        code = executer(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("Interrompu.\n")
        code = INTERROMPU
    sys.exit(code)
