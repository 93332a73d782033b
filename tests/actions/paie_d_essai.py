"""Un petit classeur de paie : une non-cadre absente deux jours, un cadre au-dessus du plafond et sa prime."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    Prime,
    VariablesTapees,
)
from tableur.classeurs import construire, modele
from tableur.classeurs.contenu import Contenu, corps_de
from tableur.socle.dates import Mois

D = Decimal
JUIN, JUILLET = Mois(2026, 6), Mois(2026, 7)
REGLAGES: Mapping[str, object] = {
    "effectif": 15,
    "taux_at": 0.02,
    "taux_versement_mobilite": 0.015,
    "mois_de_paie": "2026-07",
}
ANNE = FicheSalarie(
    matricule="001",
    nom="MORVAN",
    prenom="Anne",
    entree=date(2020, 1, 6),
    salaire_mensuel=D(2500),
    taux_pas=D("0.041"),
)
PAUL = FicheSalarie(
    matricule="002",
    nom="RIOU",
    prenom="Paul",
    entree=date(2019, 3, 4),
    salaire_mensuel=D(5200),
    cadre=True,
    sante_mensuelle=D(60),
)
TABLES: Mapping[str, Sequence[object]] = {
    "FicheSalarie": [ANNE, PAUL],
    "VariablesTapees": [
        VariablesTapees(mois=JUILLET, matricule="001", heures_supplementaires_25=D(4), acomptes=D(150)),
        VariablesTapees(mois=JUIN, matricule="002", salaire_mensuel=D(5300)),
    ],
    "Absence": [
        Absence(matricule="001", nature="sans_solde", debut=date(2026, 7, 6), fin=date(2026, 7, 7)),
    ],
    "Prime": [Prime(mois=JUILLET, matricule="002", nature="prime", montant=D(400), libelle="Objectifs")],
}


def classeur_de_paie(
    chemin: Path, reglages: Mapping[str, object] | None = None, **tables: Sequence[object]
) -> Path:
    """Écrit un classeur de paie, vues vides ; chaque table a son contenu ordinaire, remplaçable par mot-clé."""
    paie = modele("paie")
    lignes = {**TABLES, **tables}
    corps = {table.nom: corps_de(table, lignes[table.nom]) for _, table in paie.tables() if table.nom in lignes}
    construire(paie, chemin, Contenu(tables=corps, reglages={**REGLAGES, **(reglages or {})}))
    return chemin
