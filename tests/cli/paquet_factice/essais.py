"""Fonctions d'essai : un exemple de chaque sorte d'argument et de résultat."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.dates import Mois
from tableur.socle.erreurs import Anomalie, Ou, ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Code, Entier, Euros, Jours, Nombre, Quantite, Taux
from tableur.socle.marques import action, formule

D = Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Vente:
    """Vente d'essai."""

    jour: date
    code: Code
    quantite: Quantite
    prix: Euros = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilan:
    """Bilan d'essai : des valeurs, et une table."""

    total: Euros
    part: Taux | None
    complet: bool
    ventes: list[Vente]


@formule
def somme_ponderee(quantite: Quantite, delai: Jours, reserve: Quantite = ZERO) -> Quantite:
    """Somme d'essai.

    Le produit, plus la réserve.

    Args:
        quantite: Quantité d'une journée.
        delai: Délai d'essai.
        reserve: Réserve d'essai.

    Raises:
        ValeurInvalide: Le délai est négatif.

    >>> somme_ponderee(D("20"), D("5"), D("30"))
    Decimal('130')
    """
    if delai < ZERO:
        raise ValeurInvalide(f"Le délai est négatif : {delai} reçu.")
    return quantite * delai + reserve


@formule(avance=True)
def code_double(code: Code, sens: Literal["entree", "sortie"] = "entree", le_mois: Mois | None = None) -> str:
    """Code d'essai, répété.

    Args:
        code: Code d'essai.
        sens: Sens d'essai.
        le_mois: Mois d'essai.

    >>> code_double("A-1.5")
    'A-1.5 A-1.5 entree None'
    """
    return f"{code} {code} {sens} {le_mois}"


@formule
def total_des_ventes(ventes: list[Vente], remise: Taux = ZERO) -> Euros:
    """Total d'essai.

    Args:
        ventes: Ventes d'essai.
        remise: Remise d'essai.

    >>> total_des_ventes([Vente(jour=date(2026, 1, 2), code="A", quantite=D("2"), prix=D("1.5"))])
    Decimal('3.0')
    """
    return sum((vente.quantite * vente.prix for vente in ventes), ZERO) * (UN - remise)


@formule
def bilan_des_ventes(ventes: list[Vente], complet: bool = False) -> Bilan:
    """Bilan d'essai.

    Args:
        ventes: Ventes d'essai.
        complet: Bilan complet ou non.

    >>> bilan_des_ventes([]).part
    """
    total = total_des_ventes(ventes)
    return Bilan(total=total, part=D("0.5") if total else None, complet=complet, ventes=ventes)


@formule
def jours_tries(jours: list[date]) -> list[date]:
    """Jours d'essai, dans l'ordre.

    Args:
        jours: Jours d'essai.

    >>> jours_tries([date(2026, 1, 2)])
    [datetime.date(2026, 1, 2)]
    """
    return sorted(jours)


@formule
def vente_doublee(vente: Vente) -> Quantite:
    """Quantité d'essai, doublée.

    Args:
        vente: Vente d'essai.

    >>> vente_doublee(Vente(jour=date(2026, 1, 2), code="A", quantite=D("2")))
    Decimal('4')
    """
    return vente.quantite * 2


@formule
def inverse_exact(nombre: Nombre) -> Nombre:
    """Inverse d'essai, sans garde.

    Args:
        nombre: Nombre d'essai.

    >>> inverse_exact(D("2"))
    Decimal('0.5')
    """
    return UN / nombre


@formule
def faute_de_programme(nombre: Entier) -> Entier:
    """Faute d'essai au-dessus de 1.

    Args:
        nombre: Nombre d'essai.

    >>> faute_de_programme(1)
    1
    """
    if nombre > 1:
        raise KeyError(f"secret de la personne {nombre}")
    return nombre


@action
def compter(
    classeur: Any,
    *,
    le: date,
    au: date | None = None,
    seuil: Nombre = UN,
    sens: Literal["entree", "sortie"] = "entree",
    detail: bool = False,
    simuler: bool = False,
) -> CompteRendu:
    """Compte d'essai.

    Args:
        le: Date d'essai.
        au: Autre date d'essai.
        seuil: Seuil d'essai.
        sens: Sens d'essai.
        detail: Détail d'essai.
        simuler: Calcule sans écrire.
    """
    points = [f"le {le} au {au} seuil {seuil} sens {sens} detail {detail} simuler {simuler}"]
    alerte = Anomalie("alerte", Ou("c.xlsx", "Ventes", 3, "Prix"), "prix nul", "", "", "le prix est nul")
    anomalies = [alerte] if seuil > UN else []
    return CompteRendu("Compte fait.", {"Vente": 1200}, ["une vente"], {"Compte": 1}, points, anomalies)


@action(mots=("avant", "sens"))
def confronter(
    classeur: Any,
    *,
    le: date,
    avant: Code = "",
    sens: Literal["entree", "sortie"] = "entree",
    simuler: bool = False,
) -> CompteRendu:
    """Confrontation d'essai.

    Args:
        le: Date d'essai.
        avant: Période d'essai.
        sens: Sens d'essai.
        simuler: Calcule sans écrire.
    """
    return CompteRendu("Confronté.", points=[f"{avant or 'rien'} {sens}"])
