"""Articles à surveiller : ruptures, stocks trop bas, lots périmés ou à écouler, articles dormants."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import get_args

from tableur.calculs.stock.besoins import couverture_de, disponible_de, seuils_de
from tableur.calculs.stock.consommation_mesuree import ConsommationMesuree, consommation_mesuree
from tableur.calculs.stock.enregistrements import (
    Article,
    LigneAlerte,
    Lot,
    MotifAlerte,
    Mouvement,
    Reprise,
)
from tableur.calculs.stock.etat import Compte, Comptes, comptes_au
from tableur.calculs.stock.lots import conseil_de_lot, etat_de_lot, restes_des_lots
from tableur.calculs.stock.service import coefficient_de_service
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Entier, Taux
from tableur.socle.marques import formule

_ORDRE = {motif: rang for rang, motif in enumerate(get_args(MotifAlerte))}


@formule
def articles_a_surveiller(
    articles: list[Article],
    mouvements: list[Mouvement],
    reprises: list[Reprise] | None,
    lots: list[Lot] | None,
    le: date,
    jours_dormant: Entier = 180,
    jours_avant_peremption: Entier = 30,
    periode: Entier = 365,
    taux_de_service: Taux | None = None,
) -> list[LigneAlerte]:
    """Articles et lots qui demandent une décision, une ligne au plus par motif et par article ou lot.

    Rupture : stock présent nul ou négatif. Sous le point de commande : disponible égal ou inférieur, pour un
    article consommé. Périmé : DLC passée. À écouler : date limite proche, ou DDM passée. Dormant : stock
    présent, sans vente ni consommation depuis plus de tant de jours, à compter de la dernière, à défaut de la
    première entrée ou de la reprise. La valeur est celle du stock ou du lot, au CUMP.

    Args:
        articles: Articles tenus en stock.
        mouvements: Entrées et sorties de tous les articles.
        reprises: Stock et coût de chaque article à la date où sa tenue commence. Vide : tout part de zéro.
        lots: Lots datés ; il en reste leur quantité, plus les entrées et moins les sorties qui nomment le lot.
            Vide : aucun.
        le: Date du contrôle.
        jours_dormant: Jours sans sortie au-delà desquels un article est dormant.
        jours_avant_peremption: Jours avant la date limite à partir desquels un lot est à écouler.
        periode: Jours d'historique de la consommation.
        taux_de_service: Part des cycles sans rupture, pour le point de commande. Vide : règle du délai maximal.

    Raises:
        ValeurInvalide: Une quantité, un coût, un délai ou un nombre de jours est négatif.

    >>> articles_a_surveiller([Article(code_article="VIS", designation="Vis", delai=D(10))],
    ...     [Mouvement(date=date(2026, 1, 30), code_article="VIS", sens="sortie", quantite=D(90))],
    ...     [Reprise(code_article="VIS", date=date(2025, 12, 31), quantite=D(90), cout_unitaire=D(2))],
    ...     [Lot(code_article="VIS", lot="L7", type_de_date="DDM", date_limite=date(2026, 12, 31))],
    ...     date(2026, 1, 30))[0].motif
    'rupture'
    """
    if jours_dormant < 0 or jours_avant_peremption < 0:
        raise ValeurInvalide("Les nombres de jours (dormant, avant péremption) ne peuvent pas être négatifs.")
    comptes = comptes_au(mouvements, reprises, le)
    z = None if taux_de_service is None else coefficient_de_service(taux_de_service)
    initiaux = _stocks_initiaux(mouvements, reprises, le - timedelta(days=periode))
    alertes: list[LigneAlerte] = []
    for article in articles:
        mesure = consommation_mesuree(comptes, article.code_article, periode)
        suivi = _Suivi(article, comptes, initiaux.get(article.code_article, ZERO), mesure)
        alertes += suivi.rupture()
        alertes += suivi.sous_le_point_de_commande(z)
        alertes += suivi.dormant(jours_dormant)
    lots = lots or []
    restes = restes_des_lots(lots, mouvements, reprises or [], le)
    limite = le + timedelta(days=jours_avant_peremption)
    alertes += _lots(articles, [lot for lot in lots if lot.date_limite <= limite], restes, comptes)
    return sorted(alertes, key=_rang)


class _Suivi:
    """Un article, ses chiffres, et les alertes qu'il lève."""

    def __init__(
        self, article: Article, comptes: Comptes, stock_initial: Decimal, mesure: ConsommationMesuree
    ) -> None:
        self.article = article
        self.le = comptes.le
        self.compte: Compte = comptes.compte(article.code_article)
        self.mesure = mesure
        disponible = disponible_de(article, self.compte.quantite)
        self.disponible = disponible
        self.couverture = couverture_de(disponible, mesure)
        self.rotation = _rotation(mesure, stock_initial, self.compte.quantite)

    def rupture(self) -> Iterator[LigneAlerte]:
        stock, article = self.compte.quantite, self.article
        if stock > ZERO:
            return
        attendu = f" ; {nombre_ecrit(article.en_commande)} en commande" if article.en_commande else ""
        if stock < ZERO:
            conseil = f"Stock négatif : une entrée manque, ou une sortie est de trop{attendu}."
        elif article.en_commande:
            conseil = f"Relancer le fournisseur{attendu}."
        else:
            conseil = "Commander." if self.mesure.par_jour else "Commander, ou retirer l'article de la liste."
        yield self._ligne("rupture", conseil)

    def sous_le_point_de_commande(self, z: Decimal | None) -> Iterator[LigneAlerte]:
        seuil = seuils_de(self.article, self.mesure, z).point_de_commande
        if self.mesure.par_jour and self.disponible <= seuil:
            conseil = (
                f"Disponible {nombre_ecrit(self.disponible)} pour un point de commande de "
                f"{nombre_ecrit(arrondir(seuil, 1))} : commander."
            )
            yield self._ligne("sous_le_point_de_commande", conseil, seuil)

    def dormant(self, jours_dormant: int) -> Iterator[LigneAlerte]:
        depuis = repos_depuis(self.compte)
        if est_dormant(self.compte, self.le, jours_dormant) and depuis is not None:
            jours = (self.le - depuis).days
            quand = date_ecrite(depuis)
            conseil = f"Rien de sorti depuis le {quand} ({jours} jours) : solder, retourner ou déprécier."
            yield self._ligne("dormant", conseil)

    def _ligne(self, motif: MotifAlerte, conseil: str, seuil: Decimal | None = None) -> LigneAlerte:
        return LigneAlerte(
            motif=motif,
            code_article=self.article.code_article,
            designation=self.article.designation,
            lot="",
            stock=self.compte.quantite,
            seuil=seuil,
            date_limite=None,
            couverture=self.couverture,
            rotation=self.rotation,
            valeur=self.compte.valeur,
            conseil=conseil,
        )


def repos_depuis(compte: Compte) -> date | None:
    """Dernière sortie de vente ou de consommation ; à défaut reprise, ou première entrée."""
    return compte.derniere_sortie or compte.depuis or compte.premiere_entree


def est_dormant(compte: Compte, le: date, jours_dormant: int) -> bool:
    """Vrai pour un stock présent dont rien n'est sorti depuis plus de `jours_dormant` jours."""
    depuis = repos_depuis(compte)
    return compte.quantite > ZERO and depuis is not None and (le - depuis).days > jours_dormant


def _stocks_initiaux(
    mouvements: list[Mouvement], reprises: list[Reprise] | None, veille: date
) -> dict[str, Decimal]:
    """Stock de chaque article la veille de la période, ou à sa reprise si elle est plus tardive."""
    avant = comptes_au(mouvements, reprises, veille)
    initiaux = {code: compte.quantite for code, compte in avant.articles.items()}
    return initiaux | {r.code_article: r.quantite for r in reprises or () if r.date > veille}


def _rotation(mesure: ConsommationMesuree, stock_initial: Decimal, stock_final: Decimal) -> Decimal | None:
    """Consommation de la période ÷ stock moyen ; inconnue si le stock moyen n'est pas positif."""
    stock_moyen = (stock_initial + stock_final) / 2
    return max(mesure.quantite, ZERO) / stock_moyen if stock_moyen > ZERO else None


def _lots(
    articles: list[Article], lots: list[Lot], restes: dict[tuple[str, str], Decimal], comptes: Comptes
) -> Iterator[LigneAlerte]:
    designations = {article.code_article: article.designation for article in articles}
    vus: set[tuple[str, str]] = set()
    for lot in lots:
        cle = (lot.code_article, lot.lot)
        if cle in vus or restes[cle] <= ZERO:
            continue
        vus.add(cle)
        yield LigneAlerte(
            motif="perime" if etat_de_lot(lot, comptes.le) == "perime" else "a_ecouler",
            code_article=lot.code_article,
            designation=designations.get(lot.code_article, ""),
            lot=lot.lot,
            stock=restes[cle],
            seuil=None,
            date_limite=lot.date_limite,
            couverture=None,
            rotation=None,
            valeur=arrondir_centime(restes[cle] * (comptes.compte(lot.code_article).cump or ZERO)),
            conseil=conseil_de_lot(lot, comptes.le),
        )


def _rang(alerte: LigneAlerte) -> tuple[int, date, Decimal, str, str]:
    """Par motif, puis date limite, puis plus forte valeur, puis code."""
    limite = alerte.date_limite or date.min
    return (_ORDRE[alerte.motif], limite, -alerte.valeur, alerte.code_article, alerte.lot)
