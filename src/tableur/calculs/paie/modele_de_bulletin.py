"""Les modèles de bulletin de l'arrêté : leurs libellés, et les mots qu'un bulletin ne porte pas."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, cast

from tableur import baremes
from tableur.calculs.paie.droit import parametres
from tableur.socle.dates import Mois, date_ecrite
from tableur.socle.erreurs import ResultatIntrouvable, ValeurInvalide
from tableur.socle.marques import formule

ModeleDeBulletin = Literal["rénové", "adapté"]

_SERIES: dict[ModeleDeBulletin, str] = {
    "rénové": "paie_bulletin.modele_renove",
    "adapté": "paie_bulletin.modele_adapte",
}
_A_CONFIRMER = "C"
_MOT = re.compile(r"[^\W_]+")


def regles_du_modele(modele: ModeleDeBulletin, periode: Mois) -> Mapping[str, Any]:
    """Libellés, ordre et regroupements d'un modèle, pour un mois de paie.

    Raises:
        ValeurInvalide: Ce modèle ne vaut pas à cette date.
    """
    try:
        return parametres(_SERIES[modele], periode.debut)
    except ResultatIntrouvable as erreur:
        raise ValeurInvalide(
            f"Le modèle {modele} ne vaut pas au {date_ecrite(periode.debut)} : {erreur}"
        ) from erreur


@formule
def libelles_a_confirmer(modele: ModeleDeBulletin, le: date) -> list[str]:
    """Libellés d'un modèle de bulletin qui n'ont pas été lus mot à mot dans le texte de l'arrêté.

    Ils sont à comparer à l'annexe de l'arrêté du 25 février 2016 ; le barème `paie_bulletin` dit où les autres
    l'ont été, et par combien de sources.

    Args:
        modele: Modèle de l'arrêté : rénové, ou adapté.
        le: Date du droit.

    Raises:
        ValeurInvalide: Ce modèle ne vaut pas à cette date.

    >>> libelles_a_confirmer("rénové", date(2026, 7, 1))[0]
    'TOTAL DES COTISATIONS ET CONTRIBUTIONS FACULTATIVES'
    """
    lectures = regles_du_modele(modele, Mois.de(le))["lectures"]
    return [libelle for libelle, lecture in lectures.items() if lecture.startswith(_A_CONFIRMER)]


@formule
def mentions_interdites(textes: list[str], le: date) -> list[str]:
    """Mots interdits sur un bulletin de paie qui se trouvent dans ces textes ; aucun, c'est bien.

    Un bulletin ne parle ni du droit de grève, ni de l'activité de représentation (C. trav., art. R3243-4).

    Args:
        textes: Libellés et mentions du bulletin, sans les noms propres de l'entreprise et du salarié.
        le: Date du droit.

    >>> mentions_interdites(["Heures de délégation", "Prime de fin d'année"], date(2026, 7, 1))
    ['délégation']
    """
    interdits = cast("Sequence[str]", baremes.valeur("paie_bulletin.mentions_interdites", le))
    mots = [f" {_mots(texte)} " for texte in textes]
    return [interdit for interdit in interdits if any(f" {_mots(interdit)} " in texte for texte in mots)]


def _mots(texte: str) -> str:
    """Mots d'un texte, en minuscules, séparés d'une espace."""
    return " ".join(_MOT.findall(texte.lower()))
