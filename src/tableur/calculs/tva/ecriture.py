"""Écriture comptable de la déclaration : équilibrée, arrondi au 658 ou au 758, comptes de l'entreprise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tableur import baremes
from tableur.calculs.tva.periodes import periode_lue
from tableur.calculs.tva.resultats import LigneDEcriture, LigneDeDeclaration
from tableur.calculs.tva.saisies import Regime
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Code, Euros
from tableur.socle.marques import formule


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldesDeTva:
    """Soldes des comptes de TVA de la période : collectée, autoliquidée au crédit, déductibles au débit."""

    collectee: Euros = ZERO
    autoliquidee: Euros = ZERO
    deductible: Euros = ZERO
    deductible_immobilisations: Euros = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class ComptesDeTva:
    """Numéros de comptes de l'entreprise ; ceux du plan comptable général à défaut."""

    collectee: Code = "44571"
    autoliquidee: Code = "4452"
    deductible: Code = "44566"
    deductible_immobilisations: Code = "44562"
    a_decaisser: Code = "44551"
    credit_a_reporter: Code = "44567"
    remboursement: Code = "44583"
    charge_d_arrondi: Code = "658"
    produit_d_arrondi: Code = "758"


@formule
def ecriture_de_tva(
    declaration: list[LigneDeDeclaration],
    soldes: SoldesDeTva,
    periode: Code,
    regime: Regime = "mensuel",
    comptes: ComptesDeTva | None = None,
) -> list[LigneDEcriture]:
    """Écriture de la déclaration : elle solde les comptes de TVA, et les débits y égalent les crédits.

    Collectée et autoliquidée au débit ; déductibles et crédit antérieur au crédit ; TVA à décaisser au crédit, ou
    crédit à reporter et remboursement demandé au débit. L'arrondi à l'euro va au 658 ou au 758.

    Args:
        declaration: Cases de la déclaration.
        soldes: Soldes des comptes de TVA à la fin de la période.
        periode: Période déclarée.
        regime: mensuel ou trimestriel.
        comptes: Numéros de comptes de l'entreprise, ceux du plan comptable général à défaut.

    Raises:
        ValeurInvalide: Les soldes et la déclaration diffèrent de plus que des arrondis.

    >>> cases = [LigneDeDeclaration(case="28", libelle="TVA nette due", taxe=D(150))]
    >>> soldes = SoldesDeTva(collectee=D("200.40"), deductible=D("50.10"))
    >>> [(x.compte, x.debit, x.credit) for x in ecriture_de_tva(cases, soldes, "2026-03")]
    [('44571', Decimal('200.40'), Decimal('0')), ('44566', Decimal('0'), Decimal('50.10')),
     ('44551', Decimal('0'), Decimal('150')), ('758', Decimal('0'), Decimal('0.30'))]
    """
    lue, comptes = periode_lue(periode, regime), comptes or ComptesDeTva()
    taxes = {ligne.case: ligne.taxe or ZERO for ligne in declaration}
    libelle = f"Déclaration de TVA {lue}"
    montants = (  # au débit si positif
        (comptes.collectee, soldes.collectee),
        (comptes.autoliquidee, soldes.autoliquidee),
        (comptes.deductible_immobilisations, -soldes.deductible_immobilisations),
        (comptes.deductible, -soldes.deductible),
        (comptes.credit_a_reporter, -taxes.get("22", ZERO)),
        (comptes.credit_a_reporter, taxes.get("27", ZERO)),
        (comptes.remboursement, taxes.get("26", ZERO)),
        (comptes.a_decaisser, -taxes.get("28", ZERO)),
    )
    lignes = [_ligne(compte, libelle, montant) for compte, montant in montants if montant != ZERO]
    return [*lignes, *_arrondi(lignes, comptes, lue.fin)]


def _ligne(compte: str, libelle: str, montant: Decimal) -> LigneDEcriture:
    return LigneDEcriture(compte=compte, libelle=libelle, debit=max(ZERO, montant), credit=max(ZERO, -montant))


def _arrondi(lignes: Sequence[LigneDEcriture], comptes: ComptesDeTva, le: date) -> list[LigneDEcriture]:
    ecart = arrondir_centime(sum((ligne.debit - ligne.credit for ligne in lignes), ZERO))
    if ecart == ZERO:
        return []
    if abs(ecart) > baremes.nombre("ca3.ajustement", le):
        raise ValeurInvalide(
            f"Les soldes des comptes de TVA et la déclaration diffèrent de {montant_ecrit(ecart)}, plus que des "
            "arrondis : rapprocher les comptes 445 avant de passer l'écriture."
        )
    compte = comptes.produit_d_arrondi if ecart > ZERO else comptes.charge_d_arrondi
    return [_ligne(compte, "Arrondi de la déclaration de TVA", -ecart)]
