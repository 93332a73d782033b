"""Copies et dossiers de la TVA sous « sorties » : datés, jamais écrasés, et reconnus à leur empreinte."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from tableur.calculs.tva.cloture import cases_differentes
from tableur.calculs.tva.enregistrements import LigneDeDeclaration
from tableur.classeurs import fabrique
from tableur.classeurs.port import Classeur
from tableur.dossier import Dossier
from tableur.fichiers.chiffrement import est_chiffre
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.fichiers.noms import nom_sur
from tableur.socle.erreurs import Ou, refus

SORTIES = "sorties"
CLOTURES = "tva clôturée"
LECTURE_SEULE = 0o444


def sorties_de(fichier: Path) -> Path:
    """Dossier « sorties » du dossier de l'organisation ; hors d'un dossier, à côté du classeur.

    Raises:
        Refus: Le `tableur.toml` de ce dossier est fautif.
    """
    dossier = Dossier.chercher(fichier.parent)
    return fichier.resolve().parent / SORTIES if dossier is None else dossier.sorties


def chemin_libre(dossier: Path, nom: str, extension: str = "") -> Path:
    """Chemin qui n'existe pas encore : le nom, ou le nom numéroté.

    Args:
        dossier: Où le mettre.
        nom: Nom voulu, sans extension.
        extension: « .xlsx » ; vide pour un dossier.
    """
    propre, rang = nom_sur(nom), 1
    chemin = dossier / f"{propre}{extension}"
    while chemin.exists():
        rang += 1
        chemin = dossier / f"{propre} ({rang}){extension}"
    return chemin


def empreinte_du_fichier(fichier: Path) -> str:
    """Empreinte SHA-256 d'un fichier."""
    with fichier.open("rb") as flux:
        return hashlib.file_digest(flux, "sha256").hexdigest()


def copie_de_cloture(fichier: Path, nom: str) -> Path:
    """Chemin de la copie d'une clôture, d'après le nom que l'historique en garde."""
    return sorties_de(fichier) / CLOTURES / nom


def garder_une_copie(fichier: Path, souche: str) -> Path:
    """Copie d'un classeur, en lecture seule, sous un nom libre.

    Args:
        fichier: Le classeur, tel qu'il est sur le disque.
        souche: Nom voulu, sans extension.

    Raises:
        Refus: La copie ne s'écrit pas.
    """
    from tableur.actions.courriers import creer_le_dossier

    dossier = sorties_de(fichier) / CLOTURES
    creer_le_dossier(dossier)
    copie = chemin_libre(dossier, souche, fichier.suffix)
    with ecriture_atomique(copie) as provisoire:
        provisoire.write_bytes(fichier.read_bytes())
    copie.chmod(LECTURE_SEULE)
    return copie


def refuser_un_fichier_en_retard(classeur: Classeur, cases: Sequence[LigneDeDeclaration], periode: str) -> None:
    """Refuse un classeur ouvert dont le fichier, sur le disque, n'a pas encore les cases calculées.

    Un classeur chiffré ne se relit pas sans son mot de passe : il n'est pas contrôlé.

    Raises:
        Refus: Le fichier n'est pas enregistré, ou il l'a été avant le calcul.
    """
    fichier, message = classeur.fichier, ""
    if not fichier.is_file():
        message = "ce classeur n'est pas enregistré : l'enregistrer, puis recommencer"
    elif not est_chiffre(fichier):
        disque = fabrique.ouvrir(fichier, simuler=True)
        autre = str(disque.valeur("periode_calculee") or "") != periode
        if autre or cases_differentes(disque.lire(LigneDeDeclaration), cases):
            message = (
                "le fichier n'a pas les cases que montre le classeur ouvert : l'enregistrer, puis recommencer"
            )
    if message:
        raise refus(Ou(fichier=fichier.name), "classeur à enregistrer", message)
