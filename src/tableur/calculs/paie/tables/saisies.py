"""Ce que les gens ont tapé, rangé par salarié, et ce que cela donne pour un mois : contrat, variables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from tableur.calculs.paie.enregistrements import Cumuls, Etablissement, Salarie, Variables
from tableur.calculs.paie.plafonds import bornes_d_emploi
from tableur.calculs.paie.tables.absences import variables_des_absences
from tableur.calculs.paie.tables.arrets import AbsenceDuMois, Contexte, absence_du_mois
from tableur.calculs.paie.tables.contrats import cdd_poursuivi, cdi_qui_suit
from tableur.calculs.paie.tables.enchainement import Arret, arrets_de
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    Prime,
    RepriseDeConges,
    RepriseDePaie,
    VariablesTapees,
)
from tableur.calculs.paie.tables.primes import variables_des_primes
from tableur.calculs.paie.tables.refus import (
    SaisieRefusee,
    exiger_des_compteurs,
    exiger_des_positifs,
    exiger_une_absence,
)
from tableur.calculs.paie.tables.reglages import ReglagesDePaie
from tableur.socle.dates import Mois
from tableur.socle.grandeurs import ZERO

L = TypeVar("L", VariablesTapees, Absence, Prime)

_DIRECTES = (
    "heures_supplementaires_25",
    "heures_supplementaires_50",
    "heures_complementaires_10",
    "heures_complementaires_25",
    "heures_de_stage",
    "avantages_en_nature",
    "remboursements",
    "acomptes",
    "saisies",
    "date_paiement",
)
_DE_LA_FICHE = tuple(
    champ.name for champ in fields(Salarie) if champ.name in {f.name for f in fields(FicheSalarie)} - {"nom"}
)


@dataclass(frozen=True, eq=False)
class Saisies:
    """Tables tapées du classeur de paie ; chaque ligne y garde son rang."""

    fiches: Sequence[FicheSalarie]
    variables: Sequence[VariablesTapees]
    absences: Sequence[Absence]
    primes: Sequence[Prime]
    reprises: Sequence[RepriseDePaie]
    reglages: ReglagesDePaie
    conges: Sequence[RepriseDeConges] = ()

    @cached_property
    def rang_des_fiches(self) -> dict[str, int]:
        """Rang de la fiche de chaque matricule."""
        return {fiche.matricule: rang for rang, fiche in enumerate(self.fiches)}

    @cached_property
    def _variables(self) -> dict[str, list[tuple[int, VariablesTapees]]]:
        return _par_matricule(self.variables)

    @cached_property
    def _absences(self) -> dict[str, list[tuple[int, Absence]]]:
        return _par_matricule(self.absences)

    @cached_property
    def _arrets(self) -> dict[str, list[Arret]]:
        return {}

    @cached_property
    def _primes(self) -> dict[str, list[tuple[int, Prime]]]:
        return _par_matricule(self.primes)

    @cached_property
    def _rang_des_reprises(self) -> dict[str, int]:
        return {reprise.matricule: rang for rang, reprise in enumerate(self.reprises)}

    def rang_de_la_reprise(self, matricule: str) -> int | None:
        """Rang de la reprise d'un salarié, None s'il n'en a pas."""
        return self._rang_des_reprises.get(matricule)

    def reprise(self, matricule: str) -> RepriseDePaie | None:
        """Reprise d'un salarié, None s'il n'en a pas."""
        rang = self.rang_de_la_reprise(matricule)
        return None if rang is None else self.reprises[rang]

    @cached_property
    def _conges(self) -> dict[str, tuple[int, RepriseDeConges]]:
        return {reprise.matricule: (rang, reprise) for rang, reprise in enumerate(self.conges)}

    def conges_repris(self, matricule: str) -> RepriseDeConges | None:
        """Compteurs de congés repris d'un salarié, None s'il n'en a pas.

        Raises:
            SaisieRefusee: Un compteur est négatif.
        """
        trouvee = self._conges.get(matricule)
        if trouvee is None:
            return None
        exiger_des_compteurs(*trouvee)
        return trouvee[1]

    def variables_de(self, matricule: str, mois: Mois) -> tuple[int, VariablesTapees] | None:
        """Rang et ligne de variables d'un mois.

        Raises:
            SaisieRefusee: Deux lignes disent le même mois.
        """
        trouvees = [(rang, v) for rang, v in self._variables.get(matricule, ()) if v.mois == mois]
        if len(trouvees) > 1:
            raise SaisieRefusee(
                f"Deux lignes de variables pour {matricule} en {mois} : n'en garder qu'une.",
                "ligne en double",
                "VariablesTapees",
                trouvees[1][0],
                "mois",
            )
        return trouvees[0] if trouvees else None

    def absences_de(self, fiche: FicheSalarie, mois: Mois) -> list[tuple[int, Absence]]:
        """Absences d'un salarié qui touchent un mois.

        Raises:
            SaisieRefusee: Une absence finit avant de commencer, ou a des heures négatives.
        """
        siennes = self._absences.get(fiche.matricule, [])
        for rang, absence in siennes:
            exiger_une_absence(rang, absence)
        return [(rang, a) for rang, a in siennes if a.debut <= mois.fin and a.fin >= mois.debut]

    def primes_de(self, matricule: str, mois: Mois) -> list[tuple[int, Prime]]:
        """Primes d'un salarié pour un mois."""
        return [(rang, prime) for rang, prime in self._primes.get(matricule, ()) if prime.mois == mois]

    def salaire(self, fiche: FicheSalarie, mois: Mois) -> Decimal:
        """Salaire mensuel en vigueur : le dernier tapé jusqu'à ce mois, à défaut celui de la fiche."""
        return self._dernier(fiche, mois, "salaire_mensuel") or ZERO

    def contrat(self, fiche: FicheSalarie, mois: Mois) -> Salarie:
        """Contrat d'un salarié pour un mois, tel que le bulletin le lit.

        Un stagiaire n'est pas salarié : la mutuelle de l'entreprise ne lui est pas prise d'office.
        """
        reglages = self.reglages
        sante, part = fiche.sante_mensuelle, fiche.part_employeur_sante
        d_office = ZERO if fiche.contrat == "stage" else reglages.sante_mensuelle
        champs = {nom: getattr(fiche, nom) for nom in _DE_LA_FICHE}
        return Salarie(
            **champs
            | {
                "nom": nom_de(fiche),
                "taux_pas": self._dernier(fiche, mois, "taux_pas"),
                "sante_mensuelle": d_office if sante is None else sante,
                "part_employeur_sante": reglages.part_employeur_sante if part is None else part,
            }
        )

    @cached_property
    def contrats_par_nir(self) -> dict[str, list[FicheSalarie]]:
        """Contrats de chaque personne, par numéro de sécurité sociale."""
        contrats: defaultdict[str, list[FicheSalarie]] = defaultdict(list)
        for fiche in self.fiches:
            contrats[fiche.nir or ""].append(fiche)
        return contrats

    def etablissement(self, fiche: FicheSalarie) -> Etablissement:
        """Établissement d'un salarié : son taux AT/MP propre l'emporte."""
        if fiche.taux_at is None:
            return self.reglages.etablissement
        return replace(self.reglages.etablissement, taux_at=fiche.taux_at)

    def absences_du_mois(
        self, fiche: FicheSalarie, mois: Mois, bruts: Mapping[Mois, Decimal] | None = None
    ) -> tuple[AbsenceDuMois, ...]:
        """Absences d'un mois, le maintien et les indemnités journalières calculés là où rien n'est tapé.

        Args:
            fiche: Fiche du salarié.
            mois: Mois de paie.
            bruts: Bruts rétablis des mois déjà payés, dont les indemnités journalières s'estiment.

        Raises:
            SaisieRefusee: Une absence finit avant de commencer, ou a un nombre négatif.
        """
        siennes = self.absences_de(fiche, mois)
        if not siennes:
            return ()
        if fiche.matricule not in self._arrets:
            self._arrets[fiche.matricule] = self._arrets_refaits(fiche)
        arrets, usage = self._arrets[fiche.matricule], self.reglages.subrogation
        contexte = Contexte(fiche, mois, arrets, lambda m: self.salaire(fiche, m), bruts or {}, usage)
        calculees = (absence_du_mois(rang, absence, contexte) for rang, absence in siennes)
        return tuple(absence for absence in calculees if absence is not None)

    def _arrets_refaits(self, fiche: FicheSalarie) -> list[Arret]:
        """Arrêts d'un contrat ; un CDI garde ceux du CDD qu'il poursuit, et son ancienneté (art. L1243-11)."""
        absences = self._absences.get(fiche.matricule, [])
        cdd = cdd_poursuivi(self.contrats_par_nir, fiche)
        if cdd is None:
            return arrets_de(fiche, absences)
        depuis = fiche.anciennete_depuis or cdd.anciennete_depuis or cdd.entree
        siennes = [*self._absences.get(cdd.matricule, ()), *absences]
        return arrets_de(replace(fiche, anciennete_depuis=depuis), siennes)

    def variables_du_mois(
        self, fiche: FicheSalarie, mois: Mois, absences: Sequence[AbsenceDuMois] | None = None
    ) -> Variables:
        """Variables du mois : ce qui est tapé dans Variables, Absences et Primes, et le maintien calculé.

        Args:
            fiche: Fiche du salarié.
            mois: Mois de paie.
            absences: Absences du mois, si elles sont déjà calculées.

        Raises:
            SaisieRefusee: Une ligne tapée ne convient pas ; elle est située.
        """
        trouvee = self.variables_de(fiche.matricule, mois)
        tapees: dict[str, object] = {}
        retenues = ZERO
        if trouvee is not None:
            rang, ligne = trouvee
            exiger_des_positifs(rang, ligne)
            tapees = {nom: getattr(ligne, nom) for nom in _DIRECTES}
            retenues = ligne.retenues_diverses + self._titres(rang, ligne)
        siennes = [prime for _, prime in self.primes_de(fiche.matricule, mois)]
        primes = variables_des_primes(
            siennes, suivi_d_un_cdi=cdi_qui_suit(self.contrats_par_nir, fiche) is not None
        )
        calculees = self.absences_du_mois(fiche, mois) if absences is None else absences
        reste: dict[str, object] = {"brut": self.salaire(fiche, mois), "retenues_diverses": retenues}
        emploi = bornes_d_emploi(mois, fiche.entree, fiche.sortie)
        manquees = variables_des_absences(calculees, emploi)
        return Variables(**{**tapees, **reste, **primes, **manquees})  # type: ignore[arg-type]

    def cumuls_de_reprise(self, matricule: str) -> Cumuls | None:
        """Cumuls recopiés d'un salarié."""
        reprise = self.reprise(matricule)
        if reprise is None:
            return None
        repris = {champ.name for champ in fields(RepriseDePaie)} & {champ.name for champ in fields(Cumuls)}
        return Cumuls(**{nom: getattr(reprise, nom) for nom in repris})

    def _dernier(self, fiche: FicheSalarie, mois: Mois, champ: str) -> Decimal | None:
        valeur: Decimal | None = getattr(fiche, champ)
        quand: Mois | None = None
        for _, ligne in self._variables.get(fiche.matricule, ()):
            tape = getattr(ligne, champ)
            if tape is not None and ligne.mois <= mois and (quand is None or ligne.mois >= quand):
                valeur, quand = tape, ligne.mois
        return valeur

    def _titres(self, rang: int, ligne: VariablesTapees) -> Decimal:
        if not ligne.titres_restaurant:
            return ZERO
        part = self.reglages.titre_restaurant_part_salariale
        if part is None:
            phrase = "La part salariale du titre-restaurant manque : la taper dans la feuille Paramètres."
            raise SaisieRefusee(phrase, "réglage absent", "VariablesTapees", rang, "titres_restaurant")
        return ligne.titres_restaurant * part


def nom_de(fiche: FicheSalarie) -> str:
    """Nom et prénom d'un salarié.

    Args:
        fiche: Sa fiche.
    """
    return f"{fiche.nom} {fiche.prenom}".strip()


def present(fiche: FicheSalarie, mois: Mois) -> bool:
    """Vrai si un jour du mois est dans le contrat.

    Args:
        fiche: Fiche du salarié.
        mois: Mois de paie.
    """
    return fiche.entree <= mois.fin and (fiche.sortie is None or fiche.sortie >= mois.debut)


def _par_matricule(lignes: Iterable[L]) -> dict[str, list[tuple[int, L]]]:
    ranges: defaultdict[str, list[tuple[int, L]]] = defaultdict(list)
    for rang, ligne in enumerate(lignes):
        ranges[ligne.matricule].append((rang, ligne))
    return ranges
