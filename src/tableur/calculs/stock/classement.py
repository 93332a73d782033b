"""Classement ABC : ranger les articles par valeur, et juger si le classement a un sens."""

from datetime import date
from decimal import Decimal
from typing import Literal

from tableur.calculs.stock.consommation_mesuree import consommation_mesuree
from tableur.calculs.stock.enregistrements import (
    Article,
    Classe,
    LigneAbc,
    Mouvement,
    Reprise,
    ValeurDArticle,
)
from tableur.calculs.stock.etat import comptes_au
from tableur.calculs.stock.gardes import exiger_positif, exiger_taux
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import DivisionImpossible, ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO, Entier, Euros, Nombre, Taux
from tableur.socle.marques import formule

ACheval = Literal["classe_suivante", "classe_precedente"]

SEUIL_A = Decimal("0.80")
SEUIL_B = Decimal("0.95")
RATIO_MINIMAL = Decimal("0.60")

# Bornes basses du ratio et parts d'articles A, B, C de chaque zone, telles que l'enseignement les donne.
_ZONES = (
    (Decimal("0.90"), "1 : A 10 %, B 10 %, C 80 % des articles"),
    (Decimal("0.85"), "2 : A 10 %, B 20 %, C 70 % des articles"),
    (Decimal("0.75"), "3 : A 20 %, B 20 %, C 60 % des articles"),
    (Decimal("0.65"), "4 : A 20 %, B 30 %, C 50 % des articles"),
)


@formule
def classement_abc(
    articles: list[ValeurDArticle],
    seuil_a: Taux = SEUIL_A,
    seuil_b: Taux = SEUIL_B,
    a_cheval: ACheval = "classe_suivante",
) -> list[LigneAbc]:
    """Classement ABC : articles par valeur décroissante, part, cumul et classe.

    A jusqu'à 80 % de la valeur cumulée, B jusqu'à 95 %, C au-delà. L'article à cheval sur un seuil passe par
    défaut dans la classe suivante (son cumul dépasse le seuil) ; l'option le garde dans la précédente (le cumul
    d'avant lui ne l'atteint pas). À valeur égale, l'ordre donné.

    Args:
        articles: Code et valeur de chaque article : consommation de l'année, chiffre d'affaires ou stock.
        seuil_a: Part cumulée de la classe A, 0,80 à défaut.
        seuil_b: Part cumulée des classes A et B, 0,95 à défaut.
        a_cheval: Classe de l'article à cheval sur un seuil : « classe_suivante » ou « classe_precedente ».

    Raises:
        ValeurInvalide: Une valeur est négative, ou les seuils ne sont pas entre 0 et 1, croissants.
        DivisionImpossible: La valeur totale est nulle.

    >>> [ligne.classe for ligne in classement_abc([ValeurDArticle(code_article="VIS", valeur=D(75)),
    ...     ValeurDArticle(code_article="CLOU", valeur=D(20)), ValeurDArticle(code_article="COLLE", valeur=D(5))])]
    ['A', 'B', 'C']
    """
    exiger_taux("Le seuil de la classe A", seuil_a)
    exiger_taux("Le seuil de la classe B", seuil_b, un_admis=True)
    if seuil_b <= seuil_a:
        raise ValeurInvalide(
            f"Le seuil B dépasse le seuil A ({nombre_ecrit(seuil_a)}) : {nombre_ecrit(seuil_b)} reçu."
        )
    total = _total([article.valeur for article in articles])
    lignes = []
    cumul = ZERO
    for rang, article in enumerate(sorted(articles, key=lambda article: -article.valeur), 1):
        avant = cumul
        cumul += article.valeur
        # On compare des valeurs, pas des quotients arrondis : 80 % pile reste 80 % pile.
        classe = _classe(avant, cumul, total * seuil_a, total * seuil_b, a_cheval)
        lignes.append(
            LigneAbc(
                rang=rang,
                code_article=article.code_article,
                designation=article.designation,
                valeur=article.valeur,
                part=article.valeur / total,
                cumul=cumul / total,
                classe=classe,
            )
        )
    return lignes


@formule
def classement_abc_des_consommations(
    articles: list[Article],
    mouvements: list[Mouvement],
    reprises: list[Reprise] | None,
    le: date,
    periode: Entier = 365,
    seuil_a: Taux = SEUIL_A,
    seuil_b: Taux = SEUIL_B,
    a_cheval: ACheval = "classe_suivante",
) -> list[LigneAbc]:
    """Classement ABC des articles par la valeur consommée pendant la période.

    Sorties de vente, de consommation ou sans motif, moins les retours, au CUMP du moment, au centime. Un article
    sans consommation, ou dont les retours l'emportent, est classé pour 0. Sans aucune consommation, la table est
    vide.

    Args:
        articles: Articles tenus en stock.
        mouvements: Entrées et sorties de tous les articles.
        reprises: Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.
        le: Dernier jour de la période.
        periode: Jours de la période : une année à défaut.
        seuil_a: Part cumulée de la classe A, 0,80 à défaut.
        seuil_b: Part cumulée des classes A et B, 0,95 à défaut.
        a_cheval: Classe de l'article à cheval sur un seuil : « classe_suivante » ou « classe_precedente ».

    Raises:
        ValeurInvalide: Une quantité ou un coût est négatif, ou les seuils ne sont pas entre 0 et 1, croissants.

    >>> classement_abc_des_consommations([Article(code_article="VIS", designation="Vis", delai=D(10))],
    ...     [Mouvement(date=date(2026, 1, 30), code_article="VIS", sens="sortie", quantite=D(90))],
    ...     [Reprise(code_article="VIS", date=date(2025, 12, 31), quantite=D(102), cout_unitaire=D(2))],
    ...     date(2026, 1, 30), seuil_a=D("0.70"))[0].valeur
    Decimal('180.00')
    """
    comptes = comptes_au(mouvements, reprises, le)
    valeurs = [
        ValeurDArticle(
            code_article=article.code_article,
            valeur=arrondir_centime(
                max(consommation_mesuree(comptes, article.code_article, periode).valeur, ZERO)
            ),
            designation=article.designation,
        )
        for article in articles
    ]
    if not any(valeur.valeur for valeur in valeurs):
        return []
    return classement_abc(valeurs, seuil_a, seuil_b, a_cheval)


@formule
def ratio_de_discrimination(valeurs: list[Euros], aire: Literal["trapezes", "rectangles"] = "trapezes") -> Nombre:
    """Ratio de discrimination (indice de Gini) d'un critère de classement ABC, de 0 à 1.

    (S − 5 000) ÷ 5 000, où S est l'aire sous la courbe des valeurs cumulées, en pour cent d'articles × pour cent
    de valeur. 0 : tous les articles se valent ; près de 1 : peu d'articles font presque tout. Beaucoup de
    corrigés comptent l'aire par rectangles (somme des cumuls × part d'un article), ce qui ajoute 1 ÷ nombre
    d'articles.

    Args:
        valeurs: Valeur de chaque article, dans n'importe quel ordre.
        aire: « trapezes » : aire exacte sous la courbe ; « rectangles » : somme des cumuls, plus grande.

    Raises:
        ValeurInvalide: Une valeur est négative.
        DivisionImpossible: La valeur totale est nulle.

    >>> ratio_de_discrimination([D(70), D(10), D(10), D(10)])
    Decimal('0.45')
    """
    total = _total(valeurs)
    nombre = len(valeurs)
    somme_des_cumuls = cumul = ZERO
    for valeur in sorted(valeurs, reverse=True):
        cumul += valeur
        somme_des_cumuls += cumul
    rectangles = 2 * somme_des_cumuls / (total * nombre) - UN
    return rectangles if aire == "rectangles" else rectangles - UN / nombre


@formule
def avis_de_discrimination(ratio: Nombre) -> str:
    """Avis sur un classement ABC d'après son ratio de discrimination.

    0,60 ou moins : le critère ne distingue pas les articles, en changer. De 0,65 à 1, quatre zones donnent les
    parts d'articles à mettre en A, B et C.

    Args:
        ratio: Ratio de discrimination, de 0 à 1.

    Raises:
        ValeurInvalide: Le ratio n'est pas entre 0 et 1.

    >>> avis_de_discrimination(D("0.81"))
    'Critère discriminant, zone 3 : A 20 %, B 20 %, C 60 % des articles.'
    """
    if not ZERO <= ratio <= UN:
        recu = nombre_ecrit(ratio)
        raise ValeurInvalide(f"Le ratio de discrimination est compris entre 0 et 1 : {recu} reçu.")
    for borne, zone in _ZONES:
        if ratio >= borne:
            return f"Critère discriminant, zone {zone}."
    if ratio > RATIO_MINIMAL:
        return "Critère peu discriminant (zone 5) : classement possible, mais à lire avec prudence."
    ecrit = nombre_ecrit(arrondir(ratio, 2))
    return f"Critère non discriminant ({ecrit} ; plus de 0,60 attendu) : choisir un autre critère."


def _total(valeurs: list[Decimal]) -> Decimal:
    for rang, valeur in enumerate(valeurs, 1):
        exiger_positif(f"La valeur n° {rang}", valeur)
    total = sum(valeurs, ZERO)
    if total == ZERO:
        raise DivisionImpossible("La valeur totale des articles est nulle : il n'y a rien à classer.")
    return total


def _classe(avant: Decimal, cumul: Decimal, jusqu_a: Decimal, jusqu_b: Decimal, a_cheval: ACheval) -> Classe:
    """Classe d'un article d'après le cumul avant lui et après lui."""
    if a_cheval == "classe_suivante":
        return "A" if cumul <= jusqu_a else "B" if cumul <= jusqu_b else "C"
    return "A" if avant < jusqu_a else "B" if avant < jusqu_b else "C"
