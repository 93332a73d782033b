"""Un tableau de bord se déclare, se bâtit, et tout ce qu'un classeur sait faire marche avec."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tableur.calculs.pilotage.enregistrements import Vente
from tableur.calculs.pilotage.indicateurs import BARRES
from tableur.classeurs import construire, lire_declaration, modele, ouvrir
from tableur.classeurs.bord.modele import NOMS_DE_PERIODE
from tableur.classeurs.controle.verification import verifier
from tableur.classeurs.declaration import DOSSIER
from tableur.classeurs.formules import FONCTIONS
from tableur.classeurs.modeles import Modele
from tableur.classeurs.recalcul import recalculer_le_classeur
from tableur.classeurs.vie.declarer import declarer
from tableur.classeurs.vie.exercice import nouvel_exercice
from tableur.classeurs.vie.figer import figer
from tableur.classeurs.vie.mise_a_jour import mettre_a_jour
from tableur.fichiers.libreoffice import convertir
from tableur.fichiers.ouverture import ouvrir_fichier
from tableur.fichiers.ressources import ressource
from tableur.socle.erreurs import Refus
from tests.classeurs.bord.pilotage_d_essai import pilotage_d_essai


def _texte() -> str:
    return ressource(DOSSIER, "pilotage.toml").read_text("utf-8")


def _fautes(tmp_path: Path, texte: str) -> str:
    fichier = tmp_path / "essai.toml"
    fichier.write_text(texte, "utf-8")
    with pytest.raises(Refus) as refus:
        lire_declaration(fichier)
    return str(refus.value)


@pytest.mark.parametrize(
    ("avant", "apres", "phrase"),
    [
        ('mois = "mois_choisi"', 'moi = "mois_choisi"', "le tableau de bord a une clé inconnue, « moi »"),
        ('nature = "niveau"', 'nature = "stock"', "« nature » vaut flux ou niveau : « stock » reçu"),
        (
            "{StockDuMois.valeur}",
            "{StockDuMois.valeurs}",
            "cite « StockDuMois.valeurs », qui n'est pas une colonne",
        ),
        ('au = "donnees_au"', 'au = "au"', "cite le réglage « au », qui n'existe pas"),
        ('nom = "tolerance"', 'nom = "mois_ecrit"', "« mois_ecrit » est un nom que le tableau de bord définit"),
        ('genre = "combine"', 'genre = "camembert"', "barres, pareto, colonnes, lignes, anneau, combine"),
        ('courbe = "objectif"', "", "un combine a une courbe, les autres genres n'en ont pas"),
        ("lignes = 12", "lignes = 0", "« lignes » est un nombre entier, à partir de 1"),
        ('type = "euros"\nvaleurs', 'type = "francs"\nvaleurs', "le type d'un indicateur est texte"),
        ('dates_des_objectifs = "{Objectif.mois}"\n', "", "les objectifs vont avec leurs dates"),
        ('titre = "Valeur du stock par famille"', 'titre = "Stock, {mois}"', "seul le titre d'un tableau de bord"),
    ],
)
def test_une_faute_de_tableau_de_bord_se_dit_en_une_phrase(
    tmp_path: Path, avant: str, apres: str, phrase: str
) -> None:
    assert avant in _texte()
    assert phrase in _fautes(tmp_path, _texte().replace(avant, apres, 1))


@pytest.fixture(scope="module")
def construit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Classeur de pilotage rempli."""
    cas = pilotage_d_essai(1, 60, commentaire="Gardé.")
    return cas.construire(tmp_path_factory.mktemp("bord") / "pilotage.xlsx")


def test_les_formules_restent_dans_ce_qu_excel_2016_et_calc_connaissent(construit: Path) -> None:
    for onglet in openpyxl.load_workbook(construit).worksheets:
        for ligne in onglet.iter_rows():
            for cellule in ligne:
                if cellule.data_type == "f":
                    sans_textes = re.sub(r'"[^"]*"', '""', str(cellule.value))
                    assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", sans_textes)) <= FONCTIONS
                    assert len(str(cellule.value)) < 8192


def test_le_meme_contenu_donne_les_memes_octets_et_la_page_est_reglee(construit: Path) -> None:
    tampons = [BytesIO(), BytesIO()]
    for tampon in tampons:
        construire(modele("pilotage"), tampon)
    assert tampons[0].getvalue() == tampons[1].getvalue()
    onglet: Any = openpyxl.load_workbook(construit)["Tableau de bord"]
    assert onglet.sheet_properties.pageSetUpPr.fitToPage
    assert {None, 1} >= {onglet.page_setup.fitToWidth, onglet.page_setup.fitToHeight}
    assert onglet.page_setup.paperSize == int(onglet.PAPERSIZE_A4)
    assert str(onglet.print_area).startswith("'Tableau de bord'!$A$1:$K$")
    assert 4 == len(onglet._charts)


def test_les_cases_nommees_sont_le_mois_le_commentaire_et_les_periodes(construit: Path) -> None:
    noms = openpyxl.load_workbook(construit).defined_names
    assert {"mois_choisi", "commentaire", *NOMS_DE_PERIODE} <= set(noms)
    assert ("Gardé.", date(2026, 11, 1)) == (
        ouvrir(construit).valeur("commentaire"),
        getattr(
            ouvrir(construit).valeur("mois_choisi"), "date", lambda: ouvrir(construit).valeur("mois_choisi")
        )(),
    )


def _avec(tmp_path: Path, genre: str, courbe: str = "") -> bytes:
    debut, _, suite = _texte().partition('[[feuilles.graphiques]]\ngenre = "combine"')
    reste = suite.partition("[[feuilles.graphiques]]")[2]
    valeurs = '["ca", "ca_n_1"]' if genre in ("colonnes", "lignes", "combine") else '"ca"'
    graphique = (
        f'[[feuilles.graphiques]]\ngenre = "{genre}"\ntitre = "Essai"\ntable = "CaDuMois"\n'
        f'categories = "libelle"\n'
        f"valeurs = {valeurs}\nau_plus = 6\n{courbe}\n"
    )
    texte = debut.replace('tendance = "{CaDuMois.ca}"', 'tendance = "{CaDuMois.ca}"\nminiature = "courbe"')
    fichier = tmp_path / f"{genre}.toml"
    fichier.write_text(texte + graphique + "[[feuilles.graphiques]]" + reste, "utf-8")
    tampon = BytesIO()
    construire(lire_declaration(fichier), tampon)
    with zipfile.ZipFile(tampon) as archive:
        return archive.read("xl/charts/chart1.xml") + archive.read("xl/worksheets/sheet2.xml")


@pytest.mark.parametrize(
    ("genre", "element", "courbe"),
    [
        ("colonnes", b'<c:barDir val="col"/>', ""),
        ("barres", b'<c:barDir val="bar"/>', ""),
        ("lignes", b"<c:lineChart>", ""),
        ("anneau", b"<c:doughnutChart>", ""),
        ("combine", b"<c:lineChart>", 'courbe = "objectif"'),
        ("pareto", b"<c:lineChart>", 'courbe = "objectif"'),
    ],
)
def test_chaque_genre_de_graphique_se_pose(tmp_path: Path, genre: str, element: bytes, courbe: str) -> None:
    xml = _avec(tmp_path, genre, courbe)
    assert element in xml
    assert b"$D$5:$D$10" in xml  # six lignes au plus
    assert b"x14:sparkline>" in xml
    assert BARRES.encode() not in xml


@pytest.mark.libreoffice
def test_verifier_n_y_trouve_rien_a_redire(construit: Path, tmp_path: Path) -> None:
    calcule = tmp_path / "calcule.xlsx"
    calcule.write_bytes(construit.read_bytes())
    recalculer_le_classeur(ouvrir_fichier(calcule))
    assert [] == [str(c.anomalie) for c in verifier(calcule).constats if c.niveau != "information"]


def test_un_classeur_qui_n_a_pas_de_tableau_de_bord_le_recoit(tmp_path: Path) -> None:
    complet = modele("pilotage")
    sans = replace(complet, feuilles=tuple(f for f in complet.feuilles if f.genre != "V"))
    fichier = tmp_path / "ancien.xlsx"
    construire(sans, fichier)
    plus_recent = replace(complet, version=2)
    bilan = mettre_a_jour(fichier, plus_recent)
    assert "feuille « Tableau de bord » : nouvelle" in bilan.points
    relu: Any = openpyxl.load_workbook(fichier)
    assert {"mois_choisi", "commentaire", *NOMS_DE_PERIODE} <= set(relu.defined_names)
    assert 4 == len(relu["Tableau de bord"]._charts)
    assert [] == mettre_a_jour(fichier, plus_recent, simuler=True).points


def test_un_tableau_de_bord_deja_la_n_est_pas_reecrit_et_ce_qui_y_manque_se_dit(construit: Path) -> None:
    complet = modele("pilotage")
    feuilles = list(complet.feuilles)
    bord = feuilles[0]
    assert bord.tableau is not None
    neuf = replace(bord.tableau.indicateurs[0], libelle="Marge")
    feuilles[0] = replace(bord, tableau=replace(bord.tableau, indicateurs=(*bord.tableau.indicateurs, neuf)))
    bilan = mettre_a_jour(construit, replace(complet, version=2, feuilles=tuple(feuilles)), simuler=True)
    assert any("« Marge » y manque" in phrase for phrase in [*bilan.ecartes, *map(str, bilan.anomalies)])


@pytest.mark.libreoffice
def test_le_nouvel_exercice_garde_le_tableau_de_bord_et_les_ventes(construit: Path, tmp_path: Path) -> None:
    copie = tmp_path / "pilotage 2026.xlsx"
    copie.write_bytes(construit.read_bytes())
    nouvel_exercice(copie, "2027", tmp_path / "pilotage 2027.xlsx")
    neuf = ouvrir(tmp_path / "pilotage 2027.xlsx")
    assert 60 == len(neuf.lire(Vente))
    assert "Gardé." == neuf.valeur("commentaire")
    onglet = openpyxl.load_workbook(tmp_path / "pilotage 2027.xlsx", data_only=True)["Tableau de bord"]
    assert "Tableau de bord — novembre 2026 (mois inachevé)" == onglet["A1"].value


@pytest.mark.libreoffice
def test_la_feuille_figee_seule_a_les_memes_valeurs_et_ne_cite_plus_les_autres(
    construit: Path, tmp_path: Path
) -> None:
    calcule = tmp_path / "calcule.xlsx"
    calcule.write_bytes(construit.read_bytes())
    assert recalculer_le_classeur(ouvrir_fichier(calcule)) > 100
    figer(calcule, tmp_path / "fige.xlsx", feuilles=["Tableau de bord"])
    fige, attendu = (
        openpyxl.load_workbook(f, data_only=True)["Tableau de bord"] for f in (tmp_path / "fige.xlsx", calcule)
    )
    for ligne in range(6, 13):
        assert attendu.cell(ligne, 2).value == fige.cell(ligne, 2).value
        assert attendu.cell(ligne, 10).value == fige.cell(ligne, 10).value
    formules = openpyxl.load_workbook(tmp_path / "fige.xlsx")["Tableau de bord"]
    restees = [str(c.value) for ligne in formules.iter_rows() for c in ligne if c.data_type == "f"]
    assert [] == [formule for formule in restees if "!" in formule]


@pytest.mark.libreoffice
def test_le_tableau_de_bord_passe_en_ods_et_en_revient(construit: Path, tmp_path: Path) -> None:
    (ods,) = convertir([construit], "ods", tmp_path)
    relu = ouvrir(ods)
    assert "pilotage" == relu.modele.nom
    assert "Gardé." == relu.valeur("commentaire")
    (xlsx,) = convertir([ods], "xlsx:Calc MS Excel 2007 XML", tmp_path)
    onglet = openpyxl.load_workbook(xlsx, data_only=True)["Tableau de bord"]
    assert "Tableau de bord — novembre 2026 (mois inachevé)" == onglet["A1"].value
    assert str(onglet["J6"].value).startswith(("●", "▲", "■"))


def _declare(construit: Path, tmp_path: Path) -> Modele:
    fichier = tmp_path / "relu.toml"
    fichier.write_text(declarer(construit), "utf-8")
    return lire_declaration(fichier)


@pytest.mark.libreoffice
def test_la_declaration_ecrite_d_apres_le_classeur_a_le_tableau_de_bord(construit: Path, tmp_path: Path) -> None:
    relu, origine = _declare(construit, tmp_path).bord(), modele("pilotage").bord()
    assert relu is not None
    assert origine is not None
    assert relu.tableau is not None
    assert origine.tableau is not None
    assert [i.libelle for i in origine.tableau.indicateurs] == [i.libelle for i in relu.tableau.indicateurs]
    assert [i.nature for i in origine.tableau.indicateurs] == [i.nature for i in relu.tableau.indicateurs]
    assert [g.titre for g in origine.graphiques] == [g.titre for g in relu.graphiques]
    construire(_declare(construit, tmp_path), tmp_path / "refait.xlsx")
    assert "Tableau de bord" in openpyxl.load_workbook(tmp_path / "refait.xlsx").sheetnames


def test_l_exemple_de_la_documentation_est_une_declaration(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "declarer.md").read_text("utf-8")
    blocs = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    complete = next(bloc for bloc in blocs if "modele_version" in bloc)
    bord = next(bloc for bloc in blocs if "[feuilles.tableau]" in bloc)
    juste = complete.replace('formula = ""', 'formule = "=ROUND([montant_ht]*taux_tva,2)"')
    reglage = '[[feuilles.parametres]]\nnom = "donnees_au"\nlibelle = "Données au"\ntype = "date"\n\n'
    debut, apres, fin = juste.partition('[[feuilles]]\nnom = "Listes"')
    fichier = tmp_path / "factures.toml"
    fichier.write_text(debut + reglage + apres + fin + "\n" + bord, "utf-8")
    lu = lire_declaration(fichier)
    construire(lu, tmp_path / "factures.xlsx")
    assert "Suivi du mois" in openpyxl.load_workbook(tmp_path / "factures.xlsx").sheetnames
