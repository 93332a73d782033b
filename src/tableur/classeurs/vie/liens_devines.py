"""Clés et renvois probables : la colonne qui désigne une ligne, et celles qui citent une autre table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tableur.classeurs.vie.types_devines import mots_de
from tableur.frontiere import est_vide, plier

_TYPES_DE_CODE = {"code", "texte", "entier", "siret", "siren"}
_MOTS_DE_CLE = ("code", "ref", "reference", "matricule", "numero", "no", "n", "id", "identifiant", "siret", "cle")
_ASSEZ = 0.95
_LIGNES_POUR_UN_RENVOI = 2


@dataclass
class ColonneVue:
    """Ce qu'il faut d'une colonne pour deviner ses liens."""

    table: str
    champ: str
    entete: str
    genre: str
    valeurs: Sequence[object]
    formule: bool
    textes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Prépare l'ensemble de ses valeurs."""
        self.textes = frozenset(_texte(v) for v in self.valeurs if not est_vide(v))


def cles_devinees(colonnes: Sequence[ColonneVue]) -> dict[str, str]:
    """Champ de la clé de chaque table qui semble en avoir une."""
    cles: dict[str, str] = {}
    for colonne in colonnes:
        if colonne.table in cles or colonne.formule or colonne.genre not in _TYPES_DE_CODE:
            continue
        remplies = [v for v in colonne.valeurs if not est_vide(v)]
        unique = len(remplies) == len(colonne.valeurs) == len(colonne.textes) >= 2
        if unique and any(mot in _MOTS_DE_CLE for mot in mots_de(colonne.entete).split()):
            cles[colonne.table] = colonne.champ
    return cles


def renvois_devines(colonnes: Sequence[ColonneVue], cles: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Table visée par chaque colonne (table, champ) qui semble citer ses codes."""
    visees = [c for c in colonnes if cles.get(c.table) == c.champ]
    renvois: dict[tuple[str, str], str] = {}
    for colonne in colonnes:
        if colonne.formule or colonne.genre not in _TYPES_DE_CODE or len(colonne.textes) < 1:
            continue
        for visee in visees:
            if visee.table == colonne.table or not _se_ressemblent(colonne, visee):
                continue
            communs = len(colonne.textes & visee.textes)
            assez = communs >= _ASSEZ * len(colonne.textes) and len(colonne.valeurs) >= _LIGNES_POUR_UN_RENVOI
            if assez and cles.get(colonne.table) != colonne.champ:
                renvois[colonne.table, colonne.champ] = visee.table
                break
    return renvois


def _se_ressemblent(colonne: ColonneVue, visee: ColonneVue) -> bool:
    """Vrai si un en-tête est celui de la clé, ou cite le nom de sa table."""
    mots = set(mots_de(colonne.entete).split())
    siens = {m.rstrip("s") for m in mots_de(visee.table).split() if len(m) > 2}
    return plier(colonne.entete) == plier(visee.entete) or any(m.rstrip("s") in siens for m in mots)


def _texte(valeur: object) -> str:
    return f"{valeur:.0f}" if isinstance(valeur, float) and valeur.is_integer() else str(valeur)
