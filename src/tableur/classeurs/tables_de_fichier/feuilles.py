"""Zones d'un classeur .xlsx, .xlsm, .ods ou .xls qui peuvent être des tables, et grilles de ses feuilles.

Seule la feuille demandée est analysée : lire une table d'un gros classeur ne coûte que cette feuille.
"""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, BinaryIO, cast

import python_calamine as calamine

from tableur.classeurs.tables_de_fichier.situees import Genre
from tableur.fichiers.archives import Archive, analyser_xml, ouvrir_archive
from tableur.fichiers.chiffrement import est_chiffre
from tableur.fichiers.mots_de_passe import Demander, ouvrir_chiffre
from tableur.frontiere import Grille
from tableur.socle.erreurs import Ou, Refus, refus
from tableur.socle.ramassage import sans_ramassage

if TYPE_CHECKING:
    from lxml.etree import _Element

SIGNATURE_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
SIGNATURE_ZIP = b"PK\x03\x04"

_CLASSEUR = "xl/workbook.xml"
_PLAGE = re.compile(
    r"\$?(?:'((?:[^']|'')+)'|([^'!.$\s]+))[!.]\$?([A-Z]{1,3})\$?(\d+):"
    r"(?:\$?(?:'(?:[^']|'')+'|[^'!.$\s]*)[!.])?\$?([A-Z]{1,3})\$?(\d+)"
)
_REFERENCE = re.compile(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)")
_DEUX_LETTRES = re.compile(rb"""r=["'][A-Z]{2}""")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"

Defauts = dict[tuple[int, int], object]


@dataclass(frozen=True, slots=True)
class Zone:
    """Rectangle d'une feuille qui porte une table ; rangs comptés à partir de 0, fins non comprises.

    Args:
        nom: Nom de la table.
        genre: « table » ou « nom ».
        feuille: Nom de la feuille.
        haut: Première ligne, celle des en-têtes s'il y en a une.
        gauche: Première colonne.
        bas: Ligne qui suit la dernière ligne de données.
        droite: Colonne qui suit la dernière.
        entetes: En-têtes d'une table Excel qui les cache ; vide si sa première ligne les porte.
        exacte: Vrai pour une table Excel : elle dit elle-même où sont ses totaux.
    """

    nom: str
    genre: Genre
    feuille: str
    haut: int
    gauche: int
    bas: int
    droite: int
    entetes: tuple[str, ...] = ()
    exacte: bool = False


@contextmanager
def fouiller(chemin: Path, demander: Demander | None = None) -> "Iterator[ClasseurFouille]":
    """Classeur ouvert le temps du bloc, pour en lire les tables.

    Args:
        chemin: Fichier .xlsx, .xlsm, .ods, ou .xls.
        demander: Pose la question du mot de passe d'un classeur chiffré ; sans elle, rien n'est demandé.

    Raises:
        Refus: Le fichier est abîmé, piégé, n'est pas un classeur, ou son mot de passe n'est pas connu.
    """
    with ExitStack() as pile:
        if est_chiffre(chemin):
            flux: BinaryIO = io.BytesIO(ouvrir_chiffre(chemin, demander)[0])
        else:
            flux = pile.enter_context(chemin.open("rb"))
        zippe = flux.read(4) == SIGNATURE_ZIP
        flux.seek(0)
        archive = pile.enter_context(ouvrir_archive(flux, chemin.name)) if zippe else None
        yield ClasseurFouille(chemin, flux, archive)


class ClasseurFouille:
    """Classeur dont on cherche les tables, quel que soit son format."""

    def __init__(self, chemin: Path, flux: BinaryIO, archive: Archive | None) -> None:
        """Prépare la fouille ; `archive` est None pour un .xls, dont les erreurs ne se distinguent pas du vide."""
        self.chemin = chemin
        self._archive = archive
        self._parties: dict[str, str] = {}
        self._ods: bytes | None = None
        self.zones: tuple[Zone, ...] = ()
        if archive is not None:
            self._preparer(archive)
        with _sans_accident(chemin, ""):
            flux.seek(0)
            self._classeur = calamine.CalamineWorkbook.from_filelike(flux)
            self.feuilles = tuple(
                feuille.name
                for feuille in self._classeur.sheets_metadata
                if feuille.typ == calamine.SheetTypeEnum.WorkSheet
            )

    def grille(self, feuille: str) -> tuple[Grille, bool]:
        """Valeurs brutes d'une feuille, depuis A1, et vrai si elle a des erreurs ou des formules sans valeur.

        Raises:
            Refus: La feuille est illisible ou démesurée.
        """
        defauts = self._defauts(feuille)
        with _sans_accident(self.chemin, feuille), sans_ramassage():
            brute = self._classeur.get_sheet_by_name(feuille).to_python(skip_empty_area=False)
        grille = cast("Grille", brute)
        for (ligne, colonne), defaut in defauts.items():
            while len(grille) <= ligne:
                grille.append([])
            grille[ligne].extend([""] * (colonne + 1 - len(grille[ligne])))
            grille[ligne][colonne] = defaut
        return grille, bool(defauts)

    def _defauts(self, feuille: str) -> Defauts:
        ou = Ou(fichier=self.chemin.name, feuille=feuille)
        if self._ods is not None:
            from tableur.classeurs.balayage import defauts_ods

            return defauts_ods(self._ods, ou).get(feuille, {})
        partie = self._parties.get(feuille)
        if partie is None or self._archive is None:
            return {}
        return _defauts_de(self._archive.lire_membre(partie), ou)

    def _preparer(self, archive: Archive) -> None:
        ou = Ou(fichier=self.chemin.name)
        if "content.xml" in archive:
            self._ods = archive.lire_membre("content.xml")
            self.zones = tuple(_zones_ods(analyser_xml(self._ods, ou)))
        elif _CLASSEUR in archive:
            self.zones = tuple(self._zones_xlsx(archive, ou))
        else:
            message = "Ce fichier n'est pas un classeur : ni Excel (.xlsx, .xlsm), ni Calc (.ods)."
            raise refus(ou, "classeur illisible", message)

    def _zones_xlsx(self, archive: Archive, ou: Ou) -> Iterator[Zone]:
        racine = analyser_xml(archive.lire_membre(_CLASSEUR), ou)
        cibles = _cibles(archive, _CLASSEUR, ou)
        for feuille in racine.iter("{*}sheet"):
            nom = feuille.get("name", "")
            lien = next((str(v) for cle, v in feuille.attrib.items() if str(cle).endswith("}id")), "")
            partie = cibles.get(lien, "")
            if partie in archive:
                self._parties[nom] = partie
                for cible in _cibles(archive, partie, ou).values():
                    if "/tables/" in cible and cible in archive:
                        yield from _zone_de_table(analyser_xml(archive.lire_membre(cible), ou), nom)
        noms = {
            str(d.get("name")): d.text or "" for d in racine.iter("{*}definedName") if not d.get("localSheetId")
        }
        yield from _zones_nommees(noms)


def _defauts_de(octets: bytes, ou: Ou) -> Defauts:
    """Défauts d'une feuille .xlsx ; deux fouilles rapides évitent d'en faire de lentes à un classeur sain."""
    suspecte = any(marque in octets for marque in _marques(octets))
    large = _DEUX_LETTRES.search(octets) is not None
    if not suspecte and not large:
        return {}
    from tableur.classeurs.balayage import defauts_xlsx, est_demesuree

    if large and est_demesuree(octets):
        message = "Une cellule remplie se trouve très loin des autres : l'effacer, puis enregistrer."
        raise refus(ou, "feuille démesurée", message)
    return defauts_xlsx(octets, ou) if suspecte else {}


def _marques(octets: bytes) -> tuple[bytes, ...]:
    """Ce qu'une feuille contient si elle a une erreur ou une formule, dans l'écriture XML qu'elle emploie."""
    racine = octets[: octets.find(b">", octets.find(b"worksheet")) + 1]
    courante = b"<worksheet" in racine and b"='" not in racine.rpartition(b"<")[2]
    return (b't="e"', b"<f") if courante else (b't="e"', b"t='e'", b"<f", b":f")


def rang_de_colonne(lettres: str) -> int:
    """Rang d'une colonne, compté à partir de 0.

    >>> rang_de_colonne("A"), rang_de_colonne("AB")
    (0, 27)
    """
    return reduce(lambda rang, lettre: rang * 26 + ord(lettre) - 64, lettres, 0) - 1


def _zone_de_table(table: "_Element", feuille: str) -> Iterator[Zone]:
    reference = _REFERENCE.fullmatch(table.get("ref", ""))
    if reference is None:
        return
    haut, bas = int(reference[2]) - 1, int(reference[4]) - int(table.get("totalsRowCount", "0"))
    gauche, droite = rang_de_colonne(reference[1]), rang_de_colonne(reference[3]) + 1
    entetes: tuple[str, ...] = ()
    if table.get("headerRowCount") == "0":
        entetes = tuple(colonne.get("name", "") for colonne in table.iter("{*}tableColumn"))
    nom = table.get("displayName", "") or table.get("name", "")
    yield Zone(nom, "table", feuille, haut, gauche, bas, droite, entetes, exacte=True)


def _zones_nommees(noms: Mapping[str, str]) -> Iterator[Zone]:
    """Noms définis qui désignent une plage d'au moins deux lignes et deux colonnes."""
    for nom, adresse in noms.items():
        plage = _PLAGE.fullmatch(adresse)
        if plage is None or nom.startswith("_xlnm"):
            continue
        feuille = str((plage[1] or "").replace("''", "'") or plage[2])
        haut, bas = int(plage[4]) - 1, int(plage[6])
        gauche, droite = rang_de_colonne(plage[3]), rang_de_colonne(plage[5]) + 1
        if bas - haut > 1 and droite - gauche > 1:
            yield Zone(nom, "nom", feuille, haut, gauche, bas, droite)


def _zones_ods(racine: "_Element") -> Iterator[Zone]:
    """Plages de base de données (les tables d'Excel, une fois converties) et plages nommées."""
    plages: dict[str, str] = {}
    for plage in racine.iter(f"{_TABLE}database-range"):
        nom = plage.get(f"{_TABLE}name", "")
        adresse = plage.get(f"{_TABLE}target-range-address", "")
        if not nom.startswith("__") and plage.get(f"{_TABLE}contains-header") != "false":
            plages[nom] = adresse
    for zone in _zones_nommees(plages):
        yield Zone(zone.nom, "table", zone.feuille, zone.haut, zone.gauche, zone.bas, zone.droite)
    noms = {
        plage.get(f"{_TABLE}name", ""): plage.get(f"{_TABLE}cell-range-address", "")
        for plage in racine.iter(f"{_TABLE}named-range")
        if plage.get(f"{_TABLE}name", "") not in plages
    }
    yield from _zones_nommees(noms)


def _cibles(archive: Archive, partie: str, ou: Ou) -> dict[str, str]:
    """Parties liées à une autre, par identifiant de lien."""
    liens = join(dirname(partie), "_rels", f"{partie.rpartition('/')[2]}.rels")
    if liens not in archive:
        return {}
    cibles = {}
    for lien in analyser_xml(archive.lire_membre(liens), ou).iter("{*}Relationship"):
        cible = lien.get("Target", "")
        cibles[lien.get("Id", "")] = (
            cible.lstrip("/") if cible.startswith("/") else normpath(join(dirname(partie), cible))
        )
    return cibles


@contextmanager
def _sans_accident(chemin: Path, feuille: str) -> Iterator[None]:
    """Change en refus les erreurs de calamine, paniques comprises : elles ne dérivent pas d'Exception."""
    try:
        yield
    except calamine.PasswordError as erreur:
        message = "Ce fichier est protégé par un mot de passe : le retirer, puis recommencer."
        raise refus(Ou(fichier=chemin.name), "mot de passe", message) from erreur
    except (calamine.CalamineError, OSError, ValueError) as erreur:
        raise _abime(chemin, feuille) from erreur
    except BaseException as erreur:
        if type(erreur).__name__ != "PanicException":
            raise
        raise _abime(chemin, feuille) from erreur


def _abime(chemin: Path, feuille: str) -> Refus:
    message = "Ce classeur est abîmé : l'ouvrir dans le tableur, l'enregistrer, puis recommencer."
    return refus(Ou(fichier=chemin.name, feuille=feuille), "classeur illisible", message)
