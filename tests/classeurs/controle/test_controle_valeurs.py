"""Règles des valeurs : textes, dates, identifiants, doublons, validations, types, espaces, formats."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tableur.classeurs.controle.regles.textes import date_tapee, nombre_tape
from tests.classeurs.controle.fabriques import Lignes, codes, controle, seul

TYPIQUES = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"]


def colonne(titre: str, valeurs: list[Any]) -> dict[str, Lignes]:
    """Liste de deux colonnes : un libellé, et la colonne à essayer."""
    return {"L": [["Libellé", titre], *[[f"ligne {n}", v] for n, v in enumerate(valeurs, 1)]]}


@pytest.mark.parametrize(
    ("texte", "nombre"),
    [
        ("1 234,56", "1234.56"),
        ("1 234,50 €", "1234.50"),
        ("1.234,50-", "-1234.50"),
        ("(12,00)", "-12.00"),
        ("12,5 %", "0.125"),
        ("-7", "-7"),
    ],
)
def test_un_nombre_tape_a_la_francaise_est_reconnu(texte: str, nombre: str) -> None:
    assert nombre == str(nombre_tape(texte))


@pytest.mark.parametrize("texte", ["A12", "12-13", "1,2,3", "", "néant", "12 rue"])
def test_un_texte_n_est_pas_un_nombre(texte: str) -> None:
    assert nombre_tape(texte) is None


def test_une_date_tapee_est_reconnue() -> None:
    assert (31, 12, 2026) == date_tapee("31/12/26")
    assert (5, 4, 2026) == date_tapee("2026-04-05")
    assert date_tapee("Lot 12/2026") is None


def test_un_nombre_en_texte_parmi_des_nombres_est_dit(tmp_path: Path) -> None:
    rapport = controle(tmp_path / "a.xlsx", colonne("Montant", [1.5, 2.5, "1 234,50", 4.5, "12,00 €", 6.5]))
    constat = seul(rapport, "nombre-en-texte")
    assert (("B4", "B6"), {"nombre-en-texte"}) == (constat.cellules, codes(rapport))


def test_une_colonne_entiere_de_montants_en_texte_est_dite(tmp_path: Path) -> None:
    assert 6 == seul(controle(tmp_path / "a.xlsx", colonne("Total HT", ["10", "20", "30", "40", "50", "60"])),
                     "nombre-en-texte").nombre  # fmt: skip


@pytest.mark.parametrize(
    ("titre", "valeurs"),
    [
        ("Code article", ["010101", "010102", "010103", "010104", "010105"]),
        ("Téléphone", ["0601020304", "0601020305", "0601020306", "0601020307", "06"]),
        ("Compte", ["512000", "411000", "401000", "606300", "445660"]),
        ("Remarque", ["12", "voir avec Luc", "néant", "à revoir", "ok"]),
        ("Montant", [1.0, 2.0, 3.0, 4.0, 5.0]),
    ],
)
def test_des_codes_et_des_textes_ne_sont_pas_des_nombres_en_texte(
    tmp_path: Path, titre: str, valeurs: list[Any]
) -> None:
    assert not codes(controle(tmp_path / "a.xlsx", colonne(titre, valeurs)))


def test_une_date_en_texte_est_dite_avec_sa_date(tmp_path: Path) -> None:
    jours: list[Any] = [date(2026, 3, n) for n in range(1, 7)]
    constat = seul(controle(tmp_path / "a.xlsx", colonne("Date", [*jours, "07/03/2026"])), "date-en-texte")
    assert (("B8",), "07/03/2026", "46088") == (constat.cellules, constat.propose, constat.corrections[0].donnee)


def test_un_import_americain_est_dit(tmp_path: Path) -> None:
    retournees: list[Any] = [date(2026, 5, 1), date(2026, 6, 2), date(2026, 1, 3), date(2026, 12, 4)]
    rapport = controle(tmp_path / "a.xlsx", colonne("Date", [*retournees, "15/05/2026", "28/06/2026"]))
    assert {"date-en-texte", "date-douteuse"} == codes(rapport)
    assert 4 == seul(rapport, "date-douteuse").nombre


def test_une_date_qui_n_existe_qu_a_l_americaine_est_dite(tmp_path: Path) -> None:
    rapport = controle(tmp_path / "a.xlsx", colonne("Date", ["05/13/2026", "06/25/2026", "01/02/2026"]))
    assert 2 == seul(rapport, "date-douteuse").nombre


def test_deux_ordres_de_date_dans_une_colonne_sont_dits(tmp_path: Path) -> None:
    def americaine(livre: Any, feuilles: dict[str, Any]) -> None:
        feuilles["L"].write_datetime("B3", date(2026, 3, 4), livre.add_format({"num_format": "mm/dd/yyyy"}))

    jours: list[Any] = [date(2026, 3, n) for n in range(1, 7)]
    assert ("B3",) == seul(
        controle(tmp_path / "a.xlsx", colonne("Date", jours), americaine), "date-douteuse"
    ).cellules


def test_une_date_d_un_autre_siecle_est_dite(tmp_path: Path) -> None:
    jours: list[Any] = [date(2026, 3, n) for n in range(1, 10)]
    rapport = controle(tmp_path / "a.xlsx", colonne("Échéance", [*jours, date(2206, 3, 1)]))
    assert ("B11",) == seul(rapport, "date-invraisemblable").cellules
    assert not codes(controle(tmp_path / "b.xlsx", colonne("Date de naissance", [*jours, date(1925, 3, 1)])))


def test_les_cles_fausses_sont_dites(tmp_path: Path) -> None:
    sirets = ["73282932000074", "732 829 320 00074", "44306184100047", "73282932000075"]
    assert ("B5",) == seul(controle(tmp_path / "s.xlsx", colonne("N° SIRET", sirets)), "cle-fausse").cellules
    ibans = ["FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189", "FR7630006000011234567890188"]
    assert ("B4",) == seul(controle(tmp_path / "i.xlsx", colonne("IBAN", ibans)), "cle-fausse").cellules
    nirs = ["295109912611193", "295109912611194"]
    assert ("B3",) == seul(controle(tmp_path / "n.xlsx", colonne("NIR", nirs)), "cle-fausse").cellules


def test_un_siren_juste_ou_vide_ne_dit_rien(tmp_path: Path) -> None:
    assert not codes(controle(tmp_path / "a.xlsx", colonne("SIREN", ["732829320", "443061841", None])))


def test_un_zero_de_tete_perdu_est_dit(tmp_path: Path) -> None:
    postaux: list[Any] = ["75001", "69003", 1000, "33000", "2A004", "B-1000"]
    constat = seul(controle(tmp_path / "a.xlsx", colonne("Code postal", postaux)), "zero-perdu")
    assert (("B4",), "01000") == (constat.cellules, constat.propose)
    articles: list[Any] = ["010101", "010102", "010103", 10104]
    assert ("B5",) == seul(controle(tmp_path / "b.xlsx", colonne("Code article", articles)), "zero-perdu").cellules


def test_un_numero_de_plus_de_quinze_chiffres_en_nombre_est_dit(tmp_path: Path) -> None:
    assert (
        "refus"
        == seul(
            controle(tmp_path / "a.xlsx", colonne("N° carte", [1234567890123456789, 1.0, 2.0])), "precision-perdue"
        ).niveau
    )


def test_un_code_en_double_est_dit(tmp_path: Path) -> None:
    lignes: Lignes = [["Code", "Nom"]]
    lignes += [[f"C{n}", f"nom {n}"] for n in range(12)]
    lignes.append(["c3", "autre"])
    rapport = controle(tmp_path / "a.xlsx", {"Clients": lignes})
    assert (("A5", "A14"), 1) == (seul(rapport, "doublon-de-cle").cellules, seul(rapport, "doublon-de-cle").nombre)


def test_un_code_qui_se_repete_par_nature_n_est_pas_un_doublon(tmp_path: Path) -> None:
    lignes: Lignes = [["Code client", "Montant"], *[[f"C{n % 5}", 1.5 * n] for n in range(20)]]
    assert not codes(controle(tmp_path / "a.xlsx", {"Factures": lignes}))


def test_une_ligne_entiere_en_double_est_dite(tmp_path: Path) -> None:
    lignes: Lignes = [["N° pièce", "Client", "Montant"], *[[f"P{n}", f"C{n}", 1.5 * n] for n in range(20)]]
    lignes.append(list(lignes[7]))
    rapport = controle(tmp_path / "a.xlsx", {"J": lignes})
    assert ("A22:C22",) == seul(rapport, "ligne-en-double").cellules
    assert "alerte" == seul(rapport, "ligne-en-double").niveau


def test_deux_mouvements_pareils_ne_sont_qu_une_information(tmp_path: Path) -> None:
    lignes: Lignes = [["Article", "Sens", "Quantité"], *[[f"A{n % 4}", "Entrée", float(n)] for n in range(20)]]
    lignes.append(list(lignes[3]))
    assert "information" == seul(controle(tmp_path / "a.xlsx", {"M": lignes}), "ligne-en-double").niveau


def valider(regle: dict[str, Any], plage: str = "B2:B20") -> Any:
    """Pose une validation sur la feuille L."""

    def poser(livre: Any, feuilles: dict[str, Any]) -> None:
        feuilles["L"].data_validation(plage, regle)

    return poser


def test_une_valeur_hors_de_la_liste_est_dite(tmp_path: Path) -> None:
    liste = valider({"validate": "list", "source": ["Lyon", "Paris"]})
    rapport = controle(tmp_path / "a.xlsx", colonne("Ville", ["Lyon", "paris", "Nice", "Lyon"]), liste)
    assert ("refus", ("B4",)) == (seul(rapport, "hors-liste").niveau, seul(rapport, "hors-liste").cellules)


def test_une_liste_prise_dans_une_autre_feuille_est_suivie(tmp_path: Path) -> None:
    liste = valider({"validate": "list", "source": "=Choix!$A$1:$A$2"})
    feuilles: dict[str, Lignes] = {**colonne("Ville", ["Lyon", "Nice"]), "Choix": [["Lyon"], ["Paris"]]}
    assert ("B3",) == seul(controle(tmp_path / "a.xlsx", feuilles, liste), "hors-liste").cellules


def test_une_valeur_hors_bornes_est_dite(tmp_path: Path) -> None:
    entier = valider({"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 10})
    rapport = controle(tmp_path / "a.xlsx", colonne("Rang", [1, 10, 11, 2.5, 3]), entier)
    assert ("B4:B5",) == seul(rapport, "hors-validation").cellules
    assert not codes(controle(tmp_path / "b.xlsx", colonne("Rang", [1, 10, 3, 4, 5]), entier))


def test_une_liste_perdue_au_milieu_est_dite(tmp_path: Path) -> None:
    def trouee(livre: Any, feuilles: dict[str, Any]) -> None:
        regle = {"validate": "list", "source": ["Lyon", "Paris"], "other_cells": [[5, 1, 8, 1]]}
        feuilles["L"].data_validation("B2:B4", regle)

    constat = seul(controle(tmp_path / "a.xlsx", colonne("Ville", ["Lyon"] * 8), trouee), "validation-perdue")
    assert (("B5",), "validation") == (constat.cellules, constat.corrections[0].genre)


def test_un_texte_dans_une_colonne_de_nombres_est_dit(tmp_path: Path) -> None:
    rapport = controle(tmp_path / "a.xlsx", colonne("Montant", [*[1.5 * n for n in range(15)], "voir Luc"]))
    assert ("alerte", ("B17",)) == (seul(rapport, "types-meles").niveau, seul(rapport, "types-meles").cellules)
    rapport = controle(tmp_path / "b.xlsx", colonne("Montant", [*[1.5 * n for n in range(15)], "-"]))
    assert "information" == seul(rapport, "types-meles").niveau


def test_une_date_affichee_en_nombre_est_dite(tmp_path: Path) -> None:
    jours: list[Any] = [date(2026, 3, n) for n in range(1, 15)]
    assert ("B16",) == seul(
        controle(tmp_path / "a.xlsx", colonne("Date", [*jours, 46100.0])), "format-perdu"
    ).cellules


def test_un_code_mi_nombre_mi_texte_est_dit(tmp_path: Path) -> None:
    rapport = controle(tmp_path / "a.xlsx", colonne("Code", ["101", "102", 103, "104", "105", "106"]))
    assert ("B4",) == seul(rapport, "types-meles").cellules


def test_un_espace_cache_dans_un_code_est_dit(tmp_path: Path) -> None:
    rapport = controle(tmp_path / "a.xlsx", colonne("Code", ["A1", "A2 ", "\u00a0A3", "A4"]))
    assert (("B3:B4",), "A2") == (
        seul(rapport, "espaces-en-trop").cellules,
        seul(rapport, "espaces-en-trop").propose,
    )
    rapport = controle(tmp_path / "b.xlsx", colonne("Ville", ["Lyon", "Lyon ", "Nice", "Le Havre"]))
    assert ("B3",) == seul(rapport, "espaces-en-trop").cellules


def test_un_espace_dans_un_texte_libre_ne_dit_rien(tmp_path: Path) -> None:
    assert not codes(controle(tmp_path / "a.xlsx", colonne("Remarque", ["voir Luc ", "ok", "à  refaire", "fini"])))


def test_un_format_de_nombre_perdu_est_dit(tmp_path: Path) -> None:
    def formats(livre: Any, feuilles: dict[str, Any]) -> None:
        monnaie = livre.add_format({"num_format": "#,##0.00"})
        for n in range(1, 16):
            if n != 7:
                feuilles["L"].write_number(n, 1, 2.5 * n, monnaie)

    constat = seul(controle(tmp_path / "a.xlsx", colonne("Prix", [2.5 * n for n in range(1, 16)]), formats),
                   "format-perdu")  # fmt: skip
    assert (("B8",), "#,##0.00") == (constat.cellules, constat.anomalie.attendu)
