"""Ce que les absences d'un mois donnent aux variables du bulletin."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tableur.calculs.paie.tables.arrets import AbsenceDuMois
from tableur.calculs.paie.tables.refus import SaisieRefusee
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO


def variables_des_absences(absences: Sequence[AbsenceDuMois], emploi: tuple[date, date]) -> dict[str, object]:
    """Heures, jours non payés, salaire maintenu et indemnités journalières du mois.

    Args:
        absences: Absences du mois.
        emploi: Premier et dernier jours du mois dans le contrat.

    Raises:
        SaisieRefusee: Des heures sont tapées pour une absence de plusieurs mois.
    """
    for du_mois in absences:
        absence = du_mois.absence
        if absence.heures is not None and Mois.de(absence.debut) != Mois.de(absence.fin):
            phrase = "Des heures d'absence tapées se rapportent à un seul mois : faire une ligne par mois."
            raise SaisieRefusee(phrase, "absence sur deux mois", "Absence", du_mois.rang, "heures")
    jours = sum(absence.jours_non_payes for absence in absences)
    return {
        "heures_absence": sum((absence.heures for absence in absences), ZERO),
        "jours_absence": Decimal(min(jours, (emploi[1] - emploi[0]).days + 1)),
        "salaire_maintenu": sum((absence.maintien for absence in absences), ZERO),
        "ijss_subrogees": sum((absence.subrogees.net for absence in absences), ZERO),
        "ijss_imposables": sum((absence.subrogees.imposable for absence in absences), ZERO),
    }
