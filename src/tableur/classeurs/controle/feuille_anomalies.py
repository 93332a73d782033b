"""La feuille « Anomalies » d'une copie annotée : une ligne par constat, liée à sa cellule."""

from collections.abc import Sequence
from html import escape

from tableur.classeurs.controle.aspects import Aspects
from tableur.classeurs.controle.constats import Constat, Niveau, Rapport
from tableur.classeurs.controle.plages import adresse
from tableur.socle.ecriture import nombre_ecrit
from tableur.socle.grandeurs import UN

COULEURS: dict[Niveau, str] = {"refus": "FFC7CE", "alerte": "FFEB9C", "information": "DDEBF7"}
POINTS_PAR_LIGNE = 13
PREMIERE_LIGNE = 5  # première ligne de constat

_ENTETES = ("N°", "Gravité", "Feuille", "Cellules", "Colonne", "Constat", "Attendu", "Trouvé", "Proposé", "Code")
_LARGEURS = (5, 12, 18, 18, 20, 70, 26, 26, 26, 24)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PLAGES_CITEES = 12
_TEXTE_MAXIMUM = 2_000


def lien_vers(feuille: str, cellule: str) -> str:
    """Emplacement d'un lien interne : « 'Ma feuille'!C5 »."""
    return f"'{feuille.replace(chr(39), chr(39) * 2)}'!{cellule}"


def feuille_anomalies(rapport: Rapport, constats: Sequence[Constat], aspects: Aspects) -> bytes:
    """XML de la feuille.

    Args:
        rapport: Le rapport, pour le titre et le résumé.
        constats: Constats à lister, dans l'ordre.
        aspects: Styles du classeur, qui en reçoivent quelques-uns.
    """
    titre, entete = aspects.nouveau(gras=True), aspects.nouveau(gras=True, couleur="FFFFFF", fond="1F4E78")
    simple, lien = aspects.nouveau(), aspects.nouveau(couleur="0563C1", souligne=True)
    niveaux = {niveau: aspects.nouveau(fond=couleur) for niveau, couleur in COULEURS.items()}
    comptes = ", ".join(f"{n} {nom}" for nom, n in rapport.comptes.items() if n) or "aucun constat"
    resume = (
        f"{len(rapport.feuilles)} feuilles, {nombre_ecrit(UN * rapport.cellules)} cellules, "
        f"{nombre_ecrit(UN * rapport.formules)} formules : {comptes}. "
        "Corriger dans le classeur d'origine : cette copie n'est qu'un relevé."
    )
    lignes = [
        _ligne(1, [(f"Anomalies de {rapport.fichier.name}", titre)]),
        _ligne(2, [(resume, simple)], 2),
        _ligne(PREMIERE_LIGNE - 1, [(texte, entete) for texte in _ENTETES]),
    ]
    liens = []
    for rang, constat in enumerate(constats):
        numero = PREMIERE_LIGNE + rang
        vers = _cible(constat)
        valeurs = _valeurs(rang + 1, constat)
        styles = [simple, niveaux[constat.niveau], simple, lien if vers else simple, *[simple] * 6]
        lignes.append(_ligne(numero, list(zip(valeurs, styles, strict=True)), _hauteur(valeurs)))
        if vers:
            liens.append(f'<hyperlink ref="D{numero}" location="{escape(vers)}" tooltip="Aller à la cellule"/>')
    fin = max(PREMIERE_LIGNE - 1 + len(constats), PREMIERE_LIGNE)
    colonnes = "".join(
        f'<col min="{n}" max="{n}" width="{largeur}" customWidth="1"/>' for n, largeur in enumerate(_LARGEURS, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_MAIN}"><sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{PREMIERE_LIGNE - 1}" '
        f'topLeftCell="A{PREMIERE_LIGNE}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{colonnes}</cols><sheetData>{"".join(lignes)}</sheetData>'
        f'<autoFilter ref="A{PREMIERE_LIGNE - 1}:J{fin}"/><mergeCells count="2"><mergeCell '
        'ref="A1:J1"/><mergeCell ref="A2:J2"/></mergeCells>'
        + (f"<hyperlinks>{''.join(liens)}</hyperlinks>" if liens else "")
        + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _cible(constat: Constat) -> str:
    if constat.cellules:
        return lien_vers(constat.feuille, constat.cellules[0])
    if constat.feuille and constat.code != "feuille-tres-masquee":
        ligne = constat.anomalie.ou.ligne
        return lien_vers(constat.feuille, f"A{ligne or 1}")
    return ""


def _valeurs(rang: int, constat: Constat) -> list[str]:
    ou = constat.anomalie.ou
    cellules = " ".join(constat.cellules[:_PLAGES_CITEES]) + (
        " …" if len(constat.cellules) > _PLAGES_CITEES else ""
    )
    if not cellules and ou.feuille:
        cellules = f"ligne {ou.ligne}" if ou.ligne else "feuille"
    phrase = f"{constat.anomalie.message[:1].upper()}{constat.anomalie.message[1:]}."
    return [
        str(rang),
        constat.niveau,
        ou.feuille or "classeur",
        cellules or "classeur",
        ou.colonne,
        phrase,
        constat.anomalie.attendu,
        constat.anomalie.trouve,
        constat.propose,
        constat.code,
    ]


def _hauteur(valeurs: list[str]) -> int:
    """Nombre de lignes de texte de la plus haute cellule."""
    return max(-(-len(texte) // (largeur - 1)) for texte, largeur in zip(valeurs, _LARGEURS, strict=True)) or 1


def _ligne(numero: int, cellules: list[tuple[str, int]], hauteur: int = 1) -> str:
    ecrites = "".join(
        f'<c r="{adresse(numero, colonne)}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(_propre(texte), quote=False)}</t></is></c>"
        for colonne, (texte, style) in enumerate(cellules, 1)
    )
    return f'<row r="{numero}" ht="{min(hauteur, 20) * POINTS_PAR_LIGNE + 3}" customHeight="1">{ecrites}</row>'


def _propre(texte: str) -> str:
    """Texte sans caractère que le XML interdit, coupé à deux mille caractères."""
    return "".join(
        c if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff") else " " for c in texte[:_TEXTE_MAXIMUM]
    )
