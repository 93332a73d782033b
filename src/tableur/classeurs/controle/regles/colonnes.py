"""Règles : types mêlés, espaces en trop dans les codes, formats de nombre perdus."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tableur.classeurs.controle.constats import Constat, Correction, constat
from tableur.classeurs.controle.plages import adresse, regrouper
from tableur.classeurs.controle.regles.commun import Contexte, cellules, citer, dit, est_un_code
from tableur.classeurs.controle.regles.identifiants import genre_d_identifiant
from tableur.classeurs.controle.regles.textes import date_tapee, nombre_tape
from tableur.classeurs.controle.zones import Zone
from tableur.frontiere import plier

PART_DU_TYPE = 0.9
LIGNES_MINIMUM = 5

_ESPACES_CACHES = re.compile("[\u00a0\u202f\u2007\u200b\ufeff]|^\\s|\\s$|\\s{2,}")
_ABSENCES = {"", "-", "—", "–", "nc", "na", "nd", "néant", "neant", "sans", "x", "so", "nsp", "?"}


def types_meles(contexte: Contexte) -> Iterator[Constat]:
    """Textes dans une colonne de nombres ou de dates, dates sans format, codes mi-nombres mi-textes."""
    for zone in contexte.toutes_les_zones():
        if (
            not zone.entete or zone.feuille.protegee
        ):  # une feuille protégée ne se tape pas : un imprimé, par exemple
            continue
        for rang in zone.colonnes:
            profil = contexte.profil(zone, rang)
            nombres, dates, mots = profil.nombres, profil.dates, profil.mots
            total = len(nombres) + len(dates) + len(mots)
            if total < LIGNES_MINIMUM:
                continue
            if mots and len(nombres) >= PART_DU_TYPE * total:
                yield from _intrus(contexte, zone, rang, mots, "un nombre")
            elif mots and len(dates) >= PART_DU_TYPE * total:
                yield from _intrus(contexte, zone, rang, mots, "une date")
            elif nombres and len(dates) >= PART_DU_TYPE * total and not mots:
                yield from _dates_sans_format(contexte, zone, rang, nombres)
            elif nombres and mots and est_un_code(zone.titre(rang)) and not genre_d_identifiant(zone.titre(rang)):
                yield from _codes_meles(contexte, zone, rang, nombres, mots)


def _intrus(
    contexte: Contexte, zone: Zone, rang: int, mots: Sequence[tuple[int, object]], attendu: str
) -> Iterator[Constat]:
    trouves = [(n, v) for n, v in mots if nombre_tape(str(v)) is None and date_tapee(str(v)) is None]
    if not trouves:
        return  # des nombres et des dates en texte : leur règle le dit
    absences = all(plier(str(v)) in _ABSENCES for _, v in trouves)
    conseil = (
        "laisser la cellule vide" if absences else f"mettre {attendu}, et le commentaire dans une autre colonne"
    )
    message = (
        f"{cellules(len(trouves))} de texte ({citer([v for _, v in trouves])}) dans une colonne où l'on attend "
        f"{attendu} : les calculs les ignorent ou échouent ; {conseil}"
    )
    yield constat(
        "information" if absences else "alerte", "types-meles", "types mêlés",
        contexte.place(zone, rang), message, cases=[(n, rang) for n, _ in trouves], attendu=attendu,
        trouve=citer([v for _, v in trouves]),
    )  # fmt: skip


def _dates_sans_format(
    contexte: Contexte, zone: Zone, rang: int, nombres: Sequence[tuple[int, object]]
) -> Iterator[Constat]:
    modele = contexte.style_majoritaire(zone, rang, "date")
    if modele is None:
        return
    plages = regrouper((n, rang) for n, _ in nombres)
    correction = Correction(
        "format",
        zone.feuille.nom,
        " ".join(map(str, plages)),
        "nombre",
        contexte.vu.style(modele).code,
        str(modele),
    )
    message = (
        f"{cellules(len(nombres))} où un nombre ({citer([v for _, v in nombres])}) s'affiche dans une colonne "
        "de dates : "
        "lui donner le format de date"
    )
    yield constat(
        "alerte", "format-perdu", "format de nombre perdu", contexte.place(zone, rang), message,
        cases=[(n, rang) for n, _ in nombres], attendu=contexte.vu.style(modele).code, corrections=[correction],
    )  # fmt: skip


def _codes_meles(
    contexte: Contexte,
    zone: Zone,
    rang: int,
    nombres: Sequence[tuple[int, object]],
    mots: Sequence[tuple[int, object]],
) -> Iterator[Constat]:
    chiffres = [(n, v) for n, v in mots if str(v).strip().isdigit()]
    if not chiffres:
        return
    minorite: Sequence[tuple[int, object]] = chiffres if len(chiffres) <= len(nombres) else nombres
    genre = "texte" if minorite is chiffres else "nombre"
    message = (
        f"{cellules(len(minorite))} où un code est en {genre}, à l'inverse des autres "
        f"({citer([v for _, v in minorite])}) : "
        "RECHERCHEV et EQUIV ne les rapprochent pas ; mettre toute la colonne en texte"
    )
    yield constat(
        "alerte", "types-meles", "types mêlés", contexte.place(zone, rang), message,
        cases=[(n, rang) for n, _ in minorite], trouve=citer([v for _, v in minorite]),
    )  # fmt: skip


def espaces_en_trop(contexte: Contexte) -> Iterator[Constat]:
    """Espaces de bord, doubles ou insécables dans des codes, et dans des textes qui ont un jumeau sans espace."""
    for zone in contexte.toutes_les_zones():
        if not zone.entete:
            continue
        for rang in zone.colonnes:
            mots = contexte.profil(zone, rang).mots
            douteux = [(ligne, valeur) for ligne, valeur in mots if _ESPACES_CACHES.search(valeur)]
            if not douteux:
                continue
            propres = {valeur for _, valeur in mots} - {valeur for _, valeur in douteux}
            titre = zone.titre(rang)
            en_code = est_un_code(titre) or (genre_d_identifiant(titre) == "postal")
            retenus = [
                (n, v)
                for n, v in douteux
                if v.strip()
                and nombre_tape(v) is None
                and ((en_code and v != _propre(v)) or _propre(v) in propres)
            ]
            if retenus:
                yield _espaces(contexte, zone, rang, retenus)


def _propre(texte: str) -> str:
    return " ".join(re.sub("[\u200b\ufeff]", "", texte).split())


def _espaces(contexte: Contexte, zone: Zone, rang: int, retenus: list[tuple[int, str]]) -> Constat:
    corrections = [
        Correction("texte", zone.feuille.nom, adresse(n, rang), f"« {v} »", f"« {_propre(v)} »", _propre(v))
        for n, v in retenus
    ]
    message = (
        f"{cellules(len(retenus))} avec un espace en trop, au bord ou insécable "
        f"({citer([v for _, v in retenus])}) : "
        "la recherche, le tri et le filtre y voient une autre valeur ; l'ôter (SUPPRESPACE)"
    )
    return constat(
        "alerte", "espaces-en-trop", "espaces en trop", contexte.place(zone, rang), message,
        cases=[(n, rang) for n, _ in retenus], propose=_propre(retenus[0][1]), corrections=corrections,
    )  # fmt: skip


def formats_perdus(contexte: Contexte) -> Iterator[Constat]:
    """Cellules au format standard dans une colonne de nombres qui en porte un autre."""
    for zone in contexte.toutes_les_zones():
        if not zone.entete or zone.hauteur < LIGNES_MINIMUM:
            continue
        for rang in zone.colonnes:
            styles = contexte.profil(zone, rang).styles
            comptes = Counter[tuple[str, str]]()
            for numero, nombre in styles.items():
                comptes[contexte.vu.style(numero).genre, contexte.vu.style(numero).code] += nombre
            total = sum(comptes.values())
            (genre, code), nombre = comptes.most_common(1)[0] if comptes else (("", ""), 0)
            if (
                ("standard", "General") not in comptes
                or genre != "nombre"
                or nombre < PART_DU_TYPE * total
                or total < LIGNES_MINIMUM
            ):
                continue
            cases = [
                (ligne, rang)
                for ligne, valeur, style in zone.colonne(rang).entre(zone.premiere, zone.derniere)
                if isinstance(valeur, float) and contexte.vu.style(style).genre == "standard"
            ]
            yield _format_perdu(contexte, zone, rang, cases, code)


def _format_perdu(contexte: Contexte, zone: Zone, rang: int, cases: list[tuple[int, int]], code: str) -> Constat:
    modele = contexte.style_majoritaire(zone, rang, "nombre") or 0
    texte = " ".join(map(str, regrouper(cases)))
    correction = Correction("format", zone.feuille.nom, texte, "Standard", code, str(modele))
    message = f"{cellules(len(cases))} sans le format de la colonne ({code}) : le recopier"
    return constat(
        "information", "format-perdu", "format de nombre perdu", contexte.place(zone, rang), message, cases=cases,
        attendu=code, trouve="Standard", corrections=[correction],
    )  # fmt: skip


def dates_invraisemblables(contexte: Contexte) -> Iterator[Constat]:
    """Dates d'avant 1930 ou d'après 2100 parmi des dates d'aujourd'hui : 0206 pour 2026, ou un nombre en date."""
    bas, haut = 10_959.0, 73_415.0  # 01/01/1930 et 31/12/2100
    for zone in contexte.toutes_les_zones():
        if contexte.vu.depuis_1904:
            return
        for rang in zone.colonnes:
            if dit(zone.titre(rang), "naissance", "ne", "nee"):
                continue
            dates = contexte.profil(zone, rang).dates
            hors = [(n, v) for n, v in dates if not bas <= v <= haut and v != 0]
            if hors and len(hors) <= (1 - PART_DU_TYPE) * len(dates) + 1 and len(dates) >= LIGNES_MINIMUM:
                message = (
                    f"{cellules(len(hors))} dont la date est d'avant 1930 ou d'après 2100, parmi {len(dates)} : "
                    "faute de frappe sans doute ; corriger l'année"
                )
                yield constat(
                    "alerte", "date-invraisemblable", "date invraisemblable", contexte.place(zone, rang), message,
                    cases=[(n, rang) for n, _ in hors],
                )  # fmt: skip
