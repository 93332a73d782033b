"""Un seul fichier de N lettres : sections, en-têtes, pages, listes, signets, notes ; jugé aussi sur le PDF."""

import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from tableur.courriers.pdf import en_pdf
from tableur.courriers.un_seul import ecrire_un_seul, reunir
from tableur.socle.erreurs import Refus
from tests.courriers.fabrique import R, W, champ, modele, p, paragraphes, r, xml_de

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
NUMEROTATION = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr>'
    '</w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="Numero"><w:name w:val="Numero"/><w:pPr>'
    '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" '
    'w:styleId="Heritier"><w:name w:val="Heritier"/><w:basedOn w:val="Numero"/></w:style></w:styles>'
)
NOTES = (
    f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    f'<w:footnote w:id="2">{p("Note de {{ nom }}")}</w:footnote></w:footnotes>'
)
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def lettre(*corps: str) -> bytes:
    """Modèle avec en-tête, pied, listes et notes."""
    liens = "".join(
        f'<Relationship Id="{nom}" Type="{R}/{nom}" Target="{nom}.xml"/>'
        for nom in ("numbering", "styles", "footnotes")
    )
    types = "".join(
        f'<Override PartName="/word/{nom}.xml" ContentType="{_TYPE}{nom}+xml"/>'
        for nom in ("numbering", "styles", "footnotes")
    )
    return modele(
        *corps,
        en_tete=p("Dossier {{ nom }}"),
        pied=p("page ", champ("PAGE"), " sur ", champ("NUMPAGES", resultat="1")),
        membres={"word/numbering.xml": NUMEROTATION, "word/styles.xml": STYLES, "word/footnotes.xml": NOTES},
        relations=liens,
        types=types,
    )


def en_tetes(document: bytes) -> list[list[str]]:
    """Paragraphes de l'en-tête de chaque section, dans l'ordre."""
    racine = etree.fromstring(xml_de(document).encode())
    liens = dict(
        re.findall(r'Id="([^"]+)"[^>]*Target="([^"]+)"', xml_de(document, "word/_rels/document.xml.rels"))
    )
    references = [str(e.get(f"{{{R}}}id")) for e in racine.iter(f"{{{W}}}headerReference")]
    return [paragraphes(document, f"word/{liens[reference]}") for reference in references]


CORPS = (
    '<w:p><w:bookmarkStart w:id="0" w:name="debut"/>' + r("Chère {{ nom }}") + '<w:bookmarkEnd w:id="0"/></w:p>',
    p(champ("REF debut \\h", resultat="voir")),
    p("un", style="Numero"),
    p("deux", style="Heritier"),
    p("note", NOTE),
)
NOMS = [{"nom": "Alix & Fils"}, {"nom": "Béa"}, {"nom": "Côme"}]


def test_chaque_lettre_a_son_en_tete_et_recommence_ses_pages() -> None:
    document = reunir(lettre(*CORPS), NOMS).octets
    racine = etree.fromstring(xml_de(document).encode())
    sections = list(racine.iter(f"{{{W}}}sectPr"))
    assert [["Dossier Alix & Fils"], ["Dossier Béa"], ["Dossier Côme"]] == en_tetes(document)
    assert ["1"] * 3 == [e.get(f"{{{W}}}start") for e in racine.iter(f"{{{W}}}pgNumType")]
    assert ["nextPage"] * 3 == [e.get(f"{{{W}}}val") for s in sections for e in s.iter(f"{{{W}}}type")]
    assert ["headerReference", "footerReference", "type", "pgSz", "pgMar", "pgNumType"] == [
        str(e.tag).rpartition("}")[2] for e in sections[0]
    ]


def test_le_recto_verso_commence_chaque_lettre_sur_un_recto() -> None:
    document = reunir(lettre(*CORPS), NOMS, recto_verso=True).octets
    assert 3 == xml_de(document).count('<w:type w:val="oddPage"/>')


def test_les_listes_repartent_et_les_identifiants_sont_uniques() -> None:
    document = reunir(lettre(*CORPS), NOMS).octets
    corps = xml_de(document)
    listes = re.findall(r'<w:numId w:val="(\d+)"', corps)
    assert ["7", "7", "8", "8", "9", "9"] == listes
    numeros = re.findall(r'<w:num w:numId="(\d+)"', xml_de(document, "word/numbering.xml"))
    assert ["7", "8", "9"] == numeros
    signets = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]+)"', corps)
    assert [("10000", "debut_1"), ("20000", "debut_2"), ("30000", "debut_3")] == signets
    assert ["REF debut_1 \\h", "REF debut_2 \\h", "REF debut_3 \\h"] == re.findall(r"REF \w+ \\h", corps)


def test_les_notes_sont_renumerotees_et_suivent_leur_lettre() -> None:
    document = reunir(lettre(*CORPS), NOMS).octets
    assert ["2", "3", "4"] == re.findall(r'<w:footnoteReference w:id="(\d+)"', xml_de(document))
    notes = xml_de(document, "word/footnotes.xml")
    assert ["-1", "2", "3", "4"] == re.findall(r'<w:footnote [^>]*w:id="(-?\d+)"', notes)
    assert ["", "Note de Alix & Fils", "Note de Béa", "Note de Côme"] == paragraphes(
        document, "word/footnotes.xml"
    )


def test_le_nombre_de_pages_est_celui_de_la_lettre() -> None:
    document = reunir(lettre(*CORPS), NOMS).octets
    assert "SECTIONPAGES" in xml_de(document, "word/footer1.xml")
    assert "NUMPAGES" not in xml_de(document, "word/footer1.xml").replace("SECTIONPAGES", "")


def test_une_ligne_en_faute_est_laissee_de_cote_et_dite() -> None:
    reunion = reunir(lettre(*CORPS), [*NOMS, {"nom": ""}, {"nom": "Dan"}])
    assert (5, 4) == (reunion.lues, reunion.produites)
    ((rang, raison),) = reunion.ecartees
    assert 4 == rang
    assert "« nom » est vide" in raison
    assert "Dossier Dan" in paragraphes(reunion.octets, "word/header1_4.xml")


def test_sans_lettre_rien_n_est_ecrit(tmp_path: Path) -> None:
    for lignes in ([], [{"nom": ""}]):
        with pytest.raises(Refus, match=r"aucune ligne|Aucune lettre"):
            ecrire_un_seul(lettre(*CORPS), lignes, tmp_path / "tous.docx")
    assert [] == list(tmp_path.iterdir())


def test_une_section_sans_en_tete_ne_reprend_pas_celui_de_la_lettre_precedente() -> None:
    seconde = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr></w:p>'
    document = reunir(
        modele(p("couverture"), seconde, p("{{ nom }}"), en_tete=p("Secret de {{ nom }}")), NOMS
    ).octets
    assert [[""], ["Secret de Alix & Fils"], [""], ["Secret de Béa"], [""], ["Secret de Côme"]] == en_tetes(
        document
    )


def test_rien_de_partage_ne_porte_le_nom_d_une_personne() -> None:
    propre = "application/vnd.openxmlformats-package.core-properties+xml"
    octets = modele(
        p("{{ nom }}"),
        membres={"docProps/core.xml": '<c xmlns="urn:c"><t>Lettre à {{ nom }}</t></c>'},
        types=f'<Override PartName="/docProps/core.xml" ContentType="{propre}"/>',
    )
    assert "<t>Lettre à </t>" in xml_de(reunir(octets, NOMS).octets, "docProps/core.xml")
    graphique = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    octets = modele(
        p("{{ nom }}"),
        membres={"word/charts/chart1.xml": '<c xmlns="urn:c"><t>Ventes de {{ nom }}</t></c>'},
        types=f'<Override PartName="/word/charts/chart1.xml" ContentType="{graphique}"/>',
    )
    with pytest.raises(Refus, match="remplit un graphique"):
        reunir(octets, NOMS)


def test_les_memes_lignes_donnent_les_memes_octets() -> None:
    assert reunir(lettre(*CORPS), NOMS).octets == reunir(lettre(*CORPS), iter(NOMS)).octets


@pytest.mark.libreoffice
def test_le_pdf_a_une_page_par_lettre_numerotee_depuis_un(tmp_path: Path) -> None:
    ecrire_un_seul(lettre(*CORPS), NOMS, tmp_path / "tous.docx")
    (pdf,) = en_pdf([tmp_path / "tous.docx"], tmp_path / "pdf")
    texte = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()
    pages = [page for page in texte.split("\f") if page.strip()]
    assert 3 == len(pages)
    for page, nom in zip(pages, ("Alix & Fils", "Béa", "Côme"), strict=True):
        assert f"Dossier {nom}" in page
        assert f"Chère {nom}" in page
        assert f"Note de {nom}" in page
        assert "page 1 sur 1" in page
        assert ["1. un", "2. deux"] == [" ".join(x.split()) for x in page.splitlines() if re.match(r"\s*\d\.", x)]


@pytest.mark.libreoffice
def test_le_pdf_d_un_recto_verso_garde_ses_versos_blancs(tmp_path: Path) -> None:
    ecrire_un_seul(lettre(*CORPS), NOMS, tmp_path / "tous.docx", recto_verso=True)
    (pdf,) = en_pdf([tmp_path / "tous.docx"], tmp_path / "pdf")
    texte = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    assert [True, False, True, False, True] == [bool(page.strip()) for page in texte.split("\f")[:-1]]
