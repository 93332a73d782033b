"""Deux paies écrites l'une sans l'autre se retrouvent : cas publics, régularisation, années tirées au hasard."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tableur.calculs.paie.enregistrements import Cumuls, Etablissement, Salarie, Variables
from tableur.calculs.paie.reductions import coefficient_de_reduction
from tableur.socle.arrondis import arrondir_centime
from tests.calculs.paie.cas import PUBLICS, SCENARIOS, TAUX_CSA
from tests.calculs.paie.comparaison_de_paie import bulletins, ecarts_de_l_annee
from tests.calculs.paie.oracle_paie import bulletin_attendu
from tests.calculs.paie.oracle_valeurs import Memoire, arrondi
from tests.calculs.paie.oracle_valeurs import Mois as MoisAttendu
from tests.calculs.paie.tirages_de_paie import tirage, tirages

CAS = PUBLICS["cas"]
PAR_GROUPE, GROUPES = 25, 12
NULLES = (Fraction(0), Fraction(0))


def _attendu_public(entrees: dict[str, Any]) -> MoisAttendu:
    """Le cas public, par l'oracle, avec les hypothèses que son fichier dit."""
    embauche = entrees.get("date_embauche", "01/06/2020").split("/")
    salarie = Salarie(
        cadre=entrees["cadre"],
        contrat=entrees.get("contrat", "CDI"),
        date_contrat=date(*map(int, reversed(embauche))),
        heures_semaine=Decimal(str(entrees.get("heures_semaine", 35))),
        alsace_moselle=entrees.get("alsace_moselle", False),
        sante_mensuelle=Decimal(str(entrees.get("mutuelle", 60))),
    )
    chez = Etablissement(
        effectif=entrees["effectif"],
        taux_at=Decimal(str(entrees.get("at", 2))) / 100,
        taux_versement_mobilite=Decimal("0.015"),
        taux_csa_alternance=TAUX_CSA[str(entrees.get("ratio_alternants", 5))],
        contributions_annuelles_mensualisees=True,
    )
    variables = Variables(
        brut=Decimal(str(entrees["brut"])), heures_supplementaires_25=Decimal(str(entrees.get("hs", 0)))
    )
    annee, mois = map(int, entrees["date"].split("-"))
    return bulletin_attendu(annee, mois, salarie, chez, variables, Memoire())


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas["entrees"]["id"])
def test_l_oracle_retrouve_un_bulletin_public(cas: dict[str, Any]) -> None:
    attendu = _attendu_public(cas["entrees"])
    publiques = {code: tuple(map(Fraction, parts)) for code, parts in cas["lignes"].items()}
    assert {code: parts for code, parts in publiques.items() if any(parts)} == attendu.lignes
    assert {nom: Fraction(montant) for nom, montant in cas["totaux"].items()} == {
        nom: attendu.t[nom] for nom in cas["totaux"]
    }


@pytest.mark.parametrize("scenario", SCENARIOS["scenarios"], ids=lambda scenario: scenario["id"])
def test_l_oracle_retrouve_une_annee_regularisee(scenario: dict[str, Any]) -> None:
    entree, sortie = ((date.fromisoformat(j) if j else None) for j in (scenario["entree"], scenario["sortie"]))
    memoire = Memoire()
    for valeurs in scenario["mois"]:
        attendu = dict(zip(scenario["colonnes"], valeurs, strict=True))
        heures = Decimal(scenario.get("absences", {}).get(str(attendu["mois"]), 0))
        obtenu = bulletin_attendu(
            2026,
            attendu["mois"],
            Salarie(entree=entree, sortie=sortie),
            Etablissement(effectif=scenario["effectif"], taux_at=Decimal("0.02")),
            Variables(
                brut=Decimal(scenario["salaire"] if "salaire" in scenario else attendu["brut"]),
                heures_absence=heures,
                jours_absence=heures / 7,
                heures_supplementaires_25=Decimal(scenario.get("heures_25", 0)),
            ),
            memoire,
        ).t
        for nom, notre in (
            ("retenue", "retenue_absence"),
            ("brut", "brut"),
            ("plafond_mois", "plafond_applique"),
            ("t1", "tranche_1"),
            ("t2", "tranche_2"),
            ("smic_mois", "smic"),
            ("coefficient_cumule", "reduction_generale_coefficient"),
            ("reduction_mois", "reduction_generale"),
            ("dont_agirc_arrco", "reduction_generale_agirc_arrco"),
            ("dont_urssaf", "reduction_generale_urssaf"),
        ):
            assert Fraction(attendu[nom]) == arrondi(obtenu[notre], 4 if nom == "coefficient_cumule" else 2), nom


@pytest.mark.parametrize("groupe", range(GROUPES))
def test_des_annees_tirees_au_hasard_sont_celles_de_l_oracle(groupe: int) -> None:
    # Plus, à la main : python -m tests.calculs.paie.comparaison_de_paie 10000
    divergences = [ecarts_de_l_annee(cas) for cas in tirages(PAR_GROUPE, groupe * PAR_GROUPE)]
    assert [] == [ecarts for ecarts in divergences if ecarts]


@pytest.mark.parametrize("graine", range(400, 430))
def test_une_annee_reprise_d_un_papier_est_la_meme_que_depuis_son_debut(graine: int) -> None:
    cas = tirage(graine)
    if len(cas.mois) < 2:
        return
    tous = bulletins(cas)
    rang = 1 + graine % (len(tous) - 1)
    avant = tous[rang - 1].cumuls
    repris = bulletins(cas, _recopies(avant), cas.mois[rang][0])
    assert [b.lignes for b in tous[rang:]] == [b.lignes for b in repris]
    assert [b.totaux for b in tous[rang:]] == [b.totaux for b in repris]


def _recopies(cumuls: Cumuls) -> Cumuls:
    """Les mêmes cumuls, passés par du texte."""
    return Cumuls(**{c.name: _relu(getattr(cumuls, c.name)) for c in fields(Cumuls)})


def _relu(valeur: object) -> Any:
    return Decimal(str(valeur)) if isinstance(valeur, Decimal) else valeur


@pytest.mark.parametrize("graine", range(500, 540))
def test_les_reductions_des_mois_font_celle_de_l_annee(graine: int) -> None:
    cas = tirage(graine)
    derniere = cas.mois[-1][0].annee if cas.mois else 2026
    faits = [b for b in bulletins(cas) if b.periode.annee == derniere]
    if not faits or cas.salarie.contrat == "stage":
        return
    cumuls = faits[-1].cumuls
    remuneration = cumuls.brut + cumuls.prime_partage_valeur
    seuil = cas.etablissement.effectif_seuil_50
    effectif = cas.etablissement.effectif if seuil is None else seuil
    taux = coefficient_de_reduction(remuneration, cumuls.smic, effectif, faits[-1].periode.debut)
    assert arrondir_centime(taux * remuneration) == sum(b.totaux.reduction_generale for b in faits)
    for b in faits:
        parts = b.totaux.reduction_generale_urssaf + b.totaux.reduction_generale_agirc_arrco
        assert b.totaux.reduction_generale == parts


def test_le_net_imposable_s_ecarte_du_moteur_des_seuls_arrondis_de_lignes() -> None:
    """Règle d'or 2 : le moteur arrondit une somme, le bulletin somme des lignes arrondies.

    Chaque écart des 93 cas est la somme des arrondis de ses lignes, au millième près (les heures supplémentaires
    ont un taux à quatre décimales, que le moteur n'arrondit pas) : rien d'autre ne sépare les deux.
    """
    ecarts: list[Fraction] = []
    for cas in CAS:
        attendu = _attendu_public(cas["entrees"])
        for nom, chez_le_moteur, perdues in (
            ("net_imposable", "net_imposable_corrige", ("csg_crds_non_deductible", "csg_crds_hs")),
            ("montant_net_social", "montant_net_social", ()),
        ):
            ecart = attendu.t[nom] - Fraction(cas["moteur"][chez_le_moteur])
            ecarts.append(abs(ecart))
            if not attendu.t[nom]:  # exonéré d'impôt : rien à arrondir
                continue
            arrondis = sum(
                exact - attendu.lignes.get(code, NULLES)[0]
                for code, exact in attendu.exacts.items()
                if code not in perdues
            )
            permis = Fraction(2, 100) if attendu.t["heures_sup"] else Fraction(1, 1000)
            assert abs(ecart - arrondis) <= permis, (cas["entrees"]["id"], nom)
    assert max(ecarts) <= Fraction(2, 100)
    assert any(ecart > Fraction(5, 1000) for ecart in ecarts), "sans écart, l'arrondi par ligne n'est plus mesuré"
