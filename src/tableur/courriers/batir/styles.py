"""Styles, numérotation et réglages des modèles : la mise en forme est ici, et nulle part ailleurs."""

from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ENTETE_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
POLICE = "Calibri"


@dataclass(frozen=True, slots=True)
class Style:
    """Style de paragraphe : identifiant, nom dans Word, XML du paragraphe et des caractères."""

    nom: str
    affiche: str
    paragraphe: str = ""
    caracteres: str = ""
    base: str = "Normal"
    suivant: str = ""


def _taille(points: float) -> str:
    return f'<w:sz w:val="{int(points * 2)}"/><w:szCs w:val="{int(points * 2)}"/>'


def _espace(avant: int = 0, apres: int = 0, ligne: int = 0, regle: str = "exact") -> str:
    interligne = f' w:line="{ligne}" w:lineRule="{regle}"' if ligne else ""
    return f'<w:spacing w:before="{avant}" w:after="{apres}"{interligne}/>'


def _cadre(x: float, y: float, largeur: float, hauteur: float) -> str:
    """Cadre posé sur la page, en millimètres."""
    dx, dy, dl, dh = (round(mm * 1440 / 25.4) for mm in (x, y, largeur, hauteur))
    return (
        f'<w:framePr w:w="{dl}" w:h="{dh}" w:hRule="atLeast" w:hSpace="0" w:wrap="around" w:vAnchor="page" '
        f'w:hAnchor="page" w:x="{dx}" w:y="{dy}"/>'
    )


_EXPEDITEUR, _FENETRE = _cadre(25, 14, 63, 28), _cadre(105, 55.5, 85, 26)
CADRES = {"ExpediteurNom": _EXPEDITEUR, "Expediteur": _EXPEDITEUR, "Destinataire": _FENETRE}
"""Place des deux cadres de la lettre : dans le paragraphe, car LibreOffice l'ignore dans un style."""
_FILET = '<w:pBdr><w:{cote} w:val="single" w:sz="4" w:space="4" w:color="808080"/></w:pBdr>'
_GRAS, _GRIS = "<w:b/><w:bCs/>", '<w:color w:val="595959"/>'

STYLES: tuple[Style, ...] = (
    Style("Texte", "Texte du courrier", _espace(apres=120) + '<w:jc w:val="both"/>'),
    Style("Titre", "Title", "<w:keepNext/>" + _espace(60, 200) + '<w:jc w:val="center"/>', _GRAS + _taille(16)),
    Style("TitreDePage", "Titre de page", "<w:pageBreakBefore/>", base="Titre", suivant="Texte"),
    Style("SousTitre", "Subtitle", _espace(0, 200) + '<w:jc w:val="center"/>', _taille(11.5) + _GRIS),
    Style(
        "Article", "heading 1",
        '<w:keepNext/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' + _espace(200, 80)
        + '<w:outlineLvl w:val="0"/>',
        _GRAS + _taille(11.5), suivant="Texte",
    ),
    Style(
        "Intertitre", "heading 2", "<w:keepNext/>" + _espace(160, 60) + '<w:outlineLvl w:val="1"/>',
        _GRAS + _taille(11), suivant="Texte",
    ),
    Style("Sujet", "Sujet", "<w:keepNext/>" + _espace(80, 40), "<w:i/><w:iCs/>", suivant="Texte"),
    Style(
        "Puce", "List Bullet",
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>' + _espace(0, 60) + "<w:contextualSpacing/>",
    ),
    Style("Note", "Note du courrier", _espace(60, 60), "<w:i/><w:iCs/>" + _taille(9) + _GRIS),
    Style("Balise", "Balise", _espace(0, 0), _taille(8) + '<w:color w:val="2E74B5"/>'),
    Style("Expediteur", "Expéditeur", _espace(), _taille(9.5)),
    Style("ExpediteurNom", "Expéditeur, nom", _espace(), _GRAS + _taille(11.5)),
    Style("Destinataire", "Destinataire", _espace(ligne=220), _taille(10)),
    Style("Fenetre", "Espace de la fenêtre", _espace(ligne=4650), _taille(8)),
    Style("LieuDate", "Lieu et date", _espace(0, 240) + '<w:ind w:left="4535"/>'),
    Style("Reference", "Références", _espace(0, 40), _taille(10)),
    Style("Objet", "Objet", _espace(60, 240), _GRAS),
    Style("Appel", "Appel", _espace(120, 160)),
    Style("Formule", "Formule de politesse", "<w:keepNext/>" + _espace(120, 200) + '<w:jc w:val="both"/>'),
    Style("Signataire", "Signataire", "<w:keepLines/>" + _espace() + '<w:ind w:left="4535"/>'),
    Style("Fait", "Fait à", "<w:keepNext/>" + _espace(280, 160)),
    Style(
        "Signature", "Cadre de signature", "<w:keepNext/>" + _espace(40, 800), _taille(10),
    ),
    Style("Centre", "Texte centré", _espace(60, 120) + '<w:jc w:val="center"/>'),
    Style("Cellule", "Cellule", _espace(20, 20), _taille(10)),
    Style("CelluleNombre", "Cellule, nombre", _espace(20, 20) + '<w:jc w:val="right"/>', _taille(10)),
    Style("CelluleTitre", "Cellule, titre", "<w:keepNext/>" + _espace(40, 40), _GRAS + _taille(10)),
    Style("CelluleTitreNombre", "Cellule, titre de nombre", '<w:jc w:val="right"/>', base="CelluleTitre"),
    Style("CelluleSerree", "Cellule serrée", _espace(8, 8), _taille(9)),
    Style("CelluleSerreeNombre", "Cellule serrée, nombre", '<w:jc w:val="right"/>', base="CelluleSerree"),
    Style("CelluleSerreeTitre", "Cellule serrée, titre", "<w:keepNext/>" + _espace(20, 20), _GRAS + _taille(9)),
    Style(
        "CelluleSerreeTitreNombre", "Cellule serrée, titre de nombre", '<w:jc w:val="right"/>',
        base="CelluleSerreeTitre",
    ),
    Style("EspaceSerre", "Espace serré sous un tableau", _espace(ligne=70), _taille(3)),
    Style("TitreSerre", "Titre serré", _espace(0, 60) + '<w:jc w:val="center"/>', _GRAS + _taille(13)),
    Style(
        "Alerte", "Alerte", _espace(0, 60) + '<w:jc w:val="center"/>',
        _GRAS + _taille(11) + '<w:color w:val="C00000"/>',
    ),
    Style("NoteSerree", "Note serrée", _espace(10, 10), _taille(7.5) + _GRIS),
    Style("Espace", "Espace sous un tableau", _espace(ligne=120), _taille(4)),
    Style("EnTete", "header", _espace(), _taille(9) + _GRIS),
    Style(
        "PiedDePage", "footer", _FILET.format(cote="top") + _espace(20, 0) + '<w:jc w:val="center"/>',
        _taille(8) + _GRIS,
    ),
    Style("PiedDePageSuite", "Pied de page, suite", _espace() + '<w:jc w:val="center"/>', _taille(8) + _GRIS),
)  # fmt: skip

SERRES = frozenset({
    "CelluleSerree", "CelluleSerreeNombre", "CelluleSerreeTitre", "CelluleSerreeTitreNombre", "EspaceSerre",
    "TitreSerre", "Alerte", "NoteSerree",
})  # fmt: skip
_DE_WORD = frozenset({"Title", "Subtitle", "heading 1", "heading 2", "List Bullet", "header", "footer"})
_TABLEAU = (
    '<w:style w:type="table" w:default="1" w:styleId="TableauNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="Tableau"><w:name w:val="Tableau du courrier"/>'
    '<w:basedOn w:val="TableauNormal"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{cote} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>'
        for cote in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/></w:tcPr></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="Cadres"><w:name w:val="Cadres de signature"/>'
    '<w:basedOn w:val="TableauNormal"/><w:tblPr/></w:style>'
)


def styles_xml(*, serres: bool = False) -> str:
    """Contenu de `word/styles.xml`.

    Args:
        serres: Vrai pour y joindre les styles des documents serrés, comme le bulletin de paie.
    """
    siens = [style for style in STYLES if serres or style.nom not in SERRES]
    defauts = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{POLICE}" w:hAnsi="{POLICE}" w:cs="{POLICE}" '
        f'w:eastAsia="{POLICE}"/>{_taille(11)}<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        "<w:pPr><w:widowControl/></w:pPr></w:style>"
    )
    fort = (
        '<w:style w:type="character" w:default="1" w:styleId="Policepardefaut"><w:name w:val="Default Paragraph '
        'Font"/></w:style><w:style w:type="character" w:styleId="Fort"><w:name w:val="Strong"/><w:qFormat/>'
        f"<w:rPr>{_GRAS}</w:rPr></w:style>"
    )
    if serres:
        fort += (
            '<w:style w:type="character" w:customStyle="1" w:styleId="Marquant"><w:name w:val="Marquant"/>'
            f"<w:qFormat/><w:rPr>{_GRAS}{_taille(10.5)}</w:rPr></w:style>"
        )
    return (
        f'{ENTETE_XML}<w:styles xmlns:w="{W}">{defauts}{normal}{"".join(map(_style, siens))}{fort}{_TABLEAU}'
        "</w:styles>"
    )


def _style(style: Style) -> str:
    propre = "" if style.affiche in _DE_WORD else ' w:customStyle="1"'
    suivant = f'<w:next w:val="{style.suivant}"/>' if style.suivant else ""
    return (
        f'<w:style w:type="paragraph"{propre} w:styleId="{style.nom}">'
        f'<w:name w:val="{style.affiche}"/><w:basedOn w:val="{style.base}"/>{suivant}<w:qFormat/>'
        f"<w:pPr>{_ordonne(style.paragraphe)}</w:pPr><w:rPr>{_ordonne_rpr(style.caracteres)}</w:rPr></w:style>"
    )


def _ordonne(xml: str) -> str:
    """Propriétés de paragraphe dans l'ordre du schéma."""
    ordre = "keepNext keepLines pageBreakBefore numPr pBdr spacing ind contextualSpacing jc outlineLvl"
    return _trie(xml, tuple(ordre.split()))


def _ordonne_rpr(xml: str) -> str:
    return _trie(xml, ("b", "bCs", "i", "iCs", "color", "sz", "szCs"))


def _trie(xml: str, ordre: tuple[str, ...]) -> str:
    from lxml import etree

    racine = etree.fromstring(f'<r xmlns:w="{W}">{xml}</r>'.encode())
    morceaux = {etree.QName(e).localname: etree.tostring(e, encoding="unicode") for e in racine}
    return "".join(morceaux[nom].replace(f' xmlns:w="{W}"', "") for nom in ordre if nom in morceaux)


def numerotation_xml() -> str:
    """Contenu de `word/numbering.xml` : les articles, puis les puces."""
    return (
        f'{ENTETE_XML}<w:numbering xmlns:w="{W}">'
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Article"/><w:suff w:val="space"/>'
        '<w:lvlText w:val="Article\u00a0%1\u00a0–"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" '
        'w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="Puce"/><w:lvlText w:val="–"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="397" w:hanging="227"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/>'
        "</w:num></w:numbering>"
    )


def reglages_xml() -> str:
    """Contenu de `word/settings.xml`."""
    return (
        f'{ENTETE_XML}<w:settings xmlns:w="{W}"><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:doNotExpandShiftReturn/><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="fr-FR"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )
