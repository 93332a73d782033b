"""Valeurs d'une ligne telles qu'un document les écrit."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from tableur.courriers.images import Image
from tableur.frontiere import ErreurDeCellule, FormuleSansValeur
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ValeurInvalide

CHIFFRES = ".15g"


class FinDeLaSerie:
    """Valeur d'un champ placé après NEXT quand il n'y a plus de ligne : rien ne s'écrit, et rien n'est réclamé."""


FIN = FinDeLaSerie()


def est_sans_valeur(valeur: object) -> bool:
    """Vrai pour une cellule vide, ou un nombre qui n'en est pas un."""
    if valeur is None or valeur is FIN:
        return True
    if isinstance(valeur, str):
        return not valeur.strip()
    return isinstance(valeur, float | Decimal) and valeur != valeur


def ecrit(valeur: object) -> str:
    """Texte d'une valeur sans filtre : « 1234,5 », « 31/12/2026 », « oui » ; les milliers ne sont pas séparés.

    Raises:
        ValeurInvalide: La valeur est une erreur de cellule, ou une table.
    """
    if isinstance(valeur, str):
        return valeur
    if valeur is None or valeur is FIN:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, int):
        return str(valeur)
    if isinstance(valeur, float):
        return _nombre(Decimal(format(valeur, CHIFFRES)))
    if isinstance(valeur, Decimal):
        return _nombre(valeur)
    if isinstance(valeur, date):
        return _date(valeur)
    if isinstance(valeur, time):
        return valeur.strftime("%H:%M")
    return _autre(valeur)


def _nombre(nombre: Decimal) -> str:
    texte = format(nombre, "f")
    texte = texte.rstrip("0").rstrip(".") if "." in texte else texte
    return texte.replace(".", ",")


def _date(jour: date) -> str:
    dite = date_ecrite(jour)
    if isinstance(jour, datetime) and (jour.hour or jour.minute or jour.second):
        return f"{dite} {jour:%H:%M}"
    return dite


def _autre(valeur: object) -> str:
    if isinstance(valeur, ErreurDeCellule):
        raise ValeurInvalide(f"la cellule est en erreur ({valeur.code})")
    if isinstance(valeur, FormuleSansValeur):
        raise ValeurInvalide("la formule n'a pas de valeur enregistrée : l'ouvrir, recalculer, enregistrer")
    if isinstance(valeur, Mapping | list | tuple):
        raise ValeurInvalide("c'est une table : nommer l'une de ses colonnes, dans une ligne de tableau")
    if isinstance(valeur, Image):
        raise ValeurInvalide("une image ne s'écrit que dans le texte d'un document, sans filtre")
    return str(valeur)
