"""`tableur classeur lire` et `tableur classeur importer`, telles qu'on les tape."""

import json
from pathlib import Path
from typing import Any, Self

import pytest
from click.testing import CliRunner, Result

from tableur.calculs.stock.enregistrements import Article
from tableur.classeurs import modele
from tableur.cli import import_de_classeur
from tableur.dossier import Dossier
from tableur.socle.erreurs import ErreurTableur, Refus
from tests.classeurs.importation.classeur_d_essai import ClasseurDEssai

ARTICLES = "Export du jour\nRéf.;Libellé;PA HT;Délai appro\nV1;Vis;1.234,50 €;8\nV2;Clou;(12,00);vite\n"


class Classeur(ClasseurDEssai):
    """Classeur en mémoire, qui a un modèle et un bloc `with`."""

    modele = modele("stocks")

    def __enter__(self) -> Self:
        """Ouvre le bloc."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ferme le bloc."""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Export d'un autre logiciel."""
    fichier = tmp_path / "articles.csv"
    fichier.write_text(ARTICLES, encoding="cp1252")
    return fichier


@pytest.fixture
def classeur(monkeypatch: pytest.MonkeyPatch) -> Classeur:
    """Classeur d'arrivée."""
    essai = Classeur({Article: []})
    monkeypatch.setattr(import_de_classeur, "_ouvrir", lambda chemin, *, simuler: essai)
    return essai


def lancer(commande: Any, *mots: object) -> Result:
    """Lance une commande ; une erreur de tableur est levée."""
    return CliRunner().invoke(commande, list(map(str, mots)), catch_exceptions=False, standalone_mode=False)


def test_lire_liste_les_tables_du_fichier(export: Path) -> None:
    sortie = lancer(import_de_classeur.lire, export).output
    assert "articles  fichier texte" in sortie
    (table,) = json.loads(lancer(import_de_classeur.lire, export, "--json").output)
    assert ("articles", 2, 2, ["Réf.", "Libellé", "PA HT", "Délai appro"]) == (
        table["nom"],
        table["entete"],
        table["lignes"],
        table["colonnes"],
    )


def test_lire_montre_les_lignes_et_ce_qui_est_ecarte(export: Path) -> None:
    sortie = lancer(import_de_classeur.lire, export, "articles").output
    assert "« articles » : 2 lignes, 4 colonnes, en-têtes à la ligne 2" in sortie
    assert "Écarté : 1 ligne de préambule (n° 1)." in sortie


def test_lire_donne_du_csv_ou_du_json(export: Path) -> None:
    assert "V1;Vis;1.234,50 €;8" in lancer(import_de_classeur.lire, export, "--csv").output
    objet = json.loads(lancer(import_de_classeur.lire, export, "articles", "--json").output)
    assert "Vis" == objet["lignes"][0]["Libellé"]
    with pytest.raises(ErreurTableur, match="pas les deux"):
        lancer(import_de_classeur.lire, export, "articles", "--json", "--csv")


def test_lire_un_fichier_sans_table_le_dit(tmp_path: Path) -> None:
    fichier = tmp_path / "chiffres.csv"
    fichier.write_text("1;2\n3;4\n", encoding="utf-8")
    resultat = lancer(import_de_classeur.lire, fichier)
    assert ("Aucune table", 1) == (resultat.output[:12], resultat.return_value)


def importer(export: Path, *mots: object) -> Result:
    """Lance l'import dans la table des articles."""
    return lancer(import_de_classeur.importer, export, "Articles", "--vers", export.parent / "stocks.xlsx", *mots)


def test_sans_terminal_une_correspondance_proposee_n_est_pas_employee_sans_accord(
    export: Path, classeur: Classeur, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ErreurTableur, match="ajouter --oui"):
        importer(export)
    assert [] == classeur.ecritures


def test_importer_montre_la_correspondance_et_le_bilan(export: Path, classeur: Classeur) -> None:
    resultat = importer(export, "--oui")
    assert "Code article ← « Réf. » (synonyme)" in resultat.output
    assert "2 lignes lues = 1 créée + 0 modifiée + 0 inchangée + 1 refusée." in resultat.output
    assert "articles.csv, ligne 4, colonne « Délai appro » : il faut un nombre, « vite » reçu" in resultat.output
    assert (1, ["V1"]) == (resultat.return_value, [article.code_article for article in classeur.tables[Article]])


def test_la_correspondance_est_gardee_par_source_et_resservie_sans_question(
    export: Path, classeur: Classeur
) -> None:
    dossier = Dossier.creer(export.parent, "Roux")
    importer(export, "--source", "Sage", "--oui")
    assert dossier.correspondance("Sage", "Article") is not None
    resultat = importer(export, "--source", "Sage")
    assert "Correspondance gardée :" in resultat.output
    assert "2 lignes lues = 0 créée + 0 modifiée + 1 inchangée + 1 refusée." in resultat.output


def test_simuler_ne_garde_rien_et_ne_demande_rien(export: Path, classeur: Classeur) -> None:
    dossier = Dossier.creer(export.parent, "Roux")
    assert "Serait écrit" in importer(export, "--source", "Sage", "--simuler").output
    assert {} == dossier.correspondances


def test_un_fichier_de_correspondances_se_donne(export: Path, classeur: Classeur, tmp_path: Path) -> None:
    fichier = tmp_path / "Sage.toml"
    fichier.write_text(
        '[tables.Article.champs]\ncode_article = "Réf."\ndesignation = "Libellé"\n'
        'delai = { defaut = "5" }\nprix_achat = { colonne = "PA HT", forme = "virgule" }\n',
        encoding="utf-8",
    )
    objet = json.loads(importer(export, "--correspondance", fichier, "--json").output)
    assert (2, 2, 0) == (objet["lus"], objet["crees"], objet["refuses"])
    with pytest.raises(ErreurTableur, match="pas de correspondance pour la table « Fournisseur »"):
        lancer(
            import_de_classeur.importer,
            *(export, "Fournisseurs", "--vers", "s.xlsx", "--correspondance", fichier),
        )


def test_une_table_inconnue_du_classeur_est_refusee_avec_celles_qu_il_a(export: Path, classeur: Classeur) -> None:
    with pytest.raises(Refus, match=r"pas de table « Clients » à remplir ; tables présentes : .*« Articles »"):
        lancer(import_de_classeur.importer, export, "Clients", "--vers", "stocks.xlsx", "--oui")
