"""Mot de passe d'ouverture d'un classeur : d'une variable, du trousseau du système, ou tapé à l'invite.

Jamais d'un argument de commande : l'historique et la liste des processus le montreraient à tous.
"""

import importlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tableur.fichiers.chiffrement import MotDePasseFaux, dechiffrer
from tableur.socle.erreurs import ErreurTableur, Ou, refus

VARIABLE = "TABLEUR_MOT_DE_PASSE"
SERVICE = "tableur"
ESSAIS = 3

Demander = Callable[[str], str]  # pose la question sans écho et rend la réponse : getpass.getpass


def ouvrir_chiffre(chemin: Path, demander: Demander | None = None) -> tuple[bytes, str]:
    """Contenu en clair d'un classeur chiffré, et le mot de passe qui l'a ouvert.

    Args:
        chemin: Classeur .xlsx ou .xlsm chiffré.
        demander: Pose la question « Mot de passe de « … » : » ; sans elle, rien n'est demandé.

    Raises:
        Refus: Aucun mot de passe n'ouvre le classeur ; la phrase dit où en donner un.
    """
    essayes: set[str] = set()
    for mot_de_passe in _connus(chemin):
        if mot_de_passe in essayes:
            continue
        essayes.add(mot_de_passe)
        try:
            return dechiffrer(chemin, mot_de_passe), mot_de_passe
        except MotDePasseFaux:
            continue
    if demander is not None:
        return _ouvrir_a_l_invite(chemin, demander)
    debut = "Aucun des mots de passe connus n'ouvre ce classeur" if essayes else "Ce classeur est chiffré"
    message = f"{debut} : taper son mot de passe à l'invite, ou le mettre dans la variable {VARIABLE}."
    raise refus(Ou(fichier=chemin.name), "mot de passe", message)


def retenir(chemin: Path, mot_de_passe: str) -> None:
    """Garde le mot de passe d'un classeur dans le trousseau du système.

    Raises:
        ErreurTableur: Ce poste n'a pas de trousseau.
    """
    trousseau = _trousseau()
    if trousseau is None:
        raise ErreurTableur(
            "Le trousseau du système n'est pas accessible : installer « tableur[trousseau] », "
            "ou taper le mot de passe à chaque fois."
        )
    try:
        trousseau.set_password(SERVICE, _compte(chemin), mot_de_passe)
    except (trousseau.errors.KeyringError, OSError, RuntimeError) as erreur:
        raise ErreurTableur(
            "Le trousseau du système n'a pas pu garder ce mot de passe : le déverrouiller."
        ) from erreur


def oublier(chemin: Path) -> None:
    """Retire du trousseau le mot de passe d'un classeur ; ne fait rien s'il n'y est pas."""
    trousseau = _trousseau()
    if trousseau is not None:
        try:
            trousseau.delete_password(SERVICE, _compte(chemin))
        except (trousseau.errors.KeyringError, OSError, RuntimeError):
            return


def secret_de_compte(compte: str, variable: str) -> str:
    """Secret d'un compte : de la variable d'environnement, sinon du trousseau ; vide s'il n'y est pas.

    Args:
        compte: Nom sous lequel le trousseau le garde : « courriel:marie@exemple.fr ».
        variable: Variable d'environnement, lue d'abord.
    """
    if de_la_variable := os.environ.get(variable):
        return de_la_variable
    trousseau = _trousseau()
    if trousseau is None:
        return ""
    try:
        return str(trousseau.get_password(SERVICE, compte) or "")
    except (trousseau.errors.KeyringError, OSError, RuntimeError):
        return ""


def retenir_secret(compte: str, secret: str) -> None:
    """Garde le secret d'un compte dans le trousseau du système.

    Raises:
        ErreurTableur: Ce poste n'a pas de trousseau, ou il est verrouillé.
    """
    trousseau = _trousseau()
    if trousseau is None:
        raise ErreurTableur("Le trousseau du système n'est pas accessible : installer « tableur[trousseau] ».")
    try:
        trousseau.set_password(SERVICE, compte, secret)
    except (trousseau.errors.KeyringError, OSError, RuntimeError) as erreur:
        raise ErreurTableur("Le trousseau du système n'a pas pu garder ce secret : le déverrouiller.") from erreur


def _connus(chemin: Path) -> Iterator[str]:
    """Mots de passe qui n'ont pas à être tapés ; le trousseau n'est ouvert que si la variable ne suffit pas."""
    if de_la_variable := os.environ.get(VARIABLE):
        yield de_la_variable
    trousseau = _trousseau()
    if trousseau is not None:
        try:
            garde = trousseau.get_password(SERVICE, _compte(chemin))
        except (trousseau.errors.KeyringError, OSError, RuntimeError):
            return
        if garde:
            yield str(garde)


def _ouvrir_a_l_invite(chemin: Path, demander: Demander) -> tuple[bytes, str]:
    question = f"Mot de passe de « {chemin.name} » : "
    for reste in reversed(range(ESSAIS)):
        mot_de_passe = demander(question)
        if not mot_de_passe:
            raise refus(Ou(fichier=chemin.name), "mot de passe", "Aucun mot de passe donné : rien n'a été lu.")
        try:
            return dechiffrer(chemin, mot_de_passe), mot_de_passe
        except MotDePasseFaux:
            if not reste:
                raise
            question = f"Ce n'est pas le bon. Mot de passe de « {chemin.name} » : "
    raise AssertionError  # pragma: no cover


def _compte(chemin: Path) -> str:
    return os.path.realpath(chemin)


def _trousseau() -> Any:
    """Le module keyring, None s'il n'est pas installé."""
    try:
        return importlib.import_module("keyring")
    except ImportError:
        return None
