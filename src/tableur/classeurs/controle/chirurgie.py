"""Retouche du XML d'une feuille : quelques cellules, un élément ajouté à sa place ; le reste garde ses octets."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tableur.classeurs.controle.plages import adresse, rang

_RACINE = re.compile(rb"<([A-Za-z_][\w.-]*:)?worksheet\b")
_LIGNE = re.compile(rb"""<(?:\w+:)?row\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_NUMERO = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Z]*)([0-9]*)["']""")
_STYLE = re.compile(rb"""(^|\s)s\s*=\s*["']([0-9]+)["']""")
_CELLULE = re.compile(rb"""<(?:\w+:)?c\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ETENDUE = re.compile(rb"""\s+spans\s*=\s*["'][^"']*["']""")  # facultative, et fausse dès qu'une cellule s'ajoute
_BALISE = re.compile(rb"""<(/?)([A-Za-z_][\w:.-]*)((?:[^>"']|"[^"]*"|'[^']*')*?)(/?)>""")

ORDRE = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "AlternateContent", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Retouche:
    """Ce qui change dans une cellule.

    Args:
        style: Nouveau numéro de style, None pour garder le sien.
        genre: Attribut t du contenu nouveau.
        contenu: XML du contenu nouveau, sans préfixe ; None pour garder le sien.
    """

    style: int | None = None
    genre: str = ""
    contenu: str | None = None


def prefixe_de(octets: bytes) -> str:
    """Préfixe d'espace de noms de la feuille, deux-points compris, ou vide."""
    trouve = _RACINE.search(octets)
    return (trouve[1] or b"").decode() if trouve else ""


def bornes(octets: bytes) -> tuple[int, int]:
    """Début et fin du contenu de sheetData."""
    debut = re.search(rb"<(?:\w+:)?sheetData\b[^>]*>", octets)
    if debut is None or debut.group().endswith(b"/>"):
        return (debut.end(), debut.end()) if debut else (len(octets), len(octets))
    fin = re.compile(rb"</(?:\w+:)?sheetData\s*>").search(octets, debut.end())
    return debut.end(), fin.start() if fin else len(octets)


def styles_de(octets: bytes, cases: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Style de chacune des cases présentes dans la feuille."""
    trouves = {}
    voulues = {ligne for ligne, _ in cases}
    for ligne, debut, fin, _ in _lignes(octets):
        if ligne in voulues:
            for colonne, balise, *_ in _cellules(octets, debut, fin):
                if (ligne, colonne) in cases:
                    style = _STYLE.search(balise)
                    trouves[ligne, colonne] = int(style[2]) if style else 0
    return trouves


def contenus_de(octets: bytes, cases: set[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """XML du contenu de chacune des cases présentes dans la feuille."""
    trouves = {}
    voulues = {ligne for ligne, _ in cases}
    for ligne, debut, fin, _ in _lignes(octets):
        if ligne in voulues:
            for colonne, _, _, debut_contenu, fin_contenu, _ in _cellules(octets, debut, fin):
                if (ligne, colonne) in cases:
                    trouves[ligne, colonne] = octets[debut_contenu:fin_contenu]
    return trouves


def retoucher(octets: bytes, retouches: Mapping[tuple[int, int], Retouche]) -> bytes:
    """Feuille dont les cases données sont changées ; une case absente est ajoutée à sa place."""
    par_ligne: dict[int, dict[int, Retouche]] = {}
    for (ligne, colonne), retouche in retouches.items():
        par_ligne.setdefault(ligne, {})[colonne] = retouche
    p, morceaux, place = prefixe_de(octets), [], 0
    restantes = sorted(par_ligne)
    for ligne, debut, fin, vide in _lignes(octets):
        while restantes and restantes[0] < ligne:
            avant = octets.rfind(b"<", 0, debut)
            morceaux += [octets[place:avant], _ligne_neuve(p, restantes[0], par_ligne[restantes[0]])]
            place = avant
            restantes.pop(0)
        if restantes and restantes[0] == ligne:
            restantes.pop(0)
            if vide:
                balise = octets[octets.rfind(b"<", 0, debut) : debut]
                morceaux += [octets[place : debut - 2], b">", _neuves(p, ligne, par_ligne[ligne])]
                nom = re.match(rb"<([\w:]+)", balise)
                morceaux.append(b"</" + (nom[1] if nom else b"row") + b">")
                place = debut
                continue
            ouvrante = octets.rfind(b"<", 0, debut)
            morceaux += [octets[place:ouvrante], _ETENDUE.sub(b"", octets[ouvrante:debut])]
            morceaux.append(_ligne_changee(octets, debut, fin, p, ligne, par_ligne[ligne]))
            place = fin
    debut, fin = bornes(octets)
    neuves = b"".join(_ligne_neuve(p, ligne, par_ligne[ligne]) for ligne in restantes)
    if debut == fin and neuves and octets[debut - 2 : debut] == b"/>":
        morceaux += [octets[place : debut - 2], b">", neuves, f"</{p}sheetData>".encode(), octets[debut:]]
    else:
        morceaux += [octets[place:fin], neuves, octets[fin:]]
    return b"".join(morceaux)


def inserer(octets: bytes, nom: str, element: bytes) -> bytes:
    """Feuille qui reçoit un élément de premier niveau, à la place que le format lui donne."""
    suivants = set(ORDRE[ORDRE.index(nom) + 1 :])
    for trouve, ouvrant in _enfants(octets):
        if ouvrant.rpartition(":")[2] in suivants:
            return octets[: trouve.start()] + element + octets[trouve.start() :]
    place = octets.rfind(b"</")
    return octets[:place] + element + octets[place:]


def element_de(octets: bytes, nom: str) -> tuple[int, int] | None:
    """Début et fin d'un élément de premier niveau placé après les cellules."""
    for trouve, ouvrant in _enfants(octets):
        if ouvrant.rpartition(":")[2] == nom:
            if trouve[4]:
                return trouve.start(), trouve.end()
            fin = octets.index(b"</" + trouve[2], trouve.end())
            return trouve.start(), octets.index(b">", fin) + 1
    return None


def _enfants(octets: bytes) -> "Iterator[tuple[re.Match[bytes], str]]":
    """Éléments de premier niveau placés après les cellules."""
    _, fin = bornes(octets)
    place = octets.find(b">", fin) + 1 if octets[fin : fin + 2] == b"</" else fin
    profondeur = 0
    for trouve in _BALISE.finditer(octets, place):
        if trouve[1]:
            profondeur -= 1
            if profondeur < 0:
                return
            continue
        if profondeur == 0:
            yield trouve, trouve[2].decode()
        profondeur += 0 if trouve[4] else 1


def _lignes(octets: bytes) -> Iterator[tuple[int, int, int, bool]]:
    """Numéro de chaque ligne, début et fin de son contenu, et vrai si elle est vide."""
    debut, fin = bornes(octets)
    precedente = 0
    trouve = _LIGNE.search(octets, debut, fin)
    while trouve:
        numero = _NUMERO.search(trouve[1])
        precedente = int(numero[2]) if numero else precedente + 1
        if trouve[1].endswith(b"/"):
            yield precedente, trouve.end(), trouve.end(), True
            suite = trouve.end()
        else:
            nom = octets[trouve.start() + 1 : octets.index(b"row", trouve.start()) + 3]
            suite = octets.index(b"</" + nom, trouve.end())
            yield precedente, trouve.end(), suite, False
        trouve = _LIGNE.search(octets, suite, fin)


def _cellules(octets: bytes, debut: int, fin: int) -> Iterator[tuple[int, bytes, int, int, int, int]]:
    """Colonne, attributs, début, début et fin du contenu, fin de chaque cellule d'une ligne."""
    precedente, trouve = 0, _CELLULE.search(octets, debut, fin)
    while trouve:
        attributs = trouve[1]
        numero = _NUMERO.search(attributs)
        precedente = rang(numero[1].decode()) if numero and numero[1] else precedente + 1
        if attributs.endswith(b"/"):
            yield precedente, attributs[:-1], trouve.start(), trouve.end(), trouve.end(), trouve.end()
            suite = trouve.end()
        else:
            nom = octets[trouve.start() + 1 : octets.index(b"c", trouve.start()) + 1]
            fin_contenu = octets.index(b"</" + nom + b">", trouve.end())
            suite = fin_contenu + len(nom) + 3
            yield precedente, attributs, trouve.start(), trouve.end(), fin_contenu, suite
        trouve = _CELLULE.search(octets, suite, fin)


def _ligne_changee(octets: bytes, debut: int, fin: int, p: str, ligne: int, voulues: dict[int, Retouche]) -> bytes:
    morceaux, place = [], debut
    restantes = sorted(voulues)
    for colonne, attributs, depart, debut_contenu, fin_contenu, suite in _cellules(octets, debut, fin):
        while restantes and restantes[0] < colonne:
            neuve = restantes.pop(0)
            morceaux += [octets[place:depart], _cellule(p, ligne, neuve, voulues[neuve], b"", None)]
            place = depart
        if restantes and restantes[0] == colonne:
            restantes.pop(0)
            ancien = octets[debut_contenu:fin_contenu] if suite > debut_contenu else None
            morceaux += [octets[place:depart], _cellule(p, ligne, colonne, voulues[colonne], attributs, ancien)]
            place = suite
    morceaux += [octets[place:fin], *(_cellule(p, ligne, c, voulues[c], b"", None) for c in restantes)]
    return b"".join(morceaux)


def _cellule(
    p: str, ligne: int, colonne: int, retouche: Retouche, attributs: bytes, ancien: bytes | None
) -> bytes:
    """XML d'une cellule retouchée ; ses autres attributs restent si son contenu reste."""
    style = _STYLE.search(attributs)
    numero = retouche.style if retouche.style is not None else int(style[2]) if style else None
    if retouche.contenu is None:
        reste = _STYLE.sub(b"", attributs).rstrip()
        if not _NUMERO.search(reste):
            reste = f' r="{adresse(ligne, colonne)}"'.encode() + reste
        if numero is not None:
            reste += f' s="{numero}"'.encode()
        if ancien is None:
            return f"<{p}c".encode() + reste + b"/>"
        return f"<{p}c".encode() + reste + b">" + ancien + f"</{p}c>".encode()
    s = f' s="{numero}"' if numero is not None else ""
    t = f' t="{retouche.genre}"' if retouche.genre else ""
    contenu = re.sub(r"<(/?)(?=[a-z])", rf"<\g<1>{p}", retouche.contenu) if p else retouche.contenu
    return f'<{p}c r="{adresse(ligne, colonne)}"{s}{t}>{contenu}</{p}c>'.encode()


def _neuves(p: str, ligne: int, voulues: dict[int, Retouche]) -> bytes:
    return b"".join(_cellule(p, ligne, c, voulues[c], b"", None) for c in sorted(voulues))


def _ligne_neuve(p: str, ligne: int, voulues: dict[int, Retouche]) -> bytes:
    return f'<{p}row r="{ligne}">'.encode() + _neuves(p, ligne, voulues) + f"</{p}row>".encode()
