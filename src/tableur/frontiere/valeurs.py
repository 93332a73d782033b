"""Valeurs brutes : ce qu'une cellule peut contenir, erreurs et formules sans valeur comprises."""

from dataclasses import dataclass
from decimal import Decimal

from tableur.socle.erreurs import CodeErreur, ValeurInvalide, ValeurManquante

Grille = list[list[object]]


@dataclass(frozen=True, slots=True)
class ErreurDeCellule:
    """Cellule en erreur : le code que la feuille affiche, et la phrase qui l'explique si on la connaît."""

    code: CodeErreur | str
    message: str = ""


@dataclass(frozen=True, slots=True)
class FormuleSansValeur:
    """Cellule dont la formule n'a pas de valeur enregistrée."""


FORMULE_SANS_VALEUR = FormuleSansValeur()

_SANS_VALEUR = "la formule n'a pas de valeur enregistrée (laisser le tableur recalculer, puis enregistrer)"


class ValeurIllisible(ValeurInvalide):
    """Une valeur de cellule n'est pas du type attendu."""

    def __init__(self, attendu: str, trouve: str, regle: str = "type attendu", conseil: str = "") -> None:
        """Compose la phrase « il faut un nombre, « abc » reçu »."""
        self.attendu, self.trouve, self.regle = attendu, trouve, regle
        fin = f" ({conseil})" if conseil else ""
        super().__init__(f"il faut {attendu}, {trouve} reçu{fin}")


class CelluleInutilisable(ValeurIllisible):
    """La cellule est en erreur, ou sa formule n'a pas de valeur enregistrée."""

    def __init__(self, brut: ErreurDeCellule | FormuleSansValeur) -> None:
        """Compose la phrase, et dit que faire d'une formule sans valeur."""
        super().__init__("une valeur", montre(brut), "cellule en erreur")
        if isinstance(brut, ErreurDeCellule):
            self.args = (f"la cellule est en erreur ({brut.code})",)
        else:
            self.args = (_SANS_VALEUR,)


class CelluleVide(ValeurManquante):
    """Une valeur obligatoire est vide."""

    attendu, trouve, regle = "valeur", "cellule vide", "valeur obligatoire"

    def __init__(self) -> None:
        """Compose la phrase."""
        super().__init__("valeur obligatoire, cellule vide")


def montre(brut: object) -> str:
    """Valeur brute telle qu'on la cite dans une phrase d'erreur, jamais trop longue."""
    if isinstance(brut, ErreurDeCellule):
        return f"l'erreur {brut.code}"
    if isinstance(brut, FormuleSansValeur):
        return "une formule sans valeur enregistrée"
    if isinstance(brut, list | tuple):
        return "une plage"
    texte = "VRAI" if brut is True else "FAUX" if brut is False else str(brut)
    if isinstance(brut, float | Decimal):
        texte = texte.replace(".", ",")  # un nombre se cite comme il se tape
    return f"« {texte if len(texte) <= 60 else texte[:57] + '…'} »"


def est_vide(brut: object) -> bool:
    """Vrai pour une cellule vide ou faite d'espaces."""
    return brut is None or (isinstance(brut, str) and not brut.strip())
