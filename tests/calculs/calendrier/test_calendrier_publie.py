"""Calendrier contre des listes et des comptes publiés (tests/exemples_publies/jours_feries.toml)."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from tableur.calculs.calendrier import (
    Zone,
    est_jour_ferie,
    jour_de_paques,
    jours_feries_legaux,
    jours_ouvrables_entre,
    jours_ouvres_entre,
)

EXEMPLES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[2] / "exemples_publies" / "jours_feries.toml").read_text(encoding="utf-8")
)
ANNEES = [(cas["zone"], cas["annee"], cas["jours"], cas["usages"]) for cas in EXEMPLES["annees"]]


@pytest.mark.parametrize(("zone", "annee", "jours", "usages"), ANNEES)
def test_les_jours_feries_sont_ceux_qui_sont_publies(
    zone: Zone, annee: int, jours: list[date], usages: list[date]
) -> None:
    assert jours == [ferie.date for ferie in jours_feries_legaux(annee, zone)]
    assert [] == [jour for jour in usages if est_jour_ferie(jour, zone)]


@pytest.mark.parametrize(("zone", "mois_et_jour"), EXEMPLES["abolition"].items())
def test_l_abolition_de_l_esclavage_est_feriee_a_sa_date(zone: Zone, mois_et_jour: str) -> None:
    abolition = date.fromisoformat(f"2026-{mois_et_jour}")
    noms = {ferie.date: ferie.nom for ferie in jours_feries_legaux(2026, zone)}
    assert "Abolition de l'esclavage" == noms[abolition]
    assert 12 == len(noms)
    assert not est_jour_ferie(abolition, "metropole")


@pytest.mark.parametrize(("annee", "repos"), [(cas["annee"], cas["repos"]) for cas in EXEMPLES["forfaits"]])
def test_les_jours_ouvres_donnent_les_repos_publies_du_forfait_de_218_jours(annee: int, repos: int) -> None:
    assert repos == jours_ouvres_entre(date(annee, 1, 1), date(annee, 12, 31)) - 25 - 218


def test_l_annee_2026_a_le_nombre_publie_de_jours_ouvres() -> None:
    assert EXEMPLES["annee_2026"]["jours_ouvres"] == jours_ouvres_entre(date(2026, 1, 1), date(2026, 12, 31))


def test_les_jours_ouvres_suivent_l_aide_de_nb_jours_ouvres() -> None:
    cas = EXEMPLES["libreoffice"]
    debut, fin, conges = cas["debut"], cas["fin"], cas["conges"]
    assert cas["ouvres_sans_conges"] == jours_ouvres_entre(debut, fin, "metropole")
    assert cas["ouvres"] == jours_ouvres_entre(debut, fin, "metropole", conges)
    assert cas["ouvrables"] == jours_ouvrables_entre(debut, fin, "metropole", conges)


@pytest.mark.parametrize("paques", EXEMPLES["paques"]["jours"], ids=str)
def test_paques_tombe_a_la_date_publiee(paques: date) -> None:
    assert paques == jour_de_paques(paques.year)


def test_toutes_les_zones_ont_un_exemple_sauf_celle_sans_temple() -> None:
    assert {"alsace_moselle_sans_temple"} == set(get_args(Zone)) - {zone for zone, *_ in ANNEES}
