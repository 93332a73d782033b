"""Un mois d'artisan, des tables tapées à la déclaration ; chaque case est calculée à la main ici.

Ventes : travaux de 12 000 HT à 10 % encaissés pour moitié ; pose de 5 000 HT à 20 % encaissée par carte, nette de
18 € de commission ; fenêtres de 1 500 HT à 20 % livrées et non payées ; sous-traitance de 8 000 HT autoliquidée
par le client. Achats : sous-traitant de 3 000 HT payé ; marchandises UE de 1 000 HT ; importation de 2 000 HT ;
matériaux de 4 000 HT ; étude de 1 500 HT payée au tiers ; gazole de voiture de 250 HT ; voiture de 20 000 HT ;
cadeau de 80 HT ; machine de 6 000 HT. Une facture de septembre de 400 HT arrive en novembre.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from tableur.calculs.tva.controles import controles_tva
from tableur.calculs.tva.controles_ca3 import controles_de_ca3
from tableur.calculs.tva.declaration import declaration_ca3
from tableur.calculs.tva.detail import lignes_a_figer, lignes_collectees, lignes_deductibles
from tableur.calculs.tva.ecriture import SoldesDeTva, ecriture_de_tva
from tableur.calculs.tva.enregistrements import Achat, Decaissement, Encaissement, OperationExigible, Vente
from tableur.calculs.tva.exigibilite import operations_declarees, operations_exigibles
from tableur.calculs.tva.natures import operations_des_achats, operations_des_ventes, reglements
from tableur.calculs.tva.periodes import periode_lue
from tableur.calculs.tva.retards import operations_reprises, operations_retardataires

D = Decimal
LE = date(2026, 11, 10)


def vente(piece: str, nature: Any, ht: str, taux: str | None = "0.20") -> Vente:
    """Une vente de novembre."""
    return Vente(
        date=LE, piece=piece, client="Client", nature=nature, ht=D(ht), taux=None if taux is None else D(taux)
    )


def achat(piece: str, nature: Any, ht: str, le: date = LE, **autres: Any) -> Achat:
    """Un achat à 20 %."""
    return Achat(
        date=le, piece=piece, fournisseur="Fournisseur", nature=nature, ht=D(ht), taux=D("0.20"), **autres
    )


VENTES = [
    vente("F1", "Prestation de services", "12000", "0.10"),
    vente("F2", "Prestation de services", "5000"),
    vente("F3", "Vente de biens", "1500"),
    vente("F4", "Travaux en sous-traitance (autoliquidation)", "8000", None),
]
ACHATS = [
    achat("S1", "Sous-traitant du bâtiment", "3000"),
    achat("U1", "Achat de marchandises UE", "1000"),
    achat("I1", "Importation", "2000"),
    achat("M1", "Achat de matières et fournitures", "4000"),
    achat("E1", "Prestation de services", "1500"),
    achat("G1", "Carburant de voiture (part récupérable 80 %)", "250"),
    achat("V1", "Voiture de tourisme", "20000"),
    achat("K1", "Cadeau", "80"),
    achat("O1", "Immobilisation", "6000"),
    achat("R1", "Achat de marchandises", "400", date(2026, 9, 5)),
]
RECUS = [
    Encaissement(date=date(2026, 11, 20), reference="V1", piece="F1", client="Client", montant=D(6600)),
    Encaissement(
        date=date(2026, 11, 21),
        reference="C1",
        piece="F2",
        client="Client",
        montant=D(5982),
        frais=D(18),
        mode="Carte",
    ),
]
PAYES = [
    Decaissement(date=date(2026, 11, 25), piece="S1", fournisseur="Fournisseur", montant=D(3000)),
    Decaissement(date=date(2026, 11, 25), piece="E1", fournisseur="Fournisseur", montant=D(600)),
]


def exigibles(du: date, au: date) -> list[OperationExigible]:
    """Ce que ces dates rendent exigible."""
    ventes = operations_exigibles(operations_des_ventes(VENTES), reglements(RECUS), du, au)
    return ventes + operations_exigibles(operations_des_achats(ACHATS), reglements(PAYES), du, au)


def de_novembre() -> list[OperationExigible]:
    """Opérations de novembre, retardataires comprises."""
    periode = periode_lue("2026-11")
    passes = exigibles(date(2026, 1, 1), date(2026, 10, 31))
    retards = operations_retardataires(passes, [], "2026-11", date(2026, 1, 1))
    return exigibles(periode.debut, periode.fin) + operations_reprises(passes, retards, periode)


ATTENDU = {
    "A1": 6000 + 5000 + 1500,
    "A2": 3000,
    "A4": 2000,
    "B2": 1000,
    "E2": 8000,
    "08_base": 5000 + 1500 + 3000 + 1000,
    "08": 2100,
    "9B_base": 6000,
    "9B": 600,
    "I1_base": 2000,
    "I1": 400,
    "16": 2100 + 600 + 400,
    "17": 200,
    "19": 1200,  # la machine ; la voiture est exclue
    "20": 600 + 200 + 400 + 800 + 100 + 40,  # sous-traitant, UE, importation, matériaux, étude au tiers, gazole
    "21": 80,  # la facture de septembre
    "23": 1200 + 2140 + 80,
    "24": 400,
    "25": 3420 - 3100,
    "27": 320,
    "32": 0,
}


def test_le_mois_entier_donne_les_cases_calculees_a_la_main() -> None:
    assert [] == [c for c in controles_tva(VENTES, ACHATS, RECUS, PAYES) if c.gravite == "refus"]
    declaration = declaration_ca3(operations_declarees(de_novembre()), "2026-11")
    cases: dict[str, int] = {}
    for x in declaration:
        if x.base is not None:
            cases[x.case if x.taxe is None else f"{x.case}_base"] = int(x.base)
        if x.taxe is not None:
            cases[x.case] = int(x.taxe)
    assert ATTENDU == cases
    assert [] == controles_de_ca3(declaration, "2026-11")


def test_les_feuilles_et_l_ecriture_suivent_la_declaration() -> None:
    novembre = de_novembre()
    deductible = lignes_deductibles(novembre, "2026-11")
    assert D(3420) == sum((x.tva_deductible for x in deductible), D(0))
    assert ["R1"] == [x.piece for x in deductible if x.omission]
    assert "exclu" in next(x.motif for x in deductible if x.piece == "V1")
    assert D(18500) == sum((x.ht for x in lignes_collectees(novembre, "2026-11") if x.ligne_de_taux), D(0))
    soldes = SoldesDeTva(
        collectee=D(1300 + 600), autoliquidee=D(1200), deductible=D(2220), deductible_immobilisations=D(1200)
    )
    ecriture = ecriture_de_tva(declaration_ca3(operations_declarees(novembre), "2026-11"), soldes, "2026-11")
    assert sum(x.debit for x in ecriture) == sum(x.credit for x in ecriture) == D(3420)


def test_une_fois_close_la_periode_ne_revient_pas() -> None:
    figees = lignes_a_figer(de_novembre(), "2026-11")
    passes = exigibles(date(2026, 1, 1), date(2026, 11, 30))
    assert [] == operations_retardataires(passes, figees, "2026-12", date(2026, 1, 1))
