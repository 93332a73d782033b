"""Classeurs de paie tirés au hasard, à graine fixe : contrats, congés, arrêts et variables qui se croisent."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, cast

from tableur.calculs.paie.enregistrements import Etablissement
from tableur.calculs.paie.tables.enregistrements import (
    Absence,
    FicheSalarie,
    NatureDAbsence,
    NatureDePrime,
    Prime,
    RepriseDeConges,
    VariablesTapees,
)
from tableur.calculs.paie.tables.reglages import ReglagesDePaie
from tableur.calculs.paie.tables.saisies import Saisies, present
from tableur.socle.dates import Mois

D = Decimal
ANNEE = 2026
DECEMBRE = Mois(ANNEE, 12)
NATURES: tuple[NatureDAbsence, ...] = (
    *(("conges_payes",) * 6),
    *(("maladie",) * 3),
    "accident_du_travail",
    "maternite_paternite",
    "sans_solde",
    "injustifiee",
)
PRIMES: tuple[NatureDePrime, ...] = ("prime", "treizieme_mois", "anciennete", "partage_valeur")
ARRETS = ("maladie", "accident_du_travail", "maternite_paternite")


@dataclass
class _Tables:
    fiches: list[FicheSalarie] = field(default_factory=list)
    variables: list[VariablesTapees] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    primes: list[Prime] = field(default_factory=list)
    conges: list[RepriseDeConges] = field(default_factory=list)


def classeur_tire(graine: int) -> Saisies:
    """Tables d'une petite entreprise, toujours les mêmes pour une graine : de une à trois personnes, en 2026."""
    de = Random(graine)  # noqa: S311 - des paies, pas des secrets
    tables = _Tables()
    for rang in range(de.choice((1, 1, 2, 3))):
        for fiche in _contrats(de, rang):
            _remplir(de, tables, fiche)
    etablissement = Etablissement(
        effectif=de.choice((5, 12, 20, 49, 50, 260)),
        taux_at=de.choice((D("0.0111"), D("0.0347"))),
        taux_versement_mobilite=de.choice((D(0), D("0.0295"))),
        contributions_annuelles_mensualisees=de.random() < 0.3,
    )
    reglages = ReglagesDePaie(
        etablissement=etablissement,
        sante_mensuelle=de.choice((D(0), D("47.35"))),
        titre_restaurant_part_salariale=D("4.20"),
        suivi_depuis=Mois(ANNEE, 1),
        decompte_conges=de.choice(("ouvrables", "ouvres")),
        subrogation=de.random() < 0.5,
    )
    return Saisies(tables.fiches, tables.variables, tables.absences, tables.primes, (), reglages, tables.conges)


def _contrats(de: Random, rang: int) -> list[FicheSalarie]:
    """Contrats d'une personne : un seul, deux à la fois, ou un CDD puis le CDI, ou le CDD, qui le suit."""
    cadre = de.random() < 0.2
    heures = None if cadre else de.choice((None, None, None, D(39), D(24), D("17.5")))
    salaire = D(de.randrange(190000, 900000 if cadre else 420000)) / 100
    fiche = FicheSalarie(
        matricule=f"{rang}a",
        nom=f"TIREE{rang}",
        entree=de.choice((date(2019, 3, 4), date(2025, 9, 15), date(ANNEE, 1, 1), _jour(de, 1, 6))),
        salaire_mensuel=salaire if heures is None else (salaire * min(heures, D(35)) / 35).quantize(D("0.01")),
        heures_semaine=heures,
        cadre=cadre,
        alsace_moselle=de.random() < 0.2,
        jours_travailles="lundi mardi jeudi vendredi" if heures == D(24) and de.random() < 0.5 else "",
        taux_pas=de.choice((None, D(0), D("0.041"), D("0.139"))),
        taux_prevoyance_salarial=de.choice((D(0), D("0.0045"))),
        nir=f"29501099126{rang:02}" if de.random() < 0.7 else None,
        sortie=_jour(de, 7, 12) if de.random() < 0.25 else None,
        sans_maintien_legal=de.random() < 0.05,
    )
    genre = de.choice(("CDI", "CDI", "CDI", "apprentissage", "stage", "CDD", "CDD suivi", "deux"))
    if genre == "apprentissage":
        salaire, entier = D(de.choice(("801.62", "1130.29", "1600.50", "2150"))), _entier(fiche)
        return [replace(entier, contrat="apprentissage", date_contrat=date(2025, 9, 1), salaire_mensuel=salaire)]
    if genre == "stage":
        return [replace(_entier(fiche), contrat="stage", salaire_mensuel=D("700.50"), sante_mensuelle=None)]
    if genre == "CDI":
        return [fiche]
    court = replace(fiche, contrat="CDD", sortie=_jour(de, 7, 10), nir=f"29501099126{rang:02}")
    if genre == "CDD":
        return [court]
    lendemain = cast("date", court.sortie) + timedelta(days=1)
    if genre == "CDD suivi":
        contrat: Any = de.choice(("CDI", "CDI", "CDD"))
        entree = lendemain if de.random() < 0.7 else lendemain + timedelta(days=12)
        return [court, replace(court, matricule=f"{rang}b", contrat=contrat, entree=entree, sortie=None)]
    plein = replace(court, contrat="CDI", sortie=fiche.sortie)
    return [plein, replace(plein, matricule=f"{rang}b", heures_semaine=D(10), salaire_mensuel=D(620), cadre=False)]


def _entier(fiche: FicheSalarie) -> FicheSalarie:
    return replace(fiche, cadre=False, heures_semaine=None, jours_travailles="")


def _jour(de: Random, premier: int, dernier: int) -> date:
    return date(ANNEE, de.randint(premier, dernier), de.randint(1, 28))


def _remplir(de: Random, tables: _Tables, fiche: FicheSalarie) -> None:
    tables.fiches.append(fiche)
    tables.absences += _absences(de, fiche)
    if fiche.entree < date(ANNEE, 1, 1) and de.random() < 0.7:
        tables.conges.append(_compteurs(de, fiche))
    for rang in range(1, 13):
        mois = Mois(ANNEE, rang)
        if not present(fiche, mois):
            continue
        if de.random() < 0.3:
            tables.variables.append(_variables(de, fiche, mois))
        if de.random() < 0.15 and fiche.contrat != "stage":
            nature = de.choice(PRIMES)
            montant = D(de.randrange(2000, 150000)) / 100
            tables.primes.append(Prime(mois=mois, matricule=fiche.matricule, nature=nature, montant=montant))
        if fiche.sortie is not None and Mois.de(fiche.sortie) == mois and de.random() < 0.5:
            tables.primes.append(
                Prime(mois=mois, matricule=fiche.matricule, nature="indemnite_conges", montant=D("431.17"))
            )


def _compteurs(de: Random, fiche: FicheSalarie) -> RepriseDeConges:
    connue = de.random() < 0.7
    return RepriseDeConges(
        matricule=fiche.matricule,
        mois=Mois(ANNEE + -1, 12),
        acquis_n_1=D(25),
        pris_n_1=D(de.choice((0, 12, 25))),
        remuneration_n_1=D(de.randrange(15000, 45000)) if connue else None,
        acquis_n=D(de.choice((10, "17.5"))),
        remuneration_n=D(de.randrange(10000, 25000)) if connue else None,
    )


def _absences(de: Random, fiche: FicheSalarie) -> list[Absence]:
    """Absences qui se suivent sans se recouvrir, parfois le lendemain l'une de l'autre, ou autour du contrat."""
    faites: list[Absence] = []
    jour = date(ANNEE, 1, 1) + timedelta(days=de.randint(0, 90))
    while jour <= DECEMBRE.fin and de.random() < 0.85:
        nature = de.choice(NATURES)
        fin = jour + timedelta(days=de.choice((0, 1, 4, 7, 11, 18, 35)))
        faites.append(Absence(matricule=fiche.matricule, nature=nature, debut=jour, fin=fin, **_tape(de, nature)))
        if de.random() < 0.12:
            fin = jour
            faites[-1] = replace(faites[-1], fin=fin, heures=D(de.choice((2, "3.5", 7))))
        jour = fin + timedelta(days=de.choice((1, 1, 3, 9, 25, 60)))
    return faites


def _tape(de: Random, nature: NatureDAbsence) -> dict[str, Any]:
    """Ce que la personne tape pour un arrêt : l'indemnité du décompte, un maintien, la subrogation… ou rien."""
    if nature not in ARRETS:
        return {}
    tape: dict[str, Any] = {"subrogation": de.choice((None, None, True, False))}
    if de.random() < 0.6:
        tape["ijss_par_jour"] = D(de.choice(("28.51", "41.95", 0)))
    if de.random() < 0.15:
        tape["maintien"] = D(de.choice(("0", "180.33")))
    if de.random() < 0.1:
        tape["ijss_subrogees"] = D("96.41")
    if de.random() < 0.1:
        tape["affection_longue_duree"] = True
    return tape


def _variables(de: Random, fiche: FicheSalarie, mois: Mois) -> VariablesTapees:
    tape: dict[str, Any] = {}
    if fiche.contrat == "stage":
        return VariablesTapees(mois=mois, matricule=fiche.matricule, heures_de_stage=D(140), remboursements=D(38))
    partiel = fiche.heures_semaine is not None and fiche.heures_semaine < 35
    if de.random() < 0.5:
        heures = "heures_complementaires_10" if partiel else "heures_supplementaires_25"
        tape[heures] = D(de.choice((2, "5.5", "17.33")))
    if de.random() < 0.25:
        tape["salaire_mensuel"] = (fiche.salaire_mensuel * de.choice((D("1.02"), D("1.15")))).quantize(D("0.01"))
    for champ, valeurs in (
        ("taux_pas", (D("0.029"), D("0.075"))),
        ("avantages_en_nature", (D(90), D("210.40"))),
        ("remboursements", (D("43.20"),)),
        ("titres_restaurant", (8, 19)),
        ("retenues_diverses", (D(15),)),
        ("acomptes", (D(200), D(500))),
        ("saisies", (D("71.10"),)),
        ("jours_de_conges_ajoutes", (D(1), D(2))),
    ):
        if de.random() < 0.2:
            tape[champ] = de.choice(valeurs)
    return VariablesTapees(mois=mois, matricule=fiche.matricule, **tape)
