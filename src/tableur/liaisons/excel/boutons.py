"""Ce que lance un bouton d'Excel : `RunPython` appelle `lancer`, qui parle au classeur par xlwings."""

import sys
from datetime import date
from typing import Any

_SANS_EXCEL = "Ce bouton n'a pas trouvé le classeur dans Excel : fermer Excel, le rouvrir, puis recommencer."
_SANS_XLWINGS = (
    "xlwings n'est pas dans le Python de ce classeur : lancer « tableur installer --excel », puis recommencer."
)


def lancer(nom: str) -> None:
    """Fait ce que dit un bouton du classeur qui l'a appelé. Ne montre jamais de trace.

    Args:
        nom: Une action du catalogue, ou « verifier », « pourquoi », « annuler ».

    Raises:
        SystemExit: Excel ne répond pas ; xlwings montre la phrase, qu'il lit sur la sortie d'erreur.
    """
    try:
        import xlwings
    except ImportError:
        sys.exit(_SANS_XLWINGS)
    try:
        livre = xlwings.Book.caller()
    except Exception:  # noqa: BLE001 - quelle qu'en soit la cause, la personne ne peut que rouvrir Excel
        sys.exit(_SANS_EXCEL)
    try:
        servir(nom, livre, date.today())  # noqa: DTZ011 - la porte donne le jour de ce poste
    except Exception:  # noqa: BLE001 - `appuyer` dit déjà tout ; il ne reste que la fenêtre qu'Excel a refusée
        sys.exit(_SANS_EXCEL)


def servir(nom: str, livre: Any, le: date) -> None:
    """Fait ce que dit un bouton sur un classeur de xlwings.

    Args:
        nom: Nom du bouton.
        livre: Le `xlwings.Book`.
        le: Aujourd'hui.
    """
    from tableur.liaisons.bouton.lancement import appuyer
    from tableur.liaisons.excel.classeur_ouvert import ClasseurDExcel
    from tableur.liaisons.excel.hote import HoteDExcel

    appuyer(nom, ClasseurDExcel(livre), HoteDExcel(livre.app), le)
