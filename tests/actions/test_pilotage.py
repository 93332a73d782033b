"""Les actions du pilotage sur le classeur fermé : ce qu'elles écrivent, gardent et refusent."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tableur.actions.pilotage import actualiser, imprimer
from tableur.calculs.pilotage.enregistrements import (
    CaDeClient,
    CaDeFamille,
    Objectif,
    StockDeFamille,
    ValeurFournie,
    Vente,
)
from tableur.classeurs import construire, modele, ouvrir
from tableur.classeurs.contenu import Contenu, corps_de
from tableur.dossier import Dossier
from tableur.fichiers.chiffrement import chiffrer
from tableur.fichiers.libreoffice import convertir
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import ErreurTableur, Refus
from tests.actions.donnees import Fabrique

D = Decimal
LE = date(2026, 1, 24)
VENTES = [
    Vente(date=date(2025, 1, 10), client="Durand", famille="Épicerie", montant_ht=D(100)),
    Vente(date=date(2025, 1, 30), client="Durand", famille="Épicerie", montant_ht=D(999)),
    Vente(date=date(2026, 1, 12), client="Durand", famille="Épicerie", montant_ht=D(150)),
    Vente(date=date(2026, 1, 20), client="Martin", famille="", montant_ht=D("50.50")),
    Vente(date=date(2026, 2, 2), client="Martin", famille="À venir", montant_ht=D(7)),
]


def pilotage_rempli(dossier: Path, ventes: Sequence[Vente] = VENTES, **reglages: object) -> Path:
    """Petit classeur de pilotage dans un dossier : quelques ventes, un objectif, ses réglages."""
    pilotage = modele("pilotage")
    lignes: dict[str, Sequence[object]] = {
        "Vente": ventes,
        "Objectif": [Objectif(mois=date(2026, 1, 1), montant=D(310))],
    }
    corps = {t.nom: corps_de(t, lignes[t.nom]) for _, t in pilotage.tables() if lignes.get(t.nom)}
    construire(pilotage, dossier / "pilotage.xlsx", Contenu(tables=corps, reglages=reglages))
    return dossier / "pilotage.xlsx"


def _actualiser(fichier: Path, **options: object) -> CompteRendu:
    with ouvrir(fichier, recalculer=False) as classeur:
        return actualiser(classeur, **{"le": LE, **options})  # type: ignore[arg-type]


def test_l_activite_et_les_stocks_se_remplissent(tmp_path: Path, classeur: Fabrique) -> None:
    stock = classeur()
    avant = stock.read_bytes()
    fichier = pilotage_rempli(tmp_path)
    bilan = _actualiser(fichier)
    assert [] == bilan.anomalies
    assert ["1 vente après le 24/01/2026 : elle ne compte pas"] == bilan.ecartes
    assert bilan.points[0].startswith("Chiffre d'affaires : 200,50")
    relu = ouvrir(fichier)
    familles = [(f.famille, f.mois, f.mois_n_1) for f in relu.lire(CaDeFamille)]
    assert [("Épicerie", D(150), D(100)), ("(sans famille)", D("50.5"), D(0))] == familles
    assert ["Durand", "Martin"] == [c.client for c in relu.lire(CaDeClient) if c.client]
    assert [("Épicerie", 2)] == [(s.famille, s.articles) for s in relu.lire(StockDeFamille)]
    assert avant == stock.read_bytes()


def test_le_commentaire_et_les_ventes_de_la_personne_restent(tmp_path: Path) -> None:
    fichier = pilotage_rempli(tmp_path, commentaire="Bon mois, merci à Soazig.", mois_choisi=date(2025, 1, 1))
    _actualiser(fichier)
    _actualiser(fichier, le=date(2026, 2, 3))
    relu = ouvrir(fichier)
    assert "Bon mois, merci à Soazig." == relu.valeur("commentaire")
    assert VENTES == list(relu.lire(Vente))
    assert date(2025, 1, 1) == _date(relu.valeur("mois_choisi"))


def _date(brut: object) -> date:
    return brut.date() if hasattr(brut, "date") else brut  # type: ignore[return-value]


def test_le_mois_choisi_suit_les_donnees_s_il_les_suivait(tmp_path: Path) -> None:
    fichier = pilotage_rempli(tmp_path)
    _actualiser(fichier)
    assert date(2026, 1, 1) == _date(ouvrir(fichier).valeur("mois_choisi"))
    _actualiser(fichier, le=date(2026, 2, 3))
    assert date(2026, 2, 1) == _date(ouvrir(fichier).valeur("mois_choisi"))


def test_le_stock_du_dossier_se_trouve_par_ses_reglages(tmp_path: Path, classeur: Fabrique) -> None:
    Dossier.creer(tmp_path / "d", "Essai", {"classeurs.stocks": "magasin.xlsx"})
    classeur("magasin.xlsx").rename(tmp_path / "d" / "magasin.xlsx")
    bilan = _actualiser(pilotage_rempli(tmp_path / "d"))
    assert 1 == bilan.lignes_ecrites["Stocks"]


def test_un_chiffre_fourni_par_un_autre_domaine_a_sa_porte(tmp_path: Path) -> None:
    fichier = pilotage_rempli(tmp_path)
    with ouvrir(fichier, recalculer=False) as classeur:
        fournie = ValeurFournie(indicateur="tresorerie", date=date(2026, 1, 20), valeur=D("1234.56"))
        classeur.ecrire(ValeurFournie, [fournie], mode="ajouter")
    relu = ouvrir(fichier)
    assert [fournie] == list(relu.lire(ValeurFournie))
    assert "Trésorerie" == openpyxl.load_workbook(fichier)["Autres chiffres"]["A5"].value


@pytest.mark.libreoffice
def test_un_chiffre_fourni_allume_son_indicateur(tmp_path: Path) -> None:
    fichier = pilotage_rempli(tmp_path, mois_choisi=date(2026, 1, 1), donnees_au=LE)
    with ouvrir(fichier) as classeur:
        fournie = ValeurFournie(indicateur="tresorerie", date=date(2026, 1, 20), valeur=D("1234.56"))
        classeur.ecrire(ValeurFournie, [fournie], mode="ajouter")
    onglet = openpyxl.load_workbook(fichier, data_only=True)["Tableau de bord"]
    feux = {onglet.cell(ligne, 1).value: onglet.cell(ligne, 10).value for ligne in range(6, 13)}
    assert ("Sans objectif", "pas encore fourni") == (feux["Trésorerie"], feux["TVA à payer"])
    assert 1234.56 == onglet["B10"].value


def test_sans_vente_le_tableau_de_bord_le_dit(tmp_path: Path) -> None:
    (anomalie, _) = _actualiser(pilotage_rempli(tmp_path, [])).anomalies
    assert "pilotage.xlsx, feuille « Ventes » : aucune vente : le tableau de bord n'a rien à montrer" in str(
        anomalie
    )


def test_un_mois_hors_des_donnees_et_un_long_silence_se_disent(tmp_path: Path) -> None:
    fichier = pilotage_rempli(tmp_path)
    hors = _actualiser(fichier, mois=date(2024, 3, 5)).anomalies[0]
    assert "aucune vente en mars 2024 : les ventes vont du 10/01/2025 au 20/01/2026" in str(hors)
    silence = _actualiser(fichier, mois=date(2026, 1, 1), le=date(2026, 1, 31)).anomalies[0]
    assert "aucune vente depuis le 20/01/2026" in str(silence)


def test_une_date_ou_un_montant_en_texte_est_refuse_sans_rien_ecrire(tmp_path: Path) -> None:
    fichier = pilotage_rempli(tmp_path)
    classeur = openpyxl.load_workbook(fichier)
    classeur["Ventes"]["A5"], classeur["Ventes"]["E6"] = "mi-janvier", "beaucoup"
    classeur.save(fichier)
    avant = fichier.read_bytes()
    with pytest.raises(Refus) as refus:
        _actualiser(fichier)
    phrases = str(refus.value)
    assert "feuille « Ventes », ligne 5, colonne « Date »" in phrases
    assert "feuille « Ventes », ligne 6, colonne « Montant HT (€) »" in phrases
    assert avant == fichier.read_bytes()


def test_un_objectif_vide_est_refuse_avec_sa_ligne(tmp_path: Path) -> None:
    fichier = pilotage_rempli(tmp_path)
    classeur = openpyxl.load_workbook(fichier)
    classeur["Objectifs"]["B5"] = None
    classeur.save(fichier)
    with pytest.raises(Refus, match="« Objectifs », ligne 5"):
        _actualiser(fichier)


def test_un_stock_absent_n_empeche_pas_l_activite_mais_un_stock_demande_si(tmp_path: Path) -> None:
    fichier = pilotage_rempli(tmp_path)
    bilan = _actualiser(fichier)
    assert "le classeur de stock est introuvable" in str(bilan.anomalies[0])
    assert "Stocks" not in bilan.lignes_ecrites
    with pytest.raises(Refus, match=r"magasin.xlsx : le classeur de stock est introuvable"):
        _actualiser(fichier, classeur_de_stock="magasin.xlsx")


def test_un_stock_chiffre_ou_qui_n_en_est_pas_un_se_dit(tmp_path: Path, classeur: Fabrique) -> None:
    stock, fichier = classeur(), pilotage_rempli(tmp_path)
    stock.write_bytes(chiffrer(stock.read_bytes(), "secret", "x.xlsx"))
    assert "chiffré" in str(_actualiser(fichier).anomalies[0])
    stock.unlink()
    stock.write_bytes(fichier.read_bytes())
    assert "Le modèle « pilotage » n'a pas de table pour Article." in str(_actualiser(fichier).anomalies[0])


def test_simuler_n_ecrit_rien(tmp_path: Path) -> None:
    fichier = pilotage_rempli(tmp_path)
    avant = fichier.read_bytes()
    with ouvrir(fichier, simuler=True) as classeur:
        actualiser(classeur, le=LE, simuler=True)
        assert ["PDF non écrit"] == imprimer(classeur, le=LE, simuler=True).ecartes
    assert avant == fichier.read_bytes()


@pytest.mark.libreoffice
def test_le_pdf_va_dans_les_sorties_du_dossier(tmp_path: Path) -> None:
    dossier = Dossier.creer(tmp_path / "d", "Essai")
    with ouvrir(pilotage_rempli(dossier.racine)) as classeur:
        bilan = imprimer(classeur, le=LE, mois=date(2026, 1, 9))
    assert [dossier.sorties / "Tableau de bord - 2026-01.pdf"] == bilan.fichiers
    assert bilan.fichiers[0].read_bytes().startswith(b"%PDF")


def test_une_sortie_qui_n_est_pas_un_pdf_et_un_classeur_chiffre_se_refusent(tmp_path: Path) -> None:
    fichier = pilotage_rempli(tmp_path)
    with ouvrir(fichier) as classeur:
        with pytest.raises(ErreurTableur, match=r"ne finit pas par \.pdf"):
            imprimer(classeur, le=LE, vers=str(tmp_path / "bord.docx"))
        fichier.write_bytes(chiffrer(fichier.read_bytes(), "secret", "x.xlsx"))
        with pytest.raises(Refus, match="en clair sur le disque"):
            imprimer(classeur, le=LE, vers=str(tmp_path / "bord.pdf"))
    assert not (tmp_path / "bord.pdf").exists()


@pytest.mark.libreoffice
def test_un_classeur_de_calc_donne_un_classeur_neuf_au_meme_commentaire(tmp_path: Path) -> None:
    fichier = pilotage_rempli(tmp_path, commentaire="Gardé.")
    (ods,) = convertir([fichier], "ods", tmp_path / "ods")
    with ouvrir(ods, tmp_path / "neuf.xlsx", recalculer=False) as classeur:
        actualiser(classeur, le=LE)
    neuf = ouvrir(tmp_path / "neuf.xlsx")
    assert "Gardé." == neuf.valeur("commentaire")
    assert VENTES == list(neuf.lire(Vente))
    assert date(2026, 1, 1) == _date(neuf.valeur("mois_choisi"))
