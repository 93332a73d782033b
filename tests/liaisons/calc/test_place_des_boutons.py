"""La place des boutons : aucun n'en recouvre un autre, ni un texte, et tous se voient sans défiler."""

import shutil
import zipfile
from pathlib import Path

import pytest

from tableur.classeurs import modele
from tableur.classeurs.macros.boutons import macro
from tableur.fichiers.libreoffice import convertir
from tableur.fichiers.ressources import ressource
from tableur.liaisons.calc.boutons import poser_les_boutons
from tableur.liaisons.excel.creation import creer
from tests.liaisons.calc.seance import Calc

pytestmark = pytest.mark.libreoffice

MODELES = ("stocks", "tva", "paie", "courriers", "pilotage")
LARGEUR_D_ECRAN = 37_500  # centièmes de millimètre : un écran de 1 440 points, moins les en-têtes de ligne


@pytest.mark.parametrize("nom", MODELES)
def test_aucun_bouton_de_calc_ne_recouvre_un_autre_ni_un_texte(calc: Calc, tmp_path: Path, nom: str) -> None:
    shutil.copyfile(ressource("templates_xlsx", f"{nom}.xlsx"), tmp_path / f"{nom}.xlsx")
    (ods,) = convertir([tmp_path / f"{nom}.xlsx"], "ods", tmp_path)
    declares = {(f, b.action) for b in modele(nom).boutons for f in b.feuilles}
    assert len(declares) == poser_les_boutons(ods, modele(nom))
    calc.demander("ouvrir_fichier", chemin=str(ods))
    poses = calc.demander("boutons_poses")
    assert declares == {(f, x["nom"]) for f, siens in poses.items() for x in siens if x["nom"]}
    for feuille, siens in poses.items():
        boutons = [x for x in siens if x["nom"]]
        for rang, bouton in enumerate(boutons):
            assert bouton["droite"] <= LARGEUR_D_ECRAN, (feuille, bouton)
            autres = [*boutons[rang + 1 :], *(x for x in siens if not x["nom"])]
            couverts = [x for x in autres if _se_touchent(bouton, x)]
            assert not couverts, (feuille, bouton, couverts)
    calc.demander("ouvrir", adresse="private:factory/scalc")


def _se_touchent(un: dict[str, int], autre: dict[str, int]) -> bool:
    cote = un["gauche"] < autre["droite"] and autre["gauche"] < un["droite"]
    return cote and un["haut"] < autre["bas"] and autre["haut"] < un["bas"]


@pytest.mark.parametrize("nom", MODELES)
def test_les_boutons_d_un_classeur_d_excel_sont_ceux_de_son_modele(tmp_path: Path, nom: str) -> None:
    creer(nom, tmp_path / f"{nom}.xlsm")
    with zipfile.ZipFile(tmp_path / f"{nom}.xlsm") as lu:
        dessins = "".join(lu.read(m).decode() for m in lu.namelist() if m.endswith(".vml"))
    for bouton in modele(nom).boutons:
        attendus = sum(len(b.feuilles) for b in modele(nom).boutons if b.action == bouton.action)
        assert attendus == dessins.count(f"!TABLEUR_Boutons.{macro(bouton.action)}<"), bouton.action
