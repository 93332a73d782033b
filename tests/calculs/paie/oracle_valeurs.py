"""Ce que l'oracle de la paie sait avant de calculer : valeurs de droit, arrondi, mémoire de l'année, mois.

Les barèmes ne servent que pour leurs valeurs, relues ici directement dans les fichiers.
"""

import calendar
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

BAREMES = Path(__file__).resolve().parents[3] / "src" / "tableur" / "baremes"
FICHIERS = ("paie", "paie_cotisations", "paie_reductions", "paie_alternance", "paie_impot")
MOIS_D_HEURES = Fraction(35 * 52, 12)
RIEN = Fraction(0)


@cache
def _series() -> dict[str, Any]:
    """Toutes les séries des barèmes de paie, nombres lus en `Decimal`."""
    lues: dict[str, Any] = {}
    for nom in FICHIERS:
        lues |= tomllib.loads((BAREMES / f"{nom}.toml").read_text("utf-8"), parse_float=Decimal)
    return lues


def _entree(nom: str, jour: date) -> dict[str, Any] | None:
    """Dernière entrée de la série qui a pris effet, ou `None` avant la première et après une abolition."""
    en_effet = [e for e in _series()[nom]["valeurs"] if e["depuis"] <= jour]
    return None if not en_effet or en_effet[-1].get("abolie") else en_effet[-1]


def _fraction(valeur: Any) -> Any:
    return Fraction(valeur) if isinstance(valeur, int | Decimal) and not isinstance(valeur, bool) else valeur


@cache
def droit(nom: str, jour: date, mesure: Any = None) -> Any:
    """Valeur de droit à ce jour, dans la tranche de `mesure` si la série en a."""
    entree = _entree(nom, jour)
    if entree is None:
        return None
    if "tranches" in entree:
        brut = next(t["valeur"] for t in entree["tranches"] if "moins_de" not in t or mesure < t["moins_de"])
    else:
        brut = entree["valeur"]
    return {c: _fraction(x) for c, x in brut.items()} if isinstance(brut, dict) else _fraction(brut)


def arrondi(valeur: Fraction, decimales: int = 2) -> Fraction:
    """Arrondi au plus proche, la moitié s'éloignant de zéro."""
    unite = 10**decimales
    absolu = (abs(valeur) * unite * 2 + 1) // 2
    return Fraction(absolu if valeur >= 0 else -absolu, unite)


@dataclass
class Memoire:
    """Ce qui a déjà été compté depuis le 1er janvier, ou l'embauche ; le brut du contrat, lui, passe l'année.

    Les contrats d'une personne ont chacun la leur, et se partagent celle de la personne, pour le plafond.
    """

    annee: int = 0
    sommes: defaultdict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    commune: "Memoire | None" = None

    @property
    def personne(self) -> "Memoire":
        """Mémoire de la personne : celle du contrat, s'il est seul."""
        return self.commune or self

    def ouvrir(self, annee: int) -> None:
        """Remet les cumuls à zéro au changement d'année."""
        if annee != self.annee:
            contrat = self.sommes["contrat"]
            self.annee, self.sommes = annee, defaultdict(Fraction, contrat=contrat)
        if self.commune is not None:
            self.commune.ouvrir(annee)

    def ajouter(self, nom: str, valeur: Fraction) -> Fraction:
        """Somme depuis janvier, ce mois compris."""
        self.sommes[nom] += valeur
        return self.sommes[nom]

    def part_du_mois(self, nom: str, cumul: Fraction) -> Fraction:
        """Ce que le cumul doit de plus que ce qui a déjà été compté : peut être négatif (CSS, art. R243-10)."""
        avant, self.sommes[nom] = self.sommes[nom], cumul
        return cumul - avant


@dataclass
class Mois:
    """Le mois en cours de calcul : ses données et ce qui en est déjà sorti."""

    annee: int
    rang: int
    s: Any
    e: Any
    v: Any
    memoire: Memoire
    lignes: dict[str, tuple[Fraction, Fraction]] = field(default_factory=dict)
    exacts: dict[str, Fraction] = field(default_factory=dict)
    t: dict[str, Fraction] = field(default_factory=dict)

    @property
    def fin(self) -> date:
        return date(self.annee, self.rang, calendar.monthrange(self.annee, self.rang)[1])

    @property
    def debut(self) -> date:
        return date(self.annee, self.rang, 1)

    def droit(self, nom: str, mesure: Any = None) -> Any:
        return droit(nom, self.debut, mesure)

    def effectif(self, seuil: int) -> int:
        propre = getattr(self.e, f"effectif_seuil_{seuil}")
        return int(self.e.effectif if propre is None else propre)

    def ligne(self, code: str, salarie: Fraction = RIEN, employeur: Fraction = RIEN) -> None:
        """Ajoute une ligne : la part salariale exacte est gardée, les deux parts sont arrondies au centime."""
        self.exacts[code] = salarie
        parts = arrondi(salarie), arrondi(employeur)
        if any(parts):
            self.lignes[code] = parts


def exact(valeur: Any) -> Fraction:
    """Fraction exacte d'un nombre tapé ; vide, c'est zéro."""
    return RIEN if valeur is None else Fraction(valeur)
