"""Contrôles des comptes : numéro, plan, libellé, compte auxiliaire, lettrage."""

from collections.abc import Collection
from datetime import date
from typing import cast

import numpy as np
import pandas as pd

from tableur import baremes
from tableur.echanges.fec.modele import Fec
from tableur.echanges.fec.octets import categories
from tableur.echanges.fec.valeurs import ABSENTE, centimes_ecrits
from tableur.socle.erreurs import Anomalie

_LE_PLAN = date(2025, 1, 1)  # plan en vigueur, faute de date de clôture


def controler_les_comptes(fec: Fec, plan: Collection[str] | None) -> None:
    """Relève les comptes mal formés ou inconnus, à plusieurs libellés, et les lettrages qui ne se soldent pas.

    Args:
        fec: Le FEC.
        plan: Comptes ouverts dans la maison ; None pour les racines du plan comptable général.
    """
    _relever_les_numeros(fec, plan)
    _relever_les_libelles(fec, "CompteNum", "CompteLib", "compte")
    _relever_les_libelles(fec, "CompAuxNum", "CompAuxLib", "compte auxiliaire")
    _relever_les_auxiliaires(fec)
    _relever_les_lettrages(fec)


def _relever_les_numeros(fec: Fec, plan: Collection[str] | None) -> None:
    """Une anomalie par compte, à sa première ligne ; le nombre est celui des comptes."""
    comptes = fec.distinctes("CompteNum")
    numeros = fec.lire_plusieurs("CompteNum", comptes.premieres.tolist())
    courts = [n for n, numero in enumerate(numeros) if numero and not (numero[:3].isdigit() and len(numero) >= 3)]

    def court(rang: int) -> Anomalie:
        message = f"Le compte « {numeros[rang]} » ne commence pas par trois chiffres du plan comptable."
        place = int(comptes.premieres[rang])
        return fec.anomalie("refus", "compte", place, "CompteNum", message, attendu="trois chiffres")

    def inconnu(rang: int) -> Anomalie:
        ou = "le plan de comptes donné" if plan is not None else "le plan comptable général"
        message = f"Le compte « {numeros[rang]} » est inconnu : {ou} ne l'a pas."
        return fec.anomalie("alerte", "compte inconnu", int(comptes.premieres[rang]), "CompteNum", message)

    formes = set(range(len(numeros))) - set(courts)
    racines = cast("Collection[str]", baremes.valeur("plan_comptable.racines", fec.cloture or _LE_PLAN))
    connus = [numero in plan if plan is not None else numero[:2] in racines for numero in numeros]
    inconnus = [n for n in sorted(formes) if numeros[n] and not connus[n]]
    fec.releve.noter("compte", "refus", courts, court)
    fec.releve.noter("compte inconnu", "alerte", inconnus, inconnu)


def _relever_les_libelles(fec: Fec, compte: str, libelle: str, nom: str) -> None:
    """Un compte garde son libellé dans tout le fichier."""
    if compte not in fec.colonnes or libelle not in fec.colonnes:
        return
    paires, comptes = fec.distinctes(compte, libelle), fec.distinctes(compte)
    premier = np.zeros(len(comptes), dtype=np.int64)
    codes = comptes.codes[paires.premieres]
    premier[codes[::-1]] = paires.premieres[::-1]
    remplis = fec.champ(compte).longueur[paires.premieres] > 0
    autres = paires.premieres[(premier[codes] != paires.premieres) & remplis]

    def dire(place: int) -> Anomalie:
        numero, ici = fec.lire(compte, place), fec.lire(libelle, place)
        avant = fec.lire(libelle, int(premier[comptes.codes[place]]))
        message = f"Le {nom} {numero} s'appelle ici « {ici} », et « {avant} » plus haut."
        return fec.anomalie("alerte", "libellé de compte", place, libelle, message, attendu=avant)

    fec.releve.noter("libellé de compte", "alerte", autres, dire)


def _relever_les_auxiliaires(fec: Fec) -> None:
    numero, libelle = fec.champ("CompAuxNum").longueur > 0, fec.champ("CompAuxLib").longueur > 0

    def dire(place: int) -> Anomalie:
        manque = "CompAuxLib" if numero[place] else "CompAuxNum"
        message = f"« {manque} » manque : le numéro et le libellé d'un compte auxiliaire vont ensemble."
        return fec.anomalie("alerte", "compte auxiliaire", place, manque, message, attendu="numéro et libellé")

    fec.releve.noter("compte auxiliaire", "alerte", np.flatnonzero(numero != libelle), dire)


def _relever_les_lettrages(fec: Fec) -> None:
    lettrees = fec.champ("EcritureLet").longueur > 0
    if "DateLet" in fec.dates:
        sans_date = np.flatnonzero(lettrees & (fec.dates["DateLet"] == ABSENTE))

        def sans(place: int) -> Anomalie:
            message = f"La ligne est lettrée ({fec.lire('EcritureLet', place)}) sans date de lettrage."
            return fec.anomalie("alerte", "date de lettrage", place, "DateLet", message, attendu="AAAAMMJJ")

        fec.releve.noter("date de lettrage", "alerte", sans_date, sans)
    places = np.flatnonzero(lettrees)
    if not len(places):
        return
    groupes = categories(fec.empreinte("CompteNum", "CompAuxNum", "EcritureLet")[places])
    soldes = pd.Series(fec.solde[places]).groupby(groupes.codes).sum().to_numpy()

    def dire(rang: int) -> Anomalie:
        place = int(places[groupes.premieres[rang]])
        compte, lettre = fec.lire("CompteNum", place), fec.lire("EcritureLet", place)
        solde = centimes_ecrits(int(soldes[rang]))
        message = f"Le lettrage {lettre} du compte {compte} ne se solde pas : il reste {solde}."
        return fec.anomalie("alerte", "lettrage", place, "EcritureLet", message, attendu="0,00", trouve=solde)

    fec.releve.noter("lettrage", "alerte", np.flatnonzero(soldes != 0), dire)
