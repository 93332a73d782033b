"""Un Calc avec ses fenêtres, sous un écran virtuel, tenu comme le compagnon : une demande JSON par ligne.

Usage : fenetre.py SOFFICE PROFIL, avec DISPLAY qui désigne l'écran virtuel.
"""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

ATTENTE = 60.0


class Fenetre:
    """Le classeur à l'écran."""

    def __init__(self, contexte: Any) -> None:
        """Retient le bureau."""
        self.contexte = contexte
        self.bureau = contexte.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", contexte)
        self.document: Any = None

    def ouvrir(self, chemin: str, feuille: str, cellule: str) -> None:
        """Ouvre un classeur en grand, sur une feuille ; celui d'avant se ferme, sans être enregistré."""
        if self.document is not None:
            self.fermer()
        self.document = self.bureau.loadComponentFromURL(Path(chemin).as_uri(), "_blank", 0, ())
        vue = self.document.CurrentController
        vue.Frame.ContainerWindow.setPosSize(0, 0, 1280, 800, 15)
        self.document.ApplyFormDesignMode = False
        vue.setFormDesignMode(False)
        vue.setActiveSheet(self.document.Sheets.getByName(feuille))
        self.document.CurrentController.select(self.document.Sheets.getByName(feuille).getCellRangeByName(cellule))
        time.sleep(2)

    def place_du_bouton(self, nom: str) -> list[int]:
        """Centre d'un bouton de la feuille, en points de l'écran."""
        vue = self.document.CurrentController
        page = vue.ActiveSheet.DrawPage
        for rang in range(page.Count):
            forme = page.getByIndex(rang)
            if forme.supportsService("com.sun.star.drawing.ControlShape") and forme.Control.Name == nom:
                acces = vue.getControl(forme.Control).AccessibleContext
                place, taille = acces.getLocationOnScreen(), acces.getSize()
                return [place.X + taille.Width // 2, place.Y + taille.Height // 2]
        raise ValueError(nom)

    def texte_de_la_boite(self) -> str:
        """Texte de la fenêtre de message ouverte, vide s'il n'y en a pas."""
        boite = self.contexte.ServiceManager.createInstance("com.sun.star.awt.Toolkit")
        for rang in range(boite.getTopWindowCount()):
            acces = boite.getTopWindow(rang).AccessibleContext
            if (
                acces is not None
                and "tableur" in acces.getAccessibleName()
                and ".ods" not in acces.getAccessibleName()
            ):
                textes = list(_textes(acces))
                if textes:
                    return str(max(textes, key=len))
        return ""

    def cellules(self, feuille: str, plage: str) -> list[list[str]]:
        """Textes affichés d'une plage."""
        zone = self.document.Sheets.getByName(feuille).getCellRangeByName(plage)
        largeur, hauteur = zone.Columns.Count, zone.Rows.Count
        return [[zone.getCellByPosition(j, i).String for j in range(largeur)] for i in range(hauteur)]

    def choisir(self, feuille: str, cellule: str) -> None:
        """Choisit une cellule."""
        self.document.CurrentController.setActiveSheet(self.document.Sheets.getByName(feuille))
        self.document.CurrentController.select(self.document.Sheets.getByName(feuille).getCellRangeByName(cellule))

    def menus(self) -> list[str]:
        """Adresses des lignes de menu que les extensions ajoutent."""
        fournisseur = self.contexte.ServiceManager.createInstance(
            "com.sun.star.configuration.ConfigurationProvider"
        )
        from com.sun.star.beans import PropertyValue

        chemin = PropertyValue("nodepath", 0, "/org.openoffice.Office.Addons/AddonUI/OfficeMenuBar", 0)
        lecture = "com.sun.star.configuration.ConfigurationAccess"
        menus = fournisseur.createInstanceWithArguments(lecture, (chemin,))
        return [menus.getByName(nom).getByName("Title") for nom in menus.ElementNames]

    def fermer(self) -> None:
        """Ferme le classeur sans l'enregistrer."""
        self.document.setModified(False)
        self.document.close(True)


def _textes(acces: Any) -> Any:
    nombre = acces.getAccessibleChildCount()
    for rang in range(nombre):
        enfant = acces.getAccessibleChild(rang).getAccessibleContext()
        if enfant.getAccessibleName():
            yield enfant.getAccessibleName()
        yield from _textes(enfant)


def lancer_avec_fenetre(soffice: str, profil: str, tube: str) -> Any:
    """LibreOffice à l'écran, à l'écoute sur ce tube."""
    commande = [soffice, "--norestore", "--nologo", "--nofirststartwizard", f"--accept=pipe,name={tube};urp;"]
    commande.append(f"-env:UserInstallation={Path(profil).resolve().as_uri()}")
    rien = subprocess.DEVNULL
    return subprocess.Popen(commande, stdin=rien, stdout=rien, stderr=rien, start_new_session=True)


def principal(soffice: str, profil: str) -> None:
    """Lance LibreOffice à l'écran, et répond aux demandes."""
    from compagnon import repondre  # type: ignore[import-not-found]  # le script voisin

    tube = f"fenetre{uuid.uuid4().hex}"
    repondre(lancer_avec_fenetre(soffice, profil, tube), tube, Fenetre)


if __name__ == "__main__":
    principal(*sys.argv[1:])
