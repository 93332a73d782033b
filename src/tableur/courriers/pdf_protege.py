"""PDF protégés par un mot de passe : un PDF s'ouvre avec le sien (option « protege », pikepdf)."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from tableur.fichiers.ecriture import ecriture_atomique
from tableur.socle.erreurs import ErreurTableur


def proteger(mots_de_passe: Mapping[Path, str]) -> list[Path]:
    """Chiffre des PDF sur place (AES, 256 bits) ; un PDF déjà protégé reste tel qu'il est.

    Args:
        mots_de_passe: Mot de passe de chaque PDF.

    Raises:
        ErreurTableur: pikepdf n'est pas installé.
    """
    try:
        pikepdf = import_module("pikepdf")
    except ImportError as erreur:
        message = "Protéger un PDF demande l'option « protege » : pip install tableur[protege]."
        raise ErreurTableur(message) from erreur
    for pdf, mot in mots_de_passe.items():
        try:
            ouvert = pikepdf.open(pdf)
        except pikepdf.PasswordError:
            continue
        with ouvert, ecriture_atomique(pdf, remplacer=True) as provisoire:
            ouvert.save(provisoire, encryption=pikepdf.Encryption(owner=mot, user=mot, R=6))
    return list(mots_de_passe)
