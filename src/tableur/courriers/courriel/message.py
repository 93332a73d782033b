"""Message prêt à partir : un destinataire, des en-têtes sûrs, des pièces jointes bornées."""

import mimetypes
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from tableur.courriers.courriel.modele import MessageRendu
from tableur.fichiers.noms import nom_sur
from tableur.socle.erreurs import ErreurTableur, Ou, ValeurInvalide, refus

TAILLE_MAXIMALE = 10 << 20  # octets des pièces jointes d'un message ; l'encodage en ajoute un tiers
_ESPACE_DE_NOMS = uuid.uuid5(uuid.NAMESPACE_URL, "tableur:courriel")
_REGLES = SMTP.clone(max_line_length=78)
_INTERDITS = re.compile("[\x00-\x1f\x7f\u0085\u2028\u2029]")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_DOMAINE = re.compile(r"(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}")


class MessageRefuse(ErreurTableur):
    """Le message d'une ligne ne peut pas partir : la phrase dit pourquoi."""


@dataclass(frozen=True, slots=True)
class Expediteur:
    """Qui envoie.

    Args:
        adresse: Adresse de l'expéditeur.
        nom: Nom affiché.
        repondre_a: Adresse des réponses, vide pour celle de l'expéditeur.
        desinscription: « mailto: » ou « https: » où se désinscrire ; vide hors prospection.
    """

    adresse: str
    nom: str = ""
    repondre_a: str = ""
    desinscription: str = ""

    def __post_init__(self) -> None:
        """Contrôle les adresses.

        Raises:
            Refus: Une adresse n'en est pas une.
        """
        for libelle, adresse in (("expéditeur", self.adresse), ("répondre à", self.repondre_a)):
            if adresse or libelle == "expéditeur":
                try:
                    adresse_de(adresse)
                except ValeurInvalide as erreur:
                    raise refus(Ou(), libelle, f"Adresse « {libelle} » : {erreur}") from None
        if self.desinscription and not re.fullmatch(r"(?:mailto:|https://)[!-;=?-~]+", self.desinscription):
            message = "L'adresse de désinscription commence par « mailto: » ou « https:// », sans espace."
            raise refus(Ou(), "désinscription", message, trouve=self.desinscription)


def adresse_de(texte: str) -> Address:
    """Une adresse de courriel, et une seule.

    Raises:
        ValeurInvalide: Ce n'en est pas une ; la phrase dit ce qui a été reçu.

    >>> str(adresse_de("marie.durand@exemple.fr"))
    'marie.durand@exemple.fr'
    """
    propre = texte.strip()
    recu = _INTERDITS.sub("⏎", propre)[:80]
    if not propre:
        raise ValeurInvalide("l'adresse de courriel est vide")
    if _INTERDITS.search(propre):
        raise ValeurInvalide(f"l'adresse de courriel tient sur une ligne : « {recu} » reçu")
    if propre.count("@") > 1 or re.search(r"[,;\s<>]", propre):
        raise ValeurInvalide(f"une seule adresse de courriel est attendue, sans nom : « {recu} » reçu")
    try:
        adresse = Address(addr_spec=propre)
    except Exception as erreur:
        raise ValeurInvalide(f"« {recu} » n'est pas une adresse de courriel") from erreur
    if (
        not propre.isascii()
        or str(adresse) != propre
        or not _LOCAL.fullmatch(adresse.username)
        or not _DOMAINE.fullmatch(adresse.domain)
    ):
        raise ValeurInvalide(f"« {recu} » n'est pas une adresse de courriel (attendu : nom@domaine.fr)")
    return adresse


def identifiant(campagne: str, cle: str, domaine: str) -> str:
    """Message-ID d'une clé dans une campagne : toujours le même, une boîte reconnaît donc un double."""
    return f"<{uuid.uuid5(uuid.uuid5(_ESPACE_DE_NOMS, campagne), cle)}@{domaine}>"


def composer(
    rendu: MessageRendu,
    expediteur: Expediteur,
    *,
    message_id: str,
    date: datetime,
    pieces: Sequence[Path] = (),
    brouillon: bool = False,
    taille_maximale: int = TAILLE_MAXIMALE,
) -> EmailMessage:
    """Message d'une ligne.

    Args:
        rendu: Ses textes.
        expediteur: Qui envoie.
        message_id: Son identifiant.
        date: Date et heure de l'en-tête Date, avec fuseau.
        pieces: Fichiers à joindre.
        brouillon: Vrai pour qu'Outlook l'ouvre en brouillon (X-Unsent).
        taille_maximale: Plafond des pièces jointes, en octets.

    Raises:
        MessageRefuse: L'adresse, l'objet ou une pièce ne convient pas.
    """
    message = EmailMessage(policy=_REGLES)
    message["From"] = _affichee(expediteur)
    try:
        message["To"] = adresse_de(rendu.a)
    except ValeurInvalide as erreur:
        raise MessageRefuse(f"{str(erreur)[0].upper()}{str(erreur)[1:]}.") from None
    message["Subject"] = _une_ligne(rendu.objet, "L'objet")
    message["Date"] = format_datetime(date)
    message["Message-ID"] = message_id
    if expediteur.repondre_a:
        message["Reply-To"] = adresse_de(expediteur.repondre_a)
    if expediteur.desinscription:
        message["List-Unsubscribe"] = f"<{expediteur.desinscription}>"
    if brouillon:
        message["X-Unsent"] = "1"
    message.set_content(rendu.texte, cte="quoted-printable")
    if rendu.html:
        message.add_alternative(rendu.html, subtype="html", cte="quoted-printable")
    _joindre(message, pieces, taille_maximale)
    _limites_fixes(message, message_id)
    return message


def octets_de(message: EmailMessage) -> bytes:
    """Message tel qu'il part : fins de ligne CRLF, ASCII."""
    return message.as_bytes(policy=_REGLES)


def _affichee(expediteur: Expediteur) -> Address:
    nom = _une_ligne(expediteur.nom, "Le nom de l'expéditeur") if expediteur.nom else ""
    return Address(nom, addr_spec=expediteur.adresse.strip())


def _une_ligne(texte: str, quoi: str) -> str:
    if _INTERDITS.search(texte.strip()):
        montre = _INTERDITS.sub("⏎", texte.strip())[:60]
        raise MessageRefuse(f"{quoi} doit tenir sur une ligne, sans caractère de contrôle : « {montre} » reçu.")
    if not texte.strip():
        raise MessageRefuse(f"{quoi} est vide.")
    return texte.strip()


def _joindre(message: EmailMessage, pieces: Sequence[Path], taille_maximale: int) -> None:
    reste = taille_maximale
    noms: set[str] = set()
    for piece in pieces:
        _une_ligne(piece.name, "Le nom d'une pièce jointe")
        try:
            with piece.open("rb") as flux:  # lecture bornée : la taille annoncée ne compte pas
                octets = flux.read(reste + 1)
        except OSError as erreur:
            raise MessageRefuse(f"La pièce jointe « {piece.name} » ne se lit pas ({erreur.strerror}).") from erreur
        if len(octets) > reste:
            mega = f"{taille_maximale / (1 << 20):g}".replace(".", ",")
            raise MessageRefuse(f"Les pièces jointes passent {mega} Mo, à « {piece.name} » : les alléger.")
        reste -= len(octets)
        genre = (mimetypes.guess_type(piece.name)[0] or "application/octet-stream").split("/")
        message.add_attachment(octets, maintype=genre[0], subtype=genre[1], filename=_nom_libre(piece.name, noms))


def _nom_libre(nom: str, pris: set[str]) -> str:
    propre = Path(nom_sur(nom))
    candidat, rang = propre.name, 1
    while candidat.casefold() in pris:
        rang += 1
        candidat = f"{propre.stem} ({rang}){propre.suffix}"
    pris.add(candidat.casefold())
    return candidat


def _limites_fixes(message: EmailMessage, message_id: str) -> None:
    """Limites de parties tirées du Message-ID : le même message a toujours les mêmes octets."""
    for rang, partie in enumerate(message.walk()):
        if partie.is_multipart():
            partie.set_boundary(f"=_{uuid.uuid5(_ESPACE_DE_NOMS, f'{message_id}{rang}').hex}")
