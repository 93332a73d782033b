"""Import : les comptes s'additionnent, deux imports ne changent rien, chaque faute est située dans le fichier."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableur.calculs.stock.enregistrements import Article, Mouvement
from tableur.classeurs.importation import (
    Association,
    Bilan,
    Correspondance,
    apercu,
    convertir,
    importer,
    proposer,
)
from tableur.classeurs.tables_de_fichier import TableLue, lire_une_table
from tableur.classeurs.tables_de_fichier.situees import TableDeFichier
from tableur.socle.erreurs import Anomalie, Ou, Refus
from tableur.socle.grandeurs import Euros
from tests.classeurs.importation.classeur_d_essai import ClasseurDEssai

D = Decimal

TROIS = "la ligne 3 du fichier"
ARTICLES = """Export articles du 24/11/2026
Réf.;Libellé;PA HT;Délai appro
V1;Vis inox;1.234,50 €;8
V2;Clou;(12,00);5
V3;Écrou;0,10;vite
V1;Vis bis;1,00;8
;Sans code;1,00;8
Total;;1 224,60;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Opération de banque, sans clé."""

    date: date
    libelle: str
    montant: Euros


def table(dossier: Path, texte: str, nom: str = "export.csv") -> TableLue:
    """Table d'un CSV."""
    fichier = dossier / nom
    fichier.write_text(texte, encoding="cp1252")
    return lire_une_table(fichier)


def somme(bilan: Bilan[Any]) -> int:
    """Somme des quatre comptes d'un bilan."""
    return bilan.crees + bilan.modifies + bilan.inchanges + bilan.refuses


def existants() -> list[Article]:
    """Articles du classeur de l'entreprise."""
    return [
        Article(code_article="V2", designation="Clou", delai=D(5), prix_achat=D("3"), emplacement="A-1"),
        Article(code_article="X9", designation="Colle", delai=D(2)),
    ]


def test_le_bilan_s_additionne_et_chaque_refus_est_situe_dans_le_fichier(tmp_path: Path) -> None:
    lue, classeur = table(tmp_path, ARTICLES), ClasseurDEssai({Article: existants()})
    bilan = importer(classeur, lue, _correspondance(), Article)
    assert (5, 1, 1, 0, 3) == (bilan.lus, bilan.crees, bilan.modifies, bilan.inchanges, bilan.refuses)
    assert bilan.lus == somme(bilan)
    attendues = [
        "export.csv, ligne 5, colonne « Délai appro » : il faut un nombre, « vite » reçu",
        f"export.csv, ligne 6, colonne « Réf. » : le code « V1 » est en double : il est déjà à {TROIS}",
        "export.csv, ligne 7, colonne « Réf. » : valeur obligatoire, cellule vide",
    ]
    assert attendues == list(map(str, bilan.anomalies))
    assert ("1 ligne de préambule (n° 1)", "1 ligne de total (n° 8)") == bilan.ecartees
    assert "5 lignes lues = 1 créée + 1 modifiée + 0 inchangée + 3 refusées." == bilan.phrase


def test_une_ligne_modifiee_garde_ce_que_le_fichier_ne_dit_pas(tmp_path: Path) -> None:
    classeur = ClasseurDEssai({Article: existants()})
    importer(classeur, table(tmp_path, ARTICLES), _correspondance(), Article)
    codes = {article.code_article: article for article in classeur.tables[Article]}
    assert ["V2", "X9", "V1"] == list(codes)
    assert replace(existants()[0], prix_achat=D("-12.00")) == codes["V2"]
    assert D("1234.50") == codes["V1"].prix_achat


def test_importer_deux_fois_ne_change_rien(tmp_path: Path) -> None:
    lue, classeur = table(tmp_path, ARTICLES), ClasseurDEssai({Article: existants()})
    importer(classeur, lue, _correspondance(), Article)
    avant = list(classeur.tables[Article])
    bilan = importer(classeur, lue, _correspondance(), Article)
    assert (0, 0, 2, 3) == (bilan.crees, bilan.modifies, bilan.inchanges, bilan.refuses)
    assert (avant, ["fusionner"]) == (classeur.tables[Article], classeur.ecritures)


def test_une_cellule_vide_et_un_defaut_n_effacent_pas_ce_que_le_classeur_sait(tmp_path: Path) -> None:
    classeur = ClasseurDEssai({Article: existants()})
    lue = table(tmp_path, "Réf.;Libellé;PA HT;Délai\nV2;Clou;;5\nV7;Joint;;\n")
    correspondance = Correspondance(
        (
            Association("code_article", "Réf."),
            Association("designation", "Libellé"),
            Association("prix_achat", "PA HT", defaut="0"),
            Association("delai", "Délai", defaut="10"),
        )
    )
    bilan = importer(classeur, lue, correspondance, Article)
    assert (1, 0, 1) == (bilan.crees, bilan.modifies, bilan.inchanges)
    assert (D(0), D(10)) == (bilan.lignes[0].prix_achat, bilan.lignes[0].delai)


def test_une_table_sans_cle_ne_recoit_que_les_lignes_nouvelles_et_garde_les_jumelles(tmp_path: Path) -> None:
    texte = "Date;Libellé;Débit;Crédit\n01/06/26;Café;2,00;\n01/06/26;Café;2,00;\n02/06/26;Vente;;120,00\n"
    lue, classeur = table(tmp_path, texte), ClasseurDEssai({Operation: []})
    correspondance = proposer(lue, Operation)
    bilan = importer(classeur, lue, correspondance, Operation)
    assert (3, 3, "ajouter") == (bilan.lus, bilan.crees, bilan.mode)
    assert [D("-2.00"), D("-2.00"), D("120.00")] == [operation.montant for operation in classeur.tables[Operation]]
    suite = table(tmp_path, texte + "03/06/26;Café;2,00;\n", "suite.csv")
    bilan = importer(classeur, suite, correspondance, Operation)
    assert (4, 1, 3) == (bilan.lus, bilan.crees, bilan.inchanges)


def test_des_debits_deja_negatifs_ne_sont_pas_inverses_deux_fois(tmp_path: Path) -> None:
    lue = table(tmp_path, "Date;Libellé;Débit;Crédit\n01/06/2026;Loyer;-800,00;\n02/06/2026;Vente;;120,00\n")
    conversion = convertir(lue, proposer(lue, Operation), Operation)
    assert [D("-800.00"), D("120.00")] == [ligne.enregistrement.montant for ligne in conversion.lignes]


def test_un_debit_et_un_credit_sur_la_meme_ligne_sont_refuses(tmp_path: Path) -> None:
    lue = table(
        tmp_path, "Date;Libellé;Débit;Crédit\n01/06/2026;Loyer;800,00;5,00\n02/06/2026;Vente;0,00;120,00\n"
    )
    conversion = convertir(lue, proposer(lue, Operation), Operation)
    assert [D("120.00")] == [ligne.enregistrement.montant for ligne in conversion.lignes]
    assert ["export.csv, ligne 2, colonne « Débit / Crédit »"] == [str(a.ou) for a in conversion.anomalies]


def test_les_valeurs_traduites_et_les_codes_inconnus(tmp_path: Path) -> None:
    texte = "Date;Article;E/S;Qté\n31/12/2026;V2;+;10\n31/12/2026;V2;-;3\n31/12/2026;ZZ;+;1\n31/12/2026;V2;?;1\n"
    lue, classeur = table(tmp_path, texte), ClasseurDEssai({Article: existants(), Mouvement: []})
    correspondance = Correspondance(
        (
            Association("date", "Date"),
            Association("code_article", "Article"),
            Association("sens", "E/S", valeurs={"+": "entree", "-": "sortie"}),
            Association("quantite", "Qté"),
            Association("motif", defaut="correction"),
        )
    )
    bilan = importer(classeur, lue, correspondance, Mouvement)
    assert ["entree", "sortie"] == [mouvement.sens for mouvement in bilan.lignes]
    assert {"correction"} == {mouvement.motif for mouvement in bilan.lignes}
    assert ["code inconnu", "choix attendu"] == [anomalie.regle for anomalie in bilan.anomalies]
    assert (4, 4) == (bilan.lus, somme(bilan))


def test_une_ligne_dont_les_colonnes_importees_sont_vides_est_refusee(tmp_path: Path) -> None:
    lue = table(
        tmp_path, "Date;Libellé;Montant;Note\n01/06/2026;Loyer;8,00;\n;;;à revoir\n02/06/2026;Café;2,00;\n"
    )
    conversion = convertir(lue, proposer(lue, Operation), Operation)
    assert (2, 3, ["ligne sans donnée"]) == (
        len(conversion.lignes),
        conversion.lues,
        _regles(conversion.anomalies),
    )


def test_une_ligne_trop_longue_est_refusee(tmp_path: Path) -> None:
    lue = table(tmp_path, "Date;Libellé;Montant\n01/06/2026;Loyer;8,00\n02/06/2026;Café; noir;2,00\n")
    conversion = convertir(lue, proposer(lue, Operation), Operation)
    assert (1, ["ligne trop longue"]) == (len(conversion.lignes), _regles(conversion.anomalies))


def test_une_date_qui_n_a_pas_la_forme_dite_est_refusee_meme_si_elle_se_lirait(tmp_path: Path) -> None:
    lue = table(tmp_path, "Date;Libellé;Montant\n31/12/2026;Loyer;8,00\n12/31/2026;Café;2,00\n")
    correspondance = Correspondance(
        (
            Association("date", "Date", forme="mm/jj/aaaa"),
            Association("libelle", "Libellé"),
            Association("montant", "Montant"),
        )
    )
    conversion = convertir(lue, correspondance, Operation)
    assert [date(2026, 12, 31)] == [ligne.enregistrement.date for ligne in conversion.lignes]
    assert "ligne 2, colonne « Date »" in str(conversion.anomalies[0])


def test_un_classeur_fautif_arrete_l_import(tmp_path: Path) -> None:
    faute = Anomalie("refus", Ou(fichier="essai.xlsx"), "doublon", "", "", "le code est en double")
    classeur = ClasseurDEssai({Article: existants()}, [faute])
    with pytest.raises(Refus, match="le code est en double"):
        importer(classeur, table(tmp_path, ARTICLES), _correspondance(), Article)
    assert [] == classeur.ecritures


def test_l_apercu_montre_les_premieres_lignes_et_toutes_les_fautes(tmp_path: Path) -> None:
    vu = apercu(table(tmp_path, ARTICLES), _correspondance(), Article, nombre=1)
    assert (["V1"], 5, 2, 2) == ([a.code_article for a in vu.lignes], vu.lues, vu.refusees, len(vu.anomalies))


def test_le_compte_rendu_dit_le_bilan(tmp_path: Path) -> None:
    bilan = importer(ClasseurDEssai({Article: existants()}), table(tmp_path, ARTICLES), _correspondance(), Article)
    rendu = bilan.compte_rendu()
    assert ({"export.csv": 5}, {"Article": 2}) == (rendu.lignes_lues, rendu.lignes_ecrites)
    assert bilan.phrase == rendu.points[0]


CELLULES = st.sampled_from(["V1", "V2", "X9", "", "8", "12,5", "vite", "=A1", "31/12/2026"])


@given(st.lists(st.lists(CELLULES, min_size=3, max_size=3), max_size=12))
def test_quel_que_soit_le_fichier_les_comptes_s_additionnent_et_le_second_import_ne_change_rien(
    lignes: list[list[object]],
) -> None:
    pleines = [ligne for ligne in lignes if any(ligne)]
    entetes = ("Réf.", "Libellé", "Délai")
    description = TableDeFichier("t", "fichier", "", 1, entetes, len(pleines))
    lue = TableLue(description, "t.csv", pleines, range(2, 2 + len(pleines)))
    correspondance = Correspondance(
        (Association("code_article", "Réf."), Association("designation", "Libellé"), Association("delai", "Délai"))
    )
    classeur = ClasseurDEssai({Article: existants()})
    bilan = importer(classeur, lue, correspondance, Article)
    assert len(pleines) == bilan.lus == somme(bilan)
    assert len(bilan.lignes) == bilan.crees + bilan.modifies
    second = importer(classeur, lue, correspondance, Article)
    assert (0, 0, bilan.refuses) == (second.crees, second.modifies, second.refuses)


def _correspondance() -> Correspondance:
    return Correspondance(
        (
            Association("code_article", "Réf."),
            Association("designation", "Libellé"),
            Association("prix_achat", "PA HT", forme="virgule"),
            Association("delai", "Délai appro"),
        )
    )


def _regles(anomalies: tuple[Anomalie, ...]) -> list[str]:
    return [anomalie.regle for anomalie in anomalies]
