"""Plafond des cadeaux : ce qu'un bénéficiaire reçoit dans l'année, dans l'ordre des dates.

CGI, ann. II, art. 206, IV-2-3° et ann. IV, art. 23 N : la taxe n'est déductible que si la valeur TTC donnée dans
l'année à un même bénéficiaire ne dépasse pas le plafond. Le bénéficiaire est ce qui suit « pour » dans la
désignation (« Coffret pour Mme Durand ») ; sans lui, un cadeau est jugé seul, et son motif le dit. Un cadeau ne
change pas ceux d'avant, qui peuvent être déclarés : leur taxe se reverse, et le contrôle le propose.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.grandeurs import UN, ZERO

CADEAU = "Cadeau"
_POUR = re.compile(r"\bpour\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Don:
    """Cadeau acheté : sa date, ce que dit sa désignation, sa valeur TTC et sa taxe déductible, en euros."""

    date: date
    designation: str
    valeur: Decimal
    taxe: Decimal


@dataclass(frozen=True, slots=True)
class DonAdmis:
    """Part récupérable d'un cadeau, sa raison, et la taxe des précédents que ce cadeau fait reverser."""

    part: Decimal
    raison: str
    a_reverser: Decimal = ZERO


def beneficiaire(designation: str) -> str:
    """Bénéficiaire d'un cadeau, d'après sa désignation ; vide si elle ne le dit pas.

    >>> beneficiaire("Coffret pour  Mme Durand"), beneficiaire("Coffret de Noël")
    ('Mme Durand', '')
    """
    morceaux = _POUR.split(designation)
    return " ".join(morceaux[-1].split()) if len(morceaux) > 1 else ""


def part_de_cadeau(valeur_ttc: Decimal, le: date) -> tuple[Decimal, str]:
    """Part récupérable d'une valeur TTC donnée dans l'année à un bénéficiaire, et la comparaison écrite.

    >>> part_de_cadeau(Decimal("90"), date(2025, 3, 1))[0]
    Decimal('0')
    """
    plafond = baremes.nombre("tva.cadeaux", le)
    admis = abs(valeur_ttc) <= plafond
    reserve = " (plafond à confirmer)" if baremes.valeur_datee("tva.cadeaux", le).fiabilite == "C" else ""
    verbe = "ne dépasse pas" if admis else "dépasse"
    raison = f"{montant_ecrit(valeur_ttc)} TTC {verbe} {montant_ecrit(plafond)}{reserve}"
    return (UN if admis else ZERO), raison


def dons_admis(dons: Sequence[Don]) -> list[DonAdmis]:
    """Part récupérable de chaque cadeau, dans l'ordre reçu ; le cumul de l'année suit l'ordre des dates.

    Args:
        dons: Cadeaux achetés, toutes dates et tous bénéficiaires mêlés.
    """
    cumuls: dict[tuple[str, int], tuple[Decimal, Decimal]] = {}
    admis: dict[int, DonAdmis] = {}
    for rang in sorted(range(len(dons)), key=lambda r: dons[r].date):
        don = dons[rang]
        qui = beneficiaire(don.designation)
        if not qui:
            part, raison = part_de_cadeau(don.valeur, don.date)
            admis[rang] = DonAdmis(part, f"{raison} ; bénéficiaire non dit, cadeau jugé seul")
            continue
        cle = (qui.casefold(), don.date.year)
        donne, deduite = cumuls.get(cle, (ZERO, ZERO))
        part, raison = part_de_cadeau(donne + don.valeur, don.date)
        a_reverser = deduite if part == ZERO and deduite > ZERO else ZERO
        admis[rang] = DonAdmis(part, f"à {qui} en {don.date.year}, {raison}", a_reverser)
        cumuls[cle] = (donne + don.valeur, ZERO if part == ZERO else deduite + don.taxe)
    return [admis[rang] for rang in range(len(dons))]
