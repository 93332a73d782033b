"""Installer l'extension dans LibreOffice, pour l'utilisateur courant, et la retirer."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tableur import __version__
from tableur.catalogue import recenser
from tableur.fichiers.soffice import trouver_soffice
from tableur.liaisons import interpreteur
from tableur.liaisons.calc import gestionnaire
from tableur.liaisons.calc.extension import IDENTIFIANT, NOM_DE_FICHIER, fabriquer
from tableur.socle.erreurs import ErreurTableur

DELAI = 300.0  # secondes, pour un premier lancement sur une machine chargée

_REGISTRE = Path("user", "uno_packages", "cache", "uno_packages.pmap")
_CACHES = (_REGISTRE.with_suffix(""), Path("user", "extensions", "tmp", "extensions"))


class InstallationImpossible(ErreurTableur):
    """L'extension n'a pas pu être ajoutée ou retirée."""


def installer(profil: Path | None = None) -> list[str]:
    """Fabrique l'extension et l'installe dans LibreOffice ; une version déjà là est remplacée.

    Args:
        profil: Profil de LibreOffice ; par défaut, celui de l'utilisateur.

    Returns:
        Ce qui a été fait, une phrase par ligne.

    Raises:
        InstallationImpossible: LibreOffice est ouvert, n'a pas son Python, ou a refusé l'extension.
        LibreOfficeAbsent: LibreOffice n'est pas installé.
    """
    soffice = _soffice_pret(profil)
    catalogue = recenser("tableur.calculs")
    with tempfile.TemporaryDirectory(prefix="tableur-") as dossier:
        extension = fabriquer(Path(dossier) / NOM_DE_FICHIER, catalogue)
        _agir(soffice, profil, "ajouter", str(extension))
    if not est_installee(profil):
        raise InstallationImpossible(f"LibreOffice n'a pas gardé l'extension dans {_dossier(profil)}.")
    reglage = interpreteur.retenir("calc")
    return [
        f"Extension TABLEUR {__version__} installée dans LibreOffice : {len(catalogue)} formules.",
        f"Interpréteur retenu pour les boutons : {sys.executable} (dans {reglage}).",
        "Ouvrir Calc et taper =TABLEUR.POINT_DE_COMMANDE(20;5;30).",
    ]


def ajouter_l_extension(profil: Path) -> None:
    """Installe l'extension dans un profil privé de LibreOffice, sans rien retenir pour l'utilisateur.

    Args:
        profil: Profil de LibreOffice, fermé.

    Raises:
        InstallationImpossible: LibreOffice n'a pas son Python, ou a refusé l'extension.
        LibreOfficeAbsent: LibreOffice n'est pas installé.
    """
    soffice = _soffice_pret(profil)
    with tempfile.TemporaryDirectory(prefix="tableur-") as dossier:
        _agir(soffice, profil, "ajouter", str(fabriquer(Path(dossier) / NOM_DE_FICHIER)))


def desinstaller(profil: Path | None = None) -> list[str]:
    """Retire l'extension de LibreOffice, et le réglage que l'installation avait écrit.

    Args:
        profil: Profil de LibreOffice ; par défaut, celui de l'utilisateur.

    Returns:
        Ce qui a été fait, une phrase par ligne.

    Raises:
        InstallationImpossible: LibreOffice est ouvert, ou a refusé de la retirer.
        LibreOfficeAbsent: LibreOffice n'est plus installé, mais l'extension est encore dans son profil.
    """
    phrases = []
    if est_installee(profil):
        _agir(_soffice_pret(profil), profil, "retirer", IDENTIFIANT)
        _effacer_les_restes(_dossier(profil))
        phrases.append("Extension TABLEUR retirée de LibreOffice.")
    else:
        phrases.append("L'extension TABLEUR n'est pas installée dans LibreOffice.")
    return [*phrases, *interpreteur.oublier("calc")]


def est_installee(profil: Path | None = None) -> bool:
    """Vrai si l'extension est dans le profil de LibreOffice ; LibreOffice n'est pas lancé.

    Args:
        profil: Profil de LibreOffice ; par défaut, celui de l'utilisateur.
    """
    registre = _dossier(profil) / _REGISTRE
    return registre.is_file() and IDENTIFIANT.encode() in registre.read_bytes()


def version_installee(profil: Path | None = None) -> str | None:
    """Version de l'extension qui est dans le profil de LibreOffice, ou None ; LibreOffice n'est pas lancé.

    Args:
        profil: Profil de LibreOffice ; par défaut, celui de l'utilisateur.
    """
    if not est_installee(profil):
        return None
    for description in _descriptions(_dossier(profil)):
        if trouvee := re.search(r'<version value="([^"]+)"', description.read_text("utf-8")):
            return trouvee[1]
    return ""


def exiger_ferme(profil: Path | None = None) -> None:
    """Refuse de toucher au profil d'un LibreOffice ouvert.

    Args:
        profil: Profil de LibreOffice ; par défaut, celui de l'utilisateur.

    Raises:
        InstallationImpossible: Le profil est verrouillé ; la phrase dit quoi faire.
    """
    if (_dossier(profil) / ".lock").exists():
        raise InstallationImpossible(
            "LibreOffice est ouvert : fermer LibreOffice, puis recommencer. S'il s'était arrêté brutalement, "
            "l'ouvrir et le fermer une fois."
        )


def profil_de_l_utilisateur() -> Path:
    """Profil de LibreOffice de l'utilisateur, à sa place ordinaire."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming"), "LibreOffice", "4")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "libreoffice", "4")


def python_avec_uno(soffice: Path) -> Path:
    """Interpréteur qui sait parler à LibreOffice : le sien, sinon celui du système.

    Args:
        soffice: Le programme soffice.

    Raises:
        InstallationImpossible: Aucun ; la phrase dit quoi installer.
    """
    programme = soffice.resolve().parent
    candidats = [programme / "python", programme / "python.exe", programme.parent / "Resources" / "python"]
    candidats += [Path("/usr/bin/python3"), Path(sys.executable)]
    for candidat in candidats:
        if candidat.is_file() and _lancer([str(candidat), "-c", "import uno"], delai=60).returncode == 0:
            return candidat
    raise InstallationImpossible(_SANS_PYTHON)


_SANS_PYTHON = (
    "Ce LibreOffice n'a pas son Python. Debian et Ubuntu : « apt install python3-uno » ; "
    "ailleurs, réinstaller LibreOffice depuis https://fr.libreoffice.org."
)


def _soffice_pret(profil: Path | None) -> Path:
    """Le programme soffice, quand LibreOffice est fermé et a son Python."""
    soffice = trouver_soffice()
    exiger_ferme(profil)
    programme = soffice.resolve().parent
    if sys.platform == "linux" and (programme / "soffice.bin").exists():
        if not (programme / "pythonloader.py").exists():
            raise InstallationImpossible(_SANS_PYTHON)
    return soffice


def _dossier(profil: Path | None) -> Path:
    return profil_de_l_utilisateur() if profil is None else profil.resolve()


def _agir(soffice: Path, profil: Path | None, verbe: str, objet: str) -> None:
    """Par unopkg pour un utilisateur ordinaire ; par le gestionnaire d'extensions pour root, qu'unopkg refuse."""
    if os.name == "posix" and os.geteuid() == 0:
        script = str(Path(gestionnaire.__file__).resolve())
        commande = [str(python_avec_uno(soffice)), script, str(soffice), str(profil or ""), verbe, objet]
    else:
        commande = _commande_unopkg(soffice, profil, verbe, objet)
    fini = _lancer(commande, DELAI)
    if fini.returncode != 0:
        detail = " ".join((fini.stderr or fini.stdout).split())[-300:]
        raise InstallationImpossible(f"LibreOffice a refusé l'extension : {detail or 'sans dire pourquoi'}.")


def _effacer_les_restes(profil: Path) -> None:
    """Efface les fichiers de l'extension retirée : LibreOffice, fermé, ne l'a fait que dans son registre."""
    for description in _descriptions(profil):
        shutil.rmtree(description.parents[1], ignore_errors=True)


def _descriptions(profil: Path) -> list[Path]:
    """Descriptions de notre extension gardées dans ce profil ; la première est celle qui sert."""
    trouvees = [d for cache in _CACHES for d in (profil / cache).glob(f"*/{NOM_DE_FICHIER}/description.xml")]
    return [description for description in trouvees if f'"{IDENTIFIANT}"' in description.read_text("utf-8")]


def _commande_unopkg(soffice: Path, profil: Path | None, verbe: str, objet: str) -> list[str]:
    programme = soffice.resolve().parent
    noms = ("unopkg.com", "unopkg.exe", "unopkg")
    unopkg = next((programme / nom for nom in noms if (programme / nom).is_file()), None)
    if unopkg is None:
        raise InstallationImpossible(f"unopkg, livré avec LibreOffice, manque dans {programme}.")
    options = ["add", "--force", "--suppress-license"] if verbe == "ajouter" else ["remove"]
    ou = [] if profil is None else [f"-env:UserInstallation={profil.resolve().as_uri()}"]
    return [str(unopkg), *options, objet, *ou]


def _lancer(commande: list[str], delai: float) -> "subprocess.CompletedProcess[str]":
    """Commande finie ; rien de notre Python ne passe à celui de LibreOffice."""
    try:
        return subprocess.run(  # noqa: S603 - commande composée ici, sans interpréteur
            commande,
            env=environnement_sans_python(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=delai,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InstallationImpossible(f"LibreOffice n'a pas répondu en {delai:.0f} secondes.") from None


def environnement_sans_python() -> dict[str, str]:
    """Variables d'environnement, sans celles qui feraient passer notre Python à celui de LibreOffice."""
    return {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("PYTHON")}
