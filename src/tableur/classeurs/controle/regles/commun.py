"""Ce que les règles partagent : le contexte d'un contrôle, et la reconnaissance du sens d'une colonne."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from tableur.classeurs.controle.constats import Constat
from tableur.classeurs.controle.feuilles import ClasseurVu, FeuilleVue
from tableur.classeurs.controle.plages import lettres
from tableur.classeurs.controle.zones import Zone, zones_de
from tableur.frontiere import ErreurDeCellule, plier
from tableur.socle.erreurs import Ou

EXEMPLES = 3  # valeurs citées dans une phrase

_CODES = re.compile(
    r"(code|numero|num|no|n|ref|reference|identifiant|id|matricule|sku|ean|gtin|isbn|cle)"
    r"(article|client|fournisseur|facture|commande|produit|piece|salarie|compte|dossier|contrat|lot|stock|interne|"
    r"employe|adherent|devis|bl|ecriture|barre|barres|postal|insee|ape|naf)?s?"
)
_NOM_DE_CODE = re.compile(
    r"(code|reference|ref|matricule|numero|identifiant|facturen|commanden)\b|^(n°|nº|no\b|id\b)"
)


Trouvees = list[tuple[int, object]]


@dataclass(slots=True)
class Profil:
    """Contenu d'une colonne de liste, une seule fois parcourue : ligne et valeur de chaque cellule, par genre.

    Args:
        nombres: Nombres, formules comprises.
        dates: Nombres affichés en date.
        mots: Textes tapés.
        styles: Nombre de cellules à nombre ou à date de chaque style.
    """

    nombres: list[tuple[int, float]]
    dates: list[tuple[int, float]]
    mots: list[tuple[int, str]]
    styles: Counter[int]


@dataclass(slots=True)
class Contexte:
    """Classeur contrôlé et ses zones, calculées une fois par feuille."""

    vu: ClasseurVu
    _zones: dict[int, list[Zone]] = field(default_factory=dict)
    _profils: dict[tuple[int, int, int], Profil] = field(default_factory=dict)

    def zones(self, feuille: FeuilleVue) -> list[Zone]:
        """Listes d'une feuille."""
        if feuille.rang not in self._zones:
            self._zones[feuille.rang] = zones_de(feuille)
        return self._zones[feuille.rang]

    def toutes_les_zones(self) -> Iterator[Zone]:
        """Listes de tout le classeur."""
        for feuille in self.vu.feuilles:
            yield from self.zones(feuille)

    def profil(self, zone: Zone, rang: int) -> Profil:
        """Contenu d'une colonne de liste, par genre."""
        cle = (zone.feuille.rang, zone.premiere, rang)
        if cle not in self._profils:
            self._profils[cle] = _profil(self.vu, zone, rang)
        return self._profils[cle]

    def style_majoritaire(self, zone: Zone, rang: int, genre: str) -> int | None:
        """Numéro de style le plus fréquent d'une colonne, parmi ceux qui affichent un nombre ou une date."""
        styles = self.profil(zone, rang).styles
        return next((numero for numero, _ in styles.most_common() if self.vu.style(numero).genre == genre), None)

    def ou(self, feuille: FeuilleVue, colonne: str = "", ligne: int | None = None) -> Ou:
        """Endroit dans une feuille."""
        return Ou(self.vu.chemin.name, feuille.nom, ligne, colonne)

    def place(self, zone: Zone, rang: int) -> Ou:
        """Colonne d'une zone."""
        return self.ou(zone.feuille, zone.nom_de_colonne(rang))

    def nom_de_colonne(self, feuille: FeuilleVue, ligne: int, rang: int) -> str:
        """En-tête de la colonne d'une cellule, ou sa lettre."""
        for zone in self.zones(feuille):
            if rang in zone.colonnes and zone.premiere <= ligne <= zone.derniere + 3:
                return zone.nom_de_colonne(rang)
        return lettres(rang)


def _profil(vu: ClasseurVu, zone: Zone, rang: int) -> Profil:
    en_date = {numero for numero, style in enumerate(vu.styles) if style.genre == "date"}
    nombres: list[tuple[int, float]] = []
    dates: list[tuple[int, float]] = []
    mots: list[tuple[int, str]] = []
    styles: list[int] = []
    colonne = zone.colonne(rang)
    formules = colonne.formules
    for ligne, valeur, style in colonne.entre(zone.premiere, zone.derniere):
        if type(valeur) is float:
            styles.append(style)
            (dates if style in en_date else nombres).append((ligne, valeur))
        elif type(valeur) is str and ligne not in formules and valeur:
            mots.append((ligne, valeur))
    return Profil(nombres, dates, mots, Counter(styles))


Regle = Callable[[Contexte], Iterator[Constat]]


@lru_cache(maxsize=4096)
def est_un_code(titre: str) -> bool:
    """Vrai si un en-tête désigne des codes, des numéros ou des références.

    >>> est_un_code("Code article"), est_un_code("N° facture"), est_un_code("Nombre"), est_un_code("Réf.")
    (True, True, False, True)
    """
    plie = plier(titre.replace("°", "").replace("º", ""))
    return _CODES.fullmatch(plie.replace(".", "")) is not None or _NOM_DE_CODE.search(titre.casefold()) is not None


@lru_cache(maxsize=4096)
def dit(titre: str, *mots: str) -> bool:
    """Vrai si un en-tête contient l'un de ces mots entiers, accents et casse ignorés.

    >>> dit("Date d'échéance", "date"), dit("Candidats", "date")
    (True, False)
    """
    trouves = {plier(mot).rstrip("s") for mot in re.findall(r"[\w°]+", titre)}
    return any(mot in trouves for mot in mots)


def citer(valeurs: "list[object]") -> str:
    """Quelques valeurs, citées : « a », « b »…"""
    montrees = [f"« {nombre_lu(v)} »" for v in list(dict.fromkeys(valeurs))[:EXEMPLES]]
    reste = "…" if len(set(valeurs)) > EXEMPLES else ""
    return ", ".join(montrees) + reste


def nombre_lu(valeur: object) -> str:
    """Valeur telle que la montre une cellule française, coupée à 40 caractères."""
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, float):
        return format(valeur, ".15g").replace(".", ",")
    if isinstance(valeur, ErreurDeCellule):
        return valeur.code
    texte = str(valeur)
    return texte if len(texte) <= 40 else texte[:37] + "…"


def cellules(nombre: int) -> str:
    """« 1 cellule », « 12 cellules »."""
    return f"{nombre} cellule{'s' if nombre > 1 else ''}"


def par_colonne(cases: "list[tuple[int, int]]") -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Cases groupées par colonne."""
    for rang, groupe in groupby(sorted(cases, key=lambda c: (c[1], c[0])), key=lambda c: c[1]):
        yield rang, list(groupe)
