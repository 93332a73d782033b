"""Exigibilité : livraison, encaissement, acompte, débit, intracommunautaire, achats ; avoirs et avances."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tableur.calculs.tva.enregistrements import (
    Achat,
    Encaissement,
    OperationDatee,
    OperationExigible,
    Reglement,
    RepriseDeTva,
    Vente,
)
from tableur.calculs.tva.exigibilite import operations_exigibles, tva_en_attente
from tableur.calculs.tva.natures import (
    natures,
    operations_de_reprise,
    operations_des_achats,
    operations_des_ventes,
    reglements,
)
from tableur.socle.dates import Mois
from tableur.socle.erreurs import Refus, ValeurInvalide

D = Decimal


def service(piece: str = "F1", ht: str = "1000", **autres: Any) -> Vente:
    """Une prestation à 20 %, facturée le 10 mars 2026."""
    mots: dict[str, Any] = {"date": date(2026, 3, 10), "nature": "Prestation de services", "taux": D("0.20")}
    return Vente(piece=piece, ht=D(ht), **(mots | autres))


def recu(jour: date, montant: str, piece: str = "F1") -> Reglement:
    """Un règlement."""
    return Reglement(date=jour, piece=piece, montant=D(montant))


def du_mois(
    operations: list[OperationDatee], recus: list[Reglement], mois: str, regime: Any = "encaissements"
) -> list[OperationExigible]:
    """Ce que le mois rend exigible."""
    lu = Mois.lire(mois)
    return operations_exigibles(operations, recus, lu.debut, lu.fin, regime)


def taxes(exigibles: list[OperationExigible]) -> list[Decimal | None]:
    """TVA des lignes exigibles."""
    return [ligne.tva for ligne in exigibles]


def test_chaque_nature_tapee_a_sa_ligne_de_bareme() -> None:
    from typing import get_args

    from tableur.calculs.tva.enregistrements import NatureDAchat, NatureDeVente

    assert list(get_args(NatureDeVente)) == list(natures("ventes", date(2026, 3, 1)))
    assert list(get_args(NatureDAchat)) == list(natures("achats", date(2026, 3, 1)))


def test_un_service_est_exigible_a_son_encaissement_et_pour_sa_part() -> None:
    operations, recus = operations_des_ventes([service()]), [recu(date(2026, 4, 2), "400")]
    assert [] == du_mois(operations, recus, "2026-03")
    assert [D("66.67")] == taxes(du_mois(operations, recus, "2026-04"))
    assert [] == du_mois(operations, recus, "2026-05")


def test_deux_paiements_partiels_font_exactement_la_facture() -> None:
    operations = operations_des_ventes([service()])
    recus = [recu(date(2026, 4, 2), "400"), recu(date(2026, 4, 20), "400"), recu(date(2026, 5, 20), "400")]
    avril, mai = taxes(du_mois(operations, recus, "2026-04")), taxes(du_mois(operations, recus, "2026-05"))
    assert [D("66.67"), D("66.66")] == avril
    assert [D("66.67")] == mai


def test_un_trop_percu_ne_rend_rien_de_plus_exigible() -> None:
    operations = operations_des_ventes([service()])
    assert [D("200.00")] == taxes(du_mois(operations, [recu(date(2026, 4, 2), "1500")], "2026-04"))


def test_une_carte_nette_de_commission_regle_le_brut() -> None:
    carte = Encaissement(date=date(2026, 4, 2), piece="F1", montant=D("1182"), frais=D("18"), mode="Carte")
    operations = operations_des_ventes([service()])
    assert [D("200.00")] == taxes(du_mois(operations, reglements([carte]), "2026-04"))


def test_un_reglement_paie_plusieurs_factures() -> None:
    operations = operations_des_ventes([service("F1"), service("F2", "500")])
    virement = [
        Encaissement(date=date(2026, 4, 2), reference="V1", piece="F1", montant=D(1200)),
        Encaissement(date=date(2026, 4, 2), reference="V1", piece="F2", montant=D(300)),
        Encaissement(date=date(2026, 4, 2), reference="V1", montant=D(50)),
    ]
    assert [D("200.00"), D("50.00")] == taxes(du_mois(operations, reglements(virement), "2026-04"))


def test_un_avoir_avant_paiement_ne_reduit_que_ce_qui_reste_du() -> None:
    """Facture de 1 000 HT, avoir de 400 HT, puis paiement du solde, 720 TTC : la taxe est de 120."""
    avoir = service("A1", "-400", avoir_de="F1", date=date(2026, 3, 20))
    operations = operations_des_ventes([service(), avoir])
    assert [] == du_mois(operations, [], "2026-03")
    assert D("120.00") == sum(
        t or D(0) for t in taxes(du_mois(operations, [recu(date(2026, 4, 2), "720")], "2026-04"))
    )


def test_un_avoir_apres_paiement_reduit_la_periode_de_l_avoir() -> None:
    avoir = service("A1", "-400", avoir_de="F1", date=date(2026, 5, 20))
    operations, recus = operations_des_ventes([service(), avoir]), [recu(date(2026, 4, 2), "1200")]
    assert [D("200.00")] == taxes(du_mois(operations, recus, "2026-04"))
    mai = du_mois(operations, recus, "2026-05")
    assert [("F1", "Avoir A1 : Prestation de services", D("-80.00"))] == [(x.piece, x.libelle, x.tva) for x in mai]


def test_un_avoir_de_services_sans_facture_nommee_compte_a_sa_date() -> None:
    operations = operations_des_ventes([service("A1", "-400")])
    assert [D("-80.00")] == taxes(du_mois(operations, [], "2026-03"))


def test_les_debits_avancent_le_service_a_sa_facture() -> None:
    operations = operations_des_ventes([service()])
    assert [D("200.00")] == taxes(du_mois(operations, [], "2026-03", "debits"))
    assert [D("200.00")] == taxes(du_mois(operations_des_ventes([service(debits=True)]), [], "2026-03"))
    acompte = [recu(date(2026, 2, 2), "600")]
    assert [D("100.00")] == taxes(du_mois(operations, acompte, "2026-02", "debits"))
    assert [D("100.00")] == taxes(du_mois(operations, acompte, "2026-03", "debits"))


def test_un_bien_est_exigible_a_sa_livraison_paye_ou_non() -> None:
    operations = operations_des_ventes([service(nature="Vente de biens", livre_le=date(2026, 2, 27))])
    assert [D("200.00")] == taxes(du_mois(operations, [], "2026-02"))
    assert [] == du_mois(operations, [recu(date(2026, 3, 15), "1200")], "2026-03")


def test_l_acompte_sur_biens_est_exigible_a_l_encaissement_depuis_2023() -> None:
    for annee, attendu in ((2022, []), (2026, [D("100.00")])):
        acompte = service(
            "AC1", "500", nature="Acompte sur biens", date=date(annee, 3, 1), livre_le=date(annee, 9, 1)
        )
        operations = operations_des_ventes([acompte])
        recus = [recu(date(annee, 3, 20), "600", "AC1")]
        assert attendu == taxes(du_mois(operations, recus, f"{annee}-03")), annee


def test_un_acompte_verse_avant_la_livraison_est_taxe_pour_sa_part() -> None:
    operations = operations_des_ventes([service(nature="Vente de biens", livre_le=date(2026, 6, 1))])
    recus = [recu(date(2026, 3, 20), "600")]
    assert [D("100.00")] == taxes(du_mois(operations, recus, "2026-03"))
    assert [D("100.00")] == taxes(du_mois(operations, recus, "2026-06"))


def test_une_acquisition_intracommunautaire_est_due_a_la_facture_au_plus_tard_le_15() -> None:
    for facture, attendu in ((date(2026, 3, 28), "2026-03"), (date(2026, 5, 30), "2026-04")):
        achat = Achat(
            date=facture,
            piece="UE1",
            nature="Achat de marchandises UE",
            ht=D(1000),
            taux=D("0.20"),
            livre_le=date(2026, 3, 20),
        )
        operations = operations_des_achats([achat])
        mois = [m for m in ("2026-03", "2026-04", "2026-05") if du_mois(operations, [], m)]
        assert [attendu] == mois


def test_un_achat_de_services_se_deduit_au_paiement_et_de_biens_a_la_facture_recue() -> None:
    services = Achat(date=date(2026, 3, 5), piece="S1", nature="Prestation de services", ht=D(450), tva=D(90))
    assert [] == du_mois(operations_des_achats([services]), [], "2026-03")
    assert [D("90.00")] == taxes(
        du_mois(operations_des_achats([services]), [recu(date(2026, 4, 5), "540", "S1")], "2026-04")
    )
    biens = Achat(
        date=date(2026, 9, 5),
        recu_le=date(2026, 11, 3),
        piece="B1",
        nature="Achat de marchandises",
        ht=D(100),
        taux=D(20),
    )
    operations = operations_des_achats([biens])
    assert [] == du_mois(operations, [], "2026-09")
    assert [D("20.00")] == taxes(du_mois(operations, [], "2026-11"))


def test_la_part_recuperable_suit_la_nature_et_le_plafond_des_cadeaux() -> None:
    def part(nature: Any, ht: str, **autres: Any) -> Decimal:
        achat = Achat(date=date(2026, 3, 5), piece="P", nature=nature, ht=D(ht), taux=D("0.20"), **autres)
        return operations_des_achats([achat])[0].coefficient

    assert D("0.8") == part("Carburant de voiture (part récupérable 80 %)", "250")
    assert D(0) == part("Voiture de tourisme", "20000")
    assert (D(1), D(0)) == (part("Cadeau", "50"), part("Cadeau", "80"))
    assert D("0.5") == part("Voiture de tourisme", "20000", part_recuperable=D("0.5"))


def test_une_reprise_impayee_est_exigible_quand_elle_est_payee() -> None:
    reprise = RepriseDeTva(
        type="Facture client impayée", date=date(2025, 12, 1), piece="F1", ht=D(1000), taux=D(20)
    )
    operations = operations_de_reprise([reprise])
    assert [D("200.00")] == taxes(du_mois(operations, [recu(date(2026, 4, 2), "1200")], "2026-04"))


def test_une_devise_sans_cours_est_refusee_avec_sa_ligne() -> None:
    with pytest.raises(Refus, match=r"ligne 1.*pièce F1 : la devise USD demande son cours"):
        operations_des_ventes([service(devise="USD")])
    assert D("920.00") == operations_des_ventes([service(devise="USD", cours=D("0.92"))])[0].ht


def test_la_tva_en_attente_est_celle_des_services_non_encaisses() -> None:
    bien = service("B1", nature="Vente de biens")
    operations = operations_des_ventes([service(), bien, service("F9", date=date(2026, 6, 1))])
    recus = [recu(date(2026, 3, 20), "300"), recu(date(2026, 4, 20), "900")]
    assert D("150.00") == tva_en_attente(operations, recus, date(2026, 3, 31))
    assert D("0.00") == tva_en_attente(operations, recus, date(2026, 4, 30))
    assert D(0) == tva_en_attente(operations, recus, date(2026, 3, 31), "debits")
    assert D(0) == tva_en_attente([], [], date(2026, 3, 31))


def test_une_periode_a_l_envers_est_refusee() -> None:
    with pytest.raises(ValeurInvalide, match="finit le 01/03/2026, avant son début"):
        operations_exigibles([], [], date(2026, 3, 31), date(2026, 3, 1))


jours = st.dates(date(2026, 1, 1), date(2026, 12, 31))
montants = st.integers(1, 500_000).map(lambda centimes: D(centimes) / 100)
reglements_d_essai = st.lists(st.tuples(jours, montants), max_size=5)


@settings(max_examples=150, deadline=None)
@given(ht=montants, jour=jours, paiements=reglements_d_essai, regime=st.sampled_from(["encaissements", "debits"]))
def test_les_mois_s_ajoutent_et_une_facture_n_est_jamais_comptee_deux_fois(
    ht: Decimal, jour: date, paiements: list[tuple[date, Decimal]], regime: Any
) -> None:
    operations = operations_des_ventes([service(ht=str(ht), date=jour)])
    recus = [recu(quand, str(montant)) for quand, montant in paiements]
    mois = [ligne for m in range(1, 13) for ligne in du_mois(operations, recus, f"2026-{m:02d}", regime)]
    annee = operations_exigibles(operations, recus, date(2026, 1, 1), date(2026, 12, 31), regime)
    assert sum((x.ht for x in annee), D(0)) == sum((x.ht for x in mois), D(0)) <= ht
    assert len({x.date_exigibilite for x in mois}) == len(mois)


@settings(max_examples=150, deadline=None)
@given(ht=montants, paiements=reglements_d_essai)
def test_un_paiement_partiel_rend_exigible_sa_part_et_pas_plus(
    ht: Decimal, paiements: list[tuple[date, Decimal]]
) -> None:
    operation = operations_des_ventes([service(ht=str(ht), date=date(2026, 1, 1))])[0]
    recus = [recu(quand, str(montant)) for quand, montant in paiements]
    total = sum((montant for _, montant in paiements), D(0))
    exigibles = operations_exigibles([operation], recus, date(2026, 1, 1), date(2026, 12, 31))
    ttc = sum((x.ht + (x.tva or D(0)) for x in exigibles), D(0))
    du = ht + (ht * D("0.20")).quantize(D("0.01"), rounding="ROUND_HALF_UP")
    assert abs(min(total, du) - ttc) <= D("0.01")  # deux arrondis au centime, un par montant
    assert operations_exigibles([operation], recus, date(2025, 1, 1), date(2026, 1, 1) - timedelta(days=1)) == []
