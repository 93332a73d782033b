"""Envoi message par message, au débit réglé, chaque état sur le disque avant le geste suivant."""

import smtplib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from tableur.courriers.courriel.journal import Envoi, Etat, JournalDesEnvois
from tableur.socle.erreurs import ValeurInvalide

DEBIT = 20  # messages par minute
ATTENTES = (60.0, 300.0, 900.0)  # secondes avant chaque nouvel essai d'un refus passager

Ouvrir = Callable[[], smtplib.SMTP]


@dataclass(frozen=True, slots=True)
class Pret:
    """Message prêt ; ses octets ne sont construits qu'au moment de partir.

    Args:
        rang: Rang de la ligne.
        cle: Sa clé.
        message_id: Son Message-ID.
        empreinte: SHA-256 du destinataire, du texte et du contenu des pièces.
        de: Adresse de l'expéditeur.
        vers: Adresse du destinataire.
        octets: Construit le message.
    """

    rang: int
    cle: str
    message_id: str
    empreinte: str
    de: str
    vers: str
    octets: Callable[[], bytes]


@dataclass(slots=True)
class BilanDEnvoi:
    """Ce qu'un envoi a donné.

    Args:
        envoyes: Messages acceptés par le serveur cette fois.
        deja: Messages déjà envoyés avant, laissés.
        incertains: Rang et clé des messages peut-être partis, laissés.
        refuses: Rang et réponse du serveur, définitive.
        remis: Rang et raison des messages encore à envoyer.
        arret: Pourquoi l'envoi s'est arrêté avant la fin, vide sinon.
    """

    envoyes: int = 0
    deja: int = 0
    incertains: list[tuple[int, str]] = field(default_factory=list)
    refuses: list[tuple[int, str]] = field(default_factory=list)
    remis: list[tuple[int, str]] = field(default_factory=list)
    arret: str = ""


@dataclass(frozen=True, slots=True)
class Rythme:
    """Débit et attentes, avec l'horloge qui les mesure.

    Args:
        debit: Messages par minute, au moins 1.
        attentes: Secondes avant chaque nouvel essai.
        horloge: Secondes qui passent.
        dormir: Attend un nombre de secondes.
        maintenant: Date et heure, pour le journal.
    """

    debit: int = DEBIT
    attentes: tuple[float, ...] = ATTENTES
    horloge: Callable[[], float] = time.monotonic
    dormir: Callable[[float], None] = time.sleep
    maintenant: Callable[[], datetime] = lambda: datetime.now().astimezone()

    def __post_init__(self) -> None:
        """Contrôle le débit."""
        if self.debit < 1:
            raise ValeurInvalide(f"Le débit est d'au moins 1 message par minute : {self.debit} reçu.")


class _Passager(Exception):
    """Le message n'est pas parti, et peut être retenté."""


class _Coupure(Exception):
    """Le serveur a disparu pendant le message : il est peut-être parti."""


def envoyer(
    prets: Iterable[Pret],
    journal: JournalDesEnvois,
    ouvrir: Ouvrir,
    rythme: Rythme | None = None,
    *,
    reprendre_incertains: bool = False,
    avertir: Callable[[int], None] | None = None,
) -> BilanDEnvoi:
    """Envoie des messages, une fois chacun ; relancé, n'envoie que ce qui manque.

    Args:
        prets: Les messages, pris un à un.
        journal: Journal de la campagne.
        ouvrir: Ouvre une session avec le serveur.
        rythme: Débit et nouveaux essais.
        reprendre_incertains: Vrai pour renvoyer ce qui est peut-être déjà parti.
        avertir: Reçoit le nombre de messages envoyés.

    Raises:
        EnvoiImpossible: Le serveur refuse la session ; ce qui restait est resté « préparé ».
    """
    facteur = _Facteur(journal, ouvrir, rythme or Rythme(), reprendre_incertains, avertir)
    try:
        facteur.distribuer(prets)
    finally:
        facteur.fermer()
    return facteur.bilan


class _Facteur:
    """Une distribution en cours."""

    def __init__(
        self,
        journal: JournalDesEnvois,
        ouvrir: Ouvrir,
        rythme: Rythme,
        reprendre_incertains: bool,
        avertir: Callable[[int], None] | None,
    ) -> None:
        self._journal, self._ouvrir, self._rythme = journal, ouvrir, rythme
        self._reprendre, self._avertir = reprendre_incertains, avertir
        self._session: smtplib.SMTP | None = None
        self._prochain = rythme.horloge()
        self.bilan = BilanDEnvoi()

    def distribuer(self, prets: Iterable[Pret]) -> None:
        """Premier tour, puis un tour par attente pour les refus passagers."""
        a_refaire = list(self._tour(filter(self._est_a_envoyer, prets)))
        for attente in self._rythme.attentes:
            if not a_refaire or self.bilan.arret:
                break
            self._rythme.dormir(attente)
            a_refaire = list(self._tour(pret for pret, _ in a_refaire))
        self.bilan.remis += [(pret.rang, raison) for pret, raison in a_refaire]

    def fermer(self) -> None:
        """Ferme la session, sans attendre de politesse d'un serveur perdu."""
        if self._session is not None:
            try:
                self._session.quit()
            except (smtplib.SMTPException, OSError):
                self._session.close()
            self._session = None

    def _tour(self, prets: Iterable[Pret]) -> Iterator[tuple[Pret, str]]:
        """Envoie chaque message ; donne ceux à retenter, et pourquoi."""
        for pret in prets:
            if self.bilan.arret:
                yield pret, self.bilan.arret
                continue
            try:
                self._un(pret)
            except _Passager as erreur:
                self._noter(pret, "prepare", str(erreur), essai=True)
                yield pret, str(erreur)
            except _Coupure as erreur:
                self._noter(pret, "incertain", str(erreur), essai=True)
                self.bilan.incertains.append((pret.rang, pret.cle))

    def _est_a_envoyer(self, pret: Pret) -> bool:
        connu = self._journal.trouver(pret.cle)
        if connu is None or connu.etat == "prepare":
            self._noter(pret, "prepare", connu.reponse if connu else "")
            return True
        if connu.etat == "envoye":
            self.bilan.deja += 1
            return False
        if connu.etat == "refuse":
            if connu.empreinte != pret.empreinte:  # corrigé depuis : adresse, texte ou pièce
                return True
            self.bilan.refuses.append((pret.rang, connu.reponse))
            return False
        if self._reprendre:
            return True
        self.bilan.incertains.append((pret.rang, pret.cle))
        return False

    def _un(self, pret: Pret) -> None:
        octets = pret.octets()
        session = self._ouverte()
        if self.bilan.arret:
            raise _Passager(self.bilan.arret)
        self._attendre()
        try:
            options = [f"size={len(octets)}"] if session.has_extn("size") else []
            if self._repond(pret, session.mail(pret.de, options)) or self._repond(pret, session.rcpt(pret.vers)):
                return
        except (smtplib.SMTPException, OSError) as erreur:  # avant DATA : rien n'est parti
            self._perdre()
            raise _Passager(f"le serveur a coupé avant le message ({_dit(erreur)})") from erreur
        self._noter(pret, "en_cours", "")
        try:
            reponse = session.data(octets)
        except smtplib.SMTPDataError as erreur:  # DATA refusé : rien n'est parti
            reponse = erreur.smtp_code, erreur.smtp_error if isinstance(erreur.smtp_error, bytes) else b""
        except (smtplib.SMTPException, OSError) as erreur:
            self._perdre()
            raise _Coupure(f"le serveur a coupé pendant le message ({_dit(erreur)})") from erreur
        if self._repond(pret, reponse):
            return
        self._noter(pret, "envoye", _reponse(reponse), essai=True)
        self.bilan.envoyes += 1
        if self._avertir is not None:
            self._avertir(self.bilan.envoyes)

    def _repond(self, pret: Pret, reponse: tuple[int, bytes]) -> bool:
        """Vrai si la réponse est un refus définitif ; un refus passager lève `_Passager`."""
        code = reponse[0]
        if 200 <= code < 300:
            return False
        self._annuler(code)
        if 500 <= code < 600:
            self._noter(pret, "refuse", _reponse(reponse), essai=True)
            self.bilan.refuses.append((pret.rang, _reponse(reponse)))
            return True
        raise _Passager(_reponse(reponse))

    def _annuler(self, code: int) -> None:
        """Laisse la session prête pour le message suivant, ou la ferme : 421 l'annonce, -1 la constate."""
        try:
            if code in (421, -1) or self._session is None or self._session.rset()[0] != 250:
                self._perdre()
        except (smtplib.SMTPException, OSError):
            self._perdre()

    def _ouverte(self) -> smtplib.SMTP:
        """Session ouverte ; le serveur injoignable après tous les essais arrête l'envoi."""
        for attente in (*self._rythme.attentes, None):
            if self._session is not None:
                return self._session
            try:
                self._session = self._ouvrir()
            except (smtplib.SMTPException, OSError) as erreur:
                if attente is None:
                    self.bilan.arret = f"le serveur ne répond pas ({_dit(erreur)})"
                    raise _Passager(self.bilan.arret) from erreur
                self._rythme.dormir(attente)
        if self._session is None:
            raise _Passager(self.bilan.arret)
        return self._session

    def _perdre(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _attendre(self) -> None:
        """Tient le débit : un message n'en suit pas un autre de trop près."""
        reste = self._prochain - self._rythme.horloge()
        if reste > 0:
            self._rythme.dormir(reste)
        self._prochain = max(self._prochain, self._rythme.horloge()) + 60 / self._rythme.debit

    def _noter(self, pret: Pret, etat: Etat, reponse: str, *, essai: bool = False) -> None:
        connu = self._journal.trouver(pret.cle)
        envoi = connu or Envoi(pret.cle, pret.rang, etat, pret.empreinte, pret.message_id)
        quand = self._rythme.maintenant().isoformat(timespec="seconds")
        self._journal.noter(
            replace(
                envoi, rang=pret.rang, etat=etat, empreinte=pret.empreinte, message_id=pret.message_id,
                essais=envoi.essais + essai, reponse=reponse[:300], quand=quand,
            )
        )  # fmt: skip


def _reponse(reponse: tuple[int, bytes]) -> str:
    return f"{reponse[0]} {reponse[1].decode('utf-8', 'replace')}".replace("\n", " ").strip()


def _dit(erreur: BaseException) -> str:
    return " ".join(str(erreur).split())[:120] or type(erreur).__name__
