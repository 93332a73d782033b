"""Un CDD devenu CDI : congés, salaire de référence et arrêts passent au CDI ; et ce qui se croise autour."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tableur.actions.bulletins_imprimes import bulletin_detaille
from tableur.calculs.paie.enregistrements import Etablissement
from tableur.calculs.paie.tables.collecte import elements_a_transmettre, lignes_refusees
from tableur.calculs.paie.tables.controles import alertes_du_mois, lignes_de_cumuls
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    NatureDAbsence,
    RepriseDeConges,
    RepriseDePaie,
)
from tableur.calculs.paie.tables.livre import Livre, livre_de_paie
from tableur.calculs.paie.tables.refus import SaisieRefusee, exiger_une_reprise
from tableur.calculs.paie.tables.reglages import ReglagesDePaie
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO

D = Decimal
CDI = FicheSalarie(
    matricule="2", nom="MORVAN", nir="295109912611193", entree=date(2025, 1, 6), salaire_mensuel=D(2400)
)
MARS, AVRIL, MAI, JUIN = (Mois(2026, rang) for rang in (3, 4, 5, 6))
REGLAGES = ReglagesDePaie(
    etablissement=Etablissement(effectif=15, taux_at=D("0.02")), suivi_depuis=Mois(2026, 1), subrogation=True
)
COMPTEURS = RepriseDeConges(
    matricule="1",
    mois=Mois(2025, 12),
    acquis_n_1=D(10),
    pris_n_1=D(10),
    remuneration_n_1=D(9600),
    acquis_n=D("17.5"),
    remuneration_n=D(16800),
)


def _absence(matricule: str, nature: NatureDAbsence, debut: date, fin: date) -> Absence:
    return Absence(matricule=matricule, nature=nature, debut=debut, fin=fin)


def _saisies(fiches: list[FicheSalarie], *absences: Absence, compteurs: RepriseDeConges = COMPTEURS) -> Saisies:
    return Saisies(fiches, (), absences, (), (), REGLAGES, (compteurs,))


def _suite(fin: date) -> list[FicheSalarie]:
    """Un CDD jusqu'à un jour, et le CDI du lendemain."""
    cdd = replace(CDI, matricule="1", contrat="CDD", sortie=fin)
    return [cdd, replace(CDI, entree=date.fromordinal(fin.toordinal() + 1))]


def _livre(saisies: Saisies, mois: Mois) -> Livre:
    livre = livre_de_paie(saisies, mois)
    assert [] == [refusee.message for refusee in livre.refusees]
    return livre


@pytest.mark.parametrize("fin", [date(2026, 3, 31), date(2026, 3, 15)])
def test_le_cdi_continue_le_compte_de_conges_du_cdd(fin: date) -> None:
    conges = [
        _absence("1", "conges_payes", date(2026, 2, 2), date(2026, 2, 7)),
        _absence("2", "conges_payes", date(2026, 5, 4), date(2026, 5, 9)),
    ]
    suite = _livre(_saisies(_suite(fin), *conges), JUIN)
    d_un_trait = [replace(conge, matricule="2") for conge in conges]
    seul = _livre(_saisies([CDI], *d_un_trait, compteurs=replace(COMPTEURS, matricule="2")), JUIN)
    for mois in (MAI, JUIN):
        un, deux = suite.payes["2", mois].conges, seul.payes["2", mois].conges
        assert un.compte is not None
        assert deux.compte is not None
        assert [(p.acquis, p.pris) for p in deux.compte.periodes] == [
            (p.acquis, p.pris) for p in un.compte.periodes
        ]
        assert [(p.jours, p.dixieme) for p in deux.prises] == [(p.jours, p.dixieme) for p in un.prises]


def test_le_cdi_reprend_les_cumuls_et_les_conges_d_un_cdd_fini_avant_le_suivi() -> None:
    conge = _absence("2", "conges_payes", date(2026, 4, 6), date(2026, 4, 11))
    saisies = _saisies(_suite(date(2026, 3, 31)), conge)
    complet = _livre(saisies, AVRIL)
    [cumuls] = [x for x in lignes_de_cumuls(_livre(saisies, MARS)) if x.matricule == "1"]
    reprise = RepriseDePaie(**{nom: getattr(cumuls, nom) for nom in RepriseDePaie.__slots__})
    compteurs = replace(
        COMPTEURS, mois=MARS, acquis_n=cumuls.conges_acquis_n, remuneration_n=cumuls.conges_remuneration_n
    )
    suite = replace(
        saisies, reprises=[reprise], conges=[compteurs], reglages=replace(REGLAGES, suivi_depuis=AVRIL)
    )
    repris = _livre(suite, AVRIL).payes["2", AVRIL]
    assert complet.payes["2", AVRIL].bulletin == repris.bulletin
    assert complet.payes["2", AVRIL].conges.prises == repris.conges.prises


def test_aucune_compensatrice_n_est_reclamee_a_la_fin_d_un_cdd_qui_devient_cdi() -> None:
    saisies = _saisies(_suite(date(2026, 3, 31)))
    dites = list(alertes_du_mois(_livre(saisies, MARS), saisies))
    assert [] == [ligne.message for ligne in dites if ligne.regle == "indemnité compensatrice"]
    assert ["25 jours ouvrables de congés"] == [
        x.message.split(" à la fin")[0] for x in dites if x.regle == "congés"
    ]
    seul = _saisies(_suite(date(2026, 3, 31))[:1])
    assert any(x.regle == "indemnité compensatrice" for x in alertes_du_mois(_livre(seul, MARS), seul))


def test_le_mois_du_passage_en_cdi_dit_une_seule_reduction_generale() -> None:
    saisies = _saisies(_suite(date(2026, 3, 15)))
    [phrase] = [
        ligne.message
        for ligne in alertes_du_mois(_livre(saisies, MARS), saisies)
        if ligne.regle == "contrats multiples"
    ]
    assert phrase.endswith("se calcule sur le CDD et le CDI qui le poursuit.")


def test_l_arret_d_un_cdi_s_estime_sur_le_cdd_et_garde_son_anciennete() -> None:
    arret = _absence("2", "maladie", date(2026, 4, 7), date(2026, 4, 24))
    suite = _livre(_saisies(_suite(date(2026, 3, 31)), arret), AVRIL).payes["2", AVRIL].variables
    seul = _livre(_saisies([CDI], arret), AVRIL).payes["2", AVRIL].variables
    assert seul.salaire_maintenu == suite.salaire_maintenu > ZERO
    assert seul.ijss_subrogees == suite.ijss_subrogees > ZERO


def test_un_arret_a_cheval_sur_le_cdd_et_le_cdi_n_a_qu_une_carence() -> None:
    lignes = [
        _absence("1", "maladie", date(2026, 4, 27), date(2026, 4, 30)),
        _absence("2", "maladie", date(2026, 5, 1), date(2026, 5, 10)),
    ]
    suite = _livre(_saisies(_suite(date(2026, 4, 30)), *lignes), MAI).payes["2", MAI]
    entier = _absence("2", "maladie", date(2026, 4, 27), date(2026, 5, 10))
    seul = _livre(_saisies([CDI], entier), MAI).payes["2", MAI]
    assert 10 == suite.absences[0].subrogees.jours
    assert seul.variables == suite.variables


def test_le_cdi_d_un_cdd_refuse_l_est_aussi_et_les_autres_sont_payes() -> None:
    autre = replace(CDI, matricule="3", nom="RIOU", nir=None)
    faute = _absence("1", "maladie", date(2026, 2, 10), date(2026, 2, 3))
    livre = livre_de_paie(_saisies([*_suite(date(2026, 3, 31)), autre], faute), AVRIL)
    assert [("1", "dates inversées"), ("2", "cumuls manquants")] == [
        (refusee.fiche.matricule, refusee.regle) for refusee in livre.refusees
    ]
    assert ["3"] == [paye.fiche.matricule for paye in livre.du_mois]


# ---------------------------------------------------------------- congés et absences qui se croisent


def test_un_conge_qui_finit_un_samedi_du_mois_suivant_s_imprime() -> None:
    saisies = _saisies([CDI], _absence("2", "conges_payes", date(2026, 7, 27), date(2026, 8, 1)))
    saisies = replace(saisies, conges=[replace(COMPTEURS, matricule="2")])
    aout = _livre(saisies, Mois(2026, 8)).payes["2", Mois(2026, 8)]
    gains = bulletin_detaille(saisies, aout, "rénové").gains
    assert ["Salaire de base", "Indemnité de congés payés (dixième)"] == [gain.libelle for gain in gains]
    # juillet : 35 h sur 161, 521,74 € maintenus contre 5 jours de dixième à 96 € ; le 6e, en août, donne le reste
    assert D("54.26") == D(6) * 96 - D("521.74") == gains[1].montant
    assert aout.bulletin.totaux.brut == sum(gain.montant for gain in gains)


def test_deux_absences_d_un_mois_a_39_heures_se_partagent_la_retenue_dans_le_dixieme() -> None:
    long = replace(CDI, heures_semaine=D(39))
    absences = [
        _absence("2", "sans_solde", date(2026, 6, 1), date(2026, 6, 5)),
        _absence("2", "accident_du_travail", date(2026, 6, 8), date(2026, 6, 12)),
    ]
    compte = _livre(_saisies([long], *absences), JUIN).payes["2", JUIN].conges.compte
    assert compte is not None
    # juin a 22 jours : 2 400 × 10 ÷ 22 = 1 090,91 € de retenue en deux moitiés ; l'accident rend la sienne, 545,45
    assert D("1854.54") == compte.en_cours.remuneration


def test_une_fin_de_semaine_d_absence_ne_reduit_pas_le_plafond() -> None:
    stagiaire = replace(CDI, contrat="stage", salaire_mensuel=D(700))
    for fiche in (CDI, stagiaire):
        arret = _absence("2", "maladie", date(2026, 5, 16), date(2026, 5, 17))
        [absent] = _livre(_saisies([fiche], arret), MAI).du_mois
        [present] = _livre(_saisies([fiche]), MAI).du_mois
        assert present.bulletin.totaux == absent.bulletin.totaux


def test_la_collecte_borne_une_absence_au_contrat() -> None:
    sorti = replace(CDI, sortie=date(2026, 5, 13))
    saisies = _saisies(
        [sorti],
        _absence("2", "conges_payes", date(2026, 5, 11), date(2026, 6, 5)),
        _absence("2", "maladie", date(2026, 6, 8), date(2026, 6, 12)),
    )
    conge = next(e for e in elements_a_transmettre(saisies, MAI) if e.nature == "absence")
    assert (D(3), date(2026, 5, 13)) == (conge.quantite, conge.fin)
    assert [] == elements_a_transmettre(saisies, JUIN)


def test_des_jours_travailles_illisibles_arretent_la_collecte_a_leur_place() -> None:
    fiche = replace(CDI, jours_travailles="lundi et demi")
    saisies = _saisies([fiche], _absence("2", "conges_payes", date(2026, 5, 11), date(2026, 5, 12)))
    assert [("FicheSalarie", 0)] == [(refus.table, refus.rang) for refus in lignes_refusees(saisies, MAI)]


def test_un_plafond_repris_peut_etre_nul_si_un_autre_contrat_l_a_pris() -> None:
    reprise = RepriseDePaie(
        matricule="2",
        mois=MAI,
        brut=D(3100),
        plafond=ZERO,
        smic=D(2600),
        reduction_generale=ZERO,
    )
    with pytest.raises(SaisieRefusee, match="plafonds manque"):
        exiger_une_reprise(0, reprise)
    exiger_une_reprise(0, replace(reprise, plafond_entier=ZERO))
    with pytest.raises(SaisieRefusee, match="SMIC de la réduction générale manque"):
        exiger_une_reprise(0, replace(reprise, plafond_entier=ZERO, smic=ZERO))


@pytest.mark.parametrize(("heures", "jours"), [("3.5", "0.5"), ("7", "1"), ("7.8", "1")])
def test_un_conge_en_heures_a_39_heures_suit_l_horaire_que_le_salaire_paie(heures: str, jours: str) -> None:
    long = replace(CDI, heures_semaine=D(39))
    absence = replace(_absence("2", "conges_payes", date(2026, 6, 2), date(2026, 6, 2)), heures=D(heures))
    saisies = _saisies([long], absence)
    saisies = replace(saisies, reglages=replace(REGLAGES, decompte_conges="ouvres"))
    [prise] = _livre(saisies, JUIN).payes["2", JUIN].conges.prises
    assert (D(jours), min(D(heures), D(7))) == (prise.jours, prise.heures)
