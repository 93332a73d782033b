"""Périodes qu'un tableau de bord compare : le mois choisi, son exercice, et les mêmes jours un an plus tôt."""

from dataclasses import dataclass
from datetime import date

from tableur.socle.dates import NOMS_DES_MOIS, Mois
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import Entier
from tableur.socle.marques import formule

MOIS_COURTS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodes:
    """Bornes, comprises, des quatre périodes ; `fin` précède `debut` quand le mois n'a pas commencé."""

    debut: date
    fin: date
    debut_n_1: date
    fin_n_1: date
    debut_d_exercice: date
    debut_d_exercice_n_1: date
    inacheve: bool


@formule
def periodes_du_mois(mois: date, au: date, premier_mois: Entier = 1) -> Periodes:
    """Bornes du mois, de son exercice, et des mêmes jours un an plus tôt.

    Un mois inachevé s'arrête au jour des données, et se compare aux mêmes jours de l'année précédente. Rien n'est
    compté après le jour des données.

    Args:
        mois: Un jour du mois choisi.
        au: Dernier jour dont les données sont connues.
        premier_mois: Premier mois de l'exercice, 1 pour janvier.

    Raises:
        ValeurInvalide: Le premier mois n'est pas compris entre 1 et 12.

    >>> p = periodes_du_mois(date(2026, 11, 1), date(2026, 11, 24), 7)
    >>> p.fin, p.fin_n_1, p.debut_d_exercice
    (datetime.date(2026, 11, 24), datetime.date(2025, 11, 24), datetime.date(2026, 7, 1))
    """
    if not 1 <= premier_mois <= 12:
        raise ValeurInvalide(f"Le premier mois de l'exercice va de 1 à 12 : {premier_mois} reçu.")
    choisi = Mois.de(mois)
    avant = choisi + -12
    ouverture = choisi + -((choisi.mois - premier_mois) % 12)
    inacheve = choisi.debut <= au < choisi.fin
    return Periodes(
        debut=choisi.debut,
        fin=min(choisi.fin, au),
        debut_n_1=avant.debut,
        fin_n_1=min(avant.fin.replace(day=min(au.day, avant.fin.day)) if inacheve else avant.fin, au),
        debut_d_exercice=ouverture.debut,
        debut_d_exercice_n_1=(ouverture + -12).debut,
        inacheve=inacheve,
    )


@formule
def mois_en_toutes_lettres(jour: date) -> str:
    """Mois d'une date, en français : « novembre 2026 ».

    Args:
        jour: Un jour du mois.

    >>> mois_en_toutes_lettres(date(2026, 11, 24))
    'novembre 2026'
    """
    return f"{NOMS_DES_MOIS[jour.month - 1]} {jour.year}"


def mois_court(jour: date) -> str:
    """Mois abrégé : « nov. 26 »."""
    return f"{MOIS_COURTS[jour.month - 1]} {jour.year % 100:02d}"
