"""Le classeur qu'un bouton a rempli dans Calc a les valeurs de celui qu'une commande a rempli, fermé."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Modele
from tableur.frontiere import Grille, est_vide
from tests.classeurs.stock_d_essai import se_valent


def _corps(chemin: Path, feuille: str, hauteur: int = 4) -> Grille:
    """Cellules d'une feuille sous son titre, sans les lignes et colonnes vides de la fin."""
    lignes = [[None if est_vide(v) else v for v in ligne] for ligne in ClasseurLu(chemin).grille(feuille)]
    while lignes and not any(valeur is not None for valeur in lignes[-1]):
        lignes.pop()
    return lignes[hauteur:]


def _comparable(valeur: object) -> object:
    """Dates en numéro de jour : un tableur les garde ainsi."""
    if isinstance(valeur, datetime):
        valeur = valeur.date()
    return float(valeur.toordinal()) if isinstance(valeur, date) else valeur


def comparer(ferme: Path, vivant: Path, modele_: Modele, sauf: Mapping[str, int] | None = None) -> None:
    """Exige les mêmes valeurs dans chaque feuille des deux classeurs.

    Args:
        ferme: Classeur qu'une commande a rempli.
        vivant: Classeur qu'un bouton a rempli, enregistré.
        modele_: Leur modèle.
        sauf: Première colonne, à partir de 0, qui peut différer dans une feuille : une empreinte de fichier.
    """
    for feuille in (f.nom for f in modele_.feuilles):
        attendues, obtenues = _corps(ferme, feuille), _corps(vivant, feuille)
        assert len(attendues) == len(obtenues), feuille
        for rang, (attendue, obtenue) in enumerate(zip(attendues, obtenues, strict=True)):
            large = max(len(attendue), len(obtenue))
            large = min(large, (sauf or {}).get(feuille, large))
            paires = [
                (_comparable(a), _comparable(o))
                for a, o in zip(
                    [*attendue, *[None] * (large - len(attendue))][:large],
                    [*obtenue, *[None] * (large - len(obtenue))][:large],
                    strict=True,
                )
            ]
            fausses = [paire for paire in paires if not se_valent(*paire)]
            assert not fausses, (feuille, rang + 5, fausses[:3])
