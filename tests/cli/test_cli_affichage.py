"""Les valeurs écrites pour l'œil : nombres à la française, unités, tables."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tableur.cli.affichage import rendu, titre_de_colonne, valeur
from tableur.cli.fichiers_csv import separateur_de
from tableur.cli.genres import nature
from tableur.socle.dates import Exercice, Mois
from tableur.socle.grandeurs import Code, Entier, Euros, Jours, Nombre, PrixUnitaire, Quantite, Siren, Taux

D = Decimal
FINE, INSECABLE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("brute", "type_", "attendu"),
    [
        (D("130"), Quantite, "130 unités"),
        (D("1"), Quantite, "1 unité"),
        (D("-1.5"), Jours, "-1,5 jour"),
        (D("1234.565"), Euros, f"1{FINE}234,57{INSECABLE}€"),
        (D("-0.001"), Euros, f"0,00{INSECABLE}€"),
        (D("10"), PrixUnitaire, f"10,00{INSECABLE}€ par unité"),
        (D("10.12345"), PrixUnitaire, f"10,1235{INSECABLE}€ par unité"),
        (D("0.2"), Taux, f"20,00{INSECABLE}%"),
        (D("1E+6"), Nombre, f"1{FINE}000{FINE}000"),
        (D("0.3333333333"), Nombre, "0,333333"),
        (D("1234.5"), Decimal, f"1{FINE}234,5"),
        (1200, Entier, f"1{FINE}200"),
        (True, bool, "oui"),
        (False, bool, "non"),
        (None, Euros | None, "—"),
        ("A-1", Code, "A-1"),
        (date(2026, 12, 31), date, "31/12/2026"),
        (Mois(2026, 10), Mois, "2026-10"),
        (Exercice.civil(2026), Exercice, "du 01/01/2026 au 31/12/2026"),
    ],
)
def test_une_valeur_s_ecrit_a_la_francaise_avec_son_unite(brute: Any, type_: Any, attendu: str) -> None:
    assert attendu == valeur(brute, type_)


def test_une_liste_s_ecrit_en_colonne_et_une_liste_vide_le_dit() -> None:
    assert rendu([D("1"), D("2.5")], list[Quantite]) == "1 unité\n2,5 unités"
    assert rendu([], list[Quantite]) == "Aucune ligne."


@pytest.mark.parametrize(
    ("type_", "attendu"),
    [
        (Siren, "numéro SIREN"),
        (Jours | None, "durée en jours"),
        (list[date], "liste : date"),
        (bool, "oui ou non"),
        (Mois, "mois"),
        (object, "valeur"),
    ],
)
def test_la_nature_d_un_argument_se_dit_en_francais(type_: Any, attendu: str) -> None:
    assert attendu == nature(type_)


@pytest.mark.parametrize(
    ("ligne", "attendu"),
    [('"a;b",c', ","), ("a\tb,c", "\t"), ("a;b,c", ";"), ("1 234,5", ";"), ("12,5 %", ";"), ("mot", ";")],
)
def test_le_separateur_se_reconnait_sur_la_premiere_ligne(ligne: str, attendu: str) -> None:
    assert attendu == separateur_de(ligne)


def test_les_en_tetes_gardent_leurs_accents_et_leurs_apostrophes() -> None:
    assert ["Libellé", "Barème", "Taux salarial", "Part salariale (€)"] == [
        titre_de_colonne("libelle", str),
        titre_de_colonne("bareme", str),
        titre_de_colonne("taux_salarial", Decimal),
        titre_de_colonne("part_salariale", Euros),
    ]
    assert "Jours d'absence" == titre_de_colonne("jours_d_absence", str)
