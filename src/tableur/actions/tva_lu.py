"""Ce que toute action de la TVA lit d'abord : les tables tapées, la période, et ce qui est déjà déclaré."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from tableur.calculs.tva.enregistrements import (
    Achat,
    Decaissement,
    Encaissement,
    LigneFigee,
    OperationDatee,
    OperationExigible,
    PeriodeDeclaree,
    Regime,
    Reglement,
    RepriseDeTva,
    Vente,
    Zone,
)
from tableur.calculs.tva.exigibilite import operations_exigibles, tva_en_attente
from tableur.calculs.tva.natures import (
    operations_de_reprise,
    operations_des_achats,
    operations_des_ventes,
    reglements,
    taxe_de,
)
from tableur.calculs.tva.periodes import Periode, periode_lue
from tableur.calculs.tva.saisies import RegimeDExigibilite
from tableur.calculs.tva.zones import CENT, table_des_taux
from tableur.classeurs.port import Classeur
from tableur.frontiere import Lignes
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import Anomalie, Ou, Refus, refus
from tableur.socle.grandeurs import ZERO

DEBUT_DES_TEMPS = date(1970, 1, 1)
CREDIT = "Crédit de TVA reporté"
L = TypeVar("L", Vente, Achat)


@dataclass(frozen=True, slots=True)
class TvaLue:
    """Les tables de la TVA, telles qu'elles sont tapées, et l'historique des périodes déclarées."""

    fichier: str
    ventes: Lignes[Vente]
    achats: Lignes[Achat]
    encaissements: Lignes[Encaissement]
    decaissements: Lignes[Decaissement]
    reprises: Lignes[RepriseDeTva]
    periodes: Sequence[PeriodeDeclaree]
    figees: Sequence[LigneFigee]

    @property
    def lues(self) -> dict[str, int]:
        """Lignes lues par table."""
        tables: dict[str, Sequence[object]] = {
            "Ventes": self.ventes,
            "Achats": self.achats,
            "Encaissements": self.encaissements,
            "Décaissements": self.decaissements,
            "Reprise": self.reprises,
        }
        return {nom: len(lignes) for nom, lignes in tables.items()}

    @property
    def sources(self) -> str:
        """Ce sur quoi porte le calcul, pour la mention des feuilles."""
        return f"{compte_ecrit(len(self.ventes), 'vente')} et {compte_ecrit(len(self.achats), 'achat')}"

    def close(self, periode: Periode | str) -> PeriodeDeclaree | None:
        """Ligne de l'historique d'une période close ; None si elle est ouverte, ou rouverte depuis."""
        lignes = [ligne for ligne in self.periodes if ligne.periode == str(periode)]
        return lignes[-1] if lignes and lignes[-1].etat == "close" else None

    def est_rouverte(self, periode: Periode) -> bool:
        """Vrai si la période a été close, puis rouverte, et ne l'est pas encore de nouveau."""
        return self.close(periode) is None and any(x.periode == str(periode) for x in self.periodes)

    def periode_close_au(self, jour: date) -> Periode | None:
        """Période close qui contient un jour, None s'il n'y en a pas."""
        return next((p for p in self.closes if jour in p), None)

    @property
    def closes(self) -> list[Periode]:
        """Périodes closes, de la plus ancienne à la plus récente."""
        noms = {x.periode: x.regime for x in self.periodes if self.close(x.periode) is not None}
        return sorted(periode_lue(nom, regime) for nom, regime in noms.items())

    @property
    def declarees(self) -> list[LigneFigee]:
        """Lignes des périodes closes, celles d'une période rouverte exceptées."""
        noms = {str(periode) for periode in self.closes}
        return [figee for figee in self.figees if figee.periode in noms]

    def avant(self, periode: Periode) -> "TvaLue":
        """Les mêmes tables, quand les périodes d'avant celle-ci étaient seules déposées."""
        nom = str(periode)
        return replace(
            self,
            periodes=[x for x in self.periodes if x.periode < nom],
            figees=[figee for figee in self.figees if figee.periode < nom],
        )

    def credit_avant(self, periode: Periode) -> Decimal:
        """Crédit à reporter sur une période : celui de la précédente, close ; à défaut, celui de la reprise."""
        precedente = self.close(periode.precedente)
        if precedente is not None:
            return precedente.credit
        if any(ligne.periode < str(periode) for ligne in self.periodes if ligne.etat == "close"):
            return ZERO
        credits_repris = (r.montant for r in self.reprises if r.type == CREDIT and r.date < periode.debut)
        return sum(credits_repris, ZERO)


@dataclass(frozen=True, slots=True)
class Operations:
    """Opérations datées des ventes et des achats, et leurs règlements."""

    ventes: list[OperationDatee]
    achats: list[OperationDatee]
    recus: list[Reglement]
    payes: list[Reglement]
    debits: RegimeDExigibilite

    def pour(self, lue: TvaLue) -> "Operations":
        """Les mêmes opérations ; les achats des périodes déposées, arrivés après elles, sont des omissions."""
        return replace(self, achats=[_omise(operation, lue) for operation in self.achats])

    def exigibles(self, du: date, au: date) -> list[OperationExigible]:
        """Ce qui est exigible ou déductible entre deux dates ; ventes et achats ne se mêlent jamais."""
        dus = operations_exigibles(self.ventes, self.recus, du, au, self.debits)
        return [*dus, *operations_exigibles(self.achats, self.payes, du, au)]

    def en_attente(self, au: date) -> tuple[Decimal, Decimal]:
        """TVA facturée qui n'est pas encore exigible, et TVA des achats qui n'est pas encore déductible."""
        recues = [o for o in self.achats if o.nature == "achat" and o.date <= au]
        ouvertes = operations_exigibles(recues, self.payes, DEBUT_DES_TEMPS, au)
        deductible = sum((taxe_de(o) * o.coefficient for o in recues), ZERO)
        deduite = sum(((x.tva or ZERO) * x.coefficient for x in ouvertes), ZERO)
        return tva_en_attente(self.ventes, self.recus, au, self.debits), deductible - deduite


def lire_la_tva(classeur: Classeur) -> TvaLue:
    """Tables tapées et historique d'un classeur de TVA.

    Raises:
        Refus: Une table a des anomalies de lecture ; toutes sont dites.
    """
    lue = tables_de_la_tva(classeur)
    classeur.refuser_les_anomalies()
    return lue


def tables_de_la_tva(classeur: Classeur) -> TvaLue:
    """Tables tapées et historique ; les lignes illisibles n'y sont pas, leurs anomalies restent à dire."""
    return TvaLue(
        classeur.fichier.name,
        classeur.lire(Vente),
        classeur.lire(Achat),
        classeur.lire(Encaissement),
        classeur.lire(Decaissement),
        classeur.lire(RepriseDeTva),
        classeur.lire(PeriodeDeclaree),
        classeur.lire(LigneFigee),
    )


def operations_lues(lue: TvaLue, zone: Zone = "metropole", *, debits: bool = False) -> Operations:
    """Opérations que font les tables tapées.

    Args:
        lue: Les tables.
        zone: Zone de l'entreprise : une ligne qui ne dit rien la prend, si son taux y existe.
        debits: Vrai si l'entreprise a opté pour les débits.

    Raises:
        Refus: Des lignes ne conviennent pas ; toutes sont dites, avec leur feuille et leur ligne.
    """
    anomalies: list[Anomalie] = []
    groupes: list[list[OperationDatee]] = []
    lectures: tuple[Callable[[], list[OperationDatee]], ...] = (
        lambda: operations_des_ventes([situer(v, zone) for v in lue.ventes], lue.ventes.ou),
        lambda: operations_des_achats([situer(a, zone) for a in lue.achats], lue.achats.ou),
        lambda: _reprises(lue),
    )
    for lire in lectures:
        try:
            groupes.append(lire())
        except Refus as trouve:
            anomalies += trouve.anomalies
    if anomalies:
        raise Refus(anomalies)
    ventes, achats, reprises = groupes
    achats += [o for o in reprises if o.nature != "vente"]
    return Operations(
        [*ventes, *(o for o in reprises if o.nature == "vente")],
        achats,
        reglements(lue.encaissements),
        reglements(lue.decaissements),
        "debits" if debits else "encaissements",
    )


def periode_demandee(texte: str, regime: Regime, le: date) -> Periode:
    """Période tapée ; vide, la dernière qui est achevée.

    Raises:
        ValeurInvalide: Le texte n'est pas une période.
    """
    if texte.strip():
        return periode_lue(texte, regime)
    return periode_lue(str(Mois.de(le)), regime).precedente


def refuser_une_periode_close(lue: TvaLue, periode: Periode) -> None:
    """Rien ne s'écrit dans une période close.

    Raises:
        Refus: La période est close.
    """
    close = lue.close(periode)
    if close is None:
        return
    depot = f", déposée le {date_ecrite(close.depose_le)}" if close.depose_le else ""
    message = (
        f"la période {periode} est close{depot} : rien n'y est écrit. Choisir la période ouverte (--periode), ou "
        "la rouvrir en disant pourquoi : tableur tva rouvrir"
    )
    raise refus(Ou(fichier=lue.fichier, feuille="Historique"), "période close", message, trouve=str(periode))


def un_an_avant(periode: Periode) -> Periode:
    """La même période, un an plus tôt."""
    mois = Mois.de(periode.debut) + -12
    return Periode(mois.debut, (Mois.de(periode.fin) + -12).fin)


def _reprises(lue: TvaLue) -> list[OperationDatee]:
    """Factures reprises ; les lignes de crédit n'en font pas, et le rang garde sa ligne."""
    rangs = [rang for rang, reprise in enumerate(lue.reprises) if reprise.type != CREDIT]
    return operations_de_reprise(
        [lue.reprises[rang] for rang in rangs], lambda rang, champ: lue.reprises.ou(rangs[rang], champ)
    )


def situer(ligne: L, zone: Zone) -> L:
    """Ligne sans zone d'une entreprise de Corse ou des DOM : elle est de sa zone, si son taux y existe.

    Args:
        ligne: Ligne de vente ou d'achat.
        zone: Zone de l'entreprise.
    """
    if zone == "metropole" or ligne.zone != "metropole" or ligne.taux is None:
        return ligne
    connus = set(table_des_taux(ligne.date, zone).values())
    return replace(ligne, zone=zone) if {ligne.taux, ligne.taux / CENT} & connus else ligne


def _omise(operation: OperationDatee, lue: TvaLue) -> OperationDatee:
    """Achat d'une période déjà déposée, dont la facture est arrivée après elle : sa taxe va ligne 21."""
    if operation.nature != "achat" or operation.recu_le is None or operation.exigibilite == "encaissement":
        return operation
    deposee = lue.periode_close_au(operation.livre_le or operation.date)
    if deposee is None or operation.recu_le <= deposee.fin:
        return operation
    recue = date_ecrite(operation.recu_le)
    motif = f"{operation.motif} ; reçue le {recue}, après le dépôt de {deposee} (CGI, ann. II, art. 208)"
    return replace(operation, omission=True, motif=motif)
