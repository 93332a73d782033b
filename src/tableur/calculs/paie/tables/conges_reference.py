"""Rémunération d'un mois qui entre dans le dixième des congés payés."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.enregistrements import Bulletin, Variables
from tableur.calculs.paie.tables.arrets import AbsenceDuMois
from tableur.calculs.paie.tables.enregistrements import FicheSalarie
from tableur.calculs.paie.tables.retenues import retenues_du_mois
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO


def remuneration_de_reference(
    saisies: Saisies,
    fiche: FicheSalarie,
    mois: Mois,
    variables: Variables,
    bulletin: Bulletin,
    absences: Sequence[AbsenceDuMois],
) -> tuple[Decimal, Decimal]:
    """Rémunération d'un mois qui entre dans le dixième, et salaire que la maladie a fait perdre.

    Salaire, heures en plus, indemnité de congés et primes qui paient le travail ; accident du travail et maternité
    au salaire entier ; ni treizième mois, ni avantages en nature, ni indemnités de fin (C. trav., art. L3141-24
    et L3141-25).

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        mois: Mois de paie.
        variables: Variables du bulletin.
        bulletin: Bulletin du mois.
        absences: Absences du mois.
    """
    totaux = bulletin.totaux
    perdus: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for retenue in retenues_du_mois(fiche, mois, variables, totaux, absences):
        if isinstance(retenue.cause, AbsenceDuMois):
            perdus[_valeur(retenue.cause, mois)] += retenue.montant
    verse = (
        variables.brut
        - totaux.retenue_absence
        + totaux.remuneration_heures_sup
        + totaux.remuneration_heures_complementaires
        + variables.complement_conges
        + _primes(saisies, fiche, mois)
    )
    return verse + perdus["travail"] + perdus["accident"], perdus["maladie"]


def _primes(saisies: Saisies, fiche: FicheSalarie, mois: Mois) -> Decimal:
    """Primes du mois qui paient le travail."""
    primes = saisies.primes_de(fiche.matricule, mois)
    if not primes:
        return ZERO
    natures = baremes.valeur("paie_conges.primes_du_dixieme", mois.debut)
    assert isinstance(natures, list | tuple)
    return sum((prime.montant for _, prime in primes if prime.nature in natures), ZERO)


def _valeur(absence: AbsenceDuMois, mois: Mois) -> str:
    """Ce qu'une absence vaut pour les congés : travail, accident, maladie ou rien."""
    valeurs = baremes.valeur("paie_conges.absences", mois.debut)
    assert isinstance(valeurs, dict)
    return str(valeurs[absence.absence.nature])
