"""Plafond des cadeaux : par bénéficiaire et par an (73 € TTC de 2021 à 2025 ; 2026 à confirmer)."""

from datetime import date
from decimal import Decimal
from typing import Any

from tableur.calculs.tva.controles import controles_tva
from tableur.calculs.tva.enregistrements import Achat
from tableur.calculs.tva.natures import operations_des_achats

D = Decimal


def cadeau(jour: date, ht: str, designation: str, **autres: Any) -> Achat:
    return Achat(
        date=jour,
        piece=f"K{jour:%d%m}",
        nature="Cadeau",
        ht=D(ht),
        taux=D("0.20"),
        designation=designation,
        **autres,
    )


PANIER = cadeau(date(2025, 3, 4), "40", "Panier pour Mme Durand")  # 48 € TTC
COFFRET = cadeau(date(2025, 10, 2), "25", "Coffret pour MME  DURAND")  # 30 € TTC : 78 € dans l'année


def parts(*achats: Achat) -> list[Decimal]:
    return [operation.coefficient for operation in operations_des_achats(achats)]


def test_le_plafond_se_compte_par_beneficiaire_et_par_an() -> None:
    assert [D(1), D(0)] == parts(PANIER, COFFRET)
    assert [D(1), D(1)] == parts(PANIER, cadeau(date(2025, 10, 2), "25", "Coffret pour M. Petit"))
    assert [D(1), D(1)] == parts(PANIER, cadeau(date(2024, 12, 20), "25", "Coffret pour Mme Durand"))
    assert [D(1), D(1)] == parts(PANIER, cadeau(date(2025, 10, 2), "20.83", "Coffret pour Mme Durand"))  # 73,00 €


def test_l_ordre_de_saisie_ne_change_rien_et_un_cadeau_ne_change_pas_les_precedents() -> None:
    assert [D(0), D(1)] == parts(COFFRET, PANIER)
    repris = cadeau(date(2025, 4, 1), "-40", "Panier pour Mme Durand", avoir_de="K0403")
    assert [D(1), D(1), D(1)] == parts(PANIER, repris, COFFRET)


def test_sans_beneficiaire_un_cadeau_est_juge_seul_et_le_motif_le_dit() -> None:
    seuls = [cadeau(date(2025, mois, 4), "40", "Boîte de sablés") for mois in (3, 4)]
    assert [D(1), D(1)] == parts(*seuls)
    assert "bénéficiaire non dit" in operations_des_achats(seuls)[1].motif


def test_le_motif_dit_le_cumul_le_plafond_et_ce_qui_est_a_confirmer() -> None:
    motif = operations_des_achats([PANIER, COFFRET])[1].motif.replace("\u00a0", " ")
    assert "à MME DURAND en 2025, 78,00 € TTC dépasse 73,00 €" in motif
    assert "à confirmer" not in motif
    assert "à confirmer" in operations_des_achats([cadeau(date(2026, 3, 4), "40", "Panier pour A")])[0].motif


def test_une_part_tapee_l_emporte_et_le_cadeau_compte_dans_l_annee() -> None:
    force = cadeau(date(2025, 3, 4), "40", "Panier pour Mme Durand", part_recuperable=D("0.5"))
    assert [D("0.5"), D(0)] == parts(force, COFFRET)


def test_le_controle_propose_de_reverser_la_taxe_des_cadeaux_precedents() -> None:
    encore = cadeau(date(2025, 11, 3), "10", "Stylo pour Mme Durand")
    autre = Achat(date=date(2025, 1, 2), piece="A", nature="Achat de marchandises", ht=D(9), taux=D("0.20"))
    dits = [x for x in controles_tva([], [autre, PANIER, COFFRET, encore]) if x.regle == "cadeaux de l'année"]
    assert [3] == [x.ligne for x in dits]  # une seule fois : au cadeau qui franchit le plafond
    assert "TVA à reverser » de 8,00 €" in dits[0].reparation.replace("\u00a0", " ")


def test_ce_qui_se_reverse_est_ce_qui_a_ete_deduit() -> None:
    force = cadeau(date(2025, 3, 4), "40", "Panier pour Mme Durand", part_recuperable=D("0.5"))
    dits = [x for x in controles_tva([], [force, COFFRET]) if x.regle == "cadeaux de l'année"]
    assert ["4,00"] == [x.reparation.replace("\u00a0", " ").split(" de ")[1].split(" €")[0] for x in dits]
