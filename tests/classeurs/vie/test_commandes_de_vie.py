"""Les commandes `declarer`, `mettre-a-jour`, `nouvel-exercice` et `figer`, appelées comme au terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tableur.calculs.stock.enregistrements import Lot, Reprise
from tableur.classeurs import construire, lire_declaration
from tableur.classeurs.modeles import Modele
from tableur.cli import vie_de_classeur
from tests.classeurs.stock_d_essai import contenu_de, stock_d_essai
from tests.classeurs.vie.classeurs_de_vie import PREMIER, SECOND, classeur_de_paie, classeur_de_ventes


def _lancer(nom: str, *mots: str | Path) -> Result:
    commande = next(c for c in vie_de_classeur.COMMANDES if c.name == nom)
    return CliRunner().invoke(commande, [str(mot) for mot in mots], standalone_mode=False, catch_exceptions=False)


def test_declarer_affiche_ou_ecrit_la_declaration(tmp_path: Path) -> None:
    fichier = classeur_de_ventes(tmp_path / "ventes.xlsx")
    affichee = _lancer("declarer", fichier)
    assert 'modele = "ventes"' in affichee.output
    ecrite = _lancer("declarer", fichier, "--sortie", tmp_path / "ventes.toml")
    assert f"Déclaration écrite : {tmp_path / 'ventes.toml'}" in ecrite.output
    assert lire_declaration(tmp_path / "ventes.toml").nom == "ventes"


def test_figer_dit_en_json_ce_qu_il_a_fait(tmp_path: Path) -> None:
    fichier = classeur_de_paie(tmp_path / "paie.xlsx")
    bilan = json.loads(_lancer("figer", fichier, "--feuille", "Salariés", "--json").output)
    assert bilan["fichiers"] == [str(tmp_path / "paie (envoi).xlsx")]
    simule = _lancer("figer", fichier, "--sortie", tmp_path / "autre.xlsx", "--simuler")
    assert "Feuilles envoyées : « Salariés », « Autre »." in simule.output
    assert not (tmp_path / "autre.xlsx").exists()


def test_mettre_a_jour_montre_d_abord_les_differences(tmp_path: Path) -> None:
    ancien, neuf = tmp_path / "un.toml", tmp_path / "deux.toml"
    ancien.write_text(PREMIER, "utf-8")
    neuf.write_text(SECOND, "utf-8")
    construire(lire_declaration(ancien), tmp_path / "ventes.xlsx")
    issue = _lancer("mettre-a-jour", tmp_path / "ventes.xlsx", "--modele", neuf, "--simuler")
    assert "colonne « Remise » : nouvelle, dans « Clients »" in issue.output
    assert issue.return_value == 0


@pytest.mark.libreoffice
def test_nouvel_exercice_prend_ses_reports_a_l_action(
    stocks: Modele, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fichier = tmp_path / "stocks 2026.xlsx"
    construire(stocks, fichier, contenu_de(stocks, stock_d_essai(6, 8)))
    demandes: list[str] = []

    def reports(_modele: Modele, _fichier: Path, le: object) -> dict[type, list[object]]:
        demandes.append(str(le))
        return {Reprise: [], Lot: []}

    monkeypatch.setattr(vie_de_classeur, "_reports", reports)
    issue = _lancer("nouvel-exercice", fichier, "2027")
    assert ["2026-12-31"] == demandes
    assert (tmp_path / "stocks 2027.xlsx").exists()
    assert "« stocks 2026.xlsx » est maintenant en lecture seule" in issue.output


@pytest.mark.parametrize("nom", ["declarer", "mettre-a-jour", "nouvel-exercice", "figer"])
def test_chaque_commande_a_son_aide_et_son_exemple(nom: str) -> None:
    issue = _lancer(nom, "--aide")
    assert f"Exemple : tableur classeur {nom}" in " ".join(issue.output.split())
