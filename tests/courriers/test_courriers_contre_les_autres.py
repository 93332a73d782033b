"""Le même texte que docxtpl et que docx-mailmerge, là où ils ont raison."""

import io
from collections.abc import Mapping

import pytest
from docxtpl import DocxTemplate, RichText
from mailmerge import MailMerge

from tableur.courriers.modele import compiler
from tests.courriers.fabrique import R, W, champ, coupe, modele, p, paragraphes, tableau

LIGNE: dict[str, object] = {
    "nom": "Martin & Fils <b>",
    "ville": "L'Haÿ\nles\tRoses",
    "oui": True,
    "non": False,
    "lignes": [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}],
    "largeur": 2,
    "fond": "FF0000",
}

MODELES = {
    "champs": [p("Cher {{ nom }}, de {{ville}}."), p(coupe("à {{ nom }} et {{ ville }}", 4))],
    "conditions": [p("{%p if oui %}"), p("A {{ nom }}"), p("{%p else %}"), p("B"), p("{%p endif %}"), p("fin")],
    "conditions dans le texte": [p("a{% if non %}b{% else %}c{% endif %}d {# remarque #}e")],
    "boucle de rangées": [
        tableau(("x", "y"), ("{%tr for l in lignes %}", ""), ("{{ l.a }}", "{{ l.b }}"), ("{%tr endfor %}", ""))
    ],
    "boucle de cellules": [tableau(("{%tc for l in lignes %}", "{{ l.a }}", "{%tc endfor %}"))],
    "boucle de paragraphes": [p("{%p for l in lignes %}"), p("{{ loop.index }}. {{ l.a }}"), p("{%p endfor %}")],
    "tableaux imbriqués": [tableau((tableau(("{{ nom }}",)) + p("{{ ville }}"),))],
    "fusion de cellules": [tableau(("{% colspan largeur %}{{ nom }}",)), tableau(("{% cellbg fond %}{{ nom }}",))],
    "tiret": [p("avant"), p("{%- if oui %}"), p("dedans"), p("{% endif -%}"), p("après")],
}  # fmt: skip


def par_docxtpl(octets: bytes, ligne: Mapping[str, object]) -> bytes:
    """Document de docxtpl, échappement compris."""
    gabarit = DocxTemplate(io.BytesIO(octets))
    gabarit.render(dict(ligne), autoescape=True)
    fichier = io.BytesIO()
    gabarit.save(fichier)
    return fichier.getvalue()


@pytest.mark.parametrize("nom", MODELES)
def test_le_texte_est_celui_de_docxtpl(nom: str) -> None:
    octets = modele(*MODELES[nom], en_tete=p("En-tête {{ nom }}"), pied=p("Pied {{ ville }}"))
    notre, autre = compiler(octets).rendre(LIGNE), par_docxtpl(octets, LIGNE)
    for membre in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        assert paragraphes(autre, membre) == paragraphes(notre, membre)


def test_un_texte_enrichi_de_docxtpl_passe_par_son_langage() -> None:
    octets = modele(p("Voici {{r texte }}."))
    ligne = {"texte": RichText("gras & <", bold=True)}
    notre, autre = compiler(octets).rendre(ligne), par_docxtpl(octets, ligne)
    assert ["Voici gras & <."] == paragraphes(notre)
    assert paragraphes(autre) == paragraphes(notre)


def test_docxtpl_perd_un_texte_que_nous_gardons() -> None:
    octets = modele(p("{%p if oui %}Cher {{ nom }},"), p("{%p endif %}"))
    assert ["Cher Martin & Fils <b>,"] == paragraphes(compiler(octets).rendre(LIGNE))
    assert [] == paragraphes(par_docxtpl(octets, LIGNE))


def test_le_texte_est_celui_de_docx_mailmerge() -> None:
    octets = modele(
        p("Cher ", champ("MERGEFIELD nom"), ", de ", champ("MERGEFIELD ville \\* MERGEFORMAT")),
        pied=p(champ("MERGEFIELD nom \\* Upper")),
        membres={"word/settings.xml": f'<w:settings xmlns:w="{W}"/>'},
        relations=f'<Relationship Id="rIdReglages" Type="{R}/settings" Target="settings.xml"/>',
        types='<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.wordprocessingml.settings+xml"/>',
    )
    ligne = {"nom": "Martin & Fils <b>", "ville": "Rennes"}
    with MailMerge(io.BytesIO(octets)) as fusion:
        fusion.merge(**ligne)
        fichier = io.BytesIO()
        fusion.write(fichier)
    notre = compiler(octets).rendre(ligne)
    for membre in ("word/document.xml", "word/footer1.xml"):
        assert paragraphes(fichier.getvalue(), membre) == paragraphes(notre, membre)
