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
    return next((autre for autre in siens if _prend_la_suite(fiche, autre) and fiche.entree < autre.entree), None)


def cdd_poursuivi(contrats: Mapping[str, Sequence[FicheSalarie]], fiche: FicheSalarie) -> FicheSalarie | None:
    """CDD qu'un CDI poursuit le lendemain de sa fin ; None si ce contrat n'en poursuit aucun.

    Args:
        contrats: Contrats de chaque personne, par numéro de sécurité sociale.
        fiche: Fiche du CDI.
    """
    siens = contrats.get(fiche.nir, ()) if fiche.nir else ()
    return next((autre for autre in siens if se_poursuit(autre, fiche)), None)


def est_poursuivi(contrats: Mapping[str, Sequence[FicheSalarie]], fiche: FicheSalarie) -> bool:
    """Vrai si un CDI poursuit ce CDD le lendemain : ses congés passent au CDI (C. trav., art. L1242-16).

    Args:
        contrats: Contrats de chaque personne, par numéro de sécurité sociale.
        fiche: Fiche du CDD.
    """
    siens = contrats.get(fiche.nir, ()) if fiche.nir else ()
    return any(se_poursuit(fiche, autre) for autre in siens)


def se_poursuit(ancien: FicheSalarie, nouveau: FicheSalarie) -> bool:
    """Vrai si un CDD devient un CDI le lendemain de sa fin : la réduction générale se calcule sur l'ensemble.

    Args:
        ancien: Fiche du contrat qui finit.
        nouveau: Fiche d'un autre contrat de la même personne.
    """
    return _prend_la_suite(ancien, nouveau) and ancien.sortie is not None and nouveau.entree > ancien.sortie


def _prend_la_suite(ancien: FicheSalarie, nouveau: FicheSalarie) -> bool:
    """Vrai pour un CDI qui commence au plus tard le lendemain d'un CDD."""
    if (ancien.contrat, nouveau.contrat) != ("CDD", "CDI") or ancien.sortie is None:
        return False
    return nouveau.entree <= ancien.sortie + timedelta(days=1)
