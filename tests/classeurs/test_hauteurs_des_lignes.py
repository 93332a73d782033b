"""Un long texte qui passe à la ligne a la place de se lire : LibreOffice n'ajuste pas les lignes à l'ouverture."""

from pathlib import Path

from openpyxl import load_workbook

from tableur.calculs.paie.tables.enregistrements import LigneDeControle, LigneDeCumuls
from tableur.classeurs import construire, modele, ouvrir
from tableur.classeurs.contenu import Contenu
from tableur.classeurs.retouche import Retouche

COURT = "Le net à payer est négatif."
LONG = "Cumuls manquants : recopier ceux de son dernier bulletin, brut, plafonds, SMIC et réduction générale. " * 4


def _controle(message: str) -> LigneDeControle:
    return LigneDeControle(gravite="alerte", ligne=None, regle="essai", message=message)


def _hauteurs(chemin: Path, feuille: str, premiere: int, lignes: int) -> list[float | None]:
    """Hauteurs telles que les lit un autre programme."""
    lues = load_workbook(chemin)[feuille].row_dimensions
    return [lues[rang].height for rang in range(premiere, premiere + lignes)]


def _remplir(chemin: Path, *messages: str) -> None:
    with ouvrir(chemin) as classeur:
        classeur.ecrire(LigneDeControle, [_controle(m) for m in messages], mention="Calculé le 24/11/2026.")


def test_une_ligne_remplie_prend_la_hauteur_de_son_texte(tmp_path: Path) -> None:
    chemin = tmp_path / "paie.xlsx"
    construire(modele("paie"), chemin, Contenu())
    _remplir(chemin, COURT, LONG, COURT)
    courte, longue, derniere = _hauteurs(chemin, "Contrôles", 5, 3)
    assert (15.0, 15.0) == (courte, derniere)
    assert longue is not None
    assert longue >= 60.0


def test_une_hauteur_suit_le_texte_quand_il_change_et_une_table_videe_la_perd(tmp_path: Path) -> None:
    chemin = tmp_path / "paie.xlsx"
    construire(modele("paie"), chemin, Contenu())
    _remplir(chemin, LONG)
    _remplir(chemin, COURT, COURT)
    assert [15.0, 15.0] == _hauteurs(chemin, "Contrôles", 5, 2)
    une_fois = chemin.read_bytes()
    _remplir(chemin, COURT, COURT)
    assert une_fois == chemin.read_bytes()


def test_une_table_sans_long_texte_garde_ses_hauteurs(tmp_path: Path) -> None:
    chemin = tmp_path / "paie.xlsx"
    construire(modele("paie"), chemin, Contenu())
    avant = _hauteurs(chemin, "Cumuls", 6, 1)
    with ouvrir(chemin) as classeur:
        classeur.ecrire(LigneDeCumuls, [], mention="Calculé le 24/11/2026.")
    assert avant == _hauteurs(chemin, "Cumuls", 6, 1)


def test_une_hauteur_remplace_celle_de_la_rangee_sans_toucher_ses_cellules(tmp_path: Path) -> None:
    chemin = tmp_path / "paie.xlsx"
    construire(modele("paie"), chemin, Contenu())
    _remplir(chemin, COURT)
    retouche = Retouche(chemin)
    table = next(nom for nom, decrite in retouche.tables.items() if decrite.feuille == "Contrôles")
    retouche.ecrire(table, {"Règle": ["essai"]}, hauteurs=[45.0])
    assert retouche.a_change
    retouche.enregistrer(sortie := tmp_path / "retouche.xlsx")
    assert [45.0] == _hauteurs(sortie, "Contrôles", 5, 1)
    assert COURT == load_workbook(sortie)["Contrôles"]["G5"].value
