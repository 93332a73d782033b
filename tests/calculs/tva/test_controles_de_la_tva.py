"""Contrôles des tables tapées et de la déclaration : une phrase, une ligne, une réparation par faute."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tableur.calculs.tva.controles import controles_tva
from tableur.calculs.tva.controles_ca3 import controles_de_ca3
from tableur.calculs.tva.enregistrements import (
    Achat,
    Decaissement,
    Encaissement,
    LigneDeControle,
    LigneDeDeclaration,
    RepriseDeTva,
    Vente,
)
from tableur.frontiere import lire_argument
from tableur.socle.erreurs import Refus

D = Decimal
LE = date(2026, 3, 10)


def vente(piece: str = "F1", **autres: Any) -> Vente:
    """Une vente de biens de 1 000 € à 20 %."""
    mots: dict[str, Any] = {
        "date": LE,
        "nature": "Vente de biens",
        "ht": D(1000),
        "taux": D("0.20"),
        "client": "Martin",
    }
    return Vente(piece=piece, **(mots | autres))


def achat(piece: str = "A1", **autres: Any) -> Achat:
    """Un achat de marchandises de 500 € à 20 %."""
    mots: dict[str, Any] = {"date": LE, "nature": "Achat de marchandises", "ht": D(500), "taux": D("0.20")}
    return Achat(piece=piece, **(mots | autres))


def regles(*lignes: Vente | Achat, **autres: Any) -> list[tuple[int, str]]:
    """Rang et règle de chaque anomalie."""
    ventes = [x for x in lignes if isinstance(x, Vente)]
    achats = [x for x in lignes if isinstance(x, Achat)]
    return [(c.ligne, c.regle) for c in controles_tva(ventes, achats, **autres)]


def seule(*lignes: Vente | Achat, **autres: Any) -> LigneDeControle:
    """La seule anomalie des lignes."""
    ventes = [x for x in lignes if isinstance(x, Vente)]
    achats = [x for x in lignes if isinstance(x, Achat)]
    (controle,) = controles_tva(ventes, achats, **autres)
    return controle


def test_des_tables_justes_n_ont_rien_a_redire() -> None:
    ue = vente(
        "F2",
        nature="Livraison de biens UE",
        taux=None,
        numero_tva_client="DE136695976",
        vies_le=LE,
        vies_reference="WAPI1",
    )
    export = vente("F3", nature="Exportation hors UE", taux=None, preuve_export="MRN1")
    assert [] == regles(vente(), ue, export, achat(), achat("A2", nature="Sous-traitant du bâtiment"))


@pytest.mark.parametrize(
    ("ligne", "attendu"),
    [
        (vente(taux=D("0.196")), "taux hors barème"),
        (vente(taux=D("0.30")), "taux hors barème"),
        (vente(taux=None), "taux absent"),
        (vente(tva=D(100)), "TVA qui ne suit pas"),
        (vente(nature="Exportation hors UE", preuve_export="MRN"), "opération sans TVA"),
        (vente(nature="Travaux en sous-traitance (autoliquidation)"), "opération sans TVA"),
        (vente(nature="Exportation hors UE", taux=None), "export sans preuve"),
        (vente(nature="Livraison de biens UE", taux=None), "numéro de TVA absent"),
        (vente(nature="Livraison de biens UE", taux=None, numero_tva_client="DE136695977"), "numéro de TVA"),
        (vente(nature="Livraison de biens UE", taux=None, numero_tva_client="DE136695976"), "VIES"),
        (vente(ht=D(-100)), "négatif sans avoir"),
        (vente(devise="USD"), "devise sans cours"),
        (achat(nature="Sous-traitant du bâtiment", tva=D(100)), "autoliquidation avec TVA"),
        (achat(nature="Achat de marchandises UE", taux=None), "taux absent"),
        (achat(nature="Achat sans TVA"), "achat sans TVA"),
        (achat(part_recuperable=D(80)), "part récupérable"),
        (achat(recu_le=date(2026, 3, 1)), "dates"),
        (achat(ht=D(-5)), "négatif sans avoir"),
        (achat(nature="Achat de marchandises UE", numero_tva_fournisseur="XX12"), "numéro de TVA"),
    ],
)
def test_chaque_mauvaise_ligne_a_sa_regle(ligne: Vente | Achat, attendu: str) -> None:
    controle = seule(ligne)
    assert (1, attendu) == (controle.ligne, controle.regle)
    assert controle.constat
    assert controle.reparation


def test_le_numero_juste_est_de_forme_correcte_jamais_valide() -> None:
    constat = seule(vente(nature="Livraison de biens UE", taux=None, numero_tva_client="DE136695976")).constat
    assert "de forme correcte" in constat
    assert "valide" not in constat


def test_la_tva_qui_ne_suit_pas_propose_le_taux_qui_la_donne() -> None:
    assert "le taux de 10 % donne cette TVA" in seule(vente(tva=D(100))).reparation


def test_deux_centimes_d_arrondi_passent_et_trois_non() -> None:
    assert [] == regles(vente(tva=D("200.02")))
    assert [(1, "TVA qui ne suit pas")] == regles(vente(tva=D("200.03")))


def test_une_franchise_qui_facture_la_taxe_est_refusee() -> None:
    assert [(1, "franchise avec TVA")] == regles(vente(), franchise=True)
    assert [] == regles(vente(taux=None), franchise=True)


def test_un_doublon_est_dit_sur_la_ligne_en_trop() -> None:
    assert [(2, "doublon")] == regles(vente(), vente())
    assert [] == regles(vente(), vente(taux=D("0.10")))
    assert [] == regles(achat(fournisseur="Durand"), achat(fournisseur="Martin"))


def test_l_avoir_garde_le_taux_de_sa_facture() -> None:
    assert [(2, "taux de l'avoir")] == regles(vente(), vente("AV1", ht=D(-100), avoir_de="F1", taux=D("0.10")))


def test_un_reglement_plus_grand_que_sa_piece_est_une_avance_proposee() -> None:
    recu = Encaissement(date=LE, piece="F1", montant=D(1190), frais=D(20), client="Martin")
    controle = seule(vente(), encaissements=[recu])
    assert ("Encaissements", 1, "règlement plus grand") == (controle.feuille, controle.ligne, controle.regle)
    assert "10,00" in controle.constat
    assert "avance" in controle.reparation


def test_un_reglement_sans_piece_ou_de_piece_inconnue_est_dit() -> None:
    recus = [Encaissement(date=LE, montant=D(50)), Encaissement(date=LE, piece="F9", montant=D(50))]
    assert [(1, "avance à déclarer"), (2, "pièce inconnue")] == regles(vente(), encaissements=recus)
    paye = Decaissement(date=LE, piece="A1", montant=D(600))
    deux = (achat(fournisseur="Durand"), achat(fournisseur="Martin", ht=D(400)))
    assert [(1, "pièce ambiguë")] == regles(*deux, decaissements=[paye])


def test_une_facture_reprise_se_regle() -> None:
    reprise = RepriseDeTva(
        type="Facture client impayée", date=date(2025, 12, 1), piece="F0", ht=D(100), taux=D("0.20")
    )
    recu = Encaissement(date=LE, piece="F0", montant=D(120))
    assert [] == regles(vente(), encaissements=[recu], reprises=[reprise])


def test_une_periode_vide_est_dite() -> None:
    assert [(0, "période vide")] == regles()


def test_une_date_en_texte_est_refusee_avec_sa_ligne() -> None:
    grille = [["date", "piece", "nature", "ht", "taux"], ["le 3 mars", "F1", "Vente de biens", 100, "20 %"]]
    with pytest.raises(Refus, match=r"ligne 2, colonne « date » : il faut une date"):
        lire_argument(grille, list[Vente], "ventes")


def cases(**montants: int) -> list[LigneDeDeclaration]:
    """Déclaration tapée : « b_A1 » pour une base, « t_16 » pour une taxe."""
    return [
        LigneDeDeclaration(
            case=nom[2:],
            libelle="",
            base=D(montant) if nom.startswith("b_") else None,
            taxe=D(montant) if nom.startswith("t_") else None,
        )
        for nom, montant in montants.items()
    ]


@pytest.mark.parametrize(
    ("declaration", "regle"),
    [
        (cases(b_A1=100), "cadre A = cadre B"),
        (cases(b_A4=100), "A4 + A5 = lignes I"),
        (cases(b_B1=100), "B1 = P1 + P2"),
        (cases(t_16=100, t_TD=100, t_28=100, t_32=100), "16 = somme des taxes"),
        (cases(t_19=10), "23 = 19 + 20 + 21 + 22 + 2C"),
        (cases(t_17=10), "17 ≤ 16"),
        (cases(t_24=10), "24 ≤ 19 + 20"),
        (cases(t_25=10, t_TD=10, t_27=10, t_28=10, t_32=10), "25 et TD s'excluent"),
        (cases(t_19=10, t_23=10, t_25=10, t_26=12, t_27=-2), "26 ≤ 25"),
        (cases(t_19=10, t_23=10, t_25=10), "27 + 26 + AA = 25"),
        (cases(t_15=9, t_16=9, t_TD=9, t_28=8, t_32=8), "28 = TD − X5"),
        (cases(t_29=9), "32 = 28 + 29 + Z5 − AB"),
        (cases(t_22=9, t_23=9, t_25=9, t_27=9), "22 = 27 précédente"),
        (cases(b_E1=-9), "montant négatif"),
        (cases(b_02=9), "case inconnue"),
    ],
)
def test_chaque_controle_du_formulaire_arrete_sa_faute(declaration: list[LigneDeDeclaration], regle: str) -> None:
    assert regle in [c.regle for c in controles_de_ca3(declaration, "2026-03", credit_anterieur=D(0))]
