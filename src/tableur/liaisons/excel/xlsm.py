"""Le classeur .xlsm : un classeur .xlsx, plus le projet VBA, les boutons, et la feuille de réglage de xlwings.

Rien de la personne ne bouge : on ajoute des parties au paquet. Le projet est écrit par pyOpenVBA, et `xlwings.bas` est
celui du xlwings installé, dont la version est épinglée au nom de sa dll.
"""

import io
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tableur import __version__
from tableur.classeurs.verification import FEUILLES_DES_HOTES
from tableur.classeurs.vie.parties import CLASSEUR, LIENS, PRINCIPAL, RELATIONS, Parties, R
from tableur.liaisons.excel.boutons_dessines import DESSIN, dessiner
from tableur.liaisons.excel.vba import BOUTONS, Bouton, en_cp1252, projet
from tableur.socle.erreurs import ErreurTableur, refus

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pyopenvba.vba import VBAProject

AVEC_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
(FEUILLE_DE_REGLAGE,) = FEUILLES_DES_HOTES
_FEUILLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PROJET = "vbaProject"
_LIEN_DE_PROJET = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_CONTENU_DE_PROJET = "application/vnd.ms-office.vbaProject"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SIENS = ("TABLEUR", "xlwings", "Dictionary")
_APRES_LES_DESSINS = (
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "AlternateContent", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Projet:
    """Ce qu'un classeur reçoit.

    Args:
        modules: Texte de chaque module ; `ThisWorkbook` est celui du classeur.
        boutons: Boutons à dessiner, s'il y en a.
        reglages: Feuille de réglage de xlwings ; vide pour un projet qui n'en a pas besoin.
    """

    modules: Mapping[str, str]
    boutons: tuple[Bouton, ...] = ()
    reglages: Mapping[str, str] = field(default_factory=dict)


def projet_pour_excel(boutons: Iterable[Bouton] = BOUTONS) -> Projet:
    """Projet entier, pour Excel : formules, boutons, contrôle à l'ouverture, xlwings.

    Raises:
        ErreurTableur: xlwings n'est pas installé, ou un module n'est pas livré.
    """
    dossier = _dossier_de_xlwings()
    siens = {nom: (dossier / fichier).read_text("utf-8") for nom, fichier in _MODULES_DE_XLWINGS.items()}
    return Projet({**projet(), **siens}, tuple(boutons), reglages_de_xlwings())


_MODULES_DE_XLWINGS = {"xlwings": "xlwings.bas", "Dictionary": "addin/Dictionary.cls"}


def _dossier_de_xlwings() -> Path:
    """Dossier du xlwings installé, trouvé sans l'importer."""
    trouve = find_spec("xlwings")
    if trouve is None or trouve.origin is None:
        raise ErreurTableur(
            'xlwings n\'est pas installé : installer tableur avec « pip install "tableur[excel]" ».'
        )
    return Path(trouve.origin).parent


def reglages_de_xlwings() -> dict[str, str]:
    """Réglages que xlwings lit dans le classeur, avant tout fichier de réglage posé à côté de lui.

    L'interpréteur est absolu, et le premier. Le dossier du classeur n'entre pas dans les chemins de Python : un
    fichier `tableur.py` posé près du classeur ne doit jamais être exécuté.
    """
    paquet = find_spec("tableur")
    racine = str(Path(paquet.origin).resolve().parents[1]) if paquet and paquet.origin else ""
    return {
        "INTERPRETER_WIN": sys.executable,
        "INTERPRETER_MAC": sys.executable,
        "TABLEUR_VERSION": __version__,
        "ADD_WORKBOOK_TO_PYTHONPATH": "false",
        "PYTHONPATH": racine,
        "USE UDF SERVER": "False",
        "DEBUG UDFS": "False",
        "SHOW CONSOLE": "False",
        "UDF MODULES": "",
        "CONDA PATH": "",
        "CONDA ENV": "",
        "LICENSE_KEY": "",
    }


def equiper(source: Path | bytes, a_poser: Projet, nom: str = "") -> tuple[bytes, list[str]]:
    """Octets du .xlsm fait d'un .xlsx ou d'un .xlsm, et ce qu'il faut en dire.

    Args:
        source: Le classeur, ou ses octets.
        a_poser: Ce qu'il reçoit.
        nom: Nom que disent les phrases, pour des octets.

    Raises:
        Refus: Le classeur ne se lit pas.
        ErreurTableur: pyOpenVBA n'est pas installé, ou n'a pas su écrire le projet.
    """
    parties = Parties(io.BytesIO(source) if isinstance(source, bytes) else source, nom)
    phrases = []
    if parties.genre(parties.principale) == CLASSEUR:
        parties.typer(parties.principale, AVEC_MACROS)
    if a_poser.reglages:
        poser_les_reglages(parties, a_poser.reglages)
    if a_poser.boutons:
        phrases += _poser_les_boutons(parties, a_poser.boutons)
    phrases += _poser_le_projet(parties, a_poser.modules)
    flux = io.BytesIO()
    parties.ecrire(flux)
    return flux.getvalue(), phrases


def poser_les_reglages(parties: Parties, reglages: Mapping[str, str]) -> None:
    """Écrit la feuille cachée de réglage, en la remplaçant si elle y est : le nom dans A, la valeur dans B."""
    from lxml import etree

    partie = parties.feuilles().get(FEUILLE_DE_REGLAGE)
    neuve = partie is None
    partie = partie or parties.nom_libre("xl/worksheets/sheet{}.xml")
    racine = etree.Element(f"{{{PRINCIPAL}}}worksheet", nsmap={None: PRINCIPAL})
    donnees = etree.SubElement(racine, f"{{{PRINCIPAL}}}sheetData")
    for rang, (nom, valeur) in enumerate(reglages.items(), 1):
        ligne = etree.SubElement(donnees, f"{{{PRINCIPAL}}}row", {"r": str(rang)})
        for colonne, texte in (("A", nom), ("B", valeur)):
            if texte:
                _cellule_de_texte(ligne, f"{colonne}{rang}", texte)
    octets = etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)
    if not neuve:
        ancien = parties.arbre(partie).find("{*}sheetPr")
        if ancien is not None and ancien.get("codeName"):
            racine.insert(0, etree.Element(f"{{{PRINCIPAL}}}sheetPr", {"codeName": ancien.get("codeName", "")}))
            octets = etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)
    parties.poser(partie, octets, _FEUILLE if neuve else "")
    if neuve:
        _declarer_la_feuille(parties, partie)


def _cellule_de_texte(ligne: "_Element", adresse: str, texte: str) -> None:
    from lxml import etree

    cellule = etree.SubElement(ligne, f"{{{PRINCIPAL}}}c", {"r": adresse, "t": "inlineStr"})
    dedans = etree.SubElement(cellule, f"{{{PRINCIPAL}}}is")
    etree.SubElement(dedans, f"{{{PRINCIPAL}}}t").text = texte


def _declarer_la_feuille(parties: Parties, partie: str) -> None:
    from lxml import etree

    identifiant = parties.lier(parties.principale, f"{LIENS}/worksheet", partie)
    feuilles = parties.a_changer(parties.principale).find("{*}sheets")
    if feuilles is None:
        raise refus(parties.ou, "classeur sans feuille", "Ce classeur n'a pas de feuille.")
    numeros = [int(feuille.get("sheetId", "0")) for feuille in feuilles]
    attributs = {
        "name": FEUILLE_DE_REGLAGE,
        "sheetId": str(max(numeros, default=0) + 1),
        "state": "hidden",
        f"{R}id": identifiant,
    }
    etree.SubElement(feuilles, f"{{{PRINCIPAL}}}sheet", attributs)


def _poser_les_boutons(parties: Parties, boutons: tuple[Bouton, ...]) -> list[str]:
    """Dessine les boutons dans la première feuille visible ; dit ce qui l'empêche."""
    from lxml import etree

    feuilles = [p for nom, p in parties.feuilles().items() if nom != FEUILLE_DE_REGLAGE and "/worksheets/" in p]
    if not feuilles:
        return ["Ce classeur n'a pas de feuille de cellules : il ne reçoit pas de boutons."]
    partie = feuilles[0]
    racine = parties.a_changer(partie)
    dessin = next(iter(parties.cibles(partie, "vmlDrawing")), "")
    if dessin:
        ancien = parties.lire(dessin)
        if b"!TABLEUR_Boutons." in ancien or b"]!TABLEUR_Boutons" in ancien:
            return []
        parties.poser(dessin, dessiner(boutons, racine, ancien))
        return []
    dessin = parties.nom_libre("xl/drawings/vmlDrawing{}.vml")
    parties.poser(dessin, dessiner(boutons, racine))
    parties.typer_l_extension("vml", DESSIN)
    identifiant = parties.lier(partie, f"{LIENS}/vmlDrawing", dessin)
    element = etree.Element(f"{{{PRINCIPAL}}}legacyDrawing", {f"{R}id": identifiant})
    suivants = [e for e in racine if etree.QName(e).localname in _APRES_LES_DESSINS]
    if suivants:
        suivants[0].addprevious(element)
    else:
        racine.append(element)
    return []


def _poser_le_projet(parties: Parties, modules: Mapping[str, str]) -> list[str]:
    """Donne au classeur le projet VBA qui porte nos modules ; ceux de la personne restent."""
    phrases: list[str] = []
    present = next(iter(parties.cibles(parties.principale, _PROJET)), "")
    ancien = parties.lire(present) if present else None
    noms = [] if ancien else _noms_de_code(parties)
    projet_vba = _projet_ecrit(noms, ancien, modules, phrases)
    partie = present or "xl/vbaProject.bin"
    parties.poser(partie, projet_vba, _CONTENU_DE_PROJET)
    if not present:
        parties.lier(parties.principale, _LIEN_DE_PROJET, partie)
    for signature in parties.cibles(partie, "vbaProjectSignature"):
        parties.retirer(signature)
        phrases.append("La signature numérique du projet VBA ne vaut plus : elle est ôtée.")
    return phrases


def _noms_de_code(parties: Parties) -> list[tuple[str, bool]]:
    """Nom de code du classeur et de chaque feuille, posés là où ils manquent ; vrai pour une feuille de graphique."""
    from lxml import etree

    racine = parties.a_changer(parties.principale)
    proprietes = racine.find("{*}workbookPr")
    if proprietes is None:
        proprietes = etree.Element(f"{{{PRINCIPAL}}}workbookPr")
        place = 1 if len(racine) and etree.QName(racine[0]).localname == "fileVersion" else 0
        racine.insert(place, proprietes)
    proprietes.set("codeName", proprietes.get("codeName") or "ThisWorkbook")
    pris, noms = {proprietes.get("codeName", "").casefold()}, [(proprietes.get("codeName", ""), False)]
    for rang, partie in enumerate(parties.feuilles().values(), 1):
        graphique = "/chartsheets/" in partie
        feuille = parties.a_changer(partie)
        apercu = feuille.find("{*}sheetPr")
        if apercu is None:
            apercu = etree.Element(f"{{{PRINCIPAL}}}sheetPr")
            feuille.insert(0, apercu)
        libres = (f"{'Graph' if graphique else 'Feuil'}{n}" for n in (rang, *range(1_000, 9_999)))
        nom = apercu.get("codeName") or next(libre for libre in libres if libre.casefold() not in pris)
        apercu.set("codeName", nom)
        pris.add(nom.casefold())
        noms.append((nom, graphique))
    return noms


def _projet_ecrit(
    noms: list[tuple[str, bool]], ancien: bytes | None, modules: Mapping[str, str], phrases: list[str]
) -> bytes:
    """Octets du projet VBA, que pyOpenVBA écrit dans un classeur de papier qui a les mêmes feuilles."""
    try:
        from pyopenvba import ExcelFile
        from pyopenvba.exceptions import PyOpenVBAError
    except ImportError as erreur:
        raise ErreurTableur(
            'pyOpenVBA n\'est pas installé : installer tableur avec « pip install "tableur[excel]" ».'
        ) from erreur
    with tempfile.TemporaryDirectory(prefix="tableur-") as dossier:
        entree, sortie = Path(dossier) / "entree.xlsm", Path(dossier) / "sortie.xlsm"
        entree.write_bytes(classeur_de_papier(noms or [("ThisWorkbook", False), ("Feuil1", False)], ancien))
        try:
            with ExcelFile(entree) as fichier:
                projet_vba = fichier.vba_project() if ancien else fichier.add_vba_project()
                _poser_les_modules(projet_vba, modules, phrases)
                fichier.save(sortie, allow_invalidate_signature=True)
        except (PyOpenVBAError, ValueError) as erreur:
            raise ErreurTableur(f"Le projet VBA n'a pas pu être écrit dans ce classeur : {erreur}") from erreur
        with zipfile.ZipFile(sortie) as archive:
            return archive.read("xl/vbaProject.bin")


def classeur_de_papier(noms: list[tuple[str, bool]], projet_vba: bytes | None) -> bytes:
    """Classeur sans contenu, dont les feuilles ont ces noms de code : de quoi donner à pyOpenVBA le XML qu'il lit.

    Args:
        noms: Nom de code du classeur, puis de chaque feuille ; vrai pour une feuille de graphique.
        projet_vba: Projet qu'il a déjà, s'il en a un.
    """
    (classeur, _), *feuilles = noms
    genres = [("chartsheet" if graphique else "worksheet") for _, graphique in feuilles]
    liens = "".join(
        f'<Relationship Id="rId{n}" Type="{LIENS}/{genre}" Target="{genre}s/f{n}.xml"/>'
        for n, genre in enumerate(genres, 1)
    )
    onglets = "".join(f'<sheet name="f{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(feuilles) + 1))
    bin_, lien_du_projet = "", ""
    if projet_vba:
        bin_ = f'<Default Extension="bin" ContentType="{_CONTENU_DE_PROJET}"/>'
        lien_du_projet = f'<Relationship Id="rId9999" Type="{_LIEN_DE_PROJET}" Target="vbaProject.bin"/>'
    fichiers: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">{bin_}<Default Extension="rels" ContentType="'
        'application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="'
        f'application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{AVEC_MACROS}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{LIENS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{PRINCIPAL}" xmlns:r="{LIENS}"><workbookPr codeName="{classeur}"/>'
        f"<sheets>{onglets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{liens}{lien_du_projet}</Relationships>',
    }
    for n, ((nom, _), genre) in enumerate(zip(feuilles, genres, strict=True), 1):
        fichiers[f"xl/{genre}s/f{n}.xml"] = f'<{genre} xmlns="{PRINCIPAL}"><sheetPr codeName="{nom}"/></{genre}>'
    if projet_vba:
        fichiers["xl/vbaProject.bin"] = projet_vba
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w") as archive:
        for nom, contenu in fichiers.items():
            archive.writestr(nom, contenu)
    return flux.getvalue()


def _poser_les_modules(projet_vba: "VBAProject", modules: Mapping[str, str], phrases: list[str]) -> None:
    from pyopenvba import VBAModuleKind

    presents = {nom.casefold(): nom for nom in projet_vba.module_names()}
    for nom, texte in modules.items():
        source = en_cp1252(texte).replace("\r\n", "\n").replace("\n", "\r\n")
        if nom == "ThisWorkbook":
            _poser_l_ouverture(projet_vba, source, phrases)
        elif nom.casefold() in presents:
            projet_vba.get_module(presents[nom.casefold()]).source = source
        else:
            genre = VBAModuleKind.other if source.startswith("VERSION") else VBAModuleKind.standard
            projet_vba.add_module(nom, source, kind=genre)


def _poser_l_ouverture(projet_vba: "VBAProject", source: str, phrases: list[str]) -> None:
    """Code du classeur ; celui d'une personne n'est jamais remplacé."""
    nom = nom_du_classeur_de(projet_vba)
    module = projet_vba.get_module(nom)
    if module.body.strip() and "TABLEUR_Controle" not in module.body:
        phrases.append(
            f"Le module « {nom} » contient déjà du code : il est gardé, et le contrôle à l'ouverture n'est pas posé. "
            "Les formules et les boutons fonctionnent sans lui."
        )
        return
    module.body = source


def nom_du_classeur_de(projet_vba: "VBAProject") -> str:
    """Nom du module du classeur : son VB_Base est celui d'un classeur d'Excel."""
    for nom in projet_vba.module_names():
        if "00020819" in projet_vba.get_module(nom).source[:400]:
            return str(nom)
    return "ThisWorkbook"


def modules_de_la_personne(fichier: Path) -> list[str]:
    """Modules d'un classeur qui portent du code que tableur n'a pas écrit ; aucun s'il n'a pas de projet VBA."""
    from pyopenvba import ExcelFile
    from pyopenvba.exceptions import PyOpenVBAError

    if fichier.suffix.lower() != ".xlsm":
        return []
    try:
        with ExcelFile(fichier) as lu:
            if not lu.has_vba_project():
                return []
            modules = [lu.vba_project().get_module(nom) for nom in lu.module_names()]
    except PyOpenVBAError:
        return ["projet VBA qui ne se lit pas"]
    return [m.name for m in modules if not _est_de_tableur(m.name) and _porte_du_code(m.body)]


def _est_de_tableur(nom: str) -> bool:
    return nom in _SIENS or nom.startswith("TABLEUR_")


def _porte_du_code(corps: str) -> bool:
    if "TABLEUR_Controle" in corps:
        return False
    return any(ligne.strip() and ligne.strip() != "Option Explicit" for ligne in corps.splitlines())
