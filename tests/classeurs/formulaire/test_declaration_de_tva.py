"""La feuille « Déclaration » : ses formules natives valent, recalculées par LibreOffice, ce que Python déclare."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tableur.calculs.tva.declaration import cases_du_formulaire, taux_des_lignes
from tableur.calculs.tva.enregistrements import Achat, LigneDeDeclaration, Vente
from tableur.calculs.tva.natures import natures
from tableur.calculs.tva.saisies import Zone
from tableur.classeurs import construire, lire_declaration, modele, ouvrir
from tableur.classeurs.controle.verification import verifier
from tableur.classeurs.declaration import DOSSIER
from tableur.classeurs.formulaire.formules import rangs_des_cases
from tableur.classeurs.formules import FONCTIONS
from tableur.classeurs.vie.mise_a_jour import mettre_a_jour
from tableur.fichiers.libreoffice import convertir, recalculer
from tableur.fichiers.ressources import ressource
from tableur.socle.erreurs import Refus
from tests.actions.tva_d_essai import cases_montrees, classeur_de_tva, lancer_la_tva

D = Decimal
JOUR = date(2026, 12, 10)
TAUX: dict[Zone, tuple[str, ...]] = {
    "metropole": ("0.20", "0.10", "0.055", "0.021"),
    "corse": ("0.20", "0.13", "0.10", "0.021", "0.009"),
    "dom": ("0.085", "0.021", "0.0175", "0.0105"),
}


def _ventes(zone: Zone, montant: str = "1234.56") -> list[Vente]:
    """Une vente par taux de la zone, à des centimes qui s'arrondissent, et les opérations non imposables."""
    taxees = [
        Vente(
            date=JOUR,
            piece=f"V{rang}",
            nature="Vente de biens",
            ht=D(montant) * (rang + 1),
            taux=D(taux),
            zone=zone,
        )
        for rang, taux in enumerate(TAUX[zone])
    ]
    libres = [
        Vente(date=JOUR, piece="X1", nature="Exportation hors UE", ht=D("500.50"), zone=zone),
        Vente(date=JOUR, piece="X2", nature="Opération exonérée", ht=D("80.49"), zone=zone),
        Vente(
            date=JOUR,
            piece="X3",
            nature="Livraison de biens UE",
            ht=D("-30.20"),
            zone=zone,
            avoir_de="X0",
            numero_tva_client="BE0123456749",
        ),
        Vente(
            date=JOUR, piece="X4", nature="Cession d'immobilisation", ht=D("99.5"), taux=taxees[0].taux, zone=zone
        ),
    ]
    return [*taxees, *libres]


def _achats(zone: Zone) -> list[Achat]:
    taux = D(TAUX[zone][0])
    natures = ("Achat de marchandises UE", "Immobilisation UE", "Prestation de services UE", "Importation",
               "Immobilisation importée", "Achat en France à un fournisseur étranger", "Achat de marchandises",
               "Immobilisation", "Carburant de voiture (part récupérable 80 %)", "Voiture de tourisme",
               "TVA à reverser")  # fmt: skip
    return [
        Achat(date=JOUR, piece=f"A{rang}", nature=nature, ht=D("101.37") * (rang + 1), taux=taux, zone=zone)  # type: ignore[arg-type]
        for rang, nature in enumerate(natures)
    ]


def _avoirs() -> list[Vente]:
    """Plus d'avoirs que de ventes à 20 % : B5 et 21 ; une vente à Monaco à 10 % : 18."""
    return [
        Vente(date=JOUR, piece="V1", nature="Vente de biens", ht=D("100.10"), taux=D("0.20")),
        Vente(date=JOUR, piece="V2", nature="Vente de biens", ht=D("-900.80"), taux=D("0.20"), avoir_de="V0"),
        Vente(date=JOUR, piece="V3", nature="Vente de biens", ht=D("777.77"), taux=D("0.10"), monaco=True),
    ]


def _avoirs_recus() -> list[Achat]:
    return [
        Achat(
            date=JOUR, piece="A1", nature="Achat de marchandises", ht=D("-55.55"), taux=D("0.20"), avoir_de="A0"
        ),
        Achat(date=JOUR, piece="A2", nature="Immobilisation", ht=D("9000"), taux=D("0.20")),
    ]


CAS: dict[str, tuple[list[Vente], list[Achat], dict[str, object]]] = {
    "metropole": (
        _ventes("metropole"),
        _achats("metropole"),
        {"taxes_annexes": "186", "credit_anterieur": "33.40"},
    ),
    "corse": (_ventes("corse", "17.49"), _achats("corse"), {}),
    "dom": (_ventes("dom", "0.53"), _achats("dom"), {}),
    "remboursement": (_avoirs(), _avoirs_recus(), {"remboursement_demande": "1000", "credit_anterieur": "3333"}),
    "arrondis": (
        [
            Vente(date=JOUR, piece=f"V{i}", nature="Vente de biens", ht=D("10.5"), taux=D(t))
            for i, t in enumerate(TAUX["metropole"])
        ],
        [],
        {},
    ),
    "vide": ([], [], {}),
}


@pytest.mark.libreoffice
@pytest.mark.parametrize("cas", list(CAS))
def test_chaque_case_recalculee_egale_celle_que_python_declare(tmp_path: Path, cas: str) -> None:
    ventes, achats, options = CAS[cas]
    entree = classeur_de_tva(tmp_path / "tva.xlsx", Vente=ventes, Achat=achats, Encaissement=[])
    sortie = tmp_path / "sortie.xlsx"
    lancer_la_tva("calculer", entree, sortie, date(2027, 1, 5), periode="2026-12", **options)
    montrees = cases_montrees(sortie)
    declarees = {x.case: x for x in ouvrir(sortie).lire(LigneDeDeclaration)}
    assert len(declarees) > (0 if cas == "vide" else 8)
    for case, (base, taxe) in montrees.items():
        ligne = declarees.get(case)
        attendues = (ligne.base or 0, ligne.taxe or 0) if ligne else (0, 0)
        assert (float(attendues[0]), float(attendues[1])) == (base, taxe), case
    assert set(declarees) <= set(montrees)


@pytest.mark.libreoffice
def test_un_clic_sur_le_nombre_de_lignes_mene_a_la_premiere_ligne_de_la_case(tmp_path: Path) -> None:
    sortie = tmp_path / "sortie.xlsx"
    lancer_la_tva("calculer", classeur_de_tva(tmp_path / "tva.xlsx"), sortie)
    page = next(f for f in modele("tva").feuilles if f.formulaire is not None)
    assert page.formulaire is not None
    rang = rangs_des_cases(page.formulaire)["B2"] + 1
    formules: Any = openpyxl.load_workbook(sortie)[page.nom]
    valeurs: Any = openpyxl.load_workbook(sortie, data_only=True)[page.nom]
    formule = str(formules.cell(rang, 6).value)
    assert "HYPERLINK" in formule
    assert 1 == valeurs.cell(rang, 6).value
    # L'adresse que le lien calcule, lue par LibreOffice dans une cellule à part.
    adresse = re.search(r'CELL\("address",.*MATCH\("B2",[^)]*\)\)\)', formule)
    assert adresse is not None
    essai = openpyxl.load_workbook(sortie)
    essai["Sources"]["H1"] = "=" + adresse[0]
    essai.save(tmp_path / "essai.xlsx")
    relu: Any = openpyxl.load_workbook(recalculer(tmp_path / "essai.xlsx", tmp_path / "lu.xlsx"), data_only=True)
    feuille, _, cellule = str(relu["Sources"]["H1"].value).replace("'", "").partition("!")
    assert ("Collectée", "B2") == (feuille, relu[feuille][cellule.replace("$", "")].value)


def test_les_cases_sont_celles_du_formulaire_dans_son_ordre() -> None:
    page = next(f for f in modele("tva").feuilles if f.formulaire is not None)
    assert page.formulaire is not None
    officielles = cases_du_formulaire(JOUR)
    sans_accises = {c: x for c, x in officielles.items() if x["bloc"] != "Accises"}
    montrees = {x.case: x for x in page.formulaire.lignes if x.case}
    assert list(sans_accises) == list(montrees)
    for case, ligne in sans_accises.items():
        assert (ligne["libelle"], ligne["code"]) == (montrees[case].libelle, montrees[case].numero)


def test_les_taux_et_les_natures_du_classeur_sont_ceux_des_baremes() -> None:
    livre: Any = openpyxl.load_workbook(ressource(DOSSIER, "tva.xlsx"), data_only=True)
    ecrits = {x[0]: x[1] for x in livre["Taux"].iter_rows(min_row=4, values_only=True) if x[0]}
    for taux in taux_des_lignes(JOUR):
        for case, valeur in taux.items():
            assert float(valeur) == ecrits[case], case
    ecrites = {(x[0], x[1] or "") for x in livre["Natures"].iter_rows(min_row=4, values_only=True) if x[0]}
    for table in ("ventes", "achats"):
        assert {(n.nature, n.cases) for n in natures(table, JOUR).values()} <= ecrites


def test_la_page_est_une_a4_en_hauteur_et_ses_formules_sont_communes_aux_deux_tableurs(tmp_path: Path) -> None:
    tampons = [BytesIO(), BytesIO()]
    for tampon in tampons:
        construire(modele("tva"), tampon)
    assert tampons[0].getvalue() == tampons[1].getvalue()
    onglet: Any = openpyxl.load_workbook(tampons[0])["Déclaration"]
    assert "portrait" == onglet.page_setup.orientation
    assert onglet.protection.sheet
    assert onglet.sheet_properties.pageSetUpPr.fitToPage
    assert {None, 1} >= {onglet.page_setup.fitToWidth, onglet.page_setup.fitToHeight}
    for ligne in onglet.iter_rows():
        for cellule in ligne:
            if cellule.data_type == "f":
                sans_textes = re.sub(r'"[^"]*"', '""', str(cellule.value))
                noms = set(re.findall(r"([A-Z][A-Z0-9.]*)\(", sans_textes))
                assert noms <= {*FONCTIONS, "HYPERLINK", "CELL"}, cellule.value


@pytest.mark.parametrize(
    ("avant", "apres", "phrase"),
    [
        ('fraicheur = "Collectée"', 'fraicheur = "Collecté"', "qui n'est pas une feuille"),
        ("[23.taxe]-[16.taxe]", "[23.taxe]-[ZZ.taxe]", "la case « ZZ », qui n'est pas du formulaire"),
        ("[25.taxe]-[26.taxe]", "[25.taxe]-[26.tva]", "« tva » n'est pas une colonne du formulaire"),
        (
            'lien = "{LigneDeductible.case}"',
            'lien = "{LigneDeductible.caze}"',
            "qui n'est pas une colonne du classeur",
        ),
        ('taxe = "@deduite"', 'taxe = "@deduit"', "« @deduit », qui n'est pas parmi ses « formules »"),
        (
            'case = "E1", libelle = "Exp',
            'case = "E2", libelle = "Exp',
            "deux lignes du formulaire portent la case",
        ),
        ('aspect = "date"', 'aspect = "jour"', "l'aspect d'un repère est"),
        ("titre = '\"TAXE", "titres = '\"TAXE", "clé inconnue, « titres »"),
        ("{LigneDeControle.gravite}", "{LigneDeControle.grave}", "n'est pas une colonne de cette table"),
    ],
)
def test_une_faute_de_formulaire_se_dit_en_une_phrase(tmp_path: Path, avant: str, apres: str, phrase: str) -> None:
    texte = ressource(DOSSIER, "tva.toml").read_text("utf-8")
    assert avant in texte
    fichier = tmp_path / "essai.toml"
    fichier.write_text(texte.replace(avant, apres, 1), "utf-8")
    with pytest.raises(Refus, match=re.escape(phrase)):
        lire_declaration(fichier)


def test_un_formulaire_remanie_le_dit_et_un_formulaire_renomme_revient_a_cote(tmp_path: Path) -> None:
    fichier = classeur_de_tva(tmp_path / "tva.xlsx")
    livre: Any = openpyxl.load_workbook(fichier)
    rang = next(r for r in range(1, 100) if livre["Déclaration"].cell(r, 1).value == "TD")
    livre["Déclaration"].cell(rang, 1).value = "T D"
    livre.save(tmp_path / "remanie.xlsx")
    bilan = mettre_a_jour(tmp_path / "remanie.xlsx", modele("tva"), simuler=True)
    assert any("les cases TD y manquent" in phrase for phrase in bilan.ecartes)
    livre["Déclaration"].title = "Ma déclaration"
    livre.save(tmp_path / "renomme.xlsx")
    bilan = mettre_a_jour(tmp_path / "renomme.xlsx", modele("tva"), simuler=True)
    assert "feuille « Déclaration » : nouvelle" in bilan.points


@pytest.mark.libreoffice
def test_un_classeur_de_calc_se_calcule_vers_un_xlsx_dont_la_declaration_a_ses_valeurs(tmp_path: Path) -> None:
    (ods,) = convertir([classeur_de_tva(tmp_path / "tva.xlsx")], "ods", tmp_path)
    lancer_la_tva("calculer", ods, tmp_path / "sortie.xlsx")
    assert ((2300, 460), (0, 300)) == tuple(cases_montrees(tmp_path / "sortie.xlsx")[c] for c in ("08", "TD"))
    ventes: Any = openpyxl.load_workbook(tmp_path / "sortie.xlsx", data_only=True)["Ventes"]
    assert "A1" == ventes["E5"].value


@pytest.mark.libreoffice
def test_la_verification_d_un_classeur_calcule_n_a_rien_a_redire(tmp_path: Path) -> None:
    lancer_la_tva("calculer", classeur_de_tva(tmp_path / "tva.xlsx"), tmp_path / "sortie.xlsx")
    graves = [c for c in verifier(tmp_path / "sortie.xlsx", modele("tva")).constats if c.niveau != "information"]
    assert [] == [(c.code, str(c.anomalie)) for c in graves]
