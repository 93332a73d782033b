"""`tableur dossier` : créer, régler, migrer, montrer."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tableur.cli.dossier import groupe
from tableur.cli.francais import traduire_click
from tableur.dossier import Dossier
from tableur.socle.erreurs import ErreurTableur


def lancer(*mots: str) -> Result:
    """Lance une commande du groupe ; une erreur de tableur est levée."""
    traduire_click()
    return CliRunner().invoke(groupe, list(mots), catch_exceptions=False, standalone_mode=False)


def test_creer_puis_regler_puis_montrer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    racine = tmp_path / "Atelier"
    assert f"Dossier « Roux » créé : {racine}\n" == lancer("creer", str(racine), "--nom", "Roux").output
    monkeypatch.chdir(racine / "sorties")
    reponse = lancer("regler", "regime.tva=franchise", "identite.ville = Lyon", "identite.nom=")
    assert "regime.tva = franchise\nidentite.ville = Lyon\nidentite.nom = (effacé)\n" == reponse.output
    montre = json.loads(lancer("montrer", "--json").output)
    assert ({"ville": "Lyon"}, {"tva": "franchise"}) == (montre["identite"], montre["regime"])
    assert "regime.tva = franchise" in lancer("montrer").output


@pytest.mark.parametrize(
    ("faute", "phrase"), [("identite.nom", "écrire CLE=VALEUR"), ("regime.tva=aucun", "franchise, reel_simplifie")]
)
def test_un_reglage_fautif_n_en_change_aucun(tmp_path: Path, faute: str, phrase: str) -> None:
    dossier = Dossier.creer(tmp_path, "Roux")
    with pytest.raises(ErreurTableur, match=phrase):
        lancer("regler", "identite.ville=Lyon", faute, "--dossier", str(tmp_path))
    assert dossier == Dossier.ouvrir(tmp_path)


def test_migrer_dit_ce_qui_change(tmp_path: Path) -> None:
    (tmp_path / "tableur.toml").write_text("version = 1\n", encoding="utf-8")
    assert "Section « identite » ajoutée" in lancer("migrer", "--dossier", str(tmp_path)).output
    assert "est à jour" in lancer("migrer", "--dossier", str(tmp_path)).output
