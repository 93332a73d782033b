"""L'entreprise d'exemple : son hasard, son calendrier, ses articles et la demande de chacun.

Seul `random.Random.random()` est employé, parce que sa suite est la même sur toutes les versions de Python.
"""

import math
import random
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

REPRISE = date(2025, 5, 31)

LIGNES_PAR_JOUR = {"A": 0.41, "B": 0.085, "C": 0.025, "D": 0.027, "N": 0.036, "G": 0.036, "P": 0.036, "E": 0.045}
PANIER = {"A": 275, "B": 175, "C": 82, "D": 60, "N": 130, "G": 130, "P": 130, "E": 120}
CROISSANCE_PAR_AN = 0.05
SANS_DATE = 36_500
FRAIS = 60  # jours de conservation au-dessous desquels un article est du frais
UN = Decimal(1)
ZERO = Decimal(0)


class Alea:
    """Hasard reproductible : tout est tiré de `random()`, dont la suite est garantie."""

    def __init__(self, graine: int) -> None:
        """Part de la graine."""
        self.reel = random.Random(graine).random  # noqa: S311 - des données d'exemple, pas un secret

    def entier(self, bas: int, haut: int) -> int:
        """Entier entre deux bornes comprises."""
        return bas + int(self.reel() * (haut - bas + 1))

    def entre(self, bas: float, haut: float) -> float:
        """Nombre entre deux bornes."""
        return bas + self.reel() * (haut - bas)

    def poisson(self, moyenne: float) -> int:
        """Nombre d'événements rares dans la journée."""
        seuil, produit, nombre = math.exp(-moyenne), self.reel(), 0
        while produit > seuil:
            produit *= self.reel()
            nombre += 1
        return nombre

    def melange(self, liste: list[Any]) -> None:
        """Bat la liste sur place."""
        for rang in range(len(liste) - 1, 0, -1):
            autre = self.entier(0, rang)
            liste[rang], liste[autre] = liste[autre], liste[rang]


@dataclass(slots=True)
class Lot:
    """Lot présent en stock, ou tas sans lot (nom vide) d'un article qui n'est pas suivi."""

    nom: str
    limite: date
    entre_le: date
    quantite: Decimal


@dataclass(slots=True)
class Article:
    """Article, sa demande et son stock."""

    code: str
    designation: str
    famille: str
    unite: str
    fournisseur: str
    emplacement: str
    delai: int
    delai_maximal: int | None
    prix: Decimal
    multiple: Decimal
    minimum: Decimal
    cible: Decimal | None
    rythme: str
    poids: list[int]
    paliers: list[tuple[date, Decimal]]
    marge: Decimal
    type_de_date: str
    conservation: int
    lignes_par_jour: float
    quantite_par_ligne: float
    pas: Decimal
    fin_de_vente: date
    lots: list[Lot] = field(default_factory=list)
    attendus: list[tuple[date, Decimal]] = field(default_factory=list)

    @property
    def stock(self) -> Decimal:
        """Stock réel."""
        return sum((lot.quantite for lot in self.lots), ZERO)

    def vendable(self, jour: date) -> Decimal:
        """Stock réel qui n'est pas périmé."""
        return sum((lot.quantite for lot in self.lots if lot.limite >= jour), ZERO)

    def prix_le(self, jour: date) -> Decimal:
        """Prix d'achat d'un jour, au centime."""
        palier = [coefficient for depuis, coefficient in self.paliers if depuis <= jour][-1:] or [UN]
        return (self.prix * palier[0]).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    def lignes_le(self, jour: date) -> float:
        """Nombre moyen de lignes de vente d'un jour ouvré."""
        if jour > self.fin_de_vente:
            return 0.0
        croissance = 1 + CROISSANCE_PAR_AN * (jour - REPRISE).days / 365
        return self.lignes_par_jour * self.poids[jour.month - 1] / 100 * croissance

    def demande(self, jour: date, duree: int) -> float:
        """Demande attendue entre un jour et `duree` jours plus tard, en unités (5 jours ouvrés sur 7)."""
        etapes = [jour + timedelta(days=duree * rang // 4) for rang in range(4)]
        return sum(self.lignes_le(e) for e in etapes) / 4 * self.quantite_par_ligne * duree * 0.69


def jours_feries(annee: int) -> set[date]:
    """Jours fériés de métropole d'une année (Pâques par l'algorithme de Meeus)."""
    a, b, c = annee % 19, annee // 100, annee % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    rang = h + k - 7 * m + 114
    paques = date(annee, rang // 31, rang % 31 + 1)
    fixes = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    return {date(annee, mois, jour) for mois, jour in fixes} | {paques + timedelta(days=n) for n in (1, 39, 50)}


FERIES = jours_feries(2025) | jours_feries(2026)


def ouvre(jour: date) -> bool:
    """Vrai si l'entreprise travaille : du lundi au vendredi, hors jours fériés."""
    return jour.weekday() < 5 and jour not in FERIES


def jour_ouvre_des(jour: date) -> date:
    """Premier jour ouvré à partir de ce jour."""
    while not ouvre(jour):
        jour += timedelta(days=1)
    return jour


def entreprise() -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """Fournisseurs, familles, et le reste de entreprise.toml."""
    source = tomllib.loads((Path(__file__).parent / "entreprise.toml").read_text(encoding="utf-8"))
    return source["fournisseurs"], source["familles"], source


def creer_articles(alea: Alea) -> list[Article]:
    """Articles de entreprise.toml, avec leur place, leurs conditions d'achat et leur demande."""
    fournisseurs, familles, source = entreprise()
    connus = {f["code"]: f for f in fournisseurs}
    places: dict[str, int] = {}
    articles = []
    for famille in familles:
        tarifs = source["tarifs"].get(famille["nom"], source["tarifs"]["defaut"])
        paliers = [(date.fromisoformat(depuis), Decimal(coefficient)) for depuis, coefficient in tarifs]
        for rang, (nom, *formats) in enumerate(famille["articles"], 1):
            fournisseur = connus[famille["fournisseurs"][rang % len(famille["fournisseurs"])]]
            for numero, conditionnement in enumerate(formats, 1):
                place = places[famille["allee"]] = places.get(famille["allee"], -1) + 1
                emplacement = f"{famille['allee']}-{place // 4 + 1:02d}-{place % 4 + 1:02d}"
                code = f"{famille['prefixe']}{rang:02d}{numero:02d}"
                article = _article(alea, code, nom, conditionnement, famille, fournisseur, source["saisons"])
                article.emplacement, article.paliers = emplacement, paliers
                articles.append(article)
    return articles


def _article(
    alea: Alea,
    code: str,
    nom: str,
    conditionnement: str,
    famille: dict[str, Any],
    fournisseur: dict[str, Any],
    saisons: dict[str, list[int]],
) -> Article:
    contenu, prix, rythme, *suivi = conditionnement.split(":")
    duree = suivi[0] if suivi else famille["date"]
    lignes = LIGNES_PAR_JOUR[rythme] * alea.entre(0.65, 1.45)
    par_ligne = PANIER[rythme] * alea.entre(0.7, 1.3) / float(prix)
    conservation = int(duree[3:]) if duree != "-" else SANS_DATE
    if conservation <= FRAIS:  # le frais se vend souvent et peu à la fois
        lignes, par_ligne = lignes * 1.9, par_ligne * 0.5
    au_kilo = contenu == "au kg"
    lot_d_achat = 5 if au_kilo else famille["lot_d_achat"] if float(prix) < 60 else 1
    fin = date(2025, 6, 16) + timedelta(days=alea.entier(0, 300)) if rythme == "D" else date.max
    typique, maximal = fournisseur["delai"]
    article = Article(
        code=code,
        designation=f"{nom}, {contenu}",
        famille=famille["nom"],
        unite="kg" if au_kilo else famille["unite"],
        fournisseur=fournisseur["code"],
        emplacement="",
        delai=typique,
        delai_maximal=maximal if alea.reel() < 0.9 else None,
        prix=Decimal(prix),
        multiple=Decimal(lot_d_achat),
        minimum=Decimal(lot_d_achat * 2 if alea.reel() < 0.2 else 0),
        cible=None,
        rythme=rythme,
        poids=saisons[rythme if rythme in "NGPE" else famille["saison"]],
        paliers=[],
        marge=Decimal(famille["marge"]),
        type_de_date=duree[:3] if duree != "-" else "",
        conservation=conservation,
        lignes_par_jour=lignes,
        quantite_par_ligne=min(max(1.0, par_ligne), 5.0 if famille["allee"] == "G" else 26.0),
        pas=Decimal("0.5") if au_kilo else UN,
        fin_de_vente=fin,
    )
    if alea.reel() < 0.12 and rythme in "AB":
        article.cible = arrondi_au_multiple(article.demande(date(2026, 11, 1), typique + 35), article.multiple)
    return article


def arrondi_au_multiple(quantite: float, multiple: Decimal) -> Decimal:
    """Quantité entière arrondie au multiple supérieur, au moins un multiple."""
    return multiple * max(1, math.ceil(quantite / float(multiple)))
