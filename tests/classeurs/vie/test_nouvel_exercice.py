"""Le classeur d'un nouvel exercice : référentiels et réglages gardés, saisies vidées, reports posés."""

import stat
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tableur.calculs.stock.enregistrements import Article, Lot, Reprise
from tableur.classeurs import construire, lire_declaration
from tableur.classeurs.modeles import Modele
from tableur.classeurs.vie.exercice import devenir, nouvel_exercice
from tableur.socle.erreurs import Refus
from tests.classeurs.stock_d_essai import contenu_de, stock_d_essai
from tests.classeurs.vie.classeurs_de_vie import feuilles_de

REPORTS = [
    Reprise(
        code_article=f"{rang:04d}", date=date(2026, 12, 31), quantite=Decimal(rang), cout_unitaire=Decimal("2.50")
    )
    for rang in range(4)
]


@pytest.fixture
def stocks_2026(stocks: Modele, tmp_path: Path) -> Path:
    """Classeur de stock rempli, aux articles en rouge, avec une feuille à soi."""
    fichier = tmp_path / "stocks 2026.xlsx"
    construire(stocks, fichier, contenu_de(stocks, stock_d_essai(12, 20)))
    livre = openpyxl.load_workbook(fichier)
    livre["Articles"]["B5"].font = openpyxl.styles.Font(color="FFFF0000")
    livre["Paramètres"]["B5"] = 200
    livre.create_sheet("Mes notes")["A1"] = "à moi"
    livre.save(fichier)
    return fichier


@pytest.mark.libreoffice
def test_le_nouveau_classeur_garde_vide_et_reporte(stocks_2026: Path) -> None:
    sortie = stocks_2026.with_name("stocks 2027.xlsx")
    ancien = feuilles_de(stocks_2026)
    bilan = nouvel_exercice(stocks_2026, "2027", sortie, {Reprise: REPORTS, Lot: []})
    neuf = feuilles_de(sortie)
    assert ancien["Articles"] == neuf["Articles"]
    assert ancien["Fournisseurs"] == neuf["Fournisseurs"]
    assert neuf["Mes notes"] == [["à moi"]]
    assert neuf["Paramètres"][4][1] == 200
    assert not any(any(ligne) for ligne in neuf["Mouvements"][4:])
    assert [ligne[:4] for ligne in neuf["Reprise"][4:8]] == [
        [f"{rang:04d}", datetime(2026, 12, 31), rang, 2.5]  # noqa: DTZ001 - une date de cellule n'a pas de fuseau
        for rang in range(4)
    ]
    assert not any(any(ligne) for ligne in neuf["Reprise"][8:])
    assert neuf["Réapprovisionnement"][1][0] == "Pas encore calculé : tableur stock reapprovisionner"
    assert openpyxl.load_workbook(sortie)["Articles"]["B5"].font.color.rgb == "FFFF0000"
    assert "« Mouvements » : 20 lignes restent dans l'ancien classeur" in bilan.ecartes
    assert bilan.lignes_ecrites == {"Lots": 0, "Reprise": 4}


@pytest.mark.libreoffice
def test_l_ancien_classeur_passe_en_lecture_seule_sans_changer(stocks_2026: Path) -> None:
    avant = stocks_2026.read_bytes()
    nouvel_exercice(stocks_2026, "2027", stocks_2026.with_name("stocks 2027.xlsx"), {Reprise: REPORTS, Lot: []})
    assert avant == stocks_2026.read_bytes()
    assert not stocks_2026.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    assert stocks_2026.with_name("stocks 2027.xlsx").stat().st_mode & stat.S_IWUSR


def test_simuler_ne_change_rien(stocks_2026: Path) -> None:
    mode = stocks_2026.stat().st_mode
    bilan = nouvel_exercice(
        stocks_2026, "2027", stocks_2026.with_name("stocks 2027.xlsx"), {Reprise: REPORTS, Lot: []}, simuler=True
    )
    assert not stocks_2026.with_name("stocks 2027.xlsx").exists()
    assert (mode, []) == (stocks_2026.stat().st_mode, bilan.fichiers)


def test_un_report_qui_manque_arrete_tout(stocks_2026: Path) -> None:
    with pytest.raises(Refus, match="se reporte, et aucun report n'a été calculé"):
        nouvel_exercice(stocks_2026, "2027", stocks_2026.with_name("stocks 2027.xlsx"))
    assert stocks_2026.stat().st_mode & stat.S_IWUSR


def test_la_sortie_n_est_pas_l_ancien_classeur(stocks_2026: Path) -> None:
    with pytest.raises(Refus, match="remplacerait l'ancien"):
        nouvel_exercice(stocks_2026, "2027", stocks_2026, {Reprise: REPORTS, Lot: []})


def test_sans_declaration_la_forme_d_une_table_dit_son_sort(stocks: Modele) -> None:
    sorts = {
        feuille.nom: devenir(feuille, replace(table, a_la_cloture=None), {})
        for feuille, table in stocks.tables()
        if feuille.genre == "S"
    }
    assert sorts == {
        "Articles": "garder",
        "Fournisseurs": "garder",
        "Mouvements": "vider",
        "Lots": "vider",
        "Inventaire": "vider",
        "Reprise": "reporter",
    }
    feuille, table = stocks.table_lue(Lot)
    assert devenir(feuille, replace(table, a_la_cloture=None), {Lot: []}) == "reporter"
    assert devenir(*stocks.table_lue(Article), {}) == "garder"


def test_la_declaration_l_emporte_et_l_exercice_se_dit(tmp_path: Path) -> None:
    declaration = tmp_path / "frais.toml"
    declaration.write_text(
        """
titre = "Frais"
modele = "frais"
modele_version = 1
[[feuilles]]
nom = "Frais"
genre = "S"
aide = "Une note par ligne."
[[feuilles.tables]]
nom = "Frais"
a_la_cloture = "garder"
[feuilles.tables.colonnes]
date = { type = "date", libelle = "Date" }
montant = { type = "euros", libelle = "Montant" }
[[feuilles]]
nom = "Réglages"
genre = "P"
aide = "Réglages."
[[feuilles.parametres]]
nom = "exercice"
libelle = "Exercice"
type = "entier"
valeur = 2026
""",
        "utf-8",
    )
    modele = lire_declaration(declaration)
    construire(modele, tmp_path / "frais.xlsx")
    bilan = nouvel_exercice(tmp_path / "frais.xlsx", "2027", tmp_path / "frais 2027.xlsx", modele=modele)
    assert "« Frais » : gardée" in bilan.points
    assert feuilles_de(tmp_path / "frais 2027.xlsx")["Réglages"][4][1] == 2027
