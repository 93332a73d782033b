"""Compagnon des tests : pilote un vrai LibreOffice, lancé par le Python qui a UNO, une demande JSON par ligne.

Usage : compagnon.py SOFFICE PROFIL ; les demandes arrivent sur l'entrée, les réponses partent sur la sortie.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tableur.liaisons.calc.gestionnaire import arreter, connecter, lancer

GENRES = {1: "nombre", 2: "texte", 4: "erreur"}


class Seance:
    """Un LibreOffice ouvert, et le classeur en cours."""

    def __init__(self, contexte: Any) -> None:
        """Ouvre un classeur vide."""
        self.contexte = contexte
        self.bureau = contexte.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", contexte)
        self.classeur: Any = None
        self.ouvrir("private:factory/scalc")

    def ouvrir(self, adresse: str) -> None:
        """Ferme le classeur en cours et en ouvre un autre."""
        if self.classeur is not None:
            self.classeur.close(True)
        self.classeur = self.bureau.loadComponentFromURL(adresse, "_blank", 0, (self._propriete("Hidden", True),))

    def poser(self, feuille: str, cellules: dict[str, Any], matrices: dict[str, str]) -> None:
        """Écrit des cellules, formules comprises, et des formules matricielles."""
        feuilles = self.classeur.Sheets
        if not feuilles.hasByName(feuille):
            feuilles.insertNewByName(feuille, feuilles.getCount())
        for adresse, contenu in cellules.items():
            cellule = feuilles.getByName(feuille).getCellRangeByName(adresse)
            if isinstance(contenu, str) and contenu.startswith("="):
                cellule.Formula = contenu
            elif isinstance(contenu, str):
                cellule.String = contenu
            else:
                cellule.Value = float(contenu)
        for adresse, formule in matrices.items():
            feuilles.getByName(feuille).getCellRangeByName(adresse).setArrayFormula(formule)

    def lire(self, feuille: str, adresses: list[str]) -> list[dict[str, Any]]:
        """Contenu de cellules."""
        plages = [self.classeur.Sheets.getByName(feuille).getCellRangeByName(adresse) for adresse in adresses]
        return [
            {
                "genre": GENRES.get(cellule.FormulaResultType2, "autre") if cellule.Formula else "vide",
                "nombre": cellule.Value,
                "texte": cellule.String,
                "erreur": cellule.getError(),
                "formule": cellule.Formula,
            }
            for cellule in plages
        ]

    def enregistrer(self, chemin: str, filtre: str) -> None:
        """Enregistre une copie."""
        self.classeur.storeToURL(Path(chemin).as_uri(), (self._propriete("FilterName", filtre),))

    def contenus(self, feuille: str, plage: str) -> list[list[str]]:
        """Contenu de chaque cellule d'une plage, formule comprise."""
        zone = self.classeur.Sheets.getByName(feuille).getCellRangeByName(plage)
        return [list(ligne) for ligne in zone.getFormulaArray()]

    def enregistrer_ici(self) -> None:
        """Enregistre le classeur sur son fichier, comme Ctrl+S."""
        self.classeur.store()

    def boutons_poses(self) -> dict[str, list[dict[str, Any]]]:
        """Boutons de chaque feuille, et ses cellules remplies de la première ligne : place, en centièmes de mm."""
        poses: dict[str, list[dict[str, Any]]] = {}
        for nom in self.classeur.Sheets.ElementNames:
            feuille, siens = self.classeur.Sheets.getByName(nom), []
            page = feuille.DrawPage
            for rang in range(page.Count):
                forme = page.getByIndex(rang)
                if forme.supportsService("com.sun.star.drawing.ControlShape"):
                    siens.append({"nom": forme.Control.Name, "texte": forme.Control.Label, **_cadre(forme)})
            for colonne in range(1, 24):
                cellule = feuille.getCellByPosition(colonne, 0)
                if cellule.String:
                    siens.append({"nom": "", "texte": cellule.String, **_cadre(cellule)})
            poses[nom] = siens
        return poses

    def ouvrir_fichier(self, chemin: str) -> None:
        """Ouvre un fichier, et recalcule tout : LibreOffice croit d'abord les valeurs enregistrées."""
        self.ouvrir(Path(chemin).as_uri())
        self.classeur.calculateAll()

    def presser(self, bouton: str, fois: int = 1) -> list[str]:
        """Presse un bouton, plusieurs fois de suite sans attendre s'il le faut, et rend les messages reçus."""
        import uno
        import unohelper
        from com.sun.star.awt import XCallback

        recus: list[str] = []

        class Recueil(unohelper.Base, XCallback):  # type: ignore[misc]
            """Reçoit le message final."""

            def notify(self, texte: object) -> None:
                recus.append(str(texte))

        adresse = uno.createUnoStruct("com.sun.star.util.URL")
        adresse.Complete = f"org.tableur:{bouton}"
        repartiteur = self.classeur.CurrentController.Frame.queryDispatch(adresse, "_self", 0)
        for _ in range(fois):
            repartiteur.dispatch(adresse, (self._propriete("SurFin", Recueil()),))
        fin = time.monotonic() + 90
        while len(recus) < fois and time.monotonic() < fin:
            time.sleep(0.01)
        return recus

    def ouvrir_pour_agir(self, chemin: str, lecture_seule: bool = False) -> None:
        """Ouvre un fichier comme le fait une personne, calculs compris."""
        if self.classeur is not None:
            self.classeur.close(True)
        options = (self._propriete("Hidden", True), self._propriete("ReadOnly", lecture_seule))
        self.classeur = self.bureau.loadComponentFromURL(Path(chemin).as_uri(), "_blank", 0, options)

    def choisir(self, feuille: str, cellule: str) -> None:
        """Choisit une cellule."""
        plage = self.classeur.Sheets.getByName(feuille).getCellRangeByName(cellule)
        self.classeur.CurrentController.setActiveSheet(self.classeur.Sheets.getByName(feuille))
        self.classeur.CurrentController.select(plage)

    def renommer(self, feuille: str, nom: str) -> None:
        """Renomme une feuille."""
        self.classeur.Sheets.getByName(feuille).Name = nom

    def masquer(self, feuille: str, ligne: int) -> None:
        """Masque une ligne, comptée de 1."""
        self.classeur.Sheets.getByName(feuille).Rows.getByIndex(ligne - 1).IsVisible = False

    def proteger(self, feuille: str) -> None:
        """Protège une feuille, sans mot de passe."""
        self.classeur.Sheets.getByName(feuille).protect("")

    def annuler_dans_calc(self) -> None:
        """Édition, Annuler."""
        self.classeur.getUndoManager().undo()

    def fonctions(self) -> list[dict[str, Any]]:
        """Ce que montre l'assistant de fonctions pour les nôtres."""
        descriptions = self.contexte.ServiceManager.createInstance("com.sun.star.sheet.FunctionDescriptions")
        nos = []
        for rang in range(descriptions.getCount()):
            lue = {propriete.Name: propriete.Value for propriete in descriptions.getByIndex(rang)}
            if "TABLEUR" in lue["Name"]:
                arguments = [[a.Name, a.Description, a.IsOptional] for a in lue["Arguments"]]
                nos.append({"nom": lue["Name"], "aide": lue["Description"], "arguments": arguments})
        return nos

    def chronometrer(self, feuille: str, formules: list[str], fois: int) -> float:
        """Meilleure durée, en secondes, d'un recalcul complet de ces formules, posées dans la colonne Z."""
        plage = self.classeur.Sheets.getByName(feuille).getCellRangeByName(f"Z1:Z{len(formules)}")
        plage.setFormulaArray(tuple((formule,) for formule in formules))
        durees = []
        for _ in range(fois):
            depart = time.perf_counter()
            self.classeur.calculateAll()
            durees.append(time.perf_counter() - depart)
        plage.clearContents(16)  # com.sun.star.sheet.CellFlags.FORMULA
        return min(durees)

    def _propriete(self, nom: str, valeur: object) -> Any:
        from com.sun.star.beans import PropertyValue

        return PropertyValue(nom, 0, valeur, 0)


def _cadre(objet: Any) -> dict[str, int]:
    place, taille = objet.Position, objet.Size
    return {"gauche": place.X, "droite": place.X + taille.Width, "haut": place.Y, "bas": place.Y + taille.Height}


def repondre(processus: Any, tube: str, seance_de: Callable[[Any], object]) -> None:
    """Répond aux demandes jusqu'à la fin de l'entrée, puis arrête LibreOffice."""
    contexte = None
    try:
        contexte = connecter(tube, processus)
        seance = seance_de(contexte)
        for ligne in sys.stdin:
            demande = json.loads(ligne)
            try:
                reponse = {"rendu": getattr(seance, demande["methode"])(**demande["arguments"])}
            except Exception as erreur:  # noqa: BLE001 - rendue au test, qui échoue avec elle
                reponse = {"panne": f"{type(erreur).__name__} : {erreur}"}
            sys.stdout.write(json.dumps(reponse) + "\n")
            sys.stdout.flush()
    finally:
        arreter(contexte, processus)


def principal(soffice: str, profil: str) -> None:
    """Lance LibreOffice sans fenêtre, et répond aux demandes."""
    tube = f"essai{uuid.uuid4().hex}"
    repondre(lancer(soffice, profil, tube), tube, Seance)


if __name__ == "__main__":
    principal(*sys.argv[1:])
