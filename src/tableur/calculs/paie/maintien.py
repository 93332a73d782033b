"""Maintien légal du salaire par l'employeur pendant un arrêt de travail."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tableur.calculs.courrier.duree_determinee import plus_des_mois
from tableur.calculs.paie.droit import MOIS_PAR_AN, parametres
from tableur.calculs.paie.mesures import NombreDeJours, decimale, exiger_ordre
from tableur.calculs.stock.gardes import exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Euros
from tableur.socle.marques import formule

ArretMaintenu = Literal["maladie", "accident_du_travail"]
_TRENTE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintienDeSalaire:
    """Maintien d'une période : jours à chaque taux, montant garanti, indemnités déduites, complément dû."""

    jours_au_premier_taux: NombreDeJours
    jours_au_second_taux: NombreDeJours
    montant_garanti: Euros
    ijss_deduites: Euros
    complement: Euros


@formule
def jours_de_maintien(entree: date, arret: date) -> NombreDeJours:
    """Jours de maintien légal du salaire à chacun des deux taux, 90 % puis les deux tiers ; 0 sans droit.

    30 jours après un an d'ancienneté au premier jour d'absence, et 10 de plus par période entière de cinq ans
    au-delà de la première année, 90 au plus (C. trav., art. L1226-1, D1226-1 et D1226-2).

    Args:
        entree: Premier jour du contrat.
        arret: Premier jour de l'arrêt.

    Raises:
        ValeurInvalide: L'arrêt précède l'entrée.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> jours_de_maintien(date(2020, 1, 6), date(2026, 3, 10))
    40
    """
    exiger_ordre(entree, arret, "l'entrée", "L'arrêt")
    loi = parametres("paie_elements.maintien_legal", arret)
    annees = annees_completes(entree, arret)
    annees_en_plus = annees - loi["anciennete_en_annees"]
    if annees_en_plus < 0:
        return 0
    paliers = annees_en_plus // loi["annees_par_palier"]
    return int(min(loi["jours_de_base"] + paliers * loi["jours_de_plus"], loi["jours_maximum"]))


@formule
def maintien_de_salaire(
    salaire_mensuel: Euros,
    entree: date,
    arret: date,
    debut: date,
    fin: date,
    ijss_par_jour: Euros = ZERO,
    nature: ArretMaintenu = "maladie",
    jours_deja_indemnises: NombreDeJours = 0,
    base: Literal["calendaire", "trentieme"] = "calendaire",
) -> MaintienDeSalaire:
    """Complément légal de l'employeur pendant un arrêt : 90 % du brut, puis les deux tiers.

    Après un an d'ancienneté, à partir du 8e jour d'arrêt (du premier pour un accident du travail), moins les
    indemnités journalières brutes (C. trav., art. L1226-1, D1226-1 à D1226-8). Une convention peut prévoir mieux ;
    l'Alsace-Moselle (L1226-23) n'est pas calculée. Le maintien ne peut pas dépasser le net d'un mois travaillé.

    Args:
        salaire_mensuel: Brut que le salarié aurait reçu, en euros par mois.
        entree: Premier jour du contrat.
        arret: Premier jour de l'arrêt initial.
        debut: Premier jour de la période payée.
        fin: Dernier jour de la période payée.
        ijss_par_jour: Indemnité journalière brute de la sécurité sociale, avant CSG et CRDS.
        nature: maladie, qui compte sept jours de carence, ou accident_du_travail, sans carence.
        jours_deja_indemnises: Jours indemnisés par l'employeur dans les douze mois qui précèdent l'arrêt.
        base: Salaire d'un jour : mois ÷ jours du calendrier, ou ÷ 30 ; la loi ne le dit pas, l'usage si.

    Raises:
        ValeurInvalide: Une valeur est négative, l'arrêt précède l'entrée, ou la période précède l'arrêt.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> maintien_de_salaire(D(2000), date(2020, 1, 6), date(2026, 3, 10), date(2026, 3, 10), date(2026, 3, 31),
    ...     D("29.59")).complement
    Decimal('427.12')
    """
    for nom, valeur in (("Le salaire mensuel", salaire_mensuel), ("L'indemnité par jour", ijss_par_jour)):
        exiger_positif(nom, valeur)
    if jours_deja_indemnises < 0:
        raise ValeurInvalide(
            f"Les jours déjà indemnisés ne peuvent pas être négatifs : {jours_deja_indemnises} reçu."
        )
    exiger_ordre(arret, debut, "l'arrêt", "Le début de la période")
    exiger_ordre(debut, fin, "le début de la période", "La fin de la période")
    duree = jours_de_maintien(entree, arret)
    carence = _carence(arret, nature)
    rang = jours_deja_indemnises
    premiers = _jours_maintenus(arret, carence, debut, fin, -rang, duree - rang)
    seconds = _jours_maintenus(arret, carence, debut, fin, duree - rang, 2 * duree - rang)
    jours_au_premier_taux = len(premiers)
    jours_au_second_taux = len(seconds)
    garanti_au_premier_taux = _garanti(premiers, salaire_mensuel, base, arret, "premier_taux")
    garanti_au_second_taux = _garanti(seconds, salaire_mensuel, base, arret, "second_taux")
    premier_complement = max(ZERO, garanti_au_premier_taux - ijss_par_jour * jours_au_premier_taux)
    second_complement = max(ZERO, garanti_au_second_taux - ijss_par_jour * jours_au_second_taux)
    return MaintienDeSalaire(
        jours_au_premier_taux=jours_au_premier_taux,
        jours_au_second_taux=jours_au_second_taux,
        montant_garanti=garanti_au_premier_taux + garanti_au_second_taux,
        ijss_deduites=arrondir_centime(ijss_par_jour * (jours_au_premier_taux + jours_au_second_taux)),
        complement=arrondir_centime(premier_complement) + arrondir_centime(second_complement),
    )


def annees_completes(debut: date, fin: date) -> int:
    """Années entières écoulées d'une date à une autre."""
    return mois_complets(debut, fin) // MOIS_PAR_AN


def mois_complets(debut: date, fin: date) -> int:
    """Mois entiers écoulés d'une date à une autre, la seconde non comprise.

    >>> mois_complets(date(2024, 2, 29), date(2025, 2, 28)), mois_complets(date(2026, 1, 15), date(2026, 2, 14))
    (12, 0)
    """
    mois = (fin.year - debut.year) * MOIS_PAR_AN + fin.month - debut.month
    return mois if plus_des_mois(debut, mois) <= fin else mois - 1


def _carence(arret: date, nature: ArretMaintenu) -> int:
    """Jours d'arrêt que l'employeur ne maintient pas."""
    return int(parametres("paie_elements.maintien_legal", arret)["carence_maladie"]) if nature == "maladie" else 0


def _jours_maintenus(arret: date, carence: int, debut: date, fin: date, de: int, a: int) -> list[date]:
    """Jours de la période dont le rang depuis la fin de la carence va de `de` compris à `a` exclu."""
    premier = arret + timedelta(days=carence)
    jours = (premier + timedelta(days=rang) for rang in range(max(0, de), max(0, a)))
    return [jour for jour in jours if debut <= jour <= fin]


def _garanti(
    jours: list[date],
    salaire_mensuel: Decimal,
    base: Literal["calendaire", "trentieme"],
    arret: date,
    taux: Literal["premier_taux", "second_taux"],
) -> Decimal:
    """Salaire garanti de ces jours à un taux, au centime : une ligne du bulletin."""
    parts_de_mois = sum(
        (Fraction(1, Mois.de(jour).fin.day if base == "calendaire" else _TRENTE) for jour in jours), Fraction(0)
    )
    fraction = Fraction(parametres("paie_elements.maintien_legal", arret)[taux])
    return arrondir_centime(decimale(Fraction(salaire_mensuel) * parts_de_mois * fraction))
