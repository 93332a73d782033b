"""La retenue d'absence d'un mois, partagée entre ses causes, et le brut que le mois aurait donné sans elles."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tableur.calculs.paie.enregistrements import TotauxDeBulletin, Variables
from tableur.calculs.paie.gains import heures_payees
from tableur.calculs.paie.plafonds import JOURS_PAR_SEMAINE, bornes_d_emploi, jours_ouvres
from tableur.calculs.paie.tables.arrets import AbsenceDuMois
from tableur.calculs.paie.tables.enchainement import NATURES
from tableur.calculs.paie.tables.tapees import FicheSalarie
from tableur.socle.arrondis import repartir
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO

Cause = AbsenceDuMois | Literal["hors_contrat", "autre"]
RETABLIES = (*NATURES, "sans_solde")


@dataclass(frozen=True, slots=True)
class Retenue:
    """Part de la retenue d'un mois : une absence, l'entrée ou la sortie en cours de mois, ou le reste."""

    cause: Cause
    heures: Decimal
    montant: Decimal


def retenues_du_mois(
    fiche: FicheSalarie,
    mois: Mois,
    variables: Variables,
    totaux: TotauxDeBulletin,
    absences: Sequence[AbsenceDuMois],
) -> list[Retenue]:
    """Parts de la retenue du mois, au prorata des heures ; leur somme est la retenue, au centime.

    Args:
        fiche: Fiche du salarié.
        mois: Mois de paie.
        variables: Ses variables.
        totaux: Les totaux de son bulletin.
        absences: Ses absences du mois.
    """
    if not totaux.retenue_absence:
        return []
    debut, fin = bornes_d_emploi(mois, fiche.entree, fiche.sortie)
    par_jour = heures_payees(fiche.heures_semaine, mois.debut) / JOURS_PAR_SEMAINE
    hors_contrat = par_jour * (jours_ouvres(mois.debut, mois.fin) - jours_ouvres(debut, fin))
    reste = variables.heures_absence - sum((absence.heures for absence in absences), ZERO)
    causes: list[tuple[Cause, Decimal]] = [("hors_contrat", hors_contrat)]
    causes += [(absence, absence.heures) for absence in absences]
    causes += [("autre", max(reste, ZERO))]
    causes = [(cause, heures) for cause, heures in causes if heures] or [("autre", variables.heures_absence)]
    poids = [heures for _, heures in causes] if any(heures for _, heures in causes) else [Decimal(1)]
    montants = repartir(totaux.retenue_absence, poids)
    return [Retenue(cause, heures, montant) for (cause, heures), montant in zip(causes, montants, strict=True)]


def brut_retabli(
    fiche: FicheSalarie,
    mois: Mois,
    variables: Variables,
    totaux: TotauxDeBulletin,
    absences: Sequence[AbsenceDuMois],
) -> Decimal:
    """Brut que le mois aurait donné sans arrêt, congé sans solde, entrée ni sortie (CSS, art. R323-8).

    C'est le salaire de référence des indemnités journalières ; une absence non autorisée n'est pas rétablie.

    Args:
        fiche: Fiche du salarié.
        mois: Mois de paie.
        variables: Ses variables.
        totaux: Les totaux de son bulletin.
        absences: Ses absences du mois.
    """
    retenues = retenues_du_mois(fiche, mois, variables, totaux, absences)
    rendues = sum((retenue.montant for retenue in retenues if _est_retablie(retenue.cause)), ZERO)
    return totaux.brut + rendues - variables.salaire_maintenu


def _est_retablie(cause: Cause) -> bool:
    if isinstance(cause, AbsenceDuMois):
        return cause.absence.nature in RETABLIES
    return cause == "hors_contrat"
