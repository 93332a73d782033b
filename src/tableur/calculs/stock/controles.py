"""Contrôles des tables du stock : les valeurs qu'aucun calcul ne peut admettre, et celles qui méritent un regard.

Chaque fonction reçoit de quoi situer une ligne : `lieu(rang, champ)`, la méthode `ou` des lignes lues convient.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from tableur.calculs.stock.enregistrements import (
    Article,
    Comptage,
    Fournisseur,
    Lot,
    Mouvement,
    Reprise,
)
from tableur.calculs.stock.etat import Comptes, comptes_au
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import Anomalie, Gravite, Ou
from tableur.socle.grandeurs import ZERO

Lieu = Callable[[int, str], Ou]
Enregistrement = Article | Mouvement | Reprise | Lot | Comptage | Fournisseur

_POSITIFS: dict[type, tuple[str, ...]] = {
    Article: ("delai", "delai_maximal", "prix_achat", "minimum", "stock_cible", "en_commande", "reserve"),
    Mouvement: ("quantite", "cout_unitaire"),
    Reprise: ("cout_unitaire",),
    Lot: ("quantite",),
    Comptage: ("quantite_comptee",),
    Fournisseur: ("minimum_de_commande", "franco"),
}


def sans_lieu(rang: int, champ: str) -> Ou:
    """Lieu inconnu, pour des lignes qui ne viennent pas d'une feuille."""
    return Ou()


def valeurs_refusees(lignes: Sequence[Enregistrement], lieu: Lieu = sans_lieu) -> list[Anomalie]:
    """Valeurs d'une table qu'aucun calcul ne peut admettre : quantités, coûts et délais négatifs, multiple nul.

    Args:
        lignes: Lignes d'une même table : articles, mouvements, reprises, lots, comptages ou fournisseurs.
        lieu: Endroit d'une ligne et de son champ.
    """
    return [anomalie for rang, ligne in enumerate(lignes) for anomalie in _refus(rang, ligne, lieu)]


def _refus(rang: int, ligne: Enregistrement, lieu: Lieu) -> Iterator[Anomalie]:
    for champ in _POSITIFS[type(ligne)]:
        valeur: Decimal | None = getattr(ligne, champ)
        if valeur is not None and valeur < ZERO:
            message = f"{nombre_ecrit(valeur)} est négatif : un nombre positif ou nul est attendu"
            yield _anomalie("refus", lieu(rang, champ), "valeur négative", "0 ou plus", valeur, message)
    if isinstance(ligne, Article):
        if ligne.multiple <= ZERO:
            message = "le multiple de commande est supérieur à 0 : écrire 1 s'il n'y a pas de conditionnement"
            yield _anomalie("refus", lieu(rang, "multiple"), "multiple nul", "plus de 0", ligne.multiple, message)
        maximal = ligne.delai_maximal
        if maximal is not None and ZERO <= maximal < ligne.delai:
            message = (
                f"le délai maximal ({nombre_ecrit(maximal)}) est inférieur au délai ({nombre_ecrit(ligne.delai)})"
            )
            yield _anomalie(
                "refus", lieu(rang, "delai_maximal"), "délai maximal", "le délai ou plus", maximal, message
            )


def alertes_du_stock(
    articles: Sequence[Article],
    mouvements: Sequence[Mouvement],
    reprises: Sequence[Reprise],
    le: date,
    lots: Sequence[Lot] = (),
    lieu_article: Lieu = sans_lieu,
    lieu_mouvement: Lieu = sans_lieu,
    lieu_reprise: Lieu = sans_lieu,
) -> list[Anomalie]:
    """Alertes sur les données du stock : ce que les calculs écartent, supposent, ou trouvent étrange.

    Mouvements compris dans une reprise ou postérieurs à la date (comptés), reprise à venir, stock négatif (avec sa
    date), entrée sans coût ni coût moyen connu, article inconnu, lot inconnu, article sans délai.

    Args:
        articles: Articles tenus en stock.
        mouvements: Entrées et sorties de tous les articles.
        reprises: Stock et coût de chaque article à la date où sa tenue commence.
        le: Date du calcul.
        lots: Lots datés ; vide, les lots nommés par les mouvements ne sont pas contrôlés.
        lieu_article: Endroit d'un article et de son champ.
        lieu_mouvement: Endroit d'un mouvement et de son champ.
        lieu_reprise: Endroit d'une reprise et de son champ.

    Raises:
        ValeurInvalide: La quantité ou le coût d'un mouvement est négatif.
    """
    comptes = comptes_au(mouvements, reprises, le)
    return [
        *_mouvements_ecartes(comptes),
        *_reprises_etranges(comptes, reprises, lieu_reprise),
        *_comptes_etranges(comptes, mouvements, lieu_mouvement),
        *_codes_inconnus(articles, mouvements, lots, lieu_mouvement),
        *_articles_etranges(articles, lieu_article),
    ]


def _mouvements_ecartes(comptes: Comptes) -> Iterator[Anomalie]:
    for nombre, suite in (
        (
            len(comptes.avant_reprise),
            "du jour de la reprise de leur article ou d'avant : déjà compris dans la reprise",
        ),
        (len(comptes.apres), f"d'après le {date_ecrite(comptes.le)} : non comptés"),
    ):
        if nombre:
            message = f"{nombre} mouvement{'s' if nombre > 1 else ''} {suite}"
            yield _anomalie("alerte", Ou(), "mouvements écartés", "", nombre, message)


def _reprises_etranges(comptes: Comptes, reprises: Sequence[Reprise], lieu: Lieu) -> Iterator[Anomalie]:
    for rang in comptes.reprises_a_venir:
        reprise = reprises[rang]
        message = (
            f"la reprise de {reprise.code_article} est du {date_ecrite(reprise.date)}, après le "
            f"{date_ecrite(comptes.le)} : elle ne sert pas"
        )
        yield _anomalie("alerte", lieu(rang, "date"), "reprise à venir", "", reprise.date, message)
    for rang, reprise in enumerate(reprises):
        if reprise.quantite < ZERO:
            quantite = nombre_ecrit(reprise.quantite)
            message = f"la reprise de {reprise.code_article} est négative : {quantite}"
            yield _anomalie("alerte", lieu(rang, "quantite"), "stock négatif", "0 ou plus", quantite, message)


def _comptes_etranges(comptes: Comptes, mouvements: Sequence[Mouvement], lieu: Lieu) -> Iterator[Anomalie]:
    for code, compte in sorted(comptes.articles.items()):
        if compte.negatif is not None:
            rang, quantite = compte.negatif
            jour = date_ecrite(mouvements[rang].date)
            message = f"le stock de {code} devient négatif le {jour} : {nombre_ecrit(quantite)}"
            trouve = nombre_ecrit(quantite)
            yield _anomalie("alerte", lieu(rang, "quantite"), "stock négatif", "0 ou plus", trouve, message)
        if compte.sans_cout is not None:
            jour = date_ecrite(mouvements[compte.sans_cout].date)
            message = (
                f"l'entrée de {code} du {jour} n'a pas de coût, et aucun coût moyen n'est connu : valeur nulle"
            )
            yield _anomalie(
                "alerte", lieu(compte.sans_cout, "cout_unitaire"), "coût absent", "un coût", "", message
            )


def _codes_inconnus(
    articles: Sequence[Article], mouvements: Sequence[Mouvement], lots: Sequence[Lot], lieu: Lieu
) -> Iterator[Anomalie]:
    connus = {article.code_article for article in articles}
    lots_connus = {(lot.code_article, lot.lot) for lot in lots}
    vus: set[object] = set()
    for rang, mouvement in enumerate(mouvements):
        code, lot = mouvement.code_article, (mouvement.code_article, mouvement.lot)
        if code not in connus and code not in vus:
            vus.add(code)
            message = (
                f"l'article {code or '(vide)'} est absent de la table des articles : ses mouvements ne servent pas"
            )
            yield _anomalie("alerte", lieu(rang, "code_article"), "article inconnu", "", code, message)
        elif lots and mouvement.lot and lot not in lots_connus and lot not in vus:
            vus.add(lot)
            message = f"le lot {mouvement.lot} de {code} est absent de la table des lots"
            yield _anomalie("alerte", lieu(rang, "lot"), "lot inconnu", "", mouvement.lot, message)


def _articles_etranges(articles: Iterable[Article], lieu: Lieu) -> Iterator[Anomalie]:
    for rang, article in enumerate(articles):
        if article.delai == ZERO:
            message = (
                f"le délai de {article.code_article} est nul : son point de commande ne couvre aucune attente"
            )
            yield _anomalie("alerte", lieu(rang, "delai"), "délai nul", "plus de 0", "0", message)


def _anomalie(gravite: Gravite, ou: Ou, regle: str, attendu: str, trouve: object, message: str) -> Anomalie:
    if isinstance(trouve, Decimal):
        trouve = nombre_ecrit(trouve)
    elif isinstance(trouve, date):
        trouve = date_ecrite(trouve)
    return Anomalie(gravite, ou, regle, attendu, str(trouve), message)
