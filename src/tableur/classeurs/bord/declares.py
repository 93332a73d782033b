"""Lecture de la section « tableau » d'une feuille : ses fautes sont dites toutes ensemble."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, get_args

from tableur.classeurs.bord.modele import NOMS_DE_PERIODE, Indicateur, Miniature, Nature, Sens, TableauDeBord

if TYPE_CHECKING:
    from tableur.classeurs.modeles import Feuille, Modele

Faute = Callable[[str], None]
_COLONNE = re.compile(r"\{?(\w+\.\w+)\}?")
_CHOIX: Mapping[str, tuple[str, ...]] = {
    "nature": get_args(Nature),
    "sens": get_args(Sens),
    "miniature": get_args(Miniature),
}
_EXIGEES = {"mois", "au", "commentaire", "indicateurs"}
_CLES = {f.name for f in fields(TableauDeBord)}
_CLES_D_INDICATEUR = {f.name for f in fields(Indicateur)}
_COLONNES = ("valeurs", "dates", "objectifs", "dates_des_objectifs", "tendance")
MOIS_PROPOSES = range(1, 121)


def lire_le_tableau(brut: object, types: Mapping[str, Any], faute: Faute) -> TableauDeBord | None:
    """Tableau de bord d'une feuille, None s'il ne se lit pas.

    Args:
        brut: La section « tableau » de la déclaration.
        types: Types connus, par nom.
        faute: Reçoit chaque faute.
    """
    if not isinstance(brut, Mapping):
        faute("« tableau » est une section : [feuilles.tableau]")
        return None
    if not _cles(brut, _CLES, _EXIGEES, "le tableau de bord", faute):
        return None
    bruts = brut["indicateurs"]
    if not isinstance(bruts, list) or not bruts:
        faute("un tableau de bord a des indicateurs : [[feuilles.tableau.indicateurs]]")
        return None
    proposes = brut.get("mois_proposes", 36)
    if type(proposes) is not int or proposes not in MOIS_PROPOSES:
        faute(f"« mois_proposes » est un nombre entier de 1 à 120 : « {proposes} » reçu")
        return None
    lus = [_indicateur(b, types, faute) for b in bruts]
    return TableauDeBord(
        mois=str(brut["mois"]),
        au=str(brut["au"]),
        commentaire=str(brut["commentaire"]),
        comptees={_colonne(c): str(nom) for c, nom in dict(brut.get("comptees", {})).items()},
        indicateurs=tuple(i for i in lus if i is not None),
        premier_mois=str(brut.get("premier_mois", "")),
        tolerance=str(brut.get("tolerance", "")),
        mois_proposes=proposes,
    )


def _indicateur(brut: object, types: Mapping[str, Any], faute: Faute) -> Indicateur | None:
    exigees = {"libelle", "type", "valeurs", "dates"}
    if not isinstance(brut, Mapping):
        faute("un indicateur est une section : [[feuilles.tableau.indicateurs]]")
        return None
    if not _cles(brut, _CLES_D_INDICATEUR, exigees, "un indicateur", faute):
        return None
    for cle, choix in _CHOIX.items():
        if cle in brut and brut[cle] not in choix:
            faute(f"« {cle} » vaut {' ou '.join(choix)} : « {brut[cle]} » reçu")
            return None
    if brut["type"] not in types:
        faute(f"le type d'un indicateur est {', '.join(types)} : « {brut['type']} » reçu")
        return None
    lus: dict[str, Any] = {cle: str(valeur) for cle, valeur in brut.items()}
    lus |= {cle: _colonne(lus[cle]) for cle in _COLONNES if cle in lus}
    lus["type"] = types[str(brut["type"])]
    if "ou" in brut:
        if not isinstance(brut["ou"], Mapping):
            faute('« ou » dit une colonne et son texte : ou = { "Table.champ" = "texte" }')
            return None
        lus["ou"] = {_colonne(c): str(texte) for c, texte in brut["ou"].items()}
    return Indicateur(**lus)


def _colonne(texte: object) -> str:
    """« {Table.champ} » ou « Table.champ »."""
    trouvee = _COLONNE.fullmatch(str(texte))
    return trouvee[1] if trouvee else str(texte)


def _cles(brut: Mapping[str, Any], connues: set[str], exigees: set[str], quoi: str, faute: Faute) -> bool:
    inconnues, manquantes = sorted(set(brut) - connues), sorted(exigees - set(brut))
    for cle in inconnues:
        faute(f"{quoi} a une clé inconnue, « {cle} »")
    for cle in manquantes:
        faute(f"{quoi} n'a pas de « {cle} »")
    return not inconnues and not manquantes


def fautes_du_tableau(feuille: "Feuille", modele: "Modele") -> Iterator[str]:
    """Ce qu'un tableau de bord cite et qui n'existe pas, une phrase par faute."""
    tableau = feuille.tableau
    if tableau is None:
        return
    siens = {p.nom for p in feuille.parametres}
    tous = set(modele.parametres())
    for nom in (tableau.mois, tableau.commentaire):
        if nom not in siens:
            yield f"le tableau de bord cite le réglage « {nom} », qui n'est pas un réglage de sa feuille"
    for nom in siens - {tableau.mois, tableau.commentaire}:
        yield f"une feuille de tableau de bord n'a que deux réglages, son mois et son commentaire : « {nom} » reçu"
    for nom in (tableau.au, tableau.premier_mois, tableau.tolerance):
        if nom and nom not in tous:
            yield f"le tableau de bord cite le réglage « {nom} », qui n'existe pas"
    for nom in tous & set(NOMS_DE_PERIODE):
        yield f"« {nom} » est un nom que le tableau de bord définit : nommer autrement ce réglage"
    for colonne in dict.fromkeys([*tableau.comptees, *(c for i in tableau.indicateurs for c in i.colonnes())]):
        if not _existe(modele, colonne):
            yield f"le tableau de bord cite « {colonne} », qui n'est pas une colonne du classeur"
    for indicateur in tableau.indicateurs:
        if bool(indicateur.objectifs) != bool(indicateur.dates_des_objectifs):
            yield f"l'indicateur « {indicateur.libelle} » : les objectifs vont avec leurs dates"
        if len({c.partition(".")[0] for c in (indicateur.valeurs, indicateur.dates, *indicateur.ou)}) > 1:
            yield f"l'indicateur « {indicateur.libelle} » : valeurs et dates sont de la même table"
    if sum(f.tableau is not None for f in modele.feuilles) > 1:
        yield "un classeur n'a qu'un tableau de bord"


def _existe(modele: "Modele", colonne: str) -> bool:
    nom, _, champ = colonne.partition(".")
    trouvee = modele.table_nommee(nom)
    return trouvee is not None and any(c.nom == champ for c in trouvee[1].colonnes)
