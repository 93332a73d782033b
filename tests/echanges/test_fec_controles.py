"""Contrôles d'un FEC : chaque anomalie par un petit fichier, et toutes à la fois."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tableur.echanges.fec.controles import controler
from tableur.echanges.fec.lecture import lire_fec
from tests.echanges.fec_d_essai import ecrire, en_texte, ligne, lu, regles, vente

Lignes = list[dict[str, str]]


def _change(rang: int, **colonnes: str) -> Lignes:
    lignes = [*vente(1), *vente(2)]
    lignes[rang] = {**lignes[rang], **colonnes}
    return lignes


CAS: dict[str, tuple[Lignes, dict[str, int]]] = {
    "écriture déséquilibrée": (_change(0, Debit="120,01"), {"équilibre": 1, "équilibre du fichier": 1}),
    "deux écritures qui se compensent": (
        [*_change(0, Debit="121,00")[:3], *_change(3, Debit="119,00")[3:]],
        {"équilibre": 2},
    ),
    "numéro manquant": ([*vente(1), *vente(3)], {"continuité": 1}),
    "numéros dans le désordre": ([*vente(2), *vente(1)], {"ordre des numéros": 1}),
    "numéro sans chiffre": (
        [{**rang, "EcritureNum": "A"} for rang in vente(1)],
        {"numéro d'écriture": 1},
    ),
    "suite par journal": (
        [*vente(1), *[{**rang, "JournalCode": "AC", "JournalLib": "Achats", "PieceRef": "X"} for rang in vente(1)]],
        {},
    ),
    "préfixe du numéro": (
        [{**rang, "EcritureNum": f"VE{rang['EcritureNum']}"} for rang in [*vente(1), *vente(2), *vente(4)]],
        {"continuité": 1},
    ),
    "date hors de l'exercice": (_change(0, EcritureDate="20251231", PieceDate="20251231"),
                                {"exercice": 1, "dates d'une écriture": 1}),
    "date qui n'existe pas": (_change(1, PieceDate="20260230"), {"date illisible": 1}),
    "date mal écrite": (_change(1, ValidDate="31/12/2026"), {"date illisible": 1}),
    "date vide": (_change(1, ValidDate=""), {"champ vide": 1}),
    "validée avant sa date": (
        [{**rang, "ValidDate": "20261101"} for rang in vente(1)],
        {"validation": 1},
    ),
    "validations dans le désordre": (
        [*vente(1, ValidDate="20261231"), *vente(2, ValidDate="20261130")],
        {"chronologie": 1},
    ),
    "pièce après l'écriture": (_change(0, PieceDate="20261106"), {"date de pièce": 1}),
    "libellé vide": (_change(0, EcritureLib=""), {"champ vide": 1}),
    "compte trop court": (_change(0, CompteNum="41"), {"compte": 1}),
    "compte de lettres": (_change(0, CompteNum="CL411"), {"compte": 1}),
    "compte hors du plan": (_change(0, CompteNum="191000"), {"compte inconnu": 1}),
    "deux libellés d'un compte": (_change(3, CompteLib="Débiteurs"), {"libellé de compte": 1}),
    "auxiliaire sans libellé": (_change(0, CompAuxNum="C1"), {"compte auxiliaire": 1}),
    "lettrage sans date": (
        [{**rang, "EcritureLet": "A"} if rang["CompteNum"] == "411000" else rang for rang in vente(1)],
        {"date de lettrage": 1, "lettrage": 1},
    ),
    "débit et crédit": (_change(0, Debit="130,00", Credit="10,00"), {"débit et crédit": 1}),
    "montant négatif": (_change(1, Debit="-100,00", Credit="0,00"), {"montant négatif": 1}),
    "montant nul": ([*vente(1), ligne(EcritureNum="1")], {"montant nul": 1}),
    "montant vide": ([*vente(1), ligne(debit="", credit="", EcritureNum="1")], {"montant vide": 1, "montant nul": 1}),
    "ligne répétée": ([*vente(1), *vente(1)], {"ligne en double": 3}),
    "pièce passée deux fois": (
        [*vente(1), *vente(2, PieceRef="F1", EcritureLib="Facture F1")],
        {"pièce en double": 1},
    ),
    "devise sans code": (_change(0, Montantdevise="130,00"), {"devise": 1}),
    "code sans devise": (_change(0, Idevise="USD"), {"devise": 1}),
    "euro sans montant en devise": (_change(0, Idevise="EUR"), {}),
}  # fmt: skip


@pytest.mark.parametrize("cas", CAS)
def test_chaque_anomalie_est_trouvee_et_elle_seule(tmp_path: Path, cas: str) -> None:
    lignes, attendues = CAS[cas]
    assert attendues == regles(lu(tmp_path, lignes))


def test_une_anomalie_est_situee_et_dite(tmp_path: Path) -> None:
    fec = lu(tmp_path, [*vente(1), *_change(3, Debit="120,01")[3:]])
    controler(fec)
    phrases = [str(anomalie) for anomalie in fec.releve.anomalies]
    assert (
        "732829320FEC20261231.txt, ligne 5, colonne « EcritureNum » : L'écriture 2 du journal VE ne s'équilibre pas : "
        "0,01 de trop au débit." == phrases[0]
    )


def test_toutes_les_anomalies_viennent_a_la_fois(tmp_path: Path) -> None:
    lignes = [
        *_change(0, Debit="1 200,00", EcritureLib=""),
        *vente(5, EcritureDate="20250101", PieceDate="20250101"),
        ligne("CL411", "1,00", EcritureNum="6", ValidDate="demain"),
    ]
    trouvees = regles(lu(tmp_path, lignes))
    attendues = {"montant illisible", "champ vide", "équilibre", "continuité", "exercice", "compte", "date illisible"}
    assert attendues <= set(trouvees)


def test_au_dela_de_vingt_les_anomalies_sont_comptees(tmp_path: Path) -> None:
    lignes = [rang for numero in range(1, 61) for rang in vente(numero, EcritureDate="20200101", PieceDate="20200101")]
    fec = lu(tmp_path, lignes)
    assert {"exercice": 180} == regles(fec)
    assert (20, 180) == (len(fec.releve.anomalies), fec.releve.total)


def test_les_bornes_donnees_l_emportent_sur_le_nom(tmp_path: Path) -> None:
    fec = lu(tmp_path, vente(1))
    controler(fec, debut=date(2026, 12, 1), fin=date(2027, 11, 30))
    assert 3 == fec.releve.nombre("exercice")


def test_un_plan_de_comptes_donne_dit_les_comptes_inconnus(tmp_path: Path) -> None:
    fec = lu(tmp_path, vente(1))
    controler(fec, plan={"411000", "707000"})
    assert ["445710"] == [anomalie.trouve for anomalie in fec.releve.anomalies]


def test_sans_cloture_connue_l_exercice_n_est_pas_controle(tmp_path: Path) -> None:
    fec = lire_fec(ecrire(tmp_path, en_texte(vente(1)), "fec.txt"))
    assert {"nom du fichier": 1, "exercice": 1} == regles(fec)


def _brouille(lignes: Lignes, rang: int, colonne: str, valeur: str) -> Lignes:
    return [{**ici, colonne: valeur} if n == rang else ici for n, ici in enumerate(lignes)]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(1, 8),
    st.lists(
        st.tuples(st.integers(0, 23), st.sampled_from(sorted(vente()[0])), st.sampled_from(["", "X", "-1,5", "99", "\xa0"])),
        max_size=6,
    ),
)
def test_un_fec_brouille_ne_fait_jamais_echouer_le_controle(
    tmp_path: Path, nombre: int, brouillages: list[tuple[int, str, str]]
) -> None:
    lignes = [rang for numero in range(1, nombre + 1) for rang in vente(numero)]
    for rang, colonne, valeur in brouillages:
        lignes = _brouille(lignes, rang % len(lignes), colonne, valeur)
    fec = lu(tmp_path, lignes)
    trouvees = regles(fec)
    assert all(nombre > 0 for nombre in trouvees.values())
    soldes: dict[tuple[str, str], int] = {}
    for rang, ici in enumerate(lignes):
        cle = (ici["JournalCode"].strip(" "), ici["EcritureNum"].strip(" "))
        soldes[cle] = soldes.get(cle, 0) + int(fec.debit[rang] - fec.credit[rang])
    faux = sum(1 for (_, numero), solde in soldes.items() if solde and numero)
    assert faux == trouvees.get("équilibre", 0)


