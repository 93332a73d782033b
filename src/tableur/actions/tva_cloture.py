"""Clôture de l'exercice : ce que le classeur de TVA suivant reprend de celui-ci."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from tableur.actions.tva_lu import CREDIT, DEBUT_DES_TEMPS, lire_la_tva, operations_lues
from tableur.calculs.tva.enregistrements import (
    Achat,
    Decaissement,
    Encaissement,
    OperationDatee,
    OperationExigible,
    RepriseDeTva,
    Vente,
)
from tableur.calculs.tva.natures import cle_de_piece
from tableur.classeurs.port import Classeur
from tableur.socle.grandeurs import ZERO

Cle = tuple[str, str]


def reports_a_la_cloture(classeur: Classeur, *, le: date) -> dict[type, Sequence[object]]:
    """Ce que le classeur suivant reprend : les pièces dont une part n'est pas encore exigible, et leurs paiements.

    Elles sont reprises entières, avec ce qui en a déjà été réglé : la part déjà déclarée ne l'est pas deux fois,
    et le reste le devient à son tour. Le crédit de TVA vient de l'historique, qui est gardé.

    Args:
        classeur: Le classeur de l'exercice clos.
        le: Date de la clôture ; les règlements de ce jour comptent.

    Raises:
        Refus: Une table du classeur a des anomalies.
    """
    lue = lire_la_tva(classeur)
    operations = operations_lues(lue)
    exigibles = operations.exigibles(DEBUT_DES_TEMPS, le)
    ventes = [x for x in exigibles if x.nature not in _ACHATS]
    achats = [x for x in exigibles if x.nature in _ACHATS]
    clients, fournisseurs = _en_cours(operations.ventes, ventes), _en_cours(operations.achats, achats)
    return {
        Vente: [v for v in lue.ventes if _est_en_cours(clients, v.client, v.piece, v.avoir_de)],
        Achat: [a for a in lue.achats if _est_en_cours(fournisseurs, a.fournisseur, a.piece, a.avoir_de)],
        Encaissement: [e for e in lue.encaissements if _est_regle(clients, e.client, e.piece)],
        Decaissement: [d for d in lue.decaissements if _est_regle(fournisseurs, d.fournisseur, d.piece)],
        RepriseDeTva: [
            r
            for r in lue.reprises
            if (r.type == CREDIT and not lue.closes)
            or _est_en_cours(clients if r.type == "Facture client impayée" else fournisseurs, r.tiers, r.piece)
        ],
    }


_ACHATS = frozenset(
    {
        "achat",
        "reversement",
        "import",
        "acquisition_intracom",
        "service_recu_etranger",
        "achat_etranger",
        "autoliquidation_interne",
    }
)


def _en_cours(operations: Iterable[OperationDatee], exigibles: Iterable[OperationExigible]) -> set[Cle]:
    """Pièces dont une part n'est pas encore exigible."""
    restes: dict[Cle, Decimal] = {}
    for operation in operations:
        cle = cle_de_piece(operation.piece, operation.tiers)
        restes[cle] = restes.get(cle, ZERO) + operation.ht
    for exigible in exigibles:
        cle = cle_de_piece(exigible.piece, exigible.tiers)
        restes[cle] = restes.get(cle, ZERO) - exigible.ht
    return {cle for cle, reste in restes.items() if reste != ZERO}


def _est_en_cours(en_cours: set[Cle], tiers: str, *pieces: str) -> bool:
    return any(cle_de_piece(piece, tiers) in en_cours for piece in pieces if piece)


def _est_regle(en_cours: set[Cle], tiers: str, piece: str) -> bool:
    """Règlement d'une pièce en cours ; sans tiers, le numéro suffit ; sans pièce, c'est une avance, gardée."""
    if not piece:
        return True
    return cle_de_piece(piece, tiers) in en_cours or (not tiers and any(p == piece for p, _ in en_cours))
