"""Exemples publiés : chaque cas de tests/exemples_publies/*.toml passe par la frontière, puis par la formule."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tableur.catalogue import Catalogue, recenser
from tableur.frontiere import lire_argument
from tableur.socle.arrondis import arrondir

DOSSIER = Path(__file__).parents[1] / "exemples_publies"
CATALOGUE: Catalogue = recenser("tableur.calculs")


def fichiers() -> dict[str, dict[str, Any]]:
    """Contenu de chaque fichier d'exemples, les décimaux lus exactement."""
    return {
        chemin.stem: tomllib.loads(chemin.read_text(encoding="utf-8"), parse_float=Decimal)
        for chemin in sorted(DOSSIER.glob("*.toml"))
    }


FICHIERS = fichiers()


def cas_publies() -> Iterator[Any]:
    """Un paramètre de test par cas, avec la tolérance de son fichier."""
    for fichier, contenu in FICHIERS.items():
        tolerance = contenu.get("tolerance_relative")
        for cas in contenu.get("cas", []):
            yield pytest.param(cas, tolerance, id=f"{fichier}: {cas['nom']}")


def calcul(cas: dict[str, Any]) -> Any:
    """Résultat de la formule, ses arguments lus par la frontière comme s'ils étaient tapés."""
    fonction = CATALOGUE[cas["fonction"]]
    types = {argument.nom: argument.type for argument in fonction.arguments}
    return fonction.py(**{nom: lire_argument(brut, types[nom], nom) for nom, brut in cas["arguments"].items()})


def arrondi_comme(valeur: Any, decimales: int | None) -> Any:
    """Valeur arrondie comme la source ; un texte, ou une valeur que la source donne exacte, reste telle quelle."""
    return arrondir(valeur, decimales) if isinstance(valeur, Decimal) and decimales is not None else valeur


@pytest.mark.parametrize(("cas", "tolerance"), list(cas_publies()))
def test_la_formule_rend_le_resultat_publie(cas: dict[str, Any], tolerance: Decimal | None) -> None:
    obtenu, decimales = calcul(cas), cas.get("arrondi")
    if "attendu" in cas:
        attendu = Decimal(cas["attendu"])
        if tolerance is not None:
            assert abs(obtenu - attendu) <= tolerance * abs(attendu), (attendu, obtenu)
        else:
            assert attendu == arrondi_comme(obtenu, decimales)
    for champ, attendus in cas.get("colonnes", {}).items():
        colonne = [getattr(ligne, champ) for ligne in obtenu]
        assert attendus == [arrondi_comme(v, decimales) for v in colonne if v is not None], champ
    for champ, attendu in cas.get("champs", {}).items():
        assert attendu == arrondi_comme(getattr(obtenu, champ), decimales), champ
    for champ, attendu in cas.get("derniere", {}).items():
        assert attendu == arrondi_comme(getattr(obtenu[-1], champ), decimales), champ


def test_chaque_cas_cite_sa_source_et_attend_quelque_chose() -> None:
    for contenu in FICHIERS.values():
        for cas in contenu.get("cas", []):
            assert cas["source"]
            assert {"attendu", "champs", "colonnes", "derniere"} & set(cas), cas["nom"]


def test_les_noms_des_cas_sont_uniques() -> None:
    for contenu in FICHIERS.values():
        noms = [cas["nom"] for cas in contenu.get("cas", [])]
        assert len(noms) == len(set(noms))


def test_les_cas_de_l_outil_sont_tous_recopies_ou_nommes_comme_laisses_de_cote() -> None:
    vecteurs = FICHIERS["stock_vecteurs"]
    laisses = sum(groupe["nombre"] for groupe in vecteurs["laisses_de_cote"])
    assert vecteurs["cas_de_l_outil"] == vecteurs["cas_recopies"] + laisses
    assert all(groupe["raison"] for groupe in vecteurs["laisses_de_cote"])
