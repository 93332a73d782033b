"""Le lancement d'un bouton, sans hôte : où est le fichier, Calc qui se ferme au milieu, la garde, le retour."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tableur import __version__
from tableur.liaisons.bouton.hote import Etat, Zone
from tableur.liaisons.bouton.lancement import DejaEnCours, copier_le_fichier, exiger_un_fichier, garde
from tableur.liaisons.bouton.retour import Changement, Retour, fichier_de_retour, lire_le_retour
from tableur.socle.erreurs import ErreurTableur
from tests.liaisons.calc.seance import environnement


def etat(chemin: Path | None, adresse: str) -> Etat:
    """État d'un classeur vide."""
    return Etat("stocks.ods", chemin, adresse, False, ("Articles",), {}, (), {})


def test_un_classeur_sans_fichier_est_refuse_en_disant_pourquoi(tmp_path: Path) -> None:
    with pytest.raises(ErreurTableur, match="jamais été enregistré"):
        exiger_un_fichier(etat(None, ""))
    with pytest.raises(ErreurTableur, match="adresse de réseau"):
        exiger_un_fichier(etat(None, "https://partage.exemple/stocks.ods"))
    with pytest.raises(ErreurTableur, match="n'est plus à sa place"):
        exiger_un_fichier(etat(tmp_path / "stocks.ods", "file:///stocks.ods"))
    (tmp_path / "stocks.ods").write_bytes(b"x")
    assert tmp_path / "stocks.ods" == exiger_un_fichier(etat(tmp_path / "stocks.ods", "file:///stocks.ods"))


def test_la_copie_d_avant_est_le_fichier_tel_quel(tmp_path: Path) -> None:
    (tmp_path / "stocks.ods").write_bytes(b"contenu")
    copie = copier_le_fichier(tmp_path / "stocks.ods")
    assert b"contenu" == copie.read_bytes()
    assert "sauvegardes" == copie.parent.name


def test_deux_boutons_ne_travaillent_pas_a_la_fois_sur_un_classeur() -> None:
    ouvert = etat(None, f"file:///essai-{os.getpid()}.ods")
    with garde(ouvert), pytest.raises(DejaEnCours, match="n'a pas fini"), garde(ouvert):
        pass
    with garde(ouvert):
        pass


def test_le_releve_se_relit_tel_qu_il_a_ete_garde(tmp_path: Path) -> None:
    classeur = tmp_path / "stocks.ods"
    zone = Zone("A", 3, 0, 5, 2)
    retour = Retour("Essai", [Changement("A", 4, 0, "", "'0012")], [("Table", zone, zone)])
    retour.garder(classeur)
    assert retour == lire_le_retour(classeur)
    assert "A!A5" == retour.cellules[0].adresse
    fichier_de_retour(classeur).write_text("{", "utf-8")
    assert lire_le_retour(classeur) is None


def test_calc_qui_se_ferme_au_milieu_arrete_le_programme_sans_trace() -> None:
    commande = [sys.executable, "-m", "tableur.liaisons.calc.service", "reapprovisionner", __version__]
    with subprocess.Popen(
        commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environnement()
    ) as programme:
        assert programme.stdin is not None
        assert programme.stdout is not None
        assert ["etat"] == json.loads(programme.stdout.readline())
        programme.stdin.close()
        assert 1 == programme.wait(30)
        assert programme.stderr is not None
        assert b"" == programme.stderr.read()
