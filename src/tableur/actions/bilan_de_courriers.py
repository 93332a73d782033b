"""Bilan d'un publipostage, en phrases : les trois comptes, ce qui a été laissé de côté et pourquoi."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tableur.socle.ecriture import compte_ecrit

if TYPE_CHECKING:  # les commandes disent leur aide sans charger ce qui produit les lettres
    from tableur.actions.courriers import Resultat
    from tableur.actions.lignes_de_courriers import Laissee

LAISSEES_MONTREES = 30
ATTENDUES = frozenset({"condition", "sélection", "prospection", "pas une donnée"})


def bilan(
    resultat: "Resultat", unite: str, *, montrees: int = LAISSEES_MONTREES, suite: str = "--json les donne toutes"
) -> str:
    """Les trois comptes, ce qui a été laissé de côté et pourquoi, les fichiers.

    Args:
        resultat: Ce que le publipostage a donné.
        unite: Ce qui est produit, au singulier : « document », « lettre ».
        montrees: Nombre de lignes laissées que l'on dit au plus.
        suite: Où trouver celles qui ne sont pas dites.
    """
    morceaux = [trois_comptes(resultat.lues, resultat.laissees, resultat.produits + resultat.inchanges, unite)]
    if resultat.inchanges:
        morceaux.append(f"  • {compte_ecrit(resultat.inchanges, unite)} déjà à jour, non refaits.")
    morceaux += phrases_des_laissees(resultat.laissees, montrees=montrees, suite=suite)
    morceaux += [f"Attention : {dit}" for dit in resultat.avertissements]
    if resultat.fichiers:
        premier = resultat.fichiers[0]
        seul = len(resultat.fichiers) == 1
        morceaux.append(f"Écrit : {premier}" if seul else f"Dossier : {premier.parent}")
    if resultat.pdf:
        morceaux.append(f"PDF : {compte_ecrit(len(resultat.pdf), 'fichier')}, {resultat.pdf[0].parent}")
    return "\n".join(morceaux)


def trois_comptes(lues: int, laissees: "Iterable[Laissee]", produites: int, unite: str) -> str:
    """« 300 lignes lues, 13 laissées de côté, 287 documents. »."""
    ecartees = len(list(laissees))
    lue = "lue" if lues < 2 else "lues"
    dites = "laissée" if ecartees < 2 else "laissées"
    return f"{compte_ecrit(lues, 'ligne')} {lue}, {ecartees} {dites} de côté, {compte_ecrit(produites, unite)}."


def phrases_des_laissees(
    laissees: "Iterable[Laissee]",
    *,
    montrees: int | None = LAISSEES_MONTREES,
    suite: str = "--json les donne toutes",
) -> list[str]:
    """Lignes laissées de côté et leur raison ; celles que la condition écarte ne sont que comptées.

    Args:
        laissees: Lignes laissées de côté.
        montrees: Nombre de lignes dites au plus, None pour toutes.
        suite: Où trouver celles qui ne sont pas dites.
    """
    dites = list(laissees)
    choisies = [la for la in dites if la.genre in ("condition", "sélection")]
    autres = [la for la in dites if la.genre not in ("condition", "sélection")]
    phrases = [f"  • {len(choisies)} hors de ce qui était demandé."] if choisies else []
    dits = autres[:montrees]
    phrases += [f"  • {laissee}" for laissee in dits]
    if len(autres) > len(dits):
        phrases.append(f"  • … et {len(autres) - len(dits)} de plus : {suite}.")
    return ["Laissées de côté :", *phrases] if phrases else []
