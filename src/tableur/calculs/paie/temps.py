"""Temps et salaire : la mensualisation, le taux horaire et les heures d'un horaire."""

from datetime import date, timedelta
from decimal import Decimal

from tableur.calculs.paie.droit import MOIS_PAR_AN, SEMAINES_PAR_AN, mensualiser
from tableur.calculs.paie.mesures import EurosParHeure, exiger_ordre
from tableur.calculs.stock.gardes import exiger_diviseur, exiger_positif
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Euros, Heures
from tableur.socle.marques import formule

JOURS_DE_LA_SEMAINE = 7
DECIMALES_DU_TAUX_HORAIRE = 4
HEURES_D_UN_JOUR = Decimal(24)
HEURES_D_UNE_SEMAINE = HEURES_D_UN_JOUR * JOURS_DE_LA_SEMAINE


@formule
def heures_mensuelles(heures_semaine: Heures) -> Heures:
    """Heures d'un mois moyen, sans arrondi : pour 35 h par semaine, 151,666… h, affichées 151,67.

    Heures de la semaine × 52 ÷ 12 (C. trav., art. L3242-1). La durée exacte sert aux calculs : prendre 151,67
    ferait perdre des centimes.

    Args:
        heures_semaine: Heures du contrat par semaine.

    Raises:
        ValeurInvalide: Les heures sont négatives, ou plus nombreuses que la semaine.

    >>> heures_mensuelles(D("36"))
    Decimal('156')
    """
    exiger_semaine(heures_semaine)
    return mensualiser(heures_semaine)


@formule
def salaire_mensualise(taux_horaire: EurosParHeure, heures_semaine: Heures) -> Euros:
    """Salaire brut d'un mois complet, le même quel que soit le nombre de jours du mois.

    Taux horaire × heures de la semaine × 52 ÷ 12, arrondi au centime (C. trav., art. L3242-1).

    Args:
        taux_horaire: Salaire brut d'une heure, en euros.
        heures_semaine: Heures du contrat par semaine : 35 pour un temps plein légal.

    Raises:
        ValeurInvalide: Un argument est négatif, ou les heures sont plus nombreuses que la semaine.

    >>> salaire_mensualise(D("12.31"), D("35"))
    Decimal('1867.02')
    """
    exiger_positif("Le taux horaire", taux_horaire)
    exiger_semaine(heures_semaine)
    return arrondir_centime(taux_horaire * heures_semaine * SEMAINES_PAR_AN / MOIS_PAR_AN)


@formule
def taux_horaire(salaire_mensuel: Euros, heures_semaine: Heures) -> EurosParHeure:
    """Salaire brut d'une heure, à quatre décimales.

    Salaire mensuel ÷ (heures de la semaine × 52 ÷ 12). Quatre décimales : à deux, huit heures supplémentaires
    perdent déjà trois centimes. Le montant, lui, s'arrondit au centime après la multiplication par les heures.

    Args:
        salaire_mensuel: Salaire brut mensuel du contrat, avant heures supplémentaires, en euros.
        heures_semaine: Heures du contrat par semaine : 35 pour un temps plein légal.

    Raises:
        ValeurInvalide: Un argument est négatif, ou les heures sont plus nombreuses que la semaine.
        DivisionImpossible: Les heures sont nulles.

    >>> taux_horaire(D("2000"), D("35"))
    Decimal('13.1868')
    """
    exiger_positif("Le salaire mensuel", salaire_mensuel)
    exiger_diviseur("La durée de la semaine", heures_semaine)
    exiger_semaine(heures_semaine)
    return arrondir(salaire_mensuel * MOIS_PAR_AN / (heures_semaine * SEMAINES_PAR_AN), DECIMALES_DU_TAUX_HORAIRE)


@formule
def heures_theoriques(debut: date, fin: date, horaire: list[Heures]) -> Heures:
    """Heures prévues par l'horaire entre deux dates comprises : d'un mois entier, ou d'une absence.

    Les jours fériés comptent pour l'horaire de leur jour : pour une retenue, ils sont du temps qui aurait été
    payé. RETENUE_POUR_ABSENCE prend ces heures, du mois et de l'absence.

    Args:
        debut: Premier jour.
        fin: Dernier jour, le même ou un jour suivant.
        horaire: Heures de chaque jour, du lundi au dimanche ; les jours omis à la fin sont à zéro.

    Raises:
        ValeurInvalide: La fin précède le début, l'horaire a plus de sept jours, ou un jour a plus de 24 heures.

    >>> heures_theoriques(date(2026, 3, 1), date(2026, 3, 31), [D(7), D(7), D(7), D(7), D(7)])
    Decimal('154')
    """
    exiger_ordre(debut, fin, "le début", "La fin")
    if len(horaire) > JOURS_DE_LA_SEMAINE:
        raise ValeurInvalide(f"L'horaire a sept jours au plus, du lundi au dimanche : {len(horaire)} reçus.")
    for heures in horaire:
        exiger_jour(heures)
    semaine = [*horaire, *[ZERO] * (JOURS_DE_LA_SEMAINE - len(horaire))]
    semaines, reste = divmod((fin - debut).days + 1, JOURS_DE_LA_SEMAINE)
    derniers = [fin - timedelta(days=rang) for rang in range(reste)]
    return semaines * sum(semaine, ZERO) + sum((semaine[jour.weekday()] for jour in derniers), ZERO)


def exiger_semaine(heures: Decimal) -> None:
    """Refuse une durée de semaine négative ou de plus de 168 heures.

    Raises:
        ValeurInvalide: La durée ne tient pas dans une semaine ; un mois tapé à sa place est nommé.
    """
    exiger_positif("La durée de la semaine", heures)
    if heures > HEURES_D_UNE_SEMAINE:
        raise ValeurInvalide(
            f"La semaine a {HEURES_D_UNE_SEMAINE} heures au plus : {nombre_ecrit(heures)} reçu "
            "(écrire les heures de la semaine, 35, et non celles du mois)."
        )


def exiger_jour(heures: Decimal) -> None:
    """Refuse une durée de journée négative ou de plus de 24 heures.

    Raises:
        ValeurInvalide: La durée ne tient pas dans une journée.
    """
    exiger_positif("La durée de la journée", heures)
    if heures > HEURES_D_UN_JOUR:
        raise ValeurInvalide(f"Une journée a {HEURES_D_UN_JOUR} heures au plus : {nombre_ecrit(heures)} reçu.")
