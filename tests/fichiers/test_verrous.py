"""Verrous d'Excel et de LibreOffice : qui tient le fichier, et s'il le tient encore."""

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tableur.fichiers import verrous
from tableur.fichiers.ecriture import verifier_ecriture
from tableur.fichiers.verrous import libreoffice_tourne, ouvert_par, verrou_de, verrous_de
from tableur.socle.erreurs import Refus


@pytest.mark.parametrize(
    ("champs", "qui"),
    [
        ("Marie Dupont,mdupont,POSTE-4,24.11.2026 08:00,file:///C:/Users/mdupont/4;", "Marie Dupont"),
        (",mdupont,POSTE-4,24.11.2026 08:00,file:///home/mdupont/4;", "mdupont"),
        ("Dupont\\, Marie \\;-),mdupont,POSTE-4,24.11.2026 08:00,x;", "Dupont, Marie ;-)"),
        ("", "quelqu'un"),
    ],
)
def test_le_verrou_de_libreoffice_dit_qui_tient_le_fichier(tmp_path: Path, champs: str, qui: str) -> None:
    chemin = tmp_path / "stocks.xlsx"
    (tmp_path / ".~lock.stocks.xlsx#").write_text(champs, "utf-8")
    assert qui == ouvert_par(chemin)
    with pytest.raises(Refus, match=rf"ouvert par {re.escape(qui)}.* : le fermer.*\.~lock\.stocks\.xlsx#"):
        verifier_ecriture(chemin)


def _verrou_d_office(nom: str, *, large: bool = True) -> bytes:
    etroit = nom.encode("cp1252")
    debut = bytes([len(etroit)]) + etroit.ljust(54, b" ")
    return debut + len(nom).to_bytes(2, "little") + nom.encode("utf-16-le").ljust(108, b"\0") if large else debut


@pytest.mark.parametrize(
    ("fichier", "verrou", "octets", "qui"),
    [
        ("stocks.xlsx", "~$stocks.xlsx", _verrou_d_office("Élodie Martin"), "Élodie Martin"),
        ("stocks.xlsx", "~$stocks.xlsx", _verrou_d_office("Élodie Martin", large=False), "Élodie Martin"),
        ("stocks.xlsx", "~$stocks.xlsx", b"", "quelqu'un"),
        ("courrier.docx", "~$urrier.docx", _verrou_d_office("Ali"), "Ali"),
    ],
)
def test_le_verrou_d_office_dit_qui_tient_le_fichier(
    tmp_path: Path, fichier: str, verrou: str, octets: bytes, qui: str
) -> None:
    (tmp_path / verrou).write_bytes(octets)
    assert qui == ouvert_par(tmp_path / fichier)


def test_le_verrou_d_un_voisin_ne_compte_pas(tmp_path: Path) -> None:
    (tmp_path / "~$stocks.xlsx").write_bytes(_verrou_d_office("Ali"))
    (tmp_path / ".~lock.autre.xlsx#").write_text("Ali,,,;", "utf-8")
    assert None is ouvert_par(tmp_path / "messtocks.xlsx")
    verifier_ecriture(tmp_path / "messtocks.xlsx")


def test_un_verrou_que_l_on_ne_peut_pas_lire_compte_quand_meme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "~$stocks.xlsx").touch()

    def refuser(*_: object) -> None:
        raise PermissionError(13, "Accès refusé")

    monkeypatch.setattr(Path, "open", refuser)
    assert "quelqu'un" == ouvert_par(tmp_path / "stocks.xlsx")


def _verrou_de_libreoffice(dossier: Path, machine: str) -> Path:
    """Verrou tel que LibreOffice 7.4 l'écrit quand la personne n'a pas donné son nom."""
    verrou = dossier / ".~lock.stocks.xlsx#"
    verrou.write_text(f",mdupont,{machine},24.11.2026 07:52,file:///home/mdupont/4;", "utf-8")
    return verrou


def test_le_verrou_nomme_la_personne_la_machine_et_l_heure(tmp_path: Path) -> None:
    _verrou_de_libreoffice(tmp_path, "POSTE-4")
    phrase = r"ouvert par mdupont, sur POSTE-4, depuis le 24/11/2026 07:52 : le fermer, puis recommencer"
    with pytest.raises(Refus, match=phrase):
        verifier_ecriture(tmp_path / "stocks.xlsx")


@pytest.mark.parametrize(
    ("ici", "tourne", "perime"),
    [(True, False, True), (True, True, False), (True, None, False), (False, False, False)],
)
def test_un_verrou_de_libreoffice_perime_est_distingue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ici: bool, tourne: bool | None, perime: bool
) -> None:
    monkeypatch.setattr(verrous, "libreoffice_tourne", lambda: tourne)
    fichier = _verrou_de_libreoffice(tmp_path, f"{socket.gethostname()}.local" if ici else "autre-poste")
    (verrou,) = verrous_de(tmp_path / "stocks.xlsx")
    assert perime is verrou.perime
    assert (None if perime else verrou) == verrou_de(tmp_path / "stocks.xlsx")
    assert fichier.exists()


@pytest.mark.skipif(os.name != "posix", reason="un faux LibreOffice, par son seul nom")
def test_un_libreoffice_qui_tourne_est_vu(tmp_path: Path) -> None:
    faux = tmp_path / "soffice.bin"
    shutil.copy(shutil.which("sleep") or "", faux)
    with subprocess.Popen([faux, "30"]) as processus:
        try:
            # Le noyau rend la main un instant avant de changer le nom du processus.
            for _ in range(100):
                if processus_vu := libreoffice_tourne():
                    break
                time.sleep(0.05)
            assert processus_vu is True
        finally:
            processus.kill()


@pytest.mark.parametrize(("jours", "perime"), [(0, False), (6.9, False), (7.1, True)])
def test_un_vieux_verrou_d_excel_que_rien_ne_tient_est_perime(tmp_path: Path, jours: float, perime: bool) -> None:
    verrou = tmp_path / "~$stocks.xlsx"
    verrou.write_bytes(_verrou_d_office("Élodie Martin"))
    os.utime(verrou, (time.time() - jours * 86400,) * 2)
    assert perime is verrous_de(tmp_path / "stocks.xlsx")[0].perime
    assert (None if perime else "Élodie Martin") == ouvert_par(tmp_path / "stocks.xlsx")


def test_un_vieux_verrou_encore_tenu_compte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verrou = tmp_path / "~$stocks.xlsx"
    verrou.write_bytes(_verrou_d_office("Élodie Martin"))
    os.utime(verrou, (0, 0))
    monkeypatch.setattr(verrous, "_est_tenu", lambda _: True)
    assert "Élodie Martin" == ouvert_par(tmp_path / "stocks.xlsx")


@pytest.mark.skipif(os.name != "posix", reason="liens de POSIX")
def test_le_verrou_du_fichier_vise_par_un_lien_compte(tmp_path: Path) -> None:
    (tmp_path / "vrai.xlsx").touch()
    (tmp_path / "~$vrai.xlsx").write_bytes(_verrou_d_office("Ali"))
    lien = tmp_path / "lien.xlsx"
    lien.symlink_to(tmp_path / "vrai.xlsx")
    assert "Ali" == ouvert_par(lien)
