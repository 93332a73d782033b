"""Formules scalaires du stock : commander, garder une réserve, lire les ratios."""

from collections.abc import Callable
from decimal import Decimal as Dec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.stock.commande import (
    point_de_commande,
    point_de_commande_periodique,
    quantite_a_commander,
)
from tableur.calculs.stock.consommation import consommation_moyenne, ecart_type_de_consommation
from tableur.calculs.stock.quantite_economique import (
    cout_de_gestion_du_stock,
    cout_de_passation_des_commandes,
    cout_de_possession_du_stock,
    intervalle_entre_commandes,
    nombre_de_commandes,
    quantite_economique,
)
from tableur.calculs.stock.rotation import (
    couverture_en_jours,
    duree_de_stockage,
    stock_moyen,
    stock_moyen_des_releves,
    taux_de_rotation,
    taux_de_rupture,
)
from tableur.calculs.stock.securite import stock_de_securite, stock_de_securite_au_taux_de_service
from tableur.calculs.stock.service import coefficient_de_service
from tableur.socle.erreurs import DivisionImpossible, ValeurInvalide

D = Dec

quantites = st.decimals(min_value=0, max_value=100_000, places=2)
positifs = st.decimals(min_value=D("0.01"), max_value=100_000, places=2)
entiers = st.integers(min_value=0, max_value=5_000).map(Dec)
taux = st.decimals(min_value=D("0.5"), max_value=D("0.9999"), places=4)


def proche(attendu: Dec, obtenu: Dec, relatif: str = "1e-20") -> bool:
    """Vrai à la précision du contexte décimal près : une racine carrée n'est jamais exacte."""
    return abs(attendu - obtenu) <= Dec(relatif) * max(abs(attendu), abs(obtenu))


# Référentiel : 2.1.1.c


def test_le_cas_du_referentiel_donne_220_de_securite_et_420_de_point_de_commande() -> None:
    securite = stock_de_securite(D(40), D(5), D(7), D(60))
    assert (D(220), D(420)) == (securite, point_de_commande(D(40), D(5), securite))


def test_le_cas_du_referentiel_donne_une_quantite_economique_de_424_26() -> None:
    assert D("424.26") == quantite_economique(D(3600), D(50), prix=D(20), taux_de_possession=D("0.10")).quantize(
        D("0.01")
    )


# Coefficient de service

# mpmath, √2 · erfinv(2p − 1) à 45 chiffres, arrondi ici à 30.
QUANTILES_DE_MPMATH = {
    "0.5001": "0.000250662830088035098920650105408",
    "0.55": "0.125661346855074034210184388301",
    "0.6": "0.253347103135799798798196181424",
    "0.9": "1.28155156554460046696510332945",
    "0.95": "1.64485362695147271486384890799",
    "0.977": "1.99539331016782477855380811751",
    "0.99": "2.32634787404084110088560616335",
    "0.999999": "4.753424308822898948193988187",
    "0.999999999999999": "7.94134532617099678096674357229",
}


@pytest.mark.parametrize(("service", "attendu"), QUANTILES_DE_MPMATH.items())
def test_le_coefficient_de_service_a_plus_de_25_chiffres_justes(service: str, attendu: str) -> None:
    assert proche(Dec(attendu), coefficient_de_service(Dec(service)), "1e-26")


def test_le_coefficient_de_service_est_nul_a_50_pour_cent_et_impair_autour() -> None:
    assert D(0) == coefficient_de_service(D("0.5"))
    assert -coefficient_de_service(D("0.9")) == coefficient_de_service(D("0.1"))


@given(taux, taux)
def test_le_coefficient_de_service_croit_avec_le_taux(un: Dec, autre: Dec) -> None:
    bas, haut = sorted((un, autre))
    assert coefficient_de_service(bas) <= coefficient_de_service(haut)


@pytest.mark.parametrize("service", ["0", "1", "-0.2", "20", "1.5"])
def test_un_taux_de_service_hors_de_0_a_1_est_refuse(service: str) -> None:
    with pytest.raises(ValeurInvalide, match="écrire 0,"):
        coefficient_de_service(Dec(service))


def test_un_taux_ecrit_20_est_corrige_en_0_20() -> None:
    with pytest.raises(ValeurInvalide, match=r"20 reçu \(écrire 0,20 pour 20 %\)"):
        coefficient_de_service(D(20))


def test_un_taux_colle_a_1_est_refuse_plutot_que_calcule_sans_fin() -> None:
    with pytest.raises(ValeurInvalide, match="trop proche"):
        coefficient_de_service(D("1E-200"))


# Stock de sécurité et point de commande


@given(entiers, entiers, entiers, entiers)
def test_le_point_de_commande_croit_avec_le_delai(conso: Dec, delai: Dec, plus: Dec, securite: Dec) -> None:
    assert point_de_commande(conso, delai, securite) <= point_de_commande(conso, delai + plus, securite)


@given(entiers, entiers, entiers, entiers)
def test_le_niveau_de_recompletement_est_un_point_de_commande_au_delai_allonge(
    conso: Dec, delai: Dec, periode: Dec, securite: Dec
) -> None:
    attendu = point_de_commande(conso, delai + periode, securite)
    assert attendu == point_de_commande_periodique(conso, delai, periode, securite)


@given(entiers, entiers, entiers)
def test_sans_pointe_les_deux_regles_de_securite_se_rejoignent(conso: Dec, delai: Dec, retard: Dec) -> None:
    assert stock_de_securite(conso, delai, delai + retard) == stock_de_securite(
        conso, delai, delai + retard, conso
    )


@given(taux, positifs, positifs, quantites, quantites)
def test_des_aleas_dependants_demandent_au_moins_autant_de_stock(
    service: Dec, conso: Dec, delai: Dec, sigma_c: Dec, sigma_d: Dec
) -> None:
    independants = stock_de_securite_au_taux_de_service(service, conso, delai, sigma_c, sigma_d)
    dependants = stock_de_securite_au_taux_de_service(service, conso, delai, sigma_c, sigma_d, "dependants")
    assert independants <= dependants or proche(independants, dependants)


def test_sans_alea_le_taux_de_service_ne_demande_aucun_stock() -> None:
    assert D(0) == stock_de_securite_au_taux_de_service(D("0.95"), D(20), D(9))


def test_un_delai_maximal_inferieur_au_delai_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match=r"au moins égal au délai moyen \(5\) : 3 reçu"):
        stock_de_securite(D(40), D(5), D(3))


def test_une_pointe_inferieure_a_la_moyenne_est_refusee() -> None:
    with pytest.raises(ValeurInvalide, match=r"consommation moyenne \(40\) : 30 reçu"):
        stock_de_securite(D(40), D(5), D(7), D(30))


def test_un_taux_de_service_sous_la_moitie_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match="0,4 reçu"):
        stock_de_securite_au_taux_de_service(D("0.4"), D(20), D(9), D(3))


# Quantité à commander


@given(
    st.integers(-500, 5000).map(Dec),
    entiers,
    entiers,
    entiers,
    entiers,
    st.integers(1, 144).map(Dec),
    entiers,
)
def test_la_quantite_a_commander_couvre_le_besoin_par_multiples(
    physique: Dec, point: Dec, marge: Dec, en_commande: Dec, reserve: Dec, multiple: Dec, minimum: Dec
) -> None:
    cible = point + marge
    quantite = quantite_a_commander(physique, point, cible, en_commande, reserve, multiple, minimum)
    disponible = physique - reserve + en_commande
    assert quantite % multiple == 0
    if disponible > point or disponible == cible:
        assert quantite == 0
    else:
        assert quantite >= max(cible - disponible, minimum)
        assert quantite - multiple < max(cible - disponible, minimum)


def test_un_disponible_egal_au_point_de_commande_declenche_la_commande() -> None:
    assert D(25) == quantite_a_commander(D(40), D(40), D(65))
    assert D(0) == quantite_a_commander(D(41), D(40), D(65))


def test_le_multiple_est_arrondi_au_superieur() -> None:
    # Odoo a documenté 18 puis 21 pour un multiple de 3 et une cible de 20 : ici, on atteint la cible.
    assert D(21) == quantite_a_commander(D(0), D(5), D(20), multiple=D(3))


def test_le_minimum_du_fournisseur_est_arrondi_au_multiple() -> None:
    assert D(60) == quantite_a_commander(D(35), D(40), D(65), multiple=D(12), minimum=D(50))


def test_une_cible_sous_le_point_de_commande_est_refusee() -> None:
    with pytest.raises(ValeurInvalide, match=r"point de commande \(40\) : 30 reçu"):
        quantite_a_commander(D(0), D(40), D(30))


def test_un_multiple_nul_est_une_division_impossible() -> None:
    with pytest.raises(DivisionImpossible):
        quantite_a_commander(D(0), D(40), D(50), multiple=D(0))


def test_un_multiple_peut_etre_une_fraction_d_unite() -> None:
    assert D("12.5") == quantite_a_commander(D("0.1"), D(5), D("12.3"), multiple=D("0.5"))


# Wilson


@given(positifs, positifs, positifs)
def test_a_la_quantite_economique_la_passation_egale_la_possession(
    demande: Dec, commande: Dec, possession: Dec
) -> None:
    quantite = quantite_economique(demande, commande, possession)
    passation = cout_de_passation_des_commandes(demande, quantite, commande)
    assert proche(passation, cout_de_possession_du_stock(quantite, possession))


@given(positifs, positifs, positifs, positifs)
def test_aucune_autre_quantite_ne_coute_moins(demande: Dec, commande: Dec, possession: Dec, autre: Dec) -> None:
    optimum = quantite_economique(demande, commande, possession)
    meilleur = cout_de_gestion_du_stock(demande, optimum, commande, possession)
    cout = cout_de_gestion_du_stock(demande, autre, commande, possession)
    assert meilleur <= cout or proche(meilleur, cout)


def test_le_prix_et_le_taux_valent_le_cout_de_possession() -> None:
    attendu = quantite_economique(D(3600), D(50), D(2))
    assert attendu == quantite_economique(D(3600), D(50), prix=D(20), taux_de_possession=D("0.1"))


@pytest.mark.parametrize(
    "arguments",
    [{}, {"prix": D(20)}, {"taux_de_possession": D("0.1")}, {"cout_de_possession": D(2), "prix": D(20)}],
)
def test_le_cout_de_possession_est_donne_une_fois_et_une_seule(arguments: dict[str, Dec]) -> None:
    with pytest.raises(ValeurInvalide, match="coût de possession"):
        quantite_economique(D(3600), D(50), **arguments)


def test_un_taux_de_possession_ecrit_10_est_refuse() -> None:
    with pytest.raises(ValeurInvalide, match=r"10 reçu \(écrire 0,10 pour 10 %\)"):
        quantite_economique(D(3600), D(50), prix=D(20), taux_de_possession=D(10))


def test_sans_demande_la_quantite_economique_est_nulle() -> None:
    assert D(0) == quantite_economique(D(0), D(50), D(2))


def test_l_annee_civile_est_une_option() -> None:
    assert D("36.5") == intervalle_entre_commandes(D(1000), D(100), D(365))
    assert D(36) == intervalle_entre_commandes(D(1000), D(100))


def test_le_nombre_de_commandes_s_arrondit_a_l_entier_le_plus_proche() -> None:
    assert D(3) == nombre_de_commandes(D(250), D(100), arrondir_le_nombre=True)
    assert D("2.5") == nombre_de_commandes(D(250), D(100))


def test_sans_commande_l_intervalle_n_existe_pas() -> None:
    with pytest.raises(DivisionImpossible, match="Aucune commande"):
        intervalle_entre_commandes(D(20), D(100), arrondir_le_nombre=True)


def test_le_stock_de_securite_coute_lui_aussi() -> None:
    assert D(160) == cout_de_possession_du_stock(D(60), D(2), stock_de_securite=D(50))


# Consommation et ratios


@given(st.lists(entiers, min_size=1, max_size=20))
def test_la_moyenne_est_entre_le_minimum_et_le_maximum(consommations: list[Dec]) -> None:
    moyenne = consommation_moyenne(consommations)
    assert min(consommations) - D("1e-20") <= moyenne <= max(consommations) + D("1e-20")


@given(st.lists(entiers, min_size=2, max_size=20))
def test_l_ecart_type_d_echantillon_depasse_celui_de_la_population(consommations: list[Dec]) -> None:
    population = ecart_type_de_consommation(consommations)
    echantillon = ecart_type_de_consommation(consommations, "echantillon")
    assert population <= echantillon
    n = len(consommations)
    assert proche(population * population * n, echantillon * echantillon * (n - 1))


def test_un_echantillon_d_une_seule_valeur_n_a_pas_d_ecart_type() -> None:
    with pytest.raises(DivisionImpossible, match="au moins deux"):
        ecart_type_de_consommation([D(5)], "echantillon")
    assert D(0) == ecart_type_de_consommation([D(5)])


def test_la_consommation_par_jour_divise_un_total_par_les_jours() -> None:
    assert D(12) == consommation_moyenne([D(200), D(160)], D(30))


def test_le_stock_moyen_de_deux_releves_est_celui_du_debut_et_de_la_fin() -> None:
    assert stock_moyen(D(40), D(60)) == stock_moyen_des_releves([D(40), D(60)])


@given(positifs, positifs)
def test_la_duree_de_stockage_fois_la_rotation_fait_l_annee(cout: Dec, stock: Dec) -> None:
    assert proche(D(360), duree_de_stockage(cout, stock) * taux_de_rotation(cout, stock))


def test_un_stock_negatif_a_une_couverture_negative() -> None:
    assert D(-2) == couverture_en_jours(D(-10), D(5))


def test_les_ruptures_ne_depassent_pas_le_total() -> None:
    with pytest.raises(ValeurInvalide, match=r"13\) dépassent le total \(12\)"):
        taux_de_rupture(D(13), D(12))


@pytest.mark.parametrize(
    "appel",
    [
        lambda: consommation_moyenne([]),
        lambda: consommation_moyenne([D(5)], D(0)),
        lambda: stock_moyen_des_releves([]),
        lambda: couverture_en_jours(D(10), D(0)),
        lambda: taux_de_rotation(D(10), D(0)),
        lambda: duree_de_stockage(D(0), D(10)),
        lambda: taux_de_rupture(D(0), D(0)),
        lambda: nombre_de_commandes(D(10), D(0)),
        lambda: quantite_economique(D(10), D(5), D(0)),
    ],
)
def test_une_division_par_zero_est_dite(appel: Callable[[], Dec]) -> None:
    with pytest.raises(DivisionImpossible):
        appel()


@pytest.mark.parametrize(
    "appel",
    [
        lambda: consommation_moyenne([D(5), D(-1)]),
        lambda: point_de_commande(D(-20), D(5)),
        lambda: point_de_commande(D(20), D(-5)),
        lambda: point_de_commande(D(20), D(5), D(-1)),
        lambda: point_de_commande_periodique(D(20), D(5), D(-30)),
        lambda: quantite_a_commander(D(0), D(-1), D(5)),
        lambda: quantite_a_commander(D(0), D(1), D(5), reserve=D(-1)),
        lambda: stock_de_securite_au_taux_de_service(D("0.9"), D(20), D(5), D(-1)),
        lambda: quantite_economique(D(-1), D(5), D(2)),
        lambda: stock_moyen(D(-1), D(5)),
        lambda: couverture_en_jours(D(10), D(-1)),
        lambda: taux_de_rupture(D(-1), D(5)),
    ],
)
def test_une_valeur_negative_est_refusee_avec_ce_qui_a_ete_recu(appel: Callable[[], Dec]) -> None:
    with pytest.raises(ValeurInvalide, match=r"négati.* : -\d+ reçu"):
        appel()
