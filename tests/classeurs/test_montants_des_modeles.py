"""Un montant de droit cité par un modèle de classeur est celui du barème : le texte ne peut pas s'en écarter."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

import pytest

from tableur import baremes
from tableur.fichiers.ressources import ressource
from tableur.socle.ecriture import nombre_ecrit

LE, EN_2027 = date(2026, 11, 24), date(2027, 1, 1)


def _table(serie: str, le: date = LE) -> Mapping[str, Decimal]:
    return cast("Mapping[str, Decimal]", baremes.valeur(serie, le))


def _ecrit(montant: Decimal) -> str:
    return nombre_ecrit(montant).replace("\u202f", " ").replace("\u00a0", " ")


def _phrases() -> list[tuple[str, str]]:
    """Modèle, et phrase qu'il doit contenir, composée d'après le barème."""
    remboursement = _table("tva.remboursement")
    smic, cadeau = (baremes.nombre(nom, LE) for nom in ("paie.smic_reduction_generale", "tva.cadeaux"))
    millions = _ecrit(_table("tva.trimestre", EN_2027)["annee_precedente"] / 1_000_000)
    return [
        ("tva", f"{_ecrit(remboursement['periode'])} € au moins, {_ecrit(remboursement['annuel'])} € en décembre"),
        ("tva", f"moins de {_ecrit(_table('tva.trimestre')['tva'])} € de TVA par an"),
        ("tva", f"par défaut jusqu'à {millions} M€"),
        ("tva", f"jusqu'à {_ecrit(cadeau)} € TTC par an et par bénéficiaire"),
        ("tva", f"refusé au-delà de {_ecrit(baremes.nombre('ca3.ajustement', LE))} €"),
        ("paie", f"Son SMIC reste {_ecrit(smic)} € pour tout 2026"),
        ("paie", f"cumulé : {_ecrit(smic)} € de l'heure en 2026"),
    ]


@pytest.mark.parametrize(("modele", "phrase"), _phrases())
def test_un_montant_cite_par_un_modele_est_celui_du_bareme(modele: str, phrase: str) -> None:
    assert phrase in ressource("templates_xlsx", f"{modele}.toml").read_text("utf-8")
