"""Jours fériés contre le paquet PyPI `holidays`, qui est écrit par d'autres.

Il va au-delà de la loi, ou s'en écarte, à cinq endroits, chacun écarté avec sa raison :

- Guadeloupe : Mi-Carême, Vendredi saint et 21 juillet (Victor Schœlcher) sont des usages, pas des jours fériés de
  l'art. L3422-2 ; de même le 21 juillet en Martinique et à Saint-Martin ;
- lundi de Pentecôte de 2005 à 2007 : la loi n° 2004-626 en fait par défaut la journée de solidarité, sans l'ôter
  de la liste des jours fériés (art. L222-1 d'alors) ; le paquet l'ôte ;
- Saint-Martin de 2012 à 2017 : le décret n° 2012-553 fixe le 27 mai ; le paquet y met déjà le 28 ;
- 1er mai de 1919 à 1946 : chômé par des textes d'un an, et de 1941 à 1944 ; le paquet le donne toujours ;
- 8 mai 1965 : férié par exception (décret du 1er avril 1965) ; le paquet l'ignore.
"""

from datetime import date, timedelta

import holidays
import pytest

from tableur.calculs.calendrier import Zone, est_jour_ferie, jour_de_paques, jours_feries_legaux

SUBDIVISIONS: list[tuple[Zone, str | None, int]] = [
    ("metropole", None, 2000),
    ("alsace_moselle", "57", 2000),
    ("alsace_moselle", "6AE", 2000),
    ("guadeloupe", "971", 2000),
    ("martinique", "972", 2000),
    ("guyane", "973", 2000),
    ("reunion", "974", 2000),
    ("mayotte", "976", 2000),
    ("saint_barthelemy", "BL", 2008),  # communes de la Guadeloupe jusqu'au 14 juillet 2007
    ("saint_martin", "MF", 2008),
]
USAGES = {
    "guadeloupe": {"Mi-Carême", "Vendredi saint", "Fête de Victor Schoelcher"},
    "martinique": {"Fête de Victor Schoelcher"},
    "saint_martin": {"Fête de Victor Schoelcher"},
}


def attendus(zone: Zone, subdivision: str | None, annee: int) -> set[date]:
    """Jours du paquet, moins les usages, corrigés des écarts dits en tête de ce fichier."""
    calendrier = holidays.country_holidays("FR", subdiv=subdivision, years=annee, language="fr")
    usages = USAGES.get(zone, set())
    jours = {jour for jour, noms in calendrier.items() if set(noms.split("; ")) - usages}
    if 2005 <= annee <= 2007:
        jours.add(jour_de_paques(annee) + timedelta(days=50))
    if zone == "saint_martin" and 2012 <= annee <= 2017:
        jours = (jours - {date(annee, 5, 28)}) | {date(annee, 5, 27)}
        if jour_de_paques(annee) + timedelta(days=50) == date(annee, 5, 28):  # lundi de Pentecôte 2012
            jours.add(date(annee, 5, 28))
    return jours


@pytest.mark.parametrize(("zone", "subdivision", "premiere"), SUBDIVISIONS)
def test_les_jours_feries_de_2000_a_2060_sont_ceux_du_paquet(
    zone: Zone, subdivision: str | None, premiere: int
) -> None:
    for annee in range(premiere, 2061):
        obtenus = {ferie.date for ferie in jours_feries_legaux(annee, zone)}
        assert attendus(zone, subdivision, annee) == obtenus, annee


def test_sans_temple_seul_le_vendredi_saint_manque_a_l_alsace_moselle() -> None:
    for annee in range(2000, 2061):
        avec = {ferie.date for ferie in jours_feries_legaux(annee, "alsace_moselle")}
        sans = {ferie.date for ferie in jours_feries_legaux(annee, "alsace_moselle_sans_temple")}
        assert {jour_de_paques(annee) - timedelta(days=2)} == avec - sans


def test_la_liste_nationale_de_1811_a_1999_suit_l_histoire_du_paquet() -> None:
    for annee in range(1811, 2000):
        jours = set(holidays.country_holidays("FR", years=annee, language="fr"))
        if 1919 <= annee <= 1946:  # le 1er mai peut aussi être l'Ascension
            ascension = jour_de_paques(annee) + timedelta(days=39)
            jours -= {date(annee, 5, 1)} - {ascension}
        if annee == 1965:
            jours.add(date(1965, 5, 8))
        assert jours == {ferie.date for ferie in jours_feries_legaux(annee)}, annee


@pytest.mark.parametrize(
    ("zone", "subdivision"),
    [("guadeloupe", "971"), ("martinique", "972"), ("guyane", "973"), ("reunion", "974"), ("mayotte", "976")],
)
def test_l_abolition_est_feriee_outre_mer_depuis_1984(zone: Zone, subdivision: str) -> None:
    for annee in range(1984, 2000):
        assert attendus(zone, subdivision, annee) == {f.date for f in jours_feries_legaux(annee, zone)}, annee


def test_le_20_decembre_1983_est_le_premier_jour_d_abolition_ferie() -> None:
    assert date(1983, 12, 20) in holidays.country_holidays("FR", subdiv="974", years=1983)
    assert est_jour_ferie(date(1983, 12, 20), "reunion")
