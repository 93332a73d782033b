"""Stock de sécurité : la règle simple de l'enseignement, et celle du taux de service."""

from decimal import Decimal
from typing import Literal

from tableur.calculs.stock.gardes import exiger_positif, exiger_taux
from tableur.calculs.stock.service import MOITIE, coefficient_de_service
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Jours, Quantite, Taux
from tableur.socle.marques import formule


@formule
def stock_de_securite(
    consommation_par_jour: Quantite,
    delai: Jours,
    delai_maximal: Jours,
    consommation_maximale: Quantite | None = None,
) -> Quantite:
    """Stock gardé contre un retard de livraison et, si elle est donnée, contre une pointe de consommation.

    Sans pointe : (délai maximal − délai moyen) × consommation moyenne. Avec une pointe : consommation maximale ×
    délai maximal − consommation moyenne × délai moyen. Ce sont les deux règles enseignées en BTS et en
    baccalauréat.

    Args:
        consommation_par_jour: Consommation moyenne d'une journée, en unités.
        delai: Délai moyen de livraison, en jours.
        delai_maximal: Délai le plus long constaté, en jours.
        consommation_maximale: Consommation de la plus forte journée, en unités. Vide : seul le retard est couvert.

    Raises:
        ValeurInvalide: Un argument est négatif, ou un maximum est inférieur à la moyenne.

    >>> stock_de_securite(D(40), D(5), D(7), D(60))
    Decimal('220')
    """
    exiger_positif("La consommation par jour", consommation_par_jour)
    exiger_positif("Le délai", delai)
    _exiger_maximum("Le délai maximal est au moins égal au délai moyen", delai_maximal, delai)
    if consommation_maximale is None:
        return (delai_maximal - delai) * consommation_par_jour
    _exiger_maximum(
        "La consommation maximale est au moins égale à la consommation moyenne",
        consommation_maximale,
        consommation_par_jour,
    )
    return consommation_maximale * delai_maximal - consommation_par_jour * delai


@formule
def stock_de_securite_au_taux_de_service(
    taux_de_service: Taux,
    consommation_par_jour: Quantite,
    delai: Jours,
    ecart_type_de_consommation: Quantite = ZERO,
    ecart_type_du_delai: Jours = ZERO,
    aleas: Literal["independants", "dependants"] = "independants",
) -> Quantite:
    """Stock de sécurité qui évite la rupture dans la proportion de cycles demandée.

    z × √(délai × σc² + consommation² × σd²), où z est le coefficient de service (King, Crack the Code, APICS
    2011). Si la demande seule varie, il reste z × σc × √délai ; si le délai seul varie, z × consommation × σd.
    Des aléas dépendants s'ajoutent : z × (σc × √délai + consommation × σd), ce qui donne davantage.

    Args:
        taux_de_service: Part des cycles sans rupture, de 0,5 à 1 exclu : 0,95 pour 95 %.
        consommation_par_jour: Consommation moyenne d'une journée, en unités.
        delai: Délai moyen de livraison, en jours ; ajouter la période de commande si l'on commande à dates fixes.
        ecart_type_de_consommation: Écart type σc de la consommation d'une journée, en unités ; 0 si elle est
            régulière.
        ecart_type_du_delai: Écart type σd du délai, en jours ; 0 si le délai est sûr.
        aleas: « independants » : la demande et le délai varient chacun de leur côté ; « dependants » : ensemble.

    Raises:
        ValeurInvalide: Un argument est négatif, ou le taux n'est pas entre 0,5 et 1.

    >>> stock_de_securite_au_taux_de_service(D("0.95"), D(20), D(9), ecart_type_de_consommation=D(6))
    Decimal('29.60736528512650886754928034')
    """
    exiger_taux("Le taux de service", taux_de_service)
    if taux_de_service < MOITIE:
        recu = nombre_ecrit(taux_de_service)
        raise ValeurInvalide(f"Sous 0,5 de taux de service, aucun stock de sécurité n'est utile : {recu} reçu.")
    exiger_positif("La consommation par jour", consommation_par_jour)
    exiger_positif("Le délai", delai)
    exiger_positif("L'écart type de la consommation", ecart_type_de_consommation)
    exiger_positif("L'écart type du délai", ecart_type_du_delai)
    z = coefficient_de_service(taux_de_service)
    alea_de_demande = ecart_type_de_consommation * delai.sqrt()
    alea_de_delai = consommation_par_jour * ecart_type_du_delai
    if aleas == "dependants":
        return z * (alea_de_demande + alea_de_delai)
    return z * (alea_de_demande**2 + alea_de_delai**2).sqrt()


def _exiger_maximum(regle: str, maximum: Decimal, moyenne: Decimal) -> None:
    if maximum < moyenne:
        raise ValeurInvalide(f"{regle} ({nombre_ecrit(moyenne)}) : {nombre_ecrit(maximum)} reçu.")
