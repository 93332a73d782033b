"""Durée d'un bouton dans Calc, contre celle de la commande, sur l'exemple de 400 articles et 20 000 mouvements.

Une commande : `python benchmarks/boutons_calc.py`. Un LibreOffice neuf, sans fenêtre, dans un profil jetable où
l'extension est installée ; chaque durée est la meilleure de trois, de l'appui au message final, et la commande est
lancée entre deux appuis.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

FOIS = 3
BOUTONS = ("reapprovisionner", "alerter", "valoriser", "inventorier")
FACTEUR = 2.0  # un bouton prend au plus le double de la commande


def servir(soffice: str, profil: str, fichier: str) -> None:
    """Ouvre le classeur et presse un bouton par ligne reçue ; lancée par un Python qui a UNO."""
    from tableur.liaisons.calc.gestionnaire import arreter, connecter, lancer

    os.environ.pop("PYTHONPATH", None)
    tube = f"mesure{uuid.uuid4().hex}"
    processus = lancer(soffice, profil, tube)
    contexte = None
    try:
        contexte = connecter(tube, processus)
        import uno
        from com.sun.star.beans import PropertyValue

        bureau = contexte.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        cache = (PropertyValue("Hidden", 0, True, 0),)
        classeur = bureau.loadComponentFromURL(Path(fichier).as_uri(), "_blank", 0, cache)
        print("pret", flush=True)
        for ligne in sys.stdin:
            adresse = uno.createUnoStruct("com.sun.star.util.URL")
            adresse.Complete = f"org.tableur:{ligne.strip()}"
            print(json.dumps(presser(classeur, adresse)), flush=True)
        classeur.close(True)
    finally:
        arreter(contexte, processus)


def presser(classeur: Any, adresse: Any) -> list[Any]:
    """Durée en secondes, et message final."""
    import unohelper
    from com.sun.star.awt import XCallback
    from com.sun.star.beans import PropertyValue

    recus: list[str] = []

    class Recueil(unohelper.Base, XCallback):  # type: ignore[misc]
        """Reçoit le message final."""

        def notify(self, texte: object) -> None:
            recus.append(str(texte))

    repartiteur = classeur.CurrentController.Frame.queryDispatch(adresse, "_self", 0)
    depart = time.perf_counter()
    repartiteur.dispatch(adresse, (PropertyValue("SurFin", 0, Recueil(), 0),))
    while not recus and time.perf_counter() - depart < 120:
        time.sleep(0.002)
    return [time.perf_counter() - depart, recus[0] if recus else ""]


def principal() -> int:
    """Installe, mesure, affiche ; 1 si un bouton prend plus du double de la commande."""
    from tableur.fichiers.ressources import ressource
    from tableur.fichiers.soffice import trouver_soffice
    from tableur.liaisons.calc import installation
    from tableur.liaisons.interpreteur import fichier_de_reglage

    soffice = trouver_soffice()
    sources = str(Path(installation.__file__).parents[3])
    with tempfile.TemporaryDirectory(prefix="tableur-mesure-") as dossier:
        os.environ |= {"XDG_CONFIG_HOME": dossier, "APPDATA": dossier}
        installation.installer(Path(dossier) / "profil")
        lanceur = Path(dossier) / "python"
        lanceur.write_text(f'#!/bin/sh\nPYTHONPATH="{sources}" exec "{sys.executable}" "$@"\n', "utf-8")
        lanceur.chmod(0o755)
        fichier_de_reglage("calc").write_text(json.dumps({"interpreteur": str(lanceur)}), "utf-8")
        classeur = Path(dossier) / "stocks.xlsx"
        shutil.copyfile(ressource("examples", "stocks-exemple.xlsx"), classeur)
        propre = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("PYTHON")}
        propre["PYTHONPATH"] = sources
        commande = [str(installation.python_avec_uno(soffice)), __file__, str(soffice)]
        with subprocess.Popen(
            [*commande, str(Path(dossier) / "profil"), str(classeur)],
            env=propre,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as calc:
            return comparer(calc, Path(dossier), propre)


def comparer(calc: Any, dossier: Path, variables: dict[str, str]) -> int:
    """Mesure chaque bouton et sa commande, en alternance."""
    calc.stdout.readline()
    trop_long = False
    for bouton in BOUTONS:
        boutons, commandes = [], []
        for rang in range(FOIS):
            calc.stdin.write(bouton + "\n")
            calc.stdin.flush()
            duree, message = json.loads(calc.stdout.readline())
            if "Feuilles remplies" not in message:
                raise SystemExit(f"{bouton} : {message}")
            boutons.append(duree)
            commandes.append(commander(bouton, dossier, rang, variables))
        trop_long |= min(boutons) > FACTEUR * min(commandes)
        print(f"{bouton:18} bouton {min(boutons):5.2f} s   commande {min(commandes):5.2f} s")
    calc.stdin.close()
    calc.wait(60)
    return int(trop_long)


def commander(bouton: str, dossier: Path, rang: int, variables: dict[str, str]) -> float:
    """Durée de la commande, en secondes, sur une copie du classeur fermé."""
    from tableur.fichiers.ressources import ressource

    source = dossier / f"{bouton}-{rang}.xlsx"
    shutil.copyfile(ressource("examples", "stocks-exemple.xlsx"), source)
    sortie = source.with_name(f"{source.stem} sortie.xlsx")
    depart = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "tableur", "stock", bouton, str(source), "--sortie", str(sortie)],
        env=variables,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    duree = time.perf_counter() - depart
    if not sortie.is_file():
        raise SystemExit(f"la commande {bouton} n'a rien écrit")
    return duree


if __name__ == "__main__":
    if len(sys.argv) == 4:
        servir(*sys.argv[1:])
    else:
        sys.exit(principal())
