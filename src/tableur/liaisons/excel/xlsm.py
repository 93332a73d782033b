"""Le classeur .xlsm : un classeur .xlsx, plus le projet VBA, les boutons, et la feuille de réglage de xlwings.

Rien de la personne ne bouge : on ajoute des parties au paquet. Le projet est écrit par pyOpenVBA, et `xlwings.bas`
est celui du xlwings installé, dont la version est épinglée au nom de sa dll.
"""

import io
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tableur import __version__
from tableur.classeurs.modeles import Bouton
from tableur.classeurs.verification import FEUILLES_DES_HOTES
from tableur.classeurs.vie.parties import CLASSEUR, LIENS, PRINCIPAL, Parties, R
from tableur.liaisons.excel.boutons_dessines import BLOC, DESSIN, dessiner
from tableur.liaisons.excel.projet_vba import AVEC_MACROS, CONTENU_DE_PROJET, LIEN_DE_PROJET, projet_ecrit
from tableur.liaisons.excel.vba import projet
from tableur.socle.erreurs import ErreurTableur, refus

if TYPE_CHECKING:
    from lxml.etree import _Element

(FEUILLE_DE_REGLAGE,) = FEUILLES_DES_HOTES
_FEUILLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PROJET = "vbaProject"
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


def projet_pour_excel(boutons: Iterable[Bouton] = ()) -> Projet:
    """Projet entier, pour Excel : formules, boutons, contrôle à l'ouverture, xlwings.

    Args:
        boutons: Boutons à dessiner.

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
    racine = etree.Element(f"{{{PRINCIPAL}}}worksheet")
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


def _poser_les_boutons(parties: Parties, boutons: Iterable[Bouton]) -> list[str]:
    """Dessine les boutons dans leurs feuilles ; dit ceux qui n'ont pas trouvé la leur."""
    feuilles, phrases = parties.feuilles(), []
    par_feuille: dict[str, list[Bouton]] = {}
    for bouton in boutons:
        for nom in bouton.feuilles:
            par_feuille.setdefault(nom, []).append(bouton)
    for nom, siens in par_feuille.items():
        if nom in feuilles:
            _dessiner_dans(parties, feuilles[nom], siens)
        else:
            phrases.append(f"La feuille « {nom} » n'est pas dans ce classeur : ses boutons n'ont pas été posés.")
    return phrases


def _dessiner_dans(parties: Parties, partie: str, boutons: list[Bouton]) -> None:
    from lxml import etree

    racine = parties.a_changer(partie)
    dessin = next(iter(parties.cibles(partie, "vmlDrawing")), "")
    if dessin:
        ancien = parties.lire(dessin)
        if b"!TABLEUR_Boutons." not in ancien:
            parties.poser(dessin, dessiner(boutons, racine, ancien))
        return
    rang = list(parties.feuilles().values()).index(partie) + 1
    dessin = parties.nom_libre("xl/drawings/vmlDrawing{}.vml")
    parties.poser(dessin, dessiner(boutons, racine, bloc=BLOC + rang))
    parties.typer_l_extension("vml", DESSIN)
    identifiant = parties.lier(partie, f"{LIENS}/vmlDrawing", dessin)
    element = etree.Element(f"{{{PRINCIPAL}}}legacyDrawing", {f"{R}id": identifiant})
    suivants = [e for e in racine if etree.QName(e).localname in _APRES_LES_DESSINS]
    if suivants:
        suivants[0].addprevious(element)
    else:
        racine.append(element)


def _poser_le_projet(parties: Parties, modules: Mapping[str, str]) -> list[str]:
    """Donne au classeur le projet VBA qui porte nos modules ; ceux de la personne restent."""
    phrases: list[str] = []
    present = next(iter(parties.cibles(parties.principale, _PROJET)), "")
    ancien = parties.lire(present) if present else None
    noms = [] if ancien else _noms_de_code(parties)
    octets = projet_ecrit(noms, ancien, modules, phrases)
    partie = present or "xl/vbaProject.bin"
    parties.poser(partie, octets, CONTENU_DE_PROJET)
    if not present:
        parties.lier(parties.principale, LIEN_DE_PROJET, partie)
    for signature in parties.cibles(partie, "vbaProjectSignature"):
        parties.retirer(signature)
        phrases.append("La signature numérique du projet VBA ne vaut plus : elle est ôtée.")
    return phrases


def _noms_de_code(parties: Parties) -> list[tuple[str, bool]]:
    """Nom de code du classeur et de chaque feuille, posés où ils manquent ; vrai pour une feuille de graphique."""
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
