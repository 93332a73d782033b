"""TVA de 50 000 opérations : de la déclaration seule aux tables tapées, en rapport à de simples sommes exactes."""

import random
import time
from datetime import date, timedelta
from decimal import Decimal

from mesures import chronometrer, imprimer
from tableur.calculs.tva.declaration import declaration_ca3
from tableur.calculs.tva.enregistrements import Achat, Encaissement, Operation, Vente
from tableur.calculs.tva.exigibilite import operations_declarees, operations_exigibles
from tableur.calculs.tva.natures import operations_des_achats, operations_des_ventes, reglements

NOMBRE = 50_000
LIMITE = 2.0  # secondes, des tables à la CA3
TAUX = (Decimal("0.20"), Decimal("0.10"), Decimal("0.055"))


def tables(nombre: int) -> tuple[list[Vente], list[Achat], list[Encaissement]]:
    """Un trimestre d'un négoce avec services, achats de l'UE et sous-traitants ; toujours le même."""
    hasard = random.Random(7)  # noqa: S311 - des montants d'essai

    def jour() -> date:
        return date(2026, 1, 1) + timedelta(days=hasard.randrange(90))

    def montant() -> Decimal:
        return Decimal(hasard.randrange(100, 500_000)) / 100

    ventes = [
        Vente(
            date=jour(),
            piece=f"F{i}",
            client=f"C{i % 300}",
            nature="Vente de biens" if i % 2 else "Prestation de services",
            ht=montant(),
            taux=TAUX[i % 3],
        )
        for i in range(nombre // 2)
    ]
    achats = [
        Achat(
            date=jour(),
            piece=f"A{i}",
            fournisseur=f"S{i % 300}",
            nature=("Achat de marchandises", "Achat de marchandises UE", "Sous-traitant du bâtiment")[i % 3],  # type: ignore[arg-type]
            ht=montant(),
            taux=TAUX[0],
        )
        for i in range(nombre // 2)
    ]
    recus = [Encaissement(date=v.date, piece=v.piece, client=v.client, montant=v.ht) for v in ventes[::2]]
    return ventes, achats, recus


def sommes(operations: list[Operation]) -> dict[tuple[str, Decimal | None], Decimal]:
    """Le moins qu'on puisse faire : le total exact de chaque nature et taux, dans un dictionnaire."""
    totaux: dict[tuple[str, Decimal | None], Decimal] = {}
    for operation in operations:
        cle = (operation.nature, operation.taux)
        totaux[cle] = totaux.get(cle, Decimal(0)) + operation.ht
    return totaux


def principal() -> None:
    """Mesure la déclaration de 50 000 opérations, puis le chemin entier depuis les tables tapées."""
    ventes, achats, recus = tables(NOMBRE)

    def exigibles() -> list[Operation]:
        datees = operations_des_ventes(ventes) + operations_des_achats(achats)
        return operations_declarees(
            operations_exigibles(datees, reglements(recus), date(2026, 1, 1), date(2026, 3, 31))
        )

    toutes = operations_des_ventes(ventes) + operations_des_achats(achats)
    operations = [Operation(nature=x.nature, ht=x.ht, taux=x.taux) for x in toutes]
    reference, declaration = chronometrer(
        lambda: sommes(operations), lambda: declaration_ca3(operations, "2026-T1", "trimestriel")
    )
    imprimer(
        f"CA3 de {NOMBRE} opérations",
        ("total exact par nature et par taux, rien d'autre", reference),
        [("declaration_ca3", declaration, 20.0)],
    )
    debut = time.perf_counter()
    declaration_ca3(exigibles(), "2026-T1", "trimestriel")
    duree = time.perf_counter() - debut
    verdict = "tenu" if duree <= LIMITE else "DÉPASSÉ"
    print(f"  des tables tapées à la CA3 {duree:.2f} s (visé : {LIMITE:g} s, {verdict})")


if __name__ == "__main__":
    principal()
