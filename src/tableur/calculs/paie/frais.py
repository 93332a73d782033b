"""Frais professionnels : kilomètres, repas, abonnements de transport."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tableur import baremes
from tableur.calculs.paie.avantages import regle_de_tranche
from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.mesures import NombreDeMois
from tableur.calculs.stock.gardes import exiger_positif, exiger_taux
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Entier, Euros, Heures, Nombre, Quantite, Taux
from tableur.socle.marques import formule

Vehicule = Literal["voiture", "moto", "cyclomoteur"]
SituationDeRepas = Literal["sur_le_lieu_de_travail", "hors_des_locaux", "restaurant"]

_FIN_DES_PERIODES = (3, 24, 72)  # mois : arrêté du 20/12/2002, art. 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Remboursement:
    """Remboursement de frais : montant, part exonérée et part soumise à cotisations."""

    montant: Euros
    exonere: Euros
    soumis: Euros


@formule
def indemnite_kilometrique(
    kilometres_cumules: Nombre,
    puissance: Entier,
    le: date,
    vehicule: Vehicule = "voiture",
    electrique: bool = False,
    deja_verse: Euros = ZERO,
) -> Euros:
    """Indemnité kilométrique à payer : le barème sur le cumul de l'année, moins ce qui est déjà versé.

    Le tarif dépend des kilomètres professionnels cumulés depuis le 1er janvier : le cumul se recalcule à chaque
    note de frais, et l'on paie la différence (arrêté du 27/03/2023 ; CGI, ann. IV, art. 6 B). Électrique : 20 %
    de plus. Le résultat peut être négatif : trop a été versé.

    Args:
        kilometres_cumules: Kilomètres professionnels depuis le 1er janvier, cette note comprise.
        puissance: Puissance administrative, en chevaux fiscaux (P.6 de la carte grise) ; sans effet pour un
            cyclomoteur.
        le: Jour de la note de frais.
        vehicule: voiture, moto ou cyclomoteur.
        electrique: oui pour un véhicule électrique ; non pour un hybride.
        deja_verse: Indemnités déjà versées depuis le 1er janvier pour ce véhicule, en euros.

    Raises:
        ValeurInvalide: Une valeur est négative, ou la puissance n'est pas d'au moins 1.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> indemnite_kilometrique(D(4800), 5, date(2026, 10, 31))
    Decimal('3052.80')
    >>> indemnite_kilometrique(D(5600), 5, date(2026, 11, 30), deja_verse=D("3052.80"))
    Decimal('341.40')
    """
    exiger_positif("Le nombre de kilomètres", kilometres_cumules)
    exiger_positif("Le montant déjà versé", deja_verse)
    if puissance < 1:
        raise ValeurInvalide(f"La puissance est d'au moins 1 cheval fiscal : {nombre_ecrit(puissance)} reçu.")
    tranches = baremes.tranches(f"frais.kilometres_{vehicule}", le)
    tarif = regle_de_tranche(next(tranche for tranche in tranches if tranche.couvre(Decimal(puissance))))
    distance = _distance(kilometres_cumules, parametres("frais.distances", le)[vehicule])
    euros_par_kilometre = tarif[distance]
    forfait = tarif["forfait"] if distance == "moyen" else ZERO
    cumul = kilometres_cumules * euros_par_kilometre + forfait
    if electrique:
        cumul *= UN + baremes.nombre("frais.electrique", le)
    return arrondir_centime(cumul) - deja_verse


@formule
def indemnite_de_repas(
    situation: SituationDeRepas, nombre: Quantite, le: date, indemnite_par_repas: Euros | None = None
) -> Remboursement:
    """Indemnités de repas d'un mois : montant, part exonérée par le forfait et part soumise à cotisations.

    Forfait par repas selon la situation : contraint de manger sur le lieu de travail, hors des locaux sans
    restaurant, ou au restaurant en déplacement (arrêté du 20/12/2002, barème Urssaf de l'année).

    Args:
        situation: sur_le_lieu_de_travail, hors_des_locaux ou restaurant.
        nombre: Repas du mois.
        le: Dernier jour du mois de paie.
        indemnite_par_repas: Indemnité versée par repas, en euros ; vide : le forfait.

    Raises:
        ValeurInvalide: Une valeur est négative.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> indemnite_de_repas("restaurant", D(3), date(2026, 3, 31), D(25))
    Remboursement(montant=Decimal('75.00'), exonere=Decimal('64.20'), soumis=Decimal('10.80'))
    """
    exiger_positif("Le nombre de repas", nombre)
    forfait = parametres("frais.repas", le)[situation]
    par_repas = forfait if indemnite_par_repas is None else indemnite_par_repas
    exiger_positif("L'indemnité par repas", par_repas)
    return _remboursement(par_repas * nombre, forfait * nombre)


@formule
def remboursement_transport(
    abonnement: Euros, le: date, heures_semaine: Heures | None = None, taux: Taux | None = None
) -> Remboursement:
    """Prise en charge d'un abonnement de transport public ou de vélo : montant, parts exonérée et soumise.

    La moitié du prix, obligatoire, sur la base de la deuxième classe et du trajet le plus court (C. trav., art.
    L3261-2, R3261-1). Sous un mi-temps, au prorata des heures sur la moitié de la durée légale (R3261-9).
    L'employeur peut donner plus ; l'exonération jusqu'à 75 % est une tolérance annuelle.

    Args:
        abonnement: Prix de l'abonnement du mois, en euros ; un abonnement annuel, par douzième.
        le: Dernier jour du mois de paie.
        heures_semaine: Heures du contrat par semaine ; vide : temps plein.
        taux: Part prise en charge par l'employeur ; vide : la moitié.

    Raises:
        ValeurInvalide: Une valeur est négative, ou le taux n'est pas entre 0,50 et 1.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> remboursement_transport(D("90.80"), date(2026, 3, 31))
    Remboursement(montant=Decimal('45.40'), exonere=Decimal('45.40'), soumis=Decimal('0.00'))
    """
    exiger_positif("Le prix de l'abonnement", abonnement)
    loi = parametres("frais.transports", le)
    applique = loi["obligatoire"] if taux is None else taux
    exiger_taux("Le taux", applique, un_admis=True)
    if applique < loi["obligatoire"]:
        raise ValeurInvalide(
            f"La prise en charge est d'au moins {nombre_ecrit(loi['obligatoire'])} : "
            f"{nombre_ecrit(applique)} reçu (écrire 0,50 pour la moitié)."
        )
    mi_temps = baremes.nombre("paie.duree_legale", le) / 2
    heures = mi_temps if heures_semaine is None else heures_semaine
    exiger_positif("La durée de la semaine", heures)
    montant = abonnement * applique * min(heures, mi_temps) / mi_temps
    return _remboursement(montant, abonnement * loi["exoneree"])


@formule
def indemnite_de_grand_deplacement(
    nature: Literal["repas", "logement_paris", "logement_ailleurs"],
    nombre: Quantite,
    mois_sur_place: NombreDeMois,
    le: date,
    indemnite_par_unite: Euros | None = None,
) -> Remboursement:
    """Indemnités de grand déplacement en métropole : montant, parts exonérée et soumise à cotisations.

    Forfait par repas ou par nuit, petit déjeuner compris, quand le salarié ne peut pas rentrer chez lui. Au même
    endroit, il baisse de 15 % après trois mois et de 30 % après vingt-quatre, jusqu'à soixante-douze (arrêté du
    20/12/2002, art. 5).

    Args:
        nature: repas, logement_paris (Paris, 92, 93, 94) ou logement_ailleurs.
        nombre: Repas ou nuits du mois.
        mois_sur_place: Rang du mois au même endroit, de 1 à 72.
        le: Dernier jour du mois de paie.
        indemnite_par_unite: Indemnité versée par repas ou par nuit, en euros ; vide : le forfait.

    Raises:
        ValeurInvalide: Une valeur est négative, ou le rang du mois n'est pas de 1 à 72.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> indemnite_de_grand_deplacement("logement_ailleurs", D(10), 4, date(2026, 3, 31)).montant
    Decimal('483.00')
    """
    exiger_positif("Le nombre de repas ou de nuits", nombre)
    if not 1 <= mois_sur_place <= _FIN_DES_PERIODES[-1]:
        raise ValeurInvalide(f"Le rang du mois va de 1 à 72 : {nombre_ecrit(mois_sur_place)} reçu.")
    periode = sum(mois_sur_place > fin for fin in _FIN_DES_PERIODES)
    forfait = parametres("frais.grand_deplacement", le)[nature][periode]
    par_unite = forfait if indemnite_par_unite is None else indemnite_par_unite
    exiger_positif("L'indemnité", par_unite)
    return _remboursement(par_unite * nombre, forfait * nombre)


@formule
def allocation_de_teletravail(
    jours: Quantite, le: date, allocation: Euros | None = None, accord: bool = False
) -> Remboursement:
    """Allocation de télétravail d'un mois : montant, parts exonérée et soumise à cotisations.

    Forfait par jour télétravaillé, dans une limite mensuelle, plus élevées si une convention ou un accord la
    prévoit (BOSS, frais professionnels ; barème Urssaf).

    Args:
        jours: Jours télétravaillés du mois.
        le: Dernier jour du mois de paie.
        allocation: Allocation versée pour le mois, en euros ; vide : le forfait.
        accord: oui si un accord ou une convention collective prévoit l'allocation.

    Raises:
        ValeurInvalide: Une valeur est négative.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> allocation_de_teletravail(D(8), date(2026, 3, 31), D(30))
    Remboursement(montant=Decimal('30.00'), exonere=Decimal('21.60'), soumis=Decimal('8.40'))
    """
    exiger_positif("Le nombre de jours", jours)
    loi = parametres("frais.teletravail", le)
    suffixe = "_avec_accord" if accord else ""
    forfait = min(jours * loi[f"par_jour{suffixe}"], loi[f"par_mois{suffixe}"])
    versee = forfait if allocation is None else allocation
    exiger_positif("L'allocation", versee)
    return _remboursement(versee, forfait)


def _distance(kilometres: Decimal, bornes: dict[str, Decimal]) -> Literal["proche", "moyen", "lointain"]:
    """Tranche annuelle de kilomètres, bornes comprises."""
    if kilometres <= bornes["proche"]:
        return "proche"
    return "moyen" if kilometres <= bornes["moyen"] else "lointain"


def _remboursement(montant: Decimal, exonere_au_plus: Decimal) -> Remboursement:
    """Montant arrondi au centime, partagé à la limite d'exonération."""
    verse = arrondir_centime(montant)
    exonere = min(verse, arrondir_centime(exonere_au_plus))
    return Remboursement(montant=verse, exonere=exonere, soumis=verse - exonere)
