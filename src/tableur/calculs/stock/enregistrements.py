"""Enregistrements des tables du stock : ce que les gens tapent, et ce que les calculs rendent."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from tableur.socle.grandeurs import (
    UN,
    ZERO,
    Cle,
    Code,
    Entier,
    Euros,
    Jours,
    Nombre,
    PrixUnitaire,
    Quantite,
    Renvoi,
    Taux,
)

Sens = Literal["entree", "sortie"]
Motif = Literal["achat", "vente", "consommation", "retour", "correction", "inventaire", "perte"]
TypeDeDate = Literal["DLC", "DDM"]
Classe = Literal["A", "B", "C"]
EtatDeLot = Literal["perime", "a_ecouler", "date_depassee"]
MotifAlerte = Literal["rupture", "sous_le_point_de_commande", "perime", "a_ecouler", "dormant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fournisseur:
    """Fournisseur : ses seuils de commande."""

    code_fournisseur: Annotated[Code, Cle()]
    nom: str
    minimum_de_commande: Euros = ZERO
    franco: Euros = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Article tenu en stock."""

    code_article: Annotated[Code, Cle()]
    designation: str
    famille: str = ""
    unite: str = ""
    code_fournisseur: Annotated[Code, Renvoi("Fournisseur")] = ""
    emplacement: str = ""
    delai: Jours
    delai_maximal: Jours | None = None
    prix_achat: PrixUnitaire | None = None
    multiple: Quantite = UN
    minimum: Quantite = ZERO
    stock_cible: Quantite | None = None
    en_commande: Quantite = ZERO
    reserve: Quantite = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouvement:
    """Entrée ou sortie de stock ; une entrée sans coût (retour, correction) prend le coût moyen du moment."""

    date: date
    code_article: Annotated[Code, Renvoi("Article")] = ""
    sens: Sens
    quantite: Quantite
    cout_unitaire: PrixUnitaire | None = None
    motif: Motif | None = None
    lot: Code = ""
    piece: Code = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprise:
    """Stock d'un article à la date où la tenue commence : les mouvements jusqu'à ce jour y sont compris."""

    code_article: Annotated[Code, Cle(), Renvoi("Article")]
    date: date
    quantite: Quantite
    cout_unitaire: PrixUnitaire


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Lot daté d'un article ; `quantite` est ce qu'il en restait à la reprise, ou ce qu'il en reste."""

    code_article: Annotated[Code, Renvoi("Article")] = ""
    lot: Code
    type_de_date: TypeDeDate
    date_limite: date
    entre_le: date | None = None
    quantite: Quantite = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Comptage:
    """Quantité comptée à un emplacement pendant un inventaire."""

    date: date
    code_article: Annotated[Code, Renvoi("Article")]
    emplacement: str = ""
    quantite_comptee: Quantite | None = None
    compte_par: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PalierDePrix:
    """Prix d'achat unitaire à partir d'une quantité commandée."""

    a_partir_de: Quantite
    prix: PrixUnitaire


@dataclass(frozen=True, slots=True, kw_only=True)
class ValeurDArticle:
    """Valeur d'un article à classer : consommation de l'année, chiffre d'affaires ou stock."""

    code_article: Code
    valeur: Euros
    designation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EtatDArticle:
    """Stock d'un article à une date : quantité, coût moyen et valeur."""

    code_article: Code
    quantite: Quantite
    cout_unitaire: PrixUnitaire | None
    valeur: Euros
    derniere_entree: date | None
    derniere_sortie: date | None
    alerte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeComptage:
    """Ligne d'une feuille de comptage, à remplir sans connaître le stock théorique."""

    emplacement: str
    code_article: Code
    designation: str
    unite: str
    quantite_comptee: Quantite | None
    compte_par: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotAEcouler:
    """Lot à sortir d'abord, et les jours qui lui restent."""

    rang: Entier
    code_article: Code
    lot: Code
    type_de_date: TypeDeDate
    date_limite: date
    jours_restants: Entier
    quantite: Quantite
    etat: EtatDeLot
    conseil: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneReapprovisionnement:
    """Besoin d'un article, et la quantité à commander."""

    code_article: Code
    designation: str
    code_fournisseur: Code = ""
    physique: Quantite
    reserve: Quantite
    en_commande: Quantite
    disponible: Quantite
    consommation_par_jour: Quantite
    couverture: Jours | None
    stock_de_securite: Quantite
    point_de_commande: Quantite
    a_commander: Quantite
    dernier_prix: PrixUnitaire | None
    montant: Euros | None
    pourquoi: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandeFournisseur:
    """Sous-total des besoins d'un fournisseur, comparé à son minimum et à son franco."""

    code_fournisseur: Code
    nom: str
    lignes: Entier
    montant: Euros
    minimum_de_commande: Euros
    franco: Euros
    manque_pour_le_minimum: Euros
    manque_pour_le_franco: Euros
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeFiche:
    """Ligne d'une fiche de stock : l'entrée ou la sortie, puis le stock qui en résulte."""

    date: date
    libelle: str
    entree_quantite: Quantite | None
    entree_cout: PrixUnitaire | None
    entree_valeur: Euros | None
    sortie_quantite: Quantite | None
    sortie_cout: PrixUnitaire | None
    sortie_valeur: Euros | None
    stock_quantite: Quantite
    stock_cout: PrixUnitaire | None
    stock_valeur: Euros
    alerte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneAlerte:
    """Article à surveiller, pour un motif."""

    motif: MotifAlerte
    code_article: Code
    designation: str
    lot: Code
    stock: Quantite
    seuil: Quantite | None
    date_limite: date | None
    couverture: Jours | None
    rotation: Nombre | None
    valeur: Euros
    conseil: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneAbc:
    """Rang d'un article dans le classement ABC."""

    rang: Entier
    code_article: Code
    designation: str
    valeur: Euros
    part: Taux
    cumul: Taux
    classe: Classe


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneValorisation:
    """Valeur du stock d'un article à une date, et un an plus tôt si elle est connue."""

    code_article: Code
    designation: str
    famille: str = ""
    quantite: Quantite
    cout_unitaire: PrixUnitaire | None
    valeur: Euros
    valeur_n_1: Euros | None
    ecart: Euros | None
    derniere_sortie: date | None
    dormant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ValeurDeFamille:
    """Valeur du stock d'une famille d'articles, et un an plus tôt si elle est connue pour tous."""

    famille: str
    articles: Entier
    valeur: Euros
    valeur_n_1: Euros | None
    ecart: Euros | None
    valeur_dormante: Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class EcartInventaire:
    """Écart entre le stock compté et le stock théorique d'un article ; sans comptage, l'écart est inconnu."""

    code_article: Code
    designation: str
    emplacement: str
    quantite_comptee: Quantite | None
    quantite_theorique: Quantite
    ecart: Quantite | None
    cout_unitaire: PrixUnitaire | None
    valeur_ecart: Euros | None
    taux_ecart: Taux | None
