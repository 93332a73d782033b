"""Le paquet OPC d'un classeur : ses parties, leurs relations, et celles que l'on remplace."""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
from urllib.parse import unquote

from tableur.classeurs.retouche.zip_brut import EcritureZip
from tableur.fichiers.archives import analyser_xml, ouvrir_archive
from tableur.socle.erreurs import Ou, Refus, refus

if TYPE_CHECKING:
    from lxml.etree import _Element

TYPES = "[Content_Types].xml"
_ENCODAGE = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")

Contenu = bytes | Callable[[], Iterable[bytes]]


class Relation(NamedTuple):
    """Relation d'une partie : identifiant, fin du type, partie visée (une adresse, si elle est externe)."""

    identifiant: str
    genre: str
    cible: str
    externe: bool


class Paquet:
    """Classeur ouvert : on lit ses parties, on en remplace, puis on écrit le tout."""

    def __init__(self, source: Path | BinaryIO, nom: str = "") -> None:
        """Lit le fichier, vérifié de bout en bout.

        Args:
            source: Le fichier, ou ses octets en mémoire s'il a été déchiffré.
            nom: Nom que disent les phrases, pour des octets en mémoire.

        Raises:
            Refus: Le fichier est abîmé, chiffré, ancien, piégé, ou n'est pas un classeur .xlsx ou .xlsm.
        """
        self.ou = Ou(fichier=source.name if isinstance(source, Path) else nom or "classeur")
        octets = source.read_bytes if isinstance(source, Path) else source.read
        with ouvrir_archive(source, nom):
            if not isinstance(source, Path):
                source.seek(0)
            self._octets = octets()
        self._zip = zipfile.ZipFile(io.BytesIO(self._octets))
        self._membres = {_nom(m.filename): m for m in self._zip.infolist() if not m.is_dir()}
        self._nouvelles: dict[str, Contenu] = {}
        self._arbres: dict[str, _Element] = {}
        self._supprimees: set[str] = set()
        self.principale = self._trouver_principale()

    def __contains__(self, partie: str) -> bool:
        """Vrai si la partie existe et n'a pas été supprimée."""
        nom = _nom(partie)
        return nom in self._membres and nom not in self._supprimees

    @property
    def parties(self) -> list[str]:
        """Noms des parties, dans l'ordre de l'archive."""
        return [nom for nom in self._membres if nom not in self._supprimees]

    @property
    def changees(self) -> list[str]:
        """Noms des parties remplacées ou supprimées, triés."""
        noms = {*self._nouvelles, *self._arbres, *self._supprimees}
        return sorted(self._membres[nom].filename for nom in noms)

    def lire(self, partie: str) -> bytes:
        """Contenu présent d'une partie.

        Raises:
            Refus: La partie manque.
        """
        nom = _nom(partie)
        if nom in self._arbres:
            return serialiser(self._arbres[nom])
        nouvelle = self._nouvelles.get(nom)
        if nouvelle is not None:
            return nouvelle if isinstance(nouvelle, bytes) else b"".join(nouvelle())
        if nom not in self:
            message = f"Ce classeur est incomplet : il y manque « {partie} »."
            raise refus(self.ou, "partie absente", message, trouve=partie)
        return self._zip.read(self._membres[nom])

    def arbre(self, partie: str) -> "_Element":
        """Racine du XML d'une partie ; `garder` la fait écrire."""
        nom = _nom(partie)
        return self._arbres[nom] if nom in self._arbres else analyser_xml(self.lire(partie), self.ou)

    def garder(self, partie: str, racine: "_Element") -> None:
        """Fera écrire la partie d'après cet arbre, tel qu'il sera à l'enregistrement."""
        self._arbres[_nom(partie)] = racine

    def changer(self, partie: str, contenu: Contenu) -> None:
        """Remplace une partie par des octets, ou par une fonction qui les donnera en flux."""
        self._nouvelles[_nom(partie)] = contenu

    def supprimer(self, partie: str) -> None:
        """Retire une partie ; ses relations et son type de contenu partent avec elle."""
        self._supprimees.add(_nom(partie))
        racine = self.arbre(TYPES)
        for element in list(racine):
            if _nom(element.get("PartName", "")) == _nom(partie):
                racine.remove(element)
                self.garder(TYPES, racine)

    def relations(self, partie: str) -> list[Relation]:
        """Relations d'une partie ; liste vide si elle n'en a pas."""
        liens = _partie_des_liens(partie)
        if liens not in self:
            return []
        dossier = posixpath.dirname(partie)
        trouvees = []
        for lien in self.arbre(liens):
            if not isinstance(lien.tag, str):
                continue
            externe = lien.get("TargetMode") == "External"
            cible = lien.get("Target", "")
            if not externe:
                chemin = unquote(cible) if unquote(cible).lower() != cible.lower() else cible
                cible = posixpath.normpath(posixpath.join("/", dossier, chemin.replace("\\", "/"))).lstrip("/")
            trouvees.append(Relation(lien.get("Id", ""), lien.get("Type", "").rpartition("/")[2], cible, externe))
        return trouvees

    def oter_relation(self, partie: str, identifiant: str) -> None:
        """Retire une relation d'une partie."""
        liens = _partie_des_liens(partie)
        racine = self.arbre(liens)
        for lien in list(racine):
            if lien.get("Id") == identifiant:
                racine.remove(lien)
        self.garder(liens, racine)

    def ecrire(self, flux: BinaryIO) -> None:
        """Écrit le classeur : les parties intactes sont recopiées telles quelles."""
        sortie, source = EcritureZip(flux), io.BytesIO(self._octets)
        for membre in self._zip.infolist():
            nom = _nom(membre.filename)
            if nom in self._supprimees:
                continue
            if nom in self._arbres:
                sortie.ecrire(membre, [serialiser(self._arbres[nom])])
            elif nom in self._nouvelles and not membre.is_dir():
                nouvelle = self._nouvelles[nom]
                sortie.ecrire(membre, [nouvelle] if isinstance(nouvelle, bytes) else nouvelle())
            else:
                sortie.recopier(source, membre)
        sortie.finir(self._zip.comment)

    def _trouver_principale(self) -> str:
        try:
            liens = self.relations("")
        except Refus:
            liens = []
        for lien in liens:
            principale = lien.genre == "officeDocument" and lien.cible in self
            if principale and lien.cible.lower().endswith(".xml") and self._est_un_classeur(lien.cible):
                return lien.cible
        message = "Ce n'est pas un classeur .xlsx ou .xlsm : l'ouvrir dans un tableur, et l'enregistrer en .xlsx."
        raise refus(self.ou, "format", message, attendu="classeur .xlsx ou .xlsm")

    def _est_un_classeur(self, partie: str) -> bool:
        return self.arbre(partie).tag.rpartition("}")[2] == "workbook"


def serialiser(racine: "_Element") -> bytes:
    """Octets d'un arbre, avec la déclaration XML qu'il avait."""
    from lxml import etree

    document = racine.getroottree()
    autonome: bool = document.docinfo.standalone or False
    if document.docinfo.standalone is None:
        return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8"))
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=autonome))


def en_utf8(octets: bytes) -> bytes:
    """Le même XML en UTF-8 sans marque d'ordre, tel quel s'il l'est déjà."""
    if octets.startswith(b"\xef\xbb\xbf"):
        octets = octets[3:]
    declare = _ENCODAGE.match(octets)
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        declare and declare[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")
    ):
        return serialiser(analyser_xml(octets))
    return octets


def _nom(partie: str) -> str:
    return partie.replace("\\", "/").lstrip("/").lower()


def _partie_des_liens(partie: str) -> str:
    dossier, _, nom = partie.rpartition("/")
    return f"{dossier}/_rels/{nom}.rels" if dossier else f"_rels/{nom}.rels"
