"""Le projet VBA d'un classeur, lu et écrit par pyOpenVBA : nos modules y entrent, ceux de la personne restent."""

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tableur.classeurs.macros.paquet import AVEC_MACROS, CONTENU_DE_PROJET, LIEN_DE_PROJET
from tableur.classeurs.vie.parties import LIENS, PRINCIPAL, RELATIONS
from tableur.liaisons.excel.vba import en_cp1252
from tableur.socle.erreurs import ErreurTableur

if TYPE_CHECKING:
    from pyopenvba.vba import VBAProject  # type: ignore[import-untyped]

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SIENS = ("TABLEUR", "xlwings", "Dictionary")


def projet_ecrit(
    noms: list[tuple[str, bool]], ancien: bytes | None, modules: Mapping[str, str], phrases: list[str]
) -> bytes:
    """Octets du projet VBA, que pyOpenVBA écrit dans un classeur de papier qui a les mêmes feuilles.

    Args:
        noms: Nom de code du classeur, puis de chaque feuille ; vide si le projet existe déjà.
        ancien: Projet que le classeur a déjà.
        modules: Texte de chacun de nos modules.
        phrases: Reçoit ce qu'il faut en dire.

    Raises:
        ErreurTableur: pyOpenVBA n'est pas installé, ou n'a pas su écrire le projet.
    """
    try:
        from pyopenvba import ExcelFile  # type: ignore[import-untyped]
        from pyopenvba.exceptions import PyOpenVBAError  # type: ignore[import-untyped]
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
        bin_ = f'<Default Extension="bin" ContentType="{CONTENU_DE_PROJET}"/>'
        lien_du_projet = f'<Relationship Id="rId9999" Type="{LIEN_DE_PROJET}" Target="vbaProject.bin"/>'
    fichiers: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">{bin_}<Default Extension="rels" ContentType="'
        'application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="'
        f'application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{AVEC_MACROS}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{LIENS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{PRINCIPAL}" xmlns:r="{LIENS}"><workbookPr codeName="{classeur}"/>'
        f"<sheets>{onglets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{liens}{lien_du_projet}'
        "</Relationships>",
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
            f"Le module « {nom} » contient déjà du code : il est gardé, et le contrôle à l'ouverture n'est pas "
            "posé. Les formules et les boutons fonctionnent sans lui."
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
