"""LibreOffice, témoin indépendant : il ouvre nos classeurs chiffrés, et son verrou est reconnu."""

import getpass
import json
import socket
import subprocess
from pathlib import Path

import pytest
import xlsxwriter

from tableur.fichiers.chiffrement import chiffrer
from tableur.fichiers.ouverture import ouvrir_fichier
from tableur.fichiers.soffice import trouver_soffice
from tableur.fichiers.verrous import verrou_de
from tableur.liaisons.calc.installation import python_avec_uno
from tableur.socle.erreurs import Refus
from tests.liaisons.calc.seance import environnement

pytestmark = pytest.mark.libreoffice

MOT = "été€1 – ça"
OUVERTURE = """
import json, sys, uuid
import uno
from pathlib import Path
from tableur.liaisons.calc.gestionnaire import arreter, connecter, lancer
from com.sun.star.beans import PropertyValue

soffice, profil, chemin, mot = sys.argv[1:]
tube = f"essai{uuid.uuid4().hex}"
processus = lancer(soffice, profil, tube)
contexte = None
try:
    contexte = connecter(tube, processus)
    bureau = contexte.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", contexte)
    options = (PropertyValue("Hidden", 0, True, 0), PropertyValue("Password", 0, mot, 0))
    classeur = bureau.loadComponentFromURL(Path(chemin).as_uri(), "_blank", 0, options)
    texte, nombre = map(classeur.Sheets.getByIndex(0).getCellRangeByName, ("A8", "B8"))
    print(json.dumps([texte.String, nombre.Value]), flush=True)
    sys.stdin.readline()
    classeur.close(True)
finally:
    arreter(contexte, processus)
"""


def test_libreoffice_ouvre_notre_classeur_chiffre_et_son_verrou_est_reconnu(tmp_path: Path) -> None:
    clair, chemin = tmp_path / "clair.xlsx", tmp_path / "paie.xlsx"
    livre = xlsxwriter.Workbook(str(clair))
    feuille = livre.add_worksheet()
    for ligne in range(300):
        feuille.write_row(ligne, 0, [f"article {ligne}", ligne * 1.5])
    livre.close()
    chemin.write_bytes(chiffrer(clair.read_bytes(), MOT, chemin.name))
    with ouvrir_fichier(chemin, lambda _: MOT).remplacement() as flux:
        flux.write(clair.read_bytes())
    soffice = trouver_soffice()
    commande = [
        str(python_avec_uno(soffice)),
        "-c",
        OUVERTURE,
        str(soffice),
        str(tmp_path / "profil"),
        str(chemin),
        MOT,
    ]
    tubes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(commande, env=environnement(), text=True, encoding="utf-8", **tubes) as processus:  # type: ignore[call-overload]
        assert ["article 7", 10.5] == json.loads(processus.stdout.readline())
        verrou = verrou_de(chemin)
        lu = ouvrir_fichier(chemin, lambda _: MOT)
        with pytest.raises(Refus, match=r"ouvert par .*, depuis le \d\d/\d\d/\d{4} \d\d:\d\d : le fermer"):
            lu.remplacement().__enter__()
        processus.communicate("\n", timeout=60)
    assert verrou is not None
    assert (getpass.getuser(), socket.gethostname()) == (verrou.qui, verrou.machine)
    assert verrou_de(chemin) is None
