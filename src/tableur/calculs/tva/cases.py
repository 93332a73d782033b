"""Cases de la déclaration : ce que chaque opération nourrit, régularisations comprises, avant tout arrondi."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import cast

from tableur import baremes
from tableur.calculs.tva.saisies import Operation, Zone
from tableur.calculs.tva.zones import anciens_taux, groupe_de_zone, lecture_de_taux, lieu_de_zone, table_des_taux
from tableur.socle.arrondis import arrondir_centime, arrondir_euro
from tableur.socle.ecriture import montant_ecrit, nombre_ecrit
from tableur.socle.erreurs import Anomalie, Ou, Refus, ValeurInvalide
from tableur.socle.grandeurs import UN, ZERO

IMPOSABLES = {
    "vente": "A1",
    "acquisition_intracom": "B2",
    "service_recu_etranger": "A3",
    "achat_etranger": "B4",
    "autoliquidation_interne": "A2",
    "import": "A4",
}
NON_IMPOSABLES = {"export": "E1", "autre_non_imposable": "E2", "livraison_intracom": "F2"}
ANCIENS_TAUX = "13"


@dataclass(slots=True)
class Cumul:
    """Base et taxe exactes d'une case, et les lignes (rang à partir de 1, base, taxe) qui les font."""

    base: Decimal = ZERO
    taxe: Decimal = ZERO
    lignes: list[tuple[int, Decimal, Decimal]] = field(default_factory=list)

    def ajouter(self, rang: int, base: Decimal, taxe: Decimal) -> None:
        """Ajoute une ligne."""
        self.base += base
        self.taxe += taxe
        self.lignes.append((rang, base, taxe))

    def reprendre(self, autre: "Cumul", base: int = 1, taxe: int = 1) -> None:
        """Ajoute les lignes d'un autre cumul, multipliées par 1, 0 ou -1."""
        self.base += base * autre.base
        self.taxe += taxe * autre.taxe
        self.lignes += [(rang, base * b, taxe * t) for rang, b, t in autre.lignes]


Cases = dict[str, Cumul]


class _Ventilation:
    """Range les opérations d'une période : groupes imposables, non imposables, déductions."""

    def __init__(self, le: date) -> None:
        """Prépare les taux de la date ; chaque couple (zone, taux) n'est lu qu'une fois."""
        self._le = le
        self._lues: dict[tuple[Zone, Decimal, str], tuple[Decimal, str]] = {}
        self.groupes: dict[tuple[str, str], Cumul] = {}
        self.cases: Cases = {}
        self.monaco: dict[tuple[str, str], Cumul] = {}

    def case(self, nom: str) -> Cumul:
        """Cumul d'une case, créé au besoin."""
        return self.cases.setdefault(nom, Cumul())

    def ajouter(self, rang: int, op: Operation) -> None:
        """Range une opération.

        Raises:
            ValeurInvalide: Le taux, la TVA, la part récupérable ou la nature ne conviennent pas.
        """
        if not ZERO <= op.coefficient <= UN:
            raise ValeurInvalide(
                f"la part récupérable va de 0 à 1 : {nombre_ecrit(op.coefficient)} reçu (écrire 0,8 pour 80 %)"
            )
        if op.nature in NON_IMPOSABLES:
            _exiger_sans_taxe(op)
            self.case(NON_IMPOSABLES[op.nature]).ajouter(rang, _base(op), ZERO)
        elif op.nature == "achat":
            self._deduire(rang, op, self._taxe_seule(op))
        elif op.nature == "reversement":
            self.case("15").ajouter(rang, ZERO, self._taxe_seule(op))
        else:
            self._imposer(rang, op)

    def _imposer(self, rang: int, op: Operation) -> None:
        base, (taux, ligne) = _base(op), self._taux(op)
        # La facture d'un achat autoliquidé porte 0 € de TVA : la taxe est celle que l'acheteur calcule.
        taxe = op.tva if op.tva or (op.tva is not None and op.nature == "vente") else base * taux
        case = "A2" if op.nature == "vente" and op.immobilisation else IMPOSABLES[op.nature]
        self.groupes.setdefault((case, ligne), Cumul()).ajouter(rang, base, taxe)
        if op.monaco and op.nature == "vente":
            self.monaco.setdefault((case, ligne), Cumul()).ajouter(rang, base, taxe)
        if op.nature != "vente":
            self._deduire(rang, op, taxe)

    def _deduire(self, rang: int, op: Operation, taxe: Decimal) -> None:
        deduite = taxe * op.coefficient
        case = "21" if op.omission else "19" if op.immobilisation else "20"
        self.case(case).ajouter(rang, ZERO, deduite)
        if op.nature == "import" and not op.omission:
            self.case("24").ajouter(rang, ZERO, deduite)

    def _taxe_seule(self, op: Operation) -> Decimal:
        """TVA d'un achat ou d'un reversement : celle qui est tapée, ou ht × taux."""
        if op.tva is not None:
            return op.tva
        rien_a_deduire = op.taux == ZERO or (op.nature == "achat" and op.coefficient == ZERO)
        if rien_a_deduire:
            return ZERO
        if op.taux is None:
            raise ValeurInvalide("taper sa TVA ou son taux ; 0 si la facture n'a pas de TVA")
        cle = (op.zone, op.taux, "déduction")
        if cle not in self._lues:
            self._lues[cle] = (lecture_de_taux(op.taux, self._le, op.zone, _tous_les_taux(self._le)), "")
        return _base(op) * self._lues[cle][0]

    def _taux(self, op: Operation) -> tuple[Decimal, str]:
        tape = _taux_de_la_taxe(op, self._le) if op.taux is None else op.taux
        cle = (op.zone, tape, "import" if op.nature == "import" else "opération")
        if cle not in self._lues:
            taux = lecture_de_taux(tape, self._le, op.zone)
            self._lues[cle] = (taux, _ligne_de_taux(taux, self._le, op.zone, importation=op.nature == "import"))
        return self._lues[cle]


def cases_exactes(operations: Sequence[Operation], le: date) -> Cases:
    """Cases nourries par les opérations, exactes, nets négatifs déplacés en régularisation.

    Un groupe (case du cadre A, ligne de taux) de base nette négative va en B5, et sa taxe ligne 21 : les deux
    cadres restent égaux. Une opération non imposable négative va en F8, une déduction négative ligne 15, un
    reversement négatif ligne 21.

    Args:
        operations: Opérations de la période.
        le: Dernier jour de la période.

    Raises:
        Refus: Des opérations ne conviennent pas ; toutes sont dites, avec leur rang.
    """
    rangees, anomalies = _Ventilation(le), []
    for rang, operation in enumerate(operations, 1):
        try:
            rangees.ajouter(rang, operation)
        except ValeurInvalide as erreur:
            quoi = f"{operation.nature}, {montant_ecrit(operation.ht)}" if operation.ht else operation.nature
            message = f"opération n° {rang} ({quoi}) : {erreur}"
            anomalies.append(Anomalie("refus", Ou(), "opération refusée", "", operation.nature, message))
    if anomalies:
        raise Refus(anomalies)
    cases = rangees.cases
    _basculer(cases, ("19", "20", "21"), "15")
    _basculer(cases, ("15",), "21")
    _basculer(cases, tuple(NON_IMPOSABLES.values()), "F8", base=True)
    _regulariser_les_imposables(rangees, cases)
    if "24" in cases and cases["24"].taxe <= ZERO:
        del cases["24"]
    return cases


def _regulariser_les_imposables(rangees: _Ventilation, cases: Cases) -> None:
    for (case, ligne), groupe in rangees.groupes.items():
        if groupe.base < ZERO or (groupe.base == ZERO and groupe.taxe < ZERO):
            cases.setdefault("B5", Cumul()).reprendre(groupe, base=-1, taxe=0)
            cases.setdefault("21", Cumul()).reprendre(groupe, base=0, taxe=-1)
            continue
        cases.setdefault(case, Cumul()).reprendre(groupe, taxe=0)
        cases.setdefault(ligne, Cumul()).reprendre(groupe)
        if case == "B2":
            cases.setdefault("17", Cumul()).reprendre(groupe, base=0)
        monaco = rangees.monaco.get((case, ligne))
        if monaco is not None and monaco.taxe > ZERO:
            cases.setdefault("18", Cumul()).reprendre(monaco, base=0)


def _basculer(cases: Cases, sources: Sequence[str], cible: str, *, base: bool = False) -> None:
    """Déplace en positif, dans la case de régularisation, celles dont le net est négatif."""
    for source in sources:
        cumul = cases.get(source)
        if cumul is not None and (cumul.base if base else cumul.taxe) < ZERO:
            cases.setdefault(cible, Cumul()).reprendre(cases.pop(source), base=-1, taxe=-1)


def _base(op: Operation) -> Decimal:
    if op.ht is None:
        raise ValeurInvalide("le montant hors taxes (ht) manque")
    return op.ht


def _exiger_sans_taxe(op: Operation) -> None:
    if op.tva:
        raise ValeurInvalide(
            f"une opération « {op.nature} » ne porte pas de TVA, et {montant_ecrit(op.tva)} reçu ; facturée, la "
            "TVA est due : nature « vente » (CGI, art. 283, 3)"
        )


def _tous_les_taux(le: date) -> frozenset[Decimal]:
    """Taux d'un achat : un fournisseur peut être d'une autre zone, sa facture d'une autre année."""
    zones: tuple[Zone, ...] = ("metropole", "corse", "dom")
    return frozenset(
        taux for zone in zones for taux in (*table_des_taux(le, zone).values(), *anciens_taux(le, zone))
    )


def _taux_de_la_taxe(op: Operation, le: date) -> Decimal:
    """Taux de la zone qui donne la TVA tapée, au centime près (à l'euro pour la douane) ; il en faut un seul."""
    base, taux = _base(op), table_des_taux(le, op.zone).values()
    if op.tva is None:
        raise ValeurInvalide("taper son taux (0,20 ou 20 % pour vingt pour cent), ou à défaut sa TVA")
    candidats = [t for t in taux if arrondir_centime(base * t) == op.tva]
    if not candidats and op.nature == "import":
        candidats = [t for t in taux if arrondir_euro(arrondir_euro(base) * t) == op.tva]
    if len(candidats) != 1:
        combien = "aucun taux en vigueur ne donne" if not candidats else "plusieurs taux donnent"
        raise ValeurInvalide(
            f"{combien} {montant_ecrit(op.tva)} de TVA sur {montant_ecrit(base)} : taper son taux"
        )
    return candidats[0]


def _ligne_de_taux(taux: Decimal, le: date, zone: Zone, *, importation: bool) -> str:
    serie = "ca3.taux_import" if importation else "ca3.taux"
    lignes = cast("Sequence[Mapping[str, object]]", baremes.valeur(serie, le))
    groupe = groupe_de_zone(zone)
    for ligne in lignes:
        if ligne["zone"] == groupe and ligne["taux"] == taux:
            return str(ligne["case"])
    if importation or taux not in anciens_taux(le, zone):
        quoi = "une importation" if importation else "une opération"
        raise ValeurInvalide(
            f"le formulaire n'a pas de ligne pour {quoi} à {nombre_ecrit(taux * 100)} % {lieu_de_zone(zone)}"
        )
    return ANCIENS_TAUX
