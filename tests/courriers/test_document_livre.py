"""`document produire` sur un modèle livré : mentions exigées, et feuille « à faire » à côté du document."""

import json
from datetime import date
from pathlib import Path

import pytest

from tableur.actions.courriers import lancer, produire_une
from tableur.actions.lignes_de_courriers import Demande
from tableur.courriers.batir.declaration import lire_declaration
from tableur.fichiers.ressources import ressource
from tableur.socle.erreurs import Refus
from tests.courriers.fabrique import modele, p

LE = date(2026, 11, 24)


@pytest.fixture
def donnees(tmp_path: Path) -> Path:
    """L'exemple du contrat à durée déterminée, comme une personne le donnerait."""
    fichier = tmp_path / "salaries.json"
    exemple = lire_declaration("cdd").exemple
    fichier.write_text(json.dumps([exemple], default=str, ensure_ascii=False), "utf-8")
    return fichier


def test_un_contrat_livre_est_produit_avec_ce_qu_il_appelle(donnees: Path, tmp_path: Path) -> None:
    document = str(ressource("templates_docx", "cdd.docx"))
    resultat = produire_une(Demande(document, str(donnees), str(tmp_path / "contrat.docx")), le=LE)
    assert [tmp_path / "contrat.docx", tmp_path / "contrat - à faire.txt"] == resultat.fichiers
    feuille = (tmp_path / "contrat - à faire.txt").read_text("utf-8")
    assert "embauche" in feuille
    assert "2026" in feuille


def test_un_contrat_sans_ses_mentions_est_refuse_et_rien_n_est_ecrit(donnees: Path, tmp_path: Path) -> None:
    (tmp_path / "cdd.docx").write_bytes(modele(p("{{ nom }} travaille ici.")))
    demande = Demande(str(tmp_path / "cdd.docx"), str(donnees), str(tmp_path / "contrat.docx"))
    with pytest.raises(Refus, match=r"mentions obligatoires absentes.*L4154-2"):
        produire_une(demande, le=LE)
    assert not (tmp_path / "contrat.docx").exists()


def test_un_modele_de_la_personne_n_appelle_rien(donnees: Path, tmp_path: Path) -> None:
    (tmp_path / "mien.docx").write_bytes(modele(p("{{ nom }}")))
    demande = Demande(str(tmp_path / "mien.docx"), str(donnees), str(tmp_path / "sorti.docx"))
    assert [tmp_path / "sorti.docx"] == produire_une(demande, le=LE).fichiers


def test_un_lot_de_contrats_laisse_de_cote_le_contrat_incomplet_et_ecrit_ce_que_les_autres_appellent(
    tmp_path: Path,
) -> None:
    exemple = lire_declaration("cdd").exemple
    sans_mention = {**exemple, "nom": "Incomplet", "remplace_nom": None}
    autres = [{**exemple, "nom": nom} for nom in ("Alix", "Béa")]
    donnees = tmp_path / "salaries.json"
    lignes = [autres[0], sans_mention, autres[1]]
    donnees.write_text(json.dumps(lignes, default=str, ensure_ascii=False), "utf-8")
    resultat = lancer(
        Demande(str(ressource("templates_docx", "cdd.docx")), str(donnees), str(tmp_path / "c"), cle="nom")
    )
    assert (3, 2, ["Incomplet"]) == (resultat.lues, resultat.produits, [la.cle for la in resultat.laissees])
    feuille = (tmp_path / "c" / "à faire.txt").read_text("utf-8")
    assert 1 == feuille.count("– Alix\n") == feuille.count("– Béa\n")
    assert "Incomplet" not in feuille
    assert "à faire.txt" in resultat.avertissements[0]


def test_un_lot_refuse_la_ligne_dont_une_phrase_obligatoire_a_ete_otee_du_modele(
    donnees: Path, tmp_path: Path
) -> None:
    (tmp_path / "cdd.docx").write_bytes(modele(p("{{ nom }} travaille ici.")))
    resultat = lancer(Demande(str(tmp_path / "cdd.docx"), str(donnees), str(tmp_path / "c")))
    (laissee,) = resultat.laissees
    assert ("droit", 0) == (laissee.genre, resultat.produits)
    assert "mentions obligatoires absentes" in laissee.raison
