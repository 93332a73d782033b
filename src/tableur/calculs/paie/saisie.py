"""Saisie des rémunérations : part saisissable d'un salaire."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tableur import baremes
from tableur.calculs.paie.droit import MOIS_PAR_AN
from tableur.calculs.paie.mesures import decimale
from tableur.calculs.stock.gardes import exiger_positif
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Entier, Euros
from tableur.socle.marques import formule


@formule
def quotite_saisissable(
    net_mensuel: Euros, le: date, personnes_a_charge: Entier = 0, pension_alimentaire: bool = False
) -> Euros:
    """Part d'un salaire net mensuel qui peut être saisie ou cédée.

    Fractions par tranches annuelles ÷ 12, chaque borne relevée par personne à charge (C. trav., art. R3252-2,
    R3252-3). Il reste toujours au salarié le RSA d'une personne seule (R3252-5). Le paiement direct d'une pension
    alimentaire peut prendre tout, sauf ce RSA.

    Args:
        net_mensuel: Salaire du mois net de cotisations, de CSG, de CRDS et d'impôt prélevé, sans les frais
            remboursés, en euros.
        le: Jour de la paie.
        personnes_a_charge: Personnes à charge, justifiées : enfants, conjoint sans ressources, ascendant.
        pension_alimentaire: oui pour le paiement direct d'une pension alimentaire.

    Raises:
        ValeurInvalide: Une valeur est négative.
        BaremeAbsent: Aucun barème n'est connu à cette date.

    >>> quotite_saisissable(D(1800), date(2026, 3, 31))
    Decimal('338.38')
    """
    exiger_positif("Le salaire net", net_mensuel)
    if personnes_a_charge < 0:
        raise ValeurInvalide(
            f"Le nombre de personnes à charge ne peut pas être négatif : {nombre_ecrit(personnes_a_charge)} reçu."
        )
    disponible = max(ZERO, net_mensuel - baremes.nombre("paie_elements.rsa_socle", le))
    if pension_alimentaire:
        return arrondir_centime(disponible)
    majoration = baremes.nombre("paie_elements.saisies_par_personne", le) * personnes_a_charge
    quotite = _quotite_par_tranches(net_mensuel, majoration, le)
    return arrondir_centime(min(quotite, disponible))


def _quotite_par_tranches(net_mensuel: Decimal, majoration: Decimal, le: date) -> Decimal:
    """Somme exacte des fractions de chaque tranche annuelle, bornes relevées, puis ÷ 12."""
    net_annuel = net_mensuel * MOIS_PAR_AN
    quotite, basse = Fraction(0), ZERO
    for tranche in baremes.tranches("paie_elements.saisies", le):
        haute = net_annuel if tranche.borne is None else tranche.borne + majoration
        quotite += Fraction(max(ZERO, min(net_annuel, haute) - basse)) * Fraction(str(tranche.valeur))
        basse = haute
    return decimale(quotite / Fraction(MOIS_PAR_AN))
