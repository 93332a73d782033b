"""Catégorie de TVA d'une facture électronique (S, Z, E, AE, K, G, O) et nature tapée qui lui répond."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from tableur import baremes
from tableur.socle.erreurs import ResultatIntrouvable

Sens = Literal["achats", "ventes"]
OrigineDuTaux = Literal["facture", "normal", "aucun"]
_FRANCE = {"", "FR", "MC"}  # Monaco suit la TVA française


@dataclass(frozen=True, slots=True, kw_only=True)
class NatureProposee:
    """Nature que l'on propose, d'où vient son taux, et ce qui reste à vérifier."""

    nature: str
    taux: OrigineDuTaux
    remarque: str = ""


def nature_proposee(sens: Sens, categorie: str, cadre: str, pays: str, le: date) -> NatureProposee:
    """Nature d'une ligne de facture électronique, d'après sa catégorie de TVA (UNTDID 5305).

    Args:
        sens: achats pour une facture reçue, ventes pour une facture émise.
        categorie: S, Z, E, AE, K, G ou O.
        cadre: « biens », « services », « mixte », ou vide s'il n'est pas dit.
        pays: Pays de l'autre partie, vide pour la France.
        le: Date de la facture.

    Raises:
        ResultatIntrouvable: La catégorie n'a pas de nature : taxes des Canaries, de Ceuta, ou code inconnu.

    >>> nature_proposee("achats", "K", "biens", "DE", date(2026, 11, 24)).nature
    'Achat de marchandises UE'
    """
    lignes = cast("Sequence[Mapping[str, str]]", baremes.valeur(f"tva_categories.{sens}", le))
    ou = _etablissement(pays, le)
    for ligne in lignes:
        if ligne["categorie"] == categorie and ligne["cadre"] in ("", cadre) and ligne["tiers"] in ("", ou):
            taux = cast("OrigineDuTaux", ligne["taux"])
            return NatureProposee(nature=ligne["nature"], taux=taux, remarque=ligne["remarque"])
    connues = ", ".join(dict.fromkeys(ligne["categorie"] for ligne in lignes))
    raise ResultatIntrouvable(f"La catégorie de TVA « {categorie} » n'a pas de nature ici : {connues} en ont une.")


def _etablissement(pays: str, le: date) -> str:
    if pays.upper() in _FRANCE:
        return "france"
    membres = cast("Sequence[str]", baremes.valeur("tva_categories.union_europeenne", le))
    return "ue" if pays.upper() in membres else "hors_ue"
