"""Noms pliés : ce que les gens tapent et ce que le code nomme se rencontrent."""

import unicodedata
from functools import lru_cache

_IGNORES = frozenset(" _-'’.\t\n\r\u00a0\u202f\u2009«»°/()[]:,;")


@lru_cache(maxsize=4096)
def plier(texte: str) -> str:
    """Nom sans casse, accents, espaces, tirets ni ponctuation : « Délai (jours) » devient « delaijours ».

    >>> plier("Stock de sécurité") == plier("STOCK_DE_SECURITE")
    True
    """
    decompose = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "OE")).casefold()
    return "".join(c for c in decompose if not unicodedata.combining(c) and c not in _IGNORES)
