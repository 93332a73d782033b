"""Règles du classeur : masques, fusions, liens, noms, protections, volatiles, constantes, modèle, rendu."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tableur.classeurs.controle import en_json, texte, verifier
from tableur.classeurs.modeles import Modele
from tests.classeurs.controle.fabriques import TAUX, Lignes, codes, controle, factures, seul

CORPS: Lignes = [[f"C{n}", f"nom {n}", "Lyon"] for n in range(8)]
LISTE: Lignes = [["Code", "Nom", "Ville"], *CORPS]


def test_ce_qui_est_masque_est_dit(tmp_path: Path) -> None:
    def masquer(livre: Any, feuilles: dict[str, Any]) -> None:
        feuilles["B"].hide()
        feuilles["C"].very_hidden()
        feuilles["A"].set_row(3, None, None, {"hidden": True})
        feuilles["A"].set_column("B:B", None, None, {"hidden": True})

    rapport = controle(tmp_path / "a.xlsx", {"A": LISTE, "B": [["x"]], "C": [["y"]]}, masquer)
    attendus = {"feuille-masquee", "feuille-tres-masquee", "lignes-masquees", "colonnes-masquees"}
    assert attendus == codes(rapport)
    assert ["visible", "masquée", "très masquée"] == [f.etat for f in rapport.feuilles]


def test_un_filtre_n_est_qu_une_information(tmp_path: Path) -> None:
    def filtrer(livre: Any, feuilles: dict[str, Any]) -> None:
        feuilles["A"].autofilter("A1:C9")
        feuilles["A"].filter_column("A", "x == C1")
        feuilles["A"].set_row(1, None, None, {"hidden": True})

    assert {"lignes-filtrees"} == codes(controle(tmp_path / "a.xlsx", {"A": LISTE}, filtrer))


def test_une_fusion_dans_une_liste_est_dite(tmp_path: Path) -> None:
    def fusionner(livre: Any, feuilles: dict[str, Any]) -> None:
        feuilles["A"].merge_range("C3:C5", "Lyon")

    assert ("C3:C5",) == seul(
        controle(tmp_path / "a.xlsx", {"A": LISTE}, fusionner), "fusion-dans-donnees"
    ).cellules


def test_un_titre_fusionne_au_dessus_d_une_liste_ne_dit_rien(tmp_path: Path) -> None:
    def fusionner(livre: Any, feuilles: dict[str, Any]) -> None:
        feuilles["A"].merge_range("A1:C1", "Nos clients")

    assert not codes(controle(tmp_path / "a.xlsx", {"A": [["Nos clients"], [], *LISTE]}, fusionner))


def test_une_feuille_gonflee_est_dite(tmp_path: Path) -> None:
    def gonfler(livre: Any, feuilles: dict[str, Any]) -> None:
        fond = livre.add_format({"bg_color": "#FFFFFF"})
        for ligne in range(20, 7_000):
            for rang in range(3):
                feuilles["A"].write_blank(ligne, rang, None, fond)

    rapport = controle(tmp_path / "a.xlsx", {"A": LISTE}, gonfler)
    assert {"feuille-gonflee"} == codes(rapport)
    assert "ligne 7000" in seul(rapport, "feuille-gonflee").anomalie.message


def test_un_lien_vers_un_autre_classeur_est_dit(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.packaging.relationship import Relationship
    from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink

    livre = openpyxl.Workbook()
    livre.worksheets[0]["A1"] = "=[1]Feuil1!B2*2"
    lien = ExternalLink(externalBook=ExternalBook(id="rId1"))
    lien.file_link = Relationship(
        type="externalLinkPath", Target="file:///C:/Compta/bilan%202026.xlsx", TargetMode="External", Id="rId1"
    )
    livre._external_links.append(lien)  # type: ignore[attr-defined]
    livre.save(tmp_path / "a.xlsx")
    constat = seul(verifier(tmp_path / "a.xlsx"), "lien-externe")
    assert ("A1",) == constat.cellules
    assert "« bilan 2026.xlsx »" in constat.anomalie.message


def test_un_nom_casse_est_dit(tmp_path: Path) -> None:
    def nommer(livre: Any, feuilles: dict[str, Any]) -> None:
        livre.define_name("Taux", "=#REF!$A$1")
        livre.define_name("Bon", "=A!$A$1")

    assert "« Taux »" in seul(controle(tmp_path / "a.xlsx", {"A": LISTE}, nommer), "nom-casse").anomalie.message


def test_calcul_manuel_protection_et_volatiles_sont_dits(tmp_path: Path) -> None:
    def regler(livre: Any, feuilles: dict[str, Any]) -> None:
        livre.set_calc_mode("manual")
        feuilles["A"].protect()

    rapport = controle(tmp_path / "a.xlsx", {"A": [["=TODAY()", "=OFFSET(A1,1,0)"]]}, regler)
    assert {"calcul-manuel", "feuille-protegee", "formule-volatile"} == codes(rapport)
    assert {"AUJOURDHUI", "DECALER"} == {
        c.anomalie.message.partition("avec ")[2].partition("(")[0]
        for c in rapport.constats
        if c.code == "formule-volatile"
    }


def test_un_taux_ecrit_en_dur_est_une_information(tmp_path: Path) -> None:
    lignes: Lignes = [["HT", "TVA"], *[[float(n), f"=ROUND(A{n}*0.2,2)"] for n in range(2, 12)]]
    rapport = controle(tmp_path / "a.xlsx", {"A": lignes})
    assert ("information", 10) == (
        seul(rapport, "constante-en-dur").niveau,
        seul(rapport, "constante-en-dur").nombre,
    )


def test_le_modele_ajoute_ses_anomalies(tmp_path: Path, saisie: Any, stocks: Modele) -> None:
    grilles = saisie()
    grilles["Mouvements"].append(["16/01/2026", "VISS", "Sortie", "beaucoup"])
    grilles["Articles"].append(["VIS", "Encore", 3])
    del grilles["Lots"]
    from tests.classeurs.controle.fabriques import classeur

    rapport = verifier(classeur(tmp_path / "a.xlsx", grilles), stocks)
    trouves = codes(rapport)
    assert {"modele-type-attendu", "modele-code-inconnu", "modele-doublon", "modele-feuille-absente"} <= trouves
    assert ("D4",) == seul(rapport, "modele-type-attendu").cellules
    assert "stocks" == rapport.modele


def test_le_classeur_du_modele_est_conforme(classeur_rempli: Path, stocks: Modele) -> None:
    rapport = verifier(classeur_rempli, stocks)
    assert [] == [c for c in rapport.constats if c.niveau != "information"]


def test_la_page_verifier_dit_tous_les_codes_et_eux_seuls() -> None:
    racine = Path(__file__).parents[3]
    regles = racine / "src" / "tableur" / "classeurs" / "controle" / "regles"
    sources = "".join(fichier.read_text("utf-8") for fichier in regles.glob("*.py"))
    employes = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', sources)) | {"macro"}
    lignes = (racine / "docs" / "verifier.md").read_text("utf-8").split("## La copie annotée")[0].splitlines()
    dits = {code for ligne in lignes if ligne.startswith("| `") for code in re.findall(r"`([a-z-]+)`", ligne[:90])}
    assert employes == dits


def test_le_json_est_stable_et_trie_par_gravite(tmp_path: Path) -> None:
    lignes = factures()
    lignes[6][6], lignes[4][8] = 999.0, "=G5-H5"
    fichier = tmp_path / "a.xlsx"
    rapport = controle(fichier, {"Ventes": lignes, **TAUX})
    premier = json.dumps(en_json(rapport), ensure_ascii=False)
    assert premier == json.dumps(en_json(verifier(fichier)), ensure_ascii=False)
    objet = json.loads(premier)
    assert [1, "a.xlsx", {"refus": 1, "alerte": 1, "information": 0}] == [
        objet["version"], objet["fichier"], objet["comptes"]
    ]  # fmt: skip
    assert ["refus", "alerte"] == [c["niveau"] for c in objet["constats"]]
    assert ["G7"] == objet["constats"][0]["cellules"]


def test_le_texte_dit_l_endroit_et_quoi_faire(tmp_path: Path) -> None:
    lignes = factures()
    lignes[6][6] = 999.0
    ecrit = texte(controle(tmp_path / "a.xlsx", {"Ventes": lignes, **TAUX}))
    assert "feuille « Ventes », G7" in ecrit
    assert "remettre la formule" in ecrit
    assert "proposé : =E7*F7" in ecrit
    assert "Aucun constat" in texte(controle(tmp_path / "b.xlsx", {"Ventes": factures(), **TAUX}))


@pytest.mark.parametrize("nom", ["templates_xlsx/stocks.xlsx", "examples/stocks-exemple.xlsx"])
def test_les_classeurs_livres_n_ont_ni_refus_ni_alerte(nom: str) -> None:
    rapport = verifier(Path(__file__).parents[3] / nom)
    assert [] == [c for c in rapport.constats if c.niveau != "information"]
