"""Une déclaration de classeur se lit, ou toutes ses fautes sont dites d'un coup."""

from pathlib import Path

import pytest

from tableur.calculs.stock.enregistrements import Article, Comptage, LigneDeComptage
from tableur.classeurs import lire_declaration, modele
from tableur.classeurs.modeles import Modele
from tableur.socle.erreurs import ErreurTableur, Refus


def _fautes(tmp_path: Path, texte: str) -> list[str]:
    fichier = tmp_path / "essai.toml"
    fichier.write_text(texte, "utf-8")
    with pytest.raises(Refus) as refus:
        lire_declaration(fichier)
    return [str(anomalie) for anomalie in refus.value.anomalies]


def test_le_modele_livre_a_ses_trois_genres_de_feuilles(stocks: Modele) -> None:
    genres = {feuille.nom: feuille.genre for feuille in stocks.feuilles}
    assert genres == {
        "Articles": "S",
        "Fournisseurs": "S",
        "Mouvements": "S",
        "Lots": "S",
        "Inventaire": "S",
        "Reprise": "S",
        "Paramètres": "P",
        "Réapprovisionnement": "V",
        "Commandes": "V",
        "Fiche de stock": "V",
        "Alertes": "V",
        "ABC": "V",
        "Valorisation": "V",
        "Valeur par article": "V",
        "Feuille de comptage": "V",
        "Écarts d'inventaire": "V",
    }


def test_une_table_tire_ses_colonnes_de_son_enregistrement(stocks: Modele) -> None:
    feuille, table = stocks.table_lue(Article)
    assert (feuille.nom, table.type) == ("Articles", Article)
    assert [colonne.nom for colonne in table.colonnes][:3] == ["code_article", "designation", "famille"]
    assert stocks.table_ecrite(LigneDeComptage)[0].nom == "Feuille de comptage"


def test_une_table_absente_du_modele_est_dite(stocks: Modele) -> None:
    with pytest.raises(ErreurTableur, match="Le modèle « stocks » n'a pas de table pour Path"):
        stocks.table_lue(Path)
    with pytest.raises(ErreurTableur, match="n'a pas de table pour Comptage"):
        stocks.table_ecrite(Comptage)


def test_un_modele_inconnu_cite_ceux_qui_sont_livres() -> None:
    with pytest.raises(ErreurTableur, match=r"« stock\.toml » n'est pas livré .* stocks\.toml"):
        modele("stock")


def test_un_toml_illisible_est_refuse(tmp_path: Path) -> None:
    assert _fautes(tmp_path, "titre = ")[0].startswith("essai.toml : ce n'est pas du TOML lisible : ")


def test_toutes_les_fautes_de_lecture_sont_dites_d_un_coup(tmp_path: Path) -> None:
    fautes = _fautes(
        tmp_path,
        """
titre = "Essai"
modele = "essai"
modele_version = 0
couleur = "rouge"
[[feuilles]]
nom = "Fournisseurs"
genre = "X"
[[feuilles.tables]]
enregistrement = "stock.Fournisseur"
[feuilles.tables.colonnes]
code_fournisseur = { libelle = "Code", largeur = 500 }
nom = { libele = "Nom" }
minimun = { libelle = "Minimum" }
franco = { libelle = "Franco", total = "oui" }
[[feuilles]]
nom = "Mouvements"
genre = "S"
[[feuilles.tables]]
enregistrement = "stock.Mouvment"
""",
    )
    assert fautes == [
        "essai.toml : le classeur a une clé inconnue, « couleur »",
        "essai.toml, feuille « Fournisseurs » : le genre d'une feuille est S, V ou P : « X » reçu",
        "essai.toml, feuille « Fournisseurs » : « minimun » n'est pas un champ de Fournisseur",
        (
            "essai.toml, feuille « Fournisseurs », colonne « code_fournisseur » : "
            "la largeur d'une colonne va de 3 à 120 caractères : « 500 » reçu"
        ),
        (
            "essai.toml, feuille « Fournisseurs », colonne « nom » : "
            "la colonne a une clé inconnue, « libele » (peut-être « libelle »)"
        ),
        "essai.toml, feuille « Fournisseurs », colonne « nom » : la colonne n'a pas de « libelle »",
        "essai.toml, feuille « Fournisseurs », colonne « minimum_de_commande » : ce champ n'a pas de libellé",
        "essai.toml, feuille « Fournisseurs », colonne « franco » : « total » vaut true ou false",
        "essai.toml, feuille « Mouvements » : l'enregistrement « stock.Mouvment » n'existe pas",
        "essai.toml : « modele_version » est un nombre entier, à partir de 1 : « 0 » reçu",
    ]


def test_toutes_les_fautes_de_sens_sont_dites_d_un_coup(tmp_path: Path) -> None:
    fautes = _fautes(
        tmp_path,
        """
titre = "Essai"
modele = "essai"
modele_version = 1
[[feuilles]]
nom = "Lots"
genre = "S"
[[feuilles.tables]]
nom = "Suivi"
[feuilles.tables.colonnes]
nom = { type = "texte", libelle = "Quantité" }
quantite = { type = "quantite", libelle = "Nombre", formule = "=[nom]*2" }
[[feuilles]]
nom = "lots"
genre = "V"
[[feuilles.tables]]
nom = "Vue"
[feuilles.tables.colonnes]
code = { type = "code", libelle = "Code", total = true }
part = { type = "taux", libelle = "Part", formule = "=[cod]/SUM({Suivi.stock})+XLOOKUP(1,2)+taux+$A$1" }
[[feuilles.tables.formats]]
quand = "[part]>0"
style = "clignotant"
colonnes = ["parts"]
[[feuilles.graphiques]]
genre = "pareto"
titre = "Parts"
table = "Vue"
categories = "code"
valeurs = "parts"
[[feuilles]]
nom = "Réglages"
genre = "P"
[[feuilles.parametres]]
nom = "a1"
libelle = "Seuil"
type = "taux"
valeur = "beaucoup"
""",
    )
    assert fautes == [
        "essai.toml : deux feuilles portent le même nom, « lots »",
        "essai.toml, feuille « Lots » : le libellé de « nom » est le nom d'un autre champ de Suivi, « quantite »",
        (
            "essai.toml, feuille « Lots », colonne « quantite » : "
            "seule une feuille V porte des formules : une feuille S est tapée"
        ),
        "essai.toml, feuille « lots » : une feuille V dit quelle commande la remplit",
        "essai.toml, feuille « lots » : le graphique « Parts » cite « parts », qui n'est pas une colonne",
        "essai.toml, feuille « lots » : le graphique « Parts » : un pareto a une courbe, des barres n'en ont pas",
        (
            "essai.toml, feuille « lots » : le style « clignotant » n'existe pas : "
            "fort, alerte, attention, bien, discret"
        ),
        "essai.toml, feuille « lots » : un format conditionnel cite « parts », qui n'est pas une colonne de Vue",
        "essai.toml, feuille « lots », colonne « code » : un total se fait sur une colonne de nombres",
        (
            "essai.toml, feuille « lots », colonne « part » : "
            "la formule cite « [cod] », qui n'est pas une colonne de cette table"
        ),
        (
            "essai.toml, feuille « lots », colonne « part » : "
            "la formule cite « {Suivi.stock} », qui n'est pas une colonne de cette table"
        ),
        (
            "essai.toml, feuille « lots », colonne « part » : "
            "la fonction « XLOOKUP » n'est pas de celles qu'Excel 2016 et LibreOffice 7.4 partagent"
        ),
        "essai.toml, feuille « lots », colonne « part » : « taux » n'est ni un réglage, ni une fonction",
        (
            "essai.toml, feuille « lots », colonne « part » : "
            "« $ » n'a pas sa place dans une formule : citer les cellules par leur nom"
        ),
        "essai.toml, feuille « lots », colonne « part » : « A » n'est ni un réglage, ni une fonction",
        (
            "essai.toml, feuille « lots », colonne « part » : "
            "« $ » n'a pas sa place dans une formule : citer les cellules par leur nom"
        ),
        (
            "essai.toml, feuille « Réglages », colonne « a1 » : "
            "le nom d'un réglage a au moins trois lettres sans accents, et n'est pas une adresse de cellule"
        ),
        (
            "essai.toml, feuille « Réglages », colonne « a1 » : "
            "la valeur ne convient pas : il faut un nombre, « beaucoup » reçu"
        ),
    ]


def test_les_libelles_d_une_liste_sont_rapproches_des_valeurs(tmp_path: Path) -> None:
    gabarit = """
titre = "Essai"
modele = "essai"
modele_version = 1
[[feuilles]]
nom = "Articles"
genre = "S"
[[feuilles.tables]]
nom = "Article"
[feuilles.tables.colonnes]
code_article = {{ type = "code", libelle = "Code" }}
[[feuilles]]
nom = "Lots"
genre = "S"
[[feuilles.tables]]
enregistrement = "stock.Lot"
[feuilles.tables.colonnes]
code_article = {{ libelle = "Code article" }}
lot = {{ libelle = "Lot" }}
type_de_date = {{ libelle = "Type", liste = {liste} }}
date_limite = {{ libelle = "Date limite" }}
entre_le = {{ libelle = "Entré le" }}
quantite = {{ libelle = "Nombre" }}
"""
    fichier = tmp_path / "essai.toml"
    fichier.write_text(gabarit.format(liste='["D.D.M.", "dlc"]').replace("D.D.M.", "ddm"), "utf-8")
    _, lots = list(lire_declaration(fichier).tables())[1]
    assert lots.colonne("type_de_date").liste == {"DLC": "dlc", "DDM": "ddm"}
    assert _fautes(tmp_path, gabarit.format(liste='["DLC", "Péremption"]')) == [
        (
            "essai.toml, feuille « Lots », colonne « type_de_date » : "
            "la liste doit avoir un libellé pour chacun de : DLC, DDM"
        )
    ]


def test_les_fautes_des_feuilles_des_tables_et_des_reglages_sont_dites(tmp_path: Path) -> None:
    colonnes = """
[[feuilles.tables]]
nom = "{nom}"
[feuilles.tables.colonnes]
code = {{ type = "code", libelle = "Code", aide = "{aide}" }}
"""
    fautes = _fautes(
        tmp_path,
        """
titre = "Essai"
modele = "essai"
modele_version = 1
[[feuilles]]
nom = "Mois : tous"
genre = "S"
"""
        + colonnes.format(nom="Un", aide="a" * 256)
        + colonnes.format(nom="Un", aide="")
        + """
[[feuilles]]
nom = "Réglages"
genre = "P"
[[feuilles.parametres]]
nom = "taux"
libelle = "Taux"
type = "texte"
valeur = "C"
liste = ["A", "B"]
[[feuilles.parametres]]
nom = "taux"
libelle = "Taux"
type = "taux"
[[feuilles]]
nom = "Vide"
genre = "V"
commande = "tableur"
sources = ["Deux"]
[[feuilles.tables]]
nom = "Trois"
[feuilles.tables.colonnes]
code = { type = "code", libelle = " ", formule = "taux" }
autre = { type = "code", libelle = "Autre" }
encore = { type = "code", libelle = "autre" }
[[feuilles.graphiques]]
genre = "barres"
titre = "Barres"
table = "Quatre"
categories = "code"
valeurs = "code"
[[feuilles]]
nom = "Nue"
genre = "S"
""",
    )
    assert [faute.removeprefix("essai.toml") for faute in fautes] == [
        " : deux tables portent le même nom, « Un » : en donner un autre par « nom »",
        " : deux réglages portent le même nom, « taux »",
        ", feuille « Mois : tous » : un nom de feuille a de 1 à 31 caractères, sans [ ] : * ? / \\",
        ", feuille « Mois : tous » : une feuille S ne porte qu'une table : les gens y ajoutent des lignes",
        ", feuille « Mois : tous », colonne « code » : l'aide dépasse 255 caractères",
        ", feuille « Réglages », colonne « taux » : la valeur « C » n'est pas dans la liste",
        ", feuille « Vide » : la source « Deux » n'est pas une table tapée",
        ", feuille « Vide » : le graphique « Barres » cite la table « Quatre », absente de la feuille",
        ", feuille « Vide » : deux colonnes de Trois portent le même libellé, « autre »",
        ", feuille « Vide » : le libellé de « encore » est le nom d'un autre champ de Trois, « autre »",
        ", feuille « Vide », colonne « code » : le libellé est vide",
        ", feuille « Vide », colonne « code » : une formule commence par =",
        ", feuille « Nue » : une feuille S ou V porte des tables, et aucun réglage",
    ]
