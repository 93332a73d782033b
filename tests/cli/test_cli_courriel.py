"""`tableur publipostage courriel`, de bout en bout, contre un vrai serveur SMTP."""

import csv
import io
import json
import os
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tableur.cli.publipostage import groupe
from tableur.socle.erreurs import ErreurTableur, Refus
from tests.courriers.courriel.boite import Boite, boite_ouverte
from tests.courriers.fabrique import modele, p


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "relance.txt").write_text(
        "Objet : Facture {{ facture }}\n\nBonjour {{ nom }}.\n", encoding="utf-8"
    )
    (tmp_path / "clients.csv").write_text(
        "nom;courriel;facture\nAT&T;a@x.fr;F1\nMartin & Fils;b@x.fr;F2\nDeux;c@x.fr, d@x.fr;F3\n", encoding="utf-8"
    )
    return tmp_path


def lance(*mots: str, saisie: str | None = None) -> Result:
    arguments = ["courriel", "relance.txt", "clients.csv", "--sortie", "envoi", "--expediteur", "m@x.fr", *mots]
    return CliRunner().invoke(groupe, arguments, input=saisie, standalone_mode=False)


def vers(boite: Boite) -> list[str]:
    return ["--serveur", "127.0.0.1", "--port", str(boite.port), "--securite", "aucune", "--debit", "60000"]


def test_par_defaut_tout_s_ecrit_et_rien_ne_part(dossier: Path) -> None:
    resultat = lance()
    assert 1 == resultat.return_value, resultat.output
    assert "Lues : 3. Laissées de côté : 1. 2 messages écrits, rien n'est envoyé." in resultat.output
    assert "clients.csv, ligne 4" in resultat.output
    assert 2 == len(list((dossier / "envoi" / "courriels").glob("*.eml")))
    assert 4 == len((dossier / "envoi" / "recapitulatif.csv").read_text("utf-8-sig").splitlines())


def test_le_csv_dit_la_mise_en_garde(dossier: Path) -> None:
    resultat = lance("--csv")
    assert "300 messages depuis une boîte d'entreprise la font mettre en liste noire" in resultat.output
    texte = (dossier / "envoi" / "envoi.csv").read_text("utf-8-sig")
    lignes = list(csv.reader(io.StringIO(texte, newline=""), delimiter=";"))
    assert ["courriel", "a@x.fr", "b@x.fr"] == [ligne[0] for ligne in lignes]
    assert "Bonjour AT&T.\n" == lignes[1][2]


def test_l_envoi_demande_de_retaper_le_nombre_exact(dossier: Path) -> None:
    with boite_ouverte() as boite:
        faux = lance("--envoyer", *vers(boite), saisie="3\n")
        assert isinstance(faux.exception, ErreurTableur)
        assert 0 == len(boite.recus)
        assert 1 == lance("--envoyer", *vers(boite), saisie="2\n").return_value
        assert [["a@x.fr"], ["b@x.fr"]] == [destinataires for _, destinataires, _ in boite.recus]
        encore = lance("--envoyer", "--confirmer", "2", "--json", *vers(boite))
    bilan = json.loads(encore.stdout)
    assert (3, 0, 2, 1) == (bilan["lues"], bilan["faits"], bilan["deja"], len(bilan["ecartees"]))


def test_vers_moi_n_ecrit_qu_a_l_expediteur(dossier: Path) -> None:
    with boite_ouverte() as boite:
        lance("--vers-moi", "1", *vers(boite))
        lance("--envoyer", "--confirmer", "2", *vers(boite))
    assert [["m@x.fr"], ["a@x.fr"], ["b@x.fr"]] == [destinataires for _, destinataires, _ in boite.recus]


def test_la_prospection_sans_colonne_d_opposition_est_refusee(dossier: Path) -> None:
    resultat = lance("--prospection", "professionnels", "--desinscription", "mailto:stop@x.fr")
    assert isinstance(resultat.exception, ErreurTableur)
    assert "Opposition" in str(resultat.exception)


DROITS = "Vos coordonnées proviennent de notre fichier. Pour ne plus recevoir nos offres, répondez STOP."


@pytest.mark.parametrize(
    ("html", "manques"),
    [
        (f"<p>Nos offres.</p><p>{DROITS}</p>", []),
        (
            "<p>Vos coordonn&eacute;es <b>provien</b>nent de notre&nbsp;fichier.<br>D&eacute;sinscription : STOP",
            [],
        ),
        ("<p>Nos offres.</p>", ["origine", "opposer"]),
        (
            f'<style>/* {DROITS} */</style><!-- {DROITS} --><p title="{DROITS}">Nos offres.</p>',
            ["origine", "opposer"],
        ),
        ("<p>Vos coordonnées proviennent de notre fichier.</p>", ["opposer"]),
    ],
)
def test_en_prospection_le_html_dit_lui_aussi_l_origine_et_comment_s_opposer(
    dossier: Path, html: str, manques: list[str]
) -> None:
    (dossier / "relance.txt").write_text(f"Objet : Offres\nHTML : corps.html\n\n{DROITS}\n", encoding="utf-8")
    (dossier / "corps.html").write_text(html, encoding="utf-8")
    (dossier / "clients.csv").write_text(
        "nom;courriel;Opposition;Consentement\nA;a@x.fr;;oui\nB;b@x.fr;oui;oui\n", encoding="utf-8"
    )
    resultat = lance("--prospection", "particuliers", "--desinscription", "mailto:stop@x.fr")
    if not manques:
        assert "Lues : 2. Laissées de côté : 1. 1 messages écrits" in resultat.output
        return
    assert isinstance(resultat.exception, Refus)
    assert ["corps.html"] * len(manques) == [a.ou.fichier for a in resultat.exception.anomalies]
    for manque, anomalie in zip(manques, resultat.exception.anomalies, strict=True):
        assert manque in anomalie.attendu
    assert not (dossier / "envoi").exists()


def test_le_mot_de_passe_ne_s_ecrit_nulle_part(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLEUR_COURRIEL_MOT_DE_PASSE", "tres-secret-42")
    with boite_ouverte() as boite:
        resultat = lance("--envoyer", "--confirmer", "2", "--compte", "m@x.fr", *vers(boite))
    assert isinstance(resultat.exception, ErreurTableur)
    assert "tres-secret-42" not in str(resultat.exception) + resultat.output
    assert not any(b"tres-secret-42" in f.read_bytes() for f in dossier.rglob("*") if f.is_file())


def recapitulatif(dossier: Path) -> list[list[str]]:
    texte = (dossier / "envoi" / "recapitulatif.csv").read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(texte, newline=""), delimiter=";"))[1:]


CHOIX = """nom;courriel;facture;cp;solde
Roux;a@x.fr;F1;01000;1 200,50
Petit;b@x.fr;F2;35000;90,00
Blanc;c@x.fr;F3;01200;300,00
Trop;d@x.fr;F4;75001;5,00;de trop
"""


def test_les_lignes_se_lisent_se_choisissent_et_se_trient_comme_celles_des_lettres(dossier: Path) -> None:
    (dossier / "clients.csv").write_text(CHOIX, encoding="utf-8")
    (dossier / "relance.txt").write_text(
        "Objet : {{ facture }}\n\n{{ cp }} : {{ solde | montant }}\n", encoding="utf-8"
    )
    resultat = lance("--csv", "--ou", "solde > 100", "--trier", "solde", "--json")
    bilan = json.loads(resultat.stdout)
    assert (4, 2, 2) == (bilan["lues"], bilan["faits"], len(bilan["ecartees"]))
    assert "clients.csv, ligne 3 : ne remplit pas la condition « solde > 100 »" == bilan["ecartees"][0]
    assert bilan["ecartees"][1].startswith("clients.csv, ligne 5 : ")
    texte = (dossier / "envoi" / "envoi.csv").read_text("utf-8-sig")
    lignes = list(csv.reader(io.StringIO(texte, newline=""), delimiter=";"))[1:]
    assert [("c@x.fr", "01200 : 300,00 €\n"), ("a@x.fr", "01000 : 1 200,50 €\n")] == [
        (ligne[0], ligne[2].replace("\u202f", " ").replace("\u00a0", " ")) for ligne in lignes
    ]


def test_un_choix_demande_n_est_pas_une_anomalie_et_le_recapitulatif_dit_chaque_ligne(dossier: Path) -> None:
    (dossier / "clients.csv").write_text(CHOIX.replace(";de trop", ""), encoding="utf-8")
    resultat = lance("--ou", "solde > 100")
    assert 0 == resultat.return_value, resultat.output
    assert "Lues : 4. Laissées de côté : 2. 2 messages écrits" in resultat.output
    assert "2 hors de ce qui était demandé" in resultat.output
    assert [["2", "prêt"], ["4", "prêt"], ["3", "écarté"], ["5", "écarté"]] == [
        ligne[:2] for ligne in recapitulatif(dossier)
    ]
    noms = sorted(f.name for f in (dossier / "envoi" / "courriels").iterdir())
    lance()
    ensuite = sorted(f.name for f in (dossier / "envoi" / "courriels").iterdir())
    assert (2, 4, True) == (len(noms), len(ensuite), set(noms) < set(ensuite))
    personne = lance("--ou", "solde > 9000")
    assert "Lues : 4. Laissées de côté : 4. 0 messages écrits" in personne.output
    inconnue = lance("--trier", "ville")
    assert isinstance(inconnue.exception, ErreurTableur)
    assert "ville" in str(inconnue.exception)


def test_des_doublons_se_nomment_par_la_ligne_du_fichier(dossier: Path) -> None:
    (dossier / "clients.csv").write_text("nom;courriel;facture\nA;a@x.fr;F1\nB;a@x.fr;F2\n", encoding="utf-8")
    assert "l'adresse est déjà celle de la ligne 2" in lance().output


def test_un_fichier_dont_aucune_ligne_ne_sert_est_refuse(dossier: Path) -> None:
    (dossier / "clients.csv").write_text("nom;courriel\nA;a@x.fr;trop\n", encoding="utf-8")
    resultat = lance()
    assert isinstance(resultat.exception, ErreurTableur)
    assert "aucune ligne utilisable" in str(resultat.exception)


def messages(dossier: Path, sous_dossier: str = "courriels") -> list[EmailMessage]:
    """Messages écrits, dans l'ordre des lignes, relus par la bibliothèque standard."""
    lecteur = BytesParser(policy=policy.default)
    fichiers = sorted((dossier / "envoi" / sous_dossier).glob("*.eml"))
    return [lecteur.parsebytes(fichier.read_bytes()) for fichier in fichiers]


def pieces(dossier: Path) -> list[list[tuple[str, bytes]]]:
    """Nom et octets des pièces de chaque message."""
    return [
        [(str(piece.get_filename()), piece.get_content()) for piece in message.iter_attachments()]
        for message in messages(dossier)
    ]


def lot_produit(dossier: Path, *mots: str) -> None:
    """Un publipostage de lettres, lancé par sa commande, dans « lettres »."""
    (dossier / "lettre.docx").write_bytes(modele(p("Facture {{ facture }} de {{ nom }}")))
    arguments = ["lancer", "lettre.docx", "clients.csv", "--sortie", "lettres", "--cle", "facture", *mots]
    resultat = CliRunner().invoke(groupe, arguments, standalone_mode=False)
    assert 0 == resultat.return_value, resultat.output


def du_lot(dossier: Path, *motifs: str) -> list[list[tuple[str, bytes]]]:
    """Le document du lot de chaque motif, comme pièce unique d'un message."""
    fichiers = [next((dossier / "lettres").glob(motif)) for motif in motifs]
    return [[(fichier.name, fichier.read_bytes())] for fichier in fichiers]


def test_chacun_recoit_le_document_que_le_lot_a_fait_pour_lui(dossier: Path) -> None:
    lot_produit(dossier)
    (dossier / "clients.csv").write_text(
        "nom;courriel;facture\nDeux;c@x.fr;F3\nAT&T;a@x.fr;F1\nNeuf;n@x.fr;F9\n", encoding="utf-8"
    )
    resultat = lance("--lot", "lettres", "--cle", "facture")
    assert 1 == resultat.return_value, resultat.output
    assert "clients.csv, ligne 4 : Le lot n'a pas de document à jour pour « F9 »." in resultat.output
    assert ["c@x.fr", "a@x.fr"] == [message["To"] for message in messages(dossier)]
    assert du_lot(dossier, "*F3*.docx", "*F1*.docx") == pieces(dossier)
    sans_cle = lance("--lot", "lettres")
    assert "la colonne de clé du lot" in str(sans_cle.exception)


def test_avec_pdf_c_est_le_pdf_du_lot_et_jamais_un_pdf_plus_vieux_que_sa_lettre(dossier: Path) -> None:
    lot_produit(dossier, "--pdf")
    lance("--lot", "lettres", "--pdf", "--cle", "facture")
    jointes = pieces(dossier)
    assert du_lot(dossier, "*F1*.pdf", "*F2*.pdf") == jointes
    assert all(octets.startswith(b"%PDF-") for ((_, octets),) in jointes)
    for pdf in (dossier / "lettres").glob("*F1*.pdf"):
        os.utime(pdf, (0, 0))
    resultat = lance("--lot", "lettres", "--pdf", "--cle", "facture")
    assert "clients.csv, ligne 2 : Le lot n'a pas de document à jour pour « F1 »." in resultat.output


def test_les_brouillons_s_ouvrent_comme_des_messages_a_envoyer(dossier: Path) -> None:
    resultat = lance("--brouillons")
    assert "2 brouillons." in resultat.output
    lus = messages(dossier, "brouillons")
    assert [("1", "a@x.fr", "Facture F1"), ("1", "b@x.fr", "Facture F2")] == [
        (message["X-Unsent"], message["To"], message["Subject"]) for message in lus
    ]
    assert not (dossier / "envoi" / "courriels").exists()
    lance()
    assert [None, None] == [message["X-Unsent"] for message in messages(dossier)]
