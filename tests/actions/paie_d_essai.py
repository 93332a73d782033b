"""Un petit classeur de paie : une non-cadre absente deux jours, un cadre au-dessus du plafond et sa prime."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from tableur.actions.paie_lu import lire_la_paie
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    Prime,
    VariablesTapees,
)
from tableur.calculs.paie.tables.livre import livre_de_paie
from tableur.classeurs import construire, modele, ouvrir
from tableur.classeurs.contenu import Contenu, corps_de
from tableur.socle.dates import Mois

D = Decimal
JUIN, JUILLET = Mois(2026, 6), Mois(2026, 7)
REGLAGES: Mapping[str, object] = {
    "effectif": 15,
    "taux_at": 0.02,
    "taux_versement_mobilite": 0.015,
    "mois_de_paie": "2026-07",
    "convention_collective": "commerce de détail (IDCC 2216)",
}
IDENTITE: Mapping[str, str] = {
    "identite.adresse": "12 quai des Brumes",
    "identite.code_postal": "29000",
    "identite.ville": "Kerfictif",
    "identite.siret": "73282932000074",
    "identite.naf": "47.11B",
}
ANNE = FicheSalarie(
    matricule="001",
    nom="MORVAN",
    prenom="Anne",
    entree=date(2020, 1, 6),
    emploi="Vendeuse",
    classification="niveau III",
    salaire_mensuel=D(2500),
    taux_pas=D("0.041"),
    adresse="4 rue des Lavoirs",
    code_postal="29000",
    ville="Kerfictif",
)
PAUL = FicheSalarie(
    matricule="002",
    nom="RIOU",
    prenom="Paul",
    entree=date(2019, 3, 4),
    emploi="Directeur",
    classification="niveau VIII",
    cadre=True,
    salaire_mensuel=D(5200),
    taux_pas=D("0.12"),
    sante_mensuelle=D(60),
    adresse="9 venelle du Four",
    code_postal="29000",
    ville="Kerfictif",
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

TOTAUX_IMPRIMES: Mapping[str, str] = {
    "brut": "Brut",
    "total_salarial": "Total salarial",
    "montant_net_social": "Montant net social",
    "net_imposable": "Net imposable",
    "net_a_payer": "Net à payer",
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


def livre_recu(chemin: Path, fiches: Path, faux: Mapping[str, Mapping[str, Decimal]]) -> Path:
    """Écrit le livre de paie d'un cabinet, une personne par ligne : nos totaux, sauf ceux qui sont dits faux.

    Args:
        chemin: CSV à écrire.
        fiches: Classeur de paie d'où viennent les personnes.
        faux: Écart à ajouter, par matricule et par total.
    """
    with ouvrir(fiches, simuler=True) as classeur:
        payes = livre_de_paie(lire_la_paie(classeur).saisies, JUILLET).du_mois
    lignes = [";".join(("Matricule", "Nom", "Mois", *TOTAUX_IMPRIMES.values()))]
    for paye in payes:
        totaux, ecarts = paye.bulletin.totaux, faux.get(paye.fiche.matricule, {})
        montants = [str(getattr(totaux, nom) + ecarts.get(nom, 0)).replace(".", ",") for nom in TOTAUX_IMPRIMES]
        lignes.append(";".join((paye.fiche.matricule, paye.nom, "07/2026", *montants)))
    chemin.write_text("\n".join(lignes) + "\n", encoding="utf-8-sig")
    return chemin
