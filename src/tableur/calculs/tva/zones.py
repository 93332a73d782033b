"""Zones de TVA et taux en vigueur : ce que les barèmes donnent à une date, et la lecture d'un taux tapé."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from tableur import baremes
from tableur.calculs.tva.saisies import Zone
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO

CENT = Decimal(100)
_GROUPES: dict[Zone, str] = {
    "guadeloupe": "dom",
    "martinique": "dom",
    "reunion": "dom",
    "guyane": "sans_tva",
    "mayotte": "sans_tva",
}
_LIEUX: dict[Zone, str] = {
    "metropole": "en métropole",
    "corse": "en Corse",
    "dom": "dans les DOM",
    "guadeloupe": "en Guadeloupe",
    "martinique": "en Martinique",
    "reunion": "à La Réunion",
    "guyane": "en Guyane",
    "mayotte": "à Mayotte",
}


def groupe_de_zone(zone: Zone) -> str:
    """Zone de taux : « metropole », « corse », « dom », ou « sans_tva » pour la Guyane et Mayotte.

    >>> groupe_de_zone("reunion"), groupe_de_zone("corse")
    ('dom', 'corse')
    """
    return _GROUPES.get(zone, zone)


def lieu_de_zone(zone: Zone) -> str:
    """Zone dans une phrase.

    >>> lieu_de_zone("corse"), lieu_de_zone("mayotte")
    ('en Corse', 'à Mayotte')
    """
    return _LIEUX[zone]


def table_des_taux(le: date, zone: Zone = "metropole") -> Mapping[str, Decimal]:
    """Taux en vigueur d'une zone, par catégorie.

    Raises:
        BaremeAbsent: Aucun taux n'est connu à cette date.
    """
    return cast("Mapping[str, Decimal]", baremes.valeur(f"tva.taux.{groupe_de_zone(zone)}", le))


def anciens_taux(le: date, zone: Zone = "metropole") -> frozenset[Decimal]:
    """Taux de la zone qui ont été en vigueur avant la date et ne le sont plus."""
    actuels = set(table_des_taux(le, zone).values())
    passes = baremes.historique(f"tva.taux.{groupe_de_zone(zone)}")
    tous = {t for v in passes if v.depuis <= le and isinstance(v.valeur, Mapping) for t in v.valeur.values()}
    return frozenset(cast("Decimal", taux) for taux in tous if taux not in actuels)


def lecture_de_taux(
    taux: Decimal, le: date, zone: Zone = "metropole", permis: frozenset[Decimal] | None = None
) -> Decimal:
    """Taux tapé, en fraction : « 20 » est lu 20 % quand une seule lecture est un taux de la zone à la date.

    Args:
        taux: Ce qui est tapé : 0,20 ou 20.
        le: Date de l'opération.
        zone: Zone de l'opération.
        permis: Taux admis ; ceux en vigueur et les anciens, à défaut.

    Raises:
        ValeurInvalide: Aucune lecture n'est un taux de la zone, ou les deux le sont.

    >>> lecture_de_taux(Decimal("20"), date(2026, 3, 1)), lecture_de_taux(Decimal("0.055"), date(2026, 3, 1))
    (Decimal('0.20'), Decimal('0.055'))
    """
    connus = (
        permis if permis is not None else frozenset(table_des_taux(le, zone).values()) | anciens_taux(le, zone)
    )
    lectures = [lu for lu in (taux, taux / CENT) if lu in connus]
    if len(lectures) == 1:
        return next(connu for connu in connus if connu == lectures[0])
    if lectures:
        raise ValeurInvalide(
            f"le taux {nombre_ecrit(taux)} a deux lectures, {_pour_cent(taux)} et {_pour_cent(taux / CENT)} : "
            "l'écrire avec le signe %"
        )
    if not connus:
        raise ValeurInvalide(
            f"aucune TVA n'est due {lieu_de_zone(zone)} : pas de taux attendu, {nombre_ecrit(taux)} reçu"
        )
    actuels = table_des_taux(le, zone).values()
    dits = ", ".join(_pour_cent(actuel) for actuel in sorted(actuels, reverse=True))
    if taux == ZERO:
        raise ValeurInvalide(
            "un taux nul n'impose rien : choisir une nature qui ne porte pas de TVA, ou taper le taux"
        )
    raise ValeurInvalide(
        f"{nombre_ecrit(taux)} n'est pas un taux de TVA en vigueur au {date_ecrite(le)} {lieu_de_zone(zone)} : "
        f"{dits} attendu"
    )


def _pour_cent(taux: Decimal) -> str:
    return f"{nombre_ecrit(taux * CENT)} %"
