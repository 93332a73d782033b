"""Propriétés de la paie : sommes de réductions, net sous le brut, coût au-dessus, reprise en cours d'année."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.droit import smic_mensuel
from tableur.calculs.paie.enregistrements import Cumuls, Etablissement, Salarie, Variables
from tableur.calculs.paie.reductions import SMIC_DE_REFERENCE, reduction_generale
from tableur.socle.dates import Mois
from tests.calculs.paie.cas import annee

montants = st.decimals(Decimal(1), Decimal(20000), places=2)
# Sur un brut de quelques euros, l'arrondi de vingt lignes pèse plus que les cotisations elles-mêmes.
salaires = st.decimals(Decimal(100), Decimal(20000), places=2)
effectifs = st.sampled_from([1, 10, 11, 15, 19, 20, 49, 50, 60, 249, 250, 300])
mois = st.builds(Mois, st.just(2026), st.integers(1, 12)) | st.builds(Mois, st.just(2025), st.integers(5, 12))
salaries = st.builds(
    Salarie,
    cadre=st.booleans(),
    contrat=st.sampled_from(["CDI", "CDD", "apprentissage"]),
    date_contrat=st.sampled_from([date(2024, 9, 1), date(2025, 9, 1)]),
    heures_semaine=st.sampled_from([None, Decimal("17.5"), Decimal(28), Decimal(35)]),
    alsace_moselle=st.booleans(),
)
PEU = settings(max_examples=60, deadline=None)


@PEU
@given(mois, salaries, effectifs, salaires, st.sampled_from([Decimal(0), Decimal(8), Decimal("17.33")]))
def test_le_net_ne_depasse_pas_le_brut_ni_le_brut_le_cout(
    periode: Mois, salarie: Salarie, effectif: int, brut: Decimal, heures: Decimal
) -> None:
    chez = Etablissement(effectif=effectif, taux_at=Decimal("0.005"))
    variables = Variables(brut=brut, heures_supplementaires_25=heures)
    totaux = bulletin_de_paie(periode, salarie, chez, variables).totaux
    assert totaux.net_a_payer <= totaux.net_a_payer_avant_impot <= totaux.brut
    assert totaux.brut <= totaux.cout_total_avant_aides


@PEU
@given(st.lists(montants, min_size=1, max_size=12), effectifs)
def test_la_somme_des_reductions_du_mois_est_la_reduction_de_l_annee(bruts: list[Decimal], effectif: int) -> None:
    chez = Etablissement(effectif=effectif, taux_at=Decimal("0.02"))
    bulletins = list(annee(bruts, etablissement=chez))
    smic = smic_mensuel(date(2026, 1, 1), SMIC_DE_REFERENCE) * len(bruts)
    attendue = reduction_generale(sum(bruts, Decimal(0)), smic, effectif, date(2026, 12, 1)).reduction
    assert attendue == sum(b.totaux.reduction_generale for b in bulletins)
    assert all(
        b.totaux.reduction_generale_urssaf + b.totaux.reduction_generale_agirc_arrco == b.totaux.reduction_generale
        for b in bulletins
    )


@PEU
@given(st.lists(montants, min_size=2, max_size=12), st.integers(1, 11), st.booleans())
def test_reprendre_en_cours_d_annee_donne_la_meme_chose_que_depuis_janvier(
    bruts: list[Decimal], depart: int, cadre: bool
) -> None:
    salarie = Salarie(cadre=cadre, sante_mensuelle=Decimal(60))
    depuis_janvier = list(annee(bruts, salarie=salarie))
    depart = min(depart, len(bruts) - 1)
    avant = depuis_janvier[depart - 1].cumuls
    # Ce qu'on lit sur le dernier bulletin : ni les tranches, ni le CET, ni les plafonds entiers n'y sont repris.
    reprise = Cumuls(
        mois=avant.mois,
        brut=avant.brut,
        plafond=avant.plafond,
        smic=avant.smic,
        reduction_generale=avant.reduction_generale,
    )
    repris = list(annee(bruts[depart:], salarie=salarie, cumuls=reprise, depart=depart + 1))
    assert [b.totaux for b in depuis_janvier[depart:]] == [b.totaux for b in repris]
    assert [b.lignes for b in depuis_janvier[depart:]] == [b.lignes for b in repris]


@PEU
@given(st.decimals(Decimal(1868), Decimal(3990), places=0), st.integers(1, 400), effectifs, st.booleans())
def test_entre_deux_seuils_le_net_et_le_cout_croissent_avec_le_brut(
    brut: Decimal, plus: int, effectif: int, cadre: bool
) -> None:
    chez, salarie = Etablissement(effectif=effectif, taux_at=Decimal("0.02")), Salarie(cadre=cadre)
    haut = min(brut + plus, Decimal(4005))
    bas, eleve = (bulletin_de_paie(Mois(2026, 7), salarie, chez, Variables(brut=b)).totaux for b in (brut, haut))
    assert bas.net_a_payer_avant_impot <= eleve.net_a_payer_avant_impot
    assert bas.cout_total_avant_aides <= eleve.cout_total_avant_aides
    # Le coefficient baisse ; la réduction, elle, monte d'un rien là où ses quatre décimales ne bougent pas.
    assert bas.reduction_generale_coefficient >= eleve.reduction_generale_coefficient


@PEU
@given(st.lists(montants, min_size=1, max_size=12))
def test_les_tranches_et_les_assiettes_du_mois_s_ajoutent_a_celles_de_l_annee(bruts: list[Decimal]) -> None:
    bulletins = list(annee(bruts))
    cumuls = bulletins[-1].cumuls
    premiere = sum(b.totaux.tranche_1 for b in bulletins)
    assert min(cumuls.brut, cumuls.plafond) == premiere
    assert min(cumuls.brut, 8 * cumuls.plafond) - premiere == sum(b.totaux.tranche_2 for b in bulletins)


def test_l_indemnite_de_fin_de_contrat_se_paie_a_la_fin_sur_tout_le_contrat() -> None:
    salarie = Salarie(contrat="CDD", entree=date(2025, 11, 3), sortie=date(2026, 2, 27))
    cumuls, verses = None, []
    for periode in (Mois(2025, 11), Mois(2025, 12), Mois(2026, 1), Mois(2026, 2)):
        bulletin = bulletin_de_paie(
            periode,
            salarie,
            replace(Etablissement(effectif=5), taux_at=Decimal("0.02")),
            Variables(brut=Decimal(2000)),
            cumuls,
        )
        cumuls = bulletin.cumuls
        verses.append((bulletin.totaux.brut, bulletin.totaux.indemnite_fin_contrat))
    indemnites = [indemnite for _, indemnite in verses]
    assert [0, 0, 0] == indemnites[:3]
    bruts = sum((brut - indemnite for brut, indemnite in verses), Decimal(0))
    assert (bruts / 10).quantize(Decimal("0.01")) == indemnites[3]
