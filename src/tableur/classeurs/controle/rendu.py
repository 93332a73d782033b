"""Le rapport écrit pour l'œil, et en JSON."""

from typing import Any

from tableur.classeurs.controle.constats import NIVEAUX, Constat, Rapport
from tableur.frontiere import ecrire_json
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import Ou
from tableur.socle.grandeurs import UN

VERSION_DU_JSON = 1
CONSTATS_MONTRES = 200
PLAGES_MONTREES = 6

_TITRES = {"refus": "À corriger", "alerte": "À vérifier", "information": "À savoir"}


def texte(rapport: Rapport, *, tout: bool = False) -> str:
    """Le rapport, du plus grave au plus anodin, feuille par feuille.

    Args:
        rapport: Le rapport.
        tout: Vrai pour montrer aussi les constats au-delà des 200 premiers de chaque niveau.
    """
    lignes = [_resume(rapport)]
    for niveau in NIVEAUX:
        constats = [c for c in rapport.constats if c.niveau == niveau]
        if constats:
            lignes += ["", f"{_TITRES[niveau]} ({len(constats)})"]
            montres = constats if tout else constats[:CONSTATS_MONTRES]
            lignes += [_ligne(c) for c in montres]
            if len(montres) < len(constats):
                lignes.append(f"  … et {len(constats) - len(montres)} de plus : --json les donne tous.")
    if rapport.remarques:
        lignes += ["", *rapport.remarques]
    return "\n".join(lignes)


def en_json(rapport: Rapport) -> dict[str, Any]:
    """Le rapport en valeurs JSON ; les clés et l'ordre sont stables d'une version à l'autre."""
    return {
        "version": VERSION_DU_JSON,
        "fichier": rapport.fichier.name,
        "modele": rapport.modele,
        "cellules": rapport.cellules,
        "formules": rapport.formules,
        "comptes": dict(rapport.comptes),
        "feuilles": [ecrire_json(feuille) for feuille in rapport.feuilles],
        "constats": [_constat_json(c) for c in rapport.constats],
        "remarques": list(rapport.remarques),
    }


def endroit(c: Constat) -> str:
    """Endroit d'un constat, sans le fichier : « feuille « Ventes », C5:C9, colonne « HT » »."""
    ou = c.anomalie.ou
    if not c.cellules:
        return str(Ou("", ou.feuille, ou.ligne, ou.colonne)) or "classeur"
    plages = ", ".join(c.cellules[:PLAGES_MONTREES]) + ("…" if len(c.cellules) > PLAGES_MONTREES else "")
    colonne = f", colonne « {ou.colonne} »" if len(ou.colonne) > 2 else ""
    return f"feuille « {ou.feuille} », {plages}{colonne}"


def _resume(rapport: Rapport) -> str:
    visibles = sum(f.etat == "visible" for f in rapport.feuilles)
    feuilles = f"{len(rapport.feuilles)} feuille{'s' if len(rapport.feuilles) > 1 else ''}"
    if visibles < len(rapport.feuilles):
        feuilles += f" (dont {len(rapport.feuilles) - visibles} hors de vue)"
    compte = ", ".join(
        f"{n} {nom}{'s' if n > 1 and nom != 'refus' else ''}" for nom, n in rapport.comptes.items() if n
    )
    debut = f"{rapport.fichier.name} : {feuilles}, {nombre_ecrit(UN * rapport.cellules)} cellules"
    debut += f", {nombre_ecrit(UN * rapport.formules)} formules. "
    return debut + (f"{compte[0].upper()}{compte[1:]}." if compte else "Aucun constat.")


def _ligne(c: Constat) -> str:
    lignes = [f"  • {endroit(c)} : {c.anomalie.message} [{c.code}]"]
    if c.propose:
        lignes.append(f"      proposé : {c.propose}")
    return "\n".join(lignes)


def _constat_json(c: Constat) -> dict[str, Any]:
    ou = c.anomalie.ou
    return {
        "niveau": c.niveau,
        "code": c.code,
        "regle": c.anomalie.regle,
        "feuille": ou.feuille,
        "ligne": ou.ligne,
        "colonne": ou.colonne,
        "cellules": list(c.cellules),
        "nombre": c.nombre,
        "message": c.anomalie.message,
        "attendu": c.anomalie.attendu,
        "trouve": c.anomalie.trouve,
        "propose": c.propose,
        "reparable": c.est_reparable,
        "phrase": str(c.anomalie),
    }
