"""L'écart du net entre deux mois : ses parts font toujours le tout, et chacune ne bouge que de sa cause."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.paie.enregistrements import Etablissement
from tableur.calculs.paie.tables.comparaison import lignes_comparees
from tableur.calculs.paie.tables.enregistrements import Absence, FicheSalarie, Prime, VariablesTapees
from tableur.calculs.paie.tables.livre import livre_de_paie
from tableur.calculs.paie.tables.recapitulatif import recapitulatif_du_mois
from tableur.calculs.paie.tables.refus import SaisieRefusee
from tableur.calculs.paie.tables.reglages import ReglagesDePaie
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO

D = Decimal
FICHE = FicheSalarie(matricule="1", nom="MORVAN", entree=date(2024, 1, 8), salaire_mensuel=D(2400))
REGLAGES = ReglagesDePaie(etablissement=Etablissement(effectif=15, taux_at=D("0.02")), sante_mensuelle=D(60))
MONTANTS = st.integers(0, 600_000).map(lambda centimes: D(centimes) / 100)


def _saisies(
    fiche: FicheSalarie = FICHE,
    variables: tuple[VariablesTapees, ...] = (),
    absences: tuple[Absence, ...] = (),
    primes: tuple[Prime, ...] = (),
) -> Saisies:
    return Saisies((fiche,), variables, absences, primes, (), REGLAGES)


@given(
    salaire=st.integers(1900, 9000).map(D),
    prime=MONTANTS,
    heures=st.integers(0, 20).map(D),
    jour=st.integers(1, 28),
    duree=st.integers(0, 20),
    acompte=MONTANTS,
    taux=st.sampled_from([None, D(0), D("0.05"), D("0.139")]),
)
def test_les_parts_de_l_ecart_en_font_la_somme(
    salaire: Decimal,
    prime: Decimal,
    heures: Decimal,
    jour: int,
    duree: int,
    acompte: Decimal,
    taux: Decimal | None,
) -> None:
    mois = Mois(2026, 6)
    variables = VariablesTapees(
        mois=mois,
        matricule="1",
        salaire_mensuel=salaire,
        taux_pas=taux,
        heures_supplementaires_25=heures,
        acomptes=acompte,
    )
    debut = date(2026, 6, jour)
    absence = Absence(matricule="1", nature="sans_solde", debut=debut, fin=date(2026, 6, min(30, jour + duree)))
    primes = (Prime(mois=mois, matricule="1", nature="prime", montant=prime),)
    livre = livre_de_paie(_saisies(variables=(variables,), absences=(absence,), primes=primes), mois)
    (ligne,) = recapitulatif_du_mois(livre)
    assert ZERO == ligne.inexplique
    comparees = lignes_comparees(livre, Mois(2026, 5), mois)
    assert ligne.ecart == sum((x.effet_sur_le_net for x in comparees), ZERO)


def test_une_augmentation_seule_est_toute_en_variables() -> None:
    hausse = VariablesTapees(mois=Mois(2026, 3), matricule="1", salaire_mensuel=D(2500))
    (ligne,) = recapitulatif_du_mois(livre_de_paie(_saisies(variables=(hausse,)), Mois(2026, 3)))
    assert ligne.ecart == ligne.par_variables > ZERO
    (suivante,) = recapitulatif_du_mois(livre_de_paie(_saisies(variables=(hausse,)), Mois(2026, 4)))
    assert ZERO == suivante.ecart  # un salaire vaut jusqu'au prochain


def test_une_entree_en_cours_de_mois_est_toute_en_presence() -> None:
    entre = replace(FICHE, entree=date(2026, 3, 12))
    livre = livre_de_paie(_saisies(entre), Mois(2026, 4))
    (ligne,) = recapitulatif_du_mois(livre)
    assert ligne.par_presence > ZERO
    assert ZERO == ligne.par_variables == ligne.par_absences == ligne.inexplique


def test_deux_lignes_de_variables_pour_un_mois_sont_refusees() -> None:
    une = VariablesTapees(mois=Mois(2026, 3), matricule="1")
    saisies = _saisies(variables=(une, une))
    with pytest.raises(SaisieRefusee, match="Deux lignes de variables"):
        saisies.variables_de("1", Mois(2026, 3))
    livre = livre_de_paie(saisies, Mois(2026, 3))
    assert [("VariablesTapees", 1)] == [(r.table, r.rang) for r in livre.refusees]
