"""Rapprochement d'un FEC : la déclaration vient d'un classeur calculé, d'un JSON ou d'un CSV."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tableur.actions.tva_fec import (
    Declaree,
    Rapprochement,
    compte_rendu,
    declaration_du_classeur,
    declaration_du_fichier,
    rapprocher_un_fec,
)
from tableur.calculs.tva.enregistrements import (
    CaseFigee,
    EtatDePeriode,
    LigneCollectee,
    LigneDeDeclaration,
    LigneDeductible,
    LigneFigee,
    PeriodeDeclaree,
)
from tableur.classeurs import creer, ouvrir
from tableur.socle.erreurs import ErreurTableur, Refus
from tests.echanges.fec_d_essai import NOM, ecrire, en_texte, ligne, vente

D = Decimal


def _fec(dossier: Path) -> Path:
    return ecrire(dossier, en_texte([*vente(1), *vente(2)]), NOM)


def _fait(dossier: Path, cases: object, nom: str = "cases.json") -> Rapprochement:
    fichier = dossier / nom
    fichier.write_text(cases if isinstance(cases, str) else json.dumps(cases), encoding="utf-8")
    return rapprocher_un_fec(_fec(dossier), declaration_du_fichier(fichier, "2026-11"))


@pytest.mark.parametrize(
    "cases",
    [
        {"16": 40},
        {"periode": "2026-11", "cases": {"08": 40}},
        [{"case": "08", "base": 200, "taxe": 40}, {"case": "16", "taxe": "40"}],
        {"cases": [{"case": "16", "libelle": "Total", "base": None, "taxe": 40, "texte": "…"}]},
    ],
)
def test_les_formes_du_json_donnent_le_meme_rapprochement(tmp_path: Path, cases: object) -> None:
    fait = _fait(tmp_path, cases)
    assert (D(0), "2026-11") == (fait.lignes[0].ecart, str(fait.periode))
    assert [] == compte_rendu(fait).anomalies


def test_un_csv_de_cases_est_lu(tmp_path: Path) -> None:
    fait = _fait(tmp_path, "Case;Base;Taxe\n08;200;40\n16;;40\n", "cases.csv")
    assert D(0) == fait.lignes[0].ecart


def test_la_periode_du_json_suffit_et_sans_periode_c_est_dit(tmp_path: Path) -> None:
    fichier = tmp_path / "c.json"
    fichier.write_text('{"periode": "T4 2026", "cases": {"16": 40}}', encoding="utf-8")
    assert date(2026, 10, 1) == declaration_du_fichier(fichier).periode.debut
    fichier.write_text('{"16": 40}', encoding="utf-8")
    with pytest.raises(ErreurTableur, match="--periode"):
        declaration_du_fichier(fichier)


@pytest.mark.parametrize("texte", ["{", "[1]", '"16"', '{"16": "beaucoup"}'])
def test_un_mauvais_json_est_refuse_en_une_phrase(tmp_path: Path, texte: str) -> None:
    with pytest.raises(ErreurTableur):
        _fait(tmp_path, texte)


def test_l_ecart_est_dit_avec_son_ecriture(tmp_path: Path) -> None:
    bilan = compte_rendu(_fait(tmp_path, {"16": 20}))
    phrases = [anomalie.message for anomalie in bilan.anomalies]
    assert "20,00\xa0€ comptabilisés de plus que déclarés" in phrases[0]
    assert 3 == len(phrases)
    assert all("Son montant est celui de l'écart" in phrase for phrase in phrases[1:])


def test_une_declaration_pas_encore_comptabilisee_n_est_pas_dite_egale(tmp_path: Path) -> None:
    bilan = compte_rendu(_fait(tmp_path, {"16": 40, "28": 40}))
    assert [] == bilan.anomalies
    assert any("pas encore rapproché" in point for point in bilan.points)


def test_une_periode_sans_ecriture_est_dite(tmp_path: Path) -> None:
    fichier = tmp_path / "c.json"
    fichier.write_text('{"16": 0}', encoding="utf-8")
    fait = rapprocher_un_fec(_fec(tmp_path), declaration_du_fichier(fichier, "2026-05"))
    assert ["période vide"] == [anomalie.regle for anomalie in fait.anomalies]


def test_un_montant_illisible_arrete_le_rapprochement(tmp_path: Path) -> None:
    fec = ecrire(tmp_path, en_texte([ligne(debit="douze")]), NOM)
    fichier = tmp_path / "c.json"
    fichier.write_text('{"16": 0}', encoding="utf-8")
    with pytest.raises(Refus, match="douze"):
        rapprocher_un_fec(fec, declaration_du_fichier(fichier, "2026-11"))


@pytest.fixture
def classeur(tmp_path: Path) -> Path:
    """Classeur de TVA où novembre est calculé : deux ventes, dont une n'est pas dans le FEC."""
    fichier = tmp_path / "tva.xlsx"
    creer("tva", fichier)
    jour = date(2026, 11, 5)
    collectees = [
        LigneCollectee(case="A1", date_exigibilite=jour, piece=piece, ht=D(100), taux=D("0.2"), tva=D(20))
        for piece in ("F1", "F3")
    ]
    deductibles = [
        LigneDeductible(case="20", date_deduction=jour, piece="A1", ht=D(50), tva=D(10), tva_deductible=D(10))
    ]
    cases = [
        LigneDeDeclaration(case=case, libelle=f"Case {case}", taxe=D(taxe))
        for case, taxe in (("08", 40), ("16", 40), ("20", 10))
    ]
    with ouvrir(fichier, recalculer=False) as ouvert:
        ouvert.ecrire(LigneCollectee, collectees)
        ouvert.ecrire(LigneDeductible, deductibles)
        ouvert.ecrire(LigneDeDeclaration, cases)
        ouvert.poser("periode_calculee", "2026-11")
    return fichier


def _declaree(classeur: Path, periode: str = "") -> Declaree:
    with ouvrir(classeur, simuler=True) as ouvert:
        return declaration_du_classeur(ouvert, periode)


def test_avec_un_classeur_l_ecart_se_lit_piece_par_piece(classeur: Path, tmp_path: Path) -> None:
    fait = rapprocher_un_fec(_fec(tmp_path), _declaree(classeur))
    assert (True, 3) == (fait.par_piece, fait.ecarts.nombre)
    assert "sous un autre numéro" in fait.ecarts.lignes[0].cause
    assert {"F2": D(20), "F3": D(-20), "A1": D(-10)} == {ecart.piece: ecart.ecart for ecart in fait.ecarts.lignes}
    assert D(0) == fait.lignes[0].ecart  # les deux ventes se compensent : seul le détail les montre
    assert 4 == len(compte_rendu(fait).anomalies)


def test_une_autre_periode_que_celle_du_classeur_est_refusee(classeur: Path) -> None:
    with pytest.raises(Refus, match="2026-10"):
        _declaree(classeur, "2026-10")


def test_un_classeur_qui_n_est_pas_calcule_est_refuse(tmp_path: Path) -> None:
    creer("tva", tmp_path / "vierge.xlsx")
    with pytest.raises(Refus, match="tableur tva calculer"):
        _declaree(tmp_path / "vierge.xlsx")


def test_le_controle_du_fec_s_ajoute_sur_demande(tmp_path: Path) -> None:
    fec = ecrire(tmp_path, en_texte([*vente(1), *vente(3)]), NOM)
    fichier = tmp_path / "c.json"
    fichier.write_text('{"16": 40}', encoding="utf-8")
    declaree = declaration_du_fichier(fichier, "2026-11")
    assert 0 == rapprocher_un_fec(fec, declaree).nombre_d_anomalies
    assert 1 == rapprocher_un_fec(fec, declaree, controle=True).nombre_d_anomalies


def _figer_octobre(classeur: Path, etat: EtatDePeriode) -> None:
    figees = [
        LigneFigee(periode="2026-10", case=case, piece=piece, ht=D(100), tva=D(tva))
        for case, piece, tva in (("A1", "F1", 0), ("08", "F1", 20), ("20", "A1", 8), ("15", "AV1", 3))
    ]
    cases = [
        CaseFigee(periode="2026-10", case=case, taxe=D(taxe))
        for case, taxe in (("08", 20), ("15", 3), ("16", 23), ("20", 8))
    ]
    with ouvrir(classeur, recalculer=False) as ouvert:
        ouvert.ecrire(PeriodeDeclaree, [PeriodeDeclaree(periode="2026-10", etat=etat)])
        ouvert.ecrire(LigneFigee, figees)
        ouvert.ecrire(CaseFigee, cases)


def test_une_periode_close_est_lue_telle_qu_elle_a_ete_deposee(classeur: Path) -> None:
    _figer_octobre(classeur, "close")
    declaree = _declaree(classeur, "octobre 2026")
    assert "2026-10" == str(declaree.periode)
    assert {"08": D(20), "15": D(3), "16": D(23), "20": D(8)} == {c.case: c.taxe for c in declaree.cases}
    biens = "TVA sur biens et services"
    attendu = {("TVA brute", "F1", D(20)), (biens, "A1", D(8)), (biens, "AV1", D(-3))}
    assert attendu == {(p.poste, p.piece, p.tva) for p in declaree.pieces}
    assert "2026-11" == str(_declaree(classeur).periode)


def test_une_periode_rouverte_n_est_plus_figee(classeur: Path) -> None:
    _figer_octobre(classeur, "rouverte")
    with pytest.raises(Refus, match="n'est pas close"):
        _declaree(classeur, "2026-10")
