"""Contrats successifs d'une personne."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from tableur.calculs.paie.tables.enregistrements import FicheSalarie


def cdi_qui_suit(contrats: Mapping[str, Sequence[FicheSalarie]], fiche: FicheSalarie) -> FicheSalarie | None:
    """CDI de la même personne qui continue son CDD : l'indemnité de fin de contrat n'est alors pas due.

    Elle l'est quand les relations ne se poursuivent pas par un contrat à durée indéterminée (C. trav., art.
    L1243-8). La même personne est celle qui a le même numéro de sécurité sociale.

    Args:
        contrats: Contrats de chaque personne, par numéro de sécurité sociale.
        fiche: Fiche du contrat qui finit.
    """
    if fiche.contrat != "CDD" or fiche.sortie is None or not fiche.nir:
        return None
    lendemain = fiche.sortie + timedelta(days=1)
    siens = contrats.get(fiche.nir, ())
    return next((c for c in siens if c.contrat == "CDI" and fiche.entree < c.entree <= lendemain), None)
