"""`declaration_ca3` face à l'oracle naïf, case par case, sur des opérations tirées au sort (graines fixes)."""

import random
from decimal import Decimal
from typing import Any

import pytest

from tableur.calculs.tva.declaration import declaration_ca3
from tableur.calculs.tva.enregistrements import Operation
from tableur.calculs.tva.saisies import Regime
from tableur.socle.erreurs import Refus
from tests.calculs.tva.oracle_ca3 import ANCIENS, CADRE_A, IMPORTS, NON_IMPOSABLES, TAUX, ca3

D = Decimal
ZONES = {"métropole": "metropole", "Corse": "corse", "DOM": "dom"}
IMPOSABLES, HORS_TAXE = list(CADRE_A), list(NON_IMPOSABLES)


def tirees(hasard: random.Random) -> list[dict[str, Any]]:
    """Jusqu'à trente opérations : plusieurs zones, avoirs, parts, immobilisations, TVA tapée qui diffère."""
    une_zone = hasard.choice([*TAUX, None])
    avoirs = hasard.choice([0.05, 0.3, 0.7])
    return [
        _operation(hasard, une_zone or hasard.choice(list(TAUX)), avoirs) for _ in range(hasard.randint(0, 30))
    ]


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
        ecart = hasard.choice([D(0), D("0.01"), D("-0.02"), D(1), None])
        operation["tva"] = D(0) if ecart is None else (signe * ht * D(taux)).quantize(D("0.01")) + ecart
    if nature in ("achat", "reversement") and tape < 0.2:
        del operation["taux"]
    if hasard.random() < 0.4:
        operation["coefficient"] = hasard.choice(["0", "0.8", "0.37", "1"])
    if hasard.random() < (0.05 if nature == "vente" else 0.3):
        operation["immobilisation"] = True
    if nature == "vente" and hasard.random() < 0.3:
        operation["monaco"] = True
    return operation


def declaree(operations: list[dict[str, Any]], periode: str, regime: Regime, **montants: int) -> dict[str, int]:
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
    hasard = random.Random(graine)  # noqa: S311 - un tirage reproductible, rien de secret
    operations = tirees(hasard)
    credit, annexes = hasard.choice([0, hasard.randint(1, 50_000)]), hasard.choice([0, hasard.randint(1, 900)])
    periode = hasard.choice(["2026-03", "2026-12", "2026-T2"])
    regime: Regime = "trimestriel" if "T" in periode else "mensuel"
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


VECTEURS = {
    "BTP, mars 2026": (
        (
            "vente 6000 10;vente 8500 20;autre_non_imposable 8000;autoliquidation_interne 3000 20;"
            "acquisition_intracom 1000 20;service_recu_etranger 100 20"
        ),
        {"A1": 14500, "A2": 3000, "A3": 100, "B2": 1000, "E2": 8000, "08_base": 12600, "08": 2520, "9B": 600}
        | {"9B_base": 6000, "16": 3120, "17": 200, "20": 820, "23": 820, "TD": 2300, "28": 2300, "32": 2300},
    ),
    "fragment publié (Nathan, première, ch. 5)": (
        "vente 82850 20;livraison_intracom 31700;export 25350;import 38900 20",
        {"A1": 82850, "A4": 38900, "E1": 25350, "F2": 31700, "08_base": 82850, "08": 16570, "I1_base": 38900}
        | {"I1": 7780, "16": 24350, "20": 7780, "23": 7780, "24": 7780, "TD": 16570, "28": 16570, "32": 16570},
    ),
}


@pytest.mark.parametrize("nom", VECTEURS)
def test_l_oracle_lui_meme_suit_les_cas_publies(nom: str) -> None:
    textes, attendu = VECTEURS[nom]
    operations = []
    for nature, ht, *taux in map(str.split, textes.split(";")):
        operations.append({"nature": nature, "ht": D(ht)} | ({"taux": D(taux[0]) / 100} if taux else {}))
    assert attendu == ca3(operations)


def refus(*operations: dict[str, Any]) -> str:
    with pytest.raises(Refus) as refuse:
        declaration_ca3([Operation(**operation) for operation in operations], "2026-03")
    return str(refuse.value).replace("\u00a0", " ")


def test_ce_qui_manque_est_dit_avec_son_rang_et_jamais_suppose() -> None:
    assert "opération n° 1 (vente) : le montant hors taxes (ht) manque" == refus(
        {"nature": "vente", "taux": D("0.2")}
    )
    assert "0 si la facture n'a pas de TVA" in refus({"nature": "achat", "ht": D(450)})
    assert "taper son taux" in refus({"nature": "import", "ht": D(450)})
    assert "aucun taux en vigueur ne donne 33,00 € de TVA" in refus({"nature": "vente", "ht": D(9), "tva": D(33)})
    assert "plusieurs taux donnent 0,00 €" in refus({"nature": "vente", "ht": D(0), "tva": D(0)})
    assert "une importation à 13 % en Corse" in refus(
        {"nature": "import", "ht": D(9), "taux": D("0.13"), "zone": "corse"}
    )


def test_sans_droit_a_deduction_ni_taux_ni_taxe_ne_sont_exiges() -> None:
    operations = [{"nature": "achat", "ht": D(450), "coefficient": D(0)}]
    assert {} == declaree(operations, "2026-03", "mensuel")


def test_la_taxe_de_la_douane_en_euros_entiers_retrouve_son_taux() -> None:
    obtenu = declaree([{"nature": "import", "ht": D(1234), "tva": D(247)}], "2026-03", "mensuel")
    assert (1234, 247, 247) == (obtenu["I1_base"], obtenu["I1"], obtenu["24"])


def test_zero_de_tva_sur_une_facture_autoliquidee_n_ote_pas_la_deduction() -> None:
    operation = {"nature": "acquisition_intracom", "ht": D(100), "taux": D("0.2"), "tva": D(0)}
    obtenu = declaree([operation], "2026-03", "mensuel")
    assert (20, 20, 20) == (obtenu["08"], obtenu["17"], obtenu["20"])
