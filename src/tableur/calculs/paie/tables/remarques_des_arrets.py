"""Ce qu'il faut savoir d'un arrêt : l'estimé, le manquant, ce qui est sous le minimum légal, l'incertain."""

from collections.abc import Iterator
from dataclasses import dataclass

from tableur.calculs.paie.indemnites_journalieres import fin_de_l_imposition
from tableur.calculs.paie.maintien_legal import DUREE_INCERTAINE
from tableur.calculs.paie.tables.arrets import AbsenceDuMois
from tableur.calculs.paie.tables.enchainement import regime_de
from tableur.calculs.paie.tables.tapees import FicheSalarie
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import compte_ecrit, montant_ecrit
from tableur.socle.grandeurs import ZERO

MAINTIEN, MINIMUM, SUBROGATION = "maintien de salaire", "minimum légal du maintien", "subrogation"
CONVENTION = "convention collective"


@dataclass(frozen=True, slots=True)
class RemarqueDArret:
    """Phrase sur une absence ; une réserve dit ce qui n'est pas contrôlé, ou ce que la loi laisse incertain."""

    regle: str
    message: str
    reserve: bool = False


def remarques_de(absence: AbsenceDuMois, fiche: FicheSalarie, convention: str) -> Iterator[RemarqueDArret]:
    """Remarques sur la part d'une absence dans le mois.

    Args:
        absence: L'absence du mois.
        fiche: Fiche du salarié.
        convention: Convention collective ; vide, le classeur dit déjà qu'elle n'est pas contrôlée.
    """
    if absence.arret is None:
        return
    qui = f"Arrêt {_dates(absence)}"
    if absence.arret.inconnu:
        yield RemarqueDArret(
            MAINTIEN, f"Non contrôlé : {qui}, maintien légal inconnu. {absence.arret.inconnu}", True
        )
    yield from _estimation(absence, qui)
    yield from _indemnite_inconnue(absence, qui)
    yield from _minimum(absence, qui)
    yield from _reserves(absence, fiche, qui)
    if absence.calcule and convention.strip():
        dite = f"Non contrôlé : {qui}, maintien de la convention « {convention.strip()} »"
        yield RemarqueDArret(
            CONVENTION, f"{dite}. Seul le minimum légal est payé : taper ce qu'elle donne de mieux.", True
        )


def _dates(absence: AbsenceDuMois) -> str:
    return f"du {date_ecrite(absence.absence.debut)} au {date_ecrite(absence.absence.fin)}"


def _estimation(absence: AbsenceDuMois, qui: str) -> Iterator[RemarqueDArret]:
    """Montants payés d'après une indemnité journalière que la caisse n'a pas encore dite."""
    indemnite = absence.indemnite
    if not absence.estimee or indemnite.premiere is None:
        return
    montants = [f"maintien légal {montant_ecrit(absence.maintien)}"] if absence.calcule else []
    if absence.absence.ijss_subrogees is None and absence.subrogees.net:
        montants.append(f"IJSS subrogées {montant_ecrit(absence.subrogees.net)} nettes")
    ecrites = montant_ecrit(indemnite.premiere)
    if indemnite.seconde is not None and absence.fin >= indemnite.bascule:
        ecrites += f" puis {montant_ecrit(indemnite.seconde)}"
    yield RemarqueDArret(
        MAINTIEN,
        f"{qui} : {', '.join(montants)} ; estimation, {ecrites} bruts par jour d'après {indemnite.d_apres}. Taper "
        "dans Absences l'indemnité journalière du décompte de la caisse.",
    )


def _indemnite_inconnue(absence: AbsenceDuMois, qui: str) -> Iterator[RemarqueDArret]:
    """Maintien, minimum ou subrogation que l'on ne peut pas calculer : l'indemnité est demandée."""
    ligne, indemnite = absence.absence, absence.indemnite
    if indemnite.connue:
        return
    manques = []
    if absence.parts and ligne.maintien is None:
        jours = compte_ecrit(sum(part.jours for part in absence.parts), "jour")
        manques.append(f"le maintien légal, dû ce mois-ci pour {jours}, n'est pas payé")
    if absence.subrogation and ligne.ijss_subrogees is None:
        manques.append("les indemnités subrogées ne sont pas versées")
    demande = f"({indemnite.manque}). La taper dans Absences, d'après le décompte de la caisse."
    if manques:
        yield RemarqueDArret(
            MAINTIEN, f"{qui} : {' et '.join(manques)}, l'indemnité journalière étant inconnue {demande}"
        )
    elif absence.parts:
        yield RemarqueDArret(
            MINIMUM, f"Non contrôlé : {qui}, minimum légal du maintien, faute d'indemnité {demande}", True
        )


def _minimum(absence: AbsenceDuMois, qui: str) -> Iterator[RemarqueDArret]:
    """Montant tapé sous le minimum légal, et indemnité nulle que la loi ne connaît pas."""
    tape, minimum = absence.absence.maintien, absence.minimum
    if tape is not None and minimum is not None and tape < minimum:
        autre = absence.minimum_calendaire
        usage = f", {montant_ecrit(autre)} en jours du calendrier" if autre not in (None, minimum) else ""
        estime = " ; indemnité journalière estimée" if absence.indemnite.estimee else ""
        yield RemarqueDArret(
            MINIMUM,
            f"{qui} : salaire maintenu tapé {montant_ecrit(tape)}, minimum légal {montant_ecrit(minimum)} "
            f"en heures réelles{usage}{estime} : il manque {montant_ecrit(minimum - tape)}.",
        )
    de_droit_commun = any(part.taux != "entier" for part in absence.parts)
    if absence.calcule and de_droit_commun and absence.indemnite.premiere == ZERO:
        yield RemarqueDArret(
            MAINTIEN,
            f"{qui} : indemnité journalière nulle. Le maintien légal suppose une prise en charge par la sécurité "
            "sociale (C. trav., art. L1226-1) : sans elle, taper 0 dans « Salaire maintenu ».",
        )


def _reserves(absence: AbsenceDuMois, fiche: FicheSalarie, qui: str) -> Iterator[RemarqueDArret]:
    """Ce que la loi laisse au juge, et l'impôt que la caisse prélève elle-même."""
    if regime_de(fiche) == "alsace_moselle" and any(part.taux == "entier" for part in absence.parts):
        yield RemarqueDArret(MAINTIEN, f"{qui}, Alsace-Moselle. {DUREE_INCERTAINE}.", True)
    arret = absence.arret
    if arret is None or not absence.subrogees.net or absence.absence.ijss_subrogees is not None:
        return
    if absence.fin > fin_de_l_imposition(arret.debut, arret.nature) and not absence.absence.affection_longue_duree:
        yield RemarqueDArret(
            SUBROGATION,
            f"{qui} : après le 60e jour, la caisse prélève l'impôt elle-même. Taper dans « IJSS subrogées » ce "
            "qu'elle a versé.",
            True,
        )
