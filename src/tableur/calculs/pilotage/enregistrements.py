"""Enregistrements des tables du pilotage : ce que les gens tapent, et ce que les calculs rendent."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tableur.socle.grandeurs import ZERO, Code, Entier, Euros, Nombre, Taux

AutreIndicateur = Literal["creances_echues", "tresorerie", "tva_a_payer", "masse_salariale"]
Nature = Literal["flux", "niveau"]
Sens = Literal["plus", "moins"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vente:
    """Vente, hors taxes : une ligne de facture, ou une facture ; un avoir est négatif."""

    date: date
    piece: Code = ""
    client: str = ""
    famille: str = ""
    montant_ht: Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectif:
    """Objectif de chiffre d'affaires d'un mois, désigné par l'un de ses jours."""

    mois: date
    montant: Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class ValeurFournie:
    """Chiffre qu'un autre domaine donne au pilotage, à une date."""

    indicateur: AutreIndicateur
    date: date
    valeur: Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class ValeurDatee:
    """Valeur d'un indicateur à une date."""

    date: date
    valeur: Nombre


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicateurDuMois:
    """Ligne du tableau de bord ; None : la donnée manque, ou l'évolution n'a pas de sens."""

    mois: Nombre | None
    mois_n_1: Nombre | None
    evolution: Taux | None
    cumul: Nombre | None
    cumul_n_1: Nombre | None
    evolution_du_cumul: Taux | None
    objectif: Nombre | None
    ecart: Nombre | None
    feu: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaDuMois:
    """Chiffre d'affaires d'un des douze mois qui finissent au mois choisi."""

    rang: Entier
    mois: date
    libelle: str
    ca: Euros = ZERO
    ca_n_1: Euros = ZERO
    objectif: Euros | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaDeFamille:
    """Chiffre d'affaires d'une famille : mois choisi, cumul de l'exercice, et un an plus tôt."""

    rang: Entier
    famille: str
    mois: Euros = ZERO
    mois_n_1: Euros = ZERO
    evolution: Taux | None = None
    cumul: Euros = ZERO
    cumul_n_1: Euros = ZERO
    evolution_du_cumul: Taux | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaDeClient:
    """Chiffre d'affaires d'un des premiers clients de l'exercice ; un rang sans client est vide."""

    rang: Entier
    client: str = ""
    mois: Euros | None = None
    mois_n_1: Euros | None = None
    evolution: Taux | None = None
    cumul: Euros | None = None
    cumul_n_1: Euros | None = None
    evolution_du_cumul: Taux | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockDuMois:
    """Stock à une date : dernier jour d'un mois, jour des données, ou le même jour un an plus tôt."""

    date: date
    libelle: str
    valeur: Euros
    dormant: Euros
    ruptures: Entier


@dataclass(frozen=True, slots=True, kw_only=True)
class StockDeFamille:
    """Valeur du stock d'une famille au jour des données, et un an plus tôt."""

    famille: str
    articles: Entier
    valeur: Euros
    valeur_n_1: Euros | None = None
    ecart: Euros | None = None
    valeur_dormante: Euros = ZERO
