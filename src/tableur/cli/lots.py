"""Appels par lots : une liste JSON d'objets sur l'entrée, une liste JSON de résultats ou d'erreurs à la sortie."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from tableur.catalogue import Fonction
from tableur.cli.calcul import calculer_recus
from tableur.cli.mots import ranger_objet
from tableur.frontiere import ecrire_json, montre
from tableur.socle.erreurs import ErreurTableur, ValeurInvalide


class EntreeIllisible(ErreurTableur):
    """L'entrée standard n'est pas une liste JSON d'objets."""


def lire_lot(octets: bytes) -> list[Any]:
    """Liste JSON lue, nombres en décimaux exacts.

    Raises:
        EntreeIllisible: Ce n'est pas une liste JSON.
    """
    try:
        lot = json.loads(
            octets.decode("utf-8-sig"), parse_float=_nombre, parse_int=_nombre, parse_constant=_constante
        )
    except UnicodeDecodeError:
        raise EntreeIllisible("L'entrée n'est pas en UTF-8 : une liste JSON d'objets est attendue.") from None
    except json.JSONDecodeError as erreur:
        raise EntreeIllisible(
            f"L'entrée n'est pas du JSON : erreur à la ligne {erreur.lineno}, colonne {erreur.colno}. "
            "Une liste JSON d'objets est attendue."
        ) from None
    except RecursionError:
        raise EntreeIllisible("L'entrée JSON est trop imbriquée.") from None
    if not isinstance(lot, list):
        raise EntreeIllisible("L'entrée JSON doit être une liste d'objets, entre crochets.")
    return lot


def _nombre(texte: str) -> Decimal | str:
    """Décimal exact ; un exposant que Decimal refuse reste un texte, refusé plus loin à sa ligne."""
    try:
        return Decimal(texte)
    except InvalidOperation:
        return texte


def _constante(texte: str) -> NoReturn:
    raise EntreeIllisible(f"L'entrée n'est pas du JSON : {texte} n'est pas une valeur JSON.")


def reponses(fonction: Fonction, lot: list[Any]) -> list[dict[str, object]]:
    """Réponse de chaque ligne, dans l'ordre : `{"resultat": …}` ou `{"erreur": "…"}`."""
    numeros: dict[tuple[object, ...], str] = {}
    return [_reponse(fonction, objet, numeros) for objet in lot]


def _reponse(fonction: Fonction, objet: Any, numeros: dict[tuple[object, ...], str]) -> dict[str, object]:
    try:
        if not isinstance(objet, dict):
            raise ValeurInvalide(f"Un objet JSON est attendu, {montre(objet)} reçu.")
        return {"resultat": ecrire_json(calculer_recus(fonction, ranger_objet(fonction, objet)))}
    except ErreurTableur as erreur:
        return {"erreur": str(erreur)}
    except Exception as erreur:  # noqa: BLE001 - une ligne inattendue ne doit pas casser le lot
        from tableur.fichiers.journal import consigner, origine_de

        cle = origine_de(erreur)
        if cle not in numeros:
            numeros[cle] = consigner(erreur)
        return {"erreur": f"Erreur inattendue, n° {numeros[cle]} du journal (« tableur diagnostic » dit où)."}
