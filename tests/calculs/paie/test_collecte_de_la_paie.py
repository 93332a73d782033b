"""Ce qui part au cabinet : rien ne se perd, chaque quantité a son unité, toutes les lignes refusées d'un coup."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tableur.calculs.paie.enregistrements import Etablissement
from tableur.calculs.paie.tables.collecte import elements_a_transmettre, lignes_refusees
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    CodeDuCabinet,
    FicheSalarie,
    Prime,
    VariablesTapees,
)
from tableur.calculs.paie.tables.envois import deja_envoye, lignes_envoyees, valeur_ecrite
from tableur.calculs.paie.tables.reglages import ReglagesDePaie
from tableur.calculs.paie.tables.saisies import Saisies
from tableur.socle.dates import Mois

D = Decimal
JUIN = Mois(2026, 6)
ELISE = FicheSalarie(
    matricule="001", nom="AUBRY", prenom="Élise", entree=date(2026, 1, 1), salaire_mensuel=D(2450)
)
PARTI = replace(ELISE, matricule="003", nom="DIALLO", sortie=date(2026, 5, 31))
HEURES = VariablesTapees(mois=JUIN, matricule="001", heures_supplementaires_25=D(8), titres_restaurant=20)
ABSENCE = Absence(matricule="001", nature="sans_solde", debut=date(2026, 6, 1), fin=date(2026, 6, 2))


def _saisies(
    fiches: list[FicheSalarie],
    variables: list[VariablesTapees] | None = None,
    absences: list[Absence] | None = None,
    primes: list[Prime] | None = None,
) -> Saisies:
    reglages = ReglagesDePaie(etablissement=Etablissement(effectif=14))
    return Saisies(fiches, variables or [], absences or [], primes or [], [], reglages)


def test_la_prime_de_qui_est_parti_est_transmise() -> None:
    prime = Prime(mois=JUIN, matricule="003", nature="prime", montant=D(400))
    elements = elements_a_transmettre(_saisies([ELISE, PARTI], primes=[prime]), JUIN)
    assert [("001", "Rien à signaler", None), ("003", "Prime", D(400))] == [
        (e.matricule, e.element, e.montant) for e in elements
    ]


def test_chaque_quantite_a_son_unite_et_celle_du_cabinet_l_emporte() -> None:
    absences = [ABSENCE, replace(ABSENCE, nature="injustifiee", heures=D("3.5"), debut=ABSENCE.fin)]
    elements = elements_a_transmettre(_saisies([ELISE], [HEURES], absences), JUIN)
    assert ["heures", "titres", "jours", "heures"] == [e.unite for e in elements]
    assert "3,5 heures du 02/06/2026 au 02/06/2026" == valeur_ecrite(elements[-1])
    codes = [CodeDuCabinet(element="titres-restaurant ", code="TR", unite="nombre")]
    envoyees = lignes_envoyees(elements, codes, JUIN, date(2026, 7, 1), 1)
    assert ["heures", "nombre", "jours", "heures"] == [e.unite for e in envoyees]
    assert deja_envoye(envoyees, JUIN)
    assert not deja_envoye(envoyees, Mois(2026, 7))


def test_toutes_les_lignes_refusees_sont_dites_d_un_coup() -> None:
    variables = [HEURES, HEURES, replace(HEURES, matricule="003", acomptes=D(-4))]
    absences = [replace(ABSENCE, matricule="004", fin=date(2026, 5, 1))]
    fiches = [ELISE, PARTI, replace(ELISE, matricule="004"), replace(ELISE, matricule="005", taux_pas=D("2.11"))]
    refusees = lignes_refusees(_saisies(fiches, variables, absences), JUIN)
    assert [
        ("VariablesTapees", 1, "mois"),
        ("VariablesTapees", 2, "acomptes"),
        ("Absence", 0, "fin"),
        ("FicheSalarie", 3, "taux_pas"),
    ] == [(r.table, r.rang, r.champ) for r in refusees]
