"""Consommation : sa moyenne, et sa dispersion."""

from typing import Literal

from tableur.calculs.stock.gardes import exiger_diviseur, exiger_positif
from tableur.socle.erreurs import DivisionImpossible
from tableur.socle.grandeurs import ZERO, Jours, Quantite
from tableur.socle.marques import formule


@formule
def consommation_moyenne(consommations: list[Quantite], jours: Jours | None = None) -> Quantite:
    """Consommation moyenne d'une période, ou d'un jour quand le nombre de jours est donné.

    Total des consommations divisé par leur nombre, ou par le nombre de jours qu'elles couvrent.

    Args:
        consommations: Consommation de chaque période (jour, mois), ou un seul total, en unités.
        jours: Jours couverts par toutes ces consommations : 360, 365, 22 jours ouvrés. Vide : moyenne par période.

    Raises:
        ValeurInvalide: Une consommation ou le nombre de jours est négatif.
        DivisionImpossible: Il n'y a aucune consommation, ou le nombre de jours est nul.

    >>> consommation_moyenne([D(350), D(310), D(250), D(280), D(320), D(290)])
    Decimal('300')
    >>> consommation_moyenne([D(3600)], D(360))
    Decimal('10')
    """
    _exiger_consommations(consommations)
    total = sum(consommations, ZERO)
    if jours is None:
        return total / len(consommations)
    exiger_diviseur("Le nombre de jours", jours)
    return total / jours


@formule(avance=True)
def ecart_type_de_consommation(
    consommations: list[Quantite], ensemble: Literal["population", "echantillon"] = "population"
) -> Quantite:
    """Écart type des consommations autour de leur moyenne.

    Racine de la moyenne des carrés des écarts. Sur la population, on divise par n (ECARTYPE.PEARSON) ; sur un
    échantillon, par n − 1 (ECARTYPE.STANDARD). Les corrigés publiés emploient l'un ou l'autre sans le dire.

    Args:
        consommations: Consommation de chaque période, en unités ; au moins une, deux pour un échantillon.
        ensemble: « population » divise par n ; « echantillon » divise par n − 1.

    Raises:
        ValeurInvalide: Une consommation est négative.
        DivisionImpossible: Il n'y a pas assez de consommations.

    >>> ecart_type_de_consommation([D(8), D(12), D(8), D(12)])
    Decimal('2')
    """
    _exiger_consommations(consommations)
    n = len(consommations)
    diviseur = n if ensemble == "population" else n - 1
    if diviseur == 0:
        raise DivisionImpossible("L'écart type d'un échantillon demande au moins deux consommations : 1 reçue.")
    moyenne = sum(consommations, ZERO) / n
    carres = sum(((consommation - moyenne) ** 2 for consommation in consommations), ZERO)
    variance = carres / diviseur
    return variance.sqrt()


def _exiger_consommations(consommations: list[Quantite]) -> None:
    if not consommations:
        raise DivisionImpossible("Il faut au moins une consommation : aucune reçue.")
    for rang, consommation in enumerate(consommations, 1):
        exiger_positif(f"La consommation n° {rang}", consommation)
