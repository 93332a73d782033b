"""Les emplacements approuvés d'Excel, sur un double du registre : poser, ne rien doubler, défaire exactement."""

import copy
import sys
from pathlib import Path

import pytest

from tableur.fichiers.journal import dossier_d_etat
from tableur.liaisons import dossiers_approuves, installation, interpreteur
from tableur.liaisons.dossiers_approuves import notees
from tableur.liaisons.excel import confiance
from tableur.liaisons.excel.registre import RegistreDeWindows, ValeurDeRegistre, registre
from tableur.socle.erreurs import ErreurTableur
from tests.liaisons.excel.registre_double import RegistreDouble

DOSSIER = r"C:\Users\Jeanne\Documents\Tableur é"
D_EXCEL: dict[str, dict[str, ValeurDeRegistre]] = {
    confiance.EXCEL: {},
    rf"{confiance.EMPLACEMENTS}\Location0": {"Path": "C:\\Program Files\\Office\\", "AllowSubfolders": 1},
    rf"{confiance.EMPLACEMENTS}\Location2": {"Path": "D:\\Modèles\\"},
}


@pytest.fixture(autouse=True)
def _etat_jetable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / variable))


def test_approuver_puis_retirer_rend_le_registre_tel_qu_il_etait() -> None:
    porte = RegistreDouble(D_EXCEL)
    avant = copy.deepcopy(porte.cles)
    confiance.approuver(porte, DOSSIER)
    pose = porte.cles["utilisateur"][rf"{confiance.EMPLACEMENTS}\Location1"]
    assert {"Path": DOSSIER + "\\", "AllowSubfolders": 1, "Description": "Classeurs de tableur"} == pose
    assert confiance.est_approuve(porte, DOSSIER + r"\2026")
    assert [DOSSIER + "\\"] == [note.dossier for note in notees()]
    confiance.retirer(porte, notees())
    assert avant == porte.cles
    assert [] == notees()


@pytest.mark.parametrize("dossier", [r"C:\Program Files\Office\sous", "c:/program files/OFFICE", "D:\\Modèles"])
def test_un_dossier_deja_approuve_n_est_pas_pose_deux_fois(dossier: str) -> None:
    porte = RegistreDouble(D_EXCEL)
    assert "déjà" in confiance.approuver(porte, dossier)[0]
    assert [] == notees()


def test_les_sous_dossiers_ne_comptent_que_si_excel_le_dit() -> None:
    assert not confiance.est_approuve(RegistreDouble(D_EXCEL), r"D:\Modèles\sous")
    assert not confiance.est_approuve(RegistreDouble(D_EXCEL), r"C:\Program Files\Office2")


def test_un_emplacement_change_par_la_personne_lui_est_laisse() -> None:
    porte = RegistreDouble(D_EXCEL)
    confiance.approuver(porte, DOSSIER)
    cle = rf"{confiance.EMPLACEMENTS}\Location1"
    porte.ecrire(cle, {"Path": "E:\\Autre\\"})
    assert "laissé tel quel" in confiance.retirer(porte, notees())[0]
    assert porte.valeur("utilisateur", cle, "Path") == "E:\\Autre\\"


@pytest.mark.parametrize(
    ("cle", "nom", "valeur", "attendu"),
    [
        (confiance.EMPLACEMENTS, "AllLocationsDisabled", 1, "Excel ignore tous"),
        (confiance._REGLES_D_EXCEL, "AllLocationsDisabled", 1, "Excel ignore tous"),
        (confiance._REGLES_COMMUNES, "AllowUserLocations", 0, "L'organisation n'accepte que"),
    ],
)
def test_une_regle_de_l_organisation_est_dite_et_rien_n_est_ecrit(
    cle: str, nom: str, valeur: int, attendu: str
) -> None:
    porte = RegistreDouble({**D_EXCEL, cle: {nom: valeur}})
    avant = copy.deepcopy(porte.cles)
    with pytest.raises(ErreurTableur, match=attendu):
        confiance.approuver(porte, DOSSIER)
    assert avant == porte.cles


def test_installer_pour_excel_controle_note_et_approuve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    porte = RegistreDouble(D_EXCEL)
    monkeypatch.setattr(installation, "registre", lambda: porte)
    monkeypatch.setattr(installation, "dossier_a_approuver", Path)
    phrases = installation.installer(["excel"], str(tmp_path))
    assert any("approuve le dossier" in phrase for phrase in phrases)
    note = interpreteur.retenu("excel")
    assert note is not None
    assert sys.executable == note.programme


def test_sans_xlwings_la_commande_exacte_est_donnee(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "registre", lambda: RegistreDouble(D_EXCEL))
    monkeypatch.setattr(installation, "find_spec", lambda nom: None)
    with pytest.raises(
        ErreurTableur, match=r'il manque xlwings et pyOpenVBA à ce Python.* -m pip install "xlwings'
    ):
        installation.installer(["excel"])
    assert interpreteur.retenu("excel") is None


@pytest.mark.parametrize(
    ("porte", "attendu"),
    [(None, "Excel n'existe pas sur ce système"), (RegistreDouble(), "Excel 2016 ou plus récent est introuvable")],
)
def test_sans_excel_l_autre_chemin_est_dit(
    porte: RegistreDouble | None, attendu: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "registre", lambda: porte)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(ErreurTableur, match=attendu):
        installation.installer(["excel"])


def test_l_excel_du_magasin_et_ses_bits_sont_reconnus(monkeypatch: pytest.MonkeyPatch) -> None:
    porte = RegistreDouble(D_EXCEL)
    porte.cles["poste"][confiance._PROGRAMME] = {"": r"C:\Program Files\WindowsApps\Office\EXCEL.EXE"}
    porte.cles["poste"][confiance._CLIC_POUR_INSTALLER] = {"Platform": "x86"}
    assert confiance.bits_d_excel(porte) == 32
    monkeypatch.setattr(installation, "registre", lambda: porte)
    with pytest.raises(ErreurTableur, match="Microsoft Store"):
        installation.installer(["excel"])


@pytest.mark.skipif(sys.platform == "win32", reason="là, le registre existe")
def test_hors_de_windows_il_n_y_a_pas_de_registre() -> None:
    assert registre() is None
    assert RegistreDeWindows().valeur("poste", "Software", "x") is None


def test_une_note_illisible_ou_impossible_est_dite(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    note = dossier_d_etat() / dossiers_approuves.NOM_DE_LA_NOTE
    note.parent.mkdir(parents=True)
    note.write_text("[{", "utf-8")
    with pytest.raises(ErreurTableur, match="à la main"):
        notees()
    obstacle = tmp_path / "obstacle"
    obstacle.write_text("", "utf-8")
    monkeypatch.setattr("tableur.liaisons.dossiers_approuves.dossier_d_etat", lambda: obstacle / "etat")
    with pytest.raises(ErreurTableur, match="droit d'écriture"):
        confiance.approuver(RegistreDouble(D_EXCEL), DOSSIER)
