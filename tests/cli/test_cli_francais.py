"""La commande ne parle que français, les mots de click compris."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from tableur.cli.francais import _PHRASES, phrase, phrase_accordee

if TYPE_CHECKING:
    from tests.cli.conftest import Lancer

ANGLAIS = ("Usage:", "Options:", "Commands", "Error", "Try ", "Show ", "Missing", "No such", "[ARGS]", "default")


def phrases_de_click() -> Iterator[tuple[str, str]]:
    """Chaque phrase que le click installé donne à traduire, et le fichier qui la demande."""
    for fichier in sorted(Path(click.__file__).parent.glob("*.py")):
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.Call) and isinstance(noeud.func, ast.Name):
                nombre = {"_": 1, "ngettext": 2}.get(noeud.func.id, 0)
                for argument in noeud.args[:nombre]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value, fichier.name


def test_chaque_phrase_de_click_est_traduite() -> None:
    phrases = dict(phrases_de_click())
    assert len(phrases) > 50
    assert [] == [(anglaise, fichier) for anglaise, fichier in phrases.items() if anglaise not in _PHRASES]


@pytest.mark.parametrize("anglaise", sorted(_PHRASES))
def test_une_traduction_n_emploie_que_les_valeurs_de_la_phrase(anglaise: str) -> None:
    def valeurs(texte: str) -> set[str | None]:
        return {champ for _, champ, _, _ in string.Formatter().parse(texte) if champ}

    assert valeurs(_PHRASES[anglaise]) <= valeurs(anglaise)


def test_le_pluriel_commence_a_deux() -> None:
    singulier, pluriel = "Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"
    assert ["Valeur en trop : {args}"] * 2 == [phrase_accordee(singulier, pluriel, n) for n in (0, 1)]
    assert phrase_accordee(singulier, pluriel, 2) == "Valeurs en trop : {args}"


def test_une_phrase_inconnue_reste_telle_quelle() -> None:
    assert phrase("Something new") == "Something new"
    assert phrase_accordee("One thing", "Many things", 2) == "Many things"


@pytest.mark.parametrize(
    "mots",
    [
        ["--aide"],
        ["--help"],
        [],
        ["appeler", "--aide"],
        ["expliquer", "--help"],
        ["formules", "--aide"],
        ["classeur", "--aide"],
        ["classeur", "creer", "--aide"],
        ["baremes", "--aide"],
        ["demo", "--aide"],
        ["installer", "--aide"],
        ["diagnostic", "--aide"],
        ["completion", "--aide"],
        ["stock", "--aide"],
        ["stock", "point-de-commande", "--aide"],
    ],
)
def test_l_aide_est_en_francais(lancer: Lancer, mots: list[str]) -> None:
    issue = lancer(*mots)
    assert (0, "") == (issue.code, issue.erreurs)
    assert issue.sortie.startswith("Usage : tableur")
    assert "Affiche cette aide." in issue.sortie
    assert [] == [mot for mot in ANGLAIS if mot in issue.sortie]


@pytest.mark.parametrize(
    ("mots", "attendu"),
    [
        (["--inconnue"], "Erreur : L'option « --inconnue » n'existe pas."),
        (["apeler"], "La commande « apeler » n'existe pas. Peut-être : appeler."),
        (["point_de_commande"], "tableur appeler point_de_commande"),
        (["stock", "point-de-comande"], "Peut-être : point-de-commande"),
        (["stock", "point-de-commande", "--delay", "5"], "Peut-être"),
        (["paie", "calculer", "paie.xlsx", "--moi", "2026-11"], "--mois-de-paie"),
        (["stock", "point-de-commande", "--delai"], "L'option « --delai » demande une valeur."),
        (["completion"], "Il manque la valeur"),
        (["completion", "bash", "zsh"], "Valeur en trop : zsh"),
        (["formules", "--json=oui"], "L'option « --json » ne prend pas de valeur."),
    ],
)
def test_une_faute_de_frappe_est_dite_en_francais(lancer: Lancer, mots: list[str], attendu: str) -> None:
    issue = lancer(*mots)
    assert (2, "") == (issue.code, issue.sortie)
    assert attendu in issue.erreurs
    assert [] == [mot for mot in ANGLAIS if mot in issue.erreurs]
