"""Le livre de paie : les bulletins de chaque salarié, mois après mois, depuis la reprise ou l'embauche."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tableur import baremes
from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.enregistrements import Bulletin, Cumuls, Etablissement, Salarie, Variables
from tableur.calculs.paie.tables.arrets import AbsenceDuMois
from tableur.calculs.paie.tables.conges_pris import (
    SANS_CONGES,
    CongesDuMois,
    conges_apres_la_paie,
    conges_du_mois,
)
from tableur.calculs.paie.tables.contrats import cdd_poursuivi
from tableur.calculs.paie.tables.enregistrements import FicheSalarie
from tableur.calculs.paie.tables.mois_a_payer import exiger_une_fiche, mois_a_payer
from tableur.calculs.paie.tables.refus import SaisieRefusee
from tableur.calculs.paie.tables.retenues import brut_retabli
from tableur.calculs.paie.tables.saisies import Saisies, nom_de, present
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ErreurTableur
from tableur.socle.grandeurs import ZERO


@dataclass(frozen=True, slots=True)
class Paye:
    """Bulletin d'un salarié pour un mois, et ce qui l'a fait."""

    fiche: FicheSalarie
    mois: Mois
    salarie: Salarie
    etablissement: Etablissement
    variables: Variables
    avant: Cumuls | None
    bulletin: Bulletin
    conges: CongesDuMois = SANS_CONGES
    absences: tuple[AbsenceDuMois, ...] = ()

    @property
    def nom(self) -> str:
        """Nom et prénom."""
        return nom_de(self.fiche)


@dataclass(frozen=True, slots=True)
class Refusee:
    """Personne dont la paie est refusée : le mois, la phrase, et l'endroit."""

    fiche: FicheSalarie
    mois: Mois
    message: str
    regle: str
    table: str
    rang: int
    champ: str


@dataclass(slots=True)
class Livre:
    """Bulletins par salarié et par mois, et personnes refusées."""

    mois: Mois
    payes: dict[tuple[str, Mois], Paye] = field(default_factory=dict)
    refusees: list[Refusee] = field(default_factory=list)

    @property
    def du_mois(self) -> list[Paye]:
        """Bulletins du dernier mois, dans l'ordre de la feuille Salariés."""
        return [paye for paye in self.payes.values() if paye.mois == self.mois]

    def paye(self, matricule: str, mois: Mois) -> Paye | None:
        """Bulletin d'un salarié pour un mois, None s'il n'y en a pas."""
        return self.payes.get((matricule, mois))

    def contrats_multiples(self) -> list[list[Paye]]:
        """Contrats d'une même personne payés dans le mois : ceux qui ont le même numéro de sécurité sociale."""
        groupes: defaultdict[str, list[Paye]] = defaultdict(list)
        for paye in self.du_mois:
            if paye.fiche.nir:
                groupes[paye.fiche.nir].append(paye)
        return [groupe for groupe in groupes.values() if len(groupe) > 1]


@dataclass(slots=True, eq=False)
class _Suivi:
    """Contrat en cours de calcul : mois à payer, mois payés, bruts rétablis, et le refus qui l'a arrêté."""

    rang: int
    fiche: FicheSalarie
    a_payer: list[Mois] = field(default_factory=list)
    payes: list[Paye] = field(default_factory=list)
    bruts: dict[Mois, Decimal] = field(default_factory=dict)
    refus: Refusee | None = None
    prolonge: "_Suivi | None" = None

    @property
    def continue_(self) -> bool:
        """Vrai si ce contrat poursuit un contrat à durée déterminée déjà payé : il en garde les cumuls."""
        return self.prolonge is not None and bool(self.payes)


def livre_de_paie(saisies: Saisies, mois: Mois) -> Livre:
    """Livre de paie jusqu'à un mois ; une personne refusée n'arrête pas les autres.

    Les contrats d'une même personne se calculent ensemble, mois par mois : ils partagent son plafond.

    Args:
        saisies: Tables tapées.
        mois: Dernier mois à payer.
    """
    suivis = [_Suivi(rang, fiche) for rang, fiche in enumerate(saisies.fiches)]
    for suivi in suivis:
        suivi.prolonge = _prolonge(saisies, suivis, suivi.fiche)
        with _situe(saisies, suivi, mois):
            exiger_une_fiche(saisies, suivi.fiche, suivi.rang, mois)
            if present(suivi.fiche, mois) or suivi.fiche.entree <= mois.fin:
                suivi.a_payer = list(mois_a_payer(saisies, suivi.fiche, suivi.rang, mois))
    for groupe in _par_personne(saisies, suivis):
        _payer_ensemble(saisies, groupe)
    livre = Livre(mois)
    for suivi in suivis:
        if suivi.refus is not None:
            livre.refusees.append(suivi.refus)
        else:
            livre.payes |= {(suivi.fiche.matricule, paye.mois): paye for paye in suivi.payes}
    return livre


@contextmanager
def _situe(saisies: Saisies, suivi: _Suivi, mois: Mois) -> Iterator[None]:
    """Fait d'une erreur le refus du contrat, à l'endroit où la corriger."""
    fiche = suivi.fiche
    try:
        yield
    except SaisieRefusee as refus:
        suivi.refus = Refusee(fiche, mois, str(refus), refus.regle, refus.table, refus.rang, refus.champ)
    except ErreurTableur as refus:
        endroit = _endroit(saisies, fiche, suivi.rang)
        suivi.refus = Refusee(fiche, mois, str(refus), "paie refusée", *endroit)


def _endroit(saisies: Saisies, fiche: FicheSalarie, rang: int) -> tuple[str, int, str]:
    """Table, rang et champ d'un refus du calcul ; une table vide est la feuille Paramètres."""
    etablissement = saisies.etablissement(fiche)
    if etablissement.regime_particulier.strip() and not fiche.regime_particulier.strip():
        return "", 0, "regime_particulier"
    if etablissement.taux_at is None:
        return "", 0, "taux_at"
    return "FicheSalarie", rang, "regime_particulier" if fiche.regime_particulier.strip() else ""


def _par_personne(saisies: Saisies, suivis: Sequence[_Suivi]) -> Iterator[list[_Suivi]]:
    """Contrats qui se paient, par personne (le même numéro de sécurité sociale), du plus ancien au dernier."""
    groupes: defaultdict[str, list[_Suivi]] = defaultdict(list)
    for suivi in suivis:
        if suivi.refus is None and (suivi.a_payer or saisies.reprise(suivi.fiche.matricule)):
            groupes[suivi.fiche.nir or f"ligne {suivi.rang}"].append(suivi)
    for groupe in groupes.values():
        groupe.sort(key=lambda suivi: suivi.fiche.entree)
        yield groupe


def _payer_ensemble(saisies: Saisies, groupe: Sequence[_Suivi]) -> None:
    """Paie les contrats d'une personne, mois par mois ; un contrat refusé s'arrête, les autres continuent."""
    for mois in sorted({mois for suivi in groupe for mois in suivi.a_payer}):
        for suivi in groupe:
            if suivi.refus is None and mois in suivi.a_payer:
                with _situe(saisies, suivi, mois):
                    _exiger_le_cdd(saisies, suivi, mois)
                    _payer(saisies, suivi, mois, _avant(saisies, suivi, groupe, mois))


def _prolonge(saisies: Saisies, suivis: Sequence[_Suivi], fiche: FicheSalarie) -> _Suivi | None:
    """Suivi du CDD que ce contrat poursuit, refusé ou non."""
    cdd = cdd_poursuivi(saisies.contrats_par_nir, fiche)
    return None if cdd is None else next(suivi for suivi in suivis if suivi.fiche is cdd)


def _exiger_le_cdd(saisies: Saisies, suivi: _Suivi, mois: Mois) -> None:
    """Refuse un CDI dont le CDD de l'année est refusé : ses cumuls lui manqueraient, sauf s'ils sont repris."""
    cdd = suivi.prolonge
    if cdd is None or cdd.refus is None or saisies.reprise(suivi.fiche.matricule):
        return
    if cdd.fiche.sortie is not None and cdd.fiche.sortie.year == mois.annee:
        phrase = (
            f"Cumuls manquants : le CDD que ce contrat poursuit, {cdd.fiche.matricule}, est refusé. Corriger "
            "d'abord ce qui le refuse."
        )
        raise SaisieRefusee(phrase, "cumuls manquants", "FicheSalarie", suivi.rang, "matricule")


def _avant(saisies: Saisies, suivi: _Suivi, groupe: Sequence[_Suivi], mois: Mois) -> Cumuls | None:
    """Cumuls que reçoit le bulletin : ceux du contrat, du CDD qu'il prolonge, et la part des autres contrats."""
    if suivi.payes:
        avant: Cumuls | None = suivi.payes[-1].bulletin.cumuls
    elif suivi.prolonge is not None and suivi.prolonge.payes:
        dernier = suivi.prolonge.payes[-1].bulletin.cumuls
        avant = replace(dernier, mois=mois + -1, brut_du_contrat=ZERO)
    else:
        avant = saisies.cumuls_de_reprise(suivi.fiche.matricule) or _repris_du_cdd(saisies, suivi, mois)
    poursuivis = [autre.prolonge for autre in groupe if autre.continue_ or autre is suivi]
    autres = [a for a in groupe if a is not suivi and a not in poursuivis and a.fiche.contrat != "stage"]
    if not autres or suivi.fiche.contrat == "stage":
        return avant
    return _avec_les_autres(saisies, avant or Cumuls(), mois, autres)


def _repris_du_cdd(saisies: Saisies, suivi: _Suivi, mois: Mois) -> Cumuls | None:
    """Cumuls repris du CDD que ce contrat poursuit, s'ils s'arrêtent au mois d'avant."""
    repris = None if suivi.prolonge is None else saisies.cumuls_de_reprise(suivi.prolonge.fiche.matricule)
    return replace(repris, brut_du_contrat=ZERO) if repris is not None and repris.mois == mois + -1 else None


def _avec_les_autres(saisies: Saisies, avant: Cumuls, mois: Mois, autres: Sequence[_Suivi]) -> Cumuls:
    """Cumuls d'un contrat, et ce que les autres contrats de la personne ont déjà compté dans l'année."""
    comptes = [cumuls for autre in autres if (cumuls := _comptes(saisies, autre, mois)) is not None]
    du_mois = [autre.payes[-1] for autre in autres if autre.payes and autre.payes[-1].mois == mois]
    return replace(
        avant,
        brut_autres_contrats=sum((cumuls.brut for cumuls in comptes), ZERO),
        plafond_autres_contrats=sum((cumuls.plafond for cumuls in comptes), ZERO),
        plafond_pris_ce_mois=sum((paye.bulletin.totaux.plafond_applique for paye in du_mois), ZERO),
    )


def _comptes(saisies: Saisies, autre: _Suivi, mois: Mois) -> Cumuls | None:
    """Cumuls d'un autre contrat dans l'année : ceux de son dernier bulletin, ou de sa reprise."""
    if autre.payes:
        cumuls: Cumuls | None = autre.payes[-1].bulletin.cumuls
    else:
        cumuls = saisies.cumuls_de_reprise(autre.fiche.matricule)
    if cumuls is None or cumuls.mois is None or cumuls.mois.annee != mois.annee or cumuls.mois > mois:
        return None
    return cumuls


@baremes.lecture_groupee()
def _payer(saisies: Saisies, suivi: _Suivi, mois: Mois, avant: Cumuls | None) -> None:
    """Ajoute au contrat le bulletin d'un mois, ses congés et ses arrêts."""
    fiche = suivi.fiche
    salarie, etablissement = saisies.contrat(fiche, mois), saisies.etablissement(fiche)
    bruts = suivi.bruts if suivi.prolonge is None else {**suivi.prolonge.bruts, **suivi.bruts}
    absences = saisies.absences_du_mois(fiche, mois, bruts)
    variables = saisies.variables_du_mois(fiche, mois, absences)
    deja = _conges_d_avant(suivi)
    conges = conges_du_mois(saisies, fiche, salarie, mois, variables.brut, deja)
    if conges.prises:
        variables = replace(variables, heures_conges=conges.heures, complement_conges=conges.complement)
    bulletin = bulletin_de_paie(mois, salarie, etablissement, variables, avant or Cumuls())
    conges = conges_apres_la_paie(conges, saisies, fiche, mois, variables, bulletin, absences)
    suivi.payes.append(Paye(fiche, mois, salarie, etablissement, variables, avant, bulletin, conges, absences))
    suivi.bruts[mois] = brut_retabli(fiche, mois, variables, bulletin.totaux, absences)


def _conges_d_avant(suivi: _Suivi) -> CongesDuMois | None:
    """Congés du mois précédent : ceux du contrat, ou du CDD qu'il prolonge."""
    payes = suivi.payes or (suivi.prolonge.payes if suivi.prolonge is not None else [])
    return payes[-1].conges if payes else None
