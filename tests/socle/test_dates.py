"""Les périodes de la gestion : mois et exercice."""

from datetime import date

import pytest

from tableur.socle.dates import Exercice, Mois, date_ecrite
from tableur.socle.erreurs import ValeurInvalide


def test_un_mois_se_lit_dans_les_deux_ecritures() -> None:
    assert Mois.lire("2026-10") == Mois.lire("10/2026") == Mois(2026, 10)


@pytest.mark.parametrize("texte", ["2026-13", "octobre", "2026", "0/2026"])
def test_un_mois_qui_n_existe_pas_est_refuse(texte: str) -> None:
    with pytest.raises(ValeurInvalide):
        Mois.lire(texte)


def test_fevrier_bissextile_finit_le_29() -> None:
    assert Mois(2028, 2).fin == date(2028, 2, 29)


def test_les_mois_s_enchainent_par_dessus_l_annee() -> None:
    assert [str(Mois(2026, 11) + n) for n in (-11, 0, 1, 2)] == ["2025-12", "2026-11", "2026-12", "2027-01"]


def test_un_exercice_decale_a_douze_mois_et_un_precedent() -> None:
    exercice = Exercice(date(2025, 7, 1), date(2026, 6, 30))
    assert [str(m) for m in exercice.mois()][0::11] == ["2025-07", "2026-06"]
    assert exercice.precedent == Exercice(date(2024, 7, 1), date(2025, 6, 30))
    assert date(2026, 6, 30) in exercice
    assert date(2026, 7, 1) not in exercice


def test_le_precedent_d_un_exercice_civil_bissextile() -> None:
    assert Exercice.civil(2029).precedent == Exercice.civil(2028)


def test_un_exercice_a_l_envers_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match="31/12/2025, avant son début, le 01/01/2026"):
        Exercice(date(2026, 1, 1), date(2025, 12, 31))


def test_une_date_s_ecrit_comme_on_la_tape() -> None:
    assert date_ecrite(date(2026, 3, 1)) == "01/03/2026"
