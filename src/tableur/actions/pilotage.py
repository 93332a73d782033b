"""Actions du pilotage : actualiser le tableau de bord, et l'imprimer."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from tableur.actions.pilotage_lu import StockTrouve, lire_le_stock_du_dossier
from tableur.calculs.pilotage.activite import (
    chiffre_d_affaires_par_client,
    chiffre_d_affaires_par_famille,
    chiffre_d_affaires_par_mois,
)
from tableur.calculs.pilotage.enregistrements import (
    CaDeClient,
    CaDeFamille,
    CaDuMois,
    Objectif,
    StockDeFamille,
    StockDuMois,
    ValeurFournie,
    Vente,
)
from tableur.calculs.pilotage.periodes import mois_en_toutes_lettres
from tableur.calculs.pilotage.stocks import stock_par_famille, stock_par_mois
from tableur.classeurs.port import Classeur
from tableur.frontiere import lire
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import compte_ecrit, montant_ecrit
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou
from tableur.socle.grandeurs import Entier
from tableur.socle.marques import action

SILENCE = timedelta(days=10)  # au-delà, une absence de vente se signale


@action
def actualiser(
    classeur: Classeur,
    *,
    le: date,
    au: date | None = None,
    mois: date | None = None,
    premier_mois: Entier = 1,
    classeur_de_stock: str = "",
    simuler: bool = False,
) -> CompteRendu:
    """Remplit l'activité et les stocks, et met le tableau de bord au jour des données.

    Lit les feuilles Ventes, Objectifs et Autres chiffres, et le classeur de stock du dossier, jamais écrit. Le
    mois choisi suit les données s'il les suivait déjà ; le commentaire reste.

    Args:
        classeur: Le classeur de pilotage.
        le: Date du jour.
        au: Dernier jour dont les ventes sont connues. Vide : aujourd'hui.
        mois: Un jour du mois à montrer. Vide : celui qui est choisi, à défaut le mois des données.
        premier_mois: Premier mois de l'exercice, 1 pour janvier.
        classeur_de_stock: Classeur de stock. Vide : celui du dossier, à défaut stocks.xlsx à côté.
        simuler: Calcule et rend compte sans rien écrire.

    Raises:
        Refus: Une table a des anomalies, ou le classeur de stock demandé ne se lit pas.
    """
    jour = au or le
    ventes, objectifs, autres = classeur.lire(Vente), classeur.lire(Objectif), classeur.lire(ValeurFournie)
    classeur.refuser_les_anomalies()
    choisi = mois or _mois_a_montrer(classeur, jour)
    stock = lire_le_stock_du_dossier(classeur, classeur_de_stock)
    comptees = list(ventes)
    par_mois = chiffre_d_affaires_par_mois(comptees, choisi, jour, list(objectifs))
    familles = chiffre_d_affaires_par_famille(comptees, choisi, jour, premier_mois)
    clients = chiffre_d_affaires_par_client(comptees, choisi, jour, premier_mois)
    releves, stocks = _stocks(stock, jour)
    if not simuler:
        mention = f"Calculé le {date_ecrite(le)} sur {compte_ecrit(len(ventes), 'vente')}, au {date_ecrite(jour)}"
        classeur.poser("donnees_au", jour)
        classeur.poser("mois_choisi", choisi)
        classeur.poser("premier_mois", premier_mois)
        classeur.ecrire(CaDuMois, par_mois, mention=mention)
        classeur.ecrire(CaDeClient, clients, mention=mention)
        classeur.ecrire(CaDeFamille, familles, mention=mention)
        if stock.lu is not None:
            du_stock = f"Calculé le {date_ecrite(le)} sur {stock.lu.sources}, au {date_ecrite(jour)}"
            classeur.ecrire(StockDeFamille, stocks, mention=du_stock)
            classeur.ecrire(StockDuMois, releves, mention=du_stock)
    return CompteRendu(
        titre=f"Tableau de bord de {mois_en_toutes_lettres(choisi)}, données au {date_ecrite(jour)}",
        lignes_lues={
            "Ventes": len(ventes),
            "Objectifs": len(objectifs),
            "Autres chiffres": len(autres),
            **(stock.lu.lues if stock.lu is not None else {}),
        },
        ecartes=_ecartes(ventes, jour),
        lignes_ecrites={"Activité": len(par_mois) + len(clients) + len(familles)}
        | ({"Stocks": len(stocks), "Stock par mois": len(releves)} if stock.lu is not None else {}),
        points=_points(par_mois, releves, jour),
        anomalies=[*_silences(classeur, ventes, choisi, jour), *stock.anomalies],
    )


@action
def imprimer(
    classeur: Classeur,
    *,
    le: date,
    mois: date | None = None,
    pdf: bool = True,
    vers: str = "",
    simuler: bool = False,
) -> CompteRendu:
    """Imprime le tableau de bord sur une page A4, en PDF, par LibreOffice ; le classeur n'est pas changé.

    Args:
        classeur: Le classeur de pilotage.
        le: Date du jour.
        mois: Un jour du mois à imprimer. Vide : celui qui est choisi.
        pdf: Vrai pour un PDF, la seule sortie ; --sans-pdf ne fait que dire où il irait.
        vers: Fichier PDF. Vide : dans les sorties du dossier, à défaut à côté du classeur.
        simuler: Dit le fichier sans l'écrire.

    Raises:
        ErreurTableur: LibreOffice manque, le classeur est chiffré, ou le PDF ne peut pas être écrit.
    """
    from tableur.actions.pilotage_lu import dossier_des_sorties
    from tableur.classeurs.bord.impression import imprimer_le_tableau_de_bord

    brut = mois or classeur.valeur("mois_choisi") or classeur.valeur("donnees_au") or le
    choisi = lire(brut, date)
    if not isinstance(choisi, date):
        raise ErreurTableur("Le mois choisi est une date, comme 01/11/2026.")
    nom = f"Tableau de bord - {Mois.de(choisi)}.pdf"
    sortie = Path(vers) if vers else dossier_des_sorties(classeur) / nom
    if sortie.suffix.lower() != ".pdf":
        raise ErreurTableur(f"Le tableau de bord s'imprime en PDF : « {sortie.name} » ne finit pas par .pdf.")
    titre = f"Tableau de bord de {mois_en_toutes_lettres(choisi)} : {sortie.name}"
    if simuler or not pdf:
        return CompteRendu(titre=titre, ecartes=["PDF non écrit"])
    imprimer_le_tableau_de_bord(classeur.fichier, sortie, choisi if mois else None)
    return CompteRendu(titre=titre, fichiers=[sortie])


def _mois_a_montrer(classeur: Classeur, jour: date) -> date:
    """Mois choisi ; s'il était celui des données, ou s'il manque, il suit les données."""
    choisi, ancien = classeur.valeur("mois_choisi"), classeur.valeur("donnees_au")
    if choisi is None:
        return Mois.de(jour).debut
    lu = Mois.de(_date(choisi, "Mois choisi"))
    if ancien is not None and Mois.de(_date(ancien, "Données au")) == lu:
        return Mois.de(jour).debut
    return lu.debut


def _date(brut: object, libelle: str) -> date:
    try:
        return lire(brut, date)  # type: ignore[no-any-return]
    except ErreurTableur as erreur:
        raise ErreurTableur(f"{libelle} : {erreur}") from erreur


def _stocks(stock: StockTrouve, jour: date) -> tuple[list[StockDuMois], list[StockDeFamille]]:
    if stock.lu is None:
        return [], []
    tables = (list(stock.lu.articles), list(stock.lu.mouvements), list(stock.lu.reprises), jour)
    return stock_par_mois(*tables, stock.jours_dormant), stock_par_famille(*tables, stock.jours_dormant)


def _ecartes(ventes: Sequence[Vente], jour: date) -> list[str]:
    apres = sum(vente.date > jour for vente in ventes)
    suite = "elles ne comptent pas" if apres > 1 else "elle ne compte pas"
    return [f"{compte_ecrit(apres, 'vente')} après le {date_ecrite(jour)} : {suite}"] if apres else []


def _points(par_mois: Sequence[CaDuMois], releves: Sequence[StockDuMois], jour: date) -> list[str]:
    du_mois = par_mois[-1]
    inacheve = Mois.de(du_mois.mois) == Mois.de(jour) and jour < Mois.de(jour).fin
    aux = ", aux mêmes jours" if inacheve else ""
    ca, ca_n_1 = montant_ecrit(du_mois.ca), montant_ecrit(du_mois.ca_n_1)
    points = [f"Chiffre d'affaires : {ca} hors taxes, contre {ca_n_1} un an plus tôt{aux}."]
    if releves:
        dernier = releves[-1]
        ruptures = compte_ecrit(dernier.ruptures, "article")
        points.append(f"Stock : {montant_ecrit(dernier.valeur)} ; {ruptures} en rupture.")
    return points


def _silences(classeur: Classeur, ventes: Sequence[Vente], choisi: date, jour: date) -> list[Anomalie]:
    """Aucune vente, aucune vente dans le mois choisi, ou plus de vente depuis longtemps."""
    comptees = [vente.date for vente in ventes if vente.date <= jour]
    if not comptees:
        message = "aucune vente : le tableau de bord n'a rien à montrer ; taper ou importer les ventes"
    elif not any(Mois.de(d) == Mois.de(choisi) for d in comptees):
        message = (
            f"aucune vente en {mois_en_toutes_lettres(choisi)} : les ventes vont du {date_ecrite(min(comptees))} "
            f"au {date_ecrite(max(comptees))}"
        )
    elif jour - max(comptees) > SILENCE:
        depuis = date_ecrite(max(comptees))
        message = f"aucune vente depuis le {depuis} : en manque-t-il ? (--au dit le jour des données)"
    else:
        return []
    return [
        Anomalie(
            "alerte",
            Ou(fichier=classeur.fichier.name, feuille="Ventes"),
            "ventes absentes",
            "des ventes",
            "",
            message,
        )
    ]
