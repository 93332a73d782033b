"""Régularisation sur l'année : chaque scénario de référence, mois par mois, exact."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.enregistrements import Bulletin, Cumuls, Etablissement, Salarie, Variables
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tests.calculs.paie.cas import SCENARIOS, annee


def _jour(texte: str | None) -> date | None:
    return date.fromisoformat(texte) if texte else None


def _lu(bulletin: Bulletin) -> dict[str, Decimal]:
    totaux, cumuls = bulletin.totaux, bulletin.cumuls
    return {
        "retenue": totaux.retenue_absence,
        "brut": totaux.brut,
        "plafond_mois": totaux.plafond_applique,
        "t1": totaux.tranche_1,
        "t2": totaux.tranche_2,
        "cumul_brut": cumuls.brut,
        "cumul_plafond": cumuls.plafond,
        "cumul_smic": arrondir_centime(cumuls.smic),
        "coefficient_cumule": totaux.reduction_generale_coefficient,
        "reduction_mois": totaux.reduction_generale,
        "dont_agirc_arrco": totaux.reduction_generale_agirc_arrco,
        "dont_urssaf": totaux.reduction_generale_urssaf,
        "cumul_reduction": cumuls.reduction_generale,
    }


@pytest.mark.parametrize("scenario", SCENARIOS["scenarios"], ids=lambda scenario: scenario["id"])
def test_l_annee_est_exacte_mois_par_mois(scenario: dict[str, Any]) -> None:
    salarie = Salarie(entree=_jour(scenario["entree"]), sortie=_jour(scenario["sortie"]))
    etablissement = Etablissement(effectif=scenario["effectif"], taux_at=Decimal("0.02"))
    cumuls: Cumuls | None = None
    for valeurs in scenario["mois"]:
        attendu = dict(zip(scenario["colonnes"], valeurs, strict=True))
        numero = attendu["mois"]
        variables = Variables(
            brut=Decimal(scenario["salaire"] if "salaire" in scenario else attendu["brut"]),
            heures_absence=Decimal(scenario.get("absences", {}).get(str(numero), 0)),
            heures_supplementaires_25=Decimal(scenario.get("heures_25", 0)),
        )
        bulletin = bulletin_de_paie(Mois(2026, numero), salarie, etablissement, variables, cumuls)
        cumuls = bulletin.cumuls
        lu = _lu(bulletin)
        assert {nom: Decimal(attendu[nom]) for nom in lu} == lu, numero


def test_une_sortie_le_15_octobre_se_compte_en_heures_reelles_et_en_jours_calendaires() -> None:
    # Octobre 2026 : 22 jours du lundi au vendredi, dont 11 après le 15 ; 15 jours calendaires sur 31.
    salarie = Salarie(sortie=date(2026, 10, 15))
    bulletin = bulletin_de_paie(
        Mois(2026, 10), salarie, Etablissement(effectif=15, taux_at=Decimal("0.02")), Variables(brut=Decimal(2400))
    )
    assert Decimal("1200.00") == bulletin.totaux.brut
    assert arrondir_centime(Decimal(4005) * 15 / 31) == bulletin.totaux.plafond_applique


def test_passer_trois_smic_cumules_fait_tout_rendre() -> None:
    bulletins = list(annee([Decimal(2600)] * 3 + [Decimal(20000)]))
    deja = bulletins[2].cumuls.reduction_generale
    assert deja > 0
    assert -deja == bulletins[3].totaux.reduction_generale
    assert 0 == bulletins[3].cumuls.reduction_generale


def test_le_changement_d_annee_remet_les_cumuls_a_zero() -> None:
    decembre = list(annee([Decimal(2200)] * 12, annee=2025))[-1].cumuls
    janvier = next(annee([Decimal(2200)], cumuls=decembre))
    seul = next(annee([Decimal(2200)]))
    assert seul.totaux == janvier.totaux
    assert seul.cumuls.brut == janvier.cumuls.brut
