"""Règles : clés fausses des SIREN, SIRET, NIR et IBAN, zéros de tête perdus, précision perdue."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from tableur.classeurs.controle.constats import Constat, Correction, constat
from tableur.classeurs.controle.plages import adresse
from tableur.classeurs.controle.regles.commun import Contexte, cellules, citer, est_un_code, nombre_lu
from tableur.classeurs.controle.zones import Zone
from tableur.frontiere import lire, plier
from tableur.socle import grandeurs
from tableur.socle.erreurs import ValeurInvalide

_TYPES: dict[str, tuple[Any, int, str]] = {
    "siret": (grandeurs.Siret, 14, "SIRET"),
    "siren": (grandeurs.Siren, 9, "SIREN"),
    "nir": (grandeurs.Nir, 15, "numéro de sécurité sociale"),
    "iban": (grandeurs.Iban, 0, "IBAN"),
    "postal": (grandeurs.CodePostal, 5, "code postal"),
}
_MOTS = {
    "siret": "siret", "siren": "siren", "nir": "nir", "iban": "iban", "codepostal": "postal", "cp": "postal",
    "codepostale": "postal", "nss": "nir", "securitesociale": "nir", "secu": "nir",
}  # fmt: skip
_PRECISION = 1e15  # un tableur ne garde que 15 chiffres


@lru_cache(maxsize=4096)
def genre_d_identifiant(titre: str) -> str:
    """Genre d'identifiant que dit un en-tête : « siret », « iban »…, vide s'il n'en dit pas.

    >>> genre_d_identifiant("N° SIRET"), genre_d_identifiant("Code postal"), genre_d_identifiant("Ville")
    ('siret', 'postal', '')
    """
    mots = [plier(mot) for mot in re.findall(r"[\w]+", titre)]
    suites = [*mots, *(a + b for a, b in pairwise(mots))]
    return next((_MOTS[mot] for mot in suites if mot in _MOTS), "")


def cles_fausses(contexte: Contexte) -> Iterator[Constat]:
    """Identifiants dont la clé de contrôle est fausse, dans les colonnes qui en portent le nom."""
    for zone in contexte.toutes_les_zones():
        for rang in zone.colonnes:
            genre = genre_d_identifiant(zone.titre(rang))
            if genre:
                yield from _controler(contexte, zone, rang, genre)


def _controler(contexte: Contexte, zone: Zone, rang: int, genre: str) -> Iterator[Constat]:
    type_, longueur, nom = _TYPES[genre]
    fausses: list[tuple[int, object]] = []
    perdus: list[tuple[int, object, str]] = []
    justes = 0
    for ligne, valeur, _ in zone.colonne(rang).entre(zone.premiere, zone.derniere):
        if not isinstance(valeur, str | float) or not str(valeur).strip():
            continue
        compact = re.sub(r"[\s\u00a0\u202f.]", "", nombre_lu(valeur) if isinstance(valeur, float) else valeur)
        if longueur and compact.isdigit() and len(compact) in (longueur - 1, longueur - 2) and genre != "nir":
            complete = compact.zfill(longueur)
            if genre != "postal" or len(compact) == 4:
                perdus.append((ligne, valeur, complete))
                continue
        if genre == "postal":
            continue  # un code postal étranger est légitime
        try:
            lire(compact if isinstance(valeur, float) else valeur.replace(".", ""), type_)
            justes += 1
        except ValeurInvalide:
            fausses.append((ligne, valeur))
    perdus = [p for p in perdus if genre == "postal" or _est_juste(p[2], type_)]
    if perdus:
        yield _zeros_perdus(contexte, zone, rang, nom, perdus)
    if fausses and (justes or genre != "nir"):
        message = (
            f"{cellules(len(fausses))} dont le {nom} est faux ({citer([v for _, v in fausses])}) : "
            "sa longueur ou sa clé de contrôle ne va pas ; le recopier depuis une pièce officielle"
        )
        if nom == "IBAN":
            message = message.replace("dont le IBAN", "dont l'IBAN")
        yield constat(
            "refus" if justes >= len(fausses) else "alerte",
            "cle-fausse",
            "clé fausse",
            contexte.place(zone, rang),
            message,
            cases=[(n, rang) for n, _ in fausses],
            attendu=f"un {nom} à la clé juste",
            trouve=citer([v for _, v in fausses]),
        )


def _est_juste(texte: str, type_: Any) -> bool:
    try:
        lire(texte, type_)
    except ValeurInvalide:
        return False
    return True


def _zeros_perdus(
    contexte: Contexte, zone: Zone, rang: int, nom: str, perdus: list[tuple[int, object, str]]
) -> Constat:
    corrections = [
        Correction("texte", zone.feuille.nom, adresse(n, rang), nombre_lu(valeur), complet, complet)
        for n, valeur, complet in perdus
    ]
    message = (
        f"{cellules(len(perdus))} où un {nom} a perdu son zéro de tête ({citer([v for _, v, _ in perdus])}) : "
        f"mettre la colonne au format Texte et réécrire « {perdus[0][2]} »"
    )
    return constat(
        "alerte", "zero-perdu", "zéro de tête perdu", contexte.place(zone, rang), message,
        cases=[(n, rang) for n, _, _ in perdus], attendu=perdus[0][2], trouve=nombre_lu(perdus[0][1]),
        propose=perdus[0][2], corrections=corrections,
    )  # fmt: skip


def zeros_de_code(contexte: Contexte) -> Iterator[Constat]:
    """Codes à longueur fixe dont des zéros de tête manquent : « 010101 » d'un côté, 10102 de l'autre."""
    for zone in contexte.toutes_les_zones():
        for rang in zone.colonnes:
            titre = zone.titre(rang)
            if not est_un_code(titre) or genre_d_identifiant(titre):
                continue
            textes, courts = [], []
            for ligne, valeur, _ in zone.colonne(rang).entre(zone.premiere, zone.derniere):
                if isinstance(valeur, str) and valeur.strip().isdigit():
                    textes.append(valeur.strip())
                elif isinstance(valeur, float) and valeur.is_integer() and valeur >= 0:
                    courts.append((ligne, valeur))
            longueurs = {len(texte) for texte in textes}
            if len(longueurs) != 1 or len(textes) < 3 or not any(texte[0] == "0" for texte in textes):
                continue
            longueur = longueurs.pop()
            perdus: list[tuple[int, object, str]] = [
                (n, v, nombre_lu(v).zfill(longueur)) for n, v in courts if len(nombre_lu(v)) < longueur
            ]
            if perdus:
                yield _zeros_perdus(contexte, zone, rang, "code", perdus)


def precision_perdue(contexte: Contexte) -> Iterator[Constat]:
    """Numéros de plus de 15 chiffres stockés en nombre : la fin a été remplacée par des zéros."""
    for zone in contexte.toutes_les_zones():
        for rang in zone.colonnes:
            longs = [
                (ligne, valeur)
                for ligne, valeur in contexte.profil(zone, rang).nombres
                if valeur >= _PRECISION and valeur.is_integer() and ligne not in zone.colonne(rang).formules
            ]  # fmt: skip
            if longs and (est_un_code(zone.titre(rang)) or genre_d_identifiant(zone.titre(rang))):
                message = (
                    f"{cellules(len(longs))} où un numéro de plus de 15 chiffres est stocké en nombre : ses "
                    "derniers "
                    "chiffres sont perdus ; mettre la colonne au format Texte et ressaisir"
                )
                yield constat(
                    "refus", "precision-perdue", "chiffres perdus", contexte.place(zone, rang), message,
                    cases=[(n, rang) for n, _ in longs], trouve=citer([v for _, v in longs]),
                )  # fmt: skip
