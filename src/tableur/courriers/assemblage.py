"""Assemblage d'un .docx : un bloc constant de membres déjà compressés, auquel s'ajoutent les parties rendues.

Dates fixes (1980) : les mêmes données donnent les mêmes octets.
"""

import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from tableur.courriers.paquet import TYPES, Paquet
from tableur.socle.erreurs import ErreurTableur

Codec = Literal["zlib", "isal"]
Compresser = Callable[[bytes], bytes]

NIVEAU = 3  # de zlib ; mesuré : deux fois plus vite que 6, pour 2 % d'octets en plus
NIVEAU_ISAL = 2

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_FIN = struct.Struct("<4s4H2LH")
_DATE = (0, 0x21)  # 1er janvier 1980, 0 h
_DEFLATE = 8
_UTF8 = 0x800


def compresseur(codec: Codec) -> tuple[Compresser, Callable[[bytes], int]]:
    """Compression et somme de contrôle.

    Raises:
        ErreurTableur: `isal` n'est pas installé.
    """
    if codec == "zlib":
        return _deflate, zlib.crc32
    try:
        from isal import isal_zlib
    except ImportError as erreur:
        raise ErreurTableur("Le codec isal demande l'option « rapide » : pip install tableur[rapide].") from erreur
    return lambda octets: isal_zlib.compress(octets, NIVEAU_ISAL, -15), isal_zlib.crc32


@dataclass(frozen=True, slots=True)
class Comprime:
    """Contenu déjà compressé d'un membre, sa somme de contrôle et sa taille."""

    octets: bytes
    somme: int
    taille: int


class Flux:
    """Membre compressé à mesure : un grand document n'est jamais entier en mémoire."""

    def __init__(self) -> None:
        """Vide."""
        self._c = zlib.compressobj(NIVEAU, zlib.DEFLATED, -15, 9)
        self._morceaux: list[bytes] = []
        self._somme = self._taille = 0

    def ecrire(self, texte: str) -> None:
        """Ajoute du texte."""
        octets = texte.encode()
        self._somme = zlib.crc32(octets, self._somme)
        self._taille += len(octets)
        self._morceaux.append(self._c.compress(octets))

    def finir(self) -> Comprime:
        """Le membre entier."""
        self._morceaux.append(self._c.flush())
        return Comprime(b"".join(self._morceaux), self._somme, self._taille)


class Assemblage:
    """Archive préparée : ce qui ne change pas d'un document à l'autre est écrit d'avance."""

    def __init__(self, paquet: Paquet, rendus: Collection[str], codec: Codec = "zlib") -> None:
        """Prépare le bloc constant.

        Args:
            paquet: Le modèle.
            rendus: Membres qui seront donnés à chaque document.
            codec: Compression des parties rendues.
        """
        self._deflate, self._somme = compresseur(codec)
        self._blocs: list[bytes] = []
        self._repertoire: list[bytes] = []
        self._taille = 0
        retouches = paquet.retouches
        for nom, info in sorted(paquet.infos.items(), key=lambda paire: paire[0] != TYPES):
            if nom in rendus or (nom in retouches and retouches[nom] is None):
                continue
            change = retouches.get(nom)
            if change is not None:
                self._ajouter(nom, self._deflate(change), _DEFLATE, self._somme(change), len(change))
            else:
                brut = _compresse(paquet.octets, info.header_offset, info.compress_size)
                self._ajouter(nom, brut, info.compress_type, info.CRC, info.file_size)
        self._constant, self._constantes = b"".join(self._blocs), len(self._repertoire)
        self._repertoire_constant = b"".join(self._repertoire)

    def comprimer(self, octets: bytes) -> Comprime:
        """Contenu compressé d'un membre."""
        return Comprime(self._deflate(octets), self._somme(octets), len(octets))

    def assembler(self, parties: Iterable[tuple[str, bytes | Comprime]]) -> bytes:
        """Document entier : le bloc constant, puis les parties rendues."""
        blocs, repertoire, place = [self._constant], [self._repertoire_constant], len(self._constant)
        nombre = self._constantes
        for nom, contenu in parties:
            c = contenu if isinstance(contenu, Comprime) else self.comprimer(contenu)
            local, central = _entrees(nom, c.octets, _DEFLATE, c.somme, c.taille, place)
            blocs += local
            repertoire.append(central)
            place += len(local[0]) + len(local[1])
            nombre += 1
        table = b"".join(repertoire)
        blocs += [table, _FIN.pack(b"PK\5\6", 0, 0, nombre, nombre, len(table), place, 0)]
        return b"".join(blocs)

    def _ajouter(self, nom: str, compresse: bytes, methode: int, somme: int, taille: int) -> None:
        local, central = _entrees(nom, compresse, methode, somme, taille, self._taille)
        self._blocs += local
        self._repertoire.append(central)
        self._taille += len(local[0]) + len(local[1])


def assembler_un(paquet: Paquet, remplaces: Mapping[str, bytes | Comprime | None], codec: Codec = "zlib") -> bytes:
    """Document fait d'un modèle où des membres sont remplacés, ajoutés, ou ôtés (None)."""
    ecrits = {nom: octets for nom, octets in remplaces.items() if octets is not None}
    ordre = sorted(ecrits.items(), key=lambda paire: paire[0] != TYPES)
    return Assemblage(paquet, remplaces, codec).assembler(ordre)


def _deflate(octets: bytes) -> bytes:
    c = zlib.compressobj(NIVEAU, zlib.DEFLATED, -15, 9)
    return c.compress(octets) + c.flush()


def _compresse(archive: bytes, place: int, taille: int) -> bytes:
    nom, extra = struct.unpack_from("<HH", archive, place + 26)
    debut = place + _LOCAL.size + nom + extra
    return archive[debut : debut + taille]


def _entrees(
    nom: str, compresse: bytes, methode: int, somme: int, taille: int, place: int
) -> tuple[tuple[bytes, bytes], bytes]:
    """En-tête et contenu du membre, et son entrée de répertoire."""
    ecrit = nom.encode()
    drapeaux = 0 if nom.isascii() else _UTF8
    tailles = (somme & 0xFFFFFFFF, len(compresse), taille)
    local = _LOCAL.pack(b"PK\3\4", 20, drapeaux, methode, *_DATE, *tailles, len(ecrit), 0) + ecrit
    central = _CENTRAL.pack(
        b"PK\1\2", 20, 20, drapeaux, methode, *_DATE, *tailles, len(ecrit), 0, 0, 0, 0, 0, place
    )
    return (local, compresse), central + ecrit
