"""Commandes par fournisseur : le sous-total des besoins, comparé au minimum et au franco."""

from decimal import Decimal

from tableur.calculs.stock.enregistrements import (
    CommandeFournisseur,
    Fournisseur,
    LigneReapprovisionnement,
)
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.grandeurs import ZERO
from tableur.socle.marques import formule

SANS_FOURNISSEUR = "(sans fournisseur)"
INCONNU = "(fournisseur absent de la table)"


@formule
def commandes_par_fournisseur(
    lignes: list[LigneReapprovisionnement], fournisseurs: list[Fournisseur]
) -> list[CommandeFournisseur]:
    """Commande à passer à chaque fournisseur, et ce qui manque pour son minimum et son franco.

    Seuls paraissent les fournisseurs à qui il y a quelque chose à commander ; les articles sans fournisseur sont
    regroupés. Rien ne manque à une commande dont aucun prix n'est connu. Un franco de 0 veut dire port non offert.

    Args:
        lignes: Besoins de réapprovisionnement.
        fournisseurs: Fournisseurs, avec leur minimum de commande et leur franco de port.

    >>> commandes_par_fournisseur([LigneReapprovisionnement(code_article="VIS", designation="Vis",
    ...     code_fournisseur="F1", physique=D(0), reserve=D(0), en_commande=D(0), disponible=D(0),
    ...     consommation_par_jour=D(1), couverture=D(0), stock_de_securite=D(0), point_de_commande=D(5),
    ...     a_commander=D(40), dernier_prix=D(2), montant=D(80))],
    ...     [Fournisseur(code_fournisseur="F1", nom="Durand",
    ...     minimum_de_commande=D(100))])[0].manque_pour_le_minimum
    Decimal('20')
    """
    connus = {fournisseur.code_fournisseur: fournisseur for fournisseur in fournisseurs}
    groupes: dict[str, list[LigneReapprovisionnement]] = {}
    for ligne in lignes:
        if ligne.a_commander > ZERO:
            groupes.setdefault(ligne.code_fournisseur, []).append(ligne)
    codes = sorted(groupes, key=lambda code: (not code, code))
    return [_commande(code, groupes[code], connus.get(code)) for code in codes]


def _commande(
    code: str, lignes: list[LigneReapprovisionnement], fournisseur: Fournisseur | None
) -> CommandeFournisseur:
    montant = sum((ligne.montant for ligne in lignes if ligne.montant is not None), ZERO)
    sans_prix = sum(ligne.montant is None for ligne in lignes)
    minimum = fournisseur.minimum_de_commande if fournisseur else ZERO
    franco = fournisseur.franco if fournisseur else ZERO
    manque_minimum = max(minimum - montant, ZERO) if montant else ZERO
    manque_franco = max(franco - montant, ZERO) if montant else ZERO
    return CommandeFournisseur(
        code_fournisseur=code or SANS_FOURNISSEUR,
        nom=fournisseur.nom if fournisseur else INCONNU if code else "",
        lignes=len(lignes),
        montant=montant,
        minimum_de_commande=minimum,
        franco=franco,
        manque_pour_le_minimum=manque_minimum,
        manque_pour_le_franco=manque_franco,
        verdict=_verdict(code, fournisseur, montant, sans_prix, manque_minimum, manque_franco),
    )


def _verdict(
    code: str,
    fournisseur: Fournisseur | None,
    montant: Decimal,
    sans_prix: int,
    manque_minimum: Decimal,
    manque_franco: Decimal,
) -> str:
    """Ce qu'il faut faire de cette commande, en une phrase."""
    if fournisseur is None:
        verdict = "Fournisseur à ajouter à la table" if code else "Fournisseur à choisir"
    elif not montant:
        verdict = "Prix à demander"
    elif manque_minimum:
        verdict = f"Il manque {montant_ecrit(manque_minimum)} pour le minimum de commande"
    elif manque_franco:
        verdict = f"À commander ; il manque {montant_ecrit(manque_franco)} pour le franco de port"
    else:
        verdict = "À commander, franco de port" if fournisseur.franco else "À commander"
    if sans_prix and montant:
        pluriel = "s" if sans_prix > 1 else ""
        verdict += f" ; montant incomplet, {sans_prix} article{pluriel} sans prix"
    return f"{verdict}."
