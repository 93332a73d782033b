"""Les arrêts sur le bulletin : subrogation, impôt, plafond, SMIC, contrôles. Les attendus sont faits à la main."""

from dataclasses import replace
from datetime import date

import pytest

from tableur.calculs.paie.elements_dsn import elements_dsn
from tableur.calculs.paie.indemnites_journalieres import ijss_subrogees
from tableur.calculs.paie.presentation import bulletin_imprime
from tableur.calculs.paie.tables.arrets_imprimes import gains_detailles
from tableur.calculs.paie.tables.controles import alertes_du_mois
from tableur.calculs.paie.tables.enregistrements import (
    NatureDAbsence,
    RepriseDePaie,
)
from tableur.calculs.paie.tables.livre import livre_de_paie
from tableur.calculs.paie.tables.reglages import ReglagesDePaie
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois
from tests.calculs.paie.arrets_d_essai import (
    CHEZ,
    DU_9_AU_20,
    NOVEMBRE,
    ROZENN,
    ZERO,
    D,
    arret,
    dits,
    livre,
    maintiens,
)


def test_subroge_les_indemnites_passent_par_les_nets_jamais_par_l_assiette() -> None:
    sans, avec = (livre(DU_9_AU_20, subrogation=oui)[0][NOVEMBRE] for oui in (False, True))
    # 9 jours × 37,81 = 340,29 ; CSG 21,10 et CRDS 1,70 : 317,49 nets ; imposable 340,29 × 96,2 % = 327,36.
    assert (D("317.49"), D("327.36")) == (avec.variables.ijss_subrogees, avec.variables.ijss_imposables)
    un, deux = sans.bulletin.totaux, avec.bulletin.totaux
    assert (un.assiette, un.total_salarial, un.reduction_generale) == (
        deux.assiette,
        deux.total_salarial,
        deux.reduction_generale,
    )
    assert un.montant_net_social + D("317.49") == deux.montant_net_social
    assert un.net_imposable == deux.net_imposable == un.soumis_au_pas
    assert un.net_imposable + D("327.36") == deux.soumis_au_pas
    assert un.net_a_payer_avant_impot + D("317.49") == deux.net_a_payer_avant_impot


def test_la_ligne_dit_la_subrogation_contre_le_reglage() -> None:
    oui, non = (replace(DU_9_AU_20, subrogation=choix) for choix in (True, False))
    assert D("317.49") == livre(oui)[0][NOVEMBRE].variables.ijss_subrogees
    assert ZERO == livre(non, subrogation=True)[0][NOVEMBRE].variables.ijss_subrogees
    # Subrogé d'usage seulement tant que le salaire est maintenu : rien sans ancienneté, sauf si la ligne le dit.
    recente = replace(ROZENN, entree=date(2026, 2, 2))
    assert ZERO == livre(DU_9_AU_20, fiche=recente, subrogation=True)[0][NOVEMBRE].variables.ijss_subrogees
    assert D("317.49") == livre(oui, fiche=recente)[0][NOVEMBRE].variables.ijss_subrogees


def test_une_indemnite_inconnue_est_demandee_et_rien_n_est_invente() -> None:
    reprise = RepriseDePaie(
        matricule="005",
        mois=Mois(2026, 9),
        brut=D(20700),
        plafond=D(36045),
        smic=D("16407.30"),
        reduction_generale=D(900),
    )
    payes, controles = livre(DU_9_AU_20, suivi=Mois(2026, 10), reprises=[reprise])
    assert ZERO == payes[NOVEMBRE].variables.salaire_maintenu
    (demande,) = dits(controles, "maintien de salaire")
    assert "(brut inconnu pour 2026-08, 2026-09). La taper dans Absences" in demande
    assert "le maintien légal, dû ce mois-ci pour 5 jours, n'est pas payé" in demande
    sub, dites = livre(
        replace(DU_9_AU_20, maintien=D(400)), suivi=Mois(2026, 10), reprises=[reprise], subrogation=True
    )
    assert ZERO == sub[NOVEMBRE].variables.ijss_subrogees
    assert "les indemnités subrogées ne sont pas versées" in dits(dites, "maintien de salaire")[0]
    _, reserve = livre(replace(DU_9_AU_20, maintien=D(400)), suivi=Mois(2026, 10), reprises=[reprise])
    assert ["non_controle"] == [
        controle.gravite for controle in reserve if controle.regle == "minimum légal du maintien"
    ]


@pytest.mark.parametrize(
    ("convention", "dite"),
    [
        ("", "Non contrôlé : convention collective (minima, ancienneté, maintien, prévoyance)"),
        ("commerce", "commerce"),
    ],
)
def test_la_convention_reste_a_controler(convention: str, dite: str) -> None:
    reglages = ReglagesDePaie(etablissement=replace(CHEZ, convention_collective=convention))
    saisies = Saisies([ROZENN], [], [DU_9_AU_20], [], [], reglages)
    controles = alertes_du_mois(livre_de_paie(saisies, NOVEMBRE), saisies)
    (seule,) = [controle for controle in controles if controle.regle == "convention collective"]
    assert "non_controle" == seule.gravite
    assert dite in seule.message


def test_zero_tape_n_est_pas_vide() -> None:
    payes, controles = livre(replace(DU_9_AU_20, maintien=ZERO))
    assert ZERO == payes[NOVEMBRE].variables.salaire_maintenu
    assert "il manque 303,81\u00a0€" in dits(controles, "minimum légal du maintien")[0]
    tape, alertes = livre(replace(DU_9_AU_20, maintien=D(100)))
    assert D(100) == tape[NOVEMBRE].variables.salaire_maintenu
    (trop_peu,) = dits(alertes, "minimum légal du maintien")
    assert "minimum légal 303,81\u00a0€ en heures réelles, 155,95\u00a0€ en jours du calendrier" in trop_peu
    assert "il manque 203,81\u00a0€" in trop_peu
    assert not livre(replace(DU_9_AU_20, maintien=D("303.81")))[1]


def test_la_longue_duree_n_a_qu_une_carence_en_trois_ans_et_pas_d_impot() -> None:
    premier = arret(date(2026, 3, 2), date(2026, 3, 6), affection_longue_duree=True)
    second = arret(
        date(2026, 11, 9),
        date(2026, 11, 20),
        affection_longue_duree=True,
        ijss_par_jour=D(30),
        subrogation=True,
    )
    variables = livre(premier, second)[0][NOVEMBRE].variables
    assert D("335.88") == variables.ijss_subrogees  # 12 jours × 30, sans carence, moins 6,7 %
    assert ZERO == variables.ijss_imposables


def test_la_maternite_n_a_pas_de_maintien_legal_et_se_subroge() -> None:
    conge = arret(date(2026, 11, 2), date(2026, 11, 30), "maternite_paternite", subrogation=True)
    paye = livre(conge)[0][NOVEMBRE]
    # 2 300 × 3 ÷ 91,25 × 79 % = 59,74 ; 29 jours, sans carence.
    attendues = ijss_subrogees(D("59.74"), conge.debut, conge.debut, conge.fin, "maternite")
    assert (ZERO, attendues.net) == (paye.variables.salaire_maintenu, paye.variables.ijss_subrogees)
    assert attendues.imposable == paye.variables.ijss_imposables
    assert 29 == paye.absences[0].jours_non_payes


def test_le_plafond_perd_les_jours_que_rien_ne_paie() -> None:
    # Carence du 9 au 15 : sept jours ; les cinq jours maintenus, même en partie, ne réduisent pas le plafond.
    paye = livre(DU_9_AU_20)[0][NOVEMBRE]
    assert D("3070.50") == paye.bulletin.totaux.plafond_applique  # 4 005 × 23 ÷ 30
    tape = livre(replace(DU_9_AU_20, maintien=D(400)))[0][NOVEMBRE]
    assert D(4005) == tape.bulletin.totaux.plafond_applique
    rien = livre(replace(DU_9_AU_20, maintien=ZERO))[0][NOVEMBRE]
    assert D("2403.00") == rien.bulletin.totaux.plafond_applique  # 4 005 × 18 ÷ 30


def test_le_smic_de_la_reduction_suit_le_salaire_verse_maintien_compris() -> None:
    payes, _ = livre(DU_9_AU_20)
    avant, apres = payes[Mois(2026, 10)].bulletin.cumuls.smic, payes[NOVEMBRE].bulletin.cumuls.smic
    # BOSS, allègements généraux, § 850 : versé ÷ habituel, sans les indemnités de la caisse, même subrogées.
    mensuel = D("12.02") * 1820 / 12
    assert (mensuel * D("1508.57") / 2300).quantize(D("0.01")) == (apres - avant).quantize(D("0.01"))
    subroge, _ = livre(DU_9_AU_20, subrogation=True)
    assert apres == subroge[NOVEMBRE].bulletin.cumuls.smic


def test_un_montant_tape_se_partage_entre_les_mois_et_se_retrouve_entier() -> None:
    absence = arret(
        date(2026, 9, 28), date(2026, 11, 15), maintien=D("1000.00"), ijss_subrogees=D("1400.01"), subrogation=True
    )
    payes, _ = livre(absence)
    assert D("1000.00") == sum(maintiens(payes).values(), ZERO)
    assert {"2026-09", "2026-10", "2026-11"} == set(maintiens(payes))
    assert D("1400.01") == sum((p.variables.ijss_subrogees for p in payes.values()), ZERO)


def test_un_contrat_de_39_heures_ne_perd_que_les_heures_que_le_salaire_paie() -> None:
    fiche = replace(ROZENN, heures_semaine=D(39))
    sans_solde = arret(date(2026, 11, 9), date(2026, 11, 13), "sans_solde")
    paye = livre(sans_solde, fiche=fiche)[0][NOVEMBRE]
    assert D("547.62") == paye.bulletin.totaux.retenue_absence  # 2 300 × 5 ÷ 21


def test_la_remuneration_nette_fiscale_a_declarer_ne_compte_pas_les_indemnites() -> None:
    paye = livre(DU_9_AU_20, subrogation=True)[0][NOVEMBRE]
    montants = {(e.bloc, e.rubrique, e.type_): e.montant for e in elements_dsn([paye])}
    net = paye.bulletin.totaux.net_imposable
    assert net == montants["S21.G00.50", "002", ""]
    assert net + D("327.36") == montants["S21.G00.50", "013", ""]
    assert D("1508.57") == montants["S21.G00.51", "013", "028"]
    assert D(2300) == montants["S21.G00.51", "013", "003"]


def test_le_bulletin_nomme_chaque_absence_et_se_retrouve_au_centime() -> None:
    absences = (
        arret(date(2026, 11, 2), date(2026, 11, 3), "sans_solde"),
        DU_9_AU_20,
        arret(date(2026, 11, 27), date(2026, 11, 27), "injustifiee", heures=D("3.5")),
    )
    fiche = replace(ROZENN, sortie=date(2026, 11, 29))
    paye = livre(*absences, fiche=fiche, subrogation=True)[0][NOVEMBRE]
    imprime = bulletin_imprime(paye.bulletin, paye.salarie, paye.variables)
    gains = gains_detailles(paye, imprime.gains)
    assert [
        "Salaire de base",
        "Entrée ou sortie en cours de mois",
        "Absence sans solde du 02/11/2026 au 03/11/2026",
        "Absence maladie du 09/11/2026 au 20/11/2026",
        "Absence non rémunérée du 27/11/2026 au 27/11/2026",
        "Maintien de salaire 90 % du 16/11 au 20/11, 5 jours",
        "Indemnités journalières brutes déduites du maintien (estimation)",
    ] == [gain.libelle for gain in gains]
    assert paye.bulletin.totaux.brut == sum((gain.montant for gain in gains), ZERO)
    (subrogees,) = gains_detailles(paye, imprime.ajouts)
    assert "Indemnités journalières subrogées, maladie, 9 jours (estimation)" == subrogees.libelle


def test_une_indemnite_nulle_est_discutee() -> None:
    _, controles = livre(replace(DU_9_AU_20, ijss_par_jour=ZERO))
    assert "suppose une prise en charge" in dits(controles, "maintien de salaire")[0]


def test_apres_soixante_jours_la_caisse_preleve_l_impot() -> None:
    long = arret(date(2026, 9, 1), date(2026, 11, 30), ijss_par_jour=D(30), subrogation=True)
    payes, controles = livre(long)
    assert ZERO == payes[NOVEMBRE].variables.ijss_imposables  # le 60e jour est le 30 octobre
    assert D("865.80") == payes[Mois(2026, 10)].variables.ijss_imposables  # 30 jours × 30 × 96,2 %
    assert dits(controles, "subrogation")


@pytest.mark.parametrize("nature", ["sans_solde", "injustifiee"])
def test_une_absence_qui_n_est_pas_un_arret_ne_maintient_rien(nature: NatureDAbsence) -> None:
    payes, controles = livre(arret(date(2026, 11, 9), date(2026, 11, 20), nature), subrogation=True)
    assert (ZERO, ZERO) == (payes[NOVEMBRE].variables.salaire_maintenu, payes[NOVEMBRE].variables.ijss_subrogees)
    assert not controles
