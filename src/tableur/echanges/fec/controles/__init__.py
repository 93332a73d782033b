"""Contrôles d'un FEC lu : ce que le texte exige de la forme, et ce que la comptabilité exige du fond."""

from collections.abc import Collection
from datetime import date

from tableur.echanges.fec.controles.cellules import controler_les_cellules
from tableur.echanges.fec.controles.comptes import controler_les_comptes
from tableur.echanges.fec.controles.doublons import controler_les_doublons
from tableur.echanges.fec.controles.ecritures import controler_les_ecritures
from tableur.echanges.fec.controles.exercice import controler_l_exercice
from tableur.echanges.fec.controles.numeros import controler_les_numeros
from tableur.echanges.fec.modele import Fec
from tableur.echanges.fec.releve import Releve

__all__ = ["controler"]


def controler(
    fec: Fec, *, debut: date | None = None, fin: date | None = None, plan: Collection[str] | None = None
) -> Releve:
    """Relevé de toutes les anomalies d'un FEC, celles de sa lecture comprises.

    Args:
        fec: Le FEC lu.
        debut: Premier jour de l'exercice ; un an avant la clôture à défaut.
        fin: Dernier jour de l'exercice ; celui que dit le nom du fichier à défaut.
        plan: Comptes ouverts dans la maison ; à défaut, les racines du plan comptable général seules.
    """
    if not len(fec):
        message = "Le fichier n'a aucune écriture sous ses en-têtes."
        fec.releve.ajouter("refus", "aucune écriture", message, ligne=2)
        return fec.releve
    controler_les_cellules(fec)
    controler_les_ecritures(fec)
    controler_les_numeros(fec)
    controler_l_exercice(fec, debut, fin)
    controler_les_comptes(fec, plan)
    controler_les_doublons(fec)
    return fec.releve
