"""La TVA de l'entreprise d'exemple : refaite partie par partie, et ce que la démonstration promet d'y trouver."""

import os
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tableur.calculs.tva.enregistrements import (
    Achat,
    LigneCollectee,
    LigneDeControle,
    LigneDeDeclaration,
    LigneDeductible,
    PeriodeDeclaree,
    Vente,
)
from tableur.catalogue import lancer, recenser
from tableur.classeurs import ouvrir
from tableur.fichiers.ressources import ressource

RACINE = Path(__file__).parents[2]
CLASSEUR = "tva-exemple.xlsx"
LE = date(2026, 11, 24)
D = Decimal


def _parties(chemin: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(chemin) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def test_le_classeur_de_tva_se_refait_partie_par_partie(tmp_path: Path) -> None:
    chemins = os.pathsep.join([str(RACINE / "src"), os.environ.get("PYTHONPATH", "")])
    commande = [sys.executable, "-B", str(RACINE / "examples" / "tva.py"), "--vers", str(tmp_path)]
    subprocess.run(commande, check=True, env={**os.environ, "PYTHONPATH": chemins})
    attendues, obtenues = _parties(ressource("examples", CLASSEUR)), _parties(tmp_path / CLASSEUR)
    assert list(attendues) == list(obtenues)
    differentes = [nom for nom in attendues if attendues[nom] != obtenues[nom]]
    assert [] == differentes, "lancer python examples/tva.py"


@pytest.fixture(scope="module")
def calcule(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le classeur de l'exemple, contrôlé et calculé."""
    sortie = tmp_path_factory.mktemp("tva") / "tva.xlsx"
    actions = recenser("tableur.actions")
    with ouvrir(ressource("examples", CLASSEUR), sortie, recalculer=False) as classeur:
        for verbe in ("controler", "calculer", "comparer"):
            lancer(actions[f"tva.{verbe}"], classeur, {}, LE)
    return sortie


def test_les_trois_mois_montrent_ce_que_la_demonstration_promet(calcule: Path) -> None:
    classeur = ouvrir(calcule)
    natures = {x.nature for x in classeur.lire(Achat)} | {x.nature for x in classeur.lire(Vente)}
    assert {
        "Achat de marchandises UE",
        "Sous-traitant du bâtiment",
        "Importation",
        "Voiture de tourisme",
        "Cadeau",
        "Exportation hors UE",
        "Livraison de biens UE",
    } <= natures
    assert ["2026-09", "2026-10"] == [x.periode for x in classeur.lire(PeriodeDeclaree)]
    deductibles = {x.piece: x for x in classeur.lire(LigneDeductible)}
    assert ("21", True, D(278)) == (
        deductibles["GM-26-771"].case,
        deductibles["GM-26-771"].omission,
        deductibles["GM-26-771"].tva_deductible,
    )
    collectees = {x.piece: x for x in classeur.lire(LigneCollectee)}
    assert ("A2", D(2500)) == (collectees["2026-058"].case, collectees["2026-058"].ht)  # 2 500 payés sur 6 000
    assert D(900) == collectees["FS-26-0032"].ht  # 1 080 TTC encaissés en novembre sur 3 600


def test_les_cases_de_novembre_sont_celles_que_l_on_refait_a_la_main(calcule: Path) -> None:
    classeur = ouvrir(calcule)
    cases = {x.case: x for x in classeur.lire(LigneDeDeclaration)}
    taxe = {case: x.taxe or D(0) for case, x in cases.items()}
    assert D(7185) == cases["B2"].base
    assert D(395) == taxe["17"]  # 7 185 × 5,5 % = 395,175
    assert D(180) == cases["A3"].base
    assert D(6700) == cases["A2"].base  # 4 200 de fourgon et 2 500 de sous-traitance
    assert taxe["16"] - taxe["23"] == taxe["TD"]
    assert "VIES" in " ".join(x.constat for x in classeur.lire(LigneDeControle))
