"""`declaration_ca3` face à l'oracle naïf, case par case, sur des opérations tirées au sort (graines fixes)."""

import random
from decimal import Decimal
from typing import Any

import pytest

from tableur.calculs.tva.declaration import declaration_ca3
from tableur.calculs.tva.enregistrements import Operation
from tableur.calculs.tva.saisies import Regime
from tests.calculs.tva.oracle_ca3 import ANCIENS, CADRE_A, IMPORTS, NON_IMPOSABLES, TAUX, ca3

D = Decimal
ZONES = {"métropole": "metropole", "Corse": "corse", "DOM": "dom"}
IMPOSABLES, HORS_TAXE = list(CADRE_A), list(NON_IMPOSABLES)


def tirees(hasard: random.Random) -> list[dict[str, Any]]:
    """Jusqu'à trente opérations : plusieurs zones, avoirs, parts, immobilisations, TVA tapée qui diffère."""
    une_zone = hasard.choice([*TAUX, None])
    avoirs = hasard.choice([0.05, 0.3, 0.7])
    return [_operation(hasard, une_zone or hasard.choice(list(TAUX)), avoirs) for _ in range(hasard.randint(0, 30))]


def _operation(hasard: random.Random, zone: str, avoirs: float) -> dict[str, Any]:
    ht = D(hasard.choice([hasard.randint(1, 3_000), hasard.randint(1, 9_000_000)])) / 100
    ht = hasard.choice([ht, ht.quantize(D(1)), ht.quantize(D(1)) + D("0.5")])
    signe = -1 if hasard.random() < avoirs else 1
    nature = hasard.choice([*IMPOSABLES, "vente", "achat", "achat", *HORS_TAXE, "reversement"])
    operation: dict[str, Any] = {"nature": nature, "ht": signe * ht}
    if nature in HORS_TAXE:
        return operation | ({"zone": zone} if hasard.random() < 0.3 else {})
    taux = hasard.choice(list(TAUX[zone]))
    if nature == "import":
        taux = hasard.choice([t for t in TAUX[zone] if t in IMPORTS])
    elif nature in IMPOSABLES and zone == "métropole" and hasard.random() < 0.05:
        taux = hasard.choice(sorted(ANCIENS))
    operation |= {"taux": taux, "zone": zone}
    tape = hasard.random()
    if tape < 0.3:
        ecart = hasard.choice([D(0), D("0.01"), D("-0.02"), D(1)])
        operation["tva"] = (signe * ht * D(taux)).quantize(D("0.01")) + ecart
    if nature in ("achat", "reversement") and tape < 0.2:
        del operation["taux"]
    if hasard.random() < 0.4:
        operation["coefficient"] = hasard.choice(["0", "0.8", "0.37", "1"])
    if hasard.random() < (0.05 if nature == "vente" else 0.3):
        operation["immobilisation"] = True
    if nature == "vente" and hasard.random() < 0.3:
        operation["monaco"] = True
    return operation


def declaree(operations: list[dict[str, Any]], periode: str, regime: Regime = "mensuel", **montants: int) -> dict[str, int]:
    """Cases servies du programme, sous les noms de l'oracle."""
    lues = []
    for operation in operations:
        champs = operation | {"zone": ZONES[operation.get("zone", "métropole")]}
        champs |= {nom: D(champs[nom]) for nom in ("taux", "coefficient") if nom in champs}
        lues.append(Operation(**champs))
    decimaux = {nom: D(montant) for nom, montant in montants.items()}
    rendues: dict[str, int] = {}
    for ligne in declaration_ca3(lues, periode, regime, **decimaux):
        deux = ligne.base is not None and ligne.taxe is not None
        if ligne.base:
            rendues[f"{ligne.case}_base" if deux else ligne.case] = int(ligne.base)
        if ligne.taxe:
            rendues[ligne.case] = int(ligne.taxe)
    return rendues


@pytest.mark.parametrize("graine", range(1_500))
def test_chaque_case_est_celle_de_l_oracle(graine: int) -> None:
    hasard = random.Random(graine)
    operations = tirees(hasard)
    credit, annexes = hasard.choice([0, hasard.randint(1, 50_000)]), hasard.choice([0, hasard.randint(1, 900)])
    periode, regime = hasard.choice([("2026-03", "mensuel"), ("2026-12", "mensuel"), ("2026-T2", "trimestriel")])
    attendu = ca3(operations, credit, annexes)
    demande = 0
    if attendu.get("25", 0) >= 760 and hasard.random() < 0.5:
        demande = hasard.choice([760, attendu["25"]])
        attendu = ca3(operations, credit, annexes, demande)
    obtenu = declaree(
        operations,
        periode,
        regime,
        credit_anterieur=credit,
        taxes_annexes=annexes,
        remboursement_demande=demande,
    )
    assert attendu == obtenu
