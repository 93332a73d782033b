"""Formules de la TVA : toutes au catalogue, bien marquées, appelables en JSON."""

import json
import subprocess
import sys
from typing import Any

from tableur.catalogue import recenser
from tableur.catalogue.exemples import exemple_de

ATTENDUES = {
    "coefficient_de_deduction",
    "controles_de_ca3",
    "controles_tva",
    "declaration_ca3",
    "ecriture_de_tva",
    "etats_recapitulatifs",
    "fin_du_regime_simplifie",
    "franchise_en_base",
    "lignes_des_cases",
    "limite_de_deduction",
    "limite_des_etats_ue",
    "montant_hors_taxes",
    "montant_ttc",
    "montant_tva",
    "operations_exigibles",
    "operations_retardataires",
    "regime_de_declaration",
    "taux_de_tva",
    "tva_deductible",
    "tva_en_attente",
    "tva_exigible",
    "ventilation_tva",
}


def test_chaque_formule_est_au_catalogue_avec_son_exemple() -> None:
    catalogue = recenser("tableur.calculs")
    modules = {nom: catalogue[nom].py.__module__ for nom in catalogue}
    assert ATTENDUES == {nom for nom, module in modules.items() if module.startswith("tableur.calculs.tva")}
    assert [] == catalogue.fautes
    for nom in ATTENDUES:
        assert exemple_de(catalogue[nom]).cellule.startswith("=TABLEUR."), nom


def appel_en_json(*lot: dict[str, Any]) -> list[dict[str, Any]]:
    """Réponses de la commande à un lot."""
    mots = [sys.executable, "-m", "tableur", "appeler", "declaration_ca3", "--json"]
    fait = subprocess.run(
        mots, input=json.dumps(lot), capture_output=True, text=True, check=False, encoding="utf-8"
    )
    reponses: list[dict[str, Any]] = json.loads(fait.stdout)
    return reponses


def test_la_commande_declare_une_liste_json_jamais_vue() -> None:
    operations = [
        {"nature": "vente", "ht": 10000, "taux": 0.20, "monaco": True, "note": "colonne ignorée"},
        {"nature": "vente", "ht": "-12500.50", "taux": "0.10", "zone": "métropole"},
        {"nature": "import", "ht": 1234.56, "taux": 0.085, "zone": "DOM", "immobilisation": "oui"},
        {"nature": "achat", "ht": 500, "taux": 0.2, "coefficient": 0.8},
    ]
    demande = {"operations": operations, "periode": "2026-T2", "regime": "trimestriel", "credit_anterieur": 120}
    refusee = {"operations": [{"nature": "vente", "ht": 100, "taux": 0.3}], "periode": "2026-03"}
    juste, faute = appel_en_json(demande, refusee)
    taxes = {ligne["case"]: ligne["taxe"] for ligne in juste["resultat"]}
    attendues = {"08": "2000", "18": "2000", "I3": "105", "19": "105", "24": "105", "20": "80", "21": "1250"}
    assert attendues == {case: taxes[case] for case in attendues}
    assert {"TD": "550", "28": "550", "32": "550"} == {case: taxes[case] for case in ("TD", "28", "32")}
    assert "opération n° 1" in faute["erreur"]
