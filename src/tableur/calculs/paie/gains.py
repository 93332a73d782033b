"""Brut d'un mois : salaire du contrat, absences, entrée et sortie, heures en plus, indemnités du contrat court."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from tableur import baremes
from tableur.calculs.paie.droit import mensualiser, parametres
from tableur.calculs.paie.enregistrements import Cumuls, Salarie, Variables
from tableur.calculs.paie.plafonds import JOURS_PAR_SEMAINE, bornes_d_emploi, jours_ouvres
from tableur.calculs.paie.temps import taux_horaire
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import UN, ZERO

SUPPLEMENTAIRES = ("supplementaires_8_premieres", "supplementaires_suivantes")
COMPLEMENTAIRES = ("complementaires_dixieme", "complementaires_suivantes")
Majorees: TypeAlias = tuple[tuple[Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Gains:
    """Éléments du brut, chacun arrondi au centime, et les heures du mois."""

    salaire: Decimal
    retenue: Decimal
    retenue_conges: Decimal
    heures_sup: Decimal
    heures_complementaires: Decimal
    autres: Decimal
    indemnite_fin_contrat: Decimal
    heures_en_plus: Decimal
    heures_mois: Decimal
    jours_absence: Decimal

    @property
    def brut(self) -> Decimal:
        """Brut du mois : la somme des éléments ; la retenue des congés y est rendue par leur indemnité."""
        heures = self.heures_sup + self.heures_complementaires
        return self.salaire - self.retenue + heures + self.autres + self.indemnite_fin_contrat


def gains_du_mois(periode: Mois, salarie: Salarie, variables: Variables, cumuls: Cumuls) -> Gains:
    """Éléments du brut d'un mois.

    Le taux horaire garde quatre décimales (règle d'or 3) ; absence, entrée et sortie se retiennent en heures
    réelles du mois (règle d'or 9 ; Soc. 11/02/1982, n° 80-40359).
    """
    semaine = heures_du_contrat(salarie, periode.debut)
    mensuelles = mensualiser(semaine)
    taux = taux_horaire(variables.brut, semaine)
    supplementaires, complementaires = _heures_en_plus(periode.debut, variables)
    retenue, heures_perdues, jours_absence = _absences(periode, salarie, variables, semaine)
    en_plus = sum((heures for heures, _ in (*supplementaires, *complementaires)), ZERO)
    gains = Gains(
        salaire=variables.brut,
        retenue=retenue,
        retenue_conges=_conges(periode, variables, semaine, variables.brut - retenue),
        heures_sup=sum((_payees(taux, h, majoration) for h, majoration in supplementaires), ZERO),
        heures_complementaires=sum((_payees(taux, h, majoration) for h, majoration in complementaires), ZERO),
        autres=variables.primes
        + variables.salaire_maintenu
        + variables.avantages_en_nature
        + variables.complement_conges
        + variables.indemnite_conges,
        indemnite_fin_contrat=ZERO,
        heures_en_plus=en_plus,
        heures_mois=mensuelles * (UN - heures_perdues) + en_plus,
        jours_absence=jours_absence,
    )
    return _avec_la_fin_de_contrat(gains, periode, salarie, variables, cumuls)


def heures_du_contrat(salarie: Salarie, le: date) -> Decimal:
    """Heures de la semaine que le brut du contrat paie."""
    return heures_payees(salarie.heures_semaine, le)


def heures_payees(semaine: Decimal | None, le: date) -> Decimal:
    """Heures de la semaine qu'un salaire paie : jamais plus que la durée légale, le reste est en plus."""
    legale = baremes.nombre("paie.duree_legale", le)
    return legale if semaine is None else min(semaine, legale)


def _heures_en_plus(le: date, variables: Variables) -> tuple[Majorees, Majorees]:
    """Heures supplémentaires, puis complémentaires, chacune avec sa majoration."""
    supplementaires = (variables.heures_supplementaires_25, variables.heures_supplementaires_50)
    complementaires = (variables.heures_complementaires_10, variables.heures_complementaires_25)
    if not any(supplementaires) and not any(complementaires):
        return (), ()
    taux = parametres("paie_reductions.majorations", le)
    return (
        tuple(zip(supplementaires, (taux[nom] for nom in SUPPLEMENTAIRES), strict=True)),
        tuple(zip(complementaires, (taux[nom] for nom in COMPLEMENTAIRES), strict=True)),
    )


def _payees(taux: Decimal, heures: Decimal, majoration: Decimal) -> Decimal:
    return arrondir_centime(taux * (UN + majoration) * heures) if heures else ZERO


def _absences(
    periode: Mois, salarie: Salarie, variables: Variables, semaine: Decimal
) -> tuple[Decimal, Decimal, Decimal]:
    """Retenue, part des heures du mois perdue, et jours calendaires d'absence."""
    debut, fin = bornes_d_emploi(periode, salarie.entree, salarie.sortie)
    par_jour = semaine / JOURS_PAR_SEMAINE
    jours = jours_ouvres(periode.debut, periode.fin)
    hors_contrat = jours - jours_ouvres(debut, fin)
    if not hors_contrat and not variables.heures_absence and variables.retenue_absence is None:
        return ZERO, ZERO, variables.jours_absence or ZERO
    reelles = par_jour * jours
    perdues = min(par_jour * hors_contrat + variables.heures_absence, reelles)
    if variables.retenue_absence is None:
        retenue = arrondir_centime(variables.brut * perdues / reelles) if reelles else ZERO
    else:
        retenue = arrondir_centime(variables.brut * hors_contrat / jours) + variables.retenue_absence
    jours_absence = variables.jours_absence
    if jours_absence is None:
        tout = bool(variables.heures_absence) and perdues == reelles
        jours_absence = Decimal((fin - debut).days + 1 if tout else int(variables.heures_absence / par_jour))
    return min(retenue, variables.brut), perdues / reelles if reelles else ZERO, jours_absence


def retenue_des_heures(periode: Mois, brut: Decimal, heures: Decimal, semaine: Decimal) -> Decimal:
    """Retenue pour des heures d'absence, sur les heures réelles du mois, fériés compris (règle d'or 9)."""
    reelles = semaine / JOURS_PAR_SEMAINE * jours_ouvres(periode.debut, periode.fin)
    return arrondir_centime(brut * min(heures, reelles) / reelles) if reelles else ZERO


def _conges(periode: Mois, variables: Variables, semaine: Decimal, reste: Decimal) -> Decimal:
    """Retenue des congés payés, dans la limite du salaire qui reste."""
    if not variables.heures_conges:
        return ZERO
    return min(retenue_des_heures(periode, variables.brut, variables.heures_conges, semaine), max(reste, ZERO))


def _avec_la_fin_de_contrat(
    gains: Gains, periode: Mois, salarie: Salarie, variables: Variables, cumuls: Cumuls
) -> Gains:
    """Ajoute l'indemnité de fin de contrat : tapée, due à la fin, ou chaque mois si la fin est inconnue."""
    indemnite = variables.indemnite_fin_contrat
    if indemnite is None:
        indemnite = ZERO
        if salarie.contrat == "CDD" and (salarie.sortie is None or Mois.de(salarie.sortie) == periode):
            taux = baremes.nombre("paie_cotisations.indemnite_fin_contrat", periode.debut)
            base = gains.brut - variables.indemnite_conges
            indemnite = arrondir_centime(taux * (base + (cumuls.brut_du_contrat if salarie.sortie else ZERO)))
    return replace(gains, indemnite_fin_contrat=indemnite) if indemnite else gains
