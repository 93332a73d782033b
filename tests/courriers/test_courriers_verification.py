"""Vérification d'un modèle : fautes situées, colonnes, lignes, polices ; copie annotée de commentaires Word."""

import re
import subprocess
from pathlib import Path

import pytest

from tableur.courriers import polices
from tableur.courriers.annotation import annoter
from tableur.courriers.pdf import en_pdf
from tableur.courriers.verification import verifier_modele
from tableur.socle.erreurs import Refus
from tests.courriers.fabrique import champ, modele, p, paragraphes, tableau, xml_de

COLONNES = ["Nom", "Prénom", "Ville", "lignes", "lignes.Libellé"]


def regles(*corps: str, **reglages: object) -> list[str]:
    """Règles enfreintes par un modèle."""
    return [f.regle for f in verifier_modele(modele(*corps), COLONNES, **reglages).fautes if f.gravite == "refus"]  # type: ignore[arg-type]


def test_un_bon_modele_peut_servir_et_dit_ses_champs() -> None:
    rapport = verifier_modele(modele(p("{{ nom }} «Prénom»"), p("{{ Nom }}")), COLONNES, nom="lettre.docx")
    assert rapport.utilisable
    assert ["Prénom", "nom"] == sorted(rapport.champs)
    assert ["Ville", "lignes"] == rapport.inutilisees
    assert rapport.texte().startswith("lettre.docx : 2 champs.")
    assert "Colonnes non employées : Ville, lignes." in rapport.texte()
    assert rapport.texte().endswith("Le modèle peut servir.")


def test_toutes_les_fautes_sont_dites_avec_leur_endroit_et_une_suggestion() -> None:
    corps = [
        p("{{ prenon }}"),
        p("{{ nom | montat }}"),
    ]
    assert ["balise refusée"] == regles(*corps)
    rapport = verifier_modele(modele(*corps[:1], en_tete=p("{{ vile }}")), COLONNES)
    assert [("prenon", "Prénom", "corps"), ("vile", "Ville", "en-tête 1")] == [
        (f.champ, f.suggestion, f.endroit.partie) for f in rapport.fautes if f.endroit is not None
    ]
    assert not rapport.utilisable


@pytest.mark.parametrize(
    ("corps", "attendu"),
    [
        (p("{{ nom"), "balise non fermée"),
        (p("nom }}"), "balise non ouverte"),
        (p("{% if nom %}"), "bloc non fermé"),
        (p("{% endfor %}"), "bloc fermé"),
        (p("a {%p if nom %} b {%p endif %} c"), "balise mal placée"),
        (p("{{ nom | | }}"), "balise mal écrite"),
        (p("«Prenom2»"), "champ inconnu"),
        (p(champ("DDEAUTO x")), "champ interdit"),
        (p(champ("MERGEFIELD")), "champ Word"),
        (tableau(("{{ lignes.libele }}",)), "champ inconnu"),
    ],
)
def test_chaque_faute_a_sa_regle(corps: str, attendu: str) -> None:
    assert attendu in regles(p("x"), corps)


def test_une_colonne_de_table_fille_inconnue_propose() -> None:
    rapport = verifier_modele(modele(tableau(("{{ lignes.libele }}",))), COLONNES)
    (faute,) = rapport.fautes
    assert ("lignes.libele", "Libellé") == (faute.champ, faute.suggestion)
    assert "tableau 1, ligne 1, colonne 1" in str(faute)


def test_les_lignes_vides_sont_comptees_et_nommees() -> None:
    lignes: list[dict[str, object]] = [
        {"Nom": "A", "Ville": "x"},
        {"Nom": "", "Ville": "y"},
        {"Nom": "C", "Ville": None},
    ]
    rapport = verifier_modele(modele(p("{{ nom }} à {{ ville }}")), lignes=lignes)
    assert (3, [(2, "nom"), (3, "ville")]) == (rapport.lues, [(r.rang, r.champ) for r in rapport.refusees])
    assert "3 lignes lues, 2 en faute." in rapport.texte()
    assert "Le modèle peut servir." not in rapport.texte()


def test_le_rapport_se_donne_en_json() -> None:
    rapport = verifier_modele(modele(p("{{ prenon }}")), COLONNES).en_json()
    assert rapport["utilisable"] is False
    faute = rapport["fautes"][0]  # type: ignore[index]
    assert "Prénom" == faute["suggestion"]
    assert ("corps", 1) == (faute["endroit"]["partie"], faute["endroit"]["paragraphe"])


def test_les_revisions_les_commentaires_et_les_polices_absentes_sont_des_alertes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polices, "polices_de_la_machine", lambda: frozenset({"liberationsans"}))
    morceau = '<w:r><w:rPr><w:rFonts w:ascii="Police Inventée" w:hAnsi="Arial"/></w:rPr><w:t>x</w:t></w:r>'
    revision = (
        '<w:ins w:id="1" w:author="a"><w:r><w:t>y</w:t></w:r></w:ins><w:r><w:commentReference w:id="0"/></w:r>'
    )
    rapport = verifier_modele(modele(f"<w:p>{morceau}{revision}</w:p>"), COLONNES)
    assert {"révisions", "commentaires", "polices"} == {f.regle for f in rapport.fautes}
    assert rapport.utilisable
    assert any("Police Inventée" in f.message and "Arial" not in f.message for f in rapport.fautes)


def test_ce_qui_n_est_pas_un_modele_est_refuse(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="n'existe pas"):
        verifier_modele(tmp_path / "absent.docx")
    with pytest.raises(Refus, match="ne se distinguent pas"):
        verifier_modele(modele(p("x")), ["nom", "NOM"])


def test_la_copie_annotee_porte_un_commentaire_a_chaque_endroit() -> None:
    octets = modele(p("a"), tableau(("b", "{{ prenon }}")), en_tete=p("{{ vile }}"))
    annote = annoter(octets, verifier_modele(octets, COLONNES).fautes)
    premier, second = paragraphes(annote, "word/comments.xml")
    assert "Le champ « prenon » n'est pas une colonne des données : peut-être « Prénom »" == premier
    assert second.startswith("En-tête 1, paragraphe 1 (« {{ vile }} ») : le champ « vile » n'est pas une colonne")
    corps = xml_de(annote)
    assert ["1", "0"] == re.findall(r'<w:commentReference w:id="(\d)"', corps)
    assert "comments.xml" in xml_de(annote, "word/_rels/document.xml.rels")
    assert "/word/comments.xml" in xml_de(annote, "[Content_Types].xml")
    assert ["a", "b", "{{ prenon }}"] == paragraphes(annote)
    encore = annoter(annote, verifier_modele(octets, COLONNES).fautes)
    assert 4 == len(paragraphes(encore, "word/comments.xml"))


@pytest.mark.libreoffice
def test_la_copie_annotee_s_ouvre(tmp_path: Path) -> None:
    octets = modele(p("{{ prenon }}"))
    (tmp_path / "annote.docx").write_bytes(annoter(octets, verifier_modele(octets, COLONNES).fautes))
    (pdf,) = en_pdf([tmp_path / "annote.docx"], tmp_path)
    assert (
        "{{ prenon }}"
        in subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    )
