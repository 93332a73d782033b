"""Cas de congés payés partagés : un salarié, ses compteurs repris à la fin de mai 2026, et son bulletin."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tableur.calculs.paie.conges import Decompte
from tableur.calculs.paie.enregistrements import Etablissement
from tableur.calculs.paie.tables.conges_controles import alertes_des_conges
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    NatureDAbsence,
    Prime,
    RepriseDeConges,
    RepriseDePaie,
    VariablesTapees,
)
from tableur.calculs.paie.tables.livre import Paye, livre_de_paie
from tableur.calculs.paie.tables.reglages import ReglagesDePaie
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois

D = Decimal
CHEZ = Etablissement(effectif=15, taux_at=D("0.02"), taux_versement_mobilite=D("0.015"))
FICHE = FicheSalarie(matricule="1", nom="MORVAN", entree=date(2020, 1, 6), salaire_mensuel=D(2000))
MAI, AOUT = Mois(2026, 5), Mois(2026, 8)
ANNEE = RepriseDeConges(
    matricule="1",
    mois=MAI,
    acquis_n_1=D(30),
    pris_n_1=D(30),
    remuneration_n_1=D(24000),
    acquis_n=D(30),
    remuneration_n=D(24000),
)


def conge(
    debut: date, fin: date, nature: NatureDAbsence = "conges_payes", heures: Decimal | None = None
) -> Absence:
    """Absence du salarié 1."""
    return Absence(matricule="1", nature=nature, debut=debut, fin=fin, heures=heures)


def saisies(
    *absences: Absence,
    fiche: FicheSalarie = FICHE,
    reprise: RepriseDeConges | None = ANNEE,
    primes: tuple[Prime, ...] = (),
    variables: tuple[VariablesTapees, ...] = (),
    decompte: Decompte = "ouvrables",
    depuis: Mois = MAI + 1,
) -> Saisies:
    """Tables d'un salarié suivi depuis juin 2026, ses compteurs repris à la fin de mai."""
    reglages = ReglagesDePaie(etablissement=CHEZ, suivi_depuis=depuis, decompte_conges=decompte)
    return Saisies((fiche,), variables, absences, primes, (), reglages, () if reprise is None else (reprise,))


def paye(lues: Saisies, mois: Mois = AOUT) -> Paye:
    """Bulletin du salarié, ou échec qui dit pourquoi."""
    livre = livre_de_paie(avec_les_cumuls(lues), mois)
    assert [] == [refusee.message for refusee in livre.refusees]
    [trouve] = livre.du_mois
    return trouve


def avec_les_cumuls(lues: Saisies) -> Saisies:
    """Les mêmes tables, suivies depuis janvier pour que les cumuls ne manquent pas."""
    depuis = lues.reglages.suivi_depuis
    if depuis is None or depuis.mois == 1 or lues.fiches[0].entree >= depuis.debut:
        return lues
    nombre = depuis.mois - 1
    reprise = RepriseDePaie(
        matricule="1",
        mois=depuis + -1,
        brut=D(2000) * nombre,
        plafond=D(4005) * nombre,
        smic=D(1823) * nombre,
        reduction_generale=D(400) * nombre,
    )
    return replace(lues, reprises=(reprise,))


def phrases(paye_: Paye) -> list[str]:
    """Alertes et réserves des congés d'un bulletin."""
    return [alerte.phrase for alerte in alertes_des_conges(paye_)]


def acquis_n_1(lues: Saisies, mois: Mois) -> Decimal | None:
    """Jours acquis de la période finie, à la fin d'un mois."""
    compte = paye(lues, mois).conges.compte
    assert compte is not None
    assert compte.precedente is not None
    return compte.precedente.acquis
