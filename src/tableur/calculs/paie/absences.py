"""Retenue pour absence, entrée ou sortie en cours de mois."""

from decimal import Decimal
from typing import Literal

from tableur.calculs.paie.droit import MOIS_PAR_AN, SEMAINES_PAR_AN
from tableur.calculs.stock.gardes import exiger_diviseur, exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide, ValeurManquante
from tableur.socle.grandeurs import Euros, Nombre
from tableur.socle.marques import formule

MethodeDeRetenue = Literal[
    "heures_reelles",
    "heures_moyennes",
    "jours_ouvres_reels",
    "jours_ouvres_moyens",
    "jours_ouvrables_reels",
    "jours_ouvrables_moyens",
    "jours_calendaires",
    "trentiemes",
]
_METHODES_REELLES = ("heures_reelles", "jours_ouvres_reels", "jours_ouvrables_reels", "jours_calendaires")
_DUREES_FIXES: dict[MethodeDeRetenue, Decimal] = {
    "jours_ouvres_moyens": Decimal(5),
    "jours_ouvrables_moyens": Decimal(6),
    "trentiemes": Decimal(30),
}


@formule
def retenue_pour_absence(
    salaire_mensuel: Euros,
    absence: Nombre,
    duree_du_mois: Nombre | None = None,
    methode: MethodeDeRetenue = "heures_reelles",
) -> Euros:
    """Retenue sur le salaire du mois pour une absence, une entrée ou une sortie.

    Salaire × heures d'absence ÷ heures que le mois compte réellement, arrondi au centime : la seule méthode que
    la Cour de cassation reconnaît (Cass. soc., 11/02/1982, n° 80-40.359). Les autres servent à contrôler un
    bulletin fait autrement. HEURES_THEORIQUES donne les heures du mois et celles de l'absence.

    Args:
        salaire_mensuel: Salaire brut du mois complet, en euros.
        absence: Heures d'absence, ou jours selon la méthode.
        duree_du_mois: Heures ou jours réels du mois, dans l'unité de l'absence ; pour heures_moyennes, les heures
            du contrat par semaine ; vide pour jours_ouvres_moyens (21,67), jours_ouvrables_moyens (26) et
            trentiemes (30).
        methode: Méthode de calcul ; « heures_reelles » est celle du droit.

    Raises:
        ValeurInvalide: Une valeur est négative, ou l'absence dépasse la durée réelle du mois.
        ValeurManquante: La méthode demande la durée du mois.
        DivisionImpossible: La durée du mois est nulle.

    >>> retenue_pour_absence(D("1971.70"), D(21), D(154))
    Decimal('268.87')
    """
    exiger_positif("Le salaire mensuel", salaire_mensuel)
    exiger_positif("La durée d'absence", absence)
    duree = _duree(methode, duree_du_mois)
    if methode in _METHODES_REELLES:
        if absence > duree:
            raise ValeurInvalide(
                f"L'absence dépasse le mois : {nombre_ecrit(absence)} reçu, {nombre_ecrit(duree)} au plus."
            )
        return arrondir_centime(salaire_mensuel * absence / duree)
    if methode == "trentiemes":
        retenue = salaire_mensuel * absence / duree
    else:
        retenue = salaire_mensuel * absence * MOIS_PAR_AN / (duree * SEMAINES_PAR_AN)
    return min(arrondir_centime(retenue), salaire_mensuel)


def _duree(methode: MethodeDeRetenue, duree_du_mois: Decimal | None) -> Decimal:
    """Durée du mois, ou de la semaine pour une méthode moyenne, par laquelle le calcul divise."""
    if methode in _DUREES_FIXES:
        return _DUREES_FIXES[methode]
    if duree_du_mois is None:
        quoi = "les heures du contrat par semaine" if methode == "heures_moyennes" else "la durée réelle du mois"
        raise ValeurManquante(f"La méthode {methode} demande {quoi} : donner duree_du_mois.")
    exiger_diviseur("La durée du mois", duree_du_mois)
    return duree_du_mois
