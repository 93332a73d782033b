"""Un modèle plus récent entre dans un classeur rempli et restylé : rien n'en sort."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import TableColumn

from tableur.classeurs import construire, lire_declaration
from tableur.classeurs.contenu import Contenu, Corps
from tableur.classeurs.modeles import Modele
from tableur.classeurs.vie.mise_a_jour import mettre_a_jour
from tableur.classeurs.vie.parties import Parties
from tableur.fichiers.libreoffice import convertir
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import Refus
from tests.classeurs.vie.classeurs_de_vie import PREMIER, SECOND, feuilles_de, morceaux

ROSE, ROUGE = "FFFF00FF", "FFFF0000"
CONTENU = Contenu(
    {
        "Client": Corps({"code": ["C1", "C2"], "nom": ["A", "B"], "mode": ["Chèque", "Virement"]}, 2),
        "Facture": Corps(
            {"numero": ["F1", "F2"], "client": ["C1", "C2"], "ht": [100.0, 50.0], "tva": [10.0, 5.0]}, 2
        ),
    },
    {"taux_tva": 0.1},
)


def _modele(dossier: Path, texte: str) -> Modele:
    declaration = dossier / "ventes.toml"
    declaration.write_text(texte, "utf-8")
    return lire_declaration(declaration)


@pytest.fixture
def second(tmp_path: Path) -> Modele:
    """La version 2 du modèle."""
    return _modele(tmp_path, SECOND)


@pytest.fixture
def restyle(tmp_path: Path) -> Path:
    """Classeur de la version 1, rempli ; en-têtes roses, un client en rouge, une feuille et un réglage à soi."""
    fichier = tmp_path / "mes ventes.xlsx"
    construire(_modele(tmp_path, PREMIER), fichier, CONTENU)
    livre = openpyxl.load_workbook(fichier)
    for case in livre["Clients"][4]:
        case.fill = PatternFill("solid", fgColor=ROSE)
    livre["Clients"]["A5"].font = Font(color=ROUGE, bold=True)
    livre["Clients"].column_dimensions["B"].width = 55
    livre.create_sheet("Mes notes")["A1"] = "à moi"
    livre.save(fichier)
    return fichier


Mise = tuple[Path, CompteRendu]


@pytest.fixture
def mise(restyle: Path, second: Modele) -> Mise:
    """Le classeur mis à jour, à côté de l'ancien."""
    sortie = restyle.with_name("à jour.xlsx")
    return sortie, mettre_a_jour(restyle, second, sortie)


def test_les_differences_sont_dites_sans_rien_ecrire(restyle: Path, second: Modele) -> None:
    avant = restyle.read_bytes()
    bilan = mettre_a_jour(restyle, second, simuler=True)
    assert avant == restyle.read_bytes()
    assert bilan.titre == "« mes ventes.xlsx » : modèle « ventes », de la version 1 à la version 2"
    assert bilan.points == [
        "réglage « Mode par défaut » : nouveau, dans « Réglages »",
        "feuille « Relances » : nouvelle",
        "feuille « Options » : nouvelle",
        "colonne « Remise » : nouvelle, dans « Clients »",
        "colonne « TTC » : nouvelle, dans « Factures »",
        "colonne « Échéance » : nouvelle, dans « Factures »",
        "formule de « TVA », dans « Factures » : =ROUND($C5*taux_tva,2) devient =ROUND($C5*taux_tva*1,2)",
        "réglage « Taux de TVA », explication : « Taux. » devient « Taux normal. »",
        "aide de « Code », dans « Clients » : « Le code, unique. »",
        "liste de « Mode », dans « Clients » : elle devient Virement, Chèque, CB",
        "règle nouvelle, dans « Sources » : Relance au bout de 30 jours.",
        "mode d'emploi, dans « Lisez-moi » : 2. Relire.",
    ]
    assert bilan.ecartes == ["feuille « Mes notes » : elle n'est pas du modèle ; gardée"]


def test_les_donnees_et_les_reglages_de_la_personne_restent(mise: Mise) -> None:
    feuilles = feuilles_de(mise[0])
    assert feuilles["Clients"][4][:3] == ["C1", "A", "Chèque"]
    assert feuilles["Mes notes"] == [["à moi"]]
    assert feuilles["Réglages"][4] == ["Taux de TVA", 0.1, "Taux normal.", "taux_tva"]


def test_un_classeur_restyle_garde_ses_styles_et_les_donne_aux_colonnes_neuves(mise: Mise) -> None:
    clients = openpyxl.load_workbook(mise[0])["Clients"]
    assert [ROSE] * 4 == [case.fill.fgColor.rgb for case in clients[4]]
    assert (ROUGE, True) == (clients["A5"].font.color.rgb, clients["A5"].font.bold)
    assert clients.column_dimensions["B"].width == 55
    assert clients["D5"].number_format == "0.00%"


def test_les_colonnes_neuves_agrandissent_leur_table(mise: Mise) -> None:
    livre = openpyxl.load_workbook(mise[0])
    (clients,), (factures,) = livre["Clients"].tables.values(), livre["Factures"].tables.values()
    assert ("A4:D6", "A4:F6") == (clients.ref, factures.ref)
    assert ["Numéro", "Client", "HT", "TVA", "TTC", "Échéance"] == [c.name for c in factures.tableColumns]
    aide = livre["Clients"]["D4"].comment
    assert aide is not None
    assert aide.text == "Remise accordée."


@pytest.mark.libreoffice
def test_les_formules_neuves_et_changees_ont_leur_valeur(mise: Mise) -> None:
    factures = feuilles_de(mise[0])["Factures"]
    assert factures[4][2:5] == [100, 10, 110]
    assert factures[2][2:5] == [150, 15, 165]
    formules = feuilles_de(mise[0], valeurs=False)["Factures"]
    assert formules[5][3:5] == ["=ROUND($C6*taux_tva*1,2)", "=$C6+$D6"]


def test_les_feuilles_neuves_citent_les_tables_de_la_personne(mise: Mise) -> None:
    livre = openpyxl.load_workbook(mise[0])
    assert [n for n in livre.sheetnames if n in ("Relances", "Options")] == ["Relances", "Options"]
    assert {"taux_tva", "mode_par_defaut", "option_une"} == set(livre.defined_names)
    assert livre["Options"]["B5"].value == 3
    assert livre["Relances"]["A4"].comment is not None


def test_une_seconde_mise_a_jour_ne_change_rien(mise: Mise, second: Modele) -> None:
    avant = mise[0].read_bytes()
    bilan = mettre_a_jour(mise[0], second)
    assert bilan.titre == "« à jour.xlsx » a déjà tout ce que dit le modèle « ventes », version 2"
    assert avant == mise[0].read_bytes()


def test_en_place_l_ancien_est_sauvegarde(restyle: Path, second: Modele) -> None:
    avant = restyle.read_bytes()
    mettre_a_jour(restyle, second)
    (copie,) = (restyle.parent / "sauvegardes").iterdir()
    assert avant == copie.read_bytes()
    assert feuilles_de(restyle)["Clients"][3][3] == "Remise"


def test_une_colonne_a_soi_dans_la_table_reste_a_sa_place(restyle: Path, second: Modele) -> None:
    livre = openpyxl.load_workbook(restyle)
    livre["Clients"]["D4"], livre["Clients"]["D5"] = "Ma colonne", "x"
    (table,) = livre["Clients"].tables.values()
    table.ref = "A4:D6"
    table.tableColumns.append(TableColumn(id=9, name="Ma colonne"))
    assert table.autoFilter is not None
    table.autoFilter.ref = "A4:D6"
    livre.save(restyle)
    bilan = mettre_a_jour(restyle, second)
    assert feuilles_de(restyle)["Clients"][3] == ["Code", "Nom", "Mode", "Ma colonne", "Remise"]
    assert "feuille « Clients » : la colonne « Ma colonne » est à vous ; gardée" in bilan.ecartes


def test_sans_place_a_droite_tout_est_refuse(restyle: Path, second: Modele) -> None:
    livre = openpyxl.load_workbook(restyle)
    livre["Clients"]["D6"] = "note"
    livre.save(restyle)
    avant = restyle.read_bytes()
    with pytest.raises(Refus, match="pas de place à sa droite pour « Remise »"):
        mettre_a_jour(restyle, second)
    assert avant == restyle.read_bytes()


def test_un_autre_modele_ou_une_version_plus_recente_sont_refuses(mise: Mise, tmp_path: Path) -> None:
    with pytest.raises(Refus, match="suit la version 2 du modèle, plus récente que la version 1"):
        mettre_a_jour(mise[0], _modele(tmp_path, PREMIER))
    autre = _modele(tmp_path, SECOND.replace('modele = "ventes"', 'modele = "achats"'))
    with pytest.raises(Refus, match="suit le modèle « ventes », et non « achats »"):
        mettre_a_jour(mise[0], autre)


def test_les_parties_intactes_gardent_leurs_octets(restyle: Path, second: Modele) -> None:
    sortie = restyle.with_name("à jour.xlsx")
    mettre_a_jour(restyle, second, sortie)
    avant, apres = dict(morceaux(restyle)), dict(morceaux(sortie))
    notes = Parties(restyle).feuilles()["Mes notes"]
    assert avant[notes] == apres[notes]
    assert avant["xl/theme/theme1.xml"] == apres["xl/theme/theme1.xml"]
    assert set(avant) <= set(apres)


@pytest.mark.libreoffice
def test_libreoffice_ouvre_le_classeur_mis_a_jour(mise: Mise, tmp_path: Path) -> None:
    assert convertir([mise[0]], "pdf", tmp_path / "pdf")
