"""Nos arrondis sont ceux de la feuille : 5 000 montants arrondis par LibreOffice, aucune différence."""

import random
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook

from tableur.fichiers.libreoffice import recalculer
from tableur.frontiere import ecrire, lire
from tableur.socle.arrondis import arrondir_centime, arrondir_euro

NOMBRE = 5_000


def _montants() -> list[float]:
    """Produits d'un prix et d'une quantité, dont un tiers tombe juste sur le demi-centime."""
    hasard = random.Random(20261124)  # noqa: S311 - un tirage reproductible, sans secret
    montants = []
    for rang in range(NOMBRE):
        if rang % 3 == 0:
            montants.append(float(Decimal(hasard.randrange(-(10**8), 10**8)) / 100 + Decimal("0.005")))
        elif rang % 3 == 1:
            montants.append(hasard.randrange(1, 10**6) / 100 * hasard.randrange(1, 1000) / 1000)
        else:
            montants.append(hasard.uniform(-(10**7), 10**7))
    return montants


@pytest.mark.libreoffice
def test_cinq_mille_montants_arrondis_comme_libreoffice(tmp_path: Path) -> None:
    montants = _montants()
    with xlsxwriter.Workbook(str(tmp_path / "montants.xlsx")) as classeur:
        feuille = classeur.add_worksheet()
        for ligne, montant in enumerate(montants):
            feuille.write_number(ligne, 0, montant)
            feuille.write_formula(ligne, 1, f"=ROUND(A{ligne + 1},2)", None, "")
            feuille.write_formula(ligne, 2, f"=ROUND(A{ligne + 1},0)", None, "")
    recalcule = recalculer(tmp_path / "montants.xlsx", tmp_path / "recalcule.xlsx")
    lignes = list(load_workbook(recalcule, data_only=True).worksheets[0].iter_rows(values_only=True))
    assert len(lignes) == NOMBRE
    differences = [
        (brut, centime, euro)
        for brut, centime, euro in lignes
        if lire(centime, Decimal) != arrondir_centime(lire(brut, Decimal))
        or lire(euro, Decimal) != arrondir_euro(lire(brut, Decimal))
    ]
    assert differences == []


def test_un_montant_arrondi_ressort_tel_quel() -> None:
    for montant in _montants():
        arrondi = arrondir_centime(lire(montant, Decimal))
        assert lire(ecrire(arrondi), Decimal) == arrondi
