"""Typographie fine du texte des modèles : espaces insécables, apostrophes ; les balises n'en changent pas."""

import re

_BALISE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_INSECABLE, _FINE = "\u00a0", "\u202f"
_REGLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"'"), "’"),
    (re.compile(r" (?=[;!?])"), _FINE),
    (re.compile(r" (?=[:»%€])"), _INSECABLE),
    (re.compile(r"(?<=«) "), _INSECABLE),
    (re.compile(r"\b(n°|art\.|[LRD]\.|M\.|Mme|p\.|C\.|CSS|CGI,) (?=[\w{]|$)"), rf"\1{_INSECABLE}"),
    (re.compile(r"(?<=\d) (?=(?:€|%|h|jours?|mois|heures?|ans|semaines?|euros?|points?)\b)"), _INSECABLE),
    (re.compile(r" (?=–)"), _INSECABLE),
)


def typographie_fine(texte: str) -> str:
    """Texte avec ses espaces insécables et ses apostrophes courbes, hors des balises.

    >>> typographie_fine("Objet : l'accord n° {{ numero }} ?")
    'Objet\\xa0: l’accord n°\\xa0{{ numero }}\\u202f?'
    """
    morceaux = _BALISE.split(texte)
    morceaux[::2] = [_fin(morceau) for morceau in morceaux[::2]]
    return "".join(morceaux)


def _fin(texte: str) -> str:
    for motif, remplace in _REGLES:
        texte = motif.sub(remplace, texte)
    return texte
