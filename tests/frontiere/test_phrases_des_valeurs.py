"""Phrases des valeurs refusées : un nombre s'y lit comme il se tape, une clé fausse se dit."""

from decimal import Decimal

import pytest

from tableur.calculs.paie.enregistrements import Salarie
from tableur.frontiere import lire, lire_argument
from tableur.socle.dates import Mois
from tableur.socle.erreurs import ValeurInvalide
from tableur.socle.grandeurs import Entier, Nir


@pytest.mark.parametrize("brut", [12.4, Decimal("12.4")])
def test_un_nombre_se_cite_avec_sa_virgule(brut: object) -> None:
    with pytest.raises(ValeurInvalide, match="il faut un nombre entier, « 12,4 » reçu"):
        lire(brut, Entier)


def test_une_cle_fausse_est_dite_et_un_numero_trop_court_ne_l_est_pas() -> None:
    with pytest.raises(ValeurInvalide, match="clé de contrôle fausse : un chiffre est mal tapé ; comme 2951"):
        lire("295106938711421", Nir)
    with pytest.raises(ValeurInvalide, match=r"reçu \(comme 2951"):
        lire("2951069387114", Nir)
    assert "295106938711454" == lire("2 95 10 69 387 114 54", Nir)


def test_un_mois_se_lit_aussi_en_toutes_lettres() -> None:
    assert [Mois(2026, 11)] * 4 == [
        lire(texte, Mois) for texte in ("novembre 2026", "NOVEMBRE 2026", "Novembre\u00a02026", "2026-11")
    ]
    for faux in ("brumaire 2026", "novembre", "novembre 26", "nov. 2026"):
        with pytest.raises(ValeurInvalide, match="il faut un mois"):
            lire(faux, Mois)


def test_une_fiche_en_deux_colonnes_peut_avoir_son_en_tete_et_dit_le_nom_inconnu() -> None:
    salarie = [["nom", "valeur"], ["cadre", "oui"], ["sante_mensuelle", 60]]
    lu = lire_argument(salarie, Salarie, "salarie")
    assert Salarie(cadre=True, sante_mensuelle=Decimal(60)) == lu
    with pytest.raises(ValeurInvalide, match=r"« salaire » n'est pas un nom de cette fiche\. Noms connus : mat"):
        lire_argument([*salarie, ["salaire", 2000]], Salarie, "salarie")
    with pytest.raises(ValeurInvalide, match="« salaire » n'est pas un nom"):
        lire_argument([["nom", "valeur"], ["cadre", "oui"], ["salaire", 2000]], Salarie, "salarie")
