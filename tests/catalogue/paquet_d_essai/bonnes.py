"""Fonctions bien marquées."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tableur.socle.erreurs import DivisionImpossible, ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Code, Euros, Quantite
from tableur.socle.marques import action, formule


@dataclass(frozen=True, kw_only=True)
class Achat:
    """Achat d'essai."""

    code: Code
    quantite: Quantite
    prix: Euros = ZERO


@dataclass(frozen=True, kw_only=True)
class Bilan:
    """Bilan d'essai, qui porte une table."""

    total: Euros
    achats: list[Achat]


@formule
def prix_moyen(total: Euros, quantite: Quantite, frais: Euros | None = None) -> Euros:
    """Prix moyen d'une unité, frais compris.

    Total et frais, divisés par la quantité (règle d'essai).

    Args:
        total: Total payé,
            en euros.
        quantite: Quantité reçue, en unités.
        frais: Frais accessoires, en euros.

    Raises:
        DivisionImpossible: La quantité est nulle.

    >>> prix_moyen(Decimal("10"), Decimal("4"))
    Decimal('2.5')
    """
    if quantite == ZERO:
        raise DivisionImpossible("La quantité est nulle.")
    if quantite < ZERO:
        raise ValeurInvalide("La quantité est négative.")
    charges = frais if frais is not None else ZERO
    return (total + charges) / quantite


@formule(avance=True)
def valeur_des_achats(
    achats: list[Achat], le: date, arrondi: Literal["centime", "aucun"] = "aucun", plafond: bool = False
) -> Euros:
    """Valeur d'une liste d'achats.

    Args:
        achats: Plage des achats : code, quantité, prix.
        le: Date du calcul.
        arrondi: Arrondi du total.
        plafond: Vrai pour plafonner à mille.

    >>> valeur_des_achats([Achat(code="a", quantite=D("2"), prix=D("3"))], date(2026, 1, 2), plafond=True)
    Decimal('6')
    """
    total = ZERO
    for achat in achats:
        total += achat.quantite * achat.prix
    return min(total, Decimal(1000)) if plafond else total


@formule
def bilan_des_achats(achats: list[Achat], majoration: Quantite = UN) -> Bilan:
    """Total et détail d'une liste d'achats.

    Args:
        achats: Plage des achats.
        majoration: Coefficient appliqué au total.

    >>> bilan_des_achats([]).total
    Decimal('0')
    """
    return Bilan(total=valeur_des_achats(achats, date(2026, 1, 1)) * majoration, achats=achats)


@action
def recopier(classeur: object, *, le: date, simuler: bool = False) -> object:
    """Recopie d'essai.

    Args:
        classeur: Le classeur.
        le: Date du jour.
        simuler: Vrai pour ne rien écrire.
    """
    return (classeur, le, simuler)
