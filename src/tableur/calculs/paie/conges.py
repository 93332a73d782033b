"""Congés payés : jours acquis, jours décomptés, indemnité, fractionnement."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from tableur import baremes
from tableur.calculs.calendrier import Zone, jours_ouvrables_entre, jours_ouvres_entre
from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.mesures import NombreDeJours, part
from tableur.calculs.stock.gardes import exiger_diviseur, exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Euros, Jours, Nombre
from tableur.socle.marques import formule

Decompte = Literal["ouvrables", "ouvres"]
_DOUZE_MOIS = Decimal(12)
_OUVRES_PAR_SEMAINE = Decimal(5)
_OUVRABLES_PAR_SEMAINE = Decimal(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndemniteDeConges:
    """Indemnité de congés payés : les deux calculs, et le plus favorable."""

    dixieme: Euros
    maintien: Euros
    indemnite: Euros
    methode: Literal["dixieme", "maintien"]


@formule
def mois_de_travail_equivalents(jours_de_travail: Jours, jours_par_semaine: Nombre, le: date) -> Nombre:
    """Mois de travail qui ouvrent droit à congé, d'après les jours travaillés.

    Quatre semaines, ou 24 jours de travail sur six jours (20 sur cinq), valent un mois ; seuls les mois entiers
    comptent (C. trav., art. L3141-4). Le salarié garde le calcul le plus favorable, celui-ci ou les mois du
    calendrier.

    Args:
        jours_de_travail: Jours travaillés, ou assimilés, de la période.
        jours_par_semaine: Jours de travail de la semaine du salarié : 5, 6, ou 3 à temps partiel.
        le: Dernier jour de la période d'acquisition.

    Raises:
        ValeurInvalide: Les jours sont négatifs.
        DivisionImpossible: Les jours par semaine sont nuls.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> mois_de_travail_equivalents(D(230), D(5), date(2026, 5, 31))
    Decimal('11')
    """
    exiger_positif("Le nombre de jours de travail", jours_de_travail)
    exiger_diviseur("Le nombre de jours par semaine", jours_par_semaine)
    semaines = parametres("paie_elements.conges_payes", le)["semaines_d_un_mois"]
    jours_d_un_mois: Decimal = semaines * jours_par_semaine
    return (jours_de_travail / jours_d_un_mois).to_integral_value(ROUND_FLOOR)


@formule
def conges_acquis(
    mois_travailles: Nombre,
    le: date,
    mois_de_maladie: Nombre = ZERO,
    mois_d_accident: Nombre = ZERO,
    decompte: Decompte = "ouvrables",
    arrondir_au_jour: bool = True,
) -> Jours:
    """Jours de congés payés acquis pendant une période de référence.

    2,5 jours ouvrables par mois de travail, 30 au plus (C. trav., art. L3141-3) ; 2 par mois de maladie, 24 au
    plus pour elle (L3141-5-1) ; 2,5 par mois d'accident du travail, sans limite d'un an. Un nombre qui n'est pas
    entier passe au jour supérieur (L3141-7). En jours ouvrés, les cinq sixièmes : 25 par an.

    Args:
        mois_travailles: Mois de travail, ou assimilés : congés, maternité, formation. Voir
            MOIS_DE_TRAVAIL_EQUIVALENTS.
        le: Dernier jour de la période d'acquisition.
        mois_de_maladie: Mois de maladie ou d'accident non professionnels.
        mois_d_accident: Mois d'arrêt pour accident du travail ou maladie professionnelle.
        decompte: ouvrables (six par semaine) ou ouvres (cinq).
        arrondir_au_jour: non pour un compteur en cours de période, sans l'arrondi au jour supérieur.

    Raises:
        ValeurInvalide: Une valeur est négative, ou la période dépasse douze mois.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> conges_acquis(D(10), date(2026, 5, 31), mois_de_maladie=D(2))
    Decimal('29')
    """
    total = mois_travailles + mois_de_maladie + mois_d_accident
    for valeur in (mois_travailles, mois_de_maladie, mois_d_accident):
        exiger_positif("Le nombre de mois", valeur)
    if total > _DOUZE_MOIS:
        raise ValeurInvalide(f"La période d'acquisition a douze mois au plus : {nombre_ecrit(total)} reçu.")
    loi = parametres("paie_elements.conges_payes", le)
    travail = part(mois_travailles + mois_d_accident, loi["ouvrables_par_mois"])
    maladie = part(mois_de_maladie, loi["ouvrables_par_mois_de_maladie"])
    ouvrables: Decimal = min(travail + min(maladie, loi["ouvrables_de_maladie_maximum"]), loi["ouvrables_maximum"])
    jours = ouvrables if decompte == "ouvrables" else ouvrables * _OUVRES_PAR_SEMAINE / _OUVRABLES_PAR_SEMAINE
    return jours.to_integral_value(ROUND_CEILING) if arrondir_au_jour else jours


@formule
def jours_decomptes(
    premier_jour: date, reprise: date, decompte: Decompte = "ouvrables", zone: Zone = "metropole"
) -> NombreDeJours:
    """Jours de congés payés décomptés, du premier jour qui aurait été travaillé à la reprise.

    En jours ouvrables, du lundi au samedi ; en jours ouvrés, du lundi au vendredi ; sans les jours fériés chômés.
    Le congé part du premier jour qui aurait été travaillé et court jusqu'à la veille de la reprise : à temps
    partiel aussi, le jour habituellement libre qui suit se décompte.

    Args:
        premier_jour: Premier jour d'absence qui aurait été travaillé.
        reprise: Jour de la reprise du travail, non décompté.
        decompte: ouvrables (six par semaine) ou ouvres (cinq).
        zone: Zone du lieu de travail, pour les jours fériés : metropole, alsace_moselle, guadeloupe…

    Raises:
        ValeurInvalide: La reprise n'est pas après le premier jour.
        BaremeAbsent: La période commence avant le premier barème de la zone.

    >>> jours_decomptes(date(2026, 8, 3), date(2026, 8, 24))
    17
    """
    if reprise <= premier_jour:
        raise ValeurInvalide(
            f"La reprise, le {date_ecrite(reprise)}, doit suivre le premier jour de congé, "
            f"le {date_ecrite(premier_jour)}."
        )
    veille = reprise - timedelta(days=1)
    compte = jours_ouvrables_entre if decompte == "ouvrables" else jours_ouvres_entre
    return compte(premier_jour, veille, zone)


@formule
def indemnite_de_conges(
    remuneration_de_reference: Euros,
    jours_acquis: Jours,
    jours_pris: Jours,
    salaire_maintenu: Euros,
    le: date,
    remuneration_de_maladie: Euros = ZERO,
) -> IndemniteDeConges:
    """Indemnité de congés payés, prise ou compensatrice : le plus fort du dixième et du maintien.

    Dixième : un dixième de la rémunération brute de la période de référence, la maladie comptée à 80 %, au
    prorata des jours pris sur les jours acquis. Maintien : ce que le travail aurait rapporté. La comparaison se
    refait à chaque prise (C. trav., art. L3141-24 et L3141-28).

    Args:
        remuneration_de_reference: Bruts de la période d'acquisition, congés précédents compris, sans primes
            annuelles ni frais, en euros.
        jours_acquis: Jours acquis pendant cette période : 30 ouvrables, ou 25 ouvrés, pour une année.
        jours_pris: Jours pris, ou restants au départ, dans la même unité.
        salaire_maintenu: Salaire que ces jours auraient rapporté : RETENUE_POUR_ABSENCE pour les mêmes heures.
        le: Premier jour du congé, ou jour du départ.
        remuneration_de_maladie: Salaire qui aurait été reçu pendant la maladie non professionnelle, en euros.

    Raises:
        ValeurInvalide: Une valeur est négative.
        DivisionImpossible: Aucun jour n'est acquis.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> indemnite_de_conges(D(26500), D(30), D(12), D(1000), date(2026, 8, 3))
    IndemniteDeConges(dixieme=Decimal('1060.00'), maintien=Decimal('1000.00'),
                      indemnite=Decimal('1060.00'), methode='dixieme')
    """
    for nom, montant in (
        ("La rémunération de référence", remuneration_de_reference),
        ("La rémunération de maladie", remuneration_de_maladie),
        ("Le salaire maintenu", salaire_maintenu),
        ("Le nombre de jours pris", jours_pris),
    ):
        exiger_positif(nom, montant)
    exiger_diviseur("Le nombre de jours acquis", jours_acquis)
    loi = parametres("paie_elements.conges_payes", le)
    remuneration = remuneration_de_reference + remuneration_de_maladie * loi["part_de_maladie"]
    dixieme = arrondir_centime(part(remuneration * jours_pris, loi["fraction_de_l_indemnite"]) / jours_acquis)
    maintien = arrondir_centime(salaire_maintenu)
    return IndemniteDeConges(
        dixieme=dixieme,
        maintien=maintien,
        indemnite=max(dixieme, maintien),
        methode="dixieme" if dixieme > maintien else "maintien",
    )


@formule
def jours_de_fractionnement(jours_hors_periode: Jours, le: date) -> Jours:
    """Jours de congé en plus quand le congé principal est pris en partie hors du 1er mai au 31 octobre.

    Un jour pour trois à cinq jours ouvrables pris hors de la période, deux à partir de six (C. trav., art.
    L3141-23), à défaut d'accord. La cinquième semaine ne compte pas.

    Args:
        jours_hors_periode: Jours ouvrables du congé principal pris hors de la période.
        le: Dernier jour du congé.

    Raises:
        ValeurInvalide: Les jours sont négatifs.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> jours_de_fractionnement(D(5), date(2026, 12, 31))
    Decimal('1')
    """
    exiger_positif("Le nombre de jours", jours_hors_periode)
    paliers = baremes.tranches("paie_elements.fractionnement", le)
    palier = next(tranche for tranche in paliers if tranche.couvre(jours_hors_periode))
    return Decimal(str(palier.valeur))
