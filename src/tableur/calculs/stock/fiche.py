"""Fiche de stock : chaque entrée et chaque sortie d'un article, et le stock qui en résulte."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tableur.calculs.stock.enregistrements import LigneDeFiche, Mouvement, Reprise
from tableur.calculs.stock.gardes import exiger_diviseur, exiger_positif
from tableur.calculs.stock.lignes_de_fiche import ligne_d_entree, ligne_de_sortie, ligne_initiale
from tableur.calculs.stock.ouverture import Methode, OrdreDuJour, mouvements_ordonnes, tenue_ouverte
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import ResultatIntrouvable, ValeurInvalide, ValeurManquante
from tableur.socle.grandeurs import ZERO, Entier, Euros, PrixUnitaire, Quantite
from tableur.socle.marques import formule

DECIMALES_MAXIMALES = 10


@formule
def fiche_de_stock(
    mouvements: list[Mouvement],
    quantite_initiale: Quantite = ZERO,
    cout_initial: PrixUnitaire = ZERO,
    date_initiale: date | None = None,
    methode: Methode = "cump_apres_chaque_entree",
    decimales_du_cump: Entier | None = None,
    ordre_du_jour: OrdreDuJour = "entrees_d_abord",
) -> list[LigneDeFiche]:
    """Fiche de stock d'un article : ses mouvements dans l'ordre, et le stock après chacun.

    Les mouvements sont pris par date ; le même jour, les entrées avant les sorties, puis l'ordre de saisie.
    Seuls le CUMP et le PEPS sont admis en France (PCG, art. 213-34). Une entrée sans coût prend le coût du
    moment. Les valeurs sont au centime, et stock initial + entrées = sorties + stock final, en quantité et en
    valeur : le résidu d'un CUMP arrondi reste dans la valeur du stock, et la sortie qui vide le stock l'emporte.
    Une sortie sans stock est signalée ; l'entrée qui la couvre la régularise à son coût, dans la colonne des
    sorties.

    Args:
        mouvements: Entrées et sorties d'un seul article : date, sens, quantité et, pour un achat, coût unitaire.
        quantite_initiale: Stock avant le premier mouvement, en unités.
        cout_initial: Coût unitaire du stock initial, en euros.
        date_initiale: Date du stock initial ; les mouvements sont postérieurs. Vide : celle du premier mouvement.
        methode: cump_apres_chaque_entree, cump_de_la_periode (stock initial compris), cump_des_entrees (sans
            lui), peps.
        decimales_du_cump: Décimales auxquelles le CUMP est arrondi avant de multiplier, 2 dans bien des
            corrigés. Vide : aucun arrondi.
        ordre_du_jour: « entrees_d_abord » : le même jour, les entrées avant les sorties ; « saisie » : l'ordre
            donné.

    Raises:
        ValeurInvalide: Une quantité ou un coût est négatif, ou les mouvements sont de plusieurs articles.
        ValeurManquante: Sans mouvement, la date du stock initial est nécessaire.

    >>> fiche_de_stock([Mouvement(date=date(2026, 1, 5), sens="entree", quantite=D(50), cout_unitaire=D(13))],
    ...     quantite_initiale=D(100), cout_initial=D(10), date_initiale=date(2026, 1, 1))[-1].stock_cout
    Decimal('11.00')
    """
    _exiger_fiche(mouvements, quantite_initiale, cout_initial, date_initiale, methode, decimales_du_cump)
    ordonnes = mouvements_ordonnes(mouvements, ordre_du_jour)
    tenue = tenue_ouverte(methode, ordonnes, quantite_initiale, cout_initial, decimales_du_cump)
    fiche = []
    if quantite_initiale or date_initiale is not None:
        fiche.append(ligne_initiale(date_initiale or _premiere_date(ordonnes), tenue))
    for mouvement in ordonnes:
        if mouvement.sens == "entree":
            fiche.append(ligne_d_entree(mouvement, tenue))
        else:
            fiche.append(ligne_de_sortie(mouvement, tenue))
    return fiche


@formule
def valeur_du_stock(
    mouvements: list[Mouvement],
    au: date | None = None,
    quantite_initiale: Quantite = ZERO,
    cout_initial: PrixUnitaire = ZERO,
    methode: Methode = "cump_apres_chaque_entree",
    decimales_du_cump: Entier | None = None,
    ordre_du_jour: OrdreDuJour = "entrees_d_abord",
) -> Euros:
    """Valeur du stock d'un article à une date : celle de la dernière ligne de sa fiche.

    Args:
        mouvements: Entrées et sorties d'un seul article : date, sens, quantité et, pour un achat, coût unitaire.
        au: Dernier jour compté. Vide : tous les mouvements.
        quantite_initiale: Stock avant le premier mouvement, en unités.
        cout_initial: Coût unitaire du stock initial, en euros.
        methode: cump_apres_chaque_entree, cump_de_la_periode (stock initial compris), cump_des_entrees (sans
            lui), peps.
        decimales_du_cump: Décimales auxquelles le CUMP est arrondi avant de multiplier. Vide : aucun arrondi.
        ordre_du_jour: « entrees_d_abord » : le même jour, les entrées avant les sorties ; « saisie » : l'ordre
            donné.

    Raises:
        ValeurInvalide: Une quantité ou un coût est négatif, ou les mouvements sont de plusieurs articles.

    >>> valeur_du_stock([Mouvement(date=date(2026, 1, 5), sens="entree", quantite=D(50), cout_unitaire=D(13)),
    ...     Mouvement(date=date(2026, 1, 9), sens="sortie", quantite=D(30))],
    ...     quantite_initiale=D(100), cout_initial=D(10))
    Decimal('1320.00')
    """
    retenus = [mouvement for mouvement in mouvements if au is None or mouvement.date <= au]
    if not retenus:
        exiger_positif("La quantité initiale", quantite_initiale)
        exiger_positif("Le coût initial", cout_initial)
        return arrondir_centime(quantite_initiale * cout_initial)
    fiche = fiche_de_stock(
        retenus, quantite_initiale, cout_initial, None, methode, decimales_du_cump, ordre_du_jour
    )
    return fiche[-1].stock_valeur


@formule
def cout_moyen_apres_entree(
    stock_quantite: Quantite, stock_cout: PrixUnitaire, entree_quantite: Quantite, entree_cout: PrixUnitaire
) -> PrixUnitaire:
    """Coût unitaire moyen pondéré (CUMP) après une entrée en stock.

    (Valeur du stock avant + valeur de l'entrée) ÷ (quantité avant + quantité entrée). Le résultat n'est pas
    arrondi.

    Args:
        stock_quantite: Quantité en stock avant l'entrée, en unités.
        stock_cout: Coût unitaire du stock avant l'entrée, en euros.
        entree_quantite: Quantité entrée, en unités.
        entree_cout: Coût unitaire de l'entrée, en euros.

    Raises:
        ValeurInvalide: Un argument est négatif.
        DivisionImpossible: Le stock et l'entrée sont nuls tous les deux.

    >>> cout_moyen_apres_entree(D(100), D(10), D(50), D(13))
    Decimal('11')
    """
    exiger_positif("La quantité en stock", stock_quantite)
    exiger_positif("Le coût du stock", stock_cout)
    exiger_positif("La quantité entrée", entree_quantite)
    exiger_positif("Le coût de l'entrée", entree_cout)
    quantite = stock_quantite + entree_quantite
    exiger_diviseur("La quantité après l'entrée", quantite)
    valeur = stock_quantite * stock_cout + entree_quantite * entree_cout
    return valeur / quantite


def fiche_d_un_article(
    code_article: str,
    mouvements: Sequence[Mouvement],
    reprises: Sequence[Reprise],
    au: date,
    methode: Methode = "cump_apres_chaque_entree",
    decimales_du_cump: int | None = None,
    ordre_du_jour: OrdreDuJour = "entrees_d_abord",
) -> list[LigneDeFiche]:
    """Fiche d'un article choisi parmi tous les mouvements, depuis sa reprise et jusqu'à une date.

    Raises:
        ResultatIntrouvable: La reprise de l'article est postérieure à la date demandée.
        ValeurInvalide: Une quantité ou un coût est négatif.
    """
    reprise = next((reprise for reprise in reprises if reprise.code_article == code_article), None)
    depuis = reprise.date if reprise is not None else None
    if depuis is not None and depuis > au:
        raise ResultatIntrouvable(
            f"Le stock de {code_article} n'est connu que depuis sa reprise, le {date_ecrite(depuis)} : "
            f"fiche demandée au {date_ecrite(au)}."
        )
    retenus = [
        mouvement
        for mouvement in mouvements
        if mouvement.code_article == code_article
        and mouvement.date <= au
        and (depuis is None or mouvement.date > depuis)
    ]
    quantite, cout = (reprise.quantite, reprise.cout_unitaire) if reprise is not None else (ZERO, ZERO)
    return fiche_de_stock(retenus, quantite, cout, depuis, methode, decimales_du_cump, ordre_du_jour)


def _exiger_fiche(
    mouvements: list[Mouvement],
    quantite_initiale: Decimal,
    cout_initial: Decimal,
    date_initiale: date | None,
    methode: Methode,
    decimales: int | None,
) -> None:
    exiger_positif("La quantité initiale", quantite_initiale)
    exiger_positif("Le coût initial", cout_initial)
    if decimales is not None and methode == "peps":
        raise ValeurInvalide("En PEPS, il n'y a pas de CUMP à arrondir : laisser ses décimales vides.")
    if decimales is not None and not 0 <= decimales <= DECIMALES_MAXIMALES:
        raise ValeurInvalide(f"Les décimales du CUMP vont de 0 à {DECIMALES_MAXIMALES} : {decimales} reçu.")
    if len(codes := sorted({mouvement.code_article for mouvement in mouvements})) > 1:
        raise ValeurInvalide(f"Une fiche de stock est celle d'un seul article : {', '.join(codes[:5])} reçus.")
    for mouvement in mouvements:
        quand = date_ecrite(mouvement.date)
        exiger_positif(f"La quantité du mouvement du {quand}", mouvement.quantite)
        exiger_positif(f"Le coût du mouvement du {quand}", mouvement.cout_unitaire or ZERO)
        if date_initiale is not None and mouvement.date <= date_initiale:
            raise ValeurInvalide(
                f"Le mouvement du {quand} est déjà compris dans le stock initial du {date_ecrite(date_initiale)}."
            )


def _premiere_date(mouvements: list[Mouvement]) -> date:
    if not mouvements:
        raise ValeurManquante("Sans mouvement, donner la date du stock initial.")
    return mouvements[0].date
