"""Bulletins protégés : rien ne reste en clair, un mot de passe faible se dit, rien n'est écrasé sans copie."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tableur.actions.bulletins_proteges import mots_de_passe
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import Refus
from tests.actions.test_paie_documents import ANNE, D, Fabrique, _lancer, classeur

__all__ = ["classeur"]

MOT = "Galet-Bleu-7"
Ecrire = Callable[[str], str]


@pytest.fixture
def ecrire(tmp_path: Path) -> Ecrire:
    """Écrit un fichier de mots de passe et rend son chemin."""

    def ecrit(texte: str) -> str:
        fichier = tmp_path / "mots.csv"
        fichier.write_text(texte, encoding="utf-8")
        return str(fichier)

    return ecrit


def _noms(dossier: Path) -> list[str]:
    return sorted(str(f.relative_to(dossier)) for f in dossier.rglob("*") if f.is_file())


def _bulletins(fichier: Path) -> Path:
    return fichier.parent / "bulletins 2026-07"


def _proteger(fichier: Path, mots: str, **options: object) -> CompteRendu:
    return _lancer("bulletins", fichier, mots_de_passe=mots, **options)


@pytest.mark.libreoffice
def test_le_dossier_ne_contient_que_des_pdf_qui_ne_s_ouvrent_pas(classeur: Fabrique, ecrire: Ecrire) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    fichier = classeur()
    compte_rendu = _proteger(fichier, ecrire(f"matricule;mot de passe\n001;{MOT}\n"))
    assert ["Bulletin 2026-07 - MORVAN Anne (001).pdf"] == _noms(_bulletins(fichier))
    assert ["RIOU Paul (002) : pas de mot de passe dans le fichier, donc pas de bulletin"] == compte_rendu.ecartes
    assert ["1 bulletin sans fichier"] == [a.message.partition(",")[0] for a in compte_rendu.anomalies]
    (pdf,) = compte_rendu.fichiers
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(pdf)
    ouvert = subprocess.run(["pdftotext", "-upw", MOT, pdf, "-"], capture_output=True, text=True, check=True)
    assert "MORVAN Anne" in ouvert.stdout
    assert MOT.encode() not in pdf.read_bytes()


@pytest.mark.libreoffice
def test_relance_un_bulletin_a_jour_n_est_pas_refait_et_un_autre_mot_de_passe_le_refait(
    classeur: Fabrique, ecrire: Ecrire
) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    fichier, mots = classeur(FicheSalarie=[ANNE]), ecrire(f"001;{MOT}\n")
    (pdf,) = _proteger(fichier, mots).fichiers
    premier = pdf.read_bytes()
    assert [pdf] == _proteger(fichier, mots).fichiers
    assert premier == pdf.read_bytes()
    _proteger(fichier, ecrire("001;Sable-Rose-9\n"))
    with pikepdf.open(pdf, password="Sable-Rose-9") as ouvert:  # noqa: S106 - un mot de passe d'essai
        assert 1 == len(ouvert.pages)
    copies = [n for n in _noms(_bulletins(fichier)) if n.startswith("sauvegardes")]
    assert 1 == len(copies)
    assert premier == (_bulletins(fichier) / copies[0]).read_bytes()


@pytest.mark.libreoffice
def test_les_word_ne_restent_que_demandes_et_c_est_dit(classeur: Fabrique, ecrire: Ecrire) -> None:
    pytest.importorskip("pikepdf")
    fichier = classeur(FicheSalarie=[ANNE])
    compte_rendu = _proteger(fichier, ecrire(f"001;{MOT}\n"), garder_les_word=True)
    assert [".docx", ".pdf"] == sorted(Path(n).suffix for n in _noms(_bulletins(fichier)))
    assert "Les fichiers Word, demandés, ne sont pas protégés : ne pas les envoyer." in compte_rendu.points


@pytest.mark.libreoffice
def test_ce_qui_etait_en_clair_dans_le_dossier_est_dit(classeur: Fabrique, ecrire: Ecrire) -> None:
    pytest.importorskip("pikepdf")
    fichier = classeur(FicheSalarie=[ANNE])
    _lancer("bulletins", fichier, pdf=True)
    points = " ".join(_proteger(fichier, ecrire(f"001;{MOT}\n")).points)
    assert "1 bulletin Word en clair dans ce dossier" in points
    assert "était en clair : il est protégé, et « sauvegardes » en garde la copie" in points


@pytest.mark.parametrize(
    "faible", ["court7!", "12 05 1990", "295109912611193", "MORVAN001", "morvananne", "Anne0001"]
)
def test_un_mot_de_passe_faible_n_a_pas_de_bulletin(classeur: Fabrique, ecrire: Ecrire, faible: str) -> None:
    pytest.importorskip("pikepdf")
    fichier = classeur(FicheSalarie=[ANNE])
    compte_rendu = _proteger(fichier, ecrire(f"001;{faible}\n"))
    assert [] == compte_rendu.fichiers
    assert "MORVAN Anne (001) : mot de passe trop faible" in compte_rendu.ecartes[0]


def test_un_mot_partage_ou_sans_bulletin_est_dit(classeur: Fabrique, ecrire: Ecrire) -> None:
    pytest.importorskip("pikepdf")
    fichier = classeur(FicheSalarie=[ANNE])
    points = _proteger(fichier, ecrire(f"001;court\n008;{MOT}\n009;{MOT}\n")).points
    assert "Mots de passe sans bulletin ce mois-ci : 008, 009." in points
    assert "Même mot de passe pour 008 et 009 : chacun ouvrirait l'autre." in points


@pytest.mark.parametrize(
    ("texte", "dit"),
    [("001\n", "ne se lit pas"), (";x\n", "ne se lit pas"), (f"001;{MOT}\n001;{MOT}\n", "déjà un mot de passe")],
)
def test_une_ligne_mal_ecrite_est_refusee_a_sa_place(ecrire: Ecrire, texte: str, dit: str) -> None:
    with pytest.raises(Refus, match=dit) as refus:
        mots_de_passe(Path(ecrire(texte)))
    assert texte.count("\n") == refus.value.anomalies[0].ou.ligne


def test_le_fichier_d_un_tableur_francais_se_lit(tmp_path: Path) -> None:
    fichier = tmp_path / "mots.csv"
    fichier.write_bytes("Matricule;Mot de passe\r\n001;Été-Bleu-7\r\n\r\n".encode("cp1252"))
    assert {"001": "Été-Bleu-7"} == mots_de_passe(fichier)
    with pytest.raises(Refus, match="ne se lit pas"):
        mots_de_passe(tmp_path / "absent.csv")


def test_un_bulletin_refait_garde_une_copie_de_l_ancien(classeur: Fabrique) -> None:
    fichier = classeur(FicheSalarie=[ANNE])
    (premier,) = _lancer("bulletins", fichier).fichiers
    ancien = premier.read_bytes()
    classeur_refait = classeur_de(fichier, D(2600), classeur)
    (second,) = _lancer("bulletins", classeur_refait).fichiers
    assert premier == second
    assert ancien != second.read_bytes()
    copies = list((premier.parent / "sauvegardes").iterdir())
    assert [ancien] == [copie.read_bytes() for copie in copies]


def classeur_de(fichier: Path, salaire: object, fabrique: Fabrique) -> Path:
    """Le même classeur, un autre salaire ; le dossier et ses bulletins restent."""
    fichier.unlink()
    (fichier.parent / "tableur.toml").unlink()
    return fabrique(FicheSalarie=[replace(ANNE, salaire_mensuel=salaire)])  # type: ignore[arg-type]
