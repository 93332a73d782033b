"""Refaire un bulletin sous l'hypothèse d'une faute : la situation, ses retouches, et le calcul qui les suit.

Une faute est prouvée quand son calcul retrouve le chiffre faux. Elle change ce que l'on donne au calcul (cumuls
oubliés, effectif, date du contrat), ou retouche une étape (assiettes, lignes, allègements, nets).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from tableur.calculs.paie.allegements import Allegements, allegements_du_mois, lignes_d_allegements
from tableur.calculs.paie.assiettes import Assiettes, assiettes_du_mois
from tableur.calculs.paie.bulletin import cumuls_de_l_annee
from tableur.calculs.paie.controles import exiger_le_calculable
from tableur.calculs.paie.cotisations import lignes_du_mois
from tableur.calculs.paie.enregistrements import (
    Cumuls,
    Etablissement,
    LigneDeBulletin,
    Salarie,
    TotauxDeBulletin,
    Variables,
)
from tableur.calculs.paie.gains import Gains, gains_du_mois
from tableur.calculs.paie.heures_exonerees import part_exoneree_d_impot
from tableur.calculs.paie.partage import lignes_de_la_prime
from tableur.calculs.paie.totaux import Nets, nets_du_mois, totaux_du_bulletin
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Retouche:
    """Ce qu'une faute change à une étape du calcul ; une étape vide reste celle du barème."""

    gains: "Callable[[Situation, Gains], Gains] | None" = None
    assiettes: "Callable[[Situation, Assiettes], Assiettes] | None" = None
    lignes: "Callable[[Situation, Assiettes, list[LigneDeBulletin]], list[LigneDeBulletin]] | None" = None
    allegements: "Callable[[Situation, Assiettes, Allegements], Allegements] | None" = None
    nets: "Callable[[Situation, list[LigneDeBulletin], Nets], Nets] | None" = None
    sans_exoneration_des_heures: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Ce qui entre dans un bulletin, et les retouches d'une ou de plusieurs fautes supposées."""

    periode: Mois
    salarie: Salarie
    etablissement: Etablissement
    variables: Variables
    cumuls: Cumuls | None = None
    retouches: tuple[Retouche, ...] = ()

    @property
    def deja(self) -> Cumuls:
        """Cumuls des mois précédents de l'année."""
        return cumuls_de_l_annee(self.cumuls, self.periode)

    def avec(self, retouche: Retouche) -> "Situation":
        """La même situation, une faute de plus."""
        return replace(self, retouches=(*self.retouches, retouche))


@dataclass(frozen=True, slots=True)
class Calcul:
    """Lignes et totaux d'un mois, sous les hypothèses de sa situation."""

    lignes: tuple[LigneDeBulletin, ...]
    allegements: tuple[LigneDeBulletin, ...]
    totaux: TotauxDeBulletin

    @property
    def toutes(self) -> tuple[LigneDeBulletin, ...]:
        """Lignes de cotisations, puis allègements."""
        return (*self.lignes, *self.allegements)


def calculer_la_situation(situation: Situation) -> Calcul:
    """Bulletin d'une situation ; sans retouche, c'est exactement celui de `bulletin_de_paie`.

    Raises:
        ValeurInvalide: Comme `bulletin_de_paie`.
        ValeurManquante: Comme `bulletin_de_paie`.
    """
    s = situation
    exiger_le_calculable(s.periode, s.salarie, s.etablissement, s.variables, s.cumuls or Cumuls())
    le, deja = s.periode.debut, s.deja
    gains = gains_du_mois(s.periode, s.salarie, s.variables, deja)
    for retouche in s.retouches:
        gains = retouche.gains(s, gains) if retouche.gains else gains
    assiettes = assiettes_du_mois(s.periode, s.salarie, s.etablissement, s.variables, gains, deja)
    for retouche in s.retouches:
        assiettes = retouche.assiettes(s, assiettes) if retouche.assiettes else assiettes
    payees = gains.heures_sup + gains.heures_complementaires
    oubliees = any(retouche.sans_exoneration_des_heures for retouche in s.retouches)
    exonerees = part_exoneree_d_impot(payees, deja.heures_exonerees_impot, le) if payees and not oubliees else ZERO
    lignes = _lignes(s, assiettes, exonerees)
    allegements = _allegements(s, gains, assiettes, lignes)
    nets = nets_du_mois(s.periode, s.salarie, s.variables, gains, deja, lignes, allegements.salariale, exonerees)
    for retouche in s.retouches:
        nets = retouche.nets(s, lignes, nets) if retouche.nets else nets
    return Calcul(
        lignes=tuple(lignes),
        allegements=lignes_d_allegements(le, allegements, assiettes, gains),
        totaux=totaux_du_bulletin(s.periode, s.variables, gains, assiettes, lignes, allegements, nets, exonerees),
    )


def _lignes(s: Situation, assiettes: Assiettes, exonerees: Decimal) -> list[LigneDeBulletin]:
    le = s.periode.debut
    lignes = [
        *lignes_du_mois(le, s.salarie, s.etablissement, assiettes, exonerees),
        *lignes_de_la_prime(le, s.etablissement, s.variables),
    ]
    for retouche in s.retouches:
        lignes = retouche.lignes(s, assiettes, lignes) if retouche.lignes else lignes
    return lignes


def _allegements(s: Situation, gains: Gains, assiettes: Assiettes, lignes: list[LigneDeBulletin]) -> Allegements:
    patronales = sum((une.part_patronale for une in lignes), ZERO)
    allegements = allegements_du_mois(
        s.periode.debut, s.salarie, s.etablissement, s.variables, gains, assiettes, s.deja, patronales
    )
    for retouche in s.retouches:
        allegements = retouche.allegements(s, assiettes, allegements) if retouche.allegements else allegements
    return allegements


@dataclass(frozen=True, slots=True)
class Hypothese:
    """Faute supposée : ce qu'elle est, la règle qu'elle enfreint, et la situation où elle est commise.

    Une faute `faible` retrouverait presque n'importe quel chiffre : elle ne se dit qu'à côté d'une autre.
    """

    code: str
    phrase: str
    regle: str
    source: str
    situation: Callable[[Situation], Situation]
    faible: bool = False


def retouchee(code: str, phrase: str, regle: str, source: str, retouche: Retouche) -> Hypothese:
    """Hypothèse qui retouche une étape du calcul."""
    return Hypothese(code, phrase, regle, source, lambda situation: situation.avec(retouche))
