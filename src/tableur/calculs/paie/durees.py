"""Durées maximales du travail, et contrepartie en repos des heures au-delà du contingent."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from tableur.calculs.paie.droit import parametres, selon
from tableur.calculs.paie.heures import JourDeTravail, heures_travaillees_par_jour
from tableur.calculs.stock.gardes import exiger_positif
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Effectif, Heures
from tableur.socle.marques import formule

SEMAINES_DE_LA_MOYENNE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DureeDepassee:
    """Dépassement d'une durée maximale : règle, dernier jour concerné, maximum et heures faites."""

    regle: Literal["jour", "semaine", "moyenne_de_douze_semaines"]
    jusqu_au: date
    maximum: Heures
    trouve: Heures


@formule
def durees_depassees(jours: list[JourDeTravail]) -> list[DureeDepassee]:
    """Dépassements des durées maximales du travail ; les heures restent dues, et payées.

    10 heures par jour, 48 par semaine civile, 44 en moyenne sur douze semaines consécutives (C. trav., art.
    L3121-18, L3121-20 et L3121-22), sauf accord ou dérogation. Seul le travail compte : ni congé, ni maladie, ni
    férié chômé. La moyenne se vérifie quand douze semaines entières sont données.

    Args:
        jours: Heures de chaque jour, avec leur nature : travail, conges_payes, ferie_chome, maladie,
            autre_absence.

    Raises:
        ValeurInvalide: Une durée est négative, ou un jour a plus de 24 heures.
        BaremeAbsent: Un jour précède le premier barème.

    >>> durees_depassees([JourDeTravail(date=date(2026, 3, 2), heures=D("10.5"))])
    [DureeDepassee(regle='jour', jusqu_au=datetime.date(2026, 3, 2), maximum=Decimal('10'),
    trouve=Decimal('10.5'))]
    """
    par_jour = heures_travaillees_par_jour(jours)
    par_semaine: dict[date, Decimal] = {}
    for jour, heures in par_jour.items():
        dimanche = jour + timedelta(days=6 - jour.weekday())
        par_semaine[dimanche] = par_semaine.get(dimanche, ZERO) + heures
    mesures: list[tuple[Literal["jour", "semaine", "moyenne_de_douze_semaines"], str, date, Decimal]] = []
    mesures += [("jour", "jour", jour, heures) for jour, heures in sorted(par_jour.items())]
    mesures += [("semaine", "semaine", dimanche, heures) for dimanche, heures in sorted(par_semaine.items())]
    mesures += [
        ("moyenne_de_douze_semaines", "moyenne_12_semaines", dimanche, moyenne)
        for dimanche, moyenne in _moyennes(par_semaine)
    ]
    depassees = []
    for regle, cle, fin, heures in mesures:
        maximum = parametres("paie.durees_maximales", fin)[cle]
        if heures > maximum:
            depassees.append(DureeDepassee(regle=regle, jusqu_au=fin, maximum=maximum, trouve=heures))
    return depassees


@formule
def contrepartie_en_repos(heures_hors_contingent: Heures, effectif: Effectif, le: date) -> Heures:
    """Heures de repos dues pour les heures supplémentaires au-delà du contingent annuel.

    La moitié jusqu'à vingt salariés, le tout au-delà (C. trav., art. L3121-38), à défaut d'accord ; elle s'ajoute
    au paiement majoré.

    Args:
        heures_hors_contingent: Heures au-delà du contingent : HEURES_SUPPLEMENTAIRES.
        effectif: Effectif de l'entreprise.
        le: Dernier jour de la période.

    Raises:
        ValeurInvalide: Les heures sont négatives, ou l'effectif est nul.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> contrepartie_en_repos(D(6), 15, date(2026, 12, 31))
    Decimal('3.00')
    """
    exiger_positif("La durée hors contingent", heures_hors_contingent)
    if effectif < 1:
        raise ValeurInvalide(f"L'effectif est d'au moins 1 salarié : {nombre_ecrit(effectif)} reçu.")
    repos_par_heure: Decimal = selon("paie_elements.contrepartie_en_repos", le, effectif)
    return heures_hors_contingent * repos_par_heure


def _moyennes(par_semaine: dict[date, Decimal]) -> list[tuple[date, Decimal]]:
    """Moyenne de chaque suite de douze semaines ; une semaine sans travail au milieu compte pour zéro."""
    if not par_semaine:
        return []
    premiere, derniere = min(par_semaine), max(par_semaine)
    semaines = [premiere + timedelta(weeks=rang) for rang in range((derniere - premiere).days // 7 + 1)]
    moyennes = []
    for rang in range(SEMAINES_DE_LA_MOYENNE, len(semaines) + 1):
        suite = semaines[rang - SEMAINES_DE_LA_MOYENNE : rang]
        total = sum((par_semaine.get(dimanche, ZERO) for dimanche in suite), ZERO)
        moyennes.append((suite[-1], total / SEMAINES_DE_LA_MOYENNE))
    return moyennes
