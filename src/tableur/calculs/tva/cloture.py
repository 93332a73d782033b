"""Clôture d'une période : ce qui est figé, son empreinte, et ce que l'historique dit de faux."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from tableur.calculs.tva.comparees import CaseFigee
from tableur.calculs.tva.resultats import LigneDeControle, LigneDeDeclaration, LigneFigee, PeriodeDeclaree
from tableur.socle.dates import date_ecrite
from tableur.socle.grandeurs import ZERO

CENTIME = Decimal("0.01")
SEPARATEUR = "\x1f"


def cases_a_figer(cases: Iterable[LigneDeDeclaration], periode: str) -> list[CaseFigee]:
    """Cases de la période, telles que la clôture les garde.

    Args:
        cases: Cases calculées.
        periode: Nom de la période.
    """
    return [
        CaseFigee(periode=periode, case=x.case, base=x.base, taxe=x.taxe, nombre_de_lignes=x.nombre_de_lignes)
        for x in cases
    ]


def cases_differentes(
    avant: Iterable[LigneDeDeclaration | CaseFigee], apres: Iterable[LigneDeDeclaration | CaseFigee]
) -> list[tuple[str, Decimal, Decimal]]:
    """Cases qui n'ont pas la même base ou la même taxe : la case et ses deux valeurs, la taxe si elle diffère.

    Args:
        avant: Cases telles qu'elles étaient.
        apres: Cases telles qu'elles sont.
    """
    cotes = [{x.case: (x.taxe or ZERO, x.base or ZERO) for x in cases} for cases in (avant, apres)]
    differentes = []
    for case in dict.fromkeys([*cotes[0], *cotes[1]]):
        valeurs = [cote.get(case, (ZERO, ZERO)) for cote in cotes]
        rang = next((r for r in (0, 1) if valeurs[0][r] != valeurs[1][r]), None)
        if rang is not None:
            differentes.append((case, valeurs[0][rang], valeurs[1][rang]))
    return differentes


def nom_archive(periode: str, rouverte_le: date, rang: int = 1) -> str:
    """Nom que prennent les cases et les lignes d'une période rouverte : elles restent, et ne comptent plus.

    Args:
        periode: Nom de la période.
        rouverte_le: Jour de la réouverture.
        rang: Rang de la réouverture dans ce jour, à partir de 1.

    >>> nom_archive("2026-10", date(2026, 11, 24)), nom_archive("2026-10", date(2026, 11, 24), 2)
    ('2026-10, rouverte le 24/11/2026', '2026-10, rouverte le 24/11/2026 (2)')
    """
    suite = f" ({rang})" if rang > 1 else ""
    return f"{periode}, rouverte le {date_ecrite(rouverte_le)}{suite}"


def empreinte_de_cloture(
    ligne: PeriodeDeclaree, cases: Iterable[CaseFigee], lignes: Iterable[LigneFigee], precedente: str = ""
) -> str:
    """Empreinte SHA-256 d'une ligne de l'historique, de ce qu'elle a figé, et de l'empreinte d'avant.

    L'ordre des lignes n'y compte pas : une feuille triée garde son empreinte.

    Args:
        ligne: Ligne de l'historique ; son empreinte est ignorée.
        cases: Cases figées de la période.
        lignes: Lignes figées de la période.
        precedente: Empreinte de la ligne d'avant dans l'historique.
    """
    corps = [_ecrite(replace(ligne, empreinte=""))]
    corps += sorted(_ecrite(replace(case, periode="")) for case in cases)
    corps += sorted(_ecrite(replace(figee, periode="")) for figee in lignes)
    return sha256("\n".join([precedente, *corps]).encode()).hexdigest()


def controles_des_empreintes(
    historique: Sequence[PeriodeDeclaree], cases: Sequence[CaseFigee], lignes: Sequence[LigneFigee]
) -> list[LigneDeControle]:
    """Lignes de l'historique dont l'empreinte n'est plus la leur : une case ou une ligne figée a été retouchée.

    Une ligne sans empreinte, reprise d'ailleurs, n'est pas contrôlée.

    Args:
        historique: Lignes de l'historique, dans l'ordre.
        cases: Toutes les cases figées.
        lignes: Toutes les lignes figées.
    """
    controles, precedente = [], ""
    for rang, ligne in enumerate(historique):
        nom = nom_des_figees(historique, rang)
        calculee = empreinte_de_cloture(
            ligne,
            [x for x in cases if x.periode == nom],
            [x for x in lignes if x.periode == nom],
            precedente,
        )
        if ligne.empreinte and ligne.empreinte != calculee:
            controles.append(_retouchee(ligne, calculee))
        precedente = ligne.empreinte
    return controles


def nom_des_figees(historique: Sequence[PeriodeDeclaree], rang: int) -> str:
    """Nom sous lequel sont les cases et les lignes d'une ligne de l'historique ; vide si elle n'en a pas.

    Args:
        historique: Lignes de l'historique, dans l'ordre.
        rang: Rang de la ligne, à partir de 0.
    """
    ligne = historique[rang]
    if ligne.etat != "close":
        return ""
    suite = [(r, x) for r, x in enumerate(historique) if r > rang and x.periode == ligne.periode]
    rouverte = next(((r, x) for r, x in suite if x.etat == "rouverte"), None)
    if rouverte is None or rouverte[1].inscrite_le is None:
        return ligne.periode
    return nom_archive(ligne.periode, rouverte[1].inscrite_le, rang_de_reouverture(historique, rouverte[0]))


def rang_de_reouverture(historique: Sequence[PeriodeDeclaree], rang: int) -> int:
    """Rang d'une réouverture parmi celles de la même période et du même jour, à partir de 1."""
    voulue = historique[rang]
    cle = (voulue.periode, "rouverte", voulue.inscrite_le)
    return sum((x.periode, x.etat, x.inscrite_le) == cle for x in historique[: rang + 1])


def _ecrite(enregistrement: PeriodeDeclaree | CaseFigee | LigneFigee) -> str:
    return SEPARATEUR.join(_valeur(getattr(enregistrement, champ.name)) for champ in fields(enregistrement))


def _valeur(valeur: object) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, Decimal | int):
        return format((Decimal(valeur) + ZERO).quantize(CENTIME), "f")
    return str(valeur).strip()


def _retouchee(ligne: PeriodeDeclaree, calculee: str) -> LigneDeControle:
    copie = f" ; la copie « {ligne.copie} » dit ce qui a été déclaré" if ligne.copie else ""
    return LigneDeControle(
        gravite="refus",
        feuille="Historique",
        ligne=0,
        piece=ligne.periode,
        regle="période figée retouchée",
        constat=(
            f"{ligne.periode} : l'historique, les cases ou les lignes déclarées ont été retouchés depuis la "
            f"clôture (empreinte {ligne.empreinte[:12]}… inscrite, {calculee[:12]}… recalculée)"
        ),
        reparation=f"remettre ces feuilles comme elles étaient, sans rien y taper{copie}",
    )
