"""Écrire une valeur de droit, et ce qui la sépare d'une autre, comme on les lit."""

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from tableur import baremes
from tableur.baremes import Ecart, Tranche, Valeur, ValeurDatee
from tableur.socle.dates import date_ecrite
from tableur.socle.ecriture import compte_ecrit

LONGUEUR_MAXIMALE = 200
"""Au-delà, une valeur nouvelle se nomme et ne s'écrit pas : « baremes montrer » la détaille."""

_Bornees: TypeAlias = tuple[Tranche, ...]


def en_retrait(texte: str) -> str:
    """Texte replié à cent caractères, en retrait."""
    return textwrap.fill(texte, 100, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def valeur_ecrite(valeur: Valeur | None) -> str:
    """Valeur telle qu'on la lit : « 0,13 », « aboli », « moins de 1858 : 0 »."""
    if valeur is None:
        return "aboli"
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, Decimal):
        return format(valeur, "f").replace(".", ",")
    if isinstance(valeur, date):
        return date_ecrite(valeur)
    if isinstance(valeur, Tranche):
        return f"{_borne_ecrite(valeur)} : {valeur_ecrite(valeur.valeur)}"
    if isinstance(valeur, Mapping):
        return ", ".join(f"{cle} {valeur_ecrite(element)}" for cle, element in valeur.items())
    return valeur if isinstance(valeur, str) else " ; ".join(map(valeur_ecrite, valeur)) or "aucun"


def _borne_ecrite(tranche: Tranche) -> str:
    if tranche.borne is None:
        return "au-delà"
    seuil = "jusqu'à" if tranche.comprise else "moins de"
    return f"{seuil} {valeur_ecrite(tranche.borne)}"


def comparaison_ecrite(ecarts: list[Ecart], avant: date, apres: date) -> Iterator[str]:
    """Lignes d'une comparaison : ce qui change, puis ce qui n'a rien à quoi se comparer.

    Args:
        ecarts: Barèmes dont la valeur diffère.
        avant: Première date.
        apres: Seconde date.
    """
    longs = [ecart for ecart in ecarts if _sans_ancienne_et_long(ecart)]
    courts = [ecart for ecart in ecarts if ecart not in longs]
    if courts:
        verbe = "change" if len(courts) == 1 else "changent"
        du, au = date_ecrite(avant), date_ecrite(apres)
        yield f"Entre le {du} et le {au}, {compte_ecrit(len(courts), 'barème')} {verbe} :"
    for ecart in courts:
        yield f"\n{ecart.nom} — {ecart.libelle} ({ecart.unite})"
        yield from map(en_retrait, _changements(ecart, avant, apres))
    if longs:
        yield f"\nSans valeur ici au {date_ecrite(avant)} ; « tableur baremes montrer NOM » les détaille :"
        yield en_retrait(" ; ".join(f"{e.nom} ({date_ecrite(e.apres.depuis)})" for e in longs if e.apres))


def _sans_ancienne_et_long(ecart: Ecart) -> bool:
    nouvelle = ecart.apres
    return ecart.avant is None and nouvelle is not None and len(valeur_ecrite(nouvelle.valeur)) > LONGUEUR_MAXIMALE


def _changements(ecart: Ecart, avant: date, apres: date) -> list[str]:
    """Une phrase par chose qui change ; les deux valeurs quand elles n'ont pas la même forme."""
    if ecart.avant is not None and ecart.apres is not None:
        detail = list(_ecarts(ecart.avant.valeur, ecart.apres.valeur, ""))
        if detail:
            return [*detail, f"depuis le {date_ecrite(ecart.apres.depuis)} : {ecart.apres.source}"]
    return [_a_la_date(ecart.avant, avant, ecart.nom), _a_la_date(ecart.apres, apres, ecart.nom)]


def _a_la_date(valeur: ValeurDatee | None, le: date, nom: str) -> str:
    if valeur is not None:
        return f"au {date_ecrite(le)} : {valeur_ecrite(valeur.valeur)}, depuis le {date_ecrite(valeur.depuis)}"
    abolie = next((v for v in baremes.historique(nom) if v.abolie and v.depuis <= le), None)
    if abolie is None:
        return f"au {date_ecrite(le)} : aucune valeur connue"
    return f"au {date_ecrite(le)} : aboli depuis le {date_ecrite(abolie.depuis)} ({abolie.source})"


def _ecarts(ancienne: Valeur | None, nouvelle: Valeur | None, quoi: str) -> Iterator[str]:
    """« quoi : ancienne → nouvelle » pour chaque part qui change ; rien si les deux formes ne se comparent pas."""
    if ancienne == nouvelle:
        return
    if isinstance(ancienne, Mapping) and isinstance(nouvelle, Mapping):
        if set(ancienne) == set(nouvelle):
            for cle, element in ancienne.items():
                yield from _ecarts(element, nouvelle[cle], _nomme(quoi, cle.replace("_", " ")))
    elif isinstance(ancienne, tuple) and isinstance(nouvelle, tuple) and _memes_tranches(ancienne, nouvelle):
        yield from _ecarts_de_tranches(_tranches(ancienne), _tranches(nouvelle), quoi)
    elif not isinstance(ancienne, Mapping) and not isinstance(nouvelle, Mapping):
        yield f"{quoi + ' : ' if quoi else ''}{valeur_ecrite(ancienne)} → {valeur_ecrite(nouvelle)}"


def _nomme(quoi: str, part: str) -> str:
    return f"{quoi}, {part}" if quoi else part


def _tranches(valeur: Valeur) -> _Bornees:
    return tuple(t for t in valeur if isinstance(t, Tranche)) if isinstance(valeur, tuple) else ()


def _memes_tranches(ancienne: Valeur, nouvelle: Valeur) -> bool:
    nombre = len(_tranches(ancienne))
    return 0 < nombre == len(_tranches(nouvelle))


def _ecarts_de_tranches(anciennes: _Bornees, nouvelles: _Bornees, quoi: str) -> Iterator[str]:
    """Tranches de même nombre : leurs bornes qui bougent, en une ligne, puis leurs valeurs qui changent."""
    paires = list(zip(anciennes, nouvelles, strict=True))
    bornes = [f"{valeur_ecrite(a.borne)} → {valeur_ecrite(n.borne)}" for a, n in paires if a.borne != n.borne]
    if bornes:
        yield f"{_nomme(quoi, 'bornes')} : {' ; '.join(bornes)}"
    for ancienne, nouvelle in paires:
        yield from _ecarts(ancienne.valeur, nouvelle.valeur, _nomme(quoi, _borne_ecrite(nouvelle)))
