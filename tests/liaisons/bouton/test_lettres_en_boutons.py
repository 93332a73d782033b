"""Les boutons des lettres, sur le double d'Excel : mêmes documents que la commande, et rien sans confirmation."""

import os
import time
from datetime import date
from pathlib import Path

import pytest

from tableur.actions.courriers import lancer, reprendre
from tableur.actions.lignes_de_courriers import Demande
from tableur.liaisons.bouton import courriers as boutons_de_lettres
from tableur.liaisons.excel import boutons
from tests.courriers.fabrique import modele, p
from tests.liaisons.bouton.lettres_d_essai import classeur_de_lettres
from tests.liaisons.excel.double_de_xlwings import Livre

LE = date(2026, 11, 24)


@pytest.fixture
def ouvreur(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Programme qui note ce qu'on lui demande d'ouvrir ; les aperçus vont dans le dossier du test."""
    outils = tmp_path / "outils"
    outils.mkdir()
    for nom in ("xdg-open", "open"):
        (outils / nom).write_text(f'#!/bin/sh\necho "$1" >> "{tmp_path / "ouverts"}"\n', "utf-8")
        (outils / nom).chmod(0o755)
    monkeypatch.setenv("PATH", f"{outils}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("tempfile.tempdir", str(outils))
    return tmp_path / "ouverts"


def presser(livre: Livre, bouton: str, *, reponse: str = "yes") -> tuple[str, str]:
    """Message final d'un bouton et son genre."""
    livre.app.reponse = reponse
    boutons.servir(bouton, livre, LE)
    return livre.app.messages[-1]


def choisir(livre: Livre, premiere: int, derniere: int) -> None:
    """La personne choisit des lignes de « Destinataires », numérotées comme à l'écran."""
    livre.app.selection = livre.sheets["Destinataires"].range((premiere, 1), (derniere, 3))


def ouverts(notes: Path) -> list[Path]:
    """Ce qui a été ouvert ; le programme d'ouverture travaille à part."""
    fin = time.monotonic() + 10
    while not (notes.exists() and notes.read_bytes().endswith(b"\n")) and time.monotonic() < fin:
        time.sleep(0.02)
    return [Path(ligne) for ligne in notes.read_text("utf-8").splitlines()]


def test_tout_fusionner_fait_les_lettres_de_la_commande(tmp_path: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path))
    choisir(livre, 5, 5)
    message, genre = presser(livre, "courriers_tous")
    assert "info" == genre, message
    assert "4 lignes lues, 1 laissée de côté, 3 lettres." in message
    assert "ligne 8 (C004)" in message
    faites = tmp_path / "sorties" / "courriers" / "avis"
    voulues = tmp_path / "commande"
    lancer(
        Demande(
            str(tmp_path / "avis.docx"),
            str(tmp_path / "courriers.xlsx"),
            str(voulues),
            feuille="Destinataires",
            cle="Référence",
            nom="{{ reference }} - {{ destinataire }}",
        )
    )
    assert 3 == len(list(voulues.glob("*.docx")))
    for voulue in voulues.glob("*.docx"):
        assert voulue.read_bytes() == (faites / voulue.name).read_bytes()


def test_la_question_dit_les_trois_comptes_et_un_refus_ne_produit_rien(tmp_path: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path))
    choisir(livre, 5, 5)
    message, _ = presser(livre, "courriers_tous", reponse="no")
    assert "Rien n'a été produit." == message
    assert "Produire 4 lettres d'après « avis.docx »" in livre.app.questions[-1]
    assert "4 lignes lues, 0 laissée de côté, 4 lettres." in livre.app.questions[-1]
    assert not (tmp_path / "sorties").exists()


def test_fusionner_la_selection_ne_prend_que_ses_lignes(tmp_path: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path))
    choisir(livre, 6, 7)
    message, _ = presser(livre, "courriers_selection")
    assert "4 lignes lues, 2 laissées de côté, 2 lettres." in message
    noms = {f.name for f in (tmp_path / "sorties" / "courriers" / "avis").glob("*.docx")}
    assert {"C002", "C003"} == {nom[:4] for nom in noms}


def test_une_ligne_masquee_par_un_filtre_n_a_pas_de_lettre(tmp_path: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path))
    livre.sheets["Destinataires"].masquees = {6}
    choisir(livre, 1, 1_048_576)
    presser(livre, "courriers_selection")
    noms = {f.name[:4] for f in (tmp_path / "sorties" / "courriers" / "avis").glob("*.docx")}
    assert {"C001", "C003"} == noms
    livre.choisir("Destinataires", 6, 1)
    assert "critical" == presser(livre, "courriers_selection")[1]


def test_une_selection_hors_des_destinataires_est_une_phrase(tmp_path: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path))
    for feuille, ligne in (("Destinataires", 4), ("Destinataires", 20), ("Paramètres", 6)):
        livre.choisir(feuille, ligne, 1)
        message, genre = presser(livre, "courriers_selection")
        assert "critical" == genre
        assert "choisir des lignes de la feuille « Destinataires »" in message


def test_apercevoir_ouvre_la_lettre_de_la_ligne_et_ne_garde_rien(tmp_path: Path, ouvreur: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path))
    choisir(livre, 6, 7)
    message, genre = presser(livre, "courriers_apercevoir")
    assert "info" == genre, message
    assert "Aperçu de « C002 - AT&T »" in message
    assert "2 lignes choisies" in message
    (document,) = ouverts(ouvreur)
    assert document.is_file()
    assert not (tmp_path / "sorties").exists()


def test_apercevoir_une_ligne_a_laquelle_il_manque_un_champ_dit_lequel(tmp_path: Path, ouvreur: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path))
    choisir(livre, 8, 8)
    message, genre = presser(livre, "courriers_apercevoir")
    assert "critical" == genre
    assert "ville" in message
    assert "ligne 8" in message
    assert not ouvreur.exists()


def test_les_apercus_d_hier_sont_otes_et_ceux_d_aujourd_hui_demeurent(tmp_path: Path, ouvreur: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path))
    hier, tantot = (ouvreur.parent / "outils" / f"{boutons_de_lettres.APERCU}{nom}" for nom in ("hier", "tantot"))
    for dossier, age in ((hier, 2 * boutons_de_lettres.JOUR), (tantot, 60)):
        dossier.mkdir()
        os.utime(dossier, (time.time() - age, time.time() - age))
    choisir(livre, 5, 5)
    presser(livre, "courriers_apercevoir")
    assert not hier.exists()
    assert tantot.exists()


def test_verifier_dit_ce_qui_manque_et_ne_produit_rien(tmp_path: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path))
    choisir(livre, 5, 5)
    message, _ = presser(livre, "courriers_verifier")
    assert "avis.docx : 3 champs." in message
    assert "ligne 8" in message
    assert not (tmp_path / "sorties").exists()


def test_ouvrir_le_dossier_montre_ou_vont_les_lettres(tmp_path: Path, ouvreur: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path))
    choisir(livre, 5, 5)
    message, _ = presser(livre, "courriers_dossier")
    assert "Aucune lettre n'a encore été produite" in message
    presser(livre, "courriers_tous")
    presser(livre, "courriers_dossier")
    assert [tmp_path / "sorties" / "courriers" / "avis"] == ouverts(ouvreur)


def test_sans_reglage_le_seul_modele_est_pris_et_entre_deux_la_personne_choisit(tmp_path: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path, courrier_modele=None))
    choisir(livre, 5, 5)
    assert "avis.docx" in presser(livre, "courriers_verifier")[0]
    (tmp_path / "modeles").mkdir()
    (tmp_path / "modeles" / "bis.docx").write_bytes(modele(p("{{ destinataire }}")))
    (tmp_path / "~$avis.docx").write_bytes(b"verrou de Word")
    assert "avis.docx" in presser(livre, "courriers_verifier")[0]
    assert "Prendre le modèle « avis.docx » ?" in livre.app.questions
    message, genre = presser(livre, "courriers_verifier", reponse="no")
    assert ("Aucun modèle n'a été choisi : rien n'a été produit.", "critical") == (message, genre)


@pytest.mark.parametrize(
    ("nombre", "reglage", "phrase"),
    [(0, None, "pas de modèle Word"), (7, None, "8 modèles Word"), (0, "lettre du maire", "n'est ni à côté")],
)
def test_un_modele_introuvable_est_une_phrase(
    tmp_path: Path, nombre: int, reglage: str | None, phrase: str
) -> None:
    livre = Livre(classeur_de_lettres(tmp_path, courrier_modele=reglage))
    choisir(livre, 5, 5)
    if not nombre:
        (tmp_path / "avis.docx").unlink()
    for rang in range(nombre):
        (tmp_path / f"m{rang}.docx").write_bytes(modele(p("x")))
    message, genre = presser(livre, "courriers_verifier")
    assert "critical" == genre
    assert phrase in message


def test_un_modele_livre_se_prend_par_son_nom(tmp_path: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path, courrier_modele="lettre_simple"))
    choisir(livre, 5, 5)
    assert "lettre_simple.docx" in presser(livre, "courriers_verifier")[0]


def test_un_modele_jamais_en_lot_est_refuse_avant_toute_question(tmp_path: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path, courrier_modele="notification_licenciement"))
    choisir(livre, 5, 5)
    message, genre = presser(livre, "courriers_tous")
    assert "critical" == genre
    assert "lot" in message
    assert not livre.app.questions


def test_un_lot_commence_par_le_bouton_se_reprend_par_la_commande(tmp_path: Path) -> None:
    livre = Livre(classeur_de_lettres(tmp_path))
    choisir(livre, 5, 5)
    presser(livre, "courriers_tous")
    dossier = tmp_path / "sorties" / "courriers" / "avis"
    (premiere, *_) = sorted(dossier.glob("*.docx"))
    octets = premiere.read_bytes()
    premiere.unlink()
    resultat = reprendre(dossier)
    assert (1, 2) == (resultat.produits, resultat.inchanges)
    assert octets == premiere.read_bytes()
