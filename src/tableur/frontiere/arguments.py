"""Arguments d'une fonction : cellule, plage ou objet JSON selon le type annoté du paramètre."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, get_args, get_origin

from tableur.frontiere.lecture import facultatif_et_nu, lecteur, lire, type_simple
from tableur.frontiere.noms import plier
from tableur.frontiere.tables import Lignes, champs_de, lire_table
from tableur.frontiere.valeurs import Grille, est_vide, montre
from tableur.socle.dates import Exercice, Mois
from tableur.socle.erreurs import Anomalie, Ou, Refus, ValeurInvalide, ValeurManquante


def est_enregistrement(type_: Any) -> bool:
    """Vrai pour un enregistrement (une dataclass du domaine)."""
    simple = type_simple(type_)
    return isinstance(simple, type) and dataclasses.is_dataclass(simple) and simple not in (Mois, Exercice)


def element_de_liste(type_: Any) -> Any | None:
    """Type des éléments si le paramètre est une liste, sinon None."""
    _, nu = facultatif_et_nu(type_)
    return get_args(nu)[0] if get_origin(nu) in (list, tuple) else None


def est_scalaire(type_: Any) -> bool:
    """Vrai pour un paramètre qui tient dans une cellule : s'il reçoit une plage, la fonction s'y applique."""
    return element_de_liste(type_) is None and not est_enregistrement(type_)


def lire_argument(brut: object, type_: Any, nom: str) -> Any:
    """Valeur d'un argument, lue dans une cellule, une plage ou un objet JSON.

    Args:
        brut: Valeur brute, grille (liste de lignes), liste simple, objet ou liste d'objets.
        type_: Type annoté du paramètre.
        nom: Nom de l'argument, dit dans les erreurs.

    Raises:
        ValeurInvalide: La valeur ne convient pas ; la phrase commence par le nom de l'argument.
        Refus: Une table a des anomalies ; elles y sont toutes.
    """
    facultatif, nu = facultatif_et_nu(type_)
    if facultatif and _est_absent(brut):
        return None
    element = element_de_liste(nu)
    if element is not None:
        return _lire_liste(brut, element, nom)
    if est_enregistrement(nu):
        return _lire_enregistrement(brut, type_simple(nu), nom)
    try:
        return lire(une_cellule(brut), type_)
    except ValeurManquante:
        raise ValeurManquante(f"{nom} : valeur obligatoire, rien reçu.") from None
    except ValeurInvalide as erreur:
        raise ValeurInvalide(f"{nom} : {erreur}.") from None


def une_cellule(brut: object) -> object:
    """Contenu d'une plage d'une seule cellule ; toute autre valeur reste telle quelle."""
    if isinstance(brut, list | tuple):
        grille = en_grille(brut)
        if len(grille) == 1 and len(grille[0]) == 1:
            return grille[0][0]
    return brut


def en_grille(brut: object) -> Grille:
    """Grille d'une valeur : une cellule fait 1 × 1, une liste simple fait une colonne."""
    if not isinstance(brut, list | tuple):
        return [[brut]]
    if brut and all(isinstance(ligne, list | tuple) for ligne in brut):
        return [list(ligne) for ligne in brut]
    return [[valeur] for valeur in brut]


def _est_absent(brut: object) -> bool:
    return est_vide(une_cellule(brut)) if not isinstance(brut, Mapping) else not brut


def _lire_liste(brut: object, element: Any, nom: str) -> list[Any]:
    if est_enregistrement(element):
        return _lire_enregistrements(brut, type_simple(element), nom)
    valeurs = [cellule for ligne in en_grille(brut) for cellule in ligne]
    while valeurs and est_vide(valeurs[-1]):
        valeurs.pop()
    lire_un = lecteur(element)
    lues, anomalies = [], []
    for rang, valeur in enumerate(valeurs, 1):
        try:
            lues.append(lire_un(valeur))
        except ValeurInvalide as erreur:
            message = f"{nom}, valeur n° {rang} : {erreur}"
            anomalies.append(Anomalie("refus", Ou(), "valeur illisible", "", montre(valeur), message))
    if anomalies:
        raise Refus(anomalies)
    return lues


def _lire_enregistrements(brut: object, type_: type, nom: str) -> list[Any]:
    if isinstance(brut, Mapping):
        brut = [brut]
    if isinstance(brut, Sequence) and brut and all(isinstance(objet, Mapping) for objet in brut):
        brut = _grille_d_objets(brut)
    if not isinstance(brut, list | tuple):
        if est_vide(brut):
            return []
        raise ValeurInvalide(f"{nom} : plage attendue, {montre(brut)} reçu.")
    lignes: Lignes[Any] = lire_table(en_grille(brut), type_, Ou(feuille=nom))
    if lignes.anomalies:
        raise Refus(lignes.anomalies)
    return list(lignes)


def _grille_d_objets(objets: Sequence[Any]) -> Grille:
    """Grille d'une liste d'objets JSON : une colonne par clé rencontrée."""
    cles = list(dict.fromkeys(cle for objet in objets for cle in objet))
    return [list(cles), *([objet.get(cle) for cle in cles] for objet in objets)]


def _lire_enregistrement(brut: object, type_: type, nom: str) -> Any:
    """Enregistrement lu dans un objet, dans deux colonnes (nom, valeur), ou dans un en-tête et une ligne."""
    if isinstance(brut, Mapping):
        if all(map(est_vide, brut.values())) and not any(champ.obligatoire for champ in champs_de(type_)):
            return type_()
        grille: Grille = [list(brut), list(brut.values())]
    elif isinstance(brut, list | tuple):
        grille = en_grille(brut)
        titres = [plier(str(titre)) for titre in grille[0]] if len(grille) > 1 else []
        titree = titres == ["nom", "valeur"] and not any(champ.nom == "valeur" for champ in champs_de(type_))
        grille = grille[1:] if titree else grille
        if _en_colonnes(grille, type_, nom, titree=titree):
            grille = [[ligne[0] for ligne in grille], [ligne[1] for ligne in grille]]
    else:
        raise ValeurInvalide(f"{nom} : deux colonnes (nom, valeur) attendues, {montre(brut)} reçu.")
    lignes: Lignes[Any] = lire_table(grille, type_, Ou(feuille=nom))
    if lignes.anomalies:
        raise Refus(lignes.anomalies)
    if len(lignes) != 1:
        raise ValeurInvalide(f"{nom} : une seule ligne attendue, {len(lignes)} reçues.")
    return lignes[0]


def _en_colonnes(grille: Grille, type_: type, nom: str, *, titree: bool) -> bool:
    """Vrai si une fiche est écrite en deux colonnes, le nom puis la valeur.

    Raises:
        ValeurInvalide: L'un de ses noms n'est pas connu.
    """
    connus = {plier(champ.nom): champ.nom for champ in champs_de(type_)}
    premiere = [ligne[0] for ligne in grille if ligne]
    inconnus = [v for v in premiere if not (isinstance(v, str) and plier(v) in connus)]
    if not all(len(ligne) == 2 for ligne in grille):
        return False
    en_lignes = all(plier(str(titre)) in connus for titre in grille[0])
    melee = len(inconnus) < len(premiere) and len(grille) > 2 and not en_lignes
    if inconnus and (titree or melee):
        dits = f"Noms connus : {', '.join(connus.values())}."
        raise ValeurInvalide(f"{nom} : {montre(inconnus[0])} n'est pas un nom de cette fiche. {dits}")
    return not inconnus
