"""Lecture d'un fichier de barèmes : TOML, nombres exacts, toutes les anomalies d'un coup."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import PurePath
from typing import Any, cast

from tableur.baremes.donnees import Fiabilite, Serie, Tranche, Valeur, ValeurDatee
from tableur.socle.dates import date_ecrite
from tableur.socle.erreurs import Anomalie, Ou

_CLES_DE_SERIE = frozenset({"libelle", "unite", "valeurs"})
_FORMES = ("valeur", "abolie", "tranches")
_CLES_DE_VALEUR = frozenset(
    {*_FORMES, "depuis", "source", "fiabilite", "verifie_le", "memoire", "valable_jusqu_au", "note"}
)
_CLES_DE_TRANCHE = frozenset({"jusqu_a", "moins_de", "valeur"})
_ENDROIT = re.compile(r"line (\d+), column (\d+)")
_NOM = re.compile(r"[a-z0-9_]+")
_ABSENT: Any = object()


class _Illisible(Exception):
    """Une clé ne peut pas être lue : la règle, et la phrase."""

    def __init__(self, regle: str, message: str, trouve: object = "") -> None:
        """Retient la règle, la phrase et ce qui a été trouvé."""
        super().__init__(message)
        self.regle, self.message, self.trouve = regle, message, str(trouve)


@dataclass(slots=True)
class Fichier:
    """Un fichier de barèmes lu : ses séries, et ce qui empêche d'en lire.

    Args:
        chemin: Chemin du fichier.
        locale: Vrai pour un fichier du dossier de l'utilisateur.
        series: Séries lisibles, par nom pointé.
        anomalies: Refus relevés dans le fichier.
    """

    chemin: str
    locale: bool
    series: dict[str, Serie] = field(default_factory=dict)
    anomalies: list[Anomalie] = field(default_factory=list)

    @property
    def ou(self) -> Ou:
        """Le fichier, tel qu'on le nomme : son chemin entier quand il est à l'utilisateur."""
        return Ou(self.chemin if self.locale else PurePath(self.chemin).name)

    def refuser(self, nom: str, erreur: _Illisible) -> None:
        """Ajoute un refus qui nomme la série."""
        message = f"{nom} : {erreur.message}" if nom else erreur.message
        self.anomalies.append(Anomalie("refus", self.ou, erreur.regle, "", erreur.trouve, message))


def lire_fichier(chemin: str, *, locale: bool, livrees: Mapping[str, Serie] | None = None) -> Fichier:
    """Séries d'un fichier de barèmes.

    Args:
        chemin: Chemin du fichier ; son nom sans extension commence le nom de ses séries.
        locale: Vrai pour un fichier de l'utilisateur : ses valeurs en portent la marque.
        livrees: Séries livrées qu'un fichier local peut prolonger sans répéter libellé ni unité.
    """
    fichier = Fichier(chemin, locale)
    try:
        contenu = _contenu(chemin)
    except _Illisible as erreur:
        fichier.refuser("", erreur)
        return fichier
    for nom, table in _tables(fichier, PurePath(chemin).stem, contenu):
        serie = _serie(fichier, nom, table, (livrees or {}).get(nom))
        if serie is not None:
            fichier.series[nom] = serie
    return fichier


def _contenu(chemin: str) -> dict[str, Any]:
    import tomllib  # rien n'est chargé tant qu'aucun barème n'est demandé

    try:
        with open(chemin, "rb") as flux:
            return tomllib.load(flux, parse_float=Decimal)
    except tomllib.TOMLDecodeError as erreur:
        endroit = _ENDROIT.search(str(erreur))
        ou = f"ligne {endroit[1]}, colonne {endroit[2]}" if endroit else "à la fin"
        raise _Illisible("TOML attendu", f"Le fichier n'est pas du TOML : erreur {ou}.") from None
    except UnicodeDecodeError:
        raise _Illisible("UTF-8 attendu", "Le fichier n'est pas du texte en UTF-8.") from None
    except OSError as erreur:
        raise _Illisible("fichier lisible", f"Le fichier ne s'ouvre pas : {erreur.strerror}.") from None


def _tables(fichier: Fichier, prefixe: str, contenu: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Les tables qui sont des séries ; les autres ne font que les ranger."""
    if "valeurs" in contenu:
        yield prefixe, contenu
        return
    for cle, table in contenu.items():
        nom = f"{prefixe}.{cle}"
        if not isinstance(table, dict):
            fichier.refuser(nom, _Illisible("clé connue", "cette clé n'est pas attendue hors d'une série.", cle))
        elif not _NOM.fullmatch(cle):
            message = "un nom s'écrit en minuscules sans accents, avec chiffres et « _ »."
            fichier.refuser(nom, _Illisible("nom de série", message, cle))
        else:
            yield from _tables(fichier, nom, table)


def _serie(fichier: Fichier, nom: str, table: dict[str, Any], livree: Serie | None) -> Serie | None:
    avant = len(fichier.anomalies)
    try:
        _connues(table, _CLES_DE_SERIE)
        libelle = _texte(table, "libelle") if livree is None or "libelle" in table else livree.libelle
        unite = _texte(table, "unite") if livree is None or "unite" in table else livree.unite
        if livree is not None and unite != livree.unite:
            message = f"l'unité d'une série est unique : « {livree.unite} » attendue, « {unite} » reçue."
            raise _Illisible("une unité par série", message, unite)
        brutes = table["valeurs"]
        if not isinstance(brutes, list) or not brutes or not all(isinstance(brute, dict) for brute in brutes):
            raise _Illisible("valeurs", "une série porte au moins une table [[…valeurs]].")
    except _Illisible as erreur:
        fichier.refuser(nom, erreur)
        return None
    valeurs: list[ValeurDatee] = []
    for rang, brute in enumerate(brutes, 1):
        try:
            valeur = _valeur_datee(brute, nom, libelle, unite, fichier.locale)
            if valeurs and valeur.depuis <= valeurs[-1].depuis:
                message = f"{date_ecrite(valeur.depuis)} ne suit pas {date_ecrite(valeurs[-1].depuis)}."
                raise _Illisible("dates strictement croissantes", message, valeur.depuis)
            valeurs.append(valeur)
        except _Illisible as erreur:
            fichier.refuser(f"{nom}, valeur {rang}", erreur)
    if len(fichier.anomalies) > avant:
        return None
    return Serie(nom, libelle, unite, str(fichier.ou), bornees(valeurs))


def bornees(valeurs: list[ValeurDatee]) -> tuple[ValeurDatee, ...]:
    """Valeurs dont la fin est la veille de la suivante."""
    suivantes = [valeur.depuis - timedelta(days=1) for valeur in valeurs[1:]]
    return tuple(replace(v, fin=fin) for v, fin in zip(valeurs, [*suivantes, None], strict=True))


def _valeur_datee(brute: dict[str, Any], nom: str, libelle: str, unite: str, locale: bool) -> ValeurDatee:
    _connues(brute, _CLES_DE_VALEUR)
    depuis = _date(brute, "depuis")
    limite = _date(brute, "valable_jusqu_au") if "valable_jusqu_au" in brute else None
    if limite is not None and limite < depuis:
        raise _Illisible("dates", f"valable_jusqu_au, le {date_ecrite(limite)}, précède depuis.", limite)
    fiabilite, memoire = brute.get("fiabilite"), brute.get("memoire", False)
    if fiabilite not in ("A", "B", "C"):
        raise _Illisible("fiabilité", f"fiabilite vaut A, B ou C : {fiabilite!r} reçu.", fiabilite)
    if not isinstance(memoire, bool) or (memoire and fiabilite != "C"):
        raise _Illisible("fiabilité", "memoire = true va avec fiabilite = « C ».", memoire)
    note = _texte(brute, "note") if "note" in brute or fiabilite == "C" else ""
    return ValeurDatee(
        nom=nom,
        libelle=libelle,
        unite=unite,
        depuis=depuis,
        fin=None,
        valeur=_contenu_de_valeur(brute),
        source=_source(brute),
        fiabilite=cast("Fiabilite", fiabilite),
        verifie_le=_date(brute, "verifie_le"),
        memoire=memoire,
        valable_jusqu_au=limite,
        note=note,
        locale=locale,
    )


def _contenu_de_valeur(brute: dict[str, Any]) -> Valeur | None:
    formes = [cle for cle in _FORMES if cle in brute]
    if len(formes) != 1:
        recues = ", ".join(formes) or "aucune"
        raise _Illisible("une valeur", f"il faut une et une seule clé parmi valeur, abolie, tranches : {recues}.")
    if "abolie" in brute:
        if brute["abolie"] is not True:
            raise _Illisible("abolition", "abolie ne vaut que true.", brute["abolie"])
        return None
    return _tranches(brute["tranches"]) if "tranches" in brute else _exacte(brute["valeur"])


def _exacte(brute: Any) -> Valeur:
    """La même valeur, nombres en Decimal et listes figées."""
    if isinstance(brute, bool | str) or type(brute) is date:
        return brute
    if isinstance(brute, int):
        return Decimal(brute)
    if isinstance(brute, Decimal) and brute.is_finite():
        return brute
    if isinstance(brute, list):
        return tuple(_exacte(element) for element in brute)
    if isinstance(brute, dict):
        return {cle: _exacte(element) for cle, element in brute.items()}
    message = f"une valeur est un nombre, un texte, oui ou non, une date, une liste ou une table : {brute} reçu."
    raise _Illisible("valeur", message, brute)


def _tranches(brutes: Any) -> tuple[Tranche, ...]:
    if not isinstance(brutes, list) or not brutes:
        raise _Illisible("tranches", "tranches est une liste d'au moins une tranche.")
    tranches = [_tranche(brute) for brute in brutes]
    for basse, haute in pairwise(tranches):
        if basse.borne is None:
            raise _Illisible("tranches", "seule la dernière tranche peut être sans limite.")
        if haute.borne is not None and haute.borne <= basse.borne:
            message = f"les bornes des tranches doivent croître : {haute.borne} suit {basse.borne}."
            raise _Illisible("tranches", message, haute.borne)
    return tuple(tranches)


def _tranche(brute: Any) -> Tranche:
    if not isinstance(brute, dict) or "valeur" not in brute:
        raise _Illisible("tranches", "une tranche porte une valeur, et jusqu_a ou moins_de.")
    _connues(brute, _CLES_DE_TRANCHE)
    if "jusqu_a" in brute and "moins_de" in brute:
        raise _Illisible("tranches", "une tranche porte jusqu_a ou moins_de, pas les deux.")
    borne = _exacte(brute.get("jusqu_a", brute.get("moins_de", Decimal(0))))
    if not isinstance(borne, Decimal):
        raise _Illisible("tranches", f"une borne est un nombre : {borne!r} reçu.", borne)
    bornee = "jusqu_a" in brute or "moins_de" in brute
    return Tranche(borne if bornee else None, "moins_de" not in brute, _exacte(brute["valeur"]))


def _connues(table: dict[str, Any], cles: frozenset[str]) -> None:
    inconnues = sorted(set(table) - cles)
    if inconnues:
        raise _Illisible("clé connue", f"clé inconnue : {', '.join(inconnues)}.", inconnues[0])


def _texte(table: dict[str, Any], cle: str) -> str:
    texte = table.get(cle, _ABSENT)
    if not isinstance(texte, str) or not texte.strip():
        raise _Illisible(cle, f"{cle} manque : un texte est attendu.")
    return texte


def _date(table: dict[str, Any], cle: str) -> date:
    jour = table.get(cle, _ABSENT)
    if type(jour) is not date:
        raise _Illisible(cle, f"{cle} manque : une date comme 2026-12-31 est attendue, sans guillemets.")
    return jour


def _source(table: dict[str, Any]) -> str:
    brutes = table.get("source", [])
    sources = [brutes] if isinstance(brutes, str) else brutes
    if not isinstance(sources, list) or not sources:
        raise _Illisible("source", "source manque : le texte ou la page qui donne la valeur.")
    if not all(isinstance(source, str) and source.strip() for source in sources):
        raise _Illisible("source", "source est un texte, ou une liste de textes.")
    return " ; ".join(sources)
