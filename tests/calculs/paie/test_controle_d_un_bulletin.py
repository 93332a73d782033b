"""Contrôle d'un bulletin reçu : un bulletin juste ne dit rien, chaque faute connue est trouvée et nommée."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.controle import controle_des_lignes, controle_des_totaux, controler_un_bulletin
from tableur.calculs.paie.controle_enregistrements import LigneRecue, TotauxRecus
from tableur.calculs.paie.enregistrements import Cumuls, Etablissement, Salarie, Variables
from tableur.calculs.paie.fautes_d_assiette import fautes_d_assiette
from tableur.calculs.paie.fautes_de_bareme import fautes_de_bareme
from tableur.calculs.paie.fautes_de_dossier import fautes_de_dossier
from tableur.calculs.paie.hypotheses import Situation, calculer_la_situation
from tableur.socle.arrondis import arrondir, arrondir_centime
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurManquante
from tests.calculs.paie.cas import PUBLICS, SCENARIOS, annee
from tests.calculs.paie.recus import (
    CHEZ,
    JUILLET,
    codes,
    controle,
    imprime,
    imprime_de,
    situation,
    situation_publique,
)

D = Decimal
DATES = [("2024-09-01", "2025-09-01", "50"), ("2025-09-01", "2024-09-01", "79")]
CAS = [pytest.param(c["entrees"], id=c["entrees"]["id"]) for c in PUBLICS["cas"]]


@pytest.mark.parametrize("entrees", CAS)
def test_un_bulletin_juste_n_a_aucune_anomalie(entrees: dict[str, Any]) -> None:
    fait = controle(situation_publique(entrees))
    assert [] == [ecart.phrase for ecart in fait.ecarts]
    assert fait.est_juste
    assert "" == fait.question
    assert [] == [dit for dit in fait.non_controles if "libellé" in dit]


@pytest.mark.parametrize("entrees", CAS)
def test_le_calcul_sans_faute_supposee_est_celui_du_bulletin(entrees: dict[str, Any]) -> None:
    s = situation_publique(entrees)
    attendu = bulletin_de_paie(s.periode, s.salarie, s.etablissement, s.variables)
    obtenu = calculer_la_situation(s)
    assert (attendu.lignes, attendu.allegements, attendu.totaux) == (
        obtenu.lignes,
        obtenu.allegements,
        obtenu.totaux,
    )


def reduction_2026(brut: D, smic: D, tdelta: str = "0.3781") -> D:
    """Réduction de 2026, refaite ici : Tmin + Tdelta × [(3 × SMIC / brut − 1) / 2]^1,75, à quatre décimales."""
    part = min((3 * smic / brut - 1) / 2, D(1))
    return arrondir_centime(brut * arrondir(D("0.02") + D(tdelta) * part ** D("1.75"), 4))


def test_le_smic_de_juin_dans_la_reduction_est_trouve() -> None:
    faux = reduction_2026(D(2500), D("12.31") * 1820 / 12)
    assert D("459.75") == faux  # ce que modele-social 11.1.0 donne
    s = situation("2500")
    lignes, totaux = imprime(s)
    lignes = [replace(u, part_patronale=-faux) if "énérale des cotis" in u.libelle else u for u in lignes]
    totaux = replace(totaux, reduction_generale=faux, total_patronal=_moins(totaux.total_patronal, D(30)),
                     cout_total_avant_aides=_moins(totaux.cout_total_avant_aides, D(30)))  # fmt: skip
    for fait in (controler_un_bulletin(s, lignes, totaux), controler_un_bulletin(s, [], totaux)):
        assert ["smic_courant"] == codes(fait)
        assert all("12,31" in e.cause and "12,02" in e.cause for e in fait.ecarts)
        assert all("D. 2026-509" in c.source for c in fait.causes)


def _moins(montant: D | None, de: D) -> D:
    assert montant is not None
    return montant - de


def test_151_67_heures_dans_le_smic_de_la_reduction_sont_trouvees() -> None:
    faux = reduction_2026(D(3000), D("12.02") * D("151.67"))
    assert (D("300.00"), D("299.70")) == (faux, reduction_2026(D(3000), D("12.02") * 1820 / 12))
    fait = controler_un_bulletin(situation("3000", mois=Mois(2026, 1)), [], TotauxRecus(reduction_generale=faux))
    assert ["heures_arrondies"] == codes(fait)
    assert "151,67" in fait.causes[0].phrase


def test_un_taux_perime_est_trouve_sur_sa_ligne_et_dans_les_totaux() -> None:
    # La vieillesse déplafonnée de l'employeur est passée de 2,02 % à 2,11 % le 1er janvier 2026.
    s = situation("2500")
    lignes, totaux = imprime(s)
    lignes = [replace(u, part_patronale=D("50.50")) if u.libelle.endswith("déplafonnée") else u for u in lignes]
    totaux = replace(totaux, total_patronal=_moins(totaux.total_patronal, D("2.25")),
                     cout_total_avant_aides=_moins(totaux.cout_total_avant_aides, D("2.25")))  # fmt: skip
    fait = controler_un_bulletin(s, lignes, totaux)
    assert ["taux_perime_vieillesse_deplafonnee"] == codes(fait)
    assert 3 == len(fait.ecarts) == fait.causes[0].ecarts_expliques
    assert "2,02 %" in fait.ecarts[0].cause
    assert "01/01/2026" in fait.ecarts[0].cause


def test_le_taux_at_d_un_autre_est_trouve() -> None:
    s = situation("2500")
    autre = replace(s, etablissement=replace(CHEZ, taux_at=D("0.0208")))
    fait = controle(autre, dossier=s)
    assert ["taux_at_autre"] == codes(fait)
    assert "applique 2,08 %, le dossier porte 2 %" in fait.causes[0].phrase


def test_la_csg_sur_tout_le_brut_est_trouvee() -> None:
    s = situation("2500")
    lignes, totaux = imprime(s)
    deductible, autre = D(2530) * D("0.068"), D(2530) * D("0.029")
    parts = {"CSG déductible": arrondir_centime(deductible), "CSG et CRDS": arrondir_centime(autre)}
    fausses = [
        replace(
            u, part_salariale=next(p for debut, p in parts.items() if u.libelle.startswith(debut)), base=D(2530)
        )
        if u.libelle.startswith("CSG")
        else u
        for u in lignes
    ]
    fait = controler_un_bulletin(s, fausses, TotauxRecus())
    assert ["csg_sans_abattement"] == codes(fait)
    assert "98,25 %" in fait.causes[0].phrase
    perdus = [
        (f.part_salariale or D(0)) - (j.part_salariale or D(0)) for f, j in zip(fausses, lignes, strict=True)
    ]
    perdu = sum(perdus, D(0))
    nets = {nom: _moins(getattr(totaux, nom), perdu) for nom in ("montant_net_social", "net_a_payer_avant_impot")}
    par_totaux = controler_un_bulletin(s, [], replace(TotauxRecus(), **nets))
    assert ["csg_sans_abattement"] == codes(par_totaux)


def _cadre(mois: int = 7) -> Situation:
    return situation("5000", mois=Mois(2026, mois), salarie=Salarie(cadre=True))


def test_la_tranche_2_oubliee_est_trouvee() -> None:
    s = _cadre()
    lignes, _ = imprime(s)
    t1 = D(4005)
    parts = {"Agirc-Arrco": (D("0.0315"), D("0.0472")), "équilibre général": (D("0.0086"), D("0.0129"))}
    fausses = []
    for une in lignes:
        nom = next((n for n in parts if n in une.libelle), "")
        if nom:
            salarial, patronal = (arrondir_centime(t1 * taux) for taux in parts[nom])
            fausses.append(replace(une, base=t1, part_salariale=salarial, part_patronale=patronal))
        elif "technique" not in une.libelle:
            fausses.append(une)
    fait = controler_un_bulletin(s, fausses, TotauxRecus())
    assert ["tranche_2_oubliee"] == codes(fait)
    assert {"agirc_arrco", "ceg", "cet"} == {e.code for e in fait.ecarts}


def _cumuls(bruts: list[D], salarie: Salarie | None = None) -> Cumuls:
    return list(annee(bruts, salarie=salarie, etablissement=CHEZ))[-1].cumuls


def test_une_reduction_non_regularisee_est_trouvee() -> None:
    s = situation("2500", mois=Mois(2026, 4))
    dossier = replace(s, cumuls=_cumuls([D(2500), D(2500), D(4500)]))
    lignes, totaux = imprime(dossier)
    seule = bulletin_de_paie(s.periode, s.salarie, s.etablissement, s.variables).totaux.reduction_generale
    lignes = [replace(u, part_patronale=-seule) if "énérale des cotis" in u.libelle else u for u in lignes]
    fait = controler_un_bulletin(dossier, lignes, TotauxRecus())
    assert ["reduction_non_regularisee"] == codes(fait)
    assert totaux.reduction_generale != seule


def test_un_plafond_non_cumule_est_trouve() -> None:
    cadre = Salarie(cadre=True)
    dossier = replace(_cadre(4), cumuls=_cumuls([D(3000), D(3000), D(3000)], cadre))
    seul = bulletin_de_paie(dossier.periode, dossier.salarie, dossier.etablissement, dossier.variables)
    juste = bulletin_de_paie(dossier.periode, dossier.salarie, CHEZ, dossier.variables, dossier.cumuls)
    assert (D(995), D(0)) == (seul.totaux.tranche_2, juste.totaux.tranche_2)
    lignes, _ = imprime(replace(dossier, cumuls=None))
    sienne = next(u for u in imprime(dossier)[0] if "énérale des cotis" in u.libelle)
    lignes = [sienne if "énérale des cotis" in u.libelle else u for u in lignes]
    fait = controler_un_bulletin(dossier, lignes, TotauxRecus())
    assert ["plafond_non_cumule"] == codes(fait)
    isole = controle(replace(dossier, cumuls=None), dossier=dossier)
    assert ["mois_isole"] == codes(isole)


def test_un_plafond_entier_a_temps_partiel_est_trouve() -> None:
    s = situation("3500", salarie=Salarie(heures_semaine=D(28)))
    entier = D(4005)
    fait = controler_un_bulletin(s, [], TotauxRecus(plafond_applique=entier, tranche_1=D(3500), tranche_2=D(0)))
    assert ["plafond_non_proratise"] == codes(fait)
    assert 3 == fait.causes[0].ecarts_expliques


@pytest.mark.parametrize(("vraie", "fausse", "part"), DATES)
def test_un_apprenti_au_seuil_d_une_autre_date_est_trouve(vraie: str, fausse: str, part: str) -> None:
    apprenti = Salarie(contrat="apprentissage", date_contrat=date.fromisoformat(vraie), part_du_smic=D("0.80"))
    s = situation("1600", salarie=apprenti)
    faux = replace(s, salarie=replace(s.salarie, date_contrat=date.fromisoformat(fausse)))
    for lignes in (True, False):
        fait = controle(faux, dossier=s, lignes=lignes)
        assert ["date_du_contrat"] == codes(fait)
        assert f"{part} % du SMIC" in fait.causes[0].phrase


FAUTES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("effectif_11", {}, {"effectif_seuil_11": 8, "effectif_mobilite": 8}),
    ("effectif_50", {}, {"effectif_seuil_50": 60}),
    ("statut_cadre", {"cadre": True}, {}),
    ("alsace_moselle", {"alsace_moselle": True}, {}),
    ("taux_versement_mobilite_autre", {}, {"taux_versement_mobilite": D("0.0295")}),
]


@pytest.mark.parametrize(("code", "salarie", "chez"), FAUTES, ids=[f[0] for f in FAUTES])
def test_une_faute_de_dossier_est_trouvee(code: str, salarie: dict[str, Any], chez: dict[str, Any]) -> None:
    s = situation("2600")
    faux = replace(s, salarie=replace(s.salarie, **salarie), etablissement=replace(s.etablissement, **chez))
    fait = controle(faux, dossier=s)
    assert [code] == codes(fait)
    assert all(ecart.cause for ecart in fait.ecarts)


def test_deux_fautes_sont_trouvees_l_une_et_l_autre() -> None:
    s = situation("2600")
    faux = replace(
        s,
        salarie=replace(s.salarie, alsace_moselle=True),
        etablissement=replace(CHEZ, taux_at=D("0.031")),
    )
    fait = controle(faux, dossier=s)
    assert {"alsace_moselle", "taux_at_autre"} == set(codes(fait))
    assert all(ecart.cause for ecart in fait.ecarts)


def test_la_prevoyance_ajoutee_a_l_imposable_est_trouvee() -> None:
    s = _cadre()
    _, totaux = imprime(s)
    faux = replace(TotauxRecus(), net_imposable=_moins(totaux.net_imposable, -D("60.08")))
    assert ["prevoyance_imposee"] == codes(controler_un_bulletin(s, [], faux))


def test_les_heures_oubliees_dans_le_smic_sont_trouvees() -> None:
    s = situation("2000", heures_supplementaires_25=D("17.33"))
    brut = imprime(s)[1].brut
    assert brut is not None
    faux = reduction_2026(brut, D("12.02") * 1820 / 12)
    fait = controler_un_bulletin(s, [], TotauxRecus(reduction_generale=faux))
    assert "heures_hors_du_smic" in codes(fait)


def test_des_conges_au_maintien_quand_le_dixieme_l_emporte_sont_trouves() -> None:
    ici = situation("2650", heures_conges=D(70), complement_conges=D("93.97"))
    la_bas = situation("2650", heures_conges=D(70))
    fait = controle(la_bas, dossier=ici)
    assert ["conges_au_maintien"] == codes(fait)
    brut = next(ecart for ecart in fait.ecarts if ecart.code == "brut")
    assert D("93.97") == abs(brut.ecart)


def test_une_ligne_oubliee_ou_en_trop_est_dite() -> None:
    s = situation("2500")
    lignes, _ = imprime(s)
    sans = [u for u in lignes if u.libelle != "Fnal"]
    fait = controler_un_bulletin(s, sans, TotauxRecus())
    assert [("fnal", D("2.50"))] == [(e.code, e.attendu) for e in fait.ecarts]
    assert ["oubli_fnal"] == codes(fait)
    avec = [*lignes, LigneRecue(libelle="APEC", part_salariale=D("0.60"), part_patronale=D("0.90"))]
    fait = controler_un_bulletin(s, avec, TotauxRecus())
    assert {("apec", D(0))} == {(e.code, e.attendu) for e in fait.ecarts}


def test_un_libelle_inconnu_est_dit_et_non_ignore() -> None:
    s = situation("2500")
    lignes = [*imprime(s)[0], LigneRecue(libelle="Œuvres du Kraken", part_salariale=D(12))]
    fait = controler_un_bulletin(s, lignes, TotauxRecus())
    assert "Non contrôlé : libellé inconnu, « Œuvres du Kraken »." in fait.non_controles
    assert () == fait.ecarts


def test_la_correspondance_du_dossier_nomme_un_libelle() -> None:
    s = situation("2500")
    lignes = [replace(u, libelle="Rubrique 7042") if u.libelle == "Fnal" else u for u in imprime(s)[0]]
    fait = controler_un_bulletin(s, lignes, TotauxRecus(), propres={"rubrique 7042": "fnal"})
    assert fait.est_juste


def test_ce_qui_n_est_pas_donne_n_est_ni_controle_ni_invente() -> None:
    s = situation("2500")
    fait = controler_un_bulletin(s, [], TotauxRecus(net_imposable=imprime(s)[1].net_imposable))
    assert (1, ()) == (fait.montants_controles, fait.ecarts)
    manquants = next(dit for dit in fait.non_controles if dit.startswith("Non contrôlé, faute d'être donné"))
    assert "réduction générale" in manquants
    sans_at = replace(s, etablissement=replace(CHEZ, taux_at=None))
    fait = controler_un_bulletin(sans_at, [], imprime(s)[1])
    assert () == fait.ecarts
    assert any("taux AT/MP inconnu" in dit for dit in fait.non_controles)
    sans_pas = replace(s, salarie=replace(s.salarie, taux_pas=None))
    assert any("taux transmis" in dit for dit in controler_un_bulletin(sans_pas, [], imprime(s)[1]).non_controles)


def test_sans_taux_at_celui_de_la_ligne_est_repris_et_dit() -> None:
    s = situation("2500")
    lignes, totaux = imprime(s)
    fait = controler_un_bulletin(replace(s, etablissement=replace(CHEZ, taux_at=None)), lignes, totaux)
    assert fait.est_juste
    assert any("repris du bulletin" in dit for dit in fait.non_controles)


def test_des_lignes_reunies_ou_detaillees_se_comparent_par_leur_somme() -> None:
    s = _cadre()
    juste = bulletin_de_paie(s.periode, s.salarie, s.etablissement, s.variables)
    parts = {u.code: (u.part_salariale, u.part_patronale) for u in juste.lignes}
    autres = [u for u in juste.lignes if u.rubrique.startswith("Autres")]
    retraite = ("agirc_arrco", "ceg", "cet")
    lignes = [
        LigneRecue(libelle=u.libelle, part_salariale=u.part_salariale, part_patronale=u.part_patronale)
        for u in (*juste.lignes, *juste.allegements)
        if u not in autres and u.code not in (*retraite, "csg_crds_non_deductible", "chomage", "ags")
    ]
    salariale, patronale = (sum((parts[code][rang] for code in retraite), D(0)) for rang in (0, 1))
    crds = next(u.base for u in juste.lignes if u.code == "csg_deductible")
    lignes += [
        LigneRecue(libelle="Complémentaire Tranche 1", part_salariale=D("168.21"), part_patronale=D("248.31")),
        LigneRecue(
            libelle="Complémentaire Tranche 2",
            part_salariale=salariale - D("168.21"),
            part_patronale=patronale - D("248.31"),
        ),
        LigneRecue(libelle="CSG non déductible", part_salariale=arrondir_centime(crds * D("0.024"))),
        LigneRecue(libelle="CRDS", part_salariale=arrondir_centime(crds * D("0.005"))),
        LigneRecue(libelle="Assurance chômage et AGS", part_patronale=parts["chomage"][1] + parts["ags"][1]),
        LigneRecue(
            libelle="Autres contributions dues par l'employeur",
            part_patronale=sum((u.part_patronale for u in autres), D(0)),
        ),
    ]
    fait = controler_un_bulletin(s, lignes, TotauxRecus())
    assert [] == [e.phrase for e in fait.ecarts]


def test_un_ecart_sans_cause_connue_le_dit() -> None:
    s = situation("2500")
    fait = controler_un_bulletin(s, [], TotauxRecus(montant_net_social=D("1234.56")))
    assert ("",) == tuple(e.cause for e in fait.ecarts)
    assert "Cause non trouvée" in fait.ecarts[0].phrase
    assert "Nous n'avons pas trouvé" in fait.question


@pytest.mark.parametrize("scenario", SCENARIOS["scenarios"], ids=lambda scenario: scenario["id"])
def test_une_annee_juste_et_regularisee_n_a_aucune_anomalie(scenario: dict[str, Any]) -> None:
    entree, sortie = (date.fromisoformat(j) if j else None for j in (scenario["entree"], scenario["sortie"]))
    salarie = Salarie(entree=entree, sortie=sortie, taux_pas=D("0.05"))
    chez = Etablissement(effectif=scenario["effectif"], taux_at=D("0.02"))
    cumuls: Cumuls | None = None
    for valeurs in scenario["mois"]:
        lu: dict[str, Any] = dict(zip(scenario["colonnes"], valeurs, strict=True))
        variables = Variables(
            brut=D(str(scenario.get("salaire", lu["brut"]))),
            heures_absence=D(scenario.get("absences", {}).get(str(lu["mois"]), 0)),
            heures_supplementaires_25=D(scenario.get("heures_25", 0)),
        )
        s = Situation(Mois(2026, lu["mois"]), salarie, chez, variables, cumuls)
        assert [] == [ecart.phrase for ecart in controle(s).ecarts]
        cumuls = bulletin_de_paie(s.periode, s.salarie, chez, variables, cumuls).cumuls


@pytest.mark.parametrize("centimes", [3, 17, 111, 1234, 4321, 9999])
def test_une_faute_quelconque_n_a_pas_de_cause_inventee(centimes: int) -> None:
    s, faux = situation("2613.47"), D(centimes) / 100
    lignes, totaux = imprime(s)
    for rang, une in enumerate(lignes):
        if une.part_patronale is not None and "Accidents" not in une.libelle and "mobilité" not in une.libelle:
            fausse = replace(une, part_patronale=une.part_patronale + faux)
            fait = controler_un_bulletin(s, [*lignes[:rang], fausse, *lignes[rang + 1 :]], TotauxRecus())
            assert ([une.libelle], ()) == ([e.libelle for e in fait.ecarts], fait.causes)
    imposable = TotauxRecus(net_imposable=_moins(totaux.net_imposable, faux))
    assert () == controler_un_bulletin(s, [], imposable).causes


TROIS_CAS = ("2025-07_cadre_e60_2pmss", "2026-07_hs8_2000", "2026-07_apprenti_80pc_smic")


@pytest.mark.parametrize("identifiant", TROIS_CAS)
@pytest.mark.parametrize("lignes", [True, False], ids=["lignes", "totaux"])
def test_chaque_faute_du_repertoire_est_retrouvee_seule(identifiant: str, lignes: bool) -> None:
    s = situation_publique(next(c["entrees"] for c in PUBLICS["cas"] if c["entrees"]["id"] == identifiant))
    juste = calculer_la_situation(s)
    essayees = 0
    for faute in (*fautes_de_bareme(s, juste), *fautes_d_assiette(s, juste), *fautes_de_dossier(s, juste)):
        fautif = calculer_la_situation(faute.situation(s))
        fait = controler_un_bulletin(s, imprime_de(fautif)[0] if lignes else [], imprime_de(fautif)[1])
        if not fait.ecarts:
            continue  # cette faute ne change rien à ce bulletin
        essayees += 1
        assert 1 == len(fait.causes), faute.code
        assert faute.phrase in f"{fait.causes[0].phrase} {fait.causes[0].autres}", faute.code
        assert all(ecart.cause for ecart in fait.ecarts), faute.code
    assert essayees > 20


def test_la_question_dit_le_montant_la_regle_et_la_cause() -> None:
    fait = controler_un_bulletin(situation("2500"), [], TotauxRecus(reduction_generale=D("459.75")), "Mme Louarn")
    assert "bulletin de Mme Louarn de juillet 2026" in fait.question
    for attendu in ("459,75\xa0€", "429,75\xa0€", "D. 2026-509", "SMIC courant", "Merci d'avance."):
        assert attendu in fait.question
    assert (
        "votre bulletin dit 459,75\xa0€, le barème donne 429,75\xa0€, écart +30,00\xa0€" in fait.ecarts[0].phrase
    )


def test_rien_a_controler_est_refuse() -> None:
    with pytest.raises(ValeurManquante, match="Rien à contrôler"):
        controle_des_totaux(JUILLET, Salarie(), CHEZ, Variables(brut=D(2500)), TotauxRecus())
    with pytest.raises(ValeurManquante, match="Rien à contrôler"):
        controle_des_lignes(JUILLET, Salarie(), Etablissement(effectif=1), Variables(brut=D(2500)), [])
