"""Clôture du stock : ce que l'exercice suivant reprend de celui-ci."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tableur.actions.stock_lu import lire_le_stock, refuser_le_stock
from tableur.calculs.stock.enregistrements import EtatDArticle, Lot, Reprise
from tableur.calculs.stock.etat import etat_du_stock
from tableur.calculs.stock.lots import restes_des_lots
from tableur.classeurs.port import Classeur
from tableur.socle.grandeurs import ZERO


def reports_a_la_cloture(classeur: Classeur, *, le: date) -> dict[type, Sequence[object]]:
    """Ce que le classeur de l'exercice suivant reprend : stock et coût de chaque article, et lots qui restent.

    Args:
        classeur: Le classeur de l'exercice clos.
        le: Date de la clôture ; les mouvements de ce jour comptent.

    Raises:
        Refus: Une table du classeur a des anomalies.
    """
    stock, lots = lire_le_stock(classeur), classeur.lire(Lot)
    refuser_le_stock(classeur, stock, lots)
    etats = etat_du_stock(list(stock.mouvements), le, list(stock.reprises))
    restes = restes_des_lots(lots, stock.mouvements, stock.reprises, le)
    reprises = [
        Reprise(code_article=e.code_article, date=le, quantite=e.quantite, cout_unitaire=_cout_d_ouverture(e))
        for e in etats
    ]
    presents = {(lot.code_article, lot.lot): lot for lot in lots if restes[lot.code_article, lot.lot] > ZERO}
    return {Reprise: reprises, Lot: [replace(lot, quantite=restes[cle]) for cle, lot in presents.items()]}


def _cout_d_ouverture(etat: EtatDArticle) -> Decimal:
    """Coût qui, multiplié par la quantité, rend au centime la valeur à la clôture : l'ouverture lui est égale."""
    return etat.valeur / etat.quantite if etat.quantite else etat.cout_unitaire or ZERO
