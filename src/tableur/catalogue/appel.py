"""Appel d'une fonction depuis une porte : convertir, appeler, convertir au retour ; appliquer à une plage."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from tableur.catalogue.fonctions import Argument, Fonction
from tableur.frontiere import (
    ErreurDeCellule,
    Grille,
    ecrire,
    en_grille,
    est_vide,
    lecteur,
    lire_argument,
    une_cellule,
)
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import ErreurTableur, ValeurInvalide, ValeurManquante

Bruts = Sequence[object] | Mapping[str, object]


def appeler(fonction: Fonction, bruts: Bruts) -> object:
    """Résultat d'une fonction pour des valeurs de cellules, en valeur de cellule ou en grille.

    Un paramètre scalaire qui reçoit une plage applique la fonction à chaque cellule : plages de même forme,
    ou une ligne contre une colonne. Une erreur n'atteint alors que sa case.

    Args:
        fonction: La fonction du catalogue.
        bruts: Valeurs brutes, dans l'ordre des arguments ou par nom.

    Raises:
        ErreurTableur: Une valeur ne convient pas, ou le calcul est refusé.
    """
    recus = lier(fonction, bruts)
    plages = {
        argument.nom: en_grille(recus[argument.nom])
        for argument in fonction.arguments
        if argument.nom in recus and argument.est_scalaire and _est_plage(recus[argument.nom])
    }
    if not plages:
        return ecrire(calculer(fonction, recus))
    if fonction.rend_une_table:
        noms = ", ".join(plages)
        raise ValeurInvalide(f"{noms} : une seule cellule attendue, plage reçue : le résultat est déjà une table.")
    return _appliquer(fonction, recus, plages)


def calculer(fonction: Fonction, recus: Mapping[str, object]) -> Any:
    """Résultat du domaine, non converti, pour des valeurs brutes déjà rangées par nom d'argument.

    Raises:
        ErreurTableur: Une valeur ne convient pas, le calcul est refusé, ou ses nombres sont démesurés.
    """
    valeurs = lire_arguments(fonction, recus)
    try:
        return fonction.py(**valeurs)
    except (ArithmeticError, OverflowError) as erreur:
        raise ValeurInvalide(
            f"{fonction.nom} : ces nombres sont trop grands ou trop petits pour le calcul."
        ) from erreur


@contextmanager
def nombres_mesures(nom: str) -> Iterator[None]:
    """Bloc où un nombre démesuré devient un refus dit en français."""
    try:
        yield
    except ArithmeticError as erreur:
        raise ValeurInvalide(f"{nom} : ces nombres sont trop grands ou trop petits pour le calcul.") from erreur


def lire_arguments(fonction: Fonction, recus: Mapping[str, object]) -> dict[str, Any]:
    """Arguments convertis ; ceux qui manquent prennent leur valeur par défaut.

    Raises:
        ErreurTableur: Un argument obligatoire manque, ou une valeur ne convient pas.
    """
    valeurs = {}
    for argument in fonction.arguments:
        brut = recus.get(argument.nom)
        if est_vide(une_cellule(brut)):
            if argument.obligatoire:
                raise ValeurManquante(f"{argument.nom} : valeur obligatoire, rien reçu.")
            valeurs[argument.nom] = argument.defaut
        else:
            valeurs[argument.nom] = lire_argument(brut, argument.type, argument.nom)
    return valeurs


def lier(fonction: Fonction, bruts: Bruts) -> dict[str, object]:
    """Range les valeurs brutes par nom d'argument.

    Raises:
        ValeurInvalide: Il y a trop de valeurs, ou un nom n'est pas celui d'un argument.
    """
    arguments: dict[str, Argument] = {argument.nom: argument for argument in fonction.arguments}
    if isinstance(bruts, Mapping):
        recus = {nom.replace("-", "_").lower(): brut for nom, brut in bruts.items()}
        inconnus = [nom for nom in recus if nom not in arguments]
        if inconnus:
            raise ValeurInvalide(
                f"{fonction.nom} n'a pas d'argument « {inconnus[0]} ». Ses arguments : {', '.join(arguments)}."
            )
        return recus
    if len(bruts) > len(arguments):
        raise ValeurInvalide(
            f"{fonction.nom} prend au plus {len(arguments)} valeurs : {len(bruts)} reçues. "
            f"Dans l'ordre : {', '.join(arguments)}."
        )
    return dict(zip(arguments, bruts, strict=False))


def lancer(action: Fonction, classeur: Any, options: Mapping[str, object], le: date) -> CompteRendu:
    """Lance une action sur un classeur.

    Une option absente prend la valeur du même nom de la feuille Paramètres, puis sa valeur par défaut.

    Args:
        action: L'action du catalogue.
        classeur: Le classeur, fermé ou vivant.
        options: Options brutes, par nom.
        le: Aujourd'hui, donné par la porte ; une option « le » l'emporte.

    Raises:
        ErreurTableur: Une option ne convient pas, ou l'action est refusée.
    """
    recus = lier(action, dict(options))
    for argument in action.arguments:
        if est_vide(recus.get(argument.nom)):
            recus[argument.nom] = le if argument.nom == "le" else classeur.valeur(argument.nom)
    return cast("CompteRendu", action.py(classeur, **lire_arguments(action, recus)))


def _est_plage(brut: object) -> bool:
    if not isinstance(brut, list | tuple):
        return False
    grille = en_grille(brut)
    return len(grille) > 1 or any(len(ligne) > 1 for ligne in grille)


def _appliquer(fonction: Fonction, recus: dict[str, object], plages: dict[str, Grille]) -> Grille:
    hauteur, largeur = _forme(plages)
    rapide = _case_rapide(fonction, recus, plages)
    suites = [(nom, g, len(g) > 1, len(g[0]) > 1) for nom, g in plages.items()]
    resultats: Grille = []
    for i in range(hauteur):
        ligne: list[object] = []
        for j in range(largeur):
            cases = {nom: g[i if haute else 0][j if large else 0] for nom, g, haute, large in suites}
            resultat = rapide(cases)
            ligne.append(_case(fonction, recus, cases) if resultat is _A_REFAIRE else resultat)
        resultats.append(ligne)
    return resultats


_A_REFAIRE = object()


def _case_rapide(
    fonction: Fonction, recus: Mapping[str, object], plages: Mapping[str, Grille]
) -> Callable[[Mapping[str, object]], object]:
    """Calcul d'une case où rien n'est vide ni refusé : les arguments constants sont lus une seule fois."""
    constants = tuple(argument for argument in fonction.arguments if argument.nom not in plages)
    lecteurs = {argument.nom: lecteur(argument.type) for argument in fonction.arguments if argument.nom in plages}
    try:
        fixes = lire_arguments(replace(fonction, arguments=constants), recus)
    except ErreurTableur:
        return lambda _cases: _A_REFAIRE
    py = fonction.py

    def calculer_une_case(cases: Mapping[str, object]) -> object:
        valeurs = fixes.copy()
        try:
            for nom, brut in cases.items():
                if brut is None or (type(brut) is str and not brut.strip()):
                    return _A_REFAIRE
                valeurs[nom] = lecteurs[nom](brut)
            resultat = py(**valeurs)
        except (ErreurTableur, ArithmeticError):
            return _A_REFAIRE
        return float(resultat) if type(resultat) is Decimal else ecrire(resultat)

    return calculer_une_case


def _case(fonction: Fonction, recus: Mapping[str, object], cases: Mapping[str, object]) -> object:
    """Résultat d'une case, vide si toutes ses données le sont, ou son erreur."""
    if all(map(est_vide, cases.values())):
        return None
    try:
        return ecrire(calculer(fonction, {**recus, **cases}))
    except ErreurTableur as erreur:
        return ErreurDeCellule(erreur.code, str(erreur))


def _forme(plages: dict[str, Grille]) -> tuple[int, int]:
    formes = {(len(g), len(g[0])) for g in plages.values()}
    if len(formes) == 1:
        return formes.pop()
    if len(formes) == 2:
        lignes = [f for f in formes if f[0] == 1]
        colonnes = [f for f in formes if f[1] == 1]
        if len(lignes) == 1 and len(colonnes) == 1:
            return colonnes[0][0], lignes[0][1]
    dites = ", ".join(f"{nom} {len(g)} × {len(g[0])}" for nom, g in plages.items())
    raise ValeurInvalide(
        f"Les plages doivent avoir la même forme, ou être une ligne et une colonne : {dites} (lignes × colonnes)."
    )
