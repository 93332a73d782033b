"""Fin d'un contrat à durée déterminée, et solde de tout compte."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tableur import baremes
from tableur.calculs.paie.absences import retenue_pour_absence
from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.mesures import part
from tableur.calculs.stock.gardes import exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Euros, Heures, Taux
from tableur.socle.marques import formule

FinDeContrat = Literal[
    "terme",
    "cdi_accepte",
    "cdi_refuse",
    "saisonnier",
    "usage",
    "jeune_en_vacances",
    "faute_grave",
    "rupture_par_le_salarie",
    "force_majeure",
    "contrat_aide_ou_alternance",
]
NatureDeSolde = Literal["salaire", "indemnite_de_rupture", "retenue", "total"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeSolde:
    """Ligne d'un solde de tout compte, brut ; la dernière est le total."""

    libelle: str
    nature: NatureDeSolde
    montant: Euros


@formule
def prime_de_precarite(
    remuneration_brute: Euros, le: date, fin: FinDeContrat = "terme", taux: Taux | None = None
) -> Euros:
    """Indemnité de fin de contrat à durée déterminée ; 0 quand la loi l'exclut.

    10 % de la rémunération brute totale du contrat ; 6 % si un accord de branche le prévoit, avec une formation
    en échange (C. trav., art. L1243-8 et L1243-9). Pas due si un CDI suit ou est refusé, ni dans les autres cas
    de l'article L1243-10. Elle est soumise à cotisations.

    Args:
        remuneration_brute: Bruts de tout le contrat, primes comprises, congés payés exclus, en euros.
        le: Dernier jour du contrat.
        fin: Fin du contrat : terme, cdi_accepte, cdi_refuse, saisonnier, usage, jeune_en_vacances, faute_grave,
            rupture_par_le_salarie, force_majeure ou contrat_aide_ou_alternance.
        taux: Taux de l'accord de branche : 0,06 ; vide : 0,10.

    Raises:
        ValeurInvalide: La rémunération est négative, ou le taux est sous celui qu'un accord peut fixer.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> prime_de_precarite(D(12000), date(2026, 6, 30))
    Decimal('1200.00')
    """
    exiger_positif("La rémunération brute", remuneration_brute)
    plancher = baremes.nombre("paie_elements.precarite_de_branche", le)
    applique = baremes.nombre("paie_cotisations.indemnite_fin_contrat", le) if taux is None else taux
    if applique < plancher:
        raise ValeurInvalide(
            f"Le taux est d'au moins {nombre_ecrit(plancher)} : {nombre_ecrit(applique)} reçu "
            "(écrire 0,10 pour 10 %)."
        )
    return arrondir_centime(remuneration_brute * applique if fin == "terme" else ZERO)


@formule
def indemnite_de_conges_cdd(remuneration_brute: Euros, precarite: Euros, le: date) -> Euros:
    """Indemnité compensatrice de congés payés d'un CDD, quand aucun congé n'est pris.

    Au moins un dixième de la rémunération brute totale, prime de précarité comprise (C. trav., art. L1242-16).
    Des congés pris en partie se calculent par INDEMNITE_DE_CONGES, sur les jours restants.

    Args:
        remuneration_brute: Bruts de tout le contrat, en euros.
        precarite: Prime de précarité, en euros.
        le: Dernier jour du contrat.

    Raises:
        ValeurInvalide: Une valeur est négative.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> indemnite_de_conges_cdd(D(12000), D(1200), date(2026, 6, 30))
    Decimal('1320.00')
    """
    exiger_positif("La rémunération brute", remuneration_brute)
    exiger_positif("La prime de précarité", precarite)
    dixieme = part(
        remuneration_brute + precarite, parametres("paie_elements.conges_payes", le)["fraction_de_l_indemnite"]
    )
    return arrondir_centime(dixieme)


@formule
def solde_de_tout_compte(
    salaire_mensuel: Euros,
    heures_du_mois: Heures,
    heures_non_dues: Heures = ZERO,
    conges: Euros = ZERO,
    preavis: Euros = ZERO,
    primes: Euros = ZERO,
    precarite: Euros = ZERO,
    indemnite_de_rupture: Euros = ZERO,
    retenues: Euros = ZERO,
) -> list[LigneDeSolde]:
    """Lignes brutes d'un solde de tout compte, chacune au centime, puis leur total.

    Salaire du mois aux heures réelles, indemnités compensatrices de préavis et de congés, primes, prime de
    précarité, indemnité de rupture, moins les avances. Le reçu en fait l'inventaire ; signé, il se dénonce
    pendant six mois (C. trav., art. L1234-20). Le net suit du bulletin : seule l'indemnité de rupture échappe aux
    cotisations.

    Args:
        salaire_mensuel: Brut du mois complet, en euros.
        heures_du_mois: Heures que le dernier mois compte réellement : HEURES_THEORIQUES.
        heures_non_dues: Heures du mois après la sortie, ou d'absence.
        conges: Indemnité compensatrice de congés payés : INDEMNITE_DE_CONGES.
        preavis: Indemnité compensatrice de préavis, si l'employeur en dispense, en euros.
        primes: Primes dues au départ : PRIME_PRORATISEE.
        precarite: Prime de précarité : PRIME_DE_PRECARITE.
        indemnite_de_rupture: Indemnité de licenciement ou de rupture conventionnelle, en euros.
        retenues: Avances et acomptes à reprendre, en euros, en positif.

    Raises:
        ValeurInvalide: Une valeur est négative, ou les heures non dues dépassent le mois.
        DivisionImpossible: Les heures du mois sont nulles.

    >>> for ligne in solde_de_tout_compte(D(2000), D(154), D(70), conges=D(650), indemnite_de_rupture=D(2500)):
    ...     print(ligne.libelle, ligne.montant)
    Salaire du mois 1090.91
    Indemnité compensatrice de congés payés 650.00
    Indemnité de rupture 2500.00
    Total brut 4240.91
    """
    salaire = salaire_mensuel - retenue_pour_absence(salaire_mensuel, heures_non_dues, heures_du_mois)
    elements: tuple[tuple[str, NatureDeSolde, Decimal], ...] = (
        ("Salaire du mois", "salaire", salaire),
        ("Indemnité compensatrice de préavis", "salaire", preavis),
        ("Indemnité compensatrice de congés payés", "salaire", conges),
        ("Primes", "salaire", primes),
        ("Prime de précarité", "salaire", precarite),
        ("Indemnité de rupture", "indemnite_de_rupture", indemnite_de_rupture),
        ("Avances et acomptes", "retenue", retenues),
    )
    lignes = []
    for libelle, nature, montant in elements:
        exiger_positif(f"Le montant « {libelle} »", montant)
        if montant or libelle == "Salaire du mois":
            signe = -1 if nature == "retenue" else 1
            lignes.append(LigneDeSolde(libelle=libelle, nature=nature, montant=arrondir_centime(signe * montant)))
    total = sum((ligne.montant for ligne in lignes), ZERO)
    return [*lignes, LigneDeSolde(libelle="Total brut", nature="total", montant=total)]
