"""« Envoyer au cabinet » : ce qui reste, ce qui devient une valeur, ce qui ne part pas."""

import os
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tableur.classeurs.vie.figer import figer
from tableur.classeurs.vie.parties import Parties
from tableur.fichiers.libreoffice import convertir
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import Refus
from tests.classeurs.vie.classeurs_de_vie import (
    BRUTS,
    IBAN,
    NIR,
    classeur_de_paie,
    contient,
    feuilles_de,
    morceaux,
)

Envoi = tuple[Path, CompteRendu]


@pytest.fixture
def paie(tmp_path: Path) -> Path:
    """Le classeur de paie."""
    return classeur_de_paie(tmp_path / "paie.xlsx")


@pytest.fixture
def envoi(paie: Path) -> Envoi:
    """La feuille des salariés, figée, et son compte rendu."""
    sortie = paie.with_name("envoi.xlsx")
    return sortie, figer(paie, sortie, ["salaries"])


def _cases(fichier: Path, *, valeurs: bool = False) -> dict[str, object]:
    feuille = openpyxl.load_workbook(fichier, data_only=valeurs)["Salariés"]
    return {case.coordinate: case.value for rangee in feuille.iter_rows() for case in rangee}


def test_une_formule_tableur_ou_de_macro_devient_sa_valeur(envoi: Envoi) -> None:
    cases = _cases(envoi[0])
    assert (130, 7) == (cases["H8"], cases["H13"])


def test_une_formule_ordinaire_reste_avec_sa_valeur(envoi: Envoi) -> None:
    assert ("=H8*2", "=IF(H9>1,1,0)") == (_cases(envoi[0])["H9"], _cases(envoi[0])["H15"])
    assert (260, 1) == (_cases(envoi[0], valeurs=True)["H9"], _cases(envoi[0], valeurs=True)["H15"])


def test_une_formule_qui_cite_une_feuille_non_envoyee_devient_sa_valeur(envoi: Envoi) -> None:
    assert _cases(envoi[0])["H11"] == 2


def test_seules_les_feuilles_choisies_partent(envoi: Envoi) -> None:
    assert list(feuilles_de(envoi[0])) == ["Salariés"]
    assert contient(envoi[0], "secret de fabrication") == []
    assert contient(envoi[0], "Cachée") == []


def test_les_colonnes_personnelles_sont_videes_et_leur_total_reste(envoi: Envoi) -> None:
    cases = _cases(envoi[0])
    assert [None] * 12 == [cases[f"{lettre}{ligne}"] for lettre in "BC" for ligne in range(5, 11)]
    assert ("Nom 0", "Vente") == (cases["A5"], cases["D5"])
    assert cases["H5"] == pytest.approx(sum(BRUTS))


def test_ce_qui_se_deduit_d_une_colonne_personnelle_part_avec_elle(envoi: Envoi) -> None:
    cases = _cases(envoi[0])
    assert [None] * 5 == [cases[adresse] for adresse in ("E5", "H6", "H7", "H12", "H14")]


@pytest.mark.parametrize(
    "texte",
    [
        NIR,
        f"{BRUTS[0]}",
        "Jean Dupont",
        "ACME",
        "Zoé Le Goff",
        "C:\\",
        "P:\\",
        "serveur",
        "sharepoint",
        'macro="[',
    ],
)
def test_aucune_partie_ne_garde_de_trace(envoi: Envoi, texte: str) -> None:
    assert contient(envoi[0], texte) == []


def test_les_liens_du_poste_partent_et_celui_d_un_site_public_reste(envoi: Envoi) -> None:
    feuille = openpyxl.load_workbook(envoi[0])["Salariés"]
    assert ("annexe", None) == (feuille["J6"].value, feuille["J6"].hyperlink)
    assert feuille["J7"].hyperlink is not None
    assert feuille["J7"].hyperlink.target == "https://www.impots.gouv.fr"


def test_les_commentaires_de_personnes_partent_et_les_aides_restent(envoi: Envoi) -> None:
    feuille = openpyxl.load_workbook(envoi[0])["Salariés"]
    assert feuille["A4"].comment is None
    assert feuille["D4"].comment is not None
    assert feuille["D4"].comment.text == "Le service"


def test_un_chemin_ecrit_dans_une_cellule_est_masque(envoi: Envoi) -> None:
    assert ("voir [chemin retiré] svp", "[chemin retiré]") == (_cases(envoi[0])["J5"], _cases(envoi[0])["H10"])


def test_un_graphique_ne_garde_ni_salaire_ni_feuille_absente(envoi: Envoi) -> None:
    graphiques = {nom: octets for nom, octets in morceaux(envoi[0]) if "/charts/chart" in nom}
    (xml,) = graphiques.values()
    assert b"Autre!" not in xml
    assert b"numLit" in xml


def test_le_compte_rendu_dit_ce_qui_ne_part_pas(envoi: Envoi) -> None:
    assert "données personnelles de « Salariés », vidées : « N° de sécurité sociale », « Salaire brut (€) »" in (
        envoi[1].ecartes
    )
    assert "feuille « Autre » : elle n'est pas envoyée" in envoi[1].ecartes
    assert envoi[1].fichiers == [envoi[0]]


def test_par_defaut_les_feuilles_masquees_ne_partent_pas(paie: Path) -> None:
    sortie = paie.with_name("tout.xlsx")
    bilan = figer(paie, sortie)
    assert list(feuilles_de(sortie)) == ["Salariés", "Autre"]
    assert "feuille masquée « Cachée » : la nommer pour l'envoyer" in bilan.ecartes


def test_les_donnees_personnelles_partent_si_on_le_demande(paie: Path) -> None:
    sortie = paie.with_name("complet.xlsx")
    figer(paie, sortie, avec_personnelles=True)
    cases = _cases(sortie)
    assert (NIR, pytest.approx(BRUTS[0]), "=C5*2") == (cases["B5"], cases["C5"], cases["E5"])
    assert contient(sortie, "Jean Dupont") == []


def test_une_donnee_interdite_ailleurs_arrete_tout(tmp_path: Path) -> None:
    fichier = tmp_path / "paie.xlsx"
    livre = openpyxl.Workbook()
    feuille = livre.active
    assert feuille is not None
    feuille.title = "Liste"
    for ligne in (["Nom", "NIR"], ["Anne", NIR], ["Bea", NIR]):
        feuille.append(ligne)
    livre.create_sheet("Note")["C7"] = f"Anne : {NIR[:1]} {NIR[1:3]} {NIR[3:5]} {NIR[5:7]} {NIR[7:]}"
    livre.save(fichier)
    with pytest.raises(Refus, match=r"feuille « Note ».*NIR ou IBAN"):
        figer(fichier, tmp_path / "envoi.xlsx")
    assert not (tmp_path / "envoi.xlsx").exists()
    figer(fichier, tmp_path / "envoi.xlsx", ["Liste"])


def test_des_nir_et_des_iban_se_reconnaissent_a_leurs_valeurs(tmp_path: Path) -> None:
    fichier = tmp_path / "virements.xlsx"
    livre = xlsxwriter.Workbook(str(fichier))
    feuille = livre.add_worksheet("Virements")
    for rang, ligne in enumerate((["Qui", "Vers", "Montant"], ["A", IBAN, 12], ["B", IBAN, 13], ["C", IBAN, 14])):
        feuille.write_row(rang, 0, ligne)
    livre.close()
    figer(fichier, tmp_path / "envoi.xlsx")
    assert contient(tmp_path / "envoi.xlsx", IBAN) == []
    assert feuilles_de(tmp_path / "envoi.xlsx")["Virements"][1] == ["A", None, 12]


def test_une_fiche_et_un_second_tableau_sont_vides_aussi(tmp_path: Path) -> None:
    fichier = tmp_path / "fiches.xlsx"
    livre = openpyxl.Workbook()
    feuille = livre.active
    assert feuille is not None
    feuille.title = "Fiche"
    for ligne in (
        ["Article", "Quantité", "Prix"],
        ["Vis", 3, 1.5],
        [],
        ["Nom :", "Anne"],
        ["Salaire brut :", 2512.5],
        ["N° SS :", NIR],
        [],
        ["Qui", "Date de naissance", "Service"],
        ["Anne", "12/03/1985", "Paie"],
    ):
        feuille.append(ligne)
    livre.save(fichier)
    figer(fichier, tmp_path / "envoi.xlsx")
    grille = feuilles_de(tmp_path / "envoi.xlsx")["Fiche"]
    assert grille[3:6] == [["Nom :", "Anne", None], ["Salaire brut :", None, None], ["N° SS :", None, None]]
    assert grille[8] == ["Anne", None, "Paie"]
    assert grille[1] == ["Vis", 3, 1.5]


def test_une_formule_a_figer_sans_valeur_arrete_tout(tmp_path: Path) -> None:
    fichier = tmp_path / "stock.xlsx"
    livre = openpyxl.Workbook()
    feuille = livre.active
    assert feuille is not None
    feuille["B2"] = "=TABLEUR.POINT_DE_COMMANDE(20,5,30)"
    livre.save(fichier)
    with pytest.raises(Refus, match="n'en ont pas : B2"):
        figer(fichier, tmp_path / "envoi.xlsx")


@pytest.mark.libreoffice
def test_une_formule_ordinaire_sans_valeur_est_calculee(tmp_path: Path) -> None:
    fichier = tmp_path / "simple.xlsx"
    livre = openpyxl.Workbook()
    feuille = livre.active
    assert feuille is not None
    feuille.append([2, 3, "=A1*B1", '=A1&"x"', "=A1>1"])
    livre.save(fichier)
    bilan = figer(fichier, tmp_path / "envoi.xlsx")
    assert feuilles_de(tmp_path / "envoi.xlsx")["Sheet"] == [[2, 3, 6, "2x", True]]
    assert "Formules sans valeur, calculées par LibreOffice : 3." in bilan.points


def test_simuler_n_ecrit_rien(paie: Path) -> None:
    sortie = paie.with_name("envoi.xlsx")
    bilan = figer(paie, sortie, simuler=True)
    assert not sortie.exists()
    assert bilan.fichiers == []


def test_une_feuille_inconnue_et_une_sortie_impossible_sont_refusees(paie: Path) -> None:
    with pytest.raises(Refus, match=r"pas de feuille « Salaires » ; il a « Salariés »"):
        figer(paie, paie.with_name("envoi.xlsx"), ["Salaires"])
    with pytest.raises(Refus, match="remplacerait l'original"):
        figer(paie, paie)
    with pytest.raises(Refus, match=r"porte l'extension \.xlsx"):
        figer(paie, paie.with_suffix(".xlsm"))


@pytest.mark.libreoffice
def test_le_pdf_se_fait_a_cote(paie: Path) -> None:
    sortie = paie.with_name("envoi.xlsx")
    bilan = figer(paie, sortie, pdf=True)
    assert bilan.fichiers == [sortie, sortie.with_suffix(".pdf")]
    assert sortie.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


ICI = Path(__file__).resolve()
DOSSIER = (
    Path(os.environ.get("TABLEUR_ECHANTILLONS", ICI.parents[4] / "shared" / "echantillons")) / "classeurs_excel"
)
FICHIERS = sorted([*DOSSIER.glob("*.xlsx"), *DOSSIER.glob("*.xlsm")])
ABSENTS = "échantillons absents : donner leur dossier par TABLEUR_ECHANTILLONS"


@pytest.mark.skipif(not FICHIERS, reason=ABSENTS)
@pytest.mark.libreoffice
def test_les_classeurs_d_excel_se_figent_sans_macro_ni_relation_cassee_et_s_ouvrent(tmp_path: Path) -> None:
    """Chaque partie visée par une relation existe, aucune macro ne reste, et LibreOffice ouvre tout."""
    sorties = []
    for fichier in FICHIERS:
        sortie = tmp_path / f"{fichier.stem}.xlsx"
        figer(fichier, sortie)
        parties = Parties(sortie)
        for partie in ["", *parties]:
            for lien in parties.relations(partie):
                assert lien.externe or lien.cible in parties, (fichier.name, partie, lien)
        assert not [p for p in parties if "vba" in p.lower() or "printer" in p.lower() or "calcChain" in p]
        sorties.append(sortie)
    assert len(sorties) == len(convertir(sorties, "pdf", tmp_path / "pdf"))
