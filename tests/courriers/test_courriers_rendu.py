"""Rendu d'un modèle : balises, noms de champs, rigueur, écriture des valeurs, octets déterministes."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from tableur.courriers.endroits import ErreurDeDocument
from tableur.courriers.modele import colonnes_connues, compiler
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule
from tableur.socle.erreurs import Refus
from tests.courriers.fabrique import coupe, modele, p, paragraphes, r, tableau, xml_de

LIGNE: dict[str, object] = {
    "Nom": "Martin & Fils",
    "Prénom": "Élodie",
    "N° client": "C01",
    "Date d'entrée": date(2026, 1, 1),
    "Code postal": "01000",
    "Montant": Decimal("1234.5"),
    "Civilité": "Mme",
    "Vide": "",
    "lignes": [{"Libellé": "Vis", "Prix": 1}, {"Libellé": "Écrou & rondelle", "Prix": Decimal("2.5")}],
}


def rendu(*corps: str, ligne: dict[str, object] | None = None) -> list[str]:
    """Paragraphes du document d'une ligne."""
    donnees = LIGNE if ligne is None else ligne
    return paragraphes(compiler(modele(*corps), colonnes_connues(donnees)).rendre(donnees))


def erreur(*corps: str, ligne: dict[str, object] | None = None) -> str:
    """Phrase d'un document refusé."""
    with pytest.raises(ErreurDeDocument) as levee:
        rendu(*corps, ligne=ligne)
    return str(levee.value)


def faute(*corps: str) -> str:
    """Phrase d'un modèle refusé."""
    with pytest.raises(Refus) as levee:
        compiler(modele(*corps), colonnes_connues(LIGNE))
    return str(levee.value)


@pytest.mark.parametrize(
    "texte",
    [
        "{{ nom }}", "{{Nom}}", "{{ NOM }}", "«Nom»", "{{ nom | facultatif }}", "{{ nom}}",
        "{{\u00a0nom\u202f}}", "{{ n\u200bom }}",
    ],
)  # fmt: skip
def test_un_champ_simple_s_ecrit_de_bien_des_facons(texte: str) -> None:
    assert ["Chère Martin & Fils,"] == rendu(p(f"Chère {texte},"))


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("{{ prenom }}", "Élodie"),
        ("{{ prénom }}", "Élodie"),
        ("{{ pre\u0301nom }}", "Élodie"),
        ("{{ N° client }}", "C01"),
        ("{{ n°client }}", "C01"),
        ("{{ n_client }}", "C01"),
        ("{{ numero_client }}", "C01"),
        ("«N° client»", "C01"),
        ("{{ date d’entrée | date_courte }}", "01/01/2026"),
        ("{{ date_d_entree | date_courte }}", "01/01/2026"),
        ("{{ code-postal }}", "01000"),
        ("{% if code postal == « 01000 » %}oui{% endif %}", "oui"),
        ("{{ code postal ~ ' ' ~ nom }}", "01000 Martin & Fils"),
        ("{% if N° client == 'C01' and date d'entrée %}bien{% endif %}", "bien"),
    ],
)
def test_les_noms_se_rencontrent_malgre_la_casse_les_accents_les_espaces_et_les_apostrophes(
    texte: str, attendu: str
) -> None:
    assert [attendu] == rendu(p(texte))


@pytest.mark.parametrize("taille", [1, 2, 3, 5, 7])
def test_une_balise_coupee_en_morceaux_est_recollee(taille: int) -> None:
    texte = "Du {{ date d'entrée | date_courte }} par «Nom» et {{ prenom }}{% if vide %}rien{% endif %}."
    assert ["Du 01/01/2026 par Martin & Fils et Élodie."] == rendu(p(coupe(texte, taille)))


def test_une_balise_garde_la_mise_en_forme_de_son_debut() -> None:
    octets = compiler(modele(p(r("{{ no", "<w:b/>"), r("m }} fin", "<w:i/>")))).rendre({"nom": "X"})
    assert '<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">X</w:t>' in xml_de(octets)
    assert '<w:rPr><w:i/></w:rPr><w:t xml:space="preserve"> fin</w:t>' in xml_de(octets)


def test_les_caracteres_du_xml_les_sauts_et_les_tabulations_sortent_comme_tapes() -> None:
    valeur = "AT&T <b>x</b> \"a\" 'b'\r\nligne 2\tcolonne\x00\x0b{{ nom }} {% x %}"
    attendu = "AT&T <b>x</b> \"a\" 'b'\nligne 2\tcolonne\n{{ nom }} {% x %}"
    assert [attendu] == rendu(p("{{ x }}"), ligne={"x": valeur})


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (Decimal("1234.50"), "1234,5"),
        (1234.5, "1234,5"),
        (75001.0, "75001"),
        (75001, "75001"),
        (0.1 + 0.2, "0,3"),
        (date(2026, 3, 1), "01/03/2026"),
        (True, "oui"),
        ("01000", "01000"),
        ("  bord  ", "  bord  "),
    ],
)
def test_une_valeur_sans_filtre_s_ecrit_a_la_francaise(valeur: object, attendu: str) -> None:
    assert [attendu] == rendu(p("{{ x }}"), ligne={"x": valeur})


@pytest.mark.parametrize("valeur", [None, "", "   ", float("nan"), "\u00a0"])
def test_un_champ_vide_arrete_le_document_sauf_s_il_est_facultatif(valeur: object) -> None:
    dit = erreur(p("Bonjour"), p("Cher {{ nom }},"), ligne={"Nom": valeur})
    assert "corps, paragraphe 2 (« Cher {{ nom }}, »)" in dit
    assert "le champ « nom » est vide" in dit
    assert "facultatif" in dit
    assert ["Cher ,"] == rendu(p("Cher {{ nom | facultatif }},"), ligne={"Nom": valeur})
    assert ["Cher ,"] == rendu(p("Cher {{ nom | upper | facultatif }},"), ligne={"Nom": valeur})
    assert ["Cher client,"] == rendu(p("Cher {{ nom | default('client') }},"), ligne={"Nom": valeur})


@pytest.mark.parametrize(
    "expression",
    [
        "vide ~ nom",
        "nom ~ ' ' ~ vide",
        "vide if nom else 'x'",
        "vide or vide",
        "vide | date_longue",
        "vide | upper",
    ],
)
def test_un_vide_ne_se_cache_pas_dans_une_expression(expression: str) -> None:
    assert "« Vide » est vide" in erreur(p(f"{{{{ {expression.replace('vide', 'Vide')} }}}}"))


def test_un_champ_inconnu_dit_l_endroit_et_propose_une_colonne() -> None:
    dit = erreur(p("a"), tableau(("x", "y"), ("z", "Né(e) {{ prenon }}")))
    assert "corps, tableau 1, ligne 2, colonne 2 (« Né(e) {{ prenon }} »)" in dit
    assert "le champ « prenon » n'est pas une colonne des données : peut-être « Prénom »" in dit
    assert "peut-être « Prénom »" in erreur(p("{% if prenon %}x{% endif %}"))
    assert "peut-être « Prénom »" in erreur(p("{{ prenon | upper }}"))


def test_un_champ_inconnu_peut_etre_teste_ou_recevoir_une_valeur() -> None:
    assert ["non"] == rendu(p("{% if conjoint is defined %}oui{% else %}non{% endif %}"))
    assert ["néant"] == rendu(p("{{ conjoint | d('néant') }}"))


def test_une_cellule_en_erreur_arrete_le_document() -> None:
    assert "en erreur (#N/A)" in erreur(p("{{ x }}"), ligne={"x": ErreurDeCellule("#N/A")})
    assert "formule n'a pas de valeur" in erreur(p("{{ x }}"), ligne={"x": FORMULE_SANS_VALEUR})
    assert "en erreur" in erreur(p("{{ x | montant }}"), ligne={"x": ErreurDeCellule("#N/A")})


def test_une_valeur_qui_ne_convient_pas_au_filtre_dit_l_endroit() -> None:
    assert "corps, paragraphe 1" in (dit := erreur(p("{{ nom | montant }}")))
    assert "il faut un nombre, « Martin & Fils » reçu" in dit


def test_un_filtre_inconnu_refuse_le_modele_et_propose() -> None:
    assert "le filtre « montat » n'existe pas : peut-être « montant »" in faute(p("{{ nom | montat }}"))


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("{{ date d'entrée | date_longue }}", "1er\u00a0janvier 2026"),
        ("{{ date d'entrée | date_longue(avec_jour=True) }}", "jeudi 1er\u00a0janvier 2026"),
        ("{{ date d'entrée | date_en_lettres }}", "premier janvier deux mille vingt-six"),
        ("{{ montant | montant }}", "1\u202f234,50\u00a0€"),
        ("{{ montant | nombre }}", "1\u202f234,5"),
        ("{{ montant | nombre(2) }}", "1\u202f234,50"),
        ("{{ montant | montant_en_lettres }}", "mille deux cent trente-quatre euros et cinquante centimes"),
        ("{{ '73282932000074' | siret }}", "732\u00a0829\u00a0320\u00a000074"),
        ("{{ '732829320' | siren }}", "732\u00a0829\u00a0320"),
        ("{{ 'GB82 WEST 1234 5698 7654 32' | iban }}", "GB82\u00a0WEST\u00a01234\u00a05698\u00a07654\u00a032"),
        ("{{ '295109912611193' | nir }}", "2\u00a095\u00a010\u00a099\u00a0126\u00a0111\u00a093"),
        ("{{ 612345678 | telephone }}", "06\u00a012\u00a034\u00a056\u00a078"),
        ("{{ 1000 | code_postal }}", "01000"),
        ("{{ civilite | civilite }}", "Madame"),
        ("{{ civilite | accord(‘né’, ’née’) }}", "née"),
        ("{{ civilite | accord('né','née') }}", "née"),
        ("{{ prenom | elision }}", "d’Élodie"),
        ("{{ lignes | somme('Prix') | montant }}", "3,50\u00a0€"),
        ("{{ lignes | length }}", "2"),
        ("{{ montant * 2 }}", "2469"),
        ("{{ nom | upper }} {{ 'DE LA TOUR' | title }}", "MARTIN & FILS De La Tour"),
        ("{_{ nom }_}", "{{ nom }}"),
    ],
)  # fmt: skip
def test_les_filtres_ecrivent_a_la_francaise(texte: str, attendu: str) -> None:
    assert [attendu] == rendu(p(texte))


def test_l_autocorrection_francaise_ne_casse_rien() -> None:
    assert ["oui"] == rendu(p("{% if titre == «\u00a0M.\u00a0» %}oui{% endif %}"), ligne={"titre": "M."})
    assert ["l’an"] == rendu(p("{{ “l’an” }}"))
    assert ["non"] == rendu(p("{% if x == ‘d’été’ %}oui{% else %}non{% endif %}"), ligne={"x": "hiver"})


def test_les_guillemets_francais_ordinaires_restent_du_texte() -> None:
    assert ["« Nom » et «autre» et « Martin »"] == rendu(p("« Nom » et «autre» et « Martin »"))


def test_un_chevron_proche_d_une_colonne_est_refuse() -> None:
    assert "«Prenon» n'est pas une colonne : écrire «Prénom»" in faute(p("Cher «Prenon»"))


def test_un_paragraphe_conditionnel_disparait_ou_reste() -> None:
    corps = [p("{%p if vide %}"), p("jamais"), p("{%p else %}"), p("toujours"), p("{%p endif %}"), p("fin")]
    assert ["toujours", "fin"] == rendu(*corps)


def test_une_balise_de_paragraphe_ne_perd_pas_le_texte_a_cote() -> None:
    assert ["Avant", "Texte gardé", "fin"] == rendu(
        p("Avant"), p("{%p if nom %}Texte gardé{%p endif %}"), p("{%p if vide %}ôté{%p endif %}"), p("fin")
    )
    assert ["Début", "suite"] == rendu(p("{%p if nom %}Début"), p("suite{%p endif %}"))
    assert "au milieu d'un texte" in faute(p("avant {%p if nom %} après"), p("{%p endif %}"))


def test_une_rangee_se_repete_par_une_boucle_explicite() -> None:
    attendu = ["Article", "Vis", "Écrou & rondelle", "fin"]
    corps = tableau(
        ("Article",), ("{%tr for l in lignes %}",), ("{{ l.libelle }}",), ("{%tr endfor %}",), ("fin",)
    )
    assert attendu == rendu(corps)
    seule = tableau(("Article",), ("{%tr for l in lignes %}{{ l.libelle }}{%tr endfor %}",), ("fin",))
    assert attendu == rendu(seule)


def test_une_rangee_se_repete_sans_balise_sur_la_table_qu_elle_nomme() -> None:
    corps = tableau(("Article", "Prix"), ("{{ lignes.libellé }}", "«lignes.Prix»"), ("Total", "{{ montant }}"))
    assert ["Article", "Prix", "Vis", "1", "Écrou & rondelle", "2,5", "Total", "1234,5"] == rendu(corps)
    assert ["Article", "Prix", "Total", "1234,5"] == rendu(corps, ligne={**LIGNE, "lignes": []})


def test_un_objet_dans_une_rangee_compte_pour_une_ligne() -> None:
    ligne: dict[str, object] = {"client": {"nom": "A"}, "lignes": [{"x": 1}, {"x": 2}]}
    assert ["A", "1", "A", "2"] == rendu(tableau(("{{ client.nom }}", "{{ lignes.x }}")), ligne=ligne)
    assert ["A"] == rendu(p("{{ client.nom }}"), ligne=ligne)


def test_un_vide_dans_une_table_fille_dit_la_rangee() -> None:
    ligne: dict[str, object] = {"lignes": [{"x": 1}, {"x": None}]}
    assert "tableau 1, ligne 1, colonne 1" in (dit := erreur(tableau(("{{ lignes.x }}",)), ligne=ligne))
    assert "« lignes.x » est vide" in dit


def test_une_colonne_se_repete() -> None:
    corps = tableau(("{%tc for l in lignes %}", "{{ l.libelle }}", "{%tc endfor %}"))
    assert ["Vis", "Écrou & rondelle"] == rendu(corps)


def test_les_en_tetes_les_pieds_et_les_proprietes_sont_remplis() -> None:
    propre = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    octets = modele(
        p("x"),
        en_tete=p("{{ nom }}"),
        pied=p(coupe("Pied {{ prenom }}")),
        membres={
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{propre}" xmlns:dc="urn:dc">'
            "<dc:title>Lettre à {{ nom }}</dc:title></cp:coreProperties>"
        },
        types='<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>',
    )
    document = compiler(octets).rendre({"Nom": "A & B\nC", "Prénom": "Zoé"})
    assert ["A & B\nC"] == paragraphes(document, "word/header1.xml")
    assert ["Pied Zoé"] == paragraphes(document, "word/footer1.xml")
    assert "<dc:title>Lettre à A &amp; B C</dc:title>" in xml_de(document, "docProps/core.xml")
    with pytest.raises(ErreurDeDocument, match=r"en-tête 1, paragraphe 1"):
        compiler(octets).rendre({"Nom": "", "Prénom": "Zoé"})


@pytest.mark.parametrize(
    ("corps", "attendu"),
    [
        ([p("x"), p("{{ nom")], "paragraphe 2 (« {{ nom »)"),
        ([p("nom }}")], "ne ferme aucune balise"),
        ([p("{% if nom %}"), p("x")], "le bloc {% if nom %} n'est pas fermé : il manque {% endif %}"),
        ([p("{% for l in lignes %}{% if nom %}{% endfor %}")], "{% endfor %} ne ferme rien ici : {% endif %}"),
        ([p("{% endif %}")], "{% endif %} ne ferme rien"),
        ([p("{{ nom | accord('a' }}")], "une balise est mal écrite"),
        ([p("{% sinon %}")], "la balise {% sinon %} n'existe pas"),
        ([p("{% for l in lignes %}x{% endfor %}"), p("{{ nom | }}")], "paragraphe 2"),
    ],
)  # fmt: skip
def test_une_balise_mal_ecrite_refuse_le_modele_et_dit_ou(corps: list[str], attendu: str) -> None:
    assert attendu in faute(*corps)


def test_deux_colonnes_qui_se_heurtent_sont_refusees() -> None:
    with pytest.raises(Refus, match=r"« Prénom » et « prenom » ne se distinguent pas"):
        compiler(modele(p("{{ nom }}")), ["Prénom", "nom", "prenom"])


def test_les_memes_donnees_donnent_les_memes_octets_et_recopient_le_reste() -> None:
    octets = modele(p("{{ nom }}"), membres={"word/media/é.bin": "constant" * 100})
    premier, second = (compiler(octets).rendre(LIGNE) for _ in range(2))
    assert premier == second
    with zipfile.ZipFile(io.BytesIO(premier)) as archive, zipfile.ZipFile(io.BytesIO(octets)) as origine:
        assert set(archive.namelist()) == set(origine.namelist())
        assert archive.read("word/media/é.bin") == origine.read("word/media/é.bin")
        assert {(1980, 1, 1, 0, 0, 0)} == {info.date_time for info in archive.infolist()}
        assert "[Content_Types].xml" == archive.namelist()[0]


def test_un_gabarit_dotx_produit_des_documents() -> None:
    document = compiler(modele(p("{{ nom }}"), genre="template")).rendre(LIGNE)
    assert "document.main+xml" in xml_de(document, "[Content_Types].xml")
    assert "template.main" not in xml_de(document, "[Content_Types].xml")


def test_isal_donne_le_meme_texte_que_zlib() -> None:
    pytest.importorskip("isal", reason="option « rapide »")
    octets = modele(p("{{ nom }} {{ prenom }}"))
    un, deux = (compiler(octets, codec=codec).rendre(LIGNE) for codec in ("zlib", "isal"))
    assert xml_de(un) == xml_de(deux)


def test_une_cellule_ou_un_tableau_vide_reste_lisible_par_word() -> None:
    vidable = p("{%p if vide %}") + p("x") + p("{%p endif %}")
    document = xml_de(compiler(modele(tableau((vidable, "y")))).rendre(LIGNE))
    assert "<w:tc><w:tcPr/><w:p/></w:tc>" in document
    document = xml_de(
        compiler(modele(tableau(("{{ lignes.libelle }}",)), p("fin"))).rendre({**LIGNE, "lignes": []})
    )
    assert "<w:tbl>" not in document
    assert "fin" in document
    en_tete = modele(p("x"), en_tete=p("{%p if vide %}") + p("y") + p("{%p endif %}"))
    assert xml_de(compiler(en_tete).rendre(LIGNE), "word/header1.xml").endswith("<w:p/></w:hdr>")
    corps = tableau(("{%tc for l in lignes %}", "{{ l.libelle }}", "{%tc endfor %}"))
    assert 2 == xml_de(compiler(modele(corps)).rendre(LIGNE)).count("<w:gridCol ")


def test_les_colonnes_d_une_ligne_disent_aussi_celles_de_ses_tables_filles() -> None:
    assert ["a", "b", "b.c"] == colonnes_connues({"a": 1, "b": [{"c": 1}]})
