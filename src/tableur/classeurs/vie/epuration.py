"""Ce qui ne part pas avec un classeur : macros, liens, connexions, tableaux croisés, auteurs, réglages du poste.

Les relations gardées sont nommées ; toutes les autres s'en vont, et les parties qu'elles atteignaient avec elles.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from tableur.classeurs.vie.chemins_ecrits import est_public
from tableur.classeurs.vie.feuilles_xml import texte_de
from tableur.classeurs.vie.parties import CLASSEUR, Parties, R
from tableur.socle.erreurs import Refus

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTEUR = "tableur"
PROPRIETES = ("modele", "modele_version")

_RACINE = {"officeDocument", "core-properties", "extended-properties", "custom-properties"}
_GARDEES = {
    "worksheet", "chartsheet", "styles", "theme", "sharedStrings", "sheetMetadata", "themeOverride", "table",
    "drawing", "vmlDrawing", "comments", "image", "chart", "chartUserShapes", "chartStyle", "chartColorStyle",
    "chartEx", "hyperlink", "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing",
    "rdRichValue", "rdRichValueStructure", "rdRichValueTypes", "richValueRel", "rdArray", "richStyles",
}  # fmt: skip
_DITES = {
    "vbaProject": "macros", "vbaProjectSignature": "macros", "externalLink": "liens vers d'autres fichiers",
    "connections": "connexions à des données", "queryTable": "connexions à des données",
    "powerPivotData": "connexions à des données", "customXml": "données cachées (customXml)",
    "pivotTable": "tableaux croisés, remplacés par leurs valeurs", "pivotCacheDefinition": "",
    "slicer": "segments", "slicerCache": "", "timeline": "chronologies", "timelineCache": "",
    "oleObject": "objets incorporés", "package": "objets incorporés", "control": "boutons et cases de formulaire",
    "ctrlProp": "boutons et cases de formulaire", "threadedComment": "commentaires de personnes", "person": "",
    "printerSettings": "réglages d'imprimante", "calcChain": "", "thumbnail": "", "legacyDiagramText": "",
}  # fmt: skip
_ELEMENTS_LIES = {
    "hyperlink", "oleObject", "control", "legacyDrawing", "legacyDrawingHF", "tablePart", "externalReference",
    "pivotCache", "slicer", "timelineRef", "hlinkClick", "hlinkHover", "externalData", "customPr", "sheet",
    "drawing", "picture", "slicerCache", "webPublishItem",
}  # fmt: skip
_DU_CLASSEUR = {
    "fileSharing", "externalReferences", "pivotCaches", "functionGroups", "webPublishing", "webPublishObjects",
    "fileRecoveryPr", "customWorkbookViews", "smartTagPr", "smartTagTypes", "extLst", "AlternateContent",
    "revisionPtr", "oleSize",
}  # fmt: skip
_DES_FEUILLES = {
    "customSheetViews",
    "webPublishItems",
    "smartTags",
    "customProperties",
    "cellWatches",
    "scenarios",
}
_VIDES = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def local(element: "_Element") -> str:
    """Nom d'un élément, sans son espace de noms."""
    return str(element.tag).rpartition("}")[2]


def sans_attributs(element: "_Element", *noms: str) -> None:
    """Retire des attributs, s'ils y sont."""
    for nom in noms:
        if element.get(nom) is not None:
            del element.attrib[nom]


def oter(element: "_Element") -> None:
    """Retire un élément, puis ceux qui n'étaient là que pour lui."""
    parent = element.getparent()
    while parent is not None:
        parent.remove(element)
        if len(parent) or (parent.text or "").strip() or local(parent) in ("worksheet", "workbook", "wsDr"):
            return
        element, parent = parent, parent.getparent()


def couper_les_liens(parties: Parties) -> Counter[str]:
    """Retire les relations qui ne partent pas, et ce qui s'appuyait sur elles ; rend ce qui a été retiré."""
    retires: Counter[str] = Counter()
    for partie in ["", *parties]:
        if partie.endswith(".rels"):
            continue
        connues = _RACINE if not partie else _GARDEES
        otees = set()
        for lien in parties.relations(partie):
            public = lien.externe and lien.genre == "hyperlink" and est_public(lien.cible)
            if public or (not lien.externe and lien.genre in connues and lien.cible in parties):
                continue
            if lien.genre == "hyperlink" and not lien.externe:
                continue
            quoi = (
                "liens vers le poste ou un dossier partagé" if lien.externe else _DITES.get(lien.genre, lien.genre)
            )
            retires[quoi] += bool(quoi)
            otees.add(lien.identifiant)
            parties.oter_relation(partie, lien.identifiant)
        if otees and partie.endswith((".xml", ".vml")):
            _oublier_les_liens(parties, partie, otees)
    return +retires


def _oublier_les_liens(parties: Parties, partie: str, otees: set[str]) -> None:
    racine = _a_changer(parties, partie)
    for element in list(racine.iter()) if racine is not None else ():
        if not isinstance(element.tag, str):
            continue
        for nom, valeur in list(element.attrib.items()):
            if str(nom).startswith("{") and "/relationships}" in str(nom) and valeur in otees:
                del element.attrib[nom]
                if local(element) in _ELEMENTS_LIES:
                    oter(element)


def _a_changer(parties: Parties, partie: str) -> "_Element | None":
    try:
        return parties.a_changer(partie)
    except Refus:  # un VML mal formé : il part en entier
        return None


def epurer_le_classeur(parties: Parties, gardees: Iterable[str]) -> None:
    """Retire du classeur les feuilles qui ne partent pas, et tout ce qui tient au poste ou à la personne.

    Args:
        parties: Le classeur.
        gardees: Noms des feuilles envoyées.
    """
    voulues = set(gardees)
    racine = parties.a_changer(parties.principale)
    for element in list(racine):
        if isinstance(element.tag, str) and local(element) in _DU_CLASSEUR:
            racine.remove(element)
    liste = racine.find("{*}sheets")
    anciennes = [e.get("name", "") for e in liste] if liste is not None else []
    for element in list(liste) if liste is not None else ():
        if element.get("name") in voulues:
            sans_attributs(element, "state")
        else:
            parties.oter_relation(parties.principale, element.get(f"{R}id", ""))
            oter(element)
    nouvelles = [nom for nom in anciennes if nom in voulues]
    _renumeroter_les_noms(racine, anciennes, nouvelles)
    _choisir_l_onglet(parties, racine, anciennes, nouvelles)
    parties.typer(parties.principale, CLASSEUR)


def _renumeroter_les_noms(racine: "_Element", anciennes: list[str], nouvelles: list[str]) -> None:
    for element in list(racine.iterfind("{*}definedNames/{*}definedName")):
        place = element.get("localSheetId")
        sans_attributs(element, "comment")
        if place is None:
            continue
        nom = anciennes[int(place)] if int(place) < len(anciennes) else ""
        if nom in nouvelles:
            element.set("localSheetId", str(nouvelles.index(nom)))
        else:
            oter(element)


def _choisir_l_onglet(parties: Parties, racine: "_Element", anciennes: list[str], nouvelles: list[str]) -> None:
    actif = 0
    for vue in racine.iterfind("{*}bookViews/{*}workbookView"):
        rang = int(vue.get("activeTab", "0"))
        nom = anciennes[rang] if rang < len(anciennes) else ""
        actif = nouvelles.index(nom) if nom in nouvelles else 0
        vue.set("activeTab", str(actif))
        sans_attributs(vue, "firstSheet")
    for rang, partie in enumerate(parties.feuilles().values()):
        for vue in parties.a_changer(partie).iterfind("{*}sheetViews/{*}sheetView"):
            sans_attributs(vue, "tabSelected")
            if rang == actif:
                vue.set("tabSelected", "1")


def epurer_les_feuilles(parties: Parties, garder: Callable[[str, str], bool]) -> int:
    """Retire des feuilles ce qui tient à la personne, et les règles qui ne peuvent plus valoir ; rend leur nombre.

    Args:
        parties: Le classeur.
        garder: Vrai si une formule de règle (feuille, formule) vaut encore.
    """
    retirees = 0
    for nom, partie in parties.feuilles().items():
        racine = parties.a_changer(partie)
        for element in list(racine.iter()):
            if not isinstance(element.tag, str):
                continue
            if local(element) in _DES_FEUILLES:
                oter(element)
            elif local(element) in ("cfRule", "dataValidation", "sparkline"):
                formules = [e.text or "" for e in element.iter("{*}formula", "{*}formula1", "{*}formula2", "{*}f")]
                if not all(garder(nom, f) for f in formules):
                    retirees += 1
                    oter(element)
        for liste in racine.iter("{*}dataValidations"):
            liste.set("count", str(len(liste)))
        _epurer_les_commentaires(parties, partie, racine)
        for tables in parties.cibles(partie, "table"):
            _detacher_la_table(parties.a_changer(tables))
    return retirees


def _detacher_la_table(racine: "_Element") -> None:
    sans_attributs(racine, "tableType", "connectionId", "published")
    for colonne in racine.iterfind("{*}tableColumns/{*}tableColumn"):
        sans_attributs(colonne, "queryTableFieldId")
        for lien in colonne.findall("{*}xmlColumnPr"):
            colonne.remove(lien)


def _epurer_les_commentaires(parties: Parties, partie: str, feuille: "_Element") -> None:
    """Ne garde que les aides de tableur : un commentaire porte le nom de son auteur."""
    gardes: set[tuple[int, int]] = set()
    for cible in parties.cibles(partie, "comments"):
        racine = parties.a_changer(cible)
        auteurs = [texte_de_l_auteur(a) for a in racine.iterfind("{*}authors/{*}author")]
        for commentaire in list(racine.iterfind("{*}commentList/{*}comment")):
            rang = int(commentaire.get("authorId", "0"))
            if (
                rang < len(auteurs)
                and auteurs[rang].casefold() == AUTEUR
                and texte_de(commentaire.find("{*}text"))
            ):
                commentaire.set("authorId", "0")
                gardes.add(_case(commentaire.get("ref", "")))
            else:
                oter(commentaire)
        for auteur in racine.findall("{*}authors/{*}author")[1:]:
            oter(auteur)
        for auteur in racine.iterfind("{*}authors/{*}author"):
            auteur.text = AUTEUR
        if not gardes:
            _delier(parties, partie, cible)
    ancien = feuille.find("{*}legacyDrawing")
    identifiant = ancien.get(f"{R}id") if ancien is not None else None
    for lien in parties.relations(partie):
        if lien.genre == "vmlDrawing" and lien.identifiant == identifiant and lien.cible in parties:
            dessin = _a_changer(parties, lien.cible) if gardes else None
            if dessin is None:
                _delier(parties, partie, lien.cible)
                oter(ancien) if ancien is not None else None
            else:
                _garder_les_notes(dessin, gardes)


def _delier(parties: Parties, partie: str, cible: str) -> None:
    for lien in parties.relations(partie):
        if lien.cible == cible:
            parties.oter_relation(partie, lien.identifiant)


def _garder_les_notes(dessin: "_Element", gardes: set[tuple[int, int]]) -> None:
    for forme in list(dessin.iter("{urn:schemas-microsoft-com:vml}shape")):
        place = [
            forme.findtext(f".//{{urn:schemas-microsoft-com:office:excel}}{nom}") for nom in ("Row", "Column")
        ]
        lignes = [int(p) for p in place if p is not None and p.strip().isdigit()]
        if len(lignes) != 2 or (lignes[0], lignes[1]) not in gardes:
            oter(forme)


def texte_de_l_auteur(element: "_Element") -> str:
    """Nom d'un auteur de commentaires."""
    return (element.text or "").strip()


def _case(adresse: str) -> tuple[int, int]:
    from tableur.classeurs.retouche.references import lire_adresse

    place = lire_adresse(adresse) or (0, 0)
    return place[0] - 1, place[1] - 1


def epurer_les_dessins(parties: Parties) -> None:
    """Retire des dessins les macros, les segments et les boutons de formulaire."""
    for partie in parties:
        if "/drawings/" not in partie or not partie.endswith(".xml"):
            continue
        racine = parties.a_changer(partie)
        for element in list(racine.iter()):
            if not isinstance(element.tag, str):
                continue
            if element.get("macro"):
                element.set("macro", "")
            if local(element) in ("slicer", "timeslicer", "compatExt"):
                oter(_plus_haut(element, ("AlternateContent", "twoCellAnchor", "oneCellAnchor", "absoluteAnchor")))


def _plus_haut(element: "_Element", noms: tuple[str, ...]) -> "_Element":
    trouve = next((a for a in element.iterancestors() if local(a) in noms), element)
    parent = trouve.getparent()
    return parent if parent is not None and local(parent).endswith("Anchor") else trouve


def epurer_les_proprietes(parties: Parties) -> None:
    """Réduit les propriétés du document à son titre et à son modèle."""
    for lien in parties.relations(""):
        if lien.genre == "core-properties":
            titre = parties.arbre(lien.cible).find("{http://purl.org/dc/elements/1.1/}title")
            racine = parties.a_changer(lien.cible)
            for element in list(racine):
                if element is not titre:
                    racine.remove(element)
        elif lien.genre == "extended-properties":
            espace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
            # La version dit à LibreOffice ce que valent les réglages absents d'un graphique : étiquettes, lissage.
            version = parties.arbre(lien.cible).findtext("{*}AppVersion") or ""
            dite = f"<AppVersion>{version}</AppVersion>" if version.replace(".", "").isdecimal() else ""
            contenu = f"<Application>Microsoft Excel</Application>{dite}"
            parties.poser(lien.cible, f'{_VIDES}<Properties xmlns="{espace}">{contenu}</Properties>'.encode())
        elif lien.genre == "custom-properties":
            racine = parties.a_changer(lien.cible)
            for element in list(racine):
                if element.get("name") not in PROPRIETES:
                    racine.remove(element)
            if not len(racine):
                parties.oter_relation("", lien.identifiant)
