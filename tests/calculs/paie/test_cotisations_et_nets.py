"""Cotisations et nets, cas par cas : CSG, tranches, alternance, heures exonérées, effectifs, prélèvement."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.contributions import taux_de_contribution_alternance
from tableur.calculs.paie.csg import csg_crds
from tableur.calculs.paie.effectifs import EffectifAnnuel, effectif_par_obligation
from tableur.calculs.paie.enregistrements import Bulletin, Cumuls, Salarie, Variables
from tableur.calculs.paie.heures_exonerees import part_exoneree_d_impot
from tableur.calculs.paie.nets import base_du_taux_neutre, prelevement_a_la_source, taux_neutre
from tableur.calculs.paie.reductions import coefficient_de_reduction, puissance, smic_de_la_reduction
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.erreurs import BaremeAbsent, ValeurInvalide
from tests.calculs.paie.cas import ETABLISSEMENT, annee

JUILLET, LE = Mois(2026, 7), date(2026, 7, 1)


def paie(salarie: Salarie | None = None, periode: Mois = JUILLET, **variables: Any) -> Bulletin:
    return bulletin_de_paie(
        periode, salarie or Salarie(), ETABLISSEMENT, Variables(**{"brut": Decimal(2500), **variables})
    )


def codes(bulletin: Bulletin) -> set[str]:
    return {une.code for une in bulletin.lignes}


def test_la_csg_n_a_pas_d_abattement_au_dela_de_quatre_plafonds() -> None:
    # 20 000 € : abattement sur 4 × 4 005 = 16 020 € seulement.
    attendue = Decimal(20000) - Decimal("0.0175") * 16020
    assert attendue == csg_crds(Decimal(20000), Decimal(0), Decimal(4005), LE).assiette
    # Sur le cumul, un mois faible rend l'abattement qu'une prime avait perdu.
    avril = csg_crds(
        Decimal(2000), Decimal(0), Decimal(4005), LE, brut_deja=Decimal(40000), plafond_deja=Decimal(8010)
    )
    assert Decimal(2000) - Decimal("0.0175") * (42000 - 32040) == avril.assiette


def test_les_heures_exonerees_s_arretent_a_la_limite_de_l_annee() -> None:
    # 7 500 / (1 - 98,25 % × 6,8 %) = 8 036,95, arrondi à 8 037 € (net-entreprises, fiche DSN 2110).
    assert Decimal(8037) == part_exoneree_d_impot(Decimal(9000), Decimal(0), LE)
    assert 0 == part_exoneree_d_impot(Decimal(500), Decimal(8037), LE)


def test_les_heures_complementaires_ont_la_reduction_et_pas_la_deduction() -> None:
    bulletin = paie(Salarie(heures_semaine=Decimal(28)), brut=Decimal(1800), heures_complementaires_10=Decimal(8))
    # 1 800 / 121,3333 = 14,8352 ; × 1,10 × 8 = 130,55.
    assert Decimal("130.55") == bulletin.totaux.remuneration_heures_complementaires
    assert Decimal("14.77") == bulletin.totaux.reduction_salariale_heures_sup
    assert 0 == bulletin.totaux.deduction_patronale_heures_sup
    assert Decimal("3415.25") == bulletin.totaux.plafond_applique  # 4 005 × 129,3333 / 151,6667


def test_les_taux_reduits_de_2025_se_decident_sur_le_cumul() -> None:
    # 2,25 SMIC = 4 054,05 €. Deux mois à 3 000 €, puis un à 9 000 € : le cumul passe, tout le complément est dû.
    bulletins = list(annee([Decimal(3000), Decimal(3000), Decimal(9000)], annee=2025, depart=6))
    maladie = [next(u.part_patronale for u in b.lignes if u.code == "maladie") for b in bulletins]
    assert [Decimal("210.00"), Decimal("210.00"), Decimal("1530.00")] == maladie
    assert Decimal(15000) * Decimal("0.13") == sum(maladie)


def test_un_apprenti_ancien_ne_doit_rien_sous_79_pour_cent_du_smic() -> None:
    apprenti = Salarie(contrat="apprentissage", date_contrat=date(2024, 9, 1), part_du_smic=Decimal("0.67"))
    bulletin = paie(apprenti, brut=Decimal(1300))
    assert bulletin.totaux.total_lignes_salariales == 0
    assert Decimal(1300) == bulletin.totaux.net_a_payer_avant_impot


def test_l_impot_epargne_un_apprenti_jusqu_a_un_smic_annuel() -> None:
    apprenti = Salarie(contrat="apprentissage", date_contrat=date(2025, 9, 1), part_du_smic=Decimal(1))
    bulletins = list(annee([Decimal(2500)] * 12, salarie=apprenti))
    assert [0] * 6 == [b.totaux.net_imposable for b in bulletins[:6]]
    # 5 × 1 823,03 + 7 × 1 867,02 = 22 184,29, arrondi à l'euro (BOI-RSA-CHAMP-20-50-50, § 400)
    assert Decimal(22184) == bulletins[-1].cumuls.exonere_apprenti
    assert bulletins[-1].totaux.net_imposable > 2000


def test_un_stagiaire_n_a_ni_chomage_ni_retraite_complementaire_ni_reduction() -> None:
    bulletin = paie(Salarie(contrat="stage"), brut=Decimal(800))
    assert not codes(bulletin) & {
        "chomage",
        "ags",
        "agirc_arrco",
        "ceg",
        "cet",
        "dialogue_social",
        "forfait_social",
    }
    assert () == bulletin.allegements


@pytest.mark.parametrize(
    ("entree", "sortie", "court"),
    [
        # Légifiscal et LégiSocial : du 15 janvier au 14 mars, deux mois ; au 15 mars, plus. D'un 16 au 15, aussi.
        (date(2026, 1, 15), date(2026, 3, 14), True),
        (date(2026, 1, 15), date(2026, 3, 15), False),
        (date(2025, 11, 16), date(2026, 1, 15), True),
        (date(2025, 11, 16), date(2026, 1, 16), False),
        # Un jour que le mois d'arrivée n'a pas : jusqu'à la fin de ce mois.
        (date(2026, 1, 31), date(2026, 3, 30), True),
        (date(2025, 12, 31), date(2026, 2, 28), True),
        (date(2025, 12, 31), date(2026, 3, 1), False),
    ],
)
def test_deux_mois_se_comptent_de_date_a_date(entree: date, sortie: date, court: bool) -> None:
    salarie = Salarie(contrat="CDD", entree=entree, sortie=sortie)
    base = base_du_taux_neutre(Decimal(2000), salarie, date(2026, 1, 31))
    assert (Decimal(2000) - 748 if court else Decimal(2000)) == base


@pytest.mark.parametrize(
    ("horaire", "publie"),
    [("10.85", 675), ("11.27", 701), ("11.52", 716), ("11.65", 725), ("11.88", 739), ("12.02", 748)],
)
def test_l_abattement_est_la_moitie_du_smic_net_imposable(horaire: str, publie: int) -> None:
    """La même règle redonne les montants que l'administration a publiés de 2022 à 2025, et celui de 2026."""
    brut = arrondir_centime(Decimal(horaire) * 35 * 52 / 12)
    net = brut * (1 - Decimal("0.1131") - Decimal("0.9825") * Decimal("0.068"))
    assert publie == (net / 2).quantize(Decimal(1), ROUND_HALF_UP)


def test_un_contrat_court_a_l_abattement_du_taux_neutre() -> None:
    court = Salarie(contrat="CDD", entree=date(2026, 7, 1), sortie=date(2026, 8, 31))
    long = replace(court, sortie=date(2026, 9, 1))
    taux = [paie(s, brut=Decimal(2500), indemnite_fin_contrat=Decimal(0)).totaux.taux_pas for s in (court, long)]
    assert [Decimal(0), Decimal("0.029")] == taux


def test_le_taux_transmis_l_emporte_et_les_zones_ont_leur_grille() -> None:
    assert Decimal("192.00") == prelevement_a_la_source(Decimal(2560), LE, Decimal("0.075"))
    zones = [taux_neutre(Decimal(2560), LE, z) for z in ("metropole", "guadeloupe_reunion_martinique")]
    assert [Decimal("0.053"), Decimal("0.029")] == zones
    assert 0 == prelevement_a_la_source(Decimal(-100), LE)


def test_une_prime_de_partage_imposable_a_sa_csg_et_son_forfait_social() -> None:
    chez = replace(ETABLISSEMENT, effectif=300)
    variables = Variables(
        brut=Decimal(2500), prime_partage_valeur=Decimal(1000), prime_partage_valeur_imposable=True
    )
    parts = {u.code: u for u in bulletin_de_paie(JUILLET, Salarie(), chez, variables).lignes}
    assert Decimal("68.00") == parts["csg_deductible_ppv"].part_salariale
    assert Decimal("29.00") == parts["csg_crds_non_deductible_ppv"].part_salariale
    assert Decimal("200.00") == parts["forfait_social_ppv"].part_patronale


def test_les_avantages_en_nature_se_cotisent_et_ne_se_paient_pas() -> None:
    sans, avec = paie(), paie(avantages_en_nature=Decimal(100))
    assert sans.totaux.brut + 100 == avec.totaux.brut
    assert avec.totaux.montant_net_social - 100 == avec.totaux.net_a_payer_avant_impot


def test_acomptes_saisies_et_remboursements_ne_touchent_que_le_net_a_payer() -> None:
    sans = paie().totaux
    avec = paie(acomptes=Decimal(200), saisies=Decimal(50), remboursements=Decimal("43.20")).totaux
    assert sans.montant_net_social == avec.montant_net_social
    assert sans.net_a_payer_avant_impot + Decimal("43.20") == avec.net_a_payer_avant_impot
    assert sans.net_a_payer + Decimal("43.20") - 250 == avec.net_a_payer


def test_une_association_doit_la_taxe_d_apprentissage_depuis_mars_2026() -> None:
    association = replace(ETABLISSEMENT, association_non_lucrative=True)
    lignes = [
        {u.code for u in bulletin_de_paie(p, Salarie(), association, Variables(brut=Decimal(2500))).lignes}
        for p in (Mois(2026, 2), Mois(2026, 3))
    ]
    assert {"taxe_apprentissage"} == lignes[1] - lignes[0]


def test_sous_onze_salaries_ni_mobilite_ni_forfait_social() -> None:
    petite = replace(ETABLISSEMENT, effectif=10)
    sante = Salarie(sante_mensuelle=Decimal(60))
    bulletin = bulletin_de_paie(JUILLET, sante, petite, Variables(brut=Decimal(2500)))
    assert not codes(bulletin) & {"versement_mobilite", "forfait_social"}
    zone = replace(petite, effectif_mobilite=12)  # une autre implantation dans le même ressort
    assert "versement_mobilite" in codes(bulletin_de_paie(JUILLET, sante, zone, Variables(brut=Decimal(2500))))


def test_un_mois_entierement_absent_ne_paie_rien() -> None:
    totaux = paie(heures_absence=Decimal(161)).totaux
    assert totaux.brut == 0
    assert totaux.plafond_applique == 0
    assert totaux.reduction_generale == 0


def test_un_contrat_de_39_heures_paie_35_heures_et_ses_heures_supplementaires() -> None:
    contrat, heures = Salarie(heures_semaine=Decimal(39)), Decimal("17.33")
    assert paie(heures_supplementaires_25=heures).totaux == paie(contrat, heures_supplementaires_25=heures).totaux
    assert any(mention.startswith("Contrat de 39 heures") for mention in paie(contrat).mentions)


def test_la_contribution_a_l_apprentissage_suit_l_assiette_de_la_taxe() -> None:
    # Paie de juin 2025, modele-social 9.0.0 : taxe et contribution de 18,51 € pour 1 911,90 € d'un apprenti.
    chez = replace(
        ETABLISSEMENT,
        effectif=400,
        taux_csa_alternance=Decimal("0.004"),
        contributions_annuelles_mensualisees=True,
    )
    apprenti = Salarie(contrat="apprentissage", date_contrat=date(2025, 4, 1))
    bulletin = bulletin_de_paie(Mois(2025, 6), apprenti, chez, Variables(brut=Decimal("1911.90")))
    parts = {une.code: une.part_patronale for une in bulletin.lignes}
    lignes = ("taxe_apprentissage", "taxe_apprentissage_solde", "csa_apprentissage")
    assert [Decimal("10.11"), Decimal("1.54"), Decimal("6.85")] == [parts[code] for code in lignes]


def test_avant_le_premier_bareme_le_bulletin_est_refuse() -> None:
    with pytest.raises(BaremeAbsent):
        paie(periode=Mois(2023, 1))


@pytest.mark.parametrize("alternants", [Decimal("0.05"), Decimal("0.2")])
def test_assez_d_alternants_dispensent_de_la_contribution(alternants: Decimal) -> None:
    assert 0 == taux_de_contribution_alternance(alternants, 300, LE)
    assert 0 == taux_de_contribution_alternance(Decimal(0), 249, LE)
    assert Decimal("0.006") == taux_de_contribution_alternance(Decimal("0.005"), 2000, LE)
    with pytest.raises(ValeurInvalide, match="est une fraction"):
        taux_de_contribution_alternance(Decimal(5), 300, LE)


def _suite(*effectifs: int, depuis: int) -> list[EffectifAnnuel]:
    return [EffectifAnnuel(annee=depuis + rang, effectif=Decimal(e)) for rang, e in enumerate(effectifs)]


def _dues(historique: list[EffectifAnnuel], annee_de_paie: int, *, deja: bool = False) -> list[bool]:
    return [o.due for o in effectif_par_obligation(historique, annee_de_paie, deja)]


def test_un_seuil_perdu_un_an_fait_tout_recommencer() -> None:
    assert [True, True, False, False, False] == _dues(_suite(12, 12, 12, 12, 12, depuis=2021), 2026)
    assert [False] * 5 == _dues(_suite(12, 12, 10, 12, 12, depuis=2021), 2026)
    assert [False] * 5 == _dues(_suite(12, 10, depuis=2024), 2026, deja=True)
    assert [True, True, False, False, False] == _dues(_suite(12, depuis=2025), 2026, deja=True)


def test_avant_2020_un_seuil_jouait_aussitot_et_reste_acquis() -> None:
    assert _dues(_suite(12, 12, 12, 12, 12, 12, 12, depuis=2019), 2026)[0]


def test_la_zone_de_mobilite_a_son_effectif() -> None:
    historique = [EffectifAnnuel(annee=a, effectif=Decimal(40), zone=Decimal(8)) for a in range(2021, 2026)]
    assert [True, False, True, False, False] == _dues(historique, 2026)


def test_un_historique_a_trous_est_refuse() -> None:
    trou = [EffectifAnnuel(annee=a, effectif=Decimal(12)) for a in (2022, 2024, 2025)]
    with pytest.raises(ValeurInvalide, match="il manque 2023"):
        effectif_par_obligation(trou, 2026)
    with pytest.raises(ValeurInvalide, match="il manque 2025"):
        effectif_par_obligation([], 2026)


def test_le_salaire_verse_va_avec_le_salaire_habituel() -> None:
    with pytest.raises(ValeurInvalide, match="se donnent ensemble"):
        smic_de_la_reduction(LE, salaire_verse=Decimal(2000))


@settings(max_examples=60, deadline=None)
@given(st.decimals(Decimal("0.0001"), Decimal(1), places=12), st.sampled_from(["1.75", "2", "0.5", "1.3"]))
def test_la_puissance_par_racines_est_celle_de_decimal(base: Decimal, exposant: str) -> None:
    assert abs(base ** Decimal(exposant) - puissance(base, Decimal(exposant))) < Decimal("1e-24")


@settings(max_examples=100, deadline=None)
@given(st.decimals(Decimal("0.01"), Decimal(20000), places=2), st.sampled_from([1, 49, 50, 300]))
def test_le_coefficient_reste_entre_zero_et_son_maximum(remuneration: Decimal, effectif: int) -> None:
    for le, plafond, sortie in ((date(2025, 7, 1), "0.3233", "1.6"), (LE, "0.4021", "3")):
        smic = smic_de_la_reduction(le)
        coefficient = coefficient_de_reduction(remuneration, smic, effectif, le)
        assert 0 <= coefficient <= Decimal(plafond)
        assert (coefficient == 0) or remuneration < Decimal(sortie) * smic


def test_des_cumuls_vides_sont_ceux_d_un_premier_mois() -> None:
    assert (
        paie().totaux
        == bulletin_de_paie(JUILLET, Salarie(), ETABLISSEMENT, Variables(brut=Decimal(2500)), Cumuls()).totaux
    )
