"""Deux contrats d'une personne chez le même employeur : un plafond pour tous, une réduction générale pour chacun.

Plafond : « l'ensemble des rémunérations dues par un même employeur à un même salarié, y compris au titre de
plusieurs contrats, successifs ou non » (BOSS, assiette générale, régularisation du plafond ; communiqué du
31/03/2021, depuis 2022). Réduction : « pour les salariés en CDD auprès d'un même employeur, le coefficient est
déterminé pour chaque contrat » ; renouvelé ou transformé en CDI, c'est le même (CSS, D241-7 ; fiche de l'Urssaf).
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from tableur.calculs.paie.enregistrements import Etablissement
from tableur.calculs.paie.reductions import reduction_generale
from tableur.calculs.paie.tables.enregistrements import FicheSalarie, RepriseDePaie
from tableur.calculs.paie.tables.livre import Livre, livre_de_paie
from tableur.calculs.paie.tables.reglages import ReglagesDePaie
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois
from tests.calculs.paie.comparaison_de_paie import ecarts_du_bulletin
from tests.calculs.paie.oracle_paie import bulletin_attendu
from tests.calculs.paie.oracle_valeurs import Memoire

D = Decimal
NIR = "295109912611193"
PREMIER = FicheSalarie(
    matricule="1",
    nom="MORVAN",
    nir=NIR,
    contrat="CDD",
    entree=date(2026, 1, 1),
    sortie=date(2026, 3, 31),
    salaire_mensuel=D(3000),
)
SMIC = D("12.02") * 1820 / 12


def _livre(*fiches: FicheSalarie, mois: int) -> Livre:
    reglages = ReglagesDePaie(etablissement=Etablissement(effectif=15, taux_at=D("0.02")))
    return livre_de_paie(Saisies(fiches, (), (), (), (), reglages), Mois(2026, mois))


def _tranches(livre: Livre, matricule: str, *mois: int) -> list[Decimal]:
    payes = [livre.payes[matricule, Mois(2026, m)] for m in mois]
    return [paye.bulletin.totaux.tranche_1 for paye in payes]


def test_deux_cdd_de_l_annee_se_partagent_les_plafonds() -> None:
    second = replace(
        PREMIER, matricule="2", entree=date(2026, 5, 1), sortie=date(2026, 7, 31), salaire_mensuel=D(5000)
    )
    livre = _livre(PREMIER, second, mois=7)
    # 3 × 3 000, et 900 de précarité : 9 900 sous 3 plafonds, 12 015. Il reste 2 115 pour le second contrat.
    assert [D(3000), D(3000), D(3900)] == _tranches(livre, "1", 1, 2, 3)
    # 14 900 sous 16 020, 19 900 sous 20 025, puis 26 400 (5 000 et 1 500 de précarité) au-dessus de 24 030.
    assert [D(5000), D(5000), D(4130)] == _tranches(livre, "2", 5, 6, 7)
    juillet = livre.payes["2", Mois(2026, 7)].bulletin.totaux
    assert D(6500) - D(4130) == juillet.tranche_2


def test_la_reduction_de_deux_cdd_se_calcule_pour_chacun() -> None:
    second = replace(
        PREMIER, matricule="2", entree=date(2026, 5, 1), sortie=date(2026, 6, 30), salaire_mensuel=D(2000)
    )
    livre = _livre(PREMIER, second, mois=6)
    for matricule, bruts, mois in (("1", D(9900), 3), ("2", D(4400), 2)):
        attendue = reduction_generale(bruts, SMIC * mois, 15, date(2026, 6, 1)).reduction
        payes = [paye for cle, paye in livre.payes.items() if cle[0] == matricule]
        assert attendue == sum(paye.bulletin.totaux.reduction_generale for paye in payes)


def test_un_cdd_devenu_cdi_le_lendemain_n_a_qu_une_reduction() -> None:
    suite = replace(
        PREMIER, matricule="2", contrat="CDI", entree=date(2026, 4, 1), sortie=None, salaire_mensuel=D(2000)
    )
    livre = _livre(PREMIER, suite, mois=6)
    # 9 000 de CDD, sans indemnité de fin (un CDI suit), et 3 × 2 000 de CDI, contre six SMIC.
    attendue = reduction_generale(D(15000), SMIC * 6, 15, date(2026, 6, 1)).reduction
    assert attendue == sum(paye.bulletin.totaux.reduction_generale for paye in livre.payes.values())
    assert D(15000) == livre.payes["2", Mois(2026, 6)].bulletin.cumuls.brut


def test_une_transformation_en_cours_de_mois_garde_un_plafond_entier() -> None:
    avant = replace(PREMIER, sortie=date(2026, 3, 15))
    apres = replace(PREMIER, matricule="2", contrat="CDI", entree=date(2026, 3, 16), sortie=None)
    livre = _livre(avant, apres, mois=4)
    plafonds = [livre.payes[cle, Mois(2026, 3)].bulletin.totaux.plafond_applique for cle in ("1", "2")]
    assert D("4005.00") == sum(plafonds)
    assert D("16020.00") == livre.payes["2", Mois(2026, 4)].bulletin.cumuls.plafond
    assert not livre.refusees


def test_deux_contrats_du_meme_mois_n_ont_qu_un_plafond() -> None:
    temps_plein = replace(PREMIER, contrat="CDI", sortie=None)
    partiel = replace(temps_plein, matricule="2", heures_semaine=D(14), salaire_mensuel=D(1500))
    livre = _livre(temps_plein, partiel, mois=2)
    assert D(4005) == livre.payes["1", Mois(2026, 1)].bulletin.totaux.plafond_applique
    assert D(0) == livre.payes["2", Mois(2026, 1)].bulletin.totaux.plafond_applique
    # 3 000 et 1 500, pour 4 005 de plafond : la tranche 1 des deux est celle d'un seul salaire.
    for mois in (1, 2):
        assert D(4005) == sum(_tranches(livre, "1", mois) + _tranches(livre, "2", mois))


def test_deux_temps_partiels_ont_chacun_leur_part_du_plafond() -> None:
    matin = replace(PREMIER, contrat="CDI", sortie=None, heures_semaine=D("17.5"), salaire_mensuel=D(1000))
    soir = replace(matin, matricule="2", salaire_mensuel=D(2800))
    livre = _livre(matin, soir, mois=1)
    # 2 002,50 chacun ; 1 000 sous le premier laissent 1 002,50 de plus au second.
    assert [D(1000), D(2800)] == _tranches(livre, "1", 1) + _tranches(livre, "2", 1)


@pytest.mark.parametrize("graine", range(40))
def test_deux_contrats_tires_au_hasard_sont_ceux_de_l_oracle(graine: int) -> None:
    de = Random(graine)  # noqa: S311 - des paies, pas des secrets
    premier = replace(
        PREMIER,
        contrat=de.choice(("CDD", "CDD", "CDI")),
        entree=date(2026, de.randint(1, 3), de.randint(1, 28)),
        sortie=date(2026, de.randint(4, 6), de.randint(1, 28)) if de.random() < 0.8 else None,
        salaire_mensuel=D(de.choice((1900, 2600, 3900, 5200, 9000))),
        heures_semaine=de.choice((None, D(21))),
    )
    lendemain = (premier.sortie or date(2026, 5, 2)) + timedelta(days=1)
    second = replace(
        premier,
        matricule="2",
        contrat=de.choice(("CDD", "CDI")),
        entree=de.choice((lendemain, lendemain + timedelta(days=9), date(2026, 4, 7))),
        sortie=None,
        salaire_mensuel=D(de.choice((1900, 2600, 3900, 5200, 9000))),
        heures_semaine=de.choice((None, D("17.5"))),
    )
    livre = _livre(premier, second, mois=9)
    assert not livre.refusees
    personne = Memoire()
    prolonge = (premier.contrat, second.contrat) == ("CDD", "CDI") and second.entree == lendemain
    du_premier = Memoire(commune=personne)
    memoires = {"1": du_premier, "2": du_premier if prolonge and premier.sortie else Memoire(commune=personne)}
    for paye in sorted(livre.payes.values(), key=lambda p: (p.mois, p.fiche.entree)):
        if prolonge and paye.fiche is second:
            du_premier.sommes["contrat"] *= 0
        attendu = bulletin_attendu(
            paye.mois.annee, paye.mois.mois, paye.salarie, paye.etablissement, paye.variables,
            memoires[paye.fiche.matricule],
        )  # fmt: skip
        assert [] == ecarts_du_bulletin(paye.bulletin, attendu), (paye.fiche.matricule, paye.mois)


def test_deux_personnes_sans_numero_ne_partagent_rien() -> None:
    seul = replace(PREMIER, nir=None, contrat="CDI", sortie=None, salaire_mensuel=D(5000))
    livre = _livre(seul, replace(seul, matricule="2"), mois=2)
    assert [D(4005), D(4005)] == _tranches(livre, "1", 1, 2)
    assert [D(4005), D(4005)] == _tranches(livre, "2", 1, 2)


def test_deux_reprises_font_masse_des_le_premier_mois_suivi() -> None:
    fini = replace(PREMIER, matricule="2", entree=date(2026, 1, 5), sortie=date(2026, 2, 27))
    fiches = (replace(PREMIER, contrat="CDI", sortie=None, salaire_mensuel=D(6000)), fini)
    reprises = (
        RepriseDePaie(
            matricule="1",
            mois=Mois(2026, 9),
            brut=D(27000),
            plafond=D(36045),
            smic=SMIC * 9,
            reduction_generale=D(0),
        ),
        RepriseDePaie(
            matricule="2",
            mois=Mois(2026, 9),
            brut=D(16000),
            plafond=D(8010),
            smic=SMIC * 2,
            reduction_generale=D(0),
        ),
    )
    chez = Etablissement(effectif=15, taux_at=D("0.02"))
    reglages = ReglagesDePaie(etablissement=chez, suivi_depuis=Mois(2026, 10))
    livre = livre_de_paie(Saisies(fiches, (), (), (), reprises, reglages), Mois(2026, 10))
    # 43 000 sous 44 055, puis 49 000 contre 48 060 : 5 060 de tranche 1 ; seul, le contrat en aurait 6 000.
    assert not livre.refusees
    assert [D(5060)] == _tranches(livre, "1", 10)


def test_le_refus_d_un_contrat_laisse_payer_l_autre() -> None:
    faux = replace(PREMIER, matricule="2", entree=date(2026, 5, 2), sortie=date(2026, 5, 1))
    livre = _livre(PREMIER, faux, mois=3)
    assert ["2"] == [refus.fiche.matricule for refus in livre.refusees]
    assert [D(3000), D(3000), D(3900)] == _tranches(livre, "1", 1, 2, 3)
