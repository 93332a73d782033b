"""Le classeur des courriers de l'entreprise d'exemple : une feuille par envoi, et ses feuilles filles.

Les montants restant dus se calculent ici ; le reste est dans courriers.toml.
"""

import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

ICI = Path(__file__).resolve().parent
Ligne = dict[str, Any]
LARGEURS = (11, 36)


def feuilles() -> dict[str, list[Ligne]]:
    """Lignes de chaque feuille du classeur, par nom de feuille."""
    lu = tomllib.loads((ICI / "courriers.toml").read_text("utf-8"))
    jour: date = lu["entreprise"]["date_acte"]
    en_tete = lu["entreprise"] | lu["expediteur"]
    factures = [_facture(facture) for facture in lu["factures"]]
    en_retard = [f for f in factures if f["reste"] and f["echeance"] < jour]
    dus: dict[str, Decimal] = {}
    for facture in en_retard:
        dus[facture["client"]] = dus.get(facture["client"], Decimal(0)) + facture["reste"]
    uniques = {client["client"]: client for client in lu["clients"]}
    salaries = [(salarie, salarie.pop("primes")) for salarie in lu["salaries"]]
    return {
        "relances": [
            uniques[code] | {"total_reste": du} | lu["recouvrement"] | en_tete for code, du in dus.items()
        ],
        "factures": en_retard,
        "contrats": [_contrat(lu["contrat"], salarie) | lu["entreprise"] for salarie, _ in salaries],
        "primes": [{"matricule": s["matricule"], **prime} for s, primes in salaries for prime in primes],
        "clients": [client | lu["lettre"] | en_tete for client in lu["clients"]],
    }


def _facture(facture: Ligne) -> Ligne:
    ttc, regle = (Decimal(facture[nom].replace(",", ".")) for nom in ("ttc", "regle"))
    return facture | {"ttc": ttc, "regle": regle, "reste": ttc - regle}


def _contrat(commun: Ligne, salarie: Ligne) -> Ligne:
    """Ligne d'un contrat : la personne d'abord, puis ce que tous les contrats ont en commun."""
    return salarie | {nom: valeur for nom, valeur in commun.items() if nom not in salarie}


def classeur_des_courriers() -> bytes:
    """Octets du classeur, les mêmes à chaque fois."""
    from xlsxwriter import Workbook

    tampon = BytesIO()
    classeur = Workbook(tampon, {"in_memory": True})
    cree_le = datetime(2026, 11, 24)  # noqa: DTZ001 - le format ne porte pas de fuseau
    classeur.set_properties({"title": "Courriers du Comptoir de Kerfictif", "created": cree_le})
    formats = {
        "titre": classeur.add_format({"bold": True, "bg_color": "#F3DFC1", "bottom": 1}),
        "date": classeur.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        "montant": classeur.add_format({"num_format": "#,##0.00"}),
        "texte": classeur.add_format({"num_format": "@"}),
    }
    for nom, lignes in feuilles().items():
        _ecrire(classeur.add_worksheet(nom), lignes, formats)
    classeur.close()
    return tampon.getvalue()


def _ecrire(feuille: Any, lignes: Iterable[Ligne], formats: dict[str, Any]) -> None:
    lignes = list(lignes)
    colonnes = list(dict.fromkeys(nom for ligne in lignes for nom in ligne))
    feuille.set_column(0, 0, LARGEURS[0])
    feuille.set_column(1, 1, LARGEURS[1])
    feuille.set_column(2, len(colonnes) - 1, 22)
    feuille.freeze_panes(1, 2)
    feuille.write_row(0, 0, colonnes, formats["titre"])
    for rang, ligne in enumerate(lignes, 1):
        for place, nom in enumerate(colonnes):
            valeur = ligne.get(nom, "")
            if isinstance(valeur, date):
                feuille.write_datetime(rang, place, valeur, formats["date"])
            elif isinstance(valeur, str):
                feuille.write_string(rang, place, valeur.replace("'", "’"), formats["texte"])
            else:
                feuille.write_number(rang, place, valeur, formats["montant"])
