"""PDF des documents, par LibreOffice : en lots d'au plus deux cents, chaque fichier attendu vérifié."""

from collections.abc import Sequence
from pathlib import Path

from tableur.fichiers.libreoffice import ConversionIncomplete, ProfilPrive, convertir
from tableur.socle.erreurs import Anomalie, Ou

_PDF_A = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)


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
        LibreOfficeAbsent: LibreOffice n'est pas installé.
    """
    if not fichiers:
        return []
    produits = convertir(fichiers, _PDF_A if pdfa else "pdf", dossier, remplacer=remplacer, profil=profil)
    faux = [pdf for pdf in produits if not _est_un_pdf(pdf)]
    if faux:
        dit = "LibreOffice a produit un fichier qui n'est pas un PDF."
        anomalies = [Anomalie("refus", Ou(pdf.name), "conversion", "PDF", "", dit) for pdf in faux]
        raise ConversionIncomplete(anomalies, [pdf for pdf in produits if pdf not in faux])
    return produits


def _est_un_pdf(fichier: Path) -> bool:
    with fichier.open("rb") as flux:
        return flux.read(5) == b"%PDF-"
