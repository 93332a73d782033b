"""Copie annotée et réparation : le reste du classeur est intact, LibreOffice l'ouvre et recalcule juste."""

import warnings
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine as calamine

from tableur.classeurs.controle import copie_annotee, reparer, texte_des_reparations, verifier
from tableur.fichiers.libreoffice import convertir, recalculer
from tableur.socle.erreurs import ErreurTableur, Refus
from tests.classeurs.controle.fabriques import TAUX, Lignes, classeur, codes, factures

TOUT = ("nombre-en-texte", "date-en-texte", "zero-perdu", "espaces-en-trop", "total-incomplet")
PARTAGEES = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def ouvrir(chemin: Path, *, data_only: bool = False) -> openpyxl.Workbook:
    """Classeur lu par openpyxl, qui prévient de ce qu'il ne sait pas lire."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(chemin, data_only=data_only)


def garnir(livre: Any, feuilles: dict[str, Any]) -> None:
    """Ce qu'un classeur vivant contient : graphique, bouton, commentaire, lien, liste, barres, sparkline."""
    ventes, autre = feuilles["Ventes d'été"], feuilles["Autre"]
    graphique = livre.add_chart({"type": "column"})
    graphique.add_series({"values": "='Ventes d''été'!$G$2:$G$13"})
    ventes.insert_chart("L2", graphique)
    ventes.write_comment("A3", "à moi", {"author": "Luc"})
    ventes.write_url("C5", "https://example.org")
    ventes.insert_button("L20", {"macro": "Rien"})
    ventes.data_validation("D2:D8", {"validate": "list", "source": ["Lyon", "Paris", "Nice"]})
    ventes.conditional_format("I2:I13", {"type": "data_bar", "data_bar_2010": True})
    ventes.add_sparkline("K2", {"range": "E2:H2"})
    autre.insert_textbox("B2", "Un mot")


@pytest.fixture
def abime(tmp_path: Path) -> Path:
    """Classeur vivant où l'on a écrasé deux formules, oublié des lignes, tapé un nombre et un code en texte."""
    lignes = factures()
    lignes[6][6], lignes[7][6] = 999.0, 12.0
    lignes[-1][6] = "=SUM(G2:G11)"
    lignes[8][4] = "1 234,50"
    return classeur(tmp_path / "été n°1.xlsx", {"Ventes d'été": lignes, **TAUX, "Autre": [["x"]]}, garnir)


def test_la_copie_annotee_ne_change_que_les_feuilles_annotees(abime: Path, tmp_path: Path) -> None:
    rapport = verifier(abime)
    copie = copie_annotee(abime, rapport, tmp_path / "copie.xlsx")
    avant, apres = zipfile.ZipFile(abime), zipfile.ZipFile(copie)
    changees = {nom for nom in avant.namelist() if avant.read(nom) != apres.read(nom)}
    annotee = {"xl/worksheets/sheet1.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    assert annotee | PARTAGEES == changees
    assert ["xl/worksheets/anomalies1.xml"] == [n for n in apres.namelist() if n not in avant.namelist()]


def test_la_copie_annotee_colorie_commente_et_lie(abime: Path, tmp_path: Path) -> None:
    rapport = verifier(abime)
    livre = ouvrir(copie_annotee(abime, rapport, tmp_path / "copie.xlsx"))
    ventes, anomalies = livre["Ventes d'été"], livre["Anomalies"]
    assert "FFFFC7CE" == ventes["G7"].fill.fgColor.rgb
    assert "FFFFC7CE" != ventes["G6"].fill.fgColor.rgb
    assert "Proposé : =E7*F7" in str(ventes["G7"].comment.text)
    assert "à moi" == ventes["A3"].comment.text
    lien = anomalies["D5"].hyperlink
    assert lien is not None
    assert "'Ventes d''été'!G7:G8" == lien.location
    retour = ventes["G7"].hyperlink
    assert retour is not None
    assert "'Anomalies'!A5" == retour.location
    assert "https://example.org" == str(ventes["C5"].hyperlink.target).rstrip("/")
    assert len(rapport.constats) == sum(1 for (v,) in anomalies["A5:A100"] if v.value)


def test_les_valeurs_et_les_formules_de_la_copie_sont_celles_de_l_original(abime: Path, tmp_path: Path) -> None:
    copie = copie_annotee(abime, verifier(abime), tmp_path / "copie.xlsx")
    for valeurs in (True, False):
        un, autre = (
            ouvrir(abime, data_only=valeurs),
            ouvrir(copie, data_only=valeurs),
        )
        for feuille in un.sheetnames:
            assert [[c.value for c in ligne] for ligne in un[feuille]] == [
                [c.value for c in ligne] for ligne in autre[feuille].iter_rows(max_row=un[feuille].max_row)
            ]
            formats = [[c.number_format for c in ligne] for ligne in un[feuille]]
            assert formats == [
                [c.number_format for c in ligne] for ligne in autre[feuille].iter_rows(max_row=un[feuille].max_row)
            ]


@pytest.mark.libreoffice
def test_libreoffice_ouvre_la_copie_annotee_et_montre_ses_anomalies(abime: Path, tmp_path: Path) -> None:
    copie = copie_annotee(abime, verifier(abime), tmp_path / "copie.xlsx")
    (ods,) = convertir([copie], "ods", tmp_path / "lo")
    lu = calamine.load_workbook(str(ods))
    assert ["Ventes d'été", "Taux", "Autre", "Anomalies"] == lu.sheet_names
    assert "Anomalies de été n°1.xlsx" == lu.get_sheet_by_name("Anomalies").to_python()[0][0]
    contenu = zipfile.ZipFile(ods).read("content.xml").decode()
    assert "REFUS — " in contenu
    assert "à moi" in contenu


def test_une_feuille_anomalies_qui_existe_deja_est_gardee(tmp_path: Path) -> None:
    fichier = classeur(tmp_path / "a.xlsx", {"Anomalies": [["x", "=1/0"]]})
    copie = copie_annotee(fichier, verifier(fichier), tmp_path / "b.xlsx")
    assert ["Anomalies", "Anomalies (2)"] == ouvrir(copie).sheetnames


def test_simuler_dit_les_reparations_sans_rien_ecrire(abime: Path, tmp_path: Path) -> None:
    avant = sorted(tmp_path.iterdir())
    reparations = reparer(abime, verifier(abime), tmp_path / "r.xlsx", simuler=True)
    assert [("G7", "999", "=E7*F7"), ("G8", "12", "=E8*F8"), ("D9:D13", "aucune règle", "la liste de choix")] == [
        (c.cellules, c.avant, c.apres) for c in reparations.faites
    ]
    assert {"nombre-en-texte": 1, "total-incomplet": 1} == reparations.possibles
    assert reparations.sortie is None
    assert avant == sorted(tmp_path.iterdir())
    assert "G7 : 999 → =E7*F7" in texte_des_reparations(reparations, simule=True)


@pytest.mark.libreoffice
def test_la_reparation_recalculee_vaut_l_original_d_avant_l_ecrasement(tmp_path: Path) -> None:
    sain = classeur(tmp_path / "sain.xlsx", {"Ventes": factures(), **TAUX})
    lignes = factures()
    lignes[6][6], lignes[-1][6], lignes[9][8] = 999.0, "=SUM(G2:G9)", 3.0
    abime = classeur(tmp_path / "abime.xlsx", {"Ventes": lignes, **TAUX})
    reparer(abime, verifier(abime), tmp_path / "repare.xlsx", aussi=["total-incomplet"])
    recalcules = [tmp_path / f"{nom}-recalcule.xlsx" for nom in ("sain", "repare")]
    for source, cible in zip((sain, tmp_path / "repare.xlsx"), recalcules, strict=True):
        recalculer(source, cible)
    attendu, obtenu = (calamine.load_workbook(str(f)).get_sheet_by_name("Ventes").to_python() for f in recalcules)
    assert attendu == obtenu
    assert not codes(verifier(recalcules[1])) - {"format-perdu"}


def test_la_reparation_ne_laisse_que_ce_qu_elle_ne_sait_pas_faire(abime: Path, tmp_path: Path) -> None:
    reparations = reparer(abime, verifier(abime), tmp_path / "r.xlsx", aussi=TOUT)
    assert {"formule-sans-valeur"} == codes(verifier(tmp_path / "r.xlsx"))
    livre = ouvrir(tmp_path / "r.xlsx")
    ventes = livre["Ventes d'été"]
    assert ("=E7*F7", 1234.5, "=SUM(G2:G13)") == (ventes["G7"].value, ventes["E9"].value, ventes["G14"].value)
    assert 3 == reparations.formules
    intactes = zipfile.ZipFile(abime)
    repare = zipfile.ZipFile(tmp_path / "r.xlsx")
    changees = {n for n in intactes.namelist() if n in repare.namelist() and intactes.read(n) != repare.read(n)}
    assert {"xl/worksheets/sheet1.xml", "xl/styles.xml"} == changees


def test_les_conversions_gardent_le_type_et_le_format(tmp_path: Path) -> None:
    jours: list[object] = [datetime(2026, 3, n).date() for n in range(1, 8)]  # noqa: DTZ001
    lignes: Lignes = [["Nom", "Date", "Code postal"], *[[f"n{n}", j, "75001"] for n, j in enumerate(jours)]]
    lignes[3][1], lignes[4][2] = "12/03/2026", 1000
    fichier = classeur(tmp_path / "a.xlsx", {"L": lignes})
    reparer(fichier, verifier(fichier), tmp_path / "b.xlsx", aussi=TOUT)
    feuille = ouvrir(tmp_path / "b.xlsx")["L"]
    assert datetime(2026, 3, 12) == feuille["B4"].value  # noqa: DTZ001
    assert feuille["B3"].number_format == feuille["B4"].number_format
    assert ("01000", "@") == (feuille["C5"].value, feuille["C5"].number_format)
    assert not codes(verifier(tmp_path / "b.xlsx"))


def test_une_table_excel_reparee_garde_sa_formule_de_colonne(tmp_path: Path) -> None:
    def table(livre: Any, feuilles: dict[str, Any]) -> None:
        colonnes = [{"header": "Qté"}, {"header": "PU"}, {"header": "HT", "formula": "=[@Qté]*[@PU]"}]
        feuilles["T"].add_table("A1:C5", {"name": "Lignes", "columns": colonnes})
        feuilles["T"].write_number(2, 2, 7.0)

    lignes: Lignes = [["Qté", "PU", "HT"]]
    lignes += [[n, 2.5] for n in range(4)]
    fichier = classeur(tmp_path / "a.xlsx", {"T": lignes}, table)
    reparer(fichier, verifier(fichier), tmp_path / "b.xlsx")
    livre = ouvrir(tmp_path / "b.xlsx")
    assert livre["T"]["C2"].value == livre["T"]["C3"].value


def test_ce_qui_ne_se_repare_pas_est_refuse(abime: Path, tmp_path: Path) -> None:
    rapport = verifier(abime)
    with pytest.raises(ErreurTableur, match="ne se répare pas"):
        reparer(abime, rapport, tmp_path / "r.xlsx", aussi=["cle-fausse"])
    with pytest.raises(ErreurTableur, match="simuler"):
        reparer(abime, rapport)
    with pytest.raises(Refus, match="lui donner un autre nom"):
        reparer(abime, rapport, abime)
    with pytest.raises(Refus, match="garde l'extension"):
        copie_annotee(abime, rapport, tmp_path / "r.xlsm")
