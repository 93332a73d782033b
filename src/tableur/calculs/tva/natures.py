"""Natures tapées : ce que chaque mot du métier fait dans la déclaration ; des tables aux opérations."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from tableur import baremes
from tableur.calculs.tva.cadeaux import CADEAU, Don, DonAdmis, dons_admis
from tableur.calculs.tva.lectures import Lectures
from tableur.calculs.tva.lectures import natures as natures
from tableur.calculs.tva.saisies import (
    Achat,
    Decaissement,
    Encaissement,
    Exigibilite,
    OperationDatee,
    Reglement,
    RepriseDeTva,
    Vente,
)
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.erreurs import Anomalie, Ou, Refus, ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO

L = TypeVar("L")
Lieu = Callable[[int, str], Ou]
TAXE_DANS_LE_PRIX = ("vente", "achat")
SUR_LA_FACTURE = (*TAXE_DANS_LE_PRIX, "reversement")
_EUROS = ("", "EUR", "€")


def rang_seul(rang: int, champ: str) -> Ou:
    """Lieu d'une ligne dont on ne connaît que le rang."""
    return Ou(ligne=rang + 1, colonne=champ)


def operations_des_ventes(ventes: Sequence[Vente], lieu: Lieu = rang_seul) -> list[OperationDatee]:
    """Opérations que font les ventes, en euros, taux lus.

    L'avoir d'une prestation suit la facture qu'il corrige : il ne réduit que ce qui a été encaissé.

    Args:
        ventes: Lignes de vente.
        lieu: Endroit d'une ligne et de son champ.

    Raises:
        Refus: Une devise n'a pas de cours, un taux n'en est pas un ; toutes les lignes sont dites.
    """
    return _converties(ventes, _operation_de_vente, lieu)


def operations_des_achats(achats: Sequence[Achat], lieu: Lieu = rang_seul) -> list[OperationDatee]:
    """Opérations que font les achats, en euros, taux lus, part récupérable et raison comprises.

    Le plafond des cadeaux se compte par bénéficiaire et par an, dans l'ordre des dates.

    Args:
        achats: Lignes d'achat.
        lieu: Endroit d'une ligne et de son champ.

    Raises:
        Refus: Une devise n'a pas de cours, un taux n'en est pas un ; toutes les lignes sont dites.
    """
    operations = _converties(achats, _operation_d_achat, lieu)
    for rang, admis in cadeaux_admis(achats, operations):
        lue = operations[rang]
        part = admis.part if achats[rang].part_recuperable is None else lue.coefficient
        operations[rang] = replace(lue, coefficient=part, motif=f"{lue.motif} ; {admis.raison}")
    return operations


def cadeaux_admis(achats: Sequence[Achat], operations: Sequence[OperationDatee]) -> Iterable[tuple[int, DonAdmis]]:
    """Rang de chaque cadeau, et sa part récupérable.

    Args:
        achats: Lignes d'achat.
        operations: Leurs opérations, dans le même ordre.
    """
    rangs = [rang for rang, achat in enumerate(achats) if achat.nature == CADEAU]
    dons = []
    for rang in rangs:
        achat, lue = achats[rang], operations[rang]
        deduite = taxe_de(lue) * (UN if achat.part_recuperable is None else achat.part_recuperable)
        dons.append(Don(achat.date, achat.designation, a_payer(lue), deduite))
    return zip(rangs, dons_admis(dons), strict=True)


def operations_de_reprise(reprises: Sequence[RepriseDeTva], lieu: Lieu = rang_seul) -> list[OperationDatee]:
    """Opérations que font les factures de services reprises impayées : exigibles à leur règlement.

    Args:
        reprises: Lignes de reprise ; les crédits n'en font pas.
        lieu: Endroit d'une ligne et de son champ.

    Raises:
        Refus: Un taux n'en est pas un ; toutes les lignes sont dites.
    """
    factures = [ligne for ligne in reprises if ligne.type != "Crédit de TVA reporté"]
    return _converties(factures, _operation_de_reprise, lieu)


def reglements(lignes: Iterable[Encaissement | Decaissement]) -> list[Reglement]:
    """Règlements de factures, frais retenus compris ; une ligne sans pièce est une avance."""
    return [
        Reglement(
            date=x.date,
            piece=x.piece,
            montant=x.montant + x.frais,
            reference=x.reference,
            tiers=x.client if isinstance(x, Encaissement) else x.fournisseur,
        )
        for x in lignes
        if x.piece
    ]


def cle_de_piece(piece: str, tiers: str) -> tuple[str, str]:
    """Ce qui désigne une facture : deux fournisseurs peuvent donner le même numéro.

    >>> cle_de_piece("FA-1", " Martin ") == cle_de_piece("FA-1", "MARTIN")
    True
    """
    return piece, " ".join(tiers.split()).casefold()


def taxe_de(operation: OperationDatee) -> Decimal:
    """TVA d'une opération, tapée ou calculée au centime ; nulle sans taux.

    La facture d'un achat autoliquidé porte 0 € de TVA : la taxe reste celle que l'acheteur calcule.
    """
    tapee = operation.tva is not None and (operation.tva != ZERO or operation.nature in SUR_LA_FACTURE)
    if tapee and operation.tva is not None:
        return operation.tva
    return ZERO if operation.taux is None else arrondir_centime(operation.ht * operation.taux)


def a_payer(operation: OperationDatee) -> Decimal:
    """Ce que le tiers doit : le TTC, ou le hors taxes quand la taxe est autoliquidée ou ne se facture pas."""
    return operation.ht + (taxe_de(operation) if operation.nature in TAXE_DANS_LE_PRIX else ZERO)


def operations_lisibles(lignes: Sequence[Vente | Achat | RepriseDeTva]) -> list[OperationDatee]:
    """Opérations des seules lignes qui conviennent : pour un contrôle, qui dit les autres par ailleurs."""
    lectures, operations = Lectures(), []
    for ligne in lignes:
        with suppress(ValeurInvalide):
            if isinstance(ligne, Vente):
                operations.append(_operation_de_vente(ligne, lectures))
            elif isinstance(ligne, Achat):
                operations.append(_operation_d_achat(ligne, lectures))
            elif ligne.type != "Crédit de TVA reporté":
                operations.append(_operation_de_reprise(ligne, lectures))
    return operations


def _converties(
    lignes: Sequence[L], convertir: Callable[[L, Lectures], OperationDatee], lieu: Lieu
) -> list[OperationDatee]:
    operations, anomalies, lectures = [], [], Lectures()
    for rang, ligne in enumerate(lignes):
        try:
            operations.append(convertir(ligne, lectures))
        except ValeurInvalide as erreur:
            piece = getattr(ligne, "piece", "")
            message = f"pièce {piece} : {erreur}" if piece else str(erreur)
            anomalies.append(Anomalie("refus", lieu(rang, ""), "ligne refusée", "", piece, message))
    if anomalies:
        raise Refus(anomalies)
    return operations


def _operation_de_vente(vente: Vente, lectures: Lectures) -> OperationDatee:
    nature, cours = lectures.nature("ventes", vente.nature, vente.date), _cours(vente)
    imposable = nature.operation in TAXE_DANS_LE_PRIX
    moment = _moment(nature.exigibilite, vente.date)
    return OperationDatee(
        date=vente.date,
        piece=_piece_suivie(vente, moment),
        tiers=vente.client,
        libelle=_libelle(vente),
        nature=nature.operation,
        exigibilite="debit" if vente.debits and moment == "encaissement" else moment,
        ht=arrondir_centime(vente.ht * cours),
        taux=_taux_lu(vente, lectures) if imposable else None,
        tva=None if vente.tva is None else arrondir_centime(vente.tva * cours),
        livre_le=vente.livre_le,
        immobilisation=nature.immobilisation,
        monaco=vente.monaco,
        zone=vente.zone,
        omission=nature.cases == "21",
        motif=nature.texte,
    )


def _operation_d_achat(achat: Achat, lectures: Lectures) -> OperationDatee:
    nature, cours = lectures.nature("achats", achat.nature, achat.date), _cours(achat)
    moment = nature.exigibilite
    lue = OperationDatee(
        date=achat.date,
        piece=_piece_suivie(achat, moment),
        tiers=achat.fournisseur,
        libelle=_libelle(achat),
        nature=nature.operation,
        exigibilite="debit" if achat.fournisseur_aux_debits and moment == "encaissement" else moment,
        ht=arrondir_centime(achat.ht * cours),
        taux=None if achat.nature == "Achat sans TVA" else _taux_lu(achat, lectures),
        tva=None if achat.tva is None else arrondir_centime(achat.tva * cours),
        livre_le=achat.livre_le,
        recu_le=achat.recu_le,
        coefficient=nature.part if achat.part_recuperable is None else achat.part_recuperable,
        immobilisation=nature.immobilisation,
        zone=achat.zone,
        motif=nature.texte,
    )
    if achat.nature != "Achat sans TVA" and lue.taux is None and lue.tva is None:
        raise ValeurInvalide("taper le taux ou la TVA de l'achat, ou la nature « Achat sans TVA »")
    return lue


def _operation_de_reprise(reprise: RepriseDeTva, lectures: Lectures) -> OperationDatee:
    client = reprise.type == "Facture client impayée"
    if reprise.taux is None and reprise.tva is None:
        raise ValeurInvalide("taper le taux ou la TVA de ce qui reste à payer")
    return OperationDatee(
        date=reprise.date,
        piece=reprise.piece,
        tiers=reprise.tiers,
        libelle="Reprise : " + reprise.type.lower(),
        nature="vente" if client else "achat",
        exigibilite="encaissement",
        ht=reprise.ht,
        taux=None if reprise.taux is None else lectures.taux(reprise.taux, reprise.date, "metropole"),
        tva=reprise.tva,
        motif="CGI, art. 269, 2-c : exigible au paiement",
    )


def _moment(exigibilite: Exigibilite, le: date) -> Exigibilite:
    if exigibilite != "acompte":
        return exigibilite
    return cast("Exigibilite", baremes.valeur("tva.exigibilite.acompte_sur_biens", le))


def _piece_suivie(ligne: Vente | Achat, moment: Exigibilite) -> str:
    """Pièce dont les règlements comptent : celle que l'avoir corrige, pour des services."""
    return ligne.avoir_de if ligne.avoir_de and moment == "encaissement" else ligne.piece


def _libelle(ligne: Vente | Achat) -> str:
    libelle = ligne.designation or ligne.nature
    return f"Avoir {ligne.piece} : {libelle}" if ligne.avoir_de else libelle


def _cours(ligne: Vente | Achat) -> Decimal:
    if ligne.devise.upper() in _EUROS:
        return UN
    if ligne.cours is None or ligne.cours <= ZERO:
        raise ValeurInvalide(
            f"la devise {ligne.devise} demande son cours, en euros pour une unité (CGI, art. 266)"
        )
    return ligne.cours


def _taux_lu(ligne: Vente | Achat, lectures: Lectures) -> Decimal | None:
    if ligne.taux is None:
        if isinstance(ligne, Vente) and ligne.tva is None:
            raise ValeurInvalide("taper le taux de la vente")
        return None
    if ligne.taux == ZERO and isinstance(ligne, Achat):
        return ZERO
    return lectures.taux(ligne.taux, ligne.date, ligne.zone)
