"""Un .docx ouvert : ses parties, celles qui peuvent porter des champs, et ce qu'il faut en ôter."""

import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tableur.fichiers.archives import analyser_xml, ouvrir_archive
from tableur.fichiers.chemins import chemin_recu, lecture_impossible
from tableur.socle.erreurs import Ou, refus

if TYPE_CHECKING:
    from lxml.etree import _Element

TYPES = "[Content_Types].xml"
XML_MAXIMAL = 50 << 20  # octets d'une partie ; un document réel n'en a guère plus de deux
MODELE_MAXIMAL = 200 << 20

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENT = f"{_WORD}document.main+xml"
_GABARIT = f"{_WORD}template.main+xml"
_PORTEURS = {
    _DOCUMENT, _GABARIT,
    *(f"{_WORD}{genre}+xml" for genre in ("header", "footer", "footnotes", "endnotes", "comments")),
    "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "application/vnd.openxmlformats-package.core-properties+xml",
}  # fmt: skip
# Word demanderait à rouvrir la source de données, ou irait chercher le gabarit sur le réseau.
_RELATIONS_OTEES = re.compile(r"/(mailMergeSource|mailMergeHeaderSource|recipientData|attachedTemplate)$")
_ELEMENTS_OTES = ("mailMerge", "attachedTemplate")


@dataclass(frozen=True, slots=True)
class Relation:
    """Lien d'une partie vers une autre, ou vers l'extérieur ; `source` est la partie qui le porte."""

    source: str
    identifiant: str
    genre: str
    cible: str
    externe: bool

    @property
    def genre_court(self) -> str:
        """« image », « hyperlink », « header »."""
        return self.genre.rsplit("/", 1)[-1]

    @property
    def membre(self) -> str:
        """Membre visé, pour un lien interne."""
        if self.cible.startswith("/"):
            return self.cible[1:]
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.source), self.cible))


class Paquet:
    """Modèle ouvert et vérifié comme archive ; voir `ouvrir_modele`."""

    def __init__(self, nom: str, octets: bytes, membres: tuple[str, ...]) -> None:
        """Garde les octets ; les parties se lisent à la demande."""
        self.nom, self.octets, self.membres = nom, octets, membres
        self._zip = zipfile.ZipFile(io.BytesIO(octets))
        self._lus: dict[str, bytes] = {}

    @property
    def infos(self) -> dict[str, zipfile.ZipInfo]:
        """Entrées de l'archive, par nom."""
        return {info.filename: info for info in self._zip.infolist() if not info.is_dir()}

    @cached_property
    def empreinte(self) -> str:
        """SHA-256 du modèle entier."""
        return hashlib.sha256(self.octets).hexdigest()

    def lire(self, membre: str) -> bytes:
        """Contenu d'un membre, tel qu'il est dans le modèle."""
        if membre not in self._lus:
            self._lus[membre] = self._zip.read(membre)
        return self._lus[membre]

    def xml(self, membre: str) -> "_Element":
        """Racine d'un membre XML, relue à chaque appel.

        Raises:
            Refus: Le XML est illisible ou piégé.
        """
        return analyser_xml(self.lire(membre), Ou(self.nom))

    @cached_property
    def types(self) -> dict[str, str]:
        """Type de contenu de chaque membre."""
        racine = self.xml(TYPES)
        defauts: dict[str, str] = {}
        propres: dict[str, str] = {}
        for element in racine.iterchildren(tag="{*}*"):
            genre = element.get("ContentType") or ""
            if element.tag.endswith("}Default"):
                defauts[(element.get("Extension") or "").lower()] = genre
            else:
                propres[(element.get("PartName") or "").lstrip("/")] = genre
        return {m: propres.get(m) or defauts.get(m.rpartition(".")[2].lower(), "") for m in self.membres}

    @property
    def principal(self) -> str:
        """Membre du corps du document.

        Raises:
            Refus: L'archive n'est pas un document Word.
        """
        for membre, genre in self.types.items():
            if genre in (_DOCUMENT, _GABARIT):
                return membre
        message = "Ce n'est pas un document Word .docx ou .dotx."
        if any("macroEnabled" in genre for genre in self.types.values()):
            message = "Ce modèle contient des macros : l'enregistrer en .docx."
        raise refus(Ou(self.nom), "modèle", message, attendu="document .docx ou .dotx")

    @cached_property
    def porteurs(self) -> list[str]:
        """Membres où un champ peut se trouver, le corps d'abord."""
        trouves = [membre for membre, genre in self.types.items() if genre in _PORTEURS]
        return sorted(trouves, key=lambda m: (m != self.principal, m.startswith("docProps/"), m))

    @cached_property
    def relations(self) -> list[Relation]:
        """Tous les liens du document."""
        return [r for membre in self.membres if membre.endswith(".rels") for r in self._relations_de(membre)]

    def _relations_de(self, membre: str) -> Iterator[Relation]:
        dossier, fichier = posixpath.split(membre)
        source = posixpath.join(posixpath.dirname(dossier), fichier.removesuffix(".rels"))
        for element in self.xml(membre).iterchildren(tag="{*}Relationship"):
            yield Relation(
                source,
                element.get("Id") or "",
                element.get("Type") or "",
                unquote(element.get("Target") or ""),
                element.get("TargetMode") == "External",
            )

    @cached_property
    def retouches(self) -> dict[str, bytes | None]:
        """Membres à remplacer une fois pour toutes, ou à ôter (None) : source de publipostage, gabarit joint."""
        changes: dict[str, bytes | None] = {}
        otees = [r for r in self.relations if _RELATIONS_OTEES.search(r.genre)]
        orphelins = {r.membre for r in otees if not r.externe} & set(self.membres)
        changes |= dict.fromkeys(orphelins)
        for source in {r.source for r in otees}:
            changes |= self._sans_relations(source, {r.identifiant for r in otees if r.source == source})
        types = self._types_retouches(orphelins)
        return changes | ({TYPES: types} if types else {})

    def _sans_relations(self, source: str, identifiants: set[str]) -> dict[str, bytes]:
        dossier, fichier = posixpath.split(source)
        rels = posixpath.join(dossier, "_rels", f"{fichier}.rels")
        liens = self.xml(rels)
        for element in list(liens.iterchildren(tag="{*}Relationship")):
            if element.get("Id") in identifiants:
                liens.remove(element)
        racine = self.xml(source)
        for nom in _ELEMENTS_OTES:
            for element in list(racine.iter(f"{{*}}{nom}")):
                parent = element.getparent()
                if parent is not None:
                    parent.remove(element)
        return {rels: en_octets(liens), source: en_octets(racine)}

    def _types_retouches(self, orphelins: set[str]) -> bytes | None:
        racine = self.xml(TYPES)
        change = False
        for element in list(racine.iterchildren(tag="{*}Override")):
            if element.get("ContentType") == _GABARIT:
                element.set("ContentType", _DOCUMENT)
                change = True
            elif (element.get("PartName") or "").lstrip("/") in orphelins:
                racine.remove(element)
                change = True
        return en_octets(racine) if change else None


def ouvrir_modele(modele: Path | bytes, nom: str = "modèle") -> Paquet:
    """Modèle ouvert et vérifié comme archive.

    Args:
        modele: Fichier .docx ou .dotx, ou son contenu.
        nom: Nom que disent les phrases, pour un contenu.

    Raises:
        Refus: Le fichier est absent, abîmé, chiffré ou piégé, ou ce n'est pas un document Word.
    """
    if isinstance(modele, Path):
        chemin = chemin_recu(modele)
        if not chemin.is_file():
            message = f"Ce modèle n'existe pas dans le dossier « {chemin.parent} »."
            raise refus(Ou(chemin.name), "fichier absent", message, attendu="modèle .docx")
        try:
            octets, nom = chemin.read_bytes(), chemin.name
        except OSError as erreur:
            raise lecture_impossible(chemin, erreur) from erreur
    else:
        octets = modele
    with ouvrir_archive(io.BytesIO(octets), nom) as archive:
        paquet = Paquet(nom, octets, archive.membres)
    _verifier_tailles(paquet)
    if TYPES not in paquet.membres:
        raise refus(Ou(nom), "modèle", "Ce n'est pas un document Word .docx ou .dotx.", attendu="document .docx")
    paquet.principal  # noqa: B018 - refuse ce qui n'est pas un document
    return paquet


def en_octets(racine: "_Element") -> bytes:
    """XML d'une partie, avec la déclaration que Word écrit."""
    from lxml import etree

    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)


def _verifier_tailles(paquet: Paquet) -> None:
    tailles = {nom: info.file_size for nom, info in paquet.infos.items()}
    gros = [nom for nom, taille in tailles.items() if taille > XML_MAXIMAL and nom.endswith((".xml", ".rels"))]
    if gros or sum(tailles.values()) > MODELE_MAXIMAL:
        message = "Ce modèle est refusé, car il peut être piégé : il occuperait trop de mémoire une fois ouvert."
        raise refus(Ou(paquet.nom), "trop gros", message, trouve=", ".join(gros))
