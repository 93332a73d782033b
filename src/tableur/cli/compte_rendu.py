"""Compte rendu d'une action, écrit pour l'œil ou en JSON."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from tableur.frontiere import ecrire_json
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import Anomalie
from tableur.socle.grandeurs import UN

ANOMALIES_MONTREES = 30


def rendu(compte_rendu: CompteRendu, *, simule: bool = False) -> str:
    """Le titre, les résultats à lire d'abord, ce qui a été lu, écarté et écrit, les anomalies, les fichiers."""
    morceaux = [compte_rendu.titre, *(f"  • {point}" for point in compte_rendu.points)]
    morceaux += _comptes("Lu", compte_rendu.lignes_lues)
    morceaux += _liste("Écarté", compte_rendu.ecartes)
    morceaux += _comptes("Serait écrit" if simule else "Écrit", compte_rendu.lignes_ecrites)
    morceaux += _liste("Anomalies", [f"{a.gravite} : {a}" for a in compte_rendu.anomalies])
    morceaux += _liste("Fichiers", [str(fichier) for fichier in compte_rendu.fichiers])
    return "\n".join(morceaux)


def en_json(objet: CompteRendu | Iterable[Anomalie]) -> Any:
    """Compte rendu, ou anomalies, en valeurs JSON ; chaque anomalie porte aussi sa phrase entière."""
    if not isinstance(objet, CompteRendu):
        return [{**cast("dict[str, Any]", ecrire_json(a)), "phrase": str(a)} for a in objet]
    return {
        "titre": objet.titre,
        "points": objet.points,
        "lignes_lues": objet.lignes_lues,
        "ecartes": objet.ecartes,
        "lignes_ecrites": objet.lignes_ecrites,
        "anomalies": en_json(objet.anomalies),
        "fichiers": [str(fichier) for fichier in objet.fichiers],
    }


def _comptes(titre: str, comptes: Mapping[str, int]) -> list[str]:
    if not comptes:
        return []
    dits = [f"{nom} {nombre_ecrit(UN * n)} ligne{'s' if n > 1 else ''}" for nom, n in comptes.items()]
    return [f"{titre} : {', '.join(dits)}."]


def _liste(titre: str, phrases: list[str]) -> list[str]:
    if not phrases:
        return []
    lignes = [f"{titre} ({len(phrases)}) :", *(f"  • {phrase}" for phrase in phrases[:ANOMALIES_MONTREES])]
    reste = len(phrases) - ANOMALIES_MONTREES
    return [*lignes, f"  • … et {reste} de plus : --json les donne toutes."] if reste > 0 else lignes
