"""Indemnités journalières de la sécurité sociale : maladie, accident du travail, maternité ; subrogation."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tableur import baremes
from tableur.calculs.paie.droit import MOIS_PAR_AN, SEMAINES_PAR_AN, parametres
from tableur.calculs.paie.mesures import NombreDeJours, decimale, exiger_ordre
from tableur.calculs.stock.gardes import exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Euros
from tableur.socle.marques import formule

NatureDArret = Literal["maladie", "accident_du_travail", "maternite"]
MOIS_DE_REFERENCE: dict[NatureDArret, int] = {"maladie": 3, "maternite": 3, "accident_du_travail": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndemnitesSubrogees:
    """Indemnités journalières d'une période : jours, brut, CSG et CRDS, net de l'employeur, part imposable."""

    jours: NombreDeJours
    brut: Euros
    csg_crds: Euros
    net: Euros
    imposable: Euros


@formule
def indemnite_journaliere(
    nature: NatureDArret, salaires: list[Euros], arret: date, au_dela_de_28_jours: bool = False
) -> Euros:
    """Indemnité journalière brute de la sécurité sociale, en euros par jour.

    Maladie : 50 % des trois derniers bruts ÷ 91,25, chacun plafonné à 1,4 SMIC, celui du dernier jour du mois qui
    précède l'arrêt (CSS, art. R323-4). Maternité : trois bruts plafonnés au plafond mensuel, ÷ 91,25, moins 21 %
    (R331-5). Accident du travail : dernier brut ÷ 30,42, à 60 % puis 80 % après 28 jours, la base plafonnée à
    0,834 % du plafond annuel (R433-2), et jamais plus que le gain journalier net, ce gain moins 21 % (R433-4).

    Args:
        nature: maladie, accident_du_travail ou maternite.
        salaires: Bruts des trois mois civils qui précèdent l'arrêt, ou du seul dernier pour un accident du
            travail.
        arret: Premier jour de l'arrêt.
        au_dela_de_28_jours: oui pour le taux dû après le 28e jour d'un accident du travail.

    Raises:
        ValeurInvalide: Il manque un salaire, ou l'un d'eux est négatif.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> indemnite_journaliere("maladie", [D(1800), D(1800), D(1800)], date(2026, 3, 10))
    Decimal('29.59')
    """
    attendus = MOIS_DE_REFERENCE[nature]
    if len(salaires) != attendus:
        raise ValeurInvalide(
            f"L'arrêt « {nature} » demande {attendus} salaires de référence : {len(salaires)} reçus."
        )
    for salaire in salaires:
        exiger_positif("Le salaire de référence", salaire)
    loi = parametres("paie_elements.ijss", arret)
    if nature == "accident_du_travail":
        return _d_accident(salaires[0], arret, au_dela=au_dela_de_28_jours)
    plafond = _plafond_du_mois(nature, arret, loi["plafond_en_smic"])
    gains = sum((min(Fraction(salaire), plafond) for salaire in salaires), Fraction(0))
    taux = loi["taux_maladie"] if nature == "maladie" else UN - loi["abattement_maternite"]
    return arrondir_centime(decimale(gains * Fraction(taux) / Fraction(loi["diviseur_de_trois_mois"])))


@formule
def ijss_subrogees(
    indemnite_par_jour: Euros,
    arret: date,
    debut: date,
    fin: date,
    nature: NatureDArret = "maladie",
    affection_de_longue_duree: bool = False,
) -> IndemnitesSubrogees:
    """Indemnités journalières versées à l'employeur subrogé : brut, CSG et CRDS, net, imposable.

    Jours calendaires, moins les trois premiers de l'arrêt pour la maladie (CSS, art. R323-1). CSG 6,2 % et CRDS
    0,5 % sans abattement (L136-8). Le net entre dans le montant net social, jamais dans l'assiette des
    cotisations. La part imposable, soumise au prélèvement à la source, est le brut moins la CSG déductible : celle
    des 60 premiers jours d'une maladie, la moitié d'un accident du travail, rien d'une affection de longue durée
    (CGI, art. 80 quinquies et 81, 8° ; BOI-IR-PAS-20-10-10).

    Args:
        indemnite_par_jour: Indemnité journalière brute, en euros.
        arret: Premier jour de l'arrêt initial : la carence part de lui, et non de la période payée.
        debut: Premier jour de la période payée.
        fin: Dernier jour de la période payée.
        nature: maladie, accident_du_travail ou maternite.
        affection_de_longue_duree: oui pour des indemnités que l'impôt épargne.

    Raises:
        ValeurInvalide: L'indemnité est négative, la période finit avant de commencer, ou précède l'arrêt.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> ijss_subrogees(D("29.59"), date(2026, 3, 10), date(2026, 3, 10), date(2026, 3, 31))
    IndemnitesSubrogees(jours=19, brut=Decimal('562.21'), csg_crds=Decimal('37.67'), net=Decimal('524.54'),
                        imposable=Decimal('540.85'))
    """
    exiger_positif("L'indemnité par jour", indemnite_par_jour)
    exiger_ordre(debut, fin, "le début de la période", "La fin de la période")
    exiger_ordre(arret, debut, "l'arrêt", "Le début de la période")
    carence = int(parametres("paie_elements.ijss", arret)["carence_maladie"]) if nature == "maladie" else 0
    premier = max(debut, arret + timedelta(days=carence))
    jours = max(0, (fin - premier).days + 1)
    imposes = max(0, (min(fin, fin_de_l_imposition(arret, nature)) - premier).days + 1)
    brut = arrondir_centime(indemnite_par_jour * jours)
    imposable = ZERO if affection_de_longue_duree else indemnite_par_jour * imposes
    return indemnites_subrogees(jours, brut, imposable, nature, fin)


def indemnites_subrogees(
    jours: int, brut: Decimal, brut_impose: Decimal, nature: NatureDArret, le: date
) -> IndemnitesSubrogees:
    """Indemnités d'une période, d'après leur brut et la part de ce brut que l'impôt n'épargne pas en entier.

    Args:
        jours: Jours indemnisés.
        brut: Leur brut, au centime.
        brut_impose: Brut des jours dont l'employeur prélève l'impôt ; un accident n'en compte que la moitié.
        nature: Nature de l'arrêt.
        le: Date du droit.
    """
    loi = parametres("paie_cotisations.csg_ijss", le)
    csg_crds = arrondir_centime(brut * loi["csg"]) + arrondir_centime(brut * loi["crds"])
    part = parametres("paie_elements.ijss_imposables", le)["part_d_accident"]
    imposee = brut_impose * (part if nature == "accident_du_travail" else UN)
    return IndemnitesSubrogees(
        jours=jours,
        brut=brut,
        csg_crds=csg_crds,
        net=brut - csg_crds,
        imposable=arrondir_centime(imposee * (UN - loi["dont_deductible"])),
    )


def fin_de_l_imposition(arret: date, nature: NatureDArret) -> date:
    """Dernier jour dont l'employeur prélève l'impôt : le 60e d'une maladie ; sans limite pour le reste."""
    if nature != "maladie":
        return date.max
    jours = int(parametres("paie_elements.ijss_imposables", arret)["jours_de_maladie"])
    return arret + timedelta(days=jours - 1)


def indemnite_majoree(premiere: Decimal, arret: date) -> Decimal:
    """Indemnité d'accident après 28 jours, d'après celle des premiers jours."""
    loi = parametres("paie_elements.ijss", arret)
    return _d_accident(premiere / loi["taux_accident"] * loi["diviseur_d_un_mois"], arret, au_dela=True)


def taux_net(le: date) -> Decimal:
    """Part d'une indemnité brute que CSG et CRDS laissent."""
    loi = parametres("paie_cotisations.csg_ijss", le)
    return UN - Decimal(loi["csg"]) - Decimal(loi["crds"])


def _d_accident(salaire: Decimal, arret: date, *, au_dela: bool) -> Decimal:
    """Indemnité d'accident : un taux du gain plafonné, sans passer le gain journalier net."""
    loi = parametres("paie_elements.ijss", arret)
    gain = salaire / loi["diviseur_d_un_mois"]
    plafond = loi["part_du_plafond_annuel"] * baremes.nombre("paie.plafond_annuel", arret)
    taux = loi["taux_accident_au_dela"] if au_dela else loi["taux_accident"]
    return arrondir_centime(min(min(gain, plafond) * taux, gain * (UN - loi["abattement_du_gain_net"])))


def _plafond_du_mois(nature: NatureDArret, arret: date, plafond_en_smic: Decimal) -> Fraction:
    """Plafond d'un salaire de référence, d'après les valeurs du dernier jour du mois qui précède l'arrêt."""
    veille = (Mois.de(arret) + -1).fin
    if nature == "maternite":
        return Fraction(baremes.nombre("paie.plafond_mensuel", veille))
    smic, semaine = baremes.nombre("paie.smic_horaire", veille), baremes.nombre("paie.duree_legale", veille)
    return Fraction(plafond_en_smic * smic * semaine * SEMAINES_PAR_AN) / Fraction(MOIS_PAR_AN)
