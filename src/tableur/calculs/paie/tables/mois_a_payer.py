"""Mois d'un contrat qui se paient, et la fiche ou la reprise qui l'empêche."""

from collections.abc import Iterator

from tableur.calculs.paie.tables.enregistrements import FicheSalarie
from tableur.calculs.paie.tables.refus import SaisieRefusee, exiger_un_contrat, exiger_une_reprise
from tableur.calculs.paie.tables.saisies import Saisies, present
from tableur.socle.dates import Mois


def exiger_une_fiche(saisies: Saisies, fiche: FicheSalarie, rang: int, mois: Mois) -> None:
    """Refuse un contrat ou une reprise qui ne se paie pas, et des cumuls qui manquent.

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        rang: Son rang.
        mois: Mois de paie.

    Raises:
        SaisieRefusee: La fiche ne se paie pas.
    """
    exiger_un_contrat(rang, fiche)
    reprise = saisies.rang_de_la_reprise(fiche.matricule)
    if reprise is not None:
        exiger_une_reprise(reprise, saisies.reprises[reprise])
    depuis = saisies.reglages.suivi_depuis
    if depuis is None or depuis.mois == 1 or depuis.annee != mois.annee or saisies.reprise(fiche.matricule):
        return
    if fiche.entree < depuis.debut and present(fiche, depuis + -1) and present(fiche, mois):
        phrase = (
            f"Cumuls manquants : présent avant {depuis}, premier mois suivi, sans ligne dans « Reprise ». "
            "Recopier ceux de son dernier bulletin."
        )
        raise SaisieRefusee(phrase, "cumuls manquants", "FicheSalarie", rang, "matricule")


def mois_a_payer(saisies: Saisies, fiche: FicheSalarie, rang: int, mois: Mois) -> Iterator[Mois]:
    """Mois à payer d'un contrat : du premier qui est suivi, ou qui suit sa reprise, au dernier demandé.

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        rang: Son rang.
        mois: Mois de paie.

    Raises:
        SaisieRefusee: La reprise couvre déjà le mois demandé.
    """
    reprise, depuis = saisies.reprise(fiche.matricule), saisies.reglages.suivi_depuis
    if reprise is not None:
        courant = reprise.mois + 1
        if courant > mois:
            if present(fiche, mois):
                phrase = (
                    f"La reprise est celle de {reprise.mois} : ce mois est déjà payé, rien n'est calculé avant."
                )
                raise SaisieRefusee(phrase, "mois repris", "FicheSalarie", rang, "matricule")
            return
    else:
        courant = depuis if depuis is not None and depuis <= mois else Mois(mois.annee, 1)
    while courant <= mois:
        if present(fiche, courant):
            yield courant
        courant += 1
