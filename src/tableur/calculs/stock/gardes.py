"""Gardes des calculs du stock : chaque refus dit ce qui a été reçu et ce qu'il faut écrire."""

from decimal import Decimal

from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import DivisionImpossible, ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO

CENT = Decimal(100)


def exiger_positif(nom: str, valeur: Decimal) -> None:
    """Refuse une valeur négative.

    Raises:
        ValeurInvalide: La valeur est négative.

    >>> exiger_positif("Le délai", Decimal(-5))
    Traceback (most recent call last):
    tableur.socle.erreurs.ValeurInvalide: Le délai ne peut pas être négatif : -5 reçu.
    """
    if valeur < ZERO:
        raise ValeurInvalide(f"{nom} ne peut pas être {_accord('négatif', nom)} : {nombre_ecrit(valeur)} reçu.")


def exiger_diviseur(nom: str, valeur: Decimal) -> None:
    """Refuse une valeur négative ou nulle, par laquelle la formule divise.

    Raises:
        ValeurInvalide: La valeur est négative.
        DivisionImpossible: La valeur est nulle.
    """
    exiger_positif(nom, valeur)
    if valeur == ZERO:
        raise DivisionImpossible(
            f"{nom} doit être {_accord('supérieur', nom)} à 0 : le calcul divise par cette valeur."
        )


def exiger_taux(nom: str, taux: Decimal, *, un_admis: bool = False) -> None:
    """Refuse un taux hors de l'intervalle ouvert de 0 à 1 (1 compris si `un_admis`).

    Raises:
        ValeurInvalide: Le taux n'est pas une fraction ; la phrase dit ce qu'il faut écrire.

    >>> exiger_taux("Le taux", Decimal(20))
    Traceback (most recent call last):
    tableur.socle.erreurs.ValeurInvalide: Le taux doit être compris entre 0 et 1 : 20 reçu (écrire 0,20 pour 20 %).
    """
    if ZERO < taux < UN or (un_admis and taux == UN):
        return
    pour_cent = taux if UN < taux < CENT else Decimal(95)
    raise ValeurInvalide(
        f"{nom} doit être compris entre 0 et 1 : {nombre_ecrit(taux)} reçu "
        f"(écrire {_fraction_ecrite(pour_cent)} pour {nombre_ecrit(pour_cent)} %)."
    )


def _accord(adjectif: str, nom: str) -> str:
    """Adjectif accordé au nom, dont l'article dit le genre : « négative » pour « La quantité »."""
    feminins = {"négatif": "négative", "supérieur": "supérieure"}
    return feminins[adjectif] if nom.startswith("La ") else adjectif


def _fraction_ecrite(pour_cent: Decimal) -> str:
    """Fraction écrite avec au moins deux décimales : 0,20 pour 20 %."""
    ecrit = nombre_ecrit(pour_cent / CENT)
    return ecrit + "0" if len(ecrit.partition(",")[2]) == 1 else ecrit
