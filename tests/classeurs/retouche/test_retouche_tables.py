"""Écrire dans une table : elle grandit avec tout ce qui la couvre, et rien d'autre ne change."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tableur.classeurs.retouche import Plage, Retouche
from tests.classeurs.retouche.classeurs_d_essai import (
    classeur_de_stock,
    differentes,
    formule,
    ouvrir,
    partie,
    parties,
    recoudre,
)

STOCK, SYNTHESE = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
NEUVES: dict[str, list[Any]] = {
    "Code": [f"N{i}" for i in range(5)],
    "Nom": ["=1+1", "0012", "<&>", "", None],
    "Le": [date(2026, 11, 20 + i) for i in range(5)],
    "Quantité": [1, 2, 3, 4, 5],
    "Prix": [Decimal("0.10"), Decimal("1E+2"), Decimal("3.333333333333333333"), Decimal("-0"), Decimal("7")],
}


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    return classeur_de_stock(tmp_path / "stock de l'été.xlsx")


def _enregistrer(retouche: Retouche, source: Path) -> Path:
    sortie = source.with_name("sortie.xlsx")
    retouche.enregistrer(sortie)
    return sortie


def _grille(fichier: Path, feuille: str, plage: str) -> list[list[object]]:
    return [[c.value for c in ligne] for ligne in ouvrir(fichier)[feuille][plage]]


def test_ajouter_fait_grandir_la_table_et_tout_ce_qui_la_couvrait(stock: Path) -> None:
    retouche = Retouche(stock)
    bilan = retouche.ecrire("Stock", NEUVES, "ajouter")
    assert (8, 5, 0, 0, 0) == (bilan.lignes, bilan.creees, bilan.mises_a_jour, bilan.inchangees, bilan.retirees)
    sortie = _enregistrer(retouche, stock)

    attendues = {STOCK, SYNTHESE, "xl/tables/table1.xml", "xl/workbook.xml", "xl/charts/chart1.xml"}
    assert attendues == differentes(stock, sortie)
    table = partie(sortie, "xl/tables/table1.xml")
    assert 'ref="B3:G12"' in table
    assert '<autoFilter ref="B3:G11"/>' in table
    livre = partie(sortie, "xl/workbook.xml")
    assert "Stock!$B$4:$B$11" in livre
    assert "Stock!$A$1:$I$12" in livre
    assert 'fullCalcOnLoad="1"' in livre
    graphique = partie(sortie, "xl/charts/chart1.xml")
    assert "Stock!$C$4:$C$11" in graphique
    assert "Stock!$E$4:$E$11" in graphique
    feuille = partie(sortie, STOCK)
    for couverte in ("E4:E11", "F4:F11", "G4:G11"):
        assert f'<conditionalFormatting sqref="{couverte}">' in feuille
    assert '<dataValidation type="whole" operator="greaterThanOrEqual" allowBlank="1"' in feuille
    assert 'sqref="C4:C11"' in feuille
    assert "<xm:f>Stock!E4:E11</xm:f>" in feuille
    assert "<xm:sqref>F4:F11</xm:sqref>" in feuille
    assert "<dimension" not in feuille


def test_les_formules_du_classeur_suivent_la_table(stock: Path) -> None:
    retouche = Retouche(stock)
    retouche.ecrire("Stock", NEUVES, "ajouter")
    sortie = _enregistrer(retouche, stock)
    obtenues = [formule(sortie, SYNTHESE, f"B{n}") for n in range(1, 7)]
    assert [
        "SUM(Stock!E4:E11)",
        "SUM(Stock!$G$4:$G$11)",
        "Stock!E12",
        'COUNTA(Stock!B4:B11)&amp;"Stock!E4:E6"',
        "SUM(Stock[Montant])",
        "SUM(Stock!E4:E5)",
    ] == [f.replace("&quot;", '"') if f else f for f in obtenues]
    assert "<v>" not in "".join(x.split("</c>")[0] for x in partie(sortie, SYNTHESE).split("<f>")[1:])


def test_les_lignes_neuves_ont_le_style_les_formules_et_les_valeurs_voulues(stock: Path) -> None:
    retouche = Retouche(stock)
    retouche.ecrire("Stock", NEUVES, "ajouter")
    sortie = _enregistrer(retouche, stock)
    feuille = ouvrir(sortie)["Stock"]
    assert ["=1+1", "0012", "<&>", None, None] == [feuille.cell(n, 3).value for n in range(7, 12)]
    assert {"s"} == {feuille.cell(n, 3).data_type for n in (7, 8, 9)}
    assert date(2026, 11, 20) == feuille["D7"].value.date()
    assert feuille["D6"].number_format == feuille["D11"].number_format
    assert feuille["D6"].fill.fgColor.rgb == feuille["D11"].fill.fgColor.rgb
    assert [0.1, 100, 3.3333333333333335, 0, 7] == [feuille.cell(n, 6).value for n in range(7, 12)]
    assert {feuille["G4"].value} == {feuille.cell(n, 7).value for n in range(4, 12)}
    assert ("Total", "=SUBTOTAL(109,[Quantité])") == (feuille["B12"].value, feuille["E12"].value)
    assert "note A3" == feuille["I6"].value
    assert 21.75 == feuille.row_dimensions[11].height


def test_remplacer_sans_cle_garde_la_place_des_colonnes_de_la_personne(stock: Path) -> None:
    retouche = Retouche(stock)
    bilan = retouche.ecrire("Stock", {"Code": ["Z1", "Z2"], "Quantité": [7, 8]})
    assert (2, 0, 2, 1) == (bilan.lignes, bilan.creees, bilan.mises_a_jour, bilan.retirees)
    sortie = _enregistrer(retouche, stock)
    attendue = [["Z1", "Vis", 7], ["Z2", "Clou", 8], ["Total", None, "=SUBTOTAL(109,[Quantité])"], [None] * 3]
    assert attendue == [[ligne[i] for i in (0, 1, 3)] for ligne in _grille(sortie, "Stock", "B4:E7")]
    assert 'ref="B3:G6"' in partie(sortie, "xl/tables/table1.xml")
    assert "SUM(Stock!E4:E5)" == formule(sortie, SYNTHESE, "B1")
    assert "Stock!E6" == formule(sortie, SYNTHESE, "B3")
    assert [["note A1"], ["note A2"], ["note A3"]] == _grille(sortie, "Stock", "I4:I6")


def test_remplacer_par_cle_fait_suivre_les_colonnes_de_la_personne(stock: Path) -> None:
    retouche = Retouche(stock)
    donnees: dict[str, list[object]] = {"Code": ["A3", "N1", "A1"], "Quantité": [33, 1, 11]}
    bilan = retouche.ecrire("Stock", donnees, "remplacer", "Code")
    assert (3, 1, 2, 1) == (bilan.lignes, bilan.creees, bilan.mises_a_jour, bilan.retirees)
    sortie = _enregistrer(retouche, stock)
    attendue = [["A3", "Écrou", 33], ["N1", None, 1], ["A1", "Vis", 11]]
    assert attendue == [[ligne[i] for i in (0, 1, 3)] for ligne in _grille(sortie, "Stock", "B4:E6")]


def test_fusionner_met_a_jour_sur_place_et_ajoute_a_la_fin(stock: Path) -> None:
    retouche = Retouche(stock)
    donnees: dict[str, list[object]] = {"Code": ["N1", "A2", "A1"], "Quantité": [1, 22, 10]}
    bilan = retouche.ecrire("Stock", donnees, "fusionner", "Code")
    assert (4, 1, 1, 1, 0) == (
        bilan.lignes,
        bilan.creees,
        bilan.mises_a_jour,
        bilan.inchangees,
        bilan.retirees,
    )
    sortie = _enregistrer(retouche, stock)
    attendue = [["A1", "Vis", 10], ["A2", "Clou", 22], ["A3", "Écrou", 30], ["N1", None, 1]]
    assert attendue == [[ligne[i] for i in (0, 1, 3)] for ligne in _grille(sortie, "Stock", "B4:E7")]


def test_fusionner_deux_fois_ne_change_rien_la_seconde(stock: Path) -> None:
    donnees: dict[str, list[object]] = {
        "Code": ["N1", "A2"],
        "Le": [date(2026, 2, 1), date(2026, 2, 2)],
        "Prix": [Decimal("1.10"), 2],
    }
    une = Retouche(stock)
    une.ecrire("Stock", donnees, "fusionner", "Code")
    premiere = _enregistrer(une, stock)
    deux = Retouche(premiere)
    bilan = deux.ecrire("Stock", donnees, "fusionner", "Code")
    assert (0, 0, 2) == (bilan.creees, bilan.mises_a_jour, bilan.inchangees)
    seconde = premiere.with_name("seconde.xlsx")
    deux.enregistrer(seconde)
    assert parties(premiere)[STOCK] == parties(seconde)[STOCK]
    assert "SUBTOTAL(109,[Quantité])" in partie(seconde, STOCK)


def test_ecrire_ce_qui_y_est_deja_ne_change_rien_du_tout(stock: Path) -> None:
    retouche = Retouche(stock)
    donnees: dict[str, list[object]] = {"Code": ["A1", "A2", "A3"], "Prix": [1.5, Decimal("0.25"), 2]}
    assert 3 == retouche.ecrire("Stock", donnees).inchangees
    retouche.poser("taux", Decimal("0.95"))
    assert set() == differentes(stock, _enregistrer(retouche, stock))


def test_fusionner_peut_retirer_les_absentes_et_les_lignes_restantes_remontent(stock: Path) -> None:
    retouche = Retouche(stock)
    bilan = retouche.ecrire("Stock", {"Code": ["A3"], "Prix": [9]}, "fusionner", "Code", absentes="retirees")
    assert (1, 2) == (bilan.lignes, bilan.retirees)
    sortie = _enregistrer(retouche, stock)
    assert [["A3", "Écrou", 30, 9]] == [
        [ligne[i] for i in (0, 1, 3, 4)] for ligne in _grille(sortie, "Stock", "B4:F4")
    ]


def test_une_table_videe_garde_une_ligne_vide_et_ses_formules(stock: Path) -> None:
    retouche = Retouche(stock)
    retouche.ecrire("Stock", {"Code": []})
    sortie = _enregistrer(retouche, stock)
    assert 'ref="B3:G5"' in partie(sortie, "xl/tables/table1.xml")
    ligne = _grille(sortie, "Stock", "B4:G4")[0]
    assert ([None] * 5, True) == (ligne[:5], str(ligne[5]).startswith("="))


def test_une_ligne_vide_en_fin_de_table_est_remplie_avant_que_la_table_ne_grandisse(tmp_path: Path) -> None:
    stock = classeur_de_stock(tmp_path / "vide.xlsx", total=False)
    premiere = Retouche(stock)
    premiere.ecrire("Stock", {"Code": []})
    vide = _enregistrer(premiere, stock)
    retouche = Retouche(vide)
    bilan = retouche.ecrire("Stock", {"Code": ["X"], "Quantité": [1]}, "ajouter")
    assert (1, 1) == (bilan.lignes, bilan.creees)
    sortie = vide.with_name("rempli.xlsx")
    retouche.enregistrer(sortie)
    assert 'ref="B3:G4"' in partie(sortie, "xl/tables/table1.xml")
    assert "X" == ouvrir(sortie)["Stock"]["B4"].value


def test_plusieurs_operations_s_enchainent_sur_la_meme_table(stock: Path) -> None:
    retouche = Retouche(stock)
    retouche.ecrire("Stock", {"Code": ["N1"], "Quantité": [1]}, "ajouter")
    retouche.ecrire("Stock", {"Code": ["N2"], "Quantité": [2]}, "ajouter")
    retouche.poser(("Stock", "I8"), "note N2")
    sortie = _enregistrer(retouche, stock)
    assert [["N1", 1], ["N2", 2], ["Total", "=SUBTOTAL(109,[Quantité])"]] == [
        [ligne[0], ligne[3]] for ligne in _grille(sortie, "Stock", "B7:E9")
    ]
    assert "SUM(Stock!E4:E8)" == formule(sortie, SYNTHESE, "B1")


def test_les_valeurs_connues_des_colonnes_calculees_sont_gardees(stock: Path) -> None:
    retouche = Retouche(stock)
    donnees: dict[str, list[object]] = {"Code": ["X", "Y"], "Quantité": [2, 3], "Prix": [10, 20]}
    retouche.ecrire("Stock", donnees, valeurs_connues={"Montant": [Decimal("20"), Decimal("60")]})
    retouche.connaitre_valeurs("Stock", {"E6": 5, "G6": 80})
    retouche.connaitre_valeurs("Synthèse", {"B1": 5, "B2": 80, "B3": 5, "B4": "2Stock", "B5": 80, "B6": 5})
    sortie = _enregistrer(retouche, stock)
    assert 0 == retouche.formules_sans_valeur
    livre = ouvrir(sortie, valeurs=True)
    assert [20, 60, 80] == [livre["Stock"][f"G{n}"].value for n in (4, 5, 6)]
    assert [5, 80, 5, "2Stock"] == [livre["Synthèse"][f"B{n}"].value for n in range(1, 5)]


def test_les_valeurs_connues_seules_ne_touchent_a_rien_d_autre(stock: Path) -> None:
    premiere = Retouche(stock)
    premiere.poser(("Stock", "E4"), 11)
    perime = _enregistrer(premiere, stock)
    retouche = Retouche(perime)
    retouche.connaitre_valeurs("Synthèse", {"B1": 61, "B4": "valeur encore bonne : ignorée"})
    sortie = perime.with_name("recalculé.xlsx")
    retouche.enregistrer(sortie)
    assert {SYNTHESE} == differentes(perime, sortie)
    feuille = ouvrir(sortie, valeurs=True)["Synthèse"]
    assert (61, "3Stock!E4:E6") == (feuille["B1"].value, feuille["B4"].value)


def test_les_valeurs_gardees_du_graphique_suivent_les_cellules(stock: Path) -> None:
    retouche = Retouche(stock)
    retouche.ecrire("Stock", {"Nom": ["Un", "Deux"], "Quantité": [5, 6]}, "ajouter")
    sortie = _enregistrer(retouche, stock)
    graphique = partie(sortie, "xl/charts/chart1.xml")
    assert 2 == graphique.count('<c:ptCount val="5"/>')
    assert '<c:pt idx="4"><c:v>Deux</c:v></c:pt>' in graphique
    assert '<c:pt idx="3"><c:v>5</c:v></c:pt>' in graphique


def test_une_plage_designee_grandit_comme_une_table(tmp_path: Path) -> None:
    fichier = tmp_path / "plage.xlsx"
    livre = openpyxl.Workbook()
    feuille = livre.active
    assert feuille is not None
    feuille.title = "L'été"
    for ligne in (["Code", "Quantité", "Double"], ["A", 1, "=B2*2"], ["B", 2, "=B3*2"], ["Total", "=SUM(B2:B3)"]):
        feuille.append(ligne)
    feuille.auto_filter.ref = "A1:C3"
    livre.save(fichier)
    retouche = Retouche(fichier)
    plage = Plage("L'été", 1, "A:C", 2, 3, 4)
    assert ("Code", "Quantité", "Double") == retouche.decrire(plage).colonnes
    retouche.ecrire(plage, {"Code": ["A", "C", "D"], "Quantité": [10, 30, 40]}, "fusionner", "Code")
    sortie = _enregistrer(retouche, fichier)
    attendue = [
        ["A", 10, "=B2*2"],
        ["B", 2, "=B3*2"],
        ["C", 30, "=B4*2"],
        ["D", 40, "=B5*2"],
        ["Total", "=SUM(B2:B5)", None],
    ]
    assert attendue == _grille(sortie, "L'été", "A2:C6")
    assert "A1:C5" == ouvrir(sortie)["L'été"].auto_filter.ref


def test_le_filtre_et_les_lignes_masquees_survivent_a_une_fusion(tmp_path: Path) -> None:
    fichier = tmp_path / "filtre.xlsx"
    livre = xlsxwriter.Workbook(str(fichier))
    feuille = livre.add_worksheet("F")
    feuille.add_table("A1:B4", {"name": "T", "data": [["x", 1], ["y", 2], ["z", 3]]})
    feuille.set_row(2, None, None, {"hidden": True})
    feuille.set_column("B:B", None, None, {"hidden": True})
    livre.close()
    critere = b'<filterColumn colId="0"><filters><filter val="x"/><filter val="z"/></filters></filterColumn>'
    table = parties(fichier)["xl/tables/table1.xml"]
    filtre = table.replace(b'<autoFilter ref="A1:B4"/>', b'<autoFilter ref="A1:B4">' + critere + b"</autoFilter>")
    filtree = recoudre(fichier, tmp_path / "filtree.xlsx", {"xl/tables/table1.xml": filtre})
    retouche = Retouche(filtree)
    retouche.ecrire("T", {"Column1": ["y", "n"], "Column2": [20, 4]}, "fusionner", "Column1")
    sortie = _enregistrer(retouche, filtree)
    lue = ouvrir(sortie)["F"]
    assert [1, 20, 3, 4] == [lue[f"B{n}"].value for n in range(2, 6)]
    assert [False, True, False, False] == [bool(lue.row_dimensions[n].hidden) for n in range(2, 6)]
    assert lue.column_dimensions["B"].hidden
    assert f'<autoFilter ref="A1:B5">{critere.decode()}</autoFilter>' in partie(sortie, "xl/tables/table1.xml")


def test_des_bandes_faites_a_la_main_continuent_dans_les_lignes_neuves(tmp_path: Path) -> None:
    fichier = tmp_path / "bandes.xlsx"
    livre = xlsxwriter.Workbook(str(fichier))
    feuille = livre.add_worksheet("F")
    claire, foncee = (livre.add_format({"bg_color": c, "border": 1}) for c in ("#FFFFFF", "#DDDDDD"))
    feuille.write_row("A1", ["Code", "Note"])
    for ligne in range(1, 5):
        feuille.write_row(ligne, 0, [f"c{ligne}", ligne], foncee if ligne % 2 else claire)
    livre.close()
    retouche = Retouche(fichier)
    retouche.ecrire(Plage("F", 1, "A:B", 2, 5), {"Code": ["n1", "n2", "n3"]}, "ajouter")
    lue = ouvrir(_enregistrer(retouche, fichier))["F"]
    couleurs = [[lue.cell(n, c).fill.fgColor.rgb[2:] for c in (1, 2)] for n in range(2, 9)]
    assert [["DDDDDD"] * 2, ["FFFFFF"] * 2] * 3 + [["DDDDDD"] * 2] == couleurs


def test_les_cellules_de_la_personne_a_cote_de_la_table_ne_bougent_pas(tmp_path: Path) -> None:
    stock = classeur_de_stock(tmp_path / "stock.xlsx")
    avant = Retouche(stock)
    avant.poser(("Stock", "I9"), "à côté")
    avant.poser(("Stock", "A10"), "devant")
    voisine = _enregistrer(avant, stock)
    retouche = Retouche(voisine)
    retouche.ecrire("Stock", {"Code": [f"n{i}" for i in range(9)]}, "ajouter")
    sortie = voisine.with_name("voisine.xlsx")
    retouche.enregistrer(sortie)
    feuille = ouvrir(sortie)["Stock"]
    assert ("à côté", "n2", "devant", "n3") == tuple(feuille[a].value for a in ("I9", "B9", "A10", "B10"))
