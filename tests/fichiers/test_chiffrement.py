"""Classeurs chiffrés : reconnus, ouverts, réécrits chiffrés ; rien en clair sur le disque."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import msoffcrypto.method.ecma376_agile as agile  # type: ignore[import-untyped]
import pytest
import xlsxwriter
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted  # type: ignore[import-untyped]

from tableur.fichiers import chiffrement, mots_de_passe
from tableur.fichiers.archives import ouvrir_archive
from tableur.fichiers.chiffrement import MotDePasseFaux, chiffrer, dechiffrer, est_chiffre, protection_de
from tableur.fichiers.ecriture import remplacement_sur
from tableur.fichiers.libreoffice import convertir
from tableur.fichiers.ouverture import ouvrir_fichier
from tableur.fichiers.sauvegardes import empreinte_de, sauvegardes_de
from tableur.fichiers.soffice import profil_prive
from tableur.socle.erreurs import Refus

MOT = "été€1 – ça"
DE_LIBREOFFICE = (
    Path(__file__).parent / "donnees" / "chiffre_par_libreoffice.xlsx"
)  # standard, par LibreOffice 7.4
MOT_DE_LIBREOFFICE = "été€1"


@pytest.fixture(autouse=True)
def _sans_mot_de_passe_connu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ni variable ni trousseau, sauf ceux que le test donne."""
    monkeypatch.delenv("TABLEUR_MOT_DE_PASSE", raising=False)
    monkeypatch.setattr(mots_de_passe, "_trousseau", lambda: None)


def _clair(lignes: int = 200) -> bytes:
    tampon = io.BytesIO()
    livre = xlsxwriter.Workbook(tampon, {"in_memory": True})
    feuille = livre.add_worksheet("Articles")
    for ligne in range(lignes):
        feuille.write_row(ligne, 0, [f"secret {ligne:04d}", ligne * 1.5])
    livre.close()
    return tampon.getvalue()


@pytest.fixture
def clair() -> bytes:
    """Classeur sain, en mémoire."""
    return _clair()


@pytest.fixture
def classeur(tmp_path: Path, clair: bytes) -> Path:
    """Classeur chiffré sur le disque."""
    chemin = tmp_path / "paie.xlsx"
    chemin.write_bytes(chiffrer(clair, MOT, chemin.name))
    return chemin


def _agile_au_sha1(clair: bytes, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Classeur agile comme Excel 2010 en écrit : AES-128, et SHA-1 dont les 20 octets n'emplissent pas un bloc."""

    class Parametres(agile.ECMA376AgileCipherParams):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.hashName, self.hashSize, self.keyBits = "SHA1", 20, 128

    with monkeypatch.context() as pose:
        pose.setattr(agile, "ECMA376AgileCipherParams", Parametres)
        pose.setattr(agile.ECMA376Agile, "generate_integrity_parameter", lambda *_: (bytes(32), bytes(32)))
        return bytes(agile.ECMA376Agile.encrypt(MOT, io.BytesIO(clair)))


def test_un_classeur_chiffre_se_dechiffre_et_se_lit(classeur: Path, clair: bytes) -> None:
    assert "agile" == protection_de(classeur)
    octets = dechiffrer(classeur, MOT)
    assert clair == octets
    with ouvrir_archive(io.BytesIO(octets), "paie.xlsx") as archive:
        assert "xl/workbook.xml" in archive
        assert "paie.xlsx" == archive.chemin.name


def test_un_classeur_chiffre_par_libreoffice_se_dechiffre() -> None:
    assert "standard" == protection_de(DE_LIBREOFFICE)
    with ouvrir_archive(io.BytesIO(dechiffrer(DE_LIBREOFFICE, MOT_DE_LIBREOFFICE))) as archive:
        assert b"article 299" in archive.lire_membre("xl/sharedStrings.xml")


def test_un_classeur_chiffre_par_excel_2010_se_dechiffre(
    tmp_path: Path, clair: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    chemin = tmp_path / "paie.xlsx"
    chemin.write_bytes(_agile_au_sha1(clair, monkeypatch))
    assert clair == dechiffrer(chemin, MOT)
    with pytest.raises(MotDePasseFaux):
        dechiffrer(chemin, "faux")


@pytest.mark.parametrize("faux", ["faux", "été€1 – ca", "", "x" * 300])
def test_un_mot_de_passe_faux_est_dit(classeur: Path, faux: str) -> None:
    with pytest.raises(MotDePasseFaux, match=r"^paie\.xlsx : Le mot de passe n'ouvre pas ce classeur\.$"):
        dechiffrer(classeur, faux)


def test_un_mot_de_passe_faux_est_dit_pour_un_classeur_de_libreoffice() -> None:
    with pytest.raises(MotDePasseFaux):
        dechiffrer(DE_LIBREOFFICE, "faux")


@pytest.mark.parametrize("place", [600, 3000, 6000, 9000])
def test_un_classeur_chiffre_abime_est_dit(classeur: Path, place: int) -> None:
    octets = bytearray(classeur.read_bytes())
    octets[-place : -place + 200] = bytes(200)
    classeur.write_bytes(octets)
    with pytest.raises(Refus, match=r"^paie\.xlsx : "):
        dechiffrer(classeur, MOT)


def test_un_classeur_chiffre_tronque_est_dit(classeur: Path) -> None:
    octets = classeur.read_bytes()
    for longueur in (9, 512, 1500, len(octets) // 2, len(octets) - 600):
        classeur.write_bytes(octets[:longueur])
        with pytest.raises(Refus, match=r"^paie\.xlsx : "):
            dechiffrer(classeur, MOT)


def _ole(paquet: bytes, entete: bytes) -> bytes:
    tampon = io.BytesIO()
    ECMA376Encrypted(paquet, entete).write_to(tampon)
    return tampon.getvalue()


@pytest.mark.parametrize(
    "entete",
    [
        struct.pack("<HHI", 4, 3, 0x40) + b"<e/>",
        struct.pack("<HHI", 4, 4, 0x40) + b"<!DOCTYPE a []><a/>",
        b"\1\0\1\0",
    ],
)
def test_un_chiffrement_inconnu_ou_piege_est_dit(tmp_path: Path, entete: bytes) -> None:
    chemin = tmp_path / "paie.xlsx"
    chemin.write_bytes(_ole(bytes(8000), entete))
    with pytest.raises(Refus, match="chiffré par une méthode que tableur ne connaît pas"):
        dechiffrer(chemin, MOT)


def test_une_gestion_de_droits_est_dite(classeur: Path) -> None:
    cache = "EncryptionInfo".encode("utf-16-le")
    classeur.write_bytes(classeur.read_bytes().replace(cache, "EncryptionZnfo".encode("utf-16-le")))
    with pytest.raises(Refus, match="gestion de droits"):
        ouvrir_fichier(classeur, lambda _: MOT)


def test_un_ods_chiffre_est_refuse_poliment(tmp_path: Path) -> None:
    chemin = tmp_path / "paie.ods"
    with zipfile.ZipFile(chemin, "w") as archive:
        archive.writestr("META-INF/manifest.xml", '<m><manifest:encryption-data manifest:checksum="x"/></m>')
    assert "ods" == protection_de(chemin)
    with pytest.raises(Refus, match=r"Ce classeur \.ods est chiffré, .* l'enregistrer en \.xlsx"):
        ouvrir_fichier(chemin, lambda _: MOT)


def test_un_xls_chiffre_est_refuse_poliment(tmp_path: Path) -> None:
    octets = struct.pack("<HH16s", 0x809, 16, b"") + struct.pack("<HH6s", 0x2F, 6, b"") + bytes(8000)
    # un fichier composé à un seul grand flux, renommé comme celui d'un .xls
    brut = _ole(octets, b"\0" * 8).replace(
        "EncryptedPackage".encode("utf-16-le"), "Workbook\0\0\0\0\0\0\0\0".encode("utf-16-le")
    )
    place = brut.index("Workbook".encode("utf-16-le"))
    brut = brut[: place + 64] + struct.pack("<H", 18) + brut[place + 66 :]
    chemin = tmp_path / "paie.xls"
    chemin.write_bytes(brut)
    assert "xls" == protection_de(chemin)
    with pytest.raises(Refus, match=r"Ce classeur \.xls est chiffré"):
        ouvrir_fichier(chemin, lambda _: MOT)


@pytest.mark.parametrize(
    "contenu", [b"", b"PK", b"PK\3\4abc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"a;b\n"]
)
def test_un_fichier_en_clair_ou_abime_n_est_pas_dit_chiffre(tmp_path: Path, contenu: bytes) -> None:
    chemin = tmp_path / "a.xlsx"
    chemin.write_bytes(contenu)
    assert not est_chiffre(chemin)
    assert chemin == ouvrir_fichier(chemin).source


@pytest.mark.parametrize("octets", [4096, 100_000, 7_300_000])
def test_toute_taille_se_chiffre_et_se_rouvre(octets: int) -> None:
    tampon = io.BytesIO()
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("a.bin", os.urandom(octets))
    assert chiffrer(tampon.getvalue(), MOT, "a.xlsx").startswith(bytes.fromhex("D0CF11E0A1B11AE1"))


def test_un_classeur_trop_petit_est_refuse(tmp_path: Path) -> None:
    with pytest.raises(Refus, match="trop petit pour être chiffré"):
        chiffrer(bytes(4095), MOT, "a.xlsx")


def test_un_chiffrement_qui_ne_se_rouvre_pas_a_l_identique_n_est_pas_ecrit(
    classeur: Path, clair: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    avant, lu = classeur.read_bytes(), ouvrir_fichier(classeur, lambda _: MOT)
    monkeypatch.setattr(chiffrement, "_en_clair", lambda *_: clair[:-1])
    with pytest.raises(Refus, match="ne se rouvrait pas à l'identique"), lu.remplacement() as flux:
        flux.write(clair)
    assert avant == classeur.read_bytes()
    assert [] == sauvegardes_de(classeur)


def test_le_remplacement_reste_chiffre_et_sa_sauvegarde_aussi(classeur: Path) -> None:
    avant, neuf = classeur.read_bytes(), _clair(300)
    with ouvrir_fichier(classeur, lambda _: MOT).remplacement() as flux:
        flux.write(neuf)
    assert neuf == dechiffrer(classeur, MOT)
    (copie,) = sauvegardes_de(classeur)
    assert avant == copie.read_bytes()
    assert est_chiffre(copie)


def test_une_copie_d_un_classeur_chiffre_est_chiffree(classeur: Path, clair: bytes) -> None:
    sortie = classeur.with_name("sortie.xlsx")
    with ouvrir_fichier(classeur, lambda _: MOT).copie(sortie) as flux:
        flux.write(clair)
    assert clair == dechiffrer(sortie, MOT)


def test_une_copie_d_un_classeur_en_clair_est_en_clair(tmp_path: Path, clair: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(clair)
    lu = ouvrir_fichier(tmp_path / "a.xlsx")
    with lu.copie(tmp_path / "b.xlsx") as flux:
        flux.write(clair)
    assert clair == (tmp_path / "b.xlsx").read_bytes()
    with pytest.raises(Refus, match="La sortie est le fichier lu"):
        lu.copie(tmp_path / "." / "a.xlsx").__enter__()


def test_un_contenu_en_clair_ne_remplace_jamais_un_fichier_chiffre(classeur: Path, clair: bytes) -> None:
    avant = classeur.read_bytes()
    with pytest.raises(Refus, match="ne peut être remplacé que par un fichier chiffré"):
        remplacement_sur(classeur, empreinte_de(classeur)).__enter__()
    with (
        pytest.raises(Refus, match="Le nouveau contenu n'est pas chiffré"),
        remplacement_sur(classeur, empreinte_de(classeur), chiffre=True) as part,
    ):
        part.write_bytes(clair)
    assert avant == classeur.read_bytes()
    assert [classeur] == list(classeur.parent.iterdir())


def test_un_classeur_qui_s_ouvre_aussi_par_un_certificat_n_est_pas_remplace(
    classeur: Path, clair: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    entete = (
        b'<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/certificate"/>'
    )
    lu = ouvrir_fichier(classeur, lambda _: MOT)
    monkeypatch.setattr(chiffrement, "_flux", lambda *_: entete)
    with pytest.raises(Refus, match="s'ouvre aussi par un certificat"), lu.remplacement() as flux:
        flux.write(clair)


SURVEILLANCE = """
import io, json, sys, tempfile
from pathlib import Path

ecrits, remplaces = set(), []
def surveiller(evenement, arguments):
    if evenement == "open" and isinstance(arguments[0], str):
        mode, drapeaux = arguments[1] or "", arguments[2] or 0
        if set(mode) & set("wax+") or drapeaux & 3:
            ecrits.add(arguments[0])
    elif evenement in ("os.rename", "os.link"):
        remplaces.append(Path(str(arguments[0])).read_bytes()[:8].hex())
    elif evenement.startswith("tempfile."):
        ecrits.add(str(arguments[0]))

sys.addaudithook(surveiller)
from tableur.fichiers.archives import ouvrir_archive
from tableur.fichiers.ouverture import ouvrir_fichier

lu = ouvrir_fichier(sys.argv[1])
with ouvrir_archive(lu.source, lu.chemin.name) as archive:
    archive.lire_membre("xl/workbook.xml")
with lu.remplacement() as flux:
    flux.write(lu.octets)
with lu.copie(Path(sys.argv[1]).with_name("copie.xlsx")) as flux:
    flux.write(lu.octets)
print(json.dumps([sorted(ecrits), remplaces]))
"""


def test_rien_n_est_ecrit_en_clair_meme_un_instant(classeur: Path, tmp_path: Path) -> None:
    provisoire = tmp_path / "provisoire"
    provisoire.mkdir()
    variables = {**os.environ, "TABLEUR_MOT_DE_PASSE": MOT, "PYTHONDONTWRITEBYTECODE": "1"}
    variables |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(provisoire))
    commande = [sys.executable, "-c", SURVEILLANCE, str(classeur)]
    sortie = subprocess.run(commande, env=variables, capture_output=True, check=True).stdout
    ecrits, remplaces = json.loads(sortie)
    assert [] == list(provisoire.iterdir())
    assert ecrits
    assert {".part", ".xlsx"} >= {Path(nom).suffix for nom in ecrits}
    assert {classeur} >= {Path(nom) for nom in ecrits if nom.endswith(".xlsx")}
    assert ["d0cf11e0a1b11ae1"] * 3 == remplaces
    restes = [f.read_bytes()[:8].hex() for f in tmp_path.rglob("*") if f.is_file()]
    assert ["d0cf11e0a1b11ae1"] * 3 == restes


def test_un_fichier_chiffre_et_son_mot_de_passe_ne_vont_pas_a_libreoffice(
    classeur: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLEUR_MOT_DE_PASSE", MOT)
    with profil_prive() as profil:
        assert MOT not in profil.environnement().values()
    with pytest.raises(Refus, match="Ce fichier est chiffré : il faudrait en écrire une copie en clair"):
        convertir([classeur], "pdf", classeur.parent)
