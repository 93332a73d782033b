"""Congés payés dans le livre de paie : retenue et indemnité, dixième ou maintien, jours, et ce qui suit."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.conges import Decompte, jours_decomptes
from tableur.calculs.paie.enregistrements import Cumuls, Salarie, Variables
from tableur.calculs.paie.tables.collecte import elements_a_transmettre
from tableur.calculs.paie.tables.comparaison import lignes_comparees
from tableur.calculs.paie.tables.conges import Periode
from tableur.calculs.paie.tables.conges_jours import jours_d_une_absence
from tableur.calculs.paie.tables.conges_pris import dixieme_de
from tableur.calculs.paie.tables.enregistrements import (
    NatureDAbsence,
    NatureDePrime,
    Prime,
    VariablesTapees,
)
from tableur.calculs.paie.tables.livre import livre_de_paie
from tableur.calculs.paie.tables.recapitulatif import recapitulatif_du_mois
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO
from tests.calculs.paie.cas_de_conges import (
    ANNEE,
    AOUT,
    CHEZ,
    FICHE,
    D,
    acquis_n_1,
    avec_les_cumuls,
    conge,
    paye,
    saisies,
)

# ---------------------------------------------------------------- exercices publiés, de la feuille au brut


def test_dix_jours_ouvres_au_dixieme_font_le_brut_publie() -> None:
    # rocketlawyer.com, l'indemnité de congés payés : 2 000 €, mois de 21 jours, 10 jours ouvrés ; retenue et
    # maintien 952,38 €, dixième de 24 000 € × 10 ÷ 25 = 960 €
    reprise = replace(ANNEE, acquis_n_1=D(25), pris_n_1=D(25), acquis_n=D(25))
    obtenu = paye(saisies(conge(date(2026, 8, 3), date(2026, 8, 14)), reprise=reprise, decompte="ouvres"))
    [prise] = obtenu.conges.prises
    assert (D(10), D(70), D("952.38")) == (prise.jours, prise.heures, prise.retenue)
    assert (D("960.00"), "dixième") == (prise.indemnite, prise.methode)
    assert D("2007.62") == obtenu.bulletin.totaux.brut  # 2 000 − 952,38 + 960


def test_douze_jours_ouvrables_au_dixieme_font_le_brut_publie() -> None:
    # cftc-xerox.org : 26 500 € de référence, 12 jours ouvrables, 1 060 € ; mois de 22 jours, salaire de 2 000 €
    # dont 70 heures sur 154 sont retenues
    reprise = replace(ANNEE, remuneration_n=D(26500))
    obtenu = paye(saisies(conge(date(2026, 6, 1), date(2026, 6, 12)), reprise=reprise), Mois(2026, 6))
    [prise] = obtenu.conges.prises
    assert (D(12), D("909.09"), D("1060.00")) == (prise.jours, prise.retenue, prise.indemnite)
    assert D("2150.91") == obtenu.bulletin.totaux.brut


def test_les_jours_en_plus_de_trente_sont_payes_comme_les_autres() -> None:
    # cftc-xerox.org : 34 jours, 2 650 × 34 ÷ 30 = 3 003,33 €
    periode = Periode(debut=Mois(2025, 6), acquis=D(30), ajoutes=D(4), remuneration=D(26500))
    assert D("3003.33") == dixieme_de(periode, D(34), date(2026, 7, 1), "ouvrables")
    reprise = replace(periode, acquis=D(34), ajoutes=ZERO)
    assert D("3003.33") == dixieme_de(reprise, D(34), date(2026, 7, 1), "ouvrables")


def test_les_compteurs_publies_se_retrouvent() -> None:
    # manewco.com, congés N-1 sur la fiche de paie : N-1 acquis 30, pris 20, solde 10 ; N 7,5 acquis en trois mois
    reprise = replace(ANNEE, mois=Mois(2025, 5))
    lues = saisies(conge(date(2025, 7, 15), date(2025, 8, 6)), reprise=reprise, depuis=Mois(2025, 6))
    obtenu = paye(lues, Mois(2025, 8))
    compte = obtenu.conges.compte
    assert compte is not None
    assert compte.precedente is not None
    precedente, en_cours = compte.precedente, compte.en_cours
    assert (D(30), D(20), D(10)) == (precedente.droits, precedente.pris, precedente.solde)
    assert (D("7.5"), ZERO, D("7.5")) == (en_cours.droits, en_cours.pris, en_cours.solde)


def test_trois_semaines_sans_solde_ne_coutent_aucun_jour() -> None:
    # s-paie.com, la règle d'équivalence, exemple 1 : 49 semaines travaillées, aucun impact sur les congés
    fiche = replace(FICHE, entree=date(2025, 6, 1))
    absence = conge(date(2026, 2, 2), date(2026, 2, 20), "sans_solde")
    lues = saisies(absence, fiche=fiche, reprise=None, depuis=Mois(2025, 6))
    assert D(30) == acquis_n_1(lues, Mois(2026, 6))


def test_quatre_mois_de_maladie_laissent_vingt_huit_jours_et_comptent_pour_quatre_cinquiemes() -> None:
    # yitcko-avocats.com : 8 mois de travail et 4 de maladie, 28 jours ; L3141-24 : la maladie y entre à 80 %
    fiche = replace(FICHE, entree=date(2025, 6, 1))
    absence = conge(date(2026, 1, 1), date(2026, 4, 30), "maladie")
    obtenu = paye(saisies(absence, fiche=fiche, reprise=None, depuis=Mois(2025, 6)), Mois(2026, 6))
    assert obtenu.conges.compte is not None
    assert obtenu.conges.compte.precedente is not None
    periode = obtenu.conges.compte.precedente
    assert D(28) == periode.acquis
    assert (D(16000), D(8000)) == (periode.remuneration, periode.maladie)
    assert D("2240.00") == dixieme_de(periode, D(28), date(2026, 7, 1), "ouvrables")  # (16 000 + 6 400) ÷ 10


# ---------------------------------------------------------------- le bulletin


@given(
    brut=st.integers(1900, 6000).map(D),
    jour=st.integers(1, 31),
    duree=st.integers(0, 40),
    reference=st.integers(0, 90000).map(D),
)
def test_le_brut_ne_bouge_que_de_ce_que_le_dixieme_ajoute(brut: D, jour: int, duree: int, reference: D) -> None:
    debut = date(2026, 8, jour)
    fiche, reprise = replace(FICHE, salaire_mensuel=brut), replace(ANNEE, remuneration_n=reference)
    avec = paye(saisies(conge(debut, debut + timedelta(days=duree)), fiche=fiche, reprise=reprise))
    sans = paye(saisies(fiche=fiche))
    totaux, temoin = avec.bulletin.totaux, sans.bulletin.totaux
    assert temoin.brut + avec.variables.complement_conges == totaux.brut
    assert totaux.indemnite_conges_pris >= totaux.retenue_conges >= ZERO
    assert sum((p.retenue for p in avec.conges.prises), ZERO) == totaux.retenue_conges
    assert sum((p.indemnite for p in avec.conges.prises), ZERO) == totaux.indemnite_conges_pris
    assert (temoin.heures_mois, temoin.plafond_applique) == (totaux.heures_mois, totaux.plafond_applique)
    assert sans.bulletin.cumuls.smic == avec.bulletin.cumuls.smic


def test_au_maintien_seul_chaque_ligne_est_celle_du_mois_sans_conge() -> None:
    avec = paye(saisies(conge(date(2026, 8, 3), date(2026, 8, 14)), reprise=None))
    sans = paye(saisies(reprise=None))
    assert (sans.bulletin.lignes, sans.bulletin.allegements) == (avec.bulletin.lignes, avec.bulletin.allegements)
    assert sans.bulletin.cumuls == avec.bulletin.cumuls
    assert D("952.38") == avec.bulletin.totaux.indemnite_conges_pris == avec.bulletin.totaux.retenue_conges


def test_une_augmentation_fait_l_emporter_le_maintien() -> None:
    # référence 24 000 € : dixième de 12 jours 960 € ; à 2 300 €, août maintient 2 300 × 70 ÷ 147 = 1 095,24 €
    fiche = replace(FICHE, salaire_mensuel=D(2300))
    [prise] = paye(saisies(conge(date(2026, 8, 17), date(2026, 8, 28)), fiche=fiche)).conges.prises
    assert (D("960.00"), D("1095.24"), "maintien") == (prise.dixieme, prise.indemnite, prise.methode)


def test_l_indemnite_prise_entre_dans_la_precarite_et_la_compensatrice_non() -> None:
    cdd = Salarie(contrat="CDD", entree=date(2026, 6, 1), sortie=date(2026, 8, 31))
    deja = Cumuls(brut_du_contrat=D(4000))
    de_base = Variables(brut=D(2000), heures_conges=D(35), complement_conges=D(100), indemnite_conges=D(500))
    totaux = bulletin_de_paie(AOUT, cdd, CHEZ, de_base, deja).totaux
    assert D("610.00") == totaux.indemnite_fin_contrat  # 10 % de 4 000 + 2 000 + 100
    assert D(3210) == totaux.brut  # 2 000 + 100 + 500 + 610
    sans = bulletin_de_paie(AOUT, cdd, CHEZ, Variables(brut=D(2000), heures_conges=D(35)), deja)
    assert D("600.00") == sans.totaux.indemnite_fin_contrat


def test_le_brut_du_contrat_compte_le_complement_mais_pas_la_compensatrice() -> None:
    cdd = Salarie(contrat="CDD", entree=date(2026, 6, 1), sortie=date(2026, 9, 30))
    variables = Variables(brut=D(2000), heures_conges=D(35), complement_conges=D(100), indemnite_conges=D(500))
    assert D(2100) == bulletin_de_paie(AOUT, cdd, CHEZ, variables).cumuls.brut_du_contrat


def test_des_heures_de_conges_negatives_sont_refusees() -> None:
    for champ, variables in (
        ("heures_conges", Variables(brut=D(2000), heures_conges=D(-1))),
        ("complement_conges", Variables(brut=D(2000), complement_conges=D(-1))),
    ):
        with pytest.raises(ValeurInvalide, match=champ):
            bulletin_de_paie(AOUT, Salarie(), CHEZ, variables)


# ---------------------------------------------------------------- la rémunération de référence


@pytest.mark.parametrize(
    ("nature", "attendu"),
    [("prime", 2600), ("treizieme_mois", 2000), ("anciennete", 2000), ("prime_annuelle", 2000)],
)
def test_seules_les_primes_qui_paient_le_travail_entrent_dans_le_dixieme(
    nature: NatureDePrime, attendu: int
) -> None:
    prime = Prime(mois=Mois(2026, 6), matricule="1", nature=nature, montant=D(600))
    assert D(attendu) == _reference_n(saisies(primes=(prime,)), Mois(2026, 6))


def test_l_indemnite_au_dixieme_entre_dans_la_reference_suivante() -> None:
    reprise = replace(ANNEE, remuneration_n=D(26500))
    lues = saisies(conge(date(2026, 6, 1), date(2026, 6, 12)), reprise=reprise)
    assert D("2150.91") == _reference_n(lues, Mois(2026, 6))


@pytest.mark.parametrize(
    ("nature", "attendu"),
    # juin 2026 a 22 jours : 5 jours perdus font 2 000 × 5 ÷ 22 = 454,55 €
    [
        ("sans_solde", "1545.45"),
        ("accident_du_travail", "2000"),
        ("maternite_paternite", "2000"),
        ("maladie", "1545.45"),
    ],
)
def test_accident_et_maternite_comptent_au_salaire_entier(nature: NatureDAbsence, attendu: str) -> None:
    lues = saisies(conge(date(2026, 6, 8), date(2026, 6, 12), nature))
    assert D(attendu) == _reference_n(lues, Mois(2026, 6))


def test_les_avantages_en_nature_et_la_compensatrice_n_entrent_pas_dans_le_dixieme() -> None:
    variables = (VariablesTapees(mois=Mois(2026, 6), matricule="1", avantages_en_nature=D(150)),)
    primes = (Prime(mois=Mois(2026, 6), matricule="1", nature="indemnite_conges", montant=D(300)),)
    assert D(2000) == _reference_n(saisies(primes=primes, variables=variables), Mois(2026, 6))


def _reference_n(lues: Saisies, mois: Mois) -> Decimal | None:
    compte = paye(lues, mois).conges.compte
    assert compte is not None
    return compte.en_cours.remuneration


# ---------------------------------------------------------------- les jours


@pytest.mark.parametrize(
    ("debut", "fin", "decompte", "jours", "heures"),
    [
        (date(2026, 8, 3), date(2026, 8, 7), "ouvrables", 6, 35),  # le samedi qui suit se décompte
        (date(2026, 8, 3), date(2026, 8, 14), "ouvrables", 11, 70),  # sans le samedi 15 août
        (date(2026, 8, 1), date(2026, 8, 9), "ouvrables", 6, 35),  # part du premier jour travaillé
        (date(2026, 8, 3), date(2026, 8, 14), "ouvres", 10, 70),
        (date(2026, 7, 13), date(2026, 7, 17), "ouvrables", 5, 28),  # le 14 juillet n'est ni pris ni retenu
        (date(2026, 7, 20), date(2026, 7, 31), "ouvrables", 12, 70),  # le samedi 1er août compte en juillet
    ],
)
def test_les_jours_et_les_heures_d_un_conge(
    debut: date, fin: date, decompte: Decompte, jours: int, heures: int
) -> None:
    [prise] = paye(saisies(conge(debut, fin), decompte=decompte), Mois.de(debut)).conges.prises
    assert (D(jours), D(heures)) == (prise.jours, prise.heures)


def test_un_conge_sur_deux_mois_compte_chaque_jour_une_fois() -> None:
    absence = conge(date(2026, 7, 27), date(2026, 8, 14))
    [juillet] = paye(saisies(absence), Mois(2026, 7)).conges.prises
    [aout] = paye(saisies(absence)).conges.prises
    assert (D(5), D(12)) == (juillet.jours, aout.jours)  # 17 en tout : trois semaines sans le 15 août
    assert (date(2026, 7, 31), date(2026, 8, 1)) == (juillet.fin, aout.debut)


@given(debut=st.dates(date(2026, 6, 1), date(2026, 10, 30)), duree=st.integers(0, 60), ouvres=st.booleans())
def test_les_jours_de_chaque_mois_font_ceux_du_conge_entier(debut: date, duree: int, ouvres: bool) -> None:
    fin = debut + timedelta(days=duree)
    decompte: Decompte = "ouvres" if ouvres else "ouvrables"
    premier, reprise = (_ouvre(debut), _ouvre(fin + timedelta(days=1)))
    lues = saisies(conge(debut, fin), decompte=decompte)
    mois = [Mois(2026, rang) for rang in range(6, 13) if Mois.de(debut) <= Mois(2026, rang) <= Mois.de(fin)]
    jours = sum((jours_d_une_absence(lues, FICHE, conge(debut, fin), un_mois) for un_mois in mois), ZERO)
    assert (jours_decomptes(premier, reprise, decompte) if premier <= fin else 0) == jours


def _ouvre(jour: date) -> date:
    """Le même jour, ou le lundi qui suit une fin de semaine."""
    return jour + timedelta(days=max(0, 7 - jour.weekday()) if jour.weekday() > 4 else 0)


def test_le_temps_partiel_se_decompte_jusqu_a_la_veille_de_la_reprise() -> None:
    # efl.fr, temps partiel, exemple 1 : lundi, mardi, vendredi ; une semaine avec un férié, 5 jours ouvrables
    fiche = replace(
        FICHE, heures_semaine=D(21), jours_travailles="lundi, mardi, vendredi", salaire_mensuel=D(1200)
    )
    absence = conge(date(2026, 7, 13), date(2026, 7, 17))
    [prise] = paye(saisies(absence, fiche=fiche), Mois(2026, 7)).conges.prises
    assert D(5) == prise.jours
    [deux_jours] = paye(saisies(conge(date(2026, 8, 3), date(2026, 8, 4)), fiche=fiche)).conges.prises
    assert (D(4), D("16.8")) == (deux_jours.jours, deux_jours.heures)  # du lundi au jeudi, reprise le vendredi


def test_des_jours_travailles_illisibles_sont_refuses_a_leur_place() -> None:
    fiche = replace(FICHE, jours_travailles="lundi et demi")
    [refusee] = livre_de_paie(
        avec_les_cumuls(saisies(conge(date(2026, 8, 3), date(2026, 8, 4)), fiche=fiche)), AOUT
    ).refusees
    assert ("FicheSalarie", 0, "jours_travailles") == (refusee.table, refusee.rang, refusee.champ)
    assert "lundi mardi jeudi" in refusee.message


def test_le_vendredi_saint_n_est_pas_pris_en_alsace_moselle() -> None:
    reprise = replace(ANNEE, mois=Mois(2025, 12))
    absence = conge(date(2026, 3, 30), date(2026, 4, 3))  # le vendredi 3 avril
    for la_bas, jours in ((False, 4), (True, 3)):
        lues = saisies(absence, fiche=replace(FICHE, alsace_moselle=la_bas), reprise=reprise, depuis=Mois(2026, 1))
        [prise] = paye(lues, Mois(2026, 4)).conges.prises
        assert D(jours) == prise.jours


def test_une_demi_journee_tapee_en_heures_est_un_demi_jour() -> None:
    [prise] = paye(
        saisies(conge(date(2026, 8, 5), date(2026, 8, 5), heures=D("3.5")), decompte="ouvres")
    ).conges.prises
    assert (D("0.5"), D("3.5")) == (prise.jours, prise.heures)


@pytest.mark.parametrize("nature", ["maladie", "conges_payes"])
def test_un_conge_qui_recouvre_une_autre_absence_est_refuse(nature: NatureDAbsence) -> None:
    lues = saisies(conge(date(2026, 8, 3), date(2026, 8, 14)), conge(date(2026, 8, 13), date(2026, 8, 20), nature))
    [refusee] = livre_de_paie(avec_les_cumuls(lues), AOUT).refusees
    assert ("Absence", "absences qui se recouvrent") == (refusee.table, refusee.regle)


# ---------------------------------------------------------------- ce qui suit


@given(jour=st.integers(1, 28), duree=st.integers(0, 25), reference=st.integers(20000, 60000).map(D))
def test_l_ecart_du_net_des_conges_est_dans_les_absences(jour: int, duree: int, reference: Decimal) -> None:
    debut = date(2026, 8, jour)
    lues = saisies(conge(debut, debut + timedelta(days=duree)), reprise=replace(ANNEE, remuneration_n=reference))
    livre = livre_de_paie(avec_les_cumuls(lues), AOUT)
    [ligne] = recapitulatif_du_mois(livre)
    assert ZERO == ligne.inexplique
    assert (ZERO, ZERO) == (ligne.par_variables, ligne.par_presence)
    complement = livre.du_mois[0].variables.complement_conges
    assert bool(complement) == bool(ligne.par_absences)


def test_la_comparaison_nomme_le_dixieme() -> None:
    reprise = replace(ANNEE, remuneration_n=D(40000))
    livre = livre_de_paie(
        avec_les_cumuls(saisies(conge(date(2026, 8, 3), date(2026, 8, 14)), reprise=reprise)), AOUT
    )
    brut = next(x for x in lignes_comparees(livre, AOUT + -1, AOUT) if x.libelle == "Brut")
    assert brut.cause.startswith("congés au-delà du salaire maintenu")


def test_la_collecte_transmet_les_jours_decomptes() -> None:
    lues = saisies(conge(date(2026, 8, 3), date(2026, 8, 14)))
    [element] = elements_a_transmettre(lues, AOUT)
    assert ("Absence : Congés payés", D(11)) == (element.element, element.quantite)
