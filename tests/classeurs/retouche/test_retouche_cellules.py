"""Poser une valeur dans une cellule, et ce qui est refusé d'avance."""

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from tableur.classeurs.retouche import Plage, Retouche
from tableur.frontiere import ErreurDeCellule
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ErreurTableur, Refus
from tests.classeurs.retouche.classeurs_d_essai import classeur_de_stock, differentes, ouvrir, partie, recoudre

FEUILLE = "xl/worksheets/sheet1.xml"


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    return classeur_de_stock(tmp_path / "stock.xlsx")


def _apres(retouche: Retouche, source: Path) -> Path:
    sortie = source.with_name("sortie.xlsx")
    retouche.enregistrer(sortie)
    return sortie


@pytest.mark.parametrize(
    ("valeur", "lue"),
    [
        ("=SUM(A1)", "=SUM(A1)"),
        ("+33 6", "+33 6"),
        ("-12", "-12"),
        ("@nom", "@nom"),
        ("007", "007"),
        ("  deux  espaces\nligne ", "  deux  espaces\nligne "),
        (True, True),
        (12, 12),
        (Decimal("1234567.89"), 1234567.89),
        (Decimal("1E-7"), 1e-7),
        (1e300, 1e300),
        (None, None),
        ("", None),
        (Mois(2026, 11), "2026-11"),
        (ErreurDeCellule("#VALEUR!"), "#VALUE!"),
    ],
)
def test_une_valeur_posee_se_relit(stock: Path, valeur: object, lue: object) -> None:
    retouche = Retouche(stock)
    retouche.poser(("Synthèse", "D1"), valeur)
    cellule = ouvrir(_apres(retouche, stock))["Synthèse"]["D1"]
    assert lue == cellule.value
    assert cellule.data_type != "f"
    assert "#,##0.00" == cellule.number_format


@pytest.mark.parametrize(
    ("valeur", "lue"),
    [
        (date(2026, 11, 24), datetime(2026, 11, 24)),  # noqa: DTZ001 : une cellule n'a pas de fuseau
        (datetime(2026, 11, 24, 18, 30), datetime(2026, 11, 24, 18, 30)),  # noqa: DTZ001
        (date(1900, 1, 1), datetime(1900, 1, 1)),  # noqa: DTZ001
        (timedelta(hours=26), timedelta(days=1, hours=2)),
        (time(6, 0), timedelta(hours=6)),
    ],
)
def test_une_date_recoit_un_format_de_date_si_la_cellule_n_en_a_pas(
    stock: Path, valeur: object, lue: object
) -> None:
    retouche = Retouche(stock)
    retouche.poser(("Synthèse", "D1"), valeur)
    sortie = _apres(retouche, stock)
    assert lue == ouvrir(sortie)["Synthèse"]["D1"].value
    assert "xl/styles.xml" in differentes(stock, sortie)


def test_une_date_garde_le_format_de_date_de_la_cellule(stock: Path) -> None:
    retouche = Retouche(stock)
    retouche.poser(("Stock", "D4"), date(2027, 2, 28))
    sortie = _apres(retouche, stock)
    assert "xl/styles.xml" not in differentes(stock, sortie)
    assert "dd/mm/yyyy" == ouvrir(sortie)["Stock"]["D4"].number_format


def test_le_calendrier_de_1904_est_respecte(tmp_path: Path) -> None:
    fichier = tmp_path / "1904.xlsx"
    livre = xlsxwriter.Workbook(str(fichier), {"date_1904": True})
    livre.add_worksheet("F").write_datetime(0, 0, datetime(2020, 1, 1), livre.add_format({"num_format": 14}))  # noqa: DTZ001
    livre.close()
    retouche = Retouche(fichier)
    retouche.poser(("F", "A1"), date(2026, 11, 24))
    with pytest.raises(Refus, match="1er janvier 1904"):
        retouche.poser(("F", "A1"), date(1903, 12, 31))
    assert date(2026, 11, 24) == ouvrir(_apres(retouche, fichier))["F"]["A1"].value.date()


def test_les_caracteres_interdits_sont_proteges(stock: Path) -> None:
    retouche = Retouche(stock)
    retouche.poser("taux", "a\x00b\rc_x0041_\ud800")
    texte = partie(_apres(retouche, stock), "xl/worksheets/sheet2.xml")
    assert "a_x0000_b_x000D_c_x005F_x0041__xD800_" in texte


def test_un_nom_defini_designe_sa_cellule_quelle_que_soit_sa_portee(stock: Path) -> None:
    retouche = Retouche(stock)
    retouche.poser("TAUX", Decimal("0.5"))
    retouche.poser("seuil", 3)
    retouche.poser(("Synthèse", "seuil"), 4)
    retouche.poser("Synthèse!seuil", 5)
    feuille = ouvrir(_apres(retouche, stock))["Synthèse"]
    assert (0.5, 5) == (feuille["D1"].value, feuille["D2"].value)


def test_une_cellule_fusionnee_recoit_sa_valeur_dans_son_coin(stock: Path) -> None:
    retouche = Retouche(stock)
    retouche.poser(("Synthèse", "G2"), "dedans")
    retouche.poser(("synthèse", "$F$1:$G$2"), "coin")
    assert "coin" == ouvrir(_apres(retouche, stock))["Synthèse"]["F1"].value


def test_seules_la_feuille_et_les_valeurs_enregistrees_changent(stock: Path) -> None:
    retouche = Retouche(stock)
    retouche.poser(("Stock", "I4"), "changée")
    sortie = _apres(retouche, stock)
    assert {FEUILLE, "xl/worksheets/sheet2.xml"} == differentes(stock, sortie)
    assert set(retouche.parties_changees) == differentes(stock, sortie)


def test_sans_operation_le_classeur_est_recopie_tel_quel(stock: Path) -> None:
    assert set() == differentes(stock, _apres(Retouche(stock), stock))


def test_une_source_en_memoire_s_ecrit_en_memoire(stock: Path) -> None:
    retouche = Retouche(io.BytesIO(stock.read_bytes()), "secret.xlsx")
    retouche.poser("taux", 1)
    with pytest.raises(Refus, match=r"^secret\.xlsx : "):
        retouche.poser("absent", 1)
    flux = io.BytesIO()
    retouche.ecrire_dans(flux)
    ecrit = stock.with_name("déchiffré.xlsx")
    ecrit.write_bytes(flux.getvalue())
    assert 1 == ouvrir(ecrit)["Synthèse"]["D1"].value


@pytest.mark.parametrize(
    ("cible", "phrase"),
    [
        ("tauxx", r"Le nom « tauxx » n'est pas défini dans ce classeur ; est-ce « taux » \?"),
        ("bloc", r"« bloc » désigne plusieurs cellules \(D4:E5\)"),
        ("codes", r"plusieurs cellules"),
        (("Synthese", "A1"), r"La feuille de calcul « Synthese » n'existe pas ; est-ce « Synthèse » \?"),
        (("Synthèse", "B1"), r"La cellule B1 contient la formule « =SUM\(Stock!E4:E6\) »"),
        (("Stock", "C3"), r"La cellule C3 est un en-tête de la table « Stock »"),
    ],
)
def test_une_cible_qui_ne_convient_pas_est_refusee(stock: Path, cible: Any, phrase: str) -> None:
    with pytest.raises(Refus, match=phrase):
        Retouche(stock).poser(cible, 1)


def test_une_formule_se_remplace_sur_demande_et_l_ordre_de_calcul_disparait(stock: Path) -> None:
    source = recoudre(
        stock,
        stock.with_name("chaine.xlsx"),
        {
            "xl/calcChain.xml": b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<c r="B1" i="2"/></calcChain>',
            "[Content_Types].xml": partie(stock, "[Content_Types].xml")
            .replace(
                "</Types>",
                '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument'
                '.spreadsheetml.calcChain+xml"/></Types>',
            )
            .encode(),
            "xl/_rels/workbook.xml.rels": partie(stock, "xl/_rels/workbook.xml.rels")
            .replace(
                "</Relationships>",
                '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
                '/calcChain" Target="calcChain.xml"/></Relationships>',
            )
            .encode(),
        },
    )
    retouche = Retouche(source)
    retouche.poser(("Synthèse", "B1"), 7, ecraser_formule=True)
    sortie = _apres(retouche, source)
    assert 7 == ouvrir(sortie)["Synthèse"]["B1"].value
    assert "xl/calcChain.xml" in differentes(source, sortie)
    for nom in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        assert "calcChain" not in partie(sortie, nom)


def test_une_feuille_protegee_est_refusee_sauf_cellule_deverrouillee(tmp_path: Path) -> None:
    fichier = tmp_path / "protege.xlsx"
    livre = xlsxwriter.Workbook(str(fichier))
    feuille = livre.add_worksheet("F")
    feuille.protect()
    feuille.write("A1", 1, livre.add_format({"locked": False}))
    feuille.add_table("C1:D3", {"name": "T"})
    livre.close()
    retouche = Retouche(fichier)
    retouche.poser(("F", "A1"), 2)
    with pytest.raises(Refus, match=r"protégée et la cellule A2 est verrouillée : l'ôter d'abord"):
        retouche.poser(("F", "A2"), 2)
    with pytest.raises(Refus, match="La feuille « F » est protégée"):
        retouche.ecrire("T", {"Column1": [1]})
    malgre = Retouche(fichier, malgre_protection=True)
    malgre.poser(("F", "A2"), 2)
    malgre.ecrire("T", {"Column1": [1]})
    assert "<sheetProtection" in partie(_apres(malgre, fichier), FEUILLE)


def test_une_valeur_impossible_est_refusee_avec_son_endroit(stock: Path) -> None:
    retouche = Retouche(stock)
    with pytest.raises(Refus, match=r"« Synthèse », ligne 1 : D1 : ce texte a 40000 caractères"):
        retouche.poser("taux", "x" * 40_000)
    donnees: dict[str, list[object]] = {
        "Code": ["a", "b"],
        "Prix": [1.0, float("nan")],
        "Nom": ["ok", "y" * 33_000],
    }
    with pytest.raises(Refus) as erreur:
        retouche.ecrire("Stock", donnees, "ajouter")
    assert [(8, "Prix"), (8, "Nom")] == [(a.ou.ligne, a.ou.colonne) for a in erreur.value.anomalies]
    assert set() == differentes(stock, _apres(retouche, stock))


def test_ce_qui_ne_va_pas_avec_la_table_est_dit(stock: Path) -> None:
    retouche = Retouche(stock)
    cas: list[tuple[Any, str]] = [
        (("Stok", {"Code": ["a"]}), "La table « Stok » n'existe pas ; est-ce « Stock » "),
        (("Stock", {"Quantite": [1], "Qté": [1]}), "n'a pas de colonne « Qté »"),
        (("Stock", {"Code": [1], "Nom": []}), "n'ont pas autant de lignes"),
        (("Stock", {}), "Aucune colonne"),
        (("Stock", {"Montant": [1]}), "« Montant » de « Stock » est faite de formules"),
        (("Stock", {"Code": ["a"]}, "effacer"), "Le mode « effacer » n'existe pas"),
        (("Stock", {"Code": ["a"]}, "fusionner"), "Pour fusionner, dire la colonne de la clé"),
        (
            ("Stock", {"Code": ["a", "a"]}, "fusionner", "Code"),
            "la clé « a » est deux fois dans les données, lignes 1 et 2",
        ),
        (("Stock", {"Code": ["a", None]}, "fusionner", "Code"), "la ligne 2 des données n'a pas de clé"),
        (("Stock", {"Nom": ["a"]}, "fusionner", "Code"), "La colonne de la clé, « Code », manque"),
    ]
    for arguments, phrase in cas:
        with pytest.raises(ErreurTableur, match=phrase):
            retouche.ecrire(*arguments)
    assert set() == differentes(stock, _apres(retouche, stock))


def _avec(fichier: Path, ajouter: str) -> Path:
    livre = openpyxl.Workbook()
    feuille = livre.active
    assert feuille is not None
    feuille.title = "F"
    for ligne in (["a", "b"], [1, 2], [3, 4]):
        feuille.append(ligne)
    feuille.add_table(Table(displayName="Haute", ref="A1:B3"))
    if ajouter == "table":
        feuille["B6"], feuille["C6"] = "x", "y"
        feuille.add_table(Table(displayName="Basse", ref="B6:C7"))
    elif ajouter == "cellule":
        feuille["B5"] = "à garder"
    elif ajouter == "fusion":
        feuille.merge_cells("B5:C5")
    elif ajouter == "matrice":
        feuille["B6"] = ArrayFormula("B6:B8", "=A1:A3*2")
    livre.save(fichier)
    return fichier


@pytest.mark.parametrize(
    ("obstacle", "phrase"),
    [
        ("table", r"La table « Haute » irait jusqu'à la ligne 8, sur la table « Basse » \(B6:C7\)"),
        ("cellule", r"sur des cellules occupées \(B5\)"),
        ("fusion", r"des cellules fusionnées \(B5:C5\)"),
        ("matrice", r"une plage de formule matricielle \(B6:B8\)"),
    ],
)
def test_une_table_ne_grandit_pas_sur_autre_chose(tmp_path: Path, obstacle: str, phrase: str) -> None:
    fichier = _avec(tmp_path / "obstacle.xlsx", obstacle)
    retouche = Retouche(fichier)
    with pytest.raises(Refus, match=phrase):
        retouche.ecrire("Haute", {"a": [1] * 5}, "ajouter")
    assert set() == differentes(fichier, _apres(retouche, fichier))


def test_une_feuille_ne_depasse_pas_ses_lignes(tmp_path: Path) -> None:
    fichier = _avec(tmp_path / "haute.xlsx", "")
    with pytest.raises(Refus, match="c'est trop pour une feuille"):
        Retouche(fichier).ecrire("Haute", {"a": [None] * 1_048_576})


def test_un_commentaire_dont_la_ligne_disparaitrait_est_refuse(tmp_path: Path) -> None:
    fichier = tmp_path / "commentaire.xlsx"
    livre = xlsxwriter.Workbook(str(fichier))
    feuille = livre.add_worksheet("F")
    feuille.add_table("A1:B4", {"name": "T", "data": [["x", 1], ["y", 2], ["z", 3]]})
    feuille.write_comment("B4", "à ne pas perdre")
    livre.close()
    retouche = Retouche(fichier)
    with pytest.raises(Refus, match="La cellule B4 porte un commentaire"):
        retouche.ecrire("T", {"Column1": ["x"]})
    retouche.ecrire("T", {"Column1": ["z", "n"], "Column2": [30, 4]}, "fusionner", "Column1")
    assert 30 == ouvrir(_apres(retouche, fichier))["F"]["B4"].value


def test_un_lien_suit_sa_ligne_ou_disparait_avec_elle(tmp_path: Path) -> None:
    fichier = tmp_path / "liens.xlsx"
    livre = xlsxwriter.Workbook(str(fichier))
    feuille = livre.add_worksheet("F")
    feuille.add_table("A1:B4", {"name": "T", "data": [["x", "x"], ["y", "y"], ["z", "z"]]})
    for ligne, nom in enumerate("xyz", 2):
        feuille.write_url(f"B{ligne}", f"https://exemple.fr/{nom}", string=nom)
    livre.close()
    retouche = Retouche(fichier)
    retouche.ecrire("T", {"Column1": ["z", "y"]}, "remplacer", "Column1")
    sortie = _apres(retouche, fichier)
    feuille_lue = ouvrir(sortie)["F"]
    assert ["https://exemple.fr/z", "https://exemple.fr/y"] == [
        feuille_lue[f"B{n}"].hyperlink.target for n in (2, 3)
    ]
    assert "exemple.fr/x" not in partie(sortie, "xl/worksheets/_rels/sheet1.xml.rels")


def test_une_plage_sans_sens_est_refusee(stock: Path) -> None:
    with pytest.raises(Refus, match="La plage désignée n'a pas de sens"):
        Retouche(stock).ecrire(Plage("Stock", 5, "B:C", 4, 6), {"x": [1]})


def test_un_fichier_qui_n_est_pas_un_classeur_est_refuse(tmp_path: Path, stock: Path) -> None:
    faux = tmp_path / "faux.xlsx"
    faux.write_bytes(b"bonjour")
    document = recoudre(stock, tmp_path / "document.xlsx", {"_rels/.rels": b"<Relationships/>"})
    for fichier in (faux, document, tmp_path / "absent.xlsx"):
        with pytest.raises(Refus):
            Retouche(fichier)
