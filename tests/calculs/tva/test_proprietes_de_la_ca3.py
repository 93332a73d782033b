"""Propriétés de la déclaration sur des opérations quelconques : égalités, détail des cases, barème futur."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tableur import baremes
from tableur.calculs.tva.controles_ca3 import controles_de_ca3
from tableur.calculs.tva.declaration import declaration_ca3, lignes_des_cases
from tableur.calculs.tva.detail import lignes_a_figer, lignes_collectees, lignes_deductibles
from tableur.calculs.tva.enregistrements import Operation, OperationExigible
from tableur.calculs.tva.montants import MontantATaux, montant_hors_taxes, montant_tva, ventilation_tva
from tableur.calculs.tva.zones import table_des_taux
from tableur.socle.arrondis import arrondir_euro

D = Decimal
ZERO = D(0)
montants = st.integers(-500_000, 2_000_000).map(lambda centimes: D(centimes) / 100)
imposables = st.sampled_from(
    [
        "vente",
        "acquisition_intracom",
        "service_recu_etranger",
        "achat_etranger",
        "autoliquidation_interne",
        "import",
    ]
)
autres = st.sampled_from(["export", "autre_non_imposable", "livraison_intracom"])


@st.composite
def operations(tirer: Any) -> list[Operation]:
    """Opérations d'une même zone, avoirs compris."""
    zone = tirer(st.sampled_from(["metropole", "dom", "corse"]))
    taux = sorted(table_des_taux(date(2026, 3, 1), zone).values())
    d_import = [t for t in taux if t not in (D("0.13"), D("0.009"), D("0.0175"))]
    tirees = []
    for _ in range(tirer(st.integers(0, 12))):
        genre = tirer(st.integers(0, 9))
        if genre < 6:
            nature = tirer(imposables)
            choix = d_import if nature == "import" else taux
            tirees.append(
                Operation(
                    nature=nature,
                    ht=tirer(montants),
                    taux=tirer(st.sampled_from(choix)),
                    coefficient=tirer(st.sampled_from([D(1), D("0.8"), D(0)])),
                    immobilisation=nature != "vente" and tirer(st.booleans()),
                    monaco=tirer(st.booleans()),
                    zone=zone,
                )
            )
        elif genre == 6:
            tirees.append(Operation(nature=tirer(autres), ht=tirer(montants)))
        elif genre == 7:
            tirees.append(Operation(nature="reversement", tva=tirer(montants)))
        else:
            tirees.append(Operation(nature="achat", tva=tirer(montants), omission=tirer(st.booleans())))
    return tirees


@settings(max_examples=300, deadline=None)
@given(ops=operations(), credit=st.integers(0, 5000), annexes=st.integers(0, 500))
def test_toute_declaration_passe_les_controles_de_l_administration(
    ops: list[Operation], credit: int, annexes: int
) -> None:
    declaration = declaration_ca3(ops, "2026-03", credit_anterieur=D(credit), taxes_annexes=D(annexes))
    assert [] == controles_de_ca3(declaration, "2026-03", credit_anterieur=D(credit))
    assert all(ligne.base is None or ligne.base == arrondir_euro(ligne.base) for ligne in declaration)


@settings(max_examples=200, deadline=None)
@given(ops=operations(), credit=st.integers(0, 5000))
def test_collectee_moins_deductible_moins_credit_font_le_net(ops: list[Operation], credit: int) -> None:
    taxes = {x.case: x.taxe or ZERO for x in declaration_ca3(ops, "2026-03", credit_anterieur=D(credit))}
    deductible = sum((taxes.get(case, ZERO) for case in ("19", "20", "21")), ZERO)
    net = taxes.get("28", ZERO) - taxes.get("27", ZERO)
    assert net == taxes.get("16", ZERO) - deductible - taxes.get("22", ZERO)


@settings(max_examples=200, deadline=None)
@given(ops=operations())
def test_le_detail_d_une_case_en_fait_le_montant(ops: list[Operation]) -> None:
    """La base d'une case est la somme arrondie de ses lignes, à l'ajustement dit dans son texte près."""
    detail = lignes_des_cases(ops, "2026-03")
    for case in declaration_ca3(ops, "2026-03"):
        lignes = [x for x in detail if x.case == case.case]
        if case.base is not None and "ajusté" not in case.texte:
            assert case.base == arrondir_euro(sum((x.base or ZERO for x in lignes), ZERO)), case
        if case.case in ("15", "18", "19", "20", "21"):
            assert case.taxe == arrondir_euro(sum((x.taxe or ZERO for x in lignes), ZERO)), case
        assert case.nombre_de_lignes == len({x.rang for x in lignes}), case


@settings(max_examples=50, deadline=None)
@given(ops=operations())
def test_l_ordre_des_operations_ne_change_rien(ops: list[Operation]) -> None:
    assert declaration_ca3(ops, "2026-03") == declaration_ca3(ops[::-1], "2026-03")


@given(st.lists(st.tuples(montants, st.sampled_from([D("0.20"), D("0.10"), D("0.055")])), max_size=8))
def test_hors_taxes_plus_tva_font_le_ttc(lignes: list[tuple[Decimal, Decimal]]) -> None:
    tapees = [MontantATaux(montant=montant, taux=taux) for montant, taux in lignes]
    for sens in ("hors_taxes", "ttc"):
        totaux = ventilation_tva(tapees, sens)
        assert all(t.ht + t.tva == t.ttc for t in totaux)
        garde = sum((t.ht if sens == "hors_taxes" else t.ttc for t in totaux), ZERO)
        assert sum((montant for montant, _ in lignes), ZERO) == garde


@given(montants, st.sampled_from([D("0.20"), D("0.10"), D("0.055"), D("0.021")]))
def test_le_hors_taxes_d_un_ttc_revient_au_ttc_au_centime_pres(ttc: Decimal, taux: Decimal) -> None:
    ht = montant_hors_taxes(ttc, taux)
    assert abs(ht + montant_tva(ht, taux) - ttc) <= D("0.01")


def test_un_bareme_futur_ne_change_pas_un_resultat_passe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ops = [Operation(nature="vente", ht=D(1000), taux=D("0.20"))]
    avant = declaration_ca3(ops, "2026-03")
    entete = 'source = "essai"\nfiabilite = "B"\nverifie_le = 2026-11-24\n'
    (tmp_path / "tva.toml").write_text(
        f"[[taux.metropole.valeurs]]\ndepuis = 2030-01-01\nvaleur = {{ normal = 0.21 }}\n{entete}"
        f"[[remboursement.valeurs]]\ndepuis = 2030-01-01\nvaleur = {{ periode = 1, annuel = 1 }}\n{entete}",
        encoding="utf-8",
    )
    monkeypatch.setenv("TABLEUR_BAREMES", str(tmp_path))
    baremes.recharger()
    try:
        assert avant == declaration_ca3(ops, "2026-03")
        assert D("0.21") == table_des_taux(date(2030, 1, 1))["normal"]
    finally:
        monkeypatch.undo()
        baremes.recharger()


def test_les_feuilles_de_detail_disent_la_piece_la_case_et_la_raison() -> None:
    exigibles = [
        OperationExigible(
            date_exigibilite=date(2026, 3, 2),
            piece="F1",
            nature="vente",
            ht=D("100.40"),
            taux=D("0.20"),
            tva=D("20.08"),
        ),
        OperationExigible(
            date_exigibilite=date(2026, 3, 3),
            piece="S1",
            nature="autoliquidation_interne",
            ht=D(300),
            taux=D("0.20"),
            tva=D(60),
        ),
        OperationExigible(
            date_exigibilite=date(2026, 1, 5), piece="B1", nature="achat", ht=D(50), tva=D(10), omission=True
        ),
    ]
    collectee = lignes_collectees(exigibles, "2026-03")
    assert [("A1", "08", "F1", D("20.08")), ("A2", "08", "S1", D(60))] == [
        (x.case, x.ligne_de_taux, x.piece, x.tva) for x in collectee
    ]
    deductible = lignes_deductibles(exigibles, "2026-03")
    assert [("20", "S1", D(60), False), ("21", "B1", D(10), True)] == [
        (x.case, x.piece, x.tva_deductible, x.omission) for x in deductible
    ]
    assert {("A1", "F1"), ("08", "F1"), ("A2", "S1"), ("08", "S1"), ("20", "S1"), ("21", "B1")} == {
        (x.case, x.piece) for x in lignes_a_figer(exigibles, "2026-03")
    }
