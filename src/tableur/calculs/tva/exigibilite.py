"""Exigibilité : quelle part de chaque opération est due, ou déductible, dans une période.

Tout se calcule en cumul : ce qui est exigible à une date, moins ce qui l'était la veille du premier jour. Les
périodes s'ajoutent donc sans recouvrement, et un paiement ne rend exigible que sa part.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from tableur import baremes
from tableur.calculs.tva.natures import a_payer, cle_de_piece, taxe_de
from tableur.calculs.tva.resultats import OperationExigible
from tableur.calculs.tva.saisies import Exigibilite, Operation, OperationDatee, RegimeDExigibilite, Reglement
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Euros
from tableur.socle.marques import formule

_SUR_FACTURE_RECUE = ("achat", "reversement")
_VEILLE = timedelta(days=1)


@formule
def operations_exigibles(
    operations: list[OperationDatee],
    encaissements: list[Reglement],
    du: date,
    au: date,
    regime: RegimeDExigibilite = "encaissements",
) -> list[OperationExigible]:
    """Opérations exigibles ou déductibles entre deux dates, une ligne par événement.

    Biens : livraison, ou acompte encaissé avant elle depuis 2023 ; services : encaissement, au prorata du TTC,
    ou débit de la facture sur option ; acquisition intracommunautaire : facture, au plus tard le 15 du mois
    suivant ; achats : même moment chez le fournisseur, facture reçue (CGI, art. 269 et 271). Un règlement au-delà
    de la facture est une avance : il ne rend rien de plus exigible.

    Args:
        operations: Opérations datées : ventes et achats.
        encaissements: Règlements reçus des clients et payés aux fournisseurs, par pièce.
        du: Premier jour.
        au: Dernier jour.
        regime: encaissements, ou debits si l'entreprise a opté pour les débits.

    Raises:
        ValeurInvalide: Le dernier jour précède le premier.

    >>> travaux = OperationDatee(
    ...     date=date(2026, 3, 1), piece="F1", nature="vente", exigibilite="encaissement",
    ...     ht=D(12000), taux=D("0.10"),
    ... )
    >>> recu = Reglement(date=date(2026, 3, 20), piece="F1", montant=D(6600))
    >>> [(x.ht, x.tva) for x in operations_exigibles([travaux], [recu], date(2026, 3, 1), date(2026, 3, 31))]
    [(Decimal('6000.00'), Decimal('600.00'))]
    """
    if au < du:
        raise ValeurInvalide(f"La période finit le {date_ecrite(au)}, avant son début, le {date_ecrite(du)}.")
    pieces: dict[tuple[str, str], list[OperationDatee]] = {}
    for operation in operations:
        pieces.setdefault(cle_de_piece(operation.piece, operation.tiers), []).append(operation)
    recus = _par_piece(encaissements, pieces)
    exigibles = []
    for cle, lignes in pieces.items():
        suivi = _Piece(lignes, recus.get(cle, []), regime)
        for ligne in lignes:
            exigibles += suivi.exigibles(ligne, du, au)
    return exigibles


@formule
def tva_exigible(
    operation: OperationDatee,
    encaissements: list[Reglement],
    du: date,
    au: date,
    regime: RegimeDExigibilite = "encaissements",
) -> Euros:
    """TVA d'une opération qui devient exigible entre deux dates.

    Pour un achat : celle qui devient déductible, avant la part récupérable. Mêmes règles que operations_exigibles.

    Args:
        operation: Opération datée.
        encaissements: Règlements, par pièce ; ceux des autres pièces sont ignorés.
        du: Premier jour.
        au: Dernier jour.
        regime: encaissements, ou debits si l'entreprise a opté pour les débits.

    Raises:
        ValeurInvalide: Le dernier jour précède le premier.

    >>> bien = OperationDatee(date=date(2026, 3, 9), piece="F2", nature="vente", ht=D(1500), taux=D("0.20"))
    >>> recu = Reglement(date=date(2026, 4, 9), piece="F2", montant=D(1800))
    >>> tva_exigible(bien, [recu], date(2026, 3, 1), date(2026, 3, 31))
    Decimal('300.00')
    """
    exigibles = operations_exigibles([operation], encaissements, du, au, regime)
    return sum((ligne.tva or ZERO for ligne in exigibles), ZERO)


@formule
def tva_en_attente(
    operations: list[OperationDatee],
    encaissements: list[Reglement],
    au: date,
    regime: RegimeDExigibilite = "encaissements",
) -> Euros:
    """TVA des ventes facturées à une date, que leurs encaissements n'ont pas encore rendue exigible.

    Le solde attendu du compte de TVA en attente, à côté de la déclaration.

    Args:
        operations: Opérations datées ; seules les ventes comptent.
        encaissements: Règlements reçus des clients, par pièce.
        au: Jour où l'on se place ; les factures suivantes sont ignorées.
        regime: encaissements, ou debits si l'entreprise a opté pour les débits.

    Raises:
        BaremeAbsent: Une règle d'exigibilité n'est pas connue à une date.

    >>> etude = OperationDatee(
    ...     date=date(2026, 3, 1), piece="F1", nature="vente", exigibilite="encaissement",
    ...     ht=D(1000), taux=D("0.20"),
    ... )
    >>> tva_en_attente([etude], [Reglement(date=date(2026, 3, 9), piece="F1", montant=D(300))], date(2026, 3, 31))
    Decimal('150.00')
    """
    facturees = [x for x in operations if x.nature == "vente" and x.date <= au]
    if not facturees:
        return ZERO
    dates = {jour for x in facturees for jour in (x.date, x.livre_le or x.date)} | {x.date for x in encaissements}
    exigibles = operations_exigibles(facturees, encaissements, min(*dates, au), au, regime)
    return sum(map(taxe_de, facturees), ZERO) - sum((x.tva or ZERO for x in exigibles), ZERO)


def operations_declarees(exigibles: Iterable[OperationExigible]) -> list[Operation]:
    """Opérations de la déclaration, dans le même ordre : le rang d'une case retrouve la ligne exigible."""
    return [
        Operation(
            nature=x.nature,
            ht=x.ht,
            taux=x.taux,
            tva=x.tva,
            coefficient=x.coefficient,
            immobilisation=x.immobilisation,
            monaco=x.monaco,
            zone=x.zone,
            omission=x.omission,
        )
        for x in exigibles
    ]


def _par_piece(
    encaissements: Iterable[Reglement], pieces: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], list[Reglement]]:
    """Règlements de chaque pièce ; sans tiers, un règlement va à la seule pièce de ce numéro."""
    cles: dict[str, list[tuple[str, str]]] = {}
    for cle in pieces:
        cles.setdefault(cle[0], []).append(cle)
    rendus: dict[tuple[str, str], list[Reglement]] = {}
    for reglement in encaissements:
        candidates = cles.get(reglement.piece, [])
        exacte = cle_de_piece(reglement.piece, reglement.tiers)
        visee = exacte if exacte in candidates else candidates[0] if len(candidates) == 1 else None
        if visee is not None:
            rendus.setdefault(visee, []).append(reglement)
    return rendus


class _Piece:
    """Lignes et règlements d'une pièce : quelle part de chaque ligne est exigible à une date."""

    def __init__(
        self, lignes: Sequence[OperationDatee], recus: Sequence[Reglement], regime: RegimeDExigibilite
    ) -> None:
        """Retient les lignes et les règlements, dans l'ordre des dates."""
        self._lignes, self._recus, self._regime = lignes, recus, regime

    def exigibles(self, ligne: OperationDatee, du: date, au: date) -> list[OperationExigible]:
        """Parts de la ligne que les événements de la période rendent exigibles."""
        if not self._recus and len(self._lignes) == 1 and ligne.ht >= ZERO:
            return self._sans_reglement(ligne, du, au)
        evenements = sorted({jour for jour in self._evenements(ligne) if du <= jour <= au})
        rendues, avant = [], self._part(ligne, du - _VEILLE)
        for jour in evenements:
            part = self._part(ligne, jour)
            if part != avant:
                rendues.append(_ligne_exigible(ligne, avant, part, jour))
            avant = part
        return rendues

    def _sans_reglement(self, ligne: OperationDatee, du: date, au: date) -> list[OperationExigible]:
        """Le cas courant, un seul événement possible : tout ou rien."""
        moment = self._moment(ligne)
        if moment == "encaissement":
            return []
        jour = _exigible_le(ligne, moment)
        if ligne.nature in _SUR_FACTURE_RECUE:
            jour = max(jour, ligne.recu_le or ligne.date)
        return [_ligne_exigible(ligne, ZERO, UN, jour)] if du <= jour <= au else []

    def _evenements(self, ligne: OperationDatee) -> set[date]:
        """Jours où la part de la ligne peut changer."""
        jours = {_exigible_le(ligne, self._moment(ligne)), ligne.date, ligne.recu_le or ligne.date}
        return jours | {x.date for x in self._lignes} | {r.date for r in self._recus}

    def _part(self, ligne: OperationDatee, jour: date) -> Decimal:
        """Fraction de la ligne exigible à la fin d'un jour, de 0 à 1."""
        if ligne.nature in _SUR_FACTURE_RECUE and jour < (ligne.recu_le or ligne.date):
            return ZERO
        moment = self._moment(ligne)
        if moment != "encaissement" and jour >= _exigible_le(ligne, moment):
            return UN
        acompte = moment == "livraison" and bool(self._recus) and _acompte_taxe(ligne, jour)
        return self._reglee(ligne, jour) if acompte or moment in ("encaissement", "debit") else ZERO

    def _moment(self, ligne: OperationDatee) -> Exigibilite:
        """Moment de l'exigibilité : l'option pour les débits ne vaut que pour nos ventes."""
        moment = ligne.exigibilite
        if moment == "acompte":
            moment = "encaissement" if _acompte_taxe(ligne, ligne.date) else "livraison"
        option = self._regime == "debits" and ligne.nature == "vente"
        return "debit" if option and moment == "encaissement" else moment

    def _reglee(self, ligne: OperationDatee, jour: date) -> Decimal:
        """Part du total net de la pièce qui est réglée ; un avoir compte à partir de sa date."""
        if ligne.ht < ZERO and jour < ligne.date:
            return ZERO
        du = sum((a_payer(x) for x in self._lignes if x.ht >= ZERO or x.date <= jour), ZERO)
        recu = sum((r.montant for r in self._recus if r.date <= jour), ZERO)
        if du <= ZERO:  # facture annulée par ses avoirs
            return UN if du < ZERO or recu > ZERO else ZERO
        return min(UN, max(ZERO, recu / du))


def _fait_generateur(ligne: OperationDatee) -> date:
    return ligne.livre_le or ligne.date


def _exigible_le(ligne: OperationDatee, moment: Exigibilite) -> date:
    if moment == "debit":
        return ligne.date
    if moment == "facture":
        limite = int(baremes.nombre("tva.exigibilite.jour_intracom", ligne.date))
        suivant = Mois.de(_fait_generateur(ligne)) + 1
        return min(max(ligne.date, _fait_generateur(ligne)), date(suivant.annee, suivant.mois, limite))
    return _fait_generateur(ligne)


def _acompte_taxe(ligne: OperationDatee, jour: date) -> bool:
    """Vrai si un acompte encaissé ce jour sur une livraison de biens est taxé."""
    if ligne.nature not in ("vente", "achat"):
        return False
    return baremes.valeur("tva.exigibilite.acompte_sur_biens", jour) == "encaissement"


def _ligne_exigible(ligne: OperationDatee, avant: Decimal, apres: Decimal, jour: date) -> OperationExigible:
    taxe = taxe_de(ligne)
    imposee = ligne.taux is not None or ligne.tva is not None
    part = apres - avant
    raison = "" if part == UN else f"part de {(part * 100).quantize(Decimal('0.01'))} %".replace(".", ",")
    return OperationExigible(
        date_exigibilite=jour,
        piece=ligne.piece,
        tiers=ligne.tiers,
        libelle=ligne.libelle,
        nature=ligne.nature,
        ht=_part_de(ligne.ht, avant, apres),
        taux=ligne.taux,
        tva=_part_de(taxe, avant, apres) if imposee else None,
        coefficient=ligne.coefficient,
        immobilisation=ligne.immobilisation,
        monaco=ligne.monaco,
        zone=ligne.zone,
        omission=ligne.omission,
        part=part,
        motif=" ; ".join(morceau for morceau in (ligne.motif, raison) if morceau),
    )


def _part_de(montant: Decimal, avant: Decimal, apres: Decimal) -> Decimal:
    """Différence de deux cumuls arrondis au centime : les parts successives font exactement le montant."""
    cumul = arrondir_centime(montant * apres)
    return cumul - arrondir_centime(montant * avant) if avant else cumul
