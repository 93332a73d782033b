"""Classeurs riches faits par XlsxWriter, et comparaisons de deux classeurs partie par partie."""

import re
import warnings
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from lxml import etree
from openpyxl import Workbook

LIGNES = (
    ("A1", "Vis", date(2026, 1, 5), 10, 1.5),
    ("A2", "Clou", date(2026, 1, 6), 20, 0.25),
    ("A3", "Écrou", date(2026, 1, 7), 30, 2),
)
ENTETES = ("Code", "Nom", "Le", "Quantité", "Prix", "Montant")


def classeur_de_stock(chemin: Path, *, total: bool = True) -> Path:
    """Une table « Stock » (B3:G6, total en 7), une synthèse, un graphique, des noms, des formats, un filtre."""
    livre = xlsxwriter.Workbook(str(chemin))
    feuille = livre.add_worksheet("Stock")
    jour = livre.add_format({"num_format": "dd/mm/yyyy", "bg_color": "#EEEEEE"})
    argent = livre.add_format({"num_format": "#,##0.00"})
    colonnes: list[dict[str, Any]] = [{"header": entete} for entete in ENTETES]
    colonnes[2]["format"] = jour
    colonnes[4]["format"] = argent
    colonnes[5] |= {"format": argent, "formula": "=Stock[[#This Row],[Quantité]]*Stock[[#This Row],[Prix]]"}
    if total:
        colonnes[0]["total_string"] = "Total"
        colonnes[3] |= {"total_function": "sum", "total_value": 60}
        colonnes[5] |= {"total_function": "sum", "total_value": 80}
    options = {"name": "Stock", "columns": colonnes, "total_row": total}
    feuille.add_table(2, 1, 6 if total else 5, 6, options)
    for rang, (code, nom, le, quantite, prix) in enumerate(LIGNES, 3):
        feuille.write_row(rang, 1, [code, nom])
        feuille.write_datetime(rang, 3, le, jour)
        feuille.write_number(rang, 4, quantite)
        feuille.write_number(rang, 5, prix, argent)
        produit = "=Stock[[#This Row],[Quantité]]*Stock[[#This Row],[Prix]]"
        feuille.write_formula(rang, 6, produit, argent, quantite * prix)
        feuille.write_string(rang, 8, f"note {code}")
    feuille.set_row(5, 22)
    rouge = livre.add_format({"font_color": "#FF0000"})
    feuille.conditional_format("E4:E6", {"type": "cell", "criteria": "<", "value": 15, "format": rouge})
    feuille.conditional_format("F4:F6", {"type": "data_bar", "data_bar_2010": True})
    feuille.conditional_format("G4:G6", {"type": "3_color_scale"})
    feuille.data_validation("E4:E6", {"validate": "integer", "criteria": ">=", "value": 0})
    feuille.data_validation("C4:C6", {"validate": "list", "source": "=Synthèse!$A$1:$A$3"})
    feuille.add_sparkline("K4", {"range": "Stock!E4:E6"})
    feuille.print_area("A1:I7" if total else "A1:I6")
    synthese = livre.add_worksheet("Synthèse")
    synthese.write_formula("B1", "=SUM(Stock!E4:E6)", None, 60)
    synthese.write_formula("B2", "=SUM(Stock!$G$4:$G$6)", None, 80)
    synthese.write_formula("B3", "=Stock!E7", None, 60)
    synthese.write_formula("B4", '=COUNTA(Stock!B4:B6)&"Stock!E4:E6"', None, "3Stock!E4:E6")
    synthese.write_formula("B5", "=SUM(Stock[Montant])", None, 80)
    synthese.write_formula("B6", "=SUM(Stock!E4:E5)", None, 30)
    livre.define_name("codes", "=Stock!$B$4:$B$6")
    livre.define_name("taux", "=Synthèse!$D$1")
    livre.define_name("Synthèse!seuil", "=Synthèse!$D$2")
    livre.define_name("bloc", "=Synthèse!$D$4:$E$5")
    synthese.write_number("D1", 0.95, argent)
    synthese.merge_range("F1:G2", "fusion")
    graphique = livre.add_chart({"type": "column"})
    serie = {"categories": "=Stock!$C$4:$C$6", "values": "=Stock!$E$4:$E$6", "name": "Quantités"}
    graphique.add_series(serie)
    synthese.insert_chart("A10", graphique)
    livre.close()
    return chemin


def classeur_riche(chemin: Path, image: bytes) -> Path:
    """De tout : graphiques combinés, sparklines, formats, listes, zones de texte, images, commentaires…"""
    from io import BytesIO

    livre = xlsxwriter.Workbook(str(chemin))
    feuille = livre.add_worksheet("Données")
    gras, rouge = livre.add_format({"bold": True}), livre.add_format({"font_color": "#C00000"})
    feuille.write_row(0, 0, ["Mois", "Ventes", "Marge"], gras)
    for rang in range(6):
        feuille.write_row(rang + 1, 0, [f"Mois {rang + 1}", 100 + 17 * rang, 30 + 4 * rang])
        feuille.add_sparkline(rang + 1, 4, {"range": f"Données!B{rang + 2}:C{rang + 2}", "type": "column"})
    feuille.write_rich_string("A9", "du ", gras, "gras", " et du ", rouge, "rouge")
    feuille.write_formula("B9", "=SUM(B2:B7)", gras, 855)
    feuille.write_dynamic_array_formula("G2:G2", "=SUM(B2:B7*C2:C7)", None, 35390)
    feuille.write_array_formula("H2:H4", "{=B2:B4*2}", None, 200)
    feuille.write_number("H3", 234)
    feuille.write_number("H4", 268)
    feuille.insert_checkbox("I2", True)
    for genre in ("data_bar", "2_color_scale", "icon_set"):
        options = {"type": genre, "icon_style": "3_arrows"} if genre == "icon_set" else {"type": genre}
        feuille.conditional_format("B2:B7", options)
    feuille.conditional_format("C2:C7", {"type": "data_bar", "data_bar_2010": True})
    feuille.conditional_format("C2:C7", {"type": "formula", "criteria": "=$B2>120", "format": rouge})
    feuille.data_validation("B2:B7", {"validate": "decimal", "criteria": ">", "value": 0})
    feuille.write_comment("A2", "un commentaire", {"author": "Moi"})
    feuille.insert_textbox("J2", "zone de texte", {"fill": {"color": "#DDEEFF"}})
    feuille.insert_button("J8", {"caption": "Lancer", "macro": "Lancer"})
    feuille.insert_image("J12", "logo.png", {"image_data": BytesIO(image)})
    feuille.set_header("&L&G&RÀ jour", {"image_left": "logo.png", "image_data_left": BytesIO(image)})
    feuille.write_url("A10", "https://exemple.fr/?a=1&b=2", string="lien")
    feuille.merge_range("A12:C13", "fusionnée")
    feuille.autofilter("A1:C7")
    feuille.freeze_panes(1, 0)
    feuille.set_column("F:F", None, None, {"hidden": True})
    feuille.outline_settings(visible=True)
    feuille.set_row(10, None, None, {"level": 1, "hidden": True})
    feuille.ignore_errors({"number_stored_as_text": "A1:A9"})
    colonnes, courbe = livre.add_chart({"type": "column"}), livre.add_chart({"type": "line"})
    colonnes.add_series({"categories": "=Données!$A$2:$A$7", "values": "=Données!$B$2:$B$7", "name": "Ventes"})
    courbe.add_series({"values": "=Données!$C$2:$C$7", "y2_axis": True, "name": "Marge"})
    colonnes.combine(courbe)
    feuille.insert_chart("A15", colonnes)
    camembert = livre.add_chart({"type": "doughnut"})
    camembert.add_series({"categories": "=Données!$A$2:$A$4", "values": "=Données!$B$2:$B$4"})
    feuille.insert_chart("J20", camembert)
    cachee = livre.add_worksheet("Cachée")
    cachee.hide()
    cachee.write_formula("A1", "=Données!B9*2", None, 1710)
    livre.set_properties({"title": "Essai", "author": "Moi"})
    livre.set_custom_property("dossier", "D-42")
    livre.close()
    return chemin


def parties(chemin: Path) -> dict[str, bytes]:
    """Contenu de chaque partie, dans l'ordre."""
    with zipfile.ZipFile(chemin) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def differentes(avant: Path, apres: Path) -> set[str]:
    """Parties dont le contenu diffère, manque ou s'ajoute."""
    a, b = parties(avant), parties(apres)
    return {nom for nom in {*a, *b} if a.get(nom) != b.get(nom)}


def hors_rangees(feuille: bytes) -> bytes:
    """Forme canonique d'une feuille sans ses rangées ni sa dimension."""
    racine = etree.fromstring(feuille)
    for nom in ("sheetData", "dimension"):
        for element in racine.findall("{*}" + nom):
            for enfant in list(element):
                element.remove(enfant)
            element.attrib.clear()
            if nom == "dimension":
                racine.remove(element)
    return etree.tostring(racine, method="c14n")


def rangees(feuille: bytes) -> dict[str, bytes]:
    """Forme canonique de chaque rangée, par numéro."""
    racine = etree.fromstring(feuille)
    return {
        str(rangee.get("r")): etree.tostring(rangee, method="c14n", with_tail=False)
        for rangee in racine.iterfind("{*}sheetData/{*}row")
    }


def recoudre(source: Path, cible: Path, changements: Mapping[str, bytes]) -> Path:
    """Copie d'un classeur dont des parties sont remplacées ou ajoutées."""
    with zipfile.ZipFile(source) as lu, zipfile.ZipFile(cible, "w", zipfile.ZIP_DEFLATED) as ecrit:
        for nom in lu.namelist():
            ecrit.writestr(nom, changements.get(nom, lu.read(nom)))
        for nom in changements.keys() - set(lu.namelist()):
            ecrit.writestr(nom, changements[nom])
    return cible


def ouvrir(chemin: Path, *, valeurs: bool = False) -> Workbook:
    """Le classeur lu par openpyxl, qui prévient de tout ce que lui perdrait."""
    with warnings.catch_warnings(), chemin.open("rb") as flux:
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(flux, data_only=valeurs)


def partie(chemin: Path, nom: str) -> str:
    """Texte d'une partie."""
    return parties(chemin)[nom].decode()


def formule(chemin: Path, feuille: str, adresse: str) -> str | None:
    """Formule d'une cellule, telle que le fichier l'écrit."""
    trouvee = re.search(rf'<c r="{adresse}"[^>]*><f[^>]*>([^<]*)</f>', partie(chemin, feuille))
    return trouvee[1] if trouvee else None
