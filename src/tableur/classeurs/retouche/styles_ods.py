"""Styles d'un .ods, retouchés sans LibreOffice : il refuse d'y toucher dès qu'une feuille est protégée."""

import io
import zipfile
from pathlib import Path

from lxml import etree

from tableur.classeurs.retouche.zip_brut import EcritureZip
from tableur.fichiers.archives import analyser_xml

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def textes_en_haut(ods: Path) -> bytes:
    """Octets d'un .ods où une cellule mise en forme par condition garde son texte en haut, comme ses voisines.

    À l'import d'un .xlsx, LibreOffice donne à ces formats l'alignement de son style par défaut : en bas. Il refuse
    d'y toucher lui-même dès qu'une feuille est protégée.

    Args:
        ods: Classeur .ods, fermé.

    Raises:
        Refus: Ses styles ne se lisent pas.
    """
    flux = io.BytesIO()
    with ods.open("rb") as source, zipfile.ZipFile(source) as lu:
        ecriture = EcritureZip(flux)
        for membre in lu.infolist():
            if membre.filename == "styles.xml":
                ecriture.ecrire(membre, [_styles_en_haut(lu.read(membre))])
            else:
                ecriture.recopier(source, membre)
        ecriture.finir(lu.comment)
    return flux.getvalue()


def _styles_en_haut(styles: bytes) -> bytes:
    racine = analyser_xml(styles)
    for style in racine.iter(f"{_STYLE}style"):
        if style.get(f"{_STYLE}name", "").startswith("ConditionalStyle"):
            proprietes = style.find(f"{_STYLE}table-cell-properties")
            if proprietes is None:
                proprietes = etree.Element(f"{_STYLE}table-cell-properties")
                style.insert(0, proprietes)
            proprietes.set(f"{_STYLE}vertical-align", "top")
    return bytes(etree.tostring(racine, xml_declaration=True, encoding="UTF-8"))
