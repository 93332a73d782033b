"""Lecture d'un livre de paie : longueur, largeur, PDF ; entrées hostiles ; rien n'est ignoré en silence."""

import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tableur.actions.paie_controle import lire_le_livre, lire_les_codes
from tableur.calculs.paie.correspondances import code_de_cotisation, total_de
from tableur.echanges.livre_de_paie import LivreRecu, lignes_d_un_pdf, livre_d_un_texte, livre_d_une_table
from tableur.echanges.livre_de_paie import table as lecture_de_table
from tableur.fichiers.ressources import ressource
from tableur.socle.dates import Mois
from tableur.socle.erreurs import Ou, Refus

D = Decimal
PDF = Path(__file__).parent / "livre.pdf"
EXEMPLE = ressource("examples", "controle-de-paie-livre.csv")

LIBELLES = {
    "maladie": ["Sécurité Sociale-Mal. Maternité Invalidité Décès", "URSSAF maladie", "Assurance maladie"],
    "maladie ": ["Maladie Alsace-Moselle"],
    "sante_complementaire": ["Complémentaire Santé", "Mutuelle", "Frais de santé obligatoires"],
    "prevoyance": ["Complémentaire Incapacité Invalidité Décès TA", "Prévoyance cadre T1", "Prévoyance"],
    "at_mp": ["Accidents du Travail & mal. professionnelles", "Accident du travail", "AT/MP"],
    "vieillesse_plafonnee": [
        "Sécurité Sociale plafonnée",
        "Assurance vieillesse plafonnée",
        "URSSAF vieillesse plaf.",
    ],
    "vieillesse_deplafonnee": ["Sécurité Sociale déplafonnée", "Vieillesse déplafonnée", "Vieillesse totalité"],
    "agirc_arrco ceg cet": ["Complémentaire Tranche 1", "Retraite complémentaire T2"],
    "agirc_arrco": ["Retraite AGIRC-ARRCO T1", "AGIRC ARRCO Tranche 2"],
    "ceg": ["Contribution d'équilibre général T1", "CEG T2", "C.E.G."],
    "cet": ["Contribution d'équilibre technique", "CET T1"],
    "allocations_familiales": ["Famille", "Allocations familiales", "Famille - Sécurité sociale"],
    "chomage": ["Assurance chômage", "Pôle emploi", "Chômage T1"],
    "ags": ["AGS", "A.G.S.", "Fonds de garantie des salaires"],
    "chomage ags": ["Assurance chômage et AGS"],
    "apec": ["APEC", "Apec cadres"],
    "csa": ["Contribution Solidarité Autonomie", "CSA"],
    "fnal": ["FNAL", "F.N.A.L. déplafonné", "Aide au logement"],
    "versement_mobilite": ["Versement mobilité", "Versement transport", "Contribution mobilité"],
    "versement_mobilite_regional": ["Versement mobilité régional et rural"],
    "formation": ["Formation professionnelle", "Contribution à la formation professionnelle -11"],
    "cpf_cdd": ["CPF-CDD", "Contribution CPF CDD"],
    "taxe_apprentissage": ["Taxe d'apprentissage", "Taxe d'apprentissage, part principale"],
    "taxe_apprentissage_solde": ["Taxe d'apprentissage - solde"],
    "csa_apprentissage": ["Contribution supplémentaire à l'apprentissage"],
    "peec": ["Participation à l'effort de construction", "PEEC"],
    "dialogue_social": ["Contribution au dialogue social", "Financement des organisations syndicales"],
    "forfait_social": ["Forfait social 8 %"],
    "autres_contributions": ["Autres contributions dues par l'employeur"],
    "csg_deductible": ["CSG déductible de l'impôt sur le revenu", "C.S.G. déductible"],
    "csg_crds_non_deductible": ["CSG/CRDS non déductible de l'IR", "CSG non déductible", "CRDS", "CSG imposable"],
    "csg_crds_hs": ["CSG/CRDS sur heures sup. exonérées", "CSG/CRDS sur les revenus non imposables"],
    "reduction_generale": [
        "Réduction générale des cotisations patronales",
        "Réduction Fillon",
        "Exonérations de cotisations employeur",
        "Allègement général URSSAF",
        "RGDU Agirc-Arrco",
    ],
    "reduction_salariale_heures_sup": ["Réduction salariale heures supplémentaires", "Exonération salariale HS"],
    "deduction_patronale_heures_sup": ["Déduction patronale heures sup.", "Déduction forfaitaire HS"],
    "": ["Œuvres du Kraken", "Titres-restaurant", "Acompte", ""],
}


@pytest.mark.parametrize(("code", "libelle"), [(c.strip(), un) for c, unes in LIBELLES.items() for un in unes])
def test_un_libelle_de_cabinet_trouve_son_code(code: str, libelle: str) -> None:
    assert code == code_de_cotisation(libelle)


def test_un_libelle_demesure_ne_fait_pas_attendre() -> None:
    assert "" == code_de_cotisation("Kraken " * 100_000)
    assert "reduction_generale" == code_de_cotisation("Réduction générale " + "exoner heures " * 100_000)


@pytest.mark.parametrize(
    ("total", "libelle"),
    [
        ("brut", "Salaire brut"),
        ("brut", "TOTAL BRUT"),
        ("montant_net_social", "Montant net social"),
        ("net_imposable", "Net imposable"),
        ("net_imposable", "Net fiscal"),
        ("net_a_payer_avant_impot", "NET À PAYER AVANT IMPÔT SUR LE REVENU"),
        ("net_a_payer", "Net payé"),
        ("prelevement_a_la_source", "Impôt sur le revenu prélevé à la source"),
        ("total_salarial", "Total cotisations salariales"),
        ("total_patronal", "Cotisations patronales"),
        ("cout_total_avant_aides", "Total versé par l'employeur"),
        ("", "Prime d'ancienneté"),
    ],
)
def test_un_libelle_de_total_trouve_son_total(total: str, libelle: str) -> None:
    assert total == total_de(libelle)


def _verifier_l_exemple(livre: LivreRecu, *, civilite: str = "") -> None:
    assert [] == livre.anomalies
    premier = livre.bulletins[0]
    assert (3, "001", f"{civilite}LOUARN Nolwenn") == (len(livre.bulletins), premier.matricule, premier.nom)
    assert {Mois(2026, 7)} == {b.mois for b in livre.bulletins}
    assert D("1946.08") == premier.totaux.montant_net_social
    assert D("3191.55") == premier.totaux.cout_total_avant_aides
    codes = {une.code: une for une in premier.lignes}
    assert (D("172.50"), D("213.75")) == (
        codes["vieillesse_plafonnee"].part_salariale,
        codes["vieillesse_plafonnee"].part_patronale,
    )
    assert (D("0.0208"), D("6.25")) == (codes["at_mp"].taux_patronal, codes["ags"].part_patronale)
    assert D("-459.75") == codes["reduction_generale"].part_patronale
    assert any("1 gain (Salaire de base)" in dit for dit in livre.ecartes)


def test_un_csv_en_longueur_est_lu() -> None:
    _verifier_l_exemple(lire_le_livre(EXEMPLE))


def test_un_classeur_en_longueur_est_lu(tmp_path: Path) -> None:
    grille = [ligne.split(";") for ligne in EXEMPLE.read_text(encoding="utf-8").splitlines()]
    fichier = tmp_path / "livre.xlsx"
    with xlsxwriter.Workbook(str(fichier)) as classeur:
        feuille = classeur.add_worksheet("Livre de paie")
        for rang, ligne in enumerate(grille):
            for colonne, texte in enumerate(ligne):
                nombre = texte.replace(",", ".").replace("-", "", 1)
                if rang and colonne > 3 and nombre.replace(".", "", 1).isdigit():
                    feuille.write_number(rang, colonne, float(texte.replace(",", ".")))
                else:
                    feuille.write_string(rang, colonne, texte)
    _verifier_l_exemple(lire_le_livre(fichier))


def test_un_pdf_de_bulletins_est_lu() -> None:
    """PDF fait par LibreOffice, d'après le livre d'exemple."""
    livre = lire_le_livre(PDF)
    _verifier_l_exemple(livre, civilite="Mme ")


def test_une_table_de_totaux_en_largeur_est_lue(tmp_path: Path) -> None:
    fichier = tmp_path / "totaux.csv"
    fichier.write_text(
        "Matricule;Nom;Mois;Total brut;Cotisations salariales;Cotisations patronales;Net imposable;Humeur\n"
        "7;Le Goff;07/2026;2 500,00;553,92;1151,30;2048,18;bonne\n8;Riou;07/2026;abc;;;;\n",
        encoding="cp1252",
    )
    livre = lire_le_livre(fichier)
    premier = livre.bulletins[0]
    assert ("7", "Le Goff", Mois(2026, 7)) == (premier.matricule, premier.nom, premier.mois)
    totaux = premier.totaux
    assert (D(2500), D("553.92"), D("1151.30")) == (totaux.brut, totaux.total_salarial, totaux.total_patronal)
    assert "colonne « Humeur » : non reconnue" in livre.ecartes
    assert [(3, "Total brut")] == [(a.ou.ligne, a.ou.colonne) for a in livre.anomalies]


def _place(rang: int, colonne: str) -> Ou:
    return Ou("livre.csv", ligne=rang + 2, colonne=colonne)


def test_une_table_qui_n_est_pas_un_livre_est_refusee() -> None:
    with pytest.raises(Refus, match="pas un livre de paie"):
        livre_d_une_table(["Article", "Prix"], [["Farine", 12.0]], _place)


def test_une_table_demesuree_est_refusee(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lecture_de_table, "LIGNES_MAXIMALES", 1)
    with pytest.raises(Refus, match="lignes"):
        livre_d_une_table(["Matricule", "Libellé", "Base"], [["1", "Maladie", 1.0]] * 2, _place)


def test_une_personne_non_repetee_est_celle_du_dessus() -> None:
    lignes = [["7", "Le Goff", "Maladie", 325.0], ["", "", "FNAL", 2.5], ["8", "Riou", "FNAL", 2.0]]
    livre = livre_d_une_table(["Matricule", "Nom", "Libellé", "Part patronale"], lignes, _place)
    assert [2, 1] == [len(b.lignes) for b in livre.bulletins]


def test_un_cumul_annuel_n_est_pas_un_total_du_mois() -> None:
    lignes = [["7", "Cumul net imposable", 14000.0], ["7", "Net imposable", 2000.0]]
    livre = livre_d_une_table(["Matricule", "Libellé", "Montant"], lignes, _place)
    assert D(2000) == livre.bulletins[0].totaux.net_imposable


def test_un_montant_sans_part_n_est_lu_que_si_le_droit_la_dit() -> None:
    montants = {"FNAL": 2.5, "CSG déductible": 169.07, "Vieillesse plafonnée": 172.5, "Brut": 2500.0}
    lignes: list[list[object]] = [["7", libelle, montant] for libelle, montant in montants.items()]
    livre = livre_d_une_table(["Matricule", "Libellé", "Montant"], lignes, _place)
    recu = livre.bulletins[0]
    parts = [(une.code, une.part_salariale, une.part_patronale) for une in recu.lignes]
    assert [("fnal", None, D("2.5")), ("csg_deductible", D("169.07"), None)] == parts
    assert (("Vieillesse plafonnée",), D(2500)) == (recu.non_lues, recu.totaux.brut)


def test_un_texte_sans_colonnes_est_dit() -> None:
    livre = livre_d_un_texte([["Attestation", "Somme due 12,00"]], Ou("x.pdf"))
    assert ([], 1) == (livre.bulletins, len(livre.ecartes))


def test_des_nombres_sans_libelle_sont_dits() -> None:
    page = [
        "Rubrique          Base      Salarié",
        "Maladie        2500,00       10,00",
        "               1234,00       56,00",
    ]
    livre = livre_d_un_texte([page], Ou("x.pdf"))
    assert any("sans libellé, « 1234,00 56,00 »" in dit for dit in livre.ecartes)


def test_deux_pages_d_une_meme_personne_font_un_bulletin() -> None:
    tete = ["Matricule : 12", "Rubrique          Base      Salarié      Employeur"]
    pages = [
        [*tete, "Vieillesse plafonnée   2500,00   172,50   213,75"],
        ["FNAL                   2500,00              2,50"],
    ]
    livre = livre_d_un_texte(pages, Ou("x.pdf"))
    assert [("12", 2)] == [(b.matricule, len(b.lignes)) for b in livre.bulletins]


HOSTILES: list[tuple[str, bytes, str]] = [
    ("vide.pdf", b"%PDF-1.7\n", "abîmé|inconnue"),
    (
        "faux.pdf",
        b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj\n" * 50 + b"%%EOF",
        "abîmé|texte",
    ),
    ("coupe.pdf", PDF.read_bytes()[:9000], "abîmé|texte"),
]


@pytest.mark.parametrize(("nom", "octets", "phrase"), HOSTILES, ids=[h[0] for h in HOSTILES])
def test_un_pdf_hostile_est_refuse_par_une_phrase(tmp_path: Path, nom: str, octets: bytes, phrase: str) -> None:
    fichier = tmp_path / nom
    fichier.write_bytes(octets)
    with pytest.raises(Refus, match=phrase):
        lire_le_livre(fichier)


def test_sans_pypdf_une_phrase_dit_quoi_installer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(Refus, match="pypdf"):
        lignes_d_un_pdf(PDF)


def test_une_formule_dans_un_csv_reste_du_texte(tmp_path: Path) -> None:
    fichier = tmp_path / "livre.csv"
    fichier.write_text('Matricule;Libellé;Part salariale\n7;"=HYPERLINK(""x"")";12,00\n', encoding="utf-8")
    livre = lire_le_livre(fichier)
    assert ['=HYPERLINK("x")'] == [une.libelle for une in livre.bulletins[0].lignes]


def test_un_classeur_avec_une_erreur_le_dit_a_sa_place(tmp_path: Path) -> None:
    fichier = tmp_path / "livre.xlsx"
    with xlsxwriter.Workbook(str(fichier)) as classeur:
        feuille = classeur.add_worksheet("Livre")
        feuille.write_row(0, 0, ["Matricule", "Libellé", "Part salariale"])
        feuille.write_row(1, 0, ["7", "FNAL"])
        feuille.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    livre = lire_le_livre(fichier)
    assert livre.anomalies
    assert all((2, "Part salariale") == (a.ou.ligne, a.ou.colonne) for a in livre.anomalies)


def test_une_correspondance_inconnue_est_refusee(tmp_path: Path, ecrire: Callable[[str, str], Path]) -> None:
    juste = ecrire("codes.csv", "Leur code;Notre code\n7042;fnal\nRetraite;agirc_arrco ceg\n")
    assert {"7042": "fnal", "Retraite": "agirc_arrco ceg"} == lire_les_codes(juste)
    with pytest.raises(Refus, match="inconnu"):
        lire_les_codes(ecrire("faux.csv", "Leur code;Notre code\n7042;fnale\n"))


@pytest.fixture
def ecrire(tmp_path: Path) -> Callable[[str, str], Path]:
    """Écrit un fichier texte d'essai."""

    def ecrire_le_fichier(nom: str, texte: str) -> Path:
        fichier = tmp_path / nom
        fichier.write_text(texte, encoding="utf-8")
        return fichier

    return ecrire_le_fichier
