"""Barèmes de la TVA lus une fois par date : les natures tapées, et les taux."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from tableur import baremes
from tableur.calculs.tva.saisies import Exigibilite, NatureDOperation, Zone
from tableur.calculs.tva.zones import lecture_de_taux, table_des_taux


@dataclass(frozen=True, slots=True)
class Nature:
    """Ce qu'une nature tapée fait : opération, moment, part récupérable, cases nourries, texte."""

    nature: str
    operation: NatureDOperation
    exigibilite: Exigibilite
    immobilisation: bool
    part: Decimal
    cases: str
    texte: str


def natures(table: str, le: date) -> dict[str, Nature]:
    """Natures d'une table, « ventes » ou « achats », en vigueur à une date.

    >>> natures("achats", date(2026, 3, 1))["Sous-traitant du bâtiment"].cases
    'A2, 20'
    """
    lignes = cast("Sequence[Mapping[str, object]]", baremes.valeur(f"tva_natures.{table}", le))
    return {str(ligne["nature"]): Nature(**cast("dict[str, object]", ligne)) for ligne in lignes}  # type: ignore[arg-type]


class Lectures:
    """Barèmes lus une fois par date : des milliers de lignes n'en relisent que quelques valeurs."""

    def __init__(self) -> None:
        """Rien n'est encore lu."""
        self._natures: dict[tuple[str, date], dict[str, Nature]] = {}
        self._taux: dict[tuple[Decimal, date, Zone], Decimal] = {}
        self._tables: dict[tuple[date, Zone], frozenset[Decimal]] = {}

    def nature(self, table: str, nom: str, le: date) -> Nature:
        """Nature d'une table à une date."""
        if (table, le) not in self._natures:
            self._natures[table, le] = natures(table, le)
        return self._natures[table, le][nom]

    def taux(self, taux: Decimal, le: date, zone: Zone) -> Decimal:
        """Taux tapé, en fraction ; mêmes refus que `lecture_de_taux`."""
        cle = (taux, le, zone)
        if cle not in self._taux:
            self._taux[cle] = lecture_de_taux(taux, le, zone)
        return self._taux[cle]

    def en_vigueur(self, le: date, zone: Zone) -> frozenset[Decimal]:
        """Taux en vigueur de la zone."""
        if (le, zone) not in self._tables:
            self._tables[le, zone] = frozenset(table_des_taux(le, zone).values())
        return self._tables[le, zone]
