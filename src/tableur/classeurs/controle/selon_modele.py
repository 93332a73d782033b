"""Conformité à un modèle : feuilles et colonnes présentes, types, listes, clés et renvois."""

import unicodedata
from pathlib import Path

from tableur.classeurs.controle.constats import Constat, constat
from tableur.classeurs.controle.feuilles import ClasseurVu
from tableur.classeurs.controle.plages import Plage
from tableur.classeurs.ferme import ClasseurFerme
from tableur.classeurs.lecture import FORMATS, ClasseurLu
from tableur.classeurs.modeles import Modele
from tableur.frontiere import plier
from tableur.socle.erreurs import Anomalie, Ou

LIGNES_D_ENTETE = 30


def constats_du_modele(fichier: Path, modele: Modele, vu: ClasseurVu) -> list[Constat]:
    """Un constat par anomalie que la lecture du classeur selon son modèle rencontre.

    Raises:
        Refus: Le fichier ne se lit pas selon un modèle.
    """
    if fichier.suffix.lower() not in FORMATS:
        message = "seul un .xlsx, un .xlsm ou un .ods se contrôle d'après un modèle : l'enregistrer dans ce format"
        return [constat("refus", "modele-format", "format du fichier", Ou(fichier=fichier.name), message)]
    classeur = ClasseurFerme(ClasseurLu(fichier), modele)
    constats = []
    lus = set()
    for feuille, table in modele.tables():
        if feuille.genre == "S" and isinstance(table.type, type) and table.type not in lus:
            lus.add(table.type)
            constats += [_constat(anomalie, vu) for anomalie in classeur.lire(table.type).anomalies]
    return constats


def _constat(anomalie: Anomalie, vu: ClasseurVu) -> Constat:
    feuille = vu.feuille(anomalie.ou.feuille)
    plages = []
    if feuille is not None and anomalie.ou.ligne is not None:
        rang = _colonne(vu, anomalie)
        if rang is not None:
            plages.append(Plage(anomalie.ou.ligne, rang, anomalie.ou.ligne, rang))
    code = f"modele-{_en_code(anomalie.regle)}"
    return constat(
        anomalie.gravite, code, anomalie.regle, anomalie.ou, anomalie.message, plages=plages,
        attendu=anomalie.attendu, trouve=anomalie.trouve,
    )  # fmt: skip


def _colonne(vu: ClasseurVu, anomalie: Anomalie) -> int | None:
    """Rang de la colonne nommée, cherchée dans les premières lignes de la feuille."""
    feuille, voulu = vu.feuille(anomalie.ou.feuille), plier(anomalie.ou.colonne)
    if feuille is None or not voulu:
        return None
    for rang, colonne in feuille.colonnes.items():
        for _, valeur, _ in colonne.entre(1, LIGNES_D_ENTETE):
            if isinstance(valeur, str) and plier(valeur) == voulu:
                return rang
    return None


def _en_code(regle: str) -> str:
    """Nom de règle en code stable : « type attendu » devient « type-attendu »."""
    decompose = unicodedata.normalize("NFKD", regle)
    sans = "".join(c for c in decompose if not unicodedata.combining(c))
    return "-".join(sans.replace("'", " ").lower().split())
