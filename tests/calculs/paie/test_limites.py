"""Limites de la protection complémentaire et de la réduction générale : publiées, puis dites sur le bulletin."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.enregistrements import Bulletin, Cumuls, Etablissement, Salarie, Variables
from tableur.calculs.paie.limites import limites_de_la_protection
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide

D = Decimal
LE = date(2026, 7, 1)
ETABLISSEMENT = Etablissement(effectif=15, taux_at=D("0.02"))


def _paie(brut: str, salarie: Salarie, etablissement: Etablissement = ETABLISSEMENT) -> Bulletin:
    return bulletin_de_paie(Mois(2026, 7), salarie, etablissement, Variables(brut=D(brut)))


def _dites(bulletin: Bulletin, debut: str) -> list[str]:
    return [
        dite.replace("\u202f", " ").replace("\u00a0", " ") for dite in bulletin.mentions if dite.startswith(debut)
    ]


def test_les_limites_de_2026_sont_celles_qui_sont_publiees() -> None:
    # Artemis Paie, 20/01/2026 : 2 884 et 2 403 € plus la part du brut ; 5 767 et 7 690 € au plus.
    sans_brut, au_plus = limites_de_la_protection(D(0), LE), limites_de_la_protection(D(1_000_000), LE)
    assert (D("2883.60"), D("2403.00")) == (sans_brut.exoneration_sociale, sans_brut.deduction_fiscale)
    assert (D("5767.20"), D("7689.60")) == (au_plus.exoneration_sociale, au_plus.deduction_fiscale)


def test_un_brut_negatif_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match="négatif"):
        limites_de_la_protection(D(-1), LE)


@given(st.decimals(0, 500_000, places=2), st.decimals(0, 50_000, places=2))
def test_les_limites_croissent_avec_le_brut(brut: Decimal, de_plus: Decimal) -> None:
    moins, plus = limites_de_la_protection(brut, LE), limites_de_la_protection(brut + de_plus, LE)
    assert moins.exoneration_sociale <= plus.exoneration_sociale
    assert moins.deduction_fiscale <= plus.deduction_fiscale


def test_une_mutuelle_ordinaire_ne_dit_rien() -> None:
    assert [] == _dites(_paie("2500", Salarie(sante_mensuelle=D(60))), "Santé et prévoyance")
    cadre = Salarie(cadre=True, sante_mensuelle=D(120), taux_prevoyance_patronal=D("0.01"))
    assert [] == _dites(_paie("6000", cadre), "Santé et prévoyance")


def test_une_part_patronale_au_dela_de_la_limite_est_dite_avec_ses_chiffres() -> None:
    # 6 % de 4 005 et 1,5 % de 2 500 : 277,80 €. La part patronale est de 300 €.
    bulletin = _paie("2500", Salarie(sante_mensuelle=D(300), part_employeur_sante=D(1)))
    (dite,) = _dites(bulletin, "Santé et prévoyance")
    assert "300,00 € de part patronale, pour une limite d'exonération de 277,80 € par mois" in dite
    assert "l'excédent (22,20 € ce mois-ci) entre dans l'assiette" in dite


def test_une_deduction_au_dela_de_la_limite_est_dite_avec_ses_chiffres() -> None:
    # 5 % de 4 005 et 2 % de 2 500 : 250,25 €. La part salariale de santé, seule déduite, est de 260 €.
    bulletin = _paie("2500", Salarie(sante_mensuelle=D(260), part_employeur_sante=D(0)))
    (dite,) = _dites(bulletin, "Santé et prévoyance")
    assert "260,00 € déduits de l'imposable, pour une limite de 250,25 € par mois" in dite
    assert "l'excédent (9,75 € ce mois-ci) est imposable" in dite


@pytest.mark.parametrize(("taux", "dit"), [("0.0049", False), ("0.0048", True)])
def test_un_taux_at_sous_celui_de_la_reduction_est_dit(taux: str, dit: bool) -> None:
    bulletin = _paie("2500", Salarie(), Etablissement(effectif=15, taux_at=D(taux)))
    assert dit == bool(_dites(bulletin, "Taux AT/MP de 0,48 % : la réduction générale en suppose 0,49 %"))


def test_une_regularisation_plus_forte_que_les_cotisations_est_dite() -> None:
    deja = Cumuls(mois=Mois(2026, 6), brut=D(12000), plafond=D(24030), smic=D("10938.2"), reduction_generale=D(0))
    bulletin = bulletin_de_paie(Mois(2026, 7), Salarie(), ETABLISSEMENT, Variables(brut=D(1900)), deja)
    assert _dites(bulletin, "Réduction générale de ")
    assert [] == _dites(_paie("1900", Salarie()), "Réduction générale de ")
