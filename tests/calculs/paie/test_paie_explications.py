"""Ce que « pourquoi ? » dit d'un élément de paie : chaque champ une fois, les nombres du barème à leur place."""

from tableur.catalogue import recenser
from tableur.catalogue.explication import expliquer

CATALOGUE = recenser("tableur.calculs")


def lignes(nom: str, *bruts: object) -> list[str]:
    return [ligne.replace("\u202f", " ") for ligne in expliquer(CATALOGUE[nom], list(bruts)).lignes]


def test_un_resultat_a_plusieurs_champs_s_explique_champ_par_champ() -> None:
    dites = lignes("titres_restaurant", 13, 20, "60 %", "31/03/2026")
    assert "part_salariale = total - patronale = 260 - 156 = 104" in dites
    assert 1 == sum(ligne.startswith("soumise = ") for ligne in dites)
    assert not any("TitresRestaurant" in ligne or ligne.endswith("= rien") for ligne in dites)


def test_les_nombres_lus_dans_une_table_du_bareme_sont_montres() -> None:
    dites = lignes("titres_restaurant", 13, 20, "60 %", "31/03/2026")
    assert (
        "limite = le plus petit de (loi['exoneration_maximale'], valeur_du_titre × loi['part_maximale']) "
        "= le plus petit de (7,32, 13 × 0,6) = 7,32"
    ) in dites


def test_l_indemnite_de_licenciement_montre_ses_deux_parts() -> None:
    dites = "\n".join(lignes("indemnite_de_licenciement", 2000, "01/04/2014", "28/01/2026", "31/03/2026"))
    assert "part(2 000 × 120, « 1/4 ») ÷ 12 = 5 000" in dites
    assert "part(2 000 × 24, « 1/3 ») ÷ 12 = 1 333,33333333" in dites


def test_le_bareme_a_relire_est_dit() -> None:
    explication = expliquer(CATALOGUE["csg_crds"], [2500, 30, 4005, "01/07/2026", 150])
    assert any("à vérifier sur le texte" in citation for citation in explication.baremes)
