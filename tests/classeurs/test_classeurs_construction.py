"""Un classeur construit est celui que sa déclaration décrit, aux mêmes octets, selon un autre lecteur."""

import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tableur.calculs.stock.enregistrements import (
    Article,
    CommandeFournisseur,
    LigneAbc,
    LigneReapprovisionnement,
)
from tableur.classeurs import construire, creer, reconstruire
from tableur.classeurs.contenu import Contenu, corps_de
from tableur.classeurs.declaration import DOSSIER
from tableur.classeurs.formules import places, traduire
from tableur.classeurs.modeles import Modele
from tableur.classeurs.styles import format_fixe
from tableur.fichiers.ressources import ressource
from tableur.socle.erreurs import Refus
from tests.classeurs.stock_d_essai import Stock, contenu_de, stock_d_essai


def _parties(source: Path | BytesIO) -> dict[str, bytes]:
    with zipfile.ZipFile(source) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def _octets(stocks: Modele, stock: Stock) -> bytes:
    tampon = BytesIO()
    construire(stocks, tampon, contenu_de(stocks, stock))
    return tampon.getvalue()


def _ouvert(fichier: Path, *, valeurs: bool = False) -> Any:
    """Classeur lu par openpyxl, dont les types ne sont pas le sujet."""
    return openpyxl.load_workbook(fichier, data_only=valeurs)


def _onglet(fichier: Path, nom: str, *, valeurs: bool = False) -> Any:
    return _ouvert(fichier, valeurs=valeurs)[nom]


def test_le_classeur_livre_est_celui_que_sa_declaration_construit(tmp_path: Path) -> None:
    for construit in reconstruire(tmp_path):
        livre = ressource(DOSSIER, construit.name)
        # Sinon, la déclaration a changé : relancer tableur.classeurs.construction.reconstruire().
        assert _parties(construit) == _parties(livre)


def test_le_meme_contenu_donne_les_memes_octets(stocks: Modele) -> None:
    stock = stock_d_essai(12, 30)
    assert _octets(stocks, stock) == _octets(stocks, stock)


def test_un_classeur_vierge_se_cree_et_ne_remplace_rien(tmp_path: Path) -> None:
    fichier = creer("stocks", tmp_path / "stocks.xlsx")
    assert fichier.read_bytes() == ressource(DOSSIER, "stocks.xlsx").read_bytes()
    with pytest.raises(Refus, match="existe déjà"):
        creer("stocks", fichier)


def test_les_proprietes_disent_le_modele_et_sa_version(classeur_rempli: Path) -> None:
    classeur = _ouvert(classeur_rempli)
    proprietes = {p.name: p.value for p in classeur.custom_doc_props.props}
    assert proprietes == {"modele": "stocks", "modele_version": 1}
    assert classeur.properties.title == "Stocks et approvisionnements"


def test_les_onglets_suivent_le_modele(stocks: Modele, classeur_rempli: Path) -> None:
    attendus = ["Lisez-moi", *(feuille.nom for feuille in stocks.feuilles), "Sources"]
    assert attendus == _ouvert(classeur_rempli).sheetnames


def test_chaque_table_est_une_table_d_excel_a_ses_en_tetes(stocks: Modele, classeur_rempli: Path) -> None:
    classeur = _ouvert(classeur_rempli)
    stock = stock_d_essai()
    lignes = {type_.__name__: len(v) for type_, v in {**stock.tables(), **stock.vues()}.items()}
    for feuille in stocks.feuilles:
        trouvees = dict(classeur[feuille.nom].tables.items())
        placees = places(feuille, lignes)
        assert set(trouvees) == {f"Table_{table.nom}" for table in feuille.tables}
        for table in feuille.tables:
            place = placees[table.nom]
            entetes = next(classeur[feuille.nom].iter_rows(place.entete + 1, place.entete + 1, values_only=True))
            assert list(entetes)[: len(table.colonnes)] == [colonne.libelle for colonne in table.colonnes]
            debut, _, fin = trouvees[f"Table_{table.nom}"].partition(":")
            assert debut == f"A{place.entete + 1}"
            assert fin.endswith(str(place.derniere + 1))


def test_une_feuille_tapee_controle_la_saisie(classeur_rempli: Path) -> None:
    onglet = _onglet(classeur_rempli, "Mouvements")
    controles = {str(c.sqref): c for c in onglet.data_validations.dataValidation}
    assert {plage: c.type for plage, c in controles.items()} == {
        "A5:A10004": "date",
        "B5:B10004": "list",
        "C5:C10004": "list",
        "D5:D10004": "decimal",
        "E5:E10004": "decimal",
        "F5:F10004": "list",
    }
    assert controles["C5:C10004"].formula1 == '"Entrée,Sortie"'
    assert controles["B5:B10004"].formula1 == (
        "OFFSET('Articles'!$A$5,0,0,MAX(1,COUNTA('Articles'!$A$5:$A$10004)),1)"
    )
    assert controles["D5:D10004"].error == "Taper un nombre, sans texte ni unité : 12,5."


def test_les_formats_conditionnels_et_les_aides_sont_poses(classeur_rempli: Path) -> None:
    onglet = _onglet(classeur_rempli, "Alertes")
    formules = [regle.formula for plage in onglet.conditional_formatting for regle in plage.rules if regle.formula]
    assert ['OR($A5="Rupture",$A5="Périmé")'] in formules
    note = _onglet(classeur_rempli, "Réapprovisionnement")["G4"].comment
    assert note is not None
    assert note.text == "Stock présent − réservé + en commande.\nFormule de la feuille."


def test_les_reglages_ont_un_nom_defini(classeur_rempli: Path) -> None:
    classeur = _ouvert(classeur_rempli)
    noms = {nom: defini.attr_text for nom, defini in classeur.defined_names.items()}
    assert noms["seuil_a"] == "'Paramètres'!$B$10"
    assert classeur["Paramètres"]["B10"].value == 0.8


def test_l_impression_est_reglee(stocks: Modele, classeur_rempli: Path) -> None:
    classeur = _ouvert(classeur_rempli)
    for feuille in stocks.feuilles:
        onglet = classeur[feuille.nom]
        page = onglet.page_setup
        assert (page.orientation, page.paperSize, page.fitToHeight) == ("landscape", 9, 0)
        assert page.fitToWidth in (None, 1)  # 1 est la valeur par défaut
        assert onglet.sheet_properties.pageSetUpPr.fitToPage
        assert onglet.oddFooter.left.text == "&A"
        assert onglet.oddFooter.right.text == "page &P/&N"
        assert onglet.print_title_rows is not None


def test_une_vue_dit_ce_qui_la_remplit_puis_son_calcul(classeur_rempli: Path) -> None:
    vierge = _onglet(ressource(DOSSIER, "stocks.xlsx"), "Alertes")
    assert vierge["A2"].value == "Pas encore calculé : tableur stock alerter"
    rempli = _onglet(classeur_rempli, "Alertes", valeurs=True)
    assert rempli["A2"].value == "Calculé le 24/11/2026 sur 40 articles"


def test_aucune_formule_ne_sort_sans_sa_valeur(classeur_rempli: Path) -> None:
    for nom, octets in _parties(classeur_rempli).items():
        if nom.startswith("xl/worksheets/sheet"):
            assert octets.count(b"</f><v>") == octets.count(b"</f>")


def test_les_valeurs_en_cache_sont_celles_de_python(stocks: Modele, classeur_rempli: Path) -> None:
    besoins = stock_d_essai().vues()[LigneReapprovisionnement]
    _, table = stocks.table_ecrite(LigneReapprovisionnement)
    onglet = _onglet(classeur_rempli, "Réapprovisionnement", valeurs=True)
    corps = corps_de(table, besoins)
    for rang, colonne in enumerate(table.colonnes, 1):
        lues = [onglet.cell(5 + ligne, rang).value or None for ligne in range(len(besoins))]
        assert lues == [valeur or None for valeur in corps.colonnes[colonne.nom]]


def test_un_texte_n_est_jamais_une_formule_et_un_code_garde_ses_zeros(stocks: Modele, tmp_path: Path) -> None:
    textes = ['=HYPERLINK("http://x")', "+33 2", "-12", "@total", "007", "a < b & c", " espaces "]
    articles = [
        Article(code_article=f"00{rang}", designation=texte, delai=Decimal(1)) for rang, texte in enumerate(textes)
    ]
    feuille, table = stocks.table_lue(Article)
    fichier = tmp_path / "textes.xlsx"
    construire(stocks, fichier, Contenu({table.nom: corps_de(table, articles)}))
    onglet = _onglet(fichier, feuille.nom)
    relus = [(onglet.cell(5 + rang, 1), onglet.cell(5 + rang, 2)) for rang in range(len(textes))]
    assert [designation.value for _, designation in relus] == textes
    assert {cellule.data_type for paire in relus for cellule in paire} == {"s"}
    assert [code.value for code, _ in relus][:2] == ["000", "001"]


def test_les_dates_sont_des_dates_et_un_choix_porte_son_libelle(classeur_rempli: Path) -> None:
    ligne = [c.value for c in _onglet(classeur_rempli, "Mouvements")[5]]
    mouvement = stock_d_essai().mouvements[0]
    assert ligne[0].date() == mouvement.date
    assert ligne[2] == {"entree": "Entrée", "sortie": "Sortie"}[mouvement.sens]


def test_une_formule_cite_les_cellules_par_leur_nom(stocks: Modele) -> None:
    feuille, table = stocks.table_ecrite(LigneAbc)
    toutes = places(feuille, {"LigneAbc": 3})
    formule = traduire("=SUM({valeur jusqu'ici})/SUM({valeur})+[rang]", table, toutes)
    assert formule(6) == "=SUM($D$5:$D7)/SUM($D$5:$D$10004)+$A7"


def test_une_table_au_dessus_d_une_autre_s_arrete_a_sa_derniere_ligne(stocks: Modele) -> None:
    feuille, besoins = stocks.table_ecrite(LigneReapprovisionnement)
    _, commandes = stocks.table_ecrite(CommandeFournisseur)
    placees = places(replace(feuille, tables=(besoins, commandes)), {"LigneReapprovisionnement": 12})
    principale, seconde = placees["LigneReapprovisionnement"], placees["CommandeFournisseur"]
    assert (principale.debut, principale.fin, seconde.entete) == (4, 15, 20)


def test_les_decimales_facultatives_suivent_les_valeurs() -> None:
    assert format_fixe("#,##0.###", [1.0, 2.25]) == "#,##0.00"
    assert format_fixe("#,##0.###", [1.0, None]) == "#,##0"
    assert format_fixe("#,##0.######", [1 / 3], 2) == "#,##0.00"
    assert format_fixe('#,##0.00\\ "€"', [1 / 3]) == '#,##0.00\\ "€"'


def test_vingt_mille_mouvements_se_relisent(stocks: Modele, tmp_path: Path) -> None:
    stock = stock_d_essai(50, 20_000)
    fichier = tmp_path / "grand.xlsx"
    construire(stocks, fichier, contenu_de(stocks, stock, vues=False))
    classeur = openpyxl.load_workbook(fichier, read_only=True)
    derniere = next(classeur["Mouvements"].iter_rows(20_004, 20_004, values_only=True))
    classeur.close()
    assert derniere[7] == stock.mouvements[-1].piece
