"""L'installation : journal, diagnostic, complétion, et les commandes qui passent la main."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tableur import __version__
from tableur.cli import systeme
from tableur.fichiers import journal, libreoffice

if TYPE_CHECKING:
    from tests.cli.conftest import Lancer


@pytest.fixture
def sans_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice n'est pas lancé par ces tests."""

    def absent() -> Path:
        raise libreoffice.LibreOfficeAbsent("absent")

    monkeypatch.setattr(libreoffice, "trouver_soffice", absent)


@pytest.mark.usefixtures("sans_libreoffice")
def test_le_diagnostic_dit_les_versions_et_aucun_nom(lancer: Lancer) -> None:
    issue = lancer("diagnostic")
    assert (0, "") == (issue.code, issue.erreurs)
    assert f"tableur : {__version__}\nPython : {sys.version.split()[0]} " in issue.sortie
    for nom in (
        "click",
        "lxml",
        "python-calamine",
        "python-stdnum",
        "XlsxWriter",
        "Formules dans Calc",
        "Journal",
    ):
        assert f"\n{nom} : ".lower() in issue.sortie.lower()
    assert "\nLibreOffice : absent\n" in issue.sortie
    assert str(Path.home()) not in issue.sortie


@pytest.mark.usefixtures("sans_libreoffice")
def test_le_rapport_emballe_les_versions_et_le_journal(lancer: Lancer, tmp_path: Path) -> None:
    numero = journal.consigner(ValueError("secret"))
    rapport = tmp_path / "rapport.zip"
    issue = lancer("diagnostic", "--rapport", str(rapport))
    assert (0, "") == (issue.code, issue.erreurs)
    with ZipFile(rapport) as archive:
        assert ["diagnostic.txt", "journal/tableur.log"] == archive.namelist()
        assert f"tableur : {__version__}".encode() in archive.read("diagnostic.txt")
        assert numero.encode() in archive.read("journal/tableur.log")
    assert lancer("diagnostic", "--rapport", str(rapport)).code == 2


def test_le_journal_tourne_et_garde_les_causes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "TAILLE", 2000)
    for _ in range(40):
        try:
            try:
                int("secret")
            except ValueError as cause:
                raise RuntimeError("secret") from cause
        except RuntimeError as erreur:
            journal.consigner(erreur)
    fichiers = journal.fichiers_du_journal()
    assert journal.COPIES + 1 == len(fichiers)
    textes = [fichier.read_text(encoding="utf-8") for fichier in fichiers]
    assert all(len(texte) < 3000 for texte in textes)
    assert "builtins.RuntimeError" in textes[0]
    assert "cause : builtins.ValueError" in textes[0]
    assert "secret" not in "".join(textes)
    assert [] == logging.getLogger("tableur").handlers


def test_un_journal_qui_ne_s_ecrit_pas_n_ajoute_pas_d_erreur(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    obstacle = tmp_path / "obstacle"
    obstacle.write_text("", encoding="utf-8")
    monkeypatch.setattr(journal, "dossier_d_etat", lambda: obstacle / "tableur")
    assert len(journal.consigner(ValueError())) == 8


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_la_completion_donne_le_script_et_comment_l_installer(lancer: Lancer, shell: str) -> None:
    issue = lancer("completion", shell)
    assert issue.code == 0
    assert issue.sortie.startswith("# Complétion de tableur. Pour l'installer")
    assert f"tableur completion {shell}" in issue.sortie
    assert "_TABLEUR_COMPLETE" in issue.sortie


def test_la_completion_d_un_autre_terminal_est_refusee(lancer: Lancer) -> None:
    phrase = "La complétion existe pour bash, zsh, fish : « csh » reçu.\n"
    assert (2, "", phrase) == lancer("completion", "csh")


@pytest.mark.parametrize(
    ("mots", "attendu"),
    [
        ("tableur app", {"appeler"}),
        ("tableur appeler point_de", {"point-de-commande", "point-de-commande-periodique"}),
        ("tableur expliquer point-de", {"point-de-commande", "point-de-commande-periodique"}),
        ("tableur sto", {"stock"}),
        ("tableur stock quantite-economique-avec-re", {"quantite-economique-avec-remises"}),
        ("tableur stock fiche-de-stock --methode p", {"peps"}),
        ("tableur stock point-de-commande --dela", {"--delai"}),
        ("tableur formules --famille s", {"stock"}),
        ("tableur completion z", {"zsh"}),
    ],
)
def test_la_completion_propose_les_noms(processus: Lancer, mots: str, attendu: set[str]) -> None:
    rang = str(len(mots.split()) - 1)
    issue = processus(_TABLEUR_COMPLETE="bash_complete", COMP_WORDS=mots, COMP_CWORD=rang)
    assert attendu == {ligne.removeprefix("plain,") for ligne in issue.sortie.split()}


def test_installer_et_desinstaller_impriment_ce_qui_a_ete_fait(
    lancer: Lancer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tableur.liaisons.calc import installation

    monkeypatch.setattr(installation, "installer", lambda: ["Une phrase.", "Deux."])
    monkeypatch.setattr(installation, "desinstaller", lambda: ["Défait."])
    assert (0, "Une phrase.\nDeux.\n", "") == lancer("installer", "--calc")
    assert (0, "Défait.\n", "") == lancer("desinstaller")
    assert (2, "", "Préciser ce qu'il faut installer : tableur installer --calc.\n") == lancer("installer")


def test_un_classeur_vierge_s_ecrit_sous_le_nom_du_modele_ou_sous_un_autre(
    lancer: Lancer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "stocks" in lancer("classeur", "modeles").sortie.split()
    assert (0, "Classeur vierge écrit : stocks.xlsx\n", "") == lancer("classeur", "creer", "stocks")
    assert lancer("classeur", "creer", "stocks", "--sortie", "ici.xlsx").code == 0
    assert ["ici.xlsx", "stocks.xlsx"] == sorted(fichier.name for fichier in tmp_path.glob("*.xlsx"))
    assert lancer("classeur", "creer", "stocks").code == 2
    assert lancer("classeur", "creer", "stocks", "--remplacer").code == 0
    assert lancer("classeur", "creer", "inconnu").code == 2


def test_un_chemin_personnel_est_abrege() -> None:
    assert "~" in systeme._sans_nom(str(Path.home() / "dossier"))
