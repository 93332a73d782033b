"""`tableur appeler` : les façons de donner une valeur, et ce que la personne lit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Lancer

pytestmark = pytest.mark.usefixtures("essais")

FINE = "\u202f"


@pytest.mark.parametrize(
    "mots",
    [
        ["20", "5", "30"],
        ["20", "5", "reserve=30"],
        ["20", "reserve=30", "5"],
        ["delai=5", "20", "30"],
        ["quantite=20", "Délai=5", "RESERVE=30"],
        ["20", "--delai", "5", "30"],
        ["--quantite", "20", "--delai=5", "--reserve", "30"],
        ["20", "5", "30,0"],
        ["20.0", "5", "30"],
    ],
)
@pytest.mark.parametrize("nom", ["somme_ponderee", "somme-ponderee", "SOMME_PONDEREE", "TABLEUR.SOMME_PONDEREE"])
def test_les_valeurs_se_donnent_dans_l_ordre_ou_par_leur_nom(lancer: Lancer, nom: str, mots: list[str]) -> None:
    assert (0, "130 unités\n", "") == lancer("appeler", nom, *mots)


def test_une_famille_est_une_commande_qui_appelle_de_la_meme_facon(lancer: Lancer) -> None:
    assert lancer("essais", "somme-ponderee", "20", "5", "30") == (0, "130 unités\n", "")
    assert lancer("essais", "somme_ponderee", "20", "--delai", "5", "--json") == (0, '{"resultat": "100"}\n', "")


def test_un_nombre_negatif_n_est_pas_une_option(lancer: Lancer) -> None:
    assert lancer("appeler", "somme_ponderee", "-20", "5") == (0, "-100 unités\n", "")
    assert lancer("appeler", "somme_ponderee", "-1,5", "2", "--json") == (0, '{"resultat": "-3.0"}\n', "")
    assert lancer("appeler", "somme_ponderee", "20", "--delai", "-5") == (
        2,
        "",
        "Le délai est négatif : -5 reçu.\n",
    )


def test_le_point_decimal_est_admis_dans_un_nombre_et_garde_dans_un_code(lancer: Lancer) -> None:
    assert lancer("appeler", "somme_ponderee", "1.234", "1").sortie == "1,234 unité\n"
    assert lancer("appeler", "code_double", "1.234", "S", "10/2026").sortie == "1.234 1.234 sortie 2026-10\n"


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (["20"], "delai : valeur obligatoire, rien reçu."),
        (["20", "5", "30", "40"], "somme_ponderee : valeur en trop, « 40 »."),
        (["20", "5", "quantite=3"], "quantite : valeur donnée deux fois."),
        (["20", "delay=5"], "somme_ponderee n'a pas d'argument « delay »."),
        (["vingt", "5"], "quantite : il faut un nombre, « vingt » reçu."),
    ],
)
def test_un_appel_mal_ecrit_est_refuse_en_une_phrase(lancer: Lancer, mots: list[str], phrase: str) -> None:
    for options in ([], ["--json"]):
        issue = lancer("appeler", "somme_ponderee", *mots, *options)
        assert issue.code == 2
        assert issue.erreurs.startswith(phrase)
        assert issue.erreurs.count("\n") == 1
        assert issue.sortie.startswith('{"erreur": ') if options else issue.sortie == ""


def test_une_fonction_inconnue_est_refusee_avec_les_noms_proches(lancer: Lancer) -> None:
    assert lancer("appeler", "some_ponderee", "1") == (
        2,
        "",
        "Aucune fonction ne s'appelle « some_ponderee ». Peut-être : somme_ponderee.\n",
    )


def test_une_action_ne_s_appelle_pas(lancer: Lancer) -> None:
    issue = lancer("appeler", "compter", "c.xlsx")
    assert (2, "« compter » est une action : tableur essais compter FICHIER.\n") == (issue.code, issue.erreurs)


@pytest.mark.parametrize(
    ("contenu", "encodage"),
    [
        ("Jour;Code;Quantité;Prix\n02/01/2026;A;2;1 234,50\n\n03/01/2026;B;1;0,5\n\n", "utf-8"),
        ("Jour;Code;Quantité;Prix\r\n02/01/2026;A;2;1234,5\r\n03/01/2026;B;1;0,5\r\n", "utf-8-sig"),
        ("Jour;Code;Quantité;Prix\n02/01/2026;A;2;1234,5 €\n03/01/2026;B;1;0,5\n", "cp1252"),
        ("jour\tcode\tquantite\tprix\n2026-01-02\tA\t2\t1234,5\n2026-01-03\tB\t1\t0,5\n", "utf-8"),
        ("jour,code,quantite,prix\n2026-01-02,A,2,1234.500\n2026-01-03,B,1,0.5\n", "utf-8"),
        ('jour,code,quantite,prix\n2026-01-02,"A;1",2,"1234,5"\n2026-01-03,B,1,0.5\n', "utf-8"),
        ("Prix;Jour;Inconnue;Code;Quantité\n1234,5;02/01/2026;x;A;2\n0,5;03/01/2026;y;B;1\n", "utf-16"),
        ("02/01/2026;A;2;1234,5\n03/01/2026;B;1;0,5\n", "utf-8"),
    ],
)
def test_une_table_est_un_fichier_csv(lancer: Lancer, tmp_path: Path, contenu: str, encodage: str) -> None:
    fichier = tmp_path / "ventes.csv"
    fichier.write_text(contenu.replace("\n\n03", "\n03"), encoding=encodage, newline="")
    assert lancer("appeler", "total_des_ventes", f"@{fichier}") == (0, f"2{FINE}469,50\u00a0€\n", "")
    assert lancer("appeler", "total_des_ventes", f"ventes=@{fichier}", "50 %").sortie == f"1{FINE}234,75\u00a0€\n"


def test_chaque_erreur_d_une_table_est_situee_et_toutes_sont_dites(lancer: Lancer, tmp_path: Path) -> None:
    fichier = tmp_path / "ventes.csv"
    fichier.write_text("Jour;Code;Quantité;Prix\n02/01/2026;A;1O;1\n\n31/02/2026;B;1;1.234\n", encoding="utf-8")
    issue = lancer("appeler", "total_des_ventes", f"@{fichier}")
    assert (2, "") == (issue.code, issue.sortie)
    debuts = [ligne.removeprefix(f"{fichier}, ").split(" : ")[0] for ligne in issue.erreurs.splitlines()]
    assert [
        "ligne 2, colonne « Quantité »",
        "ligne 3",
        "ligne 4, colonne « Jour »",
        "ligne 4, colonne « Prix »",
    ] == (sorted(debuts))


@pytest.mark.parametrize(
    ("octets", "phrase"),
    [
        (None, "ce fichier n'existe pas"),
        (b"", "ce fichier est vide"),
        (b" \n \n", "ce fichier est vide"),
        (b"PK\x03\x04reste", "ce fichier est un classeur : enregistrer la feuille en CSV"),
        (b"a;b\n1;\0", "ce fichier n'est pas un texte : l'enregistrer en CSV"),
        (b"jour;code\n01/01/2026;A\n", "la colonne « quantite » est absente"),
    ],
)
def test_un_fichier_qui_ne_convient_pas_est_refuse(
    lancer: Lancer, tmp_path: Path, octets: bytes | None, phrase: str
) -> None:
    fichier = tmp_path / "ventes.csv"
    if octets is not None:
        fichier.write_bytes(octets)
    issue = lancer("appeler", "total_des_ventes", f"@{fichier}")
    assert issue.code == 2
    assert str(fichier) in issue.erreurs
    assert phrase in issue.erreurs


def test_une_table_sans_arobase_dit_comment_la_donner(lancer: Lancer) -> None:
    issue = lancer("appeler", "total_des_ventes", "ventes.csv")
    assert issue.code == 2
    assert "ventes=@ventes.csv" in issue.erreurs


@pytest.mark.parametrize("contenu", ["Jours\n05/01/2026\n02/01/2026\n", "Date\n05/01/2026\n02/01/2026\n\n"])
def test_une_liste_est_un_fichier_d_une_colonne(lancer: Lancer, tmp_path: Path, contenu: str) -> None:
    fichier = tmp_path / "jours.csv"
    fichier.write_text(contenu, encoding="utf-8")
    attendu = (0, "02/01/2026\n05/01/2026\n", "")
    assert attendu == lancer("appeler", "jours_tries", f"@{fichier}")
    assert attendu == lancer("appeler", "jours_tries", "05/01/2026;2026-01-02")


def test_une_valeur_illisible_d_une_liste_est_situee(lancer: Lancer, tmp_path: Path) -> None:
    fichier = tmp_path / "jours.csv"
    fichier.write_text("05/01/2026\nhier\n\n2/13/2026\n", encoding="utf-8")
    issue = lancer("appeler", "jours_tries", f"@{fichier}")
    assert [f"{fichier}, ligne {n}" for n in (2, 3, 4)] == [
        ligne.split(" : ")[0] for ligne in issue.erreurs.splitlines()
    ]
    fichier.write_text("05/01/2026;2\n", encoding="utf-8")
    assert (
        "une seule colonne attendue pour jours, 2 trouvées"
        in lancer("appeler", "jours_tries", f"@{fichier}").erreurs
    )


@pytest.mark.parametrize(
    "contenu", ["jour;02/01/2026\ncode;A\nquantite;2,5\n", "jour;code;quantite\n02/01/2026;A;2,5\n"]
)
def test_une_fiche_est_un_fichier_de_deux_colonnes_ou_de_deux_lignes(
    lancer: Lancer, tmp_path: Path, contenu: str
) -> None:
    fichier = tmp_path / "vente.csv"
    fichier.write_text(contenu, encoding="utf-8")
    assert lancer("appeler", "vente_doublee", f"@{fichier}") == (0, "5 unités\n", "")


def test_un_resultat_compose_se_lit_en_colonnes(lancer: Lancer, tmp_path: Path) -> None:
    fichier = tmp_path / "ventes.csv"
    fichier.write_text("jour;code;quantite;prix\n02/01/2026;A;2;1234,5\n", encoding="utf-8")
    attendu = f"""
Total   2{FINE}469,00\u00a0€
Part    50,00\u00a0%
Complet oui

Ventes
                    Quantité
Jour        Code  (unités)    Prix (€)
"""
    lignes = lancer("appeler", "bilan_des_ventes", f"@{fichier}", "oui").sortie.splitlines()
    assert [mot for ligne in attendu.splitlines() for mot in ligne.split()] == [
        mot for ligne in lignes[:-2] for mot in ligne.split()
    ]
    assert lignes[-1] == f"02/01/2026  A            2  1{FINE}234,50"


def test_un_calcul_demesure_est_un_refus_et_non_une_panne(lancer: Lancer) -> None:
    issue = lancer("appeler", "inverse_exact", "0")
    assert (2, "", 1) == (issue.code, issue.sortie, issue.erreurs.count("\n"))
    assert "trop grand" in issue.erreurs
    assert "Refusé : inverse_exact" in lancer("expliquer", "inverse_exact", "0").sortie


def test_expliquer_developpe_le_calcul(lancer: Lancer) -> None:
    issue = lancer("expliquer", "somme_ponderee", "20", "5", "30")
    assert issue.code == 0
    assert "20 × 5 + 30 = 130" in issue.sortie
    assert '"resultat": "130"' in lancer("expliquer", "somme_ponderee", "20", "5", "30", "--json").sortie
