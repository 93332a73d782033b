"""Valeur des formules qui n'en ont pas : LibreOffice les calcule à part, et le classeur les reçoit."""

from pathlib import Path
from typing import TYPE_CHECKING

from tableur.classeurs.cellules import ERREURS
from tableur.classeurs.vie.feuilles_xml import FeuilleXml, textes_partages
from tableur.classeurs.vie.parties import Parties
from tableur.fichiers.libreoffice import recalculer
from tableur.frontiere import FORMULE_SANS_VALEUR, ErreurDeCellule
from tableur.socle.compte_rendu import CompteRendu
from tableur.socle.erreurs import Anomalie, ErreurTableur, Ou

if TYPE_CHECKING:
    from lxml.etree import _Element


def completer(classeur: Path, atelier: Path, bilan: CompteRendu, ou: Ou) -> None:
    """Donne leur valeur aux formules d'un classeur qui n'en ont pas ; dit celles qui restent sans.

    Args:
        classeur: Fichier provisoire, complété sur place.
        atelier: Dossier provisoire.
        bilan: Compte rendu où le dire.
        ou: Fichier dont parlent les phrases.
    """
    manquantes = _manquantes(Parties(classeur))
    nombre = sum(map(len, manquantes.values()))
    if not nombre:
        return
    try:
        calcule = Parties(recalculer(classeur, atelier / "recalcule.xlsx", remplacer=True))
    except ErreurTableur as erreur:
        phrase = f"formules sans valeur, à recalculer dans le tableur : {nombre} ({erreur})"
        bilan.anomalies.append(Anomalie("alerte", ou, "sans valeur", "", "", phrase))
        return
    parties, textes = Parties(classeur), textes_partages(calcule)
    restees = 0
    for nom, places in manquantes.items():
        feuille = FeuilleXml(calcule, nom, calcule.feuilles()[nom], textes)
        parties.a_changer(parties.feuilles()[nom])
        cible = FeuilleXml(parties, nom, parties.feuilles()[nom], [])
        for place in places:
            valeur = feuille.valeur(place)
            if valeur is FORMULE_SANS_VALEUR or (isinstance(valeur, ErreurDeCellule) and valeur.code == "#NOM?"):
                restees += 1  # une fonction que LibreOffice ne connaît pas
            else:
                _donner(cible.cellules[place], valeur)
    with classeur.open("wb") as flux:
        parties.ecrire(flux)
    if restees:
        phrase = f"formules que LibreOffice ne sait pas calculer, à recalculer dans le tableur : {restees}"
        bilan.anomalies.append(Anomalie("alerte", ou, "sans valeur", "", "", phrase))
    nombre -= restees
    bilan.points.append(f"Formules sans valeur, calculées par LibreOffice : {nombre}.")


def _donner(cellule: "_Element", valeur: object) -> None:
    """Écrit la valeur d'une formule à côté d'elle."""
    for ancienne in cellule.findall("{*}v"):
        cellule.remove(ancienne)
    element = cellule.makeelement(str(cellule.tag).rpartition("}")[0] + "}v")
    genre = ""
    if isinstance(valeur, bool):
        genre, element.text = "b", str(int(valeur))
    elif isinstance(valeur, float):
        element.text = repr(int(valeur)) if valeur.is_integer() else repr(valeur)
    elif isinstance(valeur, ErreurDeCellule):
        francaises = {dite: ecrite for ecrite, dite in ERREURS.items()}
        genre, element.text = "e", francaises.get(valeur.code, valeur.code)
    else:
        genre, element.text = "str", "" if valeur is None else str(valeur)
    cellule.append(element)
    if genre:
        cellule.set("t", genre)
    elif cellule.get("t") is not None:
        del cellule.attrib["t"]


def _manquantes(parties: Parties) -> dict[str, list[tuple[int, int]]]:
    textes = textes_partages(parties)
    trouvees: dict[str, list[tuple[int, int]]] = {}
    for nom, partie in parties.feuilles().items():
        if "worksheet" in parties.genre(partie):
            feuille = FeuilleXml(parties, nom, partie, textes)
            places = [p for p in feuille.formules if feuille.valeur(p) is FORMULE_SANS_VALEUR]
            if places:
                trouvees[nom] = places
            parties.oublier(partie)
    return trouvees
