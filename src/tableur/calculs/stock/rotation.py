"""Stock moyen, rotation, couverture et ruptures : les ratios qui jugent un stock."""

from tableur.calculs.stock.gardes import exiger_diviseur, exiger_positif
from tableur.calculs.stock.quantite_economique import ANNEE_COMMERCIALE
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import DivisionImpossible, ValeurInvalide
from tableur.socle.grandeurs import ZERO, Jours, Nombre, Quantite, Taux
from tableur.socle.marques import formule


@formule
def stock_moyen(stock_initial: Nombre, stock_final: Nombre) -> Nombre:
    """Stock moyen d'une période, en unités ou en euros.

    (Stock initial + stock final) ÷ 2.

    Args:
        stock_initial: Stock du début de la période, en unités ou en euros.
        stock_final: Stock de la fin de la période, dans la même unité.

    Raises:
        ValeurInvalide: Un stock est négatif.

    >>> stock_moyen(D(50000), D(90000))
    Decimal('70000')
    """
    exiger_positif("Le stock initial", stock_initial)
    exiger_positif("Le stock final", stock_final)
    return (stock_initial + stock_final) / 2


@formule
def stock_moyen_des_releves(releves: list[Nombre]) -> Nombre:
    """Moyenne des stocks relevés pendant la période, en unités ou en euros.

    Total des relevés ÷ leur nombre : stock de début d'année et douze fins de mois font treize relevés.

    Args:
        releves: Stocks relevés à intervalles réguliers, en unités ou en euros.

    Raises:
        ValeurInvalide: Un stock est négatif.
        DivisionImpossible: Il n'y a aucun relevé.

    >>> stock_moyen_des_releves([D(40), D(52), D(46), D(50)])
    Decimal('47')
    """
    if not releves:
        raise DivisionImpossible("Il faut au moins un relevé de stock : aucun reçu.")
    for rang, releve in enumerate(releves, 1):
        exiger_positif(f"Le stock n° {rang}", releve)
    return sum(releves, ZERO) / len(releves)


@formule
def stock_moyen_du_cycle(quantite: Quantite, stock_de_securite: Quantite = ZERO) -> Quantite:
    """Stock moyen entre deux livraisons, quand la consommation est régulière.

    Quantité d'une commande ÷ 2 + stock de sécurité.

    Args:
        quantite: Quantité d'une commande, en unités.
        stock_de_securite: Stock gardé en permanence, en unités.

    Raises:
        ValeurInvalide: Un argument est négatif.

    >>> stock_moyen_du_cycle(D(600), D(50))
    Decimal('350')
    """
    exiger_positif("La quantité d'une commande", quantite)
    exiger_positif("Le stock de sécurité", stock_de_securite)
    return quantite / 2 + stock_de_securite


@formule
def taux_de_rotation(cout_des_ventes: Nombre, stock_moyen: Nombre) -> Nombre:
    """Nombre de fois où le stock s'est renouvelé pendant la période.

    Coût d'achat des marchandises vendues (ou consommation) ÷ stock moyen, au coût tous les deux : jamais le prix
    de vente au numérateur.

    Args:
        cout_des_ventes: Coût d'achat des ventes ou consommation de la période, en euros ou en unités.
        stock_moyen: Stock moyen de la même période, dans la même unité.

    Raises:
        ValeurInvalide: Un argument est négatif.
        DivisionImpossible: Le stock moyen est nul.

    >>> taux_de_rotation(D(700000), D(70000))
    Decimal('10')
    """
    exiger_positif("Le coût des ventes", cout_des_ventes)
    exiger_diviseur("Le stock moyen", stock_moyen)
    return cout_des_ventes / stock_moyen


@formule
def duree_de_stockage(cout_des_ventes: Nombre, stock_moyen: Nombre, jours: Jours = ANNEE_COMMERCIALE) -> Jours:
    """Jours pendant lesquels une marchandise reste en stock, en moyenne.

    Stock moyen ÷ coût d'achat des ventes × jours de la période : 360 à défaut.

    Args:
        cout_des_ventes: Coût d'achat des ventes ou consommation de la période, en euros ou en unités.
        stock_moyen: Stock moyen de la même période, dans la même unité.
        jours: Jours de la période : 360 par convention, 365 pour l'année civile.

    Raises:
        ValeurInvalide: Un argument est négatif.
        DivisionImpossible: Le coût des ventes est nul.

    >>> duree_de_stockage(D(700000), D(70000))
    Decimal('36')
    """
    exiger_diviseur("Le coût des ventes", cout_des_ventes)
    exiger_positif("Le stock moyen", stock_moyen)
    exiger_positif("Le nombre de jours", jours)
    return stock_moyen * jours / cout_des_ventes


@formule
def couverture_en_jours(stock: Quantite, consommation_par_jour: Quantite) -> Jours:
    """Jours de consommation que le stock peut servir.

    Stock ÷ consommation d'une journée.

    Args:
        stock: Stock présent ou disponible, en unités.
        consommation_par_jour: Consommation moyenne d'une journée, en unités.

    Raises:
        ValeurInvalide: La consommation est négative.
        DivisionImpossible: La consommation est nulle : le stock dure sans limite.

    >>> couverture_en_jours(D(150), D(20))
    Decimal('7.5')
    """
    exiger_diviseur("La consommation par jour", consommation_par_jour)
    return stock / consommation_par_jour


@formule
def taux_de_rupture(en_rupture: Nombre, total: Nombre) -> Taux:
    """Part des jours, ou des lignes de commande, en rupture.

    En rupture ÷ total. Le taux de service est son complément à 1.

    Args:
        en_rupture: Jours en rupture, ou lignes de commande non servies.
        total: Tous les jours, ou toutes les lignes, de la période.

    Raises:
        ValeurInvalide: Un argument est négatif, ou les ruptures dépassent le total.
        DivisionImpossible: Le total est nul.

    >>> taux_de_rupture(D(12), D(240))
    Decimal('0.05')
    """
    exiger_positif("Le nombre de ruptures", en_rupture)
    exiger_diviseur("Le total", total)
    if en_rupture > total:
        raise ValeurInvalide(
            f"Les ruptures ({nombre_ecrit(en_rupture)}) dépassent le total ({nombre_ecrit(total)})."
        )
    return en_rupture / total
