"""Règles : clés en double, lignes entières en double."""

from collections import defaultdict
from collections.abc import Iterator

from tableur.classeurs.controle.constats import Constat, constat
from tableur.classeurs.controle.plages import Plage
from tableur.classeurs.controle.regles.commun import Contexte, citer, est_un_code, nombre_lu
from tableur.classeurs.controle.regles.identifiants import genre_d_identifiant
from tableur.classeurs.controle.zones import Zone, est_un_total
from tableur.frontiere import plier

PART_UNIQUE = 0.9  # part de valeurs distinctes au-delà de laquelle une colonne de codes est une clé
LIGNES_MINIMUM = 5
COLONNES_MINIMUM = 3

_UNIQUES = {"siret", "iban", "nir"}


def cles_en_double(contexte: Contexte) -> Iterator[Constat]:
    """Codes répétés dans la colonne qui désigne les lignes, et dans les colonnes d'identifiants officiels."""
    for zone in contexte.toutes_les_zones():
        cle = _cle(zone)
        for rang in zone.colonnes:
            if rang != cle and genre_d_identifiant(zone.titre(rang)) not in _UNIQUES:
                continue
            places: dict[object, list[int]] = defaultdict(list)
            ecrits: dict[object, str] = {}
            total = 0
            for ligne, valeur, _ in zone.colonne(rang).entre(zone.premiere, zone.derniere):
                if isinstance(valeur, str | float) and nombre_lu(valeur).strip():
                    places[_canon(valeur)].append(ligne)
                    ecrits.setdefault(_canon(valeur), nombre_lu(valeur))
                    total += 1
            doubles: dict[object, list[int]] = {
                ecrits[v]: lignes for v, lignes in places.items() if len(lignes) > 1
            }
            if not doubles or total < LIGNES_MINIMUM or len(places) < PART_UNIQUE * total:
                continue
            yield _doublon(contexte, zone, rang, doubles)


def _cle(zone: Zone) -> int | None:
    """Colonne qui désigne les lignes : la première colonne de codes, si elle est parmi les deux premières."""
    return next((rang for rang in zone.colonnes[:2] if est_un_code(zone.titre(rang))), None)


def _canon(valeur: object) -> object:
    return nombre_lu(valeur) if isinstance(valeur, float) else " ".join(str(valeur).split()).casefold()


def _doublon(contexte: Contexte, zone: Zone, rang: int, doubles: dict[object, list[int]]) -> Constat:
    cases = [(ligne, rang) for lignes in doubles.values() for ligne in lignes]
    premiers = [f"« {valeur} » aux lignes {', '.join(map(str, lignes[:4]))}" for valeur, lignes in doubles.items()]
    detail = " ; ".join(premiers[:3]) + ("…" if len(premiers) > 3 else "")
    pluriel = "s" if len(doubles) > 1 else ""
    message = (
        f"{len(doubles)} code{pluriel} en double ({detail}) : une recherche ne trouve que le premier ; "
        "supprimer le doublon ou corriger le code"
    )
    return constat(
        "alerte", "doublon-de-cle", "code en double", contexte.place(zone, rang), message, cases=cases,
        attendu="un code par ligne", trouve=citer(list(doubles)), nombre=len(doubles),
    )  # fmt: skip


def lignes_en_double(contexte: Contexte) -> Iterator[Constat]:
    """Lignes d'une liste dont toutes les valeurs tapées sont les mêmes."""
    for zone in contexte.toutes_les_zones():
        tapees = [r for r in zone.colonnes if r not in zone.calculees and not _est_calculee(zone, r)]
        if len(tapees) < COLONNES_MINIMUM or not zone.entete or zone.hauteur < LIGNES_MINIMUM:
            continue
        doubles = [g for g in _memes_lignes(zone, tapees) if not est_un_total(zone.feuille, g[0], zone.colonnes)]
        repetees = [ligne for groupe in doubles for ligne in groupe[1:]]
        if not repetees or len(repetees) > 0.3 * zone.hauteur:
            continue
        plages = [Plage(n, zone.colonnes[0], n, zone.colonnes[-1]) for n in sorted(repetees)]
        exemples = " ; ".join(f"ligne {g[1]} comme ligne {g[0]}" for g in doubles[:3])
        suite = "…" if len(doubles) > 3 else ""
        sujet = "1 ligne entière est" if len(repetees) == 1 else f"{len(repetees)} lignes entières sont"
        message = (
            f"{sujet} en double ({exemples}{suite}) : vérifier qu'elle n'a pas été saisie ou importée deux fois"
        )
        yield constat(
            "alerte" if _a_des_numeros(zone, tapees) else "information",
            "ligne-en-double",
            "ligne en double",
            contexte.ou(zone.feuille),
            message,
            plages=plages,
            nombre=len(repetees),
        )


def _a_des_numeros(zone: Zone, rangs: list[int]) -> bool:
    """Vrai si une colonne distingue presque toutes les lignes : deux lignes égales y sont alors une faute."""
    for rang in rangs:
        if est_un_code(zone.titre(rang)):
            valeurs = [valeur for _, valeur, _ in zone.colonne(rang).entre(zone.premiere, zone.derniere)]
            if len(set(map(str, valeurs))) >= PART_UNIQUE * max(len(valeurs), zone.hauteur):
                return True
    return False


def _est_calculee(zone: Zone, rang: int) -> bool:
    formules = zone.colonne(rang).formules
    return len(formules) > zone.hauteur / 2 or any(
        plier(zone.titre(rang)) == mot for mot in ("n", "no", "num", "ligne", "rang", "ordre", "numero")
    )


def _memes_lignes(zone: Zone, rangs: list[int]) -> list[list[int]]:
    """Groupes de lignes identiques qui ont au moins trois cellules remplies."""
    hauteur = zone.hauteur
    colonnes: list[list[object]] = []
    for rang in rangs:
        rangee: list[object] = [None] * hauteur
        for ligne, valeur, _ in zone.colonne(rang).entre(zone.premiere, zone.derniere):
            rangee[ligne - zone.premiere] = valeur
        colonnes.append(rangee)
    groupes: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for ecart, valeurs in enumerate(zip(*colonnes, strict=True)):
        groupes[valeurs].append(zone.premiere + ecart)
    return [
        lignes
        for valeurs, lignes in groupes.items()
        if len(lignes) > 1 and sum(v is not None for v in valeurs) >= COLONNES_MINIMUM
    ]
