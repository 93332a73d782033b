"""L'installation : journal, diagnostic, complétion, et les commandes qui passent la main."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tableur import __version__
from tableur.cli import etats, systeme
from tableur.fichiers import journal, libreoffice

if TYPE_CHECKING:
    from tests.cli.conftest import Lancer

_SANS_HOTE = "Préciser où installer : tableur installer --calc, pour LibreOffice, ou tableur installer --excel.\n"


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
    assert (2, "", _SANS_HOTE) == lancer("installer")


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
    assert "~" in etats.sans_nom(str(Path.home() / "dossier"))


def test_le_rapport_tait_la_maison_le_nom_et_les_mots_de_passe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/jeanne"))
    monkeypatch.setattr("tableur.cli.etats.getpass.getuser", lambda: "jeanne")
    lu = "/home/jeanne/x /home/jeannette/y /media/jeanne/cle https://moi:secret@index.exemple/simple /mnt/jeanne"
    attendu = "~/x /home/jeannette/y /media/…/cle https://…@index.exemple/simple /mnt/…"
    assert attendu == etats.sans_nom(lu)


@pytest.mark.usefixtures("sans_libreoffice")
def test_le_journal_de_l_installation_est_joint_sans_dossier(
    lancer: Lancer, tmp_path: Path, dossier_d_etat_jetable: Path
) -> None:
    journal.dossier_d_etat().mkdir(parents=True)
    texte = f"Processing /media/cle/Paie Martin/tableur.whl\n{Path.home()}/x\n"
    (journal.dossier_d_etat() / systeme.JOURNAL_D_INSTALLATION).write_text(texte, "utf-8")
    assert lancer("diagnostic", "--rapport", str(tmp_path / "r.zip")).code == 0
    with ZipFile(tmp_path / "r.zip") as archive:
        assert archive.read("journal/installation.log").decode() == "Processing …/tableur.whl\n~/x\n"


@pytest.mark.usefixtures("sans_libreoffice")
def test_un_interpreteur_disparu_est_un_defaut_dit_et_compte(
    lancer: Lancer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tableur.liaisons import interpreteur

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "c"))
    fichier = interpreteur.retenir("calc")
    fichier.write_text(fichier.read_text("utf-8").replace(sys.executable, "/absent/python"), "utf-8")
    issue = lancer("diagnostic")
    assert issue.code == 1
    assert "Interpréteur des boutons de Calc : /absent/python\n    → Le Python noté" in issue.sortie


def test_une_extension_d_une_autre_version_est_un_defaut(monkeypatch: pytest.MonkeyPatch) -> None:
    from tableur.liaisons.calc import installation

    monkeypatch.setattr(installation, "version_installee", lambda: "0.0.1")
    etat = etats._formules_dans_calc()
    assert etat.defaut
    assert "autre version (0.0.1)" in etat.constat


def test_ce_qui_resiste_a_la_desinstallation_n_empeche_pas_le_reste(
    lancer: Lancer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tableur.liaisons.calc import installation

    def ouvert() -> list[str]:
        raise installation.InstallationImpossible("LibreOffice est ouvert.")

    monkeypatch.setattr(installation, "desinstaller", ouvert)
    monkeypatch.setattr("tableur.liaisons.interpreteur.oublier", lambda hote: ["Excel oublié."])
    assert (2, "Excel oublié.\n", "LibreOffice est ouvert.\n") == lancer("desinstaller")


def test_une_police_se_trouve_par_fontconfig_ou_dans_les_dossiers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Carlito-Regular.ttf").write_bytes(b"")
    monkeypatch.setattr("tableur.cli.etats.shutil.which", lambda nom: None)
    monkeypatch.setattr(etats, "_dossiers_de_polices", lambda: [tmp_path])
    assert etats._police("Calibri", ("calibri", "carlito")) == "Carlito"
    assert etats._police("Cambria", ("cambria", "caladea")) == ""


@pytest.mark.libreoffice
def test_creer_pour_calc_ecrit_un_ods_que_son_nom_annonce(lancer: Lancer, tmp_path: Path) -> None:
    sortie = tmp_path / "Stocks é.ods"
    assert lancer("classeur", "creer", "stocks", "--ods", "--sortie", str(sortie)).code == 0
    with ZipFile(sortie) as archive:
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
    refus = lancer("classeur", "creer", "stocks", "--ods", "--sortie", str(tmp_path / "x.xlsx"))
    assert (2, "") == (refus.code, refus.sortie)
    assert ".ods" in refus.erreurs
