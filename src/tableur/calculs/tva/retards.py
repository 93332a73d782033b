"""Retardataires : l'achat d'une période close, la vente oubliée, et la ligne close qui a changé."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.calculs.tva.deduction import limite_de_deduction
from tableur.calculs.tva.natures import TAXE_DANS_LE_PRIX, cle_de_piece
from tableur.calculs.tva.periodes import Periode, periode_lue
from tableur.calculs.tva.resultats import LigneDeControle, LigneFigee, OperationExigible, Retardataire
from tableur.calculs.tva.saisies import Regime
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.grandeurs import ZERO, Code
from tableur.socle.marques import formule

CENT = 100


@formule
def operations_retardataires(
    exigibles: list[OperationExigible],
    figees: list[LigneFigee],
    periode: Code,
    debut_exercice: date,
    regime: Regime = "mensuel",
    origine_creditrice: bool = False,
    rembourse_depuis: bool = False,
) -> list[Retardataire]:
    """Pièces d'avant la période ouverte qu'aucune période close n'a déclarées, et ce qu'on en fait.

    Achat : ligne 21 jusqu'au 31 décembre de la deuxième année (CGI, ann. II, art. 208), perdu ensuite. Vente :
    déclaration courante avec le texte du cadre de correspondance, tant que la taxe oubliée des exercices passés
    ne dépasse pas 4 000 € ; au-delà, déclaration rectificative (BOI-TVA-DECLA-20-20-20-10, § 240 et 245).

    Args:
        exigibles: Opérations exigibles avant la période ouverte.
        figees: Lignes des périodes closes.
        periode: Période ouverte.
        debut_exercice: Premier jour de l'exercice en cours.
        regime: mensuel ou trimestriel.
        origine_creditrice: Vrai si la déclaration d'origine était créditrice : pas de limite de 4 000 €.
        rembourse_depuis: Vrai si ce crédit a été remboursé depuis : une rectificative est due.

    Raises:
        ValeurInvalide: La période ne se lit pas.

    >>> achat = OperationExigible(
    ...     date_exigibilite=date(2026, 9, 5), piece="B1", nature="achat", ht=D(100), tva=D(20)
    ... )
    >>> figee = LigneFigee(periode="2026-09", case="20", piece="B2", ht=D(50), tva=D(10))
    >>> operations_retardataires([achat], [figee], "2026-11", date(2026, 1, 1))[0].sort
    'ligne 21'
    """
    ouverte = periode_lue(periode, regime)
    declarees = {cle_de_piece(figee.piece, figee.tiers) for figee in figees}
    oubliees = [
        x
        for x in exigibles
        if x.date_exigibilite < ouverte.debut and cle_de_piece(x.piece, x.tiers) not in declarees
    ]
    passees = sum(
        (x.tva or ZERO for x in oubliees if x.nature == "vente" and x.date_exigibilite < debut_exercice), ZERO
    )
    seuil = baremes.nombre("tva.omission.vente", ouverte.fin)
    depasse = passees > seuil and not origine_creditrice
    rectifier = depasse or (origine_creditrice and rembourse_depuis)
    return [_retardataire(x, ouverte, debut_exercice, rectifier=rectifier) for x in oubliees]


def operations_reprises(
    exigibles: Iterable[OperationExigible], retardataires: Iterable[Retardataire], ouverte: Periode
) -> list[OperationExigible]:
    """Opérations retardataires à joindre à la période ouverte, les achats en omission."""
    sorts = {
        cle_de_piece(r.piece, r.tiers): r.sort
        for r in retardataires
        if r.sort in ("ligne 21", "déclaration courante")
    }
    reprises = []
    for x in exigibles:
        sort = sorts.get(cle_de_piece(x.piece, x.tiers))
        if sort is not None and x.date_exigibilite < ouverte.debut:
            motif = f"{x.motif} ; retard : exigible le {date_ecrite(x.date_exigibilite)}"
            reprises.append(replace(x, omission=x.omission or sort == "ligne 21", motif=motif))
    return reprises


def controles_des_periodes_closes(
    figees: Sequence[LigneFigee], actuelles: Sequence[LigneFigee]
) -> list[LigneDeControle]:
    """Ce qui ne va plus dans les périodes closes : ligne changée (les deux valeurs), pièce déclarée deux fois.

    Une pièce qu'aucune période close n'a déclarée n'est pas ici : c'est une retardataire.

    Args:
        figees: Lignes telles qu'elles ont été déclarées (`lignes_a_figer` au jour de la clôture).
        actuelles: Les mêmes périodes recalculées aujourd'hui (`lignes_a_figer` encore).
    """
    avant, apres = _par_piece_et_periode(figees), _par_piece_et_periode(actuelles)
    pieces = {cle for cle, _ in avant}
    controles = []
    for cle, periode in sorted({*avant, *(x for x in apres if x[0] in pieces)}):
        declare, actuel = avant.get((cle, periode), {}), apres.get((cle, periode), {})
        changees = sorted(c for c in {*declare, *actuel} if declare.get(c, ZERO) != actuel.get(c, ZERO))
        if changees:
            case = changees[0]
            ailleurs = [autre for autre_cle, autre in avant if autre_cle == cle and autre != periode]
            double = not actuel and bool(ailleurs)
            valeurs = (declare.get(case, ZERO), actuel.get(case, ZERO))
            controles.append(_change(cle[0], periode, case, valeurs, double=double))
    return controles


def _par_piece_et_periode(
    lignes: Iterable[LigneFigee],
) -> dict[tuple[tuple[str, str], str], dict[str, Decimal]]:
    """Hors taxes de chaque case, par pièce et période."""
    sommes: dict[tuple[tuple[str, str], str], dict[str, Decimal]] = {}
    for ligne in lignes:
        cases = sommes.setdefault((cle_de_piece(ligne.piece, ligne.tiers), ligne.periode), {})
        cases[ligne.case] = cases.get(ligne.case, ZERO) + ligne.ht
    return sommes


def _retardataire(
    x: OperationExigible, ouverte: Periode, debut_exercice: date, *, rectifier: bool
) -> Retardataire:
    taxe = x.tva or ZERO
    limite = None
    if x.nature == "vente":
        ancienne = x.date_exigibilite < debut_exercice
        sort = "déclaration rectificative" if rectifier and ancienne else "déclaration courante"
        texte = _correspondance(x, taxe) if sort == "déclaration courante" else _rectificative(x, taxe)
    elif x.nature in TAXE_DANS_LE_PRIX:
        limite = limite_de_deduction(x.date_exigibilite)
        sort = "ligne 21" if ouverte.fin <= limite else "hors délai"
        texte = f"TVA omise, déductible jusqu'au {date_ecrite(limite)} (CGI, ann. II, art. 208)"
    else:
        sort = "déclaration courante"
        texte = (
            f"À joindre à la déclaration courante, en signalant la période du {date_ecrite(x.date_exigibilite)}"
        )
    return Retardataire(
        piece=x.piece,
        tiers=x.tiers,
        date_exigibilite=x.date_exigibilite,
        nature=x.nature,
        ht=x.ht,
        tva=taxe,
        sort=sort,  # type: ignore[arg-type]
        limite=limite,
        texte=texte,
    )


def _correspondance(x: OperationExigible, taxe: Decimal) -> str:
    taux = "" if x.taux is None else f" au taux de {nombre_ecrit(x.taux * CENT)} %"
    return (
        f"Cadre réservé à la correspondance : recettes omises de {montant_ecrit(x.ht)} HT{taux}, "
        f"TVA {montant_ecrit(taxe)}, opération du {date_ecrite(x.date_exigibilite)} (pièce {x.piece})."
    )


def _rectificative(x: OperationExigible, taxe: Decimal) -> str:
    return (
        f"Déposer une déclaration rectificative de la période du {date_ecrite(x.date_exigibilite)} : "
        f"{montant_ecrit(x.ht)} HT, TVA {montant_ecrit(taxe)} ; le total oublié dépasse la tolérance "
        "(BOI-TVA-DECLA-20-20-20-10, § 245)."
    )


def _change(
    piece: str, periode: str, case: str, valeurs: tuple[Decimal, Decimal], *, double: bool
) -> LigneDeControle:
    declare, actuel = valeurs
    return LigneDeControle(
        gravite="refus" if double else "alerte",
        feuille="Historique",
        ligne=0,
        piece=piece,
        regle="pièce dans deux périodes" if double else "ligne close changée",
        constat=(
            f"{periode}, case {case} : {montant_ecrit(declare)} HT déclarés, "
            f"{montant_ecrit(actuel)} HT aujourd'hui"
        ),
        reparation=(
            "retirer la pièce d'une des périodes par une régularisation"
            if double
            else "remettre la ligne comme elle était, ou rouvrir la période avec un motif"
        ),
    )
