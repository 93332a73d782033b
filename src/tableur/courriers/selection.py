"""Choix et ordre des lignes d'un publipostage : « ville = 'Rennes' et montant > 100 », tri par colonne."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError, nodes

from tableur.courriers.arbre import Durcissement, verifier
from tableur.courriers.balises import Balises, hors_des_textes, nettoyer
from tableur.courriers.environnement import environnement, faute_de_filtre
from tableur.courriers.filtres import Ligne
from tableur.courriers.instructions import Lexique
from tableur.courriers.noms import Colonnes, colonnes_de, suggestion
from tableur.courriers.valeurs import ecrit, est_sans_valeur
from tableur.frontiere import lire, plier
from tableur.socle.erreurs import ErreurTableur, Ou, ValeurInvalide, refus

_EGAL = re.compile(r"(?<![=<>!])=(?!=)")
_DIFFERENT = re.compile(r"<>")
_MOTS = ((re.compile(r"\bet\b"), "and"), (re.compile(r"\bou\b"), "or"), (re.compile(r"\bnon\b"), "not"))
_OPERATEURS = {"eq": "=", "ne": "<>", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
_COMPARE = "_comparer"

Condition = Callable[[Ligne], bool]


def condition(expression: str, colonnes: Iterable[str]) -> Condition:
    """Condition à appliquer aux lignes ; noms tolérants, « et », « ou », « non », « = », nombres tapés en texte.

    Args:
        expression: « ville = 'Rennes' et montant > 100 », « N° client <> '' ».
        colonnes: Colonnes des lignes.

    Raises:
        Refus: L'expression est mal écrite, ou nomme une colonne qui n'existe pas.
    """
    noms = [nom for nom in colonnes if "." not in nom]
    connues, lexique, env = Colonnes(noms), Lexique(), environnement()
    coeur = nettoyer(expression)
    coeur = hors_des_textes(coeur, lambda e: _DIFFERENT.sub("!=", _EGAL.sub("==", e)))
    source = Balises(lexique, connues, frozenset()).lire(f"{{% if {coeur} %}}").source
    for motif, mot in _MOTS:
        source = hors_des_textes(source, lambda e, motif=motif, mot=mot: motif.sub(mot, e))  # type: ignore[misc]
    try:
        arbre = env.parse(f"{source}x{{% endif %}}")
    except (TemplateSyntaxError, RecursionError) as erreur:
        raise _refus(
            expression, "elle est mal écrite ; par exemple : ville = 'Rennes' et montant > 100"
        ) from erreur
    for faute in verifier(arbre, faute_de_filtre):
        raise _refus(expression, faute.message)
    for nom in arbre.find_all(nodes.Name):
        libelle = lexique.libelle(nom.name)
        if connues.trouver(libelle) is None:
            dit = f"« {libelle} » n'est pas une colonne{suggestion(connues.proches(libelle))}"
            raise _refus(expression, dit)
    Durcissement(lexique).durcir(_comparaisons_souples(arbre))
    arbre.set_environment(env)
    gabarit = env.from_string(arbre)

    def retenir(ligne: Ligne) -> bool:
        presentes = colonnes_de(tuple(ligne))
        valeurs: dict[str, Any] = {nom: _valeur(ligne, presentes, lexique.libelle(nom)) for nom in demandes}
        try:
            return bool(gabarit.render(valeurs))
        except (TypeError, UndefinedError, ErreurTableur) as erreur:
            raise ValeurInvalide(f"La condition « {expression} » ne se calcule pas sur cette ligne.") from erreur

    demandes = sorted({nom.name for nom in arbre.find_all(nodes.Name)})
    return retenir


def trier(lignes: Iterable[Ligne], colonne: str, *, decroissant: bool = False) -> list[Ligne]:
    """Lignes triées par une colonne : nombres et dates par valeur, textes sans casse ni accents, vides à la fin.

    Args:
        lignes: Lignes, toutes lues.
        colonne: Nom de la colonne, à la casse et aux accents près.
        decroissant: Vrai pour commencer par la fin.

    Raises:
        Refus: La colonne n'existe pas.
    """
    toutes = list(lignes)
    if not toutes:
        return []
    connues = colonnes_de(tuple(toutes[0]))
    nom = connues.trouver(colonne)
    if nom is None:
        message = f"Il n'y a pas de colonne « {colonne} » où trier{suggestion(connues.proches(colonne))}."
        raise refus(Ou(colonne=colonne), "tri", message)
    pleines = [ligne for ligne in toutes if not est_sans_valeur(ligne.get(nom))]
    vides = [ligne for ligne in toutes if est_sans_valeur(ligne.get(nom))]
    return sorted(pleines, key=lambda ligne: _rang(ligne[nom]), reverse=decroissant) + vides


def _comparaisons_souples(arbre: nodes.Template) -> nodes.Template:
    """Remplace chaque comparaison par celle des champs IF : « 1500 » tapé dans un CSV est un nombre."""
    for parent in list(arbre.find_all(nodes.Node)):
        for nom, valeur in list(parent.iter_fields()):
            if isinstance(valeur, nodes.Compare) and len(valeur.ops) == 1 and valeur.ops[0].op in _OPERATEURS:
                droite = [nodes.Const(_OPERATEURS[valeur.ops[0].op]), valeur.ops[0].expr]
                setattr(parent, nom, nodes.Filter(valeur.expr, _COMPARE, droite, [], None, None, lineno=1))
    return arbre


def _valeur(ligne: Ligne, colonnes: Colonnes, libelle: str) -> object:
    nom = colonnes.trouver(libelle)
    return None if nom is None else ligne[nom]


def _rang(valeur: object) -> tuple[int, Any]:
    """Clé de tri : nombres, puis dates, puis textes."""
    from datetime import date
    from decimal import Decimal

    for genre, type_ in enumerate((Decimal, date)):
        try:
            return genre, lire(valeur, type_)
        except ValeurInvalide:
            continue
    return 2, plier(ecrit(valeur))


def _refus(expression: str, raison: str) -> Exception:
    return refus(Ou(), "condition", f"La condition « {expression} » n'est pas utilisable : {raison}.")
