"""Graphiques : leurs plages suivent les tables, et les valeurs qu'ils gardent suivent les cellules."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tableur.classeurs.retouche.feuille import Feuille
from tableur.classeurs.retouche.paquet import TYPES, Paquet
from tableur.classeurs.retouche.rangees import Cellule, formule_de
from tableur.classeurs.retouche.references import Croissance, Zone, lire_zone, references
from tableur.classeurs.retouche.valeurs import nombre_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

POINTS_MAXIMUM = 32_000  # au-delà, le tableur relit les cellules : le graphique ne garde plus leurs valeurs

# Rend les valeurs d'une plage, colonne par colonne ; la valeur `FORMULE` dit une formule sans valeur connue.
FORMULE = object()
Lecture = Callable[[str, Zone], list[list[object]]]


def valeurs_de_zone(feuille: Feuille, zone: Zone) -> list[list[object]]:
    """Valeurs d'une plage, colonne par colonne, comme les veut `rafraichir`."""
    return [
        [_valeur_ou_formule(feuille, cellule) for cellule in feuille.colonne(colonne, zone.l1, zone.l2)]
        for colonne in range(zone.c1, zone.c2 + 1)
    ]


def _valeur_ou_formule(feuille: Feuille, cellule: Cellule | None) -> object:
    valeur = feuille.valeur(cellule)
    if valeur is None and cellule is not None and formule_de(cellule, feuille.p) is not None:
        return FORMULE
    return valeur


def parties_de_graphiques(paquet: Paquet) -> list[str]:
    """Parties qui décrivent un graphique."""
    trouvees = []
    for element in paquet.arbre(TYPES):
        genre = element.get("ContentType", "") if isinstance(element.tag, str) else ""
        if genre.endswith(("drawingml.chart+xml", "office.chartex+xml")):
            partie = element.get("PartName", "").lstrip("/")
            if partie in paquet:
                trouvees.append(partie)
    return trouvees


def agrandir(paquet: Paquet, croissance: Croissance) -> None:
    """Étend les plages des graphiques qui couvraient une table, ou une de ses colonnes."""
    for partie in parties_de_graphiques(paquet):
        racine = paquet.arbre(partie)
        for element in _formules(racine):
            avant = element.text or ""
            apres = croissance.formule(avant, "", seules=True)
            if apres != avant:
                element.text = apres
                paquet.garder(partie, racine)


def rafraichir(paquet: Paquet, ecrites: Sequence[tuple[str, Zone]], lire: Lecture) -> None:
    """Met à jour les valeurs gardées par les graphiques dont une plage a été récrite.

    Args:
        paquet: Le classeur.
        ecrites: Feuille et rectangle de chaque table écrite.
        lire: Lecture des cellules.
    """
    for partie in parties_de_graphiques(paquet) if ecrites else []:
        racine = paquet.arbre(partie)
        for element in _formules(racine):
            visee = _plage(element.text or "")
            if visee is None or not any(f == visee[0].casefold() and z.coupe(visee[1]) for f, z in ecrites):
                continue
            parent = element.getparent()
            if parent is not None and _a_change(parent, visee, lire):
                paquet.garder(partie, racine)


def _formules(racine: "_Element") -> "list[_Element]":
    return [e for e in racine.iter("{*}f", "{*}sqref") if isinstance(e.tag, str)]


def _nom(element: "_Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _plage(formule: str) -> tuple[str, Zone] | None:
    visees = list(references(formule))
    if len(visees) != 1 or not visees[0][0]:
        return None
    zone = lire_zone(visees[0][1].replace("$", ""))
    return None if zone is None else (visees[0][0], zone)


def _a_change(parent: "_Element", visee: tuple[str, Zone], lire: Lecture) -> bool:
    """Met à jour les valeurs gardées à côté d'une plage ; rend faux si rien ne change."""
    cache = next((e for e in parent if _nom(e).endswith("Cache")), None)
    zone = visee[1]
    if (zone.l2 - zone.l1 + 1) * (zone.c2 - zone.c1 + 1) > POINTS_MAXIMUM:
        if cache is not None:
            parent.remove(cache)
        return cache is not None
    if cache is not None and _nom(cache) != "multiLvlStrCache":
        return _remplir(cache, visee, lire)
    if _nom(parent) in ("numDim", "strDim", "multiLvlStrRef"):
        return _remplir_les_niveaux(parent if cache is None else cache, visee, lire)
    return False


def _remplir(cache: "_Element", visee: tuple[str, Zone], lire: Lecture) -> bool:
    """Récrit les points d'un cache ; rend faux si rien ne change."""
    valeurs = [v for colonne in lire(*visee) for v in colonne]
    points = _points(cache, valeurs, nombres=_nom(cache) == "numCache")
    avant = {e.get("idx", ""): _texte(e) for e in cache if _nom(e) == "pt"}
    compte = next((e for e in cache if _nom(e) == "ptCount"), None)
    ecrits = {str(i): points[i] for i in sorted(points)}
    if avant == ecrits and (compte is None or compte.get("val") == str(len(valeurs))):
        return False
    if compte is not None:
        compte.set("val", str(len(valeurs)))
    gardes = {e.get("idx", ""): e for e in cache if _nom(e) == "pt"}
    place = compte if compte is not None else (cache[0] if len(cache) else None)
    for element in gardes.values():
        cache.remove(element)
    for idx, texte in ecrits.items():
        point = _point(cache, gardes.get(idx), idx, texte)
        if place is None:
            cache.insert(0, point)
        else:
            place.addnext(point)
        place = point
    return True


def _points(cache: "_Element", valeurs: Sequence[object], *, nombres: bool) -> dict[int, str]:
    avant = {e.get("idx", ""): _texte(e) for e in cache if _nom(e) == "pt"}
    points = {}
    for rang, valeur in enumerate(valeurs):
        if valeur is FORMULE:
            if str(rang) in avant:
                points[rang] = avant[str(rang)]
        elif valeur is not None and not (nombres and isinstance(valeur, str)):
            points[rang] = _ecrit(valeur)
    return points


def _ecrit(valeur: object) -> str:
    if isinstance(valeur, bool):
        return "1" if valeur else "0"
    return nombre_xml(valeur) if isinstance(valeur, float) else str(valeur)


def _texte(point: "_Element") -> str:
    valeur = next((e for e in point if _nom(e) == "v"), None)
    return (valeur.text if valeur is not None else point.text) or ""


def _point(cache: "_Element", garde: "_Element | None", idx: str, texte: str) -> "_Element":
    from lxml import etree

    espace = str(cache.tag).rpartition("}")[0]
    point = garde if garde is not None else etree.Element(f"{espace}}}pt", idx=idx)
    valeur = next((e for e in point if _nom(e) == "v"), None)
    if valeur is None:
        valeur = etree.SubElement(point, f"{espace}}}v")
    valeur.text = texte
    return point


def _remplir_les_niveaux(hote: "_Element", visee: tuple[str, Zone], lire: Lecture) -> bool:
    """Récrit les niveaux d'un axe à plusieurs étages, ou les données d'un graphique récent."""
    niveaux = [e for e in hote if _nom(e) == "lvl"]
    colonnes = lire(*visee)
    if len(niveaux) != len(colonnes):
        return False
    recent = niveaux[0].get("ptCount") is not None
    change = False
    for niveau, colonne in zip(niveaux, colonnes if recent else colonnes[::-1], strict=True):
        points = _points(niveau, colonne, nombres=_nom(hote) == "numDim")
        avant = {e.get("idx", ""): _texte(e) for e in niveau}
        if avant == {str(i): t for i, t in points.items()}:
            continue
        change = True
        for element in list(niveau):
            niveau.remove(element)
        for idx in sorted(points):
            niveau.append(_point_de_niveau(niveau, idx, points[idx], recent=recent))
        if recent:
            niveau.set("ptCount", str(len(colonne)))
    compte = next((e for e in hote if _nom(e) == "ptCount"), None)
    if change and compte is not None:
        compte.set("val", str(len(colonnes[0])))
    return change


def _point_de_niveau(niveau: "_Element", idx: int, texte: str, *, recent: bool) -> "_Element":
    from lxml import etree

    espace = str(niveau.tag).rpartition("}")[0]
    if recent:
        point = etree.Element(f"{espace}}}pt", idx=str(idx))
        point.text = texte
        return point
    return _point(niveau, None, str(idx), texte)
