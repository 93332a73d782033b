"""Maintien légal du salaire par l'employeur pendant un arrêt de travail."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.maintien_legal import (
    DUREE_INCERTAINE,
    ArretMaintenu,
    BaseDuJour,
    RegimeDeMaintien,
    droits_au_maintien,
    jours_a_chaque_taux,
    jours_au_salaire_entier,
    jours_de_droit_commun,
    jours_entiers,
    mois_complets,
    part_d_un_jour,
    parts_du_maintien,
)
from tableur.calculs.paie.mesures import NombreDeJours, exiger_ordre
from tableur.calculs.stock.gardes import exiger_positif
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Euros
from tableur.socle.marques import formule

__all__ = [
    "MaintienDeSalaire",
    "jours_de_maintien",
    "maintien_de_salaire",
    "mois_complets",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintienDeSalaire:
    """Maintien d'une période : jours à chaque taux, montant garanti, indemnités déduites, complément, réserve."""

    jours_au_taux_entier: NombreDeJours
    jours_au_premier_taux: NombreDeJours
    jours_au_second_taux: NombreDeJours
    montant_garanti: Euros
    ijss_deduites: Euros
    complement: Euros
    reserve: str


@formule
def jours_de_maintien(entree: date, arret: date, regime: RegimeDeMaintien = "droit_commun") -> NombreDeJours:
    """Jours de maintien légal du salaire à chacun des deux taux, 90 % puis les deux tiers ; 0 sans droit.

    30 jours après un an d'ancienneté au premier jour d'absence, et 10 de plus par période entière de cinq ans
    au-delà de la première année, 90 au plus (C. trav., art. L1226-1, D1226-1 et D1226-2). En Alsace-Moselle, six
    semaines au salaire entier, sans ancienneté (L1226-23 et L1226-24) : la loi ne le dit que du commis
    commercial ; des autres, elle dit « une durée relativement sans importance », que le juge apprécie.

    Args:
        entree: Premier jour du contrat, ou date de l'ancienneté reprise.
        arret: Premier jour de l'arrêt.
        regime: droit_commun, alsace_moselle, ou commis_alsace_moselle pour un commis commercial.

    Raises:
        ValeurInvalide: L'arrêt précède l'entrée.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> jours_de_maintien(date(2020, 1, 6), date(2026, 3, 10))
    40
    >>> jours_de_maintien(date(2026, 3, 2), date(2026, 3, 10), "alsace_moselle")
    42
    """
    exiger_ordre(entree, arret, "l'entrée", "L'arrêt")
    return jours_entiers(arret, regime) or jours_a_chaque_taux(entree, arret)


@formule
def maintien_de_salaire(
    salaire_mensuel: Euros,
    entree: date,
    arret: date,
    debut: date,
    fin: date,
    ijss_par_jour: Euros = ZERO,
    nature: ArretMaintenu = "maladie",
    jours_deja_indemnises: NombreDeJours = 0,
    base: BaseDuJour = "calendaire",
    regime: RegimeDeMaintien = "droit_commun",
) -> MaintienDeSalaire:
    """Complément légal de l'employeur pendant un arrêt : 90 % du brut, puis les deux tiers.

    Après un an d'ancienneté, à partir du 8e jour d'arrêt (du premier pour un accident du travail), moins les
    indemnités journalières brutes (C. trav., art. L1226-1, D1226-1 à D1226-8). Chaque mois est arrondi, puis
    additionné : payer en une fois ou mois par mois donne la même somme. En Alsace-Moselle, salaire entier dès
    le premier jour, pendant six semaines (L1226-23), puis le droit commun ; la réserve dit ce qui est incertain.
    Une convention peut prévoir mieux. Le maintien ne peut pas dépasser le net d'un mois travaillé.

    Args:
        salaire_mensuel: Brut que le salarié aurait reçu, en euros par mois.
        entree: Premier jour du contrat, ou date de l'ancienneté reprise.
        arret: Premier jour de l'arrêt initial.
        debut: Premier jour de la période payée.
        fin: Dernier jour de la période payée.
        ijss_par_jour: Indemnité journalière brute de la sécurité sociale, avant CSG et CRDS.
        nature: maladie, qui compte sept jours de carence, ou accident_du_travail, sans carence.
        jours_deja_indemnises: Jours indemnisés par l'employeur dans les douze mois qui précèdent la paie.
        base: Salaire d'un jour : mois ÷ jours du calendrier, ÷ 30, ou en heures réelles (jours du lundi au
            vendredi du mois), comme la retenue d'absence ; la loi ne le dit pas, l'usage si.
        regime: droit_commun, alsace_moselle, ou commis_alsace_moselle pour un commis commercial.

    Raises:
        ValeurInvalide: Une valeur est négative, l'arrêt précède l'entrée, ou la période précède l'arrêt.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> maintien_de_salaire(D(2000), date(2020, 1, 6), date(2026, 3, 10), date(2026, 3, 10), date(2026, 3, 31),
    ...     D("29.59")).complement
    Decimal('427.12')
    """
    for nom, valeur in (("Le salaire mensuel", salaire_mensuel), ("L'indemnité par jour", ijss_par_jour)):
        exiger_positif(nom, valeur)
    if jours_deja_indemnises < 0:
        raise ValeurInvalide(
            f"Les jours déjà indemnisés ne peuvent pas être négatifs : {jours_deja_indemnises} reçu."
        )
    exiger_ordre(entree, arret, "l'entrée", "L'arrêt")
    exiger_ordre(arret, debut, "l'arrêt", "Le début de la période")
    exiger_ordre(debut, fin, "le début de la période", "La fin de la période")
    droits = droits_au_maintien(entree, arret, nature, regime)
    jours = jours_de_droit_commun(arret, fin, droits, lambda _: jours_deja_indemnises)
    jours |= jours_au_salaire_entier(arret, fin, droits)
    carence = carence_de_la_caisse(arret, nature) if droits.entiers else 0
    indemnise = arret + timedelta(days=carence)
    parts = parts_du_maintien(
        {jour: taux for jour, taux in jours.items() if jour >= debut},
        arret,
        lambda _: salaire_mensuel,
        lambda jour: part_d_un_jour(jour, base),
        lambda jour: ijss_par_jour if jour >= indemnise else ZERO,
    )

    def somme(nom: str) -> Decimal:
        return sum((Decimal(getattr(part, nom)) for part in parts), ZERO)

    def jours_a(taux: str) -> int:
        return sum(part.jours for part in parts if part.taux == taux)

    return MaintienDeSalaire(
        jours_au_taux_entier=jours_a("entier"),
        jours_au_premier_taux=jours_a("premier_taux"),
        jours_au_second_taux=jours_a("second_taux"),
        montant_garanti=somme("garanti"),
        ijss_deduites=somme("ijss"),
        complement=somme("complement"),
        reserve=DUREE_INCERTAINE if regime == "alsace_moselle" else "",
    )


def carence_de_la_caisse(arret: date, nature: str) -> int:
    """Jours d'arrêt que la sécurité sociale n'indemnise pas : trois pour la maladie."""
    return int(parametres("paie_elements.ijss", arret)["carence_maladie"]) if nature == "maladie" else 0
