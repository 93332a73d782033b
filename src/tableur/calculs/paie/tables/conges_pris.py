"""Congés payés pris dans un mois : heures retenues, dixième contre maintien, et ce qui reste au compte."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from tableur.calculs.paie.conges import Decompte, indemnite_de_conges
from tableur.calculs.paie.enregistrements import Bulletin, Salarie, Variables
from tableur.calculs.paie.gains import heures_du_contrat, retenue_des_heures
from tableur.calculs.paie.tables.arrets import AbsenceDuMois
from tableur.calculs.paie.tables.conges import (
    Compte,
    Periode,
    avec_des_jours_ajoutes,
    avec_des_jours_pris,
    avec_le_mois,
    cloturee,
    compte_du_mois,
    compte_ouvert,
    jours_d_une_annee,
    presence_du_mois,
)
from tableur.calculs.paie.tables.conges_jours import (
    bornes_du_conge,
    conges_et_autre_absence,
    heures_du_conge,
    jours_d_une_absence,
    zone_de,
)
from tableur.calculs.paie.tables.conges_reference import remuneration_de_reference
from tableur.calculs.paie.tables.contrats import est_poursuivi
from tableur.calculs.paie.tables.enregistrements import Absence, FicheSalarie
from tableur.calculs.paie.tables.refus import SaisieRefusee
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO

MethodeDeConges = Literal["dixième", "maintien"]
Parts = tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prise:
    """Congé pris dans un mois ; `dixieme` est None quand la rémunération de référence n'est pas connue.

    `avance` compte les jours pris au-delà de ce qui est acquis : ils sont au salaire maintenu. `deja` est ce que
    le maintien des mois d'avant a donné de plus que le dixième du même congé, commencé alors : il s'impute.
    """

    rang: int
    debut: date
    fin: date
    jours: Decimal
    heures: Decimal
    retenue: Decimal
    dixieme: Decimal | None
    parts: Parts = ()
    avance: Decimal = ZERO
    deja: Decimal = ZERO

    @property
    def indemnite(self) -> Decimal:
        """Le plus fort du dixième et du salaire maintenu (règle d'or 14), sur le congé entier s'il a deux mois."""
        return self.retenue if self.dixieme is None else max(self.dixieme - self.deja, self.retenue)

    @property
    def en_trop(self) -> Decimal:
        """Ce que l'indemnité donne de plus que le dixième, mois d'avant compris."""
        return ZERO if self.dixieme is None else self.indemnite + self.deja - self.dixieme

    @property
    def methode(self) -> MethodeDeConges:
        """Calcul qui l'emporte."""
        return "dixième" if self.indemnite > self.retenue else "maintien"


@dataclass(frozen=True, slots=True)
class CongesDuMois:
    """Congés d'un salarié pour un mois : les prises, et son compte ; sans compte pour un stagiaire.

    `reporte` dit que le CDD finit, et que le CDI qui le poursuit garde le compte.
    """

    prises: tuple[Prise, ...] = ()
    compte: Compte | None = None
    reporte: bool = False

    @property
    def heures(self) -> Decimal:
        """Heures de congés payés du mois."""
        return sum((prise.heures for prise in self.prises), ZERO)

    @property
    def complement(self) -> Decimal:
        """Ce que le dixième ajoute au salaire maintenu."""
        return sum((prise.indemnite - prise.retenue for prise in self.prises), ZERO)


SANS_CONGES = CongesDuMois()


def conges_du_mois(
    saisies: Saisies,
    fiche: FicheSalarie,
    salarie: Salarie,
    mois: Mois,
    brut: Decimal,
    avant: CongesDuMois | None,
) -> CongesDuMois:
    """Congés pris dans un mois, et compte où leurs jours sont décomptés ; l'acquis du mois n'y est pas encore.

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        salarie: Son contrat du mois.
        mois: Mois de paie.
        brut: Salaire mensuel du contrat.
        avant: Congés du mois précédent ; None au premier mois suivi.

    Raises:
        SaisieRefusee: Un congé recouvre une autre absence, ou des heures tapées couvrent deux mois.
    """
    absences = sorted(saisies.absences_de(fiche, mois), key=lambda situee: situee[1].debut)
    recouvert = conges_et_autre_absence(absences)
    if recouvert is not None:
        phrase = "Un congé payé recouvre une autre absence, ou un autre congé : raccourcir l'un des deux."
        raise SaisieRefusee(phrase, "absences qui se recouvrent", "Absence", recouvert, "debut")
    compte = None
    if fiche.contrat != "stage":
        compte = avant.compte if avant is not None else compte_ouvert(saisies, fiche, mois)
        if compte is not None:
            tapees = saisies.variables_de(fiche.matricule, mois)
            ajoutes = ZERO if tapees is None else tapees[1].jours_de_conges_ajoutes
            compte = avec_des_jours_ajoutes(compte_du_mois(compte, mois), ajoutes)
    prises: list[Prise] = []
    for rang, absence in absences:
        if absence.nature != "conges_payes":
            continue
        prise = _mesuree(saisies, fiche, salarie, mois, rang, absence)
        if prise is None:
            continue
        prise = _retenue(prise, prises, mois, brut, heures_du_contrat(salarie, mois.debut))
        if compte is not None:
            commence = next((p for p in avant.prises if p.rang == rang), None) if avant is not None else None
            prise = replace(_comparee(prise, compte), deja=ZERO if commence is None else commence.en_trop)
            compte = avec_des_jours_pris(compte, prise.parts)
        prises.append(prise)
    return CongesDuMois(tuple(prises), compte)


def conges_apres_la_paie(
    conges: CongesDuMois,
    saisies: Saisies,
    fiche: FicheSalarie,
    mois: Mois,
    variables: Variables,
    bulletin: Bulletin,
    absences: Sequence[AbsenceDuMois],
) -> CongesDuMois:
    """Congés du mois, son acquis et sa rémunération de référence ajoutés au compte ; la sortie ferme la période.

    Un CDD qu'un CDI poursuit ne ferme rien : le compte lui passe (C. trav., art. L1242-16).

    Args:
        conges: Congés pris.
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        mois: Mois de paie.
        variables: Variables du bulletin.
        bulletin: Bulletin du mois.
        absences: Absences du mois.
    """
    prises = _ajustees(conges.prises, bulletin.totaux.retenue_conges)
    if conges.compte is None:
        return replace(conges, prises=prises)
    remuneration, maladie = remuneration_de_reference(saisies, fiche, mois, variables, bulletin, absences)
    compte = avec_le_mois(conges.compte, mois, presence_du_mois(saisies, fiche, mois), remuneration, maladie)
    sort = fiche.sortie is not None and Mois.de(fiche.sortie) == mois
    reporte = sort and est_poursuivi(saisies.contrats_par_nir, fiche)
    if sort and not reporte:
        compte = replace(compte, periodes=(*compte.periodes[:-1], cloturee(compte.en_cours)))
    return CongesDuMois(prises, compte, reporte)


def _mesuree(
    saisies: Saisies, fiche: FicheSalarie, salarie: Salarie, mois: Mois, rang: int, absence: Absence
) -> Prise | None:
    """Dates, jours et heures d'une prise ; ni retenue ni indemnité encore."""
    if absence.heures is not None and Mois.de(absence.debut) != Mois.de(absence.fin):
        phrase = "Des heures d'absence tapées se rapportent à un seul mois : faire une ligne par mois."
        raise SaisieRefusee(phrase, "absence sur deux mois", "Absence", rang, "heures")
    bornes = bornes_du_conge(saisies, fiche, absence, mois)
    if bornes is None:
        return None
    premier, reprise = bornes
    semaine = heures_du_contrat(salarie, mois.debut)
    heures = heures_du_conge(premier, reprise, mois, zone_de(salarie.alsace_moselle), semaine)
    return Prise(
        rang=rang,
        debut=premier,
        fin=min(absence.fin, reprise - timedelta(days=1)),
        jours=jours_d_une_absence(saisies, fiche, absence, mois),
        heures=heures if absence.heures is None else min(absence.heures, heures),
        retenue=ZERO,
        dixieme=None,
    )


def _retenue(prise: Prise, autres: list[Prise], mois: Mois, brut: Decimal, semaine: Decimal) -> Prise:
    """Retenue d'une prise, par différence : les retenues du mois font celle de toutes leurs heures, au centime."""
    deja = sum((autre.heures for autre in autres), ZERO)
    retenue = retenue_des_heures(mois, brut, deja + prise.heures, semaine)
    return replace(prise, retenue=retenue - retenue_des_heures(mois, brut, deja, semaine))


def _comparee(prise: Prise, compte: Compte) -> Prise:
    """Prise dont les jours sont pris sur les plus anciens droits, et comparés au dixième de chaque période."""
    parts: list[tuple[int, Decimal]] = []
    dixiemes: list[Decimal | None] = []
    reste = prise.jours
    for rang, periode in enumerate(compte.periodes):
        solde = periode.solde
        jours = reste if solde is None else min(max(solde, ZERO), reste)
        if jours:
            parts.append((rang, jours))
            dixiemes.append(dixieme_de(periode, jours, prise.debut, compte.decompte))
            reste -= jours
    if reste:
        parts.append((len(compte.periodes) - 1, reste))
        dixiemes.append(arrondir_centime(prise.retenue * reste / prise.jours))
    connus = [montant for montant in dixiemes if montant is not None]
    connu = len(connus) == len(dixiemes) and reste < prise.jours
    return replace(prise, parts=tuple(parts), dixieme=sum(connus, ZERO) if connu else None, avance=reste)


def dixieme_de(
    periode: Periode, jours: Decimal, le: date, decompte: Decompte, en_plus: Decimal = ZERO
) -> Decimal | None:
    """Dixième de jours d'une période, les jours en plus des légaux payés comme eux ; None s'il n'est pas connu.

    Args:
        periode: La période.
        jours: Jours pris, ou restants.
        le: Jour du congé, ou du départ.
        decompte: Ouvrables ou ouvrés.
        en_plus: Rémunération à ajouter : l'indemnité de fin d'un contrat court.
    """
    if not periode.acquis or periode.remuneration is None:
        return None
    legaux = min(periode.acquis, jours_d_une_annee(Mois.de(le), decompte))
    return indemnite_de_conges(
        periode.remuneration + en_plus, legaux, jours, ZERO, le, remuneration_de_maladie=periode.maladie
    ).dixieme


def _ajustees(prises: tuple[Prise, ...], retenue: Decimal) -> tuple[Prise, ...]:
    """Prises dont les retenues font celle du bulletin : un centime d'arrondi va à la dernière."""
    ecart = retenue - sum((prise.retenue for prise in prises), ZERO)
    if not ecart or not prises:
        return prises
    derniere = prises[-1]
    dixieme = None if derniere.dixieme is None else derniere.dixieme + ecart
    return (*prises[:-1], replace(derniere, retenue=derniere.retenue + ecart, dixieme=dixieme))
