"""Contrôles des écritures : chacune s'équilibre, le fichier aussi, et une écriture a une seule date."""

import numpy as np
import pandas as pd

from tableur.echanges.fec.modele import Fec
from tableur.echanges.fec.valeurs import ABSENTE, centimes_ecrits
from tableur.socle.erreurs import Anomalie


def controler_les_ecritures(fec: Fec) -> None:
    """Relève les écritures déséquilibrées, à plusieurs dates, et le déséquilibre du fichier."""
    _relever_les_desequilibres(fec)
    _relever_les_dates_melees(fec)
    debit, credit = int(fec.debit.sum()), int(fec.credit.sum())
    if debit != credit:
        message = (
            f"Le total des débits ({centimes_ecrits(debit)}) n'est pas celui des crédits "
            f"({centimes_ecrits(credit)}) : {centimes_ecrits(debit - credit)} d'écart."
        )
        fec.releve.ajouter("refus", "équilibre du fichier", message, trouve=centimes_ecrits(debit - credit))


def _relever_les_desequilibres(fec: Fec) -> None:
    """Par journal et numéro ; les lignes sans numéro ne font pas une écriture."""
    ecritures = fec.distinctes("JournalCode", "EcritureNum")
    soldes = pd.Series(fec.solde).groupby(ecritures.codes).sum().to_numpy()
    numerotees = fec.champ("EcritureNum").longueur[ecritures.premieres] > 0
    fausses = np.flatnonzero((soldes != 0) & numerotees)

    def dire(rang: int) -> Anomalie:
        place, ecart = int(ecritures.premieres[rang]), int(soldes[rang])
        cote = "débit" if ecart > 0 else "crédit"
        message = (
            f"L'écriture {_nom(fec, place)} ne s'équilibre pas : {centimes_ecrits(abs(ecart))} de trop au {cote}."
        )
        trouve = centimes_ecrits(ecart)
        return fec.anomalie("refus", "équilibre", place, "EcritureNum", message, attendu="0,00", trouve=trouve)

    fec.releve.noter("équilibre", "refus", fausses, dire)


def _relever_les_dates_melees(fec: Fec) -> None:
    ecritures = fec.distinctes("JournalCode", "EcritureNum")
    jours = fec.dates["EcritureDate"]
    premiers = jours[ecritures.premieres][ecritures.codes]
    autres = (jours > ABSENTE) & (premiers > ABSENTE) & (jours != premiers)
    autres &= fec.champ("EcritureNum").longueur > 0
    rangs = np.unique(ecritures.codes[autres])
    places = np.flatnonzero(autres)
    premieres = places[np.unique(ecritures.codes[places], return_index=True)[1]] if len(places) else places

    def dire(rang: int) -> Anomalie:
        place = int(premieres[rang])
        debut = fec.lire("EcritureDate", int(ecritures.premieres[ecritures.codes[place]]))
        message = f"L'écriture {_nom(fec, place)} a plusieurs dates : {debut} d'abord, puis celle-ci."
        return fec.anomalie("alerte", "dates d'une écriture", place, "EcritureDate", message, attendu=debut)

    fec.releve.noter("dates d'une écriture", "alerte", np.arange(len(rangs)), dire)


def _nom(fec: Fec, place: int) -> str:
    return f"{fec.lire('EcritureNum', place)} du journal {fec.lire('JournalCode', place)}"
