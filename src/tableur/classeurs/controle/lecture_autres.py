"""Lecture d'un .ods (formules de content.xml) et d'un .xls (valeurs seulement), pour le contrôle."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from tableur.classeurs.cellules import ERREURS, serie
from tableur.classeurs.controle.feuilles import ClasseurVu, Colonne, FeuilleVue, NomDefini
from tableur.classeurs.controle.formats import STANDARD, Style
from tableur.classeurs.controle.formules import Formes, formule_ods
from tableur.classeurs.controle.plages import COLONNES_MAXIMUM, LIGNES_MAXIMUM, Plage
from tableur.fichiers.archives import Archive, analyser_xml
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule

if TYPE_CHECKING:
    from lxml.etree import _Element

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TABLE, _TEXTE, _XLINK = _NS % "office", _NS % "table", _NS % "text", "{http://www.w3.org/1999/xlink}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_STYLES = [STANDARD, Style("dd/mm/yyyy", "date"), Style("hh:mm", "heure"), Style("0.00", "nombre")]
_DATE, _HEURE, _NOMBRE = 1, 2, 3
_REPETITIONS = 2_000  # une cellule remplie répétée au-delà n'est plus une donnée
_VALEURS_SEULES = (
    "Les fichiers .xls ne sont lus que pour leurs valeurs : ni formules, ni listes, ni feuilles masquées. "
    "Enregistrer le classeur en .xlsx pour un contrôle complet."
)


def lire_ods(archive: Archive, vu: ClasseurVu) -> None:
    """Remplit un classeur vu d'après une archive .ods."""
    racine = analyser_xml(archive.lire_membre("content.xml"), vu.ou)
    vu.styles = list(_STYLES)
    masques = {
        str(style.get(f"{_NS % 'style'}name"))
        for style in racine.iter(f"{_NS % 'style'}style")
        for p in style.iterfind(f"{_NS % 'style'}table-properties")
        if p.get(f"{_TABLE}display") == "false"
    }
    for table in racine.iterfind(f".//{_OFFICE}spreadsheet/{_TABLE}table"):
        nom = table.get(f"{_TABLE}name", "")
        if nom.startswith("'file:"):
            vu.liens.append(nom.strip("'").rpartition("'#")[0])
            continue
        feuille = FeuilleVue(nom, len(vu.feuilles))
        feuille.etat = "masquée" if table.get(f"{_TABLE}style-name") in masques else "visible"
        feuille.protegee = table.get(f"{_TABLE}protected") == "true"
        feuille.a_un_dessin = table.find(f"{_TABLE}shapes") is not None
        vu.feuilles.append(feuille)
        _lignes_ods(table, feuille)
    for plage in racine.iter(f"{_TABLE}named-range"):
        cible = formule_ods(f"=[{plage.get(f'{_TABLE}cell-range-address', '')}]")
        vu.noms.append(NomDefini(plage.get(f"{_TABLE}name", ""), cible))
    vu.macros = any(nom.startswith("Basic/") and nom.endswith(".xml") for nom in archive.membres[:]) and any(
        nom.startswith(("Basic/", "Scripts/")) and "script-l" not in nom for nom in archive.membres
    )
    vu.remarques.append(
        "Dans un .ods, les formats de nombre, les listes de validation et les protections ne sont pas contrôlés."
    )


def _lignes_ods(table: "_Element", feuille: FeuilleVue) -> None:
    formes, ligne = Formes(), 0
    for rangee in table.iter(f"{_TABLE}table-row"):
        repetees = int(rangee.get(f"{_TABLE}number-rows-repeated", "1"))
        cellules = list(_cellules_ods(rangee))
        if rangee.get(f"{_TABLE}visibility") in ("collapse", "filter") and cellules:
            feuille.lignes_masquees += range(ligne + 1, ligne + min(repetees, _REPETITIONS) + 1)
        for numero in range(ligne + 1, ligne + min(repetees, _REPETITIONS) + 1) if cellules else ():
            for colonne, cellule in cellules:
                _ranger_ods(feuille, formes, numero, colonne, cellule)
        ligne += repetees
        if ligne > LIGNES_MAXIMUM * 2:
            break


def _cellules_ods(rangee: "_Element") -> Iterator[tuple[int, "_Element"]]:
    """Cellules remplies d'une ligne et leurs colonnes ; une cellule vide et répétée ne coûte rien."""
    colonne = 1
    for cellule in rangee.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        repetees = int(cellule.get(f"{_TABLE}number-columns-repeated", "1"))
        if len(cellule) or cellule.get(f"{_TABLE}formula") or cellule.get(f"{_OFFICE}value-type"):
            for rang in range(colonne, colonne + min(repetees, _REPETITIONS)):
                yield rang, cellule
        colonne += repetees
        if colonne > COLONNES_MAXIMUM * 4:
            break


def _ranger_ods(feuille: FeuilleVue, formes: Formes, ligne: int, rang: int, cellule: "_Element") -> None:
    formule = cellule.get(f"{_TABLE}formula")
    valeur, style = _valeur_ods(cellule)
    if formule is None and valeur in (None, ""):
        return
    hauteur = int(cellule.get(f"{_TABLE}number-rows-spanned", "1"))
    largeur = int(cellule.get(f"{_TABLE}number-columns-spanned", "1"))
    if hauteur * largeur > 1:
        feuille.fusions.append(Plage(ligne, rang, ligne + hauteur - 1, rang + largeur - 1))
    colonne = feuille.colonnes.setdefault(rang, Colonne(rang))
    if formule is not None:
        colonne.formules[ligne] = formes.forme(formule_ods(formule), ligne, rang)
        matrice = cellule.get(f"{_TABLE}number-matrix-rows-spanned")
        if matrice:
            large = int(cellule.get(f"{_TABLE}number-matrix-columns-spanned", "1"))
            feuille.matrices.append(Plage(ligne, rang, ligne + int(matrice) - 1, rang + large - 1))
    colonne.lignes.append(ligne)
    colonne.valeurs.append(FORMULE_SANS_VALEUR if valeur is None else valeur)
    colonne.styles.append(style)


def _valeur_ods(cellule: "_Element") -> tuple[object, int]:
    genre = cellule.get(f"{_OFFICE}value-type", "")
    texte = "\n".join("".join(map(str, p.itertext())) for p in cellule.iterfind(f"{_TEXTE}p"))
    if cellule.get(f"{_CALCEXT}value-type") == "error" or (
        texte.startswith(("#", "Err:")) and _est_erreur(cellule, texte)
    ):
        return ErreurDeCellule(ERREURS.get(texte, texte or "inconnue")), 0
    if genre in ("float", "currency", "percentage"):
        brut = cellule.get(f"{_OFFICE}value")
        return (float(brut) if brut else None), (0 if genre == "float" else _NOMBRE)
    if genre == "date":
        lu = _instant(cellule.get(f"{_OFFICE}date-value", ""))
        return (texte, 0) if lu is None else (float(serie(lu)), _DATE)
    if genre == "time":
        return texte, _HEURE
    if genre == "boolean":
        return cellule.get(f"{_OFFICE}boolean-value") == "true", 0
    if genre == "string" or texte or cellule.find(f"{_TEXTE}p") is not None:
        return cellule.get(f"{_OFFICE}string-value", texte), 0
    return None, 0


def _est_erreur(cellule: "_Element", texte: str) -> bool:
    codes = ("#REF!", "#N/A", "#NAME?", "#NOM?", "#VALUE!", "#VALEUR!", "#DIV/0!", "#NUM!", "#NOMBRE!", "#NULL!")
    return cellule.get(f"{_TABLE}formula") is not None and (texte in codes or texte.startswith("Err:"))


def _instant(texte: str) -> datetime | None:
    try:
        return datetime.fromisoformat(texte)
    except ValueError:
        return None


def lire_xls(vu: ClasseurVu, sans_accident: Callable[[str], Any]) -> None:
    """Remplit un classeur vu d'après les valeurs d'un .xls, lues par calamine."""
    import python_calamine as calamine

    vu.styles = list(_STYLES)
    vu.remarques.append(_VALEURS_SEULES)
    with sans_accident(""):
        classeur = calamine.load_workbook(str(vu.chemin))
    for rang, nom in enumerate(classeur.sheet_names):
        feuille = FeuilleVue(nom, rang)
        vu.feuilles.append(feuille)
        with sans_accident(nom):
            grille = classeur.get_sheet_by_name(nom).to_python(skip_empty_area=False)
        for ligne, rangee in enumerate(grille, 1):
            for col, valeur in enumerate(rangee, 1):
                if valeur != "":
                    _ranger_xls(feuille, ligne, col, valeur)


def _ranger_xls(feuille: FeuilleVue, ligne: int, rang: int, valeur: object) -> None:
    style = 0
    if isinstance(valeur, date):
        valeur, style = float(serie(valeur)), _DATE
    elif isinstance(valeur, time | timedelta):
        valeur, style = float(serie(valeur)), _HEURE
    elif isinstance(valeur, int) and not isinstance(valeur, bool):
        valeur = float(valeur)
    colonne = feuille.colonnes.setdefault(rang, Colonne(rang))
    colonne.lignes.append(ligne)
    colonne.valeurs.append(valeur)
    colonne.styles.append(style)
