"""Lecture d'un classeur fermé : grilles de valeurs brutes, réglages, noms définis et propriétés."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import cast

import python_calamine as calamine

from tableur.classeurs.balayage import (
    Defauts,
    defauts_ods,
    defauts_xlsx,
    est_demesure_ods,
    est_demesuree,
    formules_ods,
    nombre_de_formules,
    rang_de_colonne,
)
from tableur.fichiers.archives import Archive, analyser_xml, ouvrir_archive
from tableur.fichiers.ouverture import FichierOuvert, ouvrir_fichier
from tableur.frontiere import Grille
from tableur.socle.erreurs import Ou, Refus, refus

FORMATS = {".xlsx", ".xlsm", ".ods"}
_DEMESUREE = "Une cellule remplie se trouve très loin des autres : l'effacer, puis enregistrer."
_LIENS = "xl/_rels/workbook.xml.rels"
_CASE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!.$]+))[!.]\$?([A-Z]{1,3})\$?(\d+)")


@dataclass(frozen=True, slots=True)
class Annexes:
    """Ce que calamine ne dit pas d'un classeur.

    Args:
        defauts: Erreurs et formules sans valeur, par feuille.
        formules: Nombre de formules par feuille ; pour un .ods, le total sous le nom vide.
        noms: Case de chaque nom défini d'une seule cellule : feuille, ligne et colonne comptées à partir de 0.
        proprietes: Propriétés personnalisées.
        totaux: Rang de la ligne de totaux des tables Excel, par feuille et par rang de leur ligne d'en-têtes.
    """

    defauts: Mapping[str, Defauts]
    formules: Mapping[str, int]
    noms: Mapping[str, tuple[str, int, int]]
    proprietes: Mapping[str, str]
    totaux: Mapping[str, Mapping[int, int]]


class ClasseurLu:
    """Classeur fermé, ouvert en lecture ; chaque feuille n'est lue qu'une fois."""

    def __init__(self, fichier: Path | FichierOuvert) -> None:
        """Ouvre un classeur .xlsx, .xlsm ou .ods.

        Args:
            fichier: Son chemin ; ou le fichier déjà ouvert, déchiffré s'il était chiffré.

        Raises:
            Refus: Le fichier est absent, vide, tronqué, chiffré, ancien, ou n'est pas un classeur.
        """
        self.ouvert = fichier if isinstance(fichier, FichierOuvert) else ouvrir_fichier(fichier)
        self.chemin = self.ouvert.chemin
        with ouvrir_archive(self.ouvert.source, self.chemin.name) as archive:
            self.annexes = _annexes(archive)
        if self.chemin.suffix.lower() not in FORMATS:
            raise self._refus("Un classeur porte l'extension .xlsx, .xlsm ou .ods : l'enregistrer dans ce format.")
        with self._sans_accident(""):
            self._classeur = calamine.load_workbook(self.ouvert.source)
        self.feuilles = tuple(self._classeur.sheet_names)
        self.noms = {nom.casefold(): place for nom, place in self.annexes.noms.items()}
        self._grilles: dict[str, Grille] = {}

    def grille(self, feuille: str) -> Grille:
        """Valeurs brutes d'une feuille, depuis A1, erreurs et formules sans valeur comprises.

        Raises:
            Refus: La feuille est illisible.
        """
        if feuille not in self._grilles:
            self._grilles[feuille] = self._lire(feuille)
        return self._grilles[feuille]

    def case(self, nom: str) -> object | None:
        """Valeur brute de la cellule d'un nom défini, None si le nom ou la valeur manque."""
        place = self.noms.get(nom.casefold())
        if place is None or place[0] not in self.feuilles:
            return None
        feuille, ligne, colonne = place
        grille = self.grille(feuille)
        valeur = grille[ligne][colonne] if ligne < len(grille) and colonne < len(grille[ligne]) else None
        return None if valeur == "" else valeur

    def _lire(self, feuille: str) -> Grille:
        with self._sans_accident(feuille):
            brute = self._classeur.get_sheet_by_name(feuille).to_python(skip_empty_area=False)
        grille = cast("Grille", brute)
        for (ligne, colonne), defaut in self.annexes.defauts.get(feuille, {}).items():
            while len(grille) <= ligne:
                grille.append([])
            rangee = grille[ligne]
            rangee.extend([""] * (colonne + 1 - len(rangee)))
            rangee[colonne] = defaut
        return grille

    @contextmanager
    def _sans_accident(self, feuille: str) -> Iterator[None]:
        """Change en refus les erreurs de calamine, paniques comprises : elles ne dérivent pas d'Exception."""
        message = "Ce classeur est abîmé : l'ouvrir dans le tableur, l'enregistrer, puis recommencer."
        try:
            yield
        except (calamine.CalamineError, OSError, ValueError) as erreur:
            raise self._refus(message, feuille) from erreur
        except BaseException as erreur:
            if type(erreur).__name__ != "PanicException":
                raise
            raise self._refus(message, feuille) from erreur

    def _refus(self, message: str, feuille: str = "") -> Refus:
        return refus(Ou(fichier=self.chemin.name, feuille=feuille), "classeur illisible", message)


def _annexes(archive: Archive) -> Annexes:
    ou = Ou(fichier=archive.chemin.name)
    if "content.xml" in archive:
        return _annexes_ods(archive, ou)
    if "xl/workbook.xml" in archive or _LIENS in archive:
        return _annexes_xlsx(archive, ou)
    message = "Ce fichier n'est pas un classeur : ni Excel (.xlsx, .xlsm), ni Calc (.ods)."
    raise refus(ou, "classeur illisible", message)


def _annexes_xlsx(archive: Archive, ou: Ou) -> Annexes:
    racine = analyser_xml(archive.lire_membre("xl/workbook.xml"), ou)
    cibles = _cibles(archive, "xl/workbook.xml", ou)
    defauts, formules, totaux = {}, {}, {}
    for feuille in racine.iter("{*}sheet"):
        nom = feuille.get("name", "")
        lien = next((str(v) for cle, v in feuille.attrib.items() if str(cle).endswith("}id")), "")
        partie = cibles.get(lien, "")
        if partie not in archive:
            continue
        octets = archive.lire_membre(partie)
        if est_demesuree(octets):
            raise refus(Ou(fichier=ou.fichier, feuille=nom), "feuille démesurée", _DEMESUREE)
        defauts[nom] = defauts_xlsx(octets, ou)
        formules[nom] = nombre_de_formules(octets)
        totaux[nom] = _totaux(archive, partie, ou)
    noms = {str(d.get("name")): d.text or "" for d in racine.iter("{*}definedName") if not d.get("localSheetId")}
    proprietes = {}
    if "docProps/custom.xml" in archive:
        for propriete in analyser_xml(archive.lire_membre("docProps/custom.xml"), ou).iter("{*}property"):
            proprietes[str(propriete.get("name"))] = "".join(map(str, propriete.itertext()))
    return Annexes(defauts, formules, _cases(noms), proprietes, totaux)


def _totaux(archive: Archive, partie: str, ou: Ou) -> dict[int, int]:
    """Rang de la ligne de totaux de chaque table de la feuille, par rang de sa ligne d'en-têtes."""
    trouves = {}
    for cible in _cibles(archive, partie, ou).values():
        if "/tables/" not in cible or cible not in archive:
            continue
        table = analyser_xml(archive.lire_membre(cible), ou)
        etendue = re.fullmatch(r"[A-Z]+(\d+):[A-Z]+(\d+)", table.get("ref", ""))
        if etendue and int(table.get("totalsRowCount", "0")):
            trouves[int(etendue[1]) - 1] = int(etendue[2]) - 1
    return trouves


def _cibles(archive: Archive, partie: str, ou: Ou) -> dict[str, str]:
    """Parties liées à une autre, par identifiant de lien."""
    liens = join(dirname(partie), "_rels", f"{partie.rpartition('/')[2]}.rels")
    if liens not in archive:
        return {}
    cibles = {}
    for lien in analyser_xml(archive.lire_membre(liens), ou).iter("{*}Relationship"):
        cible = lien.get("Target", "")
        relatif = cible.lstrip("/") if cible.startswith("/") else normpath(join(dirname(partie), cible))
        cibles[lien.get("Id", "")] = relatif
    return cibles


def _annexes_ods(archive: Archive, ou: Ou) -> Annexes:
    octets = archive.lire_membre("content.xml")
    if est_demesure_ods(octets):
        raise refus(ou, "feuille démesurée", _DEMESUREE)
    noms = {}
    for plage in re.findall(rb"<table:named-range\s[^>]*>", octets):
        attributs = dict(re.findall(r'table:([\w-]+)="([^"]*)"', plage.decode("utf-8", "replace")))
        adresse = attributs.get("cell-range-address", "").replace("&apos;", "'").partition(":")[0]
        noms[attributs.get("name", "")] = adresse.removeprefix("$")
    proprietes = {}
    if "meta.xml" in archive:
        meta = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
        for propriete in analyser_xml(archive.lire_membre("meta.xml"), ou).iter(f"{meta}user-defined"):
            proprietes[propriete.get(f"{meta}name", "")] = propriete.text or ""
    return Annexes(defauts_ods(octets, ou), {"": formules_ods(octets)}, _cases(noms), proprietes, {})


def _cases(noms: Mapping[str, str]) -> dict[str, tuple[str, int, int]]:
    """Noms définis qui désignent une seule cellule."""
    cases = {}
    for nom, adresse in noms.items():
        trouvee = _CASE.fullmatch(adresse)
        if trouvee:
            feuille = (trouvee[1] or "").replace("''", "'") or trouvee[2]
            cases[nom] = (feuille, int(trouvee[4]) - 1, rang_de_colonne(trouvee[3]))
    return cases


__all__ = ["FORMATS", "Annexes", "ClasseurLu"]
