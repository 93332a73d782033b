"""Années de paie tirées au hasard, à graine fixe : ce qui se croise dans une paie, et rarement dans un exemple."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tableur.calculs.paie.enregistrements import Contrat, Etablissement, Salarie, Variables
from tableur.socle.dates import Mois

EFFECTIFS = (1, 5, 10, 11, 12, 19, 20, 21, 35, 49, 50, 51, 100, 249, 250, 251, 300)
SMIC = {2025: Decimal("1801.80"), 2026: Decimal("1823.03")}
PLAFOND = {2025: 3925, 2026: 4005}


@dataclass(frozen=True)
class Tirage:
    """Une personne, son établissement, et les mois qu'elle travaille, dans une année civile ou deux."""

    graine: int
    salarie: Salarie
    etablissement: Etablissement
    mois: tuple[tuple[Mois, Variables], ...]


def _centimes(de: Random, bas: float, haut: float) -> Decimal:
    return Decimal(de.randrange(int(bas * 100), int(haut * 100) + 1)) / 100


def _etablissement(de: Random) -> Etablissement:
    effectif = de.choice(EFFECTIFS)
    seuils: dict[str, Any] = {}
    if de.random() < 0.1:  # un seuil gelé : l'effectif dit plus que l'obligation
        seuils = {f"effectif_seuil_{s}": min(effectif, s - 1) for s in (11, 20, 50, 250) if effectif >= s}
        seuils |= {"effectif_mobilite": seuils["effectif_seuil_11"]} if effectif >= 11 else {}
    return Etablissement(
        effectif=effectif,
        taux_at=de.choice(
            (Decimal("0.0064"), Decimal("0.0111"), Decimal("0.02"), Decimal("0.0347"), Decimal("0.05"))
        ),
        taux_versement_mobilite=de.choice((Decimal(0), Decimal("0.006"), Decimal("0.015"), Decimal("0.0295"))),
        taux_versement_mobilite_regional=de.choice((Decimal(0), Decimal(0), Decimal(0), Decimal("0.0015"))),
        taux_csa_alternance=de.choice((Decimal(0), Decimal("0.001"), Decimal("0.004"))),
        taux_chomage=de.choice((None, None, None, Decimal("0.0305"), Decimal("0.0505"))),
        contributions_annuelles_mensualisees=de.random() < 0.3,
        association_non_lucrative=de.random() < 0.1,
        **seuils,
    )


def _presence(de: Random, annee: int) -> tuple[date | None, date | None]:
    """Entrée et sortie : avant l'année et après elle le plus souvent, sinon n'importe quel jour."""
    jours = sorted(date(annee, de.randint(1, 12), de.randint(1, 28)) for _ in range(2))
    entree = jours[0] if de.random() < 0.3 else de.choice((None, date(annee - 2, 5, 4)))
    sortie = jours[1] if de.random() < 0.25 else None
    if de.random() < 0.04:  # deux mois, de quantième à quantième, à un jour près
        entree = date(annee, de.choice((1, 3, 4, 5, 7, 8, 9)), de.choice((1, 2, 15, 28, 30)))
        suivant = (entree.replace(day=1) + timedelta(63)).replace(day=min(entree.day, 28))
        sortie = suivant + timedelta(de.choice((-2, -1, 0, 1)))
    return entree, sortie


def _salarie(de: Random, annee: int) -> Salarie:
    contrat: Contrat = de.choices(("CDI", "CDD", "apprentissage", "stage"), (62, 14, 17, 7))[0]
    entree, sortie = _presence(de, annee)
    if contrat == "CDD" and entree is None and de.random() < 0.7:
        entree = date(annee, 1, 1)
    heures = (
        None if contrat in ("apprentissage", "stage") else de.choice((None, None, None, 39, 17.5, 24, 28, 31.5))
    )
    salarie: dict[str, Any] = {}
    if contrat == "apprentissage":
        salarie["date_contrat"] = de.choice(
            (date(2024, 9, 2), date(2025, 2, 28), date(2025, 3, 1), date(2025, 9, 1))
        )
        salarie["part_du_smic"] = de.choice((None, Decimal("0.43"), Decimal("0.53"), Decimal("0.78"), Decimal(1)))
    return Salarie(
        cadre=contrat in ("CDI", "CDD") and de.random() < 0.3,
        contrat=contrat,
        heures_semaine=None if heures is None else Decimal(str(heures)),
        alsace_moselle=de.random() < 0.12,
        sante_mensuelle=Decimal(0)
        if contrat == "stage"
        else de.choice((Decimal(0), Decimal(60), Decimal("47.35"), Decimal("99.99"))),
        part_employeur_sante=de.choice((None, None, Decimal("0.6"), Decimal(1))),
        taux_prevoyance_cadre=de.choice((None, None, Decimal("0.0175"))),
        taux_prevoyance_patronal=Decimal(0)
        if contrat == "stage"
        else de.choice((Decimal(0), Decimal(0), Decimal("0.006"))),
        taux_prevoyance_salarial=Decimal(0)
        if contrat == "stage"
        else de.choice((Decimal(0), Decimal(0), Decimal("0.0045"))),
        taux_pas=de.choice((None, None, Decimal(0), Decimal("0.038"), Decimal("0.141"))),
        zone_fiscale=de.choices(("metropole", "guadeloupe_reunion_martinique", "guyane_mayotte"), (9, 1, 1))[0],
        entree=entree,
        sortie=sortie,
        **salarie,
    )


def _salaire(de: Random, salarie: Salarie, annee: int) -> Decimal:
    """Salaire mensuel : du SMIC à dix plafonds, plus souvent près des seuils que loin."""
    smic = SMIC[annee]
    if salarie.contrat == "stage":
        return _centimes(de, 600, 1100)
    if salarie.contrat == "apprentissage":
        return (
            smic
            * de.choice(
                (
                    Decimal("0.43"),
                    Decimal("0.50"),
                    Decimal("0.53"),
                    Decimal("0.79"),
                    Decimal("0.8"),
                    Decimal(1),
                    Decimal("1.3"),
                )
            )
        ).quantize(Decimal("0.01"))
    plein = de.choice(
        (
            _centimes(de, 1867.02, 2500),
            _centimes(de, 2400, 3400),
            (smic * de.choice((Decimal("1.6"), Decimal("2.25"), Decimal(3), Decimal("3.3")))).quantize(
                Decimal("0.01")
            )
            + de.randint(-3, 3),
            PLAFOND[annee] + Decimal(de.randint(-50, 50)),
            _centimes(de, 3500, 7000),
            _centimes(de, 7000, 20000) if salarie.cadre else _centimes(de, 1900, 2300),
            _centimes(de, 30000, 40000) if de.random() < 0.1 else _centimes(de, 1900, 4500),
        )
    )
    part = Decimal(1) if salarie.heures_semaine is None else min(salarie.heures_semaine / 35, Decimal(1))
    return (plein * part).quantize(Decimal("0.01"))


def _variables(de: Random, salarie: Salarie, mois: Mois, salaire: Decimal) -> Variables:
    v: dict[str, Any] = {}
    entier = all(d is None or Mois.de(d) != mois for d in (salarie.entree, salarie.sortie))
    if salarie.contrat == "stage":
        if de.random() < 0.6:
            v["heures_de_stage"] = Decimal(de.choice((70, 105, 140, 154)))
        return Variables(brut=salaire, **v)
    partiel = salarie.heures_semaine is not None and salarie.heures_semaine < 35
    if not partiel and de.random() < (0.1 if salarie.contrat == "apprentissage" else 0.3):
        v["heures_supplementaires_25"] = Decimal(de.choice((4, 8, "17.33", 40)))
        v["heures_supplementaires_50"] = Decimal(de.choice((0, 0, "3.5", 12)))
    if partiel and de.random() < 0.4:
        v["heures_complementaires_10"] = Decimal(de.choice((2, "5.25", 7)))
        v["heures_complementaires_25"] = Decimal(de.choice((0, 0, 4, 9)))
    if de.random() < 0.2 and entier:
        jours = de.choice((1, 2, 3, 5, 10))
        hebdo = min(salarie.heures_semaine or Decimal(35), Decimal(35))
        v["heures_absence"] = hebdo / 5 * jours
        v["jours_absence"] = de.choice((Decimal(jours), Decimal(jours), Decimal(jours + 2 * (jours // 5))))
        v["retenue_absence"] = de.choice((None, None, None, _centimes(de, 10, float(salaire) / 3)))
    elif de.random() < 0.03 and entier:  # un mois entier sans salaire
        jours_du_mois = calendar.monthrange(mois.annee, mois.mois)[1]
        v |= {"heures_absence": Decimal(200), "jours_absence": Decimal(jours_du_mois)}
    if de.random() < 0.15:
        apprenti = salarie.contrat == "apprentissage"
        fortes = ((Decimal(4500),) if entier else ()) if apprenti else (salaire * 3, Decimal(8500))
        v["primes"] = de.choice((_centimes(de, 20, 900), salaire, Decimal("-120.50"), *fortes))
    if de.random() < 0.08:
        v["avantages_en_nature"] = _centimes(de, 50, 400)
    if de.random() < 0.06:
        v["prime_partage_valeur"] = Decimal(de.choice((200, 1000, 3000)))
        v["prime_partage_valeur_imposable"] = de.random() < 0.5
    if salarie.contrat == "CDD" and de.random() < 0.15:
        v["indemnite_fin_contrat"] = Decimal(de.choice((0, 150, 400)))
    if salarie.sortie is not None and Mois.de(salarie.sortie) == mois:
        v["indemnite_conges"] = _centimes(de, 50, 300 if salarie.contrat == "apprentissage" else 1500)
    return Variables(brut=salaire, **v, **_a_payer(de, mois))


def _a_payer(de: Random, mois: Mois) -> dict[str, Any]:
    """Ce qui n'est pas du salaire : indemnités journalières, frais, retenues, acomptes, saisies, date."""
    v: dict[str, Any] = {}
    if de.random() < 0.08:
        v |= {"ijss_subrogees": _centimes(de, 50, 600), "ijss_imposables": _centimes(de, 0, 50)}
    if de.random() < 0.15:
        v |= {"remboursements": _centimes(de, 5, 120), "retenues_diverses": _centimes(de, 0, 60)}
    if de.random() < 0.08:
        v |= {"acomptes": _centimes(de, 50, 300), "saisies": _centimes(de, 0, 100)}
    if de.random() < 0.2:
        suivant = mois + 1
        v["date_paiement"] = date(suivant.annee, suivant.mois, 5) if suivant.annee < 2027 else None
    return v


def tirage(graine: int) -> Tirage:
    """L'année de paie de cette graine, toujours la même."""
    de = Random(graine)  # noqa: S311 - des paies, pas des secrets
    annee = de.choice((2025, 2026))
    annees = (2025, 2026) if de.random() < 0.15 else (annee,)
    salarie = _salarie(de, annee)
    etablissement = _etablissement(de)
    salaire = _salaire(de, salarie, annee)
    mois: list[tuple[Mois, Variables]] = []
    for periode in (Mois(civile, rang) for civile in annees for rang in range(1, 13)):
        if de.random() < 0.08:
            salaire = _salaire(de, salarie, annee)
        variables = _variables(de, salarie, periode, salaire)
        if _present(salarie, periode.annee, periode.mois):
            mois.append((periode, variables))
    return Tirage(graine, salarie, etablissement, tuple(mois))


def _present(salarie: Salarie, annee: int, rang: int) -> bool:
    fin = date(annee, rang, calendar.monthrange(annee, rang)[1])
    arrive = salarie.entree is None or salarie.entree <= fin
    return arrive and (salarie.sortie is None or salarie.sortie >= date(annee, rang, 1))


def tirages(nombre: int, premiere: int = 0) -> Iterator[Tirage]:
    """Autant d'années de paie, de graines qui se suivent."""
    return (tirage(graine) for graine in range(premiere, premiere + nombre))
