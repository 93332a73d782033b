"""Suites d'opérations au hasard : le fichier relu par openpyxl est égal au modèle tenu en mémoire."""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from tableur.classeurs.retouche import Retouche
from tests.classeurs.retouche.classeurs_d_essai import LIGNES, classeur_de_stock, ouvrir, partie

codes = st.sampled_from([f"A{i}" for i in range(9)])
textes = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f_"), max_size=8)
nombres = st.integers(-(10**6), 10**6) | st.decimals(-1000, 1000, places=2)
jours = st.dates(date(1990, 1, 1), date(2090, 1, 1))
lignes = st.lists(
    st.fixed_dictionaries({"Code": codes, "Nom": textes, "Le": jours, "Quantité": nombres}),
    max_size=6,
    unique_by=lambda ligne: str(ligne["Code"]),
)
operations = st.lists(
    st.tuples(st.just("poser"), textes | nombres)
    | st.tuples(st.sampled_from(["remplacer", "ajouter", "fusionner", "remplacer par clé", "retirer"]), lignes),
    min_size=1,
    max_size=5,
)
VIDE: dict[str, Any] = {"Code": None, "Nom": None, "Le": None, "Quantité": None, "Prix": None}


@pytest.fixture(scope="module")
def stock() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as dossier:
        yield classeur_de_stock(Path(dossier) / "stock.xlsx")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations)
def test_une_suite_d_operations_donne_ce_que_dit_le_modele(stock: Path, suite: list[tuple[str, Any]]) -> None:
    table = [dict(zip(VIDE, (c, n, d, q, p), strict=True)) for c, n, d, q, p in LIGNES]
    pose: object = "note A1"
    retouche = Retouche(stock)
    for nom, valeur in suite:
        if nom == "poser":
            retouche.poser(("Stock", "I4"), valeur)
            pose = valeur
        elif not _doublons(table) or nom in ("remplacer", "ajouter"):
            colonnes = {champ: [ligne[champ] for ligne in valeur] for champ in ("Code", "Nom", "Le", "Quantité")}
            table = _appliquer(table, nom, valeur)
            mode = {"remplacer par clé": "remplacer", "retirer": "fusionner"}.get(nom, nom)
            cle = "Code" if nom not in ("remplacer", "ajouter") else None
            retouche.ecrire("Stock", colonnes, mode, cle, absentes="retirees" if nom == "retirer" else "gardees")
    sortie = stock.with_name("sortie.xlsx")
    retouche.enregistrer(sortie)
    feuille = ouvrir(sortie)["Stock"]
    assert [tuple(map(_vu, ligne.values())) for ligne in table] == [
        tuple(_vu(c.value) for c in ligne[:5]) for ligne in feuille[f"B4:G{3 + len(table)}"]
    ]
    assert {str(feuille["G4"].value)} == {str(feuille[f"G{n}"].value) for n in range(4, 4 + len(table))}
    assert "Total" == feuille[f"B{4 + len(table)}"].value
    assert _vu(pose) == _vu(feuille["I4"].value)
    assert f'ref="B3:G{4 + len(table)}"' in partie(sortie, "xl/tables/table1.xml")
    assert f"SUM(Stock!E4:E{3 + len(table)})" in partie(sortie, "xl/worksheets/sheet2.xml")


def _doublons(table: list[dict[str, Any]]) -> bool:
    codes_vus = [ligne["Code"] for ligne in table if ligne["Code"]]
    return len(set(codes_vus)) < len(codes_vus)


def _appliquer(table: list[dict[str, Any]], nom: str, recues: list[dict[str, Any]]) -> list[dict[str, Any]]:
    pleines = list(table)
    while pleines and not any(v not in (None, "") for v in pleines[-1].values()):
        pleines.pop()
    vides = len(table) - len(pleines)
    if nom == "ajouter":
        return pleines + [VIDE | r for r in recues] + [dict(VIDE)] * (vides - len(recues)) or [dict(VIDE)]
    if nom == "remplacer":
        gardees = [ligne | r for ligne, r in zip(table, recues, strict=False)]
        return gardees + [VIDE | r for r in recues[len(table) :]] or [dict(VIDE)]
    par_code = {ligne["Code"]: ligne for ligne in reversed(table) if ligne["Code"]}
    if nom == "remplacer par clé":
        return [par_code.get(r["Code"], VIDE) | r for r in recues] or [dict(VIDE)]
    par_recue = {r["Code"]: r for r in recues}
    restees = [
        ligne | par_recue.get(ligne["Code"], {})
        for ligne in table
        if nom == "fusionner" or not ligne["Code"] or ligne["Code"] in par_recue
    ]
    restantes = list(restees)
    while restantes and not any(v not in (None, "") for v in restantes[-1].values()):
        restantes.pop()
    libres = len(restees) - len(restantes)
    nouvelles = [VIDE | r for r in recues if r["Code"] not in par_code]
    return restantes + nouvelles + [dict(VIDE)] * (libres - len(nouvelles)) or [dict(VIDE)]


def _vu(valeur: object) -> object:
    if isinstance(valeur, datetime):
        return valeur.date()
    if isinstance(valeur, int | float | Decimal):
        return float(valeur)
    return valeur or None
