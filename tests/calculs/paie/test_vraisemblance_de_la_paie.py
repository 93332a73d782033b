"""Ce qui se paie mais surprend, et ce qui est refusé : chaque cas vient d'un classeur mal rempli à la main."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tableur.calculs.paie.enregistrements import Etablissement
from tableur.calculs.paie.tables.controles import alertes_du_mois
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    Prime,
    RepriseDePaie,
    VariablesTapees,
)
from tableur.calculs.paie.tables.livre import Livre, livre_de_paie
from tableur.calculs.paie.tables.recapitulatif import recapitulatif_du_mois
from tableur.calculs.paie.tables.reglages import ReglagesDePaie, reglages_impossibles
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.calculs.paie.tables.surprises import Surprise
from tableur.calculs.paie.tables.vraisemblance import surprises_du_mois
from tableur.socle.dates import Mois

D = Decimal
JUIN = Mois(2026, 6)
NIR = "295106938711454"
CHEZ = Etablissement(effectif=14, taux_at=D("0.0208"))
ELISE = FicheSalarie(
    matricule="001", nom="AUBRY", prenom="Élise", entree=date(2026, 1, 1), salaire_mensuel=D(2450)
)
PARTIEL = replace(ELISE, heures_semaine=D(24), salaire_mensuel=D(1500))
DU_8_AU_9 = Absence(matricule="001", nature="sans_solde", debut=date(2026, 6, 8), fin=date(2026, 6, 9))


def _saisies(
    *lignes: object, fiches: tuple[FicheSalarie, ...] = (ELISE,), reglages: ReglagesDePaie | None = None
) -> Saisies:
    def de(type_: type) -> list[object]:
        return [ligne for ligne in lignes if isinstance(ligne, type_)]

    return Saisies(
        fiches,
        de(VariablesTapees),  # type: ignore[arg-type]
        de(Absence),  # type: ignore[arg-type]
        de(Prime),  # type: ignore[arg-type]
        de(RepriseDePaie),  # type: ignore[arg-type]
        reglages or ReglagesDePaie(etablissement=CHEZ, titre_restaurant_part_salariale=D(4)),
    )


def _surprises(saisies: Saisies, mois: Mois = JUIN) -> tuple[Livre, list[Surprise]]:
    livre = livre_de_paie(saisies, mois)
    return livre, list(surprises_du_mois(livre, saisies))


def _variables(**champs: object) -> VariablesTapees:
    return VariablesTapees(mois=JUIN, matricule="001", **champs)  # type: ignore[arg-type]


def _ou(surprises: list[Surprise]) -> list[tuple[str, int, str, str]]:
    return [(r.table, r.rang, r.champ, r.regle) for r in surprises]


def test_deux_absences_qui_se_chevauchent_sont_dites() -> None:
    maladie = replace(DU_8_AU_9, nature="maladie", debut=date(2026, 6, 1), fin=date(2026, 6, 12))
    prolongation = replace(DU_8_AU_9, nature="maladie", debut=date(2026, 6, 10), fin=date(2026, 6, 15))
    surprises = [s for s in _surprises(_saisies(maladie, prolongation))[1] if s.table == "Absence"]
    assert [("Absence", 1, "debut", "absences qui se chevauchent")] == _ou(surprises)
    assert "du 10/06/2026 au 12/06/2026" in surprises[0].message


def test_deux_absences_de_quelques_heures_le_meme_jour_ne_se_chevauchent_pas() -> None:
    matin = replace(DU_8_AU_9, fin=date(2026, 6, 8), heures=D(3))
    assert [] == _surprises(_saisies(matin, replace(matin, heures=D(2))))[1]


def test_une_absence_qui_sort_du_contrat_est_dite() -> None:
    parti = replace(ELISE, sortie=date(2026, 6, 8))
    surprises = _surprises(_saisies(DU_8_AU_9, fiches=(parti,)))[1]
    assert [("Absence", 0, "debut", "absence hors du contrat")] == _ou(surprises)
    arrivee = replace(ELISE, entree=date(2026, 6, 9))
    assert "commence le 09/06/2026" in _surprises(_saisies(DU_8_AU_9, fiches=(arrivee,)))[1][0].message


def test_plus_d_heures_d_absence_que_l_horaire_n_en_prevoit_est_dit() -> None:
    assert [] == _surprises(_saisies(replace(DU_8_AU_9, heures=D(14))))[1]
    surprises = _surprises(_saisies(replace(DU_8_AU_9, heures=D("14.5"))))[1]
    assert [("Absence", 0, "heures", "heures d'absence")] == _ou(surprises)


def test_ce_qui_est_tape_apres_la_sortie_n_est_pas_perdu_sans_un_mot() -> None:
    parti = replace(ELISE, sortie=date(2026, 5, 31))
    prime = Prime(mois=JUIN, matricule="001", nature="prime", montant=D(400))
    livre, surprises = _surprises(_saisies(_variables(acomptes=D(55)), prime, fiches=(parti,)))
    assert [] == livre.du_mois
    assert [("VariablesTapees", 0, "acomptes", "hors du contrat"), ("Prime", 0, "mois", "hors du contrat")] == _ou(
        surprises
    )
    assert "sortie le 31/05/2026" in surprises[1].message
    assert "400,00" in surprises[1].message


def test_ce_qui_est_tape_avant_l_entree_est_dit() -> None:
    a_venir = replace(ELISE, entree=date(2026, 7, 1))
    surprises = _surprises(_saisies(_variables(heures_supplementaires_25=D(8)), fiches=(a_venir,)))[1]
    assert ["Heures supplémentaires de 2026-06, hors du contrat (entrée le 01/07/2026)"] == [
        r.message.split(" : ")[0] for r in surprises
    ]


@pytest.mark.parametrize(
    ("fiche", "champs", "champ"),
    [
        (PARTIEL, {"heures_supplementaires_25": D(10)}, "heures_supplementaires_25"),
        (ELISE, {"heures_complementaires_10": D(10)}, "heures_complementaires_10"),
        (PARTIEL, {"heures_complementaires_10": D("10.41")}, "heures_complementaires_10"),
        (ELISE, {"heures_de_stage": D(140)}, "heures_de_stage"),
        (ELISE, {"titres_restaurant": 27}, "titres_restaurant"),
        (ELISE, {"saisies": D(1800)}, "saisies"),
    ],
)
def test_une_variable_qui_ne_va_pas_avec_le_contrat_est_dite(
    fiche: FicheSalarie, champs: dict[str, object], champ: str
) -> None:
    surprises = _surprises(_saisies(_variables(**champs), fiches=(fiche,)))[1]
    assert [("VariablesTapees", 0, champ)] == [(r.table, r.rang, r.champ) for r in surprises]


def test_les_variables_permises_ne_sont_pas_dites() -> None:
    permises = _variables(heures_complementaires_10=D("10.40"), titres_restaurant=26)
    assert [] == _surprises(_saisies(permises, fiches=(PARTIEL,)))[1]
    assert [] == _surprises(_saisies(_variables(saisies=D(100))))[1]


def test_la_quotite_saisissable_est_celle_du_net_apres_impot() -> None:
    """2 450 € bruts au taux neutre : le net du mois, refait par le bulletin, passe dans QUOTITE_SAISISSABLE."""
    net = livre_de_paie(_saisies(), JUIN).du_mois[0].bulletin.totaux.net_a_payer
    message = _surprises(_saisies(_variables(saisies=D(1800))))[1][0].message
    assert f"{net:,.2f}".replace(",", "\u202f").replace(".", ",") in message.replace("\u00a0", "\u202f")


def test_une_ppv_au_dela_de_sa_limite_et_un_brut_negatif_sont_dits() -> None:
    ppv = Prime(mois=JUIN, matricule="001", nature="partage_valeur", montant=D(3000))
    assert [] == _surprises(_saisies(ppv))[1]
    assert ["prime de partage de la valeur"] == [
        r.regle for r in _surprises(_saisies(replace(ppv, montant=D(3001))))[1]
    ]
    reprise_de_prime = Prime(mois=JUIN, matricule="001", nature="prime", montant=D(-3000))
    assert ["brut négatif"] == [r.regle for r in _surprises(_saisies(reprise_de_prime))[1]]


def test_une_mutuelle_payee_a_moins_de_la_moitie_par_l_employeur_est_dite() -> None:
    reglages = ReglagesDePaie(etablissement=CHEZ, sante_mensuelle=D(60), part_employeur_sante=D("0.4"))
    surprises = _surprises(_saisies(reglages=reglages))[1]
    assert [("", "Tous", "part_employeur_sante")] == [(r.table, r.nom, r.champ) for r in surprises]


REPRISE = RepriseDePaie(
    matricule="001",
    mois=Mois(2026, 10),
    brut=D(24500),
    plafond=D(40050),
    smic=D("18230.33"),
    reduction_generale=D(4459),
)
ANCIENNE = replace(ELISE, entree=date(2020, 1, 1))
NOVEMBRE = Mois(2026, 11)


def test_une_reprise_juste_ne_dit_rien() -> None:
    assert [] == _surprises(_saisies(REPRISE, fiches=(ANCIENNE,)), NOVEMBRE)[1]


@pytest.mark.parametrize("champ", ["brut", "plafond", "reduction_generale", "net_imposable"])
def test_un_cumul_negatif_est_refuse(champ: str) -> None:
    livre, surprises = _surprises(
        _saisies(replace(REPRISE, **{champ: D(-10)}), fiches=(ANCIENNE,)),  # type: ignore[arg-type]
        NOVEMBRE,
    )
    assert [("RepriseDePaie", 0, champ)] == [(r.table, r.rang, r.champ) for r in livre.refusees]
    assert [] == surprises


@pytest.mark.parametrize(
    ("champs", "attendus"),
    [
        ({"plafond": D(4005)}, ["plafond"]),
        ({"smic": D("1823.03")}, ["smic"]),
        ({"plafond": D(48060)}, ["plafond"]),
        ({"mois": Mois(2026, 9), "plafond": D(36045), "smic": D("16407.30")}, ["mois"]),
    ],
)
def test_une_reprise_qui_ne_va_pas_avec_les_mois_du_contrat_est_dite(
    champs: dict[str, object], attendus: list[str]
) -> None:
    reglages = ReglagesDePaie(etablissement=CHEZ, suivi_depuis=NOVEMBRE)
    saisies = _saisies(replace(REPRISE, **champs), fiches=(ANCIENNE,), reglages=reglages)  # type: ignore[arg-type]
    assert attendus == [r.champ for r in _surprises(saisies, NOVEMBRE)[1]]


def test_une_reprise_d_avant_l_entree_est_dite() -> None:
    surprises = _surprises(_saisies(REPRISE, fiches=(replace(ELISE, entree=date(2026, 11, 3)),)), NOVEMBRE)[1]
    assert [
        "Reprise de 2026-10, avant l'entrée du contrat, le 03/11/2026 : ces cumuls ne sont pas les siens."
    ] == [r.message for r in surprises]


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("taux_pas", D("2.11")),
        ("taux_pas", D(1)),
        ("heures_semaine", D(0)),
        ("heures_semaine", D(200)),
        ("sante_mensuelle", D(-40)),
        ("taux_at", D("2.08")),
        ("part_du_smic", D(43)),
        ("salaire_mensuel", D(-1)),
    ],
)
def test_une_fiche_impossible_est_refusee_a_sa_colonne(champ: str, valeur: Decimal) -> None:
    fiche = replace(ELISE, **{champ: valeur})  # type: ignore[arg-type]
    refusees = livre_de_paie(_saisies(fiches=(fiche, replace(ELISE, matricule="002"))), JUIN).refusees
    assert [("FicheSalarie", 0, champ)] == [(r.table, r.rang, r.champ) for r in refusees]


def test_un_reglage_impossible_est_dit_une_fois_a_sa_feuille() -> None:
    chez = Etablissement(effectif=-3, taux_at=D("2.08"))
    reglages = ReglagesDePaie(etablissement=chez, sante_mensuelle=D(-40), part_employeur_sante=D(50))
    assert ["taux_at", "part_employeur_sante", "effectif", "sante_mensuelle"] == [
        champ for champ, _ in reglages_impossibles(reglages)
    ]


CDD = replace(ELISE, contrat="CDD", sortie=date(2026, 6, 14), nir=NIR)


def test_un_cdd_suivi_d_un_cdi_n_a_pas_d_indemnite_de_fin_de_contrat() -> None:
    """C. trav., art. L1243-8 : elle n'est due que si les relations ne se poursuivent pas par un CDI."""
    cdi = replace(ELISE, matricule="012", entree=date(2026, 6, 15), nir=NIR)
    saisies = _saisies(fiches=(CDD, cdi))
    livre = livre_de_paie(saisies, JUIN)
    assert [D(0), D(0)] == [paye.bulletin.totaux.indemnite_fin_contrat for paye in livre.du_mois]
    dites = [a for a in alertes_du_mois(livre, saisies) if a.regle == "fin de contrat"]
    assert ["non_controle"] == [a.gravite for a in dites]
    assert "CDI le 15/06/2026" in dites[0].message


def test_un_cdd_qui_finit_dit_l_indemnite_ajoutee_et_le_recapitulatif_l_explique() -> None:
    saisies = _saisies(fiches=(CDD,))
    livre = livre_de_paie(saisies, JUIN)
    indemnite = livre.du_mois[0].bulletin.totaux.indemnite_fin_contrat
    assert indemnite > 0
    dites = [a for a in alertes_du_mois(livre, saisies) if a.regle == "fin de contrat"]
    assert ["alerte"] == [a.gravite for a in dites]
    (ligne,) = recapitulatif_du_mois(livre)
    assert "indemnité de fin de contrat : 0,00" in ligne.explication
    assert D(0) == ligne.inexplique
    assert ligne.par_variables > 0


def test_une_indemnite_de_fin_de_contrat_tapee_a_zero_est_suivie() -> None:
    rien = Prime(mois=JUIN, matricule="001", nature="indemnite_fin_contrat", montant=D(0))
    saisies = _saisies(rien, fiches=(CDD,))
    livre = livre_de_paie(saisies, JUIN)
    assert D(0) == livre.du_mois[0].bulletin.totaux.indemnite_fin_contrat
    assert [] == [a for a in alertes_du_mois(livre, saisies) if a.regle == "fin de contrat"]


def test_la_mutuelle_de_l_entreprise_n_est_pas_prise_d_office_a_un_stagiaire() -> None:
    stage = replace(ELISE, contrat="stage", salaire_mensuel=D(0))
    reglages = ReglagesDePaie(etablissement=CHEZ, sante_mensuelle=D(60))
    heures = _variables(heures_de_stage=D(140))
    (paye,) = livre_de_paie(_saisies(heures, fiches=(stage,), reglages=reglages), JUIN).du_mois
    assert D(0) == paye.bulletin.totaux.net_a_payer
    choisie = replace(stage, sante_mensuelle=D(60))
    (paye,) = livre_de_paie(_saisies(heures, fiches=(choisie,), reglages=reglages), JUIN).du_mois
    assert D(-30) == paye.bulletin.totaux.net_a_payer
