"""La déclaration complète : listes d'une autre table, règles par nom, formules d'une table tapée, protection."""

import re
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tableur.classeurs import construire, lire_declaration
from tableur.classeurs.contenu import Contenu, Corps
from tableur.classeurs.modeles import Modele
from tableur.fichiers.libreoffice import convertir
from tableur.socle.erreurs import Refus

GUIDE = Path(__file__).parents[3] / "docs" / "declarer.md"
FAUTE = 'formula = ""'
JUSTE = 'formule = "=ROUND([montant_ht]*taux_tva,2)"'


def _exemple() -> str:
    exemple, *_ = re.findall(r"^```toml\n(.*?)^```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return str(exemple)


def _lire(dossier: Path, texte: str) -> Modele:
    fichier = dossier / "factures.toml"
    fichier.write_text(texte, "utf-8")
    return lire_declaration(fichier)


def _fautes(dossier: Path, texte: str) -> list[str]:
    with pytest.raises(Refus) as refus:
        _lire(dossier, texte)
    return [str(anomalie) for anomalie in refus.value.anomalies]


@pytest.fixture
def modele(tmp_path: Path) -> Modele:
    """Le modèle du guide, sa faute corrigée."""
    return _lire(tmp_path, _exemple().replace(FAUTE, JUSTE))


def test_la_faute_du_guide_est_celle_qu_il_montre(tmp_path: Path) -> None:
    (faute,) = _fautes(tmp_path, _exemple())
    assert faute in GUIDE.read_text("utf-8")
    assert JUSTE in GUIDE.read_text("utf-8")


def test_le_guide_dit_tous_les_types_et_toutes_les_regles() -> None:
    from tableur.classeurs.declaration import TYPES
    from tableur.classeurs.regles import REGLES

    texte = GUIDE.read_text("utf-8")
    assert [] == [nom for nom in (*TYPES, *REGLES) if f"`{nom}`" not in texte]


def test_une_liste_vient_d_une_feuille_p_et_un_renvoi_de_sa_cle(modele: Modele, tmp_path: Path) -> None:
    construire(modele, tmp_path / "factures.xlsx")
    feuille = openpyxl.load_workbook(tmp_path / "factures.xlsx")["Factures"]
    controles = {str(c.sqref): c.formula1 for c in feuille.data_validations.dataValidation}
    assert controles["D5:D10004"] == "OFFSET('Listes'!$A$5,0,0,MAX(1,COUNTA('Listes'!$A$5:$A$10004)),1)"
    assert controles["C5:C10004"] == "OFFSET('Clients'!$A$5,0,0,MAX(1,COUNTA('Clients'!$A$5:$A$10004)),1)"


def test_une_table_tapee_dit_a_excel_ses_formules_de_colonne(modele: Modele, tmp_path: Path) -> None:
    construire(modele, tmp_path / "factures.xlsx")
    (table,) = openpyxl.load_workbook(tmp_path / "factures.xlsx")["Factures"].tables.values()
    formules = {
        c.name: c.calculatedColumnFormula.attr_text for c in table.tableColumns if c.calculatedColumnFormula
    }
    assert formules == {
        "TVA (€)": "ROUND(Table_Facture[[#This Row],[Montant HT (€)]]*taux_tva,2)",
        "Échéance": "Table_Facture[[#This Row],[Date]]+delai_de_paiement",
    }


def test_les_regles_par_nom_posent_une_couleur_et_un_mot(modele: Modele, tmp_path: Path) -> None:
    construire(modele, tmp_path / "factures.xlsx")
    feuille = openpyxl.load_workbook(tmp_path / "factures.xlsx")["Factures"]
    regles = {
        (str(zone.sqref), regle.formula[0]): regle.dxf.numFmt.formatCode
        for zone in feuille.conditional_formatting
        for regle in zone.rules
        if regle.dxf is not None and regle.dxf.numFmt is not None and regle.formula
    }
    assert regles["G5:G10004", "AND(ISNUMBER($G5),$G5<TODAY())"] == '"échue le "dd/mm/yyyy'
    doublon = "AND(LEN($A5)>0,SUMPRODUCT(EXACT($A$5:$A$10004,$A5)*1)>1)"
    assert regles["A5:A10004", doublon] == 'General;-General;General;"doublon : "@'


@pytest.mark.libreoffice
def test_le_mot_d_une_regle_se_lit_a_l_impression(modele: Modele, tmp_path: Path) -> None:
    """L'échéance est passée depuis longtemps : la feuille imprimée le dit, sans couleur."""
    facture = Corps({"numero": ["F1"], "date": [date(2020, 1, 1)], "montant_ht": [10.0], "echeance": [43861.0]}, 1)
    fichier = tmp_path / "factures.xlsx"
    construire(modele, fichier, Contenu({"Facture": facture}, {"delai_de_paiement": 30}, ouverte="Factures"))
    (page,) = convertir([fichier], "pdf", tmp_path)
    lu = subprocess.run(["pdftotext", "-layout", str(page), "-"], capture_output=True, check=True)
    assert "échue le 31/01/2020" in lu.stdout.decode()


def test_une_vue_protegee_laisse_filtrer_trier_et_elargir(tmp_path: Path) -> None:
    texte = """
titre = "Vue"
modele = "vue"
modele_version = 1
[[feuilles]]
nom = "Vue"
genre = "V"
commande = "tableur vue"
protegee = true
[[feuilles.tables]]
nom = "Vue"
[feuilles.tables.colonnes]
code = { type = "code", libelle = "Code" }
"""
    construire(_lire(tmp_path, texte), tmp_path / "vue.xlsx")
    protection = openpyxl.load_workbook(tmp_path / "vue.xlsx")["Vue"].protection
    assert (True, None) == (protection.sheet, protection.password)
    assert (False, False, False) == (protection.autoFilter, protection.sort, protection.formatColumns)


def test_les_fautes_de_la_declaration_complete_sont_situees(tmp_path: Path) -> None:
    texte = _exemple().replace(FAUTE, JUSTE)
    for ancien, nouveau in (
        ('liste = "{Liste.mode}"', 'liste = "modes"'),
        ('["doublon", "echeance_depassee"]', '["doublons", "valeur_perimee"]'),
        ('a_la_cloture = "vider"', 'a_la_cloture = "jeter"'),
        ('"Montant HT (€)", total = true', '"Montant HT (€)", total = true, regles = ["echeance_depassee"]'),
        ('libelle = "Date" }', 'libelle = "Date", personnelle = "oui" }'),
    ):
        assert ancien in texte
        texte = texte.replace(ancien, nouveau)
    debut = "factures.toml, feuille « Factures »"
    assert _fautes(tmp_path, texte) == [
        f"{debut}, colonne « date » : « personnelle » vaut true ou false",
        (
            f"{debut}, colonne « mode » : « liste » est une liste de textes, {{Table.colonne}}, "
            "ou le nom d'un réglage qui a une liste : « modes » reçu"
        ),
        f"{debut}, colonne « montant_ht » : la règle « echeance_depassee » ne convient pas à ce type de colonne",
        (
            f"{debut} : la règle « doublons » n'existe pas : echeance_depassee, valeur_perimee, doublon, "
            "anomalie (peut-être « doublon »)"
        ),
        f"{debut} : la règle « valeur_perimee » ne trouve aucune colonne dans Facture : la donner à une colonne",
        f"{debut} : « a_la_cloture » vaut garder, vider, reporter : « jeter » reçu",
    ]


def test_les_fautes_de_sens_de_la_declaration_complete_sont_situees(tmp_path: Path) -> None:
    texte = _exemple().replace(FAUTE, JUSTE)
    for ancien, nouveau in (
        ('"{Liste.mode}"', '"{Liste.modes}"'),
        ('"Code client", cle = true', '"Code client"'),
        ('genre = "P"\naide = "Réglages', 'genre = "P"\nprotegee = true\naide = "Réglages'),
    ):
        assert ancien in texte
        texte = texte.replace(ancien, nouveau)
    assert _fautes(tmp_path, texte) == [
        (
            "factures.toml, feuille « Factures », colonne « code_client » : "
            "cette colonne renvoie à « Client », dont aucune colonne n'est la clé (cle = true)"
        ),
        (
            "factures.toml, feuille « Factures », colonne « mode » : "
            "la liste vient de « {Liste.modes} », qui n'est pas une colonne de Liste"
        ),
        "factures.toml, feuille « Réglages » : seule une feuille V se protège : les autres se tapent",
    ]
