"""Les dossiers approuvés de LibreOffice, la liste SecureURL de son profil : en ajouter un, et retirer le nôtre.

Le fichier des réglages est retouché en place, le reste à l'octet près. LibreOffice, ouvert, l'écraserait en se
fermant : il doit être fermé.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.sax.saxutils import escape, unescape

from tableur.fichiers.provisoires import provisoire, synchroniser
from tableur.liaisons.calc.installation import InstallationImpossible, exiger_ferme, profil_de_l_utilisateur
from tableur.liaisons.dossiers_approuves import Pose, noter, oublier

REGLAGES = Path("user", "registrymodifications.xcu")

_NOEUD = "/org.openoffice.Office.Common/Security/Scripting"
_DEBUT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)
_FIN = "</oor:items>"
_ELEMENT = re.compile(
    rf'<item oor:path="{re.escape(_NOEUD)}">\s*<prop oor:name="SecureURL"[^>]*>\s*'
    r"<value(?:/>|>(?P<contenu>.*?)</value>)\s*</prop>\s*</item>\n?",
    re.DOTALL,
)
_ENTREE = re.compile(r"<it>(.*?)</it>", re.DOTALL)


def adresses_approuvees(profil: Path | None = None) -> list[str]:
    """Adresses des dossiers approuvés, telles que LibreOffice les a écrites ; aucune s'il n'y a pas de profil.

    Args:
        profil: Profil de LibreOffice ; par défaut, celui de l'utilisateur.

    Raises:
        InstallationImpossible: Le fichier des réglages est illisible.
    """
    return _adresses(_lire(_fichier(profil)))


def est_approuve(dossier: Path, profil: Path | None = None) -> bool:
    """Vrai si ce dossier, ou un dossier qui le contient, est approuvé.

    Args:
        dossier: Dossier, en chemin absolu.
        profil: Profil de LibreOffice ; par défaut, celui de l'utilisateur.

    Raises:
        InstallationImpossible: Le fichier des réglages est illisible.
    """
    locaux = (_chemin(adresse) for adresse in adresses_approuvees(profil))
    return any(dossier.is_relative_to(chemin) for chemin in locaux if chemin is not None)


def approuver(dossier: Path, profil: Path | None = None) -> list[str]:
    """Ajoute un dossier approuvé, sous-dossiers compris, et le note ; rend ce qui a été fait.

    Args:
        dossier: Dossier déjà passé par `dossier_a_approuver`.
        profil: Profil de LibreOffice ; par défaut, celui de l'utilisateur.

    Raises:
        InstallationImpossible: LibreOffice est ouvert, ou son profil ne s'écrit pas.
        ErreurTableur: La note ne peut pas être écrite.
    """
    exiger_ferme(profil)
    if est_approuve(dossier, profil):
        return [f"LibreOffice approuve déjà le dossier « {dossier} » : rien n'a été changé."]
    fichier = _fichier(profil)
    texte = _lire(fichier) or f"{_DEBUT}{_FIN}\n"
    adresse = dossier.as_uri()
    noter(Pose("calc", adresse, str(fichier)))
    _ecrire(fichier, _avec(texte, [*_adresses(texte), adresse]))
    return [f"LibreOffice approuve le dossier « {dossier} » et ses sous-dossiers."]


def retirer(poses: list[Pose]) -> list[str]:
    """Retire les dossiers que `tableur` a posés, et eux seuls.

    Args:
        poses: Les notes de Calc.

    Raises:
        InstallationImpossible: LibreOffice est ouvert, ou son profil ne s'écrit pas.
        ErreurTableur: La note ne peut pas être écrite.
    """
    phrases = []
    for pose in poses:
        fichier = Path(pose.endroit)
        texte = _lire(fichier)
        adresses = _adresses(texte)
        if pose.dossier in adresses:
            exiger_ferme(fichier.parents[1])
            adresses.remove(pose.dossier)
            _ecrire(fichier, _avec(texte, adresses))
            phrases.append(f"LibreOffice n'approuve plus le dossier « {_chemin(pose.dossier)} ».")
        else:
            phrases.append(f"LibreOffice n'approuvait déjà plus le dossier « {_chemin(pose.dossier)} ».")
        oublier(pose)
    return phrases


def _fichier(profil: Path | None) -> Path:
    return (profil_de_l_utilisateur() if profil is None else profil.resolve()) / REGLAGES


def _chemin(adresse: str) -> Path | None:
    """Dossier de ce poste, ou None pour une adresse d'ailleurs ou une variable de LibreOffice."""
    morceaux = urlsplit(adresse)
    return Path(url2pathname(morceaux.path)) if morceaux.scheme == "file" and not morceaux.netloc else None


def _lire(fichier: Path) -> str:
    """Texte des réglages ; vide si LibreOffice n'a jamais été ouvert."""
    try:
        texte = fichier.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as erreur:
        raise _illisible(fichier) from erreur
    if not texte.rstrip().endswith(_FIN):
        raise _illisible(fichier)
    return texte


def _adresses(texte: str) -> list[str]:
    return [unescape(a) for trouve in _ELEMENT.finditer(texte) for a in _ENTREE.findall(trouve["contenu"] or "")]


def _avec(texte: str, adresses: list[str]) -> str:
    """Les réglages où la liste est celle-ci ; une liste vide n'est pas écrite."""
    element = ""
    if adresses:
        entrees = "".join(f"<it>{escape(adresse)}</it>" for adresse in adresses)
        element = (
            f'<item oor:path="{_NOEUD}"><prop oor:name="SecureURL" oor:op="fuse"><value>{entrees}</value></prop>'
            "</item>\n"
        )
    premier = _ELEMENT.search(texte)
    if premier is None:
        debut, fin, suite = texte.rpartition(_FIN)
        return debut + element + fin + suite
    return texte[: premier.start()] + element + _ELEMENT.sub("", texte[premier.end() :])


def _ecrire(fichier: Path, texte: str) -> None:
    try:
        fichier.parent.mkdir(parents=True, exist_ok=True)
        with provisoire(fichier, prive=True) as part:
            part.write_bytes(texte.encode("utf-8"))
            synchroniser(part)
            os.replace(part, fichier)
    except OSError as erreur:
        raise InstallationImpossible(
            f"Les réglages de LibreOffice, « {fichier} », n'ont pas pu être écrits ({erreur.strerror}) : rendre à "
            "ce dossier le droit d'écriture, puis recommencer."
        ) from erreur


def _illisible(fichier: Path) -> InstallationImpossible:
    return InstallationImpossible(
        f"Les réglages de LibreOffice, « {fichier} », sont illisibles : ouvrir et fermer LibreOffice une fois, "
        "puis recommencer."
    )
