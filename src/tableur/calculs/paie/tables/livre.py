"""Le livre de paie : les bulletins de chaque salarié, mois après mois, depuis la reprise ou l'embauche."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tableur.calculs.paie.bulletin import bulletin_de_paie
from tableur.calculs.paie.enregistrements import Bulletin, Cumuls, Etablissement, Salarie, Variables
from tableur.calculs.paie.tables.enregistrements import FicheSalarie
from tableur.calculs.paie.tables.refus import SaisieRefusee, exiger_un_contrat, exiger_une_reprise
from tableur.calculs.paie.tables.saisies import Saisies, nom_de, present
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ErreurTableur


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


def livre_de_paie(saisies: Saisies, mois: Mois) -> Livre:
    """Livre de paie jusqu'à un mois ; une personne refusée n'arrête pas les autres.

    Args:
        saisies: Tables tapées.
        mois: Dernier mois à payer.
    """
    livre = Livre(mois)
    for rang, fiche in enumerate(saisies.fiches):
        courant = mois
        siens: list[Paye] = []
        try:
            exiger_une_fiche(saisies, fiche, rang, mois)
            if not present(fiche, mois) and fiche.entree > mois.fin:
                continue
            for courant in _mois_a_payer(saisies, fiche, rang, mois):
                siens.append(_payer(saisies, fiche, courant, siens[-1].bulletin.cumuls if siens else None))
        except SaisieRefusee as refus:
            livre.refusees.append(
                Refusee(fiche, courant, str(refus), refus.regle, refus.table, refus.rang, refus.champ)
            )
            continue
        except ErreurTableur as refus:
            endroit = _endroit(saisies, fiche, rang)
            livre.refusees.append(Refusee(fiche, courant, str(refus), "paie refusée", *endroit))
            continue
        livre.payes |= {(fiche.matricule, paye.mois): paye for paye in siens}
    return livre


def _endroit(saisies: Saisies, fiche: FicheSalarie, rang: int) -> tuple[str, int, str]:
    """Table, rang et champ d'un refus du calcul ; une table vide est la feuille Paramètres."""
    etablissement = saisies.etablissement(fiche)
    if etablissement.regime_particulier.strip() and not fiche.regime_particulier.strip():
        return "", 0, "regime_particulier"
    if etablissement.taux_at is None:
        return "", 0, "taux_at"
    return "FicheSalarie", rang, "regime_particulier" if fiche.regime_particulier.strip() else ""


def exiger_une_fiche(saisies: Saisies, fiche: FicheSalarie, rang: int, mois: Mois) -> None:
    """Refuse un contrat ou une reprise qui ne se paie pas, et des cumuls qui manquent.

    Args:
        saisies: Tables tapées.
        fiche: Fiche du salarié.
        rang: Son rang.
        mois: Mois de paie.

    Raises:
        SaisieRefusee: La fiche ne se paie pas.
    """
    exiger_un_contrat(rang, fiche)
    reprise = saisies.rang_de_la_reprise(fiche.matricule)
    if reprise is not None:
        exiger_une_reprise(reprise, saisies.reprises[reprise])
    depuis = saisies.reglages.suivi_depuis
    if depuis is None or depuis.mois == 1 or depuis.annee != mois.annee or saisies.reprise(fiche.matricule):
        return
    if fiche.entree < depuis.debut and present(fiche, depuis + -1) and present(fiche, mois):
        phrase = (
            f"Cumuls manquants : présent avant {depuis}, premier mois suivi, sans ligne dans « Reprise ». "
            "Recopier ceux de son dernier bulletin."
        )
        raise SaisieRefusee(phrase, "cumuls manquants", "FicheSalarie", rang, "matricule")


def _mois_a_payer(saisies: Saisies, fiche: FicheSalarie, rang: int, mois: Mois) -> Iterator[Mois]:
    """Mois du premier qui est suivi au dernier demandé, contrat compris."""
    reprise, depuis = saisies.reprise(fiche.matricule), saisies.reglages.suivi_depuis
    if reprise is not None:
        courant = reprise.mois + 1
        if courant > mois:
            if present(fiche, mois):
                phrase = (
                    f"La reprise est celle de {reprise.mois} : ce mois est déjà payé, rien n'est calculé avant."
                )
                raise SaisieRefusee(phrase, "mois repris", "FicheSalarie", rang, "matricule")
            return
    else:
        courant = depuis if depuis is not None and depuis <= mois else Mois(mois.annee, 1)
    while courant <= mois:
        if present(fiche, courant):
            yield courant
        courant += 1


def _payer(saisies: Saisies, fiche: FicheSalarie, mois: Mois, suite: Cumuls | None) -> Paye:
    salarie, etablissement = saisies.contrat(fiche, mois), saisies.etablissement(fiche)
    variables = saisies.variables_du_mois(fiche, mois)
    avant = suite
    if avant is None:
        avant = saisies.cumuls_de_reprise(fiche.matricule)
    bulletin = bulletin_de_paie(mois, salarie, etablissement, variables, avant or Cumuls())
    return Paye(fiche, mois, salarie, etablissement, variables, avant, bulletin)
