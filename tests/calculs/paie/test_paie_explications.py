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


SALARIE = [["sante_mensuelle", 60]]
ETABLISSEMENT = [["effectif", 15], ["taux_at", 0.02], ["taux_versement_mobilite", 0.015]]
VARIABLES = [["brut", 2500]]


def test_le_bulletin_explique_montre_ce_qui_est_donne_ses_lignes_et_ses_totaux() -> None:
    explication = expliquer(CATALOGUE["bulletin_de_paie"], ["2026-07", SALARIE, ETABLISSEMENT, VARIABLES])
    texte = explication.texte.replace("\u202f", " ").replace("\u00a0", " ")
    assert "etablissement = (effectif = 15 ; taux_at = 2 % ; taux_versement_mobilite = 1,5 %)" in texte
    assert "variables = (brut = 2 500,00 €)" in texte
    (vieillesse,) = [ligne for ligne in texte.splitlines() if "« vieillesse_plafonnee »" in ligne]
    assert "base = 2 500,00 € ; taux_salarial = 6,9 % ; part_salariale = 172,50 €" in vieillesse
    assert "bareme = « paie_cotisations.vieillesse_plafonnee, 01/01/2016 »" in vieillesse
    assert "totaux.reduction_generale = 429,75 €" in texte
    assert "totaux.net_a_payer_avant_impot = 1 946,08 €" in texte
    assert not any(nom in texte for nom in ("[Bulletin]", "[Salarie]", "[Etablissement]", "[Variables]"))


def test_chaque_ligne_de_cotisation_expliquee_porte_sa_base_son_taux_et_son_bareme() -> None:
    dites = lignes("lignes_de_cotisations", "2026-07", SALARIE, ETABLISSEMENT, VARIABLES)
    assert 19 == len(dites)
    assert all(" ; base = " in dite and " ; bareme = " in dite for dite in dites)
    assert not any("arrêté du" in dite.casefold() for dite in dites)  # le texte est cité une fois, avec le barème


def test_le_controle_explique_dit_l_ecart_sa_cause_et_ce_qui_n_a_pas_ete_controle() -> None:
    totaux = [["brut", 2500], ["reduction_generale", 459.75]]
    dites = lignes("controle_des_totaux", "2026-07", SALARIE, ETABLISSEMENT, VARIABLES, totaux)
    (ecart,) = [dite for dite in dites if dite.startswith("ecarts 1 : ")]
    assert "recu = 459,75\u00a0€ ; attendu = 429,75\u00a0€ ; ecart = 30,00\u00a0€" in ecart
    assert any(dite.startswith("causes 1 : code = « smic_courant »") for dite in dites)
    assert any("faute du taux transmis" in dite for dite in dites)
