"""`tableur demo` : les courriers de l'entreprise d'exemple, comptés et relus ; rien n'est jamais écrasé."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from openpyxl import load_workbook

from tableur.courriers import pdf
from tableur.fichiers.libreoffice import LibreOfficeAbsent

if TYPE_CHECKING:
    from tests.cli.conftest import Lancer


def _texte(document: Path) -> str:
    """Texte d'un document, ses espaces insécables dites comme les autres."""
    corps = Document(str(document)).element.body
    return "".join(t.text or "" for t in corps.iter() if t.tag.endswith("}t")).replace("\xa0", " ")


def test_les_courriers_sont_ecrits_et_relus(lancer: Lancer, tmp_path: Path) -> None:
    issue = lancer("demo", "--dossier", str(tmp_path / "essai"))
    assert (0, "") == (issue.code, issue.erreurs)
    textes = {f.stem: _texte(f) for f in (tmp_path / "essai").glob("*/*.docx")}
    comptes = [sum(nom.startswith(mot) for nom in textes) for mot in ("Relance", "Contrat", "Lettre")]
    assert [3, 2, 5] == comptes
    assert 10 == len(list((tmp_path / "essai" / "pdf").glob("*.pdf")))
    assert "01000 BOURG-EN-BRESSE" in textes["Relance Boulangerie Martin & Fils"]
    assert "AT&T, Atelier des Tartes & Tourtes" in textes["Relance AT&T, Atelier des Tartes & Tourtes"]
    assert "30 janvier 2027" in textes["Contrat Loïc Guézennec"]
    assert not [nom for nom, texte in textes.items() if "{{" in texte or "None" in texte]
    assert "10 lignes lues, 5 laissées de côté, 5 lettres." in issue.sortie
    assert "en double avec la ligne 2" in issue.sortie
    assert "le champ « cp » est vide" in issue.sortie


def test_la_tva_est_controlee_calculee_et_comparee(lancer: Lancer, tmp_path: Path) -> None:
    issue = lancer("demo", "--dossier", str(tmp_path / "essai"))
    assert "TVA de la période 2026-11" in issue.sortie
    assert "À payer : " in issue.sortie.replace("\xa0", " ")
    declaration: Any = load_workbook(tmp_path / "essai" / "tva.xlsx", data_only=True)["Déclaration"]
    taxes = {ligne[0]: ligne[4] for ligne in declaration.iter_rows(values_only=True) if ligne[0]}
    assert taxes["16"] - taxes["23"] == taxes["TD"] == taxes["32"] > 0


def test_relancee_sans_libreoffice_elle_le_dit_et_n_ecrase_rien(
    lancer: Lancer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: object, **__: object) -> list[Path]:
        raise LibreOfficeAbsent("LibreOffice n'est pas installé.")

    monkeypatch.setattr(pdf, "en_pdf", absent)
    (tmp_path / "stocks.xlsx").write_bytes(b"le mien")
    issue = lancer("demo", "--dossier", str(tmp_path))
    assert 0 == issue.code
    assert b"le mien" == (tmp_path / "stocks.xlsx").read_bytes()
    assert 20 == len(list((tmp_path / "essai-2").glob("*/*.docx")))  # dix courriers, dix bulletins
    assert "Pas de PDF cette fois : LibreOffice n'est pas installé." in issue.sortie
