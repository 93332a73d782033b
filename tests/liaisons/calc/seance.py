"""Un Calc vivant, vu des tests : poser des cellules, recalculer, lire."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tableur.liaisons.calc import installation
from tableur.liaisons.interpreteur import fichier_de_reglage

SOURCES = Path(installation.__file__).parents[3]


class Calc:
    """Le LibreOffice des tests, tenu par le compagnon."""

    def __init__(self, processus: "subprocess.Popen[str]") -> None:
        """Retient le processus du compagnon."""
        self._processus = processus

    def demander(self, methode: str, **arguments: object) -> Any:
        """Réponse du compagnon à une demande."""
        entree, sortie = self._processus.stdin, self._processus.stdout
        assert entree is not None
        assert sortie is not None
        entree.write(json.dumps({"methode": methode, "arguments": arguments}) + "\n")
        entree.flush()
        reponse = json.loads(sortie.readline() or '{"panne": "le compagnon s\'est arrêté"}')
        assert "panne" not in reponse, reponse["panne"]
        return reponse["rendu"]

    def poser(self, feuille: str, cellules: dict[str, Any], matrices: dict[str, str] | None = None) -> None:
        """Écrit dans une feuille, créée s'il le faut."""
        self.demander("poser", feuille=feuille, cellules=cellules, matrices=matrices or {})

    def lire(self, feuille: str, *adresses: str) -> list[Any]:
        """Valeur de chaque cellule : nombre, texte, None si elle est vide, ou « erreur 519 »."""
        return [valeur_de(cellule) for cellule in self.demander("lire", feuille=feuille, adresses=list(adresses))]

    def calculer(self, *formules: str) -> list[Any]:
        """Valeurs de formules posées dans la colonne A d'une feuille à part."""
        adresses = [f"A{rang}" for rang in range(1, len(formules) + 1)]
        self.poser("Essais", dict(zip(adresses, formules, strict=True)))
        return self.lire("Essais", *adresses)


def valeur_de(cellule: dict[str, Any]) -> Any:
    """Valeur d'une cellule décrite par le compagnon."""
    if cellule["erreur"]:
        return f"erreur {cellule['erreur']}"
    if cellule["genre"] == "nombre" and cellule["texte"] != "":
        return cellule["nombre"]
    return cellule["texte"] or None


def environnement() -> dict[str, str]:
    """Environnement d'un Python qui n'est pas le nôtre mais lit nos sources."""
    propre = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("PYTHON")}
    return propre | {"PYTHONPATH": str(SOURCES), "PYTHONDONTWRITEBYTECODE": "1"}


def noter_l_interpreteur(dossier: Path) -> Path:
    """Note pour les boutons un interpréteur qui lit nos sources, comme l'installation note celui du paquet."""
    lanceur = dossier / "python"
    lanceur.write_text(f'#!/bin/sh\nPYTHONPATH="{SOURCES}" exec "{sys.executable}" "$@"\n', "utf-8")
    lanceur.chmod(0o755)
    reglage = fichier_de_reglage("calc")
    reglage.parent.mkdir(parents=True, exist_ok=True)
    reglage.write_text(json.dumps({"interpreteur": str(lanceur)}), "utf-8")
    return lanceur
