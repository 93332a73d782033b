"""Le dossier remis au cabinet : ce qu'il contient, ce qu'il dit manquer, et qu'il n'écrase rien."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from tableur.actions import tva_remise
from tableur.calculs.tva.enregistrements import Achat, Decaissement, Encaissement, Vente
from tableur.calculs.tva.periodes import periode_lue
from tableur.calculs.tva.pieces import documents_a_joindre, pieces_manquantes
from tableur.catalogue import lancer
from tableur.classeurs import ouvrir
from tableur.dossier import Dossier
from tableur.fichiers.libreoffice import LibreOfficeAbsent
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import Refus
from tests.actions.test_tva_vie import DEPOT, LE, calcule, changer, clos, sur_place
from tests.actions.tva_d_essai import ACHATS, ACTIONS, ENCAISSEMENTS, VENTES, classeur_de_tva

D = Decimal
MARS = periode_lue("2026-03")
IDENTITE = {
    "identite.forme": "SARL",
    "identite.adresse": "12 quai des Brumes",
    "identite.code_postal": "29000",
    "identite.ville": "Kerfictif",
    "identite.rcs": "732 829 320 RCS Quimper",
}
CABINET = {
    "cabinet": "Cabinet Le Bihan",
    "cabinet_adresse": "3 place du Marché",
    "cabinet_code_postal": "29200",
    "cabinet_ville": "Brest",
    "signataire": "Maëlle Le Goff",
    "signataire_qualite": "gérante",
}
EXPORT = Vente(date=date(2026, 3, 11), piece="F4", client="Jersey", nature="Exportation hors UE", ht=D(90))


def remettre(fichier: Path, **options: object) -> CompteRendu:
    return sur_place("remettre", fichier, **{"periode": "2026-03", **options})


def avec_le_cabinet(fichier: Path) -> None:
    with ouvrir(fichier, recalculer=False) as classeur:
        for nom, valeur in CABINET.items():
            classeur.poser(nom, valeur)


def texte_de(document: Path) -> str:
    lu = Document(str(document))
    cellules = [c.text for t in lu.tables for ligne in t.rows for c in ligne.cells]
    return "\n".join([*(p.text for p in lu.paragraphs), *cellules])


@pytest.mark.libreoffice
def test_le_dossier_d_une_periode_close_est_complet_et_date(tmp_path: Path) -> None:
    Dossier.creer(tmp_path, "Le Comptoir de Kerfictif", IDENTITE)
    fichier = calcule(tmp_path / "tva.xlsx", Vente=[*VENTES, EXPORT])
    avec_le_cabinet(fichier)
    sur_place("cloturer", fichier, **DEPOT)
    changer(fichier, "Ventes", "Montant HT", 1, 7777)  # le cabinet reçoit ce qui a été déclaré
    bilan = remettre(fichier)
    dossier = tmp_path / "sorties" / "tva 2026-03 remise le 2026-04-20"
    noms = {
        "Déclaration 2026-03.pdf",
        "Détail 2026-03.pdf",
        "lettre 2026-03.docx",
        "pièces manquantes.txt",
        "tva 2026-03.xlsx",
    }
    assert noms == {x.name for x in dossier.iterdir()} == {x.name for x in bilan.fichiers}
    lettre = texte_de(dossier / "lettre 2026-03.docx")
    for phrase in (
        "dossier de notre déclaration de TVA de mars 2026",
        "déposée le 19 avril 2026, sous l’accusé AR-2026-03",
        "Cabinet Le Bihan",
        "preuve d’exportation",
        "300,00",
    ):
        assert phrase.replace("’", "'") in lettre.replace("’", "'").replace("\u00a0", " "), lettre
    assert "n° de la déclaration en douane" in (dossier / "pièces manquantes.txt").read_text("utf-8-sig")
    declaration = PdfReader(dossier / "Déclaration 2026-03.pdf").pages
    assert 1 == len(declaration)
    assert "Total à payer" in declaration[0].extract_text()
    detail = "\n".join(p.extract_text() for p in PdfReader(dossier / "Détail 2026-03.pdf").pages)
    assert "1 000,40" in detail.replace("\u202f", " ").replace("\u00a0", " ")
    assert "7 777" not in detail.replace("\u202f", " ").replace("\u00a0", " ")
    fige = openpyxl.load_workbook(dossier / "tva 2026-03.xlsx", data_only=True)
    assert 1000.4 in [c.value for ligne in fige["Ventes"].iter_rows() for c in ligne]


@pytest.mark.libreoffice
def test_remettre_deux_fois_n_ecrase_rien(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    premier = {x: x.read_bytes() for x in remettre(fichier).fichiers}
    second = remettre(fichier).fichiers
    assert not set(premier) & set(second)
    assert premier == {x: x.read_bytes() for x in premier}
    assert {"tva 2026-03 remise le 2026-04-20 (2)"} == {x.parent.name for x in second}
    assert not list((tmp_path / "sorties").glob(".tva*"))


@pytest.mark.libreoffice
def test_sans_cabinet_ni_identite_la_lettre_manque_et_le_reste_est_la(tmp_path: Path) -> None:
    bilan = remettre(calcule(tmp_path / "tva.xlsx"))
    regles = {a.regle: str(a) for a in bilan.anomalies}
    assert {"lettre", "période ouverte", "pièce manquante"} == set(regles)
    assert "« Cabinet comptable »" in regles["lettre"]
    assert "identite.rcs" in regles["lettre"]
    assert "lettre 2026-03.docx" not in {x.name for x in bilan.fichiers}
    assert 4 == len(bilan.fichiers)


def test_sans_libreoffice_le_dossier_se_fait_et_le_dit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> None:
        raise LibreOfficeAbsent("LibreOffice n'est pas installé.")

    fichier = classeur_de_tva(tmp_path / "tva.xlsx", {"periode": ""})
    with ouvrir(fichier) as classeur:
        lancer(ACTIONS["tva.calculer"], classeur, {"periode": "2026-03"}, LE)
    monkeypatch.setattr(tva_remise, "profil_prive", absent)
    bilan = remettre(fichier)
    assert [a for a in bilan.anomalies if "PDF non faits : LibreOffice n'est pas installé." in str(a)]
    assert {"pièces manquantes.txt", "tva 2026-03.xlsx"} == {x.name for x in bilan.fichiers}


def test_une_periode_ni_close_ni_calculee_ne_se_remet_pas(tmp_path: Path) -> None:
    fichier = classeur_de_tva(tmp_path / "tva.xlsx", {"periode": ""})
    with pytest.raises(Refus, match="2026-03 n'est pas calculée"):
        remettre(fichier)
    assert not (tmp_path / "sorties").exists()


@pytest.mark.libreoffice
def test_une_copie_de_cloture_alteree_se_dit_et_le_classeur_calcule_la_remplace(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    (copie,) = (tmp_path / "sorties" / "tva clôturée").iterdir()
    copie.chmod(0o644)
    copie.write_bytes(copie.read_bytes() + b"x")
    regles = {a.regle: str(a) for a in remettre(fichier).anomalies}
    assert "n'est plus celle de la clôture" in regles["copie de clôture"]
    copie.unlink()
    sur_place("calculer", fichier, date(2026, 5, 4), periode="2026-04")
    with pytest.raises(Refus, match="la feuille montre 2026-04"):
        remettre(fichier)


def test_simuler_dit_ce_qui_manque_et_n_ecrit_rien(tmp_path: Path) -> None:
    fichier = calcule(tmp_path / "tva.xlsx", Vente=[*VENTES, EXPORT])
    avant = {x: x.read_bytes() for x in tmp_path.rglob("*") if x.is_file()}
    with ouvrir(fichier, simuler=True) as classeur:
        bilan = lancer(ACTIONS["tva.remettre"], classeur, {"periode": "2026-03", "simuler": True}, LE)
    assert "Il manque 2 renseignements." == bilan.points[0]
    dites = [str(a) for a in bilan.anomalies if a.regle == "pièce manquante"]
    assert dites[0].startswith(
        "tva.xlsx, feuille « Ventes », ligne 8 : pièce F4 : il manque : preuve d'exportation"
    )
    assert dites[1].startswith("tva.xlsx, feuille « Achats », ligne 6 : pièce A2 : il manque : n° de TVA")
    assert avant == {x: x.read_bytes() for x in tmp_path.rglob("*") if x.is_file()}


def test_un_numero_de_facture_vide_est_une_piece_manquante(tmp_path: Path) -> None:
    fichier = clos(tmp_path / "tva.xlsx")
    changer(fichier, "Ventes", "N° de facture", 1, None)
    with ouvrir(fichier, simuler=True) as classeur:
        bilan = lancer(ACTIONS["tva.remettre"], classeur, {"periode": "2026-03", "simuler": True}, LE)
    (dite,) = [str(a) for a in bilan.anomalies if "feuille « Ventes »" in str(a)]
    assert "ligne 5 : il manque : N° de facture" in dite


def test_les_pieces_manquantes_d_une_periode() -> None:
    ventes = [
        EXPORT,
        replace(EXPORT, preuve_export="26FR1"),
        replace(VENTES[2], vies_reference=""),
        replace(VENTES[2], numero_tva_client=""),
        replace(VENTES[0], ht=D(-10)),
        replace(VENTES[0], ht=D(-10), avoir_de="F1"),
        replace(VENTES[0], client=""),
        replace(EXPORT, date=date(2026, 2, 1)),
        replace(EXPORT, date=date(2026, 2, 1), piece="F0"),
    ]
    achats = [ACHATS[0], ACHATS[1], replace(ACHATS[1], numero_tva_fournisseur="BE0123456749")]
    recus = [ENCAISSEMENTS[0], replace(ENCAISSEMENTS[0], piece=""), replace(ENCAISSEMENTS[0], reference="")]
    payes = [Decaissement(date=date(2026, 2, 1), montant=D(1))]
    trouvees = pieces_manquantes(ventes, achats, recus, payes, MARS, [("F0", "JERSEY")])
    assert [
        ("Ventes", 1, "preuve d'exportation (n° de la déclaration en douane)"),
        ("Ventes", 3, "date et référence de la consultation de VIES"),
        ("Ventes", 4, "n° de TVA du client"),
        ("Ventes", 5, "n° de la facture que corrige l'avoir"),
        ("Ventes", 7, "nom du client"),
        ("Ventes", 9, "preuve d'exportation (n° de la déclaration en douane)"),
        ("Achats", 2, "n° de TVA du fournisseur"),
        ("Encaissements", 2, "facture réglée (sans elle, c'est une avance)"),
        ("Encaissements", 3, "référence du règlement"),
    ] == [(x.feuille, x.ligne, x.manque) for x in trouvees]


def test_les_documents_a_joindre_d_une_periode() -> None:
    importation = Achat(date=date(2026, 3, 2), piece="IM1", nature="Importation", ht=D(10), taux=D("0.2"))
    perte = replace(VENTES[0], nature="Créance irrécouvrable", ht=D(-10), avoir_de="F1")
    joints = documents_a_joindre([EXPORT, perte, VENTES[0]], [importation, ACHATS[0]], MARS)
    assert [("Ventes", 1), ("Ventes", 2), ("Achats", 1)] == [(x.feuille, x.ligne) for x in joints]
    assert "certificat d'irrécouvrabilité" in joints[1].manque
    assert [] == documents_a_joindre([EXPORT], [importation], periode_lue("2026-04"))
    assert [] == pieces_manquantes([], [], list[Encaissement](), [], MARS)
