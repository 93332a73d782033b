"""LibreOffice en processus : le trouver, le lancer dans un profil jetable, l'arrêter.

Chaque lancement a son propre profil : une fenêtre de LibreOffice déjà ouverte n'est ni gênée ni réutilisée, et
les réglages de la personne ne changent pas le résultat. Les macros et les liens vers l'extérieur y sont coupés.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tableur.socle.erreurs import ErreurTableur

VARIABLE = "TABLEUR_SOFFICE"

_ATTENTE_DE_FIN = 5.0  # secondes
_VARIABLES_ECARTEES = re.compile(r"TABLEUR_MOT_DE_PASSE|PYTHON|VIRTUAL_ENV|LD_|DYLD_|XDG_(CONFIG|CACHE)_HOME")
_EMPLACEMENTS = (
    "/usr/bin/soffice",
    "/usr/local/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_A_INSTALLER = (
    "LibreOffice est introuvable : l'installer (Debian et Ubuntu : « apt install libreoffice-calc » ; ailleurs : "
    f"https://fr.libreoffice.org), ou donner le chemin de soffice dans la variable {VARIABLE}."
)

_DEBUT_DE_REGISTRE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
_FIN_DE_REGISTRE = "</oor:items>"

ValeurDeReglage = bool | int | str | tuple[str, ...]


class LibreOfficeAbsent(ErreurTableur):
    """LibreOffice n'est pas installé, ou pas là où on l'a dit."""


@dataclass(frozen=True, slots=True)
class Reglage:
    """Un réglage de LibreOffice : `Reglage("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "fr-FR")`."""

    chemin: str
    nom: str
    valeur: ValeurDeReglage


REGLAGES_SURS = (
    Reglage("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "fr-FR"),
    Reglage("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", 3),
    Reglage("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", True),
    Reglage("/org.openoffice.Office.Calc/Content/Update", "Link", 1),  # 1 : jamais, pour Calc
    Reglage("/org.openoffice.Office.Writer/Content/Update", "Link", 0),  # 0 : jamais, pour Writer
)
REGLAGES_DE_RECALCUL = (  # 0 : toujours ; sans eux, la valeur déjà écrite dans le fichier est crue
    Reglage("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", 0),
    Reglage("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", 0),
)


@dataclass(frozen=True, slots=True)
class ProfilPrive:
    """Profil de LibreOffice à usage privé, dans un dossier effacé avec lui. Voir `profil_prive`.

    Args:
        dossier: Dossier du profil et des fichiers provisoires.
    """

    dossier: Path

    @property
    def argument(self) -> str:
        """Argument de soffice qui désigne ce profil."""
        return f"-env:UserInstallation={(self.dossier / 'profil').as_uri()}"

    def regler(self, reglages: Iterable[Reglage]) -> None:
        """Ajoute des réglages ; à faire avant de lancer LibreOffice. Le dernier réglage d'un nom l'emporte."""
        fichier = self.dossier / "profil" / "user" / "registrymodifications.xcu"
        fichier.parent.mkdir(parents=True, exist_ok=True)
        texte = fichier.read_text("utf-8") if fichier.exists() else _DEBUT_DE_REGISTRE
        ajouts = "".join(map(_element_de_reglage, reglages))
        fichier.write_text(
            f"{texte.rstrip().removesuffix(_FIN_DE_REGISTRE)}\n{ajouts}{_FIN_DE_REGISTRE}\n", "utf-8"
        )

    def environnement(self) -> dict[str, str]:
        """Variables du lancement : rien de Python, ni du dossier personnel, sauf ses polices de caractères."""
        variables = {nom: valeur for nom, valeur in os.environ.items() if not _VARIABLES_ECARTEES.match(nom)}
        personnel = self.dossier / "personnel"
        provisoire = self.dossier / "provisoire"
        for dossier in (personnel, provisoire):
            dossier.mkdir(exist_ok=True)
        variables |= dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(provisoire))
        if os.name == "posix":
            partage = Path(os.environ.get("HOME", "/")) / ".local" / "share"
            variables.setdefault("XDG_DATA_HOME", str(partage))
            variables["HOME"] = str(personnel)
        if sys.platform == "linux":  # « C » seul perdrait les accents des noms de fichiers
            variables |= {"LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
        return variables

    def demarrer(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Lance LibreOffice sans fenêtre dans ce profil, avec ces arguments ; à finir par `arreter`.

        Raises:
            LibreOfficeAbsent: LibreOffice n'est pas installé, ou ne se lance pas.
        """
        programme = trouver_soffice()
        commande = [str(programme), self.argument, "--headless", "--norestore", "--nologo", *arguments]
        drapeaux = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # n'existe que sous Windows
        try:
            with (self.dossier / "sortie.txt").open("ab") as sortie:
                return subprocess.Popen(  # noqa: S603 - la commande est composée ici, sans interpréteur
                    commande,
                    env=self.environnement(),
                    stdin=subprocess.DEVNULL,
                    stdout=sortie,
                    stderr=subprocess.STDOUT,
                    start_new_session=os.name == "posix",
                    creationflags=drapeaux,
                )
        except OSError as erreur:
            raise LibreOfficeAbsent(
                f"« {programme} » n'a pas pu être lancé : réinstaller LibreOffice."
            ) from erreur


@contextmanager
def profil_prive(reglages: Iterable[Reglage] = ()) -> Iterator[ProfilPrive]:
    """Profil neuf, aux réglages sûrs plus ceux-ci, effacé à la fin du bloc.

    Args:
        reglages: Réglages ajoutés ; ils l'emportent sur `REGLAGES_SURS`.
    """
    with tempfile.TemporaryDirectory(prefix="tableur-", ignore_cleanup_errors=True) as dossier:
        profil = ProfilPrive(Path(dossier).resolve())
        profil.regler((*REGLAGES_SURS, *reglages))
        yield profil


def arreter(processus: "subprocess.Popen[bytes]") -> None:
    """Arrête LibreOffice et les processus qu'il a lancés, et eux seuls."""
    if processus.poll() is not None:
        return
    if os.name != "posix":
        arbre = ["taskkill", "/F", "/T", "/PID", str(processus.pid)]
        subprocess.run(arbre, check=False, capture_output=True)  # noqa: S603 - notre propre processus
        processus.wait()
        return
    for signe in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(processus.pid, signe)  # le groupe porte le numéro de son premier processus
            processus.wait(_ATTENTE_DE_FIN)
        except (ProcessLookupError, PermissionError):
            break
        except subprocess.TimeoutExpired:
            continue
    processus.wait()


def trouver_soffice() -> Path:
    """Programme soffice de cette machine.

    Raises:
        LibreOfficeAbsent: Aucun ; la phrase dit quoi installer.
    """
    if voulu := os.environ.get(VARIABLE):
        if Path(voulu).is_file():
            return Path(voulu)
        raise LibreOfficeAbsent(f"La variable {VARIABLE} désigne « {voulu} », qui n'existe pas.")
    for nom in ("soffice.com", "soffice", "libreoffice"):  # .com : celui de Windows qui attend et qui écrit
        if trouve := shutil.which(nom):
            return Path(trouve)
    for emplacement in (*_EMPLACEMENTS, *_emplacements_de_windows()):
        racine = Path(emplacement).anchor
        candidats = Path(racine).glob(str(Path(emplacement).relative_to(racine)))
        if trouves := sorted(filter(Path.is_file, candidats), key=_numeros):
            return trouves[-1]
    raise LibreOfficeAbsent(_A_INSTALLER)


def _numeros(chemin: Path) -> list[int]:
    """Nombres du chemin, pour que la version 25.2 passe après la 7.6."""
    return [int(nombre) for nombre in re.findall(r"\d+", str(chemin))]


def _emplacements_de_windows() -> list[str]:
    dossiers = (os.environ.get(nom) for nom in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"))
    return [str(Path(dossier) / "LibreOffice*" / "program" / "soffice.com") for dossier in dossiers if dossier]


def _element_de_reglage(reglage: Reglage) -> str:
    valeur = reglage.valeur
    if isinstance(valeur, tuple):
        contenu = "".join(f"<it>{escape(morceau)}</it>" for morceau in valeur)
    else:
        contenu = str(valeur).lower() if isinstance(valeur, bool) else escape(str(valeur))
    return (
        f"<item oor:path={quoteattr(reglage.chemin)}><prop oor:name={quoteattr(reglage.nom)} "
        f'oor:op="fuse"><value>{contenu}</value></prop></item>\n'
    )
