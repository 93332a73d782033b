"""Le paquet d'un classeur auquel on ajoute des parties : ce qui n'est pas touché garde ses octets."""

import re
import zipfile
from html import escape
from pathlib import Path
from posixpath import dirname, relpath

from tableur.classeurs.controle.lecture_xlsx import chemin_des_relations, partie_du_classeur, relations
from tableur.classeurs.retouche.zip_brut import EcritureZip
from tableur.fichiers.archives import Archive, analyser_xml
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.socle.erreurs import Ou

TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENU = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DESSIN = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_DATE = (1980, 1, 1, 0, 0, 0)
_ENTETE = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

GENRES = {
    "worksheet": f"{_CONTENU}.worksheet+xml",
    "comments": f"{_CONTENU}.comments+xml",
}


class PaquetAugmente:
    """Archive vérifiée d'un classeur .xlsx ou .xlsm, dont des parties sont remplacées, ajoutées ou ôtées."""

    def __init__(self, archive: Archive) -> None:
        """Prépare un paquet d'après une archive ouverte.

        Raises:
            Refus: Le fichier n'est pas un classeur Excel.
        """
        self.archive = archive
        self.ou = Ou(fichier=archive.chemin.name)
        self.principale = partie_du_classeur(archive)
        self._changees: dict[str, bytes] = {}
        self._otees: set[str] = set()
        self.dessins_ajoutes: list[int] = []

    def __contains__(self, partie: str) -> bool:
        """Vrai si la partie existe."""
        return partie not in self._otees and (partie in self._changees or partie in self.archive)

    def lire(self, partie: str) -> bytes:
        """Contenu présent d'une partie, en UTF-8.

        Raises:
            Refus: La partie manque.
        """
        if partie in self._changees:
            return self._changees[partie]
        return _en_utf8(self.archive.lire_membre(partie))

    def poser(self, partie: str, octets: bytes) -> None:
        """Remplace ou ajoute une partie."""
        self._changees[partie] = octets

    def liens(self, partie: str) -> dict[str, tuple[str, str, str]]:
        """Relations d'une partie, ajouts compris : genre, partie visée, mode."""
        fichier = chemin_des_relations(partie)
        if fichier not in self._changees:
            return relations(self.archive, partie, self.ou)
        trouvees = {}
        for lien in analyser_xml(self._changees[fichier], self.ou).iter("{*}Relationship"):
            cible, mode = lien.get("Target", ""), lien.get("TargetMode", "")
            if mode != "External":
                cible = _absolue(partie, cible)
            trouvees[lien.get("Id", "")] = (lien.get("Type", "").rpartition("/")[2], cible, mode)
        return trouvees

    def relier(self, partie: str, genre: str, cible: str) -> str:
        """Ajoute une relation interne et rend son identifiant."""
        fichier = chemin_des_relations(partie)
        octets = (
            self.lire(fichier) if fichier in self else _ENTETE + f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
        )
        pris = set(self.liens(partie)) if fichier in self else set()
        numero = next(f"rId{n}" for n in range(len(pris) + 1, len(pris) + 10_000) if f"rId{n}" not in pris)
        vers = relpath(cible, dirname(partie) or ".")
        lien = (
            f'<Relationship xmlns="{_RELATIONS}" Id="{numero}" Type="{OFFICE}/{genre}" Target="{escape(vers)}"/>'
        )
        self.poser(fichier, ajouter_a_la_fin(octets, "Relationships", lien.encode()))
        return numero

    def declarer(self, partie: str, genre: str) -> None:
        """Dit le type de contenu d'une partie ajoutée."""
        espace = "http://schemas.openxmlformats.org/package/2006/content-types"
        octets = self.lire(TYPES)
        if genre == "vml":
            if re.search(rb'Extension\s*=\s*["\'](?i:vml)["\']', octets):
                return
            defaut = f'<Default xmlns="{espace}" Extension="vml" ContentType="{_DESSIN}"/>'
            debut = re.search(rb"<(?:\w+:)?(?:Default|Override)\b", octets)
            place = debut.start() if debut else octets.rfind(b"</")
            self.poser(TYPES, octets[:place] + defaut.encode() + octets[place:])
            return
        ligne = f'<Override xmlns="{espace}" PartName="/{partie}" ContentType="{GENRES[genre]}"/>'
        self.poser(TYPES, ajouter_a_la_fin(octets, "Types", ligne.encode()))

    def nom_libre(self, modele: str) -> str:
        """Nom de partie inemployé : « xl/comments%d.xml » devient « xl/comments1.xml »."""
        pris = {nom.casefold() for nom in [*self.archive.membres, *self._changees]}
        return next(nom for n in range(1, 100_000) if (nom := modele % n).casefold() not in pris)

    def oter_chaine_de_calcul(self) -> None:
        """Retire l'ordre de calcul, qu'Excel refait : il ne doit pas ignorer une formule nouvelle."""
        for identifiant, (genre, cible, _) in self.liens(self.principale).items():
            if genre != "calcChain":
                continue
            self._otees.add(cible)
            fichier = chemin_des_relations(self.principale)
            motif = rb'<(?:\w+:)?Relationship\b[^>]*\bId\s*=\s*["\']' + identifiant.encode() + rb'["\'][^>]*?/>'
            self.poser(fichier, re.sub(motif, b"", self.lire(fichier)))
            motif = (
                rb'<(?:\w+:)?Override\b[^>]*\bPartName\s*=\s*["\']/?'
                + re.escape(cible.encode())
                + rb'["\'][^>]*?/>'
            )
            self.poser(TYPES, re.sub(motif, b"", self.lire(TYPES)))

    def ecrire(self, sortie: Path, *, remplacer: bool = False) -> None:
        """Écrit le nouveau classeur ; les membres intacts sont recopiés tels quels.

        Raises:
            Refus: La sortie ne peut pas être écrite.
        """
        with (
            ecriture_atomique(sortie, remplacer=remplacer) as provisoire,
            self.archive.chemin.open("rb") as source,
            zipfile.ZipFile(source) as lu,
            provisoire.open("wb") as flux,
        ):
            ecriture = EcritureZip(flux)
            restantes = dict(self._changees)
            for membre in lu.infolist():
                if membre.filename in self._otees:
                    continue
                if membre.filename in restantes:
                    ecriture.ecrire(membre, [restantes.pop(membre.filename)])
                else:
                    ecriture.recopier(source, membre)
            for nom, octets in restantes.items():
                ecriture.ecrire(zipfile.ZipInfo(nom, _DATE), [octets])
            ecriture.finir(lu.comment)


def ajouter_a_la_fin(octets: bytes, racine: str, ajout: bytes) -> bytes:
    """XML dont l'élément racine reçoit un dernier enfant ; une racine vide est ouverte."""
    place = octets.rfind(b"</")
    if place >= 0:
        return octets[:place] + ajout + octets[place:]
    motif = rb"<((?:\w+:)?" + racine.encode() + rb")\b([^>]*?)\s*/>"
    return re.sub(motif, lambda m: b"<" + m[1] + m[2] + b">" + ajout + b"</" + m[1] + b">", octets, count=1)


def _absolue(partie: str, cible: str) -> str:
    from posixpath import join, normpath

    return cible.lstrip("/") if cible.startswith("/") else normpath(join(dirname(partie), cible))


def _en_utf8(octets: bytes) -> bytes:
    from tableur.classeurs.retouche.paquet import en_utf8

    return en_utf8(octets)
