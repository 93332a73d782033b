"""Avantages en nature et titres-restaurant."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tableur import baremes
from tableur.calculs.paie.droit import MOIS_PAR_AN, parametres
from tableur.calculs.stock.gardes import exiger_positif, exiger_taux
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide, ValeurManquante
from tableur.socle.grandeurs import UN, ZERO, Euros, Quantite, Taux
from tableur.socle.marques import formule

NatureDAvantage = Literal["repas", "repas_hotel_cafe_restaurant", "logement", "outil_numerique"]
Acquisition = Literal["achat", "location"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TitresRestaurant:
    """Titres-restaurant d'un mois : parts du salarié et de l'employeur, exonérée et soumise à cotisations."""

    part_salariale: Euros
    part_patronale: Euros
    exoneree: Euros
    soumise: Euros


@formule
def avantage_en_nature(
    nature: NatureDAvantage,
    le: date,
    nombre: Quantite = UN,
    remuneration: Euros | None = None,
    valeur: Euros | None = None,
    retenue: Euros = ZERO,
) -> Euros:
    """Valeur forfaitaire d'un avantage en nature pour un mois, moins ce que le salarié paie.

    Repas : forfait par repas ; dans les hôtels, cafés et restaurants, un minimum garanti par repas. Logement :
    forfait par pièce selon la rémunération rapportée au plafond mensuel. Outil numérique : 10 % par an du prix
    d'achat ou de l'abonnement (arrêté du 25/02/2025). Le véhicule a sa formule, AVANTAGE_VEHICULE.

    Args:
        nature: repas, repas_hotel_cafe_restaurant, logement ou outil_numerique.
        le: Dernier jour du mois de paie.
        nombre: Repas du mois, ou pièces principales du logement.
        remuneration: Rémunération brute du mois en espèces, pour un logement, en euros.
        valeur: Prix d'achat toutes taxes comprises, ou abonnement annuel, pour un outil numérique, en euros.
        retenue: Participation du salarié, en euros par mois.

    Raises:
        ValeurInvalide: Une valeur est négative, ou le logement n'a pas un nombre entier de pièces.
        ValeurManquante: La rémunération ou la valeur manque.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> avantage_en_nature("repas", date(2026, 3, 31), D(20))
    Decimal('110.00')
    >>> avantage_en_nature("logement", date(2026, 3, 31), D(3), remuneration=D(2500))
    Decimal('239.10')
    """
    exiger_positif("Le nombre", nombre)
    exiger_positif("La retenue", retenue)
    if nature == "repas":
        avantage = baremes.nombre("paie_elements.avantage_repas", le) * nombre
    elif nature == "repas_hotel_cafe_restaurant":
        avantage = baremes.nombre("paie.minimum_garanti", le) * nombre
    elif nature == "logement":
        avantage = _logement(le, nombre, remuneration)
    else:
        avantage = _outil(le, valeur)
    return arrondir_centime(max(ZERO, avantage - retenue))


@formule
def avantage_vehicule(
    mise_a_disposition: date,
    acquisition: Acquisition,
    cout: Euros,
    carburant: bool = False,
    plus_de_cinq_ans: bool = False,
    electrique: bool = False,
    prix_de_reference: Euros | None = None,
    retenue: Euros = ZERO,
) -> Euros:
    """Valeur forfaitaire, par mois, de l'usage privé d'un véhicule de l'entreprise.

    Fraction annuelle du prix d'achat, ou du coût de location, ÷ 12. C'est la date de mise à disposition qui
    choisit les taux : 15, 10 et 50 % depuis le 01/02/2025, 20, 15 et 67 % carburant compris ; 9, 6 et 30 % avant
    (arrêté du 25/02/2025). Une location ne peut valoir plus que l'achat. Électrique : abattement, dans la limite
    d'un plafond annuel.

    Args:
        mise_a_disposition: Jour où le salarié a reçu le véhicule.
        acquisition: achat ou location.
        cout: Prix d'achat toutes taxes comprises, ou coût annuel de la location, entretien et assurance, en euros.
        carburant: oui si l'employeur paie aussi le carburant des trajets privés.
        plus_de_cinq_ans: oui pour un véhicule qui a plus de cinq ans.
        electrique: oui pour un véhicule électrique ; depuis le 01/02/2025, s'il a l'éco-score.
        prix_de_reference: Prix d'achat du véhicule loué, payé par le loueur, qui plafonne l'évaluation ; vide :
            aucun.
        retenue: Participation du salarié, en euros par mois.

    Raises:
        ValeurInvalide: Une valeur est négative.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> avantage_vehicule(date(2025, 3, 1), "achat", D(30000), carburant=True)
    Decimal('500.00')
    >>> avantage_vehicule(date(2025, 1, 15), "achat", D(30000), carburant=True)
    Decimal('300.00')
    """
    exiger_positif("Le coût", cout)
    exiger_positif("La retenue", retenue)
    taux = parametres("paie_elements.avantage_vehicule", mise_a_disposition)
    achat = taux["achat_plus_de_cinq_ans" if plus_de_cinq_ans else "achat"]
    energie = "avec_carburant" if carburant else "sans_carburant"
    par_an = cout * (achat if acquisition == "achat" else taux["location"])[energie]
    if acquisition == "location" and prix_de_reference is not None:
        exiger_positif("Le prix de référence", prix_de_reference)
        par_an = min(par_an, prix_de_reference * achat[energie])
    if electrique:
        faveur = parametres("paie_elements.avantage_electrique", mise_a_disposition)
        par_an -= min(par_an * faveur["abattement"], faveur["plafond_annuel"])
    return arrondir_centime(max(ZERO, par_an / MOIS_PAR_AN - retenue))


@formule
def titres_restaurant(
    valeur_du_titre: Euros, nombre: Quantite, part_employeur: Taux, le: date
) -> TitresRestaurant:
    """Titres-restaurant d'un mois : parts du salarié et de l'employeur, exonérée et soumise.

    La part de l'employeur est exonérée si elle est entre 50 et 60 % du titre, dans la limite d'un montant par
    titre (CGI, art. 81, 19°). Au-delà de l'un ou de l'autre, l'excédent est soumis ; sous 50 %, tout l'est.

    Args:
        valeur_du_titre: Valeur d'un titre, en euros.
        nombre: Titres du mois : un par jour travaillé dont le repas est compris dans l'horaire.
        part_employeur: Part de l'employeur : 0,60 pour 60 %.
        le: Dernier jour du mois de paie.

    Raises:
        ValeurInvalide: Une valeur est négative, ou la part n'est pas entre 0 et 1.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> titres_restaurant(D(13), D(20), D("0.60"), date(2026, 3, 31))
    TitresRestaurant(part_salariale=Decimal('104.00'), part_patronale=Decimal('156.00'),
                     exoneree=Decimal('146.40'), soumise=Decimal('9.60'))
    """
    exiger_positif("La valeur du titre", valeur_du_titre)
    exiger_positif("Le nombre de titres", nombre)
    exiger_taux("Le taux de l'employeur", part_employeur, un_admis=True)
    loi = parametres("paie_elements.titres_restaurant", le)
    total = arrondir_centime(valeur_du_titre * nombre)
    patronale = arrondir_centime(valeur_du_titre * nombre * part_employeur)
    limite = min(loi["exoneration_maximale"], valeur_du_titre * loi["part_maximale"])
    exoneree = min(
        patronale, arrondir_centime(limite * nombre if part_employeur >= loi["part_minimale"] else ZERO)
    )
    return TitresRestaurant(
        part_salariale=total - patronale,
        part_patronale=patronale,
        exoneree=exoneree,
        soumise=patronale - exoneree,
    )


def _logement(le: date, pieces: Decimal, remuneration: Decimal | None) -> Decimal:
    """Forfait mensuel d'un logement, par la tranche de rémunération, en plafonds mensuels."""
    if remuneration is None:
        raise ValeurManquante("Le logement demande la rémunération brute du mois : donner remuneration.")
    exiger_positif("La rémunération", remuneration)
    if pieces < UN or pieces != pieces.to_integral_value():
        raise ValeurInvalide(f"Le logement a un nombre entier de pièces, 1 ou plus : {nombre_ecrit(pieces)} reçu.")
    en_plafonds = remuneration / baremes.nombre("paie.plafond_mensuel", le)
    tranche = next(t for t in baremes.tranches("paie_elements.avantage_logement", le) if t.couvre(en_plafonds))
    forfait = regle_de_tranche(tranche)
    return forfait["une_piece"] if pieces == UN else forfait["par_piece"] * pieces


def regle_de_tranche(tranche: baremes.Tranche) -> dict[str, Decimal]:
    """Nombres que donne une tranche, par nom."""
    valeurs = tranche.valeur
    return {nom: Decimal(str(v)) for nom, v in valeurs.items()} if isinstance(valeurs, dict) else {}


def _outil(le: date, valeur: Decimal | None) -> Decimal:
    if valeur is None:
        raise ValeurManquante(
            "L'outil numérique demande son prix d'achat ou son abonnement annuel : donner valeur."
        )
    exiger_positif("La valeur de l'outil", valeur)
    return baremes.nombre("paie_elements.avantage_outils", le) * valeur / MOIS_PAR_AN
