"""Quantité économique quand le prix baisse avec la quantité, et quand on accepte de livrer en retard."""

from decimal import Decimal
from itertools import pairwise
from typing import Literal

from tableur.calculs.stock.enregistrements import PalierDePrix
from tableur.calculs.stock.gardes import exiger_diviseur, exiger_positif, exiger_taux
from tableur.calculs.stock.quantite_economique import quantite_economique
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Euros, PrixUnitaire, Quantite, Taux
from tableur.socle.marques import formule

Remise = Literal["toutes_unites", "incrementale"]


@formule(avance=True)
def quantite_economique_avec_remises(
    demande: Quantite,
    cout_de_commande: Euros,
    taux_de_possession: Taux,
    paliers: list[PalierDePrix],
    remise: Remise = "toutes_unites",
) -> Quantite:
    """Quantité de commande la moins chère, achats compris, quand le prix dépend de la quantité commandée.

    On compare le coût annuel à la quantité économique de chaque palier où elle est possible, et à chaque seuil de
    palier. À coût égal, la plus petite quantité. Le coût de possession est le taux appliqué à la valeur d'achat.

    Args:
        demande: Demande annuelle, en unités.
        cout_de_commande: Coût de passation d'une commande, en euros.
        taux_de_possession: Coût annuel de possession rapporté à la valeur : 0,20 pour 20 %.
        paliers: Barème du fournisseur : quantité à partir de laquelle le prix vaut, et ce prix, par seuils
            croissants.
        remise: « toutes_unites » : le prix du palier vaut pour toute la commande ; « incrementale » : pour les
            seules unités au-delà du seuil.

    Raises:
        ValeurInvalide: Un argument est négatif, le taux n'est pas entre 0 et 1, ou le barème n'est pas croissant
            en quantité et décroissant en prix.

    >>> quantite_economique_avec_remises(D(1000), D(200), D("0.20"), [PalierDePrix(a_partir_de=D(0), prix=D(500)),
    ...     PalierDePrix(a_partir_de=D(200), prix=D(475)), PalierDePrix(a_partir_de=D(500), prix=D(450))])
    Decimal('500')
    """
    exiger_diviseur("La demande", demande)
    exiger_diviseur("Le coût d'une commande", cout_de_commande)
    exiger_taux("Le taux de possession", taux_de_possession, un_admis=True)
    _exiger_bareme(paliers)
    candidates = []
    surcout = ZERO
    for rang, palier in enumerate(paliers):
        if remise == "incrementale" and rang > 0:
            surcout += palier.a_partir_de * (paliers[rang - 1].prix - palier.prix)
        possession = palier.prix * taux_de_possession
        economique = quantite_economique(demande, cout_de_commande + surcout, possession)
        candidates.append(max(economique, palier.a_partir_de))
    return min(
        sorted(candidates),
        key=lambda quantite: cout_annuel_avec_remises(
            demande, quantite, cout_de_commande, taux_de_possession, paliers, remise
        ),
    )


@formule(avance=True)
def cout_annuel_avec_remises(
    demande: Quantite,
    quantite: Quantite,
    cout_de_commande: Euros,
    taux_de_possession: Taux,
    paliers: list[PalierDePrix],
    remise: Remise = "toutes_unites",
) -> Euros:
    """Coût annuel d'une quantité de commande, achats compris, avec un barème de remises.

    Demande × (valeur d'une commande + coût de passation) ÷ quantité + taux × valeur d'une commande ÷ 2.

    Args:
        demande: Demande annuelle, en unités.
        quantite: Quantité d'une commande, en unités ; au moins le premier seuil.
        cout_de_commande: Coût de passation d'une commande, en euros.
        taux_de_possession: Coût annuel de possession rapporté à la valeur : 0,20 pour 20 %.
        paliers: Barème du fournisseur : quantité à partir de laquelle le prix vaut, et ce prix, par seuils
            croissants.
        remise: « toutes_unites » : le prix du palier vaut pour toute la commande ; « incrementale » : pour les
            seules unités au-delà du seuil.

    Raises:
        ValeurInvalide: Un argument est négatif, le taux n'est pas entre 0 et 1, le barème n'est pas croissant en
            quantité et décroissant en prix, ou la quantité est sous le premier seuil.
        DivisionImpossible: La quantité est nulle.

    >>> cout_annuel_avec_remises(D(1000), D(500), D(200), D("0.20"), [PalierDePrix(a_partir_de=D(0), prix=D(500)),
    ...     PalierDePrix(a_partir_de=D(200), prix=D(475)), PalierDePrix(a_partir_de=D(500), prix=D(450))])
    Decimal('472900.00')
    """
    exiger_positif("La demande", demande)
    exiger_diviseur("La quantité d'une commande", quantite)
    exiger_positif("Le coût d'une commande", cout_de_commande)
    exiger_taux("Le taux de possession", taux_de_possession, un_admis=True)
    _exiger_bareme(paliers)
    valeur_d_une_commande = _valeur_d_une_commande(quantite, paliers, remise)
    achats_et_passation = demande * (valeur_d_une_commande + cout_de_commande) / quantite
    possession = taux_de_possession * valeur_d_une_commande / 2
    return achats_et_passation + possession


@formule(avance=True)
def quantite_economique_avec_ruptures(
    demande: Quantite, cout_de_commande: Euros, cout_de_possession: PrixUnitaire, cout_de_rupture: PrixUnitaire
) -> Quantite:
    """Quantité de commande la moins chère quand les clients acceptent d'être livrés en retard.

    Quantité de Wilson × √((possession + rupture) ÷ rupture). La part commandée d'avance est donnée par
    PART_SERVIE_EN_RETARD.

    Args:
        demande: Demande de la période, en unités.
        cout_de_commande: Coût de passation d'une commande, en euros.
        cout_de_possession: Coût pour garder une unité toute la période, en euros.
        cout_de_rupture: Coût pour manquer d'une unité toute la période, en euros.

    Raises:
        ValeurInvalide: Un argument est négatif.
        DivisionImpossible: Le coût de possession ou de rupture est nul.

    >>> quantite_economique_avec_ruptures(D(1200), D(30), D(5), D(4))
    Decimal('180.0')
    """
    exiger_diviseur("Le coût de rupture", cout_de_rupture)
    quantite_de_wilson = quantite_economique(demande, cout_de_commande, cout_de_possession)
    return quantite_de_wilson * ((cout_de_possession + cout_de_rupture) / cout_de_rupture).sqrt()


@formule(avance=True)
def part_servie_en_retard(cout_de_possession: PrixUnitaire, cout_de_rupture: PrixUnitaire) -> Taux:
    """Part de chaque commande qui sert des clients en attente, à la quantité économique avec ruptures.

    Possession ÷ (possession + rupture).

    Args:
        cout_de_possession: Coût pour garder une unité toute la période, en euros.
        cout_de_rupture: Coût pour manquer d'une unité toute la période, en euros.

    Raises:
        ValeurInvalide: Un argument est négatif.
        DivisionImpossible: Le coût de rupture est nul.

    >>> part_servie_en_retard(D(5), D(20))
    Decimal('0.2')
    """
    exiger_positif("Le coût de possession", cout_de_possession)
    exiger_diviseur("Le coût de rupture", cout_de_rupture)
    return cout_de_possession / (cout_de_possession + cout_de_rupture)


def _valeur_d_une_commande(quantite: Decimal, paliers: list[PalierDePrix], remise: Remise) -> Decimal:
    """Prix de toute une commande d'après le barème."""
    if quantite < paliers[0].a_partir_de:
        seuil, recu = nombre_ecrit(paliers[0].a_partir_de), nombre_ecrit(quantite)
        raise ValeurInvalide(f"Le barème commence à {seuil} unités : {recu} commandées.")
    atteints = [palier for palier in paliers if palier.a_partir_de <= quantite]
    valeur = quantite * atteints[-1].prix
    if remise == "incrementale":
        for precedent, palier in pairwise(atteints):
            valeur += palier.a_partir_de * (precedent.prix - palier.prix)
    return valeur


def _exiger_bareme(paliers: list[PalierDePrix]) -> None:
    if not paliers:
        raise ValeurInvalide("Le barème demande au moins un palier : aucun reçu.")
    exiger_positif("Le premier seuil", paliers[0].a_partir_de)
    exiger_diviseur("Le prix du dernier palier", paliers[-1].prix)
    for precedent, palier in pairwise(paliers):
        if palier.a_partir_de <= precedent.a_partir_de or palier.prix >= precedent.prix:
            raise ValeurInvalide(
                "D'un palier au suivant, le seuil monte et le prix baisse : après "
                f"{nombre_ecrit(precedent.prix)} € à partir de {nombre_ecrit(precedent.a_partir_de)}, "
                f"{nombre_ecrit(palier.prix)} € à partir de {nombre_ecrit(palier.a_partir_de)} reçu."
            )
