"""TVA d'un FEC face à la déclaration : les postes, puis l'écriture qui fait l'écart et sa cause."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tableur.calculs.tva.rapprochement import (
    CaseDeclaree,
    CompteDeTva,
    LigneDeRapprochement,
    PieceDeclaree,
    PosteDeTva,
    rapprochement_de_tva,
)
from tableur.echanges.fec.ecarts import MONTRES, Ecarts, ecarts_par_piece, ecritures_suspectes
from tableur.echanges.fec.modele import Fec
from tableur.echanges.fec.tva import tva_du_fec
from tests.echanges.fec_d_essai import ligne, lu, vente

D = Decimal
DU, AU = date(2026, 11, 1), date(2026, 11, 30)
Lignes = list[dict[str, str]]


def _achat(numero: int, tva: str = "10,00", compte: str = "445660", **autres: str) -> Lignes:
    communs = {
        "JournalCode": "AC",
        "JournalLib": "Achats",
        "EcritureNum": str(numero),
        "PieceRef": f"A{numero}",
        "EcritureLib": f"Achat A{numero}",
        **autres,
    }
    ttc = f"{int(tva.split(',')[0]) * 6},00"
    ht = f"{int(tva.split(',')[0]) * 5},00"
    return [
        ligne("607000", ht, **communs),
        ligne(compte, tva, **communs),
        ligne("401000", credit=ttc, **communs),
    ]


def _rapprochees(fec: Fec, *cases: tuple[str, str], comptes: Sequence[CompteDeTva] = ()) -> dict[str, LigneDeRapprochement]:
    tva = tva_du_fec(fec, DU, AU, comptes)
    lues = [CaseDeclaree(case=case, taxe=D(taxe)) for case, taxe in cases]
    return {ligne.poste: ligne for ligne in rapprochement_de_tva(tva.mouvements, lues, AU, list(comptes))}


def _ecarts(fec: Fec, *pieces: tuple[PosteDeTva, str, str]) -> Ecarts:
    declarees = [PieceDeclaree(poste=poste, piece=piece, tva=D(tva)) for poste, piece, tva in pieces]
    return ecarts_par_piece(fec, tva_du_fec(fec, DU, AU), declarees)


def test_comptes_et_cases_egaux_ne_font_aucun_ecart(tmp_path: Path) -> None:
    fec = lu(tmp_path, [*vente(1), *_achat(2), *_achat(3, compte="445620")])
    postes = _rapprochees(fec, ("16", "20"), ("19", "10"), ("20", "10"))
    assert {D(0)} == {ligne.ecart for ligne in postes.values()}
    assert (D("20.00"), 1) == (postes["TVA brute"].comptabilise, postes["TVA brute"].ecritures)


def test_un_ecart_d_arrondi_est_dit_arrondi(tmp_path: Path) -> None:
    fec = lu(tmp_path, [ligne("411000", "20,40"), ligne("445710", credit="20,40")])
    brute = _rapprochees(fec, ("16", "20"))["TVA brute"]
    assert (D("0.40"), True) == (brute.ecart, brute.cause.startswith("Arrondi"))


def test_l_ecriture_de_la_declaration_et_les_a_nouveaux_ne_sont_pas_des_factures(tmp_path: Path) -> None:
    nouveaux = {"JournalCode": "AN", "JournalLib": "À-nouveaux", "EcritureDate": "20261101"}
    od = {"JournalCode": "OD", "EcritureNum": "9", "EcritureDate": "20261130"}
    fec = lu(
        tmp_path,
        [
            ligne("445710", credit="500,00", **nouveaux),
            ligne("120000", "500,00", **nouveaux),
            *vente(1),
            *_achat(2),
            ligne("445710", "20,00", **od),
            ligne("445660", credit="10,00", **od),
            ligne("445510", credit="10,00", **od),
        ],
    )
    postes = _rapprochees(fec, ("16", "20"), ("20", "10"), ("28", "10"))
    assert {D(0)} == {ligne.ecart for ligne in postes.values()}
    assert D("10.00") == postes["TVA à décaisser"].comptabilise


def test_sans_ecriture_de_declaration_elle_est_a_passer(tmp_path: Path) -> None:
    decaisser = _rapprochees(lu(tmp_path, vente(1)), ("16", "20"), ("28", "20"))["TVA à décaisser"]
    assert (D(0), True) == (decaisser.ecart, "n'est pas dans les comptes" in decaisser.cause)


def test_un_compte_de_la_maison_est_rattache_a_son_poste(tmp_path: Path) -> None:
    fec = lu(tmp_path, [ligne("411000", "20,00"), ligne("445900", credit="20,00")])
    assert ["445900"] == tva_du_fec(fec, DU, AU).inconnus
    maison = CompteDeTva(racine="4459", poste="TVA brute")
    assert D(0) == _rapprochees(fec, ("16", "20"), comptes=[maison])["TVA brute"].ecart


PIECES: dict[str, tuple[Lignes, list[tuple[PosteDeTva, str, str]], tuple[str, str, str]]] = {
    "non déclarée": ([*vente(1), *vente(2)], [("TVA brute", "F1", "20")], ("F2", "20.00", "Comptabilisée et non déclarée")),
    "non comptabilisée": (vente(1), [("TVA brute", "F1", "20"), ("TVA brute", "F9", "40")],
                          ("F9", "-40.00", "absente des comptes")),
    "hors de la période": (vente(1, EcritureDate="20261202"), [("TVA brute", "F1", "20")],
                           ("F1", "-20.00", "le 02/12/2026, hors de la période")),
    "passée deux fois": ([*vente(1), *vente(2, PieceRef="F1")], [("TVA brute", "F1", "20")],
                         ("F1", "20.00", "Passée 2 fois")),
    "déclarée deux fois": (vente(1), [("TVA brute", "F1", "20"), ("TVA brute", "F1", "20")],
                           ("F1", "-20.00", "Déclarée 2 fois")),
    "sens inversé": ([ligne("411000", credit="20,00"), ligne("445710", "20,00")], [("TVA brute", "F1", "20")],
                     ("F1", "-40.00", "Sens inversé")),
    "part récupérable": (_achat(1, "10,00"), [("TVA sur biens et services", "A1", "8")],
                         ("A1", "2.00", "part récupérable")),
    "taux différent": (vente(1), [("TVA brute", "F1", "25")], ("F1", "-5.00", "taux différent")),
    "pièce en retard": (_achat(1, PieceDate="20260915"), [("TVA brute", "F9", "0")],
                        ("A1", "10.00", "facture reçue en retard (ligne 21)")),
}  # fmt: skip


@pytest.mark.parametrize("cas", PIECES)
def test_l_ecart_se_lit_piece_par_piece(tmp_path: Path, cas: str) -> None:
    lignes, declarees, (piece, montant, cause) = PIECES[cas]
    ecarts = _ecarts(lu(tmp_path, lignes), *declarees)
    assert (1, piece, D(montant)) == (ecarts.nombre, ecarts.lignes[0].piece, ecarts.lignes[0].ecart)
    assert cause in ecarts.lignes[0].cause


def test_une_piece_au_mauvais_poste_est_dite_des_deux_cotes(tmp_path: Path) -> None:
    ecarts = _ecarts(lu(tmp_path, _achat(1, compte="445660")), ("TVA sur immobilisations", "A1", "10"))
    assert {"TVA sur immobilisations": D(-10), "TVA sur biens et services": D(10)} == {
        ecart.poste: ecart.ecart for ecart in ecarts.lignes
    }
    assert any("Comptabilisée au poste « TVA sur biens et services »" in ecart.cause for ecart in ecarts.lignes)


def test_un_numero_de_piece_accentue_est_reconnu(tmp_path: Path) -> None:
    fec = lu(tmp_path, vente(1, PieceRef="Décembre-n°12-très-long"))
    assert 0 == _ecarts(fec, ("TVA brute", "Décembre-n°12-très-long", "20")).nombre


def test_la_somme_des_ecarts_de_pieces_est_l_ecart_du_poste(tmp_path: Path) -> None:
    fec = lu(tmp_path, [rang for numero in range(1, 8) for rang in vente(numero)])
    pieces: list[tuple[PosteDeTva, str, str]] = [("TVA brute", f"F{n}", str(n * 5)) for n in range(3, 10)]
    poste = _rapprochees(fec, ("16", str(sum(n * 5 for n in range(3, 10)))))["TVA brute"]
    assert poste.ecart == sum(ecart.ecart for ecart in _ecarts(fec, *pieces).lignes)


def _suspectes(fec: Fec, *cases: tuple[str, str]) -> list[tuple[str, str]]:
    tva = tva_du_fec(fec, DU, AU)
    lues = [CaseDeclaree(case=case, taxe=D(taxe)) for case, taxe in cases]
    lignes = rapprochement_de_tva(tva.mouvements, lues, AU)
    taux = [D("0.20"), D("0.10"), D("0.055"), D("0.021")]
    return [(ecart.piece, ecart.cause) for ecart in ecritures_suspectes(fec, tva, lignes, taux).lignes]


def test_sans_pieces_le_montant_designe_l_ecriture(tmp_path: Path) -> None:
    lignes = [*vente(1), *vente(2), ligne("411000", "48,00", EcritureNum="3", PieceRef="F3"),
              ligne("707000", credit="40,00", EcritureNum="3", PieceRef="F3"),
              ligne("445710", credit="8,00", EcritureNum="3", PieceRef="F3")]  # fmt: skip
    trouvees = _suspectes(lu(tmp_path, lignes), ("16", "40"))
    assert [("F3", "Son montant est celui de l'écart : écriture non déclarée")] == trouvees


def test_sans_pieces_la_date_designe_l_ecriture(tmp_path: Path) -> None:
    lignes = [*vente(1), *_achat(2, PieceDate="20260915"), *_achat(3, EcritureDate="20261203", PieceDate="20261128")]
    trouvees = dict(_suspectes(lu(tmp_path, lignes), ("16", "20"), ("20", "500")))
    assert ("passée" in trouvees["A2"], "hors de la période" in trouvees["A3"]) == (True, True)


def test_sans_pieces_le_taux_designe_l_ecriture(tmp_path: Path) -> None:
    faux = [ligne("411000", "140,00"), ligne("707000", credit="100,00"), ligne("445710", credit="40,00")]
    assert [("F1", "La taxe ne suit aucun taux en vigueur de la base de l'écriture")] == _suspectes(
        lu(tmp_path, faux), ("16", "33")
    )


def test_sans_ecart_aucune_ecriture_n_est_designee(tmp_path: Path) -> None:
    assert [] == _suspectes(lu(tmp_path, [*vente(1), *_achat(2, PieceDate="20260915")]), ("16", "20"), ("20", "10"))


def test_au_dela_de_la_limite_les_ecarts_sont_comptes(tmp_path: Path) -> None:
    fec = lu(tmp_path, [rang for numero in range(1, MONTRES + 50) for rang in vente(numero)])
    ecarts = _ecarts(fec, ("TVA brute", "X", "1"))
    assert (MONTRES, MONTRES + 50) == (len(ecarts.lignes), ecarts.nombre)
