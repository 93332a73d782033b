"""`tableur paie controler` : codes de sortie, JSON, question écrite, personnes qui ne se répondent pas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tableur.actions.paie_lu import lire_la_paie
from tableur.calculs.paie.tables.livre import livre_de_paie
from tableur.classeurs import ouvrir
from tableur.fichiers.csv_francais import csv_francais
from tableur.fichiers.ressources import ressource
from tableur.socle.dates import Mois

if TYPE_CHECKING:
    from tests.cli.conftest import Lancer

FICHES = str(ressource("examples", "controle-de-paie-fiches.csv"))
LIVRE = str(ressource("examples", "controle-de-paie-livre.csv"))
ENTETES = "Matricule;Nom;Mois;Salaire mensuel;Effectif;Santé mensuelle;Taux AT;Taux versement mobilité;Taux PAS"
LOUARN = "001;LOUARN Nolwenn;07/2026;2500;15;60;2,08 %;1,5 %;3 %"


def _fiches(tmp_path: Path, *lignes: str, entetes: str = ENTETES) -> str:
    fichier = tmp_path / "fiches.csv"
    fichier.write_text("\n".join([entetes, *lignes]) + "\n", encoding="utf-8")
    return str(fichier)


def test_un_livre_faux_rend_1_et_nomme_ses_fautes(lancer: Lancer) -> None:
    issue = lancer("paie", "controler", FICHES, "--livre", LIVRE)
    assert (1, "") == (issue.code, issue.erreurs)
    assert "Contrôle de 3 bulletins : 1 sans écart" in issue.sortie
    for attendu in (
        "SMIC courant",
        "La tranche 2 est oubliée",
        "TANGUY Rozenn, 2026-07 : 35 montants contrôlés, aucun",
    ):
        assert attendu in issue.sortie
    assert "Question pour le cabinet" in issue.sortie


def test_des_totaux_justes_rendent_0(lancer: Lancer, tmp_path: Path) -> None:
    entetes = f"{ENTETES};Brut;Réduction générale;Montant net social;Net imposable;Net à payer"
    fiches = _fiches(tmp_path, f"{LOUARN};2500;429,75;1946,08;2048,18;1884,63", entetes=entetes)
    issue = lancer("paie", "controler", fiches)
    assert (0, "") == (issue.code, issue.erreurs)
    assert "5 montants contrôlés, aucun écart" in issue.sortie
    assert "Question" not in issue.sortie


def test_le_json_porte_les_ecarts_les_causes_et_la_question(lancer: Lancer) -> None:
    issue = lancer("paie", "controler", FICHES, "--livre", LIVRE, "--json")
    lu = json.loads(issue.sortie)
    assert 1 == issue.code
    premier = lu["controles"][0]
    assert "smic_courant" == premier["causes"][0]["code"]
    assert "-30.00" == premier["ecarts"][0]["ecart"]
    assert premier["question"].startswith("Objet : bulletin de paie de juillet 2026, LOUARN Nolwenn\n\nBonjour,")
    assert lu["anomalies"][0]["phrase"]


def test_la_question_s_ecrit_dans_un_fichier_sans_rien_ecraser(lancer: Lancer, tmp_path: Path) -> None:
    sortie = tmp_path / "questions.txt"
    for code in (1, 2):
        issue = lancer("paie", "controler", FICHES, "--livre", LIVRE, "--questions", str(sortie))
        assert code == issue.code
    assert 2 == sortie.read_text(encoding="utf-8").count("Bonjour,")
    assert "existe déjà" in issue.erreurs


def test_une_personne_sans_bulletin_ou_sans_fiche_est_dite(lancer: Lancer, tmp_path: Path) -> None:
    fiches = _fiches(tmp_path, LOUARN, "009;RIOU Gwen;07/2026;2500;15;60;2 %;0;3 %")
    issue = lancer("paie", "controler", fiches, "--livre", LIVRE)
    assert 1 == issue.code
    assert "RIOU Gwen : aucun bulletin dans le livre, qui porte LOUARN Nolwenn," in issue.sortie
    assert "KERVELLA Yann : bulletin non contrôlé, sans fiche qui lui réponde." in issue.sortie


def test_une_personne_refusee_n_arrete_pas_les_autres(lancer: Lancer, tmp_path: Path) -> None:
    fiches = _fiches(tmp_path, LOUARN, "002;KERVELLA Yann;07/2026;5200;15;60;250;0;3 %")
    issue = lancer("paie", "controler", fiches, "--livre", LIVRE)
    assert 1 == issue.code
    assert "KERVELLA Yann : taux_at est une fraction entre 0 et 1" in issue.sortie
    assert "LOUARN Nolwenn, 2026-07 : 2 écarts" in issue.sortie


def test_des_fiches_illisibles_sont_refusees(lancer: Lancer, tmp_path: Path) -> None:
    issue = lancer("paie", "controler", _fiches(tmp_path, "1;x;juillet;abc;15;;;;"))
    assert (2, "") == (issue.code, issue.sortie)
    assert "ligne 2" in issue.erreurs
    assert 2 == lancer("paie", "controler", str(tmp_path / "absent.csv")).code


def test_l_aide_de_la_famille_dit_la_commande(lancer: Lancer) -> None:
    assert "controler" in lancer("paie", "--aide").sortie
    assert "FICHES" in lancer("paie", "controler", "--aide").sortie


def test_les_fiches_viennent_du_classeur_de_paie(lancer: Lancer, tmp_path: Path) -> None:
    classeur = ressource("examples", "paie-exemple.xlsx")
    with ouvrir(classeur, simuler=True) as lu:
        du_mois = livre_de_paie(lire_la_paie(lu).saisies, Mois.lire("2026-10")).du_mois
    lignes = [
        (p.bulletin.matricule, p.nom, "10/2026", p.bulletin.totaux.brut, p.bulletin.totaux.montant_net_social)
        for p in du_mois
    ]
    assert len(lignes) > 8
    livre = tmp_path / "livre.csv"
    mots = ("paie", "controler", str(classeur), "--mois", "2026-10", "--livre", str(livre))
    livre.write_text(csv_francais(("Matricule", "Nom", "Mois", "Brut", "Net social"), lignes), "utf-8-sig")
    juste = lancer(*mots)
    assert 0 == juste.code, juste.sortie
    lignes[2] = (*lignes[2][:4], lignes[2][4] + 10)
    livre.write_text(csv_francais(("Matricule", "Nom", "Mois", "Brut", "Net social"), lignes), "utf-8-sig")
    faux = lancer(*mots)
    assert 1 == faux.code
    assert f"{lignes[2][1]}, 2026-10 : 1 écart" in faux.sortie


TOTAUX = "Brut;Réduction générale;Montant net social;Net imposable;Net à payer"


def test_un_fichier_sans_fiche_est_refuse(lancer: Lancer, tmp_path: Path) -> None:
    issue = lancer("paie", "controler", _fiches(tmp_path))
    assert (2, "") == (issue.code, issue.sortie)
    assert "n'a aucune fiche : une ligne par personne et par mois" in issue.erreurs


def test_une_colonne_qui_manque_est_dite_par_son_en_tete_et_la_plus_proche(lancer: Lancer, tmp_path: Path) -> None:
    fiches = _fiches(tmp_path, "LOUARN;07/2026;2500;15;2500", entetes="Nom;Mois;Salaire;Effectif;Brut")
    issue = lancer("paie", "controler", fiches)
    assert 2 == issue.code
    assert "il manque la colonne « Salaire mensuel » ; « Salaire » est à renommer" in issue.erreurs
    assert "Colonnes lues : Nom, Mois, Salaire, Effectif, Brut" in issue.erreurs


def test_le_livre_donne_a_la_place_des_fiches_est_reconnu(lancer: Lancer) -> None:
    pdf = str(Path(__file__).parents[1] / "echanges" / "livre_de_paie" / "livre.pdf")
    issue = lancer("paie", "controler", pdf)
    assert (2, "") == (issue.code, issue.sortie)
    assert "C'est un PDF, donc le livre de paie : le donner par --livre" in issue.erreurs


def test_le_classeur_de_paie_demande_son_mois_et_son_livre(lancer: Lancer) -> None:
    classeur = str(ressource("examples", "paie-exemple.xlsx"))
    sans_mois = lancer("paie", "controler", classeur)
    assert (2, True) == (sans_mois.code, "dire le mois, « --mois 2026-10 »" in sans_mois.erreurs)
    sans_livre = lancer("paie", "controler", classeur, "--mois", "2026-10")
    assert (2, True) == (sans_livre.code, "--livre FICHIER" in sans_livre.erreurs)


def test_un_livre_d_un_autre_mois_est_dit(lancer: Lancer, tmp_path: Path) -> None:
    issue = lancer("paie", "controler", _fiches(tmp_path, LOUARN.replace("07/2026", "06/2026")), "--livre", LIVRE)
    assert 1 == issue.code
    assert "le livre donne son bulletin de juillet 2026, la fiche est de juin 2026" in issue.sortie


def test_le_meme_matricule_sous_un_autre_nom_n_est_pas_compare(lancer: Lancer, tmp_path: Path) -> None:
    fiches = _fiches(tmp_path, LOUARN.replace("LOUARN Nolwenn", "LE GOFF Anne"))
    issue = lancer("paie", "controler", fiches, "--livre", LIVRE)
    assert "la fiche dit « LE GOFF Anne », le livre « LOUARN Nolwenn » ; rien n'est comparé" in issue.sortie
    assert "votre bulletin dit" not in issue.sortie


def test_deux_contrats_reunis_par_le_cabinet_sont_dits(lancer: Lancer, tmp_path: Path) -> None:
    fiches = _fiches(tmp_path, LOUARN, LOUARN.replace("2500", "800"))
    issue = lancer("paie", "controler", fiches, "--livre", LIVRE)
    assert "2 fiches pour un seul bulletin, non contrôlé" in issue.sortie


def test_deux_contrats_vont_chacun_a_leur_bulletin(lancer: Lancer, tmp_path: Path) -> None:
    livre = tmp_path / "livre.csv"
    livre.write_text("Matricule;Nom;Mois;Brut\n001;LOUARN;07/2026;800\n001;LOUARN;07/2026;2500\n", "utf-8")
    issue = lancer(
        "paie", "controler", _fiches(tmp_path, LOUARN, LOUARN.replace("2500", "800")), "--livre", str(livre)
    )
    assert "Contrôle de 2 bulletins : 2 sans écart" in issue.sortie


def test_un_livre_en_colonnes_se_controle(lancer: Lancer, tmp_path: Path) -> None:
    pdf = str(Path(__file__).parents[1] / "echanges" / "livre_de_paie" / "livre-en-sections.pdf")
    fiches = _fiches(tmp_path, LOUARN.replace("2,08 %", "2 %").replace("3 %", "5 %"))
    issue = lancer("paie", "controler", fiches, "--livre", pdf)
    assert "LOUARN Nolwenn, 2026-07 : 29 montants contrôlés, aucun écart." in issue.sortie
    assert "non lu, ni cotisation ni total reconnus : « Titres-restaurant »" in issue.sortie


def test_une_pratique_du_cabinet_est_dite_sans_faute(lancer: Lancer, tmp_path: Path) -> None:
    fiches = _fiches(tmp_path, f"{LOUARN};2500;429,75;1946,07;2048,18;1884,63", entetes=f"{ENTETES};{TOTAUX}")
    issue = lancer("paie", "controler", fiches)
    assert (0, "") == (issue.code, issue.erreurs)
    assert "admis, sans faute. Arrondis : 1 somme à 0,01" in issue.sortie


def test_la_question_est_prete_a_envoyer(lancer: Lancer, tmp_path: Path) -> None:
    fiches = _fiches(tmp_path, f"{LOUARN};2500;459,75;1900;2048,18;1884,63", entetes=f"{ENTETES};{TOTAUX}")
    question = lancer("paie", "controler", fiches).sortie.partition("Question pour le cabinet :")[2]
    for attendu in ("Objet : bulletin de paie", "Bonjour,", "Pour le reste (Montant net social)", "Cordialement,"):
        assert attendu in question
    for interne in ("paie_", "Lignes du bulletin", "Paramètres", "()"):
        assert interne not in question
