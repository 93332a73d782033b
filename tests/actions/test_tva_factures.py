"""Import de factures électroniques dans le classeur de TVA, relu par openpyxl."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tableur.actions.tva_factures import importer_les_factures
from tableur.calculs.tva.categories import Sens
from tableur.calculs.tva.enregistrements import Achat, Vente
from tableur.classeurs import creer, ouvrir
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import ErreurTableur
from tests.echanges.test_factures import ORIGINE, ecrire, xml

D = Decimal
LE = date(2026, 11, 24)


@pytest.fixture
def classeur(tmp_path: Path) -> Path:
    """Classeur de TVA vierge."""
    fichier = tmp_path / "tva.xlsx"
    creer("tva", fichier)
    return fichier


def _importer(
    classeur: Path,
    *fichiers: Path,
    feuille: Sens | None = None,
    nature: str = "",
    siren: str = "",
    simuler: bool = False,
) -> CompteRendu:
    with ouvrir(classeur, simuler=simuler, recalculer=False) as ouvert:
        if siren:
            ouvert.poser("numero_siren", siren)
        return importer_les_factures(ouvert, fichiers, le=LE, feuille=feuille, nature=nature, simuler=simuler)


def _achats(classeur: Path) -> list[Achat]:
    with ouvrir(classeur, simuler=True) as ouvert:
        return list(ouvert.lire(Achat))


def _ventes(classeur: Path) -> list[Vente]:
    with ouvrir(classeur, simuler=True) as ouvert:
        return list(ouvert.lire(Vente))


def test_une_facture_recue_fait_une_ligne_d_achat(classeur: Path, tmp_path: Path) -> None:
    bilan = _importer(classeur, ecrire(tmp_path, xml()))
    assert ({"Achats": 1}, []) == (bilan.lignes_ecrites, bilan.anomalies)
    feuille = load_workbook(classeur)["Achats"]
    entetes, lignes = None, []
    for rangee in feuille.iter_rows(values_only=True):
        if entetes is None and "N° de facture" in rangee:
            entetes = rangee
        elif entetes is not None and rangee[0] is not None:
            lignes.append(dict(zip(entetes, rangee, strict=True)))
    vue = lignes[0]
    assert ("F42", "Papeterie de l'Ouest", "Achat de marchandises", 100, 0.2, None) == tuple(
        vue[nom] for nom in ("N° de facture", "Fournisseur", "Nature", "Montant HT", "Taux de TVA", "TVA")
    )


def test_un_avoir_est_negatif_et_nomme_sa_facture(classeur: Path, tmp_path: Path) -> None:
    _importer(classeur, ecrire(tmp_path, xml(genre="381", origine=ORIGINE)))
    (achat,) = _achats(classeur)
    assert (D(-100), None, "F40") == (achat.ht, achat.tva, achat.avoir_de)


def test_une_taxe_qui_ne_suit_pas_son_taux_est_gardee(classeur: Path, tmp_path: Path) -> None:
    _importer(classeur, ecrire(tmp_path, xml(tva="20.01", ttc="120.01")))
    assert D("20.01") == _achats(classeur)[0].tva


def test_une_facture_deja_la_est_refusee_et_les_autres_passent(classeur: Path, tmp_path: Path) -> None:
    une, deux = ecrire(tmp_path, xml(), "une.xml"), ecrire(tmp_path, xml(numero="F43"), "deux.xml")
    bilan = _importer(classeur, une, une, deux)
    assert (2, ["doublon"]) == (bilan.lignes_ecrites["Achats"], [a.regle for a in bilan.anomalies])
    autre_nom = ecrire(tmp_path, xml(vendeur="PAPETERIE OUEST SARL"), "trois.xml")
    bilan = _importer(classeur, une, autre_nom)
    assert ({}, ["doublon", "doublon"]) == (bilan.lignes_ecrites, [a.regle for a in bilan.anomalies])
    ailleurs = ecrire(
        tmp_path, xml(vendeur="Autre maison", tva_vendeur="FR40303265045", siren="303265045"), "q.xml"
    )
    assert {"Achats": 1} == _importer(classeur, ailleurs).lignes_ecrites
    assert 3 == len(_achats(classeur))


def test_simuler_n_ecrit_rien(classeur: Path, tmp_path: Path) -> None:
    avant = classeur.read_bytes()
    bilan = _importer(classeur, ecrire(tmp_path, xml()), simuler=True)
    assert ({"Achats": 1}, avant) == (bilan.lignes_ecrites, classeur.read_bytes())


def test_notre_siren_choisit_la_feuille(classeur: Path, tmp_path: Path) -> None:
    facture = ecrire(tmp_path, xml(cadre="S1"))
    bilan = _importer(classeur, facture, siren="732829320")
    assert {"Ventes": 1} == bilan.lignes_ecrites
    assert ("L'acheteur", "Prestation de services") == (_ventes(classeur)[0].client, _ventes(classeur)[0].nature)
    assert {"Achats": 1} == _importer(classeur, facture, siren="404833048").lignes_ecrites
    refusee = _importer(classeur, ecrire(tmp_path, xml(numero="F9"), "x.xml"), siren="303265045")
    assert ["SIREN"] == [anomalie.regle for anomalie in refusee.anomalies]


def test_un_acompte_emis_est_un_acompte(classeur: Path, tmp_path: Path) -> None:
    _importer(classeur, ecrire(tmp_path, xml(genre="386")), feuille="ventes")
    assert "Acompte sur biens" == _ventes(classeur)[0].nature


@pytest.mark.parametrize(
    ("categorie", "cadre", "pays", "nature", "taux"),
    [
        ("S", "S1", "FR", "Prestation de services", D("0.2")),
        ("S", "", "FR", "Achat de marchandises", D("0.2")),
        ("AE", "S1", "FR", "Sous-traitant du bâtiment", D("0.2")),
        ("AE", "S1", "IE", "Prestation de services UE", D("0.2")),
        ("AE", "S1", "US", "Prestation de services hors UE", D("0.2")),
        ("K", "B1", "DE", "Achat de marchandises UE", D("0.2")),
        ("G", "B1", "CH", "Importation", D("0.2")),
        ("Z", "B1", "FR", "Achat sans TVA", None),
        ("E", "S1", "FR", "Achat sans TVA", None),
        ("O", "S1", "FR", "Achat sans TVA", None),
    ],
)
def test_la_categorie_devient_une_nature(
    classeur: Path, tmp_path: Path, categorie: str, cadre: str, pays: str, nature: str, taux: Decimal | None
) -> None:
    nul = {} if categorie == "S" else {"tva": "0.00", "taux": "0.00", "ttc": "100.00"}
    bilan = _importer(classeur, ecrire(tmp_path, xml(categorie=categorie, cadre=cadre, pays=pays, **nul)))
    (achat,) = _achats(classeur)
    assert (nature, taux, None) == (achat.nature, achat.taux, achat.tva)
    a_verifier = categorie in ("AE", "K", "G") or not cadre
    assert (["nature à vérifier"] if a_verifier else []) == [a.regle for a in bilan.anomalies]


def test_une_devise_demande_son_cours(classeur: Path, tmp_path: Path) -> None:
    contenu = xml().replace(b"<ram:InvoiceCurrencyCode>EUR", b"<ram:InvoiceCurrencyCode>USD")
    contenu = contenu.replace(b'currencyID="USD">9.99', b'currencyID="USD">20.00')
    bilan = _importer(classeur, ecrire(tmp_path, contenu))
    assert (["devise"], "USD") == ([a.regle for a in bilan.anomalies], _achats(classeur)[0].devise)


def test_une_categorie_inconnue_est_refusee(classeur: Path, tmp_path: Path) -> None:
    bilan = _importer(classeur, ecrire(tmp_path, xml(categorie="L")))
    assert ["refus"] == [anomalie.gravite for anomalie in bilan.anomalies]
    assert "« L »" in bilan.anomalies[0].message


def test_la_nature_donnee_l_emporte_et_doit_exister(classeur: Path, tmp_path: Path) -> None:
    facture = ecrire(tmp_path, xml())
    with pytest.raises(ErreurTableur, match="Fourniture"):
        _importer(classeur, facture, nature="Fourniture")
    _importer(classeur, facture, nature="Immobilisation")
    assert "Immobilisation" == _achats(classeur)[0].nature


def test_un_mauvais_fichier_n_empeche_pas_les_bons(classeur: Path, tmp_path: Path) -> None:
    bilan = _importer(classeur, ecrire(tmp_path, b"<a/>", "a.xml"), tmp_path / "rien.pdf", ecrire(tmp_path, xml()))
    assert ({"Achats": 1}, 2) == (bilan.lignes_ecrites, len(bilan.anomalies))
