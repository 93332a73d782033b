"""Une écriture périme les formules qui la voient, de proche en proche, et elles seules."""

from collections.abc import Sequence

import pytest

from tableur.classeurs.retouche.dependances import FormuleSituee, formules_perimees
from tableur.classeurs.retouche.references import Zone, lire_zone

NOMS = {"taux": [("Réglages", Zone(2, 2, 2, 2))]}


def _zones(nom: str, feuille: str) -> Sequence[tuple[str, Zone]] | None:
    return NOMS.get(nom)


def _perimees(formules: dict[str, str], *ecrites: tuple[str, str]) -> set[str]:
    situees, noms = [], {}
    for ou, texte in formules.items():
        feuille, adresse = ou.split("!")
        zone = lire_zone(adresse)
        assert zone is not None
        situees.append(FormuleSituee(feuille, zone, texte))
        noms[feuille.casefold(), zone.l1, zone.c1] = ou
    zones = [(feuille, zone) for feuille, plage in ecrites if (zone := lire_zone(plage)) is not None]
    return {noms[case] for case in formules_perimees(situees, zones, _zones)}


def test_une_formule_voit_les_cellules_qu_elle_cite() -> None:
    formules = {"A!C2": "B2*2", "A!C3": "B3*2", "A!D1": "SUM(B:B)", "B!A1": "A!B2", "B!A2": "B2"}
    assert _perimees(formules, ("A", "B2")) == {"A!C2", "A!D1", "B!A1"}


def test_la_peremption_se_propage() -> None:
    formules = {"A!B1": "A1", "A!C1": "B1", "B!A1": "'A'!C1+1", "B!B1": "SUM($C$1:$C$9)"}
    assert _perimees(formules, ("A", "A1")) == {"A!B1", "A!C1", "B!A1"}


@pytest.mark.parametrize(
    "texte", ["NOW()", "OFFSET(A1,1,0)", "INDIRECT(B1)", "Table1[Prix]", "inconnu*2", "A:B!C1"]
)
def test_ce_qu_on_ne_sait_pas_lire_est_perime(texte: str) -> None:
    assert _perimees({"Z!Z9": texte}, ("A", "A1")) == {"Z!Z9"}


@pytest.mark.parametrize("texte", ['"NOW() A1"&Z1', "TRUE", "SUM(Z1:Z5)", "1+2", "taux*2", "ROUND(Z1,2)"])
def test_ce_qui_ne_voit_rien_d_ecrit_garde_sa_valeur(texte: str) -> None:
    assert _perimees({"Z!Y9": texte}, ("A", "A1")) == set()


def test_un_nom_defini_est_suivi() -> None:
    assert _perimees({"A!A1": "taux*2"}, ("Réglages", "B2")) == {"A!A1"}


def test_une_formule_matricielle_perime_toute_sa_zone() -> None:
    assert _perimees({"A!B1:B5": "A1:A5*2", "A!C4": "B4"}, ("A", "A2")) == {"A!B1:B5", "A!C4"}
