"""Le port sur un fichier fermé : il relit ce qu'il écrit, reprend le reste, et n'écrit rien à moitié."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tableur.calculs.stock.enregistrements import (
    Article,
    Comptage,
    LigneAbc,
    LigneAlerte,
    LigneDeComptage,
    LigneReapprovisionnement,
    Mouvement,
)
from tableur.classeurs import Classeur, construire, ouvrir
from tableur.classeurs.contenu import Contenu, corps_de
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Modele
from tableur.classeurs.reperage import TableTrouvee, reperer
from tableur.frontiere import ErreurDeCellule
from tableur.socle.erreurs import ErreurTableur, Refus
from tests.classeurs.stock_d_essai import Stock, stock_d_essai


@pytest.fixture(scope="module")
def stock() -> Stock:
    """Le stock du classeur rempli."""
    return stock_d_essai()


def _cellules(fichier: Path, type_: type, stocks: Modele) -> dict[str, list[object]]:
    """Valeurs brutes de la table d'un enregistrement, telles que le fichier les garde."""
    feuille, table = stocks.table_lue(type_)
    trouvee = reperer(ClasseurLu(fichier), stocks, feuille, table)
    assert isinstance(trouvee, TableTrouvee)
    return {champ: [v or None for v in trouvee.colonne(champ) or ()] for champ in trouvee.champs}


def _voulues(lignes: Sequence[object], type_: type, stocks: Modele) -> dict[str, list[object]]:
    """Valeurs brutes d'enregistrements ; une date y est une date."""
    _, table = stocks.table_lue(type_)
    corps = corps_de(table, lignes)
    return {
        c.nom: [
            (getattr(ligne, c.nom) if c.simple is date else valeur) or None
            for ligne, valeur in zip(lignes, corps.colonnes[c.nom], strict=True)
        ]
        for c in table.colonnes
    }


def test_ce_qui_est_tape_se_relit(classeur_rempli: Path, stock: Stock) -> None:
    classeur = ouvrir(classeur_rempli)
    for type_, lignes in stock.tables().items():
        assert list(classeur.lire(type_)) == lignes
        assert classeur.lire(type_).anomalies == ()
    classeur.refuser_les_anomalies()


def test_ce_qui_est_calcule_se_relit(classeur_rempli: Path, stock: Stock, stocks: Modele) -> None:
    for type_, lignes in stock.vues().items():
        assert _cellules(classeur_rempli, type_, stocks) == _voulues(lignes, type_, stocks)


def test_le_classeur_ferme_est_un_classeur(classeur_rempli: Path) -> None:
    classeur: Classeur = ouvrir(classeur_rempli, simuler=True)
    assert classeur.simuler


def test_une_table_ecrite_remplace_la_vue_et_le_reste_est_repris(
    classeur_rempli: Path, stock: Stock, stocks: Modele, tmp_path: Path
) -> None:
    sortie = tmp_path / "resultat.xlsx"
    alertes = [ligne for ligne in stock.vues()[LigneAlerte] if isinstance(ligne, LigneAlerte)][:2]
    with ouvrir(classeur_rempli, sortie) as classeur:
        classeur.ecrire(LigneAlerte, alertes, mention="Calculé le 25/11/2026 sur 2 articles")
        assert not sortie.exists()
    assert classeur.produits == [sortie]
    assert classeur.non_repris == []
    assert _cellules(sortie, LigneAlerte, stocks) == _voulues(alertes, LigneAlerte, stocks)
    for type_ in (*stock.tables(), *stock.vues()):
        if type_ is not LigneAlerte:
            assert _cellules(sortie, type_, stocks) == _cellules(classeur_rempli, type_, stocks)
    onglets = openpyxl.load_workbook(sortie, data_only=True)
    assert onglets["Alertes"]["A2"].value == "Calculé le 25/11/2026 sur 2 articles"
    assert onglets["ABC"]["A2"].value == "Calculé le 24/11/2026 sur 40 articles"


def test_les_reglages_de_la_personne_sont_repris(stocks: Modele, tmp_path: Path) -> None:
    fichier, sortie = tmp_path / "regle.xlsx", tmp_path / "sortie.xlsx"
    reglages = {"seuil_a": 0.7, "taux_de_service": 0.975, "periode": None, "methode": "PEPS"}
    construire(stocks, fichier, Contenu(reglages=reglages))
    with ouvrir(fichier, sortie) as classeur:
        assert classeur.valeur("seuil_a") == 0.7
        assert classeur.valeur("seuil_b") == 0.95
        assert classeur.valeur("periode") is None
        assert classeur.valeur("methode") == "PEPS"
        assert classeur.valeur("simuler") is None
        classeur.poser("jours_a_couvrir", Decimal("45"))
        assert classeur.valeur("jours_a_couvrir") == 45.0
        with pytest.raises(ErreurTableur, match=r"Le réglage « seuil » n'existe pas ; réglages connus : periode"):
            classeur.poser("seuil", Decimal(1))
    relu = ouvrir(sortie)
    assert {nom: relu.valeur(nom) for nom in reglages} == reglages
    assert relu.valeur("jours_a_couvrir") == 45.0


def test_un_reglage_se_lit_par_son_nom_meme_deplace_ou_par_son_libelle(
    classeur_rempli: Path, tmp_path: Path
) -> None:
    fichier = tmp_path / "deplace.xlsx"
    classeur = openpyxl.load_workbook(classeur_rempli)
    classeur["Lots"]["J9"] = 0.66
    classeur.defined_names["seuil_a"].attr_text = "Lots!$J$9"
    del classeur.defined_names["seuil_b"]
    classeur.save(fichier)
    relu = ouvrir(fichier)
    assert (relu.valeur("seuil_a"), relu.valeur("seuil_b")) == (0.66, 0.95)


def test_ce_que_la_personne_a_ajoute_et_qui_n_est_pas_repris_est_dit(
    classeur_rempli: Path, tmp_path: Path
) -> None:
    fichier, sortie = tmp_path / "ajouts.xlsx", tmp_path / "sortie.xlsx"
    classeur = openpyxl.load_workbook(classeur_rempli)
    articles = classeur["Articles"]
    articles["O4"], articles["P4"] = "Remarque", "Photo"
    articles["F5"] = "=UPPER(A5)"
    classeur.create_sheet("Brouillon")
    del classeur["Feuille de comptage"]
    classeur.save(fichier)
    with ouvrir(fichier, sortie) as ferme:
        ferme.ecrire(LigneDeComptage, [])
    assert ferme.non_repris == [
        "feuille « Brouillon » : elle n'est pas du modèle, elle n'est pas reprise",
        "feuille « Articles » : la colonne « Remarque » n'est pas du modèle, elle n'est pas reprise",
        "feuille « Articles » : la colonne « Photo » n'est pas du modèle, elle n'est pas reprise",
        "feuille « Articles » : 1 formule remplacée par sa valeur",
        "feuille « Articles » : 1 formule sans valeur enregistrée, laissée vide",
        *(
            f"feuille « {nom} » : ses formules n'ont pas de valeur enregistrée, elle n'est pas reprise"
            for nom in (
                "Réapprovisionnement",
                "Commandes",
                "ABC",
                "Valorisation",
                "Valeur par article",
                "Écarts d'inventaire",
            )
        ),
    ]
    onglet = openpyxl.load_workbook(sortie)["ABC"]
    assert onglet["A2"].value == "Pas encore calculé : tableur stock valoriser"


def test_rien_n_est_ecrit_si_une_table_lue_a_des_anomalies(
    saisie: Callable[..., dict[str, list[list[object]]]], tmp_path: Path
) -> None:
    fichier, sortie = tmp_path / "faute.xlsx", tmp_path / "sortie.xlsx"
    classeur = openpyxl.Workbook()
    for nom, grille in saisie(Articles=[["Code article", "Désignation", "Attente"], ["VIS", "Vis", 3]]).items():
        onglet = classeur.create_sheet(nom)
        for ligne in grille:
            onglet.append(ligne)
    classeur.save(fichier)
    ferme = ouvrir(fichier, sortie)
    ferme.lire(Article)
    ferme.ecrire(LigneAbc, [])
    with pytest.raises(Refus, match=r"ligne 1, colonne « Délai de livraison \(jours\) » : .* est absente"), ferme:
        pass
    assert list(tmp_path.iterdir()) == [fichier]


def test_rien_n_est_ecrit_si_le_bloc_echoue_ou_si_l_on_simule(classeur_rempli: Path, tmp_path: Path) -> None:
    ferme = ouvrir(classeur_rempli, tmp_path / "echec.xlsx")
    ferme.ecrire(LigneAbc, [])
    with pytest.raises(ZeroDivisionError), ferme:
        raise ZeroDivisionError
    with ouvrir(classeur_rempli, tmp_path / "simule.xlsx", simuler=True) as ferme:
        ferme.ecrire(LigneAbc, [])
    with ouvrir(classeur_rempli, tmp_path / "lu.xlsx") as ferme:
        ferme.lire(Article)
    assert ferme.produits == []
    assert list(tmp_path.iterdir()) == []


def test_la_sortie_n_est_jamais_le_classeur_lu(classeur_rempli: Path, tmp_path: Path) -> None:
    with pytest.raises(Refus, match="La sortie est le classeur lu lui-même"):
        ouvrir(classeur_rempli, classeur_rempli.parent / "." / classeur_rempli.name, remplacer=True)
    with pytest.raises(Refus, match=r"Le classeur produit porte l'extension \.xlsx"):
        ouvrir(classeur_rempli, tmp_path / "sortie.ods")


def test_une_sortie_existante_est_refusee_ou_remplacee_avec_une_copie(
    classeur_rempli: Path, tmp_path: Path
) -> None:
    sortie = tmp_path / "sortie.xlsx"
    sortie.write_bytes(b"avant")
    with pytest.raises(Refus, match="Ce fichier existe déjà"):
        ouvrir(classeur_rempli, sortie)
    with ouvrir(classeur_rempli, sortie, remplacer=True) as ferme:
        ferme.ecrire(LigneAbc, [])
    (copie,) = (tmp_path / "sauvegardes").iterdir()
    assert copie.read_bytes() == b"avant"
    assert ouvrir(sortie).lire(LigneAbc).anomalies == ()


def test_ecrire_dans_une_feuille_tapee_est_refuse(classeur_rempli: Path, tmp_path: Path) -> None:
    with pytest.raises(ErreurTableur, match="n'a pas de table pour Comptage"):
        ouvrir(classeur_rempli, tmp_path / "sortie.xlsx").ecrire(Comptage, [])


def test_sans_sortie_le_classeur_est_rempli_sur_place_apres_une_copie(
    classeur_rempli: Path, stocks: Modele, tmp_path: Path
) -> None:
    fichier = tmp_path / "mien.xlsx"
    fichier.write_bytes(classeur_rempli.read_bytes())
    with ouvrir(fichier) as classeur:
        classeur.ecrire(LigneAlerte, [], mention="Calculé le 25/11/2026")
    assert classeur.produits == [fichier]
    (copie,) = (tmp_path / "sauvegardes").iterdir()
    assert copie.read_bytes() == classeur_rempli.read_bytes()
    assert not any(any(colonne) for colonne in dict(_cellules(fichier, LigneAlerte, stocks)).values())
    assert _cellules(fichier, LigneAbc, stocks) == _cellules(classeur_rempli, LigneAbc, stocks)


def test_une_feuille_calculee_absente_se_dit_et_rien_n_est_ecrit(classeur_rempli: Path, tmp_path: Path) -> None:
    fichier = tmp_path / "ampute.xlsx"
    classeur = openpyxl.load_workbook(classeur_rempli)
    del classeur["ABC"]
    classeur.save(fichier)
    with pytest.raises(Refus, match=r"« ABC » est absente.* mettre-a-jour"), ouvrir(fichier) as ferme:
        ferme.ecrire(LigneAbc, [])
    assert list(tmp_path.iterdir()) == [fichier]


def test_ce_que_la_personne_a_ajoute_demeure(classeur_rempli: Path, tmp_path: Path) -> None:
    fichier = tmp_path / "ajouts.xlsx"
    classeur = openpyxl.load_workbook(classeur_rempli)
    classeur["Articles"]["O4"], classeur["Articles"]["O5"] = "Remarque", "à revoir"
    classeur["Alertes"]["L4"], classeur["Alertes"]["L5"] = "Note", "=A5"
    classeur.create_sheet("Brouillon")["B2"] = "à moi"
    classeur.save(fichier)
    with ouvrir(fichier) as ferme:
        ferme.ecrire(LigneAbc, [])
    relu = openpyxl.load_workbook(fichier)
    assert (relu["Articles"]["O5"].value, relu["Alertes"]["L5"].value) == ("à revoir", "=A5")
    assert relu["Brouillon"]["B2"].value == "à moi"


def test_le_modele_est_devine_par_les_feuilles_quand_la_propriete_manque(
    saisie: Callable[..., dict[str, list[list[object]]]], tmp_path: Path
) -> None:
    classeur = openpyxl.Workbook()
    classeur.create_sheet("mouvements").append(["date"])
    classeur.save(tmp_path / "devine.xlsx")
    assert ouvrir(tmp_path / "devine.xlsx").modele.nom == "stocks"


def test_les_valeurs_brutes_tapees_sont_recopiees(
    saisie: Callable[..., dict[str, list[list[object]]]], tmp_path: Path
) -> None:
    fichier, sortie = tmp_path / "brut.xlsx", tmp_path / "sortie.xlsx"
    mouvements: list[list[object]] = [
        ["Date", "Code article", "Sens", "Quantité", "Lot"],
        [date(2026, 1, 12), "VIS", "E", "1 200,5", date(2026, 3, 1)],
        ["12/01/2026", "VIS", "entrée", 3, 12],
    ]
    classeur = openpyxl.Workbook()
    for nom, grille in saisie(Mouvements=mouvements).items():
        onglet = classeur.create_sheet(nom)
        for ligne in grille:
            onglet.append(ligne)
    classeur.save(fichier)
    with ouvrir(fichier, sortie) as ferme:
        ferme.ecrire(LigneReapprovisionnement, [])
    onglet = openpyxl.load_workbook(sortie)["Mouvements"]
    lignes = [[cellule.value for cellule in ligne] for ligne in onglet.iter_rows(5, 6)]
    assert [str(valeur) for valeur in lignes[0]] == [
        "2026-01-12 00:00:00", "VIS", "E", "1 200,5", "None", "None", "2026-03-01 00:00:00", "None",
    ]  # fmt: skip
    assert lignes[1] == ["12/01/2026", "VIS", "entrée", 3, None, None, 12, None]
    assert list(ouvrir(sortie).lire(Mouvement)) == list(ouvrir(fichier).lire(Mouvement))


def test_une_table_non_lue_garde_ses_erreurs_ses_heures_et_ses_oui_non(
    saisie: Callable[..., dict[str, list[list[object]]]], tmp_path: Path
) -> None:
    fichier, sortie = tmp_path / "divers.xlsx", tmp_path / "sortie.xlsx"
    with xlsxwriter.Workbook(str(fichier)) as classeur:
        instant, duree = (classeur.add_format({"num_format": f}) for f in ("dd/mm/yyyy hh:mm", "[h]:mm"))
        for nom, grille in saisie().items():
            onglet = classeur.add_worksheet(nom)
            for rang, ligne in enumerate(grille):
                onglet.write_row(rang, 0, ligne)
            if nom == "Inventaire":
                onglet.write_datetime(1, 0, datetime(2026, 1, 2, 18, 30), instant)  # noqa: DTZ001
                onglet.write_boolean(1, 1, True)
                onglet.write_formula(1, 2, "=VLOOKUP(1,A1,9)", None, "#VALUE!")
                onglet.write_number(1, 3, 1.5, duree)
                onglet.write_number(1, 4, 0.25, instant)
    with ouvrir(fichier, sortie) as ferme:
        ferme.ecrire(LigneAbc, [])
    assert ferme.non_repris == ["feuille « Inventaire » : 1 formule remplacée par sa valeur"]
    origine, copie = (ClasseurLu(f).grille("Inventaire") for f in (fichier, sortie))
    assert copie[4][:4] == origine[1][:4]
    assert copie[4][:4] == [
        datetime(2026, 1, 2, 18, 30),  # noqa: DTZ001 - une cellule n'a pas de fuseau
        True,
        ErreurDeCellule("#VALEUR!"),
        timedelta(hours=36),
    ]
    assert (origine[1][4], copie[4][4]) == (time(6), timedelta(hours=6))
