"""Lot : noms sûrs, journal, reprise, retouches à la main, arrêts brutaux, processus multiples."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tableur.courriers.journal import NOM, lire_journal, ouvrir_journal
from tableur.courriers.lot import Bilan, lancer
from tableur.courriers.noms_de_documents import NomsUniques, nom_de_document
from tableur.courriers.pdf import en_pdf
from tableur.socle.erreurs import Refus
from tests.courriers.fabrique import champ, modele, p, paragraphes
from tests.courriers.lot_qui_meurt import lignes

LETTRE = modele(p("Chère {{ nom }}, réf. {{ ref }}"))


def documents(dossier: Path) -> dict[str, bytes]:
    """Documents d'un dossier, sans son journal ni ses sauvegardes."""
    return {f.name: f.read_bytes() for f in sorted(dossier.iterdir()) if f.suffix == ".docx"}


def produire(dossier: Path, nombre: int = 5, **reglages: object) -> Bilan:
    """Lance un lot de quelques lignes."""
    reglages = {"cle": "ref", "nom": "{{ ref }}", **reglages}
    return lancer(LETTRE, lignes(nombre), dossier, **reglages)  # type: ignore[arg-type]


def test_un_document_par_ligne_et_trois_comptes(tmp_path: Path) -> None:
    bilan = produire(tmp_path / "sorties", 10)
    assert (10, 9, 0, 1) == (bilan.lues, bilan.produits, bilan.inchanges, len(bilan.ecartees))
    assert (8, "C0007", "erreur") == (bilan.ecartees[0].rang, bilan.ecartees[0].cle, bilan.ecartees[0].etat)
    assert "« nom » est vide" in bilan.ecartees[0].raison
    assert ["Chère Nom 3 & Cie, réf. C0003"] == paragraphes((tmp_path / "sorties" / "C0003.docx").read_bytes())
    assert [f"C{n:04d}.docx" for n in range(10) if n != 7] == [f.name for f in bilan.fichiers]
    assert {f"C{n:04d}.docx" for n in range(10) if n != 7} | {NOM} == {
        f.name for f in (tmp_path / "sorties").iterdir()
    }


def test_relance_le_lot_ne_refait_rien(tmp_path: Path) -> None:
    produire(tmp_path)
    dates = {f.name: f.stat().st_mtime_ns for f in tmp_path.glob("*.docx")}
    bilan = produire(tmp_path)
    assert (0, 5) == (bilan.produits, bilan.inchanges)
    assert dates == {f.name: f.stat().st_mtime_ns for f in tmp_path.glob("*.docx")}


def test_une_ligne_changee_est_refaite_seule(tmp_path: Path) -> None:
    produire(tmp_path)
    changees = lignes(5)
    changees[2]["nom"] = "Neuf"
    bilan = lancer(LETTRE, changees, tmp_path, cle="ref", nom="{{ ref }}")
    assert (1, 4) == (bilan.produits, bilan.inchanges)
    assert ["Chère Neuf, réf. C0002"] == paragraphes((tmp_path / "C0002.docx").read_bytes())


def test_un_document_efface_est_refait(tmp_path: Path) -> None:
    produire(tmp_path)
    (tmp_path / "C0001.docx").unlink()
    assert 1 == produire(tmp_path).produits
    assert (tmp_path / "C0001.docx").is_file()


def test_un_document_touche_sans_etre_change_reste_a_jour(tmp_path: Path) -> None:
    produire(tmp_path)
    os.utime(tmp_path / "C0001.docx")
    assert 5 == produire(tmp_path).inchanges


def test_un_document_retouche_a_la_main_n_est_jamais_ecrase_sans_le_demander(tmp_path: Path) -> None:
    produire(tmp_path)
    retouche = tmp_path / "C0002.docx"
    retouche.write_bytes(b"retouche")
    for _ in range(2):
        bilan = produire(tmp_path)
        assert ["modifie"] == [e.etat for e in bilan.ecartees]
        assert "retouché à la main" in bilan.ecartees[0].raison
        assert b"retouche" == retouche.read_bytes()
    bilan = produire(tmp_path, forcer=True)
    assert 1 == bilan.produits
    assert ["Chère Nom 2 & Cie, réf. C0002"] == paragraphes(retouche.read_bytes())
    assert [b"retouche"] == [f.read_bytes() for f in (tmp_path / "sauvegardes").iterdir()]


def test_un_fichier_etranger_au_lot_n_est_pas_ecrase(tmp_path: Path) -> None:
    (tmp_path / "C0001.docx").write_bytes(b"a moi")
    bilan = produire(tmp_path)
    assert ["ce lot ne l'a pas écrit"] == [e.raison.split(", et ")[1].split(" :")[0] for e in bilan.ecartees]
    assert b"a moi" == (tmp_path / "C0001.docx").read_bytes()


def test_une_ligne_en_faute_garde_son_ancien_document_et_se_refait_une_fois_corrigee(tmp_path: Path) -> None:
    produire(tmp_path)
    fautives = lignes(5)
    fautives[1]["nom"] = None
    assert ["erreur"] == [e.etat for e in lancer(LETTRE, fautives, tmp_path, cle="ref", nom="{{ ref }}").ecartees]
    assert (tmp_path / "C0001.docx").is_file()
    fautives[1]["nom"] = "Corrigé"
    bilan = lancer(LETTRE, fautives, tmp_path, cle="ref", nom="{{ ref }}")
    assert (1, 4, []) == (bilan.produits, bilan.inchanges, bilan.ecartees)
    assert ["Chère Corrigé, réf. C0001"] == paragraphes((tmp_path / "C0001.docx").read_bytes())


def test_un_nom_qui_change_range_l_ancien_document_dans_les_sauvegardes(tmp_path: Path) -> None:
    lancer(LETTRE, lignes(2), tmp_path, cle="ref", nom="{{ nom }}")
    changees = lignes(2)
    changees[0]["nom"] = "Épouse"
    lancer(LETTRE, changees, tmp_path, cle="ref", nom="{{ nom }}")
    assert ["Nom 1 & Cie.docx", "Épouse.docx"] == list(documents(tmp_path))
    assert 1 == len(list((tmp_path / "sauvegardes").iterdir()))


def test_les_doublons_de_cle_sont_dits(tmp_path: Path) -> None:
    bilan = lancer(LETTRE, [*lignes(3), lignes(3)[1]], tmp_path, cle="ref", nom="{{ ref }}")
    assert (4, 3) == (bilan.lues, bilan.produits)
    assert "La ligne 4 a la même clé que la ligne 2, « C0001 » : doublon." == bilan.ecartees[0].raison


def test_sans_colonne_de_cle_la_ligne_elle_meme_en_tient_lieu(tmp_path: Path) -> None:
    bilan = lancer(LETTRE, [*lignes(3), lignes(3)[1]], tmp_path)
    assert (3, 1) == (bilan.produits, len(bilan.ecartees))
    assert ["document - 00001.docx", "document - 00002.docx", "document - 00003.docx"] == list(documents(tmp_path))


def test_une_cle_absente_ou_vide_est_dite(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="La colonne de clé « code » n'est pas dans les données"):
        lancer(LETTRE, lignes(2), tmp_path, cle="code")
    assert 2 == lancer(LETTRE, lignes(2), tmp_path / "autre", cle="RÉF").produits
    bilan = lancer(LETTRE, [{"ref": "", "nom": "x"}], tmp_path, cle="ref")
    assert ["La clé « ref » est vide."] == [e.raison for e in bilan.ecartees]


def test_deux_lots_ne_tournent_pas_dans_le_meme_dossier(tmp_path: Path) -> None:
    with ouvrir_journal(tmp_path), pytest.raises(Refus, match="déjà en cours"):
        produire(tmp_path)


def test_un_journal_abime_est_dit(tmp_path: Path) -> None:
    (tmp_path / NOM).write_bytes(b"pas une base" * 100)
    with pytest.raises(Refus, match="journal de ce dossier est illisible"):
        produire(tmp_path)


def test_le_journal_se_relit(tmp_path: Path) -> None:
    assert [] == lire_journal(tmp_path)
    produire(tmp_path, 8)
    journal = lire_journal(tmp_path)
    assert ["produit"] * 7 + ["erreur"] == [i.etat for i in journal]
    assert "« nom » est vide" in journal[-1].message


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\x", "C__Windows_x"),
        ("nul", "_nul"),
        ("x\u202excod.exe", "xxcod.exe"),
        ("~$doc", "_doc"),
        ("-rf", "_rf"),
        (".cache", "cache"),
        ("a\nb\tc", "a b c"),
        ("", "sans nom"),
        ("AT&T <b>", "AT&T _b_"),
        ("contrat.docx", "contrat"),
    ],
)
def test_un_nom_de_document_ne_sort_pas_du_dossier(texte: str, attendu: str) -> None:
    assert attendu == nom_de_document(texte)
    assert len(nom_de_document(texte * 100).encode()) <= 200


def test_les_noms_sont_uniques_a_la_casse_et_a_la_forme_pres() -> None:
    noms = NomsUniques([("z", "Déjà.docx")])
    assert ["Été.docx", "ÉTÉ (2).docx", "E\u0301te\u0301 (3).docx", "Été.docx", "déjà (2).docx"] == [
        noms.attribuer(n, c)
        for n, c in (("Été", "a"), ("ÉTÉ", "b"), ("E\u0301te\u0301", "c"), ("Été", "a"), ("déjà", "d"))
    ]


def test_un_motif_de_nom_en_faute_est_refuse_ou_ecarte_la_ligne(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="filtre « majuscule » n'existe pas"):
        produire(tmp_path, nom="{{ ref | majuscule }}")
    bilan = lancer(modele(p("{{ ref }}")), lignes(8), tmp_path, cle="ref", nom="{{ ref }} {{ nom }}")
    assert ["nom du document : le champ « nom » est vide ; s'il peut l'être, écrire « | facultatif »"] == [
        e.raison for e in bilan.ecartees
    ]


def test_des_noms_de_cellules_hostiles_restent_dans_le_dossier(tmp_path: Path) -> None:
    pieges = ["../../x", "/etc/passwd", "..\\y", "con", "a" * 500, "\u202e", "Été", "été"]
    donnees = [{"ref": str(rang), "nom": piege} for rang, piege in enumerate(pieges)]
    sorties = tmp_path / "sorties"
    bilan = lancer(LETTRE, donnees, sorties, cle="ref", nom="{{ nom }}")
    assert len(pieges) == bilan.produits
    assert {sorties} == {f.resolve().parent for f in bilan.fichiers}
    assert [sorties] == list(tmp_path.iterdir())


def test_un_modele_d_etiquettes_est_renvoye_au_fichier_unique(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="en un seul fichier"):
        lancer(modele(p(champ("NEXT"), "{{ nom }}")), lignes(2), tmp_path)


def test_les_lignes_se_lisent_une_a_une(tmp_path: Path) -> None:
    def generateur() -> Iterator[dict[str, object]]:
        for ligne in lignes(250):
            prises.append(ligne)
            yield ligne

    prises: list[dict[str, object]] = []
    vues: list[tuple[int, int]] = []
    lancer(LETTRE, generateur(), tmp_path, cle="ref", progression=lambda n: vues.append((n, len(prises))))
    assert [100, 200, 250] == [n for n, _ in vues]
    assert vues[0][1] <= 200


def test_deux_processus_donnent_les_memes_octets(tmp_path: Path) -> None:
    produire(tmp_path / "un", 230)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executeur:
        bilan = produire(tmp_path / "deux", 230, executeur=executeur)
    assert (230, 229, 1) == (bilan.lues, bilan.produits, len(bilan.ecartees))
    assert documents(tmp_path / "un") == documents(tmp_path / "deux")


def test_une_douzaine_d_arrets_brutaux_puis_une_reprise_donnent_les_memes_octets(tmp_path: Path) -> None:
    nombre = 600
    fichier = tmp_path / "modele.docx"
    fichier.write_bytes(LETTRE)
    reglages = {"cle": "ref", "nom": "{{ ref }} - {{ nom }}"}
    lancer(fichier, lignes(nombre), tmp_path / "sans panne", **reglages)  # type: ignore[arg-type]
    sorties = tmp_path / "avec pannes"
    commande = [
        sys.executable,
        str(Path(__file__).with_name("lot_qui_meurt.py")),
        str(fichier),
        str(sorties),
        str(nombre),
    ]
    alea = random.Random(3)  # noqa: S311 - des instants d'arrêt
    tues = 0
    for _ in range(12):
        processus = subprocess.Popen(commande)
        limite = time.monotonic() + 30
        avant = len(list(sorties.glob("*"))) if sorties.is_dir() else 0
        while processus.poll() is None and time.monotonic() < limite:
            if sorties.is_dir() and len(list(sorties.glob("*"))) > avant + alea.randint(0, 60):
                processus.send_signal(signal.SIGKILL)
                tues += 1
                break
            time.sleep(0.001)
        processus.wait()
        for document in sorties.glob("*.docx"):
            assert paragraphes(document.read_bytes())  # jamais un document entamé
    assert tues >= 4
    bilan = lancer(fichier, lignes(nombre), sorties, **reglages)  # type: ignore[arg-type]
    assert (nombre, 1) == (bilan.produits + bilan.inchanges + len(bilan.ecartees), len(bilan.ecartees))
    assert documents(tmp_path / "sans panne") == documents(sorties)
    assert [] == list(sorties.glob("*.part"))


@pytest.mark.libreoffice
def test_les_pdf_sont_tous_la_et_lisibles(tmp_path: Path) -> None:
    bilan = produire(tmp_path / "sorties", 3)
    pdf = en_pdf(bilan.fichiers, tmp_path / "pdf", pdfa=True)
    assert ["C0000.pdf", "C0001.pdf", "C0002.pdf"] == [f.name for f in pdf]
    assert all(b"pdfaid" in f.read_bytes() for f in pdf)
    assert [] == en_pdf([], tmp_path / "pdf")
