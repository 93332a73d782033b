"""La commande dans un vrai processus : codes de sortie, flux, démarrage ; et la liste des formules."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from tableur import __version__
from tableur.cli.commande import COMMANDES, tableur
from tableur.cli.recueil import formules

if TYPE_CHECKING:
    from tests.cli.conftest import Lancer

SRC = str(Path(__file__).resolve().parents[2] / "src")


def sortie_de(code: str) -> str:
    """Ce qu'imprime un programme Python lancé à part."""
    environ = {**os.environ, "PYTHONPATH": SRC, "PYTHONIOENCODING": "utf-8"}
    fait = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, check=True)
    return fait.stdout.decode("utf-8")


def test_la_version_repond_sans_importer_click(processus: Lancer) -> None:
    assert processus("--version") == (0, f"tableur {__version__}\n", "")
    code = (
        "import atexit, sys; sys.argv = ['tableur', '--version']; "
        "atexit.register(lambda: print(sorted({'click', 'rich', 'json', 'decimal'} & set(sys.modules)))); "
        "from tableur.cli import principal; principal()"
    )
    assert sortie_de(code).splitlines()[1] == "[]"


def test_un_appel_simple_se_passe_de_click(processus: Lancer) -> None:
    code = (
        "import sys; from tableur.cli.execution import executer; "
        "executer(['appeler', 'point_de_commande', '20', '5']); "
        "print(sorted({'click', 'rich', 'json', 'csv', 'logging', 'importlib.metadata'} & set(sys.modules)))"
    )
    assert sortie_de(code).splitlines() == ["100 unités", "[]"]


def test_les_codes_de_sortie(processus: Lancer) -> None:
    assert processus("appeler", "point_de_commande", "20", "5", "30") == (0, "130 unités\n", "")
    refuse = processus("appeler", "point_de_commande", "20", "-5")
    assert (2, "", 1) == (refuse.code, refuse.sortie, refuse.erreurs.count("\n"))
    lot = processus(
        "appeler", "point_de_commande", "--json", entree=b'[{"consommation_par_jour": 20, "delai": -5}, {}]'
    )
    assert (1, "") == (lot.code, lot.erreurs)
    assert processus("appeler", "point_de_commande", "--json", entree=b"{").code == 2
    assert processus("appeler", "inconnue", "--json", entree=b"[]").code == 2
    assert processus("inconnue").code == 2
    assert processus().code == 0


@pytest.mark.parametrize(
    "langue",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii:strict"},
    ],
)
def test_la_sortie_est_en_utf_8_dans_toute_langue(processus: Lancer, langue: dict[str, str]) -> None:
    assert "100 unités\n" == processus("appeler", "point_de_commande", "20", "5", **langue).sortie
    assert "« inconnue »" in processus("appeler", "inconnue", **langue).erreurs


def test_un_tuyau_ferme_ne_dit_rien() -> None:
    commande = subprocess.Popen(
        [sys.executable, "-m", "tableur", "formules", "--json"],
        env={**os.environ, "PYTHONPATH": SRC},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert commande.stdout is not None
    commande.stdout.close()
    _, erreurs = commande.communicate()
    assert (0, b"") == (commande.returncode, erreurs)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows n'envoie pas SIGINT à un seul processus")
def test_une_interruption_se_dit_et_sort_en_130() -> None:
    commande = subprocess.Popen(
        [sys.executable, "-m", "tableur", "appeler", "point_de_commande", "--json"],
        env={**os.environ, "PYTHONPATH": SRC},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - lancé en arrière-plan aussi
    )
    time.sleep(1.5)  # la commande attend alors son entrée
    commande.send_signal(signal.SIGINT)
    _, erreurs = commande.communicate(timeout=30)
    assert (130, "Interrompu.") == (commande.returncode, erreurs.decode().strip())


def test_une_erreur_inattendue_donne_un_numero_retrouve_au_journal(
    lancer: Lancer, essais: None, dossier_d_etat_jetable: Path
) -> None:
    issue = lancer("appeler", "faute_de_programme", "2")
    assert (2, "", 1) == (issue.code, issue.sortie, issue.erreurs.count("\n"))
    numero = issue.erreurs.split("n° ")[1].split()[0]
    journal = next(dossier_d_etat_jetable.rglob("tableur.log")).read_text(encoding="utf-8")
    assert f"n° {numero} tableur {__version__}" in journal
    assert "essais.py:" in journal
    assert [] == [secret for secret in ("secret", str(Path.home()), "personne") if secret in journal]


def test_les_formules_se_listent_par_famille(lancer: Lancer) -> None:
    sortie = lancer("formules").sortie
    assert "stock :" in sortie
    assert "point-de-commande " in sortie
    assert "[avancé]" in sortie
    assert "point-de-commande" not in lancer("formules", "--famille", "calendrier").sortie
    issue = lancer("formules", "--famille", "stok")
    assert (2, "Aucune formule dans la famille « stok ». Peut-être : stock.\n") == (issue.code, issue.erreurs)


def test_les_formules_se_decrivent_en_json(lancer: Lancer) -> None:
    par_nom = {f["nom"]: f for f in json.loads(lancer("formules", "--json").sortie)}
    assert sorted(par_nom) == sorted(f.nom for f in formules())
    point = par_nom["point_de_commande"]
    assert ("stock", False) == (point["famille"], point["avance"])
    assert point["exemple"] == {
        "cellule": "=TABLEUR.POINT_DE_COMMANDE(20;5;30)",
        "commande": "tableur appeler point-de-commande 20 5 30",
    }
    assert point["arguments"][2] == {
        "nom": "stock_de_securite",
        "type": "quantité",
        "unite": "unités",
        "aide": "Stock gardé contre les imprévus, en unités.",
        "obligatoire": False,
        "defaut": "0",
    }
    fiche = par_nom["fiche_de_stock"]
    assert "table" == fiche["retour"]["type"]
    assert {"date", "stock_valeur"} <= {colonne["nom"] for colonne in fiche["retour"]["colonnes"]}
    assert ["peps"] == [c for a in fiche["arguments"] for c in a.get("choix", []) if c == "peps"]


def test_chaque_commande_annoncee_existe_et_a_de_l_aide() -> None:
    contexte = click.Context(tableur)
    for nom in COMMANDES:
        commande = tableur.get_command(contexte, nom)
        assert commande is not None, nom
        assert CliRunner().invoke(tableur, [nom, "--aide"]).exit_code == 0


def test_une_fonction_de_l_entreprise_s_appelle_comme_les_notres(processus: Lancer, tmp_path: Path) -> None:
    (tmp_path / "entreprise.py").write_text(
        "from decimal import Decimal as D\n"
        "from tableur.socle.grandeurs import Euros\n"
        "from tableur.socle.marques import formule\n\n"
        "@formule\n"
        "def prix_maison(prix: Euros) -> Euros:\n"
        '    """Prix de la maison.\n\n    Args:\n        prix: Prix.\n\n    >>> prix_maison(D("2"))\n'
        '    Decimal(\'4\')\n    """\n'
        "    return prix * 2\n",
        encoding="utf-8",
    )
    for nom, module in (("entreprise", "entreprise"), ("absente", "n_existe_pas")):
        infos = tmp_path / f"{nom}-1.0.dist-info"
        infos.mkdir()
        (infos / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {nom}\nVersion: 1.0\n", encoding="utf-8")
        (infos / "entry_points.txt").write_text(f"[tableur.formules]\n{nom} = {module}\n", encoding="utf-8")
    chemins = os.pathsep.join([SRC, str(tmp_path)])
    appel = processus("appeler", "prix-maison", "10,5", PYTHONPATH=chemins)
    assert (0, "21,00\u00a0€\n") == (appel.code, appel.sortie)
    assert "Les formules de « absente » ne sont pas chargées" in appel.erreurs
    assert "prix-maison" in processus("formules", PYTHONPATH=chemins).sortie
    assert (0, "21,00\u00a0€\n") == processus("entreprise", "prix-maison", "10,5", PYTHONPATH=chemins)[:2]
    assert processus("appeler", "point_de_commande", "20", "5", PYTHONPATH=chemins) == (0, "100 unités\n", "")
