"""Tables qui suivent la TVA d'une période à l'autre : les cases figées, et ce qui a changé."""

from dataclasses import dataclass
from typing import Literal

from tableur.socle.grandeurs import ZERO, Code, Entier, Euros

AxeDeComparaison = Literal["Case", "Taux", "Nature", "Ligne nouvelle", "Ligne disparue", "Retardataire"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigee:
    """Case d'une période close, telle qu'elle a été déclarée : base et taxe en euros entiers."""

    periode: Code
    case: Code
    base: Euros | None = None
    taxe: Euros | None = None
    nombre_de_lignes: Entier = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeComparaison:
    """Ce qui a changé d'une période à l'autre, sous un angle : la case, le taux, la nature, ou une ligne.

    `ecart` est la taxe d'après moins la taxe d'avant, ou la base s'il n'y a pas de taxe.
    """

    axe: AxeDeComparaison
    quoi: str
    base_avant: Euros = ZERO
    base_apres: Euros = ZERO
    taxe_avant: Euros = ZERO
    taxe_apres: Euros = ZERO
    ecart_de_base: Euros = ZERO
    ecart_de_taxe: Euros = ZERO
    explication: str = ""
