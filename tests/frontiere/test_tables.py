"""Les tables : reconnues par leurs en-têtes, et toutes les anomalies situées."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from tableur.frontiere import ErreurDeCellule, Grille, ecrire, grille_de, lire_argument, lire_table
from tableur.socle.erreurs import Ou, Refus, ValeurInvalide
from tableur.socle.grandeurs import ZERO, Code, Quantite

OU = Ou("essai.xlsx", "Lignes")
LIBELLES = {"quantite": "Quantité livrée"}


@dataclass(frozen=True, kw_only=True)
class Ligne:
    """Ligne d'essai."""

    code: Code
    quantite: Quantite
    remise: Quantite = ZERO
    le: date | None = None


@dataclass(frozen=True, kw_only=True)
class Reserve:
    """Fiche d'essai dont tout a un défaut."""

    remarque: str = ""
    quantite: Quantite = ZERO


def test_les_colonnes_sont_reconnues_par_nom_ou_par_libelle_dans_tout_ordre() -> None:
    grille: Grille = [["LE", "quantité  livrée", "Perso", "Code"], ["02/01/2026", 3.0, "x", "007"]]
    assert list(lire_table(grille, Ligne, OU, LIBELLES)) == [
        Ligne(code="007", quantite=Decimal(3), le=date(2026, 1, 2))
    ]


def test_sans_en_tetes_l_ordre_des_champs_fait_foi() -> None:
    assert list(lire_table([["a", 1], ["b", 2]], Ligne, OU)) == [
        Ligne(code="a", quantite=Decimal(1)),
        Ligne(code="b", quantite=Decimal(2)),
    ]


def test_toutes_les_anomalies_sont_situees_a_la_fois() -> None:
    grille: Grille = [
        ["Code", "Quantité livrée", "Remise"],
        ["a", "trois", 0],
        [None, None, None],
        ["", 4, ErreurDeCellule("#REF!")],
        ["c", 5, None],
        [None, "  ", None],
    ]
    lignes = lire_table(grille, Ligne, OU, LIBELLES, premiere_ligne=4)
    assert [str(a) for a in lignes.anomalies] == [
        "essai.xlsx, feuille « Lignes », ligne 6 : ligne vide au milieu de la table : la remplir ou la supprimer",
        "essai.xlsx, feuille « Lignes », ligne 5, colonne « Quantité livrée » : il faut un nombre, « trois » reçu",
        "essai.xlsx, feuille « Lignes », ligne 7, colonne « Code » : valeur obligatoire, cellule vide",
        "essai.xlsx, feuille « Lignes », ligne 7, colonne « Remise » : la cellule est en erreur (#REF!)",
    ]
    assert [ligne.code for ligne in lignes] == ["c"]
    assert lignes.lues == 3
    assert str(lignes.ou(0, "quantite")) == "essai.xlsx, feuille « Lignes », ligne 8, colonne « Quantité livrée »"


def test_une_colonne_absente_ou_en_double_est_dite() -> None:
    absente = lire_table([["Code", "Remise"], ["a", 1]], Ligne, OU, LIBELLES)
    assert [a.message for a in absente.anomalies] == [
        "la colonne « Quantité livrée » est absente ou a changé de nom"
    ]
    double = lire_table([["Code", "Quantite", "quantité"], ["a", 1, 2]], Ligne, OU)
    assert [a.message for a in double.anomalies] == ["la colonne « quantite » est en double"]


def test_une_table_vide_n_a_ni_ligne_ni_anomalie() -> None:
    assert list(lire_table([["Code", "Quantite"], [None, None]], Ligne, OU)) == []
    assert lire_argument([], list[Ligne], "lignes") == []


def test_une_table_ecrite_se_relit() -> None:
    lignes = [
        Ligne(code="001", quantite=Decimal("1.5"), le=date(2026, 2, 28)),
        Ligne(code="2", quantite=Decimal(0)),
    ]
    assert list(lire_table(grille_de(lignes, Ligne), Ligne, OU)) == lignes
    assert lire_argument(ecrire(lignes), list[Ligne], "lignes") == lignes


def test_une_liste_refuse_un_trou_et_ignore_la_fin_vide() -> None:
    assert lire_argument([[1.0], [2.0], [None]], list[Quantite], "consommations") == [Decimal(1), Decimal(2)]
    with pytest.raises(Refus, match="consommations, valeur n° 2 : valeur obligatoire, cellule vide"):
        lire_argument([[1.0], [None], [2.0]], list[Quantite], "consommations")


def test_un_enregistrement_se_lit_en_colonnes_en_ligne_ou_en_objet() -> None:
    attendu = Ligne(code="a", quantite=Decimal(2))
    for brut in ([["Code", "a"], ["Quantité", 2]], [["code", "quantite"], ["a", 2]], {"code": "a", "quantite": 2}):
        assert lire_argument(brut, Ligne, "ligne") == attendu
    with pytest.raises(ValeurInvalide, match="deux colonnes"):
        lire_argument(12, Ligne, "ligne")
    with pytest.raises(ValeurInvalide, match="une seule ligne attendue, 2 reçues"):
        lire_argument([["code", "quantite"], ["a", 2], ["b", 3]], Ligne, "ligne")


def test_un_objet_vide_est_un_enregistrement_dont_tout_a_un_defaut() -> None:
    for brut in ({}, {"remarque": None}):
        assert Reserve() == lire_argument(brut, Reserve, "reserve")
    with pytest.raises(Refus, match="la colonne « code » est absente"):
        lire_argument({}, Ligne, "ligne")


def test_une_liste_d_objets_json_est_une_table() -> None:
    assert lire_argument(
        [{"code": "a", "quantite": "2"}, {"quantite": 3, "code": "b"}], list[Ligne], "lignes"
    ) == [
        Ligne(code="a", quantite=Decimal(2)),
        Ligne(code="b", quantite=Decimal(3)),
    ]
    with pytest.raises(ValeurInvalide, match="plage attendue"):
        lire_argument("rien", list[Ligne], "lignes")
