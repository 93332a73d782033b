"""Le classeur de paie de l'entreprise d'exemple : douze personnes, une année, tel qu'il est livré.

    python examples/paie.py    refait paie-exemple.xlsx

Les données sont dans paie.toml ; une variable qui a un « au » se répète chaque mois jusque-là.
"""

import tomllib
from dataclasses import fields
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

ICI = Path(__file__).resolve().parent
CLASSEUR = "paie-exemple.xlsx"


def tables() -> dict[str, list[Any]]:
    """Lignes de chaque table tapée, par nom d'enregistrement."""
    from tableur.calculs.paie.tables.enregistrements import (
        Absence,
        CodeDuCabinet,
        FicheSalarie,
        Prime,
        RepriseDeConges,
        VariablesTapees,
    )

    lu = tomllib.loads((ICI / "paie.toml").read_text("utf-8"), parse_float=Decimal)
    variables: dict[tuple[str, str], dict[str, Any]] = {}
    for brute in lu["variables"]:
        for mois in _mois(brute["du"], brute.get("au", brute["du"])):
            ligne = {nom: valeur for nom, valeur in brute.items() if nom not in ("du", "au")}
            variables.setdefault((mois, brute["matricule"]), {}).update(ligne | {"mois": mois})
    return {
        "FicheSalarie": [_enregistrement(FicheSalarie, ligne) for ligne in lu["salaries"]],
        "VariablesTapees": [_enregistrement(VariablesTapees, variables[cle]) for cle in sorted(variables)],
        "Absence": [_enregistrement(Absence, ligne) for ligne in lu["absences"]],
        "Prime": [_enregistrement(Prime, ligne) for ligne in lu["primes"]],
        "RepriseDeConges": [_enregistrement(RepriseDeConges, ligne) for ligne in lu["conges"]],
        "CodeDuCabinet": [CodeDuCabinet(element=element, code=code) for element, code in lu["codes"].items()],
    }


def parametres() -> dict[str, object]:
    """Réglages de l'établissement, ceux qui sont remplis."""
    lu = tomllib.loads((ICI / "paie.toml").read_text("utf-8"), parse_float=Decimal)["parametres"]
    return {nom: float(v) if isinstance(v, Decimal) else v for nom, v in lu.items() if v != ""}


def classeur_de_paie() -> bytes:
    """Octets du classeur, les mêmes à chaque fois."""
    from tableur.classeurs import construire, modele
    from tableur.classeurs.contenu import Contenu, corps_de

    paie, lignes = modele("paie"), tables()
    corps = {table.nom: corps_de(table, lignes[table.nom]) for _, table in paie.tables() if table.nom in lignes}
    tampon = BytesIO()
    construire(paie, tampon, Contenu(tables=corps, reglages=parametres()))
    return tampon.getvalue()


def _enregistrement(type_: type, ligne: dict[str, Any]) -> Any:
    """Enregistrement d'une ligne de paie.toml ; les entiers d'un montant deviennent des décimaux."""
    from tableur.socle.dates import Mois

    valeurs = dict(ligne)
    for champ in fields(type_):
        valeur = valeurs.get(champ.name)
        if type(valeur) is int and champ.name != "titres_restaurant":
            valeurs[champ.name] = Decimal(valeur)
        if champ.name == "mois":
            valeurs["mois"] = Mois.lire(str(valeur))
    return type_(**valeurs)


def _mois(du: str, au: str) -> list[str]:
    premier, dernier = (date(int(m[:4]), int(m[5:]), 1) for m in (du, au))
    rangs = range(premier.year * 12 + premier.month - 1, dernier.year * 12 + dernier.month)
    return [f"{rang // 12:04d}-{rang % 12 + 1:02d}" for rang in rangs]


if __name__ == "__main__":
    (ICI / CLASSEUR).write_bytes(classeur_de_paie())
