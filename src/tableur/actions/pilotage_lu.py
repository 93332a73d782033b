"""Ce que le pilotage lit hors de son classeur : le stock du dossier, et où vont les sorties."""

from dataclasses import dataclass, field
from pathlib import Path

from tableur.actions.stock_lu import StockLu, lire_le_stock, refuser_le_stock
from tableur.calculs.stock.enregistrements import Article, Mouvement, Reprise
from tableur.classeurs.port import Classeur
from tableur.dossier import Dossier
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, Refus, refus

MODELE_DE_STOCK = "stocks"
JOURS_DORMANT = 180


@dataclass(frozen=True, slots=True)
class StockTrouve:
    """Stock lu, ou None et la phrase qui dit pourquoi."""

    lu: StockLu | None
    jours_dormant: int = JOURS_DORMANT
    anomalies: list[Anomalie] = field(default_factory=list)


def lire_le_stock_du_dossier(classeur: Classeur, demande: str = "") -> StockTrouve:
    """Stock du classeur demandé, à défaut de celui du dossier ; ce classeur est lu, jamais écrit.

    Un classeur de stock que personne n'a demandé, et qui manque ou ne se lit pas, n'arrête pas le reste.

    Args:
        classeur: Le classeur de pilotage.
        demande: Chemin demandé, relatif au dossier du classeur ; vide pour celui du dossier.

    Raises:
        Refus: Le classeur demandé manque, est chiffré, ou ses tables ont des anomalies.
    """
    chemin = classeur.fichier.parent / demande if demande else _classeur_du_dossier(classeur.fichier)
    if not chemin.is_file():
        message = (
            f"le classeur de stock est introuvable dans « {chemin.parent.resolve()} » : le remettre, ou donner "
            "son nom (réglage « Classeur de stock » ou --classeur-de-stock)"
        )
        if demande:
            raise refus(Ou(fichier=chemin.name), "classeur de stock", message, attendu=demande)
        return StockTrouve(None, anomalies=[_alerte(chemin, f"{message} ; la feuille Stocks n'est pas remplie")])
    try:
        return _lire(chemin)
    except ErreurTableur as erreur:
        if demande:
            raise
        anomalies = erreur.anomalies if isinstance(erreur, Refus) else ()
        premieres = " ; ".join(str(anomalie) for anomalie in anomalies[:3]) or str(erreur)
        message = f"le stock ne se lit pas, la feuille Stocks n'est pas remplie : {premieres}"
        return StockTrouve(None, anomalies=[_alerte(chemin, message)])


def dossier_des_sorties(classeur: Classeur) -> Path:
    """Dossier des fichiers produits : celui du dossier de l'organisation, à défaut celui du classeur."""
    dossier = _dossier(classeur.fichier)
    return dossier.sorties if dossier is not None else classeur.fichier.parent


def _lire(chemin: Path) -> StockTrouve:
    from tableur.classeurs.fabrique import ouvrir

    ouvert = ouvrir(chemin, simuler=True)
    for type_ in (Article, Mouvement, Reprise):
        ouvert.modele.table_lue(type_)  # un classeur d'un autre modèle le dit par son nom
    stock = lire_le_stock(ouvert)
    refuser_le_stock(ouvert, stock)
    jours = ouvert.valeur("jours_dormant")
    connus = int(jours) if isinstance(jours, int | float) and jours >= 0 else JOURS_DORMANT
    return StockTrouve(stock, connus)


def _classeur_du_dossier(fichier: Path) -> Path:
    dossier = _dossier(fichier)
    return dossier.classeur(MODELE_DE_STOCK) if dossier is not None else fichier.parent / f"{MODELE_DE_STOCK}.xlsx"


def _dossier(fichier: Path) -> Dossier | None:
    try:
        return Dossier.trouver(fichier.parent)
    except Refus:
        return None


def _alerte(chemin: Path, message: str) -> Anomalie:
    return Anomalie("alerte", Ou(fichier=chemin.name), "classeur de stock", chemin.name, "", message)
