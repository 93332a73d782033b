"""Un classeur existant devient une déclaration, et la déclaration refait un classeur équivalent."""

import os
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tableur.classeurs import construire, lire_declaration
from tableur.classeurs.vie.contenu_du_fichier import contenu_du_fichier
from tableur.classeurs.vie.declarer import declarer
from tableur.classeurs.vie.formules_declarees import sans_recherchev
from tableur.classeurs.vie.types_devines import type_devine
from tableur.fichiers.libreoffice import recalculer
from tableur.socle.erreurs import Refus
from tests.classeurs.vie.classeurs_de_vie import IBAN, NIR, classeur_de_ventes, feuilles_de

Declaree = tuple[Path, str, dict[str, Any]]


@pytest.fixture(scope="module")
def ventes(tmp_path_factory: pytest.TempPathFactory) -> Declaree:
    """Le classeur de ventes, le texte de sa déclaration, et ses tables par nom."""
    fichier = classeur_de_ventes(tmp_path_factory.mktemp("ventes") / "ventes 2026.xlsx")
    texte = declarer(fichier)
    lue = tomllib.loads(texte)
    return fichier, texte, {t["nom"]: t for f in lue["feuilles"] for t in f.get("tables", ())}


def _types(table: dict[str, Any]) -> dict[str, str]:
    return {champ: colonne["type"] for champ, colonne in table["colonnes"].items()}


def test_les_tables_et_leurs_types_sont_trouves(ventes: Declaree) -> None:
    _, _, tables = ventes
    assert list(tables) == ["Clients", "Factures", "tblStock"]
    assert _types(tables["Clients"]) == {
        "code_client": "code",
        "raison_sociale": "texte",
        "siret": "siret",
        "code_postal": "code_postal",
        "ville": "texte",
        "actif": "oui_non",
    }
    factures = _types(tables["Factures"])
    assert {
        "date": "date",
        "montant_ht": "euros",
        "taux_tva": "taux",
        "tva": "euros",
        "echeance": "date",
        "cumul_ht": "euros",
    }.items() <= factures.items()


def test_les_formules_de_colonne_sont_ecrites_avec_des_noms(ventes: Declaree) -> None:
    colonnes = ventes[2]["Factures"]["colonnes"]
    assert colonnes["tva"]["formule"] == "=ROUND([montant_ht]*[taux_tva],2)"
    assert colonnes["ttc"]["formule"] == "=SUM([montant_ht],[tva])"
    assert colonnes["echeance"]["formule"] == "=[date]+delai"
    assert colonnes["cumul_ht"]["formule"] == "=SUM({montant_ht jusqu'ici})"
    assert colonnes["client"]["formule"] == (
        "=INDEX({Clients.raison_sociale},MATCH([code_client],{Clients.code_client},0))"
    )
    assert ventes[2]["tblStock"]["colonnes"]["valeur"]["formule"] == "=[quantite]*[prix_unitaire]"


def test_les_cles_les_renvois_les_listes_et_les_couleurs_sont_repris(ventes: Declaree) -> None:
    _, _, tables = ventes
    colonnes = tables["Factures"]["colonnes"]
    assert tables["Clients"]["colonnes"]["code_client"]["cle"] is True
    assert colonnes["code_client"]["renvoi"] == "Clients"
    assert colonnes["mode"]["liste"] == ["Virement", "Chèque", "CB"]
    assert colonnes["numero_facture"]["aide"] == "Numéro sans trou"
    assert tables["Factures"]["formats"] == [
        {"quand": "[ttc]>500", "style": "alerte"},
        {"quand": "[montant_ht]>300", "style": "bien", "colonnes": ["montant_ht"]},
    ]
    assert [champ for champ, colonne in colonnes.items() if colonne.get("total")] == ["montant_ht", "tva", "ttc"]


def test_une_feuille_de_parametres_devient_des_reglages(ventes: Declaree) -> None:
    (feuille,) = [f for f in tomllib.loads(ventes[1])["feuilles"] if f["genre"] == "P"]
    reglages = {p["nom"]: (p["libelle"], p["type"], p["valeur"]) for p in feuille["parametres"]}
    assert reglages == {
        "delai": ("Délai de paiement", "jours", 30),
        "taux_de_remise": ("Taux de remise", "taux", 0.05),
    }


def test_ce_qui_ne_se_declare_pas_est_dit_en_commentaire(ventes: Declaree) -> None:
    commentaires = [ligne for ligne in ventes[1].splitlines() if ligne.startswith("#")]
    assert "# Feuille « Synthèse » : aucune table reconnue : 1 cellule libre." in commentaires
    assert [c for c in commentaires if "formule non reprise" in c and '=DATEDIF(B4,B4,"d")' in c]


def test_la_declaration_est_acceptee_et_refait_les_memes_en_tetes(ventes: Declaree, tmp_path: Path) -> None:
    declaration = tmp_path / "ventes.toml"
    declaration.write_text(ventes[1], "utf-8")
    modele = lire_declaration(declaration)
    construire(modele, tmp_path / "vierge.xlsx")
    refaites = feuilles_de(tmp_path / "vierge.xlsx")
    originales = feuilles_de(ventes[0])
    for feuille, table in modele.tables():
        entete = [colonne.libelle for colonne in table.colonnes]
        assert entete in [[c for c in ligne if c is not None] for ligne in originales[feuille.nom]]
        assert entete in refaites[feuille.nom]


@pytest.mark.libreoffice
def test_le_classeur_refait_calcule_les_memes_valeurs(ventes: Declaree, tmp_path: Path) -> None:
    declaration = tmp_path / "ventes.toml"
    declaration.write_text(ventes[1], "utf-8")
    modele = lire_declaration(declaration)
    construire(modele, tmp_path / "refait.xlsx", contenu_du_fichier(ventes[0], modele))
    refait = feuilles_de(recalculer(tmp_path / "refait.xlsx", tmp_path / "refait calculé.xlsx"))
    original = feuilles_de(recalculer(ventes[0], tmp_path / "original calculé.xlsx"))
    comparees = 0
    for feuille, table in modele.tables():
        entete = [colonne.libelle for colonne in table.colonnes]
        calculees = [rang for rang, colonne in enumerate(table.colonnes) if colonne.formule]
        lignes = []
        for grille in (original[feuille.nom], refait[feuille.nom]):
            debut = next(i for i, ligne in enumerate(grille) if ligne[: len(entete)] == entete) + 1
            lignes.append(grille[debut : debut + 8])
        for attendue, obtenue in zip(*lignes, strict=False):
            if attendue[0] in (None, "Total"):
                break
            for rang in calculees:
                assert attendue[rang] == obtenue[rang], (feuille.nom, entete[rang])
                comparees += 1
    assert comparees == 8 * 5 + 3


@pytest.mark.parametrize(
    ("entete", "valeurs", "code", "attendu"),
    [
        ("Date", [46023.0], "dd/mm/yyyy", "date"),
        ("Échéance", ["31/12/2026"], "General", "date"),
        ("Taux", [0.2], "0.0%", "taux"),
        ("Prix unitaire", [1.2345], "0.0000", "prix_unitaire"),
        ("Solde", [12.5, -3.0], "General", "euros"),
        ("Total", [12.5], '#,##0.00\\ "€"', "euros"),
        ("Qté", [3.0], "General", "quantite"),
        ("Année", [2026.0], "General", "entier"),
        ("Coefficient", [1.5], "General", "nombre"),
        ("Code", ["0012", "A7"], "@", "code"),
        ("CP", ["01000", "2A004"], "General", "code_postal"),
        ("SIREN", ["732 829 320"], "General", "siren"),
        ("N° sécu", [NIR], "General", "nir"),
        ("Compte", [IBAN], "General", "iban"),
        ("Payé", ["Oui", "non"], "General", "oui_non"),
        ("Payé", [True, False], "General", "oui_non"),
        ("Commentaire", ["à revoir"], "General", "texte"),
        ("Rien", [None], "General", "texte"),
    ],
)
def test_un_type_se_devine(entete: str, valeurs: list[object], code: str, attendu: str) -> None:
    assert attendu == type_devine(entete, valeurs, [code] * len(valeurs))


def test_une_recherche_imbriquee_devient_index_et_equiv() -> None:
    formule = "VLOOKUP(VLOOKUP(A2,C:D,2,0),'L''été'!$A$1:$B$9,2,FALSE)"
    attendu = "INDEX('L''été'!$B$1:$B$9,MATCH(INDEX($D:$D,MATCH(A2,$C:$C,0)),'L''été'!$A$1:$A$9,0))"
    assert attendu == sans_recherchev(formule)
    assert sans_recherchev("VLOOKUP(A2,C2:D9,2)") == "VLOOKUP(A2,C2:D9,2)"


def test_une_liste_prise_dans_une_autre_table_est_reprise(tmp_path: Path) -> None:
    livre = xlsxwriter.Workbook(str(tmp_path / "notes.xlsx"))
    listes = livre.add_worksheet("Listes")
    listes.write_column(0, 0, ["Services", "Vente", "Achat", "Paie"])
    saisie = livre.add_worksheet("Notes de frais")
    for rang, ligne in enumerate((["Qui", "Service", "Montant"], ["A", "Vente", 12.5], ["B", "Paie", 8.1])):
        saisie.write_row(rang, 0, ligne)
    saisie.data_validation("B2:B100", {"validate": "list", "source": "=Listes!$A$2:$A$4"})
    livre.close()
    texte = declarer(tmp_path / "notes.xlsx")
    assert 'liste = "{Listes.services}"' in texte
    (tmp_path / "notes.toml").write_text(texte, "utf-8")
    modele = lire_declaration(tmp_path / "notes.toml")
    construire(modele, tmp_path / "refait.xlsx")
    controles = openpyxl.load_workbook(tmp_path / "refait.xlsx")["Notes de frais"].data_validations.dataValidation
    assert "OFFSET('Listes'!$A$5,0,0,MAX(1,COUNTA('Listes'!$A$5:$A$10004)),1)" in [c.formula1 for c in controles]


def test_un_classeur_sans_table_est_refuse(tmp_path: Path) -> None:
    livre = openpyxl.Workbook()
    livre.save(tmp_path / "vide.xlsx")
    with pytest.raises(Refus, match="ni table ni réglage"):
        declarer(tmp_path / "vide.xlsx")


ICI = Path(__file__).resolve()
DOSSIER = (
    Path(os.environ.get("TABLEUR_ECHANTILLONS", ICI.parents[4] / "shared" / "echantillons")) / "classeurs_excel"
)
FICHIERS = sorted([*DOSSIER.glob("*.xlsx"), *DOSSIER.glob("*.xlsm")])
ABSENTS = "échantillons absents : donner leur dossier par TABLEUR_ECHANTILLONS"


@pytest.mark.skipif(not FICHIERS, reason=ABSENTS)
@pytest.mark.libreoffice
def test_les_classeurs_d_excel_se_declarent_ou_disent_pourquoi(tmp_path: Path) -> None:
    declares, refuses = 0, set()
    for fichier in FICHIERS:
        try:
            texte = declarer(fichier)
        except Refus as refus:
            refuses.add(refus.anomalies[0].regle)
            continue
        declaration = tmp_path / f"{fichier.stem}.toml"
        declaration.write_text(texte, "utf-8")
        modele = lire_declaration(declaration)
        construire(modele, tmp_path / f"{fichier.stem}.xlsx", contenu_du_fichier(fichier, modele))
        declares += 1
    assert declares >= 10
    assert refuses == {"rien à déclarer"}
