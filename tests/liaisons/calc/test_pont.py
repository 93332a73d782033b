"""Le pont, sans LibreOffice : valeurs transmises, erreurs, pannes retenues."""

import math
import struct
from collections.abc import Iterator, Mapping

import pytest

from tableur.catalogue import Fonction, recenser
from tableur.liaisons.calc.composant import Panne, ouvrir_le_pont
from tableur.liaisons.calc.formules import SansHote
from tableur.liaisons.calc.pont import Pont, nombre_d_erreur

CATALOGUE = recenser("tableur.calculs")


def code(valeur: object) -> int | None:
    """Code d'erreur que Calc lira dans ce nombre."""
    if isinstance(valeur, float) and math.isnan(valeur):
        (bits,) = struct.unpack("<Q", struct.pack("<d", valeur))
        return int(bits & 0xFFFF)
    return None


class CatalogueEnPanne(Mapping[str, Fonction]):
    """Catalogue dont une fonction ne se charge pas ; compte les essais."""

    essais = 0

    def __getitem__(self, nom: str) -> Fonction:
        """Échoue comme un import raté."""
        self.essais += 1
        raise ImportError("module absent")

    def __iter__(self) -> Iterator[str]:
        """Aucun nom."""
        return iter(())

    def __len__(self) -> int:
        """Aucune fonction."""
        return 0


@pytest.mark.parametrize(("texte", "attendu"), [("#VALEUR!", 519), ("#DIV/0!", 532), ("#N/A", 32767), ("#?", 519)])
def test_un_nombre_d_erreur_porte_son_code(texte: str, attendu: int) -> None:
    assert attendu == code(nombre_d_erreur(texte))


def test_une_valeur_seule_et_une_plage_d_une_cellule_se_valent() -> None:
    pont = Pont(CATALOGUE)
    assert ((130.0,),) == pont.appeler("POINT_DE_COMMANDE", (20.0, ((5.0,),), 30.0))


def test_un_booleen_part_en_nombre() -> None:
    pont = Pont(CATALOGUE)
    assert ((1.0,), (0.0,)) == pont.appeler("EST_JOUR_FERIE", (((46143.0,), (46144.0,)), None))


def test_un_zero_impossible_est_une_cellule_vide() -> None:
    pont = Pont(CATALOGUE)
    assert ((1.0,),) == pont.appeler("EST_JOUR_FERIE", (46143.0, 0.0))
    assert 519 == code(pont.appeler("EST_JOUR_FERIE", (0.0, None))[0][0])
    assert ((0.0,),) == pont.appeler("POINT_DE_COMMANDE", (0.0, 5.0, 0.0))


def test_une_fonction_qui_ne_se_charge_pas_n_est_essayee_qu_une_fois() -> None:
    catalogue = CatalogueEnPanne()
    pont = Pont(catalogue)
    codes = [code(pont.appeler("STOCK_MOYEN", (1.0, 2.0))[0][0]) for _ in range(3)]
    assert [519, 519, 519] == codes
    assert 1 == catalogue.essais
    assert "module absent" in pont.expliquer("TABLEUR.STOCK_MOYEN(1;2)", SansHote())


def test_une_faute_de_programme_est_une_erreur_de_cellule() -> None:
    assert 519 == code(Pont(CATALOGUE).appeler("POINT_DE_COMMANDE", (object(), 5.0, None))[0][0])


def test_l_explication_suit_les_appels_imbriques_et_les_noms_courts() -> None:
    pont = Pont(CATALOGUE)
    imbriquee = pont.expliquer("TABLEUR.POINT_DE_COMMANDE(TABLEUR.STOCK_MOYEN(10;30);5)", SansHote())
    assert "100" in imbriquee
    assert "130" in pont.expliquer("point_de_commande(20;5;30)", SansHote())


def test_l_explication_d_une_plage_montre_sa_premiere_case() -> None:
    texte = Pont(CATALOGUE).expliquer("TABLEUR.POINT_DE_COMMANDE({20|40};5)", SansHote())
    assert texte.startswith("Pour la première case :\n")
    assert "100" in texte


@pytest.mark.parametrize("texte", [None, 12.0, "", "12", "SOMME(A1:A2)", "POINT"])
def test_sans_formule_l_explication_dit_quoi_donner(texte: object) -> None:
    assert "Aucune formule de TABLEUR" in Pont(CATALOGUE).expliquer(texte, SansHote())


def test_une_fonction_inconnue_est_dite() -> None:
    assert "POINT_DE_COMANDE" in Pont(CATALOGUE).expliquer("TABLEUR.POINT_DE_COMANDE(1;2)", SansHote())


def test_un_python_trop_ancien_donne_une_phrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 9, 2))
    panne = ouvrir_le_pont()
    assert isinstance(panne, Panne)
    assert "3.11" in panne.expliquer("TABLEUR.A_B(1)", None)
    assert "3.9.2" in panne.expliquer("TABLEUR.A_B(1)", None)
    assert math.isnan(panne.appeler("A_B", ())[0][0])  # type: ignore[arg-type]
