"""Ajoute ou retire une extension par le gestionnaire d'extensions de LibreOffice ; lancé par un Python qui a UNO.

`unopkg` refuse de servir root : ce script, lancé à part, fait le même travail. Il ne dépend que d'UNO.

Usage : gestionnaire.py SOFFICE PROFIL ajouter FICHIER.oxt
        gestionnaire.py SOFFICE PROFIL retirer IDENTIFIANT     (PROFIL vide : celui de l'utilisateur)
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

ATTENTE = 120.0  # secondes


def environnement() -> Any:
    """Environnement de commande qui approuve tout. Ne jamais demander `getRequest` : PyUNO s'y bloque."""
    import uno
    import unohelper
    from com.sun.star.task import XInteractionHandler
    from com.sun.star.ucb import XCommandEnvironment

    approbation = uno.getTypeByName("com.sun.star.task.XInteractionApprove")

    class Environnement(unohelper.Base, XCommandEnvironment, XInteractionHandler):  # type: ignore[misc]
        def getInteractionHandler(self) -> Any:  # noqa: N802 - nom d'UNO
            return self

        def getProgressHandler(self) -> None:  # noqa: N802
            return None

        def handle(self, demande: Any) -> None:
            for suite in demande.getContinuations():
                if suite.queryInterface(approbation):
                    suite.select()
                    return

    return Environnement()


def connecter(tube: str, processus: subprocess.Popen[bytes]) -> Any:
    """Contexte du LibreOffice qu'on vient de lancer."""
    import uno

    local = uno.getComponentContext()
    chercheur = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    fin = time.monotonic() + ATTENTE
    while time.monotonic() < fin:
        try:
            return chercheur.resolve(f"uno:pipe,name={tube};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 - l'exception d'UNO « pas encore prêt » n'est connue qu'à l'exécution
            if processus.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError("LibreOffice n'a pas démarré")


def lancer(soffice: str, profil: str, tube: str) -> subprocess.Popen[bytes]:
    """LibreOffice sans fenêtre, à l'écoute sur ce tube."""
    commande = [soffice, "--headless", "--norestore", "--nologo", "--nofirststartwizard"]
    commande += [f"--accept=pipe,name={tube};urp;"]
    if profil:
        commande.append(f"-env:UserInstallation={Path(profil).resolve().as_uri()}")
    return subprocess.Popen(  # noqa: S603 - commande composée ici, sans interpréteur
        commande,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def arreter(contexte: Any, processus: subprocess.Popen[bytes]) -> None:
    """Ferme ce LibreOffice ; de force s'il ne répond pas."""
    try:
        if contexte is not None:
            contexte.ServiceManager.createInstance("com.sun.star.frame.Desktop").terminate()
            processus.wait(30)
    except Exception as erreur:  # noqa: BLE001 - le pont se coupe quand LibreOffice se ferme
        sys.stderr.write(f"{erreur}\n")
    if processus.poll() is None:
        os.killpg(processus.pid, signal.SIGKILL)
        processus.wait()


def agir(contexte: Any, verbe: str, objet: str) -> None:
    """Ajoute un fichier d'extension, ou retire une extension par son identifiant, pour cet utilisateur."""
    gestionnaire = contexte.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
    arret = gestionnaire.createAbortChannel()
    if verbe == "ajouter":
        gestionnaire.addExtension(Path(objet).resolve().as_uri(), (), "user", arret, environnement())
    else:
        for extension in gestionnaire.getDeployedExtensions("user", arret, environnement()):
            if extension.getIdentifier().Value == objet:
                gestionnaire.removeExtension(objet, extension.getName(), "user", arret, environnement())


def principal(arguments: list[str]) -> int:
    """Exécute la commande ; le texte d'une erreur va sur la sortie d'erreur."""
    soffice, profil, verbe, objet = arguments
    tube = f"tableur{uuid.uuid4().hex}"
    processus = lancer(soffice, profil, tube)
    contexte = None
    try:
        contexte = connecter(tube, processus)
        agir(contexte, verbe, objet)
    except Exception as erreur:  # noqa: BLE001 - dite par celui qui a lancé ce script
        sys.stderr.write(f"{erreur}\n")
        return 1
    finally:
        arreter(contexte, processus)
    return 0


if __name__ == "__main__":
    sys.exit(principal(sys.argv[1:]))
