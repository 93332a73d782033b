"""Calendrier : jours fériés légaux par zone, et comptes de jours calendaires, ouvrables et ouvrés.

Un jour ouvrable va du lundi au samedi, un jour ouvré du lundi au vendredi, hors jours fériés légaux et fermetures.
Chaque jour est jugé selon le droit de ce jour-là ; un jour antérieur au premier barème de la zone est refusé.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Literal, TypeAlias

from tableur import baremes
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import Entier, Unite
from tableur.socle.marques import formule

_AlsaceMoselle = Literal["alsace_moselle", "alsace_moselle_sans_temple"]
_OutreMer = Literal["guadeloupe", "martinique", "guyane", "reunion", "mayotte", "saint_barthelemy", "saint_martin"]
Zone = Literal["metropole", _AlsaceMoselle, _OutreMer]
Fermetures: TypeAlias = list[date] | None
Bornes = Literal["comprises", "debut_exclu", "fin_exclue", "exclues"]
NombreDeJours = Annotated[int, Unite("nombre de jours", "jours", "#,##0")]

_JOUR_CODE = re.compile(r"(?:paques([+-]\d{1,3})|(\d\d)-(\d\d)) (.+)")


@dataclass(frozen=True, slots=True)
class JourFerie:
    """Jour férié légal d'une année : sa date et son nom."""

    date: date
    nom: str


@formule
def jour_de_paques(annee: Entier) -> date:
    """Dimanche de Pâques d'une année du calendrier grégorien.

    Comput grégorien, algorithme de Meeus. L'Ascension vient 39 jours après, la Pentecôte 49.

    Args:
        annee: Année, de 1583 à 9999.

    Raises:
        ValeurInvalide: L'année n'est pas entre 1583 et 9999.

    >>> jour_de_paques(2026)
    datetime.date(2026, 4, 5)
    """
    _verifier_annee(annee)
    siecle, rang = divmod(annee, 100)
    correction = siecle - siecle // 4 - (siecle - (siecle + 8) // 25 + 1) // 3
    epacte = (19 * (annee % 19) + correction + 15) % 30
    dominical = (32 + 2 * (siecle % 4) + 2 * (rang // 4) - epacte - rang % 4) % 7
    exception = (annee % 19 + 11 * epacte + 22 * dominical) // 451
    mois, jour = divmod(epacte + dominical - 7 * exception + 114, 31)
    return date(annee, mois, jour + 1)


@formule
def jours_feries_legaux(annee: Entier, zone: Zone = "metropole") -> list[JourFerie]:
    """Jours fériés légaux d'une année dans une zone, du premier au dernier.

    C. trav., art. L3133-1, plus les jours propres à la zone : Alsace-Moselle (art. L3134-13), outre-mer
    (art. L3422-2) ; sans les jours d'usage. Dans une commune d'Alsace-Moselle sans temple protestant ni église
    mixte, le Vendredi saint n'est pas férié : prendre la zone alsace_moselle_sans_temple.

    Args:
        annee: Année civile entière.
        zone: Zone du lieu de travail : metropole, alsace_moselle, guadeloupe…

    Raises:
        ValeurInvalide: L'année n'est pas entre 1583 et 9999.
        BaremeAbsent: L'année commence avant le premier barème de la zone.

    >>> jours_feries_legaux(2026, "metropole")
    [JourFerie(date=datetime.date(2026, 1, 1), nom="Jour de l'an"),
     JourFerie(date=datetime.date(2026, 4, 6), nom='Lundi de Pâques'),
     JourFerie(date=datetime.date(2026, 5, 1), nom='Fête du Travail'),
     JourFerie(date=datetime.date(2026, 5, 8), nom='Victoire de 1945'),
     JourFerie(date=datetime.date(2026, 5, 14), nom='Ascension'),
     JourFerie(date=datetime.date(2026, 5, 25), nom='Lundi de Pentecôte'),
     JourFerie(date=datetime.date(2026, 7, 14), nom='Fête nationale'),
     JourFerie(date=datetime.date(2026, 8, 15), nom='Assomption'),
     JourFerie(date=datetime.date(2026, 11, 1), nom='Toussaint'),
     JourFerie(date=datetime.date(2026, 11, 11), nom='Armistice de 1918'),
     JourFerie(date=datetime.date(2026, 12, 25), nom='Noël')]
    """
    _verifier_annee(annee)
    feries = _feries(date(annee, 1, 1), date(annee, 12, 31), zone)
    return [JourFerie(jour, nom) for jour, nom in sorted(feries.items())]


@formule
def est_jour_ferie(jour: date, zone: Zone = "metropole") -> bool:
    """Vrai si le jour est un jour férié légal dans la zone.

    Args:
        jour: Jour à juger, selon le droit en vigueur ce jour-là.
        zone: Zone du lieu de travail : metropole, alsace_moselle, guadeloupe…

    Raises:
        BaremeAbsent: Le jour précède le premier barème de la zone.

    >>> est_jour_ferie(date(2026, 5, 27), "guadeloupe")
    True
    """
    return jour in _feries(jour, jour, zone)


@formule
def jours_calendaires_entre(debut: date, fin: date, bornes: Bornes = "comprises") -> NombreDeJours:
    """Nombre de jours du calendrier entre deux dates, tous les jours comptés.

    Les deux bornes comptent, sauf demande contraire : du lundi au mardi, 2 jours ; fin − début n'en donne qu'un.

    Args:
        debut: Premier jour.
        fin: Dernier jour, le même ou un jour suivant.
        bornes: Jours extrêmes qui comptent : comprises, debut_exclu, fin_exclue ou exclues.

    Raises:
        ValeurInvalide: La fin précède le début.

    >>> jours_calendaires_entre(date(2026, 2, 1), date(2026, 2, 28))
    28
    """
    premier, dernier = _extremes(debut, fin, bornes)
    return max(0, (dernier - premier).days + 1)


@formule
def jours_ouvres_entre(
    debut: date, fin: date, zone: Zone = "metropole", fermetures: Fermetures = None, bornes: Bornes = "comprises"
) -> NombreDeJours:
    """Nombre de jours ouvrés entre deux dates : du lundi au vendredi, hors jours fériés légaux.

    Les deux bornes comptent, sauf demande contraire, comme NB.JOURS.OUVRES dans la cellule ; mais les jours fériés
    sont ceux de la loi, et une fin qui précède le début est refusée au lieu de donner un nombre négatif.

    Args:
        debut: Premier jour.
        fin: Dernier jour, le même ou un jour suivant.
        zone: Zone du lieu de travail : metropole, alsace_moselle, guadeloupe…
        fermetures: Jours de fermeture de l'entreprise, en plus des jours fériés : ponts, congés collectifs.
        bornes: Jours extrêmes qui comptent : comprises, debut_exclu, fin_exclue ou exclues.

    Raises:
        ValeurInvalide: La fin précède le début.
        BaremeAbsent: La période commence avant le premier barème de la zone.

    >>> jours_ouvres_entre(date(2026, 5, 1), date(2026, 5, 31), "metropole")
    17
    """
    premier, dernier = _extremes(debut, fin, bornes)
    du_lundi_au_vendredi = _jours_de_semaine(premier, dernier, 5)
    chomes = len(_chomes(premier, dernier, zone, fermetures, 5))
    return du_lundi_au_vendredi - chomes


@formule
def jours_ouvrables_entre(
    debut: date, fin: date, zone: Zone = "metropole", fermetures: Fermetures = None, bornes: Bornes = "comprises"
) -> NombreDeJours:
    """Nombre de jours ouvrables entre deux dates : du lundi au samedi, hors jours fériés légaux.

    Les deux bornes comptent, sauf demande contraire. Une semaine sans jour férié en compte six ; les congés payés
    s'acquièrent en jours ouvrables (C. trav., art. L3141-3).

    Args:
        debut: Premier jour.
        fin: Dernier jour, le même ou un jour suivant.
        zone: Zone du lieu de travail : metropole, alsace_moselle, guadeloupe…
        fermetures: Jours de fermeture de l'entreprise, en plus des jours fériés : ponts, congés collectifs.
        bornes: Jours extrêmes qui comptent : comprises, debut_exclu, fin_exclue ou exclues.

    Raises:
        ValeurInvalide: La fin précède le début.
        BaremeAbsent: La période commence avant le premier barème de la zone.

    >>> jours_ouvrables_entre(date(2026, 5, 1), date(2026, 5, 31), "metropole")
    22
    """
    premier, dernier = _extremes(debut, fin, bornes)
    du_lundi_au_samedi = _jours_de_semaine(premier, dernier, 6)
    chomes = len(_chomes(premier, dernier, zone, fermetures, 6))
    return du_lundi_au_samedi - chomes


@formule
def prochain_jour_ouvre(jour: date, zone: Zone = "metropole", fermetures: Fermetures = None) -> date:
    """Premier jour ouvré à partir d'un jour, ce jour compris : une échéance reportée.

    Un délai qui expire un samedi, un dimanche ou un jour férié est prorogé au premier jour ouvrable suivant ; le
    samedi proroge aussi : c'est donc le premier jour ouvré (C. proc. civ., art. 642).

    Args:
        jour: Jour d'échéance ; rendu tel quel s'il est ouvré.
        zone: Zone du lieu de paiement ou de travail : metropole, alsace_moselle, guadeloupe…
        fermetures: Jours de fermeture, en plus des jours fériés.

    Raises:
        BaremeAbsent: Le jour précède le premier barème de la zone.

    >>> prochain_jour_ouvre(date(2026, 8, 15), "metropole")
    datetime.date(2026, 8, 17)
    """
    return date_apres_jours_ouvres(_decale(jour, -1), 1, zone, fermetures)


@formule
def date_apres_jours_ouvres(
    depart: date, nombre: NombreDeJours, zone: Zone = "metropole", fermetures: Fermetures = None
) -> date:
    """Date située un nombre de jours ouvrés après le départ, ou avant s'il est négatif.

    Le départ n'est pas compté, comme dans SERIE.JOUR.OUVRE ; 0 rend le départ lui-même, fût-il un dimanche.

    Args:
        depart: Jour de départ, non compté.
        nombre: Jours ouvrés à compter, négatif pour remonter le temps.
        zone: Zone du lieu de travail : metropole, alsace_moselle, guadeloupe…
        fermetures: Jours de fermeture de l'entreprise, en plus des jours fériés.

    Raises:
        ValeurInvalide: La date sort du calendrier, avant l'an 1 ou après 9999.
        BaremeAbsent: Le compte remonte avant le premier barème de la zone.

    >>> date_apres_jours_ouvres(date(2026, 12, 23), 3, "metropole")
    datetime.date(2026, 12, 29)
    """
    resultat, restants, sens = depart, abs(nombre), 1 if nombre > 0 else -1
    while restants:  # un bond de n jours contient au plus n jours ouvrés : il ne dépasse jamais le but
        premier, dernier = sorted((_decale(resultat, sens), _decale(resultat, sens * restants)))
        resultat = dernier if sens > 0 else premier
        restants -= _jours_de_semaine(premier, dernier, 5) - len(_chomes(premier, dernier, zone, fermetures, 5))
    return resultat


def _verifier_annee(annee: int) -> None:
    if not 1583 <= annee <= 9999:
        raise ValeurInvalide(f"L'année doit être comprise entre 1583 et 9999 : {annee} reçu.")


def _decale(jour: date, nombre: int) -> date:
    try:
        return jour + timedelta(days=nombre)
    except OverflowError:
        raise ValeurInvalide(f"{nombre} jours à partir du {date_ecrite(jour)} sortent du calendrier.") from None


def _extremes(debut: date, fin: date, bornes: Bornes) -> tuple[date, date]:
    """Premier et dernier jours comptés."""
    if fin < debut:
        raise ValeurInvalide(f"La fin, le {date_ecrite(fin)}, précède le début, le {date_ecrite(debut)}.")
    premier = debut if bornes in ("comprises", "fin_exclue") else _decale(debut, 1)
    return premier, fin if bornes in ("comprises", "debut_exclu") else _decale(fin, -1)


def _jours_de_semaine(premier: date, dernier: date, par_semaine: int) -> int:
    """Jours des `par_semaine` premiers jours de la semaine, fériés compris."""
    semaines, reste = divmod(max(0, (dernier - premier).days + 1), 7)
    return semaines * par_semaine + sum((premier.weekday() + rang) % 7 < par_semaine for rang in range(reste))


def _chomes(premier: date, dernier: date, zone: Zone, fermetures: Fermetures, par_semaine: int) -> set[date]:
    """Jours fériés et fermetures qui tombent un de ces jours de la semaine."""
    fermes = {jour for jour in fermetures or () if premier <= jour <= dernier}
    return {jour for jour in fermes.union(_feries(premier, dernier, zone)) if jour.weekday() < par_semaine}


def _feries(debut: date, fin: date, zone: Zone) -> dict[date, str]:
    """Noms des jours fériés légaux d'une période, chacun selon le droit de son jour."""
    noms: dict[date, str] = {}
    for serie in ("metropole",) if zone == "metropole" else ("metropole", zone):
        for valeur in baremes.valeurs_pendant(f"jours_feries.{serie}", debut, fin):
            premier, dernier = max(debut, valeur.depuis), min(fin, valeur.fin or fin)
            codes = valeur.valeur if isinstance(valeur.valeur, tuple) else (valeur.valeur,)
            for annee in range(premier.year, dernier.year + 1):
                for jour, nom in _jours_codes(codes, annee):
                    if premier <= jour <= dernier:  # le 1er mai 2008 est aussi l'Ascension
                        noms[jour] = f"{noms[jour]} et {nom}" if jour in noms else nom
    return noms


@lru_cache(maxsize=1024)
def _jours_codes(codes: tuple[object, ...], annee: int) -> tuple[tuple[date, str], ...]:
    """Dates d'une année pour des codes « 05-01 Fête du Travail » ou « paques+39 Ascension »."""
    jours = []
    for code in codes:
        lu = _JOUR_CODE.fullmatch(str(code))
        try:
            ecart, mois, jour, nom = lu.groups() if lu else ("", "0", "0", "")
            fixe = _decale(jour_de_paques(annee), int(ecart)) if ecart else date(annee, int(mois), int(jour))
        except ValueError:
            raise ValeurInvalide(f"Barème des jours fériés : le jour « {code} » est illisible.") from None
        jours.append((fixe, nom))
    return tuple(jours)
