"""PDF protégés par un mot de passe : un PDF s'ouvre avec le sien (option « protege », pikepdf)."""

from importlib import import_module
from pathlib import Path
from typing import Any

from tableur.fichiers.ecriture import ecriture_atomique
from tableur.socle.erreurs import ErreurTableur

_EMPREINTE = "/Empreinte"


def exiger_pikepdf() -> Any:
    """Le module qui chiffre, à demander avant un long travail.

    Raises:
        ErreurTableur: pikepdf n'est pas installé.
    """
    try:
        return import_module("pikepdf")
    except ImportError as erreur:
        message = "Protéger un PDF demande l'option « protege » : pip install tableur[protege]."
        raise ErreurTableur(message) from erreur


def chiffrer(pdf: Path, sortie: Path, mot_de_passe: str, empreinte: str = "") -> None:
    """Écrit un PDF chiffré (AES, 256 bits) ; celui qu'il remplace est copié d'abord.

    Args:
        pdf: PDF en clair, dans un dossier provisoire.
        sortie: PDF chiffré à écrire.
        mot_de_passe: Mot de passe d'ouverture.
        empreinte: Empreinte de ce dont il est fait, gardée dans le PDF : `est_a_jour` la retrouve.

    Raises:
        ErreurTableur: pikepdf n'est pas installé.
        Refus: Le fichier ne peut pas être écrit.
    """
    pikepdf = exiger_pikepdf()
    with pikepdf.open(pdf) as ouvert, ecriture_atomique(sortie, remplacer=True) as provisoire:
        ouvert.docinfo[_EMPREINTE] = empreinte
        ouvert.save(provisoire, encryption=pikepdf.Encryption(owner=mot_de_passe, user=mot_de_passe, R=6))


def est_a_jour(pdf: Path, mot_de_passe: str, empreinte: str) -> bool:
    """Vrai si ce PDF s'ouvre avec ce mot de passe, et pas sans, et qu'il est fait de cette empreinte."""
    pikepdf = exiger_pikepdf()
    if est_en_clair(pdf):
        return False
    try:
        with pikepdf.open(pdf, password=mot_de_passe) as ouvert:
            return str(ouvert.docinfo.get(_EMPREINTE, "")) == empreinte
    except (OSError, pikepdf.PdfError, pikepdf.PasswordError):
        return False


def est_en_clair(pdf: Path) -> bool:
    """Vrai si ce PDF existe et s'ouvre sans mot de passe."""
    pikepdf = exiger_pikepdf()
    try:
        with pikepdf.open(pdf):
            return True
    except (OSError, pikepdf.PdfError, pikepdf.PasswordError):
        return False
