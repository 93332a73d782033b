"""Écriture atomique : le fichier entier, ou rien."""

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

from tableur.fichiers import sauvegardes
from tableur.fichiers.ecriture import ecriture_atomique
from tableur.socle.erreurs import Refus


def _noms(dossier: Path) -> list[str]:
    return sorted(chemin.name for chemin in dossier.iterdir())


def _ecrire(chemin: Path, texte: str, *, remplacer: bool = False, sauvegarde: Path | None = None) -> None:
    with ecriture_atomique(chemin, remplacer=remplacer, sauvegarde=sauvegarde) as provisoire:
        provisoire.write_text(texte, "utf-8")


def _ecrire_a_moitie(chemin: Path, erreur: BaseException) -> None:
    with ecriture_atomique(chemin, remplacer=True) as provisoire:
        provisoire.write_text("à moitié", "utf-8")
        raise erreur


def test_le_fichier_apparait_entier_et_seul(tmp_path: Path) -> None:
    chemin = tmp_path / "stocks.xlsx"
    with ecriture_atomique(chemin) as provisoire:
        provisoire.write_text("nouveau", "utf-8")
        assert not chemin.exists()
        assert tmp_path == provisoire.parent
        assert ".part" == provisoire.suffix
    assert "nouveau" == chemin.read_text("utf-8")
    assert ["stocks.xlsx"] == _noms(tmp_path)


def test_une_erreur_ne_laisse_rien(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        _ecrire_a_moitie(tmp_path / "stocks.xlsx", KeyboardInterrupt())
    assert [] == _noms(tmp_path)


def test_une_erreur_garde_l_ancien_fichier_sans_sauvegarde(tmp_path: Path) -> None:
    chemin = tmp_path / "stocks.xlsx"
    chemin.write_text("ancien", "utf-8")
    with pytest.raises(ZeroDivisionError):
        _ecrire_a_moitie(chemin, ZeroDivisionError())
    assert "ancien" == chemin.read_text("utf-8")
    assert ["stocks.xlsx"] == _noms(tmp_path)


def test_un_fichier_existant_est_refuse_par_defaut(tmp_path: Path) -> None:
    chemin = tmp_path / "stocks.xlsx"
    chemin.write_text("ancien", "utf-8")
    with pytest.raises(Refus, match=r"^stocks\.xlsx : Ce fichier existe déjà"):
        _ecrire(chemin, "nouveau")
    assert "ancien" == chemin.read_text("utf-8")


def test_un_fichier_apparu_pendant_l_ecriture_n_est_pas_ecrase(tmp_path: Path) -> None:
    chemin = tmp_path / "stocks.xlsx"
    with pytest.raises(Refus, match="existe déjà"), ecriture_atomique(chemin):
        chemin.write_text("d'un autre", "utf-8")
    assert "d'un autre" == chemin.read_text("utf-8")
    assert ["stocks.xlsx"] == _noms(tmp_path)


def test_le_remplacement_garde_chaque_version_dans_les_sauvegardes(tmp_path: Path) -> None:
    chemin = tmp_path / "stocks été.xlsx"
    for version in ("un", "deux", "trois", "quatre"):
        _ecrire(chemin, version, remplacer=True)
    copies = list((tmp_path / "sauvegardes").iterdir())
    assert "quatre" == chemin.read_text("utf-8")
    assert {"un", "deux", "trois"} == {copie.read_text("utf-8") for copie in copies}
    motif = r"stocks été \d{4}-\d\d-\d\d \d\dh\d\dm\d\d( \(\d\))?\.xlsx"
    assert all(re.fullmatch(motif, copie.name) for copie in copies)
    assert ["sauvegardes", "stocks été.xlsx"] == _noms(tmp_path)


def test_le_dossier_de_sauvegarde_se_choisit(tmp_path: Path) -> None:
    chemin, ailleurs = tmp_path / "stocks.xlsx", tmp_path / "a" / "b"
    _ecrire(chemin, "ancien", sauvegarde=ailleurs)
    assert ["stocks.xlsx"] == _noms(tmp_path)
    _ecrire(chemin, "nouveau", remplacer=True, sauvegarde=ailleurs)
    assert ["ancien"] == [copie.read_text("utf-8") for copie in ailleurs.iterdir()]


@pytest.mark.skipif(os.name != "posix", reason="droits et liens de POSIX")
def test_le_remplacement_garde_les_droits_et_suit_le_lien(tmp_path: Path) -> None:
    cible, lien = tmp_path / "vrai.xlsx", tmp_path / "lien.xlsx"
    cible.write_text("ancien", "utf-8")
    cible.chmod(0o640)
    lien.symlink_to(cible)
    _ecrire(lien, "nouveau", remplacer=True)
    assert lien.is_symlink()
    assert "nouveau" == cible.read_text("utf-8")
    assert 0o640 == stat.S_IMODE(cible.stat().st_mode)


@pytest.mark.skipif(os.name != "posix", reason="masque de POSIX")
def test_un_fichier_neuf_a_les_droits_ordinaires(tmp_path: Path) -> None:
    ancien = os.umask(0o027)
    try:
        _ecrire(tmp_path / "neuf.xlsx", "x")
    finally:
        os.umask(ancien)
    assert 0o640 == stat.S_IMODE((tmp_path / "neuf.xlsx").stat().st_mode)


@pytest.mark.parametrize("remplacer", [False, True])
def test_un_remplacement_impossible_ne_laisse_rien(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remplacer: bool
) -> None:
    chemin = tmp_path / "stocks.xlsx"
    if remplacer:
        chemin.write_text("ancien", "utf-8")

    def refuser(source: Path, cible: Path) -> None:
        raise PermissionError(13, "Accès refusé", str(source), None, str(cible))

    monkeypatch.setattr(os, "replace" if remplacer else "link", refuser)
    monkeypatch.setattr(os, "rename", refuser)
    with pytest.raises(Refus, match="ouvert dans un autre programme" if remplacer else "Impossible d'écrire"):
        _ecrire(chemin, "nouveau", remplacer=remplacer)
    assert (["stocks.xlsx"] if remplacer else []) == _noms(tmp_path)


def test_une_sauvegarde_manquee_arrete_l_ecriture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chemin = tmp_path / "stocks.xlsx"
    chemin.write_text("ancien", "utf-8")

    def refuser(flux: BinaryIO, sortie: BinaryIO) -> None:
        sortie.write(flux.read(3))
        raise OSError(28, "Plus de place")

    monkeypatch.setattr(sauvegardes, "_recopier", refuser)
    with pytest.raises(Refus, match="Le disque est plein, et rien n'a été changé"):
        _ecrire(chemin, "nouveau", remplacer=True)
    assert "ancien" == chemin.read_text("utf-8")
    assert [] == [fichier for fichier in tmp_path.rglob("*") if fichier.is_file() and fichier != chemin]


def test_un_dossier_ou_l_on_ne_peut_pas_ecrire_est_dit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_: object) -> int:
        raise PermissionError(13, "Accès refusé")

    monkeypatch.setattr(os, "open", refuser)
    with pytest.raises(Refus, match="Impossible d'écrire dans le dossier"):
        _ecrire(tmp_path / "stocks.xlsx", "x")


def test_un_fichier_en_lecture_seule_n_est_pas_remplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chemin = tmp_path / "stocks.xlsx"
    chemin.touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(Refus, match="en lecture seule"):
        _ecrire(chemin, "x", remplacer=True)


def test_un_dossier_absent_et_un_dossier_du_meme_nom_sont_dits(tmp_path: Path) -> None:
    with pytest.raises(Refus, match=r"Le dossier « .*ailleurs » n'existe pas"):
        _ecrire(tmp_path / "ailleurs" / "stocks.xlsx", "x")
    (tmp_path / "stocks.xlsx").mkdir()
    with pytest.raises(Refus, match="Un dossier porte déjà ce nom"):
        _ecrire(tmp_path / "stocks.xlsx", "x", remplacer=True)


def test_un_fichier_ouvert_pendant_le_calcul_n_est_pas_remplace(tmp_path: Path) -> None:
    chemin = tmp_path / "stocks.xlsx"
    chemin.write_text("ancien", "utf-8")
    with pytest.raises(Refus, match="ouvert par Ali"), ecriture_atomique(chemin, remplacer=True):
        (tmp_path / ".~lock.stocks.xlsx#").write_text("Ali,,,;", "utf-8")
    assert "ancien" == chemin.read_text("utf-8")
