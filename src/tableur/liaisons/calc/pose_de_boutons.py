"""Pose des boutons dans un .ods par LibreOffice ; lancé par un Python qui a UNO, sans rien d'autre de tableur.

Usage : pose_de_boutons.py SOFFICE PROFIL CLASSEUR.ods BOUTONS.json
"""

from __future__ import annotations

import json
import sys
import uuid
from pathlib import Path
from typing import Any

FORMULAIRE = "Tableur"
HAUTEUR = 620  # centièmes de millimètre
MARGE = 60


def poser(document: Any, demandes: list[dict[str, Any]]) -> int:
    """Pose chaque bouton sur sa cellule, et rend leur nombre."""
    feuilles = document.Sheets
    for nom in feuilles.ElementNames:
        _retirer(feuilles.getByName(nom).DrawPage)
    poses = 0
    for demande in demandes:
        if feuilles.hasByName(demande["feuille"]):
            _poser_un(document, feuilles.getByName(demande["feuille"]), demande)
            poses += 1
    return poses


def _retirer(page: Any) -> None:
    """Retire les boutons d'une pose précédente."""
    for rang in reversed(range(page.Count)):
        forme = page.getByIndex(rang)
        if forme.supportsService("com.sun.star.drawing.ControlShape"):
            modele = forme.Control
            if modele is not None and str(getattr(modele, "TargetURL", "")).startswith("org.tableur:"):
                page.remove(forme)


def _poser_un(document: Any, feuille: Any, demande: dict[str, Any]) -> None:
    import uno
    from com.sun.star.awt import Point, Size

    cellule = feuille.getCellRangeByName(demande["cellule"])
    bouton = document.createInstance("com.sun.star.form.component.CommandButton")
    bouton.Name, bouton.Label = demande["action"], demande["libelle"]
    bouton.HelpText = demande["aide"]
    bouton.ButtonType = uno.Enum("com.sun.star.form.FormButtonType", "URL")
    bouton.TargetURL = "org.tableur:" + demande["action"]
    bouton.Printable = False
    bouton.FontName, bouton.FontHeight = "Liberation Sans", 9.0
    forme = document.createInstance("com.sun.star.drawing.ControlShape")
    forme.Position = Point(cellule.Position.X + MARGE, cellule.Position.Y + MARGE)
    forme.Size = Size(round(demande["cm"] * 1000), HAUTEUR)
    forme.Control = bouton
    page = feuille.DrawPage
    formulaires = page.Forms
    if not formulaires.hasByName(FORMULAIRE):
        formulaire = document.createInstance("com.sun.star.form.component.Form")
        formulaires.insertByName(FORMULAIRE, formulaire)
    formulaires.getByName(FORMULAIRE).insertByIndex(formulaires.getByName(FORMULAIRE).Count, bouton)
    page.add(forme)
    forme.Anchor = feuille.getCellRangeByName(demande["cellule"]).getCellByPosition(0, 0)


def principal(arguments: list[str]) -> int:
    """Ouvre le classeur, pose, enregistre sur place, ferme."""
    from gestionnaire import (  # type: ignore[import-not-found]  # le script voisin, sans le paquet
        arreter,
        connecter,
        lancer,
    )

    soffice, profil, classeur, liste = arguments
    tube = f"tableur{uuid.uuid4().hex}"
    processus = lancer(soffice, profil, tube)
    contexte = None
    try:
        contexte = connecter(tube, processus)
        from com.sun.star.beans import PropertyValue

        bureau = contexte.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        cache = (PropertyValue("Hidden", 0, True, 0),)
        document = bureau.loadComponentFromURL(Path(classeur).resolve().as_uri(), "_blank", 0, cache)
        if document is None:
            raise RuntimeError("le classeur ne s'ouvre pas")
        document.ApplyFormDesignMode = False
        sys.stdout.write(f"{poser(document, json.loads(Path(liste).read_text('utf-8')))}\n")
        document.store()
        document.close(True)
    except Exception as erreur:  # noqa: BLE001 - dite par celui qui a lancé ce script
        sys.stderr.write(f"{erreur}\n")
        return 1
    finally:
        arreter(contexte, processus)
    return 0


if __name__ == "__main__":
    sys.exit(principal(sys.argv[1:]))
