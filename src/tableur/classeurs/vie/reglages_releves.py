"""Réglages d'un classeur existant : les cellules nommées, et les feuilles de paramètres à deux colonnes."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from tableur.classeurs.vie.releve import FeuilleRelevee, Releve
from tableur.classeurs.vie.types_devines import se_lit, type_devine
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule, est_vide, plier

_NOMS_DE_FEUILLE = ("parametre", "reglage", "config", "option", "setting", "parameter", "hypothese", "constante")
_COLONNES_MAXIMUM = 4


@dataclass
class ReglageReleve:
    """Réglage : sa place, son nom, son libellé, son type et sa valeur."""

    feuille: str
    ligne: int
    colonne: int
    nom: str
    libelle: str
    type: str
    valeur: object
    nom_defini: str = ""
    aide: str = ""
    formule: str = ""


def slug(texte: str, defaut: str = "colonne") -> str:
    """Nom sans accents ni espaces, en minuscules.

    >>> slug("Délai (jours)"), slug("N° de pièce"), slug("2026")
    ('delai_jours', 'numero_de_piece', 'colonne_2026')
    """
    texte = re.sub(r"\b[nN][°º]", "numero", texte).replace("€", " euros ").replace("%", " pour_cent ")
    sans_accents = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae"))
    nom = re.sub(r"[^a-z0-9]+", "_", sans_accents.encode("ascii", "ignore").decode().casefold()).strip("_")
    return nom if nom and not nom[0].isdigit() else f"{defaut}_{nom}".rstrip("_")


def nom_unique(nom: str, pris: set[str]) -> str:
    """Le même nom, numéroté s'il est pris ; il le devient."""
    candidat, rang = nom, 1
    while plier(candidat) in pris:
        rang += 1
        candidat = f"{nom}_{rang}"
    pris.add(plier(candidat))
    return candidat


def reglages_de(releve: Releve, pris: set[str]) -> list[ReglageReleve]:
    """Réglages du classeur, dans l'ordre des feuilles et des lignes."""
    trouves: list[ReglageReleve] = []
    for feuille in releve.feuilles:
        nommes = {
            (zone.l1, zone.c1): nom
            for nom, (citee, zone) in releve.noms.items()
            if citee.casefold() == feuille.nom.casefold() and zone[:2] == zone[2:]
        }
        places = set(nommes)
        if any(plier(feuille.nom).startswith(mot) for mot in _NOMS_DE_FEUILLE):
            places |= set(_places_d_une_feuille(feuille))
        remplies = [p for p in sorted(places) if p in nommes or not est_vide(feuille.xml.valeur(p))]
        trouves += [_reglage(releve, feuille, place, nommes.get(place, ""), pris) for place in remplies]
    return trouves


def _places_d_une_feuille(feuille: FeuilleRelevee) -> Iterator[tuple[int, int]]:
    """Valeurs d'une feuille de paramètres : la cellule qui suit un libellé, ligne par ligne."""
    grille = feuille.xml.grille()
    if not grille or max(map(len, grille)) > _COLONNES_MAXIMUM:
        return
    for numero, ligne in enumerate(grille, 1):
        remplies = [c for c, v in enumerate(ligne, 1) if not est_vide(v)]
        if len(remplies) >= 2 and isinstance(ligne[remplies[0] - 1], str) and remplies[1] == remplies[0] + 1:
            valeur = ligne[remplies[1] - 1]
            if not isinstance(valeur, str) or plier(valeur) not in ("valeur", "value", "valeurs"):
                yield numero, remplies[1]


def _reglage(
    releve: Releve, feuille: FeuilleRelevee, place: tuple[int, int], defini: str, pris: set[str]
) -> ReglageReleve:
    valeur = feuille.xml.valeur(place)
    ligne, colonne = place
    gauche = [feuille.xml.valeur((ligne, c)) for c in range(colonne - 1, 0, -1)]
    libelle = next((" ".join(v.split()) for v in gauche if isinstance(v, str) and v.strip()), defini)
    apres = feuille.xml.valeur((ligne, colonne + 1))
    nom = slug(defini or libelle, "reglage")
    if len(nom) < 3 or re.fullmatch(r"[a-z]{1,3}\d+|[rlc]\d*[rlc]?\d*", nom):
        nom = f"reglage_{nom}"
    if valeur is FORMULE_SANS_VALEUR or isinstance(valeur, ErreurDeCellule):
        valeur = None
    genre = type_devine(libelle, [valeur], [releve.format(feuille, place)])
    if genre in ("siret", "siren", "nir", "iban", "code_postal") or not (valeur is None or se_lit(valeur, genre)):
        genre = "texte" if isinstance(valeur, str) else "nombre"
    aide = apres if isinstance(apres, str) else ""
    formule = feuille.xml.formules.get(place, "")
    return ReglageReleve(
        feuille.nom, ligne, colonne, nom_unique(nom, pris), libelle, genre, valeur, defini, aide[:255], formule
    )
