"""« Pourquoi ? » sur chaque colonne calculée de la paie : le chiffre de la cellule, d'où il vient, sa règle."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tableur.classeurs import modele
from tableur.liaisons.excel import boutons, hote
from tests.actions.paie_d_essai import classeur_de_paie, livre_recu
from tests.liaisons.excel.double_de_xlwings import Livre

LE = date(2026, 7, 31)
CALCULEES = {
    "Bulletins": "calculer",
    "Cotisations": "calculer",
    "Cumuls": "calculer",
    "Récapitulatif": "calculer",
    "Contrôles": "calculer",
    "Comparaison": "comparer",
    "Éléments DSN": "declarer",
    "À transmettre": "collecter",
}


@pytest.fixture
def livre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Livre:
    """Classeur de paie ouvert, ses feuilles encore vides ; les messages n'y sont pas coupés."""
    monkeypatch.setattr(hote, "_LONGUEUR_DE_MESSAGE", 20_000)
    return Livre(classeur_de_paie(tmp_path / "paie.xlsx"))


def _pourquoi(livre: Livre, feuille: str, ligne: int, colonne: int) -> str:
    livre.choisir(feuille, ligne, colonne)
    boutons.servir("pourquoi", livre, LE)
    message, genre = livre.app.messages[-1]
    assert "info" == genre, message
    return str(message).replace("\u202f", " ").replace("\xa0", " ")


def _colonne(livre: Livre, feuille: str, libelle: str) -> tuple[int, int]:
    """Ligne d'en-tête et colonne d'un libellé, comptées à partir de 1."""
    grille = livre.grille(feuille)
    ((ligne, colonne),) = [(i, j) for i, x in enumerate(grille) for j, v in enumerate(x) if v == libelle]
    return ligne + 1, colonne + 1


def _place(livre: Livre, feuille: str, libelle: str, cle: dict[str, str]) -> tuple[int, int]:
    """Cellule d'une colonne, à la première ligne qui porte ces valeurs."""
    grille, (_, colonne) = livre.grille(feuille), _colonne(livre, feuille, libelle)
    rangs = {nom: _colonne(livre, feuille, nom)[1] - 1 for nom in cle}
    ligne = next(i for i, x in enumerate(grille) if all(x[rangs[nom]] == valeur for nom, valeur in cle.items()))
    return ligne + 1, colonne


@pytest.mark.parametrize(("feuille", "action"), CALCULEES.items())
def test_chaque_colonne_calculee_s_explique_sans_erreur_ni_objet_du_programme(
    livre: Livre, feuille: str, action: str
) -> None:
    _regler(livre, "Convention collective", None)  # sans elle, « Contrôles » a une réserve
    boutons.servir(action, livre, LE)
    table = next(t for f in modele("paie").feuilles if f.nom == feuille for t in f.tables[-1:])
    for colonne in table.colonnes:
        entete, rang = _colonne(livre, feuille, colonne.libelle)
        texte = _pourquoi(livre, feuille, entete + 1, rang)
        assert texte.splitlines()[1].startswith(f"Colonne « {colonne.libelle} »"), texte
        assert "Plusieurs familles" not in texte
        assert "self." not in texte
        assert not [x for x in ("[Bulletin]", "[Gains]", "[Paye]", "Traceback") if x in texte], texte
        if colonne.formule:
            assert "Avec les valeurs de la ligne" in texte
        else:
            assert "Calcul :" in texte, (colonne.libelle, texte)


def _dits(texte: str) -> list[str]:
    return [ligne.strip() for ligne in texte.splitlines()]


def test_une_cotisation_dit_sa_base_son_taux_son_bareme_et_son_texte(livre: Livre) -> None:
    boutons.servir("calculer", livre, LE)
    cle = {"Matricule": "001", "Code": "vieillesse_plafonnee"}
    texte = _pourquoi(livre, "Cotisations", *_place(livre, "Cotisations", "Part salarié (€)", cle))
    assert "au_centime(2 365,03 × 0,069) = 163,19" in texte
    assert "Règle : Ligne dont chaque part est base × taux, arrondie au centime (règle d'or 2)." in texte
    (bareme,) = [x for x in _dits(texte) if x.startswith("Barème")]
    assert bareme.startswith("Barème : paie_cotisations.vieillesse_plafonnee, 01/01/")
    assert "CSS, art." in bareme


def test_un_taux_tape_n_est_pas_attribue_a_un_bareme(livre: Livre) -> None:
    boutons.servir("calculer", livre, LE)
    cle = {"Matricule": "001", "Code": "at_mp"}
    texte = _pourquoi(livre, "Cotisations", *_place(livre, "Cotisations", "Part employeur (€)", cle))
    assert "2 365,03 × 0,02) = 47,3" in texte
    assert "Barème : aucun, taux tapé (Paramètres de l'établissement)" in texte


def test_la_reduction_generale_dit_le_coefficient_sur_le_cumul_et_son_smic(livre: Livre) -> None:
    boutons.servir("calculer", livre, LE)
    cle = {"Matricule": "001", "Mois": "2026-07"}
    texte = _pourquoi(livre, "Bulletins", *_place(livre, "Bulletins", "Réduction générale (€)", cle))
    assert "cumul = arrondir_centime(coefficient × cumul_remuneration)" in texte
    assert "coefficient = coefficient_de_reduction(" in texte
    assert "reduction = cumul - reduction_deja" in texte
    assert "CSS, art. L241-13" in texte


def test_le_brut_dit_l_absence_et_les_heures(livre: Livre) -> None:
    boutons.servir("calculer", livre, LE)
    cle = {"Matricule": "001", "Mois": "2026-07"}
    texte = _pourquoi(livre, "Bulletins", *_place(livre, "Bulletins", "Brut (€)", cle))
    assert "2 500 - 217,39 + 82,42 + 0 + 0 = 2 365,03" in texte
    assert (
        "retenue = arrondir_centime(variables.brut × perdues ÷ reelles) = arrondir_centime(2 500 × 14 ÷ 161)"
        in texte
    )
    assert "Soc. 11/02/1982, n° 80-40359" in texte


def test_une_ligne_que_les_donnees_ne_donnent_plus_le_dit(livre: Livre) -> None:
    boutons.servir("calculer", livre, LE)
    ligne, colonne = _place(livre, "Bulletins", "Brut (€)", {"Matricule": "002", "Mois": "2026-07"})
    fiche = _place(livre, "Salariés", "Nom", {"Matricule": "002"})
    livre.sheets["Salariés"].case(*fiche).taper("RIOUAL")
    assert "Les données ont changé depuis ce calcul" in _pourquoi(livre, "Bulletins", ligne, colonne)


def test_la_fiche_du_livre_recu_s_explique_par_le_controle(livre: Livre, tmp_path: Path) -> None:
    livre_recu(tmp_path / "recu.csv", tmp_path / "paie.xlsx", {"002": {"net_a_payer": Decimal(10)}})
    _regler(livre, "Livre de paie reçu du cabinet", "recu.csv")
    boutons.servir("controler_les_bulletins", livre, LE)
    cle = {"Matricule": "002", "Résultat": "Écart"}
    texte = _pourquoi(livre, "Bulletins reçus", *_place(livre, "Bulletins reçus", "D'après le barème (€)", cle))
    assert "Écrite par « Contrôle le livre de paie reçu du cabinet" in texte
    assert "attendu" in texte


def _regler(livre: Livre, libelle: str, valeur: Any) -> None:
    ligne, colonne = _colonne(livre, "Paramètres", libelle)
    livre.sheets["Paramètres"].case(ligne, colonne + 1).taper(valeur)
