"""Chemins de disque écrits dans un texte, et liens qui ne valent que chez la personne."""

import re
from urllib.parse import urlsplit

DISQUE = re.compile(
    r"""(?<![A-Za-z0-9])[A-Za-z]:\\(?:[^\\/:*?"<>|\r\n]+\\)*[^\\/:*?"<>|\s]*
    |\\\\[\w.$-]+\\(?:[^\\/:*?"<>|\r\n]+\\)*[^\\/:*?"<>|\s]*
    |file:/+[^\s"<>|]*
    |(?<![\w.])/(?:Users|home|Volumes|mnt|media)/[^\s"<>|/]+(?:/[^\s"<>|]*)?""",
    re.VERBOSE | re.IGNORECASE,
)
RETIRE = "[chemin retiré]"
_PRIVES = ("sharepoint.com", "onedrive.live.com", "1drv.ms", "docs.google.com", "drive.google.com", "dropbox.com")


def sans_chemins(texte: str) -> str:
    r"""Texte dont les chemins de disque sont remplacés.

    >>> sans_chemins(r"Voir C:\Users\Anne Le Goff\bilan.xlsx, merci")
    'Voir [chemin retiré] merci'
    """
    return DISQUE.sub(RETIRE, texte)


def est_public(adresse: str) -> bool:
    """Vrai pour un lien qui peut partir : un courriel, ou une page d'un site, hors dossiers partagés et intranet.

    >>> est_public("https://www.impots.gouv.fr"), est_public("Devis.xlsx"), est_public("http://serveur/x")
    (True, False, False)
    """
    parties = urlsplit(adresse)
    if parties.scheme.casefold() == "mailto":
        return True
    hote = (parties.hostname or "").casefold()
    public = parties.scheme.casefold() in ("http", "https") and "." in hote and not hote.endswith(".local")
    return (
        public
        and not any(hote == prive or hote.endswith("." + prive) for prive in _PRIVES)
        and not _est_une_adresse_ip(hote)
    )


def _est_une_adresse_ip(hote: str) -> bool:
    return re.fullmatch(r"[\d.]+", hote) is not None
