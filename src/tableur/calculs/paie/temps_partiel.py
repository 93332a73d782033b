"""Heures complémentaires du temps partiel."""

from dataclasses import dataclass
from datetime import date

from tableur import baremes
from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.mesures import EurosParHeure, part
from tableur.calculs.paie.temps import exiger_semaine
from tableur.calculs.stock.gardes import exiger_diviseur, exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Euros, Heures
from tableur.socle.marques import formule


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
    majorations = parametres("paie_reductions.majorations", le)
    faites = max(ZERO, heures_travaillees - heures_contrat)
    dans_la_limite = min(faites, part(heures_contrat, loi["limite"]))
    au_dela = faites - dans_la_limite
    permises = part(heures_contrat, loi["limite_d_accord"] if accord else loi["limite"])
    sous_la_duree_legale = legale - heures_contrat
    irregulieres = max(ZERO, faites - permises, faites - sous_la_duree_legale)
    premiere_ligne = arrondir_centime(
        taux_horaire * dans_la_limite * (UN + majorations["complementaires_dixieme"])
    )
    seconde_ligne = arrondir_centime(taux_horaire * au_dela * (UN + majorations["complementaires_suivantes"]))
    return HeuresComplementaires(
        dans_la_limite=dans_la_limite,
        au_dela=au_dela,
        irregulieres=irregulieres,
        montant_dans_la_limite=premiere_ligne,
        montant_au_dela=seconde_ligne,
        montant=premiere_ligne + seconde_ligne,
    )
