"""Calendrier : coins, refus, bornes et propriétés des comptes de jours."""

from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur import baremes
from tableur.calculs.calendrier import (
    Bornes,
    JourFerie,
    Zone,
    date_apres_jours_ouvres,
    est_jour_ferie,
    jour_de_paques,
    jours_calendaires_entre,
    jours_feries_legaux,
    jours_ouvrables_entre,
    jours_ouvres_entre,
    prochain_jour_ouvre,
)
from tableur.socle.erreurs import BaremeAbsent, ErreurTableur, ValeurInvalide

JOURS = st.dates(date(2008, 1, 1), date(2060, 12, 31))
ZONES: st.SearchStrategy[Zone] = st.sampled_from(get_args(Zone))
FERMETURES = st.none() | st.lists(JOURS, max_size=5)


# Jours fériés


def test_un_jour_deux_fois_ferie_n_est_compte_qu_une_fois_et_porte_ses_deux_noms() -> None:
    mai = [ferie for ferie in jours_feries_legaux(2008) if ferie.date.month == 5]
    assert JourFerie(date(2008, 5, 1), "Fête du Travail et Ascension") == mai[0]
    assert 10 == len(jours_feries_legaux(2008))


def test_le_lundi_de_pentecote_reste_ferie_quand_il_est_journee_de_solidarite() -> None:
    assert est_jour_ferie(date(2005, 5, 16))


@pytest.mark.parametrize(
    ("annee", "ferie"), [(1952, False), (1953, True), (1959, True), (1960, False), (1965, True), (1981, False)]
)
def test_le_8_mai_a_ete_ferie_aboli_puis_retabli(annee: int, ferie: bool) -> None:
    assert ferie == est_jour_ferie(date(annee, 5, 8))
    assert est_jour_ferie(date(1982, 5, 8))


def test_saint_martin_passe_du_27_au_28_mai_en_2018() -> None:
    assert [True, False] == [est_jour_ferie(date(2017, 5, jour), "saint_martin") for jour in (27, 28)]
    assert [False, True] == [est_jour_ferie(date(2019, 5, jour), "saint_martin") for jour in (27, 28)]


def test_un_jour_d_avant_le_premier_bareme_est_refuse() -> None:
    with pytest.raises(BaremeAbsent, match="la première vaut depuis le 19/04/1802"):
        est_jour_ferie(date(1802, 1, 1))
    with pytest.raises(BaremeAbsent, match=r"propres à la Guadeloupe.*01/01/1983.*depuis le 24/11/1983"):
        jours_feries_legaux(1983, "guadeloupe")
    with pytest.raises(BaremeAbsent, match="Saint-Martin"):
        jours_ouvres_entre(date(2007, 7, 14), date(2007, 7, 31), "saint_martin")


def test_seule_la_periode_comptee_doit_avoir_un_bareme() -> None:
    assert 27 == jours_ouvres_entre(date(1983, 11, 24), date(1983, 12, 31), "guadeloupe")
    assert date(1983, 11, 24) == date_apres_jours_ouvres(date(1983, 11, 30), -4, "guadeloupe")
    with pytest.raises(BaremeAbsent):
        date_apres_jours_ouvres(date(1983, 11, 30), -5, "guadeloupe")


@pytest.mark.parametrize("annee", [0, -1, 1582, 10_000])
def test_une_annee_hors_du_calendrier_gregorien_est_refusee(annee: int) -> None:
    for fonction in (jour_de_paques, jours_feries_legaux):
        with pytest.raises(ValeurInvalide, match=f"entre 1583 et 9999 : {annee} reçu"):
            fonction(annee)


def test_une_explication_nomme_les_baremes_consultes() -> None:
    with baremes.consultations() as lues:
        est_jour_ferie(date(2026, 5, 27), "guadeloupe")
    assert ["jours_feries.metropole", "jours_feries.guadeloupe"] == [nom for nom, _ in lues]


def test_un_bareme_local_ajoute_un_jour_ferie_a_venir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLEUR_BAREMES", str(tmp_path))
    texte = """
        [[guyane.valeurs]]
        depuis = 2030-01-01
        valeur = ["06-10 Abolition de l'esclavage", "paques-2 Vendredi saint"]
        source = "Loi future"
        fiabilite = "B"
        verifie_le = 2029-12-01
        """
    (tmp_path / "jours_feries.toml").write_text(texte, encoding="utf-8")
    assert not est_jour_ferie(jour_de_paques(2029) - timedelta(days=2), "guyane")
    assert est_jour_ferie(jour_de_paques(2030) - timedelta(days=2), "guyane")


@pytest.mark.parametrize("code", ['["13-45 Jour faux"]', '["Noël"]', "3", '["02-30 Jour faux"]'])
def test_un_bareme_local_illisible_est_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setenv("TABLEUR_BAREMES", str(tmp_path))
    texte = f"""
        [[guyane.valeurs]]
        depuis = 2030-01-01
        valeur = {code}
        source = "Loi future"
        fiabilite = "B"
        verifie_le = 2029-12-01
        """
    (tmp_path / "jours_feries.toml").write_text(texte, encoding="utf-8")
    with pytest.raises(ValeurInvalide, match=r"Barème des jours fériés : le jour « .* » est illisible"):
        jours_feries_legaux(2031, "guyane")


# Comptes de jours


def test_le_29_fevrier_est_un_jour_ouvre_comme_un_autre() -> None:
    assert 1 == jours_ouvres_entre(date(2028, 2, 29), date(2028, 2, 29))
    assert date(2028, 2, 29) == date_apres_jours_ouvres(date(2028, 2, 28), 1)
    assert (29, 28) == (
        jours_calendaires_entre(date(2028, 2, 1), date(2028, 2, 29)),
        jours_calendaires_entre(date(2100, 2, 1), date(2100, 2, 28)),
    )


def test_une_annee_seculaire_non_bissextile_n_a_que_365_jours() -> None:
    assert 365 == jours_calendaires_entre(date(2100, 1, 1), date(2100, 12, 31))
    assert date(2100, 3, 1) == date_apres_jours_ouvres(date(2100, 2, 26), 1)


def test_un_jour_ferie_du_week_end_ne_retire_pas_de_jour_ouvre() -> None:
    # 15 août 2026 : un samedi ; il retire un jour ouvrable, pas un jour ouvré.
    assert 5 == jours_ouvres_entre(date(2026, 8, 10), date(2026, 8, 16))
    assert 5 == jours_ouvrables_entre(date(2026, 8, 10), date(2026, 8, 16))
    # 1er novembre 2026 : un dimanche.
    assert 6 == jours_ouvrables_entre(date(2026, 10, 26), date(2026, 11, 1))


def test_une_fermeture_deja_feriee_ou_hors_periode_ne_retire_rien_de_plus() -> None:
    fermetures = [date(2026, 5, 1), date(2026, 5, 2), date(2026, 6, 1), date(2026, 5, 15), date(2026, 5, 15)]
    assert 16 == jours_ouvres_entre(date(2026, 5, 1), date(2026, 5, 31), "metropole", fermetures)


@pytest.mark.parametrize(
    ("bornes", "attendu"), [("comprises", 5), ("debut_exclu", 4), ("fin_exclue", 4), ("exclues", 3)]
)
def test_les_bornes_comptent_ou_non(bornes: Bornes, attendu: int) -> None:
    lundi, vendredi = date(2026, 3, 2), date(2026, 3, 6)
    assert attendu == jours_ouvres_entre(lundi, vendredi, bornes=bornes)
    assert attendu == jours_ouvrables_entre(lundi, vendredi, bornes=bornes)
    assert attendu == jours_calendaires_entre(lundi, vendredi, bornes)


def test_un_seul_jour_bornes_exclues_fait_zero() -> None:
    jour = date(2026, 3, 2)
    assert 0 == jours_calendaires_entre(jour, jour, "exclues") == jours_ouvres_entre(jour, jour, bornes="exclues")


def test_une_fin_avant_le_debut_est_refusee() -> None:
    for compte in (jours_calendaires_entre, jours_ouvres_entre, jours_ouvrables_entre):
        with pytest.raises(ValeurInvalide) as refus:
            compte(date(2026, 3, 6), date(2026, 3, 2))
        assert "La fin, le 02/03/2026, précède le début, le 06/03/2026." == str(refus.value)


def test_zero_jour_ouvre_rend_le_depart_meme_un_dimanche() -> None:
    assert date(2026, 5, 31) == date_apres_jours_ouvres(date(2026, 5, 31), 0)


def test_un_compte_negatif_remonte_le_temps() -> None:
    assert date(2026, 4, 30) == date_apres_jours_ouvres(date(2026, 5, 4), -1)


def test_une_date_qui_sort_du_calendrier_est_refusee() -> None:
    for depart, nombre in ((date(9999, 12, 30), 5), (date(2026, 1, 1), 10**12)):
        with pytest.raises(ValeurInvalide, match="sortent du calendrier"):
            date_apres_jours_ouvres(depart, nombre)


def test_une_echeance_du_samedi_ferie_est_reportee_au_lundi() -> None:
    assert date(2026, 8, 17) == prochain_jour_ouvre(date(2026, 8, 15))
    assert date(2026, 8, 18) == prochain_jour_ouvre(date(2026, 8, 15), "metropole", [date(2026, 8, 17)])


def test_le_vendredi_saint_depend_de_la_commune() -> None:
    vendredi_saint = date(2026, 4, 3)
    assert date(2026, 4, 7) == prochain_jour_ouvre(vendredi_saint, "alsace_moselle")
    assert vendredi_saint == prochain_jour_ouvre(vendredi_saint, "alsace_moselle_sans_temple")


# Propriétés


@given(st.integers(1583, 9999))
def test_paques_est_un_dimanche_entre_le_22_mars_et_le_25_avril(annee: int) -> None:
    paques = jour_de_paques(annee)
    assert 6 == paques.weekday()
    assert date(annee, 3, 22) <= paques <= date(annee, 4, 25)


@given(JOURS, st.integers(0, 800), ZONES, FERMETURES)
def test_le_compte_est_celui_que_l_on_fait_jour_par_jour(
    debut: date, ecart: int, zone: Zone, fermetures: list[date] | None
) -> None:
    fin = debut + timedelta(days=ecart)
    jours = [debut + timedelta(days=rang) for rang in range(ecart + 1)]
    ouvrables = [
        jour
        for jour in jours
        if jour.weekday() < 6 and not est_jour_ferie(jour, zone) and jour not in (fermetures or ())
    ]
    ouvres = [jour for jour in ouvrables if jour.weekday() < 5]
    assert len(ouvrables) == jours_ouvrables_entre(debut, fin, zone, fermetures)
    assert len(ouvres) == jours_ouvres_entre(debut, fin, zone, fermetures)


@given(JOURS, st.integers(0, 3000), st.integers(0, 3000), ZONES, FERMETURES)
def test_les_jours_de_deux_periodes_qui_se_suivent_s_additionnent(
    debut: date, premier: int, second: int, zone: Zone, fermetures: list[date] | None
) -> None:
    milieu = debut + timedelta(days=premier)
    fin = milieu + timedelta(days=second)
    for compte in (jours_ouvres_entre, jours_ouvrables_entre):
        assert compte(debut, fin, zone, fermetures) == compte(debut, milieu, zone, fermetures) + compte(
            milieu, fin, zone, fermetures, "debut_exclu"
        )


@given(JOURS, st.integers(1, 2000), ZONES, FERMETURES)
def test_la_date_trouvee_est_ouvree_et_au_bon_nombre_de_jours(
    depart: date, nombre: int, zone: Zone, fermetures: list[date] | None
) -> None:
    arrivee = date_apres_jours_ouvres(depart, nombre, zone, fermetures)
    assert nombre == jours_ouvres_entre(depart, arrivee, zone, fermetures, "debut_exclu")
    assert 1 == jours_ouvres_entre(arrivee, arrivee, zone, fermetures)


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.integers(1, 2000), ZONES, FERMETURES)
def test_aller_puis_revenir_rend_le_jour_ouvre_de_depart(
    jour: date, nombre: int, zone: Zone, fermetures: list[date] | None
) -> None:
    depart = prochain_jour_ouvre(jour, zone, fermetures)
    for sens in (1, -1):
        loin = date_apres_jours_ouvres(depart, sens * nombre, zone, fermetures)
        assert depart == date_apres_jours_ouvres(loin, -sens * nombre, zone, fermetures)


@given(JOURS, ZONES, FERMETURES)
def test_le_prochain_jour_ouvre_est_le_premier_a_partir_du_jour(
    jour: date, zone: Zone, fermetures: list[date] | None
) -> None:
    prochain = prochain_jour_ouvre(jour, zone, fermetures)
    assert 1 == jours_ouvres_entre(jour, prochain, zone, fermetures)
    assert prochain == prochain_jour_ouvre(prochain, zone, fermetures)


@given(st.integers(2008, 9990), ZONES)
def test_une_annee_compte_autant_de_feries_que_ses_jours_juges_un_par_un(annee: int, zone: Zone) -> None:
    feries = jours_feries_legaux(annee, zone)
    assert sorted(feries, key=lambda ferie: ferie.date) == feries
    assert 10 <= len(feries) <= 13
    assert all(est_jour_ferie(ferie.date, zone) for ferie in feries)


@given(st.dates(date(1780, 1, 1), date(2300, 1, 1)), st.dates(date(1780, 1, 1), date(2300, 1, 1)), ZONES)
def test_deux_dates_quelconques_donnent_un_compte_ou_une_phrase(debut: date, fin: date, zone: Zone) -> None:
    try:
        ouvres = jours_ouvres_entre(debut, fin, zone)
    except ErreurTableur as refus:
        phrase = str(refus)
    else:
        phrase = "." if 0 <= ouvres <= jours_calendaires_entre(debut, fin) else ""
    assert phrase.endswith(".")
