"""Actions du stock : lire les tables du classeur, calculer, écrire les feuilles calculées."""

from collections.abc import Sequence
from datetime import date

from tableur.actions.stock_lu import lire_le_stock, refuser_le_stock
from tableur.calculs.stock.besoins import TRENTE_JOURS, besoins_de_reapprovisionnement
from tableur.calculs.stock.classement import SEUIL_A, SEUIL_B, classement_abc_des_consommations
from tableur.calculs.stock.enregistrements import (
    CommandeFournisseur,
    Comptage,
    EcartInventaire,
    Fournisseur,
    LigneAbc,
    LigneAlerte,
    LigneDeComptage,
    LigneDeFiche,
    LigneReapprovisionnement,
    LigneValorisation,
    Lot,
    MotifAlerte,
    ValeurDeFamille,
)
from tableur.calculs.stock.fiche import fiche_d_un_article
from tableur.calculs.stock.fournisseurs import commandes_par_fournisseur
from tableur.calculs.stock.inventaire import ecarts_d_inventaire, feuille_de_comptage
from tableur.calculs.stock.ouverture import Methode, OrdreDuJour
from tableur.calculs.stock.surveillance import articles_a_surveiller
from tableur.calculs.stock.valorisation import valeurs_par_famille, valorisation_du_stock
from tableur.classeurs.port import Classeur
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import compte_ecrit, montant_ecrit, nombre_ecrit
from tableur.socle.erreurs import ResultatIntrouvable
from tableur.socle.grandeurs import ZERO, Code, Entier, Jours, Taux
from tableur.socle.marques import action

_TITRES: dict[MotifAlerte, str] = {
    "rupture": "en rupture",
    "sous_le_point_de_commande": "sous le point de commande",
    "perime": "périmés",
    "a_ecouler": "à écouler bientôt",
    "dormant": "dormants",
}


@action
def reapprovisionner(
    classeur: Classeur,
    *,
    le: date,
    periode: Entier = 365,
    taux_de_service: Taux | None = None,
    jours_a_couvrir: Jours = TRENTE_JOURS,
    simuler: bool = False,
) -> CompteRendu:
    """Propose les commandes du jour, article par article et fournisseur par fournisseur.

    Lit les feuilles Articles, Fournisseurs, Mouvements et Reprise ; remplit la feuille Réapprovisionnement, où ce
    qui est à commander vient d'abord, par fournisseur, puis le reste, par code.

    Args:
        classeur: Le classeur de stock.
        le: Date du calcul ; les mouvements de ce jour comptent.
        periode: Jours d'historique qui font la consommation moyenne.
        taux_de_service: Part des cycles sans rupture, 0,95 pour 95 %. Vide : règle du délai maximal.
        jours_a_couvrir: Jours de consommation commandés au-delà du point de commande, faute de stock cible.
        simuler: Calcule et rend compte sans rien écrire.

    Raises:
        Refus: Une table du classeur a des anomalies.
    """
    stock, (fournisseurs,) = lire_le_stock(classeur), (classeur.lire(Fournisseur),)
    refuser_le_stock(classeur, stock, fournisseurs)
    besoins = besoins_de_reapprovisionnement(
        list(stock.articles),
        list(stock.mouvements),
        list(stock.reprises),
        le,
        periode,
        taux_de_service,
        jours_a_couvrir,
    )
    besoins.sort(key=_rang)
    commandes = commandes_par_fournisseur(besoins, list(fournisseurs))
    if not simuler:
        mention = _mention(le, stock.sources)
        classeur.ecrire(LigneReapprovisionnement, besoins, mention=mention)
        classeur.ecrire(CommandeFournisseur, commandes, mention=mention)
    a_commander = [besoin for besoin in besoins if besoin.a_commander > ZERO]
    chez = f"chez {compte_ecrit(len(commandes), 'fournisseur')}"
    total = f"{montant_ecrit(sum((commande.montant for commande in commandes), ZERO))} hors taxes"
    return CompteRendu(
        titre=f"Réapprovisionnement au {date_ecrite(le)}",
        lignes_lues={**stock.lues, "Fournisseurs": len(fournisseurs)},
        lignes_ecrites={"Réapprovisionnement": len(besoins), "Commandes": len(commandes)},
        points=[
            f"{compte_ecrit(len(a_commander), 'article')} à commander {chez} : {total}.",
            *(f"{commande.nom or commande.code_fournisseur} : {_commande(commande)}" for commande in commandes),
        ],
        anomalies=stock.alertes(le),
    )


@action
def alerter(
    classeur: Classeur,
    *,
    le: date,
    jours_dormant: Entier = 180,
    jours_avant_peremption: Entier = 30,
    periode: Entier = 365,
    taux_de_service: Taux | None = None,
    simuler: bool = False,
) -> CompteRendu:
    """Liste ce qui demande une décision : ruptures, seuils atteints, périmés, lots à écouler, dormants.

    Lit les feuilles Articles, Mouvements, Reprise et Lots ; remplit la feuille Alertes.

    Args:
        classeur: Le classeur de stock.
        le: Date du calcul ; les mouvements de ce jour comptent.
        jours_dormant: Jours sans sortie au-delà desquels un stock est dormant.
        jours_avant_peremption: Jours avant la date limite où un lot est à écouler.
        periode: Jours d'historique qui font la consommation moyenne.
        taux_de_service: Part des cycles sans rupture, 0,95 pour 95 %. Vide : règle du délai maximal.
        simuler: Calcule et rend compte sans rien écrire.

    Raises:
        Refus: Une table du classeur a des anomalies.
    """
    stock, lots = lire_le_stock(classeur), classeur.lire(Lot)
    refuser_le_stock(classeur, stock, lots)
    alertes = articles_a_surveiller(
        list(stock.articles),
        list(stock.mouvements),
        list(stock.reprises),
        list(lots),
        le,
        jours_dormant,
        jours_avant_peremption,
        periode,
        taux_de_service,
    )
    if not simuler:
        mention = _mention(le, f"{stock.sources}, {compte_ecrit(len(lots), 'lot')}")
        classeur.ecrire(LigneAlerte, alertes, mention=mention)
    par_motif = {motif: [a for a in alertes if a.motif == motif] for motif in _TITRES}
    return CompteRendu(
        titre=f"Articles à surveiller au {date_ecrite(le)}",
        lignes_lues={**stock.lues, "Lots": len(lots)},
        lignes_ecrites={"Alertes": len(alertes)},
        points=[
            f"{compte_ecrit(len(motifs), 'ligne')} : {_TITRES[motif]}"
            f" ({montant_ecrit(sum((a.valeur for a in motifs), ZERO))} de stock)."
            for motif, motifs in par_motif.items()
            if motifs
        ]
        or ["Rien à signaler."],
        anomalies=stock.alertes(le, lots),
    )


@action
def valoriser(
    classeur: Classeur,
    *,
    le: date,
    au: date | None = None,
    jours_dormant: Entier = 180,
    periode: Entier = 365,
    seuil_a: Taux = SEUIL_A,
    seuil_b: Taux = SEUIL_B,
    simuler: bool = False,
) -> CompteRendu:
    """Valeur du stock à une date, par famille et par article, face à l'année d'avant, et classement ABC.

    Lit les feuilles Articles, Mouvements et Reprise ; remplit les feuilles Valorisation et ABC.

    Args:
        classeur: Le classeur de stock.
        le: Date du jour.
        au: Date de la valorisation, par exemple celle de la clôture. Vide : aujourd'hui.
        jours_dormant: Jours sans sortie au-delà desquels un stock est dormant.
        periode: Jours de consommation que le classement ABC prend en compte.
        seuil_a: Part cumulée de la classe A, 0,80 à défaut.
        seuil_b: Part cumulée des classes A et B, 0,95 à défaut.
        simuler: Calcule et rend compte sans rien écrire.

    Raises:
        Refus: Une table du classeur a des anomalies.
    """
    jour = au or le
    stock = lire_le_stock(classeur)
    refuser_le_stock(classeur, stock)
    tables = (list(stock.articles), list(stock.mouvements), list(stock.reprises), jour)
    valorisation = valorisation_du_stock(*tables, jours_dormant)
    familles = valeurs_par_famille(valorisation)
    classement = classement_abc_des_consommations(*tables, periode, seuil_a, seuil_b)
    if not simuler:
        mention = _mention(jour, stock.sources)
        classeur.ecrire(LigneValorisation, valorisation, mention=mention)
        classeur.ecrire(ValeurDeFamille, familles, mention=mention)
        classeur.ecrire(LigneAbc, classement, mention=mention)
    total = sum((famille.valeur for famille in familles), ZERO)
    dormante = sum((famille.valeur_dormante for famille in familles), ZERO)
    classe_a = sum(ligne.classe == "A" for ligne in classement)
    return CompteRendu(
        titre=f"Valeur du stock au {date_ecrite(jour)}",
        lignes_lues=stock.lues,
        lignes_ecrites={
            "Valorisation": len(familles),
            "Valeur par article": len(valorisation),
            "ABC": len(classement),
        },
        points=[
            f"Le stock vaut {montant_ecrit(total)}, dont {montant_ecrit(dormante)} de stock dormant.",
            f"{compte_ecrit(classe_a, 'article')} de classe A sur {len(classement)}.",
        ],
        anomalies=stock.alertes(jour),
    )


@action
def inventorier(
    classeur: Classeur,
    *,
    le: date,
    au: date | None = None,
    du: date | None = None,
    emplacement: str = "",
    simuler: bool = False,
) -> CompteRendu:
    """Prépare la feuille de comptage, sans le stock théorique, puis chiffre les écarts d'inventaire.

    Lit les feuilles Articles, Mouvements, Reprise et Inventaire ; remplit la feuille de comptage et, dès qu'une
    quantité a été comptée, la feuille des écarts.

    Args:
        classeur: Le classeur de stock.
        le: Date du jour.
        au: Date de l'inventaire, celle du stock théorique. Vide : aujourd'hui.
        du: Premier jour des comptages de cet inventaire. Vide : tous les comptages jusqu'à sa date.
        emplacement: Seul emplacement à compter. Vide : tous.
        simuler: Calcule et rend compte sans rien écrire.

    Raises:
        Refus: Une table du classeur a des anomalies.
    """
    jour = au or le
    stock, comptages = lire_le_stock(classeur), classeur.lire(Comptage)
    refuser_le_stock(classeur, stock, comptages)
    feuille = feuille_de_comptage(list(stock.articles), emplacement)
    tables = (list(comptages), list(stock.articles), list(stock.mouvements), list(stock.reprises))
    ecarts = (
        ecarts_d_inventaire(*tables, jour, du) if any(c.quantite_comptee is not None for c in comptages) else []
    )
    if not simuler:
        classeur.ecrire(LigneDeComptage, feuille, mention=f"Préparée le {date_ecrite(le)}")
        if ecarts:
            mention = _mention(jour, f"{stock.sources}, {compte_ecrit(len(comptages), 'comptage')}")
            classeur.ecrire(EcartInventaire, ecarts, mention=mention)
    return CompteRendu(
        titre=f"Inventaire au {date_ecrite(jour)}",
        lignes_lues={**stock.lues, "Inventaire": len(comptages)},
        lignes_ecrites={"Feuille de comptage": len(feuille), "Écarts d'inventaire": len(ecarts)},
        points=_points_d_inventaire(feuille, ecarts),
        anomalies=stock.alertes(jour),
    )


@action
def fiche(
    classeur: Classeur,
    *,
    le: date,
    article: Code,
    au: date | None = None,
    methode: Methode = "cump_apres_chaque_entree",
    decimales_du_cump: Entier | None = None,
    ordre_du_jour: OrdreDuJour = "entrees_d_abord",
    simuler: bool = False,
) -> CompteRendu:
    """Fiche de stock d'un article : ses entrées, ses sorties, et le stock après chacune.

    Lit les feuilles Articles, Mouvements et Reprise ; remplit la feuille Fiche de stock.

    Args:
        classeur: Le classeur de stock.
        le: Date du jour.
        article: Code de l'article.
        au: Dernier jour de la fiche. Vide : aujourd'hui.
        methode: cump_apres_chaque_entree, cump_de_la_periode (stock initial compris), cump_des_entrees, peps.
        decimales_du_cump: Décimales auxquelles le CUMP est arrondi avant de multiplier. Vide : aucun arrondi.
        ordre_du_jour: entrees_d_abord (le même jour, les entrées avant les sorties) ou saisie (l'ordre donné).
        simuler: Calcule et rend compte sans rien écrire.

    Raises:
        Refus: Une table du classeur a des anomalies.
        ResultatIntrouvable: Aucun article ne porte ce code.
    """
    jour = au or le
    stock = lire_le_stock(classeur)
    refuser_le_stock(classeur, stock)
    designations = {connu.code_article: connu.designation for connu in stock.articles}
    if article not in designations:
        raise ResultatIntrouvable(f"Aucun article ne porte le code « {article} » dans la feuille « Articles ».")
    lignes = fiche_d_un_article(
        article, stock.mouvements, stock.reprises, jour, methode, decimales_du_cump, ordre_du_jour
    )
    nom = f"{article} {designations[article]}"
    if not simuler:
        classeur.poser("article", article)
        classeur.ecrire(
            LigneDeFiche, lignes, mention=f"{nom} — {_mention(jour, compte_ecrit(len(lignes), 'ligne'))}"
        )
    return CompteRendu(
        titre=f"Fiche de stock de {nom} au {date_ecrite(jour)}",
        lignes_lues=stock.lues,
        lignes_ecrites={"Fiche de stock": len(lignes)},
        points=[_stock_final(lignes), *dict.fromkeys(ligne.alerte for ligne in lignes if ligne.alerte)],
    )


def _rang(besoin: LigneReapprovisionnement) -> tuple[bool, str, str]:
    """Ce qui est à commander d'abord, par fournisseur ; puis le reste, par code."""
    rien = besoin.a_commander == ZERO
    return rien, "" if rien else besoin.code_fournisseur, besoin.code_article


def _mention(le: date, sources: str) -> str:
    return f"Calculé le {date_ecrite(le)} sur {sources}"


def _stock_final(lignes: Sequence[LigneDeFiche]) -> str:
    if not lignes:
        return "Aucun mouvement."
    derniere = lignes[-1]
    return f"Stock final : {nombre_ecrit(derniere.stock_quantite)}, pour {montant_ecrit(derniere.stock_valeur)}."


def _commande(commande: CommandeFournisseur) -> str:
    lignes = compte_ecrit(commande.lignes, "ligne")
    return f"{lignes}, {montant_ecrit(commande.montant)}. {commande.verdict}"


def _points_d_inventaire(feuille: Sequence[LigneDeComptage], ecarts: Sequence[EcartInventaire]) -> list[str]:
    points = [f"Feuille de comptage de {compte_ecrit(len(feuille), 'article')}, sans le stock théorique."]
    comptes = [ecart for ecart in ecarts if ecart.quantite_comptee is not None]
    if comptes:
        faux = sum(bool(ecart.ecart) for ecart in comptes)
        net = montant_ecrit(sum((ecart.valeur_ecart or ZERO for ecart in comptes), ZERO))
        points.append(f"{compte_ecrit(faux, 'écart')} sur {compte_ecrit(len(comptes), 'article')} : {net}.")
    if ecarts and len(comptes) < len(ecarts):
        points.append(f"Reste à compter : {compte_ecrit(len(ecarts) - len(comptes), 'article')}.")
    return points
