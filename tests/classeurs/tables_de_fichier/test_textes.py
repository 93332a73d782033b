"""Fichiers texte : encodages, séparateurs, préambules, totaux ; les formes que donnent les banques."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tableur.classeurs.tables_de_fichier import en_csv, en_dataframe, en_json, lire_une_table, lister_les_tables
from tableur.classeurs.tables_de_fichier.situees import LigneEcartee, TableDeFichier, TableLue
from tableur.classeurs.tables_de_fichier.texte import encodage_de, separateur_de
from tableur.fichiers.csv_francais import avec_garde, sans_garde
from tableur.frontiere import Grille
from tableur.socle.erreurs import Refus

RELEVE = """Compte courant n° 30004 00123 00000123456 78
IBAN;FR7630006000011234567890189
Période du 01/06/2026 au 30/06/2026

Date;Date valeur;Libellé;Débit;Crédit;Solde
01/06/2026;01/06/2026;VIR SEPA CLIENT DURAND;;1 200,00;2 450,00
03/06/2026;04/06/2026;PRLV EDF;86,40;;2 363,60

05/06/2026;05/06/2026;"CB ""LE BON COIN""; PARIS";12,50;;2 351,10
;;Total des opérations;98,90;1 200,00;
Solde au 30/06/2026;;;;;2 351,10
"""


def ecrire(dossier: Path, texte: str, nom: str = "releve.csv", encodage: str = "utf-8") -> Path:
    """Fichier texte tel qu'un logiciel l'écrit."""
    fichier = dossier / nom
    fichier.write_bytes(texte.encode(encodage))
    return fichier


def ecartees(table: TableLue) -> list[tuple[int, str]]:
    """Numéro et motif de chaque ligne écartée."""
    return [(ligne.numero, ligne.motif) for ligne in table.ecartees]


def test_un_releve_donne_ses_operations_et_dit_ce_qu_il_ecarte(tmp_path: Path) -> None:
    table = lire_une_table(ecrire(tmp_path, RELEVE))
    assert ("Date", "Date valeur", "Libellé", "Débit", "Crédit", "Solde") == table.entetes
    assert [6, 7, 9] == list(table.numeros)
    assert 'CB "LE BON COIN"; PARIS' == table.lignes[2][2]
    attendues = [
        (1, "préambule"), (2, "préambule"), (3, "préambule"), (8, "ligne vide"), (10, "total"), (11, "solde"),
    ]  # fmt: skip
    assert attendues == ecartees(table)
    assert "3 lignes de préambule (n° 1, 2, 3)" == table.ecartees_dites()[0]


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
def test_l_encodage_est_reconnu(tmp_path: Path, encodage: str) -> None:
    table = lire_une_table(ecrire(tmp_path, RELEVE.replace(" 200", "\u00a0200"), encodage=encodage))
    assert "Libellé" == table.entetes[2]
    assert "1\u00a0200,00" == table.lignes[0][4]


def test_un_octet_que_windows_ne_connait_pas_fait_lire_en_latin_1() -> None:
    assert "latin-1" == encodage_de(b"Libell\xe9;\x81\n")


@pytest.mark.parametrize("separateur", [";", "\t", "|", ","])
def test_le_separateur_est_reconnu(tmp_path: Path, separateur: str) -> None:
    lignes = [
        ["Date", "Libellé", "Montant"],
        ["01/06/2026", "Loyer", "-800.00"],
        ["02/06/2026", "Vente", "120.00"],
    ]
    texte = "\n".join(separateur.join(ligne) for ligne in lignes)
    table = lire_une_table(ecrire(tmp_path, texte))
    assert (("Date", "Libellé", "Montant"), lignes[1:]) == (table.entetes, table.lignes)


def test_la_virgule_des_decimales_n_est_pas_un_separateur() -> None:
    assert ";" == separateur_de("Libellé;Montant\nLoyer;800,00\nVente;120,50\n")
    assert "\t" == separateur_de("Libellé\tMontant\tSolde\nLoyer\t800,00\t1,50\n")


def test_un_fichier_d_une_seule_colonne_se_lit(tmp_path: Path) -> None:
    table = lire_une_table(ecrire(tmp_path, "Code article\nVIS\nCLOU\n"))
    assert (("Code article",), [["VIS"], ["CLOU"]]) == (table.entetes, table.lignes)


FORMES = {
    "Date;Libellé;Débit;Crédit": "01/06/2026;Loyer;800,00;",
    "Date;Libellé;Débit;Crédit;Solde": "01/06/2026;Loyer;800,00;;1 200,00",
    "Date;Date valeur;Libellé;Montant": "01/06/2026;02/06/2026;Loyer;-800,00",
    "dateOp;dateVal;label;category;amount": "2026-06-01;2026-06-02;Loyer;Logement;-800,00",
    "Date;Libellé;Catégorie;Montant": "01/06/26;Loyer;Logement;800,00-",
    "Date;Libellé;Montant": "01/06/2026;Loyer;(800,00)",
}


@pytest.mark.parametrize(("entete", "ligne"), FORMES.items())
def test_les_formes_de_releves_des_banques_sont_reconnues_par_leurs_entetes(
    tmp_path: Path, entete: str, ligne: str
) -> None:
    texte = f"Banque du Port;compte n° 123\n\n{entete}\n{ligne}\nSolde au 30/06/2026;400,00\n"
    table = lire_une_table(ecrire(tmp_path, texte, encodage="cp1252"))
    assert (tuple(entete.split(";")), [ligne.split(";")]) == (table.entetes, table.lignes)
    assert [(1, "préambule"), (5, "solde")] == ecartees(table)


def test_le_solde_qui_occupe_toutes_les_colonnes_n_est_pas_une_operation(tmp_path: Path) -> None:
    texte = "Date;Libellé;Montant\n01/06/2026;Loyer;-800,00\n30/06/2026;SOLDE AU 30/06/2026;400,00\n"
    assert [(3, "solde")] == ecartees(lire_une_table(ecrire(tmp_path, texte)))


def test_l_ancien_solde_qui_ouvre_le_releve_est_ecarte(tmp_path: Path) -> None:
    texte = "Date;Libellé;Montant\n;Ancien solde au 31/05/2026;1 200,00\n01/06/2026;Loyer;-800,00\n"
    assert [(2, "solde")] == ecartees(lire_une_table(ecrire(tmp_path, texte)))


@pytest.mark.parametrize(
    "derniere",
    ["02/06/2026;Solde facture 12;150,00", "02/06/2026;TOTAL ENERGIES;-60,00", "02/06/2026;Total;-60,00"],
)
def test_une_operation_dont_le_libelle_parle_de_total_ou_de_solde_reste_une_donnee(
    tmp_path: Path, derniere: str
) -> None:
    texte = f"Date;Libellé;Montant\n01/06/2026;Loyer;-800,00\n{derniere}\n"
    table = lire_une_table(ecrire(tmp_path, texte))
    assert (derniere.split(";"), ()) == (table.lignes[-1], table.ecartees)


def test_sans_ligne_d_entetes_le_fichier_est_refuse_plutot_que_devine(tmp_path: Path) -> None:
    fichier = ecrire(tmp_path, "01/06/2026;Loyer;800,00;\n02/06/2026;Vente;;120,00\n")
    with pytest.raises(Refus, match="aucune table"):
        lire_une_table(fichier)
    assert [] == lister_les_tables(fichier)


def test_un_guillemet_jamais_referme_n_avale_pas_les_lignes_suivantes(tmp_path: Path) -> None:
    texte = 'Code;Désignation\nA1;Tube 5"\nA2;"Le bon coin\nA3;Vis\nA4;Clou\n'
    table = lire_une_table(ecrire(tmp_path, texte))
    assert ["A1", "A2", "A3", "A4"] == [ligne[0] for ligne in table.lignes]


def test_une_cellule_sur_deux_lignes_garde_les_numeros_du_fichier(tmp_path: Path) -> None:
    texte = 'Code;Désignation\nA1;"Vis\ninox"\nA2;Clou\n'
    table = lire_une_table(ecrire(tmp_path, texte))
    assert [2, 4] == list(table.numeros)


def test_un_separateur_glisse_dans_une_cellule_est_dit(tmp_path: Path) -> None:
    table = lire_une_table(ecrire(tmp_path, "Code;Désignation\nA1;Vis\nA2;Clou; tête plate\n"))
    assert ["ligne trop longue"] == [anomalie.regle for anomalie in table.anomalies]
    assert "releve.csv, ligne 3" in str(table.anomalies[0])


def test_la_garde_des_exports_est_retiree(tmp_path: Path) -> None:
    table = lire_une_table(ecrire(tmp_path, "Code;Désignation\nA1;'=Vis\nA2;'+33 1 23\nA3;l'arbre\n"))
    assert ["=Vis", "+33 1 23", "l'arbre"] == table.colonne("Désignation")


@pytest.mark.parametrize(
    ("octets", "phrase"),
    [
        (b"", "vide"),
        (b"<html><table><tr><td>A</td></tr></table>", "page web"),
        (b"a\0\0\0b;c", "pas un texte"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "abîmé"),
    ],
)
def test_ce_qui_n_est_pas_un_texte_est_refuse_par_une_phrase(tmp_path: Path, octets: bytes, phrase: str) -> None:
    fichier = tmp_path / "export.csv"
    fichier.write_bytes(octets)
    with pytest.raises(Refus, match=phrase):
        lire_une_table(fichier)


def test_un_fichier_absent_ou_un_dossier_sont_refuses(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="n'existe pas"):
        lire_une_table(tmp_path / "rien.csv")
    with pytest.raises(Refus, match="ne peut pas être lu"):
        lire_une_table(tmp_path)


TEXTES = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=12)


def relue(texte: str, dossier: Path) -> Grille:
    """Lignes relues d'un CSV que nous avons écrit."""
    fichier = dossier / "relue.csv"
    fichier.write_text(texte, encoding="utf-8-sig", newline="")
    return lire_une_table(fichier).lignes


@given(lignes=st.lists(st.lists(TEXTES, min_size=2, max_size=2), min_size=1, max_size=6))
def test_un_csv_ecrit_puis_relu_redonne_les_memes_textes(
    tmp_path_factory: pytest.TempPathFactory, lignes: list[list[str]]
) -> None:
    # La colonne « Rang » dit que chaque ligne est une donnée : ni vide, ni titre, ni total.
    completes: Grille = [[f"{rang}/01/2026", *ligne, f"{rang},5"] for rang, ligne in enumerate(lignes, 1)]
    table = TableDeFichier("relue", "feuille", "F", 1, ("Date", "Libellé", "Désignation", "Montant"), len(lignes))
    dossier = tmp_path_factory.mktemp("csv")
    assert completes == relue(en_csv(TableLue(table, "f.xlsx", completes, range(2, 2 + len(lignes)))), dossier)


@given(TEXTES)
def test_la_garde_se_retire_exactement(texte: str) -> None:
    garde = avec_garde(texte)
    assert texte == sans_garde(garde)
    assert garde[:1] not in ("=", "+", "-", "@")


def test_le_csv_garde_les_textes_et_jamais_les_nombres() -> None:
    entetes = ("Libellé", "Montant", "Le", "Vrai")
    table = TableDeFichier("T", "feuille", "F", 1, entetes, 2)
    lignes: Grille = [["=1+1", -12.5, date(2026, 12, 31), True], ["-12", 1234.0, "", False]]
    attendu = "Libellé;Montant;Le;Vrai\r\n'=1+1;-12,5;31/12/2026;VRAI\r\n'-12;1234;;FAUX\r\n"
    assert attendu == en_csv(TableLue(table, "f.xlsx", lignes, [2, 3]))


def test_le_csv_d_un_fichier_texte_ne_garde_pas_ses_nombres_negatifs(tmp_path: Path) -> None:
    table = lire_une_table(ecrire(tmp_path, "Libellé;Montant\n'=1+1;-1 234,50 €\nLoyer;-12\n"))
    assert ["'=1+1;-1 234,50 €", "Loyer;-12"] == en_csv(table).splitlines()[1:]


def test_les_ecartees_disent_leur_contenu(tmp_path: Path) -> None:
    table = lire_une_table(ecrire(tmp_path, RELEVE))
    assert LigneEcartee(10, "total", "Total des opérations 98,90 1 200,00") == table.ecartees[4]


def test_la_ligne_sep_d_excel_dit_le_separateur_et_n_est_pas_une_donnee(tmp_path: Path) -> None:
    table = lire_une_table(ecrire(tmp_path, "sep=|\nNom|Adresse; rue\nDurand|1; rue du Port\nMartin|2; quai\n"))
    assert (("Nom", "Adresse; rue"), ["Durand", "1; rue du Port"]) == (table.entetes, table.lignes[0])


@settings(deadline=None)  # le premier essai charge pandas
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_n_importe_quels_octets_donnent_une_table_ou_un_refus(
    tmp_path_factory: pytest.TempPathFactory, octets: bytes
) -> None:
    fichier = tmp_path_factory.getbasetemp() / "octets.csv"
    fichier.write_bytes(octets)
    try:
        table = lire_une_table(fichier)
    except Refus:
        return
    assert len(table.lignes) == len(table.numeros)
    en_csv(table)
    en_json(table)
    en_dataframe(table)


def test_une_balance_perd_ses_sous_totaux_et_son_pied_de_page_sans_perdre_de_compte(tmp_path: Path) -> None:
    texte = (
        "Société ROUX;;;;Page 1\nBalance générale;;;;au 31/12/2026\n\nCompte;Intitulé;Débit;Crédit;Solde\n"
        "101000;Capital;;10000,00;-10000,00\n;Total classe 1;;10000,00;-10000,00\n"
        "512000;Banque;10000,00;;10000,00\n"
        "401TOT;TotalEnergies;;60,00;-60,00\nTotal;Station Total;;60,00;-60,00\n"
        "\nTotaux;;10000,00;10000,00;0,00\n\nÉdité le 24/11/2026 par un logiciel\n"
    )
    table = lire_une_table(ecrire(tmp_path, texte))
    assert ["101000", "512000", "401TOT", "Total"] == table.colonne("Compte")
    assert [(6, "total"), (11, "total"), (13, "pied de page")] == ecartees(table)[2:]


def test_un_libelle_sur_plusieurs_lignes_et_un_long_preambule_se_lisent(tmp_path: Path) -> None:
    texte = (
        "Téléchargement du 24/11/2026;\n\nM. DURAND JEAN\nCompte Courant n° 123;\n"
        "Solde au 24/11/2026 1 234,56 €\n\n"
        "Liste des opérations entre le 01/11/2026 et le 24/11/2026;\n\nDate;Libellé;Débit euros;Crédit euros;\n"
        '23/11/2026;"VIREMENT EN VOTRE FAVEUR \nDUPONT SARL\n";;1 200,00;\n22/11/2026;"PRLV EDF";86,40;;\n'
    )
    table = lire_une_table(ecrire(tmp_path, texte))
    assert [["22/11/2026", "PRLV EDF", "86,40", ""]] == table.lignes[1:]
    assert "VIREMENT EN VOTRE FAVEUR \nDUPONT SARL\n" == table.lignes[0][1]
    assert [10, 13] == list(table.numeros)
