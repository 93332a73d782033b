"""Quel dossier peut être approuvé, et l'interpréteur noté."""

import json
import sys
from pathlib import Path

import pytest

from tableur import __version__
from tableur.liaisons import dossiers_approuves, interpreteur
from tableur.liaisons.dossiers_approuves import DossierRefuse, dossier_a_approuver


@pytest.fixture(autouse=True)
def maison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Dossier personnel jetable."""
    maison = tmp_path / "Maison d'été"
    for nom in ("Documents/Tableur é", "Téléchargements/lot", "Downloads"):
        (maison / nom).mkdir(parents=True)
    monkeypatch.setattr(Path, "home", lambda: maison)
    monkeypatch.setenv("HOME", str(maison))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "configuration"))
    return maison


def test_un_dossier_ordinaire_s_approuve_avec_guillemets_et_tilde(maison: Path) -> None:
    attendu = maison / "Documents" / "Tableur é"
    assert attendu == dossier_a_approuver(f' "{attendu}" ')
    assert attendu == dossier_a_approuver("~/Documents/Tableur é")


@pytest.mark.parametrize(
    ("dossier", "phrase"),
    [
        ("", "Aucun dossier reçu"),
        ("~/absent", "n'existe pas : le créer"),
        ("/", "racine du disque"),
        ("~", "contient tous vos fichiers"),
        ("~/..", "contient tous vos fichiers"),
        ("~/Téléchargements/lot", "vient d'Internet"),
        ("~/Downloads", "vient d'Internet"),
        (r"\\serveur\compta", "sur le réseau"),
        ("//serveur/compta", "sur le réseau"),
    ],
)
def test_un_dossier_a_ne_pas_approuver_est_refuse_par_une_phrase(dossier: str, phrase: str) -> None:
    with pytest.raises(DossierRefuse, match=phrase):
        dossier_a_approuver(dossier)


def test_un_fichier_n_est_pas_un_dossier(maison: Path) -> None:
    (maison / "stocks.xlsx").write_bytes(b"")
    with pytest.raises(DossierRefuse, match="est un fichier"):
        dossier_a_approuver("~/stocks.xlsx")


def test_un_partage_monte_est_reconnu(maison: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossiers_approuves, "_systeme_de_fichiers", lambda chemin: "cifs")
    with pytest.raises(DossierRefuse, match="service informatique"):
        dossier_a_approuver("~/Documents/Tableur é")


def test_l_interpreteur_note_est_relu_et_ses_defauts_sont_dits() -> None:
    assert interpreteur.retenu("calc") is None
    assert interpreteur.defaut("calc") == ""
    fichier = interpreteur.retenir("calc")
    assert interpreteur.Interpreteur(sys.executable, __version__) == interpreteur.retenu("calc")
    assert interpreteur.defaut("calc") == ""
    fichier.write_text(json.dumps({"interpreteur": "/absent/python", "version": __version__}), "utf-8")
    assert "déplacé ou supprimé" in interpreteur.defaut("calc")
    fichier.write_text(json.dumps({"interpreteur": sys.executable, "version": "0.0.1"}), "utf-8")
    assert "noté par tableur 0.0.1" in interpreteur.defaut("calc")
    fichier.write_text("{", "utf-8")
    assert "illisible" in interpreteur.defaut("calc")
    assert "Réglage effacé" in interpreteur.oublier("calc")[0]
    assert [] == interpreteur.oublier("calc")
