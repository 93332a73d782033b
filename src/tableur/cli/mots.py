"""Les mots d'une commande deviennent des valeurs brutes, rangées par nom d'argument.

Une valeur est un mot ; une table est `@fichier.csv` ; une liste est `10;20;30` ou un fichier d'une colonne. Un
nombre s'écrit avec une virgule, ou avec un point, car c'est l'usage des commandes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tableur.catalogue import Argument, Fonction
from tableur.cli.genres import colonnes_de, enregistrement_de, est_nombre
from tableur.frontiere import element_de_liste, est_enregistrement, plier
from tableur.socle.erreurs import Anomalie, ErreurTableur, Refus, ValeurInvalide

_NOMME = re.compile(r"(?:--)?([^\W\d][\w-]*)=(.*)", re.DOTALL)
_A_POINT = re.compile(r"\s*[+-]?\d*\.\d+\s*[%€]?\s*")
EXPOSANT_MAXIMAL = 100


@dataclass(frozen=True, slots=True)
class Origine:
    """D'où vient une table, pour situer ses anomalies.

    Args:
        fichier: Ce que la personne connaît : « mouvements.csv », ou le nom de l'argument JSON.
        decalage: Ce qu'il faut ôter au numéro de ligne de la grille.
        une_ligne: Vrai si la table n'a qu'une ligne, dont le numéro ne dit rien.
    """

    fichier: str
    decalage: int = 0
    une_ligne: bool = False


@dataclass(frozen=True, slots=True)
class Recus:
    """Valeurs brutes par nom d'argument, et origine de celles qui sont des tables."""

    valeurs: dict[str, object]
    origines: dict[str, Origine]


def ranger(fonction: Fonction, mots: Sequence[str], options: Mapping[str, str] | None = None) -> Recus:
    """Valeurs brutes des mots d'une commande : `argument=valeur`, ou valeur du premier argument qui n'en a pas.

    Args:
        fonction: La fonction appelée.
        mots: Les mots, tels que la personne les a tapés.
        options: Valeurs données par `--argument`, déjà nommées.

    Raises:
        ValeurInvalide: Un nom est inconnu, une valeur est en double ou en trop.
        Refus: Un fichier ne peut pas être lu.
    """
    donnes: dict[str, tuple[Argument, str]] = {}

    def donner(argument: Argument, valeur: str) -> None:
        if argument.nom in donnes:
            raise ValeurInvalide(f"{argument.nom} : valeur donnée deux fois.")
        donnes[argument.nom] = argument, valeur

    for nom, valeur in (options or {}).items():
        donner(argument_nomme(fonction, nom), valeur)
    for mot in mots:
        trouve = _NOMME.fullmatch(mot)
        if trouve is not None:
            donner(argument_nomme(fonction, trouve.group(1)), trouve.group(2))
            continue
        restants = [argument for argument in fonction.arguments if argument.nom not in donnes]
        if not restants:
            raise _trop_de_valeurs(fonction, mot)
        donner(restants[0], mot)
    return _lus(list(donnes.values()))


def _trop_de_valeurs(fonction: Fonction, mot: str) -> ValeurInvalide:
    ordre = ", ".join(argument.nom for argument in fonction.arguments) or "aucune"
    return ValeurInvalide(f"{fonction.nom} : valeur en trop, « {mot} ». Valeurs, dans l'ordre : {ordre}.")


def argument_nomme(fonction: Fonction, nom: str) -> Argument:
    """Argument de ce nom ; tirets, casse et accents n'importent pas.

    Raises:
        ValeurInvalide: La fonction n'a pas cet argument.
    """
    for argument in fonction.arguments:
        if argument.nom == nom or plier(argument.nom) == plier(nom):
            return argument
    noms = ", ".join(argument.nom for argument in fonction.arguments) or "aucun"
    raise ValeurInvalide(f"{fonction.nom} n'a pas d'argument « {nom} ». Ses arguments : {noms}.")


def ranger_objet(fonction: Fonction, objet: Mapping[str, object]) -> Recus:
    """Valeurs brutes d'un objet JSON.

    Raises:
        ValeurInvalide: Une clé n'est pas un argument, ou y est deux fois ; un nombre est démesuré.
    """
    valeurs: dict[str, object] = {}
    origines: dict[str, Origine] = {}
    for cle, brut in objet.items():
        argument = argument_nomme(fonction, cle)
        if argument.nom in valeurs:
            raise ValeurInvalide(f"{argument.nom} : valeur donnée deux fois.")
        valeurs[argument.nom] = a_la_virgule(brut, argument.type)
        enregistrement = enregistrement_de(argument.type)
        if brut == [] and enregistrement is not None:
            valeurs[argument.nom] = [list(colonnes_de(enregistrement))]  # une table sans ligne a ses en-têtes
        if isinstance(brut, Mapping):
            origines[argument.nom] = Origine(argument.nom, une_ligne=True)
        elif isinstance(brut, list):
            en_objets = bool(brut) and isinstance(brut[0], Mapping)
            origines[argument.nom] = Origine(argument.nom, decalage=1 if en_objets else 0)
    return Recus(valeurs, origines)


def situer(erreur: ErreurTableur, origines: Mapping[str, Origine]) -> ErreurTableur:
    """La même erreur, dont les anomalies disent le fichier de la personne plutôt que l'argument."""
    if not isinstance(erreur, Refus):
        return erreur
    return Refus(_situee(anomalie, origines) for anomalie in erreur.anomalies)


def _situee(anomalie: Anomalie, origines: Mapping[str, Origine]) -> Anomalie:
    origine = origines.get(anomalie.ou.feuille)
    if origine is None or anomalie.ou.fichier:
        return anomalie
    ligne = anomalie.ou.ligne
    if ligne is not None:
        ligne = None if origine.une_ligne or ligne <= origine.decalage else ligne - origine.decalage
    return replace(anomalie, ou=replace(anomalie.ou, fichier=origine.fichier, feuille="", ligne=ligne))


def _lus(donnes: Sequence[tuple[Argument, str]]) -> Recus:
    recus = Recus({}, {})
    for argument, mot in donnes:
        if argument.est_scalaire:
            recus.valeurs[argument.nom] = a_la_virgule(mot, argument.type)
        elif mot.startswith("@"):
            from tableur.cli.fichiers_csv import lire_csv

            recus.valeurs[argument.nom] = lire_csv(mot[1:], argument)
            recus.origines[argument.nom] = Origine(mot[1:], une_ligne=est_enregistrement(argument.type))
        elif enregistrement_de(argument.type) is None:
            element = element_de_liste(argument.type)
            recus.valeurs[argument.nom] = [a_la_virgule(valeur, element) for valeur in mot.split(";")]
        elif mot:
            raise ValeurInvalide(
                f"{argument.nom} : une table se donne par un fichier CSV, précédé de « @ », comme "
                f"{argument.nom}=@{argument.nom}.csv : « {mot} » reçu."
            )
    return recus


def a_la_virgule(brut: Any, type_: Any) -> Any:
    """La même valeur, où les nombres écrits « 0.5 » le sont « 0,5 » ; les textes et les codes ne changent pas.

    Raises:
        ValeurInvalide: Un nombre JSON a un exposant démesuré.

    >>> from decimal import Decimal
    >>> a_la_virgule("1.234", Decimal), a_la_virgule("1.234", str)
    ('1,234', '1.234')
    """
    if isinstance(brut, str):
        return brut.replace(".", ",") if est_nombre(type_) and _A_POINT.fullmatch(brut) else brut
    if isinstance(brut, list):
        if brut and isinstance(brut[0], list):
            return grille_a_la_virgule(brut, type_)
        element = element_de_liste(type_)
        return [a_la_virgule(valeur, type_ if element is None else element) for valeur in brut]
    if isinstance(brut, dict):
        colonnes = _colonnes_pliees(type_)
        return {cle: a_la_virgule(valeur, colonnes.get(plier(str(cle)))) for cle, valeur in brut.items()}
    if isinstance(brut, Decimal) and brut and abs(brut.adjusted()) > EXPOSANT_MAXIMAL:
        raise ValeurInvalide(f"Le nombre {brut} est démesuré.")
    return brut


def grille_a_la_virgule(grille: list[list[object]], type_: Any) -> list[list[object]]:
    """Grille où les nombres à point des colonnes de nombres prennent une virgule."""
    colonnes = _colonnes_pliees(type_)
    if not colonnes:
        element = element_de_liste(type_)
        return [[a_la_virgule(cellule, element) for cellule in ligne] for ligne in grille]
    types: list[Any] = [colonnes.get(plier(str(entete))) for entete in grille[0]]
    if not any(type_ is not None for type_ in types):
        types = list(colonnes.values())
    types += [None] * (max(map(len, grille)) - len(types))
    return [[a_la_virgule(c, t) for c, t in zip(ligne, types, strict=False)] for ligne in grille]


def _colonnes_pliees(type_: Any) -> dict[str, Any]:
    enregistrement = enregistrement_de(type_)
    return {plier(nom): t for nom, t in colonnes_de(enregistrement).items()} if enregistrement is not None else {}
