"""Exécution d'une commande : ce qui arrive quand elle échoue, et le chemin court d'un appel simple."""

import os
import sys
from typing import Any, TextIO

from tableur.cli import FAIT, REFUS
from tableur.socle.erreurs import ErreurTableur


class TuyauFerme(Exception):
    """La suite du tuyau ne lit plus la sortie : « tableur formules | head » a eu ce qu'il voulait."""


def executer(arguments: list[str]) -> int:
    """Lance la commande et rend son code : 0 fait, 1 anomalies ou lignes en échec, 2 refus.

    Raises:
        KeyboardInterrupt: La personne l'a interrompue.
    """
    for flux in (sys.stdout, sys.stderr):
        _en_utf8(flux)
    try:
        code = _lancer(arguments)
        sys.stdout.flush()
    except (BrokenPipeError, TuyauFerme):
        # La fin de Python voudrait encore écrire ce qui reste, et s'en plaindre.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAIT
    except ErreurTableur as erreur:
        sys.stderr.write(f"{erreur}\n")
        return REFUS
    except Exception as erreur:  # noqa: BLE001 - la dernière porte : rien d'autre ne doit atteindre la personne
        return _erreur_inattendue(erreur)
    return code


def _lancer(arguments: list[str]) -> int:
    """Sans option, `tableur appeler NOM valeurs` se passe de click : il coûterait la moitié du temps."""
    if len(arguments) > 1 and arguments[0] == "appeler" and not arguments[1].startswith("-"):
        nom, *mots = arguments[1:]
        if not any(mot.startswith("--") for mot in mots):
            from tableur.cli.calcul import afficher
            from tableur.cli.mots import ranger
            from tableur.cli.recueil import formule

            trouvee = formule(nom)
            return afficher(trouvee, ranger(trouvee, mots))
    from tableur.cli.commande import lancer

    return lancer(arguments)


def _erreur_inattendue(erreur: Exception) -> int:
    from tableur.fichiers.journal import consigner

    sys.stderr.write(
        f"Une erreur inattendue a arrêté la commande. Elle porte le n° {consigner(erreur)} dans le journal : "
        "« tableur diagnostic » dit où il est.\n"
    )
    return REFUS


def _en_utf8(flux: TextIO | Any) -> None:
    """Fait écrire un flux en UTF-8, quelle que soit la langue du système."""
    reconfigurer = getattr(flux, "reconfigure", None)
    if reconfigurer is not None:
        reconfigurer(encoding="utf-8", errors="backslashreplace")
