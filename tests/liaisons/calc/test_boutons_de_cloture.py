"""Clôturer, rouvrir, remettre : la vie d'une période de TVA, d'un clic dans un vrai Calc."""

from datetime import date
from pathlib import Path

import pytest

from tableur.catalogue import lancer, recenser
from tableur.classeurs import modele, ouvrir
from tests.actions.tva_d_essai import classeur_de_tva
from tests.liaisons.calc.meme_classeur import comparer
from tests.liaisons.calc.seance import Calc
from tests.liaisons.calc.test_boutons_de_calc import AUJOURD_HUI, XLSX

pytestmark = [pytest.mark.libreoffice, pytest.mark.usefixtures("interpreteur")]

ACTIONS = recenser("tableur.actions")
COPIE = 13  # première colonne qui nomme la copie et son empreinte
FEUILLES = ("Historique", "Cases déclarées", "Lignes déclarées", "Paramètres")


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    """Classeur de TVA de mars 2026, la déclaration déposée le 19 avril."""
    return classeur_de_tva(tmp_path / "tva été.xlsx", {"depose_le": date(2026, 4, 19), "accuse": "AR-2026-03"})


def _contenus(calc: Calc) -> list[object]:
    return [calc.demander("contenus", feuille=feuille, plage="A1:P60") for feuille in FEUILLES]


def _calculer_et_enregistrer(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.demander("presser", bouton="calculer")
    calc.demander("enregistrer_ici")


def _copies(fichier: Path) -> list[Path]:
    return sorted((fichier.parent / "sorties" / "tva clôturée").glob("*"))


def test_cloturer_ecrit_ce_que_la_commande_ecrit_garde_une_copie_et_s_annule(
    calc: Calc, fichier: Path, tmp_path: Path
) -> None:
    ferme, vivant = tmp_path / "fermé" / "tva.xlsx", tmp_path / "vivant.xlsx"
    ferme.parent.mkdir()
    ferme.write_bytes(fichier.read_bytes())
    for action in ("tva.calculer", "cloturer"):
        with ouvrir(ferme) as classeur:
            lancer(ACTIONS[action], classeur, {}, AUJOURD_HUI)
    _calculer_et_enregistrer(calc, fichier)
    avant = _contenus(calc)
    (message,) = calc.demander("presser", bouton="cloturer")
    assert message.startswith("Période 2026-03 close, déposée le 19/04/2026"), message
    assert "Fichier écrit : tva 2026-03 close le" in message
    (copie,) = _copies(fichier)
    assert fichier.read_bytes() == copie.read_bytes()
    calc.demander("enregistrer", chemin=str(vivant), filtre=XLSX)
    comparer(ferme, vivant, modele("tva"), {"Historique": COPIE})
    (message,) = calc.demander("presser", bouton="annuler")
    assert message.startswith("Annulé : Période 2026-03 close"), message
    assert avant == _contenus(calc)
    assert [copie] == _copies(fichier)


def test_cloturer_avant_d_enregistrer_est_refuse_en_une_phrase(calc: Calc, fichier: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    (message,) = calc.demander("presser", bouton="cloturer")
    assert "la période 2026-03 n'est pas calculée" in message
    calc.demander("presser", bouton="calculer")
    avant = _contenus(calc)
    (message,) = calc.demander("presser", bouton="cloturer")
    assert "Rien n'a été écrit" in message
    assert "l'enregistrer, puis recommencer" in message
    assert avant == _contenus(calc)
    assert [] == _copies(fichier)


def test_cloturer_deux_fois_est_refuse_et_une_ligne_retouchee_aussi(calc: Calc, fichier: Path) -> None:
    _calculer_et_enregistrer(calc, fichier)
    calc.poser("Ventes", {"H5": 5000})
    (message,) = calc.demander("presser", bouton="cloturer")
    assert "d'après les lignes d'aujourd'hui" in message
    calc.demander("annuler_dans_calc")
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.demander("presser", bouton="cloturer")
    avant = _contenus(calc)
    (message,) = calc.demander("presser", bouton="cloturer")
    assert "Rien n'a été écrit" in message or "Dire le jour du dépôt" in message
    assert avant == _contenus(calc)


def test_rouvrir_veut_un_motif_et_la_periode_se_clot_de_nouveau(calc: Calc, fichier: Path) -> None:
    _calculer_et_enregistrer(calc, fichier)
    calc.demander("presser", bouton="cloturer")
    avant = _contenus(calc)
    (message,) = calc.demander("presser", bouton="rouvrir")
    assert "« Motif de réouverture » de la feuille Paramètres" in message
    assert avant == _contenus(calc)
    _regler(calc, "Motif de réouverture", "facture oubliée")
    avec_motif = _contenus(calc)
    (message,) = calc.demander("presser", bouton="rouvrir")
    assert message.startswith("Période 2026-03 rouverte"), message
    assert "Motif : facture oubliée." in message
    assert [["2026-03", "Close"], ["2026-03", "Rouverte"]] == [
        calc.lire("Historique", f"A{rang}", f"C{rang}") for rang in (5, 6)
    ]
    (message,) = calc.demander("presser", bouton="annuler")
    assert message.startswith("Annulé : Période 2026-03 rouverte")
    assert avec_motif == _contenus(calc)


def test_remettre_fait_le_dossier_du_cabinet_sans_toucher_au_classeur(calc: Calc, fichier: Path) -> None:
    _calculer_et_enregistrer(calc, fichier)
    calc.demander("presser", bouton="cloturer")
    calc.demander("enregistrer_ici")
    octets, avant = fichier.read_bytes(), _contenus(calc)
    (message,) = calc.demander("presser", bouton="remettre")
    assert message.startswith("Dossier de TVA 2026-03 pour le cabinet"), message
    (dossier,) = [d for d in (fichier.parent / "sorties").iterdir() if "remise" in d.name]
    noms = {f.name for f in dossier.iterdir()}
    assert {"tva 2026-03.xlsx", "Déclaration 2026-03.pdf", "pièces manquantes.txt"} <= noms
    assert str(dossier) in message
    assert octets == fichier.read_bytes()
    assert avant == _contenus(calc)


@pytest.mark.parametrize(
    ("feuille", "cellule", "dits"),
    [
        ("Collectée", "G5", ("Écrite par « Calcule la TVA d'une période", "Calcul :")),
        ("Cases", "C6", ("Calcul :",)),
    ],
)
def test_pourquoi_explique_une_cellule_de_tva(
    calc: Calc, fichier: Path, feuille: str, cellule: str, dits: tuple[str, ...]
) -> None:
    _calculer_et_enregistrer(calc, fichier)
    calc.demander("choisir", feuille=feuille, cellule=cellule)
    (message,) = calc.demander("presser", bouton="pourquoi")
    assert "Plusieurs familles" not in message
    for dit in dits:
        assert dit in message, message


def _regler(calc: Calc, libelle: str, valeur: str) -> None:
    libelles = calc.lire("Paramètres", *(f"A{rang}" for rang in range(1, 60)))
    calc.poser("Paramètres", {f"B{libelles.index(libelle) + 1}": valeur})
