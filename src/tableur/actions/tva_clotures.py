"""Ce qui a bougé depuis les clôtures : lignes changées, et feuilles figées retouchées."""

from tableur.actions.tva_controles import controles_des_closes
from tableur.actions.tva_lu import TvaLue
from tableur.calculs.tva.cloture import controles_des_empreintes
from tableur.calculs.tva.enregistrements import CaseFigee, LigneDeControle, Zone
from tableur.classeurs.port import Classeur


def controles_des_clotures(classeur: Classeur, lue: TvaLue, zone: Zone, *, debits: bool) -> list[LigneDeControle]:
    """Lignes closes qui ont changé, avec leurs deux valeurs ; cases et lignes figées dont l'empreinte est fausse.

    Args:
        classeur: Le classeur de TVA.
        lue: Ses tables.
        zone: Zone de l'entreprise.
        debits: Vrai si l'entreprise a opté pour les débits.
    """
    if not lue.periodes:
        return []
    retouches = controles_des_empreintes(lue.periodes, classeur.lire(CaseFigee), lue.figees)
    return [*controles_des_closes(lue, zone, debits=debits), *retouches]
