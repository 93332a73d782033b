"""Remises sur quantité, et ruptures admises."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.stock.enregistrements import PalierDePrix
from tableur.calculs.stock.quantite_economique import cout_de_gestion_du_stock, quantite_economique
from tableur.calculs.stock.remises import (
    Remise,
    cout_annuel_avec_remises,
    part_servie_en_retard,
    quantite_economique_avec_remises,
    quantite_economique_avec_ruptures,
)
from tableur.socle.erreurs import ValeurInvalide

D = Decimal
positifs = st.integers(min_value=1, max_value=20_000).map(Decimal)


def bareme(*paliers: tuple[int, int]) -> list[PalierDePrix]:
    return [PalierDePrix(a_partir_de=D(seuil), prix=D(prix)) for seuil, prix in paliers]


BAREME = bareme((0, 100), (300, 90), (600, 80))


def test_sans_remise_on_retrouve_wilson() -> None:
    attendu = quantite_economique(D(2400), D(150), prix=D(100), taux_de_possession=D("0.25"))
    for remise in ("toutes_unites", "incrementale"):
        assert attendu == quantite_economique_avec_remises(
            D(2400),
            D(150),
            D("0.25"),
            bareme((0, 100)),
            remise,
        )


def test_le_cout_annuel_ajoute_les_achats_au_cout_de_gestion() -> None:
    attendu = D(2400) * 100 + cout_de_gestion_du_stock(
        D(2400), D(200), D(150), prix=D(100), taux_de_possession=D("0.25")
    )
    assert attendu == cout_annuel_avec_remises(D(2400), D(200), D(150), D("0.25"), BAREME)


def test_au_seuil_le_nouveau_prix_vaut_pour_toute_la_commande() -> None:
    # 2 400 à 90 € ; 8 commandes à 150 € ; 25 % de 300 × 90 ÷ 2
    assert D(216000) + 1200 + D("3375.00") == cout_annuel_avec_remises(D(2400), D(300), D(150), D("0.25"), BAREME)


def test_au_seuil_la_remise_incrementale_ne_change_encore_rien() -> None:
    sans_remise = cout_annuel_avec_remises(D(2400), D(300), D(150), D("0.25"), bareme((0, 100)))
    assert sans_remise == cout_annuel_avec_remises(D(2400), D(300), D(150), D("0.25"), BAREME, "incrementale")


@given(positifs, positifs, st.sampled_from(["toutes_unites", "incrementale"]), positifs)
def test_aucune_autre_quantite_ne_coute_moins(
    demande: Decimal, commande: Decimal, remise: Remise, autre: Decimal
) -> None:
    choisie = quantite_economique_avec_remises(demande, commande, D("0.25"), BAREME, remise)
    cout = cout_annuel_avec_remises(demande, choisie, commande, D("0.25"), BAREME, remise)
    autre_cout = cout_annuel_avec_remises(demande, autre, commande, D("0.25"), BAREME, remise)
    assert cout <= autre_cout * (1 + D("1e-20"))


def test_logistique_2021_remises_incrementales_au_taux_ramene_a_100_pour_cent() -> None:
    # scribd 584731904 : D = 40 000, 400 $, taux 2 ; demande et taux divisés par deux donnent les mêmes quantités.
    paliers = bareme((0, 100), (299, 95), (499, 90))
    quantite = quantite_economique_avec_remises(D(20000), D(400), D(1), paliers, "incrementale")
    assert D("1396.82") == quantite.quantize(D("0.01"))  # √(2 × 40 000 × (400 + 3 990) ÷ (2 × 90))


@pytest.mark.parametrize(
    "paliers", [[], bareme((0, 100), (0, 90)), bareme((0, 100), (300, 100)), bareme((300, 1), (0, 2))]
)
def test_un_bareme_desordonne_est_refuse(paliers: list[PalierDePrix]) -> None:
    with pytest.raises(ValeurInvalide, match="palier"):
        quantite_economique_avec_remises(D(2400), D(150), D("0.25"), paliers)


def test_une_quantite_sous_le_premier_seuil_est_refusee() -> None:
    with pytest.raises(ValeurInvalide, match="commence à 10 unités : 5 commandées"):
        cout_annuel_avec_remises(D(2400), D(5), D(150), D("0.25"), bareme((10, 100)))


@given(positifs, positifs, positifs, positifs)
def test_admettre_des_ruptures_augmente_la_quantite(d: Decimal, s: Decimal, h: Decimal, p: Decimal) -> None:
    assert quantite_economique(d, s, h) < quantite_economique_avec_ruptures(d, s, h, p)
    assert 0 < part_servie_en_retard(h, p) < 1
