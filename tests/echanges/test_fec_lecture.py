"""Lecture d'un FEC : toutes ses formes donnent les mêmes écritures, et rien ne se perd."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tableur.echanges.fec.colonnes import COLONNES
from tableur.echanges.fec.lecture import lire_fec
from tableur.echanges.fec.valeurs import centimes_ecrits
from tableur.socle.erreurs import Refus
from tests.echanges.fec_d_essai import ecrire, en_texte, ligne, lu, regles, vente

SENS = tuple({"Debit": "Montant", "Credit": "Sens"}.get(nom, nom) for nom in COLONNES)
TEXTES = st.text(st.characters(codec="iso8859-15", exclude_characters="\t|\r\n\x85", exclude_categories=("Cc",)))
CENTIMES = st.integers(-(10**12), 10**12)


def test_un_fec_ordinaire_est_lu_sans_anomalie(tmp_path: Path) -> None:
    fec = lu(tmp_path, [*vente(1), *vente(2)])
    assert (6, "732829320", date(2026, 12, 31)) == (len(fec), fec.siren, fec.cloture)
    assert [12000, 0, 0, 12000, 0, 0] == fec.debit.tolist()
    assert [2, 3, 4, 5, 6, 7] == fec.ligne.tolist()
    assert {} == regles(fec)


@pytest.mark.parametrize(
    ("separateur", "encodage", "saut"),
    [("\t", "utf-8", "\n"), ("|", "iso8859-15", "\r\n"), ("\t", "utf-8-sig", "\r\n"), ("|", "ascii", "\r")],
)
def test_separateur_encodage_et_saut_de_ligne_ne_changent_rien(
    tmp_path: Path, separateur: str, encodage: str, saut: str
) -> None:
    libelle = "Reglement" if encodage == "ascii" else "Règlement à 20 €"
    texte = en_texte([ligne(debit="1234,56", EcritureLib=libelle)], separateur, saut=saut)
    if encodage == "ascii":
        texte = texte.encode("ascii", "ignore").decode()
    fec = lire_fec(ecrire(tmp_path, texte, encodage=encodage))
    assert (123456, libelle, "VE") == (int(fec.debit[0]), fec.lire("EcritureLib", 0), fec.lire("JournalCode", 0))
    assert 20261105 == int(fec.dates["EcritureDate"][0])


def test_sans_saut_de_ligne_a_la_fin_la_derniere_ligne_compte(tmp_path: Path) -> None:
    assert 3 == len(lire_fec(ecrire(tmp_path, en_texte(vente()).rstrip("\r\n"))))


@pytest.mark.parametrize("sens", [("D", "C"), ("+1", "-1"), ("d", "c")])
def test_montant_et_sens_valent_debit_et_credit(tmp_path: Path, sens: tuple[str, str]) -> None:
    lignes = [ligne(Montant="120,00", Sens=sens[0]), ligne("707000", Montant="120,00", Sens=sens[1])]
    fec = lire_fec(ecrire(tmp_path, en_texte(lignes, colonnes=SENS)))
    assert ([12000, 0], [0, 12000]) == (fec.debit.tolist(), fec.credit.tolist())
    assert {} == regles(fec)


def test_un_sens_inconnu_est_dit(tmp_path: Path) -> None:
    fec = lire_fec(ecrire(tmp_path, en_texte([ligne(Montant="1,00", Sens="X")], colonnes=SENS)))
    assert 1 == regles(fec)["sens"]


@pytest.mark.parametrize(
    ("ecrit", "centimes", "regle"),
    [
        ("1234,5", 123450, None),
        ("0000000069,60", 6960, None),
        ("-12,00", -1200, None),
        ("+12", 1200, None),
        ("1234.56", 123456, "point décimal"),
        ("1 234,56", 0, "montant illisible"),
        ("1.234,56", 0, "montant illisible"),
        ("12,345", 1234, "décimales"),
        ("12,340", 1234, None),
        ("12a", 0, "montant illisible"),
        ("-", 0, "montant illisible"),
        (",", 0, "montant illisible"),
        ("99999999999999999", 0, "montant illisible"),
        ("9999999999999,99", 999999999999999, None),
        ("000000000000000000000000000001,00", 0, "montant illisible"),
    ],
)
def test_un_montant_est_lu_au_centime_ou_refuse(
    tmp_path: Path, ecrit: str, centimes: int, regle: str | None
) -> None:
    fec = lu(tmp_path, [ligne(debit=ecrit)])
    assert centimes == int(fec.debit[0])
    assert ([regle] if regle else []) == [constat.regle for constat in fec.releve.constats]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CENTIMES, CENTIMES, TEXTES), min_size=1, max_size=20), st.sampled_from("\t|"))
def test_ce_qui_est_ecrit_est_relu(tmp_path: Path, lignes: list[Any], separateur: str) -> None:
    ecrites = [
        ligne(debit=centimes_ecrits(debit), credit=centimes_ecrits(credit), EcritureLib=libelle)
        for debit, credit, libelle in lignes
    ]
    fec = lire_fec(ecrire(tmp_path, en_texte(ecrites, separateur), encodage="iso8859-15"))
    assert [debit for debit, _, _ in lignes] == fec.debit.tolist()
    assert [credit for _, credit, _ in lignes] == fec.credit.tolist()
    if fec.texte.encodage in ("ascii", "iso8859-15"):  # des octets latins peuvent être aussi de l'UTF-8
        assert [texte.strip(" ") for _, _, texte in lignes] == fec.lire_plusieurs("EcritureLib", range(len(fec)))


@given(st.decimals(-(10**11), 10**11, places=2))
def test_un_montant_s_ecrit_comme_son_decimal(montant: Decimal) -> None:
    assert f"{montant:.2f}".replace(".", ",").replace("-0,00", "0,00") == centimes_ecrits(int(montant * 100))


def test_les_guillemets_d_un_libelle_restent(tmp_path: Path) -> None:
    fec = lu(tmp_path, [ligne(EcritureLib='Achat "neuf" d\'un 12"'), ligne(EcritureLib='"')])
    assert ['Achat "neuf" d\'un 12"', '"'] == fec.lire_plusieurs("EcritureLib", range(2))


def test_une_ligne_mal_decoupee_est_dite_et_les_autres_lues(tmp_path: Path) -> None:
    lignes = en_texte([*vente(1), *vente(2)]).splitlines()
    lignes[2] += "\tde trop"
    lignes[4] = lignes[4].replace("\t", " ", 1)
    fec = lire_fec(ecrire(tmp_path, "\n".join(lignes) + "\n\n\n"))
    constat = fec.releve.constats[0]
    assert ([2, 4, 6, 7], 2) == (fec.ligne.tolist(), constat.nombre)
    assert [3, 5] == [anomalie.ou.ligne for anomalie in constat.anomalies]
    assert "19 champs au lieu de 18" in str(constat.anomalies[0])


def test_une_ligne_vide_au_milieu_est_dite(tmp_path: Path) -> None:
    fec = lire_fec(ecrire(tmp_path, en_texte(vente()).replace("\r\nVE", "\r\n\r\nVE", 1)))
    assert ({"ligne vide": 1}, [3, 4, 5]) == (regles(fec), fec.ligne.tolist())


def test_un_separateur_final_est_dit_sans_gener(tmp_path: Path) -> None:
    fec = lire_fec(ecrire(tmp_path, en_texte(vente(), saut="\t\n")))
    assert ({"séparateur final": 1}, 3) == (regles(fec), len(fec))
    fec = lire_fec(ecrire(tmp_path, en_texte(vente(), saut="\t\n").replace("\t\n", "\n", 1)))
    assert ({"séparateur final": 1}, 3) == (regles(fec), len(fec))


def test_les_blancs_de_bord_ne_comptent_pas(tmp_path: Path) -> None:
    fec = lu(tmp_path, [ligne(debit="  12,00 ", JournalCode="VE  ", EcritureNum=" 1")])
    assert ("VE", "1", 1200) == (fec.lire("JournalCode", 0), fec.lire("EcritureNum", 0), int(fec.debit[0]))


def test_des_en_tetes_d_autre_casse_sont_reconnus(tmp_path: Path) -> None:
    colonnes = [nom.upper() for nom in COLONNES]
    texte = en_texte(vente()).replace("\t".join(COLONNES), "\t".join(colonnes))
    assert {} == regles(lire_fec(ecrire(tmp_path, texte)))


def test_les_colonnes_indispensables_absentes_sont_toutes_dites(tmp_path: Path) -> None:
    colonnes = [nom for nom in COLONNES if nom not in ("EcritureNum", "Debit", "PieceRef")]
    with pytest.raises(Refus) as refuse:
        lire_fec(ecrire(tmp_path, en_texte(vente(), colonnes=colonnes)))
    assert ["EcritureNum", "PieceRef", "Debit"] == [a.attendu for a in refuse.value.anomalies]


def test_une_colonne_absente_mais_pas_indispensable_est_dite(tmp_path: Path) -> None:
    colonnes = [nom for nom in COLONNES if nom != "ValidDate"]
    assert {"colonne absente": 1} == regles(lire_fec(ecrire(tmp_path, en_texte(vente(), colonnes=colonnes))))


def test_l_ordre_les_doublons_et_les_colonnes_en_plus_sont_dits(tmp_path: Path) -> None:
    colonnes = [*COLONNES[1:], COLONNES[0], "Analytique", "CompteNum"]
    lignes = [{**rang, "Analytique": "A1"} for rang in vente()]
    fec = lire_fec(ecrire(tmp_path, en_texte(lignes, colonnes=colonnes)))
    assert {"ordre des colonnes": 1, "colonne en plus": 1, "colonne en double": 1} == regles(fec)
    assert ("VE", "A1") == (fec.lire("JournalCode", 0), fec.lire("Analytique", 0))


def test_un_point_virgule_est_lu_et_dit(tmp_path: Path) -> None:
    assert {"séparateur": 1} == regles(lu(tmp_path, vente(), separateur=";"))


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "vide"),
        (b"PK\x03\x04rien", "archive"),
        ("JournalCode\n".encode("utf-16"), "UTF-16"),
        (b"%PDF-1.7", "PDF"),
        (b"bonjour\n", "pas un FEC"),
        (b"a\tb\n1\t2\n", "JournalCode"),
    ],
)
def test_ce_qui_n_est_pas_un_fec_est_refuse_en_une_phrase(tmp_path: Path, contenu: bytes, phrase: str) -> None:
    with pytest.raises(Refus, match=phrase):
        lire_fec(ecrire(tmp_path, contenu))


def test_un_fichier_absent_est_dit(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="n'existe pas"):
        lire_fec(tmp_path / "rien.txt")
    with pytest.raises(Refus, match="dossier"):
        lire_fec(tmp_path)


def test_des_en_tetes_seuls_ne_font_aucune_ecriture(tmp_path: Path) -> None:
    assert {"aucune écriture": 1} == regles(lu(tmp_path, []))


def test_l_encodage_de_windows_est_lu_et_dit(tmp_path: Path) -> None:
    texte = en_texte([ligne(EcritureLib="Frais d’acte")]).replace("\u2019", "’")
    fec = lire_fec(ecrire(tmp_path, texte, encodage="cp1252"))
    assert ("Frais d’acte", "cp1252") == (fec.lire("EcritureLib", 0), fec.texte.encodage)
    assert "encodage" in regles(fec)


@pytest.mark.parametrize("nom", ["fec.txt", "73282932FEC20261231.txt", "732829320FEC20261331.txt"])
def test_un_nom_de_fichier_faux_est_dit(tmp_path: Path, nom: str) -> None:
    fec = lire_fec(ecrire(tmp_path, en_texte(vente()), nom))
    assert "nom du fichier" in regles(fec)
    assert fec.cloture is None


def test_la_commande_ne_charge_pandas_que_pour_un_fec() -> None:
    programme = (
        "import sys; from tableur.cli.recueil import formules; from tableur.cli.commande import tableur; "
        "formules(); import tableur.cli.fec, tableur.cli.tva_par_fichiers; "
        "print(sorted({'pandas', 'numpy', 'pikepdf'} & set(sys.modules)))"
    )
    fait = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, check=True)
    assert "[]" == fait.stdout.strip()
