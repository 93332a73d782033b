"""Mois de paie imprimé dans un texte : « Période : juillet 2026 », « du 01/07/2026 au 31/07/2026 »."""

import re

from tableur.calculs.paie.correspondances import mots
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ErreurTableur

_PERIODE = re.compile(r"(?:période|mois|paie|bulletin)[^\d]{0,40}(?:\d{1,2}/)?(\d{1,2})/(\d{4})", re.IGNORECASE)
_NOMS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre",
)  # fmt: skip
_PARLE = re.compile(r"periode|\bmois\b|\bpaie\b|bulletin|salaires?")
_EN_LETTRES = re.compile(rf"\b({'|'.join(_NOMS)})\s+(20\d\d)\b")


def mois_imprime(texte: str) -> Mois | None:
    """Mois de paie qu'un texte dit, en lettres ou en chiffres ; None s'il n'en dit aucun.

    Une ligne qui parle de période, de paie ou de bulletin l'emporte : une date d'entrée n'est pas le mois.

    >>> str(mois_imprime("Livre de paie, période du 01/07/2026 au 31/07/2026")), mois_imprime("12 quai des Brumes")
    ('2026-07', None)
    """
    lignes = [(ligne, mots(ligne)) for ligne in texte.splitlines()]
    parlantes = [paire for paire in lignes if _PARLE.search(paire[1])]
    for brute, pliee in [*parlantes, *lignes]:
        lettres, chiffres = _EN_LETTRES.search(pliee), _PERIODE.search(brute)
        try:
            if lettres:
                return Mois(int(lettres.group(2)), _NOMS.index(lettres.group(1)) + 1)
            if chiffres:
                return Mois(int(chiffres.group(2)), int(chiffres.group(1)))
        except ErreurTableur:
            continue
    return None
