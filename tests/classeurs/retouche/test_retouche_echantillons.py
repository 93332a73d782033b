"""Classeurs faits par d'autres : ceux qu'Excel a enregistrés, et ceux, très garnis, de XlsxWriter.

Chacun est retouché, puis comparé partie par partie, rouvert par openpyxl, relu par calamine et converti par
LibreOffice.
"""

import os
import struct
import subprocess
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from tableur.classeurs.retouche import Retouche
from tableur.fichiers.libreoffice import convertir
from tests.classeurs.retouche.classeurs_d_essai import (
    classeur_de_stock,
    classeur_riche,
    differentes,
    hors_rangees,
    ouvrir,
    parties,
    rangees,
)

ICI = Path(__file__).resolve()
DOSSIER = (
    Path(os.environ.get("TABLEUR_ECHANTILLONS", ICI.parents[4] / "shared" / "echantillons")) / "classeurs_excel"
)
FICHIERS = sorted([*DOSSIER.glob("*.xlsx"), *DOSSIER.glob("*.xlsm")])
ABSENTS = "échantillons absents : donner leur dossier par TABLEUR_ECHANTILLONS"
A_CHANGER = ("xl/workbook.xml", "xl/worksheets/", "xl/styles.xml")
AVEC_TABLE = (
    *A_CHANGER,
    "xl/tables/",
    "xl/calcChain.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
    "xl/charts/",
)
AU_LOIN = "Z60"


def pixel() -> bytes:
    """Une image PNG d'un pixel."""

    def bloc(nom: bytes, contenu: bytes) -> bytes:
        return struct.pack(">I", len(contenu)) + nom + contenu + struct.pack(">I", zlib.crc32(nom + contenu))

    entete = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + bloc(b"IHDR", entete)
        + bloc(b"IDAT", zlib.compress(b"\0\xc0\0\0"))
        + bloc(b"IEND", b"")
    )


@pytest.fixture(scope="session")
def riche(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return classeur_riche(tmp_path_factory.mktemp("riche") / "riche.xlsx", pixel())


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return classeur_de_stock(tmp_path_factory.mktemp("stock") / "stock.xlsx")


def _poser(source: Path, sortie: Path) -> Retouche:
    retouche = Retouche(source, malgre_protection=True)
    feuille = retouche.feuilles[0]
    retouche.poser((feuille, AU_LOIN), "=posé & relu")
    retouche.poser((feuille, "AA61"), 12.5)
    retouche.poser((feuille, "AB62"), date(2026, 11, 24))
    retouche.enregistrer(sortie)
    return retouche


def _ecrire(source: Path, dossier: Path) -> Iterator[Path]:
    for nom, table in Retouche(source).tables.items():
        for mode, lignes in (("ajouter", 3), ("remplacer", 1), ("remplacer", 40)):
            retouche = Retouche(source, malgre_protection=True)
            libres = [c for c in table.colonnes if c not in table.calculees]
            if libres:
                donnees = {colonne: [f"{colonne} {i}" for i in range(lignes)] for colonne in libres}
                retouche.ecrire(nom, donnees, mode)
                sortie = dossier / f"{source.stem}-{mode}-{lignes}{source.suffix}"
                retouche.enregistrer(sortie)
                yield sortie


def _verifier(source: Path, sortie: Path, permises: tuple[str, ...]) -> None:
    avant, apres = parties(source), parties(sortie)
    assert all(nom.startswith(permises) for nom in differentes(source, sortie))
    assert [nom for nom in avant if nom in apres] == list(apres)
    for nom, octets in apres.items():
        if nom.endswith((".xml", ".rels")):
            etree.fromstring(octets)


@pytest.mark.skipif(not FICHIERS, reason=ABSENTS)
@pytest.mark.parametrize("source", FICHIERS, ids=lambda fichier: fichier.stem)
def test_un_classeur_d_excel_survit_a_un_poser(source: Path, tmp_path: Path) -> None:
    sortie = tmp_path / source.name
    retouche = _poser(source, sortie)
    _verifier(source, sortie, A_CHANGER)
    avant, apres = parties(source), parties(sortie)
    for nom in differentes(source, sortie):
        if nom.startswith("xl/worksheets/"):
            assert hors_rangees(avant[nom]) == hors_rangees(apres[nom])
    feuille = ouvrir(sortie)[retouche.feuilles[0]]
    assert ["=posé & relu", 12.5, date(2026, 11, 24)] == [
        feuille[AU_LOIN].value,
        feuille["AA61"].value,
        feuille["AB62"].value.date(),
    ]
    lue = CalamineWorkbook.from_path(sortie).get_sheet_by_name(retouche.feuilles[0]).to_python()
    assert "=posé & relu" in [ligne[-3] for ligne in lue]


@pytest.mark.skipif(not FICHIERS, reason=ABSENTS)
@pytest.mark.parametrize("source", [f for f in FICHIERS if Retouche(f).tables], ids=lambda fichier: fichier.stem)
def test_un_classeur_d_excel_survit_a_un_ecrire(source: Path, tmp_path: Path) -> None:
    for sortie in _ecrire(source, tmp_path):
        _verifier(source, sortie, AVEC_TABLE)
        livre = ouvrir(sortie)
        for feuille in livre.worksheets:
            for table in feuille.tables.values():
                lignes = feuille[table.ref]
                assert [c.name for c in table.tableColumns] == [str(c.value) for c in lignes[0]]
                derniere = f"{lignes[0][0].value} {int(sortie.stem.rpartition('-')[2]) - 1}"
                assert derniere in [ligne[0].value for ligne in lignes[1:]]


@pytest.mark.skipif(not FICHIERS, reason=ABSENTS)
@pytest.mark.libreoffice
def test_libreoffice_ouvre_tous_les_classeurs_retouches(tmp_path: Path, riche: Path, stock: Path) -> None:
    sorties = []
    for source in [*FICHIERS, riche, stock]:
        sorties.append(tmp_path / f"{source.stem}{source.suffix}")
        _poser(source, sorties[-1])
        sorties += _ecrire(source, tmp_path)
    convertis = convertir(sorties, "ods", tmp_path / "ods")
    assert len(sorties) == len(convertis)
    for sortie, converti in zip(sorties, convertis, strict=True):
        if "-" not in sortie.stem:
            livre = CalamineWorkbook.from_path(converti)
            grille = livre.get_sheet_by_index(0 if livre.sheet_names[0] != "Chart1" else 1).to_python()
            assert "=posé & relu" in [valeur for ligne in grille for valeur in ligne], sortie.name


def test_un_classeur_tres_garni_ne_perd_rien(riche: Path, tmp_path: Path) -> None:
    sortie = tmp_path / "sortie.xlsx"
    retouche = Retouche(riche)
    retouche.poser(("Données", "A3"), "changé")
    retouche.enregistrer(sortie)
    assert {"xl/worksheets/sheet1.xml"} == differentes(riche, sortie)
    avant, apres = parties(riche)["xl/worksheets/sheet1.xml"], parties(sortie)["xl/worksheets/sheet1.xml"]
    assert hors_rangees(avant) == hors_rangees(apres)
    changees = {n for n, xml in rangees(avant).items() if rangees(apres)[n] != xml}
    assert "3" in changees
    assert all(b"<f" in rangees(avant)[n] for n in changees - {"3"})  # les formules qui voient la cellule


@pytest.mark.libreoffice
def test_les_graphiques_sont_les_memes_apres_si_les_donnees_ne_changent_pas(
    riche: Path, stock: Path, tmp_path: Path
) -> None:
    fichiers = []
    for source in (riche, stock):
        fichiers += [source, tmp_path / f"{source.stem}-apres.xlsx"]
        retouche = Retouche(source)
        if source is riche:
            retouche.poser(("Données", "B2"), 100)
        else:
            retouche.ecrire("Stock", {"Code": ["A1", "A2", "A3"], "Quantité": [10, 20, 30]})
        retouche.enregistrer(fichiers[-1])
    pdfs = convertir(fichiers, "pdf", tmp_path / "pdf")
    for avant, apres in (pdfs[:2], pdfs[2:]):
        assert _pages(avant, tmp_path / "avant") == _pages(apres, tmp_path / "apres")


def _pages(pdf: Path, dossier: Path) -> list[bytes]:
    dossier.mkdir(exist_ok=True)
    subprocess.run(["pdftoppm", "-r", "50", "-png", str(pdf), str(dossier / pdf.stem)], check=True)
    images = sorted(dossier.glob(f"{pdf.stem}*.png"))
    assert images
    return [image.read_bytes() for image in images]
