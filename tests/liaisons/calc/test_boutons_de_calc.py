"""Les actions sur le fichier fermé et dans un vrai Calc, l'annulation, « Pourquoi ? », et ce qui tourne mal."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tableur import __version__
from tableur.catalogue import lancer, recenser
from tableur.classeurs import construire, modele, ouvrir
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Modele
from tableur.liaisons.bouton.retour import fichier_de_retour
from tableur.liaisons.interpreteur import fichier_de_reglage
from tests.actions.test_pilotage import pilotage_rempli
from tests.actions.tva_d_essai import classeur_de_tva
from tests.classeurs.stock_d_essai import contenu_de, stock_d_essai
from tests.liaisons.calc.meme_classeur import comparer
from tests.liaisons.calc.seance import Calc

pytestmark = [pytest.mark.libreoffice, pytest.mark.usefixtures("interpreteur")]

AUJOURD_HUI = datetime.now(UTC).astimezone().date()
ACTIONS = ("reapprovisionner", "alerter", "valoriser", "inventorier", "fiche")
XLSX = "Calc MS Excel 2007 XML"


@pytest.fixture
def stocks() -> Modele:
    return modele("stocks")


@pytest.fixture
def fichier(stocks: Modele, tmp_path: Path) -> Path:
    """Petit classeur de stock, ses vues vides ; son réglage « article » est un de ses articles."""
    contenu = contenu_de(stocks, stock_d_essai(), vues=False)
    construire(stocks, tmp_path / "stocks été.xlsx", type(contenu)(contenu.tables, {"article": "0000"}, {}))
    return tmp_path / "stocks été.xlsx"


@pytest.mark.parametrize("action", ACTIONS)
def test_une_action_ecrit_la_meme_chose_dans_le_fichier_ferme_et_dans_calc(
    calc: Calc, fichier: Path, tmp_path: Path, stocks: Modele, action: str
) -> None:
    ferme, vivant = tmp_path / "fermé.xlsx", tmp_path / "vivant.xlsx"
    with ouvrir(fichier, sortie=ferme) as classeur:
        lancer(recenser("tableur.actions")[action], classeur, {}, AUJOURD_HUI)
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    (message,) = calc.demander("presser", bouton=action)
    assert "Feuilles remplies" in message
    calc.demander("enregistrer", chemin=str(vivant), filtre=XLSX)
    comparer(ferme, vivant, stocks)
    mentions = [ClasseurLu(chemin).grille("Réapprovisionnement")[1][0] for chemin in (ferme, vivant)]
    assert mentions[0] == mentions[1]


def test_le_tableau_de_bord_s_actualise_dans_calc_comme_dans_le_fichier_ferme(calc: Calc, tmp_path: Path) -> None:
    fichier, ferme, vivant = pilotage_rempli(tmp_path), tmp_path / "fermé.xlsx", tmp_path / "vivant.xlsx"
    with ouvrir(fichier, sortie=ferme) as classeur:
        lancer(recenser("tableur.actions")["actualiser"], classeur, {}, AUJOURD_HUI)
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    (message,) = calc.demander("presser", bouton="actualiser")
    assert "Feuilles remplies" in message
    calc.demander("enregistrer", chemin=str(vivant), filtre=XLSX)
    comparer(ferme, vivant, modele("pilotage"))


@pytest.mark.parametrize("action", ["controler", "calculer", "comparer"])
def test_la_tva_se_calcule_dans_calc_comme_dans_le_fichier_ferme(calc: Calc, tmp_path: Path, action: str) -> None:
    fichier, ferme, vivant = tmp_path / "tva.xlsx", tmp_path / "fermé.xlsx", tmp_path / "vivant.xlsx"
    classeur_de_tva(fichier, {"credit_anterieur": 12.4})
    with ouvrir(fichier, sortie=ferme) as classeur:
        lancer(recenser("tableur.actions")[f"tva.{action}"], classeur, {}, AUJOURD_HUI)
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    (message,) = calc.demander("presser", bouton=action)
    assert "Feuilles remplies" in message
    calc.demander("enregistrer", chemin=str(vivant), filtre=XLSX)
    comparer(ferme, vivant, modele("tva"))


def test_deux_pressions_de_suite_ne_changent_plus_rien_et_gardent_les_colonnes_de_la_personne(
    calc: Calc, fichier: Path
) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.demander("presser", bouton="reapprovisionner")
    calc.poser("Réapprovisionnement", {"R4": "Mon avis", "R5": "à voir"})
    premiere = calc.lire("Réapprovisionnement", *(f"{c}{r}" for c in "ABCGLNR" for r in range(5, 40)))
    calc.demander("presser", bouton="reapprovisionner")
    assert premiere == calc.lire("Réapprovisionnement", *(f"{c}{r}" for c in "ABCGLNR" for r in range(5, 40)))


def test_annuler_remet_chaque_cellule_et_le_fichier_a_sa_copie(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    cellules = [f"{c}{r}" for c in "ABCDEFGHIJKLMNO" for r in range(1, 50)]
    avant = calc.lire("Réapprovisionnement", *cellules)
    calc.demander("presser", bouton="reapprovisionner")
    assert avant != calc.lire("Réapprovisionnement", *cellules)
    copies = [f for f in (fichier.parent / "sauvegardes").iterdir() if f.suffix == ".xlsx"]
    assert [fichier.read_bytes()] == [copie.read_bytes() for copie in copies]
    (message,) = calc.demander("presser", bouton="annuler")
    assert message.startswith("Annulé : Réapprovisionnement au")
    assert avant == calc.lire("Réapprovisionnement", *cellules)
    assert not fichier_de_retour(fichier).exists()
    (message,) = calc.demander("presser", bouton="annuler")
    assert message.startswith("Rien à annuler")


def test_annuler_est_refuse_la_ou_l_on_a_tape_depuis(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.demander("presser", bouton="reapprovisionner")
    calc.poser("Réapprovisionnement", {"B6": "retapé"})
    apres = calc.lire("Réapprovisionnement", "A5", "B6", "L5")
    (message,) = calc.demander("presser", bouton="annuler")
    assert "Rien n'a été annulé" in message
    assert "Réapprovisionnement!B6" in message
    assert apres == calc.lire("Réapprovisionnement", "A5", "B6", "L5")


def test_l_annulation_de_calc_defait_aussi_tout_le_bouton(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    avant = calc.lire("Réapprovisionnement", "A5", "A6", "L5", "A2")
    calc.demander("presser", bouton="reapprovisionner")
    calc.demander("annuler_dans_calc")
    assert avant == calc.lire("Réapprovisionnement", "A5", "A6", "L5", "A2")


@pytest.mark.parametrize(
    ("feuille", "cellule", "dits"),
    [
        ("Réapprovisionnement", "L5", ("Calcul : a_commander =", "TABLEUR.QUANTITE_A_COMMANDER", "Règle :")),
        ("Réapprovisionnement", "K5", ("point = consommation.par_jour × article.delai + securite",)),
        ("Réapprovisionnement", "N5", ("Formule de la feuille", "Avec les valeurs de la ligne")),
        ("Articles", "A6", ("Cette cellule est tapée",)),
    ],
)
def test_pourquoi_explique_la_cellule_choisie(
    calc: Calc, fichier: Path, feuille: str, cellule: str, dits: tuple[str, ...]
) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.demander("presser", bouton="reapprovisionner")
    calc.demander("choisir", feuille=feuille, cellule=cellule)
    (message,) = calc.demander("presser", bouton="pourquoi")
    for dit in dits:
        assert dit in message, message


def test_pourquoi_explique_un_bulletin_par_ce_qui_est_donne_et_ses_totaux(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    donnees = {"A1": "sante_mensuelle", "B1": 60, "A2": "effectif", "B2": 15, "A3": "taux_at", "B3": 0.02}
    formule = '=TABLEUR.BULLETIN_DE_PAIE("2026-07";A1:B1;A2:B3;A4:B4)'
    calc.poser("Essais", {**donnees, "A4": "brut", "B4": 2500, "D1": formule})
    calc.demander("choisir", feuille="Essais", cellule="D1")
    (message,) = calc.demander("presser", bouton="pourquoi")
    lisible = message.replace("\u202f", " ").replace("\u00a0", " ")
    assert "etablissement = (effectif = 15 ; taux_at = 2 %)" in lisible, message
    assert "totaux.reduction_generale = 429,75 €" in lisible
    assert "EXPLICATION_DE_CELLULE" in lisible.splitlines()[-1]


def test_pourquoi_explique_une_formule_de_tableur_et_son_erreur(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.poser(
        "Essais",
        {
            "A1": 20,
            "B1": 5,
            "C1": "=TABLEUR.POINT_DE_COMMANDE(A1;B1;30)",
            "C2": "=TABLEUR.POINT_DE_COMMANDE(-1;5;0)",
        },
    )
    calc.demander("choisir", feuille="Essais", cellule="C1")
    (message,) = calc.demander("presser", bouton="pourquoi")
    assert "20 × 5 + 30 = 130" in message
    calc.demander("choisir", feuille="Essais", cellule="C2")
    (message,) = calc.demander("presser", bouton="pourquoi")
    assert "Refusé :" in message
    assert "négati" in message or "positi" in message


def test_verifier_controle_ce_qui_est_a_l_ecran(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.poser("Mouvements", {"D5": "douze"})
    (message,) = calc.demander("presser", bouton="verifier")
    assert message.startswith("Vérification de stocks été.xlsx")
    assert "ligne 5" in message
    assert "Quantité" in message


def test_deux_pressions_a_la_fois_la_seconde_attend_son_tour(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    messages = calc.demander("presser", bouton="valoriser", fois=2)
    assert 1 == sum("n'a pas fini" in message for message in messages)
    assert 1 == sum("Feuilles remplies" in message for message in messages)


def test_en_lecture_seule_rien_n_est_ecrit_et_pourquoi_repond_encore(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier), lecture_seule=True)
    (message,) = calc.demander("presser", bouton="reapprovisionner")
    assert "lecture seule" in message
    assert [None] == calc.lire("Réapprovisionnement", "A5")
    calc.demander("choisir", feuille="Articles", cellule="A6")
    (message,) = calc.demander("presser", bouton="pourquoi")
    assert "tapée" in message


def test_un_classeur_jamais_enregistre_est_refuse_en_une_phrase(calc: Calc) -> None:
    calc.demander("ouvrir", adresse="private:factory/scalc")
    (message,) = calc.demander("presser", bouton="reapprovisionner")
    assert "jamais été enregistré" in message


def test_une_feuille_renommee_est_nommee_et_rien_n_est_ecrit(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.demander("renommer", feuille="Mouvements", nom="Mouvement du mois")
    (message,) = calc.demander("presser", bouton="reapprovisionner")
    assert "Rien n'a été écrit" in message
    assert "la feuille « Mouvements » est absente" in message
    assert "Mouvement du mois" in message
    assert [None] == calc.lire("Réapprovisionnement", "A5")


def test_une_feuille_de_destination_absente_ou_protegee_ne_laisse_rien_a_moitie(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.demander("proteger", feuille="Commandes")
    (message,) = calc.demander("presser", bouton="reapprovisionner")
    assert "protégée" in message
    assert [None] == calc.lire("Réapprovisionnement", "A5")
    calc.demander("renommer", feuille="Commandes", nom="Bons de commande")
    (message,) = calc.demander("presser", bouton="reapprovisionner")
    assert "« Commandes » est absente" in message
    assert [None] == calc.lire("Réapprovisionnement", "A5")


def test_une_colonne_renommee_est_nommee_et_rien_n_est_ecrit(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.poser("Mouvements", {"D4": "Combien"})
    (message,) = calc.demander("presser", bouton="reapprovisionner")
    assert "Quantité" in message
    assert [None] == calc.lire("Réapprovisionnement", "A5")


def test_une_table_sans_place_dessous_est_refusee(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.poser("Réapprovisionnement", {"B12": "ma note"})
    (message,) = calc.demander("presser", bouton="reapprovisionner")
    assert "B12 est occupée" in message
    assert [None, "ma note"] == calc.lire("Réapprovisionnement", "A5", "B12")


@pytest.mark.parametrize(
    ("reglage", "dit"),
    [
        (None, "ne savent pas quel Python lancer"),
        ({"interpreteur": "/nulle/part/python"}, "n'est plus à sa place (/nulle/part/python)"),
        ({"interpreteur": "/bin/false"}, "s'est arrêté sans répondre"),
        ({"interpreteur": "/etc/hostname"}, "ne se lance pas"),
    ],
)
def test_un_python_deplace_ou_muet_donne_une_phrase(
    calc: Calc, fichier: Path, reglage: dict[str, str] | None, dit: str
) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    place = fichier_de_reglage("calc")
    if reglage is None:
        place.unlink()
    else:
        place.write_text(json.dumps(reglage), "utf-8")
    (message,) = calc.demander("presser", bouton="reapprovisionner")
    assert dit in message
    assert [None] == calc.lire("Réapprovisionnement", "A5")


def test_une_autre_version_du_paquet_donne_une_phrase(calc: Calc, fichier: Path, interpreteur: Path) -> None:
    interpreteur.write_text(
        interpreteur.read_text("utf-8").replace('"$@"', f'"${{@/{__version__}/9.9}}"'), "utf-8"
    )
    texte = interpreteur.read_text("utf-8").replace("#!/bin/sh", "#!/bin/bash")
    interpreteur.write_text(texte, "utf-8")
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    (message,) = calc.demander("presser", bouton="reapprovisionner")
    assert "tableur 9.9" in message
    assert __version__ in message


def test_un_fichier_disparu_est_refuse(calc: Calc, fichier: Path, tmp_path: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    shutil.move(fichier, tmp_path / "ailleurs.xlsx")
    (message,) = calc.demander("presser", bouton="reapprovisionner")
    assert "n'est plus à sa place" in message
