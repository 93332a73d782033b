"""Journal des envois : l'état de chaque message, sur le disque avant et après chaque geste.

préparé → en_cours (écrit avant DATA) → envoyé (écrit après le 250 du serveur). Après un arrêt brutal, un message
resté « en_cours » est peut-être parti : il devient « incertain » et n'est jamais renvoyé sans qu'on le demande.
SQLite sans WAL, qu'un partage de réseau ne supporte pas ; ni adresse, ni texte, ni mot de passe n'y entrent.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Literal

from tableur.socle.erreurs import Ou, refus

NOM = "courriel.sqlite"
Etat = Literal["prepare", "en_cours", "envoye", "incertain", "refuse"]

_TABLES = """
create table if not exists envois(
    campagne text not null, cle text not null, rang integer not null, etat text not null, empreinte text not null,
    message_id text not null, essais integer not null, reponse text not null, quand text not null,
    primary key(campagne, cle)
);
create table if not exists fichiers(nom text primary key, empreinte text not null);
"""


@dataclass(frozen=True, slots=True)
class Envoi:
    """Ce que le journal sait d'un message.

    Args:
        cle: Clé de la ligne.
        rang: Rang de la ligne dans les données, de 1.
        etat: « prepare », « en_cours », « envoye », « incertain » ou « refuse » (définitif).
        empreinte: SHA-256 du destinataire, du texte et du contenu des pièces.
        message_id: En-tête Message-ID.
        essais: Tentatives faites.
        reponse: Dernière réponse du serveur, ou raison.
        quand: Date et heure, AAAA-MM-JJTHH:MM:SS.
    """

    cle: str
    rang: int
    etat: Etat
    empreinte: str
    message_id: str
    essais: int = 0
    reponse: str = ""
    quand: str = ""


class JournalDesEnvois:
    """Journal ouvert ; voir `ouvrir_journal_des_envois`."""

    def __init__(self, base: sqlite3.Connection, campagne: str) -> None:
        """Ce qui était en cours quand tout s'est arrêté devient incertain."""
        self._base, self._campagne = base, campagne
        with base:
            base.execute("update envois set etat = 'incertain' where etat = 'en_cours'")

    def trouver(self, cle: str) -> Envoi | None:
        """Envoi d'une clé de la campagne."""
        lu = self._base.execute(
            "select cle, rang, etat, empreinte, message_id, essais, reponse, quand from envois "
            "where campagne = ? and cle = ?",
            (self._campagne, cle),
        ).fetchone()
        return None if lu is None else Envoi(*lu)

    def noter(self, envoi: Envoi) -> None:
        """Écrit un état, et attend qu'il soit sur le disque."""
        with self._base:
            self._base.execute(
                "insert or replace into envois values(?,?,?,?,?,?,?,?,?)", (self._campagne, *astuple(envoi))
            )

    def __iter__(self) -> Iterator[Envoi]:
        """Envois de la campagne, dans l'ordre des lignes."""
        for lu in self._base.execute(
            "select cle, rang, etat, empreinte, message_id, essais, reponse, quand from envois "
            "where campagne = ? order by rang",
            (self._campagne,),
        ):
            yield Envoi(*lu)

    def empreinte_de_fichier(self, nom: str) -> str:
        """Empreinte d'un .eml tel qu'il a été écrit, vide s'il est inconnu."""
        lu = self._base.execute("select empreinte from fichiers where nom = ?", (nom,)).fetchone()
        return str(lu[0]) if lu else ""

    def noter_les_fichiers(self, empreintes: dict[str, str]) -> None:
        """Retient l'empreinte des .eml écrits."""
        with self._base:
            self._base.executemany("insert or replace into fichiers values(?,?)", empreintes.items())


@contextmanager
def ouvrir_journal_des_envois(dossier: Path, campagne: str) -> Iterator[JournalDesEnvois]:
    """Journal d'un dossier, créé s'il manque, tenu jusqu'à la fin du bloc : deux envois ne s'y mêlent pas.

    Raises:
        Refus: Un autre envoi tourne dans ce dossier, ou le journal est illisible.
    """
    base = sqlite3.connect(dossier / NOM, timeout=0.5)
    try:
        try:
            for reglage in ("locking_mode=exclusive", "journal_mode=delete", "synchronous=full"):
                base.execute(f"pragma {reglage}")
            base.execute("begin exclusive")
            base.commit()
            base.executescript(_TABLES)
            journal = JournalDesEnvois(base, campagne)
        except sqlite3.DatabaseError as erreur:
            if "locked" in str(erreur):
                message = "Un envoi est déjà en cours dans ce dossier : attendre qu'il finisse."
                raise refus(Ou(NOM), "envoi en cours", message) from erreur
            message = (
                "Le journal des envois est illisible : ne pas l'effacer sans savoir ce qui est déjà parti ; le "
                "rendre d'une sauvegarde, ou choisir un autre dossier."
            )
            raise refus(Ou(NOM), "journal", message, trouve=str(erreur)) from erreur
        yield journal
    finally:
        base.close()
