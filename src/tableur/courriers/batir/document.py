"""Le fichier Word d'une déclaration : parties XML, pied légal, fenêtre d'adresse ; toujours les mêmes octets."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tableur.courriers.batir.corps import Bloc, Paragraphe, Signatures, Tableau, lire_corps
from tableur.courriers.batir.declaration import Declaration, communs
from tableur.courriers.batir.styles import (
    CADRES,
    ENTETE_XML,
    STYLES,
    W,
    numerotation_xml,
    reglages_xml,
    styles_xml,
)
from tableur.courriers.batir.typographie import typographie_fine
from tableur.socle.erreurs import ErreurTableur


@dataclass(frozen=True, slots=True)
class Page:
    """Mise en page d'une disposition, en vingtièmes de point : marges, cellules serrées ou non."""

    haut: int = 1134
    cote: int = 1418
    droite: int = 1134
    serree: bool = False

    @property
    def largeur(self) -> int:
        """Largeur entre les marges d'une feuille A4."""
        return 11906 - self.cote - self.droite


PAGES = {"lettre": Page(), "acte": Page(), "bulletin": Page(haut=680, cote=794, droite=794, serree=True)}
"""Lettre et acte : marges de 25 et 20 mm. Bulletin : 14 mm de chaque côté, pour tenir sur une page."""
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ESPACES = f'xmlns:w="{W}" xmlns:r="{_R}"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NOMS = frozenset(style.nom for style in STYLES)
_PARTIES = ("styles", "numbering", "settings", "header1", "header2", "footer1")
_MORCEAUX = re.compile(r"(\*\*.+?\*\*|\+\+.+?\+\+|⏎)")
_FORTS = {"**": "Fort", "++": "Marquant"}
_DATE = (1980, 1, 1, 0, 0, 0)


def octets_du_modele(declaration: Declaration) -> bytes:
    """Le .docx d'une déclaration.

    Raises:
        ErreurTableur: Un style ou un texte commun n'existe pas.
    """
    lettre, serree = declaration.disposition == "lettre", declaration.disposition == "bulletin"
    tete = _paragraphe("EspaceSerre", "") if serree else _tete()
    parties = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _liens((("officeDocument", "word/document.xml"),), coeur=True),
        "docProps/core.xml": _proprietes(declaration),
        "word/document.xml": _document(declaration),
        "word/_rels/document.xml.rels": _liens(tuple((_genre(p), f"{p}.xml") for p in _PARTIES)),
        "word/styles.xml": styles_xml(serres=serree),
        "word/numbering.xml": numerotation_xml(),
        "word/settings.xml": reglages_xml(),
        "word/header1.xml": _partie("hdr", _paragraphe("Fenetre", "") if lettre else tete),
        "word/header2.xml": _partie("hdr", _paragraphe("EnTete", "{{ soc_nom }}") if lettre else tete),
        "word/footer1.xml": _partie("ftr", _pied(legal=not serree)),
    }
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for nom, texte in parties.items():
            membre = zipfile.ZipInfo(nom, _DATE)
            membre.compress_type = zipfile.ZIP_DEFLATED
            membre.external_attr = 0o600 << 16
            membre.create_system = 0
            archive.writestr(membre, texte.encode())
    return tampon.getvalue()


def _document(declaration: Declaration) -> str:
    blocs = lire_corps(declaration.corps, communs("blocs"))
    if declaration.disposition == "lettre":
        annexe = lire_corps(declaration.annexe, communs("blocs"))
        blocs = [*_haut_de_lettre(declaration), *blocs, *_bas_de_lettre(declaration), *annexe]
    elif declaration.disposition not in PAGES:
        raise ErreurTableur(f"{declaration.identifiant}.toml : disposition attendue : {', '.join(PAGES)}.")
    page = PAGES[declaration.disposition]
    marges = (
        f'w:top="{page.haut}" w:right="{page.droite}" w:bottom="{page.haut}" w:left="{page.cote}" '
        f'w:header="{page.haut // 2}" w:footer="{min(page.haut, 454)}" w:gutter="0"'
    )
    section = (
        '<w:sectPr><w:headerReference w:type="first" r:id="rId4"/>'
        '<w:headerReference w:type="default" r:id="rId5"/>'
        '<w:footerReference w:type="first" r:id="rId6"/><w:footerReference w:type="default" r:id="rId6"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {marges}/><w:titlePg/></w:sectPr>'
    )
    corps = "".join(_bloc(bloc, page) for bloc in blocs)
    return f"{ENTETE_XML}<w:document {_ESPACES}><w:body>{corps}{section}</w:body></w:document>"


def _haut_de_lettre(declaration: Declaration) -> Iterator[Bloc]:
    """Expéditeur, destinataire, lieu et date, références, pièces jointes, objet, appel (NF Z 11-001)."""
    dits = communs("blocs")
    yield Paragraphe("ExpediteurNom", dits["expediteur_nom"])
    for ligne in dits["expediteur"].strip().splitlines():
        yield Paragraphe("Expediteur", ligne)
    for ligne in dits[f"destinataire_{declaration.lettre['destinataire']}"].strip().splitlines():
        yield Paragraphe("Destinataire", ligne)
    yield Paragraphe("LieuDate", "{{ lieu }}, le {{ date_acte | date_longue }}")
    for cle in ("envoi", "references", "pieces_jointes"):
        for ligne in declaration.lettre.get(cle, "").strip().splitlines():
            yield from _paragraphe_ou_balise("Reference", ligne)
    yield Paragraphe("Objet", f"Objet : {declaration.lettre['objet']}")
    yield Paragraphe("Appel", declaration.lettre["appel"])


def _paragraphe_ou_balise(style: str, ligne: str) -> Iterator[Bloc]:
    for bloc in lire_corps(ligne, {}):
        balise = isinstance(bloc, Paragraphe) and bloc.style == "Balise"
        yield bloc if balise or not isinstance(bloc, Paragraphe) else Paragraphe(style, bloc.texte)


def _bas_de_lettre(declaration: Declaration) -> Iterator[Bloc]:
    yield Paragraphe("Formule", declaration.lettre["formule"])
    for ligne in communs("blocs")["signataire"].strip().splitlines():
        yield Paragraphe("Signataire", ligne)


def _bloc(bloc: Bloc, page: Page) -> str:
    if isinstance(bloc, Tableau):
        return _tableau(bloc, page) + _paragraphe("EspaceSerre" if page.serree else "Espace", "")
    if isinstance(bloc, Signatures):
        largeur = page.largeur // len(bloc.titres)
        cellules = "".join(_cellule(_paragraphe("Signature", titre), largeur) for titre in bloc.titres)
        rangee = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cellules}</w:tr>"
        return _table("Cadres", [largeur] * len(bloc.titres), rangee) + _paragraphe("Espace", "")
    return _paragraphe(bloc.style, bloc.texte)


def _tableau(tableau: Tableau, page: Page) -> str:
    total = sum(tableau.largeurs)
    largeurs = [page.largeur * part // total for part in tableau.largeurs]
    racine = "CelluleSerree" if page.serree else "Cellule"
    rangees = []
    for rang, rangee in enumerate(tableau.rangees):
        styles = [
            f"{racine}{'Titre' if rang == 0 else ''}{'Nombre' if droite else ''}" for droite in tableau.a_droite
        ]
        cellules = "".join(
            _cellule(_paragraphe(style, texte), largeur)
            for style, texte, largeur in zip(styles, rangee, largeurs, strict=True)
        )
        tete = "<w:tblHeader/>" if rang == 0 else ""
        rangees.append(f"<w:tr><w:trPr><w:cantSplit/>{tete}</w:trPr>{cellules}</w:tr>")
    return _table("Tableau", largeurs, "".join(rangees))


def _table(style: str, largeurs: list[int], rangees: str) -> str:
    grille = "".join(f'<w:gridCol w:w="{largeur}"/>' for largeur in largeurs)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(largeurs)}" w:type="dxa"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/></w:tblPr><w:tblGrid>{grille}</w:tblGrid>{rangees}</w:tbl>'
    )


def _cellule(contenu: str, largeur: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{largeur}" w:type="dxa"/></w:tcPr>{contenu}</w:tc>'


def _paragraphe(style: str, texte: str) -> str:
    if style not in _NOMS:
        raise ErreurTableur(f"Le style « {style} » n'existe pas ; styles : {', '.join(sorted(_NOMS))}.")
    morceaux = "".join(_morceau(m) for m in _MORCEAUX.split(typographie_fine(texte)) if m)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{CADRES.get(style, "")}</w:pPr>{morceaux}</w:p>'


def _morceau(texte: str) -> str:
    if texte == "⏎":
        return "<w:r><w:br/></w:r>"
    fort = _FORTS.get(texte[:2])
    style = f'<w:rPr><w:rStyle w:val="{fort}"/></w:rPr>' if fort else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(texte[2:-2] if fort else texte)}</w:t></w:r>'


def _tete() -> str:
    return _paragraphe("EnTete", communs("blocs")["tete_d_acte"])


def _pied(*, legal: bool) -> str:
    """Pied de page : l'identité légale, sauf si le document la porte déjà, et le rang de la page."""
    page = "".join(
        f'<w:r><w:t xml:space="preserve">{avant}</w:t></w:r>'
        f'<w:fldSimple w:instr=" {champ} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        for avant, champ in (("Page\u00a0", "PAGE"), ("\u00a0/\u00a0", "NUMPAGES"))
    )
    suite = f'<w:p><w:pPr><w:pStyle w:val="PiedDePageSuite"/></w:pPr>{page}</w:p>'
    return (
        _paragraphe("PiedDePage", communs("blocs")["pied"].strip().replace("\n", " ")) if legal else ""
    ) + suite


def _partie(racine: str, contenu: str) -> str:
    return f"{ENTETE_XML}<w:{racine} {_ESPACES}>{contenu}</w:{racine}>"


def _genre(partie: str) -> str:
    return partie.rstrip("0123456789")


def _types() -> str:
    suites = [("document", "document.main"), *((p, _genre(p)) for p in _PARTIES)]
    dits = "".join(
        f'<Override PartName="/word/{p}.xml" ContentType="{_TYPE}.{genre}+xml"/>' for p, genre in suites
    )
    return (
        f'{ENTETE_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'{dits}<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _liens(cibles: tuple[tuple[str, str], ...], *, coeur: bool = False) -> str:
    dits = "".join(
        f'<Relationship Id="rId{rang}" Type="{_R}/{genre}" Target="{cible}"/>'
        for rang, (genre, cible) in enumerate(cibles, 1)
    )
    if coeur:
        genre = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
        dits += f'<Relationship Id="rId9" Type="{genre}" Target="docProps/core.xml"/>'
    espace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{ENTETE_XML}<Relationships xmlns="{espace}">{dits}</Relationships>'


def _proprietes(declaration: Declaration) -> str:
    return (
        f'{ENTETE_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(declaration.titre)}</dc:title>'
        "<dc:language>fr-FR</dc:language></cp:coreProperties>"
    )
