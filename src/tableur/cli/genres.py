"""Ce qu'un type annoté dit à la personne : sa nature, son unité, ses choix, ses colonnes."""

from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from tableur.frontiere import element_de_liste, est_enregistrement, metadonnees, type_simple
from tableur.socle.grandeurs import Identifiant, Unite

_NATURES = {
    "Decimal": "nombre",
    "int": "nombre entier",
    "str": "texte",
    "bool": "oui ou non",
    "date": "date",
    "Mois": "mois",
    "Exercice": "exercice",
}


def nature(type_: Any) -> str:
    """Nature d'un type : « quantité », « date », « choix », « table », « liste de nombres », « fiche ».

    >>> from decimal import Decimal
    >>> nature(Decimal), nature(list[Decimal] | None)
    ('nombre', 'liste : nombre')
    """
    element = element_de_liste(type_)
    if element is not None:
        return "table" if est_enregistrement(element) else f"liste : {nature(element)}"
    if est_enregistrement(type_):
        return "fiche"
    for meta in metadonnees(type_):
        if isinstance(meta, Unite | Identifiant):
            return meta.nom
    if choix(type_):
        return "choix"
    simple = type_simple(type_)
    return _NATURES.get(getattr(simple, "__name__", ""), "valeur")


def unite_de(type_: Any) -> Unite | None:
    """Unité que porte un type, ou les éléments d'une liste."""
    element = element_de_liste(type_)
    metas = metadonnees(type_ if element is None else element)
    return next((meta for meta in metas if isinstance(meta, Unite)), None)


def libelle_d_unite(type_: Any) -> str:
    """Unité imprimée dans l'aide : « jours », « € » ; vide si le type n'en a pas."""
    unite = unite_de(type_)
    return unite.libelle if unite is not None else ""


def choix(type_: Any) -> tuple[str, ...]:
    """Choix d'un `Literal`, vide pour un autre type."""
    simple = type_simple(type_)
    return tuple(map(str, get_args(simple))) if get_origin(simple) is Literal else ()


def enregistrement_de(type_: Any) -> Any | None:
    """Enregistrement d'une fiche ou des lignes d'une table, sinon None."""
    element = element_de_liste(type_)
    nu = type_ if element is None else element
    return type_simple(nu) if est_enregistrement(nu) else None


@cache
def colonnes_de(enregistrement: Any) -> dict[str, Any]:
    """Type de chaque champ d'un enregistrement, dans l'ordre des colonnes."""
    types = get_type_hints(enregistrement, include_extras=True)
    return {nom: types[nom] for nom in enregistrement.__dataclass_fields__}


def est_nombre(type_: Any) -> bool:
    """Vrai si la valeur est un nombre."""
    return getattr(type_simple(type_), "__name__", "") in {"Decimal", "int"}
