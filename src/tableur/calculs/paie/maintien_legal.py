"""Le maintien légal jour par jour : les droits d'un arrêt, le taux de chaque jour, les montants de chaque mois."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tableur.calculs.courrier.duree_determinee import plus_des_mois
from tableur.calculs.paie.droit import MOIS_PAR_AN, parametres
from tableur.calculs.paie.mesures import decimale
from tableur.calculs.paie.plafonds import JOURS_PAR_SEMAINE, jours_ouvres
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO

ArretMaintenu = Literal["maladie", "accident_du_travail"]
RegimeDeMaintien = Literal["droit_commun", "alsace_moselle", "commis_alsace_moselle"]
TauxDuMaintien = Literal["entier", "premier_taux", "second_taux"]
BaseDuJour = Literal["calendaire", "trentieme", "heures_reelles"]
JoursMaintenus = Mapping[date, TauxDuMaintien]

LEGAL, ALSACE_MOSELLE = "paie_elements.maintien_legal", "paie_elements.maintien_alsace_moselle"
DUREE_INCERTAINE = (
    "Durée incertaine : la loi maintient le salaire pendant « une durée relativement sans importance » "
    "(C. trav., art. L1226-23) ; six semaines, celle du commis commercial, sont retenues ici"
)
_TRENTE, _JOURS_D_UNE_SEMAINE = 30, 7


@dataclass(frozen=True, slots=True)
class Droits:
    """Droits d'un arrêt : jours à chacun des deux taux, jours de carence, jours au salaire entier."""

    duree: int
    carence: int
    entiers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDuMaintien:
    """Jours d'un mois maintenus à un taux : une ligne du bulletin, chaque montant au centime."""

    mois: Mois
    taux: TauxDuMaintien
    debut: date
    fin: date
    jours: int
    garanti: Decimal
    ijss: Decimal
    complement: Decimal


def jours_a_chaque_taux(entree: date, arret: date) -> int:
    """Jours de droit commun à chacun des deux taux, d'après l'ancienneté au premier jour d'absence."""
    loi = parametres(LEGAL, arret)
    en_plus = annees_completes(entree, arret) - loi["anciennete_en_annees"]
    if en_plus < 0:
        return 0
    paliers = en_plus // loi["annees_par_palier"]
    return int(min(loi["jours_de_base"] + paliers * loi["jours_de_plus"], loi["jours_maximum"]))


def jours_entiers(arret: date, regime: RegimeDeMaintien) -> int:
    """Jours au salaire entier qu'un régime donne à chaque arrêt : six semaines en Alsace-Moselle."""
    if regime == "droit_commun":
        return 0
    return int(parametres(ALSACE_MOSELLE, arret)["semaines"]) * _JOURS_D_UNE_SEMAINE


def droits_au_maintien(
    entree: date, arret: date, nature: ArretMaintenu, regime: RegimeDeMaintien, *, exclu: bool = False
) -> Droits:
    """Droits d'un arrêt ; `exclu` dit un salarié que l'article L1226-1 écarte, non le droit local."""
    carence = int(parametres(LEGAL, arret)["carence_maladie"]) if nature == "maladie" else 0
    duree = 0 if exclu or arret < entree else jours_a_chaque_taux(entree, arret)
    return Droits(duree, carence, jours_entiers(arret, regime))


def jours_de_droit_commun(
    arret: date, fin: date, droits: Droits, deja: Callable[[date], int], sauf: Iterable[date] = ()
) -> dict[date, TauxDuMaintien]:
    """Jours d'un arrêt que le droit commun maintient, et leur taux.

    Args:
        arret: Premier jour de l'arrêt.
        fin: Son dernier jour.
        droits: Ses droits.
        deja: Jours déjà indemnisés au titre d'autres arrêts, tels qu'ils comptent ce jour-là.
        sauf: Jours que l'employeur n'indemnise pas : ils n'entament pas les droits.
    """
    ecartes, maintenus = frozenset(sauf), dict[date, TauxDuMaintien]()
    for rang in range(droits.carence, (fin - arret).days + 1 if droits.duree else 0):
        jour = arret + timedelta(days=rang)
        employes = deja(jour) + len(maintenus)
        if jour not in ecartes and employes < 2 * droits.duree:
            maintenus[jour] = "premier_taux" if employes < droits.duree else "second_taux"
    return maintenus


def jours_au_salaire_entier(arret: date, fin: date, droits: Droits) -> dict[date, TauxDuMaintien]:
    """Premiers jours d'un arrêt, que le droit local maintient en entier."""
    nombre = min(droits.entiers, (fin - arret).days + 1)
    return {arret + timedelta(days=rang): "entier" for rang in range(nombre)}


def parts_du_maintien(
    jours: JoursMaintenus,
    arret: date,
    salaire: Callable[[Mois], Decimal],
    part_du_mois: Callable[[date], Fraction],
    indemnite: Callable[[date], Decimal],
) -> list[PartDuMaintien]:
    """Montants des jours maintenus, mois par mois et taux par taux ; leur somme est celle de l'arrêt.

    Args:
        jours: Jours maintenus, et leur taux.
        arret: Premier jour de l'arrêt : la date du droit.
        salaire: Salaire d'un mois entier.
        part_du_mois: Fraction du salaire du mois qu'un jour vaut.
        indemnite: Indemnité journalière brute d'un jour, nulle pendant la carence de la caisse.
    """
    groupes: dict[tuple[Mois, TauxDuMaintien], list[date]] = {}
    for jour in sorted(jours):
        groupes.setdefault((Mois.de(jour), jours[jour]), []).append(jour)
    parts = []
    for (mois, taux), siens in groupes.items():
        fraction = sum((part_du_mois(jour) for jour in siens), Fraction(0)) * taux_du_maintien(taux, arret)
        garanti = arrondir_centime(decimale(Fraction(salaire(mois)) * fraction))
        ijss = arrondir_centime(sum((indemnite(jour) for jour in siens), ZERO))
        parts.append(
            PartDuMaintien(
                mois=mois,
                taux=taux,
                debut=siens[0],
                fin=siens[-1],
                jours=len(siens),
                garanti=garanti,
                ijss=ijss,
                complement=max(ZERO, garanti - ijss),
            )
        )
    return parts


def taux_du_maintien(taux: TauxDuMaintien, arret: date) -> Fraction:
    """Fraction du salaire qu'un taux garantit."""
    if taux == "entier":
        return Fraction(parametres(ALSACE_MOSELLE, arret)["taux"])
    return Fraction(parametres(LEGAL, arret)[taux])


def part_d_un_jour(jour: date, base: BaseDuJour) -> Fraction:
    """Fraction du salaire du mois qu'un jour vaut : du calendrier, en trentièmes, ou en heures réelles.

    >>> part_d_un_jour(date(2026, 11, 16), "heures_reelles"), part_d_un_jour(date(2026, 11, 14), "heures_reelles")
    (Fraction(1, 21), Fraction(0, 1))
    """
    mois = Mois.de(jour)
    if base == "trentieme":
        return Fraction(1, _TRENTE)
    if base == "calendaire":
        return Fraction(1, mois.fin.day)
    travaille = jour.weekday() < JOURS_PAR_SEMAINE
    return Fraction(1, jours_ouvres(mois.debut, mois.fin)) if travaille else Fraction(0)


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
