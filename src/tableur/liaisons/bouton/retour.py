"""Le retour en arrière d'un bouton : ce que chaque cellule contenait, ce qu'elle contient, et de quoi la remettre.

Le relevé est gardé dans `sauvegardes/`, à côté de la copie du fichier : l'annulation survit à la fermeture.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from tableur.classeurs.formules import lettre_de_colonne
from tableur.fichiers.provisoires import provisoire
from tableur.fichiers.sauvegardes import SAUVEGARDES
from tableur.liaisons.bouton.hote import ClasseurOuvert, Formules, Zone
from tableur.socle.ecriture import compte_ecrit
from tableur.socle.erreurs import ErreurTableur

CITEES = 10
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Changement:
    """Contenu d'une cellule avant et après un bouton."""

    feuille: str
    ligne: int
    colonne: int
    avant: str
    apres: str

    @property
    def adresse(self) -> str:
        """Adresse que la personne reconnaît : « Réapprovisionnement!C5 »."""
        return f"{self.feuille}!{lettre_de_colonne(self.colonne)}{self.ligne + 1}"


@dataclass(slots=True)
class Retour:
    """Tout ce qu'un bouton a changé.

    Args:
        bouton: Ce que la personne a demandé : « Réapprovisionnement au 31/12/2026 ».
        cellules: Cellules changées.
        tables: Nom, étendue d'avant et étendue d'après de chaque table agrandie ou réduite.
    """

    bouton: str
    cellules: list[Changement] = field(default_factory=list)
    tables: list[tuple[str, Zone, Zone]] = field(default_factory=list)

    def garder(self, classeur: Path) -> None:
        """Écrit le relevé, qui remplace celui du bouton d'avant.

        Raises:
            OSError: Le dossier des sauvegardes ne s'écrit pas.
        """
        contenu = {
            "version": _VERSION,
            "bouton": self.bouton,
            "cellules": [astuple(cellule) for cellule in self.cellules],
            "tables": [[nom, astuple(avant), astuple(apres)] for nom, avant, apres in self.tables],
        }
        fichier = fichier_de_retour(classeur)
        fichier.parent.mkdir(parents=True, exist_ok=True)
        with provisoire(fichier, prive=True) as part:
            part.write_text(json.dumps(contenu, ensure_ascii=False), encoding="utf-8")
            part.replace(fichier)


class Releve:
    """Contenu des zones avant l'écriture ; sait remettre tout, ou dire ce qui a changé."""

    def __init__(self, ouvert: ClasseurOuvert) -> None:
        """Commence sans rien avoir relevé."""
        self._ouvert = ouvert
        self._avant: list[tuple[Zone, Formules]] = []
        self.tables: list[tuple[str, Zone, Zone]] = []

    def noter(self, zone: Zone, contenus: Formules | None = None) -> Formules:
        """Relève une zone avant qu'on y écrive, et rend ses contenus."""
        lus = self._ouvert.formules(zone) if contenus is None else contenus
        self._avant.append((zone, lus))
        return lus

    def defaire(self) -> None:
        """Remet tout ce qui a été relevé : le bouton n'est pas allé au bout."""
        for nom, avant, _ in reversed(self.tables):
            self._ouvert.redimensionner(nom, avant)
        for zone, contenus in reversed(self._avant):
            self._ouvert.remettre(zone, contenus)

    def retour(self, bouton: str) -> Retour:
        """Ce qui a changé depuis, cellule par cellule."""
        retour = Retour(bouton, tables=list(self.tables))
        for zone, avant in self._avant:
            for i, (ancienne, nouvelle) in enumerate(zip(avant, self._ouvert.formules(zone), strict=True)):
                retour.cellules += [
                    Changement(zone.feuille, zone.ligne + i, zone.colonne + j, a, b)
                    for j, (a, b) in enumerate(zip(ancienne, nouvelle, strict=True))
                    if a != b
                ]
        return retour


def fichier_de_retour(classeur: Path) -> Path:
    """Fichier où le relevé du dernier bouton d'un classeur est gardé."""
    return classeur.parent / SAUVEGARDES / f"{classeur.name}.annuler.json"


def annuler(ouvert: ClasseurOuvert, classeur: Path) -> str:
    """Remet les cellules que le dernier bouton a changées, et dit ce qui a été fait.

    Args:
        ouvert: Le classeur ouvert.
        classeur: Son fichier.

    Raises:
        ErreurTableur: Il n'y a rien à annuler, une feuille manque, ou une cellule a été retapée depuis.
    """
    retour = lire_le_retour(classeur)
    if retour is None or not retour.cellules:
        raise ErreurTableur("Rien à annuler : aucun bouton n'a changé ce classeur depuis la dernière annulation.")
    etat = ouvert.etat()
    absentes = {c.feuille for c in retour.cellules} - set(etat.feuilles)
    if absentes:
        noms = ", ".join(f"« {nom} »" for nom in sorted(absentes))
        raise ErreurTableur(f"Rien n'a été annulé : une feuille a été renommée ou supprimée depuis ({noms}).")
    _refuser_les_retapees(ouvert, retour)
    with ouvert.ecriture():
        presentes = {table.nom for table in etat.tables}
        for nom, avant, _ in retour.tables:
            if nom in presentes:
                ouvert.redimensionner(nom, avant)
        for zone, cellules in _suites(retour.cellules):
            ouvert.remettre(zone, [[cellule.avant] for cellule in cellules])
    with suppress(OSError):
        fichier_de_retour(classeur).unlink()
    cellules_remises = compte_ecrit(len(retour.cellules), "cellule")
    return f"Annulé : {retour.bouton}. {cellules_remises} comme avant."


def lire_le_retour(classeur: Path) -> Retour | None:
    """Relevé du dernier bouton, None s'il n'y en a pas ou s'il n'est pas lisible."""
    try:
        brut: dict[str, Any] = json.loads(fichier_de_retour(classeur).read_text("utf-8"))
        if brut["version"] != _VERSION:
            return None
        tables = [(nom, Zone(*avant), Zone(*apres)) for nom, avant, apres in brut["tables"]]
        return Retour(brut["bouton"], [Changement(*cellule) for cellule in brut["cellules"]], tables)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _refuser_les_retapees(ouvert: ClasseurOuvert, retour: Retour) -> None:
    retapees = []
    for zone, cellules in _suites(retour.cellules):
        presents = ouvert.formules(zone)
        retapees += [c.adresse for c, (present,) in zip(cellules, presents, strict=True) if present != c.apres]
    if retapees:
        reste = len(retapees) - CITEES
        suite = f" et {reste} autres" if reste > 1 else " et une autre" if reste == 1 else ""
        raise ErreurTableur(
            f"Rien n'a été annulé : on a tapé depuis dans {', '.join(retapees[:CITEES])}{suite}. "
            f"Annuler effacerait cette saisie. La copie d'avant le bouton est dans « {SAUVEGARDES} »."
        )


def _suites(cellules: list[Changement]) -> Iterator[tuple[Zone, list[Changement]]]:
    """Cellules qui se suivent dans une colonne, chaque suite avec sa zone."""
    suite: list[Changement] = []
    for cellule in sorted(cellules, key=lambda c: (c.feuille, c.colonne, c.ligne)):
        derniere = suite[-1] if suite else None
        if derniere is not None and (cellule.feuille, cellule.colonne, cellule.ligne) != (
            derniere.feuille,
            derniere.colonne,
            derniere.ligne + 1,
        ):
            yield _zone_de(suite), suite
            suite = []
        suite.append(cellule)
    if suite:
        yield _zone_de(suite), suite


def _zone_de(suite: list[Changement]) -> Zone:
    premiere, derniere = suite[0], suite[-1]
    return Zone(premiere.feuille, premiere.ligne, premiere.colonne, derniere.ligne, derniere.colonne)
