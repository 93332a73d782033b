"""Les formules dans un vrai LibreOffice : chaque exemple du catalogue, plages, erreurs, fichiers, assistant."""

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tableur.catalogue import recenser
from tableur.catalogue.exemples import exemple_de
from tableur.fichiers.libreoffice import recalculer
from tableur.fichiers.soffice import profil_prive
from tableur.frontiere import ecrire
from tableur.liaisons.calc.installation import InstallationImpossible, installer
from tests.liaisons.calc.seance import Calc

pytestmark = pytest.mark.libreoffice

CATALOGUE = recenser("tableur.calculs")
VALEUR, DIVISION, NON_DISPONIBLE = "erreur 519", "erreur 532", "erreur 32767"


def en_anglais(cellule: str) -> str:
    """Formule telle que l'interface de programmation la veut : point décimal, TRUE()."""
    morceaux = re.split(r'("(?:[^"]|"")*")', cellule)
    for rang in range(0, len(morceaux), 2):
        morceau = re.sub(r"(?<=\d),(?=\d)", ".", morceaux[rang])
        morceaux[rang] = re.sub(r"\bVRAI\b", "TRUE()", re.sub(r"\bFAUX\b", "FALSE()", morceau))
    return "".join(morceaux)


def adresse(colonne: int, ligne: int) -> str:
    """Adresse d'une cellule, colonne et ligne comptées à partir de 0."""
    lettres, rang = "", colonne + 1
    while rang:
        rang, reste = divmod(rang - 1, 26)
        lettres = chr(65 + reste) + lettres
    return f"{lettres}{ligne + 1}"


def cases_de(grille: list[list[Any]], colonne: int, ligne: int) -> dict[str, Any]:
    """Cellules remplies d'une grille posée à partir d'une case."""
    return {
        adresse(colonne + j, ligne + i): valeur
        for i, rangee in enumerate(grille)
        for j, valeur in enumerate(rangee)
        if valeur is not None
    }


@pytest.mark.parametrize("nom", sorted(CATALOGUE))
def test_chaque_formule_donne_dans_calc_le_resultat_de_son_exemple(calc: Calc, nom: str) -> None:
    exemple = exemple_de(CATALOGUE[nom])
    entrees: dict[str, Any] = {}
    colonne = 0
    for argument in CATALOGUE[nom].arguments:
        grille = ecrire(exemple.arguments.get(argument.nom))
        if isinstance(grille, list):
            entrees |= cases_de(grille, colonne, 0)
            colonne += max((len(rangee) for rangee in grille), default=1) + 1
    attendu = ecrire(exemple.resultat)
    grille = attendu if isinstance(attendu, list) else [[attendu]]
    largeur, hauteur = len(grille[0]), len(grille)
    zone = f"{adresse(0, 200)}:{adresse(largeur - 1, 199 + hauteur)}"
    calc.poser(nom, entrees, {zone: en_anglais(exemple.cellule)})
    adresses = [adresse(j, 200 + i) for i in range(hauteur) for j in range(largeur)]
    vues = [None if valeur == "" else valeur for rangee in grille for valeur in rangee]
    assert vues == calc.lire(nom, *adresses)


def test_une_plage_applique_la_formule_a_chaque_cellule_et_une_erreur_n_atteint_que_la_sienne(calc: Calc) -> None:
    calc.poser(
        "Plages",
        {"A1": 10, "A2": -1, "A3": 30, "A5": 4, "B1": 5, "B2": 5, "B3": 5},
        {
            "D1:D3": "=TABLEUR.POINT_DE_COMMANDE(A1:A3;B1:B3)",
            "E1:E3": "=TABLEUR.POINT_DE_COMMANDE(A1:A3;2;7)",
            "F1:F5": "=TABLEUR.POINT_DE_COMMANDE(A1:A5;2)",
        },
    )
    assert [50, VALEUR, 150] == calc.lire("Plages", "D1", "D2", "D3")
    assert [27, VALEUR, 67] == calc.lire("Plages", "E1", "E2", "E3")
    assert [20, VALEUR, 60, None, 8] == calc.lire("Plages", "F1", "F2", "F3", "F4", "F5")


def test_une_ligne_contre_une_colonne_donne_un_tableau(calc: Calc) -> None:
    calc.poser(
        "Tableau",
        {"B1": 1, "C1": 2, "A2": 10, "A3": 20},
        {"B2:C3": "=TABLEUR.POINT_DE_COMMANDE(A2:A3;B1:C1)"},
    )
    assert [10, 20, 20, 40] == calc.lire("Tableau", "B2", "C2", "B3", "C3")


def test_la_somme_d_une_plage_appliquee_est_juste_et_celle_d_une_erreur_echoue(calc: Calc) -> None:
    calc.poser("Sommes", {"A1": 10, "A2": 20, "B1": "=TABLEUR.POINT_DE_COMMANDE(-1;2)", "B2": 3})
    calc.poser(
        "Sommes",
        {
            "C1": "=SUM(TABLEUR.POINT_DE_COMMANDE(A1:A2;2;0))",
            "C2": "=SUM(B1:B2)",
            "C3": "=IFERROR(B1;99)",
            "C4": "=ISERROR(B1)",
            "C5": "=TABLEUR.POINT_DE_COMMANDE(B1;2)",
            "C6": "=TABLEUR.CONSOMMATION_MOYENNE(B1:B2)",
        },
    )
    lues = calc.lire("Sommes", "C1", "C2", "C3", "C4", "C5")
    assert [60, VALEUR, 99, 1, VALEUR] == lues
    assert str(calc.lire("Sommes", "C6")[0]).startswith("erreur ")


def test_les_trois_erreurs_sont_de_vraies_erreurs(calc: Calc) -> None:
    lues = calc.calculer(
        '=TABLEUR.POINT_DE_COMMANDE("abc";5)',
        "=TABLEUR.TAUX_DE_ROTATION(100;0)",
        "=TABLEUR.JOURS_FERIES_LEGAUX(1789)",
        "=IFNA(TABLEUR.JOURS_FERIES_LEGAUX(1789);7)",
    )
    assert [VALEUR, DIVISION, NON_DISPONIBLE, 7] == lues


def test_un_argument_facultatif_peut_manquer_ou_etre_saute(calc: Calc) -> None:
    calc.poser("Facultatifs", {"A1": "metropole"})
    lues = calc.calculer(
        "=TABLEUR.POINT_DE_COMMANDE(20;5)",
        "=TABLEUR.POINT_DE_COMMANDE(20;5;)",
        "=TABLEUR.EST_JOUR_FERIE(DATE(2026;5;1);Facultatifs.A1)",
        "=TABLEUR.EST_JOUR_FERIE(DATE(2026;5;1);Facultatifs.B1)",
        '=TABLEUR.EST_JOUR_FERIE("01/05/2026")',
    )
    assert [100, 100, 1, 1, 1] == lues


def test_un_argument_obligatoire_qui_manque_est_une_erreur(calc: Calc) -> None:
    manquant, vide = calc.calculer("=TABLEUR.POINT_DE_COMMANDE(20)", "=TABLEUR.EST_JOUR_FERIE(Z99)")
    assert str(manquant).startswith("erreur ")
    assert vide == VALEUR


def test_un_booleen_est_rendu_en_1_ou_0_meme_dans_une_plage(calc: Calc) -> None:
    calc.poser("Booleens", {"A1": 46144, "A2": 46143}, {"B1:B2": "=TABLEUR.EST_JOUR_FERIE(A1:A2)"})
    assert [0, 1] == calc.lire("Booleens", "B1", "B2")
    assert [0, 1] == calc.calculer("=TABLEUR.EST_JOUR_FERIE(46144)", "=TABLEUR.EST_JOUR_FERIE(46143)")


def test_le_nom_se_tape_avec_ou_sans_majuscules(calc: Calc) -> None:
    assert [100] == calc.calculer("=tableur.point_de_commande(20;5)")


@pytest.mark.parametrize(("suffixe", "filtre"), [("ods", "calc8"), ("xlsx", "Calc MS Excel 2007 XML")])
def test_une_formule_survit_a_l_enregistrement(calc: Calc, tmp_path: Path, suffixe: str, filtre: str) -> None:
    formule = "=TABLEUR.POINT_DE_COMMANDE(A1:A2;2;0)"
    calc.poser(
        "Fichier",
        {
            "A1": 10,
            "A2": 20,
            "C1": "=TABLEUR.POINT_DE_COMMANDE(A1;5;30)",
            "C2": "=TABLEUR.POINT_DE_COMMANDE(-1;5)",
        },
        {"B1:B2": formule},
    )
    chemin = tmp_path / f"essai.{suffixe}"
    calc.demander("enregistrer", chemin=str(chemin), filtre=filtre)
    if suffixe == "xlsx":
        valeurs = load_workbook(chemin, data_only=True)["Fichier"]
        formules = load_workbook(chemin)["Fichier"]
        assert [80, "#VALUE!", 20, 40] == [valeurs[a].value for a in ("C1", "C2", "B1", "B2")]
        assert formules["C1"].value == "=TABLEUR.POINT_DE_COMMANDE(A1,5,30)"
        assert formules["B1"].value.text == "=TABLEUR.POINT_DE_COMMANDE(A1:A2,2,0)"
    calc.demander("ouvrir_fichier", chemin=str(chemin))
    assert [80, VALEUR, 20, 40] == calc.lire("Fichier", "C1", "C2", "B1", "B2")
    (lue,) = calc.demander("lire", feuille="Fichier", adresses=["C1"])
    assert lue["formule"] == "=TABLEUR.POINT_DE_COMMANDE(A1;5;30)"


def test_l_assistant_de_fonctions_montre_chaque_formule_en_francais(calc: Calc) -> None:
    montrees = {f["nom"]: f for f in calc.demander("fonctions")}
    attendues = {CATALOGUE[nom].nom_de_cellule for nom in CATALOGUE}
    attendues |= {"TABLEUR.EXPLICATION_DE", "TABLEUR.EXPLICATION_DE_CELLULE"}
    assert attendues == set(montrees)
    for nom in CATALOGUE:
        fonction = CATALOGUE[nom]
        montree = montrees[fonction.nom_de_cellule]
        assert fonction.resume == montree["aide"]
        assert [a.nom for a in fonction.arguments] == [nom_ for nom_, _, _ in montree["arguments"]]
        assert [not a.obligatoire for a in fonction.arguments] == [f for _, _, f in montree["arguments"]]
    delai = montrees["TABLEUR.POINT_DE_COMMANDE"]["arguments"][1]
    assert delai[0] == "delai"
    assert "jours" in delai[1].lower()


def test_explication_de_texte_developpe_le_calcul(calc: Calc) -> None:
    calculee, sans_fin, erreur, autre, nombre = calc.calculer(
        '=TABLEUR.EXPLICATION_DE("TABLEUR.POINT_DE_COMMANDE(20;5;30)")',
        '=TABLEUR.EXPLICATION_DE("=TABLEUR.POINT_DE_COMMANDE(20;5")',
        '=TABLEUR.EXPLICATION_DE("TABLEUR.POINT_DE_COMMANDE(-20;5)")',
        '=TABLEUR.EXPLICATION_DE("SOMME(A1:A2)")',
        "=TABLEUR.EXPLICATION_DE(12)",
    )
    assert "20" in calculee
    assert "130" in calculee
    assert "pas lisible" in sans_fin
    assert "négati" in erreur
    assert "Aucune formule de TABLEUR" in autre
    assert "EXPLICATION_DE_CELLULE" in nombre


def test_explication_de_retrouve_la_cellule_dont_calc_n_a_donne_que_la_valeur(calc: Calc) -> None:
    calc.poser("Fiche", {"A1": 17, "B1": "=TABLEUR.POINT_DE_COMMANDE(A1;3;1)"})
    calc.poser("Fiche", {"C1": "=TABLEUR.EXPLICATION_DE(B1)"})
    assert "52" in calc.lire("Fiche", "C1")[0]
    assert "POINT_DE_COMMANDE" in calc.lire("Fiche", "C1")[0]


def test_explication_de_n_explique_pas_une_formule_au_hasard(calc: Calc) -> None:
    calc.poser("Jumelles", {"B1": "=TABLEUR.POINT_DE_COMMANDE(9;9;2)", "B2": "=TABLEUR.STOCK_MOYEN(83;83)"})
    calc.poser("Jumelles", {"C1": "=TABLEUR.EXPLICATION_DE(B1)"})
    calc.poser("Jumelles", {"C2": "=TABLEUR.EXPLICATION_DE(B2)"})
    assert "EXPLICATION_DE_CELLULE(B2)" in calc.lire("Jumelles", "C2")[0]


def test_explication_de_cellule_lit_la_formule_et_ses_references(calc: Calc) -> None:
    calc.poser("Autre feuille", {"B2": 5})
    calc.poser(
        "Explication",
        {
            "A1": 600,
            "A2": 30,
            "B1": "=IF(A1=0;0;TABLEUR.POINT_DE_COMMANDE(A1/30;'Autre feuille'.B2;SUM(A2:A3)))",
            "B2": "=TABLEUR.POINT_DE_COMMANDE(-1;2)",
            "B3": "TABLEUR.POINT_DE_COMMANDE(20;5)",
            "B4": "=TABLEUR.CONSOMMATION_MOYENNE(A1:A2)",
            "B5": "=TABLEUR.POINT_DE_COMMANDE(B2;1)",
            "B6": 12,
        },
    )
    calc.poser("Explication", {f"C{rang}": f"=TABLEUR.EXPLICATION_DE_CELLULE(B{rang})" for rang in range(1, 7)})
    lues = calc.lire("Explication", *(f"C{rang}" for rang in range(1, 7)))
    attendus = ["130", "négati", "100", "315", "B2 est en erreur", "Aucune formule de TABLEUR"]
    assert [True] * 6 == [attendu in lue for attendu, lue in zip(attendus, lues, strict=True)], lues


def test_un_bulletin_explique_dans_une_cellule_montre_ses_lignes_et_ses_totaux(calc: Calc) -> None:
    donnees = '""2026-07"";Paie.A1:B1;Paie.A2:B3;Paie.A4:B4'
    calc.poser(
        "Paie",
        {
            "A1": "sante_mensuelle",
            "B1": 60,
            "A2": "effectif",
            "B2": 15,
            "A3": "taux_at",
            "B3": 0.02,
            "A4": "brut",
            "B4": 2500,
            "A8": f'=TABLEUR.EXPLICATION_DE("TABLEUR.BULLETIN_DE_PAIE({donnees})")',
            "A9": f'=TABLEUR.EXPLICATION_DE("TABLEUR.LIGNES_DE_COTISATIONS({donnees})")',
        },
    )
    bulletin, lignes = (lue.replace("\u202f", " ").replace("\u00a0", " ") for lue in calc.lire("Paie", "A8", "A9"))
    assert "etablissement = (effectif = 15 ; taux_at = 2 %)" in bulletin, bulletin
    assert "totaux.reduction_generale = 429,75 €" in bulletin
    for explication in (bulletin, lignes):
        assert "base = 2 500,00 € ; taux_salarial = 6,9 % ; part_salariale = 172,50 €" in explication
        assert "bareme = « paie_cotisations.vieillesse_plafonnee, 01/01/2016 »" in explication
        assert "Barème : Vieillesse plafonnée" in explication


def test_l_explication_suit_la_cellule_qui_change(calc: Calc) -> None:
    calc.poser("Suivi", {"A1": 3, "B1": "=TABLEUR.POINT_DE_COMMANDE(A1;7;1)"})
    calc.poser("Suivi", {"C1": "=TABLEUR.EXPLICATION_DE_CELLULE(B1)"})
    assert "22" in calc.lire("Suivi", "C1")[0]
    calc.poser("Suivi", {"A1": 4})
    assert "29" in calc.lire("Suivi", "C1")[0]


def test_un_classeur_ecrit_sans_libreoffice_est_recalcule_avec_nos_formules(tmp_path: Path) -> None:
    classeur = Workbook()
    feuille = classeur.worksheets[0]
    feuille["A1"] = 20
    feuille["B1"] = "=TABLEUR.POINT_DE_COMMANDE(A1,5,30)"
    feuille["B2"] = "=SUM(B1,TABLEUR.TAUX_DE_ROTATION(1,0))"
    classeur.save(tmp_path / "source.xlsx")
    with profil_prive() as prive, pytest.MonkeyPatch.context() as contexte:
        contexte.setenv("XDG_CONFIG_HOME", str(tmp_path))
        installer(prive.dossier / "profil")
        recalculer(tmp_path / "source.xlsx", tmp_path / "sortie.xlsx", profil=prive)
    lue = load_workbook(tmp_path / "sortie.xlsx", data_only=True).worksheets[0]
    assert [130, "#DIV/0!"] == [lue["B1"].value, lue["B2"].value]


def test_libreoffice_ouvert_l_installation_demande_de_le_fermer(calc: Calc, profil: Path) -> None:
    with pytest.raises(InstallationImpossible, match="fermer LibreOffice, puis recommencer"):
        installer(profil)


def test_une_colonne_entiere_est_lue(calc: Calc) -> None:
    calc.poser("Colonnes", {"A1": 10, "A2": 20})
    calc.poser(
        "Colonnes", {"C1": "=TABLEUR.CONSOMMATION_MOYENNE(A:A)", "C2": "=TABLEUR.EXPLICATION_DE_CELLULE(C1)"}
    )
    moyenne, explication = calc.lire("Colonnes", "C1", "C2")
    assert 15 == moyenne
    assert "15" in explication
