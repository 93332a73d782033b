"""Une période de TVA, calculée d'après les tables lues : cases, détail, retardataires, états, écriture."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal

from tableur.actions.tva_lu import DEBUT_DES_TEMPS, Operations, TvaLue
from tableur.calculs.tva.declaration import cases_du_formulaire, declaration_ca3
from tableur.calculs.tva.detail import lignes_collectees, lignes_deductibles
from tableur.calculs.tva.ecriture import ComptesDeTva, SoldesDeTva, ecriture_de_tva
from tableur.calculs.tva.enregistrements import (
    LigneCollectee,
    LigneDEcriture,
    LigneDeDeclaration,
    LigneDeductible,
    LigneIntracom,
    OperationExigible,
    Regime,
    Retardataire,
)
from tableur.calculs.tva.etats_ue import etats_recapitulatifs
from tableur.calculs.tva.exigibilite import operations_declarees
from tableur.calculs.tva.periodes import Periode
from tableur.calculs.tva.retards import operations_reprises, operations_retardataires
from tableur.classeurs.port import Classeur
from tableur.frontiere import est_vide, lire_argument
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Code

UN_JOUR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reglages:
    """Ce que la déclaration tient des réglages."""

    periode: Periode
    regime: Regime
    credit_anterieur: Decimal
    taxes_annexes: Decimal
    remboursement_demande: Decimal
    date_limite: date | None
    debut_exercice: date
    comptes: ComptesDeTva = field(default_factory=ComptesDeTva)

    @classmethod
    def ordinaires(cls, periode: Periode, regime: Regime, credit: Decimal) -> "Reglages":
        """Réglages d'une période dont on ne veut que les cases : ni remboursement, ni taxes annexes."""
        return cls(periode, regime, credit, ZERO, ZERO, None, date(periode.fin.year, 1, 1))


@dataclass(frozen=True, slots=True)
class Calcul:
    """Une période calculée : ses opérations, ses cases, leur détail, ses retards, et ce qui attend encore.

    `sans_ecriture` dit pourquoi l'écriture comptable n'est pas faite, vide si elle l'est.
    """

    exigibles: list[OperationExigible]
    cases: list[LigneDeDeclaration]
    collectees: list[LigneCollectee]
    deductibles: list[LigneDeductible]
    retards: list[Retardataire]
    intracom: list[LigneIntracom]
    ecriture: list[LigneDEcriture]
    sans_ecriture: str
    collectee_en_attente: Decimal
    deductible_en_attente: Decimal

    def taxe(self, case: str) -> Decimal:
        """Taxe d'une case, zéro si elle n'est pas servie."""
        return next((ligne.taxe or ZERO for ligne in self.cases if ligne.case == case), ZERO)


def calculer_la_periode(lue: TvaLue, operations: Operations, reglages: Reglages) -> Calcul:
    """Cases et détail d'une période, sans rien écrire ; les retardataires des périodes closes la rejoignent.

    Raises:
        Refus: Des opérations ne conviennent pas ; toutes sont dites.
        ValeurInvalide: Le crédit ou le remboursement ne convient pas.
    """
    periode, regime, nom = reglages.periode, reglages.regime, str(reglages.periode)
    operations = operations.pour(lue)
    anciennes = [
        x
        for x in operations.exigibles(DEBUT_DES_TEMPS, periode.debut - UN_JOUR)
        if lue.periode_close_au(x.date_exigibilite) is not None
    ]
    retards = operations_retardataires(anciennes, lue.declarees, nom, reglages.debut_exercice, regime)
    exigibles = [
        *operations.exigibles(periode.debut, periode.fin),
        *operations_reprises(anciennes, retards, periode),
    ]
    cases = declaration_ca3(
        operations_declarees(exigibles),
        nom,
        regime,
        reglages.credit_anterieur,
        reglages.taxes_annexes,
        reglages.remboursement_demande,
    )
    ordre = {case: rang for rang, case in enumerate(cases_du_formulaire(periode.fin))}
    return Calcul(
        exigibles,
        cases,
        sorted(lignes_collectees(exigibles, nom, regime), key=lambda x: (ordre[x.case], x.date_exigibilite)),
        sorted(lignes_deductibles(exigibles, nom, regime), key=lambda x: (ordre[x.case], x.date_deduction)),
        retards,
        _etats(lue, periode),
        *_ecriture(cases, exigibles, reglages),
        *operations.en_attente(periode.fin),
    )


def _etats(lue: TvaLue, periode: Periode) -> list[LigneIntracom]:
    """États récapitulatifs de chaque mois de la période ; une vente sans numéro de TVA, le contrôle la dit."""
    numerotees = [vente for vente in lue.ventes if vente.numero_tva_client.strip()]
    mois, etats = Mois.de(periode.debut), list[LigneIntracom]()
    while mois.debut <= periode.fin:
        etats += etats_recapitulatifs(numerotees, mois)
        mois += 1
    return etats


def comptes_lus(classeur: Classeur) -> ComptesDeTva:
    """Numéros de comptes des réglages « compte_… » ; un réglage vide ou absent laisse celui du plan comptable.

    Raises:
        Refus: Un numéro ne se lit pas.
    """
    lus = {champ.name: classeur.valeur(f"compte_{champ.name}") for champ in fields(ComptesDeTva)}
    saisis = {
        nom: lire_argument(valeur, Code, f"compte_{nom}") for nom, valeur in lus.items() if not est_vide(valeur)
    }
    return replace(ComptesDeTva(), **saisis)


def _ecriture(
    cases: list[LigneDeDeclaration], exigibles: Sequence[OperationExigible], reglages: Reglages
) -> tuple[list[LigneDEcriture], str]:
    """Écriture de la déclaration ; ou la phrase qui dit que les centimes des lignes l'en éloignent trop."""
    try:
        periode, soldes = str(reglages.periode), _soldes(exigibles)
        return ecriture_de_tva(cases, soldes, periode, reglages.regime, reglages.comptes), ""
    except ValeurInvalide as ecart:
        return [], str(ecart)


def _soldes(exigibles: Sequence[OperationExigible]) -> SoldesDeTva:
    """Soldes des comptes de TVA que les lignes de la période font."""

    def somme(montants: Sequence[Decimal]) -> Decimal:
        return sum(montants, ZERO)

    taxees = [x for x in exigibles if x.tva is not None]
    deduites = [x for x in taxees if x.nature not in ("vente", "reversement")]
    return SoldesDeTva(
        collectee=somme([x.tva or ZERO for x in taxees if x.nature in ("vente", "reversement")]),
        autoliquidee=somme([x.tva or ZERO for x in deduites if x.nature != "achat"]),
        deductible=somme([(x.tva or ZERO) * x.coefficient for x in deduites if not x.immobilisation]),
        deductible_immobilisations=somme([(x.tva or ZERO) * x.coefficient for x in deduites if x.immobilisation]),
    )
