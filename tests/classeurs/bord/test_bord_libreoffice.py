"""Recalculé par LibreOffice, le tableau de bord égale les fonctions Python ; imprimé, il tient sur une page."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tableur.calculs.pilotage.enregistrements import StockDuMois, ValeurDatee, ValeurFournie
from tableur.calculs.pilotage.indicateurs import indicateur_du_mois, tendance_en_barres
from tableur.calculs.pilotage.periodes import mois_en_toutes_lettres
from tableur.classeurs import modele
from tableur.classeurs.bord.ecriture import CHAMPS, LIGNE_D_ENTETES, LIGNE_D_ETAT
from tableur.classeurs.bord.impression import imprimer_le_tableau_de_bord
from tableur.classeurs.formules import places
from tableur.fichiers.libreoffice import profil_prive, recalculer
from tests.classeurs.bord.pilotage_d_essai import Pilotage, pilotage_d_essai

pytestmark = pytest.mark.libreoffice

D = Decimal
_FOURNIES = [
    ValeurFournie(indicateur="tresorerie", date=date(2026, 11, 3), valeur=D(900)),
    ValeurFournie(indicateur="tresorerie", date=date(2026, 11, 20), valeur=D("1234.56")),
    ValeurFournie(indicateur="tresorerie", date=date(2025, 11, 20), valeur=D(-50)),
    ValeurFournie(indicateur="masse_salariale", date=date(2026, 10, 31), valeur=D(30_000)),
    ValeurFournie(indicateur="masse_salariale", date=date(2026, 11, 1), valeur=D(31_000)),
]
_STOCKS = [
    StockDuMois(date=date(2025, 11, 24), libelle="24/11/25", valeur=D(80), dormant=D(0), ruptures=0),
    StockDuMois(date=date(2025, 11, 30), libelle="nov. 25", valeur=D(70), dormant=D(0), ruptures=2),
    StockDuMois(date=date(2026, 10, 31), libelle="oct. 26", valeur=D(90), dormant=D(1), ruptures=1),
    StockDuMois(date=date(2026, 11, 24), libelle="24/11/26", valeur=D(100), dormant=D(2), ruptures=3),
]
CAS: dict[str, Pilotage] = {
    "mois inachevé": pilotage_d_essai(1, fournies=_FOURNIES, stocks=_STOCKS),
    "mois achevé": pilotage_d_essai(2, mois=date(2026, 10, 17), fournies=_FOURNIES, stocks=_STOCKS),
    "exercice de juillet": pilotage_d_essai(3, mois=date(2026, 3, 1), premier_mois=7),
    "an dernier vide": pilotage_d_essai(4, mois=date(2025, 6, 1)),
    "après les données": pilotage_d_essai(5, mois=date(2027, 2, 1)),
    "mois et date laissés vides": pilotage_d_essai(6, mois=None, au=None),
    "29 février": pilotage_d_essai(7, mois=date(2028, 2, 1), au=date(2028, 2, 28)),
    "aucune vente": Pilotage(),
}


@pytest.fixture(scope="module")
def recalcules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Chaque cas, recalculé par LibreOffice."""
    dossier = tmp_path_factory.mktemp("bord")
    lus = {}
    with profil_prive() as profil:
        for rang, (nom, cas) in enumerate(CAS.items()):
            construit = cas.construire(dossier / f"cas{rang}.xlsx")
            fait = recalculer(construit, dossier / f"recalcule{rang}.xlsx", profil=profil)
            lus[nom] = openpyxl.load_workbook(fait, data_only=True)
    return lus


def _vaut(attendu: object, obtenu: object) -> bool:
    """Au cent-millionième pour une évolution ; vide, « n.d. » et None se valent."""
    if attendu is None or attendu == "":
        return obtenu in (None, "", "n.d.")
    if isinstance(attendu, date):
        return isinstance(obtenu, datetime) and obtenu.date() == attendu
    if isinstance(attendu, str):
        return attendu == obtenu
    # LibreOffice calcule en double : une somme de mille montants y garde un reste, bien sous le centime.
    return isinstance(obtenu, int | float) and abs(float(attendu) - obtenu) < 1e-8  # type: ignore[arg-type]


def _valeurs(cas: Pilotage) -> Iterator[tuple[str, list[ValeurDatee], dict[str, Any]]]:
    """Valeurs et options de chaque indicateur, dans l'ordre du modèle."""
    ventes = [ValeurDatee(date=v.date, valeur=v.montant_ht) for v in cas.ventes]
    mois = cas.mois or max((v.date for v in cas.ventes), default=date(2026, 11, 24))
    vises = [o.montant for o in cas.objectifs if (o.mois.year, o.mois.month) == (mois.year, mois.month)]
    yield "Chiffre d'affaires HT", ventes, {"objectif": sum(vises, D(0)) if vises else None}
    valeurs = [ValeurDatee(date=s.date, valeur=s.valeur) for s in cas.stocks]
    yield "Valeur du stock", valeurs, {"nature": "niveau"}
    ruptures = [ValeurDatee(date=s.date, valeur=D(s.ruptures)) for s in cas.stocks]
    yield "Articles en rupture", ruptures, {"nature": "niveau"}
    for libelle, nom, nature in (
        ("Créances échues", "creances_echues", "niveau"),
        ("Trésorerie", "tresorerie", "niveau"),
        ("TVA à payer", "tva_a_payer", "flux"),
        ("Masse salariale", "masse_salariale", "flux"),
    ):
        siennes = [ValeurDatee(date=v.date, valeur=v.valeur) for v in cas.fournies if v.indicateur == nom]
        yield libelle, siennes, {"nature": nature}


@pytest.mark.parametrize("nom", CAS)
def test_chaque_indicateur_vaut_ce_que_python_calcule(recalcules: dict[str, Any], nom: str) -> None:
    cas, onglet = CAS[nom], recalcules[nom]["Tableau de bord"]
    au = cas.au or max(v.date for v in cas.ventes)
    for rang, (libelle, valeurs, options) in enumerate(_valeurs(cas), LIGNE_D_ENTETES + 2):
        assert libelle == onglet.cell(rang, 1).value
        attendu = indicateur_du_mois(valeurs, cas.mois or au, au, premier_mois=cas.premier_mois, **options)
        for colonne, champ in enumerate(CHAMPS[1:], 2):
            obtenu, voulu = onglet.cell(rang, colonne).value, getattr(attendu, champ)
            if champ == "feu" and voulu == "Pas de donnée" and rang > LIGNE_D_ENTETES + 4:
                voulu = "pas encore fourni"
            assert _vaut(voulu, obtenu), f"{nom}, {libelle}, {champ} : {voulu} attendu, {obtenu} obtenu"


@pytest.mark.parametrize("nom", CAS)
def test_l_activite_vaut_ce_que_python_calcule(recalcules: dict[str, Any], nom: str) -> None:
    cas, onglet = CAS[nom], recalcules[nom]["Activité"]
    feuille = next(f for f in modele("pilotage").feuilles if f.nom == "Activité")
    attendus = {type(lignes[0]).__name__: lignes for lignes in cas.attendus() if lignes}
    placees = places(feuille, {table: len(lignes) for table, lignes in attendus.items()})
    for table, lignes in attendus.items():
        place = placees[table]
        for rang, ligne in enumerate(lignes):
            for champ, colonne in place.colonnes.items():
                obtenu = onglet.cell(place.debut + rang + 1, colonne + 1).value
                voulu = getattr(ligne, champ)
                assert _vaut(voulu, obtenu), f"{nom}, {table}.{champ}, rang {rang} : {voulu} et {obtenu}"
    if "CaDuMois" in attendus:
        barres = recalcules[nom]["Tableau de bord"].cell(LIGNE_D_ENTETES + 2, 11).value
        assert tendance_en_barres([ligne.ca for ligne in cas.attendus()[0]]) == barres


def test_les_titres_et_la_ligne_d_etat_suivent_le_mois(recalcules: dict[str, Any]) -> None:
    for nom, cas in CAS.items():
        onglet = recalcules[nom]["Tableau de bord"]
        if cas.mois is not None:
            assert mois_en_toutes_lettres(cas.mois) in onglet["A1"].value
            titres = [c.value for ligne in onglet["A13:F50"] for c in ligne if isinstance(c.value, str)]
            assert sum(t.endswith(mois_en_toutes_lettres(cas.mois)) for t in titres) == 3
    etats = {nom: recalcules[nom]["Tableau de bord"].cell(LIGNE_D_ETAT + 1, 1).value for nom in CAS}
    assert (
        "Données au 24/11/2026 · 400 lignes de ventes · Mois inachevé : 24 jours sur 30" in etats["mois inachevé"]
    )
    assert "inachevé" not in etats["mois achevé"]
    assert "Le mois choisi est après les données." in etats["après les données"]


def test_une_vente_en_texte_se_dit_sur_le_tableau_de_bord(tmp_path: Path) -> None:
    construit = pilotage_d_essai(1, 5).construire(tmp_path / "p.xlsx")
    classeur = openpyxl.load_workbook(construit)
    classeur["Ventes"]["E5"] = "douze"
    classeur["Ventes"]["A6"] = "le 3 mars"
    classeur.save(construit)
    onglet: Any = openpyxl.load_workbook(recalculer(construit, tmp_path / "r.xlsx"), data_only=True)[
        "Tableau de bord"
    ]
    etat = onglet.cell(LIGNE_D_ETAT + 1, 1).value
    assert etat.count("1 case en texte, non comptée") == 2


@pytest.mark.parametrize("nom", ["mois inachevé", "an dernier vide", "aucune vente"])
def test_le_pdf_tient_sur_une_page_a4(tmp_path: Path, nom: str) -> None:
    fichier = CAS[nom].construire(tmp_path / "p.xlsx")
    avant = fichier.read_bytes()
    pdf = tmp_path / "sortie" / "bord.pdf"
    imprimer_le_tableau_de_bord(fichier, pdf, date(2026, 10, 1))
    octets = pdf.read_bytes()
    assert 1 == len(re.findall(rb"/Type\s*/Page\b(?!s)", octets))
    boite = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", octets)
    assert boite is not None
    assert (842, 595) == (round(float(boite[1])), round(float(boite[2])))
    texte = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True
    ).stdout.decode()
    assert "octobre 2026" in texte
    assert texte.count("pas encore fourni") == (2 if nom == "mois inachevé" else 4) + (nom == "mois inachevé")
    assert avant == fichier.read_bytes()
