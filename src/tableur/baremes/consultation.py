"""Consultation des barèmes : une valeur de droit à une date, son histoire, et le journal de ce qui a été lu."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import cast

from tableur.baremes.donnees import Ecart, Serie, Tranche, Valeur, ValeurDatee
from tableur.baremes.lecture import bornees, lire_fichier
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import Anomalie, BaremeAbsent, Ou, Refus

VARIABLE = "TABLEUR_BAREMES"
ANCIENNETE_MAXIMALE = timedelta(days=400)
"""Une valeur en vigueur se relit chaque année ; un mois de grâce."""

_LIVRES = os.path.dirname(__file__)
_journaux: ContextVar[tuple[list[tuple[str, ValeurDatee]], ...]] = ContextVar("consultations", default=())
_fige: ContextVar[tuple[str | None] | None] = ContextVar("dossier local figé", default=None)


@dataclass(frozen=True, slots=True)
class _Famille:
    """Les séries d'un fichier livré et du fichier local de même nom."""

    series: Mapping[str, Serie]
    refus: tuple[Anomalie, ...]
    alertes: tuple[Anomalie, ...]


def dossier_local(environ: Mapping[str, str] | None = None, plateforme: str = sys.platform) -> str:
    """Dossier des valeurs de l'utilisateur, plus récentes que celles qui sont livrées.

    La variable TABLEUR_BAREMES d'abord ; sinon « tableur/baremes » dans le dossier de configuration du
    système : APPDATA sous Windows, Library/Application Support sous macOS, XDG_CONFIG_HOME ou ~/.config ailleurs.

    Args:
        environ: Variables d'environnement ; celles du processus par défaut.
        plateforme: Nom du système, comme `sys.platform`.

    >>> dossier_local({"XDG_CONFIG_HOME": "/config"}, "linux")
    '/config/tableur/baremes'
    """
    variables = os.environ if environ is None else environ
    if choisi := variables.get(VARIABLE):
        return choisi
    maison = variables.get("USERPROFILE" if plateforme == "win32" else "HOME") or os.path.expanduser("~")
    if plateforme == "win32":
        base = variables.get("APPDATA") or f"{maison}/AppData/Roaming"
    elif plateforme == "darwin":
        base = f"{maison}/Library/Application Support"
    else:
        base = variables.get("XDG_CONFIG_HOME") or f"{maison}/.config"
    return f"{base}/tableur/baremes"


def recharger() -> None:
    """Oublie les fichiers lus : la prochaine consultation les relit."""
    _famille_lue.cache_clear()
    _valeurs_lues.cache_clear()
    _est_en_vigueur.cache_clear()


@contextmanager
def lecture_groupee() -> Iterator[None]:
    """Bloc où le dossier local est choisi une fois : un bulletin de paie consulte soixante barèmes d'un coup.

    >>> with lecture_groupee():
    ...     valeur("jours_feries.guyane", date(2026, 6, 10))
    ("06-10 Abolition de l'esclavage",)
    """
    jeton = _fige.set((os.environ.get(VARIABLE),))
    try:
        yield
    finally:
        _fige.reset(jeton)


def _choisi() -> str | None:
    """Dossier local que la variable impose, celui du bloc de lecture groupée s'il y en a un."""
    fige = _fige.get()
    return os.environ.get(VARIABLE) if fige is None else fige[0]


@contextmanager
def consultations() -> Iterator[list[tuple[str, ValeurDatee]]]:
    """Journal des valeurs consultées dans le bloc : (nom, valeur datée), chacune une fois, dans l'ordre.

    >>> with consultations() as lues:
    ...     _ = valeur("jours_feries.metropole", date(2026, 5, 1))
    >>> [nom for nom, _ in lues]
    ['jours_feries.metropole']
    """
    lues: list[tuple[str, ValeurDatee]] = []
    jeton = _journaux.set((*_journaux.get(), lues))
    try:
        yield lues
    finally:
        _journaux.reset(jeton)


def valeur(nom: str, le: date) -> Valeur:
    """Valeur d'une série à une date.

    Passé son `valable_jusqu_au`, une valeur reste donnée, marquée à revérifier dans le journal et par
    `valeur_datee` : le classeur passe au rouge, il ne se vide pas. Sans valeur à cette date, c'est un refus.

    Args:
        nom: Nom pointé de la série.
        le: Date du droit à appliquer.

    Raises:
        BaremeAbsent: La série n'existe pas, commence plus tard, ou est abolie à cette date.
        Refus: Le fichier de la série est mauvais ; toutes ses anomalies.

    >>> valeur("jours_feries.guyane", date(2026, 6, 10))
    ("06-10 Abolition de l'esclavage",)
    """
    return cast("Valeur", valeur_datee(nom, le).valeur)  # jamais None : une valeur abolie est refusée


def nombre(nom: str, le: date) -> Decimal:
    """Valeur d'une série de nombres : taux, plafond, montant.

    Raises:
        BaremeAbsent: Comme `valeur`.
        TypeError: La série ne porte pas un nombre à cette date ; faute de programme, pas de saisie.
    """
    lue = valeur(nom, le)
    if not isinstance(lue, Decimal):
        raise TypeError(f"{nom} ne porte pas un nombre le {date_ecrite(le)}.")
    return lue


def tranches(nom: str, le: date) -> tuple[Tranche, ...]:
    """Tranches d'une série, de la plus basse à la plus haute.

    Raises:
        BaremeAbsent: Comme `valeur`.
        TypeError: La série ne porte pas de tranches à cette date ; faute de programme, pas de saisie.
    """
    lue = valeur(nom, le)
    if not isinstance(lue, tuple) or not lue or not isinstance(lue[0], Tranche):
        raise TypeError(f"{nom} ne porte pas de tranches le {date_ecrite(le)}.")
    return cast("tuple[Tranche, ...]", lue)  # un fichier n'écrit que des tranches, ou aucune


def valeur_datee(nom: str, le: date) -> ValeurDatee:
    """Valeur d'une série à une date, avec sa période, sa source et ses réserves ; mêmes refus que `valeur`."""
    lue = _valeurs_lues(nom, le, le, _choisi())[0]
    if _journaux.get():
        _noter(nom, (lue,))
    return lue


def valeurs_pendant(nom: str, debut: date, fin: date) -> tuple[ValeurDatee, ...]:
    """Valeurs successives d'une série entre deux dates comprises ; mêmes refus que `valeur`, pour chaque jour.

    Args:
        nom: Nom pointé de la série.
        debut: Premier jour.
        fin: Dernier jour.
    """
    retenues = _valeurs_lues(nom, debut, fin, _choisi())
    _noter(nom, retenues)
    return retenues


def _noter(nom: str, retenues: tuple[ValeurDatee, ...]) -> None:
    for journal in _journaux.get():
        journal.extend((nom, retenue) for retenue in retenues if (nom, retenue) not in journal)


@lru_cache(maxsize=8192)
def _valeurs_lues(nom: str, debut: date, fin: date, choisi: str | None) -> tuple[ValeurDatee, ...]:
    """Valeurs de `valeurs_pendant`, cherchées une fois : mille bulletins demandent toujours les mêmes.

    `choisi` est le dossier local que la variable impose : en changer fait relire ; `recharger` oublie tout.
    """
    serie = _serie(nom, dossier_local())
    if debut < serie.valeurs[0].depuis:
        raise BaremeAbsent(
            f"Aucune valeur de « {serie.libelle} » ({nom}) n'est connue au {date_ecrite(debut)} : "
            f"la première vaut depuis le {date_ecrite(serie.valeurs[0].depuis)}."
        )
    retenues = [v for v in serie.valeurs if v.depuis <= fin and (v.fin is None or v.fin >= debut)]
    for rang, retenue in enumerate(retenues):
        if retenue.abolie:
            raise BaremeAbsent(
                f"« {serie.libelle} » ({nom}) est aboli depuis le {date_ecrite(retenue.depuis)} "
                f"({retenue.source}) : aucune valeur au {date_ecrite(max(debut, retenue.depuis))}."
            )
        if retenue.valable_jusqu_au is not None and min(fin, retenue.fin or fin) > retenue.valable_jusqu_au:
            retenues[rang] = replace(retenue, a_reverifier=True)
    return tuple(retenues)


def est_en_vigueur(nom: str, le: date) -> bool:
    """Vrai si la série a une valeur à cette date ; faux si elle commence plus tard ou est abolie.

    Args:
        nom: Nom pointé de la série.
        le: Date du droit.

    Raises:
        BaremeAbsent: La série n'existe pas.

    >>> est_en_vigueur("jours_feries.metropole", date(2026, 5, 1))
    True
    """
    return _est_en_vigueur(nom, le, _choisi())


@lru_cache(maxsize=2048)
def _est_en_vigueur(nom: str, le: date, choisi: str | None) -> bool:
    return _vivante(_serie(nom, dossier_local()), le) is not None


def historique(nom: str) -> tuple[ValeurDatee, ...]:
    """Toutes les valeurs d'une série, de la plus ancienne à la plus récente, abolitions comprises.

    Raises:
        BaremeAbsent: La série n'existe pas.
        Refus: Le fichier de la série est mauvais.
    """
    return _serie(nom, dossier_local()).valeurs


def lister() -> tuple[Serie, ...]:
    """Toutes les séries lisibles, par nom ; `verifier` dit ce qui ne l'est pas."""
    series = [serie for famille in _familles() if not famille.refus for serie in famille.series.values()]
    return tuple(sorted(series, key=lambda serie: serie.nom))


def verifier(le: date) -> list[Anomalie]:
    """Ce qui ne va pas dans les barèmes : fichiers mauvais (refus), valeurs à relire ou dépassées (alertes).

    Seule la valeur en vigueur est relue : le droit passé ne change plus.

    Args:
        le: Date à laquelle on vérifie.
    """
    anomalies = [a for famille in _familles() for a in (*famille.refus, *famille.alertes)]
    for serie in lister():
        actuelle = _en_vigueur(serie, le)
        if actuelle is None:
            continue
        if le - actuelle.verifie_le > ANCIENNETE_MAXIMALE:
            relue = date_ecrite(actuelle.verifie_le)
            message = f"{serie.nom} : source relue le {relue}, il y a plus de {ANCIENNETE_MAXIMALE.days} jours."
            anomalies.append(_alerte(serie.fichier, "relecture", message, relue))
        limite = actuelle.valable_jusqu_au
        if limite is not None and limite < le:
            message = f"{serie.nom} : valeur valable jusqu'au {date_ecrite(limite)}, à revérifier."
            anomalies.append(_alerte(serie.fichier, "validité", message, date_ecrite(limite)))
    return anomalies


def comparer(avant: date, apres: date) -> list[Ecart]:
    """Séries dont la valeur diffère entre deux dates, par nom."""
    ecarts = []
    for serie in lister():
        a, b = _vivante(serie, avant), _vivante(serie, apres)
        if (a and a.valeur) != (b and b.valeur):
            ecarts.append(Ecart(serie.nom, serie.libelle, serie.unite, a, b))
    return ecarts


def _en_vigueur(serie: Serie, le: date) -> ValeurDatee | None:
    return next((v for v in reversed(serie.valeurs) if v.depuis <= le), None)


def _vivante(serie: Serie, le: date) -> ValeurDatee | None:
    trouvee = _en_vigueur(serie, le)
    return None if trouvee is None or trouvee.abolie else trouvee


def _alerte(fichier: str, regle: str, message: str, trouve: str) -> Anomalie:
    return Anomalie("alerte", Ou(fichier), regle, "", trouve, message)


def _serie(nom: str, local: str) -> Serie:
    famille = _famille_lue(nom.partition(".")[0], _LIVRES, local)
    if famille.refus:
        raise Refus(famille.refus)
    serie = famille.series.get(nom)
    if serie is None:
        import difflib  # seulement pour aider après une faute de frappe

        proches = difflib.get_close_matches(nom, [connue.nom for connue in lister()], 3)
        aide = f" Noms proches : {', '.join(proches)}." if proches else ""
        raise BaremeAbsent(f"Aucun barème ne s'appelle « {nom} ».{aide}")
    return serie


def _familles() -> list[_Famille]:
    local = dossier_local()
    noms = {nom for dossier in (_LIVRES, local) for nom in _fichiers(dossier)}
    return [_famille_lue(nom, _LIVRES, local) for nom in sorted(noms)]


def _fichiers(dossier: str) -> list[str]:
    if not os.path.isdir(dossier):
        return []
    return [nom.removesuffix(".toml") for nom in os.listdir(dossier) if nom.endswith(".toml")]


@lru_cache(maxsize=256)
def _famille_lue(nom: str, livres: str, local: str) -> _Famille:
    livre, prive = os.path.join(livres, f"{nom}.toml"), os.path.join(local, f"{nom}.toml")
    series: dict[str, Serie] = {}
    refus: list[Anomalie] = []
    alertes: list[Anomalie] = []
    if os.path.isfile(livre):
        fichier = lire_fichier(livre, locale=False)
        series, refus = fichier.series, fichier.anomalies
    if os.path.isfile(prive):
        fichier = lire_fichier(prive, locale=True, livrees=series)
        refus = refus + fichier.anomalies
        for ajoutee in fichier.series.values():
            livree = series.get(ajoutee.nom)
            if livree is not None:
                alertes += _remplacements(livree, ajoutee)
            series[ajoutee.nom] = ajoutee if livree is None else _completee(livree, ajoutee)
    return _Famille(series, tuple(refus), tuple(alertes))


def _completee(livree: Serie, locale: Serie) -> Serie:
    """La série livrée, plus les valeurs locales, qui l'emportent à date égale."""
    par_date = {v.depuis: v for v in (*livree.valeurs, *locale.valeurs)}
    return replace(livree, valeurs=bornees([par_date[depuis] for depuis in sorted(par_date)]))


def _remplacements(livree: Serie, locale: Serie) -> list[Anomalie]:
    """Une alerte par valeur livrée que la valeur locale de même date remplace."""
    communes = {v.depuis for v in livree.valeurs} & {v.depuis for v in locale.valeurs}
    message = "{} : la valeur locale du {} remplace une valeur livrée."
    return [
        _alerte(locale.fichier, "valeur locale", message.format(locale.nom, jour), jour)
        for jour in map(date_ecrite, sorted(communes))
    ]
