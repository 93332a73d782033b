"""Ce qu'il faut savoir des congés payés d'un mois : soldes, dixième non comparé, départ ; et les compteurs."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.droit import MOIS_PAR_AN, SEMAINES_PAR_AN, parametres
from tableur.calculs.paie.tables.conges import Compte, Periode, debut_de_periode
from tableur.calculs.paie.tables.conges_pris import dixieme_de
from tableur.calculs.paie.tables.livre import Paye
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.grandeurs import ZERO

JOURS_D_UNE_SEMAINE = {"ouvrables": 6, "ouvres": 5}


@dataclass(frozen=True, slots=True)
class AlerteDeConges:
    """Phrase pour la feuille Contrôles ; une réserve dit ce qui n'a pas pu être contrôlé."""

    regle: str
    phrase: str
    reserve: bool = False


def alertes_des_conges(paye: Paye) -> Iterator[AlerteDeConges]:
    """Alertes et réserves des congés d'un bulletin.

    Args:
        paye: Bulletin du mois, et ses congés.
    """
    compte = paye.conges.compte
    yield from _des_prises(paye)
    if compte is None:
        return
    solde = compte.solde
    if compte.reprise_ecartee is not None:
        yield AlerteDeConges(
            "congés",
            "Non contrôlé : compteurs de congés. La ligne de « Congés » doit être celle de la fin du mois qui "
            f"précède le premier bulletin calculé : {compte.reprise_ecartee} reçu.",
            reserve=True,
        )
    if solde is not None and solde < ZERO:
        yield AlerteDeConges(
            "solde de congés négatif",
            f"Congés pris au-delà des droits : solde de {_jours(solde, compte)}. Ils sont au salaire maintenu, et "
            "demandent l'accord de l'employeur.",
        )
    reste = sum((max(periode.solde or ZERO, ZERO) for periode in compte.reliquats), ZERO)
    if debut_de_periode(paye.mois) == paye.mois and reste:
        yield AlerteDeConges(
            "congés",
            f"Non contrôlé : report de {_jours(reste, compte)} de congés d'une période plus ancienne que N-1, "
            "gardés au compteur (accord, usage, ou arrêt de travail : C. trav., art. L3141-19-1 et L3141-22).",
            reserve=True,
        )
    if paye.fiche.sortie is not None and Mois.de(paye.fiche.sortie) == paye.mois:
        yield from _au_depart(paye, compte)


def _des_prises(paye: Paye) -> Iterator[AlerteDeConges]:
    prises, compte = paye.conges.prises, paye.conges.compte
    if not prises:
        return
    if compte is None:
        phrase = "Non contrôlé : congés d'un stagiaire, selon sa convention de stage ; gratification maintenue."
        yield AlerteDeConges("congés", phrase, reserve=True)
        return
    for prise in prises:
        if prise.dixieme is None and prise.avance < prise.jours:
            yield AlerteDeConges(
                "dixième",
                f"Non contrôlé : dixième des congés du {date_ecrite(prise.debut)} au {date_ecrite(prise.fin)} "
                "(rémunération de référence inconnue) ; salaire maintenu. La taper dans « Congés ».",
                reserve=True,
            )
    legale = baremes.nombre("paie.duree_legale", paye.mois.debut)
    if (paye.fiche.heures_semaine or legale) < legale and not paye.fiche.jours_travailles:
        phrase = (
            "Non contrôlé : jours travaillés du temps partiel (feuille Salariés) ; congés comptés du lundi au "
            "vendredi."
        )
        yield AlerteDeConges("congés", phrase, reserve=True)
    if paye.variables.avantages_en_nature:
        phrase = (
            "Non contrôlé : avantages en nature, hors du dixième ; ceux dont le salarié ne jouit plus pendant son "
            "congé s'y ajoutent (C. trav., art. L3141-25)."
        )
        yield AlerteDeConges("congés", phrase, reserve=True)


def _au_depart(paye: Paye, compte: Compte) -> Iterator[AlerteDeConges]:
    """Congés qui restent au départ, et indemnité compensatrice tapée ou non (C. trav., art. L3141-28)."""
    solde, tapee = compte.solde, paye.variables.indemnite_conges
    if solde is None:
        if not tapee:
            phrase = "Non contrôlé : congés restants au départ ; compteurs inconnus (feuille Congés)."
            yield AlerteDeConges("indemnité compensatrice", phrase, reserve=True)
        return
    if paye.conges.reporte:
        if solde:
            phrase = (
                f"{_jours(solde, compte)} de congés à la fin du CDD : le CDI qui le poursuit les garde, rien "
                "n'est à compenser (C. trav., art. L1242-16)."
            )
            yield AlerteDeConges("congés", phrase, reserve=True)
        return
    if solde <= ZERO:
        return
    due = indemnite_compensatrice(paye, compte)
    if tapee < due:
        recue = f"{montant_ecrit(tapee)} reçu" if tapee else "rien n'est tapé dans « Primes »"
        yield AlerteDeConges(
            "indemnité compensatrice",
            f"Départ avec {_jours(solde, compte)} de congés non pris : indemnité compensatrice d'au moins "
            f"{montant_ecrit(due)}, {recue} (nature « Indemnité congés »).",
        )


def indemnite_compensatrice(paye: Paye, compte: Compte) -> Decimal:
    """Indemnité des congés qui restent : le plus fort du dixième et du maintien, le maintien en jours moyens.

    Pour un contrat court, l'indemnité de fin de contrat entre dans le dixième (C. trav., art. L1242-16). Une
    rémunération inconnue laisse le maintien.

    Args:
        paye: Dernier bulletin.
        compte: Compte du salarié à son départ.
    """
    jours = compte.solde or ZERO
    semaine = JOURS_D_UNE_SEMAINE[compte.decompte]
    maintien = arrondir_centime(paye.variables.brut * jours * MOIS_PAR_AN / (semaine * SEMAINES_PAR_AN))
    dixieme = ZERO
    for periode in compte.periodes:
        en_plus = paye.bulletin.totaux.indemnite_fin_contrat if periode is compte.en_cours else ZERO
        reste = max(periode.solde or ZERO, ZERO)
        dixieme += dixieme_de(periode, reste, paye.mois.fin, compte.decompte, en_plus) or ZERO
    return max(maintien, dixieme)


def comparaisons_des_conges(paye: Paye) -> Iterator[str]:
    """Une phrase par congé : ses jours, et les deux calculs de son indemnité.

    Args:
        paye: Bulletin du mois, et ses congés.
    """
    compte = paye.conges.compte
    for prise in paye.conges.prises:
        jours = jours_ecrits(prise.jours) if compte is None else _jours(prise.jours, compte)
        dixieme = "non comparé" if prise.dixieme is None else montant_ecrit(prise.dixieme)
        if prise.dixieme is not None and prise.deja:
            dixieme += f", dont {montant_ecrit(prise.deja)} déjà donnés par le maintien du mois d'avant"
        yield (
            f"Congés du {date_ecrite(prise.debut)} au {date_ecrite(prise.fin)} ({jours}) : dixième {dixieme}, "
            f"maintien {montant_ecrit(prise.retenue)}."
        )


def compteurs_de_conges(paye: Paye) -> dict[str, Decimal | None]:
    """Champs de congés d'une ligne de cumuls : N-1 et N, tels qu'une reprise les demande.

    Args:
        paye: Bulletin du mois, et ses congés.
    """
    compte = paye.conges.compte
    if compte is None:
        return {}
    champs: dict[str, Decimal | None] = {}
    for suffixe, periode in (("n_1", compte.precedente), ("n", compte.en_cours)):
        if periode is not None:
            champs[f"conges_acquis_{suffixe}"] = periode.droits
            champs[f"conges_pris_{suffixe}"] = None if periode.acquis is None else periode.pris
            champs[f"conges_solde_{suffixe}"] = periode.solde
            champs[f"conges_remuneration_{suffixe}"] = remuneration_du_dixieme(periode, paye.mois)
    return champs


def remuneration_du_dixieme(periode: Periode, mois: Mois) -> Decimal | None:
    """Rémunération de référence d'une période, maladie comptée à 80 % ; None si elle n'est pas connue.

    Args:
        periode: La période.
        mois: Mois de paie, pour le droit.
    """
    if periode.remuneration is None:
        return None
    part: Decimal = parametres("paie_elements.conges_payes", mois.fin)["part_de_maladie"]
    return arrondir_centime(periode.remuneration + periode.maladie * part)


def jours_ecrits(jours: Decimal) -> str:
    """Jours à deux décimales au plus : « 12,5 ».

    Args:
        jours: Nombre de jours.
    """
    return nombre_ecrit(arrondir_centime(jours).normalize() + ZERO)


def _jours(jours: Decimal, compte: Compte) -> str:
    nom = "ouvrable" if compte.decompte == "ouvrables" else "ouvré"
    accord = "s" if abs(jours) >= 2 else ""
    return f"{jours_ecrits(jours)} jour{accord} {nom}{accord}"
