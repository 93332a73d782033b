"""Blocs `{% if %}` et `{% for %}` ouverts et fermés, et fautes d'écriture d'une balise, dits en français."""

import re

from jinja2 import TemplateSyntaxError

from tableur.courriers.endroits import Faute, situer
from tableur.courriers.preparation import Partie

_BALISE = re.compile(r"\n|\{\{.*?\}\}|\{#.*?#\}|\{%-?\s*(\w+)(.*?)-?%\}", re.DOTALL)
_OUVRENT = {"if": "endif", "for": "endfor", "macro": "endmacro", "block": "endblock", "call": "endcall"}
_FERMENT = {fin: debut for debut, fin in _OUVRENT.items()}
_INATTENDU = re.compile(r"unexpected (?:char |')?'?([^']+)'")
_BALISE_INCONNUE = re.compile(r"unknown tag '(\w+)'")


def fautes_de_blocs(partie: Partie) -> list[Faute]:
    """Blocs non fermés, fermés sans avoir été ouverts, ou croisés, chacun à l'endroit où il s'ouvre."""
    ligne = 1
    ouverts: list[tuple[str, str, int]] = []
    fautes: list[Faute] = []
    for trouve in _BALISE.finditer(partie.source or ""):
        nom = trouve.group(1)
        if trouve.group() == "\n":
            ligne += 1
        elif nom in _OUVRENT:
            ouverts.append((nom, f"{nom} {(trouve.group(2) or '').strip()}", ligne))
        elif nom in _FERMENT:
            if ouverts and ouverts[-1][0] == _FERMENT[nom]:
                ouverts.pop()
            else:
                attendu = f" : {{% {_OUVRENT[ouverts[-1][0]]} %}} est attendu" if ouverts else ""
                fautes.append(_faute(partie, "bloc fermé", f"{{% {nom} %}} ne ferme rien ici{attendu}", ligne))
    for nom, dit, ouvert in ouverts if not fautes else ():
        message = f"le bloc {{% {dit} %}} n'est pas fermé : il manque {{% {_OUVRENT[nom]} %}}"
        fautes.append(_faute(partie, "bloc non fermé", message, ouvert))
    return fautes


def faute_de_syntaxe(partie: Partie, erreur: TemplateSyntaxError) -> Faute:
    """Phrase d'une balise que Jinja ne comprend pas."""
    dit = erreur.message or ""
    inconnue = _BALISE_INCONNUE.search(dit)
    inattendu = _INATTENDU.search(dit)
    if inconnue:
        message = f"la balise {{% {inconnue.group(1)} %}} n'existe pas"
    elif inattendu:
        message = f"une balise est mal écrite : « {inattendu.group(1)} » n'y est pas attendu"
    else:
        message = "une balise est mal écrite : vérifier ses guillemets, ses parenthèses et ses filtres"
    return _faute(partie, "balise mal écrite", message, erreur.lineno)


def _faute(partie: Partie, regle: str, message: str, ligne: int) -> Faute:
    return Faute("refus", regle, message, situer(partie.membre, partie.origine, ligne - 1))
