"""L'envoi, contre un vrai serveur SMTP : pannes, refus, reprise, débit, chiffrement."""

import os
import signal
import ssl
import subprocess
import sys
import time
import tracemalloc
from functools import partial
from pathlib import Path
from typing import Literal

import pytest

from tableur.courriers.courriel.campagne import Campagne
from tableur.courriers.courriel.envoi import BilanDEnvoi, envoyer
from tableur.courriers.courriel.journal import Envoi, ouvrir_journal_des_envois
from tableur.courriers.courriel.serveur import EnvoiImpossible, Serveur, ouvrir_session
from tableur.socle.erreurs import Refus
from tests.courriers.courriel.boite import COUPURE, LE, Boite, Horloge, boite_ouverte, campagne, personnes


def envoie(
    essai: Campagne,
    boite: Boite,
    dossier: Path,
    horloge: Horloge | None = None,
    *,
    reprendre_incertains: bool = False,
) -> BilanDEnvoi:
    examen = essai.examiner(LE)
    with ouvrir_journal_des_envois(dossier, essai.nom) as journal:
        return envoyer(
            essai.prets(examen.bons, lambda: LE),
            journal,
            partial(ouvrir_session, boite.serveur),
            (horloge or Horloge()).rythme(),
            reprendre_incertains=reprendre_incertains,
        )


def etats(dossier: Path) -> list[Envoi]:
    with ouvrir_journal_des_envois(dossier, "essai") as journal:
        return list(journal)


def test_chaque_personne_recoit_son_message_et_lui_seul(tmp_path: Path) -> None:
    with boite_ouverte() as boite:
        bilan = envoie(campagne(tmp_path, personnes(3)), boite, tmp_path)
    assert (3, 0, [], []) == (bilan.envoyes, bilan.deja, bilan.refuses, bilan.remis)
    assert [["p1@exemple.fr"], ["p2@exemple.fr"], ["p3@exemple.fr"]] == [vers for _, vers, _ in boite.recus]
    assert ["Pour Personne 1", "Pour Personne 2", "Pour Personne 3"] == [m["Subject"] for m in boite.messages()]
    assert ["envoye"] * 3 == [envoi.etat for envoi in etats(tmp_path)]


def test_relance_elle_ne_renvoie_rien(tmp_path: Path) -> None:
    with boite_ouverte() as boite:
        envoie(campagne(tmp_path, personnes(3)), boite, tmp_path)
        bilan = envoie(campagne(tmp_path, personnes(4)), boite, tmp_path)
    assert (1, 3, 4) == (bilan.envoyes, bilan.deja, len(boite.recus))


def test_un_refus_passager_est_retente_apres_une_attente(tmp_path: Path) -> None:
    horloge = Horloge()
    with boite_ouverte() as boite:
        boite.reponses = ["451 plus tard"]
        bilan = envoie(campagne(tmp_path, personnes(1)), boite, tmp_path, horloge)
    assert (1, [], 1) == (bilan.envoyes, bilan.remis, len(boite.recus))
    assert 60.0 in horloge.attentes
    assert [2] == [envoi.essais for envoi in etats(tmp_path)]


def test_un_refus_passager_qui_dure_reste_a_envoyer(tmp_path: Path) -> None:
    with boite_ouverte() as boite:
        boite.refus = {"p1@exemple.fr": "450 boîte occupée"}
        bilan = envoie(campagne(tmp_path, personnes(2)), boite, tmp_path)
        assert (1, [1]) == (bilan.envoyes, [rang for rang, _ in bilan.remis])
        boite.refus = {}
        suite = envoie(campagne(tmp_path, personnes(2)), boite, tmp_path)
    assert (1, 1, []) == (suite.envoyes, suite.deja, suite.remis)


def test_un_refus_definitif_n_est_pas_retente_et_n_arrete_pas_les_autres(tmp_path: Path) -> None:
    with boite_ouverte() as boite:
        boite.refus = {"p1@exemple.fr": "550 inconnu"}
        bilan = envoie(campagne(tmp_path, personnes(2)), boite, tmp_path)
        boite.refus = {}
        suite = envoie(campagne(tmp_path, personnes(2)), boite, tmp_path)
    assert (1, [(1, "550 inconnu")]) == (bilan.envoyes, bilan.refuses)
    assert (0, 1, [(1, "550 inconnu")]) == (suite.envoyes, suite.deja, suite.refuses)
    assert ["refuse", "envoye"] == [envoi.etat for envoi in etats(tmp_path)]


def test_une_piece_corrigee_sous_le_meme_nom_fait_retenter_un_refus_definitif(tmp_path: Path) -> None:
    facture = tmp_path / "facture.pdf"
    facture.write_bytes(b"%PDF fautif")
    with boite_ouverte() as boite:
        boite.reponses = ["552 piece refusee"]
        bilan = envoie(campagne(tmp_path, personnes(1), pieces=("facture.pdf",)), boite, tmp_path)
        encore = envoie(campagne(tmp_path, personnes(1), pieces=("facture.pdf",)), boite, tmp_path)
        assert ([(1, "552 piece refusee")],) * 2 == (bilan.refuses, encore.refuses)
        facture.write_bytes(b"%PDF corrige")
        suite = envoie(campagne(tmp_path, personnes(1), pieces=("facture.pdf",)), boite, tmp_path)
        facture.write_bytes(b"%PDF encore")
        fin = envoie(campagne(tmp_path, personnes(1), pieces=("facture.pdf",)), boite, tmp_path)
    assert (1, [], 1) == (suite.envoyes, suite.refuses, len(boite.recus))
    assert b"%PDF corrige" == next(iter(boite.messages()[0].iter_attachments())).get_content()
    assert (0, 1) == (fin.envoyes, fin.deja)


def test_une_coupure_en_plein_message_le_rend_incertain_et_rien_ne_le_renvoie_sans_ordre(
    tmp_path: Path,
) -> None:
    with boite_ouverte() as boite:
        boite.reponses = [COUPURE]
        bilan = envoie(campagne(tmp_path, personnes(2)), boite, tmp_path)
        assert (1, [(1, "p1@exemple.fr")]) == (bilan.envoyes, bilan.incertains)
        suite = envoie(campagne(tmp_path, personnes(2)), boite, tmp_path)
        assert (0, 1, 1) == (suite.envoyes, len(suite.incertains), len(boite.recus))
        fin = envoie(campagne(tmp_path, personnes(2)), boite, tmp_path, reprendre_incertains=True)
    assert (1, 1, [], 2) == (fin.envoyes, fin.deja, fin.incertains, len(boite.recus))


def test_un_serveur_absent_laisse_tout_prepare(tmp_path: Path) -> None:
    with boite_ouverte() as boite:
        pass
    bilan = envoie(campagne(tmp_path, personnes(2)), boite, tmp_path)
    assert (0, [1, 2]) == (bilan.envoyes, [rang for rang, _ in bilan.remis])
    assert "le serveur ne répond pas" in bilan.arret
    assert ["prepare", "prepare"] == [envoi.etat for envoi in etats(tmp_path)]


def test_le_debit_espace_les_messages(tmp_path: Path) -> None:
    horloge = Horloge()
    essai = campagne(tmp_path, personnes(5))
    with boite_ouverte() as boite, ouvrir_journal_des_envois(tmp_path, "essai") as journal:
        prets = essai.prets([1, 2, 3, 4, 5], lambda: LE)
        envoyer(prets, journal, partial(ouvrir_session, boite.serveur), horloge.rythme(20))
    assert [3.0, 3.0, 3.0, 3.0] == horloge.attentes


def sommet(essai: Campagne, nombre: int) -> tuple[int, int]:
    """Octets de tous les messages, et mémoire au plus haut."""
    tracemalloc.start()
    total = sum(len(pret.octets()) for pret in essai.prets(list(range(1, nombre + 1)), lambda: LE))
    _, haut = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return total, haut


def test_mille_messages_a_pieces_ne_demandent_pas_plus_de_memoire_que_deux_cent_cinquante(tmp_path: Path) -> None:
    (tmp_path / "annexe.pdf").write_bytes(b"%PDF" + os.urandom(28_000))
    essai = campagne(tmp_path, personnes(1000), pieces=("annexe.pdf",))
    _, peu = sommet(essai, 250)
    total, beaucoup = sommet(essai, 1000)
    assert total > 38_000_000
    assert beaucoup < 1.5 * peu


@pytest.fixture(scope="module")
def certificat(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Ce que présente un serveur au certificat autosigné, et ce qui l'admet."""
    dossier = tmp_path_factory.mktemp("certificat")
    cle, certificat = dossier / "cle.pem", dossier / "certificat.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(cle), "-out",
            str(certificat), "-days", "1", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.load_cert_chain(certificat, cle)
    return contexte, ssl.create_default_context(cafile=str(certificat))


@pytest.mark.parametrize(("securite", "reglage"), [("starttls", "tls_context"), ("ssl", "ssl_context")])
def test_un_certificat_autosigne_est_refuse(
    certificat: tuple[ssl.SSLContext, ssl.SSLContext], securite: Literal["starttls", "ssl"], reglage: str
) -> None:
    presente, admis = certificat
    with boite_ouverte(**{reglage: presente}) as boite:
        serveur = Serveur("127.0.0.1", boite.port, securite)
        with pytest.raises(EnvoiImpossible) as erreur:
            ouvrir_session(serveur)
        session = ouvrir_session(serveur, contexte=admis)
        assert 250 == session.noop()[0]
        session.quit()
    assert "son certificat n'est pas reconnu" in str(erreur.value)
    assert [] == boite.recus


def test_un_jeton_xoauth2_ouvre_la_session_et_un_mauvais_est_refuse(
    certificat: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    presente, admis = certificat
    with boite_ouverte(tls_context=presente) as boite:
        boite.jeton = "jeton du jour"
        serveur = Serveur("127.0.0.1", boite.port, "starttls", "marie@atelier-roux.fr", "xoauth2")
        session = ouvrir_session(serveur, "jeton du jour", admis)
        session.sendmail("marie@atelier-roux.fr", ["p1@exemple.fr"], "Subject: essai\n\nBonjour")
        session.quit()
        with pytest.raises(EnvoiImpossible, match=r"refuse le compte « marie@atelier-roux.fr » \(535\)") as erreur:
            ouvrir_session(serveur, "jeton d'hier", admis)
    assert "jeton" not in str(erreur.value)
    assert 1 == len(boite.recus)


def test_un_serveur_sans_chiffrement_ne_recoit_rien() -> None:
    with boite_ouverte() as boite, pytest.raises(EnvoiImpossible, match="ne propose pas STARTTLS"):
        ouvrir_session(Serveur("127.0.0.1", boite.port, "starttls"))
    with pytest.raises(Refus, match="l'envoi s'y fait chiffré"):
        Serveur("smtp.exemple.fr", 25, "aucune")


def test_exchange_online_avertit_de_la_fin_du_mot_de_passe() -> None:
    assert "fin décembre 2026" in Serveur("smtp.office365.com").avertissement
    assert "" == Serveur("smtp.office365.com", authentification="xoauth2").avertissement
    assert "" == Serveur("smtp.exemple.fr").avertissement


def test_deux_envois_ne_se_melent_pas(tmp_path: Path) -> None:
    with (
        ouvrir_journal_des_envois(tmp_path, "essai"),
        pytest.raises(Refus, match="déjà en cours"),
        ouvrir_journal_des_envois(tmp_path, "essai"),
    ):
        pass


PROGRAMME = """
import sys
from functools import partial
from pathlib import Path
from typing import Literal
from tableur.courriers.courriel.envoi import Rythme, envoyer
from tableur.courriers.courriel.journal import ouvrir_journal_des_envois
from tableur.courriers.courriel.serveur import Serveur, ouvrir_session
from tests.courriers.courriel.boite import LE, campagne, personnes
dossier, port = Path(sys.argv[1]), int(sys.argv[2])
essai = campagne(dossier, personnes(60))
with ouvrir_journal_des_envois(dossier, "essai") as journal:
    serveur = Serveur("127.0.0.1", port, "aucune")
    envoyer(essai.prets(list(range(1, 61)), lambda: LE), journal, partial(ouvrir_session, serveur), Rythme(60_000))
"""


def test_tue_en_plein_envoi_puis_repris_personne_ne_recoit_deux_fois(tmp_path: Path) -> None:
    racine = Path(__file__).parents[3]
    environnement = {**os.environ, "PYTHONPATH": f"{racine / 'src'}{os.pathsep}{racine}"}
    with boite_ouverte() as boite:
        for seuil in (5, 20, 35):
            enfant = subprocess.Popen(
                [sys.executable, "-c", PROGRAMME, str(tmp_path), str(boite.port)], env=environnement
            )
            limite = time.monotonic() + 60
            while len(boite.recus) < seuil and enfant.poll() is None and time.monotonic() < limite:
                time.sleep(0.005)
            enfant.send_signal(signal.SIGKILL)
            enfant.wait()
        avant = len(boite.recus)
        bilan = envoie(campagne(tmp_path, personnes(60)), boite, tmp_path)
    identifiants = [m["Message-ID"] for m in boite.messages()]
    assert len(set(identifiants)) == len(identifiants)
    assert 35 <= avant
    assert 60 == bilan.deja + bilan.envoyes + len(bilan.incertains)
    assert len(bilan.incertains) <= 3
    assert len(boite.recus) >= 60 - len(bilan.incertains)
