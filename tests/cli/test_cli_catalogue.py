"""Toutes les fonctions du catalogue par la commande : aide, exemple de la docstring, et le même appel en JSON."""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tableur.catalogue.exemples import exemple_de
from tableur.cli import recueil
from tableur.cli.appel import aide_d_argument
from tableur.frontiere import ecrire_json, element_de_liste, est_enregistrement

if TYPE_CHECKING:
    from tests.cli.conftest import Lancer

NOMS = [formule.nom for formule in recueil.formules()]


def ecrire_csv(fichier: Path, valeur: Any) -> None:
    """Fichier CSV à la française d'une table, d'une fiche ou d'une liste."""
    json_lu: Any = ecrire_json(valeur)
    lignes = json_lu if isinstance(json_lu, list) else [json_lu]
    with fichier.open("w", encoding="utf-8", newline="") as flux:
        ecrivain = csv.writer(flux, delimiter=";")
        if lignes and isinstance(lignes[0], dict):
            ecrivain.writerow(lignes[0])
            ecrivain.writerows([_a_la_francaise(v) for v in ligne.values()] for ligne in lignes)
        else:
            ecrivain.writerows([_a_la_francaise(valeur)] for valeur in lignes)


def _a_la_francaise(valeur: object) -> object:
    return valeur.replace(".", ",") if isinstance(valeur, str) and valeur.replace(".", "").isdigit() else valeur


@pytest.mark.parametrize("nom", NOMS)
def test_l_aide_dit_le_resume_les_arguments_et_l_exemple(lancer: Lancer, nom: str) -> None:
    formule = recueil.formule(nom)
    issue = lancer(formule.famille, formule.nom_de_commande, "--aide")
    aide = " ".join(issue.sortie.split())
    assert (0, "") == (issue.code, issue.erreurs)
    assert " ".join(formule.resume.split()) in aide
    assert f"tableur appeler {formule.nom_de_commande}" in aide
    for argument in formule.arguments:
        assert " ".join(f"--{argument.nom.replace('_', '-')} {aide_d_argument(argument)}".split()) in aide


@pytest.mark.parametrize("nom", NOMS)
def test_l_exemple_de_la_docstring_donne_son_resultat_par_la_commande(
    lancer: Lancer, nom: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exemple = exemple_de(recueil.formule(nom))
    for argument in exemple.fonction.arguments:
        type_ = argument.type
        if argument.nom in exemple.arguments and (element_de_liste(type_) or est_enregistrement(type_)):
            ecrire_csv(tmp_path / f"{argument.nom}.csv", exemple.arguments[argument.nom])
    mots = shlex.split(exemple.commande)[1:]
    attendu = {"resultat": ecrire_json(exemple.resultat)}
    issue = lancer(*mots, "--json")
    assert (0, "") == (issue.code, issue.erreurs)
    assert attendu == json.loads(issue.sortie)
    lisible = lancer(*mots)
    assert (0, "") == (lisible.code, lisible.erreurs)
    assert lisible.sortie.strip()


@pytest.mark.parametrize("nom", NOMS)
def test_l_exemple_de_la_docstring_donne_son_resultat_par_lots(lancer: Lancer, nom: str) -> None:
    exemple = exemple_de(recueil.formule(nom))
    objet = {argument: ecrire_json(valeur) for argument, valeur in exemple.arguments.items()}
    issue = lancer("appeler", nom, "--json", entree=json.dumps([objet, objet]))
    assert (0, "") == (issue.code, issue.erreurs)
    assert [{"resultat": ecrire_json(exemple.resultat)}] * 2 == json.loads(issue.sortie)


@pytest.mark.parametrize("nom", NOMS)
def test_l_exemple_de_la_docstring_s_explique(lancer: Lancer, nom: str, tmp_path: Path) -> None:
    exemple = exemple_de(recueil.formule(nom))
    if not any("@" in mot for mot in exemple.mots):
        issue = lancer("expliquer", *shlex.split(exemple.commande)[2:])
        assert (0, "") == (issue.code, issue.erreurs)
        assert issue.sortie.startswith(f"{exemple.fonction.nom_de_cellule} : ")
