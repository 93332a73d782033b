"""Les absences sur le bulletin : chaque retenue, le maintien à chaque taux, les indemnités subrogées."""

from collections.abc import Iterable, Iterator

from tableur.calculs.paie.maintien_legal import PartDuMaintien, taux_du_maintien
from tableur.calculs.paie.presentation import Gain
from tableur.calculs.paie.tables.arrets import AbsenceDuMois
from tableur.calculs.paie.tables.livre import Paye
from tableur.calculs.paie.tables.retenues import Retenue, retenues_du_mois
from tableur.calculs.paie.tables.tapees import NatureDAbsence
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import compte_ecrit

RETENUE, MAINTIEN, SUBROGEES = (
    "Absence, entrée ou sortie en cours de mois",
    "Maintien de salaire",
    "Indemnités journalières subrogées",
)
NOMS: dict[NatureDAbsence, str] = {
    "conges_payes": "Congés payés",
    "maladie": "Absence maladie",
    "accident_du_travail": "Absence accident du travail",
    "maternite_paternite": "Absence maternité, paternité",
    "sans_solde": "Absence sans solde",
    "injustifiee": "Absence non rémunérée",
}
_SORTES: dict[NatureDAbsence, str] = {
    "maladie": "maladie",
    "accident_du_travail": "accident du travail",
    "maternite_paternite": "maternité, paternité",
}


def gains_detailles(paye: Paye, gains: Iterable[Gain]) -> tuple[Gain, ...]:
    """Gains et ajouts d'un bulletin, où chaque absence a ses lignes : retenue, maintien, indemnités.

    Args:
        paye: Le bulletin, et ce qui l'a fait.
        gains: Ses gains, ou ses ajouts, tels que le calcul les réunit.
    """
    detail = {RETENUE: _retenues, MAINTIEN: _maintiens, SUBROGEES: _subrogees}
    return tuple(
        une for gain in gains for une in (detail[gain.libelle](paye) if gain.libelle in detail else [gain])
    )


def _retenues(paye: Paye) -> Iterator[Gain]:
    siennes = retenues_du_mois(paye.fiche, paye.mois, paye.variables, paye.bulletin.totaux, paye.absences)
    for retenue in siennes:
        if retenue.montant:
            yield Gain(libelle=_nom(retenue), nombre=retenue.heures or None, montant=-retenue.montant)


def _nom(retenue: Retenue) -> str:
    if isinstance(retenue.cause, AbsenceDuMois):
        return f"{NOMS[retenue.cause.absence.nature]} {_dates(retenue.cause)}"
    return "Entrée ou sortie en cours de mois" if retenue.cause == "hors_contrat" else "Absence"


def _maintiens(paye: Paye) -> Iterator[Gain]:
    for absence in paye.absences:
        if not absence.calcule:
            if absence.maintien:
                yield Gain(libelle=f"{MAINTIEN} {_dates(absence)}", montant=absence.maintien)
            continue
        for part in absence.parts:
            jours = f"du {part.debut:%d/%m} au {part.fin:%d/%m}, {compte_ecrit(part.jours, 'jour')}"
            yield Gain(libelle=f"{MAINTIEN} {taux_ecrit(part)} {jours}", montant=part.garanti)
            deduites = part.garanti - part.complement
            if deduites:
                libelle = "Indemnités journalières brutes déduites du maintien"
                yield Gain(libelle=libelle + _estimation(absence), montant=-deduites)


def taux_ecrit(part: PartDuMaintien) -> str:
    """Taux d'une ligne de maintien : 90 %, 2/3, 100 %."""
    pour_cent = taux_du_maintien(part.taux, part.debut) * 100
    return f"{pour_cent} %" if pour_cent.denominator == 1 else str(pour_cent / 100)


def _subrogees(paye: Paye) -> Iterator[Gain]:
    for absence in paye.absences:
        if absence.subrogees.net:
            sorte = _SORTES.get(absence.absence.nature, "")
            jours = compte_ecrit(absence.subrogees.jours, "jour") if absence.subrogees.jours else ""
            libelle = ", ".join(mot for mot in (SUBROGEES, sorte, jours) if mot)
            estimees = _estimation(absence) if absence.absence.ijss_subrogees is None else ""
            yield Gain(libelle=libelle + estimees, montant=absence.subrogees.net)


def _dates(absence: AbsenceDuMois) -> str:
    return f"du {date_ecrite(absence.debut)} au {date_ecrite(absence.fin)}"


def _estimation(absence: AbsenceDuMois) -> str:
    return " (estimation)" if absence.indemnite.estimee else ""
