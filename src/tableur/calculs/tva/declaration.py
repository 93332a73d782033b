"""Déclaration CA3 : les cases en euros, l'ajustement du cadre A au cadre B, le crédit et le total à payer."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from tableur import baremes
from tableur.calculs.tva.cases import ANCIENS_TAUX, Cases, cases_exactes
from tableur.calculs.tva.periodes import Periode, periode_lue
from tableur.calculs.tva.resultats import LigneDeCase, LigneDeDeclaration
from tableur.calculs.tva.saisies import Operation, Regime
from tableur.socle.arrondis import arrondir_euro
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Code, Euros
from tableur.socle.marques import formule

CADRE_A = ("A1", "A2", "A3", "B2", "B3", "B4")
IMPORTATIONS = ("A4", "A5")
_A_TAXE_SEULE = ("15", "17", "18", "19", "20", "21", "24")
Montants = dict[str, Decimal]


@formule
def declaration_ca3(
    operations: list[Operation],
    periode: Code,
    regime: Regime = "mensuel",
    credit_anterieur: Euros = ZERO,
    taxes_annexes: Euros = ZERO,
    remboursement_demande: Euros = ZERO,
) -> list[LigneDeDeclaration]:
    """Déclaration CA3 d'une période : les cases servies, dans l'ordre du formulaire.

    Euros entiers, la moitié vers le haut, case par case (CGI, art. 1649 undecies et 1724) ; la taxe d'une ligne
    est le taux de sa base arrondie. L'écart d'arrondi entre les cadres A et B est porté sur la plus grosse case
    du cadre A, et dit dans son texte. Un net négatif va en B5 ou F8 (base), ligne 15 ou 21 (taxe).

    Args:
        operations: Opérations exigibles ou déductibles de la période : nature, ht, taux, tva, coefficient…
        periode: Mois (2026-03) ou trimestre (2026-T1).
        regime: mensuel ou trimestriel.
        credit_anterieur: Crédit de la ligne 27 de la déclaration précédente, en euros.
        taxes_annexes: Total de l'annexe 3310-A, en euros.
        remboursement_demande: Remboursement du crédit demandé, en euros.

    Raises:
        Refus: Des opérations ne conviennent pas ; toutes sont dites.
        ValeurInvalide: La période, le crédit ou le remboursement ne convient pas.

    >>> cases = declaration_ca3([Operation(nature="vente", ht=D("1000"), taux=D("0.20"))], "2026-03")
    >>> [(ligne.case, ligne.base, ligne.taxe) for ligne in cases if ligne.case in ("08", "32")]
    [('08', Decimal('1000'), Decimal('200')), ('32', None, Decimal('200'))]
    """
    lue = periode_lue(periode, regime)
    for nom, montant in (("Le crédit antérieur", credit_anterieur), ("Le total des taxes annexes", taxes_annexes)):
        if montant < ZERO:
            raise ValeurInvalide(f"{nom} ne peut pas être négatif : {montant_ecrit(montant)} reçu.")
    exactes = cases_exactes(operations, lue.fin)
    bases, taxes = _arrondies(exactes, lue.fin)
    textes = _ajuster(bases, exactes, lue.fin)
    _totaliser(taxes, exactes, arrondir_euro(credit_anterieur), arrondir_euro(taxes_annexes))
    _rembourser(taxes, arrondir_euro(remboursement_demande), lue)
    if not operations:
        textes["32"] = "Aucune opération : la déclaration « néant » se dépose quand même"
    return _lignes(bases, taxes, exactes, textes, lue.fin)


@formule
def lignes_des_cases(operations: list[Operation], periode: Code, regime: Regime = "mensuel") -> list[LigneDeCase]:
    """Lignes qui nourrissent chaque case de la déclaration, avec leur base et leur taxe exactes.

    La somme des bases d'une case, arrondie à l'euro, est la base de la case avant ajustement.

    Args:
        operations: Opérations exigibles ou déductibles de la période.
        periode: Mois (2026-03) ou trimestre (2026-T1).
        regime: mensuel ou trimestriel.

    Raises:
        Refus: Des opérations ne conviennent pas ; toutes sont dites.

    >>> vente = Operation(nature="vente", ht=D(10), taux=D("0.20"))
    >>> [ligne.case for ligne in lignes_des_cases([vente], "2026-03")]
    ['A1', '08']
    """
    lue = periode_lue(periode, regime)
    exactes = cases_exactes(operations, lue.fin)
    return [
        LigneDeCase(
            case=case,
            rang=rang,
            nature=operations[rang - 1].nature,
            base=None if case in _A_TAXE_SEULE else base,
            taxe=taxe if _porte_une_taxe(case) else None,
            texte=str(ligne["texte"]),
        )
        for case, ligne in cases_du_formulaire(lue.fin).items()
        if case in exactes
        for rang, base, taxe in exactes[case].lignes
    ]


def cases_du_formulaire(le: date) -> dict[str, Mapping[str, object]]:
    """Cases du formulaire en vigueur, dans son ordre : libellé, bloc, code, texte.

    Raises:
        BaremeAbsent: Le formulaire en vigueur à cette date n'est pas connu.
    """
    lignes = cast("Sequence[Mapping[str, object]]", baremes.valeur("ca3.lignes", le))
    return {str(ligne["case"]): ligne for ligne in lignes}


def taux_des_lignes(le: date) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Taux des lignes du cadre B : opérations, puis importations."""
    series = [
        cast("Sequence[Mapping[str, object]]", baremes.valeur(s, le)) for s in ("ca3.taux", "ca3.taux_import")
    ]
    ordinaires, imports = ({str(x["case"]): cast("Decimal", x["taux"]) for x in serie} for serie in series)
    return ordinaires, imports


def _porte_une_taxe(case: str) -> bool:
    return case[0].isdigit() or case[0] in "TI"


def _arrondies(exactes: Cases, le: date) -> tuple[Montants, Montants]:
    """Bases et taxes en euros ; la taxe d'une ligne de taux est celle de sa base arrondie."""
    ordinaires, imports = taux_des_lignes(le)
    taux = ordinaires | imports
    bases = {case: arrondir_euro(cumul.base) for case, cumul in exactes.items() if case not in _A_TAXE_SEULE}
    taxes = {case: arrondir_euro(bases[case] * taux[case]) for case in exactes if case in taux}
    taxes |= {
        case: arrondir_euro(exactes[case].taxe) for case in (*_A_TAXE_SEULE, ANCIENS_TAUX) if case in exactes
    }
    return bases, taxes


def _ajuster(bases: Montants, exactes: Cases, le: date) -> dict[str, str]:
    """Rend le cadre A égal au cadre B, et dit l'ajustement dans le texte de la case.

    Raises:
        ValeurInvalide: L'écart dépasse ce qu'un arrondi explique.
    """
    ordinaires, imports = taux_des_lignes(le)
    textes: dict[str, str] = {}
    for cadre, lignes in ((CADRE_A, (*ordinaires, ANCIENS_TAUX)), (IMPORTATIONS, tuple(imports))):
        ecart = sum((bases.get(c, ZERO) for c in lignes), ZERO) - sum((bases.get(c, ZERO) for c in cadre), ZERO)
        if ecart == ZERO:
            continue
        if abs(ecart) > baremes.nombre("ca3.ajustement", le):
            raise ValeurInvalide(
                f"Le cadre A et le cadre B diffèrent de {nombre_ecrit(ecart)} €, plus qu'un arrondi."
            )
        case = max((c for c in cadre if c in exactes), key=lambda c: bases[c])
        bases[case] += ecart
        signe = "+" if ecart > ZERO else "−"
        textes[case] = f"ajusté de {signe}{abs(ecart)} € pour égaler les bases du cadre B (arrondis)"
    return textes


def _totaliser(taxes: Montants, exactes: Cases, credit: Decimal, annexes: Decimal) -> None:
    brute = [c for c in taxes if _porte_une_taxe(c) and c not in ("17", "18", "19", "20", "21", "24")]
    taxes["16"] = sum((taxes[case] for case in brute), ZERO)
    taxes["22"], taxes["29"] = credit, annexes
    taxes["23"] = sum((taxes.get(case, ZERO) for case in ("19", "20", "21", "22")), ZERO)
    deduite = taxes.get("19", ZERO) + taxes.get("20", ZERO)
    taxes["24"] = min(taxes.get("24", ZERO), deduite)
    taxes["17"] = min(taxes.get("17", ZERO), taxes["16"])
    taxes["25"], taxes["TD"] = max(ZERO, taxes["23"] - taxes["16"]), max(ZERO, taxes["16"] - taxes["23"])
    taxes["28"] = taxes["TD"]
    taxes["32"] = taxes["28"] + taxes["29"]


def _rembourser(taxes: Montants, demande: Decimal, periode: Periode) -> None:
    """Sert les lignes 26 et 27.

    Raises:
        ValeurInvalide: Le remboursement dépasse le crédit, ou est sous le seuil de la période.
    """
    if demande != ZERO:
        seuils = cast("Mapping[str, Decimal]", baremes.valeur("tva.remboursement", periode.fin))
        seuil = seuils["annuel"] if periode.finit_l_annee else seuils["periode"]
        if demande > taxes["25"] or demande < ZERO:
            raise ValeurInvalide(
                f"Le remboursement demandé va de 0 au crédit de la ligne 25, {montant_ecrit(taxes['25'])} : "
                f"{montant_ecrit(demande)} reçu."
            )
        if demande < seuil:
            raise ValeurInvalide(
                f"Le remboursement demandé pour {periode} est d'au moins {montant_ecrit(seuil)} (CGI, ann. II, "
                f"art. 242-0 C) : {montant_ecrit(demande)} reçu."
            )
    taxes["26"], taxes["27"] = demande, taxes["25"] - demande


def _lignes(
    bases: Montants, taxes: Montants, exactes: Cases, textes: Mapping[str, str], le: date
) -> list[LigneDeDeclaration]:
    rendues = []
    for case, ligne in cases_du_formulaire(le).items():
        base, taxe = bases.get(case) or None, taxes.get(case) or None
        if base is None and taxe is None and case != "32":
            continue
        ajout, texte = textes.get(case, ""), str(ligne["texte"])
        rendues.append(
            LigneDeDeclaration(
                case=case,
                libelle=str(ligne["libelle"]),
                base=base,
                taxe=taxes.get(case, ZERO) if _porte_une_taxe(case) else None,
                nombre_de_lignes=len({rang for rang, _, _ in exactes[case].lignes}) if case in exactes else 0,
                texte=f"{texte} ; {ajout}" if ajout else texte,
            )
        )
    return rendues
