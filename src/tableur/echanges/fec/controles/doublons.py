"""Contrôle des doublons : une ligne copiée deux fois, une pièce passée dans deux écritures."""

import numpy as np
import pandas as pd

from tableur.echanges.fec.modele import Fec
from tableur.echanges.fec.octets import Mots, categories, meler
from tableur.socle.erreurs import Anomalie

_PIECE = ("JournalCode", "CompteNum", "CompAuxNum", "PieceRef", "PieceDate", "EcritureLib")


def controler_les_doublons(fec: Fec) -> None:
    """Relève les lignes identiques d'une même écriture, et les pièces comptées dans deux écritures."""
    piece = _avec_les_montants(fec, fec.empreinte(*_PIECE))
    ecriture = fec.empreinte("EcritureNum")
    entiere = meler(piece, ecriture)
    repetees = pd.Series(entiere).duplicated().to_numpy()
    _relever_les_lignes(fec, np.flatnonzero(repetees))
    _relever_les_pieces(fec, piece, ecriture)


def _avec_les_montants(fec: Fec, mele: Mots) -> Mots:
    return meler(meler(mele, fec.debit.view(np.uint64)), fec.credit.view(np.uint64))


def _relever_les_lignes(fec: Fec, places: np.ndarray) -> None:
    def dire(place: int) -> Anomalie:
        numero = fec.lire("EcritureNum", place)
        message = f"La ligne répète une ligne de l'écriture {numero} : même compte, même pièce, même montant."
        return fec.anomalie("alerte", "ligne en double", place, "CompteNum", message)

    fec.releve.noter("ligne en double", "alerte", places, dire)


def _relever_les_pieces(fec: Fec, piece: Mots, ecriture: Mots) -> None:
    """Une même pièce, un même compte et un même montant dans deux écritures ; une seule anomalie par écriture."""
    memes = categories(piece)
    premieres = memes.premieres[memes.codes]
    utiles = (fec.champ("PieceRef").longueur > 0) & (fec.solde != 0)
    autres = np.flatnonzero((ecriture != ecriture[premieres]) & utiles)
    autres = autres[~pd.Series(ecriture[autres]).duplicated().to_numpy()]

    def dire(place: int) -> Anomalie:
        reference, premiere = fec.lire("PieceRef", place), int(premieres[place])
        message = (
            f"La pièce {reference} est déjà dans l'écriture {fec.lire('EcritureNum', premiere)} "
            f"(ligne {int(fec.ligne[premiere])}) : même compte, même libellé, même montant."
        )
        return fec.anomalie("alerte", "pièce en double", place, "PieceRef", message)

    fec.releve.noter("pièce en double", "alerte", autres, dire)
