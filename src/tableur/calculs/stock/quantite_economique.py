"""Quantité économique de Wilson : combien commander à la fois, combien de fois, à quel coût."""

from decimal import Decimal

from tableur.calculs.stock.gardes import exiger_diviseur, exiger_positif, exiger_taux
from tableur.socle.arrondis import arrondir
from tableur.socle.erreurs import DivisionImpossible, ValeurInvalide
from tableur.socle.grandeurs import ZERO, Euros, Jours, Nombre, PrixUnitaire, Quantite, Taux
from tableur.socle.marques import formule

ANNEE_COMMERCIALE = Decimal(360)


@formule
def quantite_economique(
    demande: Quantite,
    cout_de_commande: Euros,
    cout_de_possession: PrixUnitaire | None = None,
    prix: PrixUnitaire | None = None,
    taux_de_possession: Taux | None = None,
) -> Quantite:
    """Quantité de commande qui rend minimal le coût de gestion du stock (formule de Wilson).

    √(2 × demande × coût d'une commande ÷ coût de possession d'une unité). Le coût de possession est donné tel
    quel, ou par le prix et le taux de possession, sur la même période que la demande. Le résultat n'est pas
    arrondi.

    Args:
        demande: Demande de la période (une année, en général), en unités.
        cout_de_commande: Coût de passation d'une commande, en euros.
        cout_de_possession: Coût pour garder une unité toute la période, en euros. Vide : donner le prix et le
            taux.
        prix: Prix d'achat d'une unité, en euros, si le coût de possession n'est pas donné.
        taux_de_possession: Coût de possession rapporté au prix : 0,10 pour 10 % sur la période.

    Raises:
        ValeurInvalide: Un argument est négatif, le taux n'est pas entre 0 et 1, ou le coût de possession est donné
            deux fois ou pas du tout.
        DivisionImpossible: Le coût de possession est nul.

    >>> quantite_economique(D(3600), D(50), prix=D(20), taux_de_possession=D("0.10"))
    Decimal('424.2640687119285146405066173')
    """
    exiger_positif("La demande", demande)
    exiger_positif("Le coût d'une commande", cout_de_commande)
    possession_unitaire = _possession_unitaire(cout_de_possession, prix, taux_de_possession)
    return (2 * demande * cout_de_commande / possession_unitaire).sqrt()


@formule
def nombre_de_commandes(demande: Quantite, quantite: Quantite, arrondir_le_nombre: bool = False) -> Nombre:
    """Nombre de commandes de la période pour servir la demande.

    Demande ÷ quantité d'une commande.

    Args:
        demande: Demande de la période, en unités.
        quantite: Quantité d'une commande, en unités.
        arrondir_le_nombre: Vrai pour l'entier le plus proche, comme dans beaucoup de corrigés.

    Raises:
        ValeurInvalide: Un argument est négatif.
        DivisionImpossible: La quantité est nulle.

    >>> nombre_de_commandes(D(8000), D(2000))
    Decimal('4')
    """
    exiger_positif("La demande", demande)
    exiger_diviseur("La quantité d'une commande", quantite)
    nombre = demande / quantite
    return arrondir(nombre, 0) if arrondir_le_nombre else nombre


@formule
def intervalle_entre_commandes(
    demande: Quantite,
    quantite: Quantite,
    jours: Jours = ANNEE_COMMERCIALE,
    arrondir_le_nombre: bool = False,
) -> Jours:
    """Jours entre deux commandes.

    Jours de la période ÷ nombre de commandes, sur une année commerciale de 360 jours à défaut. Certains corrigés
    arrondissent d'abord le nombre de commandes : c'est une option.

    Args:
        demande: Demande de la période, en unités.
        quantite: Quantité d'une commande, en unités.
        jours: Jours de la période : 360 par convention, 365 pour l'année civile, 180 pour un semestre.
        arrondir_le_nombre: Vrai pour arrondir le nombre de commandes à l'entier le plus proche avant de diviser.

    Raises:
        ValeurInvalide: Un argument est négatif.
        DivisionImpossible: La quantité est nulle, ou aucune commande n'est passée.

    >>> intervalle_entre_commandes(D(269), D(67), arrondir_le_nombre=True)
    Decimal('90')
    """
    exiger_positif("Le nombre de jours", jours)
    nombre = nombre_de_commandes(demande, quantite, arrondir_le_nombre)
    if nombre == ZERO:
        raise DivisionImpossible("Aucune commande sur la période : l'intervalle n'existe pas.")
    return jours / nombre


@formule
def cout_de_passation_des_commandes(demande: Quantite, quantite: Quantite, cout_de_commande: Euros) -> Euros:
    """Coût de passation de toutes les commandes de la période.

    Demande × coût d'une commande ÷ quantité : le nombre de commandes n'est pas arrondi.

    Args:
        demande: Demande de la période, en unités.
        quantite: Quantité d'une commande, en unités.
        cout_de_commande: Coût de passation d'une commande, en euros.

    Raises:
        ValeurInvalide: Un argument est négatif.
        DivisionImpossible: La quantité est nulle.

    >>> cout_de_passation_des_commandes(D(8000), D(2000), D(100))
    Decimal('400')
    """
    exiger_positif("La demande", demande)
    exiger_diviseur("La quantité d'une commande", quantite)
    exiger_positif("Le coût d'une commande", cout_de_commande)
    return demande * cout_de_commande / quantite


@formule
def cout_de_possession_du_stock(
    quantite: Quantite,
    cout_de_possession: PrixUnitaire | None = None,
    prix: PrixUnitaire | None = None,
    taux_de_possession: Taux | None = None,
    stock_de_securite: Quantite = ZERO,
) -> Euros:
    """Coût de possession du stock moyen sur la période.

    (Quantité d'une commande ÷ 2 + stock de sécurité) × coût de possession d'une unité.

    Args:
        quantite: Quantité d'une commande, en unités.
        cout_de_possession: Coût pour garder une unité toute la période, en euros. Vide : donner le prix et le
            taux.
        prix: Prix d'achat d'une unité, en euros, si le coût de possession n'est pas donné.
        taux_de_possession: Coût de possession rapporté au prix : 0,10 pour 10 % sur la période.
        stock_de_securite: Stock gardé en permanence, en unités.

    Raises:
        ValeurInvalide: Un argument est négatif, le taux n'est pas entre 0 et 1, ou le coût de possession est donné
            deux fois ou pas du tout.
        DivisionImpossible: Le coût de possession est nul.

    >>> cout_de_possession_du_stock(D(2000), prix=D(4), taux_de_possession=D("0.10"))
    Decimal('400.00')
    """
    exiger_positif("La quantité d'une commande", quantite)
    exiger_positif("Le stock de sécurité", stock_de_securite)
    possession_unitaire = _possession_unitaire(cout_de_possession, prix, taux_de_possession)
    stock_moyen = quantite / 2 + stock_de_securite
    return stock_moyen * possession_unitaire


@formule
def cout_de_gestion_du_stock(
    demande: Quantite,
    quantite: Quantite,
    cout_de_commande: Euros,
    cout_de_possession: PrixUnitaire | None = None,
    prix: PrixUnitaire | None = None,
    taux_de_possession: Taux | None = None,
    stock_de_securite: Quantite = ZERO,
) -> Euros:
    """Coût de gestion du stock de la période : passation des commandes et possession du stock.

    À la quantité économique, et sans stock de sécurité, les deux coûts sont égaux. Le prix des achats n'y est pas.

    Args:
        demande: Demande de la période, en unités.
        quantite: Quantité d'une commande, en unités.
        cout_de_commande: Coût de passation d'une commande, en euros.
        cout_de_possession: Coût pour garder une unité toute la période, en euros. Vide : donner le prix et le
            taux.
        prix: Prix d'achat d'une unité, en euros, si le coût de possession n'est pas donné.
        taux_de_possession: Coût de possession rapporté au prix : 0,10 pour 10 % sur la période.
        stock_de_securite: Stock gardé en permanence, en unités.

    Raises:
        ValeurInvalide: Un argument est négatif, le taux n'est pas entre 0 et 1, ou le coût de possession est donné
            deux fois ou pas du tout.
        DivisionImpossible: La quantité ou le coût de possession est nul.

    >>> cout_de_gestion_du_stock(D(12000), D(1200), D(100), D(2))
    Decimal('2200')
    """
    passation = cout_de_passation_des_commandes(demande, quantite, cout_de_commande)
    possession = cout_de_possession_du_stock(
        quantite, cout_de_possession, prix, taux_de_possession, stock_de_securite
    )
    return passation + possession


def _possession_unitaire(cout: Decimal | None, prix: Decimal | None, taux: Decimal | None) -> Decimal:
    """Coût de possession d'une unité, donné tel quel ou par le prix et le taux."""
    if cout is not None:
        if prix is not None or taux is not None:
            raise ValeurInvalide(
                "Donner le coût de possession, ou le prix et le taux de possession, pas les deux."
            )
        exiger_diviseur("Le coût de possession", cout)
        return cout
    if prix is None or taux is None:
        raise ValeurInvalide("Donner le coût de possession d'une unité, ou bien le prix et le taux de possession.")
    exiger_diviseur("Le prix", prix)
    exiger_taux("Le taux de possession", taux, un_admis=True)
    return prix * taux
