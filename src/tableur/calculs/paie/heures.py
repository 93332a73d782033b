"""Heures supplémentaires, par semaine civile, et heures complémentaires du temps partiel."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from tableur import baremes
from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.mesures import EurosParHeure, part
from tableur.calculs.paie.temps import exiger_jour, exiger_semaine
from tableur.calculs.stock.gardes import exiger_diviseur, exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Euros, Heures, Taux
from tableur.socle.marques import formule

Nature = Literal["travail", "conges_payes", "ferie_chome", "maladie", "autre_absence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JourDeTravail:
    """Heures d'un jour : travaillées, ou d'absence ; un jour peut avoir plusieurs lignes."""

    date: date
    heures: Heures
    nature: Nature = "travail"


@dataclass(frozen=True, slots=True, kw_only=True)
class SemaineComptee:
    """Semaine civile : heures comptées, supplémentaires par majoration, contingent et montant."""

    lundi: date
    heures_travaillees: Heures
    heures_de_conges: Heures
    heures_comptees: Heures
    premieres_heures: Heures
    heures_suivantes: Heures
    cumul_du_contingent: Heures
    hors_contingent: Heures
    montant: Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class HeuresComplementaires:
    """Heures complémentaires d'une semaine, par majoration, et ce qui passe les limites légales."""

    dans_la_limite: Heures
    au_dela: Heures
    irregulieres: Heures
    montant_dans_la_limite: Euros
    montant_au_dela: Euros
    montant: Euros


@formule
def heures_supplementaires(
    jours: list[JourDeTravail],
    taux_horaire: EurosParHeure,
    contingent_deja_pris: Heures = ZERO,
    contingent: Heures | None = None,
) -> list[SemaineComptee]:
    """Heures supplémentaires de chaque semaine civile, leur majoration, leur montant et le contingent.

    Au-delà de la durée légale de la semaine, du lundi au dimanche (C. trav., art. L3121-28 et L3121-29) : 25 %
    pour les huit premières, 50 % ensuite (L3121-36). Depuis le 10/09/2025, les heures de congés payés de la
    semaine comptent dans le seuil (Cass. soc., n° 23-14.455) ; ni la maladie ni un férié chômé. Seules les heures
    travaillées entrent au contingent (L3121-30). Donner des semaines entières : une semaine se paie avec le mois
    où elle finit.

    Args:
        jours: Heures de chaque jour, avec leur nature : travail, conges_payes, ferie_chome, maladie,
            autre_absence.
        taux_horaire: Salaire brut d'une heure, en euros, à quatre décimales.
        contingent_deja_pris: Heures déjà prises sur le contingent depuis le 1er janvier.
        contingent: Contingent annuel de l'accord, en heures ; vide : celui du Code du travail.

    Raises:
        ValeurInvalide: Une valeur est négative, ou un jour a plus de 24 heures.
        BaremeAbsent: Une semaine précède le premier barème.

    >>> cinq_jours = [JourDeTravail(date=date(2026, 3, jour), heures=D(9)) for jour in range(2, 7)]
    >>> [semaine] = heures_supplementaires(cinq_jours, D("13.1868"))
    >>> semaine.premieres_heures, semaine.heures_suivantes, semaine.montant
    (Decimal('8'), Decimal('2'), Decimal('171.43'))
    """
    exiger_positif("Le taux horaire", taux_horaire)
    exiger_positif("Le contingent déjà pris", contingent_deja_pris)
    semaines: list[SemaineComptee] = []
    cumul = contingent_deja_pris
    for lundi, travail, conges in _semaines(jours):
        dimanche = lundi + timedelta(days=6)
        if semaines and lundi.year > semaines[-1].lundi.year:
            cumul = ZERO
        semaine = _semaine(lundi, dimanche, travail, conges, taux_horaire, cumul, contingent)
        cumul = semaine.cumul_du_contingent
        semaines.append(semaine)
    return semaines


@formule
def salaire_des_heures_supplementaires(
    taux_horaire: EurosParHeure,
    premieres_heures: Heures,
    heures_suivantes: Heures,
    le: date,
    taux_premieres: Taux | None = None,
    taux_suivantes: Taux | None = None,
) -> Euros:
    """Montant brut d'heures supplémentaires : deux lignes, à 25 % et à 50 %, chacune arrondie au centime.

    Taux horaire × heures × (1 + majoration). Un accord peut fixer d'autres majorations, d'au moins 10 % (C.
    trav., art. L3121-33 et L3121-36).

    Args:
        taux_horaire: Salaire brut d'une heure, en euros, à quatre décimales.
        premieres_heures: Heures au premier taux : les huit premières de chaque semaine.
        heures_suivantes: Heures au second taux.
        le: Jour de la période de paie.
        taux_premieres: Première majoration de l'accord ; vide : 0,25.
        taux_suivantes: Seconde majoration de l'accord ; vide : 0,50.

    Raises:
        ValeurInvalide: Une valeur est négative, ou une majoration est sous le plancher légal.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> salaire_des_heures_supplementaires(D("13.1868"), D(8), D(2), date(2026, 3, 31))
    Decimal('171.43')
    """
    for nom, valeur in (
        ("Le taux horaire", taux_horaire),
        ("La durée", premieres_heures),
        ("La durée", heures_suivantes),
    ):
        exiger_positif(nom, valeur)
    loi = parametres("paie_elements.majorations", le)
    plancher = loi["plancher_d_accord"]
    premier = loi["taux_premieres"] if taux_premieres is None else taux_premieres
    second = loi["taux_suivantes"] if taux_suivantes is None else taux_suivantes
    if min(premier, second) < plancher:
        raise ValeurInvalide(
            f"La majoration est d'au moins {nombre_ecrit(plancher)} : {nombre_ecrit(min(premier, second))} reçu "
            "(écrire 0,25 pour 25 %)."
        )
    premiere_ligne = arrondir_centime(taux_horaire * premieres_heures * (UN + premier))
    seconde_ligne = arrondir_centime(taux_horaire * heures_suivantes * (UN + second))
    return premiere_ligne + seconde_ligne


@formule
def heures_complementaires(
    heures_contrat: Heures, heures_travaillees: Heures, taux_horaire: EurosParHeure, le: date, accord: bool = False
) -> HeuresComplementaires:
    """Heures au-delà du contrat à temps partiel, en une semaine : 10 % jusqu'au dixième, 25 % ensuite.

    À défaut d'accord étendu, la limite est le dixième du contrat ; avec lui, le tiers (C. trav., art. L3123-20,
    L3123-28 et L3123-29). Elles ne portent jamais le travail à la durée légale (L3123-9). Les heures qui passent
    ces bornes sont dues, et comptées à part, comme irrégulières.

    Args:
        heures_contrat: Heures du contrat par semaine, sous la durée légale.
        heures_travaillees: Heures travaillées dans la semaine.
        taux_horaire: Salaire brut d'une heure, en euros, à quatre décimales.
        le: Jour de la semaine payée.
        accord: oui si un accord de branche étendu ou d'entreprise porte la limite au tiers.

    Raises:
        ValeurInvalide: Une valeur est négative, ou le contrat n'est pas à temps partiel.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> heures_complementaires(D(24), D(28), D("12.5000"), date(2026, 3, 2)).montant
    Decimal('58.00')
    """
    legale = baremes.nombre("paie.duree_legale", le)
    exiger_positif("Le taux horaire", taux_horaire)
    exiger_diviseur("La durée du contrat", heures_contrat)
    exiger_semaine(heures_travaillees)
    if heures_contrat >= legale:
        raise ValeurInvalide(
            f"Le contrat à temps partiel est sous {nombre_ecrit(legale)} heures par semaine : "
            f"{nombre_ecrit(heures_contrat)} reçu."
        )
    loi = parametres("paie_elements.heures_complementaires", le)
    faites = max(ZERO, heures_travaillees - heures_contrat)
    dans_la_limite = min(faites, part(heures_contrat, loi["limite"]))
    au_dela = faites - dans_la_limite
    permises = part(heures_contrat, loi["limite_d_accord"] if accord else loi["limite"])
    sous_la_duree_legale = legale - heures_contrat
    irregulieres = max(ZERO, faites - permises, faites - sous_la_duree_legale)
    premiere_ligne = arrondir_centime(taux_horaire * dans_la_limite * (UN + loi["taux_dans_la_limite"]))
    seconde_ligne = arrondir_centime(taux_horaire * au_dela * (UN + loi["taux_au_dela"]))
    return HeuresComplementaires(
        dans_la_limite=dans_la_limite,
        au_dela=au_dela,
        irregulieres=irregulieres,
        montant_dans_la_limite=premiere_ligne,
        montant_au_dela=seconde_ligne,
        montant=premiere_ligne + seconde_ligne,
    )


def _semaine(
    lundi: date,
    dimanche: date,
    travail: Decimal,
    conges: Decimal,
    taux_horaire: Decimal,
    cumul: Decimal,
    contingent: Decimal | None,
) -> SemaineComptee:
    """Décompte d'une semaine, d'après le droit de son dernier jour."""
    legale = baremes.nombre("paie.duree_legale", dimanche)
    conges_comptes = conges if baremes.valeur("paie_elements.conges_dans_le_seuil", dimanche) else ZERO
    comptees = travail + conges_comptes
    supplementaires = max(ZERO, comptees - legale)
    premieres = min(supplementaires, parametres("paie_elements.majorations", dimanche)["premieres_heures"])
    suivantes = supplementaires - premieres
    limite = baremes.nombre("paie_elements.contingent", dimanche) if contingent is None else contingent
    nouveau_cumul = cumul + max(ZERO, travail - legale)
    return SemaineComptee(
        lundi=lundi,
        heures_travaillees=travail,
        heures_de_conges=conges,
        heures_comptees=comptees,
        premieres_heures=premieres,
        heures_suivantes=suivantes,
        cumul_du_contingent=nouveau_cumul,
        hors_contingent=max(ZERO, nouveau_cumul - max(limite, cumul)),
        montant=salaire_des_heures_supplementaires(taux_horaire, premieres, suivantes, dimanche),
    )


def _semaines(jours: Iterable[JourDeTravail]) -> list[tuple[date, Decimal, Decimal]]:
    """Lundi, heures travaillées et heures de congés payés de chaque semaine civile, dans l'ordre."""
    par_jour: dict[date, Decimal] = defaultdict(lambda: ZERO)
    travail: dict[date, Decimal] = defaultdict(lambda: ZERO)
    conges: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for jour in jours:
        exiger_positif(f"La durée du {date_ecrite(jour.date)}", jour.heures)
        par_jour[jour.date] += jour.heures
        lundi = jour.date - timedelta(days=jour.date.weekday())
        travail[lundi] += jour.heures if jour.nature == "travail" else ZERO
        conges[lundi] += jour.heures if jour.nature == "conges_payes" else ZERO
    for total in par_jour.values():
        exiger_jour(total)
    return [(lundi, travail[lundi], conges[lundi]) for lundi in sorted(travail)]
