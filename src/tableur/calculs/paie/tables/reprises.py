"""Cumuls repris du cabinet qui ne vont pas avec les mois du contrat."""

from collections.abc import Iterator
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.droit import smic_mensuel
from tableur.calculs.paie.gains import heures_payees
from tableur.calculs.paie.tables.enregistrements import FicheSalarie, RepriseDePaie
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.calculs.paie.tables.surprises import Surprise
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.grandeurs import ZERO

MOITIE, UN_DIXIEME_DE_PLUS = Decimal("0.5"), Decimal("1.1")


def surprises_de_la_reprise(saisies: Saisies, fiche: FicheSalarie, mois: Mois) -> Iterator[Surprise]:
    """Reprise d'avant l'entrée ou le suivi, plafonds ou SMIC qui ne vont pas avec les mois du contrat.

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        mois: Mois de paie.
    """
    rang = saisies.rang_de_la_reprise(fiche.matricule)
    if rang is None or saisies.reprises[rang].mois.annee != mois.annee:
        return
    reprise, depuis = saisies.reprises[rang], saisies.reglages.suivi_depuis
    if reprise.mois < Mois.de(fiche.entree):
        message = (
            f"Reprise de {reprise.mois}, avant l'entrée du contrat, le {date_ecrite(fiche.entree)} : ces cumuls "
            "ne sont pas les siens."
        )
        yield Surprise(fiche, "RepriseDePaie", rang, "mois", "reprise", message)
        return
    if depuis is not None and reprise.mois + 1 < depuis:
        message = (
            f"La reprise s'arrête à {reprise.mois}, et le premier mois suivi est {depuis} : les mois qui sont "
            "entre les deux sont calculés ici, pas repris du cabinet."
        )
        yield Surprise(fiche, "RepriseDePaie", rang, "mois", "reprise", message)
    yield from _des_cumuls(fiche, rang, reprise)


def _des_cumuls(fiche: FicheSalarie, rang: int, reprise: RepriseDePaie) -> Iterator[Surprise]:
    """Cumul de moins de la moitié, ou de plus d'un dixième au-dessus, de ce que les mois du contrat donnent."""
    mois = _mois_repris(fiche, reprise.mois)
    legale = baremes.nombre("paie.duree_legale", reprise.mois.debut)
    temps = heures_payees(fiche.heures_semaine, reprise.mois.debut) / legale
    plafonds = sum((baremes.nombre("paie.plafond_mensuel", m.debut) for m in mois), ZERO)
    smic = sum((smic_mensuel(m.debut, "paie.smic_reduction_generale") for m in mois), ZERO)
    for champ, nom, entier in (("plafond", "Plafonds cumulés", plafonds), ("smic", "SMIC cumulé", smic)):
        repris = getattr(reprise, champ)
        if entier * temps * MOITIE <= repris <= entier * UN_DIXIEME_DE_PLUS:
            continue
        message = (
            f"{nom} de la reprise : {montant_ecrit(repris)}, et {len(mois)} mois de contrat donnent "
            f"{montant_ecrit(arrondir_centime(entier * temps))}. Relire le bulletin du cabinet : tranches et "
            "réduction générale en dépendent."
        )
        yield Surprise(fiche, "RepriseDePaie", rang, champ, "reprise", message)


def _mois_repris(fiche: FicheSalarie, dernier: Mois) -> list[Mois]:
    mois = [max(Mois(dernier.annee, 1), Mois.de(fiche.entree))]
    while mois[-1] < dernier:
        mois.append(mois[-1] + 1)
    return mois
