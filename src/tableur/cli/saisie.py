"""Ce que la commande demande à la personne : rien, si elle n'est pas devant un terminal."""

import sys
from collections.abc import Callable


def demander_le_mot_de_passe() -> Callable[[str], str] | None:
    """Fonction qui demande un mot de passe sans l'afficher, ou None sans terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    from getpass import getpass

    return getpass
