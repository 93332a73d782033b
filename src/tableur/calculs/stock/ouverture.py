"""Ouverture d'une fiche : l'ordre des mouvements, et la tenue du stock qui convient à la méthode."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from tableur.calculs.stock.enregistrements import Mouvement
from tableur.calculs.stock.tenue import Tenue, TenueACoutFixe, TenueAuCump, TenueParCouches
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.grandeurs import ZERO

Methode = Literal["cump_apres_chaque_entree", "cump_de_la_periode", "cump_des_entrees", "peps"]
OrdreDuJour = Literal["entrees_d_abord", "saisie"]


def mouvements_ordonnes(mouvements: Sequence[Mouvement], ordre: OrdreDuJour) -> list[Mouvement]:
    """Mouvements par date ; le même jour, les entrées d'abord (ou l'ordre de saisie), puis l'ordre donné."""
    if ordre == "saisie":
        return sorted(mouvements, key=lambda mouvement: mouvement.date)
    return sorted(mouvements, key=lambda mouvement: (mouvement.date, mouvement.sens == "sortie"))


def tenue_ouverte(
    methode: Methode,
    mouvements: list[Mouvement],
    quantite: Decimal,
    cout: Decimal,
    decimales: int | None,
) -> Tenue:
    """Tenue du stock selon la méthode, stock initial compris.

    Args:
        methode: Méthode de valorisation des sorties.
        mouvements: Tous les mouvements de la période : les deux CUMP de période en ont besoin d'avance.
        quantite: Stock initial.
        cout: Coût unitaire du stock initial.
        decimales: Décimales du CUMP, None pour ne pas l'arrondir.
    """
    valeur = arrondir_centime(quantite * cout)
    cump = cout if quantite or cout else None
    if methode == "cump_apres_chaque_entree":
        return TenueAuCump(quantite, valeur, cump, decimales)
    if methode == "peps":
        tenue = TenueParCouches(dernier_cout=cump)
        tenue.entrer(quantite, valeur)
        return tenue
    return _tenue_de_periode(mouvements, quantite, valeur, cump, decimales, methode == "cump_de_la_periode")


def _tenue_de_periode(
    mouvements: list[Mouvement],
    quantite: Decimal,
    valeur: Decimal,
    cump: Decimal | None,
    decimales: int | None,
    initial_compris: bool,
) -> Tenue:
    """Tenue au coût moyen des entrées qui ont un coût, stock initial compris ou non."""
    entrees = [(m.quantite, m.cout_unitaire) for m in mouvements if m.sens == "entree"]
    chiffrees = [(q, arrondir_centime(q * cout)) for q, cout in entrees if cout is not None]
    base = [(quantite, valeur), *chiffrees] if initial_compris else chiffrees
    if total := sum((q for q, _ in base), ZERO):
        cump = sum((v for _, v in base), ZERO) / total
    if cump is not None and decimales is not None:
        cump = arrondir(cump, decimales)
    entre = sum((q for q, _ in entrees), ZERO)
    sorti = sum((m.quantite for m in mouvements if m.sens == "sortie"), ZERO)
    if quantite + entre != sorti:
        return TenueACoutFixe(quantite, valeur, cump)
    sans_cout = sum((q for q, cout in entrees if cout is None), ZERO) * (cump or ZERO)
    return TenueACoutFixe(quantite, valeur, cump, sorti, valeur + sum((v for _, v in chiffrees), sans_cout))
