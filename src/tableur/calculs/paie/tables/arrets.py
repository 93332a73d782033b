"""Ce qu'une absence rapporte un mois donné : maintien, indemnités journalières, jours non payés, remarques."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from tableur.calculs.paie.gains import heures_payees
from tableur.calculs.paie.indemnites_journalieres import (
    IndemnitesSubrogees,
    fin_de_l_imposition,
    indemnites_subrogees,
    taux_net,
)
from tableur.calculs.paie.maintien_legal import BaseDuJour, PartDuMaintien, part_d_un_jour, parts_du_maintien
from tableur.calculs.paie.plafonds import JOURS_PAR_SEMAINE, jours_ouvres
from tableur.calculs.paie.tables.enchainement import NATURES, Arret, jours_de
from tableur.calculs.paie.tables.indemnites import Indemnite, indemnite_de
from tableur.calculs.paie.tables.tapees import Absence, FicheSalarie
from tableur.socle.arrondis import arrondir_centime, repartir
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO

AUCUNE = IndemnitesSubrogees(jours=0, brut=ZERO, csg_crds=ZERO, net=ZERO, imposable=ZERO)
Salaires = Callable[[Mois], Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceDuMois:
    """Part d'une absence dans un mois de paie.

    `parts` sont les lignes du maintien légal du mois, qu'il soit payé ou seulement dû ; `maintien` est ce qui est
    payé. Une absence qui ne retient aucune heure, une fin de semaine, n'a aucun jour non payé : le salaire est
    entier, le plafond aussi. `subrogation` dit que l'employeur reçoit des indemnités de ce mois. `minimum` et
    `minimum_calendaire` sont le minimum légal de la ligne entière, dans les deux usages.
    """

    rang: int
    absence: Absence
    debut: date
    fin: date
    heures: Decimal
    jours_non_payes: int
    maintien: Decimal = ZERO
    calcule: bool = False
    parts: tuple[PartDuMaintien, ...] = ()
    indemnite: Indemnite = field(default_factory=Indemnite)
    subrogation: bool = False
    subrogees: IndemnitesSubrogees = AUCUNE
    minimum: Decimal | None = None
    minimum_calendaire: Decimal | None = None
    arret: Arret | None = None

    @property
    def estimee(self) -> bool:
        """Vrai si un montant payé vient d'une indemnité journalière estimée."""
        tapees = self.absence.ijss_subrogees is not None
        return self.indemnite.estimee and (self.calcule or (self.subrogees.jours > 0 and not tapees))


@dataclass(frozen=True, slots=True)
class Contexte:
    """Ce que le calcul d'une absence sait : fiche, mois, arrêts, salaires, bruts connus, subrogation d'usage."""

    fiche: FicheSalarie
    mois: Mois
    arrets: Sequence[Arret]
    salaire: Salaires
    bruts: Mapping[Mois, Decimal]
    subrogation: bool


@dataclass(frozen=True, slots=True)
class _Portee:
    """Une absence dans le contrat, et ses jours du mois."""

    absence: Absence
    premier: date
    dernier: date
    mois: Mois

    @property
    def debut(self) -> date:
        return max(self.premier, self.mois.debut)

    @property
    def fin(self) -> date:
        return min(self.dernier, self.mois.fin)

    def part(self, montant: Decimal | None) -> Decimal | None:
        """Part d'un montant tapé qui revient au mois, au prorata des jours ; les parts refont le montant."""
        if not montant:
            return montant
        couverts = [Mois.de(self.premier)]
        while couverts[-1] < Mois.de(self.dernier):
            couverts.append(couverts[-1] + 1)
        poids = [Decimal((min(self.dernier, m.fin) - max(self.premier, m.debut)).days + 1) for m in couverts]
        return repartir(arrondir_centime(montant), poids)[couverts.index(self.mois)]


def absence_du_mois(rang: int, absence: Absence, contexte: Contexte) -> AbsenceDuMois | None:
    """Part d'une absence dans un mois ; None si aucun de ses jours n'y est dans le contrat.

    Args:
        rang: Rang de la ligne.
        absence: La ligne.
        contexte: Le salarié et le mois.
    """
    fiche = contexte.fiche
    dernier = absence.fin if fiche.sortie is None else min(absence.fin, fiche.sortie)
    portee = _Portee(absence, max(absence.debut, fiche.entree), dernier, contexte.mois)
    if portee.fin < portee.debut:
        return None
    maintien = portee.part(absence.maintien)
    tous, heures = (portee.fin - portee.debut).days + 1, _heures(fiche, portee)
    libre = absence.heures is not None or not heures or bool(maintien)
    arret = next((arret for arret in contexte.arrets if arret.contient(rang)), None)
    du_mois = AbsenceDuMois(
        rang=rang,
        absence=absence,
        debut=portee.debut,
        fin=portee.fin,
        heures=heures,
        jours_non_payes=0 if libre else tous,
        maintien=maintien or ZERO,
        subrogees=_tapees(portee, arret),
    )
    return du_mois if arret is None else _de_l_arret(du_mois, arret, portee, contexte)


def _de_l_arret(du_mois: AbsenceDuMois, arret: Arret, portee: _Portee, contexte: Contexte) -> AbsenceDuMois:
    """La même absence, avec le maintien légal et les indemnités de son arrêt."""
    absence = portee.absence
    indemnite = indemnite_de(arret, du_mois.rang, absence, contexte.bruts, contexte.fiche.entree)
    parts, minimum, calendaire = _minimums(contexte, arret, portee, indemnite)
    subroges = _jours_subroges(contexte, arret, portee)
    if absence.ijss_subrogees is None:
        du_mois = replace(du_mois, subrogees=_calculees(arret, portee, indemnite, subroges))
    calcule = absence.maintien is None and bool(parts) and indemnite.connue
    if calcule:
        maintien = sum((part.complement for part in parts), ZERO)
        payes = sum(part.jours for part in parts if part.complement or (maintien and not part.garanti))
        du_mois = replace(
            du_mois,
            maintien=maintien,
            jours_non_payes=max(0, du_mois.jours_non_payes - payes),
        )
    return replace(
        du_mois,
        calcule=calcule,
        parts=tuple(parts),
        indemnite=indemnite,
        subrogation=bool(subroges),
        minimum=minimum,
        minimum_calendaire=calendaire,
        arret=arret,
    )


def _heures(fiche: FicheSalarie, portee: _Portee) -> Decimal:
    """Heures d'absence du mois, à l'horaire que le brut du contrat paie ; les congés payés n'en retiennent pas."""
    absence = portee.absence
    if absence.nature == "conges_payes":
        return ZERO
    if absence.heures is not None:
        return absence.heures
    semaine = heures_payees(fiche.heures_semaine, portee.debut)
    return jours_ouvres(portee.debut, portee.fin) * semaine / JOURS_PAR_SEMAINE


def _minimums(
    contexte: Contexte, arret: Arret, portee: _Portee, indemnite: Indemnite
) -> tuple[list[PartDuMaintien], Decimal | None, Decimal | None]:
    """Lignes du maintien du mois, et minimum légal de la ligne d'absence, en heures réelles puis au calendrier."""
    jours = {jour: taux for jour, taux in arret.jours.items() if portee.premier <= jour <= portee.dernier}
    if not jours:
        return [], ZERO, ZERO

    def parts(base: BaseDuJour) -> list[PartDuMaintien]:
        du_jour = partial(_part_d_un_jour, contexte.fiche, portee, base)
        return parts_du_maintien(jours, arret.debut, contexte.salaire, du_jour, indemnite.du_jour)

    reelles = parts("heures_reelles")
    du_mois = [part for part in reelles if part.mois == contexte.mois]
    if not indemnite.connue:
        return du_mois, None, None
    minimum, calendaire = (
        sum((part.complement for part in siennes), ZERO) for siennes in (reelles, parts("calendaire"))
    )
    return du_mois, minimum, calendaire


def _part_d_un_jour(fiche: FicheSalarie, portee: _Portee, base: BaseDuJour, jour: date) -> Fraction:
    """Fraction du salaire du mois qu'un jour d'absence vaut ; des heures tapées se partagent entre ses jours."""
    heures = portee.absence.heures
    if heures is None or base != "heures_reelles":
        return part_d_un_jour(jour, base)
    mois, ouvres = Mois.de(jour), jours_ouvres(portee.premier, portee.dernier)
    if ouvres and not jours_ouvres(jour, jour):
        return Fraction(0)
    semaine = Fraction(heures_payees(fiche.heures_semaine, jour))
    du_mois = semaine / JOURS_PAR_SEMAINE * jours_ouvres(mois.debut, mois.fin)
    if not du_mois:
        return Fraction(0)
    return Fraction(heures) / (ouvres or (portee.dernier - portee.premier).days + 1) / du_mois


def _jours_subroges(contexte: Contexte, arret: Arret, portee: _Portee) -> list[date]:
    """Jours du mois que la caisse indemnise, et dont l'employeur reçoit l'indemnité."""
    choix = portee.absence.subrogation
    jours = [jour for jour in jours_de(portee.debut, portee.fin) if jour >= arret.premier_jour_indemnise]
    if choix is None:
        return [jour for jour in jours if contexte.subrogation and _maintenu(arret, portee.absence, jour)]
    return jours if choix else []


def _calculees(arret: Arret, portee: _Portee, indemnite: Indemnite, jours: list[date]) -> IndemnitesSubrogees:
    """Indemnités subrogées du mois, si l'indemnité est connue."""
    if not indemnite.connue or not jours:
        return AUCUNE
    absence, limite = portee.absence, fin_de_l_imposition(arret.debut, arret.nature)
    brut = sum((indemnite.du_jour(jour) for jour in jours), ZERO)
    impose = sum((indemnite.du_jour(jour) for jour in jours if jour <= limite), ZERO)
    if absence.affection_longue_duree:
        impose = ZERO
    calculees = indemnites_subrogees(len(jours), arrondir_centime(brut), impose, arret.nature, portee.fin)
    imposables = portee.part(absence.ijss_imposables)
    return calculees if imposables is None else replace(calculees, imposable=imposables)


def _maintenu(arret: Arret, absence: Absence, jour: date) -> bool:
    """Vrai si l'employeur maintient encore le salaire : d'usage, il n'est subrogé que là (CSS, art. R323-11)."""
    if absence.maintien is not None:
        return bool(absence.maintien)
    return bool(arret.jours) and jour <= max(arret.jours)


def _tapees(portee: _Portee, arret: Arret | None) -> IndemnitesSubrogees:
    """Part du mois d'indemnités tapées, nettes de CSG ; la part imposable s'en déduit si elle n'est pas tapée."""
    absence = portee.absence
    net, imposables = portee.part(absence.ijss_subrogees) or ZERO, portee.part(absence.ijss_imposables)
    if not net:
        return AUCUNE if imposables is None else replace(AUCUNE, imposable=imposables)
    nature = NATURES.get(absence.nature, "maladie")
    brut = impose = arrondir_centime(net / taux_net(portee.fin))
    jours: list[date] = []
    if arret is not None:
        jours = [jour for jour in jours_de(portee.debut, portee.fin) if jour >= arret.premier_jour_indemnise]
        limite = fin_de_l_imposition(arret.debut, nature)
        impose = brut * sum(jour <= limite for jour in jours) / len(jours) if jours else brut
    if absence.affection_longue_duree:
        impose = ZERO
    refaites = indemnites_subrogees(len(jours), brut, impose, nature, portee.fin)
    return replace(
        refaites, csg_crds=brut - net, net=net, imposable=refaites.imposable if imposables is None else imposables
    )
