"""Ce qu'un bulletin reçu dit, et ce que son contrôle rend : écarts, causes prouvées, ce qui n'est pas contrôlé."""

from dataclasses import dataclass
from typing import Literal

from tableur.socle.dates import Mois
from tableur.socle.grandeurs import Code, Entier, Euros, Taux

Element = Literal["part salariale", "part patronale", "base", "total"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TotauxRecus:
    """Totaux tapés d'un bulletin reçu ; ce qui est vide n'est ni contrôlé ni supposé.

    Les huit premiers sont ceux que tout bulletin imprime ; les autres servent à chercher la cause d'un écart.
    """

    brut: Euros | None = None
    total_salarial: Euros | None = None
    total_patronal: Euros | None = None
    reduction_generale: Euros | None = None
    montant_net_social: Euros | None = None
    net_imposable: Euros | None = None
    net_a_payer_avant_impot: Euros | None = None
    net_a_payer: Euros | None = None
    prelevement_a_la_source: Euros | None = None
    cout_total_avant_aides: Euros | None = None
    plafond_applique: Euros | None = None
    tranche_1: Euros | None = None
    tranche_2: Euros | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneRecue:
    """Ligne d'un bulletin reçu, telle qu'imprimée ; `code` est le nôtre, ou vide pour lire le libellé."""

    libelle: str = ""
    code: Code = ""
    base: Euros | None = None
    taux_salarial: Taux | None = None
    part_salariale: Euros | None = None
    taux_patronal: Taux | None = None
    part_patronale: Euros | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EcartDeBulletin:
    """Écart d'un bulletin reçu avec le barème ; `cause` est vide tant que rien ne la prouve."""

    code: Code
    libelle: str
    element: Element
    recu: Euros
    attendu: Euros
    ecart: Euros
    regle: str
    source: str
    cause: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseProuvee:
    """Faute dont le recalcul retrouve les chiffres du bulletin reçu ; `autres` en sont les explications égales."""

    code: Code
    phrase: str
    regle: str
    source: str
    ecarts_expliques: Entier
    autres: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControleDeBulletin:
    """Contrôle d'un bulletin reçu : écarts, causes, ce qui n'a pas pu être contrôlé, question pour le cabinet.

    `pratiques` sont des façons de faire du cabinet, reconnues, qui expliquent des chiffres autres que les nôtres.
    """

    periode: Mois
    matricule: Code
    nom: str
    montants_controles: Entier
    ecarts: tuple[EcartDeBulletin, ...]
    causes: tuple[CauseProuvee, ...]
    non_controles: tuple[str, ...]
    question: str
    pratiques: tuple[str, ...] = ()

    @property
    def est_juste(self) -> bool:
        """Vrai si tout ce qui a été contrôlé est juste, et que quelque chose l'a été."""
        return self.montants_controles > 0 and not self.ecarts
