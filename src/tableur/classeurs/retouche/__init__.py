"""Remplir un classeur .xlsx ou .xlsm existant sans rien en perdre.

    retouche = Retouche(Path("stocks.xlsx"))
    retouche.poser("taux_de_service", Decimal("0.95"))
    bilan = retouche.ecrire("Articles", {"Code": [...], "Prix": [...]}, "fusionner", "Code")
    with ecriture_atomique(chemin, remplacer=True) as provisoire:
        retouche.enregistrer(provisoire)

Ne changent que les feuilles écrites et leurs tables, les valeurs enregistrées des formules, les noms, les plages
et les graphiques qui couvraient une table qui grandit, le drapeau de recalcul et l'ordre de calcul. Toute autre
partie est recopiée octet pour octet, dans le même ordre et à la même date.
"""

from tableur.classeurs.retouche.lecture import TableDecrite
from tableur.classeurs.retouche.lignes import Absentes, Bilan, Mode
from tableur.classeurs.retouche.moteur import Retouche
from tableur.classeurs.retouche.tables import Plage

__all__ = ["Absentes", "Bilan", "Mode", "Plage", "Retouche", "TableDecrite"]
