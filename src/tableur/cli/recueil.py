"""Les fonctions que la commande connaît : celles de `tableur`, puis celles de l'entreprise.

Celles de l'entreprise viennent du point d'entrée `tableur.formules` ; ils ne sont cherchés que si un nom n'est pas
des nôtres, ou pour une liste complète.
"""

import sys
from functools import cache

from tableur.catalogue import Catalogue, Fonction, recenser
from tableur.socle.erreurs import FonctionInconnue

PAQUETS = ("tableur.calculs", "tableur.actions")
POINT_D_ENTREE = "tableur.formules"


@cache
def catalogue() -> Catalogue:
    """Catalogue de nos fonctions ; rien n'est importé avant qu'on en demande une."""
    return recenser(*PAQUETS)


@cache
def catalogue_de_l_entreprise() -> Catalogue:
    """Catalogue des paquets que le point d'entrée `tableur.formules` déclare."""
    from importlib.metadata import entry_points

    paquets: list[str] = []
    for point in sorted(entry_points(group=POINT_D_ENTREE), key=lambda point: point.name):
        try:
            recenser(point.module).familles  # noqa: B018 - lire les familles importe le paquet
        except Exception as erreur:  # noqa: BLE001 - un paquet fautif ne doit pas priver des autres
            sys.stderr.write(
                f"Les formules de « {point.name} » ne sont pas chargées : le module {point.module} "
                f"ne s'importe pas ({type(erreur).__name__}).\n"
            )
        else:
            paquets.append(point.module)
    return recenser(*dict.fromkeys(paquets))


def fonction(nom: str) -> Fonction:
    """Fonction ou action de ce nom ; tirets, casse et « TABLEUR. » n'importent pas.

    Raises:
        FonctionInconnue: Aucune ne porte ce nom, ou elle est mal déclarée.
    """
    try:
        return catalogue()[nom]
    except FonctionInconnue:
        autres = catalogue_de_l_entreprise()
        if nom in autres:
            return autres[nom]
        raise


def formule(nom: str) -> Fonction:
    """Formule de ce nom.

    Raises:
        FonctionInconnue: Aucune formule ne porte ce nom, ou c'est une action.
    """
    trouvee = fonction(nom)
    if trouvee.marque.genre == "action":
        verbe = trouvee.nom_de_commande
        raise FonctionInconnue(f"« {nom} » est une action : tableur {trouvee.famille} {verbe} FICHIER.")
    return trouvee


def formules() -> list[Fonction]:
    """Toutes les formules bien déclarées, les nôtres d'abord, par famille puis par nom."""
    connues = {f.nom: f for source in (catalogue_de_l_entreprise(), catalogue()) for f in source.values()}
    return sorted((f for f in connues.values() if f.marque.genre == "formule"), key=lambda f: (f.famille, f.nom))


def noms() -> list[str]:
    """Noms des fonctions et des actions, sans importer leurs modules."""
    return sorted({nom for famille in familles() for nom in noms_de_famille(famille)})


def familles() -> list[str]:
    """Familles connues, sans importer leurs modules."""
    return sorted({*catalogue().familles, *catalogue_de_l_entreprise().familles})


def noms_de_famille(famille: str) -> list[str]:
    """Noms d'une famille, sans importer ses modules."""
    sources = (catalogue(), catalogue_de_l_entreprise())
    return sorted({nom for source in sources for nom in source.noms_de_famille(famille)})
