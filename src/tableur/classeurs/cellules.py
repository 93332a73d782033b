"""Cellules d'un corps de table, écrites par colonnes en XML.

XlsxWriter garde chaque cellule en mémoire, puis l'écrit une à une : sur 20 000 mouvements, c'est quatre fois
plus long que d'assembler les colonnes ici. Il n'écrit pas non plus une formule dont la valeur est un texte vide.
Tout le reste de la feuille lui est laissé.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from html import escape
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from tableur.classeurs.formules import lettre_de_colonne
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule, numero_de_serie

ERREURS = {"#VALUE!": "#VALEUR!", "#NAME?": "#NOM?", "#NUM!": "#NOMBRE!", "#NULL!": "#NUL!"}
_ERREURS_DE_FICHIER = {dite: ecrite for ecrite, dite in ERREURS.items()}
_CODES = {"#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#DIV/0!", "#N/A", "#REF!"}
_SECONDES_PAR_JOUR = 86_400


class Aspect(NamedTuple):
    """Numéros de format d'une colonne : le sien, et ceux d'une date, d'un instant ou d'une durée égarés là."""

    style: int
    date: int
    instant: int
    duree: int


class FeuilleEnColonnes(Worksheet):  # type: ignore[misc]  # XlsxWriter n'est pas typé
    """Feuille de XlsxWriter dont les corps de table sont donnés d'avance, en XML."""

    dim_rowmin: int | None
    dim_rowmax: int | None

    def __init__(self) -> None:
        """Prépare une feuille sans corps."""
        super().__init__()
        self._corps: list[tuple[int, int, str]] = []

    def numero_de_texte(self, texte: str) -> int:
        """Numéro d'un texte dans la table des textes partagés du classeur."""
        numero: int = self.str_table._get_shared_string_index(texte)
        return numero

    def compter_les_textes(self, nombre: int) -> None:
        """Ajoute au compte du classeur des textes répétés, dont le numéro n'a pas été redemandé."""
        self.str_table.count += nombre

    def poser_corps(
        self, premiere: int, colonnes: Sequence[Sequence[str]], hauteurs: Sequence[float] = ()
    ) -> None:
        """Pose un corps de table.

        Args:
            premiere: Rang de sa première ligne.
            colonnes: Le XML de chaque cellule, par colonne ; toutes ont la même longueur.
            hauteurs: Hauteur de chaque ligne, en points ; vide pour la hauteur ordinaire.
        """
        suites = [f' ht="{hauteur:g}" customHeight="1"' for hauteur in hauteurs] or [""] * len(colonnes[0])
        lignes = [
            f'<row r="{numero}"{suite}>{"".join(ligne)}</row>'
            for numero, (suite, *ligne) in enumerate(zip(suites, *colonnes, strict=True), premiere + 1)
        ]
        self._corps.append((premiere, len(lignes), "".join(lignes)))
        self._check_dimensions(premiere + len(lignes) - 1, len(colonnes) - 1)

    def _write_sheet_data(self) -> None:
        debut: int = self.dim_rowmin or 0
        fin: int = self.dim_rowmax or 0
        self._xml_start_tag("sheetData")
        courante = debut
        for premiere, lignes, xml in sorted(self._corps):
            self._lignes_ordinaires(courante, premiere - 1)
            self.fh.write(xml)
            courante = premiere + lignes
        self._lignes_ordinaires(courante, fin)
        self._xml_end_tag("sheetData")
        self.dim_rowmin, self.dim_rowmax = debut, fin

    def _lignes_ordinaires(self, premiere: int, derniere: int) -> None:
        if premiere <= derniere:
            self.dim_rowmin, self.dim_rowmax = premiere, derniere
            self._write_rows()


def colonne_xml(
    rang: int, premiere: int, valeurs: Sequence[object], aspect: Aspect, feuille: FeuilleEnColonnes
) -> list[str]:
    """XML des cellules d'une colonne de valeurs brutes ; une valeur vide garde son format.

    Args:
        rang: Rang de la colonne.
        premiere: Rang de la première ligne.
        valeurs: Valeurs brutes : nombres, textes, booléens, dates, erreurs, vides.
        aspect: Formats de la colonne.
        feuille: Feuille où va la colonne.
    """
    lettre, style = lettre_de_colonne(rang), aspect.style
    vide = f'" s="{style}"/>'
    textes: dict[object, str] = {"": vide, None: vide}
    ecrits = nouveaux = 0
    cellules = []
    for ligne, valeur in enumerate(valeurs, premiere + 1):
        if type(valeur) is float:
            cellules.append(f'<c r="{lettre}{ligne}" s="{style}"><v>{valeur!r}</v></c>')
        elif type(valeur) is str or valeur is None:
            fin = textes.get(valeur)
            if fin is None:
                numero = feuille.numero_de_texte(valeur or "")
                fin = textes[valeur] = f'" s="{style}" t="s"><v>{numero}</v></c>'
                nouveaux += 1
            cellules.append(f'<c r="{lettre}{ligne}{fin}')
            ecrits += fin is not vide
        else:
            cellules.append(_autre_cellule(f"{lettre}{ligne}", valeur, aspect))
    feuille.compter_les_textes(ecrits - nouveaux)
    return cellules


def formules_xml(
    rang: int, premiere: int, valeurs: Sequence[object], aspect: Aspect, formule: Callable[[int], str]
) -> list[str]:
    """XML des cellules d'une colonne de formules, chacune avec sa valeur ; vide est le texte vide.

    Args:
        rang: Rang de la colonne.
        premiere: Rang de la première ligne.
        valeurs: Valeur de chaque formule.
        aspect: Formats de la colonne.
        formule: Formule d'une ligne, telle que la rend `traduire`.
    """
    lettre = lettre_de_colonne(rang)
    cellules = []
    for ligne, valeur in enumerate(valeurs, premiere):
        genre, contenu = _valeur_de_formule(valeur)
        f = escape(formule(ligne).removeprefix("="), quote=False)
        cellules.append(f'<c r="{lettre}{ligne + 1}" s="{aspect.style}"{genre}><f>{f}</f><v>{contenu}</v></c>')
    return cellules


def _valeur_de_formule(valeur: object) -> tuple[str, str]:
    if valeur is None or isinstance(valeur, str):
        return ' t="str"', escape(valeur or "", quote=False)
    if isinstance(valeur, bool):
        return ' t="b"', str(int(valeur))
    if isinstance(valeur, ErreurDeCellule):
        return ' t="e"', _code_de_fichier(valeur)
    return "", repr(serie(valeur))


def _autre_cellule(adresse: str, valeur: object, aspect: Aspect) -> str:
    if valeur is FORMULE_SANS_VALEUR:
        return f'<c r="{adresse}" s="{aspect.style}"/>'
    if isinstance(valeur, bool):
        return f'<c r="{adresse}" s="{aspect.style}" t="b"><v>{int(valeur)}</v></c>'
    if isinstance(valeur, ErreurDeCellule):
        return f'<c r="{adresse}" s="{aspect.style}" t="e"><v>{_code_de_fichier(valeur)}</v></c>'
    style = aspect.style
    if isinstance(valeur, datetime):
        style = aspect.instant
    elif isinstance(valeur, date):
        style = aspect.date
    elif isinstance(valeur, time | timedelta):
        style = aspect.duree
    return f'<c r="{adresse}" s="{style}"><v>{serie(valeur)!r}</v></c>'


def _code_de_fichier(erreur: ErreurDeCellule) -> str:
    code = _ERREURS_DE_FICHIER.get(erreur.code, erreur.code)
    return code if code in _CODES else "#VALUE!"


def serie(valeur: Any) -> float | int:
    """Nombre que la cellule garde pour un nombre, une date, un instant ou une durée.

    Raises:
        TypeError: La valeur n'est rien de cela (faute de programmation).
    """
    if isinstance(valeur, int | float):
        return valeur
    if isinstance(valeur, datetime):
        jour = numero_de_serie(valeur.date())
        return jour + (valeur - datetime.combine(valeur.date(), time())).total_seconds() / _SECONDES_PAR_JOUR
    if isinstance(valeur, date):
        return numero_de_serie(valeur)
    if isinstance(valeur, time):
        return (valeur.hour * 3600 + valeur.minute * 60 + valeur.second) / _SECONDES_PAR_JOUR
    if isinstance(valeur, timedelta):
        return valeur.total_seconds() / _SECONDES_PAR_JOUR
    raise TypeError(f"aucune écriture n'est prévue pour {type(valeur).__name__}")
