"""Balayage du XML des feuilles : cellules en erreur, et formules sans valeur enregistrée.

calamine rend les unes et les autres comme des cellules vides. Les octets sont d'abord fouillés par expressions
régulières, ce qui est rapide et suffit à un classeur sain ; un soupçon fait analyser la feuille pour de bon.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tableur.classeurs.cellules import ERREURS
from tableur.fichiers.archives import analyser_xml
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule
from tableur.socle.erreurs import Ou

if TYPE_CHECKING:
    from lxml.etree import _Element

Defauts = dict[tuple[int, int], object]

CELLULES_MAXIMUM = 40_000_000  # calamine réserve un rectangle entier, de A1 à la dernière cellule remplie
_REPETITIONS_MAXIMUM = 10_000

_ERREUR = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\bt=(?:"e"|'e')""")
_SANS_VALEUR = re.compile(
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)(?!<(?:\w+:)?v>[^<])"  # valeur vide ou absente
)
_FORMULE = re.compile(rb"<(?:\w+:)?f[\s/>]")
_GRANDE_LIGNE = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["'](?:[A-Z]{3}\d+|[A-Z]{1,2}\d{6,})["'][^>]*[^/]>""")
_REMPLIE = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]+)(\d+)["'][^>]*[^/]>""")
_ADRESSE = re.compile(r"([A-Z]+)(\d+)")

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXTE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_ERREUR_ODS = re.compile(rb'calcext:value-type="error"|>(?:#[A-Z/0]+[!?]|#N/A|Err:\d+)<')
_FORMULE_ODS = re.compile(rb"<table:table-cell\s([^>]*?table:formula=[^>]*)>")
_LIGNES_REPETEES = re.compile(
    rb'<table:table-row\s[^>]*?number-rows-repeated="(\d{4,})"[^>]*>(.*?)</table:table-row>', re.DOTALL
)
_COLONNES_REPETEES = re.compile(rb'<table:table-cell\s[^>]*?number-columns-repeated="(\d{3,})"[^>]*>')
_COLONNES_USUELLES = 30
_TEXTE_D_ERREUR = re.compile(r"#[A-Z/0]+[!?]|#N/A|Err:\d+")


def rang_de_colonne(lettres: str) -> int:
    """Rang d'une colonne, compté à partir de 0.

    >>> rang_de_colonne("A"), rang_de_colonne("AB")
    (0, 27)
    """
    rang = 0
    for lettre in lettres:
        rang = rang * 26 + ord(lettre) - 64
    return rang - 1


def defauts_xlsx(octets: bytes, ou: Ou) -> Defauts:
    """Erreurs et formules sans valeur d'une feuille .xlsx, par (ligne, colonne) comptées à partir de 0."""
    if not _ERREUR.search(octets) and not _SANS_VALEUR.search(octets):
        return {}
    trouves: Defauts = {}
    for ligne, colonne, cellule in _cellules_xlsx(analyser_xml(octets, ou)):
        genre, formule = cellule.get("t"), cellule.find("{*}f")
        valeur = cellule.find("{*}v")
        texte = (valeur.text or "") if valeur is not None else ""
        if formule is not None and (valeur is None or (not texte and genre != "str")):
            trouves[ligne, colonne] = FORMULE_SANS_VALEUR
        elif genre == "e":
            trouves[ligne, colonne] = ErreurDeCellule(ERREURS.get(texte, texte))
    return trouves


def nombre_de_formules(octets: bytes) -> int:
    """Nombre de formules d'une feuille .xlsx."""
    return sum(1 for _ in _FORMULE.finditer(octets))


def est_demesuree(octets: bytes) -> bool:
    """Vrai si une cellule égarée très loin ferait réserver trop de mémoire."""
    if not _GRANDE_LIGNE.search(octets):
        return False
    lignes = colonnes = 0
    for trouvee in _REMPLIE.finditer(octets):
        lignes = max(lignes, int(trouvee[2]))
        colonnes = max(colonnes, rang_de_colonne(trouvee[1].decode()) + 1)
    return lignes * colonnes > CELLULES_MAXIMUM


def est_demesure_ods(octets: bytes) -> bool:
    """Vrai si des cellules remplies se répètent assez pour faire réserver trop de mémoire."""
    lignes = max((int(t[1]) for t in _LIGNES_REPETEES.finditer(octets) if b"office:value" in t[2]), default=1)
    colonnes = max(
        (int(t[1]) for t in _COLONNES_REPETEES.finditer(octets) if b"office:value" in t[0]),
        default=_COLONNES_USUELLES,
    )
    return lignes * colonnes > CELLULES_MAXIMUM


def _cellules_xlsx(racine: "_Element") -> Iterator[tuple[int, int, "_Element"]]:
    """Cellules et leurs places ; l'adresse est facultative, la place suit alors celle d'avant."""
    ligne = -1
    for rangee in racine.iter("{*}row"):
        ligne = int(rangee.get("r", ligne + 2)) - 1
        colonne = -1
        for cellule in rangee.iterchildren("{*}c"):
            adresse = _ADRESSE.fullmatch(cellule.get("r", ""))
            colonne = rang_de_colonne(adresse[1]) if adresse else colonne + 1
            yield ligne, colonne, cellule


def defauts_ods(octets: bytes, ou: Ou) -> dict[str, Defauts]:
    """Erreurs et formules sans valeur d'un content.xml, par feuille."""
    formules = _FORMULE_ODS.findall(octets)
    if not _ERREUR_ODS.search(octets) and all(b"office:value-type=" in formule for formule in formules):
        return {}
    racine = analyser_xml(octets, ou)
    return {
        feuille.get(f"{_TABLE}name", ""): dict(_defauts_de_feuille_ods(feuille))
        for feuille in racine.iter(f"{_TABLE}table")
    }


def formules_ods(octets: bytes) -> int:
    """Nombre de formules d'un content.xml, toutes feuilles ensemble."""
    return len(_FORMULE_ODS.findall(octets))


def _defauts_de_feuille_ods(feuille: "_Element") -> Iterator[tuple[tuple[int, int], object]]:
    ligne = 0
    for rangee in feuille.iter(f"{_TABLE}table-row"):
        lignes = int(rangee.get(f"{_TABLE}number-rows-repeated", "1"))
        colonne = 0
        for cellule in rangee.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            colonnes = int(cellule.get(f"{_TABLE}number-columns-repeated", "1"))
            defaut = _defaut_ods(cellule)
            if defaut is not None:
                for i in range(min(lignes, _REPETITIONS_MAXIMUM)):
                    for j in range(min(colonnes, _REPETITIONS_MAXIMUM)):
                        yield (ligne + i, colonne + j), defaut
            colonne += colonnes
        ligne += lignes


def _defaut_ods(cellule: "_Element") -> object:
    formule = cellule.get(f"{_TABLE}formula")
    genre = cellule.get(f"{_OFFICE}value-type")
    texte = "".join(str(t) for t in cellule.itertext(f"{_TEXTE}p")).strip()
    en_erreur = cellule.get(f"{_CALCEXT}value-type") == "error"
    if en_erreur or (formule is not None and _TEXTE_D_ERREUR.fullmatch(texte)):
        return ErreurDeCellule(ERREURS.get(texte, texte or "inconnue"))
    if formule is None:
        return None
    if genre in ("float", "currency", "percentage"):
        return FORMULE_SANS_VALEUR if cellule.get(f"{_OFFICE}value") is None else None
    # Calc n'écrit pas le genre d'un texte vide, mais il écrit son paragraphe.
    return FORMULE_SANS_VALEUR if genre is None and cellule.find(f"{_TEXTE}p") is None else None
