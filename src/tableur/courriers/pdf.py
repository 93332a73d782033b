"""PDF des documents, par LibreOffice : en lots d'au plus deux cents, chaque fichier attendu vérifié."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

from tableur.fichiers.ecriture import ecriture_atomique, verifier_ecriture
from tableur.fichiers.libreoffice import (
    ConversionIncomplete,
    LibreOfficeAbsent,
    ProfilPrive,
    convertir,
    profil_prive,
)
from tableur.socle.erreurs import Anomalie, Ou

DEUX_PROFILS = 60  # documents à partir desquels un second LibreOffice se rattrape

_PDF = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}'  # le verso blanc d'un recto
_PDF_SIMPLE = _PDF + "}"
_PDF_A = _PDF + ',"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":{"type":"boolean","value":"true"}}'


def en_pdf(
    fichiers: Sequence[Path],
    dossier: Path,
    *,
    pdfa: bool = False,
    remplacer: bool = False,
    profil: ProfilPrive | None = None,
) -> list[Path]:
    """PDF des documents, dans l'ordre reçu.

    Args:
        fichiers: Documents .docx.
        dossier: Dossier de sortie, créé s'il manque.
        pdfa: Vrai pour des PDF/A-2b balisés, faits pour l'archivage.
        remplacer: Vrai pour remplacer, après copie, un PDF déjà là.
        profil: Profil de LibreOffice à réutiliser.

    Raises:
        Refus: Un document manque, ou un PDF existe déjà.
        ConversionIncomplete: Des PDF manquent ou sont vides ; chacun est nommé, et les autres sont à leur place.
        LibreOfficeAbsent: Ni LibreOffice, ni dxpdf (option « pdf ») ne sont installés.
    """
    if not fichiers:
        return []
    distincts = len({fichier.stem.casefold() for fichier in fichiers}) == len(fichiers)
    if profil is None and distincts and len(fichiers) >= DEUX_PROFILS and (os.cpu_count() or 1) > 1:
        return _a_deux(fichiers, dossier, pdfa=pdfa, remplacer=remplacer)
    try:
        produits = convertir(
            fichiers, _PDF_A if pdfa else _PDF_SIMPLE, dossier, remplacer=remplacer, profil=profil
        )
    except LibreOfficeAbsent as absent:
        produits = _sans_libreoffice(fichiers, dossier, absent, pdfa=pdfa, remplacer=remplacer)
    faux = [pdf for pdf in produits if not _est_un_pdf(pdf)]
    if faux:
        dit = "LibreOffice a produit un fichier qui n'est pas un PDF."
        anomalies = [Anomalie("refus", Ou(pdf.name), "conversion", "PDF", "", dit) for pdf in faux]
        raise ConversionIncomplete(anomalies, [pdf for pdf in produits if pdf not in faux])
    return produits


def _a_deux(fichiers: Sequence[Path], dossier: Path, *, pdfa: bool, remplacer: bool) -> list[Path]:
    """Deux LibreOffice à la fois, chacun son profil et sa moitié ; les échecs de l'un n'arrêtent pas l'autre."""
    milieu = (len(fichiers) + 1) // 2
    with profil_prive() as premier, profil_prive() as second, ThreadPoolExecutor(2) as fils:
        moities = ((fichiers[:milieu], premier), (fichiers[milieu:], second))
        travaux = [
            fils.submit(en_pdf, moitie, dossier, pdfa=pdfa, remplacer=remplacer, profil=profil)
            for moitie, profil in moities
        ]
    erreurs = [erreur for travail in travaux if (erreur := travail.exception()) is not None]
    incompletes = [erreur for erreur in erreurs if isinstance(erreur, ConversionIncomplete)]
    if len(incompletes) != len(erreurs):
        raise next(erreur for erreur in erreurs if not isinstance(erreur, ConversionIncomplete))
    faits = [pdf for travail in travaux if travail.exception() is None for pdf in travail.result()]
    if incompletes:
        anomalies = [anomalie for erreur in incompletes for anomalie in erreur.anomalies]
        raise ConversionIncomplete(anomalies, [*faits, *(pdf for e in incompletes for pdf in e.produits)])
    return faits


def _sans_libreoffice(
    fichiers: Sequence[Path], dossier: Path, absent: LibreOfficeAbsent, *, pdfa: bool, remplacer: bool
) -> list[Path]:
    """PDF par dxpdf : mise en page très proche, fins de page parfois autres ; pas de PDF/A."""
    if pdfa:
        raise LibreOfficeAbsent(f"{absent} Les PDF/A ne se font que par lui.") from absent
    try:
        convert = import_module("dxpdf").convert
    except ImportError:
        message = f"{absent} Sans lui, l'option « pdf » suffit : pip install tableur[pdf]."
        raise LibreOfficeAbsent(message) from absent
    dossier.mkdir(parents=True, exist_ok=True)
    produits: list[Path] = []
    for fichier in fichiers:
        sortie = dossier / f"{fichier.stem}.pdf"
        verifier_ecriture(sortie, remplacer=remplacer)
        with ecriture_atomique(sortie, remplacer=remplacer) as provisoire:
            provisoire.write_bytes(convert(fichier.read_bytes()))
        produits.append(sortie)
    return produits


def _est_un_pdf(fichier: Path) -> bool:
    with fichier.open("rb") as flux:
        return flux.read(5) == b"%PDF-"
