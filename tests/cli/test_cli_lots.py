"""`tableur appeler NOM --json` : une liste JSON en entrée, une liste JSON de résultats ou d'erreurs en sortie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Lancer

pytestmark = pytest.mark.usefixtures("essais")


def test_les_reponses_suivent_l_ordre_des_objets(lancer: Lancer) -> None:
    entree = """[
        {"quantite": 20, "delai": 5, "reserve": 30},
        {"quantite": 0.1, "delai": "3"},
        {"quantite": "1.234", "Délai": "2,5", "reserve": null},
        {"QUANTITE": "1 000", "delai": 1}
    ]"""
    issue = lancer("appeler", "somme-ponderee", "--json", entree=entree)
    assert (0, "") == (issue.code, issue.erreurs)
    assert ["130", "0.3", "3.0850", "1000"] == [r["resultat"] for r in json.loads(issue.sortie)]


def test_une_ligne_en_echec_n_arrete_pas_les_autres(lancer: Lancer) -> None:
    entree = """[{"quantite": 1, "delai": -5}, {"quantite": 1}, {"quantite": 1, "delay": 1}, 5,
                 {"quantite": true, "delai": 1}, {"quantite": 1, "delai": 1, "DELAI": 2},
                 {"quantite": 1e999999, "delai": 1}, {"quantite": 1e99999999999999999999, "delai": 1},
                 {"quantite": [1, 2], "delai": 1}, {"quantite": {"a": 1}, "delai": 1},
                 {"quantite": 1, "delai": 1}]"""
    issue = lancer("appeler", "somme_ponderee", "--json", entree=entree)
    reponses = json.loads(issue.sortie)
    assert issue.code == 1
    assert [["erreur"]] * 10 + [["resultat"]] == [list(reponse) for reponse in reponses]
    assert reponses[0] == {"erreur": "Le délai est négatif : -5 reçu."}
    assert "« delay »" in reponses[2]["erreur"]


def test_un_exposant_sort_en_chiffres(lancer: Lancer) -> None:
    issue = lancer("appeler", "somme_ponderee", "--json", entree='[{"quantite": 1e3, "delai": 1e2}]')
    assert issue.sortie == '[{"resultat": "100000"}]\n'


def test_les_tables_sont_des_listes_d_objets(lancer: Lancer) -> None:
    ventes = '[{"jour": "2026-01-02", "code": 75001, "quantite": "1.5", "prix": 2}, {"jour": "x", "code": "A"}]'
    entree = (
        f'[{{"ventes": {ventes.split(", {")[0]}], "complet": "oui"}}, {{"ventes": {ventes}}}, {{"ventes": []}}]'
    )
    issue = lancer("appeler", "bilan_des_ventes", "--json", entree=entree)
    assert issue.code == 1
    assert [
        {
            "resultat": {
                "total": "3.0",
                "part": "0.5",
                "complet": True,
                "ventes": [{"jour": "2026-01-02", "code": "75001", "quantite": "1.5", "prix": "2"}],
            }
        },
        {
            "erreur": "ventes, ligne 2, colonne « jour » : il faut une date, « x » reçu (comme 31/12/2026)\n"
            "ventes, ligne 2, colonne « quantite » : valeur obligatoire, cellule vide"
        },
        {"resultat": {"total": "0", "part": None, "complet": False, "ventes": []}},
    ] == json.loads(issue.sortie)


def test_un_enregistrement_est_un_objet(lancer: Lancer) -> None:
    bonne = '{"jour": "2026-01-02", "code": "1.50", "quantite": "1.234"}'
    entree = f'[{{"vente": {bonne}}}, {{"vente": {{"jour": "2026-01-02"}}}}]'
    reponses = json.loads(lancer("appeler", "vente_doublee", "--json", entree=entree).sortie)
    assert reponses[0] == {"resultat": "2.468"}
    assert "vente, colonne « code »" in reponses[1]["erreur"]


def test_un_texte_garde_son_point(lancer: Lancer) -> None:
    entree = '[{"code": "1.234", "sens": "Entrée", "le_mois": "10/2026"}]'
    assert lancer("appeler", "code_double", "--json", entree=entree).sortie == (
        '[{"resultat": "1.234 1.234 entree 2026-10"}]\n'
    )


@pytest.mark.parametrize(
    "entree", ["", "{", "{}", "5", "null", "[NaN]", "[Infinity]", "[{]", b"\xff[]", "[" * 100_000 + "]" * 100_000]
)
def test_un_mauvais_json_est_refuse_en_une_phrase(lancer: Lancer, entree: str | bytes) -> None:
    issue = lancer("appeler", "somme_ponderee", "--json", entree=entree)
    assert (2, "") == (issue.code, issue.sortie)
    assert issue.erreurs.startswith("L'entrée ")
    assert issue.erreurs.count("\n") == 1


def test_un_lot_vide_rend_une_liste_vide(lancer: Lancer) -> None:
    assert lancer("appeler", "somme_ponderee", "--json", entree="\ufeff[]") == (0, "[]\n", "")


def test_une_fonction_inconnue_est_refusee(lancer: Lancer) -> None:
    issue = lancer("appeler", "inconnue_du_tout", "--json", entree="[]")
    assert (2, "") == (issue.code, issue.sortie)


def test_une_faute_de_programme_est_l_erreur_de_sa_ligne_et_se_retrouve_au_journal(
    lancer: Lancer, dossier_d_etat_jetable: Path
) -> None:
    entree = '[{"nombre": 1}, {"nombre": 2}, {"nombre": 3}]'
    issue = lancer("appeler", "faute_de_programme", "--json", entree=entree)
    reponses = json.loads(issue.sortie)
    assert (1, {"resultat": 1}) == (issue.code, reponses[0])
    assert reponses[1] == reponses[2]
    numero = reponses[1]["erreur"].split("n° ")[1].split()[0]
    journal = next(dossier_d_etat_jetable.rglob("tableur.log")).read_text(encoding="utf-8")
    assert journal.count(f"n° {numero} ") == 1
    assert "builtins.KeyError" in journal
    assert "secret" not in journal


def test_un_lot_vaut_autant_d_appels_seuls(lancer: Lancer) -> None:
    lot = json.loads(
        lancer("appeler", "somme_ponderee", "--json", entree='[{"quantite": "0.5", "delai": 3}]').sortie
    )
    seul = json.loads(lancer("appeler", "somme_ponderee", "0.5", "3", "--json").sortie)
    assert [seul] == lot
