"""Chaque bouton, sur le double de xlwings, fait ce que la commande fait sur le fichier fermé."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tableur.catalogue import lancer, recenser
from tableur.classeurs import modele, ouvrir
from tableur.liaisons.excel import boutons
from tests.actions.conftest import classeur  # noqa: F401 - la fabrique du petit stock
from tests.actions.donnees import Fabrique
from tests.liaisons.excel.double_de_xlwings import EPOQUE, Livre

LE = date(2026, 12, 31)
ACTIONS = ["reapprovisionner", "alerter", "valoriser", "inventorier", "fiche"]


@pytest.fixture
def stock(request: pytest.FixtureRequest) -> Path:
    """Petit classeur de stock, enregistré."""
    fabrique: Fabrique = request.getfixturevalue("classeur")
    fichier = fabrique()
    with ouvrir(fichier, recalculer=False) as ferme:
        ferme.poser("article", "0001")
    return fichier


def _attendu(fichier: Path, verbe: str, dossier: Path) -> dict[str, list[list[Any]]]:
    """Feuilles que la commande écrit sur une copie fermée."""
    copie = dossier / "ferme.xlsx"
    shutil.copyfile(fichier, copie)
    ferme = ouvrir(copie, recalculer=False)
    with ferme:
        lancer(recenser("tableur.actions")[verbe], ferme, {}, LE)
    lu = load_workbook(copie)
    return {feuille.title: [[_nu(c) for c in ligne] for ligne in feuille.iter_rows()] for feuille in lu.worksheets}


def _nu(cellule: Any) -> Any:
    valeur = cellule.value
    if hasattr(valeur, "year"):
        return float((valeur - EPOQUE).days)
    return float(valeur) if isinstance(valeur, int) and not isinstance(valeur, bool) else valeur


def _sans_vides(grille: list[list[Any]]) -> list[list[Any]]:
    """Grille sans ses cellules vides de la fin ; une chaîne vide est une cellule vide."""
    lignes = [[None if v == "" else v for v in ligne] for ligne in grille]
    for ligne in lignes:
        while ligne and ligne[-1] is None:
            ligne.pop()
    while lignes and not lignes[-1]:
        lignes.pop()
    return lignes


@pytest.mark.parametrize("verbe", ACTIONS)
def test_le_bouton_ecrit_ce_que_la_commande_ecrit(verbe: str, stock: Path, tmp_path: Path) -> None:
    attendu = _attendu(stock, verbe, tmp_path)
    livre = Livre(stock)
    boutons.servir(verbe, livre, LE)
    ((message, genre),) = livre.app.messages
    assert "info" == genre, message
    for feuille in modele("stocks").feuilles:
        if feuille.genre == "V":
            voulue, obtenue = _sans_vides(attendu[feuille.nom][2:]), _sans_vides(livre.grille(feuille.nom)[2:])
            assert voulue == obtenue, feuille.nom


@pytest.mark.parametrize("verbe", ["reapprovisionner", "alerter", "valoriser", "inventorier"])
def test_annuler_remet_chaque_cellule(verbe: str, stock: Path) -> None:
    livre = Livre(stock)
    avant = {feuille.name: livre.grille(feuille.name) for feuille in livre.sheets}
    tables = {t.name: t.range._bornes for feuille in livre.sheets for t in feuille.tables}
    boutons.servir(verbe, livre, LE)
    boutons.servir("annuler", livre, LE)
    assert "info" == livre.app.messages[-1][1], livre.app.messages[-1][0]
    for nom, grille in avant.items():
        assert _sans_vides(grille) == _sans_vides(livre.grille(nom)), nom
    assert tables == {t.name: t.range._bornes for feuille in livre.sheets for t in feuille.tables}


def test_excel_retrouve_son_ecran_et_son_calcul(stock: Path) -> None:
    livre = Livre(stock)
    livre.app.calculation = "semiautomatic"
    boutons.servir("valoriser", livre, LE)
    assert (True, "semiautomatic", True, False) == (
        livre.app.screen_updating,
        livre.app.calculation,
        livre.app.enable_events,
        livre.app.status_bar,
    )
    assert livre.app.calculs > 0


def test_pourquoi_explique_la_cellule_choisie(stock: Path) -> None:
    livre = Livre(stock)
    boutons.servir("reapprovisionner", livre, LE)
    onglet = livre.sheets["Réapprovisionnement"]
    entete = next(p for p, case in onglet.cases.items() if case.constante == "Point de commande")
    livre.choisir("Réapprovisionnement", entete[0] + 1, entete[1])
    boutons.servir("pourquoi", livre, LE)
    message, genre = livre.app.messages[-1]
    assert "info" == genre
    assert "Point de commande" in message


def test_pourquoi_explique_une_formule_de_tableur(stock: Path) -> None:
    livre = Livre(stock)
    onglet = livre.sheets["Lisez-moi"]
    onglet.case(90, 1).taper("=POINT_DE_COMMANDE(20,5,A91)")
    onglet.case(91, 1).taper(30)
    livre.choisir("Lisez-moi", 90, 1)
    boutons.servir("pourquoi", livre, LE)
    assert "20 × 5 + 30 = 130" in livre.app.messages[-1][0]


@pytest.mark.parametrize(
    ("abimer", "phrase"),
    [
        (lambda livre: setattr(livre.api, "ReadOnly", True), "lecture seule"),
        (lambda livre: setattr(livre, "fullname", livre.name), "jamais été enregistré"),
        (lambda livre: livre.en_ligne(), "adresse de réseau"),
        (lambda livre: setattr(livre.sheets["Mouvements"], "name", "Mvts"), "Mouvements"),
        (lambda livre: setattr(livre.sheets["ABC"].api, "ProtectContents", True), "protégée"),
    ],
)
def test_une_mauvaise_situation_est_une_phrase_et_rien_n_est_ecrit(abimer: Any, phrase: str, stock: Path) -> None:
    livre = Livre(stock)
    abimer(livre)
    avant = [livre.grille(feuille.name) for feuille in livre.sheets]
    boutons.servir("valoriser", livre, LE)
    ((message, genre),) = livre.app.messages
    assert "critical" == genre
    assert phrase in message
    assert "Traceback" not in message
    assert avant == [livre.grille(feuille.name) for feuille in livre.sheets]


def test_un_texte_hostile_reste_un_texte(stock: Path) -> None:
    from tableur.liaisons.bouton.hote import Zone
    from tableur.liaisons.excel.classeur_ouvert import ClasseurDExcel

    livre = Livre(stock)
    ouvert = ClasseurDExcel(livre)
    zone = Zone("Lisez-moi", 99, 0, 99, 8)
    hostiles = ["=HYPERLINK(1)", "+1", "-2", "@A1", "00123", "31/12/2026", "VRAI", "'x", "#N/A"]
    ouvert.poser(zone, [hostiles])
    assert [[*hostiles]] == [[livre.sheets["Lisez-moi"].case(100, j).constante for j in range(1, 10)]]
    contenus = ouvert.formules(zone)
    ouvert.poser(zone, [[None] * 9])
    ouvert.remettre(zone, contenus)
    assert hostiles == [livre.sheets["Lisez-moi"].case(100, j).constante for j in range(1, 10)]


def test_sans_excel_le_bouton_dit_une_phrase(monkeypatch: pytest.MonkeyPatch) -> None:
    import xlwings

    def absent() -> None:
        raise RuntimeError("Book.caller() must not be called directly")

    monkeypatch.setattr(xlwings.Book, "caller", absent)
    with pytest.raises(SystemExit, match="fermer Excel, le rouvrir"):
        boutons.lancer("valoriser")
