"""Modèle que nomme un classeur, s'il est de ceux qui sont livrés."""

from pathlib import Path

from tableur.classeurs.declaration import DOSSIER, modele
from tableur.classeurs.modeles import Modele
from tableur.classeurs.vie.parties import Parties
from tableur.fichiers.ressources import lister_ressources

PROPRIETE, VERSION = "modele", "modele_version"


def proprietes(parties: Parties) -> dict[str, str]:
    """Propriétés personnalisées d'un classeur."""
    trouvees = {}
    for lien in parties.relations(""):
        if lien.genre == "custom-properties" and lien.cible in parties:
            for element in parties.arbre(lien.cible):
                trouvees[str(element.get("name"))] = "".join(map(str, element.itertext())).strip()
    return trouvees


def modele_du_fichier(fichier: Path) -> Modele | None:
    """Modèle livré que nomme la propriété « modele » d'un classeur .xlsx, None s'il n'y en a pas."""
    if fichier.suffix.lower() not in (".xlsx", ".xlsm"):
        return None
    return modele_des_parties(Parties(fichier))


def modele_des_parties(parties: Parties) -> Modele | None:
    """Modèle livré que nomme la propriété « modele » d'un classeur lu par parties, None s'il n'y en a pas."""
    nom = proprietes(parties).get(PROPRIETE, "")
    connus = {declaration.stem for declaration in lister_ressources(DOSSIER, "*.toml")}
    return modele(nom) if nom in connus else None
