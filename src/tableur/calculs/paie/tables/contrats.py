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
    siens = contrats.get(fiche.nir, ()) if fiche.nir else ()
    return next((contrat for contrat in siens if se_poursuit(fiche, contrat)), None)


def se_poursuit(ancien: FicheSalarie, nouveau: FicheSalarie) -> bool:
    """Vrai si un CDD devient un CDI, au plus tard le lendemain de sa fin.

    Args:
        ancien: Fiche du contrat qui finit.
        nouveau: Fiche d'un autre contrat de la même personne.
    """
    if (ancien.contrat, nouveau.contrat) != ("CDD", "CDI") or ancien.sortie is None:
        return False
    return ancien.entree < nouveau.entree <= ancien.sortie + timedelta(days=1)
