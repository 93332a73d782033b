"""Texte d'un PDF, page par page, colonnes gardées ; la bibliothèque `pypdf` ne se charge qu'ici."""

import logging
from importlib import import_module
from pathlib import Path
from typing import Any

from tableur.socle.erreurs import Ou, Refus, refus

TAILLE_MAXIMALE = 50 << 20
PAGES_MAXIMALES = 1000
CARACTERES_PAR_PAGE = 200_000
_ENTETE = b"%PDF-"


def lignes_d_un_pdf(chemin: Path) -> list[list[str]]:
    """Lignes de texte de chaque page d'un PDF, espacées comme à l'impression.

    Args:
        chemin: Fichier PDF qui porte du texte ; un scan est une image, et refusé.

    Raises:
        Refus: `pypdf` manque, ou le fichier est absent, démesuré, chiffré, abîmé, ou sans texte.
    """
    ou = Ou(fichier=chemin.name)
    try:
        taille = chemin.stat().st_size
    except OSError:
        raise refus(ou, "fichier absent", "Ce fichier n'existe pas, ou ne se lit pas.") from None
    if taille > TAILLE_MAXIMALE:
        message = f"Ce PDF dépasse {TAILLE_MAXIMALE >> 20} Mo : demander le livre en classeur ou en CSV."
        raise refus(ou, "fichier démesuré", message, trouve=f"{taille >> 20} Mo")
    pages = _pages(chemin, ou)
    if not any(ligne.strip() for page in pages for ligne in page):
        message = (
            "Ce PDF n'a pas de texte, c'est une image : demander au cabinet un PDF d'origine, ou un classeur."
        )
        raise refus(ou, "PDF sans texte", message)
    return pages


def _pages(chemin: Path, ou: Ou) -> list[list[str]]:
    try:
        pypdf: Any = import_module("pypdf")
    except ImportError:
        message = "Lire un PDF demande pypdf : « pip install 'tableur[paie]' », ou donner un classeur."
        raise refus(ou, "bibliothèque absente", message, attendu="pypdf") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # il se plaint de PDF qu'il lit très bien
    try:
        with chemin.open("rb") as flux:
            if _ENTETE not in flux.read(1024):
                raise refus(ou, "PDF attendu", "Ce fichier n'est pas un PDF, quel que soit son nom.")
            lecteur = pypdf.PdfReader(flux)
            if lecteur.is_encrypted and not lecteur.decrypt(""):
                raise refus(
                    ou, "PDF chiffré", "Ce PDF demande un mot de passe : l'enregistrer sans, puis recommencer."
                )
            if len(lecteur.pages) > PAGES_MAXIMALES:
                message = f"Ce PDF a {len(lecteur.pages)} pages ; {PAGES_MAXIMALES} au plus : le couper."
                raise refus(ou, "fichier démesuré", message, trouve=str(len(lecteur.pages)))
            textes = [page.extract_text(extraction_mode="layout") for page in lecteur.pages]
    except Refus:
        raise
    except Exception as erreur:  # noqa: BLE001 - un PDF hostile lève n'importe quoi, et n'est qu'un fichier illisible
        message = "Ce PDF est abîmé, ou écrit d'une façon inconnue."
        raise refus(ou, "PDF illisible", message, trouve=type(erreur).__name__) from None
    return [texte[:CARACTERES_PAR_PAGE].splitlines() for texte in textes]
