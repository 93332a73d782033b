"""Heures supplémentaires, par semaine civile, et heures complémentaires du temps partiel."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from tableur import baremes
from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.mesures import EurosParHeure
from tableur.calculs.paie.temps import exiger_jour, exiger_semaine
from tableur.calculs.stock.gardes import exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Euros, Heures, Taux
from tableur.socle.marques import formule

Nature = Literal["travail", "conges_payes", "ferie_chome", "maladie", "autre_absence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JourDeTravail:
    """Heures d'un jour : travaillées, ou d'absence ; un jour peut avoir plusieurs lignes."""

    date: date
    heures: Heures
    nature: Nature = "travail"


@dataclass(frozen=True, slots=True, kw_only=True)
class SemaineComptee:
    """Semaine civile : heures comptées, supplémentaires par majoration, contingent et montant."""

    lundi: date
    heures_travaillees: Heures
    heures_de_conges: Heures
    heures_comptees: Heures
    premieres_heures: Heures
    heures_suivantes: Heures
    cumul_du_contingent: Heures
    hors_contingent: Heures
    montant: Euros


@formule
def heures_supplementaires(
    jours: list[JourDeTravail],
    taux_horaire: EurosParHeure,
    contingent_deja_pris: Heures = ZERO,
    contingent: Heures | None = None,
) -> list[SemaineComptee]:
    """Heures supplémentaires de chaque semaine civile, leur majoration, leur montant et le contingent.

    Au-delà de la durée légale de la semaine, du lundi au dimanche (C. trav., art. L3121-28 et L3121-29) : 25 %
    pour les huit premières, 50 % ensuite (L3121-36). Depuis le 10/09/2025, les heures de congés payés de la
    semaine comptent dans le seuil (Cass. soc., n° 23-14.455) ; ni la maladie ni un férié chômé. Seules les heures
    travaillées entrent au contingent (L3121-30). Donner des semaines entières : une semaine se paie avec le mois
    où elle finit.

    Args:
        jours: Heures de chaque jour, avec leur nature : travail, conges_payes, ferie_chome, maladie,
            autre_absence.
        taux_horaire: Salaire brut d'une heure, en euros, à quatre décimales.
        contingent_deja_pris: Heures déjà prises sur le contingent depuis le 1er janvier.
        contingent: Contingent annuel de l'accord, en heures ; vide : celui du Code du travail.

    Raises:
        ValeurInvalide: Une valeur est négative, ou un jour a plus de 24 heures.
        BaremeAbsent: Une semaine précède le premier barème.

    >>> cinq_jours = [JourDeTravail(date=date(2026, 3, jour), heures=D(9)) for jour in range(2, 7)]
    >>> [semaine] = heures_supplementaires(cinq_jours, D("13.1868"))
    >>> semaine.premieres_heures, semaine.heures_suivantes, semaine.montant
    (Decimal('8'), Decimal('2'), Decimal('171.43'))
    """
    exiger_positif("Le taux horaire", taux_horaire)
    exiger_positif("Le contingent déjà pris", contingent_deja_pris)
    semaines: list[SemaineComptee] = []
    cumul = contingent_deja_pris
    for lundi, travail, conges in _semaines(jours):
        if semaines and lundi.year > semaines[-1].lundi.year:
            cumul = ZERO
        semaine = heures_supplementaires_semaine(lundi, travail, taux_horaire, conges, cumul, contingent)
        cumul = semaine.cumul_du_contingent
        semaines.append(semaine)
    return semaines


@formule
def heures_supplementaires_semaine(
    jour: date,
    heures_travaillees: Heures,
    taux_horaire: EurosParHeure,
    heures_de_conges: Heures = ZERO,
    contingent_deja_pris: Heures = ZERO,
    contingent: Heures | None = None,
) -> SemaineComptee:
    """Heures supplémentaires d'une semaine civile, d'après ses totaux d'heures.

    Mêmes règles que HEURES_SUPPLEMENTAIRES, qui part des heures de chaque jour. Le droit est celui du dimanche.

    Args:
        jour: Un jour de la semaine : le lundi.
        heures_travaillees: Heures travaillées dans la semaine.
        taux_horaire: Salaire brut d'une heure, en euros, à quatre décimales.
        heures_de_conges: Heures de congés payés de la semaine.
        contingent_deja_pris: Heures déjà prises sur le contingent depuis le 1er janvier.
        contingent: Contingent annuel de l'accord, en heures ; vide : celui du Code du travail.

    Raises:
        ValeurInvalide: Une valeur est négative, ou la semaine a plus de 168 heures.
        BaremeAbsent: La semaine précède le premier barème.

    >>> heures_supplementaires_semaine(date(2026, 3, 2), D(45), D("13.1868")).montant
    Decimal('171.43')
    """
    exiger_positif("Le taux horaire", taux_horaire)
    exiger_semaine(heures_travaillees)
    exiger_semaine(heures_de_conges)
    exiger_positif("Le contingent déjà pris", contingent_deja_pris)
    lundi = _lundi(jour)
    dimanche = lundi + timedelta(days=6)
    duree_legale = baremes.nombre("paie.duree_legale", dimanche)
    les_conges_comptent = baremes.valeur("paie_elements.conges_dans_le_seuil", dimanche) is True
    heures_comptees = heures_travaillees + (heures_de_conges if les_conges_comptent else ZERO)
    supplementaires = max(ZERO, heures_comptees - duree_legale)
    premieres_heures = min(supplementaires, baremes.nombre("paie_elements.premieres_heures", dimanche))
    heures_suivantes = supplementaires - premieres_heures
    limite = baremes.nombre("paie_elements.contingent", dimanche) if contingent is None else contingent
    cumul = contingent_deja_pris + max(ZERO, heures_travaillees - duree_legale)
    return SemaineComptee(
        lundi=lundi,
        heures_travaillees=heures_travaillees,
        heures_de_conges=heures_de_conges,
        heures_comptees=heures_comptees,
        premieres_heures=premieres_heures,
        heures_suivantes=heures_suivantes,
        cumul_du_contingent=cumul,
        hors_contingent=max(ZERO, cumul - max(limite, contingent_deja_pris)),
        montant=salaire_des_heures_supplementaires(taux_horaire, premieres_heures, heures_suivantes, dimanche),
    )


@formule
def salaire_des_heures_supplementaires(
    taux_horaire: EurosParHeure,
    premieres_heures: Heures,
    heures_suivantes: Heures,
    le: date,
    taux_premieres: Taux | None = None,
    taux_suivantes: Taux | None = None,
) -> Euros:
    """Montant brut d'heures supplémentaires : deux lignes, à 25 % et à 50 %, chacune arrondie au centime.

    Taux horaire × heures × (1 + majoration). Un accord peut fixer d'autres majorations, d'au moins 10 % (C.
    trav., art. L3121-33 et L3121-36).

    Args:
        taux_horaire: Salaire brut d'une heure, en euros, à quatre décimales.
        premieres_heures: Heures au premier taux : les huit premières de chaque semaine.
        heures_suivantes: Heures au second taux.
        le: Jour de la période de paie.
        taux_premieres: Première majoration de l'accord ; vide : 0,25.
        taux_suivantes: Seconde majoration de l'accord ; vide : 0,50.

    Raises:
        ValeurInvalide: Une valeur est négative, ou une majoration est sous le plancher légal.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> salaire_des_heures_supplementaires(D("13.1868"), D(8), D(2), date(2026, 3, 31))
    Decimal('171.43')
    """
    for nom, valeur in (
        ("Le taux horaire", taux_horaire),
        ("La durée", premieres_heures),
        ("La durée", heures_suivantes),
    ):
        exiger_positif(nom, valeur)
    loi = parametres("paie_reductions.majorations", le)
    plancher = loi["plancher_accord"]
    premier = loi["supplementaires_8_premieres"] if taux_premieres is None else taux_premieres
    second = loi["supplementaires_suivantes"] if taux_suivantes is None else taux_suivantes
    if min(premier, second) < plancher:
        raise ValeurInvalide(
            f"La majoration est d'au moins {nombre_ecrit(plancher)} : {nombre_ecrit(min(premier, second))} reçu "
            "(écrire 0,25 pour 25 %)."
        )
    premiere_ligne = arrondir_centime(taux_horaire * premieres_heures * (UN + premier))
    seconde_ligne = arrondir_centime(taux_horaire * heures_suivantes * (UN + second))
    return premiere_ligne + seconde_ligne


def heures_travaillees_par_jour(jours: Iterable[JourDeTravail]) -> dict[date, Decimal]:
    """Heures travaillées de chaque jour donné, absences à zéro.

    Raises:
        ValeurInvalide: Une durée est négative, ou un jour a plus de 24 heures, absences comprises.
    """
    total: dict[date, Decimal] = defaultdict(lambda: ZERO)
    travail: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for jour in jours:
        exiger_positif(f"La durée du {date_ecrite(jour.date)}", jour.heures)
        total[jour.date] += jour.heures
        travail[jour.date] += jour.heures if jour.nature == "travail" else ZERO
    for heures in total.values():
        exiger_jour(heures)
    return travail


def _semaines(jours: list[JourDeTravail]) -> list[tuple[date, Decimal, Decimal]]:
    """Lundi, heures travaillées et heures de congés payés de chaque semaine civile, dans l'ordre."""
    travail: dict[date, Decimal] = defaultdict(lambda: ZERO)
    conges: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for jour, heures in heures_travaillees_par_jour(jours).items():
        travail[_lundi(jour)] += heures
    for absence in jours:
        conges[_lundi(absence.date)] += absence.heures if absence.nature == "conges_payes" else ZERO
    return [(lundi, travail[lundi], conges[lundi]) for lundi in sorted(travail)]


def _lundi(jour: date) -> date:
    return jour - timedelta(days=jour.weekday())
