"""Une CA3 naïve, écrite sans regarder le programme : l'oracle de `test_oracle_de_la_ca3.py`.

Elle vient des notes du projet sur le formulaire 3310-CA3-SD (cerfa 10963) : quelle opération va dans
quelle case, les formules imprimées (16, 23, 25, TD, 27, 28, 32), l'arrondi à l'euro le plus proche
(CGI, art. 1649 undecies et 1724) et l'égalité des deux cadres, sans laquelle l'administration rejette
la déclaration. Une boucle, des dictionnaires, rien du programme : ni ses barèmes, ni ses types.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CADRE_A = {
    "vente": "A1",
    "autoliquidation_interne": "A2",
    "service_recu_etranger": "A3",
    "import": "A4",
    "acquisition_intracom": "B2",
    "achat_etranger": "B4",
}
NON_IMPOSABLES = {"export": "E1", "autre_non_imposable": "E2", "livraison_intracom": "F2"}
IMPORTS = {"0.2": "I1", "0.1": "I2", "0.085": "I3", "0.055": "I4", "0.021": "I5", "0.0105": "I6"}
TAUX = {
    "métropole": {"0.2": "08", "0.1": "9B", "0.055": "09", "0.021": "T6"},
    "Corse": {
        "0.2": "08",
        "0.13": "TC",
        "0.1": "T3",
        "0.055": "09",
        "0.021": "T4",
        "0.009": "T5",
    },
    "DOM": {"0.085": "10", "0.021": "11", "0.0175": "T1", "0.0105": "T2"},
}
ANCIENS = {"0.196", "0.07"}
ZERO = Decimal(0)
Operation = dict[str, Any]


def euro(montant: Decimal) -> int:
    """L'euro le plus proche ; 0,50 compte pour 1."""
    return int(montant.quantize(Decimal(1), ROUND_HALF_UP))


def case_du_taux(nature: str, taux: Decimal, zone: str) -> str:
    """La ligne du cadre B que nourrit ce taux."""
    cle = format(taux.normalize(), "f")
    if cle in ANCIENS:
        return "13"
    return IMPORTS[cle] if nature == "import" else TAUX[zone][cle]


def ca3(operations: list[Operation], credit: int = 0, annexes: int = 0, remboursement: int = 0) -> dict[str, int]:
    """La déclaration : un dictionnaire case → euros, les bases sous « 08_base ». Les cases à zéro manquent.

    Une opération est un dictionnaire : nature, ht, taux, tva, coefficient, immobilisation, monaco, zone.
    """
    groupes: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    taxes: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    monaco: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    non_imposables: dict[str, Decimal] = defaultdict(Decimal)
    taux_de: dict[str, Decimal] = {}
    deduit, importe, reverse = {"19": ZERO, "20": ZERO}, ZERO, ZERO
    intracom = a_monaco = anciennes = ZERO
    for operation in operations:
        nature, ht = operation["nature"], Decimal(str(operation["ht"]))
        taux = Decimal(str(operation.get("taux", "0")))
        tva = Decimal(str(operation["tva"])) if "tva" in operation else ht * taux
        if not tva and nature in CADRE_A and nature != "vente":
            tva = ht * taux  # la facture d'un achat autoliquidé porte 0 € : la taxe est celle de l'acheteur
        part = Decimal(str(operation.get("coefficient", "1")))
        ligne = "19" if operation.get("immobilisation") else "20"
        if nature in NON_IMPOSABLES:
            non_imposables[NON_IMPOSABLES[nature]] += ht
        elif nature == "reversement":
            reverse += tva
        elif nature == "achat":
            deduit[ligne] += tva * part
        else:
            cession = nature == "vente" and operation.get("immobilisation")
            case_a = "A2" if cession else CADRE_A[nature]
            cle = (case_a, case_du_taux(nature, taux, operation.get("zone", "métropole")))
            groupes[cle] += ht
            taxes[cle] += tva
            taux_de[cle[1]] = taux
            if nature != "vente":
                deduit[ligne] += tva * part
                importe += tva * part if nature == "import" else ZERO
            elif operation.get("monaco"):
                monaco[cle] += tva
    cases: dict[str, int] = defaultdict(int)
    bases: dict[str, Decimal] = defaultdict(Decimal)
    cadre_a: dict[str, Decimal] = defaultdict(Decimal)
    trop = trop_taxe = ZERO
    for (case_a, case_b), base in groupes.items():
        # Un net négatif ne s'écrit pas : la base va en B5, la taxe des avoirs en 21.
        if base < 0:
            trop -= base
            trop_taxe -= taxes[case_a, case_b]
        else:
            cadre_a[case_a] += base
            bases[case_b] += base
            anciennes += taxes[case_a, case_b] if case_b == "13" else ZERO
            # 17 et 18 sont des « dont » de la TVA brute : ce qui est parti en 21 n'y est plus.
            intracom += taxes[case_a, case_b] if case_a == "B2" else ZERO
            a_monaco += max(monaco[case_a, case_b], ZERO)
    for case_a, base in cadre_a.items():
        cases[case_a] = euro(base)
    for case_b, base in bases.items():
        cases[case_b + "_base"] = euro(base)
        cases[case_b] = euro(anciennes if case_b == "13" else euro(base) * taux_de[case_b])
    egaliser(cases)
    cases["B5"] = euro(trop)
    for case, base in non_imposables.items():
        cases[case] = max(euro(base), 0)
    cases["F8"] = euro(-sum((base for base in non_imposables.values() if base < 0), ZERO))
    for ligne, taxe in deduit.items():
        if taxe < 0:
            reverse -= taxe
        else:
            cases[ligne] = euro(taxe)
    cases["15"] = max(euro(reverse), 0)
    cases["21"] = euro(trop_taxe - min(reverse, ZERO))  # un reversement négatif est une TVA à déduire
    cases["22"] = euro(Decimal(credit))
    cases["24"] = min(max(euro(importe), 0), cases["19"] + cases["20"])
    brute = [case for case in cases if case + "_base" in cases]
    cases["16"] = sum(cases[case] for case in brute) + cases["15"]
    cases["17"], cases["18"] = max(min(euro(intracom), cases["16"]), 0), euro(a_monaco)
    cases["23"] = sum(cases[case] for case in ("19", "20", "21", "22"))
    cases["25"] = max(0, cases["23"] - cases["16"])
    cases["TD"] = max(0, cases["16"] - cases["23"])
    cases["28"] = cases["TD"]
    cases["26"] = euro(Decimal(remboursement))
    cases["27"] = cases["25"] - cases["26"]
    cases["29"] = euro(Decimal(annexes))
    cases["32"] = cases["28"] + cases["29"]
    return {case: valeur for case, valeur in cases.items() if valeur}


def egaliser(cases: dict[str, int]) -> None:
    """L'écart d'arrondi entre les deux cadres, porté sur la plus grosse case du cadre A."""
    imports = {"A4"}
    for groupe in (set(CADRE_A.values()) - imports, imports):
        lignes = [c for c in cases if c.endswith("_base") and c.startswith("I") == (groupe == imports)]
        ecart = sum(cases[c] for c in lignes) - sum(cases.get(case, 0) for case in groupe)
        if ecart:
            cases[max(sorted(groupe), key=lambda case: cases.get(case, -1))] += ecart
