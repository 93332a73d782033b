"""Chemins reçus : accents, longueur, partages, liens, adresses et fichiers en ligne seulement."""

import os
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest

from tableur.fichiers import chemins
from tableur.fichiers.archives import ouvrir_archive
from tableur.fichiers.chemins import chemin_long, chemin_recu, est_en_ligne_seulement
from tableur.fichiers.ouverture import ouvrir_fichier
from tableur.socle.erreurs import Refus


def _nfd(texte: str) -> str:
    return unicodedata.normalize("NFD", texte)


@pytest.mark.parametrize(
    "nom", ["stocks.xlsx", "mes stocks  2026.xlsx", "Été à l'œuvre (1).xlsx", "100 % #1;a&b.xlsx"]
)
def test_un_chemin_ordinaire_est_rendu_tel_quel(tmp_path: Path, nom: str) -> None:
    (tmp_path / nom).touch()
    assert tmp_path / nom == chemin_recu(str(tmp_path / nom))
    assert tmp_path / nom == chemin_recu((tmp_path / nom).as_uri())


@pytest.mark.skipif(os.name != "posix", reason="un système qui distingue les deux formes")
@pytest.mark.parametrize("vers_le_disque", [_nfd, str])
def test_les_accents_sont_retrouves_quelle_que_soit_leur_forme(tmp_path: Path, vers_le_disque) -> None:  # type: ignore[no-untyped-def]
    reel = tmp_path / vers_le_disque("Société Élan") / vers_le_disque("stocks été.xlsx")
    reel.parent.mkdir()
    reel.touch()
    autre = str if vers_le_disque is _nfd else _nfd
    assert reel == chemin_recu(tmp_path / autre("Société Élan") / autre("stocks été.xlsx"))
    absent = tmp_path / autre("Société Élan") / "absent é.xlsx"
    assert absent == chemin_recu(absent)


@pytest.mark.skipif(os.name != "posix", reason="un système qui distingue les deux formes")
def test_de_deux_fichiers_aux_accents_differents_chacun_est_lui_meme(tmp_path: Path) -> None:
    for nom in ("été.xlsx", _nfd("été.xlsx")):
        (tmp_path / nom).write_text(nom, "utf-8")
    for nom in ("été.xlsx", _nfd("été.xlsx")):
        assert nom == chemin_recu(tmp_path / nom).read_text("utf-8")


def test_un_chemin_relatif_accentue_est_retrouve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / _nfd("été.xlsx")).touch()
    monkeypatch.chdir(tmp_path)
    assert chemin_recu("été.xlsx").is_file()


@pytest.mark.parametrize(
    "adresse",
    [
        "https://societe-my.sharepoint.com/personal/marie_societe_fr/Documents/Compta/stocks%20%C3%A9t%C3%A9.xlsx",
        "https:/d.docs.live.net/0123456789abcdef/Compta/stocks été.xlsx",
        "https:\\d.docs.live.net\\0123456789abcdef\\Compta\\stocks été.xlsx",
        "HTTPS://d.docs.live.net/a/Compta/stocks été.xlsx?web=1",
    ],
)
def test_une_adresse_de_dossier_synchronise_est_refusee_avec_l_issue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, adresse: str
) -> None:
    for nom in ("OneDriveCommercial", "OneDriveConsumer", "OneDrive"):
        monkeypatch.delenv(nom, raising=False)
    with pytest.raises(
        Refus, match=r"^stocks été\.xlsx : .* : ouvrir le dossier synchronisé sur ce poste, .*dossier\.$"
    ):
        chemin_recu(adresse)
    monkeypatch.setenv("OneDrive", str(tmp_path))
    (tmp_path / "Compta").mkdir()
    (tmp_path / "Compta" / "stocks été.xlsx").touch()
    with pytest.raises(Refus, match=r"sans doute « .*Compta.stocks été\.xlsx »"):
        chemin_recu(adresse)


@pytest.mark.parametrize(
    "adresse", ["smb://serveur/partage/a.xlsx", "ftp://hote/a.xlsx", "vnd.sun.star.webdavs://h/a.ods"]
)
def test_une_autre_adresse_est_refusee(adresse: str) -> None:
    with pytest.raises(Refus, match="C'est une adresse, et non un fichier de ce poste"):
        chemin_recu(adresse)


@pytest.mark.skipif(os.name != "posix", reason="un chemin de Windows, ailleurs que sous Windows")
@pytest.mark.parametrize("chemin", ["C:\\Compta\\stocks.xlsx", "\\\\serveur\\partage\\stocks.xlsx"])
def test_un_chemin_de_windows_lu_ailleurs_est_dit(chemin: str) -> None:
    with pytest.raises(Refus, match="C'est un chemin de Windows"):
        chemin_recu(chemin)


@pytest.mark.parametrize("nom", ["~$stocks.xlsx", ".~lock.stocks.xlsx#"])
def test_un_verrou_donne_pour_un_classeur_est_dit(tmp_path: Path, nom: str) -> None:
    with pytest.raises(Refus, match="le verrou d'un classeur ouvert"):
        chemin_recu(tmp_path / nom)


@pytest.mark.parametrize(
    ("chemin", "attendu"),
    [
        ("C:\\Compta\\a.xlsx", "\\\\?\\C:\\Compta\\a.xlsx"),
        ("C:/Compta/a.xlsx", "\\\\?\\C:\\Compta\\a.xlsx"),
        ("\\\\serveur\\partage\\a.xlsx", "\\\\?\\UNC\\serveur\\partage\\a.xlsx"),
        ("\\\\?\\C:\\a.xlsx", "\\\\?\\C:\\a.xlsx"),
    ],
)
def test_un_long_chemin_de_windows_recoit_son_prefixe(chemin: str, attendu: str) -> None:
    assert attendu == chemin_long(chemin)
    assert attendu == chemin_long(attendu)


@pytest.mark.skipif(os.name != "posix", reason="Windows borne le chemin, les autres le nom")
def test_un_chemin_de_plus_de_260_caracteres_se_lit_et_se_remplace(tmp_path: Path) -> None:
    dossier = tmp_path.joinpath(*["dossier aux très longs intitulés"] * 9)
    dossier.mkdir(parents=True)
    chemin = dossier / "stocks été.xlsx"
    chemin.write_bytes(b"ancien")
    assert len(str(chemin)) > 300
    with ouvrir_fichier(chemin).remplacement() as flux:
        flux.write(b"nouveau")
    assert b"nouveau" == chemin.read_bytes()


def test_un_nom_trop_long_est_dit(tmp_path: Path) -> None:
    with (
        pytest.raises(Refus, match=r"son chemin est trop long \(\d+ caractères\) : raccourcir"),
        ouvrir_archive(tmp_path / ("a" * 300 + ".xlsx")),
    ):
        pass


@pytest.mark.parametrize(
    ("champ", "valeur", "en_ligne"),
    [
        ("st_file_attributes", 0x20, False),
        ("st_file_attributes", 0x400020, True),
        ("st_file_attributes", 0x1020, True),
        ("st_flags", 0x40000000, True),
        ("st_flags", 0x8000, False),
    ],
)
def test_un_fichier_en_ligne_seulement_est_reconnu_et_dit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, champ: str, valeur: int, en_ligne: bool
) -> None:
    monkeypatch.setattr(os, "stat", lambda _: SimpleNamespace(**{champ: valeur}))
    assert en_ligne is est_en_ligne_seulement(tmp_path / "a.xlsx")
    phrase = str(chemins.lecture_impossible(tmp_path / "a.xlsx", OSError(22, "cloud")))
    assert en_ligne is ("Toujours conserver sur cet appareil" in phrase)


def test_un_fichier_absent_n_est_pas_en_ligne(tmp_path: Path) -> None:
    assert not est_en_ligne_seulement(tmp_path / "absent.xlsx")


def test_un_fichier_que_windows_ne_partage_pas_est_dit(tmp_path: Path) -> None:
    erreur = PermissionError(13, "utilisé par un autre processus")
    erreur.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    assert "un autre programme le tient ouvert" in str(chemins.lecture_impossible(tmp_path / "a.xlsx", erreur))


def test_un_fichier_absent_est_dit(tmp_path: Path) -> None:
    with pytest.raises(Refus, match=r"^absent\.xlsx : Ce fichier n'existe pas dans le dossier"):
        ouvrir_fichier(tmp_path / "absent.xlsx")


def test_un_dossier_donne_pour_un_fichier_est_dit(tmp_path: Path) -> None:
    with pytest.raises(Refus, match=r"C'est un dossier, et non un fichier\."):
        ouvrir_fichier(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="liens de POSIX")
def test_un_lien_casse_est_dit(tmp_path: Path) -> None:
    lien = tmp_path / "lien.xlsx"
    lien.symlink_to(tmp_path / "parti.xlsx")
    with pytest.raises(Refus, match="n'existe pas"):
        ouvrir_fichier(lien)
