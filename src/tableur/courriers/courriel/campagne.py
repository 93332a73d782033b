"""Une campagne : lignes, modèle, expéditeur ; les messages à faire, les lignes écartées et pourquoi."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from functools import partial
from pathlib import Path

from tableur.courriers.courriel.envoi import Pret
from tableur.courriers.courriel.journal import JournalDesEnvois
from tableur.courriers.courriel.message import (
    TAILLE_MAXIMALE,
    Expediteur,
    MessageRefuse,
    adresse_de,
    composer,
    identifiant,
    octets_de,
)
from tableur.courriers.courriel.modele import MessageRendu, ModeleDeMessage, colonne_nommee
from tableur.courriers.endroits import ErreurDeDocument, LigneEcartee
from tableur.courriers.filtres import Ligne
from tableur.courriers.noms_de_documents import nom_de_document
from tableur.courriers.prospection import Prospection
from tableur.courriers.valeurs import ecrit, est_sans_valeur
from tableur.fichiers.csv_francais import csv_francais
from tableur.fichiers.provisoires import nettoyer, provisoire, synchroniser, synchroniser_dossier
from tableur.socle.erreurs import ErreurTableur, Ou

EN_NOMBRE = 50  # messages ; au-delà, la mise en garde est dite
MISE_EN_GARDE = (
    "300 messages depuis une boîte d'entreprise la font mettre en liste noire : pour un envoi en nombre, --csv "
    "prépare le fichier d'un service d'envoi."
)

DocumentsDuLot = Mapping[str, Path]  # document produit de chaque clé


@dataclass(frozen=True, slots=True)
class EcartDeCourriel:
    """Ligne sans message : son rang, et pourquoi."""

    rang: int
    raison: str


@dataclass(frozen=True, slots=True)
class Courriel:
    """Message à faire d'une ligne.

    Args:
        rang: Rang de la ligne, de 1.
        cle: Sa clé dans la campagne.
        rendu: Ses textes.
        pieces: Ses pièces jointes.
    """

    rang: int
    cle: str
    rendu: MessageRendu
    pieces: tuple[Path, ...]


@dataclass(slots=True)
class Examen:
    """Les trois comptes avant d'écrire ou d'envoyer.

    Args:
        lues: Lignes lues.
        bons: Rangs des lignes qui ont un message.
        ecarts: Lignes laissées de côté.
    """

    lues: int = 0
    bons: list[int] = field(default_factory=list)
    ecarts: list[EcartDeCourriel] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Campagne:
    """Ce qui ne change pas d'un message à l'autre.

    Args:
        nom: Nom de la campagne : deux campagnes n'ont aucun Message-ID en commun.
        modele: Modèle compilé.
        expediteur: Qui envoie.
        lignes: Les lignes.
        dossier_des_pieces: Dossier où se cherchent les pièces ; aucune n'en sort.
        cle: Colonne qui désigne une ligne ; vide pour l'adresse elle-même.
        documents: Document produit du lot, par clé ; None pour n'en joindre aucun.
        prospection: Règles à appliquer, None si ce n'est pas de la prospection.
        taille_maximale: Plafond des pièces d'un message, en octets.
        places: Place de chaque ligne dans son fichier ; vide si elles n'en ont pas.
    """

    nom: str
    modele: ModeleDeMessage
    expediteur: Expediteur
    lignes: Sequence[Ligne]
    dossier_des_pieces: Path
    cle: str = ""
    documents: DocumentsDuLot | None = None
    prospection: Prospection | None = None
    taille_maximale: int = TAILLE_MAXIMALE
    places: Sequence[Ou] = ()

    def ligne(self, rang: int) -> int:
        """Numéro de ligne dans le fichier d'un rang ; le rang lui-même sans fichier."""
        return (self.places[rang - 1].ligne if self.places else None) or rang

    def examiner(self, maintenant: datetime) -> Examen:
        """Compose chaque message en mémoire, un à un, sans rien garder : les trois comptes.

        Raises:
            Refus: La colonne de clé n'est pas dans les données.
        """
        examen = Examen()
        for rang, resultat in self._lus():
            examen.lues += 1
            if isinstance(resultat, Courriel):
                try:
                    self.message(resultat, maintenant)
                except MessageRefuse as erreur:
                    examen.ecarts.append(EcartDeCourriel(rang, str(erreur)))
                else:
                    examen.bons.append(rang)
            else:
                examen.ecarts.append(EcartDeCourriel(rang, resultat))
        return examen

    def courriels(self, rangs: Sequence[int]) -> Iterator[Courriel]:
        """Messages des lignes retenues par `examiner`, rendus à la volée."""
        retenus = set(rangs)
        for rang, resultat in self._lus():
            if rang in retenus and isinstance(resultat, Courriel):
                yield resultat

    def message(self, courriel: Courriel, maintenant: datetime, *, brouillon: bool = False) -> EmailMessage:
        """Message composé.

        Raises:
            MessageRefuse: L'adresse, l'objet ou une pièce ne convient pas.
        """
        return composer(
            courriel.rendu,
            self.expediteur,
            message_id=self.message_id(courriel.cle),
            date=maintenant,
            pieces=courriel.pieces,
            brouillon=brouillon,
            taille_maximale=self.taille_maximale,
        )

    def message_id(self, cle: str) -> str:
        """Message-ID d'une clé."""
        return identifiant(self.nom, cle, adresse_de(self.expediteur.adresse).domain)

    def prets(self, rangs: Sequence[int], maintenant: Callable[[], datetime]) -> Iterator[Pret]:
        """Messages prêts à envoyer, dont les octets ne se construisent qu'au départ."""
        de = str(adresse_de(self.expediteur.adresse))
        for courriel in self.courriels(rangs):
            vers = str(adresse_de(courriel.rendu.a))
            octets = partial(_construire, self, courriel, maintenant)
            yield Pret(
                courriel.rang, courriel.cle, self.message_id(courriel.cle), _empreinte(courriel), de, vers, octets
            )

    def _lus(self) -> Iterator[tuple[int, Courriel | str]]:
        """Chaque ligne : son message, ou ce qui l'écarte."""
        colonne = colonne_nommee(self.cle, self.lignes[0]) if self.cle and self.lignes else ""
        vues: dict[str, int] = {}
        adresses: dict[str, int] = {}
        for rang, ligne in enumerate(self.lignes, 1):
            try:
                courriel = self._courriel(ligne, rang, colonne)
            except (ErreurDeDocument, LigneEcartee, ErreurTableur) as erreur:
                yield rang, str(erreur)
                continue
            premiere = vues.setdefault(courriel.cle, rang)
            if premiere != rang:
                quoi = f"la clé « {courriel.cle[:60]} »" if colonne else "l'adresse"
                suite = "" if colonne else " ; pour un message par facture, donner la colonne de clé (--cle)"
                yield rang, f"Doublon : {quoi} est déjà celle de la ligne {self.ligne(premiere)}{suite}."
                continue
            premiere = adresses.setdefault(courriel.rendu.a.casefold(), rang)
            if self.prospection is not None and premiere != rang:
                yield rang, f"Doublon : la même adresse a déjà le message de la ligne {self.ligne(premiere)}."
                continue
            yield rang, courriel

    def _courriel(self, ligne: Ligne, rang: int, colonne: str) -> Courriel:
        if self.prospection is not None and (raison := self.prospection.raison_d_ecart(ligne)):
            raise MessageRefuse(raison)
        rendu = self.modele.rendre(ligne, rang)
        adresse = adresse_de(rendu.a)
        if colonne and est_sans_valeur(ligne.get(colonne)):
            raise MessageRefuse(f"La clé « {colonne} » est vide.")
        cle = ecrit(ligne[colonne]).strip() if colonne else str(adresse).casefold()
        pieces = [self._piece(piece) for piece in rendu.pieces]
        if self.documents is not None:
            pieces.insert(0, _document(self.documents, cle))
        return Courriel(rang, cle, rendu, tuple(pieces))

    def _piece(self, texte: str) -> Path:
        """Pièce d'une ligne ; une cellule ne peut pas la faire sortir du dossier."""
        if re.search("[\x00-\x1f\x7f]", texte):
            raise MessageRefuse("Le nom d'une pièce jointe tient sur une ligne, sans caractère de contrôle.")
        base = self.dossier_des_pieces.resolve()
        chemin = (base / texte.strip()).resolve()
        if not chemin.is_relative_to(base):
            raise MessageRefuse(f"La pièce jointe « {texte.strip()[:60]} » sort du dossier des pièces.")
        if not chemin.is_file():
            raise MessageRefuse(f"La pièce jointe « {texte.strip()[:60]} » n'existe pas.")
        return chemin


def ecrire_eml(
    campagne: Campagne,
    rangs: Sequence[int],
    dossier: Path,
    journal: JournalDesEnvois,
    maintenant: datetime,
    *,
    brouillons: bool = False,
) -> tuple[list[Path], list[EcartDeCourriel]]:
    """Écrit un .eml par message ; un fichier retouché à la main est laissé.

    Returns:
        Les fichiers en place, et les lignes dont le fichier a été laissé.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    nettoyer(dossier)
    faits: list[Path] = []
    laisses: list[EcartDeCourriel] = []
    for courriel in campagne.courriels(rangs):
        chemin = dossier / f"{nom_de_document(f'{campagne.ligne(courriel.rang):05d} - {courriel.cle}')}.eml"
        octets = octets_de(campagne.message(courriel, maintenant, brouillon=brouillons))
        if chemin.exists():
            connue = journal.empreinte_de_fichier(chemin.name)
            if hashlib.sha256(chemin.read_bytes()).hexdigest() != connue:
                raison = f"« {chemin.name} » a été retouché à la main, ou vient d'ailleurs : il est laissé."
                laisses.append(EcartDeCourriel(courriel.rang, raison))
                continue
        with provisoire(chemin, prive=True) as part:
            part.write_bytes(octets)
            synchroniser(part)
            journal.noter_les_fichiers({chemin.name: hashlib.sha256(octets).hexdigest()})
            os.replace(part, chemin)
        faits.append(chemin)
    synchroniser_dossier(dossier)
    return faits, laisses


def csv_d_envoi(campagne: Campagne, rangs: Sequence[int]) -> str:
    """Table pour un service d'envoi : une ligne par message, sans formule qui s'exécuterait à l'ouverture."""
    lignes = []
    for courriel in campagne.courriels(rangs):
        rendu = courriel.rendu
        pieces = " | ".join(piece.name for piece in courriel.pieces)
        lignes.append((rendu.a, rendu.objet, rendu.texte, rendu.html, pieces, campagne.message_id(courriel.cle)))
    return csv_francais(("courriel", "objet", "texte", "html", "pieces", "message_id"), lignes)


def _construire(campagne: Campagne, courriel: Courriel, maintenant: Callable[[], datetime]) -> bytes:
    return octets_de(campagne.message(courriel, maintenant()))


def _empreinte(courriel: Courriel) -> str:
    rendu = courriel.rendu
    pieces = (f"{piece}\0{_contenu(piece)}" for piece in courriel.pieces)
    morceaux = (rendu.a, rendu.objet, rendu.texte, rendu.html, *pieces)
    return hashlib.sha256("\0".join(morceaux).encode("utf-8", "surrogatepass")).hexdigest()


def _contenu(piece: Path) -> str:
    """SHA-256 d'une pièce, vide si elle ne se lit pas : le message le dira en se composant."""
    try:
        with piece.open("rb") as flux:
            return hashlib.file_digest(flux, "sha256").hexdigest()
    except OSError:
        return ""


def _document(documents: DocumentsDuLot, cle: str) -> Path:
    trouve = documents.get(cle)
    if trouve is None or not trouve.is_file():
        raise MessageRefuse(f"Le lot n'a pas de document à jour pour « {cle[:60]} ».")
    return trouve
