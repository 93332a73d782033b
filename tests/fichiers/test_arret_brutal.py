"""Arrêt brutal (`kill -9`) d'un remplacement, et remplacements simultanés : rien de perdu, aucun reste."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tableur.fichiers.ouverture import ouvrir_fichier
from tableur.fichiers.sauvegardes import sauvegardes_de

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9")

TAILLE = 300_000
REMPLACEMENTS_SANS_FIN = """
import sys
from tableur.fichiers.ouverture import ouvrir_fichier

chemin, taille = sys.argv[1], int(sys.argv[2])
while True:
    print("prêt", flush=True)
    lu = ouvrir_fichier(chemin)
    rang = int(lu.chemin.read_bytes()[:8]) + 1
    with lu.remplacement(gardees=3) as flux:
        for morceau in range(taille // 8):
            flux.write(b"%08d" % rang)
"""
# Un enfant par événement du système (ouverture, lien, remplacement…) : il se tue quand son tour vient.
UN_ARRET_PAR_EVENEMENT = """
import json, os, signal, sys
from pathlib import Path
from tableur.fichiers.ouverture import ouvrir_fichier
import fcntl, shutil

bilan = []
for tour in range(1, 200):
    dossier = Path(sys.argv[1]) / str(tour)
    dossier.mkdir()
    chemin = dossier / "stocks.xlsx"
    chemin.write_bytes(b"ancien" * 5000)
    enfant = os.fork()
    if not enfant:
        compte = 0
        def compter(evenement, arguments):
            global compte
            if evenement.startswith(("open", "os.", "shutil.", "fcntl.")):
                compte += 1
                if compte == tour:
                    os.kill(os.getpid(), signal.SIGKILL)
        lu = ouvrir_fichier(chemin)
        sys.addaudithook(compter)
        with lu.remplacement() as flux:
            flux.write(b"nouveau" * 5000)
        os._exit(0)
    _, etat = os.waitpid(enfant, 0)
    bilan.append(os.WIFSIGNALED(etat))
    if not bilan[-1]:
        break
print(json.dumps(bilan))
"""

CENT_AJOUTS = """
import sys
from tableur.fichiers.ouverture import ouvrir_fichier
from tableur.socle.erreurs import Refus

faits = 0
while faits < 25:
    lu = ouvrir_fichier(sys.argv[1])
    lignes = lu.chemin.read_bytes()
    try:
        with lu.remplacement(gardees=2) as flux:
            flux.write(lignes + b"une ligne\\n")
    except Refus as refus:
        assert "changé" in str(refus), refus
        continue
    faits += 1
"""


def _version(octets: bytes) -> int:
    """Numéro de la version, si le contenu est entier : le même numéro, du début à la fin."""
    rang = int(octets[:8])
    assert b"%08d" % rang * (TAILLE // 8) == octets
    return rang


def _verifier_sans_reste(chemin: Path) -> None:
    ouvrir_fichier(chemin)
    assert {chemin.name, "sauvegardes"} >= {f.name for f in chemin.parent.iterdir()}
    assert {*sauvegardes_de(chemin)} == {*(chemin.parent / "sauvegardes").glob("*")}


def test_un_arret_brutal_au_hasard_ne_perd_rien(tmp_path: Path) -> None:
    chemin = tmp_path / "stocks.xlsx"
    chemin.write_bytes(b"%08d" % 0 * (TAILLE // 8))
    hasard, derniere = random.Random(7), 0  # noqa: S311 - des instants, non des secrets
    for _ in range(15):
        commande = [sys.executable, "-c", REMPLACEMENTS_SANS_FIN, str(chemin), str(TAILLE)]
        with subprocess.Popen(commande, stdout=subprocess.PIPE) as processus:
            assert processus.stdout is not None
            for _ in range(hasard.choice([1, 2, 3])):
                processus.stdout.readline()
            time.sleep(hasard.uniform(0, 0.05))
            processus.send_signal(signal.SIGKILL)
        version = _version(chemin.read_bytes())
        anciennes = [_version(copie.read_bytes()) for copie in sauvegardes_de(chemin)]
        assert version >= derniere
        assert anciennes == sorted(anciennes, reverse=True)
        assert version == 0 or version - 1 in anciennes
        _verifier_sans_reste(chemin)
        derniere = version
    assert derniere >= 5


def test_un_arret_brutal_a_chaque_etape_ne_perd_rien(tmp_path: Path) -> None:
    sortie = subprocess.run(
        [sys.executable, "-c", UN_ARRET_PAR_EVENEMENT, str(tmp_path)], capture_output=True, check=True, timeout=60
    ).stdout
    bilan: list[bool] = json.loads(sortie)
    assert len(bilan) > 15
    assert [True] * (len(bilan) - 1) + [False] == bilan
    vus = set()
    for tour in range(1, len(bilan) + 1):
        chemin = tmp_path / str(tour) / "stocks.xlsx"
        contenu, copies = chemin.read_bytes(), sauvegardes_de(chemin)
        assert contenu in (b"ancien" * 5000, b"nouveau" * 5000)
        assert all(b"ancien" * 5000 == copie.read_bytes() for copie in copies)
        assert contenu.startswith(b"ancien") or copies
        _verifier_sans_reste(chemin)
        vus.add((contenu[:6], len(copies)))
    assert {(b"ancien", 0), (b"ancien", 1), (b"nouvea", 1)} == vus


def test_des_ecritures_simultanees_ne_perdent_aucune_ligne(tmp_path: Path) -> None:
    chemin = tmp_path / "stocks.xlsx"
    chemin.touch()
    commande = [sys.executable, "-c", CENT_AJOUTS, str(chemin)]
    ensemble = [subprocess.Popen(commande, stderr=subprocess.PIPE) for _ in range(4)]
    assert [b""] * 4 == [processus.communicate()[1] for processus in ensemble]
    assert b"une ligne\n" * 100 == chemin.read_bytes()
    _verifier_sans_reste(chemin)
