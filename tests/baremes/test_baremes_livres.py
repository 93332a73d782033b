"""Chaque fichier de barèmes livré : lisible, daté, sourcé. Un nouveau fichier est vérifié sans rien écrire ici."""

from datetime import date
from pathlib import Path

import pytest

from tableur import baremes
from tableur.baremes.donnees import Serie
from tableur.baremes.lecture import lire_fichier

FICHIERS = sorted(Path(baremes.__file__).parent.glob("*.toml"))


@pytest.fixture(params=FICHIERS, ids=lambda fichier: fichier.name)
def series(request: pytest.FixtureRequest) -> dict[str, Serie]:
    fichier = lire_fichier(str(request.param), locale=False)
    assert [] == [str(anomalie) for anomalie in fichier.anomalies]
    return fichier.series


def test_il_y_a_des_baremes_livres() -> None:
    assert "jours_feries.toml" in [fichier.name for fichier in FICHIERS]


def test_un_fichier_porte_au_moins_une_serie(series: dict[str, Serie]) -> None:
    assert series


def test_les_dates_d_effet_croissent_strictement(series: dict[str, Serie]) -> None:
    for serie in series.values():
        dates = [valeur.depuis for valeur in serie.valeurs]
        assert sorted(set(dates)) == dates, serie.nom


def test_chaque_valeur_nomme_sa_source_et_sa_relecture(series: dict[str, Serie]) -> None:
    for serie in series.values():
        for valeur in serie.valeurs:
            assert valeur.source.strip(), serie.nom
            assert date(2026, 1, 1) <= valeur.verifie_le, serie.nom


def test_chaque_serie_n_a_qu_une_unite(series: dict[str, Serie]) -> None:
    for serie in series.values():
        assert {serie.unite} == {valeur.unite for valeur in serie.valeurs}


def test_une_valeur_peu_sure_dit_pourquoi(series: dict[str, Serie]) -> None:
    for serie in series.values():
        assert all(valeur.note for valeur in serie.valeurs if valeur.fiabilite == "C"), serie.nom


def test_les_valeurs_se_suivent_sans_trou(series: dict[str, Serie]) -> None:
    for serie in series.values():
        for ancienne, nouvelle in zip(serie.valeurs, serie.valeurs[1:], strict=False):
            assert ancienne.fin is not None
            assert 1 == (nouvelle.depuis - ancienne.fin).days, serie.nom
        assert serie.valeurs[-1].fin is None


def test_rien_de_livre_n_est_a_signaler_le_jour_de_la_relecture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLEUR_BAREMES", str(tmp_path))
    refus = [str(anomalie) for anomalie in baremes.verifier(date(2026, 11, 24))]
    assert [] == refus
