"""Lots datés : ce qu'il en reste, et ceux à écouler d'abord."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from tableur.calculs.stock.enregistrements import EtatDeLot, Lot, LotAEcouler, Mouvement, Reprise
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Entier
from tableur.socle.marques import formule

CleDeLot = tuple[str, str]


@formule
def lots_a_ecouler(lots: list[Lot], le: date, jours: Entier = 30) -> list[LotAEcouler]:
    """Lots périmés ou qui le seront bientôt, dans l'ordre où les sortir (premier périmé, premier sorti).

    Par date limite, puis date d'entrée, puis ordre donné. Une DLC est stricte : le produit se consomme jusqu'à ce
    jour compris, il est périmé le lendemain. Une DDM est indicative : passée, le produit reste consommable et
    vendable, à condition de le dire (règlement UE 1169/2011, art. 24). Les lots vides n'y sont pas.

    Args:
        lots: Lots présents, avec leur quantité, leur type de date (DLC ou DDM) et leur date limite.
        le: Date du contrôle.
        jours: Un lot est à écouler quand sa date limite tombe dans ce nombre de jours au plus.

    Raises:
        ValeurInvalide: Le nombre de jours est négatif.

    >>> lots_a_ecouler([Lot(lot="L7", type_de_date="DLC", date_limite=date(2026, 3, 2), quantite=D(24))],
    ...     date(2026, 2, 27))[0].jours_restants
    3
    """
    if jours < 0:
        raise ValeurInvalide(f"Le nombre de jours ne peut pas être négatif : {jours} reçu.")
    limite = le + timedelta(days=jours)
    retenus = [lot for lot in lots if lot.quantite > ZERO and lot.date_limite <= limite]
    retenus.sort(key=lambda lot: (lot.date_limite, lot.entre_le or date.min))
    return [
        LotAEcouler(
            rang=rang,
            code_article=lot.code_article,
            lot=lot.lot,
            type_de_date=lot.type_de_date,
            date_limite=lot.date_limite,
            jours_restants=(lot.date_limite - le).days,
            quantite=lot.quantite,
            etat=etat_de_lot(lot, le),
            conseil=conseil_de_lot(lot, le),
        )
        for rang, lot in enumerate(retenus, 1)
    ]


def etat_de_lot(lot: Lot, le: date) -> EtatDeLot:
    """État d'un lot : périmé (DLC passée), date dépassée (DDM passée), ou à écouler."""
    if lot.date_limite >= le:
        return "a_ecouler"
    return "perime" if lot.type_de_date == "DLC" else "date_depassee"


def conseil_de_lot(lot: Lot, le: date) -> str:
    """Ce qu'il faut faire d'un lot."""
    jours = (lot.date_limite - le).days
    limite = date_ecrite(lot.date_limite)
    if jours < 0:
        if lot.type_de_date == "DLC":
            return f"DLC passée depuis le {limite} : retirer de la vente et détruire."
        return f"DDM passée depuis le {limite} : encore consommable, à écouler en le signalant."
    delai = "aujourd'hui" if jours == 0 else "demain" if jours == 1 else f"dans {jours} jours"
    return f"{lot.type_de_date} {delai} ({limite}) : sortir d'abord."


def restes_des_lots(
    lots: Sequence[Lot], mouvements: Sequence[Mouvement], reprises: Sequence[Reprise], le: date
) -> dict[CleDeLot, Decimal]:
    """Ce qui reste de chaque lot : sa quantité à la reprise, plus ses entrées, moins ses sorties.

    Les mouvements du jour de la reprise de l'article et d'avant sont déjà compris ; ceux d'après la date ne
    comptent pas. Un lot nommé par un mouvement mais absent de la table des lots n'y est pas.
    """
    depuis = {reprise.code_article: reprise.date for reprise in reprises if reprise.date <= le}
    restes: dict[CleDeLot, Decimal] = {}
    for lot in lots:
        cle = (lot.code_article, lot.lot)
        restes[cle] = restes.get(cle, ZERO) + lot.quantite
    for mouvement in mouvements:
        cle = (mouvement.code_article, mouvement.lot)
        if not mouvement.lot or cle not in restes or mouvement.date > le:
            continue
        if mouvement.date > depuis.get(mouvement.code_article, date.min):
            restes[cle] += mouvement.quantite if mouvement.sens == "entree" else -mouvement.quantite
    return restes
