"""Montants et taux : la TVA d'un montant, le hors taxes d'un TTC, le taux d'une catégorie, le total par taux."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tableur.calculs.tva.saisies import Zone
from tableur.calculs.tva.zones import lieu_de_zone, table_des_taux
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ResultatIntrouvable, ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Entier, Euros, Taux
from tableur.socle.marques import formule

Categorie = Literal["normal", "intermediaire", "reduit", "particulier", "petrole", "animaux", "reduit_continental"]
Sens = Literal["hors_taxes", "ttc"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MontantATaux:
    """Montant d'une ligne de facture, hors taxes ou TTC, et son taux."""

    montant: Euros
    taux: Taux


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalDeTaux:
    """Total d'une facture pour un taux : HT + TVA = TTC, au centime."""

    taux: Taux
    lignes: Entier
    ht: Euros
    tva: Euros
    ttc: Euros


@formule
def montant_tva(hors_taxes: Euros, taux: Taux) -> Euros:
    """TVA d'un montant hors taxes, au centime.

    Arrondie au centime le plus proche, le demi-centime vers le haut.

    Args:
        hors_taxes: Montant hors taxes, négatif pour un avoir.
        taux: Taux, en fraction.

    Raises:
        ValeurInvalide: Le taux n'est pas une fraction de 0 à 1.

    >>> montant_tva(D("1234.56"), D("0.20"))
    Decimal('246.91')
    """
    _exiger_fraction(taux)
    return arrondir_centime(hors_taxes * taux)


@formule
def montant_hors_taxes(ttc: Euros, taux: Taux) -> Euros:
    """Montant hors taxes d'un montant TTC, au centime ; la TVA est la différence.

    Args:
        ttc: Montant toutes taxes comprises.
        taux: Taux, en fraction.

    Raises:
        ValeurInvalide: Le taux n'est pas une fraction de 0 à 1.

    >>> montant_hors_taxes(D("6600"), D("0.10"))
    Decimal('6000.00')
    """
    _exiger_fraction(taux)
    return arrondir_centime(ttc / (UN + taux))


@formule
def montant_ttc(hors_taxes: Euros, taux: Taux) -> Euros:
    """Montant toutes taxes comprises : le hors taxes, plus sa TVA au centime.

    Args:
        hors_taxes: Montant hors taxes, au centime.
        taux: Taux, en fraction.

    Raises:
        ValeurInvalide: Le taux n'est pas une fraction de 0 à 1.

    >>> montant_ttc(D("932"), D("0.20"))
    Decimal('1118.40')
    """
    return arrondir_centime(hors_taxes) + montant_tva(hors_taxes, taux)


@formule
def taux_de_tva(categorie: Categorie, le: date, zone: Zone = "metropole") -> Taux:
    """Taux de TVA d'une catégorie, à une date et dans une zone.

    CGI, art. 278 à 281 nonies ; Corse : art. 297 ; Guadeloupe, Martinique, Réunion : art. 296. « particulier » :
    2,1 % en France continentale, 1,05 % outre-mer, 0,9 % en Corse ; « petrole » : 13 % et « reduit_continental » :
    5,5 % en Corse ; « animaux » : 1,75 % outre-mer.

    Args:
        categorie: normal, intermediaire, reduit, particulier, petrole, animaux ou reduit_continental.
        le: Date d'exigibilité.
        zone: metropole, corse, dom ou le nom du département d'outre-mer.

    Raises:
        ResultatIntrouvable: La catégorie n'existe pas dans la zone, ou la TVA n'y est pas due.
        BaremeAbsent: Aucun taux n'est connu à cette date.

    >>> taux_de_tva("normal", date(2026, 3, 1), "reunion")
    Decimal('0.085')
    """
    taux = table_des_taux(le, zone)
    if not taux:
        raise ResultatIntrouvable(f"Aucune TVA n'est due {lieu_de_zone(zone)} au {date_ecrite(le)}.")
    if categorie not in taux:
        connues = ", ".join(taux)
        raise ResultatIntrouvable(
            f"Pas de taux « {categorie} » {lieu_de_zone(zone)} au {date_ecrite(le)} : {connues}."
        )
    return taux[categorie]


@formule
def ventilation_tva(lignes: list[MontantATaux], sens: Sens = "hors_taxes") -> list[TotalDeTaux]:
    """Totaux d'une facture par taux, du plus élevé au plus bas : HT + TVA = TTC au centime.

    L'arrondi se fait une fois par taux, jamais par ligne ; dans le sens TTC, c'est le total payé qui est gardé.

    Args:
        lignes: Montant et taux de chaque ligne.
        sens: hors_taxes si les montants sont hors taxes, ttc s'ils sont toutes taxes comprises.

    Raises:
        ValeurInvalide: Un taux n'est pas une fraction de 0 à 1.

    >>> ventilation_tva([MontantATaux(montant=D("10.01"), taux=D("0.20"))])
    [TotalDeTaux(taux=Decimal('0.20'), lignes=1, ht=Decimal('10.01'), tva=Decimal('2.00'), ttc=Decimal('12.01'))]
    """
    taux_presents = sorted({ligne.taux for ligne in lignes}, reverse=True)
    return [
        _total(taux, [ligne.montant for ligne in lignes if ligne.taux == taux], sens) for taux in taux_presents
    ]


def _total(taux: Decimal, montants: Iterable[Decimal], sens: Sens) -> TotalDeTaux:
    gardes = list(montants)
    somme = arrondir_centime(sum(gardes, ZERO))
    ht = somme if sens == "hors_taxes" else montant_hors_taxes(somme, taux)
    ttc = montant_ttc(somme, taux) if sens == "hors_taxes" else somme
    _exiger_fraction(taux)
    return TotalDeTaux(taux=taux, lignes=len(gardes), ht=ht, tva=ttc - ht, ttc=ttc)


def _exiger_fraction(taux: Decimal) -> None:
    if not ZERO <= taux < UN:
        raise ValeurInvalide(
            f"Le taux doit être compris entre 0 et 1 : {nombre_ecrit(taux)} reçu (écrire 0,20 pour 20 %)."
        )
