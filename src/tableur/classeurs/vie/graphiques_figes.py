"""Graphiques d'un classeur à figer : leurs copies de données ne gardent rien de ce qui ne part pas."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tableur.classeurs.vie.epuration import local, oter
from tableur.classeurs.vie.parties import Parties

if TYPE_CHECKING:
    from lxml.etree import _Element

_LITTERAUX = {"numRef": ("numCache", "numLit"), "strRef": ("strCache", "strLit")}


def figer_les_graphiques(
    parties: Parties, est_retiree: Callable[[str], bool], est_absente: Callable[[str], bool]
) -> int:
    """Vide les copies de données retirées, et change en valeurs celles dont la feuille ne part pas.

    Args:
        parties: Le classeur.
        est_retiree: Vrai pour une formule de graphique qui cite une colonne retirée.
        est_absente: Vrai pour une formule de graphique qui cite une feuille absente.

    Returns:
        Le nombre de séries changées.
    """
    changees = 0
    for partie in parties:
        if "/charts/" not in partie or not partie.endswith(".xml"):
            continue
        racine = parties.arbre(partie)
        for formule in list(racine.iter("{*}f")):
            texte, parent = formule.text or "", formule.getparent()
            if parent is None or not texte:
                continue
            if est_retiree(texte):
                changees += 1
                _vider(parties.a_changer(partie), formule, parent)
            elif est_absente(texte):
                changees += 1
                parties.a_changer(partie)
                _detacher(parent, formule)
    return changees


def _vider(racine: "_Element", formule: "_Element", parent: "_Element") -> None:
    for element in list(parent.iter()):
        if local(element) in ("pt", "lvl"):
            oter(element)
        elif local(element) == "ptCount":
            element.set("val", "0")
    donnees = parent.getparent()
    if donnees is not None and local(parent) in ("strDim", "numDim"):
        for niveau in parent.findall("{*}lvl"):
            parent.remove(niveau)


def _detacher(parent: "_Element", formule: "_Element") -> None:
    """Remplace une référence par la copie de ses valeurs."""
    if local(parent) in ("strDim", "numDim"):
        parent.remove(formule)
        return
    noms = _LITTERAUX.get(local(parent))
    hote = parent.getparent()
    if noms is None or hote is None:
        formule.text = ""
        return
    cache = parent.find("{*}" + noms[0])
    espace = str(parent.tag).rpartition("}")[0] + "}"
    if local(hote) == "tx":
        texte = "".join(v.text or "" for v in parent.iter("{*}v"))
        hote.remove(parent)
        nouveau = hote.makeelement(f"{espace}v")
        nouveau.text = texte
        hote.append(nouveau)
        return
    parent.remove(formule)
    parent.tag = f"{espace}{noms[1]}"
    if cache is not None:
        for enfant in list(cache):
            parent.append(enfant)
        parent.remove(cache)
