"""Le classeur .xlsm : un classeur .xlsx, plus le projet VBA, les boutons, et la feuille de réglage de xlwings.

Rien de la personne ne bouge : on ajoute des parties au paquet. Le projet est écrit par pyOpenVBA, et `xlwings.bas` est
celui du xlwings installé, dont la version est épinglée au nom de sa dll.
"""

import io
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tableur import __version__
from tableur.classeurs.vie.parties import CLASSEUR, LIENS, PRINCIPAL, Parties, R
from tableur.liaisons.excel.boutons_dessines import DESSIN, dessiner
from tableur.liaisons.excel.vba import BOUTONS, Bouton, en_cp1252, projet
from tableur.socle.erreurs import ErreurTableur, refus

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pyopenvba.vba import VBAProject

AVEC_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
FEUILLE_DE_REGLAGE = "xlwings.conf"
_FEUILLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PROJET = "vbaProject"
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
        raise ErreurTableur('xlwings n\'est pas installé : installer tableur avec « pip install "tableur[excel]" ».')
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
    flux = io.BytesIO()
    parties.ecrire(flux)
    return _avec_le_projet(flux.getvalue(), a_poser, phrases), phrases


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


def _avec_le_projet(octets: bytes, a_poser: Projet, phrases: list[str]) -> bytes:
    """Classeur dont le projet VBA porte nos modules ; ceux de la personne restent."""
    try:
        from pyopenvba import ExcelFile
        from pyopenvba.exceptions import PyOpenVBAError
    except ImportError as erreur:
        raise ErreurTableur(
            'pyOpenVBA n\'est pas installé : installer tableur avec « pip install "tableur[excel]" ».'
        ) from erreur
    with tempfile.TemporaryDirectory(prefix="tableur-") as dossier:
        entree, sortie = Path(dossier) / "entree.xlsm", Path(dossier) / "sortie.xlsm"
        entree.write_bytes(octets)
        try:
            with ExcelFile(entree) as fichier:
                projet_vba = fichier.vba_project() if fichier.has_vba_project() else fichier.add_vba_project()
                _poser_les_modules(projet_vba, a_poser.modules, phrases)
                fichier.save(sortie)
        except (PyOpenVBAError, ValueError) as erreur:
            raise ErreurTableur(f"Le projet VBA n'a pas pu être écrit dans ce classeur : {erreur}") from erreur
        return sortie.read_bytes()


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
