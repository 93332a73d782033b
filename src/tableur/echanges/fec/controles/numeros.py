"""Contrôles de la numérotation : continue, croissante dans le fichier, dans l'ordre des validations."""

import re
from dataclasses import dataclass

import numpy as np

from tableur.echanges.fec.modele import Fec
from tableur.echanges.fec.octets import Entiers, categories
from tableur.echanges.fec.valeurs import ABSENTE
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie

_NUMERO = re.compile(r"(?P<debut>.*?)(?P<nombre>\d{1,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Suites:
    """Numéros des écritures, et la suite où chacun prend place.

    Args:
        premieres: Première ligne de chaque écriture.
        nombres: Numéro de chaque écriture, -1 s'il n'a pas de chiffres à sa fin.
        suites: Suite de chaque écriture : le fichier entier, ou un journal ; un préfixe en fait une autre.
        par_journal: Vrai si chaque journal a sa suite.
    """

    premieres: Entiers
    nombres: Entiers
    suites: Entiers
    par_journal: bool


def controler_les_numeros(fec: Fec) -> None:
    """Relève les numéros qui manquent, ceux qui reculent, et les validations dans le désordre.

    La suite est celle du fichier si aucun numéro n'est dans deux journaux, sinon chaque journal a la sienne.
    """
    suites = _suites(fec)
    _relever_les_sans_nombre(fec, suites)
    _relever_les_manques(fec, suites)
    _relever_les_reculs(fec, suites)
    _relever_les_validations(fec)


def _suites(fec: Fec) -> _Suites:
    ecritures = fec.distinctes("JournalCode", "EcritureNum")
    premieres = ecritures.premieres
    numeros = fec.lire_plusieurs("EcritureNum", premieres.tolist())
    lus = [_NUMERO.fullmatch(numero) for numero in numeros]
    nombres = np.array([int(lu["nombre"]) if lu else -1 for lu in lus], dtype=np.int64)
    rangs: dict[str, int] = {}
    prefixes = np.array([rangs.setdefault(lu["debut"] if lu else "", len(rangs)) for lu in lus], dtype=np.int64)
    journaux = fec.distinctes("JournalCode").codes[premieres]
    seuls = categories(prefixes * (int(nombres.max(initial=0)) + 2) + nombres + 1)
    par_journal = len(seuls) < len(premieres)
    suites = prefixes + len(rangs) * journaux if par_journal else prefixes
    return _Suites(premieres, nombres, suites, par_journal)


def _relever_les_sans_nombre(fec: Fec, suites: _Suites) -> None:
    """Un numéro sans chiffres n'a pas de suite ; les numéros vides sont déjà relevés."""
    sans = (suites.nombres < 0) & (fec.champ("EcritureNum").longueur[suites.premieres] > 0)

    def dire(rang: int) -> Anomalie:
        place = int(suites.premieres[rang])
        numero = fec.lire("EcritureNum", place)
        message = f"Le numéro « {numero} » ne finit pas par un nombre : sa suite ne se vérifie pas."
        return fec.anomalie("alerte", "numéro d'écriture", place, "EcritureNum", message, attendu="nombre")

    fec.releve.noter("numéro d'écriture", "alerte", np.flatnonzero(sans), dire)


def _relever_les_manques(fec: Fec, suites: _Suites) -> None:
    numerotees = np.flatnonzero(suites.nombres >= 0)
    ordre = numerotees[np.lexsort((suites.nombres[numerotees], suites.suites[numerotees]))]
    nombres, memes = suites.nombres[ordre], np.diff(suites.suites[ordre]) == 0
    sauts = np.flatnonzero(memes & (np.diff(nombres) > 1))

    def dire(rang: int) -> Anomalie:
        avant, apres = int(nombres[rang]), int(nombres[rang + 1])
        place = int(suites.premieres[ordre[rang + 1]])
        journal = f" dans le journal {fec.lire('JournalCode', place)}" if suites.par_journal else ""
        manques = (
            f"Le numéro {avant + 1} manque"
            if apres == avant + 2
            else f"Les numéros {avant + 1} à {apres - 1} manquent"
        )
        nombre = compte_ecrit(apres - avant - 1, "écriture")
        message = f"{manques}{journal} : {nombre} entre {avant} et {apres}."
        return fec.anomalie("refus", "continuité", place, "EcritureNum", message, attendu=str(avant + 1))

    fec.releve.noter("continuité", "refus", sauts, dire)


def _relever_les_reculs(fec: Fec, suites: _Suites) -> None:
    """Dans chaque suite, une écriture ne paraît pas après une écriture de numéro plus grand."""
    numerotees = np.flatnonzero(suites.nombres >= 0)
    ordre = numerotees[np.argsort(suites.suites[numerotees], kind="stable")]
    memes = np.diff(suites.suites[ordre]) == 0
    reculs = np.flatnonzero(memes & (np.diff(suites.nombres[ordre]) < 0))

    def dire(rang: int) -> Anomalie:
        avant, place = int(suites.nombres[ordre[rang]]), int(suites.premieres[ordre[rang + 1]])
        message = (
            f"L'écriture {fec.lire('EcritureNum', place)} vient après l'écriture {avant} : la numérotation recule."
        )
        return fec.anomalie("alerte", "ordre des numéros", place, "EcritureNum", message)

    fec.releve.noter("ordre des numéros", "alerte", reculs, dire)


def _relever_les_validations(fec: Fec) -> None:
    """Une écriture est validée à sa date ou après : jamais avant."""
    if "ValidDate" not in fec.dates:
        return
    jours, validees = fec.dates["EcritureDate"], fec.dates["ValidDate"]
    avant = (validees > ABSENTE) & (jours > ABSENTE) & (validees < jours)
    ecritures = fec.distinctes("JournalCode", "EcritureNum")
    fautives = ecritures.premieres[avant[ecritures.premieres]]

    def dire(place: int) -> Anomalie:
        date = fec.lire("EcritureDate", place)
        message = f"L'écriture est validée le {fec.lire('ValidDate', place)}, avant sa propre date, {date}."
        return fec.anomalie("alerte", "validation", place, "ValidDate", message, attendu=f"{date} ou après")

    fec.releve.noter("validation", "alerte", np.sort(fautives), dire)
    _relever_le_desordre(fec)


def _relever_le_desordre(fec: Fec) -> None:
    """Les écritures sont dans l'ordre de leur validation (A47 A-1, VII) ; l'ordre par journal est toléré."""
    validees = fec.dates["ValidDate"]
    lisibles = np.flatnonzero(validees > ABSENTE)
    journaux = fec.distinctes("JournalCode").codes[lisibles]
    par_fichier = np.flatnonzero(np.diff(validees[lisibles]) < 0)
    ordre = lisibles[np.argsort(journaux, kind="stable")]
    memes = np.diff(fec.distinctes("JournalCode").codes[ordre]) == 0
    par_journal = np.flatnonzero(memes & (np.diff(validees[ordre]) < 0))
    if not len(par_fichier) or not len(par_journal):
        return

    def dire(rang: int) -> Anomalie:
        place, avant = int(ordre[rang + 1]), fec.lire("ValidDate", int(ordre[rang]))
        message = f"La ligne, validée le {fec.lire('ValidDate', place)}, suit une ligne validée le {avant}."
        return fec.anomalie("alerte", "chronologie", place, "ValidDate", message, attendu=f"{avant} ou après")

    fec.releve.noter("chronologie", "alerte", par_journal, dire)
