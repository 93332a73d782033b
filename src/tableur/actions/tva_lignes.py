"""Le détail d'une déclaration : les lignes de « Collectée » et « Déductible », dont les cases sont la somme."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tableur.calculs.tva.cases import ANCIENS_TAUX, IMPOSABLES, NON_IMPOSABLES
from tableur.calculs.tva.declaration import cases_du_formulaire, lignes_des_cases, taux_des_lignes
from tableur.calculs.tva.enregistrements import (
    LigneCollectee,
    LigneDeCase,
    LigneDeductible,
    Operation,
    OperationExigible,
    Regime,
)
from tableur.calculs.tva.periodes import Periode
from tableur.socle.grandeurs import ZERO

CADRE_A = frozenset({*IMPOSABLES.values(), *NON_IMPOSABLES.values(), "B5", "F8"})
DEDUCTIONS = ("19", "20", "21")
_SANS_CASE = LigneDeCase(case="", rang=0, nature="achat")


@dataclass(frozen=True, slots=True)
class Detail:
    """Lignes collectées et lignes déductibles d'une période, dans l'ordre du formulaire."""

    collectee: list[LigneCollectee]
    deductible: list[LigneDeductible]


def detail_de_la_periode(
    exigibles: Sequence[OperationExigible],
    operations: Sequence[Operation],
    periode: Periode,
    regime: Regime,
    omises: frozenset[int] = frozenset(),
) -> Detail:
    """Détail des cases d'une période.

    Args:
        exigibles: Parts exigibles, dont les opérations viennent, dans le même ordre.
        operations: Opérations de la déclaration.
        periode: La période.
        regime: mensuel ou trimestriel.
        omises: Rangs (à partir de 1) des retardataires : leur taxe est montrée à part, ligne 21.

    Raises:
        Refus: Des opérations ne conviennent pas ; toutes sont dites.
    """
    de_taux = frozenset({*taux_des_lignes(periode.fin)[0], *taux_des_lignes(periode.fin)[1], ANCIENS_TAUX})
    par_rang: dict[int, dict[str, LigneDeCase]] = {}
    for ligne in lignes_des_cases(list(operations), str(periode), regime):
        par_rang.setdefault(ligne.rang, {})[ligne.case] = ligne
    detail = Detail([], [])
    for rang, cases in par_rang.items():
        exigible = exigibles[rang - 1]
        detail.collectee.extend(_collectees(exigible, cases, de_taux))
        detail.deductible.extend(_deduites(exigible, cases, omise=rang in omises))
    ordre = {case: place for place, case in enumerate(cases_du_formulaire(periode.fin))}
    detail.collectee.sort(
        key=lambda x: (ordre[x.case], ordre.get(x.ligne_de_taux, 0), x.date_exigibilite, x.piece)
    )
    detail.deductible.sort(key=lambda x: (ordre[x.case], x.date_deduction, x.piece))
    return detail


def _collectees(
    exigible: OperationExigible, cases: dict[str, LigneDeCase], de_taux: frozenset[str]
) -> list[LigneCollectee]:
    taux = next((case for case in cases if case in de_taux), "")
    return [
        LigneCollectee(
            case=case,
            ligne_de_taux=taux,
            date_exigibilite=exigible.date_exigibilite,
            piece=exigible.piece,
            tiers=exigible.tiers,
            libelle=exigible.libelle,
            ht=ligne.base or ZERO,
            taux=exigible.taux,
            tva=(ligne.taxe if case == "15" else cases.get(taux, _SANS_CASE).taxe) or ZERO,
            monaco="18" in cases,
            motif=exigible.motif,
        )
        for case, ligne in cases.items()
        if case in CADRE_A or case == "15"
    ]


def _deduites(exigible: OperationExigible, cases: dict[str, LigneDeCase], *, omise: bool) -> list[LigneDeductible]:
    return [
        LigneDeductible(
            case=case,
            date_deduction=exigible.date_exigibilite,
            piece=exigible.piece,
            tiers=exigible.tiers,
            libelle=exigible.libelle,
            ht=exigible.ht,
            tva=_taxe_de_la_ligne(exigible, cases[case].taxe or ZERO),
            coefficient=exigible.coefficient,
            tva_deductible=cases[case].taxe or ZERO,
            omission=omise,
            importation="24" in cases,
            motif=exigible.motif,
        )
        for case in DEDUCTIONS
        if case in cases
    ]


def _taxe_de_la_ligne(exigible: OperationExigible, deduite: Decimal) -> Decimal:
    """TVA de la ligne, avant sa part récupérable ; d'une régularisation, la taxe même."""
    if exigible.nature == "vente" or exigible.tva is None:
        return deduite
    return exigible.tva
