"""Remplacement en place d'un fichier lu : sauvegardes, attributs, changement d'un autre, disque plein, droits."""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tableur.fichiers import ecriture, provisoires, sauvegardes
from tableur.fichiers.ecriture import ecriture_atomique, remplacement_sur, verifier_ecriture
from tableur.fichiers.ouverture import ouvrir_fichier
from tableur.fichiers.provisoires import nettoyer, poser_sans_ecraser
from tableur.fichiers.sauvegardes import empreinte_de, sauvegardes_de
from tableur.socle.erreurs import ErreurTableur, Refus

POSIX = pytest.mark.skipif(os.name != "posix", reason="droits et liens de POSIX")


@pytest.fixture
def classeur(tmp_path: Path) -> Path:
    """Fichier déjà là, qui dit « zéro »."""
    chemin = tmp_path / "stocks été.xlsx"
    chemin.write_text("zéro", "utf-8")
    return chemin


def _remplacer(chemin: Path, texte: str, **options: int) -> None:
    with remplacement_sur(chemin, empreinte_de(chemin), **options) as part:  # type: ignore[arg-type]
        part.write_text(texte, "utf-8")


def _tout(dossier: Path) -> dict[str, str]:
    fichiers = (f for f in sorted(dossier.rglob("*")) if f.is_file())
    return {str(f.relative_to(dossier)): f.read_text("utf-8") for f in fichiers}


def test_le_fichier_est_remplace_et_l_ancien_garde(classeur: Path) -> None:
    _remplacer(classeur, "un")
    assert "un" == classeur.read_text("utf-8")
    assert ["zéro"] == [copie.read_text("utf-8") for copie in sauvegardes_de(classeur)]


@pytest.mark.parametrize(("gardees", "attendues"), [(1, ["11"]), (3, ["11", "10", "9"]), (10, 10)])
def test_les_plus_vieilles_sauvegardes_s_effacent(
    classeur: Path, gardees: int, attendues: list[str] | int
) -> None:
    for rang in range(13):
        _remplacer(classeur, str(rang), gardees=gardees)
    textes = [copie.read_text("utf-8") for copie in sauvegardes_de(classeur)]
    assert attendues == (textes if isinstance(attendues, list) else len(textes))
    assert textes == sorted(textes, key=int, reverse=True)


def test_seules_les_sauvegardes_du_fichier_s_effacent(classeur: Path) -> None:
    dossier = classeur.parent / "sauvegardes"
    dossier.mkdir()
    autres = [
        "stocks été 2025.xlsx",
        "stocks été 2020-01-01 10h00m00.ods",
        "stocks été 2020-01-01 10h00m00 bis.xlsx",
    ]
    for nom in autres:
        (dossier / nom).write_text("à moi", "utf-8")
    (dossier / "stocks été 2020-01-01 10h00m00.xlsx").write_text("vieille", "utf-8")
    _remplacer(classeur, "un", gardees=1)
    assert {*autres} < {f.name for f in dossier.iterdir()}
    assert ["zéro"] == [copie.read_text("utf-8") for copie in sauvegardes_de(classeur)]


def test_la_derniere_sauvegarde_reste_meme_si_l_horloge_a_recule(classeur: Path) -> None:
    dossier = classeur.parent / "sauvegardes"
    dossier.mkdir()
    (dossier / "stocks été 2999-01-01 10h00m00.xlsx").write_text("du futur", "utf-8")
    _remplacer(classeur, "un", gardees=1)
    assert ["zéro"] == [copie.read_text("utf-8") for copie in sauvegardes_de(classeur)]


def test_deux_noms_trop_longs_ne_se_partagent_pas_leurs_sauvegardes(tmp_path: Path) -> None:
    jumeaux = [tmp_path / ("é" * 119 + lettre + ".xlsx") for lettre in "ab"]
    for chemin in jumeaux:
        chemin.write_text(chemin.stem[-1], "utf-8")
        _remplacer(chemin, "neuf", gardees=1)
    for chemin in jumeaux:
        assert [chemin.stem[-1]] == [copie.read_text("utf-8") for copie in sauvegardes_de(chemin)]


def test_garder_moins_d_une_sauvegarde_est_refuse(classeur: Path) -> None:
    with pytest.raises(ErreurTableur, match=r"au moins 1 : 0 reçu"):
        _remplacer(classeur, "un", gardees=0)
    assert {classeur.name: "zéro"} == _tout(classeur.parent)


@POSIX
def test_les_droits_le_proprietaire_et_les_attributs_etendus_sont_gardes(classeur: Path) -> None:
    classeur.chmod(0o640)
    proprietaire = (65534, 65534) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    os.chown(classeur, *proprietaire)
    etendus = hasattr(os, "setxattr") and _poser_attribut(classeur)
    os.utime(classeur, (0, 0))
    _remplacer(classeur, "un")
    etat = classeur.stat()
    assert (0o640, proprietaire) == (stat.S_IMODE(etat.st_mode), (etat.st_uid, etat.st_gid))
    assert datetime.now(UTC).timestamp() - etat.st_mtime < 60
    assert not etendus or b"compta" == os.getxattr(classeur, "user.service")
    (copie,) = sauvegardes_de(classeur)
    assert (0o640, 0) == (stat.S_IMODE(copie.stat().st_mode), copie.stat().st_mtime)


def _poser_attribut(chemin: Path) -> bool:
    try:
        os.setxattr(chemin, "user.service", b"compta")
    except OSError:  # un système de fichiers sans attributs étendus
        return False
    return True


@POSIX
def test_le_provisoire_n_est_jamais_plus_lisible_que_le_fichier(classeur: Path) -> None:
    classeur.chmod(0o600)
    with remplacement_sur(classeur, empreinte_de(classeur)) as part:
        assert 0o600 == stat.S_IMODE(part.stat().st_mode)


@POSIX
def test_le_lien_reste_et_le_fichier_vise_est_ecrit(classeur: Path, tmp_path: Path) -> None:
    ailleurs = tmp_path / "bureau"
    ailleurs.mkdir()
    lien = ailleurs / "raccourci.xlsx"
    lien.symlink_to(classeur)
    _remplacer(lien, "un")
    assert lien.is_symlink()
    assert "un" == classeur.read_text("utf-8")
    assert [lien] == list(ailleurs.iterdir())
    assert 1 == len(sauvegardes_de(classeur))


def _changer(chemin: Path) -> None:
    chemin.write_text("UN !", "utf-8")  # même taille que « zéro » (5 octets) moins un
    os.utime(chemin)


def _changer_sans_changer_la_date_ni_la_taille(chemin: Path) -> None:
    etat = chemin.stat()
    chemin.write_bytes("zèro".encode())
    os.utime(chemin, ns=(etat.st_atime_ns, etat.st_mtime_ns))


def _remplacer_par_un_autre(chemin: Path) -> None:
    (chemin.parent / "autre").write_text("un autre", "utf-8")
    os.replace(chemin.parent / "autre", chemin)


@pytest.mark.parametrize(
    "changer", [_changer, _changer_sans_changer_la_date_ni_la_taille, _remplacer_par_un_autre, Path.unlink]
)
def test_un_fichier_change_depuis_sa_lecture_n_est_pas_remplace(classeur: Path, changer) -> None:  # type: ignore[no-untyped-def]
    lue = empreinte_de(classeur)
    changer(classeur)
    avant = _tout(classeur.parent)
    with pytest.raises(Refus, match="changé, déplacé ou supprimé depuis"), remplacement_sur(classeur, lue) as part:
        part.write_text("le mien", "utf-8")
    assert avant == _tout(classeur.parent)


def test_un_fichier_change_pendant_l_ecriture_n_est_pas_remplace(classeur: Path) -> None:
    lue = empreinte_de(classeur)
    with pytest.raises(Refus, match="changé, déplacé ou supprimé depuis"), remplacement_sur(classeur, lue):
        classeur.write_text("le sien", "utf-8")
    assert {classeur.name: "le sien"} == _tout(classeur.parent)


def test_une_date_changee_par_une_synchronisation_ne_gene_pas(classeur: Path) -> None:
    lue = empreinte_de(classeur)
    os.utime(classeur, (0, 0))
    with remplacement_sur(classeur, lue) as part:
        part.write_text("un", "utf-8")
    assert "un" == classeur.read_text("utf-8")


def test_de_deux_ecritures_de_la_meme_lecture_la_seconde_est_refusee(classeur: Path) -> None:
    premier, second = ouvrir_fichier(classeur), ouvrir_fichier(classeur)
    with premier.remplacement() as flux:
        flux.write(b"premier")
    with pytest.raises(Refus, match="changé"), second.remplacement() as flux:
        flux.write(b"second")
    assert b"premier" == classeur.read_bytes()


@POSIX
def test_un_remplacement_en_cours_fait_attendre_puis_refuser(
    classeur: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    monkeypatch.setattr(ecriture, "ATTENTE", 0.05)
    lue = empreinte_de(classeur)
    with (
        classeur.open("rb") as flux,
        pytest.raises(Refus, match="ouvert dans un autre programme"),
        remplacement_sur(classeur, lue),
    ):
        fcntl.flock(flux, fcntl.LOCK_EX)
    assert {classeur.name: "zéro"} == _tout(classeur.parent)


def test_un_verrou_apparu_pendant_l_ecriture_arrete_tout(classeur: Path) -> None:
    lue = empreinte_de(classeur)
    with pytest.raises(Refus, match="ouvert par Ali"), remplacement_sur(classeur, lue):
        (classeur.parent / f".~lock.{classeur.name}#").write_text("Ali,,,;", "utf-8")
    assert "zéro" == classeur.read_text("utf-8")
    assert [] == sauvegardes_de(classeur)


def test_un_fichier_ouvert_ailleurs_se_lit(classeur: Path) -> None:
    (classeur.parent / f".~lock.{classeur.name}#").write_text("Ali,,,;", "utf-8")
    assert classeur == ouvrir_fichier(classeur).source


@POSIX
def test_un_attribut_de_lecture_seule_est_dit_meme_a_l_administrateur(classeur: Path) -> None:
    classeur.chmod(0o444)
    with pytest.raises(Refus, match="en lecture seule : choisir un autre nom"):
        verifier_ecriture(classeur, remplacer=True)


@pytest.fixture
def dossier_sans_droit() -> Iterator[Path]:
    """Dossier où l'on peut lire et non écrire ; l'administrateur prend le temps du test un autre compte."""
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier)
        (chemin / "stocks.xlsx").write_text("zéro", "utf-8")
        (chemin / "stocks.xlsx").chmod(0o666)
        chemin.chmod(0o555)
        administrateur = os.geteuid() == 0
        if administrateur:
            os.setresuid(65534, 65534, 0)
        try:
            yield chemin
        finally:
            if administrateur:
                os.setresuid(0, 0, 0)
            chemin.chmod(0o755)


@POSIX
def test_un_dossier_sans_droit_est_dit_et_le_fichier_s_y_lit(dossier_sans_droit: Path) -> None:
    lu = ouvrir_fichier(dossier_sans_droit / "stocks.xlsx")
    with pytest.raises(Refus, match="en lecture seule : écrire le résultat dans un autre dossier"):
        lu.remplacement().__enter__()
    with pytest.raises(Refus, match="en lecture seule : choisir un autre dossier"):
        verifier_ecriture(dossier_sans_droit / "neuf.xlsx")


def _disque_plein(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("module", "nom"),
    [
        (os, "open"),
        (os, "fsync"),
        (sauvegardes, "_recopier"),
        (sauvegardes, "poser_sans_ecraser"),
        (shutil, "copystat"),
        (os, "replace"),
    ],
)
def test_un_disque_plein_ne_change_rien_quel_que_soit_l_instant(
    classeur: Path, monkeypatch: pytest.MonkeyPatch, module: object, nom: str
) -> None:
    lue = empreinte_de(classeur)
    monkeypatch.setattr(module, nom, _disque_plein)
    attendu = pytest.raises(Refus, match="Le disque est plein, et rien n'a été changé")
    with attendu as releve, remplacement_sur(classeur, lue) as part:
        part.write_text("un", "utf-8")
    monkeypatch.undo()
    assert 1 == len(str(releve.value).splitlines())
    assert {classeur.name: "zéro"} == _tout(classeur.parent)


@pytest.mark.parametrize("remplacer", [True, False])
def test_un_disque_plein_pendant_que_l_appelant_ecrit_est_dit(classeur: Path, remplacer: bool) -> None:
    sortie = classeur if remplacer else classeur.with_name("neuf.xlsx")

    def ecrire_la_moitie() -> None:
        with ecriture_atomique(sortie, remplacer=remplacer) as part:
            part.write_text("la moitié", "utf-8")
            _disque_plein()

    with pytest.raises(Refus, match="Le disque est plein"):
        ecrire_la_moitie()
    assert {classeur.name: "zéro"} == _tout(classeur.parent)


@POSIX
def test_un_vrai_defaut_de_place_est_dit(classeur: Path) -> None:
    import resource

    souple, dure = resource.getrlimit(resource.RLIMIT_FSIZE)
    lu = ouvrir_fichier(classeur)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, dure))  # Python ignore le signal SIGXFSZ
    try:
        with pytest.raises(Refus, match="Le disque est plein"), lu.remplacement() as flux:
            flux.write(bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (souple, dure))
    assert {classeur.name: "zéro"} == _tout(classeur.parent)


@pytest.mark.parametrize(("code", "tenu"), [(32, True), (33, True), (5, False)])
def test_un_fichier_tenu_par_excel_sous_windows_est_dit(
    classeur: Path, monkeypatch: pytest.MonkeyPatch, code: int, tenu: bool
) -> None:
    ouvrir = Path.open

    def tenir(chemin: Path, mode: str = "r", **options: object) -> object:
        if mode == "r+b" and chemin == classeur:
            erreur = PermissionError(13, "utilisé par un autre processus")
            erreur.winerror = code  # type: ignore[attr-defined,unused-ignore]
            raise erreur
        return ouvrir(chemin, mode, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", tenir)
    with pytest.raises(Refus, match="ouvert dans un autre programme" if tenu else "en lecture seule"):
        verifier_ecriture(classeur, remplacer=True)


def test_un_nom_trop_long_est_dit(tmp_path: Path) -> None:
    with pytest.raises(Refus, match=r"n'a pas pu être écrit : son chemin est trop long \(\d+ caractères\)"):
        verifier_ecriture(tmp_path / ("a" * 300 + ".xlsx"))


def test_un_fichier_apparu_au_dernier_instant_n_est_jamais_ecrase(
    classeur: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ecriture, "verifier_ecriture", lambda *_, **__: None)
    with (
        pytest.raises(Refus, match="vient d'être créé par quelqu'un d'autre"),
        ecriture_atomique(classeur) as part,
    ):
        part.write_text("neuf", "utf-8")
    assert {classeur.name: "zéro"} == _tout(classeur.parent)


def test_un_disque_sans_liens_recoit_quand_meme_le_fichier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sans_lien(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", sans_lien)
    (tmp_path / "a").write_text("neuf", "utf-8")
    assert poser_sans_ecraser(tmp_path / "a", tmp_path / "b")
    assert {"b": "neuf"} == _tout(tmp_path)


def test_le_nom_provisoire_tient_dans_toute_limite(tmp_path: Path) -> None:
    with ecriture_atomique(tmp_path / ("𝄞" * 62 + ".xlsx")) as part:
        assert len(part.name.encode()) <= 230
        part.write_text("x", "utf-8")


PROCESSUS_MORT = 4_194_305  # au-delà du plus grand numéro que Linux, macOS ou Windows en usage donnent


def test_seuls_les_provisoires_d_un_mort_d_ici_sont_effaces(tmp_path: Path) -> None:
    ici = provisoires._machine()
    morts = [
        f"stocks.xlsx.tableur-{PROCESSUS_MORT}-{ici}-0123abcd.part",
        f"a.tableur-{os.getpid()}-{ici}-0123abce.part",
    ]
    gardes = [
        f"stocks.xlsx.tableur-{os.getppid()}-{ici}-0123abcd.part",
        f"stocks.xlsx.tableur-{PROCESSUS_MORT}-ffffffff-0123abcd.part",
        f"stocks.xlsx.tableur-{PROCESSUS_MORT}-{ici}-0123abcd.part.xlsx",
        "film.part",
        "stocks.xlsx.4321.part",
    ]
    for nom in (*morts, *gardes):
        (tmp_path / nom).touch()
    with ecriture_atomique(tmp_path / "neuf.xlsx") as part:
        assert [] == nettoyer(tmp_path)
        assert part.exists()
    assert sorted([*gardes, "neuf.xlsx"]) == sorted(f.name for f in tmp_path.iterdir())
