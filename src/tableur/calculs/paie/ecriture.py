"""L'écriture comptable de la paie d'un mois : équilibrée, sur les comptes de l'entreprise ou ceux du PCG."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from tableur import baremes
from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.enregistrements import Bulletin, Variables
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Code, Euros

JOURNAL = "PAIE"


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDEcriture:
    """Ligne de l'écriture de paie : un compte, et un montant au débit ou au crédit."""

    date: date
    journal: Code
    piece: Code
    compte: Code
    libelle: str
    debit: Euros = ZERO
    credit: Euros = ZERO


@dataclass(frozen=True, slots=True)
class Comptes:
    """Comptes de l'écriture : ceux du barème, et ceux que l'entreprise a choisis."""

    comptes: Mapping[str, tuple[str, str]]
    affectation: Mapping[str, tuple[str, str]]


def comptes_de_paie(le: date, choisis: Mapping[str, str]) -> Comptes:
    """Comptes à une date.

    Args:
        le: Date du droit.
        choisis: Comptes de l'entreprise, par clé du barème : « urssaf » → « 43100000 ».

    Raises:
        ValeurInvalide: Une clé n'existe pas, ou un compte n'est pas fait de chiffres.
    """
    livres = parametres("paie_comptes.comptes", le)
    inconnues = sorted(set(choisis) - set(livres))
    if inconnues:
        raise ValeurInvalide(
            f"Comptes inconnus : {', '.join(inconnues)} ; comptes de l'écriture : {', '.join(livres)}."
        )
    for cle, compte in choisis.items():
        if not (compte.isalnum() and compte[:1].isdigit() and len(compte) >= 3):
            raise ValeurInvalide(
                f"Un numéro de compte du plan comptable est attendu pour {cle} : « {compte} » reçu."
            )
    comptes = {cle: (choisis.get(cle, une["compte"]), une["libelle"]) for cle, une in livres.items()}
    regles = cast("Sequence[Mapping[str, Any]]", baremes.valeur("paie_comptes.affectation", le))
    affectation = {code: (r["charge"], r["dette"]) for r in regles for code in r["codes"]}
    return Comptes(comptes, affectation)


def ecriture_de_paie(
    mois: Mois,
    bulletins: Sequence[tuple[Bulletin, Variables]],
    choisis: Mapping[str, str] | None = None,
) -> list[LigneDEcriture]:
    """Écriture du mois, au dernier jour : débits, puis crédits, par compte ; un montant négatif change de côté.

    Args:
        mois: Mois de paie.
        bulletins: Bulletins du mois, chacun avec ses variables.
        choisis: Comptes de l'entreprise, par clé ; ceux du plan comptable à défaut.

    Raises:
        ValeurInvalide: Un compte choisi ne convient pas, une ligne n'a pas de compte, ou l'écriture n'est pas
            équilibrée.
    """
    comptes = comptes_de_paie(mois.debut, choisis or {})
    soldes: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for bulletin, variables in bulletins:
        for cle, montant in _mouvements(bulletin, variables, comptes):
            soldes[cle] += montant
    if sum(soldes.values(), ZERO):
        raise ValeurInvalide(f"L'écriture de {mois} n'est pas équilibrée : écart de {sum(soldes.values(), ZERO)}.")
    lignes = [
        LigneDEcriture(
            date=mois.fin,
            journal=JOURNAL,
            piece=f"PAIE-{mois}",
            compte=comptes.comptes[cle][0],
            libelle=f"Paie {mois.mois:02d}/{mois.annee} – {comptes.comptes[cle][1]}",
            debit=max(solde, ZERO),
            credit=max(-solde, ZERO),
        )
        for cle, solde in soldes.items()
        if solde
    ]
    return sorted(lignes, key=lambda ligne: (not ligne.debit, ligne.compte, ligne.libelle))


def _mouvements(bulletin: Bulletin, variables: Variables, comptes: Comptes) -> Iterator[tuple[str, Decimal]]:
    """Mouvements d'un bulletin, par clé de compte : positifs au débit, négatifs au crédit."""
    totaux = bulletin.totaux
    yield "remunerations", totaux.brut + variables.prime_partage_valeur
    yield "indemnites_journalieres", variables.ijss_subrogees
    yield "remboursements", variables.remboursements
    yield "avantages_en_nature", -variables.avantages_en_nature
    yield "retenues_diverses", -variables.retenues_diverses
    yield "acomptes", -variables.acomptes
    yield "oppositions", -variables.saisies
    yield "prelevement_a_la_source", -totaux.prelevement_a_la_source
    yield "net_a_payer", -totaux.net_a_payer
    for code, salariale, patronale in _parts(bulletin):
        if code not in comptes.affectation:
            raise ValeurInvalide(f"La ligne de cotisations « {code} » n'a pas de compte dans paie_comptes.")
        charge, dette = comptes.affectation[code]
        yield charge, patronale
        yield dette, -(salariale + patronale)


def _parts(bulletin: Bulletin) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Parts de chaque ligne et allègement ; la réduction générale se partage entre l'Urssaf et l'Agirc-Arrco."""
    for une in (*bulletin.lignes, *bulletin.allegements):
        if une.code != "reduction_generale":
            yield une.code, une.part_salariale, une.part_patronale
    yield "reduction_generale_urssaf", ZERO, -bulletin.totaux.reduction_generale_urssaf
    yield "reduction_generale_agirc_arrco", ZERO, -bulletin.totaux.reduction_generale_agirc_arrco
