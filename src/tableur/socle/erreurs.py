"""Erreurs dites à la personne qui est au clavier, en français, et valeur d'erreur que montre la cellule.

L'arbre : `ErreurTableur` est la racine ; `ValeurInvalide` et ses filles viennent d'une fonction ; `Refus`
rassemble toutes les anomalies d'un fichier ou d'une table.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

CodeErreur = Literal["#VALEUR!", "#DIV/0!", "#N/A"]
Gravite = Literal["alerte", "refus"]


class ErreurTableur(Exception):
    """Racine des erreurs de `tableur` ; `code` est l'erreur que la cellule affiche."""

    code: CodeErreur = "#VALEUR!"


class ValeurInvalide(ErreurTableur):
    """Une valeur reçue ne convient pas : la phrase dit laquelle, ce qui a été reçu et ce qui est attendu."""


class ValeurManquante(ValeurInvalide):
    """Une valeur obligatoire est vide."""


class DivisionImpossible(ValeurInvalide):
    """Le calcul diviserait par zéro."""

    code: CodeErreur = "#DIV/0!"


class ResultatIntrouvable(ErreurTableur):
    """La question est bien posée, mais aucune réponse n'existe."""

    code: CodeErreur = "#N/A"


class BaremeAbsent(ResultatIntrouvable):
    """Aucune valeur de droit n'est connue à cette date : le calcul est refusé, jamais deviné."""


class FonctionInconnue(ErreurTableur):
    """Le nom demandé n'est pas celui d'une fonction du catalogue."""


@dataclass(frozen=True, slots=True)
class Ou:
    """Endroit d'une anomalie : fichier, feuille, ligne (comptée à partir de 1) et colonne."""

    fichier: str = ""
    feuille: str = ""
    ligne: int | None = None
    colonne: str = ""

    def __str__(self) -> str:
        """Endroit tel qu'on le dit : « stocks.xlsx, feuille « Articles », ligne 12, colonne « Délai » »."""
        morceaux = [self.fichier] if self.fichier else []
        if self.feuille:
            morceaux.append(f"feuille « {self.feuille} »")
        if self.ligne is not None:
            morceaux.append(f"ligne {self.ligne}")
        if self.colonne:
            morceaux.append(f"colonne « {self.colonne} »")
        return ", ".join(morceaux)

    def precise(self, *, ligne: int | None = None, colonne: str = "") -> "Ou":
        """Le même endroit, avec une ligne ou une colonne en plus."""
        return replace(self, ligne=self.ligne if ligne is None else ligne, colonne=colonne or self.colonne)


@dataclass(frozen=True, slots=True)
class Anomalie:
    """Ce qui ne va pas, et où.

    Args:
        gravite: « alerte » laisse le calcul se faire, « refus » l'arrête.
        ou: L'endroit.
        regle: Nom court de la règle enfreinte : « nombre attendu », « doublon ».
        attendu: Ce qu'il fallait trouver.
        trouve: Ce qui a été trouvé.
        message: La phrase pour la personne, sans l'endroit.
    """

    gravite: Gravite
    ou: Ou
    regle: str
    attendu: str
    trouve: str
    message: str

    def __str__(self) -> str:
        """La phrase complète, endroit compris."""
        ou = str(self.ou)
        return f"{ou} : {self.message}" if ou else self.message


class Refus(ErreurTableur):
    """Un fichier ou une table ne peut pas être traité : toutes ses anomalies d'un coup."""

    def __init__(self, anomalies: Iterable[Anomalie]) -> None:
        """Rassemble les anomalies ; le texte de l'erreur en est la liste, une par ligne."""
        self.anomalies = tuple(anomalies)
        super().__init__("\n".join(str(anomalie) for anomalie in self.anomalies))


def refus(ou: Ou, regle: str, message: str, *, attendu: str = "", trouve: str = "") -> Refus:
    """Un `Refus` d'une seule anomalie."""
    return Refus([Anomalie("refus", ou, regle, attendu, trouve, message)])
