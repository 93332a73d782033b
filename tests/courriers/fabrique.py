"""Fabrique de modèles Word pour les tests : du XML comme Word l'écrit, aux endroits qui comptent."""

import io
import zipfile
from xml.sax.saxutils import escape

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_ESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
_DEBUT = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1400" w:right="1000" w:bottom="1400" w:left="1000" w:header="500" w:footer="500"/></w:sectPr>'
)


def r(texte: str, forme: str = "") -> str:
    """Morceau de texte, avec sa mise en forme."""
    proprietes = f"<w:rPr>{forme}</w:rPr>" if forme else ""
    return f'<w:r>{proprietes}<w:t xml:space="preserve">{escape(texte)}</w:t></w:r>'


def p(*morceaux: str, style: str = "") -> str:
    """Paragraphe ; un morceau qui n'est pas du XML est du texte."""
    proprietes = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{proprietes}{''.join(m if m.startswith('<w:') else r(m) for m in morceaux)}</w:p>"


def coupe(texte: str, taille: int = 3) -> str:
    """Texte coupé en morceaux, avec une marque du correcteur entre eux."""
    return '<w:proofErr w:type="spellStart"/>'.join(r(texte[i : i + taille]) for i in range(0, len(texte), taille))


def tableau(*rangees: tuple[str, ...]) -> str:
    """Tableau ; une cellule qui commence par « <w:p » est du XML."""
    lignes = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:tcPr/>{c if c.startswith(('<w:p>', '<w:tbl>')) else p(c)}</w:tc>" for c in rangee)
        + "</w:tr>"
        for rangee in rangees
    )
    grille = '<w:gridCol w:w="1000"/>' * max(map(len, rangees))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grille}</w:tblGrid>{lignes}</w:tbl>"


def champ(*instruction: str, resultat: str = "…", forme: str = "") -> str:
    """Champ complexe ; un morceau d'instruction qui est du XML est un champ imbriqué."""
    dits = "".join(
        m if m.startswith("<w:") else f'<w:r><w:instrText xml:space="preserve">{escape(m)}</w:instrText></w:r>'
        for m in instruction
    )
    marque = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"{marque.format('begin')}{dits}{marque.format('separate')}{r(resultat, forme)}{marque.format('end')}"


def champ_simple(instruction: str, resultat: str = "…") -> str:
    """Champ simple (`fldSimple`)."""
    return f'<w:fldSimple w:instr="{escape(instruction, {chr(34): "&quot;"})}">{r(resultat)}</w:fldSimple>'


def modele(
    *corps: str,
    en_tete: str = "",
    pied: str = "",
    section: str = "",
    membres: dict[str, str] | None = None,
    relations: str = "",
    types: str = "",
    genre: str = "document",
) -> bytes:
    """Modèle .docx.

    Args:
        corps: Paragraphes et tableaux.
        en_tete: Paragraphes de l'en-tête.
        pied: Paragraphes du pied.
        section: Propriétés de la section.
        membres: Autres membres.
        relations: Autres relations du corps.
        types: Autres types de contenu.
        genre: « document » ou « template ».
    """
    contenus = dict(membres or {})
    renvois = ""
    for nom, balise, contenu in (("header", "hdr", en_tete), ("footer", "ftr", pied)):
        if contenu:
            contenus[f"word/{nom}1.xml"] = f"{_DEBUT}<w:{balise} {_ESPACES}>{contenu}</w:{balise}>"
            renvois += f'<w:{nom}Reference w:type="default" r:id="rId{nom}"/>'
            relations += f'<Relationship Id="rId{nom}" Type="{R}/{nom}" Target="{nom}1.xml"/>'
            types += f'<Override PartName="/word/{nom}1.xml" ContentType="{_TYPE}{nom}+xml"/>'
    section = (section or SECTION).replace("<w:sectPr>", f"<w:sectPr>{renvois}", 1)
    contenus = {
        "[Content_Types].xml": f'{_DEBUT}<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}{genre}.main+xml"/>{types}</Types>',
        "_rels/.rels": _relations(
            f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"{_DEBUT}<w:document {_ESPACES}><w:body>{''.join(corps)}{section}</w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": _relations(relations),
        **contenus,
    }
    fichier = io.BytesIO()
    with zipfile.ZipFile(fichier, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in contenus.items():
            archive.writestr(nom, contenu)
    return fichier.getvalue()


def xml_de(octets: bytes, membre: str = "word/document.xml") -> str:
    """XML d'un membre."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        assert archive.testzip() is None
        return archive.read(membre).decode()


def paragraphes(octets: bytes, membre: str = "word/document.xml") -> list[str]:
    """Texte des paragraphes d'un membre, sauts de ligne et tabulations compris."""
    racine = etree.fromstring(xml_de(octets, membre).encode())
    signes = {f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n"}
    return [
        "".join((e.text or "") if e.tag == f"{{{W}}}t" else signes.get(str(e.tag), "") for e in paragraphe.iter())
        for paragraphe in racine.iter(f"{{{W}}}p")
    ]


def _relations(contenu: str) -> str:
    espace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_DEBUT}<Relationships xmlns="{espace}">{contenu}</Relationships>'
