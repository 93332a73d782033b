"""FEC publics, relus par un autre lecteur que le nôtre : rien ne manque, et les sommes sont les mêmes."""

import csv
import os
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from tableur.echanges.fec.colonnes import COLONNES
from tableur.echanges.fec.lecture import lire_fec
from tests.echanges.fec_d_essai import regles

ICI = Path(__file__).resolve()
DOSSIER = Path(os.environ.get("TABLEUR_ECHANTILLONS", ICI.parents[3] / "shared" / "echantillons")) / "fec"
FICHIERS = sorted(chemin for chemin in DOSSIER.glob("*") if chemin.suffix.lower() == ".txt")

pytestmark = pytest.mark.skipif(not FICHIERS, reason=f"pas d'échantillons de FEC dans {DOSSIER}")


def _autrement(fichier: Path) -> list[dict[str, str]]:
    """Lignes du fichier, lues par le module csv : colonne → texte."""
    octets = fichier.read_bytes()
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("iso8859-15")
    separateur = "|" if "|" in texte.split("\n", 1)[0] else "\t"
    lignes = csv.reader(texte.splitlines(), delimiter=separateur, quoting=csv.QUOTE_NONE)
    entetes = [entete.replace("MontantDevise", "Montantdevise") for entete in next(lignes)]
    return [dict(zip(entetes, ligne, strict=True)) for ligne in lignes]


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda fichier: fichier.name)
def test_chaque_cellule_est_lue_telle_qu_elle_est(fichier: Path) -> None:
    fec, lignes = lire_fec(fichier), _autrement(fichier)
    assert len(lignes) == len(fec)
    for nom in COLONNES:
        bornes = fec.bornes(nom)
        assert [ligne[nom] for ligne in lignes] == fec.texte.lire_plusieurs(bornes, range(len(fec)))


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda fichier: fichier.name)
def test_les_montants_sont_justes_au_centime(fichier: Path) -> None:
    fec = lire_fec(fichier)
    for nom, lus in (("Debit", fec.debit), ("Credit", fec.credit)):
        attendus = [int(Decimal(ligne[nom].replace(",", ".")) * 100) for ligne in _autrement(fichier)]
        assert attendus == lus.tolist()


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda fichier: fichier.name)
def test_les_octets_du_fichier_se_recomposent(fichier: Path) -> None:
    """Les champs, leurs séparateurs et les sauts de ligne : les mêmes octets que le fichier, hors en-têtes."""
    fec, octets = lire_fec(fichier), fichier.read_bytes()
    lignes = octets.split(b"\n")[1 : len(fec) + 1]
    for place, ligne in enumerate(lignes):
        debut, fin = int(fec.debuts[place]), int(fec.fins[place, -1])
        assert ligne.rstrip(b"\r") == fec.texte.octets[debut:fin].tobytes()
        assert ligne.count(fec.separateur.encode()) == fec.fins.shape[1] - 1
    assert b"" == b"".join(octets.split(b"\n")[len(fec) + 1 :])
    assert bool((np.diff(fec.debuts) > 0).all())


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda fichier: fichier.name)
def test_l_equilibre_est_celui_d_un_calcul_independant(fichier: Path) -> None:
    soldes: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for ligne in _autrement(fichier):
        cle = (ligne["JournalCode"], ligne["EcritureNum"])
        soldes[cle] += Decimal(ligne["Debit"].replace(",", ".")) - Decimal(ligne["Credit"].replace(",", "."))
    trouvees = regles(lire_fec(fichier))
    assert sum(solde != 0 for solde in soldes.values()) == trouvees.get("équilibre", 0)
    assert (sum(soldes.values()) != 0) == ("équilibre du fichier" in trouvees)
