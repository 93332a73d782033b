"""Contrôles d'une déclaration déjà remplie : ce que l'administration vérifie à la réception."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from tableur.calculs.tva.cases import ANCIENS_TAUX
from tableur.calculs.tva.declaration import CADRE_A, IMPORTATIONS, cases_du_formulaire, taux_des_lignes
from tableur.calculs.tva.periodes import periode_lue
from tableur.calculs.tva.resultats import LigneDeControle, LigneDeDeclaration
from tableur.calculs.tva.saisies import Regime
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.grandeurs import ZERO, Code, Euros
from tableur.socle.marques import formule

Somme = Callable[..., Decimal]
_ROUGE = "vérifier les cases citées : la déclaration serait rejetée"


@formule
def controles_de_ca3(
    declaration: list[LigneDeDeclaration],
    periode: Code,
    regime: Regime = "mensuel",
    credit_anterieur: Euros | None = None,
) -> list[LigneDeControle]:
    """Contrôles d'une déclaration remplie : égalités, cases exclusives, crédit de la précédente.

    Le cadre A égale le cadre B, A4 les lignes I, B1 les lignes P ; 17, 24 et 26 sont des parts ; 25 et TD
    s'excluent ; les totaux tombent. Une liste vide : rien à redire.

    Args:
        declaration: Cases servies, telles que declaration_ca3 les rend ou telles qu'elles ont été tapées.
        periode: Période déclarée.
        regime: mensuel ou trimestriel.
        credit_anterieur: Ligne 27 de la déclaration précédente ; sans elle, 22 n'est pas comparée.

    Raises:
        ValeurInvalide: La période ne se lit pas.

    >>> lignes = [LigneDeDeclaration(case="A1", libelle="Ventes", base=D(100))]
    >>> [controle.regle for controle in controles_de_ca3(lignes, "2026-03")]
    ['cadre A = cadre B']
    """
    le = periode_lue(periode, regime).fin
    bases = {ligne.case: ligne.base or ZERO for ligne in declaration}
    taxes = {ligne.case: ligne.taxe or ZERO for ligne in declaration}

    def base(*cases: str) -> Decimal:
        return sum((bases.get(case, ZERO) for case in cases), ZERO)

    def taxe(*cases: str) -> Decimal:
        return sum((taxes.get(case, ZERO) for case in cases), ZERO)

    inconnues = [ligne.case for ligne in declaration if ligne.case not in cases_du_formulaire(le)]
    return [
        *(_controle("case inconnue", case, "une case du formulaire", f"« {case} »") for case in inconnues),
        *_egalites(base, taxe, le),
        *_bornes(taxe),
        *_credit(taxe, credit_anterieur),
        *_negatives(declaration),
    ]


def _egalites(base: Somme, taxe: Somme, le: date) -> list[LigneDeControle]:
    ordinaires, imports = taux_des_lignes(le)
    brutes = (*ordinaires, ANCIENS_TAUX, "T7", *imports, "P1", "P2")
    egalites = (
        ("cadre A = cadre B", "A1", base(*CADRE_A), base(*ordinaires, ANCIENS_TAUX, "T7")),
        ("A4 + A5 = lignes I", "A4", base(*IMPORTATIONS), base(*imports)),
        ("B1 = P1 + P2", "B1", base("B1"), base("P1", "P2")),
        ("16 = somme des taxes", "16", taxe("16"), taxe(*brutes, "15", "5B")),
        ("23 = 19 + 20 + 21 + 22 + 2C", "23", taxe("23"), taxe("19", "20", "21", "22", "2C")),
        ("25 − TD = 23 − 16", "25", taxe("25") - taxe("TD"), taxe("23") - taxe("16")),
        ("27 + 26 + AA = 25", "27", taxe("27", "26", "AA"), taxe("25")),
        ("28 = TD − X5", "28", taxe("28"), taxe("TD") - taxe("X5")),
        ("32 = 28 + 29 + Z5 − AB", "32", taxe("32"), taxe("28", "29", "Z5") - taxe("AB")),
    )
    return [
        _controle(regle, case, nombre_ecrit(attendu), nombre_ecrit(trouve))
        for regle, case, trouve, attendu in egalites
        if trouve != attendu
    ]


def _bornes(taxe: Somme) -> list[LigneDeControle]:
    bornes = (
        ("17 ≤ 16", "17", taxe("17"), taxe("16")),
        ("24 ≤ 19 + 20", "24", taxe("24"), taxe("19", "20")),
        ("26 ≤ 25", "26", taxe("26"), taxe("25")),
        ("X5 ≤ TD", "X5", taxe("X5"), taxe("TD")),
    )
    trouvees = [
        _controle(regle, case, f"{nombre_ecrit(plafond)} au plus", nombre_ecrit(valeur))
        for regle, case, valeur, plafond in bornes
        if valeur > plafond
    ]
    if taxe("25") > ZERO and taxe("TD") > ZERO:
        trouvees.append(_controle("25 et TD s'excluent", "25", "une seule des deux", "les deux"))
    return trouvees


def _credit(taxe: Somme, anterieur: Decimal | None) -> list[LigneDeControle]:
    if anterieur is None or anterieur == taxe("22"):
        return []
    return [_controle("22 = 27 précédente", "22", nombre_ecrit(anterieur), nombre_ecrit(taxe("22")))]


def _negatives(declaration: Sequence[LigneDeDeclaration]) -> list[LigneDeControle]:
    return [
        _controle(
            "montant négatif", ligne.case, "0 ou plus", nombre_ecrit(min(ligne.base or ZERO, ligne.taxe or ZERO))
        )
        for ligne in declaration
        if (ligne.base or ZERO) < ZERO or (ligne.taxe or ZERO) < ZERO
    ]


def _controle(regle: str, case: str, attendu: str, trouve: str) -> LigneDeControle:
    return LigneDeControle(
        gravite="refus",
        feuille="Déclaration",
        ligne=0,
        piece=case,
        regle=regle,
        constat=f"{trouve} trouvé, {attendu} attendu",
        reparation=_ROUGE,
    )
