"""Détail de la déclaration : les lignes des feuilles « Collectée » et « Déductible », case par case."""

from collections.abc import Sequence

from tableur.calculs.tva.declaration import lignes_des_cases
from tableur.calculs.tva.exigibilite import operations_declarees
from tableur.calculs.tva.periodes import periode_lue
from tableur.calculs.tva.resultats import LigneCollectee, LigneDeductible, LigneFigee, OperationExigible
from tableur.calculs.tva.saisies import Regime
from tableur.socle.grandeurs import UN, ZERO

DEDUCTIBLES = ("15", "19", "20", "21")
INFORMATIVES = ("17", "18", "24")


def lignes_collectees(
    exigibles: Sequence[OperationExigible], periode: str, regime: Regime = "mensuel"
) -> list[LigneCollectee]:
    """Lignes du cadre A et leur ligne de taux : la somme des bases d'une case est celle de la déclaration.

    Args:
        exigibles: Opérations exigibles de la période.
        periode: Mois ou trimestre.
        regime: mensuel ou trimestriel.

    Raises:
        Refus: Des opérations ne conviennent pas.
    """
    detail = lignes_des_cases(operations_declarees(exigibles), periode, regime)
    taux = {x.rang: x for x in detail if x.base is not None and x.taxe is not None}
    monaco = {x.rang for x in detail if x.case == "18"}
    rendues = []
    for ligne in detail:
        if ligne.base is None or ligne.taxe is not None:
            continue
        source, brute = exigibles[ligne.rang - 1], taux.get(ligne.rang)
        rendues.append(
            LigneCollectee(
                case=ligne.case,
                ligne_de_taux="" if brute is None else brute.case,
                date_exigibilite=source.date_exigibilite,
                piece=source.piece,
                tiers=source.tiers,
                libelle=source.libelle,
                ht=ligne.base,
                taux=source.taux,
                tva=ZERO if brute is None or brute.taxe is None else brute.taxe,
                monaco=ligne.rang in monaco,
                motif=source.motif,
            )
        )
    return rendues


def lignes_deductibles(
    exigibles: Sequence[OperationExigible], periode: str, regime: Regime = "mensuel"
) -> list[LigneDeductible]:
    """Lignes 15, 19, 20 et 21 : la TVA, la part récupérable, ce qui est déduit et pourquoi.

    Args:
        exigibles: Opérations exigibles de la période, retardataires comprises.
        periode: Mois ou trimestre.
        regime: mensuel ou trimestriel.

    Raises:
        Refus: Des opérations ne conviennent pas.
    """
    detail = lignes_des_cases(operations_declarees(exigibles), periode, regime)
    importees = {x.rang for x in detail if x.case == "24"}
    rendues = []
    for ligne in detail:
        if ligne.case not in DEDUCTIBLES or ligne.taxe is None:
            continue
        source = exigibles[ligne.rang - 1]
        achete = source.nature != "vente"
        rendues.append(
            LigneDeductible(
                case=ligne.case,
                date_deduction=source.date_exigibilite,
                piece=source.piece,
                tiers=source.tiers,
                libelle=source.libelle,
                ht=source.ht,
                tva=source.tva or ZERO,
                coefficient=source.coefficient if achete else UN,
                tva_deductible=ligne.taxe,
                omission=source.omission,
                importation=ligne.rang in importees and ligne.case in ("19", "20"),
                motif=source.motif,
            )
        )
    return rendues


def lignes_a_figer(
    exigibles: Sequence[OperationExigible], periode: str, regime: Regime = "mensuel"
) -> list[LigneFigee]:
    """Lignes de la période, telles que la clôture les garde : une par pièce et par case."""
    gardees, nom = [], str(periode_lue(periode, regime))
    for ligne in lignes_des_cases(operations_declarees(exigibles), periode, regime):
        if ligne.case in INFORMATIVES:
            continue
        source = exigibles[ligne.rang - 1]
        gardees.append(
            LigneFigee(
                periode=nom,
                case=ligne.case,
                piece=source.piece,
                tiers=source.tiers,
                ht=source.ht,
                tva=ZERO if ligne.taxe is None else ligne.taxe,
            )
        )
    return gardees
