"""Un vrai serveur SMTP, d'aiosmtpd, qui garde ce qu'il reçoit et sait mal se conduire."""

import base64
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tableur.courriers.courriel.campagne import Campagne
from tableur.courriers.courriel.envoi import Rythme
from tableur.courriers.courriel.message import Expediteur
from tableur.courriers.courriel.modele import ModeleDeMessage, SourceDeMessage
from tableur.courriers.courriel.serveur import Serveur

LE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
COUPURE = "coupure"


@dataclass
class Boite:
    """Ce que le serveur a reçu, et ce qu'il doit répondre à chaque DATA ; sans consigne, 250.

    Args:
        reponses: Réponses aux DATA, dans l'ordre ; « coupure » ferme la connexion sans répondre.
        refus: Réponse à RCPT par adresse.
        recus: Enveloppes acceptées.
        jeton: Jeton XOAUTH2 admis.
    """

    reponses: list[str] = field(default_factory=list)
    refus: dict[str, str] = field(default_factory=dict)
    recus: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    port: int = 0
    jeton: str = ""

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        dit = base64.b64decode(args[1]).decode()
        attendu = f"user=marie@atelier-roux.fr\x01auth=Bearer {self.jeton}\x01\x01"
        return AuthResult(success=dit == attendu, handled=False)

    async def handle_RCPT(  # noqa: N802 - nom attendu par aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refus:
            return self.refus[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        reponse = self.reponses.pop(0) if self.reponses else "250 OK"
        if reponse == COUPURE:
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
            return "250 OK"
        if reponse.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.recus.append((envelope.mail_from or "", list(envelope.rcpt_tos), envelope.content))
        return reponse

    def messages(self) -> list[EmailMessage]:
        """Messages reçus, relus par la bibliothèque standard."""
        return [message_from_bytes(o, policy=policy.default) for _, _, o in self.recus]

    @property
    def serveur(self) -> Serveur:
        return Serveur("127.0.0.1", self.port, "aucune")


@contextmanager
def boite_ouverte(**reglages: Any) -> Iterator[Boite]:
    """Serveur qui écoute sur un port libre jusqu'à la fin du bloc."""
    with socket.create_server(("127.0.0.1", 0)) as libre:
        boite = Boite(port=libre.getsockname()[1])
    controleur = Controller(boite, hostname="127.0.0.1", port=boite.port, **reglages)
    controleur.start()
    try:
        yield boite
    finally:
        controleur.stop()


class Horloge:
    """Temps qui n'avance que quand on dort."""

    def __init__(self) -> None:
        self.instant = 0.0
        self.attentes: list[float] = []

    def dormir(self, secondes: float) -> None:
        self.attentes.append(secondes)
        self.instant += secondes

    def rythme(self, debit: int = 60_000) -> Rythme:
        return Rythme(debit, (60.0, 300.0), lambda: self.instant, self.dormir, lambda: LE)


def campagne(
    dossier: Path,
    lignes: list[dict[str, object]],
    texte: str = "Bonjour {{ nom }},\nÀ bientôt.\n",
    *,
    objet: str = "Pour {{ nom }}",
    html: str = "",
    pieces: tuple[str, ...] = (),
    cle: str = "",
    expediteur: Expediteur | None = None,
    **autres: Any,
) -> Campagne:
    """Campagne d'essai."""
    source = SourceDeMessage("message.txt", dossier, objet, texte, "", html, pieces)
    modele = ModeleDeMessage(source, list(lignes[0]))
    de = expediteur or Expediteur("marie@atelier-roux.fr", "Atelier Roux", "contact@atelier-roux.fr")
    return Campagne("essai", modele, de, lignes, dossier, cle, **autres)


def personnes(nombre: int) -> list[dict[str, object]]:
    """Lignes d'essai."""
    return [{"courriel": f"p{n}@exemple.fr", "nom": f"Personne {n}"} for n in range(1, nombre + 1)]
