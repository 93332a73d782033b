"""Fiche de stock : l'invariant, les quatre méthodes, l'ordre du jour, les manques et les résidus."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.stock.enregistrements import LigneDeFiche, Mouvement, Reprise, Sens
from tableur.calculs.stock.fiche import (
    cout_moyen_apres_entree,
    fiche_d_un_article,
    fiche_de_stock,
    valeur_du_stock,
)
from tableur.calculs.stock.ouverture import Methode
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.erreurs import ResultatIntrouvable, ValeurInvalide, ValeurManquante

D = Decimal
METHODES: tuple[Methode, ...] = ("cump_apres_chaque_entree", "cump_de_la_periode", "cump_des_entrees", "peps")


def entree(jour: int, quantite: object, cout: object = None, **autres: Any) -> Mouvement:
    """Entrée de mars 2026."""
    return mouvement("entree", jour, quantite, None if cout is None else D(str(cout)), **autres)


def sortie(jour: int, quantite: object, **autres: Any) -> Mouvement:
    """Sortie de mars 2026."""
    return mouvement("sortie", jour, quantite, None, **autres)


def mouvement(sens: Sens, jour: int, quantite: object, cout: Decimal | None, **autres: Any) -> Mouvement:
    """Mouvement de mars 2026."""
    return Mouvement(date=date(2026, 3, jour), sens=sens, quantite=D(str(quantite)), cout_unitaire=cout, **autres)


quantites = st.one_of(st.integers(0, 200).map(Decimal), st.decimals(0, 50, places=3))
couts = st.decimals(0, 100, places=4)
mouvements_quelconques = st.lists(
    st.one_of(
        st.builds(entree, st.integers(1, 31), quantites, st.one_of(st.none(), couts)),
        st.builds(sortie, st.integers(1, 31), quantites),
    ),
    max_size=15,
)


def total(fiche: list[LigneDeFiche], champ: str) -> Decimal:
    """Total d'une colonne, ses cases vides comptant pour zéro."""
    return sum((getattr(ligne, champ) or D(0) for ligne in fiche), D(0))


@given(
    st.sampled_from(METHODES),
    mouvements_quelconques,
    quantites,
    couts,
    st.one_of(st.none(), st.integers(0, 3)),
    st.sampled_from(["entrees_d_abord", "saisie"]),
)
def test_initial_plus_entrees_egale_sorties_plus_final(
    methode: Methode,
    mouvements: list[Mouvement],
    quantite: Decimal,
    cout: Decimal,
    decimales: int | None,
    ordre: Any,
) -> None:
    arrondi = None if methode == "peps" else decimales
    fiche = fiche_de_stock(mouvements, quantite, cout, date(2026, 2, 28), methode, arrondi, ordre)
    final = fiche[-1]
    assert quantite + total(fiche, "entree_quantite") == total(fiche, "sortie_quantite") + final.stock_quantite
    initiale = arrondir_centime(quantite * cout)
    assert initiale + total(fiche, "entree_valeur") == total(fiche, "sortie_valeur") + final.stock_valeur
    for ligne in fiche:
        for champ in ("entree_valeur", "sortie_valeur", "stock_valeur"):
            valeur = getattr(ligne, champ)
            assert valeur is None or valeur == arrondir_centime(valeur)
        if ligne.stock_quantite < 0:
            assert "Stock négatif" in ligne.alerte


@given(st.sampled_from(METHODES), mouvements_quelconques)
def test_un_stock_final_vide_ne_vaut_rien(methode: Methode, mouvements: list[Mouvement]) -> None:
    entre = sum((m.quantite for m in mouvements if m.sens == "entree"), D(0))
    sorti = sum((m.quantite for m in mouvements if m.sens == "sortie"), D(0))
    solde = entree(31, sorti - entre, 7) if sorti > entre else sortie(31, entre - sorti)
    fiche = fiche_de_stock([*mouvements, solde], methode=methode)
    if solde.quantite and solde.sens == "sortie":
        assert (D(0), D(0)) == (fiche[-1].stock_quantite, fiche[-1].stock_valeur)


@given(
    st.lists(st.builds(entree, st.integers(1, 10), st.integers(1, 200), couts), min_size=1, max_size=6), st.data()
)
def test_le_cout_de_chaque_sortie_est_entre_le_plus_bas_et_le_plus_haut_des_couts_d_entree(
    entrees: list[Mouvement], tirage: st.DataObject
) -> None:
    reste = int(sum((e.quantite for e in entrees), D(0)))
    sorties: list[Mouvement] = []
    while reste > 1 and len(sorties) < 5:
        quantite = tirage.draw(st.integers(1, reste))
        reste -= quantite
        sorties.append(sortie(11 + len(sorties), quantite))
    couts_d_entree = [arrondir_centime(e.quantite * (e.cout_unitaire or D(0))) / e.quantite for e in entrees]
    marge = D("1e-15")
    for methode in METHODES:
        for ligne in fiche_de_stock([*entrees, *sorties], methode=methode):
            if ligne.sortie_cout is not None:
                assert min(couts_d_entree) - marge <= ligne.sortie_cout <= max(couts_d_entree) + marge


@given(st.lists(st.integers(1, 100), min_size=1, max_size=5), st.integers(1, 100))
def test_en_hausse_de_prix_le_stock_en_peps_vaut_au_moins_celui_au_cump(
    quantites: list[int], pour_cent: int
) -> None:
    entrees = [entree(rang + 1, quantite, 10 + rang) for rang, quantite in enumerate(quantites)]
    vendu = sum(quantites) * pour_cent // 100
    mouvements = [*entrees, sortie(20, vendu)]
    assert valeur_du_stock(mouvements, methode="peps") >= valeur_du_stock(mouvements)


@given(mouvements_quelconques, quantites, couts)
def test_toutes_les_methodes_finissent_sur_la_meme_quantite(
    mouvements: list[Mouvement], quantite: Decimal, cout: Decimal
) -> None:
    fiches = [
        fiche_de_stock(mouvements, quantite, cout, date(2026, 2, 28), methode=methode) for methode in METHODES
    ]
    assert 1 == len({fiche[-1].stock_quantite for fiche in fiches})


def test_le_cas_du_referentiel_donne_un_cump_de_11() -> None:
    fiche = fiche_de_stock([entree(1, 100, 10), entree(2, 50, 13)])
    assert D("11.00") == fiche[-1].stock_cout == cout_moyen_apres_entree(D(100), D(10), D(50), D(13))


def test_un_cump_arrondi_porte_son_residu_jusqu_a_la_sortie_qui_vide_le_stock() -> None:
    # 100 ÷ 3 = 33,333… arrondi à 33,33 : deux sorties à 33,33, la dernière emporte 33,34.
    mouvements = [entree(1, 3, "33.3333"), *(sortie(jour, 1) for jour in (2, 3, 4))]
    fiche = fiche_de_stock(mouvements, decimales_du_cump=2)
    assert [D("33.33"), D("33.33"), D("33.34")] == [ligne.sortie_valeur for ligne in fiche[1:]]
    assert D(0) == fiche[-1].stock_valeur
    assert fiche[-1].stock_cout is None


def test_sans_arrondi_du_cump_les_centimes_ne_s_accumulent_pas() -> None:
    # 1 000 vis à 0,0123 € : chaque sortie vaut un ou deux centimes, le stock reste juste.
    fiche = fiche_de_stock([entree(1, 1000, "0.0123"), *(sortie(2, 1) for _ in range(500))])
    assert D("6.15") == fiche[-1].stock_valeur
    assert D("6.15") == total(fiche, "sortie_valeur")


def test_le_demi_centime_va_a_la_sortie() -> None:
    fiche = fiche_de_stock([entree(1, 10, "0.335"), sortie(2, 3)])
    assert D("1.01") == fiche[-1].sortie_valeur  # 3 × 0,335 = 1,005


def test_le_cump_de_la_periode_compte_le_stock_initial_et_l_autre_non() -> None:
    arguments = ([entree(5, 100, 20), sortie(9, 50)], D(100), D(10), date(2026, 2, 28))
    assert D(15) == fiche_de_stock(*arguments, methode="cump_de_la_periode")[-1].sortie_cout
    assert D(20) == fiche_de_stock(*arguments, methode="cump_des_entrees")[-1].sortie_cout


def test_le_cump_des_entrees_sans_entree_est_le_cout_initial() -> None:
    fiche = fiche_de_stock([sortie(9, 50)], D(100), D(10), methode="cump_des_entrees")
    assert D("500.00") == fiche[-1].sortie_valeur


def test_une_entree_sans_cout_prend_le_cout_du_moment_et_ne_change_pas_le_cump() -> None:
    fiche = fiche_de_stock([entree(1, 3, "33.3333"), sortie(2, 1), entree(3, 1)])
    assert fiche[1].stock_cout == fiche[2].stock_cout == fiche[2].entree_cout
    assert fiche[1].sortie_valeur == fiche[2].entree_valeur


def test_une_entree_sans_cout_ni_cout_moyen_connu_est_signalee() -> None:
    fiche = fiche_de_stock([entree(1, 10)])
    assert "aucun coût moyen connu" in fiche[0].alerte
    assert D(0) == fiche[0].stock_valeur


def test_le_meme_jour_les_entrees_passent_avant_les_sorties_sauf_si_l_on_demande_la_saisie() -> None:
    mouvements = [sortie(5, 10), entree(5, 10, 4)]
    assert not any(ligne.alerte for ligne in fiche_de_stock(mouvements))
    saisie = fiche_de_stock(mouvements, ordre_du_jour="saisie")
    assert "Stock négatif (-10) le 05/03/2026." == saisie[0].alerte


def test_un_mouvement_antidate_reprend_sa_place() -> None:
    fiche = fiche_de_stock([sortie(9, 5), entree(2, 5, 4)])
    assert ["Entrée", "Sortie"] == [ligne.libelle for ligne in fiche]


@pytest.mark.parametrize("methode", ["cump_apres_chaque_entree", "peps"])
def test_l_entree_qui_couvre_un_manque_le_regularise_a_son_cout(methode: Methode) -> None:
    # 10 à 5 € ; 15 sortis : les 5 manquants partent à 5 € ; ils arrivent à 8 € : 15 € de régularisation.
    fiche = fiche_de_stock([entree(1, 10, 5), sortie(2, 15), entree(3, 20, 8)], methode=methode)
    assert (D(-5), D(-25), "Stock négatif (-5) le 02/03/2026.") == (
        fiche[1].stock_quantite,
        fiche[1].stock_valeur,
        fiche[1].alerte,
    )
    assert D(15) == fiche[2].sortie_valeur
    assert fiche[2].sortie_quantite is None
    assert "Régularisation de 15,00\u00a0€" in fiche[2].alerte
    assert (D(15), D(8), D(120)) == (fiche[2].stock_quantite, fiche[2].stock_cout, fiche[2].stock_valeur)


def test_une_entree_trop_petite_ne_couvre_qu_une_partie_du_manque() -> None:
    fiche = fiche_de_stock([entree(1, 1, 5), sortie(2, 6), entree(3, 3, 8)])
    assert (D(-2), D(-10)) == (fiche[2].stock_quantite, fiche[2].stock_valeur)
    assert D(9) == fiche[2].sortie_valeur  # 3 unités à 8 € au lieu de 5 €


def test_le_libelle_dit_le_motif_et_la_piece() -> None:
    fiche = fiche_de_stock([entree(1, 5, 4, motif="achat", piece="BL-118")], D(2), D(4), date(2026, 2, 28))
    assert ["Stock initial", "Achat BL-118"] == [ligne.libelle for ligne in fiche]


def test_le_peps_sort_la_couche_la_plus_ancienne() -> None:
    fiche = fiche_de_stock([entree(1, 10, 5), entree(2, 10, 8), sortie(3, 12), sortie(4, 8)], methode="peps")
    assert [D(66), D(64)] == [ligne.sortie_valeur for ligne in fiche[2:]]
    assert D("5.5") == fiche[2].sortie_cout
    assert D(0) == fiche[-1].stock_valeur


def test_la_valeur_a_une_date_ignore_les_mouvements_suivants() -> None:
    mouvements = [entree(1, 10, 5), sortie(20, 4)]
    assert D(50) == valeur_du_stock(mouvements, date(2026, 3, 19))
    assert D(30) == valeur_du_stock(mouvements, date(2026, 3, 20))
    assert D(20) == valeur_du_stock(mouvements, date(2026, 2, 1), D(4), D(5))


def test_une_fiche_sans_mouvement_montre_le_stock_initial() -> None:
    assert [] == fiche_de_stock([])
    assert D(50) == fiche_de_stock([], D(10), D(5), date(2026, 2, 28))[-1].stock_valeur
    with pytest.raises(ValeurManquante, match="date du stock initial"):
        fiche_de_stock([], D(10), D(5))


def test_la_fiche_d_un_article_part_de_sa_reprise() -> None:
    mouvements = [
        entree(1, 99, 9, code_article="VIS"),
        entree(5, 10, 5, code_article="VIS"),
        entree(6, 10, 5, code_article="CLOU"),
        sortie(28, 3, code_article="VIS"),
    ]
    reprises = [Reprise(code_article="VIS", date=date(2026, 3, 1), quantite=D(10), cout_unitaire=D(3))]
    fiche = fiche_d_un_article("VIS", mouvements, reprises, date(2026, 3, 15))
    assert [D(10), D(20)] == [ligne.stock_quantite for ligne in fiche]
    assert D(10) == fiche_d_un_article("CLOU", mouvements, reprises, date(2026, 3, 15))[-1].stock_quantite
    with pytest.raises(ResultatIntrouvable, match="01/03/2026"):
        fiche_d_un_article("VIS", mouvements, reprises, date(2026, 2, 1))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"mouvements": [sortie(1, -5)]}, r"quantité du mouvement du 01/03/2026 ne peut pas être négative : -5"),
        ({"mouvements": [entree(1, 5, -2)]}, "coût du mouvement du 01/03/2026"),
        ({"mouvements": [], "quantite_initiale": D(-1)}, "quantité initiale"),
        ({"mouvements": [], "cout_initial": D(-1)}, "coût initial"),
        ({"mouvements": [entree(1, 5, 2)], "decimales_du_cump": 2, "methode": "peps"}, "pas de CUMP"),
        ({"mouvements": [entree(1, 5, 2)], "decimales_du_cump": 11}, "de 0 à 10 : 11"),
        ({"mouvements": [entree(1, 5, 2), sortie(2, 1, code_article="A")]}, "un seul article"),
        ({"mouvements": [entree(1, 5, 2)], "date_initiale": date(2026, 3, 1)}, "déjà compris"),
    ],
)
def test_une_fiche_impossible_est_refusee_en_une_phrase(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValeurInvalide, match=message):
        fiche_de_stock(**arguments)
