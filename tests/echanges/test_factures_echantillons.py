"""Fichiers officiels : chaque total et chaque taux, relus par des chemins écrits à part, sans notre code."""

import os
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest

from tableur.echanges.factures.controles import controler_la_facture
from tableur.echanges.factures.lecture import lire_facture

ICI = Path(__file__).resolve()
DOSSIER = Path(os.environ.get("TABLEUR_ECHANTILLONS", ICI.parents[3] / "shared" / "echantillons")) / "factures"
FICHIERS = sorted(chemin for chemin in DOSSIER.glob("*/*") if chemin.suffix in (".pdf", ".xml"))

pytestmark = pytest.mark.skipif(not FICHIERS, reason=f"pas de factures officielles dans {DOSSIER}")

# Pour chaque syntaxe : total HT, TTC, à payer, numéro, et par taux : base, taxe, catégorie, pour cent.
CII = ("TaxBasisTotalAmount", "GrandTotalAmount", "DuePayableAmount")
UBL = ("TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount")


def _racine(fichier: Path) -> ET.Element:
    if fichier.suffix == ".xml":
        return ET.fromstring(fichier.read_bytes())  # noqa: S314 - fichiers d'essai connus
    with pikepdf.open(fichier) as document:
        for nom, piece in document.attachments.items():
            if nom.lower().endswith(".xml"):
                return ET.fromstring(piece.get_file().read_bytes())  # noqa: S314
    raise AssertionError(f"pas de XML dans {fichier}")


def _valeur(noeud: ET.Element, chemin: str) -> str:
    trouve = noeud.find(chemin)
    return "" if trouve is None or trouve.text is None else trouve.text.strip()


def _nombre(texte: str) -> Decimal | None:
    return Decimal(texte) if texte else None


def _totaux(racine: ET.Element) -> tuple[Decimal, ...]:
    if "CrossIndustry" in racine.tag:
        somme = racine.find(".//{*}SpecifiedTradeSettlementHeaderMonetarySummation")
        noms = CII
    else:
        somme, noms = racine.find("{*}LegalMonetaryTotal"), UBL
    assert somme is not None
    return tuple(Decimal(_valeur(somme, f"{{*}}{nom}")) for nom in noms)


def _taux(racine: ET.Element) -> list[tuple[str, Decimal | None, Decimal, Decimal]]:
    if "CrossIndustry" in racine.tag:
        chemin, noms = ".//{*}ApplicableHeaderTradeSettlement/{*}ApplicableTradeTax", (
            "CategoryCode", "RateApplicablePercent", "BasisAmount", "CalculatedAmount"
        )  # fmt: skip
    else:
        chemin = "{*}TaxTotal/{*}TaxSubtotal"
        noms = ("TaxCategory/{*}ID", "TaxCategory/{*}Percent", "TaxableAmount", "TaxAmount")
    lus = []
    for noeud in racine.findall(chemin):
        categorie, pour_cent, base, taxe = (_valeur(noeud, f"{{*}}{nom}") for nom in noms)
        lus.append((categorie, _nombre(pour_cent), Decimal(base), Decimal(taxe)))
    return lus


def test_les_cinquante_huit_fichiers_sont_la() -> None:
    assert 58 == len(FICHIERS)


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda fichier: fichier.name)
def test_une_facture_officielle_est_lue_juste(fichier: Path) -> None:
    facture, racine = lire_facture(fichier), _racine(fichier)
    assert _totaux(racine) == (facture.total_ht, facture.total_ttc, facture.a_payer)
    assert _taux(racine) == [
        (v.categorie, None if v.taux is None else v.taux * 100, v.base, v.tva) for v in facture.ventilation
    ]
    assert facture.total_ttc == facture.total_ht + facture.total_tva
    assert facture.numero in fichier.name or "en16931" in str(fichier)
    assert facture.vendeur.nom
    assert facture.acheteur.nom


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda fichier: fichier.name)
def test_les_totaux_d_une_facture_officielle_se_suivent(fichier: Path) -> None:
    assert [] == controler_la_facture(lire_facture(fichier))


def test_une_facture_est_la_meme_en_cii_en_ubl_et_en_pdf() -> None:
    for nom in ("UC10_F202600004", "UC11_F202600022", "UC12_F202600025"):
        lues = [lire_facture(fichier) for fichier in FICHIERS if fichier.name.startswith(nom)]
        assert len(lues) > 1
        for lue in lues[1:]:
            assert lues[0].ventilation == lue.ventilation
            assert (lues[0].total_ttc, lues[0].vendeur.siren) == (lue.total_ttc, lue.vendeur.siren)
            comptees = [[ligne.montant for ligne in f.lignes if not ligne.genre] for f in (lues[0], lue)]
            assert comptees[0] == comptees[1]
