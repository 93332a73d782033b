"""Contrôle des dates : chaque écriture est dans l'exercice, et sa pièce ne lui est pas postérieure."""

from calendar import monthrange
from datetime import date, timedelta

import numpy as np

from tableur.echanges.fec.modele import Fec
from tableur.echanges.fec.valeurs import ABSENTE, en_date, en_nombre
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import Anomalie


def controler_l_exercice(fec: Fec, debut: date | None, fin: date | None) -> None:
    """Relève les écritures hors de l'exercice, et les pièces postérieures à leur écriture.

    Args:
        fec: Le FEC.
        debut: Premier jour de l'exercice ; un an avant sa fin à défaut.
        fin: Dernier jour de l'exercice ; la clôture que dit le nom du fichier à défaut.
    """
    cloture = fin or fec.cloture
    if cloture is not None:
        _relever_hors_exercice(fec, debut or debut_d_exercice(cloture), cloture)
    elif debut is None:
        message = "La date de clôture n'est pas connue (--fin la donne) : les dates ne sont pas contrôlées."
        fec.releve.ajouter("alerte", "exercice", message, attendu="date de clôture")
    _relever_les_pieces(fec)


def debut_d_exercice(cloture: date) -> date:
    """Premier jour d'un exercice de douze mois.

    >>> debut_d_exercice(date(2026, 12, 31)), debut_d_exercice(date(2024, 2, 29))
    (datetime.date(2026, 1, 1), datetime.date(2023, 3, 1))
    """
    annee = cloture.year - 1
    dernier = monthrange(annee, cloture.month)[1]
    fin_de_mois = cloture.day == monthrange(cloture.year, cloture.month)[1]
    return date(annee, cloture.month, dernier if fin_de_mois else min(cloture.day, dernier)) + timedelta(days=1)


def _relever_hors_exercice(fec: Fec, debut: date, fin: date) -> None:
    jours = fec.dates["EcritureDate"]
    hors = (jours > ABSENTE) & ((jours < en_nombre(debut)) | (jours > en_nombre(fin)))
    bornes = f"du {date_ecrite(debut)} au {date_ecrite(fin)}"

    def dire(place: int) -> Anomalie:
        jour = date_ecrite(en_date(int(jours[place])))
        message = f"L'écriture est du {jour}, hors de l'exercice {bornes}."
        return fec.anomalie("refus", "exercice", place, "EcritureDate", message, attendu=bornes)

    fec.releve.noter("exercice", "refus", np.flatnonzero(hors), dire)


def _relever_les_pieces(fec: Fec) -> None:
    if "PieceDate" not in fec.dates:
        return
    jours, pieces = fec.dates["EcritureDate"], fec.dates["PieceDate"]
    apres = (jours > ABSENTE) & (pieces > ABSENTE) & (pieces > jours)

    def dire(place: int) -> Anomalie:
        piece, jour = fec.lire("PieceDate", place), fec.lire("EcritureDate", place)
        message = f"La pièce est du {piece}, après la date de son écriture, {jour}."
        return fec.anomalie("alerte", "date de pièce", place, "PieceDate", message, attendu=f"{jour} ou avant")

    fec.releve.noter("date de pièce", "alerte", np.flatnonzero(apres), dire)
