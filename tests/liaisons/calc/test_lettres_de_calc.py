"""Les boutons des lettres dans un vrai Calc : l'écran, la sélection, et un classeur de la personne."""

from pathlib import Path

import pytest

from tests.courriers.fabrique import modele, p
from tests.liaisons.bouton.lettres_d_essai import classeur_de_lettres
from tests.liaisons.calc.seance import Calc

pytestmark = [pytest.mark.libreoffice, pytest.mark.usefixtures("interpreteur")]


def test_tout_fusionner_lit_ce_qui_est_a_l_ecran(calc: Calc, tmp_path: Path) -> None:
    fichier = classeur_de_lettres(tmp_path)
    calc.demander("ouvrir_pour_agir", chemin=str(fichier))
    calc.poser("Destinataires", {"I8": "Vannes"})  # corrigé à l'écran, pas enregistré
    octets = fichier.read_bytes()
    (message,) = calc.demander("presser", bouton="courriers_tous")
    assert "4 lignes lues, 0 laissée de côté, 4 lettres." in message
    assert 4 == len(list((tmp_path / "sorties" / "courriers" / "avis").glob("*.docx")))
    assert octets == fichier.read_bytes()
    assert not (tmp_path / "sauvegardes").exists()


def test_fusionner_la_selection_et_apercevoir_suivent_la_cellule_choisie(calc: Calc, tmp_path: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(classeur_de_lettres(tmp_path)))
    calc.demander("choisir", feuille="Destinataires", cellule="B6")
    (message,) = calc.demander("presser", bouton="courriers_selection")
    assert "1 lettre." in message
    (document,) = (tmp_path / "sorties" / "courriers" / "avis").glob("*.docx")
    assert document.name.startswith("C002")
    calc.demander("choisir", feuille="Destinataires", cellule="A8")
    (message,) = calc.demander("presser", bouton="courriers_apercevoir")
    assert "le champ « ville » est vide" in message


def test_un_classeur_de_la_personne_n_a_besoin_que_d_une_liste_et_d_un_modele(calc: Calc, tmp_path: Path) -> None:
    (tmp_path / "avis.docx").write_bytes(modele(p("{{ nom }}, {{ ville }}")))
    calc.demander("ouvrir", adresse="private:factory/scalc")
    calc.poser("Adhérents", {"A1": "Nom", "B1": "Ville", "A2": "Martin & Fils", "B2": "Brest"})
    chemin = tmp_path / "liste.ods"
    calc.demander("enregistrer", chemin=str(chemin), filtre="calc8")
    calc.demander("ouvrir_pour_agir", chemin=str(chemin))
    calc.demander("choisir", feuille="Adhérents", cellule="A2")
    (message,) = calc.demander("presser", bouton="courriers_selection")
    assert "1 ligne lue, 0 laissée de côté, 1 lettre." in message, message
    assert (tmp_path / "sorties" / "courriers" / "avis").is_dir()


def test_une_ligne_masquee_n_a_pas_de_lettre(calc: Calc, tmp_path: Path) -> None:
    calc.demander("ouvrir_pour_agir", chemin=str(classeur_de_lettres(tmp_path)))
    calc.demander("masquer", feuille="Destinataires", ligne=6)
    calc.demander("choisir", feuille="Destinataires", cellule="A4:C7")
    (message,) = calc.demander("presser", bouton="courriers_selection")
    assert "2 lettres." in message
    noms = {f.name[:4] for f in (tmp_path / "sorties" / "courriers" / "avis").glob("*.docx")}
    assert {"C001", "C003"} == noms
