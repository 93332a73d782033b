"""Journal d'un publipostage : ce que chaque ligne a produit, pour reprendre après une panne sans rien refaire.

SQLite sans WAL, qu'un partage de réseau ne supporte pas : les lignes du journal s'écrivent par lots, après que les
documents sont sur le disque. Le journal reste verrouillé tant que le lot tourne : deux lots ne s'y mêlent pas.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Literal

from tableur.socle.erreurs import Ou, Refus, refus

NOM = "publipostage.sqlite"
Etat = Literal["produit", "erreur", "ecarte", "modifie"]

_TABLE = """
create table if not exists documents(
    cle text primary key, rang integer not null, fichier text not null, entree text not null, sortie text not null,
    taille integer not null, modifie integer not null, etat text not null, message text not null
)
"""


@dataclass(frozen=True, slots=True)
class Inscription:
    """Ce que le journal sait d'une ligne.

    Args:
        cle: Clé stable de la ligne.
        rang: Rang de la ligne dans les données, de 1.
        fichier: Nom du document, vide s'il n'y en a pas.
        entree: Empreinte du modèle, des réglages et de la ligne.
        sortie: SHA-256 du document.
        taille: Sa taille, en octets.
        modifie: Sa date de modification, en nanosecondes.
        etat: « produit », « erreur », « ecarte » (par le modèle, ou en double), « modifie » (à la main, laissé).
        message: La raison, vide pour un document produit.
    """

    cle: str
    rang: int
    fichier: str = ""
    entree: str = ""
    sortie: str = ""
    taille: int = 0
    modifie: int = 0
    etat: Etat = "produit"
    message: str = ""


class Journal:
    """Journal ouvert ; voir `ouvrir_journal`."""

    def __init__(self, base: sqlite3.Connection) -> None:
        """Relit les inscriptions."""
        self._base = base
        self._connues = {i.cle: i for i in self._lire()}

    def __iter__(self) -> Iterator[Inscription]:
        """Inscriptions, dans l'ordre des lignes."""
        return iter(sorted(self._connues.values(), key=lambda i: i.rang))

    def trouver(self, cle: str) -> Inscription | None:
        """Inscription d'une clé."""
        return self._connues.get(cle)

    def inscrire(self, inscriptions: Iterable[Inscription]) -> None:
        """Ajoute ou remplace des inscriptions, toutes ou aucune."""
        nouvelles = list(inscriptions)
        with self._base:
            self._base.executemany(
                "insert or replace into documents values(?,?,?,?,?,?,?,?,?)", [astuple(i) for i in nouvelles]
            )
        self._connues |= {i.cle: i for i in nouvelles}

    def _lire(self) -> Iterator[Inscription]:
        for ligne in self._base.execute("select * from documents"):
            yield Inscription(*ligne)


@contextmanager
def ouvrir_journal(dossier: Path) -> Iterator[Journal]:
    """Journal d'un dossier de sortie, créé s'il manque, tenu jusqu'à la fin du bloc.

    Raises:
        Refus: Un autre lot tourne dans ce dossier, ou le journal est illisible.
    """
    base = _ouvrir(dossier / NOM)
    try:
        yield Journal(base)
    finally:
        base.close()


def lire_journal(dossier: Path) -> list[Inscription]:
    """Inscriptions du journal d'un dossier, sans le tenir ; vide s'il n'y en a pas.

    Raises:
        Refus: Un lot tourne dans ce dossier, ou le journal est illisible.
    """
    if not (dossier / NOM).is_file():
        return []
    with ouvrir_journal(dossier) as journal:
        return list(journal)


def noter_la_demande(dossier: Path, demande: str) -> None:
    """Retient dans le journal d'un dossier ce qui a été demandé, pour le reprendre.

    Raises:
        Refus: Un lot tourne dans ce dossier, ou le journal est illisible.
    """
    base = _ouvrir(dossier / NOM)
    try:
        with base:
            base.execute("create table if not exists demande(texte text not null)")
            base.execute("delete from demande")
            base.execute("insert into demande values(?)", (demande,))
    finally:
        base.close()


def demande_notee(dossier: Path) -> str:
    """Demande retenue dans le journal d'un dossier, vide s'il n'y en a pas.

    Raises:
        Refus: Un lot tourne dans ce dossier, ou le journal est illisible.
    """
    if not (dossier / NOM).is_file():
        return ""
    base = _ouvrir(dossier / NOM)
    try:
        tables = base.execute("select name from sqlite_master where name = 'demande'").fetchall()
        lues = base.execute("select texte from demande").fetchall() if tables else []
    finally:
        base.close()
    return str(lues[0][0]) if lues else ""


def _ouvrir(chemin: Path) -> sqlite3.Connection:
    base = sqlite3.connect(chemin, timeout=0.5)
    try:
        base.execute("pragma locking_mode=exclusive")
        base.execute("pragma journal_mode=delete")
        base.execute("pragma synchronous=full")
        with base:
            base.execute("begin exclusive")
            base.execute(_TABLE)
        base.execute("select * from documents limit 1").fetchall()
    except sqlite3.DatabaseError as erreur:
        base.close()
        raise _refus(chemin, erreur) from erreur
    return base


def _refus(chemin: Path, erreur: sqlite3.DatabaseError) -> Refus:
    if "locked" in str(erreur):
        message = (
            "Un publipostage est déjà en cours dans ce dossier : attendre qu'il finisse, ou en choisir un autre."
        )
        return refus(Ou(chemin.name), "lot en cours", message)
    message = "Le journal de ce dossier est illisible : le mettre de côté, ou choisir un autre dossier."
    return refus(Ou(chemin.name), "journal", message, trouve=str(erreur))
