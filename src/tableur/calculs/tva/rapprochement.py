"""Rapprochement de la TVA comptabilisée (comptes 445) et de la TVA déclarée (cases de la CA3), poste par poste."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, cast

from tableur import baremes
from tableur.socle.ecriture import compte_ecrit, montant_ecrit
from tableur.socle.grandeurs import ZERO, Code, Entier, Euros
from tableur.socle.marques import formule

Jour = date
PosteDeTva = Literal[
    "TVA brute",
    "TVA sur immobilisations",
    "TVA sur biens et services",
    "Crédit de TVA",
    "TVA à décaisser",
    "Remboursement demandé",
    "En attente",
    "Hors TVA",
]
"""« En attente » et « Hors TVA » ne se comparent à aucune case."""

COURANTS: tuple[PosteDeTva, ...] = ("TVA brute", "TVA sur immobilisations", "TVA sur biens et services")
"""Postes que nourrissent les factures ; les autres ne bougent que par l'écriture de la déclaration."""

TAXES = ("08", "09", "9B", "10", "11", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "TC", "13", "P1", "P2",
          "I1", "I2", "I3", "I4", "I5", "I6")  # fmt: skip
_DEMI_EURO = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class MouvementDeTva:
    """Mouvement d'un compte 445 sur la période ; `liquidation` : par l'écriture de la déclaration elle-même."""

    compte: Code
    debit: Euros = ZERO
    credit: Euros = ZERO
    liquidation: bool = False
    ecritures: Entier = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeclaree:
    """Case de la déclaration déposée : base et taxe en euros."""

    case: Code
    base: Euros | None = None
    taxe: Euros | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompteDeTva:
    """Racine de comptes de la maison, et le poste qu'elle nourrit ; elle l'emporte sur celle du plan général."""

    racine: Code
    poste: PosteDeTva


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDeRapprochement:
    """Poste de la TVA : ce qui est comptabilisé, ce qui est déclaré, l'écart, et sa cause probable.

    `ecart` est le comptabilisé moins le déclaré ; nul tant que l'écriture de la déclaration n'est pas passée.
    """

    poste: str
    comptes: str
    cases: str
    comptabilise: Euros = ZERO
    declare: Euros = ZERO
    ecart: Euros = ZERO
    ecritures: Entier = 0
    cause: str = ""


@formule
def rapprochement_de_tva(
    mouvements: list[MouvementDeTva],
    cases: list[CaseDeclaree],
    au: Jour,
    comptes: list[CompteDeTva] | None = None,
) -> list[LigneDeRapprochement]:
    """TVA des comptes 445 face aux cases de la CA3 : l'écart de chaque poste, et sa cause probable.

    Les factures font la TVA brute (16, sans 15 ni 5B) et la TVA déductible (19 ; 20, 21 et 2C, moins 15) ;
    l'écriture de la déclaration fait le crédit (27 moins 22), la TVA à décaisser (28) et le remboursement (26).

    Args:
        mouvements: Débit et crédit de chaque compte 445, factures et écriture de déclaration à part.
        cases: Cases de la déclaration : case, base, taxe.
        au: Dernier jour de la période : il choisit le plan de comptes.
        comptes: Racines de la maison et leur poste, si elles diffèrent du plan comptable général.

    >>> vente = MouvementDeTva(compte="44571", credit=D("200.40"))
    >>> achat = MouvementDeTva(compte="44566", debit=D("30"))
    >>> cases = [CaseDeclaree(case="16", taxe=D("200")), CaseDeclaree(case="20", taxe=D("50"))]
    >>> [ligne.ecart for ligne in rapprochement_de_tva([vente, achat], cases, date(2026, 11, 30))][:3]
    [Decimal('0.40'), Decimal('0'), Decimal('-20')]
    """
    racines = racines_de_tva(au, comptes or ())
    declarees = montants_declares(cases)
    liquidee = any(mouvement.liquidation for mouvement in mouvements)
    lignes = [_ligne(poste, mouvements, declarees, racines, liquidee) for poste in declarees]
    arrondis = {poste: _tolerance(poste, cases) for poste in declarees}
    return [_avec_cause(ligne, lignes, arrondis, mouvements, racines, liquidee) for ligne in lignes]


def racines_de_tva(le: date, comptes: Iterable[CompteDeTva] = ()) -> dict[str, PosteDeTva]:
    """Poste de chaque racine de comptes : celles du plan général, puis celles de la maison.

    >>> racines_de_tva(date(2026, 1, 1))["44562"]
    'TVA sur immobilisations'
    """
    lignes = cast("Sequence[Mapping[str, object]]", baremes.valeur("tva_comptes.racines", le))
    racines = {str(ligne["racine"]): cast("PosteDeTva", ligne["poste"]) for ligne in lignes}
    return racines | {compte.racine: compte.poste for compte in comptes}


def poste_de(compte: str, racines: Mapping[str, PosteDeTva]) -> PosteDeTva | None:
    """Poste d'un compte, par la plus longue racine qui l'ouvre ; None s'il n'est d'aucun.

    >>> poste_de("44566100", {"4456": "En attente", "44566": "TVA sur biens et services"})
    'TVA sur biens et services'
    """
    longueurs = sorted({len(racine) for racine in racines}, reverse=True)
    return next((racines[compte[:n]] for n in longueurs if compte[:n] in racines), None)


def montants_declares(cases: Iterable[CaseDeclaree]) -> dict[PosteDeTva, Decimal]:
    """Montant que la déclaration donne à chaque poste, d'après ses cases."""
    taxes = {case.case.strip().upper().zfill(2): case.taxe or ZERO for case in cases}

    def somme(*noms: str) -> Decimal:
        return sum((taxes.get(nom, ZERO) for nom in noms), ZERO)

    brute = taxes["16"] - somme("15", "5B") if "16" in taxes else somme(*TAXES)
    return {
        "TVA brute": brute,
        "TVA sur immobilisations": somme("19"),
        "TVA sur biens et services": somme("20", "21", "2C") - somme("15"),
        "Crédit de TVA": somme("27") - somme("22"),
        "TVA à décaisser": somme("28"),
        "Remboursement demandé": somme("26"),
    }


_CASES: dict[PosteDeTva, str] = {
    "TVA brute": "16 − 15 − 5B",
    "TVA sur immobilisations": "19",
    "TVA sur biens et services": "20 + 21 + 2C − 15",
    "Crédit de TVA": "27 − 22",
    "TVA à décaisser": "28",
    "Remboursement demandé": "26",
}
_AU_CREDIT = ("TVA brute", "TVA à décaisser")


def _ligne(
    poste: PosteDeTva,
    mouvements: Sequence[MouvementDeTva],
    declarees: Mapping[PosteDeTva, Decimal],
    racines: Mapping[str, PosteDeTva],
    liquidee: bool,
) -> LigneDeRapprochement:
    """Un poste courant compte ses factures ; les autres, la seule écriture de la déclaration."""
    courant = poste in COURANTS
    siens = [m for m in mouvements if poste_de(m.compte, racines) == poste and m.liquidation != courant]
    solde = sum((m.debit - m.credit for m in siens), ZERO)
    comptabilise = -solde if poste in _AU_CREDIT else solde
    declare = declarees[poste]
    return LigneDeRapprochement(
        poste=poste,
        comptes=", ".join(sorted({racine for racine, sien in racines.items() if sien == poste})),
        cases=_CASES[poste],
        comptabilise=comptabilise,
        declare=declare,
        ecart=comptabilise - declare if courant or liquidee else ZERO,
        ecritures=sum(m.ecritures for m in siens),
    )


def _tolerance(poste: PosteDeTva, cases: Iterable[CaseDeclaree]) -> Decimal:
    """Un demi-euro par case arrondie du poste."""
    noms = TAXES if poste == "TVA brute" else tuple(_CASES[poste].replace("−", "+").replace(" ", "").split("+"))
    servies = sum(bool(case.taxe) for case in cases if case.case.strip().upper().zfill(2) in noms)
    return _DEMI_EURO * max(servies, 1)


def _avec_cause(
    ligne: LigneDeRapprochement,
    lignes: Sequence[LigneDeRapprochement],
    arrondis: Mapping[PosteDeTva, Decimal],
    mouvements: Sequence[MouvementDeTva],
    racines: Mapping[str, PosteDeTva],
    liquidee: bool,
) -> LigneDeRapprochement:
    poste = cast("PosteDeTva", ligne.poste)
    if poste not in COURANTS and not liquidee:
        cause = "L'écriture de la déclaration n'est pas dans les comptes : à passer" if ligne.declare else ""
        return replace(ligne, cause=cause)
    if not ligne.ecart:
        return ligne
    if abs(ligne.ecart) <= arrondis[poste]:
        return replace(ligne, cause="Arrondi des cases à l'euro (CGI, art. 1649 undecies et 1724)")
    return replace(ligne, cause=_cause(ligne, lignes, mouvements, racines))


def _cause(
    ligne: LigneDeRapprochement,
    lignes: Sequence[LigneDeRapprochement],
    mouvements: Sequence[MouvementDeTva],
    racines: Mapping[str, PosteDeTva],
) -> str:
    """Cause que la forme de l'écart désigne ; à défaut, le sens de l'écart."""
    autres = {autre.poste: autre.ecart for autre in lignes if autre.poste != ligne.poste}
    biens, immobilisations = "TVA sur biens et services", "TVA sur immobilisations"
    if ligne.poste in (biens, immobilisations):
        autre = biens if ligne.poste == immobilisations else immobilisations
        if abs(autres[autre] + ligne.ecart) <= 1:
            return f"L'écart contraire est au poste « {autre} » : une immobilisation et une charge confondues"
    deductible = sum((autres.get(poste, ZERO) for poste in (biens, immobilisations)), ZERO)
    if ligne.poste == "TVA brute" and abs(deductible - ligne.ecart) <= 1:
        return "Le même écart est à la TVA déductible : autoliquidation d'un seul côté, comptes ou déclaration"
    attente = sum((m.credit - m.debit for m in mouvements if poste_de(m.compte, racines) == "En attente"), ZERO)
    voulu = ligne.ecart if ligne.poste == "TVA brute" else -ligne.ecart
    if attente and abs(attente + voulu) <= 1:
        bouge = montant_ecrit(abs(attente))
        return f"Les comptes de TVA en attente (4458) ont bougé d'autant, {bouge} : exigibilité à revoir"
    return _sens(ligne)


def _sens(ligne: LigneDeRapprochement) -> str:
    if not ligne.ecritures:
        return "Déclaré, mais aucune écriture de ce poste dans la période"
    if not ligne.declare:
        return f"{compte_ecrit(ligne.ecritures, 'écriture')} dans la période, et rien de déclaré"
    if ligne.ecart > ZERO:
        return "Comptabilisé et non déclaré : écriture d'une autre période, en double, ou case oubliée"
    return "Déclaré et non comptabilisé : facture saisie plus tard, ou dans un autre compte"


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceDeclaree:
    """TVA que la déclaration a prise d'une pièce : une ligne de « Collectée » ou de « Déductible »."""

    poste: PosteDeTva
    piece: Code
    tva: Euros
    date: Jour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EcartDEcriture:
    """Écriture qui fait l'écart, ou une part de l'écart : ce qu'elle porte, ce qui est déclaré, et pourquoi."""

    poste: str
    journal: Code = ""
    numero: Code = ""
    date: Jour | None = None
    compte: Code = ""
    piece: Code = ""
    libelle: str = ""
    comptabilise: Euros = ZERO
    declare: Euros = ZERO
    ecart: Euros = ZERO
    ligne: Entier = 0
    cause: str = ""
