"""Divergences que l'oracle a trouvées, chacune tranchée par un texte : qui avait raison, et pourquoi."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.enregistrements import Bulletin, Cumuls, Salarie, Variables
from tableur.calculs.paie.heures_exonerees import part_exoneree_d_impot
from tableur.calculs.paie.nets import exoneration_d_impot_apprenti, prelevement_a_la_source
from tableur.calculs.paie.plafonds import plafond_du_mois
from tableur.calculs.paie.reductions import coefficient_de_reduction, remuneration_limite
from tableur.socle.dates import Mois
from tableur.socle.erreurs import BaremeAbsent, ValeurManquante
from tests.calculs.paie.cas import ETABLISSEMENT

APPRENTI = Salarie(contrat="apprentissage", date_contrat=date(2025, 9, 1))


def _paie(periode: Mois, salarie: Salarie, variables: Variables, cumuls: Cumuls | None = None) -> Bulletin:
    return bulletin_de_paie(periode, salarie, ETABLISSEMENT, variables, cumuls)


def _absent_un_mois(primes: int) -> Variables:
    jours = Decimal(31)
    return Variables(brut=Decimal(2000), heures_absence=Decimal(154), jours_absence=jours, primes=Decimal(primes))


def _salariale(bulletin: Bulletin, code: str) -> Decimal:
    return sum((une.part_salariale for une in bulletin.lignes if une.code == code), Decimal(0))


def test_deux_jours_d_emploi_un_week_end_ont_leur_plafond() -> None:
    # L'oracle : CSS, R242-2, jours calendaires d'emploi. Une sortie le dimanche 2 garde deux jours de plafond.
    sorti = Salarie(entree=date(2025, 7, 5), sortie=date(2025, 11, 2))
    totaux = _paie(
        Mois(2025, 11), sorti, Variables(brut=Decimal("2106.15"), indemnite_conges=Decimal(1456))
    ).totaux
    assert Decimal("261.67") == totaux.plafond_applique  # 3 925 × 2 / 30
    assert Decimal("261.67") == totaux.tranche_1


def test_le_mois_qui_suit_un_mois_sans_une_heure_payee_se_calcule() -> None:
    # L'oracle : une prime pendant un mois d'absence fait un brut sans SMIC ; ce cumul est juste, non incomplet.
    absent = _absent_un_mois(300)
    janvier = _paie(Mois(2026, 1), Salarie(), absent)
    assert (Decimal(300), Decimal(0)) == (janvier.cumuls.brut, janvier.cumuls.smic)
    fevrier = _paie(Mois(2026, 2), Salarie(), Variables(brut=Decimal(2000)), janvier.cumuls)
    # 1 823,03 de SMIC pour 2 300 : la réduction du cumul, d'un coup.
    attendue = coefficient_de_reduction(Decimal(2300), Decimal("12.02") * 1820 / 12, 15, date(2026, 2, 1)) * 2300
    assert attendue.quantize(Decimal("0.01")) == fevrier.totaux.reduction_generale


def test_une_reprise_tapee_sans_smic_reste_refusee() -> None:
    with pytest.raises(ValeurManquante, match="SMIC"):
        _paie(
            Mois(2026, 2),
            Salarie(),
            Variables(brut=Decimal(2000)),
            Cumuls(brut=Decimal(300), plafond=Decimal(4005)),
        )


def test_un_apprenti_ne_doit_le_cet_que_sur_sa_part_soumise() -> None:
    # L'oracle : C. trav., L6243-2, cotisations salariales d'origine légale et conventionnelle.
    bulletin = _paie(Mois(2026, 1), APPRENTI, Variables(brut=Decimal(2000), primes=Decimal(4500)))
    exonere = Decimal("12.02") * 1820 / 12 / 2
    assert ((6500 - exonere) * Decimal("0.0014")).quantize(Decimal("0.01")) == _salariale(bulletin, "cet")


def test_les_heures_d_un_apprenti_ne_rendent_pas_la_csg_negative() -> None:
    # L'oracle : rien n'est exonéré deux fois. 930 € de brut, 911,52 € exonérés, 35,82 € d'heures.
    bulletin = _paie(
        Mois(2026, 1), APPRENTI, Variables(brut=Decimal("894.17"), heures_supplementaires_25=Decimal("4.86"))
    )
    codes = {une.code: une.part_salariale for une in bulletin.lignes}
    assert min(codes.get("csg_deductible", Decimal(0)), codes.get("csg_crds_hs", Decimal(0))) >= 0
    assert bulletin.totaux.assiette_csg >= 0


def test_la_limite_d_impot_des_heures_est_celle_que_la_dsn_publie() -> None:
    # L'oracle : 7 500 / (1 - 98,25 % × 6,8 %) est arrondi à l'euro, 8 037 (net-entreprises, fiche DSN 2110).
    assert 8037 == part_exoneree_d_impot(Decimal(10000), Decimal(0), date(2026, 12, 1))


@pytest.mark.parametrize(("annee", "publiee"), [(2025, 21622), (2026, 22184)])
def test_le_smic_annuel_de_l_apprenti_est_arrondi_a_l_euro(annee: int, publiee: int) -> None:
    # L'oracle : BOI-RSA-CHAMP-20-50-50, § 400, somme des SMIC mensuels, à l'euro le plus proche, sans prorata.
    assert publiee == exoneration_d_impot_apprenti(Decimal(99999), Mois(annee, 12))


def test_une_egalite_avec_3_3_smic_n_est_pas_manquee_par_un_prorata_sans_fin() -> None:
    # L'oracle : « n'excède pas » (CSS, L241-6-1). 5 945,94 = 3,3 SMIC, à 20 jours sur 23 : encore au taux réduit.
    entre = Salarie(entree=date(2025, 7, 4))
    bulletin = _paie(Mois(2025, 7), entre, Variables(brut=Decimal("5945.94")))
    famille = next(une for une in bulletin.lignes if une.code == "allocations_familiales")
    assert Decimal("0.0345") == famille.taux_patronal
    tiers = Decimal("1801.80") * 20 / 23
    assert Decimal("5170.3826") == remuneration_limite(
        "paie_cotisations.allocations_familiales_taux_reduit", tiers, date(2025, 7, 1)
    )


def test_un_contrat_du_30_au_29_est_de_deux_mois() -> None:
    # L'oracle : CGI, 204 H, terme initial qui n'excède pas deux mois : du 30 avril au 29 juin 2026.
    def preleve(sortie: date) -> Decimal:
        court = Salarie(contrat="CDD", entree=date(2026, 4, 30), sortie=sortie)
        return _paie(Mois(2026, 5), court, Variables(brut=Decimal(2500))).totaux.prelevement_a_la_source

    imposable = _paie(Mois(2026, 5), Salarie(), Variables(brut=Decimal(2500))).totaux.net_imposable
    assert prelevement_a_la_source(imposable, date(2026, 5, 31)) == preleve(date(2026, 6, 30))
    assert prelevement_a_la_source(imposable - 747, date(2026, 5, 31)) == preleve(date(2026, 6, 29))


def test_les_heures_complementaires_d_un_mois_incomplet_sont_au_prorata_des_jours() -> None:
    # Le projet : l'exemple publié de Legisocial (plafond de 3 428 en 2022, 25 h, 5 h complémentaires, 16 jours sur
    # 31) enchaîne la durée puis les jours, et arrondit au centime : 1 322,11 ; l'oracle les ajoutait.
    obtenu = plafond_du_mois(
        Mois(2026, 1),
        Decimal(25),
        date(2026, 1, 12),
        None,
        jours_absence=Decimal(4),
        heures_complementaires=Decimal(5),
    )
    assert (Decimal("1322.11") * 4005 / 3428).quantize(Decimal("0.1")) == obtenu.quantize(Decimal("0.1"))


def test_un_mois_dont_le_taux_reduit_n_est_pas_connu_est_refuse() -> None:
    # Le texte : en 2024, maladie et famille avaient leurs taux réduits (CSS, L241-2-1 et L241-6-1), à d'autres
    # limites, que le barème ne porte pas. Le taux plein serait faux, et le serait en silence.
    with pytest.raises(BaremeAbsent, match="taux réduit"):
        _paie(Mois(2024, 12), Salarie(), Variables(brut=Decimal(2000)))


def test_un_taux_at_sous_la_part_imputable_est_dit() -> None:
    # Le texte : la valeur T est ajustée au taux de chaque cotisation, s'il est inférieur (CSS, D241-7).
    # Ni l'oracle ni le projet ne l'ajustent : la réduction est dite non contrôlée.
    def mentions(taux: str) -> str:
        chez = replace(ETABLISSEMENT, taux_at=Decimal(taux))
        return " ".join(bulletin_de_paie(Mois(2026, 1), Salarie(), chez, Variables(brut=Decimal(2000))).mentions)

    assert "taux AT/MP de 0,4 %, sous les 0,49 %" in mentions("0.0040")
    assert "AT/MP" not in mentions("0.0049")


def test_un_brut_negatif_rend_toutes_ses_cotisations() -> None:
    # L'oracle : une reprise de salaire sur un mois sans salaire diminue aussi la taxe d'apprentissage.
    absent = _absent_un_mois(-120)
    avant = _paie(Mois(2026, 1), Salarie(), Variables(brut=Decimal(2000)))
    lignes = {u.code: u.part_patronale for u in _paie(Mois(2026, 2), Salarie(), absent, avant.cumuls).lignes}
    assert (Decimal("-0.71"), Decimal("-1.20")) == (lignes["taxe_apprentissage"], lignes["formation"])
