"""Règles par nom d'une déclaration : une couleur et un mot, que le classeur pose sans Python.

Le mot vient du format de nombre de la règle : la cellule garde sa valeur, et dit « échue le 31/12/2026 ». Ce qui
se voit en couleur se lit donc aussi en noir et blanc.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tableur.classeurs import styles
from tableur.classeurs.modeles import Colonne, FormatConditionnel
from tableur.frontiere import plier

LARGEUR_DE_DATE = 21.0  # une date précédée de son mot doit tenir dans sa colonne


@dataclass(frozen=True, slots=True)
class Regle:
    """Règle par nom.

    Args:
        quand: Condition, où « {c} » est le champ de la colonne.
        sur: « date », « texte » ou « tout » : les colonnes auxquelles elle convient.
        mots: Bouts de noms de champ où la règle va d'elle-même, quand la table entière la demande.
    """

    quand: str
    sur: str
    mots: tuple[str, ...] = ()


REGLES: Mapping[str, Regle] = {
    "echeance_depassee": Regle(
        "AND(ISNUMBER([{c}]),[{c}]<TODAY())", "date", ("echeance", "limite", "a_payer", "relance")
    ),
    "valeur_perimee": Regle(
        "AND(ISNUMBER([{c}]),[{c}]<TODAY())", "date", ("valable", "validite", "valide", "peremption", "perime")
    ),
    "doublon": Regle("AND(LEN([{c}])>0,SUMPRODUCT(EXACT({{{c}}},[{c}])*1)>1)", "texte"),
    "anomalie": Regle("", "tout"),
}
_ANOMALIES = {
    "nombre": "IFERROR(AND(LEN([{c}])>0,NOT(ISNUMBER([{c}]))),TRUE)",
    "texte": "IFERROR(LEN([{c}])<0,TRUE)",
}
STYLES_DES_REGLES: Mapping[str, dict[str, Any]] = {
    "echeance_depassee": {**styles.STYLES["alerte"], "num_format": '"échue le "dd/mm/yyyy'},
    "valeur_perimee": {**styles.STYLES["attention"], "num_format": '"périmée le "dd/mm/yyyy'},
    "doublon": {**styles.STYLES["alerte"], "num_format": 'General;-General;General;"doublon : "@'},
    "anomalie": {**styles.STYLES["alerte"], "num_format": 'General;-General;General;"anomalie : "@'},
}
styles.STYLES.update(STYLES_DES_REGLES)


def formats_de_la_regle(nom: str, colonne: Colonne) -> FormatConditionnel | None:
    """Format conditionnel d'une règle sur une colonne, None si elle ne lui convient pas."""
    regle = REGLES[nom]
    if nom == "anomalie":
        nombre = colonne.est_un_nombre or colonne.simple is date
        quand = _ANOMALIES["nombre" if nombre else "texte"]
    elif (regle.sur == "date") == (colonne.simple is date) and (regle.sur == "date" or colonne.simple is str):
        quand = regle.quand
    else:
        return None
    return FormatConditionnel(quand.format(c=colonne.nom), nom, (colonne.nom,))


def formats_de_la_table(nom: str, colonnes: tuple[Colonne, ...]) -> Iterator[FormatConditionnel]:
    """Formats d'une règle que demande une table entière : sur les colonnes où elle a un sens.

    Un doublon se cherche dans les clés ; une échéance, dans les dates dont le nom le dit.
    """
    regle = REGLES[nom]
    for colonne in colonnes:
        if nom == "doublon" and not colonne.est_cle:
            continue
        if regle.mots and not any(plier(mot) in plier(colonne.nom) for mot in regle.mots):
            continue
        trouve = formats_de_la_regle(nom, colonne)
        if trouve is not None:
            yield trouve
