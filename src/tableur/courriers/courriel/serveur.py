"""Le serveur d'envoi : une session SMTP chiffrée, au certificat vérifié, authentifiée."""

import ipaddress
import smtplib
import ssl
from dataclasses import dataclass
from typing import Literal

from tableur.socle.erreurs import ErreurTableur, Ou, refus

Securite = Literal["starttls", "ssl", "aucune"]
Authentification = Literal["mot_de_passe", "xoauth2"]

ATTENTE = 60.0  # secondes laissées au serveur pour répondre
PORTS = {"starttls": 587, "ssl": 465, "aucune": 25}
FIN_DE_BASIC = (
    "Exchange Online (Microsoft 365) cesse d'accepter un simple mot de passe pour l'envoi SMTP : coupé par défaut "
    "fin décembre 2026 (l'administrateur peut le rétablir), retrait final annoncé pour le second semestre 2027. "
    "Préférer XOAUTH2, ou les brouillons à ouvrir dans Outlook (--brouillons)."
)
_EXCHANGE = (".office365.com", ".outlook.com", ".office.com")


class EnvoiImpossible(ErreurTableur):
    """Le serveur ne laisse rien envoyer : identification, chiffrement, adresse du serveur."""


@dataclass(frozen=True, slots=True)
class Serveur:
    """Serveur d'envoi.

    Args:
        hote: Nom du serveur.
        port: Port, 0 pour celui de la sécurité choisie.
        securite: « starttls », « ssl » ; « aucune » pour la seule boucle locale.
        compte: Nom du compte, vide si le serveur n'en demande pas.
        authentification: « mot_de_passe », ou « xoauth2 » (le secret est alors un jeton d'accès).
    """

    hote: str
    port: int = 0
    securite: Securite = "starttls"
    compte: str = ""
    authentification: Authentification = "mot_de_passe"

    def __post_init__(self) -> None:
        """Refuse d'envoyer en clair hors de ce poste."""
        if not self.hote:
            message = "Le serveur d'envoi manque : --serveur, ou tableur dossier regler courriel.serveur=…"
            raise refus(Ou(), "serveur", message)
        if self.securite == "aucune" and not est_boucle_locale(self.hote):
            message = f"« {self.hote} » n'est pas ce poste : l'envoi s'y fait chiffré, par starttls ou ssl."
            raise refus(Ou(), "sécurité", message, attendu="starttls ou ssl", trouve="aucune")

    @property
    def avertissement(self) -> str:
        """Ce qu'il faut savoir de ce serveur, vide s'il n'y a rien."""
        exchange = f".{self.hote.lower()}".endswith(_EXCHANGE)
        return FIN_DE_BASIC if exchange and self.authentification == "mot_de_passe" else ""


def est_boucle_locale(hote: str) -> bool:
    """Vrai si l'hôte est ce poste, par son adresse ou par « localhost »."""
    if hote.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(hote).is_loopback
    except ValueError:
        return False


def ouvrir_session(serveur: Serveur, secret: str = "", contexte: ssl.SSLContext | None = None) -> smtplib.SMTP:
    """Session ouverte, chiffrée et authentifiée.

    Args:
        serveur: Le serveur.
        secret: Mot de passe, ou jeton XOAUTH2.
        contexte: Certificats admis ; ceux du système par défaut.

    Raises:
        EnvoiImpossible: Certificat refusé, identification refusée, chiffrement absent.
        OSError: Le serveur ne répond pas ; cela peut se retenter.
    """
    contexte = contexte or ssl.create_default_context()
    port = serveur.port or PORTS[serveur.securite]
    try:
        if serveur.securite == "ssl":
            session: smtplib.SMTP = smtplib.SMTP_SSL(serveur.hote, port, timeout=ATTENTE, context=contexte)
        else:
            session = smtplib.SMTP(serveur.hote, port, timeout=ATTENTE)
    except ssl.SSLError as erreur:
        raise _certificat(serveur, erreur) from erreur
    try:
        session.ehlo_or_helo_if_needed()
        if serveur.securite == "starttls":
            _chiffrer(session, serveur, contexte)
        if serveur.compte:
            _identifier(session, serveur, secret)
    except BaseException:
        session.close()
        raise
    return session


def _chiffrer(session: smtplib.SMTP, serveur: Serveur, contexte: ssl.SSLContext) -> None:
    try:
        session.starttls(context=contexte)
    except smtplib.SMTPNotSupportedError as erreur:
        message = f"« {serveur.hote} » ne propose pas STARTTLS : rien n'est envoyé en clair. Essayer « ssl »."
        raise EnvoiImpossible(message) from erreur
    except ssl.SSLError as erreur:
        raise _certificat(serveur, erreur) from erreur
    session.ehlo()


def _identifier(session: smtplib.SMTP, serveur: Serveur, secret: str) -> None:
    if not secret:
        message = (
            f"Le mot de passe de « {serveur.compte} » manque : le mettre dans le trousseau "
            "(--retenir-mot-de-passe), ou dans la variable TABLEUR_COURRIEL_MOT_DE_PASSE."
        )
        raise EnvoiImpossible(message)
    try:
        if serveur.authentification == "xoauth2":
            jeton = f"user={serveur.compte}\x01auth=Bearer {secret}\x01\x01"
            session.auth("XOAUTH2", lambda defi=None: jeton if defi is None else "")
        else:
            session.login(serveur.compte, secret)
    except smtplib.SMTPAuthenticationError as erreur:
        if 400 <= erreur.smtp_code < 500:
            raise OSError(f"identification remise à plus tard ({erreur.smtp_code})") from None
        suite = f" {serveur.avertissement}" if serveur.avertissement else ""
        message = f"« {serveur.hote} » refuse le compte « {serveur.compte} » ({erreur.smtp_code}).{suite}"
        raise EnvoiImpossible(message) from None  # l'erreur d'origine peut répéter ce qui a été envoyé
    except smtplib.SMTPNotSupportedError as erreur:
        message = f"« {serveur.hote} » n'accepte pas l'identification choisie ({serveur.authentification})."
        raise EnvoiImpossible(message) from erreur


def _certificat(serveur: Serveur, erreur: ssl.SSLError) -> EnvoiImpossible:
    if isinstance(erreur, ssl.SSLCertVerificationError):
        raison = f"son certificat n'est pas reconnu ({erreur.verify_message})"
    else:
        raison = f"le chiffrement échoue ({erreur.reason or 'sans raison dite'})"
    return EnvoiImpossible(f"« {serveur.hote} » n'est pas sûr : {raison}. Rien n'a été envoyé.")
