"""Effectif qui compte pour chaque obligation : seuils, et gel de cinq ans au franchissement."""

from dataclasses import dataclass
from decimal import Decimal

from tableur.calculs.paie.droit import parametres
from tableur.calculs.paie.enregistrements import Etablissement
from tableur.socle.dates import Exercice
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import Entier, Nombre
from tableur.socle.marques import formule

ANNEE_DU_GEL = 2020


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectifAnnuel:
    """Effectif moyen d'une année civile ; `zone` est celui de la zone de mobilité s'il diffère."""

    annee: Entier
    effectif: Nombre
    zone: Nombre | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationDEffectif:
    """Obligation liée à un seuil, et l'effectif à retenir pour elle."""

    obligation: str
    seuil: Entier
    effectif_retenu: Entier
    due: bool
    annees_de_suite: Entier
    pourquoi: str


_OBLIGATIONS = (
    ("formation professionnelle, forfait social", 11, False),
    ("versement mobilité", 11, True),
    ("déduction patronale des heures supplémentaires", 20, False),
    ("Fnal, réduction générale, effort de construction", 50, False),
    ("contribution supplémentaire à l'apprentissage", 250, False),
)


def effectif_pour(etablissement: Etablissement, seuil: int) -> int:
    """Effectif à comparer à un seuil : celui qui est tapé pour ce seuil, sinon l'effectif de l'établissement."""
    tape = {
        11: etablissement.effectif_seuil_11,
        20: etablissement.effectif_seuil_20,
        50: etablissement.effectif_seuil_50,
        250: etablissement.effectif_seuil_250,
    }[seuil]
    return etablissement.effectif if tape is None else tape


def effectif_de_mobilite(etablissement: Etablissement) -> int:
    """Effectif du ressort de mobilité ; à défaut, celui de l'établissement."""
    if etablissement.effectif_mobilite is not None:
        return etablissement.effectif_mobilite
    return effectif_pour(etablissement, 11)


def effectif_des_heures_sup(etablissement: Etablissement) -> int:
    """Effectif de la déduction patronale, qui a deux seuils : 250 d'abord, puis 20."""
    grand = effectif_pour(etablissement, 250)
    return grand if grand >= 250 else min(effectif_pour(etablissement, 20), 249)


@formule
def effectif_par_obligation(
    historique: list[EffectifAnnuel], annee: Entier, deja_assujetti: bool = False
) -> list[ObligationDEffectif]:
    """Obligations liées à l'effectif pour une année de paie, gel de cinq ans compris.

    L'effectif d'une année de paie est la moyenne de l'année précédente. Un seuil franchi à la hausse ne joue
    qu'après cinq années civiles de suite au-dessus ; franchi à la baisse, il cesse dès l'année suivante (CSS,
    art. L130-1, depuis 2020 ; avant, le seuil jouait aussitôt).

    Args:
        historique: Effectif moyen de chaque année civile, sans trou, jusqu'à l'année qui précède la paie.
        annee: Année de la paie.
        deja_assujetti: Vrai si les seuils jouaient déjà avant la première année de l'historique.

    Raises:
        ValeurInvalide: L'historique est vide, a un trou, ou s'arrête avant l'année précédente.

    >>> suite = [EffectifAnnuel(annee=a, effectif=Decimal(12)) for a in range(2021, 2026)]
    >>> [o.due for o in effectif_par_obligation(suite, 2026)][:2]
    [True, True]
    """
    annees = sorted((e for e in historique if e.annee < annee), key=lambda e: e.annee)
    attendues = list(range(annees[0].annee, annee)) if annees else [annee - 1]
    if [e.annee for e in annees] != attendues:
        manquantes = sorted(set(attendues) - {e.annee for e in annees})
        dites = ", ".join(map(str, manquantes)) or "une année est en double"
        raise ValeurInvalide(
            f"L'historique des effectifs doit aller sans trou jusqu'à {annee - 1} : il manque {dites}."
        )
    gel = int(parametres("paie_cotisations.seuils_effectif", Exercice.civil(annee).debut)["annees_de_gel"])
    return [
        _obligation(nom, seuil, annees, gel, deja_assujetti, de_zone=de_zone)
        for nom, seuil, de_zone in _OBLIGATIONS
    ]


def _obligation(
    nom: str, seuil: int, annees: list[EffectifAnnuel], gel: int, assujetti: bool, *, de_zone: bool
) -> ObligationDEffectif:
    due, suite = assujetti, gel if assujetti else 0
    for une in annees:
        effectif = une.zone if de_zone and une.zone is not None else une.effectif
        suite = suite + 1 if effectif >= seuil else 0
        due = suite > 0 and (due or suite >= gel or une.annee < ANNEE_DU_GEL)
    derniere = annees[-1]
    effectif = derniere.zone if de_zone and derniere.zone is not None else derniere.effectif
    atteint = effectif >= seuil
    retenu = int(effectif) if due == atteint else seuil - 1
    if due:
        pourquoi = f"seuil de {seuil} atteint {suite} années de suite, ou déjà en vigueur"
    elif atteint:
        pourquoi = f"seuil de {seuil} atteint depuis {suite} année(s) : gel jusqu'à {gel} années de suite"
    else:
        pourquoi = f"effectif de {nombre_ecrit(Decimal(effectif))}, sous le seuil de {seuil}"
    return ObligationDEffectif(
        obligation=nom,
        seuil=seuil,
        effectif_retenu=retenu,
        due=due,
        annees_de_suite=suite,
        pourquoi=pourquoi,
    )
