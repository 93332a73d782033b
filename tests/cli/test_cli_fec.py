"""Les commandes `fec controler`, `tva rapprocher` et `tva importer-factures`, dans leur processus."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.echanges.fec_d_essai import NOM, ecrire, en_texte, vente
from tests.echanges.test_factures import ecrire as ecrire_la_facture
from tests.echanges.test_factures import xml


def _lancer(*mots: str | Path) -> tuple[int, str, str]:
    fait = subprocess.run(
        [sys.executable, "-m", "tableur", *map(str, mots)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return fait.returncode, fait.stdout, fait.stderr


def test_un_fec_sain_sort_avec_zero(tmp_path: Path) -> None:
    code, sortie, erreur = _lancer("fec", "controler", ecrire(tmp_path, en_texte(vente(1)), NOM))
    assert (0, "") == (code, erreur)
    assert "Aucune anomalie." in sortie


def test_un_fec_fautif_sort_avec_un_et_dit_tout(tmp_path: Path) -> None:
    fichier = ecrire(tmp_path, en_texte([*vente(1), *vente(3)[1:]]), NOM)
    code, sortie, _ = _lancer("fec", "controler", fichier)
    assert 1 == code
    assert "Le numéro 2 manque" in sortie
    assert "ne s'équilibre pas : 120,00 de trop au crédit" in sortie
    code, sortie, _ = _lancer("fec", "controler", fichier, "--json")
    lu = json.loads(sortie)
    assert (1, 3, {"équilibre", "équilibre du fichier", "continuité"}) == (
        code, lu["nombre_d_anomalies"], {regle["regle"] for regle in lu["regles"]}
    )  # fmt: skip
    assert all(anomalie["phrase"] for anomalie in lu["anomalies"])


def test_ce_qui_n_est_pas_un_fec_sort_avec_deux(tmp_path: Path) -> None:
    fichier = ecrire(tmp_path, b"bonjour", NOM)
    code, sortie, erreur = _lancer("fec", "controler", fichier, "--json")
    assert (2, True, True) == (code, "pas un FEC" in json.loads(sortie)["erreur"], "pas un FEC" in erreur)


def test_un_plan_et_un_exercice_se_donnent(tmp_path: Path) -> None:
    fichier = ecrire(tmp_path, en_texte(vente(1)), NOM)
    plan = ecrire(tmp_path, "compte;libellé\n411000;Clients\n707000;Ventes\n", "plan.csv")
    code, sortie, _ = _lancer("fec", "controler", fichier, "--plan", plan, "--debut", "01/12/2026")
    assert (1, True, True) == (code, "« 445710 » est inconnu" in sortie, "hors de l'exercice" in sortie)


@pytest.mark.parametrize(("taxe", "code"), [(20, 0), (35, 1)])
def test_rapprocher_sort_avec_un_s_il_y_a_un_ecart(tmp_path: Path, taxe: int, code: int) -> None:
    fec, cases = (
        ecrire(tmp_path, en_texte(vente(1)), NOM),
        ecrire(tmp_path, f"case;taxe\n16;{taxe}\n", "cases.csv"),
    )
    sorti, sortie, _ = _lancer("tva", "rapprocher", fec, "--cases", cases, "--periode", "2026-11", "--json")
    lu = json.loads(sortie)
    assert (code, "2026-11", Decimal(20 - taxe)) == (sorti, lu["periode"], Decimal(lu["postes"][0]["ecart"]))


def test_rapprocher_sans_periode_est_refuse(tmp_path: Path) -> None:
    fec, cases = ecrire(tmp_path, en_texte(vente(1)), NOM), ecrire(tmp_path, "case;taxe\n16;20\n", "cases.csv")
    code, _, erreur = _lancer("tva", "rapprocher", fec, "--cases", cases)
    assert (2, True) == (code, "--periode" in erreur)


def test_importer_des_factures_remplit_le_classeur(tmp_path: Path) -> None:
    classeur = tmp_path / "tva.xlsx"
    assert 0 == _lancer("classeur", "creer", "tva", "--sortie", classeur)[0]
    facture = ecrire_la_facture(tmp_path, xml())
    code, sortie, _ = _lancer("tva", "importer-factures", classeur, facture, "--simuler")
    assert (0, True) == (code, "Serait écrit : Achats 1 ligne." in sortie)
    code, sortie, _ = _lancer("tva", "importer-factures", classeur, facture, "--json")
    assert (0, {"Achats": 1}) == (code, json.loads(sortie)["lignes_ecrites"])
    code, sortie, _ = _lancer("tva", "importer-factures", classeur, facture)
    assert (1, True) == (code, "est déjà dans « Achats »" in sortie)


def test_l_aide_de_la_famille_dit_les_commandes_des_fichiers() -> None:
    code, sortie, _ = _lancer("tva", "--aide")
    assert (0, True, True) == (code, "importer-factures" in sortie, "rapprocher" in sortie)
