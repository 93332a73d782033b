"""De petits classeurs de TVA, dont chaque case se vérifie à la main."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from tableur.calculs.tva.enregistrements import (
    Achat,
    CaseFigee,
    Decaissement,
    Encaissement,
    LigneFigee,
    PeriodeDeclaree,
    RepriseDeTva,
    Vente,
)
from tableur.catalogue import lancer, recenser
from tableur.classeurs import construire, modele, ouvrir
from tableur.classeurs.contenu import Contenu, corps_de
from tableur.classeurs.formulaire.formules import rangs_des_cases, rangs_des_colonnes
from tableur.socle.compte_rendu import CompteRendu

D = Decimal
LE = date(2026, 4, 8)
ACTIONS = recenser("tableur.actions")
VINGT = D("0.20")

VENTES = [
    Vente(
        date=date(2026, 3, 2), piece="F1", client="Durand", nature="Vente de biens", ht=D("1000.40"), taux=VINGT
    ),
    Vente(
        date=date(2026, 3, 5), piece="F2", client="Martin", nature="Prestation de services", ht=D(2000), taux=VINGT
    ),
    Vente(
        date=date(2026, 3, 9),
        piece="F3",
        client="Bakker",
        nature="Livraison de biens UE",
        ht=D(700),
        numero_tva_client="BE0123456749",
        vies_le=date(2026, 3, 8),
        vies_reference="W1",
    ),
]
ACHATS = [
    Achat(
        date=date(2026, 3, 3),
        piece="A1",
        fournisseur="Meunier",
        nature="Achat de marchandises",
        ht=D(500),
        taux=VINGT,
    ),
    Achat(
        date=date(2026, 3, 4),
        piece="A2",
        fournisseur="Van Damme",
        nature="Achat de marchandises UE",
        ht=D(300),
        taux=VINGT,
    ),
    Achat(
        date=date(2026, 3, 10),
        piece="A3",
        fournisseur="Bureau",
        nature="Prestation de services",
        ht=D(100),
        taux=VINGT,
    ),
]
ENCAISSEMENTS = [
    Encaissement(date=date(2026, 3, 20), reference="V1", piece="F2", client="Martin", montant=D(1200))
]
PERIODES = [
    PeriodeDeclaree(
        periode="2026-02",
        depose_le=date(2026, 3, 20),
        accuse="AR1",
        tva_brute=D(100),
        tva_deductible=D(150),
        credit=D(50),
    )
]
CASES_FIGEES = [
    CaseFigee(periode="2026-02", case="A1", base=D(500)),
    CaseFigee(periode="2026-02", case="08", base=D(500), taxe=D(100), nombre_de_lignes=1),
]
LIGNES_FIGEES = [
    LigneFigee(periode="2026-02", case=case, piece="F0", tiers="Durand", ht=D(500), tva=tva)
    for case, tva in (("A1", D(0)), ("08", D(100)))
]
ORDINAIRES: dict[str, Sequence[object]] = {
    "Vente": VENTES,
    "Achat": ACHATS,
    "Encaissement": ENCAISSEMENTS,
    "Decaissement": list[Decaissement](),
    "RepriseDeTva": list[RepriseDeTva](),
}


def classeur_de_tva(chemin: Path, reglages: Mapping[str, object] | None = None, **tables: Any) -> Path:
    """Écrit un classeur de TVA ; chaque table a son contenu ordinaire, remplaçable par mot-clé."""
    tva = modele("tva")
    lignes = {**ORDINAIRES, **tables}
    corps = {table.nom: corps_de(table, lignes[table.nom]) for _, table in tva.tables() if table.nom in lignes}
    construire(tva, chemin, Contenu(tables=corps, reglages={"periode": "2026-03", **(reglages or {})}))
    return chemin


def lancer_la_tva(
    verbe: str, entree: Path, sortie: Path | None = None, le: date = LE, **options: object
) -> CompteRendu:
    """Lance une action ; sans sortie, elle simule."""
    with ouvrir(entree, sortie, simuler=sortie is None) as classeur:
        return lancer(ACTIONS[f"tva.{verbe}"], classeur, {"simuler": sortie is None, **options}, le)


def feuille(fichier: Path, nom: str) -> list[dict[str, Any]]:
    """Lignes d'une feuille, telles que les lit un autre programme : en-tête → valeur."""
    lignes = [list(x) for x in openpyxl.load_workbook(fichier, data_only=True)[nom].iter_rows(values_only=True)]
    rang = next(r for r, x in enumerate(lignes) if sum(v is not None for v in x) > 3 and "Total" not in x)
    return [
        {str(e): v for e, v in zip(lignes[rang], x, strict=True) if e}
        for x in lignes[rang + 1 :]
        if any(v is not None for v in x)
    ]


def cases_montrees(fichier: Path) -> dict[str, tuple[Any, Any]]:
    """Base et taxe de chaque case servie de la feuille « Déclaration », telles que les lit un autre programme."""
    page = next(f for f in modele("tva").feuilles if f.formulaire is not None)
    formulaire = page.formulaire
    assert formulaire is not None
    onglet: Any = openpyxl.load_workbook(fichier, data_only=True)[page.nom]
    colonnes = rangs_des_colonnes(formulaire)
    return {
        case: tuple(onglet.cell(rang + 1, colonnes[c] + 1).value or 0 for c in ("base", "taxe"))  # type: ignore[misc]
        for case, rang in rangs_des_cases(formulaire).items()
    }
