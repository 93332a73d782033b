"""Conversion et recalcul de fichiers par LibreOffice, sans fenêtre, dans un profil jetable."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from tableur.fichiers.chiffrement import est_chiffre
from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.fichiers.soffice import (
    REGLAGES_DE_RECALCUL,
    LibreOfficeAbsent,
    ProfilPrive,
    Reglage,
    arreter,
    profil_prive,
    trouver_soffice,
)
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou, Refus

__all__ = [
    "ConversionIncomplete",
    "LibreOfficeAbsent",
    "ProfilPrive",
    "Reglage",
    "arreter",
    "convertir",
    "profil_prive",
    "recalculer",
    "trouver_soffice",
    "version",
]

LOT_MAXIMUM = 200
DELAI_DE_DEPART = 120.0  # secondes ; un premier lancement sur une machine chargée en prend 30
DELAI_PAR_FICHIER = 10.0

_LONGUEUR_DE_COMMANDE = 20_000  # Windows en accepte 32 767
_LECTURE_IMPOSSIBLE = "LibreOffice n'a pas su convertir ce fichier."
_CHIFFRE = "Ce fichier est chiffré : il faudrait en écrire une copie en clair pour que LibreOffice le convertisse."
_FILTRES = {
    ".ods": "ods:calc8",
    ".xlsm": "xlsm:Calc MS Excel 2007 VBA XML",
    ".xlsx": "xlsx:Calc MS Excel 2007 XML",
}


class ConversionIncomplete(Refus):
    """Des fichiers n'ont pas été convertis ; `produits` sont les autres, déjà à leur place."""

    def __init__(self, anomalies: Iterable[Anomalie], produits: Sequence[Path]) -> None:
        """Garde les fichiers produits avec les anomalies."""
        super().__init__(anomalies)
        self.produits = tuple(produits)


def version(*, delai: float = DELAI_DE_DEPART) -> str:
    """Version de LibreOffice : « 7.4.7.2 ».

    Raises:
        LibreOfficeAbsent: LibreOffice n'est pas installé.
        ErreurTableur: Il n'a pas répondu.
    """
    with profil_prive() as profil:
        _attendre(profil, ["--version"], delai)
        sortie = (profil.dossier / "sortie.txt").read_text("utf-8", "replace")
    trouve = re.search(r"LibreOffice\S*\s+(\d+(?:\.\d+)+)", sortie)
    if trouve is None:
        raise ErreurTableur(f"LibreOffice n'a pas dit sa version : « {sortie.strip()[:200]} ».")
    return trouve.group(1)


def convertir(
    fichiers: Sequence[Path],
    format_de_sortie: str,
    dossier: Path,
    *,
    remplacer: bool = False,
    delai: float | None = None,
    profil: ProfilPrive | None = None,
) -> list[Path]:
    """Fichiers convertis par LibreOffice, dans l'ordre reçu ; un homonyme est numéroté : « devis (2).pdf ».

    Un fichier illisible n'arrête pas les autres. Un CSV serait lu en Windows-1252, séparé par des virgules.

    Args:
        fichiers: Fichiers à convertir.
        format_de_sortie: Extension, suivie au besoin d'un filtre : « pdf », « xlsx:Calc MS Excel 2007 XML ».
        dossier: Dossier de sortie, créé s'il manque.
        remplacer: Vrai pour remplacer, après copie dans `sauvegardes/`, un fichier déjà là.
        delai: Secondes laissées à un lot de 200 fichiers ; par défaut deux minutes, plus dix secondes par fichier.
        profil: Profil à réutiliser ; par défaut, un profil neuf.

    Raises:
        Refus: Un fichier manque ou il est chiffré, ou un fichier de sortie existe déjà.
        ConversionIncomplete: LibreOffice n'a pas produit tous les fichiers ; chacun est nommé.
        LibreOfficeAbsent: LibreOffice n'est pas installé.
        ErreurTableur: LibreOffice n'a pas fini dans le délai.
    """
    _refuser_absents_et_chiffres(fichiers)
    dossier.mkdir(parents=True, exist_ok=True)
    extension = format_de_sortie.partition(":")[0]
    sorties = [dossier / f"{souche}.{extension}" for souche in _souches_uniques(fichiers)]
    for sortie in sorties:
        verifier_ecriture(sortie, remplacer=remplacer)
    with (
        profil_prive() if profil is None else nullcontext(profil) as actif,
        tempfile.TemporaryDirectory(dir=actif.dossier, prefix="lot-") as atelier,
    ):
        entrees = [_entree(f, s.stem, Path(atelier)) for f, s in zip(fichiers, sorties, strict=True)]
        echecs: dict[Path, str] = {}
        for lot in _lots(entrees):
            echecs |= _convertir_lot(actif, lot, format_de_sortie, Path(atelier), delai)
        produits: list[Path] = []
        for entree, sortie in zip(entrees, sorties, strict=True):
            if entree not in echecs:
                with ecriture_atomique(sortie, remplacer=remplacer) as provisoire:
                    shutil.copyfile(_produit(entree, format_de_sortie, Path(atelier)), provisoire)
                produits.append(sortie)
    if echecs:
        rates = [(f, echecs[e]) for f, e in zip(fichiers, entrees, strict=True) if e in echecs]
        raise ConversionIncomplete([_anomalie(fichier, raison) for fichier, raison in rates], produits)
    return produits


def recalculer(
    fichier: Path,
    sortie: Path,
    *,
    remplacer: bool = False,
    delai: float | None = None,
    profil: ProfilPrive | None = None,
) -> Path:
    """Copie d'un classeur dont LibreOffice a recalculé toutes les formules, quelles que soient leurs valeurs.

    LibreOffice réécrit tout le classeur : cette copie sert à lire des valeurs, non à remplacer l'original.

    Args:
        fichier: Classeur .xlsx, .xlsm ou .ods.
        sortie: Classeur produit ; son extension, parmi les mêmes, dit son format.
        remplacer: Vrai pour remplacer une sortie déjà là, après copie dans `sauvegardes/`.
        delai: Secondes laissées à LibreOffice.
        profil: Profil où l'extension TABLEUR est installée, s'il en faut une ; il reçoit les réglages du recalcul.

    Raises:
        Refus: Le fichier manque ou il est chiffré ; la sortie existe déjà, ou son extension n'est pas celle d'un
            classeur.
        LibreOfficeAbsent: LibreOffice n'est pas installé.
        ErreurTableur: LibreOffice n'a pas su lire le fichier, ou n'a pas fini dans le délai.
    """
    filtre = _FILTRES.get(sortie.suffix.lower())
    if filtre is None:
        raise Refus([_anomalie(sortie, "Un classeur recalculé porte l'extension .xlsx, .xlsm ou .ods.")])
    verifier_ecriture(sortie, remplacer=remplacer)
    with profil_prive() if profil is None else nullcontext(profil) as actif:
        actif.regler(REGLAGES_DE_RECALCUL)
        with tempfile.TemporaryDirectory(dir=actif.dossier, prefix="recalcul-") as atelier:
            (produit,) = convertir([fichier], filtre, Path(atelier), delai=delai, profil=actif)
            with ecriture_atomique(sortie, remplacer=remplacer) as provisoire:
                shutil.copyfile(produit, provisoire)
    return sortie


def _attendre(profil: ProfilPrive, arguments: Sequence[str], delai: float) -> int | None:
    """Code de sortie de LibreOffice, ou None s'il a fallu l'arrêter à la fin du délai."""
    processus = profil.demarrer(*arguments)
    try:
        return processus.wait(delai)
    except subprocess.TimeoutExpired:
        return None
    finally:
        arreter(processus)


def _convertir_lot(
    profil: ProfilPrive, lot: Sequence[Path], format_de_sortie: str, atelier: Path, delai: float | None
) -> dict[Path, str]:
    """Entrées non converties, avec la raison ; un arrêt brutal ne condamne que le fichier qui l'a causé."""
    echecs: dict[Path, str] = {}
    restants, steriles = list(lot), 0
    while restants:
        attente = delai or DELAI_DE_DEPART + DELAI_PAR_FICHIER * len(restants)
        commande = ["--convert-to", format_de_sortie, "--outdir", str(atelier / "sortie"), *map(str, restants)]
        code = _attendre(profil, commande, attente)
        manquants = [e for e in restants if not _produit(e, format_de_sortie, atelier).is_file()]
        if code is None:
            raison = f"LibreOffice n'a pas converti ce fichier dans le délai de {attente:g} secondes."
            return echecs | dict.fromkeys(manquants, raison)
        steriles = steriles + 1 if len(manquants) == len(restants) else 0
        if code == 0 or steriles > 1:
            return echecs | dict.fromkeys(manquants, _LECTURE_IMPOSSIBLE)
        echecs |= dict.fromkeys(manquants[:1], _LECTURE_IMPOSSIBLE)  # il s'est arrêté sur celui-là
        restants = manquants[1:]
    return echecs


def _produit(entree: Path, format_de_sortie: str, atelier: Path) -> Path:
    return atelier / "sortie" / f"{entree.stem}.{format_de_sortie.partition(':')[0]}"


def _lots(entrees: Sequence[Path]) -> Iterator[list[Path]]:
    """Lots d'au plus 200 fichiers, dont les noms tiennent dans une ligne de commande."""
    lot: list[Path] = []
    longueur = 0
    for entree in entrees:
        longueur += len(str(entree)) + 3
        if lot and (len(lot) == LOT_MAXIMUM or longueur > _LONGUEUR_DE_COMMANDE):
            yield lot
            lot, longueur = [], len(str(entree)) + 3
        lot.append(entree)
    if lot:
        yield lot


def _souches_uniques(fichiers: Sequence[Path]) -> list[str]:
    """Noms sans extension, numérotés quand ils reviennent, majuscules et minuscules confondues."""
    prises: set[str] = set()
    souches: list[str] = []
    for fichier in fichiers:
        souche, rang = fichier.stem, 1
        while souche.casefold() in prises:
            rang += 1
            souche = f"{fichier.stem} ({rang})"
        prises.add(souche.casefold())
        souches.append(souche)
    return souches


def _entree(fichier: Path, souche: str, atelier: Path) -> Path:
    """Fichier à donner à LibreOffice : lui-même, ou sa copie sous le nom numéroté d'un homonyme."""
    if souche == fichier.stem:
        return fichier.absolute()
    copie = atelier / "homonymes" / f"{souche}{fichier.suffix}"
    copie.parent.mkdir(exist_ok=True)
    shutil.copyfile(fichier, copie)
    return copie


def _refuser_absents_et_chiffres(fichiers: Sequence[Path]) -> None:
    absents = [_anomalie(fichier, "Ce fichier n'existe pas.") for fichier in fichiers if not fichier.is_file()]
    chiffres = [_anomalie(fichier, _CHIFFRE) for fichier in fichiers if est_chiffre(fichier)]
    if absents or chiffres:
        raise Refus([*absents, *chiffres])


def _anomalie(fichier: Path, message: str) -> Anomalie:
    return Anomalie("refus", Ou(fichier=fichier.name), "conversion", "fichier converti", "", message)
