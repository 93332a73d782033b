"""Règles des formules : écrasées, absentes, incohérentes, totaux, boucles, erreurs."""

from pathlib import Path

import pytest

from tableur.classeurs.controle import verifier
from tableur.classeurs.controle.formules import analyser, forme_de, formule_de, formule_ods
from tests.classeurs.controle.fabriques import TAUX, Lignes, codes, controle, factures, seul


@pytest.mark.parametrize(
    "formule",
    [
        "A2*$B$1",
        "SUM(A:A)+SUM($1:3)",
        "VLOOKUP(A2,'Mes prix'!$A$1:$C$9,2,FALSE)*1.2",
        'LOG10(A1)&"B2"',
        "T[[#This Row],[col]]+TVA20",
        "'[1]Autre classeur'!B7*20%",
        "SUM(Feuil1:Feuil3!A1)",
    ],
)
def test_une_formule_reecrite_dans_sa_cellule_est_elle_meme(formule: str) -> None:
    assert formule == formule_de(forme_de(formule, 2, 3), 2, 3)


def test_deux_formules_recopiees_ont_la_meme_forme() -> None:
    assert forme_de("SUM(A$2:A2)*$C$1", 2, 3) == forme_de("SUM(A$2:A90)*$C$1", 90, 3)
    assert forme_de("A2*2", 2, 3) != forme_de("A2*3", 2, 3)


def test_un_texte_entre_guillemets_n_est_pas_une_reference() -> None:
    assert not analyser(forme_de('IF(A1="#REF!","B2",1)', 2, 3)).reference_perdue
    assert 1 == len(analyser(forme_de('IF(A1="B2:B9",1,0)', 2, 3)).references)


def test_une_formule_de_calc_se_lit_comme_celle_d_excel() -> None:
    assert "SUM(A2:A9,'Mes prix'!$B$1)&\";\"" == formule_ods("of:=SUM([.A2:.A9];[$'Mes prix'.$B$1])&\";\"")


def test_une_liste_saine_n_a_aucun_constat(tmp_path: Path) -> None:
    rapport = controle(tmp_path / "sain.xlsx", {"Ventes": factures(), **TAUX})
    assert () == rapport.constats


def test_une_valeur_a_la_place_d_une_formule_est_dite_avec_la_formule_a_remettre(tmp_path: Path) -> None:
    lignes = factures()
    lignes[6][6] = 999.0
    rapport = controle(tmp_path / "a.xlsx", {"Ventes": lignes, **TAUX})
    constat = seul(rapport, "formule-ecrasee")
    assert ("refus", ("G7",), "=E7*F7", "HT") == (
        constat.niveau, constat.cellules, constat.propose, constat.anomalie.ou.colonne
    )  # fmt: skip
    assert {"formule-ecrasee"} == codes(rapport)


def test_plusieurs_valeurs_font_un_seul_constat(tmp_path: Path) -> None:
    lignes = factures(20)
    for rang in (4, 5, 9):
        lignes[rang][8] = 1.0
    constat = seul(controle(tmp_path / "a.xlsx", {"Ventes": lignes, **TAUX}), "formule-ecrasee")
    assert (("I5:I6", "I10"), 3) == (constat.cellules, constat.nombre)


def test_une_colonne_moitie_tapee_moitie_calculee_n_est_pas_une_faute(tmp_path: Path) -> None:
    lignes: Lignes = [["Code", "Base", "Prix"]]
    lignes += [[f"A{n}", n, n * 2 if n % 2 else f"=B{n}*2"] for n in range(2, 20)]
    assert not codes(controle(tmp_path / "a.xlsx", {"Prix": lignes}))


def test_la_premiere_ligne_d_un_solde_courant_n_est_pas_une_faute(tmp_path: Path) -> None:
    lignes: Lignes = [["Libellé", "Entrée", "Sortie", "Solde"], ["Report", None, None, 1000]]
    lignes += [[f"Opération {n}", n, None, f"=D{n - 1}+B{n}-C{n}"] for n in range(3, 15)]
    assert not codes(controle(tmp_path / "a.xlsx", {"Caisse": lignes}))


def test_une_formule_absente_au_milieu_est_dite(tmp_path: Path) -> None:
    lignes = factures()
    lignes[5][7] = None
    constat = seul(controle(tmp_path / "a.xlsx", {"Ventes": lignes, **TAUX}), "formule-absente")
    assert (("H6",), "=ROUND(G6*Taux!$B$1,2)") == (constat.cellules, constat.propose)


def test_une_formule_d_une_autre_forme_est_dite(tmp_path: Path) -> None:
    lignes = factures()
    lignes[5][8] = "=G6-H6"
    rapport = controle(tmp_path / "a.xlsx", {"Ventes": lignes, **TAUX})
    assert ("alerte", ("I6",), "=G6+H6") == (
        rapport.constats[0].niveau, seul(rapport, "formule-incoherente").cellules, rapport.constats[0].propose
    )  # fmt: skip


def test_une_colonne_calculee_de_table_dit_meme_une_seule_valeur(tmp_path: Path) -> None:
    def table(livre: object, feuilles: dict[str, object]) -> None:
        feuille: object = feuilles["T"]
        feuille.add_table(  # type: ignore[attr-defined]
            "A1:C4",
            {
                "name": "Lignes",
                "columns": [{"header": "Qté"}, {"header": "PU"}, {"header": "HT", "formula": "=[@Qté]*[@PU]"}],
            },
        )
        feuille.write_number(2, 2, 7.0)  # type: ignore[attr-defined]

    lignes: Lignes = [["Qté", "PU", "HT"], [1, 2.5], [2, 3.5], [3, 4.5]]
    constat = seul(controle(tmp_path / "a.xlsx", {"T": lignes}, table), "formule-ecrasee")
    assert ("C3",) == constat.cellules


def test_une_valeur_dans_une_ligne_de_mois_est_dite(tmp_path: Path) -> None:
    mois: list[object] = ["Poste", *[f"M{n}" for n in range(1, 13)]]
    lignes: Lignes = [
        mois,
        ["Loyer", *[100.0 + n for n in range(12)]],
        ["Salaires", *[2000.0 + n for n in range(12)]],
    ]
    total: list[object] = ["Total", *[f"=SUM({c}2:{c}3)" for c in "BCDEFGHIJKLM"]]
    assert not codes(controle(tmp_path / "sain.xlsx", {"Budget": [*lignes, total]}))
    total[5] = 2104.0
    constat = seul(controle(tmp_path / "a.xlsx", {"Budget": [*lignes, total]}), "formule-ecrasee")
    assert (("F4",), "=SUM(F2:F3)") == (constat.cellules, constat.propose)


def test_un_total_qui_oublie_les_dernieres_lignes_est_dit(tmp_path: Path) -> None:
    lignes = factures()
    lignes[-1][6] = "=SUM(G2:G11)"
    constat = seul(controle(tmp_path / "a.xlsx", {"Ventes": lignes, **TAUX}), "total-incomplet")
    assert ("refus", ("G14",), "=SUM(G2:G13)") == (constat.niveau, constat.cellules, constat.propose)


def test_un_total_qui_oublie_la_premiere_ligne_est_dit(tmp_path: Path) -> None:
    lignes: Lignes = [["Poste", "Montant"], *[[f"P{n}", 10.5 * n] for n in range(2, 9)], ["Total", "=SUM(B3:B8)"]]
    constat = seul(controle(tmp_path / "a.xlsx", {"Charges": lignes}), "total-incomplet")
    assert "=SUM(B2:B8)" == constat.propose
    assert "soit 21" in constat.anomalie.message


@pytest.mark.parametrize("entete", ["Montant", 2026])
def test_un_total_entier_ne_dit_rien_meme_sous_une_annee(tmp_path: Path, entete: object) -> None:
    lignes: Lignes = [["Poste", entete], *[[f"P{n}", 10.5 * n] for n in range(2, 9)], ["Total", "=SUM(B2:B8)"]]
    assert not codes(controle(tmp_path / "a.xlsx", {"Charges": lignes}))


def test_ht_tva_ttc_en_cascade_ne_sont_pas_des_oublis(tmp_path: Path) -> None:
    lignes: Lignes = [["Article", "Montant"], *[[f"A{n}", 10.5 * n] for n in range(2, 9)]]
    lignes += [["Total HT", "=SUM(B2:B8)"], ["TVA", "=B9*Taux!B1"], ["Total TTC", "=SUM(B9:B10)"]]
    assert not codes(controle(tmp_path / "a.xlsx", {"Facture": lignes, **TAUX}))


def test_un_total_general_qui_recompte_les_sous_totaux_est_dit(tmp_path: Path) -> None:
    lignes: Lignes = [
        ["Poste", "Montant"], ["a", 1.5], ["b", 2.5], ["Sous-total", "=SUM(B2:B3)"], ["c", 3.5], ["d", 4.5],
        ["Sous-total", "=SUM(B5:B6)"], ["Total", "=SUM(B2:B7)"],
    ]  # fmt: skip
    assert ("B8",) == seul(controle(tmp_path / "a.xlsx", {"C": lignes}), "total-double").cellules
    lignes[3][1], lignes[6][1], lignes[7][1] = "=SUBTOTAL(9,B2:B3)", "=SUBTOTAL(9,B5:B6)", "=SUBTOTAL(9,B2:B7)"
    assert not codes(controle(tmp_path / "b.xlsx", {"C": lignes}))


def test_une_somme_qui_se_contient_est_circulaire(tmp_path: Path) -> None:
    lignes: Lignes = [["Poste", "Montant"], ["a", 1.5], ["b", 2.5], ["Total", "=SUM(B2:B4)"]]
    assert ("B4",) == seul(controle(tmp_path / "a.xlsx", {"C": lignes}), "reference-circulaire").cellules


def test_une_boucle_entre_feuilles_est_dite_avec_son_chemin(tmp_path: Path) -> None:
    rapport = controle(tmp_path / "a.xlsx", {"X": [["=Y!A1+1"]], "Y": [["=X!A1*2"]]})
    assert "A1 → Y!A1 → A1" in seul(rapport, "reference-circulaire").anomalie.message


def test_un_cumul_de_haut_en_bas_n_est_pas_circulaire(tmp_path: Path) -> None:
    lignes: Lignes = [["Jour", "Vente", "Cumul"], *[[n, 1.5 * n, f"=SUM(B$2:B{n})"] for n in range(2, 30)]]
    assert not codes(controle(tmp_path / "a.xlsx", {"C": lignes}))


def test_une_erreur_et_un_renvoi_introuvable_se_distinguent(tmp_path: Path) -> None:
    def erreurs(livre: object, feuilles: dict[str, object]) -> None:
        feuille: object = feuilles["Cde"]
        feuille.write_formula("B2", "=VLOOKUP(A2,Prix!$A$1:$B$3,2,FALSE)", None, "#N/A")  # type: ignore[attr-defined]
        feuille.write_formula("C2", "=1/0", None, "#DIV/0!")  # type: ignore[attr-defined]
        feuille.write_formula("D2", "=#REF!+1", None, "#REF!")  # type: ignore[attr-defined]

    prix: Lignes = [["Code", "Prix"], ["A1", 2.5], ["A2", 3.5]]
    rapport = controle(tmp_path / "a.xlsx", {"Cde": [["Code", "Prix"], ["A9"]], "Prix": prix}, erreurs)
    assert {("renvoi-introuvable", "alerte"), ("cellule-en-erreur", "refus"), ("reference-perdue", "refus")} == {
        (c.code, c.niveau) for c in rapport.constats
    }
    assert "« A9 » en A2" in seul(rapport, "renvoi-introuvable").anomalie.message


def test_une_formule_sans_valeur_est_dite(tmp_path: Path) -> None:
    import openpyxl

    livre = openpyxl.Workbook()
    feuille = livre.worksheets[0]
    feuille["A1"], feuille["B1"] = 2, "=A1*3"
    livre.save(tmp_path / "a.xlsx")
    assert ("B1",) == seul(verifier(tmp_path / "a.xlsx"), "formule-sans-valeur").cellules
