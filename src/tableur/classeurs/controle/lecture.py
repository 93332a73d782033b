"""Lecture d'un classeur quelconque pour le contrôle : .xlsx, .xlsm, .ods, et .xls pour ses valeurs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tableur.classeurs.controle.feuilles import ClasseurVu
from tableur.classeurs.controle.lecture_autres import lire_ods, lire_xls
from tableur.classeurs.controle.lecture_xlsx import lire_xlsx
from tableur.fichiers.archives import ouvrir_archive
from tableur.socle.erreurs import Ou, Refus, refus

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_CHIFFRE = "EncryptedPackage\0".encode("utf-16-le")
_EXCEL_95 = "Book\0".encode("utf-16-le")
_EXCEL_97 = "Workbook\0".encode("utf-16-le")


def voir(fichier: Path) -> ClasseurVu:
    """Le classeur entier, tel qu'il est enregistré.

    Raises:
        Refus: Le fichier est absent, vide, abîmé, piégé, protégé par un mot de passe, ou n'est pas un classeur.
    """
    vu = ClasseurVu(fichier)
    if _est_un_xls(fichier):
        lire_xls(vu, lambda feuille: _sans_accident(fichier, feuille))
        return vu
    with ouvrir_archive(fichier) as archive:
        try:
            if "content.xml" in archive:
                lire_ods(archive, vu)
            else:
                lire_xlsx(archive, vu)
        except (ValueError, OverflowError) as erreur:
            raise _abime(fichier, vu.feuilles[-1].nom if vu.feuilles else "") from erreur
    return vu


def _abime(fichier: Path, feuille: str) -> Refus:
    message = "Ce classeur est abîmé : l'ouvrir dans le tableur, l'enregistrer en .xlsx, puis recommencer."
    return refus(Ou(fichier=fichier.name, feuille=feuille), "classeur illisible", message)


def _est_un_xls(fichier: Path) -> bool:
    """Vrai pour un classeur d'Excel 97-2003 ; les autres anciens formats sont laissés au refus de l'archive."""
    try:
        octets = fichier.read_bytes() if fichier.is_file() and _debut(fichier) == _OLE else b""
    except OSError:
        return False
    return (
        bool(octets)
        and _CHIFFRE not in octets
        and _EXCEL_97 in octets
        and _EXCEL_95 not in octets.replace(_EXCEL_97, b"")
    )


def _debut(fichier: Path) -> bytes:
    with fichier.open("rb") as flux:
        return flux.read(8)


@contextmanager
def _sans_accident(fichier: Path, feuille: str) -> Iterator[None]:
    """Change en refus les erreurs de calamine, paniques comprises : elles ne dérivent pas d'Exception."""
    import python_calamine as calamine

    abime = _abime(fichier, feuille)
    try:
        yield
    except (calamine.CalamineError, OSError, ValueError) as erreur:
        raise abime from erreur
    except BaseException as erreur:
        if type(erreur).__name__ != "PanicException":
            raise
        raise abime from erreur
