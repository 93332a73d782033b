"""Images d'une ligne : une photo, une signature, un code à barres, à la place d'un champ.

L'image est dans les données (`Image(octets, largeur)`), jamais un chemin : un modèle ne lit pas de fichier.
"""

import hashlib
import posixpath
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from tableur.courriers.paquet import TYPES, Paquet
from tableur.socle.erreurs import ValeurInvalide

EMU_PAR_MM = 36_000
TAILLE_MAXIMALE = 20 << 20

_GENRE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_SCHEMA = "http://schemas.openxmlformats.org/drawingml/2006"
_DESSIN = (
    f'</w:t><w:drawing><wp:inline xmlns:wp="{_SCHEMA}/wordprocessingDrawing" '
    'distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{id}" name="Image {id}"/>'
    f'<a:graphic xmlns:a="{_SCHEMA}/main"><a:graphicData uri="{_SCHEMA}/picture">'
    f'<pic:pic xmlns:pic="{_SCHEMA}/picture">'
    '<pic:nvPicPr><pic:cNvPr id="{id}" name="Image {id}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{lien}"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    '</a:graphicData></a:graphic></wp:inline></w:drawing><w:t xml:space="preserve">'
)


@dataclass(frozen=True, slots=True)
class Image:
    """Image à écrire à la place d'un champ.

    Args:
        octets: Contenu d'un fichier PNG ou JPEG.
        largeur: Largeur dans le document, en millimètres ; la hauteur suit.
    """

    octets: bytes = field(repr=False)
    largeur: int = 40

    def __repr__(self) -> str:
        """L'empreinte de l'image, et non son contenu : elle entre dans celle de la ligne."""
        return f"Image({self.empreinte}, {self.largeur})"

    @property
    def empreinte(self) -> str:
        """Début du SHA-256 du contenu."""
        return hashlib.sha256(self.octets).hexdigest()[:16]

    @property
    def extension(self) -> str:
        """« png » ou « jpeg ».

        Raises:
            ValeurInvalide: Ce n'est ni un PNG ni un JPEG.
        """
        if self.octets.startswith(b"\x89PNG\r\n\x1a\n"):
            return "png"
        if self.octets.startswith(b"\xff\xd8\xff"):
            return "jpeg"
        raise ValeurInvalide("Une image doit être un fichier PNG ou JPEG.")

    @property
    def dimensions(self) -> tuple[int, int]:
        """Largeur et hauteur, en points de l'image.

        Raises:
            ValeurInvalide: L'image est abîmée ou trop lourde.
        """
        if len(self.octets) > TAILLE_MAXIMALE:
            raise ValeurInvalide(f"Une image doit peser moins de {TAILLE_MAXIMALE >> 20} Mo.")
        try:
            trouvees = _de_png(self.octets) if self.extension == "png" else _de_jpeg(self.octets)
        except (struct.error, IndexError) as erreur:
            raise ValeurInvalide("L'image est abîmée.") from erreur
        if not all(trouvees):
            raise ValeurInvalide("L'image est abîmée.")
        return trouvees


@dataclass(slots=True)
class Dessins:
    """Images écrites dans le document en cours, par partie."""

    partie: str = ""
    images: dict[str, list[Image]] = field(default_factory=dict)

    def dessiner(self, image: Image) -> str:
        """XML d'une image, retenue pour l'assemblage.

        Raises:
            ValeurInvalide: L'image n'est pas lisible.
        """
        largeur, hauteur = image.dimensions
        images = self.images.setdefault(self.partie, [])
        images.append(image)
        cx = image.largeur * EMU_PAR_MM
        numero = 10_000 + sum(map(len, self.images.values()))
        return _DESSIN.format(cx=cx, cy=cx * hauteur // largeur, id=numero, lien=_lien(len(images)))

    def vider(self) -> None:
        """Commence un autre document."""
        self.images.clear()

    def membres(self, paquet: Paquet) -> dict[str, bytes]:
        """Membres que ces images ajoutent au document : contenus, liens, types."""
        ajouts: dict[str, bytes] = {}
        for partie, images in self.images.items():
            dossier, fichier = posixpath.split(partie)
            for image in images:
                ajouts[_membre(paquet, image)] = image.octets
            liens = "".join(
                f'<Relationship Id="{_lien(n)}" Type="{_GENRE}" '
                f'Target="{posixpath.relpath(_membre(paquet, image), dossier)}"/>'
                for n, image in enumerate(images, 1)
            )
            rels = posixpath.join(dossier, "_rels", f"{fichier}.rels")
            ajouts[rels] = _avec(_lu(paquet, rels), "</Relationships>", liens)
        ajouts[TYPES] = _types(paquet, {image.extension for images in self.images.values() for image in images})
        return ajouts


def _types(paquet: Paquet, extensions: set[str]) -> bytes:
    types = _lu(paquet, TYPES)
    manquants = [e for e in sorted(extensions) if f'Extension="{e}"'.encode() not in types]
    return _avec(
        types, "</Types>", "".join(f'<Default Extension="{e}" ContentType="image/{e}"/>' for e in manquants)
    )


def _lu(paquet: Paquet, membre: str) -> bytes:
    retouche = paquet.retouches.get(membre)
    if retouche is not None:
        return retouche
    if membre in paquet.membres:
        return paquet.lire(membre)
    return b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


def _avec(octets: bytes, fin: str, ajout: str) -> bytes:
    texte = octets.decode("utf-8-sig").replace("<Relationships/>", "<Relationships></Relationships>")
    place = texte.rindex(fin)
    return (texte[:place] + ajout + texte[place:]).encode()


def _lien(numero: int) -> str:
    return f"rIdTableurImage{numero}"


def _membre(paquet: Paquet, image: Image) -> str:
    return posixpath.join(
        posixpath.dirname(paquet.principal), "media", f"tableur-{image.empreinte}.{image.extension}"
    )


def _de_png(octets: bytes) -> tuple[int, int]:
    largeur, hauteur = struct.unpack_from(">II", octets, 16)
    return largeur, hauteur


def _de_jpeg(octets: bytes) -> tuple[int, int]:
    for place, marque in _segments(octets):
        if 0xC0 <= marque <= 0xCF and marque not in (0xC4, 0xC8, 0xCC):
            hauteur, largeur = struct.unpack_from(">HH", octets, place + 5)
            return largeur, hauteur
    return 0, 0


def _segments(octets: bytes) -> Iterator[tuple[int, int]]:
    """Place et marque de chaque segment d'un JPEG."""
    place = 2
    while place + 4 <= len(octets) and octets[place] == 0xFF:
        yield place, octets[place + 1]
        place += 2 + struct.unpack_from(">H", octets, place + 2)[0]
