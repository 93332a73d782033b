"""Congés payés sur le bulletin imprimé : leurs lignes, leurs dates et leur montant, les compteurs."""

from collections.abc import Iterator, Sequence

from tableur.calculs.paie.presentation import CONGES_PRIS, INDEMNITE_DE_CONGES_PRIS, Gain
from tableur.calculs.paie.tables.conges import Compte, Periode
from tableur.calculs.paie.tables.conges_controles import jours_ecrits
from tableur.calculs.paie.tables.conges_pris import Prise
from tableur.calculs.paie.tables.livre import Paye
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.erreurs import ValeurInvalide

AUCUN = "aucun dans la période"
INCONNU = "non repris"


def gains_des_conges(paye: Paye, gains: Sequence[Gain]) -> tuple[Gain, ...]:
    """Éléments du brut où chaque congé a ses deux lignes : sa retenue, datée, et son indemnité.

    Args:
        paye: Le bulletin, et ce qui l'a fait.
        gains: Éléments du brut.
    """
    reunies = [gain for gain in gains if gain.libelle in (CONGES_PRIS, INDEMNITE_DE_CONGES_PRIS)]
    detail = {id(gain): list(_lignes(paye)) if gain is reunies[0] else [] for gain in reunies}
    return tuple(une for gain in gains for une in detail.get(id(gain), [gain]))


def _lignes(paye: Paye) -> Iterator[Gain]:
    for prise in paye.conges.prises:
        if prise.heures or prise.retenue:
            yield Gain(
                libelle=f"Congés payés {_dates(prise)}", nombre=prise.heures or None, montant=-prise.retenue
            )
        yield Gain(libelle=f"Indemnité de congés payés ({prise.methode})", montant=prise.indemnite)


def conges_ecrits(paye: Paye) -> str:
    """Dates des congés de la période et montant de leur indemnité (C. trav., art. R3243-1, 12°).

    Args:
        paye: Le bulletin, et ce qui l'a fait.
    """
    prises = paye.conges.prises
    return " ; ".join(f"{_dates(p)} : indemnité {montant_ecrit(p.indemnite)}" for p in prises) or AUCUN


def compteurs_ecrits(paye: Paye) -> str:
    """Compteurs de congés en une ligne : ce qui reste des périodes anciennes, N-1, N ; vide pour un stagiaire.

    Args:
        paye: Le bulletin, et ses congés.
    """
    compte = paye.conges.compte
    if compte is None:
        return ""
    nom = "ouvrables" if compte.decompte == "ouvrables" else "ouvrés"
    return " – ".join([f"jours {nom}", *(f"{dite} : {_compteur(periode)}" for dite, periode in _periodes(compte))])


def exiger_les_conges(prises: Sequence[Prise], texte: str) -> None:
    """Refuse un bulletin qui ne dit pas les dates d'un congé de la période, et le montant de son indemnité.

    Args:
        prises: Congés de la période.
        texte: Ce que le bulletin imprime.

    Raises:
        ValeurInvalide: Une date, ou un montant, y manque.
    """
    lu = _simple(texte)
    for prise in prises:
        montant = montant_ecrit(prise.indemnite).rsplit("\u00a0", 1)[0]
        dus = (date_ecrite(prise.debut), date_ecrite(prise.fin), montant)
        manquants = [dit for dit in dus if _simple(dit) not in lu]
        if manquants:
            raise ValeurInvalide(
                "mention obligatoire absente : dates du congé et montant de son indemnité ; manque "
                f"{', '.join(manquants)} (C. trav., art. R3243-1, 12°). Le champ « conges » du modèle Word les "
                "imprime"
            )


def _dates(prise: Prise) -> str:
    if prise.debut == prise.fin:
        return f"du {date_ecrite(prise.debut)}"
    return f"du {date_ecrite(prise.debut)} au {date_ecrite(prise.fin)}"


def _periodes(compte: Compte) -> Iterator[tuple[str, Periode]]:
    for periode in compte.reliquats:
        yield f"{periode.debut.annee}-{periode.debut.annee + 1}", periode
    if compte.precedente is not None:
        yield "N-1", compte.precedente
    yield "N", compte.en_cours


def _compteur(periode: Periode) -> str:
    droits, solde = periode.droits, periode.solde
    if droits is None or solde is None:
        return INCONNU
    return f"acquis {jours_ecrits(droits)}, pris {jours_ecrits(periode.pris)}, solde {jours_ecrits(solde)}"


def _simple(texte: str) -> str:
    """Texte aux espaces ordinaires, sur une ligne."""
    return " ".join(texte.replace("\u202f", " ").replace("\u00a0", " ").split())
