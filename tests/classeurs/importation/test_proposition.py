"""Correspondance proposée : noms, synonymes, contenu ; jamais la position, et un doute reste un doute."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tableur.calculs.stock.enregistrements import Article, Fournisseur, Mouvement
from tableur.classeurs import modele
from tableur.classeurs.importation import Association, Correspondance, d_un_objet, en_objet, proposer
from tableur.classeurs.tables_de_fichier import TableLue, lire_une_table
from tableur.socle.erreurs import ErreurTableur, Refus
from tableur.socle.grandeurs import Euros, Iban

LIBELLES = modele("stocks").table_lue(Article)[1].libelles


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Opération de banque."""

    date: date
    libelle: str
    montant: Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class Compte:
    """Compte d'un tiers."""

    tiers: str
    iban: Iban
    ouvert_le: date | None = None


def table(dossier: Path, texte: str) -> TableLue:
    """Table d'un CSV."""
    fichier = dossier / "export.csv"
    fichier.write_text(texte, encoding="cp1252")
    return lire_une_table(fichier)


def paires(correspondance: Correspondance) -> dict[str, str]:
    """Colonne de chaque champ."""
    return {association.champ: association.colonne for association in correspondance.associations}


def test_les_mots_de_la_gestion_se_rapprochent(tmp_path: Path) -> None:
    texte = "Réf.;Libellé;Fournisseur;PA HT;Stock mini;Délai appro;Qté en commande\nV1;Vis;F1;0,10;5;8;0\n"
    attendues = {
        "code_article": "Réf.",
        "designation": "Libellé",
        "code_fournisseur": "Fournisseur",
        "delai": "Délai appro",
        "prix_achat": "PA HT",
        "minimum": "Stock mini",
        "en_commande": "Qté en commande",
    }
    assert attendues == paires(proposer(table(tmp_path, texte), Article, LIBELLES))


def test_l_ordre_des_colonnes_ne_change_rien(tmp_path: Path) -> None:
    droite = table(tmp_path, "Code article;Désignation;Délai\nV1;Vis;8\n")
    premiere = paires(proposer(droite, Article, LIBELLES))
    gauche = table(tmp_path, "Délai;Désignation;Code article\n8;Vis;V1\n")
    assert premiere == paires(proposer(gauche, Article, LIBELLES))


def test_le_nom_exact_l_emporte_sur_le_synonyme(tmp_path: Path) -> None:
    lue = table(tmp_path, "Référence;Code article;Désignation;Délai\nR1;V1;Vis;8\n")
    correspondance = proposer(lue, Article, LIBELLES)
    assert ("Code article", ("Référence",)) == (paires(correspondance)["code_article"], correspondance.ignorees)


def test_une_colonne_ambigue_est_laissee_sans_proposition_et_dite(tmp_path: Path) -> None:
    lue = table(tmp_path, "Référence;SKU;Désignation;Délai\nR1;V1;Vis;8\n")
    correspondance = proposer(lue, Article, LIBELLES)
    assert correspondance.association("code_article") is None
    assert ["code_article ← « Référence », « SKU » : plusieurs colonnes conviennent"] == [
        str(doute) for doute in correspondance.doutes
    ]
    with pytest.raises(Refus, match="aucune colonne du fichier ne donne « Code article »"):
        correspondance.exiger(lue, Article, LIBELLES)


def test_une_colonne_dont_le_contenu_ne_convient_pas_n_est_pas_proposee(tmp_path: Path) -> None:
    lue = table(tmp_path, "Code article;Désignation;Délai\nV1;Vis;rapide\n")
    assert "delai" not in paires(proposer(lue, Article, LIBELLES))


def test_deux_colonnes_de_meme_nom_ne_sont_pas_departagees(tmp_path: Path) -> None:
    lue = table(tmp_path, "Code article;Désignation;Délai;Délai\nV1;Vis;8;9\n")
    correspondance = proposer(lue, Article, LIBELLES)
    assert "delai" not in paires(correspondance)
    assert [("Délai", "Délai")[:1]] == [doute.colonnes for doute in correspondance.doutes]


def test_les_formes_et_les_valeurs_a_traduire_sont_proposees(tmp_path: Path) -> None:
    texte = "Date mvt;Article;E/S;Qté;PU HT\n31/12/26;V1;E;1.234,5;0,10\n30/12/26;V1;OUT;10,0;0,10\n"
    correspondance = proposer(table(tmp_path, texte), Mouvement)
    date_, sens = correspondance.association("date"), correspondance.association("sens")
    assert date_ is not None
    assert sens is not None
    assert ("Date mvt", "jj/mm/aa") == (date_.colonne, date_.forme)
    assert ("E/S", {"OUT": "sortie"}) == (sens.colonne, sens.valeurs)
    assert "virgule" == next(a.forme for a in correspondance.associations if a.champ == "quantite")


def test_les_valeurs_intraduisibles_sont_dites(tmp_path: Path) -> None:
    texte = "Date;Article;Sens;Qté\n31/12/2026;V1;transfert;1\n"
    doutes = proposer(table(tmp_path, texte), Mouvement).doutes
    assert ["sens ← « Sens » : valeurs à traduire : « transfert »"] == list(map(str, doutes))


def test_debit_et_credit_font_un_montant_signe_et_jamais_l_inverse(tmp_path: Path) -> None:
    lue = table(tmp_path, "Date;Libellé;Débit;Crédit\n01/06/2026;Loyer;800,00;\n02/06/2026;Vente;;120,00\n")
    correspondance = proposer(lue, Operation)
    montant = correspondance.association("montant")
    assert montant is not None
    assert ("", "Débit", "Crédit", "credit") == (montant.colonne, montant.debit, montant.credit, montant.positif)


def test_le_contenu_fait_reconnaitre_un_iban_et_la_seule_date(tmp_path: Path) -> None:
    texte = "Tiers;Réf. bancaire;Depuis\nDurand;FR76 3000 6000 0112 3456 7890 189;01/02/2026\n"
    attendues = {"tiers": "Tiers", "iban": "Réf. bancaire", "ouvert_le": "Depuis"}
    assert attendues == paires(proposer(table(tmp_path, texte), Compte))


def test_un_code_sert_de_cle_a_defaut_de_mieux(tmp_path: Path) -> None:
    lue = table(tmp_path, "N°;Raison sociale\nF1;Durand\n")
    assert {"code_fournisseur": "N°", "nom": "Raison sociale"} == paires(proposer(lue, Fournisseur))


def test_une_correspondance_se_garde_et_se_relit() -> None:
    correspondance = Correspondance(
        (
            Association("code_article", colonne="Réf."),
            Association("sens", colonne="E/S", valeurs={"OUT": "sortie"}),
            Association("montant", debit="Débit", credit="Crédit", positif="debit", forme="virgule"),
            Association("motif", defaut="achat"),
        ),
        ("Commentaire",),
    )
    assert correspondance == d_un_objet(en_objet(correspondance), "essai")


@pytest.mark.parametrize(
    ("objet", "phrase"),
    [
        ({"champs": {"date": {"forme": "jj-mm"}}}, "la forme « jj-mm » ; formes connues : jj/mm/aaaa"),
        ({"champs": {"date": {"colone": "Date"}}}, "la clé inconnue « colone »"),
        ({"champs": {"date": {}}}, "ne dit ni colonne, ni valeur"),
        ({"champs": {"date": 12}}, "doit donner une colonne"),
        ({"champs": []}, "doit être une table"),
        ({"ignorees": "x"}, "doit être une liste"),
        ({"champs": {"date": {"colonne": "D", "positif": "droite"}}}, "« positif » vaut"),
        ({"champs": {"date": {"colonne": "D", "valeurs": "E"}}}, "« valeurs » doit être une table"),
    ],
)
def test_une_correspondance_fautive_est_refusee_par_une_phrase(objet: dict[str, object], phrase: str) -> None:
    with pytest.raises(ErreurTableur, match=phrase):
        d_un_objet(objet, "tables.Article")


def test_une_correspondance_qui_ne_va_plus_au_fichier_est_refusee(tmp_path: Path) -> None:
    lue = table(tmp_path, "Code article;Désignation\nV1;Vis\n")
    correspondance = Correspondance((Association("code_article", "Réf"), Association("couleur", "Désignation")))
    with pytest.raises(Refus) as refus:
        correspondance.exiger(lue, Article, LIBELLES)
    regles = ["colonne absente", "champ inconnu", "champ sans colonne", "champ sans colonne"]
    assert regles == [anomalie.regle for anomalie in refus.value.anomalies]
