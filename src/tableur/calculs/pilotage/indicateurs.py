"""Indicateur du mois : valeur, comparaison à l'an dernier, objectif, écart et feu."""

from datetime import date
from decimal import Decimal

from tableur.calculs.pilotage.enregistrements import IndicateurDuMois, Nature, Sens, ValeurDatee
from tableur.calculs.pilotage.periodes import periodes_du_mois
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Entier, Nombre, Taux
from tableur.socle.marques import formule

ATTEINT, A_SURVEILLER, ALERTE = "● Atteint", "▲ À surveiller", "■ Alerte"
SANS_OBJECTIF, SANS_DONNEE = "Sans objectif", "Pas de donnée"
TOLERANCE = Decimal("0.05")
BARRES = "▁▂▃▄▅▆▇█"


@formule
def indicateur_du_mois(
    valeurs: list[ValeurDatee],
    mois: date,
    au: date,
    objectif: Nombre | None = None,
    nature: Nature = "flux",
    sens: Sens = "plus",
    premier_mois: Entier = 1,
    tolerance: Taux = TOLERANCE,
) -> IndicateurDuMois:
    """Indicateur d'un mois : valeur, an dernier, cumul, objectif, écart et feu.

    Un flux (des ventes) s'additionne ; un niveau (un solde, un stock) est sa dernière valeur du mois, sans cumul.
    Un mois inachevé se compare aux mêmes jours de l'an dernier, et à son objectif au prorata des jours.

    Args:
        valeurs: Valeurs datées de l'indicateur.
        mois: Un jour du mois choisi.
        au: Dernier jour dont les données sont connues.
        objectif: Objectif du mois entier, None s'il n'y en a pas.
        nature: « flux » ou « niveau ».
        sens: « plus » si dépasser l'objectif est favorable, « moins » sinon.
        premier_mois: Premier mois de l'exercice, 1 pour janvier.
        tolerance: Écart défavorable, en part de l'objectif, au-delà duquel le feu passe à l'alerte.

    Raises:
        ValeurInvalide: Le premier mois n'existe pas, ou la tolérance est négative.

    >>> ventes = [ValeurDatee(date=date(2025, 11, 5), valeur=D(100)),
    ...     ValeurDatee(date=date(2026, 11, 9), valeur=D(130))]
    >>> lu = indicateur_du_mois(ventes, date(2026, 11, 1), date(2026, 11, 15), D(240))
    >>> lu.mois, lu.evolution, lu.objectif, lu.ecart, lu.feu
    (Decimal('130.00'), Decimal('0.3'), Decimal('120.00'), Decimal('10.00'), '● Atteint')
    """
    p = periodes_du_mois(mois, au, premier_mois)
    lire = _somme if nature == "flux" else _derniere
    du_mois, n_1 = lire(valeurs, p.debut, p.fin), lire(valeurs, p.debut_n_1, p.fin_n_1)
    flux = nature == "flux"
    cumul = _somme(valeurs, p.debut_d_exercice, p.fin) if flux else None
    cumul_n_1 = _somme(valeurs, p.debut_d_exercice_n_1, p.fin_n_1) if flux else None
    vise = objectif
    if vise is not None and flux and p.inacheve:
        vise = arrondir_centime(vise * p.fin.day / Mois.de(mois).fin.day)
    return IndicateurDuMois(
        mois=du_mois,
        mois_n_1=n_1,
        evolution=evolution(du_mois, n_1),
        cumul=cumul,
        cumul_n_1=cumul_n_1,
        evolution_du_cumul=evolution(cumul, cumul_n_1),
        objectif=vise,
        ecart=None if du_mois is None or vise is None else du_mois - vise,
        feu=feu_de_l_indicateur(du_mois, vise, sens, tolerance),
    )


@formule
def feu_de_l_indicateur(
    valeur: Nombre | None, objectif: Nombre | None = None, sens: Sens = "plus", tolerance: Taux = TOLERANCE
) -> str:
    """Feu d'un indicateur, en un signe et un mot : Atteint, À surveiller ou Alerte.

    Args:
        valeur: Valeur constatée, None si elle manque.
        objectif: Valeur visée, None s'il n'y en a pas.
        sens: « plus » si dépasser l'objectif est favorable, « moins » sinon.
        tolerance: Écart défavorable, en part de l'objectif, au-delà duquel le feu passe à l'alerte.

    Raises:
        ValeurInvalide: La tolérance n'est pas comprise entre 0 et 1.

    >>> feu_de_l_indicateur(D(97), D(100)), feu_de_l_indicateur(D(120), D(100), "moins")
    ('▲ À surveiller', '■ Alerte')
    """
    if not ZERO <= tolerance <= UN:
        recu = nombre_ecrit(tolerance)
        raise ValeurInvalide(f"La tolérance est comprise entre 0 et 1 : {recu} reçu (écrire 0,05 pour 5 %).")
    if valeur is None:
        return SANS_DONNEE
    if objectif is None:
        return SANS_OBJECTIF
    favorable = valeur - objectif if sens == "plus" else objectif - valeur
    if favorable >= ZERO:
        return ATTEINT
    return A_SURVEILLER if favorable >= -tolerance * abs(objectif) else ALERTE


@formule
def tendance_en_barres(valeurs: list[Nombre]) -> str:
    """Valeurs dessinées par des caractères, d'autant plus hauts qu'elles sont grandes.

    Le plus bas caractère est zéro, ou la plus petite valeur si elle est négative.

    Args:
        valeurs: Valeurs, dans l'ordre.

    >>> tendance_en_barres([D(0), D(50), D(100)])
    '▁▅█'
    """
    bas, haut = min([*valeurs, ZERO]), max([*valeurs, ZERO])
    if haut == bas:
        return BARRES[0] * len(valeurs)
    return "".join(BARRES[int(arrondir(7 * (valeur - bas) / (haut - bas), 0))] for valeur in valeurs)


def evolution(valeur: Decimal | None, reference: Decimal | None) -> Decimal | None:
    """Évolution relative ; None si une valeur manque ou si la référence est nulle."""
    if valeur is None or reference is None or reference == ZERO:
        return None
    return (valeur - reference) / abs(reference)


def _somme(valeurs: list[ValeurDatee], debut: date, fin: date) -> Decimal | None:
    prises = [v.valeur for v in valeurs if debut <= v.date <= fin]
    return arrondir_centime(sum(prises, ZERO)) if prises else None


def _derniere(valeurs: list[ValeurDatee], debut: date, fin: date) -> Decimal | None:
    """Dernière valeur de la période ; celles d'un même jour s'additionnent (deux comptes en banque)."""
    prises = [v for v in valeurs if debut <= v.date <= fin]
    if not prises:
        return None
    jour = max(v.date for v in prises)
    return arrondir_centime(sum((v.valeur for v in prises if v.date == jour), ZERO))
