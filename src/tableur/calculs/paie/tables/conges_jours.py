"""Jours de congés payés : du premier jour qui aurait été travaillé à la veille de la reprise, fériés ôtés."""

from datetime import date, timedelta
from decimal import Decimal

from tableur.calculs.calendrier import Zone, jours_ouvres_entre
from tableur.calculs.paie.conges import jours_decomptes
from tableur.calculs.paie.gains import heures_payees
from tableur.calculs.paie.plafonds import JOURS_PAR_SEMAINE, bornes_d_emploi
from tableur.calculs.paie.tables.enregistrements import Absence, FicheSalarie
from tableur.calculs.paie.tables.refus import SaisieRefusee
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.arrondis import arrondir
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import UN, ZERO

_JOURS = {"lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6}
_SEMAINE = frozenset(range(JOURS_PAR_SEMAINE))
DECIMALES_DES_JOURS_PRIS = 2


def jours_d_une_absence(saisies: Saisies, fiche: FicheSalarie, absence: Absence, mois: Mois) -> Decimal:
    """Jours de congés qu'une absence décompte dans un mois ; zéro si aucun n'aurait été travaillé.

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        absence: Absence en congés payés.
        mois: Mois de paie.

    Raises:
        SaisieRefusee: Les jours travaillés du salarié ne se lisent pas.
    """
    bornes = bornes_du_conge(saisies, fiche, absence, mois)
    if bornes is None:
        return ZERO
    premier, reprise = bornes
    zone = zone_de(fiche.alsace_moselle)
    jours = Decimal(jours_decomptes(premier, reprise, saisies.reglages.decompte_conges, zone))
    if absence.heures is None:
        return jours
    semaine = heures_payees(fiche.heures_semaine, mois.debut)
    entieres = heures_du_conge(premier, reprise, mois, zone, semaine)
    part = min(absence.heures / entieres, UN) if entieres else UN
    return arrondir(jours * part, DECIMALES_DES_JOURS_PRIS)


def zone_de(alsace_moselle: bool) -> Zone:
    """Zone des jours fériés d'un salarié.

    Args:
        alsace_moselle: Vrai s'il y travaille.
    """
    return "alsace_moselle" if alsace_moselle else "metropole"


def jours_travailles(saisies: Saisies, fiche: FicheSalarie) -> frozenset[int]:
    """Jours de la semaine où un salarié travaille, lundi = 0 ; du lundi au vendredi s'ils ne sont pas tapés.

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié : « lundi mardi mercredi ».

    Raises:
        SaisieRefusee: Un mot n'est pas un jour de la semaine.
    """
    mots = fiche.jours_travailles.lower().replace(",", " ").replace(";", " ").split()
    inconnus = [mot for mot in mots if mot[:3] not in _JOURS]
    if inconnus:
        phrase = f"Jours de la semaine attendus, comme « lundi mardi jeudi » : « {' '.join(inconnus)} » reçu."
        rang = saisies.rang_des_fiches[fiche.matricule]
        raise SaisieRefusee(phrase, "jours travaillés", "FicheSalarie", rang, "jours_travailles")
    return frozenset(_JOURS[mot[:3]] for mot in mots) or _SEMAINE


def bornes_du_conge(
    saisies: Saisies, fiche: FicheSalarie, absence: Absence, mois: Mois
) -> tuple[date, date] | None:
    """Premier jour de congé dans le mois, et jour de la reprise, qui n'est pas décompté.

    Le congé part du premier jour qui aurait été travaillé ; le mois où il finit, il court jusqu'à la veille de la
    reprise, même si elle tombe le mois suivant.

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        absence: Absence en congés payés.
        mois: Mois de paie.

    Raises:
        SaisieRefusee: Les jours travaillés du salarié ne se lisent pas.
    """
    debut, fin = bornes_d_emploi(mois, fiche.entree, fiche.sortie)
    travailles = jours_travailles(saisies, fiche)
    premier, dernier = max(absence.debut, debut), min(absence.fin, fin)
    if premier == absence.debut:
        premier = _prochain(premier, travailles)
    if dernier < premier:
        return None
    reprise = dernier + timedelta(days=1)
    if dernier == absence.fin and dernier != fiche.sortie:
        reprise = _prochain(reprise, travailles)
    return premier, reprise


def _prochain(jour: date, travailles: frozenset[int]) -> date:
    while jour.weekday() not in travailles:
        jour += timedelta(days=1)
    return jour


def heures_du_conge(premier: date, reprise: date, mois: Mois, zone: Zone, semaine: Decimal) -> Decimal:
    """Heures de congé du mois, du lundi au vendredi : un jour férié est payé par le salaire, pas par le congé.

    Args:
        premier: Premier jour de congé.
        reprise: Jour de la reprise.
        mois: Mois de paie.
        zone: Zone des jours fériés.
        semaine: Heures de la semaine que le salaire paie.
    """
    dernier = min(reprise - timedelta(days=1), mois.fin)
    jours = jours_ouvres_entre(premier, dernier, zone) if premier <= dernier else 0
    return jours * semaine / JOURS_PAR_SEMAINE


def conges_et_autre_absence(absences: list[tuple[int, Absence]]) -> int | None:
    """Rang d'une absence en congés payés qui en recouvre une autre ; None s'il n'y en a pas.

    Args:
        absences: Absences d'un mois, chacune avec son rang.
    """
    for rang, conge in absences:
        if conge.nature != "conges_payes":
            continue
        for autre_rang, autre in absences:
            memes_jours = autre.debut <= conge.fin and autre.fin >= conge.debut
            if autre_rang != rang and memes_jours and conge.heures is None and autre.heures is None:
                return rang
    return None
