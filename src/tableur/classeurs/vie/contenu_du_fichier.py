"""Ce que contient un classeur existant, pour reconstruire celui de sa déclaration."""

from pathlib import Path

from tableur.classeurs.contenu import Contenu, Corps
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Modele
from tableur.classeurs.reperage import reperer
from tableur.classeurs.reprise import contenu_repris
from tableur.frontiere import FORMULE_SANS_VALEUR


def contenu_du_fichier(fichier: Path, modele: Modele) -> Contenu:
    """Contenu d'un classeur, rangé selon un modèle ; une formule sans valeur y est vide.

    Args:
        fichier: Classeur .xlsx, .xlsm ou .ods.
        modele: Modèle qui le décrit, celui de `declarer` par exemple.

    Raises:
        Refus: Le fichier ne se lit pas.
    """
    lu = ClasseurLu(fichier)
    repris = contenu_repris(lu, modele, lambda feuille, table: reperer(lu, modele, feuille, table), {}, {}, {})
    return Contenu({nom: _sans_trous(corps) for nom, corps in repris.tables.items()}, repris.reglages)


def _sans_trous(corps: Corps) -> Corps:
    colonnes = {
        nom: [None if valeur is FORMULE_SANS_VALEUR else valeur for valeur in valeurs]
        for nom, valeurs in corps.colonnes.items()
    }
    return Corps(colonnes, corps.lignes)
