"""Images des données : PNG et JPEG à la place d'un champ, dans le corps et l'en-tête ; jugées par LibreOffice."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from tableur.courriers.endroits import ErreurDeDocument
from tableur.courriers.images import Image
from tableur.courriers.lot import lancer
from tableur.courriers.modele import compiler
from tableur.courriers.pdf import en_pdf
from tableur.courriers.un_seul import reunir
from tableur.socle.erreurs import Refus
from tests.courriers.fabrique import modele, p, xml_de


def png(largeur: int, hauteur: int) -> bytes:
    """Image d'une couleur."""

    def bloc(nom: bytes, contenu: bytes) -> bytes:
        return struct.pack(">I", len(contenu)) + nom + contenu + struct.pack(">I", zlib.crc32(nom + contenu))

    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 2, 0, 0, 0)
    points = zlib.compress((b"\0" + b"\xff\x00\x00" * largeur) * hauteur)
    return b"\x89PNG\r\n\x1a\n" + bloc(b"IHDR", entete) + bloc(b"IDAT", points) + bloc(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc0\x00\x0b\x08\x00\x14\x00\x28\x01\x01\x11\x00\xff\xd9"
MODELE = modele(p("Photo : {{ photo }}."), en_tete=p("{{ photo }}"))


def test_une_image_prend_la_place_d_un_champ_partout_ou_il_est() -> None:
    document = compiler(MODELE).rendre({"photo": Image(png(20, 10), 30)})
    assert '<wp:extent cx="1080000" cy="540000"/>' in xml_de(document)
    assert 'Extension="png"' in xml_de(document, "[Content_Types].xml")
    for rels in ("word/_rels/document.xml.rels", "word/_rels/header1.xml.rels"):
        assert 'Target="media/tableur-' in xml_de(document, rels)
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert 1 == sum("media/" in nom for nom in archive.namelist())
    assert "Photo : non" in xml_de(compiler(MODELE).rendre({"photo": "non"}))


def test_un_jpeg_garde_ses_proportions() -> None:
    assert ("jpeg", (40, 20)) == (Image(JPEG).extension, Image(JPEG).dimensions)


@pytest.mark.parametrize("octets", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00", png(0, 5)])
def test_une_image_abimee_arrete_le_document(octets: bytes) -> None:
    with pytest.raises(ErreurDeDocument, match=r"corps, paragraphe 1.*(PNG ou JPEG|abîmée)"):
        compiler(MODELE).rendre({"photo": Image(octets)})


def test_une_image_ne_se_filtre_pas_et_demande_un_document_par_ligne() -> None:
    with pytest.raises(ErreurDeDocument, match="sans filtre"):
        compiler(modele(p("{{ photo | upper }}"))).rendre({"photo": Image(JPEG)})
    with pytest.raises(Refus, match="un document par ligne"):
        reunir(MODELE, [{"photo": Image(JPEG)}])


@pytest.mark.libreoffice
def test_un_document_a_image_s_ouvre(tmp_path: Path) -> None:
    lignes = [{"ref": n, "photo": Image(png(20 + n, 10))} for n in range(2)]
    bilan = lancer(MODELE, lignes, tmp_path, cle="ref")
    assert 2 == bilan.produits
    for pdf in en_pdf(bilan.fichiers, tmp_path / "pdf"):
        assert 1 <= pdf.read_bytes().count(b"/Subtype/Image")
    assert 2 == lancer(MODELE, lignes, tmp_path, cle="ref").inchanges
