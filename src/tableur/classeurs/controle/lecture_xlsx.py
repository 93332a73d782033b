"""Lecture d'un classeur .xlsx ou .xlsm pour le contrôle : toutes ses parties utiles, sans rien convertir."""

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from tableur.classeurs.controle.feuilles import ClasseurVu, Etat, FeuilleVue, NomDefini, TableVue, Validation
from tableur.classeurs.controle.formats import styles_de
from tableur.classeurs.controle.formules import forme_de
from tableur.classeurs.controle.lecture_feuille import lire_cellules, ordinaire, textes_partages
from tableur.classeurs.controle.plages import COLONNES_MAXIMUM, Plage, plages_de
from tableur.fichiers.archives import Archive, analyser_xml
from tableur.socle.erreurs import Ou, refus

if TYPE_CHECKING:
    from lxml.etree import _Element

_ETATS: dict[str, Etat] = {"hidden": "masquée", "veryHidden": "très masquée"}
_VRAI = ("1", "true")
_TEXTES = "xl/sharedStrings.xml"


def lire_xlsx(archive: Archive, vu: ClasseurVu) -> None:
    """Remplit un classeur vu d'après une archive .xlsx.

    Raises:
        Refus: Une partie manque, ou elle est illisible.
    """
    partie = partie_du_classeur(archive)
    racine = analyser_xml(archive.lire_membre(partie), vu.ou)
    cibles = relations(archive, partie, vu.ou)
    genres = {genre: cible for genre, cible, _ in cibles.values()}
    vu.styles = styles_de(archive, genres.get("styles", ""), vu.ou)
    partagees = genres.get("sharedStrings", _TEXTES)
    textes = textes_partages(archive.lire_membre(partagees), vu.ou) if partagees in archive else []
    vu.macros = any(nom.endswith("vbaProject.bin") for nom in archive.membres)
    protection = racine.find("{*}workbookProtection")
    vu.protege = protection is not None and protection.get("lockStructure") in _VRAI
    _calcul(racine, vu)
    for rang, element in enumerate(racine.iterfind("{*}sheets/{*}sheet")):
        _, cible, _ = cibles.get(_lien(element), ("", "", ""))
        _feuille(archive, vu, element, rang, cible, textes)
    vu.liens = [
        _adresse_de_lien(archive, cible, vu.ou) for genre, cible, _ in cibles.values() if genre == "externalLink"
    ]
    noms = [f.nom for f in vu.feuilles]
    for defini in racine.iterfind("{*}definedNames/{*}definedName"):
        local = defini.get("localSheetId", "")
        feuille = noms[int(local)] if local.isdigit() and int(local) < len(noms) else ""
        vu.noms.append(
            NomDefini(defini.get("name", ""), defini.text or "", feuille, defini.get("hidden") in _VRAI)
        )


def partie_du_classeur(archive: Archive) -> str:
    """Nom de la partie principale du classeur.

    Raises:
        Refus: Le fichier n'est pas un classeur Excel.
    """
    ou = Ou(fichier=archive.chemin.name)
    for genre, cible, _ in relations(archive, "", ou).values():
        if genre == "officeDocument" and cible in archive:
            return cible
    if "xl/workbook.xml" in archive:
        return "xl/workbook.xml"
    message = "Ce fichier n'est pas un classeur : ni Excel (.xlsx, .xlsm), ni Calc (.ods)."
    raise refus(ou, "classeur illisible", message)


def relations(archive: Archive, partie: str, ou: Ou) -> dict[str, tuple[str, str, str]]:
    """Relations d'une partie, par identifiant : genre, partie visée, mode (« External » ou vide)."""
    fichier = chemin_des_relations(partie)
    if fichier not in archive:
        return {}
    trouvees = {}
    for lien in analyser_xml(archive.lire_membre(fichier), ou).iter("{*}Relationship"):
        cible, mode = lien.get("Target", ""), lien.get("TargetMode", "")
        if mode != "External":
            cible = cible.lstrip("/") if cible.startswith("/") else normpath(join(dirname(partie), cible))
        trouvees[lien.get("Id", "")] = (lien.get("Type", "").rpartition("/")[2], cible, mode)
    return trouvees


def chemin_des_relations(partie: str) -> str:
    """Partie qui porte les relations d'une autre ; celles du paquet pour une partie vide."""
    return join(dirname(partie), "_rels", f"{partie.rpartition('/')[2]}.rels")


def _lien(element: "_Element") -> str:
    return next((str(v) for cle, v in element.attrib.items() if str(cle).endswith("}id")), "")


def _calcul(racine: "_Element", vu: ClasseurVu) -> None:
    calcul = racine.find("{*}calcPr")
    if calcul is not None:
        vu.calcul_manuel = calcul.get("calcMode") == "manual"
        vu.calcul_iteratif = calcul.get("iterate") in _VRAI
    proprietes = racine.find("{*}workbookPr")
    vu.depuis_1904 = proprietes is not None and proprietes.get("date1904") in _VRAI


def _adresse_de_lien(archive: Archive, partie: str, ou: Ou) -> str:
    visees = [cible for _, cible, mode in relations(archive, partie, ou).values() if mode == "External"]
    return next(iter(visees), partie)


def _feuille(
    archive: Archive, vu: ClasseurVu, element: "_Element", rang: int, partie: str, textes: list[str]
) -> None:
    nom = element.get("name", "")
    feuille = FeuilleVue(nom, rang, partie, _ETATS.get(element.get("state", ""), "visible"))
    vu.feuilles.append(feuille)
    ou = Ou(fichier=vu.chemin.name, feuille=nom)
    if partie not in archive:
        message = (
            f"Il manque la partie « {partie or 'inconnue'} » de cette feuille : recopier le fichier d'origine."
        )
        raise refus(ou, "membre absent", message, trouve=partie)
    octets = ordinaire(archive.lire_membre(partie), ou)
    if b"<sheetData" not in octets:
        feuille.a_un_dessin = True  # feuille de graphique, de macro ou de dialogue
        return
    lire_cellules(octets, feuille, textes, ou)
    _autour(_sans_cellules(octets, ou), feuille)
    for genre, cible, _ in relations(archive, partie, ou).values():
        if genre == "table" and cible in archive:
            _table(analyser_xml(archive.lire_membre(cible), ou), feuille)


def _sans_cellules(octets: bytes, ou: Ou) -> "_Element":
    debut, fin = octets.find(b"<sheetData"), octets.find(b"</sheetData>")
    reste = octets if fin < 0 else octets[:debut] + b"<sheetData/>" + octets[fin + len(b"</sheetData>") :]
    return analyser_xml(reste, ou)


def _autour(racine: "_Element", feuille: FeuilleVue) -> None:
    """Tout ce qui entoure les cellules : colonnes, fusions, validations, filtre, protection, dessins."""
    for col in racine.iterfind("{*}cols/{*}col"):
        if col.get("hidden") in _VRAI:
            debut, fin = int(col.get("min", "1")), min(int(col.get("max", "1")), COLONNES_MAXIMUM)
            feuille.colonnes_masquees.append(Plage(1, debut, 1, fin))
    for fusion in racine.iterfind("{*}mergeCells/{*}mergeCell"):
        feuille.fusions += plages_de(fusion.get("ref", ""))
    filtre = racine.find("{*}autoFilter")
    if filtre is not None and len(filtre):
        feuille.filtrees += plages_de(filtre.get("ref", ""))
    for rang, validation in enumerate(racine.iter("{*}dataValidation")):
        feuille.validations.append(_validation(validation, rang))
    for ignoree in racine.iterfind("{*}ignoredErrors/{*}ignoredError"):
        genres = frozenset(str(cle) for cle, valeur in ignoree.attrib.items() if valeur in _VRAI)
        feuille.ignorees += [(plage, genres) for plage in plages_de(ignoree.get("sqref", ""))]
    feuille.protegee = racine.find("{*}sheetProtection") is not None
    feuille.a_un_dessin = racine.find("{*}drawing") is not None or racine.find("{*}picture") is not None
    formules = [*racine.iter("{*}formula"), *racine.iter("{*}formula1"), *racine.iter("{*}f")]
    feuille.regles_cassees = sum("#REF!" in "".join(map(str, f.itertext())) for f in formules)


def _validation(element: "_Element", rang: int) -> Validation:
    textes = []
    for nom in ("formula1", "formula2"):
        formule = element.find(f"{{*}}{nom}")
        textes.append("" if formule is None else "".join(map(str, formule.itertext())).strip())
    etendue = element.find("{*}sqref")
    sqref = element.get("sqref") or (etendue.text if etendue is not None else "") or ""
    return Validation(
        element.get("type", "none"),
        element.get("operator", "between"),
        textes[0],
        textes[1],
        tuple(plages_de(sqref)),
        element.get("allowBlank") in _VRAI,
        element.get("showErrorMessage") in _VRAI and element.get("errorStyle", "stop") == "stop",
        rang,
    )


def _table(racine: "_Element", feuille: FeuilleVue) -> None:
    etendues = plages_de(racine.get("ref", ""))
    if not etendues:
        return
    etendue, entetes = etendues[0], int(racine.get("headerRowCount", "1"))
    totaux = int(racine.get("totalsRowCount", "0"))
    noms, calculees = [], {}
    for rang, colonne in enumerate(racine.iterfind("{*}tableColumns/{*}tableColumn")):
        noms.append(colonne.get("name", ""))
        formule = colonne.find("{*}calculatedColumnFormula")
        if formule is not None and formule.text and formule.get("array") not in _VRAI:
            calculees[etendue.colonne1 + rang] = formule.text
    filtre = racine.find("{*}autoFilter")
    if filtre is not None and len(filtre):
        feuille.filtrees += plages_de(filtre.get("ref", ""))
    premiere = etendue.ligne1 + entetes
    formes = {c: forme_de(texte, premiere, c) for c, texte in calculees.items()}
    nom = racine.get("displayName") or racine.get("name") or ""
    feuille.tables.append(TableVue(nom, etendue, entetes, totaux, tuple(noms), formes))


def parties_des_feuilles(archive: Archive, principale: str, ou: Ou) -> dict[str, str]:
    """Partie de chaque feuille, par nom d'onglet."""
    racine = analyser_xml(archive.lire_membre(principale), ou)
    cibles = relations(archive, principale, ou)
    return {
        element.get("name", ""): cibles.get(_lien(element), ("", "", ""))[1]
        for element in racine.iterfind("{*}sheets/{*}sheet")
    }
