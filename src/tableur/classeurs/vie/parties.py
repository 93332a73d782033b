"""Les parties d'un classeur .xlsx, en mémoire : on en change, on en ajoute, on en retire, puis on écrit le tout.

La retouche remplit un classeur sans rien y ajouter ; ici naissent des feuilles, et d'autres s'en vont. Une partie
que rien n'a changée garde ses octets.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote

from tableur.classeurs.retouche.paquet import TYPES, Relation, serialiser
from tableur.fichiers.archives import analyser_xml, ouvrir_archive
from tableur.socle.erreurs import Ou, Refus, refus

if TYPE_CHECKING:
    from lxml.etree import _Element

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
LIENS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PRINCIPAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = f"{{{LIENS}}}"
CLASSEUR = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_DATE = (2026, 1, 1, 0, 0, 0)
_STRICT = "http://purl.oclc.org/ooxml/"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


class Parties:
    """Classeur ouvert : ses parties par nom, et ses relations."""

    def __init__(self, source: Path | BinaryIO, nom: str = "") -> None:
        """Lit tout le classeur, vérifié de bout en bout.

        Args:
            source: Fichier .xlsx ou .xlsm, ou ses octets en mémoire.
            nom: Nom que disent les phrases, pour des octets en mémoire.

        Raises:
            Refus: Le fichier est abîmé, chiffré, ancien, piégé, « strict », ou n'est pas un classeur.
        """
        self.ou = Ou(fichier=source.name if isinstance(source, Path) else nom)
        with ouvrir_archive(source, nom) as archive:
            self._octets = {membre.replace("\\", "/"): archive.lire_membre(membre) for membre in archive.membres}
        self._exacts = {membre.lower(): membre for membre in self._octets}
        self._arbres: dict[str, _Element] = {}
        self._changees: set[str] = set()
        if TYPES.lower() not in self._exacts:
            raise self._refus("Ce n'est pas un classeur .xlsx ou .xlsm.")
        self.principale = next((r.cible for r in self.relations("") if r.genre == "officeDocument"), "")
        if self.principale not in self or not self.arbre(self.principale).tag.endswith("}workbook"):
            raise self._refus("Ce n'est pas un classeur .xlsx ou .xlsm : l'enregistrer dans ce format.")
        if _STRICT in self.arbre(self.principale).tag:
            raise self._refus(
                "Ce classeur est au format « Open XML strict » : l'enregistrer en « Classeur Excel (.xlsx) »."
            )

    def __contains__(self, partie: str) -> bool:
        """Vrai si la partie existe."""
        return partie.lower() in self._exacts

    def __iter__(self) -> Iterator[str]:
        """Noms des parties, dans l'ordre de l'archive."""
        return iter(tuple(self._octets))

    def lire(self, partie: str) -> bytes:
        """Contenu présent d'une partie."""
        exact = self._exact(partie)
        return serialiser(self._arbres[exact]) if exact in self._changees else self._octets[exact]

    def arbre(self, partie: str) -> "_Element":
        """Racine du XML d'une partie, à lire seulement."""
        exact = self._exact(partie)
        if exact not in self._arbres:
            self._arbres[exact] = analyser_xml(self._octets[exact], self.ou)
        return self._arbres[exact]

    def a_changer(self, partie: str) -> "_Element":
        """Racine du XML d'une partie, que l'on va changer."""
        racine = self.arbre(partie)
        self._changees.add(self._exact(partie))
        return racine

    def oublier(self, partie: str) -> None:
        """Libère l'arbre d'une partie que rien n'a changée."""
        exact = self._exact(partie)
        if exact not in self._changees:
            self._arbres.pop(exact, None)

    def poser(self, partie: str, octets: bytes, genre: str = "") -> None:
        """Remplace ou ajoute une partie.

        Args:
            partie: Son nom.
            octets: Son contenu.
            genre: Son type de contenu, pour une partie qui naît ; vide si l'extension le dit déjà.
        """
        exact = self._exacts.setdefault(partie.lower(), partie)
        self._octets[exact] = octets
        self._arbres.pop(exact, None)
        self._changees.discard(exact)
        if genre:
            self.typer(exact, genre)

    def retirer(self, partie: str) -> None:
        """Retire une partie, ses relations et son type de contenu."""
        exact = self._exacts.pop(partie.lower())
        del self._octets[exact]
        self._arbres.pop(exact, None)
        self._changees.discard(exact)
        racine = self.a_changer(TYPES)
        for element in list(racine):
            if element.get("PartName", "").lower() == f"/{partie}".lower():
                racine.remove(element)
        liens = partie_des_liens(partie)
        if liens in self:
            self.retirer(liens)

    def genre(self, partie: str) -> str:
        """Type de contenu d'une partie, vide s'il n'est pas dit."""
        defaut = ""
        for element in self.arbre(TYPES):
            if element.get("PartName", "").lower() == f"/{partie}".lower():
                return element.get("ContentType", "")
            if element.get("Extension", "").lower() == partie.rpartition(".")[2].lower():
                defaut = element.get("ContentType", "")
        return defaut

    def typer(self, partie: str, genre: str) -> None:
        """Dit le type de contenu d'une partie."""
        from lxml import etree

        if self.genre(partie) == genre:
            return
        racine = self.a_changer(TYPES)
        trouve = next((e for e in racine if e.get("PartName", "").lower() == f"/{partie}".lower()), None)
        if trouve is None:
            trouve = etree.SubElement(racine, f"{{{_TYPES}}}Override", {"PartName": f"/{partie}"})
        trouve.set("ContentType", genre)

    def typer_l_extension(self, extension: str, genre: str) -> None:
        """Dit le type de contenu d'une extension, si rien ne le dit."""
        from lxml import etree

        racine = self.arbre(TYPES)
        if all(e.get("Extension", "").lower() != extension for e in racine):
            defaut = etree.Element(f"{{{_TYPES}}}Default", {"Extension": extension, "ContentType": genre})
            self.a_changer(TYPES).insert(0, defaut)

    # ------------------------------------------------------------------ relations

    def relations(self, partie: str) -> list[Relation]:
        """Relations d'une partie ; liste vide si elle n'en a pas."""
        liens = partie_des_liens(partie)
        if liens not in self:
            return []
        trouvees = []
        for lien in self.arbre(liens):
            if isinstance(lien.tag, str):
                externe = lien.get("TargetMode") == "External"
                cible = lien.get("Target", "")
                cible = cible if externe else self._resoudre(partie, cible)
                genre = lien.get("Type", "").rpartition("/")[2]
                trouvees.append(Relation(lien.get("Id", ""), genre, cible, externe))
        return trouvees

    def cibles(self, partie: str, genre: str) -> list[str]:
        """Parties présentes que vise une partie par des relations d'un genre."""
        return [r.cible for r in self.relations(partie) if r.genre == genre and not r.externe and r.cible in self]

    def oter_relation(self, partie: str, identifiant: str) -> None:
        """Retire une relation d'une partie."""
        racine = self.a_changer(partie_des_liens(partie))
        for lien in list(racine):
            if lien.get("Id") == identifiant:
                racine.remove(lien)

    def lier(self, partie: str, genre: str, cible: str) -> str:
        """Ajoute une relation, et rend son identifiant.

        Args:
            partie: Partie d'où elle part.
            genre: Type entier de la relation.
            cible: Partie visée, par son nom entier.
        """
        from lxml import etree

        liens = partie_des_liens(partie)
        if liens not in self:
            self.poser(liens, f'<Relationships xmlns="{RELATIONS}"/>'.encode())
            self.typer_l_extension("rels", "application/vnd.openxmlformats-package.relationships+xml")
        racine = self.a_changer(liens)
        pris = {lien.get("Id") for lien in racine}
        identifiant = next(f"rId{n}" for n in range(1, len(pris) + 2) if f"rId{n}" not in pris)
        attributs = {"Id": identifiant, "Type": genre, "Target": f"/{cible}"}
        etree.SubElement(racine, f"{{{RELATIONS}}}Relationship", attributs)
        return identifiant

    def nom_libre(self, gabarit: str) -> str:
        """Nom de partie qui n'est pas pris, d'après « xl/worksheets/sheet{}.xml »."""
        return next(nom for n in range(1, 100_000) if (nom := gabarit.format(n)) not in self)

    def ne_garder_que_l_atteint(self) -> list[str]:
        """Retire les parties qu'aucune relation n'atteint plus, et rend leurs noms."""
        atteintes: set[str] = {TYPES.lower()}
        a_voir = [""]
        while a_voir:
            partie = a_voir.pop()
            if partie_des_liens(partie) in self:
                atteintes.add(partie_des_liens(partie).lower())
            for lien in self.relations(partie):
                if not lien.externe and lien.cible in self and lien.cible.lower() not in atteintes:
                    atteintes.add(lien.cible.lower())
                    a_voir.append(lien.cible)
        retirees = [nom for nom in self if nom.lower() not in atteintes]
        for nom in retirees:
            if nom in self:
                self.retirer(nom)
        return retirees

    # ------------------------------------------------------------------ feuilles

    def feuilles(self) -> dict[str, str]:
        """Partie de chaque feuille, feuilles de graphique comprises, dans l'ordre des onglets."""
        liens = {r.identifiant: r.cible for r in self.relations(self.principale)}
        elements = self.arbre(self.principale).iterfind("{*}sheets/{*}sheet")
        return {
            e.get("name", ""): cible for e in elements if (cible := liens.get(e.get(f"{R}id", ""), "")) in self
        }

    def ecrire(self, flux: BinaryIO) -> None:
        """Écrit le classeur."""
        with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as archive:
            for nom in sorted(self._octets, key=lambda nom: nom != TYPES):
                archive.writestr(zipfile.ZipInfo(nom, _DATE), self.lire(nom), zipfile.ZIP_DEFLATED)

    def _resoudre(self, partie: str, cible: str) -> str:
        base = "/" + posixpath.dirname(partie)
        entier = posixpath.normpath(posixpath.join(base, cible.replace("\\", "/"))).lstrip("/")
        return entier if entier in self else unquote(entier)

    def _exact(self, partie: str) -> str:
        exact = self._exacts.get(partie.lower())
        if exact is None:
            message = f"Ce classeur est incomplet : il y manque « {partie} »."
            raise refus(self.ou, "partie absente", message, trouve=partie)
        return exact

    def _refus(self, message: str) -> Refus:
        return refus(self.ou, "format", message, attendu="classeur .xlsx ou .xlsm")


def partie_des_liens(partie: str) -> str:
    """Nom de la partie qui porte les relations d'une autre."""
    dossier, _, nom = partie.rpartition("/")
    return f"{dossier}/_rels/{nom}.rels" if dossier else f"_rels/{nom}.rels"


__all__ = ["CLASSEUR", "LIENS", "PRINCIPAL", "RELATIONS", "Parties", "R", "partie_des_liens"]
