"""Ouverture d'un classeur fermé : son modèle est deviné, puis il est confié au port."""

from pathlib import Path

from tableur.classeurs.declaration import DOSSIER, modele
from tableur.classeurs.ferme import ClasseurFerme
from tableur.classeurs.lecture import ClasseurLu
from tableur.classeurs.modeles import Modele
from tableur.classeurs.reperage import feuille_du_classeur
from tableur.fichiers.mots_de_passe import Demander
from tableur.fichiers.ouverture import ouvrir_fichier
from tableur.fichiers.ressources import lister_ressources
from tableur.socle.erreurs import Ou, refus

PROPRIETE = "modele"


def ouvrir(
    fichier: Path,
    sortie: Path | None = None,
    *,
    simuler: bool = False,
    remplacer: bool = False,
    recalculer: bool = True,
    demander: Demander | None = None,
) -> ClasseurFerme:
    """Classeur fermé, prêt à être lu et rempli.

    Args:
        fichier: Classeur .xlsx, .xlsm ou .ods à lire.
        sortie: Classeur à produire ; None pour remplir le fichier lui-même.
        simuler: Vrai pour ne rien écrire.
        remplacer: Vrai pour remplacer une sortie existante, après l'avoir copiée.
        recalculer: Faux pour laisser au tableur les formules dont la valeur n'est plus connue.
        demander: Pose sans écho la question du mot de passe d'un classeur chiffré.

    Raises:
        Refus: Le fichier ne se lit pas, son modèle est inconnu, ou la sortie ne peut pas être écrite.
    """
    lu = ClasseurLu(ouvrir_fichier(fichier, demander))
    return ClasseurFerme(lu, modele_de(lu), sortie, simuler=simuler, remplacer=remplacer, recalculer=recalculer)


def modele_de(lu: ClasseurLu) -> Modele:
    """Modèle d'un classeur : celui de sa propriété « modele », à défaut celui dont il a le plus de feuilles.

    Raises:
        Refus: Aucun modèle ne lui convient.
    """
    noms = _noms_livres()
    propre = lu.annexes.proprietes.get(PROPRIETE, "")
    if propre in noms:
        return modele(propre)
    scores = {nom: _feuilles_communes(lu, modele(nom)) for nom in noms}
    meilleur = max(scores, key=lambda nom: scores[nom], default="")
    if meilleur and scores[meilleur]:
        return modele(meilleur)
    presentes = ", ".join(f"« {feuille} »" for feuille in lu.feuilles)
    message = (
        f"Aucun modèle ne correspond à ce classeur ; feuilles présentes : {presentes}. "
        f"Modèles connus : {', '.join(noms)}."
    )
    raise refus(Ou(fichier=lu.chemin.name), "modèle inconnu", message, attendu=", ".join(noms))


def modele_de_famille(famille: str) -> str | None:
    """Nom du modèle livré dont les tables viennent surtout d'une famille de calculs, None si aucun n'en vient.

    >>> modele_de_famille("stock")
    'stocks'
    """
    scores = {nom: _tables_de(modele(nom), famille) for nom in _noms_livres()}
    meilleur = max(scores, key=lambda nom: scores[nom], default="")
    return meilleur if meilleur and scores[meilleur] else None


def _noms_livres() -> list[str]:
    return [declaration.stem for declaration in lister_ressources(DOSSIER, "*.toml")]


def _tables_de(candidat: Modele, famille: str) -> int:
    types = [table.type for _, table in candidat.tables() if table.type is not None]
    return sum(f".{famille}." in f"{type_.__module__}." for type_ in types)


def _feuilles_communes(lu: ClasseurLu, candidat: Modele) -> int:
    return sum(
        feuille.genre == "S" and feuille_du_classeur(lu, feuille) is not None for feuille in candidat.feuilles
    )
