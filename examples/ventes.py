"""Ventes de l'entreprise d'exemple, hors taxes : une ligne par facture et par famille, d'après les bons livrés.

Celles de janvier à mai 2025 viennent de l'ancien logiciel : elles sont tirées des mêmes mois de 2026, 364 jours
plus tôt, un peu plus basses.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from entreprise import Alea
from simulation import Vie

GRAINE_DES_VENTES = 77
CENTIME = Decimal("0.01")
CLIENTS = (
    "Fournil de Brocéliande-les-Bains",
    "Boulangerie Ar Bara",
    "Pâtisserie Les Trois Galets",
    "Le Pétrin d'Armorique",
    "Maison Le Goff & Filles",
    "Aux Délices de Kerlutin",
    "Boulangerie du Vieux Moulin",
    "L'Épi de Ponthivy-sur-Rêve",
    "Pâtisserie Tanguy",
    "La Mie de Saint-Fictif",
    "Fournil des Korrigans",
    "Crêperie Ti Lipous",
    "Boulangerie Morvan",
    "Le Four Banal",
    "Chez Soazig",
    "Pâtisserie de l'Hermine",
    "Boulangerie des Remparts",
    "La Huche dorée",
    "Biscuiterie de l'Aber",
    "Traiteur Penn ar Bed",
    "Au Pain des Légendes",
    "Boulangerie Cadiou",
    "Salon de thé Merlin",
    "Fournil de la Gare",
    "Le Kouign d'Or",
    "Boulangerie Rivoal",
    "Épicerie fine du Port",
    "Cantine de l'Îlot",
)
Ligne = dict[str, str | Decimal | date | None]


def ventes(vie: Vie) -> list[Ligne]:
    """Ventes de l'entreprise, dans l'ordre des factures."""
    alea = Alea(GRAINE_DES_VENTES)
    clients: dict[str, str] = {}
    montants: dict[tuple[date, str, str], Decimal] = {}
    for fait in vie.faits:
        if fait.motif != "vente":
            continue
        clients.setdefault(fait.piece, _client(alea))
        cle = (fait.jour, fait.piece, fait.article.famille)
        prix = fait.quantite * fait.article.prix_le(fait.jour) / (1 - fait.article.marge)
        montants[cle] = montants.get(cle, Decimal(0)) + _centime(prix)
    lignes: list[Ligne] = [
        _ligne(jour, piece.replace("BL", "FA"), clients[piece], famille, montant)
        for (jour, piece, famille), montant in montants.items()
    ]
    anciennes = []
    for ligne in lignes:
        jour, montant = ligne["date"], ligne["montant_ht"]
        if isinstance(jour, date) and isinstance(montant, Decimal) and date(2026, 1, 1) <= jour < date(2026, 6, 1):
            avant = jour - timedelta(days=364)
            baisse = Decimal(alea.entier(88, 102)) / 100
            piece = str(ligne["piece"]).replace("FA-26", "AN-25")
            anciennes.append(_ligne(avant, piece, ligne["client"], ligne["famille"], _centime(montant * baisse)))
    return [*(a for a in anciennes if str(a["date"]) < "2025-06-01"), *lignes]


def objectifs(lignes: list[Ligne]) -> list[Ligne]:
    """Objectif de chaque mois de 2026 : le chiffre d'affaires de 2025, plus 5 %, au millier d'euros."""
    par_mois = {mois: Decimal(0) for mois in range(1, 13)}
    for ligne in lignes:
        jour, montant = ligne["date"], ligne["montant_ht"]
        if isinstance(jour, date) and isinstance(montant, Decimal) and jour.year == 2025:
            par_mois[jour.month] += montant
    return [
        {"mois": date(2026, mois, 1), "montant": _millier(montant * Decimal("1.05"))}
        for mois, montant in par_mois.items()
    ]


def _client(alea: Alea) -> str:
    """Client d'une facture : les premiers de la liste achètent bien plus souvent que les derniers."""
    return CLIENTS[int(len(CLIENTS) * alea.reel() ** 2)]


def _ligne(jour: date, piece: str, client: object, famille: object, montant: Decimal) -> Ligne:
    return {"date": jour, "piece": piece, "client": str(client), "famille": str(famille), "montant_ht": montant}


def _centime(montant: Decimal) -> Decimal:
    return montant.quantize(CENTIME, rounding=ROUND_HALF_UP)


def _millier(montant: Decimal) -> Decimal:
    return (montant / 1000).quantize(Decimal(1), rounding=ROUND_HALF_UP) * 1000
