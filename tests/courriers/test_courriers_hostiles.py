"""Modèles et données hostiles : code, bombes, contenus externes, champs qui vont chercher ailleurs."""

import io
import time
import zipfile

import pytest

from tableur.courriers.endroits import ErreurDeDocument
from tableur.courriers.modele import compiler
from tableur.courriers.paquet import ouvrir_modele
from tableur.courriers.securite import fautes_de_securite, lien_admis
from tableur.socle.erreurs import Refus
from tests.courriers.fabrique import R, champ, champ_simple, modele, p, paragraphes, xml_de

ATTAQUES = [
    '{{ cycler.__init__.__globals__.os.popen("id").read() }}',
    "{{ ''.__class__.__mro__ }}",
    "{{ nom.__class__ }}",
    "{{ nom['__class__'] }}",
    "{{ nom | attr('__class__') }}",
    '{{ "a" ** 100 }}',
    "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
    "{% for i in [1, 2, 3] %}x{% endfor %}",
    "{% for a in l %}" * 4 + "x" + "{% endfor %}" * 4,
    '{% include "x" %}',
    '{% import "x" as y %}',
    '{% extends "x" %}',
    "{{ lipsum() }}",
    "{{ self }}",
    "{% set a = [x] %}",
    "{% set a = nom ~ nom %}{% set a = a ~ a %}",
    "{{ a.append(1) }}",
    "{{ nom | format(1) }}",
    "{{ 'x' | center(300000000) }}",
    "{{ nom | replace('', nom) }}",
    "{{ nom[0:3] }}",
    "{% macro m() %}{% endmacro %}",
    "{% block b %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% call x() %}{% endcall %}",
    "{% for x in l recursive %}{{ loop(x) }}{% endfor %}",
    "{{ loop.__class__ }}",
    "{% set loop = nom %}{{ loop.index }}",
    "{% for loop in l %}{{ loop.index }}{% endfor %}",
    "{{ nom is callable }}",
    "{{ " + "(" * 3000 + "nom" + ")" * 3000 + " }}",
    "{{ nom" + " | upper" * 3000 + " }}",
    "{% if nom %}" * 150 + "x" + "{% endif %}" * 150,
    "{{ " * 30000,
]


@pytest.mark.parametrize("attaque", ATTAQUES)
def test_un_modele_ne_peut_rien_executer(attaque: str) -> None:
    with pytest.raises(Refus):
        compiler(modele(p(attaque)))
    with pytest.raises(Refus):
        compiler(modele(p("x"), en_tete=p(attaque)))


def test_le_code_est_refuse_aussi_dans_les_proprietes_du_document() -> None:
    espace = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    titre = "{{ cycler.__init__.__globals__ }}"
    octets = modele(
        p("x"),
        membres={"docProps/core.xml": f'<c:coreProperties xmlns:c="{espace}"><t>{titre}</t></c:coreProperties>'},
        types='<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>',
    )
    with pytest.raises(Refus, match="propriétés du document"):
        compiler(octets)


def test_un_produit_ne_multiplie_que_des_nombres() -> None:
    with pytest.raises(ErreurDeDocument, match="il faut un nombre"):
        compiler(modele(p("{{ 'a' * 1000000000 }}"))).rendre({"x": 1})


def test_des_boucles_imbriquees_sont_comptees() -> None:
    octets = modele(p("{% for a in l %}{% for b in l %}{% for c in l %}{% endfor %}{% endfor %}{% endfor %}"))
    debut = time.monotonic()
    with pytest.raises(ErreurDeDocument, match="tours de boucle"):
        compiler(octets).rendre({"l": list(range(3000))})
    assert time.monotonic() - debut < 5


def test_une_boucle_sur_un_texte_est_refusee() -> None:
    with pytest.raises(ErreurDeDocument, match="porte sur une table"):
        compiler(modele(p("{% for c in nom %}{{ c }}{% endfor %}"))).rendre({"nom": "abc"})


def test_une_donnee_n_est_jamais_un_modele_ni_du_xml() -> None:
    piege = "{{ 7 * 7 }}</w:t></w:r><w:r><w:instrText>DDEAUTO</w:instrText>"
    document = compiler(modele(p("{{ x }}"))).rendre({"x": piege})
    assert [piege] == paragraphes(document)
    assert "<w:instrText>" not in xml_de(document)


def test_une_valeur_demesuree_est_refusee() -> None:
    with pytest.raises(ErreurDeDocument, match="démesuré"):
        compiler(modele(*[p("{{ x }}")] * 60)).rendre({"x": "a" * (1 << 20)})


@pytest.mark.parametrize(
    "nom", ["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "DATABASE", "RD"]
)
def test_un_champ_qui_va_chercher_ailleurs_est_refuse(nom: str) -> None:
    for corps in (
        champ(f'{nom} "http://exemple.fr/x"'),
        champ(nom[:3], nom[3:], ' "x"'),
        champ_simple(f"{nom} x"),
        champ('IF 1 = 1 "', champ(f"{nom.lower()} x"), '" ""'),
    ):
        with pytest.raises(Refus, match=f"paragraphe 2.*Le champ {nom}"):
            compiler(modele(p("a"), p(corps)))


@pytest.mark.parametrize(
    ("genre", "cible", "externe", "attendu"),
    [
        ("image", "http://exemple.fr/i.png", True, "va chercher une image à l'extérieur"),
        ("oleObject", "embeddings/x.bin", False, "un objet OLE"),
        ("aFChunk", "x.html", False, "altChunk"),
        ("vbaProject", "vbaProject.bin", False, "des macros"),
        ("control", "activeX.xml", False, "un contrôle ActiveX"),
        ("hyperlink", "javascript:alert(1)", True, "ni une page Web"),
        ("hyperlink", "file:///c:/x.exe", True, "ni une page Web"),
        ("frame", "http://exemple.fr", True, "un cadre de page Web"),
        ("settings", "http://exemple.fr/s.xml", True, "va chercher un contenu"),
    ],
)
def test_un_contenu_actif_ou_externe_est_refuse(genre: str, cible: str, externe: bool, attendu: str) -> None:
    mode = ' TargetMode="External"' if externe else ""
    lien = f'<Relationship Id="x" Type="{R}/{genre}" Target="{cible}"{mode}/>'
    with pytest.raises(Refus, match=attendu):
        compiler(modele(p("x"), relations=lien))


def test_un_lien_web_est_admis() -> None:
    lien = f'<Relationship Id="x" Type="{R}/hyperlink" Target="https://exemple.fr/" TargetMode="External"/>'
    assert [] == fautes_de_securite(ouvrir_modele(modele(p("x"), relations=lien)))
    assert [True, True, False, False] == [
        lien_admis(a) for a in ("mailto:a@b.fr", "#ancre", "data:text/html,x", "vbscript:x")
    ]


def test_une_image_vml_externe_est_refusee() -> None:
    image = '<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://exemple.fr/x.png"/></w:pict></w:r>'
    with pytest.raises(Refus, match="prise à l'extérieur"):
        compiler(modele(f"<w:p>{image}</w:p>"))


def test_la_source_de_publipostage_et_le_gabarit_joint_sont_otes_des_documents() -> None:
    espace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    octets = modele(
        p("{{ nom }}"),
        membres={
            "word/settings.xml": f'<w:settings xmlns:w="{espace}" xmlns:r="{R}"><w:attachedTemplate r:id="a"/>'
            '<w:mailMerge><w:dataSource r:id="b"/></w:mailMerge><w:zoom/></w:settings>',
            "word/recipientData.xml": "<r/>",
            "word/_rels/settings.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="a" Type="{R}/attachedTemplate" Target="file:///C:/x.dotx" '
            f'TargetMode="External"/><Relationship Id="b" Type="{R}/mailMergeSource" Target="file:///C:/d.xlsx" '
            f'TargetMode="External"/><Relationship Id="c" Type="{R}/recipientData" Target="recipientData.xml"/>'
            "</Relationships>",
        },
        relations=f'<Relationship Id="s" Type="{R}/settings" Target="settings.xml"/>',
    )
    document = compiler(octets).rendre({"nom": "X"})
    assert "mailMerge" not in xml_de(document, "word/settings.xml")
    assert "attachedTemplate" not in xml_de(document, "word/settings.xml")
    assert "zoom" in xml_de(document, "word/settings.xml")
    assert "Target" not in xml_de(document, "word/_rels/settings.xml.rels")
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert "word/recipientData.xml" not in archive.namelist()


def test_un_doctype_est_refuse() -> None:
    octets = modele(
        p("{{ nom }}"), membres={"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>{{ &a; }}</x>"}
    )
    with pytest.raises(Refus, match="DOCTYPE"):
        compiler(octets)


def test_une_bombe_est_refusee_sans_etre_ouverte() -> None:
    fichier = io.BytesIO()
    with zipfile.ZipFile(fichier, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(io.BytesIO(modele(p("x")))) as origine:
            for nom in origine.namelist():
                archive.writestr(nom, origine.read(nom))
        archive.writestr("word/bombe.xml", b" " * (60 << 20))
    with pytest.raises(Refus, match="piégé"):
        compiler(fichier.getvalue())


@pytest.mark.parametrize("octets", [b"", b"PK", b"bonjour" * 20])
def test_ce_qui_n_est_pas_un_modele_est_refuse(octets: bytes) -> None:
    with pytest.raises(Refus):
        compiler(octets)


def test_un_classeur_n_est_pas_un_modele() -> None:
    fichier = io.BytesIO()
    with zipfile.ZipFile(fichier, "w") as archive:
        espace = "http://schemas.openxmlformats.org/package/2006/content-types"
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{espace}"/>')
    with pytest.raises(Refus, match="pas un document Word"):
        compiler(fichier.getvalue())
