"""Les deux installateurs : celui de Linux et macOS lancé pour de vrai, celui de Windows contrôlé ligne à ligne."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
CMD = RACINE / "installer.cmd"
POSIX = pytest.mark.skipif(os.name != "posix", reason="installer.sh est pour Linux et macOS")


@pytest.fixture
def lieu(tmp_path: Path) -> Path:
    """Dossier aux espaces et aux accents, avec l'installateur et un dossier personnel."""
    lieu = tmp_path / "Clé d'Été (1)"
    (lieu / "maison é").mkdir(parents=True)
    shutil.copy(RACINE / "installer.sh", lieu)
    return lieu


def _lancer(
    lieu: Path, *mots: str, script: Path | None = None, **variables: str
) -> "subprocess.CompletedProcess[str]":
    environ = {"HOME": str(lieu / "maison é"), "PATH": "/usr/bin:/bin", "TABLEUR_PYTHON": sys.executable}
    environ |= {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    return subprocess.run(
        ["sh", str(script or lieu / "installer.sh"), *mots],
        env=environ | variables,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def _roue_vide(lieu: Path) -> None:
    """Roue sans dépendance qui répond comme tableur : les vraies ne se téléchargent pas pendant un test."""
    from zipfile import ZipFile

    programme = (
        "import sys\ndef principal():\n"
        "    print('tableur 9.9.9' if sys.argv[1:] == ['--version'] else ' '.join(sys.argv[1:]))\n"
    )
    info = "tableur-9.9.9.dist-info"
    parties = {
        "tableur/__init__.py": programme,
        "tableur/__main__.py": "from tableur import principal\nprincipal()\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: tableur\nVersion: 9.9.9\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: essai\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\ntableur = tableur:principal\n",
    }
    (lieu / "roues").mkdir()
    with ZipFile(lieu / "roues" / "tableur-9.9.9-py3-none-any.whl", "w") as roue:
        for nom, texte in {**parties, f"{info}/RECORD": "".join(f"{nom},,\n" for nom in parties)}.items():
            roue.writestr(nom, texte)


@POSIX
def test_installer_deux_fois_reparer_puis_desinstaller_sans_reseau(lieu: Path) -> None:
    _roue_vide(lieu)
    maison = lieu / "maison é"
    env = maison / ".local/share/tableur/env"
    for attendu in ("Création", "Mise à jour"):
        fait = _lancer(lieu, "--calc", "--dossier-approuve", "/un dossier")
        assert (0, "") == (fait.returncode, fait.stderr)
        assert attendu in fait.stdout
        assert "installer --calc --dossier-approuve /un dossier" in fait.stdout
    commande = maison / ".local/bin/tableur"
    dit = subprocess.run([commande, "a b", "c"], capture_output=True, text=True, check=True)
    assert dit.stdout == "a b c\n"
    shutil.rmtree(env / "bin")
    perdu = subprocess.run([commande], capture_output=True, text=True, check=False)
    assert (2, "Le Python de tableur a été déplacé ou supprimé : relancer installer.sh.\n") == (
        perdu.returncode,
        perdu.stderr,
    )
    pose = env.parent / "installer.sh"
    assert "relancer d'abord" in _lancer(lieu, "--desinstaller", script=pose).stderr
    assert "Création" in _lancer(lieu).stdout
    (maison / "à moi.txt").write_text("", "utf-8")
    fait = _lancer(lieu, "--desinstaller", script=pose)
    assert (0, "") == (fait.returncode, fait.stderr)
    assert ["à moi.txt"] == [str(f.relative_to(maison)) for f in maison.rglob("*") if f.is_file()]


@POSIX
def test_une_commande_du_meme_nom_n_est_ni_ecrasee_ni_effacee(lieu: Path) -> None:
    _roue_vide(lieu)
    commande = lieu / "maison é/.local/bin/tableur"
    commande.parent.mkdir(parents=True)
    commande.write_text("la mienne", "utf-8")
    assert "laissée telle quelle" in _lancer(lieu).stdout
    assert _lancer(lieu, "--desinstaller").returncode == 0
    assert commande.read_text("utf-8") == "la mienne"


@POSIX
def test_un_python_trop_vieux_absent_ou_sans_venv_est_dit_et_rien_n_est_pose(lieu: Path) -> None:
    vieux = lieu / "python vieux"
    vieux.write_text("#!/bin/sh\necho 3.9.2 64\nexit 3\n", "utf-8")
    vieux.chmod(0o755)
    fait = _lancer(lieu, TABLEUR_PYTHON=str(vieux))
    assert fait.returncode == 2
    assert "Python 3.9.2" in fait.stderr
    assert "3.11 ou plus récent" in fait.stderr
    assert "ne se lance" in _lancer(lieu, TABLEUR_PYTHON="/absent").stderr.replace("qui se lance", "ne se lance")
    vieux.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\necho 3.12.0 64\n', "utf-8")
    assert "python3-venv" in _lancer(lieu, TABLEUR_PYTHON=str(vieux)).stderr
    assert not (lieu / "maison é/.local/share").exists()


@POSIX
def test_une_roue_abimee_ne_laisse_pas_un_demi_environnement(lieu: Path) -> None:
    (lieu / "tableur-9.9.9-py3-none-any.whl").write_bytes(b"rien")
    fait = _lancer(lieu)
    assert fait.returncode == 2
    assert "n'a pas pu être installé" in fait.stderr
    assert not (lieu / "maison é/.local/share/tableur/env").exists()


@POSIX
@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (["--autre"], "L'option « --autre » n'existe pas"),
        (["--dossier-approuve"], "Il manque le dossier"),
        (["--dossier-approuve", "/x"], "demande --calc ou --excel"),
    ],
)
def test_une_option_fausse_est_dite(lieu: Path, mots: list[str], phrase: str) -> None:
    fait = _lancer(lieu, *mots)
    assert fait.returncode == 2
    assert phrase in fait.stderr


@POSIX
def test_installer_sh_est_executable_et_lu_par_un_shell_posix() -> None:
    assert os.access(RACINE / "installer.sh", os.X_OK)
    assert b"\r" not in (RACINE / "installer.sh").read_bytes()
    subprocess.run([shutil.which("dash") or "sh", "-n", str(RACINE / "installer.sh")], check=True)


def _lignes() -> list[str]:
    return CMD.read_bytes().decode("utf-8").split("\r\n")


def test_installer_cmd_a_des_fins_de_ligne_de_windows_et_pas_de_marque_d_ordre() -> None:
    octets = CMD.read_bytes()
    assert octets.startswith(b"@echo off\r\n")
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")
    assert "installer.cmd -text" in (RACINE / ".gitattributes").read_text("utf-8")


def test_installer_cmd_passe_en_utf8_avant_son_premier_message_et_rend_la_page_de_codes() -> None:
    lignes = _lignes()
    passage = lignes.index("chcp 65001 >nul")
    assert not any(re.match(r"\s*echo ", ligne) for ligne in lignes[:passage])
    assert sum(ligne == "if defined PAGE chcp %PAGE% >nul" for ligne in lignes) == 2
    assert all(ligne.isascii() for ligne in lignes if ligne.startswith(":")), (
        "une étiquette accentuée ne se trouve pas"
    )


def test_installer_cmd_n_a_ni_etiquette_perdue_ni_guillemet_ouvert() -> None:
    texte = "\n".join(ligne for ligne in _lignes() if not ligne.startswith("rem "))
    etiquettes = re.findall(r"^:(\w+)", texte, re.MULTILINE)
    assert len(etiquettes) == len(set(etiquettes))
    assert set(re.findall(r"(?:goto|call) :(\w+)", texte)) <= set(etiquettes)
    assert [] == [ligne for ligne in texte.split("\n") if ligne.count('"') % 2]


def test_installer_cmd_protege_les_chemins_et_les_caracteres_de_cmd() -> None:
    for ligne in _lignes():
        nue = re.sub(r'"[^"]*"', "", ligne)
        chemins = re.findall(r"%(?:ICI|BASE|ENVT|ETAT|JOURNAL|MENU|SOURCE|ROUE|LIENS|PY|DOSSIER)%", nue)
        assert [] == chemins, f"chemin sans guillemets : {ligne}"
        if re.match(r"(?:if .* )?echo ", nue):
            message = nue.partition("echo ")[2]
            assert (
                not re.search(r"[<>|^()!]", re.sub(r"\^[>&]|>nul|\(O/N\)", "", message)) or "echo echo" in ligne
            ), ligne


def test_installer_cmd_n_eleve_jamais_ses_droits() -> None:
    texte = "\n".join(_lignes()).lower()
    for interdit in ("runas", "setx", "hklm", "net session", "executionpolicy", "for all users=1"):
        assert interdit not in texte
