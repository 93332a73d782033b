"""Compteurs de congés payés : périodes, soldes, reprise, départ, et ce qui n'est pas su."""

from dataclasses import replace
from datetime import date

import pytest

from tableur.calculs.paie.tables.enregistrements import (
    Prime,
    RepriseDeConges,
    VariablesTapees,
)
from tableur.calculs.paie.tables.livre import livre_de_paie
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO
from tests.calculs.paie.cas_de_conges import (
    ANNEE,
    AOUT,
    FICHE,
    D,
    acquis_n_1,
    avec_les_cumuls,
    conge,
    paye,
    phrases,
    saisies,
)

# ---------------------------------------------------------------- les compteurs


def test_une_prise_sur_deux_periodes_prend_d_abord_les_plus_anciens() -> None:
    # il reste 4 jours de N-1, à 24 000 ÷ 10 ÷ 30 = 80 € ; les deux autres de N, 4 000 ÷ 10 ÷ 5 = 80 € par jour
    reprise = replace(ANNEE, pris_n=D(26))
    obtenu = paye(saisies(conge(date(2026, 8, 3), date(2026, 8, 7)), reprise=reprise))
    [prise] = obtenu.conges.prises
    assert [D(4), D(2)] == [jours for _, jours in prise.parts]
    assert D("480.00") == prise.dixieme
    assert obtenu.conges.compte is not None
    assert [ZERO, D("5.5")] == [periode.solde for periode in obtenu.conges.compte.periodes[-2:]]


def test_deux_conges_tapes_dans_le_desordre_se_prennent_dans_l_ordre_des_dates() -> None:
    premier, second = conge(date(2026, 8, 3), date(2026, 8, 7)), conge(date(2026, 8, 24), date(2026, 8, 28))
    obtenu = paye(saisies(second, premier, reprise=replace(ANNEE, pris_n=D(24))))
    assert [premier.debut, second.debut] == [prise.debut for prise in obtenu.conges.prises]
    assert [ZERO, D(1)] == [prise.avance for prise in obtenu.conges.prises]  # 6 de N-1, puis les 5 acquis en N
    assert D(2000) + obtenu.variables.complement_conges == obtenu.bulletin.totaux.brut


def test_des_jours_pris_de_trop_ne_s_effacent_pas_en_juin() -> None:
    juin = paye(saisies(reprise=replace(ANNEE, pris_n_1=D(32))), Mois(2026, 6))
    assert juin.conges.compte is not None
    assert [D(-2)] == [periode.solde for periode in juin.conges.compte.reliquats]
    assert not any("report" in phrase for phrase in phrases(juin))


def test_une_entree_en_cours_de_mois_acquiert_au_prorata_et_passe_a_l_entier() -> None:
    fiche = replace(FICHE, entree=date(2026, 3, 12))
    lues = saisies(fiche=fiche, reprise=None, depuis=Mois(2026, 1))
    compte = paye(lues, Mois(2026, 5)).conges.compte
    assert compte is not None
    assert D("6.6129") == compte.en_cours.acquis  # 2,5 × (20/31 + 2)
    assert D(7) == acquis_n_1(lues, Mois(2026, 6))


def test_une_sortie_en_cours_de_mois_ferme_la_periode_a_l_entier_superieur() -> None:
    fiche = replace(FICHE, sortie=date(2026, 10, 15))
    compte = paye(saisies(fiche=fiche), Mois(2026, 10)).conges.compte
    assert compte is not None
    assert D(12) == compte.en_cours.droits  # 2,5 × (4 + 15/31) = 11,21


def test_un_reliquat_plus_ancien_est_garde_et_dit_en_juin() -> None:
    reprise = replace(ANNEE, pris_n_1=D(27))
    juin = paye(saisies(reprise=reprise), Mois(2026, 6))
    assert juin.conges.compte is not None
    assert [D(3)] == [periode.solde for periode in juin.conges.compte.reliquats]
    assert any("report de 3 jours ouvrables" in phrase for phrase in phrases(juin))
    assert not any("report" in phrase for phrase in phrases(paye(saisies(reprise=reprise), Mois(2026, 7))))


def test_un_solde_negatif_alerte_et_l_avance_est_au_maintien() -> None:
    reprise = replace(ANNEE, pris_n=D(30))
    obtenu = paye(saisies(conge(date(2026, 8, 3), date(2026, 8, 28)), reprise=reprise))
    [prise] = obtenu.conges.prises
    assert (D(23), D(18)) == (prise.jours, prise.avance)  # cinq jours acquis en juin et juillet
    assert any("au-delà des droits : solde de -15,5 jours ouvrables" in phrase for phrase in phrases(obtenu))


def test_des_jours_ajoutes_vont_a_la_periode_qui_se_prend() -> None:
    variables = (VariablesTapees(mois=AOUT, matricule="1", jours_de_conges_ajoutes=D(2)),)
    compte = paye(saisies(variables=variables)).conges.compte
    assert compte is not None
    assert compte.precedente is not None
    assert (D(32), D(30)) == (compte.precedente.droits, compte.precedente.acquis)


def test_un_salarie_embauche_pendant_le_suivi_n_a_pas_de_ligne_a_taper() -> None:
    fiche = replace(FICHE, entree=date(2026, 6, 1))
    obtenu = paye(saisies(conge(date(2026, 8, 3), date(2026, 8, 4)), fiche=fiche, reprise=None))
    [prise] = obtenu.conges.prises
    assert D("160.00") == prise.dixieme  # 2 jours de 4 000 ÷ 10 ÷ 5
    assert [] == phrases(obtenu)


# ---------------------------------------------------------------- ce qui n'est pas su


@pytest.mark.parametrize("reprise", [None, replace(ANNEE, remuneration_n=None)])
def test_une_reference_inconnue_laisse_le_maintien_et_le_dit(reprise: RepriseDeConges | None) -> None:
    obtenu = paye(saisies(conge(date(2026, 8, 3), date(2026, 8, 14)), reprise=reprise))
    [prise] = obtenu.conges.prises
    assert (None, "maintien") == (prise.dixieme, prise.methode)
    [phrase] = phrases(obtenu)
    assert phrase.startswith("Non contrôlé : dixième des congés du 03/08/2026 au 14/08/2026")


def test_des_compteurs_d_un_autre_mois_ne_servent_pas() -> None:
    obtenu = paye(saisies(reprise=replace(ANNEE, mois=Mois(2026, 3))))
    assert any("2026-03 reçu" in phrase for phrase in phrases(obtenu))
    assert obtenu.conges.compte is not None
    assert obtenu.conges.compte.solde is None


def test_un_compteur_negatif_est_refuse_a_sa_ligne() -> None:
    [refusee] = livre_de_paie(avec_les_cumuls(saisies(reprise=replace(ANNEE, pris_n=D(-1)))), AOUT).refusees
    assert ("RepriseDeConges", 0, "pris_n") == (refusee.table, refusee.rang, refusee.champ)


def test_un_temps_partiel_sans_ses_jours_est_reserve() -> None:
    fiche = replace(FICHE, heures_semaine=D(21), salaire_mensuel=D(1200))
    dites = phrases(paye(saisies(conge(date(2026, 8, 3), date(2026, 8, 7)), fiche=fiche)))
    assert any(phrase.startswith("Non contrôlé : jours travaillés du temps partiel") for phrase in dites)


def test_un_stagiaire_n_a_pas_de_compteur_et_sa_gratification_est_maintenue() -> None:
    fiche = replace(FICHE, contrat="stage", entree=date(2026, 6, 1), salaire_mensuel=D(690))
    obtenu = paye(saisies(conge(date(2026, 8, 3), date(2026, 8, 7)), fiche=fiche, reprise=None))
    assert obtenu.conges.compte is None
    assert D(690) == obtenu.bulletin.totaux.brut
    assert any("stagiaire" in phrase for phrase in phrases(obtenu))


def test_un_depart_dit_l_indemnite_compensatrice_et_se_tait_quand_elle_est_payee() -> None:
    # 24 jours de N-1 à 80 €, plus 7,5 portés à 8 de N sur 6 000 ÷ 10 : 1 920 + 600 = 2 520 € ; le maintien de
    # 32 jours, 2 000 × 32 ÷ 26, ferait 2 461,54 €
    fiche = replace(FICHE, sortie=date(2026, 8, 31))
    reprise = replace(ANNEE, pris_n=D(6))
    [phrase] = phrases(paye(saisies(fiche=fiche, reprise=reprise)))
    assert "32 jours ouvrables" in phrase
    assert "2 520,00 €" in _simple(phrase)
    prime = Prime(mois=AOUT, matricule="1", nature="indemnite_conges", montant=D(2520))
    assert [] == phrases(paye(saisies(fiche=fiche, reprise=reprise, primes=(prime,))))


def _simple(texte: str) -> str:
    return texte.replace("\u202f", " ").replace("\xa0", " ")
