"""Dix-huit mois de la vie d'un grossiste, jour par jour : réceptions, ventes, retours, pertes, commandes.

La simulation tient le stock réel ; les retards et les erreurs de saisie viennent après (generer.py).
"""

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from entreprise import (
    FRAIS,
    REPRISE,
    UN,
    ZERO,
    Alea,
    Article,
    Lot,
    arrondi_au_multiple,
    creer_articles,
    entreprise,
    jour_ouvre_des,
    ouvre,
)

FIN = date(2026, 11, 24)
INVENTAIRE = date(2025, 12, 31)
REGULARISATION = date(2026, 1, 2)
COMPTAGE = date(2026, 11, 20)
PLUS_DE_COMMANDES_APRES = date(2026, 11, 10)  # l'acheteuse est en congé : les besoins s'accumulent

COUVERTURE = {"A": 9, "B": 16, "C": 30, "D": 60, "N": 20, "G": 20, "P": 20, "E": 18}
ALLEES_COMPTEES = "EH"  # en novembre 2026, seuls les emballages et l'entretien sont comptés
ATTENTE_PREVUE = 0.5  # part de l'attente jusqu'à la commande suivante que l'acheteuse prévoit : trop peu


@dataclass(slots=True)
class Fait:
    """Ce qui s'est réellement passé un jour : une entrée ou une sortie de stock."""

    jour: date
    article: Article
    sens: str
    quantite: Decimal
    cout: Decimal | None
    motif: str
    lot: str
    piece: str
    saisi_le: date


@dataclass(slots=True)
class Vie:
    """Ce que la simulation a produit."""

    articles: list[Article]
    fournisseurs: list[dict[str, Any]]
    reprise: list[tuple[Article, Decimal, Decimal]] = field(default_factory=list)
    lots: list[tuple[Article, Lot, Decimal]] = field(default_factory=list)
    faits: list[Fait] = field(default_factory=list)
    comptages: list[tuple[date, Article, Decimal]] = field(default_factory=list)
    ventes_manquees: int = 0
    chiffre_d_affaires: dict[int, Decimal] = field(default_factory=dict)
    cout_des_ventes: dict[int, Decimal] = field(default_factory=dict)


class Simulation:
    """La boucle du jour : recevoir, reprendre, vendre, perdre, contrôler, commander."""

    def __init__(self, graine: int) -> None:
        """Prépare l'entreprise et son stock de départ."""
        self.alea = Alea(graine)
        self.fournisseurs = entreprise()[0]
        self.vie = Vie(creer_articles(self.alea), self.fournisseurs)
        self.numeros: dict[str, int] = {}
        self.prochaine_commande = {
            f["code"]: date(2025, 6, 2) + timedelta(days=self.alea.entier(0, f["commande_tous_les"] - 1))
            for f in self.fournisseurs
        }
        self.rythme_de_commande = {f["code"]: int(f["commande_tous_les"]) for f in self.fournisseurs}
        self.retours: list[tuple[date, Article, Decimal, str]] = []
        self.noms_de_lot: set[tuple[str, str]] = set()

    def simuler(self) -> Vie:
        """La vie de l'entreprise, de la reprise au dernier jour."""
        self._stock_de_depart()
        jour = REPRISE
        while jour < FIN:
            jour += timedelta(days=1)
            if ouvre(jour):
                self._journee(jour)
        return self.vie

    def _journee(self, jour: date) -> None:
        self._recevoir(jour)
        self._reprendre(jour)
        self._vendre(jour)
        self._consommer_et_casser(jour)
        if jour == jour_ouvre_des(jour.replace(day=1)):
            self._jeter_les_perimes(jour)
        if jour in (INVENTAIRE, COMPTAGE):
            self._compter(jour)
        if jour <= PLUS_DE_COMMANDES_APRES:
            self._commander(jour)

    def _stock_de_depart(self) -> None:
        for article in self.vie.articles:
            besoin = article.demande(REPRISE, article.delai + self.rythme_de_commande[article.fournisseur])
            fond = article.quantite_par_ligne * self.alea.entre(0.6, 2.2)
            if article.rythme == "D":
                fond = article.quantite_par_ligne * self.alea.entre(3, 9)
            quantite = arrondi_au_multiple(besoin * self.alea.entre(0.6, 1.3) + fond, article.multiple)
            if article.rythme in "NGP":
                quantite = article.multiple * self.alea.entier(0, 2)
            age = self.alea.entier(3, max(4, min(article.conservation // 3, 60)))
            if quantite:
                self._ranger(article, REPRISE - timedelta(days=age), quantite, quantite)
            self.vie.reprise.append((article, quantite, article.prix_le(date(2025, 6, 1))))

    def _ranger(self, article: Article, jour: date, quantite: Decimal, a_la_reprise: Decimal) -> str:
        """Met une quantité en stock, dans un nouveau lot si l'article est daté ; rend le nom du lot."""
        if not article.type_de_date:
            if article.lots:
                article.lots[0].quantite += quantite
            else:
                article.lots.append(Lot("", date.max, jour, quantite))
            return ""
        fraicheur = self.alea.entre(0.82, 0.98)
        limite = jour + timedelta(days=int(article.conservation * fraicheur))
        nom = f"L{jour.year % 100:02d}{jour.timetuple().tm_yday:03d}"
        while (article.code, nom) in self.noms_de_lot:
            nom += "B"
        self.noms_de_lot.add((article.code, nom))
        lot = Lot(nom, limite, jour, quantite)
        article.lots.append(lot)
        article.lots.sort(key=lambda rang: (rang.limite, rang.entre_le))
        self.vie.lots.append((article, lot, a_la_reprise))
        return nom

    def _piece(self, genre: str, jour: date) -> str:
        cle = f"{genre}{jour.year % 100:02d}"
        self.numeros[cle] = self.numeros.get(cle, 0) + 1
        return f"{genre}-{jour.year % 100:02d}-{self.numeros[cle]:05d}"

    def _noter(
        self, jour: date, article: Article, sens: str, quantite: Decimal, motif: str, lot: str, piece: str
    ) -> Fait:
        fait = Fait(jour, article, sens, quantite, None, motif, lot, piece, jour)
        self.vie.faits.append(fait)
        return fait

    def _recevoir(self, jour: date) -> None:
        pieces: dict[str, str] = {}
        for article in self.vie.articles:
            for attendu in [a for a in article.attendus if a[0] <= jour]:
                article.attendus.remove(attendu)
                if article.fournisseur not in pieces:
                    pieces[article.fournisseur] = self._piece("BR", jour)
                lot = self._ranger(article, jour, attendu[1], ZERO)
                fait = self._noter(jour, article, "entree", attendu[1], "achat", lot, pieces[article.fournisseur])
                promotion = Decimal("0.96") if self.alea.reel() < 0.05 else UN
                fait.cout = (article.prix_le(jour) * promotion).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    def _reprendre(self, jour: date) -> None:
        """Marchandise saine rendue par un client : elle rentre dans son lot."""
        for retour in [r for r in self.retours if r[0] <= jour]:
            self.retours.remove(retour)
            _, article, quantite, nom = retour
            lot = next((lot for lot in article.lots if lot.nom == nom), None)
            if lot is None:
                continue
            lot.quantite += quantite
            self._noter(jour, article, "entree", quantite, "retour", nom, self._piece("AV", jour))

    def _vendre(self, jour: date) -> None:
        demandes = [
            article for article in self.vie.articles for _ in range(self.alea.poisson(article.lignes_le(jour)))
        ]
        self.alea.melange(demandes)
        piece, restent = "", 0
        for article in demandes:
            if restent == 0:
                piece, restent = self._piece("BL", jour), self.alea.entier(3, 12)
            restent -= 1
            tirage = -math.log(1 - self.alea.reel())
            nombre = 1 + int(min(tirage, 3.2) * (article.quantite_par_ligne / float(article.pas) - 1))
            quantite = nombre * article.pas
            disponible = article.vendable(jour)
            if disponible < quantite:
                self.vie.ventes_manquees += 1
                if disponible <= 0 or self.alea.reel() < 0.6:
                    continue
                quantite = max(article.pas, disponible // 2)  # le reste est gardé pour les autres clients
            self._sortir(jour, article, quantite, "vente", piece)
            self._compter_la_vente(jour, article, quantite)

    def _compter_la_vente(self, jour: date, article: Article, quantite: Decimal) -> None:
        cout = quantite * article.prix_le(jour)
        vente = (cout / (1 - article.marge)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        ca, couts = self.vie.chiffre_d_affaires, self.vie.cout_des_ventes
        ca[jour.year] = ca.get(jour.year, ZERO) + vente
        couts[jour.year] = couts.get(jour.year, ZERO) + cout

    def _sortir(self, jour: date, article: Article, quantite: Decimal, motif: str, piece: str) -> None:
        """Sortie dans l'ordre des dates limites (FEFO), une ligne par lot entamé."""
        for lot in article.lots:
            if quantite > 0 and lot.limite >= jour and lot.quantite > 0:
                prise = min(quantite, lot.quantite)
                lot.quantite -= prise
                quantite -= prise
                self._noter(jour, article, "sortie", prise, motif, lot.nom, piece)
                if motif == "vente" and self.alea.reel() < 0.012:
                    rendu = min(prise, Decimal(self.alea.entier(1, max(1, int(prise) // 2))))
                    retour = jour_ouvre_des(jour + timedelta(days=self.alea.entier(2, 9)))
                    self.retours.append((retour, article, rendu, lot.nom))

    def _consommer_et_casser(self, jour: date) -> None:
        for article in self.vie.articles:
            interne = article.famille == "Entretien et hygiène" and self.alea.reel() < 0.008
            casse = self.alea.reel() < 0.0009
            if (interne or casse) and article.vendable(jour) >= 3:
                motif, genre = ("consommation", "CI") if interne else ("perte", "PV")
                quantite = Decimal(1 if article.prix > 15 else self.alea.entier(1, 2))
                self._sortir(jour, article, quantite, motif, self._piece(genre, jour))

    def _jeter_les_perimes(self, jour: date) -> None:
        """Contrôle du début de mois : les DLC passées partent à la benne, les DDM ont un mois de sursis."""
        for article in self.vie.articles:
            for lot in article.lots:
                sursis = 0 if article.type_de_date == "DLC" else 31
                if lot.quantite > 0 and lot.limite < jour - timedelta(days=sursis):
                    self._noter(jour, article, "sortie", lot.quantite, "perte", lot.nom, self._piece("PV", jour))
                    lot.quantite = ZERO
            article.lots = [lot for lot in article.lots if lot.quantite > 0 or not lot.nom]

    def _compter(self, jour: date) -> None:
        """Inventaire : ce qui est compté est le stock réel ; l'écart de fin d'année est régularisé en janvier."""
        for article in self.vie.articles:
            if jour == COMPTAGE and article.emplacement[0] not in ALLEES_COMPTEES:
                continue
            compte = article.stock
            if self.alea.reel() < (0.09 if jour == INVENTAIRE else 0.14) and compte >= 4:
                ecart = self.alea.entier(1, min(4, int(compte) // 4 or 1)) * article.pas
                compte += ecart if self.alea.reel() < 0.28 else -ecart
            self.vie.comptages.append((jour, article, compte))
            ecart_reel = compte - article.stock
            if jour != INVENTAIRE or ecart_reel == 0:
                continue
            lot = max(article.lots, key=lambda rang: rang.quantite)
            lot.quantite += ecart_reel
            sens = "entree" if ecart_reel > 0 else "sortie"
            self._noter(REGULARISATION, article, sens, abs(ecart_reel), "inventaire", lot.nom, "INV-2025")

    def _commander(self, jour: date) -> None:
        for code, rythme in self.rythme_de_commande.items():
            if self.prochaine_commande[code] > jour:
                continue
            self.prochaine_commande[code] = jour + timedelta(days=rythme)
            typique, maximal = next(f["delai"] for f in self.fournisseurs if f["code"] == code)
            retard = self.alea.entier(1, maximal - typique) if self.alea.reel() < 0.12 else 0
            arrivee = jour_ouvre_des(jour + timedelta(days=typique + retard))
            for article in self.vie.articles:
                if article.fournisseur == code:
                    self._commander_un_article(jour, article, rythme, maximal - typique, arrivee)

    def _commander_un_article(
        self, jour: date, article: Article, rythme: int, marge_de_delai: int, arrivee: date
    ) -> None:
        if jour > article.fin_de_vente - timedelta(days=60) or self.alea.reel() < 0.04:
            return
        horizon = article.delai + rythme
        besoin = article.demande(jour, article.delai + int(rythme * ATTENTE_PREVUE))
        fond = 0.4 if article.conservation <= FRAIS else 0.9
        reserve = article.demande(jour, 7) / 7 * marge_de_delai / 2 + article.quantite_par_ligne * fond
        if besoin < 0.05:
            return
        disponible = article.vendable(jour) + sum((quantite for _, quantite in article.attendus), ZERO)
        seuil = besoin + reserve
        if float(disponible) > seuil:
            return
        couverture = min(COUVERTURE[article.rythme], article.conservation // 7)
        cible = reserve + article.demande(jour, horizon + couverture)
        quantite = arrondi_au_multiple(max(cible - float(disponible), 1), article.multiple)
        article.attendus.append((arrivee, max(quantite, article.minimum)))
