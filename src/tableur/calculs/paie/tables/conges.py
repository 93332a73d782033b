"""Compteurs de congés payés d'un salarié : jours acquis et pris, rémunération de référence, par période."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from tableur import baremes
from tableur.calculs.paie.conges import Decompte, conges_acquis, mois_de_travail_equivalents
from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.mesures import decimale
from tableur.calculs.paie.plafonds import JOURS_PAR_SEMAINE, bornes_d_emploi, jours_du_mois, jours_ouvres
from tableur.calculs.paie.tables.contrats import cdd_poursuivi
from tableur.calculs.paie.tables.enregistrements import FicheSalarie, RepriseDeConges
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.arrondis import arrondir
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO

DOUZE = Decimal(12)
DECIMALES_DES_JOURS = 4
TOLERANCE = Decimal("0.01")
_OUVRES_PAR_OUVRABLE = Fraction(5, 6)


@dataclass(frozen=True, slots=True)
class Presence:
    """Mois d'une période par ce qu'ils valent, en jours calendaires ; jours ouvrés travaillés à part."""

    travail: Fraction = Fraction(0)
    maladie: Fraction = Fraction(0)
    accident: Fraction = Fraction(0)
    sans_droit: Fraction = Fraction(0)
    jours_travailles: int = 0

    def plus(self, autre: "Presence") -> "Presence":
        """Somme de deux présences.

        Args:
            autre: Celle d'un autre mois.
        """
        return Presence(
            self.travail + autre.travail,
            self.maladie + autre.maladie,
            self.accident + autre.accident,
            self.sans_droit + autre.sans_droit,
            self.jours_travailles + autre.jours_travailles,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Periode:
    """Droits nés d'une période d'acquisition ; None quand ce qui précède le suivi n'est pas connu.

    `remuneration` est celle du dixième ; `maladie`, le salaire que la maladie a fait perdre, y compte pour 80 %.
    `ajoutes` sont les jours en plus des jours légaux, fractionnement ou ancienneté : payés comme les autres.
    """

    debut: Mois
    acquis: Decimal | None = ZERO
    ajoutes: Decimal = ZERO
    pris: Decimal = ZERO
    remuneration: Decimal | None = ZERO
    maladie: Decimal = ZERO
    repris: Decimal = ZERO
    presence: Presence = field(default_factory=Presence)

    @property
    def solde(self) -> Decimal | None:
        """Jours restants, négatifs s'il en a été pris de trop ; None s'ils ne sont pas connus."""
        return None if self.droits is None else self.droits - self.pris

    @property
    def droits(self) -> Decimal | None:
        """Jours acquis et ajoutés ; None s'ils ne sont pas connus."""
        return None if self.acquis is None else self.acquis + self.ajoutes


@dataclass(frozen=True, slots=True)
class Compte:
    """Périodes d'un salarié, de la plus ancienne à celle en cours (N), qui est la dernière."""

    periodes: tuple[Periode, ...]
    decompte: Decompte
    reprise_ecartee: Mois | None = None

    @property
    def en_cours(self) -> Periode:
        """Période en cours, N."""
        return self.periodes[-1]

    @property
    def precedente(self) -> Periode | None:
        """Période finie, N-1 ; None si le salarié n'y était pas."""
        debut = self.en_cours.debut + -12
        return next((une for une in self.periodes if une.debut == debut), None)

    @property
    def reliquats(self) -> tuple[Periode, ...]:
        """Périodes plus anciennes où des jours restent, ou ont été pris de trop."""
        debut = self.en_cours.debut + -12
        return tuple(une for une in self.periodes if une.debut < debut)

    @property
    def solde(self) -> Decimal | None:
        """Jours restants de toutes les périodes ; None si l'une n'est pas connue."""
        soldes = [une.solde for une in self.periodes]
        connus = [solde for solde in soldes if solde is not None]
        return sum(connus, ZERO) if len(connus) == len(soldes) else None


def debut_de_periode(mois: Mois) -> Mois:
    """Premier mois de la période d'acquisition d'un mois : juin, sauf accord (C. trav., art. R3141-4)."""
    premier = int(baremes.nombre("paie_conges.periode_de_reference", mois.debut))
    return mois + -((mois.mois - premier) % 12)


def compte_ouvert(saisies: Saisies, fiche: FicheSalarie, mois: Mois) -> Compte:
    """Compte d'un salarié avant son premier mois suivi : repris de « Congés », neuf à l'embauche, ou inconnu.

    Un CDI qui poursuit un CDD d'avant le suivi en a l'entrée, et la reprise s'il n'a pas la sienne.

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        mois: Premier mois calculé.

    Raises:
        SaisieRefusee: Un compteur repris est négatif.
    """
    decompte, reprise = saisies.reglages.decompte_conges, saisies.conges_repris(fiche.matricule)
    cdd = cdd_poursuivi(saisies.contrats_par_nir, fiche)
    entree = fiche.entree if cdd is None else cdd.entree
    if reprise is None and cdd is not None:
        reprise = saisies.conges_repris(cdd.matricule)
    if reprise is not None and reprise.mois == mois + -1:
        return _repris(reprise, entree, decompte)
    ecartee = None if reprise is None else reprise.mois
    debut = debut_de_periode(mois)
    if entree >= mois.debut:
        return Compte((Periode(debut=debut),), decompte, ecartee)
    inconnue = Periode(debut=debut, acquis=None, remuneration=None)
    return Compte((replace(inconnue, debut=debut + -12), inconnue), decompte, ecartee)


def _repris(reprise: RepriseDeConges, entree: date, decompte: Decompte) -> Compte:
    """Compte repris ; un salarié embauché depuis le début de N n'a pas de N-1."""
    debut = debut_de_periode(reprise.mois)
    finie = Periode(
        debut=debut + -12,
        acquis=reprise.acquis_n_1,
        pris=reprise.pris_n_1,
        remuneration=reprise.remuneration_n_1,
    )
    en_cours = Periode(
        debut=debut,
        acquis=reprise.acquis_n,
        pris=reprise.pris_n,
        remuneration=reprise.remuneration_n,
        repris=reprise.acquis_n or ZERO,
    )
    return Compte((en_cours,) if entree >= debut.debut else (finie, en_cours), decompte)


def compte_du_mois(compte: Compte, mois: Mois) -> Compte:
    """Compte au début d'un mois : au changement de période, celle en cours se ferme et une autre s'ouvre.

    Les jours acquis passent à l'entier supérieur (C. trav., art. L3141-7) ; une période plus ancienne que N-1 ne
    reste que si son solde n'est pas nul.

    Args:
        compte: Compte à la fin du mois précédent.
        mois: Mois de paie.
    """
    debut = debut_de_periode(mois)
    if debut == compte.en_cours.debut:
        return compte
    fermees = [*compte.periodes[:-1], cloturee(compte.en_cours)]
    gardees = [une for une in fermees if une.debut >= debut + -12 or une.solde]
    return replace(compte, periodes=(*gardees, Periode(debut=debut)))


def cloturee(periode: Periode) -> Periode:
    """Période finie : ses jours passent à l'entier supérieur.

    Args:
        periode: La période.
    """
    if periode.acquis is None:
        return periode
    return replace(periode, acquis=(periode.acquis - TOLERANCE).to_integral_value(ROUND_CEILING))


def presence_du_mois(saisies: Saisies, fiche: FicheSalarie, mois: Mois) -> Presence:
    """Part du mois travaillée, ou assimilée, en maladie, en accident du travail, ou sans droit à congés.

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        mois: Mois de paie.
    """
    debut, fin = bornes_d_emploi(mois, fiche.entree, fiche.sortie)
    entieres = [a for _, a in saisies.absences_de(fiche, mois) if a.heures is None]
    if not entieres:
        calendaires = Fraction((fin - debut).days + 1, jours_du_mois(mois))
        return Presence(travail=calendaires, jours_travailles=jours_ouvres(debut, fin))
    valeurs = parametres("paie_conges.absences", mois.debut)
    jours = dict.fromkeys(("travail", "maladie", "accident", "rien"), 0)
    travailles = 0
    for rang in range((fin - debut).days + 1):
        jour = debut + timedelta(days=rang)
        valeur = next((valeurs[a.nature] for a in entieres if a.debut <= jour <= a.fin), "travail")
        jours[valeur] += 1
        travailles += valeur == "travail" and jour.weekday() < JOURS_PAR_SEMAINE
    parts = {valeur: Fraction(nombre, jours_du_mois(mois)) for valeur, nombre in jours.items()}
    return Presence(parts["travail"], parts["maladie"], parts["accident"], parts["rien"], travailles)


def avec_le_mois(
    compte: Compte, mois: Mois, presence: Presence, remuneration: Decimal, maladie: Decimal
) -> Compte:
    """Compte à la fin d'un mois : jours acquis et rémunération de référence ajoutés à la période en cours.

    Args:
        compte: Compte du mois, jours pris compris.
        mois: Mois de paie.
        presence: Présence du mois.
        remuneration: Rémunération du mois qui entre dans le dixième.
        maladie: Salaire que la maladie a fait perdre ce mois-ci.
    """
    en_cours = compte.en_cours
    presence = en_cours.presence.plus(presence)
    nouvelle = replace(
        en_cours,
        presence=presence,
        acquis=None if en_cours.acquis is None else _acquis(en_cours.repris, presence, mois, compte.decompte),
        remuneration=None if en_cours.remuneration is None else en_cours.remuneration + remuneration,
        maladie=en_cours.maladie + maladie,
    )
    return replace(compte, periodes=(*compte.periodes[:-1], nouvelle))


def _acquis(repris: Decimal, presence: Presence, mois: Mois, decompte: Decompte) -> Decimal:
    """Jours acquis depuis le début de la période, sans l'arrondi final ; quatre semaines valent un mois.

    L'équivalence (C. trav., art. L3141-4) efface une courte absence, sans donner plus que les mois du contrat.
    """
    travailles = presence.travail
    if presence.sans_droit:
        jours, semaine = Decimal(presence.jours_travailles), Decimal(JOURS_PAR_SEMAINE)
        equivalents = Fraction(int(mois_de_travail_equivalents(jours, semaine, mois.fin)))
        travailles = min(presence.travail + presence.sans_droit, max(presence.travail, equivalents))
    maladie, accident = (arrondir(decimale(une), 6) for une in (presence.maladie, presence.accident))
    travail = arrondir(decimale(travailles), 6)
    travail = min(travail, DOUZE - maladie - accident)
    suivis = conges_acquis(travail, mois.fin, maladie, accident, decompte, arrondir_au_jour=False)
    return arrondir(min(repris + suivis, max(repris, jours_d_une_annee(mois, decompte))), DECIMALES_DES_JOURS)


def jours_d_une_annee(mois: Mois, decompte: Decompte) -> Decimal:
    """Jours d'une année entière : 30 ouvrables, ou 25 ouvrés (C. trav., art. L3141-3)."""
    ouvrables: Decimal = parametres("paie_elements.conges_payes", mois.fin)["ouvrables_maximum"]
    return ouvrables if decompte == "ouvrables" else decimale(Fraction(int(ouvrables)) * _OUVRES_PAR_OUVRABLE)


def avec_des_jours_ajoutes(compte: Compte, jours: Decimal) -> Compte:
    """Compte où des jours s'ajoutent à la période qui se prend, N-1, ou à N s'il n'y a qu'elle.

    Args:
        compte: Compte du mois.
        jours: Jours de fractionnement, d'ancienneté…
    """
    if not jours:
        return compte
    visee = compte.precedente or compte.en_cours
    periodes = (replace(p, ajoutes=p.ajoutes + jours) if p is visee else p for p in compte.periodes)
    return replace(compte, periodes=tuple(periodes))


def avec_des_jours_pris(compte: Compte, pris: tuple[tuple[int, Decimal], ...]) -> Compte:
    """Compte après une prise.

    Args:
        compte: Compte avant elle.
        pris: Rang de chaque période, et jours qui en viennent.
    """
    periodes = list(compte.periodes)
    for rang, jours in pris:
        periodes[rang] = replace(periodes[rang], pris=periodes[rang].pris + jours)
    return replace(compte, periodes=tuple(periodes))
