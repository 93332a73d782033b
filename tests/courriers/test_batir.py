"""Le texte simple d'un modèle devient des paragraphes, des tableaux, des signatures ; ses fautes sont dites."""

import pytest

from tableur.courriers.batir.corps import Paragraphe, Signatures, Tableau, lire_corps
from tableur.courriers.batir.declaration import lire_declaration
from tableur.courriers.batir.document import octets_du_modele
from tableur.courriers.batir.typographie import typographie_fine
from tableur.socle.erreurs import ErreurTableur


def test_les_lignes_qui_se_suivent_font_un_paragraphe() -> None:
    assert [Paragraphe("Texte", "Un deux."), Paragraphe("Texte", "Trois.")] == lire_corps(
        "Un\ndeux.\n\nTrois.", {}
    )


def test_chaque_marque_donne_son_style() -> None:
    lus = lire_corps("# A\n## B\n### C\n- d\nsuite\n- e\n> f\n@Fait: g", {})
    attendus = [("Titre", "A"), ("Article", "B"), ("Intertitre", "C"), ("Puce", "d suite"), ("Puce", "e")]
    assert [Paragraphe(*p) for p in [*attendus, ("Note", "f"), ("Fait", "g")]] == lus


def test_une_condition_seule_sur_sa_ligne_vaut_pour_les_paragraphes() -> None:
    lus = lire_corps("{% if a %}\nOui.\n{% endif %}\nEt {% if b %}non{% endif %}.", {})
    balises = [p.texte for p in lus if isinstance(p, Paragraphe) and p.style == "Balise"]
    assert ["{%p if a %}", "{%p endif %}"] == balises
    assert Paragraphe("Texte", "Et {% if b %}non{% endif %}.") == lus[-1]


def test_la_barre_d_un_filtre_ne_separe_pas_deux_cellules() -> None:
    lus = lire_corps("| A | B |\n| --- | -: |\n| {{ t.a | upper }} | {{ t.b | montant }} |", {})
    assert [Tableau((3, 1), (False, True), (("A", "B"), ("{{ t.a | upper }}", "{{ t.b | montant }}")))] == lus
    assert [Signatures(("{{ a | upper }}", "B"))] == lire_corps("@signatures: {{ a | upper }} | B", {})


def test_un_texte_commun_est_pris_avec_ceux_qu_il_nomme() -> None:
    assert [Paragraphe("Texte", "x"), Paragraphe("Texte", "y")] == lire_corps(
        "@bloc a", {"a": "x\n@bloc b", "b": "y"}
    )


@pytest.mark.parametrize(
    ("corps", "phrase"),
    [("@bloc zut", "« zut » n'existe pas"), ("| a | b |\n| --- |\n| c | d |", "Tableau mal écrit")],
)
def test_une_faute_du_corps_est_dite(corps: str, phrase: str) -> None:
    with pytest.raises(ErreurTableur, match=phrase):
        lire_corps(corps, {})


def test_un_style_inconnu_est_dit() -> None:
    from dataclasses import replace

    with pytest.raises(ErreurTableur, match="Le style « Zut » n'existe pas"):
        octets_du_modele(replace(lire_declaration("cdd"), corps="@Zut: a"))


@pytest.mark.parametrize(
    ("simple", "fin"),
    [
        ("Quoi ? Oui ! Non ; « si » : l'an", "Quoi\u202f? Oui\u202f! Non\u202f; «\u00a0si\u00a0»\u00a0: l’an"),
        ("art. L. 1242-12, 10 % de 40 €", "art.\u00a0L.\u00a01242-12, 10\u00a0% de 40\u00a0€"),
        ("{{ a | accord('né', 'née') }} : x", "{{ a | accord('né', 'née') }}\u00a0: x"),
    ],
)
def test_les_espaces_fines_et_les_apostrophes(simple: str, fin: str) -> None:
    assert fin == typographie_fine(simple)
