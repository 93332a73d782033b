"""Codes de la déclaration : chacun existe dans la norme, et les montants de leurs blocs se recoupent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tableur import baremes
from tableur.calculs.paie.elements_dsn import elements_dsn
from tableur.calculs.paie.enregistrements import Etablissement, ZoneFiscale
from tableur.calculs.paie.tables.enregistrements import FicheSalarie, LigneDsn, VariablesTapees
from tableur.calculs.paie.tables.livre import livre_de_paie
from tableur.calculs.paie.tables.reglages import ReglagesDePaie
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois

D = Decimal
JUILLET = Mois(2026, 7)
# Norme DSN P26V01, types admis par bloc : relevés dans les tables tirées des types de données officiels de 2026
# (bibliothèque dsn-tools 0.1.2) et recoupés avec la norme P26V01 d'open-neodes, au 24/11/2026.
ADMIS = {
    "S21.G00.51": {"001", "002", "003", "010", "012", "013", "017", "018", "019", "023", "025", "028", "029"},
    "S21.G00.52": {f"{code:03d}" for code in (*range(1, 24), *range(25, 31), 32, 33, 34, 39, *range(45, 56))}
    | {"900", "901", "903", "904", "905", "906"},
    "S21.G00.53": {"01", "02"},
    "S21.G00.54": {f"{code:02d}" for code in (*range(1, 13), *range(14, 20), 25, 26, 27, 31, 33, 35, 36, 37)},
    "S21.G00.58": {"01", "03", "10"},
    "S21.G00.78": {"02", "03", "04", "05", "07", "13", "14", "31", "44", "54", "57"},
    "S21.G00.79": {"01", "03", "04", "05", "06", "07"},
    "S21.G00.81": {
        *("018", "021", "040", "045", "048", "049", "059", "068", "071", "072", "074", "075", "076", "079", "081"),
        *("093", "100", "102", "105", "106", "114", "115", "128", "129", "130", "131", "132", "907", "918"),
    },
}


FICHE = FicheSalarie(matricule="001", nom="MARTIN", entree=date(2026, 7, 1), salaire_mensuel=D(3000))


def _elements(fiche: FicheSalarie, variables: Sequence[VariablesTapees] = ()) -> list[LigneDsn]:
    etablissement = Etablissement(
        effectif=60,
        taux_at=D("0.02"),
        taux_versement_mobilite=D("0.015"),
        taux_versement_mobilite_regional=D("0.0015"),
    )
    reglages = ReglagesDePaie(etablissement=etablissement, sante_mensuelle=D(60), suivi_depuis=JUILLET)
    livre = livre_de_paie(Saisies([fiche], list(variables), [], [], [], reglages), JUILLET)
    assert [] == [refusee.message for refusee in livre.refusees]
    return elements_dsn(livre.du_mois)


def _valeurs(elements: Sequence[LigneDsn], bloc: str) -> dict[str, Decimal]:
    valeurs: dict[str, Decimal] = {}
    for une in elements:
        if une.bloc.endswith(bloc):
            valeurs[une.type_] = valeurs.get(une.type_, D(0)) + (une.montant or D(0))
    return valeurs


def test_chaque_code_existe_dans_la_norme() -> None:
    regles: Any = baremes.valeur("paie_declaration.elements", JUILLET.debut)
    types = [(regle["bloc"], regle["type"]) for regle in regles if "type" in regle]
    assert 45 < len(types)
    assert [] == [(bloc, type_) for bloc, type_ in types if type_ not in ADMIS[bloc]]


def test_chaque_ligne_de_cotisation_va_dans_un_code() -> None:
    elements = _elements(replace(FICHE, cadre=True, alsace_moselle=True, contrat="CDD", sortie=date(2026, 12, 31)))
    attendus = {"040", "045", "048", "049", "068", "071", "072", "074", "075", "076", "079", "081", "100", "102"}
    attendus |= {"115", "128", "129", "130", "131", "132", "907", "918"}
    assert attendus <= set(_valeurs(elements, "81"))


def test_maladie_et_famille_se_partagent_entre_taux_normal_et_complement() -> None:
    valeurs = _valeurs(_elements(FICHE), "81")
    assert (D("210.00"), D("180.00")) == (valeurs["075"], valeurs["907"])
    assert (D("103.50"), D("54.00")) == (valeurs["074"], valeurs["102"])


def test_le_regime_local_d_alsace_moselle_a_son_code() -> None:
    valeurs = _valeurs(_elements(replace(FICHE, alsace_moselle=True)), "81")
    assert D("39.00") == valeurs["115"]
    assert D("210.00") == valeurs["075"]


def _rubriques(elements: Sequence[LigneDsn]) -> dict[str, Decimal]:
    return {une.rubrique: une.montant for une in elements if une.bloc[-2:] == "50" and une.montant is not None}


def test_un_contrat_court_sans_taux_declare_son_abattement() -> None:
    court = _rubriques(_elements(replace(FICHE, contrat="CDD", sortie=date(2026, 8, 30))))
    assert D(748) == court["012"]
    assert court["002"] - 748 == court["013"]
    transmis = _rubriques(_elements(replace(FICHE, contrat="CDD", sortie=date(2026, 8, 30), taux_pas=D("0.05"))))
    assert "012" not in transmis
    assert transmis["002"] == transmis["013"]


def test_un_apprenti_declare_sa_part_non_imposable_hors_du_net_fiscal() -> None:
    apprenti = replace(FICHE, contrat="apprentissage", date_contrat=date(2025, 9, 1), salaire_mensuel=D(1000))
    rubriques = _rubriques(_elements(apprenti))
    assert not {"002", "013"} & set(rubriques)
    assert D(900) < rubriques["011"] <= D(1030)


def test_les_heures_exonerees_se_declarent_en_net_hors_du_net_fiscal() -> None:
    # Net-entreprises : net = brut × (1 − 0,9825 × 0,068) ; 400 € bruts font 373,28 € (LégiSocial, norme 2024).
    heures = VariablesTapees(mois=JUILLET, matricule="001", heures_supplementaires_25=D("32"))
    fiche = replace(FICHE, salaire_mensuel=D("1516.67"))
    elements = _elements(fiche, [heures])
    nettes = [une.montant for une in elements if (une.bloc[-2:], une.type_) == ("58", "01")]
    brutes = [une.montant for une in elements if (une.bloc[-2:], une.type_) == ("51", "017")]
    assert ([D("400.00")], [D("373.28")]) == (brutes, nettes)


def test_un_libelle_tient_dans_sa_colonne() -> None:
    elements = _elements(replace(FICHE, cadre=True))
    assert [] == [une.libelle for une in elements if len(une.libelle) > 54]


def test_seuls_les_codes_douteux_le_disent() -> None:
    elements = _elements(replace(FICHE, cadre=True))
    assert ["131", "132"] == [une.type_ for une in elements if "à confirmer" in une.libelle]


@pytest.mark.parametrize(
    ("zone", "type_"),
    [("metropole", "13"), ("guadeloupe_reunion_martinique", "23"), ("guyane_mayotte", "33")],
)
def test_la_grille_du_prelevement_est_celle_de_la_zone(zone: ZoneFiscale, type_: str) -> None:
    elements = _elements(replace(FICHE, zone_fiscale=zone))
    assert [type_] == [une.mesure for une in elements if (une.bloc[-2:], une.rubrique) == ("50", "007")]
