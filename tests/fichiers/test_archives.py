"""Archives de bureau : ce qui est sain s'ouvre, le reste est refusé par une phrase."""

import io
import struct
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from tableur.fichiers import archives
from tableur.fichiers.archives import analyser_xml, ouvrir_archive
from tableur.socle.erreurs import Ou, Refus


def _zip(chemin: Path, membres: list[tuple[str, bytes]], methode: int = zipfile.ZIP_DEFLATED) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(chemin, "w", methode) as archive:
        warnings.simplefilter("ignore")  # zipfile prévient d'un doublon, qui est ici voulu
        for nom, contenu in membres:
            archive.writestr(nom, contenu)
    return chemin


def _phrase_du_refus(chemin: Path) -> str:
    with pytest.raises(Refus) as releve, ouvrir_archive(chemin):
        pass
    (anomalie,) = releve.value.anomalies
    assert chemin.name == anomalie.ou.fichier
    return anomalie.message


def _ole(chemin: Path, flux: str) -> Path:
    """Début d'un fichier composé : en-tête de 512 octets, puis les deux premières entrées de son répertoire."""
    entete = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
    entrees = b"".join(nom.encode("utf-16-le").ljust(128, b"\0") for nom in ("Root Entry", flux))
    chemin.write_bytes(entete + entrees)
    return chemin


@pytest.fixture
def classeur(tmp_path: Path) -> Path:
    """Classeur sain."""
    chemin = tmp_path / "stocks.xlsx"
    livre = xlsxwriter.Workbook(str(chemin))
    feuille = livre.add_worksheet("Articles")
    for ligne in range(200):
        feuille.write_row(ligne, 0, [f"A{ligne:04d}", ligne, ligne * 1.5])
    livre.close()
    return chemin


def test_un_classeur_sain_s_ouvre_et_se_lit(classeur: Path) -> None:
    with ouvrir_archive(classeur) as archive:
        assert "xl/workbook.xml" in archive
        assert "xl/absent.xml" not in archive
        racine = analyser_xml(archive.lire_membre("xl/worksheets/sheet1.xml"))
    assert "worksheet" == str(racine.tag).partition("}")[2]


def test_un_classeur_en_memoire_s_ouvre_comme_un_fichier(classeur: Path) -> None:
    flux = io.BytesIO(classeur.read_bytes())
    flux.seek(100)
    with ouvrir_archive(flux, "paie.xlsx") as archive, ouvrir_archive(classeur) as temoin:
        assert temoin.membres == archive.membres
        assert temoin.lire_membre("xl/workbook.xml") == archive.lire_membre("xl/workbook.xml")


@pytest.mark.parametrize(
    ("octets", "phrase"),
    [
        (b"", "Ce fichier est vide"),
        (b"PK\3\4" + bytes(50), "tronqué ou abîmé"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "Book\0".encode("utf-16-le"), "Excel 5 ou 95"),
    ],
)
def test_un_fichier_en_memoire_est_refuse_sous_le_nom_donne(octets: bytes, phrase: str) -> None:
    with pytest.raises(Refus, match=rf"^paie\.xlsx : .*{phrase}"), ouvrir_archive(io.BytesIO(octets), "paie.xlsx"):
        pass


def test_un_nom_de_flux_a_cheval_sur_deux_lectures_est_trouve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MORCEAU", 100)
    octets = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(84) + "EncryptedPackage\0".encode("utf-16-le") + bytes(90)
    with pytest.raises(Refus, match="protégé par un mot de passe"), ouvrir_archive(io.BytesIO(octets)):
        pass


def test_un_membre_absent_est_nomme(classeur: Path) -> None:
    with ouvrir_archive(classeur) as archive, pytest.raises(Refus, match=r"Il manque « xl/absent\.xml »"):
        archive.lire_membre("xl/absent.xml")


def test_les_dossiers_de_l_archive_ne_sont_pas_des_membres(tmp_path: Path) -> None:
    chemin = _zip(tmp_path / "a.oxt", [("pythonpath/", b""), ("pythonpath/a.py", b"A = 1\n")])
    with ouvrir_archive(chemin) as archive:
        assert ("pythonpath/a.py",) == archive.membres


def test_un_fichier_absent_un_dossier_et_un_fichier_vide_sont_refuses(tmp_path: Path) -> None:
    (tmp_path / "dossier.xlsx").mkdir()
    (tmp_path / "vide.xlsx").touch()
    assert "Ce fichier n'existe pas" in _phrase_du_refus(tmp_path / "absent.xlsx")
    assert "C'est un dossier, et non un fichier." == _phrase_du_refus(tmp_path / "dossier.xlsx")
    assert "Ce fichier est vide (0 octet)." == _phrase_du_refus(tmp_path / "vide.xlsx")


def test_la_phrase_complete_nomme_le_fichier(tmp_path: Path) -> None:
    (tmp_path / "vide.xlsx").touch()
    with pytest.raises(Refus, match=r"^vide\.xlsx : Ce fichier est vide"), ouvrir_archive(tmp_path / "vide.xlsx"):
        pass


def test_un_fichier_illisible_est_refuse(tmp_path: Path) -> None:
    assert "n'a pas pu être lu" in _phrase_du_refus(tmp_path / ("a" * 300 + ".xlsx"))


@pytest.mark.parametrize("part", [1, 3, 30, 600, -1, -30])
def test_un_classeur_tronque_est_refuse(classeur: Path, part: int) -> None:
    classeur.write_bytes(classeur.read_bytes()[:part])
    assert "tronqué ou abîmé" in _phrase_du_refus(classeur)


def test_un_fichier_qui_n_est_pas_une_archive_est_refuse(tmp_path: Path) -> None:
    chemin = tmp_path / "export.xlsx"
    chemin.write_text("Code;Quantité\nA1;5\n", "utf-8")
    assert "Ce n'est pas un fichier .xlsx" in _phrase_du_refus(chemin)


@pytest.mark.parametrize(
    ("flux", "debut"),
    [
        ("Workbook", "C'est un classeur .xls d'Excel 97-2003 : l'enregistrer en .xlsx"),
        ("Book", "C'est un classeur .xls d'Excel 5 ou 95"),
        ("WordDocument", "C'est un document .doc de Word 97-2003"),
        ("EncryptedPackage", "Ce fichier est protégé par un mot de passe"),
        ("PowerPoint Document", "C'est un fichier d'une version d'Office de 2003"),
    ],
)
def test_un_ancien_format_et_un_fichier_chiffre_sont_distingues(tmp_path: Path, flux: str, debut: str) -> None:
    assert _phrase_du_refus(_ole(tmp_path / "ancien.xlsx", flux)).startswith(debut)


@pytest.mark.parametrize(
    "nom", ["../evade.xml", "xl/../../evade.xml", "/etc/passwd", "C:\\evade.xml", "..\\evade.xml", "a\x01b.xml"]
)
def test_un_chemin_piege_est_refuse(tmp_path: Path, nom: str) -> None:
    assert "peut être piégé" in _phrase_du_refus(_zip(tmp_path / "piege.xlsx", [(nom, b"x")]))


def test_deux_points_dans_un_nom_ne_sont_pas_un_piege(tmp_path: Path) -> None:
    with ouvrir_archive(_zip(tmp_path / "a.xlsx", [("xl/a..b.xml", b"x")])) as archive:
        assert b"x" == archive.lire_membre("xl/a..b.xml")


@pytest.mark.parametrize("second", ["xl/workbook.xml", "XL/Workbook.xml", "xl\\workbook.xml"])
def test_un_membre_en_double_est_refuse(tmp_path: Path, second: str) -> None:
    chemin = _zip(tmp_path / "double.xlsx", [("xl/workbook.xml", b"a"), (second, b"b")])
    assert "y est deux fois" in _phrase_du_refus(chemin)


def test_une_bombe_est_refusee(tmp_path: Path) -> None:
    chemin = _zip(tmp_path / "bombe.xlsx", [("xl/worksheets/sheet1.xml", bytes(32 << 20))])
    assert "il grossirait jusqu'à 32 Mo" in _phrase_du_refus(chemin)


def test_une_archive_enorme_est_refusee(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "TAILLE_MAXIMALE", 1 << 20)
    chemin = _zip(tmp_path / "gros.xlsx", [(f"{rang}.xml", bytes(1 << 19)) for rang in range(3)])
    assert "il occuperait 1 Mo" in _phrase_du_refus(chemin)


def test_une_archive_aux_parties_innombrables_est_refusee(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MEMBRES_MAXIMUM", 10)
    chemin = _zip(tmp_path / "foule.xlsx", [(f"{rang}.xml", b"") for rang in range(11)])
    assert "il contient 11 parties" in _phrase_du_refus(chemin)


def test_une_somme_de_controle_fausse_est_refusee(tmp_path: Path) -> None:
    chemin = _zip(tmp_path / "abime.xlsx", [("a.xml", b"<valeur>1250</valeur>")], zipfile.ZIP_STORED)
    chemin.write_bytes(chemin.read_bytes().replace(b"1250", b"9250"))
    assert "tronqué ou abîmé" in _phrase_du_refus(chemin)


def test_un_contenu_comprime_abime_est_refuse(classeur: Path) -> None:
    octets = bytearray(classeur.read_bytes())
    with zipfile.ZipFile(classeur) as archive:
        depart = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    octets[depart + 80 : depart + 90] = bytes(10)
    classeur.write_bytes(octets)
    assert "tronqué ou abîmé" in _phrase_du_refus(classeur)


@pytest.mark.parametrize("annoncee", [4, 9000])
@pytest.mark.parametrize("somme", [b"\0" * 4, b"\0" * 5, b"\0" * 5000])
def test_une_taille_annoncee_fausse_est_refusee(tmp_path: Path, annoncee: int, somme: bytes) -> None:
    chemin = _zip(tmp_path / "menteur.xlsx", [("a.xml", bytes(5000))])
    octets = bytearray(chemin.read_bytes())
    repertoire = octets.index(b"PK\x01\x02")
    struct.pack_into("<I", octets, repertoire + 16, zlib.crc32(somme))
    struct.pack_into("<I", octets, repertoire + 24, annoncee)
    chemin.write_bytes(octets)
    assert "tronqué ou abîmé" in _phrase_du_refus(chemin)


def test_un_zip_chiffre_est_refuse(tmp_path: Path) -> None:
    chemin = _zip(tmp_path / "chiffre.xlsx", [("a.xml", b"x")])
    octets = bytearray(chemin.read_bytes())
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    chemin.write_bytes(octets)
    assert "protégé par un mot de passe" in _phrase_du_refus(chemin)


@pytest.mark.parametrize(
    "membres",
    [
        [("META-INF/manifest.xml", b'<m><manifest:encryption-data manifest:checksum-type="SHA1"/></m>')],
        [("mimetype", b"x"), ("encrypted-package", b"x")],
    ],
)
def test_un_ods_chiffre_est_refuse(tmp_path: Path, membres: list[tuple[str, bytes]]) -> None:
    assert "protégé par un mot de passe" in _phrase_du_refus(_zip(tmp_path / "chiffre.ods", membres))


def test_une_compression_inconnue_est_refusee(tmp_path: Path) -> None:
    chemin = _zip(tmp_path / "bz2.xlsx", [("a.xml", b"x" * 100)], zipfile.ZIP_BZIP2)
    assert "compression inconnue" in _phrase_du_refus(chemin)


def test_un_membre_devenu_illisible_apres_l_ouverture_est_refuse(classeur: Path) -> None:
    with ouvrir_archive(classeur) as archive:
        pass
    with pytest.raises(Refus, match="tronqué ou abîmé"):
        archive.lire_membre("xl/workbook.xml")


MILLE_RIRES = (
    '<!DOCTYPE a [<!ENTITY b "ha ha ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><a titre="&d;">&d;</a>'
)


@pytest.mark.parametrize("codage", ["utf-8", "utf-16", "utf-16-be"])
def test_un_doctype_est_refuse_dans_tout_codage(codage: str) -> None:
    octets = (f'<?xml version="1.0" encoding="{codage[:6]}"?>' + MILLE_RIRES).encode(codage)
    with pytest.raises(Refus, match=r"export\.xml : .*DOCTYPE"):
        analyser_xml(octets, Ou(fichier="export.xml"))


def test_une_entite_externe_n_est_jamais_lue(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("confidentiel", "utf-8")
    xml = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]><a>&e;</a>'
    for codage in ("utf-8", "utf-16"):
        with pytest.raises(Refus, match="DOCTYPE"):
            analyser_xml(xml.encode(codage))


@pytest.mark.parametrize("octets", [b"", b"<a>", b"<a/><b/>", b"\0\0", b"<a>&inconnue;</a>", b"texte"])
def test_un_xml_mal_forme_est_refuse(octets: bytes) -> None:
    with pytest.raises(Refus, match="son XML est illisible"):
        analyser_xml(octets)


def test_une_profondeur_demesuree_est_refusee() -> None:
    with pytest.raises(Refus, match="son XML est illisible"):
        analyser_xml(b"<a>" * 100_000 + b"</a>" * 100_000)


def test_un_gros_xml_honnete_passe() -> None:
    tampon = io.BytesIO()
    tampon.write(b"<lignes>")
    for ligne in range(200_000):
        tampon.write(b'<c r="A%d" s="3"><v>1234.5</v></c>' % ligne)
    tampon.write(b"</lignes>")
    assert 200_000 == len(analyser_xml(tampon.getvalue()))
