"""Écriture : une valeur du domaine devient une valeur de cellule, ou une valeur JSON."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

from tableur.frontiere.lecture import EPOQUE
from tableur.frontiere.valeurs import ErreurDeCellule, Grille
from tableur.socle.dates import Exercice, Mois, date_ecrite


def ecrire(valeur: object) -> object:
    """Valeur de cellule : nombre, texte, booléen, vide, ou grille pour une table.

    Un `Decimal` sort en nombre à virgule flottante, une date en numéro de série, un mois en texte. Une liste
    d'enregistrements est une grille avec ses en-têtes, une liste de valeurs une colonne, un enregistrement
    deux colonnes (nom, valeur), ou la table qu'il contient.

    >>> ecrire(Decimal("12.50")), ecrire(date(2026, 1, 1)), ecrire([Decimal(1), Decimal(2)])
    (12.5, 46023.0, [[1.0], [2.0]])
    """
    if isinstance(valeur, list | tuple):
        return _colonne_ou_table(valeur)
    if dataclasses.is_dataclass(valeur) and not isinstance(valeur, Mois | Exercice | ErreurDeCellule | type):
        return _grille_d_enregistrement(valeur)
    return ecrire_cellule(valeur)


def ecrire_cellule(valeur: object) -> object:
    """Valeur d'une seule cellule."""
    if valeur is None or isinstance(valeur, bool | str | ErreurDeCellule):
        return valeur
    if isinstance(valeur, Decimal | int):
        return float(valeur)
    if isinstance(valeur, date):
        return float(numero_de_serie(valeur))
    if isinstance(valeur, Mois):
        return str(valeur)
    if isinstance(valeur, Exercice):
        return f"{date_ecrite(valeur.debut)} au {date_ecrite(valeur.fin)}"
    raise TypeError(f"aucune écriture n'est prévue pour {type(valeur).__name__}")


def numero_de_serie(jour: date) -> int:
    """Numéro de série d'une date, celui d'Excel et de Calc : 1 pour le 31/12/1899."""
    return (jour - EPOQUE).days


def _colonne_ou_table(valeurs: list[Any] | tuple[Any, ...]) -> Grille:
    if valeurs and dataclasses.is_dataclass(valeurs[0]) and not isinstance(valeurs[0], Mois | Exercice):
        noms = [champ.name for champ in dataclasses.fields(valeurs[0])]
        return [list(noms), *([ecrire_cellule(getattr(v, nom)) for nom in noms] for v in valeurs)]
    return [[ecrire_cellule(valeur)] for valeur in valeurs]


def _grille_d_enregistrement(valeur: Any) -> Grille:
    paires = [(champ.name, getattr(valeur, champ.name)) for champ in dataclasses.fields(valeur)]
    for _, contenu in paires:
        if isinstance(contenu, list | tuple):
            return _colonne_ou_table(contenu)
    return [[nom, ecrire_cellule(contenu)] for nom, contenu in paires]


def ecrire_json(valeur: object) -> object:
    """Valeur JSON : décimaux en texte sans exposant, dates ISO, mois « 2026-10 », enregistrements en objets.

    >>> ecrire_json({"montant": Decimal("1E+3"), "le": date(2026, 10, 1)})
    {'montant': '1000', 'le': '2026-10-01'}
    """
    if valeur is None or isinstance(valeur, bool | str | int):
        return valeur
    if isinstance(valeur, Decimal):
        return format(valeur, "f")
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, Mois):
        return str(valeur)
    if isinstance(valeur, dict):
        return {str(cle): ecrire_json(contenu) for cle, contenu in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [ecrire_json(element) for element in valeur]
    if dataclasses.is_dataclass(valeur) and not isinstance(valeur, type):
        return {champ.name: ecrire_json(getattr(valeur, champ.name)) for champ in dataclasses.fields(valeur)}
    raise TypeError(f"aucune écriture JSON n'est prévue pour {type(valeur).__name__}")
