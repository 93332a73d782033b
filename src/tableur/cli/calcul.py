"""Le calcul d'une formule pour des valeurs rangées, et ses refus dits à la personne, sans importer click."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tableur.catalogue import Fonction, calculer
from tableur.cli import FAIT
from tableur.cli.mots import Recus, situer
from tableur.frontiere import ecrire_json
from tableur.socle.erreurs import ErreurTableur, ValeurInvalide

_IMPOSSIBLE = "Le calcul est impossible avec ces valeurs : un nombre y est trop grand, ou trop petit."


@contextmanager
def refus_situes(recus: Recus) -> Iterator[None]:
    """Dans ce bloc, un refus dit le fichier de la personne, et un dépassement de calcul est un refus.

    Raises:
        ErreurTableur: Une valeur ne convient pas, ou le calcul est refusé.
    """
    try:
        yield
    except ErreurTableur as erreur:
        raise situer(erreur, recus.origines) from erreur
    except ArithmeticError as erreur:
        raise ValeurInvalide(_IMPOSSIBLE) from erreur


def calculer_recus(fonction: Fonction, recus: Recus) -> Any:
    """Résultat du domaine pour des valeurs rangées.

    Raises:
        ErreurTableur: Une valeur ne convient pas, ou le calcul est refusé ; les anomalies sont situées.
    """
    with refus_situes(recus):
        return calculer(fonction, recus.valeurs)


def afficher(fonction: Fonction, recus: Recus, *, en_json: bool = False) -> int:
    """Calcule et affiche le résultat, lisible ou en JSON ; rend le code de sortie."""
    resultat = calculer_recus(fonction, recus)
    if en_json:
        ecrire_en_json({"resultat": ecrire_json(resultat)})
    else:
        from tableur.cli.affichage import rendu

        sys.stdout.write(f"{rendu(resultat, fonction.retour)}\n")
    return FAIT


def ecrire_en_json(valeur: object) -> None:
    """Écrit une valeur JSON sur la sortie, accents compris."""
    import json

    sys.stdout.write(json.dumps(valeur, ensure_ascii=False) + "\n")
