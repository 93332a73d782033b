"""Régimes : périodicité de la déclaration, franchise en base et effet d'un dépassement, fin du simplifié."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, cast

from tableur import baremes
from tableur.calculs.tva.saisies import Regime
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import ZERO, Euros
from tableur.socle.marques import formule

Activite = Literal["ventes", "services", "avocats_auteurs", "avocats_auteurs_autres"]
Jour: TypeAlias = date


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeDeDeclaration:
    """Périodicité qui s'applique, celle que l'entreprise peut choisir, et pourquoi."""

    regime: Regime
    option: str
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recette:
    """Chiffre d'affaires hors taxes d'un jour."""

    date: date
    montant: Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class Franchise:
    """État de la franchise en base : seuils, chiffre d'affaires, dépassement et jour où la TVA devient due."""

    en_franchise: bool
    chiffre_d_affaires: Euros
    seuil: Euros
    seuil_majore: Euros
    depasse_le: Jour | None
    tva_due_le: Jour | None
    texte: str


@formule
def regime_de_declaration(
    le: date,
    tva_annuelle: Euros,
    ca_annee_precedente: Euros,
    ca_annee_en_cours: Euros = ZERO,
    option_mensuelle: bool = False,
) -> RegimeDeDeclaration:
    """Périodicité de la CA3 à une date : mensuelle ou trimestrielle.

    Jusqu'en 2026, mensuelle, ou trimestrielle sur option sous 4 000 € de TVA par an. À partir de 2027,
    trimestrielle de plein droit jusqu'à 1 M€ l'année précédente et 1,1 M€ l'année en cours, mensuelle sur option
    (loi n° 2025-127, art. 38 ; CGI, art. 287). Les chiffres d'affaires de 2027 sont majorés des acquisitions
    intracommunautaires, importations et autoliquidations.

    Args:
        le: Date de la période déclarée.
        tva_annuelle: TVA exigible de l'année précédente.
        ca_annee_precedente: Chiffre d'affaires hors taxes de l'année précédente.
        ca_annee_en_cours: Chiffre d'affaires hors taxes depuis le 1er janvier.
        option_mensuelle: Vrai si l'entreprise veut déclarer chaque mois.

    Raises:
        BaremeAbsent: La règle n'est pas connue à cette date.

    >>> regime_de_declaration(date(2027, 2, 1), D(60000), D(900000)).regime
    'trimestriel'
    """
    regle = cast("Mapping[str, Decimal | str]", baremes.valeur("tva.trimestre", le))
    if regle["regle"] == "tva annuelle":
        seuil = cast("Decimal", regle["tva"])
        peut = tva_annuelle < seuil
        compare = "moins de" if peut else "au moins"
        texte = f"TVA annuelle de {montant_ecrit(tva_annuelle)}, {compare} {montant_ecrit(seuil)}"
    else:
        precedente, en_cours = cast("Decimal", regle["annee_precedente"]), cast("Decimal", regle["annee_en_cours"])
        peut = ca_annee_precedente <= precedente and ca_annee_en_cours <= en_cours
        verbe = "ne dépassent pas" if peut else "dépassent"
        texte = (
            f"Les chiffres d'affaires {verbe} {montant_ecrit(precedente)} (N-1) ou {montant_ecrit(en_cours)} (N)"
        )
    trimestriel = peut and not option_mensuelle
    return RegimeDeDeclaration(
        regime="trimestriel" if trimestriel else "mensuel",
        option="mensuel" if trimestriel else "trimestriel" if peut else "aucune",
        texte=texte,
    )


@formule
def franchise_en_base(
    annee_precedente: Euros, recettes: list[Recette], le: date, activite: Activite = "ventes"
) -> Franchise:
    """Franchise en base à une date : si elle s'applique, et le jour où un dépassement rend la TVA due.

    Depuis 2025 : le seuil dépassé l'année précédente fait perdre la franchise au 1er janvier ; le seuil majoré
    dépassé en cours d'année la fait perdre le jour même ; le seuil simple dépassé en cours d'année, au 1er janvier
    suivant (CGI, art. 293 B ; BOI-TVA-DECLA-40-10-10).

    Args:
        annee_precedente: Chiffre d'affaires hors taxes de l'année précédente.
        recettes: Chiffre d'affaires de l'année, par jour.
        le: Jour où l'on se place ; les recettes suivantes, et celles des autres années, sont ignorées.
        activite: ventes (et hébergement), services, avocats_auteurs ou avocats_auteurs_autres.

    Raises:
        ValeurInvalide: Le chiffre d'affaires de l'année précédente est négatif.
        BaremeAbsent: Les seuils ne sont pas connus à cette date.

    >>> recettes = [Recette(date=date(2026, 9, 14), montant=D(94000))]
    >>> franchise_en_base(D(60000), recettes, date(2026, 12, 31)).tva_due_le
    datetime.date(2026, 9, 14)
    """
    if annee_precedente < ZERO:
        raise ValeurInvalide(
            f"Le chiffre d'affaires ne peut pas être négatif : {montant_ecrit(annee_precedente)}."
        )
    seuils = cast("Mapping[str, Decimal]", baremes.valeur(f"tva.franchise.{activite}", le))
    retenues = sorted((r for r in recettes if r.date.year == le.year and r.date <= le), key=lambda r: r.date)
    total = sum((recette.montant for recette in retenues), ZERO)
    simple, majore = _depassement(retenues, seuils["base"]), _depassement(retenues, seuils["majore"])
    due, texte = _perte(annee_precedente > seuils["base"], simple, majore, le.year, str(seuils["effet"]))
    return Franchise(
        en_franchise=due is None or due > le,
        chiffre_d_affaires=total,
        seuil=seuils["base"],
        seuil_majore=seuils["majore"],
        depasse_le=majore or simple,
        tva_due_le=due,
        texte=texte,
    )


@formule
def fin_du_regime_simplifie(debut_exercice: date) -> date:
    """Premier jour des CA3 pour une entreprise au régime simplifié, supprimé au 1er janvier 2027.

    Loi n° 2025-127, art. 38 : avec un exercice décalé, le premier exercice ouvert à compter de cette date.

    Args:
        debut_exercice: Premier jour d'un exercice de douze mois.

    Raises:
        BaremeAbsent: La série n'est pas dans les barèmes.

    >>> fin_du_regime_simplifie(date(2026, 7, 1)), fin_du_regime_simplifie(date(2026, 1, 1))
    (datetime.date(2027, 7, 1), datetime.date(2027, 1, 1))
    """
    abolition = baremes.historique("tva.simplifie")[-1].depuis
    debut = debut_exercice
    while debut < abolition:
        bissextile = (debut.month, debut.day) == (2, 29)
        debut = debut.replace(year=debut.year + 1, day=28 if bissextile else debut.day)
    return debut


def _depassement(recettes: Sequence[Recette], seuil: Decimal) -> date | None:
    """Jour où le cumul dépasse le seuil."""
    cumul = ZERO
    for recette in recettes:
        cumul += recette.montant
        if cumul > seuil:
            return recette.date
    return None


def _perte(
    precedente: bool, simple: date | None, majore: date | None, annee: int, effet: str
) -> tuple[date | None, str]:
    """Jour où la TVA devient due, et pourquoi."""
    if precedente and effet == "jour":
        return date(
            annee, 1, 1
        ), "Le seuil a été dépassé l'année précédente : la TVA est due depuis le 1er janvier."
    if majore is not None:
        due = majore if effet == "jour" else majore.replace(day=1)
        depuis = "de ce jour" if effet == "jour" else "du premier jour du mois"
        return due, f"Le seuil majoré est dépassé le {date_ecrite(majore)} : la TVA est due à compter {depuis}."
    if simple is not None and effet == "jour":
        return (
            date(annee + 1, 1, 1),
            f"Le seuil est dépassé le {date_ecrite(simple)} : la TVA sera due le 1er janvier suivant.",
        )
    if simple is not None or precedente:
        return (
            None,
            "Le seuil est dépassé, pas le seuil majoré : la franchise était maintenue (règle d'avant 2025).",
        )
    return None, "Aucun seuil n'est dépassé : la franchise s'applique."
