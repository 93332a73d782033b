"""Un classeur de quelqu'un d'autre se lit ; ce qui n'y va pas est dit en français, à sa place, tout d'un coup."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tableur.calculs.stock.enregistrements import Article, Fournisseur, Lot, Mouvement, Reprise
from tableur.classeurs import ClasseurFerme, ouvrir
from tableur.classeurs.lecture import ClasseurLu
from tableur.fichiers.libreoffice import convertir
from tableur.fichiers.ressources import lister_ressources
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule
from tableur.socle.erreurs import Refus

Grilles = dict[str, list[list[object]]]
Saisie = Callable[..., Grilles]


def _avec_openpyxl(fichier: Path, grilles: Grilles) -> Path:
    classeur = openpyxl.Workbook()
    classeur.remove(classeur.worksheets[0])
    for nom, grille in grilles.items():
        feuille = classeur.create_sheet(nom)
        for ligne in grille:
            feuille.append(ligne)
    classeur.save(fichier)
    return fichier


def _avec_xlsxwriter(fichier: Path, grilles: Grilles) -> Path:
    with xlsxwriter.Workbook(str(fichier)) as classeur:
        jour = classeur.add_format({"num_format": "dd/mm/yyyy"})
        for nom, grille in grilles.items():
            feuille = classeur.add_worksheet(nom)
            for i, ligne in enumerate(grille):
                for j, valeur in enumerate(ligne):
                    if isinstance(valeur, date):
                        feuille.write_datetime(i, j, valeur, jour)
                    elif valeur is not None:
                        feuille.write(i, j, valeur)
    return fichier


def _anomalies(classeur: ClasseurFerme) -> list[str]:
    return [str(anomalie) for anomalie in classeur.anomalies]


def _refus(fichier: Path) -> str:
    with pytest.raises(Refus) as refus:
        ouvrir(fichier)
    return str(refus.value)


@pytest.mark.parametrize("ecrire", [_avec_openpyxl, _avec_xlsxwriter])
def test_un_classeur_fait_a_la_main_se_lit(
    ecrire: Callable[[Path, Grilles], Path], saisie: Saisie, tmp_path: Path
) -> None:
    mouvements: list[list[object]] = [
        ["Mes mouvements"],
        [],
        ["Quantité", "N° de pièce", "SENS", "Remarque", "date", "Code article"],
        [10.5, 12, "E", "à revoir", date(2026, 1, 12), "VIS"],
        ["1 200,25", None, "sortie", None, "15/01/2026", " CLOU "],
    ]
    classeur = ouvrir(ecrire(tmp_path / "main.xlsx", saisie(Mouvements=mouvements)))
    lignes = classeur.lire(Mouvement)
    assert list(lignes) == [
        Mouvement(date=date(2026, 1, 12), code_article="VIS", sens="entree", quantite=Decimal("10.5"), piece="12"),
        Mouvement(
            date=date(2026, 1, 15), code_article="CLOU", sens="sortie", quantite=Decimal("1200.25"), piece=""
        ),
    ]
    assert str(lignes.ou(1, "quantite")) == "main.xlsx, feuille « Mouvements », ligne 5, colonne « Quantité »"


def test_toutes_les_fautes_d_un_classeur_sont_dites_d_un_coup(saisie: Saisie, tmp_path: Path) -> None:
    articles: list[list[object]] = [
        ["Code article", "Désignation", "Délai de livraison (jours)", "Code fournisseur"],
        ["VIS", "Vis inox", "cinq", None],
        ["CLOU", "Clous", 8, "F9"],
        ["VIS", "Vis laiton", 3, None],
        [None, "Sans code", 3, None],
    ]
    mouvements: list[list[object]] = [
        ["Date", "Code article", "Sens", "Quantité", "Coût unitaire HT (€)"],
        ["12/01/2026", "VIS", "Entrée", 100, "=NA()"],
        [None, None, None, None, None],
        ["31/02/2026", "vis", "Dedans", "=B2+1", "12,5 euros"],
        ["15/01/2026", None, "Sortie", 30, None],
    ]
    fichier = _avec_xlsxwriter(tmp_path / "fautes.xlsx", saisie(Articles=articles, Mouvements=mouvements))
    _poser_dans_la_feuille(fichier, b"<f>NA()</f><v>0</v>", b"<f>NA()</f><v>#N/A</v>", b' t="e"')
    _poser_dans_la_feuille(fichier, b"<f>B2+1</f><v>0</v>", b"<f>B2+1</f>", b"")
    classeur = ouvrir(fichier, tmp_path / "sortie.xlsx")
    classeur.lire(Article)
    classeur.lire(Mouvement)
    debut, mouvement = "fautes.xlsx, feuille « Articles », ", "fautes.xlsx, feuille « Mouvements », "
    attendues = [
        debut + "ligne 2, colonne « Délai de livraison (jours) » : il faut un nombre, « cinq » reçu",
        debut + "ligne 3, colonne « Code fournisseur » : "
        "le code « F9 » n'est pas dans la feuille « Fournisseurs »",
        debut + "ligne 4, colonne « Code article » : le code « VIS » est en double : il est déjà à la ligne 2",
        debut + "ligne 5, colonne « Code article » : valeur obligatoire, cellule vide",
        mouvement + "ligne 2, colonne « Coût unitaire HT (€) » : la cellule est en erreur (#N/A)",
        mouvement + "ligne 3 : ligne vide au milieu de la table : la remplir ou la supprimer",
        mouvement + "ligne 4, colonne « Date » : il faut une date, « 31/02/2026 » reçu (ce jour n'existe pas)",
        (
            mouvement + "ligne 4, colonne « Code article » : "
            "le code « vis » n'est pas dans la feuille « Articles » (peut-être « VIS »)"
        ),
        mouvement + "ligne 4, colonne « Sens » : il faut un choix parmi Entrée, Sortie, « Dedans » reçu",
        (
            mouvement + "ligne 4, colonne « Quantité » : la formule n'a pas de valeur enregistrée "
            "(laisser le tableur recalculer, puis enregistrer)"
        ),
        mouvement + "ligne 4, colonne « Coût unitaire HT (€) » : il faut un nombre, « 12,5 euros » reçu",
        mouvement + "ligne 5, colonne « Code article » : valeur obligatoire, cellule vide",
    ]
    assert sorted(attendues) == sorted(_anomalies(classeur))
    with pytest.raises(Refus) as refus:
        classeur.refuser_les_anomalies()
    assert str(refus.value).splitlines() == _anomalies(classeur)


def _poser_dans_la_feuille(fichier: Path, avant: bytes, apres: bytes, attribut: bytes) -> None:
    """Remplace un morceau de cellule dans le XML des feuilles, comme l'aurait écrit un autre tableur."""
    with zipfile.ZipFile(fichier) as archive:
        parties = {nom: archive.read(nom) for nom in archive.namelist()}
    with zipfile.ZipFile(fichier, "w") as archive:
        for nom, octets in parties.items():
            place = octets.find(avant)
            if not nom.startswith("xl/worksheets/") or place < 0:
                archive.writestr(nom, octets)
                continue
            debut = octets[:place].rfind(b">")
            suite = octets[place + len(avant) :]
            archive.writestr(nom, octets[:debut] + attribut + octets[debut:place] + apres + suite)


def test_un_code_en_double_cite_la_premiere_ligne(saisie: Saisie, tmp_path: Path) -> None:
    articles: list[list[object]] = [
        ["Code article", "Désignation", "Délai de livraison (jours)"],
        ["VIS", "Vis inox", 5],
        ["CLOU", "Clous", 8],
        ["VIS", "Vis laiton", 3],
    ]
    classeur = ouvrir(_avec_openpyxl(tmp_path / "double.xlsx", saisie(Articles=articles)))
    assert len(classeur.lire(Article)) == 3
    assert _anomalies(classeur) == [
        (
            "double.xlsx, feuille « Articles », ligne 4, colonne « Code article » : "
            "le code « VIS » est en double : il est déjà à la ligne 2"
        )
    ]


def test_un_article_inconnu_cite_celui_qui_lui_ressemble(saisie: Saisie, tmp_path: Path) -> None:
    mouvements: list[list[object]] = [
        ["Date", "Code article", "Sens", "Quantité"],
        ["12/01/2026", "vis", "Entrée", 100],
        ["12/01/2026", "BOULON", "Entrée", 100],
    ]
    classeur = ouvrir(_avec_openpyxl(tmp_path / "inconnu.xlsx", saisie(Mouvements=mouvements)))
    classeur.lire(Mouvement)
    debut = "inconnu.xlsx, feuille « Mouvements », ligne"
    assert _anomalies(classeur) == [
        (
            f"{debut} 2, colonne « Code article » : le code « vis » n'est pas dans la feuille « Articles » "
            "(peut-être « VIS »)"
        ),
        f"{debut} 3, colonne « Code article » : le code « BOULON » n'est pas dans la feuille « Articles »",
    ]


def test_une_feuille_renommee_est_reconnue_a_son_nom_ou_a_ses_colonnes(saisie: Saisie, tmp_path: Path) -> None:
    grilles = saisie()
    grilles["Article 2026"] = grilles.pop("Articles")
    grilles["Feuil7"] = grilles.pop("Lots")
    classeur = ouvrir(_avec_openpyxl(tmp_path / "renomme.xlsx", grilles))
    classeur.lire(Article)
    classeur.lire(Lot)
    presentes = "« Mouvements », « Fournisseurs », « Inventaire », « Reprise », « Article 2026 », « Feuil7 »"
    assert _anomalies(classeur) == [
        (
            "renomme.xlsx, feuille « Articles » : "
            f"la feuille « Articles » est absente ; feuilles présentes : {presentes}. "
            "« Article 2026 » lui ressemble : la renommer « Articles »"
        ),
        (
            "renomme.xlsx, feuille « Lots » : "
            f"la feuille « Lots » est absente ; feuilles présentes : {presentes}. "
            "« Feuil7 » lui ressemble : la renommer « Lots »"
        ),
    ]


def test_le_nom_d_une_feuille_se_lit_sans_accents_ni_casse(saisie: Saisie, tmp_path: Path) -> None:
    grilles = saisie()
    grilles["MOUVEMENTS "] = grilles.pop("Mouvements")
    classeur = ouvrir(_avec_openpyxl(tmp_path / "casse.xlsx", grilles))
    assert len(classeur.lire(Mouvement)) == 2


def test_une_colonne_renommee_est_nommee(saisie: Saisie, tmp_path: Path) -> None:
    mouvements: list[list[object]] = [
        ["Date", "Article", "Sens", "Qté"],
        ["12/01/2026", "VIS", "Entrée", 100],
    ]
    classeur = ouvrir(_avec_openpyxl(tmp_path / "colonne.xlsx", saisie(Mouvements=mouvements)))
    classeur.lire(Mouvement)
    debut = "colonne.xlsx, feuille « Mouvements », ligne 1, colonne"
    assert _anomalies(classeur) == [
        f"{debut} « Quantité » : la colonne « Quantité » est absente ou a changé de nom",
        f"{debut} « Code article » : la colonne « Code article » est absente ou a changé de nom",
    ]


def test_sans_en_tetes_la_phrase_cite_les_colonnes_attendues(saisie: Saisie, tmp_path: Path) -> None:
    classeur = ouvrir(_avec_openpyxl(tmp_path / "nu.xlsx", saisie(Reprise=[["VIS", "01/01/2026", 12, 3]])))
    assert list(classeur.lire(Reprise)) == []
    assert _anomalies(classeur) == [
        (
            "nu.xlsx, feuille « Reprise » : aucune ligne d'en-têtes dans les 20 premières lignes ; "
            "colonnes attendues : "
            "« Code article », « Date de reprise », « Quantité », « Coût unitaire HT (€) »"
        )
    ]


def test_une_ligne_de_totaux_n_est_pas_une_ligne(saisie: Saisie, tmp_path: Path) -> None:
    fournisseurs: list[list[object]] = [
        ["Code fournisseur", "Nom", "Minimum de commande HT (€)"],
        ["F1", "Durand", 150],
        ["Total", None, 150],
    ]
    classeur = ouvrir(_avec_openpyxl(tmp_path / "totaux.xlsx", saisie(Fournisseurs=fournisseurs)))
    assert [f.code_fournisseur for f in classeur.lire(Fournisseur)] == ["F1"]


def test_une_table_d_excel_dit_ou_est_sa_ligne_de_totaux(saisie: Saisie, tmp_path: Path) -> None:
    fichier = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(str(fichier)) as classeur:
        for nom, grille in saisie().items():
            feuille = classeur.add_worksheet(nom)
            if nom == "Fournisseurs":
                colonnes = [{"header": "Code fournisseur"}, {"header": "Nom", "total_string": "3 lignes"}]
                donnees = [["F1", "Durand"], ["F2", "Le Goff"]]
                options = {"columns": colonnes, "data": donnees, "total_row": True}
                feuille.add_table("B3:C6", options)
            else:
                for i, ligne in enumerate(grille):
                    feuille.write_row(i, 0, ligne)
    lu = ouvrir(fichier)
    assert [f.nom for f in lu.lire(Fournisseur)] == ["Durand", "Le Goff"]
    assert lu.lire(Fournisseur).ou(0).ligne == 4


@pytest.mark.libreoffice
def test_un_ods_se_lit_comme_un_xlsx_erreurs_comprises(saisie: Saisie, tmp_path: Path) -> None:
    mouvements: list[list[object]] = [
        ["Date", "Code article", "Sens", "Quantité"],
        [date(2026, 1, 12), "VIS", "Entrée", "=1/0"],
        [date(2026, 1, 13), "VIS", "Entrée", "=NA()"],
        [date(2026, 1, 14), "VIS", "Entrée", "=5*4"],
        [date(2026, 1, 14), "VIS", "Entrée", "=5*4"],
    ]
    origine = _avec_xlsxwriter(tmp_path / "calc.xlsx", saisie(Mouvements=mouvements))
    for formule in (b"1/0", b"NA()", b"5*4", b"5*4"):
        vide = b"<f>" + formule + b"</f>"
        _poser_dans_la_feuille(origine, vide + b"<v>0</v>", vide, b"")
    (fichier,) = convertir([origine], "ods", tmp_path / "ods")
    classeur = ouvrir(fichier)
    lignes = classeur.lire(Mouvement)
    assert [(m.date, m.quantite) for m in lignes] == [(date(2026, 1, 14), Decimal(20))] * 2
    assert _anomalies(classeur) == [
        ("calc.ods, feuille « Mouvements », ligne 2, colonne « Quantité » : la cellule est en erreur (#DIV/0!)"),
        "calc.ods, feuille « Mouvements », ligne 3, colonne « Quantité » : la cellule est en erreur (#N/A)",
    ]
    assert list(classeur.lire(Article)) == list(ouvrir(origine).lire(Article))


def test_les_cases_se_comptent_depuis_a1_et_les_genres_de_valeurs_restent(tmp_path: Path) -> None:
    fichier = tmp_path / "genres.xlsx"
    with xlsxwriter.Workbook(str(fichier), {"date_1904": True}) as classeur:
        feuille = classeur.add_worksheet("F")
        jour, duree = (classeur.add_format({"num_format": f}) for f in ("dd/mm/yyyy", "[h]:mm"))
        feuille.write_datetime(2, 1, datetime(2026, 3, 1), jour)  # noqa: DTZ001 - une cellule n'a pas de fuseau
        feuille.write_number(2, 2, 1.5, duree)
        feuille.write_boolean(2, 3, True)
        feuille.write_number(2, 4, 12)
        feuille.write_string(2, 5, "007")
        feuille.write_formula(3, 1, "=NA()", None, "#N/A")
        feuille.write_formula(3, 2, "=B1/0", None, "#VALUE!")
        feuille.write_formula(3, 3, "=A1", None, "")
        feuille.write_blank(1_048_575, 16_383, None, jour)
    grille = ClasseurLu(fichier).grille("F")
    assert grille[2] == ["", date(2026, 3, 1), timedelta(hours=36), True, 12.0, "007"]
    assert grille[3] == [
        "",
        ErreurDeCellule("#N/A"),
        ErreurDeCellule("#VALEUR!"),
        FORMULE_SANS_VALEUR,
        "",
        "",
    ]


def test_une_cellule_perdue_au_bout_de_la_feuille_est_refusee(saisie: Saisie, tmp_path: Path) -> None:
    fichier = tmp_path / "loin.xlsx"
    with xlsxwriter.Workbook(str(fichier)) as classeur:
        classeur.add_worksheet("Articles").write(0, 0, "Code article")
        classeur.get_worksheet_by_name("Articles").write(1_048_575, 16_383, "x")
    assert _refus(fichier) == (
        "loin.xlsx, feuille « Articles » : "
        "Une cellule remplie se trouve très loin des autres : l'effacer, puis enregistrer."
    )


def test_un_ods_qui_repete_une_cellule_remplie_sans_fin_est_refuse(tmp_path: Path) -> None:
    fichier = tmp_path / "repete.ods"
    cellule = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    )
    contenu = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Articles"><table:table-row table:number-rows-repeated="1048576">{cellule}'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(fichier, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", contenu)
    assert _refus(fichier) == (
        "repete.ods : Une cellule remplie se trouve très loin des autres : l'effacer, puis enregistrer."
    )


def test_un_fichier_tronque_est_refuse(classeur_rempli: Path, tmp_path: Path) -> None:
    fichier = tmp_path / "tronque.xlsx"
    fichier.write_bytes(classeur_rempli.read_bytes()[:-2000])
    assert _refus(fichier) == (
        "tronque.xlsx : Ce fichier est tronqué ou abîmé : le recopier ou le télécharger à nouveau."
    )


def test_un_fichier_vide_est_refuse(tmp_path: Path) -> None:
    fichier = tmp_path / "vide.xlsx"
    fichier.touch()
    assert _refus(fichier) == "vide.xlsx : Ce fichier est vide (0 octet)."


def test_un_xls_est_refuse(tmp_path: Path) -> None:
    fichier = tmp_path / "ancien.xls"
    flux = "Workbook\0".encode("utf-16-le")
    fichier.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + flux + bytes(512))
    assert _refus(fichier) == ("ancien.xls : C'est un classeur .xls d'Excel 97-2003 : l'enregistrer en .xlsx.")


def test_un_fichier_absent_est_refuse(tmp_path: Path) -> None:
    assert _refus(tmp_path / "rien.xlsx") == (
        f"rien.xlsx : Ce fichier n'existe pas dans le dossier « {tmp_path} »."
    )


def test_une_archive_qui_n_est_pas_un_classeur_est_refusee(tmp_path: Path) -> None:
    fichier = tmp_path / "lettre.xlsx"
    with zipfile.ZipFile(fichier, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert _refus(fichier) == (
        "lettre.xlsx : Ce fichier n'est pas un classeur : ni Excel (.xlsx, .xlsm), ni Calc (.ods)."
    )


def test_un_classeur_etranger_cite_ses_feuilles_et_les_modeles(tmp_path: Path) -> None:
    fichier = _avec_openpyxl(tmp_path / "autre.xlsx", {"Budget": [["Mois", "Montant"]]})
    livres = ", ".join(declaration.stem for declaration in lister_ressources("templates_xlsx", "*.toml"))
    assert "stocks" in livres
    assert _refus(fichier) == (
        "autre.xlsx : Aucun modèle ne correspond à ce classeur ; feuilles présentes : « Budget ». "
        f"Modèles connus : {livres}."
    )


def test_un_prefixe_de_nom_et_une_adresse_absente_ne_cachent_pas_une_erreur(tmp_path: Path) -> None:
    fichier = tmp_path / "prefixe.xlsx"
    with xlsxwriter.Workbook(str(fichier)) as classeur:
        classeur.add_worksheet("F").write_row(0, 0, ["a", 1, 2])
    with zipfile.ZipFile(fichier) as archive:
        parties = {nom: archive.read(nom) for nom in archive.namelist()}
    espace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parties["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{espace}"><x:sheetData><x:row r="2"><x:c r="B2"><x:v>1</x:v></x:c>'
        "<x:c t='e'><x:f>NA()</x:f><x:v>#N/A</x:v></x:c><x:c><x:f>1+1</x:f></x:c>"
        "<x:c t='str'><x:f>\"\"</x:f><x:v></x:v></x:c></x:row></x:sheetData></x:worksheet>"
    ).encode()
    with zipfile.ZipFile(fichier, "w") as archive:
        for nom, octets in parties.items():
            archive.writestr(nom, octets)
    ligne = ClasseurLu(fichier).grille("F")[1]
    assert ligne[1:4] == [1.0, ErreurDeCellule("#N/A"), FORMULE_SANS_VALEUR]
