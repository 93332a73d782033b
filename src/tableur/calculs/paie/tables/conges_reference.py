"""Rémunération d'un mois qui entre dans le dixième des congés payés."""

from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.enregistrements import Bulletin, Variables
from tableur.calculs.paie.gains import retenue_des_heures
from tableur.calculs.paie.plafonds import JOURS_PAR_SEMAINE, bornes_d_emploi, jours_ouvres
from tableur.calculs.paie.tables.enregistrements import FicheSalarie
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO


def remuneration_de_reference(
    saisies: Saisies, fiche: FicheSalarie, mois: Mois, variables: Variables, bulletin: Bulletin
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
    """
    totaux = bulletin.totaux
    perdus = _salaires_perdus(saisies, fiche, mois, variables.brut, totaux.retenue_absence)
    verse = (
        variables.brut
        - totaux.retenue_absence
        + totaux.remuneration_heures_sup
        + totaux.remuneration_heures_complementaires
        + variables.complement_conges
        + _primes(saisies, fiche, mois)
    )
    return verse + perdus.get("travail", ZERO) + perdus.get("accident", ZERO), perdus.get("maladie", ZERO)


def _primes(saisies: Saisies, fiche: FicheSalarie, mois: Mois) -> Decimal:
    """Primes du mois qui paient le travail."""
    primes = saisies.primes_de(fiche.matricule, mois)
    if not primes:
        return ZERO
    natures = baremes.valeur("paie_conges.primes_du_dixieme", mois.debut)
    assert isinstance(natures, list | tuple)
    return sum((prime.montant for _, prime in primes if prime.nature in natures), ZERO)


def _salaires_perdus(
    saisies: Saisies, fiche: FicheSalarie, mois: Mois, brut: Decimal, retenue: Decimal
) -> dict[str, Decimal]:
    """Salaire retenu pour les absences du mois, par ce qu'elles valent pour les congés."""
    absences = [a for _, a in saisies.absences_de(fiche, mois) if a.nature != "conges_payes"]
    if not absences:
        return {}
    debut, fin = bornes_d_emploi(mois, fiche.entree, fiche.sortie)
    semaine = fiche.heures_semaine or baremes.nombre("paie.duree_legale", mois.debut)
    valeurs = baremes.valeur("paie_conges.absences", mois.debut)
    assert isinstance(valeurs, dict)
    heures = dict.fromkeys(("travail", "accident", "maladie", "rien"), ZERO)
    for absence in absences:
        premier, dernier = max(debut, absence.debut), min(fin, absence.fin)
        if premier <= dernier:
            prevues = jours_ouvres(premier, dernier) * semaine / JOURS_PAR_SEMAINE
            heures[valeurs[absence.nature]] += prevues if absence.heures is None else absence.heures
    legales = min(semaine, baremes.nombre("paie.duree_legale", mois.debut))
    perdus: dict[str, Decimal] = {}
    for valeur, nombre in heures.items():
        perdus[valeur] = min(retenue_des_heures(mois, brut, nombre, legales), retenue) if nombre else ZERO
    return perdus
