"""Les arrêts d'un salarié, refaits d'après les lignes d'Absences : prolongations, rechutes, jours maintenus."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from tableur.calculs.courrier.duree_determinee import plus_des_mois
from tableur.calculs.paie.droit import MOIS_PAR_AN, parametres
from tableur.calculs.paie.indemnites_journalieres import NatureDArret
from tableur.calculs.paie.maintien import carence_de_la_caisse
from tableur.calculs.paie.maintien_legal import (
    LEGAL,
    ArretMaintenu,
    RegimeDeMaintien,
    TauxDuMaintien,
    droits_au_maintien,
    jours_au_salaire_entier,
    jours_de_droit_commun,
)
from tableur.calculs.paie.plafonds import jours_ouvres
from tableur.calculs.paie.tables.tapees import Absence, FicheSalarie, NatureDAbsence
from tableur.socle.dates import Mois
from tableur.socle.erreurs import BaremeAbsent
from tableur.socle.grandeurs import ZERO

NATURES: Mapping[NatureDAbsence, NatureDArret] = {
    "maladie": "maladie",
    "accident_du_travail": "accident_du_travail",
    "maternite_paternite": "maternite",
}
MAINTENUS = ("maladie", "accident_du_travail")
_JOUR = timedelta(days=1)
Lignes = Sequence[tuple[int, Absence]]


@dataclass(frozen=True, slots=True)
class Arret:
    """Arrêt, prolongations comprises : ses lignes, sa carence à la caisse, ses jours maintenus et leur taux.

    `inconnu` est la phrase qui dit pourquoi ses droits ne sont pas connus ; vide, ils le sont.
    """

    nature: NatureDArret
    lignes: tuple[tuple[int, Absence], ...]
    premier_jour_indemnise: date
    jours: Mapping[date, TauxDuMaintien]
    inconnu: str = ""

    @property
    def debut(self) -> date:
        """Premier jour de l'arrêt initial."""
        return self.lignes[0][1].debut

    @property
    def fin(self) -> date:
        """Dernier jour de la dernière prolongation."""
        return max(absence.fin for _, absence in self.lignes)

    def contient(self, rang: int) -> bool:
        """Vrai si une ligne est de cet arrêt.

        Args:
            rang: Rang de la ligne dans Absences.
        """
        return any(sien == rang for sien, _ in self.lignes)


def arrets_de(fiche: FicheSalarie, absences: Lignes) -> list[Arret]:
    """Arrêts d'un salarié, du plus ancien au plus récent.

    Une ligne prolonge la précédente si aucun jour du lundi au vendredi ne les sépare. Les jours déjà indemnisés
    sont ceux des douze mois qui précèdent chaque mois de paie (C. trav., art. D1226-4).

    Args:
        fiche: Fiche du salarié.
        absences: Ses absences, avec leur rang.
    """
    arrets: list[Arret] = []
    indemnises: list[date] = []
    for lignes in _enchainees(absences):
        debut, fin = lignes[0][1].debut, max(absence.fin for _, absence in lignes)
        nature = NATURES[lignes[0][1].nature]
        try:
            indemnise = _premier_jour_indemnise(debut, nature, lignes[0][1], arrets)
            communs, dus = _jours_maintenus(fiche, lignes, debut, fin, indemnises)
            inconnu = ""
        except BaremeAbsent as erreur:
            indemnise, communs, dus, inconnu = debut, {}, {}, str(erreur)
        indemnises += communs
        arrets.append(Arret(nature, tuple(lignes), indemnise, dus, inconnu))
    return arrets


def regime_de(fiche: FicheSalarie) -> RegimeDeMaintien:
    """Régime de maintien d'un salarié : le droit local, si son lieu de travail est en Alsace-Moselle."""
    if not fiche.alsace_moselle:
        return "droit_commun"
    return "commis_alsace_moselle" if fiche.commis_commercial else "alsace_moselle"


def _enchainees(absences: Lignes) -> list[list[tuple[int, Absence]]]:
    """Lignes d'arrêt, réunies en arrêts."""
    siennes = sorted(((r, a) for r, a in absences if a.nature in NATURES), key=lambda ligne: ligne[1].debut)
    arrets: list[list[tuple[int, Absence]]] = []
    for rang, absence in siennes:
        suivi = next((arret for arret in reversed(arrets) if arret[0][1].nature == absence.nature), None)
        if suivi is not None and _prolonge(max(a.fin for _, a in suivi), absence.debut):
            suivi.append((rang, absence))
        else:
            arrets.append([(rang, absence)])
    return arrets


def _prolonge(fin: date, debut: date) -> bool:
    """Vrai si le salarié n'a pas travaillé entre deux lignes."""
    return debut <= fin or not jours_ouvres(fin + _JOUR, debut - _JOUR)


def _premier_jour_indemnise(debut: date, nature: NatureDArret, absence: Absence, avant: Sequence[Arret]) -> date:
    """Premier jour que la caisse indemnise : sans nouvelle carence après une reprise de 48 heures au plus."""
    suite = parametres("paie_elements.enchainement_des_arrets", debut)
    reprise = timedelta(days=int(suite["jours_de_reprise"]) + 1)
    depuis = plus_des_mois(debut, -int(suite["annees_de_longue_duree"]) * MOIS_PAR_AN)
    for arret in avant:
        if arret.nature != nature:
            continue
        longue = absence.affection_longue_duree and arret.lignes[0][1].affection_longue_duree
        if debut - arret.fin <= reprise or (longue and arret.debut >= depuis):
            return debut
    return debut + timedelta(days=carence_de_la_caisse(debut, nature))


def _jours_maintenus(
    fiche: FicheSalarie, lignes: Lignes, debut: date, fin: date, indemnises: Sequence[date]
) -> tuple[dict[date, TauxDuMaintien], dict[date, TauxDuMaintien]]:
    """Jours que le droit commun indemnise, puis jours dus : le droit local, plus favorable, y est.

    Une ligne où 0 est tapé n'est pas indemnisée : ses jours sont dus, et n'entament pas les droits.
    """
    if lignes[0][1].nature not in MAINTENUS or fiche.contrat == "stage":
        return {}, {}
    droits = droits_au_maintien(
        fiche.anciennete_depuis or fiche.entree,
        debut,
        cast("ArretMaintenu", lignes[0][1].nature),
        regime_de(fiche),
        exclu=fiche.sans_maintien_legal,
    )
    tous = set(jours_de(debut, fin))
    couverts = {jour for _, absence in lignes for jour in jours_de(absence.debut, absence.fin)}
    refuses = {jour for _, a in lignes if a.maintien == ZERO for jour in jours_de(a.debut, a.fin)}
    deja = _deja(debut, indemnises)
    dus = jours_de_droit_commun(debut, fin, droits, deja, tous - couverts)
    communs = jours_de_droit_commun(debut, fin, droits, deja, (tous - couverts) | refuses)
    entiers = jours_au_salaire_entier(debut, fin, droits)
    return communs, {**{jour: dus[jour] for jour in refuses & dus.keys()}, **communs, **entiers}


def _deja(arret: date, indemnises: Sequence[date]) -> Callable[[date], int]:
    """Jours déjà indemnisés dans les douze mois qui précèdent la paie d'un jour."""
    mois_glissants = int(parametres(LEGAL, arret)["mois_glissants"])
    comptes: dict[Mois, int] = {}

    def deja(jour: date) -> int:
        mois = Mois.de(jour)
        if mois not in comptes:
            depuis = (mois + -mois_glissants).debut
            comptes[mois] = sum(depuis <= ancien for ancien in indemnises)
        return comptes[mois]

    return deja


def jours_de(debut: date, fin: date) -> list[date]:
    """Jours du calendrier entre deux dates comprises."""
    return [debut + timedelta(days=rang) for rang in range((fin - debut).days + 1)]
