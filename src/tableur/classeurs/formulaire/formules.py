"""Formules d'un formulaire : les cases s'y citent par leur nom, comme les colonnes des tables.

- `[08.taxe]` : la colonne « taxe » de la case 08 ;
- `[08.taxe:I6.taxe]` : de la case 08 à la case I6, dans l'ordre de l'imprimé ;
- `{LigneCollectee.ht}`, `credit_anterieur` : comme dans toute déclaration.
"""

import re
from collections.abc import Iterator, Mapping

from tableur.classeurs.formulaire.modele import Formulaire
from tableur.classeurs.formules import Place, fautes_de_formule, lettre_de_colonne, traduire
from tableur.classeurs.modeles import Modele, Table

PREMIERE_COLONNE = 3
"""Rang de la première colonne de valeurs : case, libellé et numéro la précèdent."""
_CASES = re.compile(r"\[(?P<case>\w+)\.(?P<colonne>\w+)(?::(?P<fin>\w+)\.(?P<derniere>\w+))?\]")
_SANS_TABLE = Table("", None, "", ())


def lignes_d_entete(formulaire: Formulaire) -> int:
    """Rang de la ligne d'en-têtes des colonnes : titre, mention et tête la précèdent."""
    return 2 + -(-len(formulaire.tete) // 2) + 1


def rangs_des_cases(formulaire: Formulaire) -> dict[str, int]:
    """Rang de la ligne de chaque case, compté à partir de 0."""
    premiere = lignes_d_entete(formulaire) + 1
    return {ligne.case: rang for rang, ligne in enumerate(formulaire.lignes, premiere) if ligne.case}


def rangs_des_colonnes(formulaire: Formulaire) -> dict[str, int]:
    """Rang de chaque colonne de valeurs, compté à partir de 0."""
    return {colonne.nom: rang for rang, colonne in enumerate(formulaire.colonnes, PREMIERE_COLONNE)}


def adresse_de_case(formulaire: Formulaire, case: str, colonne: str) -> str:
    """Adresse d'une case : « $E$12 »."""
    lettre = lettre_de_colonne(rangs_des_colonnes(formulaire)[colonne])
    return f"${lettre}${rangs_des_cases(formulaire)[case] + 1}"


def traduire_la_case(formule: str, formulaire: Formulaire, places: Mapping[str, Place], feuille: str) -> str:
    """Formule de fichier d'une case, sans « = ».

    Args:
        formule: Formule de la déclaration, déjà vérifiée.
        formulaire: Le formulaire.
        places: Place de chaque table du classeur.
        feuille: Nom de la feuille du formulaire.
    """

    adresses: list[str] = []

    def mettre_de_cote(mot: "re.Match[str]") -> str:
        debut = adresse_de_case(formulaire, mot["case"], mot["colonne"])
        fin = f":{adresse_de_case(formulaire, mot['fin'], mot['derniere'])}" if mot["fin"] else ""
        adresses.append(debut + fin)
        return f'"§{len(adresses) - 1}§"'  # un texte : la traduction n'y touche pas

    ici = {**places, "": Place(feuille, 0, 1, 1, {})}
    traduite = traduire(_CASES.sub(mettre_de_cote, formule), _SANS_TABLE, ici)(0)
    return re.sub(r'"§(\d+)§"', lambda mot: adresses[int(mot[1])], traduite)


def fautes_d_une_formule(formule: str, formulaire: Formulaire, modele: Modele) -> Iterator[str]:
    """Ce qui ne va pas dans une formule d'un formulaire, une phrase par faute."""
    cases = {ligne.case for ligne in formulaire.lignes if ligne.case}
    colonnes = {colonne.nom for colonne in formulaire.colonnes}
    for mot in _CASES.finditer(formule):
        for case in (mot["case"], mot["fin"]):
            if case and case not in cases:
                yield f"la formule cite la case « {case} », qui n'est pas du formulaire"
        for colonne in (mot["colonne"], mot["derniere"]):
            if colonne and colonne not in colonnes:
                yield f"la formule cite « {mot[0]} » : « {colonne} » n'est pas une colonne du formulaire"
    yield from fautes_de_formule(_CASES.sub("0", formule).replace("ICI", "0"), modele, _SANS_TABLE)
