"""Les 93 bulletins publics, ligne à ligne ; où un moteur et le texte divergent, un test le dit."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tableur import baremes
from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.enregistrements import Bulletin, Etablissement, Salarie, Variables
from tableur.calculs.paie.nets import taux_neutre
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois
from tests.calculs.paie.cas import ETABLISSEMENT, PUBLICS, bulletin_public

CAS = PUBLICS["cas"]


@pytest.fixture(params=CAS, ids=lambda cas: cas["entrees"]["id"])
def cas(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


def test_il_y_a_93_cas() -> None:
    assert 93 == len(CAS)


def test_chaque_ligne_est_exacte(cas: dict[str, Any]) -> None:
    attendues = {code: tuple(map(Decimal, parts)) for code, parts in cas["lignes"].items()}
    obtenues = {
        une.code: (une.part_salariale, une.part_patronale) for une in bulletin_public(cas["entrees"]).lignes
    }
    assert {code: parts for code, parts in attendues.items() if any(parts)} == obtenues


def test_chaque_total_est_exact(cas: dict[str, Any]) -> None:
    totaux = bulletin_public(cas["entrees"]).totaux
    assert {nom: Decimal(montant) for nom, montant in cas["totaux"].items()} == {
        nom: getattr(totaux, nom) for nom in cas["totaux"]
    }


def test_le_coefficient_et_le_taux_neutre_sont_ceux_du_moteur(cas: dict[str, Any]) -> None:
    totaux, moteur = bulletin_public(cas["entrees"]).totaux, cas["moteur"]
    assert Decimal(moteur["reduction_generale_coefficient"]) == totaux.reduction_generale_coefficient
    assert Decimal(moteur["taux_neutre"]) / 100 == (
        # Modele-social 11.1.0 prend dès janvier la grille de la loi de finances, due au 1er mai (plus bas).
        taux_neutre(totaux.net_imposable, date(2026, 5, 1))
        if cas["entrees"]["date"] == "2026-01"
        else totaux.taux_neutre
    )


def test_les_nets_ne_s_ecartent_du_moteur_que_par_l_arrondi_des_lignes(cas: dict[str, Any]) -> None:
    # Le moteur arrondit une somme, le bulletin somme des arrondis : deux centimes au plus (règle d'or 2).
    totaux, moteur = bulletin_public(cas["entrees"]).totaux, cas["moteur"]
    assert abs(Decimal(moteur["net_imposable_corrige"]) - totaux.net_imposable) <= Decimal("0.02")
    assert abs(Decimal(moteur["montant_net_social"]) - totaux.montant_net_social) <= Decimal("0.02")


def _bulletin(
    periode: str, salarie: Salarie, etablissement: Etablissement = ETABLISSEMENT, **variables: Any
) -> Bulletin:
    return bulletin_de_paie(Mois.lire(periode), salarie, etablissement, Variables(**variables))


def test_la_grille_de_2026_du_taux_neutre_ne_joue_qu_au_1er_mai() -> None:
    # Loi de finances promulguée en février : au 1er jour du troisième mois suivant (Revue fiduciaire, 03/02/2026).
    janvier, avril, mai = (
        _bulletin(periode, Salarie(), brut=Decimal(2500)).totaux.taux_neutre
        for periode in ("2026-01", "2026-04", "2026-05")
    )
    assert [Decimal("0.035"), Decimal("0.035"), Decimal("0.029")] == [janvier, avril, mai]


def test_le_smic_de_la_reduction_reste_12_02_quand_le_moteur_passe_a_12_31() -> None:
    # modele-social 11.1.0 donne 459,75 en juillet 2026 ; D. 2026-509 fige le SMIC à 12,02.
    assert Decimal("429.75") == _bulletin("2026-07", Salarie(), brut=Decimal(2500)).totaux.reduction_generale


def test_la_deduction_des_heures_reste_due_de_20_a_249_salaries_en_2025() -> None:
    # modele-social 8 et 9 la coupent au 01/01/2025.
    chez = replace(ETABLISSEMENT, effectif=60)
    bulletin = _bulletin("2025-07", Salarie(), chez, brut=Decimal(2000), heures_supplementaires_25=Decimal(8))
    assert Decimal("4.00") == bulletin.totaux.deduction_patronale_heures_sup


def test_la_prevoyance_patronale_n_entre_pas_dans_le_net_imposable() -> None:
    # modele-social l'ajoute : 60,08 € de trop au-delà d'un plafond.
    chez = replace(ETABLISSEMENT, effectif=5)  # sans forfait social
    sans = _bulletin(
        "2026-07", Salarie(cadre=True, taux_prevoyance_cadre=Decimal(0)), chez, brut=Decimal(5000)
    ).totaux
    avec = _bulletin("2026-07", Salarie(cadre=True), chez, brut=Decimal(5000)).totaux
    csg_de_plus = arrondir_centime(Decimal("60.08") * Decimal("0.068"))
    assert abs(sans.net_imposable - csg_de_plus - avec.net_imposable) <= Decimal("0.01")


def test_la_date_du_contrat_d_apprentissage_decide_et_non_celle_de_la_paie() -> None:
    # modele-social teste la date de paie : faux pour un contrat d'avant mars 2025 encore en cours.
    ancien, nouveau = (
        _bulletin("2026-07", Salarie(contrat="apprentissage", date_contrat=jour), brut=Decimal(1600))
        for jour in (date(2024, 9, 1), date(2025, 9, 1))
    )
    codes = [{une.code for une in bulletin.lignes if une.part_salariale} for bulletin in (ancien, nouveau)]
    assert {"csg_deductible", "csg_crds_non_deductible"} == codes[1] - codes[0]
    vieillesse = [
        next(une.part_salariale for une in bulletin.lignes if une.code == "vieillesse_plafonnee")
        for bulletin in (ancien, nouveau)
    ]
    smic = Decimal("12.31") * 1820 / 12
    assert [
        arrondir_centime((1600 - part * smic) * Decimal("0.069")) for part in (Decimal("0.79"), Decimal("0.5"))
    ] == vieillesse


def test_l_agirc_et_l_ags_ne_suivent_pas_openfisca_reste_a_2023() -> None:
    # openfisca-france 176.1.8 : AGS 0,20 %, Alsace-Moselle 1,5 %.
    lignes = _bulletin("2026-07", Salarie(alsace_moselle=True), brut=Decimal(2500)).lignes
    parts = {une.code: (une.part_salariale, une.part_patronale) for une in lignes}
    assert Decimal("6.25") == parts["ags"][1]
    assert Decimal("32.50") == parts["maladie"][0]


def test_l_arrondi_a_l_euro_des_heures_exonerees_s_ote_par_une_valeur_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Le moteur arrondit à l'euro les heures exonérées (131,87 → 132) : les cas publics en dépendent.

    Aucun texte relu ne l'impose : l'unité est une valeur du barème, et au centime le net à payer ne change pas.
    """
    avant = _bulletin("2026-07", Salarie(), brut=Decimal(2000), heures_supplementaires_25=Decimal(8))
    (tmp_path / "paie_reductions.toml").write_text(
        "[[heures_sup_arrondi.valeurs]]\ndepuis = 2026-01-01\nvaleur = 0.01\nsource = 'CGI, art. 81 quater'\n"
        "fiabilite = 'B'\nverifie_le = 2026-11-24\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("TABLEUR_BAREMES", str(tmp_path))
    baremes.recharger()
    apres = _bulletin("2026-07", Salarie(), brut=Decimal(2000), heures_supplementaires_25=Decimal(8))
    csg = arrondir_centime(Decimal("131.87") * Decimal("0.9825") * Decimal("0.092"))
    assert csg == next(une.part_salariale for une in apres.lignes if une.code == "csg_crds_hs")
    assert avant.totaux.net_a_payer_avant_impot == apres.totaux.net_a_payer_avant_impot
    monkeypatch.undo()
    baremes.recharger()


def test_des_heures_supplementaires_ne_relevent_pas_le_plafond_d_un_temps_plein() -> None:
    # modele-social porte le plafond à 4 005 × (151,67 + 17,33) / 151,67 ; le texte l'arrête à un plafond entier.
    bulletin = _bulletin("2026-01", Salarie(), brut=Decimal("4394.57"), heures_supplementaires_25=Decimal("17.33"))
    assert Decimal(4005) == bulletin.totaux.plafond_applique == bulletin.totaux.tranche_1
