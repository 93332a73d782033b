"""Archives zip recopiées sans recompression : ce qui n'est pas retouché garde ses octets, sa date et sa place."""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import BinaryIO

# Mesuré sur 100 000 lignes de 12 colonnes : le niveau 6 prend deux fois le temps du niveau 3 pour 7 % de moins.
NIVEAU = 3

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_FIN = struct.Struct("<4s4H2LH")
_UTF8 = 0x800
_SUITE = 0x8  # tailles écrites après les données : on les connaît, on les écrit avant
_ZIP64 = 1


class EcritureZip:
    """Archive en cours d'écriture, membre après membre."""

    def __init__(self, flux: BinaryIO) -> None:
        """Commence une archive dans un flux où l'on peut revenir en arrière."""
        self._flux = flux
        self._repertoire: list[bytes] = []

    def recopier(self, source: BinaryIO, membre: zipfile.ZipInfo) -> None:
        """Recopie un membre, octets compressés compris."""
        source.seek(membre.header_offset)
        entete = _LOCAL.unpack(source.read(_LOCAL.size))
        nom, extra = source.read(entete[9]), _sans_zip64(source.read(entete[10]))
        drapeaux = membre.flag_bits & ~_SUITE
        tailles = (membre.CRC, membre.compress_size, membre.file_size)
        debut = self._flux.tell()
        date = entete[4], entete[5]
        self._flux.write(
            _LOCAL.pack(
                b"PK\3\4", entete[1], drapeaux, membre.compress_type, *date, *tailles, len(nom), len(extra)
            )
        )
        self._flux.write(nom + extra)
        reste = membre.compress_size
        while reste:
            morceau = source.read(min(reste, 1 << 20))
            if not morceau:
                raise zipfile.BadZipFile(membre.filename)
            self._flux.write(morceau)
            reste -= len(morceau)
        self._inscrire(membre, nom, drapeaux, membre.compress_type, date, tailles, debut)

    def ecrire(self, membre: zipfile.ZipInfo, morceaux: Iterable[bytes], niveau: int = NIVEAU) -> None:
        """Écrit le nouveau contenu d'un membre, en flux, à la place et à la date de l'ancien."""
        drapeaux = membre.flag_bits & _UTF8
        nom = membre.orig_filename.encode("utf-8" if drapeaux else "cp437")
        date = _date(membre)
        debut = self._flux.tell()
        self._flux.write(bytes(_LOCAL.size) + nom)
        compresseur = zlib.compressobj(niveau, zlib.DEFLATED, -15)
        somme = taille = comprimee = 0
        for morceau in morceaux:
            somme = zlib.crc32(morceau, somme)
            taille += len(morceau)
            comprimee += self._flux.write(compresseur.compress(morceau))
        comprimee += self._flux.write(compresseur.flush())
        fin = self._flux.tell()
        tailles = (somme, comprimee, taille)
        self._flux.seek(debut)
        self._flux.write(_LOCAL.pack(b"PK\3\4", 20, drapeaux, zipfile.ZIP_DEFLATED, *date, *tailles, len(nom), 0))
        self._flux.seek(fin)
        self._inscrire(membre, nom, drapeaux, zipfile.ZIP_DEFLATED, date, tailles, debut)

    def finir(self, commentaire: bytes = b"") -> None:
        """Écrit le répertoire de l'archive."""
        debut = self._flux.tell()
        self._flux.write(b"".join(self._repertoire))
        taille, nombre = self._flux.tell() - debut, len(self._repertoire)
        self._flux.write(_FIN.pack(b"PK\5\6", 0, 0, nombre, nombre, taille, debut, len(commentaire)) + commentaire)

    def _inscrire(
        self,
        membre: zipfile.ZipInfo,
        nom: bytes,
        drapeaux: int,
        methode: int,
        date: tuple[int, int],
        tailles: tuple[int, int, int],
        debut: int,
    ) -> None:
        extra = _sans_zip64(membre.extra) if methode == membre.compress_type else b""
        version = membre.create_version | membre.create_system << 8
        self._repertoire.append(
            _CENTRAL.pack(
                b"PK\1\2",
                version,
                max(membre.extract_version, 20),
                drapeaux,
                methode,
                *date,
                *tailles,
                len(nom),
                len(extra),
                len(membre.comment),
                0,
                membre.internal_attr,
                membre.external_attr,
                debut,
            )
            + nom
            + extra
            + membre.comment
        )


def _date(membre: zipfile.ZipInfo) -> tuple[int, int]:
    annee, mois, jour, heure, minute, seconde = membre.date_time
    return heure << 11 | minute << 5 | seconde // 2, (annee - 1980) << 9 | mois << 5 | jour


def _sans_zip64(extra: bytes) -> bytes:
    gardes, place = b"", 0
    while place + 4 <= len(extra):
        genre, longueur = struct.unpack_from("<HH", extra, place)
        if genre != _ZIP64:
            gardes += extra[place : place + 4 + longueur]
        place += 4 + longueur
    return gardes + extra[place:]
