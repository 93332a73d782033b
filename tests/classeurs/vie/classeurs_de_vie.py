"""Classeurs d'essai : une paie à envoyer, des ventes à déclarer, un modèle en deux versions."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

NIR = "295109912611193"
IBAN = "FR7630006000011234567890189"
CHEMIN = r"C:\Users\jean\Documents\[paie.xlsx]Salariés"
BRUTS = [2012.34 + 111.11 * rang for rang in range(6)]


def classeur_de_paie(chemin: Path) -> Path:
    """Une table de salariés, des formules qui la citent, des liens, des commentaires, un graphique, un bouton."""
    livre = xlsxwriter.Workbook(str(chemin))
    livre.set_properties({"author": "Jean Dupont", "company": "ACME", "title": "Paie", "manager": "Zoé Le Goff"})
    livre.set_custom_property("dossier", r"\\serveur\paie")
    feuille = livre.add_worksheet("Salariés")
    entetes = ("Nom", "N° de sécurité sociale", "Salaire brut (€)", "Service", "Double")
    feuille.add_table(3, 0, 9, 4, {"name": "Salaries", "columns": [{"header": e} for e in entetes]})
    for rang, brut in enumerate(BRUTS):
        feuille.write_row(4 + rang, 0, [f"Nom {rang}", NIR, brut, "Vente"])
        feuille.write_formula(4 + rang, 4, f"=C{5 + rang}*2", None, brut * 2)
    for adresse, formule, valeur in (
        ("H5", "=SUM(C5:C10)", sum(BRUTS)),
        ("H6", "=C5", BRUTS[0]),
        ("H7", "=H6*3", BRUTS[0] * 3),
        ("H8", "=TABLEUR.POINT_DE_COMMANDE(1,2)", 130),
        ("H9", "=H8*2", 260),
        ("H10", '=CELL("filename")', CHEMIN),
        ("H11", "=Autre!A1+1", 2),
        ("H12", "=premier_brut", BRUTS[0]),
        ("H13", "=MaMacro(H9)", 7),
        ("H14", "=Salaries[[#This Row],[Salaire brut (€)]]", BRUTS[0]),
        ("H15", "=IF(H9>1,1,0)", 1),
    ):
        feuille.write_formula(adresse, formule, None, valeur)
    feuille.write("J5", r"voir P:\Compta\2026\bilan.xlsx svp")
    feuille.write_comment("A4", "Jean Dupont : à revoir", {"author": "Jean Dupont"})
    feuille.write_comment("D4", "Le service", {"author": "tableur"})
    feuille.write_url("J6", r"external:C:\Temp\x.xlsx", string="annexe")
    feuille.write_url("J7", "https://www.impots.gouv.fr")
    feuille.write_url("J8", "https://acme-my.sharepoint.com/personal/jean", string="partage")
    feuille.insert_button("K10", {"macro": "truc", "caption": "Go"})
    graphique = livre.add_chart({"type": "column"})
    graphique.add_series({"categories": "='Salariés'!$A$5:$A$10", "values": "='Salariés'!$C$5:$C$10"})
    graphique.add_series({"values": "=Autre!$A$1:$A$3"})
    feuille.insert_chart("L1", graphique)
    feuille.data_validation("D5:D10", {"validate": "list", "source": "=Autre!$A$1:$A$3"})
    autre = livre.add_worksheet("Autre")
    autre.write_column("A1", [1, 2, 3])
    cachee = livre.add_worksheet("Cachée")
    cachee.write("A1", "secret de fabrication")
    cachee.hide()
    livre.define_name("premier_brut", "='Salariés'!$C$5")
    livre.define_name("autre_debut", "=Autre!$A$1")
    livre.close()
    return chemin


def classeur_de_ventes(chemin: Path) -> Path:
    """Des clients, des factures à formules, des listes, des couleurs, des réglages, un stock en table Excel."""
    livre = openpyxl.Workbook()
    clients = livre.active
    assert clients is not None
    clients.title = "Clients"
    clients.append(["Code client", "Raison sociale", "SIRET", "Code postal", "Ville", "Actif"])
    clients.append(["0012", "Durand & Fils", "73282932000074", "01000", "Bourg", "Oui"])
    clients.append(["C02", "Martin", "73282932000074", "75001", "Paris", "Non"])
    clients.append(["C03", "L'Été", "", "69003", "Lyon", "Oui"])
    factures = livre.create_sheet("Factures")
    factures["A1"] = "Suivi des factures 2026"
    entetes = "N° facture|Date|Code client|Client|Montant HT|Taux TVA|TVA|TTC|Échéance|Mode|Cumul HT|Jours"
    for colonne, entete in enumerate(entetes.split("|"), 1):
        factures.cell(3, colonne, entete)
    for rang in range(8):
        n = 4 + rang
        ligne = [
            f"FA{rang:03}",
            date(2026, 1, 1 + rang),
            ("0012", "C02", "C03")[rang % 3],
            f"=VLOOKUP(C{n},Clients!$A$2:$E$4,2,FALSE)",
            100.5 * (rang + 1),
            0.2 if rang % 2 else 0.055,
            f"=ROUND(E{n}*F{n},2)",
            f"=SUM(E{n},G{n})",
            f"=B{n}+delai",
            ("Virement", "Chèque")[rang % 2],
            f"=SUM($E$4:E{n})",
            f'=DATEDIF(B{n},B{n},"d")',
        ]
        for colonne, valeur in enumerate(ligne, 1):
            factures.cell(n, colonne, valeur)
        for lettre, code in {"B": "dd/mm/yyyy", "I": "dd/mm/yyyy", "F": "0.0%", "E": "#,##0.00 €"}.items():
            factures[f"{lettre}{n}"].number_format = code
    factures.append(["Total", None, None, None, "=SUM(E4:E11)", None, "=SUM(G4:G11)", "=SUM(H4:H11)"])
    for formule, zone in (('"Virement,Chèque,CB"', "J4:J200"), ("Clients!$A$2:$A$50", "C4:C200")):
        liste = DataValidation(type="list", formula1=formule)
        liste.add(zone)
        factures.add_data_validation(liste)
    rouge, vert = (PatternFill(bgColor=c, fill_type="solid") for c in ("FFFFC7CE", "FFC6EFCE"))
    depasse = FormulaRule(formula=["$H4>500"], fill=rouge)  # type: ignore[no-untyped-call]
    grosse = CellIsRule(operator="greaterThan", formula=["300"], fill=vert)  # type: ignore[no-untyped-call]
    factures.conditional_formatting.add("A4:L11", depasse)
    factures.conditional_formatting.add("E4:E11", grosse)
    factures["A3"].comment = Comment("Numéro sans trou", "Jean")
    factures.column_dimensions["D"].width = 30
    reglages = livre.create_sheet("Paramètres")
    for suite in (
        ["Paramètre", "Valeur", "Note"],
        ["Délai de paiement", 30, "en jours"],
        ["Taux de remise", 0.05],
    ):
        reglages.append(suite)
    reglages["B3"].number_format = "0%"
    livre.defined_names["delai"] = DefinedName("delai", attr_text="'Paramètres'!$B$2")
    livre.create_sheet("Synthèse")["B7"] = "=SUM(Factures!H4:H11)"
    stock = livre.create_sheet("Stock")
    stock.append(["Réf", "Libellé", "Quantité", "Prix unitaire", "Valeur"])
    produit = "=tblStock[[#This Row],[Quantité]]*tblStock[[#This Row],[Prix unitaire]]"
    for rang in range(3):
        stock.append([f"R{rang}", "boîte", rang + 1, 2.5, produit])
    stock.add_table(Table(displayName="tblStock", ref="A1:E4"))
    livre.save(chemin)
    return chemin


_MODELE = """
titre = "Ventes"
modele = "ventes"
modele_version = {version}
mode_d_emploi = ["1. Remplir les feuilles bleues."{emploi}]
[[sources]]
regle = "TVA due à l'encaissement ou aux débits."
source = "CGI, art. 269."
{sources}
[[feuilles]]
nom = "Clients"
genre = "S"
aide = "Un client par ligne."
[[feuilles.tables]]
nom = "Client"
[feuilles.tables.colonnes]
code = {{ type = "code", libelle = "Code", cle = true, aide = "{aide}" }}
nom = {{ type = "texte", libelle = "Nom" }}
mode = {{ type = "texte", libelle = "Mode", liste = [{liste}] }}
{colonne}
[[feuilles]]
nom = "Factures"
genre = "S"
aide = "Une facture par ligne."
[[feuilles.tables]]
nom = "Facture"
colonnes_calculees = true
[feuilles.tables.colonnes]
numero = {{ type = "code", libelle = "Numéro", cle = true }}
client = {{ type = "code", libelle = "Client", renvoi = "Client" }}
ht = {{ type = "euros", libelle = "HT", total = true }}
tva = {{ type = "euros", libelle = "TVA", total = true, formule = "=ROUND([ht]*{tva},2)" }}
{calculees}
[[feuilles]]
nom = "Réglages"
genre = "P"
aide = "Réglages des calculs."
[[feuilles.parametres]]
nom = "taux_tva"
libelle = "Taux de TVA"
type = "taux"
valeur = 0.2
aide = "{explication}"
{suite}
"""

PREMIER = _MODELE.format(
    version=1,
    emploi="",
    sources="",
    aide="Le code.",
    liste='"Virement", "Chèque"',
    colonne="",
    tva="taux_tva",
    calculees="",
    explication="Taux.",
    suite="",
)
SECOND = _MODELE.format(
    version=2,
    emploi=', "2. Relire."',
    sources='[[sources]]\nregle = "Relance au bout de 30 jours."\nsource = "Usage."\n',
    aide="Le code, unique.",
    liste='"Virement", "Chèque", "CB"',
    colonne='remise = { type = "taux", libelle = "Remise", aide = "Remise accordée." }',
    tva="taux_tva*1",
    calculees=(
        'ttc = { type = "euros", libelle = "TTC", total = true, formule = "=[ht]+[tva]" }\n'
        'echeance = { type = "date", libelle = "Échéance", regles = ["echeance_depassee"] }'
    ),
    explication="Taux normal.",
    suite="""
[[feuilles.parametres]]
nom = "mode_par_defaut"
libelle = "Mode par défaut"
type = "texte"
valeur = "CB"
liste = ["CB", "Virement"]
[[feuilles]]
nom = "Relances"
genre = "V"
commande = "tableur relances"
sources = ["Facture"]
[[feuilles.tables]]
nom = "Relance"
[feuilles.tables.colonnes]
code = { type = "code", libelle = "Code", aide = "Code du client." }
total = { type = "euros", libelle = "Total", formule = "=SUMIFS({Facture.ht},{Facture.client},[code])" }
[[feuilles]]
nom = "Options"
genre = "P"
aide = "Options."
[[feuilles.parametres]]
nom = "option_une"
libelle = "Option"
type = "entier"
valeur = 3
""",
)


def morceaux(fichier: Path) -> Iterator[tuple[str, bytes]]:
    """Nom et contenu de chaque membre d'un classeur."""
    with zipfile.ZipFile(fichier) as archive:
        for nom in archive.namelist():
            yield nom, archive.read(nom)


def contient(fichier: Path, texte: str) -> list[str]:
    """Membres d'un classeur où se trouve un texte, en clair, en entités ou en UTF-16, espaces ignorés."""
    trouves = []
    for nom, octets in morceaux(fichier):
        clair = re.sub(rb"\s", b"", octets)
        cherche = re.sub(r"\s", "", texte)
        if any(cherche.encode(codage) in lu for codage in ("utf-8", "utf-16-le") for lu in (clair, octets)):
            trouves.append(nom)
    return trouves


def feuilles_de(fichier: Path, *, valeurs: bool = True) -> dict[str, list[list[object]]]:
    """Grille de chaque feuille, valeurs ou formules."""
    livre = openpyxl.load_workbook(fichier, data_only=valeurs)
    return {f.title: [[c.value for c in rangee] for rangee in f.iter_rows()] for f in livre.worksheets}
