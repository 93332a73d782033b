"""Planches d'étiquettes et enveloppes : un document Word aux cotes de la planche, une adresse par étiquette.

Les cotes sont des données, `planches.toml`. L'adresse suit NF Z 10-011 ; sa taille s'adapte à l'étiquette.
"""

import io
import tomllib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from tableur.socle.erreurs import ErreurTableur, ValeurInvalide

A4 = (210.0, 297.0)
MARGE = 3.0  # mm laissés autour du texte, dans l'étiquette
CORPS_MAXIMAL, CORPS_MINIMAL = 11.0, 5.0  # points
INTERLIGNE = 1.15
POINT = 25.4 / 72

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DEBUT = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_DEBUT}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'{_DEBUT}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
# Chasses d'Arial, en millièmes de cadratin ; les autres capitales et minuscules sont comptées larges.
_CHASSES = {" ": 278, "I": 278, "J": 500, "L": 556, "M": 833, "W": 944, "i": 222, "j": 222, "l": 222, "m": 833,
            "t": 278, "f": 278, "r": 333, "w": 722, "1": 556}  # fmt: skip
_CAPITALE, _MINUSCULE = 740, 560


@dataclass(frozen=True, slots=True)
class Planche:
    """Planche d'étiquettes A4, en millimètres : grille, taille, pas et départ de la première étiquette."""

    nom: str
    colonnes: int
    rangees: int
    largeur: float
    hauteur: float
    pas_horizontal: float
    pas_vertical: float
    gauche: float
    haut: float
    de_memoire: bool = False

    @property
    def par_page(self) -> int:
        """Nombre d'étiquettes par planche."""
        return self.colonnes * self.rangees

    def cadre(self, rang: int) -> tuple[int, float, float, float, float]:
        """Page (de 1), puis gauche, haut, droite et bas en millimètres, de l'étiquette de ce rang (de 0)."""
        page, place = divmod(rang, self.par_page)
        rangee, colonne = divmod(place, self.colonnes)
        gauche = self.gauche + colonne * self.pas_horizontal
        haut = self.haut + rangee * self.pas_vertical
        return page + 1, gauche, haut, gauche + self.largeur, haut + self.hauteur


@dataclass(frozen=True, slots=True)
class Enveloppe:
    """Enveloppe couchée, en millimètres, et coin haut gauche de l'adresse."""

    nom: str
    largeur: float
    hauteur: float
    gauche: float
    haut: float
    de_memoire: bool = False


def planche(nom: str) -> Planche:
    """Planche de ce nom, ou d'un fichier .toml qui en donne les cotes.

    Raises:
        ErreurTableur: Elle n'est pas connue, ou ses cotes ne tiennent pas sur une page A4.
    """
    connues = _cotes()["planches"]
    if nom.lower().endswith(".toml"):
        return _planche_de_fichier(Path(nom))
    trouvee = next((cle for cle in connues if cle.lower() == nom.lower().replace("×", "x")), None)
    if trouvee is None:
        dites = ", ".join(connues)
        raise ErreurTableur(f"La planche « {nom} » n'est pas connue ; planches connues : {dites}, ou un .toml.")
    return Planche(trouvee, **connues[trouvee])


def enveloppe(nom: str) -> Enveloppe:
    """Enveloppe de ce nom : DL, C5 ou C4.

    Raises:
        ErreurTableur: Elle n'est pas connue.
    """
    connues = _cotes()["enveloppes"]
    if nom.upper() not in connues:
        raise ErreurTableur(f"L'enveloppe « {nom} » n'est pas connue ; enveloppes connues : {', '.join(connues)}.")
    return Enveloppe(nom.upper(), **connues[nom.upper()])


def corps_de_l_adresse(lignes: Sequence[str], largeur: float, hauteur: float) -> float:
    """Taille de caractères, en points, où une adresse tient dans une étiquette.

    Args:
        lignes: Lignes de l'adresse.
        largeur: Largeur de l'étiquette, en millimètres.
        hauteur: Sa hauteur.

    Raises:
        ValeurInvalide: Elle n'y tient pas, même en petits caractères.
    """
    plus_large = max(_chasse(texte) for texte in lignes) / 1000
    marge = MARGE if largeur > 50 else MARGE / 2
    par_largeur = (largeur - 2 * marge) / POINT / plus_large
    par_hauteur = (hauteur - 2 * marge) / POINT / (INTERLIGNE * len(lignes))
    corps = min(CORPS_MAXIMAL, int(2 * min(par_largeur, par_hauteur)) / 2)
    if corps < CORPS_MINIMAL:
        mesure = f"{largeur:g} × {hauteur:g} mm".replace(".", ",")
        raise ValeurInvalide(f"l'adresse ne tient pas sur une étiquette de {mesure} : en prendre de plus grandes")
    return corps


def document_d_etiquettes(adresses: Iterable[Sequence[str]], planche_: Planche, depart: int = 1) -> bytes:
    """Document Word des étiquettes, dans l'ordre, de gauche à droite puis de haut en bas.

    Args:
        adresses: Lignes de chaque adresse.
        planche_: La planche.
        depart: Étiquette où commencer, de 1, pour finir une planche entamée.

    Raises:
        ErreurTableur: Le départ n'est pas sur la planche.
        ValeurInvalide: Une adresse ne tient pas sur son étiquette.
    """
    if not 1 <= depart <= planche_.par_page:
        raise ErreurTableur(f"La planche {planche_.nom} a {planche_.par_page} étiquettes : départ {depart} reçu.")
    cases: list[Sequence[str]] = [*([()] * (depart - 1)), *adresses]
    rangees = [cases[i : i + planche_.colonnes] for i in range(0, len(cases), planche_.colonnes)]
    grille = _grille(planche_)
    colonnes = "".join(f'<w:gridCol w:w="{_twips(large)}"/>' for large in grille)
    interstice = planche_.pas_vertical - planche_.hauteur
    lignes: list[str] = []
    for rang, rangee in enumerate(rangees):
        lignes.append(_rangee(rangee, planche_, grille))
        if interstice > 0.05 and (rang + 1) % planche_.rangees:
            lignes.append(_rangee((), planche_, grille, interstice))
    tableau = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_twips(sum(grille))}" w:type="dxa"/><w:jc w:val="left"/>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{colonnes}</w:tblGrid>{''.join(lignes)}</w:tbl>"
    )
    fin = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="2" w:lineRule="exact"/>'
    fin += '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
    reste = A4[1] - planche_.haut - planche_.rangees * planche_.pas_vertical + interstice
    marges = (planche_.haut, 0.0, max(0.0, reste - 0.3), planche_.gauche)
    return _document(tableau + fin + _section(A4, marges))


def document_d_enveloppes(adresses: Iterable[Sequence[str]], enveloppe_: Enveloppe) -> bytes:
    """Document Word d'une enveloppe par page, l'adresse en bas à droite.

    Args:
        adresses: Lignes de chaque adresse.
        enveloppe_: L'enveloppe.
    """
    pages: list[str] = []
    for numero, adresse in enumerate(adresses):
        large = enveloppe_.largeur - enveloppe_.gauche - 10
        corps = corps_de_l_adresse(adresse, large, enveloppe_.hauteur - enveloppe_.haut - 15)
        pages += [_ligne(t, corps, saut=bool(numero) and not rang) for rang, t in enumerate(adresse)]
    taille = (enveloppe_.largeur, enveloppe_.hauteur)
    marges = (enveloppe_.haut, 5.0, 5.0, enveloppe_.gauche)
    return _document("".join(pages) + _section(taille, marges))


@cache
def _cotes() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    return tomllib.loads((Path(__file__).parent / "planches.toml").read_text("utf-8"))


def _planche_de_fichier(fichier: Path) -> Planche:
    try:
        lues = tomllib.loads(fichier.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as erreur:
        raise ErreurTableur(f"Les cotes de la planche, « {fichier} », ne se lisent pas : {erreur}.") from erreur
    cotes = {nom: lues[nom] for nom in Planche.__dataclass_fields__ if nom in lues and nom != "nom"}
    voulues = [nom for nom in Planche.__dataclass_fields__ if nom not in ("nom", "de_memoire")]
    manquent = [nom for nom in voulues if not isinstance(cotes.get(nom), int | float)]
    if manquent:
        raise ErreurTableur(f"La planche « {fichier.name} » doit dire, en millimètres : {', '.join(manquent)}.")
    voulue = Planche(fichier.stem, **cotes)
    _, _, _, droite, bas = voulue.cadre(voulue.par_page - 1) if voulue.par_page > 0 else (0, 0, 0, 0, 0)
    if voulue.par_page < 1 or droite > A4[0] + 0.1 or bas > A4[1] + 0.1:
        raise ErreurTableur(f"La planche « {fichier.name} » ne tient pas sur une page A4 (210 × 297 mm).")
    return voulue


def _grille(planche_: Planche) -> list[float]:
    """Largeur de chaque colonne du tableau : les étiquettes, et l'interstice entre elles."""
    interstice = planche_.pas_horizontal - planche_.largeur
    colonnes: list[float] = []
    for rang in range(planche_.colonnes):
        if rang and interstice > 0.05:
            colonnes.append(interstice)
        colonnes.append(planche_.largeur)
    return colonnes


def _rangee(
    adresses: Sequence[Sequence[str]], planche_: Planche, grille: Sequence[float], hauteur: float = 0.0
) -> str:
    cases = iter(adresses)
    cellules: list[str] = []
    for large in grille:
        adresse = next(cases, ()) if large == planche_.largeur and not hauteur else ()
        corps = corps_de_l_adresse(adresse, large, planche_.hauteur) if adresse else 0.0
        marge = MARGE if large > 50 else MARGE / 2
        contenu = "".join(_ligne(t, corps, marge=marge) for t in adresse) or _ligne("", 1)
        cellules.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{_twips(large)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{contenu}</w:tc>"
        )
    haut = _twips(hauteur or planche_.hauteur)
    reglage = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{haut}" w:hRule="exact"/></w:trPr>'
    return f"<w:tr>{reglage}{''.join(cellules)}</w:tr>"


def _ligne(texte: str, corps: float, *, marge: float = 0.0, saut: bool = False) -> str:
    pas = round(20 * corps * INTERLIGNE)
    coupe = "<w:pageBreakBefore/>" if saut else ""
    retrait = f'<w:ind w:left="{_twips(marge)}"/>' if marge else ""
    police = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
    forme = f'<w:rPr>{police}<w:sz w:val="{max(2, round(2 * corps))}"/></w:rPr>'
    contenu = f'<w:r>{forme}<w:t xml:space="preserve">{escape(texte, quote=False)}</w:t></w:r>' if texte else ""
    return (
        f'<w:p><w:pPr>{coupe}<w:spacing w:before="0" w:after="0" w:line="{max(20, pas)}" w:lineRule="exact"/>'
        f"{retrait}{forme}</w:pPr>{contenu}</w:p>"
    )


def _section(taille: tuple[float, float], marges: tuple[float, float, float, float]) -> str:
    haut, droite, bas, gauche = map(_twips, marges)
    sens = ' w:orient="landscape"' if taille[0] > taille[1] else ""
    return (
        f'<w:sectPr><w:pgSz w:w="{_twips(taille[0])}" w:h="{_twips(taille[1])}"{sens}/>'
        f'<w:pgMar w:top="{haut}" w:right="{droite}" w:bottom="{bas}" w:left="{gauche}" w:header="0" w:footer="0" '
        'w:gutter="0"/></w:sectPr>'
    )


def _document(corps: str) -> bytes:
    """Document aux dates fixes : mêmes adresses, mêmes octets."""
    membres = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": f'{_DEBUT}<w:document xmlns:w="{_W}"><w:body>{corps}</w:body></w:document>',
    }
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in membres.items():
            archive.writestr(zipfile.ZipInfo(nom, (1980, 1, 1, 0, 0, 0)), contenu, zipfile.ZIP_DEFLATED)
    return tampon.getvalue()


def _chasse(texte: str) -> int:
    return sum(_CHASSES.get(c, _CAPITALE if c.isupper() else _MINUSCULE) for c in texte)


def _twips(millimetres: float) -> int:
    return round(millimetres / 25.4 * 1440)
