"""L'entreprise d'exemple : refaite à l'octet près, cohérente, et aux chiffres annoncés."""

import csv
import os
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tableur.actions import stock as actions
from tableur.calculs.calendrier import est_jour_ferie
from tableur.calculs.pilotage.enregistrements import Objectif, Vente
from tableur.calculs.stock.besoins import besoins_de_reapprovisionnement
from tableur.calculs.stock.controles import alertes_du_stock, valeurs_refusees
from tableur.calculs.stock.enregistrements import (
    Article,
    Comptage,
    Fournisseur,
    LigneAlerte,
    Lot,
    Mouvement,
    Reprise,
)
from tableur.calculs.stock.etat import comptes_au
from tableur.calculs.stock.inventaire import ecarts_d_inventaire
from tableur.calculs.stock.lots import restes_des_lots
from tableur.calculs.stock.surveillance import articles_a_surveiller
from tableur.classeurs import ouvrir
from tableur.frontiere import Lignes, lire_table
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import Ou
from tableur.socle.grandeurs import ZERO

RACINE = Path(__file__).parents[2]
EXEMPLES = RACINE / "examples"
CLASSEUR = EXEMPLES / "stocks-exemple.xlsx"
TABLES: dict[str, type[Any]] = {
    "fournisseurs": Fournisseur,
    "articles": Article,
    "reprise": Reprise,
    "lots": Lot,
    "mouvements": Mouvement,
    "inventaire": Comptage,
}
DU_PILOTAGE: dict[str, type[Any]] = {"ventes": Vente, "objectifs": Objectif}
REPRISE, FIN = date(2025, 5, 31), date(2026, 11, 24)
COMPTAGE = date(2026, 11, 20)
ERREURS_VOULUES = {"110801", "130201"}

D = Decimal
R = TypeVar("R")
_LUES: dict[str, Lignes[Any]] = {}


def _grille(nom: str) -> list[list[object]]:
    with (EXEMPLES / "donnees" / f"{nom}.csv").open(encoding="utf-8", newline="") as fichier:
        return [list(ligne) for ligne in csv.reader(fichier, delimiter=";")]


def _lignes(type_: type[R]) -> Lignes[R]:
    nom = next(nom for nom, table in TABLES.items() if table is type_)
    if nom not in _LUES:
        _LUES[nom] = lire_table(_grille(nom), type_, Ou(fichier=f"{nom}.csv"))
    return _LUES[nom]


@lru_cache
def _alertes() -> list[LigneAlerte]:
    articles, mouvements, reprises = list(_lignes(Article)), list(_lignes(Mouvement)), list(_lignes(Reprise))
    return articles_a_surveiller(articles, mouvements, reprises, list(_lignes(Lot)), FIN)


@pytest.fixture(scope="module")
def refaits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Dossier où le générateur vient de refaire les CSV et le classeur."""
    dossier = tmp_path_factory.mktemp("exemple")
    chemins = os.pathsep.join([str(RACINE / "src"), os.environ.get("PYTHONPATH", "")])
    commande = [sys.executable, "-B", str(EXEMPLES / "generer.py"), "--classeur", "--vers", str(dossier)]
    subprocess.run(commande, check=True, env={**os.environ, "PYTHONPATH": chemins})
    return dossier


@pytest.mark.parametrize("nom", [*TABLES, *DU_PILOTAGE])
def test_les_csv_se_refont_a_l_octet_pres(refaits: Path, nom: str) -> None:
    attendu = (EXEMPLES / "donnees" / f"{nom}.csv").read_bytes()
    assert attendu == (refaits / "donnees" / f"{nom}.csv").read_bytes(), "lancer python examples/generer.py"


@pytest.mark.parametrize("nom_du_classeur", [CLASSEUR.name, "courriers-exemple.xlsx"])
def test_le_classeur_se_refait_partie_par_partie(refaits: Path, nom_du_classeur: str) -> None:
    def parties(chemin: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(chemin) as archive:
            return {nom: archive.read(nom) for nom in archive.namelist()}

    attendues, obtenues = parties(EXEMPLES / nom_du_classeur), parties(refaits / nom_du_classeur)
    assert list(attendues) == list(obtenues)
    differentes = [nom for nom in attendues if attendues[nom] != obtenues[nom]]
    assert differentes == [], "lancer python examples/generer.py --classeur"


def test_le_classeur_tient_en_un_megaoctet_et_demi() -> None:
    assert CLASSEUR.stat().st_size < 1_500_000


@pytest.mark.parametrize("type_", TABLES.values())
def test_chaque_table_se_lit_sans_anomalie(type_: type[Any]) -> None:
    lignes = _lignes(type_)
    assert () == lignes.anomalies
    assert len(lignes) == lignes.lues
    assert [] == valeurs_refusees(lignes, lignes.ou)


def test_les_ventes_se_lisent_et_font_le_chiffre_d_affaires_annonce() -> None:
    lues = {nom: lire_table(_grille(nom), type_, Ou(fichier=f"{nom}.csv")) for nom, type_ in DU_PILOTAGE.items()}
    assert [(), ()] == [lignes.anomalies for lignes in lues.values()]
    du_stock = [v.montant_ht for v in lues["ventes"] if v.date > REPRISE]
    assert D("3.0") < sum(du_stock) / 1_000_000 < D("3.2")
    assert {a.famille for a in _lignes(Article)} == {v.famille for v in lues["ventes"]}
    assert 12 == len(lues["objectifs"])


def test_le_classeur_porte_les_memes_lignes_que_les_csv() -> None:
    with ouvrir(CLASSEUR, simuler=True) as classeur:
        for type_ in TABLES.values():
            lues = classeur.lire(type_)
            assert () == lues.anomalies
            assert list(_lignes(type_)) == list(lues)


def test_il_y_a_vingt_mille_mouvements_sur_quatre_cents_articles() -> None:
    tailles = {nom: len(_lignes(type_)) for nom, type_ in TABLES.items()}
    attendues = {"fournisseurs": 18, "articles": 400, "reprise": 400, "lots": 2532, "mouvements": 20_000}
    assert attendues == {nom: tailles[nom] for nom in attendues}


def test_les_renvois_existent_et_les_codes_sont_uniques() -> None:
    fournisseurs = [f.code_fournisseur for f in _lignes(Fournisseur)]
    articles = [a.code_article for a in _lignes(Article)]
    lots = [(lot.code_article, lot.lot) for lot in _lignes(Lot)]
    for cles in (fournisseurs, articles, lots):
        assert len(cles) == len(set(cles))
    assert {a.code_fournisseur for a in _lignes(Article)} <= set(fournisseurs)
    assert {r.code_article for r in _lignes(Reprise)} == set(articles)
    assert {m.code_article for m in _lignes(Mouvement)} <= set(articles)
    assert {c.code_article for c in _lignes(Comptage)} <= set(articles)
    assert {(m.code_article, m.lot) for m in _lignes(Mouvement) if m.lot} <= set(lots)


def test_les_codes_gardent_leur_zero_de_tete() -> None:
    assert 200 < sum(article.code_article.startswith("0") for article in _lignes(Article))


def test_l_entreprise_ne_vend_que_les_jours_ouvres() -> None:
    jours = {m.date for m in _lignes(Mouvement) if m.motif == "vente"}
    assert [] == [jour for jour in jours if jour.weekday() >= 5 or est_jour_ferie(jour)]
    assert REPRISE < min(jours)
    assert max(jours) == FIN


def test_des_mouvements_sont_saisis_apres_coup() -> None:
    dates = [m.date for m in _lignes(Mouvement)]
    assert 100 < sum(apres < avant for avant, apres in pairwise(dates))


def test_seuls_les_achats_ont_un_cout() -> None:
    motifs = {m.motif for m in _lignes(Mouvement) if m.cout_unitaire is not None}
    assert {"achat"} == motifs
    assert all(m.cout_unitaire for m in _lignes(Mouvement) if m.motif == "achat")


def test_tous_les_motifs_servent() -> None:
    motifs = {m.motif for m in _lignes(Mouvement)}
    assert {"achat", "vente", "consommation", "retour", "correction", "inventaire", "perte"} == motifs


def test_seules_les_deux_erreurs_voulues_appellent_une_alerte() -> None:
    mouvements = _lignes(Mouvement)
    alertes = alertes_du_stock(list(_lignes(Article)), list(mouvements), list(_lignes(Reprise)), FIN, _lignes(Lot))
    assert {"stock négatif"} == {alerte.regle for alerte in alertes}
    negatifs = {c for c, k in comptes_au(mouvements, _lignes(Reprise), FIN).articles.items() if k.negatif}
    assert ERREURS_VOULUES == negatifs


def test_ce_qui_reste_des_lots_est_le_stock_des_articles_suivis_par_lot() -> None:
    restes = restes_des_lots(_lignes(Lot), _lignes(Mouvement), _lignes(Reprise), FIN)
    comptes = comptes_au(_lignes(Mouvement), _lignes(Reprise), FIN)
    assert all(reste >= ZERO for reste in restes.values())
    par_article: dict[str, Decimal] = {}
    for (article, _), reste in restes.items():
        par_article[article] = par_article.get(article, ZERO) + reste
    assert par_article == {article: comptes.compte(article).quantite for article in par_article}


def test_le_stock_vaut_ce_qu_annonce_le_lisez_moi() -> None:
    comptes = comptes_au(_lignes(Mouvement), _lignes(Reprise), FIN)
    valeur = sum((compte.valeur for compte in comptes.articles.values()), ZERO)
    assert Decimal("161914.26") == valeur
    assert "161 914,26 €" in (EXEMPLES / "LISEZMOI.md").read_text(encoding="utf-8")


def test_quarante_quatre_articles_sont_a_commander() -> None:
    tables = (list(_lignes(Article)), list(_lignes(Mouvement)), list(_lignes(Reprise)))
    besoins = besoins_de_reapprovisionnement(*tables, FIN)
    assert 44 == sum(besoin.a_commander > ZERO for besoin in besoins)


@pytest.mark.parametrize(("motif", "nombre"), [("rupture", 13), ("perime", 4), ("dormant", 38)])
def test_les_alertes_sont_celles_qu_annonce_le_lisez_moi(motif: str, nombre: int) -> None:
    assert nombre == sum(alerte.motif == motif for alerte in _alertes())


def test_le_comptage_de_novembre_montre_l_erreur_d_article() -> None:
    tables = (list(_lignes(Article)), list(_lignes(Mouvement)), list(_lignes(Reprise)))
    ecarts = ecarts_d_inventaire(list(_lignes(Comptage)), *tables, COMPTAGE, COMPTAGE)
    par_code = {ecart.code_article: ecart.ecart for ecart in ecarts if ecart.ecart}
    assert par_code["130201"] > 0 > par_code["130202"]
    comptes = [ecart for ecart in ecarts if ecart.quantite_comptee is not None]
    assert {"E", "H"} == {ecart.emplacement[0] for ecart in comptes}
    a_compter = [c for c in _lignes(Comptage) if c.quantite_comptee is None]
    assert 3 == len(a_compter)


def test_l_inventaire_de_fin_d_annee_a_de_petits_ecarts_qui_ont_ete_regularises() -> None:
    tables = (list(_lignes(Article)), list(_lignes(Mouvement)), list(_lignes(Reprise)))
    ecarts = ecarts_d_inventaire(list(_lignes(Comptage)), *tables, date(2025, 12, 31))
    faux = {e.code_article: e.ecart for e in ecarts if e.ecart}
    passes = {
        m.code_article: m.quantite if m.sens == "entree" else -m.quantite
        for m in _lignes(Mouvement)
        if m.motif == "inventaire"
    }
    assert passes == faux
    assert 400 == sum(e.quantite_comptee is not None for e in ecarts)


def test_les_actions_acceptent_le_classeur() -> None:
    with ouvrir(CLASSEUR, simuler=True) as classeur:
        bilans = [
            actions.reapprovisionner(classeur, le=FIN, simuler=True),
            actions.alerter(classeur, le=FIN, simuler=True),
            actions.valoriser(classeur, le=FIN, simuler=True),
            actions.inventorier(classeur, le=FIN, au=COMPTAGE, du=COMPTAGE, simuler=True),
            actions.fiche(classeur, le=FIN, article="010101", simuler=True),
        ]
    refus = [anomalie for bilan in bilans for anomalie in bilan.anomalies if anomalie.gravite == "refus"]
    assert [] == refus
    assert all(bilan.points for bilan in bilans)


def test_le_generateur_dit_ses_chiffres_et_ses_erreurs_voulues() -> None:
    commande = [sys.executable, "-B", "-X", "utf8", str(EXEMPLES / "generer.py"), "--chiffres"]
    lignes = subprocess.run(commande, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()
    assert any("marge 25,1 %" in ligne for ligne in lignes)
    assert ERREURS_VOULUES == {ligne.split(" : ")[1][:6] for ligne in lignes if ligne.startswith("Erreur")}
    assert any(date_ecrite(FIN) in ligne for ligne in lignes)
