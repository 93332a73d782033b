"""D'une période de TVA à l'autre : les cases figées, et l'explication de ce qui a changé."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from tableur.socle.arrondis import arrondir_euro
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import compte_ecrit, nombre_ecrit
from tableur.socle.grandeurs import ZERO, Code, Entier, Euros

if TYPE_CHECKING:
    from tableur.calculs.tva.resultats import LigneDeDeclaration, OperationExigible

AxeDeComparaison = Literal["Case", "Taux", "Nature", "Ligne nouvelle", "Ligne disparue", "Retardataire"]
_NATURES = {
    "vente": "Ventes taxées",
    "export": "Exportations",
    "autre_non_imposable": "Autres opérations non imposables",
    "livraison_intracom": "Livraisons dans l'UE",
    "acquisition_intracom": "Achats de biens dans l'UE",
    "service_recu_etranger": "Services reçus de l'étranger",
    "achat_etranger": "Achats en France à un étranger",
    "autoliquidation_interne": "Sous-traitance autoliquidée",
    "import": "Importations",
    "achat": "Achats",
    "reversement": "TVA à reverser",
}
_CENT = Decimal(100)
Totaux = dict[str, tuple[Decimal, Decimal, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigee:
    """Case d'une période close, telle qu'elle a été déclarée : base et taxe en euros entiers.

    Une période rouverte y change de nom (« 2026-10, rouverte le 24/11/2026 ») : elle reste, et ne compte plus.
    """

    periode: Code
    case: Code
    base: Euros | None = None
    taxe: Euros | None = None
    nombre_de_lignes: Entier = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeComparaison:
    """Ce qui a changé d'une période à l'autre, sous un angle : case, taux, nature, tiers ou retard."""

    axe: AxeDeComparaison
    quoi: str
    base_avant: Euros = ZERO
    base_apres: Euros = ZERO
    taxe_avant: Euros = ZERO
    taxe_apres: Euros = ZERO
    ecart_de_base: Euros = ZERO
    ecart_de_taxe: Euros = ZERO
    explication: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cote:
    """Un côté de la comparaison : une période, ses cases et ses opérations exigibles."""

    periode: str
    cases: "Sequence[LigneDeDeclaration | CaseFigee]"
    exigibles: "Sequence[OperationExigible]"


def comparaison_de_periodes(avant: Cote, apres: Cote, libelles: dict[str, str]) -> list[LigneDeComparaison]:
    """Ce qui a changé d'une période à l'autre, par case, par taux, par nature, par tiers, et les retardataires.

    Les angles Taux et Nature disent toutes les opérations ; les lignes nouvelles et disparues sont les tiers que
    l'autre période n'a pas, pour une même nature.

    Args:
        avant: Période de référence.
        apres: Période expliquée.
        libelles: Libellé de chaque case.
    """
    lignes = _par_case(avant, apres, libelles)
    lignes += _par_angle("Taux", avant, apres, _taux)
    lignes += _par_angle("Nature", avant, apres, lambda x: _NATURES[x.nature])
    lignes += _tiers("Ligne nouvelle", apres, avant, dans_apres=True)
    lignes += _tiers("Ligne disparue", avant, apres, dans_apres=False)
    return lignes + [
        _ligne("Retardataire", f"{x.piece}, {x.tiers}", (ZERO, ZERO), (x.ht, _taxe(x)), x.motif)
        for x in apres.exigibles
        if x.omission or "retard : exigible" in x.motif
    ]


def _par_case(avant: Cote, apres: Cote, libelles: dict[str, str]) -> list[LigneDeComparaison]:
    cotes = [{x.case: (x.base or ZERO, x.taxe or ZERO) for x in cote.cases} for cote in (avant, apres)]
    nombres = [{x.case: x.nombre_de_lignes for x in cote.cases} for cote in (avant, apres)]
    lignes = []
    for case, libelle in libelles.items():
        avants, apress = (cote.get(case, (ZERO, ZERO)) for cote in cotes)
        if avants != apress:
            comptes = [nombre.get(case, 0) for nombre in nombres]
            texte = (
                f"{compte_ecrit(comptes[1], 'ligne')} contre {nombre_ecrit(comptes[0])}" if any(comptes) else ""
            )
            lignes.append(_ligne("Case", f"{case} {libelle}", avants, apress, texte))
    return lignes


def _par_angle(
    axe: AxeDeComparaison, avant: Cote, apres: Cote, cle: "Callable[[OperationExigible], str]"
) -> list[LigneDeComparaison]:
    avants, apress = (_totaux(cote.exigibles, cle) for cote in (avant, apres))
    lignes = []
    for quoi in sorted({*avants, *apress}):
        a, b = avants.get(quoi, (ZERO, ZERO, 0)), apress.get(quoi, (ZERO, ZERO, 0))
        if a[:2] != b[:2]:
            lignes.append(
                _ligne(axe, quoi, a[:2], b[:2], f"{compte_ecrit(b[2], 'ligne')} contre {nombre_ecrit(a[2])}")
            )
    return lignes


def _tiers(axe: AxeDeComparaison, dans: Cote, pas_dans: Cote, *, dans_apres: bool) -> list[LigneDeComparaison]:
    absents = {(x.nature, x.tiers) for x in pas_dans.exigibles}
    seuls = [x for x in dans.exigibles if x.tiers and (x.nature, x.tiers) not in absents]
    totaux = _totaux(seuls, _tiers_et_nature)
    dates: dict[str, str] = {}
    for x in seuls:
        dates.setdefault(_tiers_et_nature(x), f"{x.libelle or x.piece}, {date_ecrite(x.date_exigibilite)}")
    lignes = []
    for quoi, (base, taxe, _) in sorted(totaux.items(), key=lambda p: (-abs(p[1][1]), -abs(p[1][0]), p[0])):
        cotes = ((ZERO, ZERO), (base, taxe)) if dans_apres else ((base, taxe), (ZERO, ZERO))
        lignes.append(_ligne(axe, quoi, *cotes, dates[quoi]))
    return lignes


def _tiers_et_nature(x: "OperationExigible") -> str:
    nature = _NATURES[x.nature]
    return f"{x.tiers} ({nature[0].lower()}{nature[1:]})"


def _totaux(exigibles: "Iterable[OperationExigible]", cle: "Callable[[OperationExigible], str]") -> Totaux:
    totaux: Totaux = {}
    for x in exigibles:
        base, taxe, nombre = totaux.get(cle(x), (ZERO, ZERO, 0))
        totaux[cle(x)] = base + x.ht, taxe + _taxe(x), nombre + 1
    return totaux


def _taux(x: "OperationExigible") -> str:
    sens = "Ventes" if x.nature in ("vente", "export", "livraison_intracom", "autre_non_imposable") else "Achats"
    return f"{sens} à {nombre_ecrit(x.taux * _CENT)} %" if x.taux is not None else f"{sens} sans taux"


def _taxe(x: "OperationExigible") -> Decimal:
    if x.tva is None:
        return ZERO
    return x.tva * x.coefficient if x.nature == "achat" else x.tva


def _ligne(
    axe: AxeDeComparaison,
    quoi: str,
    avant: tuple[Decimal, Decimal],
    apres: tuple[Decimal, Decimal],
    explication: str,
) -> LigneDeComparaison:
    ecart = apres[1] - avant[1] if avant[1] or apres[1] else apres[0] - avant[0]
    reference = avant[1] or avant[0]
    part = (
        f"{'+' if ecart > ZERO else ''}{nombre_ecrit(arrondir_euro(ecart * _CENT / abs(reference)))} %"
        if reference
        else ""
    )
    return LigneDeComparaison(
        axe=axe,
        quoi=quoi,
        base_avant=avant[0],
        base_apres=apres[0],
        taxe_avant=avant[1],
        taxe_apres=apres[1],
        ecart_de_base=apres[0] - avant[0],
        ecart_de_taxe=apres[1] - avant[1],
        explication=" ; ".join(morceau for morceau in (explication, part) if morceau),
    )
