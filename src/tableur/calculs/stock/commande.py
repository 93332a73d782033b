"""Commander : à partir de quel stock, jusqu'où, et combien."""

from tableur.calculs.stock.gardes import exiger_diviseur, exiger_positif
from tableur.socle.arrondis import arrondir_au_multiple
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Jours, Quantite
from tableur.socle.marques import formule


@formule
def point_de_commande(
    consommation_par_jour: Quantite, delai: Jours, stock_de_securite: Quantite = ZERO
) -> Quantite:
    """Niveau de stock qui déclenche une nouvelle commande.

    Consommation pendant le délai de livraison, plus la réserve.

    Args:
        consommation_par_jour: Consommation moyenne d'une journée, en unités.
        delai: Jours entre la commande et la livraison.
        stock_de_securite: Stock gardé contre les imprévus, en unités.

    Raises:
        ValeurInvalide: Un argument est négatif.

    >>> point_de_commande(D("20"), D("5"), D("30"))
    Decimal('130')
    """
    exiger_positif("La consommation par jour", consommation_par_jour)
    exiger_positif("Le délai", delai)
    exiger_positif("Le stock de sécurité", stock_de_securite)
    return consommation_par_jour * delai + stock_de_securite


@formule(avance=True)
def point_de_commande_periodique(
    consommation_par_jour: Quantite, delai: Jours, periode: Jours, stock_de_securite: Quantite = ZERO
) -> Quantite:
    """Niveau jusqu'où recompléter le stock quand on commande à dates fixes.

    Consommation pendant le délai et pendant la période qui sépare deux commandes, plus la réserve : c'est le
    niveau de recomplètement. On commande ce niveau moins le stock disponible.

    Args:
        consommation_par_jour: Consommation moyenne d'une journée, en unités.
        delai: Jours entre la commande et la livraison.
        periode: Jours entre deux commandes.
        stock_de_securite: Stock gardé contre les imprévus du délai et de la période, en unités.

    Raises:
        ValeurInvalide: Un argument est négatif.

    >>> point_de_commande_periodique(D(20), D(5), D(30), D(60))
    Decimal('760')
    """
    exiger_positif("La consommation par jour", consommation_par_jour)
    exiger_positif("Le délai", delai)
    exiger_positif("La période", periode)
    exiger_positif("Le stock de sécurité", stock_de_securite)
    return consommation_par_jour * (delai + periode) + stock_de_securite


@formule
def quantite_a_commander(
    physique: Quantite,
    point_de_commande: Quantite,
    stock_cible: Quantite,
    en_commande: Quantite = ZERO,
    reserve: Quantite = ZERO,
    multiple: Quantite = UN,
    minimum: Quantite = ZERO,
) -> Quantite:
    """Quantité à commander pour ramener le stock disponible à sa cible, 0 s'il suffit.

    Disponible = physique − réservé + en commande. Égal au point de commande ou en dessous, on commande la cible
    moins le disponible, au moins le minimum, arrondi au multiple supérieur : le stock atteint ou dépasse la
    cible.

    Args:
        physique: Stock présent, en unités ; négatif si des sorties ont précédé leur entrée.
        point_de_commande: Niveau qui déclenche la commande, en unités.
        stock_cible: Niveau à atteindre, en unités ; au moins le point de commande.
        en_commande: Quantité commandée et pas encore reçue, en unités.
        reserve: Quantité promise et pas encore sortie, en unités.
        multiple: Conditionnement : 12 pour des cartons de 12 ; 1 arrondit à l'unité supérieure.
        minimum: Plus petite quantité que le fournisseur accepte, en unités.

    Raises:
        ValeurInvalide: Un argument autre que le stock présent est négatif, ou la cible est sous le point de
            commande.
        DivisionImpossible: Le multiple est nul.

    >>> quantite_a_commander(D(12), D(40), D(65), multiple=D(12))
    Decimal('60')
    """
    exiger_positif("Le point de commande", point_de_commande)
    exiger_positif("La quantité en commande", en_commande)
    exiger_positif("La quantité réservée", reserve)
    exiger_positif("Le minimum de commande", minimum)
    exiger_diviseur("Le multiple", multiple)
    if stock_cible < point_de_commande:
        raise ValeurInvalide(
            f"Le stock cible est au moins égal au point de commande ({nombre_ecrit(point_de_commande)}) : "
            f"{nombre_ecrit(stock_cible)} reçu."
        )
    disponible = physique - reserve + en_commande
    besoin = stock_cible - disponible
    if disponible > point_de_commande or besoin == ZERO:
        return ZERO
    return arrondir_au_multiple(max(besoin, minimum), multiple)
