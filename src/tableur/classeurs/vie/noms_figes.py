"""Noms définis d'un classeur à figer : ceux qui ne valent plus, et ceux qui montrent une cellule retirée."""

import re

from tableur.classeurs.retouche.references import references
from tableur.classeurs.vie.epuration import oter
from tableur.classeurs.vie.figement import Interdits, Retirees, est_a_figer
from tableur.classeurs.vie.parties import Parties

_RESERVES = ("_xlnm.print_area", "_xlnm.print_titles", "_xlnm._filterdatabase", "_xlnm.criteria", "_xlnm.extract")
_FONCTION = re.compile(r"\s*(?:_xlfn\.)?LAMBDA\(", re.IGNORECASE)


def _definis(parties: Parties) -> list[tuple[str, str, bool]]:
    """Nom, formule, et vrai pour une macro, de chaque nom défini."""
    trouves = []
    for element in parties.arbre(parties.principale).iterfind("{*}definedNames/{*}definedName"):
        macro = any(element.get(a) in ("1", "true") for a in ("function", "vbProcedure", "xlm"))
        trouves.append((element.get("name", ""), (element.text or "").removeprefix("="), macro))
    return trouves


def interdits_de(parties: Parties, ecartees: list[str]) -> Interdits:
    """Ce que les formules qui restent ne doivent pas citer.

    Args:
        parties: Le classeur entier.
        ecartees: Feuilles que l'on n'envoie pas.
    """
    definis = _definis(parties)
    toutes = parties.feuilles()
    absentes = frozenset(nom.casefold() for nom in ecartees)
    fonctions = frozenset(n.casefold() for n, f, macro in definis if _FONCTION.match(f) and not macro)
    noms = {n.casefold() for n, _, macro in definis if macro}
    for nom in ecartees:
        for table in parties.cibles(toutes[nom], "table"):
            racine = parties.arbre(table)
            noms.add((racine.get("displayName") or racine.get("name") or "").casefold())
    while True:
        interdits = Interdits(absentes, frozenset(noms), fonctions)
        nouveaux = {
            n.casefold()
            for n, f, _ in definis
            if n.casefold() not in noms and not n.startswith("_xlnm.") and est_a_figer(f, interdits)
        }
        if not nouveaux:
            return interdits
        noms |= nouveaux


def noms_des_retirees(parties: Parties, retirees: Retirees) -> None:
    """Note les noms définis qui désignent une cellule retirée."""
    for nom, formule, _ in _definis(parties):
        if not nom.startswith("_xlnm.") and retirees.citees(formule, ""):
            retirees.noms.add(nom.casefold())


def epurer_les_noms(parties: Parties, interdits: Interdits, retirees: Retirees) -> None:
    """Retire les noms définis qui ne valent plus, citent un autre fichier, ou montrent ce qui est retiré."""
    for element in list(parties.a_changer(parties.principale).iterfind("{*}definedNames/{*}definedName")):
        nom, formule = element.get("name", "").casefold(), element.text or ""
        cassee = nom in interdits.noms or nom in retirees.noms or est_a_figer(formule, interdits)
        if nom.startswith("_xlnm."):
            cassee = nom not in _RESERVES or any(
                (f or "").casefold() in interdits.feuilles for f, _ in references(formule)
            )
        if cassee or "#REF!" in formule:
            oter(element)
