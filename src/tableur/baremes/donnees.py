"""Formes d'un barème : la série, ses valeurs datées et leurs tranches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from tableur.socle.dates import date_ecrite

Fiabilite = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True)
class Tranche:
    """Tranche d'un barème progressif ou par paliers.

    Args:
        borne: Limite haute ; None pour la dernière tranche, sans limite.
        comprise: Vrai si la borne appartient à la tranche (« jusqu'à »), faux sinon (« moins de »).
        valeur: Ce que la tranche donne : un taux, un montant, un texte, ou plusieurs par nom.
    """

    borne: Decimal | None
    comprise: bool
    valeur: "Valeur"

    def couvre(self, nombre: Decimal) -> bool:
        """Vrai si le nombre ne dépasse pas la limite haute de la tranche.

        >>> Tranche(Decimal(1858), False, Decimal(0)).couvre(Decimal(1858))
        False
        """
        if self.borne is None:
            return True
        return nombre <= self.borne if self.comprise else nombre < self.borne


Valeur: TypeAlias = Decimal | str | bool | date | Tranche | tuple["Valeur", ...] | Mapping[str, "Valeur"]
"""Nombre exact, texte, oui ou non, date, tranche, liste ou table ; jamais de float."""


@dataclass(frozen=True, slots=True)
class ValeurDatee:
    """Valeur de droit, du jour où elle vaut au jour où la suivante la remplace.

    Args:
        nom: Nom pointé de la série : « jours_feries.metropole ».
        libelle: Nom de la série en français.
        unite: Unité de toutes les valeurs de la série.
        depuis: Premier jour d'effet.
        fin: Dernier jour d'effet, veille de la valeur suivante ; None si aucune ne suit.
        valeur: La valeur ; None si elle est abolie.
        source: Textes et pages qui la donnent, séparés par « ; ».
        fiabilite: « A » deux sources concordantes, « B » une source, « C » à vérifier sur le texte.
        verifie_le: Jour où la source a été relue.
        memoire: Vrai si la valeur vient de mémoire, sans texte relu.
        valable_jusqu_au: Jour au-delà duquel le droit prévoit une autre valeur, encore inconnue.
        note: Réserve ou explication, obligatoire pour une fiabilité « C ».
        locale: Vrai pour une « valeur locale », venue du dossier de l'utilisateur.
        a_reverifier: Vrai si la date demandée dépasse `valable_jusqu_au`.
    """

    nom: str
    libelle: str
    unite: str
    depuis: date
    fin: date | None
    valeur: Valeur | None
    source: str
    fiabilite: Fiabilite
    verifie_le: date
    memoire: bool = False
    valable_jusqu_au: date | None = None
    note: str = ""
    locale: bool = False
    a_reverifier: bool = False

    @property
    def abolie(self) -> bool:
        """Vrai si la règle n'existe plus à cette date."""
        return self.valeur is None

    @property
    def citation(self) -> str:
        """La référence et ses réserves, en une ligne : série, date d'effet, source, ce qu'il faut vérifier."""
        reserves = [
            "valeur locale" if self.locale else "",
            f"à revérifier depuis le {date_ecrite(self.valable_jusqu_au)}"
            if self.a_reverifier and self.valable_jusqu_au
            else "",
            ("de mémoire, " if self.memoire else "") + "à vérifier sur le texte" if self.fiabilite == "C" else "",
            self.note,
        ]
        phrase = f"{self.libelle} ({self.nom}), depuis le {date_ecrite(self.depuis)} : {self.source}"
        return " — ".join([phrase, *(reserve for reserve in reserves if reserve)])


@dataclass(frozen=True, slots=True)
class Serie:
    """Série de valeurs datées, dans l'ordre des dates, toutes dans la même unité.

    Args:
        nom: Nom pointé : le nom du fichier, puis celui des tables.
        libelle: Nom en français.
        unite: Unité des valeurs.
        fichier: Fichier livré, ou chemin du fichier local, qui déclare la série.
        valeurs: Valeurs datées, abolitions comprises.
    """

    nom: str
    libelle: str
    unite: str
    fichier: str
    valeurs: tuple[ValeurDatee, ...]


@dataclass(frozen=True, slots=True)
class Ecart:
    """Série dont la valeur n'est pas la même à deux dates ; None : absente ou abolie à cette date."""

    nom: str
    libelle: str
    unite: str
    avant: ValeurDatee | None
    apres: ValeurDatee | None
