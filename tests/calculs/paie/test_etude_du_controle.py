"""Étude : des bulletins justes, rangés par les cabinets, ne disent rien ; des bulletins faux disent leur faute."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from tableur.calculs.paie.controle import controler_un_bulletin
from tableur.calculs.paie.controle_enregistrements import ControleDeBulletin, LigneRecue, TotauxRecus
from tableur.calculs.paie.correspondances import code_de_cotisation
from tests.calculs.paie.cabinets import (
    LIBELLES,
    RANGEMENTS,
    Paie,
    Rangement,
    csg_au_centime,
    ligne_a_ligne,
    paie_de,
    paie_juste,
    situation_au_sort,
    sort_de,
    totaux_de,
    totaux_seuls,
    urssaf_en_une_ligne,
)
from tests.calculs.paie.cas import PUBLICS
from tests.calculs.paie.fautes_de_cabinet import FAUTES
from tests.calculs.paie.recus import imprime, situation, situation_publique

D = Decimal
JUSTES, FAUSSES_PAR_FAUTE, TIRAGES = 24, 4, 3000


def _fait(sort: Random, paie: Paie, rangement: Rangement) -> ControleDeBulletin:
    lignes, totaux = rangement(sort, paie)
    return controler_un_bulletin(paie.situation, lignes, totaux, "Mme Louarn")


@pytest.mark.parametrize("rangement", RANGEMENTS, ids=lambda rangement: rangement.__name__)
def test_un_bulletin_juste_ne_dit_rien_quelle_que_soit_sa_forme(rangement: Rangement) -> None:
    for graine in range(JUSTES):
        sort = sort_de(f"juste{graine}")
        fait = _fait(sort, paie_juste(sort), rangement)
        assert [] == [ecart.phrase for ecart in fait.ecarts], graine
        assert (True, "") == (fait.est_juste, fait.question)
        assert [] == [dit for dit in fait.non_controles if "libellé" in dit]


@pytest.mark.parametrize("cas", PUBLICS["cas"], ids=lambda cas: cas["entrees"]["id"])
def test_un_bulletin_d_un_moteur_public_ne_dit_rien(cas: dict[str, Any]) -> None:
    """Lignes et totaux de modele-social, arrondis par ligne, sous des libellés de cabinet : aucune faute."""
    sort, s = sort_de(cas["entrees"]["id"]), situation_publique(cas["entrees"])
    etale = (
        sort.random() < 0.5
    )  # le moteur étale les contributions annuelles : admis, que le dossier le dise ou non
    s = replace(s, etablissement=replace(s.etablissement, contributions_annuelles_mensualisees=etale))
    lignes = [
        LigneRecue(
            libelle=sort.choice(LIBELLES[code]),
            part_salariale=D(salariale) or None,
            part_patronale=D(patronale) or None,
        )
        for code, (salariale, patronale) in cas["lignes"].items()
    ]
    lus = {nom: D(montant) for nom, montant in cas["totaux"].items()}
    heures = (lus["reduction_salariale_heures_sup"], lus["deduction_patronale_heures_sup"])
    lignes += [LigneRecue(libelle="Exonération salariale HS", part_salariale=-heures[0])] if heures[0] else []
    lignes += [LigneRecue(libelle="Déduction forfaitaire HS", part_patronale=-heures[1])] if heures[1] else []
    donnes = ("brut", "total_salarial", "total_patronal", "reduction_generale", "net_a_payer_avant_impot")
    totaux = TotauxRecus(**{nom: lus[nom] for nom in donnes if nom in lus})
    fait = controler_un_bulletin(s, lignes, totaux)
    assert [] == [ecart.phrase for ecart in fait.ecarts]
    dues = any(
        D(cas["lignes"].get(code, ("0", "0"))[1])
        for code in ("taxe_apprentissage_solde", "csa_apprentissage", "peec")
    )
    assert (dues and not etale) == any("Contributions annuelles" in dite for dite in fait.pratiques)


@pytest.mark.parametrize("nom", FAUTES)
def test_une_faute_est_nommee_ou_au_moins_dite_sans_cause_inventee(nom: str) -> None:
    commettre, attendue = FAUTES[nom]
    vus: Counter[str] = Counter()
    for tirage in range(TIRAGES):
        sort = sort_de(f"{nom}{tirage}")
        s = situation_au_sort(sort)
        paie = commettre(sort, s)
        if paie is None or totaux_de(paie) == totaux_de(paie_de(s)):
            continue
        fait = _fait(sort, paie, ligne_a_ligne if vus.total() % 2 else totaux_seuls)
        assert fait.ecarts, (nom, tirage)
        nommee = attendue in [code for cause in fait.causes for code in cause.code.split()]
        egale = any(cause.autres for cause in fait.causes)
        assert not fait.causes or nommee or egale, (nom, tirage, [cause.code for cause in fait.causes])
        vus["nommée" if fait.causes else "dite"] += 1
        if vus.total() == FAUSSES_PAR_FAUTE:
            break
    assert FAUSSES_PAR_FAUTE == vus.total(), "trop peu de tirages où cette faute a un sens"
    assert not attendue or vus["nommée"] >= FAUSSES_PAR_FAUTE - 1


def test_l_arrondi_de_l_exoneration_est_une_pratique_et_non_une_faute() -> None:
    """Le barème arrondit à l'euro la part exonérée ; le cabinet, au centime : lignes et totaux."""
    sort = sort_de(1)
    paie = csg_au_centime(paie_de(situation("2100", heures_supplementaires_25=D("7.3"))))
    for rangement in (ligne_a_ligne, totaux_seuls, urssaf_en_une_ligne):
        fait = _fait(sort, paie, rangement)
        assert ((), ()) == (fait.ecarts, fait.causes), rangement.__name__
    assert any("Arrondi de l'exonération" in dite for dite in _fait(sort, paie, ligne_a_ligne).pratiques)


def test_une_exoneration_a_l_euro_dans_l_imposable_est_une_pratique() -> None:
    """Des moteurs ôtent de l'imposable la part exonérée arrondie à l'euro : moins de cinquante centimes."""
    paie = paie_de(situation("2100", heures_supplementaires_25=D("7.3")))
    arrondie = paie.heures_exonerees.quantize(D(1))
    assert arrondie != paie.heures_exonerees
    fait = _fait(sort_de(1), replace(paie, heures_exonerees=arrondie), ligne_a_ligne)
    assert () == fait.ecarts
    assert ["net imposable" in dite for dite in fait.pratiques] == [True]


def test_des_contributions_annuelles_etalees_sont_une_pratique() -> None:
    s = situation("2600")
    etalee = replace(s, etablissement=replace(s.etablissement, contributions_annuelles_mensualisees=True))
    for faite, dossier in ((etalee, s), (s, etalee)):
        for rangement in RANGEMENTS:
            fait = _fait(sort_de(3), paie_de(faite, dossier), rangement)
            assert ((), ()) == (fait.ecarts, fait.causes), rangement.__name__
            assert any("Contributions annuelles" in dite for dite in fait.pratiques)


def test_une_pratique_n_excuse_pas_une_faute() -> None:
    """Contributions étalées, et réduction au SMIC de juin : la pratique est admise, la faute reste dite."""
    s = situation("2500")
    etalee = replace(s, etablissement=replace(s.etablissement, contributions_annuelles_mensualisees=True))
    lignes, _ = imprime(etalee)
    fausses = [replace(u, part_patronale=D("-459.75")) if "Réduction gén" in u.libelle else u for u in lignes]
    fait = controler_un_bulletin(s, fausses, TotauxRecus())
    assert ["smic_courant"] == [cause.code for cause in fait.causes]
    assert ["reduction_generale"] == [ecart.code for ecart in fait.ecarts]
    assert any("Contributions annuelles" in dite for dite in fait.pratiques)


def test_quelques_centimes_sur_des_sommes_sont_un_arrondi_dit() -> None:
    s = situation("2500")
    totaux = imprime(s)[1]
    assert totaux.total_patronal is not None
    fait = controler_un_bulletin(s, [], replace(totaux, total_patronal=totaux.total_patronal + D("0.02")))
    assert ((), 1) == (fait.ecarts, len(fait.pratiques))
    assert fait.pratiques[0].startswith("Arrondis : 1 somme à 0,02")
    fait = controler_un_bulletin(s, [], replace(totaux, reduction_generale=D("429.77")))
    assert ["reduction_generale"] == [ecart.code for ecart in fait.ecarts]


def test_un_montant_exact_sous_un_libelle_inconnu_n_est_pas_un_oubli() -> None:
    s = situation("2500")
    lignes = [replace(u, libelle="Rubrique 7042") if u.libelle == "Fnal" else u for u in imprime(s)[0]]
    fait = controler_un_bulletin(s, lignes, TotauxRecus())
    assert () == fait.ecarts
    assert any("« Rubrique 7042 »" in dit for dit in fait.non_controles)
    autre = [*lignes, LigneRecue(libelle="Kraken", part_patronale=D(9))]
    sans_csa = [u for u in autre if "autonomie" not in u.libelle]
    fait = controler_un_bulletin(s, sans_csa, TotauxRecus())
    assert ["csa"] == [ecart.code for ecart in fait.ecarts]
    assert "sous un libellé inconnu" in fait.ecarts[0].libelle


@pytest.mark.parametrize(
    ("libelle", "codes"),
    [
        ("URSSAF", "cotisations_urssaf"),
        ("Cotisations Urssaf patronales", "cotisations_urssaf"),
        ("Urssaf maladie", "maladie"),
        ("CSG/CRDS", "csg_crds"),
        ("CSG et CRDS non déductibles", "csg_crds_non_deductible"),
        ("Mutuelle et prévoyance", "sante_complementaire prevoyance"),
        ("Prévoyance et frais de santé", "sante_complementaire prevoyance"),
        ("Forfait social sur la santé et la prévoyance", "forfait_social"),
        ("Vieillesse plafonnée et déplafonnée", "vieillesse_plafonnee vieillesse_deplafonnee"),
        ("Maladie, maternité + CSA", "maladie csa"),
        ("Agirc-Arrco + CEG", "agirc_arrco ceg"),
    ],
)
def test_une_ligne_qui_reunit_des_cotisations_porte_leurs_codes(libelle: str, codes: str) -> None:
    assert codes == code_de_cotisation(libelle)
