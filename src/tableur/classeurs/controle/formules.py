"""Formules : leur forme relative, la même pour toutes les lignes d'une colonne, et ce qu'elles contiennent.

La forme est le texte de la formule où chaque référence est écrite par rapport à sa cellule, comme en notation
R1C1 : deux formules recopiées l'une de l'autre ont la même forme, et une forme se réécrit en toute cellule.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tableur.classeurs.controle.plages import COLONNES_MAXIMUM, LIGNES_MAXIMUM, Plage, lettres, rang

_JETON = re.compile(
    r"""
    (?P<texte>"(?:[^"]|"")*")
    |(?P<erreur>\#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!))
    |(?P<feuille>'(?:[^']|'')+'!|(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?!)
    |(?P<fonction>[^\W\d][\w.]*\()
    |(?P<crochet>(?:[^\W\d][\w.]*)?\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    |(?P<colonnes>\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![\w(.]))
    |(?P<cellule>\$?[A-Z]{1,3}\$?[0-9]{1,7}(?![\w(.]))
    |(?P<lignes>\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w.]))
    |(?P<nombre>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?%?)
    |(?P<nom>[^\W\d][\w.\\?]*)
    """,
    re.VERBOSE,
)
_CELLULE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})")
_COLONNES = re.compile(r"(\$?)([A-Z]{1,3})")
_LIGNES = re.compile(r"(\$?)([0-9]{1,7})")
_MARQUE = re.compile("\x01([^\x02]*);([^\x02]*)\x02")
_REFERENCE = re.compile(
    r"(?P<feuille>'(?:[^']|'')+'!|(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?!)?"
    "\x01(?P<l1>[^\x02;]*);(?P<c1>[^\x02]*)\x02(?::\x01(?P<l2>[^\x02;]*);(?P<c2>[^\x02]*)\x02)?"
)
_ODS = re.compile(r'("(?:[^"]|"")*")|\[([^\[\]]*)\]|;')
_COTE_ODS = re.compile(r"(?:\$?('(?:[^']|'')+'|[^.'\"$]*)\.)?(\$?[A-Z]{1,3}\$?[0-9]{1,7}|#REF!)")

VOLATILES = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "CELL", "INFO"})
RECHERCHES = frozenset({"VLOOKUP", "HLOOKUP", "LOOKUP", "MATCH", "XLOOKUP", "XMATCH", "INDEX"})


@dataclass(frozen=True, slots=True)
class Reference:
    """Référence d'une forme : bornes relatives (faux) ou absolues (vrai) ; feuille vide pour la sienne."""

    feuille: str
    ligne1: tuple[bool, int]
    colonne1: tuple[bool, int]
    ligne2: tuple[bool, int]
    colonne2: tuple[bool, int]

    def plage(self, ligne: int, colonne: int) -> Plage:
        """La plage visée depuis une cellule."""

        def vers(borne: tuple[bool, int], base: int) -> int:
            return borne[1] if borne[0] else base + borne[1]

        l1, l2 = vers(self.ligne1, ligne), vers(self.ligne2, ligne)
        c1, c2 = vers(self.colonne1, colonne), vers(self.colonne2, colonne)
        return Plage(min(l1, l2), min(c1, c2), max(l1, l2), max(c1, c2))


@dataclass(frozen=True, slots=True)
class Analyse:
    """Ce que contient une forme.

    Args:
        references: Ses références, avec leurs feuilles.
        fonctions: Noms de ses fonctions, en anglais.
        nombres: Constantes numériques écrites dans la formule.
        noms: Noms définis et tables nommés.
        reference_perdue: Vrai si elle contient #REF!.
        externe: Vrai si elle vise un autre classeur.
    """

    references: tuple[Reference, ...]
    fonctions: frozenset[str]
    nombres: tuple[str, ...]
    noms: frozenset[str]
    reference_perdue: bool
    externe: bool


def forme_de(texte: str, ligne: int, colonne: int) -> str:
    """Forme d'une formule écrite dans une cellule, sans son signe =.

    >>> forme_de("A2*$B$1", 2, 3) == forme_de("A3*$B$1", 3, 3)
    True
    """

    def remplacer(jeton: re.Match[str]) -> str:
        genre, lu = jeton.lastgroup, jeton.group()
        if genre == "cellule":
            return _marque_de_cellule(lu, ligne, colonne)
        if genre == "colonnes":
            return ":".join(_marque_de_colonne(cote, colonne) for cote in lu.split(":"))
        if genre == "lignes":
            return ":".join(_marque_de_ligne(cote, ligne) for cote in lu.split(":"))
        return lu

    return _JETON.sub(remplacer, texte)


def formule_de(forme: str, ligne: int, colonne: int) -> str:
    """Formule d'une forme, réécrite pour une cellule.

    >>> formule_de(forme_de("SUM(A$2:A2)*$B$1", 2, 3), 9, 3)
    'SUM(A$2:A9)*$B$1'
    """

    def remplacer(marque: re.Match[str]) -> str:
        numero, cote = _ecrire(marque[1], ligne, LIGNES_MAXIMUM), _colonne_ecrite(marque[2], colonne)
        return "#REF!" if numero is None or cote is None else f"{cote}{numero}"

    return _MARQUE.sub(remplacer, forme)


@lru_cache(maxsize=65_536)
def analyser(forme: str) -> Analyse:
    """Contenu d'une forme, mémorisé."""
    fonctions, nombres, noms, perdue, externe = set(), [], set(), False, False
    for jeton in _JETON.finditer(_MARQUE.sub("\x02", forme)):
        genre, lu = jeton.lastgroup, jeton.group()
        if genre == "fonction":
            fonctions.add(lu[:-1].upper().replace("_XLFN.", "").replace("_XLWS.", ""))
        elif genre == "nombre":
            nombres.append(lu)
        elif genre == "nom" or genre == "crochet":
            noms.add(lu.partition("[")[0])
        elif genre == "erreur":
            perdue = perdue or lu == "#REF!"
        elif genre == "feuille":
            externe = externe or "[" in lu
    references = tuple(_reference(trouvee) for trouvee in _REFERENCE.finditer(_sans_textes(forme)))
    return Analyse(references, frozenset(fonctions), tuple(nombres), frozenset(noms), perdue, externe)


def formule_ods(texte: str) -> str:
    """Formule d'un fichier .ods, réécrite comme dans un .xlsx, sans son signe =.

    >>> formule_ods("of:=SUM([.A2:.A9];[$'Mes prix'.B1])")
    "SUM(A2:A9,'Mes prix'!B1)"
    """
    corps = re.sub(r"^(?:[a-z]+:)?=", "", texte)

    def remplacer(trouve: re.Match[str]) -> str:
        if trouve[1]:
            return trouve[1]
        return _reference_ods(trouve[2]) if trouve[2] is not None else ","

    return _ODS.sub(remplacer, corps)


class Formes:
    """Formes des formules d'une feuille, lues de haut en bas : une formule recopiée se reconnaît sans analyse."""

    def __init__(self) -> None:
        """Commence sans forme connue."""
        self._dernieres: dict[int, tuple[str, str, tuple[int, ...]]] = {}
        self._connues: dict[str, str] = {}

    def forme(self, texte: str, ligne: int, colonne: int) -> str:
        """Forme d'une formule ; deux formes égales sont le même objet."""
        derniere = self._dernieres.get(colonne)
        if derniere is not None:
            forme, gabarit, ecarts = derniere
            if gabarit % tuple([ligne + ecart for ecart in ecarts]) == texte:
                return forme
        forme = forme_de(texte, ligne, colonne)
        forme = self._connues.setdefault(forme, forme)
        self._dernieres[colonne] = (forme, *_gabarit(forme, colonne))
        return forme


def _gabarit(forme: str, colonne: int) -> tuple[str, tuple[int, ...]]:
    """Texte à trous d'une forme dans une colonne : un trou par numéro de ligne relatif."""
    ecarts: list[int] = []

    def remplacer(marque: re.Match[str]) -> str:
        cote, numero = _colonne_ecrite(marque[2], colonne), marque[1]
        if cote is None:
            return "#REF!"
        if numero == "*" or numero.startswith("="):
            return f"{cote}{_ecrire(numero, 0, LIGNES_MAXIMUM)}"
        ecarts.append(int(numero))
        return f"{cote}%d"

    return _MARQUE.sub(remplacer, forme.replace("%", "%%")), tuple(ecarts)


def _reference_ods(texte: str) -> str:
    cotes = [(m[1] or "", m[2]) for m in _COTE_ODS.finditer(texte)]
    if not cotes:
        return "#REF!" if "#REF!" in texte else texte
    externe = "[1]" if "file:" in texte else ""
    feuille = cotes[0][0].rpartition("#")[2].lstrip("$")
    plage = ":".join(cote for _, cote in cotes[:2])
    return f"{externe}{feuille}!{plage}" if feuille else plage


def _marque_de_cellule(texte: str, ligne: int, colonne: int) -> str:
    trouvee = _CELLULE.fullmatch(texte)
    if trouvee is None:
        return texte
    fixe_c, col, fixe_l, lig = trouvee.groups()
    numero, rang_ = int(lig), rang(col)
    if not (0 < numero <= LIGNES_MAXIMUM and rang_ <= COLONNES_MAXIMUM):
        return texte
    vers_ligne = f"={numero}" if fixe_l else str(numero - ligne)
    vers_colonne = f"={rang_}" if fixe_c else str(rang_ - colonne)
    return f"\x01{vers_ligne};{vers_colonne}\x02"


def _marque_de_colonne(texte: str, colonne: int) -> str:
    trouvee = _COLONNES.fullmatch(texte)
    if trouvee is None:
        return texte
    rang_ = rang(trouvee[2])
    return f"\x01*;{f'={rang_}' if trouvee[1] else rang_ - colonne}\x02"


def _marque_de_ligne(texte: str, ligne: int) -> str:
    trouvee = _LIGNES.fullmatch(texte)
    if trouvee is None:
        return texte
    numero = int(trouvee[2])
    return f"\x01{f'={numero}' if trouvee[1] else numero - ligne};*\x02"


def _ecrire(borne: str, base: int, maximum: int) -> str | None:
    if borne == "*":
        return ""
    if borne.startswith("="):
        return f"${borne[1:]}"
    valeur = base + int(borne)
    return str(valeur) if 1 <= valeur <= maximum else None


def _colonne_ecrite(borne: str, base: int) -> str | None:
    ecrite = _ecrire(borne, base, COLONNES_MAXIMUM)
    if not ecrite:
        return ecrite
    return f"${lettres(int(ecrite[1:]))}" if ecrite.startswith("$") else lettres(int(ecrite))


def _reference(trouvee: re.Match[str]) -> Reference:
    feuille = trouvee["feuille"] or ""
    nom = feuille.removesuffix("!")
    if nom.startswith("'"):
        nom = nom[1:-1].replace("''", "'")
    l1, c1 = trouvee["l1"], trouvee["c1"]
    l2, c2 = trouvee["l2"] or l1, trouvee["c2"] or c1
    return Reference(
        nom,
        _borne(l1, 1),
        _borne(c1, 1),
        _borne(l2, LIGNES_MAXIMUM),
        _borne(c2, COLONNES_MAXIMUM),
    )


def _borne(texte: str, entiere: int) -> tuple[bool, int]:
    if texte == "*":
        return True, entiere
    return (True, int(texte[1:])) if texte.startswith("=") else (False, int(texte))


def _sans_textes(forme: str) -> str:
    return re.sub(r'"(?:[^"]|"")*"', '""', forme)
