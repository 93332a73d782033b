"""Entrées du contrôle : .ods, .xls, écritures inhabituelles, fichiers abîmés ou piégés."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tableur.classeurs.controle import copie_annotee, reparer, verifier
from tableur.fichiers.libreoffice import convertir
from tableur.socle.erreurs import Refus
from tests.classeurs.controle.fabriques import TAUX, classeur, codes, factures, seul


@pytest.fixture
def abime(tmp_path: Path) -> Path:
    """Classeur où une formule est écrasée, et un nombre stocké en texte."""
    lignes = factures()
    lignes[6][6], lignes[8][4] = 999.0, "1 234,50"
    return classeur(tmp_path / "abime.xlsx", {"Ventes": lignes, **TAUX})


def refaire(source: Path, cible: Path, changer: Callable[[str, bytes], bytes | None]) -> Path:
    """Copie d'une archive dont des membres changent, ou disparaissent."""
    with zipfile.ZipFile(source) as lu, zipfile.ZipFile(cible, "w", zipfile.ZIP_DEFLATED) as ecrit:
        for nom in lu.namelist():
            octets = changer(nom, lu.read(nom))
            if octets is not None:
                ecrit.writestr(nom, octets)
    return cible


@pytest.mark.libreoffice
def test_un_ods_est_controle_formules_comprises(abime: Path, tmp_path: Path) -> None:
    (ods,) = convertir([abime], "ods", tmp_path / "lo")
    rapport = verifier(ods)
    assert (("G7",), "=E7*F7") == (
        seul(rapport, "formule-ecrasee").cellules,
        seul(rapport, "formule-ecrasee").propose,
    )
    assert ("E9",) == seul(rapport, "nombre-en-texte").cellules
    assert verifier(abime).formules == rapport.formules
    with pytest.raises(Refus, match=r"en \.xlsx"):
        copie_annotee(ods, rapport, tmp_path / "b.ods")
    with pytest.raises(Refus, match=r"en \.xlsx"):
        reparer(ods, rapport, simuler=True)


@pytest.mark.libreoffice
def test_un_xls_est_lu_pour_ses_valeurs_et_le_dit(abime: Path, tmp_path: Path) -> None:
    (xls,) = convertir([abime], "xls", tmp_path / "lo")
    rapport = verifier(xls)
    assert ("E9",) == seul(rapport, "nombre-en-texte").cellules
    assert 0 == rapport.formules
    assert "valeurs" in rapport.remarques[0]


@pytest.mark.libreoffice
def test_un_classeur_refait_par_libreoffice_dit_la_meme_chose(abime: Path, tmp_path: Path) -> None:
    (refait,) = convertir([abime], "xlsx:Calc MS Excel 2007 XML", tmp_path / "lo")
    attendus = {(c.code, c.cellules) for c in verifier(abime).constats}
    assert attendus <= {(c.code, c.cellules) for c in verifier(refait).constats}


def prefixer(nom: str, octets: bytes) -> bytes:
    """Feuilles écrites avec un préfixe d'espace de noms."""
    if not nom.startswith("xl/worksheets/sheet"):
        return octets
    octets = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", octets)
    return octets.replace(b'<x:worksheet xmlns="', b'<x:worksheet xmlns:x="')


def en_utf16(nom: str, octets: bytes) -> bytes:
    """Feuilles en UTF-16."""
    if not nom.startswith("xl/worksheets/sheet"):
        return octets
    return octets.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def espacer(nom: str, octets: bytes) -> bytes:
    """Feuilles indentées, avec un commentaire, et t avant s."""
    if not nom.startswith("xl/worksheets/sheet"):
        return octets
    octets = re.sub(rb"<(row|c|v|f)\b", rb"\n  <\1", octets)
    octets = re.sub(rb'(<c r="[A-Z]+\d+")( s="\d+")?( t="\w+")', rb"\1\3\2", octets)
    return octets.replace(b"<sheetData>", b"<!-- note --><sheetData>")


@pytest.mark.parametrize("changer", [prefixer, en_utf16, espacer])
def test_une_ecriture_inhabituelle_se_lit_s_annote_et_se_repare(
    abime: Path, tmp_path: Path, changer: Callable[[str, bytes], bytes]
) -> None:
    autre = refaire(abime, tmp_path / "autre.xlsx", changer)
    attendu, obtenu = verifier(abime), verifier(autre)
    assert [(c.code, c.cellules, c.propose) for c in attendu.constats] == [
        (c.code, c.cellules, c.propose) for c in obtenu.constats
    ]
    copie_annotee(autre, obtenu, tmp_path / "annote.xlsx")
    reparer(autre, obtenu, tmp_path / "repare.xlsx", aussi=["nombre-en-texte"])
    assert {c.code for c in attendu.constats} == codes(verifier(tmp_path / "annote.xlsx"))
    assert {"formule-sans-valeur"} == codes(verifier(tmp_path / "repare.xlsx"))


def test_une_entite_externe_est_refusee(abime: Path, tmp_path: Path) -> None:
    def pieger(nom: str, octets: bytes) -> bytes:
        if nom != "xl/worksheets/sheet1.xml":
            return octets
        return octets.replace(
            b"<worksheet", b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet', 1
        )

    with pytest.raises(Refus, match="DOCTYPE"):
        verifier(refaire(abime, tmp_path / "piege.xlsx", pieger))


def test_une_feuille_absente_est_dite_en_une_phrase(abime: Path, tmp_path: Path) -> None:
    sans = refaire(abime, tmp_path / "sans.xlsx", lambda n, o: None if n.endswith("sheet1.xml") else o)
    with pytest.raises(Refus, match="Il manque la partie"):
        verifier(sans)


def test_un_xml_tronque_est_dit_en_une_phrase(abime: Path, tmp_path: Path) -> None:
    tronque = refaire(abime, tmp_path / "t.xlsx", lambda n, o: o[:-300] if n.endswith("sheet1.xml") else o)
    with pytest.raises(Refus, match="XML est illisible"):
        verifier(tronque)


def test_un_texte_partage_absent_est_dit_en_une_phrase(abime: Path, tmp_path: Path) -> None:
    sans = refaire(abime, tmp_path / "s.xlsx", lambda n, o: None if n == "xl/sharedStrings.xml" else o)
    with pytest.raises(Refus, match="abîmé"):
        verifier(sans)


def test_une_partie_en_double_est_refusee(abime: Path, tmp_path: Path) -> None:
    double = tmp_path / "d.xlsx"
    double.write_bytes(abime.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(double, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    with pytest.raises(Refus, match="deux fois"):
        verifier(double)


def test_une_bombe_est_refusee(tmp_path: Path) -> None:
    bombe = tmp_path / "b.xlsx"
    with zipfile.ZipFile(bombe, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (60 << 20))
    with pytest.raises(Refus, match="piégé"):
        verifier(bombe)


@pytest.mark.parametrize(
    "contenu", [b"", b"PK\x03\x04", b"bonjour", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)]
)
def test_un_fichier_qui_n_est_pas_un_classeur_est_dit_en_une_phrase(tmp_path: Path, contenu: bytes) -> None:
    fichier = tmp_path / "a.xlsx"
    fichier.write_bytes(contenu)
    with pytest.raises(Refus):
        verifier(fichier)


def test_un_fichier_absent_est_dit(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="n'existe pas"):
        verifier(tmp_path / "absent.xlsx")
