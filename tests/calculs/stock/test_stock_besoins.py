"""État du stock, consommation mesurée, besoins de réapprovisionnement, commandes par fournisseur."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.stock.besoins import besoins_de_reapprovisionnement
from tableur.calculs.stock.consommation_mesuree import consommation_mesuree
from tableur.calculs.stock.enregistrements import (
    Fournisseur,
    LigneReapprovisionnement,
    Mouvement,
)
from tableur.calculs.stock.etat import comptes_au, etat_du_stock
from tableur.calculs.stock.fiche import fiche_d_un_article
from tableur.calculs.stock.fournisseurs import commandes_par_fournisseur
from tableur.socle.erreurs import ValeurInvalide
from tests.calculs.stock.mouvements_d_essai import LE, REPRISE, D, article, entree, janvier, reprise, sortie


def besoin(
    mouvements: list[Mouvement], physique: int, *, options: dict[str, Any] | None = None, **champs: Any
) -> LigneReapprovisionnement:
    """Besoin d'un seul article dont la reprise contient `physique`."""
    return besoins_de_reapprovisionnement(
        [article(**champs)], mouvements, [reprise(physique)], LE, **(options or {})
    )[0]


# État


def test_l_etat_ecarte_ce_que_la_reprise_comprend_et_ce_qui_vient_apres() -> None:
    mouvements = [
        entree(REPRISE, 500, 9),
        entree(janvier(5), 50, 13),
        sortie(LE, 30),
        sortie(LE + timedelta(days=1), 99),
    ]
    comptes = comptes_au(mouvements, [reprise(100, 10)], LE)
    assert ([0], [3]) == (comptes.avant_reprise, comptes.apres)
    ligne = etat_du_stock(mouvements, LE, [reprise(100, 10)])[0]
    assert (D(120), D(11), D("1320.00")) == (ligne.quantite, ligne.cout_unitaire, ligne.valeur)
    assert (janvier(5), LE) == (ligne.derniere_entree, ligne.derniere_sortie)


def test_l_etat_signale_le_premier_passage_sous_zero() -> None:
    mouvements = [sortie(janvier(3), 5), sortie(janvier(4), 5), entree(janvier(9), 20, 2)]
    assert "Stock négatif (-2) le 04/01/2026." == etat_du_stock(mouvements, LE, [reprise(8)])[0].alerte


def test_une_quantite_negative_est_refusee_avec_l_article_et_la_date() -> None:
    with pytest.raises(ValeurInvalide, match="mouvement de VIS du 03/01/2026"):
        etat_du_stock([sortie(janvier(3), -5)], LE)


def test_un_cout_negatif_est_refuse_avec_l_article_et_la_date() -> None:
    with pytest.raises(ValeurInvalide, match="coût du mouvement de VIS du 03/01/2026"):
        etat_du_stock([entree(janvier(3), 5, -1)], LE)


def test_un_mouvement_de_quantite_nulle_ne_change_rien() -> None:
    mouvements = [entree(janvier(3), 0, 9), sortie(janvier(4), 0)]
    ligne = etat_du_stock(mouvements, LE, [reprise(5, 2)])[0]
    assert (D(5), D(2), D(10)) == (ligne.quantite, ligne.cout_unitaire, ligne.valeur)


jours = st.integers(1, 30).map(janvier)
mouvements_varies = st.lists(
    st.one_of(
        st.builds(
            entree, jours, st.integers(0, 50), st.one_of(st.none(), st.integers(0, 20)), st.sampled_from("AB")
        ),
        st.builds(sortie, jours, st.integers(0, 50), st.sampled_from("AB")),
    ),
    max_size=20,
)


@given(mouvements_varies, st.integers(0, 100))
def test_l_etat_est_la_derniere_ligne_de_chaque_fiche(mouvements: list[Mouvement], stock: int) -> None:
    reprises = [reprise(stock, 7, "A")]
    for ligne in etat_du_stock(mouvements, LE, reprises):
        fiche = fiche_d_un_article(ligne.code_article, mouvements, reprises, LE)
        assert (fiche[-1].stock_quantite, fiche[-1].stock_valeur) == (ligne.quantite, ligne.valeur)


# Consommation


def test_la_consommation_compte_les_sorties_de_vente_moins_les_retours() -> None:
    mouvements = [
        sortie(janvier(2), 40, motif="vente"),
        sortie(janvier(3), 30, motif="consommation"),
        sortie(janvier(4), 30),
        sortie(janvier(5), 500, motif="perte"),
        sortie(janvier(6), 500, motif="retour"),
        entree(janvier(7), 10, motif="retour"),
    ]
    mesure = consommation_mesuree(comptes_au(mouvements, [reprise(2000)], LE), "VIS", 365)
    assert (30, D(90), D(3), D(180)) == (mesure.jours, mesure.quantite, mesure.par_jour, mesure.valeur)


def test_la_periode_ne_remonte_pas_avant_la_reprise_ni_au_dela_de_sa_duree() -> None:
    mouvements = [sortie(janvier(2), 60), sortie(janvier(25), 30)]
    comptes = comptes_au(mouvements, [reprise(200)], LE)
    assert D(3) == consommation_mesuree(comptes, "VIS", 365).par_jour
    assert D(3) == consommation_mesuree(comptes, "VIS", 10).par_jour
    assert 10 == consommation_mesuree(comptes, "VIS", 10).jours


def test_sans_reprise_la_periode_commence_au_premier_jour_suivi_de_l_entreprise() -> None:
    comptes = comptes_au([sortie(janvier(21), 30), sortie(janvier(11), 1, "CLOU")], [], LE)
    assert (20, D("1.5")) == (
        consommation_mesuree(comptes, "VIS", 365).jours,
        consommation_mesuree(comptes, "VIS", 365).par_jour,
    )


def test_des_retours_plus_forts_que_les_ventes_font_une_consommation_nulle() -> None:
    comptes = comptes_au([entree(janvier(7), 10, motif="retour")], [reprise(5)], LE)
    assert D(0) == consommation_mesuree(comptes, "VIS", 365).par_jour


def test_l_ecart_type_compte_les_jours_sans_mouvement() -> None:
    # 30 unités un jour sur 30 : moyenne 1, variance 900 ÷ 30 − 1 = 29.
    comptes = comptes_au([sortie(janvier(9), 30)], [reprise(100)], LE)
    assert D(29).sqrt() == consommation_mesuree(comptes, "VIS", 365).ecart_type


def test_une_periode_nulle_est_refusee() -> None:
    with pytest.raises(ValeurInvalide, match="au moins un jour"):
        besoin([], 5, options={"periode": 0})


# Besoins


def test_un_besoin_dit_la_regle_et_ses_chiffres() -> None:
    ligne = besoin([sortie(janvier(9), 96)], 108, multiple=D(12), delai_maximal=D("12.5"), stock_cible=D(65))
    assert (D(12), D("3.2"), D(8), D(40), D(60)) == (
        ligne.disponible,
        ligne.consommation_par_jour,
        ligne.stock_de_securite,
        ligne.point_de_commande,
        ligne.a_commander,
    )
    assert D("3.75") == ligne.couverture
    attendu = (
        "Disponible 12 ≤ point de commande 40 (3,2/jour × 10 j + sécurité 8) : "
        "commander 60 par multiples de 12, pour une cible de 65"
    )
    assert attendu == ligne.pourquoi


def test_un_minimum_qui_depasse_le_besoin_est_dit() -> None:
    ligne = besoin([sortie(janvier(9), 90)], 110, stock_cible=D(35), minimum=D(50))
    assert D(50) == ligne.a_commander
    assert ligne.pourquoi.endswith("commander 50, minimum 50, pour une cible de 35")


def test_sans_stock_cible_on_couvre_trente_jours_au_dela_du_point_de_commande() -> None:
    ligne = besoin([sortie(janvier(9), 90)], 90)
    assert D(30 + 90) == ligne.a_commander
    assert D(30 + 30) == besoin([sortie(janvier(9), 90)], 90, options={"jours_a_couvrir": D(10)}).a_commander


def test_un_stock_cible_sous_le_point_de_commande_est_releve_a_celui_ci() -> None:
    assert D(30) == besoin([sortie(janvier(9), 90)], 90, stock_cible=D(10)).a_commander


def test_un_tiers_de_jour_ne_fait_pas_manquer_le_point_de_commande() -> None:
    # 10 ÷ 30 × 3 vaut 1 : un disponible de 1 déclenche la commande.
    ligne = besoin([sortie(janvier(9), 10)], 11, delai=D(3))
    assert (D(1), D(1)) == (ligne.point_de_commande, ligne.disponible)
    assert D(10) == ligne.a_commander


def test_le_disponible_retire_le_reserve_et_ajoute_l_en_commande() -> None:
    ligne = besoin([sortie(janvier(9), 90)], 120, reserve=D(10), en_commande=D(50))
    assert (D(30), D(70), D(0)) == (ligne.physique, ligne.disponible, ligne.a_commander)
    assert "> point de commande" in ligne.pourquoi
    assert "rien à commander" in ligne.pourquoi


def test_le_taux_de_service_remplace_la_regle_du_delai_maximal() -> None:
    ligne = besoin(
        [sortie(janvier(9), 30)], 100, delai=D(9), delai_maximal=D(99), options={"taux_de_service": D("0.95")}
    )
    # z(95 %) × √29 × √9, z de scipy.stats.norm.
    assert abs(D("1.6448536269514722") * D(29).sqrt() * 3 - ligne.stock_de_securite) < D("1e-12")


def test_le_dernier_prix_est_celui_du_dernier_achat_meme_avant_la_reprise_sinon_le_prix_tape() -> None:
    achats = [entree(REPRISE, 5, 7, motif="achat"), entree(janvier(3), 5, 9, motif="correction")]
    assert D(7) == besoin(achats, 5, prix_achat=D(4)).dernier_prix
    assert D(4) == besoin([], 5, prix_achat=D(4)).dernier_prix
    sans_prix = besoin([], 5)
    assert (None, None) == (sans_prix.dernier_prix, sans_prix.montant)


def test_le_montant_est_arrondi_au_centime() -> None:
    ligne = besoin([sortie(janvier(9), 90)], 90, stock_cible=D(33), prix_achat=D("0.335"), multiple=D("0.5"))
    assert D("11.06") == ligne.montant  # 33 × 0,335 = 11,055


def test_un_article_sans_mouvement_ni_reprise_n_a_pas_de_besoin() -> None:
    ligne = besoins_de_reapprovisionnement([article()], [], [], LE)[0]
    assert (D(0), D(0), None) == (ligne.physique, ligne.a_commander, ligne.couverture)


def test_un_delai_negatif_est_refuse_avec_le_code_de_l_article() -> None:
    with pytest.raises(ValeurInvalide, match="article VIS ne peut pas être négatif : -1"):
        besoin([], 5, delai=D(-1))


@given(mouvements_varies, st.integers(0, 100), st.integers(1, 24), st.integers(0, 30))
def test_apres_la_commande_le_disponible_depasse_le_point_de_commande(
    mouvements: list[Mouvement], stock: int, multiple: int, delai: int
) -> None:
    articles = [article(code, multiple=D(multiple), delai=D(delai)) for code in "AB"]
    for ligne in besoins_de_reapprovisionnement(articles, mouvements, [reprise(stock, 7, "A")], LE):
        assert ligne.disponible == ligne.physique - ligne.reserve + ligne.en_commande
        assert ligne.disponible + ligne.a_commander >= ligne.point_de_commande
        assert (ligne.a_commander == 0) or ligne.disponible <= ligne.point_de_commande


# Fournisseurs


def test_les_commandes_sont_comparees_au_minimum_et_au_franco() -> None:
    modele = besoin([], 0)
    lignes = [
        replace(modele, code_fournisseur="F1", a_commander=D(40), montant=D(80)),
        replace(modele, code_fournisseur="F1", a_commander=D(5), montant=None),
        replace(modele, code_fournisseur="F2", a_commander=D(1), montant=D(150)),
        replace(modele, code_fournisseur="F3", a_commander=D(1), montant=D(900)),
        replace(modele, code_fournisseur="F4", a_commander=D(0), montant=D(0)),
        replace(modele, code_fournisseur="F5", a_commander=D(1), montant=None),
        replace(modele, code_fournisseur="F9", a_commander=D(1), montant=D(3)),
        replace(modele, code_fournisseur="", a_commander=D(1), montant=None),
    ]
    fournisseurs = [
        Fournisseur(code_fournisseur=code, nom=code.lower(), minimum_de_commande=D(100), franco=D(300))
        for code in ("F1", "F2", "F3", "F4", "F5")
    ]
    commandes = commandes_par_fournisseur(lignes, fournisseurs)
    assert ["F1", "F2", "F3", "F5", "F9", "(sans fournisseur)"] == [c.code_fournisseur for c in commandes]
    assert [D(20), D(0), D(0), D(0), D(0), D(0)] == [c.manque_pour_le_minimum for c in commandes]
    assert [D(220), D(150), D(0), D(0), D(0), D(0)] == [c.manque_pour_le_franco for c in commandes]
    assert [
        "Il manque 20,00\u00a0€ pour le minimum de commande ; montant incomplet, 1 article sans prix.",
        "À commander ; il manque 150,00\u00a0€ pour le franco de port.",
        "À commander, franco de port.",
        "Prix à demander.",
        "Fournisseur à ajouter à la table.",
        "Fournisseur à choisir.",
    ] == [c.verdict for c in commandes]
    assert sum((ligne.montant or D(0) for ligne in lignes), D(0)) == sum((c.montant for c in commandes), D(0))
