"""Livre de paie dont les personnes sont en colonnes : chaque forme est lue juste, le reste est dit."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tableur.actions.paie_controle import lire_le_livre
from tableur.calculs.paie.controle import controler_un_bulletin
from tableur.calculs.paie.enregistrements import Bulletin
from tableur.echanges.livre_de_paie import (
    BulletinRecu,
    LivreRecu,
    grille_d_une_page,
    livre_d_un_texte,
    livre_en_colonnes,
)
from tableur.socle.dates import Mois
from tableur.socle.erreurs import Ou
from tests.echanges.livre_de_paie.bulletins_imprimes import FORMES as IMPRIMES
from tests.echanges.livre_de_paie.livres import (
    PERSONNES,
    Grille,
    a_titres_composes,
    avec_une_colonne_de_part,
    bulletins,
    ecrire_en_classeur,
    ecrire_en_csv,
    en_montants_mentionnes,
    en_page,
    en_quatre_colonnes,
    en_sections,
    ligne,
    rubriques,
)

D = Decimal
ICI = Path(__file__).parent
FORMES: list[Callable[[Sequence[Bulletin]], Grille]] = [
    en_sections,
    en_quatre_colonnes,
    avec_une_colonne_de_part,
    a_titres_composes,
    en_montants_mentionnes,
]


def _place(rang: int, colonne: str) -> Ou:
    return Ou("livre.csv", ligne=rang + 1, colonne=colonne)


def _lu(*grilles: Grille) -> LivreRecu:
    livre = livre_en_colonnes([(grille, _place) for grille in grilles])
    assert livre is not None
    return livre


def _verifier(livre: LivreRecu, *, avec_matricules: bool = True, tels_quels: bool = False) -> None:
    """Chaque part de chaque personne est celle du barème, et le contrôle ne trouve rien à redire."""
    assert [] == livre.anomalies
    assert [nom for _, nom, _ in PERSONNES] == [b.nom for b in livre.bulletins]
    if avec_matricules:
        assert [int(m) for m, *_ in PERSONNES] == [int(b.matricule) for b in livre.bulletins]
    noms = {} if tels_quels else rubriques(bulletins())
    for (_, nom, s), recu, paye in zip(PERSONNES, livre.bulletins, bulletins(), strict=True):
        parts = {une.libelle: (une.part_salariale, une.part_patronale) for une in recu.lignes}
        for une in (*paye.lignes, *paye.allegements):
            assert (une.part_salariale or None, une.part_patronale or None) == parts[
                noms.get(une.code, une.libelle)
            ], une.libelle
        assert (paye.totaux.brut, paye.totaux.net_a_payer) == (recu.totaux.brut, recu.totaux.net_a_payer)
        fait = controler_un_bulletin(s, recu.lignes, recu.totaux, nom, None, recu.non_lues)
        assert [] == [ecart.phrase for ecart in fait.ecarts]
        assert fait.montants_controles > 25


@pytest.mark.parametrize("forme", FORMES)
@pytest.mark.parametrize("ecrire", [ecrire_en_classeur, ecrire_en_csv])
def test_chaque_forme_est_lue_juste(
    tmp_path: Path, forme: Callable[[Sequence[Bulletin]], Grille], ecrire: Callable[[Grille, Path], Path]
) -> None:
    nom = "livre.csv" if ecrire is ecrire_en_csv else "livre.xlsx"
    _verifier(
        lire_le_livre(ecrire(forme(bulletins()), tmp_path / nom)), avec_matricules=forme is not a_titres_composes
    )


def test_le_mois_vient_du_titre() -> None:
    assert {Mois(2026, 7)} == {b.mois for b in _lu(en_sections(bulletins())).bulletins}
    assert {None} == {b.mois for b in _lu(a_titres_composes(bulletins())).bulletins}


def test_des_blocs_de_personnes_l_un_sous_l_autre_sont_lus() -> None:
    """Les en-têtes reviennent, avec d'autres personnes ; le dernier total est celui de tous."""
    payes = bulletins()
    premier, second = en_quatre_colonnes(payes, (0, 1)), en_quatre_colonnes(payes, (2,))
    _verifier(_lu([*premier, [], *second]))


def test_des_pages_de_texte_aux_en_tetes_repetes_sont_lues() -> None:
    grille = en_quatre_colonnes(bulletins())
    entetes, corps = grille[:3], grille[3:]
    pages = [en_page([*entetes, *corps[:14]]), en_page([*entetes, *corps[14:]])]
    _verifier(_lu(*map(grille_d_une_page, pages)))


def test_une_page_sans_en_tetes_continue_la_precedente_et_sa_section() -> None:
    grille = en_sections(bulletins())
    pages = [en_page(grille[:26], largeur=18), en_page(grille[26:], largeur=18)]
    _verifier(_lu(*map(grille_d_une_page, pages)))


@pytest.mark.parametrize("nom", ["livre-en-sections.pdf", "livre-en-quatre-colonnes.pdf"])
def test_un_pdf_en_colonnes_est_lu(nom: str) -> None:
    """PDF faits par LibreOffice, d'après les grilles d'essai."""
    _verifier(lire_le_livre(ICI / nom))


@pytest.mark.parametrize("nom", IMPRIMES)
def test_un_bulletin_imprime_est_lu_quelle_que_soit_sa_mise_en_page(nom: str) -> None:
    """PDF faits par LibreOffice : une page par personne, les colonnes de chaque famille de logiciels."""
    livre = lire_le_livre(ICI / f"{nom}.pdf")
    civils = [replace(b, nom=b.nom.removeprefix("Mme ")) for b in livre.bulletins]
    _verifier(replace(livre, bulletins=civils), tels_quels=True)


def _premier(grille: Grille) -> BulletinRecu:
    return _lu(grille).bulletins[0]


def test_une_cellule_vide_n_est_pas_un_zero() -> None:
    grille = en_sections(bulletins())
    fnal = next(cellules for cellules in grille if cellules[1:2] == [rubriques(bulletins())["fnal"]])
    fnal[2], fnal[-1] = None, D("6.25")
    livre = _lu(grille)
    assert "fnal" not in [une.code for une in livre.bulletins[0].lignes]
    fait = controler_un_bulletin(PERSONNES[0][2], livre.bulletins[0].lignes, livre.bulletins[0].totaux)
    assert ["oubli_fnal"] == [cause.code for cause in fait.causes]


def test_une_cellule_illisible_est_dite_et_n_est_pas_comparee() -> None:
    grille = en_sections(bulletins())
    fnal = next(cellules for cellules in grille if cellules[1:2] == [rubriques(bulletins())["fnal"]])
    fnal[2] = "2,5O"
    livre = _lu(grille)
    assert ["« 2,5O »"] == [a.trouve for a in livre.anomalies]
    recu = livre.bulletins[0]
    assert (rubriques(bulletins())["fnal"],) == recu.non_lues
    fait = controler_un_bulletin(PERSONNES[0][2], recu.lignes, recu.totaux, "", None, recu.non_lues)
    assert () == fait.ecarts
    assert any("non lu dans le livre" in dit for dit in fait.non_controles)


def test_un_montant_dont_la_part_est_inconnue_n_est_pas_lu() -> None:
    """Sans section ni mention, une cotisation à deux parts reste muette ; celles d'un seul côté se lisent."""
    grille: Grille = [
        ["Rubrique", "LOUARN Nolwenn", "RIOU Gwen"],
        ["Brut", D(2500), D(2000)],
        ["Vieillesse plafonnée", D("172.50"), D("138.00")],
        ["FNAL", D("2.50"), D("2.00")],
        ["CSG déductible", D("169.07"), D("135.00")],
    ]
    recu = _premier(grille)
    assert ("Vieillesse plafonnée",) == recu.non_lues
    parts = {une.code: (une.part_salariale, une.part_patronale) for une in recu.lignes}
    assert {"fnal": (None, D("2.50")), "csg_deductible": (D("169.07"), None)} == parts


def test_une_section_imprimee_sous_les_noms_vaut_des_la_premiere_rubrique() -> None:
    grille: Grille = [
        ["Rubrique", "LOUARN Nolwenn", "RIOU Gwen"],
        ["COTISATIONS PATRONALES"],
        ["Vieillesse plafonnée", D("213.75"), D("171.00")],
        ["FNAL", D("2.50"), D("2.00")],
        ["Brut", D(2500), D(2000)],
    ]
    recu = _premier(grille)
    assert ((), D("213.75")) == (recu.non_lues, recu.lignes[0].part_patronale)


def test_une_rubrique_inconnue_apres_le_brut_est_dite() -> None:
    livre = _lu(en_sections(bulletins()))
    assert any("non lu" in dit and "« Titres-restaurant »" in dit for dit in livre.ecartes)
    assert any("1 gain (Salaire de base)" in dit for dit in livre.ecartes)


def test_un_total_de_droite_qui_ne_retrouve_pas_les_personnes_est_dit() -> None:
    grille = en_sections(bulletins())
    sans = [[*cellules[:3], *cellules[4:]] if len(cellules) > 3 else cellules for cellules in grille]
    livre = _lu(sans)
    assert any("ne retrouvent pas la somme" in dit for dit in livre.ecartes)


def test_une_colonne_sans_nom_est_dite() -> None:
    grille = en_sections(bulletins())
    grille[3][3] = ""
    livre = _lu(grille)
    assert ["LOUARN Nolwenn", "TANGUY Rozenn"] == [b.nom for b in livre.bulletins]
    assert any("nombres sans personne" in dit for dit in livre.ecartes)


def test_des_noms_colles_ne_se_devinent_pas() -> None:
    """Trois noms imprimés l'un sur l'autre : rien n'est attribué, et le PDF est dit illisible."""
    page = en_page(en_sections(bulletins()), largeur=18)
    page[3] = f"{'Code Rubrique':<84}LOUARN NolwennKERVELLA YannTANGUY RozennTotal"
    grille = grille_d_une_page(page)
    assert livre_en_colonnes([(grille, _place)]) is None


def test_une_page_perdue_rend_le_livre_incomplet() -> None:
    """La page sans en-têtes n'a pas les mêmes colonnes : ses cotisations ne sont ni lues ni reprochées."""
    grille = en_sections(bulletins())
    perdue = [[*cellules[:3]] for cellules in grille[26:40]]
    livre = _lu(grille[:26], perdue)
    assert all(b.incomplet for b in livre.bulletins)
    assert any("non lue" in dit for dit in livre.ecartes)
    recu, s = livre.bulletins[0], PERSONNES[0][2]
    fait = controler_un_bulletin(s, recu.lignes, recu.totaux, "", None, recu.non_lues, incomplet=True)
    assert () == fait.ecarts
    assert any("une partie du livre" in dit for dit in fait.non_controles)


@pytest.mark.parametrize(
    "grille",
    [
        [["Matricule", "Nom", "Libellé", "Part salariale"], ["7", "Le Goff", "FNAL", D(2)]],
        [["Matricule", "Nom", "Brut", "Net imposable"], ["7", "Le Goff", D(2500), D(2000)]],
        [["Libellé", "Base", "Taux", "Part salariale", "Part patronale"], ["FNAL", D(2), D(1), None, D(2)]],
        [["Article", "Quimper", "Brest"], ["Farine", D(1), D(2)], ["Sel", D(1), D(2)], ["Beurre", D(3), D(4)]],
        [],
        [[]],
    ],
)
def test_une_autre_forme_n_est_pas_un_livre_en_colonnes(grille: Grille) -> None:
    assert livre_en_colonnes([(grille, _place)]) is None


def test_un_bulletin_imprime_n_est_pas_un_livre_en_colonnes() -> None:
    page = [
        "Mme LOUARN Nolwenn            12 quai des Brumes",
        "Rubrique              Base      Taux    Salarié    Employeur",
        "Vieillesse plafonnée  2500,00   6,90    172,50     213,75",
        "FNAL                  2500,00   0,10               2,50",
        "CSG déductible        2486,25   6,80    169,07",
        "Maladie               2500,00   13,00              325,00",
    ]
    livre = livre_d_un_texte([page], Ou("x.pdf"))
    assert [4] == [len(b.lignes) for b in livre.bulletins]


def test_une_adresse_en_haut_d_un_bulletin_n_est_pas_une_personne() -> None:
    """Un bulletin dont les en-têtes sont inconnus n'est pas lu comme un livre : il est dit, et laissé."""
    grille: Grille = [
        ["", "Mme LOUARN Nolwenn", "12 quai des Brumes"],
        ["Vieillesse plafonnée", D("2500.00"), D("172.50")],
        ["FNAL", D("2500.00"), D("2.50")],
        ["CSG déductible", D("2486.25"), D("169.07")],
        ["Maladie", D("2500.00"), D("325.00")],
    ]
    assert livre_en_colonnes([(grille, _place)]) is None


def test_une_autre_feuille_du_classeur_est_dite(tmp_path: Path) -> None:
    fichier = tmp_path / "livre.xlsx"
    with xlsxwriter.Workbook(str(fichier)) as classeur:
        charges: Grille = [["Organisme", "Dû"], ["Urssaf", D(1200)]]
        for nom, grille in (("Charges", charges), ("Livre", _courte())):
            feuille = classeur.add_worksheet(nom)
            for rang, cellules in enumerate(grille):
                feuille.write_row(rang, 0, [float(c) if isinstance(c, Decimal) else c for c in cellules])
    livre = lire_le_livre(fichier)
    assert ["LOUARN Nolwenn", "RIOU Gwen"] == [b.nom for b in livre.bulletins]
    assert not any(b.incomplet for b in livre.bulletins)
    assert any("« Charges » : sans personnes en colonnes, non lue" in dit for dit in livre.ecartes)


def _courte() -> Grille:
    return [
        ["Rubrique", "LOUARN Nolwenn", "RIOU Gwen"],
        ["Brut", D(2500), D(2000)],
        ["FNAL", D("2.50"), D("2.00")],
        ["CSG déductible", D("169.07"), D("135.00")],
    ]


def test_une_ligne_absente_d_une_personne_ne_s_invente_pas() -> None:
    payes = bulletins()
    assert ligne(payes[0], "apec") is None
    recu = _premier(en_quatre_colonnes(payes))
    assert "apec" not in [une.code for une in recu.lignes]
