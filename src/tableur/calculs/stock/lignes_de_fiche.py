"""Lignes d'une fiche de stock : le stock initial, une entrée, une sortie."""

from datetime import date
from decimal import Decimal

from tableur.calculs.stock.enregistrements import LigneDeFiche, Motif, Mouvement
from tableur.calculs.stock.tenue import Tenue, valeur_affichee
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.grandeurs import ZERO

_MOTIFS: dict[Motif, str] = {
    "achat": "Achat",
    "vente": "Vente",
    "consommation": "Consommation",
    "retour": "Retour",
    "correction": "Correction",
    "inventaire": "Inventaire",
    "perte": "Perte",
}


def ligne_initiale(jour: date, tenue: Tenue) -> LigneDeFiche:
    """Ligne du stock initial."""
    return _ligne(jour, "Stock initial", tenue)


def ligne_d_entree(mouvement: Mouvement, tenue: Tenue) -> LigneDeFiche:
    """Passe une entrée dans la tenue, et en rend la ligne.

    Une entrée qui couvre des unités sorties sans stock régularise leur coût : l'écart est une sortie en valeur.
    """
    avant = valeur_affichee(tenue.valeur)
    cout = mouvement.cout_unitaire
    valeur = None if cout is None else arrondir_centime(mouvement.quantite * cout)
    alerte = ""
    if cout is None:
        cout = tenue.cout_du_moment
        if cout is None:
            alerte = "Entrée sans coût, et aucun coût moyen connu : valeur nulle. "
    tenue.entrer(mouvement.quantite, valeur)
    apres = valeur_affichee(tenue.valeur)
    if valeur is None:
        valeur = apres - avant
    regularisation = avant + valeur - apres
    if regularisation:
        ecrit = montant_ecrit(regularisation)
        alerte += f"Régularisation de {ecrit} : des unités étaient sorties avant leur entrée. "
    return _ligne(
        mouvement.date,
        _libelle(mouvement),
        tenue,
        entree=(mouvement.quantite, cout, valeur),
        sortie=(None, None, regularisation or None),
        alerte=alerte,
    )


def ligne_de_sortie(mouvement: Mouvement, tenue: Tenue) -> LigneDeFiche:
    """Passe une sortie dans la tenue, et en rend la ligne."""
    avant = valeur_affichee(tenue.valeur)
    cout = tenue.sortir(mouvement.quantite)
    valeur = avant - valeur_affichee(tenue.valeur)
    return _ligne(mouvement.date, _libelle(mouvement), tenue, sortie=(mouvement.quantite, cout, valeur))


def _ligne(
    jour: date,
    libelle: str,
    tenue: Tenue,
    entree: tuple[Decimal | None, Decimal | None, Decimal | None] = (None, None, None),
    sortie: tuple[Decimal | None, Decimal | None, Decimal | None] = (None, None, None),
    alerte: str = "",
) -> LigneDeFiche:
    if tenue.quantite < ZERO:
        alerte += f"Stock négatif ({nombre_ecrit(tenue.quantite)}) le {date_ecrite(jour)}."
    return LigneDeFiche(
        date=jour,
        libelle=libelle,
        entree_quantite=entree[0],
        entree_cout=entree[1],
        entree_valeur=entree[2],
        sortie_quantite=sortie[0],
        sortie_cout=sortie[1],
        sortie_valeur=sortie[2],
        stock_quantite=tenue.quantite,
        stock_cout=tenue.cout_du_moment if tenue.quantite else None,
        stock_valeur=valeur_affichee(tenue.valeur),
        alerte=alerte.strip(),
    )


def _libelle(mouvement: Mouvement) -> str:
    """Motif, ou à défaut sens, suivi de la pièce : « Achat BL-118 »."""
    if mouvement.motif is not None:
        nom = _MOTIFS[mouvement.motif]
    else:
        nom = "Entrée" if mouvement.sens == "entree" else "Sortie"
    return f"{nom} {mouvement.piece}".strip()
