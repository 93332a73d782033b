"""Champs Word : MERGEFIELD et ses formats, IF, NEXT, NEXTIF, SKIPIF, ADDRESSBLOCK, GREETINGLINE."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tableur.courriers.endroits import ErreurDeDocument, LigneEcartee
from tableur.courriers.formats_word import comparer, date_de_word, nombre_de_word
from tableur.courriers.modele import compiler
from tableur.courriers.un_seul import reunir
from tableur.socle.erreurs import Refus
from tests.courriers.fabrique import champ, champ_simple, modele, p, paragraphes, tableau, xml_de

LIGNE: dict[str, object] = {
    "Civilité": "Mme",
    "Nom": "durand",
    "Prénom": "Élodie",
    "Code_postal": "01000",
    "Ville": "Bourg",
    "Adresse": "1, rue de la Paix",
    "Date": date(2026, 1, 1),
    "Montant": Decimal("1234.5"),
    "Vide": None,
    "lignes": [{"Libellé": "Vis"}, {"Libellé": "Écrou"}],
}


def rendu(*corps: str, ligne: dict[str, object] | None = None) -> list[str]:
    """Paragraphes du document d'une ligne."""
    return paragraphes(compiler(modele(*corps)).rendre(LIGNE if ligne is None else ligne))


@pytest.mark.parametrize(
    ("instruction", "attendu"),
    [
        ("MERGEFIELD Nom", "durand"),
        (" MERGEFIELD  Nom  \\* MERGEFORMAT ", "durand"),
        ('mergefield "code postal"', "01000"),
        ("MERGEFIELD NOM \\* Upper", "DURAND"),
        ("MERGEFIELD Nom \\* FirstCap", "Durand"),
        ("MERGEFIELD Nom \\* Caps \\* MERGEFORMAT", "Durand"),
        ('MERGEFIELD Date \\@ "d MMMM yyyy"', "1er janvier 2026"),
        ('MERGEFIELD Date \\@ "dddd d MMMM yyyy"', "jeudi 1er janvier 2026"),
        ('MERGEFIELD Date \\@ "dd/MM/yyyy"', "01/01/2026"),
        ('MERGEFIELD Date \\@ "jj/MM/aaaa"', "01/01/2026"),
        ("MERGEFIELD Date", "01/01/2026"),
        ('MERGEFIELD Montant \\# "# ##0,00 €"', "1\u202f234,50\u00a0€"),
        ('MERGEFIELD Montant \\# "#,##0.00 €"', "1\u202f234,50\u00a0€"),
        ("MERGEFIELD Montant \\# 0,00", "1234,50"),
        ("MERGEFIELD Montant", "1234,5"),
        ('MERGEFIELD Nom \\b "Mme " \\f " !"', "Mme durand !"),
        ('MERGEFIELD Vide \\b "Mme " \\f " !"', ""),
        ("MERGEREC", "1"),
    ],
)
def test_un_champ_de_fusion_est_rempli_selon_ses_formats(instruction: str, attendu: str) -> None:
    assert [f"[{attendu}]"] == rendu(p("[", champ(instruction), "]"))
    assert [f"[{attendu}]"] == rendu(p("[", champ_simple(instruction), "]"))
    coupee = [instruction[i : i + 4] for i in range(0, len(instruction), 4)]
    assert [f"[{attendu}]"] == rendu(p("[", champ(*coupee), "]"))


def test_un_champ_de_fusion_vide_ou_inconnu_arrete_le_document() -> None:
    with pytest.raises(ErreurDeDocument, match=r"paragraphe 2 .* le champ « Vide » est vide"):
        rendu(p("x"), p("M. ", champ("MERGEFIELD Vide", resultat="«Vide»")))
    with pytest.raises(ErreurDeDocument, match=r"« Prenon » n'est pas une colonne.*« Prénom »"):
        rendu(p(champ("MERGEFIELD Prenon")))


def test_un_champ_inconnu_dans_une_condition_arrete_le_document() -> None:
    with pytest.raises(ErreurDeDocument, match=r"paragraphe 1 .*« Vile » n'est pas une colonne.*« Ville »"):
        rendu(p(champ("IF ", champ("MERGEFIELD Vile"), ' = "x" "a" "b"')))


def test_un_champ_de_fusion_garde_la_mise_en_forme_de_son_resultat() -> None:
    octets = compiler(modele(p(champ("MERGEFIELD Nom", forme="<w:b/>")))).rendre(LIGNE)
    assert '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">durand</w:t></w:r>' in xml_de(octets)
    assert "fldChar" not in xml_de(octets)


@pytest.mark.parametrize(
    ("morceaux", "attendu"),
    [
        (("IF ", champ("MERGEFIELD Civilité"), ' = "Mme" "née" "né"'), "née"),
        (("IF ", champ("MERGEFIELD Civilité"), ' = "M." "né" "née"'), "née"),
        (('IF "', champ("MERGEFIELD Civilité"), '"="Mme" "née" "né" \\* MERGEFORMAT'), "née"),
        (("IF ", champ("MERGEFIELD Montant"), ' >= 1000 "gros" "petit"'), "gros"),
        (("IF ", champ("MERGEFIELD Ville"), ' = "B*" "en B" "ailleurs"'), "en B"),
        (("IF ", champ("MERGEFIELD Vide"), ' <> "" "plein" ""'), ""),
        (("IF ", champ("MERGEFIELD Vide"), ' = "" "& vide <" "plein"'), "& vide <"),
        (("IF 1 = 1 \"à ", champ("MERGEFIELD Ville"), ' {{ Nom }}" ""'), "à Bourg {{ Nom }}"),
        (("IF 1 = 2 \"x\" \"", champ("IF ", champ("MERGEFIELD Nom"), ' = durand "oui" "non"'), '"'), "oui"),
    ],
)  # fmt: skip
def test_un_champ_si_choisit_son_texte(morceaux: tuple[str, ...], attendu: str) -> None:
    assert [f"[{attendu}]"] == rendu(p("[", champ(*morceaux), "]"))


def test_une_rangee_de_champs_de_fusion_se_repete_sur_la_table_fille() -> None:
    corps = tableau(("Article",), (p(champ('MERGEFIELD "lignes.Libelle"')),), ("fin",))
    assert ["Article", "Vis", "Écrou", "fin"] == rendu(corps)


def test_skipif_ecarte_la_ligne() -> None:
    octets = modele(p(champ("SKIPIF ", champ("MERGEFIELD Ville"), ' = "Bourg"'), "Bonjour"))
    with pytest.raises(LigneEcartee, match=r"Ville = Bourg"):
        compiler(octets).rendre(LIGNE)
    assert ["Bonjour"] == paragraphes(compiler(octets).rendre({"Ville": "Rennes"}))
    reunion = reunir(octets, [{"Ville": "Rennes"}, {"Ville": "Bourg"}, {"Ville": "Paris"}])
    assert (3, 2, [2]) == (reunion.lues, reunion.produites, [rang for rang, _ in reunion.ecartees])


def test_next_remplit_une_planche_d_etiquettes() -> None:
    etiquette = champ("MERGEFIELD Nom")
    octets = modele(tableau((p(etiquette), p(champ("NEXT"), etiquette), p(champ("NEXT"), "{{ Nom }}"))))
    noms = [{"Nom": nom} for nom in ("A", "B", "C", "D")]
    reunion = reunir(octets, noms)
    assert (4, 2) == (reunion.lues, reunion.produites)
    textes = paragraphes(reunion.octets)
    assert ["A", "B", "C"] == textes[:3]
    assert ["D", "", ""] == textes[-3:]


def test_nextif_n_avance_que_si_la_condition_est_vraie() -> None:
    octets = modele(p(champ("NEXTIF ", champ("MERGEFIELD Nom"), ' = "A"'), champ("MERGEFIELD Nom")))
    assert ["B"] == paragraphes(compiler(octets).rendre({"Nom": "A"}, suivantes=iter([{"Nom": "B"}])))
    assert ["C"] == paragraphes(compiler(octets).rendre({"Nom": "C"}, suivantes=iter([{"Nom": "B"}])))


def test_le_bloc_d_adresse_n_a_ni_ligne_vide_ni_code_postal_ampute() -> None:
    assert ["Mme Élodie durand\n1, rue de la Paix\n01000 Bourg"] == rendu(p(champ("ADDRESSBLOCK \\l 1036")))
    saut = "<w:r><w:cr/></w:r>"
    forme = (
        'ADDRESSBLOCK \\f "<<_TITLE0_ >><<_LAST0_>><<',
        saut,
        "_STREET1_>><<",
        saut,
        '_STREET2_>><<_CITY_>>" \\c 2',
    )
    assert ["Mme durand\n1, rue de la PaixBourg"] == rendu(p(champ(*forme)))
    sans_zero = {"Nom": "X", "Adresse": "rue", "CP": 1000, "Ville": "Bourg"}
    assert ["X\nrue\n01000 Bourg"] == rendu(p(champ("ADDRESSBLOCK")), ligne=sans_zero)


def test_la_salutation_a_une_formule_de_repli() -> None:
    instruction = 'GREETINGLINE \\f "<<_BEFORE_ Chère >><<_TITLE0_>><< _LAST0_>><<_AFTER_ ,>>" \\e "Bonjour,"'
    assert ["Chère Madame durand ,"] == rendu(p(champ(instruction)))
    assert ["Bonjour,"] == rendu(p(champ(instruction)), ligne={**LIGNE, "Nom": ""})
    assert ["Madame durand,"] == rendu(p(champ("GREETINGLINE")))
    assert ["Madame, Monsieur,"] == rendu(p(champ("GREETINGLINE")), ligne={"Ville": "Bourg"})


def test_les_champs_de_word_qui_ne_sont_pas_de_publipostage_restent() -> None:
    document = compiler(modele(p(champ("PAGE"), champ_simple("NUMPAGES"), "{{ Nom }}"))).rendre(LIGNE)
    assert "PAGE" in xml_de(document)
    assert "NUMPAGES" in xml_de(document)


def test_un_champ_de_fusion_dans_le_resultat_d_un_autre_est_rempli() -> None:
    interieur = champ("MERGEFIELD Nom")
    marque = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    adresse = '<w:r><w:instrText>HYPERLINK "https://exemple.fr"</w:instrText></w:r>'
    lien = f"{marque.format('begin')}{adresse}{marque.format('separate')}{interieur}{marque.format('end')}"
    document = compiler(modele(p("Voir ", lien, "."))).rendre(LIGNE)
    assert ["Voir durand."] == [t.replace('HYPERLINK "https://exemple.fr"', "") for t in paragraphes(document)]
    assert "HYPERLINK" in xml_de(document)


def test_un_champ_de_fusion_dans_un_autre_champ_est_rempli() -> None:
    lien = champ('HYPERLINK "', champ("MERGEFIELD Lien"), '"', resultat="page")
    document = compiler(modele(p(lien))).rendre({"Lien": "https://exemple.fr/?a=1&b=2"})
    assert 'HYPERLINK "' in xml_de(document)
    assert "https://exemple.fr/?a=1&amp;b=2" in xml_de(document)
    for piege in ("javascript:alert(1)", 'https://x" \\o "y', "file:///etc/passwd", "\\\\serveur\\x"):
        with pytest.raises(ErreurDeDocument, match="n'est pas une adresse Web"):
            compiler(modele(p(lien))).rendre({"Lien": piege})


@pytest.mark.parametrize(
    ("corps", "attendu"),
    [
        (p(champ("MERGEFIELD")), "ne nomme aucune colonne"),
        (p(champ("MERGEFIELD Nom \\* Roman")), "le format \\* Roman n'est pas connu"),
        (p(champ("IF ", champ("MERGEFIELD Nom"))), "la condition doit avoir la forme"),
        (p(champ("= ", champ("MERGEFIELD Montant"), " * 2")), "faire ce calcul dans le classeur"),
    ],
)
def test_un_champ_que_le_moteur_ne_sait_pas_suivre_refuse_le_modele(corps: str, attendu: str) -> None:
    with pytest.raises(Refus) as leve:
        compiler(modele(p("avant"), corps))
    assert attendu in str(leve.value)
    assert "corps, paragraphe 2" in str(leve.value)


@pytest.mark.parametrize(
    ("image", "valeur", "attendu"),
    [
        ("0", Decimal("-0.5"), "-1"),
        ("# ##0", Decimal(1234567), "1\u202f234\u202f567"),
        ("00000", Decimal(1000), "01000"),
        ("0,##", Decimal("2.50"), "2,5"),
        ("+0;-0;nul", Decimal(0), "nul"),
        ("+0,0;-0,0", Decimal("-2"), "-2,0"),
        ("0 %", Decimal(20), "20\u00a0%"),
    ],
)
def test_une_image_de_nombre_se_lit_a_la_francaise(image: str, valeur: Decimal, attendu: str) -> None:
    assert attendu == nombre_de_word(valeur, image)


def test_une_image_de_date_dit_l_heure_et_cite_du_texte() -> None:
    assert "le 2 à 09:05" == date_de_word(datetime(2026, 1, 2, 9, 5), "'le' d 'à' HH:mm")  # noqa: DTZ001 - une cellule
    assert "lun. 02 janv. 26" == date_de_word("02/01/2023", "ddd dd MMM yy").replace("23", "26")


def test_une_comparaison_est_numerique_entre_nombres_et_respecte_la_casse_entre_textes() -> None:
    assert comparer("10", ">", "9")
    assert not comparer("A", "=", "a")
    assert comparer(None, "=", "")
    assert comparer("1 234,50", "=", 1234.5)
