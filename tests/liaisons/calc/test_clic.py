"""Un vrai clic : Calc à l'écran (virtuel), la souris sur le bouton, le message, les cellules, l'annulation."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tableur.classeurs import modele
from tableur.fichiers.libreoffice import convertir
from tableur.fichiers.ressources import ressource
from tableur.fichiers.soffice import trouver_soffice
from tableur.liaisons.calc import installation
from tableur.liaisons.calc.boutons import poser_les_boutons
from tests.actions.paie_d_essai import classeur_de_paie
from tests.liaisons.calc.seance import Calc, environnement, noter_l_interpreteur

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(sys.platform != "linux", reason="écran virtuel de Linux"),
]

LES_IMAGES = os.environ.get("TABLEUR_IMAGES", "")  # dossier où garder les captures, pour la documentation


class Ecran:
    """Écran virtuel, son gestionnaire de fenêtres et sa souris."""

    def __init__(self, numero: str) -> None:
        """Retient l'écran."""
        self.variables = environnement() | {
            "DISPLAY": numero,
            "SAL_USE_VCLPLUGIN": "gen",
            "LANG": "C.UTF-8",
            "XDG_CONFIG_HOME": os.environ["XDG_CONFIG_HOME"],
        }

    def faire(self, *mots: str) -> None:
        """Lance une commande sur cet écran."""
        subprocess.run(mots, env=self.variables, check=True, timeout=30, capture_output=True)

    def cliquer(self, x: int, y: int) -> None:
        """Appuie sur le bouton gauche de la souris."""
        self.faire("xdotool", "mousemove", str(x), str(y), "click", "1")

    def photographier(self, nom: str) -> None:
        """Garde une image de l'écran, si la documentation en veut."""
        if LES_IMAGES:
            self.faire("import", "-window", "root", str(Path(LES_IMAGES) / nom))


@pytest.fixture(scope="module")
def ecran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ecran]:
    """Écran virtuel de 1280 × 800."""
    for outil in ("Xvfb", "openbox", "xdotool"):
        assert shutil.which(outil), (
            f"{outil} manque : il est dans les paquets du système dont les tests ont besoin"
        )
    with pytest.MonkeyPatch.context() as contexte:
        contexte.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("configuration")))
        lecture, ecriture = os.pipe()
        commande = ["Xvfb", "-displayfd", str(ecriture), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
        serveur = subprocess.Popen(commande, pass_fds=(ecriture,), stderr=subprocess.DEVNULL)
        os.close(ecriture)
        numero = f":{os.read(lecture, 16).decode().strip()}"
        fenetres = subprocess.Popen(["openbox"], env=os.environ | {"DISPLAY": numero}, stderr=subprocess.DEVNULL)
        yield Ecran(numero)
        for processus in (fenetres, serveur):
            processus.terminate()
            with suppress(subprocess.TimeoutExpired):
                processus.wait(10)


@pytest.fixture(scope="module")
def fenetre(ecran: Ecran, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calc]:
    """Calc à l'écran, l'extension installée, le classeur d'exemple en .ods avec ses boutons ouvert."""
    dossier = tmp_path_factory.mktemp("clic")
    profil = dossier / "profil"
    installation.installer(profil)
    noter_l_interpreteur(dossier)
    shutil.copyfile(ressource("examples", "stocks-exemple.xlsx"), dossier / "stocks.xlsx")
    (ods,) = convertir([dossier / "stocks.xlsx"], "ods", dossier)
    assert poser_les_boutons(ods, modele("stocks")) > 10
    soffice = trouver_soffice()
    script = str(Path(__file__).with_name("fenetre.py"))
    commande = [str(installation.python_avec_uno(soffice)), script, str(soffice), str(profil)]
    with subprocess.Popen(
        commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=ecran.variables
    ) as processus:
        calc = Calc(processus)
        calc.demander("ouvrir", chemin=str(ods), feuille="Réapprovisionnement", cellule="A5")
        yield calc
        calc.demander("fermer")
        assert processus.stdin is not None
        processus.stdin.close()
        processus.wait(60)


def _presser(ecran: Ecran, fenetre: Calc, bouton: str, image: str = "") -> str:
    """Clique sur un bouton, attend le message, le ferme par Entrée."""
    ecran.cliquer(*fenetre.demander("place_du_bouton", nom=bouton))
    fin = time.monotonic() + 60
    texte = ""
    while not texte and time.monotonic() < fin:
        time.sleep(0.3)
        texte = fenetre.demander("texte_de_la_boite")
    time.sleep(0.7)
    if image:
        ecran.photographier(image)
    ecran.faire("xdotool", "key", "Return")
    time.sleep(1)
    return texte


def test_un_clic_reapprovisionne_explique_et_s_annule(ecran: Ecran, fenetre: Calc) -> None:
    ecran.cliquer(700, 600)  # le premier clic donne la fenêtre au clavier
    time.sleep(1)
    fenetre.demander("choisir", feuille="Réapprovisionnement", cellule="A5")
    ecran.photographier("bouton-avant.png")
    avant = fenetre.demander("cellules", feuille="Réapprovisionnement", plage="A5:N8")
    texte = _presser(ecran, fenetre, "reapprovisionner", "bouton-message.png")
    assert "Feuilles remplies" in texte, texte
    ecran.photographier("bouton-apres.png")
    apres = fenetre.demander("cellules", feuille="Réapprovisionnement", plage="A5:N8")
    assert avant != apres
    assert all(ligne[0] for ligne in apres)
    fenetre.demander("choisir", feuille="Réapprovisionnement", cellule="J5")
    explication = _presser(ecran, fenetre, "pourquoi", "bouton-pourquoi.png")
    assert "Réapprovisionnement!J5" in explication, explication
    assert "Calcul" in explication
    retour = _presser(ecran, fenetre, "annuler")
    assert retour.startswith("Annulé"), retour
    assert avant == fenetre.demander("cellules", feuille="Réapprovisionnement", plage="A5:N8")
    assert any("Tableur" in titre for titre in fenetre.demander("menus"))


def test_un_clic_calcule_la_paie_l_explique_et_en_fait_l_ecriture(
    ecran: Ecran, fenetre: Calc, tmp_path: Path
) -> None:
    (ods,) = convertir([classeur_de_paie(tmp_path / "paie.xlsx")], "ods", tmp_path)
    poser_les_boutons(ods, modele("paie"))
    fenetre.demander("ouvrir", chemin=str(ods), feuille="Bulletins", cellule="A5")
    ecran.cliquer(700, 600)
    time.sleep(1)
    avant = fenetre.demander("cellules", feuille="Bulletins", plage="A5:W18")
    texte = _presser(ecran, fenetre, "calculer", "paie-calculer.png")
    assert "2 bulletins" in texte, texte
    assert avant != fenetre.demander("cellules", feuille="Bulletins", plage="A5:W18")
    fenetre.demander("choisir", feuille="Bulletins", cellule="D17")
    explication = _presser(ecran, fenetre, "pourquoi", "paie-pourquoi.png")
    assert "salaire - retenue + heures" in explication, explication
    assert "Règle :" in explication
    ecriture = _presser(ecran, fenetre, "comptabiliser", "paie-ecriture.png")
    assert "écriture de paie 2026-07.csv" in ecriture, ecriture
    assert (tmp_path / "écriture de paie 2026-07.csv").is_file()
    retour = _presser(ecran, fenetre, "annuler")
    assert retour.startswith("Annulé : Paie de 2026-07"), retour
    assert avant == fenetre.demander("cellules", feuille="Bulletins", plage="A5:W18")
