"""Durée d'un appel de formule dans Calc : 10 000 cellules recalculées, contre la formule native équivalente.

Une commande, une exécution : `python benchmarks/formules_calc.py`. Un LibreOffice neuf est lancé dans un profil
jetable où l'extension est installée ; les deux mesures sont du même lancement, la meilleure de trois chacune.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

CELLULES = 10_000
FOIS = 3
LIMITE = 60.0  # µs par appel
LIMITE_PAR_LIGNE = 10.0  # µs par ligne, quand une seule formule s'applique à toutes
MATRICE = "=TABLEUR.POINT_DE_COMMANDE(A1:A{0};B1:B{0};C1:C{0})"
FORMULES = {
    "native": "=A{0}*B{0}+C{0}",
    "TABLEUR": "=TABLEUR.POINT_DE_COMMANDE(A{0};B{0};C{0})",
}


def mesurer(soffice: str, profil: str) -> None:
    """Mesure dans LibreOffice ; lancée par un Python qui a UNO."""
    from tableur.liaisons.calc.gestionnaire import arreter, connecter, lancer

    tube = f"mesure{uuid.uuid4().hex}"
    processus = lancer(soffice, profil, tube)
    contexte = None
    try:
        contexte = connecter(tube, processus)
        bureau = contexte.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        classeur = bureau.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        feuille = classeur.Sheets.getByIndex(0)
        donnees = tuple((float(rang), 5.0, 30.0) for rang in range(1, CELLULES + 1))
        feuille.getCellRangeByName(f"A1:C{CELLULES}").setDataArray(donnees)
        for nom, formule in FORMULES.items():
            print(nom, recalcul(classeur, feuille, formule))
        print("plage", recalcul_de_plage(classeur, feuille))
        classeur.close(True)
    finally:
        arreter(contexte, processus)


def recalcul(classeur: Any, feuille: Any, formule: str) -> float:
    """Meilleure durée par cellule, en microsecondes, d'un recalcul complet."""
    plage = feuille.getCellRangeByName(f"D1:D{CELLULES}")
    plage.setFormulaArray(tuple((formule.format(rang),) for rang in range(1, CELLULES + 1)))
    durees = []
    for _ in range(FOIS):
        depart = time.perf_counter()
        classeur.calculateAll()
        durees.append(time.perf_counter() - depart)
    attendus = tuple((rang * 5.0 + 30.0,) for rang in range(1, CELLULES + 1))
    if plage.getDataArray() != attendus:
        raise SystemExit(f"résultats faux pour {formule}")
    return min(durees) / CELLULES * 1_000_000


def recalcul_de_plage(classeur: Any, feuille: Any) -> float:
    """Meilleure durée par ligne, en microsecondes, d'une seule formule appliquée à toutes les lignes."""
    plage = feuille.getCellRangeByName(f"D1:D{CELLULES}")
    plage.clearContents(16)
    plage.setArrayFormula(MATRICE.format(CELLULES))
    durees = []
    for _ in range(FOIS):
        depart = time.perf_counter()
        classeur.calculateAll()
        durees.append(time.perf_counter() - depart)
    if plage.getDataArray() != tuple((rang * 5.0 + 30.0,) for rang in range(1, CELLULES + 1)):
        raise SystemExit("résultats faux pour la formule de plage")
    return min(durees) / CELLULES * 1_000_000


def principal() -> int:
    """Installe, mesure, affiche ; 1 si la limite est passée."""
    from tableur.fichiers.soffice import trouver_soffice
    from tableur.liaisons.calc import installation

    soffice = trouver_soffice()
    with tempfile.TemporaryDirectory(prefix="tableur-mesure-") as dossier:
        os.environ |= {"XDG_CONFIG_HOME": dossier, "APPDATA": dossier}
        profil = Path(dossier) / "profil"
        installation.installer(profil)
        sources = str(Path(installation.__file__).parents[3])
        commande = [str(installation.python_avec_uno(soffice)), __file__, str(soffice), str(profil)]
        propre = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("PYTHON")}
        sortie = subprocess.run(
            commande, env=propre | {"PYTHONPATH": sources}, capture_output=True, text=True, check=True
        ).stdout
    mesures = {nom: float(duree) for nom, duree in map(str.split, sortie.splitlines())}
    native, notre = mesures["native"], mesures["TABLEUR"]
    print(f"{CELLULES} cellules, meilleur de {FOIS} recalculs")
    print(f"formule native   {native:6.2f} µs par cellule")
    print(
        f"formule TABLEUR  {notre:6.2f} µs par appel, {notre / native:.0f} fois la native (limite {LIMITE:.0f} µs)"
    )
    plage = mesures["plage"]
    print(f"une formule pour {CELLULES} lignes  {plage:6.2f} µs par ligne (limite {LIMITE_PAR_LIGNE:.0f} µs)")
    return 0 if notre < LIMITE and plage <= LIMITE_PAR_LIGNE else 1


if __name__ == "__main__":
    if len(sys.argv) == 3:
        mesurer(*sys.argv[1:])
    else:
        sys.exit(principal())
