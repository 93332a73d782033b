"""Tables des classeurs : table Excel, nom défini, ligne d'en-têtes ; .xlsx, .ods et .xls ; cellules en erreur."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import openpyxl
import pandas
import pytest
import xlsxwriter
from openpyxl.workbook.defined_name import DefinedName

from tableur.classeurs.tables_de_fichier import en_csv, en_dataframe, en_json, lire_une_table, lister_les_tables
from tableur.fichiers.chiffrement import chiffrer
from tableur.fichiers.libreoffice import convertir
from tableur.socle.erreurs import Refus
from tableur.socle.grandeurs import Cle, Code, Euros, Quantite

FORMATS = {"xls": "xls:MS Excel 97", "ods": "ods:calc8"}
ECHANTILLONS = os.environ.get("TABLEUR_ECHANTILLONS") or str(Path(__file__).parents[4] / "shared" / "echantillons")
sans_echantillons = pytest.mark.skipif(
    not Path(ECHANTILLONS).is_dir(), reason="échantillons absents : donner leur dossier par TABLEUR_ECHANTILLONS"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Produit:
    """Produit de l'essai."""

    code: Annotated[Code, Cle()]
    nom: str
    quantite: Quantite
    prix: Euros | None = None
    depuis: date | None = None


ENTETES = ["Code", "Nom", "Quantité", "Prix", "Depuis"]
LIGNES: list[list[object]] = [
    ["A1", "Vis", 12.5, 0.1, date(2026, 1, 31)],
    ["A2", "Clou", 3, None, date(2026, 2, 1)],
    ["007", "=Écrou", 40, 1234.56, None],
]


@pytest.fixture(scope="module")
def classeur(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Classeur de trois feuilles : une table Excel et son total, un nom défini, des en-têtes sous un titre."""
    fichier = tmp_path_factory.mktemp("tables") / "essai d'achats.xlsx"
    with xlsxwriter.Workbook(fichier) as livre:
        jour = livre.add_format({"num_format": "dd/mm/yyyy"})

        def poser(feuille: xlsxwriter.worksheet.Worksheet, haut: int, gauche: int) -> None:
            rangees: list[list[object]] = [[*ENTETES], *LIGNES]
            for rang, ligne in enumerate(rangees):
                for colonne, valeur in enumerate(ligne):
                    place = (haut + rang, gauche + colonne)
                    if isinstance(valeur, date):
                        feuille.write_datetime(*place, valeur, jour)
                    elif isinstance(valeur, str):
                        feuille.write_string(*place, valeur)
                    elif valeur is not None:
                        feuille.write(*place, valeur)

        premiere = livre.add_worksheet("Stock")
        poser(premiere, 3, 1)
        colonnes: list[dict[str, object]] = [{"header": entete} for entete in ENTETES]
        colonnes[2] |= {"total_function": "sum", "total_value": 55.5}
        premiere.add_table(3, 1, 7, 5, {"name": "T_Produits", "columns": colonnes, "total_row": True})
        premiere.write(0, 0, "Inventaire")
        deuxieme = livre.add_worksheet("Réserve")
        poser(deuxieme, 1, 0)
        deuxieme.write_row(9, 0, ["ne fait pas partie", "du nom"])
        livre.define_name("Produits_en_réserve", "='Réserve'!$A$2:$E$5")
        livre.define_name("Une_case", "='Réserve'!$A$2")
        troisieme = livre.add_worksheet("Vrac")
        troisieme.write(0, 0, "Produits en vrac, au 31/01/2026")
        poser(troisieme, 2, 0)
        troisieme.write_row(6, 0, ["Total", "", 55.5])
        livre.add_worksheet("Vide")
    return fichier


def produits() -> list[Produit]:
    """Les lignes de l'essai, en enregistrements."""
    return [
        Produit(code="A1", nom="Vis", quantite=Decimal("12.5"), prix=Decimal("0.1"), depuis=date(2026, 1, 31)),
        Produit(code="A2", nom="Clou", quantite=Decimal(3), depuis=date(2026, 2, 1)),
        Produit(code="007", nom="=Écrou", quantite=Decimal(40), prix=Decimal("1234.56")),
    ]


def test_les_tables_sont_trouvees_par_leur_table_excel_leur_nom_ou_leur_feuille(classeur: Path) -> None:
    trouvees = [(t.nom, t.genre, t.feuille, t.entete, t.lignes) for t in lister_les_tables(classeur)]
    attendues = [
        ("T_Produits", "table", "Stock", 4, 3),
        ("Produits_en_réserve", "nom", "Réserve", 2, 3),
        ("Vrac", "feuille", "Vrac", 3, 3),
    ]
    assert attendues == trouvees


@pytest.mark.parametrize("nom", ["T_Produits", "t produits", "Stock", "Produits_en_réserve", "VRAC"])
def test_une_table_se_demande_par_son_nom_ou_celui_de_sa_feuille(classeur: Path, nom: str) -> None:
    table = lire_une_table(classeur, nom)
    assert tuple(ENTETES) == table.entetes
    lignes = table.en_lignes(Produit)
    assert (produits(), ()) == (list(lignes), lignes.anomalies)
    assert (f"essai d'achats.xlsx, feuille « {table.table.feuille} », ligne {table.numeros[1]}") == str(
        lignes.ou(1)
    )


def test_une_table_absente_est_refusee_avec_celles_qui_sont_la_et_la_plus_proche(classeur: Path) -> None:
    with pytest.raises(
        Refus, match=r"La table « T_Produit » est absente.*« Vrac »\. La plus proche est « T_Produits »"
    ):
        lire_une_table(classeur, "T_Produit")
    with pytest.raises(Refus, match="plusieurs tables, dire laquelle : « T_Produits »"):
        lire_une_table(classeur)


def test_les_cellules_en_erreur_et_les_formules_sans_valeur_sont_situees(tmp_path: Path) -> None:
    fichier = tmp_path / "fautes.xlsx"
    with xlsxwriter.Workbook(fichier) as livre:
        feuille = livre.add_worksheet("F")
        feuille.write_row(0, 0, ["Code", "Nom", "Quantité"])
        feuille.write_row(1, 0, ["A", "Vis", 1])
        feuille.write_row(2, 0, ["B"])
        feuille.write_formula(2, 1, "=NA()", value="#N/A")
        feuille.write_formula(2, 2, "=A1", value="")
    table = lire_une_table(fichier)
    places = [(a.ou.ligne, a.ou.colonne, a.regle) for a in table.anomalies]
    assert [(3, "Nom", "cellule en erreur"), (3, "Quantité", "cellule en erreur")] == places
    assert {"Code": "B", "Nom": None, "Quantité": None} == en_json(table)["lignes"][1]
    assert "B;#N/A;" == en_csv(table).splitlines()[2]
    assert 2 == len(table.en_lignes(Produit).anomalies)
    assert pandas.isna(en_dataframe(table)["Quantité"][1])


@pytest.mark.libreoffice
@pytest.mark.parametrize("format_", ["xls", "ods"])
def test_les_classeurs_xls_et_ods_se_lisent_comme_les_xlsx(classeur: Path, tmp_path: Path, format_: str) -> None:
    (converti,) = convertir([classeur], FORMATS[format_], tmp_path)
    for nom in ("Stock", "Vrac"):
        lues = lire_une_table(converti, nom).en_lignes(Produit)
        assert (produits(), ()) == (list(lues), lues.anomalies)
    assert "Vrac" in [table.nom for table in lister_les_tables(converti)]


def test_le_contenu_fait_foi_et_non_l_extension(classeur: Path, tmp_path: Path) -> None:
    copie = Path(shutil.copy(classeur, tmp_path / "essai.xls"))
    assert produits() == list(lire_une_table(copie, "Vrac").en_lignes(Produit))


def test_un_classeur_chiffre_se_lit_avec_son_mot_de_passe(
    classeur: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fichier = tmp_path / "secret.xlsx"
    fichier.write_bytes(chiffrer(classeur.read_bytes(), "Kerfictif 29", fichier.name))
    monkeypatch.delenv("TABLEUR_MOT_DE_PASSE", raising=False)
    with pytest.raises(Refus, match="mot de passe"):
        lire_une_table(fichier, "Vrac")
    lue = lire_une_table(fichier, "Vrac", lambda question: "Kerfictif 29")
    assert (produits(), [fichier]) == (list(lue.en_lignes(Produit)), list(tmp_path.iterdir()))


def test_les_lignes_vides_du_milieu_sont_ecartees_et_les_numeros_restent_justes(tmp_path: Path) -> None:
    livre = openpyxl.Workbook()
    feuille = livre.create_sheet("F", 0)
    for ligne in (["Code", "Nom", "Quantité"], ["A", "Vis", 1], [], ["B", "Clou", "beaucoup"], ["C", "Écrou", 3]):
        feuille.append(ligne)
    livre.save(tmp_path / "vides.xlsx")
    table = lire_une_table(tmp_path / "vides.xlsx")
    lignes = table.en_lignes(Produit)
    assert ([2, 4, 5], ["1 ligne vide (n° 3)"]) == (list(table.numeros), table.ecartees_dites())
    assert [("A", 2), ("C", 5)] == [(ligne.code, lignes.ou(rang).ligne) for rang, ligne in enumerate(lignes)]
    assert "vides.xlsx, feuille « F », ligne 4, colonne « Quantité »" == str(lignes.anomalies[0].ou)


def test_une_deuxieme_table_sous_la_premiere_n_est_pas_melee_a_elle(tmp_path: Path) -> None:
    livre = openpyxl.Workbook()
    feuille = livre.create_sheet("F", 0)
    for ligne in (["Code", "Nom", "Quantité"], ["A", "Vis", 1], [], ["Code", "Désignation"], ["B", "Clou"]):
        feuille.append(ligne)
    livre.save(tmp_path / "deux.xlsx")
    table = lire_une_table(tmp_path / "deux.xlsx")
    assert (1, ["2 lignes d'une autre table (n° 4, 5)"]) == (len(table.lignes), table.ecartees_dites())


def test_un_nom_propre_a_une_feuille_ou_une_zone_d_impression_n_est_pas_une_table(tmp_path: Path) -> None:
    livre = openpyxl.Workbook()
    feuille = livre.create_sheet("F", 0)
    for ligne in (["Code", "Nom"], ["A", "Vis"]):
        feuille.append(ligne)
    feuille.print_area = "A1:B2"
    livre.defined_names["Ailleurs"] = DefinedName("Ailleurs", attr_text="Feuille_disparue!$A$1:$B$2")
    livre.save(tmp_path / "noms.xlsx")
    assert ["F"] == [table.nom for table in lister_les_tables(tmp_path / "noms.xlsx")]


def test_le_json_porte_des_nombres_des_dates_iso_et_des_colonnes_uniques(classeur: Path, tmp_path: Path) -> None:
    objet = en_json(lire_une_table(classeur, "Vrac"))
    assert {"Code": "A1", "Nom": "Vis", "Quantité": 12.5, "Prix": 0.1, "Depuis": "2026-01-31"} == objet["lignes"][
        0
    ]
    assert {"numero": 7, "motif": "total", "texte": "Total 55.5"} == objet["ecartees"][1]
    double = tmp_path / "double.csv"
    double.write_text("Compte;Montant;Montant\n0123;12,50;1\n0456;;2\n", encoding="utf-8")
    attendu = {"Compte": "0123", "Montant": 12.5, "Montant (2)": 1}
    assert attendu == en_json(lire_une_table(double))["lignes"][0]


def test_le_dataframe_a_les_types_de_pandas(classeur: Path) -> None:
    cadre = en_dataframe(lire_une_table(classeur, "Vrac"))
    assert ["str", "str", "float64", "float64", "datetime64[us]"] == [str(type_) for type_ in cadre.dtypes]
    assert (55.5, pandas.Timestamp("2026-02-01")) == (cadre["Quantité"].sum(), cadre["Depuis"][1])
    assert pandas.isna(cadre["Prix"][1])


def test_une_table_sans_ligne_donne_un_dataframe_vide(tmp_path: Path) -> None:
    fichier = tmp_path / "vide.csv"
    fichier.write_text("Code;Nom\n", encoding="utf-8")
    assert (0, 2) == en_dataframe(lire_une_table(fichier)).shape


def test_pandas_n_est_charge_que_si_l_on_s_en_sert() -> None:
    programme = "import sys, tableur.classeurs.tables_de_fichier; print('pandas' in sys.modules)"
    fait = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, check=True)
    assert "False" == fait.stdout.strip()


def test_un_csv_ecrit_puis_relu_donne_les_memes_enregistrements(classeur: Path, tmp_path: Path) -> None:
    sortie = tmp_path / "produits.csv"
    sortie.write_text(en_csv(lire_une_table(classeur, "T_Produits")), encoding="utf-8-sig", newline="")
    assert produits() == list(lire_une_table(sortie).en_lignes(Produit))


@sans_echantillons
def test_tous_les_classeurs_enregistres_par_excel_se_lisent() -> None:
    lus = {}
    for fichier in sorted(Path(ECHANTILLONS, "classeurs_excel").glob("*.xls[xm]")):
        lus[fichier.name] = [(t.nom, t.genre, t.lignes) for t in lister_les_tables(fichier)]
    assert len(lus) > 50
    assert [("Sheet1", "feuille", 50)] == lus["autofilter03.xlsx"]
    assert ("Table1", "table", 4) in lus["table13.xlsx"]


@sans_echantillons
@pytest.mark.parametrize(
    ("nom", "lignes"), [("0000000001FEC20220831.txt", 5422), ("111111111FEC20221231.TXT", 934)]
)
def test_les_fec_se_lisent_et_leurs_debits_egalent_leurs_credits(nom: str, lignes: int) -> None:
    table = lire_une_table(Path(ECHANTILLONS, "fec", nom))
    assert (lignes, 18, ()) == (len(table.lignes), len(table.entetes), table.anomalies)
    sommes = [
        sum(Decimal(str(c).strip().replace(",", ".")) for c in table.colonne(e)) for e in ("Debit", "Credit")
    ]
    assert sommes[0] == sommes[1]
