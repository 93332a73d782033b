"""Un salarié, ses arrêts et ses bulletins, pour les tests."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from tableur.calculs.paie.enregistrements import Etablissement
from tableur.calculs.paie.tables.controles import alertes_du_mois
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    LigneDeControle,
    NatureDAbsence,
    RepriseDePaie,
    VariablesTapees,
)
from tableur.calculs.paie.tables.livre import Paye, livre_de_paie
from tableur.calculs.paie.tables.reglages import ReglagesDePaie
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois

D = Decimal
ZERO = D(0)
ROZENN = FicheSalarie(matricule="005", nom="TANGUY", entree=date(2022, 2, 1), salaire_mensuel=D(2300))
CHEZ = Etablissement(effectif=12, taux_at=D("0.0211"), convention_collective="commerce de détail (IDCC 2216)")
NOVEMBRE = Mois(2026, 11)


def arret(debut: date, fin: date, nature: NatureDAbsence = "maladie", **reste: object) -> Absence:
    """Une ligne d'Absences."""
    return Absence(matricule="005", nature=nature, debut=debut, fin=fin, **reste)  # type: ignore[arg-type]


DU_9_AU_20 = arret(date(2026, 11, 9), date(2026, 11, 20))


def livre(
    *absences: Absence,
    fiche: FicheSalarie = ROZENN,
    mois: Mois = NOVEMBRE,
    suivi: Mois | None = None,
    reprises: Sequence[RepriseDePaie] = (),
    variables: Sequence[VariablesTapees] = (),
    subrogation: bool = False,
) -> tuple[dict[Mois, Paye], list[LigneDeControle]]:
    """Bulletins de la personne par mois, et contrôles du dernier."""
    reglages = ReglagesDePaie(
        etablissement=CHEZ, suivi_depuis=suivi or Mois(mois.annee, 1), subrogation=subrogation
    )
    saisies = Saisies([fiche], variables, absences, [], reprises, reglages)
    complet = livre_de_paie(saisies, mois)
    assert not complet.refusees
    controles = [c for c in alertes_du_mois(complet, saisies) if c.regle != "convention collective"]
    return {paye.mois: paye for paye in complet.payes.values()}, controles


def maintiens(payes: Mapping[Mois, Paye]) -> dict[str, Decimal]:
    """Salaire maintenu de chaque mois où il y en a."""
    return {str(m): p.variables.salaire_maintenu for m, p in payes.items() if p.variables.salaire_maintenu}


def dits(controles: Sequence[LigneDeControle], regle: str) -> list[str]:
    """Messages d'une règle."""
    return [controle.message for controle in controles if controle.regle == regle]
