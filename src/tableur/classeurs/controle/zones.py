"""Zones de données d'une feuille : tables Excel, et blocs de cellules sous une ligne d'en-têtes.

Une zone est une liste : des en-têtes, un corps, et parfois des lignes de totaux, qui n'en font pas partie.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from tableur.classeurs.controle.feuilles import Colonne, FeuilleVue, TableVue
from tableur.classeurs.controle.formules import analyser
from tableur.classeurs.controle.plages import Plage, lettres
from tableur.frontiere import plier

LIGNES_MINIMUM = 2  # en dessous, un bloc n'est pas une liste
ENTETES_CHERCHES = 8  # premières lignes d'un bloc où chercher les en-têtes

_TOTAL = re.compile(
    r"(sous)?totaux|(sous|grand)?total(aux|general|generaux|ht|ttc|tva)?|cumul|moyenne|ensemble|reste"
)
SOMMES = frozenset({"SUM", "SUBTOTAL", "AGGREGATE", "SUMPRODUCT", "SUMIF", "SUMIFS", "AVERAGE", "COUNT", "COUNTA"})


@dataclass(slots=True)
class Zone:
    """Liste d'une feuille.

    Args:
        feuille: La feuille.
        entete: Ligne des en-têtes, 0 s'il n'y en a pas.
        premiere: Première ligne du corps.
        derniere: Dernière ligne du corps, totaux exclus.
        colonnes: Rangs de ses colonnes.
        table: Nom de la table Excel, vide pour un bloc.
    """

    feuille: FeuilleVue
    entete: int
    premiere: int
    derniere: int
    colonnes: list[int]
    table: str = ""
    calculees: dict[int, str] = field(default_factory=dict)
    noms: dict[int, str] = field(default_factory=dict)

    @property
    def corps(self) -> Plage:
        """Étendue du corps."""
        return Plage(self.premiere, self.colonnes[0], self.derniere, self.colonnes[-1])

    @property
    def hauteur(self) -> int:
        """Nombre de lignes du corps."""
        return self.derniere - self.premiere + 1

    def colonne(self, rang: int) -> Colonne:
        """Cellules d'une colonne de la feuille."""
        return self.feuille.colonnes.get(rang) or Colonne(rang)

    def titre(self, rang: int) -> str:
        """En-tête d'une colonne, vide s'il n'y en a pas."""
        if rang in self.noms:
            return self.noms[rang]
        valeur = self.feuille.valeur(self.entete, rang) if self.entete else None
        return valeur.strip() if isinstance(valeur, str) else ""

    def nom_de_colonne(self, rang: int) -> str:
        """Nom de colonne pour situer un constat : son en-tête, ou sa lettre."""
        return " ".join(self.titre(rang).split()) or lettres(rang)


def zones_de(feuille: FeuilleVue) -> list[Zone]:
    """Listes d'une feuille : ses tables Excel, puis ses autres blocs, de haut en bas."""
    zones = [zone for table in feuille.tables if (zone := _zone_de_table(feuille, table)) is not None]
    etendues = [table.etendue for table in feuille.tables]
    for debut, fin in _blocs(feuille, etendues):
        for colonnes in _groupes_de_colonnes(feuille, debut, fin, etendues):
            zone = _zone_de_bloc(feuille, debut, fin, colonnes)
            if zone is not None:
                zones.append(zone)
    return sorted(zones, key=lambda z: (z.premiere, z.colonnes[0]))


def est_un_total(feuille: FeuilleVue, ligne: int, colonnes: list[int]) -> bool:
    """Vrai si une ligne est un total : un mot le dit, ou ses formules additionnent une plage au-dessus."""
    formes = []
    for rang in colonnes:
        valeur = feuille.valeur(ligne, rang)
        if isinstance(valeur, str) and (mots := valeur.split()) and _dit_un_total(valeur, mots):
            return True
        forme = feuille.forme(ligne, rang)
        if forme:
            formes.append(forme)
    return bool(formes) and all(map(_additionne_une_colonne, formes))


def _dit_un_total(valeur: str, mots: list[str]) -> bool:
    plie = plier(valeur)
    return len(plie) <= 40 and (
        _TOTAL.fullmatch(plie) is not None
        or plier(mots[0]) in ("total", "totaux", "soustotal", "s/total")
        or (len(mots) > 1 and plier(mots[0] + mots[1]) in ("soustotal", "grandtotal"))
    )


def _additionne_une_colonne(forme: str) -> bool:
    analyse = analyser(forme)
    if not analyse.fonctions & SOMMES:
        return False
    return any(
        r.feuille == "" and r.ligne1 != r.ligne2 and r.colonne1 == r.colonne2 == (False, 0)
        for r in analyse.references
    )


def _zone_de_table(feuille: FeuilleVue, table: TableVue) -> Zone | None:
    etendue = table.etendue
    premiere, derniere = etendue.ligne1 + table.entetes, etendue.ligne2 - table.totaux
    rangs = list(range(etendue.colonne1, etendue.colonne2 + 1))
    derniere = max((_derniere_remplie(feuille, rang, premiere, derniere) for rang in rangs), default=0)
    if derniere < premiere or not rangs:
        return None
    noms = dict(zip(rangs, table.colonnes, strict=False))
    entete = etendue.ligne1 if table.entetes else 0
    return Zone(feuille, entete, premiere, derniere, rangs, table.nom, table.calculees, noms)


def _derniere_remplie(feuille: FeuilleVue, rang: int, premiere: int, derniere: int) -> int:
    """Dernière ligne remplie d'une colonne entre deux lignes : le bas d'une table peut être vide d'avance."""
    colonne = feuille.colonnes.get(rang)
    i, j = colonne.tranche(premiere, derniere) if colonne else (0, 0)
    return colonne.lignes[j - 1] if colonne and j > i else 0


def _blocs(feuille: FeuilleVue, etendues: list[Plage]) -> list[tuple[int, int]]:
    """Suites de lignes qui ont des cellules hors des tables."""
    remplies: set[int] = set()
    for rang, colonne in feuille.colonnes.items():
        couvertes = [e for e in etendues if e.colonne1 <= rang <= e.colonne2]
        if not couvertes:
            remplies.update(colonne.lignes)
            continue
        remplies.update(n for n in colonne.lignes if not any(e.ligne1 <= n <= e.ligne2 for e in couvertes))
    blocs: list[tuple[int, int]] = []
    for ligne in sorted(remplies):
        if blocs and blocs[-1][1] == ligne - 1:
            blocs[-1] = (blocs[-1][0], ligne)
        else:
            blocs.append((ligne, ligne))
    return [bloc for bloc in blocs if bloc[1] - bloc[0] >= LIGNES_MINIMUM]


def _groupes_de_colonnes(feuille: FeuilleVue, debut: int, fin: int, etendues: list[Plage]) -> list[list[int]]:
    """Colonnes voisines qui ont des cellules dans un bloc : une colonne vide sépare deux listes."""
    groupes: list[list[int]] = []
    for rang in sorted(feuille.colonnes):
        i, j = feuille.colonnes[rang].tranche(debut, fin)
        croisee = any(e.croise(Plage(debut, rang, fin, rang)) for e in etendues)
        if j - i == 0 or croisee:
            continue
        if groupes and groupes[-1][-1] == rang - 1:
            groupes[-1].append(rang)
        else:
            groupes.append([rang])
    return groupes


def _zone_de_bloc(feuille: FeuilleVue, debut: int, fin: int, colonnes: list[int]) -> Zone | None:
    entete = _entete(feuille, debut, fin, colonnes)
    if entete:
        colonnes = _sous_les_entetes(feuille, entete, colonnes)
    premiere, derniere = (entete + 1 if entete else debut), fin
    bornes = [(c.lignes[i], c.lignes[j - 1]) for c in map(feuille.colonnes.__getitem__, colonnes)
              for i, j in [c.tranche(premiere, fin)] if j > i]  # fmt: skip
    if not bornes:
        return None
    derniere = max(b for _, b in bornes)
    while derniere > premiere and est_un_total(feuille, derniere, colonnes):
        derniere -= 1
    if not entete and len(colonnes) < 2:
        return None
    return Zone(feuille, entete, premiere, derniere, colonnes) if derniere - premiere + 1 >= 2 else None


def _entete(feuille: FeuilleVue, debut: int, fin: int, colonnes: list[int]) -> int:
    """Première ligne d'en-têtes distincts qui couvre l'essentiel des colonnes, 0 si aucune.

    À défaut, une ligne entière de textes répétés au-dessus de nombres : « Qté, Prix, Qté, Prix » sous deux titres.
    """
    candidates = range(debut, min(debut + ENTETES_CHERCHES, fin))
    distincte = next((n for n in candidates if _titres(feuille, n, colonnes, distincts=True)), 0)
    if distincte:
        return distincte
    for ligne in candidates:
        dessous = (feuille.valeur(ligne + 1, rang) for rang in colonnes)
        if _titres(feuille, ligne, colonnes, distincts=False) and any(isinstance(v, float) for v in dessous):
            return ligne
    return 0


def _titres(feuille: FeuilleVue, ligne: int, colonnes: list[int], *, distincts: bool) -> bool:
    """Vrai si une ligne porte des en-têtes : des textes, et au besoin une suite d'années ou de jours."""
    if any(feuille.forme(ligne, rang) for rang in colonnes):
        return False
    valeurs = [v for rang in colonnes if (v := feuille.valeur(ligne, rang)) is not None]
    textes = [v for v in valeurs if isinstance(v, str) and v.strip()]
    nombres = [v for v in valeurs if isinstance(v, float)]
    if not distincts:
        return len(textes) == len(colonnes) > 1
    titres = len(textes) + (len(nombres) if _est_une_suite(nombres) else 0)
    assez = titres >= max(1, 0.6 * len(colonnes)) and titres >= 0.8 * len(valeurs)
    return bool(textes) and assez and len(set(textes)) == len(textes) and (titres > 1 or len(colonnes) == 1)


def _est_une_suite(nombres: list[float]) -> bool:
    """Vrai pour des en-têtes en nombres : une année, ou des années, des mois, des jours qui se suivent."""
    if len(nombres) == 1:
        return nombres[0].is_integer() and 1990 <= nombres[0] <= 2060
    pas = {suivant - nombre for nombre, suivant in pairwise(nombres)}
    return len(pas) == 1 and (pas == {1.0} or pas == {7.0}) if len(nombres) < 3 else _monte_peu(pas)


def _monte_peu(pas: set[float]) -> bool:
    """Vrai pour un pas constant, ou celui des mois : 28 à 31 jours."""
    return (len(pas) == 1 and min(pas) > 0) or all(28 <= p <= 31 for p in pas)


def _sous_les_entetes(feuille: FeuilleVue, entete: int, colonnes: list[int]) -> list[int]:
    """Colonnes d'un bloc dont l'en-tête est rempli ; celles qui n'en ont pas restent si elles sont au milieu."""
    titrees = [rang for rang in colonnes if feuille.valeur(entete, rang) is not None]
    return [rang for rang in colonnes if titrees[0] <= rang <= titrees[-1]] if titrees else colonnes


def lignes_du_corps(zone: Zone) -> list[int]:
    """Lignes remplies du corps d'une zone."""
    remplies: set[int] = set()
    for rang in zone.colonnes:
        colonne = zone.colonne(rang)
        i, j = colonne.tranche(zone.premiere, zone.derniere)
        if j - i == zone.hauteur:
            return colonne.lignes[i:j]
        remplies.update(colonne.lignes[i:j])
    return sorted(remplies)
