"""Enregistrements et tables dits en toutes lettres : les champs remplis, leurs unités, leurs lignes."""

import dataclasses
import typing
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tableur.catalogue.redaction import valeur_ecrite
from tableur.frontiere import metadonnees
from tableur.socle.arrondis import arrondir_centime
from tableur.socle.dates import Exercice, Mois
from tableur.socle.ecriture import montant_ecrit
from tableur.socle.grandeurs import Euros, Taux, Unite

LIGNES_DITES = 60
_CENT = Decimal(100)


def champs_dits(valeur: Any) -> str:
    """Champs simples et remplis d'un enregistrement : « (effectif = 15 ; taux_at = 2 %) ».

    Un champ vide, ou resté à un défaut nul, n'est pas dit ; une table y est dite par sa taille.
    """
    paires = [(nom, contenu, type_) for nom, contenu, type_ in _remplis(valeur) if not est_fiche(contenu)]
    return f"({' ; '.join(f'{nom} = {mesure_dite(contenu, type_)}' for nom, contenu, type_ in paires)})"


def lignes_dites(valeur: Any, citations: tuple[str, ...]) -> Iterator[str]:
    """Contenu d'un résultat qui ne tient pas en un nombre : un champ, puis une ligne de table, par phrase.

    Args:
        valeur: Enregistrement, ou liste d'enregistrements.
        citations: Barèmes déjà cités ; un texte qu'une citation contient n'est pas redit.
    """
    if est_fiche(valeur):
        yield from _fiche(valeur, "", citations)
    elif est_table(valeur):
        yield from _table(valeur, "", citations)


def est_fiche(valeur: Any) -> bool:
    """Vrai pour un enregistrement, et non un mois ou une période."""
    return dataclasses.is_dataclass(valeur) and not isinstance(valeur, Mois | Exercice | type)


def est_table(valeur: Any) -> bool:
    """Vrai pour une liste d'enregistrements."""
    return isinstance(valeur, list | tuple) and bool(valeur) and all(est_fiche(une) for une in valeur)


def mesure_dite(valeur: Any, type_: Any) -> str:
    """Valeur d'un champ et son unité : « 2 500 € », « 13 % »."""
    if isinstance(valeur, Decimal):
        if _unite(type_) == _unite(Taux):
            return f"{valeur_ecrite(valeur * _CENT)} %"
        if _unite(type_) == _unite(Euros) and valeur == arrondir_centime(valeur):
            return montant_ecrit(valeur)
        return f"{valeur_ecrite(valeur)} {symbole}" if (symbole := _unite(type_)) else valeur_ecrite(valeur)
    return valeur_ecrite(valeur)


def _fiche(valeur: Any, prefixe: str, citations: tuple[str, ...]) -> Iterator[str]:
    """Champs simples et sous-enregistrements d'abord, puis les tables ; d'un sous-enregistrement, rien de nul."""
    champs = list(_remplis(valeur))
    for nom, contenu, type_ in champs:
        if est_fiche(contenu):
            yield from _fiche(contenu, f"{prefixe}{nom}.", citations)
        elif not isinstance(contenu, list | tuple) and (contenu or not prefixe):
            yield f"{prefixe}{nom} = {mesure_dite(contenu, type_)}"
    for nom, contenu, _ in champs:
        if est_table(contenu):
            yield from _table(contenu, f"{prefixe}{nom}", citations)
        elif isinstance(contenu, list | tuple):
            yield from (f"{prefixe}{nom} : {une}" for une in contenu)


def _table(valeurs: Any, nom: str, citations: tuple[str, ...]) -> Iterator[str]:
    debut = f"{nom} " if nom else "ligne "
    for rang, une in enumerate(valeurs[:LIGNES_DITES], 1):
        dits = [
            f"{champ} = {mesure_dite(contenu, type_)}"
            for champ, contenu, type_ in _remplis(une)
            if not any(
                citation.endswith(f" : {contenu}") or f" : {contenu} — " in citation for citation in citations
            )
        ]
        yield f"{debut}{rang} : {' ; '.join(dits)}"
    if len(valeurs) > LIGNES_DITES:
        yield f"… et {len(valeurs) - LIGNES_DITES} autres lignes"


def _remplis(valeur: Any) -> Iterator[tuple[str, Any, Any]]:
    """Nom, contenu et type de chaque champ qui dit quelque chose."""
    types = typing.get_type_hints(type(valeur), include_extras=True)
    for champ in dataclasses.fields(valeur):
        contenu = getattr(valeur, champ.name)
        if contenu is None or contenu == "" or contenu == () or contenu == []:
            continue
        if not contenu and contenu == champ.default:
            continue
        yield champ.name, contenu, types[champ.name]


def _unite(type_: Any) -> str:
    libelles = [meta.libelle for meta in metadonnees(type_) if isinstance(meta, Unite)]
    return libelles[0] if libelles else ""
