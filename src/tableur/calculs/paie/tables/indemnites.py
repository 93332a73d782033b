"""L'indemnité journalière d'un arrêt : celle du décompte de la caisse, ou estimée d'après les bruts connus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.indemnites_journalieres import (
    MOIS_DE_REFERENCE,
    indemnite_journaliere,
    indemnite_majoree,
    taux_net,
)
from tableur.calculs.paie.tables.enchainement import Arret
from tableur.calculs.paie.tables.tapees import Absence
from tableur.socle.dates import Mois
from tableur.socle.erreurs import BaremeAbsent
from tableur.socle.grandeurs import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Indemnite:
    """Indemnité journalière brute d'une ligne d'arrêt : son premier taux, le second et son premier jour.

    `manque` dit pourquoi elle n'est pas connue, `d_apres` sur quoi elle est estimée.
    """

    premiere: Decimal | None = None
    seconde: Decimal | None = None
    bascule: date = date.max
    depuis: date = date.min
    estimee: bool = False
    d_apres: str = ""
    manque: str = ""

    @property
    def connue(self) -> bool:
        """Vrai si elle est tapée ou estimée."""
        return self.premiere is not None

    def du_jour(self, jour: date) -> Decimal:
        """Indemnité d'un jour ; rien pendant la carence de la caisse.

        Args:
            jour: Le jour.
        """
        if self.premiere is None or jour < self.depuis:
            return ZERO
        return self.seconde if self.seconde is not None and jour >= self.bascule else self.premiere


def indemnite_de(
    arret: Arret, rang: int, absence: Absence, bruts: Mapping[Mois, Decimal], entree: date
) -> Indemnite:
    """Indemnité journalière d'une ligne d'un arrêt : nulle dans la carence, tapée, tirée du net tapé, ou estimée.

    Args:
        arret: L'arrêt, prolongations comprises.
        rang: Rang de la ligne.
        absence: La ligne.
        bruts: Bruts des mois suivis, rétablis comme si le salarié avait été présent.
        entree: Premier jour du contrat.
    """
    if absence.fin < arret.premier_jour_indemnise:
        return Indemnite(premiere=ZERO, depuis=arret.premier_jour_indemnise)
    try:
        bascule = _bascule(arret)
        tapee = _tapee(arret, rang)
        if tapee is not None:
            montant, du = tapee
            majoree = du < bascule <= absence.fin
            return Indemnite(
                premiere=montant,
                seconde=indemnite_majoree(montant, arret.debut) if majoree else None,
                bascule=bascule,
                depuis=arret.premier_jour_indemnise,
                estimee=majoree,
                d_apres="celle des 28 premiers jours" if majoree else "",
            )
        du_net = _du_net(arret, absence)
        if du_net is not None:
            return Indemnite(premiere=du_net, depuis=arret.premier_jour_indemnise)
        return _estimee(arret, bruts, entree, bascule)
    except BaremeAbsent as erreur:
        return Indemnite(manque=str(erreur))


def _bascule(arret: Arret) -> date:
    """Premier jour du second taux d'un accident du travail."""
    if arret.nature != "accident_du_travail":
        return date.max
    jours = int(parametres("paie_elements.ijss", arret.debut)["jours_du_premier_taux"])
    return arret.debut + timedelta(days=jours)


def _tapee(arret: Arret, rang: int) -> tuple[Decimal, date] | None:
    """Indemnité tapée pour une ligne : la sienne, celle d'avant, ou celle d'après ; et le début de sa ligne."""
    rangs = [r for r, _ in arret.lignes]
    place = rangs.index(rang)
    ordre: Sequence[int] = [*range(place, -1, -1), *range(place + 1, len(rangs))]
    for autre in ordre:
        ligne = arret.lignes[autre][1]
        if ligne.ijss_par_jour is not None:
            return ligne.ijss_par_jour, ligne.debut
    return None


def _du_net(arret: Arret, absence: Absence) -> Decimal | None:
    """Indemnité brute d'un jour, d'après le net subrogé tapé pour toute la ligne."""
    jours = (absence.fin - max(absence.debut, arret.premier_jour_indemnise)).days + 1
    if not absence.ijss_subrogees or jours <= 0:
        return None
    return absence.ijss_subrogees / taux_net(absence.fin) / jours


def _estimee(arret: Arret, bruts: Mapping[Mois, Decimal], entree: date, bascule: date) -> Indemnite:
    """Indemnité estimée d'après les bruts des mois de référence, s'ils sont tous connus."""
    dernier = Mois.de(arret.debut)
    mois = [dernier + -recul for recul in range(MOIS_DE_REFERENCE[arret.nature], 0, -1)]
    manquants = [m for m in mois if m not in bruts]
    if manquants:
        avant = " (avant l'entrée)" if any(m.fin < entree for m in manquants) else ""
        return Indemnite(manque=f"brut inconnu pour {', '.join(map(str, manquants))}{avant}")
    salaires = [max(bruts[m], ZERO) for m in mois]
    seconde = indemnite_journaliere(arret.nature, salaires, arret.debut, True) if bascule != date.max else None
    return Indemnite(
        premiere=indemnite_journaliere(arret.nature, salaires, arret.debut),
        seconde=seconde,
        bascule=bascule,
        depuis=arret.premier_jour_indemnise,
        estimee=True,
        d_apres=f"le brut de {mois[0]}" if len(mois) == 1 else f"les bruts de {mois[0]} à {mois[-1]}",
    )
