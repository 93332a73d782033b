"""Les actions du stock, d'un classeur à un autre ; les valeurs attendues sont calculées à la main."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tableur.actions.stock_cloture import reports_a_la_cloture
from tableur.calculs.stock.enregistrements import Article, Mouvement
from tableur.catalogue import lancer, recenser
from tableur.classeurs import ouvrir
from tableur.classeurs.vie.exercice import nouvel_exercice
from tableur.fichiers.libreoffice import recalculer
from tableur.fichiers.ressources import ressource
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import ErreurTableur, Refus, ResultatIntrouvable
from tests.actions.donnees import ARTICLES, MOUVEMENTS, Fabrique

D = Decimal
LE = date(2026, 1, 30)
OPTIONS: dict[str, dict[str, object]] = {"fiche": {"article": "0001"}}
ACTIONS = recenser("tableur.actions")


def _lancer(verbe: str, entree: Path, sortie: Path | None = None, **options: object) -> CompteRendu:
    with ouvrir(entree, sortie, simuler=sortie is None) as classeur:
        return lancer(ACTIONS[verbe], classeur, {"simuler": sortie is None, **options}, LE)


def _feuille(fichier: Path, nom: str) -> list[dict[str, object]]:
    """Lignes d'une feuille, telles que les lit un autre programme : en-tête → valeur."""
    lignes = [list(ligne) for ligne in load_workbook(fichier, data_only=True)[nom].iter_rows(values_only=True)]
    rang = next(
        r for r, ligne in enumerate(lignes) if sum(v is not None for v in ligne) > 3 and "Total" not in ligne
    )
    return [
        {str(e): v for e, v in zip(lignes[rang], ligne, strict=True) if e}
        for ligne in lignes[rang + 1 :]
        if any(v is not None for v in ligne)
    ]


def test_reapprovisionner_dit_quoi_commander_et_pourquoi(classeur: Fabrique, tmp_path: Path) -> None:
    # 90 sorties en 30 jours : 3 par jour ; sécurité (15 − 10) × 3 = 15 ; point de commande 3 × 10 + 15 = 45 ;
    # stock 100 + 50 − 90 = 60, disponible −15 avec 75 réservés : 45 + 3 × 30 + 15 = 150, soit 13 fois
    # 12.
    reserve = replace(ARTICLES[0], reserve=D(75))
    entree = classeur(Article=[reserve, ARTICLES[1]])
    compte_rendu = _lancer("reapprovisionner", entree, tmp_path / "sortie.xlsx")
    premiere, seconde = _feuille(tmp_path / "sortie.xlsx", "Réapprovisionnement")[:2]
    assert premiere["Code article"] == "0001"
    assert (premiere["Stock présent"], premiere["Disponible"]) == (60, -15)
    assert premiere["À commander"] == 156
    assert premiere["Montant HT (€)"] == 2028  # 156 × 13, dernier prix d'achat
    assert (seconde["Code article"], seconde["À commander"]) == ("0002", 0)
    assert compte_rendu.points == [
        "1 article à commander chez 1 fournisseur : 2\u202f028,00\u00a0€ hors taxes.",
        "Durand : 1 ligne, 2\u202f028,00\u00a0€. À commander, franco de port.",
    ]
    assert compte_rendu.lignes_lues == {"Articles": 2, "Mouvements": 2, "Reprise": 2, "Fournisseurs": 2}


def test_une_option_l_emporte_sur_le_reglage_du_classeur(classeur: Fabrique) -> None:
    reserve = replace(ARTICLES[0], reserve=D(75))
    entree = classeur(Article=[reserve, ARTICLES[1]])
    par_defaut = _lancer("reapprovisionner", entree)
    moins = _lancer("reapprovisionner", entree, jours_a_couvrir="10")
    assert "2\u202f028,00" in par_defaut.points[0]
    assert "1\u202f248,00" in moins.points[0]  # 45 + 30 + 15 = 90, soit 8 × 12 = 96, × 13 €


def test_alerter_liste_le_lot_perime_et_l_article_dormant(classeur: Fabrique, tmp_path: Path) -> None:
    compte_rendu = _lancer("alerter", classeur(), tmp_path / "sortie.xlsx", jours_dormant="20")
    lignes = _feuille(tmp_path / "sortie.xlsx", "Alertes")
    assert [(ligne["Motif"], ligne["Code article"], ligne["Lot"]) for ligne in lignes] == [
        ("Périmé", "0001", "L1"),
        ("Dormant", "0002", None),
    ]
    # Le lot : 100 à la reprise + 50 − 90 = 60, au CUMP (100 × 10 + 50 × 13) ÷ 150 = 11 €.
    assert compte_rendu.points[0] == "1 ligne : périmés (660,00\u00a0€ de stock)."


def test_valoriser_compte_au_cump_et_par_famille(classeur: Fabrique, tmp_path: Path) -> None:
    compte_rendu = _lancer("valoriser", classeur(), tmp_path / "sortie.xlsx", au="30/01/2026")
    assert compte_rendu.points[0].startswith("Le stock vaut 740,00\u00a0€")  # 60 × 11 + 40 × 2
    classes = {ligne["Code article"]: ligne["Classe"] for ligne in _feuille(tmp_path / "sortie.xlsx", "ABC")}
    assert classes["0002"] == "C"


def test_inventorier_prepare_le_comptage_sans_le_theorique_puis_chiffre_l_ecart(
    classeur: Fabrique, tmp_path: Path
) -> None:
    compte_rendu = _lancer("inventorier", classeur(), tmp_path / "sortie.xlsx")
    comptage = _feuille(tmp_path / "sortie.xlsx", "Feuille de comptage")
    assert [ligne["Code article"] for ligne in comptage] == ["0002", "0001"]  # A-01 avant B-02
    assert not any("théorique" in entete.lower() for entete in comptage[0])
    ecart = next(
        e for e in _feuille(tmp_path / "sortie.xlsx", "Écarts d'inventaire") if e["Code article"] == "0001"
    )
    assert (ecart["Écart"], ecart["Valeur de l'écart (€)"]) == (-2, -22)
    assert compte_rendu.points[1:] == ["1 écart sur 1 article : −22,00\u00a0€.", "Reste à compter : 1 article."]


def test_la_fiche_suit_l_article_choisi(classeur: Fabrique, tmp_path: Path) -> None:
    compte_rendu = _lancer("fiche", classeur(), tmp_path / "sortie.xlsx", article="0001", methode="peps")
    assert compte_rendu.points[0] == "Stock final : 60, pour 750,00\u00a0€."  # 10 × 10 + 50 × 13
    with pytest.raises(ResultatIntrouvable, match="Aucun article ne porte le code « 9 »"):
        _lancer("fiche", classeur(), article="9")


def test_le_classeur_produit_se_relit_et_garde_ce_qui_etait_calcule(classeur: Fabrique, tmp_path: Path) -> None:
    _lancer("reapprovisionner", classeur(), tmp_path / "un.xlsx")
    _lancer("alerter", tmp_path / "un.xlsx", tmp_path / "deux.xlsx")
    _lancer("valoriser", tmp_path / "deux.xlsx", tmp_path / "trois.xlsx")
    for nom in ("Articles", "Mouvements", "Reprise", "Lots", "Fournisseurs", "Inventaire", "Réapprovisionnement"):
        assert _feuille(tmp_path / "trois.xlsx", nom) == _feuille(tmp_path / "un.xlsx", nom)
    assert _feuille(tmp_path / "trois.xlsx", "Alertes") == _feuille(tmp_path / "deux.xlsx", "Alertes")


@pytest.mark.parametrize("verbe", ["reapprovisionner", "alerter", "valoriser", "inventorier", "fiche"])
def test_simuler_n_ecrit_rien(classeur: Fabrique, tmp_path: Path, verbe: str) -> None:
    entree = classeur()
    avant = {chemin: chemin.read_bytes() for chemin in tmp_path.iterdir()}
    _lancer(verbe, entree, None, **OPTIONS.get(verbe, {}))
    assert {chemin: chemin.read_bytes() for chemin in tmp_path.iterdir()} == avant


@pytest.mark.parametrize("verbe", ["reapprovisionner", "alerter", "valoriser", "inventorier", "fiche"])
def test_toutes_les_anomalies_de_toutes_les_tables_sont_dites_et_rien_n_est_ecrit(
    classeur: Fabrique, tmp_path: Path, verbe: str
) -> None:
    articles = [replace(ARTICLES[0], delai=D(-1)), ARTICLES[1], replace(ARTICLES[1], designation="Bis")]
    mouvements = [*MOUVEMENTS, replace(MOUVEMENTS[0], code_article="9999"), replace(MOUVEMENTS[1], quantite=D(-3))]
    entree = classeur(Article=articles, Mouvement=mouvements)
    with pytest.raises(Refus) as refus:
        _lancer(verbe, entree, tmp_path / "sortie.xlsx", **OPTIONS.get(verbe, {}))
    phrases = str(refus.value).splitlines()
    for debut, fin in (
        ("stocks.xlsx, feuille « Articles », ligne 5, colonne « Délai", "-1 est négatif"),
        ("stocks.xlsx, feuille « Articles », ligne 7, colonne « Code article »", "« 0002 » est en double"),
        ("stocks.xlsx, feuille « Mouvements », ligne 7, colonne « Code article »", "« 9999 »"),
        ("stocks.xlsx, feuille « Mouvements », ligne 8, colonne « Quantité »", "-3 est négatif"),
    ):
        assert [p for p in phrases if p.startswith(debut) and fin in p], (debut, phrases)
    assert not (tmp_path / "sortie.xlsx").exists()


def test_les_mouvements_d_avant_la_reprise_sont_ecartes_et_comptes(classeur: Fabrique) -> None:
    ancien = replace(MOUVEMENTS[1], date=date(2025, 12, 31))
    compte_rendu = _lancer("valoriser", classeur(Mouvement=[*MOUVEMENTS, ancien]))
    assert [str(a) for a in compte_rendu.anomalies] == [
        "1 mouvement du jour de la reprise de leur article ou d'avant : déjà compris dans la reprise"
    ]
    assert "740,00" in compte_rendu.points[0]


def test_la_sortie_n_est_ni_l_entree_ni_un_fichier_qui_existe(classeur: Fabrique, tmp_path: Path) -> None:
    entree = classeur()
    (tmp_path / "deja.xlsx").write_bytes(b"precieux")
    for sortie in (entree, tmp_path / "deja.xlsx"):
        with pytest.raises(ErreurTableur):
            _lancer("valoriser", entree, sortie)
    assert (tmp_path / "deja.xlsx").read_bytes() == b"precieux"


@pytest.fixture(scope="module")
def exemple(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le classeur de l'exemple, toutes ses feuilles calculées."""
    sortie = tmp_path_factory.mktemp("exemple") / "calcule.xlsx"
    with ouvrir(ressource("examples", "stocks-exemple.xlsx"), sortie) as classeur:
        for verbe, options in (
            ("reapprovisionner", {}),
            ("alerter", {}),
            ("valoriser", {}),
            ("inventorier", {"au": "31/12/2025", "du": "01/12/2025"}),
            ("fiche", {"article": str(classeur.lire(Article)[0].code_article)}),
        ):
            lancer(ACTIONS[verbe], classeur, options, date(2026, 11, 24))
    return sortie


def _formules(fichier: Path) -> Iterator[tuple[str, str, object]]:
    """Feuille, adresse et valeur de chaque cellule qui porte une formule."""
    formules, valeurs = load_workbook(fichier), load_workbook(fichier, data_only=True)
    for feuille in formules.worksheets:
        for ligne in feuille.iter_rows():
            for cellule in ligne:
                if cellule.data_type == "f":
                    yield feuille.title, cellule.coordinate, valeurs[feuille.title][cellule.coordinate].value


@pytest.mark.libreoffice
def test_chaque_formule_native_vaut_ce_que_python_a_calcule(exemple: Path, tmp_path: Path) -> None:
    recalcule = load_workbook(recalculer(exemple, tmp_path / "recalcule.xlsx"), data_only=True)
    nombre = 0
    ecarts: list[tuple[object, ...]] = []
    for feuille, adresse, valeur in _formules(exemple):
        nombre += 1
        attendu = recalcule[feuille][adresse].value
        if isinstance(valeur, int | float) and isinstance(attendu, int | float):
            if abs(valeur - attendu) > 1e-9 * max(1, abs(valeur)):  # quinze chiffres, ceux de la feuille
                ecarts.append((feuille, adresse, valeur, attendu))
        elif (valeur or None) != (attendu or None):
            ecarts.append((feuille, adresse, valeur, attendu))
    assert ecarts == []
    assert nombre > 2_000


def test_aucune_formule_ne_sort_sans_valeur(exemple: Path) -> None:
    sans = [(feuille, adresse) for feuille, adresse, valeur in _formules(exemple) if valeur is None]
    vides_voulues = load_workbook(exemple)
    assert [(f, a) for f, a in sans if '""' not in str(vides_voulues[f][a].value)] == []


def test_un_classeur_d_un_autre_programme_se_lit(classeur: Fabrique, tmp_path: Path) -> None:
    source, autre = load_workbook(classeur()), Workbook()
    autre.remove(autre.worksheets[0])
    for feuille in source.worksheets:
        copie = autre.create_sheet(feuille.title)
        for ligne in feuille.iter_rows(values_only=True):
            copie.append(ligne)
    autre.save(tmp_path / "autre.xlsx")
    assert (
        _lancer("valoriser", tmp_path / "autre.xlsx").points
        == _lancer("valoriser", tmp_path / "stocks.xlsx").points
    )


def test_les_tables_lues_sont_les_enregistrements(classeur: Fabrique) -> None:
    with ouvrir(classeur(), simuler=True) as lu:
        assert list(lu.lire(Article)) == ARTICLES
        assert list(lu.lire(Mouvement)) == MOUVEMENTS


def test_l_ouverture_vaut_la_cloture_au_centime(tmp_path: Path) -> None:
    cloture, ouverture = date(2026, 11, 24), tmp_path / "2027.xlsx"
    source = tmp_path / "2026.xlsx"
    source.write_bytes(ressource("examples", "stocks-exemple.xlsx").read_bytes())
    with ouvrir(source, simuler=True) as classeur:
        avant = lancer(ACTIONS["valoriser"], classeur, {"simuler": True}, cloture)
        reports = reports_a_la_cloture(classeur, le=cloture)
        stocks = classeur.modele
    nouvel_exercice(source, "2027", ouverture, reports, modele=stocks)
    with ouvrir(ouverture, simuler=True) as classeur:
        apres = lancer(ACTIONS["valoriser"], classeur, {"simuler": True}, cloture)
    assert avant.points[0].split(",")[0] == apres.points[0].split(",")[0]
    assert source.stat().st_mode & 0o222 == 0  # l'ancien est en lecture seule
